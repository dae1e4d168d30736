/*
 * PostgreSQL behind the calls of driver.h, with libpq.
 *
 * Parameters: numbers travel as text, so that the server may take them for
 * any numeric type; texts and blobs travel as bytes with their length.
 * Results come in binary, so a text is not copied and a number not parsed.
 *
 * A plain query holds its whole answer.  A walk declares a cursor and fetches
 * about four megabytes at a time:
 *
 *     db_walk, db_next ──▶ DECLARE w1 … ──▶ FETCH 50 ──▶ FETCH 3000 ──▶ … ──▶ CLOSE w1
 *
 * so other statements may run in between.
 *
 * Messages of the server may quote a value (class 22 and 23); of those only
 * the code and the constraint are told.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "db/postgres.h"

/* Type numbers of pg_type.dat; they are part of the protocol. */
enum { TYPE_BOOL = 16, TYPE_INT8 = 20, TYPE_INT2 = 21, TYPE_INT4 = 23, TYPE_FLOAT4 = 700, TYPE_FLOAT8 = 701 };

enum {
    FETCH_ROWS_FIRST = 50,
    FETCH_ROWS_MAX = 5000,
    FETCH_BYTES_WANTED = 4 * 1024 * 1024,
    NAME_LEN = 24,
    NUMBER_LEN = 32,
};

struct postgres_stmt {
    struct db_stmt stmt;
    char name[NAME_LEN];
    const char *values[DB_PARAMETERS_MAX];
    int lengths[DB_PARAMETERS_MAX], formats[DB_PARAMETERS_MAX];
    char numbers[DB_PARAMETERS_MAX][NUMBER_LEN];
    int parameters;
    PGresult *rows;
    int row, row_count;
    char cursor[NAME_LEN]; /* "" when none is declared */
    bool asked;            /* the query was sent */
    int fetch_rows;
};

static struct postgres_db *of(const struct db *db)
{
    return (struct postgres_db *)(uintptr_t)db;
}

static struct postgres_stmt *as(const struct db_stmt *stmt)
{
    return (struct postgres_stmt *)(uintptr_t)stmt;
}

/* ---- errors ---- */

struct failure {
    const char *state; /* SQLSTATE or the beginning of one */
    enum status status;
    const char *fact, *hint; /* fact NULL: the server's own words */
};

static const struct failure failures[] = {
    { "55P03", STATUS_STORE, "another program is writing to the store",
      "Wait until the other job is done, or stop it, and try again." },
    { "40", STATUS_STORE, "another program was changing the same rows", "Try again." },
    { "53100", STATUS_STORE, "the disk of the database server is full",
      "Make room on the disk; what was committed before is safe." },
    { "53200", STATUS_NO_MEMORY, "the database server has no memory left", NULL },
    { "53300", STATUS_STORE, "the database server has no connection left",
      "Stop other programs that use it, or raise max_connections." },
    { "57P", STATUS_STORE, "the database server is stopping or starting", "Try again in a moment." },
    { "23", STATUS_CONFLICT, "a rule of the tables was broken", NULL },
    { "22021", STATUS_INVALID, "a text is not valid UTF-8", NULL },
    { "22", STATUS_INVALID, "a value does not fit its column", NULL },
    { "54", STATUS_LIMIT, "a value is larger than the database can keep", NULL },
    { "42501", STATUS_STORE, NULL, "Give this database user the right to create schemas, or let its owner run init." },
    { "25006", STATUS_DENIED, "the store was opened for reading only", NULL },
    { "3D000", STATUS_NOT_FOUND, NULL, "Make the database first, for instance with: createdb klantbeeld" },
};

static void cut_line_end(char *message)
{
    for (size_t len = strlen(message); len > 0 && (message[len - 1] == '\n' || message[len - 1] == ' '); len--)
        message[len - 1] = '\0';
}

enum status postgres_told(struct db *db, PGresult *result, const char *doing, struct error *err)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *words = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *constraint = result ? PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME) : NULL;
    enum status status = STATUS_STORE;
    if (!state) {
        error_set(err, status, "cannot %s: the connection to the database was lost", doing);
        error_hint(err, "Check that the database server runs, and try again.");
        PQclear(result);
        return status;
    }
    const struct failure *failure = NULL;
    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]) && !failure; i++)
        if (strncmp(state, failures[i].state, strlen(failures[i].state)) == 0)
            failure = &failures[i];
    if (failure)
        status = failure->status;
    const char *fact = failure && failure->fact ? failure->fact : words ? words : "it failed";
    error_set(err, status, "cannot %s: %s (%s%s%s)", doing, fact, state, constraint ? " " : "",
              constraint ? constraint : "");
    if (failure && failure->hint)
        error_hint(err, "%s", failure->hint);
    PQclear(result);
    return status;
}

