/*
 * Which mentions a party had is found from both sides: those it has now, and
 * those that left it (store_party_left); each is asked where it was after the
 * view's last identity run.  So no table of mentions by party has to be kept
 * for every day.
 *
 * A household is told by mentions too (as_of_household.c).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/history/as_of_inside.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/profile/earlier.h"

enum { AS_OF_REDIRECTS_MAX = 1000, AS_OF_NAMESAKES_MAX = 60 };
enum status as_of_open_view(struct store *store, const struct job *job, const struct view_made *view, struct as_of *ret,
                            struct error *err)
{
    ret->store = store;
    ret->view = *view;
    ret->at_ms = ret->at_ms ? ret->at_ms : view->recorded_ms;
    ret->arena = ret->scratch = ret->scratch_organisation = ARENA_UP_TO(AS_OF_ARENA_BYTES);
    return corpus_open_at(store, job, view, &ret->corpus, err);
}

enum status as_of_open(struct store *store, const struct job *job, int64_t at_ms, struct as_of *ret, struct error *err)
{
    struct view_made view = { 0 };
    enum status status = store_view_made_at(store, at_ms, &view, err);
    ret->at_ms = at_ms;
    return status == STATUS_OK ? as_of_open_view(store, job, &view, ret, err) : status;
}

void as_of_close(struct as_of *as_of)
{
    corpus_close(&as_of->corpus);
    arena_done(&as_of->arena);
    arena_done(&as_of->scratch);
    arena_done(&as_of->scratch_organisation);
    map_done(&as_of->places);
    vec_done(&as_of->made);
    *as_of = AS_OF_CLOSED;
}

/* ---- where mentions were ---- */

enum status as_of_party_at(struct as_of *as_of, struct mention_id mention, struct assignment_run *ret,
                           struct error *err)
{
    struct error why = ERROR_NONE;
    *ret = (struct assignment_run){ .mention = mention };
    enum status status = store_assignment_at(as_of->store, mention, as_of->view.identity_run, ret, &why);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND && err)
        *err = why;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

bool as_of_ordinal(struct mention_id mention, struct record_id record, enum party_kind kind, unsigned *ret)
{
    for (*ret = 0; *ret < MENTIONS_PER_RECORD_MAX; (*ret)++)
        if (mention_id_of(record, kind, *ret).v == mention.v)
            return true;
    return false;
}

void as_of_places_done(struct as_of_places *places)
{
    vec_done(&places->items);
    map_done(&places->known);
}

/* Was it there?  record v 0: not known to the caller. */
static enum status try_mention(struct as_of_places *places, struct mention_id mention, struct record_id record,
                               struct error *err)
{
    struct assignment_run then;
    struct as_of_place place = { .mention = mention };
    bool is_new = false;
    if (!map_put(&places->known, mention.v, 1, &is_new))
        return as_of_no_memory(err);
    if (!is_new)
        return STATUS_OK;
    enum status status = as_of_party_at(places->as_of, mention, &then, err);
    if (status != STATUS_OK || then.party.v != places->party.v)
        return status;
    place.record = then.record.v ? then.record : record;
    if (place.record.v == 0) { /* written down by an older program: where it is now tells */
        struct stored_link link = { 0 };
        if (store_mention_link(places->as_of->store, mention, &link, NULL) != STATUS_OK)
            return STATUS_OK;
        place.record = link.record;
    }
    if (!as_of_ordinal(mention, place.record, party_id_kind(places->party), &place.ordinal))
        return error_set(err, STATUS_BROKEN, "mention %s is not of record %s", mention_id_text(mention).s,
                         record_id_text(place.record).s);
    return vec_push(&places->items, place) ? STATUS_OK : as_of_no_memory(err);
}

