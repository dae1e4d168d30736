/*
 * A random pair of a large table is two mentions that stand anywhere, and to
 * wait for their memory takes longer than to compare them.  So mentions are
 * drawn in groups, and all pairs of a group are compared: each mention is
 * waited for once and met thirty times.  Pairs of a group are not quite
 * independent, which matters only for levels that are frequent anyway: of one
 * met once in p pairs the variance grows by some sixty p times that of how
 * common values are, so at one in a thousand by a sixth (docs/adr/0186).
 *
 * Strides of pairs are compared until the score of a pair would hardly be
 * another with more of them.
 *
 * What is drawn follows from hashes of numbers alone and slices do not depend
 * on threads: the same table gives the same shares (match-1).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/train_random.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "match/block.h"
#include "os/threads.h"

enum {
    ALL_BELOW = 1500, /* mentions: all pairs are taken */
    SMALL_PAIRS = 500000,
    SLICE_PAIRS = 8192,
    GROUP = 32, /* mentions, of a large table */
    GROUP_PAIRS = GROUP * (GROUP - 1) / 2,
    SLICE_GROUPS = 16,
    STRIDE_SLICES = 16, /* 126,976 pairs */
    STRIDES_MAX = 8,
    CLOSE_BELOW = 65536, /* mentions: a group is soon there, and twice as many strides are no wait */
};

#define STRANGER_STRENGTH 2.0
#define ERROR_ENOUGH      0.2  /* bits of a score; half of it below CLOSE_BELOW */
#define CERTAIN           12.0 /* bits: what is worth so much convinces, whether it is a bit more or less */

struct random_counts {
    uint32_t levels[COMPARE_COUNT][LEVELS_MAX];
    double chance[COMPARE_COUNT][LEVELS_MAX]; /* sum of 2^-bits of what agreed */
    uint32_t with_bits[COMPARE_COUNT][LEVELS_MAX];
};

struct random_task {
    const struct table *table;
    const struct model *model;
    uint64_t pairs;                /* of all slices so far */
    size_t from, slices;           /* of this stride, and with it */
    struct random_counts *counts;  /* by slice */
    struct random_counts together; /* of all so far */
};

static void count_pair(const struct table *table, uint32_t a, uint32_t b, struct random_counts *counts)
{
    struct pair_levels levels;
    compare_pair(table, &table->preps.ptr[a], &table->preps.ptr[b], &levels);
    for (size_t c = levels_next(&levels, 0); c < COMPARE_COUNT; c = levels_next(&levels, c + 1)) {
        unsigned level = levels.level[c];
        counts->levels[c][level]++;
        if (levels.bits[c]) {
            counts->with_bits[c][level]++;
            counts->chance[c][level] += exp2(-levels.bits[c] / (double)BIT);
        }
    }
}

/* ---- of a small table: all pairs, or any ---- */

/* The n-th pair: all pairs of a table, else two hashed places. */
static bool random_pair(const struct table *table, uint64_t n, uint32_t *ret_a, uint32_t *ret_b)
{
    uint64_t mentions = table->preps.len;
    if (mentions < ALL_BELOW) {
        *ret_a = (uint32_t)(n / mentions);
        *ret_b = (uint32_t)(n % mentions);
        return *ret_a < *ret_b;
    }
    *ret_a = (uint32_t)(hash_u64(2 * n) % mentions);
    *ret_b = (uint32_t)(hash_u64(2 * n + 1) % mentions);
    return *ret_a != *ret_b;
}

static void count_pairs(void *ctx, size_t slice, int thread)
{
    (void)thread;
    const struct random_task *task = ctx;
    uint64_t end = (slice + 1) * SLICE_PAIRS < task->pairs ? (slice + 1) * SLICE_PAIRS : task->pairs;
    for (uint64_t n = slice * SLICE_PAIRS; n < end; n++) {
        uint32_t a = 0, b = 0;
        if (random_pair(task->table, n, &a, &b))
            count_pair(task->table, a, b, &task->counts[slice]);
    }
}

/* ---- of a large table: groups ---- */

