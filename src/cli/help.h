/*
 * The help page, the man page and shell completion, all from the table of commands.
 */
#pragma once

#include "cli/command.h"

void help_all(enum language lang, struct buf *buf);
void help_command(const struct command *command, enum language lang, struct buf *buf);
void help_man(struct buf *buf); /* roff, section 1 */
void help_completion_bash(struct buf *buf);
void help_completion_zsh(struct buf *buf);
