/*
 * JSON as a format: an object per line, objects after each other, or one
 * array of them.
 *
 * The first reading finds the columns: every key, in order of first sight.
 * Where lines are objects (NDJSON, ndjson.org) a line that is broken is one
 * bad row.  Otherwise objects are cut out by counting braces outside strings,
 * and what is broken beyond that ends the file with an error, for then
 * nothing says where the next object begins.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "parse/format.h"
#include "parse/json_shim.h"

enum { KEYS_BYTES_MAX = 16 * 1024 * 1024 };

struct ndjson {
    struct json_shim *shim;
    struct intern keys; /* number = column */
    struct json_field *fields;
    bool by_line; /* an object per line */
};

/* A piece of the window that should be one object. */
enum cut { CUT_OBJECT, CUT_END, CUT_TOO_LONG, CUT_BROKEN };

static bool is_between(char c)
{
    return char_is_space(c) || c == ',' || c == '[' || c == ']' || c == '\0';
}

/* Have the byte at at in the window, or be at its end. */
static bool window_has(struct input *input, size_t at)
{
    while (at >= input_len(input))
        if (!input_more(input) && at >= input_len(input))
            return false;
    return true;
}

static bool skip_between(struct input *input)
{
    while (window_has(input, 0)) {
        if (!is_between(input_ptr(input)[0]))
            return true;
        input_consume(input, 1);
    }
    return false;
}

static enum cut cut_line(struct input *input, size_t *ret_len)
{
    for (size_t from = 0;;) {
        const char *end = memchr(input_ptr(input) + from, '\n', input_len(input) - from);
        if (end) {
            *ret_len = (size_t)(end - input_ptr(input));
            return CUT_OBJECT;
        }
        from = input_len(input);
        if (from > ROW_BYTES_MAX)
            return CUT_TOO_LONG;
        if (!input_more(input) && input_len(input) == from) {
            *ret_len = from;
            return from > 0 ? CUT_OBJECT : CUT_END;
        }
    }
}

/* The end of the object at the start of the window. */
static enum cut cut_braces(struct input *input, size_t *ret_len)
{
    size_t depth = 0;
    bool in_string = false;
    for (size_t at = 0; window_has(input, at); at++) {
        char c = input_ptr(input)[at];
        if (at > ROW_BYTES_MAX)
            return CUT_BROKEN;
        if (in_string) {
            at += c == '\\';
            in_string = c != '"';
            continue;
        }
        in_string = c == '"';
        depth += c == '{';
        if (depth == 0)
            return CUT_BROKEN; /* what stands here is no object */
        depth -= c == '}';
        if (depth == 0) {
            *ret_len = at + 1;
            return CUT_OBJECT;
        }
    }
    return CUT_BROKEN;
}

static enum cut cut_next(struct reader *reader, size_t *ret_len)
{
    struct ndjson *ndjson = reader->state;
    if (!skip_between(&reader->input))
        return CUT_END;
    return ndjson->by_line ? cut_line(&reader->input, ret_len) : cut_braces(&reader->input, ret_len);
}

/* Flatten the first len bytes of the window; broken characters are repaired first. */
static enum json_result flatten(struct reader *reader, size_t len, size_t *ret_count)
{
    struct ndjson *ndjson = reader->state;
    struct text whole = text_trim((struct text){ input_ptr(&reader->input), len });
    if (text_ends(whole, TEXT(","))) /* an array written as lines */
        whole = text_trim(text_slice(whole, 0, whole.len - 1));
    bool single = reader->shape.encoding == ENCODING_WINDOWS_1252 && !bytes_are_plain(whole.ptr, whole.len);
    enum json_result result = JSON_NOT_UTF8;
    if (!single)
        result = json_shim_flatten(ndjson->shim, whole, &reader->row, ndjson->fields, ret_count);
    if (result != JSON_NOT_UTF8)
        return result;
    if (!single)
        reader_find(reader, FINDING_ENCODING_REPAIRED, (struct field_ref){ 0 });
    struct text repaired = encoding_repair(whole, !single, &reader->row);
    char *padded = repaired.ptr ? arena_take(&reader->row, repaired.len + INPUT_PADDING, 1) : NULL;
    if (!padded)
        return JSON_TOO_LARGE;
    memcpy(padded, repaired.ptr, repaired.len);
    memset(padded + repaired.len, 0, INPUT_PADDING);
    return json_shim_flatten(ndjson->shim, (struct text){ padded, repaired.len }, &reader->row, ndjson->fields,
                             ret_count);
}