/* Everything of a group called for, each step when the one before has come. */
static void fetch_group(const struct table *table, const uint32_t group[GROUP])
{
    static table_fetcher *const steps[] = { table_fetch, table_fetch_parts, table_fetch_values, table_fetch_texts };
    for (size_t s = 0; s < sizeof(steps) / sizeof(*steps); s++)
        for (size_t i = 0; i < GROUP; i++)
            steps[s](table, group[i]);
}

static void count_groups(void *ctx, size_t number, int thread)
{
    (void)thread;
    const struct random_task *task = ctx;
    size_t slice = task->from + number;
    for (size_t g = slice * SLICE_GROUPS; g < (slice + 1) * SLICE_GROUPS; g++) {
        uint32_t group[GROUP];
        for (size_t i = 0; i < GROUP; i++)
            group[i] = (uint32_t)(hash_u64(g * GROUP + i) % task->table->preps.len);
        fetch_group(task->table, group);
        for (size_t a = 0; a < GROUP; a++)
            for (size_t b = a + 1; b < GROUP; b++)
                if (group[a] != group[b])
                    count_pair(task->table, group[a], group[b], &task->counts[slice]);
    }
}

/* ---- what they tell ---- */

static void add_slice(const struct random_counts *slice, struct random_counts *ret)
{
    for (size_t c = 0; c < COMPARE_COUNT; c++) {
        for (size_t l = 1; l < LEVELS_MAX; l++) {
            ret->levels[c][l] += slice->levels[c][l];
            ret->chance[c][l] += slice->chance[c][l];
            ret->with_bits[c][l] += slice->with_bits[c][l];
        }
    }
}

/*
 * How far the score of a pair of the same is off, as a rule: each level that it is expected to have adds the error of
 * a logarithm of its count.  What hardly any two strangers share is certain, however few were looked at.
 */
static double score_error(const struct random_task *task)
{
    double sum = 0;
    for (size_t c = 0; c < COMPARE_COUNT; c++) {
        const struct comparison_model *of = &task->model->comparisons[c];
        double known = 0;
        for (unsigned l = 1; l <= of->levels; l++)
            known += task->together.levels[c][l];
        for (unsigned l = 1; l <= of->levels && known > 0; l++) {
            double share = model_expect((enum comparison)c, compare_column(task->table, c))->share[l];
            double met = task->together.levels[c][l] + .5;
            if (log2(share * known / met) < CERTAIN)
                sum += known / (double)task->pairs * share / met;
        }
    }
    return sqrt(sum) / log(2);
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
        counts[rarest / FINE < BINS ? rarest / FINE : BINS - 1] += names->counts.ptr[i];
        all += names->counts.ptr[i];
    }
    for (int bin = 0; bin < BINS; bin++)
        sum += (double)counts[bin] * exp2(-(bin + .5) * FINE / BIT);
    return all > 0 ? sum / (double)all : 1;
}

/*
 * How rare equal names are where two agree, each counted by all of it: that some are told by their town already
 * (match/compare_organisation.c) would make all others seem rare.
 */
static int16_t rarity_of_equal(const struct values *names)
{
    enum { MANY = 100000 };
    uint64_t pairs = 0, rows = 0;
    for (size_t i = 1; i < names->counts.len; i++) {
        uint64_t count = names->counts.ptr[i] < MANY ? names->counts.ptr[i] : MANY;
        pairs += count * (count - 1);
        rows += count * (count - 1) * count;
    }
    return pairs > 0 ? (int16_t)lrint(-log2((double)rows / (double)pairs / (double)names->total) * BIT) : 0;
}

/*
 * The same for firms of which only the name and a town are known: there nothing else shows how many are strangers.  A
 * name with a slip is as rare as the name; of names that are alike their rarest word tells.
 */
static void rarity_of_firms(const struct table *table, double agreed, double known, struct comparison_model *ret)
{
    enum { ENOUGH = 20 };
    if (agreed > ENOUGH)
        ret->mean_bits[ORG_EQUAL] = (int16_t)lrint((2 * ret->mean_bits[ORG_EQUAL] - log2(agreed / known) * BIT) / 3);
    int16_t rarest = (int16_t)lrint(-log2(share_of_rarest(table)) * BIT);
    for (int l = ORG_JOINED; l <= ORG_ALIKE_90; l++)
        if (ret->mean_bits[l] && ret->mean_bits[ORG_EQUAL] > ret->mean_bits[l])
            ret->mean_bits[l] = ret->mean_bits[ORG_EQUAL];
    for (int l = ORG_CONTAINED; l < ORG_DIFFERENT; l++)
        if (ret->mean_bits[l] && rarest > ret->mean_bits[l])
            ret->mean_bits[l] = (int16_t)((ret->mean_bits[l] + rarest) / 2);
}

