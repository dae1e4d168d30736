/*
 * Rows are gathered into a batch and put in one transaction; the first batch
 * also holds the run, the layout and the mapping, so that a file that breaks
 * off in it leaves nothing behind.
 *
 * The same key twice: inside a batch the earlier row is set aside (kept whole
 * as a rejected row that says so); across batches it has become a version
 * already, and only the note is kept.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/import.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "flow/import_source.h"
#include "flow/proposals.h"
#include "flow/tell.h"
#include "os/process.h"
#include "store/history.h"

enum {
    BATCH_BYTES = 128 * 1024 * 1024, /* a batch is put when it holds this much */
    BATCH_ARENA_BYTES = 2 * BATCH_BYTES,
    KEYS_SEEN_MAX = 4 * 1024 * 1024, /* keys remembered to tell repeats; later ones are not told */
    IMPORTS_BYTES_MAX = 256 * 1024 * 1024,
    DIGEST_CHUNK = 1024 * 1024,
    REJECT_RAW_BYTES_MAX = 64 * 1024,
};

struct reject {
    uint64_t row;
    enum finding finding;
    struct text raw;
};

struct import {
    struct store *store;
    const struct job *job;
    const struct import_options *options;
    struct import_source *source;
    struct arena batch;
    VEC(struct record_fact) records;
    VEC(uint64_t) record_rows; /* row number of each */
    VEC(struct event_fact) events;
    VEC(enum change) changes;
    VEC(struct reject) rejects;
    struct map in_batch; /* record id -> place in records */
    struct map seen;     /* record id -> row number, of this file */
    struct map present;  /* record id -> 1: known to be in the store */
    struct map lines;    /* event id -> lines of it in this file */
    struct map products; /* event id with product and amount -> which line */
    uint64_t batch_rows;
    uint64_t rejects_kept;
    bool begun; /* the first batch is in */
    struct import_report report;
};

static void import_done(struct import *import)
{
    arena_done(&import->batch);
    vec_done(&import->records);
    vec_done(&import->record_rows);
    vec_done(&import->events);
    vec_done(&import->changes);
    vec_done(&import->rejects);
    map_done(&import->in_batch);
    map_done(&import->seen);
    map_done(&import->present);
    map_done(&import->lines);
    map_done(&import->products);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a batch of rows");
}

/* ---- gathering ---- */

static enum status reject(struct import *import, uint64_t row, enum finding finding, struct text raw, bool counts,
                          struct error *err)
{
    import->report.counts.rejected += counts;
    if (import->rejects_kept >= REJECTED_KEPT_MAX)
        return STATUS_OK;
    import->rejects_kept++;
    raw = arena_copy(&import->batch, text_slice(raw, 0, REJECT_RAW_BYTES_MAX));
    return vec_push(&import->rejects, (struct reject){ row, finding, raw }) ? STATUS_OK : no_memory(err);
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

static enum status add_record(struct import *import, const struct import_item *item, uint64_t row, struct error *err)
{
    const struct record_fact *record = &item->record;
    bool is_new = false, absent_only = false;
    enum status status = STATUS_OK;
    if (item->only_if_absent) {
        status = is_present(import, record->id, &absent_only, err);
        if (status != STATUS_OK || absent_only)
            return status;
    }
    uint64_t before = item->has_event ? 0 : row_before(import, record->id, row);
    uint64_t *place = map_put(&import->in_batch, record->id.v, import->records.len, &is_new);
    if (!place)
        return no_memory(err);
    if (is_new) {
        if (before)
            status = reject(import, before, FINDING_ROW_KEY_TWICE, TEXT_EMPTY, false, err);
        if (status == STATUS_OK && (!vec_push(&import->records, *record) || !vec_push(&import->record_rows, row)))
            status = no_memory(err);
        return status;
    }
    struct record_fact *earlier = &import->records.ptr[*place];
    bool equal = text_equal(earlier->cells, record->cells);
    if (equal)
        import->report.counts.unchanged++;
    else
        status = reject(import, import->record_rows.ptr[*place], FINDING_ROW_KEY_TWICE, earlier->cells, true, err);
    *earlier = *record;
    import->record_rows.ptr[*place] = row;
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
    import_item_line(&import->source->plan, *place, &import->batch, item);
    return STATUS_OK;
}

static enum status add_row(struct import *import, enum row_state state, const struct row *row, struct error *err)
{
    struct import_item item = { 0 };
    import->report.counts.rows++;
    import->batch_rows++;
    for (size_t i = 0; i < row->findings_count; i++)
        import->report.masked += row->findings[i].finding == FINDING_NATIONAL_NUMBER_REFUSED;
    if (state == ROW_BAD)
        return reject(import, row->number, row->findings_count ? row->findings[0].finding : FINDING_ROW_UNREADABLE,
                      row->count ? row->cells[0] : TEXT_EMPTY, true, err);

