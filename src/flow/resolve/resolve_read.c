/*
 * Records to the matcher, batch by batch, four of them under way, as evaluate
 * feeds it (evaluate_feed.c): one is read by the one connection there is, one
 * normalised in slices, one listed here and taken by the matcher, one ended.
 * What there is to do of all four is one heap of work for all threads.
 *
 *     read 1 │ read 2      │ read 3       │ read 4       │
 *            │ normalise 1 │ normalise 2  │ normalise 3  │
 *            │             │ list, take 1 │ list, take 2 │ list, take 3
 *            │             │              │ end 1        │ end 2
 *
 * What is known of a record in full is some kilobytes; it lies in memory of
 * the thread that made it, which is used again for the next slice.  What
 * travels is its draft, itself in bytes (packed.h), its findings and ids.
 *
 * Batches and slices are numbers of records and are listed in order, so
 * threads change nothing.  Where the view does not grow apart from the facts
 * its findings go through the connection that reads, so there a batch is
 * listed when nothing is read.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/job/packed.h"
#include "flow/resolve/resolve_inside.h"
#include "os/process.h"
#include "os/threads.h"

enum {
    SLICE_RECORDS = 64, /* normalised by one thread at a time */
    SLICES = 32,
    BATCH_RECORDS = SLICES * SLICE_RECORDS,
    BATCHES = 4,
    PACKED_LEN_MAX = (1 << 24) - 1,
};
#define PACKED_BYTES_MAX ((uint64_t)1 << 39)

/* What is left of a slice when it has been normalised. */
struct slice {
    VEC(struct seen) seen; /* packed_at counts from the start of packed */
    VEC(struct couple_seen) couples;
    VEC(struct stored_finding) findings;
    struct arena proposals; /* their texts */
    struct buf packed;
    uint64_t findings_count; /* also of records whose findings are known already */
    enum status status;
    struct error err;
};

struct batch {
    struct arena raw;
    struct stored_record records[BATCH_RECORDS];
    size_t count;
    enum status status; /* of reading */
    struct error err;
    struct slice slices[SLICES];
    struct match_drafts *drafts;
};

/* What one thread makes of a slice before it is drafted. */
struct hand {
    struct arena arena;
    VEC(struct match_item) items;
};

struct walk {
    struct resolve *resolve;
    struct batch *batches[BATCHES];
    struct batch *next, *now, *last, *gone; /* to read, to normalise, to list and take, to end the taking of */
    struct hand hands[THREADS_MAX];
    bool apart, packs; /* a view apart; records are put by */
    enum status list_status, end_status;
    struct error list_err, end_err;
    uint64_t total, read, ended; /* records */
    struct crew *crew, *crew_before;
};

static void batch_free(struct batch **batch)
{
    struct batch *gone = *batch;
    *batch = NULL;
    if (!gone)
        return;
    arena_done(&gone->raw);
    for (size_t i = 0; i < SLICES; i++) {
        struct slice *slice = &gone->slices[i];
        vec_done(&slice->seen);
        vec_done(&slice->couples);
        vec_done(&slice->findings);
        arena_done(&slice->proposals);
        buf_done(&slice->packed);
    }
    match_drafts_close(&gone->drafts);
    free(gone);
}

static struct batch *batch_new(void)
{
    struct batch *batch = calloc(1, sizeof(*batch));
    if (!batch)
        return NULL;
    batch->raw = ARENA_UP_TO(BATCH_ARENA_BYTES);
    for (size_t i = 0; i < SLICES; i++)
        batch->slices[i].proposals = ARENA_UP_TO(SLICE_ARENA_BYTES);
    batch->drafts = match_drafts_open(SLICES);
    if (!batch->drafts)
        batch_free(&batch);
    return batch;
}

static size_t slices_of(const struct batch *batch)
{
    return (batch->count + SLICE_RECORDS - 1) / SLICE_RECORDS;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a batch of records");
}

/* ---- reading ---- */

static enum status keep_record(struct batch *batch, const struct stored_record *record, struct error *err)
{
    struct stored_record *kept = &batch->records[batch->count++];
    *kept = *record;
    kept->source_key = arena_copy(&batch->raw, record->source_key);
    kept->cells = arena_copy(&batch->raw, record->cells);
    return kept->cells.ptr && kept->source_key.ptr ? STATUS_OK : no_memory(err);
}

