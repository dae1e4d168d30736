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
void *memory_take_zero(size_t bytes); /* the same, cleared */

/*
 * What was given back and still is with the process goes to the system: between
 * two steps of a long job, where the next takes room of another shape.
 */
void memory_give_back(void);
