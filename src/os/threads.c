/*
 * A call takes the threads of the crew at hand, or starts its own.  A start
 * takes ten microseconds and clears half a megabyte of what a thread remembers,
 * which matters to calls of a millisecond and to no others; where no crew was
 * opened nothing is left running.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "os/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/limits.h"

/* What one call of threads_run() is about. */
struct task {
    atomic_size_t next;
    size_t slices;
    void (*work)(void *ctx, size_t slice, int thread);
    void *ctx;
};

struct worker {
    struct crew *crew; /* or of no crew: task */
    struct task *task;
    int number;
    pthread_t thread;
};

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t begun, ended;
    struct task *task;   /* NULL between calls */
    uint64_t calls;      /* so far */
    int wanted, working; /* threads of this call; those that are not through yet, without the caller */
    int started;         /* with the caller, who is number 0 */
    bool is_closing;
    struct worker workers[THREADS_MAX];
};

static _Thread_local struct crew *at_hand;

int threads_default(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof(set), &set) != 0)
        return 1;
    int count = CPU_COUNT(&set);
    return count < 1 ? 1 : count > THREADS_MAX ? THREADS_MAX : count;
}

static void work_on(struct task *task, int number)
{
    for (size_t slice; (slice = atomic_fetch_add(&task->next, 1)) < task->slices;)
        task->work(task->ctx, slice, number);
}

static void *worker_main(void *arg)
{
    struct worker *worker = arg;
    work_on(worker->task, worker->number);
    return NULL;
}

/* ---- a crew ---- */

static void *member_main(void *arg)
{
    struct worker *worker = arg;
    struct crew *crew = worker->crew;
    uint64_t seen = 0;
    pthread_mutex_lock(&crew->lock);
    for (;;) {
        while (crew->calls == seen && !crew->is_closing)
            pthread_cond_wait(&crew->begun, &crew->lock);
        if (crew->is_closing)
            break;
        seen = crew->calls;
        if (!crew->task || worker->number >= crew->wanted)
            continue;
        struct task *task = crew->task;
        pthread_mutex_unlock(&crew->lock);
        work_on(task, worker->number);
        pthread_mutex_lock(&crew->lock);
        if (--crew->working == 0)
            pthread_cond_signal(&crew->ended);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

struct crew *crew_open(int threads)
{
    struct crew *crew = calloc(1, sizeof(*crew));
    if (!crew)
        return NULL;
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->begun, NULL);
    pthread_cond_init(&crew->ended, NULL);
    crew->started = 1;
    for (int i = 1; i < threads && i < THREADS_MAX; i++) {
        crew->workers[i] = (struct worker){ .crew = crew, .number = i };
        if (pthread_create(&crew->workers[i].thread, NULL, member_main, &crew->workers[i]) != 0)
            break;
        crew->started++;
    }
    return crew;
}

void crew_close(struct crew **crew)
{
    struct crew *gone = *crew;
    *crew = NULL;
    if (!gone)
        return;
    pthread_mutex_lock(&gone->lock);
    gone->is_closing = true;
    pthread_cond_broadcast(&gone->begun);
    pthread_mutex_unlock(&gone->lock);
    for (int i = 1; i < gone->started; i++)
        pthread_join(gone->workers[i].thread, NULL);
    pthread_cond_destroy(&gone->ended);
    pthread_cond_destroy(&gone->begun);
    pthread_mutex_destroy(&gone->lock);
    free(gone);
}

struct crew *crew_use(struct crew *crew)
{
    struct crew *before = at_hand;
    at_hand = crew;
    return before;
}

static void run_with(struct crew *crew, int threads, struct task *task)
{
    at_hand = NULL; /* a call within the work has threads of its own */
    pthread_mutex_lock(&crew->lock);
    crew->task = task;
    crew->wanted = threads < crew->started ? threads : crew->started;
    crew->working = crew->wanted - 1;
    crew->calls++;
    pthread_cond_broadcast(&crew->begun);
    pthread_mutex_unlock(&crew->lock);
    work_on(task, 0);
    pthread_mutex_lock(&crew->lock);
    while (crew->working > 0)
        pthread_cond_wait(&crew->ended, &crew->lock);
    crew->task = NULL;
    pthread_mutex_unlock(&crew->lock);
    at_hand = crew;
}

/* ---- without one ---- */

static void run_alone(int threads, struct task *task)
{
    struct worker workers[THREADS_MAX];
    int started = 1; /* the caller is worker 0; a thread that cannot start leaves its share to the rest */
    for (int i = 1; i < threads; i++) {
        workers[i] = (struct worker){ .task = task, .number = i };
        if (pthread_create(&workers[i].thread, NULL, worker_main, &workers[i]) != 0)
            break;
        started++;
    }
    work_on(task, 0);
    for (int i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
}

void threads_run(int threads, size_t slices, void (*work)(void *ctx, size_t slice, int thread), void *ctx)
{
    struct task task = { .slices = slices, .work = work, .ctx = ctx };
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    if (threads > 0 && (size_t)threads > slices)
        threads = (int)slices;
    if (threads <= 1)
        work_on(&task, 0);
    else if (at_hand)
        run_with(at_hand, threads, &task);
    else
        run_alone(threads, &task);
}
