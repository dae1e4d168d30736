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
 * Which pairs are looked at is decided in match/train_sample.c.
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

#include "match/train_sample.h"
#include "os/threads.h"

enum { EM_ROUNDS = 20, SLICE_PATTERNS = 4096, MUCH_TOLD = 5 };

#define SAME_PERSONS       32.0 /* pairs that the expectations stand for, … */
#define SAME_FEW           32.0 /* … and so many more in a small table, where sixty pairs would teach as much */
#define FEW_MENTIONS       500.0
#define SAME_LEAST         8.0 /* … and this few in a large one that tells at least MUCH_TOLD things of each */
#define MANY_MENTIONS      20000.0
#define SAME_ORGANISATIONS 24.0
#define LIKE_STRENGTH      100.0 /* what home mates and namesakes share is not learnt, only how many there are */
#define NOT_AT_ALL         1e-12
#define HOME_LEAST         0.02 /* some people share a home, also where the table shows none yet */
#define BRANCHES_LEAST     0.06 /* for each pair of the same: some firms have them, also where the table shows none yet */
#define NAMES_TELL         5.0
#define BIRTHS_TELL        0.75 /* homes to one of the same, from where they tell no more about birth dates */
#define HOME_UNSEEN        0.07 /* for each pair of the same, where no streets are known */
#define LIKE_MOST          8.0  /* for each pair of the same */
#define SINGLE_MOST        0.02 /* of the same, that may have two numbers where a party has one */
#define REGISTER_MOST      0.10 /* the same of numbers that a register gives, one to each by its own rule */
#define TAUGHT_PAIRS       4.0  /* that a decided pair counts for */
#define FOLLOW_STRENGTH    5.0  /* pairs of namesakes seen before */
#define FOLLOW_SHARE       0.35
#define NAMESAKES_AT_START 0.05 /* for each pair of the same: where nothing tells them apart it stays so */
#define NAMED_STRENGTH     2.0  /* pairs of one name and two numbers, seen before */
#define NAMED_LEAST        0.03
#define SISTERS_AT_START   0.15

struct trainer {
    const struct table *table;
    struct model *model;
    struct sample sample;
    struct weights *weights;
    struct counts *counted; /* by slice of patterns */

    struct shares same, like[LIKENESSES], strangers;
    double differ[COMPARE_COUNT];       /* share of CODE_DIFFERENT as it was counted, before any ceiling */
    double named_differ[COMPARE_COUNT]; /* of numbers, how often the same of one name have two */
    double known_same[COMPARE_COUNT];   /* pairs of which the level is known */
    double share_same, share_like[LIKENESSES];
    double log_same, log_like[LIKENESSES]; /* of these, in this round */
    double follow[COMPARE_COUNT];          /* how often those alike share what one party shares with itself */
};

static const struct expectation *expected(const struct trainer *t, size_t c)
{
    return model_expect((enum comparison)c, c >= COMPARE_ATTRIBUTE ? &t->table->columns[c - COMPARE_ATTRIBUTE] : NULL);
}

/* A number that a register gave, or a column that nearly identifies. */
static bool is_number_of_party(const struct trainer *t, size_t c)
{
    bool of_register = c == COMPARE_IDENTIFIER + IDENTIFIER_KVK || c == COMPARE_IDENTIFIER + IDENTIFIER_RSIN ||
                       c == COMPARE_IDENTIFIER + IDENTIFIER_KBO || c == COMPARE_IDENTIFIER + IDENTIFIER_LEI;
    return of_register || (c >= COMPARE_ATTRIBUTE && t->table->columns[c - COMPARE_ATTRIBUTE].is_key);
}

/* Companies of one owner are seen by their numbers: one door, one name but for a word, and another number. */
static bool has_numbers(const struct trainer *t)
{
    enum { NEEDED = 50 }; /* one in */
    for (size_t i = 0; i < t->sample.used_count; i++)
        if (is_number_of_party(t, t->sample.used[i]) && t->sample.known_random[t->sample.used[i]] * NEEDED >= 1)
            return true;
    return false;
}

