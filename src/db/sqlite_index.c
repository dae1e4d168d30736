/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "db/sqlite_index.h"

#include <stdlib.h>

#include "base/scoped.h"
#include "db/sqlite_record.h"
#include "db/sqlite_tree.h"

enum status index_add(struct sqlite_index *index, const struct sqlite_value *row, int64_t rowid, struct error *err)
{
    for (int i = 0; i < index->parts; i++) {
        int column = index->column[i];
        if (column != INDEX_ROWID && row[column].type != SQLITE_INTEGER)
            return error_set(err, STATUS_STORE, "a column of an index holds no number");
        int64_t number = column == INDEX_ROWID ? rowid : row[column].i64;
        if (!vec_push(&index->numbers, index->descends[i] ? ~number : number))
            return error_set(err, STATUS_NO_MEMORY, "no memory for an index of a view");
    }
    return STATUS_OK;
}

static int compare_entries(const void *a, const void *b, void *ctx)
{
    const int64_t *x = a, *y = b;
    const struct sqlite_index *index = ctx;
    for (int i = 0; i < index->parts; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

static bool is_sorted(const struct sqlite_index *index)
{
    size_t parts = (size_t)index->parts;
    for (size_t at = parts; at < index->numbers.len; at += parts)
        if (compare_entries(index->numbers.ptr + at - parts, index->numbers.ptr + at, (void *)(uintptr_t)index) > 0)
            return false;
    return true;
}

enum status index_write(struct sqlite_index *index, struct page_file *file, struct error *err)
{
    SCOPED(buf_done) struct buf record = BUF_EMPTY;
    SCOPED(tree_done) struct tree tree = { 0 };
    struct sqlite_value values[INDEX_PARTS_MAX];
    const struct sqlite_value *parts[INDEX_PARTS_MAX];
    size_t width = (size_t)index->parts, count = index->numbers.len / width;
    enum status status = STATUS_OK;
    tree_init(&tree, file, index->root, true);
    if (count && !is_sorted(index))
        qsort_r(index->numbers.ptr, count, width * sizeof(int64_t), compare_entries, index);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const int64_t *entry = index->numbers.ptr + i * width;
        for (size_t p = 0; p < width; p++) {
            values[p] =
                (struct sqlite_value){ .type = SQLITE_INTEGER, .i64 = index->descends[p] ? ~entry[p] : entry[p] };
            parts[p] = &values[p];
        }
        status = record_make(parts, index->parts, "", &record, err);
        if (status == STATUS_OK)
            status = tree_put(&tree, 0, buf_text(&record), err);
    }
    vec_done(&index->numbers);
    return status == STATUS_OK ? tree_end(&tree, err) : status;
}

void index_done(struct sqlite_index *index)
{
    vec_done(&index->numbers);
}
