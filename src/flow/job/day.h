/*
 * Days as people name them, for questions about an earlier one.
 */
#pragma once

#include "base/arena.h"

/* "2026-03-01" is the whole day: what was known at its end. Else a moment (os/clock.h). False when it is neither. */
bool day_read(struct text t, int64_t *ret_ms);
/* The same for a question from a day on: a whole day begins at midnight. */
bool day_read_from(struct text t, int64_t *ret_ms);
/* "2026-03-01" for the end of a day, else with the time: "2026-03-01 09:30". */
struct text day_text(int64_t ms, struct arena *arena);
