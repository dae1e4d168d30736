/*
 * The main job, from made files to a running page, in the order a customer
 * would do it by hand: init, source add, import, resolve, serve.  What was
 * delivered a year ago is imported and resolved as of then, so that the page
 * has a past: who worked and lived elsewhere, who was a prospect.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/demo_run.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "api/serve.h"
#include "base/json_out.h"
#include "base/scoped.h"
#include "flow/import/import.h"
#include "flow/resolve/resolve.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/process.h"

struct demo_total {
    struct import_counts counts;
    uint64_t masked;
    struct resolve_report resolved;
    struct demo_scores scores;
    double seconds_import, seconds;
};

static double seconds_since(uint64_t start_ns)
{
    return (double)(clock_elapsed_ns() - start_ns) / 1e9;
}

/* The store of the demonstration, made anew; one the user named is never emptied by us. */
static enum status fresh_store(const struct demo_run *run, char *url, size_t url_len, struct error *err)
{
    static const char *const endings[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        char path[PATH_MAX];
        int len = snprintf(path, sizeof(path), "%s/klantbeeld.db%s", run->folder, endings[i]);
        if (len < 0 || (size_t)len >= sizeof(path))
            return error_set(err, STATUS_USAGE, "the name of the folder is too long");
        enum status status = file_remove(path, err);
        if (status != STATUS_OK)
            return status;
    }
    int len = snprintf(url, url_len, "sqlite:%s/klantbeeld.db", run->folder);
    if (len < 0 || (size_t)len >= url_len)
        return error_set(err, STATUS_USAGE, "the name of the folder is too long");
    return STATUS_OK;
}

static enum status refuse_full_store(struct store *store, struct error *err)
{
    struct store_counts counts;
    enum status status = store_count(store, &counts, err);
    if (status != STATUS_OK || counts.sources == 0)
        return status;
    error_set(err, STATUS_CONFLICT, "there is something in the store '%s' already", store_url(store));
    error_hint(err, "Give the demonstration a store of its own, or leave --store out.");
    return STATUS_CONFLICT;
}

