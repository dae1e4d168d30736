/*
 * Mentions come in any order; from here on they stand by id, and what a
 * mention has several of stands in the same order in its pool.  So a walk
 * over all mentions reads memory from front to back.  Values stay where they
 * are: they have grown in large pages (os/memory.h).
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

/* Ids are hashes, so their first bits part them well; each part is then sorted by itself, a slice of parts a thread. */
enum { PARTS = 1 << 16, PART_SHIFT = 62 - 16 /* an id has 62 bits */, SLICES = 256, FETCH_AHEAD = 12 };

struct ordering {
    struct table *table;
    struct ordered *order;
    struct prep *packed;
    uint32_t *starts; /* of parts, and one past the last */
};

static size_t part_of(uint64_t id)
{
    uint64_t part = id >> PART_SHIFT;
    return part < PARTS ? part : PARTS - 1;
}

static void part_by_id(struct ordering *ordering)
{
    const struct table *table = ordering->table;
    uint32_t *starts = ordering->starts;
    for (size_t i = 0; i < table->preps.len; i++)
        starts[part_of(table->preps.ptr[i].id) + 1]++;
    for (size_t p = 1; p <= PARTS; p++)
        starts[p] += starts[p - 1];
    for (uint32_t i = 0; i < table->preps.len; i++) { /* each start moves to where its part ends */
        uint64_t id = table->preps.ptr[i].id;
        ordering->order[starts[part_of(id)]++] = (struct ordered){ id, i };
    }
    memmove(starts + 1, starts, PARTS * sizeof(*starts));
    starts[0] = 0;
}

/* Some ten of them, as they stood where ids are equal; ids that are no hashes may give a part that is large. */
static void sort_part(struct ordered *part, size_t count)
{
    enum { FEW = 64 };
    if (count > FEW) {
        qsort(part, count, sizeof(*part), by_id);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        struct ordered one = part[i];
        size_t k = i;
        for (; k > 0 && part[k - 1].id > one.id; k--)
            part[k] = part[k - 1];
        part[k] = one;
    }
}

static void take_ordered(const struct ordering *ordering, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (i + FETCH_AHEAD < to)
            table_fetch(ordering->table, ordering->order[i + FETCH_AHEAD].place);
        ordering->packed[i] = ordering->table->preps.ptr[ordering->order[i].place];
    }
}

static void order_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    struct ordering *ordering = ctx;
    const uint32_t *starts = ordering->starts + slice * (PARTS / SLICES);
    for (size_t p = 0; p < PARTS / SLICES; p++)
        sort_part(ordering->order + starts[p], starts[p + 1] - starts[p]);
    take_ordered(ordering, starts[0], starts[PARTS / SLICES]);
}

static void order_few(struct ordering *ordering, size_t count)
{
    for (uint32_t i = 0; i < count; i++)
        ordering->order[i] = (struct ordered){ ordering->table->preps.ptr[i].id, i };
    sort_part(ordering->order, count);
    take_ordered(ordering, 0, count);
}

/* false without memory: nothing has changed then. */
static bool order_preps(struct table *table, int threads)
{
    enum { FEW = 4096 }; /* not worth parts */
    size_t count = table->preps.len;
    struct ordering ordering = { .table = table,
                                 .order = malloc((count + 1) * sizeof(struct ordered)),
                                 .starts = count < FEW ? NULL : calloc(PARTS + 1, sizeof(uint32_t)) };
    bool has_room = ordering.order && (ordering.starts || count < FEW);
    ordering.packed = has_room ? memory_take(count * sizeof(struct prep)) : NULL;
    if (ordering.packed) {
        if (count < FEW) {
            order_few(&ordering, count);
        } else {
            part_by_id(&ordering);
            threads_run(threads, SLICES, order_slice, &ordering);
        }
        free(table->preps.ptr);
        table->preps.ptr = ordering.packed;
        table->preps.cap = count;
    }
    free(ordering.order);
    free(ordering.starts);
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
        if (i + FETCH_AHEAD < table->preps.len) {
            const char *next = prep + FETCH_AHEAD * sizeof(struct prep) + at_field;
            __builtin_prefetch((const char *)*pool + *(const uint32_t *)(const void *)next * item);
        }
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

enum pool { POOL_ADDRESSES, POOL_EMAILS, POOL_PHONES, POOL_IDENTIFIERS, POOL_ATTRIBUTES, POOLS };

static void settle_one(void *ctx, size_t domain, int thread)
{
    (void)thread;
    struct table *table = ctx;
    values_freeze(&table->values[domain]);
    if (domain != DOMAIN_ATTRIBUTE)
        values_settle(&table->values[domain]);
}

static void pack_one(void *ctx, size_t number, int thread)
{
    (void)thread;
    struct table *table = ctx;
    switch ((enum pool)number) {
    case POOL_ADDRESSES: PACK_POOL(table, addresses); break;
    case POOL_EMAILS: PACK_POOL(table, emails); break;
    case POOL_PHONES: PACK_POOL(table, phones); break;
    case POOL_IDENTIFIERS: PACK_POOL(table, identifiers); break;
    case POOL_ATTRIBUTES: PACK_POOL(table, attributes); break;
    case POOLS: break;
    }
}

/* Values first: what found them goes before mentions stand in memory twice. */
void table_pack(struct table *table, int threads)
{
    threads_run(threads, DOMAIN_COUNT, settle_one, table);
    memory_give_back();
    if (table->preps.len > 0 && !order_preps(table, threads))
        qsort(table->preps.ptr, table->preps.len, sizeof(struct prep), preps_by_id);
    threads_run(threads, POOLS, pack_one, table);
}
