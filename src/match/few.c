/*
 * The model is looked at and not copied; who is added is.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/few.h"

#include <string.h>

bool few_side_open(const struct match_model *model, int k, enum party_kind kind, struct side *ret)
{
    if (table_open(&ret->table, kind, NULL) != STATUS_OK)
        return false;
    memcpy(ret->table.columns, model->columns[k], sizeof(ret->table.columns));
    ret->table.columns_count = model->columns_count[k];
    ret->table.usual_given = model->usual_given[k];
    ret->table.usual_surname = model->usual_surname[k];
    ret->table.usual_word = model->usual_word[k];
    ret->table.fillers = model->fillers[k];
    ret->table.has_sources = model->has_sources[k];
    ret->model = model->models[k];
    ret->keeps_model = true;
    return true;
}

bool few_open(const struct match_model *model, const struct match_side *sides, size_t count, struct few *ret)
{
    *ret = (struct few){ .model = model, .k = sides[0].mention->kind == PARTY_PERSON ? 0 : 1 };
    bool good = few_side_open(model, ret->k, sides[0].mention->kind, &ret->side);
    for (size_t i = 0; i < count && good; i++)
        good = few_add(ret, &sides[i]);
    return good;
}

bool few_add(struct few *few, const struct match_side *side)
{
    struct mention_id id = { few->side.table.preps.len + 1 };
    while (side->is_clean && few->clean.len <= side->source)
        if (!vec_push(&few->clean, 0))
            return false;
    if (side->is_clean)
        few->clean.ptr[side->source] = 1;
    return table_add(&few->side.table, id, side->source, side->mention, NULL) == STATUS_OK;
}

void few_weigh(struct few *few)
{
    kept_weigh(few->model, few->k, &few->side.table, few->weighed);
    few->side.rules =
        (struct veto_rules){ &few->side.model, &few->side.table, few->clean.ptr, (uint32_t)few->clean.len };
}

void few_done(struct few *few)
{
    table_done(&few->side.table);
    vec_done(&few->clean);
}
