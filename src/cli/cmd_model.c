/*
 * klantbeeld model: what the matching learned from these records.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/view/view.h"

static void print_kind(const struct cli *cli, const struct answer_node *kind)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(3);
    printf(cli_say(cli, "\n%s: samen vanaf %.1f bit, ter beoordeling vanaf %.1f\n",
                   "\n%s: joined from %.1f bits, to review from %.1f\n"),
           answer_text(kind, "kind")[0] == 'p' ? cli_say(cli, "personen", "persons")
                                               : cli_say(cli, "organisaties", "organisations"),
           answer_number(kind, "threshold"), answer_number(kind, "review"));
    const struct answer_node *comparison = answer_first(kind, "comparisons");
    for (; comparison; comparison = answer_next(comparison)) {
        const struct answer_node *level = answer_first(comparison, "levels");
        for (const char *label = answer_text(comparison, "label"); level; level = answer_next(level), label = "") {
            columns_put_str(&table, label);
            columns_put(&table, arena_printf(&table.arena, "%+.1f", answer_number(level, "bits")));
            columns_put_str(&table, answer_text(level, "sentence"));
        }
    }
    columns_print(&table, stdout);
}

static void print(const struct cli *cli, const struct answer_node *root)
{
    printf(cli_say(cli, "model %.0f van %s", "model %.0f of %s"), answer_number(root, "version"),
           answer_text(root, "at"));
    if (answer_get(root, "records"))
        printf(cli_say(cli, ", geleerd van %.0f records", ", learnt from %.0f records"),
               answer_number(root, "records"));
    printf("\nsha256 %s\n", answer_text(root, "hash"));
    if (answer_text(root, "drift")[0])
        printf("%s: %s\n", cli_say(cli, "gewichten die verschoven", "weights that moved"), answer_text(root, "drift"));
    for (const struct answer_node *kind = answer_first(root, "kinds"); kind; kind = answer_next(kind))
        print_kind(cli, kind);
    printf("\n%s\n", cli_say(cli, "regels die boven het gewicht gaan", "rules that stand above weights"));
    SCOPED(columns_done) struct columns table = COLUMNS_OF(3);
    for (const struct answer_node *rule = answer_first(root, "rules"); rule; rule = answer_next(rule)) {
        columns_put_str(&table, answer_text(rule, "name"));
        columns_put_str(&table,
                        answer_is_true(rule, "enabled") ? cli_say(cli, "aan", "on") : cli_say(cli, "uit", "off"));
        columns_put_str(&table, answer_text(rule, "sentence"));
    }
    columns_print(&table, stdout);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    uint64_t version = 0;
    if (args->positional_count && (!text_to_u64(args->positional[0], &version) || version < 1))
        return error_set(err, STATUS_USAGE, "a version is a number from 1");
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = view_model(store, version, cli->job.lang, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

const struct command command_model = {
    .name = "model",
    .usage = "[VERSION]",
    .summary = "what the matching learned: the weight of each agreement, and the rules above it",
    .description =
        "The model is learnt from the records themselves and kept in versions, each under the SHA-256 of its bytes.\n"
        "A bit more makes a pair twice as likely one; a value rarer than usual weighs more, a common one less.",
    .description_nl =
        "Het model leert van de records zelf en wordt in versies bewaard, elk onder de SHA-256 van zijn bytes. Een "
        "bit\n"
        "meer maakt een paar twee keer zo waarschijnlijk; een zeldzame waarde weegt zwaarder, een gewone lichter.",
    .example = "klantbeeld model\nklantbeeld model 1 --json",
    .positional_min = 0,
    .positional_max = 1,
    .run = run,
};
