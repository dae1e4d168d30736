/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "puts.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/live/live.h"
#include "os/clock.h"
#include "os/process.h"

enum { WRITERS = 8, TOGETHER = 100 };

static void die(const struct error *err)
{
    fprintf(stderr, "bench: %s\n", err->message);
    exit(1);
}

/* ---- times ---- */

struct clocked {
    const char *step;
    uint64_t start;
    double cpu;
    double *times; /* of each, in ms */
    size_t count;
};

static double ms_since(uint64_t start)
{
    return (double)(clock_elapsed_ns() - start) / 1e6;
}

static struct clocked clocked_begin(const char *step, size_t count)
{
    struct clocked clocked = { step, clock_elapsed_ns(), process_cpu_seconds(), calloc(count, sizeof(double)), count };
    if (!clocked.times)
        exit(1);
    return clocked;
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Each in its order, so that what comes back now and then shows as such. */
static void tell_each(const struct clocked *clocked)
{
    const char *path = getenv("PUTS_TIMES");
    FILE *file = path ? fopen(path, "a") : NULL;
    for (size_t i = 0; file && i < clocked->count; i++)
        fprintf(file, "%s %zu %.3f\n", clocked->step, i, clocked->times[i]);
    if (file)
        fclose(file);
}

static void tell(struct clocked *clocked, size_t rows)
{
    double seconds = ms_since(clocked->start) / 1000, cpu = process_cpu_seconds() - clocked->cpu;
    tell_each(clocked);
    qsort(clocked->times, clocked->count, sizeof(clocked->times[0]), by_time);
    printf("%s %zu %.3f %.0f %.3f %.3f %.3f\n", clocked->step, rows, seconds, process_peak_rss_mb(), cpu,
           clocked->times[clocked->count / 2], clocked->times[clocked->count * 99 / 100]);
    fflush(stdout);
    free(clocked->times);
}

/* ---- records ---- */

struct person {
    char key[24], given[24], name[24], postcode[16], mail[48];
};

/* Somebody new each time, in the columns of a shop. */
static void person_of(unsigned n, struct person *person, struct live_question *ret)
{
    snprintf(person->key, sizeof(person->key), "N%u", n);
    snprintf(person->given, sizeof(person->given), "%c%c%cia", 'A' + n % 23, 'a' + n / 23 % 26, 'a' + n * 7 % 26);
    snprintf(person->name, sizeof(person->name), "%c%c%cstra", 'B' + n * 5 % 23, 'a' + n * 11 % 26, 'a' + n * 3 % 26);
    snprintf(person->postcode, sizeof(person->postcode), "%u AB", 1000 + n * 7919 % 9000);
    snprintf(person->mail, sizeof(person->mail), "bench%u@post.example", n);
    *ret = (struct live_question){ .values = { { TEXT("Klantnummer"), text_from(person->key) },
                                               { TEXT("Voornaam"), text_from(person->given) },
                                               { TEXT("Achternaam"), text_from(person->name) },
                                               { TEXT("Postcode"), text_from(person->postcode) },
                                               { TEXT("E-mail"), text_from(person->mail) } },
                                   .count = 5 };
}

static double put_one(struct live *live, struct store *store, const struct job *job, unsigned n)
{
    SCOPED(buf_done) struct buf said = BUF_EMPTY;
    struct error err = ERROR_NONE;
    struct json_out json = json_out_over(&said);
    struct person person;
    struct live_question values;
    uint64_t began = clock_elapsed_ns();
    person_of(n, &person, &values);
    json_object(&json);
    if (live_put(live, store, job, TEXT("bench"), &values, &json, &err) != STATUS_OK)
        die(&err);
    json_end(&json);
    return ms_since(began);
}

static double put_together(struct live *live, struct store *store, const struct job *job, unsigned from)
{
    static struct live_question values[TOGETHER];
    static struct person persons[TOGETHER];
    SCOPED(buf_done) struct buf said = BUF_EMPTY;
    struct error err = ERROR_NONE;
    struct json_out json = json_out_over(&said);
    uint64_t began = clock_elapsed_ns();
    for (unsigned i = 0; i < TOGETHER; i++)
        person_of(from + i, &persons[i], &values[i]);
    json_object(&json);
    if (live_put_all(live, store, job, TEXT("bench"), values, TOGETHER, &json, &err) != STATUS_OK)
        die(&err);
    json_end(&json);
    return ms_since(began);
}

/* ---- several at once ---- */

struct writer {
    const char *url;
    struct live *live;
    const struct job *job;
    unsigned from;
    double *times;
    size_t puts;
    pthread_t thread;
};

static void *write_all(void *ctx)
{
    struct writer *writer = ctx;
    struct error err = ERROR_NONE;
    struct store *store = NULL;
    if (store_open(writer->url, NULL, &store, &err) != STATUS_OK)
        die(&err);
    for (unsigned i = 0; i < writer->puts; i++)
        writer->times[i] = put_one(writer->live, store, writer->job, writer->from + i);
    store_close(&store);
    return NULL;
}

static void put_by_eight(struct live *live, const struct job *job, const char *url, size_t puts, unsigned from)
{
    struct writer writers[WRITERS];
    struct clocked clocked = clocked_begin("live.put8", puts * WRITERS);
    for (unsigned w = 0; w < WRITERS; w++) {
        writers[w] = (struct writer){ .url = url, .live = live, .job = job, .puts = puts };
        writers[w].from = from + w * (unsigned)puts;
        writers[w].times = clocked.times + w * puts;
        if (pthread_create(&writers[w].thread, NULL, write_all, &writers[w]) != 0)
            exit(1);
    }
    for (unsigned w = 0; w < WRITERS; w++)
        pthread_join(writers[w].thread, NULL);
    tell(&clocked, puts * WRITERS);
}

static void put_each(struct live *live, struct store *store, const struct job *job, size_t puts, unsigned from)
{
    struct clocked clocked = clocked_begin("live.put", puts);
    for (size_t i = 0; i < puts; i++)
        clocked.times[i] = put_one(live, store, job, from + (unsigned)i);
    tell(&clocked, puts);
}

static void put_in_calls(struct live *live, struct store *store, const struct job *job, size_t calls, unsigned from)
{
    struct clocked clocked = clocked_begin("live.put_all", calls);
    for (size_t c = 0; c < calls; c++)
        clocked.times[c] = put_together(live, store, job, from + (unsigned)c * TOGETHER);
    tell(&clocked, calls * TOGETHER);
}

void bench_puts(struct store *store, const struct job *job, const char *url, size_t puts, const char *step)
{
    struct error err = ERROR_NONE;
    struct live *live = NULL;
    unsigned next = 1, eight = WRITERS * (unsigned)(puts / 4 + 1);
    size_t calls = puts <= PUTS_USUAL ? 5 : puts / TOGETHER;
    struct clocked clocked = clocked_begin("live.open", 1);
    if (live_open(store, job, &live, &err) != STATUS_OK)
        die(&err);
    tell(&clocked, 1);
    clocked = clocked_begin("live.first", 1);
    clocked.times[0] = put_one(live, store, job, 0);
    tell(&clocked, 1);
    if (!step || strcmp(step, "live.put") == 0)
        put_each(live, store, job, puts, next);
    next += (unsigned)puts;
    if ((!step || strcmp(step, "live.put8") == 0) && strcmp(url, "sqlite::memory:") != 0)
        put_by_eight(live, job, url, puts / 4 + 1, next);
    next += eight;
    if (!step || strcmp(step, "live.put_all") == 0)
        put_in_calls(live, store, job, calls, next);
    live_close(&live);
}
