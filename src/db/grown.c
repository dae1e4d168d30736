/*
 * A row of a table that grows, as SQLite stores it; and the entries of its
 * indexes, which are sorted when all rows are in.
 *
 * A row comes well when its values are of their columns' types and it belongs
 * after what is there: of a table of rows by number also before, as long as no
 * other run of rows is in its way; of a table in order of its key after the
 * last.  All others are late.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "db/grown.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/spread.h"

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a view that grows");
}

void grown_free(struct grown *table)
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

static uint64_t serial_of(const struct grown_value *value, unsigned *ret_len)
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
    if (len == 1) {
        *at = (char)n;
        return at + 1;
    }
    for (unsigned i = len; i-- > 0; n >>= 7)
        at[i] = (char)((n & 0x7f) | (i + 1 < len ? 0x80 : 0));
    return at + len;
}

/* The last len bytes of a number, the highest first; eight are written. */
static char *write_number(char *at, int64_t n, unsigned len)
{
    uint64_t high_first = len ? htobe64((uint64_t)n << (64 - 8 * len)) : 0;
    memcpy(at, &high_first, sizeof(high_first));
    return at + len;
}

/* Into record, which is emptied; false when memory is gone. */
static bool write_record(const struct grown_value *const *values, int count, struct buf *record)
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
    char *at = buf_reserve(record, head + body + sizeof(uint64_t));
    if (!at)
        return false;
    record->len = head + body;
    at = write_varint(at, head);
    for (int i = 0; i < count; i++)
        at = write_varint(at, serials[i]);
    for (int i = 0; i < count; i++) {
        if (values[i]->type == SQLITE_INTEGER)
            at = write_number(at, values[i]->i64, lens[i]);
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

static enum status put_index(struct grown *table, struct pages *pages, struct grown_index *index, struct error *err)
{
    struct btree tree;
    struct grown_value values[INDEX_NUMBERS_MAX];
    const struct grown_value *which[INDEX_NUMBERS_MAX];
    size_t width = (size_t)index->count;
    enum status status = STATUS_OK;
    if (!spread_sort(index->rows.ptr, index->rows.len / width, width * sizeof(int64_t), 0, true, compare_numbers,
                     &index->count))
        return no_memory(err);
    btree_begin(&tree, pages, index->root, true);
    for (size_t at = 0; at < index->rows.len && status == STATUS_OK; at += width) {
        for (size_t i = 0; i < width; i++) {
            int64_t number = index->rows.ptr[at + i];
            values[i] = (struct grown_value){ .type = SQLITE_INTEGER, .i64 = index->descends[i] ? ~number : number };
            which[i] = &values[i];
        }
        status = write_record(which, index->count, &table->record)
                     ? btree_add_entry(&tree, buf_text(&table->record), err)
                     : no_memory(err);
    }
    vec_done(&index->rows);
    if (status == STATUS_OK)
        status = btree_end(&tree, err);
    btree_done(&tree);
    return status;
}

enum status grown_end(struct grown *table, struct error *err)
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

static enum status keep_late(struct grown *table, const struct grown_value *values, struct error *err)
{
    for (int i = 0; i < table->columns; i++) {
        struct grown_late late = { .type = values[i].type };
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

static bool are_of_their_types(const struct grown *table, const struct grown_value *values)
{
    for (int i = 0; i < table->columns; i++)
        if (values[i].type != table->types[i])
            return false;
    return true;
}

/* *ret: the row belongs where no other run has rows; the tree is ready for it there. */
static enum status row_comes_well(struct grown *table, int64_t row, bool *ret, struct error *err)
{
    struct grown_run *run = table->runs_count ? &table->runs[table->runs_count - 1] : NULL;
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
    table->runs[table->runs_count++] = (struct grown_run){ row, row };
    return btree_run(&table->tree, err);
}

static int compare_values(const struct grown_value *a, const struct grown_value *b)
{
    if (a->type == SQLITE_INTEGER)
        return a->i64 < b->i64 ? -1 : a->i64 > b->i64;
    size_t len = a->text.len < b->text.len ? a->text.len : b->text.len;
    int order = len ? memcmp(a->text.ptr, b->text.ptr, len) : 0;
    return order ? order : (a->text.len > b->text.len) - (a->text.len < b->text.len);
}

/* Is it after the entry before it?  Then it is the one before the next. */
static bool entry_comes_well(struct grown *table, const struct grown_value *values)
{
    int order = table->any ? 0 : 1;
    for (int k = 0; k < table->key_count && order == 0; k++)
        order = compare_values(&values[table->stored[k]], &table->key[k]);
    if (order <= 0)
        return false;
    buf_reset(&table->key_bytes);
    for (int k = 0; k < table->key_count; k++) {
        const struct grown_value *value = &values[table->stored[k]];
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

static enum status note_in_indexes(struct grown *table, const struct grown_value *values, int64_t row,
                                   struct error *err)
{
    for (int i = 0; i < table->indexes_count; i++) {
        struct grown_index *index = &table->indexes[i];
        if (!vec_reserve(&index->rows, index->rows.len + (size_t)index->count))
            return no_memory(err);
        for (int n = 0; n < index->count; n++) {
            int64_t number = index->columns[n] < 0 ? row : values[index->columns[n]].i64;
            index->rows.ptr[index->rows.len++] = index->descends[n] ? ~number : number;
        }
    }
    return STATUS_OK;
}

enum status grown_put(struct grown *table, const struct grown_value *values, struct error *err)
{
    static const struct grown_value none = { .type = SQLITE_NULL };
    const struct grown_value *which[COLUMNS_MAX];
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
