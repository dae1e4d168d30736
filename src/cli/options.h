/*
 * Words of the command line to a struct cli and a command's struct cli_args.
 *
 * Global options may stand anywhere; "--name value" and "--name=value" are the
 * same; "--" ends options.  An unknown option names the nearest one.
 */
#pragma once

#include "base/arena.h"
#include "cli/command.h"

extern const struct cli_option global_options[]; /* --store, --threads, --lang, --json, --help, --quiet */

struct options_parsed {
    const struct command *command; /* NULL when no command was named */
    struct cli_args args;
    bool help;
    bool version;
    bool quiet;
};

/* Everything in ret and cli lives in arena or argv. STATUS_USAGE says what is wrong. */
enum status options_parse(int argc, char **argv, struct arena *arena, struct cli *cli, struct options_parsed *ret,
                          struct error *err);

const struct command *command_find(struct text name); /* NULL when there is none */
