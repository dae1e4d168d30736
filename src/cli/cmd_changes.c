/*
 * klantbeeld changes: who changed what.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "flow/history/changes.h"
#include "flow/job/day.h"

static const struct cli_option options[] = {
    { "since", "DATE", "from that day, or moment in UTC", NULL, "vanaf die dag, of dat tijdstip in UTC" },
    { "by", "AUTHOR", "of this author only", NULL, "alleen van deze auteur" },
    { "limit", "N", "so many, 1 to 200 (50)", NULL, "zoveel, 1 tot 200 (50)" },
    { "cursor", "CURSOR", "go on where an earlier page ended", NULL, "ga verder waar een vorige bladzijde ophield" },
    { 0 },
};

static void print(const struct cli *cli, const struct answer_node *root)
{
    const struct answer_node *item, *cell;
    for (item = answer_first(root, "changes"); item; item = answer_next(item)) {
        printf("%s  %s  %s%s%s\n", answer_text(item, "at"), answer_text(item, "by"), answer_text(item, "sentence"),
               answer_text(item, "reason")[0] ? "  " : "", answer_text(item, "reason"));
        for (cell = answer_first(item, "cells"); cell; cell = answer_next(cell))
            printf("    %s: %s → %s\n", answer_text(cell, "column"), answer_text(cell, "before"),
                   answer_text(cell, "after"));
    }
    if (answer_text(root, "next")[0])
        printf("%s --cursor %s\n", cli_say(cli, "Meer:", "More:"), answer_text(root, "next"));
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct changes_asked asked = {
        .since_ms = INT64_MIN, .by = cli_arg(args, "by"), .cursor = cli_arg(args, "cursor"), .limit = CHANGES_USUAL
    };
    uint64_t limit = CHANGES_USUAL;
    if (cli_arg(args, "since").ptr && !day_read_from(cli_arg(args, "since"), &asked.since_ms))
        return error_set(err, STATUS_USAGE, "--since takes a day as 2026-03-01 or a moment as 2026-03-01T12:00:00Z");
    if (cli_arg(args, "limit").ptr &&
        (!text_to_u64(cli_arg(args, "limit"), &limit) || limit < 1 || limit > CHANGES_MAX))
        return error_set(err, STATUS_USAGE, "--limit takes a number from 1 to %d", CHANGES_MAX);
    asked.limit = limit;
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = changes_view(store, &cli->job, &asked, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

const struct command command_changes = {
    .name = "changes",
    .usage = "[--since DATE] [--by AUTHOR] [--limit N] [--cursor CURSOR]",
    .summary = "list who changed what, newest first",
    .description = "Imports, source records that changed with the cells that differ, decisions, choices, ties, "
                   "traits,\nproposals, stages and hand-overs, what was withdrawn, and rules. Records that came in are "
                   "counted with their import.",
    .example = "klantbeeld changes --since 2026-03-01\nklantbeeld changes --by cli:anna",
    .options = options,
    .positional_min = 0,
    .positional_max = 0,
    .run = run,
    .summary_nl = "toon wie wat veranderde, het nieuwste bovenaan",
    .description_nl = "Imports, bronrecords die veranderden met de cellen die verschillen, besluiten, keuzes, "
                      "banden,\nkenmerken, voorstellen, fases en overdrachten, wat werd ingetrokken, en regels. "
                      "Records die erbij kwamen worden bij hun import geteld.",
};
