/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/event/event_write.h"

#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/scoped.h"
#include "flow/event/event_detail.h"
#include "flow/event/event_sums.h"
#include "flow/event/event_inside.h"
#include "flow/job/pick.h"
#include "model/date.h"
#include "normal/number.h"
#include "os/clock.h"
#include "os/file.h"
#include "store/choice.h"
#include "store/house_anchor.h"
#include "store/role_anchor.h"
#include "store/tie.h"

enum { WRITE_ARENA_BYTES = 64 * 1024 * 1024 };

bool event_id_read(struct text t, struct event_id *ret)
{
    char letter;
    return id_read(t, &letter, &ret->v) && letter == 'E';
}

/* ---- where it goes ---- */

/* The source that people type into, made when there is none. */
enum status event_by_hand(struct store *store, const struct job *job, struct arena *arena, struct source *ret,
                          struct error *err)
{
    struct source *sources = NULL;
    size_t count = 0;
    enum status status = store_sources(store, arena, &sources, &count, err);
    for (size_t i = 0; i < count; i++)
        if (sources[i].kind == SOURCE_BY_HAND) {
            *ret = sources[i];
            return STATUS_OK;
        }
    *ret = (struct source){ .name = TEXT("by-hand"), .kind = SOURCE_BY_HAND };
    return status == STATUS_OK ? store_source_add(store, ret->name, SOURCE_BY_HAND, false, job->now_ms, &ret->id, err)
                               : status;
}

static bool is_of(struct store *store, struct mention_id mention, struct party_id party)
{
    struct stored_link link = { 0 };
    return store_mention_link(store, mention, &link, NULL) == STATUS_OK && link.party.v == party.v;
}

/* A role that somebody typed and that goes on: it gets a record of its own. */
static enum status record_of_typed(struct store *store, const struct job *job, struct party_id party,
                                   struct party_id role, struct arena *arena, struct record_id *ret, struct error *err)
{
    struct tie *ties = NULL;
    size_t count = 0;
    struct date_text today = date_text(date_of_ms(job->now_ms));
    enum status status = store_party_ties(store, party, STORE_NOW, arena, &ties, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct tie *tie = &ties[i];
        bool has_ended = tie->until.len && text_compare(tie->until, text_from(today.s)) < 0;
        if (has_ended || !text_equal(tie->kind, TEXT("role")) || !is_of(store, tie->a, party) ||
            !is_of(store, tie->b, role))
            continue;
        const struct role_anchor anchor = { role_anchor_id(tie->a, tie->b), tie->a, tie->b };
        *ret = anchor.record;
        return store_role_anchor_put(store, &anchor, job->now_ms, err);
    }
    return status == STATUS_OK ? error_set(err, STATUS_NOT_FOUND, "there is no such role") : status;
}

/* What happens with a household gets a record of its own: not of one of its members, who may leave. */
static enum status record_of_house(struct store *store, const struct job *job, struct party_id household,
                                   struct arena *arena, struct record_id *ret, struct error *err)
{
    struct mention_id members[HOUSE_MENTIONS_MAX];
    size_t count = 0;
    enum status status = pick_members(store, household, arena, HOUSE_MENTIONS_MAX, members, &count, err);
    if (status == STATUS_OK && count == 0)
        status = error_set(err, STATUS_NOT_FOUND, "this household has no members");
    if (status != STATUS_OK)
        return status;
    *ret = house_record_id(members, count);
    return store_house_record_put(store, *ret, members, count, job->now_ms, err);
}

/* Of the records a party has, the one that stands for it: its own before those of roles. */
enum status event_record_for(struct store *store, const struct job *job, struct party_id party, struct party_id role,
                             struct arena *arena, struct record_id *ret, struct error *err)
{
    struct scoped_record *records = NULL;
    size_t count = 0;
    const struct scoped_record *best = NULL;
    if (party_id_kind(party) == PARTY_HOUSEHOLD)
        return role.v ? error_set(err, STATUS_INVALID, "a household has no role")
                      : record_of_house(store, job, party, arena, ret, err);
    enum status status = store_party_records(store, party, SCOPE_SELF | SCOPE_ROLES, arena, &records, &count, err);
    for (size_t i = 0; i < count; i++) {
        bool fits = role.v == 0 || (records[i].scope == SCOPE_ROLES && records[i].via.v == role.v);
        fits &= records[i].until_ms == INT64_MAX; /* not of a job that ended */
        if (fits && (!best || records[i].scope < best->scope))
            best = &records[i];
    }
    if (status == STATUS_OK && !best)
        return role.v ? record_of_typed(store, job, party, role, arena, ret, err)
                      : error_set(err, STATUS_NOT_FOUND, "there is no record to put it on");
    if (status == STATUS_OK)
        *ret = best->record;
    return status;
}

