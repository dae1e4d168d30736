/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/version.h"

#include <assert.h>

#include "base/scoped.h"
#include "store/inside.h"

/* The view's own stamp is that of the facts: it is the view of this snapshot's facts. */
static enum status view_is_settled(struct store *store, bool *ret, struct error *err)
{
    struct db_stmt *stmt;
    uint64_t stamp = 0;
    enum status status = query(store, "view_state_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, TEXT("stamp"));
    if (db_next(stmt))
        text_to_u64(db_text(stmt, 0), &stamp);
    *ret = stamp == store->head.stamp;
    return db_end(stmt, err);
}

static enum status of_snapshot(struct store *store, uint64_t *ret, struct error *err)
{
    bool settled = true;
    enum status status = STATUS_OK;
    if (!store->view_path)
        status = facts_head_read(store, &store->head, err);
    else if (store->settled != store->head.change)
        status = view_is_settled(store, &settled, err);
    if (status != STATUS_OK)
        return status;
    if (settled)
        store->settled = store->head.change;
    *ret = settled ? store->head.change : 0;
    return STATUS_OK;
}

/* Before the snapshot: a commit between the two is then seen again by the next who asks. */
static enum status of_now(struct store *store, uint64_t *ret, struct error *err)
{
    int64_t heard = 0;
    bool can_hear = db_engine_of(store->db) == DB_SQLITE;
    enum status status = STATUS_OK;
    if (can_hear) {
        struct db_stmt *stmt;
        status = query_as_is(store, "data_version", &stmt, err);
        if (status == STATUS_OK)
            status = query_number(stmt, &heard, err);
    }
    if (status == STATUS_OK && can_hear && store->version && heard == store->heard) {
        *ret = store->version;
        return STATUS_OK;
    }
    struct reading reading = { 0 };
    if (status == STATUS_OK && can_hear)
        status = reading_begin(store, &reading, err);
    if (status == STATUS_OK)
        status = of_snapshot(store, ret, err);
    status = reading_end(store, &reading, status);
    store->version = status == STATUS_OK ? *ret : 0;
    store->heard = heard;
    return status;
}

enum status store_version(struct store *store, uint64_t *ret, struct error *err)
{
    *ret = 0;
    return db_in_transaction(store->db) ? of_snapshot(store, ret, err) : of_now(store, ret, err);
}

enum status version_next(struct store *store, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "change_next", &stmt, err);
    return status == STATUS_OK ? db_run(stmt, NULL, err) : status;
}

void store_trace(struct store *store)
{
    assert(db_writing(store->db));
    store->tracing = true;
}

/* ---- what is kept ---- */

void *store_kept(const struct store *store)
{
    return store->kept;
}

void store_keep(struct store *store, void *kept, void (*drop)(void *kept))
{
    if (store->kept && store->kept != kept)
        store->drop_kept(store->kept);
    store->kept = kept;
    store->drop_kept = drop;
}