static void be_silent(void *ctx, const char *message) {}

/* ---- statements ---- */

static enum status postgres_exec(struct db *db, const char *sql, struct error *err)
{
    PGresult *result = PQexec(of(db)->conn, sql);
    ExecStatusType got = PQresultStatus(result);
    if (got != PGRES_COMMAND_OK && got != PGRES_TUPLES_OK && got != PGRES_EMPTY_QUERY)
        return postgres_told(db, result, "run a statement", err);
    /* COMMIT of a failed transaction rolls back, and says so only in its tag */
    bool rolled_back = strcmp(sql, "COMMIT") == 0 && strcmp(PQcmdStatus(result), "ROLLBACK") == 0;
    PQclear(result);
    return rolled_back ? error_set(err, STATUS_STORE, "cannot commit: an earlier statement failed") : STATUS_OK;
}

/* The highest $n of the text: the server wants every parameter, bound or not. */
static int parameters_of(const char *sql)
{
    int highest = 0;
    for (const char *at = strchr(sql, '$'); at; at = strchr(at + 1, '$')) {
        int n = atoi(at + 1);
        highest = n > highest ? n : highest;
    }
    assert(highest <= DB_PARAMETERS_MAX);
    return highest;
}

static enum status postgres_prepare(struct db *db, const char *sql, struct db_stmt **ret, struct error *err)
{
    struct postgres_stmt *made = calloc(1, sizeof(*made));
    if (!made)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a statement");
    snprintf(made->name, sizeof(made->name), "s%" PRIu64, ++of(db)->names);
    PGresult *result = PQprepare(of(db)->conn, made->name, sql, 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        free(made);
        return postgres_told(db, result, "prepare a statement", err);
    }
    PQclear(result);
    made->parameters = parameters_of(sql);
    *ret = &made->stmt;
    return STATUS_OK;
}

static void postgres_finalize(struct db_stmt *stmt)
{
    PQclear(as(stmt)->rows);
    free(stmt); /* the server forgets its part with the connection */
}

static void bind(struct db_stmt *stmt, int n, const char *value, size_t len, int format)
{
    struct postgres_stmt *s = as(stmt);
    s->values[n - 1] = value;
    s->lengths[n - 1] = (int)len;
    s->formats[n - 1] = format;
    assert(n <= s->parameters);
}

static void postgres_bind_i64(struct db_stmt *stmt, int n, int64_t value)
{
    snprintf(as(stmt)->numbers[n - 1], NUMBER_LEN, "%" PRId64, value);
    bind(stmt, n, as(stmt)->numbers[n - 1], 0, 0);
}

static void postgres_bind_f64(struct db_stmt *stmt, int n, double value)
{
    snprintf(as(stmt)->numbers[n - 1], NUMBER_LEN, "%.17g", value);
    bind(stmt, n, as(stmt)->numbers[n - 1], 0, 0);
}

static void postgres_bind_bytes(struct db_stmt *stmt, int n, struct text value)
{
    bind(stmt, n, value.ptr ? value.ptr : "", value.len, 1);
}

static void postgres_bind_null(struct db_stmt *stmt, int n)
{
    bind(stmt, n, NULL, 0, 0);
}

static PGresult *execute(struct postgres_stmt *s)
{
    return PQexecPrepared(of(s->stmt.db)->conn, s->name, s->parameters, s->values, s->lengths, s->formats, 1);
}

