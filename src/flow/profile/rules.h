/*
 * The table of leading sources (golden/leading.h) as an organisation has it:
 * shown, tried on the whole base without writing, and put in force as a new
 * version with author and time.
 *
 * rules_try makes every party anew under the table it is given and compares
 * with what is shown; households follow their members and are not counted.
 * A party that waits for a resolve is not compared but counted as waiting.
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/table.h"
#include "store/store.h"

/* The table in force; its version is 0 when it is the program's own. */
enum status rules_body(struct store *store, struct arena *arena, struct ruleset *ret, struct error *err);

/* Check and keep; *ret_changed is false when that table is in force already. The view follows at the next resolve. */
enum status rules_put(struct store *store, const struct job *job, struct text body, uint64_t made_of,
                      uint64_t *ret_version, bool *ret_changed, struct error *err);

/*
 * Rules
 *   { "version", "author", "at", "table": text,
 *     "fields": [ { "field": text ("*": all others), "label", "stages": [RulesCell] } ] }   as the table names them;
 *   label is empty for several fields
 * RulesCell, for each stage, suspect first
 *   { "stage", "locked": bool, "sources": [ { "name", "trust": percent, "half_life"?: months, "minimum": percent } ] }
 *   sources: those of this store, most trusted first; trust when just observed, reliability taken in
 */
enum status view_rules(struct store *store, const struct job *job, struct json_out *json, struct error *err);

enum { RULES_FIRST_MAX = 200, RULES_FIELDS_MAX = 512 };

/* One value that would change; empty is none. */
struct rules_change {
    struct party_id party;
    struct text name; /* of the party now */
    struct text field, from, to;
};
struct rules_count {
    struct text field;
    uint64_t parties;
};
struct rules_report {
    uint64_t parties, changed, waiting;
    const struct rules_count *fields; /* most parties first, then by name */
    size_t fields_count;
    const struct rules_change *first; /* in order of party id */
    size_t first_count;
    double seconds;
};
/*
 * RulesTrial
 *   { "parties": int, "changed": int, "waiting": int,
 *     "fields": [ { "field", "label", "parties": int } ],
 *     "first": [ { "party": id, "name", "field", "label", "from", "to" } ] }
 */
enum status rules_report_put(struct store *store, const struct job *job, const struct rules_report *report,
                             struct json_out *json, struct error *err);

/* first_max is cut to RULES_FIRST_MAX. Everything lives in arena. */
enum status rules_try(struct store *store, const struct job *job, struct text body, size_t first_max,
                      struct arena *arena, struct rules_report *ret, struct error *err);
