/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/metrics.h"

/* Those we send, then one place for any other. */
static const int statuses[METRICS_STATUSES - 1] = { 200, 201, 202, 204, 304, 400, 401, 403, 404, 405,
                                                    409, 413, 414, 415, 421, 422, 429, 431, 500, 503 };

static size_t place_of(int status)
{
    for (size_t i = 0; i < METRICS_STATUSES - 1; i++)
        if (statuses[i] == status)
            return i;
    return METRICS_STATUSES - 1;
}

void metrics_count(struct metrics *metrics, size_t operation, int status, uint64_t ns)
{
    struct metrics_row *row = &metrics->rows[operation < METRICS_OPERATIONS_MAX ? operation : METRICS_OPERATIONS_MAX];
    atomic_fetch_add_explicit(&row->by_status[place_of(status)], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&row->ns, ns, memory_order_relaxed);
}

static uint64_t number(const atomic_uint_fast64_t *counter)
{
    return atomic_load_explicit((atomic_uint_fast64_t *)counter, memory_order_relaxed);
}

static const struct metrics_row *row_at(const struct metrics *metrics, size_t operation, size_t operations)
{
    return &metrics->rows[operation < operations ? operation : METRICS_OPERATIONS_MAX];
}

void metrics_write(const struct metrics *metrics, size_t operations, const char *(*name)(size_t operation),
                   struct buf *buf)
{
    buf_put_str(buf, "# HELP klantbeeld_http_requests_total Requests answered.\n"
                     "# TYPE klantbeeld_http_requests_total counter\n");
    for (size_t o = 0; o <= operations; o++)
        for (size_t s = 0; s < METRICS_STATUSES; s++) {
            uint64_t count = number(&row_at(metrics, o, operations)->by_status[s]);
            if (count == 0)
                continue;
            buf_printf(buf, "klantbeeld_http_requests_total{operation=\"%s\",status=\"%d\"} ",
                       o < operations ? name(o) : "other", s < METRICS_STATUSES - 1 ? statuses[s] : 0);
            buf_put_u64(buf, count);
            buf_put_char(buf, '\n');
        }
    buf_put_str(buf, "# HELP klantbeeld_http_request_seconds Time from the first byte of a request to its reply.\n"
                     "# TYPE klantbeeld_http_request_seconds summary\n");
    for (size_t o = 0; o <= operations; o++) {
        const struct metrics_row *row = row_at(metrics, o, operations);
        uint64_t count = 0;
        for (size_t s = 0; s < METRICS_STATUSES; s++)
            count += number(&row->by_status[s]);
        if (count == 0)
            continue;
        const char *label = o < operations ? name(o) : "other";
        buf_printf(buf, "klantbeeld_http_request_seconds_sum{operation=\"%s\"} %.6f\n", label,
                   (double)number(&row->ns) / 1e9);
        buf_printf(buf, "klantbeeld_http_request_seconds_count{operation=\"%s\"} ", label);
        buf_put_u64(buf, count);
        buf_put_char(buf, '\n');
    }
}
