/*
 * A table of a SQLite file that grows apart (sqlite_apart.c): rows in, pages
 * out, and what its indexes hold noted on the way.
 */
#pragma once

#include <sqlite3.h>

#include "db/btree.h"
#include "db/driver.h"

enum { COLUMNS_MAX = DB_PARAMETERS_MAX, INDEXES_MAX = 4, INDEX_NUMBERS_MAX = 8, RUNS_MAX = 8 };

struct grown_value {
    int type; /* as SQLite numbers them */
    union {
        int64_t i64;
        double f64;
        struct text text; /* the caller's, until the row is put */
    };
};

/* One that waits for SQLite; texts lie in late_bytes. */
struct grown_late {
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
struct grown_index {
    uint32_t root;
    int count;
    int columns[INDEX_NUMBERS_MAX]; /* of the table; -1 is the row's number */
    bool descends[INDEX_NUMBERS_MAX];
    VEC(int64_t) rows; /* count of them each */
};

struct grown_run {
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
    struct grown_index indexes[INDEXES_MAX];
    int indexes_count;
    struct grown_run runs[RUNS_MAX]; /* of a table with rows; the last is the one that grows */
    int runs_count;
    int64_t limit;                       /* the next row of another run */
    struct grown_value key[COLUMNS_MAX]; /* of the last row, where there are no numbers */
    struct buf key_bytes;
    bool any;
    VEC(struct grown_late) late; /* columns of them each */
    struct buf late_bytes;
};

/* A row, its values in the order of the table's columns. One that does not come well waits among the late. */
enum status grown_put(struct grown *table, const struct grown_value *values, struct error *err);
/* All but what is late: the pages of the table and of its indexes. What is put from now on is late. */
enum status grown_end(struct grown *table, struct error *err);
void grown_free(struct grown *table);