static enum format_row row_bad(struct reader *reader, enum finding finding, size_t len)
{
    reader->cells[0] = (struct text){ input_ptr(&reader->input), len };
    input_consume(&reader->input, len);
    reader_find(reader, finding, (struct field_ref){ 0 });
    return FORMAT_ROW_BAD;
}

/* A line that does not end within the limit: kept is its beginning. */
static enum format_row line_bad(struct reader *reader)
{
    struct input *input = &reader->input;
    struct text head =
        arena_copy(&reader->row, text_slice((struct text){ input_ptr(input), input_len(input) }, 0, FIELD_BYTES_MAX));
    const char *end = NULL;
    do {
        end = memchr(input_ptr(input), '\n', input_len(input));
        input_consume(input, end ? (size_t)(end - input_ptr(input)) : input_len(input));
    } while (!end && input_more(input));
    reader->cells[0] = head;
    reader_find(reader, FINDING_TOO_LONG, (struct field_ref){ 0 });
    return FORMAT_ROW_BAD;
}

static enum format_row broken_off(struct reader *reader)
{
    reader->status = error_set(&reader->err, STATUS_INVALID, "the JSON is broken after object %llu",
                               (unsigned long long)reader->number);
    error_hint(&reader->err, "Export the file again; an object per line is easiest to mend.");
    return FORMAT_ROW_END;
}

/* Put the fields in their columns; a key above the limit of columns makes the row bad. */
static enum finding cells_fill(struct reader *reader, size_t count)
{
    struct ndjson *ndjson = reader->state;
    memset(reader->cells, 0, reader->layout.count * sizeof(*reader->cells));
    for (size_t i = 0; i < count; i++) {
        struct json_field *field = &ndjson->fields[i];
        uint32_t column = i;
        if (column >= ndjson->keys.count || !text_equal(ndjson->keys.texts[column], field->key))
            column = intern_get(&ndjson->keys, field->key);
        if (column >= reader->layout.count)
            return FINDING_ROW_COLUMNS;
        if (field->value.len > FIELD_BYTES_MAX)
            return FINDING_TOO_LONG;
        reader->cells[column] = field->value;
    }
    return FINDING_NONE;
}

static enum format_row ndjson_next(struct reader *reader)
{
    size_t len = 0, count = 0;
    enum cut cut = cut_next(reader, &len);
    if (cut == CUT_END || reader->input.status != STATUS_OK)
        return FORMAT_ROW_END;
    if (cut == CUT_BROKEN)
        return broken_off(reader);
    reader->number++;
    if (cut == CUT_TOO_LONG)
        return line_bad(reader);
    enum json_result result = len > ROW_BYTES_MAX ? JSON_TOO_LARGE : flatten(reader, len, &count);
    if (result != JSON_READ)
        return row_bad(reader, result == JSON_TOO_LARGE ? FINDING_TOO_LONG : FINDING_ROW_UNREADABLE, len);
    enum finding finding = cells_fill(reader, count);
    if (finding != FINDING_NONE)
        return row_bad(reader, finding, len);
    input_consume(&reader->input, len);
    return FORMAT_ROW_GOOD;
}

