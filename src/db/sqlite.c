/*
 * SQLite behind the calls of driver.h.
 *
 * The settings are measured ones (docs/adr/0040): memory statistics off,
 * since their mutex makes two readers slower than one; one connection per
 * thread without mutexes; WAL with synchronous=FULL, so that what was
 * committed survives a power cut; memory-mapped reads; small pages, for a
 * record that is put writes some twenty of them (docs/adr/0175).
 *
 * "$2" is a name to SQLite, not a number: each statement keeps which of its
 * own indexes stands for $1, $2 …
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/scoped.h"
#include "db/sqlite.h"

enum { BUSY_WAIT_MS = 10 * 1000, BUSY_STEP_MS = 20 };

static const char settings[] = "PRAGMA page_size=4096;"
                               "PRAGMA journal_mode=WAL;"
                               "PRAGMA synchronous=FULL;"
                               "PRAGMA foreign_keys=ON;"
                               "PRAGMA temp_store=MEMORY;"
                               "PRAGMA cache_size=-131072;"          /* KiB: 128 MiB at most */
                               "PRAGMA mmap_size=4294967296;"        /* bytes */
                               "PRAGMA wal_autocheckpoint=8000;"     /* pages: 32 MB */
                               "PRAGMA journal_size_limit=67108864;" /* bytes kept of the WAL after a checkpoint */
                               "PRAGMA secure_delete=FAST;"          /* zero what is written anyway */
                               "PRAGMA trusted_schema=OFF;";

/* Of a file that nobody knows of yet: it is whole when it is closed, or thrown away. */
static const char settings_apart[] = "PRAGMA page_size=4096;"
                                     "PRAGMA journal_mode=OFF;"
                                     "PRAGMA synchronous=OFF;"
                                     "PRAGMA locking_mode=EXCLUSIVE;"
                                     "PRAGMA temp_store=MEMORY;"
                                     "PRAGMA cache_size=-32768;" /* KiB */
                                     "PRAGMA trusted_schema=OFF;";

/* What begins and ends each transaction: compiled once, at first use. */
static const char *const often[SQLITE_OFTEN] = { "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK" };

struct sqlite_stmt {
    struct db_stmt stmt;
    sqlite3_stmt *handle;
    bool gives_rows;
    uint8_t index[DB_PARAMETERS_MAX + 1]; /* of $n */
};

static struct sqlite_db *of(struct db *db)
{
    return (struct sqlite_db *)db;
}

enum status sqlite_told(sqlite3 *handle, int code, const char *doing, struct error *err)
{
    int primary = code & 0xff;
    enum status status = primary == SQLITE_NOMEM        ? STATUS_NO_MEMORY
                         : primary == SQLITE_NOTADB     ? STATUS_INVALID
                         : primary == SQLITE_CANTOPEN   ? STATUS_IO
                         : primary == SQLITE_PERM       ? STATUS_IO
                         : primary == SQLITE_CONSTRAINT ? STATUS_CONFLICT
                         : primary == SQLITE_TOOBIG     ? STATUS_LIMIT
                                                        : STATUS_STORE;
    error_set(err, status, "cannot %s: %s", doing, handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
    switch (primary) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        error_set(err, status, "cannot %s: another program is writing to the store", doing);
        error_hint(err, "Wait until the other job is done, or stop it, and try again.");
        break;
    case SQLITE_FULL:
        error_set(err, status, "cannot %s: the disk is full", doing);
        error_hint(err, "Make room on the disk; what was committed before is safe.");
        break;
    case SQLITE_NOTADB:
        error_set(err, status, "the file is not a database");
        error_hint(err, "Name the store's own file, or another path to make a new one.");
        break;
    case SQLITE_READONLY: error_hint(err, "Check that this user may write to the file and its folder."); break;
    case SQLITE_CORRUPT:
        error_hint(err, "Restore the file from a backup, or import the sources into a new store.");
        break;
    default: break;
    }
    return status;
}

