/*
 * klantbeeld event: type what happened, see what is to be followed up, mark it done.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <string.h>

#include "base/scoped.h"
#include "cli/event_table.h"
#include "cli/party_word.h"
#include "flow/event/event_write.h"
#include "flow/event/timeline.h"
#include "model/event_kind.h"

static const struct cli_option options[] = {
    { "kind", "KIND", "what happened (klantbeeld event kinds)", NULL },
    { "channel", "CHANNEL", "phone, email, visit, letter, chat …", NULL },
    { "direction", "DIRECTION", "in or out", NULL },
    { "at", "DATE", "when (now)", NULL },
    { "subject", "TEXT", "in a few words", NULL },
    { "text", "TEXT", "what was said", NULL },
    { "status", "STATE", "a state of the kind", NULL },
    { "amount", "NUMBER", "what it was worth", NULL },
    { "until", "DATE", "pay by, valid until, ends on", NULL },
    { "product", "TEXT", "which product", NULL },
    { "origin", "TEXT", "how it came about", NULL },
    { "outcome", "TEXT", "what came of it", NULL },
    { "follow-up", "DATE", "somebody is to do something by then", NULL },
    { "owner", "NAME", "who is to do it; of a list: whose", NULL },
    { "role", "PARTY", "of a person: in his role at this organisation", NULL },
    { "open-follow-ups", NULL, "list what is to be followed up, soonest first", NULL },
    { "waiting", NULL, "list events whose customer has not come yet", NULL },
    { "to", "DATE", "of a list: due on or before that day", NULL },
    { "limit", "N", "at most so many (50, up to 200)", NULL },
    { "cursor", "CURSOR", "the page after this one", NULL },
    { NULL, NULL, NULL, NULL },
};

/* ---- one event ---- */

static void print_one(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(EVENT_COLUMNS);
    const struct answer_node *party;
    const struct answer_node *event = answer_get(root, "event");
    printf("%s", answer_text(event, "id"));
    for (party = answer_first(root, "parties"); party; party = answer_next(party))
        printf("  %s", answer_text(party, "name"));
    printf("\n");
    event_row(&table, event);
    columns_print(&table, stdout);
}

static enum status show_one(struct cli *cli, struct store *store, struct event_id id, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    enum status status = view_event(store, &cli->job, id, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print_one, err) : status;
}

static enum status add(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    struct event_typed typed = {
        .kind = cli_arg(args, "kind").ptr ? cli_arg(args, "kind") : TEXT("contact"),
        .at = cli_arg(args, "at"),
        .channel = cli_arg(args, "channel"),
        .direction = cli_arg(args, "direction"),
        .subject = cli_arg(args, "subject"),
        .body = cli_arg(args, "text"),
        .status = cli_arg(args, "status"),
        .amount = cli_arg(args, "amount"),
        .until = cli_arg(args, "until"),
        .product = cli_arg(args, "product"),
        .origin = cli_arg(args, "origin"),
        .outcome = cli_arg(args, "outcome"),
        .follow_up = cli_arg(args, "follow-up"),
        .owner = cli_arg(args, "owner"),
    };
    struct party_id party = { 0 };
    struct event_id id = { 0 };
    if (args->positional_count < 2)
        return error_set(err, STATUS_USAGE, "event add needs a party");
    if (typed.subject.len == 0 && typed.body.len == 0 && typed.product.len == 0)
        return error_set(err, STATUS_USAGE, "event add needs --subject, --text or --product");
    enum status status = party_of_word(store, args->positional[1], &party, err);
    if (status == STATUS_OK && cli_arg(args, "role").ptr)
        status = party_of_word(store, cli_arg(args, "role"), &typed.role, err);
    if (status == STATUS_OK)
        status = event_add(store, &cli->job, party, &typed, &id, err);
    return status == STATUS_OK ? show_one(cli, store, id, err) : status;
}

static enum status event_word(const struct cli_args *args, struct event_id *ret, struct error *err)
{
    if (args->positional_count < 2 || !event_id_read(args->positional[1], ret))
        return error_set(err, STATUS_USAGE, "give the id of an event: E-0A1B2C3D4E5F6");
    return STATUS_OK;
}

static enum status done(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    struct event_id id;
    enum status status = event_word(args, &id, err);
    if (status == STATUS_OK)
        status = event_follow_up_done(store, &cli->job, id, cli_arg(args, "outcome"), err);
    return status == STATUS_OK ? show_one(cli, store, id, err) : status;
}

/* ---- lists ---- */