/* Shares of levels, and the mean rarity of what agreed by chance. */
static void share_levels(const struct random_task *task, size_t c, struct model *model, struct randoms *ret)
{
    const struct random_counts *counts = &task->together;
    unsigned levels = model->comparisons[c].levels;
    double known = 0;
    for (unsigned l = 1; l <= levels; l++) {
        double chance = counts->chance[c][l], with_bits = counts->with_bits[c][l];
        known += counts->levels[c][l];
        model->comparisons[c].mean_bits[l] = (int16_t)(with_bits > 0 ? lrint(-log2(chance / with_bits) * BIT) : 0);
    }
    if (is_name_of_person(model, c))
        rarity_of_names(c, counts->levels[c][GIVEN_EQUAL], known, &model->comparisons[c]);
    if (c == COMPARE_ORG && counts->levels[c][ORG_EQUAL] > 0 && model->kind == PARTY_ORGANISATION)
        model->comparisons[c].mean_bits[ORG_EQUAL] = rarity_of_equal(&task->table->values[DOMAIN_ORG]);
    if (model->kind == PARTY_ORGANISATION && c == COMPARE_ORG && tells_little(task->table))
        rarity_of_firms(task->table, counts->levels[c][ORG_EQUAL], known, &model->comparisons[c]);
    ret->known[c] = known / (double)(task->pairs ? task->pairs : 1);
    for (unsigned l = 1; l <= levels; l++)
        ret->shares.at[c][l] =
            (counts->levels[c][l] + STRANGER_STRENGTH * (l == levels ? .9 : .1 / levels)) / (known + STRANGER_STRENGTH);
}

static bool open_counts(struct random_task *task, size_t slices)
{
    task->counts = calloc(slices ? slices : 1, sizeof(*task->counts));
    return task->counts;
}

static void add_slices(struct random_task *task)
{
    for (size_t s = task->from; s < task->slices; s++)
        add_slice(&task->counts[s], &task->together);
}

static bool draw_small(struct random_task *task, int threads)
{
    uint64_t mentions = task->table->preps.len;
    task->pairs = mentions < ALL_BELOW ? mentions * mentions : SMALL_PAIRS;
    task->slices = (task->pairs + SLICE_PAIRS - 1) / SLICE_PAIRS;
    if (!open_counts(task, task->slices))
        return false;
    threads_run(threads, task->slices, count_pairs, task);
    add_slices(task);
    return true;
}

static bool draw_large(struct random_task *task, int threads)
{
    int closer = task->table->preps.len < CLOSE_BELOW ? 2 : 1, strides = STRIDES_MAX * closer;
    if (!open_counts(task, (size_t)strides * STRIDE_SLICES))
        return false;
    for (int s = 0; s < strides && (s == 0 || score_error(task) > ERROR_ENOUGH / closer); s++) {
        task->from = task->slices;
        task->slices += STRIDE_SLICES;
        task->pairs = (uint64_t)task->slices * SLICE_GROUPS * GROUP_PAIRS;
        threads_run(threads, STRIDE_SLICES, count_groups, task);
        add_slices(task);
    }
    return true;
}

bool randoms_draw(const struct table *table, int threads, struct model *model, struct randoms *ret)
{
    *ret = (struct randoms){ 0 };
    struct random_task *task = calloc(1, sizeof(*task));
    if (!task)
        return false;
    task->table = table;
    task->model = model;
    bool good = train_is_large(table) ? draw_large(task, threads) : draw_small(task, threads);
    for (size_t c = 0; c < COMPARE_COUNT && good; c++)
        if (model->comparisons[c].levels)
            share_levels(task, c, model, ret);

    free(task->counts);
    free(task);
    return good;
}
