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
#include "os/threads.h"

enum { BLOCKING_PAIRS_MAX = 4000000 };

struct placed {
    uint32_t truth, found, record;
};

/* What is placed in both, in one order or the other. */
struct places {
    struct placed *all, *room; /* room for as many again */
    uint32_t *at;              /* by record: its place in the matcher */
    size_t count;
    uint32_t truths, founds; /* more than the largest number of each */
};

static void places_done(struct places *places)
{
    free(places->all);
    free(places->room);
    free(places->at);
}

/* In order of the number at an offset; those of one number stay as they stood.  Numbers are as dense as records. */
static bool sort_by(struct places *places, size_t offset, uint32_t numbers)
{
    uint32_t *next = calloc((size_t)numbers + 1, sizeof(*next));
    if (!next)
        return false;
#define NUMBER(i) (*(const uint32_t *)(const void *)((const char *)&places->all[i] + offset))
    for (size_t i = 0; i < places->count; i++)
        next[NUMBER(i) + 1]++;
    for (size_t n = 1; n < numbers; n++)
        next[n] += next[n - 1];
    for (size_t i = 0; i < places->count; i++)
        places->room[next[NUMBER(i)]++] = places->all[i];
#undef NUMBER
    struct placed *sorted = places->room;
    places->room = places->all;
    places->all = sorted;
    free(next);
    return true;
}

/* Within one truth, those that were found together stand together when they did before; and the other way round. */
static bool by_truth(struct places *places)
{
    return sort_by(places, offsetof(struct placed, truth), places->truths);
}

