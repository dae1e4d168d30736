/*
 * klantbeeld rebuild: throw the view away and make it again.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/resolve_report.h"

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    struct resolve_report report = { 0 };
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = rebuild_run(store, &cli->job, &report, err);
    return status == STATUS_OK ? resolve_report_put(cli, &report, err) : status;
}

const struct command command_rebuild = {
    .name = "rebuild",
    .usage = "",
    .summary = "drop everything derived and make it again from the facts",
    .description = "The outcome is the same, byte for byte, as before: compare the state digest that fsck prints.\n"
                   "Records, events, decisions and the party ids that were given are facts and stay.",
    .example = "klantbeeld rebuild",
    .run = run,
};
