/* Weights from the data itself: no labels, no settings. */
#pragma once

#include "base/status.h"
#include "match/block.h"
#include "match/model.h"

/*
 * u from random pairs; m and the shares of same and relatives by EM over
 * candidate pairs.  The same table gives the same model, whatever the threads.
 */
enum status train_model(const struct table *table, const struct block_index *index, int threads, struct model *ret,
                        struct error *err);
