/*
 * The part both engines share.
 *
 * Statements are kept by text.  While one is being read it is busy, and
 * whoever asks for the same text gets a twin: so a callback may ask what its
 * caller is walking over.
 *
 *     db.slots ──▶ stmt "SELECT …" ──▶ twin ──▶ twin
 *
 * db-1  a transaction is open between begin and commit or rollback, and
 *       nothing else opens one, save a walk that had none.
 * db-2  when a transaction ends no statement is busy.
 * db-3  a text with a NUL byte is refused on both engines, since one of them
 *       could not keep it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "db/db.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/scoped.h"
#include "db/driver.h"

/* ---- open and close ---- */

/* Both "user:secret@" and "?password=secret" are left out. */
static char *url_without_password(const char *url)
{
    char *shown = strdup(url);
    if (!shown)
        return NULL;
    char *host = strstr(shown, "://");
    if (!host)
        return shown;
    host += 3;
    char *at = strchr(host, '@');
    for (char *later = at; later && later < host + strcspn(host, "/?"); later = strchr(later + 1, '@'))
        at = later; /* an unescaped @ in the password */
    char *colon = at ? memchr(host, ':', (size_t)(at - host)) : NULL;
    if (colon)
        memmove(colon, at, strlen(at) + 1);
    for (char *word; (word = strstr(shown, "password="));) {
        char *end = word + strcspn(word, "&");
        memmove(word, *end ? end + 1 : end, strlen(*end ? end + 1 : end) + 1);
    }
    return shown;
}

enum status db_open(const char *url, struct db **ret, struct error *err)
{
    assert(url && ret);

    *ret = NULL;
    struct text t = text_from(url);
    enum status status;
    struct db *db = NULL;
    if (text_starts(t, TEXT("sqlite:")))
        status = sqlite_open(url + strlen("sqlite:"), &db, err);
    else if (text_starts(t, TEXT("postgres://")) || text_starts(t, TEXT("postgresql://")))
        status = postgres_open(url, &db, err);
    else {
        error_set(err, STATUS_USAGE, "a store is named sqlite:PATH or postgres://…");
        error_hint(err, "Give for instance --store sqlite:klantbeeld.db.");
        return STATUS_USAGE;
    }
    if (status != STATUS_OK)
        return status;
    db->url = url_without_password(url);
    if (!db->url) {
        db_close(&db);
        return error_set(err, STATUS_NO_MEMORY, "no memory for a connection");
    }
    *ret = db;
    return STATUS_OK;
}

void db_close(struct db **db)
{
    struct db *gone = *db;
    *db = NULL;
    if (!gone)
        return;
    db_rollback(gone);
    for (size_t i = 0; i < gone->slots_size; i++)
        for (struct db_stmt *stmt = gone->slots[i], *twin; stmt; stmt = twin) {
            twin = stmt->twin;
            free(stmt->sql);
            gone->calls->finalize(stmt);
        }
    free(gone->slots);
    free(gone->url);
    gone->calls->close(gone);
}

/* Each call that reaches the engine passes here; true when it must fail. */
static bool step_fails(struct db *db, struct error *err)
{
    db = db->beside ? db->beside : db;
    if (__builtin_expect(db->fail_after == 0, 1) || --db->fail_after > 0)
        return false;
    error_set(err, STATUS_STORE, "the database failed (as a test asked)");
    return true;
}

enum status db_open_apart(struct db *beside, const char *path, struct db **ret, struct error *err)
{
    assert(beside->engine == DB_SQLITE);
    *ret = NULL;
    if (step_fails(beside, err))
        return STATUS_STORE;
    struct db *db = NULL;
    enum status status = sqlite_open_apart(path, &db, err);
    if (status != STATUS_OK)
        return status;
    db->beside = beside;
    *ret = db;
    return db_begin(db, err);
}

enum status db_close_apart(struct db **apart, struct error *err)
{
    enum status status = db_commit(*apart, err);
    if (status == STATUS_OK) /* the way readers will open it, written in its head */
        status = db_exec(*apart, "PRAGMA synchronous=FULL; PRAGMA locking_mode=NORMAL; PRAGMA journal_mode=WAL", err);
    db_close(apart);
    return status;
}

