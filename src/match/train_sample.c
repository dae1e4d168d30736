/*
 * Which pairs are drawn follows from hashes of numbers and ids alone, slices
 * do not depend on threads and are joined in order: the same table gives the
 * same sample (match-1).
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

enum {
    RANDOM_PAIRS = 500000,
    RANDOM_ALL_BELOW = 1500, /* mentions: all pairs are taken */
    EM_PAIRS_MAX = 400000,
    SLICE_PAIRS = 8192,
};

#define STRANGER_STRENGTH 2.0

/* ---- random pairs ---- */

struct random_counts {
    uint32_t levels[COMPARE_COUNT][LEVELS_MAX];
    double chance[COMPARE_COUNT][LEVELS_MAX]; /* sum of 2^-bits of what agreed */
    uint32_t with_bits[COMPARE_COUNT][LEVELS_MAX];
};

struct random_task {
    const struct table *table;
    uint64_t pairs;
    struct random_counts *counts; /* by slice */
};

/* The n-th random pair: all pairs of a small table, else two hashed places. */
static bool random_pair(const struct table *table, uint64_t n, uint32_t *ret_a, uint32_t *ret_b)
{
    uint64_t mentions = table->preps.len;
    if (mentions < RANDOM_ALL_BELOW) {
        *ret_a = (uint32_t)(n / mentions);
        *ret_b = (uint32_t)(n % mentions);
        return *ret_a < *ret_b;
    }
    *ret_a = (uint32_t)(hash_u64(2 * n) % mentions);
    *ret_b = (uint32_t)(hash_u64(2 * n + 1) % mentions);
    return *ret_a != *ret_b;
}

static void compare_places(const struct table *table, uint64_t pair, struct pair_levels *ret)
{
    compare_pair(table, &table->preps.ptr[pair_first(pair)], &table->preps.ptr[pair_second(pair)], ret);
}

static void count_pair(const struct table *table, uint64_t pair, struct random_counts *counts)
{
    struct pair_levels levels;
    compare_places(table, pair, &levels);
    for (size_t c = levels_next(&levels, 0); c < COMPARE_COUNT; c = levels_next(&levels, c + 1)) {
        unsigned level = levels.level[c];
        counts->levels[c][level]++;
        if (levels.bits[c]) {
            counts->with_bits[c][level]++;
            counts->chance[c][level] += exp2(-levels.bits[c] / (double)BIT);
        }
    }
}

static void count_random(void *ctx, size_t slice, int thread)
{
    (void)thread;
    const struct random_task *task = ctx;
    uint64_t pairs[SLICE_PAIRS];
    size_t count = 0;
    uint64_t end = (slice + 1) * SLICE_PAIRS < task->pairs ? (slice + 1) * SLICE_PAIRS : task->pairs;
    for (uint64_t n = slice * SLICE_PAIRS; n < end; n++) {
        uint32_t a = 0, b = 0;
        if (random_pair(task->table, n, &a, &b))
            pairs[count++] = (uint64_t)a << 32 | b;
    }
    for (size_t i = 0; i < count + PAIRS_AHEAD; i++) {
        pairs_fetch(task->table, pairs, count, i);
        if (i >= PAIRS_AHEAD)
            count_pair(task->table, pairs[i - PAIRS_AHEAD], &task->counts[slice]);
    }
}

/* A name of a person: two strangers have a name as often as it is given, and nothing else makes them agree in it. */
static bool is_name_of_person(const struct model *model, size_t c)
{
    return model->kind == PARTY_PERSON && (c == COMPARE_GIVEN || c == COMPARE_MIDDLE || c == COMPARE_SURNAME);
}

/*
 * The rarity at which equal names are worth what the level is.  Of a name that one in n has a stranger agrees once in
 * n, so that is how often two agree at all; the mean over those that agreed lies bits below it, as common names agree
 * most, and would make namesakes one.  A name is counted with the other rows of its own person, which makes it seem
 * commoner than it is among strangers: half of the way is taken.  Names that changed places agree as seldom as those
 * that did not.
 */
static void rarity_of_names(size_t c, double agreed, double known, struct comparison_model *ret)
{
    enum { EQUAL = GIVEN_EQUAL, ENOUGH = 20 };
    _Static_assert((int)EQUAL == (int)SURNAME_EQUAL && (int)EQUAL == (int)MIDDLE_EQUAL, "the first level");
    if (agreed > ENOUGH)
        ret->mean_bits[EQUAL] = (int16_t)lrint((ret->mean_bits[EQUAL] - log2(agreed / known) * BIT) / 2);
    if (c != COMPARE_MIDDLE)
        ret->mean_bits[c == COMPARE_GIVEN ? (int)GIVEN_SWAPPED : (int)SURNAME_SWAPPED] = ret->mean_bits[EQUAL];
}

