/*
 * klantbeeld norms: what a party should have, and how many have it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/columns.h"
#include "cli/command.h"
#include "flow/profile/norms.h"
#include "os/file.h"

enum { NORMS_BYTES_MAX = 1024 * 1024, NORMS_ARENA_MAX = 8 * 1024 * 1024 };

static const struct cli_option options[] = { { NULL, NULL, NULL, NULL } };

static enum status put_json(struct cli *cli, struct store *store, bool counted, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    enum status status = view_norms(store, &cli->job, counted, &json, err);
    return status == STATUS_OK ? cli_put_json(&buf, err) : status;
}

static enum status show(struct cli *cli, struct store *store, struct arena *arena, struct error *err)
{
    struct text body = TEXT_EMPTY;
    if (cli->json)
        return put_json(cli, store, false, err);
    enum status status = norms_body(store, arena, &body, err);
    if (status == STATUS_OK)
        fwrite(body.ptr, 1, body.len, stdout);
    return status;
}

static enum status set(struct cli *cli, struct store *store, struct text path, struct error *err)
{
    SCOPED(buf_done) struct buf body = BUF_EMPTY;
    uint64_t version = 0;
    enum status status = file_slurp(path.ptr, NORMS_BYTES_MAX, &body, err);
    if (status == STATUS_OK)
        status = norms_set(store, &cli->job, buf_text(&body), TABLE_OF_ANY, &version, err);
    if (status != STATUS_OK)
        return error_within(err, status, "'%s'", path_base(path.ptr));
    if (cli->json) {
        SCOPED(buf_done) struct buf buf = BUF_EMPTY;
        struct json_out json = json_out_over(&buf);
        json_object(&json);
        json_put_u64(&json, "version", version);
        json_end(&json);
        return cli_put_json(&buf, err);
    }
    printf("%s %" PRIu64 "\n", cli_say(cli, "Normen vastgelegd, versie", "Norms kept, version"), version);
    return STATUS_OK;
}

/* ---- check ---- */

static void print_counts(const struct cli *cli, const struct norm_count *counts, size_t count)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(7);
    static const char *const heads[][LANGUAGE_COUNT] = {
        { "soort", "kind" },    { "fase", "stage" },  { "veld", "field" }, { "voldoet", "met" },
        { "aandeel", "share" }, { "grens", "limit" }, { "", "" }
    };
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
        columns_put_str(&table, heads[i][cli->job.lang]);
    for (size_t i = 0; i < count; i++) {
        char met[48], share[16], limit[16];
        unsigned tenths = norm_share(&counts[i]);
        snprintf(met, sizeof(met), "%" PRIu64 "/%" PRIu64, counts[i].of[NORM_MET], counts[i].asked);
        snprintf(share, sizeof(share), "%u.%u%%", tenths / 10, tenths % 10);
        snprintf(limit, sizeof(limit), "%u%%", counts[i].norm->limit);
        columns_put_str(&table, party_kind_name(counts[i].norm->kind));
        columns_put(&table, counts[i].norm->stage);
        columns_put(&table, counts[i].norm->field);
        columns_put_str(&table, met);
        columns_put_str(&table, share);
        columns_put_str(&table, limit);
        columns_put_str(&table, norm_is_met(&counts[i]) ? "" : cli_say(cli, "onder de grens", "below the limit"));
    }
    columns_print(&table, stdout);
}

static void print_parties(const struct norm_count *counts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (counts[i].first_count == 0)
            continue;
        printf("\n%s %.*s %.*s\n", party_kind_name(counts[i].norm->kind), TEXT_ARG(counts[i].norm->stage),
               TEXT_ARG(counts[i].norm->field));
        for (unsigned k = 0; k < counts[i].first_count; k++)
            printf("  %s\n", party_id_text(counts[i].first[k]).s);
    }
}

static enum status check(struct cli *cli, struct store *store, struct arena *arena, struct error *err)
{
    struct norm_count *counts = NULL;
    size_t count = 0;
    if (cli->json)
        return put_json(cli, store, true, err);
    enum status status = norms_check(store, &cli->job, arena, &counts, &count, err);
    if (status != STATUS_OK)
        return status;
    print_counts(cli, counts, count);
    print_parties(counts, count);
    return STATUS_OK;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(NORMS_ARENA_MAX);
    struct text word = args->positional[0];
    bool is_set = text_equal(word, TEXT("set")), is_check = text_equal(word, TEXT("check"));
    if (!is_set && !is_check && !text_equal(word, TEXT("show")))
        return error_set(err, STATUS_USAGE, "norms takes show, set or check, not '%.*s'", TEXT_ARG(word));
    if (args->positional_count != (is_set ? 2u : 1u))
        return error_set(err, STATUS_USAGE, is_set ? "norms set takes one file" : "norms show and check take no file");
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (is_set)
        return set(cli, store, args->positional[1], err);
    return is_check ? check(cli, store, &arena, err) : show(cli, store, &arena, err);
}

const struct command command_norms = {
    .name = "norms",
    .usage = "show | set FILE | check",
    .summary = "what a party should have, and how many have it",
    .description =
        "Norms say, for each kind of party and stage, which field is required, in what notation, who sees to it,\n"
        "after how many months it is to be confirmed again, and what share of parties must have it. 'show' prints\n"
        "the table in force, to be edited and put in force with 'set'. 'check' counts who meets each norm, and\n"
        "names the first 20 who do not. What is asked of a party stands with its findings from the next resolve on.",
    .example = "klantbeeld norms show >normen.tsv\nklantbeeld norms set normen.tsv\nklantbeeld norms check",
    .options = options,
    .positional_min = 1,
    .positional_max = 2,
    .run = run,
};
