/*
 * Rows are gathered into a batch and put in one transaction; the first batch
 * also holds the run, the layout and the mapping, so that a file that breaks
 * off in it leaves nothing behind.  While one batch is put the next is read:
 *
 *     this thread   read 1 ─▶ read 2 ─▶ read 3 ─▶ …
 *     the relay               put 1  ─▶ put 2  ─▶ …      (the store is its own meanwhile)
 *
 * The same key twice: inside a batch the earlier row is set aside (kept whole
 * as a rejected row that says so); across batches it has become a version
 * already, and only the note is kept.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/import/import.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "flow/import/import_again.h"
#include "flow/import/import_erased.h"
#include "flow/import/import_source.h"
#include "flow/job/settings.h"
#include "flow/job/tell.h"
#include "flow/outbox/proposals.h"
#include "os/process.h"
#include "os/relay.h"
#include "store/history.h"

enum {
    BATCH_BYTES = 64 * 1024 * 1024, /* a batch is put when it holds this much */
    BATCH_ARENA_BYTES = 2 * BATCH_BYTES,
    KEYS_SEEN_MAX = 4 * 1024 * 1024, /* keys remembered to tell repeats; later ones are not told */
    REJECT_RAW_BYTES_MAX = 64 * 1024,
    BATCHES = 2,
    BATCH_PART = 5, /* of the rows so far */
};

struct reject {
    uint64_t row;
    enum finding finding;
    struct text raw;
};

/* Filled by the one who reads, then put by the one who writes; never touched by both. */
struct batch {
    struct import *import;
    struct arena arena;
    VEC(struct record_fact) records;
    VEC(uint64_t) record_rows; /* row number of each */
    VEC(struct event_fact) events;
    VEC(enum change) changes;
    VEC(struct reject) rejects;
    struct map in_batch; /* record id -> place in records */
    uint64_t rows;
    struct import_counts read; /* of the file so far, when the batch was full */
    enum import_state state;   /* of the run, once the batch is put */
    bool has_digest;
    enum status status; /* of putting */
    struct error err;
};

struct import {
    struct store *store;
    const struct job *job;
    const struct import_options *options;
    struct import_source *source;
    struct batch batches[BATCHES];
    struct batch *batch; /* being filled */
    struct relay *relay;
    struct text key;      /* of the row that was read last */
    struct map seen;      /* record id -> row number, of this file */
    struct map present;   /* record id -> 1: known to be in the store */
    struct map lines;     /* event id -> lines of it in this file */
    struct map products;  /* event id with product and amount -> which line */
    struct erased erased; /* what must not come back */
    char country[3];
    uint64_t rejects_kept;
    struct import_again again;
    struct import_counts read; /* by the one who reads: rows, rejected, and rows that repeat one of their batch */
    /* of the one who writes */
    struct import_counts put;
    bool begun; /* the first batch is in */
    struct import_report report;
};

static void batch_done(struct batch *batch)
{
    arena_done(&batch->arena);
    vec_done(&batch->records);
    vec_done(&batch->record_rows);
    vec_done(&batch->events);
    vec_done(&batch->changes);
    vec_done(&batch->rejects);
    map_done(&batch->in_batch);
}

static void import_done(struct import *import)
{
    relay_close(&import->relay);
    import_again_close(&import->again);
    for (size_t i = 0; i < BATCHES; i++)
        batch_done(&import->batches[i]);
    map_done(&import->seen);
    map_done(&import->present);
    map_done(&import->lines);
    map_done(&import->products);
    erased_close(&import->erased);
}

/* What was read by then and what was put, together. */
static struct import_counts counts_of(const struct import *import, const struct import_counts *read)
{
    struct import_counts counts = import->put;
    if (import->options->within) {
        const struct import_counts *before = &import->options->within->so_far;
        counts.rows += before->rows;
        counts.created += before->created;
        counts.updated += before->updated;
        counts.unchanged += before->unchanged;
        counts.rejected += before->rejected;
        counts.events_created += before->events_created;
        counts.events_unchanged += before->events_unchanged;
    }
    counts.rows += read->rows;
    counts.unchanged += read->unchanged;
    counts.rejected += read->rejected;
    return counts;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a batch of rows");
}

/* ---- gathering ---- */

static enum status reject(struct import *import, uint64_t row, enum finding finding, struct text raw, bool counts,
                          struct error *err)
{
    import->read.rejected += counts;
    if (import->rejects_kept >= REJECTED_KEPT_MAX)
        return STATUS_OK;
    import->rejects_kept++;
    raw = arena_copy(&import->batch->arena, text_slice(raw, 0, REJECT_RAW_BYTES_MAX));
    return vec_push(&import->batch->rejects, (struct reject){ row, finding, raw }) ? STATUS_OK : no_memory(err);
}

