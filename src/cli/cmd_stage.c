/*
 * klantbeeld stage: where a party stands in its life as a customer, and the next step.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "flow/profile/profile_json.h"
#include "flow/steward/stage.h"
#include "os/file.h"

enum { STAGE_CLI_ARENA_BYTES = 1024 * 1024, TABLE_BYTES_MAX = 64 * 1024 };

static const struct cli_option options[] = {
    { "reason", "TEXT", "why; kept with the step", NULL },
    { "resolve", NULL, "make the view anew at once", NULL },
    { NULL, NULL, NULL, NULL },
};

/* A static text. */
static const char *stage_word(const struct cli *cli, const char *stage)
{
    struct text words = profile_words(TEXT("customer.stage"), text_from(stage), cli->job.lang);
    return words.len ? words.ptr : stage;
}

static void print_steps(const struct cli *cli, const struct answer_node *root)
{
    for (const struct answer_node *step = answer_first(root, "steps"); step; step = answer_next(step)) {
        printf("  → %s: %s\n", stage_word(cli, answer_text(step, "to")),
               answer_is_true(step, "ready") ? cli_say(cli, "kan", "ready") : cli_say(cli, "nog niet", "not yet"));
        for (const struct answer_node *unmet = answer_first(step, "unmet"); unmet; unmet = answer_next(unmet))
            printf("      %s\n", answer_text(unmet, "sentence"));
    }
}

static void print_past(const struct cli *cli, const struct answer_node *root)
{
    for (const struct answer_node *fact = answer_first(root, "history"); fact; fact = answer_next(fact))
        printf("  %.10s  %s → %s  %s  (%s)\n", answer_text(fact, "at"), stage_word(cli, answer_text(fact, "from")),
               stage_word(cli, answer_text(fact, "to")), answer_text(fact, "reason"), answer_text(fact, "author"));
    for (const struct answer_node *told = answer_first(root, "hand_overs"); told; told = answer_next(told))
        printf("  %s  %s  %s %s\n", answer_text(told, "id"), answer_text(told, "source"), answer_text(told, "state"),
               answer_text(told, "key"));
}

static void print(const struct cli *cli, const struct answer_node *root)
{
    const char *number = answer_text(root, "number");
    printf("%s  %s%s%s\n", answer_text(answer_get(root, "party"), "name"), stage_word(cli, answer_text(root, "stage")),
           number[0] ? "  " : "", number);
    print_steps(cli, root);
    print_past(cli, root);
}

static enum status show(struct cli *cli, struct store *store, struct text party, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    enum status status = view_stage(store, &cli->job, party, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

static enum status step(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(STAGE_CLI_ARENA_BYTES);
    struct stage_asked asked = { args->positional[0], args->positional[1], cli_arg(args, "reason") };
    struct stage_report report = { 0 };
    if (!asked.reason.ptr) {
        error_set(err, STATUS_USAGE, "a step needs --reason");
        error_hint(err, "Whoever meets the customer next year wants to know why.");
        return STATUS_USAGE;
    }
    enum status status = stage_change(store, &cli->job, &asked, cli_flag(args, "resolve"), &arena, &report, err);
    if (status != STATUS_OK)
        return status;
    if (cli->json)
        return show(cli, store, args->positional[0], err);
    printf("%.*s\n", TEXT_ARG(report.sentence));
    return STATUS_OK;
}

static enum status rules(struct cli *cli, struct store *store, const struct cli_args *args, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(STAGE_CLI_ARENA_BYTES);
    struct ruleset table = { 0 };
    uint64_t version = 0;
    if (args->positional_count == 1) {
        enum status status = stages_table(store, &arena, &table, err);
        if (status == STATUS_OK && fwrite(table.body.ptr, 1, table.body.len, stdout) != table.body.len)
            status = error_system(err, "cannot write");
        return status;
    }
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    const char *path = arena_copy(&arena, args->positional[1]).ptr;
    enum status status = file_slurp(path, TABLE_BYTES_MAX, &buf, err);
    if (status == STATUS_OK)
        status = stages_put(store, &cli->job, buf_text(&buf), TABLE_OF_ANY, &version, err);
    if (status == STATUS_OK)
        printf("%s %llu\n", cli_say(cli, "de regels gelden nu; versie", "these rules hold now; version"),
               (unsigned long long)version);
    return status;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (text_equal(args->positional[0], TEXT("rules")))
        return rules(cli, store, args, err);
    return args->positional_count == 1 ? show(cli, store, args->positional[0], err) : step(cli, store, args, err);
}

const struct command command_stage = {
    .name = "stage",
    .usage = "PARTY | PARTY suspect|prospect|customer|former --reason TEXT [--resolve] | rules [FILE]",
    .summary = "where somebody stands as a customer, and the next step",
    .summary_nl = "waar iemand staat als klant, en de volgende stap",
    .description =
        "Without a stage it shows where PARTY stands, which steps there are from here and what is not in order yet.\n"
        "With one it takes that step, when the norms of the new stage are met and no case for review is open. Who\n"
        "becomes a customer gets a customer number, once, and bookkeeping is told (klantbeeld handover). 'rules'\n"
        "prints the table of steps; with a FILE that table holds from now on.",
    .description_nl = "Waar iemand staat als klant, welke stappen er zijn en wat daarvoor nog niet op orde is. Wie "
                      "klant wordt krijgt\n"
                      "eenmalig een klantnummer en wordt overgedragen aan de boekhouding.",
    .example = "klantbeeld stage crm/10023\n"
               "klantbeeld stage crm/10023 customer --reason \"signed the offer\" --resolve\n"
               "klantbeeld stage rules >stappen.tsv",
    .options = options,
    .positional_min = 1,
    .positional_max = 2,
    .run = run,
};
