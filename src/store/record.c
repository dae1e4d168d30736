/*
 * Source records, in versions.
 *
 * A fact is compared with the newest version of its record, cell by cell and
 * not by hash: the row lies beside the others of its file, so reading it is
 * cheap, and no two contents can be mistaken for one.  When it was observed
 * does not count: the same file twice changes nothing.
 *
 *     record   seq 1  R-A v1                  "newest" is the version that no
 *              seq 2  R-B v1 ◀─┐ replaces     other replaces: a small partial
 *              seq 3  R-B v2 ──┘              index answers that
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>

#include "base/map.h"
#include "base/scoped.h"
#include "store/inside.h"

/* Two keys with one 62-bit hash: about one chance in 10^5 at ten million records, and then told, never merged. */
static enum status same_id_other_key(struct record_id id, struct error *err)
{
    error_set(err, STATUS_CONFLICT, "record id %s stands for two different source keys", record_id_text(id).s);
    error_hint(err, "Change the key of one of them in its source, for instance by a letter before it.");
    return STATUS_CONFLICT;
}

struct newest {
    int64_t seq;
    uint32_t version;
};

/* What a fact does to what is there. */
static enum status compare(struct db_stmt *stmt, const struct record_fact *fact, struct newest *ret_newest,
                           enum change *ret, struct error *err)
{
    db_bind_i64(stmt, 1, (int64_t)fact->id.v);
    *ret_newest = (struct newest){ 0 };
    *ret = CHANGE_CREATED;
    bool other_key = false;
    if (db_next(stmt)) {
        ret_newest->seq = db_i64(stmt, 0);
        ret_newest->version = (uint32_t)db_i64(stmt, 1);
        other_key = db_i64(stmt, 2) != fact->source_id || !text_equal(db_text(stmt, 4), fact->source_key);
        bool same = db_i64(stmt, 3) == fact->layout_id && text_equal(db_text(stmt, 5), fact->cells);
        *ret = same ? CHANGE_UNCHANGED : CHANGE_UPDATED;
    }
    enum status status = db_end(stmt, err);
    return status == STATUS_OK && other_key ? same_id_other_key(fact->id, err) : status;
}

static enum status append(struct db_bulk *into, const struct record_fact *fact, int64_t seq, struct newest newest,
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
    db_bulk_i64(into, fact->layout_id);
    db_bulk_i64(into, (int64_t)import_id);
    db_bulk_i64(into, fact->observed_ms);
    db_bulk_i64(into, now_ms);
    db_bulk_text(into, fact->source_key);
    db_bulk_text(into, fact->cells);
    return db_bulk_row(into, err);
}

static enum status put_each(struct store *store, uint64_t import_id, const struct record_fact *facts, size_t count,
                            int64_t now_ms, enum change *ret, struct error *err)
{
    struct db_stmt *newest_of;
    struct db_bulk *into;
    int64_t seq;
    enum status status = query_named_number(store, "record_last_seq", &seq, err);
    if (status == STATUS_OK)
        status = query(store, "record_newest", &newest_of, err);
    if (status == STATUS_OK)
        status = bulk(store, BULK_RECORD, &into, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct newest newest;
        status = compare(newest_of, &facts[i], &newest, &ret[i], err);
        if (status == STATUS_OK && ret[i] != CHANGE_UNCHANGED)
            status = append(into, &facts[i], ++seq, newest, import_id, now_ms, err);
    }
    return status;
}

enum status store_records_put(struct store *store, uint64_t import_id, const struct record_fact *facts, size_t count,
                              int64_t now_ms, enum change *ret, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = put_each(store, import_id, facts, count, now_ms, ret, err);
    return write_end(store, &write, status, err);
}

/* The same record earlier in the batch is what a later one would meet. */
enum status store_records_compare(struct store *store, const struct record_fact *facts, size_t count, enum change *ret,
                                  struct error *err)
{
    SCOPED(map_done) struct map earlier = MAP_EMPTY;
    struct db_stmt *newest_of;
    enum status status = query(store, "record_newest", &newest_of, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool first;
        uint64_t *last = map_put(&earlier, facts[i].id.v, i, &first);
        if (!last)
            return error_set(err, STATUS_NO_MEMORY, "no memory for comparing records");
        struct newest newest;
        const struct record_fact *before = first ? NULL : &facts[*last];
        *last = i;
        if (!before)
            status = compare(newest_of, &facts[i], &newest, &ret[i], err);
        else if (before->source_id != facts[i].source_id || !text_equal(before->source_key, facts[i].source_key))
            status = same_id_other_key(facts[i].id, err);
        else
            ret[i] = before->layout_id == facts[i].layout_id && text_equal(before->cells, facts[i].cells)
                         ? CHANGE_UNCHANGED
                         : CHANGE_UPDATED;
    }
    return status;
}

/* ---- reading ---- */

static void record_view(const struct db_stmt *stmt, struct stored_record *ret)
{
    *ret = (struct stored_record){
        .seq = (uint64_t)db_i64(stmt, 0),
        .id = { (uint64_t)db_i64(stmt, 1) },
        .version = (uint32_t)db_i64(stmt, 2),
        .source_id = (uint32_t)db_i64(stmt, 3),
        .layout_id = (uint32_t)db_i64(stmt, 4),
        .source_key = db_text(stmt, 5),
        .cells = db_text(stmt, 6),
        .observed_ms = db_i64(stmt, 7),
        .recorded_ms = db_i64(stmt, 8),
    };
}

static bool record_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct stored_record *record = item;
    record_view(stmt, record);
    return column_keep(stmt, 5, arena, &record->source_key) && column_keep(stmt, 6, arena, &record->cells);
}

enum status store_records_begin(struct store *store, struct error *err)
{
    assert(!store->walk);
    enum status status = bulk_flush(store, BULK_RECORD, BULK_RECORD + 1, err);
    if (status == STATUS_OK)
        status = query(store, "records_walk", &store->walk, err);
    if (status == STATUS_OK)
        status = db_walk(store->walk, err);
    if (status != STATUS_OK)
        store->walk = NULL;
    return status;
}

bool store_records_next(struct store *store, struct stored_record *ret)
{
    if (!store->walk || !db_next(store->walk))
        return false;
    record_view(store->walk, ret);
    return true;
}

enum status store_records_end(struct store *store, struct error *err)
{
    if (!store->walk)
        return STATUS_OK;
    struct db_stmt *walk = store->walk;
    store->walk = NULL;
    return db_end(walk, err);
}

static enum status record_by(struct store *store, const char *how, uint64_t number, struct arena *arena,
                             struct stored_record *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = bulk_flush(store, BULK_RECORD, BULK_RECORD + 1, err);
    if (status == STATUS_OK)
        status = query(store, how, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)number);
    return query_one(stmt, arena, record_read, ret, "there is no such record", err);
}

enum status store_record_get(struct store *store, struct record_id id, struct arena *arena, struct stored_record *ret,
                             struct error *err)
{
    return record_by(store, "record_get", id.v, arena, ret, err);
}

enum status store_record_by_seq(struct store *store, uint64_t seq, struct arena *arena, struct stored_record *ret,
                                struct error *err)
{
    return record_by(store, "record_by_seq", seq, arena, ret, err);
}

uint64_t store_records_count(struct store *store)
{
    int64_t count = 0;
    if (bulk_flush(store, BULK_RECORD, BULK_RECORD + 1, NULL) != STATUS_OK)
        return 0;
    return query_named_number(store, "records_count", &count, NULL) == STATUS_OK ? (uint64_t)count : 0;
}
