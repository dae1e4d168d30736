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
#include "base/map.h"
#include "base/scoped.h"
#include "os/threads.h"

enum {
    RANDOM_PAIRS = 500000,
    RANDOM_ALL_BELOW = 1500, /* mentions: all pairs are taken */
    EM_PAIRS_MAX = 400000,
    EM_ROUNDS = 20,
    SLICE_PAIRS = 8192,
    SLICE_MENTIONS = 256,
    SLICE_PATTERNS = 4096,
    RARITY_STEP = BIT / 8,
};

#define SAME_STRENGTH      24.0  /* pairs that the expectations stand for */
#define LIKE_STRENGTH      100.0 /* what home mates and namesakes share is not learnt, only how many there are */
#define NOT_AT_ALL         1e-12
#define HOME_LEAST         0.02 /* some people share a home, also where the table shows none yet */
#define NAMES_TELL         5.0
#define BIRTHS_TELL        0.75 /* homes to one of the same, from where they tell no more about birth dates */
#define HOME_UNSEEN        0.07 /* for each pair of the same, where no streets are known */
#define LIKE_MOST          8.0  /* for each pair of the same */
#define SINGLE_MOST        0.02 /* of the same, that may have two numbers where a party has one */
#define TAUGHT_PAIRS       4.0  /* that a decided pair counts for */
#define FOLLOW_STRENGTH    5.0  /* pairs of namesakes seen before */
#define FOLLOW_SHARE       0.35
#define STRANGER_STRENGTH  2.0
#define NAMESAKES_AT_START 0.05 /* for each pair of the same: where nothing tells them apart it stays so */

struct shares {
    double at[COMPARE_COUNT][LEVELS_MAX];
};

/*
 * What EM sees of a pair: for each comparison in use its level, and how rare
 * what agrees is in eighths of a bit.  Pairs that look the same are counted
 * together.
 */
struct seen {
    uint8_t level;
    int8_t rarity; /* RARITY_STEP */
};

struct sample_slice {
    VEC(uint64_t) met;     /* pairs, while at work */
    VEC(struct seen) seen; /* used_count to a pair */
    uint64_t mentions;
    bool failed;
};

struct trainer {
    const struct table *table;
    const struct block_index *index;
    struct model *model;
    uint8_t used[COMPARE_COUNT];
    size_t used_count;

    uint64_t random_pairs;
    struct slice_counts *random;     /* by slice */
    uint64_t sample_limit;           /* of a mention's hash: those below give their candidate pairs */
    struct sample_slice *drawn;      /* by slice */
    struct block_partners *partners; /* by thread */
    double rate;                     /* share of all candidate pairs that was drawn */
    VEC(struct seen) patterns;       /* used_count to a pattern */
    VEC(uint32_t) patterns_count;    /* pairs that look so */
    struct sample_slice taught;      /* decided pairs: first the same, then the different */
    size_t taught_same, taught_different;
    struct weights *weights;
    struct counts *counted; /* by slice of patterns */