static void print_follow_ups(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(6);
    const struct answer_node *item;
    for (item = answer_first(root, "follow_ups"); item; item = answer_next(item)) {
        const struct answer_node *event = answer_get(item, "event"), *party = answer_first(item, "parties");
        char names[300] = "";
        for (size_t len = 0; party && len < sizeof(names) - 1; party = answer_next(party))
            len += (size_t)snprintf(names + len, sizeof(names) - len, "%s%s", len ? " · " : "",
                                    answer_text(party, "name"));
        columns_put_str(&table, answer_text(event, "follow_up"));
        columns_put_str(&table, answer_text(event, "owner"));
        columns_put_str(&table, answer_text(event, "id"));
        columns_put_str(&table, answer_text(event, "label"));
        columns_put_str(&table, names);
        columns_put_str(&table, answer_text(event, "subject"));
    }
    columns_print(&table, stdout);
    if (!answer_first(root, "follow_ups"))
        printf("%s\n", cli_say(cli, "Niets op te volgen.", "Nothing to follow up."));
    if (answer_get(root, "next"))
        printf("%s --cursor %s\n", cli_say(cli, "Verder met:", "More with:"), answer_text(root, "next"));
}

static void print_waiting(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(EVENT_COLUMNS);
    const struct answer_node *event;
    for (event = answer_first(root, "waiting"); event; event = answer_next(event))
        event_row(&table, event);
    columns_print(&table, stdout);
    if (!answer_first(root, "waiting"))
        printf("%s\n", cli_say(cli, "Niets wacht op een klant.", "Nothing waits for its customer."));
}

static enum status list(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct timeline_asked asked = { 0 };
    uint64_t limit = TIMELINE_LIMIT_USUAL;
    bool waiting = cli_flag(args, "waiting");
    if (waiting == cli_flag(args, "open-follow-ups"))
        return error_set(err, STATUS_USAGE, "event list takes --open-follow-ups or --waiting");
    if (cli_arg(args, "limit").ptr &&
        (!text_to_u64(cli_arg(args, "limit"), &limit) || limit < 1 || limit > TIMELINE_LIMIT_MAX))
        return error_set(err, STATUS_USAGE, "--limit is a number from 1 to %d", TIMELINE_LIMIT_MAX);
    enum status status = timeline_period_read(TEXT_EMPTY, cli_arg(args, "to"), &asked, err);
    if (status == STATUS_OK)
        status = waiting ? view_events_waiting(store, &cli->job, limit, &json, err)
                         : view_follow_ups(store, &cli->job, cli_arg(args, "owner"), asked.to_ms,
                                           cli_arg(args, "cursor"), limit, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, waiting ? print_waiting : print_follow_ups, err) : status;
}

static enum status kinds(struct cli *cli, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    SCOPED(columns_done) struct columns table = COLUMNS_OF(4);
    struct json_out json = json_out_over(&buf);
    enum language lang = cli->job.lang;
    if (cli->json) {
        view_event_kinds(lang, &json);
        return cli_put_json(&buf, err);
    }
    for (size_t i = 0; i < event_kinds_count; i++) {
        const struct event_kind *kind = &event_kinds[i];
        char states[300] = "";
        for (size_t s = 0, len = 0; s < kind->states_count && len < sizeof(states) - 1; s++)
            len += (size_t)snprintf(states + len, sizeof(states) - len, "%s%s", s ? ", " : "", kind->states[s].name);
        columns_put_str(&table, kind->name);
        columns_put_str(&table, kind->label[lang]);
        columns_put_str(&table, area_label(kind->area, lang));
        columns_put_str(&table, states);
    }
    columns_print(&table, stdout);
    return STATUS_OK;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    struct text word = args->positional[0];
    struct event_id id;
    if (text_equal(word, TEXT("kinds")))
        return kinds(cli, err);
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (text_equal(word, TEXT("add")))
        return add(cli, store, args, err);
    if (text_equal(word, TEXT("done")))
        return done(cli, store, args, err);
    if (text_equal(word, TEXT("list")))
        return list(cli, store, args, err);
    if (!text_equal(word, TEXT("show")))
        return error_set(err, STATUS_USAGE, "event takes add, done, list, show or kinds, not '%.*s'", TEXT_ARG(word));
    status = event_word(args, &id, err);
    return status == STATUS_OK ? show_one(cli, store, id, err) : status;
}

const struct command command_event = {
    .name = "event",
    .usage = "add PARTY --subject TEXT [--kind KIND] … | done EVENT [--outcome TEXT] | list --open-follow-ups | show "
             "EVENT | kinds",
    .summary = "type what happened, see what is to be followed up",
    .description =
        "add puts a contact moment, appointment, agreement … with a party, by hand: it keeps its author and goes "
        "along\n"
        "when records are merged and taken apart. Of a person it goes on his own record, with --role on that of his\n"
        "role, so that it stays with the organisation. --follow-up says that somebody is to do something by a day.\n"
        "done says that it was done: a new version of the event. list shows open follow-ups, or events of files whose\n"
        "customer has not come yet. kinds shows what can happen, and in which states.",
    .example = "klantbeeld event add crm/10023 --channel phone --subject \"Vraagt offerte\" --follow-up 2026-12-01 "
               "--owner Anja\n"
               "klantbeeld event list --open-follow-ups --owner Anja\n"
               "klantbeeld event done E-0A1B2C3D4E5F6 --outcome \"Offerte gestuurd\"",
    .options = options,
    .positional_min = 1,
    .positional_max = 2,
    .run = run,
};