/* The next records into batch; none at the end. */
static void read_batch(struct resolve *resolve, struct batch *batch)
{
    struct stored_record record = { 0 };
    batch->count = 0;
    batch->status = STATUS_OK;
    arena_reset(&batch->raw);
    while (batch->count < BATCH_RECORDS && batch->status == STATUS_OK && store_records_next(resolve->store, &record)) {
        batch->status = keep_record(batch, &record, &batch->err);
        /* a record from after it was told says nothing of what day it is */
        if (record.observed_ms > resolve->newest_ms && record.observed_ms <= record.recorded_ms)
            resolve->newest_ms = record.observed_ms;
        resolve->newest_seq = record.seq > resolve->newest_seq ? record.seq : resolve->newest_seq;
    }
}

/* ---- normalising ---- */

/* What does not fit or is nobody's is not put by: 0. */
static uint32_t pack(struct slice *slice, const struct stored_record *record, const struct normal_record *normal)
{
    size_t before = slice->packed.len;
    bool written = normal->mentions_count && packed_write(record, normal, &slice->packed);
    if (written && slice->packed.len - before <= PACKED_LEN_MAX)
        return (uint32_t)(slice->packed.len - before);
    if (!slice->packed.failed)
        slice->packed.len = before;
    return 0;
}

/* Of a view that is changed only new records count. */
static bool is_told(const struct resolve *resolve, const struct stored_record *record)
{
    return resolve->whole || record->seq > resolve->base_seq;
}

static bool list_findings(const struct resolve *resolve, const struct stored_record *record,
                          const struct normal_record *normal, struct slice *slice)
{
    slice->findings_count += normal->findings_count;
    for (size_t i = 0; i < normal->findings_count && is_told(resolve, record); i++) {
        struct text proposal = normal->findings[i].proposal;
        struct stored_finding finding = { .record = record->id,
                                          .finding = normal->findings[i].finding,
                                          .field = field_ref_text(normal->findings[i].field),
                                          .proposal =
                                              proposal.len ? arena_copy(&slice->proposals, proposal) : TEXT_EMPTY };
        if ((proposal.len && !finding.proposal.ptr) || !vec_push(&slice->findings, finding))
            return false;
    }
    return true;
}

/* What the matcher and the steps after it are to know of one record. */
static bool list_mentions(const struct walk *walk, const struct stored_record *record,
                          const struct normal_record *normal, struct slice *slice, struct hand *hand)
{
    uint32_t source = corpus_source(&walk->resolve->corpus, record->source_id);
    struct mention_id ids[MENTIONS_PER_RECORD_MAX] = { 0 };
    uint64_t packed_at = slice->packed.len;
    uint32_t packed_len = walk->packs ? pack(slice, record, normal) : 0;
    for (size_t i = 0; i < normal->mentions_count && i < MENTIONS_PER_RECORD_MAX; i++) {
        const struct mention *mention = &normal->mentions[i];
        unsigned ordinal = mention_ordinal(normal, i);
        ids[i] = mention_id_of(record->id, mention->kind, ordinal);
        struct seen seen = { .mention = ids[i].v,
                             .record = record->id.v,
                             .seq = record->seq,
                             .packed_at = packed_at,
                             .packed_len = packed_len,
                             .kind = (uint8_t)mention->kind,
                             .ordinal = (uint8_t)ordinal };
        if (!vec_push(&slice->seen, seen) || !vec_push(&hand->items, (struct match_item){ ids[i], source, mention }))
            return false;
    }
    return !normal->is_couple || normal->mentions_count < 2 ||
           vec_push(&slice->couples, (struct couple_seen){ ids[0].v, ids[1].v });
}

