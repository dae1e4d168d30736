/* Inside library/: what an engine holds. */
#pragma once

#include "base/map.h"
#include "base/vec.h"
#include <klantbeeld.h>
#include "match/index.h"
#include "normal/record.h"
#include "parse/refuse.h"

enum { SLICE_RECORDS = 64, SLICES = 24, BATCH_RECORDS = SLICES * SLICE_RECORDS };
enum { RECORD_BITS = 62 }; /* of a record's number */

/* What columns are: settled once, by the caller, the header and the first batch. */
struct columns {
    struct arena arena;
    struct layout layout;
    const char *const *wanted; /* per column the field the caller named; NULL: to be found */
    struct field_ref *refs;
    char (*fields)[FIELD_REF_TEXT_MAX]; /* their names */
    enum refuse *refuse;
    uint8_t *orders;   /* of dates */
    struct text *room; /* for the cells of one record */
    bool is_settled;
};

/* Records on their way: cells as given, then what was made of them. */
struct batch {
    struct arena arena;
    struct row rows[BATCH_RECORDS];
    uint64_t records[BATCH_RECORDS];
    uint32_t sources[BATCH_RECORDS];
    size_t count;
    struct arena slices[SLICES];
    enum status status[SLICES];
    struct error err[SLICES];
    struct normal_record normals[BATCH_RECORDS];
};

struct decision {
    struct mention_id a, b;
    enum verdict verdict;
};

struct kb_engine {
    struct normal_options normal;
    int threads;
    struct matcher *matcher;
    struct match_model *model; /* of an earlier run; NULL: train */
    struct columns columns;
    struct batch batch;
    struct map records; /* numbers that are taken */
    struct map places;  /* mention id → place in mentions */
    VEC(struct kb_mention) mentions;
    VEC(struct match_item) items;
    VEC(struct decision) decisions;
    bool has_run, has_failed;
    VEC(struct kb_link) links;
    VEC(struct kb_review) reviews;
    struct match_stats stats;
    struct buf model_bytes;

    /* Of one that answers one record at a time (index.c). */
    struct match_index *index; /* NULL: an engine that runs */
    uint32_t without_rules;
    bool is_filled;       /* all is in: what is asked or put is answered */
    bool has_new_verdict; /* decisions that the index was not told of */
    VEC(uint32_t) clean_sources;
    VEC(struct kb_hit) hits;
    VEC(struct kb_evidence) evidence;
};

/* columns.c */
enum status columns_name(struct columns *columns, const struct text *names, const char *const *fields, size_t count,
                         struct error *err);
/* With some rows to look at, which are not yet masked. */
enum status columns_settle(struct columns *columns, const struct row *rows, size_t count, struct error *err);
void columns_done(struct columns *columns);

/* batch.c */
enum status batch_put(struct kb_engine *engine, uint64_t record, uint32_t source, const struct text *cells,
                      struct error *err);
enum status batch_flush(struct kb_engine *engine, struct error *err);
/*
 * A row or two, of the same record, normalised at once: they are batch.normals until the next call.  Nothing may wait
 * in the batch.
 */
enum { BATCH_ROWS_READ = 2 };
enum status batch_read(struct kb_engine *engine, uint64_t record, uint32_t source, const struct kb_text *const *rows,
                       size_t rows_count, struct error *err);
/* The mentions of the row at a place of the batch, to items and under the caller's numbers. */
enum status batch_list(struct kb_engine *engine, size_t at, struct error *err);

/* index.c */
/* All that was added is in, and what was decided is known. */
enum status index_settle(struct kb_engine *engine, struct error *err);
enum status index_check(const struct kb_engine *engine, struct error *err); /* that there is one, unharmed */

/* engine.c */
enum status engine_check_open(const struct kb_engine *engine, struct error *err);
struct mention_id engine_id_of(struct kb_mention mention);
struct kb_mention engine_mention_of(const struct kb_engine *engine, struct mention_id id);
/* The status and message as callers get them. */
enum kb_status tell(enum status status, const struct error *why, struct kb_error *err);
