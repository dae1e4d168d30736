/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/field_use.h"

#include "store/inside.h"
#include "store/version.h"

static enum status put_all(struct store *store, const struct field_use *uses, size_t count, int64_t now_ms,
                           struct error *err)
{
    int64_t last = 0;
    enum status status = query_named_number(store, "field_use_last", &last, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct db_stmt *stmt;
        if (uses[i].looks == 0)
            continue;
        status = query(store, "field_use_add", &stmt, err);
        if (status != STATUS_OK)
            return status;
        db_bind_i64(stmt, 1, last + 1);
        db_bind_text(stmt, 2, uses[i].field);
        db_bind_i64(stmt, 3, (int64_t)uses[i].looks);
        db_bind_i64(stmt, 4, now_ms);
        status = db_run(stmt, NULL, err);
    }
    return status;
}

enum status store_field_uses_put(struct store *store, const struct field_use *uses, size_t count, int64_t now_ms,
                                 struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    if (write.own)
        store_trace(store);
    status = put_all(store, uses, count, now_ms, err);
    return write_end(store, &write, status, err);
}

static bool use_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct field_use *use = item;
    use->looks = (uint64_t)db_i64(stmt, 1);
    return column_keep(stmt, 0, arena, &use->field);
}

enum status store_field_uses(struct store *store, int64_t until_ms, struct arena *arena, struct field_use **ret,
                             size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "field_uses", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, until_ms);
    return query_collect(stmt, arena, sizeof(struct field_use), use_read, (void **)ret, ret_count, err);
}