/* Without an address nobody can be told from a namesake, or a home be seen. */
static bool likeness_shows(const struct trainer *t, enum likeness likeness)
{
    enum { NEEDED = 50 }; /* one in */
    double name = t->sample.known_random[t->model->kind == PARTY_PERSON ? COMPARE_SURNAME : COMPARE_ORG];
    double address = t->sample.known_random[COMPARE_ADDRESS], birth = t->sample.known_random[COMPARE_BIRTH];
    if (likeness == LIKE_SISTER)
        return t->model->kind == PARTY_ORGANISATION && name * NEEDED >= 1 && address * NEEDED >= 1 && has_numbers(t);
    if (likeness == LIKE_HOME)
        return address * NEEDED >= 1 || t->sample.known_random[COMPARE_PHONE] * NEEDED >= 1;
    double phone = t->model->kind == PARTY_ORGANISATION ? t->sample.known_random[COMPARE_PHONE] : 0;
    return name * NEEDED >= 1 && (address * NEEDED >= 1 || birth * NEEDED >= 1 || phone * NEEDED >= 1);
}

/* Whether an address tells homes apart: a street does, and a postcode that few share. */
static bool is_of_a_home(const struct table *table, const struct prep_address *address)
{
    enum { FEW = 12 };
    return address->street ||
           (address->postcode && table_value(table, DOMAIN_POSTCODE, address->postcode)->count <= FEW);
}

/*
 * Where hardly a street, a narrow postcode or a phone is known, homes cannot be seen: those of one name in one town are
 * believed to be few.
 */
static double like_most(const struct trainer *t, int likeness)
{
    size_t homes = 0, addresses = t->table->addresses.len;
    for (size_t i = 0; i < addresses; i++)
        homes += is_of_a_home(t->table, &t->table->addresses.ptr[i]);
    bool phones = t->sample.known_random[COMPARE_PHONE] * 10 >= 1;
    return likeness == LIKE_HOME && addresses > 0 && homes * 10 < addresses && !phones ? HOME_UNSEEN : LIKE_MOST;
}

static double like_least(const struct trainer *t, int likeness)
{
    return likeness == LIKE_SISTER                ? 0
           : likeness == LIKE_HOME                ? HOME_LEAST
           : t->model->kind == PARTY_ORGANISATION ? BRANCHES_LEAST
                                                  : 0;
}

static void start_shares(struct trainer *t)
{
    for (size_t i = 0; i < t->sample.used_count; i++) {
        size_t c = t->sample.used[i];
        for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
            t->same.at[c][l] = expected(t, c)->share[l];
            t->strangers.at[c][l] = t->sample.random.at[c][l];
            for (int k = 0; k < LIKENESSES; k++) {
                const float *like = model_expect_like((enum comparison)c, (enum likeness)k);
                t->like[k].at[c][l] = like ? like[l] : t->sample.random.at[c][l];
            }
        }
    }
}

/* Of how many things on their own the table tells, of a tenth of its mentions: who, when born, where, how reached. */
static size_t things_told(const struct table *table)
{
    enum { GIVEN, SURNAME, BIRTH, ADDRESS, EMAIL, PHONE, THINGS, LOOKED_AT = 1000 };
    size_t told[THINGS] = { 0 }, looked = 0, count = 0, step = table->preps.len / LOOKED_AT + 1;
    for (size_t i = 0; i < table->preps.len; i += step, looked++) {
        const struct prep *p = &table->preps.ptr[i];
        told[GIVEN] += p->given_count > 0;
        told[SURNAME] += p->surname != 0;
        told[BIRTH] += p->birth != 0;
        told[ADDRESS] += p->addresses_count > 0;
        told[EMAIL] += p->emails_count > 0;
        told[PHONE] += p->phones_count > 0;
    }
    for (size_t i = 0; i < THINGS; i++)
        count += told[i] * 10 > looked;
    return count;
}

