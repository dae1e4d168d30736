/*
 * Records are read by one thread, normalised by many in slices of a batch,
 * and handed to the matcher by one again in the order they were read.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/limits.h"
#include "base/scoped.h"
#include "flow/resolve_inside.h"
#include "os/process.h"
#include "os/threads.h"

struct slice {
    struct arena arena;
    enum status status;
    struct error err;
};

struct batch {
    const struct corpus *corpus;
    struct arena raw;
    struct stored_record records[READ_BATCH_RECORDS];
    struct normal_record normals[READ_BATCH_RECORDS];
    size_t count;
    struct slice slices[READ_SLICES];
};

static struct batch *batch_new(const struct corpus *corpus)
{
    struct batch *batch = calloc(1, sizeof(*batch));
    if (!batch)
        return NULL;
    batch->corpus = corpus;
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
    for (size_t i = 0; i < READ_SLICES; i++)
        arena_done(&(*batch)->slices[i].arena);
    free(*batch);
    *batch = NULL;
}

static void normalise_slice(void *ctx, size_t number, int thread)
{
    struct batch *batch = ctx;
    struct slice *slice = &batch->slices[number];
    size_t from = number * READ_SLICE_RECORDS, to = from + READ_SLICE_RECORDS;
    arena_reset(&slice->arena);
    slice->status = STATUS_OK;
    for (size_t i = from; i < to && i < batch->count && slice->status == STATUS_OK; i++)
        slice->status =
            corpus_normalise(batch->corpus, &batch->records[i], &slice->arena, &batch->normals[i], &slice->err);
}

static enum status put_findings(struct resolve *resolve, struct record_id record, const struct normal_record *normal,
                                struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < normal->findings_count && status == STATUS_OK; i++) {
        struct stored_finding finding = { .record = record,
                                          .finding = normal->findings[i].finding,
                                          .field = field_ref_text(normal->findings[i].field),
                                          .proposal = normal->findings[i].proposal };
        status = store_finding_put(resolve->store, &finding, err);
        resolve->report->findings++;
    }
    return status;
}

static enum status add_record(struct resolve *resolve, const struct stored_record *record,
                              const struct normal_record *normal, struct error *err)
{
    uint32_t source = corpus_source(&resolve->corpus, record->source_id);
    struct mention_id ids[MENTIONS_PER_RECORD_MAX] = { 0 };
    enum status status = put_findings(resolve, record->id, normal, err);
    for (size_t i = 0; i < normal->mentions_count && i < MENTIONS_PER_RECORD_MAX && status == STATUS_OK; i++) {
        const struct mention *mention = &normal->mentions[i];
        unsigned ordinal = mention_ordinal(normal, i);
        ids[i] = mention_id_of(record->id, mention->kind, ordinal);
        if (!vec_push(&resolve->seen, (struct seen){ ids[i].v, record->id.v, record->seq, 0, (uint8_t)mention->kind,
                                                     (uint8_t)ordinal }))
            return error_set(err, STATUS_NO_MEMORY, "no memory for %zu mentions", resolve->seen.len);
        status = matcher_add(resolve->matcher, ids[i], source, mention, err);
    }
    if (status == STATUS_OK && normal->is_couple && normal->mentions_count > 1 &&
        !vec_push(&resolve->couples, (struct couple_seen){ ids[0].v, ids[1].v }))
        return error_set(err, STATUS_NO_MEMORY, "no memory for couples");
    return status;
}

static enum status work_batch(struct resolve *resolve, struct batch *batch, struct error *err)
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
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++)
        status = add_record(resolve, &batch->records[i], &batch->normals[i], err);
    resolve->report->records += batch->count;
    batch->count = 0;
    arena_reset(&batch->raw);
    return status;
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

static enum status walk(struct resolve *resolve, struct batch *batch, struct error *err)
{
    struct stored_record record = { 0 };
    uint64_t total = store_records_count(resolve->store);
    enum status status = STATUS_OK;
    while (status == STATUS_OK && store_records_next(resolve->store, &record)) {
        status = keep_record(batch, &record, err);
        resolve->newest_seq = record.seq > resolve->newest_seq ? record.seq : resolve->newest_seq;
        if (status == STATUS_OK && batch->count == READ_BATCH_RECORDS) {
            status = work_batch(resolve, batch, err);
            tell(&resolve->teller, "read", resolve->report->records, total);
            if (status == STATUS_OK && process_interrupted())
                status = error_set(err, STATUS_INTERRUPTED, "stopped; the view is as it was");
        }
    }
    return status == STATUS_OK && batch->count ? work_batch(resolve, batch, err) : status;
}

enum status resolve_read(struct resolve *resolve, struct error *err)
{
    uint64_t started = clock_elapsed_ns();
    SCOPED(batch_free) struct batch *batch = batch_new(&resolve->corpus);
    if (!batch)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a batch of records");
    enum status status = store_records_begin(resolve->store, err);
    if (status != STATUS_OK)
        return status;
    enum status walked = walk(resolve, batch, err);
    status = store_records_end(resolve->store, walked == STATUS_OK ? err : NULL);
    resolve->report->mentions = resolve->seen.len;
    resolve->report->seconds_read = seconds_since(started);
    return walked != STATUS_OK ? walked : status;
}
