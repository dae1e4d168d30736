/* Inside library/: what an engine holds. */
#pragma once

#include "base/map.h"
#include "base/vec.h"
#include <klantbeeld.h>
#include "match/match.h"
#include "normal/record.h"
#include "parse/refuse.h"

enum { SLICE_RECORDS = 64, SLICES = 24, BATCH_RECORDS = SLICES * SLICE_RECORDS };

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

/* engine.c */
enum status engine_check_open(const struct kb_engine *engine, struct error *err);
/* The status and message as callers get them. */
enum kb_status tell(enum status status, const struct error *why, struct kb_error *err);
