/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/view/events_then.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "base/vec.h"
#include "golden/role.h"
#include "model/date.h"
#include "store/history.h"
#include "store/house_anchor.h"
#include "store/role_anchor.h"

struct gathering {
    struct as_of *as_of;
    struct arena *arena;
    VEC(struct scoped_record) records;
    struct map known; /* records among them */
};

static void gathering_done(struct gathering *g)
{
    vec_done(&g->records);
    map_done(&g->known);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the events of an earlier day");
}

static enum status add(struct gathering *g, struct scoped_record record, struct error *err)
{
    bool fits = map_put(&g->known, record.record.v, 1, NULL) && vec_push(&g->records, record);
    return fits ? STATUS_OK : no_memory(err);
}

/* Unless something nearer has it. */
static enum status add_whole(struct gathering *g, struct record_id record, enum event_scope scope, struct party_id via,
                             struct error *err)
{
    return map_get(&g->known, record.v)
               ? STATUS_OK
               : add(g, (struct scoped_record){ record, scope, via, INT64_MIN, INT64_MAX }, err);
}

/* v 0: the mention was of nobody then. */
static enum status party_at(const struct gathering *g, struct mention_id mention, struct party_id *ret,
                            struct error *err)
{
    struct assignment_run run = { 0 };
    struct error why = ERROR_NONE;
    enum status status = mention.v
                             ? store_assignment_at(g->as_of->store, mention, g->as_of->view.identity_run, &run, &why)
                             : STATUS_NOT_FOUND;
    *ret = status == STATUS_OK ? run.party : (struct party_id){ 0 };
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (err)
        *err = why;
    return status;
}

static enum status other_side(const struct gathering *g, struct record_id record, enum party_kind kind,
                              struct party_id *ret, struct error *err)
{
    return party_at(g, mention_id_of(record, kind, 0), ret, err);
}

/* ---- jobs that followed each other on one record ---- */

/* The next of the jobs that ended on the record after from_ms, by their end; NULL when there is none. */
static const struct stored_role *next_left(const struct as_of_party *person, struct record_id record, int64_t from_ms)
{
    const struct stored_role *next = NULL;
    for (size_t i = 0; i < person->made.roles_count; i++) {
        const struct stored_role *role = &person->made.roles[i];
        int64_t until_ms = date_text_ms(role->until);
        if (role->record.v == record.v && role_was_left(role->ended) && until_ms > from_ms &&
            (!next || until_ms < date_text_ms(next->until)))
            next = role;
    }
    return next;
}

/* When the job that stood began, where another had ended on its record. */
static int64_t stood_from(const struct as_of_party *person, struct record_id record, struct party_id organisation)
{
    for (size_t i = 0; i < person->made.roles_count; i++) {
        const struct stored_role *role = &person->made.roles[i];
        if (role->record.v == record.v && !role_was_left(role->ended) && role->organisation.v == organisation.v)
            return date_text_ms(role->since);
    }
    return 0;
}

/*
 * A record of the person, divided: of is the party whose page it is, and gets what was his, or of his role there. The
 * organisation is whom the record named then.
 */
static enum status add_divided(struct gathering *g, const struct as_of_party *person, struct record_id record,
                               struct party_id organisation, struct party_id of, struct error *err)
{
    bool is_person = of.v == person->id.v, is_now = is_person || organisation.v == of.v;
    int64_t from_ms = INT64_MIN;
    enum status status = STATUS_OK;
    for (const struct stored_role *left = NULL; (left = next_left(person, record, from_ms)) && status == STATUS_OK;
         from_ms = date_text_ms(left->until)) {
        struct scoped_record part = { record, SCOPE_ROLES, { 0 }, from_ms, date_text_ms(left->until) };
        part.via = is_person ? (left->gone_name.len ? (struct party_id){ 0 } : left->organisation) : person->id;
        if (is_person || left->organisation.v == of.v)
            status = add(g, part, err);
    }
    int64_t stood_ms = from_ms == INT64_MIN ? 0 : stood_from(person, record, organisation);
    if (status == STATUS_OK && is_person && stood_ms > from_ms && from_ms != INT64_MIN)
        status = add(g, (struct scoped_record){ record, SCOPE_SELF, { 0 }, from_ms, stood_ms }, err);
    struct scoped_record now = { record, organisation.v ? SCOPE_ROLES : SCOPE_SELF, organisation,
                                 from_ms != INT64_MIN && stood_ms > from_ms ? stood_ms : from_ms, INT64_MAX };
    if (!is_person)
        now.via = person->id;
    return status == STATUS_OK && is_now ? add(g, now, err) : status;
}

/* ---- each kind of party ---- */

/* What happened in typed roles: their records hang on the mentions. */
static enum status add_typed(struct gathering *g, struct mention_id mention, bool is_person, struct error *err)
{
    struct role_anchor *anchors = NULL;
    size_t count = 0;
    enum status status = store_role_anchors(g->as_of->store, mention, g->arena, &anchors, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct party_id other = { 0 };
        status = party_at(g, is_person ? anchors[i].organisation : anchors[i].person, &other, err);
        if (status == STATUS_OK)
            status = add_whole(g, anchors[i].record, SCOPE_ROLES, other, err);
    }
    return status;
}

