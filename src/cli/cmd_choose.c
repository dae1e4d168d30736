/*
 * klantbeeld choose: this value, whatever the rules say.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/steward/choose.h"

static const struct cli_option options[] = {
    { "reason", "TEXT", "why; kept with the choice", NULL },
    { "record", "ID", "the value this record gives, whatever it is from now on", NULL },
    { "resolve", NULL, "make the view anew at once", NULL },
    { NULL, NULL, NULL, NULL },
};

static void print_list(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(7);
    const struct answer_node *item = answer_first(root, "choices");
    if (!item)
        printf("%s\n", cli_say(cli, "Er zijn er geen.", "There are none."));
    for (; item; item = answer_next(item)) {
        columns_put_str(&table, answer_text(item, "id"));
        columns_put_str(&table, answer_text(answer_get(item, "party"), "name"));
        columns_put_str(&table, answer_text(item, "field"));
        columns_put_str(&table, answer_text(item, "value"));
        columns_put_str(&table, answer_is_true(item, "review") ? cli_say(cli, "kijk opnieuw", "look again")
                                : answer_is_true(item, "shown")
                                    ? cli_say(cli, "geldt", "holds")
                                    : cli_say(cli, "nog niet in beeld", "not in the view yet"));
        columns_put_str(&table, answer_text(item, "now"));
        columns_put_str(&table, answer_text(item, "reason"));
    }
    columns_print(&table, stdout);
}

static enum status list(struct cli *cli, struct store *store, struct text party, bool review, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct party_id id = { 0 };
    if (party.len && !party_id_read(party, &id))
        return error_set(err, STATUS_USAGE, "this is no id of a party");
    enum status status = view_choices(store, id, review, &cli->job, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print_list, err) : status;
}

static enum status tell(const struct cli *cli, const struct choose_report *report, struct error *err)
{
    if (!cli->json) {
        printf("%s %.*s\n", id_text_of('C', report->id).s, TEXT_ARG(report->sentence));
        return STATUS_OK;
    }
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put_str(&json, "id", id_text_of('C', report->id).s);
    json_put(&json, "sentence", report->sentence);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status put(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    struct choose_report report = { 0 };
    struct choose_asked asked = { .party = args->positional[0],
                                  .field = args->positional[1],
                                  .value = args->positional_count > 2 ? args->positional[2] : TEXT_EMPTY,
                                  .record = cli_arg(args, "record"),
                                  .reason = cli_arg(args, "reason") };
    enum status status = choose_value(store, &cli->job, &asked, cli_flag(args, "resolve"), &report, err);
    return status == STATUS_OK ? tell(cli, &report, err) : status;
}

static enum status withdraw(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    struct choose_report report = { 0 };
    char letter = 0;
    uint64_t id = 0;
    if (!id_read(args->positional[1], &letter, &id) || letter != 'C')
        return error_set(err, STATUS_USAGE, "this is no id of a choice; they begin with C-");
    enum status status =
        choose_withdraw(store, &cli->job, id, cli_arg(args, "reason"), cli_flag(args, "resolve"), &report, err);
    return status == STATUS_OK ? tell(cli, &report, err) : status;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    struct text word = args->positional[0];
    bool is_list = text_equal(word, TEXT("list")), is_review = text_equal(word, TEXT("review"));
    bool is_withdraw = text_equal(word, TEXT("withdraw"));
    if (!is_list && !is_review && args->positional_count < 2)
        return error_set(err, STATUS_USAGE, "choose takes a party, a field and a value; or list, review or withdraw");
    if (!is_list && !is_review && !cli_arg(args, "reason").ptr) {
        error_set(err, STATUS_USAGE, "choose needs --reason");
        error_hint(err, "Whoever meets the choice next year wants to know why.");
        return STATUS_USAGE;
    }
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (is_list || is_review)
        return list(cli, store, args->positional_count > 1 ? args->positional[1] : TEXT_EMPTY, is_review, err);
    return is_withdraw ? withdraw(cli, store, args, err) : put(cli, store, args, err);
}

const struct command command_choose = {
    .name = "choose",
    .usage =
        "PARTY FIELD VALUE --reason TEXT | PARTY FIELD --record ID --reason TEXT | withdraw CHOICE --reason TEXT |\n"
        "     list [PARTY] | review",
    .summary = "choose a value against the rules, or take that back",
    .description =
        "PARTY is an id of a party or record, or source/key; FIELD is named as the profile names it. The choice is "
        "kept\n"
        "with author, time and reason, is shown as such, and holds from the next resolve. With --record it is the "
        "value\n"
        "that record gives, also when that changes. 'review' lists the choices to look at again: the rules meanwhile\n"
        "give another value than they gave then. A refused consent cannot be chosen away.",
    .description_nl =
        "Kies een waarde tegen de regels in. De keuze blijft bewaard met auteur, tijd en reden, is als zodanig te "
        "zien\n"
        "en geldt vanaf de volgende resolve. 'review' toont de keuzes die opnieuw bekeken moeten worden, omdat de\n"
        "leidende bron intussen iets anders geeft. Een weigering wordt niet weggekozen.",
    .example = "klantbeeld choose crm/10023 addr.home \"Dorpsstraat 4, 3611 AE Oud Zuilen\" --reason \"phoned her\"\n"
               "klantbeeld choose P-10A1B2C3D4E5F email --record webshop/58 --reason \"the one she reads\"\n"
               "klantbeeld choose review",
    .options = options,
    .positional_min = 1,
    .positional_max = 3,
    .run = run,
};
