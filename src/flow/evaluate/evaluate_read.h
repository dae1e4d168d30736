/* Inside flow/evaluate/evaluate*.c: a labelled file read, normalised and given to a matcher, one mention per record. */
#pragma once

#include "base/map.h"
#include "base/vec.h"
#include "flow/evaluate/evaluate.h"
#include "flow/evaluate/evaluate_ids.h"
#include "model/mention.h"
#include "parse/mapping.h"
#include "parse/reader.h"

struct listing {
    struct layout layout;
    VEC(struct row) rows;
    struct arena kept;               /* the rows */
    bool is_whole;                   /* no row is left out */
    struct reader *rest;             /* else: what gives the rows after these */
    size_t id_column, source_column; /* source_column SIZE_MAX: none */
    char country[3];                 /* what the table is of, where a row does not say */
    struct mapping_proposal *proposals;
    struct field_ref *refs;
    uint8_t *contents; /* per column enum attribute_kind */
    uint8_t *orders;
    bool *excluded;
};

enum { FEED_SLICES = 32 };

struct labelled {
    struct arena arena;               /* what is known of columns lives here */
    struct id_list ids;               /* of records; number 0 … */
    VEC(uint8_t) kinds;               /* by record number, enum party_kind */
    VEC(uint32_t) sources;            /* where households are asked for, else none is kept … */
    VEC(struct mention) mentions;     /* … of either */
    struct arena normal[FEED_SLICES]; /* what kept mentions say lives here */
    struct listing listing; /* its rows are the records, in the same order, where errors or households are asked for */
};

#define LABELLED_UP_TO(cap_bytes) ((struct labelled){ .arena = ARENA_UP_TO(cap_bytes) })
void labelled_done(struct labelled *labelled);

enum status labelled_read(const struct evaluate_options *options, const struct job *job, struct matcher *matcher,
                          struct labelled *ret, struct error *err);

/* Says that a truth labels none of the records: STATUS_INVALID. */
enum status truth_refuse(const char *path, enum language lang, struct error *err);

/* Which entity each record is, UINT32_MAX when the truth does not say; refused when it says nothing of any. */
enum status truth_read(const char *path, const struct labelled *labelled, int threads, enum language lang,
                       uint32_t *ret, struct error *err);
