/*
 * Blocks grow from 64 KiB to 1 MiB, so a row arena is one block that is used
 * again and again and a job arena is a short list.  A request larger than a
 * block gets a block of its own.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/format.h"

enum { BLOCK_MIN = 64 * 1024, BLOCK_MAX = 1024 * 1024 };

static struct arena_block *block_new(struct arena *arena, size_t size)
{
    size_t want = arena->newest ? arena->newest->size * 2 : BLOCK_MIN;
    if (want > BLOCK_MAX)
        want = BLOCK_MAX;
    if (want < size)
        want = size;
    struct arena_block *block = malloc(sizeof(*block) + want);
    if (!block)
        return NULL;
    *block = (struct arena_block){ .older = arena->newest, .size = want };
    arena->newest = block;
    return block;
}

void *arena_take_block(struct arena *arena, size_t size, size_t align)
{
    assert(align > 0 && align <= 16 && (align & (align - 1)) == 0);
    if (size > arena->cap || arena->used > arena->cap - size)
        return NULL;
    struct arena_block *block = block_new(arena, size);
    if (!block)
        return NULL;
    block->used = size;
    arena->used += size;
    return block->bytes;
}

void *arena_take_zero(struct arena *arena, size_t size, size_t count, size_t align)
{
    size_t total = 0;
    if (__builtin_mul_overflow(size, count, &total))
        return NULL;
    void *memory = arena_take(arena, total, align);
    if (memory)
        memset(memory, 0, total);
    return memory;
}

struct text arena_copy(struct arena *arena, struct text t)
{
    char *copy = arena_take(arena, t.len + 1, 1);
    if (!copy)
        return TEXT_EMPTY;
    if (t.len > 0)
        memcpy(copy, t.ptr, t.len);
    copy[t.len] = '\0';
    return (struct text){ copy, t.len };
}

struct text arena_join(struct arena *arena, const struct text *parts, size_t count)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    char *joined = arena_take(arena, len + 1, 1), *at = joined;
    if (!joined)
        return TEXT_EMPTY;
    for (size_t i = 0; i < count; i++)
        if (parts[i].len) {
            memcpy(at, parts[i].ptr, parts[i].len);
            at += parts[i].len;
        }
    *at = '\0';
    return (struct text){ joined, len };
}

struct text arena_printf(struct arena *arena, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int len = format_plain(NULL, fmt, args);
    va_end(args);
    bool plain = len >= 0;
    if (!plain) {
        va_start(args, fmt);
        len = vsnprintf(NULL, 0, fmt, args);
        va_end(args);
    }
    assert(len >= 0);
    char *copy = arena_take(arena, (size_t)len + 1, 1);
    if (!copy)
        return TEXT_EMPTY;
    va_start(args, fmt);
    if (plain)
        format_plain(copy, fmt, args);
    else
        vsnprintf(copy, (size_t)len + 1, fmt, args);
    va_end(args);
    return (struct text){ copy, (size_t)len };
}

void arena_reset(struct arena *arena)
{
    struct arena_block *keep = arena->newest;
    if (!keep)
        return;
    for (struct arena_block *block = keep->older, *older; block; block = older) {
        older = block->older;
        free(block);
    }
    keep->older = NULL;
    keep->used = 0;
    arena->used = 0;
}

void arena_done(struct arena *arena)
{
    arena_reset(arena);
    free(arena->newest);
    arena->newest = NULL;
}
