/*
 * klantbeeld explain: why two are one, or why not; and how one was built.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <string.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/view/view.h"

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

/* Which keys brought them together, or that none did. */
static void print_keys(const struct cli *cli, const struct answer_node *root)
{
    const struct answer_node *key = answer_first(root, "keys");
    if (!answer_get(root, "keys"))
        return;
    if (!key) {
        printf("\n%s\n", cli_say(cli, "Geen sleutel gemeen: in een grote tabel worden deze twee nooit vergeleken.",
                                 "No key in common: in a large table these two are never compared."));
        return;
    }
    printf("\n%s", cli_say(cli, "Vergeleken vanwege: ", "Compared because of: "));
    for (const char *comma = ""; key; key = answer_next(key), comma = "; ")
        printf("%s%s", comma, answer_item(key));
    printf("\n");
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

static void print(const struct cli *cli, const struct answer_node *root)
{
    print_side(answer_get(root, "a"));
    print_side(answer_get(root, "b"));
    printf("\n%s\n", answer_text(root, "sentence"));
    const struct answer_node *veto = answer_get(root, "veto");
    if (veto)
        printf("%s\n", answer_text(veto, "sentence"));
    print_evidence(cli, root);
    print_keys(cli, root);
    print_rest(cli, root);
}

/* The step before this one that made a group, known by its first mention; 0 for none. */
static int made_by(const struct answer_node *steps, const struct answer_node *until, const char *mention)
{
    int number = 0, found = 0;
    for (const struct answer_node *step = steps; step != until; step = answer_next(step)) {
        number++;
        if (strcmp(answer_text(answer_first(step, "a"), "mention"), mention) == 0 ||
            strcmp(answer_text(answer_first(step, "b"), "mention"), mention) == 0)
            found = number;
    }
    return found;
}

static void print_mentions(const struct answer_node *first)
{
    const char *comma = "";
    for (const struct answer_node *one = first; one; one = answer_next(one), comma = ", ")
        printf("%s%s/%s %s", comma, answer_text(one, "source"), answer_text(one, "key"), answer_text(one, "name"));
}

static void print_group(const struct cli *cli, const struct answer_node *root, const struct answer_node *step,
                        const char *side)
{
    const struct answer_node *first = answer_first(step, side);
    int made = made_by(answer_first(root, "steps"), step, answer_text(first, "mention"));
    if (made)
        printf(cli_say(cli, "wat stap %d samenbracht", "what step %d brought together"), made);
    else
        print_mentions(first);
}

static void print_built(const struct cli *cli, const struct answer_node *root)
{
    const struct answer_node *party = answer_get(root, "party"), *step, *ground;
    int number = 1;
    printf("%s  %s\n%s\n", answer_text(party, "id"), answer_text(party, "name"), answer_text(root, "sentence"));
    for (step = answer_first(root, "steps"); step; step = answer_next(step), number++) {
        printf("\n%d. ", number);
        print_group(cli, root, step, "a");
        printf("\n   + ");
        print_group(cli, root, step, "b");
        if (answer_get(step, "mean"))
            printf("\n   %+.2f bits", answer_number(answer_get(step, "best"), "bits"));
        else
            printf("\n   %s", cli_say(cli, "omdat iemand dat heeft besloten", "because somebody decided so"));
        if (answer_number(step, "pairs") > 1 && answer_get(step, "mean"))
            printf(
                cli_say(cli, "\n   %+.2f bits gemiddeld over %.0f paren", "\n   %+.2f bits on average over %.0f pairs"),
                answer_number(step, "mean"), answer_number(step, "pairs"));
        printf("\n");
        for (ground = answer_first(step, "grounds"); ground; ground = answer_next(ground))
            printf("   %s\n", answer_item(ground));
    }
    if (answer_first(root, "apart"))
        printf("\n%s ", cli_say(cli, "Niet samengevoegd vandaag:", "Not joined today:"));
    print_mentions(answer_first(root, "apart"));
    if (answer_first(root, "apart"))
        printf("\n");
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    bool two = args->positional_count == 2;
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = two ? view_explain(store, &cli->job, args->positional[0], args->positional[1], &json, err)
                     : view_built(store, &cli->job, args->positional[0], &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, two ? print : print_built, err) : status;
}

const struct command command_explain = {
    .name = "explain",
    .usage = "A [B]",
    .summary = "say why two records or parties are the same, or why not; or how one was built",
    .description =
        "A and B are ids of records, mentions or parties; a record may also be named as source/key. Of two parties "
        "the\n"
        "pair of mentions that speaks loudest for them being one is shown, with the evidence line by line in bits, "
        "and\n"
        "the keys by which they met. With A alone: which of its records came together first, by what, and what came "
        "to\n"
        "them.",
    .example = "klantbeeld explain crm/10023 webshop/58\nklantbeeld explain P-0A1B2C3D4E5F6",
    .positional_min = 1,
    .positional_max = 2,
    .run = run,
};
