/*
 * How far a long job is: rows, rate and time remaining, on one line of the terminal.
 */
#pragma once

#include <stdint.h>

struct progress {
    char step[24];
    uint64_t step_started_ns;
    uint64_t shown_ns;
    int width; /* of what stands on the line now */
};

/* For struct job: ctx is a struct progress. */
void progress_show(void *ctx, const char *step, uint64_t done, uint64_t total);
void progress_clear(struct progress *progress);
