/*
 * Records wait until some 1,500 are there; then they are normalised on all
 * threads and added to the matcher in the order they came, and the memory
 * serves the next.  So a million records pass through a few megabytes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>

#include "base/limits.h"
#include "library/engine.h"
#include "os/threads.h"
#include "parse/encoding.h"

/* The cell in the batch's memory; NULL ptr without memory. What is no UTF-8 is repaired as a reader would. */
static struct text keep_cell(struct arena *arena, struct text cell)
{
    return encoding_utf8_is_valid(cell) ? arena_copy(arena, cell) : encoding_repair(cell, true, arena);
}

static enum status check_size(uint64_t record, const struct text *cells, size_t width, struct error *err)
{
    size_t bytes = 0;
    for (size_t i = 0; i < width; i++) {
        bytes += cells[i].len;
        if (cells[i].len > FIELD_BYTES_MAX || bytes > ROW_BYTES_MAX)
            return error_set(err, STATUS_LIMIT, "record %llu is larger than an engine takes",
                             (unsigned long long)record);
    }
    return STATUS_OK;
}

/* The next row of the batch. */
static enum status keep_row(struct kb_engine *engine, uint64_t record, uint32_t source, const struct text *cells,
                            struct error *err)
{
    struct batch *batch = &engine->batch;
    size_t width = engine->columns.layout.count;
    struct text *kept = arena_array(&batch->arena, struct text, width);
    for (size_t i = 0; kept && i < width; i++) {
        kept[i] = keep_cell(&batch->arena, cells[i]);
        if (cells[i].len > 0 && !kept[i].ptr)
            kept = NULL;
    }
    if (!kept)
        return error_set(err, STATUS_NO_MEMORY, "no memory for record %llu", (unsigned long long)record);
    batch->rows[batch->count] = (struct row){ .cells = kept, .count = width, .number = engine->records.count + 1 };
    batch->records[batch->count] = record;
    batch->sources[batch->count] = source;
    batch->count++;
    return STATUS_OK;
}

enum status batch_put(struct kb_engine *engine, uint64_t record, uint32_t source, const struct text *cells,
                      struct error *err)
{
    bool is_new = false;
    if (engine->is_filled)
        return error_set(err, STATUS_USAGE, "this index was asked: records are put into it now");
    if (record >> RECORD_BITS)
        return error_set(err, STATUS_USAGE, "record numbers are below 2^%d", RECORD_BITS);
    enum status status = check_size(record, cells, engine->columns.layout.count, err);
    if (status != STATUS_OK)
        return status;
    if (map_get(&engine->records, record))
        return error_set(err, STATUS_INVALID, "there are two records with number %llu", (unsigned long long)record);
    if (engine->batch.count == BATCH_RECORDS)
        status = batch_flush(engine, err);
    if (status == STATUS_OK)
        status = keep_row(engine, record, source, cells, err);
    if (status == STATUS_OK && !map_put(&engine->records, record, 1, &is_new))
        status = error_set(err, STATUS_NO_MEMORY, "no memory for record %llu", (unsigned long long)record);
    return status;
}

static void normalise_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    struct kb_engine *engine = ctx;
    struct batch *batch = &engine->batch;
    const struct columns *columns = &engine->columns;
    const struct mapping mapping = { .refs = columns->refs, .count = columns->layout.count };
    struct normal_options options = engine->normal;
    options.date_orders = columns->orders;
    arena_reset(&batch->slices[slice]);
    enum status status = STATUS_OK;
    for (size_t i = slice * SLICE_RECORDS; i < (slice + 1) * SLICE_RECORDS && i < batch->count && status == STATUS_OK;
         i++) {
        refuse_row(columns->refuse, (struct text *)batch->rows[i].cells, batch->rows[i].count, &batch->slices[slice],
                   NULL, NULL);
        status = normal_record_read(&mapping, &batch->rows[i], (struct record_id){ batch->records[i] }, &options,
                                    &batch->slices[slice], &batch->normals[i], &batch->err[slice]);
    }
    batch->status[slice] = status;
}

