/*
 * The frame around the formats.
 *
 *     path ─▶ input ─▶ which format? ─▶ layout ─▶ look at some rows ─▶ which columns are refused?
 *                                                                            │
 *     caller ◀── row ◀── mask refused cells, look at free text ◀── format ◀──┘ from the first row again
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/reader.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "parse/format.h"

enum {
    NAMES_BYTES_MAX = ROW_BYTES_MAX + 8 * 1024 * 1024, /* column names and their tables */
    COLUMN_NAME_MAX = 200,                             /* bytes of a name that are kept */
};

const char *file_format_name(enum file_format format)
{
    static const char *const names[] = { "unknown", "csv", "ndjson", "vcard" };
    return names[format];
}

const char *encoding_name(enum encoding encoding)
{
    static const char *const names[] = { "utf-8", "utf-8-bom", "utf-16le", "utf-16be", "windows-1252" };
    return names[encoding];
}

void reader_find(struct reader *reader, enum finding finding, struct field_ref field)
{
    for (size_t i = 0; i < reader->findings_count; i++)
        if (reader->findings[i].finding == finding && reader->findings[i].field.field == field.field)
            return;
    if (reader->findings_count < READER_FINDINGS_MAX)
        reader->findings[reader->findings_count++] = (struct record_finding){ .finding = finding, .field = field };
}

bool reader_cell_decode(struct reader *reader, struct text *cell)
{
    if (bytes_are_plain(cell->ptr, cell->len))
        return true;
    bool single = reader->shape.encoding == ENCODING_WINDOWS_1252;
    bool has_nul = memchr(cell->ptr, '\0', cell->len) != NULL;
    if (!single && !has_nul && encoding_utf8_is_valid(*cell))
        return true;
    if (!single || has_nul)
        reader_find(reader, FINDING_ENCODING_REPAIRED, (struct field_ref){ 0 });
    *cell = encoding_repair(*cell, !single, &reader->row);
    return cell->ptr != NULL;
}

/* A name as it is shown: one line, trimmed, not endless. */
static struct text name_clean(struct reader *reader, struct text name)
{
    char *into = arena_take(&reader->names, COLUMN_NAME_MAX + 16, 1);
    size_t len = 0;
    name = text_trim(name);
    if (!into)
        return TEXT_EMPTY;
    while (name.len > 0) {
        size_t whole = encoding_utf8_len(name, NULL);
        if (whole == 0 || len + whole > COLUMN_NAME_MAX)
            break;
        if ((unsigned char)name.ptr[0] >= ' ')
            memcpy(into + len, name.ptr, whole);
        else
            into[len] = ' ';
        len += whole;
        name = text_from_offset(name, whole);
    }
    into[len] = '\0';
    return (struct text){ into, len };
}

enum status reader_set_layout(struct reader *reader, const struct text *names, size_t count, struct error *err)
{
    SCOPED(intern_done) struct intern seen = INTERN_UP_TO(NAMES_BYTES_MAX);
    struct text *columns = arena_array(&reader->names, struct text, count + 1);
    unsigned *times = arena_array(&reader->names, unsigned, count + 1); /* by number in seen */
    reader->refuse = arena_array(&reader->names, enum refuse, count + 1);
    reader->named = arena_array(&reader->names, enum refuse, count + 1);
    if (!columns || !times || !reader->refuse || !reader->named)
        return error_set(err, STATUS_LIMIT, "the column names are larger than %d bytes", NAMES_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        struct text name = name_clean(reader, names[i]);
        if (name.ptr && name.len == 0)
            name = arena_printf(&reader->names, "%zu", i + 1);
        uint32_t first = name.ptr ? intern_get(&seen, name) : INTERN_NONE;
        for (struct text once = name; name.ptr && intern_get(&seen, name) != INTERN_NONE;)
            name = arena_printf(&reader->names, "%.*s (%u)", TEXT_ARG(once), ++times[first] + 1);
        if (!name.ptr || intern_put(&seen, name) == INTERN_NONE)
            return error_set(err, STATUS_LIMIT, "the column names are larger than %d bytes", NAMES_BYTES_MAX);
        columns[i] = name;
        reader->refuse[i] = reader->named[i] = refuse_of_header(name);
    }
    reader->layout = (struct layout){ columns, count };
    return STATUS_OK;
}

static void found_number(void *ctx, enum field field)
{
    reader_find(ctx, FINDING_NATIONAL_NUMBER_REFUSED, (struct field_ref){ .field = field });
}

static void bad_row_mask(struct reader *reader)
{
    struct text raw = text_slice(reader->cells[0], 0, FIELD_BYTES_MAX);
    raw = encoding_repair(raw, reader->shape.encoding != ENCODING_WINDOWS_1252, &reader->row);
    if (refuse_mask_row(raw, reader->has_refused, &reader->row, &raw) > 0)
        reader_find(reader, FINDING_NATIONAL_NUMBER_REFUSED, (struct field_ref){ .field = FIELD_REFUSE_NATIONAL_ID });
    reader->cells[0] = raw;
}