static int compare_links(const void *a, const void *b)
{
    const struct stored_link *x = a, *y = b;
    if (x->record.v != y->record.v)
        return x->record.v < y->record.v ? -1 : 1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/* Members of a household now, each by his founding mention. */
static enum status try_members(struct as_of_places *places, struct arena *arena, struct error *err)
{
    struct store *store = places->as_of->store;
    struct stored_member *members = NULL;
    size_t count = 0;
    enum status status = store_party_members(store, places->party, arena, &members, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stored_link *links = NULL;
        size_t links_count = 0;
        if (members[i].household.v != places->party.v)
            continue;
        status = store_party_links(store, members[i].person, arena, &links, &links_count, err);
        if (status != STATUS_OK || links_count == 0)
            continue;
        qsort(links, links_count, sizeof(*links), compare_links);
        status = try_mention(places, mention_id_of(links[0].record, PARTY_HOUSEHOLD, links[0].ordinal), links[0].record,
                             err);
    }
    return status;
}

static int compare_places(const void *a, const void *b)
{
    const struct as_of_place *x = a, *y = b;
    if (x->record.v != y->record.v)
        return x->record.v < y->record.v ? -1 : 1;
    return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

static enum status find_places(struct as_of_places *places, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(AS_OF_ARENA_BYTES);
    struct store *store = places->as_of->store;
    struct stored_link *links = NULL;
    struct mention_id *left = NULL;
    size_t links_count = 0, left_count = 0;
    enum status status = STATUS_OK;
    if (party_id_kind(places->party) == PARTY_HOUSEHOLD)
        status = try_members(places, &arena, err);
    else
        status = store_party_links(store, places->party, &arena, &links, &links_count, err);
    for (size_t i = 0; i < links_count && status == STATUS_OK; i++)
        status = try_mention(places, links[i].mention, links[i].record, err);
    if (status == STATUS_OK)
        status = store_party_left(store, places->party, &arena, &left, &left_count, err);
    for (size_t i = 0; i < left_count && status == STATUS_OK; i++)
        status = try_mention(places, left[i], (struct record_id){ 0 }, err);
    if (places->items.len)
        qsort(places->items.ptr, places->items.len, sizeof(*places->items.ptr), compare_places);
    return status;
}

/* ---- identities ---- */

/* Of what the party holds now, where most was then; v 0 when nowhere. */
static enum status most_of(struct as_of *as_of, struct party_id id, struct party_id *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(AS_OF_ARENA_BYTES);
    SCOPED(map_done) struct map votes = MAP_EMPTY;
    struct stored_link *links = NULL;
    size_t count = 0;
    uint64_t most = 0;
    enum status status = store_party_links(as_of->store, id, &arena, &links, &count, err);
    ret->v = 0;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct assignment_run then;
        status = as_of_party_at(as_of, links[i].mention, &then, err);
        if (status != STATUS_OK || then.party.v == 0)
            continue;
        uint64_t *votes_of = map_put(&votes, then.party.v, 0, NULL);
        if (!votes_of)
            return as_of_no_memory(err);
        (*votes_of)++;
        if (*votes_of > most || (*votes_of == most && then.party.v < ret->v)) {
            most = *votes_of;
            *ret = then.party;
        }
    }
    return status;
}

enum status as_of_identity(struct as_of *as_of, struct party_id id, enum as_of_fate *ret, struct party_id *ret_party,
                           struct error *err)
{
    enum as_of_fate fate = AS_OF_LIVE;
    struct party_id at = id;
    for (int i = 0; i < AS_OF_REDIRECTS_MAX; i++) {
        struct identity_told told = { 0 };
        struct error why = ERROR_NONE;
        enum status status = store_identity_at(as_of->store, at, as_of->view.identity_run, &told, &why);
        if (status == STATUS_NOT_FOUND) {
            status = most_of(as_of, id, ret_party, err);
            *ret = ret_party->v ? AS_OF_OTHER : AS_OF_NOT_YET;
            return status;
        }
        if (status != STATUS_OK) {
            if (err)
                *err = why;
            return status;
        }
        if (told.event == IDENTITY_RETIRED)
            fate = AS_OF_GONE;
        if (told.event != IDENTITY_REDIRECTED) {
            *ret = fate;
            *ret_party = at;
            return STATUS_OK;
        }
        fate = AS_OF_MERGED;
        at = told.other;
    }
    return error_set(err, STATUS_BROKEN, "party %s redirects in a circle", party_id_text(id).s);
}

/* ---- making ---- */

static enum status make(struct as_of *as_of, struct as_of_party *party, struct arena *scratch, struct error *err);

static bool find_organisation(void *ctx, struct mention_id mention, struct party_id *ret, struct text *ret_name)
{
    struct as_of *as_of = ctx;
    struct assignment_run then;
    const struct as_of_party *organisation = NULL;
    if (as_of_party_at(as_of, mention, &then, NULL) != STATUS_OK || then.party.v == 0 ||
        party_id_kind(then.party) != PARTY_ORGANISATION ||
        as_of_party(as_of, then.party, &organisation, NULL) != STATUS_OK)
        return false;
    *ret = then.party;
    *ret_name = organisation->party.name;
    return true;
}

static bool find_earlier(void *ctx, struct party_id then, struct party_id *ret, struct text *ret_name)
{
    struct as_of *as_of = ctx;
    enum as_of_fate fate = AS_OF_GONE;
    struct party_id there = { 0 };
    const struct as_of_party *organisation = NULL;
    *ret = then;
    if (as_of_identity(as_of, then, &fate, &there, NULL) != STATUS_OK || (fate != AS_OF_LIVE && fate != AS_OF_MERGED) ||
        as_of_party(as_of, there, &organisation, NULL) != STATUS_OK)
        return false;
    *ret = there;
    *ret_name = organisation->party.name;
    return true;
}

static bool had_key(struct as_of *as_of, struct party_id id, struct text key)
{
    const struct as_of_party *party = NULL;
    if (as_of_party(as_of, id, &party, NULL) != STATUS_OK)
        return false;
    for (size_t i = 0; i < party->party.keys_count; i++)
        if (text_equal(party->party.keys[i].key, key))
            return true;
    return false;
}

/* Of those that have the key today, who was there and had it then. */
static bool find_called(void *ctx, struct text key, struct party_id like, struct party_id *ret)
{
    struct as_of *as_of = ctx;
    struct search_hit *hits = NULL;
    size_t count = 0, fitting = 0;
    if (like.v) {
        ret->v = had_key(as_of, like, key) ? like.v : 0;
        return ret->v != 0;
    }
    if (store_search_key(as_of->store, key, AS_OF_NAMESAKES_MAX, &as_of->arena, &hits, &count, NULL) != STATUS_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        enum as_of_fate fate = AS_OF_GONE;
        struct party_id then = { 0 };
        if (party_id_kind(hits[i].party) != PARTY_ORGANISATION ||
            as_of_identity(as_of, hits[i].party, &fate, &then, NULL) != STATUS_OK || fate == AS_OF_GONE ||
            fate == AS_OF_NOT_YET || (fitting && ret->v == then.v) || !had_key(as_of, then, key))
            continue;
        *ret = then;
        fitting++;
    }
    return fitting == 1;
}

/* The versions that stood, in the order of places. */
static enum status read_records(struct as_of *as_of, const struct as_of_places *places, struct as_of_party *party,
                                struct error *err)
{
    struct as_of_mention *mentions = arena_array(&as_of->arena, struct as_of_mention, places->items.len + 1);
    enum status status = mentions ? STATUS_OK : as_of_no_memory(err);
    for (size_t i = 0; i < places->items.len && status == STATUS_OK; i++) {
        const struct as_of_place *place = &places->items.ptr[i];
        struct as_of_mention *mention = &mentions[i];
        *mention = (struct as_of_mention){ .mention = place->mention, .ordinal = place->ordinal };
        status =
            store_record_at(as_of->store, place->record, as_of->view.record_seq, &as_of->arena, &mention->record, err);
    }
    party->mentions = mentions;
    party->mentions_count = places->items.len;
    return status;
}

/* Stores of an older program did not write down that a mention ended: leave out what its record does not hold. */
static enum status drop_absent(struct as_of *as_of, struct as_of_party *party, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(AS_OF_ARENA_BYTES);
    struct as_of_mention *mentions = (struct as_of_mention *)party->mentions;
    size_t kept = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < party->mentions_count && status == STATUS_OK; i++) {
        struct normal_record normal = { 0 };
        bool held = false;
        arena_reset(&arena);
        status = corpus_normalise(&as_of->corpus, &mentions[i].record, &arena, &normal, err);
        for (size_t m = 0; m < normal.mentions_count && !held; m++)
            held = mention_id_at(mentions[i].record.id, &normal, m).v == mentions[i].mention.v;
        if (held)
            mentions[kept++] = mentions[i];
    }
    party->mentions_count = kept;
    return status;
}