static enum status normalise(struct kb_engine *engine, struct error *err)
{
    struct batch *batch = &engine->batch;
    size_t slices = (batch->count + SLICE_RECORDS - 1) / SLICE_RECORDS;
    if (slices == 1)
        normalise_slice(engine, 0, 0);
    else
        threads_run(engine->threads, slices, normalise_slice, engine);
    for (size_t i = 0; i < slices; i++)
        if (batch->status[i] != STATUS_OK) {
            if (err)
                *err = batch->err[i];
            return batch->status[i];
        }
    return STATUS_OK;
}

static void empty(struct batch *batch)
{
    batch->count = 0;
    arena_reset(&batch->arena);
}

enum status batch_list(struct kb_engine *engine, size_t at, struct error *err)
{
    const struct normal_record *normal = &engine->batch.normals[at];
    struct record_id record = { engine->batch.records[at] };
    for (size_t i = 0; i < normal->mentions_count && i < MENTIONS_PER_RECORD_MAX; i++) {
        struct mention_id id = mention_id_at(record, normal, i);
        struct kb_mention mention = { record.v, (enum kb_kind)normal->mentions[i].kind, mention_ordinal(normal, i) };
        bool is_new = false;
        const uint64_t *place = map_put(&engine->places, id.v, engine->mentions.len, &is_new);
        if (!place || (is_new && !vec_push(&engine->mentions, mention)) ||
            !vec_push(&engine->items, (struct match_item){ id, engine->batch.sources[at], &normal->mentions[i] }))
            return error_set(err, STATUS_NO_MEMORY, "no memory for the mentions");
        const struct kb_mention *known = &engine->mentions.ptr[*place];
        if (known->record != mention.record || known->kind != mention.kind || known->place != mention.place)
            return error_set(err, STATUS_CONFLICT, "two mentions have one id"); /* once in 2^62 */
    }
    return STATUS_OK;
}

/* An index is opened for one model; that it knows what the records say is looked at when the first come. */
static enum status add_items(struct kb_engine *engine, struct error *err)
{
    const struct match_item *items = engine->items.ptr;
    if (!engine->index)
        return matcher_add_all(engine->matcher, items, engine->items.len, err);
    bool is_first =
        match_index_count(engine->index, PARTY_PERSON) + match_index_count(engine->index, PARTY_ORGANISATION) == 0;
    for (size_t i = 0; is_first && i < engine->items.len; i++)
        if (!match_index_fits(engine->index, items[i].mention))
            return error_set(err, STATUS_INVALID, "the model was not trained on such columns");
    return match_index_add_all(engine->index, items, engine->items.len, engine->threads, err);
}

enum status batch_flush(struct kb_engine *engine, struct error *err)
{
    struct batch *batch = &engine->batch;
    enum status status = columns_settle(&engine->columns, batch->rows, batch->count, err);
    if (status != STATUS_OK || batch->count == 0)
        return status;
    status = normalise(engine, err);
    engine->items.len = 0;
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++)
        status = batch_list(engine, i, err);
    if (status == STATUS_OK)
        status = add_items(engine, err);
    empty(batch);
    return status;
}

enum status batch_read(struct kb_engine *engine, uint64_t record, uint32_t source, const struct kb_text *const *rows,
                       size_t rows_count, struct error *err)
{
    enum status status = STATUS_OK;
    assert(engine->batch.count == 0 && rows_count <= BATCH_ROWS_READ);
    empty(&engine->batch); /* what was read before */
    for (size_t r = 0; r < rows_count && status == STATUS_OK; r++) {
        for (size_t i = 0; i < engine->columns.layout.count; i++)
            engine->columns.room[i] = (struct text){ rows[r][i].ptr, rows[r][i].len };
        status = check_size(record, engine->columns.room, engine->columns.layout.count, err);
        if (status == STATUS_OK)
            status = keep_row(engine, record, source, engine->columns.room, err);
    }
    if (status == STATUS_OK)
        status = columns_settle(&engine->columns, engine->batch.rows, engine->batch.count, err);
    if (status == STATUS_OK)
        status = normalise(engine, err);
    engine->batch.count = 0;
    return status;
}
