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
    RANDOM_PAIRS = 500000,
    RANDOM_ALL_BELOW = 1500, /* mentions: all pairs are taken */
    EM_PAIRS_MAX = 400000,
    EM_ROUNDS = 20,
    SLICE_PAIRS = 8192,
};

#define SAME_STRENGTH      24.0  /* pairs that the expectations stand for */
#define LIKE_STRENGTH      100.0 /* what home mates and namesakes share is not learnt, only how many there are */
#define NOT_AT_ALL         1e-12
#define HOME_LEAST         0.02 /* some people share a home, also where the table shows none yet */
#define LIKE_MOST          8.0  /* for each pair of the same */
#define STRANGER_STRENGTH  2.0
#define NAMESAKES_AT_START 0.05 /* for each pair of the same: where nothing tells them apart it stays so */

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

    struct shares same, like[LIKENESSES], strangers, all;
    double known_same[COMPARE_COUNT]; /* pairs of which the level is known */
    double share_same, share_like[LIKENESSES];
    double known_random[COMPARE_COUNT]; /* share of random pairs of which the level is known */
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
            t->model->comparisons[c].mean_bits[l] =
                (int16_t)(with_bits > 0 ? lrint(-log2(chance / with_bits) * BIT) : 0);
        }
        t->known_random[c] = known / (double)(t->random_pairs ? t->random_pairs : 1);
        for (unsigned l = 1; l <= levels; l++)
            t->all.at[c][l] =
                (count[l] + STRANGER_STRENGTH * (l == levels ? .9 : .1 / levels)) / (known + STRANGER_STRENGTH);
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
        compare_pair(t->table, &t->table->preps.ptr[pair_first(pair)], &t->table->preps.ptr[pair_second(pair)],
                     &levels);
        memcpy(t->samples[n].level, levels.level, sizeof(levels.level));
        for (size_t c = 0; c < COMPARE_COUNT; c++)
            t->samples[n].rarity[c] = (int16_t)model_rarity(&t->model->comparisons[c], levels.level[c], levels.bits[c]);
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

static const struct expectation *expected(const struct trainer *t, size_t c)
{
    return model_expect((enum comparison)c, t->model->comparisons[c].levels == TEXT_LEVELS);
}

/* Without an address nobody can be told from a namesake, or a home be seen. */
static bool likeness_shows(const struct trainer *t, enum likeness likeness)
{
    enum { NEEDED = 50 }; /* one in */
    double name = t->known_random[t->model->kind == PARTY_PERSON ? COMPARE_SURNAME : COMPARE_ORG];
    double address = t->known_random[COMPARE_ADDRESS], birth = t->known_random[COMPARE_BIRTH];
    if (likeness == LIKE_HOME)
        return address * NEEDED >= 1 || t->known_random[COMPARE_PHONE] * NEEDED >= 1;
    return name * NEEDED >= 1 && (address * NEEDED >= 1 || birth * NEEDED >= 1);
}

static void start_shares(struct trainer *t)
{
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
            t->same.at[c][l] = expected(t, c)->share[l];
            t->strangers.at[c][l] = t->all.at[c][l];
            for (int k = 0; k < LIKENESSES; k++) {
                const float *like = model_expect_like((enum comparison)c, (enum likeness)k);
                t->like[k].at[c][l] = like ? like[l] : t->all.at[c][l];
            }
        }
    }
}

struct weights {
    double same[COMPARE_COUNT][LEVELS_MAX], like[LIKENESSES][COMPARE_COUNT][LEVELS_MAX];
};

/*
 * Log ratio of two shares, each as seen in n pairs, with expected counts beside
 * them: with nothing seen it is the expectation, with much it is the data, and
 * what strangers never showed is worth no more than n pairs can support.
 */
static double log_ratio(double share, double stranger, double n, double expect, double expect_bits)
{
    double seen = share * n + SAME_STRENGTH * expect;
    double chance = stranger * n + SAME_STRENGTH * expect * exp2(-expect_bits);
    double bits = log2((seen + 1e-9) / (chance + 1e-9));
    return bits > 16 ? 16 : bits < -8 ? -8 : bits;
}

static void weigh(const struct trainer *t, struct weights *ret)
{
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        unsigned levels = t->model->comparisons[c].levels;
        const struct expectation *expect = expected(t, c);
        ret->same[c][0] = 0;
        for (unsigned l = 1; l <= levels; l++)
            ret->same[c][l] =
                log_ratio(t->same.at[c][l], t->strangers.at[c][l], t->known_same[c], expect->share[l], expect->bits[l]);
        if (c == COMPARE_CONTRADICTION) /* a rule, not learnt: EM would learn what it should prevent */
            for (unsigned l = 1; l <= levels; l++)
                ret->same[c][l] = expect->bits[l];
        for (int k = 0; k < LIKENESSES; k++) {
            const float *like = model_expect_like((enum comparison)c, (enum likeness)k);
            bool follows = model_like_follows(t->model->kind, (enum comparison)c, (enum likeness)k);
            ret->like[k][c][0] = 0;
            for (unsigned l = 1; l <= levels; l++)
                ret->like[k][c][l] = follows ? ret->same[c][l]
                                     : !like ? 0
                                             : log_ratio(t->like[k].at[c][l], t->strangers.at[c][l], LIKE_STRENGTH,
                                                         like[l], expect->bits[l] + log2(like[l] / expect->share[l]));
        }
        if (c == COMPARE_SOURCE)
            continue; /* either may speak for or against */
        if (ret->same[c][1] < 0)
            ret->same[c][1] = 0;
        if (ret->same[c][levels] > 0)
            ret->same[c][levels] = 0;
    }
}

