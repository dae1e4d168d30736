/*
 * A file of a source to facts: read, map, put; never twice, nothing lost.
 *
 * Rows go in by batches; a stopped import is finished by importing the file
 * again, because what is there already changes nothing.  A file that breaks
 * off half-way (STATUS_INVALID) leaves the store as it was before the file
 * when it is smaller than one batch, and otherwise keeps the whole batches,
 * marked failed; the same file mended then completes it.
 */
#pragma once

#include "flow/job/job.h"
#include "flow/job/layout_mapping.h"
#include "model/mention.h"
#include "parse/mapping.h"
#include "parse/reader.h"
#include "store/store.h"

struct import_source;
struct import_options {
    struct text source; /* by name; must be there */
    const char *path;
    struct text bytes;            /* with a pointer: what is read in place of the file, and path is only its name */
    const char *name;             /* what the file is called; NULL: the last part of path */
    const char *map_path;         /* mapping file, or NULL: the saved one, else proposed and saved */
    struct text map_json;         /* the same as text; without a pointer there is none */
    struct text events;           /* every row is an event of this kind (model/event_kind.h); empty: as the file says */
    struct text customers;        /* the source whose keys the events name; empty: its own */
    bool whole;                   /* read it to its end first: one that breaks off leaves the store as it was */
    uint64_t rows_max;            /* of a dry run: a look at the first rows, whatever they hold; 0: all of them */
    struct import_within *within; /* in a transaction of the caller, else NULL */
};
const char *import_name(const struct import_options *options);

/*
 * Rows that go in beside others: the caller begins the transaction and commits
 * it, and proposals are settled by him.  One run holds the rows of many calls.
 */
struct import_within {
    uint64_t run;                /* to go on with; 0: a new one, which is put here */
    struct import_counts so_far; /* of that run, and then with these rows */
    /* Of each row, in order: the record it made, and its key for the time of the call; v 0 for none. Then of each of
     * those: what became of it. */
    void (*row)(void *ctx, struct record_id record, struct text key);
    void (*put)(void *ctx, struct record_id record, enum change change);
    /* Which call a row came in, by its number: those with one key of several calls are versions, as if each came alone.
     */
    uint64_t (*call)(void *ctx, uint64_t row);
    void *ctx;
    /* Of an earlier call for this source and these columns, to be read on with; NULL: none is kept. */
    struct import_source *source;
};

/* How the records of a file were told apart (flow/import/import_row.h). */
enum import_key {
    IMPORT_KEY_NONE = 0,
    IMPORT_KEY_ID,
    IMPORT_KEY_NUMBER,
    IMPORT_KEY_EMAIL,
    IMPORT_KEY_HASH,
    IMPORT_KEYS
};
const char *import_key_name(enum import_key key); /* "id", "customer_number", "email", "content" */

struct import_report {
    struct import_counts counts;
    struct file_shape shape;
    uint64_t import_id;
    uint64_t masked;            /* national numbers erased */
    uint64_t keys[IMPORT_KEYS]; /* rows by what gave their key */
    uint64_t applied;           /* proposals this delivery carried out */
    struct record_id record;    /* the last that a row made; v 0 for none */
    bool same_file;             /* it was the last file of its source: nothing was read twice */
    bool is_part;               /* of a look: there are more rows */
    bool has_identity;          /* of a look: some column says who or what, so that it can be imported */
    enum mapping_origin origin; /* of a look */
    double seconds;
};

enum status import_file(struct store *store, const struct job *job, const struct import_options *options,
                        struct import_report *ret, struct error *err);

/* What would happen, without writing: the mapping, then per row the change and the findings. */
struct import_row {
    uint64_t number;
    enum change change; /* 0 = rejected */
    const struct normal_record *normal;
    const struct record_finding *findings;
    size_t findings_count;
    struct text source_key;
    const struct text *cells; /* as many as there are columns; NULL when the row is rejected unread */
};
struct import_watch {
    /* customs: fields of one's own by column ("custom.shoe_size"), or NULL. */
    void (*mapping)(void *ctx, struct file_shape shape, struct layout layout, const struct mapping_proposal *proposals,
                    const struct text *customs);
    void (*row)(void *ctx, const struct import_row *row);
    void *ctx;
};
enum status import_dry_run(struct store *store, const struct job *job, const struct import_options *options,
                           const struct import_watch *watch, struct import_report *ret, struct error *err);