static enum status is_present(struct import *import, struct record_id id, bool *ret, struct error *err)
{
    bool is_new = false;
    struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct stored_record record = { 0 };
    *ret = map_get(&import->present, id.v) != NULL;
    if (*ret)
        return STATUS_OK;
    struct error why = ERROR_NONE;
    relay_wait(import->relay); /* the store is free, and what was read before is in it */
    enum status status = store_record_get(import->store, id, &arena, &record, &why);
    arena_done(&arena);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        if (err)
            *err = why;
        return status;
    }
    *ret = status == STATUS_OK;
    return map_put(&import->present, id.v, 1, &is_new) ? STATUS_OK : no_memory(err);
}

/* The row before this one with the same key; 0 when there is none or it is not remembered. */
static uint64_t row_before(struct import *import, struct record_id id, uint64_t row)
{
    bool is_new = true;
    uint64_t *place =
        import->seen.count < KEYS_SEEN_MAX ? map_put(&import->seen, id.v, row, &is_new) : map_get(&import->seen, id.v);
    uint64_t before = place && !is_new ? *place : 0;
    if (place)
        *place = row;
    return before;
}

static bool of_one_call(const struct import *import, uint64_t a, uint64_t b)
{
    const struct import_within *within = import->options->within;
    return !within || within->call(within->ctx, a) == within->call(within->ctx, b);
}

static enum status add_record(struct import *import, const struct import_item *item, uint64_t row, struct error *err)
{
    const struct record_fact *record = &item->record;
    bool is_new = false, absent_only = false;
    enum status status = STATUS_OK;
    import->report.record = record->id;
    import->key = record->source_key;
    if (item->only_if_absent) {
        status = is_present(import, record->id, &absent_only, err);
        if (status != STATUS_OK || absent_only)
            return status;
    }
    uint64_t before = item->has_event ? 0 : row_before(import, record->id, row);
    uint64_t *place = map_put(&import->batch->in_batch, record->id.v, import->batch->records.len, &is_new);
    if (!place)
        return no_memory(err);
    if (is_new) {
        if (before && of_one_call(import, before, row))
            status = reject(import, before, FINDING_ROW_KEY_TWICE, TEXT_EMPTY, false, err);
        if (status == STATUS_OK &&
            (!vec_push(&import->batch->records, *record) || !vec_push(&import->batch->record_rows, row)))
            status = no_memory(err);
        return status;
    }
    struct record_fact *earlier = &import->batch->records.ptr[*place];
    bool equal = text_equal(earlier->cells, record->cells);
    if (equal)
        import->read.unchanged++;
    else
        status =
            reject(import, import->batch->record_rows.ptr[*place], FINDING_ROW_KEY_TWICE, earlier->cells, true, err);
    *earlier = *record;
    import->batch->record_rows.ptr[*place] = row;
    return status;
}

/* Which line of its order a row is (import_row.h). Beyond KEYS_SEEN_MAX events lines are not told apart. */
static enum status number_line(struct import *import, struct import_item *item, struct error *err)
{
    const struct event_fact *event = &item->event;
    bool is_new = false;
    if (item->event_product.len == 0 || (import->lines.count >= KEYS_SEEN_MAX && !map_get(&import->lines, event->id.v)))
        return STATUS_OK;
    uint64_t line = hash_text_seeded(item->event_product, event->id.v) + (uint64_t)event->amount_cents * 2 +
                    (uint64_t)event->has_amount;
    uint64_t *lines = map_put(&import->lines, event->id.v, 0, &is_new);
    uint64_t *place = lines ? map_put(&import->products, line, *lines + 1, &is_new) : NULL;
    if (!place)
        return no_memory(err);
    *lines += is_new;
    import_item_line(&import->source->plan, *place, &import->batch->arena, item);
    return STATUS_OK;
}

/* false in *ret: the row is passed over, for it is of somebody who was erased. */
static enum status heed_erased(struct import *import, const struct row *row, struct import_item *item, bool *ret,
                               struct error *err)
{
    *ret = true;
    if (!import->erased.any)
        return STATUS_OK;
    bool left_out = false;
    *ret = !import_erased_whole(&import->erased, item);
    if (!*ret)
        return reject(import, row->number, FINDING_ROW_ERASED, TEXT_EMPTY, true, err);
    enum status status = import_erased_leave_out(&import->erased, import->source->plan.mapping, import->country, item,
                                                 &import->batch->arena, &left_out, err);
    if (status == STATUS_OK && item->has_event)
        status = erased_free_event(&import->erased, &item->event, &import->batch->arena, err);
    return status == STATUS_OK && left_out ? reject(import, row->number, FINDING_ROW_ERASED, TEXT_EMPTY, false, err)
                                           : status;
}