/* A quote in the path is doubled; what has a meaning in a URI is escaped. */
enum status db_attach(struct db *db, const char *path, const char *name, struct error *err)
{
    SCOPED(buf_done) struct buf sql = BUF_EMPTY;
    assert(db->engine == DB_SQLITE && db->transaction == DB_NO_TRANSACTION);
    buf_put_str(&sql, "ATTACH 'file:");
    for (const char *c = path; *c; c++) {
        if (strchr("%?#'", *c))
            buf_printf(&sql, "%%%02X", (unsigned char)*c);
        else
            buf_put_char(&sql, *c);
    }
    buf_printf(&sql, "?mode=rw' AS %s; PRAGMA %s.cache_size=-65536;", name, name); /* KiB */
    if (buf_status(&sql, NULL) != STATUS_OK)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a statement");
    return db_exec(db, sql.ptr, err);
}

enum status db_detach(struct db *db, const char *name, struct error *err)
{
    char sql[64];
    assert(db->engine == DB_SQLITE && db->transaction == DB_NO_TRANSACTION);
    snprintf(sql, sizeof(sql), "DETACH %s", name);
    return db_exec(db, sql, err);
}

enum db_engine db_engine_of(const struct db *db)
{
    return db->engine;
}

void db_log_left(struct db *db, void (*full)(void *ctx, uint64_t pages), void *ctx)
{
    if (db->calls->log_left)
        db->calls->log_left(db, full, ctx);
}

enum status db_log_put_in(struct db *db, struct error *err)
{
    return db->calls->log_put_in ? db->calls->log_put_in(db, err) : STATUS_OK;
}

const char *db_url(const struct db *db)
{
    return db->url;
}

void db_fail_after(struct db *db, uint64_t steps)
{
    db->fail_after = steps;
}

enum status db_exec(struct db *db, const char *sql, struct error *err)
{
    if (step_fails(db, err))
        return STATUS_STORE;
    return db->calls->exec(db, sql, err);
}

/* ---- transactions ---- */

static enum status begin(struct db *db, enum db_transaction kind, struct error *err)
{
    if (db->transaction != DB_NO_TRANSACTION)
        return error_set(err, STATUS_STORE, "a transaction is open already");
    enum status status = db_exec(db, kind == DB_WRITING ? db->calls->begin_write : db->calls->begin_read, err);
    if (status == STATUS_OK)
        db->transaction = kind;
    return status;
}

enum status db_begin(struct db *db, struct error *err)
{
    return begin(db, DB_WRITING, err);
}

enum status db_begin_read(struct db *db, struct error *err)
{
    return begin(db, DB_READING, err);
}

/* Rows that are still being read end with their transaction (db-2). */
static void cut_walks(struct db *db)
{
    for (size_t i = 0; i < db->slots_size; i++)
        for (struct db_stmt *stmt = db->slots[i]; stmt; stmt = stmt->twin) {
            if (!stmt->busy)
                continue;
            db->calls->reset(stmt);
            stmt->busy = stmt->walking = stmt->ends_reading = stmt->at_end = false;
            if (stmt->status == STATUS_OK)
                stmt->status = error_set(&stmt->err, STATUS_STORE, "the transaction ended while rows were being read");
        }
}

enum status db_commit(struct db *db, struct error *err)
{
    assert(db->transaction != DB_NO_TRANSACTION);
    cut_walks(db);
    enum status status = db_exec(db, "COMMIT", err);
    if (status == STATUS_OK)
        db->transaction = DB_NO_TRANSACTION;
    return status;
}

void db_rollback(struct db *db)
{
    if (db->transaction == DB_NO_TRANSACTION)
        return;
    cut_walks(db);
    /* a lost connection or a full disk may have ended it already: nothing more can be done here */
    (void)db->calls->exec(db, "ROLLBACK", NULL);
    db->transaction = DB_NO_TRANSACTION;
}

bool db_in_transaction(const struct db *db)
{
    return db->transaction != DB_NO_TRANSACTION;
}

bool db_writing(const struct db *db)
{
    return db->transaction == DB_WRITING;
}

/* ---- statements ---- */

static bool slots_grow(struct db *db)
{
    if (db->slots_used * 4 < db->slots_size * 3)
        return true;
    size_t size = db->slots_size ? db->slots_size * 2 : 256;
    struct db_stmt **slots = calloc(size, sizeof(struct db_stmt *));
    if (!slots)
        return false;
    for (size_t i = 0; i < db->slots_size; i++) {
        if (!db->slots[i])
            continue;
        size_t at = db->slots[i]->hash & (size - 1);
        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = db->slots[i];
    }
    free(db->slots);
    db->slots = slots;
    db->slots_size = size;
    return true;
}

