/*
 * Threads are started per call.  A call lasts milliseconds to minutes, so
 * the ten microseconds of a start do not matter, and nothing is left running.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "os/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "base/limits.h"

struct crew {
    atomic_size_t next;
    size_t slices;
    void (*work)(void *ctx, size_t slice, int thread);
    void *ctx;
};

struct worker {
    struct crew *crew;
    int number;
    pthread_t thread;
};

int threads_default(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof(set), &set) != 0)
        return 1;
    int count = CPU_COUNT(&set);
    return count < 1 ? 1 : count > THREADS_MAX ? THREADS_MAX : count;
}

static void *worker_main(void *arg)
{
    struct worker *worker = arg;
    struct crew *crew = worker->crew;
    for (size_t slice; (slice = atomic_fetch_add(&crew->next, 1)) < crew->slices;)
        crew->work(crew->ctx, slice, worker->number);
    return NULL;
}

void threads_run(int threads, size_t slices, void (*work)(void *ctx, size_t slice, int thread), void *ctx)
{
    struct crew crew = { .slices = slices, .work = work, .ctx = ctx };
    struct worker workers[THREADS_MAX];
    if (threads < 1)
        threads = 1;
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    if ((size_t)threads > slices)
        threads = slices ? (int)slices : 1;

    int started = 1; /* the caller is worker 0; a thread that cannot start leaves its share to the rest */
    for (int i = 1; i < threads; i++) {
        workers[i] = (struct worker){ .crew = &crew, .number = i };
        if (pthread_create(&workers[i].thread, NULL, worker_main, &workers[i]) != 0)
            break;
        started++;
    }
    workers[0] = (struct worker){ .crew = &crew };
    worker_main(&workers[0]);
    for (int i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
}