static enum status make_of_records(struct as_of *as_of, struct as_of_party *party, struct arena *scratch,
                                   struct error *err)
{
    struct party_links links = { find_organisation, find_earlier, find_called, as_of };
    struct party_mention *mentions = arena_array(&as_of->arena, struct party_mention, party->mentions_count + 1);
    if (!mentions)
        return as_of_no_memory(err);
    if (party->mentions_count == 0)
        return error_set(err, STATUS_NOT_FOUND, "party %s held nothing then", party_id_text(party->id).s);
    for (size_t i = 0; i < party->mentions_count; i++)
        mentions[i] =
            (struct party_mention){ .record = &party->mentions[i].record, .ordinal = party->mentions[i].ordinal };
    if (party_id_kind(party->id) == PARTY_PERSON) {
        enum status status = earlier_read(as_of->store, mentions, party->mentions_count, &as_of->arena, err);
        if (status != STATUS_OK)
            return status;
    }
    return party_make(&as_of->corpus, &links, party->id, mentions, party->mentions_count, scratch, &as_of->arena,
                      &party->made, err);
}

static enum status make(struct as_of *as_of, struct as_of_party *party, struct arena *scratch, struct error *err)
{
    SCOPED(as_of_places_done) struct as_of_places places = { .as_of = as_of, .party = party->id };
    struct error why = ERROR_NONE;
    enum status status = find_places(&places, err);
    if (status == STATUS_OK && party_id_kind(party->id) == PARTY_HOUSEHOLD)
        return as_of_make_household(as_of, &places, party, err);
    if (status == STATUS_OK)
        status = read_records(as_of, &places, party, err);
    if (status != STATUS_OK)
        return status;
    status = make_of_records(as_of, party, scratch, &why);
    if (status == STATUS_BROKEN) {
        why = ERROR_NONE;
        status = drop_absent(as_of, party, &why);
        if (status == STATUS_OK)
            status = make_of_records(as_of, party, scratch, &why);
    }
    if (status == STATUS_OK)
        status = party_profile(&party->made.party, &as_of->arena, &party->made.party.profile, &why);
    if (status != STATUS_OK && err)
        *err = why;
    party->party = party->made.party;
    return status;
}

