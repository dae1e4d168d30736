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
 * Which pairs are looked at is decided in match/train_sample.c; how a round
 * counts them stands in match/train_count.c.
 *
 * Winkler (1988), Using the EM algorithm for weight computation in the
 * Fellegi–Sunter model; random pairs for u as in Splink.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/train.h"

#include <math.h>
#include <stdlib.h>

#include "match/train_inside.h"

enum { EM_ROUNDS_MAX = 20 };

#define LIKE_STRENGTH      100.0 /* what home mates and namesakes share is not learnt, only how many there are */
#define NOT_AT_ALL         1e-12
#define NAMES_TELL         5.0
#define BIRTHS_TELL        0.75 /* homes to one of the same, from where they tell no more about birth dates */
#define SINGLE_MOST        0.02 /* of the same, that may have two numbers where a party has one */
#define REGISTER_MOST      0.10 /* the same of numbers that a register gives, one to each by its own rule */
#define FOLLOW_STRENGTH    5.0  /* pairs of namesakes seen before */
#define FOLLOW_SHARE       0.35
#define NAMESAKES_AT_START 0.05 /* for each pair of the same: where nothing tells them apart it stays so */
#define NAMED_STRENGTH     2.0  /* pairs of one name and two numbers, seen before */
#define NAMED_LEAST        0.03
#define SISTERS_AT_START   0.15
#define SISTERS_STRENGTH   24.0 /* pairs of companies of one owner seen before */
#define MARKS_TELL         0.9  /* of companies of one owner, where the table shows that marks tell them */
#define MARK_LEAST         0.001
#define SWAPPED_TELLS      1.0 /* bits: rows of one person are turned round a little more often than those of two */
#define MOVED_LEAST        (0.5 / BIT) /* of a weight, which is written in 1/BIT */

struct trainer {
    const struct table *table;
    struct model *model;
    struct sample sample;
    struct shown shown;
    struct weights weights, before; /* of this round and the one before */
    struct counting *counting;
    struct counts counts; /* of this round */

    struct shares same, strangers;
    double sister_org[LEVELS_MAX];      /* shares of names among companies of one owner, … */
    double sister_form[LEVELS_MAX];     /* … and of their legal forms */
    double differ[COMPARE_COUNT];       /* share of CODE_DIFFERENT as it was counted, before any ceiling */
    double named_differ[COMPARE_COUNT]; /* of numbers, how often the same of one name have two */
    double known_same[COMPARE_COUNT];   /* pairs of which the level is known */
    double share_same, share_like[LIKENESSES];
    double follow[COMPARE_COUNT]; /* how often those alike share what one party shares with itself */
};

static const struct expectation *expected(const struct trainer *t, size_t c)
{
    return model_expect((enum comparison)c, compare_column(t->table, c));
}

static void start_shares(struct trainer *t)
{
    for (size_t i = 0; i < t->sample.used_count; i++) {
        size_t c = t->sample.used[i];
        for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
            t->same.at[c][l] = expected(t, c)->share[l];
            t->strangers.at[c][l] = t->sample.random.shares.at[c][l];
        }
    }
}

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

static double like_share(const struct trainer *t, enum comparison c, enum likeness likeness, unsigned level)
{
    if (c == COMPARE_FORM && likeness == LIKE_SISTER)
        return t->sister_form[level];
    return c == COMPARE_ORG && likeness == LIKE_SISTER
               ? t->sister_org[level]
               : model_like_share(t->model->kind, c, likeness, t->same.at[c], level);
}

/*
 * What home mates and namesakes share they write as one writes it oneself: one home in as many ways, with as many slips
 * of the pen, and one name as often short or by its initial.  Their weights are those of the same, less how much
 * seldomer they share it at all.
 */
static void weigh_followed(const struct trainer *t, size_t c, struct weights *ret)
{
    double share = model_home_share((enum comparison)c, t->same.at[c]);
    for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
        if (share > 0 && l <= ADDRESS_NUMBER_CITY)
            ret->like[LIKE_HOME][c][l] = ret->same[c][l] + log2(share);
        if (model_home_follows((enum comparison)c, l))
            ret->like[LIKE_HOME][c][l] = ret->same[c][l];
        if (model_namesake_follows((enum comparison)c, l) && ret->same[c][l] > 0)
            ret->like[LIKE_NAMESAKE][c][l] = ret->same[c][l];
    }
}

/*
 * Names that changed places are worth what they are in their own: a stranger has both as seldom, and his row is as
 * often turned round.  Each counted by how seldom strangers' names are seen to change places, the one change would
 * count twice.
 */