/* All keys, in order of first sight. */
static enum status columns_find(struct reader *reader, struct error *err)
{
    struct ndjson *ndjson = reader->state;
    uint64_t objects = 0;
    for (;;) {
        size_t len = 0, count = 0;
        arena_reset(&reader->row);
        enum cut cut = cut_next(reader, &len);
        if (cut == CUT_END || cut == CUT_BROKEN)
            break;
        if (cut == CUT_TOO_LONG) {
            line_bad(reader);
            continue;
        }
        if (len <= ROW_BYTES_MAX && flatten(reader, len, &count) == JSON_READ) {
            objects++;
            for (size_t i = 0; i < count && ndjson->keys.count < ROW_COLUMNS_MAX; i++)
                if (intern_put(&ndjson->keys, ndjson->fields[i].key) == INTERN_NONE)
                    return error_set(err, STATUS_LIMIT, "the keys are larger than %d bytes", KEYS_BYTES_MAX);
        }
        input_consume(&reader->input, len);
    }
    if (reader->input.status != STATUS_OK) {
        if (err)
            *err = reader->input.err;
        return reader->input.status;
    }
    if (objects == 0 || ndjson->keys.count == 0) {
        error_set(err, STATUS_INVALID, "this looks like JSON, but holds no object that can be read");
        error_hint(err, "Give one JSON object per line, or an array of objects.");
        return STATUS_INVALID;
    }
    return reader_set_layout(reader, ndjson->keys.texts, ndjson->keys.count, err);
}

/* An object per line, when the first line is one. */
static bool first_line_is_object(struct reader *reader)
{
    size_t len = 0, count = 0;
    if (!skip_between(&reader->input) || cut_line(&reader->input, &len) != CUT_OBJECT || len > ROW_BYTES_MAX)
        return false;
    return flatten(reader, len, &count) == JSON_READ;
}

static void ndjson_rewind(struct reader *reader) {}

static enum status ndjson_open(struct reader *reader, struct error *err)
{
    struct input *input = &reader->input;
    struct text start = { input_ptr(input), input_len(input) };
    while (start.len > 0 && char_is_space(start.ptr[0]))
        start = text_from_offset(start, 1);
    struct text inside = start.len > 0 ? text_from_offset(start, 1) : start;
    while (inside.len > 0 && char_is_space(inside.ptr[0]))
        inside = text_from_offset(inside, 1);
    bool is_object =
        text_starts(start, TEXT("{")) && (text_starts(inside, TEXT("\"")) || text_starts(inside, TEXT("}")));
    bool is_array = text_starts(start, TEXT("[")) && (text_starts(inside, TEXT("{")) || text_starts(inside, TEXT("]")));
    if (!is_object && !is_array)
        return STATUS_NOT_FOUND;

    struct ndjson *ndjson = calloc(1, sizeof(*ndjson));
    if (!ndjson)
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    reader->state = ndjson;
    ndjson->keys = INTERN_UP_TO(KEYS_BYTES_MAX);
    ndjson->fields = calloc(JSON_FIELDS_MAX, sizeof(*ndjson->fields));
    ndjson->shim = json_shim_open();
    if (!ndjson->fields || !ndjson->shim)
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    ndjson->by_line = is_object && first_line_is_object(reader);
    enum status status = input_rewind(input, err);
    if (status == STATUS_OK)
        status = columns_find(reader, err);
    return status == STATUS_OK ? reader_rewind(reader, err) : status;
}

static void ndjson_close(struct reader *reader)
{
    struct ndjson *ndjson = reader->state;
    if (!ndjson)
        return;
    if (ndjson->shim)
        json_shim_close(ndjson->shim);
    intern_done(&ndjson->keys);
    free(ndjson->fields);
    free(ndjson);
    reader->state = NULL;
}

const struct format format_ndjson = {
    .format = FORMAT_NDJSON,
    .open = ndjson_open,
    .next = ndjson_next,
    .rewind = ndjson_rewind,
    .close = ndjson_close,
};
