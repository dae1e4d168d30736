/*
 * klantbeeld history: what became of a party, moment by moment.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "flow/history/history.h"
#include "flow/job/pick.h"

enum { HISTORY_ARENA_BYTES = 64 * 1024 * 1024 };

static const struct cli_option options[] = {
    { "limit", "N", "so many moments, 1 to 100 (20)", NULL, "zoveel momenten, 1 tot 100 (20)" },
    { "before", "N", "go on where an earlier page ended", NULL, "ga verder waar een vorige bladzijde ophield" },
    { 0 },
};

static void print_change(const struct cli *cli, const struct answer_node *change)
{
    const struct answer_node *origin = answer_get(change, "origin");
    printf("  %s", answer_text(change, "sentence"));
    if (origin) {
        printf("  [%s", answer_text(origin, "source"));
        if (answer_get(origin, "version"))
            printf(" v%.0f", answer_number(origin, "version"));
        printf(", %s, %.10s]", answer_text(origin, "rule"), answer_text(origin, "at"));
    }
    if (answer_text(change, "by")[0] || answer_text(change, "file")[0])
        printf("  (%s%s%s%s%s)", answer_text(change, "by"),
               answer_text(change, "by")[0] && answer_text(change, "file")[0] ? ", " : "", answer_text(change, "file"),
               answer_text(change, "reason")[0] ? ": " : "", answer_text(change, "reason"));
    printf("\n");
}

static void print(const struct cli *cli, const struct answer_node *root)
{
    const struct answer_node *moment, *change;
    printf("%s  %s\n", answer_text(root, "id"), answer_text(root, "name"));
    if (answer_text(root, "redirected_from")[0])
        printf("%s %s\n", cli_say(cli, "(samengevoegd uit", "(merged from"), answer_text(root, "redirected_from"));
    for (moment = answer_first(root, "moments"); moment; moment = answer_next(moment)) {
        printf("\n%s\n", answer_text(moment, "at"));
        for (change = answer_first(moment, "changes"); change; change = answer_next(change))
            print_change(cli, change);
    }
    if (answer_number(root, "next") > 0)
        printf("\n%s --before %.0f\n", cli_say(cli, "Meer:", "More:"), answer_number(root, "next"));
}

static enum status read_options(const struct cli_args *args, struct history_options *ret, struct error *err)
{
    uint64_t limit = HISTORY_MOMENTS_USUAL;
    struct text asked = cli_arg(args, "limit"), before = cli_arg(args, "before");
    if (asked.ptr && (!text_to_u64(asked, &limit) || limit < 1 || limit > HISTORY_MOMENTS_MAX))
        return error_set(err, STATUS_USAGE, "--limit takes a number from 1 to %d", HISTORY_MOMENTS_MAX);
    if (before.ptr && !text_to_u64(before, &ret->before))
        return error_set(err, STATUS_USAGE, "--before takes the number a page ended with");
    ret->limit = limit;
    if (args->positional_count > 1)
        ret->field = args->positional[1];
    return STATUS_OK;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HISTORY_ARENA_BYTES);
    struct json_out json = json_out_over(&buf);
    struct history_options asked = { 0 };
    struct picked picked = { 0 };
    enum status status = read_options(args, &asked, err);
    if (status == STATUS_OK)
        status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK && !party_id_read(args->positional[0], &picked.party))
        status = pick_mentions(store, args->positional[0], &arena, &picked, err);
    if (status == STATUS_OK)
        status = history_view(store, &cli->job, picked.party, &asked, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

const struct command command_history = {
    .name = "history",
    .usage = "PARTY [FIELD] [--limit N] [--before N]",
    .summary = "show what changed of a party, when, and by whom",
    .description = "PARTY is a party id, a record id or source/key; FIELD is a field as `show --json` names it "
                   "(addr.home, email),\n"
                   "and then only its values are told. Newest first; behind each value stands which version of which "
                   "source gave it,\n"
                   "by what rule, since when the source held it, and who imported or decided.",
    .example = "klantbeeld history P-0A1B2C3D4E5F6\nklantbeeld history crm/10023 addr.home",
    .options = options,
    .positional_min = 1,
    .positional_max = 2,
    .run = run,
    .summary_nl = "toon wat er aan een relatie veranderde, wanneer en door wie",
    .description_nl = "PARTY is het nummer van een relatie, het nummer van een record, of bron/sleutel; FIELD is een "
                      "veld zoals\n"
                      "`show --json` het noemt (addr.home, email), en dan staan er alleen de waarden van dat veld. "
                      "Het nieuwste staat\n"
                      "bovenaan; achter elke waarde staat welke versie van welke bron haar gaf, door welke regel, "
                      "sinds wanneer de\n"
                      "bron haar had, en wie importeerde of besloot.",
};
