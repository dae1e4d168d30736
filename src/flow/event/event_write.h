/*
 * What people tell themselves: a contact moment typed by hand, a follow-up
 * that was done, a letter put with a customer.
 *
 * It is a fact of the source "by-hand" with its author, on a record of the
 * party: so it goes along when records are merged and un-merged, and a role's
 * contact moment stays with the organisation, also of a role that was typed
 * (store/role_anchor.h), and that of a household with the larger part of it
 * (store/house_anchor.h).
 *
 * EventOf
 *   { "event": Event, "parties": [ {id, name} ] }   those its record mentions
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/document.h"
#include "store/event.h"

enum { EVENT_TEXT_BYTES_MAX = 16 * 1024, EVENT_WORD_BYTES_MAX = 400 };

/* Texts as typed; what is empty is not said. */
struct event_typed {
    struct text kind; /* a kind or a word for one ("belnotitie") */
    struct text at;   /* a date or moment; empty is now */
    struct text channel, direction, subject, body, status, amount, currency;
    struct text until, follow_up, owner;
    struct text product, priority, reason, about, origin, participants, outcome;
    struct party_id role; /* a person's: in his role at this organisation; 0 is himself first */
};
/* STATUS_INVALID for what does not fit the kind, STATUS_NOT_FOUND without such a party or role. */
enum status event_add(struct store *store, const struct job *job, struct party_id party,
                      const struct event_typed *typed, struct event_id *ret, struct error *err);

/* A new version that says the follow-up was done; outcome may be empty. STATUS_CONFLICT when there is none to do. */
enum status event_follow_up_done(struct store *store, const struct job *job, struct event_id id, struct text outcome,
                                 struct error *err);

/* Where a document goes: with a party, or on a record by its source and key. */
struct document_added {
    struct party_id party; /* of a person on his own record, with role on that of his role there */
    struct party_id role;
    struct text source, key; /* without a party: the record it belongs to, which may come later */
    struct text name;        /* of the file */
    struct text form;        /* "letter", "email", "quote" … */
    struct text subject;     /* empty: the name */
    struct text at;          /* its date as typed; empty: at_ms, and without that now */
    int64_t at_ms;
};
struct document_kept {
    struct event_id event;
    struct digest digest;
    bool is_new;
    bool waits; /* its record is not there: it shows on a party when that comes */
};
/* Keeps the file once and the event that names it; the same again changes nothing. */
enum status document_put(struct store *store, const struct job *job, const struct document_added *added,
                         struct text content, struct document_kept *ret, struct error *err);
/* The same of a file, which gives its name and date. */
enum status document_add(struct store *store, const struct job *job, const char *path,
                         const struct document_added *added, struct document_kept *ret, struct error *err);
/* The document of an event; STATUS_NOT_FOUND when it has none. name is that of the file, in arena. */
enum status document_of_event(struct store *store, struct event_id id, struct arena *arena, struct document *ret,
                              struct text *ret_name, struct error *err);

/* STATUS_NOT_FOUND when it is not there, or of a kind the asker may not see (catalogue, "event.KIND"). */
enum status event_is_shown(struct store *store, const struct job *job, struct event_id id, struct error *err);

/* EventOf */
enum status view_event(struct store *store, const struct job *job, struct event_id id, struct json_out *json,
                       struct error *err);
/* What event_id_text() prints. */
bool event_id_read(struct text t, struct event_id *ret);
