/*
 * A view grows in a file of its own (store/view_file.c) that nobody knows of
 * and whose rows come in order.  SQLite makes the empty tables; then the
 * connection is closed, rows become records and pages here, and SQLite gets
 * the file back:
 *
 *     SQLite     CREATE TABLE, INDEX …  COMMIT, close                              open … COMMIT
 *     this                                     party, link, … and indexes in pages
 *
 * Indexes of whole numbers are laid out too (sqlite_index.h); where the file
 * has others, all of it is SQLite's.
 *
 * What SQLite would check and nobody does here: NOT NULL and the types of
 * STRICT tables.  A row that does not come in the order of its key waits and
 * is put by INSERT when the file is SQLite's again, so that any order is
 * right; a key that is there twice is met then.  The tests ask PRAGMA
 * integrity_check, which knows all of it.
 *
 * Measured: docs/adr/0153.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/scoped.h"
#include "db/sqlite.h"
#include "db/sqlite_index.h"
#include "db/sqlite_record.h"
#include "db/sqlite_tree.h"

enum { RUNS_MAX = 8, INDEXES_MAX = 8, LATE_BYTES_MAX = 256 * 1024 * 1024 };
enum { COLUMNS_MAX = DB_PARAMETERS_MAX, TABLES_MAX = 32, NAME_MAX_BYTES = 64, NO_COLUMN = -1, HEAD_BYTES = 100 };

struct column {
    char name[NAME_MAX_BYTES];
    int key;       /* place in the primary key from 1; 0: not of it */
    bool is_rowid; /* INTEGER PRIMARY KEY of a table with row ids */
    bool is_whole; /* always a whole number */
};

/* Row ids that came one after another; before: the first of the run above it. */
struct run {
    int64_t first, last, before;
};

struct sqlite_pages_table {
    struct sqlite_pages *pages;
    char name[NAME_MAX_BYTES];
    uint32_t root;
    bool keyed;  /* WITHOUT ROWID */
    bool opened; /* rows may come */
    struct column columns[COLUMNS_MAX];
    int columns_count;
    /* how a row of the bulk becomes a record */
    int record[COLUMNS_MAX]; /* of each part of the record the column of the bulk; NO_COLUMN is NULL */
    int keys_count;          /* of a keyed table the first so many parts are its key */
    int rowid_column;        /* of the bulk; NO_COLUMN: rows are numbered */
    int width;               /* columns of the bulk */
    int64_t rows;            /* in pages */
    struct run runs[RUNS_MAX];
    int runs_count;
    char *columns_named;         /* as the bulk names them */
    struct buf late, late_bytes; /* rows out of order: struct sqlite_value of each column, and their bytes */
    struct buf encoded;
    struct sqlite_value last[COLUMNS_MAX]; /* of a keyed table: the row before, as the bulk had it */
    struct buf last_bytes;
    struct sqlite_index indexes[INDEXES_MAX];
    int indexes_count;
    struct tree tree;
};

struct sqlite_pages {
    struct sqlite_db *db;
    struct page_file file;
    struct sqlite_pages_table tables[TABLES_MAX];
    int tables_count;
    bool ended;  /* it is SQLite's again */
    bool failed; /* what is in the file is worth nothing */
};

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the pages of a view");
}

/* ---- which tables there are ---- */

static bool take_name(char into[NAME_MAX_BYTES], const unsigned char *name)
{
    size_t len = name ? strlen((const char *)name) : NAME_MAX_BYTES;
    if (len >= NAME_MAX_BYTES)
        return false;
    memcpy(into, name, len + 1);
    return true;
}

