/*
 * Each separator is tried on the first rows, with the same reader that will
 * read them.  The right one makes rows of equal length; the wrong one makes
 * single cells, or rows that differ as commas in addresses do.  Names that
 * people give to columns, found in a row, decide what stays undecided, and
 * tell the header from lines of talk above it (LinkedIn begins with three).
 *
 * A first row is a header when it holds such names, or when nothing in it
 * looks like a value (a number, a date, an e-mail address, a postcode) or
 * repeats below it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/csv_sniff.h"

#include <stdlib.h>
#include <string.h>

#include "parse/header.h"
#include "parse/names.h"
#include "parse/refuse.h"

enum {
    SNIFF_ROWS = 100,
    PREAMBLE_ROWS_MAX = 25,
    SNIFF_KNOWN = 3, /* known names that make a row a header, whatever its length */
};

static const char separators[] = { ',', ';', '\t', '|', '^', '~', '\x1f', '\x01', '#', ':' };
enum { SEPARATORS_SURE = 4 }; /* those after these are taken only on strong evidence */

/* One row as a separator cuts it. */
struct tried_row {
    size_t from, count, filled, known;
};

struct tried {
    struct tried_row rows[SNIFF_ROWS];
    size_t count;
    size_t usual; /* the length most rows have */
    size_t equal; /* rows of that length */
    size_t known; /* the most known names in one row */
};

struct row_room {
    struct text cells[ROW_COLUMNS_MAX + 1];
    uint8_t escaped[ROW_COLUMNS_MAX + 1];
};

/* A cell's name is known; without its quotes, which no header doubles. */
static size_t known_names(const struct csv_cells *row)
{
    size_t known = 0;
    for (size_t i = 0; i < row->count && i <= ROW_COLUMNS_MAX; i++)
        if (row->cells[i].len > 0 && row->cells[i].len < HEADER_KEY_MAX)
            known += name_is_known(row->cells[i]) || refuse_of_header(row->cells[i]) == REFUSE_WHOLE;
    return known;
}

static enum csv_found next_row(struct text sample, size_t at, bool whole, const struct csv_dialect *dialect,
                               struct csv_cells *row)
{
    enum csv_found found = csv_row_find(sample.ptr + at, sample.len - at, whole, dialect, row);
    if (found != CSV_FOUND_ROW || row->len > FIELD_BYTES_MAX)
        found = csv_row_line(sample.ptr + at, sample.len - at, whole, dialect, row);
    return found;
}

static void try_separator(struct text sample, bool whole, const struct csv_dialect *dialect, struct row_room *room,
                          struct tried *ret)
{
    struct csv_cells row = { .cells = room->cells, .escaped = room->escaped };
    *ret = (struct tried){ 0 };
    for (size_t at = 0; at < sample.len && ret->count < SNIFF_ROWS; at += row.len) {
        if (next_row(sample, at, whole, dialect, &row) != CSV_FOUND_ROW)
            break;
        if (row.filled == 0 && row.count <= 1)
            continue; /* an empty line */
        size_t known = ret->count < PREAMBLE_ROWS_MAX ? known_names(&row) : 0;
        ret->rows[ret->count++] = (struct tried_row){ at, row.count, row.filled, known };
        ret->known = known > ret->known ? known : ret->known;
    }
    for (size_t i = 0; i < ret->count; i++) {
        size_t equal = 0;
        for (size_t j = 0; j < ret->count; j++)
            equal += ret->rows[j].count == ret->rows[i].count;
        bool better = equal > ret->equal || (equal == ret->equal && ret->rows[i].count > ret->usual);
        if (better && (ret->rows[i].count > 1 || ret->usual <= 1)) {
            ret->usual = ret->rows[i].count;
            ret->equal = equal;
        }
    }
}

/* In thousandths; 0 when it makes no columns. */
static size_t score(const struct tried *tried)
{
    if (tried->usual < 2 || tried->count == 0)
        return 0;
    size_t share = 1000 * tried->equal / tried->count;
    size_t width = tried->usual > 10 ? 10 : tried->usual;
    size_t known = tried->known > 10 ? 10 : tried->known;
    return share * share / 1000 + 20 * width + 150 * known;
}

/* Line ends and escapes, seen without knowing the separator. */
static void look_at_lines(struct text sample, struct csv_dialect *dialect)
{
    size_t feeds = 0, returns = 0, backslashes = 0, doubled = 0;
    bool quoted = false;
    if (!memchr(sample.ptr, '"', sample.len) && memchr(sample.ptr, '\n', sample.len)) { /* as most files */
        dialect->line_end = '\n';
        dialect->backslash = false;
        return;
    }
    for (size_t i = 0; i < sample.len; i++) {
        char c = sample.ptr[i], next = i + 1 < sample.len ? sample.ptr[i + 1] : '\n';
        if (c == '"') {
            bool escaped = quoted && i > 0 && sample.ptr[i - 1] == '\\' && (i < 2 || sample.ptr[i - 2] != '\\');
            if (escaped && (char_is_alpha(next) || char_is_digit(next) || next == ' ')) {
                backslashes++;
                continue;
            }
            doubled += quoted && next == '"' && i > 0 && (char_is_alpha(sample.ptr[i - 1]) || sample.ptr[i - 1] == ' ');
            quoted = !quoted;
        } else if (!quoted) {
            feeds += c == '\n';
            returns += c == '\r' && next != '\n';
        }
    }
    dialect->line_end = feeds == 0 && returns > 0 ? '\r' : '\n';
    dialect->backslash = backslashes > 0 && backslashes > doubled;
}

