/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "os/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

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

void memory_give_back(void)
{
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}
