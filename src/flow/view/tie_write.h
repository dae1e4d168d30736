/*
 * Putting a tie, shared by what people type and the split of a household.
 */
#pragma once

#include "flow/view/ties.h"

/* In the caller's transaction. */
enum status tie_put(struct store *store, const struct job *job, const struct tie_asked *asked, struct arena *arena,
                    uint64_t *ret_id, struct error *err);
/* The same of tie_end(): what stood is taken back and stands again, until that day. */
enum status tie_put_end(struct store *store, const struct job *job, const struct tie *tie, struct text until,
                        struct text reason, struct arena *arena, uint64_t *ret_id, struct error *err);
