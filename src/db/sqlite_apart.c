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
#include "db/btree.h"
#include "db/sqlite.h"

enum { COLUMNS_MAX = DB_PARAMETERS_MAX, INDEXES_MAX = 4, INDEX_NUMBERS_MAX = 8, RUNS_MAX = 8, RECORD_HEAD_MAX = 400 };

struct value {
    int type; /* as SQLite numbers them */
    union {
        int64_t i64;
        double f64;
        struct text text; /* the caller's, until the row is put */
    };
};

/* One that waits for SQLite; texts lie in late_bytes. */
struct late {
    int type;
    union {
        int64_t i64;
        double f64;
        struct {
            size_t at, len;
        };
    };
};

/* What an index holds of each row: numbers only. One that descends is kept turned round. */
struct numbers {
    uint32_t root;
    int count;
    int columns[INDEX_NUMBERS_MAX]; /* of the table; -1 is the row's number */
    bool descends[INDEX_NUMBERS_MAX];
    VEC(int64_t) rows; /* count of them each */
};

struct run {
    int64_t first, last;
};

/* A table, and what was put into it. */
struct grown {
    struct grown *next;
    char *name;
    uint32_t root;
    bool has_rows; /* by number; else it is in order of its key */
    bool is_late;  /* all of it is left to SQLite */
    bool is_ended;
    int columns;
    char *names[COLUMNS_MAX];
    int types[COLUMNS_MAX];
    int stored[COLUMNS_MAX]; /* in this order */
    int key_count;           /* the first so many of those are the key */
    int row_column;          /* the one that is the row's number; -1 when there is none */
    struct btree tree;
    struct buf record;
    struct numbers indexes[INDEXES_MAX];
    int indexes_count;
    struct run runs[RUNS_MAX]; /* of a table with rows; the last is the one that grows */
    int runs_count;
    int64_t limit;                 /* the next row of another run */
    struct value key[COLUMNS_MAX]; /* of the last row, where there are no numbers */
    struct buf key_bytes;
    bool any;
    VEC(struct late) late; /* columns of them each */
    struct buf late_bytes;
};

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
    struct value values[COLUMNS_MAX];
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

static void grown_free(struct grown *table)
{
    for (int i = 0; i < table->columns; i++)
        free(table->names[i]);
    for (int i = 0; i < table->indexes_count; i++)
        vec_done(&table->indexes[i].rows);
    btree_done(&table->tree);
    buf_done(&table->record);
    buf_done(&table->key_bytes);
    vec_done(&table->late);
    buf_done(&table->late_bytes);
    free(table->name);
    free(table);
}

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
        struct numbers *index = &table->indexes[i];
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

static enum status end_table(struct grown *table, struct error *err);

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
            const struct late *value = &table->late.ptr[i + (size_t)into->filled];
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
        status = end_table(table, err);
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

/* ---- a row as SQLite stores it ---- */

static unsigned varint_len(uint64_t n)
{
    unsigned len = 1;
    for (; n > 0x7f && len < 9; n >>= 7)
        len++;
    return len;
}

/* Serial types (fileformat2, 2.1). */
static unsigned bytes_of(int64_t n)
{
    uint64_t size = n < 0 ? ~(uint64_t)n : (uint64_t)n;
    return n == 0 || n == 1        ? 0
           : size < 0x80           ? 1
           : size < 0x8000         ? 2
           : size < 0x800000       ? 3
           : size < 0x80000000     ? 4
           : size < 0x800000000000 ? 6
                                   : 8;
}

static uint64_t serial_of(const struct value *value, unsigned *ret_len)
{
    *ret_len = 0;
    if (value->type == SQLITE_NULL)
        return 0;
    if (value->type == SQLITE_INTEGER) {
        static const uint8_t serials[] = { 0, 1, 2, 3, 4, 0, 5, 0, 6 };
        *ret_len = bytes_of(value->i64);
        return *ret_len ? serials[*ret_len] : 8 + (uint64_t)value->i64;
    }
    *ret_len = (unsigned)value->text.len;
    return 12 + 2 * (uint64_t)value->text.len + (value->type == SQLITE_TEXT);
}

