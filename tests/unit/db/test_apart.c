/*
 * A SQLite file that grows apart is written as pages and not by SQLite: held
 * here against what SQLite makes of the same rows, and against its own check
 * of a file.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/scoped.h"
#include "db/btree.h"
#include "db/db.h"
#include "test.h"

#define ok(call)                                                                                                       \
    do {                                                                                                               \
        struct error err = ERROR_NONE;                                                                                 \
        enum status status_ = (call);                                                                                  \
        if (status_ != STATUS_OK)                                                                                      \
            fail_msg("%s:%d: %s: %s [%s]", __FILE__, __LINE__, #call, err.message, err.hint);                          \
    } while (0)

static const char schema[] =
    "CREATE TABLE numbered (id INTEGER PRIMARY KEY, body BLOB NOT NULL, t TEXT NOT NULL) STRICT;"
    "CREATE TABLE plain (a INTEGER NOT NULL, b INTEGER NOT NULL, t TEXT NOT NULL) STRICT;"
    "CREATE INDEX plain_a ON plain (a);"
    "CREATE INDEX plain_b ON plain (b DESC, a);"
    "CREATE TABLE keyed (b BLOB NOT NULL, h INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY (h, b)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX keyed_n ON keyed (n);"
    "CREATE TABLE named (name TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX named_text ON named (n, name);";

enum order { FORWARDS, BACKWARDS, IN_RUNS, SCATTERED, ORDERS };

/* Numbers of every width, of both signs. */
static int64_t number_of(uint64_t i)
{
    uint64_t mixed = (i + 1) * UINT64_C(0x9E3779B97F4A7C15);
    int64_t n = (int64_t)(mixed >> mixed % 64);
    return i % 3 == 0 ? -n : n;
}

static uint64_t place(enum order order, uint64_t i, uint64_t count)
{
    uint64_t third = count / 3;
    switch (order) {
    case FORWARDS: return i;
    case BACKWARDS: return count - 1 - i;
    case IN_RUNS:
        return third == 0 ? i : i < third ? i + third : i < 2 * third ? i - third : i; /* middle, first, last */
    default: return count % 7919 ? i * 7919 % count : i;
    }
}

static void put_text(struct db_bulk *into, uint64_t i, size_t len_max, bool is_text)
{
    static char bytes[70000];
    size_t len = i * 131 % (len_max + 1);
    memset(bytes, 'a' + (int)(i % 26), sizeof(bytes));
    struct text text = { bytes, len };
    if (is_text)
        db_bulk_text(into, text);
    else
        db_bulk_blob(into, text);
}

static void fill(struct db *db, enum order order, uint64_t count, size_t len_max)
{
    struct db_bulk *numbered = NULL, *plain = NULL, *keyed = NULL, *named = NULL;
    ok(db_bulk_open(db, "numbered", "id, body, t", 3, &numbered, &err));
    ok(db_bulk_open(db, "plain", "t, a, b", 3, &plain, &err));
    ok(db_bulk_open(db, "keyed", "b, n, h", 3, &keyed, &err));
    ok(db_bulk_open(db, "named", "name, n", 2, &named, &err));
    for (uint64_t n = 0; n < count; n++) {
        uint64_t i = place(order, n, count);
        char name[24];
        db_bulk_i64(numbered, (int64_t)i * 3 - 50);
        put_text(numbered, i, len_max, false);
        put_text(numbered, i + 1, 40, true);
        ok(db_bulk_row(numbered, &err));
        put_text(plain, i, len_max / 2, true);
        db_bulk_i64(plain, number_of(i % 1000));
        db_bulk_i64(plain, number_of(i));
        ok(db_bulk_row(plain, &err));
        snprintf(name, sizeof(name), "%08llu", (unsigned long long)i);
        char key[80000];
        size_t key_len = 8 + i * 37 % (len_max / 3 + 1);
        memset(key, 'k', key_len);
        memcpy(key, name, 8);
        db_bulk_blob(keyed, (struct text){ key, key_len });
        db_bulk_i64(keyed, number_of(i));
        db_bulk_i64(keyed, (int64_t)(i / 5));
        ok(db_bulk_row(keyed, &err));
        db_bulk_text(named, text_from(name));
        db_bulk_i64(named, (int64_t)i);
        ok(db_bulk_row(named, &err));
    }
    ok(db_bulk_close(&numbered, &err));
    ok(db_bulk_close(&plain, &err));
    ok(db_bulk_close(&keyed, &err));
    ok(db_bulk_close(&named, &err));
}

