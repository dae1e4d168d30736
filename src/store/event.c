/*
 * What happened, on records; a party sees the events of its records.
 *
 * Versions as for records: told again and equal is unchanged.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "store/inside.h"

/* ---- putting ---- */

enum { CHUNK_ROWS = 5000 }; /* looked up by one question on PostgreSQL */

/* What stands before a fact is put, and what the fact does to it. */
struct newest {
    int64_t seq, version;
    enum change change;
};

static enum status two_keys(struct event_id id, struct error *err)
{
    return error_set(err, STATUS_CONFLICT, "event id %s stands for two different source keys", event_id_text(id).s);
}

enum { TEXTS = 8 };

static void texts_of(const struct event_fact *fact, struct text ret[TEXTS])
{
    struct text texts[TEXTS] = { fact->kind,    fact->currency, fact->channel, fact->direction,
                                 fact->subject, fact->body,     fact->status,  fact->extra };
    memcpy(ret, texts, sizeof(texts));
}

/* Columns seq, version, source_id, record_id, at_ms, amount_cents, source_key, then the texts. */
static enum status compare_with_row(const struct db_stmt *stmt, const struct event_fact *fact, struct newest *ret,
                                    struct error *err)
{
    struct text texts[TEXTS];
    texts_of(fact, texts);
    ret->seq = db_i64(stmt, 0);
    ret->version = db_i64(stmt, 1);
    if (db_i64(stmt, 2) != fact->source_id || !text_equal(db_text(stmt, 6), fact->source_key))
        return two_keys(fact->id, err);
    bool same = (uint64_t)db_i64(stmt, 3) == fact->record.v && db_i64(stmt, 4) == fact->at_ms &&
                db_is_null(stmt, 5) == !fact->has_amount &&
                (!fact->has_amount || db_i64(stmt, 5) == fact->amount_cents);
    for (int i = 0; i < TEXTS && same; i++)
        same = text_equal(db_text(stmt, 7 + i), texts[i]);
    ret->change = same ? CHANGE_UNCHANGED : CHANGE_UPDATED;
    return STATUS_OK;
}

static enum status compare_with_fact(const struct event_fact *before, const struct event_fact *fact, enum change *ret,
                                     struct error *err)
{
    struct text old[TEXTS], new[TEXTS];
    texts_of(before, old);
    texts_of(fact, new);
    if (before->source_id != fact->source_id || !text_equal(before->source_key, fact->source_key))
        return two_keys(fact->id, err);
    bool same = before->record.v == fact->record.v && before->at_ms == fact->at_ms &&
                before->has_amount == fact->has_amount &&
                (!fact->has_amount || before->amount_cents == fact->amount_cents);
    for (int i = 0; i < TEXTS && same; i++)
        same = text_equal(old[i], new[i]);
    *ret = same ? CHANGE_UNCHANGED : CHANGE_UPDATED;
    return STATUS_OK;
}

static enum status look_up_each(struct store *store, const struct event_fact *facts, size_t count, struct newest *ret,
                                struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "event_newest", &stmt, err), worked = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK && worked == STATUS_OK; i++) {
        ret[i] = (struct newest){ .change = CHANGE_CREATED };
        db_bind_i64(stmt, 1, (int64_t)facts[i].id.v);
        if (db_next(stmt))
            worked = compare_with_row(stmt, &facts[i], &ret[i], err);
        status = db_end(stmt, worked == STATUS_OK ? err : NULL);
    }
    return worked == STATUS_OK ? status : worked;
}

