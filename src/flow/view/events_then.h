/*
 * What had happened around a party of an earlier day, as it had been told by then.
 *
 *   as_of_party ──▶ the records it had, each with its scope (store/event.h) ──▶ their events of then
 *
 * The scopes are those of today's timeline: of a person his own and his roles', of an organisation its own and the
 * roles at it, of a household its own and its members'; a record that came to name another employer is divided at that
 * day. Inside flow/view only.
 */
#pragma once

#include "flow/history/as_of.h"
#include "store/event.h"

/* In order of record id and from_ms. */
enum status records_then(struct as_of *as_of, const struct as_of_party *party, unsigned scopes, struct arena *arena,
                         struct scoped_record **ret, size_t *ret_count, struct error *err);

/* Events and lines of those records, in no order; each within the time its record was the party's. */
enum status events_then(struct as_of *as_of, const struct scoped_record *records, size_t count, struct arena *arena,
                        struct event_fact **ret, size_t *ret_count, struct error *err);
