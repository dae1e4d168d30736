/*
 * What the matching left out, so that nothing is cut in silence: keys that too
 * many share, mentions with too many candidates, pairs that a rule kept apart.
 */
#pragma once

#include "base/json_out.h"
#include "cli/command.h"
#include "match/match.h"

/* Members "budget_hits", "reviews_left_out", "stopped" and "families" of the object that is open. */
void match_report_json(const struct match_stats *stats, struct json_out *json);
/* Lines; none when all pairs were held against each other. */
void match_report_print(const struct cli *cli, const struct match_stats *stats);