    struct row kept = *row; /* the reader forgets it at the next row */
    struct text *cells = arena_array(&import->batch, struct text, row->count + 1);
    if (!cells)
        return no_memory(err);
    for (size_t i = 0; i < row->count; i++) {
        cells[i] = row->cells[i].len ? arena_copy(&import->batch, row->cells[i]) : TEXT_EMPTY;
        if (row->cells[i].len && !cells[i].ptr)
            return no_memory(err);
    }
    kept.cells = cells;
    enum status status = import_row_read(&import->source->plan, &kept, &import->batch, &item, err);
    if (status != STATUS_OK)
        return status;
    if (item.rejected != FINDING_NONE)
        return reject(import, row->number, item.rejected, TEXT_EMPTY, true, err);
    import->report.keys[item.key]++;
    status = item.has_event ? number_line(import, &item, err) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    if (item.has_event && !vec_push(&import->events, item.event))
        return no_memory(err);
    return item.has_record ? add_record(import, &item, row->number, err) : STATUS_OK;
}

/* ---- putting ---- */

static enum status put_records(struct import *import, struct error *err)
{
    struct import_counts *counts = &import->report.counts;
    size_t most = import->records.len > import->events.len ? import->records.len : import->events.len;
    if (!vec_reserve(&import->changes, most + 1))
        return no_memory(err);
    for (size_t i = 0; i < import->records.len; i++)
        import->records.ptr[i].layout_id = import->source->mapping.layout_id;
    enum status status = STATUS_OK;
    if (import->records.len)
        status = store_records_put(import->store, import->report.import_id, import->records.ptr, import->records.len,
                                   import->job->now_ms, import->changes.ptr, err);
    for (size_t i = 0; status == STATUS_OK && i < import->records.len; i++) {
        counts->created += import->changes.ptr[i] == CHANGE_CREATED;
        counts->updated += import->changes.ptr[i] == CHANGE_UPDATED;
        counts->unchanged += import->changes.ptr[i] == CHANGE_UNCHANGED;
    }
    if (status == STATUS_OK && import->events.len)
        status = store_events_put(import->store, import->report.import_id, import->events.ptr, import->events.len,
                                  import->job->now_ms, import->changes.ptr, err);
    for (size_t i = 0; status == STATUS_OK && i < import->events.len; i++) {
        counts->events_created += import->changes.ptr[i] != CHANGE_UNCHANGED;
        counts->events_unchanged += import->changes.ptr[i] == CHANGE_UNCHANGED;
    }
    return status;
}

/* A run of this source that was cut off says running for ever; this one finishes it. */
static enum status close_cut_off(struct import *import, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(IMPORTS_BYTES_MAX);
    struct import_run *runs = NULL;
    size_t count = 0;
    enum status status = store_imports(import->store, &arena, &runs, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (runs[i].source_id == import->source->source.id && runs[i].state == IMPORT_RUNNING)
            status =
                store_import_update(import->store, runs[i].id, IMPORT_FAILED, runs[i].counts, import->job->now_ms, err);
    return status;
}

static enum status begin_run(struct import *import, struct error *err)
{
    struct import_source *source = import->source;
    enum status cleaned = close_cut_off(import, err);
    if (cleaned != STATUS_OK)
        return cleaned;
    enum status status =
        store_import_begin(import->store, source->source.id, text_from(path_base(import->options->path)),
                           import->job->now_ms, &import->report.import_id, err);
    if (status == STATUS_OK)
        status = store_import_author(import->store, import->report.import_id, import->job->author, err);
    if (status != STATUS_OK)
        return status;
    return layout_mapping_keep(import->store, &source->source, source->plan.layout, &source->mapping,
                               import->job->author, import->job->now_ms, err);
}

static enum status put_batch(struct import *import, enum import_state state, const struct digest *digest,
                             struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(import->store, &tx, err);
    if (status == STATUS_OK && !import->begun)
        status = begin_run(import, err);
    if (status == STATUS_OK)
        status = put_records(import, err);
    for (size_t i = 0; status == STATUS_OK && i < import->rejects.len; i++) {
        const struct reject *r = &import->rejects.ptr[i];
        status = store_reject(import->store, import->report.import_id, r->row, r->finding, r->raw, err);
    }
    if (status == STATUS_OK)
        status = store_import_update(import->store, import->report.import_id, state, import->report.counts,
                                     import->job->now_ms, err);
    if (status == STATUS_OK && digest)
        status = store_import_digest(import->store, import->report.import_id, *digest, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    if (status != STATUS_OK)
        return status;
    import->begun = true;
    import->batch_rows = 0;
    import->records.len = import->record_rows.len = import->events.len = import->rejects.len = 0;
    map_done(&import->in_batch);
    import->in_batch = MAP_EMPTY;
    arena_reset(&import->batch);
    return STATUS_OK;
}

/* ---- the same file again ---- */

/* SHA-256 over the file's pieces, chained. false for what cannot be read twice. */
static bool digest_of_file(const char *path, struct digest *ret)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    SCOPED(buf_done) struct buf chunk = BUF_EMPTY;
    *ret = (struct digest){ 0 };
    if (strcmp(path, "-") == 0 || file_open(path, &file, NULL) != STATUS_OK || !file.is_regular)
        return false;
    char *into = buf_reserve(&chunk, DIGEST_CHUNK);
    size_t len = DIGEST_CHUNK;
    while (into && len == DIGEST_CHUNK) {
        size_t got = 1;
        for (len = 0; len < DIGEST_CHUNK && got > 0; len += got)
            if (file_read(&file, into + len, DIGEST_CHUNK - len, &got, NULL) != STATUS_OK)
                return false;
        *ret =
            digest_of_pair((struct text){ (const char *)ret->bytes, sizeof(ret->bytes) }, (struct text){ into, len });
    }
    return into != NULL;
}

/* True when this very file was the last thing imported of its source, by the mapping that stands. */
static enum status is_last_import(struct import *import, const struct digest *digest, bool *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(IMPORTS_BYTES_MAX);
    struct import_run *runs = NULL;
    const struct import_run *last = NULL;
    size_t count = 0;
    *ret = false;
    enum status status = store_imports(import->store, &arena, &runs, &count, err);
    for (size_t i = 0; i < count; i++)
        if (runs[i].source_id == import->source->source.id && (!last || runs[i].id > last->id))
            last = &runs[i];
    if (status != STATUS_OK || !last || last->state != IMPORT_DONE || import->source->mapping.origin != MAPPING_SAVED ||
        memcmp(last->file_digest.bytes, digest->bytes, sizeof(digest->bytes)) != 0)
        return status;
    const struct import_counts *was = &last->counts;
    import->report.import_id = last->id;
    import->report.counts = (struct import_counts){
        .rows = was->rows,
        .unchanged = was->created + was->updated + was->unchanged,
        .rejected = was->rejected,
        .events_unchanged = was->events_created + was->events_unchanged,
    };
    import->report.same_file = true;
    *ret = true;
    return STATUS_OK;
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
        enum status status = add_row(import, state, &row, err);
        if (status != STATUS_OK)
            return error_within(err, status, "row %llu", (unsigned long long)row.number);
        uint64_t rows = import->report.counts.rows, bytes = reader_bytes_done(reader);
        tell(&teller, "import", rows,
             bytes ? (uint64_t)((double)rows / (double)bytes * (double)reader_bytes_total(reader)) : 0);
        if (import->batch_rows < IMPORT_BATCH_ROWS && import->batch.used < BATCH_BYTES)
            continue;
        status = put_batch(import, IMPORT_RUNNING, NULL, err);
        if (status != STATUS_OK)
            return status;
        if (process_interrupted())
            return error_set(err, STATUS_INTERRUPTED, "stopped after row %llu; import the file again to finish it",
                             (unsigned long long)rows);
    }
}

/* Whole batches stand; the run is marked as failed. */
static void mark_failed(struct import *import)
{
    if (import->begun)
        store_import_update(import->store, import->report.import_id, IMPORT_FAILED, import->report.counts,
                            import->job->now_ms, NULL);
}

enum status import_file(struct store *store, const struct job *job, const struct import_options *options,
                        struct import_report *ret, struct error *err)
{
    uint64_t started = clock_elapsed_ns();
    SCOPED(import_source_close) struct import_source source = IMPORT_SOURCE_CLOSED;
    SCOPED(import_done)
    struct import import = {
        .store = store, .job = job, .options = options, .source = &source, .batch = ARENA_UP_TO(BATCH_ARENA_BYTES)
    };
    struct digest digest = { 0 };
    bool same = false;
    *ret = (struct import_report){ 0 };
    enum status status = import_source_open(store, options, &source, err);
    if (status != STATUS_OK)
        return status;
    if (source.plan.file_ms == 0)
        source.plan.file_ms = job->now_ms;
    import.report.shape = reader_shape(source.reader);
    bool has_digest = digest_of_file(options->path, &digest);
    if (has_digest && options->events.len == 0 && options->customers.len == 0)
        status = is_last_import(&import, &digest, &same, err);
    if (status == STATUS_OK && !same) {
        status = run(&import, err);
        if (status == STATUS_OK)
            status = put_batch(&import, IMPORT_DONE, has_digest ? &digest : NULL, err);
        if (status != STATUS_OK) {
            mark_failed(&import);
            return error_within(err, status, "'%s'", path_base(options->path));
        }
        status = proposals_settle(store, job, source.source.id, &import.report.applied, err);
    }
    import.report.seconds = seconds_since(started);
    if (status == STATUS_OK)
        log_event(LOG_INFO, "import_done", "import=%llu rows=%llu rejected=%llu",
                  (unsigned long long)import.report.import_id, (unsigned long long)import.report.counts.rows,
                  (unsigned long long)import.report.counts.rejected);
    *ret = import.report;
    return status;
}
