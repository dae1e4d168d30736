/*
 * Runs of imports and the rows they could not use.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "model/finding.h"
#include "store/import_finding.h"
#include "store/inside.h"

static enum status import_add(struct store *store, uint32_t source_id, struct text file_name, int64_t now_ms,
                              uint64_t *ret_id, struct error *err)
{
    int64_t last;
    struct db_stmt *stmt;
    enum status status = query_named_number(store, "import_last", &last, err);
    if (status == STATUS_OK)
        status = query(store, "import_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, last + 1);
    db_bind_i64(stmt, 2, source_id);
    db_bind_text(stmt, 3, file_name);
    db_bind_i64(stmt, 4, now_ms);
    status = db_run(stmt, NULL, err);
    if (status == STATUS_OK)
        *ret_id = (uint64_t)last + 1;
    return status;
}

enum status store_import_begin(struct store *store, uint32_t source_id, struct text file_name, int64_t now_ms,
                               uint64_t *ret_id, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = import_add(store, source_id, file_name, now_ms, ret_id, err);
    return write_end(store, &write, status, err);
}

static enum status changed_one(enum status status, uint64_t changed, struct error *err)
{
    if (status == STATUS_OK && changed == 0)
        return error_set(err, STATUS_NOT_FOUND, "there is no such import");
    return status;
}

enum status store_import_update(struct store *store, uint64_t import_id, enum import_state state,
                                struct import_counts counts, int64_t now_ms, struct error *err)
{
    struct write write;
    struct db_stmt *stmt;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = query(store, "import_update", &stmt, err);
    if (status == STATUS_OK) {
        int64_t values[] = { (int64_t)import_id,
                             state,
                             state == IMPORT_RUNNING ? 0 : now_ms,
                             (int64_t)counts.rows,
                             (int64_t)counts.created,
                             (int64_t)counts.updated,
                             (int64_t)counts.unchanged,
                             (int64_t)counts.rejected,
                             (int64_t)counts.events_created,
                             (int64_t)counts.events_unchanged };
        for (int i = 0; i < (int)(sizeof(values) / sizeof(values[0])); i++)
            db_bind_i64(stmt, i + 1, values[i]);
        uint64_t changed;
        status = db_run(stmt, &changed, err);
        status = changed_one(status, changed, err);
    }
    return write_end(store, &write, status, err);
}

enum status store_import_digest(struct store *store, uint64_t import_id, struct digest file_digest, struct error *err)
{
    struct write write;
    struct db_stmt *stmt;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = query(store, "import_digest", &stmt, err);
    if (status == STATUS_OK) {
        db_bind_i64(stmt, 1, (int64_t)import_id);
        db_bind_blob(stmt, 2, (struct text){ (const char *)file_digest.bytes, sizeof(file_digest.bytes) });
        uint64_t changed;
        status = db_run(stmt, &changed, err);
        status = changed_one(status, changed, err);
    }
    return write_end(store, &write, status, err);
}

static bool import_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct import_run *run = item;
    run->id = (uint64_t)db_i64(stmt, 0);
    run->source_id = (uint32_t)db_i64(stmt, 1);
    struct text digest = db_blob(stmt, 3);
    if (digest.len == sizeof(run->file_digest.bytes))
        memcpy(run->file_digest.bytes, digest.ptr, digest.len);
    run->started_ms = db_i64(stmt, 4);
    run->finished_ms = db_i64(stmt, 5);
    run->state = (enum import_state)db_i64(stmt, 6);
    uint64_t *counts[] = {
        &run->counts.rows,     &run->counts.created,        &run->counts.updated,         &run->counts.unchanged,
        &run->counts.rejected, &run->counts.events_created, &run->counts.events_unchanged
    };
    for (int i = 0; i < (int)(sizeof(counts) / sizeof(counts[0])); i++)
        *counts[i] = (uint64_t)db_i64(stmt, 7 + i);
    return column_keep(stmt, 2, arena, &run->file_name);
}

enum status store_imports(struct store *store, struct arena *arena, struct import_run **ret, size_t *ret_count,
                          struct error *err)
{
    return query_list(store, "imports", arena, sizeof(struct import_run), import_read, (void **)ret, ret_count, err);
}

enum status store_reject(struct store *store, uint64_t import_id, uint64_t row, enum finding finding, struct text raw,
                         struct error *err)
{
    struct write write;
    struct db_stmt *stmt;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = query(store, "reject", &stmt, err);
    if (status == STATUS_OK) {
        db_bind_i64(stmt, 1, (int64_t)import_id);
        db_bind_i64(stmt, 2, (int64_t)row);
        db_bind_text(stmt, 3, text_from(finding_code(finding)));
        db_bind_blob(stmt, 4, raw);
        status = db_run(stmt, NULL, err);
    }
    return write_end(store, &write, status, err);
}

/* ---- what is odd ---- */

static enum status ask_findings(struct store *store, const char *name, uint64_t import_id, uint64_t at, size_t limit,
                                struct db_stmt **ret, struct error *err)
{
    enum status status = query(store, name, ret, err);
    if (status == STATUS_OK) {
        db_bind_i64(*ret, 1, (int64_t)import_id);
        db_bind_i64(*ret, 2, (int64_t)at);
        db_bind_i64(*ret, 3, (int64_t)limit);
    }
    return status;
}

static bool rejected_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct rejected_row *row = item;
    row->row = (uint64_t)db_i64(stmt, 0);
    if (!finding_read(db_text(stmt, 1), &row->finding))
        row->finding = FINDING_NONE; /* written by a newer program */
    row->raw = arena_copy(arena, db_blob(stmt, 2));
    return row->raw.ptr || db_blob(stmt, 2).len == 0;
}

enum status store_rejected(struct store *store, uint64_t import_id, uint64_t after, size_t limit, struct arena *arena,
                           struct rejected_row **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask_findings(store, "rejected", import_id, after, limit, &stmt, err);
    return status == STATUS_OK
               ? query_collect(stmt, arena, sizeof(struct rejected_row), rejected_read, (void **)ret, ret_count, err)
               : status;
}

static bool import_finding_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct import_finding *found = item;
    found->seq = (uint64_t)db_i64(stmt, 0);
    found->record.v = (uint64_t)db_i64(stmt, 1);
    if (!finding_read(db_text(stmt, 3), &found->finding))
        found->finding = FINDING_NONE;
    return column_keep(stmt, 2, arena, &found->source_key) && column_keep(stmt, 4, arena, &found->field) &&
           column_keep(stmt, 5, arena, &found->proposal);
}

enum status store_import_findings(struct store *store, uint64_t import_id, uint64_t from, size_t limit,
                                  struct arena *arena, struct import_finding **ret, size_t *ret_count,
                                  struct error *err)
{
    struct db_stmt *stmt;
    enum status status = ask_findings(store, "import_findings", import_id, from, limit, &stmt, err);
    return status == STATUS_OK ? query_collect(stmt, arena, sizeof(struct import_finding), import_finding_read,
                                               (void **)ret, ret_count, err)
                               : status;
}
