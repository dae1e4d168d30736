/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/resolve/fsck_erasure.h"

#include "base/scoped.h"
#include "flow/forgotten/erased.h"

/* Of the cells nothing is left but a pseudonym. */
static bool is_empty(struct text cells)
{
    for (size_t i = 0; i < cells.len; i++)
        if (cells.ptr[i] != '[' && cells.ptr[i] != ']' && cells.ptr[i] != '"' && cells.ptr[i] != ',')
            return text_starts(text_from_offset(cells, i), TEXT("Gewist ")) &&
                   text_find_char(text_from_offset(cells, i), '"') + i + 2 == cells.len;
    return true;
}

enum status fsck_erasure(struct store *store, void (*problem)(void *ctx, const char *what, const char *id), void *ctx,
                         struct error *err)
{
    SCOPED(erased_close) struct erased erased = ERASED_NONE;
    struct stored_record record = { 0 };
    enum status status = erased_open(store, &erased, err);
    for (size_t i = 0; i < erased.erasures_count && status == STATUS_OK; i++)
        if (!erased.erasures[i].done_ms)
            problem(ctx, "an erasure that was not finished; run 'klantbeeld erase resume'",
                    id_text_of('W', erased.erasures[i].id).s);
    if (status != STATUS_OK || !erased.ever)
        return status;
    status = store_records_begin(store, err);
    while (status == STATUS_OK && store_records_next(store, &record)) {
        if (erased_record(&erased, record.id))
            problem(ctx, "a record that was erased is there again", record_id_text(record.id).s);
        if (text_starts(record.source_key, TEXT("gewist-")) && !is_empty(record.cells))
            problem(ctx, "a record that was emptied holds something", record_id_text(record.id).s);
    }
    struct error why = ERROR_NONE;
    enum status ended = store_records_end(store, &why);
    if (status == STATUS_OK && ended != STATUS_OK && err)
        *err = why;
    return status == STATUS_OK ? ended : status;
}
