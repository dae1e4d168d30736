/*
 * How fast each step of the main job is, on one flat file of persons:
 *
 *     bench_steps FILE [STORE_URL]      one line "step rows seconds" each
 *
 * read       rows out of the file, nothing done with them
 * store      the file imported into an empty store (reading included)
 * resolve    facts to stored profiles; its parts are printed too
 * live.open  the index of all mentions made from the store (flow/live/live.h)
 * live.put   one record after another kept for good, with its links, party, profile and household when the call
 * returns, each in a transaction of its own; with p50_ms and p99_ms live.put8  the same by eight threads at once, who
 * share transactions live.put_all   the same in calls of a hundred records
 *
 * Rows to checked mentions have a program of their own, bench_normalise.c.
 * bench/run.sh makes the file, repeats, and keeps the medians.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/import/import.h"
#include "flow/live/live.h"
#include "flow/resolve/resolve.h"
#include "os/clock.h"
#include "os/process.h"
#include "os/threads.h"
#include "parse/reader.h"

static void die(const struct error *err)
{
    fprintf(stderr, "bench_steps: %s\n", err->message);
    exit(1);
}

static double seconds_since(uint64_t start)
{
    return (double)(clock_elapsed_ns() - start) / 1e9;
}

/* step, rows, seconds, peak of memory so far, seconds of processor. */
static void tell(const char *step, uint64_t rows, double seconds, double cpu)
{
    printf("%s %llu %.3f %.0f %.3f\n", step, (unsigned long long)rows, seconds, process_peak_rss_mb(), cpu);
    fflush(stdout);
}

