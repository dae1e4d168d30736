/*
 * Cells to bytes.  Windows-1252 has no ş or ł: the programs that write it put
 * the nearest letter there, and so do we.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "demo/sheet.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>

enum status sheet_open(const char *folder, const struct sheet_options *options, struct sheet *ret, struct error *err)
{
    assert(options && ret);
    char path[PATH_MAX];
    int len = snprintf(path, sizeof(path), "%s%s%s", folder ? folder : "", folder ? "/" : "", options->name);
    if (len < 0 || (size_t)len >= sizeof(path))
        return error_set(err, STATUS_USAGE, "the name of the folder is too long");
    *ret = SHEET_CLOSED;
    ret->options = *options;
    enum status status = out_open(path, &ret->out, err);
    if (status != STATUS_OK)
        return status;
    if (options->encoding == SHEET_UTF8_BOM)
        out_put(&ret->out, "\xEF\xBB\xBF", 3);
    if (!options->header)
        return STATUS_OK;
    struct text rest = text_from(options->header), column;
    while (text_next(&rest, '|', &column))
        sheet_put(ret, column);
    sheet_end(ret);
    ret->rows = 0;
    return STATUS_OK;
}

/* One character to Windows-1252; *at moves past it. */
static char to_windows(struct text t, size_t *at)
{
    unsigned char c = (unsigned char)t.ptr[(*at)++];
    if (c < 0x80)
        return (char)c;
    unsigned char d = *at < t.len ? (unsigned char)t.ptr[(*at)++] : 0;
    if (c == 0xC2 || c == 0xC3)
        return (char)(c == 0xC2 ? d : d + 0x40);
    static const struct {
        unsigned char c, d;
        char letter;
    } nearest[] = { { 0xC4, 0x85, 'a' }, { 0xC4, 0x87, 'c' }, { 0xC4, 0x99, 'e' }, { 0xC4, 0x9E, 'G' },
                    { 0xC4, 0x9F, 'g' }, { 0xC4, 0xB0, 'I' }, { 0xC4, 0xB1, 'i' }, { 0xC5, 0x81, 'L' },
                    { 0xC5, 0x82, 'l' }, { 0xC5, 0x84, 'n' }, { 0xC5, 0x9A, 'S' }, { 0xC5, 0x9B, 's' },
                    { 0xC5, 0x9E, 'S' }, { 0xC5, 0x9F, 's' }, { 0xC5, 0xBA, 'z' }, { 0xC5, 0xBB, 'Z' },
                    { 0xC5, 0xBC, 'z' } };
    for (size_t i = 0; i < sizeof(nearest) / sizeof(*nearest); i++)
        if (nearest[i].c == c && nearest[i].d == d)
            return nearest[i].letter;
    while (*at < t.len && ((unsigned char)t.ptr[*at] & 0xC0) == 0x80)
        (*at)++;
    return '?';
}

static void put_encoded(struct sheet *sheet, struct text t)
{
    if (sheet->options.encoding != SHEET_WINDOWS_1252) {
        out_put(&sheet->out, t.ptr, t.len);
        return;
    }
    for (size_t i = 0; i < t.len;) {
        char c = to_windows(t, &i);
        out_put(&sheet->out, &c, 1);
    }
}

/* Bytes that make quotes needed, whatever the separator. */
static const bool SPECIAL[256] = { ['"'] = true, [','] = true, [';'] = true, ['\n'] = true, ['\r'] = true };

static bool needs_quotes(const struct sheet *sheet, struct text t)
{
    if (sheet->options.quotes_all)
        return true;
    for (size_t i = 0; i < t.len; i++)
        if (SPECIAL[(unsigned char)t.ptr[i]])
            return true;
    return false;
}

void sheet_put(struct sheet *sheet, struct text cell)
{
    if (sheet->in_row)
        out_put(&sheet->out, &sheet->options.separator, 1);
    sheet->in_row = true;
    if (!needs_quotes(sheet, cell)) {
        put_encoded(sheet, cell);
        return;
    }
    out_put(&sheet->out, "\"", 1);
    size_t from = 0;
    for (size_t i = 0; i < cell.len; i++)
        if (cell.ptr[i] == '"') {
            put_encoded(sheet, text_slice(cell, from, i + 1));
            from = i; /* the quote again */
        }
    put_encoded(sheet, text_from_offset(cell, from));
    out_put(&sheet->out, "\"", 1);
}

void sheet_put_cell(struct sheet *sheet, const struct cell *cell)
{
    sheet_put(sheet, cell_text(cell));
}

void sheet_put_str(struct sheet *sheet, const char *cstr)
{
    sheet_put(sheet, text_from(cstr));
}

void sheet_put_number(struct sheet *sheet, uint64_t n)
{
    struct cell cell = { 0 };
    cell_put_number(&cell, n, 1);
    sheet_put_cell(sheet, &cell);
}

void sheet_put_raw(struct sheet *sheet, struct text bytes)
{
    out_put(&sheet->out, bytes.ptr, bytes.len);
}

void sheet_end(struct sheet *sheet)
{
    out_put(&sheet->out, sheet->options.is_crlf ? "\r\n" : "\n", sheet->options.is_crlf ? 2 : 1);
    sheet->in_row = false;
    sheet->rows++;
}

enum status sheet_close(struct sheet *sheet, struct error *err)
{
    struct error inner = ERROR_NONE;
    enum status status = out_close(&sheet->out, &inner);
    if (status == STATUS_OK)
        return status;
    if (err)
        *err = inner;
    return error_within(err, status, "'%s'", sheet->options.name);
}

void sheet_done(struct sheet *sheet)
{
    out_done(&sheet->out);
}
