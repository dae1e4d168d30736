/*
 * Three commands about the commands themselves.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "base/json_out.h"
#include "base/scoped.h"
#include "cli/help.h"
#include "cli/options.h"

static enum status put(const struct buf *buf, struct error *err)
{
    enum status status = buf_status(buf, err);
    if (status == STATUS_OK && fwrite(buf->ptr, 1, buf->len, stdout) != buf->len)
        status = error_system(err, "cannot write to standard output");
    return status;
}

static enum status run_help(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    if (cli_flag(args, "man")) {
        help_man(&buf);
    } else if (args->positional_count == 0) {
        help_all(cli->job.lang, &buf);
    } else {
        const struct command *command = command_find(args->positional[0]);
        if (!command)
            return error_set(err, STATUS_NOT_FOUND, "there is no command '%.*s'", TEXT_ARG(args->positional[0]));
        help_command(command, cli->job.lang, &buf);
    }
    return put(&buf, err);
}

const struct command command_help = {
    .name = "help",
    .usage = "[COMMAND] [--man]",
    .summary = "say what a command does and how it is typed",
    .example = "klantbeeld help import\nklantbeeld help --man | man -l -",
    .options = (const struct cli_option[]){ { "man", NULL, "the whole manual as a man page", NULL }, { 0 } },
    .positional_max = 1,
    .run = run_help,
};

static enum status run_completion(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    if (text_equal(args->positional[0], TEXT("bash")))
        help_completion_bash(&buf);
    else if (text_equal(args->positional[0], TEXT("zsh")))
        help_completion_zsh(&buf);
    else
        return error_set(err, STATUS_USAGE, "completion is made for bash and zsh");
    return put(&buf, err);
}

const struct command command_completion = {
    .name = "completion",
    .usage = "bash|zsh",
    .summary = "write the shell's completion script",
    .example = "source <(klantbeeld completion bash)",
    .positional_min = 1,
    .positional_max = 1,
    .run = run_completion,
};

static enum status run_version(struct cli *cli, const struct cli_args *args, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    if (!cli->json) {
        printf("klantbeeld %s\n", KLANTBEELD_VERSION);
        return STATUS_OK;
    }
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_put_str(&json, "version", KLANTBEELD_VERSION);
    json_end(&json);
    return cli_put_json(&buf, err);
}

const struct command command_version = {
    .name = "version",
    .usage = "",
    .summary = "say which version this is",
    .example = "klantbeeld version --json",
    .run = run_version,
};
