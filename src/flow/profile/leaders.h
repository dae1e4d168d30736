/*
 * Who leads a field, as people read it: the sources of this store in the order
 * in which the table of leading sources (golden/leading.h) trusts them.
 *
 * Leaders, one for each stage, suspect first
 *   { "stage", "sources": [name, most trusted first], "locked": bool }
 *   locked: who is not the first of them proposes a change instead of making it
 */
#pragma once

#include "base/json_out.h"
#include "golden/leading.h"
#include "store/store.h"

/* The table in force, bound to the sources there are; all of it lives in arena. */
enum status leaders_read(struct store *store, struct arena *arena, struct leading *ret, struct error *err);
/* "addr" speaks of addr.full, "org" of org.name: the value people mean by it. False when it is no field. */
bool leaders_field(struct text field, struct arena *arena, struct field_ref *ret);
/* The list for a field, or for the first parts of several ("addr"); empty when it names none, for events, and for
 * consents, of which the strictest word stands. */
void leaders_put(const struct leading *leading, struct text field, struct arena *arena, struct json_out *json);
