/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/trait.h"

#include <assert.h>

#include "store/inside.h"

static enum status add(struct store *store, const struct trait *trait, const struct mention_id *mentions, size_t count,
                       int64_t id, struct error *err)
{
    struct db_stmt *stmt;
    uint64_t first = mentions[0].v;
    for (size_t i = 1; i < count; i++)
        first = mentions[i].v < first ? mentions[i].v : first;
    enum status status = query(store, "trait_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, id);
    db_bind_i64(stmt, 2, trait->level);
    db_bind_i64(stmt, 3, (int64_t)first);
    db_bind_i64(stmt, 4, (int64_t)count);
    db_bind_text(stmt, 5, trait->name);
    db_bind_text(stmt, 6, trait->value);
    db_bind_text(stmt, 7, trait->since);
    db_bind_text(stmt, 8, trait->until);
    db_bind_text(stmt, 9, trait->author);
    db_bind_i64(stmt, 10, trait->recorded_ms);
    status = db_run(stmt, NULL, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = query(store, "trait_anchor_add", &stmt, err);
        if (status != STATUS_OK)
            return status;
        db_bind_i64(stmt, 1, (int64_t)mentions[i].v);
        db_bind_i64(stmt, 2, id);
        status = db_run(stmt, NULL, err);
    }
    return status;
}

enum status store_trait_put(struct store *store, const struct trait *trait, const struct mention_id *mentions,
                            size_t count, uint64_t *ret_id, struct error *err)
{
    assert(count > 0 && count <= TRAIT_ANCHORS_MAX);
    struct write write;
    int64_t last = 0;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = query_named_number(store, "trait_last", &last, err);
    if (status == STATUS_OK)
        status = add(store, trait, mentions, count, last + 1, err);
    if (status == STATUS_OK)
        *ret_id = (uint64_t)last + 1;
    return write_end(store, &write, status, err);
}

enum status store_trait_withdraw(struct store *store, uint64_t id, struct text reason, struct text author,
                                 int64_t now_ms, struct error *err)
{
    return fact_withdraw(store, "trait", id, reason, author, now_ms, err);
}

static bool trait_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct trait *trait = item;
    trait->id = (uint64_t)db_i64(stmt, 0);
    trait->level = (enum trait_level)db_i64(stmt, 1);
    trait->recorded_ms = db_i64(stmt, 7);
    trait->record.v = (uint64_t)db_i64(stmt, 8);
    trait->other.v = (uint64_t)db_i64(stmt, 9);
    return column_keep(stmt, 2, arena, &trait->name) && column_keep(stmt, 3, arena, &trait->value) &&
           column_keep(stmt, 4, arena, &trait->since) && column_keep(stmt, 5, arena, &trait->until) &&
           column_keep(stmt, 6, arena, &trait->author);
}

enum status store_party_traits(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                               struct trait **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    bool household = party_id_kind(party) == PARTY_HOUSEHOLD;
    enum status status = query(store, household ? "household_traits" : "party_traits", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)party.v);
    db_bind_i64(stmt, 2, until_ms);
    return query_collect(stmt, arena, sizeof(struct trait), trait_read, (void **)ret, ret_count, err);
}

static bool party_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    (void)arena;
    ((struct party_id *)item)->v = (uint64_t)db_i64(stmt, 0);
    return true;
}

enum status store_trait_parties(struct store *store, struct text name, struct text value, struct arena *arena,
                                struct party_id **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "trait_parties", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, name);
    db_bind_text(stmt, 2, value);
    return query_collect(stmt, arena, sizeof(struct party_id), party_read, (void **)ret, ret_count, err);
}

static bool used_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct trait_used *used = item;
    used->given = (uint64_t)db_i64(stmt, 2);
    return column_keep(stmt, 0, arena, &used->name) && column_keep(stmt, 1, arena, &used->value);
}

enum status store_traits_used(struct store *store, struct arena *arena, struct trait_used **ret, size_t *ret_count,
                              struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "traits_used", &stmt, err);
    return status == STATUS_OK
               ? query_collect(stmt, arena, sizeof(struct trait_used), used_read, (void **)ret, ret_count, err)
               : status;
}
