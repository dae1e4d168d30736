/*
 * A value on its way to a cell: bytes of a fixed size, cut when longer.
 *
 * Millions of rows are made of these, each for the length of one row; a
 * struct on the stack asks nobody for memory.  UTF-8, never cut inside a
 * character.
 */
#pragma once

#include <string.h>

#include "base/text.h"

enum { CELL_BYTES_MAX = 126 };

struct cell {
    uint16_t len;
    char s[CELL_BYTES_MAX];
};

static inline void cell_clear(struct cell *cell)
{
    cell->len = 0;
}
static inline struct text cell_text(const struct cell *cell)
{
    return (struct text){ cell->s, cell->len };
}

static inline void cell_put(struct cell *cell, struct text t)
{
    size_t room = CELL_BYTES_MAX - (size_t)cell->len;
    size_t len = t.len < room ? t.len : room;
    while (len < t.len && len > 0 && ((unsigned char)t.ptr[len] & 0xC0) == 0x80)
        len--;
    if (len > 0)
        memcpy(cell->s + cell->len, t.ptr, len);
    cell->len = (uint16_t)(cell->len + len);
}

static inline void cell_put_str(struct cell *cell, const char *cstr)
{
    cell_put(cell, (struct text){ cstr, strlen(cstr) });
}

static inline void cell_put_char(struct cell *cell, char c)
{
    cell_put(cell, (struct text){ &c, 1 });
}

static inline void cell_set(struct cell *cell, struct text t)
{
    cell->len = 0;
    cell_put(cell, t);
}

static inline void cell_set_str(struct cell *cell, const char *cstr)
{
    cell->len = 0;
    cell_put_str(cell, cstr);
}

/* Decimal, with leading zeros up to width digits. */
static inline void cell_put_number(struct cell *cell, uint64_t n, int width)
{
    char digits[20];
    int len = 0;
    do
        digits[len++] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    while (len < width)
        digits[len++] = '0';
    while (len > 0)
        cell_put_char(cell, digits[--len]);
}

/* A word after a space, when there is something before it; nothing when empty. */
static inline void cell_put_word(struct cell *cell, struct text t)
{
    if (t.len == 0)
        return;
    if (cell->len > 0)
        cell_put_char(cell, ' ');
    cell_put(cell, t);
}
