/*
 * How long one question takes against an index that is kept:
 *
 *     bench_live FILE [ASKED]           one line "step rows seconds peak_mb cpu p50_ms p99_ms" each
 *
 * live.build   all mentions into the index
 * live.ask     who is this? one row of the file after another, as if it were new: candidates, scores, clusters
 * live.write   the index to a file; live.read  and back
 *
 * The model is trained on the first TRAINED rows, for training is not what is
 * measured here.  What is asked stands in the index already, so every answer
 * finds somebody.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "match/index.h"
#include "normal/record.h"
#include "os/clock.h"
#include "os/process.h"
#include "os/threads.h"
#include "parse/mapping.h"
#include "parse/reader.h"

enum { TRAINED = 50000, CHUNK = 8192, ASKED = 5000 };

struct bench {
    struct reader *reader;
    struct mapping mapping;
    struct normal_options options;
    struct arena arena;
    struct match_model *model;
    struct match_index *index;
};

static void die(const struct error *err)
{
    fprintf(stderr, "bench_live: %s\n", err->message);
    exit(1);
}

static void check(enum status status, const struct error *err)
{
    if (status != STATUS_OK)
        die(err);
}

static void tell(const char *step, size_t rows, double seconds, double cpu, double p50, double p99)
{
    printf("%s %zu %.3f %.0f %.3f", step, rows, seconds, process_peak_rss_mb(), cpu);
    printf(p99 > 0 ? " %.3f %.3f\n" : "\n", p50, p99);
    fflush(stdout);
}

static double seconds_since(uint64_t start)
{
    return (double)(clock_elapsed_ns() - start) / 1e9;
}

/* The next row's mentions; false at the end. They live in the arena. */
static bool next(struct bench *bench, uint64_t number, struct normal_record *ret)
{
    struct error err = ERROR_NONE;
    struct row row;
    enum row_state state = reader_next(bench->reader, &row);
    if (state == ROW_NONE)
        return false;
    *ret = (struct normal_record){ 0 };
    struct text *cells = arena_array(&bench->arena, struct text, row.count);
    for (size_t i = 0; i < row.count && cells; i++)
        cells[i] = arena_copy(&bench->arena, row.cells[i]);
    row.cells = cells;
    if (state == ROW_GOOD)
        check(normal_record_read(&bench->mapping, &row, (struct record_id){ number }, &bench->options, &bench->arena,
                                 ret, &err),
              &err);
    return true;
}

static void find_mapping(struct bench *bench)
{
    struct layout layout = reader_layout(bench->reader);
    struct mapping_proposal *proposals = calloc(layout.count, sizeof(*proposals));
    struct field_ref *refs = calloc(layout.count, sizeof(*refs));
    struct row row;
    if (!proposals || !refs || reader_next(bench->reader, &row) != ROW_GOOD)
        exit(1);
    mapping_propose(layout, &row, 1, proposals);
    for (size_t i = 0; i < layout.count; i++)
        refs[i] = proposals[i].ref;
    bench->mapping = (struct mapping){ .refs = refs, .count = layout.count };
    free(proposals);
}

static void train(struct bench *bench)
{
    struct error err = ERROR_NONE;
    SCOPED(buf_done) struct buf bytes = BUF_EMPTY;
    struct matcher *matcher = NULL;
    const struct match_options options = { .threads = 2 };
    struct normal_record normal;
    check(reader_rewind(bench->reader, &err), &err);
    check(matcher_open(&options, &matcher, &err), &err);
    for (uint64_t i = 0; i < TRAINED && next(bench, i, &normal); i++, arena_reset(&bench->arena))
        for (size_t m = 0; m < normal.mentions_count; m++)
            check(matcher_add(matcher, (struct mention_id){ i * 8 + m + 1 }, 1, &normal.mentions[m], &err), &err);
    check(matcher_run(matcher, &err), &err);
    check(matcher_model_write(matcher, &bytes, &err), &err);
    check(match_model_read(buf_text(&bytes), &bench->model, &err), &err);
    matcher_close(&matcher);
}