static void normalise_slice(struct walk *walk, struct batch *batch, size_t number, struct hand *hand)
{
    struct slice *slice = &batch->slices[number];
    size_t from = number * SLICE_RECORDS, to = from + SLICE_RECORDS;
    slice->status = STATUS_OK;
    slice->seen.len = slice->couples.len = slice->findings.len = slice->findings_count = 0;
    hand->items.len = 0;
    buf_reset(&slice->packed);
    arena_reset(&slice->proposals);
    arena_reset(&hand->arena);
    for (size_t i = from; i < to && i < batch->count && slice->status == STATUS_OK; i++) {
        const struct stored_record *record = &batch->records[i];
        struct normal_record normal;
        slice->status = corpus_normalise(&walk->resolve->corpus, record, &hand->arena, &normal, &slice->err);
        if (slice->status == STATUS_OK && (!list_mentions(walk, record, &normal, slice, hand) ||
                                           !list_findings(walk->resolve, record, &normal, slice)))
            slice->status = no_memory(&slice->err);
    }
    match_draft(batch->drafts, number, hand->items.ptr, slice->status == STATUS_OK ? hand->items.len : 0);
}

/* ---- listing ---- */

/* Of a view that is changed they wait until the facts are open for writing. */
static enum status keep_finding(struct resolve *resolve, struct stored_finding finding, struct error *err)
{
    struct text proposal = finding.proposal.len ? arena_copy(&resolve->kept, finding.proposal) : TEXT("");
    finding.proposal = proposal;
    return proposal.ptr && vec_push(&resolve->changes.findings, finding)
               ? STATUS_OK
               : error_set(err, STATUS_NO_MEMORY, "no memory for findings");
}

/* Where the disk is full, all are normalised again. */
static void put_by(struct resolve *resolve, struct text packed)
{
    if (resolve->packed.fd >= 0 &&
        (resolve->packed.size > PACKED_BYTES_MAX || file_append(&resolve->packed, packed, NULL) != STATUS_OK))
        file_close(&resolve->packed);
}

static enum status list_slice(struct resolve *resolve, struct slice *slice, struct error *err)
{
    uint64_t at = resolve->packed.size;
    enum status status = buf_status(&slice->packed, err);
    if (status == STATUS_OK && slice->packed.len)
        put_by(resolve, buf_text(&slice->packed));
    for (size_t i = 0; i < slice->findings.len && status == STATUS_OK; i++)
        status = resolve->whole ? store_finding_put(resolve->store, &slice->findings.ptr[i], err)
                                : keep_finding(resolve, slice->findings.ptr[i], err);
    resolve->report->findings += slice->findings_count;
    for (size_t i = 0; i < slice->seen.len && status == STATUS_OK; i++) {
        slice->seen.ptr[i].packed_at += at;
        if (!vec_push(&resolve->seen, slice->seen.ptr[i]))
            status = error_set(err, STATUS_NO_MEMORY, "no memory for %zu mentions", resolve->seen.len);
    }
    for (size_t i = 0; i < slice->couples.len && status == STATUS_OK; i++)
        if (!vec_push(&resolve->couples, slice->couples.ptr[i]))
            status = error_set(err, STATUS_NO_MEMORY, "no memory for couples");
    return status;
}

static enum status list_batch(struct resolve *resolve, struct batch *batch, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < batch->count && !resolve->whole && status == STATUS_OK; i++)
        if (is_told(resolve, &batch->records[i]) && !vec_push(&resolve->changes.records, batch->records[i].id.v))
            status = error_set(err, STATUS_NO_MEMORY, "no memory for findings");
    for (size_t i = 0; i < slices_of(batch) && status == STATUS_OK; i++)
        status = list_slice(resolve, &batch->slices[i], err);
    resolve->report->records += batch->count;
    return status;
}

/* ---- the heap of work ---- */

enum { STEP_READ, STEP_LIST, STEP_END, STEP_TAKE };

static void work_step(void *ctx, size_t step, int thread)
{
    struct walk *walk = ctx;
    size_t take_steps = matcher_take_steps();
    if (step == STEP_READ)
        read_batch(walk->resolve, walk->next);
    else if (step == STEP_LIST && walk->apart)
        walk->list_status = list_batch(walk->resolve, walk->last, &walk->list_err);
    else if (step == STEP_END)
        walk->end_status =
            matcher_take_end(walk->resolve->matcher, walk->gone->drafts, slices_of(walk->gone), &walk->end_err);
    else if (step >= STEP_TAKE && step - STEP_TAKE < take_steps)
        matcher_take_step(walk->resolve->matcher, walk->last->drafts, slices_of(walk->last), step - STEP_TAKE);
    else if (step >= STEP_TAKE)
        normalise_slice(walk, walk->now, step - STEP_TAKE - take_steps, &walk->hands[thread]);
}

