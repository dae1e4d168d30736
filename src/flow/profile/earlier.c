/*
 * Nearly no record has an earlier version, so the store is asked for all that
 * have one together, and for nothing when there are none.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/earlier.h"

#include <stdlib.h>

#include "base/scoped.h"
#include "base/search.h"
#include "normal/identifier.h"
#include "store/history.h"

enum { NAMESAKES_MAX = 60, VIEWS_ASKED_MAX = 64 /* records; of more all views are read at once */ };

struct reading {
    struct arena *arena;
    struct record_id *records; /* that have earlier versions, in order of id */
    struct mention_id *organisations;
    size_t count;
    struct stored_record *versions; /* of all of them, in order of record and version */
    struct assignment_run *runs;    /* of their organisations, in order of mention and run */
    struct view_made *views;        /* in order of making; NULL when each is asked for */
    size_t versions_count, runs_count, views_count;
};

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_LIMIT, "a party has more earlier versions of its records than fit its memory");
}

static int compare_records(const void *a, const void *b)
{
    uint64_t x = ((const struct record_id *)a)->v, y = ((const struct record_id *)b)->v;
    return x < y ? -1 : x > y;
}

static enum status ask(struct store *store, struct reading *reading, const struct party_mention *mentions, size_t count,
                       struct error *err)
{
    reading->records = arena_array(reading->arena, struct record_id, count);
    reading->organisations = arena_array(reading->arena, struct mention_id, count);
    if (!reading->records || !reading->organisations)
        return no_memory(err);
    for (size_t i = 0; i < count; i++)
        if (mentions[i].record->version > 1)
            reading->records[reading->count++] = mentions[i].record->id;
    qsort(reading->records, reading->count, sizeof(*reading->records), compare_records);
    size_t kept = 0; /* a record may name several of the mentions */
    for (size_t i = 0; i < reading->count; i++)
        if (i == 0 || reading->records[i].v != reading->records[kept - 1].v)
            reading->records[kept++] = reading->records[i];
    reading->count = kept;
    for (size_t i = 0; i < kept; i++)
        reading->organisations[i] = mention_id_of(reading->records[i], PARTY_ORGANISATION, 0);
    enum status status = store_records_versions(store, reading->records, reading->count, reading->arena,
                                                &reading->versions, &reading->versions_count, err);
    if (status == STATUS_OK)
        status = store_mentions_assignments(store, reading->organisations, reading->count, reading->arena,
                                            &reading->runs, &reading->runs_count, err);
    return status == STATUS_OK && kept > VIEWS_ASKED_MAX
               ? store_views_made(store, reading->arena, &reading->views, &reading->views_count, err)
               : status;
}

static size_t versions_from(const struct reading *reading, struct record_id record)
{
    return LOWER_BOUND(i, 0, reading->versions_count, reading->versions[i].id.v < record.v);
}

/* The last view that showed a version: made of it and of nothing after it. id 0 when there is none. */
static enum status view_of(struct store *store, const struct reading *reading, uint64_t seq, uint64_t next_seq,
                           struct view_made *ret, struct error *err)
{
    struct error why = ERROR_NONE;
    *ret = (struct view_made){ 0 };
    if (reading->views) {
        /* the first made of next_seq too: views know ever more */
        size_t from = LOWER_BOUND(i, 0, reading->views_count, reading->views[i].record_seq < next_seq);
        if (from > 0)
            *ret = reading->views[from - 1];
    } else {
        enum status status = store_view_made_before(store, next_seq, ret, &why);
        if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
            if (err)
                *err = why;
            return status;
        }
    }
    if (ret->record_seq < seq)
        *ret = (struct view_made){ 0 };
    return STATUS_OK;
}

static size_t runs_from(const struct reading *reading, struct mention_id mention)
{
    return LOWER_BOUND(i, 0, reading->runs_count, reading->runs[i].mention.v < mention.v);
}

