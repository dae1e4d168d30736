/*
 * Bit-parallel OSA: one 64-bit word holds a column of the distance matrix as
 * differences of +1 and -1, so a letter of b costs a dozen instructions
 * whatever the length of a.  Names are shorter than 64 letters; what is
 * longer is cut at both shared ends first and then, when it still does not
 * fit, walked through with three plain rows.  What is left of two that are
 * one edit apart, when both ends are cut, is a letter each, or two that
 * changed places.
 *
 * Hyyrö (2003), A Bit-Vector Algorithm for Computing Levenshtein and Damerau
 * Edit Distances.  The slow twin is in tests/unit/match/test_measures.c.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/edit.h"

#include <string.h>

enum { WORD_BITS = 64, ROWS_LEN_MAX = 512 };

/* What both start and end with changes no distance. */
static void cut_shared_ends(struct text *a, struct text *b)
{
    size_t shorter = a->len < b->len ? a->len : b->len;
    size_t at = 0;
    while (at < shorter && a->ptr[at] == b->ptr[at])
        at++;
    size_t end = 0;
    while (end < shorter - at && a->ptr[a->len - 1 - end] == b->ptr[b->len - 1 - end])
        end++;
    *a = text_slice(*a, at, a->len - end);
    *b = text_slice(*b, at, b->len - end);
}

/* Of two whose shared ends are cut, both with something left: 1, or more than that. */
static bool is_one_edit(struct text a, struct text b)
{
    return a.len == b.len && (a.len == 1 || (a.len == 2 && a.ptr[0] == b.ptr[1] && a.ptr[1] == b.ptr[0]));
}

static unsigned distance_in_word(struct text a, struct text b)
{
    uint64_t places[256]; /* of each byte in a; only those of a and b are set */
    for (size_t j = 0; j < b.len; j++)
        places[(unsigned char)b.ptr[j]] = 0;
    for (size_t i = 0; i < a.len; i++)
        places[(unsigned char)a.ptr[i]] = 0;
    for (size_t i = 0; i < a.len; i++)
        places[(unsigned char)a.ptr[i]] |= UINT64_C(1) << i;

    uint64_t vp = ~UINT64_C(0), vn = 0, d0 = 0, before = 0;
    uint64_t last = UINT64_C(1) << (a.len - 1);
    unsigned distance = (unsigned)a.len;
    for (size_t j = 0; j < b.len; j++) {
        uint64_t here = places[(unsigned char)b.ptr[j]];
        uint64_t swaps = (((~d0) & here) << 1) & before;
        d0 = ((((here & vp) + vp) ^ vp) | here | vn) | swaps;
        uint64_t hp = vn | ~(d0 | vp);
        uint64_t hn = d0 & vp;
        distance += (hp & last) != 0;
        distance -= (hn & last) != 0;
        hp = (hp << 1) | 1;
        hn <<= 1;
        vp = hn | ~(d0 | hp);
        vn = hp & d0;
        before = here;
    }
    return distance;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned distance_in_rows(struct text a, struct text b)
{
    uint16_t rows[3][ROWS_LEN_MAX + 1];
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = (uint16_t)j;
    for (size_t i = 1; i <= a.len; i++) {
        uint16_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        row[0] = (uint16_t)i;
        for (size_t j = 1; j <= b.len; j++) {
            unsigned cost = a.ptr[i - 1] != b.ptr[j - 1];
            unsigned best = least(least(row[j - 1] + 1u, above[j] + 1u), above[j - 1] + cost);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                best = least(best, above2[j - 2] + 1u);
            row[j] = (uint16_t)best;
        }
    }
    return rows[a.len % 3][b.len];
}

unsigned edit_distance(struct text a, struct text b, unsigned most)
{
    size_t apart = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (apart > most)
        return most + 1;
    cut_shared_ends(&a, &b);
    if (a.len == 0 || b.len == 0)
        return least((unsigned)(a.len + b.len), most + 1);
    if (is_one_edit(a, b))
        return 1;
    if (most <= 1)
        return most + 1;
    if (a.len <= 2 && b.len <= 2)
        return 2;
    if (a.len > b.len) {
        struct text longer = a;
        a = b;
        b = longer;
    }
    if (a.len <= WORD_BITS)
        return least(distance_in_word(a, b), most + 1);
    a = text_slice(a, 0, ROWS_LEN_MAX);
    b = text_slice(b, 0, ROWS_LEN_MAX);
    return least(distance_in_rows(a, b), most + 1);
}
