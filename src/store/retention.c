/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/retention.h"

#include <assert.h>
#include <sodium.h>

#include "base/scoped.h"
#include "base/vec.h"
#include "store/inside.h"

enum status store_contacts_each(struct store *store, bool (*each)(void *ctx, struct record_id record, int64_t at_ms),
                                void *ctx, struct error *err)
{
    static const char *const ways[] = { "retention_contacts", "retention_contacts_role", "retention_contacts_house" };
    bool more = true;
    enum status status = bulk_flush(store, BULK_EVENT, BULK_EVENT + 1, err);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]) && more && status == STATUS_OK; i++) {
        struct db_stmt *stmt;
        status = query(store, ways[i], &stmt, err);
        if (status == STATUS_OK)
            status = db_walk(stmt, err);
        if (status != STATUS_OK)
            break;
        while (more && db_next(stmt))
            more = each(ctx, (struct record_id){ (uint64_t)db_i64(stmt, 0) }, db_i64(stmt, 1));
        status = db_end(stmt, err);
    }
    return status;
}

enum status store_event_kinds_each(struct store *store, bool (*each)(void *ctx, struct text kind), void *ctx,
                                   struct error *err)
{
    struct db_stmt *stmt;
    bool more = true;
    enum status status = query(store, "retention_kinds", &stmt, err);
    if (status != STATUS_OK)
        return status;
    while (more && db_next(stmt))
        more = each(ctx, db_text(stmt, 0));
    return db_end(stmt, err);
}

static enum status ask(struct store *store, const char *name, struct text kind, int64_t before_ms, struct db_stmt **ret,
                       struct error *err)
{
    enum status status = query(store, name, ret, err);
    if (status == STATUS_OK) {
        db_bind_text(*ret, 1, kind);
        db_bind_i64(*ret, 2, before_ms);
    }
    return status;
}

enum status store_events_overdue(struct store *store, struct text kind, int64_t before_ms, struct stored_overdue *ret,
                                 struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "retention_events", kind, before_ms, &stmt, err);
    *ret = (struct stored_overdue){ 0 };
    if (status != STATUS_OK)
        return status;
    if (db_next(stmt))
        *ret = (struct stored_overdue){ (uint64_t)db_i64(stmt, 0), db_i64(stmt, 1) };
    return db_end(stmt, err);
}

enum status store_events_overdue_drop(struct store *store, struct text kind, int64_t before_ms, struct error *err)
{
    struct db_stmt *stmt;
    assert(db_writing(store->db));
    enum status status = ask(store, "retention_events_drop", kind, before_ms, &stmt, err);
    if (status == STATUS_OK)
        status = db_run(stmt, NULL, err);
    if (status == STATUS_OK)
        status = query(store, "retention_orphans", &stmt, err);
    return status == STATUS_OK ? db_run(stmt, NULL, err) : status;
}

enum status store_documents_unnamed_drop(struct store *store, uint64_t *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)64 << 20);
    VEC(struct text) digests = { 0 };
    struct db_stmt *stmt;
    bool fits = true;
    enum status status = query(store, "retention_documents", &stmt, err);
    if (status != STATUS_OK)
        return status;
    while (fits && db_next(stmt)) {
        char hex[65];
        struct text digest = db_blob(stmt, 0);
        if (digest.len != 32)
            continue;
        sodium_bin2hex(hex, sizeof(hex), (const unsigned char *)digest.ptr, digest.len);
        struct text kept = arena_copy(&arena, text_from(hex));
        fits = kept.ptr && vec_push(&digests, kept);
    }
    status = db_end(stmt, err);
    if (status == STATUS_OK && !fits)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for documents");
    for (size_t i = 0; i < digests.len && status == STATUS_OK; i++) {
        bool gone = false;
        status = store_document_drop(store, digests.ptr[i], &gone, err);
        *ret += gone;
    }
    vec_done(&digests);
    return status;
}
