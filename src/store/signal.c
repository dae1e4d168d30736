/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/signal.h"

#include "store/inside.h"

enum { ABOUT_BYTES_MAX = 1000 };

static bool signal_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct signal_fact *signal = item;
    signal->record.v = (uint64_t)db_i64(stmt, 0);
    signal->at_ms = db_i64(stmt, 5);
    struct text subject = text_slice(db_text(stmt, 3), 0, ABOUT_BYTES_MAX);
    struct text body = text_slice(db_text(stmt, 4), 0, ABOUT_BYTES_MAX);
    signal->about =
        subject.len + body.len ? arena_printf(arena, "%.*s %.*s", TEXT_ARG(subject), TEXT_ARG(body)) : TEXT(" ");
    return signal->about.ptr && column_keep(stmt, 1, arena, &signal->kind) &&
           column_keep(stmt, 2, arena, &signal->status);
}

enum status store_signals(struct store *store, int64_t until_ms, struct arena *arena, struct signal_fact **ret,
                          size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "signals", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, until_ms);
    return query_collect(stmt, arena, sizeof(struct signal_fact), signal_read, (void **)ret, ret_count, err);
}
