/*
 * How fast each step of the main job is, on one flat file of persons:
 *
 *     bench_steps FILE [STORE_URL [whole]]      one line "step rows seconds" each; whole: the job, and no puts
 *
 * read       rows out of the file, nothing done with them
 * store      the file imported into an empty store (reading included)
 * resolve    facts to stored profiles; its parts are printed too
 * live.…     records that are put (puts.h)
 *
 * Rows to checked mentions have a program of their own, bench_normalise.c.
 * bench/run.sh makes the file, repeats, and keeps the medians.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/import/import.h"
#include "flow/resolve/resolve.h"
#include "os/clock.h"
#include "os/process.h"
#include "os/threads.h"
#include "parse/reader.h"
#include "puts.h"

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

static void bench_store_and_resolve(const char *path, const char *url, bool puts)
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
    tell("resolve.households", resolved.records, resolved.seconds_households, resolved.cpu_households);
    tell("resolve.write", resolved.records, resolved.seconds_write, resolved.cpu_write);
    if (puts)
        bench_puts(store, &job, url, PUTS_USUAL, NULL);
    store_close(&store);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "use: bench_steps FILE [STORE_URL [whole]]\n");
        return 2;
    }
    bench_read(argv[1]);
    bench_store_and_resolve(argv[1], argc > 2 ? argv[2] : "sqlite::memory:", argc < 4);
    return 0;
}
