/*
 * Bulk inserts on SQLite: rows gather in memory and go in many at a time, by
 * one statement that reads them as a table.
 *
 *     INSERT OR FAIL INTO party (party_id, …) SELECT c0, c1, … FROM klantbeeld_rows
 *
 * klantbeeld_rows is a virtual table that shows the rows of the bulk which is
 * being flushed.  A prepared INSERT per row spends more time on beginning and
 * ending the statement than on the row: this takes half the time (measured
 * over the rows of a view, docs/adr/0128).  FAIL and not ABORT: who meets an
 * error rolls back all of the transaction, so nothing need be kept to undo
 * one statement.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/scoped.h"
#include "db/sqlite.h"

enum { ROWS_MAX = 1024, ROWS_FIRST = 16, FLUSH_BYTES = 1024 * 1024, KEEP_BYTES = 64 * 1024 };

struct value {
    int type; /* as SQLite numbers them */
    union {
        int64_t i64;
        double f64;
        struct {
            size_t at, len; /* in bytes */
        };
    };
};

struct sqlite_bulk {
    struct db_bulk bulk;
    sqlite3_stmt *handle;
    char *table, *columns;
    struct value *values; /* of room rows, at most ROWS_MAX */
    size_t room;
    size_t rows;              /* whole ones */
    struct buf bytes;         /* texts and blobs of those and of the row that is being put */
    struct sqlite_bulk *next; /* of those that are kept */
};

static struct sqlite_bulk *of(struct db_bulk *bulk)
{
    return (struct sqlite_bulk *)bulk;
}

/* ---- the table of rows ---- */

struct feed {
    sqlite3_vtab base;
    struct sqlite_db *db;
};

struct feed_cursor {
    sqlite3_vtab_cursor base;
    const struct sqlite_bulk *bulk;
    size_t row;
};

static int feed_connect(sqlite3 *handle, void *db, int argc, const char *const *argv, sqlite3_vtab **ret, char **err)
{
    static_assert(DB_PARAMETERS_MAX == 32, "as many columns as are declared");
    int code = sqlite3_declare_vtab(handle, "CREATE TABLE x (c0,c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12,c13,c14,c15,"
                                            "c16,c17,c18,c19,c20,c21,c22,c23,c24,c25,c26,c27,c28,c29,c30,c31)");
    if (code != SQLITE_OK)
        return code;
    struct feed *feed = calloc(1, sizeof(*feed));
    if (!feed)
        return SQLITE_NOMEM;
    feed->db = db;
    *ret = &feed->base;
    return SQLITE_OK;
}

static int feed_disconnect(sqlite3_vtab *feed)
{
    free(feed);
    return SQLITE_OK;
}

static int feed_best_index(sqlite3_vtab *feed, sqlite3_index_info *info)
{
    info->estimatedCost = ROWS_MAX;
    info->estimatedRows = ROWS_MAX;
    return SQLITE_OK;
}

static int feed_open(sqlite3_vtab *feed, sqlite3_vtab_cursor **ret)
{
    struct feed_cursor *cursor = calloc(1, sizeof(*cursor));
    if (!cursor)
        return SQLITE_NOMEM;
    *ret = &cursor->base;
    return SQLITE_OK;
}

static int feed_close(sqlite3_vtab_cursor *cursor)
{
    free(cursor);
    return SQLITE_OK;
}

static struct feed_cursor *as(sqlite3_vtab_cursor *cursor)
{
    return (struct feed_cursor *)cursor;
}

static int feed_filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc, sqlite3_value **argv)
{
    as(cursor)->bulk = ((struct feed *)cursor->pVtab)->db->feeding;
    as(cursor)->row = 0;
    return SQLITE_OK;
}

static int feed_next(sqlite3_vtab_cursor *cursor)
{
    as(cursor)->row++;
    return SQLITE_OK;
}

static int feed_eof(sqlite3_vtab_cursor *cursor)
{
    return !as(cursor)->bulk || as(cursor)->row >= as(cursor)->bulk->rows;
}

static int feed_column(sqlite3_vtab_cursor *cursor, sqlite3_context *ret, int column)
{
    const struct sqlite_bulk *bulk = as(cursor)->bulk;
    if (column >= bulk->bulk.count)
        return SQLITE_OK; /* NULL */
    const struct value *value = &bulk->values[as(cursor)->row * (size_t)bulk->bulk.count + (size_t)column];
    const char *bytes = bulk->bytes.ptr ? bulk->bytes.ptr : "";
    switch (value->type) {
    case SQLITE_INTEGER: sqlite3_result_int64(ret, value->i64); break;
    case SQLITE_FLOAT: sqlite3_result_double(ret, value->f64); break;
    case SQLITE_TEXT: sqlite3_result_text64(ret, bytes + value->at, value->len, SQLITE_STATIC, SQLITE_UTF8); break;
    case SQLITE_BLOB: sqlite3_result_blob64(ret, bytes + value->at, value->len, SQLITE_STATIC); break;
    default: break;
    }
    return SQLITE_OK;
}

static int feed_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret)
{
    *ret = (sqlite3_int64)as(cursor)->row;
    return SQLITE_OK;
}

static const sqlite3_module feed_module = {
    .xConnect = feed_connect, /* without xCreate: it is there by its name alone, in no schema */
    .xBestIndex = feed_best_index,
    .xDisconnect = feed_disconnect,
    .xOpen = feed_open,
    .xClose = feed_close,
    .xFilter = feed_filter,
    .xNext = feed_next,
    .xEof = feed_eof,
    .xColumn = feed_column,
    .xRowid = feed_rowid,
};

int sqlite_bulk_init(struct sqlite_db *db)
{
    return sqlite3_create_module(db->handle, "klantbeeld_rows", &feed_module, db);
}

