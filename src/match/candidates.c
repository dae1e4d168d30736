/*
 * Whether two were held against each other, for those who measure: one pair
 * at a time, or as many as a truth has.  Of many, nearly all are among the
 * pairs that were kept; only for the others runs are turned round.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>

#include "base/scoped.h"
#include "match/side.h"

uint32_t matcher_place(struct matcher *matcher, enum party_kind kind, struct mention_id id)
{
    size_t place = side_place(side_of(matcher, kind), id.v);
    return place == SIZE_MAX ? UINT32_MAX : (uint32_t)place;
}

bool matcher_pair_was_candidate(struct matcher *matcher, struct mention_id a, struct mention_id b)
{
    for (size_t k = 0; k < KINDS; k++) {
        struct side *side = &matcher->sides[k];
        size_t x = side_place(side, a.v), y = side_place(side, b.v);
        if (x == SIZE_MAX || y == SIZE_MAX || x == y)
            continue;
        if (!side->has_lists)
            side->has_lists = block_lists_open(&side->index, NULL, matcher->options.threads, &side->lists);
        return side->has_lists && block_meets(&side->lists, (uint32_t)x, (uint32_t)y);
    }
    return false;
}

/* Pairs of one side that are looked for. */
struct search {
    const struct side *side;
    uint32_t *pairs_at;    /* by place, and one more: where its kept pairs begin */
    VEC(uint64_t) unknown; /* not among those */
    uint64_t *asked;       /* bits: who is in these */
};

static void search_done(struct search *search)
{
    free(search->pairs_at);
    vec_done(&search->unknown);
    free(search->asked);
}

static bool was_kept(const struct search *search, uint64_t pair)
{
    uint32_t first = pair_first(pair), second = pair_second(pair);
    for (uint32_t i = search->pairs_at[first]; i < search->pairs_at[first + 1]; i++)
        if (search->side->pairs[i].b == second)
            return true;
    return false;
}

static bool ask_for(struct search *search, uint64_t pair)
{
    uint32_t ends[2] = { pair_first(pair), pair_second(pair) };
    for (int e = 0; e < 2; e++)
        search->asked[ends[e] / 64] |= UINT64_C(1) << ends[e] % 64;
    return vec_push(&search->unknown, pair);
}

static size_t count_met(const struct search *search, int threads)
{
    SCOPED(block_lists_done) struct block_lists lists = { 0 };
    size_t met = 0;
    if (search->unknown.len == 0 || !block_lists_open(&search->side->index, search->asked, threads, &lists))
        return 0;
    for (size_t i = 0; i < search->unknown.len; i++)
        met += block_meets(&lists, pair_first(search->unknown.ptr[i]), pair_second(search->unknown.ptr[i]));
    return met;
}

size_t matcher_count_candidates(struct matcher *matcher, enum party_kind kind, const uint64_t *pairs, size_t count)
{
    const struct side *side = side_of(matcher, kind);
    size_t mentions = side->table.preps.len, found = 0;
    SCOPED(search_done) struct search search = { .side = side };
    search.pairs_at = malloc((mentions + 1) * sizeof(*search.pairs_at));
    search.asked = calloc(mentions / 64 + 1, sizeof(*search.asked));
    bool good = search.pairs_at && search.asked;
    if (good)
        scored_pairs_at(side->pairs, side->pairs_count, (uint32_t)mentions, search.pairs_at);
    for (size_t i = 0; i < count && good; i++) {
        uint32_t a = pair_first(pairs[i]), b = pair_second(pairs[i]);
        assert(a < mentions && b < mentions);
        if (a == b)
            continue;
        if (was_kept(&search, pair_pack(a, b)))
            found++;
        else
            good = ask_for(&search, pair_pack(a, b));
    }
    return good ? found + count_met(&search, matcher->options.threads) : 0;
}