/* Whether hardly anything but a name and a town is known of firms: a tenth have no street, phone, mailbox or number. */
static bool tells_little(const struct table *table)
{
    size_t towns = 0, more = 0;
    for (size_t i = 0; i < table->preps.len; i++) {
        const struct prep *p = &table->preps.ptr[i];
        const struct prep_address *address = p->addresses_count ? &table->addresses.ptr[p->addresses_at] : NULL;
        towns += address != NULL;
        more += p->phones_count || p->emails_count || p->identifiers_count ||
                (address && (address->street || address->postcode));
    }
    return more * 10 < table->preps.len && towns * 10 >= table->preps.len;
}

/* How often a stranger has the rarest word of a name, over all names: counted by bits, in whatever order they came. */
static double share_of_rarest(const struct table *table)
{
    enum { FINE = 16, BINS = 64 * BIT / FINE };
    const struct values *names = &table->values[DOMAIN_ORG], *words = &table->values[DOMAIN_ORG_WORD];
    uint64_t counts[BINS] = { 0 }, all = 0;
    double sum = 0;
    for (size_t i = 1; i < names->about.len; i++) {
        const struct value *name = &names->about.ptr[i];
        int rarest = 0;
        for (size_t w = 0; w < name->words_count; w++) {
            int bits = words->about.ptr[names->words.ptr[name->words_at + w]].bits;
            rarest = bits > rarest ? bits : rarest;
        }
        counts[rarest / FINE < BINS ? rarest / FINE : BINS - 1] += name->count;
        all += name->count;
    }
    for (int bin = 0; bin < BINS; bin++)
        sum += (double)counts[bin] * exp2(-(bin + .5) * FINE / BIT);
    return all > 0 ? sum / (double)all : 1;
}

/*
 * The same for firms of which only the name and a town are known: there nothing else shows how many are strangers.  Of
 * names that are alike their rarest word tells.
 */
static void rarity_of_firms(const struct table *table, double agreed, double known, struct comparison_model *ret)
{
    enum { ENOUGH = 20 };
    if (agreed > ENOUGH)
        ret->mean_bits[ORG_EQUAL] = (int16_t)lrint((ret->mean_bits[ORG_EQUAL] - log2(agreed / known) * BIT) / 2);
    int16_t rarest = (int16_t)lrint(-log2(share_of_rarest(table)) * BIT);
    for (int l = ORG_TYPO; l < ORG_DIFFERENT; l++)
        if (ret->mean_bits[l] && rarest > ret->mean_bits[l])
            ret->mean_bits[l] = (int16_t)((ret->mean_bits[l] + rarest) / 2);
}

/* Shares of levels among random pairs, and the mean rarity of what agreed by chance. */
static void share_random(const struct random_task *task, size_t slices, size_t c, struct model *model,
                         struct sample *ret)
{
    unsigned levels = model->comparisons[c].levels;
    double known = 0, count[LEVELS_MAX] = { 0 };
    for (unsigned l = 1; l <= levels; l++) {
        double chance = 0, with_bits = 0;
        for (size_t s = 0; s < slices; s++) {
            count[l] += task->counts[s].levels[c][l];
            chance += task->counts[s].chance[c][l];
            with_bits += task->counts[s].with_bits[c][l];
        }
        known += count[l];
        model->comparisons[c].mean_bits[l] = (int16_t)(with_bits > 0 ? lrint(-log2(chance / with_bits) * BIT) : 0);
    }
    if (is_name_of_person(model, c))
        rarity_of_names(c, count[GIVEN_EQUAL], known, &model->comparisons[c]);
    if (model->kind == PARTY_ORGANISATION && c == COMPARE_ORG && tells_little(task->table))
        rarity_of_firms(task->table, count[ORG_EQUAL], known, &model->comparisons[c]);
    ret->known_random[c] = known / (double)(task->pairs ? task->pairs : 1);
    for (unsigned l = 1; l <= levels; l++)
        ret->random.at[c][l] =
            (count[l] + STRANGER_STRENGTH * (l == levels ? .9 : .1 / levels)) / (known + STRANGER_STRENGTH);
}

static bool draw_random(const struct table *table, int threads, struct model *model, struct sample *ret)
{
    uint64_t mentions = table->preps.len;
    struct random_task task = { .table = table,
                                .pairs = mentions < RANDOM_ALL_BELOW ? mentions * mentions : RANDOM_PAIRS };
    size_t slices = (task.pairs + SLICE_PAIRS - 1) / SLICE_PAIRS;
    task.counts = calloc(slices ? slices : 1, sizeof(*task.counts));
    if (!task.counts)
        return false;
    threads_run(threads, slices, count_random, &task);
    for (size_t i = 0; i < ret->used_count; i++)
        share_random(&task, slices, ret->used[i], model, ret);
    free(task.counts);
    return true;
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
    uint64_t most = EM_PAIRS_MAX; /* counted by run: where pairs meet in several, fewer are drawn */
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
    return ret->sights.numbers && draw_random(table, threads, model, ret) &&
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
