/*
 * The table of commands, in the order of src/cli/meson.build.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "cli/command.h"

#define COMMAND(name) extern const struct command command_##name;
#include "cli/commands.def"
#undef COMMAND

#define COMMAND(name) &command_##name,
const struct command *const commands[] = {
#include "cli/commands.def"
    NULL
};
