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
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "store/inside.h"

enum {
    CHUNK_ROWS = 5000,           /* looked up by one question on PostgreSQL */
    KNOWN_MAX = 4 * 1024 * 1024, /* ids of an import into an empty store that are remembered */
};

/* Two keys with one 62-bit hash: about one chance in 10^5 at ten million records, and then told, never merged. */
static enum status two_keys(struct record_id id, struct error *err)
{
    error_set(err, STATUS_CONFLICT, "record id %s stands for two different source keys", record_id_text(id).s);
    error_hint(err, "Change the key of one of them in its source, for instance by a letter before it.");
    return STATUS_CONFLICT;
}

/* What stands before a fact is put, and what the fact does to it. */
struct newest {
    int64_t seq; /* 0 when there is none */
    uint32_t version;
    enum change change;
};

/* Columns seq, version, source_id, layout_id, source_key, cells. */
static enum status compare_with_row(const struct db_stmt *stmt, const struct record_fact *fact, struct newest *ret,
                                    struct error *err)
{
    ret->seq = db_i64(stmt, 0);
    ret->version = (uint32_t)db_i64(stmt, 1);
    if (db_i64(stmt, 2) != fact->source_id || !text_equal(db_text(stmt, 4), fact->source_key))
        return two_keys(fact->id, err);
    bool same = db_i64(stmt, 3) == fact->layout_id && text_equal(db_text(stmt, 5), fact->cells);
    ret->change = same ? CHANGE_UNCHANGED : CHANGE_UPDATED;
    return STATUS_OK;
}

static enum status compare_with_fact(const struct record_fact *before, const struct record_fact *fact, enum change *ret,
                                     struct error *err)
{
    if (before->source_id != fact->source_id || !text_equal(before->source_key, fact->source_key))
        return two_keys(fact->id, err);
    bool same = before->layout_id == fact->layout_id && text_equal(before->cells, fact->cells);
    *ret = same ? CHANGE_UNCHANGED : CHANGE_UPDATED;
    return STATUS_OK;
}

static enum status look_up_each(struct store *store, const struct record_fact *facts, size_t count, bool knows_all,
                                struct newest *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "record_newest", &stmt, err), worked = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK && worked == STATUS_OK; i++) {
        ret[i] = (struct newest){ .change = CHANGE_CREATED };
        if (knows_all && !map_get(&store->known, facts[i].id.v))
            continue;
        db_bind_i64(stmt, 1, (int64_t)facts[i].id.v);
        if (db_next(stmt))
            worked = compare_with_row(stmt, &facts[i], &ret[i], err);
        status = db_end(stmt, worked == STATUS_OK ? err : NULL);
    }
    return worked == STATUS_OK ? status : worked;
}

