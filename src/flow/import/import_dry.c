/*
 * What an import would do, row by row, without a write.
 *
 * Findings are those the import's records will have, the registers of addresses that are loaded included.  What a
 * norm asks is asked of parties, and those are not made here.
 *
 * Rows are compared with the store in small batches.  Of an event it is told
 * that it would come in; whether it is there already only the import finds.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "check/check.h"
#include "flow/import/import_again.h"
#include "flow/import/import_erased.h"
#include "flow/import/import_source.h"
#include "flow/job/settings.h"
#include "flow/job/tell.h"
#include "flow/profile/reference.h"
#include "normal/record.h"
#include "os/process.h"

enum { DRY_BATCH = 200, DRY_BATCH_BYTES = 16 * 1024 * 1024 };
#define DRY_ARENA_BYTES ((size_t)1 << 30)

struct dry {
    struct store *store;
    const struct job *job;
    const struct import_watch *watch;
    struct import_source *source;
    char country[3];
    struct reference reference; /* in kept */
    struct arena kept, arena;   /* of the whole, of a batch */
    struct import_row rows[DRY_BATCH];
    struct import_item items[DRY_BATCH];
    size_t count;
    struct import_report report;
    struct erased erased; /* what must not come back */
};

static void dry_done(struct dry *dry)
{
    arena_done(&dry->kept);
    arena_done(&dry->arena);
    erased_close(&dry->erased);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a batch of rows");
}

static enum status compare(struct dry *dry, struct error *err)
{
    struct record_fact facts[DRY_BATCH];
    enum change changes[DRY_BATCH];
    size_t places[DRY_BATCH], count = 0;
    for (size_t i = 0; i < dry->count; i++)
        if (dry->items[i].has_record && !dry->items[i].rejected) {
            facts[count] = dry->items[i].record;
            facts[count].layout_id = dry->source->mapping.layout_id;
            places[count++] = i;
        }
    enum status status = count ? store_records_compare(dry->store, facts, count, changes, err) : STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool left_alone = dry->items[places[i]].only_if_absent && changes[i] != CHANGE_CREATED;
        dry->rows[places[i]].change = left_alone ? CHANGE_UNCHANGED : changes[i];
    }
    return status;
}

static enum status give(struct dry *dry, struct error *err)
{
    struct import_counts *counts = &dry->report.counts;
    enum status status = compare(dry, err);
    for (size_t i = 0; i < dry->count && status == STATUS_OK; i++) {
        const struct import_row *row = &dry->rows[i];
        counts->rejected += row->change == 0;
        counts->created += dry->items[i].has_record && row->change == CHANGE_CREATED;
        counts->updated += dry->items[i].has_record && row->change == CHANGE_UPDATED;
        counts->unchanged += dry->items[i].has_record && row->change == CHANGE_UNCHANGED;
        counts->events_created += dry->items[i].has_event;
        if (dry->watch->row)
            dry->watch->row(dry->watch->ctx, row);
    }
    dry->count = 0;
    arena_reset(&dry->arena);
    return status;
}

static enum status copy_row(struct dry *dry, const struct row *row, struct row *ret, struct error *err)
{
    struct text *cells = arena_array(&dry->arena, struct text, row->count + 1);
    struct record_finding *findings = arena_array(&dry->arena, struct record_finding, row->findings_count + 1);
    if (!cells || !findings)
        return no_memory(err);
    for (size_t i = 0; i < row->count; i++)
        cells[i] = arena_copy(&dry->arena, row->cells[i]);
    for (size_t i = 0; i < row->findings_count; i++) {
        findings[i] = row->findings[i];
        findings[i].proposal = arena_copy(&dry->arena, row->findings[i].proposal);
    }
    *ret = (struct row){ cells, row->count, row->number, findings, row->findings_count };
    return STATUS_OK;
}

static enum status reject(struct dry *dry, struct import_row *into, enum finding finding, struct error *err)
{
    struct record_finding *why = arena_new(&dry->arena, struct record_finding);
    if (!why)
        return no_memory(err);
    why->finding = finding;
    into->change = (enum change)0;
    if (into->findings_count == 0) {
        into->findings = why;
        into->findings_count = 1;
    }
    return STATUS_OK;
}

/* The row as it would be kept: without the one who was erased. */
static enum status show_without(struct dry *dry, struct import_row *into, const struct import_item *item,
                                struct row *row, struct error *err)
{
    struct record_finding *why = arena_new(&dry->arena, struct record_finding);
    struct text *cells = arena_array(&dry->arena, struct text, row->count + 1);
    if (!why || !cells)
        return no_memory(err);
    why->finding = FINDING_ROW_ERASED;
    into->findings = why;
    into->findings_count = 1;
    row->cells = cells;
    return cells_read(item->record.cells, &dry->arena, cells, row->count, err);
}

