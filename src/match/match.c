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
#include <stdlib.h>

#include "base/search.h"
#include "match/file.h"
#include "match/kept.h"
#include "match/side.h"
#include "match/train.h"
#include "os/clock.h"
#include "os/memory.h"

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
        block_done(&side->index);
        block_lists_done(&side->lists);
        free(side->pairs);
        free(side->clusters);
        vec_done(&side->must);
        vec_done(&side->cannot);
    }
    vec_done(&m->constraints);
    vec_done(&m->links);
    vec_done(&m->reviews);
    vec_done(&m->clean);
    vec_done(&m->of_kind);
    free(m);
    *matcher = NULL;
}

enum status matcher_add(struct matcher *matcher, struct mention_id id, uint32_t source, const struct mention *mention,
                        struct error *err)
{
    assert(mention->kind == PARTY_PERSON || mention->kind == PARTY_ORGANISATION);
    return table_add(&side_of(matcher, mention->kind)->table, id, source, mention, err);
}

void matcher_expect(struct matcher *matcher, size_t mentions)
{
    for (size_t k = 0; k < KINDS; k++)
        matcher->sides[k].table.expected = mentions;
}

void matcher_expect_rest(struct matcher *matcher, uint64_t done, uint64_t whole)
{
    for (size_t k = 0; k < KINDS; k++) {
        struct table *table = &matcher->sides[k].table;
        table->expected = done ? (size_t)((double)table->preps.len * ((double)whole / (double)done)) : 0;
    }
}

/* Each kind apart: its items one after another. */
enum status matcher_add_all(struct matcher *matcher, const struct match_item *items, size_t count, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t k = 0; k < KINDS && status == STATUS_OK; k++) {
        matcher->of_kind.len = 0;
        for (size_t i = 0; i < count; i++)
            if (items[i].mention->kind == kinds[k] && !vec_push(&matcher->of_kind, items[i]))
                return no_memory(err);
        status = table_add_all(&matcher->sides[k].table, matcher->of_kind.ptr, matcher->of_kind.len,
                               matcher->options.threads, err);
    }
    return status;
}

void matcher_use_model(struct matcher *matcher, const struct match_model *model)
{
    matcher->kept = model;
}