static int exec_often(struct sqlite_db *db, int which)
{
    int code = SQLITE_OK;
    if (!db->often[which])
        code = sqlite3_prepare_v3(db->handle, often[which], -1, SQLITE_PREPARE_PERSISTENT, &db->often[which], NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_step(db->often[which]);
    return sqlite3_reset(db->often[which]); /* tells what the step met */
}

enum status sqlite_exec(struct db *db, const char *sql, struct error *err)
{
    int which = 0;
    while (which < SQLITE_OFTEN && strcmp(sql, often[which]) != 0)
        which++;
    int code = which < SQLITE_OFTEN ? exec_often(of(db), which) : sqlite3_exec(of(db)->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? STATUS_OK : sqlite_told(of(db)->handle, code, "run a statement", err);
}

void sqlite_let_go(struct sqlite_db *db)
{
    for (int i = 0; i < SQLITE_OFTEN; i++) {
        sqlite3_finalize(db->often[i]);
        db->often[i] = NULL;
    }
    sqlite_bulk_done(db);
    sqlite3_close_v2(db->handle);
    db->handle = NULL;
}

void sqlite_close_db(struct db *db)
{
    sqlite_let_go(of(db));
    free(db);
}

/* ---- the log ---- */

static int log_grew(void *ctx, sqlite3 *handle, const char *file, int pages)
{
    struct sqlite_db *db = ctx;
    if (pages >= DB_LOG_MAX)
        (void)sqlite3_wal_checkpoint_v2(handle, file, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    else if (pages >= DB_LOG_MUCH)
        db->log_full(db->log_ctx, (uint64_t)pages);
    return SQLITE_OK;
}

static void sqlite_log_left(struct db *db, void (*full)(void *ctx, uint64_t pages), void *ctx)
{
    of(db)->log_full = full;
    of(db)->log_ctx = ctx;
    sqlite3_wal_hook(of(db)->handle, log_grew, of(db)); /* in place of the one that SQLite has */
    sqlite_log_ahead(of(db)->handle);
}

static enum status sqlite_log_put_in(struct db *db, struct error *err)
{
    int code = sqlite3_wal_checkpoint_v2(of(db)->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY /* another one is at it */
               ? STATUS_OK
               : sqlite_told(of(db)->handle, code, "put the log into its file", err);
}

/* ---- statements ---- */

enum status sqlite_prepare(struct db *db, const char *sql, struct db_stmt **ret, struct error *err)
{
    struct sqlite_stmt *made = calloc(1, sizeof(*made));
    if (!made)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a statement");
    int code = sqlite3_prepare_v3(of(db)->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &made->handle, NULL);
    if (code != SQLITE_OK) {
        free(made);
        return sqlite_told(of(db)->handle, code, "prepare a statement", err);
    }
    assert(made->handle); /* a text without a statement is our mistake */
    made->gives_rows = sqlite3_column_count(made->handle) > 0;
    for (int i = 1; i <= sqlite3_bind_parameter_count(made->handle); i++) {
        const char *name = sqlite3_bind_parameter_name(made->handle, i);
        int n = name ? atoi(name + 1) : 0;
        assert(n >= 1 && n <= DB_PARAMETERS_MAX);
        made->index[n] = (uint8_t)i;
    }
    *ret = &made->stmt;
    return STATUS_OK;
}

static struct sqlite_stmt *as(const struct db_stmt *stmt)
{
    return (struct sqlite_stmt *)(uintptr_t)stmt;
}

static void sqlite_finalize(struct db_stmt *stmt)
{
    sqlite3_finalize(as(stmt)->handle);
    free(stmt);
}

/* A text that cannot be bound is too long: the step then meets NULL, which the tables refuse. */
static void sqlite_bind_i64(struct db_stmt *stmt, int n, int64_t value)
{
    assert(as(stmt)->index[n]);
    sqlite3_bind_int64(as(stmt)->handle, as(stmt)->index[n], value);
}

static void sqlite_bind_f64(struct db_stmt *stmt, int n, double value)
{
    assert(as(stmt)->index[n]);
    sqlite3_bind_double(as(stmt)->handle, as(stmt)->index[n], value);
}

/* A statement that gives rows may look at its parameters again at each row, so it gets a copy. */
static sqlite3_destructor_type lifetime(const struct db_stmt *stmt)
{
    return as(stmt)->gives_rows ? SQLITE_TRANSIENT : SQLITE_STATIC;
}

static void sqlite_bind_text(struct db_stmt *stmt, int n, struct text value)
{
    assert(as(stmt)->index[n]);
    sqlite3_bind_text64(as(stmt)->handle, as(stmt)->index[n], value.ptr ? value.ptr : "", value.len, lifetime(stmt),
                        SQLITE_UTF8);
}

static void sqlite_bind_blob(struct db_stmt *stmt, int n, struct text value)
{
    assert(as(stmt)->index[n]);
    sqlite3_bind_blob64(as(stmt)->handle, as(stmt)->index[n], value.ptr ? value.ptr : "", value.len, lifetime(stmt));
}

static void sqlite_bind_null(struct db_stmt *stmt, int n)
{
    assert(as(stmt)->index[n]);
    sqlite3_bind_null(as(stmt)->handle, as(stmt)->index[n]);
}

static enum status sqlite_run(struct db_stmt *stmt, uint64_t *ret_changed, struct error *err)
{
    sqlite3 *handle = of(stmt->db)->handle;
    int code;
    do
        code = sqlite3_step(as(stmt)->handle);
    while (code == SQLITE_ROW);
    if (code != SQLITE_DONE)
        return sqlite_told(handle, code, "write to the store", err);
    *ret_changed = (uint64_t)sqlite3_changes64(handle);
    return STATUS_OK;
}

static enum status sqlite_next(struct db_stmt *stmt, bool *ret_row, struct error *err)
{
    int code = sqlite3_step(as(stmt)->handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return sqlite_told(of(stmt->db)->handle, code, "read from the store", err);
    *ret_row = code == SQLITE_ROW;
    return STATUS_OK;
}

static void sqlite_reset(struct db_stmt *stmt)
{
    sqlite3_reset(as(stmt)->handle);
    sqlite3_clear_bindings(as(stmt)->handle);
}

static int64_t sqlite_i64(const struct db_stmt *stmt, int column)
{
    return sqlite3_column_int64(as(stmt)->handle, column);
}

static double sqlite_f64(const struct db_stmt *stmt, int column)
{
    return sqlite3_column_double(as(stmt)->handle, column);
}

static struct text sqlite_bytes(const struct db_stmt *stmt, int column, bool is_text)
{
    const void *ptr = is_text ? (const void *)sqlite3_column_text(as(stmt)->handle, column)
                              : sqlite3_column_blob(as(stmt)->handle, column);
    int len = sqlite3_column_bytes(as(stmt)->handle, column);
    return (struct text){ len > 0 ? ptr : "", (size_t)len };
}

static bool sqlite_is_null(const struct db_stmt *stmt, int column)
{
    return sqlite3_column_type(as(stmt)->handle, column) == SQLITE_NULL;
}

/* What both kinds of file do in one way. */
#define COMMON_CALLS                                                                                                   \
    .begin_write = "BEGIN IMMEDIATE", .begin_read = "BEGIN", .finalize = sqlite_finalize, .bind_i64 = sqlite_bind_i64, \
    .bind_f64 = sqlite_bind_f64, .bind_text = sqlite_bind_text, .bind_blob = sqlite_bind_blob,                         \
    .bind_null = sqlite_bind_null, .run = sqlite_run, .next = sqlite_next, .reset = sqlite_reset, .i64 = sqlite_i64,   \
    .f64 = sqlite_f64, .bytes = sqlite_bytes, .is_null = sqlite_is_null

static const struct db_engine_calls calls = {
    COMMON_CALLS,
    .close = sqlite_close_db,
    .exec = sqlite_exec,
    .prepare = sqlite_prepare,
    .bulk_open = sqlite_bulk_open,
    .bulk_i64 = sqlite_bulk_i64,
    .bulk_f64 = sqlite_bulk_f64,
    .bulk_bytes = sqlite_bulk_bytes,
    .bulk_null = sqlite_bulk_null,
    .bulk_row = sqlite_bulk_row,
    .bulk_flush = sqlite_bulk_flush,
    .bulk_free = sqlite_bulk_free,
    .log_left = sqlite_log_left,
    .log_put_in = sqlite_log_put_in,
};

static const struct db_engine_calls calls_apart = {
    COMMON_CALLS,
    .close = sqlite_apart_close,
    .exec = sqlite_apart_exec,
    .prepare = sqlite_apart_prepare,
    .bulk_open = sqlite_apart_bulk_open,
    .bulk_i64 = sqlite_apart_bulk_i64,
    .bulk_f64 = sqlite_apart_bulk_f64,
    .bulk_bytes = sqlite_apart_bulk_bytes,
    .bulk_null = sqlite_apart_bulk_null,
    .bulk_row = sqlite_apart_bulk_row,
    .bulk_flush = sqlite_apart_bulk_flush,
    .bulk_free = sqlite_apart_bulk_free,
};

/* ---- open ---- */

static void configure_once(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* Of made, which has none, the file of that path. */
static enum status open_with(struct sqlite_db *made, const char *path, const char *wanted, struct error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure_once);
    int code = sqlite3_open_v2(path, &made->handle,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                                   SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI,
                               sqlite_log_system());
    if (code == SQLITE_OK) {
        sqlite3_busy_timeout(made->handle, BUSY_WAIT_MS);
        sqlite3_db_config(made->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
        sqlite3_db_config(made->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
        code = sqlite_bulk_init(made);
    }
    if (code == SQLITE_OK) {
        code = sqlite3_exec(made->handle, wanted, NULL, NULL, NULL);
        /* turning a new file to WAL asks no busy handler: several makers at once wait here */
        for (int waited = 0; (code & 0xff) == SQLITE_BUSY && waited < BUSY_WAIT_MS; waited += BUSY_STEP_MS) {
            sqlite3_sleep(BUSY_STEP_MS);
            code = sqlite3_exec(made->handle, wanted, NULL, NULL, NULL);
        }
        sqlite3_db_config(made->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL); /* last: it forbids journal_mode=OFF */
    }
    return code == SQLITE_OK ? STATUS_OK : sqlite_told(made->handle, code, "open the store", err);
}

enum status sqlite_take_up(struct sqlite_db *db, const char *path, struct error *err)
{
    return open_with(db, path, settings_apart, err);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a connection");
}

enum status sqlite_open(const char *path, struct db **ret, struct error *err)
{
    char plain[PATH_MAX + 3];
    if (path[0] == '\0') {
        error_set(err, STATUS_USAGE, "sqlite: needs a path");
        error_hint(err, "Write sqlite: and then the file, for instance sqlite:klantbeeld.db.");
        return STATUS_USAGE;
    }
    /* URIs are for attaching; a file that is called so is a file */
    if (strncmp(path, "file:", 5) == 0 && (size_t)snprintf(plain, sizeof(plain), "./%s", path) < sizeof(plain))
        path = plain;
    struct sqlite_db *made = calloc(1, sizeof(*made));
    if (!made)
        return no_memory(err);
    made->db = (struct db){ .calls = &calls, .engine = DB_SQLITE };
    enum status status = open_with(made, path, settings, err);
    if (status == STATUS_OK)
        *ret = &made->db;
    else
        sqlite_close_db(&made->db);
    return status;
}

enum status sqlite_open_apart(const char *path, struct db **ret, struct error *err)
{
    struct sqlite_db *made = sqlite_apart_new(path);
    if (!made)
        return no_memory(err);
    made->db = (struct db){ .calls = &calls_apart, .engine = DB_SQLITE };
    enum status status = sqlite_take_up(made, path, err);
    if (status == STATUS_OK)
        *ret = &made->db;
    else
        sqlite_apart_close(&made->db);
    return status;
}
