/*
 * Rows about somebody who was erased (flow/forgotten/erased.h): passed over, or without him.
 */
#pragma once

#include "flow/forgotten/erased.h"
#include "flow/import/import_row.h"

/* The row is of a record that was erased, or is an event of one. */
static inline bool import_erased_whole(const struct erased *erased, const struct import_item *item)
{
    return (item->has_record && erased_record(erased, item->record.id)) ||
           (item->has_event && erased_record(erased, item->event.record));
}

/* Of a row that names him beside others: the row without him, as the record is kept. The cells then live in arena. */
enum status import_erased_leave_out(const struct erased *erased, const struct mapping *mapping, const char country[3],
                                    struct import_item *item, struct arena *arena, bool *ret, struct error *err);
