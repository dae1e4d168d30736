/*
 * That somebody was erased, what must not come back, and who is still to be told.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "store/erasure.h"
#include "store/inside.h"

static struct text bytes_of(const struct erased_hash *hash)
{
    return (struct text){ (const char *)hash->bytes, sizeof(hash->bytes) };
}

/* ---- erasures ---- */

static enum status erasure_add(struct store *store, const struct erasure *erasure, uint64_t *ret_id, struct error *err)
{
    int64_t last;
    struct db_stmt *stmt;
    enum status status = query_named_number(store, "erasure_last", &last, err);
    if (status == STATUS_OK)
        status = query(store, "erasure_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, last + 1);
    db_bind_text(stmt, 2, erasure->pseudonym);
    db_bind_text(stmt, 3, erasure->ground);
    db_bind_text(stmt, 4, erasure->reason);
    db_bind_text(stmt, 5, erasure->author);
    db_bind_i64(stmt, 6, erasure->recorded_ms);
    db_bind_i64(stmt, 7, (int64_t)erasure->records_empty);
    db_bind_i64(stmt, 8, (int64_t)erasure->records_shared);
    db_bind_i64(stmt, 9, (int64_t)erasure->events_gone);
    db_bind_i64(stmt, 10, (int64_t)erasure->events_kept);
    db_bind_i64(stmt, 11, (int64_t)erasure->said_gone);
    db_bind_i64(stmt, 12, (int64_t)erasure->documents_gone);
    status = db_run(stmt, NULL, err);
    if (status == STATUS_OK)
        *ret_id = (uint64_t)last + 1;
    return status;
}

enum status store_erasure_put(struct store *store, const struct erasure *erasure, uint64_t *ret_id, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    return write_end(store, &write, erasure_add(store, erasure, ret_id, err), err);
}

static bool erasure_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct erasure *erasure = item;
    *erasure = (struct erasure){
        .id = (uint64_t)db_i64(stmt, 0),
        .recorded_ms = db_i64(stmt, 5),
        .records_empty = (uint64_t)db_i64(stmt, 6),
        .records_shared = (uint64_t)db_i64(stmt, 7),
        .events_gone = (uint64_t)db_i64(stmt, 8),
        .events_kept = (uint64_t)db_i64(stmt, 9),
        .said_gone = (uint64_t)db_i64(stmt, 10),
        .documents_gone = (uint64_t)db_i64(stmt, 11),
        .done_ms = db_i64(stmt, 12),
    };
    return column_keep(stmt, 1, arena, &erasure->pseudonym) && column_keep(stmt, 2, arena, &erasure->ground) &&
           column_keep(stmt, 3, arena, &erasure->reason) && column_keep(stmt, 4, arena, &erasure->author);
}

enum status store_erasures(struct store *store, struct arena *arena, struct erasure **ret, size_t *ret_count,
                           struct error *err)
{
    return query_list(store, "erasures", arena, sizeof(struct erasure), erasure_read, (void **)ret, ret_count, err);
}

enum status store_erasures_open(struct store *store, uint64_t *ret, struct error *err)
{
    int64_t count = 0;
    enum status status = query_named_number(store, "erasures_open", &count, err);
    *ret = (uint64_t)count;
    return status;
}

enum status store_erasures_done(struct store *store, int64_t now_ms, struct error *err)
{
    struct write write;
    struct db_stmt *stmt;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = query(store, "erasures_done", &stmt, err);
    if (status == STATUS_OK) {
        db_bind_i64(stmt, 1, now_ms);
        status = db_run(stmt, NULL, err);
    }
    return write_end(store, &write, status, err);
}

/* ---- the secret ---- */

static enum status secret_get(struct store *store, uint8_t secret[ERASURE_SECRET_BYTES], bool *ret_there,
                              struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "erasure_key_get", &stmt, err);
    *ret_there = false;
    if (status != STATUS_OK)
        return status;
    if (db_next(stmt)) {
        struct text kept = db_blob(stmt, 0);
        *ret_there = kept.len == ERASURE_SECRET_BYTES;
        if (*ret_there)
            memcpy(secret, kept.ptr, ERASURE_SECRET_BYTES);
    }
    return db_end(stmt, err);
}

enum status store_erasure_secret(struct store *store, bool make, int64_t now_ms, uint8_t secret[ERASURE_SECRET_BYTES],
                                 bool *ret_there, struct error *err)
{
    uint8_t given[ERASURE_SECRET_BYTES];
    struct write write;
    struct db_stmt *stmt;
    memcpy(given, secret, sizeof(given));
    enum status status = secret_get(store, secret, ret_there, err);
    if (status != STATUS_OK || *ret_there || !make)
        return status;
    status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = query(store, "erasure_key_add", &stmt, err);
    if (status == STATUS_OK) {
        db_bind_blob(stmt, 1, (struct text){ (const char *)given, sizeof(given) });
        db_bind_i64(stmt, 2, now_ms);
        status = db_run(stmt, NULL, err);
    }
    memcpy(secret, given, sizeof(given));
    return write_end(store, &write, status, err);
}

