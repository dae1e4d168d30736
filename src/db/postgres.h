/*
 * What the two PostgreSQL files share.
 */
#pragma once

#include <libpq-fe.h>

#include "base/buf.h"
#include "db/driver.h"

struct postgres_db {
    struct db db;
    PGconn *conn;
    uint64_t names; /* given to statements and cursors */
};

/* A result that did not go well, told without the customer's values. Clears it. */
enum status postgres_told(struct db *db, PGresult *result, const char *doing, struct error *err);

enum status postgres_bulk_open(struct db *db, const char *table, const char *columns, int count, struct db_bulk **ret,
                               struct error *err);
void postgres_bulk_i64(struct db_bulk *bulk, int64_t value);
void postgres_bulk_f64(struct db_bulk *bulk, double value);
void postgres_bulk_bytes(struct db_bulk *bulk, struct text value, bool is_text);
void postgres_bulk_null(struct db_bulk *bulk);
enum status postgres_bulk_row(struct db_bulk *bulk, struct error *err);
enum status postgres_bulk_flush(struct db_bulk *bulk, struct error *err);
void postgres_bulk_free(struct db_bulk *bulk);
