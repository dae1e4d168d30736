/*
 * klantbeeld restore: the value a field had on an earlier day.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/command.h"
#include "flow/history/restore.h"
#include "flow/job/day.h"
#include "flow/steward/choose.h"

enum { RESTORE_ARENA_BYTES = 64 * 1024 * 1024 };

static const struct cli_option options[] = {
    { "as-of", "DATE", "the day, or moment in UTC, whose value is wanted", NULL,
      "de dag, of het tijdstip in UTC, waarvan de waarde gewenst is" },
    { "reason", "TEXT", "why; kept with the choice", NULL, "waarom; wordt bij de keuze bewaard" },
    { "resolve", NULL, "make the view anew at once", NULL, "maak het beeld meteen opnieuw" },
    { 0 },
};

static enum status tell(const struct cli *cli, const struct choose_report *report, struct text value, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    if (!cli->json) {
        printf("%s %.*s %.*s\n", id_text_of('C', report->id).s, TEXT_ARG(report->sentence), TEXT_ARG(value));
        return STATUS_OK;
    }
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put_str(&json, "id", id_text_of('C', report->id).s);
    json_put(&json, "value", value);
    json_put(&json, "sentence", report->sentence);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(RESTORE_ARENA_BYTES);
    struct choose_report report = { 0 };
    struct choose_asked asked = { .party = args->positional[0],
                                  .field = args->positional[1],
                                  .reason = cli_arg(args, "reason") };
    int64_t at_ms = 0;
    if (!day_read(cli_arg(args, "as-of"), &at_ms))
        return error_set(err, STATUS_USAGE, "restore needs --as-of with a day as 2026-03-01 or a moment");
    if (!asked.reason.ptr) {
        error_set(err, STATUS_USAGE, "restore needs --reason");
        error_hint(err, "Whoever meets the choice next year wants to know why.");
        return STATUS_USAGE;
    }
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = restore_value(store, &cli->job, asked.party, asked.field, at_ms, &arena, &asked.value, err);
    if (status == STATUS_OK)
        status = choose_value(store, &cli->job, &asked, cli_flag(args, "resolve"), &report, err);
    return status == STATUS_OK ? tell(cli, &report, asked.value, err) : status;
}

const struct command command_restore = {
    .name = "restore",
    .usage = "PARTY FIELD --as-of DATE --reason TEXT [--resolve]",
    .summary = "give a field the value it had on an earlier day",
    .description = "PARTY is a party id, a record id or source/key; FIELD is named as `history` names it. Nothing is "
                   "edited: the old\n"
                   "value is chosen anew (see choose), with author, time and reason, and that can be withdrawn.",
    .example = "klantbeeld restore crm/10023 addr.home --as-of 2026-03-01 --reason \"the move did not go through\"",
    .options = options,
    .positional_min = 2,
    .positional_max = 2,
    .run = run,
    .summary_nl = "geef een veld de waarde die het op een eerdere dag had",
    .description_nl = "PARTY is het nummer van een relatie, het nummer van een record, of bron/sleutel; FIELD heet "
                      "zoals `history` het\n"
                      "noemt. Er wordt niets gewijzigd: de oude waarde wordt opnieuw gekozen (zie choose), met "
                      "auteur, tijd en reden,\n"
                      "en dat kan weer ingetrokken worden.",
};
