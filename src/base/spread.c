/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/spread.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 256, OF_A_HEAP = 32, HEAP_BITS_MAX = 16 };

struct spread {
    const char *items;
    size_t count, item, number_at;
    uint64_t turned; /* makes of a signed number one that is not, in the same order */
    uint64_t low;
    unsigned shift;
};

static uint64_t number_of(const struct spread *s, size_t i)
{
    uint64_t number;
    memcpy(&number, s->items + i * s->item + s->number_at, sizeof(number));
    return number ^ s->turned;
}

static size_t heap_of(const struct spread *s, size_t i)
{
    return (size_t)((number_of(s, i) - s->low) >> s->shift);
}

/* Heaps of some dozens each. Returns how many there are. */
static size_t choose_heaps(struct spread *s)
{
    uint64_t high = 0;
    unsigned bits = 0;
    s->low = UINT64_MAX;
    for (size_t i = 0; i < s->count; i++) {
        uint64_t number = number_of(s, i);
        s->low = number < s->low ? number : s->low;
        high = number > high ? number : high;
    }
    while (bits < HEAP_BITS_MAX && s->count / OF_A_HEAP >> bits)
        bits++;
    uint64_t span = high - s->low;
    unsigned span_bits = span ? 64 - (unsigned)__builtin_clzll(span) : 0;
    s->shift = span_bits > bits ? span_bits - bits : 0;
    return (size_t)(span >> s->shift) + 1;
}

bool spread_sort(void *items, size_t count, size_t item, size_t number_at, bool is_signed,
                 int (*compare)(const void *a, const void *b, void *ctx), void *ctx)
{
    struct spread s = { .items = items,
                        .count = count,
                        .item = item,
                        .number_at = number_at,
                        .turned = is_signed ? UINT64_C(1) << 63 : 0 };
    if (count < FEW) {
        if (count > 1)
            qsort_r(items, count, item, compare, ctx);
        return true;
    }
    size_t heaps = choose_heaps(&s);
    size_t *ends = calloc(heaps + 1, sizeof(*ends));
    char *into = malloc(count * item);
    if (ends && into) {
        for (size_t i = 0; i < count; i++)
            ends[heap_of(&s, i) + 1]++;
        for (size_t h = 1; h <= heaps; h++)
            ends[h] += ends[h - 1];
        for (size_t i = 0; i < count; i++) /* where a heap begins moves to where it ends */
            memcpy(into + ends[heap_of(&s, i)]++ * item, s.items + i * item, item);
        for (size_t h = 0, from = 0; h < heaps; from = ends[h++])
            if (ends[h] - from > 1)
                qsort_r(into + from * item, ends[h] - from, item, compare, ctx);
        memcpy(items, into, count * item);
    }
    bool sorted = ends && into;
    free(ends);
    free(into);
    return sorted;
}
