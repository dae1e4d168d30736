/*
 * klantbeeld serve: pages and API until Ctrl-C.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "api/serve.h"
#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/command.h"

static const struct cli_option options[] = {
    { "listen", "ADDRESS", "where to listen (127.0.0.1:8360)", NULL },
    { "public-url", "URL", "what people type when a proxy with TLS stands in front", NULL },
    { "allow-remote", NULL, "listen on an address that other machines can reach", NULL },
    { "upload-max", "MB", "the largest file that may be sent to be imported (512)", NULL },
    { "new-link", NULL, "print a one-time login link for the admin, also when somebody has logged in before", NULL },
    { NULL, NULL, NULL, NULL },
};

/* One line to stdout at once: a script that started us waits for it. */
static void tell_json(const char *url, const char *link)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_key(&json, "url");
    json_str(&json, url);
    json_key(&json, "login");
    json_str(&json, link[0] ? link : NULL);
    json_end(&json);
    cli_put_json(&buf, NULL);
    fflush(stdout);
}

static void tell(void *ctx, const char *url, const char *link)
{
    const struct cli *cli = ctx;
    if (cli->json) {
        tell_json(url, link);
        return;
    }
    printf("%s %s\n", cli_say(cli, "Klantbeeld draait op", "Klantbeeld runs at"), url);
    if (link[0])
        printf("%s\n  %s\n",
               cli_say(cli, "Meld u één keer aan met deze link (24 uur geldig):",
                       "Log in once with this link (good for 24 hours):"),
               link);
    else
        printf("%s\n", cli_say(cli, "Aanmelden in een andere browser: start met --new-link.",
                               "To log in from another browser: start with --new-link."));
    printf("%s\n", cli_say(cli, "Ctrl-C stopt de server.", "Ctrl-C stops the server."));
    fflush(stdout);
}

enum { UPLOAD_MB_MAX = 1024 * 1024 };

static enum status run(struct cli *cli, const struct cli_args *args, struct error *err)
{
    struct text upload_max = cli_arg(args, "upload-max");
    uint64_t mb = 0;
    if (upload_max.ptr && (!text_to_u64(upload_max, &mb) || mb < 1 || mb > UPLOAD_MB_MAX)) {
        error_set(err, STATUS_USAGE, "--upload-max is a number of megabytes from 1 to %d", UPLOAD_MB_MAX);
        return STATUS_USAGE;
    }
    struct serve_options serve = {
        .store_url = cli->store_url,
        .listen = cli_arg(args, "listen").ptr,
        .public_url = cli_arg(args, "public-url").ptr,
        .allow_remote = cli_flag(args, "allow-remote"),
        .new_link = cli_flag(args, "new-link"),
        .upload_bytes_max = mb * 1024 * 1024,
        .job = cli->job,
        .ready = tell,
        .ctx = cli,
    };
    return serve_run(&serve, err);
}

const struct command command_serve = {
    .name = "serve",
    .usage = "[--listen ADDRESS] [--public-url URL] [--allow-remote] [--upload-max MB] [--new-link]",
    .summary = "serve the pages and the API",
    .description = "Listens on 127.0.0.1:8360, for this machine only, until Ctrl-C. The first start makes one user,\n"
                   "admin, and prints a link that logs in once; --new-link prints another. For colleagues put a\n"
                   "proxy with TLS in front and give its address with --public-url; that name is then accepted and\n"
                   "cookies travel over TLS only.\n\n"
                   "A file that is sent to be imported goes to a temporary file beside the store, readable by the\n"
                   "server alone, and goes away when it is imported, after four hours, or when the server ends.",
    .example = "klantbeeld serve --listen 127.0.0.1:8400",
    .options = options,
    .positional_min = 0,
    .positional_max = 0,
    .run = run,
};
