/*
 * Tables an organisation decides about: who leads (kind "leading"), the
 * catalogue, the norms, the steps of a customer ("stages").
 *
 * Each is a ruleset named "default", with the program's own table until
 * somebody puts another.  Who changes a table read it before; made_of says
 * which version that was, so that of two who change it at once the second is
 * told, and nothing is lost.
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/store.h"

#define TABLE_OF_ANY UINT64_MAX /* whatever is in force */

/* The newest; own with version 0 when nobody put one. */
enum status table_get(struct store *store, const char *kind, struct text own, struct arena *arena, struct ruleset *ret,
                      struct error *err);
/*
 * Keep body, checked by the caller, and note it in the audit chain.
 * ret_before may be NULL; its body is the one that stood. STATUS_CONFLICT when that is another version than made_of.
 */
enum status table_put(struct store *store, const struct job *job, const char *kind, const char *audit, struct text own,
                      struct text body, uint64_t made_of, struct arena *arena, struct ruleset *ret_before,
                      uint64_t *ret_version, struct error *err);

/* "version", "author" and "at" (null: the program's own), into an object. */
void table_head_put(const struct ruleset *table, struct json_out *json);
