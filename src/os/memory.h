/*
 * Memory of many megabytes that is read here and there.
 *
 * A processor keeps the places of some thousand pages at hand; an array of a
 * million mentions has tens of thousands of the usual 4 KiB.  Asked for pages
 * of 2 MiB, the system gives them where it can, and most reads find their
 * page at once.
 */
#pragma once

#include <stddef.h>

/* Not cleared; given back with free(). NULL without memory. */
void *memory_take(size_t bytes);