/*
 * A large table that tells much of each speaks for itself; where little is told, namesakes look like the same person
 * however large it is, and the expectations hold.
 */
static double same_strength(const struct trainer *t)
{
    double mentions = (double)t->table->preps.len;
    if (t->model->kind != PARTY_PERSON)
        return SAME_ORGANISATIONS;
    if (mentions > MANY_MENTIONS && things_told(t->table) >= MUCH_TOLD)
        return fmax(SAME_LEAST, SAME_PERSONS * sqrt(MANY_MENTIONS / mentions));
    return SAME_PERSONS + SAME_FEW * fmax(0, 1 - mentions / FEW_MENTIONS);
}

struct weights {
    double same[COMPARE_COUNT][LEVELS_MAX], like[LIKENESSES][COMPARE_COUNT][LEVELS_MAX];
};

/*
 * Log ratio of two shares, each as seen in n pairs, with expected counts beside
 * them: with nothing seen it is the expectation, with much it is the data, and
 * what strangers never showed is worth no more than n pairs can support.
 */
static double log_ratio(double share, double stranger, double n, double strength, double expect, double expect_bits)
{
    double seen = share * n + strength * expect;
    double chance = stranger * n + strength * expect * exp2(-expect_bits);
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
    double strength = same_strength(t);
    for (size_t i = 0; i < t->sample.used_count; i++) {
        size_t c = t->sample.used[i];
        unsigned levels = t->model->comparisons[c].levels;
        const struct expectation *expect = expected(t, c);
        ret->same[c][0] = 0;
        for (unsigned l = 1; l <= levels; l++)
            ret->same[c][l] = log_ratio(t->same.at[c][l], t->strangers.at[c][l], t->known_same[c], strength,
                                        expect->share[l], expect->bits[l]);
        if (c >= COMPARE_ATTRIBUTE && !t->table->columns[c - COMPARE_ATTRIBUTE].is_key)
            for (unsigned l = 1; l <= levels; l++)
                ret->same[c][l] = cautious(ret->same[c][l], t->same.at[c][l], t->known_same[c]);
        if (c == COMPARE_CONTRADICTION) /* a rule, not learnt: EM would learn what it should prevent */
            for (unsigned l = 1; l <= levels; l++)
                ret->same[c][l] = expect->bits[l];
        for (int k = 0; k < LIKENESSES; k++) {
            const float *like = model_expect_like((enum comparison)c, (enum likeness)k);
            double sister = k == LIKE_SISTER && !is_number_of_party(t, c) ? model_sister_share((enum comparison)c) : 0;
            bool follows = model_like_follows(t->model->kind, (enum comparison)c, (enum likeness)k);
            ret->like[k][c][0] = 0;
            for (unsigned l = 1; l <= levels; l++)
                ret->like[k][c][l] = sister > 0 ? log2(sister * exp2(ret->same[c][l]) + 1 - sister)
                                     : follows  ? log2(t->follow[c] * exp2(ret->same[c][l]) + 1 - t->follow[c])
                                     : !like    ? 0
                                                : log_ratio(model_like_share(t->model->kind, (enum comparison)c,
                                                                             (enum likeness)k, t->same.at[c], l),
                                                            t->strangers.at[c][l], LIKE_STRENGTH, strength, like[l],
                                                            expect->bits[l] + log2(like[l] / expect->share[l]));
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
    double known_follow[COMPARE_COUNT], follow[COMPARE_COUNT];      /* of namesakes */
    double known_named[COMPARE_COUNT], differ_named[COMPARE_COUNT]; /* of numbers, among the same of one name */
    double sum_same, sum_like[LIKENESSES];
};

/* How likely a pair that looks so is the same, or alike. */
struct chances {
    double same, like[LIKENESSES];
};

/* One pattern. */
struct sight {
    const struct seen *seen;
    size_t count;
};

static struct sight sight_of(const struct patterns *patterns, size_t n)
{
    uint32_t from = n ? patterns->ends.ptr[n - 1] : 0;
    return (struct sight){ patterns->seen.ptr + from, patterns->ends.ptr[n] - from };
}

/* false when it is neither: strangers. */
static bool chances_of(const struct trainer *t, struct sight sight, struct chances *ret)
{
    enum { LOG_MOST = 60 };
    const double negligible = 1e-7, log_negligible = -23.3; /* two to this is less */
    double score = t->log_same, like[LIKENESSES];
    int kinds = model_likenesses(t->model->kind);
    memcpy(like, t->log_like, sizeof(like));
    for (const struct seen *seen = sight.seen; seen < sight.seen + sight.count; seen++) {
        double rarity = seen->rarity * (RARITY_STEP / (double)BIT);
        double w = t->weights->same[seen->comparison][seen->level];
        score += w + (w > 0 && w + rarity < 0 ? -w : rarity);
        for (int k = 0; k < kinds; k++) {
            double l = t->weights->like[k][seen->comparison][seen->level];
            like[k] += l + (l > 0 ? rarity : 0);
        }
    }
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

/* Branches of a chain and colleagues that agree do so as one party does with itself, or by chance. */
static void count_following(const struct trainer *t, struct sight sight, enum likeness likeness, double pairs,
                            struct counts *ret)
{
    for (const struct seen *seen = sight.seen; seen < sight.seen + sight.count; seen++) {
        size_t c = seen->comparison;
        if (!model_like_follows(t->model->kind, (enum comparison)c, likeness))
            continue;
        double one = t->follow[c] * exp2(t->weights->same[c][seen->level]);
        ret->known_follow[c] += pairs;
        ret->follow[c] += pairs * one / (one + 1 - t->follow[c]);
    }
}

/* Of how many things something is known. */
static size_t witnesses(struct sight sight)
{
    size_t count = 0;
    for (const struct seen *seen = sight.seen; seen < sight.seen + sight.count; seen++)
        count += seen->comparison != COMPARE_CONTRADICTION && seen->comparison != COMPARE_SOURCE;
    return count;
}

/*
 * How often the same have two numbers where their names leave no doubt.  Those of one owner differ by a word: where
 * numbers differ only when names do, it is their owner they share.
 */
static void count_numbers(const struct trainer *t, struct sight sight, double pairs, struct counts *ret)
{
    bool one_name = false;
    for (const struct seen *seen = sight.seen; seen < sight.seen + sight.count; seen++)
        one_name |= seen->comparison == COMPARE_ORG && seen->level <= ORG_TYPO;
    for (const struct seen *seen = sight.seen; one_name && seen < sight.seen + sight.count; seen++)
        if (is_number_of_party(t, seen->comparison)) {
            ret->known_named[seen->comparison] += pairs;
            ret->differ_named[seen->comparison] += seen->level == CODE_DIFFERENT ? pairs : 0;
        }
}

/* One slice of patterns: how likely each is the same or alike, counted by level. */
static void count_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    const struct trainer *t = ctx;
    const struct patterns *patterns = &t->sample.candidates;
    struct counts *ret = &t->counted[slice];
    memset(ret, 0, sizeof(*ret));
    size_t end = (slice + 1) * SLICE_PATTERNS;
    enum likeness follower = t->model->kind == PARTY_PERSON ? LIKE_HOME : LIKE_NAMESAKE;
    for (size_t n = slice * SLICE_PATTERNS; n < end && n < patterns->pairs.len; n++) {
        struct sight sight = sight_of(patterns, n);
        struct chances chances;
        double pairs = patterns->pairs.ptr[n];
        if (!chances_of(t, sight, &chances))
            continue;
        ret->sum_same += pairs * chances.same;
        for (int k = 0; k < model_likenesses(t->model->kind); k++)
            ret->sum_like[k] += pairs * chances.like[k];
        if (witnesses(sight) > 1)
            for (const struct seen *seen = sight.seen; seen < sight.seen + sight.count; seen++)
                ret->same.at[seen->comparison][seen->level] += pairs * chances.same;
        if (t->model->kind == PARTY_ORGANISATION)
            count_numbers(t, sight, pairs * chances.same, ret);
        if (chances.like[follower] > 1e-4)
            count_following(t, sight, follower, pairs * chances.like[follower], ret);
    }
}

/*
 * Decided pairs: each of the same counts for several, and one that is two takes out what the weights of this round
 * would have it count for, as many times.
 */
static void count_taught(struct trainer *t, struct counts *ret)
{
    const struct patterns *taught = &t->sample.taught;
    for (size_t n = 0; n < taught->pairs.len; n++) {
        struct sight sight = sight_of(taught, n);
        struct chances chances;
        double pairs = TAUGHT_PAIRS;
        if (n >= t->sample.taught_same)
            pairs *= chances_of(t, sight, &chances) ? -chances.same : 0;
        for (const struct seen *seen = sight.seen; seen < sight.seen + sight.count; seen++) {
            double *at = &ret->same.at[seen->comparison][seen->level];
            *at = fmax(*at + pairs, 0);
        }
    }
}

static void count_patterns(struct trainer *t, int threads, struct counts *ret)
{
    size_t slices = (t->sample.candidates.pairs.len + SLICE_PATTERNS - 1) / SLICE_PATTERNS;
    threads_run(threads, slices, count_slice, t);
    memset(ret, 0, sizeof(*ret));
    for (size_t s = 0; s < slices; s++) {
        const struct counts *counts = &t->counted[s];
        ret->sum_same += counts->sum_same;
        for (int k = 0; k < LIKENESSES; k++)
            ret->sum_like[k] += counts->sum_like[k];
        for (size_t i = 0; i < t->sample.used_count; i++) {
            size_t c = t->sample.used[i];
            for (unsigned l = 0; l < LEVELS_MAX; l++)
                ret->same.at[c][l] += counts->same.at[c][l];
            ret->known_named[c] += counts->known_named[c];
            ret->differ_named[c] += counts->differ_named[c];
            ret->known_follow[c] += counts->known_follow[c];
            ret->follow[c] += counts->follow[c];
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
    if (level == CODE_DIFFERENT && t->model->kind == PARTY_ORGANISATION && is_number_of_party(t, c))
        return fmin(most, fmax(t->named_differ[c], NAMED_LEAST));
    if (c == COMPARE_GIVEN && level >= GIVEN_DIFFERENT)
        return most / (1 + NAMES_TELL * homes);
    return c == COMPARE_BIRTH && level == BIRTH_DIFFERENT ? most / (1 + NAMES_TELL * fmin(homes, BIRTHS_TELL)) : most;
}

/* Shares of the same from counts, none above what the same can be. */
static void share_same(struct trainer *t, size_t c, const double *counted)
{
    double strength = same_strength(t);
    unsigned levels = t->model->comparisons[c].levels;
    const float *expect = expected(t, c)->share;
    double known = 0, cut = 0, unbounded = 0;
    for (unsigned l = 1; l <= levels; l++)
        known += counted[l];
    for (unsigned l = 1; l <= levels; l++) {
        double share = (counted[l] + strength * expect[l]) / (known + strength);
        double most = share_most(t, c, l);
        t->same.at[c][l] = share > most ? most : share;
        cut += share > most ? share - most : 0;
        unbounded += most < 1 ? 0 : share;
    }
    for (unsigned l = 1; l <= levels; l++)
        if (share_most(t, c, l) >= 1 && unbounded > 0)
            t->same.at[c][l] *= 1 + cut / unbounded;
    t->known_same[c] = known;
    t->differ[c] = known > 0 ? counted[CODE_DIFFERENT] / known : 1;
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
    t->share_same = (counts->sum_same / t->sample.rate + 1) / (all_pairs + 1);
    for (int k = 0; k < LIKENESSES; k++) {
        double share = (counts->sum_like[k] / t->sample.rate + .05) / (all_pairs + 1);
        double least = like_least(t, k) * t->share_same;
        t->share_like[k] = !likeness_shows(t, (enum likeness)k)
                               ? NOT_AT_ALL
                               : fmin(fmax(share, least), like_most(t, k) * t->share_same);
    }
    for (size_t i = 0; i < t->sample.used_count; i++) {
        size_t c = t->sample.used[i];
        t->follow[c] = (counts->follow[c] / t->sample.rate + FOLLOW_STRENGTH * FOLLOW_SHARE) /
                       (counts->known_follow[c] / t->sample.rate + FOLLOW_STRENGTH);
        t->named_differ[c] = (counts->differ_named[c] + NAMED_STRENGTH) / (counts->known_named[c] + NAMED_STRENGTH);
        share_same(t, c, counts->same.at[c]);
        for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
            double rest = t->sample.random.at[c][l] - t->share_same * t->same.at[c][l];
            double least = t->sample.random.at[c][l] * 0.02;
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
    double most = c < COMPARE_ATTRIBUTE ? REGISTER_MOST : SINGLE_MOST;
    return is_number_of_party(t, c) && t->known_same[c] >= PAIRS_MIN && t->differ[c] <= most;
}

static void write_model(const struct trainer *t)
{
    struct weights *weights = t->weights;
    weigh(t, weights);
    for (size_t i = 0; i < t->sample.used_count; i++) {
        size_t c = t->sample.used[i];
        for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
            t->model->comparisons[c].weight[l] = (int16_t)lrint(weights->same[c][l] * BIT);
            t->model->comparisons[c].share[l] = (uint16_t)lrint(t->same.at[c][l] * 65535);
            for (int k = 0; k < LIKENESSES; k++)
                t->model->comparisons[c].like[k][l] = (int16_t)lrint(weights->like[k][c][l] * BIT);
        }
    }
    for (size_t i = 0; i < t->sample.used_count; i++)
        t->model->comparisons[t->sample.used[i]].is_single = is_single(t, t->sample.used[i]);
    t->model->prior = (int32_t)lrint(log2(t->share_same) * BIT);
    for (int k = 0; k < LIKENESSES; k++)
        t->model->prior_like[k] = (int32_t)lrint(log2(t->share_like[k]) * BIT);
    t->model->threshold = 0;
    t->model->review = -4 * BIT;
}

enum status train_model(const struct table *table, const struct block_index *index, const struct train_taught *taught,
                        int threads, struct model *ret, struct error *err)
{
    *ret = (struct model){ .kind = table->kind };
    struct trainer *t = calloc(1, sizeof(*t));
    if (!t)
        return error_set(err, STATUS_NO_MEMORY, "out of memory while training");
    t->table = table;
    t->model = ret;
    double mentions = (double)(table->preps.len > 1 ? table->preps.len : 2);
    t->share_same = 0.3 * mentions / (mentions * (mentions - 1) / 2);
    t->share_like[LIKE_HOME] = t->share_same;
    t->share_like[LIKE_NAMESAKE] = NAMESAKES_AT_START * t->share_same;
    t->share_like[LIKE_SISTER] = SISTERS_AT_START * t->share_same;
    struct counts *counts = malloc(sizeof(*counts));
    t->weights = malloc(sizeof(*t->weights));
    bool good = t->weights && counts && sample_draw(table, index, taught, threads, ret, &t->sample);
    if (good) {
        t->counted = calloc(t->sample.candidates.pairs.len / SLICE_PATTERNS + 1, sizeof(*t->counted));
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
    free(t->weights);
    free(t->counted);
    free(counts);
    sample_done(&t->sample);
    free(t);
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while training");
}
