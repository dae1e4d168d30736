/*
 * klantbeeld handover: which systems are to be told of a new customer, and which have answered.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/outbox/hand_over.h"

static const char *const states[] = { "open", "sent", "acknowledged", "withdrawn", NULL };

static const struct cli_option options[] = {
    { "source", "NAME", "those for this source", NULL },
    { "state", "STATE", "open, sent, acknowledged or withdrawn only", states },
    { "again", NULL, "export: those sent before too", NULL },
    { "key", "KEY", "ack: what the customer is called there", NULL },
    { NULL, NULL, NULL, NULL },
};

static void print(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(6);
    const struct answer_node *item = answer_first(root, "hand_overs");
    if (!item)
        printf("%s\n", cli_say(cli, "Er zijn er geen.", "There are none."));
    for (; item; item = answer_next(item)) {
        columns_put_str(&table, answer_text(item, "id"));
        columns_put_str(&table, answer_state(cli, answer_text(item, "state")));
        columns_put_str(&table, answer_text(item, "source"));
        columns_put_str(&table, answer_text(item, "number"));
        columns_put_str(&table, answer_text(answer_get(item, "party"), "name"));
        columns_put_str(&table, answer_text(item, "key"));
    }
    columns_print(&table, stdout);
}

static enum status list(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct hand_overs_wanted wanted = { .source = cli_arg(args, "source") };
    struct text state = cli_arg(args, "state");
    if (state.ptr && !hand_over_state_read(state, &wanted.state))
        return error_set(err, STATUS_USAGE, "there is no state '%.*s'", TEXT_ARG(state));
    enum status status = view_hand_overs(store, &wanted, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

static enum status export_lines(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    uint64_t count = 0;
    if (!cli_arg(args, "source").ptr)
        return error_set(err, STATUS_USAGE, "handover export needs --source");
    enum status status =
        hand_overs_export(store, &cli->job, cli_arg(args, "source"), cli_flag(args, "again"), &buf, &count, err);
    if (status == STATUS_OK && fwrite(buf.ptr, 1, buf.len, stdout) != buf.len)
        status = error_system(err, "cannot write");
    return status;
}

static enum status answer_one(struct cli *cli, struct store *store, const struct cli_args *args,
                              enum hand_over_state state, struct error *err)
{
    char letter = 0;
    uint64_t id = 0;
    if (args->positional_count != 2 || !id_read(args->positional[1], &letter, &id) || letter != 'B')
        return error_set(err, STATUS_USAGE, "name one hand-over by its id; they begin with B-");
    enum status status = hand_over_answer(store, &cli->job, id, state, cli_arg(args, "key"), err);
    if (status != STATUS_OK)
        return status;
    if (cli->json) {
        SCOPED(buf_done) struct buf buf = BUF_EMPTY;
        struct json_out json = json_out_over(&buf);
        status = view_hand_over(store, id, &json, err);
        return status == STATUS_OK ? cli_put_json(&buf, err) : status;
    }
    printf("%s %s\n", id_text_of('B', id).s, answer_state(cli, hand_over_state_name(state)));
    return STATUS_OK;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    struct text word = args->positional[0];
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (text_equal(word, TEXT("list")))
        return list(cli, store, args, err);
    if (text_equal(word, TEXT("export")))
        return export_lines(cli, store, args, err);
    if (text_equal(word, TEXT("ack")))
        return answer_one(cli, store, args, HAND_OVER_ACKNOWLEDGED, err);
    if (text_equal(word, TEXT("withdraw")))
        return answer_one(cli, store, args, HAND_OVER_WITHDRAWN, err);
    return error_set(err, STATUS_USAGE, "handover takes list, export, ack or withdraw, not '%.*s'", TEXT_ARG(word));
}

const struct command command_handover = {
    .name = "handover",
    .usage = "list [--source NAME] [--state STATE] | export --source NAME [--again] | ack ID --key KEY | withdraw ID",
    .summary = "tell other systems of a new customer, and note their answer",
    .summary_nl = "een nieuwe klant overdragen aan andere systemen, en hun antwoord",
    .description =
        "Who becomes a customer (klantbeeld stage) is put in the outbox of every bookkeeping source. 'export' writes\n"
        "what is open as CSV and counts it as sent. It is acknowledged when the source delivers a record of the\n"
        "customer, or by 'ack' with the key the customer has there: then both are one party with one number.",
    .description_nl = "Wie klant wordt staat klaar voor de boekhouding: 'export' schrijft de overdracht als CSV, 'ack' "
                      "legt vast hoe\n"
                      "de klant daar heet; levert de bron de klant zelf aan, dan is dat de bevestiging.",
    .example = "klantbeeld handover list --state open\n"
               "klantbeeld handover export --source billing >nieuwe-klanten.csv\n"
               "klantbeeld handover ack B-0000000000001 --key D2044",
    .options = options,
    .positional_min = 1,
    .positional_max = 2,
    .run = run,
};
