/*
 * The records of a party: each way to them is one small question on an index.
 * A role that people typed has a record of its own (role_anchor.h), and so has a household (house_anchor.h).
 *
 * A contact moment stays with the role at the organisation.  So a record that
 * came to name another employer is divided: what happened on it before the
 * change is of the one that was left, and what came after of the next.
 *
 *     record 7   ── De Lange Lijn ──────────┼── nowhere ──┼── Hoog en Recht ──────────▶
 *                                       2026-04       2026-06
 *
 * What happened while the record named no employer is of the person alone.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "base/search.h"
#include "base/vec.h"
#include "model/date.h"
#include "store/event.h"
#include "store/inside.h"

struct gathering {
    VEC(struct scoped_record) records;
    struct map places; /* record id to its place */
};

static void gathering_done(struct gathering *gathering)
{
    vec_done(&gathering->records);
    map_done(&gathering->places);
}

/* Nearer scopes win; of one scope a known party, of those the smallest, so that the order of rows does not matter. */
static bool gather(struct gathering *gathering, struct scoped_record record)
{
    bool is_new;
    uint64_t *place = map_put(&gathering->places, record.record.v, gathering->records.len, &is_new);
    if (!place)
        return false;
    if (is_new)
        return vec_push(&gathering->records, record);
    struct scoped_record *there = &gathering->records.ptr[*place];
    bool is_nearer = record.via.v && (there->via.v == 0 || record.via.v < there->via.v);
    if (record.scope < there->scope || (record.scope == there->scope && is_nearer))
        *there = record;
    return true;
}

/* Columns record_id, party_id. scope 0: one's own, or a role's when the record names the other side. */
static enum status gather_from(struct store *store, const char *name, struct party_id party, enum event_scope scope,
                               struct gathering *gathering, struct error *err)
{
    struct db_stmt *stmt;
    bool fits = true;
    enum status status = query(store, name, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)party.v);
    while (fits && db_next(stmt)) {
        struct scoped_record record = { .record = { (uint64_t)db_i64(stmt, 0) },
                                        .scope = scope,
                                        .via = { (uint64_t)db_i64(stmt, 1) },
                                        .from_ms = INT64_MIN,
                                        .until_ms = INT64_MAX };
        if (scope == 0)
            record.scope = record.via.v ? SCOPE_ROLES : SCOPE_SELF;
        fits = gather(gathering, record);
    }
    status = db_end(stmt, err);
    return status != STATUS_OK || fits ? status : error_set(err, STATUS_NO_MEMORY, "no memory for a party's records");
}

/* ---- records whose employer changed ---- */

/*
 * A job of a record that knew several.  One that ended because its own record named the next, or none, has what
 * happened on the record until then; the one that goes on what comes after, from when it began.
 */
struct job {
    struct record_id record;
    struct party_id organisation, person;
    int64_t since_ms; /* 0: not known */
    int64_t until_ms;
    bool is_gone; /* no record names the organisation any more */
    bool has_ended;
};

/* Of one record between from and the end of job: of the organisation that left, or on the page of who left it. */
static bool put_job(struct gathering *gathering, const struct job *job, int64_t from_ms, struct party_id party)
{
    struct scoped_record record = {
        .record = job->record, .scope = SCOPE_ROLES, .from_ms = from_ms, .until_ms = job->until_ms
    };
    if (party_id_kind(party) == PARTY_PERSON)
        record.via = job->is_gone ? (struct party_id){ 0 } : job->organisation;
    else if (job->organisation.v == party.v)
        record.via = job->person;
    else
        return true;
    return vec_push(&gathering->records, record);
}

/* Between two jobs: the person's own. */
static bool put_gap(struct gathering *gathering, struct record_id record, int64_t from_ms, int64_t until_ms,
                    struct party_id party)
{
    const struct scoped_record gap = {
        .record = record, .scope = SCOPE_SELF, .from_ms = from_ms, .until_ms = until_ms
    };
    return party_id_kind(party) != PARTY_PERSON || vec_push(&gathering->records, gap);
}

/* When the job that stands began, as far as a role says it that hangs on this record. */
static int64_t began(const struct job *jobs, size_t count, const struct scoped_record *now, struct party_id party)
{
    struct party_id organisation = party_id_kind(party) == PARTY_PERSON ? now->via : party;
    for (size_t i = 0; i < count; i++)
        if (!jobs[i].has_ended && jobs[i].organisation.v == organisation.v)
            return jobs[i].since_ms;
    return 0;
}

/* The jobs of one record: those that ended by their end, then those that go on. */
static bool divide_record(struct gathering *gathering, const struct job *jobs, size_t count, struct party_id party)
{
    const struct record_id record = jobs[0].record;
    const uint64_t *at = map_get(&gathering->places, record.v);
    const size_t place = at ? (size_t)*at : 0;
    int64_t from_ms = INT64_MIN;
    if (!at && party_id_kind(party) == PARTY_PERSON)
        return true;
    for (size_t i = 0; i < count && jobs[i].has_ended; i++) {
        bool has_gap = from_ms != INT64_MIN && jobs[i].since_ms > from_ms && jobs[i].since_ms < jobs[i].until_ms;
        if (has_gap && at && !put_gap(gathering, record, from_ms, jobs[i].since_ms, party))
            return false;
        if (!put_job(gathering, &jobs[i], has_gap ? jobs[i].since_ms : from_ms, party))
            return false;
        from_ms = jobs[i].until_ms;
    }
    if (!at)
        return true;
    int64_t since_ms = began(jobs, count, &gathering->records.ptr[place], party);
    bool has_gap = since_ms > from_ms;
    if (has_gap && !put_gap(gathering, record, from_ms, since_ms, party))
        return false;
    gathering->records.ptr[place].from_ms = has_gap ? since_ms : from_ms;
    return true;
}

