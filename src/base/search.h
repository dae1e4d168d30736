/*
 * Binary search, written once.
 *
 *     size_t at = LOWER_BOUND(i, 0, count, rows[i].id < id);
 *
 * is the first i from from up to to for which is_before does not hold, or to:
 * where what is sought stands, or would.  is_before is an expression in i that
 * holds for the first part of the stretch and for none behind it.
 */
#pragma once

#include <stddef.h>

#define LOWER_BOUND(i, from, to, is_before)                                                                            \
    ({                                                                                                                 \
        size_t lower_bound_low = (from), lower_bound_high = (to);                                                      \
        while (lower_bound_low < lower_bound_high) {                                                                   \
            size_t i = lower_bound_low + (lower_bound_high - lower_bound_low) / 2;                                     \
            if (is_before)                                                                                             \
                lower_bound_low = i + 1;                                                                               \
            else                                                                                                       \
                lower_bound_high = i;                                                                                  \
        }                                                                                                              \
        lower_bound_low;                                                                                               \
    })
