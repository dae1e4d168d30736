/*
 * klantbeeld token: ways in for colleagues and programs.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "access/first.h"
#include "api/serve.h"
#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/command.h"

static const char *const roles[] = { "reader", "steward", "admin", NULL };

static const struct cli_option options[] = {
    { "role", "ROLE", "of a user who is made now: reader (usual), steward or admin", roles },
    { "url", "URL", "address of the server, for the link (http://127.0.0.1:8360)", NULL },
    { NULL, NULL, NULL, NULL },
};

static enum status tell_json(struct text user, const char *key, const char *value, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put(&json, "user", user);
    json_put_str(&json, key, value);
    json_end(&json);
    return cli_put_json(&buf, err);
}

static enum status tell_key(struct cli *cli, struct text user, struct token key, struct error *err)
{
    if (cli->json)
        return tell_json(user, "key", key.s, err);
    printf("%s\n  %s\n",
           cli_say(cli, "Bewaar deze sleutel; hij wordt maar één keer getoond (een jaar geldig):",
                   "Keep this key; it is shown only once (good for a year):"),
           key.s);
    return STATUS_OK;
}

static enum status tell_link(struct cli *cli, struct text user, struct text url, struct token token, struct error *err)
{
    char link[400];
    if (!url.ptr)
        url = TEXT("http://" SERVE_LISTEN_USUAL);
    snprintf(link, sizeof(link), "%.*s/login#%s", TEXT_ARG(url), token.s);
    if (cli->json)
        return tell_json(user, "login", link, err);
    printf("%s\n  %s\n",
           cli_say(cli, "Geef deze link; hij werkt één keer (24 uur geldig):",
                   "Hand over this link; it works once (good for 24 hours):"),
           link);
    return STATUS_OK;
}

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    struct text what = args->positional[0], user = args->positional[1], role = cli_arg(args, "role");
    bool key = text_equal(what, TEXT("add"));
    if (!key && !text_equal(what, TEXT("link"))) {
        error_set(err, STATUS_USAGE, "'%.*s' is nothing that token does", TEXT_ARG(what));
        error_hint(err, "Say 'token add NAME' for a key of a program, or 'token link NAME' for a colleague.");
        return STATUS_USAGE;
    }
    SCOPED(store_close) struct store *store = NULL;
    struct token token;
    enum status status = cli_store(cli, false, &store, err);
    if (status != STATUS_OK)
        return status;
    if (!role.ptr)
        role = TEXT("reader");
    status = key ? key_add(store, user, role, cli->job.now_ms, &token, err)
                 : link_add(store, user, role, cli->job.now_ms, &token, err);
    if (status != STATUS_OK)
        return status;
    return key ? tell_key(cli, user, token, err) : tell_link(cli, user, cli_arg(args, "url"), token, err);
}

const struct command command_token = {
    .name = "token",
    .usage = "add|link NAME [--role reader|steward|admin] [--url URL]",
    .summary = "let a program or a colleague in",
    .description = "'add' makes a key for a program, to be sent as 'Authorization: Bearer KEY'. 'link' makes a link\n"
                   "that logs a colleague in once. A user of that name is made when there is none; one who is\n"
                   "there keeps his role.",
    .example = "klantbeeld token add rapportage\nklantbeeld token link anna --role steward",
    .options = options,
    .positional_min = 2,
    .positional_max = 2,
    .run = run,
};
