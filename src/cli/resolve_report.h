/*
 * What resolve and rebuild print when they are done.
 */
#pragma once

#include "base/scoped.h"
#include "cli/command.h"
#include "flow/resolve/resolve.h"

enum status resolve_report_put(const struct cli *cli, const struct resolve_report *report, struct error *err);
