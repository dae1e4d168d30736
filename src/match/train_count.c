/*
 * One round of counting.  Pairs are made of a few hundred sights, so what each
 * is worth is worked out once per round, and a pair is a handful of sums.
 *
 * Slices of patterns do not depend on threads and are added in order
 * (match-1).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/train_inside.h"
#include "os/threads.h"

enum { SLICE_PATTERNS = 4096 };

#define TAUGHT_PAIRS 4.0 /* that a decided pair counts for */

/* What a sight is worth in this round, and how likely those alike share it because one party does. */
struct worth {
    double same, like[LIKENESSES];
    double following; /* negative where they do not */
};

struct counting {
    const struct sample *sample;
    const struct round_start *start; /* of this round */
    int likenesses;
    struct worth *worths;  /* by number of sight */
    struct counts *slices; /* of patterns */
    size_t slices_count;
};

/* How likely a pair that looks so is the same, or alike. */
struct chances {
    double same, like[LIKENESSES];
};

/* One pattern. */
struct pattern {
    const uint16_t *sights, *end;
};

static struct pattern pattern_at(const struct patterns *patterns, size_t n)
{
    const uint16_t *sights = patterns->sights.ptr;
    return (struct pattern){ sights + (n ? patterns->ends.ptr[n - 1] : 0), sights + patterns->ends.ptr[n] };
}

struct counting *counting_open(const struct sample *sample)
{
    struct counting *counting = calloc(1, sizeof(*counting));
    if (!counting)
        return NULL;
    counting->sample = sample;
    counting->slices_count = (sample->candidates.pairs.len + SLICE_PATTERNS - 1) / SLICE_PATTERNS;
    counting->slices = calloc(counting->slices_count + 1, sizeof(*counting->slices));
    counting->worths = calloc(sample->sights.list.len + 1, sizeof(*counting->worths));
    if (!counting->slices || !counting->worths) {
        counting_done(counting);
        return NULL;
    }
    return counting;
}

void counting_done(struct counting *counting)
{
    if (!counting)
        return;
    free(counting->slices);
    free(counting->worths);
    free(counting);
}

/* Those alike who share what one party shares with itself. */
static enum likeness follower(enum party_kind kind)
{
    return kind == PARTY_PERSON ? LIKE_HOME : LIKE_NAMESAKE;
}

static void weigh_sights(struct counting *counting)
{
    const struct round_start *start = counting->start;
    for (size_t i = 0; i < counting->sample->sights.list.len; i++) {
        struct seen seen = counting->sample->sights.list.ptr[i];
        struct worth *worth = &counting->worths[i];
        double rarity = seen.rarity * (RARITY_STEP / (double)BIT);
        double w = start->weights->same[seen.comparison][seen.level], follow = start->follow[seen.comparison];
        double one = follow * exp2(w);
        worth->same = w + (w > 0 && w + rarity < 0 ? -w : rarity);
        for (int k = 0; k < counting->likenesses; k++) {
            double l = start->weights->like[k][seen.comparison][seen.level];
            worth->like[k] = l + (l > 0 ? rarity : 0);
        }
        worth->following = -1;
        if (model_like_follows(start->kind, (enum comparison)seen.comparison, follower(start->kind)))
            worth->following = one / (one + 1 - follow);
    }
}

/* false when it is neither: strangers. */
static bool chances_of(const struct counting *counting, struct pattern pattern, struct chances *ret)
{
    enum { LOG_MOST = 60 };
    const double negligible = 1e-7, log_negligible = -23.3; /* two to this is less */
    const struct round_start *start = counting->start;
    double score = start->log_same, like[LIKENESSES];
    memcpy(like, start->log_like, sizeof(like));
    for (const uint16_t *sight = pattern.sights; sight < pattern.end; sight++) {
        const struct worth *worth = &counting->worths[*sight];
        score += worth->same;
        for (int k = 0; k < LIKENESSES; k++) /* all of them: they are added side by side */
            like[k] += worth->like[k];
    }
    int kinds = counting->likenesses;
    double most = score;
    for (int k = 0; k < kinds; k++)
        most = fmax(most, like[k]);
    if (most < log_negligible)
        return false;
    double s = exp2(score > LOG_MOST ? LOG_MOST : score), whole = s + 1, r[LIKENESSES];
    for (int k = 0; k < kinds; k++)
        whole += r[k] = exp2(like[k] > LOG_MOST ? LOG_MOST : like[k]);
    ret->same = s / whole;
    most = ret->same;
    for (int k = 0; k < kinds; k++) {
        ret->like[k] = r[k] / whole;
        most = fmax(most, ret->like[k]);
    }
    return most >= negligible;
}

static struct seen seen_of(const struct counting *counting, uint16_t sight)
{
    return counting->sample->sights.list.ptr[sight];
}

/* Branches of a chain and colleagues that agree do so as one party does with itself, or by chance. */
static void count_following(const struct counting *counting, struct pattern pattern, double pairs, struct counts *ret)
{
    for (const uint16_t *sight = pattern.sights; sight < pattern.end; sight++) {
        double following = counting->worths[*sight].following;
        if (following < 0)
            continue;
        size_t c = seen_of(counting, *sight).comparison;
        ret->known_follow[c] += pairs;
        ret->follow[c] += pairs * following;
    }
}

