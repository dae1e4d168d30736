/*
 * klantbeeld explain: why two are one, or why not.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/view.h"

static void print_side(const struct answer_node *side)
{
    printf("%s  %s  (%s %s, %s)\n", answer_text(side, "mention"), answer_text(side, "name"),
           answer_text(side, "source"), answer_text(side, "key"), answer_text(side, "party"));
}

static void print_evidence(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(5);
    const struct answer_node *evidence;
    for (evidence = answer_first(root, "evidence"); evidence; evidence = answer_next(evidence)) {
        char bits[40];
        snprintf(bits, sizeof(bits), "%+.2f", answer_number(evidence, "bits"));
        columns_put_str(&table, bits);
        columns_put_str(&table, answer_text(evidence, "comparison"));
        columns_put_str(&table, answer_text(evidence, "sentence"));
        columns_put_str(&table, answer_text(evidence, "a"));
        columns_put_str(&table, answer_text(evidence, "b"));
    }
    if (answer_first(root, "evidence"))
        printf("\n");
    columns_print(&table, stdout);
    if (answer_get(root, "bits"))
        printf("%+.2f  %s %.2f, %s %.2f\n", answer_number(root, "bits"),
               cli_say(cli, "samen; samengevoegd vanaf", "in all; joined from"), answer_number(root, "threshold"),
               cli_say(cli, "nagekeken vanaf", "reviewed from"), answer_number(root, "review"));
}

static void print_rest(const struct cli *cli, const struct answer_node *root)
{
    const struct answer_node *item;
    if ((answer_first(root, "path")))
        printf("\n%s\n", cli_say(cli, "Verbonden langs", "Connected along"));
    for (item = answer_first(root, "path"); item; item = answer_next(item))
        printf("  %s - %s  %+.2f\n", answer_text(item, "a"), answer_text(item, "b"), answer_number(item, "bits"));
    if ((answer_first(root, "decisions")))
        printf("\n%s\n", cli_say(cli, "Besluiten", "Decisions"));
    for (item = answer_first(root, "decisions"); item; item = answer_next(item))
        printf("  %s  %s %s %s  %s: %s%s\n", answer_text(item, "at"), answer_text(item, "a"), answer_text(item, "kind"),
               answer_text(item, "b"), answer_text(item, "author"), answer_text(item, "reason"),
               answer_is_true(item, "withdrawn") ? cli_say(cli, " (ingetrokken)", " (withdrawn)") : "");
}

static enum status print(const struct cli *cli, const struct buf *buf, struct error *err)
{
    SCOPED(answer_done) struct answer answer = ANSWER_NONE;
    enum status status = answer_read(buf, &answer, err);
    if (status != STATUS_OK)
        return status;
    print_side(answer_get(answer.root, "a"));
    print_side(answer_get(answer.root, "b"));
    printf("\n%s\n", answer_text(answer.root, "sentence"));
    const struct answer_node *veto = answer_get(answer.root, "veto");
    if (veto)
        printf("%s\n", answer_text(veto, "sentence"));
    print_evidence(cli, answer.root);
    print_rest(cli, answer.root);
    return STATUS_OK;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = view_explain(store, &cli->job, args->positional[0], args->positional[1], &json, err);
    if (status != STATUS_OK)
        return status;
    return cli->json ? cli_put_json(&buf, err) : print(cli, &buf, err);
}

const struct command command_explain = {
    .name = "explain",
    .usage = "A B",
    .summary = "say why two records or parties are the same, or why not",
    .description =
        "A and B are ids of records, mentions or parties; a record may also be named as source/key. Of two parties "
        "the\n"
        "pair of mentions that speaks loudest for them being one is shown, with the evidence line by line in bits.",
    .example = "klantbeeld explain crm/10023 webshop/58\nklantbeeld explain P-0A1B2C3D4E5F6 P-1B2C3D4E5F6G7",
    .positional_min = 2,
    .positional_max = 2,
    .run = run,
};