    struct shares same, like[LIKENESSES], strangers, all;
    double known_same[COMPARE_COUNT]; /* pairs of which the level is known */
    double share_same, share_like[LIKENESSES];
    double log_same, log_like[LIKENESSES]; /* of these, in this round */
    double follow[COMPARE_COUNT];          /* how often those alike share what one party shares with itself */
    double known_random[COMPARE_COUNT];    /* share of random pairs of which the level is known */
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

static void count_pair(const struct trainer *t, uint64_t pair, struct slice_counts *counts)
{
    struct pair_levels levels;
    compare_pair(t->table, &t->table->preps.ptr[pair_first(pair)], &t->table->preps.ptr[pair_second(pair)], &levels);
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

static void count_random(void *ctx, size_t slice, int thread)
{
    (void)thread;
    struct trainer *t = ctx;
    uint64_t pairs[SLICE_PAIRS];
    size_t count = 0;
    uint64_t end = (slice + 1) * SLICE_PAIRS < t->random_pairs ? (slice + 1) * SLICE_PAIRS : t->random_pairs;
    for (uint64_t n = slice * SLICE_PAIRS; n < end; n++) {
        uint32_t a = 0, b = 0;
        if (random_pair(t, n, &a, &b))
            pairs[count++] = (uint64_t)a << 32 | b;
    }
    for (size_t i = 0; i < count + PAIRS_AHEAD; i++) {
        pairs_fetch(t->table, pairs, count, i, true);
        if (i >= PAIRS_AHEAD)
            count_pair(t, pairs[i - PAIRS_AHEAD], &t->random[slice]);
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

static void draw_pair(const struct trainer *t, uint64_t pair, struct sample_slice *slice)
{
    struct pair_levels levels;
    compare_pair(t->table, &t->table->preps.ptr[pair_first(pair)], &t->table->preps.ptr[pair_second(pair)], &levels);
    if (!vec_reserve(&slice->seen, slice->seen.len + t->used_count)) {
        slice->failed = true;
        return;
    }
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        int32_t rarity = model_rarity(&t->model->comparisons[c], levels.level[c], levels.bits[c]);
        slice->seen.ptr[slice->seen.len++] =
            (struct seen){ levels.level[c], (int8_t)lrint(rarity / (double)RARITY_STEP) };
    }
}

static void draw_slice(void *ctx, size_t number, int thread)
{
    const struct trainer *t = ctx;
    struct sample_slice *slice = &t->drawn[number];
    struct block_partners *partners = &t->partners[thread];
    size_t from = number * SLICE_MENTIONS, to = from + SLICE_MENTIONS;
    for (size_t i = from; i < to && i < t->table->preps.len; i++) {
        if (hash_u64(t->table->preps.ptr[i].id) > t->sample_limit)
            continue;
        slice->mentions++;
        block_partners_of(t->index, (uint32_t)i, partners);
        for (size_t k = 0; k < partners->count; k++)
            slice->failed |= !vec_push(&slice->met, pair_pack((uint32_t)i, partners->found[k]));
    }
    for (size_t i = 0; i < slice->met.len + PAIRS_AHEAD; i++) {
        pairs_fetch(t->table, slice->met.ptr, slice->met.len, i, false);
        if (i >= PAIRS_AHEAD)
            draw_pair(t, slice->met.ptr[i - PAIRS_AHEAD], slice);
    }
    vec_done(&slice->met);
}

/* Pairs that look the same as one pattern with a count, in order of first sight. */
static bool gather_patterns(struct trainer *t, size_t slices)
{
    size_t pattern_bytes = t->used_count * sizeof(struct seen);
    SCOPED(map_done) struct map places = MAP_EMPTY;
    uint64_t mentions = 0, pairs = 0;
    bool good = true;
    for (size_t s = 0; s < slices && good; s++) {
        struct sample_slice *slice = &t->drawn[s];
        good = !slice->failed;
        mentions += slice->mentions;
        for (size_t at = 0; good && at < slice->seen.len; at += t->used_count) {
            const struct seen *seen = slice->seen.ptr + at;
            bool is_new = false;
            uint64_t hash = hash_text((struct text){ (const char *)seen, pattern_bytes });
            const uint64_t *place = map_put(&places, hash, t->patterns_count.len, &is_new);
            pairs++;
            good = place != NULL;
            if (good && !is_new)
                t->patterns_count.ptr[*place]++;
            if (!good || !is_new)
                continue;
            good = vec_push(&t->patterns_count, 1) && vec_reserve(&t->patterns, t->patterns.len + t->used_count);
            if (good)
                memcpy(t->patterns.ptr + t->patterns.len, seen, pattern_bytes);
            t->patterns.len += good ? t->used_count : 0;
        }
        vec_done(&slice->seen);
    }
    if (t->index->is_whole)
        t->rate = t->index->pairs_at_most ? (double)pairs / (double)t->index->pairs_at_most : 1;
    else
        t->rate = t->table->preps.len ? (double)mentions / (double)t->table->preps.len : 1;
    return good;
}

/* Candidate pairs to learn from: those of mentions chosen by hash of their id, so that order of adding does not
 * matter. */
static bool draw_sample(struct trainer *t, int threads)
{
    uint64_t most = EM_PAIRS_MAX; /* counted by run: where pairs meet in several, fewer are drawn */
    double rate = t->index->pairs_at_most > most ? (double)most / (double)t->index->pairs_at_most : 1;
    t->sample_limit = rate >= 1 ? UINT64_MAX : (uint64_t)(rate * 18446744073709549568.0);
    size_t slices = (t->table->preps.len + SLICE_MENTIONS - 1) / SLICE_MENTIONS;
    t->drawn = calloc(slices + 1, sizeof(*t->drawn));
    t->partners = calloc((size_t)threads + 1, sizeof(*t->partners));
    bool good = t->drawn && t->partners;
    for (int i = 0; good && i < threads; i++)
        good = block_partners_open(t->index, &t->partners[i]);
    if (good) {
        threads_run(threads, slices, draw_slice, t);
        good = gather_patterns(t, slices);
    }
    for (size_t s = 0; t->drawn && s < slices; s++)
        vec_done(&t->drawn[s].seen);
    for (int i = 0; t->partners && i < threads; i++)
        block_partners_done(&t->partners[i]);
    free(t->drawn);
    free(t->partners);
    return good;
}

static const struct expectation *expected(const struct trainer *t, size_t c)
{
    return model_expect((enum comparison)c, c >= COMPARE_ATTRIBUTE ? &t->table->columns[c - COMPARE_ATTRIBUTE] : NULL);
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

/* Where hardly a street is known, homes cannot be seen: those of one name in one town are believed to be few. */
static double like_most(const struct trainer *t, int likeness)
{
    size_t streets = 0, addresses = t->table->addresses.len;
    for (size_t i = 0; i < addresses; i++)
        streets += t->table->addresses.ptr[i].street != 0;
    return likeness == LIKE_HOME && addresses > 0 && streets * 10 < addresses ? HOME_UNSEEN : LIKE_MOST;
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

/*
 * Of a column that nobody knows the meaning of only as much is believed as the pairs it was seen in bear out: a
 * weight moves towards nothing by the error of its own count.
 */
static double cautious(double bits, double share, double n)
{
    double error = 1 / (log(2) * sqrt(share * n + 1));
    return bits > error ? bits - error : bits < -error ? bits + error : 0;
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
        if (c >= COMPARE_ATTRIBUTE && !t->table->columns[c - COMPARE_ATTRIBUTE].is_key)
            for (unsigned l = 1; l <= levels; l++)
                ret->same[c][l] = cautious(ret->same[c][l], t->same.at[c][l], t->known_same[c]);
        if (c == COMPARE_CONTRADICTION) /* a rule, not learnt: EM would learn what it should prevent */
            for (unsigned l = 1; l <= levels; l++)
                ret->same[c][l] = expect->bits[l];
        for (int k = 0; k < LIKENESSES; k++) {
            const float *like = model_expect_like((enum comparison)c, (enum likeness)k);
            bool follows = model_like_follows(t->model->kind, (enum comparison)c, (enum likeness)k);
            ret->like[k][c][0] = 0;
            for (unsigned l = 1; l <= levels; l++)
                ret->like[k][c][l] = follows ? log2(t->follow[c] * exp2(ret->same[c][l]) + 1 - t->follow[c])
                                     : !like ? 0
                                             : log_ratio(t->like[k].at[c][l], t->strangers.at[c][l], LIKE_STRENGTH,
                                                         like[l], expect->bits[l] + log2(like[l] / expect->share[l]));
        }
        for (unsigned l = 1; l <= levels && t->model->kind == PARTY_PERSON; l++)
            if (model_home_follows((enum comparison)c, l))
                ret->like[LIKE_HOME][c][l] = ret->same[c][l];
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
    double known_follow[COMPARE_COUNT], follow[COMPARE_COUNT]; /* of namesakes */
    double sum_same, sum_like[LIKENESSES];
};

/* How likely a pair that looks so is the same, or alike. */
struct chances {
    double same, like[LIKENESSES];
};

/* false when it is neither: strangers. */
static bool chances_of(const struct trainer *t, const struct seen *seen, struct chances *ret)
{
    const struct weights *weights = t->weights;
    double score = t->log_same, like[LIKENESSES];
    memcpy(like, t->log_like, sizeof(like));
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        unsigned l = seen[i].level;
        double rarity = seen[i].rarity * (RARITY_STEP / (double)BIT), w = weights->same[c][l];
        score += w + (w > 0 && w + rarity < 0 ? -w : rarity);
        for (int k = 0; k < LIKENESSES; k++)
            like[k] += weights->like[k][c][l] + (weights->like[k][c][l] > 0 ? rarity : 0);
    }
    double s = exp2(score > 60 ? 60 : score), whole = s + 1, r[LIKENESSES];
    for (int k = 0; k < LIKENESSES; k++)
        whole += r[k] = exp2(like[k] > 60 ? 60 : like[k]);
    ret->same = s / whole;
    for (int k = 0; k < LIKENESSES; k++)
        ret->like[k] = r[k] / whole;
    return ret->same >= 1e-7 || ret->like[0] >= 1e-7 || ret->like[1] >= 1e-7;
}

/* Branches of a chain and colleagues that agree do so as one party does with itself, or by chance. */
static void count_following(const struct trainer *t, const struct seen *seen, enum likeness likeness, double pairs,
                            struct counts *ret)
{
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        if (!seen[i].level || !model_like_follows(t->model->kind, (enum comparison)c, likeness))
            continue;
        double one = t->follow[c] * exp2(t->weights->same[c][seen[i].level]);
        ret->known_follow[c] += pairs;
        ret->follow[c] += pairs * one / (one + 1 - t->follow[c]);
    }
}

/* One slice of patterns: how likely each is the same or alike, counted by level. */
static void count_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    const struct trainer *t = ctx;
    struct counts *ret = &t->counted[slice];
    memset(ret, 0, sizeof(*ret));
    size_t end = (slice + 1) * SLICE_PATTERNS;
    for (size_t n = slice * SLICE_PATTERNS; n < end && n < t->patterns_count.len; n++) {
        const struct seen *seen = t->patterns.ptr + n * t->used_count;
        struct chances chances;
        double pairs = t->patterns_count.ptr[n];
        if (!chances_of(t, seen, &chances))
            continue;
        ret->sum_same += pairs * chances.same;
        for (int k = 0; k < LIKENESSES; k++)
            ret->sum_like[k] += pairs * chances.like[k];
        for (size_t i = 0; i < t->used_count; i++)
            ret->same.at[t->used[i]][seen[i].level] += pairs * chances.same;
        enum likeness follower = t->model->kind == PARTY_PERSON ? LIKE_HOME : LIKE_NAMESAKE;
        if (chances.like[follower] > 1e-4)
            count_following(t, seen, follower, pairs * chances.like[follower], ret);
    }
}

/*
 * Decided pairs: each of the same counts for several, and one that is two takes out what the weights of this round
 * would have it count for, as many times.
 */
static void count_taught(struct trainer *t, struct counts *ret)
{
    for (size_t n = 0; n < t->taught_same + t->taught_different; n++) {
        const struct seen *seen = t->taught.seen.ptr + n * t->used_count;
        struct chances chances;
        double pairs = TAUGHT_PAIRS;
        if (n >= t->taught_same)
            pairs *= chances_of(t, seen, &chances) ? -chances.same : 0;
        for (size_t i = 0; i < t->used_count; i++) {
            double *at = &ret->same.at[t->used[i]][seen[i].level];
            *at = fmax(*at + pairs, 0);
        }
    }
}

static void count_patterns(struct trainer *t, int threads, struct counts *ret)
{
    size_t slices = (t->patterns_count.len + SLICE_PATTERNS - 1) / SLICE_PATTERNS;
    threads_run(threads, slices, count_slice, t);
    memset(ret, 0, sizeof(*ret));
    for (size_t s = 0; s < slices; s++) {
        const struct counts *counts = &t->counted[s];
        ret->sum_same += counts->sum_same;
        for (int k = 0; k < LIKENESSES; k++)
            ret->sum_like[k] += counts->sum_like[k];
        for (size_t i = 0; i < t->used_count; i++)
            for (unsigned l = 0; l < LEVELS_MAX; l++)
                ret->same.at[t->used[i]][l] += counts->same.at[t->used[i]][l];
        for (size_t i = 0; i < t->used_count; i++) {
            ret->known_follow[t->used[i]] += counts->known_follow[t->used[i]];
            ret->follow[t->used[i]] += counts->follow[t->used[i]];
        }
    }
}

/*
 * The most that a level may have among the same.  What tells the people of one home apart is kept the smaller the
 * more homes the table shows: else the class of the same would take the families in and call that usual.
 */
static double share_most(const struct trainer *t, size_t c, unsigned level)
{
    double most = model_share_max(t->model->kind, (enum comparison)c, level);
    double homes = t->share_like[LIKE_HOME] / t->share_same;
    if (c == COMPARE_GIVEN && level >= GIVEN_DIFFERENT)
        return most / (1 + NAMES_TELL * homes);
    return c == COMPARE_BIRTH && level == BIRTH_DIFFERENT ? most / (1 + NAMES_TELL * fmin(homes, BIRTHS_TELL)) : most;
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
        double most = share_most(t, c, l);
        t->same.at[c][l] = share > most ? most : share;
        cut += share > most ? share - most : 0;
        unbounded += most < 1 ? 0 : share;
    }
    for (unsigned l = 1; l <= levels; l++)
        if (share_most(t, c, l) >= 1 && unbounded > 0)
            t->same.at[c][l] *= 1 + cut / unbounded;
    t->known_same[c] = known;
}

/* One round: how likely each sampled pair is the same or alike, then new shares. */
static void round_of_em(struct trainer *t, int threads, struct counts *counts)
{
    weigh(t, t->weights);
    t->log_same = log2(t->share_same);
    for (int k = 0; k < LIKENESSES; k++)
        t->log_like[k] = log2(t->share_like[k]);
    count_patterns(t, threads, counts);
    count_taught(t, counts);
    double mentions = (double)t->table->preps.len;
    double all_pairs = mentions * (mentions - 1) / 2;
    t->share_same = (counts->sum_same / t->rate + 1) / (all_pairs + 1);
    for (int k = 0; k < LIKENESSES; k++) {
        double share = (counts->sum_like[k] / t->rate + .05) / (all_pairs + 1);
        double least = k == LIKE_HOME ? HOME_LEAST * t->share_same : 0;
        t->share_like[k] = !likeness_shows(t, (enum likeness)k)
                               ? NOT_AT_ALL
                               : fmin(fmax(share, least), like_most(t, k) * t->share_same);
    }
    for (size_t i = 0; i < t->used_count; i++) {
        size_t c = t->used[i];
        t->follow[c] = (counts->follow[c] / t->rate + FOLLOW_STRENGTH * FOLLOW_SHARE) /
                       (counts->known_follow[c] / t->rate + FOLLOW_STRENGTH);
        share_same(t, c, counts->same.at[c]);
        for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
            double rest = t->all.at[c][l] - t->share_same * t->same.at[c][l];
            double least = t->all.at[c][l] * 0.02;
            t->strangers.at[c][l] = rest > least ? rest : least;
        }
    }
}