enum row_state reader_next(struct reader *reader, struct row *ret)
{
    *ret = (struct row){ 0 };
    if (reader->status != STATUS_OK)
        return ROW_NONE;
    arena_reset(&reader->row);
    reader->findings_count = 0;
    enum format_row found = reader->format->next(reader);
    if (reader->input.status != STATUS_OK) {
        reader->status = reader->input.status;
        reader->err = reader->input.err;
    }
    if (reader->status != STATUS_OK || found == FORMAT_ROW_END)
        return ROW_NONE;
    if (found == FORMAT_ROW_BAD)
        bad_row_mask(reader);
    else if (!reader->is_sampling)
        refuse_row(reader->refuse, reader->cells, reader->layout.count, &reader->row, found_number, reader);
    *ret = (struct row){
        .cells = reader->cells,
        .count = found == FORMAT_ROW_BAD ? 1 : reader->layout.count,
        .number = reader->number,
        .findings = reader->findings,
        .findings_count = reader->findings_count,
    };
    return found == FORMAT_ROW_BAD ? ROW_BAD : ROW_GOOD;
}

enum status reader_status(const struct reader *reader, struct error *err)
{
    if (reader->status != STATUS_OK && err)
        *err = reader->err;
    return reader->status;
}

enum status reader_rewind(struct reader *reader, struct error *err)
{
    enum status status = input_rewind(&reader->input, err);
    reader->number = 0;
    reader->status = status;
    if (status == STATUS_OK)
        reader->format->rewind(reader);
    return status;
}

void reader_refuse_column(struct reader *reader, size_t column)
{
    assert(column < reader->layout.count);
    reader->refuse[column] = REFUSE_WHOLE;
    reader->has_refused = true;
}

/* Columns with an unknown header that are full of national numbers. */
static enum status columns_judge(struct reader *reader, struct error *err)
{
    struct refuse_sample *samples = calloc(reader->layout.count + 1, sizeof(*samples));
    struct row row;
    if (!samples)
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    reader->is_sampling = true;
    enum row_state state = ROW_NONE;
    for (size_t n = 0; n < READER_SAMPLE_ROWS && (state = reader_next(reader, &row)) != ROW_NONE; n++)
        for (size_t i = 0; state == ROW_GOOD && i < row.count; i++)
            if (reader->refuse[i] == REFUSE_LOOK)
                refuse_sample_add(&samples[i], row.cells[i]);
    reader->is_sampling = false;
    for (size_t i = 0; i < reader->layout.count; i++) {
        if (reader->refuse[i] == REFUSE_LOOK && refuse_sample_is_national(&samples[i]))
            reader->refuse[i] = REFUSE_WHOLE;
        reader->has_refused |= reader->refuse[i] == REFUSE_WHOLE;
    }
    free(samples);
    if (reader->input.status != STATUS_OK)
        return reader_status(reader, err);
    return reader_rewind(reader, err); /* a file that breaks off says so when its rows are read */
}

/* Files people have and we do not read: by their first bytes, with what to do. */
static const struct {
    struct text magic;
    const char *what, *hint;
} not_ours[] = {
    { { "PK\x03\x04", 4 },
      "a ZIP or Excel workbook",
      "Save it as CSV in Excel: File > Save as > CSV UTF-8. Or unpack the ZIP file and name the file inside." },
    { { "\xd0\xcf\x11\xe0", 4 },
      "an old Excel or Office file",
      "Save it as CSV in Excel: File > Save as > CSV UTF-8." },
    { { "%PDF", 4 }, "a PDF document", "Export the data as CSV from the program that made the document." },
    { { "\x89PNG", 4 }, "an image", "Give the data as CSV, NDJSON or vCard." },
    { { "\xff\xd8\xff", 3 }, "an image", "Give the data as CSV, NDJSON or vCard." },
    { { "GIF8", 4 }, "an image", "Give the data as CSV, NDJSON or vCard." },
    { { "\x1f\x8b", 2 }, "a gzip file", "Unpack it first: gunzip FILE." },
    { { "7z\xbc\xaf\x27\x1c", 6 }, "a 7-Zip file", "Unpack it and name the file inside." },
    { { "Rar!", 4 }, "a RAR file", "Unpack it and name the file inside." },
    { { "SQLite format 3", 15 }, "a SQLite database", "Export the table as CSV." },
    { { "{\\rtf", 5 }, "a Word document", "Export the data as CSV, NDJSON or vCard." },
    { { "!BDN", 4 }, "an Outlook data file", "Export the contacts as CSV in Outlook: File > Open & Export > Export." },
    { { "<?xml", 5 }, "an XML file", "Export the contacts as CSV from the program that made it." },
    { { "<!DOCTYPE", 9 }, "a web page", "Open it in Excel and save it as CSV UTF-8." },
    { { "<html", 5 }, "a web page", "Open it in Excel and save it as CSV UTF-8." },
};

