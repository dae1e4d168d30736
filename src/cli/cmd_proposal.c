/*
 * klantbeeld proposal: changes asked of the systems that lead.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/outbox/proposals.h"

static const char *const states[] = { "open", "accepted", "refused", "withdrawn", "applied", NULL };

static const struct cli_option options[] = {
    { "source", "NAME", "those addressed to this source", NULL },
    { "state", "STATE", "open, accepted, refused, withdrawn or applied only", states },
    { "reason", "TEXT", "why it is accepted, refused or withdrawn", NULL },
    { NULL, NULL, NULL, NULL },
};

static void print(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(8);
    const struct answer_node *item = answer_first(root, "proposals");
    if (!item)
        printf("%s\n", cli_say(cli, "Er zijn er geen.", "There are none."));
    for (; item; item = answer_next(item)) {
        columns_put_str(&table, answer_text(item, "id"));
        columns_put_str(&table, answer_state(cli, answer_text(item, "state")));
        columns_put_str(&table, answer_text(item, "source"));
        columns_put_str(&table, answer_text(item, "owner"));
        columns_put_str(&table, answer_text(answer_get(item, "party"), "name"));
        columns_put_str(&table, answer_text(item, "field"));
        columns_put_str(&table, answer_text(item, "was"));
        columns_put_str(&table, answer_text(item, "value"));
    }
    columns_print(&table, stdout);
}

static enum status list(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct proposals_wanted wanted = { .source = cli_arg(args, "source") };
    struct text state = cli_arg(args, "state");
    if (state.ptr && !proposal_state_read(state, &wanted.state))
        return error_set(err, STATUS_USAGE, "there is no state '%.*s'", TEXT_ARG(state));
    if (args->positional_count > 1 && !party_id_read(args->positional[1], &wanted.party))
        return error_set(err, STATUS_USAGE, "this is no id of a party");
    enum status status = view_proposals(store, &wanted, &cli->job, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

static enum status export_lines(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    uint64_t count = 0;
    if (!cli_arg(args, "source").ptr)
        return error_set(err, STATUS_USAGE, "proposal export needs --source");
    enum status status = proposals_export(store, cli_arg(args, "source"), &buf, &count, err);
    if (status == STATUS_OK)
        status = store_audit(store, cli->job.now_ms, cli->job.author, TEXT("proposal.export"), cli_arg(args, "source"),
                             TEXT_EMPTY, err);
    if (status == STATUS_OK && fwrite(buf.ptr, 1, buf.len, stdout) != buf.len)
        status = error_system(err, "cannot write");
    return status;
}

static enum status step(struct cli *cli, struct store *store, const struct cli_args *args, enum proposal_state state,
                        struct error *err)
{
    char letter = 0;
    uint64_t id = 0;
    if (args->positional_count != 2 || !id_read(args->positional[1], &letter, &id) || letter != 'V')
        return error_set(err, STATUS_USAGE, "name one proposal by its id; they begin with V-");
    struct proposal_by by = { .is_master = true }; /* whoever has the store's file may do all */
    enum status status = proposal_decide(store, &cli->job, id, state, cli_arg(args, "reason"), by, err);
    if (status != STATUS_OK)
        return status;
    if (cli->json) {
        SCOPED(buf_done) struct buf buf = BUF_EMPTY;
        struct json_out json = json_out_over(&buf);
        status = view_proposal(store, id, &cli->job, &json, err);
        return status == STATUS_OK ? cli_put_json(&buf, err) : status;
    }
    printf("%s %s\n", id_text_of('V', id).s, answer_state(cli, proposal_state_name(state)));
    return STATUS_OK;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    static const struct {
        struct text word;
        enum proposal_state state;
    } words[] = { { { "accept", 6 }, PROPOSAL_ACCEPTED },
                  { { "refuse", 6 }, PROPOSAL_REFUSED },
                  { { "withdraw", 8 }, PROPOSAL_WITHDRAWN } };
    SCOPED(store_close) struct store *store = NULL;
    struct text word = args->positional[0];
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (text_equal(word, TEXT("list")))
        return list(cli, store, args, err);
    if (text_equal(word, TEXT("export")))
        return export_lines(cli, store, args, err);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (text_equal(word, words[i].word))
            return step(cli, store, args, words[i].state, err);
    return error_set(err, STATUS_USAGE, "proposal takes list, export, accept, refuse or withdraw, not '%.*s'",
                     TEXT_ARG(word));
}

const struct command command_proposal = {
    .name = "proposal",
    .usage = "list [PARTY] [--source NAME] [--state STATE] | export --source NAME |\n"
             "     accept|refuse|withdraw PROPOSAL [--reason TEXT]",
    .summary = "changes asked of the systems that lead",
    .description =
        "A proposal is open until it is accepted, refused or withdrawn, and applied once the source delivers the "
        "value.\n"
        "'export' writes those still to be carried out as CSV, with the key each customer has in that source.",
    .description_nl =
        "Wijzigingen die aan een leidend systeem zijn voorgesteld. Een voorstel is open tot het is aanvaard, "
        "geweigerd\n"
        "of ingetrokken, en doorgevoerd zodra de bron de waarde levert. 'export' schrijft ze als CSV voor dat systeem.",
    .example = "klantbeeld proposal list --state open\nklantbeeld proposal export --source billing >voorstellen.csv\n"
               "klantbeeld proposal refuse V-0000000000003 --reason \"this customer has two addresses\"",
    .options = options,
    .positional_min = 1,
    .positional_max = 2,
    .run = run,
};
