/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/tie.h"

#include "store/inside.h"

static enum status tie_add(struct store *store, const struct tie *tie, uint64_t *ret_id, struct error *err)
{
    int64_t last;
    struct db_stmt *stmt;
    const struct text texts[] = { tie->kind, tie->title, tie->part, tie->since, tie->until, tie->reason, tie->author };
    const struct text reach[] = { tie->department, tie->email, tie->phone, tie->address };
    enum status status = query_named_number(store, "tie_last", &last, err);
    if (status == STATUS_OK)
        status = query(store, "tie_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, last + 1);
    db_bind_i64(stmt, 2, (int64_t)tie->a.v);
    db_bind_i64(stmt, 3, (int64_t)tie->b.v);
    for (int i = 0; i < 7; i++)
        db_bind_text(stmt, 4 + i, texts[i]);
    db_bind_i64(stmt, 11, tie->recorded_ms);
    for (int i = 0; i < 4; i++)
        db_bind_text(stmt, 12 + i, reach[i]);
    status = db_run(stmt, NULL, err);
    if (status == STATUS_OK)
        *ret_id = (uint64_t)last + 1;
    return status;
}

enum status store_tie_put(struct store *store, const struct tie *tie, uint64_t *ret_id, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    return status == STATUS_OK ? write_end(store, &write, tie_add(store, tie, ret_id, err), err) : status;
}

enum status store_tie_withdraw(struct store *store, uint64_t id, struct text reason, struct text author, int64_t now_ms,
                               struct error *err)
{
    return fact_withdraw(store, "tie", id, reason, author, now_ms, err);
}

static bool tie_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct tie *tie = item;
    struct text *texts[] = {
        &tie->kind, &tie->title, &tie->part, &tie->since, &tie->until, &tie->reason, &tie->author
    };
    struct text *reach[] = { &tie->department, &tie->email, &tie->phone, &tie->address };
    tie->id = (uint64_t)db_i64(stmt, 0);
    tie->a.v = (uint64_t)db_i64(stmt, 1);
    tie->b.v = (uint64_t)db_i64(stmt, 2);
    tie->recorded_ms = db_i64(stmt, 10);
    for (int i = 0; i < 7; i++)
        if (!column_keep(stmt, 3 + i, arena, texts[i]))
            return false;
    for (int i = 0; i < 4; i++)
        if (!column_keep(stmt, 11 + i, arena, reach[i]))
            return false;
    return true;
}

enum status store_ties(struct store *store, int64_t until_ms, struct arena *arena, struct tie **ret, size_t *ret_count,
                       struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "ties", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, until_ms);
    return query_collect(stmt, arena, sizeof(struct tie), tie_read, (void **)ret, ret_count, err);
}

enum status store_party_ties(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                             struct tie **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "party_ties", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)party.v);
    db_bind_i64(stmt, 2, until_ms);
    return query_collect(stmt, arena, sizeof(struct tie), tie_read, (void **)ret, ret_count, err);
}

static bool person_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    (void)arena;
    ((struct party_id *)item)->v = (uint64_t)db_i64(stmt, 0);
    return true;
}

enum status store_part_parties(struct store *store, struct text part, struct text today, struct arena *arena,
                               struct party_id **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "part_parties", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, part);
    db_bind_text(stmt, 2, today);
    return query_collect(stmt, arena, sizeof(struct party_id), person_read, (void **)ret, ret_count, err);
}
