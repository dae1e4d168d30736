/*
 * What happened, on records; a party sees the events of its records.
 *
 * Versions as for records (versions.h): told again and equal is unchanged.  What a
 * source tells is compared with what it told last, not with what a person wrote on
 * top of that: the same file again does not undo that a follow-up was done.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "store/versions.h"

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
static enum status compare_with_newest(struct store *store, const struct db_stmt *stmt, const void *ptr,
                                       struct newest *ret, struct error *err)
{
    const struct event_fact *fact = ptr;
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

static enum status compare_with_fact(const void *before_ptr, const void *ptr, enum change *ret, struct error *err)
{
    const struct event_fact *before = before_ptr, *fact = ptr;
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

static enum status append(struct db_bulk *into, const void *ptr, int64_t seq, const struct newest *newest,
                          const struct versions_put *put, struct error *err)
{
    const struct event_fact *fact = ptr;
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
    db_bulk_i64(into, (int64_t)put->import_id);
    db_bulk_i64(into, (int64_t)fact->record.v);
    db_bulk_i64(into, fact->at_ms);
    if (fact->has_amount)
        db_bulk_i64(into, fact->amount_cents);
    else
        db_bulk_null(into);
    db_bulk_i64(into, put->now_ms);
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

static const struct versioned events = {
    .newest = "event_newest",
    .newest_of = "event_newest_of",
    .place = PLACE,
    .last_seq = "event_last_seq",
    .table = BULK_EVENT,
    .known = KNOWN_EVENTS,
    .fact_size = sizeof(struct event_fact),
    .with_row = compare_with_newest,
    .with_fact = compare_with_fact,
    .append = append,
};
static_assert(offsetof(struct event_fact, id) == 0, "a fact begins with its id");

enum status store_events_put(struct store *store, uint64_t import_id, const struct event_fact *facts, size_t count,
                             int64_t now_ms, enum change *ret, struct error *err)
{
    const struct versions_put put = { .import_id = import_id, .now_ms = now_ms };
    return versions_put(store, &events, &put, facts, count, ret, err);
}
