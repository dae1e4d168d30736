/*
 * Candidates are not all pairs, and among them strangers agree more than
 * strangers do: that is how they became candidates.  So u is taken from
 * random pairs of the whole table, and the share of the same is counted
 * against all pairs of the table, not against the candidates.  What EM then
 * weighs for a candidate is how often its levels occur among the same and
 * among all strangers, which holds whichever key proposed it.  The random
 * pairs hold some of the same party too; their part is taken off u in each
 * round.
 *
 * Pseudo-counts from model_prior_same() stand for a few dozen pairs seen
 * before; they keep a level that was met twice from turning its sign.
 *
 * Winkler (1988), Using the EM algorithm for weight computation in the
 * Fellegi–Sunter model; random pairs for u as in Splink.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/train.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "os/threads.h"

enum {
    RANDOM_PAIRS = 1000000,
    RANDOM_ALL_BELOW = 1500,  /* mentions: all pairs are taken */
    EM_PAIRS_MAX = 400000,
    EM_ROUNDS = 20,
    SLICE_PAIRS = 8192,
    RELATIVE_STRENGTH = 200,  /* pairs */
};

#define SAME_STRENGTH 24.0   /* pairs */
#define STRANGER_STRENGTH 2.0

struct shares {
    double at[COMPARE_COUNT][LEVELS_MAX];
};

/* A sampled pair: levels of the comparisons in use, and how rare its agreements are. */
struct sample {
    uint8_t level[COMPARE_COUNT];
    int16_t rarity[COMPARE_COUNT];
};

struct trainer {
    const struct table *table;
    const struct block_pairs *candidates;
    struct model *model;
    uint8_t used[COMPARE_COUNT];
    size_t used_count;

    uint64_t random_pairs;
    struct slice_counts *random; /* by slice */
    uint64_t sample_mask_limit;
    uint64_t *sampled; /* pairs */
    size_t sampled_count;
    struct sample *samples;

    struct shares same, strangers, relatives, all;
    double bits_weight[COMPARE_COUNT][LEVELS_MAX];
    double share_same, share_relative;
};

struct slice_counts {
    uint32_t levels[COMPARE_COUNT][LEVELS_MAX];
    double chance[COMPARE_COUNT][LEVELS_MAX]; /* sum of 2^-bits of what agreed */
    uint32_t with_bits[COMPARE_COUNT][LEVELS_MAX];
};

/* The n-th random pair: all pairs of a small table, else two hashed places. */
static bool random_pair(const struct trainer *t, uint64_t n, uint32_t *ret_a, uint32_t *ret_b)
{
    uint64_t mentions = t->table->preps.len;
    if (mentions < RANDOM_ALL_BELOW) {
        *ret_a = (uint32_t)(n / mentions);
        *ret_b = (uint32_t)(n % mentions);
        return *ret_a < *ret_b;
    }
    *ret_a = (uint32_t)(hash_u64(2 * n) % mentions);
    *ret_b = (uint32_t)(hash_u64(2 * n + 1) % mentions);
    return *ret_a != *ret_b;
}

static void count_random(void *ctx, size_t slice, int thread)
{
    (void)thread;
    struct trainer *t = ctx;
    struct slice_counts *counts = &t->random[slice];
    uint64_t end = (slice + 1) * SLICE_PAIRS < t->random_pairs ? (slice + 1) * SLICE_PAIRS : t->random_pairs;
    for (uint64_t n = slice * SLICE_PAIRS; n < end; n++) {
        uint32_t a = 0, b = 0;
        if (!random_pair(t, n, &a, &b))
            continue;
        struct pair_levels levels;
        compare_pair(t->table, &t->table->preps.ptr[a], &t->table->preps.ptr[b], &levels);
        for (size_t i = 0; i < t->used_count; i++) {
            size_t c = t->used[i];
            unsigned level = levels.level[c];
            counts->levels[c][level]++;
            if (levels.bits[c]) {
                counts->with_bits[c][level]++;
                counts->chance[c][level] += exp2(-levels.bits[c] / (double)BIT);
            }
        }
    }
}