/* Of how many things something is known. */
static size_t witnesses(const struct counting *counting, struct pattern pattern)
{
    size_t count = 0;
    for (const uint16_t *sight = pattern.sights; sight < pattern.end; sight++) {
        unsigned c = seen_of(counting, *sight).comparison;
        count += c != COMPARE_CONTRADICTION && c != COMPARE_SOURCE && c != COMPARE_FORM;
    }
    return count;
}

/*
 * How often the same have two numbers where their names leave no doubt.  Those of one owner differ by a word: where
 * numbers differ only when names do, it is their owner they share.
 */
static void count_numbers(const struct counting *counting, struct pattern pattern, double pairs, struct counts *ret)
{
    bool one_name = false;
    for (const uint16_t *sight = pattern.sights; sight < pattern.end; sight++) {
        struct seen seen = seen_of(counting, *sight);
        one_name |= seen.comparison == COMPARE_ORG && seen.level <= ORG_TYPO;
    }
    for (const uint16_t *sight = pattern.sights; one_name && sight < pattern.end; sight++) {
        struct seen seen = seen_of(counting, *sight);
        if (!counting->start->shown->is_number[seen.comparison])
            continue;
        ret->known_named[seen.comparison] += pairs;
        ret->differ_named[seen.comparison] += seen.level == CODE_DIFFERENT ? pairs : 0;
    }
}

static void count_sisters(const struct counting *counting, struct pattern pattern, double pairs, struct counts *ret)
{
    for (const uint16_t *sight = pattern.sights; sight < pattern.end; sight++) {
        struct seen seen = seen_of(counting, *sight);
        if (seen.comparison == COMPARE_ORG)
            ret->sister_org[seen.level] += pairs;
        if (seen.comparison == COMPARE_FORM)
            ret->sister_form[seen.level] += pairs;
    }
}

/* One slice of patterns: how likely each is the same or alike, counted by level. */
static void count_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    const struct counting *counting = ctx;
    const struct patterns *patterns = &counting->sample->candidates;
    enum likeness alike = follower(counting->start->kind);
    struct counts *ret = &counting->slices[slice];
    memset(ret, 0, sizeof(*ret));
    size_t end = (slice + 1) * SLICE_PATTERNS;
    for (size_t n = slice * SLICE_PATTERNS; n < end && n < patterns->pairs.len; n++) {
        struct pattern pattern = pattern_at(patterns, n);
        struct chances chances;
        double pairs = patterns->pairs.ptr[n];
        if (!chances_of(counting, pattern, &chances))
            continue;
        ret->sum_same += pairs * chances.same;
        for (int k = 0; k < counting->likenesses; k++)
            ret->sum_like[k] += pairs * chances.like[k];
        if (witnesses(counting, pattern) > 1)
            for (const uint16_t *sight = pattern.sights; sight < pattern.end; sight++) {
                struct seen seen = seen_of(counting, *sight);
                ret->same.at[seen.comparison][seen.level] += pairs * chances.same;
            }
        if (counting->start->kind == PARTY_ORGANISATION) {
            count_numbers(counting, pattern, pairs * chances.same, ret);
            count_sisters(counting, pattern, pairs * chances.like[LIKE_SISTER], ret);
        }
        if (chances.like[alike] > 1e-4)
            count_following(counting, pattern, pairs * chances.like[alike], ret);
    }
}

/*
 * Decided pairs: each of the same counts for several, and one that is two takes out what the weights of this round
 * would have it count for, as many times.
 */
static void count_taught(const struct counting *counting, struct counts *ret)
{
    const struct patterns *taught = &counting->sample->taught;
    for (size_t n = 0; n < taught->pairs.len; n++) {
        struct pattern pattern = pattern_at(taught, n);
        struct chances chances;
        double pairs = TAUGHT_PAIRS;
        if (n >= counting->sample->taught_same)
            pairs *= chances_of(counting, pattern, &chances) ? -chances.same : 0;
        for (const uint16_t *sight = pattern.sights; sight < pattern.end; sight++) {
            struct seen seen = seen_of(counting, *sight);
            double *at = &ret->same.at[seen.comparison][seen.level];
            *at = fmax(*at + pairs, 0);
        }
    }
}

void count_sample(struct counting *counting, const struct round_start *start, int threads, struct counts *ret)
{
    const struct sample *sample = counting->sample;
    counting->start = start;
    counting->likenesses = model_likenesses(start->kind);
    weigh_sights(counting);
    threads_run(threads, counting->slices_count, count_slice, counting);
    memset(ret, 0, sizeof(*ret));
    for (size_t s = 0; s < counting->slices_count; s++) {
        const struct counts *counts = &counting->slices[s];
        ret->sum_same += counts->sum_same;
        for (int k = 0; k < LIKENESSES; k++)
            ret->sum_like[k] += counts->sum_like[k];
        for (unsigned l = 0; l < LEVELS_MAX; l++) {
            ret->sister_org[l] += counts->sister_org[l];
            ret->sister_form[l] += counts->sister_form[l];
        }
        for (size_t i = 0; i < sample->used_count; i++) {
            size_t c = sample->used[i];
            for (unsigned l = 0; l < LEVELS_MAX; l++)
                ret->same.at[c][l] += counts->same.at[c][l];
            ret->known_named[c] += counts->known_named[c];
            ret->differ_named[c] += counts->differ_named[c];
            ret->known_follow[c] += counts->known_follow[c];
            ret->follow[c] += counts->follow[c];
        }
    }
    count_taught(counting, ret);
}
