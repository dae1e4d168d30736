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

#include "base/scoped.h"
#include "base/vec.h"
#include "store/inside.h"

/* ---- putting ---- */

struct newest {
    int64_t seq, version;
};

static bool same_event(const struct db_stmt *stmt, const struct event_fact *fact)
{
    struct text texts[] = { fact->kind,    fact->currency, fact->channel, fact->direction,
                            fact->subject, fact->body,     fact->status,  fact->extra };
    for (int i = 0; i < 8; i++)
        if (!text_equal(db_text(stmt, 7 + i), texts[i]))
            return false;
    return (uint64_t)db_i64(stmt, 3) == fact->record.v && db_i64(stmt, 4) == fact->at_ms &&
           db_is_null(stmt, 5) == !fact->has_amount && (!fact->has_amount || db_i64(stmt, 5) == fact->amount_cents);
}

static enum status compare(struct db_stmt *stmt, const struct event_fact *fact, struct newest *ret_newest,
                           enum change *ret, struct error *err)
{
    db_bind_i64(stmt, 1, (int64_t)fact->id.v);
    *ret_newest = (struct newest){ 0 };
    *ret = CHANGE_CREATED;
    bool other_key = false;
    if (db_next(stmt)) {
        *ret_newest = (struct newest){ .seq = db_i64(stmt, 0), .version = db_i64(stmt, 1) };
        other_key = db_i64(stmt, 2) != fact->source_id || !text_equal(db_text(stmt, 6), fact->source_key);
        *ret = same_event(stmt, fact) ? CHANGE_UNCHANGED : CHANGE_UPDATED;
    }
    enum status status = db_end(stmt, err);
    if (status == STATUS_OK && other_key)
        return error_set(err, STATUS_CONFLICT, "event id %s stands for two different source keys",
                         event_id_text(fact->id).s);
    return status;
}

static enum status append(struct db_bulk *into, const struct event_fact *fact, int64_t seq, struct newest newest,
                          uint64_t import_id, int64_t now_ms, struct error *err)
{
    db_bulk_i64(into, seq);
    db_bulk_i64(into, (int64_t)fact->id.v);
    db_bulk_i64(into, newest.version + 1);
    if (newest.seq)
        db_bulk_i64(into, newest.seq);
    else
        db_bulk_null(into);
    db_bulk_i64(into, fact->source_id);
    db_bulk_i64(into, (int64_t)import_id);
    db_bulk_i64(into, (int64_t)fact->record.v);
    db_bulk_i64(into, fact->at_ms);
    if (fact->has_amount)
        db_bulk_i64(into, fact->amount_cents);
    else
        db_bulk_null(into);
    db_bulk_i64(into, now_ms);
    struct text texts[] = { fact->source_key, fact->kind, fact->currency, fact->channel, fact->direction,
                            fact->subject,    fact->body, fact->status,   fact->extra };
    for (int i = 0; i < 9; i++)
        db_bulk_text(into, texts[i]);
    return db_bulk_row(into, err);
}

static enum status put_each(struct store *store, uint64_t import_id, const struct event_fact *facts, size_t count,
                            int64_t now_ms, enum change *ret, struct error *err)
{
    struct db_stmt *newest_of;
    struct db_bulk *into;
    int64_t seq;
    enum status status = query_named_number(store, "event_last_seq", &seq, err);
    if (status == STATUS_OK)
        status = query(store, "event_newest", &newest_of, err);
    if (status == STATUS_OK)
        status = bulk(store, BULK_EVENT, &into, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct newest newest;
        status = compare(newest_of, &facts[i], &newest, &ret[i], err);
        if (status == STATUS_OK && ret[i] != CHANGE_UNCHANGED)
            status = append(into, &facts[i], ++seq, newest, import_id, now_ms, err);
    }
    return status;
}

enum status store_events_put(struct store *store, uint64_t import_id, const struct event_fact *facts, size_t count,
                             int64_t now_ms, enum change *ret, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = put_each(store, import_id, facts, count, now_ms, ret, err);
    return write_end(store, &write, status, err);
}

/* ---- a party's events ---- */

static bool event_read(const struct db_stmt *stmt, struct arena *arena, void *item)
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
