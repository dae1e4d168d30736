/*
 * Registers of addresses: loaded whole, replaced whole, read whole.  They are
 * no facts about customers, so an earlier edition is not kept.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>

#include "store/inside.h"

enum status store_reference_begin(struct store *store, struct text kind, struct error *err)
{
    assert(db_writing(store->db));
    static const char *const names[] = { "reference_rows_drop", "reference_drop" };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && status == STATUS_OK; i++) {
        struct db_stmt *stmt;
        status = query(store, names[i], &stmt, err);
        if (status != STATUS_OK)
            return status;
        db_bind_text(stmt, 1, kind);
        status = db_run(stmt, NULL, err);
    }
    return status;
}

enum status store_reference_put(struct store *store, struct text kind, uint64_t number,
                                const struct stored_reference *row, struct error *err)
{
    struct db_bulk *into;
    enum status status = bulk(store, BULK_REFERENCE, &into, err);
    if (status != STATUS_OK)
        return status;
    db_bulk_text(into, kind);
    db_bulk_i64(into, (int64_t)number);
    db_bulk_text(into, row->country);
    db_bulk_text(into, row->postcode);
    db_bulk_text(into, row->street);
    db_bulk_text(into, row->place);
    db_bulk_i64(into, row->number_from);
    db_bulk_i64(into, row->number_to);
    return db_bulk_row(into, err);
}

enum status store_reference_end(struct store *store, const struct reference_register *loaded, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = bulk_flush(store, BULK_REFERENCE, BULK_REFERENCE + 1, err);
    if (status == STATUS_OK)
        status = query(store, "reference_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, loaded->kind);
    db_bind_text(stmt, 2, loaded->file_name);
    db_bind_text(stmt, 3, loaded->author);
    db_bind_i64(stmt, 4, (int64_t)loaded->rows);
    db_bind_i64(stmt, 5, loaded->loaded_ms);
    return db_run(stmt, NULL, err);
}

static bool register_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct reference_register *one = item;
    one->rows = (uint64_t)db_i64(stmt, 3);
    one->loaded_ms = db_i64(stmt, 4);
    return column_keep(stmt, 0, arena, &one->kind) && column_keep(stmt, 1, arena, &one->file_name) &&
           column_keep(stmt, 2, arena, &one->author);
}

enum status store_references(struct store *store, struct arena *arena, struct reference_register **ret,
                             size_t *ret_count, struct error *err)
{
    return query_list(store, "references", arena, sizeof(struct reference_register), register_read, (void **)ret,
                      ret_count, err);
}

enum status store_reference_each(struct store *store, bool (*each)(void *ctx, const struct stored_reference *row),
                                 void *ctx, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "reference_rows", &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    bool more = true;
    while (more && db_next(stmt)) {
        struct stored_reference row = { .country = db_text(stmt, 0),
                                        .postcode = db_text(stmt, 1),
                                        .street = db_text(stmt, 2),
                                        .place = db_text(stmt, 3),
                                        .number_from = (uint32_t)db_i64(stmt, 4),
                                        .number_to = (uint32_t)db_i64(stmt, 5) };
        more = each(ctx, &row);
    }
    return db_end(stmt, err);
}
