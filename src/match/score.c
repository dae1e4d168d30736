/*
 * Candidates are scored as they are found, mention by mention, and only
 * those worth a look are kept: of a million mentions' tens of millions of
 * pairs that is under one per mention.  Slices of mentions go to threads and
 * are joined in order, so the pairs stand sorted by their first place.
 *
 * Nine in ten candidates are strangers, and their cards say so: they are
 * passed over by the most they could score (match/bound.h).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/bound.h"
#include "match/side.h"
#include "os/threads.h"

enum { LOW = -12 * BIT, HIGH = 12 * BIT, STEP = BIT / 8, STEPS = (HIGH - LOW) / STEP };
enum { THRESHOLD_LEAST = -4 * BIT };

struct score_slice {
    VEC(struct scored_pair) pairs;
    bool failed;
};

/* What one thread has counted; sums do not depend on who scored what. */
struct tally {
    uint64_t scored, counts[STEPS + 2]; /* by score: below LOW, STEPS steps, from HIGH */
    uint64_t stopped[MATCH_RULES];
};

struct score_task {
    struct side *side;
    struct bound bound;
    struct score_slice *slices; /* as block_pairs() has them */
    struct tally *tallies;      /* by thread */
};

int32_t side_score_of(const struct side *side, uint32_t a, uint32_t b, uint64_t *stopped)
{
    struct pair_levels levels;
    const struct prep *x = &side->table.preps.ptr[a], *y = &side->table.preps.ptr[b];
    compare_pair(&side->table, x, y, &levels);
    int32_t score = model_score(&side->model, &levels).total;
    enum veto veto = score > VETO_SCORE ? veto_find(&side->rules, x, y, &levels) : VETO_NONE;
    if (veto == VETO_NONE)
        return score;
    if (stopped && score > 0)
        stopped[veto]++;
    return VETO_SCORE;
}

size_t side_score_pairs(const struct side *side, const struct bound *bound, uint64_t *pairs, size_t count,
                        uint64_t *stopped, side_pair_taker *take, void *ctx)
{
    int32_t low = side->model.review < LOW ? side->model.review : LOW;
    size_t left = bound->cards ? bound_pass_over(bound, low, pairs, count) : count;
    for (size_t i = 0; i < left + PAIRS_AHEAD; i++) {
        pairs_fetch(&side->table, pairs, left, i);
        if (i < PAIRS_AHEAD)
            continue;
        uint32_t a = pair_first(pairs[i - PAIRS_AHEAD]), b = pair_second(pairs[i - PAIRS_AHEAD]);
        take(ctx, a, b, side_score_of(side, a, b, stopped));
    }
    return count - left;
}

struct taking {
    struct score_slice *slice;
    struct tally *tally;
    int32_t review;
};

static void take_pair(void *ctx, uint32_t a, uint32_t b, int32_t score)
{
    struct taking *taking = ctx;
    struct score_slice *slice = taking->slice;
    taking->tally->counts[score < LOW ? 0 : score >= HIGH ? STEPS + 1 : 1 + (score - LOW) / STEP]++;
    if (score >= taking->review)
        slice->failed |= !vec_push(&slice->pairs, (struct scored_pair){ a, b, score });
}

static void score_slice(void *ctx, size_t number, int thread, uint64_t *pairs, size_t count)
{
    const struct score_task *task = ctx;
    struct tally *tally = &task->tallies[thread];
    struct taking taking = { &task->slices[number], tally, task->side->model.review };
    tally->scored += count;
    tally->counts[0] += side_score_pairs(task->side, &task->bound, pairs, count, tally->stopped, take_pair, &taking);
}

/*
 * Where to cut: the score at which F1 over pairs is expected to be best, when
 * a pair of score s is the same with probability 1 / (1 + 2^-s).  It lies near
 * half that F1, so near 0 bits for clean data and a little lower for poor data.
 */
