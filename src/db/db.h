/*
 * Two engines behind one table of calls; this floor knows no customers.
 *
 * SQL is written once, with $1 $2 … bound by number, and kept to what both
 * engines understand; where they differ the caller gives a text for each
 * (store/sql/).  A connection belongs to one thread.
 *
 * SQLite: WAL, synchronous=FULL, foreign keys on.  PostgreSQL: libpq,
 * prepared statements, COPY for bulk.
 */
#pragma once

#include "base/status.h"
#include "base/text.h"

enum db_engine { DB_SQLITE, DB_POSTGRES };

struct db;
struct db_stmt;

/* "sqlite:PATH" (":memory:" too), "postgres://…" or "postgresql://…". */
enum status db_open(const char *url, struct db **ret, struct error *err);
void db_close(struct db **db);
enum db_engine db_engine_of(const struct db *db);

/* One or more statements without parameters or rows; DDL, PRAGMA. */
enum status db_exec(struct db *db, const char *sql, struct error *err);

/* Transactions do not nest. rollback without a transaction does nothing. */
enum status db_begin(struct db *db, struct error *err);       /* a write transaction at once */
enum status db_begin_read(struct db *db, struct error *err);  /* one snapshot for several reads */
enum status db_commit(struct db *db, struct error *err);
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);

/* A prepared statement, kept and shared by its SQL text as long as the connection lives. */
enum status db_prepare(struct db *db, const char *sql, struct db_stmt **ret, struct error *err);

/* Parameters count from 1. Texts and blobs are copied or used before the next call of db_run/db_next returns. */
void db_bind_i64(struct db_stmt *stmt, int n, int64_t value);
void db_bind_f64(struct db_stmt *stmt, int n, double value);
void db_bind_text(struct db_stmt *stmt, int n, struct text value);
void db_bind_blob(struct db_stmt *stmt, int n, struct text value);
void db_bind_null(struct db_stmt *stmt, int n);

/* Run to the end without rows; the statement is ready for new binds. *ret_changed may be NULL. */
enum status db_run(struct db_stmt *stmt, uint64_t *ret_changed, struct error *err);

/*
 * Rows, streamed: while (db_next(stmt)) { … }  status = db_end(stmt, err);
 * db_end resets the statement and tells why it stopped; it may be called early.
 * On PostgreSQL rows come in chunks, so that memory stays bounded.
 */
bool db_next(struct db_stmt *stmt);
enum status db_end(struct db_stmt *stmt, struct error *err);

/* Columns count from 0; views live until the next db_next. */
int64_t db_i64(const struct db_stmt *stmt, int column);
double db_f64(const struct db_stmt *stmt, int column);
struct text db_text(const struct db_stmt *stmt, int column); /* NULL gives the empty text */
struct text db_blob(const struct db_stmt *stmt, int column);
bool db_is_null(const struct db_stmt *stmt, int column);

/*
 * Bulk append of many rows into one table, in a transaction of the caller's:
 * COPY on PostgreSQL, one prepared INSERT on SQLite.  columns is "a, b, c".
 * Values are put in column order and each row is closed.
 */
struct db_bulk;
enum status db_bulk_open(struct db *db, const char *table, const char *columns, int count, struct db_bulk **ret, struct error *err);
void db_bulk_i64(struct db_bulk *bulk, int64_t value);
void db_bulk_f64(struct db_bulk *bulk, double value);
void db_bulk_text(struct db_bulk *bulk, struct text value);
void db_bulk_blob(struct db_bulk *bulk, struct text value);
void db_bulk_null(struct db_bulk *bulk);
enum status db_bulk_row(struct db_bulk *bulk, struct error *err);
enum status db_bulk_close(struct db_bulk **bulk, struct error *err); /* flushes; NULL and error paths are fine */
void db_bulk_abort(struct db_bulk **bulk); /* for clean-up: nothing is flushed */