static enum status postgres_run(struct db_stmt *stmt, uint64_t *ret_changed, struct error *err)
{
    PGresult *result = execute(as(stmt));
    ExecStatusType got = PQresultStatus(result);
    if (got != PGRES_COMMAND_OK && got != PGRES_TUPLES_OK)
        return postgres_told(stmt->db, result, "write to the store", err);
    *ret_changed = strtoull(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return STATUS_OK;
}

/* ---- rows ---- */

static enum status take_rows(struct postgres_stmt *s, PGresult *result, struct error *err)
{
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        return postgres_told(s->stmt.db, result, "read from the store", err);
    PQclear(s->rows);
    s->rows = result;
    s->row = 0;
    s->row_count = PQntuples(result);
    return STATUS_OK;
}

static enum status declare(struct postgres_stmt *s, struct error *err)
{
    struct postgres_db *db = of(s->stmt.db);
    SCOPED(buf_done) struct buf sql = BUF_EMPTY;
    char name[NAME_LEN];
    snprintf(name, sizeof(name), "w%" PRIu64, ++db->names);
    buf_printf(&sql, "DECLARE %s NO SCROLL CURSOR FOR %s", name, s->stmt.sql);
    enum status status = buf_status(&sql, err);
    if (status != STATUS_OK)
        return status;
    PGresult *result = PQexecParams(db->conn, sql.ptr, s->parameters, NULL, s->values, s->lengths, s->formats, 1);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return postgres_told(&db->db, result, "read from the store", err);
    PQclear(result);
    memcpy(s->cursor, name, sizeof(name));
    s->fetch_rows = FETCH_ROWS_FIRST;
    return STATUS_OK;
}

static enum status fetch(struct postgres_stmt *s, struct error *err)
{
    char sql[64];
    if (s->rows && s->row_count > 0) { /* rows of the size seen last, until the bytes wanted are met */
        size_t row_bytes = PQresultMemorySize(s->rows) / (size_t)s->row_count + 1;
        size_t rows = FETCH_BYTES_WANTED / row_bytes;
        s->fetch_rows = rows < 1 ? 1 : rows > FETCH_ROWS_MAX ? FETCH_ROWS_MAX : (int)rows;
    }
    snprintf(sql, sizeof(sql), "FETCH FORWARD %d FROM %s", s->fetch_rows, s->cursor);
    PQclear(s->rows); /* one piece at a time */
    s->rows = NULL;
    return take_rows(s, PQexecParams(of(s->stmt.db)->conn, sql, 0, NULL, NULL, NULL, NULL, 1), err);
}

static enum status postgres_next(struct db_stmt *stmt, bool *ret_row, struct error *err)
{
    struct postgres_stmt *s = as(stmt);
    enum status status = STATUS_OK;
    *ret_row = false;
    if (!s->asked) {
        s->asked = true;
        status = stmt->walking ? declare(s, err) : take_rows(s, execute(s), err);
        s->row = -1;
    }
    if (status != STATUS_OK)
        return status;
    if (++s->row >= s->row_count && s->cursor[0]) {
        status = fetch(s, err);
        if (status != STATUS_OK)
            return status;
    }
    *ret_row = s->row < s->row_count;
    return STATUS_OK;
}

static void postgres_reset(struct db_stmt *stmt)
{
    struct postgres_stmt *s = as(stmt);
    PGconn *conn = of(stmt->db)->conn;
    if (s->cursor[0] && PQtransactionStatus(conn) == PQTRANS_INTRANS) {
        char sql[64];
        snprintf(sql, sizeof(sql), "CLOSE %s", s->cursor);
        PQclear(PQexec(conn, sql));
    }
    s->cursor[0] = '\0';
    PQclear(s->rows);
    s->rows = NULL;
    s->row = s->row_count = 0;
    s->asked = false;
    memset(s->values, 0, sizeof(s->values)); /* NULL until bound again */
}

/* ---- columns ---- */

static const char *cell(const struct db_stmt *stmt, int column)
{
    const struct postgres_stmt *s = as(stmt);
    assert(s->rows && s->row < s->row_count && column < PQnfields(s->rows));
    return PQgetvalue(s->rows, s->row, column);
}

static bool postgres_is_null(const struct db_stmt *stmt, int column)
{
    cell(stmt, column);
    return PQgetisnull(as(stmt)->rows, as(stmt)->row, column);
}

static int64_t postgres_i64(const struct db_stmt *stmt, int column)
{
    const char *bytes = cell(stmt, column);
    if (PQgetisnull(as(stmt)->rows, as(stmt)->row, column))
        return 0;
    uint64_t wide;
    uint32_t word;
    uint16_t half;
    switch (PQftype(as(stmt)->rows, column)) {
    case TYPE_INT8: memcpy(&wide, bytes, sizeof(wide)); return (int64_t)be64toh(wide);
    case TYPE_INT4: memcpy(&word, bytes, sizeof(word)); return (int32_t)be32toh(word);
    case TYPE_INT2: memcpy(&half, bytes, sizeof(half)); return (int16_t)be16toh(half);
    case TYPE_BOOL: return bytes[0] != 0;
    default: assert(!"a column that is no number"); return 0;
    }
}

static double postgres_f64(const struct db_stmt *stmt, int column)
{
    const char *bytes = cell(stmt, column);
    if (PQgetisnull(as(stmt)->rows, as(stmt)->row, column))
        return 0;
    union {
        uint64_t bits;
        double value;
    } wide;
    union {
        uint32_t bits;
        float value;
    } narrow;
    switch (PQftype(as(stmt)->rows, column)) {
    case TYPE_FLOAT8:
        memcpy(&wide.bits, bytes, sizeof(wide.bits));
        wide.bits = be64toh(wide.bits);
        return wide.value;
    case TYPE_FLOAT4:
        memcpy(&narrow.bits, bytes, sizeof(narrow.bits));
        narrow.bits = be32toh(narrow.bits);
        return (double)narrow.value;
    default: return (double)postgres_i64(stmt, column);
    }
}

static struct text postgres_bytes(const struct db_stmt *stmt, int column, bool is_text)
{
    const char *bytes = cell(stmt, column);
    return (struct text){ bytes, (size_t)PQgetlength(as(stmt)->rows, as(stmt)->row, column) };
}

/* ---- open and close ---- */

static void postgres_close(struct db *db)
{
    PQfinish(of(db)->conn);
    free(db);
}

static const struct db_engine_calls calls = {
    .begin_write = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    .begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    .close = postgres_close,
    .exec = postgres_exec,
    .prepare = postgres_prepare,
    .finalize = postgres_finalize,
    .bind_i64 = postgres_bind_i64,
    .bind_f64 = postgres_bind_f64,
    .bind_text = postgres_bind_bytes,
    .bind_blob = postgres_bind_bytes,
    .bind_null = postgres_bind_null,
    .run = postgres_run,
    .next = postgres_next,
    .reset = postgres_reset,
    .i64 = postgres_i64,
    .f64 = postgres_f64,
    .bytes = postgres_bytes,
    .is_null = postgres_is_null,
    .bulk_open = postgres_bulk_open,
    .bulk_i64 = postgres_bulk_i64,
    .bulk_f64 = postgres_bulk_f64,
    .bulk_bytes = postgres_bulk_bytes,
    .bulk_null = postgres_bulk_null,
    .bulk_row = postgres_bulk_row,
    .bulk_flush = postgres_bulk_flush,
    .bulk_free = postgres_bulk_free,
};

/* libpq quotes the url, or what it takes for the host, in some of its messages: not when a password may be in it. */
static bool tells_password(const char *url, const char *message)
{
    char *parse_error = NULL;
    PQconninfoOption *options = PQconninfoParse(url, &parse_error);
    bool tells = !options;
    for (PQconninfoOption *option = options; option && option->keyword; option++)
        if (strcmp(option->keyword, "password") == 0 && option->val && option->val[0] && strstr(message, option->val))
            tells = true;
    PQconninfoFree(options);
    PQfreemem(parse_error);
    return tells;
}

static enum status not_reached(const char *url, PGconn *conn, struct error *err)
{
    const char *words = conn ? PQerrorMessage(conn) : "no memory";
    if (tells_password(url, words))
        words = "the url cannot be read, or names no server that answers";
    bool no_database = strstr(words, "database") && strstr(words, "does not exist");
    enum status status =
        error_set(err, no_database ? STATUS_NOT_FOUND : STATUS_STORE, "cannot reach the database: %s", words);
    if (err)
        cut_line_end(err->message);
    error_hint(err, no_database ? "Make the database first, for instance with: createdb klantbeeld"
                                : "Check that the server runs, and the host, user and password in the url.");
    return status;
}

/* A second @ is a password that was not escaped; libpq would look up its end as a host. */
static bool authority_is_good(const char *url)
{
    const char *from = strstr(url, "://") + 3, *end = from + strcspn(from, "/?");
    const char *at = memchr(from, '@', (size_t)(end - from));
    return !at || !memchr(at + 1, '@', (size_t)(end - at - 1));
}

enum status postgres_open(const char *url, struct db **ret, struct error *err)
{
    /* a walk is read to its end, so the whole of it should be quick, not its first rows */
    static const char session[] = "SET lock_timeout = '10s'; SET cursor_tuple_fraction = 1.0;";
    static const char *const keywords[] = { "fallback_application_name", "connect_timeout", "dbname", "client_encoding",
                                            NULL };
    const char *const values[] = { "klantbeeld", "10", url, "UTF8", NULL };
    if (!authority_is_good(url)) {
        error_set(err, STATUS_USAGE, "the url of the database has more than one @");
        error_hint(err, "Write @ in a user name or password as %%40.");
        return STATUS_USAGE;
    }
    struct postgres_db *made = calloc(1, sizeof(*made));
    if (!made)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a connection");
    made->db = (struct db){ .calls = &calls, .engine = DB_POSTGRES };
    made->conn = PQconnectdbParams(keywords, values, 1);
    if (!made->conn || PQstatus(made->conn) != CONNECTION_OK) {
        enum status status = not_reached(url, made->conn, err);
        postgres_close(&made->db);
        return status;
    }
    PQsetNoticeProcessor(made->conn, be_silent, NULL);
    enum status status = postgres_exec(&made->db, session, err);
    if (status != STATUS_OK) {
        postgres_close(&made->db);
        return status;
    }
    *ret = &made->db;
    return STATUS_OK;
}
