/*
 * The attribute catalogue (golden/catalogue.h) of an installation, and what
 * use its fields are: how often filled, how often looked at, and which of them
 * could be collected no longer.  Less is more: a field nobody asks a question
 * with is work to keep and a risk to hold.
 *
 * Catalogue
 *   { "version": int, "author", "at",          0: the program's own
 *     "table": text,                           as it is put
 *     "persons", "organisations": int,         counted for "filled"
 *     "looks": int,                            parties looked at through the API
 *     "fields": [CatalogueField] }             in order of field
 * CatalogueField
 *   { "field", "label", "area", "kind", "question", "see", "change", "origin", "owner", "norm", "basis": text,
 *     "half_life"?: months, "retention"?: months, "custom": bool,
 *     "filled": int, "share": 0-100, "looks": int, "leads": [Leaders],
 *     "advice"?: text, "advice_text"?: text }
 *   Leaders as in flow/profile/leaders.h.  share is of the kind of party that has such fields.
 *   advice: "no_question", "hardly_filled", "never_looked_at", "no_row" (a field that is filled but not in the table)
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "flow/job/table.h"
#include "golden/catalogue.h"
#include "store/field_use.h"

/* The newest ruleset, or version 0 with the program's own table. */
enum status catalogue_ruleset(struct store *store, struct arena *arena, struct ruleset *ret, struct error *err);
/* The table in force as text. */
enum status catalogue_body(struct store *store, struct arena *arena, struct text *ret, struct error *err);
/* made_of: which version it is a change of, or TABLE_OF_ANY (flow/job/table.h). */
enum status catalogue_put(struct store *store, const struct job *job, struct text body, uint64_t made_of,
                          uint64_t *ret_version, struct error *err);
/* What people call a field: as its own row says, else as the program does. */
struct text catalogue_label(const struct catalogue *catalogue, struct text field, enum language lang,
                            struct arena *arena);

enum { CATALOGUE_SAMPLE = 20000 };
/* parties_max of each kind are counted (the first by id, which is a fair draw: ids are hashes); 0 is all. */
enum status view_catalogue_use(struct store *store, const struct job *job, uint64_t parties_max, struct json_out *json,
                               struct error *err);