/* One row: table, root, without row id, column, place in the key, type. False for what is more than we hold. */
static bool take_column(struct sqlite_pages *pages, sqlite3_stmt *stmt)
{
    struct sqlite_pages_table *table = pages->tables_count ? &pages->tables[pages->tables_count - 1] : NULL;
    const char *name = (const char *)sqlite3_column_text(stmt, 0), *type = (const char *)sqlite3_column_text(stmt, 5);
    if (!name || !type)
        return false;
    if (!table || strcmp(table->name, name) != 0) {
        if (pages->tables_count == TABLES_MAX)
            return false;
        table = &pages->tables[pages->tables_count++];
        table->pages = pages;
        table->root = (uint32_t)sqlite3_column_int64(stmt, 1);
        table->keyed = sqlite3_column_int(stmt, 2);
        if (!take_name(table->name, sqlite3_column_text(stmt, 0)))
            return false;
    }
    if (table->columns_count == COLUMNS_MAX)
        return false;
    struct column *column = &table->columns[table->columns_count++];
    column->key = sqlite3_column_int(stmt, 4);
    column->is_rowid = !table->keyed && column->key && sqlite3_stricmp(type, "INTEGER") == 0;
    column->is_whole = sqlite3_stricmp(type, "INTEGER") == 0 && sqlite3_column_int(stmt, 6);
    return take_name(column->name, sqlite3_column_text(stmt, 3)) && (table->keyed || !column->key || column->is_rowid);
}

/* One row: table, root of the index, place in it, column (-1: the row id), whether it descends, whether it is partial.
 * Of whole numbers only: others are more than we hold. */
static bool take_index_part(struct sqlite_pages *pages, sqlite3_stmt *stmt)
{
    const char *name = (const char *)sqlite3_column_text(stmt, 0);
    int place = sqlite3_column_int(stmt, 2), column = sqlite3_column_int(stmt, 3);
    struct sqlite_pages_table *table = NULL;
    for (int i = 0; name && i < pages->tables_count; i++)
        if (strcmp(pages->tables[i].name, name) == 0)
            table = &pages->tables[i];
    if (!table || sqlite3_column_int(stmt, 5) || place >= INDEX_PARTS_MAX || column < -1 ||
        column >= table->columns_count || (column >= 0 && !table->columns[column].is_whole))
        return false;
    table->indexes_count += place == 0;
    if (table->indexes_count > INDEXES_MAX)
        return false;
    struct sqlite_index *index = &table->indexes[table->indexes_count - 1];
    index->root = (uint32_t)sqlite3_column_int64(stmt, 1);
    index->column[place] = column; /* of the table, until plan_indexes() */
    index->descends[place] = sqlite3_column_int(stmt, 4);
    index->parts = place + 1;
    return true;
}

/* False when it tells of something that is not laid out here. */
static bool read_each(struct sqlite_pages *pages, const char *sql,
                      bool (*take)(struct sqlite_pages *pages, sqlite3_stmt *stmt), int *ret_code)
{
    sqlite3_stmt *stmt = NULL;
    bool fits = true;
    *ret_code = sqlite3_prepare_v2(pages->db->handle, sql, -1, &stmt, NULL);
    while (*ret_code == SQLITE_OK && fits && sqlite3_step(stmt) == SQLITE_ROW)
        fits = take(pages, stmt);
    int code = sqlite3_finalize(stmt);
    *ret_code = *ret_code == SQLITE_OK ? code : *ret_code;
    return fits && *ret_code == SQLITE_OK;
}

static bool read_schema(struct sqlite_pages *pages, int *ret_code)
{
    static const char tables[] =
        "SELECT m.name, m.rootpage, t.wr, c.name, c.pk, c.type, c.\"notnull\" FROM sqlite_schema m"
        " JOIN pragma_table_list(m.name) t ON t.schema = 'main' JOIN pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND (SELECT page_size FROM pragma_page_size()) = 16384"
        " AND (SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')) = 0 ORDER BY m.name, c.cid";
    static const char indexes[] =
        "SELECT m.tbl_name, m.rootpage, x.seqno, x.cid, x.desc, l.partial OR l.\"unique\" FROM sqlite_schema m"
        " JOIN pragma_index_list(m.tbl_name) l ON l.name = m.name"
        " JOIN pragma_index_xinfo(m.name) x WHERE m.type = 'index' ORDER BY m.name, x.seqno";
    static_assert(TREE_PAGE_BYTES == 16384, "as the query asks");
    return read_each(pages, tables, take_column, ret_code) && pages->tables_count > 0 &&
           read_each(pages, indexes, take_index_part, ret_code);
}

