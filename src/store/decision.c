/*
 * What people decided about two mentions; taken back by a fact of its own.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/history.h"
#include "store/inside.h"

static enum status decision_add(struct store *store, const struct decision *decision, uint64_t *ret_id,
                                struct error *err)
{
    int64_t last;
    struct db_stmt *stmt;
    enum status status = query_named_number(store, "decision_last", &last, err);
    if (status == STATUS_OK)
        status = query(store, "decision_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, last + 1);
    db_bind_i64(stmt, 2, (int64_t)decision->a.v);
    db_bind_i64(stmt, 3, (int64_t)decision->b.v);
    db_bind_i64(stmt, 4, decision->kind);
    db_bind_text(stmt, 5, decision->reason);
    db_bind_text(stmt, 6, decision->author);
    db_bind_i64(stmt, 7, decision->recorded_ms);
    status = db_run(stmt, NULL, err);
    if (status == STATUS_OK)
        *ret_id = (uint64_t)last + 1;
    return status;
}

enum status store_decision_put(struct store *store, const struct decision *decision, uint64_t *ret_id,
                               struct error *err)
{
    if (decision->a.v == decision->b.v)
        return error_set(err, STATUS_USAGE, "a mention cannot be decided on with itself");
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = decision_add(store, decision, ret_id, err);
    return write_end(store, &write, status, err);
}

enum status store_decision_withdraw(struct store *store, uint64_t id, struct text reason, struct text author,
                                    int64_t now_ms, struct error *err)
{
    return fact_withdraw(store, "decision", id, reason, author, now_ms, err);
}

static bool decision_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct decision *decision = item;
    decision->id = (uint64_t)db_i64(stmt, 0);
    decision->a.v = (uint64_t)db_i64(stmt, 1);
    decision->b.v = (uint64_t)db_i64(stmt, 2);
    decision->kind = (enum decision_kind)db_i64(stmt, 3);
    decision->recorded_ms = db_i64(stmt, 6);
    decision->withdrawn = db_i64(stmt, 7) != 0;
    return column_keep(stmt, 4, arena, &decision->reason) && column_keep(stmt, 5, arena, &decision->author);
}

enum status store_decisions(struct store *store, bool with_withdrawn, struct arena *arena, struct decision **ret,
                            size_t *ret_count, struct error *err)
{
    return query_list(store, with_withdrawn ? "decisions" : "decisions_standing", arena, sizeof(struct decision),
                      decision_read, (void **)ret, ret_count, err);
}

enum status store_decisions_at(struct store *store, int64_t at_ms, struct arena *arena, struct decision **ret,
                               size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "decisions_at", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, at_ms);
    return query_collect(stmt, arena, sizeof(struct decision), decision_read, (void **)ret, ret_count, err);
}
