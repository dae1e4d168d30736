/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/import/import_erased.h"

#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/forgotten/erase_cells.h"
#include "normal/record.h"

enum status import_erased_leave_out(const struct erased *erased, const struct mapping *mapping, const char country[3],
                                    struct import_item *item, struct arena *arena, bool *ret, struct error *err)
{
    SCOPED(arena_done) struct arena scratch = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_options options = { .now_ms = item->record.observed_ms };
    struct normal_record normal = { 0 };
    struct text kept = TEXT_EMPTY;
    *ret = false;
    if (!item->has_record || !erased_has(erased, 'S', item->record.id, TEXT_EMPTY))
        return STATUS_OK;
    struct text *cells = arena_array(&scratch, struct text, mapping->count + 1);
    if (!cells)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a row");
    memcpy(options.country, country, sizeof(options.country));
    enum status status = cells_read(item->record.cells, &scratch, cells, mapping->count, err);
    struct row row = { .cells = cells, .count = mapping->count, .number = 1 };
    if (status == STATUS_OK)
        status = normal_record_read(mapping, &row, item->record.id, &options, &scratch, &normal, err);
    struct erase_row leaving = { .mapping = mapping, .cells = cells, .normal = &normal };
    if (status == STATUS_OK)
        leaving.gone = erased_mentions(erased, item->record.id, &normal, &scratch, &leaving.pseudonym);
    if (status != STATUS_OK || !leaving.gone)
        return status;
    status = erase_cells(&leaving, &scratch, &kept, NULL, err);
    if (status == STATUS_OK)
        item->record.cells = arena_copy(arena, kept);
    if (status == STATUS_OK && !item->record.cells.ptr)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a row");
    *ret = status == STATUS_OK;
    return status;
}
