/*
 * Pairs are counted from the table of (true cluster, found cluster), never
 * one by one: a cluster of n gives n(n-1)/2 pairs.  B-cubed gives each record
 * the share of its found cluster that is truly with it, and of its true
 * cluster that was found (Bagga, Baldwin 1998).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/evaluate/evaluate.h"

#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "base/search.h"
#include "flow/evaluate/evaluate_inside.h"
#include "flow/job/tell.h"
#include "match/match.h"
#include "os/clock.h"
#include "os/process.h"

enum { BLOCKING_PAIRS_MAX = 4000000 };

struct placed {
    uint32_t truth, found, record;
};

static int by_truth(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->truth != y->truth)
        return x->truth < y->truth ? -1 : 1;
    if (x->found != y->found)
        return x->found < y->found ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

static int by_found(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->found != y->found)
        return x->found < y->found ? -1 : 1;
    return by_truth(a, b);
}

static uint64_t pairs_of(uint64_t n)
{
    return n * (n - 1) / 2;
}

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static double harmonic(double a, double b)
{
    return a + b > 0 ? 2 * a * b / (a + b) : 0;
}

struct mention_id labelled_mention_id(const struct labelled *labelled, uint32_t record)
{
    return mention_id_of((struct record_id){ labelled->ids.hashes.ptr[record] },
                         (enum party_kind)labelled->kinds.ptr[record], 0);
}

static void count_pairs(struct placed *placed, size_t count, struct evaluate_report *ret)
{
    uint32_t *found_size = calloc(count + 1, sizeof(*found_size));
    if (!found_size)
        return;
    qsort(placed, count, sizeof(*placed), by_found);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && placed[end].found == placed[i].found;)
            end++;
        ret->found_pairs += pairs_of(end - i);
        for (size_t k = i; k < end; k++)
            found_size[placed[k].record] = (uint32_t)(end - i);
    }
    qsort(placed, count, sizeof(*placed), by_truth);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && placed[end].truth == placed[i].truth;)
            end++;
        ret->entities++;
        ret->true_pairs += pairs_of(end - i);
        for (size_t k = i, both; k < end; k = both) {
            for (both = k; both < end && placed[both].found == placed[k].found;)
                both++;
            double shared = (double)(both - k);
            ret->right_pairs += pairs_of(both - k);
            ret->b3_precision += shared * shared / found_size[placed[k].record];
            ret->b3_recall += shared * shared / (double)(end - i);
        }
    }
    free(found_size);
    ret->b3_precision = ratio(ret->b3_precision, (double)count);
    ret->b3_recall = ratio(ret->b3_recall, (double)count);
    ret->b3_f1 = harmonic(ret->b3_precision, ret->b3_recall);
    ret->precision =
        ret->found_pairs ? ratio((double)ret->right_pairs, (double)ret->found_pairs) : ret->true_pairs == 0;
    ret->recall = ret->true_pairs ? ratio((double)ret->right_pairs, (double)ret->true_pairs) : 1;
    ret->f1 = harmonic(ret->precision, ret->recall);
}

static void put_pair(const struct labelled *labelled, struct matcher *matcher, const char *kind, uint32_t a, uint32_t b,
                     struct buf *buf)
{
    struct mention_id x = labelled_mention_id(labelled, a), y = labelled_mention_id(labelled, b);
    buf_printf(buf, "%s,%.*s,%.*s,%d,", kind, TEXT_ARG(id_list_name(&labelled->ids, a)),
               TEXT_ARG(id_list_name(&labelled->ids, b)), matcher_pair_was_candidate(matcher, x, y));
    matcher_pair_write(matcher, x, y, buf);
    buf_put_char(buf, '\n');
}

/* Truth pairs: how many were candidates, and which were missed. placed is sorted by truth. */
static void look_at_truth(const struct placed *placed, size_t count, const struct labelled *labelled,
                          struct matcher *matcher, struct buf *pairs, struct errors *errors,
                          struct evaluate_report *ret)
{
    uint64_t looked = 0, candidates = 0;
    for (size_t i = 0; i < count && looked < BLOCKING_PAIRS_MAX; i++) {
        for (size_t j = i + 1; j < count && placed[j].truth == placed[i].truth; j++) {
            looked++;
            candidates += matcher_pair_was_candidate(matcher, labelled_mention_id(labelled, placed[i].record),
                                                     labelled_mention_id(labelled, placed[j].record));
            if (placed[i].found == placed[j].found)
                continue;
            errors_add(errors, labelled, ERROR_MISSED, placed[i].record, placed[j].record);
            if (pairs)
                put_pair(labelled, matcher, "missed", placed[i].record, placed[j].record, pairs);
        }
    }
    ret->blocking_recall = looked ? (double)candidates / (double)looked : 1;
}