/*
 * Whether a party has one number of this kind: believed of numbers of a register and of columns whose values nearly
 * identify, where enough pairs of the same show hardly any two.
 */
static bool is_single(const struct trainer *t, size_t c)
{
    enum { PAIRS_MIN = 50 };
    bool of_register = c == COMPARE_IDENTIFIER + IDENTIFIER_KVK || c == COMPARE_IDENTIFIER + IDENTIFIER_RSIN ||
                       c == COMPARE_IDENTIFIER + IDENTIFIER_KBO || c == COMPARE_IDENTIFIER + IDENTIFIER_LEI;
    bool is_key = c >= COMPARE_ATTRIBUTE && t->table->columns[c - COMPARE_ATTRIBUTE].is_key;
    return (of_register || is_key) && t->known_same[c] >= PAIRS_MIN && t->same.at[c][CODE_DIFFERENT] <= SINGLE_MOST;
}

static void write_model(const struct trainer *t)
{
    struct weights *weights = t->weights;
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
    for (size_t i = 0; i < t->used_count; i++)
        t->model->comparisons[t->used[i]].is_single = is_single(t, t->used[i]);
    t->model->prior = (int32_t)lrint(log2(t->share_same) * BIT);
    for (int k = 0; k < LIKENESSES; k++)
        t->model->prior_like[k] = (int32_t)lrint(log2(t->share_like[k]) * BIT);
    t->model->threshold = 0;
    t->model->review = -4 * BIT;
}

