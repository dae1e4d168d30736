/*
 * klantbeeld rules: which source leads for which value.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/columns.h"
#include "cli/command.h"
#include "flow/profile/rules.h"
#include "flow/resolve/resolve.h"
#include "os/file.h"

enum { TABLE_BYTES_MAX = 1024 * 1024, RULES_ARENA_MAX = 256 * 1024 * 1024, FIRST_USUAL = 20 };

static const struct cli_option options[] = {
    { "first", "N", "try: show so many changes (20)", NULL },
    { "later", NULL, "put: leave the parties to the next resolve", NULL },
    { NULL, NULL, NULL, NULL },
};

static enum status show(struct cli *cli, struct store *store, struct arena *arena, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct ruleset rules = { 0 };
    enum status status = rules_body(store, arena, &rules, err);
    if (status != STATUS_OK)
        return status;
    if (!cli->json) {
        fwrite(rules.body.ptr, 1, rules.body.len, stdout);
        return STATUS_OK;
    }
    struct json_out json = json_out_over(&buf);
    status = view_rules(store, &cli->job, &json, err);
    return status == STATUS_OK ? cli_put_json(&buf, err) : status;
}

static enum status put(struct cli *cli, struct store *store, struct text body, bool later, struct error *err)
{
    struct resolve_report resolved = { 0 };
    uint64_t version = 0;
    bool changed = false;
    enum status status = rules_put(store, &cli->job, body, TABLE_OF_ANY, &version, &changed, err);
    if (status == STATUS_OK && changed && !later)
        status = resolve_run(store, &cli->job, &resolved, err);
    if (status != STATUS_OK)
        return status;
    if (cli->json) {
        SCOPED(buf_done) struct buf buf = BUF_EMPTY;
        struct json_out json = json_out_over(&buf);
        json_object(&json);
        json_put_u64(&json, "version", version);
        json_put_bool(&json, "changed", changed);
        json_end(&json);
        return cli_put_json(&buf, err);
    }
    if (!changed)
        printf("%s\n", cli_say(cli, "Deze regels gelden al.", "These rules are in force already."));
    else
        printf(
            "%s %" PRIu64 "%s\n", cli_say(cli, "Regels van kracht, versie", "Rules in force, version"), version,
            later ? cli_say(cli, "; de relaties volgen bij de volgende resolve", "; parties follow at the next resolve")
                  : "");
    return STATUS_OK;
}

/* ---- try ---- */

static void print_report(const struct cli *cli, const struct rules_report *report)
{
    SCOPED(columns_done) struct columns counts = COLUMNS_OF(2);
    SCOPED(columns_done) struct columns changes = COLUMNS_OF(5);
    printf("%s %" PRIu64 " / %" PRIu64 "\n", cli_say(cli, "klantbeelden die veranderen", "profiles that would change"),
           report->changed, report->parties);
    if (report->waiting)
        printf("%s %" PRIu64 "\n", cli_say(cli, "wachten op een resolve", "waiting for a resolve"), report->waiting);
    for (size_t i = 0; i < report->fields_count; i++) {
        columns_put(&counts, report->fields[i].field);
        columns_put_u64(&counts, report->fields[i].parties);
    }
    if (report->fields_count)
        putchar('\n');
    columns_print(&counts, stdout);
    for (size_t i = 0; i < report->first_count; i++) {
        const struct rules_change *change = &report->first[i];
        columns_put_str(&changes, party_id_text(change->party).s);
        columns_put(&changes, change->name);
        columns_put(&changes, change->field);
        columns_put(&changes, change->from.len ? change->from : TEXT("-"));
        columns_put(&changes, change->to.len ? change->to : TEXT("-"));
    }
    if (report->first_count)
        putchar('\n');
    columns_print(&changes, stdout);
    printf("\n%s\n", cli_say(cli, "Er is niets gewijzigd.", "Nothing was changed."));
}

static enum status try(struct cli *cli, struct store *store, struct text body, uint64_t first, struct arena *arena,
                       struct error *err)
{
    struct rules_report report = { 0 };
    enum status status = rules_try(store, &cli->job, body, first, arena, &report, err);
    if (status != STATUS_OK)
        return status;
    if (!cli->json) {
        print_report(cli, &report);
        return STATUS_OK;
    }
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    status = rules_report_put(store, &cli->job, &report, &json, err);
    return status == STATUS_OK ? cli_put_json(&buf, err) : status;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf body = BUF_EMPTY;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(RULES_ARENA_MAX);
    struct text word = args->positional[0], first_word = cli_arg(args, "first");
    bool is_put = text_equal(word, TEXT("put")), is_try = text_equal(word, TEXT("try"));
    uint64_t first = FIRST_USUAL;
    if (!is_put && !is_try && !text_equal(word, TEXT("show")))
        return error_set(err, STATUS_USAGE, "rules takes show, try or put, not '%.*s'", TEXT_ARG(word));
    if (args->positional_count != (is_put || is_try ? 2u : 1u))
        return error_set(err, STATUS_USAGE,
                         is_put || is_try ? "rules try and put take one file" : "rules show takes no file");
    if (first_word.ptr && (!text_to_u64(first_word, &first) || first > RULES_FIRST_MAX))
        return error_set(err, STATUS_USAGE, "--first takes a number from 0 to %d", RULES_FIRST_MAX);
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK && (is_put || is_try))
        status = file_slurp(args->positional[1].ptr, TABLE_BYTES_MAX, &body, err);
    if (status != STATUS_OK)
        return status;
    if (!is_put && !is_try)
        return show(cli, store, &arena, err);
    status = is_put ? put(cli, store, buf_text(&body), cli_flag(args, "later"), err)
                    : try(cli, store, buf_text(&body), first, &arena, err);
    return status == STATUS_OK ? status : error_within(err, status, "'%s'", path_base(args->positional[1].ptr));
}

const struct command command_rules = {
    .name = "rules",
    .usage = "show | try FILE [--first N] | put FILE [--later]",
    .summary = "which source leads for which value, and what another table would change",
    .description =
        "The table says for each field and stage which sources lead, how far they are trusted and for how long, what\n"
        "signals do, and which values only their leader changes. 'show' prints the table in force. 'try' makes every\n"
        "profile anew under the table in FILE and says how many would change, which fields, and from what to what;\n"
        "nothing is written. 'put' brings it in force as a new version, with author and time, and makes the view anew.",
    .description_nl =
        "Welke bron leidend is voor welke waarde. 'try' rekent alle klantbeelden door met de tabel uit FILE en zegt\n"
        "hoeveel er veranderen, welke velden, van wat in wat; er wordt niets geschreven. 'put' maakt de tabel van "
        "kracht\n"
        "als nieuwe versie en maakt het beeld opnieuw.",
    .example = "klantbeeld rules show >regels.tsv\nklantbeeld rules try regels.tsv\nklantbeeld rules put regels.tsv",
    .options = options,
    .positional_min = 1,
    .positional_max = 2,
    .run = run,
};
