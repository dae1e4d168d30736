/*
 * klantbeeld fsck: is the store what the facts say?
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/command.h"
#include "flow/resolve/fsck.h"

static const struct cli_option options[] = {
    { "quick", NULL, "make one party in fifty again instead of all", NULL },
    { NULL, NULL, NULL, NULL },
};

struct telling {
    const struct cli *cli;
    struct json_out *json;
};

static void tell_problem(void *ctx, const char *what, const char *id)
{
    struct telling *telling = ctx;
    if (!telling->cli->json) {
        printf("%s  %s\n", id, what);
        return;
    }
    json_object(telling->json);
    json_put_str(telling->json, "id", id);
    json_put_str(telling->json, "what", what);
    json_end(telling->json);
}

static enum status verdict(const struct fsck_report *report, struct error *err)
{
    if (report->problems == 0)
        return STATUS_OK;
    error_set(err, STATUS_BROKEN, "%" PRIu64 " problems found", report->problems);
    error_hint(err, "What is derived can be made again with `klantbeeld rebuild`; facts need a backup.");
    return STATUS_BROKEN;
}

static void print(const struct cli *cli, const struct fsck_report *report, const char *digest)
{
    printf("%-34s %12" PRIu64 "\n", cli_say(cli, "relaties nagerekend", "parties made again"), report->parties_checked);
    printf("%-34s %12" PRIu64 "\n", cli_say(cli, "fouten", "problems"), report->problems);
    if (report->stale)
        printf("%-34s %12" PRIu64 "\n", cli_say(cli, "wachten op een resolve", "waiting for a resolve"), report->stale);
    printf("%-34s %12.2f s\n", cli_say(cli, "tijd", "time"), report->seconds);
    printf("%-10s %s\n", cli_say(cli, "toestand", "state"), digest);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct telling telling = { cli, &json };
    struct fsck_report report = { 0 };
    char digest[65];
    json_object(&json);
    json_key(&json, "problems");
    json_array(&json);
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = fsck_run(store, &cli->job, cli_flag(args, "quick"), tell_problem, &telling, &report, err);
    if (status != STATUS_OK)
        return status;
    json_end(&json);
    digest_hex(report.state, digest);
    if (!cli->json) {
        print(cli, &report, digest);
        return verdict(&report, err);
    }
    json_put_u64(&json, "parties_checked", report.parties_checked);
    json_put_u64(&json, "stale", report.stale);
    json_put_str(&json, "state", digest);
    json_key(&json, "wall_s");
    json_fixed(&json, report.seconds, 3);
    json_end(&json);
    status = cli_put_json(&buf, err);
    return status == STATUS_OK ? verdict(&report, err) : status;
}

const struct command command_fsck = {
    .name = "fsck",
    .usage = "[--quick]",
    .summary = "check the store, and print the digest of its state",
    .description = "Checks versions, links, redirects, the audit chain and the search indexes, makes every profile "
                   "again from its\n"
                   "records and compares it byte for byte. Tells each problem by id; the exit code is then not 0.\n"
                   "The state digest is equal for equal facts, on any engine, after any interruption.",
    .example = "klantbeeld fsck\nklantbeeld fsck --quick --json",
    .options = options,
    .run = run,
};
