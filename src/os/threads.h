/*
 * Work on slices, side by side.
 *
 * Slices are numbered and their number depends on the work alone, never on
 * how many threads there are; each writes to its own place and the caller
 * merges in slice order.  So one thread and sixty-four give the same bytes.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

int threads_default(void); /* processors this process may use */

/* Call work(ctx, slice, thread) for each slice in [0, slices), on at most
 * threads threads (thread is in [0, threads)). Returns when all are done. */
void threads_run(int threads, size_t slices, void (*work)(void *ctx, size_t slice, int thread), void *ctx);
