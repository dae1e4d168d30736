/*
 * The stamp: a number that the facts keep in schema_version and the view in
 * view_state, made larger by each commit that touches the view.  On SQLite the
 * two are files of their own; a crash between them leaves the facts one ahead,
 * and then the view says nothing of what it was made of.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/change.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/scoped.h"
#include "store/inside.h"

/* ---- the stamp ---- */

static enum status one_text(struct store *store, const char *name, const char *parameter, struct arena *arena,
                            struct text *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, name, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, text_from(parameter));
    bool found = db_next(stmt), fits = !found || column_keep(stmt, 0, arena, ret);
    status = db_end(stmt, err);
    if (status != STATUS_OK)
        return status;
    if (!found)
        return error_set(err, STATUS_NOT_FOUND, "nothing is known of what the view was made of");
    return fits ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "no memory for what the view was made of");
}

static enum status facts_stamp(struct store *store, uint64_t *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(4096);
    struct text value = TEXT_EMPTY;
    struct error why = ERROR_NONE;
    enum status status = one_text(store, "schema_version_get", "view_stamp", &arena, &value, &why);
    *ret = 0;
    if (status == STATUS_OK)
        text_to_u64(value, ret);
    else if (status != STATUS_NOT_FOUND && err)
        *err = why;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum { STAMP_LEN = 24 };

static enum status next_stamp(struct store *store, char ret[STAMP_LEN], struct error *err)
{
    uint64_t stamp;
    enum status status = facts_stamp(store, &stamp, err);
    snprintf(ret, STAMP_LEN, "%" PRIu64, stamp + 1);
    return status;
}

enum status view_stamp_next(struct store *store, struct error *err)
{
    char stamp[STAMP_LEN];
    enum status status = next_stamp(store, stamp, err);
    if (status == STATUS_OK)
        status = store_view_state_put(store, "born", text_from(stamp), err);
    return status == STATUS_OK ? store_view_state_put(store, "stamp", text_from(stamp), err) : status;
}

enum status view_stamp(struct store *store, struct error *err)
{
    char stamp[STAMP_LEN];
    enum status status = next_stamp(store, stamp, err);
    if (status == STATUS_OK && store->changing)
        status = store_view_state_put(store, "stamp", text_from(stamp), err);
    return status == STATUS_OK ? version_put(store, "view_stamp", stamp, err) : status;
}

enum status store_view_state_get(struct store *store, const char *name, struct arena *arena, struct text *ret,
                                 struct error *err)
{
    struct text stamp = TEXT_EMPTY;
    uint64_t of_view = 0, of_facts = 0;
    enum status status = one_text(store, "view_state_get", "stamp", arena, &stamp, err);
    if (status == STATUS_OK)
        status = facts_stamp(store, &of_facts, err);
    if (status != STATUS_OK)
        return status;
    if (!text_to_u64(stamp, &of_view) || of_view != of_facts)
        return error_set(err, STATUS_NOT_FOUND, "the view is not the one the facts were kept for");
    return one_text(store, "view_state_get", name, arena, ret, err);
}

/* ---- reading all ---- */

enum status store_homes_each(struct store *store, bool (*each)(void *ctx, struct party_id party, struct text body),
                             void *ctx, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "homes_all", &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    for (bool more = true; more && db_next(stmt);)
        more = each(ctx, (struct party_id){ (uint64_t)db_i64(stmt, 0) }, db_blob(stmt, 1));
    return db_end(stmt, err);
}

enum status store_links_each(struct store *store, bool (*each)(void *ctx, const struct stored_link *link), void *ctx,
                             struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "links_all", &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    for (bool more = true; more && db_next(stmt);) {
        struct stored_link link;
        link_read(stmt, NULL, &link);
        more = each(ctx, &link);
    }
    return db_end(stmt, err);
}

enum status store_reviews_each(struct store *store, bool (*each)(void *ctx, const struct stored_review *review),
                               void *ctx, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "reviews_all", &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    for (bool more = true; more && db_next(stmt);) {
        struct stored_review review;
        review_read(stmt, NULL, &review);
        more = each(ctx, &review);
    }
    return db_end(stmt, err);
}

enum status store_records_after(struct store *store, uint64_t seq, uint64_t *ret, int64_t *ret_newest_ms,
                                struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "records_after", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)seq);
    if (db_next(stmt)) {
        *ret = (uint64_t)db_i64(stmt, 0);
        *ret_newest_ms = db_i64(stmt, 1);
    }
    return db_end(stmt, err);
}

