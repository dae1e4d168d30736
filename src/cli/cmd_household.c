/*
 * klantbeeld household: somebody leaves, or comes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/command.h"
#include "flow/resolve/resolve.h"
#include "flow/view/household_move.h"

enum { HOUSEHOLD_ARENA = 64 * 1024 * 1024 };

static const struct cli_option options[] = {
    { "leaving", "PERSON[,PERSON…]", "who leaves", NULL, "wie vertrekt" },
    { "joining", "PERSON[,PERSON…]", "who comes", NULL, "wie erbij komt" },
    { "at", "DATE", "from when", NULL, "vanaf wanneer" },
    { "reason", "TEXT", "why: divorce, a child that leaves, a move", NULL,
      "waarom: scheiding, een kind dat uit huis gaat, een verhuizing" },
    { "resolve", NULL, "make the view anew at once", NULL, "maak het beeld meteen opnieuw" },
    { 0 },
};

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HOUSEHOLD_ARENA);
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    bool is_join = text_equal(args->positional[0], TEXT("join"));
    struct text persons[HOUSEHOLD_MOVERS_MAX], rest = cli_arg(args, is_join ? "joining" : "leaving"),
                                               sentence = TEXT_EMPTY;
    struct resolve_report resolved = { 0 };
    struct household_move asked = { .persons = persons, .reason = cli_arg(args, "reason"), .at = cli_arg(args, "at") };
    if ((!is_join && !text_equal(args->positional[0], TEXT("split"))) || args->positional_count < 2)
        return error_set(err, STATUS_USAGE, "household takes split or join, and the id of a household");
    if (!rest.ptr || !asked.reason.ptr)
        return error_set(err, STATUS_USAGE, "household %s needs --%s and --reason", is_join ? "join" : "split",
                         is_join ? "joining" : "leaving");
    asked.household = args->positional[1];
    asked.resolve_after = cli_flag(args, "resolve");
    while (asked.persons_count < HOUSEHOLD_MOVERS_MAX && text_next(&rest, ',', &persons[asked.persons_count]))
        asked.persons_count++;
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = (is_join ? household_join : household_split)(store, &cli->job, &asked, &arena, &sentence, err);
    if (status == STATUS_OK && cli_flag(args, "resolve"))
        status = resolve_run(store, &cli->job, &resolved, err);
    if (status != STATUS_OK)
        return status;
    if (!cli->json) {
        printf("%.*s\n", TEXT_ARG(sentence));
        return STATUS_OK;
    }
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put(&json, "sentence", sentence);
    json_end(&json);
    return cli_put_json(&buf, err);
}

const struct command command_household = {
    .name = "household",
    .usage = "split HOUSEHOLD --leaving PERSON[,PERSON…] --reason TEXT [--at DATE] [--resolve] |\n"
             "     join HOUSEHOLD --joining PERSON[,PERSON…] --reason TEXT [--at DATE] [--resolve]",
    .summary = "say who leaves a household, or comes to live in it",
    .description =
        "A person is named by an id or as source/key. Those who leave and those who stay are said to live "
        "apart (see tie);\nwho comes and who is there are said to live together, and what was said of living "
        "apart ends on that day. Withdraw those\nties to undo it. The reply says who keeps what.",
    .example = "klantbeeld household split H-30A1B2C3D4E5F --leaving crm/1 --reason divorce --at 2026-03-01",
    .options = options,
    .positional_min = 1,
    .positional_max = 2,
    .run = run,
    .summary_nl = "zeg wie een huishouden verlaat of erbij komt",
    .description_nl =
        "Een persoon heet naar een nummer of bron/sleutel. Van wie vertrekt en wie blijft wordt "
        "vastgelegd dat zij niet\nsamenwonen (zie tie); wie erbij komt woont samen met wie er is, en wat over "
        "apart wonen was vastgelegd loopt\naf op die dag. Trek die banden in om het ongedaan te maken. "
        "Het antwoord zegt wie wat houdt.",
};
