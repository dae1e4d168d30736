/*
 * klantbeeld path: how do we know them?
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "flow/job/pick.h"
#include "flow/view/ties.h"

enum { PATH_ARENA_BYTES = 64 * 1024 * 1024 };

static void print(const struct cli *cli, const struct answer_node *root)
{
    const struct answer_node *step;
    printf("%s\n", answer_text(root, "sentence"));
    for (step = answer_first(root, "steps"); step; step = answer_next(step))
        printf("  %s\n", answer_text(step, "sentence"));
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(PATH_ARENA_BYTES);
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct party_id ends[2] = { 0 };
    enum status status = cli_store(cli, false, &store, err);
    for (int i = 0; i < 2 && status == STATUS_OK; i++) {
        struct picked picked = { 0 };
        if (party_id_read(args->positional[i], &ends[i]))
            continue;
        status = pick_mentions(store, args->positional[i], &arena, &picked, err);
        ends[i] = picked.party;
    }
    if (status == STATUS_OK)
        status = path_view(store, &cli->job, ends[0], ends[1], &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

const struct command command_path = {
    .name = "path",
    .usage = "A B",
    .summary = "show how two parties are connected",
    .description = "The shortest way from A to B over roles, households and ties, of six steps at most.",
    .example = "klantbeeld path crm/1 crm/20",
    .positional_min = 2,
    .positional_max = 2,
    .run = run,
    .summary_nl = "toon hoe twee relaties met elkaar verbonden zijn",
    .description_nl = "De kortste weg van A naar B over rollen, huishoudens en banden, van hooguit zes stappen.",
};
