/*
 * An index of whole numbers, gathered while its table is laid out in pages
 * and laid out itself when the table is done: one sort of plain numbers.
 *
 *     row ──▶ numbers: its columns, then what finds the row ──▶ sorted ──▶ a tree of SQLite
 *
 * Inside db/ only.
 */
#pragma once

#include "base/vec.h"
#include "db/sqlite.h"

struct page_file;

enum { INDEX_PARTS_MAX = 8, INDEX_ROWID = -1 };

struct sqlite_index {
    uint32_t root;               /* of the empty index */
    int parts;                   /* numbers of an entry */
    int column[INDEX_PARTS_MAX]; /* of the bulk, or INDEX_ROWID */
    bool descends[INDEX_PARTS_MAX];
    VEC(int64_t) numbers; /* entry after entry; those that descend are turned over, so that all ascend */
};

enum status index_add(struct sqlite_index *index, const struct sqlite_value *row, int64_t rowid, struct error *err);
enum status index_write(struct sqlite_index *index, struct page_file *file, struct error *err);
void index_done(struct sqlite_index *index);
