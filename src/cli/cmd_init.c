/*
 * klantbeeld init: a store to begin with.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/command.h"
#include "flow/job/settings.h"

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    enum status status = cli_store(cli, true, &store, err);
    if (status == STATUS_OK)
        status = settings_country_first(store, &cli->job, err);
    if (status != STATUS_OK)
        return status;
    if (!cli->json) {
        printf("%s %s\n", cli_say(cli, "De opslag staat klaar:", "The store is ready:"), store_url(store));
        return STATUS_OK;
    }
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put_str(&json, "store", store_url(store));
    json_put_str(&json, "engine", store_engine_name(store));
    json_end(&json);
    return cli_put_json(&buf, err);
}

const struct command command_init = {
    .name = "init",
    .usage = "",
    .summary = "make a store, or bring an older one up to date",
    .description = "Makes the store named by --store (by default a file in your data folder) with its tables.\n"
                   "A store that is there already is brought up to date and keeps all it holds.\n"
                   "The organisation's country (--country) is kept with it the first time.",
    .example = "klantbeeld --store sqlite:klanten.db init",
    .run = run,
};
