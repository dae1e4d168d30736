/*
 * A SQLite file that grows apart: its schema is written by SQLite, its rows as
 * pages (btree.h), and SQLite has it again when they are in.
 *
 *     schema ─▶ first row ─▶ SQLite closes ─▶ trees grow ─▶ closed ─▶ SQLite opens ─▶ late rows ─▶ commit
 *              of any table
 *
 * What a bulk insert of a row costs is mostly not the row: a virtual machine
 * steps through its columns, a cursor looks where it belongs, and pages go to
 * the kernel one by one.  Here a row goes to its page at once, each table and
 * index may grow on a thread of its own, and an index is made of the numbers
 * that were noted when the rows went by (docs/adr/0188).
 *
 * A row that does not come in order, or is not of its columns' types, is late:
 * it waits, and is put by SQLite, which knows what to do.  So any order is
 * right, and a wrong row is refused as it always was.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "db/grown.h"
#include "db/sqlite.h"

enum state { WRITES_SCHEMA, GROWS, IS_WHOLE };

struct apart {
    struct sqlite_db db;
    char *path;
    enum state state;
    pthread_mutex_t lock;
    struct pages pages;
    struct grown *tables;
};

struct apart_bulk {
    struct db_bulk bulk;
    struct grown *table;
    int place[COLUMNS_MAX]; /* of the table's columns in the row that is put */
    struct grown_value values[COLUMNS_MAX];
};

static struct apart *of(struct db *db)
{
    return (struct apart *)db;
}

static struct apart_bulk *as(struct db_bulk *bulk)
{
    return (struct apart_bulk *)bulk;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a view that grows");
}

/* ---- which tables there are ---- */

static void tables_free(struct apart *apart)
{
    while (apart->tables) {
        struct grown *gone = apart->tables;
        apart->tables = gone->next;
        grown_free(gone);
    }
}

/* Each row of a question about the schema, to what reads it; name may be NULL. */
static enum status schema_each(struct apart *apart, const char *sql, const char *name,
                               bool (*each)(void *ctx, sqlite3_stmt *row), void *ctx, struct error *err)
{
    sqlite3_stmt *stmt = NULL;
    bool more = true;
    int code = sqlite3_prepare_v2(apart->db.handle, sql, -1, &stmt, NULL);
    if (code == SQLITE_OK && name)
        code = sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    while (code == SQLITE_OK && more && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        more = each(ctx, stmt);
        code = SQLITE_OK;
    }
    sqlite3_finalize(stmt);
    if (!more)
        return no_memory(err);
    return code == SQLITE_DONE ? STATUS_OK : sqlite_told(apart->db.handle, code, "read the schema of a view", err);
}

static char *copied(sqlite3_stmt *row, int column)
{
    const unsigned char *text = sqlite3_column_text(row, column);
    return strdup(text ? (const char *)text : "");
}

static bool add_table(void *ctx, sqlite3_stmt *row)
{
    struct apart *apart = ctx;
    struct grown *made = calloc(1, sizeof(*made));
    if (!made || !(made->name = copied(row, 0))) {
        free(made);
        return false;
    }
    made->root = (uint32_t)sqlite3_column_int64(row, 1);
    made->has_rows = sqlite3_column_int(row, 2) == 0;
    made->row_column = -1;
    made->next = apart->tables;
    apart->tables = made;
    btree_begin(&made->tree, &apart->pages, made->root, !made->has_rows);
    return true;
}

/* What a column's values are; of other types SQLite takes the rows. */
static int type_of(const unsigned char *declared)
{
    const char *type = declared ? (const char *)declared : "";
    return strcmp(type, "INTEGER") == 0 ? SQLITE_INTEGER
           : strcmp(type, "TEXT") == 0  ? SQLITE_TEXT
           : strcmp(type, "BLOB") == 0  ? SQLITE_BLOB
                                        : SQLITE_NULL;
}

/* Columns of the key come by their place in it, the others as they were declared. */
static bool add_column(void *ctx, sqlite3_stmt *row)
{
    struct grown *table = ctx;
    if (table->columns == COLUMNS_MAX) {
        table->is_late = true;
        return true;
    }
    int column = table->columns++, key = sqlite3_column_int(row, 2);
    table->names[column] = copied(row, 0);
    table->types[column] = type_of(sqlite3_column_text(row, 1));
    table->is_late |= table->types[column] == SQLITE_NULL;
    if (key && table->has_rows) {
        table->is_late |= key > 1 || table->types[column] != SQLITE_INTEGER;
        table->row_column = column;
    } else if (key) {
        table->key_count = key > table->key_count ? key : table->key_count;
        table->stored[key - 1] = column;
    }
    return table->names[column] != NULL;
}

static void order_columns(struct grown *table)
{
    int at = table->has_rows ? 0 : table->key_count;
    for (int c = 0; c < table->columns; c++) {
        bool is_key = false;
        for (int k = 0; k < table->key_count; k++)
            is_key |= table->stored[k] == c;
        if (!is_key)
            table->stored[at++] = c;
    }
}

