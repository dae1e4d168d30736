/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/job/csv_cell.h"

#include <string.h>

static bool looks_like_formula(struct text cell)
{
    if (cell.len == 0)
        return false;
    char c = cell.ptr[0];
    if (c == '=' || c == '@' || c == '\t' || c == '\r')
        return true;
    if (c != '+' && c != '-')
        return false;
    for (size_t i = 1; i < cell.len; i++)
        if (!char_is_digit(cell.ptr[i]) && !strchr(" .,()/-", cell.ptr[i]))
            return true;
    return false;
}

void csv_cell_put(struct buf *out, struct text cell, bool is_last)
{
    bool quote = false, formula = looks_like_formula(cell);
    for (size_t i = 0; i < cell.len && !quote; i++)
        quote = cell.ptr[i] == '"' || cell.ptr[i] == ',' || cell.ptr[i] == '\n' || cell.ptr[i] == '\r';
    if (quote)
        buf_put_char(out, '"');
    if (formula)
        buf_put_char(out, '\'');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '"')
            buf_put_char(out, '"');
        buf_put_char(out, cell.ptr[i]);
    }
    if (quote)
        buf_put_char(out, '"');
    buf_put_str(out, is_last ? "\r\n" : ",");
}
