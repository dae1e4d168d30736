/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "os/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/vec.h"

enum { HUGE_PAGE = 2 * 1024 * 1024, HUGE_FROM = HUGE_PAGE / 4 };

void *memory_take(size_t bytes)
{
    if (bytes < HUGE_FROM)
        return malloc(bytes ? bytes : 1);
    if (bytes > SIZE_MAX - HUGE_PAGE)
        return NULL;
    size_t whole = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    void *taken = aligned_alloc(HUGE_PAGE, whole);
#ifdef MADV_HUGEPAGE
    if (taken)
        (void)madvise(taken, whole, MADV_HUGEPAGE); /* a wish: without it all works as well, and slower */
#endif
    return taken;
}

void *memory_take_zero(size_t bytes)
{
    void *taken = memory_take(bytes);
    return taken ? memset(taken, 0, bytes) : NULL;
}

bool memory_grow(void **ptr, size_t *cap, size_t need, size_t item, size_t likely)
{
    if (need <= *cap)
        return true;
    size_t bytes = 0, doubled = *cap > need / 2 ? *cap * 2 : need;
    if (__builtin_mul_overflow(doubled, item, &bytes) || bytes < HUGE_FROM)
        return vec_grow(ptr, cap, need, item);
    size_t grown = doubled > likely ? doubled : likely;
    void *moved = __builtin_mul_overflow(grown, item, &bytes) ? NULL : memory_take(bytes);
    if (!moved && grown > doubled) { /* then without what may never be */
        grown = doubled;
        moved = memory_take(grown * item);
    }
    if (!moved)
        return false;
    if (*cap)
        memcpy(moved, *ptr, *cap * item);
    free(*ptr);
    *ptr = moved;
    *cap = grown;
    return true;
}

void memory_give_back(void)
{
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}