/* What one round counts. */
struct counts {
    struct shares same;
    double sum_same, sum_like[LIKENESSES];
};

static void count_sample(const struct trainer *t, const struct weights *weights, struct counts *ret)
{
    double prior = log2(t->share_same), prior_like[LIKENESSES];
    for (int k = 0; k < LIKENESSES; k++)
        prior_like[k] = log2(t->share_like[k]);
    for (size_t n = 0; n < t->sampled_count; n++) {
        const struct sample *sample = &t->samples[n];
        double score = prior, like[LIKENESSES];
        for (int k = 0; k < LIKENESSES; k++)
            like[k] = prior_like[k];
        for (size_t i = 0; i < t->used_count; i++) {
            size_t c = t->used[i];
            unsigned l = sample->level[c];
            double rarity = sample->rarity[c] / (double)BIT, w = weights->same[c][l];
            score += w + (w > 0 && w + rarity < 0 ? -w : rarity);
            for (int k = 0; k < LIKENESSES; k++)
                like[k] += weights->like[k][c][l] + (weights->like[k][c][l] > 0 ? rarity : 0);
        }
        double s = exp2(score > 60 ? 60 : score), whole = s + 1, r[LIKENESSES];
        for (int k = 0; k < LIKENESSES; k++)
            whole += r[k] = exp2(like[k] > 60 ? 60 : like[k]);
        if (s / whole < 1e-7 && r[0] / whole < 1e-7 && r[1] / whole < 1e-7)
            continue;
        ret->sum_same += s / whole;
        for (int k = 0; k < LIKENESSES; k++)
            ret->sum_like[k] += r[k] / whole;
        for (size_t i = 0; i < t->used_count; i++) {
            size_t c = t->used[i];
            ret->same.at[c][sample->level[c]] += s / whole;
        }
    }
}

/* Shares of the same from counts, none above what the same can be. */
static void share_same(struct trainer *t, size_t c, const double *counted)
{
    unsigned levels = t->model->comparisons[c].levels;
    const float *expect = expected(t, c)->share;
    double known = 0, cut = 0, unbounded = 0;
    for (unsigned l = 1; l <= levels; l++)
        known += counted[l];
    for (unsigned l = 1; l <= levels; l++) {
        double share = (counted[l] + SAME_STRENGTH * expect[l]) / (known + SAME_STRENGTH);
        double most = model_share_max(t->model->kind, (enum comparison)c, l);
        t->same.at[c][l] = share > most ? most : share;
        cut += share > most ? share - most : 0;
        unbounded += most < 1 ? 0 : share;
    }
    for (unsigned l = 1; l <= levels; l++)
        if (model_share_max(t->model->kind, (enum comparison)c, l) >= 1 && unbounded > 0)
            t->same.at[c][l] *= 1 + cut / unbounded;
    t->known_same[c] = known;
}

/* One round: how likely each sampled pair is the same or alike, then new shares. */
static void round_of_em(struct trainer *t, struct weights *weights, struct counts *counts)
{
    weigh(t, weights);
    memset(counts, 0, sizeof(*counts));
    count_sample(t, weights, counts);
    double mentions = (double)t->table->preps.len;
    double all_pairs = mentions * (mentions - 1) / 2;
    double rate = t->candidates->pairs.len ? (double)t->sampled_count / (double)t->candidates->pairs.len : 1;
    t->share_same = (counts->sum_same / rate + 1) / (all_pairs + 1);
    for (int k = 0; k < LIKENESSES; k++) {
        double share = (counts->sum_like[k] / rate + .05) / (all_pairs + 1);
        double least = k == LIKE_HOME ? HOME_LEAST * t->share_same : 0;
        t->share_like[k] =
            !likeness_shows(t, (enum likeness)k) ? NOT_AT_ALL : fmin(fmax(share, least), LIKE_MOST * t->share_same);
    }
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        share_same(t, c, counts->same.at[c]);
        for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
            double rest = t->all.at[c][l] - t->share_same * t->same.at[c][l];
            double least = t->all.at[c][l] * 0.02;
            t->strangers.at[c][l] = rest > least ? rest : least;
        }
    }
}

static void write_model(const struct trainer *t, struct weights *weights)
{
    weigh(t, weights);
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
            t->model->comparisons[c].weight[l] = (int16_t)lrint(weights->same[c][l] * BIT);
            t->model->comparisons[c].share[l] = (uint16_t)lrint(t->same.at[c][l] * 65535);
            for (int k = 0; k < LIKENESSES; k++)
                t->model->comparisons[c].like[k][l] = (int16_t)lrint(weights->like[k][c][l] * BIT);
        }
    }
    t->model->prior = (int32_t)lrint(log2(t->share_same) * BIT);
    for (int k = 0; k < LIKENESSES; k++)
        t->model->prior_like[k] = (int32_t)lrint(log2(t->share_like[k]) * BIT);
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
    t->share_like[LIKE_HOME] = t->share_same;
    t->share_like[LIKE_NAMESAKE] = NAMESAKES_AT_START * t->share_same;
    struct weights *weights = malloc(sizeof(*weights));
    struct counts *counts = malloc(sizeof(*counts));
    bool good = weights && counts && learn_random(t, threads) && draw_sample(t, threads);
    if (good) {
        start_shares(t);
        for (int k = 0; k < LIKENESSES; k++)
            if (!likeness_shows(t, (enum likeness)k))
                t->share_like[k] = NOT_AT_ALL;
        for (int i = 0; i < EM_ROUNDS; i++)
            round_of_em(t, weights, counts);
        write_model(t, weights);
    }
    free(t->random);
    free(t->sampled);
    free(t->samples);
    free(weights);
    free(counts);
    free(t);
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while training");
}
