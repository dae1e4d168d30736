/*
 * The engine floor by itself: binds, rows, transactions and bulk.  On SQLite,
 * and on PostgreSQL too when KLANTBEELD_TEST_POSTGRES names one.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/scoped.h"
#include "db/db.h"
#include "test.h"

#define ok(call)                                                                                                       \
    do {                                                                                                               \
        struct error err = ERROR_NONE;                                                                                 \
        enum status status_ = (call);                                                                                  \
        if (status_ != STATUS_OK)                                                                                      \
            fail_msg("%s:%d: %s: %s [%s]", __FILE__, __LINE__, #call, err.message, err.hint);                          \
    } while (0)

static struct db *open_fresh(void)
{
    const char *postgres = getenv("KLANTBEELD_TEST_POSTGRES");
    struct db *db;
    ok(db_open(postgres && postgres[0] ? postgres : "sqlite::memory:", &db, &err));
    bool is_sqlite = db_engine_of(db) == DB_SQLITE;
    ok(db_exec(db, "DROP TABLE IF EXISTS thing", &err));
    ok(db_exec(db,
               is_sqlite ? "CREATE TABLE thing (n INTEGER PRIMARY KEY, t TEXT NOT NULL, b BLOB, f REAL)"
                         : "CREATE TABLE thing (n BIGINT PRIMARY KEY, t TEXT COLLATE \"C\" NOT NULL, b BYTEA,"
                           " f DOUBLE PRECISION)",
               &err));
    return db;
}

static int64_t count(struct db *db)
{
    struct db_stmt *stmt;
    ok(db_prepare(db, "SELECT count(*) FROM thing", &stmt, &err));
    assert_true(db_next(stmt));
    int64_t n = db_i64(stmt, 0);
    ok(db_end(stmt, &err));
    return n;
}

static enum status add(struct db *db, int64_t n, struct text t, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = db_prepare(db, "INSERT INTO thing (t, n, b) VALUES ($2, $1, $3)", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, n);
    db_bind_text(stmt, 2, t);
    return db_run(stmt, NULL, err);
}

static void urls_are_shown_without_passwords(void **state)
{
    static const struct {
        const char *url, *shown;
    } cases[] = {
        { "postgres://ada:secret@nowhere.example/x?connect_timeout=1", "secret" },
        { "postgresql://ada:se@cret@nowhere.example/x?connect_timeout=1", "cret" },
        { "postgres://nowhere.example/x?connect_timeout=1&user=ada&password=secret&sslmode=disable", "secret" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error told = ERROR_NONE;
        struct db *db;
        assert_int_not_equal(db_open(cases[i].url, &db, &told), STATUS_OK);
        assert_null(db);
        assert_null(strstr(told.message, cases[i].shown));
        assert_true(told.message[0] && told.hint[0]);
    }
    struct db *db = open_fresh();
    assert_true(strncmp(db_url(db), "sqlite:", 7) == 0 || strncmp(db_url(db), "postgres:", 9) == 0);
    db_close(&db);
    db_close(&db);
}

static void names_of_no_engine_are_refused(void **state)
{
    static const char *const urls[] = { "", "klanten.db", "mysql://x", "sqlite:" };
    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        struct error told = ERROR_NONE;
        struct db *db;
        assert_int_equal(db_open(urls[i], &db, &told), STATUS_USAGE);
        assert_true(told.hint[0]);
    }
}

static void a_file_that_is_no_database_is_told(void **state)
{
    char path[] = "/tmp/klantbeeld-db-XXXXXX", url[64];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    for (int i = 0; i < 200; i++)
        assert_int_equal(write(fd, "naam;adres;woonplaats;telefoon\n", 31), 31);
    close(fd);
    snprintf(url, sizeof(url), "sqlite:%s", path);
    struct error told = ERROR_NONE;
    struct db *db;
    assert_int_equal(db_open(url, &db, &told), STATUS_INVALID);
    assert_non_null(strstr(told.message, "not a database"));
    assert_true(told.hint[0]);
    unlink(path);
    assert_int_equal(db_open("sqlite:/no/such/folder/x.db", &db, &told), STATUS_IO);
}

static void values_come_back_as_they_were_bound(void **state)
{
    static const struct {
        int64_t n;
        double f;
        struct text t, b;
    } rows[] = {
        { INT64_MIN, -0.5, { "", 0 }, { "", 0 } },
        { -1, 1e300, { "a\"'$1;", 6 }, { "\0\1\2", 3 } },
        { 0, 0.1, { "caf\xc3\xa9 \xf0\x9f\xa7\x80", 10 }, { "\xff\xfe", 2 } },
        { INT64_MAX, 3, { NULL, 0 }, { NULL, 0 } },
    };
    enum { ROWS = sizeof(rows) / sizeof(rows[0]) };
    struct db *db = open_fresh();
    struct db_stmt *stmt;
    ok(db_prepare(db, "INSERT INTO thing (f, n, t, b) VALUES ($4, $1, $2, $3)", &stmt, &err));
    for (int i = 0; i < ROWS; i++) {
        uint64_t changed;
        db_bind_i64(stmt, 1, rows[i].n);
        db_bind_text(stmt, 2, rows[i].t);
        db_bind_blob(stmt, 3, rows[i].b);
        db_bind_f64(stmt, 4, rows[i].f);
        ok(db_run(stmt, &changed, &err));
        assert_int_equal(changed, 1);
    }
    ok(db_prepare(db, "SELECT n, t, b, f, n IS NULL FROM thing ORDER BY n", &stmt, &err));
    for (int i = 0; i < ROWS; i++) {
        assert_true(db_next(stmt));
        assert_true(db_i64(stmt, 0) == rows[i].n && db_f64(stmt, 3) == rows[i].f && db_i64(stmt, 4) == 0);
        check_text(db_text(stmt, 1), rows[i].t, "text");
        check_text(db_blob(stmt, 2), rows[i].b, "blob");
        assert_false(db_is_null(stmt, 2));
    }
    assert_false(db_next(stmt));
    assert_false(db_next(stmt));
    ok(db_end(stmt, &err));
    db_close(&db);
}

static void what_is_not_bound_again_is_null(void **state)
{
    struct db *db = open_fresh();
    struct db_stmt *stmt;
    ok(db_prepare(db, "INSERT INTO thing (n, t, b) VALUES ($1, $2, $3)", &stmt, &err));
    for (int i = 0; i < 2; i++) {
        db_bind_i64(stmt, 1, i);
        db_bind_text(stmt, 2, TEXT("t"));
        if (i == 0)
            db_bind_blob(stmt, 3, TEXT("b"));
        ok(db_run(stmt, NULL, &err));
    }
    db_bind_i64(stmt, 1, 3); /* the text is NULL: a rule of the table is broken */
    struct error told = ERROR_NONE;
    assert_int_equal(db_run(stmt, NULL, &told), STATUS_CONFLICT);
    ok(db_prepare(db, "SELECT count(b), count(*) FROM thing", &stmt, &err));
    assert_true(db_next(stmt));
    assert_true(db_i64(stmt, 0) == 1 && db_i64(stmt, 1) == 2);
    ok(db_end(stmt, &err));
    db_close(&db);
}