static enum status add_source(struct store *store, const struct job *job, const struct demo_file *file,
                              struct error *err)
{
    enum source_kind kind = SOURCE_OTHER;
    uint32_t id = 0;
    bool known = source_kind_read(text_from(file->kind), &kind);
    assert(known);
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_source_add(store, text_from(file->source), kind, false, job->now_ms, &id, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

static bool is_first_of_source(const struct demo_file *file)
{
    for (const struct demo_file *before = demo_files; before < file; before++)
        if (strcmp(before->source, file->source) == 0)
            return false;
    return true;
}

static enum status import_all(struct store *store, const struct job *job, const struct demo_run *run, bool is_former,
                              struct demo_total *total, struct error *err)
{
    for (const struct demo_file *file = demo_files; file->name; file++) {
        char path[PATH_MAX];
        if (file->is_former != is_former)
            continue;
        snprintf(path, sizeof(path), "%s/%s", run->folder, file->name);
        enum status status = is_first_of_source(file) ? add_source(store, job, file, err) : STATUS_OK;
        if (status != STATUS_OK)
            return status;
        struct import_options options = { .source = text_from(file->source), .path = path };
        struct import_report report = { 0 };
        status = import_file(store, job, &options, &report, err);
        if (status != STATUS_OK)
            return error_within(err, status, "'%s'", file->name);
        total->counts.rows += report.counts.rows;
        total->counts.created += report.counts.created;
        total->counts.updated += report.counts.updated;
        total->counts.rejected += report.counts.rejected;
        total->counts.events_created += report.counts.events_created;
        total->masked += report.masked;
    }
    return STATUS_OK;
}

static void put_score(struct json_out *json, const char *name, const struct demo_score *score)
{
    json_key(json, name);
    json_object(json);
    json_put_u64(json, "records", score->records);
    json_put_u64(json, "true_pairs", score->true_pairs);
    json_put_u64(json, "found_pairs", score->found_pairs);
    json_key(json, "precision");
    json_fixed(json, score->found_pairs ? (double)score->right_pairs / (double)score->found_pairs : 0, 4);
    json_key(json, "recall");
    json_fixed(json, score->true_pairs ? (double)score->right_pairs / (double)score->true_pairs : 0, 4);
    json_key(json, "f1");
    json_fixed(json, demo_score_f1(score), 4);
    json_end(json);
}

static enum status tell_json(const struct demo_run *run, const struct demo_total *total, const char *url,
                             struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    const struct {
        const char *key;
        uint64_t value;
    } numbers[] = { { "rows", total->counts.rows },
                    { "records", total->resolved.records },
                    { "rejected", total->counts.rejected },
                    { "events", total->counts.events_created },
                    { "masked", total->masked },
                    { "persons", total->resolved.persons },
                    { "organisations", total->resolved.organisations },
                    { "households", total->resolved.households },
                    { "roles", total->resolved.roles },
                    { "duplicates", total->resolved.duplicates },
                    { "reviews", total->resolved.reviews } };
    json_object(&json);
    json_put_str(&json, "folder", run->folder);
    json_put_str(&json, "store", url);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
        json_put_u64(&json, numbers[i].key, numbers[i].value);
    if (total->scores.measured) {
        put_score(&json, "persons_against_truth", &total->scores.persons);
        put_score(&json, "organisations_against_truth", &total->scores.organisations);
        put_score(&json, "households_against_truth", &total->scores.households);
    }
    json_key(&json, "import_s");
    json_fixed(&json, total->seconds_import, 2);
    json_key(&json, "resolve_s");
    json_fixed(&json, total->resolved.seconds, 2);
    json_key(&json, "wall_s");
    json_fixed(&json, total->seconds, 2);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static void tell_score(const struct cli *cli, const char *what, const struct demo_score *score)
{
    printf("  %-24s %s %.3f, %s %.3f (F1 %.3f)\n", what, cli_say(cli, "juist", "precision"),
           score->found_pairs ? (double)score->right_pairs / (double)score->found_pairs : 0,
           cli_say(cli, "gevonden", "recall"),
           score->true_pairs ? (double)score->right_pairs / (double)score->true_pairs : 0, demo_score_f1(score));
}

static void tell(const struct cli *cli, const struct demo_run *run, const struct demo_total *total, const char *url)
{
    const struct {
        const char *nl, *en;
        uint64_t value;
    } lines[] = { { "regels gelezen", "rows read", total->counts.rows },
                  { "waarvan afgewezen", "of which rejected", total->counts.rejected },
                  { "bronrecords", "source records", total->resolved.records },
                  { "gebeurtenissen", "events", total->counts.events_created },
                  { "persoonsnummers gewist", "national numbers erased", total->masked },
                  { "personen", "persons", total->resolved.persons },
                  { "organisaties", "organisations", total->resolved.organisations },
                  { "huishoudens", "households", total->resolved.households },
                  { "rollen", "roles", total->resolved.roles },
                  { "dubbelen gevonden", "duplicates found", total->resolved.duplicates },
                  { "te beoordelen", "to review", total->resolved.reviews } };
    printf("Van Houten & Dochters (%s %s)\n", cli_say(cli, "bestanden in", "files in"), run->folder);
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        printf("  %-24s %10" PRIu64 "\n", cli_say(cli, lines[i].nl, lines[i].en), lines[i].value);
    if (total->scores.measured) {
        tell_score(cli, cli_say(cli, "personen, getoetst", "persons, against truth"), &total->scores.persons);
        tell_score(cli, cli_say(cli, "organisaties, getoetst", "organisations"), &total->scores.organisations);
        tell_score(cli, cli_say(cli, "huishoudens, getoetst", "households"), &total->scores.households);
    }
    printf("  %-24s %10.1f s (%s %.1f, %s %.1f)\n", cli_say(cli, "tijd", "time"), total->seconds,
           cli_say(cli, "inlezen", "import"), total->seconds_import, cli_say(cli, "herkennen", "resolve"),
           total->resolved.seconds);
    printf("  %-24s %s\n", cli_say(cli, "opslag", "store"), url);
    fflush(stdout);
}

static void tell_ready(void *ctx, const char *url, const char *link)
{
    const struct cli *cli = ctx;
    printf("\n%s %s\n", cli_say(cli, "Klantbeeld draait op", "Klantbeeld runs at"), url);
    if (link[0])
        printf("%s\n  %s\n", cli_say(cli, "Meld u één keer aan met deze link:", "Log in once with this link:"), link);
    printf("%s\n", cli_say(cli, "Ctrl-C stopt de server.", "Ctrl-C stops the server."));
    fflush(stdout);
}

static void tell_ready_json(void *ctx, const char *url, const char *link)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put_str(&json, "url", url);
    json_put_str(&json, "login", link[0] ? link : NULL);
    json_end(&json);
    cli_put_json(&buf, NULL);
    fflush(stdout);
}

static enum status fill_store(struct cli *cli, const struct demo_run *run, const char *url, struct demo_total *total,
                              struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    enum status status = store_open(url, &(struct store_options){ .create = true }, &store, err);
    if (status == STATUS_OK)
        status = refuse_full_store(store, err);
    if (status != STATUS_OK)
        return status;
    struct job then = cli->job;
    then.now_ms = demo_former_ms() < then.now_ms ? demo_former_ms() : then.now_ms;
    const struct job *const jobs[] = { &then, &cli->job };
    double seconds_resolve = 0;
    for (int now = 0; now < 2 && status == STATUS_OK; now++) {
        uint64_t start = clock_elapsed_ns();
        status = import_all(store, jobs[now], run, now == 0, total, err);
        total->seconds_import += seconds_since(start);
        if (status == STATUS_OK)
            status = resolve_run(store, jobs[now], &total->resolved, err);
        seconds_resolve += total->resolved.seconds;
    }
    total->resolved.seconds = seconds_resolve;
    if (status == STATUS_OK)
        status = demo_scores_read(store, run->folder, &total->scores, err);
    return status;
}

enum status demo_run(struct cli *cli, const struct demo_run *run, struct error *err)
{
    char url[PATH_MAX + 16];
    struct demo_total total = { 0 };
    enum status status = STATUS_OK;
    if (run->store_url)
        snprintf(url, sizeof(url), "%s", run->store_url);
    else
        status = fresh_store(run, url, sizeof(url), err);
    uint64_t start = clock_elapsed_ns();
    if (status == STATUS_OK)
        status = fill_store(cli, run, url, &total, err);
    if (status != STATUS_OK)
        return status;
    total.seconds = seconds_since(start);
    if (cli->json)
        status = tell_json(run, &total, url, err);
    else
        tell(cli, run, &total, url);
    if (status != STATUS_OK || !run->serves || process_interrupted())
        return status;
    struct serve_options serve = { .store_url = url,
                                   .listen = run->listen,
                                   .job = cli->job,
                                   .ready = cli->json ? tell_ready_json : tell_ready,
                                   .ctx = cli };
    return serve_run(&serve, err);
}
