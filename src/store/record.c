/*
 * Source records, in versions (versions.h).
 *
 * A fact is compared with the newest version of its record, cell by cell and
 * not by hash: the row lies beside the others of its file, so reading it is
 * cheap, and no two contents can be mistaken for one.  When it was observed
 * does not count: the same file twice changes nothing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/scoped.h"
#include "store/versions.h"

enum { CHUNK_ROWS = 5000 }; /* asked for by one question on PostgreSQL */

/* Two keys with one 62-bit hash: about one chance in 10^5 at ten million records, and then told, never merged. */
static enum status two_keys(struct record_id id, struct error *err)
{
    error_set(err, STATUS_CONFLICT, "record id %s stands for two different source keys", record_id_text(id).s);
    error_hint(err, "Change the key of one of them in its source, for instance by a letter before it.");
    return STATUS_CONFLICT;
}

/* Columns seq, version, source_id, layout_id, source_key, cells. */
static enum status compare_with_row(struct store *store, const struct db_stmt *stmt, const void *ptr,
                                    struct newest *ret, struct error *err)
{
    const struct record_fact *fact = ptr;
    ret->seq = db_i64(stmt, 0);
    ret->version = db_i64(stmt, 1);
    if (db_i64(stmt, 2) != fact->source_id || !text_equal(db_text(stmt, 4), fact->source_key))
        return two_keys(fact->id, err);
    bool same = db_i64(stmt, 3) == fact->layout_id && text_equal(db_text(stmt, 5), fact->cells);
    ret->change = same ? CHANGE_UNCHANGED : CHANGE_UPDATED;
    return STATUS_OK;
}

static enum status compare_with_fact(const void *before_ptr, const void *ptr, enum change *ret, struct error *err)
{
    const struct record_fact *before = before_ptr, *fact = ptr;
    if (before->source_id != fact->source_id || !text_equal(before->source_key, fact->source_key))
        return two_keys(fact->id, err);
    bool same = before->layout_id == fact->layout_id && text_equal(before->cells, fact->cells);
    *ret = same ? CHANGE_UNCHANGED : CHANGE_UPDATED;
    return STATUS_OK;
}

static enum status append(struct db_bulk *into, const void *ptr, int64_t seq, const struct newest *newest,
                          const struct versions_put *put, struct error *err)
{
    const struct record_fact *fact = ptr;
    db_bulk_i64(into, seq);
    db_bulk_i64(into, (int64_t)fact->id.v);
    db_bulk_i64(into, newest->version + 1);
    if (newest->seq)
        db_bulk_i64(into, newest->seq);
    else
        db_bulk_null(into);
    db_bulk_i64(into, fact->source_id);
    db_bulk_i64(into, fact->layout_id);
    db_bulk_i64(into, (int64_t)put->import_id);
    db_bulk_i64(into, fact->observed_ms);
    db_bulk_i64(into, put->now_ms);
    db_bulk_text(into, fact->source_key);
    db_bulk_text(into, fact->cells);
    return db_bulk_row(into, err);
}

static const struct versioned records = {
    .newest = "record_newest",
    .newest_of = "record_newest_of",
    .place = 6,
    .last_seq = "record_last_seq",
    .table = BULK_RECORD,
    .known = KNOWN_RECORDS,
    .fact_size = sizeof(struct record_fact),
    .with_row = compare_with_row,
    .with_fact = compare_with_fact,
    .append = append,
};
static_assert(offsetof(struct record_fact, id) == 0, "a fact begins with its id");

enum status store_records_put(struct store *store, uint64_t import_id, const struct record_fact *facts, size_t count,
                              int64_t now_ms, enum change *ret, struct error *err)
{
    const struct versions_put put = { .import_id = import_id, .now_ms = now_ms };
    return versions_put(store, &records, &put, facts, count, ret, err);
}

enum status store_records_compare(struct store *store, const struct record_fact *facts, size_t count, enum change *ret,
                                  struct error *err)
{
    const struct versions_put put = { .dry = true };
    return versions_put(store, &records, &put, facts, count, ret, err);
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

bool record_row_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct stored_record *record = item;
    record_view(stmt, record);
    return column_keep(stmt, 5, arena, &record->source_key) && column_keep(stmt, 6, arena, &record->cells);
}

enum status store_records_begin(struct store *store, struct error *err)
{
    assert(!store->walk);
    struct reading reading; /* what is asked of the view on the way is of the same one */
    enum status status = reading_begin(store, &reading, err);
    if (status == STATUS_OK)
        status = bulk_flush(store, BULK_RECORD, BULK_RECORD + 1, err);
    if (status == STATUS_OK)
        status = query(store, "records_walk", &store->walk, err);
    if (status == STATUS_OK)
        status = db_walk(store->walk, err);
    store->walk_reads = reading.own;
    if (status == STATUS_OK)
        return status;
    store->walk = NULL;
    return reading_end(store, &reading, status);
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
    struct reading reading = { store->walk_reads };
    store->walk = NULL;
    return reading_end(store, &reading, db_end(walk, err));
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
    return query_one(stmt, arena, record_row_read, ret, "there is no such record", err);
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

/* ---- many by their place ---- */

static enum status by_seq_each(struct store *store, const uint64_t *seqs, size_t count, struct arena *arena,
                               struct stored_record *ret, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = record_by(store, "record_by_seq", seqs[i], arena, &ret[i], err);
    return status;
}

static enum status by_seq_together(struct store *store, const uint64_t *seqs, size_t count, struct arena *arena,
                                   struct stored_record *ret, struct error *err)
{
    SCOPED(buf_done) struct buf ids = BUF_EMPTY;
    struct db_stmt *stmt;
    struct stored_record *found;
    size_t found_count;
    enum status status = bulk_flush(store, BULK_RECORD, BULK_RECORD + 1, err);
    if (status == STATUS_OK)
        status = ids_array(seqs, sizeof(seqs[0]), count, &ids, err);
    if (status == STATUS_OK)
        status = query(store, "records_by_seq", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, buf_text(&ids));
    status = query_collect(stmt, arena, sizeof(*ret), record_row_read, (void **)&found, &found_count, err);
    if (status == STATUS_OK && found_count != count)
        status = error_set(err, STATUS_NOT_FOUND, "there is no such record");
    if (status == STATUS_OK)
        memcpy(ret, found, count * sizeof(*ret));
    return status;
}

enum status store_records_by_seq(struct store *store, const uint64_t *seqs, size_t count, struct arena *arena,
                                 struct stored_record *ret, struct error *err)
{
    if (db_engine_of(store->db) == DB_SQLITE)
        return by_seq_each(store, seqs, count, arena, ret, err);
    enum status status = STATUS_OK;
    for (size_t at = 0; at < count && status == STATUS_OK; at += CHUNK_ROWS)
        status =
            by_seq_together(store, seqs + at, count - at < CHUNK_ROWS ? count - at : CHUNK_ROWS, arena, ret + at, err);
    return status;
}
