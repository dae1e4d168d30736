/*
 * Two speeds.  A cell without quotes ends at the next separator or line end:
 * sixty-four bytes are compared at once and the places come out of a bit mask
 * (the idea of simdcsv and simdjson, Langdale and Lemire 2019, without their
 * carry-less multiplication: real files quote little).  A cell that begins
 * with a quote is walked from quote to quote.
 *
 *     quote inside quotes        then it is
 *     ""                         one quote
 *     \" (file does so)          one quote
 *     " blanks separator|line    the end of the cell
 *     " anything else            itself: a stray quote, kept
 *
 * A cell that begins with two quotes and then text (""Jan"") was quoted
 * twice by some program; it is read as it stands up to the separator.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/csv_row.h"

#include <assert.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bits of the bytes at from that are a separator or a line end. */
static inline uint64_t marks_of(const char *from, char separator, char line_end)
{
#ifdef __SSE2__
    const __m128i sep = _mm_set1_epi8(separator), eol = _mm_set1_epi8(line_end);
    uint64_t bits = 0;
    for (int part = 0; part < 4; part++) {
        __m128i block = _mm_loadu_si128((const __m128i *)(from + 16 * part));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(block, sep), _mm_cmpeq_epi8(block, eol));
        bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(hit) << (16 * part);
    }
    return bits;
#else
    uint64_t bits = 0;
    for (int i = 0; i < 64; i++)
        bits |= (uint64_t)(from[i] == separator || from[i] == line_end) << i;
    return bits;
#endif
}

/* Where the marks of one block of 64 bytes are; moves along the row. */
struct marks {
    const char *ptr;
    size_t len;
    size_t base;   /* of the block */
    uint64_t bits; /* not yet passed */
    char separator, line_end;
};

static inline void marks_load(struct marks *marks, size_t base)
{
    marks->base = base;
    marks->bits = base < marks->len ? marks_of(marks->ptr + base, marks->separator, marks->line_end) : 0;
    if (marks->len - base < 64 && base < marks->len)
        marks->bits &= (UINT64_C(1) << (marks->len - base)) - 1;
}

/* The first mark at or after from; len when there is none. */
static inline size_t marks_next(struct marks *marks, size_t from)
{
    if (from >= marks->len)
        return marks->len;
    if (from < marks->base || from >= marks->base + 64)
        marks_load(marks, from);
    else
        marks->bits &= ~UINT64_C(0) << (from - marks->base);
    while (marks->bits == 0) {
        if (marks->len - marks->base <= 64)
            return marks->len;
        marks_load(marks, marks->base + 64);
    }
    return marks->base + (size_t)__builtin_ctzll(marks->bits);
}

static inline void cells_add(struct csv_cells *ret, struct text cell, bool escaped)
{
    if (ret->count <= ROW_COLUMNS_MAX) {
        ret->cells[ret->count] = cell;
        ret->escaped[ret->count] = escaped;
    }
    ret->count++;
    if (cell.len > 0)
        ret->filled = ret->count;
}

static bool is_blank(char c, char separator)
{
    return (c == ' ' || c == '\t' || c == '\r') && c != separator;
}

/* The end of a quoted cell. */
enum quoted { QUOTED_CELL, QUOTED_PART, QUOTED_UNCLOSED };

struct quoted_cell {
    struct text body;
    size_t next; /* place of the separator, the line end, or the end of the bytes */
    bool escaped, stray;
};

static size_t backslashes_before(const char *ptr, size_t from, size_t at)
{
    size_t n = 0;
    while (at - n > from && ptr[at - n - 1] == '\\')
        n++;
    return n;
}

/* body starts behind the opening quote. */
static enum quoted quoted_find(const char *ptr, size_t len, size_t body, bool at_end, const struct csv_dialect *dialect,
                               struct quoted_cell *ret)
{
    *ret = (struct quoted_cell){ 0 };
    for (size_t at = body;;) {
        const char *quote = memchr(ptr + at, '"', len - at);
        if (!quote)
            return at_end ? QUOTED_UNCLOSED : QUOTED_PART;
        size_t here = (size_t)(quote - ptr), after = here + 1;
        if (dialect->backslash && backslashes_before(ptr, body, here) % 2 == 1) {
            ret->escaped = true;
            at = after;
            continue;
        }
        if (after < len && ptr[after] == '"') {
            ret->escaped = true;
            at = after + 1;
            continue;
        }
        while (after < len && is_blank(ptr[after], dialect->separator) && ptr[after] != dialect->line_end)
            after++;
        if (after == len && !at_end)
            return QUOTED_PART;
        if (after == len || ptr[after] == dialect->separator || ptr[after] == dialect->line_end) {
            ret->body = (struct text){ ptr + body, here - body };
            ret->next = after;
            return QUOTED_CELL;
        }
        ret->stray = true;
        at = here + 1;
    }
}

/* Where the body of a quoted cell starts, or 0: a quote, perhaps behind blanks. */
static inline size_t quoted_body(const char *ptr, size_t len, size_t from, const struct csv_dialect *dialect)
{
    size_t at = from;
    while (at < len && ptr[at] == ' ')
        at++;
    if (at == len || ptr[at] != '"')
        return 0;
    if (at + 2 < len && ptr[at + 1] == '"' && ptr[at + 2] != '"' && ptr[at + 2] != dialect->separator &&
        ptr[at + 2] != dialect->line_end && !is_blank(ptr[at + 2], dialect->separator))
        return 0; /* ""Jan"" */
    return at + 1;
}

