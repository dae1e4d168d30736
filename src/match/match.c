/*
 * The order of things: prepare at adding, then per kind block, train, score
 * and cluster.
 *
 * match-1: order of adding and number of threads change no byte.  Mentions
 * are sorted by id before anything is derived from their places, and slices
 * of work are merged in order.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/match.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/block.h"
#include "match/cluster.h"
#include "match/file.h"
#include "match/sentences.h"
#include "match/train.h"
#include "match/veto.h"
#include "os/clock.h"
#include "os/threads.h"

enum { SCORE_SLICE = 16384, KINDS = 2 };

struct constraint {
    uint64_t a, b;
    enum verdict verdict;
};

/* Everything of one kind of party. */
struct side {
    struct table table;
    struct model model;
    struct block_pairs candidates;
    int32_t *scores;    /* of candidates */
    uint32_t *clusters; /* per place: the smallest place of its cluster */
    VEC(uint64_t) must;
    VEC(uint64_t) cannot;
    bool rules; /* vetoes hold */
};

struct matcher {
    struct match_options options;
    struct side sides[KINDS];
    VEC(struct constraint) constraints;
    VEC(struct match_link) links;
    VEC(struct match_review) reviews;
    struct match_stats stats;
};

static const enum party_kind kinds[KINDS] = { PARTY_PERSON, PARTY_ORGANISATION };

static double seconds_since(uint64_t start_ns)
{
    return (double)(clock_elapsed_ns() - start_ns) / 1e9;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "out of memory while matching");
}

enum status matcher_open(const struct match_options *options, struct matcher **ret, struct error *err)
{
    struct matcher *matcher = calloc(1, sizeof(*matcher));
    if (!matcher)
        return no_memory(err);
    matcher->options = *options;
    for (size_t k = 0; k < KINDS; k++)
        matcher->sides[k].rules = !options->without_vetoes;
    for (size_t k = 0; k < KINDS; k++) {
        enum status status = table_open(&matcher->sides[k].table, kinds[k], err);
        if (status != STATUS_OK) {
            matcher_close(&matcher);
            return status;
        }
    }
    *ret = matcher;
    return STATUS_OK;
}

void matcher_close(struct matcher **matcher)
{
    struct matcher *m = *matcher;
    if (!m)
        return;
    for (size_t k = 0; k < KINDS; k++) {
        struct side *side = &m->sides[k];
        table_done(&side->table);
        block_pairs_done(&side->candidates);
        free(side->scores);
        free(side->clusters);
        vec_done(&side->must);
        vec_done(&side->cannot);
    }
    vec_done(&m->constraints);
    vec_done(&m->links);
    vec_done(&m->reviews);
    free(m);
    *matcher = NULL;
}

enum status matcher_add(struct matcher *matcher, struct mention_id id, uint32_t source, const struct mention *mention,
                        struct error *err)
{
    assert(mention->kind == PARTY_PERSON || mention->kind == PARTY_ORGANISATION);
    return table_add(&matcher->sides[mention->kind == PARTY_PERSON ? 0 : 1].table, id, source, mention, err);
}

enum status matcher_add_all(struct matcher *matcher, const struct match_item *items, size_t count, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = matcher_add(matcher, items[i].id, items[i].source, items[i].mention, err);
    return status;
}

enum status matcher_constrain(struct matcher *matcher, struct mention_id a, struct mention_id b, enum verdict verdict,
                              struct error *err)
{
    return vec_push(&matcher->constraints, (struct constraint){ a.v, b.v, verdict }) ? STATUS_OK : no_memory(err);
}

static void tell(const struct matcher *matcher, const char *step, uint64_t done, uint64_t total)
{
    if (matcher->options.progress)
        matcher->options.progress(matcher->options.progress_ctx, step, done, total);
}

