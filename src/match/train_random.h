/*
 * Inside match/train*.c: random pairs of a whole table, which tell what
 * strangers share by chance.
 */
#pragma once

#include "match/model.h"

struct shares {
    double at[COMPARE_COUNT][LEVELS_MAX];
};

struct randoms {
    struct shares shares;        /* of levels */
    double known[COMPARE_COUNT]; /* share of the pairs of which the level is known */
};

/* So large that its mentions are drawn in groups, and pairs only until they tell enough. */
enum { TRAIN_LARGE = 10000 /* mentions */ };

static inline bool train_is_large(const struct table *table)
{
    return table->preps.len > TRAIN_LARGE;
}

/* Reads the levels of model, and fills its mean rarities. false without memory. */
bool randoms_draw(const struct table *table, int threads, struct model *model, struct randoms *ret);
