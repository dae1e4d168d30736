/*
 * Separated text as a format: rows out of the window, and what to do with
 * those that do not fit.
 *
 *     the row …                                      then
 *     has as many cells as columns, or fewer         good; missing cells are empty
 *     has more, all of those empty                   good
 *     has more                                       bad: ROW_COLUMNS
 *     has a cell or a length above the limit         bad: TOO_LONG
 *     opens a quote that is never closed             its first line is bad: ROW_UNREADABLE,
 *                                                    and reading goes on at the next line
 *     spans lines and has too many cells, or stray   read again as one line, for a
 *     quotes                                         quote that was no quote has eaten the next rows
 *
 * Reading a row again costs time that a hostile file could make us spend on
 * each of its lines; the bytes looked at in vain are counted, and beyond a
 * share of the file every doubtful row is read as one line at once.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "parse/csv_sniff.h"
#include "parse/format.h"

enum { WASTE_FREE = 64 * 1024 * 1024, WASTE_SHARE = 4 };

struct csv {
    struct csv_shape shape;
    uint8_t escaped[ROW_COLUMNS_MAX + 1];
    uint64_t passed; /* bytes of rows */
    uint64_t wasted; /* bytes looked at for a row that was not one */
};

static struct csv_cells cells_over(struct reader *reader, struct csv *csv)
{
    return (struct csv_cells){ .cells = reader->cells, .escaped = csv->escaped };
}

static bool may_waste(const struct csv *csv)
{
    return csv->wasted <= WASTE_FREE + WASTE_SHARE * csv->passed;
}

/* Whether the cell behind at least one separator or line end is whole: find the row in the
 * window, asking for more as long as it is cut. */
static enum csv_found row_in_window(struct reader *reader, struct csv *csv, bool one_line, struct csv_cells *row)
{
    struct input *input = &reader->input;
    for (;;) {
        *row = cells_over(reader, csv);
        enum csv_found found = (one_line ? csv_row_line : csv_row_find)(input_ptr(input), input_len(input),
                                                                        input->at_end, &csv->shape.dialect, row);
        if (found != CSV_FOUND_PART)
            return found;
        bool too_large = input_len(input) > ROW_BYTES_MAX;
        bool more = !too_large && input_more(input);
        if (!more && !(input->at_end && input->status == STATUS_OK && !too_large))
            return CSV_FOUND_PART;
        /* when the end was just met, once more with that knowledge */
    }
}

/* Pass over the rest of a line that is longer than a row may be. */
static void line_skip(struct reader *reader, struct csv *csv)
{
    struct input *input = &reader->input;
    do {
        const char *end = memchr(input_ptr(input), csv->shape.dialect.line_end, input_len(input));
        if (end) {
            input_consume(input, (size_t)(end - input_ptr(input)) + 1);
            return;
        }
        input_consume(input, input_len(input));
    } while (input_more(input));
}

static enum format_row row_bad(struct reader *reader, struct csv *csv, enum finding finding, struct csv_cells *row)
{
    reader->cells[0] = (struct text){ input_ptr(&reader->input), row->body_len };
    csv->passed += row->len;
    input_consume(&reader->input, row->len);
    reader->number++;
    reader_find(reader, finding, (struct field_ref){ 0 });
    return FORMAT_ROW_BAD;
}

/* A line beyond all limits: its beginning is kept. */
static enum format_row line_bad(struct reader *reader, struct csv *csv)
{
    struct text head = { input_ptr(&reader->input), input_len(&reader->input) };
    head = text_slice(head, 0, FIELD_BYTES_MAX);
    char *kept = arena_take(&reader->row, head.len + 1, 1);
    if (kept)
        memcpy(kept, head.ptr, head.len);
    csv->passed += input_len(&reader->input);
    line_skip(reader, csv);
    reader->cells[0] = (struct text){ kept, kept ? head.len : 0 };
    reader->number++;
    reader_find(reader, FINDING_TOO_LONG, (struct field_ref){ 0 });
    return FORMAT_ROW_BAD;
}

/* The row is whole in the window and none of its limits is passed: make its cells ready. */
static enum format_row row_good(struct reader *reader, struct csv *csv, struct csv_cells *row)
{
    size_t columns = reader->layout.count, count = row->count < columns ? row->count : columns;
    bool plain = bytes_are_plain(input_ptr(&reader->input), row->body_len);
    for (size_t i = 0; i < count; i++) {
        if (row->has_quotes && csv->escaped[i])
            reader->cells[i] = csv_cell_unescape(reader->cells[i], csv->shape.dialect.backslash);
        if (!plain && !reader_cell_decode(reader, &reader->cells[i]))
            return row_bad(reader, csv, FINDING_TOO_LONG, row);
    }
    for (size_t i = count; i < columns; i++)
        reader->cells[i] = TEXT_EMPTY;
    csv->passed += row->len;
    input_consume(&reader->input, row->len);
    return FORMAT_ROW_GOOD;
}

static bool has_long_cell(const struct csv_cells *row, size_t columns)
{
    if (row->body_len <= FIELD_BYTES_MAX)
        return false;
    for (size_t i = 0; i < row->count && i < columns; i++)
        if (row->cells[i].len > FIELD_BYTES_MAX)
            return true;
    return false;
}