enum status as_of_party(struct as_of *as_of, struct party_id id, const struct as_of_party **ret, struct error *err)
{
    const uint64_t *known = map_get(&as_of->places, id.v);
    if (known) {
        *ret = as_of->made.ptr[*known];
        return STATUS_OK;
    }
    struct as_of_party *party = arena_new(&as_of->arena, struct as_of_party);
    if (!party)
        return as_of_no_memory(err);
    party->id = id;
    /* an organisation is made while a person is half made */
    bool is_organisation = party_id_kind(id) == PARTY_ORGANISATION;
    enum status status = make(as_of, party, is_organisation ? &as_of->scratch_organisation : &as_of->scratch, err);
    if (status != STATUS_OK)
        return status;
    if (!map_put(&as_of->places, id.v, as_of->made.len, NULL) || !vec_push(&as_of->made, party))
        return as_of_no_memory(err);
    *ret = party;
    return STATUS_OK;
}

/* ---- ties ---- */

/* The persons whom the records of an organisation give a role at it, each once. */
static enum status people_of(struct as_of *as_of, const struct as_of_party *organisation, struct map *seen,
                             struct party_id *ret, size_t *ret_count, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(AS_OF_ARENA_BYTES);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < organisation->mentions_count && status == STATUS_OK; i++) {
        const struct as_of_mention *mention = &organisation->mentions[i];
        struct normal_record normal = { 0 };
        arena_reset(&arena);
        status = corpus_normalise(&as_of->corpus, &mention->record, &arena, &normal, err);
        for (size_t r = 0; r < normal.roles_count && status == STATUS_OK; r++) {
            const struct role_claim *claim = &normal.roles[r];
            struct assignment_run then;
            bool is_new = false;
            if (claim->organisation >= normal.mentions_count || claim->person >= normal.mentions_count ||
                mention_id_at(mention->record.id, &normal, claim->organisation).v != mention->mention.v)
                continue;
            status = as_of_party_at(as_of, mention_id_at(mention->record.id, &normal, claim->person), &then, err);
            if (status != STATUS_OK || party_id_kind(then.party) != PARTY_PERSON)
                continue;
            if (!map_put(seen, then.party.v, 1, &is_new))
                return as_of_no_memory(err);
            if (is_new && *ret_count < AS_OF_PEOPLE_MAX)
                ret[(*ret_count)++] = then.party;
        }
    }
    return status;
}

