/*
 * What an engine must be able to do, and what both keep in the same way.
 *
 * An engine embeds struct db and struct db_stmt as its first member.  db.c
 * keeps the statements, counts steps for the fault tests and knows whether a
 * transaction is open; the engine only talks to its library.
 */
#pragma once

#include "db/db.h"

struct db_engine_calls {
    const char *begin_write, *begin_read; /* SQL */
    void (*close)(struct db *db);
    enum status (*exec)(struct db *db, const char *sql, struct error *err);
    enum status (*prepare)(struct db *db, const char *sql, struct db_stmt **ret, struct error *err);
    void (*finalize)(struct db_stmt *stmt);
    void (*bind_i64)(struct db_stmt *stmt, int n, int64_t value);
    void (*bind_f64)(struct db_stmt *stmt, int n, double value);
    void (*bind_text)(struct db_stmt *stmt, int n, struct text value);
    void (*bind_blob)(struct db_stmt *stmt, int n, struct text value);
    void (*bind_null)(struct db_stmt *stmt, int n);
    enum status (*run)(struct db_stmt *stmt, uint64_t *ret_changed, struct error *err);
    /* STATUS_OK with *ret_row; an error otherwise. */
    enum status (*next)(struct db_stmt *stmt, bool *ret_row, struct error *err);
    void (*reset)(struct db_stmt *stmt);
    int64_t (*i64)(const struct db_stmt *stmt, int column);
    double (*f64)(const struct db_stmt *stmt, int column);
    struct text (*bytes)(const struct db_stmt *stmt, int column, bool is_text);
    bool (*is_null)(const struct db_stmt *stmt, int column);
    enum status (*bulk_open)(struct db *db, const char *table, const char *columns, int count, struct db_bulk **ret,
                             struct error *err);
    void (*bulk_i64)(struct db_bulk *bulk, int64_t value);
    void (*bulk_f64)(struct db_bulk *bulk, double value);
    void (*bulk_bytes)(struct db_bulk *bulk, struct text value, bool is_text);
    void (*bulk_null)(struct db_bulk *bulk);
    enum status (*bulk_row)(struct db_bulk *bulk, struct error *err);
    enum status (*bulk_flush)(struct db_bulk *bulk, struct error *err);
    void (*bulk_free)(struct db_bulk *bulk);
    void (*log_left)(struct db *db, void (*full)(void *ctx, uint64_t pages), void *ctx); /* NULL: there is no log */
    enum status (*log_put_in)(struct db *db, struct error *err);
};

enum db_transaction { DB_NO_TRANSACTION, DB_WRITING, DB_READING, DB_READING_FOR_WALK };

struct db {
    const struct db_engine_calls *calls;
    enum db_engine engine;
    char *url; /* without a password */
    enum db_transaction transaction;
    struct db_stmt **slots; /* statements by hash of their text, linear probing */
    size_t slots_size, slots_used;
    uint64_t fail_after; /* steps; 0 never */
    struct db *beside;   /* of a file that grows apart: whose steps it counts with */
};

struct db_stmt {
    struct db *db;
    struct db_stmt *twin; /* the same text, for use while this one is being read */
    char *sql;
    uint64_t hash;
    bool busy;         /* rows are being read */
    bool at_end;       /* … and there are no more */
    bool walking;      /* by a cursor */
    bool ends_reading; /* the walk opened the read snapshot */
    bool bad_text;     /* a NUL byte was bound */
    enum status status;
    struct error err;
};

struct db_bulk {
    struct db *db;
    int count, filled; /* columns of a row, and how many of this row are put */
    bool bad_text;
};

enum status sqlite_open(const char *path, struct db **ret, struct error *err);
enum status sqlite_open_apart(const char *path, struct db **ret, struct error *err);
enum status postgres_open(const char *url, struct db **ret, struct error *err);