static enum status hand_over(struct import *import, enum import_state state, bool has_digest, struct error *err);

/* The reader forgets a row at the next one. */
static enum status read_item(struct import *import, const struct row *row, struct import_item *ret, struct error *err)
{
    struct row kept = *row;
    struct text *cells = arena_array(&import->batch->arena, struct text, row->count + 1);
    if (!cells)
        return no_memory(err);
    for (size_t i = 0; i < row->count; i++) {
        cells[i] = row->cells[i].len ? arena_copy(&import->batch->arena, row->cells[i]) : TEXT_EMPTY;
        if (row->cells[i].len && !cells[i].ptr)
            return no_memory(err);
    }
    kept.cells = cells;
    *ret = (struct import_item){ 0 };
    return import_row_read(&import->source->plan, &kept, &import->batch->arena, ret, err);
}

/* What an earlier call said of the same record goes in first. */
static enum status read_after_others(struct import *import, const struct row *row, struct import_item *ret,
                                     struct error *err)
{
    enum status status = read_item(import, row, ret, err);
    const uint64_t *place = status == STATUS_OK && import->options->within && ret->has_record
                                ? map_get(&import->batch->in_batch, ret->record.id.v)
                                : NULL;
    if (!place || of_one_call(import, import->batch->record_rows.ptr[*place], row->number))
        return status;
    status = hand_over(import, IMPORT_RUNNING, false, err);
    return status == STATUS_OK ? read_item(import, row, ret, err) : status;
}

static enum status add_row(struct import *import, enum row_state state, const struct row *row, struct error *err)
{
    struct import_item item = { 0 };
    import->read.rows++;
    import->batch->rows++;
    for (size_t i = 0; i < row->findings_count; i++)
        import->report.masked += row->findings[i].finding == FINDING_NATIONAL_NUMBER_REFUSED;
    if (state == ROW_BAD)
        return reject(import, row->number, row->findings_count ? row->findings[0].finding : FINDING_ROW_UNREADABLE,
                      row->count ? row->cells[0] : TEXT_EMPTY, true, err);

    enum status status = read_after_others(import, row, &item, err);
    if (status != STATUS_OK)
        return status;
    if (item.rejected != FINDING_NONE)
        return reject(import, row->number, item.rejected, TEXT_EMPTY, true, err);
    bool wanted = true;
    status = heed_erased(import, row, &item, &wanted, err);
    if (status != STATUS_OK || !wanted)
        return status;
    import->report.keys[item.key]++;
    status = item.has_event ? number_line(import, &item, err) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    if (item.has_event && !vec_push(&import->batch->events, item.event))
        return no_memory(err);
    return item.has_record ? add_record(import, &item, row->number, err) : STATUS_OK;
}

/* ---- putting ---- */

static enum status put_records(struct batch *batch, struct error *err)
{
    struct import *import = batch->import;
    struct import_counts *counts = &import->put;
    size_t most = batch->records.len > batch->events.len ? batch->records.len : batch->events.len;
    if (!vec_reserve(&batch->changes, most + 1))
        return no_memory(err);
    for (size_t i = 0; i < batch->records.len; i++)
        batch->records.ptr[i].layout_id = import->source->mapping.layout_id;
    enum status status = STATUS_OK;
    if (batch->records.len)
        status = store_records_put(import->store, import->report.import_id, batch->records.ptr, batch->records.len,
                                   import->job->now_ms, batch->changes.ptr, err);
    for (size_t i = 0; status == STATUS_OK && i < batch->records.len; i++) {
        counts->created += batch->changes.ptr[i] == CHANGE_CREATED;
        counts->updated += batch->changes.ptr[i] == CHANGE_UPDATED;
        counts->unchanged += batch->changes.ptr[i] == CHANGE_UNCHANGED;
        if (import->options->within)
            import->options->within->put(import->options->within->ctx, batch->records.ptr[i].id, batch->changes.ptr[i]);
    }
    if (status == STATUS_OK && batch->events.len)
        status = store_events_put(import->store, import->report.import_id, batch->events.ptr, batch->events.len,
                                  import->job->now_ms, batch->changes.ptr, err);
    for (size_t i = 0; status == STATUS_OK && i < batch->events.len; i++) {
        counts->events_created += batch->changes.ptr[i] != CHANGE_UNCHANGED;
        counts->events_unchanged += batch->changes.ptr[i] == CHANGE_UNCHANGED;
    }
    return status;
}

