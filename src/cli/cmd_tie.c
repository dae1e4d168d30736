/*
 * klantbeeld tie: how parties belong together.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/job/day.h"
#include "flow/job/pick.h"
#include "flow/job/tie_kinds.h"
#include "flow/view/ties.h"

enum { TIE_ARENA_BYTES = 64 * 1024 * 1024 };

static const struct cli_option options[] = {
    { "kind", "KIND",
      "partner, parent, guardian, represents, together, apart, role, branch, same-company, predecessor, "
      "buys-through; not-branch and the like deny what records give",
      NULL,
      "partner, parent (ouder, moeder), guardian, represents, together, apart, role, branch, predecessor, "
      "buys-through; not-branch en dergelijke ontkennen wat records geven" },
    { "title", "TEXT", "of a role: the function", NULL, "van een rol: de functie" },
    { "part", "PART", "of a role, in decisions: decides, influences, uses, pays, gatekeeper", NULL,
      "van een rol, bij besluiten: decides, influences, uses, pays, gatekeeper" },
    { "department", "TEXT", "of a role: the department", NULL, "van een rol: de afdeling" },
    { "email", "ADDRESS", "of a role: its own mailbox", NULL, "van een rol: het eigen mailadres" },
    { "phone", "NUMBER", "of a role: its own number", NULL, "van een rol: het eigen nummer" },
    { "address", "TEXT", "of a role: where it is", NULL, "van een rol: waar zij is" },
    { "instead-of", "ORGANISATION", "of a role: it takes the place of that there, which ends where this begins", NULL,
      "van een rol: zij komt in de plaats van die daar, die eindigt waar deze begint" },
    { "as-of", "DATE", "of a list: as it was known on that day, or at that moment in UTC", NULL,
      "van een lijst: zoals bekend op die dag, of dat tijdstip in UTC" },
    { "since", "DATE", "from when", NULL, "sinds wanneer" },
    { "until", "DATE", "to when", NULL, "tot wanneer" },
    { "reason", "TEXT", "why; kept with the tie", NULL, "waarom; wordt bij de band bewaard" },
    { 0 },
};

static enum status tell(const struct cli *cli, const struct tie_report *report, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    if (!cli->json) {
        printf("%s %.*s\n", id_text_of('T', report->id).s, TEXT_ARG(report->sentence));
        return STATUS_OK;
    }
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_key(&json, "tie");
    json_str(&json, id_text_of('T', report->id).s);
    json_key(&json, "sentence");
    json_text(&json, report->sentence);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status add(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(TIE_ARENA_BYTES);
    struct tie_report report = { 0 };
    if (args->positional_count != 3)
        return error_set(err, STATUS_USAGE, "tie add takes two parties");
    struct tie_asked asked = { .a = args->positional[1],
                               .b = args->positional[2],
                               .kind = cli_arg(args, "kind"),
                               .title = cli_arg(args, "title"),
                               .part = cli_arg(args, "part"),
                               .since = cli_arg(args, "since"),
                               .until = cli_arg(args, "until"),
                               .reason = cli_arg(args, "reason"),
                               .department = cli_arg(args, "department"),
                               .email = cli_arg(args, "email"),
                               .phone = cli_arg(args, "phone"),
                               .address = cli_arg(args, "address"),
                               .instead_of = cli_arg(args, "instead-of") };
    enum status status = tie_add(store, &cli->job, &asked, &arena, &report, err);
    return status == STATUS_OK ? tell(cli, &report, err) : status;
}

static enum status withdraw(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    struct tie_report report = { 0 };
    char letter = 0;
    uint64_t id = 0;
    if (!id_read(args->positional[1], &letter, &id) || letter != 'T')
        return error_set(err, STATUS_USAGE, "this is no id of a tie; they begin with T-");
    enum status status = tie_withdraw(store, &cli->job, id, cli_arg(args, "reason"), &report, err);
    return status == STATUS_OK ? tell(cli, &report, err) : status;
}

static enum status end(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(TIE_ARENA_BYTES);
    struct tie_report report = { 0 };
    char letter = 0;
    uint64_t id = 0;
    if (!id_read(args->positional[1], &letter, &id) || letter != 'T')
        return error_set(err, STATUS_USAGE, "this is no id of a tie; they begin with T-");
    enum status status =
        tie_end(store, &cli->job, id, cli_arg(args, "until"), cli_arg(args, "reason"), &arena, &report, err);
    return status == STATUS_OK ? tell(cli, &report, err) : status;
}

static void print(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(7);
    const struct answer_node *tie;
    printf("%s  %s\n", answer_text(root, "id"), answer_text(root, "name"));
    for (tie = answer_first(root, "ties"); tie; tie = answer_next(tie)) {
        const struct answer_node *party = answer_get(tie, "party");
        char period[64], title[2 * TIE_TITLE_BYTES_MAX + 3];
        snprintf(period, sizeof(period), "%s%s%s", answer_text(tie, "since"),
                 answer_text(tie, "since")[0] || answer_text(tie, "until")[0] ? " – " : "", answer_text(tie, "until"));
        columns_put_str(&table, answer_text(tie, "tie")[0] ? answer_text(tie, "tie") : answer_text(tie, "record"));
        columns_put_str(&table, answer_text(tie, "sentence"));
        columns_put_str(&table, answer_text(party, "id"));
        snprintf(title, sizeof(title), "%s%s%s", answer_text(tie, "title"),
                 answer_text(tie, "title")[0] && answer_text(tie, "department")[0] ? ", " : "",
                 answer_text(tie, "department"));
        columns_put_str(&table, title);
        columns_put_str(&table, tie_part_label(text_from(answer_text(tie, "part")), cli->job.lang));
        columns_put_str(&table, period);
        columns_put_str(&table, answer_text(tie, "status"));
    }
    columns_print(&table, stdout);
}

static enum status list(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(TIE_ARENA_BYTES);
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct picked picked = { 0 };
    enum status status = STATUS_OK;
    struct text day = cli_arg(args, "as-of");
    int64_t at_ms = STORE_NOW;
    if (day.ptr && !day_read(day, &at_ms))
        return error_set(err, STATUS_USAGE, "--as-of takes a day as 2026-03-01 or a moment as 2026-03-01T12:00:00Z");
    if (!party_id_read(args->positional[1], &picked.party))
        status = pick_mentions(store, args->positional[1], &arena, &picked, err);
    if (status == STATUS_OK)
        status = ties_view(store, &cli->job, picked.party, at_ms, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    struct text word = args->positional[0];
    bool is_add = text_equal(word, TEXT("add")), is_list = text_equal(word, TEXT("list")),
         is_end = text_equal(word, TEXT("end"));
    if (!is_add && !is_list && !is_end && !text_equal(word, TEXT("withdraw")))
        return error_set(err, STATUS_USAGE, "tie takes add, end, list or withdraw, not '%.*s'", TEXT_ARG(word));
    if (!is_list && !cli_arg(args, "reason").ptr) {
        error_set(err, STATUS_USAGE, "tie needs --reason");
        error_hint(err, "Whoever meets the tie next year wants to know why.");
        return STATUS_USAGE;
    }
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    return is_add    ? add(cli, store, args, err)
           : is_list ? list(cli, store, args, err)
           : is_end  ? end(cli, store, args, err)
                     : withdraw(cli, store, args, err);
}

const struct command command_tie = {
    .name = "tie",
    .usage = "add A B --kind KIND --reason TEXT [--title T] [--part P] [--instead-of O] [--since D] [--until D] | list "
             "PARTY [--as-of "
             "DATE] |\n"
             "     end TIE --until D --reason TEXT | withdraw TIE --reason TEXT",
    .summary = "say how two parties belong together, or list that",
    .description = "A KIND B is read as it stands: A is the parent of B, A buys through B. A and B are ids of parties "
                   "or records, or\nsource/key. The list also holds the roles and households that records give. "
                   "together and apart\nsay who shares a household, and hold from the next resolve. end says "
                   "until when a tie lasted;\nwithdraw says that it never was.",
    .example = "klantbeeld tie add crm/1 crm/2 --kind partner --since 2026-03 --reason \"told by phone\"\n"
               "klantbeeld tie list crm/1",
    .options = options,
    .positional_min = 2,
    .positional_max = 3,
    .run = run,
    .summary_nl = "zeg hoe twee relaties bij elkaar horen, of toon dat",
    .description_nl =
        "A KIND B wordt gelezen zoals het er staat: A is de ouder van B, A koopt via B. A en B zijn "
        "nummers van relaties\nof records, of bron/sleutel. De lijst toont ook de rollen en "
        "huishoudens uit de records. together en apart\nzeggen wie een huishouden deelt, en gelden "
        "vanaf de volgende resolve. end zegt tot wanneer een\nband duurde; withdraw dat die er nooit was.",
};
