/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/document.h"

#include <string.h>

#include "base/limits.h"
#include "store/inside.h"

static struct text bytes_of(const struct digest *digest)
{
    return (struct text){ (const char *)digest->bytes, sizeof(digest->bytes) };
}

static enum status put(struct store *store, struct text content, struct text media_type, struct text author,
                       int64_t now_ms, const struct digest *digest, bool *ret_new, struct error *err)
{
    struct db_stmt *stmt;
    uint64_t added = 0;
    enum status status = query(store, "document_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_blob(stmt, 1, bytes_of(digest));
    db_bind_text(stmt, 2, media_type);
    db_bind_i64(stmt, 3, (int64_t)content.len);
    db_bind_i64(stmt, 4, now_ms);
    db_bind_text(stmt, 5, author);
    db_bind_blob(stmt, 6, content);
    status = db_run(stmt, &added, err);
    *ret_new = added > 0;
    return status;
}

enum status store_document_put(struct store *store, struct text content, struct text media_type, struct text author,
                               int64_t now_ms, struct digest *ret, bool *ret_new, struct error *err)
{
    struct write write;
    if (content.len > DOCUMENT_BYTES_MAX)
        return error_set(err, STATUS_LIMIT, "a document is at most %d MiB", DOCUMENT_BYTES_MAX / 1024 / 1024);
    *ret = digest_of(content);
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    return write_end(store, &write, put(store, content, media_type, author, now_ms, ret, ret_new, err), err);
}

static bool document_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct document *document = item;
    struct text digest = db_blob(stmt, 0), content = db_blob(stmt, 5);
    *document = (struct document){ .size = (uint64_t)db_i64(stmt, 2), .recorded_ms = db_i64(stmt, 3) };
    if (digest.len == sizeof(document->digest.bytes))
        memcpy(document->digest.bytes, digest.ptr, digest.len);
    document->content = arena_copy(arena, content);
    return document->content.ptr && column_keep(stmt, 1, arena, &document->media_type) &&
           column_keep(stmt, 4, arena, &document->author);
}

enum status store_document_get(struct store *store, struct digest digest, struct arena *arena, struct document *ret,
                               struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "document_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_blob(stmt, 1, bytes_of(&digest));
    return query_one(stmt, arena, document_read, ret, "there is no such document", err);
}
