/*
 * Facts of a person are overwritten where they stand.
 *
 * SQLite leaves bytes behind in pages it gave up and in its log: they are
 * zeroed as they are given up (secure_delete), and afterwards the file is
 * written anew and the log is cut off.  PostgreSQL keeps old versions of rows:
 * the tables are written anew.  Its own log of changes is the administrator's.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/erasure.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/scoped.h"
#include "base/vec.h"
#include "store/inside.h"

enum status store_erase_prepare(struct store *store, struct error *err)
{
    return db_engine_of(store->db) == DB_SQLITE ? run_embedded(store, "erase_before", err) : STATUS_OK;
}

enum status store_erase_clean(struct store *store, bool view_too, struct error *err)
{
    int64_t busy = 0;
    assert(!db_in_transaction(store->db));
    enum status status = run_embedded(store, "erase_after", err);
    if (status == STATUS_OK && view_too && (store->view_path || db_engine_of(store->db) != DB_SQLITE))
        status = run_embedded(store, "erase_after_view", err);
    if (status != STATUS_OK || db_engine_of(store->db) != DB_SQLITE)
        return status;
    status = query_named_number(store, "erase_checkpoint", &busy, err);
    if (status != STATUS_OK || !busy)
        return status;
    error_set(err, STATUS_CONFLICT, "others are reading, so the log of the store could not be emptied");
    error_hint(err, "The person is out of the store; run 'klantbeeld erase resume' when they are done.");
    return STATUS_CONFLICT;
}

/* ---- records and events ---- */

enum status store_record_rewrite(struct store *store, uint64_t seq, struct record_id id, struct text source_key,
                                 struct text cells, struct error *err)
{
    struct db_stmt *stmt;
    assert(db_writing(store->db));
    enum status status = query(store, "erase_record", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)seq);
    db_bind_i64(stmt, 2, (int64_t)id.v);
    db_bind_text(stmt, 3, source_key);
    db_bind_text(stmt, 4, cells);
    return db_run(stmt, NULL, err);
}

static bool version_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    enum { SEQ = 21 };
    struct event_version *version = item;
    version->seq = (uint64_t)db_i64(stmt, SEQ);
    return event_read(stmt, arena, &version->event);
}

enum status store_record_event_versions(struct store *store, struct record_id record, struct arena *arena,
                                        struct event_version **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = bulk_flush(store, BULK_EVENT, BULK_EVENT + 1, err);
    if (status == STATUS_OK)
        status = query(store, "erase_event_rows", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)record.v);
    return query_collect(stmt, arena, sizeof(struct event_version), version_read, (void **)ret, ret_count, err);
}

enum status store_event_rewrite(struct store *store, const struct event_version *version, struct error *err)
{
    const struct event_fact *event = &version->event;
    struct db_stmt *stmt;
    assert(db_writing(store->db));
    enum status status = query(store, "erase_event_text", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)version->seq);
    db_bind_i64(stmt, 2, (int64_t)event->record.v);
    db_bind_text(stmt, 3, event->subject);
    db_bind_text(stmt, 4, event->body);
    db_bind_text(stmt, 5, event->extra);
    db_bind_text(stmt, 6, event->details);
    db_bind_text(stmt, 7, event->owner);
    db_bind_text(stmt, 8, event->direction);
    return db_run(stmt, NULL, err);
}

static enum status run_with_id(struct store *store, const char *name, uint64_t id, uint64_t *ret_changed,
                               struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, name, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id);
    return db_run(stmt, ret_changed, err);
}

enum status store_event_drop(struct store *store, struct event_id id, struct error *err)
{
    assert(db_writing(store->db));
    enum status status = run_with_id(store, "erase_event_drop", id.v, NULL, err);
    return status == STATUS_OK ? run_with_id(store, "erase_event_orphans", id.v, NULL, err) : status;
}