static bool has_runs(const struct reading *reading, struct mention_id mention)
{
    size_t from = runs_from(reading, mention);
    return from < reading->runs_count && reading->runs[from].mention.v == mention.v;
}

static struct party_id party_at(const struct reading *reading, struct mention_id mention, uint64_t run)
{
    struct party_id party = { 0 };
    for (size_t i = runs_from(reading, mention);
         i < reading->runs_count && reading->runs[i].mention.v == mention.v && reading->runs[i].run <= run; i++)
        party = reading->runs[i].party;
    return party;
}

static enum status give(struct store *store, const struct reading *reading, struct party_mention *mention,
                        struct error *err)
{
    size_t first = versions_from(reading, mention->record->id), count = 0;
    while (first + count < reading->versions_count && reading->versions[first + count].id.v == mention->record->id.v &&
           reading->versions[first + count].version < mention->record->version)
        count++;
    if (count == 0)
        return STATUS_OK;
    struct earlier_version *earlier = arena_array(reading->arena, struct earlier_version, count);
    if (!earlier)
        return no_memory(err);
    struct mention_id organisation = mention_id_of(mention->record->id, PARTY_ORGANISATION, 0);
    bool named = has_runs(reading, organisation);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct stored_record *version = &reading->versions[first + i];
        uint64_t next = i + 1 < count ? version[1].seq : mention->record->seq;
        struct view_made view = { 0 };
        earlier[i] = (struct earlier_version){ .record = *version };
        if (named)
            status = view_of(store, reading, version->seq, next, &view, err);
        if (view.id)
            earlier[i].organisation = party_at(reading, organisation, view.identity_run);
    }
    mention->earlier = earlier;
    mention->earlier_count = count;
    return status;
}

/* ---- by what it was called ---- */

const struct mention *earlier_employer(const struct normal_record *then, unsigned ordinal)
{
    size_t person = mention_place(then, PARTY_PERSON, ordinal);
    for (size_t i = 0; i < then->roles_count; i++)
        if (then->roles[i].person == person && then->roles[i].organisation < then->mentions_count)
            return &then->mentions[then->roles[i].organisation];
    return NULL;
}

size_t earlier_keys(const struct mention *organisation, struct arena *arena, struct text ret[EARLIER_KEYS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < organisation->identifiers_count && count == 0; i++) {
        const struct identifier *number = &organisation->identifiers[i];
        if ((number->kind == IDENTIFIER_KVK || number->kind == IDENTIFIER_KBO) && number->valid)
            ret[count++] = arena_printf(arena, "%s:%.*s", identifier_kind_name(number->kind), TEXT_ARG(number->value));
    }
    if (organisation->org.core.len)
        ret[count++] = arena_printf(arena, "org:%.*s", TEXT_ARG(organisation->org.core));
    return count;
}

bool earlier_called(struct store *store, struct text key, struct party_id like, struct party_id *ret)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct search_hit *hits = NULL;
    size_t count = 0, fitting = 0;
    if (store_search_key(store, key, NAMESAKES_MAX, &arena, &hits, &count, NULL) != STATUS_OK)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (like.v ? hits[i].party.v != like.v : party_id_kind(hits[i].party) != PARTY_ORGANISATION)
            continue;
        *ret = hits[i].party;
        fitting++;
    }
    if (fitting != 1)
        ret->v = 0; /* of several which one is not known, and must not hang on their order */
    return fitting == 1;
}

enum status earlier_read(struct store *store, struct party_mention *mentions, size_t count, struct arena *arena,
                         struct error *err)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        mentions[i].earlier = NULL;
        mentions[i].earlier_count = 0;
        any = any || mentions[i].record->version > 1;
    }
    if (!any)
        return STATUS_OK;
    struct reading reading = { .arena = arena };
    enum status status = ask(store, &reading, mentions, count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (mentions[i].record->version > 1)
            status = give(store, &reading, &mentions[i], err);
    return status;
}
