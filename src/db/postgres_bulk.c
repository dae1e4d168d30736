/*
 * Bulk inserts on PostgreSQL: rows gather in memory in the binary form of
 * COPY and go over four megabytes at a time, so several tables may be filled
 * side by side and other statements may run between.
 *
 *     header │ count len bytes len bytes … │ count … │ -1
 *
 * The binary form leaves no choice of type: numbers are bigint, texts text,
 * blobs bytea and fractions double precision in every table filled so.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

enum { FLUSH_BYTES = 4 * 1024 * 1024 };

static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0"; /* signature, no flags, no extension */
enum { HEAD_LEN = 19 };

struct postgres_bulk {
    struct db_bulk bulk;
    struct buf sql;
    struct buf rows;
    size_t whole; /* bytes of rows up to the last whole row */
};

static struct postgres_bulk *of(struct db_bulk *bulk)
{
    return (struct postgres_bulk *)bulk;
}

static void put_u16(struct buf *buf, uint16_t value)
{
    value = htobe16(value);
    buf_put(buf, (struct text){ (const char *)&value, sizeof(value) });
}

static void put_u32(struct buf *buf, uint32_t value)
{
    value = htobe32(value);
    buf_put(buf, (struct text){ (const char *)&value, sizeof(value) });
}

static void start_value(struct db_bulk *bulk, uint32_t len)
{
    if (bulk->filled == 0)
        put_u16(&of(bulk)->rows, (uint16_t)bulk->count);
    put_u32(&of(bulk)->rows, len);
}

enum status postgres_bulk_open(struct db *db, const char *table, const char *columns, int count, struct db_bulk **ret,
                               struct error *err)
{
    struct postgres_bulk *made = calloc(1, sizeof(*made));
    if (!made)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a bulk insert");
    buf_printf(&made->sql, "COPY %s (%s) FROM STDIN (FORMAT binary)", table, columns);
    enum status status = buf_status(&made->sql, err);
    if (status != STATUS_OK) {
        postgres_bulk_free(&made->bulk);
        return status;
    }
    *ret = &made->bulk;
    return STATUS_OK;
}

void postgres_bulk_i64(struct db_bulk *bulk, int64_t value)
{
    uint64_t wide = htobe64((uint64_t)value);
    start_value(bulk, sizeof(wide));
    buf_put(&of(bulk)->rows, (struct text){ (const char *)&wide, sizeof(wide) });
}

void postgres_bulk_f64(struct db_bulk *bulk, double value)
{
    union {
        double value;
        uint64_t bits;
    } wide = { .value = value };
    postgres_bulk_i64(bulk, (int64_t)wide.bits);
}

void postgres_bulk_bytes(struct db_bulk *bulk, struct text value, bool is_text)
{
    start_value(bulk, (uint32_t)value.len);
    buf_put(&of(bulk)->rows, value);
}

void postgres_bulk_null(struct db_bulk *bulk)
{
    start_value(bulk, UINT32_MAX);
}

enum status postgres_bulk_row(struct db_bulk *bulk, struct error *err)
{
    struct postgres_bulk *b = of(bulk);
    enum status status = buf_status(&b->rows, err);
    b->whole = b->rows.len;
    return status == STATUS_OK && b->whole >= FLUSH_BYTES ? postgres_bulk_flush(bulk, err) : status;
}

static enum status send(PGconn *conn, const struct postgres_bulk *b)
{
    uint16_t end = UINT16_MAX;
    return PQputCopyData(conn, head, HEAD_LEN) == 1 && PQputCopyData(conn, b->rows.ptr, (int)b->whole) == 1 &&
                   PQputCopyData(conn, (const char *)&end, sizeof(end)) == 1 && PQputCopyEnd(conn, NULL) == 1
               ? STATUS_OK
               : STATUS_STORE;
}

enum status postgres_bulk_flush(struct db_bulk *bulk, struct error *err)
{
    struct postgres_bulk *b = of(bulk);
    PGconn *conn = ((struct postgres_db *)bulk->db)->conn;
    if (b->whole == 0)
        return STATUS_OK;
    PGresult *result = PQexec(conn, b->sql.ptr);
    if (PQresultStatus(result) != PGRES_COPY_IN)
        return postgres_told(bulk->db, result, "write to the store", err);
    PQclear(result);
    enum status status = send(conn, b);
    if (status != STATUS_OK)
        error_set(err, status, "cannot write to the store: the connection to the database was lost");
    while ((result = PQgetResult(conn))) {
        if (status == STATUS_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
            status = postgres_told(bulk->db, result, "write to the store", err);
        else
            PQclear(result);
    }
    buf_reset(&b->rows);
    b->whole = 0;
    return status;
}

void postgres_bulk_free(struct db_bulk *bulk)
{
    buf_done(&of(bulk)->sql);
    buf_done(&of(bulk)->rows);
    free(bulk);
}
