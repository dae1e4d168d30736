/* What the files of the SQLite driver share. */
#pragma once

#include <sqlite3.h>

#include "db/driver.h"

struct sqlite_bulk;

enum { SQLITE_OFTEN = 4 };

struct sqlite_db {
    struct db db;
    sqlite3 *handle;
    sqlite3_stmt *often[SQLITE_OFTEN]; /* what begins and ends a transaction, compiled */
    const struct sqlite_bulk *feeding; /* whose rows the table of rows shows, while they go in */
    struct sqlite_bulk *kept;          /* to be opened again */
    void (*log_full)(void *ctx, uint64_t pages);
    void *log_ctx;
};

/* sqlite.c: for a file that grows apart too */
void sqlite_close_db(struct db *db);
void sqlite_let_go(struct sqlite_db *db); /* of its file; it stays, without one */
enum status sqlite_take_up(struct sqlite_db *db, const char *path, struct error *err); /* a file that grows apart */
enum status sqlite_exec(struct db *db, const char *sql, struct error *err);
enum status sqlite_prepare(struct db *db, const char *sql, struct db_stmt **ret, struct error *err);
enum status sqlite_told(sqlite3 *handle, int code, const char *doing, struct error *err);

/* sqlite_bulk.c */
int sqlite_bulk_init(struct sqlite_db *db);  /* the table of rows, of this connection */
void sqlite_bulk_done(struct sqlite_db *db); /* before it is closed */
enum status sqlite_bulk_open(struct db *db, const char *table, const char *columns, int count, struct db_bulk **ret,
                             struct error *err);
void sqlite_bulk_i64(struct db_bulk *bulk, int64_t value);
void sqlite_bulk_f64(struct db_bulk *bulk, double value);
void sqlite_bulk_bytes(struct db_bulk *bulk, struct text value, bool is_text);
void sqlite_bulk_null(struct db_bulk *bulk);
enum status sqlite_bulk_row(struct db_bulk *bulk, struct error *err);
enum status sqlite_bulk_flush(struct db_bulk *bulk, struct error *err);
void sqlite_bulk_free(struct db_bulk *bulk);

/* sqlite_log.c: the system's files, save that a log is written in few pieces; NULL: SQLite's own way */
const char *sqlite_log_system(void);
/* From now on this connection makes the log of the store's own file longer by some MB when it must. */
void sqlite_log_ahead(sqlite3 *handle);

/* sqlite_apart.c: a file whose rows are written as pages */
struct sqlite_db *sqlite_apart_new(const char *path); /* without a file yet; NULL: no memory */
void sqlite_apart_close(struct db *db);
enum status sqlite_apart_exec(struct db *db, const char *sql, struct error *err);
enum status sqlite_apart_prepare(struct db *db, const char *sql, struct db_stmt **ret, struct error *err);
enum status sqlite_apart_bulk_open(struct db *db, const char *table, const char *columns, int count,
                                   struct db_bulk **ret, struct error *err);
void sqlite_apart_bulk_i64(struct db_bulk *bulk, int64_t value);
void sqlite_apart_bulk_f64(struct db_bulk *bulk, double value);
void sqlite_apart_bulk_bytes(struct db_bulk *bulk, struct text value, bool is_text);
void sqlite_apart_bulk_null(struct db_bulk *bulk);
enum status sqlite_apart_bulk_row(struct db_bulk *bulk, struct error *err);
enum status sqlite_apart_bulk_flush(struct db_bulk *bulk, struct error *err);
void sqlite_apart_bulk_free(struct db_bulk *bulk);
