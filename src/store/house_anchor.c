/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/house_anchor.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/inside.h"

static int by_mention(const void *a, const void *b)
{
    const struct mention_id *x = a, *y = b;
    return (x->v > y->v) - (x->v < y->v);
}

struct record_id house_record_id(const struct mention_id *mentions, size_t count)
{
    struct mention_id sorted[HOUSE_MENTIONS_MAX];
    uint64_t id = hash_text(TEXT("household"));
    assert(count > 0 && count <= HOUSE_MENTIONS_MAX);
    memcpy(sorted, mentions, count * sizeof(*sorted));
    qsort(sorted, count, sizeof(*sorted), by_mention);
    for (size_t i = 0; i < count; i++)
        id = hash_pair(id, sorted[i].v);
    id &= (UINT64_C(1) << 62) - 1;
    return (struct record_id){ id ? id : 1 };
}

enum status store_house_record_put(struct store *store, struct record_id record, const struct mention_id *mentions,
                                   size_t count, int64_t now_ms, struct error *err)
{
    struct db_stmt *stmt;
    assert(db_writing(store->db) && count <= HOUSE_MENTIONS_MAX);
    enum status status = query(store, "house_record_put", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)record.v);
    db_bind_i64(stmt, 2, now_ms);
    status = db_run(stmt, NULL, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = query(store, "house_anchor_put", &stmt, err);
        if (status != STATUS_OK)
            break;
        db_bind_i64(stmt, 1, (int64_t)mentions[i].v);
        db_bind_i64(stmt, 2, (int64_t)record.v);
        status = db_run(stmt, NULL, err);
    }
    return status;
}

enum status store_house_of(struct store *store, struct record_id record, struct party_id *ret, struct error *err)
{
    struct db_stmt *stmt;
    *ret = (struct party_id){ 0 };
    enum status status = query(store, "house_of_record", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)record.v);
    if (db_next(stmt))
        ret->v = (uint64_t)db_i64(stmt, 0);
    return db_end(stmt, err);
}

static bool house_record_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    (void)arena;
    *(struct house_record *)item =
        (struct house_record){ { (uint64_t)db_i64(stmt, 0) }, (size_t)db_i64(stmt, 1), { (uint64_t)db_i64(stmt, 2) } };
    return true;
}

enum status store_house_records(struct store *store, struct mention_id mention, struct arena *arena,
                                struct house_record **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "house_records_of", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)mention.v);
    return query_collect(stmt, arena, sizeof(struct house_record), house_record_read, (void **)ret, ret_count, err);
}