static bool hear_taught(struct trainer *t, const struct train_taught *taught)
{
    t->taught_same = taught->same_count;
    t->taught_different = taught->different_count;
    for (size_t i = 0; i < taught->same_count + taught->different_count; i++) {
        uint64_t pair = i < taught->same_count ? taught->same[i] : taught->different[i - taught->same_count];
        draw_pair(t, pair, &t->taught);
    }
    return !t->taught.failed;
}

enum status train_model(const struct table *table, const struct block_index *index, const struct train_taught *taught,
                        int threads, struct model *ret, struct error *err)
{
    *ret = (struct model){ .kind = table->kind };
    struct trainer *t = calloc(1, sizeof(*t));
    if (!t)
        return error_set(err, STATUS_NO_MEMORY, "out of memory while training");
    t->table = table;
    t->index = index;
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
    struct counts *counts = malloc(sizeof(*counts));
    t->weights = malloc(sizeof(*t->weights));
    bool good = t->weights && counts && learn_random(t, threads) && draw_sample(t, threads) && hear_taught(t, taught);
    if (good) {
        t->counted = calloc(t->patterns_count.len / SLICE_PATTERNS + 1, sizeof(*t->counted));
        good = t->counted != NULL;
    }
    if (good) {
        start_shares(t);
        for (size_t c = 0; c < COMPARE_COUNT; c++)
            t->follow[c] = FOLLOW_SHARE;
        for (int k = 0; k < LIKENESSES; k++)
            if (!likeness_shows(t, (enum likeness)k))
                t->share_like[k] = NOT_AT_ALL;
        for (int i = 0; i < EM_ROUNDS; i++)
            round_of_em(t, threads, counts);
        write_model(t);
    }
    free(t->random);
    free(t->weights);
    free(t->counted);
    free(counts);
    vec_done(&t->taught.seen);
    vec_done(&t->patterns);
    vec_done(&t->patterns_count);
    free(t);
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while training");
}
