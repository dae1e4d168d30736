/*
 * Mentions come in any order; from here on they stand by id, and what a
 * mention has several of stands in the same order in its pool.  So a walk
 * over all mentions reads memory from front to back, and everything that is
 * read here and there lies in large pages.
 *
 * Packing is only a matter of speed: where memory is short a pool stays as
 * it was.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "match/prepare.h"
#include "os/memory.h"

struct ordered {
    uint64_t id;
    uint32_t place; /* before */
};

static int by_id(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;
    return x->id != y->id ? (x->id > y->id) - (x->id < y->id) : (x->place > y->place) - (x->place < y->place);
}

static int preps_by_id(const void *a, const void *b)
{
    uint64_t x = ((const struct prep *)a)->id, y = ((const struct prep *)b)->id;
    return (x > y) - (x < y);
}

/* false without memory: nothing has changed then. */
static bool order_preps(struct table *table)
{
    size_t count = table->preps.len;
    struct ordered *order = malloc((count + 1) * sizeof(*order));
    struct prep *packed = order ? memory_take(count * sizeof(*packed)) : NULL;
    if (packed) {
        for (uint32_t i = 0; i < count; i++)
            order[i] = (struct ordered){ table->preps.ptr[i].id, i };
        qsort(order, count, sizeof(*order), by_id);
        for (size_t i = 0; i < count; i++)
            packed[i] = table->preps.ptr[order[i].place];
        free(table->preps.ptr);
        table->preps.ptr = packed;
        table->preps.cap = count;
    }
    free(order);
    return packed != NULL;
}

/* A pool in the order of the mentions that hold it. */
static void pack_pool(struct table *table, void **pool, size_t *cap, size_t len, size_t item, size_t at_field,
                      size_t count_field)
{
    char *packed = len ? memory_take(len * item) : NULL;
    if (!packed)
        return;
    uint32_t filled = 0;
    for (size_t i = 0; i < table->preps.len; i++) {
        char *prep = (char *)&table->preps.ptr[i];
        uint32_t *at = (uint32_t *)(void *)(prep + at_field);
        uint8_t count = *(uint8_t *)(prep + count_field);
        memcpy(packed + filled * item, (const char *)*pool + *at * item, count * item);
        *at = filled;
        filled += count;
    }
    free(*pool);
    *pool = packed;
    *cap = len;
}

#define PACK_POOL(table, name)                                                                                         \
    pack_pool((table), (void **)&(table)->name.ptr, &(table)->name.cap, (table)->name.len, sizeof(*(table)->name.ptr), \
              offsetof(struct prep, name##_at), offsetof(struct prep, name##_count))

static void pack_values(struct values *values)
{
    values_freeze(values);
    size_t bytes = values->about.len * sizeof(struct value);
    struct value *packed = memory_take(bytes);
    if (!packed)
        return;
    memcpy(packed, values->about.ptr, bytes);
    free(values->about.ptr);
    values->about.ptr = packed;
    values->about.cap = values->about.len;
}

void table_pack(struct table *table)
{
    if (table->preps.len > 0 && !order_preps(table))
        qsort(table->preps.ptr, table->preps.len, sizeof(struct prep), preps_by_id);
    PACK_POOL(table, addresses);
    PACK_POOL(table, emails);
    PACK_POOL(table, phones);
    PACK_POOL(table, identifiers);
    PACK_POOL(table, attributes);
    for (int d = 0; d < DOMAIN_COUNT; d++)
        pack_values(&table->values[d]);
}
