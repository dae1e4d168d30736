/*
 * Inside flow/live/live*.c only.
 */
#pragma once

#include <limits.h>
#include <pthread.h>

#include "flow/import/import_source.h"
#include "flow/live/live.h"
#include "flow/profile/corpus.h"
#include "flow/resolve/homes.h"
#include "flow/resolve/piece.h"
#include "match/index.h"
#include "store/position.h"

/* Rows that one writer sent of one source go in as one run of the import log. */
struct live_run {
    uint64_t source, author; /* hashes */
    uint64_t run;
    struct import_counts counts;
};

/* A thread that waits for the disk where nobody else need (live_keeper.c). */
struct live_keeper {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    pthread_t thread;
    struct live *live;
    struct store *store;
    bool is_there, is_told, is_closing;
    bool homes;          /* they were filled, and have no file */
    bool is_long;        /* a log of the writer */
    uint64_t rows;       /* that were put when it was told */
    uint64_t lasting;    /* of those that are on the disk in the view too */
    uint64_t again_from; /* rows, from which a long log is looked after again */
};

/* How rows of a source with certain columns are read. */
struct live_columns {
    uint64_t key; /* a hash of the source and the columns */
    struct import_source *reading;
};

struct live {
    pthread_rwlock_t lock; /* held for reading while asking, for writing while taking in */
    char path[PATH_MAX];   /* of the file; empty when there is no place for one */
    struct match_model *model;
    struct digest model_digest, rules;
    uint32_t without_rules;
    struct corpus corpus;
    bool has_registers; /* in the corpus */
    struct match_index *index;
    struct store_position position;
    struct live_about about;
    uint64_t unsaved; /* records taken in since the file was written */
    VEC(struct match_decided) decided;
    struct homes homes;       /* of the view, from the first change on */
    struct homes_of homes_of; /* when they were filled */
    uint64_t ruleset_fitted;  /* the newest ruleset when the view was found to fit */
    uint64_t settled;         /* the change of the facts after which we know that the view fits; 0: none */
    VEC(struct live_run) runs;
    VEC(struct live_columns) columns;
    uint64_t columns_ruleset, columns_sources; /* of the position they were read at */
    uint64_t put_rows;                         /* records that were put since it was opened */
    /* Who writes uses a connection of the index, so that what it knows of the store's pages stays known. */
    struct store *writer;
    uint64_t writes;
    struct live_keeper keeper;
    /* who waits to write */
    pthread_mutex_t queue_lock;
    struct live_batch *queue;
    size_t waiting;          /* in the queue */
    size_t together;         /* writers there were lately */
    pthread_cond_t gathered; /* for the first in the line, who waits for the others */
    bool is_gathering, is_writing;
};

/* The values as one line of NDJSON: what the reader takes. */
void live_line(const struct live_question *question, struct buf *ret);

/* With the lock for reading held, at the position of the store; unlock it afterwards whatever comes back. */
enum status live_stand_still(struct live *live, struct store *store, const struct job *job, struct error *err);
/* With the lock for writing held: at the position of the store. */
enum status live_take_in(struct live *live, struct store *store, const struct job *job, struct error *err);
/* The same index, read with the rules as they are now. */
enum status live_know_rules(struct live *live, struct store *store, const struct job *job, const struct digest *rules,
                            struct error *err);
/* The mentions it has now in place of those it had. */
enum status live_take_record(struct live *live, const struct stored_record *record, struct arena *arena,
                             struct error *err);
enum status live_take_decisions(struct live *live, struct store *store, struct error *err);
bool live_save(struct live *live, struct store *store); /* into its file; false: it was not kept */
/* What it holds may be of facts that did not stay: it is made anew at the next question. */
void live_doubt(struct live *live);

/* ---- live_columns.c ---- */

/* With the index at the position of the store: to be read on with, or to be opened; NULL: without memory, none. */
struct import_source *live_columns_of(struct live *live, struct text source, const struct live_question *names);
void live_columns_forget(struct live *live);