/* A round trip each would take longer than all the rest: the ids go over as one array. */
static enum status look_up_together(struct store *store, const struct record_fact *facts, size_t count,
                                    struct newest *ret, struct error *err)
{
    SCOPED(buf_done) struct buf ids = BUF_EMPTY;
    struct db_stmt *stmt;
    enum status status = ids_array(&facts[0].id.v, sizeof(facts[0]), count, &ids, err), worked = STATUS_OK;
    if (status == STATUS_OK)
        status = query(store, "record_newest_of", &stmt, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        ret[i] = (struct newest){ .change = CHANGE_CREATED };
    db_bind_text(stmt, 1, buf_text(&ids));
    while (worked == STATUS_OK && db_next(stmt)) {
        size_t i = (size_t)db_i64(stmt, 6) - 1; /* its place in the array counts from 1 */
        assert(i < count);
        worked = compare_with_row(stmt, &facts[i], &ret[i], err);
    }
    status = db_end(stmt, worked == STATUS_OK ? err : NULL);
    return worked == STATUS_OK ? status : worked;
}

static enum status append(struct db_bulk *into, const struct record_fact *fact, int64_t seq,
                          const struct newest *newest, uint64_t import_id, int64_t now_ms, struct error *err)
{
    db_bulk_i64(into, seq);
    db_bulk_i64(into, (int64_t)fact->id.v);
    db_bulk_i64(into, newest->version + 1);
    if (newest->seq)
        db_bulk_i64(into, newest->seq);
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

/*
 * Of a store that was empty when this connection began to fill it every id is
 * known, as long as nobody else put a record: seq counts up without gaps.
 * Then only what may be there is looked up.
 */
static bool knows_all(const struct store *store, int64_t last_seq)
{
    return store->knows_records && store->known_seq == last_seq;
}

static void forget_known(struct store *store)
{
    map_done(&store->known);
    store->known = MAP_EMPTY;
    store->knows_records = false;
}

static void learn(struct store *store, const struct record_fact *facts, size_t count, int64_t last_seq)
{
    bool fits = store->known.count + count <= KNOWN_MAX, first;
    for (size_t i = 0; i < count && fits; i++)
        fits = map_put(&store->known, facts[i].id.v, 0, &first) != NULL;
    if (!fits)
        forget_known(store);
    store->known_seq = last_seq;
}

static enum status look_up(struct store *store, const struct record_fact *facts, size_t count, int64_t last_seq,
                           struct newest *ret, struct error *err)
{
    enum status status = STATUS_OK;
    if (db_engine_of(store->db) == DB_SQLITE)
        return look_up_each(store, facts, count, knows_all(store, last_seq), ret, err);
    for (size_t at = 0; at < count && status == STATUS_OK; at += CHUNK_ROWS)
        status = look_up_together(store, facts + at, count - at < CHUNK_ROWS ? count - at : CHUNK_ROWS, ret + at, err);
    return status;
}

struct putting {
    struct store *store;
    bool write; /* else only compare */
    uint64_t import_id;
    int64_t now_ms, last_seq;
    struct newest *newest; /* of each fact */
    struct map earlier;    /* record id to its last place in the batch */
};

/* A record met before in the batch is compared with that fact, not with what was looked up. */
static enum status settle(struct putting *putting, const struct record_fact *facts, size_t count, enum change *ret,
                          struct error *err)
{
    struct newest *newest = putting->newest;
    struct db_bulk *into = NULL;
    enum status status = putting->write ? bulk(putting->store, BULK_RECORD, &into, err) : STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool first;
        uint64_t *place = map_put(&putting->earlier, facts[i].id.v, i, &first);
        if (!place)
            return error_set(err, STATUS_NO_MEMORY, "no memory for comparing records");
        if (!first) {
            newest[i] = newest[*place];
            status = compare_with_fact(&facts[*place], &facts[i], &newest[i].change, err);
            *place = i;
        }
        ret[i] = newest[i].change;
        if (status != STATUS_OK || ret[i] == CHANGE_UNCHANGED)
            continue;
        int64_t seq = ++putting->last_seq;
        if (into)
            status = append(into, &facts[i], seq, &newest[i], putting->import_id, putting->now_ms, err);
        newest[i].seq = seq;
        newest[i].version++;
    }
    return status;
}

static enum status put_all(struct putting *putting, const struct record_fact *facts, size_t count, enum change *ret,
                           struct error *err)
{
    if (count == 0)
        return STATUS_OK;
    putting->newest = calloc(count, sizeof(struct newest));
    enum status status = putting->newest && map_reserve(&putting->earlier, count)
                             ? STATUS_OK
                             : error_set(err, STATUS_NO_MEMORY, "no memory for comparing records");
    struct store *store = putting->store;
    if (status == STATUS_OK)
        status = bulk_flush(store, BULK_RECORD, BULK_RECORD + 1, err);
    if (status == STATUS_OK)
        status = query_named_number(store, "record_last_seq", &putting->last_seq, err);
    if (status == STATUS_OK && putting->last_seq == 0 && putting->write) {
        forget_known(store);
        store->knows_records = true;
        store->known_seq = 0;
    }
    bool knew_all = status == STATUS_OK && knows_all(store, putting->last_seq);
    if (status == STATUS_OK)
        status = look_up(store, facts, count, putting->last_seq, putting->newest, err);
    if (status == STATUS_OK)
        status = settle(putting, facts, count, ret, err);
    if (status == STATUS_OK && knew_all && putting->write)
        learn(store, facts, count, putting->last_seq);
    free(putting->newest);
    map_done(&putting->earlier);
    return status;
}

enum status store_records_put(struct store *store, uint64_t import_id, const struct record_fact *facts, size_t count,
                              int64_t now_ms, enum change *ret, struct error *err)
{
    struct putting putting = { .store = store, .write = true, .import_id = import_id, .now_ms = now_ms };
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    return write_end(store, &write, put_all(&putting, facts, count, ret, err), err);
}

enum status store_records_compare(struct store *store, const struct record_fact *facts, size_t count, enum change *ret,
                                  struct error *err)
{
    struct putting putting = { .store = store };
    return put_all(&putting, facts, count, ret, err);
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
    status = query_collect(stmt, arena, sizeof(*ret), record_read, (void **)&found, &found_count, err);
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
