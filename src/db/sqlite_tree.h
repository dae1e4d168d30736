/*
 * A table of SQLite laid out page by page, without SQLite: its file format is
 * documented, promised to stay (sqlite.org/fileformat2.html), and rows that
 * come in the order of their key need no search, no balancing and no journal.
 *
 *     rows in order ──▶ leaves ──────────▶ page_file, appended in pieces of a megabyte
 *                       └ what divides them ──▶ inner pages, level by level ──▶ the root, where the schema says
 *
 * Two kinds of tree, as SQLite has them: of a table with row ids (rows in the
 * leaves, inner pages hold the largest row id to their left) and of a table
 * WITHOUT ROWID (each row is its own key; the row between two leaves lies in
 * the page above them and nowhere else).
 *
 * Inside db/ only.
 */
#pragma once

#include "base/buf.h"
#include "base/status.h"
#include "base/vec.h"

enum { TREE_PAGE_BYTES = 16384 };

/* Pages at the end of a file, in order of number. */
struct page_file {
    int fd;
    uint32_t next; /* number of the page that is put next */
    struct buf out;
    uint32_t out_from; /* number of the first page in out */
};

/* What lies on one level of a tree, from left to right. */
struct tree_child {
    uint32_t page;
    int64_t first, last; /* row ids; of a tree with row ids */
    size_t divider_at;   /* in tree.dividers: what divides it from the next */
    uint32_t divider_len;
};

struct tree {
    struct page_file *file;
    uint32_t root;
    bool keyed;          /* WITHOUT ROWID */
    bool has_waiting;    /* a row that divides this leaf from the next, if there is a next */
    uint32_t cells;      /* of the leaf that is being filled … */
    uint32_t content;    /* … where their bytes begin … */
    int64_t first, last; /* … and its row ids */
    unsigned char leaf[TREE_PAGE_BYTES];
    struct buf waiting;
    struct buf dividers;
    VEC(struct tree_child) children;
};

/* root: the number of an empty table's page. */
void tree_init(struct tree *tree, struct page_file *file, uint32_t root, bool keyed);
void tree_done(struct tree *tree);

/*
 * A row: rowid counts of a tree with row ids, where rows may come in several
 * runs that do not overlap; of a keyed one they come in the order of the key.
 */
enum status tree_put(struct tree *tree, int64_t rowid, struct text record, struct error *err);
/* The next row begins another run. */
enum status tree_end_run(struct tree *tree, struct error *err);
/* Inner pages and the root. */
enum status tree_end(struct tree *tree, struct error *err);

enum status page_file_flush(struct page_file *file, struct error *err);

/* As SQLite writes a number: 1 to 9 bytes. */
enum { VARINT_MAX = 9 };
size_t varint_put(unsigned char *into, uint64_t n);
