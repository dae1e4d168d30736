/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/position.h"

#include "store/inside.h"

enum status store_position(struct store *store, struct store_position *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = bulk_flush(store, BULK_RECORD, BULK_RECORD + 1, err);
    if (status == STATUS_OK)
        status = query(store, "position", &stmt, err);
    if (status != STATUS_OK)
        return status;
    *ret = (struct store_position){ 0 };
    if (db_next(stmt))
        *ret = (struct store_position){ .record_seq = (uint64_t)db_i64(stmt, 0),
                                        .ruleset_id = (uint64_t)db_i64(stmt, 1),
                                        .decisions = (uint64_t)db_i64(stmt, 2),
                                        .sources = (uint64_t)db_i64(stmt, 3),
                                        .erasures = (uint64_t)db_i64(stmt, 4) };
    return db_end(stmt, err);
}

enum status store_records_since(struct store *store, uint64_t seq,
                                bool (*each)(void *ctx, const struct stored_record *record), void *ctx,
                                struct error *err)
{
    struct db_stmt *stmt;
    enum status status = bulk_flush(store, BULK_RECORD, BULK_RECORD + 1, err);
    if (status == STATUS_OK)
        status = query(store, "records_since", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)seq);
    for (bool more = true; more && db_next(stmt);) {
        const struct stored_record record = { .seq = (uint64_t)db_i64(stmt, 0),
                                              .id = { (uint64_t)db_i64(stmt, 1) },
                                              .version = (uint32_t)db_i64(stmt, 2),
                                              .source_id = (uint32_t)db_i64(stmt, 3),
                                              .layout_id = (uint32_t)db_i64(stmt, 4),
                                              .source_key = db_text(stmt, 5),
                                              .cells = db_text(stmt, 6),
                                              .observed_ms = db_i64(stmt, 7),
                                              .recorded_ms = db_i64(stmt, 8) };
        more = each(ctx, &record);
    }
    return db_end(stmt, err);
}
