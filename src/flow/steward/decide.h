/*
 * A person decides: same, different, or takes an earlier decision back.
 *
 * a, b and ids are record, mention or party ids as text.  A decision hangs on
 * mentions, so it survives every rebuild.  It takes effect at the next
 * resolve; resolve_after says whether to do that now.
 */
#pragma once

#include "flow/job/job.h"
#include "store/store.h"

enum decide_what { DECIDE_SAME, DECIDE_DIFFERENT, DECIDE_WITHDRAW };
struct decide_report {
    uint64_t decisions;
    struct text sentence; /* static */
};
enum status decide_pair(struct store *store, const struct job *job, enum decide_what what, struct text a, struct text b,
                        struct text reason, bool resolve_after, struct decide_report *ret, struct error *err);

/* Of several at once, all or none: all the same, all different from each other, or what stands between any of them. */
enum { DECIDE_IDS_MAX = 20 };
enum status decide_among(struct store *store, const struct job *job, enum decide_what what, const struct text *ids,
                         size_t count_ids, struct text reason, bool resolve_after, struct decide_report *ret,
                         struct error *err);