static char *write_varint(char *at, uint64_t n)
{
    unsigned len = varint_len(n);
    assert(len < 9); /* a length or a type: no such text fits memory */
    for (unsigned i = len; i-- > 0; n >>= 7)
        at[i] = (char)((n & 0x7f) | (i + 1 < len ? 0x80 : 0));
    return at + len;
}

/* Into record, which is emptied; false when memory is gone. */
static bool write_record(const struct value *const *values, int count, struct buf *record)
{
    uint64_t serials[COLUMNS_MAX];
    unsigned lens[COLUMNS_MAX];
    size_t head = 0, body = 0;
    for (int i = 0; i < count; i++) {
        serials[i] = serial_of(values[i], &lens[i]);
        head += varint_len(serials[i]);
        body += lens[i];
    }
    head += head + 1 > 0x7f ? 2 : 1; /* itself */
    buf_reset(record);
    char *at = buf_reserve(record, head + body);
    if (!at)
        return false;
    record->len = head + body;
    at = write_varint(at, head);
    for (int i = 0; i < count; i++)
        at = write_varint(at, serials[i]);
    for (int i = 0; i < count; i++) {
        if (values[i]->type == SQLITE_INTEGER)
            for (unsigned b = lens[i]; b-- > 0;)
                *at++ = (char)((uint64_t)values[i]->i64 >> 8 * b);
        else if (lens[i]) {
            memcpy(at, values[i]->text.ptr, lens[i]);
            at += lens[i];
        }
    }
    return true;
}

/* ---- indexes ---- */