static void a_message_holds_no_value(void **state)
{
    struct db *db = open_fresh();
    struct error told = ERROR_NONE;
    ok(add(db, 424242, TEXT("secret"), &err));
    assert_int_equal(add(db, 424242, TEXT("secret"), &told), STATUS_CONFLICT);
    assert_null(strstr(told.message, "secret"));
    assert_null(strstr(told.message, "424242"));
    assert_int_equal(add(db, 1, (struct text){ "a\0b", 3 }, &told), STATUS_INVALID);
    ok(add(db, 1, TEXT("ab"), &err));
    db_close(&db);
}

static void a_statement_being_read_may_be_asked_again(void **state)
{
    static const char sql[] = "SELECT n FROM thing WHERE n > $1 ORDER BY n";
    struct db *db = open_fresh();
    struct db_stmt *outer, *inner, *again;
    for (int i = 1; i <= 5; i++)
        ok(add(db, i, TEXT("t"), &err));
    ok(db_prepare(db, sql, &outer, &err));
    db_bind_i64(outer, 1, 0);
    int pairs = 0;
    while (db_next(outer)) {
        ok(db_prepare(db, sql, &inner, &err));
        assert_ptr_not_equal(outer, inner);
        db_bind_i64(inner, 1, db_i64(outer, 0));
        while (db_next(inner))
            pairs++;
        ok(db_end(inner, &err));
    }
    ok(db_end(outer, &err));
    assert_int_equal(pairs, 10);
    ok(db_prepare(db, sql, &again, &err));
    assert_true(again == outer || again == inner);
    db_close(&db);
}

