/*
 * Records are read by one thread into one batch while the batch before is
 * normalised by many in slices and handed to the matcher in the order it was
 * read.  Where the view does not grow apart from the facts its findings go
 * through the connection that reads, so there one batch follows the other.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/job/packed.h"
#include "flow/resolve/resolve_inside.h"
#include "os/process.h"
#include "os/relay.h"
#include "os/threads.h"

struct slice {
    struct arena arena;
    struct buf packed;
    uint32_t packed_len[READ_SLICE_RECORDS];
    enum status status;
    struct error err;
};

enum { BATCHES = 2, PACKED_LEN_MAX = (1 << 24) - 1 };
#define PACKED_BYTES_MAX ((uint64_t)1 << 39)

struct match_items {
    struct match_item *ptr;
    size_t len, cap;
};

struct batch {
    struct resolve *resolve;
    struct crew *crew;
    enum status status;
    struct error err;
    struct arena raw;
    struct stored_record records[READ_BATCH_RECORDS];
    struct normal_record normals[READ_BATCH_RECORDS];
    size_t count;
    uint64_t of_records; /* there are in all */
    struct slice slices[READ_SLICES];
    struct match_items items;
};

static struct batch *batch_new(struct resolve *resolve, struct crew *crew)
{
    struct batch *batch = calloc(1, sizeof(*batch));
    if (!batch)
        return NULL;
    batch->resolve = resolve;
    batch->crew = crew;
    batch->raw = ARENA_UP_TO(BATCH_ARENA_BYTES);
    for (size_t i = 0; i < READ_SLICES; i++)
        batch->slices[i].arena = ARENA_UP_TO(SLICE_ARENA_BYTES);
    return batch;
}

static void batch_free(struct batch **batch)
{
    if (!*batch)
        return;
    arena_done(&(*batch)->raw);
    for (size_t i = 0; i < READ_SLICES; i++) {
        arena_done(&(*batch)->slices[i].arena);
        buf_done(&(*batch)->slices[i].packed);
    }
    vec_done(&(*batch)->items);
    free(*batch);
    *batch = NULL;
}

/* What does not fit or is nobody's is not put by. */
static void pack(struct batch *batch, struct slice *slice, size_t record)
{
    size_t before = slice->packed.len;
    const struct normal_record *normal = &batch->normals[record];
    bool written = normal->mentions_count && packed_write(&batch->records[record], normal, &slice->packed);
    if (written && slice->packed.len - before <= PACKED_LEN_MAX)
        slice->packed_len[record % READ_SLICE_RECORDS] = (uint32_t)(slice->packed.len - before);
    else if (!slice->packed.failed)
        slice->packed.len = before;
}

static void normalise_slice(void *ctx, size_t number, int thread)
{
    struct batch *batch = ctx;
    struct slice *slice = &batch->slices[number];
    size_t from = number * READ_SLICE_RECORDS, to = from + READ_SLICE_RECORDS;
    arena_reset(&slice->arena);
    slice->status = STATUS_OK;
    buf_reset(&slice->packed);
    memset(slice->packed_len, 0, sizeof(slice->packed_len));
    for (size_t i = from; i < to && i < batch->count && slice->status == STATUS_OK; i++) {
        slice->status = corpus_normalise(&batch->resolve->corpus, &batch->records[i], &slice->arena, &batch->normals[i],
                                         &slice->err);
        if (slice->status == STATUS_OK && batch->resolve->packed.fd >= 0)
            pack(batch, slice, i);
    }
}

/* Of a view that is changed only new records count; their findings wait until the facts are open for writing. */
static enum status keep_finding(struct resolve *resolve, struct stored_finding finding, struct error *err)
{
    struct text proposal = finding.proposal.len ? arena_copy(&resolve->kept, finding.proposal) : TEXT("");
    finding.proposal = proposal;
    return proposal.ptr && vec_push(&resolve->changes.findings, finding)
               ? STATUS_OK
               : error_set(err, STATUS_NO_MEMORY, "no memory for findings");
}

