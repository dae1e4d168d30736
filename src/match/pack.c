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
#include "os/threads.h"

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

/* Ids are hashes, so their first byte parts them well; each part is then sorted by itself. */
enum { PARTS = 256, PART_SHIFT = 56 };

struct ordering {
    struct table *table;
    struct ordered *order;
    struct prep *packed;
    size_t starts[PARTS + 1];
};

static void part_by_id(struct ordering *ordering)
{
    const struct table *table = ordering->table;
    size_t next[PARTS] = { 0 };
    for (size_t i = 0; i < table->preps.len; i++)
        next[table->preps.ptr[i].id >> PART_SHIFT]++;
    for (size_t p = 0, at = 0; p < PARTS; p++) {
        ordering->starts[p] = at;
        at += next[p];
        next[p] = ordering->starts[p];
    }
    ordering->starts[PARTS] = table->preps.len;
    for (uint32_t i = 0; i < table->preps.len; i++) {
        uint64_t id = table->preps.ptr[i].id;
        ordering->order[next[id >> PART_SHIFT]++] = (struct ordered){ id, i };
    }
}

static void order_part(void *ctx, size_t part, int thread)
{
    (void)thread;
    struct ordering *ordering = ctx;
    size_t from = ordering->starts[part], to = ordering->starts[part + 1];
    if (from == to)
        return;
    qsort(ordering->order + from, to - from, sizeof(*ordering->order), by_id);
    for (size_t i = from; i < to; i++)
        ordering->packed[i] = ordering->table->preps.ptr[ordering->order[i].place];
}

/* false without memory: nothing has changed then. */
static bool order_preps(struct table *table, int threads)
{
    size_t count = table->preps.len;
    struct ordering ordering = { .table = table, .order = malloc((count + 1) * sizeof(struct ordered)) };
    ordering.packed = ordering.order ? memory_take(count * sizeof(struct prep)) : NULL;
    if (ordering.packed) {
        part_by_id(&ordering);
        threads_run(threads, PARTS, order_part, &ordering);
        free(table->preps.ptr);
        table->preps.ptr = ordering.packed;
        table->preps.cap = count;
    }
    free(ordering.order);
    return ordering.packed != NULL;
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

/* An array that is read here and there from now on; where memory is short it stays as it was. */
static void pack_array(void **array, size_t *cap, size_t len, size_t item)
{
    void *packed = len ? memory_take(len * item) : NULL;
    if (!packed)
        return;
    memcpy(packed, *array, len * item);
    free(*array);
    *array = packed;
    *cap = len;
}

#define PACK_ARRAY(vec) pack_array((void **)&(vec)->ptr, &(vec)->cap, (vec)->len, sizeof(*(vec)->ptr))

static void pack_values(struct values *values)
{
    values_freeze(values);
    PACK_ARRAY(&values->about);
    PACK_ARRAY(&values->hashes);
    PACK_ARRAY(&values->starts);
    PACK_ARRAY(&values->letters);
}

enum pool { POOL_ADDRESSES, POOL_EMAILS, POOL_PHONES, POOL_IDENTIFIERS, POOL_ATTRIBUTES, POOLS };

/* One pool, or behind those one set of values. */
static void pack_one(void *ctx, size_t number, int thread)
{
    (void)thread;
    struct table *table = ctx;
    switch (number) {
    case POOL_ADDRESSES: PACK_POOL(table, addresses); break;
    case POOL_EMAILS: PACK_POOL(table, emails); break;
    case POOL_PHONES: PACK_POOL(table, phones); break;
    case POOL_IDENTIFIERS: PACK_POOL(table, identifiers); break;
    case POOL_ATTRIBUTES: PACK_POOL(table, attributes); break;
    default:
        pack_values(&table->values[number - POOLS]);
        if (number - POOLS != DOMAIN_ATTRIBUTE)
            values_settle(&table->values[number - POOLS]);
    }
}

void table_pack(struct table *table, int threads)
{
    if (table->preps.len > 0 && !order_preps(table, threads))
        qsort(table->preps.ptr, table->preps.len, sizeof(struct prep), preps_by_id);
    threads_run(threads, POOLS + DOMAIN_COUNT, pack_one, table);
}