/* ---- taking the file over, and giving it back ---- */

static enum status told(const char *doing, struct error *err)
{
    return error_set(err, STATUS_IO, "cannot %s a view: %s", doing, strerror(errno));
}

static uint32_t u32_at(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void put_u32_at(unsigned char *at, uint32_t n)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(n >> (24 - 8 * i));
}

enum { HEAD_CHANGES = 24, HEAD_PAGES = 28, HEAD_VALID_FOR = 92 }; /* places in the head of the file */

/* Does this table have no rows yet? */
static bool is_empty(const struct sqlite_pages *pages, uint32_t root)
{
    unsigned char head[8];
    return pread(pages->file.fd, head, sizeof(head), (off_t)(root - 1) * TREE_PAGE_BYTES) == sizeof(head) &&
           (head[0] == 0x0d || head[0] == 0x0a) && head[3] == 0 && head[4] == 0;
}

static enum status take_over(struct sqlite_pages *pages, struct error *err)
{
    struct sqlite_db *db = pages->db;
    unsigned char head[HEAD_BYTES];
    int code = sqlite3_exec(db->handle, "COMMIT", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return sqlite_told(db->handle, code, "write to the store", err);
    sqlite_leave(db);
    pages->file.fd = open(db->apart, O_RDWR | O_CLOEXEC);
    if (pages->file.fd < 0 || pread(pages->file.fd, head, sizeof(head), 0) != sizeof(head))
        return told("open", err);
    pages->file.next = u32_at(head + HEAD_PAGES) + 1;
    for (int i = 0; i < pages->tables_count; i++)
        if (!is_empty(pages, pages->tables[i].root))
            return error_set(err, STATUS_STORE, "a table of a new view is not empty");
    return STATUS_OK;
}

static enum status write_head(struct sqlite_pages *pages, struct error *err)
{
    unsigned char head[HEAD_BYTES];
    if (pread(pages->file.fd, head, sizeof(head), 0) != sizeof(head))
        return told("read", err);
    uint32_t changes = u32_at(head + HEAD_CHANGES) + 1;
    put_u32_at(head + HEAD_CHANGES, changes);
    put_u32_at(head + HEAD_VALID_FOR, changes);
    put_u32_at(head + HEAD_PAGES, pages->file.next - 1);
    return pwrite(pages->file.fd, head, sizeof(head), 0) == sizeof(head) ? STATUS_OK : told("write", err);
}

static enum status end_table(struct sqlite_pages_table *table, struct error *err)
{
    enum status status = tree_end(&table->tree, err);
    for (int i = 0; i < table->indexes_count && status == STATUS_OK; i++)
        status = index_write(&table->indexes[i], &table->pages->file, err);
    return status;
}

/* What did not come in order, the way SQLite takes it. */
static enum status insert_late(struct sqlite_pages_table *table, struct error *err)
{
    const struct sqlite_value *value = (const struct sqlite_value *)table->late.ptr;
    size_t values = table->late.len / sizeof(*value);
    struct db_bulk *bulk = NULL;
    enum status status =
        sqlite_bulk_open(&table->pages->db->db, table->name, table->columns_named, table->width, &bulk, err);
    if (status != STATUS_OK)
        return status;
    bulk->db = &table->pages->db->db;
    bulk->count = table->width;
    for (size_t i = 0; i < values && status == STATUS_OK; i++, value++) {
        bulk->filled = (int)(i % (size_t)table->width);
        switch (value->type) {
        case SQLITE_INTEGER: sqlite_bulk_i64(bulk, value->i64); break;
        case SQLITE_FLOAT: sqlite_bulk_f64(bulk, value->f64); break;
        case SQLITE_NULL: sqlite_bulk_null(bulk); break;
        default:
            sqlite_bulk_bytes(
                bulk, (struct text){ table->late_bytes.ptr ? table->late_bytes.ptr + value->at : "", value->len },
                value->type == SQLITE_TEXT);
        }
        if (bulk->filled + 1 == table->width)
            status = sqlite_bulk_row(bulk, err);
    }
    if (status == STATUS_OK)
        status = sqlite_bulk_flush(bulk, err);
    sqlite_bulk_free(bulk);
    return status;
}

enum status sqlite_pages_end(struct sqlite_db *db, struct error *err)
{
    struct sqlite_pages *pages = db->pages;
    enum status status = STATUS_OK;
    if (!pages || pages->ended)
        return STATUS_OK;
    if (pages->failed)
        return error_set(err, STATUS_STORE, "the view could not be written");
    pages->failed = true;
    for (int i = 0; i < pages->tables_count && status == STATUS_OK; i++)
        if (pages->tables[i].opened)
            status = end_table(&pages->tables[i], err);
    if (status == STATUS_OK)
        status = page_file_flush(&pages->file, err);
    if (status == STATUS_OK)
        status = write_head(pages, err);
    if (status != STATUS_OK)
        return status;
    close(pages->file.fd);
    pages->file.fd = -1;
    pages->ended = true;
    status = sqlite_return(db, err);
    for (int i = 0; i < pages->tables_count && status == STATUS_OK; i++)
        if (pages->tables[i].late.len)
            status = insert_late(&pages->tables[i], err);
    pages->failed = status != STATUS_OK;
    return status;
}

void sqlite_pages_free(struct sqlite_pages **pages)
{
    if (!*pages)
        return;
    struct sqlite_pages *gone = *pages;
    for (int i = 0; i < gone->tables_count; i++) {
        tree_done(&gone->tables[i].tree);
        for (int n = 0; n < INDEXES_MAX; n++)
            index_done(&gone->tables[i].indexes[n]);
        buf_done(&gone->tables[i].encoded);
        buf_done(&gone->tables[i].last_bytes);
        buf_done(&gone->tables[i].late);
        buf_done(&gone->tables[i].late_bytes);
        free(gone->tables[i].columns_named);
    }
    if (gone->file.fd >= 0)
        close(gone->file.fd);
    buf_done(&gone->file.out);
    free(gone);
    *pages = NULL;
}

/* ---- opening a table ---- */

/* The place of the column in "a, b, c". */
static int place_in(const char *columns, const char *name)
{
    struct text rest = text_from(columns), one;
    for (int place = 0; text_next(&rest, ',', &one); place++)
        if (text_equal(text_trim(one), text_from(name)))
            return place;
    return NO_COLUMN;
}

/* Of a keyed table its key comes first, in the order of the key; then the other columns as they stand. */
static void plan_record(struct sqlite_pages_table *table, const char *columns, int count)
{
    int part = 0;
    table->rowid_column = NO_COLUMN;
    table->width = count;
    for (int key = 1; table->keyed && key <= table->columns_count; key++)
        for (int i = 0; i < table->columns_count; i++)
            if (table->columns[i].key == key)
                table->record[part++] = place_in(columns, table->columns[i].name);
    table->keys_count = part;
    for (int i = 0; i < table->columns_count; i++) {
        if (table->keyed && table->columns[i].key)
            continue;
        if (table->columns[i].is_rowid)
            table->rowid_column = place_in(columns, table->columns[i].name);
        table->record[part++] = table->columns[i].is_rowid ? NO_COLUMN : place_in(columns, table->columns[i].name);
    }
}

static void plan_indexes(struct sqlite_pages_table *table, const char *columns)
{
    for (int i = 0; i < table->indexes_count; i++)
        for (int part = 0; part < table->indexes[i].parts; part++) {
            int *column = &table->indexes[i].column[part];
            bool is_id = *column < 0 || table->columns[*column].is_rowid;
            *column = is_id ? INDEX_ROWID : place_in(columns, table->columns[*column].name);
        }
}

static enum status begin_pages(struct sqlite_db *db, struct error *err)
{
    struct sqlite_pages *pages = calloc(1, sizeof(*pages));
    int code = SQLITE_OK;
    if (!pages)
        return no_memory(err);
    pages->db = db;
    pages->file.fd = -1;
    db->pages = pages;
    if (!read_schema(pages, &code)) {
        pages->ended = true; /* it stays SQLite's */
        return code == SQLITE_OK ? STATUS_OK : sqlite_told(db->handle, code, "read from the store", err);
    }
    return take_over(pages, err);
}

enum status sqlite_pages_open(struct sqlite_db *db, const char *name, const char *columns, int count,
                              struct sqlite_pages_table **ret, struct error *err)
{
    enum status status = STATUS_OK;
    *ret = NULL;
    if (!db->apart)
        return STATUS_OK;
    if (!db->pages && db->db.slots_used == 0)
        status = begin_pages(db, err);
    if (status != STATUS_OK || !db->pages || db->pages->ended)
        return status;
    for (int i = 0; i < db->pages->tables_count; i++) {
        struct sqlite_pages_table *table = &db->pages->tables[i];
        if (strcmp(table->name, name) != 0)
            continue;
        if (!table->opened) {
            table->columns_named = strdup(columns);
            if (!table->columns_named)
                return no_memory(err);
            plan_record(table, columns, count);
            plan_indexes(table, columns);
            tree_init(&table->tree, &db->pages->file, table->root, table->keyed);
            table->opened = true;
        }
        *ret = table;
        return STATUS_OK;
    }
    return error_set(err, STATUS_STORE, "a new view has no table %s", name);
}

/* ---- rows ---- */

static enum status encode(struct sqlite_pages_table *table, const struct sqlite_value *row, const char *bytes,
                          struct error *err)
{
    const struct sqlite_value *parts[COLUMNS_MAX];
    for (int i = 0; i < table->columns_count; i++)
        parts[i] = table->record[i] == NO_COLUMN ? NULL : &row[table->record[i]];
    return record_make(parts, table->columns_count, bytes, &table->encoded, err);
}

static struct text bytes_of(const struct sqlite_value *value, const char *bytes)
{
    return (struct text){ bytes + value->at, value->len };
}

/* By the key, as SQLite orders it: numbers by size, texts and blobs by bytes. A column has one type. */
static int compare_rows(const struct sqlite_pages_table *table, const struct sqlite_value *a, const char *a_bytes,
                        const struct sqlite_value *b, const char *b_bytes)
{
    for (int i = 0; i < table->keys_count; i++) {
        const struct sqlite_value *x = &a[table->record[i]], *y = &b[table->record[i]];
        int order = x->type == SQLITE_INTEGER ? (x->i64 > y->i64) - (x->i64 < y->i64)
                                              : text_compare(bytes_of(x, a_bytes), bytes_of(y, b_bytes));
        if (order)
            return order;
    }
    return 0;
}

/* Of a keyed table: does the row come after the one before? */
static bool comes_after(const struct sqlite_pages_table *table, const struct sqlite_value *row, const char *bytes)
{
    const char *last_bytes = table->last_bytes.ptr ? table->last_bytes.ptr : "";
    return table->rows == 0 || compare_rows(table, table->last, last_bytes, row, bytes) < 0;
}

/* The row stays to be compared with the next. */
static enum status remember(struct sqlite_pages_table *table, const struct sqlite_value *row, const char *bytes,
                            struct error *err)
{
    buf_reset(&table->last_bytes);
    for (int i = 0; i < table->keys_count; i++) {
        int column = table->record[i];
        table->last[column] = row[column];
        if (row[column].type == SQLITE_TEXT || row[column].type == SQLITE_BLOB) {
            table->last[column].at = table->last_bytes.len;
            buf_put(&table->last_bytes, bytes_of(&row[column], bytes));
        }
    }
    return buf_status(&table->last_bytes, err);
}

/* Row ids may come in a few runs (organisations, persons, households) that do not run into each other. */
static enum status take_rowid(struct sqlite_pages_table *table, int64_t rowid, bool *ret_fits, struct error *err)
{
    struct run *run = table->runs_count ? &table->runs[table->runs_count - 1] : NULL;
    int64_t before = INT64_MAX; /* the first of the next run above */
    *ret_fits = false;
    if (run && rowid > run->last && rowid < run->before) {
        run->last = rowid;
        *ret_fits = true;
        return STATUS_OK;
    }
    if (table->runs_count == RUNS_MAX)
        return STATUS_OK;
    for (int i = 0; i < table->runs_count; i++) {
        if (rowid >= table->runs[i].first && rowid <= table->runs[i].last)
            return STATUS_OK;
        if (table->runs[i].first > rowid && table->runs[i].first < before)
            before = table->runs[i].first;
    }
    table->runs[table->runs_count++] = (struct run){ rowid, rowid, before };
    *ret_fits = true;
    return tree_end_run(&table->tree, err);
}

/* A row out of order waits until the file is SQLite's again. */
static enum status put_late(struct sqlite_pages_table *table, const struct sqlite_value *row, const char *bytes,
                            struct error *err)
{
    for (int i = 0; i < table->width; i++) {
        struct sqlite_value value = row[i];
        if (value.type == SQLITE_TEXT || value.type == SQLITE_BLOB) {
            value.at = table->late_bytes.len;
            buf_put(&table->late_bytes, bytes_of(&row[i], bytes));
        }
        buf_put(&table->late, (struct text){ (const char *)&value, sizeof(value) });
    }
    if (table->late.len + table->late_bytes.len > LATE_BYTES_MAX)
        return error_set(err, STATUS_LIMIT, "too many rows of %s are not in the order of their key", table->name);
    enum status status = buf_status(&table->late, err);
    return status == STATUS_OK ? buf_status(&table->late_bytes, err) : status;
}

static enum status put_row(struct sqlite_pages_table *table, const struct sqlite_value *row, const char *bytes,
                           struct error *err)
{
    int64_t rowid = table->rows + 1;
    enum status status = STATUS_OK;
    bool fits = true;
    if (table->keyed) {
        fits = comes_after(table, row, bytes);
    } else if (table->rowid_column != NO_COLUMN) {
        rowid = row[table->rowid_column].i64;
        status = take_rowid(table, rowid, &fits, err);
    }
    if (status != STATUS_OK || !fits)
        return status == STATUS_OK ? put_late(table, row, bytes, err) : status;
    table->rows++;
    status = encode(table, row, bytes, err);
    for (int i = 0; i < table->indexes_count && status == STATUS_OK; i++)
        status = index_add(&table->indexes[i], row, rowid, err);
    if (status == STATUS_OK && table->keyed)
        status = remember(table, row, bytes, err);
    return status == STATUS_OK ? tree_put(&table->tree, rowid, buf_text(&table->encoded), err) : status;
}

enum status sqlite_pages_put(struct sqlite_pages_table *table, const struct sqlite_value *values, size_t rows,
                             const char *bytes, struct error *err)
{
    enum status status = STATUS_OK;
    assert(!table->pages->ended);
    for (size_t i = 0; i < rows && status == STATUS_OK; i++)
        status = put_row(table, values + i * (size_t)table->width, bytes, err);
    return status;
}
