/*
 * The named questions of sql/queries.sql, and the two or three ways rows are read.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/vec.h"
#include "store/inside.h"

extern const struct embedded store_sql[];

static int by_name(const void *a, const void *b)
{
    return text_compare(((const struct query *)a)->name, ((const struct query *)b)->name);
}

/* "-- name: record_put" or "-- name: search sqlite": false when the line is no such head. */
static bool head_read(struct text line, struct text *ret_name, struct text *ret_engine)
{
    if (!text_starts(line, TEXT("-- name:")))
        return false;
    struct text rest = text_trim(text_from_offset(line, strlen("-- name:")));
    *ret_engine = TEXT_EMPTY;
    *ret_name = TEXT_EMPTY;
    if (text_next(&rest, ' ', ret_name))
        *ret_engine = text_trim(rest);
    return true;
}

enum status queries_read(struct store *store, struct error *err)
{
    const struct embedded *file = embedded_find(store_sql, TEXT("queries.sql"));
    assert(file);
    VEC(struct query) queries = { 0 };
    struct text rest = file->bytes, line, name = TEXT_EMPTY, engine = TEXT_EMPTY;
    const char *body = NULL;
    bool more = true;
    while (more) {
        const char *end = rest.ptr; /* of the body before this line */
        struct text next_name = TEXT_EMPTY, next_engine = TEXT_EMPTY;
        more = text_next(&rest, '\n', &line);
        if (!more)
            end = file->bytes.ptr + file->bytes.len;
        else if (!head_read(line, &next_name, &next_engine))
            continue;
        if (body && (engine.len == 0 || text_equal(engine, text_from(engine_suffix(store))))) {
            struct query made = { .name = name, .sql = strndup(body, (size_t)(end - body)) };
            if (!made.sql || !vec_push(&queries, made)) {
                free(made.sql);
                store->queries = queries.ptr;
                store->queries_count = queries.len;
                return error_set(err, STATUS_NO_MEMORY, "no memory for the store");
            }
        }
        name = next_name;
        engine = next_engine;
        body = rest.ptr;
    }
    store->queries = queries.ptr;
    store->queries_count = queries.len;
    qsort(store->queries, store->queries_count, sizeof(struct query), by_name);
    return STATUS_OK;
}

void queries_done(struct store *store)
{
    for (size_t i = 0; i < store->queries_count; i++)
        free(store->queries[i].sql);
    free(store->queries);
    store->queries = NULL;
    store->queries_count = 0;
}

enum status query_as_is(struct store *store, const char *name, struct db_stmt **ret, struct error *err)
{
    struct query key = { .name = text_from(name) };
    const struct query *found = bsearch(&key, store->queries, store->queries_count, sizeof(struct query), by_name);
    assert(found);
    return db_prepare(store->db, found->sql, ret, err);
}

enum status query(struct store *store, const char *name, struct db_stmt **ret, struct error *err)
{
    enum status status = db_in_transaction(store->db) ? STATUS_OK : view_follow(store, err);
    return status == STATUS_OK ? query_as_is(store, name, ret, err) : status;
}

enum status query_number(struct db_stmt *stmt, int64_t *ret, struct error *err)
{
    *ret = db_next(stmt) ? db_i64(stmt, 0) : 0;
    return db_end(stmt, err);
}

enum status query_named_number(struct store *store, const char *name, int64_t *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, name, &stmt, err);
    return status == STATUS_OK ? query_number(stmt, ret, err) : status;
}

static enum status answer_too_large(struct error *err)
{
    return error_set(err, STATUS_LIMIT, "the answer does not fit in the memory set aside for it");
}

enum status query_collect(struct db_stmt *stmt, struct arena *arena, size_t item_size,
                          bool (*read)(const struct db_stmt *stmt, struct arena *arena, void *item), void **ret,
                          size_t *ret_count, struct error *err)
{
    VEC(char) items = { 0 };
    size_t count = 0;
    bool fits = true;
    while (fits && db_next(stmt)) {
        fits = vec_reserve(&items, (count + 1) * item_size);
        if (fits) {
            memset(items.ptr + count * item_size, 0, item_size);
            fits = read(stmt, arena, items.ptr + count * item_size);
            count++;
        }
    }
    enum status status = db_end(stmt, err);
    void *kept = NULL;
    if (status == STATUS_OK && (!fits || !(kept = arena_take_zero(arena, item_size, count ? count : 1, 16))))
        status = answer_too_large(err);
    if (status == STATUS_OK) {
        if (count > 0)
            memcpy(kept, items.ptr, count * item_size);
        *ret = kept;
        *ret_count = count;
    }
    vec_done(&items);
    return status;
}

enum status query_list(struct store *store, const char *name, struct arena *arena, size_t item_size,
                       bool (*read)(const struct db_stmt *stmt, struct arena *arena, void *item), void **ret,
                       size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, name, &stmt, err);
    return status == STATUS_OK ? query_collect(stmt, arena, item_size, read, ret, ret_count, err) : status;
}

enum status query_one(struct db_stmt *stmt, struct arena *arena,
                      bool (*read)(const struct db_stmt *stmt, struct arena *arena, void *item), void *ret,
                      const char *when_absent, struct error *err)
{
    bool found = db_next(stmt);
    bool fits = !found || read(stmt, arena, ret);
    enum status status = db_end(stmt, err);
    if (status == STATUS_OK && !found)
        status = error_set(err, STATUS_NOT_FOUND, "%s", when_absent);
    if (status == STATUS_OK && !fits)
        status = answer_too_large(err);
    return status;
}

bool column_keep(const struct db_stmt *stmt, int column, struct arena *arena, struct text *ret)
{
    *ret = arena_copy(arena, db_text(stmt, column));
    return ret->ptr != NULL;
}

static enum status ids_between(char open, char close, const uint64_t *first, size_t stride, size_t count,
                               struct buf *ret, struct error *err)
{
    const char *at = (const char *)first;
    buf_put_char(ret, open);
    for (size_t i = 0; i < count; i++, at += stride) {
        if (i)
            buf_put_char(ret, ',');
        buf_put_u64(ret, *(const uint64_t *)(const void *)at);
    }
    buf_put_char(ret, close);
    return buf_status(ret, err);
}

enum status ids_array(const uint64_t *first, size_t stride, size_t count, struct buf *ret, struct error *err)
{
    return ids_between('{', '}', first, stride, count, ret, err);
}

enum status ids_list(const struct store *store, const uint64_t *first, size_t stride, size_t count, struct buf *ret,
                     struct error *err)
{
    bool is_json = db_engine_of(store->db) == DB_SQLITE;
    return ids_between(is_json ? '[' : '{', is_json ? ']' : '}', first, stride, count, ret, err);
}
