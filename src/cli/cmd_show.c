/*
 * klantbeeld show: the customer view of one party, with the origin of every value.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <string.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "cli/event_table.h"
#include "cli/party_word.h"
#include "flow/job/day.h"
#include "flow/job/tie_kinds.h"
#include "flow/view/view.h"

enum { EVENTS_PRINTED = 10 };

static void heading(const struct cli *cli, const char *nl, const char *en)
{
    printf("\n%s\n", cli_say(cli, nl, en));
}

static void put_origin(struct columns *table, const struct answer_node *origin)
{
    char line[400];
    int len = snprintf(line, sizeof(line), "%s, %s, %.10s", answer_text(origin, "source"), answer_text(origin, "rule"),
                       answer_text(origin, "at"));
    if (answer_get(origin, "author")) /* a person chose it */
        snprintf(line + len, sizeof(line) - (size_t)len, "  %s%s%.200s", answer_text(origin, "author"),
                 answer_get(origin, "reason") ? ": " : "", answer_text(origin, "reason"));
    columns_put_str(table, line);
}

static void print_areas(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(3);
    const struct answer_node *area, *field, *other, *total;
    for (area = answer_first(root, "areas"); area; area = answer_next(area)) {
        printf("\n%s\n", answer_text(area, "label"));
        for (field = answer_first(area, "fields"); field; field = answer_next(field)) {
            char label[120];
            snprintf(label, sizeof(label), "  %s", answer_text(field, "label"));
            columns_put_str(&table, label);
            columns_put_str(&table, answer_text(field, answer_get(field, "text") ? "text" : "value"));
            put_origin(&table, answer_get(field, "origin"));
            for (other = answer_first(field, "others"); other; other = answer_next(other)) {
                char value[300];
                snprintf(value, sizeof(value), "(%s)",
                         answer_text(other, answer_get(other, "text") ? "text" : "value"));
                columns_put_str(&table, "");
                columns_put_str(&table, value);
                put_origin(&table, answer_get(other, "origin"));
            }
            if (answer_is_true(field, "review")) {
                columns_put_str(&table, "");
                columns_put_str(&table, cli_say(cli, "kijk opnieuw: een bron zegt intussen iets anders",
                                                "look again: a source says otherwise by now"));
                columns_put_str(&table, "");
            }
        }
        for (total = answer_first(area, "totals"); total; total = answer_next(total)) {
            char label[120], value[80];
            snprintf(label, sizeof(label), "  %s", answer_text(total, "label"));
            event_total_text(total, value, sizeof(value));
            columns_put_str(&table, label);
            columns_put_str(&table, value);
            columns_put_str(&table, "");
        }
        columns_print(&table, stdout);
    }
}

/* "2020-01 – 2026-05-04" */
static void print_period(struct columns *table, const struct answer_node *of)
{
    char period[80];
    const char *since = answer_text(of, "since"), *until = answer_text(of, "until");
    snprintf(period, sizeof(period), "%s%s–%s%s", since, *since ? " " : "", *until ? " " : "", until);
    columns_put_str(table, *since || *until ? period : "");
}

/* "Inkoop, beslist" */
static void put_department(const struct cli *cli, const struct answer_node *role, struct columns *table)
{
    char cell[COLUMN_WIDTH_MAX * 4];
    const char *department = answer_text(role, "department"),
               *part = tie_part_label(text_from(answer_text(role, "part")), cli->job.lang);
    snprintf(cell, sizeof(cell), "%s%s%s", department, *department && *part ? ", " : "", part);
    columns_put_str(table, cell);
}

static void print_ties(const struct cli *cli, const struct answer_node *root, const char *id)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(8);
    SCOPED(columns_done) struct columns people = COLUMNS_OF(7);
    const struct answer_node *role, *household, *member;
    if ((answer_first(root, "roles")))
        heading(cli, "Rollen", "Roles");
    for (role = answer_first(root, "roles"); role; role = answer_next(role)) {
        const struct answer_node *person = answer_get(role, "person"), *organisation = answer_get(role, "organisation");
        const struct answer_node *other = strcmp(answer_text(person, "id"), id) == 0 ? organisation : person;
        char shown[40];
        snprintf(shown, sizeof(shown), "  %s", answer_text(other, "id"));
        columns_put_str(&table, shown);
        columns_put_str(&table, answer_text(other, "name"));
        columns_put_str(&table, answer_text(role, "title"));
        put_department(cli, role, &table);
        print_period(&table, role);
        columns_put_str(&table,
                        strcmp(answer_text(role, "status"), "former") == 0 ? cli_say(cli, "voormalig", "former") : "");
        columns_put_str(&table, answer_text(role, "email"));
        columns_put_str(&table, answer_text(role, "phone"));
    }
    columns_print(&table, stdout);
    for (household = answer_first(root, "households"); household; household = answer_next(household)) {
        heading(cli, "Huishouden", "Household");
        printf("  %s  %s\n", answer_text(household, "id"), answer_text(household, "name"));
        for (member = answer_first(household, "members"); member; member = answer_next(member)) {
            columns_put_str(&people, "   ");
            columns_put_str(&people, answer_text(member, "id"));
            columns_put_str(&people, answer_text(member, "name"));
            columns_put_str(&people, answer_text(member, "place"));
            print_period(&people, member);
            columns_put_str(&people, strcmp(answer_text(member, "status"), "former") == 0
                                         ? cli_say(cli, "voormalig", "former")
                                         : "");
            columns_put_str(&people, answer_text(member, "until_origin"));
        }
        columns_print(&people, stdout);
    }
}

