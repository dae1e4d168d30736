/*
 * klantbeeld resolve: from records to one view of each customer.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/resolve_report.h"
#include "flow/job/settings.h"

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    struct resolve_report report = { 0 };
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK && cli_arg(args, "without-rule").len)
        status = settings_rules_off_put(store, &cli->job, cli_arg(args, "without-rule"), err);
    if (status == STATUS_OK)
        status = cli_flag(args, "retrain") ? resolve_retrain(store, &cli->job, &report, err)
                                           : resolve_run(store, &cli->job, &report, err);
    return status == STATUS_OK ? resolve_report_put(cli, &report, err) : status;
}

const struct command command_resolve = {
    .name = "resolve",
    .usage = "[--retrain] [--without-rule NAMES]",
    .summary = "recognise who is who and make the customer view",
    .description =
        "Normalises all records, finds which mentions are the same person or organisation, gives each party an id\n"
        "that stays, chooses the golden values with their origin, and derives roles and households.\n"
        "Decisions (see decide) outrank the model. A stopped resolve leaves the view as it was.\n"
        "When little came in since the last one, only what changed is made again; the outcome is that of rebuild.",
    .options =
        (const struct cli_option[]){
            { "retrain", NULL,
              "train the model on all there is now; without this the model that is kept is used until there are twice "
              "as many records as it was trained on",
              NULL },
            { "without-rule", "NAMES",
              "rules that forbid joining, to be switched off from now on: twins, couple, father-and-son, generation, "
              "two-numbers, two-branches, clean-source or all; none switches them on again",
              NULL },
            { 0 },
        },
    .example = "klantbeeld resolve\nklantbeeld --threads 4 resolve --json",
    .run = run,
};