static enum status of_person(struct gathering *g, const struct as_of_party *person, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < person->mentions_count && status == STATUS_OK; i++) {
        struct party_id organisation = { 0 };
        struct record_id record = person->mentions[i].record.id;
        status = other_side(g, record, PARTY_ORGANISATION, &organisation, err);
        if (status == STATUS_OK)
            status = add_divided(g, person, record, organisation, person->id, err);
        if (status == STATUS_OK)
            status = add_typed(g, person->mentions[i].mention, true, err);
    }
    return status;
}

static enum status of_organisation(struct gathering *g, const struct as_of_party *organisation, struct error *err)
{
    const struct stored_role *roles = NULL;
    const struct as_of_party *person = NULL;
    size_t count = 0;
    enum status status = as_of_roles(g->as_of, organisation, &roles, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) { /* of people whose record names another now */
        struct party_id now = { 0 };
        if (roles[i].organisation.v != organisation->id.v || !role_was_left(roles[i].ended) ||
            map_get(&g->known, roles[i].record.v))
            continue;
        status = other_side(g, roles[i].record, PARTY_ORGANISATION, &now, err);
        if (status == STATUS_OK)
            status = as_of_party(g->as_of, roles[i].person, &person, err);
        if (status == STATUS_OK)
            status = add_divided(g, person, roles[i].record, now, organisation->id, err);
    }
    for (size_t i = 0; i < organisation->mentions_count && status == STATUS_OK; i++) {
        struct record_id record = organisation->mentions[i].record.id;
        struct party_id who = { 0 };
        status = other_side(g, record, PARTY_PERSON, &who, err);
        if (status == STATUS_OK && who.v && !map_get(&g->known, record.v)) {
            status = as_of_party(g->as_of, who, &person, err);
            if (status == STATUS_OK)
                status = add_divided(g, person, record, organisation->id, organisation->id, err);
        } else if (status == STATUS_OK) {
            status = add_whole(g, record, SCOPE_SELF, who, err);
        }
        if (status == STATUS_OK)
            status = add_typed(g, organisation->mentions[i].mention, false, err);
    }
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (roles[i].organisation.v == organisation->id.v)
            status = add_whole(g, roles[i].record, SCOPE_ROLES, roles[i].person, err);
    return status;
}

/* A member's own: not what he did for an organisation. */
static enum status of_member(struct gathering *g, const struct as_of_party *member, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < member->mentions_count && status == STATUS_OK; i++) {
        struct party_id organisation = { 0 };
        struct record_id record = member->mentions[i].record.id;
        status = other_side(g, record, PARTY_ORGANISATION, &organisation, err);
        if (status == STATUS_OK && organisation.v == 0)
            status = add_whole(g, record, SCOPE_HOUSEHOLD, member->id, err);
    }
    return status;
}

/* A record of a household, and how many of its mentions were among its members then. */
struct held {
    struct house_record house;
    size_t here;
    struct mention_id first_here;
};

static int by_house(const void *a, const void *b)
{
    const struct held *x = a, *y = b;
    if (x->house.record.v != y->house.record.v)
        return x->house.record.v < y->house.record.v ? -1 : 1;
    return (x->first_here.v > y->first_here.v) - (x->first_here.v < y->first_here.v);
}

static bool holds(const struct held *held)
{
    return held->here * 2 > held->house.mentions ||
           (held->here * 2 == held->house.mentions && held->first_here.v == held->house.first.v);
}

/* The household's own: house_anchor.h says which of those that hang on its members. */
static enum status of_house(struct gathering *g, const struct as_of_party *household, enum event_scope scope,
                            struct party_id via, struct error *err)
{
    VEC(struct held) found = { 0 };
    enum status status = STATUS_OK;
    for (size_t m = 0; m < household->members_count && status == STATUS_OK; m++) {
        const struct as_of_party *member = NULL;
        if (household->members[m].has_left)
            continue;
        status = as_of_party(g->as_of, household->members[m].person, &member, err);
        for (size_t i = 0; status == STATUS_OK && i < member->mentions_count; i++) {
            struct house_record *records = NULL;
            size_t count = 0;
            status = store_house_records(g->as_of->store, member->mentions[i].mention, g->arena, &records, &count, err);
            for (size_t r = 0; r < count && status == STATUS_OK; r++)
                if (!vec_push(&found, ((struct held){ records[r], 1, member->mentions[i].mention })))
                    status = no_memory(err);
        }
    }
    if (found.len)
        qsort(found.ptr, found.len, sizeof(*found.ptr), by_house);
    for (size_t i = 0, end; i < found.len && status == STATUS_OK; i = end) {
        struct held held = found.ptr[i];
        for (end = i + 1; end < found.len && found.ptr[end].house.record.v == held.house.record.v; end++)
            held.here++;
        if (holds(&held))
            status = add_whole(g, held.house.record, scope, via, err);
    }
    vec_done(&found);
    return status;
}