static void print_records(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(6);
    const struct answer_node *record;
    heading(cli, "Bronrecords", "Source records");
    for (record = answer_first(root, "records"); record; record = answer_next(record)) {
        char id[40], bits[40];
        snprintf(id, sizeof(id), "  %s", answer_text(record, "record"));
        snprintf(bits, sizeof(bits), "%.1f bit", answer_number(record, "bits"));
        columns_put_str(&table, id);
        columns_put_str(&table, answer_text(record, "source"));
        columns_put_str(&table, answer_text(record, "key"));
        columns_put_str(&table, answer_text(record, "observed"));
        columns_put_str(&table, answer_text(record, "reason"));
        columns_put_str(&table, answer_number(record, "bits") != 0 ? bits : "");
    }
    columns_print(&table, stdout);
}

static void print_events(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(EVENT_COLUMNS);
    size_t printed = 0;
    const struct answer_node *event;
    if ((answer_first(root, "events")))
        heading(cli, "Gebeurtenissen", "Events");
    for (event = answer_first(root, "events"); event && printed++ < EVENTS_PRINTED; event = answer_next(event))
        event_row(&table, event);
    columns_print(&table, stdout);
}

static void print_findings(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(3);
    const struct answer_node *finding;
    if ((answer_first(root, "findings")))
        heading(cli, "Bevindingen", "Findings");
    for (finding = answer_first(root, "findings"); finding; finding = answer_next(finding)) {
        char source[100];
        snprintf(source, sizeof(source), "  %s", answer_text(finding, "source"));
        columns_put_str(&table, source);
        columns_put_str(&table, answer_text(finding, "label"));
        columns_put_str(&table, answer_text(finding, "sentence"));
    }
    columns_print(&table, stdout);
}

static void print(const struct cli *cli, const struct answer_node *root)
{
    printf("%s  %s", answer_text(root, "id"), answer_text(root, "name"));
    printf("%s%s\n", answer_text(root, "summary")[0] ? "  ·  " : "", answer_text(root, "summary"));
    const struct answer_node *as_of = answer_get(root, "as_of");
    if (as_of)
        printf("%s\n", answer_text(as_of, "sentence"));
    else if (answer_text(root, "redirected_from")[0])
        printf("%s %s\n", cli_say(cli, "(samengevoegd uit", "(merged from"), answer_text(root, "redirected_from"));
    if (answer_text(root, "address_line")[0])
        printf("%s  ·  %s\n", answer_text(root, "address_line"), answer_text(root, "salutation"));
    print_areas(cli, root);
    print_ties(cli, root, answer_text(root, "id"));
    if ((answer_first(root, "records")))
        print_records(cli, root);
    print_events(cli, root);
    print_findings(cli, root);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct party_id party = { 0 };
    struct text day = cli_arg(args, "as-of");
    int64_t at_ms = 0;
    if (day.ptr && !day_read(day, &at_ms))
        return error_set(err, STATUS_USAGE, "--as-of takes a day as 2026-03-01 or a moment as 2026-03-01T12:00:00Z");
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = party_of_word(store, args->positional[0], &party, err);
    if (status == STATUS_OK && day.ptr)
        status = view_party_as_of(store, &cli->job, party, at_ms, &json, err);
    else if (status == STATUS_OK)
        status = view_party(store, &cli->job, party, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

static const struct cli_option options[] = {
    { "as-of", "DATE", "as it was known on that day, or at that moment in UTC", NULL,
      "zoals bekend op die dag, of op dat tijdstip in UTC" },
    { 0 },
};

const struct command command_show = {
    .name = "show",
    .usage = "PARTY [--as-of DATE]",
    .options = options,
    .summary = "show the customer view of a person, organisation or household",
    .description = "PARTY is a party id, a record id or source/key. Every value tells which source it is from, which "
                   "rule made it\n"
                   "win, and since when the source held it; values that lost stand below it in brackets. With --as-of "
                   "the page\n"
                   "is made from what was known at the end of that day.",
    .example = "klantbeeld show P-0A1B2C3D4E5F6\nklantbeeld show crm/10023 --json\n"
               "klantbeeld show crm/10023 --as-of 2026-03-01",
    .positional_min = 1,
    .positional_max = 1,
    .run = run,
    .summary_nl = "toon het klantbeeld van een persoon, organisatie of huishouden",
    .description_nl =
        "PARTY is het nummer van een relatie, het nummer van een record, of bron/sleutel. Bij elke waarde "
        "staat uit welke bron\n"
        "zij komt, door welke regel zij won en sinds wanneer de bron haar had; waarden die verloren "
        "staan eronder tussen haakjes.\n"
        "Met --as-of wordt het beeld gemaakt uit wat aan het eind van die dag bekend was.",
};
