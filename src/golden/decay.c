/*
 * The exponent is split in whole half-lives, which are shifts, and a fraction
 * of 16 bits, each of which is one factor: 2^(-1/2), 2^(-1/4), 2^(-1/8) …
 * The factors below are those powers times 2^31, rounded.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/decay.h"

enum { FRACTION_BITS = 16, ONE_BITS = 31, AGE_DAYS_MAX = 200 * 366 };

static const uint32_t factors[FRACTION_BITS] = {
    1518500250, 1805811301, 1969251188, 2056437387, 2101467502, 2124350982, 2135885998, 2141676973,
    2144578345, 2146030505, 2146756953, 2147120270, 2147301951, 2147392798, 2147438222, 2147460935,
};

uint32_t decay(uint32_t trust, uint32_t age_days, uint32_t half_days)
{
    if (half_days == 0)
        return trust;
    uint64_t halves = ((uint64_t)age_days << FRACTION_BITS) / half_days;
    uint64_t whole = halves >> FRACTION_BITS, left = (uint64_t)1 << ONE_BITS;
    if (whole > 30)
        return 0;
    for (int bit = 0; bit < FRACTION_BITS; bit++)
        if (halves >> (FRACTION_BITS - 1 - bit) & 1)
            left = left * factors[bit] >> ONE_BITS;
    return (uint32_t)((trust * left >> ONE_BITS) >> whole);
}

int32_t decay_days(uint32_t trust, uint32_t limit, uint32_t half_days)
{
    if (trust < limit)
        return -1;
    if (half_days == 0 || limit == 0)
        return DECAY_NEVER;
    uint32_t from = 0, to = AGE_DAYS_MAX;
    if (decay(trust, to, half_days) >= limit)
        return DECAY_NEVER;
    while (to - from > 1) { /* at from it is enough, at to no more */
        uint32_t middle = from + (to - from) / 2;
        if (decay(trust, middle, half_days) >= limit)
            from = middle;
        else
            to = middle;
    }
    return (int32_t)from;
}