static bool add_index(void *ctx, sqlite3_stmt *row)
{
    struct grown *table = ctx;
    if (table->indexes_count == INDEXES_MAX || sqlite3_column_int64(row, 0) == 0) {
        table->is_late = true;
        return true;
    }
    table->indexes[table->indexes_count++].root = (uint32_t)sqlite3_column_int64(row, 0);
    return true;
}

static bool add_index_column(void *ctx, sqlite3_stmt *row)
{
    struct grown *table = ctx;
    int root = sqlite3_column_int(row, 0), column = sqlite3_column_int(row, 1);
    for (int i = 0; i < table->indexes_count; i++) {
        struct grown_index *index = &table->indexes[i];
        if (index->root != (uint32_t)root)
            continue;
        if (index->count == INDEX_NUMBERS_MAX || column < -1 ||
            (column >= 0 && (column >= table->columns || table->types[column] != SQLITE_INTEGER))) {
            table->is_late = true;
            return true;
        }
        index->columns[index->count] = column;
        index->descends[index->count++] = sqlite3_column_int(row, 2) != 0;
    }
    return true;
}

static enum status read_schema(struct apart *apart, struct error *err)
{
    enum status status = schema_each(apart,
                                     "SELECT s.name, s.rootpage, l.wr FROM sqlite_schema s, pragma_table_list l"
                                     " WHERE s.type = 'table' AND l.schema = 'main' AND l.name = s.name",
                                     NULL, add_table, apart, err);
    for (struct grown *table = apart->tables; table && status == STATUS_OK; table = table->next) {
        status = schema_each(apart, "SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid", table->name,
                             add_column, table, err);
        order_columns(table);
        if (status == STATUS_OK)
            status = schema_each(apart, "SELECT rootpage FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1",
                                 table->name, add_index, table, err);
        if (status == STATUS_OK)
            status =
                schema_each(apart,
                            "SELECT s.rootpage, x.cid, x.\"desc\" FROM sqlite_schema s, pragma_index_xinfo(s.name) x"
                            " WHERE s.type = 'index' AND s.tbl_name = ?1 ORDER BY s.rootpage, x.seqno",
                            table->name, add_index_column, table, err);
    }
    return status;
}

/* ---- SQLite lets go, and has it back ---- */

