/*
 * Norms of an organisation and how far its parties meet them: the table is
 * the ruleset "norms", or data/norms.tsv when there is none.
 *
 * NormList
 *   { "version": int,                 0: the program's own
 *     "norms": [Norm], "table"?: text as norms_body(), with counts }
 * Norm, in the order of the table
 *   { "kind": "person"|"organisation", "stage": text, "field": text, "label": text, "required": bool,
 *     "notation": text, "owner": text, "months", "limit": int,
 *     and with counts: "asked", "met", "missing", "other_notation", "old": int, "ok": bool, "parties": [id] }
 *   parties: the first NORM_MISSING_SHOWN that do not meet it.
 */
#pragma once

#include "base/json_out.h"
#include "check/norms.h"
#include "flow/job/table.h"
#include "store/store.h"

/* The newest ruleset, or version 0 with the program's own table. */
enum status norms_ruleset(struct store *store, struct arena *arena, struct ruleset *ret, struct error *err);
/* The table in force as text, in arena. */
enum status norms_body(struct store *store, struct arena *arena, struct text *ret, struct error *err);

/* Put another in force; STATUS_INVALID with the line when it cannot be used. */
enum status norms_set(struct store *store, const struct job *job, struct text body, uint64_t made_of,
                      uint64_t *ret_version, struct error *err);

enum { NORM_MISSING_SHOWN = 20 };

/* Of one line of the table. */
struct norm_count {
    const struct norm *norm;
    uint64_t asked;                            /* parties it is for; of one not required: those that have a value */
    uint64_t of[NORM_VERDICTS];                /* of them, by verdict */
    struct party_id first[NORM_MISSING_SHOWN]; /* that do not meet it, in order of id */
    unsigned first_count;
};

/* The share that meets it, in tenths of a percent; 1000 when nobody is asked. */
unsigned norm_share(const struct norm_count *count);
bool norm_is_met(const struct norm_count *count);

/* The golden values of a profile as a norm looks at them; at most max. */
enum { NORM_VALUES_MAX = 400 };
size_t norm_values_of(struct text profile, struct arena *arena, struct norm_value *ret, size_t max);

/* Judge every party by its golden values: as many counts as the table has lines, in its order, in arena. */
enum status norms_check(struct store *store, const struct job *job, struct arena *arena, struct norm_count **ret,
                        size_t *ret_count, struct error *err);

/* NormList: the table in force; counted: with who meets it, for which every party is judged. */
enum status view_norms(struct store *store, const struct job *job, bool counted, struct json_out *json,
                       struct error *err);
