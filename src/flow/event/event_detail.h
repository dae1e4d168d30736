/*
 * The fields of an event's own kind, as event.details holds them: one flat
 * JSON object of texts by the last part of the field's name, in order of
 * model/field.def, so that equal facts are equal bytes.
 *
 *     {"product":"Kassarol","quantity":"12","origin":"advies van Piet"}
 *
 * Reading relies on json_out escaping every quote inside a text: the signs
 * "name":" stand nowhere but before a value.
 */
#pragma once

#include "base/arena.h"
#include "base/json_out.h"
#include "model/field.h"

/* The name of a field inside details: "product" of "event.product". */
const char *event_detail_name(enum field field);
/* Kept here, and not in a column of its own. */
bool event_detail_is(enum field field);

struct event_details {
    struct text values[FIELD_COUNT - FIELD_EVENT_PRODUCT];
};
static inline struct text *event_detail_of(struct event_details *details, enum field field)
{
    return &details->values[field - FIELD_EVENT_PRODUCT];
}
/* Filled values only; the empty text when there are none. STATUS_LIMIT when the arena is full. */
enum status event_details_write(const struct event_details *details, struct arena *arena, struct text *ret,
                                struct error *err);

/* The value of one field, in arena; empty when absent. */
struct text event_detail_get(struct text details, enum field field, struct arena *arena);
/* All of them; texts in arena. */
void event_details_read(struct text details, struct arena *arena, struct event_details *ret);

/* "1234.5" to 123450, as number_read() leaves numbers; what is more precise than a cent goes to the nearest. */
bool event_cents_read(struct text number, int64_t *ret);