static enum status exec(struct apart *apart, const char *sql, struct error *err)
{
    int code = sqlite3_exec(apart->db.handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? STATUS_OK : sqlite_told(apart->db.handle, code, "run a statement", err);
}

static enum status begin_to_grow(struct apart *apart, struct error *err)
{
    enum status status = read_schema(apart, err);
    if (status == STATUS_OK)
        status = exec(apart, "COMMIT", err);
    if (status != STATUS_OK)
        return status;
    sqlite_let_go(&apart->db);
    apart->state = GROWS;
    return pages_begin(apart->path, &apart->pages, err);
}

/* Rows that came late are put as rows always were. */
static enum status put_late(struct apart *apart, const struct grown *table, struct error *err)
{
    SCOPED(buf_done) struct buf columns = BUF_EMPTY;
    struct db_bulk *into = NULL;
    size_t count = (size_t)table->columns;
    for (int i = 0; i < table->columns; i++)
        buf_printf(&columns, "%s%s", i ? ", " : "", table->names[i]);
    enum status status = buf_status(&columns, err);
    if (status == STATUS_OK)
        status = sqlite_bulk_open(&apart->db.db, table->name, columns.ptr, table->columns, &into, err);
    if (status != STATUS_OK)
        return status;
    into->db = &apart->db.db;
    into->count = table->columns;
    for (size_t i = 0; i + count <= table->late.len && status == STATUS_OK; i += count) {
        for (into->filled = 0; into->filled < into->count; into->filled++) {
            const struct grown_late *value = &table->late.ptr[i + (size_t)into->filled];
            if (value->type == SQLITE_INTEGER)
                sqlite_bulk_i64(into, value->i64);
            else if (value->type == SQLITE_FLOAT)
                sqlite_bulk_f64(into, value->f64);
            else if (value->type == SQLITE_NULL)
                sqlite_bulk_null(into);
            else
                sqlite_bulk_bytes(into, (struct text){ table->late_bytes.ptr + value->at, value->len },
                                  value->type == SQLITE_TEXT);
        }
        into->filled = 0;
        status = sqlite_bulk_row(into, err);
    }
    if (status == STATUS_OK)
        status = sqlite_bulk_flush(into, err);
    sqlite_bulk_free(into);
    return status;
}

/* The trees are closed and SQLite has the file, in a transaction as before. */
static enum status be_whole(struct apart *apart, struct error *err)
{
    enum status status = STATUS_OK;
    for (struct grown *table = apart->tables; table && status == STATUS_OK; table = table->next)
        status = grown_end(table, err);
    if (status == STATUS_OK)
        status = pages_end(&apart->pages, err);
    if (status == STATUS_OK)
        status = sqlite_take_up(&apart->db, apart->path, err);
    if (status == STATUS_OK)
        status = exec(apart, "BEGIN IMMEDIATE", err);
    apart->state = IS_WHOLE;
    for (struct grown *table = apart->tables; table && status == STATUS_OK; table = table->next)
        if (table->late.len)
            status = put_late(apart, table, err);
    tables_free(apart);
    return status;
}

enum status sqlite_apart_exec(struct db *db, const char *sql, struct error *err)
{
    struct apart *apart = of(db);
    enum status status = STATUS_OK;
    if (apart->state == GROWS && strcmp(sql, "ROLLBACK") == 0)
        return STATUS_OK; /* the file is thrown away */
    if (apart->state == GROWS)
        status = be_whole(apart, err);
    return status == STATUS_OK ? sqlite_exec(db, sql, err) : status;
}

enum status sqlite_apart_prepare(struct db *db, const char *sql, struct db_stmt **ret, struct error *err)
{
    enum status status = of(db)->state == GROWS ? be_whole(of(db), err) : STATUS_OK;
    return status == STATUS_OK ? sqlite_prepare(db, sql, ret, err) : status;
}

void sqlite_apart_close(struct db *db)
{
    struct apart *apart = of(db);
    tables_free(apart);
    pages_done(&apart->pages);
    pthread_mutex_destroy(&apart->lock);
    free(apart->path);
    sqlite_close_db(db);
}

struct sqlite_db *sqlite_apart_new(const char *path)
{
    struct apart *made = calloc(1, sizeof(*made));
    if (!made || !(made->path = strdup(path))) {
        free(made);
        return NULL;
    }
    made->pages = PAGES_NONE;
    pthread_mutex_init(&made->lock, NULL);
    return &made->db;
}

/* ---- the calls ---- */

static struct grown *table_of(struct apart *apart, const char *name)
{
    for (struct grown *table = apart->tables; table; table = table->next)
        if (strcmp(table->name, name) == 0)
            return table;
    return NULL;
}

/* Where each column of the table stands in "a, b, c"; one that is not named leaves the rows to SQLite. */
static void place_columns(struct apart_bulk *bulk, const char *columns)
{
    for (int c = 0; c < bulk->table->columns; c++) {
        struct text rest = text_from(columns), name;
        bulk->place[c] = -1;
        for (int at = 0; rest.len && bulk->place[c] < 0; at++) {
            size_t comma = text_find(rest, TEXT(","));
            name = text_trim(text_slice(rest, 0, comma));
            rest = text_from_offset(rest, comma < rest.len ? comma + 1 : rest.len);
            if (text_equal(name, text_from(bulk->table->names[c])))
                bulk->place[c] = at;
        }
        bulk->table->is_late |= bulk->place[c] < 0;
    }
}

enum status sqlite_apart_bulk_open(struct db *db, const char *table, const char *columns, int count,
                                   struct db_bulk **ret, struct error *err)
{
    struct apart *apart = of(db);
    enum status status = STATUS_OK;
    pthread_mutex_lock(&apart->lock);
    if (apart->state == WRITES_SCHEMA)
        status = begin_to_grow(apart, err);
    pthread_mutex_unlock(&apart->lock);
    if (status != STATUS_OK)
        return status;
    assert(apart->state == GROWS); /* a file that was asked something takes no more rows */
    struct apart_bulk *made = calloc(1, sizeof(*made));
    if (!made)
        return no_memory(err);
    made->table = table_of(apart, table);
    if (!made->table) {
        free(made);
        return error_set(err, STATUS_STORE, "cannot prepare a bulk insert: no such table: %s", table);
    }
    place_columns(made, columns);
    *ret = &made->bulk;
    return STATUS_OK;
}

static struct grown_value *next_value(struct db_bulk *bulk)
{
    return &as(bulk)->values[bulk->filled];
}

void sqlite_apart_bulk_i64(struct db_bulk *bulk, int64_t value)
{
    *next_value(bulk) = (struct grown_value){ .type = SQLITE_INTEGER, .i64 = value };
}

void sqlite_apart_bulk_f64(struct db_bulk *bulk, double value)
{
    *next_value(bulk) = (struct grown_value){ .type = SQLITE_FLOAT, .f64 = value };
}

void sqlite_apart_bulk_bytes(struct db_bulk *bulk, struct text value, bool is_text)
{
    *next_value(bulk) = (struct grown_value){ .type = is_text ? SQLITE_TEXT : SQLITE_BLOB, .text = value };
}

void sqlite_apart_bulk_null(struct db_bulk *bulk)
{
    *next_value(bulk) = (struct grown_value){ .type = SQLITE_NULL };
}

enum status sqlite_apart_bulk_row(struct db_bulk *bulk, struct error *err)
{
    struct grown_value values[COLUMNS_MAX];
    const struct apart_bulk *b = as(bulk);
    for (int c = 0; c < b->table->columns; c++)
        values[c] = b->place[c] < 0 ? (struct grown_value){ .type = SQLITE_NULL } : b->values[b->place[c]];
    return grown_put(b->table, values, err);
}

enum status sqlite_apart_bulk_flush(struct db_bulk *bulk, struct error *err)
{
    return grown_end(as(bulk)->table, err);
}

void sqlite_apart_bulk_free(struct db_bulk *bulk)
{
    free(bulk);
}