static enum status put_findings(struct resolve *resolve, const struct stored_record *of,
                                const struct normal_record *normal, struct error *err)
{
    struct record_id record = of->id;
    bool is_new = of->seq > resolve->base_seq;
    enum status status = STATUS_OK;
    if (!resolve->whole && is_new && !vec_push(&resolve->changes.records, record.v))
        return error_set(err, STATUS_NO_MEMORY, "no memory for findings");
    for (size_t i = 0; i < normal->findings_count && status == STATUS_OK; i++) {
        struct stored_finding finding = { .record = record,
                                          .finding = normal->findings[i].finding,
                                          .field = field_ref_text(normal->findings[i].field),
                                          .proposal = normal->findings[i].proposal };
        if (resolve->whole)
            status = store_finding_put(resolve->store, &finding, err);
        else if (is_new)
            status = keep_finding(resolve, finding, err);
        resolve->report->findings++;
    }
    return status;
}

/* What the matcher is to know of one record. */
static enum status list_mentions(struct resolve *resolve, const struct stored_record *record,
                                 const struct normal_record *normal, uint64_t packed_at, uint32_t packed_len,
                                 struct match_items *items, struct error *err)
{
    uint32_t source = corpus_source(&resolve->corpus, record->source_id);
    struct mention_id ids[MENTIONS_PER_RECORD_MAX] = { 0 };
    enum status status = put_findings(resolve, record, normal, err);
    if (status != STATUS_OK)
        return status;
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
        if (!vec_push(&resolve->seen, seen) || !vec_push(items, (struct match_item){ ids[i], source, mention }))
            return error_set(err, STATUS_NO_MEMORY, "no memory for %zu mentions", resolve->seen.len);
    }
    if (normal->is_couple && normal->mentions_count > 1 &&
        !vec_push(&resolve->couples, (struct couple_seen){ ids[0].v, ids[1].v }))
        return error_set(err, STATUS_NO_MEMORY, "no memory for couples");
    return STATUS_OK;
}

static enum status list_slice(struct resolve *resolve, struct batch *batch, size_t number, struct error *err)
{
    struct slice *slice = &batch->slices[number];
    uint64_t at = resolve->packed.size;
    size_t from = number * READ_SLICE_RECORDS, to = from + READ_SLICE_RECORDS;
    enum status status = buf_status(&slice->packed, err);
    if (status == STATUS_OK && slice->packed.len && resolve->packed.fd >= 0 &&
        (at > PACKED_BYTES_MAX || file_append(&resolve->packed, buf_text(&slice->packed), NULL) != STATUS_OK))
        file_close(&resolve->packed); /* the disk is full: all are normalised again */
    for (size_t i = from; i < to && i < batch->count && status == STATUS_OK; i++) {
        uint32_t len = slice->packed_len[i - from];
        status = list_mentions(resolve, &batch->records[i], &batch->normals[i], at, len, &batch->items, err);
        at += len;
    }
    return status;
}

static enum status take_in(struct resolve *resolve, struct batch *batch, struct error *err)
{
    size_t slices = (batch->count + READ_SLICE_RECORDS - 1) / READ_SLICE_RECORDS;
    threads_run(resolve->job->threads, slices, normalise_slice, batch);
    for (size_t i = 0; i < slices; i++)
        if (batch->slices[i].status != STATUS_OK) {
            if (err)
                *err = batch->slices[i].err;
            return batch->slices[i].status;
        }
    enum status status = STATUS_OK;
    batch->items.len = 0;
    for (size_t i = 0; i < slices && status == STATUS_OK; i++)
        status = list_slice(resolve, batch, i, err);
    matcher_expect_rest(resolve->matcher, resolve->report->records, batch->of_records);
    if (status == STATUS_OK)
        status = matcher_add_all(resolve->matcher, batch->items.ptr, batch->items.len, err);
    resolve->report->records += batch->count;
    return status;
}

static void work_batch(void *ctx, void *item)
{
    struct batch *batch = item;
    struct crew *before = crew_use(batch->crew);
    batch->status = take_in(batch->resolve, batch, &batch->err);
    crew_use(before);
}

