/*
 * The seven areas of a party: golden fields, totals and newest events of each,
 * and its newest events over all.  Inside flow/view/view*.c only.
 */
#pragma once

#include "flow/event/view_event.h"

enum { EVENTS_SHOWN = 50, AREA_EVENTS_SHOWN = 5 };

struct party_events {
    struct event_total *totals;
    size_t totals_count;
    struct shown_events shown; /* the newest first, then more of areas */
    size_t newest;             /* of shown: the newest of all */
};

enum status party_events_read(struct view *view, struct party_id party, int64_t now_ms, struct party_events *ret,
                              struct error *err);
/* The same of events at hand, as of a day. */
enum status party_events_of(struct view *view, struct event_fact *facts, size_t count, int64_t now_ms,
                            struct party_events *ret, struct error *err);
/* The list of Area; profile is party.profile. */
enum status view_put_areas(struct view *view, const struct party_events *events, struct text profile,
                           enum language lang, struct json_out *json, struct error *err);
/* The list of Event. */
void view_put_newest(struct view *view, const struct party_events *events, enum language lang, struct json_out *json);