/* ---- what must not come back ---- */

static enum status run_with_hash(struct store *store, const char *name, const struct erased_hash *hash,
                                 const uint64_t *number, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, name, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_blob(stmt, 1, bytes_of(hash));
    if (number)
        db_bind_i64(stmt, 2, (int64_t)*number);
    return db_run(stmt, NULL, err);
}

enum status store_erased_put(struct store *store, const struct erased_hash *hash, uint64_t erasure, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = run_with_hash(store, "erased_lifted_drop", hash, NULL, err);
    if (status == STATUS_OK)
        status = run_with_hash(store, "erased_add", hash, &erasure, err);
    return write_end(store, &write, status, err);
}

enum status store_erased_each(struct store *store,
                              bool (*each)(void *ctx, const struct erased_hash *hash, uint64_t erasure), void *ctx,
                              struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "erased_all", &stmt, err);
    bool more = true;
    if (status != STATUS_OK)
        return status;
    while (more && db_next(stmt)) {
        struct erased_hash hash = { 0 };
        struct text kept = db_blob(stmt, 0);
        memcpy(hash.bytes, kept.ptr, kept.len < sizeof(hash.bytes) ? kept.len : sizeof(hash.bytes));
        more = each(ctx, &hash, (uint64_t)db_i64(stmt, 1));
    }
    return db_end(stmt, err);
}

static enum status lift(struct store *store, const struct erased_hash *hash, struct text reason, struct text author,
                        int64_t now_ms, struct error *err)
{
    struct db_stmt *stmt;
    uint64_t changed = 0;
    enum status status = query(store, "erased_lift", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_blob(stmt, 1, bytes_of(hash));
    db_bind_text(stmt, 2, reason);
    db_bind_text(stmt, 3, author);
    db_bind_i64(stmt, 4, now_ms);
    status = db_run(stmt, &changed, err);
    return status == STATUS_OK && !changed ? error_set(err, STATUS_NOT_FOUND, "this is not held back") : status;
}

enum status store_erased_lift(struct store *store, const struct erased_hash *hash, struct text reason,
                              struct text author, int64_t now_ms, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    return write_end(store, &write, lift(store, hash, reason, author, now_ms, err), err);
}

/* ---- messages ---- */

static enum status message_add(struct store *store, const struct erasure_message *message, struct error *err)
{
    int64_t last;
    struct db_stmt *stmt;
    enum status status = query_named_number(store, "erasure_message_last", &last, err);
    if (status == STATUS_OK)
        status = query(store, "erasure_message_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, last + 1);
    db_bind_i64(stmt, 2, (int64_t)message->erasure);
    db_bind_i64(stmt, 3, message->source_id);
    db_bind_text(stmt, 4, message->source_key);
    db_bind_i64(stmt, 5, message->what);
    return db_run(stmt, NULL, err);
}

enum status store_erasure_message_put(struct store *store, const struct erasure_message *message, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    return write_end(store, &write, message_add(store, message, err), err);
}

static bool message_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct erasure_message *message = item;
    *message = (struct erasure_message){
        .id = (uint64_t)db_i64(stmt, 0),
        .erasure = (uint64_t)db_i64(stmt, 1),
        .source_id = (uint32_t)db_i64(stmt, 2),
        .what = (enum erasure_what)db_i64(stmt, 4),
        .recorded_ms = db_i64(stmt, 5),
    };
    return column_keep(stmt, 3, arena, &message->source_key);
}

enum status store_erasure_messages(struct store *store, struct arena *arena, struct erasure_message **ret,
                                   size_t *ret_count, struct error *err)
{
    return query_list(store, "erasure_messages", arena, sizeof(struct erasure_message), message_read, (void **)ret,
                      ret_count, err);
}

static enum status message_end(struct store *store, uint64_t id, struct text author, int64_t now_ms, struct error *err)
{
    struct db_stmt *stmt;
    uint64_t changed = 0;
    enum status status = query(store, "erasure_message_end", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id);
    db_bind_text(stmt, 2, author);
    db_bind_i64(stmt, 3, now_ms);
    status = db_run(stmt, &changed, err);
    return status == STATUS_OK && !changed ? error_set(err, STATUS_NOT_FOUND, "there is no such open message") : status;
}

enum status store_erasure_message_end(struct store *store, uint64_t id, struct text author, int64_t now_ms,
                                      struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    return write_end(store, &write, message_end(store, id, author, now_ms, err), err);
}
