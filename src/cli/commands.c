/*
 * The commands, in the order of the help page: the way somebody uses them.
 * A new command is a file cmd_<name>.c and a line here.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/command.h"

#define COMMANDS(X)                                                                                                    \
    X(demo)                                                                                                            \
    X(init) X(source) X(map) X(import) X(resolve) X(search) X(show) X(explain) X(decide) X(export) X(rebuild) X(fsck)  \
        X(evaluate) X(normalise) X(serve) X(help) X(completion) X(version)

#define DECLARE(name) extern const struct command command_##name;
COMMANDS(DECLARE)

#define ENTRY(name) &command_##name,
const struct command *const commands[] = { COMMANDS(ENTRY) NULL };