enum status store_document_drop(struct store *store, struct text hex, bool *ret_gone, struct error *err)
{
    unsigned char digest[32];
    size_t len = 0;
    struct db_stmt *stmt;
    int64_t named = 0;
    uint64_t gone = 0;
    *ret_gone = false;
    if (sodium_hex2bin(digest, sizeof(digest), hex.ptr, hex.len, NULL, &len, NULL) != 0 || len != sizeof(digest))
        return STATUS_OK;
    enum status status = query(store, "erase_document_named", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, hex);
    status = query_number(stmt, &named, err);
    if (status != STATUS_OK || named > 0)
        return status;
    status = query(store, "erase_document_drop", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_blob(stmt, 1, (struct text){ (const char *)digest, sizeof(digest) });
    status = db_run(stmt, &gone, err);
    *ret_gone = gone > 0;
    return status;
}

/* ---- what people said ---- */

/* In this order: what hangs on a row goes before the row. */
static const struct {
    const char *name;
    bool counts;
} forgets[] = {
    { "forget_decision_withdrawn", false },
    { "forget_decision", true },
    { "forget_choice_withdrawn", false },
    { "forget_choice", true },
    { "forget_proposal_step", false },
    { "forget_proposal", true },
    { "forget_stage_step", true },
    { "forget_hand_over_step", false },
    { "forget_hand_over", true },
    { "forget_role_anchor_person", false },
    { "forget_role_anchor_organisation", false },
    { "forget_house_anchor", false },
    { "forget_tie_withdrawn", false },
    { "forget_tie", true },
    { "forget_trait_withdrawn", false },
    { "forget_trait_own", false },
    { "forget_trait_anchor", true },
};

enum status store_mention_forget(struct store *store, struct mention_id mention, uint64_t *ret, struct error *err)
{
    enum status status = STATUS_OK;
    uint64_t traits = 0;
    assert(db_writing(store->db));
    for (size_t i = 0; i < sizeof(forgets) / sizeof(forgets[0]) && status == STATUS_OK; i++) {
        uint64_t gone = 0;
        status = run_with_id(store, forgets[i].name, mention.v, &gone, err);
        *ret += forgets[i].counts ? gone : 0;
        if (strncmp(forgets[i].name, "forget_trait", strlen("forget_trait")) == 0)
            traits += gone;
    }
    if (status == STATUS_OK && traits) {
        status = run_with_id(store, "forget_trait", mention.v, NULL, err);
        struct db_stmt *stmt;
        if (status == STATUS_OK)
            status = query(store, "forget_trait_shared", &stmt, err);
        if (status == STATUS_OK)
            status = db_run(stmt, NULL, err);
    }
    return status;
}

enum status store_record_forget(struct store *store, struct record_id record, uint64_t *ret, struct error *err)
{
    uint64_t gone = 0;
    enum status status = run_with_id(store, "forget_choice_of_record_withdrawn", record.v, NULL, err);
    if (status == STATUS_OK)
        status = run_with_id(store, "forget_choice_of_record", record.v, &gone, err);
    *ret += gone;
    return status;
}

enum status store_mention_rename(struct store *store, struct mention_id from, struct mention_id to,
                                 struct record_id record, struct error *err)
{
    static const char *const names[] = {
        "rename_decision_mention_a",    "rename_decision_mention_b",      "rename_choice_mention_id",
        "rename_proposal_mention_id",   "rename_stage_step_mention_id",   "rename_customer_number_mention_id",
        "rename_hand_over_mention_id",  "rename_tie_mention_a",           "rename_tie_mention_b",
        "rename_trait_first_mention",   "rename_trait_anchor_mention_id", "rename_role_anchor_mention_a",
        "rename_role_anchor_mention_b", "rename_house_anchor_mention_id",
    };
    struct db_stmt *stmt;
    enum status status = bulk_flush(store, 0, BULK_LINK, err);
    assert(db_writing(store->db));
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && status == STATUS_OK; i++) {
        status = query(store, names[i], &stmt, err);
        if (status != STATUS_OK)
            break;
        db_bind_i64(stmt, 1, (int64_t)from.v);
        db_bind_i64(stmt, 2, (int64_t)to.v);
        status = db_run(stmt, NULL, err);
    }
    if (status == STATUS_OK)
        status = query(store, "erase_mention_rename", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)from.v);
    db_bind_i64(stmt, 2, (int64_t)to.v);
    db_bind_i64(stmt, 3, (int64_t)record.v);
    return db_run(stmt, NULL, err);
}

enum status store_models_forget(struct store *store, struct error *err)
{
    struct db_stmt *stmt;
    assert(db_writing(store->db));
    enum status status = query(store, "erase_models", &stmt, err);
    return status == STATUS_OK ? db_run(stmt, NULL, err) : status;
}

struct place {
    int64_t import_id, row;
};

enum status store_rejects_forget(struct store *store, uint32_t source_id, bool (*is_of)(void *ctx, struct text raw),
                                 void *ctx, uint64_t *ret, struct error *err)
{
    VEC(struct place) places = { 0 };
    struct db_stmt *stmt;
    bool fits = true;
    enum status status = query(store, "erase_rejects", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, source_id);
    while (fits && db_next(stmt))
        if (is_of(ctx, db_blob(stmt, 2)))
            fits = vec_push(&places, (struct place){ db_i64(stmt, 0), db_i64(stmt, 1) });
    status = db_end(stmt, err);
    if (status == STATUS_OK && !fits)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for rejected rows");
    for (size_t i = 0; i < places.len && status == STATUS_OK; i++) {
        status = query(store, "erase_reject", &stmt, err);
        if (status != STATUS_OK)
            break;
        db_bind_i64(stmt, 1, places.ptr[i].import_id);
        db_bind_i64(stmt, 2, places.ptr[i].row);
        db_bind_blob(stmt, 3, TEXT_EMPTY);
        status = db_run(stmt, NULL, err);
    }
    *ret += places.len;
    vec_done(&places);
    return status;
}
