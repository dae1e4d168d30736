/*
 * Drafts by slice and kind, for those who draft where they normalise: what is
 * known of a mention in full is some kilobytes, its draft a few hundred bytes,
 * so only drafts travel from the thread that made them to those that take them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "match/draft.h"
#include "match/side.h"

struct slice {
    struct draft of[KINDS];
    VEC(struct match_item) items; /* of one kind, while it is drafted */
    bool is_full;
};

struct match_drafts {
    struct slice *slices;
    struct draft **lists[KINDS]; /* of one kind, of all slices */
    size_t slices_count;
    bool has_failed[KINDS * DOMAIN_COUNT]; /* by step */
};

static const enum party_kind kinds[KINDS] = { PARTY_PERSON, PARTY_ORGANISATION };

struct match_drafts *match_drafts_open(size_t slices)
{
    struct match_drafts *drafts = calloc(1, sizeof(*drafts));
    if (!drafts)
        return NULL;
    drafts->slices = calloc(slices, sizeof(*drafts->slices));
    for (size_t k = 0; drafts->slices && k < KINDS; k++)
        drafts->lists[k] = calloc(slices, sizeof(struct draft *));
    if (!drafts->slices || !drafts->lists[0] || !drafts->lists[1]) {
        match_drafts_close(&drafts);
        return NULL;
    }
    drafts->slices_count = slices;
    for (size_t i = 0; i < slices; i++)
        for (size_t k = 0; k < KINDS; k++) {
            draft_open(&drafts->slices[i].of[k], kinds[k]);
            drafts->lists[k][i] = &drafts->slices[i].of[k];
        }
    return drafts;
}

void match_drafts_close(struct match_drafts **drafts)
{
    struct match_drafts *gone = *drafts;
    *drafts = NULL;
    if (!gone)
        return;
    for (size_t i = 0; i < gone->slices_count; i++) {
        for (size_t k = 0; k < KINDS; k++)
            draft_done(&gone->slices[i].of[k]);
        vec_done(&gone->slices[i].items);
    }
    free(gone->slices);
    for (size_t k = 0; k < KINDS; k++)
        free(gone->lists[k]);
    free(gone);
}

void match_draft(struct match_drafts *drafts, size_t slice, const struct match_item *items, size_t count)
{
    struct slice *to = &drafts->slices[slice];
    to->is_full = false;
    for (size_t k = 0; k < KINDS; k++) {
        to->items.len = 0;
        for (size_t i = 0; i < count; i++)
            if (items[i].mention->kind == kinds[k])
                to->is_full |= !vec_push(&to->items, items[i]);
        draft_fill(&to->of[k], to->items.ptr, to->items.len);
    }
}

size_t matcher_take_steps(void)
{
    return KINDS * DOMAIN_COUNT;
}

void matcher_take_step(struct matcher *matcher, struct match_drafts *drafts, size_t slices, size_t step)
{
    size_t kind = step / DOMAIN_COUNT;
    bool good = true;
    for (size_t i = 0; i < slices; i++)
        good &= !drafts->slices[i].is_full && !drafts->lists[kind][i]->is_full;
    drafts->has_failed[step] =
        !good || !table_take_domain(&matcher->sides[kind].table, (enum domain)(step % DOMAIN_COUNT),
                                    drafts->lists[kind], slices);
}

enum status matcher_take_end(struct matcher *matcher, struct match_drafts *drafts, size_t slices, struct error *err)
{
    bool good = true;
    for (size_t step = 0; step < KINDS * DOMAIN_COUNT; step++)
        good &= !drafts->has_failed[step];
    for (size_t k = 0; good && k < KINDS; k++)
        good = table_take_end(&matcher->sides[k].table, drafts->lists[k], slices);
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while preparing mentions");
}
