/*
 * klantbeeld trait: status, classification and traits on every level.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/command.h"
#include "flow/steward/traits.h"

static const struct cli_option options[] = {
    { "at", "ORGANISATION", "the trait is of the role there", NULL },
    { "since", "DATE", "from this day", NULL },
    { "until", "DATE", "until this day", NULL },
    { "reason", "TEXT", "withdraw: why", NULL },
    { NULL, NULL, NULL, NULL },
};

static enum status tell(const struct cli *cli, uint64_t id, const char *nl, const char *en, struct error *err)
{
    if (!cli->json) {
        printf("%s %s\n", id_text_of('K', id).s, cli_say(cli, nl, en));
        return STATUS_OK;
    }
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put_str(&json, "id", id_text_of('K', id).s);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    struct text word = args->positional[0];
    uint64_t id = 0;
    char letter = 0;
    bool is_set = text_equal(word, TEXT("set")), is_withdraw = text_equal(word, TEXT("withdraw"));
    if (!is_set && !is_withdraw)
        return error_set(err, STATUS_USAGE, "trait takes set or withdraw, not '%.*s'", TEXT_ARG(word));
    if (args->positional_count != (is_set ? 4u : 2u))
        return error_set(err, STATUS_USAGE,
                         is_set ? "trait set takes a party, a name and a value" : "trait withdraw takes one id");
    if (is_withdraw && (!id_read(args->positional[1], &letter, &id) || letter != 'K'))
        return error_set(err, STATUS_USAGE, "this is no id of a trait; they begin with K-");
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (is_withdraw) {
        status = trait_withdraw(store, &cli->job, id, cli_arg(args, "reason"), err);
        return status == STATUS_OK ? tell(cli, id, "ingetrokken", "withdrawn", err) : status;
    }
    struct trait_asked asked = { .party = args->positional[1],
                                 .at = cli_arg(args, "at"),
                                 .name = args->positional[2],
                                 .value = args->positional[3],
                                 .since = cli_arg(args, "since"),
                                 .until = cli_arg(args, "until") };
    status = trait_set(store, &cli->job, &asked, &id, err);
    return status == STATUS_OK ? tell(cli, id, "vastgelegd", "kept", err) : status;
}

const struct command command_trait = {
    .name = "trait",
    .usage = "set PARTY NAME VALUE [--at ORGANISATION] [--since DATE] [--until DATE] | withdraw TRAIT --reason TEXT",
    .summary = "give a person, organisation, household or role a trait, or take it back",
    .description =
        "A trait is a name and a value: a status, a class, a segment. It sits on a person, an organisation, a "
        "household,\n"
        "or with --at on the role a person has there; is shown with extra data at once; and goes along when records\n"
        "merge or split. Find who has it with 'search --trait NAME=VALUE'.",
    .description_nl = "Geef een persoon, organisatie, huishouden of rol een kenmerk: een status, klasse of segment. "
                      "Het is meteen te\n"
                      "zien bij de extra gegevens. Zoek wie het heeft met 'search --trait NAAM=WAARDE'.",
    .example =
        "klantbeeld trait set crm/10023 segment gold --since 2026-01-01\n"
        "klantbeeld trait set crm/10023 influence decides --at books/201\nklantbeeld search --trait segment=gold",
    .options = options,
    .positional_min = 2,
    .positional_max = 4,
    .run = run,
};
