/*
 * What became of a party: every value over time, and what changed its ties,
 * its records and its rules, by whom.
 *
 * History
 *   { "id": id, "name": text, "redirected_from"?: id, "field"?: text,
 *     "moments": [Moment],                      newest first; those at which something shows
 *     "next"?: int }                            ask on with this as before
 * Moment     { "view": int, "at": time,         when it was recorded: the view that showed it first
 *              "changes": [Change] }
 * Change     { "kind": kind, "sentence": text,
 *              "field"?: text, "label"?: text,
 *              "value"?: text, "text"?: text,   text: of codes the words for people
 *              "before"?: text, "before_text"?: text,
 *              "origin"?: { "record": id, "source": text, "version"?: int, "rule": text, "at": time },
 *                                               at: when the source held it so, its valid time
 *              "record"?: id, "party"?: { "id": id, "name": text },
 *              "by"?: text, "reason"?: text, "decision"?: id, "file"?: text }
 *   kind:
 *     "value"     a field got a value, another value, or lost it
 *     "given"     the id was given          "retired"   nothing is left under it
 *     "revived"   the id is back            "redirected" it became part of party
 *     "merged"    party came in             "split"     what it held went to party
 *     "record"    a source record came in   "record_gone" … names nobody any more
 *     "role"      a role began to show      "role_gone" … does not show any more
 *     "role_ended" a role got its last day  "role_part" another part in decisions
 *     "household" it is in household party  "household_gone" … no more
 *     "rules"     other rules hold from here
 *   by: who decided, chose, or imported; "model" when the evidence alone did it.
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/store.h"

enum { HISTORY_MOMENTS_MAX = 100, HISTORY_MOMENTS_USUAL = 20 };

struct history_options {
    struct text field; /* only changes of this field ("addr.home"); empty: everything */
    uint64_t before;   /* views with a smaller number; 0: from the newest */
    size_t limit;      /* moments looked at, 1 to HISTORY_MOMENTS_MAX */
};

/* Follows redirects; of an id whose party is gone, its own history. STATUS_NOT_FOUND when it was never given. */
enum status history_view(struct store *store, const struct job *job, struct party_id id,
                         const struct history_options *options, struct json_out *json, struct error *err);