static void row_end(const char *ptr, size_t at, size_t len, struct csv_cells *ret)
{
    ret->body_len = at;
    ret->len = at < len ? at + 1 : at;
    while (ret->body_len > 0 && ptr[ret->body_len - 1] == '\r')
        ret->body_len--;
}

/*
 * A row as nearly all are: whole in the window and with 64 bytes behind it, no cell that begins with a quote or a
 * blank. False for any other, of which nothing is kept.
 */
static bool row_is_plain(const char *ptr, size_t len, const struct csv_dialect *dialect, struct csv_cells *ret)
{
    size_t at = 0, count = 0, filled = 0;
    for (size_t base = 0; len - base >= 64; base += 64)
        for (uint64_t bits = marks_of(ptr + base, dialect->separator, dialect->line_end); bits; bits &= bits - 1) {
            size_t end = base + (size_t)__builtin_ctzll(bits), cut = end;
            bool is_last = ptr[end] == dialect->line_end;
            if (count > ROW_COLUMNS_MAX || ptr[at] == '"' || ptr[at] == ' ')
                return false;
            while (is_last && cut > at && ptr[cut - 1] == '\r')
                cut--;
            ret->cells[count++] = (struct text){ ptr + at, cut - at };
            filled = cut > at ? count : filled;
            at = end + 1;
            if (!is_last)
                continue;
            memset(ret->escaped, 0, count);
            ret->count = count;
            ret->filled = filled;
            row_end(ptr, end, len, ret);
            return true;
        }
    return false;
}

static enum csv_found row_find(const char *ptr, size_t len, bool at_end, bool one_line,
                               const struct csv_dialect *dialect, struct csv_cells *ret)
{
    struct marks marks = { .ptr = ptr, .len = len, .separator = dialect->separator, .line_end = dialect->line_end };
    size_t at = 0;
    *ret = (struct csv_cells){ .cells = ret->cells, .escaped = ret->escaped };
    if (row_is_plain(ptr, len, dialect, ret))
        return CSV_FOUND_ROW;
    marks_load(&marks, 0);
    for (;;) {
        size_t body = at < len && (ptr[at] == '"' || ptr[at] == ' ') ? quoted_body(ptr, len, at, dialect) : 0;
        size_t end = 0;
        if (body > 0 && one_line) {
            const char *eol = memchr(ptr + body, dialect->line_end, len - body);
            struct quoted_cell cell;
            size_t limit = eol ? (size_t)(eol - ptr) : len;
            if (!eol && !at_end)
                return CSV_FOUND_PART;
            if (quoted_find(ptr, limit, body, true, dialect, &cell) == QUOTED_CELL) {
                ret->has_quotes = true;
                cells_add(ret, cell.body, cell.escaped);
                end = cell.next;
                goto cell_done;
            }
            size_t quotes = 1;
            size_t cell_end = marks_next(&marks, at);
            for (size_t i = body; i < cell_end; i++)
                quotes += ptr[i] == '"';
            ret->odd_quotes |= quotes % 2 == 1;
        } else if (body > 0) {
            struct quoted_cell cell;
            enum quoted quoted = quoted_find(ptr, len, body, at_end, dialect, &cell);
            if (quoted != QUOTED_CELL)
                return quoted == QUOTED_PART ? CSV_FOUND_PART : CSV_FOUND_UNCLOSED;
            ret->has_quotes = true;
            ret->stray |= cell.stray;
            ret->many_lines |= memchr(cell.body.ptr, dialect->line_end, cell.body.len) != NULL;
            cells_add(ret, cell.body, cell.escaped);
            end = cell.next;
            goto cell_done;
        }
        end = marks_next(&marks, at);
        if (end == len && !at_end)
            return CSV_FOUND_PART;
        size_t cut = end;
        if (cut == len || ptr[cut] == dialect->line_end)
            while (cut > at && ptr[cut - 1] == '\r')
                cut--;
        cells_add(ret, (struct text){ ptr + at, cut - at }, false);
    cell_done:
        if (end == len || ptr[end] == dialect->line_end) {
            if (end == len && !at_end)
                return CSV_FOUND_PART;
            row_end(ptr, end, len, ret);
            return CSV_FOUND_ROW;
        }
        at = end + 1;
    }
}

enum csv_found csv_row_find(const char *ptr, size_t len, bool at_end, const struct csv_dialect *dialect,
                            struct csv_cells *ret)
{
    return row_find(ptr, len, at_end, false, dialect, ret);
}

enum csv_found csv_row_line(const char *ptr, size_t len, bool at_end, const struct csv_dialect *dialect,
                            struct csv_cells *ret)
{
    return row_find(ptr, len, at_end, true, dialect, ret);
}

struct text csv_cell_unescape(struct text cell, bool backslash)
{
    char *into = (char *)cell.ptr; /* the window is ours */
    size_t len = 0;
    for (size_t i = 0; i < cell.len; i++) {
        bool pair = i + 1 < cell.len &&
                    ((cell.ptr[i] == '"' && cell.ptr[i + 1] == '"') ||
                     (backslash && cell.ptr[i] == '\\' && (cell.ptr[i + 1] == '"' || cell.ptr[i + 1] == '\\')));
        into[len++] = cell.ptr[i += pair];
    }
    return (struct text){ cell.ptr, len };
}
