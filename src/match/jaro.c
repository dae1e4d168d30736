/*
 * Letters that meet within half the longer length, less half of those out of
 * order; then a bonus for up to four equal first letters (Winkler 1990).  The
 * bonus is given from 0.7 up, as in Winkler's own code.  Integers in
 * thousandths, so every machine gives the same level.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/jaro.h"

enum { LETTERS_MAX = 64, PREFIX_MAX = 4, BONUS_FROM = 700 };

unsigned jaro_winkler(struct text a, struct text b)
{
    a = text_slice(a, 0, LETTERS_MAX);
    b = text_slice(b, 0, LETTERS_MAX);
    if (a.len == 0 || b.len == 0)
        return a.len == b.len ? 1000 : 0;

    size_t longer = a.len > b.len ? a.len : b.len;
    size_t reach = longer / 2 > 0 ? longer / 2 - 1 : 0;
    uint64_t met_a = 0, met_b = 0;
    unsigned met = 0;
    for (size_t i = 0; i < a.len; i++) {
        size_t from = i > reach ? i - reach : 0;
        size_t to = i + reach + 1 < b.len ? i + reach + 1 : b.len;
        for (size_t j = from; j < to; j++) {
            if (a.ptr[i] != b.ptr[j] || (met_b >> j & 1))
                continue;
            met_a |= UINT64_C(1) << i;
            met_b |= UINT64_C(1) << j;
            met++;
            break;
        }
    }
    if (met == 0)
        return 0;

    unsigned moved = 0;
    for (size_t i = 0, j = 0; i < a.len; i++) {
        if (!(met_a >> i & 1))
            continue;
        while (!(met_b >> j & 1))
            j++;
        moved += a.ptr[i] != b.ptr[j++];
    }
    unsigned alike = (unsigned)((1000 * met / a.len + 1000 * met / b.len + 1000 * (met - moved / 2) / met) / 3);
    if (alike < BONUS_FROM)
        return alike;
    size_t prefix = 0;
    while (prefix < PREFIX_MAX && prefix < a.len && prefix < b.len && a.ptr[prefix] == b.ptr[prefix])
        prefix++;
    return alike + (unsigned)prefix * (1000 - alike) / 10;
}
