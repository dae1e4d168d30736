/* Weights from the data itself: no labels, no settings. */
#pragma once

#include "base/status.h"
#include "match/block.h"
#include "match/model.h"

/* What people decided, as pair_pack() packs places. */
struct train_taught {
    const uint64_t *same, *different;
    size_t same_count, different_count;
};

/*
 * u from random pairs; m and the shares of same and relatives by EM over
 * candidate pairs.  A pair that somebody decided on counts for several: as the
 * same, or as never the same.  The same table and decisions give the same
 * model, whatever the threads.
 */
enum status train_model(const struct table *table, const struct block_index *index, const struct train_taught *taught,
                        int threads, struct model *ret, struct error *err);