static enum status look_up_together(struct store *store, const struct event_fact *facts, size_t count,
                                    struct newest *ret, struct error *err)
{
    SCOPED(buf_done) struct buf ids = BUF_EMPTY;
    struct db_stmt *stmt;
    enum status status = ids_array(&facts[0].id.v, sizeof(facts[0]), count, &ids, err), worked = STATUS_OK;
    if (status == STATUS_OK)
        status = query(store, "event_newest_of", &stmt, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        ret[i] = (struct newest){ .change = CHANGE_CREATED };
    db_bind_text(stmt, 1, buf_text(&ids));
    while (worked == STATUS_OK && db_next(stmt)) {
        size_t i = (size_t)db_i64(stmt, 15) - 1; /* its place in the array counts from 1 */
        assert(i < count);
        worked = compare_with_row(stmt, &facts[i], &ret[i], err);
    }
    status = db_end(stmt, worked == STATUS_OK ? err : NULL);
    return worked == STATUS_OK ? status : worked;
}

static enum status look_up(struct store *store, const struct event_fact *facts, size_t count, struct newest *ret,
                           struct error *err)
{
    enum status status = bulk_flush(store, BULK_EVENT, BULK_EVENT + 1, err);
    if (status == STATUS_OK && db_engine_of(store->db) == DB_SQLITE)
        return look_up_each(store, facts, count, ret, err);
    for (size_t at = 0; at < count && status == STATUS_OK; at += CHUNK_ROWS)
        status = look_up_together(store, facts + at, count - at < CHUNK_ROWS ? count - at : CHUNK_ROWS, ret + at, err);
    return status;
}

struct putting {
    struct store *store;
    uint64_t import_id;
    int64_t now_ms, last_seq;
    struct newest *newest; /* of each fact */
    struct map earlier;    /* event id to its last place in the batch */
};

static enum status append(struct db_bulk *into, const struct event_fact *fact, int64_t seq, const struct newest *newest,
                          const struct putting *putting, struct error *err)
{
    struct text texts[TEXTS];
    texts_of(fact, texts);
    db_bulk_i64(into, seq);
    db_bulk_i64(into, (int64_t)fact->id.v);
    db_bulk_i64(into, newest->version + 1);
    if (newest->seq)
        db_bulk_i64(into, newest->seq);
    else
        db_bulk_null(into);
    db_bulk_i64(into, fact->source_id);
    db_bulk_i64(into, (int64_t)putting->import_id);
    db_bulk_i64(into, (int64_t)fact->record.v);
    db_bulk_i64(into, fact->at_ms);
    if (fact->has_amount)
        db_bulk_i64(into, fact->amount_cents);
    else
        db_bulk_null(into);
    db_bulk_i64(into, putting->now_ms);
    db_bulk_text(into, fact->source_key);
    for (int i = 0; i < TEXTS; i++)
        db_bulk_text(into, texts[i]);
    return db_bulk_row(into, err);
}

/* An event met before in the batch is compared with that fact, not with what was looked up. */
static enum status settle(struct putting *putting, const struct event_fact *facts, size_t count, enum change *ret,
                          struct error *err)
{
    struct newest *newest = putting->newest;
    struct db_bulk *into;
    enum status status = bulk(putting->store, BULK_EVENT, &into, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool first;
        uint64_t *place = map_put(&putting->earlier, facts[i].id.v, i, &first);
        if (!place)
            return error_set(err, STATUS_NO_MEMORY, "no memory for comparing events");
        if (!first) {
            newest[i] = newest[*place];
            status = compare_with_fact(&facts[*place], &facts[i], &newest[i].change, err);
            *place = i;
        }
        ret[i] = newest[i].change;
        if (status != STATUS_OK || ret[i] == CHANGE_UNCHANGED)
            continue;
        status = append(into, &facts[i], ++putting->last_seq, &newest[i], putting, err);
        newest[i].seq = putting->last_seq;
        newest[i].version++;
    }
    return status;
}

static enum status put_all(struct putting *putting, const struct event_fact *facts, size_t count, enum change *ret,
                           struct error *err)
{
    if (count == 0)
        return STATUS_OK;
    putting->newest = calloc(count, sizeof(struct newest));
    enum status status = putting->newest && map_reserve(&putting->earlier, count)
                             ? STATUS_OK
                             : error_set(err, STATUS_NO_MEMORY, "no memory for comparing events");
    if (status == STATUS_OK)
        status = look_up(putting->store, facts, count, putting->newest, err);
    if (status == STATUS_OK)
        status = query_named_number(putting->store, "event_last_seq", &putting->last_seq, err);
    if (status == STATUS_OK)
        status = settle(putting, facts, count, ret, err);
    free(putting->newest);
    map_done(&putting->earlier);
    return status;
}

enum status store_events_put(struct store *store, uint64_t import_id, const struct event_fact *facts, size_t count,
                             int64_t now_ms, enum change *ret, struct error *err)
{
    struct putting putting = { .store = store, .import_id = import_id, .now_ms = now_ms };
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    return write_end(store, &write, put_all(&putting, facts, count, ret, err), err);
}

/* ---- a party's events ---- */

bool event_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct event_fact *event = item;
    event->id.v = (uint64_t)db_i64(stmt, 0);
    event->source_id = (uint32_t)db_i64(stmt, 1);
    event->record.v = (uint64_t)db_i64(stmt, 3);
    event->at_ms = db_i64(stmt, 5);
    event->has_amount = !db_is_null(stmt, 6);
    event->amount_cents = db_i64(stmt, 6);
    struct text *texts[] = { &event->currency, &event->channel, &event->direction, &event->subject,
                             &event->body,     &event->status,  &event->extra };
    for (int i = 0; i < 7; i++)
        if (!column_keep(stmt, 7 + i, arena, texts[i]))
            return false;
    return column_keep(stmt, 2, arena, &event->source_key) && column_keep(stmt, 4, arena, &event->kind);
}

enum status store_party_events(struct store *store, struct party_id party, size_t limit, struct arena *arena,
                               struct event_fact **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = bulk_flush(store, BULK_EVENT, BULK_EVENT + 1, err);
    if (status == STATUS_OK)
        status = query(store, "party_events", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)party.v);
    db_bind_i64(stmt, 2, (int64_t)limit);
    return query_collect(stmt, arena, sizeof(struct event_fact), event_read, (void **)ret, ret_count, err);
}