static size_t build(struct bench *bench)
{
    struct error err = ERROR_NONE;
    struct match_item *items = calloc(2 * CHUNK, sizeof(*items));
    struct mention *mentions = calloc(2 * CHUNK, sizeof(*mentions));
    struct normal_record normal;
    uint64_t rows = 0, start = 0, spent = 0;
    double cpu = 0, before = 0;
    size_t count = 0;
    if (!items || !mentions)
        exit(1);
    check(reader_rewind(bench->reader, &err), &err);
    check(match_index_open(bench->model, 0, &bench->index, &err), &err);
    for (bool more = true; more;) {
        more = next(bench, rows, &normal);
        rows += more;
        for (size_t m = 0; more && m < normal.mentions_count && m < 2; m++) {
            mentions[count] = normal.mentions[m];
            items[count] = (struct match_item){ { rows * 8 + m }, 1, &mentions[count] };
            count++;
        }
        if (more && count < 2 * CHUNK - 2)
            continue;
        start = clock_elapsed_ns();
        before = process_cpu_seconds();
        check(match_index_add_all(bench->index, items, count, 2, &err), &err);
        if (!more)
            check(match_index_settle(bench->index, 2, &err), &err);
        spent += clock_elapsed_ns() - start;
        cpu += process_cpu_seconds() - before;
        count = 0;
        arena_reset(&bench->arena);
    }
    tell("live.build", rows, (double)spent / 1e9, cpu, 0, 0);
    fprintf(stderr, "index: %.0f MB for %zu mentions\n", (double)match_index_bytes(bench->index) / 1e6,
            match_index_count(bench->index, PARTY_PERSON) + match_index_count(bench->index, PARTY_ORGANISATION));
    free(items);
    free(mentions);
    return rows;
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void ask(struct bench *bench, size_t rows, size_t asked)
{
    struct error err = ERROR_NONE;
    double *times = calloc(asked + 1, sizeof(*times)), *spent = calloc(asked + 1, sizeof(*spent)), cpu = 0, all = 0;
    struct normal_record normal;
    size_t step = rows / asked + 1, count = 0, met = 0, linked = 0;
    if (!times || !spent)
        exit(1);
    check(reader_rewind(bench->reader, &err), &err);
    for (uint64_t row = 0; count < asked && next(bench, row, &normal); row++, arena_reset(&bench->arena)) {
        if (row % step || normal.mentions_count == 0)
            continue;
        struct match_item item = { { 0 }, 1, &normal.mentions[0] };
        struct match_around around;
        uint64_t start = clock_elapsed_ns();
        double before = process_cpu_seconds();
        check(match_index_around(bench->index, NULL, 0, &item, &around, &err), &err);
        spent[count] = (process_cpu_seconds() - before) * 1000;
        cpu += spent[count] / 1000;
        times[count] = seconds_since(start) * 1000;
        all += times[count++];
        met += around.met;
        linked += around.links.len > 1;
        match_around_done(&around);
    }
    qsort(times, count, sizeof(*times), by_time);
    qsort(spent, count, sizeof(*spent), by_time);
    tell("live.ask", count, all / 1000, cpu, times[count / 2], times[count * 99 / 100]);
    fprintf(stderr,
            "asked %zu: %zu candidates each, %zu with company; of processor %.3f ms, 99 of 100 within %.3f ms\n", count,
            met / (count ? count : 1), linked, spent[count / 2], spent[count * 99 / 100]);
    free(times);
    free(spent);
}

static void to_file_and_back(struct bench *bench, size_t rows)
{
    struct error err = ERROR_NONE;
    SCOPED(buf_done) struct buf stamp = BUF_EMPTY;
    struct match_index *again = NULL;
    char path[] = "/tmp/bench_live_XXXXXX";
    int fd = mkstemp(path);
    if (fd >= 0)
        close(fd);
    uint64_t start = clock_elapsed_ns();
    double cpu = process_cpu_seconds();
    check(match_index_write(bench->index, path, TEXT("bench"), &err), &err);
    tell("live.write", rows, seconds_since(start), process_cpu_seconds() - cpu, 0, 0);
    match_index_close(&bench->index);
    start = clock_elapsed_ns();
    cpu = process_cpu_seconds();
    check(match_index_read(path, bench->model, 0, &again, &stamp, &err), &err);
    tell("live.read", rows, seconds_since(start), process_cpu_seconds() - cpu, 0, 0);
    match_index_close(&again);
    unlink(path);
}

int main(int argc, char **argv)
{
    struct error err = ERROR_NONE;
    struct bench bench = { .options = { .country = "NL", .now_ms = clock_now_ms() },
                           .arena = ARENA_UP_TO((size_t)1 << 30) };
    size_t asked = argc > 2 ? strtoul(argv[2], NULL, 10) : ASKED;
    if (argc < 2 || asked == 0) {
        fprintf(stderr, "use: bench_live FILE [ASKED]\n");
        return 2;
    }
    check(reader_open(argv[1], &bench.reader, &err), &err);
    find_mapping(&bench);
    train(&bench);
    size_t rows = build(&bench);
    ask(&bench, rows, asked);
    to_file_and_back(&bench, rows);
    match_model_close(&bench.model);
    free((void *)bench.mapping.refs);
    arena_done(&bench.arena);
    reader_close(&bench.reader);
    return 0;
}
