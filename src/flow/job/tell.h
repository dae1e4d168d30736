/*
 * Progress that does not cost more than the work: passed on a few times a second.
 */
#pragma once

#include "flow/job/job.h"
#include "os/clock.h"
#include "os/process.h"

enum { TELL_EVERY_MS = 200 };

struct teller {
    const struct job *job;
    uint64_t told_ns;
};

static inline void tell(struct teller *teller, const char *step, uint64_t done, uint64_t total)
{
    if (!teller->job->progress)
        return;
    uint64_t now = clock_elapsed_ns();
    if (teller->told_ns && now - teller->told_ns < TELL_EVERY_MS * UINT64_C(1000000))
        return;
    teller->told_ns = now;
    teller->job->progress(teller->job->progress_ctx, step, done, total);
}

/* A step's time, on the wall and of processors. */
struct stopwatch {
    uint64_t started_ns;
    double cpu;
};

static inline struct stopwatch stopwatch_start(void)
{
    return (struct stopwatch){ clock_elapsed_ns(), process_cpu_seconds() };
}

static inline void stopwatch_read(const struct stopwatch *watch, double *ret_seconds, double *ret_cpu)
{
    *ret_seconds = (double)(clock_elapsed_ns() - watch->started_ns) / 1e9;
    *ret_cpu = process_cpu_seconds() - watch->cpu;
}

static inline double seconds_since(uint64_t started_ns)
{
    return (double)(clock_elapsed_ns() - started_ns) / 1e9;
}