static void rollback_and_commit(void **state)
{
    struct db *db = open_fresh();
    struct error told = ERROR_NONE;
    db_rollback(db);
    ok(db_begin(db, &err));
    assert_true(db_in_transaction(db) && db_writing(db));
    assert_int_equal(db_begin(db, &told), STATUS_STORE);
    ok(add(db, 1, TEXT("t"), &err));
    db_rollback(db);
    assert_int_equal(count(db), 0);
    ok(db_begin(db, &err));
    ok(add(db, 1, TEXT("t"), &err));
    ok(db_commit(db, &err));
    assert_false(db_in_transaction(db));
    assert_int_equal(count(db), 1);
    ok(db_begin_read(db, &err));
    assert_false(db_writing(db));
    assert_int_equal(count(db), 1);
    db_rollback(db);
    db_close(&db);
}

static enum status bulk_add(struct db *db, int64_t from, int64_t to, struct text t, struct error *err)
{
    struct db_bulk *bulk = NULL;
    enum status status = db_bulk_open(db, "thing", "n, t, b, f", 4, &bulk, err);
    for (int64_t n = from; n < to && status == STATUS_OK; n++) {
        db_bulk_i64(bulk, n);
        db_bulk_text(bulk, t);
        if (n % 2)
            db_bulk_null(bulk);
        else
            db_bulk_blob(bulk, TEXT("\xff"));
        db_bulk_f64(bulk, (double)n / 2);
        status = db_bulk_row(bulk, err);
    }
    if (status != STATUS_OK) {
        db_bulk_abort(&bulk);
        return status;
    }
    return db_bulk_close(&bulk, err);
}

static void bulk_rows_arrive_whole(void **state)
{
    enum { MANY = 30000 };
    static char big[1000];
    memset(big, 'x', sizeof(big));
    struct db *db = open_fresh();
    struct db_stmt *stmt;
    ok(db_begin(db, &err));
    ok(bulk_add(db, 0, MANY, (struct text){ big, sizeof(big) }, &err)); /* several times what is held back */
    ok(db_commit(db, &err));
    assert_int_equal(count(db), MANY);
    ok(db_prepare(db, "SELECT sum(f), count(b), min(length(t)) FROM thing", &stmt, &err));
    assert_true(db_next(stmt));
    assert_true(db_f64(stmt, 0) == (double)MANY * (MANY - 1) / 4 && db_i64(stmt, 1) == MANY / 2);
    assert_int_equal(db_i64(stmt, 2), sizeof(big));
    ok(db_end(stmt, &err));

    ok(db_begin(db, &err));
    struct error told = ERROR_NONE;
    assert_int_equal(bulk_add(db, MANY - 1, MANY + 10, TEXT("t"), &told), STATUS_CONFLICT);
    db_rollback(db);
    ok(db_begin(db, &err));
    assert_int_equal(bulk_add(db, MANY, MANY + 1, (struct text){ "\0", 1 }, &told), STATUS_INVALID);
    db_rollback(db);
    assert_int_equal(count(db), MANY);
    struct db_bulk *none = NULL;
    ok(db_bulk_close(&none, &err));
    db_close(&db);
}