enum status db_prepare(struct db *db, const char *sql, struct db_stmt **ret, struct error *err)
{
    assert(sql && ret);

    *ret = NULL;
    if (!slots_grow(db))
        return error_set(err, STATUS_NO_MEMORY, "no memory for a statement");
    uint64_t hash = hash_text(text_from(sql));
    size_t at = hash & (db->slots_size - 1);
    while (db->slots[at] && (db->slots[at]->hash != hash || strcmp(db->slots[at]->sql, sql) != 0))
        at = (at + 1) & (db->slots_size - 1);
    for (struct db_stmt *stmt = db->slots[at]; stmt; stmt = stmt->twin)
        if (!stmt->busy) {
            stmt->status = STATUS_OK;
            stmt->bad_text = false;
            *ret = stmt;
            return STATUS_OK;
        }

    if (step_fails(db, err))
        return STATUS_STORE;
    struct db_stmt *stmt = NULL;
    enum status status = db->calls->prepare(db, sql, &stmt, err);
    if (status != STATUS_OK)
        return status;
    stmt->db = db;
    stmt->hash = hash;
    stmt->sql = strdup(sql);
    if (!stmt->sql) {
        db->calls->finalize(stmt);
        return error_set(err, STATUS_NO_MEMORY, "no memory for a statement");
    }
    stmt->twin = db->slots[at];
    db->slots_used += !db->slots[at];
    db->slots[at] = stmt;
    *ret = stmt;
    return STATUS_OK;
}

static bool has_nul(struct text t)
{
    return t.len > 0 && memchr(t.ptr, '\0', t.len);
}

void db_bind_i64(struct db_stmt *stmt, int n, int64_t value)
{
    assert(n >= 1 && n <= DB_PARAMETERS_MAX && !stmt->busy);
    stmt->db->calls->bind_i64(stmt, n, value);
}

void db_bind_f64(struct db_stmt *stmt, int n, double value)
{
    assert(n >= 1 && n <= DB_PARAMETERS_MAX && !stmt->busy);
    stmt->db->calls->bind_f64(stmt, n, value);
}

void db_bind_text(struct db_stmt *stmt, int n, struct text value)
{
    assert(n >= 1 && n <= DB_PARAMETERS_MAX && !stmt->busy);
    stmt->bad_text |= has_nul(value);
    stmt->db->calls->bind_text(stmt, n, value);
}

void db_bind_blob(struct db_stmt *stmt, int n, struct text value)
{
    assert(n >= 1 && n <= DB_PARAMETERS_MAX && !stmt->busy);
    stmt->db->calls->bind_blob(stmt, n, value);
}

void db_bind_null(struct db_stmt *stmt, int n)
{
    assert(n >= 1 && n <= DB_PARAMETERS_MAX && !stmt->busy);
    stmt->db->calls->bind_null(stmt, n);
}

static enum status refuse_nul(struct error *err)
{
    return error_set(err, STATUS_INVALID, "a text holds a NUL byte and cannot be kept");
}

enum status db_run(struct db_stmt *stmt, uint64_t *ret_changed, struct error *err)
{
    assert(!stmt->busy);
    uint64_t changed = 0;
    if (ret_changed)
        *ret_changed = 0;
    if (stmt->bad_text) {
        stmt->bad_text = false;
        stmt->db->calls->reset(stmt);
        return refuse_nul(err);
    }
    if (step_fails(stmt->db, err)) {
        stmt->db->calls->reset(stmt);
        return STATUS_STORE;
    }
    enum status status = stmt->db->calls->run(stmt, &changed, err);
    stmt->db->calls->reset(stmt);
    if (status == STATUS_OK && ret_changed)
        *ret_changed = changed;
    return status;
}

enum status db_walk(struct db_stmt *stmt, struct error *err)
{
    struct db *db = stmt->db;
    assert(!stmt->busy);
    if (db->transaction == DB_NO_TRANSACTION) {
        enum status status = begin(db, DB_READING_FOR_WALK, err);
        if (status != STATUS_OK)
            return status;
        stmt->ends_reading = true;
    }
    stmt->walking = true;
    return STATUS_OK;
}

