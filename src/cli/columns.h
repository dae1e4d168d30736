/*
 * Tables on the terminal: cells are gathered, then printed in columns as wide
 * as what is in them.  Widths count characters, not bytes; the last column
 * is never filled up.
 */
#pragma once

#include <stdio.h>

#include "base/arena.h"

enum { COLUMNS_MAX = 12, COLUMN_WIDTH_MAX = 60 };

struct columns {
    struct arena arena;
    struct text *cells;
    size_t count, cap; /* cells in all */
    size_t per_row;
    bool failed;
};

#define COLUMNS_OF(n) ((struct columns){ .arena = ARENA_UP_TO((size_t)256 << 20), .per_row = (n) })

void columns_put(struct columns *columns, struct text cell); /* copied; line ends become spaces */
void columns_put_str(struct columns *columns, const char *cell);
void columns_put_u64(struct columns *columns, uint64_t n);
void columns_print(struct columns *columns, FILE *to); /* and empties */
void columns_done(struct columns *columns);
