/*
 * Work on slices, side by side.
 *
 * Slices are numbered and their number depends on the work alone, never on
 * how many threads there are; each writes to its own place and the caller
 * merges in slice order.  So one thread and sixty-four give the same bytes.
 *
 * Usually threads are started for a call and end with it.  A job that calls
 * for every batch of some milliseconds keeps a crew instead: threads that wait
 * between calls and keep what they have learned (lang/seen.h).
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

int threads_default(void); /* processors this process may use */

/* Call work(ctx, slice, thread) for each slice in [0, slices), on at most
 * threads threads (thread is in [0, threads)). Returns when all are done. */
void threads_run(int threads, size_t slices, void (*work)(void *ctx, size_t slice, int thread), void *ctx);

struct crew;

/* threads counts the one that calls threads_run(). NULL when there is no memory: it is used like a crew, of nobody. */
struct crew *crew_open(int threads);
void crew_close(struct crew **crew); /* NULL is fine; nobody may be using it */

/* From now on the crew works for the threads_run() calls of this thread; one crew works for one thread at a time.
 * Gives the crew before, NULL when there was none, to be put back when done. */
struct crew *crew_use(struct crew *crew);
