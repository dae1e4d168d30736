/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/said.h"

#include "store/inside.h"

static bool said_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct said_told *told = item;
    *told = (struct said_told){
        .recorded_ms = db_i64(stmt, 0),
        .kind = (enum said_kind)db_i64(stmt, 1),
        .id = (uint64_t)db_i64(stmt, 2),
        .step = (uint64_t)db_i64(stmt, 3),
        .mention = { (uint64_t)db_i64(stmt, 8) },
        .other = { (uint64_t)db_i64(stmt, 9) },
        .source_id = (uint32_t)db_i64(stmt, 10),
        .state = (int)db_i64(stmt, 11),
    };
    return column_keep(stmt, 4, arena, &told->author) && column_keep(stmt, 5, arena, &told->reason) &&
           column_keep(stmt, 6, arena, &told->word) && column_keep(stmt, 7, arena, &told->more);
}

enum status store_said_log(struct store *store, struct arena *arena, struct said_told **ret, size_t *ret_count,
                           struct error *err)
{
    return query_list(store, "said_log", arena, sizeof(struct said_told), said_read, (void **)ret, ret_count, err);
}
