/*
 * What happened, on records; a party sees the events of its records.
 *
 * Versions as for records: told again and equal is unchanged.  What a source
 * tells is compared with what it told last, not with what a person wrote on
 * top of that: the same file again does not undo that a follow-up was done.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

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

enum { TEXTS = 10, TIMES = 4, FIRST_TEXT = 7, AUTHOR = FIRST_TEXT + TEXTS, FIRST_TIME, PLACE = FIRST_TIME + TIMES };

static void texts_of(const struct event_fact *fact, struct text ret[TEXTS])
{
    struct text texts[TEXTS] = { fact->kind, fact->currency, fact->channel, fact->direction, fact->subject,
                                 fact->body, fact->status,   fact->extra,   fact->owner,     fact->details };
    memcpy(ret, texts, sizeof(texts));
}

/* What is kept as NULL when it is 0. */
static void times_of(const struct event_fact *fact, int64_t ret[TIMES])
{
    int64_t times[TIMES] = { (int64_t)fact->parent.v, fact->until_ms, fact->follow_up_ms, fact->done_ms };
    memcpy(ret, times, sizeof(times));
}

/* Columns seq, version, source_id, record_id, at_ms, amount_cents, source_key, the texts, author, the times. */
static enum status compare_with_row(const struct db_stmt *stmt, const struct event_fact *fact, struct newest *ret,
                                    struct error *err)
{
    struct text texts[TEXTS];
    int64_t times[TIMES];
    texts_of(fact, texts);
    times_of(fact, times);
    if (db_i64(stmt, 2) != fact->source_id || !text_equal(db_text(stmt, 6), fact->source_key))
        return two_keys(fact->id, err);
    bool same = (uint64_t)db_i64(stmt, 3) == fact->record.v && db_i64(stmt, 4) == fact->at_ms &&
                db_is_null(stmt, 5) == !fact->has_amount &&
                (!fact->has_amount || db_i64(stmt, 5) == fact->amount_cents);
    for (int i = 0; i < TEXTS && same; i++)
        same = text_equal(db_text(stmt, FIRST_TEXT + i), texts[i]);
    for (int i = 0; i < TIMES && same; i++)
        same = db_i64(stmt, FIRST_TIME + i) == times[i];
    ret->change = same ? CHANGE_UNCHANGED : CHANGE_UPDATED;
    return STATUS_OK;
}

/* The newest version, or the newest its source told when a person wrote on top of it and this is the source's word. */
static enum status compare_with_newest(struct store *store, const struct db_stmt *stmt, const struct event_fact *fact,
                                       struct newest *ret, struct error *err)
{
    struct db_stmt *told;
    ret->seq = db_i64(stmt, 0);
    ret->version = db_i64(stmt, 1);
    if (fact->author.len > 0 || db_text(stmt, AUTHOR).len == 0)
        return compare_with_row(stmt, fact, ret, err);
    enum status status = query(store, "event_told", &told, err), worked = STATUS_OK;
    if (status != STATUS_OK)
        return status;
    ret->change = CHANGE_UPDATED;
    db_bind_i64(told, 1, (int64_t)fact->id.v);
    if (db_next(told))
        worked = compare_with_row(told, fact, ret, err);
    status = db_end(told, worked == STATUS_OK ? err : NULL);
    return worked == STATUS_OK ? status : worked;
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
    int64_t old_times[TIMES], new_times[TIMES];
    times_of(before, old_times);
    times_of(fact, new_times);
    same = same && memcmp(old_times, new_times, sizeof(new_times)) == 0;
    *ret = same ? CHANGE_UNCHANGED : CHANGE_UPDATED;
    return STATUS_OK;
}

/* Facts by id, those of one id in the order they came: neighbours in the indexes are looked up and put together. */
struct ordered {
    uint64_t id;
    size_t place;
};

static int by_id(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static enum status look_up_each(struct store *store, const struct event_fact *facts, const struct ordered *order,
                                size_t count, struct newest *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "event_newest", &stmt, err), worked = STATUS_OK;
    for (size_t k = 0; k < count && status == STATUS_OK && worked == STATUS_OK; k++) {
        size_t i = order[k].place;
        ret[i] = (struct newest){ .change = CHANGE_CREATED };
        if (k > 0 && order[k].id == order[k - 1].id)
            continue; /* compared with the one before it */
        db_bind_i64(stmt, 1, (int64_t)facts[i].id.v);
        if (db_next(stmt))
            worked = compare_with_newest(store, stmt, &facts[i], &ret[i], err);
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
        size_t i = (size_t)db_i64(stmt, PLACE) - 1; /* its place in the array counts from 1 */
        assert(i < count);
        worked = compare_with_newest(store, stmt, &facts[i], &ret[i], err);
    }
    status = db_end(stmt, worked == STATUS_OK ? err : NULL);
    return worked == STATUS_OK ? status : worked;
}

static enum status look_up(struct store *store, const struct event_fact *facts, const struct ordered *order,
                           size_t count, struct newest *ret, struct error *err)
{
    enum status status = bulk_flush(store, BULK_EVENT, BULK_EVENT + 1, err);
    if (status == STATUS_OK && db_engine_of(store->db) == DB_SQLITE)
        return look_up_each(store, facts, order, count, ret, err);
    for (size_t at = 0; at < count && status == STATUS_OK; at += CHUNK_ROWS)
        status = look_up_together(store, facts + at, count - at < CHUNK_ROWS ? count - at : CHUNK_ROWS, ret + at, err);
    return status;
}

struct putting {
    struct store *store;
    uint64_t import_id;
    int64_t now_ms, last_seq;
    struct newest *newest; /* of each fact */
    struct ordered *order;
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
    db_bulk_text(into, fact->author);
    int64_t times[TIMES];
    times_of(fact, times);
    for (int i = 0; i < TIMES; i++)
        if (times[i])
            db_bulk_i64(into, times[i]);
        else
            db_bulk_null(into);
    return db_bulk_row(into, err);
}

/* An event met before in the batch is compared with that fact, not with what was looked up. */
static enum status settle(struct putting *putting, const struct event_fact *facts, size_t count, enum change *ret,
                          struct error *err)
{
    struct newest *newest = putting->newest;
    struct db_bulk *into;
    enum status status = bulk(putting->store, BULK_EVENT, &into, err);
    for (size_t k = 0; k < count && status == STATUS_OK; k++) {
        size_t i = putting->order[k].place;
        if (k > 0 && putting->order[k].id == putting->order[k - 1].id) {
            size_t before = putting->order[k - 1].place;
            newest[i] = newest[before];
            status = compare_with_fact(&facts[before], &facts[i], &newest[i].change, err);
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
    putting->order = calloc(count, sizeof(struct ordered));
    enum status status = putting->newest && putting->order
                             ? STATUS_OK
                             : error_set(err, STATUS_NO_MEMORY, "no memory for comparing events");
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        putting->order[i] = (struct ordered){ facts[i].id.v, i };
    if (status == STATUS_OK)
        qsort(putting->order, count, sizeof(struct ordered), by_id);
    if (status == STATUS_OK)
        status = look_up(putting->store, facts, putting->order, count, putting->newest, err);
    if (status == STATUS_OK)
        status = query_named_number(putting->store, "event_last_seq", &putting->last_seq, err);
    if (status == STATUS_OK)
        status = settle(putting, facts, count, ret, err);
    free(putting->newest);
    free(putting->order);
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