/* Shares of levels among random pairs, and the mean rarity of what agreed by chance. */
static bool learn_random(struct trainer *t, int threads)
{
    uint64_t mentions = t->table->preps.len;
    t->random_pairs = mentions < RANDOM_ALL_BELOW ? mentions * mentions : RANDOM_PAIRS;
    size_t slices = (t->random_pairs + SLICE_PAIRS - 1) / SLICE_PAIRS;
    t->random = calloc(slices ? slices : 1, sizeof(*t->random));
    if (!t->random)
        return false;
    threads_run(threads, slices, count_random, t);
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        unsigned levels = t->model->comparisons[c].levels;
        double known = 0, count[LEVELS_MAX] = { 0 };
        for (unsigned l = 1; l <= levels; l++) {
            double chance = 0, with_bits = 0;
            for (size_t s = 0; s < slices; s++) {
                count[l] += t->random[s].levels[c][l];
                chance += t->random[s].chance[c][l];
                with_bits += t->random[s].with_bits[c][l];
            }
            known += count[l];
            t->model->comparisons[c].mean_bits[l] = (int16_t)(with_bits > 0 ? lrint(-log2(chance / with_bits) * BIT) : 0);
        }
        for (unsigned l = 1; l <= levels; l++)
            t->all.at[c][l] = (count[l] + STRANGER_STRENGTH * (l == levels ? .9 : .1 / levels)) / (known + STRANGER_STRENGTH);
    }
    free(t->random);
    t->random = NULL;
    return true;
}

static void compare_sample(void *ctx, size_t slice, int thread)
{
    (void)thread;
    struct trainer *t = ctx;
    size_t end = (slice + 1) * SLICE_PAIRS < t->sampled_count ? (slice + 1) * SLICE_PAIRS : t->sampled_count;
    for (size_t n = slice * SLICE_PAIRS; n < end; n++) {
        struct pair_levels levels;
        uint64_t pair = t->sampled[n];
        compare_pair(t->table, &t->table->preps.ptr[pair_first(pair)], &t->table->preps.ptr[pair_second(pair)], &levels);
        memcpy(t->samples[n].level, levels.level, sizeof(levels.level));
        for (size_t c = 0; c < COMPARE_COUNT; c++)
            t->samples[n].rarity[c] =
                (int16_t)model_rarity(&t->model->comparisons[c], levels.level[c], levels.bits[c]);
    }
}

/* Candidate pairs to learn from, chosen by hash of their ids so that order of adding does not matter. */
static bool draw_sample(struct trainer *t, int threads)
{
    size_t pairs = t->candidates->pairs.len;
    double rate = pairs > EM_PAIRS_MAX ? (double)EM_PAIRS_MAX / (double)pairs : 1;
    uint64_t limit = rate >= 1 ? UINT64_MAX : (uint64_t)(rate * 18446744073709549568.0);
    t->sampled = malloc((pairs < 2 * EM_PAIRS_MAX ? pairs + 1 : 2 * EM_PAIRS_MAX) * sizeof(uint64_t));
    if (!t->sampled)
        return false;
    for (size_t i = 0; i < pairs && t->sampled_count < 2 * EM_PAIRS_MAX; i++) {
        uint64_t pair = t->candidates->pairs.ptr[i];
        uint64_t hash = hash_pair(t->table->preps.ptr[pair_first(pair)].id, t->table->preps.ptr[pair_second(pair)].id);
        if (hash <= limit)
            t->sampled[t->sampled_count++] = pair;
    }
    t->samples = malloc((t->sampled_count + 1) * sizeof(*t->samples));
    if (!t->samples)
        return false;
    threads_run(threads, (t->sampled_count + SLICE_PAIRS - 1) / SLICE_PAIRS, compare_sample, t);
    return true;
}

static void start_shares(struct trainer *t)
{
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        unsigned levels = t->model->comparisons[c].levels;
        const float *same = model_prior_same((enum comparison)c, levels == TEXT_LEVELS);
        const float *relative = model_prior_relative((enum comparison)c);
        for (unsigned l = 1; l <= levels; l++) {
            t->same.at[c][l] = same[l];
            t->strangers.at[c][l] = t->all.at[c][l];
            t->relatives.at[c][l] = relative ? relative[l] : t->all.at[c][l];
        }
    }
}

/* How far apart two shares are, in bits, within reason. */
static double log_ratio(double a, double b)
{
    double bits = log2((a > 1e-9 ? a : 1e-9) / (b > 1e-9 ? b : 1e-9));
    return bits > 14 ? 14 : bits < -8 ? -8 : bits;
}

struct weights {
    double same[COMPARE_COUNT][LEVELS_MAX], relative[COMPARE_COUNT][LEVELS_MAX];
};

static void weigh(const struct trainer *t, struct weights *ret)
{
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        unsigned levels = t->model->comparisons[c].levels;
        ret->same[c][0] = ret->relative[c][0] = 0;
        for (unsigned l = 1; l <= levels; l++) {
            ret->same[c][l] = log_ratio(t->same.at[c][l], t->strangers.at[c][l]);
            ret->relative[c][l] = model_prior_relative((enum comparison)c)
                                      ? log_ratio(t->relatives.at[c][l], t->strangers.at[c][l]) : 0;
        }
        if (ret->same[c][1] < 0)
            ret->same[c][1] = 0;
        if (ret->same[c][levels] > 0)
            ret->same[c][levels] = 0;
    }
}

