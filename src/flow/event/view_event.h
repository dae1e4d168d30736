/*
 * Events as JSON, for the party, the timeline and the list of follow-ups.
 * Inside flow/view/view*.c only; the shapes stand in view.h and timeline.h.
 */
#pragma once

#include "flow/event/event_sums.h"
#include "flow/snapshot/view_snapshot.h"

/* Events with what belongs to them: loaded together, written one by one. */
struct shown_events {
    struct event_fact *events;
    size_t count;
    struct event_fact *lines; /* of all, in order of event */
    size_t lines_count;
};
enum status shown_events_load(struct store *store, const uint64_t *seqs, size_t count, struct arena *arena,
                              struct shown_events *ret, struct error *err);

/* Of lines at hand: in the order they are told. */
void shown_lines_sort(struct shown_events *shown);

/* scope NULL: the scope is not told. */
void view_put_event(struct view *view, const struct shown_events *shown, size_t index,
                    const struct scoped_record *scope, enum language lang, struct json_out *json);
/* With the parties its record mentions: EventOf (event_write.h). */
void view_put_event_of(struct view *view, const struct shown_events *shown, size_t index, enum language lang,
                       struct json_out *json);
void view_put_amount(struct view *view, const char *key, int64_t cents, struct json_out *json);
void view_put_total(struct view *view, const struct event_total *total, enum language lang, struct json_out *json);