/* ---- gathering ---- */

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a bulk insert");
}

static void let_go(struct sqlite_bulk *bulk)
{
    sqlite3_finalize(bulk->handle);
    free(bulk->table);
    free(bulk->columns);
    free(bulk->values);
    buf_done(&bulk->bytes);
    free(bulk);
}

void sqlite_bulk_done(struct sqlite_db *db)
{
    while (db->kept) {
        struct sqlite_bulk *gone = db->kept;
        db->kept = gone->next;
        let_go(gone);
    }
}

static struct sqlite_bulk *kept(struct sqlite_db *db, const char *table, const char *columns)
{
    for (struct sqlite_bulk **at = &db->kept; *at; at = &(*at)->next)
        if (strcmp((*at)->table, table) == 0 && strcmp((*at)->columns, columns) == 0) {
            struct sqlite_bulk *found = *at;
            *at = found->next;
            return found;
        }
    return NULL;
}

static enum status make(struct sqlite_db *db, const char *table, const char *columns, int count,
                        struct sqlite_bulk **ret, struct error *err)
{
    SCOPED(buf_done) struct buf sql = BUF_EMPTY;
    buf_printf(&sql, "INSERT OR FAIL INTO %s (%s) SELECT ", table, columns);
    for (int i = 0; i < count; i++)
        buf_printf(&sql, "%sc%d", i ? "," : "", i);
    buf_put_str(&sql, " FROM klantbeeld_rows");
    struct sqlite_bulk *made = buf_status(&sql, NULL) == STATUS_OK ? calloc(1, sizeof(*made)) : NULL;
    if (!made)
        return no_memory(err);
    made->values = malloc(ROWS_FIRST * (size_t)count * sizeof(*made->values));
    made->room = ROWS_FIRST;
    made->table = strdup(table);
    made->columns = strdup(columns);
    int code = made->values && made->table && made->columns
                   ? sqlite3_prepare_v3(db->handle, sql.ptr, -1, SQLITE_PREPARE_PERSISTENT, &made->handle, NULL)
                   : SQLITE_NOMEM;
    if (code != SQLITE_OK) {
        let_go(made);
        return sqlite_told(db->handle, code, "prepare a bulk insert", err);
    }
    *ret = made;
    return STATUS_OK;
}

enum status sqlite_bulk_open(struct db *db, const char *table, const char *columns, int count, struct db_bulk **ret,
                             struct error *err)
{
    struct sqlite_bulk *found = kept((struct sqlite_db *)db, table, columns);
    enum status status = found ? STATUS_OK : make((struct sqlite_db *)db, table, columns, count, &found, err);
    if (status == STATUS_OK) {
        found->bulk = (struct db_bulk){ 0 };
        found->rows = 0;
        buf_reset(&found->bytes);
        *ret = &found->bulk;
    }
    return status;
}

static struct value *next_value(struct db_bulk *bulk)
{
    return &of(bulk)->values[of(bulk)->rows * (size_t)bulk->count + (size_t)bulk->filled];
}

void sqlite_bulk_i64(struct db_bulk *bulk, int64_t value)
{
    *next_value(bulk) = (struct value){ .type = SQLITE_INTEGER, .i64 = value };
}

void sqlite_bulk_f64(struct db_bulk *bulk, double value)
{
    *next_value(bulk) = (struct value){ .type = SQLITE_FLOAT, .f64 = value };
}

void sqlite_bulk_bytes(struct db_bulk *bulk, struct text value, bool is_text)
{
    struct buf *bytes = &of(bulk)->bytes;
    *next_value(bulk) =
        (struct value){ .type = is_text ? SQLITE_TEXT : SQLITE_BLOB, .at = bytes->len, .len = value.len };
    buf_put(bytes, value);
}

void sqlite_bulk_null(struct db_bulk *bulk)
{
    *next_value(bulk) = (struct value){ .type = SQLITE_NULL };
}

enum status sqlite_bulk_row(struct db_bulk *bulk, struct error *err)
{
    struct sqlite_bulk *b = of(bulk);
    enum status status = buf_status(&b->bytes, err);
    b->rows += status == STATUS_OK;
    if (b->rows == b->room && b->room < ROWS_MAX) {
        size_t room = b->room * 4 < ROWS_MAX ? b->room * 4 : ROWS_MAX;
        struct value *grown = realloc(b->values, room * (size_t)bulk->count * sizeof(*grown));
        if (!grown)
            return no_memory(err);
        b->values = grown;
        b->room = room;
    }
    bool full = b->rows == ROWS_MAX || b->bytes.len >= FLUSH_BYTES;
    return status == STATUS_OK && full ? sqlite_bulk_flush(bulk, err) : status;
}

enum status sqlite_bulk_flush(struct db_bulk *bulk, struct error *err)
{
    struct sqlite_bulk *b = of(bulk);
    struct sqlite_db *db = (struct sqlite_db *)bulk->db;
    if (b->rows == 0)
        return STATUS_OK;
    db->feeding = b;
    int code = sqlite3_step(b->handle);
    sqlite3_reset(b->handle);
    db->feeding = NULL;
    b->rows = 0;
    buf_reset(&b->bytes);
    return code == SQLITE_DONE ? STATUS_OK : sqlite_told(db->handle, code, "write to the store", err);
}

/* Small ones stay, with their statement: who changes a few rows opens the same ones again and again. */
void sqlite_bulk_free(struct db_bulk *bulk)
{
    struct sqlite_bulk *b = of(bulk);
    struct sqlite_db *db = (struct sqlite_db *)bulk->db;
    if (!db || b->room > 4 * ROWS_FIRST || b->bytes.cap > KEEP_BYTES || b->bytes.failed) {
        let_go(b);
        return;
    }
    b->next = db->kept;
    db->kept = b;
}
