/*
 * Which stage of a customer's life may follow which, what must be in order
 * first, and what then happens (data/stages.tsv).
 *
 * Pure: it reads a table and answers from it.
 */
#pragma once

#include "base/arena.h"
#include "base/status.h"

struct stage_step {
    struct text from, to; /* "prospect" */
    bool needs_norms, needs_no_duplicate;
    bool draws_number;
    struct text hand_over; /* the kind of source that is told, or empty */
};

struct stages {
    const struct stage_step *steps;
    size_t count;
    struct text prefix; /* of customer numbers; may be empty */
    uint64_t first;     /* customer number */
};

enum { STAGE_STEPS_MAX = 32, STAGE_PREFIX_BYTES_MAX = 8 };

/* The table that comes with the program. */
struct text stages_default(void);

/* body must live as long as arena. A table that cannot be used is STATUS_INVALID with the line that is wrong. */
enum status stages_read(struct text body, struct arena *arena, struct stages *ret, struct error *err);

/* NULL when the one does not lead to the other. */
const struct stage_step *stages_find(const struct stages *stages, struct text from, struct text to);
