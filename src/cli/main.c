/*
 * klantbeeld: the way in.  Reads the command line, runs one command, and is
 * the one place where an error becomes words and an exit code.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <locale.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json_out.h"
#include "base/log.h"
#include "base/scoped.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "os/clock.h"
#include "os/process.h"
#include "os/threads.h"

enum { COMMAND_LINE_BYTES_MAX = 8 * 1024 * 1024 };

/* The user's language, as POSIX orders the variables. */
static enum language language_of_user(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const char *value = getenv(names[i]);
        if (value && value[0])
            return strncmp(value, "nl", 2) == 0 ? LANGUAGE_NL : LANGUAGE_EN;
    }
    return LANGUAGE_EN;
}

static struct text author_of_user(struct arena *arena)
{
    const struct passwd *user = getpwuid(getuid());
    return arena_printf(arena, "cli:%s", user ? user->pw_name : "unknown");
}

/* What a file held may stand in a message; a terminal must not obey it. */
static void put_plain(const char *message)
{
    for (; *message; message++)
        fputc(((unsigned char)*message < ' ' && *message != '\n') || *message == 0x7f ? '?' : *message, stderr);
    fputc('\n', stderr);
}

static void tell_error(const struct cli *cli, const struct error *err)
{
    fputs("klantbeeld: ", stderr);
    put_plain(err->message);
    if (err->hint[0])
        put_plain(err->hint);
    if (!cli->json)
        return;
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_key(&json, "error");
    json_object(&json);
    json_put_str(&json, "status", status_name(err->status));
    json_put_str(&json, "message", err->message);
    json_put_str(&json, "hint", err->hint);
    json_end(&json);
    json_end(&json);
    cli_put_json(&buf, NULL);
}

static enum status run(struct cli *cli, struct options_parsed *parsed, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    extern const struct command command_version;
    if (parsed->version)
        return command_version.run(cli, &parsed->args, err);
    if (parsed->help || !parsed->command) {
        if (parsed->command)
            help_command(parsed->command, cli->job.lang, &buf);
        else
            help_all(cli->job.lang, &buf);
        fputs(buf.ptr ? buf.ptr : "", stdout);
        return STATUS_OK;
    }
    return parsed->command->run(cli, &parsed->args, err);
}

int main(int argc, char **argv)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(COMMAND_LINE_BYTES_MAX);
    struct progress progress = { 0 };
    struct error err = ERROR_NONE;
    struct options_parsed parsed = { 0 };
    struct cli cli = {
        .job = { .threads = threads_default(), .now_ms = clock_now_ms(), .lang = language_of_user(), .country = "NL" },
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    log_set_level(getenv("KLANTBEELD_DEBUG") ? LOG_DEBUG : LOG_WARN);
    cli.job.author = author_of_user(&arena);
    process_catch_interrupts();

    enum status status = options_parse(argc, argv, &arena, &cli, &parsed, &err);
    cli.progress = !cli.json && !parsed.quiet && process_is_terminal(STDERR_FILENO);
    if (cli.progress) {
        cli.job.progress = progress_show;
        cli.job.progress_ctx = &progress;
    }
    if (status == STATUS_OK)
        status = run(&cli, &parsed, &err);
    progress_clear(&progress);
    if (status != STATUS_OK) {
        err.status = status;
        tell_error(&cli, &err);
    }
    if (fflush(stdout) != 0 && status == STATUS_OK) {
        error_system(&err, "cannot write to standard output");
        status = STATUS_IO;
        tell_error(&cli, &err);
    }
    return status_exit_code(status);
}
