/* Inside flow/evaluate*.c: a labelled file as mentions, one per record. */
#pragma once

#include "base/map.h"
#include "base/vec.h"
#include "flow/evaluate.h"
#include "model/mention.h"

struct labelled {
    struct arena arena;           /* rows and mentions live here */
    struct intern ids;            /* record ids; number 0 … */
    VEC(struct mention) mentions; /* by record number */
    VEC(uint32_t) sources;
};

#define LABELLED_UP_TO(cap_bytes) ((struct labelled){ .arena = ARENA_UP_TO(cap_bytes), .ids = INTERN_UP_TO(cap_bytes) })
void labelled_done(struct labelled *labelled);

enum status labelled_read(const struct evaluate_options *options, const struct job *job, struct labelled *ret,
                          struct error *err);

/* Which entity each record is, UINT32_MAX when the truth does not say. */
enum status truth_read(const char *path, const struct labelled *labelled, uint32_t *ret, struct error *err);