static int32_t find_threshold(const uint64_t counts[STEPS + 2])
{
    double all = 0, chosen = 0, right = 0, best = -1;
    for (int step = 1; step <= STEPS + 1; step++)
        all += (double)counts[step] / (1 + exp2(-(LOW + (step - 0.5) * STEP) / BIT));
    int32_t threshold = 0;
    for (int step = STEPS + 1; step >= 1 && LOW + (step - 1) * STEP >= THRESHOLD_LEAST; step--) {
        double middle = (LOW + (step - 0.5) * STEP) / BIT;
        chosen += (double)counts[step];
        right += (double)counts[step] / (1 + exp2(-middle));
        double f1 = chosen + all > 0 ? 2 * right / (chosen + all) : 0;
        if (f1 > best) {
            best = f1;
            threshold = LOW + (step - 1) * STEP;
        }
    }
    return all < 1 || threshold > 0 ? 0 : threshold;
}

/*
 * Weights that a handful of pairs taught are off by bits, and what they join
 * wrongly nobody expects: below FEW mentions a pair must be surer, and who is
 * not stands among the cases for review.
 */
static int32_t margin_of_few(size_t mentions)
{
    enum { FEW = 100, MARGIN = 5 * BIT };
    return mentions < FEW ? (int32_t)(MARGIN * (FEW - mentions) / FEW) : 0;
}

/* How many pairs are above the threshold, and how many of them are expected to be right. */
static void count_sure(struct side *side, const uint64_t counts[STEPS + 2])
{
    for (int step = 1; step <= STEPS + 1; step++) {
        if (LOW + (step - 1) * STEP < side->model.threshold)
            continue;
        side->chosen += (double)counts[step];
        side->right += (double)counts[step] / (1 + exp2(-(LOW + (step - 0.5) * STEP) / BIT));
    }
}

/* The slices' pairs in one list, in order; slices give their memory back. */
static bool join_slices(struct side *side, struct score_slice *slices, size_t count)
{
    bool good = true;
    for (size_t s = 0; s < count; s++) {
        side->pairs_count += slices[s].pairs.len;
        good &= !slices[s].failed;
    }
    side->pairs = good ? malloc((side->pairs_count + 1) * sizeof(*side->pairs)) : NULL;
    size_t at = 0;
    for (size_t s = 0; s < count; s++) {
        if (side->pairs && slices[s].pairs.len)
            memcpy(side->pairs + at, slices[s].pairs.ptr, slices[s].pairs.len * sizeof(*side->pairs));
        at += slices[s].pairs.len;
        vec_done(&slices[s].pairs);
    }
    return side->pairs != NULL;
}

static void add_tallies(struct side *side, const struct tally *tallies, int threads)
{
    uint64_t counts[STEPS + 2] = { 0 };
    for (int t = 0; t < threads; t++) {
        side->pairs_scored += tallies[t].scored;
        for (size_t rule = 0; rule < MATCH_RULES; rule++)
            side->stopped[rule] += tallies[t].stopped[rule];
        for (size_t step = 0; step < STEPS + 2; step++)
            counts[step] += tallies[t].counts[step];
    }
    if (!side->keeps_model)
        side->model.threshold = find_threshold(counts) + margin_of_few(side->table.preps.len);
    count_sure(side, counts);
}

enum status side_score(struct side *side, int threads, struct error *err)
{
    size_t slices = block_slices(&side->index);
    struct score_task task = { .side = side,
                               .slices = calloc(slices + 1, sizeof(*task.slices)),
                               .tallies = calloc((size_t)threads + 1, sizeof(*task.tallies)) };
    bound_open(&side->table, &side->model, threads, &task.bound); /* without memory for it all is compared */
    bool good = task.slices && task.tallies && block_pairs(&side->index, NULL, threads, score_slice, &task);
    bound_done(&task.bound);
    good = task.slices && join_slices(side, task.slices, slices) && good;
    if (good)
        add_tallies(side, task.tallies, threads);
    free(task.tallies);
    free(task.slices);
    return good ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory while scoring");
}