static int compare_numbers(const void *a, const void *b, void *count)
{
    const int64_t *x = a, *y = b;
    for (int i = 0; i < *(const int *)count; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

enum { HEAP_BITS = 14, HEAPS = 1 << HEAP_BITS };

/* Ids are spread evenly: heaps by the highest bits of what the first numbers span, each sorted in its turn. */
static int64_t *sorted_numbers(const struct numbers *index)
{
    size_t width = (size_t)index->count, rows = index->rows.len / width;
    size_t *starts = calloc(HEAPS + 2, sizeof(*starts));
    int64_t *into = malloc((index->rows.len + 1) * sizeof(*into));
    int64_t low = INT64_MAX, high = INT64_MIN;
    int count = index->count;
    if (!starts || !into) {
        free(starts);
        free(into);
        return NULL;
    }
    for (size_t r = 0; r < rows; r++) {
        int64_t first = index->rows.ptr[r * width];
        low = first < low ? first : low;
        high = first > high ? first : high;
    }
    uint64_t span = rows ? (uint64_t)high - (uint64_t)low : 0;
    unsigned bits = span ? 64 - (unsigned)__builtin_clzll(span) : 0, shift = bits > HEAP_BITS ? bits - HEAP_BITS : 0;
    for (size_t r = 0; r < rows; r++)
        starts[(((uint64_t)index->rows.ptr[r * width] - (uint64_t)low) >> shift) + 2]++;
    for (size_t h = 2; h < HEAPS + 2; h++)
        starts[h] += starts[h - 1];
    for (size_t r = 0; r < rows; r++) {
        const int64_t *from = &index->rows.ptr[r * width];
        memcpy(into + starts[(((uint64_t)from[0] - (uint64_t)low) >> shift) + 1]++ * width, from,
               width * sizeof(*from));
    }
    for (size_t h = 0; h < HEAPS; h++)
        if (starts[h + 1] - starts[h] > 1)
            qsort_r(into + starts[h] * width, starts[h + 1] - starts[h], width * sizeof(*into), compare_numbers,
                    &count);
    free(starts);
    return into;
}

static enum status put_index(struct grown *table, struct pages *pages, struct numbers *index, struct error *err)
{
    struct btree tree;
    struct value values[INDEX_NUMBERS_MAX];
    const struct value *which[INDEX_NUMBERS_MAX];
    size_t width = (size_t)index->count;
    enum status status = STATUS_OK;
    int64_t *sorted = sorted_numbers(index);
    if (!sorted)
        return no_memory(err);
    btree_begin(&tree, pages, index->root, true);
    for (size_t at = 0; at < index->rows.len && status == STATUS_OK; at += width) {
        for (size_t i = 0; i < width; i++) {
            values[i] =
                (struct value){ .type = SQLITE_INTEGER, .i64 = index->descends[i] ? ~sorted[at + i] : sorted[at + i] };
            which[i] = &values[i];
        }
        status = write_record(which, index->count, &table->record)
                     ? btree_add_entry(&tree, buf_text(&table->record), err)
                     : no_memory(err);
    }
    free(sorted);
    vec_done(&index->rows);
    if (status == STATUS_OK)
        status = btree_end(&tree, err);
    btree_done(&tree);
    return status;
}

static enum status end_table(struct grown *table, struct error *err)
{
    if (table->is_ended)
        return STATUS_OK;
    struct pages *pages = table->tree.pages;
    table->is_ended = table->is_late = true;
    enum status status = btree_end(&table->tree, err);
    btree_done(&table->tree);
    for (int i = 0; i < table->indexes_count && status == STATUS_OK; i++)
        status = put_index(table, pages, &table->indexes[i], err);
    return status;
}

/* ---- a row that is put ---- */

static enum status keep_late(struct grown *table, const struct value *values, struct error *err)
{
    for (int i = 0; i < table->columns; i++) {
        struct late late = { .type = values[i].type };
        if (late.type == SQLITE_INTEGER) {
            late.i64 = values[i].i64;
        } else if (late.type == SQLITE_FLOAT) {
            late.f64 = values[i].f64;
        } else if (late.type != SQLITE_NULL) {
            late.at = table->late_bytes.len;
            late.len = values[i].text.len;
            buf_put(&table->late_bytes, values[i].text);
        }
        if (!vec_push(&table->late, late))
            return no_memory(err);
    }
    return buf_status(&table->late_bytes, err);
}

static bool are_of_their_types(const struct grown *table, const struct value *values)
{
    for (int i = 0; i < table->columns; i++)
        if (values[i].type != table->types[i])
            return false;
    return true;
}

/* *ret: the row belongs where no other run has rows; the tree is ready for it there. */
static enum status row_comes_well(struct grown *table, int64_t row, bool *ret, struct error *err)
{
    struct run *run = table->runs_count ? &table->runs[table->runs_count - 1] : NULL;
    *ret = true;
    if (run && row > run->last && row < table->limit) {
        run->last = row;
        return STATUS_OK;
    }
    int64_t limit = INT64_MAX;
    *ret = table->runs_count < RUNS_MAX && row < limit;
    for (int i = 0; i < table->runs_count; i++) {
        *ret &= row < table->runs[i].first || row > table->runs[i].last;
        if (table->runs[i].first > row && table->runs[i].first < limit)
            limit = table->runs[i].first;
    }
    if (!*ret)
        return STATUS_OK;
    table->limit = limit;
    table->runs[table->runs_count++] = (struct run){ row, row };
    return btree_run(&table->tree, err);
}

static int compare_values(const struct value *a, const struct value *b)
{
    if (a->type == SQLITE_INTEGER)
        return a->i64 < b->i64 ? -1 : a->i64 > b->i64;
    size_t len = a->text.len < b->text.len ? a->text.len : b->text.len;
    int order = len ? memcmp(a->text.ptr, b->text.ptr, len) : 0;
    return order ? order : (a->text.len > b->text.len) - (a->text.len < b->text.len);
}

/* Is it after the entry before it?  Then it is the one before the next. */
static bool entry_comes_well(struct grown *table, const struct value *values)
{
    int order = table->any ? 0 : 1;
    for (int k = 0; k < table->key_count && order == 0; k++)
        order = compare_values(&values[table->stored[k]], &table->key[k]);
    if (order <= 0)
        return false;
    buf_reset(&table->key_bytes);
    for (int k = 0; k < table->key_count; k++) {
        const struct value *value = &values[table->stored[k]];
        table->key[k] = *value;
        if (value->type != SQLITE_INTEGER)
            buf_put(&table->key_bytes, value->text);
    }
    for (size_t k = 0, at = 0; k < (size_t)table->key_count; k++)
        if (table->key[k].type != SQLITE_INTEGER) {
            table->key[k].text.ptr = table->key_bytes.ptr + at;
            at += table->key[k].text.len;
        }
    table->any = true;
    return !table->key_bytes.failed;
}

static enum status note_in_indexes(struct grown *table, const struct value *values, int64_t row, struct error *err)
{
    for (int i = 0; i < table->indexes_count; i++) {
        struct numbers *index = &table->indexes[i];
        if (!vec_reserve(&index->rows, index->rows.len + (size_t)index->count))
            return no_memory(err);
        for (int n = 0; n < index->count; n++) {
            int64_t number = index->columns[n] < 0 ? row : values[index->columns[n]].i64;
            index->rows.ptr[index->rows.len++] = index->descends[n] ? ~number : number;
        }
    }
    return STATUS_OK;
}

static enum status put_row(struct grown *table, const struct value *values, struct error *err)
{
    static const struct value none = { .type = SQLITE_NULL };
    const struct value *which[COLUMNS_MAX];
    int64_t row = table->row_column >= 0 ? values[table->row_column].i64
                  : table->runs_count    ? table->runs[0].last + 1
                                         : 1;
    bool well = !table->is_late && are_of_their_types(table, values);
    enum status status = STATUS_OK;
    if (well && table->has_rows)
        status = row_comes_well(table, row, &well, err);
    else if (well)
        well = entry_comes_well(table, values);
    if (status != STATUS_OK || !well)
        return status == STATUS_OK ? keep_late(table, values, err) : status;
    for (int i = 0; i < table->columns; i++)
        which[i] = table->stored[i] == table->row_column ? &none : &values[table->stored[i]];
    if (!write_record(which, table->columns, &table->record))
        return no_memory(err);
    status = table->has_rows ? btree_add_row(&table->tree, row, buf_text(&table->record), err)
                             : btree_add_entry(&table->tree, buf_text(&table->record), err);
    return status == STATUS_OK ? note_in_indexes(table, values, row, err) : status;
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

static struct value *next_value(struct db_bulk *bulk)
{
    return &as(bulk)->values[bulk->filled];
}

void sqlite_apart_bulk_i64(struct db_bulk *bulk, int64_t value)
{
    *next_value(bulk) = (struct value){ .type = SQLITE_INTEGER, .i64 = value };
}

void sqlite_apart_bulk_f64(struct db_bulk *bulk, double value)
{
    *next_value(bulk) = (struct value){ .type = SQLITE_FLOAT, .f64 = value };
}

void sqlite_apart_bulk_bytes(struct db_bulk *bulk, struct text value, bool is_text)
{
    *next_value(bulk) = (struct value){ .type = is_text ? SQLITE_TEXT : SQLITE_BLOB, .text = value };
}

void sqlite_apart_bulk_null(struct db_bulk *bulk)
{
    *next_value(bulk) = (struct value){ .type = SQLITE_NULL };
}

enum status sqlite_apart_bulk_row(struct db_bulk *bulk, struct error *err)
{
    struct value values[COLUMNS_MAX];
    const struct apart_bulk *b = as(bulk);
    for (int c = 0; c < b->table->columns; c++)
        values[c] = b->place[c] < 0 ? (struct value){ .type = SQLITE_NULL } : b->values[b->place[c]];
    return put_row(b->table, values, err);
}

enum status sqlite_apart_bulk_flush(struct db_bulk *bulk, struct error *err)
{
    return end_table(as(bulk)->table, err);
}

void sqlite_apart_bulk_free(struct db_bulk *bulk)
{
    free(bulk);
}