static enum status begin_run(struct import *import, struct error *err)
{
    struct import_source *source = import->source;
    struct import_within *within = import->options->within;
    enum status status = STATUS_OK;
    import->report.import_id = within ? within->run : 0;
    if (import->report.import_id)
        return layout_mapping_keep(import->store, &source->source, source->plan.layout, &source->mapping,
                                   import->job->author, import->job->now_ms, err);
    status = import_again_close_cut_off(import->store, source->source.id, import->job->now_ms, err);
    if (status != STATUS_OK)
        return status;
    status = store_import_begin(import->store, source->source.id, text_from(import_name(import->options)),
                                import->job->now_ms, &import->report.import_id, err);
    if (status == STATUS_OK)
        status = store_import_author(import->store, import->report.import_id, import->job->author, err);
    if (status != STATUS_OK)
        return status;
    return layout_mapping_keep(import->store, &source->source, source->plan.layout, &source->mapping,
                               import->job->author, import->job->now_ms, err);
}

static enum status put_batch(struct batch *batch, struct error *err)
{
    struct import *import = batch->import;
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    bool own = !import->options->within;
    enum status status = own ? store_begin(import->store, &tx, err) : STATUS_OK;
    if (status == STATUS_OK && !import->begun)
        status = begin_run(import, err);
    if (status == STATUS_OK)
        status = put_records(batch, err);
    for (size_t i = 0; status == STATUS_OK && i < batch->rejects.len; i++) {
        const struct reject *r = &batch->rejects.ptr[i];
        status = store_reject(import->store, import->report.import_id, r->row, r->finding, r->raw, err);
    }
    if (status == STATUS_OK)
        status = store_import_update(import->store, import->report.import_id, batch->state,
                                     counts_of(import, &batch->read), import->job->now_ms, err);
    if (status == STATUS_OK && batch->has_digest)
        status = store_import_digest(import->store, import->report.import_id, import->again.digest, err);
    if (status == STATUS_OK && own)
        status = store_commit(&tx, err);
    if (status != STATUS_OK)
        return status;
    import->begun = true;
    batch->rows = 0;
    batch->records.len = batch->record_rows.len = batch->events.len = batch->rejects.len = 0;
    map_done(&batch->in_batch);
    batch->in_batch = MAP_EMPTY;
    arena_reset(&batch->arena);
    return STATUS_OK;
}

/* Nothing goes in after a batch that did not. */
static void work_batch(void *ctx, void *item)
{
    struct batch *batch = item;
    const struct import *import = ctx;
    for (size_t i = 0; i < BATCHES; i++)
        if (import->batches[i].status != STATUS_OK)
            return;
    batch->status = put_batch(batch, &batch->err);
}

static enum status how_it_went(const struct import *import, struct error *err)
{
    for (size_t i = 0; i < BATCHES; i++)
        if (import->batches[i].status != STATUS_OK) {
            if (err)
                *err = import->batches[i].err;
            return import->batches[i].status;
        }
    return STATUS_OK;
}

/* Hand over the batch that was filled; the other one has been put then and is free again. */
static enum status hand_over(struct import *import, enum import_state state, bool has_digest, struct error *err)
{
    struct batch *full = import->batch;
    full->read = import->read;
    full->state = state;
    full->has_digest = has_digest;
    relay_give(import->relay, full);
    import->batch = &import->batches[(size_t)(full - import->batches + 1) % BATCHES];
    if (state != IMPORT_RUNNING)
        relay_wait(import->relay);
    else if (import->batch->status == STATUS_OK)
        return STATUS_OK;
    return how_it_went(import, err);
}

/*
 * Each commit writes most pages of the index of ids again, as ids are hashes,
 * so what a file of n batches writes would grow with n².  A batch may hold a
 * part of what went in before it.
 */
static bool is_full(const struct import *import)
{
    uint64_t most = import->read.rows / BATCH_PART;
    return import->batch->rows >= (most > IMPORT_BATCH_ROWS ? most : IMPORT_BATCH_ROWS) ||
           import->batch->arena.used >= BATCH_BYTES;
}

/* ---- the whole ---- */

