/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/columns.h"

#include <inttypes.h>
#include <string.h>

void columns_put(struct columns *columns, struct text cell)
{
    if (columns->count == columns->cap) {
        size_t cap = columns->cap ? columns->cap * 2 : 64;
        struct text *grown = arena_array(&columns->arena, struct text, cap);
        if (!grown) {
            columns->failed = true;
            return;
        }
        if (columns->count)
            memcpy(grown, columns->cells, columns->count * sizeof(*grown));
        columns->cells = grown;
        columns->cap = cap;
    }
    char *copy = arena_take(&columns->arena, cell.len + 1, 1);
    if (!copy) {
        columns->failed = true;
        return;
    }
    for (size_t i = 0; i < cell.len; i++)
        copy[i] = (unsigned char)cell.ptr[i] < ' ' || cell.ptr[i] == 0x7f ? ' ' : cell.ptr[i];
    columns->cells[columns->count++] = (struct text){ copy, cell.len };
}

void columns_put_str(struct columns *columns, const char *cell)
{
    columns_put(columns, text_from(cell));
}

void columns_put_u64(struct columns *columns, uint64_t n)
{
    char number[24];
    snprintf(number, sizeof(number), "%" PRIu64, n);
    columns_put_str(columns, number);
}

/* Code points: near enough to places on a screen for Latin script. */
static size_t width_of(struct text t)
{
    size_t width = 0;
    for (size_t i = 0; i < t.len; i++)
        width += ((unsigned char)t.ptr[i] & 0xc0) != 0x80;
    return width;
}

void columns_print(struct columns *columns, FILE *to)
{
    size_t widths[COLUMNS_MAX] = { 0 }, per_row = columns->per_row;
    for (size_t i = 0; i < columns->count; i++) {
        size_t width = width_of(columns->cells[i]);
        width = width < COLUMN_WIDTH_MAX ? width : COLUMN_WIDTH_MAX;
        if (width > widths[i % per_row])
            widths[i % per_row] = width;
    }
    for (size_t i = 0; i < columns->count; i++) {
        size_t column = i % per_row, width = width_of(columns->cells[i]);
        fwrite(columns->cells[i].ptr, 1, columns->cells[i].len, to);
        if (column + 1 == per_row || i + 1 == columns->count)
            fputc('\n', to);
        else
            fprintf(to, "%*s", (int)(widths[column] > width ? widths[column] - width : 0) + 2, "");
    }
    columns->count = columns->cap = 0;
    columns->cells = NULL;
    arena_reset(&columns->arena);
}

void columns_done(struct columns *columns)
{
    arena_done(&columns->arena);
    *columns = COLUMNS_OF(columns->per_row);
}
