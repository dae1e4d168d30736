/*
 * klantbeeld demo: the demonstration company, on disk or all the way to the page.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/command.h"
#include "cli/demo_run.h"
#include "os/clock.h"
#include "os/file.h"

static const struct cli_option options[] = {
    { "out", "DIR", "folder for the files (with --bench-persons: the file)", NULL },
    { "scale", "N", "about N source records in all, 100 to 10000000 (5000)", NULL },
    { "seed", "S", "another number gives another company (1)", NULL },
    { "run", NULL, "import into a fresh store, resolve, print a summary and serve", NULL },
    { "no-serve", NULL, "with --run: stop after the summary", NULL },
    { "listen", "ADDRESS", "with --run: where to listen (127.0.0.1:8360)", NULL },
    { "bench-persons", "N", "write one flat table of N records for benchmarks instead", NULL },
    { NULL, NULL, NULL, NULL },
};

static enum status number_read(const struct cli_args *args, const char *option, uint64_t low, uint64_t high,
                               uint64_t usual, uint64_t *ret, struct error *err)
{
    struct text value = cli_arg(args, option);
    *ret = usual;
    if (!value.ptr)
        return STATUS_OK;
    if (text_to_u64(value, ret) && *ret >= low && *ret <= high)
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, "--%s takes a number from %" PRIu64 " to %" PRIu64, option, low, high);
}

static enum status put_numbers(const struct cli *cli, const char *where, const char *const *keys,
                               const uint64_t *values, double seconds, struct error *err)
{
    if (!cli->json) {
        printf("%s\n", where);
        for (size_t i = 0; keys[i]; i++)
            printf("  %-22s %12" PRIu64 "\n", keys[i], values[i]);
        printf("  %-22s %12.2f\n", "seconds", seconds);
        return STATUS_OK;
    }
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put_str(&json, "out", where);
    for (size_t i = 0; keys[i]; i++)
        json_put_u64(&json, keys[i], values[i]);
    json_key(&json, "wall_s");
    json_fixed(&json, seconds, 3);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status bench(const struct cli *cli, const struct cli_args *args, uint64_t seed, struct error *err)
{
    static const char *const keys[] = { "records", "persons", "households", "bytes", NULL };
    struct text out = cli_arg(args, "out");
    struct demo_bench_options options_bench = { .path = out.ptr, .seed = seed };
    if (!out.ptr || out.len == 0) {
        error_set(err, STATUS_USAGE, "--bench-persons needs a file");
        error_hint(err, "Name it with --out FILE.csv.");
        return STATUS_USAGE;
    }
    enum status status =
        number_read(args, "bench-persons", DEMO_RECORDS_MIN, DEMO_RECORDS_MAX, 0, &options_bench.records, err);
    if (status != STATUS_OK)
        return status;
    uint64_t start = clock_elapsed_ns();
    struct demo_bench_report report;
    status = demo_write_bench(&options_bench, &report, err);
    if (status != STATUS_OK)
        return status;
    const uint64_t values[] = { report.records, report.persons, report.households, report.bytes };
    return put_numbers(cli, out.ptr, keys, values, (double)(clock_elapsed_ns() - start) / 1e9, err);
}

/* --out, or "demo" in this user's data folder for --run. */
static enum status folder_of(const struct cli_args *args, char *ret, size_t len, struct error *err)
{
    struct text out = cli_arg(args, "out");
    int written = -1;
    if (out.ptr && out.len > 0) {
        written = snprintf(ret, len, "%.*s", TEXT_ARG(out));
    } else if (cli_flag(args, "run")) {
        char home[PATH_MAX];
        enum status status = path_data_home(home, sizeof(home), err);
        if (status != STATUS_OK)
            return status;
        written = snprintf(ret, len, "%s/demo", home);
    } else {
        error_set(err, STATUS_USAGE, "where should the files go?");
        error_hint(err, "Name a folder with --out DIR, or add --run to use the data folder.");
        return STATUS_USAGE;
    }
    if (written < 0 || (size_t)written >= len)
        return error_set(err, STATUS_USAGE, "the name of the folder is too long");
    return folder_make(ret, err);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    static const char *const keys[] = { "records", "events", "persons", "organisations", "households", "bytes", NULL };
    uint64_t seed = 0;
    enum status status = number_read(args, "seed", 0, UINT64_MAX, DEMO_SEED_DEFAULT, &seed, err);
    if (status != STATUS_OK)
        return status;
    if (cli_arg(args, "bench-persons").ptr)
        return bench(cli, args, seed, err);

    char folder[PATH_MAX - 64];
    struct demo_options make = {
        .folder = folder, .seed = seed, .progress = cli->job.progress, .progress_ctx = cli->job.progress_ctx
    };
    status = number_read(args, "scale", DEMO_RECORDS_MIN, DEMO_RECORDS_MAX, DEMO_RECORDS_DEFAULT, &make.records, err);
    if (status == STATUS_OK)
        status = folder_of(args, folder, sizeof(folder), err);
    uint64_t start = clock_elapsed_ns();
    struct demo_run job = { .folder = folder,
                            .store_url = cli->store_url,
                            .listen = cli_arg(args, "listen").ptr,
                            .serves = !cli_flag(args, "no-serve") };
    if (status == STATUS_OK)
        status = demo_write(&make, &job.made, err);
    if (status != STATUS_OK)
        return status;
    if (cli_flag(args, "run"))
        return demo_run(cli, &job, err);
    const uint64_t values[] = { job.made.records,       job.made.events,     job.made.persons,
                                job.made.organisations, job.made.households, job.made.bytes };
    return put_numbers(cli, folder, keys, values, (double)(clock_elapsed_ns() - start) / 1e9, err);
}

const struct command command_demo = {
    .name = "demo",
    .usage = "--out DIR [--scale N] [--seed S] | --run [--no-serve] | --bench-persons N --out FILE",
    .summary = "make the demonstration company, or run everything on it",
    .description =
        "Writes six sources of Van Houten & Dochters, an invented Dutch wholesaler with a webshop: a CRM,\n"
        "the debtors of the bookkeeping, webshop customers and orders, newsletter subscribers and what they\n"
        "opened, two address books and the mailbox of the service desk; and waarheid.csv, which says who is\n"
        "meant by each record. The same seed gives the same bytes on every machine. Nobody in it exists.\n"
        "\n"
        "--run does the main job on it: a fresh store, import, resolve, a summary held against the truth,\n"
        "and the pages until Ctrl-C. The store is made anew in the folder, unless --store names an empty one.\n"
        "\n"
        "--bench-persons writes one flat table with duplicates, for measuring, with FILE_waarheid.csv\n"
        "(id,cluster) and FILE_huishoudens.csv (id,household) beside it.",
    .example = "klantbeeld demo --out /tmp/vanhouten\n"
               "klantbeeld demo --run --no-serve --scale 20000\n"
               "klantbeeld demo --bench-persons 1000000 --out /tmp/bench.csv",
    .options = options,
    .positional_min = 0,
    .positional_max = 0,
    .run = run,
};
