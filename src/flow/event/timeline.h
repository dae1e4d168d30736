/*
 * What happened to a party, newest first, page by page.
 *
 *     person ─ self, roles ─┬─ organisation (of a person: all that happened there)
 *                           └─ household    (of a person: what happened to the other members and to the household)
 *
 * A page begins below the last event of the one before, by time and id, so
 * new events in between shift nothing.
 *
 * Timeline
 *   { "party": id, "redirected_from"?: id,
 *     "scopes": ["self"|"roles"|"organisation"|"household"],
 *     "events": [Event],                        with "scope" and, when not one's own, "via"
 *     "next"?: text }                           the cursor of the next page, when there is more
 * Event: view.h.
 *
 * FollowUps
 *   { "follow_ups": [ { "event": Event, "parties": [ {id, name} ] } ], "next"?: text }
 *   Soonest first; parties are those its record mentions.
 *
 * EventKinds
 *   { "kinds": [ { "kind": text, "label": text, "area": text, "area_label": text, "amount": bool, "term": bool,
 *                  "follow_up": bool, "lines": bool, "fields": [ {"field","label"} ],
 *                  "states": [ {"state","label","class": "open"|"done"|"void"} ] } ],
 *     "channels": [ {"channel","label"} ] }
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/event.h"

enum { TIMELINE_LIMIT_MAX = 200, TIMELINE_LIMIT_USUAL = 50, TIMELINE_WORDS_MAX = 200, EVENT_KINDS_MAX = 64 };

struct timeline_asked {
    unsigned scopes;        /* enum event_scope together; 0: self and roles, of a household its own and its members' */
    bool only_some_kinds;   /* then those of kinds */
    uint64_t kinds;         /* a bit per place in event_kinds */
    struct text words;      /* each must stand in subject, text, state, owner or details, folded */
    int64_t from_ms, to_ms; /* to_ms 0: no end */
    struct text cursor;     /* of the page before, or empty */
    size_t limit;
};

/* "contact,order" or "area:products"; STATUS_INVALID, told by name. Empty is every kind. */
enum status timeline_kinds_read(struct text list, struct timeline_asked *ret, struct error *err);
/* "self,roles,household" or "all". */
enum status timeline_scopes_read(struct text list, struct timeline_asked *ret, struct error *err);
/* A date (as an end: that day included) or a moment; empty is none. */
enum status timeline_period_read(struct text from, struct text to, struct timeline_asked *ret, struct error *err);

/* Timeline. Follows redirects; STATUS_NOT_FOUND, STATUS_INVALID for a cursor that is none of ours. */
enum status view_timeline(struct store *store, const struct job *job, struct party_id id,
                          const struct timeline_asked *asked, struct json_out *json, struct error *err);

/* FollowUps: open ones until to_ms (0: all), of this owner when given. */
enum status view_follow_ups(struct store *store, const struct job *job, struct text owner, int64_t to_ms,
                            struct text cursor, size_t limit, struct json_out *json, struct error *err);

/* EventsWaiting: { "waiting": [Event] }, newest first: events whose record has not come yet. */
enum status view_events_waiting(struct store *store, const struct job *job, size_t limit, struct json_out *json,
                                struct error *err);

/* EventKinds */
void view_event_kinds(enum language lang, struct json_out *json);