static void look_at_found(struct placed *placed, size_t count, const struct labelled *labelled, struct matcher *matcher,
                          struct buf *pairs, struct errors *errors)
{
    uint64_t looked = 0;
    qsort(placed, count, sizeof(*placed), by_found);
    for (size_t i = 0; i < count && looked < BLOCKING_PAIRS_MAX; i++)
        for (size_t j = i + 1; j < count && placed[j].found == placed[i].found; j++, looked++) {
            if (placed[i].truth == placed[j].truth)
                continue;
            errors_add(errors, labelled, ERROR_WRONG, placed[i].record, placed[j].record);
            if (pairs)
                put_pair(labelled, matcher, "wrong", placed[i].record, placed[j].record, pairs);
        }
}

/* Links stand in order of mention id. UINT32_MAX for a mention that has none. */
static uint32_t cluster_of(const struct match_link *links, size_t count, struct mention_id id)
{
    size_t low = LOWER_BOUND(i, 0, count, links[i].mention.v < id.v);
    return low < count && links[low].mention.v == id.v ? links[low].cluster : UINT32_MAX;
}

static enum status compare_with_truth(const struct evaluate_options *options, const struct labelled *labelled,
                                      enum language lang, struct matcher *matcher, struct evaluate_report *ret,
                                      struct error *err)
{
    size_t count = labelled->kinds.len;
    uint32_t *truth = malloc((count + 1) * sizeof(*truth));
    uint32_t *found = malloc((count + 1) * sizeof(*found));
    struct placed *placed = malloc((count + 1) * sizeof(*placed));
    enum status status = truth && found && placed ? truth_read(options->truth, labelled, lang, truth, err)
                                                  : error_set(err, STATUS_NO_MEMORY, "out of memory while evaluating");
    if (status == STATUS_OK) {
        size_t links_count = 0, known = 0;
        const struct match_link *links = matcher_links(matcher, &links_count);
        for (uint32_t i = 0; i < count; i++) {
            found[i] = cluster_of(links, links_count, labelled_mention_id(labelled, i));
            if (truth[i] != UINT32_MAX && found[i] != UINT32_MAX)
                placed[known++] = (struct placed){ truth[i], found[i], i };
        }
        if (status == STATUS_OK && known == 0)
            status = truth_refuse(options->truth, lang, err);
        if (status == STATUS_OK) {
            ret->records = known;
            if (options->pairs)
                buf_put_str(options->pairs, "kind,id_a,id_b,candidate,score,levels\n");
            count_pairs(placed, known, ret);
            SCOPED(errors_done) struct errors errors = { .max = options->errors ? options->errors_max : 0 };
            errors.pairs = errors.max ? calloc(ERROR_KINDS * errors.max, sizeof(*errors.pairs)) : NULL;
            look_at_truth(placed, known, labelled, matcher, options->pairs, &errors, ret);
            if (options->pairs || options->errors)
                look_at_found(placed, known, labelled, matcher, options->pairs, &errors);
            if (options->households)
                status = households_evaluate(options->households, labelled, lang, found, &ret->households, err);
            if (options->errors)
                errors_write(&errors, labelled, matcher, options->errors);
        }
    }
    free(truth);
    free(found);
    free(placed);
    return status;
}

enum status evaluate_run(const struct evaluate_options *options, const struct job *job, struct evaluate_report *ret,
                         struct error *err)
{
    uint64_t start = clock_elapsed_ns();
    struct stopwatch watch = stopwatch_start();
    *ret = (struct evaluate_report){ 0 };
    SCOPED(labelled_done) struct labelled labelled = LABELLED_UP_TO(SIZE_MAX / 4);
    SCOPED(matcher_close) struct matcher *matcher = NULL;
    struct match_options match = { .threads = job->threads,
                                   .progress = job->progress,
                                   .progress_ctx = job->progress_ctx,
                                   .without_rules = options->without_rules };

    enum status status = matcher_open(&match, &matcher, err);
    if (status == STATUS_OK)
        status = labelled_read(options, job, matcher, &labelled, err);
    memcpy(ret->country, labelled.listing.country, sizeof(ret->country));
    stopwatch_read(&watch, &ret->seconds_read, &ret->cpu_read);
    if (status == STATUS_OK)
        status = matcher_run(matcher, err);
    ret->seconds_match = (double)(clock_elapsed_ns() - start) / 1e9;
    if (status == STATUS_OK)
        status = compare_with_truth(options, &labelled, job->lang, matcher, ret, err);
    if (status != STATUS_OK)
        return status;
    if (options->weights)
        matcher_weights_write(matcher, options->weights);
    struct match_stats stats = matcher_stats(matcher);
    ret->stats = stats;
    size_t reviews = 0;
    matcher_reviews(matcher, &reviews);
    ret->reviews = reviews;
    ret->sure = stats.sure;
    memcpy(ret->stopped, stats.stopped, sizeof(ret->stopped));
    ret->pairs_scored = stats.pairs_scored;
    ret->threshold_bits = stats.threshold / 256.0;
    ret->seconds_prepare += stats.seconds_prepare;
    ret->seconds_block = stats.seconds_block;
    ret->seconds_train = stats.seconds_train;
    ret->seconds_score = stats.seconds_score;
    ret->seconds_cluster = stats.seconds_cluster;
    ret->wall_s = (double)(clock_elapsed_ns() - start) / 1e9;
    ret->peak_rss_mb = process_peak_rss_mb();
    return STATUS_OK;
}
