/*
 * What the engine alone takes for the rows of a store: the floor under the
 * steps that write.
 *
 *     bench_floor FILE…       "engine-floor rows seconds peak cpu", all files together
 *
 * The tables of each SQLite file are read into memory first.  Then, and only
 * that is timed, their rows go into an empty file by one prepared INSERT each,
 * in the order they lie in, without journal and without waiting for the disk,
 * and the indexes are made.  "engine-floor-copy" is the same by VACUUM INTO:
 * the engine copying itself, page by page.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/vec.h"
#include "os/clock.h"
#include "os/process.h"

struct table {
    char *name, *sql;
    int columns;
    uint64_t rows;
    VEC(sqlite3_value *) values;
};

struct content {
    VEC(struct table) tables;
    VEC(char *) indexes;
};

static void die(sqlite3 *db, const char *doing)
{
    fprintf(stderr, "bench_floor: %s: %s\n", doing, db ? sqlite3_errmsg(db) : "no memory");
    exit(1);
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        die(db, sql);
}

static sqlite3 *open_file(const char *path)
{
    sqlite3 *db = NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        die(db, path);
    return db;
}

static void read_rows(sqlite3 *db, struct table *table)
{
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", table->name);
    sqlite3_stmt *stmt = NULL;
    if (!sql || sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
        die(db, "read a table");
    table->columns = sqlite3_column_count(stmt);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        table->rows++;
        for (int i = 0; i < table->columns; i++)
            if (!vec_push(&table->values, sqlite3_value_dup(sqlite3_column_value(stmt, i))))
                die(NULL, "read a table");
    }
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
}

static void read_all(const char *path, struct content *content)
{
    sqlite3 *db = open_file(path);
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL", -1, &stmt, NULL) !=
        SQLITE_OK)
        die(db, path);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *type = (const char *)sqlite3_column_text(stmt, 0),
                   *name = (const char *)sqlite3_column_text(stmt, 1),
                   *sql = (const char *)sqlite3_column_text(stmt, 2);
        struct table table = { .name = strdup(name), .sql = strdup(sql) };
        bool kept = strcmp(type, "table") == 0   ? vec_push(&content->tables, table)
                    : strcmp(type, "index") == 0 ? vec_push(&content->indexes, strdup(sql))
                                                 : true;
        if (!kept)
            die(NULL, path);
    }
    sqlite3_finalize(stmt);
    for (size_t i = 0; i < content->tables.len; i++)
        if (content->tables.ptr[i].columns == 0)
            read_rows(db, &content->tables.ptr[i]);
    sqlite3_close(db);
}

static void put_rows(sqlite3 *db, const struct table *table)
{
    char *sql = sqlite3_mprintf("INSERT INTO \"%w\" VALUES (?", table->name);
    for (int i = 1; i < table->columns && sql; i++) {
        char *longer = sqlite3_mprintf("%s,?", sql);
        sqlite3_free(sql);
        sql = longer;
    }
    char *whole = sql ? sqlite3_mprintf("%s)", sql) : NULL;
    sqlite3_stmt *stmt = NULL;
    if (!whole || sqlite3_prepare_v3(db, whole, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK)
        die(db, "prepare an INSERT");
    for (uint64_t row = 0; row < table->rows; row++) {
        for (int i = 0; i < table->columns; i++) {
            sqlite3_value *value = table->values.ptr[row * (uint64_t)table->columns + (uint64_t)i];
            int len = sqlite3_value_bytes(value);
            switch (sqlite3_value_type(value)) {
            case SQLITE_INTEGER: sqlite3_bind_int64(stmt, i + 1, sqlite3_value_int64(value)); break;
            case SQLITE_FLOAT: sqlite3_bind_double(stmt, i + 1, sqlite3_value_double(value)); break;
            case SQLITE_TEXT:
                sqlite3_bind_text(stmt, i + 1, (const char *)sqlite3_value_text(value), len, SQLITE_STATIC);
                break;
            case SQLITE_BLOB: /* without bytes there is no pointer, and that would be NULL */
                sqlite3_bind_blob(stmt, i + 1, len ? sqlite3_value_blob(value) : "", len, SQLITE_STATIC);
                break;
            default: sqlite3_bind_null(stmt, i + 1);
            }
        }
        if (sqlite3_step(stmt) != SQLITE_DONE)
            die(db, "put a row");
        sqlite3_reset(stmt);
    }
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
    sqlite3_free(whole);
}

static void put_all(const char *path, const struct content *content)
{
    sqlite3 *db = open_file(path);
    run(db, "PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-131072; BEGIN");
    for (size_t i = 0; i < content->tables.len; i++)
        run(db, content->tables.ptr[i].sql);
    for (size_t i = 0; i < content->tables.len; i++)
        put_rows(db, &content->tables.ptr[i]);
    for (size_t i = 0; i < content->indexes.len; i++)
        run(db, content->indexes.ptr[i]);
    run(db, "COMMIT");
    sqlite3_close(db);
}

struct total {
    uint64_t rows;
    double seconds, cpu;
};

static void tell(const char *step, const struct total *total)
{
    printf("%s %llu %.3f %.0f %.3f\n", step, (unsigned long long)total->rows, total->seconds, process_peak_rss_mb(),
           total->cpu);
}

static void add(struct total *total, uint64_t start, double cpu)
{
    total->seconds += (double)(clock_elapsed_ns() - start) / 1e9;
    total->cpu += process_cpu_seconds() - cpu;
}

int main(int argc, char **argv)
{
    struct total rows = { 0 }, copy = { 0 };
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    for (int i = 1; i < argc; i++) {
        struct content content = { 0 };
        char path[4096];
        snprintf(path, sizeof(path), "%s.floor", argv[i]);
        (void)unlink(path);
        read_all(argv[i], &content);
        for (size_t t = 0; t < content.tables.len; t++)
            rows.rows += content.tables.ptr[t].rows;
        uint64_t start = clock_elapsed_ns();
        double cpu = process_cpu_seconds();
        put_all(path, &content);
        add(&rows, start, cpu);
        (void)unlink(path);

        sqlite3 *db = open_file(argv[i]);
        char *sql = sqlite3_mprintf("VACUUM INTO %Q", path);
        start = clock_elapsed_ns();
        cpu = process_cpu_seconds();
        run(db, sql);
        add(&copy, start, cpu);
        sqlite3_free(sql);
        sqlite3_close(db);
        (void)unlink(path);
    }
    copy.rows = rows.rows;
    tell("engine-floor", &rows);
    tell("engine-floor-copy", &copy);
    return 0;
}
