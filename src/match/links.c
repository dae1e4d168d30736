/*
 * What the clusters mean for each mention: with whom it is, how sure that is,
 * and which pairs a person should look at.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "match/side.h"

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "out of memory for links");
}

/* Whether something that is known of both differs. */
static bool something_differs(const struct side *side, const struct pair_levels *levels)
{
    for (size_t c = levels_next(levels, 0); c < COMPARE_COUNT; c = levels_next(levels, c + 1))
        if (side->model.comparisons[c].levels && side->model.comparisons[c].weight[levels->level[c]] < -BIT / 4)
            return true;
    return false;
}

/*
 * Two of which little is known in common stand far below the threshold because nearly all pairs are strangers, not
 * because of what they say.  That was counted when each was joined to a third, so here it is not counted again: they
 * speak a little against, and only those that differ speak in full.
 */
static int32_t score_missing(void *ctx, uint32_t a, uint32_t b)
{
    enum { AGAINST = -BIT, FOR_MOST = 4 * BIT, SILENT = -BIT * 3 / 4 };
    const struct side *side = ctx;
    int32_t score = side_score_of(side, a, b, NULL), said = score - side->model.prior;
    if (score == VETO_SCORE)
        return CLUSTER_NEVER;
    if (side->model.kind != PARTY_PERSON)
        return score; /* firms of one building or chain have enough in common to be joined by such a pair */
    if (score >= SILENT || said < AGAINST)
        return score;
    if (said <= FOR_MOST)
        return SILENT;
    struct pair_levels levels;
    compare_pair(&side->table, &side->table.preps.ptr[a], &side->table.preps.ptr[b], &levels);
    return something_differs(side, &levels) ? score : SILENT;
}

enum status side_cluster(struct side *side, int threads, struct error *err)
{
    side->clusters = malloc((side->table.preps.len + 1) * sizeof(*side->clusters));
    if (!side->clusters)
        return no_memory(err);
    const struct cluster_task task = {
        .count = (uint32_t)side->table.preps.len,
        .pairs = side->pairs,
        .pairs_count = side->pairs_count,
        .must = side->must.ptr,
        .must_count = side->must.len,
        .cannot = side->cannot.ptr,
        .cannot_count = side->cannot.len,
        .threshold = side->model.threshold,
        .score = score_missing,
        .ctx = side,
        .threads = threads,
    };
    return cluster_run(&task, side->clusters, err);
}

static struct mention_id id_at(const struct side *side, uint32_t place)
{
    return (struct mention_id){ side->table.preps.ptr[place].id };
}

/* The better evidence counts; the first of equals stays. */
static void link_to(struct match_link *link, struct mention_id other, int32_t score)
{
    if (link->best.v && link->score >= score)
        return;
    link->best = other;
    link->score = score;
    link->reason = LINK_SCORE;
}

static void link_pair(const struct side *side, struct match_link *links, uint32_t a, uint32_t b, int32_t score)
{
    link_to(&links[a], id_at(side, b), score);
    link_to(&links[b], id_at(side, a), score);
}

/* Decided by people, unless the values say so already. */
static void link_decided(const struct side *side, struct match_link *links)
{
    for (size_t i = 0; i < side->must.len; i++) {
        uint32_t ends[2] = { pair_first(side->must.ptr[i]), pair_second(side->must.ptr[i]) };
        for (int e = 0; e < 2; e++) {
            struct match_link *link = &links[ends[e]];
            if (link->reason == LINK_SCORE && link->score >= side->model.threshold)
                continue;
            link->reason = LINK_DECISION;
            link->best = id_at(side, ends[!e]);
            link->score = side_score_of(side, ends[0], ends[1], NULL);
        }
    }
}

/* The next of each one's cluster, UINT32_MAX after the last; NULL without memory. */
static uint32_t *chain_clusters(const struct side *side, uint32_t count)
{
    uint32_t *next = malloc((count + 1u) * sizeof(*next)), *last = malloc((count + 1u) * sizeof(*last));
    for (uint32_t i = 0; next && last && i < count; i++) {
        uint32_t first = side->clusters[i]; /* its smallest place: i itself, or one that was seen */
        assert(first <= i);
        next[i] = UINT32_MAX;
        if (first != i)
            next[last[first]] = i;
        last[first] = i;
    }
    if (!last) {
        free(next);
        next = NULL;
    }
    free(last);
    return next;
}

/* Joined by what the clustering scored itself: its best evidence is looked up now. */
static bool link_rest(const struct side *side, struct match_link *links, const uint32_t *size)
{
    uint32_t count = (uint32_t)side->table.preps.len;
    uint32_t *next = chain_clusters(side, count);
    for (uint32_t i = 0; next && i < count; i++) {
        if (size[side->clusters[i]] < 2 || links[i].best.v)
            continue;
        for (uint32_t j = side->clusters[i]; j != UINT32_MAX; j = next[j])
            if (j != i)
                link_to(&links[i], id_at(side, j), side_score_of(side, i < j ? i : j, i < j ? j : i, NULL));
    }
    bool good = next != NULL;
    free(next);
    return good;
}

/* A pair in doubt, and between which clusters. */
struct doubt {
    uint32_t low, high;
    struct scored_pair pair;
};

static int by_clusters(const void *a, const void *b)
{
    const struct doubt *x = a, *y = b;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    if (x->high != y->high)
        return x->high < y->high ? -1 : 1;
    if (x->pair.score != y->pair.score)
        return x->pair.score > y->pair.score ? -1 : 1;
    return x->pair.a != y->pair.a ? (x->pair.a > y->pair.a) - (x->pair.a < y->pair.a)
                                  : (x->pair.b > y->pair.b) - (x->pair.b < y->pair.b);
}

