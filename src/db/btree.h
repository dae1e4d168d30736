/*
 * A table or an index of a SQLite file, built from front to back and put
 * beside what is there: the pages that SQLite would have written, without the
 * machine that looks for the place of each row.
 *
 * The format is that of https://www.sqlite.org/fileformat2.html, which SQLite
 * promises to keep.  Who builds owns the file: its schema was written by
 * SQLite, which closed it, and opens it again after pages_end().
 *
 * Life: pages_begin → btree_begin … btree_add … btree_end → pages_end.
 */
#pragma once

#include <pthread.h>

#include "base/buf.h"
#include "base/vec.h"

enum {
    PAGE_BYTES = 4096,
    PAGE_LEVELS_MAX = 16, /* a level has at least twice the pages of the one above: 2^32 pages fit */
    CELL_LOCAL_MAX = PAGE_BYTES,
};

/* The file: which numbers of pages were given out. Many trees, each on its own thread, may build in one. */
struct pages {
    int fd; /* -1 when there is none */
    pthread_mutex_t lock;
    uint32_t count;       /* pages of the file */
    VEC(uint32_t) unused; /* of those */
};

#define PAGES_NONE ((struct pages){ .fd = -1, .lock = PTHREAD_MUTEX_INITIALIZER })

enum status pages_begin(const char *path, struct pages *ret, struct error *err);
/* Its head tells of all that was built. */
enum status pages_end(struct pages *pages, struct error *err);
void pages_done(struct pages *pages); /* PAGES_NONE is fine */

/* A page while it fills: cells lie from its end down, their places from its head up. */
struct page {
    uint8_t bytes[PAGE_BYTES];
    unsigned head, cells, low, last_len; /* low: where the last cell begins */
};

struct cell {
    uint8_t bytes[CELL_LOCAL_MAX];
    unsigned len;
};

/* A leaf that was written, and the rows on it. */
struct leaf {
    int64_t first, last;
    uint32_t page;
};

/*
 * Of an index: a page that is full, and what came then.  That goes up a level
 * when more comes; when nothing does the last cell of the page goes up in its
 * place, for no page may be empty.
 */
struct level {
    struct page page;
    unsigned last_len; /* of the last cell, without its child */
    bool waits;
    struct cell waiting;
    uint32_t waiting_child;
};

struct btree {
    struct pages *pages;
    uint32_t root;
    bool is_index;
    /* pages given out together and written together: [from, from + room), used of them filled */
    uint32_t from, room, used;
    uint8_t *extent;
    struct level *levels[PAGE_LEVELS_MAX]; /* of a table the leaf alone */
    VEC(struct leaf) leaves;               /* of a table */
    int64_t first, last;                   /* rows of the leaf that fills */
};

#define BTREE_NONE ((struct btree){ 0 })

/* root: the page SQLite gave it, empty yet. */
void btree_begin(struct btree *tree, struct pages *pages, uint32_t root, bool is_index);
/*
 * The next row of a table.  Rows ascend, save that btree_run() may begin
 * anywhere no other run has rows.
 */
enum status btree_add_row(struct btree *tree, int64_t row, struct text record, struct error *err);
enum status btree_run(struct btree *tree, struct error *err);
/* The next entry of an index: they ascend, as SQLite compares records. */
enum status btree_add_entry(struct btree *tree, struct text record, struct error *err);
/* Everything is in: what is above the leaves is written, and the root. */
enum status btree_end(struct btree *tree, struct error *err);
void btree_done(struct btree *tree);
