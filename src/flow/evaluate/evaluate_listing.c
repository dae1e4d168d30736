/*
 * What a table's columns mean and what it is about is told by its rows, so
 * many of them are held in memory; of a large table the first, unless all
 * are asked for.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/evaluate/evaluate_inside.h"

#include "base/scoped.h"
#include "parse/reader.h"

void listing_done(struct listing *listing)
{
    vec_done(&listing->rows);
    arena_done(&listing->kept);
    reader_close(&listing->rest);
}

void listing_forget(struct listing *listing)
{
    vec_done(&listing->rows);
    arena_done(&listing->kept);
}

enum status listing_too_large(struct error *err)
{
    return error_set(err, STATUS_LIMIT, "the file does not fit in memory");
}

bool header_is(struct text header, const char *const *names)
{
    for (; *names; names++)
        if (text_equal_nocase(text_trim(header), text_from(*names)))
            return true;
    return false;
}

/* Whether all cells lie one behind the other, with no more than quotes and a separator between: as a CSV row does. */
static bool lies_together(const struct row *row)
{
    enum { BETWEEN_MAX = 4 };
    uintptr_t end = (uintptr_t)row->cells[0].ptr;
    for (size_t i = 0; i < row->count; i++) {
        uintptr_t at = (uintptr_t)row->cells[i].ptr;
        if (at < end || at - end > BETWEEN_MAX)
            return false;
        end = at + row->cells[i].len;
    }
    return true;
}

enum status listing_copy_row(const struct row *row, struct arena *arena, struct row *ret, struct error *err)
{
    struct text *cells = arena_take(arena, (row->count + 1) * sizeof(*cells), _Alignof(struct text));
    if (!cells)
        return listing_too_large(err);
    if (row->count > 0 && lies_together(row)) { /* one copy for all of it */
        const struct text *last = &row->cells[row->count - 1];
        const char *from = row->cells[0].ptr;
        struct text all = arena_copy(arena, (struct text){ from, (size_t)(last->ptr + last->len - from) });
        if (!all.ptr)
            return listing_too_large(err);
        for (size_t i = 0; i < row->count; i++)
            cells[i] = (struct text){ all.ptr + (row->cells[i].ptr - from), row->cells[i].len };
    } else {
        for (size_t i = 0; i < row->count; i++) {
            cells[i] = arena_copy(arena, row->cells[i]);
            if (!cells[i].ptr)
                return listing_too_large(err);
        }
    }
    *ret = (struct row){ .cells = cells, .count = row->count, .number = row->number };
    return STATUS_OK;
}

enum status listing_read(const char *path, size_t rows_max, struct arena *arena, struct listing *ret, struct error *err)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    enum status status = reader_open(path, &reader, err);
    if (status != STATUS_OK)
        return status;
    struct layout layout = reader_layout(reader);
    struct text *columns = arena_array(arena, struct text, layout.count + 1);
    if (!columns)
        return listing_too_large(err);
    for (size_t i = 0; i < layout.count; i++)
        columns[i] = arena_copy(arena, layout.columns[i]);
    ret->layout = (struct layout){ columns, layout.count };
    struct row row;
    ret->kept = ARENA_UP_TO(SIZE_MAX / 4);
    for (enum row_state state; (state = reader_next(reader, &row)) != ROW_NONE;) {
        struct row copy;
        if (state == ROW_BAD)
            continue;
        status = listing_copy_row(&row, &ret->kept, &copy, err);
        if (status != STATUS_OK)
            return status;
        if (!vec_push(&ret->rows, copy))
            return listing_too_large(err);
        if (ret->rows.len == rows_max) {
            ret->rest = reader;
            reader = NULL;
            return STATUS_OK;
        }
    }
    ret->is_whole = true;
    return reader_status(reader, err);
}

struct text listing_first(const struct listing *listing, const struct row *row, enum field field)
{
    for (size_t c = 0; c < listing->layout.count; c++)
        if (listing->refs[c].field == field && listing_cell(row, c).len)
            return listing_cell(row, c);
    return TEXT_EMPTY;
}

bool listing_has(const struct listing *listing, enum field field)
{
    for (size_t c = 0; c < listing->layout.count; c++)
        if (!listing->excluded[c] && listing->refs[c].field == field)
            return true;
    return false;
}
