/*
 * Counters of the server, per operation and HTTP status.  Plain atomic
 * additions on the way of a request; the text is made when it is asked for.
 */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#include "base/buf.h"

enum { METRICS_OPERATIONS_MAX = 64, METRICS_STATUSES = 24 };

struct metrics {
    struct metrics_row {
        atomic_uint_fast64_t by_status[METRICS_STATUSES], ns;
    } rows[METRICS_OPERATIONS_MAX + 1]; /* the last: pages and what was refused before it had a route */
};

void metrics_count(struct metrics *metrics, size_t operation, int status, uint64_t ns);

/* Prometheus text exposition format 0.0.4; name tells an operation's name. */
void metrics_write(const struct metrics *metrics, size_t operations, const char *(*name)(size_t operation),
                   struct buf *buf);
