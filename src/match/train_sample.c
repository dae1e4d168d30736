/*
 * Which pairs are drawn follows from hashes of ids alone, slices do not depend
 * on threads and are joined in order: the same table gives the same sample
 * (match-1).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/train_sample.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/scoped.h"
#include "os/threads.h"

enum { PAIRS_MAX = 400000 };

static void compare_places(const struct table *table, uint64_t pair, struct pair_levels *ret)
{
    compare_pair(table, &table->preps.ptr[pair_first(pair)], &table->preps.ptr[pair_second(pair)], ret);
}

/* ---- candidates ---- */

struct draw_slice {
    VEC(struct seen) seen;
    VEC(uint32_t) ends; /* of each pair, in seen */
    bool failed;
};

struct draw_task {
    const struct table *table;
    const struct block_index *index;
    const struct model *model;
    uint64_t *drawn;           /* bits: mentions that give their candidate pairs */
    uint64_t mentions;         /* so many */
    struct draw_slice *slices; /* as block_pairs() has them */
};

/* What is seen of a pair; how many comparisons. */
static size_t look(const struct table *table, const struct model *model, uint64_t pair, struct seen ret[COMPARE_COUNT])
{
    struct pair_levels levels;
    size_t count = 0;
    compare_places(table, pair, &levels);
    for (size_t c = levels_next(&levels, 0); c < COMPARE_COUNT; c = levels_next(&levels, c + 1)) {
        if (!model->comparisons[c].levels)
            continue;
        int32_t rarity = model_rarity(&model->comparisons[c], levels.level[c], levels.bits[c]);
        ret[count++] =
            (struct seen){ (uint8_t)c, levels.level[c], rarity ? (int8_t)lrint(rarity / (double)RARITY_STEP) : 0 };
    }
    return count;
}

static void draw_pair(const struct draw_task *task, uint64_t pair, struct draw_slice *slice)
{
    if (!vec_reserve(&slice->seen, slice->seen.len + COMPARE_COUNT)) {
        slice->failed = true;
        return;
    }
    slice->seen.len += look(task->table, task->model, pair, slice->seen.ptr + slice->seen.len);
    slice->failed |= !vec_push(&slice->ends, (uint32_t)slice->seen.len);
}

static void draw_slice(void *ctx, size_t number, int thread, uint64_t *pairs, size_t count)
{
    (void)thread;
    const struct draw_task *task = ctx;
    for (size_t i = 0; i < count + PAIRS_AHEAD; i++) {
        pairs_fetch(task->table, pairs, count, i);
        if (i >= PAIRS_AHEAD)
            draw_pair(task, pairs[i - PAIRS_AHEAD], &task->slices[number]);
    }
}

/* Chosen by hash of their id, so that order of adding does not matter. */
static void draw_mentions(struct draw_task *task, double rate)
{
    uint64_t limit = rate >= 1 ? UINT64_MAX : (uint64_t)(rate * 18446744073709549568.0);
    for (size_t i = 0; i < task->table->preps.len; i++) {
        bool is_drawn = hash_u64(task->table->preps.ptr[i].id) <= limit;
        task->drawn[i / 64] |= (uint64_t)is_drawn << i % 64;
        task->mentions += is_drawn;
    }
}

/* Its number; UINT16_MAX without memory. */
static uint16_t number_of(struct sights *sights, struct seen seen)
{
    size_t rarity = (size_t)(seen.rarity - RARITY_LEAST);
    uint16_t *number = &sights->numbers[(seen.comparison * LEVELS_MAX + seen.level) * RARITIES + rarity];
    assert(rarity < RARITIES && sights->list.len < UINT16_MAX); /* only what agrees is rare: a level or two in each */
    if (*number == 0) {
        if (!vec_push(&sights->list, seen))
            return UINT16_MAX;
        *number = (uint16_t)sights->list.len;
    }
    return *number - 1;
}

static bool add_pattern(struct sights *sights, struct patterns *patterns, const struct seen *seen, size_t count)
{
    if (!vec_reserve(&patterns->sights, patterns->sights.len + count + 1) || !vec_push(&patterns->pairs, 1))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint16_t number = number_of(sights, seen[i]);
        if (number == UINT16_MAX)
            return false;
        patterns->sights.ptr[patterns->sights.len++] = number;
    }
    return vec_push(&patterns->ends, (uint32_t)patterns->sights.len);
}