enum status event_put_one(struct store *store, const struct job *job, uint32_t hand, const struct event_fact *fact,
                          enum change *ret, struct error *err)
{
    uint64_t run = 0;
    enum status status = store_run_by_hand(store, hand, job->now_ms, &run, err);
    return status == STATUS_OK ? store_events_put(store, run, fact, 1, job->now_ms, ret, err) : status;
}

/* ---- typed ---- */

static enum status misfit(const struct event_kind *kind, const char *what, struct error *err)
{
    return error_set(err, STATUS_INVALID, "an event of kind %s has no %s", kind->name, what);
}

enum status event_day_read(struct text t, const char *what, int64_t *ret, struct error *err)
{
    if (t.len == 0 || clock_read(t, ret))
        return STATUS_OK;
    return error_set(err, STATUS_INVALID, "%s is a date: 2026-11-22", what);
}

static enum status read_kind(const struct event_typed *typed, struct event_fact *fact, const struct event_kind **ret,
                             struct error *err)
{
    const struct event_word *word = event_word_find(typed->kind);
    if (!word)
        return error_set(err, STATUS_INVALID, "there is no kind of event '%.*s'", TEXT_ARG(typed->kind));
    *ret = word->kind;
    fact->kind = text_from(word->kind->name);
    fact->channel = typed->channel.len ? typed->channel : text_from(word->channel);
    fact->status = typed->status.len ? typed->status : text_from(word->state);
    const struct event_code *channel = event_channel_find(fact->channel);
    const struct event_code *direction = event_direction_find(typed->direction);
    if (fact->channel.len && !channel)
        return error_set(err, STATUS_INVALID, "there is no channel '%.*s'", TEXT_ARG(fact->channel));
    if (typed->direction.len && !direction)
        return error_set(err, STATUS_INVALID, "direction is in or out");
    fact->channel = channel ? text_from(channel->name) : TEXT_EMPTY;
    fact->direction = direction ? text_from(direction->name) : TEXT_EMPTY;
    const struct event_state *state = event_state_find(word->kind, fact->status);
    if (fact->status.len && !state)
        return error_set(err, STATUS_INVALID, "an event of kind %s has no state '%.*s'", word->kind->name,
                         TEXT_ARG(fact->status));
    fact->status = state ? text_from(state->name) : TEXT_EMPTY;
    return STATUS_OK;
}

static enum status read_amount(const struct event_typed *typed, const struct event_kind *kind, struct arena *arena,
                               struct event_fact *fact, struct error *err)
{
    struct text number = TEXT_EMPTY;
    if (typed->amount.len == 0)
        return STATUS_OK;
    if (!(kind->fits & EVENT_FITS_AMOUNT))
        return misfit(kind, "amount", err);
    number_read(typed->amount, true, arena, &number);
    fact->has_amount = number.len && event_cents_read(number, &fact->amount_cents);
    fact->currency = typed->currency.len ? typed->currency : TEXT("EUR");
    return fact->has_amount ? STATUS_OK : error_set(err, STATUS_INVALID, "amount is a number: 12.50");
}

static enum status read_times(const struct event_typed *typed, const struct event_kind *kind, const struct job *job,
                              struct event_fact *fact, struct error *err)
{
    fact->at_ms = job->now_ms;
    if (typed->until.len && !(kind->fits & EVENT_FITS_TERM))
        return misfit(kind, "term", err);
    if (typed->follow_up.len && !(kind->fits & EVENT_FITS_FOLLOW_UP))
        return misfit(kind, "follow-up", err);
    if (typed->owner.len && typed->follow_up.len == 0)
        return error_set(err, STATUS_INVALID, "an owner is who follows up: give follow_up too");
    enum status status = event_day_read(typed->at, "at", &fact->at_ms, err);
    if (status == STATUS_OK)
        status = event_day_read(typed->until, "until", &fact->until_ms, err);
    if (status == STATUS_OK)
        status = event_day_read(typed->follow_up, "follow_up", &fact->follow_up_ms, err);
    return status;
}

