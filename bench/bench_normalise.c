/*
 * How fast rows become checked mentions: normal_record_read() and
 * check_record() on rows that stand in memory, on one thread and on two.
 *
 *     bench_normalise FILE [ROWS]       one line "step rows seconds peak_mb" each
 *
 * The program is built twice.  bench_normalise_plan has no libphonenumber
 * behind phone_shim_read(), so that it shows what the library costs: numbers
 * that the plans of normal/phone_plan.h leave open are then unread.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "check/check.h"
#include "normal/phone_shim.h"
#include "normal/record.h"
#include "os/clock.h"
#include "os/process.h"
#include "os/threads.h"
#include "parse/mapping.h"
#include "parse/reader.h"

#ifdef WITHOUT_PHONE_LIBRARY
#define STEP "normalise-plan"

bool phone_shim_read(const char *digits, size_t len, const char *country, struct phone_shim_number *ret)
{
    (void)digits;
    (void)len;
    (void)country;
    *ret = (struct phone_shim_number){ 0 };
    return false;
}
#else
#define STEP "normalise"
#endif

enum { WORKERS_MAX = 2, SLICE = 10000, ROWS_MAX = 1000000 };

struct run {
    struct mapping mapping;
    struct normal_options options;
    const struct row *rows;
    size_t rows_count;
    struct arena arenas[WORKERS_MAX];
};

static void die(const struct error *err)
{
    fprintf(stderr, "bench_normalise: %s\n", err->message);
    exit(1);
}

static struct row row_copy(const struct row *row, struct arena *arena)
{
    struct text *cells = arena_array(arena, struct text, row->count);
    for (size_t i = 0; cells && i < row->count; i++)
        cells[i] = arena_copy(arena, row->cells[i]);
    return (struct row){ .cells = cells, .count = row->count, .number = row->number };
}

static size_t rows_read(struct reader *reader, struct row *rows, size_t rows_max, struct arena *arena)
{
    size_t count = 0;
    struct row row;
    for (enum row_state state; count < rows_max && (state = reader_next(reader, &row)) != ROW_NONE;)
        if (state == ROW_GOOD)
            rows[count++] = row_copy(&row, arena);
    return count;
}

static void slice_normalise(void *ctx, size_t slice, int thread)
{
    struct run *run = ctx;
    struct error err = ERROR_NONE;
    const struct check_options day = { .now_ms = run->options.now_ms };
    struct arena *arena = &run->arenas[thread];
    for (size_t i = slice * SLICE; i < run->rows_count && i < (slice + 1) * SLICE; i++) {
        struct normal_record normal;
        arena_reset(arena);
        if (normal_record_read(&run->mapping, &run->rows[i], (struct record_id){ i + 1 }, &run->options, arena, &normal,
                               &err) != STATUS_OK ||
            check_record(&normal, &day, arena, &err) != STATUS_OK)
            die(&err);
    }
}

static void bench(struct run *run, const char *step, int threads)
{
    uint64_t start = clock_elapsed_ns();
    threads_run(threads, (run->rows_count + SLICE - 1) / SLICE, slice_normalise, run);
    printf("%s %zu %.3f %.0f\n", step, run->rows_count, (double)(clock_elapsed_ns() - start) / 1e9,
           process_peak_rss_mb());
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct error err = ERROR_NONE;
    struct reader *reader = NULL;
    size_t rows_max = argc > 2 ? strtoul(argv[2], NULL, 10) : ROWS_MAX;
    if (argc < 2 || rows_max == 0 || rows_max > ROWS_MAX) {
        fprintf(stderr, "use: bench_normalise FILE [ROWS]\n");
        return 2;
    }
    if (reader_open(argv[1], &reader, &err) != STATUS_OK)
        die(&err);
    struct layout layout = reader_layout(reader);
    SCOPED(arena_done) struct arena kept = ARENA_UP_TO((size_t)2 << 30);
    struct row *rows = calloc(rows_max, sizeof(*rows));
    struct mapping_proposal *proposals = calloc(layout.count, sizeof(*proposals));
    struct field_ref *refs = calloc(layout.count, sizeof(*refs));
    struct run run = { .options = { .country = "NL", .now_ms = clock_now_ms() }, .rows = rows };
    for (int i = 0; i < WORKERS_MAX; i++)
        run.arenas[i] = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    run.rows_count = rows_read(reader, rows, rows_max, &kept);
    mapping_propose(layout, rows, run.rows_count < MAPPING_SAMPLE_ROWS ? run.rows_count : MAPPING_SAMPLE_ROWS,
                    proposals);
    for (size_t i = 0; i < layout.count; i++)
        refs[i] = proposals[i].ref;
    run.mapping = (struct mapping){ .refs = refs, .count = layout.count };

    bench(&run, STEP, 1);
    bench(&run, STEP "-2t", 2);
    for (int i = 0; i < WORKERS_MAX; i++)
        arena_done(&run.arenas[i]);
    free(rows);
    free(proposals);
    free(refs);
    reader_close(&reader);
    return 0;
}