static void weigh_swapped(struct weights *ret)
{
    double *given = ret->same[COMPARE_GIVEN], *surname = ret->same[COMPARE_SURNAME];
    given[GIVEN_SWAPPED] = fmin(given[GIVEN_SWAPPED], given[GIVEN_EQUAL] + SWAPPED_TELLS);
    surname[SURNAME_SWAPPED] = fmin(surname[SURNAME_SWAPPED], surname[SURNAME_EQUAL]);
    double *namesake_given = ret->like[LIKE_NAMESAKE][COMPARE_GIVEN],
           *namesake_surname = ret->like[LIKE_NAMESAKE][COMPARE_SURNAME];
    namesake_given[GIVEN_SWAPPED] = namesake_given[GIVEN_EQUAL];
    namesake_surname[SURNAME_SWAPPED] = namesake_surname[SURNAME_EQUAL];
}

static void weigh(const struct trainer *t, struct weights *ret)
{
    double strength = t->shown.strength;
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
            double sister = k == LIKE_SISTER && !t->shown.is_number[c] ? model_sister_share((enum comparison)c) : 0;
            bool follows = model_like_follows(t->model->kind, (enum comparison)c, (enum likeness)k);
            ret->like[k][c][0] = 0;
            for (unsigned l = 1; l <= levels; l++)
                ret->like[k][c][l] = sister > 0 ? log2(sister * exp2(ret->same[c][l]) + 1 - sister)
                                     : follows  ? log2(t->follow[c] * exp2(ret->same[c][l]) + 1 - t->follow[c])
                                     : !like    ? 0
                                                : log_ratio(like_share(t, (enum comparison)c, (enum likeness)k, l),
                                                            t->strangers.at[c][l], LIKE_STRENGTH, strength, like[l],
                                                            expect->bits[l] + log2(like[l] / expect->share[l]));
        }
        if (t->model->kind == PARTY_PERSON)
            weigh_followed(t, c, ret);
        for (unsigned l = 1; l <= levels && c == COMPARE_FORM; l++) /* branches of a firm have its form */
            ret->like[LIKE_NAMESAKE][c][l] = ret->same[c][l];
        if (c == COMPARE_SOURCE)
            continue; /* either may speak for or against */
        if (ret->same[c][1] < 0)
            ret->same[c][1] = 0;
        if (ret->same[c][levels] > 0)
            ret->same[c][levels] = 0;
    }
    if (t->model->kind == PARTY_PERSON)
        weigh_swapped(ret);
}

/* The share of all pairs that are companies of one owner, as their marks tell. */
static double sisters_by_marks(const struct trainer *t)
{
    double mentions = (double)t->table->preps.len;
    return t->shown.marks_tell ? t->shown.marks.pairs * t->shown.marks.apart / (mentions * (mentions - 1) / 2 + 1) : 0;
}

/*
 * The most that a level may have among the same.  What tells the people of one home apart is kept the smaller the
 * more homes the table shows: else the class of the same would take the families in and call that usual.
 */
static double share_most(const struct trainer *t, size_t c, unsigned level)
{
    double most = model_share_max(t->model->kind, (enum comparison)c, level);
    double homes = t->share_like[LIKE_HOME] / t->share_same;
    if (level == CODE_DIFFERENT && t->model->kind == PARTY_ORGANISATION && t->shown.is_number[c])
        return fmin(most, fmax(t->named_differ[c], NAMED_LEAST));
    if (c == COMPARE_ORG && level == ORG_OTHER_MARK && t->shown.marks_tell)
        return fmin(most, (1 / t->shown.marks.apart - 1) * sisters_by_marks(t) / t->share_same + MARK_LEAST);
    if (c == COMPARE_GIVEN && level >= GIVEN_DIFFERENT)
        return most / (1 + NAMES_TELL * homes);
    return c == COMPARE_BIRTH && level == BIRTH_DIFFERENT ? most / (1 + NAMES_TELL * fmin(homes, BIRTHS_TELL)) : most;
}

/* Shares of the same from counts, none above what the same can be. */
static void share_same(struct trainer *t, size_t c, const double *counted)
{
    double strength = t->shown.strength;
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

/*
 * How companies of one owner are named: by marks where the table shows that those tell; learnt where numbers show who
 * they are, else the names that the same have in part would be theirs.
 */
static void share_sisters(struct trainer *t, const double *counted)
{
    const float *expect = model_expect_like(COMPARE_ORG, LIKE_SISTER);
    double known = 0, rest = (1 - MARKS_TELL) / (1 - expect[ORG_OTHER_MARK]);
    bool is_learnt = counted && t->shown.has_numbers;
    static const double nothing[ORG_LEVELS + 1];
    const double *seen = is_learnt ? counted : nothing;
    for (unsigned l = 1; l <= ORG_LEVELS; l++)
        known += seen[l];
    for (unsigned l = 1; l <= ORG_LEVELS; l++) {
        double share = !t->shown.marks_tell ? expect[l] : l == ORG_OTHER_MARK ? MARKS_TELL : expect[l] * rest;
        t->sister_org[l] = is_learnt ? (seen[l] + SISTERS_STRENGTH * share) / (known + SISTERS_STRENGTH) : share;
    }
}

/* How far a weight moved at most, in bits, since the round before. */
static double most_moved(const struct trainer *t)
{
    double most = 0;
    for (size_t i = 0; i < t->sample.used_count; i++) {
        size_t c = t->sample.used[i];
        for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
            most = fmax(most, fabs(t->weights.same[c][l] - t->before.same[c][l]));
            for (int k = 0; k < LIKENESSES; k++)
                most = fmax(most, fabs(t->weights.like[k][c][l] - t->before.like[k][c][l]));
        }
    }
    return most;
}

