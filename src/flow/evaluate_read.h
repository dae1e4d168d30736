/* Inside flow/evaluate*.c: a labelled file as mentions, one per record. */
#pragma once

#include "base/map.h"
#include "base/vec.h"
#include "flow/evaluate.h"
#include "model/mention.h"
#include "parse/mapping.h"

struct listing {
    struct layout layout;
    VEC(struct row) rows;
    size_t id_column, source_column; /* source_column SIZE_MAX: none */
    char country[3];                 /* what the table is of, where a row does not say */
    struct mapping_proposal *proposals;
    struct field_ref *refs;
    uint8_t *contents; /* per column enum attribute_kind */
    uint8_t *orders;
    bool *excluded;
};

struct labelled {
    struct arena arena;           /* rows and mentions live here */
    struct intern ids;            /* record ids; number 0 … */
    VEC(struct mention) mentions; /* by record number */
    VEC(uint32_t) sources;
    struct listing listing; /* its rows are the records, in the same order */
};

#define LABELLED_UP_TO(cap_bytes) ((struct labelled){ .arena = ARENA_UP_TO(cap_bytes), .ids = INTERN_UP_TO(cap_bytes) })
void labelled_done(struct labelled *labelled);

enum status labelled_read(const struct evaluate_options *options, const struct job *job, struct labelled *ret,
                          struct error *err);

/* Which entity each record is, UINT32_MAX when the truth does not say. */
enum status truth_read(const char *path, const struct labelled *labelled, uint32_t *ret, struct error *err);