static enum status give_error(enum status status, const struct error *from, struct error *err)
{
    if (status != STATUS_OK && err)
        *err = *from;
    return status;
}

/* What went wrong with a batch, the one farthest on its way first. */
static enum status end_turn(struct walk *walk, struct error *err)
{
    if (!walk->apart && walk->end_status == STATUS_OK)
        walk->list_status = list_batch(walk->resolve, walk->last, &walk->list_err);
    enum status status = give_error(walk->end_status, &walk->end_err, err);
    if (status == STATUS_OK)
        status = give_error(walk->list_status, &walk->list_err, err);
    for (size_t i = 0; i < slices_of(walk->now) && status == STATUS_OK; i++)
        status = give_error(walk->now->slices[i].status, &walk->now->slices[i].err, err);
    return status == STATUS_OK ? give_error(walk->next->status, &walk->next->err, err) : status;
}

static enum status walk_all(struct walk *walk, struct error *err)
{
    struct resolve *resolve = walk->resolve;
    enum status status = STATUS_OK;
    walk->now = walk->batches[0];
    walk->last = walk->batches[BATCHES - 1];
    walk->gone = walk->batches[BATCHES - 2];
    read_batch(resolve, walk->now);
    status = give_error(walk->now->status, &walk->now->err, err);
    for (size_t turn = 1; status == STATUS_OK && walk->now->count + walk->last->count + walk->gone->count > 0; turn++) {
        walk->next = walk->batches[turn % BATCHES];
        walk->packs = resolve->packed.fd >= 0;
        matcher_expect_rest(resolve->matcher, walk->ended, walk->total);
        threads_run(resolve->job->threads, STEP_TAKE + matcher_take_steps() + slices_of(walk->now), work_step, walk);
        status = end_turn(walk, err);
        walk->read += walk->now->count;
        walk->ended += walk->gone->count;
        tell(&resolve->teller, "read", walk->read, walk->total);
        if (status == STATUS_OK && process_interrupted())
            status = error_set(err, STATUS_INTERRUPTED, "stopped; the view is as it was");
        walk->gone = walk->last;
        walk->last = walk->now;
        walk->now = walk->next;
    }
    return status;
}

static void walk_done(struct walk *walk)
{
    if (walk->crew)
        crew_use(walk->crew_before);
    crew_close(&walk->crew);
    for (size_t i = 0; i < BATCHES; i++)
        batch_free(&walk->batches[i]);
    for (size_t i = 0; i < THREADS_MAX; i++) {
        arena_done(&walk->hands[i].arena);
        vec_done(&walk->hands[i].items);
    }
}

static enum status walk_open(struct resolve *resolve, struct walk *walk, struct error *err)
{
    walk->resolve = resolve;
    walk->apart = store_view_is_apart(resolve->store);
    walk->total = store_records_count(resolve->store);
    for (size_t i = 0; i < BATCHES; i++) {
        walk->batches[i] = batch_new();
        if (!walk->batches[i])
            return no_memory(err);
    }
    for (size_t i = 0; i < THREADS_MAX; i++)
        walk->hands[i].arena = ARENA_UP_TO(SLICE_ARENA_BYTES);
    walk->crew = crew_open(resolve->job->threads);
    if (walk->crew)
        walk->crew_before = crew_use(walk->crew);
    if (resolve->whole) /* without it, or where the disk is full, records are normalised again */
        (void)file_scratch(store_view_path(resolve->store), &resolve->packed, NULL);
    return STATUS_OK;
}

enum status resolve_read(struct resolve *resolve, struct error *err)
{
    struct stopwatch watch = stopwatch_start();
    SCOPED(walk_done) struct walk walk = { 0 };
    enum status status = walk_open(resolve, &walk, err);
    if (status == STATUS_OK)
        status = store_records_begin(resolve->store, err);
    if (status != STATUS_OK)
        return status;
    enum status walked = walk_all(&walk, err);
    status = store_records_end(resolve->store, walked == STATUS_OK ? err : NULL);
    resolve->report->mentions = resolve->seen.len;
    stopwatch_read(&watch, &resolve->report->seconds_read, &resolve->report->cpu_read);
    return walked != STATUS_OK ? walked : status;
}