enum status matcher_clean_source(struct matcher *matcher, uint32_t source, struct error *err)
{
    while (matcher->clean.len <= source)
        if (!vec_push(&matcher->clean, 0))
            return no_memory(err);
    matcher->clean.ptr[source] = 1;
    return STATUS_OK;
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
size_t side_place(const struct side *side, uint64_t id)
{
    const struct table *table = &side->table;
    size_t low = LOWER_BOUND(i, 0, table->preps.len, table->preps.ptr[i].id < id);
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
        size_t a = side_place(side, constraint->a), b = side_place(side, constraint->b);
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

_Static_assert((int)MATCH_FAMILIES == (int)BLOCK_FAMILIES, "the report tells all families");

static void count_families(const struct block_index *index, struct match_stats *stats)
{
    for (size_t f = 0; f < BLOCK_FAMILIES; f++) {
        const struct block_family_stats *from = &index->families[f];
        struct match_family *to = &stats->families[f];
        to->name = block_family_name((enum block_family)f);
        to->keys += from->keys;
        to->refined += from->refined;
        to->pairs += from->pairs;
        to->left_out += from->left_out;
        to->largest = from->largest > to->largest ? from->largest : to->largest;
        stats->keys_refined += from->refined;
        stats->pairs_blocked_out += from->left_out;
    }
    stats->budget_hits += index->budget_hits;
}

static enum status learn(struct matcher *matcher, struct side *side, struct error *err)
{
    if (side->keeps_model)
        return STATUS_OK;
    const struct train_taught taught = { side->must.ptr, side->cannot.ptr, side->must.len, side->cannot.len };
    enum status status = train_model(&side->table, &side->index, &taught, matcher->options.threads, &side->model, err);
    kept_flatten(&side->table);
    return status;
}

static enum status prepare_side(struct matcher *matcher, struct side *side, struct error *err)
{
    uint64_t start = clock_elapsed_ns();
    table_finish(&side->table, matcher->options.threads);
    if (!place_constraints(matcher, side))
        return no_memory(err);
    matcher->stats.mentions += side->table.preps.len;
    matcher->stats.seconds_prepare += seconds_since(start);
    return STATUS_OK;
}

static enum status run_side(struct matcher *matcher, struct side *side, struct error *err)
{
    uint64_t start = clock_elapsed_ns();
    side->keeps_model = matcher->kept != NULL;
    if (side->keeps_model) /* before the keys are made: which words are rare is the model's to say too */
        kept_apply(matcher->kept, (int)(side - matcher->sides), &side->table, &side->model);
    tell(matcher, "block", 0, side->table.preps.len);
    memory_give_back(); /* what mentions on their way took */
    enum status status = block_build(&side->table, matcher->options.threads, &side->index, err);
    if (status != STATUS_OK)
        return status;
    count_families(&side->index, &matcher->stats);
    matcher->stats.seconds_block += seconds_since(start);

    start = clock_elapsed_ns();
    tell(matcher, "train", 0, side->table.preps.len);
    side->rules = (struct veto_rules){ &side->model, &side->table, matcher->clean.ptr, (uint32_t)matcher->clean.len };
    status = learn(matcher, side, err);
    if (status != STATUS_OK)
        return status;
    side->model.without_rules = matcher->options.without_rules;
    if (matcher->options.for_counting)
        table_drop_hashes(&side->table);
    matcher->stats.seconds_train += seconds_since(start);

    start = clock_elapsed_ns();
    tell(matcher, "score", 0, side->table.preps.len);
    memory_give_back(); /* what keys and training took: cards and pairs need it */
    status = side_score(side, matcher->options.threads, err);
    if (status != STATUS_OK)
        return status;
    matcher->stats.pairs_scored += side->pairs_scored;
    for (size_t r = 0; r < MATCH_RULES; r++)
        matcher->stats.stopped[r] += side->stopped[r];
    matcher->stats.seconds_score += seconds_since(start);

    start = clock_elapsed_ns();
    tell(matcher, "cluster", 0, side->table.preps.len);
    status = side_cluster(side, matcher->options.threads, err);
    if (status == STATUS_OK)
        status = side_link(side, matcher, err);
    if (matcher->options.for_counting)
        table_drop_values(&side->table);
    matcher->stats.seconds_cluster += seconds_since(start);
    return status;
}

enum status matcher_run(struct matcher *matcher, struct error *err)
{
    for (size_t k = 0; k < KINDS; k++) {
        enum status status = prepare_side(matcher, &matcher->sides[k], err);
        if (status != STATUS_OK)
            return status;
    }
    for (size_t k = 0; k < KINDS; k++)
        if (matcher->kept && !kept_fits(matcher->kept, (int)k, &matcher->sides[k].table))
            matcher->kept = NULL;
    matcher->stats.trained = !matcher->kept;
    for (size_t k = 0; k < KINDS; k++) {
        enum status status = run_side(matcher, &matcher->sides[k], err);
        if (status != STATUS_OK)
            return status;
        if (matcher->sides[k].table.preps.len > matcher->sides[!k].table.preps.len || k == 0)
            matcher->stats.threshold = matcher->sides[k].model.threshold;
    }
    double chosen = matcher->sides[0].chosen + matcher->sides[1].chosen;
    matcher->stats.sure = chosen > 0 ? (matcher->sides[0].right + matcher->sides[1].right) / chosen : 1;
    return links_finish(matcher, err);
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

enum status matcher_model_write(const struct matcher *matcher, struct buf *buf, struct error *err)
{
    assert(!matcher->options.for_counting);
    const struct model *models[KINDS] = { &matcher->sides[0].model, &matcher->sides[1].model };
    const struct table *tables[KINDS] = { &matcher->sides[0].table, &matcher->sides[1].table };
    model_file_write(models, tables, buf);
    return buf_status(buf, err);
}
