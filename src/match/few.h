/*
 * A few mentions in a table of their own, weighed as a kept model weighs them:
 * what a question about two of them, or about one party, is answered in.  The
 * code that scores and clusters a whole run serves here as it is.
 */
#pragma once

#include "match/kept.h"
#include "match/side.h"

struct few {
    struct side side;
    int k; /* which half of the model */
    const struct match_model *model;
    VEC(uint8_t) clean; /* by source: it names nobody twice */
    uint32_t weighed[DOMAIN_COUNT];
};

/* A side with the columns, the usual values and the weights of the model, and nobody in it. */
bool few_side_open(const struct match_model *model, int k, enum party_kind kind, struct side *ret);

/* All of one kind, numbered as they come; false without memory. few_done() whatever is returned. */
bool few_open(const struct match_model *model, const struct match_side *sides, size_t count, struct few *ret);
bool few_add(struct few *few, const struct match_side *side);
void few_done(struct few *few);

/* Before anything is compared, once all are there. */
void few_weigh(struct few *few);
