/*
 * Who did what, chained: each entry's digest covers the digest before it, so
 * an entry changed, dropped or put between shows from there on.
 *
 *     digest(n) = SHA-256( digest(n-1) ‖ entry n as length-marked fields )
 *
 * An entry never holds a customer's value: ids, names of users and actions.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/scoped.h"
#include "store/inside.h"

/* Lengths stand before texts, so that fields cannot run into each other. */
static void put_field(struct buf *buf, struct text t)
{
    buf_put_u64(buf, t.len);
    buf_put_char(buf, ':');
    buf_put(buf, t);
}

enum status audit_digest(struct text before, const struct audit_entry *entry, struct digest *ret, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    buf_put(&buf, before);
    buf_put_u64(&buf, entry->seq);
    buf_put_char(&buf, ' ');
    buf_put_i64(&buf, entry->at_ms);
    buf_put_char(&buf, ' ');
    put_field(&buf, entry->actor);
    put_field(&buf, entry->action);
    put_field(&buf, entry->object);
    put_field(&buf, entry->detail);
    enum status status = buf_status(&buf, err);
    if (status == STATUS_OK)
        *ret = digest_of(buf_text(&buf));
    return status;
}

/* In a transaction only its first entry asks: nobody else writes meanwhile. */
static enum status audit_last(struct store *store, uint64_t *ret_seq, struct digest *ret, struct error *err)
{
    struct db_stmt *stmt;
    if (store->audit_known) {
        *ret_seq = store->audit_seq;
        *ret = store->audit_digest;
        return STATUS_OK;
    }
    enum status status = query(store, "audit_last", &stmt, err);
    if (status != STATUS_OK)
        return status;
    *ret_seq = 0;
    if (db_next(stmt)) {
        *ret_seq = (uint64_t)db_i64(stmt, 0);
        struct text digest = db_blob(stmt, 1);
        memcpy(ret->bytes, digest.ptr, digest.len < sizeof(ret->bytes) ? digest.len : sizeof(ret->bytes));
    }
    return db_end(stmt, err);
}

static enum status audit_add(struct store *store, struct audit_entry *entry, struct error *err)
{
    struct digest before = { 0 }, digest;
    enum status status = audit_last(store, &entry->seq, &before, err);
    if (status != STATUS_OK)
        return status;
    struct text chain = { (const char *)before.bytes, entry->seq > 0 ? sizeof(before.bytes) : 0 };
    entry->seq++;
    status = audit_digest(chain, entry, &digest, err);
    struct db_stmt *stmt;
    if (status == STATUS_OK)
        status = query(store, "audit_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)entry->seq);
    db_bind_i64(stmt, 2, entry->at_ms);
    db_bind_text(stmt, 3, entry->actor);
    db_bind_text(stmt, 4, entry->action);
    db_bind_text(stmt, 5, entry->object);
    db_bind_text(stmt, 6, entry->detail);
    db_bind_blob(stmt, 7, (struct text){ (const char *)digest.bytes, sizeof(digest.bytes) });
    status = db_run(stmt, NULL, err);
    store->audit_known = status == STATUS_OK; /* until the transaction ends */
    store->audit_seq = entry->seq;
    store->audit_digest = digest;
    return status;
}

enum status store_audit(struct store *store, int64_t at_ms, struct text actor, struct text action, struct text object,
                        struct text detail, struct error *err)
{
    struct audit_entry entry = { .at_ms = at_ms, .actor = actor, .action = action, .object = object, .detail = detail };
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = audit_add(store, &entry, err);
    return write_end(store, &write, status, err);
}

static bool entry_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct audit_entry *entry = item;
    entry->seq = (uint64_t)db_i64(stmt, 0);
    entry->at_ms = db_i64(stmt, 1);
    return column_keep(stmt, 2, arena, &entry->actor) && column_keep(stmt, 3, arena, &entry->action) &&
           column_keep(stmt, 4, arena, &entry->object) && column_keep(stmt, 5, arena, &entry->detail);
}

enum status store_audit_entries(struct store *store, size_t limit, struct arena *arena, struct audit_entry **ret,
                                size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "audit_newest", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)limit);
    return query_collect(stmt, arena, sizeof(struct audit_entry), entry_read, (void **)ret, ret_count, err);
}

enum status store_audit_of(struct store *store, struct text object, size_t limit, struct arena *arena,
                           struct audit_entry **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "audit_of", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, object);
    db_bind_i64(stmt, 2, (int64_t)limit);
    return query_collect(stmt, arena, sizeof(struct audit_entry), entry_read, (void **)ret, ret_count, err);
}