static void put_piece(struct buf *buf, struct text piece)
{
    buf_put_u64(buf, piece.len);
    buf_put_char(buf, ':');
    buf_put(buf, piece);
}

enum status store_rules_digest(struct store *store, struct digest *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 24);
    SCOPED(buf_done) struct buf all = BUF_EMPTY;
    struct db_stmt *stmt;
    struct source *sources = NULL;
    struct reference_register *registers = NULL;
    size_t sources_count = 0, registers_count = 0;
    enum status status = query(store, "rulesets_newest", &stmt, err);
    if (status != STATUS_OK)
        return status;
    while (db_next(stmt)) {
        put_piece(&all, db_text(stmt, 0));
        put_piece(&all, db_text(stmt, 1));
        buf_put_i64(&all, db_i64(stmt, 2));
        put_piece(&all, db_blob(stmt, 3));
    }
    status = db_end(stmt, err);
    if (status == STATUS_OK)
        status = store_sources(store, &arena, &sources, &sources_count, err);
    for (size_t i = 0; i < sources_count; i++) {
        put_piece(&all, sources[i].name);
        buf_put_u64(&all, (uint64_t)sources[i].kind * 2 + sources[i].one_per_party);
    }
    if (status == STATUS_OK)
        status = store_references(store, &arena, &registers, &registers_count, err);
    for (size_t i = 0; i < registers_count; i++) {
        put_piece(&all, registers[i].kind);
        buf_put_u64(&all, registers[i].rows);
        buf_put_i64(&all, registers[i].loaded_ms);
    }
    if (status == STATUS_OK)
        status = buf_status(&all, err);
    if (status == STATUS_OK)
        *ret = digest_of(buf_text(&all));
    return status;
}

/* ---- changing ---- */

enum status store_change_begin(struct store *store, struct error *err)
{
    if (!db_writing(store->db))
        return error_set(err, STATUS_USAGE, "the view is changed inside a transaction");
    assert(!store->derived_open && !store->changing);
    uint64_t stamp = 0;
    enum status status = facts_stamp(store, &stamp, err);
    store->changing = status == STATUS_OK;
    store->change_stamp = stamp + 1;
    return status;
}

enum status store_change_flush(struct store *store, struct error *err)
{
    return bulk_flush(store, BULK_LINK, BULK_TABLES, err);
}

enum status store_changes_count(struct store *store, uint64_t *ret, struct error *err)
{
    int64_t count = 0;
    enum status status = query_named_number(store, "fresh_count", &count, err);
    *ret = (uint64_t)count;
    return status;
}

static enum status drop_by(struct store *store, const char *name, uint64_t id, struct error *err)
{
    struct db_stmt *stmt;
    assert(store->changing);
    enum status status = query(store, name, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id);
    return db_run(stmt, NULL, err);
}

enum status store_party_drop(struct store *store, struct party_id party, struct error *err)
{
    static const char *const names[] = { "party_drop", "party_roles_drop", "party_members_drop", "party_home_drop" };
    const struct stored_party gone = { .party = party };
    enum status status = bulk_flush(store, BULK_LINK, BULK_TABLES, err);
    if (status == STATUS_OK)
        status = keys_drop(store, party, err);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && status == STATUS_OK; i++)
        status = drop_by(store, names[i], party.v, err);
    return status == STATUS_OK ? fresh_put(store, &gone, TEXT_EMPTY, err) : status;
}

enum status store_record_links_drop(struct store *store, struct record_id record, struct error *err)
{
    return drop_by(store, "record_links_drop", record.v, err);
}

enum status store_record_findings_drop(struct store *store, struct record_id record, struct error *err)
{
    return drop_by(store, "record_findings_drop", record.v, err);
}

enum status store_review_drop(struct store *store, const struct stored_review *review, struct error *err)
{
    struct db_stmt *stmt;
    assert(store->changing);
    enum status status = query(store, "review_drop", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)review->a.v);
    db_bind_i64(stmt, 2, (int64_t)review->b.v);
    db_bind_i64(stmt, 3, review->score);
    db_bind_i64(stmt, 4, review->worth);
    return db_run(stmt, NULL, err);
}