static enum status of_members(struct gathering *g, const struct as_of_party *household, struct party_id but,
                              struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t m = 0; m < household->members_count && status == STATUS_OK; m++) {
        const struct as_of_party *member = NULL;
        if (household->members[m].has_left || household->members[m].person.v == but.v)
            continue;
        status = as_of_party(g->as_of, household->members[m].person, &member, err);
        if (status == STATUS_OK)
            status = of_member(g, member, err);
    }
    return status;
}

/* ---- what is around a person ---- */

static enum status around_house(struct gathering *g, const struct as_of_party *person, struct error *err)
{
    struct party_id id = { 0 };
    const struct as_of_party *household = NULL;
    enum status status = as_of_household(g->as_of, person, &id, err);
    if (status == STATUS_OK && id.v) {
        status = as_of_party(g->as_of, id, &household, err);
        if (status == STATUS_OK)
            status = of_members(g, household, person->id, err);
        if (status == STATUS_OK)
            status = of_house(g, household, SCOPE_HOUSEHOLD, id, err);
    }
    for (size_t i = 0; i < person->mentions_count && status == STATUS_OK; i++) { /* of one he was of */
        struct house_record *records = NULL;
        size_t count = 0;
        status = store_house_records(g->as_of->store, person->mentions[i].mention, g->arena, &records, &count, err);
        for (size_t r = 0; r < count && status == STATUS_OK; r++)
            status = add_whole(g, records[r].record, SCOPE_HOUSEHOLD, (struct party_id){ 0 }, err);
    }
    return status;
}

static enum status around_organisations(struct gathering *g, const struct as_of_party *person, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < person->made.roles_count && status == STATUS_OK; i++) {
        const struct as_of_party *organisation = NULL;
        const struct stored_role *role = &person->made.roles[i];
        if (role->gone_name.len)
            continue;
        struct error why = ERROR_NONE;
        status = as_of_party(g->as_of, role->organisation, &organisation, &why);
        if (status == STATUS_NOT_FOUND) { /* no record held it then */
            status = STATUS_OK;
            continue;
        }
        if (status != STATUS_OK && err)
            *err = why;
        for (size_t m = 0; status == STATUS_OK && m < organisation->mentions_count; m++)
            status = add_whole(g, organisation->mentions[m].record.id, SCOPE_ORGANISATION, organisation->id, err);
    }
    return status;
}

/* ---- the whole ---- */

static enum status gather(struct gathering *g, const struct as_of_party *party, unsigned scopes, struct error *err)
{
    enum status status = STATUS_OK;
    switch (party_id_kind(party->id)) {
    case PARTY_HOUSEHOLD:
        status = of_house(g, party, SCOPE_SELF, (struct party_id){ 0 }, err);
        return status == STATUS_OK ? of_members(g, party, (struct party_id){ 0 }, err) : status;
    case PARTY_ORGANISATION: return of_organisation(g, party, err);
    default: status = of_person(g, party, err);
    }
    if (status == STATUS_OK && (scopes & SCOPE_ORGANISATION))
        status = around_organisations(g, party, err);
    return status == STATUS_OK && (scopes & SCOPE_HOUSEHOLD) ? around_house(g, party, err) : status;
}

enum status records_then(struct as_of *as_of, const struct as_of_party *party, unsigned scopes, struct arena *arena,
                         struct scoped_record **ret, size_t *ret_count, struct error *err)
{
    SCOPED(gathering_done) struct gathering g = { .as_of = as_of, .arena = arena, .known = MAP_EMPTY };
    enum status status = gather(&g, party, scopes, err);
    if (status != STATUS_OK)
        return status;
    struct scoped_record *records = arena_array(arena, struct scoped_record, g.records.len + 1);
    if (!records)
        return no_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < g.records.len; i++)
        if (g.records.ptr[i].scope & scopes)
            records[count++] = g.records.ptr[i];
    scoped_records_sort(records, count);
    *ret = records;
    *ret_count = count;
    return STATUS_OK;
}

enum status events_then(struct as_of *as_of, const struct scoped_record *records, size_t count, struct arena *arena,
                        struct event_fact **ret, size_t *ret_count, struct error *err)
{
    VEC(struct event_fact) found = { 0 };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct event_fact *events = NULL;
        size_t events_count = 0;
        if (i > 0 && records[i].record.v == records[i - 1].record.v)
            continue;
        status = store_record_events_at(as_of->store, records[i].record, as_of->at_ms, INT32_MAX, arena, &events,
                                        &events_count, err);
        for (size_t e = 0; e < events_count && status == STATUS_OK; e++)
            if (scoped_record_at(records, count, events[e].record, events[e].at_ms) && !vec_push(&found, events[e]))
                status = no_memory(err);
    }
    *ret = arena_array(arena, struct event_fact, found.len + 1);
    *ret_count = found.len;
    if (status == STATUS_OK && !*ret)
        status = no_memory(err);
    if (status == STATUS_OK && found.len)
        memcpy(*ret, found.ptr, found.len * sizeof(*found.ptr));
    vec_done(&found);
    return status;
}
