/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/import/import_source.h"

#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/job/tell.h"
#include "os/process.h"

const char *import_name(const struct import_options *options)
{
    return options->name ? options->name : path_base(options->path);
}

static bool row_keep(const struct row *row, struct arena *arena, struct row *ret)
{
    struct text *cells = arena_array(arena, struct text, row->count + 1);
    struct record_finding *findings = arena_array(arena, struct record_finding, row->findings_count + 1);
    if (!cells || !findings)
        return false;
    for (size_t i = 0; i < row->count; i++) {
        cells[i] = arena_copy(arena, row->cells[i]);
        if (!cells[i].ptr)
            return false;
    }
    if (row->findings_count)
        memcpy(findings, row->findings, row->findings_count * sizeof(*findings));
    for (size_t i = 0; i < row->findings_count; i++)
        if (findings[i].proposal.len)
            findings[i].proposal = arena_copy(arena, findings[i].proposal);
    *ret = (struct row){ cells, row->count, row->number, findings, row->findings_count };
    return true;
}

/* At most MAPPING_SAMPLE_ROWS, fewer when they are large. */
static enum status read_heads(struct import_source *source, struct error *err)
{
    arena_reset(&source->sample);
    source->heads_count = source->heads_given = 0;
    source->heads = arena_room(&source->sample, struct row, MAPPING_SAMPLE_ROWS);
    source->states = arena_room(&source->sample, enum row_state, MAPPING_SAMPLE_ROWS);
    source->good = arena_room(&source->sample, struct row, MAPPING_SAMPLE_ROWS);
    if (!source->heads || !source->states || !source->good)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the first rows");
    while (source->heads_count < MAPPING_SAMPLE_ROWS && source->sample.used < HEADS_BYTES_MAX) {
        struct row row = { 0 };
        enum row_state state = reader_next(source->reader, &row);
        if (state == ROW_NONE)
            return STATUS_OK; /* what stopped it is asked at the end */
        if (!row_keep(&row, &source->sample, &source->heads[source->heads_count]))
            return error_set(err, STATUS_NO_MEMORY, "no memory for the first rows");
        source->states[source->heads_count++] = state;
    }
    return STATUS_OK;
}

static size_t good_heads(struct import_source *source)
{
    size_t count = 0;
    for (size_t i = 0; i < source->heads_count; i++)
        if (source->states[i] == ROW_GOOD)
            source->good[count++] = source->heads[i];
    return count;
}

/* A mapping may refuse a column that the reader did not: its cells are erased
 * there too, from the first row on, so that nothing after this line sees them. */
static enum status refuse_columns(struct import_source *source, struct error *err)
{
    const struct mapping *mapping = &source->mapping.mapping;
    bool any = false;
    for (size_t c = 0; c < mapping->count; c++)
        if (mapping->refs[c].field == FIELD_REFUSE_NATIONAL_ID) {
            reader_refuse_column(source->reader, c);
            any = true;
        }
    if (!any)
        return STATUS_OK;
    enum status status = reader_rewind(source->reader, err);
    return status == STATUS_OK ? read_heads(source, err) : status;
}

/* What the file does not say itself. */
static enum status plan_asked(struct store *store, const struct import_options *options, struct import_source *source,
                              struct error *err)
{
    struct source customers = { 0 };
    if (options->events.len > 0) {
        const struct event_word *word = event_word_find(options->events);
        if (!word) {
            error_set(err, STATUS_USAGE, "there is no kind of event '%.*s'", TEXT_ARG(options->events));
            error_hint(err, "`klantbeeld event kinds` shows them.");
            return STATUS_USAGE;
        }
        source->plan.kind = word->kind;
        source->plan.is_event_file = source->plan.all_events = true;
    }
    source->plan.customers = options->customers;
    if (options->customers.len == 0)
        return STATUS_OK;
    enum status status = store_source_get(store, options->customers, &source->arena, &customers, err);
    return status == STATUS_NOT_FOUND
               ? error_set(err, status, "there is no source '%.*s'", TEXT_ARG(options->customers))
               : status;
}

