/* FIELD=VALUE words of a command line. */
#pragma once

#include "cli/command.h"
#include "flow/live/live.h"

/* The words from that place on. */
enum status cli_values_read(const struct cli_args *args, size_t from, struct live_question *ret, struct error *err);
