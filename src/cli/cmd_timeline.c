/*
 * klantbeeld timeline: what happened to a party, newest first.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/event_table.h"
#include "cli/party_word.h"
#include "flow/event/timeline.h"
#include "flow/job/day.h"
#include "flow/view/view.h"

static const char *const scopes[] = { "self", "roles", "organisation", "household", "all", NULL };

static const struct cli_option options[] = {
    { "scope", "SCOPES", "self, roles, organisation, household, with commas between; or all", scopes },
    { "kind", "KINDS", "kinds with commas between (klantbeeld event kinds), or area:NAME", NULL },
    { "from", "DATE", "from that day", NULL },
    { "to", "DATE", "to and with that day", NULL },
    { "text", "WORDS", "each word must stand in the event", NULL },
    { "limit", "N", "at most so many (50, up to 200)", NULL },
    { "cursor", "CURSOR", "the page after this one", NULL },
    { "as-of", "DATE", "as it was known on that day, or at that moment in UTC", NULL,
      "zoals bekend op die dag, of op dat moment in UTC" },
    { NULL, NULL, NULL, NULL },
};

static void print(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(EVENT_COLUMNS);
    const struct answer_node *event;
    for (event = answer_first(root, "events"); event; event = answer_next(event))
        event_row(&table, event);
    columns_print(&table, stdout);
    if (!answer_first(root, "events"))
        printf("%s\n", cli_say(cli, "Niets gebeurd.", "Nothing happened."));
    if (answer_get(root, "next"))
        printf("%s --cursor %s\n", cli_say(cli, "Verder met:", "More with:"), answer_text(root, "next"));
}

static enum status asked_read(const struct cli_args *args, struct timeline_asked *ret, struct error *err)
{
    struct text limit = cli_arg(args, "limit");
    uint64_t n = TIMELINE_LIMIT_USUAL;
    if (limit.ptr && (!text_to_u64(limit, &n) || n < 1 || n > TIMELINE_LIMIT_MAX))
        return error_set(err, STATUS_USAGE, "--limit is a number from 1 to %d", TIMELINE_LIMIT_MAX);
    ret->limit = n;
    ret->words = cli_arg(args, "text");
    ret->cursor = cli_arg(args, "cursor");
    enum status status = timeline_scopes_read(cli_arg(args, "scope"), ret, err);
    if (status == STATUS_OK)
        status = timeline_kinds_read(cli_arg(args, "kind"), ret, err);
    if (status == STATUS_OK)
        status = timeline_period_read(cli_arg(args, "from"), cli_arg(args, "to"), ret, err);
    return status;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct timeline_asked asked = { 0 };
    struct party_id party = { 0 };
    struct text day = cli_arg(args, "as-of");
    int64_t at_ms = 0;
    if (day.ptr && !day_read(day, &at_ms))
        return error_set(err, STATUS_USAGE, "--as-of takes a day as 2026-03-01 or a moment as 2026-03-01T12:00:00Z");
    enum status status = asked_read(args, &asked, err);
    if (status == STATUS_OK)
        status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = party_of_word(store, args->positional[0], &party, err);
    if (status == STATUS_OK)
        status = day.ptr ? view_timeline_as_of(store, &cli->job, party, &asked, at_ms, &json, err)
                         : view_timeline(store, &cli->job, party, &asked, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

const struct command command_timeline = {
    .name = "timeline",
    .usage = "PARTY [--scope SCOPES] [--kind KINDS] [--from DATE] [--to DATE] [--text WORDS] [--limit N] [--cursor C] "
             "[--as-of DATE]",
    .summary = "show what happened to a party, newest first",
    .description =
        "Of a person: his own events and those of his roles; --scope organisation adds all that happened at the\n"
        "organisations he works for, --scope household what happened to his household and its other members. Of an\n"
        "organisation: its own and those of the roles at it, also of people who left. Of a household: its own and its\n"
        "members'.",
    .example = "klantbeeld timeline P-10A1B2C3D4E5F\n"
               "klantbeeld timeline crm/10023 --scope all --kind contact,area:financial --from 2026-01-01",
    .options = options,
    .positional_min = 1,
    .positional_max = 1,
    .run = run,
};
