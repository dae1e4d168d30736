/* What the files of the SQLite driver share. */
#pragma once

#include <sqlite3.h>

#include "db/driver.h"

struct sqlite_bulk;
struct sqlite_pages;

enum { SQLITE_OFTEN = 4 };

struct sqlite_db {
    struct db db;
    sqlite3 *handle; /* NULL while rows of a file apart are laid out in pages */
    char *apart;     /* the path of such a file, else NULL */
    struct sqlite_pages *pages;
    sqlite3_stmt *often[SQLITE_OFTEN]; /* what begins and ends a transaction, compiled */
    const struct sqlite_bulk *feeding; /* whose rows the table of rows shows, while they go in */
};

enum status sqlite_told(sqlite3 *handle, int code, const char *doing, struct error *err);

/* Closes and opens the connection to a file apart; a transaction is begun again. */
void sqlite_leave(struct sqlite_db *db);
enum status sqlite_return(struct sqlite_db *db, struct error *err);

/* A value of a row that waits. */
struct sqlite_value {
    int type; /* as SQLite numbers them */
    union {
        int64_t i64;
        double f64;
        struct {
            size_t at, len; /* in bytes */
        };
    };
};

/*
 * sqlite_pages.c: rows of a file that grows apart go in without SQLite
 * (sqlite_tree.h).  From the first bulk until somebody asks the file something
 * it is in our hands; then it is SQLite's again, and for good.
 *
 * *ret stays NULL where rows are to go in by INSERT.
 */
struct sqlite_pages_table;
enum status sqlite_pages_open(struct sqlite_db *db, const char *table, const char *columns, int count,
                              struct sqlite_pages_table **ret, struct error *err);
enum status sqlite_pages_put(struct sqlite_pages_table *table, const struct sqlite_value *values, size_t rows,
                             const char *bytes, struct error *err);
/* What is in our hands is finished and SQLite's again; nothing to do when nothing is. */
enum status sqlite_pages_end(struct sqlite_db *db, struct error *err);
void sqlite_pages_free(struct sqlite_pages **pages);

/* sqlite_bulk.c */
int sqlite_bulk_init(struct sqlite_db *db); /* the table of rows, of this connection */
enum status sqlite_bulk_open(struct db *db, const char *table, const char *columns, int count, struct db_bulk **ret,
                             struct error *err);
void sqlite_bulk_i64(struct db_bulk *bulk, int64_t value);
void sqlite_bulk_f64(struct db_bulk *bulk, double value);
void sqlite_bulk_bytes(struct db_bulk *bulk, struct text value, bool is_text);
void sqlite_bulk_null(struct db_bulk *bulk);
enum status sqlite_bulk_row(struct db_bulk *bulk, struct error *err);
enum status sqlite_bulk_flush(struct db_bulk *bulk, struct error *err);
void sqlite_bulk_free(struct db_bulk *bulk);
