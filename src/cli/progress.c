/*
 * Redrawn five times a second at most: a terminal over a slow line must not
 * slow the job down.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>

#include "os/clock.h"

enum { REDRAW_NS = 200 * 1000 * 1000 };

static int put_remaining(char *line, size_t len, double seconds)
{
    if (seconds >= 90)
        return snprintf(line, len, ", %.0f min left", seconds / 60 + 0.5);
    return snprintf(line, len, ", %.0f s left", seconds + 0.5);
}

void progress_show(void *ctx, const char *step, uint64_t done, uint64_t total)
{
    struct progress *progress = ctx;
    uint64_t now = clock_elapsed_ns();
    if (strncmp(progress->step, step, sizeof(progress->step) - 1) != 0) {
        snprintf(progress->step, sizeof(progress->step), "%s", step);
        progress->step_started_ns = now;
    } else if (now - progress->shown_ns < REDRAW_NS) {
        return;
    }
    progress->shown_ns = now;

    char line[120];
    double seconds = (double)(now - progress->step_started_ns) / 1e9;
    double rate = seconds > 0.2 ? (double)done / seconds : 0;
    int len = snprintf(line, sizeof(line), "%s: %llu", progress->step, (unsigned long long)done);
    if (total > 0)
        len += snprintf(line + len, sizeof(line) - (size_t)len, " of %llu", (unsigned long long)total);
    if (rate > 0)
        len += snprintf(line + len, sizeof(line) - (size_t)len, ", %.0f/s", rate);
    if (rate > 0 && total > done)
        len += put_remaining(line + len, sizeof(line) - (size_t)len, (double)(total - done) / rate);
    fprintf(stderr, "\r%s%*s", line, progress->width > len ? progress->width - len : 0, "");
    fflush(stderr);
    progress->width = len;
}

void progress_clear(struct progress *progress)
{
    if (progress->width > 0)
        fprintf(stderr, "\r%*s\r", progress->width, "");
    progress->width = 0;
}