static enum status plan(struct store *store, const struct import_options *options, struct import_source *source,
                        struct error *err)
{
    struct layout layout = reader_layout(source->reader);
    size_t good_count = good_heads(source);
    enum status status =
        layout_mapping_find(store, &source->source, layout, options->map_path, options->map_json,
                            options->events.len > 0, source->good, good_count, &source->arena, &source->mapping, err);
    if (status == STATUS_OK)
        status = refuse_columns(source, err);
    if (status != STATUS_OK)
        return status;
    good_count = good_heads(source);
    status = layout_mapping_learn(&source->mapping, source->good, good_count, &source->arena, err);
    if (status != STATUS_OK)
        return status;
    status = import_plan_make(&source->source, layout, &source->mapping.mapping, reader_modified_ms(source->reader),
                              &source->arena, &source->plan, err);
    if (status == STATUS_OK)
        status = plan_asked(store, options, source, err);
    if (status == STATUS_OK && !source->plan.has_identity && options->rows_max == 0) {
        status =
            error_set(err, STATUS_INVALID, "no column of '%s' was recognised as a name, address, e-mail, phone or key",
                      import_name(options));
        error_hint(err, "Look at `klantbeeld map %s`, write a mapping file and give it with --map.", options->path);
    }
    return status;
}

enum status import_source_open(struct store *store, const struct import_options *options, struct import_source *ret,
                               struct error *err)
{
    enum status status = store_source_get(store, options->source, &ret->arena, &ret->source, err);
    if (status == STATUS_NOT_FOUND) {
        error_set(err, status, "there is no source '%.*s'", TEXT_ARG(options->source));
        error_hint(err, "Add it first: klantbeeld source add %.*s --kind crm", TEXT_ARG(options->source));
    }
    if (status == STATUS_OK)
        status = options->bytes.ptr ? reader_over(options->bytes, &ret->reader, err)
                                    : reader_open_as(options->path, import_name(options), &ret->reader, err);
    if (status == STATUS_OK)
        status = read_heads(ret, err);
    if (status == STATUS_OK)
        status = plan(store, options, ret, err);
    return status;
}

enum status import_source_again(struct import_source *source, struct text bytes, struct error *err)
{
    SCOPED(arena_done) struct arena scratch = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct layout_mapping mapping = source->mapping;
    if (!source->reader || mapping.origin != MAPPING_SAVED || mapping.has_learnt)
        return STATUS_NOT_FOUND;
    enum status status = reader_again(source->reader, bytes, err);
    if (status == STATUS_OK)
        status = read_heads(source, err);
    if (status == STATUS_OK)
        status = refuse_columns(source, err);
    if (status == STATUS_OK)
        status = layout_mapping_learn(&mapping, source->good, good_heads(source), &scratch, err);
    source->plan.file_ms = reader_modified_ms(source->reader);
    return status == STATUS_OK && mapping.has_learnt ? STATUS_NOT_FOUND : status;
}

enum status import_source_check(struct import_source *source, const struct job *job, struct error *err)
{
    struct teller teller = { .job = job };
    struct row row = { 0 };
    enum { LOOK_UP_ROWS = 4096 };
    for (uint64_t rows = 0; reader_next(source->reader, &row) != ROW_NONE; rows++) {
        tell(&teller, "check", reader_bytes_done(source->reader), reader_bytes_total(source->reader));
        if (rows % LOOK_UP_ROWS == 0 && process_interrupted())
            return error_set(err, STATUS_INTERRUPTED, "stopped; nothing was written");
    }
    enum status status = reader_status(source->reader, err);
    if (status == STATUS_OK)
        status = reader_rewind(source->reader, err);
    return status == STATUS_OK ? read_heads(source, err) : status;
}

void import_source_close(struct import_source *source)
{
    reader_close(&source->reader);
    arena_done(&source->arena);
    arena_done(&source->sample);
    *source = IMPORT_SOURCE_CLOSED;
}

enum row_state import_source_next(struct import_source *source, struct row *ret)
{
    if (source->heads_given < source->heads_count) {
        *ret = source->heads[source->heads_given];
        return source->states[source->heads_given++];
    }
    return reader_next(source->reader, ret);
}

enum status import_source_show(struct import_source *source, const struct import_options *options,
                               struct mapping_proposal **ret, struct error *err)
{
    size_t good_count = good_heads(source);
    return layout_mapping_show(&source->mapping, source->plan.layout, options->events.len > 0, source->good, good_count,
                               &source->arena, ret, err);
}
