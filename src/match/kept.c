/*
 * A model of an earlier run, used again: weights, thresholds and how rare each
 * value is all come from it, so what was scored then scores the same now,
 * whatever came in since.
 *
 * The file of a model lists values that stood more than once; one that stood
 * once is as rare as the table allowed.  A run that trains weighs in the same
 * way after training, so that its own model gives its own scores again.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/kept.h"

#include <string.h>

static bool same_column(const struct prep_column *a, const struct prep_column *b)
{
    return a->field.field == b->field.field && a->number == b->number && a->kind == b->kind &&
           a->is_used == b->is_used && a->is_key == b->is_key;
}

/* A model that never saw a party of this kind knows nothing of them. */
static bool has_seen_any(const struct match_model *model, int k)
{
    for (int d = 0; d < DOMAIN_COUNT; d++)
        if (model->rarities[k][d].unseen > 0)
            return true;
    return false;
}

bool kept_fits(const struct match_model *model, int k, const struct table *table)
{
    if (table->preps.len == 0)
        return true;
    if (!has_seen_any(model, k) || model->has_sources[k] != table->has_sources ||
        model->columns_count[k] != table->columns_count)
        return false;
    for (size_t i = 0; i < table->columns_count; i++)
        if (!same_column(&model->columns[k][i], &table->columns[i]))
            return false;
    return true;
}

void kept_apply(const struct match_model *model, int k, struct table *table, struct model *ret)
{
    *ret = model->models[k];
    table->usual_given = model->usual_given[k];
    table->usual_surname = model->usual_surname[k];
    table->usual_word = model->usual_word[k];
    table->fillers = model->fillers[k];
    uint32_t from[DOMAIN_COUNT] = { 0 };
    kept_weigh(model, k, table, from);
}

void kept_weigh(const struct match_model *model, int k, struct table *table, uint32_t from[DOMAIN_COUNT])
{
    for (int d = 0; d < DOMAIN_COUNT; d++) {
        struct values *values = &table->values[d];
        for (uint32_t i = from[d] ? from[d] : 1; i < values->hashes.len; i++)
            *values_bits(values, i) = model_file_bits(&model->rarities[k][d], values->hashes.ptr[i]);
        from[d] = (uint32_t)values->hashes.len;
    }
}

void kept_flatten(struct table *table)
{
    for (int d = 0; d < DOMAIN_COUNT; d++) {
        struct values *values = &table->values[d];
        int16_t unseen = 0;
        for (uint32_t i = 1; i < values->counts.len; i++)
            unseen = *values_bits(values, i) > unseen ? *values_bits(values, i) : unseen;
        for (uint32_t i = 1; i < values->counts.len; i++)
            if (values->counts.ptr[i] == 1)
                *values_bits(values, i) = unseen;
    }
}