/* The one text a question gives. */
static void asked(struct db *db, const char *sql, char *ret, size_t size)
{
    struct db_stmt *stmt;
    ok(db_prepare(db, sql, &stmt, &err));
    assert_true(db_next(stmt));
    snprintf(ret, size, "%.*s", TEXT_ARG(db_text(stmt, 0)));
    ok(db_end(stmt, &err));
}

static void assert_same(struct db *a, struct db *b, const char *sql)
{
    char of_a[4096], of_b[4096];
    asked(a, sql, of_a, sizeof(of_a));
    asked(b, sql, of_b, sizeof(of_b));
    if (strcmp(of_a, of_b) != 0)
        fail_msg("%s: %s is not %s", sql, of_a, of_b);
}

static void assert_alike(const char *path, enum order order, uint64_t count, size_t len_max)
{
    struct db *plain, *apart, *read;
    char url[220], found[400];
    unlink(path);
    snprintf(url, sizeof(url), "sqlite:%s", path);
    ok(db_open("sqlite::memory:", &plain, &err));
    ok(db_exec(plain, schema, &err));
    ok(db_begin(plain, &err));
    fill(plain, order, count, len_max);
    ok(db_commit(plain, &err));
    ok(db_open_apart(plain, path, &apart, &err));
    ok(db_exec(apart, schema, &err));
    fill(apart, order, count, len_max);
    ok(db_close_apart(&apart, &err));

    ok(db_open(url, &read, &err));
    asked(read, "PRAGMA integrity_check", found, sizeof(found));
    assert_string_equal(found, "ok");
    static const char *const questions[] = {
        "SELECT count(*) || ' ' || ifnull(sum(id), 0) || ' ' || ifnull(sum(length(body) * (id + 60)), 0) || ' ' ||"
        " ifnull(min(t), '') || ifnull(max(t), '') FROM numbered",
        "SELECT ifnull(sum(n * id), 0) FROM (SELECT id, row_number() OVER (ORDER BY t, id) AS n FROM numbered)",
        "SELECT count(*) || ' ' || ifnull(sum(length(t) * (rowid % 100)), 0) FROM plain",
        "SELECT group_concat(a || ':' || rowid) FROM (SELECT a, rowid FROM plain INDEXED BY plain_a ORDER BY a, rowid "
        "LIMIT 90)",
        "SELECT group_concat(b || ':' || rowid) FROM (SELECT b, rowid FROM plain INDEXED BY plain_b ORDER BY b DESC, a "
        "LIMIT 90)",
        "SELECT count(*) || ' ' || ifnull(sum(h * length(b)), 0) || ' ' || ifnull(max(b), '') FROM keyed",
        "SELECT group_concat(n || ':' || h) FROM (SELECT n, h FROM keyed INDEXED BY keyed_n ORDER BY n, h, b LIMIT 90)",
        "SELECT count(*) || ' ' || ifnull(sum(n), 0) || ' ' || ifnull(max(name), '') FROM named",
    };
    for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
        assert_same(plain, read, questions[i]);
    /* and it goes on as a file of SQLite's own */
    ok(db_begin(read, &err));
    ok(db_exec(read,
               "DELETE FROM numbered WHERE id % 2; DELETE FROM keyed WHERE h % 3 = 0;"
               "INSERT INTO plain (a, b, t) SELECT id, id, hex(body) FROM numbered LIMIT 50",
               &err));
    ok(db_commit(read, &err));
    asked(read, "PRAGMA integrity_check", found, sizeof(found));
    assert_string_equal(found, "ok");
    db_close(&read);
    db_close(&plain);
    unlink(path);
}

static char path[200];

static int make_folder(void **state)
{
    char folder[] = "/tmp/kb_apart_XXXXXX";
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/apart.db", folder);
    return 0;
}

static int remove_folder(void **state)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    char name[220];
    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
    *strrchr(path, '/') = '\0';
    rmdir(path);
    return 0;
}

static void tables_of_any_size_are_as_sqlite_makes_them(void **state)
{
    static const uint64_t counts[] = { 0, 1, 2, 3, 7, 60, 300, 1000, 20000 };
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
        assert_alike(path, FORWARDS, counts[i], 90);
}

static void long_values_go_over_pages(void **state)
{
    static const size_t lens[] = { 900, 1010, 3000, 4061, 4062, 9000, 66000 };
    for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++)
        assert_alike(path, FORWARDS, 150, lens[i]);
}

static void rows_in_any_order_are_right(void **state)
{
    for (enum order order = BACKWARDS; order < ORDERS; order++) {
        assert_alike(path, order, 10, 90);
        assert_alike(path, order, 1000, 300);
    }
}