/* ---- live_write.c ---- */

/* A party a record is of, or may be. */
struct live_place {
    struct party_id party;
    struct party_head head;
    int32_t score;
    bool is_linked;
};
/* One it was of and is no more. */
struct live_left {
    struct party_id id, now; /* where the id leads; v 0: nowhere */
};
enum { ROW_PARTIES_MAX = 8 };
/* What is told of a record that was put. */
struct live_answer {
    struct arena *arena; /* of the batch */
    struct text key;
    struct live_place places[LIVE_PARTIES_MAX];
    size_t count;
    struct live_left left[ROW_PARTIES_MAX];
    size_t left_count;
};
struct live_row {
    const struct live_question *values; /* or … */
    struct text removed;                /* … the key of a record that is taken back */
    struct record_id record;            /* what became of it; v 0: refused */
    enum change change;
    struct party_id was[ROW_PARTIES_MAX]; /* the parties it was of */
    size_t was_count;
    struct live_answer answer; /* filled when the view follows, or by live_answer_by_index() */
};

/* Records of one source by one writer, kept together or not at all. */
struct live_batch {
    struct text source;
    const struct job *job;
    struct live_row *rows;
    size_t count;
    struct arena answers;
    bool is_current; /* the view follows them, else it waits for a resolve */
    bool may_settle; /* systems were asked for changes: one may be carried out by this */
    enum status status;
    struct error err;
    bool is_done;
    pthread_cond_t moved; /* it is done, or is the first in the line */
    struct live_batch *next;
};

/* Keeps them, together with those of others who wait, and has the view follow. status and rows tell. */
enum status live_write(struct live *live, struct store *store, struct live_batch *batch, struct error *err);

/* ---- live_answer.c ---- */

/* Nothing is known of its rows yet; done with arena_done(&batch->answers). */
void live_answers_begin(struct live_batch *batch);
/* In the transaction in which the view followed: of each row that made a record. */
enum status live_answers_find(struct store *store, struct live_batch *batch, struct error *err);
/* Where it did not: what the next resolve will do with it. In a snapshot. */
enum status live_answer_by_index(struct live *live, struct store *store, const struct job *job, struct live_row *row,
                                 struct error *err);

/* ---- live_homes.c ---- */

/* In a transaction: homes stand for the view as it is. */
enum status live_homes_follow(struct live *live, struct store *store, const struct view_age *age, struct error *err);
/* Homes that were filled go into their file. Nobody holds the lock of the index. */
void live_homes_keep(struct live *live);

/* ---- live_keeper.c ---- */

void live_keeper_init(struct live *live);
void live_keeper_done(struct live *live);
/* The connection to write with: of the index, or, until there is reason to have one, that of the caller. */
struct store *live_keeper_writer(struct live *live, struct store *store);
/* May that many more records wait for the disk with the facts alone? */
bool live_keeper_allows(struct live *live, size_t rows);
/* They were put; the disk was waited for with the view too, or not. */
void live_keeper_put(struct live *live, size_t rows, bool is_lasting);

/* ---- live_view.c ---- */

/* In a transaction, the index at the position of the store: may the view that stands be changed in a piece? */
enum status live_view_fits(struct live *live, struct store *store, const struct job *job, bool *ret,
                           struct view_age *ret_age, struct error *err);
/* Then, with new facts in: the view follows them. STATUS_LIMIT and STATUS_CONFLICT: roll back, it waits for a resolve.
 */
enum status live_view_change(struct live *live, struct store *store, const struct job *job, const struct view_age *age,
                             struct error *err);
/* … by a task of which age, records, renamed, gone and around are filled. */
enum status live_view_piece(struct live *live, struct store *store, const struct job *job,
                            const struct piece_task *asked, struct error *err);
/* Mentions of decisions the view does not know of yet; none when it knows them all. */
enum status live_view_decided(struct live *live, struct store *store, struct arena *arena, struct mention_id **ret,
                              size_t *ret_count, struct error *err);