static enum format_row csv_next(struct reader *reader)
{
    struct csv *csv = reader->state;
    struct csv_cells row;
    for (;;) {
        size_t columns = reader->layout.count;
        if (input_len(&reader->input) == 0 && !input_more(&reader->input))
            return FORMAT_ROW_END;
        bool again = !may_waste(csv), unclosed = false;
        enum csv_found found = row_in_window(reader, csv, again, &row);
        if (reader->input.status != STATUS_OK)
            return FORMAT_ROW_END;
        if (!again && (found != CSV_FOUND_ROW || (row.many_lines && (row.filled > columns || row.stray)))) {
            csv->wasted += found == CSV_FOUND_ROW ? row.len : input_len(&reader->input);
            unclosed = found == CSV_FOUND_UNCLOSED;
            bool fits = found == CSV_FOUND_ROW && row.filled <= columns;
            found = row_in_window(reader, csv, true, &row);
            if (fits && (found != CSV_FOUND_ROW || row.odd_quotes || row.filled > columns))
                found = row_in_window(reader, csv, false, &row);
        }
        if (found == CSV_FOUND_PART)
            return line_bad(reader, csv);
        if (row.len == 0)
            return FORMAT_ROW_END;
        if (row.filled == 0 || (row.body_len == 1 && input_ptr(&reader->input)[0] == 0x1a)) {
            reader->number++; /* nothing in it, or the end mark of DOS */
            csv->passed += row.len;
            input_consume(&reader->input, row.len);
            continue;
        }
        if (row.odd_quotes || (unclosed && row.filled > columns))
            return row_bad(reader, csv, FINDING_ROW_UNREADABLE, &row);
        if (row.filled > columns)
            return row_bad(reader, csv, FINDING_ROW_COLUMNS, &row);
        if (row.body_len > ROW_BYTES_MAX || has_long_cell(&row, columns))
            return row_bad(reader, csv, FINDING_TOO_LONG, &row);
        reader->number++;
        return row_good(reader, csv, &row);
    }
}

static enum status layout_find(struct reader *reader, struct csv *csv, struct error *err)
{
    struct csv_cells row = cells_over(reader, csv);
    size_t columns = csv->shape.columns;
    if (columns > ROW_COLUMNS_MAX) {
        error_set(err, STATUS_LIMIT, "the header has %zu columns, more than %d", columns, ROW_COLUMNS_MAX);
        error_hint(err, "Look whether this is a table with a row per customer.");
        return STATUS_LIMIT;
    }
    if (!csv->shape.has_header) {
        for (size_t i = 0; i < columns; i++)
            reader->cells[i] = TEXT_EMPTY; /* named by their number */
        return reader_set_layout(reader, reader->cells, columns, err);
    }
    enum csv_found found = row_in_window(reader, csv, false, &row);
    if (found != CSV_FOUND_ROW)
        found = row_in_window(reader, csv, true, &row);
    if (found != CSV_FOUND_ROW || row.count > ROW_COLUMNS_MAX || row.count == 0)
        return error_set(err, STATUS_INVALID, "the header cannot be read");
    for (size_t i = 0; i < row.count; i++) {
        if (csv->escaped[i])
            reader->cells[i] = csv_cell_unescape(reader->cells[i], csv->shape.dialect.backslash);
        if (!reader_cell_decode(reader, &reader->cells[i]))
            return error_set(err, STATUS_LIMIT, "the header is too large");
    }
    input_consume(&reader->input, row.len);
    return reader_set_layout(reader, reader->cells, row.count, err);
}

static enum status csv_open(struct reader *reader, struct error *err)
{
    struct csv *csv = calloc(1, sizeof(*csv));
    struct input *input = &reader->input;
    if (!csv)
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    reader->state = csv;
    struct text sample = { input_ptr(input), input_len(input) };
    if (!csv_sniff(sample, input->at_end, &csv->shape))
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    reader->shape.separator = csv->shape.dialect.separator;
    reader->shape.has_header = csv->shape.has_header;
    reader->shape.preamble_rows = csv->shape.preamble_rows;
    input_consume(input, csv->shape.skip);
    enum status status = layout_find(reader, csv, err);
    if (status == STATUS_OK && reader->layout.count == 0)
        status = error_set(err, STATUS_INVALID, "this file holds no rows");
    return status;
}

/* Behind the header: read again what was consumed, for a rewind stands at the first byte. */
static void csv_rewind(struct reader *reader)
{
    struct csv *csv = reader->state;
    struct csv_cells row = { 0 };
    csv->passed = csv->wasted = 0;
    input_consume(&reader->input, csv->shape.skip);
    if (!csv->shape.has_header)
        return;
    enum csv_found found = row_in_window(reader, csv, false, &row);
    if (found != CSV_FOUND_ROW)
        found = row_in_window(reader, csv, true, &row);
    if (found == CSV_FOUND_ROW)
        input_consume(&reader->input, row.len);
}

static void csv_close(struct reader *reader)
{
    free(reader->state);
    reader->state = NULL;
}

const struct format format_csv = {
    .format = FORMAT_CSV,
    .open = csv_open,
    .next = csv_next,
    .rewind = csv_rewind,
    .close = csv_close,
};
