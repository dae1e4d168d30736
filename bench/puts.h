/*
 * How fast records go in one by one, into a store that was resolved.  Lines "step rows seconds peak_mb cpu p50_ms
 * p99_ms":
 *
 * live.open     the index of all mentions from its file or from the store (flow/live/live.h)
 * live.first    the first record, and the mapping of its columns
 * live.put      one record after another kept for good, with its links, party, profile and household when the call
 *               returns, each in a transaction of its own
 * live.put8     the same by eight threads at once, who share transactions
 * live.put_all  the same in calls of a hundred records
 */
#pragma once

#include <stddef.h>

#include "flow/job/job.h"
#include "store/store.h"

enum { PUTS_USUAL = 400 };

/*
 * puts: of the first kind; twice as many by eight, and five calls of a hundred or as many records.  step: only that of
 * the last three; NULL: all.  PUTS_TIMES=FILE in the environment: the time of each, in order, is added to that file.
 */
void bench_puts(struct store *store, const struct job *job, const char *url, size_t puts, const char *step);
