/*
 * What the files of this folder share; nothing above includes it.
 */
#pragma once

#include "base/vec.h"
#include "db/db.h"
#include "os/file.h"
#include "store/store.h"

/* Tables that rows are put into by bulk; each is opened at its first row. */
enum bulk_table {
    BULK_RECORD,
    BULK_EVENT,
    BULK_ASSIGNMENT,
    BULK_IDENTITY_EVENT,
    BULK_REFERENCE, /* facts */
    BULK_LINK,
    BULK_PARTY,
    BULK_KEY,
    BULK_ROLE,
    BULK_MEMBER,
    BULK_FINDING,
    BULK_REVIEW,
    BULK_RANK,
    BULK_WORD,
    BULK_PREFIX,
    BULK_HOME,
    BULK_STATE, /* derived */
    BULK_TABLES,
};

struct query {
    struct text name;
    char *sql;
};

/* What schema_version says of the state. */
struct facts_head {
    uint64_t view;   /* which file is the view; 0 none */
    uint64_t change; /* of the last commit that a page may show */
    uint64_t stamp;  /* of the view */
};

/* Ids of an import into an empty store (versions.c). */
enum known_kind { KNOWN_RECORDS, KNOWN_EVENTS, KNOWN_KINDS };
struct known_ids {
    bool all;          /* there are no others, as long as the newest seq is … */
    int64_t seq;       /* … this */
    VEC(uint64_t) ids; /* in order */
};

struct store {
    struct db *db;
    char *url; /* as it was opened, with a password */
    bool read_only;
    bool derived_open;     /* between store_derived_begin and store_derived_end */
    bool changing;         /* the view that stands, in this transaction (change.h) */
    uint64_t change_stamp; /* … what its stamp will be */
    bool derived_done;     /* a new view waits for the commit */
    struct query *queries; /* by name */
    size_t queries_count;
    struct db_bulk *bulks[BULK_TABLES];
    struct db_stmt *walk; /* of store_records_begin */
    bool walk_reads;      /* … in a snapshot of its own */
    struct known_ids known[KNOWN_KINDS];
    uint64_t run, run_step;   /* identity events of this run so far */
    struct word_index *words; /* of the parties put since store_derived_begin */
    struct key_index *keys;   /* … and what finds them exactly */
    /* view_file.c */
    char *view_path;       /* "….db-view"; NULL where the view lies with the facts */
    uint64_t view;         /* the number of the view that is attached; 0 none */
    bool view_hastens;     /* its commits do not wait until the disk has it */
    struct db *apart;      /* the next one, while it grows */
    uint64_t apart_number; /* its number, until the commit */
    uint64_t apart_parties;
    struct file_lock apart_lock;
    bool audit_known; /* in this transaction: the chain's last entry is … */
    uint64_t audit_seq;
    struct digest audit_digest;
    bool unmade; /* being opened: the tables may not be there */
    /* version.c */
    struct facts_head head; /* of this snapshot, where a view lies apart */
    uint64_t settled;       /* a change for which the view's stamp was seen to be that of the facts */
    uint64_t version;       /* of the last time somebody asked; 0 not known */
    int64_t heard;          /* … and SQLite's own number then */
    bool tracing;           /* this transaction writes nothing that a page shows */
    void *kept;             /* of a floor above */
    void (*drop_kept)(void *kept);
};

/* ---- query.c ---- */

enum status queries_read(struct store *store, struct error *err); /* of the embedded queries.sql */
void queries_done(struct store *store);
/* The named query, prepared. A name that is not there is our mistake. */
enum status query(struct store *store, const char *name, struct db_stmt **ret, struct error *err);
/* The same without looking first, outside a transaction, whether there is a newer view. */
enum status query_as_is(struct store *store, const char *name, struct db_stmt **ret, struct error *err);
/* Its first column of its first row, which must be there; parameters are bound already or none. */
enum status query_number(struct db_stmt *stmt, int64_t *ret, struct error *err);
enum status query_named_number(struct store *store, const char *name, int64_t *ret, struct error *err);

/* All rows as an array in the arena: read fills an item of that size, false when the arena is full. */
enum status query_collect(struct db_stmt *stmt, struct arena *arena, size_t item_size,
                          bool (*read)(const struct db_stmt *stmt, struct arena *arena, void *item), void **ret,
                          size_t *ret_count, struct error *err);
/* The same of a question by its name that asks for nothing. */
enum status query_list(struct store *store, const char *name, struct arena *arena, size_t item_size,
                       bool (*read)(const struct db_stmt *stmt, struct arena *arena, void *item), void **ret,
                       size_t *ret_count, struct error *err);