/* The place of a mention in its table; SIZE_MAX when it is not there. */
static size_t place_of(const struct table *table, uint64_t id)
{
    size_t low = 0, high = table->preps.len;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (table->preps.ptr[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < table->preps.len && table->preps.ptr[low].id == id ? low : SIZE_MAX;
}

static int by_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static bool place_constraints(const struct matcher *matcher, struct side *side)
{
    for (size_t i = 0; i < matcher->constraints.len; i++) {
        const struct constraint *constraint = &matcher->constraints.ptr[i];
        size_t a = place_of(&side->table, constraint->a), b = place_of(&side->table, constraint->b);
        if (a == SIZE_MAX || b == SIZE_MAX || a == b)
            continue;
        uint64_t pair = pair_pack((uint32_t)a, (uint32_t)b);
        if (!(constraint->verdict == VERDICT_SAME ? vec_push(&side->must, pair) : vec_push(&side->cannot, pair)))
            return false;
    }
    if (side->must.len)
        qsort(side->must.ptr, side->must.len, sizeof(uint64_t), by_u64);
    if (side->cannot.len)
        qsort(side->cannot.ptr, side->cannot.len, sizeof(uint64_t), by_u64);
    return true;
}

static int32_t score_places(const struct side *side, uint32_t a, uint32_t b)
{
    struct pair_levels levels;
    const struct prep *x = &side->table.preps.ptr[a], *y = &side->table.preps.ptr[b];
    compare_pair(&side->table, x, y, &levels);
    int32_t score = model_score(&side->model, &levels).total;
    if (score > VETO_SCORE && side->rules && veto_find(&side->model, &side->table, x, y, &levels) != VETO_NONE)
        score = VETO_SCORE;
    return score;
}

static void score_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    struct side *side = ctx;
    size_t end = (slice + 1) * SCORE_SLICE;
    if (end > side->candidates.pairs.len)
        end = side->candidates.pairs.len;
    for (size_t i = slice * SCORE_SLICE; i < end; i++) {
        uint64_t pair = side->candidates.pairs.ptr[i];
        side->scores[i] = score_places(side, pair_first(pair), pair_second(pair));
    }
}

/*
 * Where to cut: the score at which F1 over pairs is expected to be best, when
 * a pair of score s is the same with probability 1 / (1 + 2^-s).  It lies near
 * half that F1, so near 0 bits for clean data and a little lower for poor data.
 */
static int32_t find_threshold(const struct side *side)
{
    enum { LOW = -4 * BIT, HIGH = 4 * BIT, STEP = BIT / 8, STEPS = (HIGH - LOW) / STEP };
    double all = 0, chosen = 0, right = 0, best = -1;
    double count[STEPS + 2] = { 0 };
    for (size_t i = 0; i < side->candidates.pairs.len; i++) {
        int32_t score = side->scores[i];
        all += 1 / (1 + exp2(-score / (double)BIT));
        count[score < LOW ? 0 : score >= HIGH ? STEPS + 1 : 1 + (score - LOW) / STEP]++;
    }
    int32_t threshold = 0;
    for (int step = STEPS + 1; step >= 1; step--) {
        double middle = (LOW + (step - 0.5) * STEP) / BIT;
        chosen += count[step];
        right += count[step] * (step == STEPS + 1 ? 1 : 1 / (1 + exp2(-middle)));
        double f1 = chosen + all > 0 ? 2 * right / (chosen + all) : 0;
        if (f1 > best) {
            best = f1;
            threshold = step == STEPS + 1 ? HIGH : LOW + (step - 1) * STEP;
        }
    }
    return all < 1 ? 0 : threshold > 0 ? 0 : threshold;
}

static int32_t score_missing(void *ctx, uint32_t a, uint32_t b)
{
    return score_places(ctx, a, b);
}

static enum status cluster_side(struct matcher *matcher, struct side *side, struct error *err)
{
    VEC(struct scored_pair) pairs = { 0 };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < side->candidates.pairs.len; i++) {
        uint64_t pair = side->candidates.pairs.ptr[i];
        if (side->scores[i] < side->model.review)
            continue;
        if (!vec_push(&pairs, (struct scored_pair){ pair_first(pair), pair_second(pair), side->scores[i] })) {
            status = no_memory(err);
            goto out;
        }
    }
    side->clusters = malloc((side->table.preps.len + 1) * sizeof(*side->clusters));
    if (!side->clusters) {
        status = no_memory(err);
        goto out;
    }
    struct cluster_task task = {
        .count = (uint32_t)side->table.preps.len,
        .pairs = pairs.ptr,
        .pairs_count = pairs.len,
        .must = side->must.ptr,
        .must_count = side->must.len,
        .cannot = side->cannot.ptr,
        .cannot_count = side->cannot.len,
        .threshold = side->model.threshold,
        .score = score_missing,
        .ctx = side,
    };
    status = cluster_run(&task, side->clusters, err);
    for (size_t i = 0; status == STATUS_OK && i < pairs.len; i++) {
        const struct scored_pair *pair = &pairs.ptr[i];
        if (side->clusters[pair->a] == side->clusters[pair->b])
            continue;
        struct match_review review = { { side->table.preps.ptr[pair->a].id },
                                       { side->table.preps.ptr[pair->b].id },
                                       pair->score };
        if (!vec_push(&matcher->reviews, review))
            status = no_memory(err);
    }
out:
    vec_done(&pairs);
    return status;
}

