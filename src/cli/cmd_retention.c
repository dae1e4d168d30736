/*
 * klantbeeld retention: what is kept longer than it should be.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/privacy/retention.h"

static const struct cli_option options[] = {
    { "field", "NAME", "this row of the catalogue only: note, event.contact", NULL,
      "alleen deze rij van de catalogus: note, event.contact" },
    { "erase", NULL, "erase it, with --reason", NULL, "wis het, met --reason" },
    { "reason", "TEXT", "why; it is kept", NULL, "waarom; dit blijft" },
    { NULL, NULL, NULL, NULL, NULL },
};

static void print_list(const struct cli *cli, const struct answer_node *root, const char *list, const char *name,
                       const char *count, struct columns *table)
{
    for (const struct answer_node *item = answer_first(root, list); item; item = answer_next(item)) {
        char number[48], months[48];
        snprintf(number, sizeof(number), "%.0f", answer_number(item, count));
        snprintf(months, sizeof(months), "%.0f %s", answer_number(item, "months"), cli_say(cli, "maanden", "months"));
        columns_put_str(table, answer_text(item, name));
        columns_put_str(table, answer_text(item, "label"));
        columns_put_str(table, months);
        columns_put_str(table, answer_text(item, "basis"));
        columns_put_str(table, number);
        columns_put_str(table, answer_text(item, "oldest"));
    }
}

static void print(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(6);
    if (!answer_first(root, "fields") && !answer_first(root, "events"))
        printf("%s\n", cli_say(cli, "Niets staat langer dan zijn termijn.", "Nothing is kept beyond its term."));
    print_list(cli, root, "fields", "field", "records", &table);
    print_list(cli, root, "events", "kind", "events", &table);
    columns_print(&table, stdout);
    if (answer_text(root, "id")[0])
        printf("%s %s\n", cli_say(cli, "Gewist:", "Erased:"), answer_text(root, "id"));
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct retention_asked asked = { .only = cli_arg(args, "field"),
                                     .erase = cli_flag(args, "erase"),
                                     .reason = cli_arg(args, "reason") };
    if (asked.erase && !asked.reason.ptr)
        return error_set(err, STATUS_USAGE, "retention --erase needs --reason");
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = retention_run(store, &cli->job, &asked, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

const struct command command_retention = {
    .name = "retention",
    .usage = "[--field NAME] [--erase --reason TEXT]",
    .summary = "list what is kept longer than the catalogue says, and erase it",
    .description =
        "The term of a field runs from the last contact about a record: when its source last held it so, or its\n"
        "newest event. That of an event runs from its own day. With --erase the cells go in all versions and the\n"
        "events whole; the view is made anew and the files are cleaned, as 'erase' does.",
    .example = "klantbeeld retention\n"
               "klantbeeld retention --field event.contact --erase --reason \"yearly clean-up\"",
    .options = options,
    .run = run,
    .summary_nl = "toon wat langer bewaard is dan de catalogus zegt, en wis het",
    .description_nl =
        "De termijn van een veld loopt vanaf het laatste contact over een record: toen de bron het voor het laatst zo\n"
        "had, of de nieuwste gebeurtenis. Die van een gebeurtenis loopt vanaf haar eigen dag. Met --erase gaan de\n"
        "cellen in alle versies en de gebeurtenissen heel; het beeld wordt opnieuw gemaakt en de bestanden worden\n"
        "schoongemaakt, zoals 'erase' dat doet.",
};