static bool by_found(struct places *places)
{
    return sort_by(places, offsetof(struct placed, found), places->founds);
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

/* Leaves them by truth, and then as they were found. */
static bool count_pairs(struct places *places, struct evaluate_report *ret)
{
    size_t count = places->count;
    uint32_t *found_size = calloc(places->founds, sizeof(*found_size));
    if (!found_size || !by_found(places)) {
        free(found_size);
        return false;
    }
    const struct placed *placed = places->all;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && placed[end].found == placed[i].found;)
            end++;
        ret->found_pairs += pairs_of(end - i);
        found_size[placed[i].found] = (uint32_t)(end - i);
    }
    bool good = by_truth(places);
    placed = places->all;
    for (size_t i = 0, end; good && i < count; i = end) {
        for (end = i; end < count && placed[end].truth == placed[i].truth;)
            end++;
        ret->entities++;
        ret->true_pairs += pairs_of(end - i);
        for (size_t k = i, both; k < end; k = both) {
            for (both = k; both < end && placed[both].found == placed[k].found;)
                both++;
            double shared = (double)(both - k);
            ret->right_pairs += pairs_of(both - k);
            ret->b3_precision += shared * shared / found_size[placed[k].found];
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
    return good;
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

/* Truth pairs by kind, as places in the matcher, of which is asked how many were candidates. */
struct truth_pairs {
    VEC(uint64_t) of_kind[PARTY_ORGANISATION + 1];
    uint64_t count;
};

static void truth_pairs_done(struct truth_pairs *pairs)
{
    for (int k = 0; k <= PARTY_ORGANISATION; k++)
        vec_done(&pairs->of_kind[k]);
}

/* Two of two kinds were none, nor was one that is nowhere. */
static bool truth_pairs_add(struct truth_pairs *pairs, const struct labelled *labelled, const struct places *places,
                            uint32_t a, uint32_t b)
{
    uint8_t kind = labelled->kinds.ptr[a];
    uint64_t x = places->at[a], y = places->at[b];
    pairs->count++;
    return kind != labelled->kinds.ptr[b] || x == UINT32_MAX || y == UINT32_MAX ||
           vec_push(&pairs->of_kind[kind], x << 32 | y);
}

/* Truth pairs: how many were candidates, and which were missed. They stand by truth. */
static bool look_at_truth(const struct places *places, const struct labelled *labelled, struct matcher *matcher,
                          struct buf *pairs, struct errors *errors, struct evaluate_report *ret)
{
    const struct placed *placed = places->all;
    size_t count = places->count, candidates = 0;
    SCOPED(truth_pairs_done) struct truth_pairs looked = { 0 };
    for (size_t i = 0; i < count && looked.count < BLOCKING_PAIRS_MAX; i++) {
        for (size_t j = i + 1; j < count && placed[j].truth == placed[i].truth; j++) {
            uint32_t a = placed[i].record, b = placed[j].record;
            if (!truth_pairs_add(&looked, labelled, places, a, b))
                return false;
            if (placed[i].found == placed[j].found)
                continue;
            errors_add(errors, labelled, ERROR_MISSED, a, b);
            if (pairs)
                put_pair(labelled, matcher, "missed", a, b, pairs);
        }
    }
    for (int k = PARTY_PERSON; k <= PARTY_ORGANISATION; k++)
        candidates +=
            matcher_count_candidates(matcher, (enum party_kind)k, looked.of_kind[k].ptr, looked.of_kind[k].len);
    ret->blocking_recall = looked.count ? (double)candidates / (double)looked.count : 1;
    return true;
}

/* The same of those that were found together. They stand by what was found. */
static void look_at_found(const struct places *places, const struct labelled *labelled, struct matcher *matcher,
                          struct buf *pairs, struct errors *errors)
{
    const struct placed *placed = places->all;
    size_t count = places->count;
    uint64_t looked = 0;
    for (size_t i = 0; i < count && looked < BLOCKING_PAIRS_MAX; i++)
        for (size_t j = i + 1; j < count && placed[j].found == placed[i].found; j++, looked++) {
            if (placed[i].truth == placed[j].truth)
                continue;
            errors_add(errors, labelled, ERROR_WRONG, placed[i].record, placed[j].record);
            if (pairs)
                put_pair(labelled, matcher, "wrong", placed[i].record, placed[j].record, pairs);
        }
}

/*
 * Records roughly in order of mention id: to look up a million of them one
 * after another, each anywhere, is to wait for memory a dozen times for each.
 */
enum { PARTS = 1 << 12, PART_SHIFT = 62 - 12 /* an id has 62 bits */, PARTS_PER_SLICE = 64 };

/* Where each record was put by the matcher, found by slices of parts. */
struct placing {
    const struct labelled *labelled;
    struct matcher *matcher;
    const struct match_link *links; /* in order of mention id */
    size_t links_count;
    struct placed *order; /* the record, and in the other two the halves of its mention id */
    size_t starts[PARTS + 1];
    uint32_t *found, *at; /* by record */
};

static void order_by_part(struct placing *placing, size_t count)
{
    size_t *starts = placing->starts;
    for (uint32_t i = 0; i < count; i++)
        starts[(labelled_mention_id(placing->labelled, i).v >> PART_SHIFT & (PARTS - 1)) + 1]++;
    for (size_t p = 1; p <= PARTS; p++)
        starts[p] += starts[p - 1];
    for (uint32_t i = 0; i < count; i++) { /* each start moves to where its part ends */
        uint64_t id = labelled_mention_id(placing->labelled, i).v;
        placing->order[starts[id >> PART_SHIFT & (PARTS - 1)]++] =
            (struct placed){ (uint32_t)(id >> 32), (uint32_t)id, i };
    }
    memmove(starts + 1, starts, PARTS * sizeof(*starts));
    starts[0] = 0;
}

static void place_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    struct placing *placing = ctx;
    const struct match_link *links = placing->links;
    for (size_t p = slice * PARTS_PER_SLICE; p < (slice + 1) * PARTS_PER_SLICE; p++) {
        uint64_t first = (uint64_t)p << PART_SHIFT, last = first | (((uint64_t)1 << PART_SHIFT) - 1);
        size_t from = LOWER_BOUND(i, 0, placing->links_count, links[i].mention.v < first);
        size_t to = LOWER_BOUND(i, from, placing->links_count, links[i].mention.v <= last);
        for (size_t k = placing->starts[p]; k < placing->starts[p + 1]; k++) {
            const struct placed *of = &placing->order[k];
            struct mention_id id = { (uint64_t)of->truth << 32 | of->found };
            size_t low = LOWER_BOUND(i, from, to, links[i].mention.v < id.v);
            placing->found[of->record] = low < to && links[low].mention.v == id.v ? links[low].cluster : UINT32_MAX;
            placing->at[of->record] =
                matcher_place(placing->matcher, (enum party_kind)placing->labelled->kinds.ptr[of->record], id);
        }
    }
}

/* Each record's cluster and place, and all that stand in both. */
static bool place_all(const struct labelled *labelled, struct matcher *matcher, int threads, const uint32_t *truth,
                      uint32_t *found, struct places *ret)
{
    size_t count = labelled->kinds.len;
    ret->all = malloc((count + 1) * sizeof(*ret->all));
    ret->room = malloc((count + 1) * sizeof(*ret->room));
    ret->at = malloc((count + 1) * sizeof(*ret->at));
    struct placing *placing = calloc(1, sizeof(*placing));
    bool good = ret->all && ret->room && ret->at && placing;
    if (good) {
        *placing = (struct placing){
            .labelled = labelled, .matcher = matcher, .order = ret->room, .found = found, .at = ret->at
        };
        placing->links = matcher_links(matcher, &placing->links_count);
        order_by_part(placing, count);
        threads_run(threads, PARTS / PARTS_PER_SLICE, place_slice, placing);
    }
    free(placing);
    for (uint32_t i = 0; good && i < count; i++) {
        if (truth[i] == UINT32_MAX || found[i] == UINT32_MAX)
            continue;
        ret->all[ret->count++] = (struct placed){ truth[i], found[i], i };
        ret->truths = truth[i] < ret->truths ? ret->truths : truth[i] + 1;
        ret->founds = found[i] < ret->founds ? ret->founds : found[i] + 1;
    }
    return good;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "out of memory while evaluating");
}