static void bench_read(const char *path)
{
    struct error err = ERROR_NONE;
    struct reader *reader = NULL;
    struct row row;
    uint64_t rows = 0, start = clock_elapsed_ns();
    double cpu = process_cpu_seconds();
    if (reader_open(path, &reader, &err) != STATUS_OK)
        die(&err);
    while (reader_next(reader, &row) != ROW_NONE)
        rows++;
    tell("read", rows, seconds_since(start), process_cpu_seconds() - cpu);
    reader_close(&reader);
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

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

static void put_one(struct live *live, struct store *store, const struct job *job, unsigned n)
{
    SCOPED(buf_done) struct buf said = BUF_EMPTY;
    struct error err = ERROR_NONE;
    struct json_out json = json_out_over(&said);
    struct person person;
    struct live_question values;
    person_of(n, &person, &values);
    json_object(&json);
    if (live_put(live, store, job, TEXT("bench"), &values, &json, &err) != STATUS_OK)
        die(&err);
    json_end(&json);
}

enum { WRITERS = 8, WRITER_PUTS = 100, TOGETHER = 100 };

struct writer {
    const char *url;
    struct live *live;
    const struct job *job;
    unsigned from;
    double times[WRITER_PUTS];
    pthread_t thread;
};

static void *write_all(void *ctx)
{
    struct writer *writer = ctx;
    struct error err = ERROR_NONE;
    struct store *store = NULL;
    if (store_open(writer->url, NULL, &store, &err) != STATUS_OK)
        die(&err);
    for (unsigned i = 0; i < WRITER_PUTS; i++) {
        uint64_t began = clock_elapsed_ns();
        put_one(writer->live, store, writer->job, writer->from + i);
        writer->times[i] = seconds_since(began) * 1000;
    }
    store_close(&store);
    return NULL;
}

static void tell_times(const char *step, size_t count, double all, double cpu, double *times, size_t times_count)
{
    qsort(times, times_count, sizeof(times[0]), by_time);
    printf("%s %zu %.3f %.0f %.3f %.3f %.3f\n", step, count, all, process_peak_rss_mb(), cpu, times[times_count / 2],
           times[times_count * 99 / 100]);
    fflush(stdout);
}

static void bench_writers(struct live *live, const char *url, const struct job *job)
{
    static struct writer writers[WRITERS];
    static double times[WRITERS * WRITER_PUTS];
    uint64_t start = clock_elapsed_ns();
    double cpu = process_cpu_seconds();
    for (unsigned w = 0; w < WRITERS; w++) {
        writers[w] = (struct writer){ .url = url, .live = live, .job = job, .from = 10000 + w * WRITER_PUTS };
        if (pthread_create(&writers[w].thread, NULL, write_all, &writers[w]) != 0)
            exit(1);
    }
    for (unsigned w = 0; w < WRITERS; w++) {
        pthread_join(writers[w].thread, NULL);
        memcpy(&times[w * WRITER_PUTS], writers[w].times, sizeof(writers[w].times));
    }
    tell_times("live.put8", WRITERS * WRITER_PUTS, seconds_since(start), process_cpu_seconds() - cpu, times,
               WRITERS * WRITER_PUTS);
}

static void bench_together(struct live *live, struct store *store, const struct job *job)
{
    enum { CALLS = 5 };
    static struct live_question values[TOGETHER];
    static struct person persons[TOGETHER];
    double times[CALLS];
    uint64_t start = clock_elapsed_ns();
    double cpu = process_cpu_seconds();
    for (unsigned c = 0; c < CALLS; c++) {
        SCOPED(buf_done) struct buf said = BUF_EMPTY;
        struct error err = ERROR_NONE;
        struct json_out json = json_out_over(&said);
        uint64_t began = clock_elapsed_ns();
        for (unsigned i = 0; i < TOGETHER; i++)
            person_of(20000 + c * TOGETHER + i, &persons[i], &values[i]);
        json_object(&json);
        if (live_put_all(live, store, job, TEXT("bench"), values, TOGETHER, &json, &err) != STATUS_OK)
            die(&err);
        json_end(&json);
        times[c] = seconds_since(began) * 1000;
    }
    tell_times("live.put_all", CALLS * TOGETHER, seconds_since(start), process_cpu_seconds() - cpu, times, CALLS);
}

static void bench_live(struct store *store, const struct job *job, uint64_t rows, const char *url)
{
    enum { PUTS = 400 };
    struct error err = ERROR_NONE;
    struct live *live = NULL;
    double times[PUTS];
    uint64_t start = clock_elapsed_ns();
    double cpu = process_cpu_seconds();
    if (live_open(store, job, &live, &err) != STATUS_OK)
        die(&err);
    tell("live.open", rows, seconds_since(start), process_cpu_seconds() - cpu);
    put_one(live, store, job, PUTS); /* its columns are new: their mapping is kept */
    start = clock_elapsed_ns();
    cpu = process_cpu_seconds();
    for (unsigned i = 0; i < PUTS; i++) {
        uint64_t began = clock_elapsed_ns();
        put_one(live, store, job, i);
        times[i] = seconds_since(began) * 1000;
    }
    tell_times("live.put", PUTS, seconds_since(start), process_cpu_seconds() - cpu, times, PUTS);
    if (strcmp(url, "sqlite::memory:") != 0)
        bench_writers(live, url, job);
    bench_together(live, store, job);
    live_close(&live);
}

static void bench_store_and_resolve(const char *path, const char *url)
{
    struct error err = ERROR_NONE;
    struct store *store = NULL;
    const struct store_options options = { .create = true };
    const struct job job = {
        .threads = threads_default(), .now_ms = clock_now_ms(), .country = "NL", .author = TEXT("bench")
    };
    const struct import_options import = { .source = TEXT("bench"), .path = path };
    struct import_report imported = { 0 };
    struct resolve_report resolved = { 0 };
    uint32_t source = 0;
    struct store_tx tx = STORE_TX_NONE;
    if (store_open(url, &options, &store, &err) != STATUS_OK || store_begin(store, &tx, &err) != STATUS_OK ||
        store_source_add(store, TEXT("bench"), SOURCE_CRM, false, job.now_ms, &source, &err) != STATUS_OK ||
        store_commit(&tx, &err) != STATUS_OK)
        die(&err);

    uint64_t start = clock_elapsed_ns();
    double cpu = process_cpu_seconds();
    if (import_file(store, &job, &import, &imported, &err) != STATUS_OK)
        die(&err);
    tell("store", imported.counts.rows, seconds_since(start), process_cpu_seconds() - cpu);
    start = clock_elapsed_ns();
    cpu = process_cpu_seconds();
    if (import_file(store, &job, &import, &imported, &err) != STATUS_OK)
        die(&err);
    tell("store-again", imported.counts.rows, seconds_since(start), process_cpu_seconds() - cpu);
    start = clock_elapsed_ns();
    cpu = process_cpu_seconds();
    if (resolve_run(store, &job, &resolved, &err) != STATUS_OK)
        die(&err);
    tell("resolve", resolved.records, seconds_since(start), process_cpu_seconds() - cpu);
    tell("resolve.read", resolved.records, resolved.seconds_read, resolved.cpu_read);
    tell("resolve.match", resolved.records, resolved.seconds_match, resolved.cpu_match);
    tell("resolve.golden", resolved.records, resolved.seconds_golden, resolved.cpu_golden);
    tell("resolve.write", resolved.records, resolved.seconds_write, resolved.cpu_write);
    bench_live(store, &job, resolved.records, url);
    store_close(&store);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "use: bench_steps FILE [STORE_URL]\n");
        return 2;
    }
    bench_read(argv[1]);
    bench_store_and_resolve(argv[1], argc > 2 ? argv[2] : "sqlite::memory:");
    return 0;
}