/* One row or STATUS_NOT_FOUND, told with the message given. */
enum status query_one(struct db_stmt *stmt, struct arena *arena,
                      bool (*read)(const struct db_stmt *stmt, struct arena *arena, void *item), void *ret,
                      const char *when_absent, struct error *err);
/* For those: a struct stored_record, of columns in the order of store_record_get()'s question. */
bool record_row_read(const struct db_stmt *stmt, struct arena *arena, void *item);
/* The column as a text in the arena; false when it is full. */
bool column_keep(const struct db_stmt *stmt, int column, struct arena *arena, struct text *ret);

/* "{12,34}": the ids at first, first + stride …, as PostgreSQL reads an array. */
enum status ids_array(const uint64_t *first, size_t stride, size_t count, struct buf *ret, struct error *err);
/* The same as the engine reads a list: an array, or "[12,34]" for json_each() on SQLite. */
enum status ids_list(const struct store *store, const uint64_t *first, size_t stride, size_t count, struct buf *ret,
                     struct error *err);

/* ---- store.c ---- */

/* A write that may stand alone: a transaction of its own when none is open. */
struct write {
    bool own;
};
enum status write_begin(struct store *store, struct write *ret, struct error *err);
enum status write_end(struct store *store, struct write *write, enum status status, struct error *err);

/*
 * Take a fact back by a fact of its own: what is "choice", of queries choice_standing (was it withdrawn?) and
 * choice_withdraw. STATUS_NOT_FOUND, or STATUS_CONFLICT when it was withdrawn before.
 */
enum status fact_withdraw(struct store *store, const char *what, uint64_t id, struct text reason, struct text author,
                          int64_t now_ms, struct error *err);

/* Several reads of one state that may stand alone: a snapshot of their own when no transaction is open. */
struct reading {
    bool own;
};
enum status reading_begin(struct store *store, struct reading *ret, struct error *err);
enum status reading_end(struct store *store, struct reading *reading, enum status status);

enum status bulk(struct store *store, enum bulk_table table, struct db_bulk **ret, struct error *err);
enum status bulk_flush(struct store *store, enum bulk_table from, enum bulk_table to, struct error *err);
void bulk_abort(struct store *store, enum bulk_table from, enum bulk_table to);

/* ---- migrate.c ---- */

enum status migrate(struct store *store, bool create, struct error *err);
/* Run an embedded file of SQL, "derived.sqlite.sql". */
enum status run_embedded(struct store *store, const char *name, struct error *err);
/* … in the view that grows. */
enum status run_in_view(struct store *store, const char *name, struct error *err);
const char *engine_suffix(const struct store *store); /* "sqlite", "postgres" */
enum status version_put(struct store *store, const char *part, const char *version, struct error *err);

/* ---- view_file.c: on SQLite the view is a file of its own; elsewhere these do nothing ---- */

enum status view_file_init(struct store *store, const char *path, struct error *err);
void view_file_done(struct store *store);
/* Outside a transaction: whether commits wait until the disk has what they put into the view. */
enum status view_lasting(struct store *store, bool lasting, struct error *err);
/* Outside a transaction: attach the view that the facts name now. */
enum status view_follow(struct store *store, struct error *err);
/* Inside one: is it the view that is attached?  Also reads store->head. */
enum status view_is_named(struct store *store, bool *ret, struct error *err);
enum status facts_head_read(struct store *store, struct facts_head *ret, struct error *err);
bool view_is_missing(struct store *store); /* named, and somebody took the file away */
/* Be the one who makes a view, until view_adopt or view_drop. */
enum status view_hold(struct store *store, struct error *err);
enum status view_try_hold(struct store *store, struct error *err); /* STATUS_CONFLICT at once when another is */
enum status view_grow(struct store *store, struct error *err);     /* open the next one */
enum status view_grown(struct store *store, struct error *err);    /* it is whole and lasting */
void view_begin_lasting(struct store *store);                      /* so that there is less to wait for then */
enum status view_name(struct store *store, struct error *err);     /* in the facts */
void view_adopt(struct store *store);                              /* after the commit */
void view_drop(struct store *store);                               /* after no commit; nothing begun is fine */

/* ---- versions.c ---- */

void known_forget(struct store *store);

/* ---- version.c ---- */

enum status version_next(struct store *store, struct error *err); /* before the commit */

/* ---- change.c ---- */