/* Their legal forms: another in one table ("Verwaltungs-GmbH" of a KG), "B.V." all of them in the next. */
static void share_sister_forms(struct trainer *t, const double *counted)
{
    const float *expect = model_expect_like(COMPARE_FORM, LIKE_SISTER);
    double known = 0;
    for (unsigned l = 1; l <= FORM_LEVELS; l++)
        known += counted[l];
    for (unsigned l = 1; l <= FORM_LEVELS; l++)
        t->sister_form[l] = (counted[l] + SISTERS_STRENGTH * expect[l]) / (known + SISTERS_STRENGTH);
}

/* One round: how likely each sampled pair is the same or alike, then new shares. Returns how far anything moved. */
static double round_of_em(struct trainer *t, int threads)
{
    t->before = t->weights;
    struct counts *counts = &t->counts;
    struct round_start start = { .sample = &t->sample,
                                 .shown = &t->shown,
                                 .kind = t->table->kind,
                                 .weights = &t->weights,
                                 .log_same = log2(t->share_same),
                                 .follow = t->follow };
    for (int k = 0; k < LIKENESSES; k++)
        start.log_like[k] = log2(t->share_like[k]);
    weigh(t, &t->weights);
    count_sample(t->counting, &start, threads, counts);
    double moved = most_moved(t);
    double mentions = (double)t->table->preps.len;
    double all_pairs = mentions * (mentions - 1) / 2;
    t->share_same = (counts->sum_same / t->sample.rate + 1) / (all_pairs + 1);
    for (int k = 0; k < LIKENESSES; k++) {
        double share = (counts->sum_like[k] / t->sample.rate + .05) / (all_pairs + 1);
        double least = k == LIKE_SISTER ? sisters_by_marks(t) : t->shown.like_least[k] * t->share_same;
        double most = t->shown.like_most[k] * t->share_same;
        t->share_like[k] = t->shown.likeness[k] ? fmin(fmax(share, least), most) : NOT_AT_ALL;
    }
    share_sisters(t, counts->sister_org);
    share_sister_forms(t, counts->sister_form);
    for (size_t i = 0; i < t->sample.used_count; i++) {
        size_t c = t->sample.used[i];
        t->follow[c] = (counts->follow[c] / t->sample.rate + FOLLOW_STRENGTH * FOLLOW_SHARE) /
                       (counts->known_follow[c] / t->sample.rate + FOLLOW_STRENGTH);
        t->named_differ[c] = (counts->differ_named[c] + NAMED_STRENGTH) / (counts->known_named[c] + NAMED_STRENGTH);
        share_same(t, c, counts->same.at[c]);
        for (unsigned l = 1; l <= t->model->comparisons[c].levels; l++) {
            double rest = t->sample.random.shares.at[c][l] - t->share_same * t->same.at[c][l];
            double least = t->sample.random.shares.at[c][l] * 0.02;
            t->strangers.at[c][l] = rest > least ? rest : least;
        }
    }
    moved = fmax(moved, fabs(log2(t->share_same) - start.log_same));
    for (int k = 0; k < LIKENESSES; k++)
        moved = fmax(moved, fabs(log2(t->share_like[k]) - start.log_like[k]));
    return moved;
}

/*
 * Whether a party has one number of this kind: believed of numbers of a register and of columns whose values nearly
 * identify, where enough pairs of the same show hardly any two.
 */
static bool is_single(const struct trainer *t, size_t c)
{
    enum { PAIRS_MIN = 50 };
    double most = c < COMPARE_ATTRIBUTE ? REGISTER_MOST : SINGLE_MOST;
    return t->shown.is_number[c] && t->known_same[c] >= PAIRS_MIN && t->differ[c] <= most;
}

static void write_model(struct trainer *t)
{
    struct weights *weights = &t->weights;
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
    bool good = sample_draw(table, index, taught, threads, ret, &t->sample);
    t->counting = good ? counting_open(&t->sample) : NULL;
    good = t->counting && see_table(table, &t->sample, &t->shown);
    if (good) {
        start_shares(t);
        share_sisters(t, NULL);
        share_sister_forms(t, t->counts.sister_form);
        for (size_t c = 0; c < COMPARE_COUNT; c++)
            t->follow[c] = FOLLOW_SHARE;
        for (int k = 0; k < LIKENESSES; k++)
            if (!t->shown.likeness[k])
                t->share_like[k] = NOT_AT_ALL;
        for (int i = 0; i < EM_ROUNDS_MAX && round_of_em(t, threads) > MOVED_LEAST; i++)
            continue;
        write_model(t);
    }
    counting_done(t->counting);
    sample_done(&t->sample);
    free(t);
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while training");
}
