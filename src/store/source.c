/*
 * Where records come from: sources and the layouts of their files.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdio.h>

#include "base/scoped.h"
#include "model/record.h"
#include "store/inside.h"

/* ---- sources ---- */

static const char *const kind_names[] = {
    [SOURCE_OTHER] = "other",           [SOURCE_CRM] = "crm",
    [SOURCE_BILLING] = "billing",       [SOURCE_WEBSHOP] = "webshop",
    [SOURCE_NEWSLETTER] = "newsletter", [SOURCE_ADDRESS_BOOK] = "address-book",
    [SOURCE_MAILBOX] = "mailbox",       [SOURCE_BY_HAND] = "by-hand",
};
enum { KINDS = sizeof(kind_names) / sizeof(kind_names[0]) };

const char *source_kind_name(enum source_kind kind)
{
    assert((unsigned)kind < KINDS);
    return kind_names[kind];
}

bool source_kind_read(struct text name, enum source_kind *ret)
{
    for (unsigned i = 0; i < KINDS; i++)
        if (text_equal(name, text_from(kind_names[i]))) {
            *ret = (enum source_kind)i;
            return true;
        }
    return false;
}

static bool name_is_good(struct text name)
{
    if (name.len < 1 || name.len > 64)
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (!char_is_lower(name.ptr[i]) && !char_is_digit(name.ptr[i]) && name.ptr[i] != '-')
            return false;
    return true;
}

static bool source_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct source *source = item;
    source->id = (uint32_t)db_i64(stmt, 0);
    if (!source_kind_read(db_text(stmt, 2), &source->kind))
        source->kind = SOURCE_OTHER; /* written by a newer program */
    source->one_per_party = db_i64(stmt, 3) != 0;
    source->created_ms = db_i64(stmt, 4);
    return column_keep(stmt, 1, arena, &source->name);
}

enum status store_source_get(struct store *store, struct text name, struct arena *arena, struct source *ret,
                             struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "source_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, name);
    char absent[128];
    snprintf(absent, sizeof(absent), "there is no source '%.*s'", name_is_good(name) ? (int)name.len : 0,
             name.ptr ? name.ptr : "");
    status = query_one(stmt, arena, source_read, ret, absent, err);
    if (status == STATUS_NOT_FOUND)
        error_hint(err, "See the names with: klantbeeld source list");
    return status;
}

static enum status source_add(struct store *store, struct text name, enum source_kind kind, bool one_per_party,
                              int64_t now_ms, uint32_t *ret_id, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "source_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, name);
    db_bind_text(stmt, 2, text_from(source_kind_name(kind)));
    db_bind_i64(stmt, 3, one_per_party);
    db_bind_i64(stmt, 4, now_ms);
    uint64_t added;
    status = db_run(stmt, &added, err);
    if (status != STATUS_OK)
        return status;
    if (added == 0)
        return error_set(err, STATUS_CONFLICT, "there is a source '%.*s' already", TEXT_ARG(name));
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(4096);
    struct source source;
    status = store_source_get(store, name, &arena, &source, err);
    if (status == STATUS_OK)
        *ret_id = source.id;
    return status;
}

enum status store_source_add(struct store *store, struct text name, enum source_kind kind, bool one_per_party,
                             int64_t now_ms, uint32_t *ret_id, struct error *err)
{
    if (!name_is_good(name)) {
        error_set(err, STATUS_USAGE, "this cannot be the name of a source");
        error_hint(err, "Use 1 to 64 of a-z, 0-9 and -, for instance crm-contacts.");
        return STATUS_USAGE;
    }
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = source_add(store, name, kind, one_per_party, now_ms, ret_id, err);
    return write_end(store, &write, status, err);
}

enum status store_sources(struct store *store, struct arena *arena, struct source **ret, size_t *ret_count,
                          struct error *err)
{
    return query_list(store, "sources", arena, sizeof(struct source), source_read, (void **)ret, ret_count, err);
}

/* ---- layouts ---- */

static enum status layout_find(struct store *store, uint32_t source_id, struct digest digest, int64_t *ret,
                               struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "layout_find", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, source_id);
    db_bind_blob(stmt, 2, (struct text){ (const char *)digest.bytes, sizeof(digest.bytes) });
    return query_number(stmt, ret, err);
}

static enum status layout_put(struct store *store, uint32_t source_id, struct text names, size_t count,
                              struct digest digest, int64_t *ret, struct error *err)
{
    enum status status = layout_find(store, source_id, digest, ret, err);
    if (status != STATUS_OK || *ret != 0)
        return status;
    struct db_stmt *stmt;
    status = query(store, "layout_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, source_id);
    db_bind_i64(stmt, 2, (int64_t)count);
    db_bind_text(stmt, 3, names);
    db_bind_blob(stmt, 4, (struct text){ (const char *)digest.bytes, sizeof(digest.bytes) });
    status = db_run(stmt, NULL, err);
    return status == STATUS_OK ? layout_find(store, source_id, digest, ret, err) : status;
}

enum status store_layout_put(struct store *store, uint32_t source_id, struct layout layout, uint32_t *ret_id,
                             struct error *err)
{
    SCOPED(buf_done) struct buf names = BUF_EMPTY;
    cells_write(layout.columns, layout.count, &names);
    enum status status = buf_status(&names, err);
    if (status != STATUS_OK)
        return status;
    char count[24];
    snprintf(count, sizeof(count), "%zu", layout.count);
    struct digest digest = digest_of_pair(text_from(count), buf_text(&names));

    int64_t id = 0; /* most files have been seen before: no need to write then */
    status = layout_find(store, source_id, digest, &id, err);
    if (status == STATUS_OK && id == 0) {
        struct write write;
        status = write_begin(store, &write, err);
        if (status != STATUS_OK)
            return status;
        status = layout_put(store, source_id, buf_text(&names), layout.count, digest, &id, err);
        status = write_end(store, &write, status, err);
    }
    if (status == STATUS_OK)
        *ret_id = (uint32_t)id;
    return status;
}

static bool layout_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct stored_layout *layout = item;
    size_t count = (size_t)db_i64(stmt, 2);
    struct text *names = arena_array(arena, struct text, count ? count : 1), json;
    if (!names || !column_keep(stmt, 3, arena, &json) || cells_read(json, arena, names, count, NULL) != STATUS_OK)
        return false;
    layout->id = (uint32_t)db_i64(stmt, 0);
    layout->source_id = (uint32_t)db_i64(stmt, 1);
    layout->layout = (struct layout){ .columns = names, .count = count };
    return true;
}

enum status store_layouts(struct store *store, struct arena *arena, struct stored_layout **ret, size_t *ret_count,
                          struct error *err)
{
    return query_list(store, "layouts", arena, sizeof(struct stored_layout), layout_read, (void **)ret, ret_count, err);
}