static enum status run(struct import *import, struct error *err)
{
    struct teller teller = { .job = import->job };
    struct reader *reader = import->source->reader;
    for (;;) {
        struct row row = { 0 };
        enum row_state state = import_source_next(import->source, &row);
        if (state == ROW_NONE)
            return reader_status(reader, err);
        import->report.record.v = 0;
        import->key = TEXT_EMPTY;
        enum status status = add_row(import, state, &row, err);
        if (status != STATUS_OK)
            return error_within(err, status, "row %llu", (unsigned long long)row.number);
        if (import->options->within)
            import->options->within->row(import->options->within->ctx, import->report.record, import->key);
        uint64_t rows = import->read.rows, bytes = reader_bytes_done(reader);
        tell(&teller, "import", rows,
             bytes ? (uint64_t)((double)rows / (double)bytes * (double)reader_bytes_total(reader)) : 0);
        if (!is_full(import))
            continue;
        status = hand_over(import, IMPORT_RUNNING, false, err);
        if (status != STATUS_OK)
            return status;
        if (!process_interrupted())
            continue;
        relay_wait(import->relay);
        status = how_it_went(import, err);
        return status != STATUS_OK
                   ? status
                   : error_set(err, STATUS_INTERRUPTED, "stopped after row %llu; import the file again to finish it",
                               (unsigned long long)rows);
    }
}

/* Whole batches stand; the run is marked as failed. */
static void mark_failed(struct import *import)
{
    relay_wait(import->relay);
    if (import->begun && !import->options->within)
        store_import_update(import->store, import->report.import_id, IMPORT_FAILED, counts_of(import, &import->read),
                            import->job->now_ms, NULL);
}

static enum status open_batches(struct import *import, struct error *err)
{
    for (size_t i = 0; i < BATCHES; i++) {
        import->batches[i].import = import;
        import->batches[i].arena = ARENA_UP_TO(BATCH_ARENA_BYTES);
    }
    import->batch = &import->batches[0];
    import->relay = relay_open(import->job->threads > 1 && !import->options->within, work_batch, import);
    return import->relay ? STATUS_OK : no_memory(err);
}

/* One that was kept is gone on with. */
static enum status open_source(struct store *store, const struct import_options *options, struct import_source *source,
                               struct error *err)
{
    enum status status = source->reader ? import_source_again(source, options->bytes, err) : STATUS_NOT_FOUND;
    if (status != STATUS_NOT_FOUND)
        return status;
    import_source_close(source);
    return import_source_open(store, options, source, err);
}

enum status import_file(struct store *store, const struct job *job, const struct import_options *options,
                        struct import_report *ret, struct error *err)
{
    uint64_t started = clock_elapsed_ns();
    SCOPED(import_source_close) struct import_source own = IMPORT_SOURCE_CLOSED;
    struct import_source *source = options->within && options->within->source ? options->within->source : &own;
    SCOPED(import_done)
    struct import import = { .store = store, .job = job, .options = options, .source = source, .erased = ERASED_NONE };
    if (!options->bytes.ptr)
        import.again.path = options->path;
    bool same = false;
    *ret = (struct import_report){ 0 };
    enum status status = open_source(store, options, source, err);
    if (status != STATUS_OK)
        return status;
    if (source->plan.file_ms == 0)
        source->plan.file_ms = job->now_ms;
    status = erased_open(store, &import.erased, err);
    if (status == STATUS_OK)
        status = settings_country(store, job, import.country, err);
    if (status != STATUS_OK)
        return status;
    import.report.shape = reader_shape(source->reader);
    bool counts = options->events.len == 0 && options->customers.len == 0 && !import.erased.ever;
    status = import_again_ask(&import.again, store, job, source, counts ? &import.report : NULL, &same, err);
    if (status == STATUS_OK)
        status = open_batches(&import, err);
    if (status == STATUS_OK && !same) {
        status = options->whole ? import_source_check(source, job, err) : STATUS_OK;
        if (status == STATUS_OK)
            status = run(&import, err);
        if (status == STATUS_OK)
            status = hand_over(&import, IMPORT_DONE, import_again_digest(&import.again), err);
        import.report.counts = counts_of(&import, &import.read);
        if (status != STATUS_OK) {
            mark_failed(&import);
            return error_within(err, status, "'%s'", import_name(options));
        }
        if (options->within) {
            options->within->run = import.report.import_id;
            options->within->so_far = import.report.counts;
        } else {
            status = proposals_settle(store, job, source->source.id, &import.report.applied, err);
        }
    }
    import.report.seconds = seconds_since(started);
    if (status == STATUS_OK)
        log_event(LOG_INFO, "import_done", "import=%llu rows=%llu rejected=%llu",
                  (unsigned long long)import.report.import_id, (unsigned long long)import.report.counts.rows,
                  (unsigned long long)import.report.counts.rejected);
    *ret = import.report;
    return status;
}
