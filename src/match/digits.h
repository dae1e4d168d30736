/*
 * Eight digits as a number of four bits each, so that dates and the ends of
 * phone numbers are compared all digits at once.
 */
#pragma once

#include "match/near.h"

/* The last eight digits of a number: parted in fours, in twos and in ones, all parts at once. */
static inline uint32_t digits_of(uint32_t number)
{
    uint64_t parts = (uint64_t)(number / 10000 % 10000) << 32 | number % 10000;
    uint64_t over = (parts * 5243 >> 19) & 0x7f0000007f; /* a hundredth of each */
    parts = (parts - over * 100) | over << 16;
    parts += ((parts * 103 >> 10) & 0x000f000f000f000f) * 6; /* a tenth of each: tens count sixteen */
    parts = (parts | parts >> 8) & 0x0000ffff0000ffff;
    return (uint32_t)(parts | parts >> 16);
}

/* Which of them differ: a bit in each four. */
static inline uint32_t digits_differ(uint32_t x, uint32_t y)
{
    uint32_t apart = x ^ y;
    apart |= apart >> 2;
    apart |= apart >> 1;
    return apart & 0x11111111;
}

static inline unsigned digits_count(uint32_t differ)
{
    return differ * 0x11111111u >> 28; /* eight at most: a sum of four bits holds it */
}

/* The two that differ are neighbours that changed places. */
static inline bool digits_swapped(uint32_t x, uint32_t y, uint32_t differ)
{
    unsigned at = (unsigned)__builtin_ctz(differ);
    return differ == 0x11u << at && (x >> at & 15) == (y >> (at + 4) & 15) && (y >> at & 15) == (x >> (at + 4) & 15);
}

/*
 * Two numbers that are not one, both known: a digit wrong, too many or too few, or two neighbours that changed places.
 * Of single digits nobody can say so.
 */
static inline bool numbers_near(uint32_t x, uint32_t y)
{
    if (x < 10 && y < 10)
        return false;
    for (; x && y && x % 10 == y % 10; x /= 10)
        y /= 10;
    return x / 10 == y / 10 || x / 10 == y || x == y / 10 ||
           (x / 100 == y / 100 && x % 10 == y / 10 % 10 && y % 10 == x / 10 % 10);
}

/* false: more than two edits. A digit that stands in both an odd number of times leaves nothing over. */
static inline bool digits_may_be_near(uint32_t x, uint32_t y)
{
    uint32_t odd = 0;
    for (unsigned i = 0; i < 32; i += 4)
        odd ^= 1u << (x >> i & 15) ^ 1u << (y >> i & 15);
    return sketch_apart(odd << 1, 0) <= 2;
}
