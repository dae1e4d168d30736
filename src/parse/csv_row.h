/*
 * One row of separated text: where its cells begin and end.
 *
 * RFC 4180 with the sloppiness of real files: line ends of any kind, a quote
 * in the middle of a quoted cell, blanks around quotes, \" for "" when the
 * file does so, line breaks inside quotes.  Pure functions over bytes in
 * memory; nothing is copied, cells are views, and what must be unescaped is
 * only marked.
 */
#pragma once

#include "base/limits.h"
#include "base/text.h"

struct csv_dialect {
    char separator;
    char line_end;  /* '\n', or '\r' for files of old Macintosh programs */
    bool backslash; /* \" stands for a quote inside quotes */
};

enum csv_found {
    CSV_FOUND_ROW,
    CSV_FOUND_PART,     /* the row goes on behind the bytes given */
    CSV_FOUND_UNCLOSED, /* a quote that is never closed */
};

/* cells has room for ROW_COLUMNS_MAX + 1; cells beyond are counted, not kept. */
struct csv_cells {
    struct text *cells;
    uint8_t *escaped; /* per cell: holds doubled or escaped quotes */
    size_t count;     /* cells seen */
    size_t filled;    /* 1 + the last cell that is not empty */
    size_t len;       /* bytes of the row, with its line end */
    size_t body_len;  /* without it */
    bool has_quotes;  /* some cell was quoted */
    bool many_lines;  /* a line break inside quotes */
    bool stray;       /* a quote inside quotes that is neither doubled nor the end */
    bool odd_quotes;  /* csv_row_line(): a cell begins with a quote that is not closed on its line */
};

/*
 * ptr must be followed by 64 readable bytes.  With at_end the last row needs no line end.
 */
enum csv_found csv_row_find(const char *ptr, size_t len, bool at_end, const struct csv_dialect *dialect,
                            struct csv_cells *ret);

/* The same, but no cell goes past the line: a quote without its match on the line is an ordinary character. */
enum csv_found csv_row_line(const char *ptr, size_t len, bool at_end, const struct csv_dialect *dialect,
                            struct csv_cells *ret);

/* Take the doubled quotes out of a cell, in place. */
struct text csv_cell_unescape(struct text cell, bool backslash);