static int by_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Pairs of clusters that somebody decided are two, sorted; NULL without memory. */
static uint64_t *decided_apart(const struct side *side)
{
    uint64_t *apart = malloc((side->cannot.len + 1) * sizeof(*apart));
    for (size_t i = 0; apart && i < side->cannot.len; i++)
        apart[i] = pair_pack(side->clusters[pair_first(side->cannot.ptr[i])],
                             side->clusters[pair_second(side->cannot.ptr[i])]);
    if (apart && side->cannot.len > 1)
        qsort(apart, side->cannot.len, sizeof(*apart), by_u64);
    return apart;
}

int64_t match_review_worth(int32_t score, uint32_t size_a, uint32_t size_b)
{
    double chance = 1 / (1 + exp2(-score / (double)BIT));
    return llrint(chance * size_a * size_b * 256);
}

/* The best pair of each two clusters that nobody decided on. */
static bool put_reviews(const struct side *side, struct doubt *doubts, size_t count, const uint32_t *size,
                        struct matcher *matcher)
{
    uint64_t *apart = decided_apart(side);
    bool good = apart != NULL;
    if (count > 1)
        qsort(doubts, count, sizeof(*doubts), by_clusters);
    for (size_t i = 0; good && i < count; i++) {
        const struct doubt *doubt = &doubts[i];
        uint64_t clusters = pair_pack(doubt->low, doubt->high);
        if (i > 0 && doubt[-1].low == doubt->low && doubt[-1].high == doubt->high)
            continue;
        if (side->cannot.len && bsearch(&clusters, apart, side->cannot.len, sizeof(clusters), by_u64))
            continue;
        struct match_review review = { id_at(side, doubt->pair.a), id_at(side, doubt->pair.b), doubt->pair.score,
                                       match_review_worth(doubt->pair.score, size[doubt->low], size[doubt->high]) };
        good = vec_push(&matcher->reviews, review);
    }
    free(apart);
    return good;
}

enum status side_link(const struct side *side, struct matcher *matcher, struct error *err)
{
    size_t count = side->table.preps.len, first = matcher->links.len;
    uint32_t *size = calloc(count + 1, sizeof(*size));
    if (!size || !vec_reserve(&matcher->links, first + count)) {
        free(size);
        return no_memory(err);
    }
    for (size_t i = 0; i < count; i++)
        size[side->clusters[i]]++;
    for (uint32_t i = 0; i < count; i++)
        matcher->links.ptr[matcher->links.len++] = (struct match_link){
            .mention = id_at(side, i),
            .cluster = side->clusters[i] + (uint32_t)first, /* made dense in links_finish() */
            .reason = size[side->clusters[i]] > 1 ? LINK_DECISION : LINK_ALONE,
        };
    struct match_link *links = matcher->links.ptr + first;
    VEC(struct doubt) doubts = { 0 };
    bool good = true;
    for (size_t i = 0; i < side->pairs_count && good; i++) {
        const struct scored_pair *pair = &side->pairs[i];
        if (side->clusters[pair->a] == side->clusters[pair->b]) {
            link_pair(side, links, pair->a, pair->b, pair->score);
            continue;
        }
        uint64_t clusters = pair_pack(side->clusters[pair->a], side->clusters[pair->b]);
        struct doubt doubt = { pair_first(clusters), pair_second(clusters), *pair };
        good = vec_push(&doubts, doubt);
    }
    good = good && put_reviews(side, doubts.ptr, doubts.len, size, matcher);
    link_decided(side, links);
    good = good && link_rest(side, links, size);
    vec_done(&doubts);
    free(size);
    return good ? STATUS_OK : no_memory(err);
}

static int by_mention(const void *a, const void *b)
{
    uint64_t x = ((const struct match_link *)a)->mention.v, y = ((const struct match_link *)b)->mention.v;
    return (x > y) - (x < y);
}

static int by_worth(const void *a, const void *b)
{
    const struct match_review *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->a.v != y->a.v ? (x->a.v > y->a.v) - (x->a.v < y->a.v) : (x->b.v > y->b.v) - (x->b.v < y->b.v);
}

enum status links_finish(struct matcher *matcher, struct error *err)
{
    size_t count = matcher->links.len;
    uint32_t *number = malloc((count + 1) * sizeof(*number));
    if (!number)
        return no_memory(err);
    for (size_t i = 0; i < count; i++)
        number[i] = UINT32_MAX;
    bool is_sorted = true; /* each side is */
    for (size_t i = 1; i < count && is_sorted; i++)
        is_sorted = matcher->links.ptr[i - 1].mention.v <= matcher->links.ptr[i].mention.v;
    if (!is_sorted)
        qsort(matcher->links.ptr, count, sizeof(struct match_link), by_mention);
    for (size_t i = 0; i < count; i++) {
        struct match_link *link = &matcher->links.ptr[i];
        if (number[link->cluster] == UINT32_MAX)
            number[link->cluster] = matcher->stats.clusters++;
        link->cluster = number[link->cluster];
    }
    free(number);
    if (matcher->reviews.len)
        qsort(matcher->reviews.ptr, matcher->reviews.len, sizeof(struct match_review), by_worth);
    size_t most = count / MATCH_REVIEWS_PER > MATCH_REVIEWS_LEAST ? count / MATCH_REVIEWS_PER : MATCH_REVIEWS_LEAST;
    if (matcher->reviews.len > most) {
        matcher->stats.reviews_left_out = matcher->reviews.len - most;
        matcher->reviews.len = most;
    }
    return STATUS_OK;
}
