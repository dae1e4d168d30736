/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/choice.h"

#include "store/inside.h"

static enum status choice_add(struct store *store, const struct choice *choice, uint64_t *ret_id, struct error *err)
{
    int64_t last;
    struct db_stmt *stmt;
    enum status status = query_named_number(store, "choice_last", &last, err);
    if (status == STATUS_OK)
        status = query(store, "choice_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, last + 1);
    db_bind_i64(stmt, 2, (int64_t)choice->mention.v);
    db_bind_text(stmt, 3, choice->field);
    db_bind_i64(stmt, 4, (int64_t)choice->record.v);
    db_bind_text(stmt, 5, choice->value);
    db_bind_text(stmt, 6, choice->otherwise);
    db_bind_text(stmt, 7, choice->reason);
    db_bind_text(stmt, 8, choice->author);
    db_bind_i64(stmt, 9, choice->recorded_ms);
    status = db_run(stmt, NULL, err);
    if (status == STATUS_OK)
        *ret_id = (uint64_t)last + 1;
    return status;
}

enum status store_choice_put(struct store *store, const struct choice *choice, uint64_t *ret_id, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = choice_add(store, choice, ret_id, err);
    return write_end(store, &write, status, err);
}

enum status store_choice_withdraw(struct store *store, uint64_t id, struct text reason, struct text author,
                                  int64_t now_ms, struct error *err)
{
    return fact_withdraw(store, "choice", id, reason, author, now_ms, err);
}

static bool choice_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct choice *choice = item;
    choice->id = (uint64_t)db_i64(stmt, 0);
    choice->mention.v = (uint64_t)db_i64(stmt, 1);
    choice->record.v = (uint64_t)db_i64(stmt, 3);
    choice->recorded_ms = db_i64(stmt, 8);
    choice->withdrawn = db_i64(stmt, 9) != 0;
    return column_keep(stmt, 2, arena, &choice->field) && column_keep(stmt, 4, arena, &choice->value) &&
           column_keep(stmt, 5, arena, &choice->otherwise) && column_keep(stmt, 6, arena, &choice->reason) &&
           column_keep(stmt, 7, arena, &choice->author);
}

enum status store_choices(struct store *store, int64_t until_ms, struct arena *arena, struct choice **ret,
                          size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "choices", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, until_ms);
    return query_collect(stmt, arena, sizeof(struct choice), choice_read, (void **)ret, ret_count, err);
}

enum status store_party_choices(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                                struct choice **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "party_choices", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)party.v);
    db_bind_i64(stmt, 2, until_ms);
    return query_collect(stmt, arena, sizeof(struct choice), choice_read, (void **)ret, ret_count, err);
}
