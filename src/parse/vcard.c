/*
 * vCards as a format: a card is a row, and its columns have the names of our
 * own fields ("addr.home.city", "email#2"), so that nothing is left to guess.
 *
 *     lines ──unfold──▶ properties of one card ──▶ (column, value) … ──▶ cells
 *
 * The first reading finds the columns.  A card is read line by line, so that
 * photographs, which are passed over, need no memory.  Apple writes what a
 * property means in a second one of the same group (item1.X-ABLabel), so a
 * card is understood when it is complete.
 *
 * A card without END, and one inside another that is no AGENT, is a bad row.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "parse/vcard_card.h"

/* The next line of the window, without its end; false at the end of the file. A line
 * longer than a row may be is given empty, piece by piece. */
static bool line_next(struct reader *reader, struct text *ret, bool *ret_too_long)
{
    struct vcard *vcard = reader->state;
    struct input *input = &reader->input;
    *ret_too_long = false;
    for (size_t from = 0;;) {
        const char *end = memchr(input_ptr(input) + from, vcard->line_end, input_len(input) - from);
        from = input_len(input);
        if (!end && from <= ROW_BYTES_MAX && (input_more(input) || input_len(input) > from))
            continue;
        size_t len = end ? (size_t)(end - input_ptr(input)) : from;
        *ret_too_long = !end && from > ROW_BYTES_MAX;
        *ret = (struct text){ input_ptr(input), *ret_too_long ? 0 : len };
        if (ret->len > 0 && ret->ptr[ret->len - 1] == '\r')
            ret->len--;
        input_consume(input, len + (end != NULL));
        return (end || len > 0) && input->status == STATUS_OK;
    }
}

static bool is_line(struct text line, const char *want)
{
    return text_equal_nocase(text_trim(line), text_from(want));
}

/* Keep the unfolded line as a property of the card, unless it is binary. */
static void property_end(struct reader *reader, struct vcard *vcard)
{
    struct vcard_property property;
    struct text line = buf_text(&vcard->line);
    if (line.len > 0 && vcard_property_read(line, &property) && !(property.flags & VCARD_BASE64)) {
        struct text kept = arena_copy(&reader->row, line);
        if (!kept.ptr || line.len > FIELD_BYTES_MAX || vcard->properties_count == VCARD_PROPERTIES_MAX)
            vcard->full = true;
        else if (vcard_property_read(kept, &property))
            vcard->properties[vcard->properties_count++] = property;
    }
    buf_reset(&vcard->line);
}

/* Whether the property being unfolded goes on, on a line that is no fold. */
static bool soft_break(const struct vcard *vcard)
{
    struct vcard_property property;
    struct text line = buf_text(&vcard->line);
    return text_ends(line, TEXT("=")) && vcard_property_read(line, &property) &&
           (property.flags & VCARD_QUOTED_PRINTABLE);
}

static void line_add(struct vcard *vcard, struct text part)
{
    if (vcard->line.len <= FIELD_BYTES_MAX) /* photographs are not kept whole */
        buf_put(&vcard->line, part);
}

enum card { CARD_NONE, CARD_WHOLE, CARD_BROKEN };

/* Read up to the end of the next card; its properties are kept. */
static enum card card_next(struct reader *reader)
{
    struct vcard *vcard = reader->state;
    struct text line;
    bool too_long = false;
    int depth = vcard->begun ? 1 : 0;
    vcard->begun = false;
    vcard->properties_count = 0;
    vcard->full = vcard->modern = false;
    buf_reset(&vcard->line);
    buf_reset(&vcard->raw);
    while (line_next(reader, &line, &too_long)) {
        if (depth == 0 && !is_line(line, "BEGIN:VCARD"))
            continue;
        vcard->full |= too_long;
        if (depth > 0 && line.len > 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t')) {
            line_add(vcard, text_from_offset(line, 1));
            continue;
        }
        if (depth == 1 && soft_break(vcard)) {
            vcard->line.len--;
            line_add(vcard, line);
            continue;
        }
        if (vcard->raw.len + line.len < FIELD_BYTES_MAX) {
            buf_put(&vcard->raw, line);
            buf_put_char(&vcard->raw, '\n');
        }
        if (is_line(line, "BEGIN:VCARD")) {
            bool is_agent = depth > 1 || (depth == 1 && text_starts_nocase(buf_text(&vcard->line), TEXT("AGENT")));
            if (depth > 0 && !is_agent) {
                vcard->begun = true; /* the card before was never ended */
                return CARD_BROKEN;
            }
            depth++;
        } else if (is_line(line, "END:VCARD")) {
            if (--depth == 0) {
                property_end(reader, vcard);
                return CARD_WHOLE;
            }
        } else if (depth == 1) {
            property_end(reader, vcard);
            line_add(vcard, line);
        }
    }
    return depth > 0 ? CARD_BROKEN : CARD_NONE;
}