static void a_walk_reads_all_and_leaves_room_for_others(void **state)
{
    enum { MANY = 20000 };
    struct db *db = open_fresh();
    struct db_stmt *walk;
    ok(db_begin(db, &err));
    ok(bulk_add(db, 0, MANY, TEXT("t"), &err));
    ok(db_prepare(db, "SELECT n FROM thing WHERE n < $1 ORDER BY n", &walk, &err));
    db_bind_i64(walk, 1, MANY);
    ok(db_walk(walk, &err));
    int64_t seen = 0;
    while (db_next(walk)) {
        assert_true(db_i64(walk, 0) == seen);
        if (seen % 5000 == 0)
            ok(add(db, MANY + seen, TEXT("more"), &err));
        seen++;
    }
    ok(db_end(walk, &err));
    assert_int_equal(seen, MANY);
    ok(db_commit(db, &err));

    /* outside a transaction it holds a snapshot: nothing is written until it ends */
    ok(db_prepare(db, "SELECT n FROM thing WHERE n < $1 ORDER BY n", &walk, &err));
    db_bind_i64(walk, 1, 10);
    ok(db_walk(walk, &err));
    assert_true(db_next(walk));
    struct error told = ERROR_NONE;
    assert_int_equal(db_begin(db, &told), STATUS_STORE);
    ok(db_end(walk, &err));
    assert_false(db_in_transaction(db));

    /* one that is open when its transaction ends says so */
    ok(db_begin(db, &err));
    ok(db_prepare(db, "SELECT n FROM thing WHERE n < $1 ORDER BY n", &walk, &err));
    db_bind_i64(walk, 1, 10);
    ok(db_walk(walk, &err));
    assert_true(db_next(walk));
    ok(db_commit(db, &err));
    assert_false(db_next(walk));
    assert_int_equal(db_end(walk, &told), STATUS_STORE);
    assert_int_equal(count(db), MANY + 4);
    db_close(&db);
}

static void broken_sql_is_an_error_not_a_crash(void **state)
{
    struct db *db = open_fresh();
    struct db_stmt *stmt;
    struct error told = ERROR_NONE;
    assert_int_not_equal(db_prepare(db, "SELEKT 1", &stmt, &told), STATUS_OK);
    assert_null(stmt);
    assert_int_not_equal(db_exec(db, "CREATE TABLE thing (n INTEGER)", &told), STATUS_OK);
    ok(add(db, 1, TEXT("t"), &err));
    db_close(&db);
}

static void every_step_can_be_made_to_fail(void **state)
{
    struct db *db = open_fresh();
    int step = 1;
    for (; step < 100; step++) {
        struct error told = ERROR_NONE;
        db_fail_after(db, (uint64_t)step);
        enum status status = db_begin(db, &told);
        if (status == STATUS_OK)
            status = bulk_add(db, 0, 10, TEXT("t"), &told);
        if (status == STATUS_OK)
            status = add(db, 10, TEXT("t"), &told);
        if (status == STATUS_OK)
            status = db_commit(db, &told);
        db_fail_after(db, 0);
        if (status == STATUS_OK)
            break;
        assert_int_equal(status, STATUS_STORE);
        db_rollback(db);
        assert_int_equal(count(db), 0);
    }
    assert_in_range(step, 15, 30);
    assert_int_equal(count(db), 11);
    db_close(&db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urls_are_shown_without_passwords),
        cmocka_unit_test(names_of_no_engine_are_refused),
        cmocka_unit_test(a_file_that_is_no_database_is_told),
        cmocka_unit_test(values_come_back_as_they_were_bound),
        cmocka_unit_test(what_is_not_bound_again_is_null),
        cmocka_unit_test(a_message_holds_no_value),
        cmocka_unit_test(a_statement_being_read_may_be_asked_again),
        cmocka_unit_test(rollback_and_commit),
        cmocka_unit_test(bulk_rows_arrive_whole),
        cmocka_unit_test(a_walk_reads_all_and_leaves_room_for_others),
        cmocka_unit_test(broken_sql_is_an_error_not_a_crash),
        cmocka_unit_test(every_step_can_be_made_to_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
