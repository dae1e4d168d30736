/*
 * Users and tokens.  Only the SHA-256 of a token is kept: who reads the store cannot sign in with it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/inside.h"

static struct text bytes_of(const struct digest *digest)
{
    return (struct text){ (const char *)digest->bytes, sizeof(digest->bytes) };
}

static bool user_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct user *user = item;
    user->id = (uint64_t)db_i64(stmt, 0);
    user->disabled = db_i64(stmt, 4) != 0;
    return column_keep(stmt, 1, arena, &user->name) && column_keep(stmt, 2, arena, &user->role) &&
           column_keep(stmt, 3, arena, &user->password_hash);
}

/* The id of the user of that name, 0 when there is none. */
static enum status user_id(struct store *store, struct text name, uint64_t *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query_as_is(store, "user_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, name);
    int64_t id;
    status = query_number(stmt, &id, err);
    *ret = (uint64_t)id;
    return status;
}

static enum status user_put(struct store *store, struct text name, struct text role, struct text password_hash,
                            int64_t now_ms, uint64_t *ret_id, struct error *err)
{
    int64_t last;
    struct db_stmt *stmt;
    enum status status = query_named_number(store, "user_last", &last, err);
    if (status == STATUS_OK)
        status = query(store, "user_put", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, last + 1);
    db_bind_text(stmt, 2, name);
    db_bind_text(stmt, 3, role);
    db_bind_text(stmt, 4, password_hash);
    db_bind_i64(stmt, 5, now_ms);
    status = db_run(stmt, NULL, err);
    return status == STATUS_OK ? user_id(store, name, ret_id, err) : status;
}

enum status store_user_put(struct store *store, struct text name, struct text role, struct text password_hash,
                           int64_t now_ms, uint64_t *ret_id, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = user_put(store, name, role, password_hash, now_ms, ret_id, err);
    return write_end(store, &write, status, err);
}

enum status store_user_get(struct store *store, struct text name, struct arena *arena, struct user *ret,
                           struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query_as_is(store, "user_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, name);
    return query_one(stmt, arena, user_read, ret, "there is no such user", err);
}

enum status store_users_count(struct store *store, uint64_t *ret, struct error *err)
{
    int64_t count;
    enum status status = query_named_number(store, "users_count", &count, err);
    if (status == STATUS_OK)
        *ret = (uint64_t)count;
    return status;
}

enum status store_token_put(struct store *store, struct digest digest, struct text kind, uint64_t user_id_,
                            int64_t now_ms, int64_t until_ms, struct error *err)
{
    struct write write;
    struct db_stmt *stmt;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = query(store, "tokens_sweep", &stmt, err); /* what has expired is of no use */
    if (status == STATUS_OK) {
        db_bind_i64(stmt, 1, now_ms);
        status = db_run(stmt, NULL, err);
    }
    if (status == STATUS_OK)
        status = query(store, "token_put", &stmt, err);
    if (status == STATUS_OK) {
        db_bind_blob(stmt, 1, bytes_of(&digest));
        db_bind_text(stmt, 2, kind);
        db_bind_i64(stmt, 3, (int64_t)user_id_);
        db_bind_i64(stmt, 4, now_ms);
        db_bind_i64(stmt, 5, until_ms);
        uint64_t added;
        status = db_run(stmt, &added, err);
        if (status == STATUS_OK && !added)
            status = error_set(err, STATUS_CONFLICT, "this token was given before");
    }
    return write_end(store, &write, status, err);
}

static enum status token_get(struct store *store, struct digest digest, struct text kind, int64_t now_ms,
                             struct arena *arena, struct user *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query_as_is(store, "token_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_blob(stmt, 1, bytes_of(&digest));
    db_bind_text(stmt, 2, kind);
    db_bind_i64(stmt, 3, now_ms);
    status = query_one(stmt, arena, user_read, ret, "", err);
    if (status == STATUS_NOT_FOUND)
        return error_set(err, STATUS_DENIED, "this sign-in is not known, was used before, or has expired");
    return status;
}

enum status store_token_use(struct store *store, struct digest digest, struct text kind, int64_t now_ms, bool once,
                            struct arena *arena, struct user *ret, struct error *err)
{
    if (!once)
        return token_get(store, digest, kind, now_ms, arena, ret, err);
    struct write write;
    struct db_stmt *stmt;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = token_get(store, digest, kind, now_ms, arena, ret, err);
    if (status == STATUS_OK)
        status = query(store, "token_use", &stmt, err);
    if (status == STATUS_OK) {
        db_bind_blob(stmt, 1, bytes_of(&digest));
        db_bind_i64(stmt, 2, now_ms);
        status = db_run(stmt, NULL, err);
    }
    return write_end(store, &write, status, err);
}

enum status store_token_drop(struct store *store, struct digest digest, struct error *err)
{
    struct write write;
    struct db_stmt *stmt;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = query(store, "token_drop", &stmt, err);
    if (status == STATUS_OK) {
        db_bind_blob(stmt, 1, bytes_of(&digest));
        status = db_run(stmt, NULL, err);
    }
    return write_end(store, &write, status, err);
}
