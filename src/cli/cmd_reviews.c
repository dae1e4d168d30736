/*
 * klantbeeld reviews: who could be one and are not joined.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <math.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/view/view.h"

enum { USUAL = 20, OFFSET_MAX = 1000000 };

static const struct cli_option options[] = {
    { "limit", "N", "at most so many (20)", NULL },
    { "offset", "N", "pass over so many", NULL },
    { NULL, NULL, NULL, NULL },
};

static bool number_read(struct text word, uint64_t least, uint64_t most, uint64_t *ret)
{
    return !word.ptr || (text_to_u64(word, ret) && *ret >= least && *ret <= most);
}

/* The id is what other commands take. */
static void put_mention(struct columns *table, const struct answer_node *named)
{
    columns_put_str(table, answer_text(named, "mention"));
    columns_put_str(table, answer_text(named, "name"));
    columns_put_str(table, answer_text(named, "source"));
}

static void print(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(7);
    const struct answer_node *review = answer_first(root, "reviews");
    if (!review)
        printf("%s\n", cli_say(cli, "Er is niets na te kijken.", "There is nothing to review."));
    for (; review; review = answer_next(review)) {
        double chance = 1 / (1 + exp2(-answer_number(review, "bits")));
        columns_put(&table, arena_printf(&table.arena, "%.0f%%", 100 * chance));
        put_mention(&table, answer_get(review, "a"));
        put_mention(&table, answer_get(review, "b"));
    }
    columns_print(&table, stdout);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    uint64_t limit = USUAL, offset = 0;
    if (!number_read(cli_arg(args, "limit"), 1, SEARCH_HITS_MAX, &limit))
        return error_set(err, STATUS_USAGE, "--limit takes a number from 1 to %d", SEARCH_HITS_MAX);
    if (!number_read(cli_arg(args, "offset"), 0, OFFSET_MAX, &offset))
        return error_set(err, STATUS_USAGE, "--offset takes a number from 0 to %d", OFFSET_MAX);
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = view_reviews(store, limit, offset, cli->job.lang, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

const struct command command_reviews = {
    .name = "reviews",
    .usage = "[--limit N] [--offset N]",
    .summary = "who could be one and are not joined: for a person to judge",
    .description =
        "Pairs of records in doubt, with the chance that they are one. First those where an answer is expected to\n"
        "set most right. 'explain A B' shows the evidence, 'decide' keeps the answer.",
    .description_nl =
        "Paren waarover twijfel is, met de kans dat zij dezelfde zijn. Voorop die waarvan een antwoord naar\n"
        "verwachting het meest rechtzet. 'explain A B' toont waarom, 'decide' bewaart het antwoord.",
    .example = "klantbeeld reviews --limit 5\nklantbeeld explain M-0A1B2C3D4E5F6 M-1B2C3D4E5F6A7\n"
               "klantbeeld decide same M-0A1B2C3D4E5F6 M-1B2C3D4E5F6A7 --reason \"asked her\"",
    .options = options,
    .positional_min = 0,
    .positional_max = 0,
    .run = run,
};