static bool divide_records(struct gathering *gathering, const struct job *jobs, size_t count, struct party_id party)
{
    bool fits = true;
    for (size_t i = 0, end; i < count && fits; i = end) {
        for (end = i + 1; end < count && jobs[end].record.v == jobs[i].record.v; end++)
            ;
        fits = divide_record(gathering, jobs + i, end - i, party);
    }
    return fits;
}

static enum status divide_by_jobs(struct store *store, struct party_id party, struct gathering *gathering,
                                  struct error *err)
{
    bool is_person = party_id_kind(party) == PARTY_PERSON, fits = true;
    VEC(struct job) jobs = { 0 };
    struct db_stmt *stmt;
    enum status status = query(store, is_person ? "jobs_of_person" : "jobs_around", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)party.v);
    while (fits && db_next(stmt)) {
        struct job job = { .record = { (uint64_t)db_i64(stmt, 0) },
                           .organisation = { (uint64_t)db_i64(stmt, 1) },
                           .person = { (uint64_t)db_i64(stmt, 2) },
                           .since_ms = date_text_ms(db_text(stmt, 3)),
                           .until_ms = date_text_ms(db_text(stmt, 4)),
                           .is_gone = db_i64(stmt, 5) != 0,
                           .has_ended = db_i64(stmt, 6) != 0 };
        fits = vec_push(&jobs, job);
    }
    status = db_end(stmt, err);
    if (status == STATUS_OK && (!fits || !divide_records(gathering, jobs.ptr, jobs.len, party)))
        status = error_set(err, STATUS_NO_MEMORY, "no memory for a party's records");
    vec_done(&jobs);
    return status;
}

/* ---- all of a party ---- */

static int by_record(const void *a, const void *b)
{
    const struct scoped_record *x = a, *y = b;
    if (x->record.v != y->record.v)
        return x->record.v < y->record.v ? -1 : 1;
    if (x->from_ms != y->from_ms)
        return x->from_ms < y->from_ms ? -1 : 1;
    return (x->via.v > y->via.v) - (x->via.v < y->via.v);
}

void scoped_records_sort(struct scoped_record *records, size_t count)
{
    if (count)
        qsort(records, count, sizeof(*records), by_record);
}

/* Of a person: the other members' own, what is of the household itself, and of one that he was of. */
static enum status gather_house(struct store *store, struct party_id person, struct gathering *gathering,
                                struct error *err)
{
    static const char *const ways[] = { "records_of_house", "records_of_house_around", "records_of_house_once" };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && status == STATUS_OK; i++)
        status = gather_from(store, ways[i], person, SCOPE_HOUSEHOLD, gathering, err);
    return status;
}

static enum status gather_all(struct store *store, struct party_id party, unsigned scopes, struct gathering *gathering,
                              struct error *err)
{
    enum status status = STATUS_OK;
    enum party_kind kind = party_id_kind(party);
    if (kind == PARTY_HOUSEHOLD) {
        status = gather_from(store, "records_of_house_own", party, SCOPE_SELF, gathering, err);
        return status == STATUS_OK && (scopes & SCOPE_HOUSEHOLD)
                   ? gather_from(store, "records_of_members", party, SCOPE_HOUSEHOLD, gathering, err)
                   : status;
    }
    /* one's own come whole, so that what is nearer keeps its scope; what was not asked is left out at the end */
    status = gather_from(store, "records_own", party, 0, gathering, err);
    if (status == STATUS_OK)
        status = gather_from(store, kind == PARTY_PERSON ? "records_typed" : "records_typed_around", party, 0,
                             gathering, err);
    if (status == STATUS_OK)
        status = divide_by_jobs(store, party, gathering, err);
    if (status == STATUS_OK && kind == PARTY_PERSON && (scopes & SCOPE_ORGANISATION))
        status = gather_from(store, "records_of_employers", party, SCOPE_ORGANISATION, gathering, err);
    if (status == STATUS_OK && kind == PARTY_PERSON && (scopes & SCOPE_HOUSEHOLD))
        status = gather_house(store, party, gathering, err);
    return status;
}

enum status store_party_records(struct store *store, struct party_id party, unsigned scopes, struct arena *arena,
                                struct scoped_record **ret, size_t *ret_count, struct error *err)
{
    SCOPED(gathering_done) struct gathering gathering = { .places = MAP_EMPTY };
    enum status status = gather_all(store, party, scopes, &gathering, err);
    if (status != STATUS_OK)
        return status;
    struct scoped_record *records = arena_array(arena, struct scoped_record, gathering.records.len + 1);
    if (!records)
        return error_set(err, STATUS_LIMIT, "a party's records are more than fit in their memory");
    size_t count = 0;
    for (size_t i = 0; i < gathering.records.len; i++)
        if (gathering.records.ptr[i].scope & scopes)
            records[count++] = gathering.records.ptr[i];
    scoped_records_sort(records, count);
    *ret = records;
    *ret_count = count;
    return STATUS_OK;
}

const struct scoped_record *scoped_record_at(const struct scoped_record *records, size_t count, struct record_id record,
                                             int64_t at_ms)
{
    size_t low = LOWER_BOUND(i, 0, count, records[i].record.v < record.v);
    for (; low < count && records[low].record.v == record.v; low++)
        if (records[low].from_ms <= at_ms && at_ms < records[low].until_ms)
            return &records[low];
    return NULL;
}