static enum status keep_record(struct batch *batch, const struct stored_record *record, struct error *err)
{
    struct stored_record *kept = &batch->records[batch->count++];
    *kept = *record;
    kept->source_key = arena_copy(&batch->raw, record->source_key);
    kept->cells = arena_copy(&batch->raw, record->cells);
    if (!kept->cells.ptr || !kept->source_key.ptr)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a batch of records");
    return STATUS_OK;
}

struct walk {
    struct resolve *resolve;
    struct batch *batches[BATCHES];
    struct crew *crew;
    struct relay *relay;
    size_t filling;  /* which batch */
    uint64_t handed; /* records */
};

static void walk_done(struct walk *walk)
{
    relay_close(&walk->relay);
    crew_close(&walk->crew);
    for (size_t i = 0; i < BATCHES; i++)
        batch_free(&walk->batches[i]);
}

/* Hand over the batch that was filled; the other one is free again then, and what became of it is known. */
static enum status hand_over(struct walk *walk, struct error *err)
{
    struct batch *full = walk->batches[walk->filling];
    walk->handed += full->count;
    relay_give(walk->relay, full);
    walk->filling = (walk->filling + 1) % BATCHES;
    struct batch *next = walk->batches[walk->filling];
    if (next->status != STATUS_OK && err)
        *err = next->err;
    next->count = 0;
    arena_reset(&next->raw);
    return next->status;
}

static enum status walk_all(struct walk *walk, struct error *err)
{
    struct resolve *resolve = walk->resolve;
    struct stored_record record = { 0 };
    uint64_t total = store_records_count(resolve->store);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < BATCHES; i++)
        walk->batches[i]->of_records = total;
    while (status == STATUS_OK && store_records_next(resolve->store, &record)) {
        struct batch *batch = walk->batches[walk->filling];
        status = keep_record(batch, &record, err);
        /* a record from after it was told says nothing of what day it is */
        if (record.observed_ms > resolve->newest_ms && record.observed_ms <= record.recorded_ms)
            resolve->newest_ms = record.observed_ms;
        resolve->newest_seq = record.seq > resolve->newest_seq ? record.seq : resolve->newest_seq;
        if (status == STATUS_OK && batch->count == READ_BATCH_RECORDS) {
            status = hand_over(walk, err);
            tell(&resolve->teller, "read", walk->handed, total);
            if (status == STATUS_OK && process_interrupted())
                status = error_set(err, STATUS_INTERRUPTED, "stopped; the view is as it was");
        }
    }
    if (status == STATUS_OK)
        status = hand_over(walk, err);
    relay_wait(walk->relay);
    for (size_t i = 0; i < BATCHES && status == STATUS_OK; i++) {
        status = walk->batches[i]->status;
        if (status != STATUS_OK && err)
            *err = walk->batches[i]->err;
    }
    return status;
}

enum status resolve_read(struct resolve *resolve, struct error *err)
{
    struct stopwatch watch = stopwatch_start();
    SCOPED(walk_done) struct walk walk = { .resolve = resolve, .crew = crew_open(resolve->job->threads) };
    for (size_t i = 0; i < BATCHES; i++)
        walk.batches[i] = batch_new(resolve, walk.crew);
    walk.relay = relay_open(store_view_is_apart(resolve->store), work_batch, NULL);
    if (!walk.batches[0] || !walk.batches[1] || !walk.relay)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a batch of records");
    if (resolve->whole) /* without it, or where the disk is full, records are normalised again */
        (void)file_scratch(store_view_path(resolve->store), &resolve->packed, NULL);
    enum status status = store_records_begin(resolve->store, err);
    if (status != STATUS_OK)
        return status;
    enum status walked = walk_all(&walk, err);
    status = store_records_end(resolve->store, walked == STATUS_OK ? err : NULL);
    resolve->report->mentions = resolve->seen.len;
    stopwatch_read(&watch, &resolve->report->seconds_read, &resolve->report->cpu_read);
    return walked != STATUS_OK ? walked : status;
}