static enum status look_at_pairs(const struct evaluate_options *options, const struct labelled *labelled,
                                 struct matcher *matcher, struct places *places, struct evaluate_report *ret,
                                 struct error *err)
{
    SCOPED(errors_done) struct errors errors = { .max = options->errors ? options->errors_max : 0 };
    errors.pairs = errors.max ? calloc(ERROR_KINDS * errors.max, sizeof(*errors.pairs)) : NULL;
    if (options->pairs)
        buf_put_str(options->pairs, "kind,id_a,id_b,candidate,score,levels\n");
    if (!count_pairs(places, ret))
        return no_memory(err);
    if (!look_at_truth(places, labelled, matcher, options->pairs, &errors, ret))
        return no_memory(err);
    if (options->pairs || options->errors) {
        if (!by_found(places))
            return no_memory(err);
        look_at_found(places, labelled, matcher, options->pairs, &errors);
    }
    if (options->errors)
        errors_write(&errors, labelled, matcher, options->errors);
    return STATUS_OK;
}

static enum status compare_with_truth(const struct evaluate_options *options, const struct labelled *labelled,
                                      const struct job *job, struct matcher *matcher, struct evaluate_report *ret,
                                      struct error *err)
{
    size_t count = labelled->kinds.len;
    uint32_t *truth = malloc((count + 1) * sizeof(*truth));
    uint32_t *found = malloc((count + 1) * sizeof(*found));
    SCOPED(places_done) struct places places = { 0 };
    enum status status =
        truth && found ? truth_read(options->truth, labelled, job->threads, job->lang, truth, err) : no_memory(err);
    if (status == STATUS_OK && !place_all(labelled, matcher, job->threads, truth, found, &places))
        status = no_memory(err);
    if (status == STATUS_OK && places.count == 0)
        status = truth_refuse(options->truth, job->lang, err);
    ret->records = places.count;
    if (status == STATUS_OK)
        status = look_at_pairs(options, labelled, matcher, &places, ret, err);
    if (status == STATUS_OK && options->households)
        status = households_evaluate(options->households, labelled, job->lang, found, &ret->households, err);
    free(truth);
    free(found);
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
                                   .without_rules = options->without_rules,
                                   .for_counting = !options->pairs && !options->errors };

    enum status status = matcher_open(&match, &matcher, err);
    if (status == STATUS_OK)
        status = labelled_read(options, job, matcher, &labelled, err);
    memcpy(ret->country, labelled.listing.country, sizeof(ret->country));
    stopwatch_read(&watch, &ret->seconds_read, &ret->cpu_read);
    if (status == STATUS_OK)
        status = matcher_run(matcher, err);
    ret->seconds_match = (double)(clock_elapsed_ns() - start) / 1e9;
    if (status == STATUS_OK)
        status = compare_with_truth(options, &labelled, job, matcher, ret, err);
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
