/*
 * How a model differs from the one before: the weights that moved most, so
 * that whoever sees other matches can see why.  Columns without a field have
 * no name to compare by and are passed over.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "match/file.h"
#include "match/match.h"
#include "match/sentences.h"

enum { DRIFTS_MAX = 5 };

struct drift {
    int32_t moved;
    uint8_t kind, comparison, level;
    int16_t before, after;
};

/* Larger first; of equals in the order of the model. */
static void keep(struct drift list[DRIFTS_MAX], size_t *count, struct drift drift)
{
    size_t at = *count < DRIFTS_MAX ? (*count)++ : DRIFTS_MAX;
    for (; at > 0 && abs(list[at - 1].moved) < abs(drift.moved); at--)
        if (at < DRIFTS_MAX)
            list[at] = list[at - 1];
    if (at < DRIFTS_MAX)
        list[at] = drift;
}

void match_model_drift(const struct match_model *before, const struct match_model *after, struct buf *buf)
{
    struct drift list[DRIFTS_MAX] = { 0 };
    size_t count = 0;
    for (unsigned k = 0; k < MODEL_KINDS; k++)
        for (unsigned c = 0; c < COMPARE_ATTRIBUTE; c++) {
            const struct comparison_model *x = &before->models[k].comparisons[c], *y = &after->models[k].comparisons[c];
            for (unsigned l = 1; x->levels == y->levels && l <= y->levels; l++) {
                struct drift drift = {
                    y->weight[l] - x->weight[l], (uint8_t)k, (uint8_t)c, (uint8_t)l, x->weight[l], y->weight[l]
                };
                if (abs(drift.moved) >= MATCH_DRIFT_LEAST)
                    keep(list, &count, drift);
            }
        }
    for (size_t i = 0; i < count; i++) {
        const struct drift *d = &list[i];
        enum comparison comparison = (enum comparison)d->comparison;
        unsigned levels = after->models[d->kind].comparisons[comparison].levels;
        buf_printf(buf, "%s%s: %s, %s %+.1f -> %+.1f", i ? "; " : "", d->kind ? "organisation" : "person",
                   sentence_comparison(comparison, NULL), sentence_of(comparison, NULL, levels, d->level)->level,
                   d->before / (double)BIT, d->after / (double)BIT);
    }
}