static enum status refuse_format(const char *what, const char *hint, struct error *err)
{
    error_set(err, STATUS_INVALID, "this is %s, not CSV, NDJSON or vCard", what);
    error_hint(err, "%s", hint);
    return STATUS_INVALID;
}

/* Text has few control characters. */
static bool looks_binary(struct text sample)
{
    size_t odd = 0;
    sample = text_slice(sample, 0, 8192);
    for (size_t i = 0; i < sample.len; i++) {
        unsigned char c = (unsigned char)sample.ptr[i];
        odd += c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1a && c != 0x1f && c != 0x1e;
    }
    return odd * 10 > sample.len;
}

static enum status refuse_other_files(struct reader *reader, struct error *err)
{
    struct text sample = { input_ptr(&reader->input), input_len(&reader->input) };
    struct text start = sample;
    while (start.len > 0 && char_is_space(start.ptr[0]))
        start = text_from_offset(start, 1);
    if (start.len == 0)
        return refuse_format("an empty file", "Export the file again and look whether it holds rows.", err);
    for (size_t i = 0; i < sizeof(not_ours) / sizeof(not_ours[0]); i++)
        if (text_starts_nocase(start, not_ours[i].magic))
            return refuse_format(not_ours[i].what, not_ours[i].hint, err);
    if (looks_binary(sample))
        return refuse_format("a file of a program, without text",
                             "Export the data as CSV, NDJSON or vCard from the program that made it.", err);
    return STATUS_OK;
}

static enum status reader_begin(struct reader *reader, struct error *err)
{
    static const struct format *const formats[] = { &format_vcard, &format_ndjson, &format_csv };
    reader->names = ARENA_UP_TO(NAMES_BYTES_MAX);
    reader->row = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    reader->shape.encoding = reader->input.encoding;
    reader->cells = calloc(ROW_COLUMNS_MAX + 1, sizeof(*reader->cells));
    if (!reader->cells)
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    enum status status = refuse_other_files(reader, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        reader->format = formats[i];
        reader->shape.format = formats[i]->format;
        status = formats[i]->open(reader, err);
        if (status != STATUS_NOT_FOUND)
            break;
    }
    return status == STATUS_OK ? columns_judge(reader, err) : status;
}

enum status reader_open(const char *path, struct reader **ret, struct error *err)
{
    return reader_open_as(path, path_base(path), ret, err);
}

enum status reader_open_as(const char *path, const char *name, struct reader **ret, struct error *err)
{
    *ret = NULL;
    struct reader *reader = calloc(1, sizeof(*reader));
    if (!reader)
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    enum status status = input_open(path, &reader->input, err);
    if (status == STATUS_OK) {
        status = reader_begin(reader, err);
        if (status != STATUS_OK)
            error_within(err, status, "'%s'", name);
    }
    if (status == STATUS_OK)
        *ret = reader;
    else
        reader_close(&reader);
    return status;
}

enum status reader_over(struct text bytes, struct reader **ret, struct error *err)
{
    *ret = NULL;
    struct reader *reader = calloc(1, sizeof(*reader));
    if (!reader)
        return error_set(err, STATUS_NO_MEMORY, "no memory to read a file with");
    enum status status = input_over(bytes, &reader->input, err);
    if (status == STATUS_OK)
        status = reader_begin(reader, err);
    if (status == STATUS_OK)
        *ret = reader;
    else
        reader_close(&reader);
    return status;
}

enum status reader_again(struct reader *reader, struct text bytes, struct error *err)
{
    if (reader->shape.format != FORMAT_NDJSON || reader->shape.encoding != ENCODING_UTF8)
        return STATUS_NOT_FOUND;
    enum status status = input_again(&reader->input, bytes, err);
    if (status != STATUS_OK)
        return status;
    reader->status = STATUS_OK;
    reader->has_refused = false;
    memcpy(reader->refuse, reader->named, reader->layout.count * sizeof(*reader->refuse));
    return columns_judge(reader, err);
}

void reader_close(struct reader **reader)
{
    if (!*reader)
        return;
    if ((*reader)->format)
        (*reader)->format->close(*reader);
    input_close(&(*reader)->input);
    arena_done(&(*reader)->names);
    arena_done(&(*reader)->row);
    free((*reader)->cells);
    free(*reader);
    *reader = NULL;
}

struct file_shape reader_shape(const struct reader *reader)
{
    return reader->shape;
}

struct layout reader_layout(const struct reader *reader)
{
    return reader->layout;
}

int64_t reader_modified_ms(const struct reader *reader)
{
    return reader->input.file.modified_ms;
}

uint64_t reader_bytes_done(const struct reader *reader)
{
    return input_bytes_done(&reader->input);
}

uint64_t reader_bytes_total(const struct reader *reader)
{
    return reader->input.bytes_total;
}
