/*
 * A party's mentions joined once more, by the code that joined them, and each
 * join written down.  What others of the same component did cannot change the
 * order here: average link looks at the pairs between two groups and nothing
 * else.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "match/few.h"

struct building {
    const struct side *side;
    struct match_join *joins;
    size_t count;
    uint32_t *group; /* by place: the smallest place of its group so far */
};

static int32_t score_of(void *ctx, uint32_t a, uint32_t b)
{
    const struct building *building = ctx;
    return side_score_of(building->side, a, b, NULL);
}

static bool is_decided(const struct side *side, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < side->must.len; i++)
        if (side->must.ptr[i] == pair_pack(a, b))
            return true;
    return false;
}

/* A join of the groups of a and b: its best pair is the one to show. */
static void write_down(void *ctx, uint32_t a, uint32_t b, int32_t mean)
{
    struct building *building = ctx;
    uint32_t left = building->group[a], right = building->group[b];
    struct match_join *join = &building->joins[building->count++];
    *join = (struct match_join){ .a = left < right ? left : right, .b = left < right ? right : left, .mean = mean };
    bool any = false;
    for (uint32_t x = 0; x < building->side->table.preps.len; x++)
        for (uint32_t y = 0; building->group[x] == join->a && y < building->side->table.preps.len; y++) {
            if (building->group[y] != join->b)
                continue;
            bool decided = is_decided(building->side, x, y);
            int32_t score = score_of(building, x < y ? x : y, x < y ? y : x);
            join->pairs++;
            if (any && (join->is_decided > decided || (join->is_decided == decided && score <= join->best)))
                continue;
            any = true;
            join->is_decided = decided;
            join->best = score;
            join->best_a = x;
            join->best_b = y;
        }
    for (uint32_t i = 0; i < building->side->table.preps.len; i++)
        if (building->group[i] == join->b)
            building->group[i] = join->a;
}

static uint32_t place_of(const struct match_party *party, struct mention_id id)
{
    uint32_t i = 0;
    while (i < party->count && party->ids[i].v != id.v)
        i++;
    return i;
}

/* A decision about others is none here. */
static bool put_decided(struct side *side, const struct match_party *party, const struct match_decided *decided)
{
    uint32_t a = place_of(party, decided->a), b = place_of(party, decided->b);
    if (a == party->count || b == party->count)
        return true;
    return decided->verdict == VERDICT_SAME ? vec_push(&side->must, pair_pack(a, b))
                                            : vec_push(&side->cannot, pair_pack(a, b));
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

enum status match_build(const struct match_model *model, const struct match_party *party, struct match_join *ret,
                        size_t *ret_count, struct error *err)
{
    struct few few;
    struct building building = { .side = &few.side, .joins = ret };
    uint32_t *clusters = malloc(party->count * sizeof(*clusters));
    building.group = malloc(party->count * sizeof(*building.group));
    bool good = few_open(model, party->sides, party->count, &few) && clusters && building.group;
    for (uint32_t i = 0; good && i < party->count; i++)
        building.group[i] = i;
    for (size_t i = 0; good && i < party->decided_count; i++)
        good = put_decided(&few.side, party, &party->decided[i]);
    if (good) {
        few_weigh(&few);
        if (few.side.must.len)
            qsort(few.side.must.ptr, few.side.must.len, sizeof(uint64_t), by_number);
        if (few.side.cannot.len)
            qsort(few.side.cannot.ptr, few.side.cannot.len, sizeof(uint64_t), by_number);
        /* everybody is scored with everybody, so that a weak part shows too */
        VEC(struct scored_pair) pairs = { 0 };
        for (uint32_t i = 0; good && i < party->count; i++)
            for (uint32_t j = i + 1; good && j < party->count; j++)
                good = vec_push(&pairs, (struct scored_pair){ i, j, score_of(&building, i, j) });
        struct cluster_task task = { .count = (uint32_t)party->count,
                                     .pairs = pairs.ptr,
                                     .pairs_count = pairs.len,
                                     .must = few.side.must.ptr,
                                     .must_count = few.side.must.len,
                                     .cannot = few.side.cannot.ptr,
                                     .cannot_count = few.side.cannot.len,
                                     .threshold = few.side.model.threshold,
                                     .score = score_of,
                                     .joined = write_down,
                                     .ctx = &building };
        good = good && cluster_run(&task, clusters, err) == STATUS_OK;
        vec_done(&pairs);
    }
    *ret_count = building.count;
    vec_done(&few.side.must);
    vec_done(&few.side.cannot);
    few_done(&few);
    free(clusters);
    free(building.group);
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while a party is built");
}