static void many_rows_make_high_trees(void **state)
{
    assert_alike(path, FORWARDS, 3000, 2900); /* few to a page: the keys are long too */
    assert_alike(path, IN_RUNS, 120000, 20);
}

/* The row is refused as it is anywhere. */
static void a_key_twice_is_refused(void **state)
{
    struct db *plain, *apart;
    struct db_bulk *into;
    struct error told = ERROR_NONE;
    ok(db_open("sqlite::memory:", &plain, &err));
    for (int twice = 0; twice < 2; twice++) {
        unlink(path);
        ok(db_open_apart(plain, path, &apart, &err));
        ok(db_exec(apart, schema, &err));
        ok(db_bulk_open(apart, twice ? "named" : "numbered", twice ? "name, n" : "id, body, t", twice ? 2 : 3, &into,
                        &err));
        for (int i = 0; i < 2; i++) {
            if (twice) {
                db_bulk_text(into, TEXT("a"));
                db_bulk_i64(into, i);
            } else {
                db_bulk_i64(into, 7);
                db_bulk_blob(into, TEXT("a"));
                db_bulk_text(into, TEXT("b"));
            }
            ok(db_bulk_row(into, &err));
        }
        ok(db_bulk_close(&into, &err));
        assert_int_equal(db_close_apart(&apart, &told), STATUS_CONFLICT);
    }
    db_close(&plain);
}

static void a_value_of_another_type_is_for_sqlite_to_judge(void **state)
{
    struct db *plain, *apart;
    struct db_bulk *into;
    struct error told = ERROR_NONE;
    ok(db_open("sqlite::memory:", &plain, &err));
    unlink(path);
    ok(db_open_apart(plain, path, &apart, &err));
    ok(db_exec(apart, schema, &err));
    ok(db_bulk_open(apart, "plain", "a, b, t", 3, &into, &err));
    db_bulk_i64(into, 1);
    db_bulk_f64(into, 2.5);
    db_bulk_text(into, TEXT("t"));
    ok(db_bulk_row(into, &err));
    ok(db_bulk_close(&into, &err));
    assert_int_not_equal(db_close_apart(&apart, &told), STATUS_OK);
    db_close(&plain);
}

/* SQLite keeps nothing on the page whose bytes it locks: a run that would hold it begins after it. */
static void the_page_of_locks_is_left_out(void **state)
{
    enum { LOCK_PAGE = 262145 };
    struct db *plain, *read;
    struct pages pages;
    struct btree tree;
    char url[220], found[400];
    unlink(path);
    snprintf(url, sizeof(url), "sqlite:%s", path);
    ok(db_open("sqlite::memory:", &plain, &err));
    ok(db_open(url, &read, &err));
    ok(db_exec(read, "PRAGMA journal_mode=DELETE; CREATE TABLE t (n INTEGER PRIMARY KEY, b TEXT) STRICT", &err));
    db_close(&read);
    ok(pages_begin(path, &pages, &err));
    uint32_t first = pages.count + 1;
    pages.count = LOCK_PAGE - 30;
    for (uint32_t page = first; page <= pages.count; page++)
        assert_true(vec_push(&pages.unused, page));
    btree_begin(&tree, &pages, 2, false);
    for (int64_t row = 1; row <= 2000; row++) {
        SCOPED(buf_done) struct buf body = BUF_EMPTY;
        buf_put(&body, (struct text){ "\x04\x00\x81\x55", 4 }); /* itself, NULL, a text of 100 bytes */
        for (int i = 0; i < 100; i++)
            buf_put_char(&body, (char)('a' + row % 26));
        ok(btree_add_row(&tree, row, buf_text(&body), &err));
    }
    ok(btree_end(&tree, &err));
    btree_done(&tree);
    assert_true(pages.count > LOCK_PAGE);
    ok(pages_end(&pages, &err));
    ok(db_open(url, &read, &err));
    asked(read, "PRAGMA integrity_check", found, sizeof(found));
    assert_string_equal(found, "ok");
    asked(read, "SELECT count(*) || ' ' || sum(length(b)) || ' ' || max(b) FROM t", found, sizeof(found));
    assert_string_equal(text_starts(text_from(found), TEXT("2000 200000 zzz")) ? "as put" : found, "as put");
    db_close(&read);
    db_close(&plain);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_of_any_size_are_as_sqlite_makes_them),
        cmocka_unit_test(long_values_go_over_pages),
        cmocka_unit_test(rows_in_any_order_are_right),
        cmocka_unit_test(many_rows_make_high_trees),
        cmocka_unit_test(a_key_twice_is_refused),
        cmocka_unit_test(a_value_of_another_type_is_for_sqlite_to_judge),
        cmocka_unit_test(the_page_of_locks_is_left_out),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
