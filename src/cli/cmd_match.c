/*
 * klantbeeld match: is this somebody we know?
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "cli/command.h"
#include "cli/values.h"
#include "flow/live/live.h"

static void print_party(const struct cli *cli, const struct answer_node *party)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(4);
    bool linked = text_equal(text_from(answer_text(party, "outcome")), TEXT("linked"));
    printf("\n%s  %s, %s\n  %s, %s %s: %+.2f bit\n", answer_text(party, "id"), answer_text(party, "name"),
           answer_text(party, "summary"),
           linked ? cli_say(cli, "hoort hierbij", "belongs to it") : cli_say(cli, "om na te kijken", "to be reviewed"),
           answer_text(party, "source"), answer_text(party, "key"), answer_number(party, "bits"));
    const struct answer_node *veto = answer_get(party, "veto");
    if (veto)
        printf("  %s\n", answer_text(veto, "sentence"));
    for (const struct answer_node *e = answer_first(party, "evidence"); e; e = answer_next(e)) {
        char bits[40];
        snprintf(bits, sizeof(bits), "  %+.2f", answer_number(e, "bits"));
        columns_put_str(&table, bits);
        columns_put_str(&table, answer_text(e, "sentence"));
        columns_put_str(&table, answer_text(e, "a"));
        columns_put_str(&table, answer_text(e, "b"));
    }
    columns_print(&table, stdout);
}

static void print(const struct cli *cli, const struct answer_node *root)
{
    printf("%s\n", answer_text(root, "sentence"));
    for (const struct answer_node *field = answer_first(root, "fields"); field; field = answer_next(field))
        if (!answer_get(field, "field"))
            printf(cli_say(cli, "%s is geen bekend veld en telt niet mee.\n",
                           "%s is no known field and does not count.\n"),
                   answer_text(field, "name"));
    if (answer_number(root, "waiting") > 0)
        printf(cli_say(cli, "Records die het ook kunnen zijn en op de volgende resolve wachten: %.0f.\n",
                       "Records that may be it too and wait for the next resolve: %.0f.\n"),
               answer_number(root, "waiting"));
    for (const struct answer_node *party = answer_first(root, "parties"); party; party = answer_next(party))
        print_party(cli, party);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(live_close) struct live *live = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct live_question question = { .limit = 5 };
    struct text limit = cli_arg(args, "limit");
    uint64_t most = 0;
    if (limit.ptr && (!text_to_u64(limit, &most) || most < 1 || most > LIVE_PARTIES_MAX))
        return error_set(err, STATUS_USAGE, "--limit is 1 to %d", LIVE_PARTIES_MAX);
    question.limit = limit.ptr ? (size_t)most : question.limit;
    enum status status = cli_values_read(args, 0, &question, err);
    if (status == STATUS_OK)
        status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = live_open(store, &cli->job, &live, err);
    if (status == STATUS_OK)
        status = live_ask(live, store, &cli->job, &question, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

static const struct cli_option options[] = {
    { "limit", "N", "show at most N parties (5)", NULL, "toon ten hoogste N relaties (5)" },
    { 0 },
};

const struct command command_match = {
    .name = "match",
    .usage = "FIELD=VALUE... [--limit N]",
    .summary = "say who somebody is, before making him anew",
    .description =
        "The values are compared with all records, by the model of the last resolve, and the parties they may be are\n"
        "shown best first, with the evidence in bits. Nothing is kept of what is asked. FIELD is a field\n"
        "(person.given, email, addr.postcode) or a header as people write it (Achternaam, Postcode).\n"
        "The first question makes an index beside the store (klantbeeld.db-index); the next ones take in what came "
        "since.",
    .example = "klantbeeld match naam=\"J. van den Berg\" postcode=\"1234 AB\" huisnummer=7\n"
               "klantbeeld match org.name=\"Bakkerij De Graan\" email=info@degraan.example --json",
    .options = options,
    .positional_min = 1,
    .positional_max = -1,
    .run = run,
    .summary_nl = "zeg wie iemand is, voor hij opnieuw wordt aangemaakt",
    .description_nl =
        "De waarden worden vergeleken met alle records, met het model van de laatste resolve; de relaties die het "
        "kunnen zijn\n"
        "staan op volgorde, met het bewijs in bits. Van de vraag wordt niets bewaard. FIELD is een veld\n"
        "(person.given, email, addr.postcode) of een kop zoals mensen die schrijven (Achternaam, Postcode).\n"
        "De eerste vraag maakt een index naast de opslag (klantbeeld.db-index); daarna komt er alleen bij wat nieuw "
        "is.",
};
