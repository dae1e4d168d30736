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
void db_close(struct db **db); /* an open transaction is rolled back */
enum db_engine db_engine_of(const struct db *db);
/* A name for people and logs: the url without its password. */
const char *db_url(const struct db *db);

/* For tests: the n-th step from now (a statement, row, bulk row, begin or commit) fails; 0 ends it. */
void db_fail_after(struct db *db, uint64_t steps);

/*
 * SQLite only: a file that grows apart, before anybody knows of it: without
 * journal and without waiting for the disk, in one transaction from the start.
 * db_close_apart() makes it lasting: readers may then attach it.  Closing it
 * with db_close() leaves a file that nobody should use.
 *
 * Its schema, indexes too, is made first.  Then rows go in by bulk, a table
 * each, which different threads may fill at once; one that is closed takes few
 * more rows.  Rows in the order of their table's key are quickest.  A row that
 * cannot be may be told only by db_close_apart().  Whoever asks the file
 * something before that ends the bulk inserts.
 */
enum status db_open_apart(struct db *beside, const char *path, struct db **ret, struct error *err);
enum status db_close_apart(struct db **apart, struct error *err);
/* SQLite only, outside a transaction: the tables of a file that is there, under a name beside those of this store. */
enum status db_attach(struct db *db, const char *path, const char *name, struct error *err);
enum status db_detach(struct db *db, const char *name, struct error *err);

/* One or more statements without parameters or rows; DDL, PRAGMA. */
enum status db_exec(struct db *db, const char *sql, struct error *err);

/*
 * SQLite only; elsewhere nothing.  Pages that were committed lie in a log
 * until somebody puts them into their file, which waits for the disk.  After
 * db_log_left() that is done by another connection, so that commits of this
 * one need not wait: full is called at each commit with DB_LOG_MUCH pages or
 * more in a log, and pages says how many.  With DB_LOG_MAX it does so itself.
 * The log of the store's own file is made longer some MB at a time: hardly a
 * commit waits for the length of a file that grew.
 */
enum { DB_LOG_MUCH = 15000, DB_LOG_MAX = 32000 }; /* pages: 60 and 128 MB */
void db_log_left(struct db *db, void (*full)(void *ctx, uint64_t pages), void *ctx);
/* Outside a transaction: what is in the logs goes into the files, as far as nobody reads what was before. */
enum status db_log_put_in(struct db *db, struct error *err);

/* Transactions do not nest. rollback without a transaction does nothing. */
enum status db_begin(struct db *db, struct error *err);      /* a write transaction at once */
enum status db_begin_read(struct db *db, struct error *err); /* one snapshot for several reads */
enum status db_commit(struct db *db, struct error *err);
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);
bool db_writing(const struct db *db); /* in one begun by db_begin */

/*
 * A prepared statement, kept by its SQL text as long as the connection lives.
 * One whose rows are still being read is left alone: the caller gets another.
 */
enum status db_prepare(struct db *db, const char *sql, struct db_stmt **ret, struct error *err);

enum { DB_PARAMETERS_MAX = 32 };

/* Parameters count from 1; after a run all are NULL again. Texts and blobs are copied or used before the next call of
 * db_run/db_next returns. */
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

/*
 * Say, before the first db_next, that many rows will come.  PostgreSQL then
 * reads them through a cursor, so memory stays bounded and other statements
 * may run in between; db_next without db_walk holds the whole answer.  A walk
 * outside a transaction opens a read snapshot of its own until db_end, so
 * begin first when you will write on the way.  A walk ends with its
 * transaction: db_end then says so.
 */
enum status db_walk(struct db_stmt *stmt, struct error *err);

/* Columns count from 0; views live until the next db_next. */
int64_t db_i64(const struct db_stmt *stmt, int column);
double db_f64(const struct db_stmt *stmt, int column);
struct text db_text(const struct db_stmt *stmt, int column); /* NULL gives the empty text */
struct text db_blob(const struct db_stmt *stmt, int column);
bool db_is_null(const struct db_stmt *stmt, int column);

/*
 * Bulk append of many rows into one table, in a transaction of the caller's:
 * COPY on PostgreSQL, on SQLite one statement for many rows; on both rows may
 * wait in memory, and an error show, until it is closed.  columns is "a, b, c".
 * Values are put in column order and each row is closed; a text is the
 * caller's until then.
 */
struct db_bulk;
enum status db_bulk_open(struct db *db, const char *table, const char *columns, int count, struct db_bulk **ret,
                         struct error *err);
void db_bulk_i64(struct db_bulk *bulk, int64_t value);
void db_bulk_f64(struct db_bulk *bulk, double value);
void db_bulk_text(struct db_bulk *bulk, struct text value);
void db_bulk_blob(struct db_bulk *bulk, struct text value);
void db_bulk_null(struct db_bulk *bulk);
enum status db_bulk_row(struct db_bulk *bulk, struct error *err);
enum status db_bulk_close(struct db_bulk **bulk, struct error *err); /* flushes; NULL and error paths are fine */
void db_bulk_abort(struct db_bulk **bulk);                           /* for clean-up: nothing is flushed */