/* Pairs that look the same as one pattern with a count. */
static bool gather_slice(const struct draw_slice *slice, struct map *places, struct sample *ret)
{
    struct patterns *patterns = &ret->candidates;
    uint32_t at = 0;
    for (size_t n = 0; n < slice->ends.len; at = slice->ends.ptr[n++]) {
        const struct seen *seen = slice->seen.ptr + at;
        size_t count = slice->ends.ptr[n] - at;
        bool is_new = false;
        uint64_t hash = hash_text((struct text){ (const char *)seen, count * sizeof(*seen) });
        const uint64_t *place = map_put(places, hash, patterns->pairs.len, &is_new);
        if (!place || (is_new && !add_pattern(&ret->sights, patterns, seen, count)))
            return false;
        if (!is_new)
            patterns->pairs.ptr[*place]++;
    }
    return true;
}

static bool gather(const struct draw_task *task, size_t slices, struct sample *ret)
{
    SCOPED(map_done) struct map places = MAP_EMPTY;
    uint64_t pairs = 0;
    for (size_t s = 0; s < slices; s++) {
        struct draw_slice *slice = &task->slices[s];
        if (slice->failed || !gather_slice(slice, &places, ret))
            return false;
        pairs += slice->ends.len;
        vec_done(&slice->seen);
        vec_done(&slice->ends);
    }
    uint64_t all = task->index->is_whole ? task->index->pairs_at_most : task->table->preps.len;
    ret->rate = all ? (double)(task->index->is_whole ? pairs : task->mentions) / (double)all : 1;
    return true;
}

static bool draw_candidates(const struct table *table, const struct block_index *index, int threads,
                            const struct model *model, struct sample *ret)
{
    uint64_t most = PAIRS_MAX; /* counted by run: where pairs meet in several, fewer are drawn */
    double rate = index->pairs_at_most > most ? (double)most / (double)index->pairs_at_most : 1;
    size_t slices = block_slices(index);
    struct draw_task task = {
        .table = table,
        .index = index,
        .model = model,
        .drawn = calloc(table->preps.len / 64 + 1, sizeof(*task.drawn)),
        .slices = calloc(slices + 1, sizeof(*task.slices)),
    };
    bool good = task.drawn && task.slices;
    if (good) {
        draw_mentions(&task, rate);
        good = block_pairs(index, task.drawn, threads, draw_slice, &task) && gather(&task, slices, ret);
    }
    for (size_t s = 0; task.slices && s < slices; s++) {
        vec_done(&task.slices[s].seen);
        vec_done(&task.slices[s].ends);
    }
    free(task.drawn);
    free(task.slices);
    return good;
}

static bool hear_taught(const struct table *table, const struct train_taught *taught, const struct model *model,
                        struct sample *ret)
{
    ret->taught_same = taught->same_count;
    for (size_t i = 0; i < taught->same_count + taught->different_count; i++) {
        struct seen seen[COMPARE_COUNT];
        uint64_t pair = i < taught->same_count ? taught->same[i] : taught->different[i - taught->same_count];
        if (!add_pattern(&ret->sights, &ret->taught, seen, look(table, model, pair, seen)))
            return false;
    }
    return true;
}

bool sample_draw(const struct table *table, const struct block_index *index, const struct train_taught *taught,
                 int threads, struct model *model, struct sample *ret)
{
    *ret = (struct sample){ 0 };
    for (unsigned c = 0; c < COMPARE_COUNT; c++) {
        model->comparisons[c].levels = (uint8_t)compare_levels(table, (enum comparison)c);
        if (model->comparisons[c].levels)
            ret->used[ret->used_count++] = (uint8_t)c;
    }
    ret->sights.numbers = calloc(COMPARE_COUNT * LEVELS_MAX * RARITIES, sizeof(*ret->sights.numbers));
    return ret->sights.numbers && randoms_draw(table, threads, model, &ret->random) &&
           draw_candidates(table, index, threads, model, ret) && hear_taught(table, taught, model, ret);
}

static void patterns_done(struct patterns *patterns)
{
    vec_done(&patterns->sights);
    vec_done(&patterns->ends);
    vec_done(&patterns->pairs);
}

void sample_done(struct sample *sample)
{
    vec_done(&sample->sights.list);
    free(sample->sights.numbers);
    patterns_done(&sample->candidates);
    patterns_done(&sample->taught);
}