static enum format_row vcard_next(struct reader *reader)
{
    struct vcard *vcard = reader->state;
    enum card card = card_next(reader);
    if (card == CARD_NONE)
        return FORMAT_ROW_END;
    reader->number++;
    if (card == CARD_WHOLE)
        vcard_understand(reader);
    if (card == CARD_BROKEN || vcard->full) {
        reader->cells[0] = buf_text(&vcard->raw);
        reader_find(reader, card == CARD_BROKEN ? FINDING_ROW_UNREADABLE : FINDING_TOO_LONG, (struct field_ref){ 0 });
        return FORMAT_ROW_BAD;
    }
    memset(reader->cells, 0, reader->layout.count * sizeof(*reader->cells));
    for (size_t i = 0; i < vcard->values_count; i++)
        if (vcard->values[i].column < reader->layout.count)
            reader->cells[vcard->values[i].column] = vcard->values[i].text;
    return FORMAT_ROW_GOOD;
}

static void vcard_rewind(struct reader *reader)
{
    struct vcard *vcard = reader->state;
    vcard->begun = false;
}

/* All columns, in order of first sight. */
static enum status columns_find(struct reader *reader, struct error *err)
{
    struct vcard *vcard = reader->state;
    enum card card = CARD_NONE;
    while ((card = card_next(reader)) != CARD_NONE) {
        if (card == CARD_WHOLE)
            vcard_understand(reader);
        arena_reset(&reader->row);
    }
    if (reader->input.status != STATUS_OK) {
        if (err)
            *err = reader->input.err;
        return reader->input.status;
    }
    size_t count = vcard->columns.count < ROW_COLUMNS_MAX ? vcard->columns.count : ROW_COLUMNS_MAX;
    if (count == 0) {
        error_set(err, STATUS_INVALID, "this looks like vCard, but holds no card that can be read");
        error_hint(err, "Export the contacts again; each card begins with BEGIN:VCARD and ends with END:VCARD.");
        return STATUS_INVALID;
    }
    return reader_set_layout(reader, vcard->columns.texts, count, err);
}

static enum status vcard_open(struct reader *reader, struct error *err)
{
    struct text start = { input_ptr(&reader->input), input_len(&reader->input) };
    while (start.len > 0 && char_is_space(start.ptr[0]))
        start = text_from_offset(start, 1);
    if (!text_starts_nocase(start, TEXT("BEGIN:VCARD")))
        return STATUS_NOT_FOUND;
    struct vcard *vcard = calloc(1, sizeof(*vcard));
    if (!vcard)
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    reader->state = vcard;
    vcard->columns = INTERN_UP_TO(VCARD_NAMES_BYTES_MAX);
    vcard->line_end = text_find_char(start, '\n') < start.len ? '\n' : '\r';
    vcard->properties = calloc(VCARD_PROPERTIES_MAX, sizeof(*vcard->properties));
    vcard->values = calloc(ROW_COLUMNS_MAX, sizeof(*vcard->values));
    if (!vcard->properties || !vcard->values)
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    enum status status = columns_find(reader, err);
    return status == STATUS_OK ? reader_rewind(reader, err) : status;
}

static void vcard_close(struct reader *reader)
{
    struct vcard *vcard = reader->state;
    if (!vcard)
        return;
    intern_done(&vcard->columns);
    buf_done(&vcard->line);
    buf_done(&vcard->raw);
    free(vcard->properties);
    free(vcard->values);
    free(vcard);
    reader->state = NULL;
}

const struct format format_vcard = {
    .format = FORMAT_VCARD,
    .open = vcard_open,
    .next = vcard_next,
    .rewind = vcard_rewind,
    .close = vcard_close,
};
