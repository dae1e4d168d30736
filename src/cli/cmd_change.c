/*
 * klantbeeld change: change a value, or propose it to the system that leads.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/command.h"
#include "flow/outbox/proposals.h"

static const struct cli_option options[] = {
    { "as", "NAME", "on whose behalf: a source, or the owner of sources", NULL },
    { "reason", "TEXT", "why; kept with the change", NULL },
    { "resolve", NULL, "make the view anew at once, when the change was made here", NULL },
    { NULL, NULL, NULL, NULL },
};

static enum status tell(const struct cli *cli, const struct change_report *report, struct error *err)
{
    struct id_text id = id_text_of(report->is_proposal ? 'V' : 'C', report->id);
    if (!cli->json) {
        printf("%s %.*s\n", id.s, TEXT_ARG(report->sentence));
        return STATUS_OK;
    }
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put_str(&json, "done", report->is_proposal ? "proposal" : "choice");
    json_put_str(&json, "id", id.s);
    if (report->is_proposal) {
        json_put(&json, "source", report->source);
        json_put(&json, "owner", report->owner);
    }
    json_put(&json, "sentence", report->sentence);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct change_report report = { 0 };
    struct change_asked asked = { .party = args->positional[0],
                                  .field = args->positional[1],
                                  .value = args->positional[2],
                                  .as = cli_arg(args, "as"),
                                  .by = { .is_master = true }, /* whoever has the store's file may do all */
                                  .reason = cli_arg(args, "reason") };
    if (!asked.as.ptr || !asked.reason.ptr)
        return error_set(err, STATUS_USAGE, "change needs --as and --reason");
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = change_value(store, &cli->job, &asked, cli_flag(args, "resolve"), &arena, &report, err);
    return status == STATUS_OK ? tell(cli, &report, err) : status;
}

const struct command command_change = {
    .name = "change",
    .usage = "PARTY FIELD VALUE --as NAME --reason TEXT [--resolve]",
    .summary = "change a value, or propose it to the system that leads",
    .description =
        "A value that another system leads and locks (see 'rules show') is not changed here: the change becomes a\n"
        "proposal to the owner of that system, and is done with when its next delivery carries the value. Any other\n"
        "change is kept as a choice of yours.",
    .description_nl =
        "Wijzig een waarde. Is een ander systeem daarin leidend en de waarde vergrendeld, dan wordt de wijziging een\n"
        "voorstel aan de eigenaar van dat systeem; het is afgedaan als de volgende levering de waarde bevat.",
    .example = "klantbeeld change crm/10023 addr.invoice \"Postbus 12, 3500 AA Utrecht\" --as sales --reason \"asked "
               "by phone\"",
    .options = options,
    .positional_min = 3,
    .positional_max = 3,
    .run = run,
};