/* No record of the organisation names who left it for another: those who show it now are asked what they were then. */
static enum status who_left(struct as_of *as_of, const struct as_of_party *organisation, struct map *seen,
                            struct party_id *ret, size_t *ret_count, struct error *err)
{
    struct stored_role *roles = NULL;
    struct party_id now = { 0 };
    size_t count = 0;
    if (store_party_resolve(as_of->store, organisation->id, &now, NULL) != STATUS_OK)
        now = organisation->id; /* it is gone now, and what ended there shows its name */
    enum status status = store_party_roles(as_of->store, now, &as_of->arena, &roles, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        enum as_of_fate fate = AS_OF_GONE;
        struct party_id person = { 0 };
        bool is_new = false;
        if (!role_was_left(roles[i].ended))
            continue;
        status = as_of_identity(as_of, roles[i].person, &fate, &person, err);
        if (status != STATUS_OK || fate == AS_OF_GONE || fate == AS_OF_NOT_YET)
            continue;
        if (!map_put(seen, person.v, 1, &is_new))
            return as_of_no_memory(err);
        if (is_new && *ret_count < AS_OF_PEOPLE_MAX)
            ret[(*ret_count)++] = person;
    }
    return status;
}

static int compare_roles(const void *a, const void *b)
{
    const struct stored_role *x = a, *y = b;
    int order = compare_u64(x->person.v, y->person.v);
    order = order ? order : compare_u64(x->organisation.v, y->organisation.v);
    order = order ? order : compare_u64(x->record.v, y->record.v);
    order = order ? order : text_compare(x->title, y->title);
    order = order ? order : text_compare(x->department, y->department);
    order = order ? order : text_compare(x->since, y->since);
    return order ? order : text_compare(x->until, y->until);
}

enum status as_of_roles(struct as_of *as_of, const struct as_of_party *party, const struct stored_role **ret,
                        size_t *ret_count, struct error *err)
{
    SCOPED(map_done) struct map seen = MAP_EMPTY;
    VEC(struct stored_role) roles = { 0 };
    struct party_id *people = arena_array(&as_of->arena, struct party_id, AS_OF_PEOPLE_MAX);
    size_t people_count = 0;
    enum status status = people ? STATUS_OK : as_of_no_memory(err);
    if (status == STATUS_OK && party_id_kind(party->id) == PARTY_ORGANISATION) {
        status = people_of(as_of, party, &seen, people, &people_count, err);
        if (status == STATUS_OK)
            status = who_left(as_of, party, &seen, people, &people_count, err);
    } else if (status == STATUS_OK && party_id_kind(party->id) == PARTY_PERSON)
        people[people_count++] = party->id;
    for (size_t i = 0; i < people_count && status == STATUS_OK; i++) {
        const struct as_of_party *person = NULL;
        status = as_of_party(as_of, people[i], &person, err);
        for (size_t r = 0; status == STATUS_OK && r < person->made.roles_count; r++)
            if ((party->id.v == people[i].v || person->made.roles[r].organisation.v == party->id.v) &&
                !vec_push(&roles, person->made.roles[r]))
                status = as_of_no_memory(err);
    }
    struct stored_role *kept = arena_array(&as_of->arena, struct stored_role, roles.len + 1);
    if (status == STATUS_OK && !kept)
        status = as_of_no_memory(err);
    if (status == STATUS_OK && roles.len) {
        qsort(roles.ptr, roles.len, sizeof(*roles.ptr), compare_roles);
        memcpy(kept, roles.ptr, roles.len * sizeof(*kept));
    }
    *ret = kept;
    *ret_count = roles.len;
    vec_done(&roles);
    return status;
}
