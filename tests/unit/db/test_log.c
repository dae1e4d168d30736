/*
 * The log whose pages wait until a commit (db/sqlite_log.c): what was committed is in the files, whoever reads them and
 * whenever the program ends, also where SQLite writes frames out of order.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/scoped.h"
#include "db/db.h"
#include "os/file.h"
#include "test.h"

#define ok(call)                                                                                                       \
    do {                                                                                                               \
        struct error err = ERROR_NONE;                                                                                 \
        enum status status_ = (call);                                                                                  \
        if (status_ != STATUS_OK)                                                                                      \
            fail_msg("%s:%d: %s: %s [%s]", __FILE__, __LINE__, #call, err.message, err.hint);                          \
    } while (0)

#define STORE "log_store.db"
#define COPY  "log_copy.db"

static void forget(const char *store)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    char path[64];
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", store, ends[i]);
        (void)unlink(path);
    }
}

static struct db *open_fresh(const char *settings)
{
    struct db *db;
    forget(STORE);
    ok(db_open("sqlite:" STORE, &db, &err));
    ok(db_exec(db, settings, &err));
    ok(db_exec(db, "CREATE TABLE thing (n INTEGER PRIMARY KEY, t TEXT NOT NULL)", &err));
    return db;
}

static void copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    for (size_t len; (len = fread(bytes, 1, sizeof(bytes), in)) > 0;)
        assert_int_equal(fwrite(bytes, 1, len, out), len);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

/* The files as they lie there now, as after a kill; SQLite alone reads them. */
static void check_copy(int rows, const char *newest)
{
    sqlite3 *handle = NULL;
    sqlite3_stmt *stmt = NULL;
    forget(COPY);
    copy_file(STORE, COPY);
    copy_file(STORE "-wal", COPY "-wal");
    assert_int_equal(sqlite3_open(COPY, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(handle, "PRAGMA integrity_check", -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(stmt, 0), "ok");
    sqlite3_finalize(stmt);
    assert_int_equal(sqlite3_prepare_v2(handle, "SELECT count(*), max(t) FROM thing", -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(stmt, 0), rows);
    assert_string_equal(sqlite3_column_text(stmt, 1), newest);
    sqlite3_finalize(stmt);
    sqlite3_close(handle);
    forget(COPY);
}

static void add(struct db *db, int from, int rows)
{
    char sql[256];
    snprintf(sql, sizeof(sql),
             "WITH RECURSIVE up(n) AS (VALUES(%d) UNION ALL SELECT n + 1 FROM up WHERE n < %d)"
             " INSERT INTO thing SELECT n, 'a' || hex(zeroblob(300)) FROM up",
             from, from + rows - 1);
    ok(db_exec(db, sql, &err));
}

static void done(struct db **db)
{
    db_close(db);
    forget(STORE);
}

static void what_was_committed_is_in_the_files(void **state)
{
    struct db *db = open_fresh("PRAGMA synchronous=NORMAL");
    for (int i = 0; i < 20; i++) {
        ok(db_begin(db, &err));
        add(db, 1 + i * 10, 10); /* in some pages */
        ok(db_exec(db, "UPDATE thing SET t = 'b' WHERE n = 1", &err));
        ok(db_commit(db, &err));
        check_copy((i + 1) * 10, "b");
    }
    done(&db);
}

/* With a cache of ten pages a transaction writes pages, reads them, and writes them again in place. */
static void pages_written_twice_are_in_the_files(void **state)
{
    struct db *db = open_fresh("PRAGMA synchronous=NORMAL; PRAGMA cache_size=10; PRAGMA wal_autocheckpoint=0");
    for (int i = 0; i < 4; i++) {
        ok(db_begin(db, &err));
        add(db, 1 + i * 2000, 2000);
        ok(db_exec(db, "UPDATE thing SET t = 'c' WHERE n % 7 = 0", &err));
        ok(db_exec(db, "UPDATE thing SET t = 'd' WHERE n % 7 = 0", &err));
        ok(db_commit(db, &err));
        check_copy((i + 1) * 2000, "d");
    }
    done(&db);
}

static void what_was_rolled_back_is_not(void **state)
{
    struct db *db = open_fresh("PRAGMA synchronous=NORMAL; PRAGMA cache_size=10");
    char filled[602] = "a"; /* as add() does */
    memset(filled + 1, '0', 600);
    ok(db_begin(db, &err));
    add(db, 1, 100);
    ok(db_commit(db, &err));
    ok(db_begin(db, &err));
    add(db, 101, 3000);
    db_rollback(db);
    check_copy(100, filled);
    ok(db_begin(db, &err));
    ok(db_exec(db, "SAVEPOINT one", &err));
    add(db, 101, 3000);
    ok(db_exec(db, "ROLLBACK TO one", &err));
    ok(db_exec(db, "INSERT INTO thing VALUES(101, 'e')", &err));
    ok(db_commit(db, &err));
    check_copy(101, "e");
    done(&db);
}

static void two_connections_write_by_turns(void **state)
{
    struct db *one = open_fresh("PRAGMA synchronous=NORMAL"), *two;
    ok(db_open("sqlite:" STORE, &two, &err));
    for (int i = 0; i < 50; i++) {
        struct db *db = i % 3 ? one : two;
        ok(db_begin(db, &err));
        add(db, 1 + i * 20, 20);
        ok(db_exec(db, "UPDATE thing SET t = 'f'", &err));
        ok(db_commit(db, &err));
        check_copy((i + 1) * 20, "f");
        if (i % 10 == 9)
            ok(db_log_put_in(one, &err));
    }
    db_close(&two);
    done(&one);
}

static void never(void *ctx, uint64_t pages)
{
    (void)pages;
    ++*(int *)ctx;
}

static void a_log_grows_by_much_at_a_time(void **state)
{
    struct db *db = open_fresh("PRAGMA synchronous=FULL");
    struct stat before, after;
    int full = 0;
    db_log_left(db, never, &full);
    ok(db_begin(db, &err));
    add(db, 1, 10);
    ok(db_commit(db, &err));
    assert_int_equal(stat(STORE "-wal", &before), 0);
    assert_true(before.st_size >= 8 * 1024 * 1024);
    for (int i = 1; i < 100; i++) {
        ok(db_begin(db, &err));
        add(db, 1 + i * 10, 10);
        ok(db_exec(db, "UPDATE thing SET t = 'g' WHERE n = 1", &err));
        ok(db_commit(db, &err));
    }
    check_copy(1000, "g");
    assert_int_equal(stat(STORE "-wal", &after), 0);
    assert_int_equal(before.st_size, after.st_size);
    ok(db_begin(db, &err));
    add(db, 1001, 40000); /* and longer, in one transaction */
    ok(db_exec(db, "UPDATE thing SET t = 'h' WHERE n = 1", &err));
    ok(db_commit(db, &err));
    check_copy(41000, "h");
    assert_int_equal(full, 0);
    done(&db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_committed_is_in_the_files), cmocka_unit_test(pages_written_twice_are_in_the_files),
        cmocka_unit_test(what_was_rolled_back_is_not),        cmocka_unit_test(two_connections_write_by_turns),
        cmocka_unit_test(a_log_grows_by_much_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
