/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "os/process.h"

#include <assert.h>
#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

double process_cpu_seconds(void)
{
    struct timespec spent = { 0 };
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
}

double process_peak_rss_mb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024.0;
}

/* The usual: 128 KiB, above which each request's buffers went to the system and came back as new, empty pages. */
void process_keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, 16 * 1024 * 1024);
    mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
    mallopt(M_TOP_PAD, 1024 * 1024);
}

bool process_is_terminal(int fd)
{
    return isatty(fd) == 1;
}

static void on_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

void process_catch_interrupts(void)
{
    struct sigaction action = { .sa_handler = on_interrupt,
                                .sa_flags = (int)SA_RESETHAND }; /* the second Ctrl-C kills */
    sigaction(SIGINT, &action, NULL);
    action.sa_flags = 0;
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

bool process_interrupted(void)
{
    return interrupted != 0;
}

void process_wait_for_interrupt(void)
{
    while (!interrupted)
        poll(NULL, 0, 200);
}

void process_secret_bytes(void *into, size_t len)
{
    size_t done = 0;
    while (done < len) {
        ssize_t got = getrandom((char *)into + done, len - done, 0);
        assert(got > 0 || errno == EINTR);
        if (got > 0)
            done += (size_t)got;
    }
}
