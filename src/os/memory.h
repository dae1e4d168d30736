/*
 * Memory of many megabytes that is read here and there.
 *
 * A processor keeps the places of some thousand pages at hand; an array of a
 * million mentions has tens of thousands of the usual 4 KiB.  Asked for pages
 * of 2 MiB, the system gives them where it can, and most reads find their
 * page at once.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Not cleared; given back with free(). NULL without memory. */
void *memory_take(size_t bytes);
void *memory_take_zero(size_t bytes); /* the same, cleared */

/*
 * An array that grows, as vec_grow() of base/vec.h, in large pages once it is
 * large.  likely is how many items are expected in the end, 0 when nobody
 * knows: room for them is asked for at once, and what is never written to is
 * never taken.
 */
bool memory_grow(void **ptr, size_t *cap, size_t need, size_t item, size_t likely);
#define memory_reserve(vec, n, likely)                                                                                 \
    ((n) <= (vec)->cap || memory_grow((void **)&(vec)->ptr, &(vec)->cap, (n), sizeof(*(vec)->ptr), (likely)))

/*
 * What was given back and still is with the process goes to the system: between
 * two steps of a long job, where the next takes room of another shape.
 */
void memory_give_back(void);
