/*
 * klantbeeld catalogue: what each field is for, and what use it is.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/profile/catalogue.h"
#include "os/file.h"

enum { TABLE_BYTES_MAX = 1024 * 1024, BODY_ARENA_BYTES = 4 * 1024 * 1024 };

static const struct cli_option options[] = {
    { "advice", NULL, "only fields that could be collected no longer", NULL },
    { NULL, NULL, NULL, NULL },
};

static enum status show(struct store *store, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(BODY_ARENA_BYTES);
    struct text body = TEXT_EMPTY;
    enum status status = catalogue_body(store, &arena, &body, err);
    if (status == STATUS_OK)
        fwrite(body.ptr, 1, body.len, stdout);
    return status;
}

static enum status put(struct cli *cli, struct store *store, const char *path, struct error *err)
{
    SCOPED(buf_done) struct buf body = BUF_EMPTY;
    uint64_t version = 0;
    enum status status = file_slurp(path, TABLE_BYTES_MAX, &body, err);
    if (status == STATUS_OK)
        status = catalogue_put(store, &cli->job, buf_text(&body), TABLE_OF_ANY, &version, err);
    if (status != STATUS_OK)
        return error_within(err, status, "'%s'", path_base(path));
    if (!cli->json)
        printf("%s %" PRIu64 "\n", cli_say(cli, "Catalogus vastgelegd, versie", "Catalogue kept, version"), version);
    return STATUS_OK;
}

static void print_fields(const struct cli *cli, const struct answer_node *root, bool advice_only)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(8);
    static const char *const heads[][LANGUAGE_COUNT] = {
        { "veld", "field" },    { "deelgebied", "area" }, { "vraag", "question" },  { "ziet", "sees" },
        { "gevuld", "filled" }, { "bekeken", "looks" },   { "grondslag", "basis" }, { "", "" },
    };
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
        columns_put_str(&table, heads[i][cli->job.lang]);
    const struct answer_node *field;
    for (field = answer_first(root, "fields"); field; field = answer_next(field)) {
        char share[16];
        if (advice_only && !answer_get(field, "advice"))
            continue;
        snprintf(share, sizeof(share), "%.0f%%", answer_number(field, "share"));
        columns_put_str(&table, answer_text(field, "field"));
        columns_put_str(&table, answer_text(field, "area"));
        columns_put_str(&table, answer_text(field, "question"));
        columns_put_str(&table, answer_text(field, "see"));
        columns_put_str(&table, share);
        columns_put_u64(&table, (uint64_t)answer_number(field, "looks"));
        columns_put_str(&table, answer_text(field, "basis"));
        columns_put_str(&table, answer_get(field, "advice") ? answer_text(field, "advice_text") : "");
    }
    columns_print(&table, stdout);
}

static void print_all(const struct cli *cli, const struct answer_node *root)
{
    print_fields(cli, root, false);
}

static void print_advised(const struct cli *cli, const struct answer_node *root)
{
    print_fields(cli, root, true);
}

static enum status use(struct cli *cli, struct store *store, bool advice_only, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    enum status status = view_catalogue_use(store, &cli->job, 0, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, advice_only ? print_advised : print_all, err) : status;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    struct text word = args->positional_count ? args->positional[0] : TEXT_EMPTY;
    bool is_put = text_equal(word, TEXT("put")), is_show = text_equal(word, TEXT("show"));
    if (word.len && !is_put && !is_show)
        return error_set(err, STATUS_USAGE, "catalogue takes nothing, show or put, not '%.*s'", TEXT_ARG(word));
    if (is_put != (args->positional_count == 2))
        return error_set(err, STATUS_USAGE, "catalogue put takes one file");
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (is_put)
        return put(cli, store, args->positional[1].ptr, err);
    return is_show ? show(store, err) : use(cli, store, cli_flag(args, "advice"), err);
}

const struct command command_catalogue = {
    .name = "catalogue",
    .usage = "[--advice] | show | put FILE",
    .summary = "what each field is for, how often it is filled and looked at",
    .description =
        "The catalogue says for each field its area, which kind of question it answers, who may see and change it, "
        "where\n"
        "it comes from, who owns it, how long it stays true and is kept, and on what legal basis. Without a word the\n"
        "command shows how often each field is filled and looked at, and which could be collected no longer. Fields "
        "of\n"
        "your own are rows 'custom.NAME': map a column to one and it stands in its area with its label.",
    .description_nl =
        "De catalogus zegt per veld waarvoor het dient, wie het ziet en wijzigt, waar het vandaan komt, hoe lang het\n"
        "blijft en op welke grondslag; en hoe vaak het gevuld en bekeken is. Eigen velden zijn regels 'custom.NAAM'.",
    .example = "klantbeeld catalogue --advice\nklantbeeld catalogue show >catalogus.tsv\n"
               "klantbeeld catalogue put catalogus.tsv",
    .options = options,
    .positional_min = 0,
    .positional_max = 2,
    .run = run,
};
