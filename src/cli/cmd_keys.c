/*
 * klantbeeld keys: what a party is and was called, here and in every source.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/scoped.h"
#include "cli/answer.h"
#include "cli/columns.h"
#include "flow/job/pick.h"
#include "flow/view/key_ring.h"

enum { KEYS_ARENA_BYTES = 16 * 1024 * 1024 };

static const struct cli_option options[] = { { NULL, NULL, NULL, NULL } };

static void put_line(const struct cli *cli, struct columns *table, const char *where, const char *key,
                     const struct answer_node *item)
{
    columns_put_str(table, where);
    columns_put_str(table, key);
    columns_put_str(table, answer_is_true(item, "current") ? "" : cli_say(cli, "vroeger", "formerly"));
}

static void print(const struct cli *cli, const struct answer_node *root)
{
    SCOPED(columns_done) struct columns table = COLUMNS_OF(3);
    const struct answer_node *item;
    printf("%s\n", answer_text(answer_get(root, "party"), "name"));
    for (item = answer_first(root, "ids"); item; item = answer_next(item))
        put_line(cli, &table, "klantbeeld", answer_text(item, "id"), item);
    for (item = answer_first(root, "numbers"); item; item = answer_next(item))
        put_line(cli, &table, cli_say(cli, "klantnummer", "customer number"), answer_text(item, "number"), item);
    for (item = answer_first(root, "keys"); item; item = answer_next(item))
        put_line(cli, &table, answer_text(item, "source"), answer_text(item, "key"), item);
    columns_print(&table, stdout);
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(KEYS_ARENA_BYTES);
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    struct picked picked = { 0 };
    enum status status = cli_store(cli, false, &store, err);
    if (status == STATUS_OK)
        status = pick_mentions(store, args->positional[0], &arena, &picked, err);
    if (status == STATUS_OK)
        status = view_key_ring(store, picked.party, &json, err);
    return status == STATUS_OK ? answer_tell(cli, &buf, print, err) : status;
}

const struct command command_keys = {
    .name = "keys",
    .usage = "PARTY",
    .summary = "all ids, numbers and keys a party has and had",
    .summary_nl = "alle nummers en sleutels die een relatie heeft en had",
    .description =
        "Ids of parties that were merged into this one, customer numbers, and the key of every record in its\n"
        "source; also of records that were with this party once. No key is ever thrown away.",
    .description_nl =
        "Alle nummers en sleutels waaronder een relatie hier en in de bronnen bekend is en was. Geen sleutel\n"
        "wordt ooit weggegooid.",
    .example = "klantbeeld keys crm/10023",
    .options = options,
    .positional_min = 1,
    .positional_max = 1,
    .run = run,
};
