/*
 * Memory by lifetime: process, job, row, request.
 *
 * An arena hands out memory by moving a pointer and takes it back all at
 * once.  Each has a cap; when it is met, arena_take() gives NULL and the
 * caller returns STATUS_LIMIT: a row of two gigabytes is the customer's
 * problem, not a crash.
 *
 * Not for several threads at once: each has its own.
 */
#pragma once

#include <stdarg.h>

#include "base/text.h"

struct arena_block {
    struct arena_block *older;
    size_t size; /* bytes in bytes[] */
    size_t used;
    __attribute__((aligned(16))) char bytes[];
};

struct arena {
    struct arena_block *newest; /* blocks, newest first */
    size_t used;                /* bytes handed out in all blocks */
    size_t cap;                 /* bytes at most */
};

#define ARENA_UP_TO(cap_bytes) ((struct arena){ .cap = (cap_bytes) })

/* NULL when the cap is met or the system has no more. Memory is not cleared. align is a power of two, at most 16. */
static inline void *arena_take(struct arena *arena, size_t size, size_t align);

/* One or n of a type, cleared to zero. */
#define arena_new(arena, type)      ((type *)arena_take_zero((arena), sizeof(type), 1, _Alignof(type)))
#define arena_array(arena, type, n) ((type *)arena_take_zero((arena), sizeof(type), (n), _Alignof(type)))
/* n of a type that the caller fills: not cleared. */
#define arena_room(arena, type, n) ((type *)arena_take((arena), sizeof(type) * (size_t)(n), _Alignof(type)))
void *arena_take_zero(struct arena *arena, size_t size, size_t count, size_t align);

/* Copies end with a NUL that is not counted in len; ptr is NULL when the cap is met. */
struct text arena_copy(struct arena *arena, struct text t);
/* The parts one after another. */
struct text arena_join(struct arena *arena, const struct text *parts, size_t count);
struct text arena_printf(struct arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

void arena_reset(struct arena *arena); /* forget all, keep one block for the next round */
void arena_done(struct arena *arena);  /* give everything back; the cap stays */

void *arena_take_block(struct arena *arena, size_t size, size_t align); /* what no longer fits in the newest block */

static inline void *arena_take(struct arena *arena, size_t size, size_t align)
{
    struct arena_block *block = arena->newest;
    size_t at = block ? (block->used + align - 1) & ~(align - 1) : 0;
    if (!block || at > block->size || size > block->size - at || size > arena->cap || arena->used > arena->cap - size)
        return arena_take_block(arena, size, align);
    block->used = at + size;
    arena->used += size;
    return block->bytes + at;
}