bool db_next(struct db_stmt *stmt)
{
    if (stmt->status != STATUS_OK || stmt->at_end)
        return false;
    stmt->busy = true;
    if (stmt->bad_text) {
        stmt->status = refuse_nul(&stmt->err);
        return false;
    }
    if (step_fails(stmt->db, &stmt->err)) {
        stmt->status = STATUS_STORE;
        return false;
    }
    bool row = false;
    stmt->status = stmt->db->calls->next(stmt, &row, &stmt->err);
    stmt->at_end = !row;
    return stmt->status == STATUS_OK && row;
}

enum status db_end(struct db_stmt *stmt, struct error *err)
{
    struct db *db = stmt->db;
    db->calls->reset(stmt);
    enum status status = stmt->status;
    if (status != STATUS_OK && err)
        *err = stmt->err;
    bool ends_reading = stmt->ends_reading;
    stmt->status = STATUS_OK;
    stmt->busy = stmt->walking = stmt->ends_reading = stmt->bad_text = stmt->at_end = false;
    if (ends_reading && db->transaction == DB_READING_FOR_WALK)
        db_rollback(db);
    return status;
}

int64_t db_i64(const struct db_stmt *stmt, int column)
{
    return stmt->db->calls->i64(stmt, column);
}

double db_f64(const struct db_stmt *stmt, int column)
{
    return stmt->db->calls->f64(stmt, column);
}

struct text db_text(const struct db_stmt *stmt, int column)
{
    return stmt->db->calls->bytes(stmt, column, true);
}

struct text db_blob(const struct db_stmt *stmt, int column)
{
    return stmt->db->calls->bytes(stmt, column, false);
}

bool db_is_null(const struct db_stmt *stmt, int column)
{
    return stmt->db->calls->is_null(stmt, column);
}

/* ---- bulk ---- */

enum status db_bulk_open(struct db *db, const char *table, const char *columns, int count, struct db_bulk **ret,
                         struct error *err)
{
    assert(count > 0 && count <= DB_PARAMETERS_MAX && ret);
    *ret = NULL;
    if (step_fails(db, err))
        return STATUS_STORE;
    enum status status = db->calls->bulk_open(db, table, columns, count, ret, err);
    if (status == STATUS_OK) {
        (*ret)->db = db;
        (*ret)->count = count;
    }
    return status;
}

void db_bulk_i64(struct db_bulk *bulk, int64_t value)
{
    assert(bulk->filled < bulk->count);
    bulk->db->calls->bulk_i64(bulk, value);
    bulk->filled++;
}

void db_bulk_f64(struct db_bulk *bulk, double value)
{
    assert(bulk->filled < bulk->count);
    bulk->db->calls->bulk_f64(bulk, value);
    bulk->filled++;
}

void db_bulk_text(struct db_bulk *bulk, struct text value)
{
    assert(bulk->filled < bulk->count);
    bulk->bad_text |= has_nul(value);
    bulk->db->calls->bulk_bytes(bulk, value, true);
    bulk->filled++;
}

void db_bulk_blob(struct db_bulk *bulk, struct text value)
{
    assert(bulk->filled < bulk->count);
    bulk->db->calls->bulk_bytes(bulk, value, false);
    bulk->filled++;
}

void db_bulk_null(struct db_bulk *bulk)
{
    assert(bulk->filled < bulk->count);
    bulk->db->calls->bulk_null(bulk);
    bulk->filled++;
}

enum status db_bulk_row(struct db_bulk *bulk, struct error *err)
{
    assert(bulk->filled == bulk->count);
    bulk->filled = 0;
    if (bulk->bad_text)
        return refuse_nul(err);
    if (step_fails(bulk->db, err))
        return STATUS_STORE;
    return bulk->db->calls->bulk_row(bulk, err);
}

enum status db_bulk_close(struct db_bulk **bulk, struct error *err)
{
    if (!*bulk)
        return STATUS_OK;
    enum status status = STATUS_STORE;
    if ((*bulk)->bad_text)
        status = refuse_nul(err);
    else if (!step_fails((*bulk)->db, err))
        status = (*bulk)->db->calls->bulk_flush(*bulk, err);
    db_bulk_abort(bulk);
    return status;
}

void db_bulk_abort(struct db_bulk **bulk)
{
    if (*bulk)
        (*bulk)->db->calls->bulk_free(*bulk);
    *bulk = NULL;
}
