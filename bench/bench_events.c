/*
 * How fast events go in, on a made-up file of one order or call a row:
 *
 *     bench_events ROWS FOLDER [STORE_URL]      lines "step rows seconds peak cpu"
 *
 * events        the file imported into an empty store (reading included)
 * events-again  the same rows in another file: nothing changes
 * timeline      pages of 50 of one party with all that happened to a hundredth of them
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/scoped.h"
#include "flow/import/import.h"
#include "os/clock.h"
#include "os/process.h"
#include "os/threads.h"
#include "store/event.h"

enum { ROWS_PER_CUSTOMER = 10, PAGES = 1000, PAGE = 50 };

static void die(const struct error *err)
{
    fprintf(stderr, "bench_events: %s\n", err->message);
    exit(1);
}

static double seconds_since(uint64_t start)
{
    return (double)(clock_elapsed_ns() - start) / 1e9;
}

static void tell(const char *step, uint64_t rows, double seconds, double cpu)
{
    printf("%s %llu %.3f %.0f %.3f\n", step, (unsigned long long)rows, seconds, process_peak_rss_mb(), cpu);
    fflush(stdout);
}

/* Four kinds in turn; the last line tells the two files apart. */
static void write_file(const char *path, uint64_t rows, const char *last)
{
    static const char *const kinds[] = { "Bestelling", "Telefoongesprek", "Factuur", "Geopend" };
    FILE *file = fopen(path, "w");
    if (!file)
        exit(1);
    fprintf(file,
            "Gebeurtenis-ID,Klantnummer,Tijdstip,Soort,Onderwerp,Artikel,Aantal,Bedrag,Valuta,Status,Opvolgen op\n");
    for (uint64_t i = 0; i < rows; i++)
        fprintf(file,
                "E%08llu,%llu,2026-%02llu-%02llu %02llu:%02llu,%s,Onderwerp %llu,Gastronormbak "
                "1/1,%llu,%llu.%02llu,EUR,open,\n",
                (unsigned long long)i, (unsigned long long)(i * 7919 % (rows / ROWS_PER_CUSTOMER + 1)),
                (unsigned long long)(i % 12 + 1), (unsigned long long)(i % 28 + 1), (unsigned long long)(i % 24),
                (unsigned long long)(i % 60), kinds[i % 4], (unsigned long long)i, (unsigned long long)(i % 9 + 1),
                (unsigned long long)(i % 900), (unsigned long long)(i % 100));
    fprintf(file, "%s", last);
    if (fclose(file) != 0)
        exit(1);
}

static void import(struct store *store, const struct job *job, const char *path, const char *step)
{
    struct error err = ERROR_NONE;
    struct import_report report = { 0 };
    const struct import_options options = { .source = TEXT("bench"), .path = path };
    uint64_t start = clock_elapsed_ns();
    double cpu = process_cpu_seconds();
    if (import_file(store, job, &options, &report, &err) != STATUS_OK)
        die(&err);
    tell(step, report.counts.events_created + report.counts.events_unchanged, seconds_since(start),
         process_cpu_seconds() - cpu);
}

struct page {
    struct event_mark last;
    size_t count;
};

static bool see(void *ctx, const struct event_mark *mark)
{
    struct page *page = ctx;
    page->last = *mark;
    return ++page->count < PAGE;
}

/* A hundredth of the records as one party: more than any customer has, less than a bad day of a big one. */
static void pages(struct store *store, uint64_t rows)
{
    struct error err = ERROR_NONE;
    uint64_t customers = rows / ROWS_PER_CUSTOMER + 1;
    size_t count = customers / 100 + 1;
    struct scoped_record *records = calloc(count, sizeof(*records));
    struct page page = { .last = { .at_ms = INT64_MAX } };
    for (size_t i = 0; records && i < count; i++) {
        char key[24];
        snprintf(key, sizeof(key), "%zu", i);
        records[i].record = record_id_of(TEXT("bench"), text_from(key));
    }
    uint64_t start = clock_elapsed_ns();
    double cpu = process_cpu_seconds();
    int seen = 0;
    for (; records && seen < PAGES; seen++) {
        page.count = 0;
        if (store_event_marks(store, records, count, INT64_MIN, page.last.at_ms, page.last.id, see, &page, &err) !=
            STATUS_OK)
            die(&err);
        if (page.count < PAGE)
            break;
    }
    tell("timeline", (uint64_t)seen, seconds_since(start), process_cpu_seconds() - cpu);
    free(records);
}

int main(int argc, char **argv)
{
    struct error err = ERROR_NONE;
    struct store *store = NULL;
    struct store_tx tx = STORE_TX_NONE;
    uint64_t rows = argc > 2 ? strtoull(argv[1], NULL, 10) : 0;
    char first[400], again[400], url[400];
    uint32_t source = 0;
    if (rows == 0 || argc > 4) {
        fprintf(stderr, "bench_events ROWS FOLDER [STORE_URL]\n");
        return 2;
    }
    snprintf(first, sizeof(first), "%s/events.csv", argv[2]);
    snprintf(again, sizeof(again), "%s/events_again.csv", argv[2]);
    snprintf(url, sizeof(url), "sqlite:%s/events.db", argv[2]);
    write_file(first, rows, "");
    write_file(again, rows, "\n");
    const struct store_options options = { .create = true };
    const struct job job = {
        .threads = threads_default(), .now_ms = clock_now_ms(), .country = "NL", .author = TEXT("bench")
    };
    if (store_open(argc > 3 ? argv[3] : url, &options, &store, &err) != STATUS_OK ||
        store_begin(store, &tx, &err) != STATUS_OK ||
        store_source_add(store, TEXT("bench"), SOURCE_CRM, false, job.now_ms, &source, &err) != STATUS_OK ||
        store_commit(&tx, &err) != STATUS_OK)
        die(&err);
    import(store, &job, first, "events");
    import(store, &job, again, "events-again");
    pages(store, rows);
    store_close(&store);
    return 0;
}