/* View and facts carry one stamp, so that a view which missed a change (a crash between two files) shows. */
enum status view_stamp_next(struct store *store, struct error *err); /* into the view that grows */
enum status view_stamp(struct store *store, struct error *err);      /* before the commit */

/* ---- fresh.c: parties that changed since the lists of words were made ---- */

enum status fresh_put(struct store *store, const struct stored_party *party, struct text words, struct error *err);
/* Before the commit of a change: when many are looked through one by one, they get lists of their own. */
enum status fresh_fold(struct store *store, struct error *err);
/* All lists go, for words may not stay that nobody has any more. */
enum status fresh_forget(struct store *store, struct error *err);
struct fresh_party {
    struct party_id party;
    uint32_t records;
    struct text sort_name;
    bool whole; /* it has every word as it was asked */
};
/* Those that have every word, or with near all but one, and that one with a letter mended. In any order. */
enum status fresh_find(struct store *store, struct text words, enum party_kind kind, bool near, struct arena *arena,
                       struct fresh_party **ret, size_t *ret_count, struct error *err);
/* Which of those changed. */
enum status fresh_among(struct store *store, const uint64_t *parties, size_t count, bool *ret, struct error *err);

/* ---- words.c: how search words are kept ---- */

enum {
    PREFIX_BYTES_MAX = 3, /* shorter beginnings have lists of their own */
    CHUNK_BITS = 16,      /* ranks of one list entry: 2^16 */
    CHUNK_BYTES = 8192,   /* as a bitmap */
    BLOCK_RANKS = 1024,   /* parties in a row of search_rank */
    WORDS_ASKED_MAX = 12, /* of one question; more are left out */
};

/* Cut the next word off *rest; false when there is none. */
bool word_next(struct text *rest, struct text *ret);
/* The words of a text with one space between, appended to ret. */
enum status words_join(struct text folded, struct buf *ret, struct error *err);
/* The list that all parties of a kind are in, as if it were a word. */
struct text word_of_kind(enum party_kind kind);

struct word_index *word_index_new(void);
void word_index_free(struct word_index **index);
/* words as words_join() leaves them. */
enum status word_index_add(struct word_index *index, const struct stored_party *party, struct text words,
                           struct error *err);
/* Number the parties by rank and write the lists; on several threads where the view is apart. */
enum status word_index_write(struct store *store, struct word_index *index, int threads, struct error *err);

/* The party at a place of a row of search_rank; 0 past its end. */
uint64_t block_party(struct text parties, uint64_t rank);
/* Call each for the ranks of a list entry, as stored. */
void chunk_each(uint64_t chunk, struct text ranks, void (*each)(void *ctx, uint64_t rank), void *ctx);

/* ---- keys.c: what finds a party exactly ---- */

struct key_index *key_index_new(void);
void key_index_free(struct key_index **index);
/* The keys of a party that is put: gathered, or in a view that is changed put at once; their hashes for its row. */
enum status keys_put(struct store *store, const struct stored_party *party, struct buf *hashes, struct error *err);
enum status key_index_write(struct store *store, struct key_index *index, struct error *err);
enum status keys_drop(struct store *store, struct party_id party, struct error *err); /* while its row is there */

/* ---- party.c: rows of the queries that name all columns ---- */

bool link_read(const struct db_stmt *stmt, struct arena *arena, void *item);
bool review_read(const struct db_stmt *stmt, struct arena *arena, void *item);

/* ---- typo.c ---- */

bool typo_is_looked_for(struct text typed);
/* Does the word begin with what was typed, or with that and one letter mended? */
bool typo_begins(struct text word, struct text typed);
/* Each beginning that words of the index have and that is one letter from what was typed. */
/* from: "search_word_from", of the lists of all, or "fresh_word_from". */
enum status typo_each(struct store *store, const char *from, struct text typed,
                      bool (*each)(void *ctx, struct text beginning, struct error *err), void *ctx, struct error *err);

/* ---- search.c ---- */

int64_t key_hash(struct text key);
/* The ids a kind of party lies between; kind 0 is every kind. */
void party_range(enum party_kind kind, int64_t *ret_from, int64_t *ret_to);

/* ---- timeline.c ---- */

/* A struct event_fact from the columns of the query events_by_seq. */
bool event_read(const struct db_stmt *stmt, struct arena *arena, void *item);

/* ---- audit.c ---- */

/* The digest of an entry, over the digest before it (32 bytes, or empty for the first). */
enum status audit_digest(struct text before, const struct audit_entry *entry, struct digest *ret, struct error *err);
