/*
 * How the events of a party are found.  Putting them is store.h's.
 *
 *     party ──▶ records, each with its scope ──▶ marks in order of time ──▶ the events a page shows
 *
 * Events hang on records, so which events a party has follows from its records
 * now; a record that mentions a person and an organisation carries a role, and
 * what happened on it shows at both, whatever becomes of the person's name.
 */
#pragma once

#include "store/store.h"

/* Through what a record is the party's. Of several the first counts. */
enum event_scope {
    SCOPE_SELF = 1,         /* the party's own */
    SCOPE_ROLES = 2,        /* of a person at an organisation: shown at both */
    SCOPE_ORGANISATION = 4, /* of a person: all that happened at the organisations he has a role at */
    SCOPE_HOUSEHOLD = 8, /* of a household: the members' own, not what they do for an organisation; of a person that of
                            the others, and the household's own (house_anchor.h) */
    SCOPE_ALL = 15,
};
const char *event_scope_name(enum event_scope scope); /* "self", "roles", "organisation", "household" */
bool event_scope_read(struct text name, enum event_scope *ret);

struct scoped_record {
    struct record_id record;
    enum event_scope scope;
    struct party_id via; /* the other side of the role, the organisation, the member, the household; 0 of one's own */
    int64_t from_ms, until_ms; /* what happened on it from, and before; all, unless its employer changed */
};
/* Of the scopes asked, in order of record id and from_ms. Of a record whose employer changed there are several, apart
 * in time. */
enum status store_party_records(struct store *store, struct party_id party, unsigned scopes, struct arena *arena,
                                struct scoped_record **ret, size_t *ret_count, struct error *err);
/* By record, then the day from which it counts, as store_party_records() gives them and the calls below want them. */
void scoped_records_sort(struct scoped_record *records, size_t count);

/* The one that has what happened on record at that time; NULL when it is not of the party. */
const struct scoped_record *scoped_record_at(const struct scoped_record *records, size_t count, struct record_id record,
                                             int64_t at_ms);

struct event_mark {
    uint64_t seq; /* what store_events_by_seq() asks for */
    struct event_id id;
    struct record_id record;
    int64_t at_ms;
    struct text kind; /* until each() returns */
};
/*
 * Events of the records, newest first, those of one time by id; lines of
 * another event are left out.  From from_ms; of to_ms only ids above after,
 * earlier times whole: to_ms and after are the last one seen.  false from
 * each() stops.  Nothing else may be asked of the store inside each().
 */
enum status store_event_marks(struct store *store, const struct scoped_record *records, size_t count, int64_t from_ms,
                              int64_t to_ms, struct event_id after,
                              bool (*each)(void *ctx, const struct event_mark *mark), void *ctx, struct error *err);
enum status store_events_by_seq(struct store *store, const uint64_t *seqs, size_t count, struct arena *arena,
                                struct event_fact **ret, size_t *ret_count, struct error *err); /* in the order asked */
/* Lines of these events, in order of event and key. */
enum status store_event_lines(struct store *store, const struct event_id *events, size_t count, struct arena *arena,
                              struct event_fact **ret, size_t *ret_count, struct error *err);
/* Every event and line of the records in any order, without subject, text and extra; its texts live until each()
 * returns. seq is what store_events_by_seq() asks for. */
enum status store_event_sums(struct store *store, const struct scoped_record *records, size_t count,
                             bool (*each)(void *ctx, uint64_t seq, const struct event_fact *event), void *ctx,
                             struct error *err);
/* Which kinds of events the parties of the kind have on records of theirs, each once, party by party up to to. */
enum status store_event_parties_each(struct store *store, enum party_kind kind, struct party_id to,
                                     bool (*each)(void *ctx, struct text kind, struct party_id party), void *ctx,
                                     struct error *err);
/* The newest version; STATUS_NOT_FOUND. */
enum status store_event_seq(struct store *store, struct event_id id, uint64_t *ret, struct error *err);
enum status store_event_get(struct store *store, struct event_id id, struct arena *arena, struct event_fact *ret,
                            struct error *err);

/* What is to be followed up until to_ms and not marked done, soonest first, then by id; after the one given (0, 0).
 * at_ms of the mark is the day to follow up. */
enum status store_follow_ups(struct store *store, int64_t after_ms, struct event_id after, int64_t to_ms,
                             bool (*each)(void *ctx, const struct event_mark *mark), void *ctx, struct error *err);
/* Events whose record has not come yet, newest first. */
enum status store_events_waiting(struct store *store, size_t limit,
                                 bool (*each)(void *ctx, const struct event_mark *mark), void *ctx, struct error *err);

/* The run that what people type is put under: one of its own per source, made at the first. */
enum status store_run_by_hand(struct store *store, uint32_t source_id, int64_t now_ms, uint64_t *ret,
                              struct error *err);
