/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/role_anchor.h"

#include <assert.h>

#include "base/hash.h"
#include "store/inside.h"

struct record_id role_anchor_id(struct mention_id person, struct mention_id organisation)
{
    uint64_t id = hash_pair(hash_pair(person.v, organisation.v), hash_text(TEXT("role"))) & ((UINT64_C(1) << 62) - 1);
    return (struct record_id){ id ? id : 1 };
}

enum status store_role_anchor_put(struct store *store, const struct role_anchor *anchor, int64_t now_ms,
                                  struct error *err)
{
    struct db_stmt *stmt;
    assert(db_writing(store->db));
    enum status status = query(store, "role_anchor_put", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)anchor->record.v);
    db_bind_i64(stmt, 2, (int64_t)anchor->person.v);
    db_bind_i64(stmt, 3, (int64_t)anchor->organisation.v);
    db_bind_i64(stmt, 4, now_ms);
    return db_run(stmt, NULL, err);
}

static bool anchor_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    (void)arena;
    *(struct role_anchor *)item = (struct role_anchor){ { (uint64_t)db_i64(stmt, 0) },
                                                        { (uint64_t)db_i64(stmt, 1) },
                                                        { (uint64_t)db_i64(stmt, 2) } };
    return true;
}

enum status store_role_anchor_get(struct store *store, struct record_id record, struct role_anchor *ret,
                                  struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "role_anchor_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)record.v);
    return query_one(stmt, NULL, anchor_read, ret, "this record is of no typed role", err);
}

enum status store_role_anchors(struct store *store, struct mention_id mention, struct arena *arena,
                               struct role_anchor **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "role_anchors_of", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)mention.v);
    return query_collect(stmt, arena, sizeof(struct role_anchor), anchor_read, (void **)ret, ret_count, err);
}