static enum status run_side(struct matcher *matcher, struct side *side, struct error *err)
{
    uint64_t start = clock_elapsed_ns();
    table_finish(&side->table);
    if (!place_constraints(matcher, side))
        return no_memory(err);
    matcher->stats.mentions += side->table.preps.len;
    matcher->stats.seconds_prepare += seconds_since(start);

    start = clock_elapsed_ns();
    tell(matcher, "block", 0, side->table.preps.len);
    enum status status = block_find(&side->table, &side->candidates, err);
    if (status != STATUS_OK)
        return status;
    matcher->stats.keys_refined += side->candidates.keys_refined;
    matcher->stats.pairs_blocked_out += side->candidates.pairs_left_out;
    matcher->stats.seconds_block += seconds_since(start);

    start = clock_elapsed_ns();
    tell(matcher, "train", 0, side->candidates.pairs.len);
    status = train_model(&side->table, &side->candidates, matcher->options.threads, &side->model, err);
    if (status != STATUS_OK)
        return status;
    matcher->stats.seconds_train += seconds_since(start);

    start = clock_elapsed_ns();
    tell(matcher, "score", 0, side->candidates.pairs.len);
    side->scores = malloc((side->candidates.pairs.len + 1) * sizeof(*side->scores));
    if (!side->scores)
        return no_memory(err);
    threads_run(matcher->options.threads, (side->candidates.pairs.len + SCORE_SLICE - 1) / SCORE_SLICE, score_slice,
                side);
    matcher->stats.pairs_scored += side->candidates.pairs.len;
    side->model.threshold = find_threshold(side);
    matcher->stats.seconds_score += seconds_since(start);

    start = clock_elapsed_ns();
    tell(matcher, "cluster", 0, side->table.preps.len);
    status = cluster_side(matcher, side, err);
    matcher->stats.seconds_cluster += seconds_since(start);
    return status;
}

static int by_mention(const void *a, const void *b)
{
    uint64_t x = ((const struct match_link *)a)->mention.v, y = ((const struct match_link *)b)->mention.v;
    return (x > y) - (x < y);
}

static int by_worth(const void *a, const void *b)
{
    const struct match_review *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->a.v != y->a.v ? (x->a.v > y->a.v) - (x->a.v < y->a.v) : (x->b.v > y->b.v) - (x->b.v < y->b.v);
}

