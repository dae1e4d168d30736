/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/piece.h"

#include "base/scoped.h"
#include "store/change.h"
#include "store/inside.h"

enum { STATE_BYTES_MAX = 64 * 1024 };

static enum status ask(struct store *store, const char *name, uint64_t id, struct db_stmt **ret, struct error *err)
{
    enum status status = bulk_flush(store, 0, BULK_TABLES, err);
    if (status == STATUS_OK)
        status = query(store, name, ret, err);
    if (status == STATUS_OK)
        db_bind_i64(*ret, 1, (int64_t)id);
    return status;
}

static bool text_keep(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    return column_keep(stmt, 0, arena, item);
}

static bool blob_keep(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    *(struct text *)item = arena_copy(arena, db_blob(stmt, 0));
    return ((struct text *)item)->ptr != NULL;
}

enum status store_piece_state(struct store *store, const char *name, struct arena *arena, struct text *ret,
                              struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "view_state_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, text_from(name));
    return query_one(stmt, arena, text_keep, ret, "nothing is known of what the view was made of", err);
}

static enum status number_of(struct store *store, const char *name, uint64_t *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(STATE_BYTES_MAX);
    struct text value = TEXT_EMPTY;
    enum status status = store_piece_state(store, name, &arena, &value, err);
    return status == STATUS_OK && !text_to_u64(value, ret)
               ? error_set(err, STATUS_NOT_FOUND, "nothing is known of what the view was made of")
               : status;
}

enum status store_view_age(struct store *store, struct view_age *ret, struct error *err)
{
    struct facts_head head = { 0 };
    *ret = (struct view_age){ 0 };
    enum status status = number_of(store, "stamp", &ret->stamp, err);
    if (status == STATUS_OK)
        status = number_of(store, "born", &ret->born, err);
    if (status == STATUS_OK)
        status = number_of(store, "seq", &ret->record_seq, err);
    if (status == STATUS_OK)
        status = facts_head_read(store, &head, err);
    ret->facts = head.stamp;
    ret->change = head.change;
    return status;
}

enum status store_parties_since(struct store *store, uint64_t stamp, bool (*each)(void *ctx, struct party_id party),
                                void *ctx, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "fresh_since", stamp, &stmt, err);
    if (status != STATUS_OK)
        return status;
    for (bool more = true; more && db_next(stmt);)
        more = each(ctx, (struct party_id){ (uint64_t)db_i64(stmt, 0) });
    return db_end(stmt, err);
}

enum status store_home_get(struct store *store, struct party_id party, struct arena *arena, struct text *ret,
                           struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "home_get", party.v, &stmt, err);
    return status == STATUS_OK ? query_one(stmt, arena, blob_keep, ret, "this party has no home", err) : status;
}

enum status store_party_reviews(struct store *store, struct party_id party, struct arena *arena,
                                struct stored_review **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask(store, "party_reviews", party.v, &stmt, err);
    return status == STATUS_OK
               ? query_collect(stmt, arena, sizeof(struct stored_review), review_read, (void **)ret, ret_count, err)
               : status;
}

enum status store_piece_begin(struct store *store, struct error *err)
{
    if (store->view_path) {
        enum status status = view_try_hold(store, err);
        if (status != STATUS_OK)
            return status;
    }
    return store_change_begin(store, err);
}
