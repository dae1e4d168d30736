/*
 * Rulesets: texts in versions, of which the newest is in force and every
 * earlier one can be asked for.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/history.h"
#include "store/inside.h"

static bool ruleset_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct ruleset *ruleset = item;
    ruleset->version = (uint64_t)db_i64(stmt, 0);
    ruleset->recorded_ms = db_i64(stmt, 5);
    struct text digest = db_blob(stmt, 6);
    for (size_t i = 0; i < sizeof(ruleset->digest.bytes) && i < digest.len; i++)
        ruleset->digest.bytes[i] = (uint8_t)digest.ptr[i];
    return column_keep(stmt, 1, arena, &ruleset->kind) && column_keep(stmt, 2, arena, &ruleset->name) &&
           column_keep(stmt, 3, arena, &ruleset->body) && column_keep(stmt, 4, arena, &ruleset->author);
}

enum status store_ruleset_get(struct store *store, struct text kind, struct text name, struct arena *arena,
                              struct ruleset *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "ruleset_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, kind);
    db_bind_text(stmt, 2, name);
    return query_one(stmt, arena, ruleset_read, ret, "there is no such ruleset", err);
}

/* The newest version and whether its body is this one. */
static enum status ruleset_newest(struct store *store, struct text kind, struct text name, struct text body,
                                  uint64_t *ret_version, bool *ret_same, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "ruleset_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, kind);
    db_bind_text(stmt, 2, name);
    *ret_version = 0;
    *ret_same = false;
    if (db_next(stmt)) {
        *ret_version = (uint64_t)db_i64(stmt, 0);
        *ret_same = text_equal(db_text(stmt, 3), body);
    }
    return db_end(stmt, err);
}

static enum status ruleset_put(struct store *store, struct text kind, struct text name, struct text body,
                               struct text author, int64_t now_ms, uint64_t *ret_version, struct error *err)
{
    bool same;
    enum status status = ruleset_newest(store, kind, name, body, ret_version, &same, err);
    if (status != STATUS_OK || same)
        return status;
    struct db_stmt *stmt;
    status = query(store, "ruleset_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    struct digest digest = digest_of(body);
    db_bind_text(stmt, 1, kind);
    db_bind_text(stmt, 2, name);
    db_bind_i64(stmt, 3, (int64_t)++ * ret_version);
    db_bind_text(stmt, 4, body);
    db_bind_text(stmt, 5, author);
    db_bind_i64(stmt, 6, now_ms);
    db_bind_blob(stmt, 7, (struct text){ (const char *)digest.bytes, sizeof(digest.bytes) });
    return db_run(stmt, NULL, err);
}

enum status store_ruleset_put(struct store *store, struct text kind, struct text name, struct text body,
                              struct text author, int64_t now_ms, uint64_t *ret_version, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = ruleset_put(store, kind, name, body, author, now_ms, ret_version, err);
    return write_end(store, &write, status, err);
}

/* ---- as they were ---- */

enum status store_ruleset_at(struct store *store, struct text kind, struct text name, uint64_t ruleset_id,
                             struct arena *arena, struct ruleset *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "ruleset_at", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, kind);
    db_bind_text(stmt, 2, name);
    db_bind_i64(stmt, 3, (int64_t)ruleset_id);
    return query_one(stmt, arena, ruleset_read, ret, "there was no such ruleset", err);
}

static bool head_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct ruleset_head *head = item;
    head->id = (uint64_t)db_i64(stmt, 0);
    head->version = (uint64_t)db_i64(stmt, 1);
    head->recorded_ms = db_i64(stmt, 5);
    return column_keep(stmt, 2, arena, &head->kind) && column_keep(stmt, 3, arena, &head->name) &&
           column_keep(stmt, 4, arena, &head->author);
}

enum status store_ruleset_heads(struct store *store, uint64_t before, size_t limit, struct arena *arena,
                                struct ruleset_head **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "ruleset_heads", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)before);
    db_bind_i64(stmt, 2, (int64_t)limit);
    return query_collect(stmt, arena, sizeof(struct ruleset_head), head_read, (void **)ret, ret_count, err);
}