/* Each place's link: its best pair inside its own cluster. */
static bool put_links(struct matcher *matcher, struct side *side)
{
    size_t count = side->table.preps.len, first = matcher->links.len;
    uint32_t *size = calloc(count + 1, sizeof(*size));
    if (!size || !vec_reserve(&matcher->links, first + count)) {
        free(size);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        size[side->clusters[i]]++;
    for (size_t i = 0; i < count; i++)
        matcher->links.ptr[matcher->links.len++] = (struct match_link){
            .mention = { side->table.preps.ptr[i].id },
            .cluster = side->clusters[i] + (uint32_t)first, /* made dense below */
            .reason = size[side->clusters[i]] > 1 ? LINK_DECISION : LINK_ALONE,
        };
    free(size);
    struct match_link *links = matcher->links.ptr + first;
    for (size_t i = 0; i < side->candidates.pairs.len; i++) {
        uint32_t ends[2] = { pair_first(side->candidates.pairs.ptr[i]), pair_second(side->candidates.pairs.ptr[i]) };
        if (side->clusters[ends[0]] != side->clusters[ends[1]])
            continue;
        for (int e = 0; e < 2; e++) {
            struct match_link *link = &links[ends[e]];
            if (link->best.v && link->score >= side->scores[i])
                continue;
            link->best.v = side->table.preps.ptr[ends[!e]].id;
            link->score = side->scores[i];
            link->reason = LINK_SCORE;
        }
    }
    for (size_t i = 0; i < side->must.len; i++) {
        uint32_t ends[2] = { pair_first(side->must.ptr[i]), pair_second(side->must.ptr[i]) };
        for (int e = 0; e < 2; e++)
            if (links[ends[e]].reason != LINK_SCORE || links[ends[e]].score < side->model.threshold) {
                links[ends[e]].reason = LINK_DECISION;
                links[ends[e]].best.v = side->table.preps.ptr[ends[!e]].id;
                links[ends[e]].score = score_places(side, ends[0], ends[1]);
            }
    }
    return true;
}

/* Sorted by mention; clusters numbered in order of their smallest mention. */
static bool finish_links(struct matcher *matcher)
{
    size_t count = matcher->links.len;
    uint32_t *number = malloc((count + 1) * sizeof(*number));
    if (!number)
        return false;
    for (size_t i = 0; i < count; i++)
        number[i] = UINT32_MAX;
    if (count)
        qsort(matcher->links.ptr, count, sizeof(struct match_link), by_mention);
    for (size_t i = 0; i < count; i++) {
        struct match_link *link = &matcher->links.ptr[i];
        if (number[link->cluster] == UINT32_MAX)
            number[link->cluster] = matcher->stats.clusters++;
        link->cluster = number[link->cluster];
    }
    free(number);
    if (matcher->reviews.len)
        qsort(matcher->reviews.ptr, matcher->reviews.len, sizeof(struct match_review), by_worth);
    return true;
}

enum status matcher_run(struct matcher *matcher, struct error *err)
{
    for (size_t k = 0; k < KINDS; k++) {
        enum status status = run_side(matcher, &matcher->sides[k], err);
        if (status != STATUS_OK)
            return status;
        if (!put_links(matcher, &matcher->sides[k]))
            return no_memory(err);
        if (matcher->sides[k].table.preps.len > matcher->sides[!k].table.preps.len || k == 0)
            matcher->stats.threshold = matcher->sides[k].model.threshold;
    }
    return finish_links(matcher) ? STATUS_OK : no_memory(err);
}

const struct match_link *matcher_links(const struct matcher *matcher, size_t *ret_count)
{
    *ret_count = matcher->links.len;
    return matcher->links.ptr;
}

const struct match_review *matcher_reviews(const struct matcher *matcher, size_t *ret_count)
{
    *ret_count = matcher->reviews.len;
    return matcher->reviews.ptr;
}

struct match_stats matcher_stats(const struct matcher *matcher)
{
    return matcher->stats;
}

bool matcher_pair_was_candidate(const struct matcher *matcher, struct mention_id a, struct mention_id b)
{
    for (size_t k = 0; k < KINDS; k++) {
        const struct side *side = &matcher->sides[k];
        size_t x = place_of(&side->table, a.v), y = place_of(&side->table, b.v);
        if (x == SIZE_MAX || y == SIZE_MAX || x == y)
            continue;
        uint64_t pair = pair_pack((uint32_t)x, (uint32_t)y);
        if (side->candidates.pairs.len &&
            bsearch(&pair, side->candidates.pairs.ptr, side->candidates.pairs.len, sizeof(pair), by_u64))
            return true;
    }
    return false;
}

enum status matcher_model_write(const struct matcher *matcher, struct buf *buf, struct error *err)
{
    const struct model *models[KINDS] = { &matcher->sides[0].model, &matcher->sides[1].model };
    const struct table *tables[KINDS] = { &matcher->sides[0].table, &matcher->sides[1].table };
    model_file_write(models, tables, buf);
    return buf_status(buf, err);
}

void matcher_pair_write(const struct matcher *matcher, struct mention_id a, struct mention_id b, struct buf *buf)
{
    for (size_t k = 0; k < KINDS; k++) {
        const struct side *side = &matcher->sides[k];
        size_t x = place_of(&side->table, a.v), y = place_of(&side->table, b.v);
        if (x == SIZE_MAX || y == SIZE_MAX)
            continue;
        struct pair_levels levels;
        compare_pair(&side->table, &side->table.preps.ptr[x], &side->table.preps.ptr[y], &levels);
        struct model_score score = model_score(&side->model, &levels);
        buf_printf(buf, "%.1f,", score.total / (double)BIT);
        for (unsigned c = 0; c < COMPARE_COUNT; c++) {
            if (!levels.level[c] || !side->model.comparisons[c].levels)
                continue;
            const struct prep_column *column =
                c >= COMPARE_ATTRIBUTE ? &side->table.columns[c - COMPARE_ATTRIBUTE] : NULL;
            buf_printf(buf, "%s%s=%s:%+.1f;", sentence_comparison((enum comparison)c, column), "",
                       sentence_of((enum comparison)c, side->model.comparisons[c].levels, levels.level[c])->level,
                       model_weight(&side->model.comparisons[c], levels.level[c], levels.bits[c]) / (double)BIT);
        }
        if (score.total != score.same)
            buf_printf(buf, "%s:%.1f", score.like[0] > score.like[1] ? "home" : "namesake",
                       (score.total - score.same) / (double)BIT);
        return;
    }
    buf_put_str(buf, ",not of one kind");
}

void matcher_weights_write(const struct matcher *matcher, struct buf *buf)
{
    for (size_t k = 0; k < KINDS; k++) {
        const struct side *side = &matcher->sides[k];
        if (side->table.preps.len == 0)
            continue;
        buf_printf(buf, "%s: %zu mentions, %zu pairs, same %.1f bits, home %.1f, namesakes %.1f\n",
                   party_kind_name(kinds[k]), side->table.preps.len, side->candidates.pairs.len,
                   side->model.prior / (double)BIT, side->model.prior_like[LIKE_HOME] / (double)BIT,
                   side->model.prior_like[LIKE_NAMESAKE] / (double)BIT);
        for (unsigned c = 0; c < COMPARE_COUNT; c++) {
            const struct comparison_model *comparison = &side->model.comparisons[c];
            if (!comparison->levels)
                continue;
            const struct prep_column *column =
                c >= COMPARE_ATTRIBUTE ? &side->table.columns[c - COMPARE_ATTRIBUTE] : NULL;
            buf_printf(buf, "  %s", sentence_comparison((enum comparison)c, column));
            if (column)
                buf_printf(buf, " %u, kind %d, %u filled, %u distinct", column->number, column->kind, column->filled,
                           column->distinct);
            buf_put_char(buf, '\n');
            for (unsigned l = 1; l <= comparison->levels; l++)
                buf_printf(buf, "    %-32s %+6.1f  home %+6.1f  namesake %+6.1f  rarity %5.1f  share %.4f\n",
                           sentence_of((enum comparison)c, comparison->levels, l)->level,
                           comparison->weight[l] / (double)BIT, comparison->like[0][l] / (double)BIT,
                           comparison->like[1][l] / (double)BIT, comparison->mean_bits[l] / (double)BIT,
                           comparison->share[l] / 65535.0);
        }
    }
}
