/*
 * A value that was, to be had again: what a field showed on an earlier day.
 *
 * Restoring edits nothing: it is a choice of that value (flow/steward/choose.h), a
 * fact of today with its own author and reason, that can be taken back.
 */
#pragma once

#include "flow/job/job.h"
#include "store/store.h"

/*
 * party is an id of a party, record or mention, or source/key; field as the profile names it.
 * STATUS_NOT_FOUND when the party or the field had nothing then; STATUS_USAGE when the field
 * had several values, which the hint names: one of them is chosen by typing it.
 */
enum status restore_value(struct store *store, const struct job *job, struct text party, struct text field,
                          int64_t at_ms, struct arena *arena, struct text *ret, struct error *err);