static enum status read_details(const struct event_typed *typed, struct arena *arena, struct event_fact *fact,
                                struct error *err)
{
    struct event_details details = { 0 };
    *event_detail_of(&details, FIELD_EVENT_PRODUCT) = typed->product;
    *event_detail_of(&details, FIELD_EVENT_PRIORITY) = typed->priority;
    *event_detail_of(&details, FIELD_EVENT_REASON) = typed->reason;
    *event_detail_of(&details, FIELD_EVENT_ABOUT) = typed->about;
    *event_detail_of(&details, FIELD_EVENT_ORIGIN) = typed->origin;
    *event_detail_of(&details, FIELD_EVENT_PARTICIPANTS) = typed->participants;
    *event_detail_of(&details, FIELD_EVENT_OUTCOME) = typed->outcome;
    return event_details_write(&details, arena, &fact->details, err);
}

/* Of what was typed, where and when: the same key pressed twice in one millisecond is one event. */
static struct text key_of(const struct event_fact *fact, const struct job *job, struct arena *arena)
{
    const struct text texts[] = { fact->kind, fact->channel, fact->subject, fact->body, fact->owner, fact->details };
    uint64_t hash = hash_pair((uint64_t)job->now_ms, fact->record.v);
    hash = hash_pair(hash, (uint64_t)fact->at_ms);
    hash = hash_pair(hash, (uint64_t)fact->follow_up_ms);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        hash = hash_text_seeded(texts[i], hash);
    struct id_text id = id_text_of('~', hash >> 2);
    return arena_printf(arena, "hand%s", id.s + 1);
}

static enum status add(struct store *store, const struct job *job, struct party_id party,
                       const struct event_typed *typed, struct arena *arena, struct event_id *ret, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    const struct event_kind *kind = NULL;
    struct source hand = { 0 };
    enum change change;
    struct party_id live = { 0 }, role = typed->role;
    struct event_fact fact = {
        .subject = typed->subject, .body = typed->body, .owner = typed->owner, .author = job->author
    };
    enum status status = read_kind(typed, &fact, &kind, err);
    if (status == STATUS_OK)
        status = read_amount(typed, kind, arena, &fact, err);
    if (status == STATUS_OK)
        status = read_times(typed, kind, job, &fact, err);
    if (status == STATUS_OK)
        status = read_details(typed, arena, &fact, err);
    if (status == STATUS_OK)
        status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_party_resolve(store, party, &live, err);
    if (status == STATUS_OK && role.v)
        status = store_party_resolve(store, role, &role, err);
    if (status == STATUS_OK)
        status = event_record_for(store, job, live, role, arena, &fact.record, err);
    if (status == STATUS_OK)
        status = event_by_hand(store, job, arena, &hand, err);
    if (status != STATUS_OK)
        return status;
    fact.source_id = hand.id;
    fact.source_key = key_of(&fact, job, arena);
    fact.id = event_id_of(hand.name, fact.source_key);
    status = event_put_one(store, job, hand.id, &fact, &change, err);
    *ret = fact.id;
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

enum status event_add(struct store *store, const struct job *job, struct party_id party,
                      const struct event_typed *typed, struct event_id *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(WRITE_ARENA_BYTES);
    return add(store, job, party, typed, &arena, ret, err);
}

/* ---- done ---- */

static enum status done(struct store *store, const struct job *job, struct event_id id, struct text outcome,
                        struct arena *arena, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct event_fact fact = { 0 };
    struct event_details details;
    struct source hand = { 0 };
    enum change change;
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_event_get(store, id, arena, &fact, err);
    if (status != STATUS_OK)
        return status;
    if (fact.follow_up_ms == 0)
        return error_set(err, STATUS_CONFLICT, "nothing is to be followed up of this event");
    if (fact.done_ms)
        return error_set(err, STATUS_CONFLICT, "this was done already");
    event_details_read(fact.details, arena, &details);
    if (outcome.len)
        *event_detail_of(&details, FIELD_EVENT_OUTCOME) = outcome;
    fact.done_ms = job->now_ms;
    fact.author = job->author;
    status = event_details_write(&details, arena, &fact.details, err);
    if (status == STATUS_OK)
        status = event_by_hand(store, job, arena, &hand, err);
    if (status == STATUS_OK)
        status = event_put_one(store, job, hand.id, &fact, &change, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

enum status event_follow_up_done(struct store *store, const struct job *job, struct event_id id, struct text outcome,
                                 struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(WRITE_ARENA_BYTES);
    return done(store, job, id, outcome, &arena, err);
}
