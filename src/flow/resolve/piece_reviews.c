/*
 * Pairs in doubt among those who take part: the ones that stood, and the ones
 * that take their place.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "flow/resolve/piece_inside.h"

struct doubt {
    uint32_t low, high;
    struct match_review review;
};

static int compare_doubts(const void *a, const void *b)
{
    const struct doubt *x = a, *y = b;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    if (x->high != y->high)
        return x->high < y->high ? -1 : 1;
    if (x->review.score != y->review.score)
        return x->review.score > y->review.score ? -1 : 1;
    if (x->review.a.v != y->review.a.v)
        return x->review.a.v < y->review.a.v ? -1 : 1;
    return x->review.b.v < y->review.b.v ? -1 : x->review.b.v > y->review.b.v;
}

static bool note_apart(struct gathering *g, struct map *apart)
{
    const struct piece_task *task = g->piece->task;
    for (size_t i = 0; i < task->decided_count; i++) {
        const struct looked *a = piece_looked(g, task->decided[i].a.v), *b = piece_looked(g, task->decided[i].b.v);
        if (task->decided[i].verdict != VERDICT_DIFFERENT || !a || !b)
            continue;
        uint32_t x = a->link.cluster, y = b->link.cluster;
        if (!map_put(apart, x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x, 1, NULL))
            return false;
    }
    return true;
}

/* As match/links.c: the best pair of each two clusters that nobody decided on. */
static enum status pick_new(struct gathering *g, struct error *err)
{
    SCOPED(map_done) struct map apart = MAP_EMPTY;
    size_t count = g->around.doubts.len;
    struct doubt *doubts = arena_array(&g->arena, struct doubt, count + 1);
    uint32_t *sizes = arena_array(&g->arena, uint32_t, g->clusters + 1u);
    if (!doubts || !sizes || !note_apart(g, &apart))
        return piece_no_memory(err);
    memset(sizes, 0, (g->clusters + 1u) * sizeof(*sizes));
    for (size_t i = 0; i < g->looked.len; i++)
        sizes[g->looked.ptr[i].link.cluster]++;
    for (size_t i = 0; i < count; i++) {
        uint32_t a = piece_looked(g, g->around.doubts.ptr[i].a.v)->link.cluster,
                 b = piece_looked(g, g->around.doubts.ptr[i].b.v)->link.cluster;
        doubts[i] = (struct doubt){ a < b ? a : b, a < b ? b : a, g->around.doubts.ptr[i] };
    }
    qsort(doubts, count, sizeof(*doubts), compare_doubts);
    for (size_t i = 0; i < count; i++) {
        struct doubt *doubt = &doubts[i];
        if ((i > 0 && doubt[-1].low == doubt->low && doubt[-1].high == doubt->high) ||
            map_get(&apart, (uint64_t)doubt->low << 32 | doubt->high))
            continue;
        doubt->review.worth = match_review_worth(doubt->review.score, sizes[doubt->low], sizes[doubt->high]);
        if (!vec_push(&g->piece->reviews, doubt->review))
            return piece_no_memory(err);
    }
    return STATUS_OK;
}

static enum status read_old(struct gathering *g, struct error *err)
{
    SCOPED(map_done) struct map seen = MAP_EMPTY;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < g->moving.len && status == STATUS_OK; i++) {
        struct stored_review *reviews = NULL;
        size_t count = 0;
        status = store_party_reviews(g->piece->task->store, (struct party_id){ g->moving.ptr[i] }, &g->arena, &reviews,
                                     &count, err);
        for (size_t r = 0; r < count && status == STATUS_OK; r++) {
            bool is_new = false;
            if (!map_put(&seen, hash_pair(reviews[r].a.v, reviews[r].b.v), 1, &is_new) ||
                (is_new && !vec_push(&g->piece->old_reviews, reviews[r])))
                status = piece_no_memory(err);
        }
    }
    return status;
}

enum status piece_reviews(struct gathering *g, struct error *err)
{
    enum status status = pick_new(g, err);
    return status == STATUS_OK ? read_old(g, err) : status;
}