static enum status add(struct dry *dry, enum row_state state, const struct row *given, struct error *err)
{
    struct row row = { 0 };
    struct import_row *into = &dry->rows[dry->count];
    struct import_item *item = &dry->items[dry->count];
    enum status status = copy_row(dry, given, &row, err);
    if (status != STATUS_OK)
        return status;
    *item = (struct import_item){ 0 };
    *into = (struct import_row){ .number = row.number, .findings = row.findings, .findings_count = row.findings_count };
    into->cells = state == ROW_GOOD ? row.cells : NULL;
    dry->count++;
    dry->report.counts.rows++;
    for (size_t i = 0; i < row.findings_count; i++)
        dry->report.masked += row.findings[i].finding == FINDING_NATIONAL_NUMBER_REFUSED;
    if (state == ROW_BAD)
        return reject(dry, into, FINDING_ROW_UNREADABLE, err);
    status = import_row_read(&dry->source->plan, &row, &dry->arena, item, err);
    if (status != STATUS_OK)
        return status;
    if (item->rejected != FINDING_NONE)
        return reject(dry, into, item->rejected, err);
    if (import_erased_whole(&dry->erased, item)) {
        item->has_record = item->has_event = false;
        return reject(dry, into, FINDING_ROW_ERASED, err);
    }
    bool left_out = false;
    if (dry->erased.any)
        status = import_erased_leave_out(&dry->erased, &dry->source->mapping.mapping, dry->country, item, &dry->arena,
                                         &left_out, err);
    if (status == STATUS_OK && left_out)
        status = show_without(dry, into, item, &row, err);
    if (status != STATUS_OK)
        return status;
    dry->report.keys[item->key]++;
    into->change = CHANGE_CREATED;
    into->source_key = item->has_record ? item->record.source_key : item->event.source_key;
    if (!item->has_record)
        return STATUS_OK;
    struct normal_record *normal = arena_new(&dry->arena, struct normal_record);
    struct normal_options options = { .now_ms = item->record.observed_ms };
    memcpy(options.country, dry->country, sizeof(options.country));
    if (!normal)
        return no_memory(err);
    into->normal = normal;
    struct check_options day = { .now_ms = item->record.observed_ms };
    status =
        normal_record_read(&dry->source->mapping.mapping, &row, item->record.id, &options, &dry->arena, normal, err);
    if (status == STATUS_OK)
        status = check_record(normal, &day, &dry->arena, err);
    return status == STATUS_OK ? check_reference(normal, &dry->reference, &dry->arena, err) : status;
}

/* The file that was the last of its source, as the import would find it. */
static enum status look_for_same(struct dry *dry, const struct import_options *options, struct error *err)
{
    SCOPED(import_again_close) struct import_again again = { .path = options->bytes.ptr ? NULL : options->path };
    struct import_report was = { 0 };
    if (options->events.len || options->customers.len || dry->erased.ever)
        return STATUS_OK;
    enum status status = import_again_ask(&again, dry->store, dry->job, dry->source, &was, &dry->report.same_file, err);
    dry->report.import_id = was.import_id;
    return status;
}

enum status import_dry_run(struct store *store, const struct job *job, const struct import_options *options,
                           const struct import_watch *watch, struct import_report *ret, struct error *err)
{
    uint64_t started = clock_elapsed_ns();
    SCOPED(import_source_close) struct import_source source = IMPORT_SOURCE_CLOSED;
    SCOPED(dry_done)
    struct dry dry = { .store = store,
                       .job = job,
                       .watch = watch,
                       .source = &source,
                       .kept = ARENA_UP_TO(DRY_ARENA_BYTES),
                       .arena = ARENA_UP_TO(DRY_ARENA_BYTES),
                       .erased = ERASED_NONE };
    enum status status = import_source_open(store, options, &source, err);
    if (status != STATUS_OK)
        return status;
    status = settings_country(store, job, dry.country, err);
    if (status == STATUS_OK)
        status = erased_open(store, &dry.erased, err);
    if (status == STATUS_OK)
        status = reference_read(store, &dry.kept, &dry.reference, err);
    if (source.plan.file_ms == 0)
        source.plan.file_ms = job->now_ms;
    dry.report.shape = reader_shape(source.reader);
    dry.report.has_identity = source.plan.has_identity;
    dry.report.origin = source.mapping.origin;
    if (status == STATUS_OK && options->rows_max)
        status = look_for_same(&dry, options, err);
    struct mapping_proposal *shown = NULL;
    if (watch->mapping && status == STATUS_OK)
        status = import_source_show(&source, options, &shown, err);
    if (watch->mapping && status == STATUS_OK)
        watch->mapping(watch->ctx, dry.report.shape, source.plan.layout, shown, source.mapping.mapping.customs);
    struct row row = { 0 };
    for (enum row_state state; status == STATUS_OK && (state = import_source_next(&source, &row)) != ROW_NONE;) {
        dry.report.is_part = options->rows_max && dry.report.counts.rows == options->rows_max;
        if (dry.report.is_part)
            break;
        status = add(&dry, state, &row, err);
        if (status == STATUS_OK && (dry.count == DRY_BATCH || dry.arena.used > DRY_BATCH_BYTES))
            status = give(&dry, err);
        if (status == STATUS_OK && process_interrupted())
            status = error_set(err, STATUS_INTERRUPTED, "stopped; nothing was written");
    }
    if (status == STATUS_OK && !dry.report.is_part)
        status = reader_status(source.reader, err);
    if (status == STATUS_OK)
        status = give(&dry, err);
    dry.report.seconds = seconds_since(started);
    *ret = dry.report;
    return status;
}