/* "sep=;" is how Excel is told; 0 when the sample does not start so. */
static size_t sep_line(struct text sample, char *ret)
{
    struct text t = sample;
    if (text_starts(t, TEXT("\"")))
        t = text_from_offset(t, 1);
    if (!text_starts_nocase(t, TEXT("sep=")) || t.len < 5)
        return 0;
    *ret = t.ptr[4];
    size_t at = (size_t)(t.ptr - sample.ptr) + 5;
    while (at < sample.len && (sample.ptr[at] == '"' || sample.ptr[at] == '\r'))
        at++;
    return at < sample.len && sample.ptr[at] == '\n' ? at + 1 : 0;
}

/* The row that is the header or the first of the data: behind lines of talk. */
static size_t first_row(const struct tried *tried)
{
    for (size_t i = 0; i < tried->count && i < PREAMBLE_ROWS_MAX; i++) {
        const struct tried_row *row = &tried->rows[i];
        bool all_known = row->known >= 2 && row->known == row->filled;
        bool wide = row->count + (tried->usual >= 3) >= tried->usual && row->filled * 10 >= tried->usual * 4;
        if (row->known >= SNIFF_KNOWN || all_known || (wide && (tried->usual > 1 || i == 0)))
            return i;
    }
    return 0;
}

/* A cell that looks like a value rather than a name. */
static bool looks_like_value(struct text cell)
{
    size_t digits = 0, letters = 0;
    cell = text_trim(cell);
    if (cell.len > 100)
        return true;
    for (size_t i = 0; i < cell.len; i++) {
        digits += char_is_digit(cell.ptr[i]);
        letters += char_is_alpha(cell.ptr[i]) || (unsigned char)cell.ptr[i] >= 0x80;
    }
    size_t at = text_find_char(cell, '@');
    return (at < cell.len && at > 0 && text_find_char(text_from_offset(cell, at), '.') < cell.len - at) ||
           (digits > 0 && letters == 0) || digits >= 4 || text_find(cell, TEXT("://")) < cell.len;
}

static bool row_is_header(struct text sample, bool whole, const struct tried *tried, size_t first,
                          const struct csv_dialect *dialect, struct row_room *rooms)
{
    struct csv_cells row = { .cells = rooms[0].cells, .escaped = rooms[0].escaped };
    struct csv_cells below = { .cells = rooms[1].cells, .escaped = rooms[1].escaped };
    size_t values = 0, repeats = 0, differ = 0;
    if (tried->count == 0 || next_row(sample, tried->rows[first].from, whole, dialect, &row) != CSV_FOUND_ROW)
        return true;
    size_t count = row.count <= ROW_COLUMNS_MAX ? row.count : ROW_COLUMNS_MAX;
    for (size_t i = 0; i < count; i++)
        values += looks_like_value(row.cells[i]);
    for (size_t r = first + 1; r < tried->count; r++) {
        if (next_row(sample, tried->rows[r].from, whole, dialect, &below) != CSV_FOUND_ROW)
            break;
        for (size_t i = 0; i < count && i < below.count; i++) {
            repeats += row.cells[i].len > 0 && text_equal(row.cells[i], below.cells[i]);
            differ += looks_like_value(below.cells[i]) && !looks_like_value(row.cells[i]);
        }
    }
    size_t known = tried->rows[first].known;
    if (known * 2 >= row.filled || (known >= SNIFF_KNOWN && values * 4 <= row.filled))
        return known > 0 || values == 0;
    if (values > 0)
        return known > 0 && values * 5 <= row.filled;
    return differ > 0 || repeats == 0;
}

static unsigned lines_before(struct text sample, size_t at, char line_end)
{
    unsigned lines = 0;
    for (size_t i = 0; i < at; i++)
        lines += sample.ptr[i] == line_end;
    return lines;
}

bool csv_sniff(struct text sample, bool whole, struct csv_shape *ret)
{
    *ret = (struct csv_shape){ .dialect = { .separator = ',', .line_end = '\n' } };
    struct row_room *rooms = calloc(2, sizeof(*rooms));
    struct tried *tried = calloc(2, sizeof(*tried)); /* the best so far, and the one at hand */
    size_t now = 1;
    if (!rooms || !tried) {
        free(rooms);
        free(tried);
        return false;
    }
    look_at_lines(sample, &ret->dialect);
    char said = '\0';
    size_t skip = sep_line(sample, &said), best = 0;
    struct text rest = text_from_offset(sample, skip);
    if (said != '\0' && skip > 0)
        ret->dialect.separator = said;
    for (size_t i = 0; i < sizeof(separators) && skip == 0; i++) {
        struct csv_dialect dialect = ret->dialect;
        dialect.separator = separators[i];
        try_separator(rest, whole, &dialect, rooms, &tried[now]);
        size_t reached = score(&tried[now]);
        if (i >= SEPARATORS_SURE && (tried[now].equal < tried[now].count || tried[now].count < 2))
            reached = 0;
        if (reached > best) {
            best = reached;
            now = !now;
            ret->dialect.separator = separators[i];
        }
        if (i + 1 == SEPARATORS_SURE && best > 0)
            break; /* the rare ones only when none of the common ones makes columns */
    }
    const struct tried *chosen = &tried[!now];
    if (best == 0)
        try_separator(rest, whole, &ret->dialect, rooms, &tried[!now]);
    size_t first = first_row(chosen);
    ret->skip = skip + (chosen->count > 0 ? chosen->rows[first].from : 0);
    ret->preamble_rows = lines_before(sample, ret->skip, ret->dialect.line_end);
    ret->has_header = row_is_header(rest, whole, chosen, first, &ret->dialect, rooms);
    ret->columns = chosen->count > 0 ? chosen->rows[first].count : 0;
    free(rooms);
    free(tried);
    return true;
}
