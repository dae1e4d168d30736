/*
 * A table written as the program it pretends to come from would write it:
 * its separator, its quoting habit, its encoding, its line ends.
 */
#pragma once

#include "demo/cell.h"
#include "os/out.h"

enum sheet_encoding { SHEET_UTF8 = 0, SHEET_UTF8_BOM, SHEET_WINDOWS_1252 };

struct sheet_options {
    const char *name;   /* of the file in the folder */
    const char *header; /* columns, '|' between; NULL for a file without */
    char separator;
    enum sheet_encoding encoding;
    bool quotes_all; /* every cell in quotes, as Outlook does */
    bool is_crlf;
};

struct sheet {
    struct out out;
    struct sheet_options options;
    bool in_row;
    uint64_t rows; /* without the header */
};

#define SHEET_CLOSED ((struct sheet){ .out = OUT_CLOSED })

enum status sheet_open(const char *folder, const struct sheet_options *options, struct sheet *ret, struct error *err);
void sheet_put(struct sheet *sheet, struct text cell);
void sheet_put_cell(struct sheet *sheet, const struct cell *cell);
void sheet_put_str(struct sheet *sheet, const char *cstr);
void sheet_put_number(struct sheet *sheet, uint64_t n);
void sheet_put_raw(struct sheet *sheet, struct text bytes); /* as they are: broken rows, vCards */
void sheet_end(struct sheet *sheet);                        /* of the row */
enum status sheet_close(struct sheet *sheet, struct error *err);
void sheet_done(struct sheet *sheet);