/* One round: how likely each sampled pair is the same or relatives, then new shares. */
static void round_of_em(struct trainer *t)
{
    struct weights weights;
    weigh(t, &weights);
    double prior = log2(t->share_same), prior_relative = log2(t->share_relative);
    static const double none[COMPARE_COUNT][LEVELS_MAX];
    struct shares same, relatives;
    memcpy(same.at, none, sizeof(none));
    memcpy(relatives.at, none, sizeof(none));
    double sum_same = 0, sum_relative = 0;
    for (size_t n = 0; n < t->sampled_count; n++) {
        const struct sample *sample = &t->samples[n];
        double score = prior, relative = prior_relative;
        for (size_t i = 0; i < t->used_count; i++) {
            size_t c = t->used[i];
            unsigned l = sample->level[c];
            double rarity = sample->rarity[c] / (double)BIT, w = weights.same[c][l];
            score += w + (w > 0 && w + rarity < 0 ? -w : rarity);
            relative += weights.relative[c][l] + (weights.relative[c][l] > 0 ? rarity : 0);
        }
        double s = exp2(score > 60 ? 60 : score), r = exp2(relative > 60 ? 60 : relative);
        double p = s / (s + r + 1), q = r / (s + r + 1);
        sum_same += p;
        sum_relative += q;
        for (size_t i = 0; i < t->used_count; i++) {
            size_t c = t->used[i];
            same.at[c][sample->level[c]] += p;
            relatives.at[c][sample->level[c]] += q;
        }
    }
    double mentions = (double)t->table->preps.len;
    double all_pairs = mentions * (mentions - 1) / 2;
    double rate = t->candidates->pairs.len ? (double)t->sampled_count / (double)t->candidates->pairs.len : 1;
    t->share_same = (sum_same / rate + 1) / (all_pairs + 1);
    t->share_relative = (sum_relative / rate + 1) / (all_pairs + 1);
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        unsigned levels = t->model->comparisons[c].levels;
        const float *prior_same = model_prior_same((enum comparison)c, levels == TEXT_LEVELS);
        const float *prior_rel = model_prior_relative((enum comparison)c);
        double known = 0, known_relative = 0;
        for (unsigned l = 1; l <= levels; l++) {
            known += same.at[c][l];
            known_relative += relatives.at[c][l];
        }
        for (unsigned l = 1; l <= levels; l++) {
            t->same.at[c][l] = (same.at[c][l] + SAME_STRENGTH * prior_same[l]) / (known + SAME_STRENGTH);
            if (prior_rel)
                t->relatives.at[c][l] =
                    (relatives.at[c][l] + RELATIVE_STRENGTH * prior_rel[l]) / (known_relative + RELATIVE_STRENGTH);
            double rest = t->all.at[c][l] - t->share_same * t->same.at[c][l];
            double least = t->all.at[c][l] * 0.02;
            t->strangers.at[c][l] = rest > least ? rest : least;
        }
    }
}

static void write_model(const struct trainer *t)
{
    struct weights weights;
    weigh(t, &weights);
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
            t->model->comparisons[c].weight[l] = (int16_t)lrint(weights.same[c][l] * BIT);
            t->model->comparisons[c].share[l] = (uint16_t)lrint(t->same.at[c][l] * 65535);
            t->model->comparisons[c].relative[l] = (int16_t)lrint(weights.relative[c][l] * BIT);
        }
    }
    t->model->prior = (int32_t)lrint(log2(t->share_same) * BIT);
    t->model->prior_relative = (int32_t)lrint(log2(t->share_relative) * BIT);
    t->model->threshold = 0;
    t->model->review = -4 * BIT;
}

enum status train_model(const struct table *table, const struct block_pairs *candidates, int threads, struct model *ret,
                        struct error *err)
{
    *ret = (struct model){ .kind = table->kind };
    struct trainer *t = calloc(1, sizeof(*t));
    if (!t)
        return error_set(err, STATUS_NO_MEMORY, "out of memory while training");
    t->table = table;
    t->candidates = candidates;
    t->model = ret;
    for (unsigned c = 0; c < COMPARE_COUNT; c++) {
        ret->comparisons[c].levels = (uint8_t)compare_levels(table, (enum comparison)c);
        if (ret->comparisons[c].levels)
            t->used[t->used_count++] = (uint8_t)c;
    }
    double mentions = (double)(table->preps.len > 1 ? table->preps.len : 2);
    t->share_same = 0.3 * mentions / (mentions * (mentions - 1) / 2);
    t->share_relative = t->share_same;
    bool good = learn_random(t, threads) && draw_sample(t, threads);
    if (good) {
        start_shares(t);
        for (int i = 0; i < EM_ROUNDS; i++)
            round_of_em(t);
        write_model(t);
    }
    free(t->random);
    free(t->sampled);
    free(t->samples);
    free(t);
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while training");
}
