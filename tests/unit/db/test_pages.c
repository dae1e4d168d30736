/*
 * A file that grows apart is laid out in pages without SQLite (db/sqlite_pages.h); here SQLite judges it: its
 * integrity check finds nothing, and the rows are those of a table that was filled by INSERT.
 */
#include <unistd.h>

#include "base/scoped.h"
#include "db/db.h"
#include "db/sqlite_tree.h"
#include "test.h"

#define ok(call)                                                                                                       \
    do {                                                                                                               \
        struct error err = ERROR_NONE;                                                                                 \
        if ((call) != STATUS_OK)                                                                                       \
            fail_msg("%s:%d: %s: %s", __FILE__, __LINE__, #call, err.message);                                         \
    } while (0)

/* by_number is not STRICT, because the check of 3.40 mistakes such columns for others. */
static const char schema[] = "CREATE TABLE numbered (t TEXT, b BLOB, i INTEGER NOT NULL, f REAL);"
                             "CREATE TABLE ided (t TEXT, id INTEGER PRIMARY KEY, b BLOB, n INTEGER NOT NULL) STRICT;"
                             "CREATE TABLE by_number (v TEXT, a INTEGER NOT NULL, b INTEGER NOT NULL,"
                             " PRIMARY KEY (b, a)) WITHOUT ROWID;"
                             "CREATE TABLE by_bytes (k BLOB NOT NULL, chunk INTEGER NOT NULL, v BLOB NOT NULL,"
                             " PRIMARY KEY (k, chunk)) STRICT, WITHOUT ROWID;"
                             "CREATE TABLE empty (k TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;";
static const char indexes[] = "CREATE INDEX numbered_i ON numbered (i);"
                              "CREATE INDEX ided_n ON ided (n DESC);"
                              "CREATE INDEX by_number_a ON by_number (a);";
static const char index_of_text[] =
    "CREATE INDEX numbered_t ON numbered (t);"; /* SQLite's business, with all the rest */

static uint64_t state;
static char filler[200 * 1024];

static uint64_t below(uint64_t n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 20) % n;
}

/* Mostly short; now and then about a page, about what fits in one, or several pages. */
static struct text some_bytes(void)
{
    static const size_t about[] = { 4080, 16340, 16380, 32760, 60000, 150000 };
    size_t len = below(40) == 0 ? about[below(6)] + below(20) : below(8) == 0 ? below(3000) : below(60);
    return (struct text){ filler + below(1000), len };
}

static int64_t some_number(void)
{
    int64_t n = (int64_t)(below(UINT64_C(1) << 40) << 23 | below(1 << 23)) >> below(63);
    return below(2) ? n : -n;
}

struct tables {
    struct db_bulk *numbered, *ided, *by_number, *by_bytes;
};

static void open_tables(struct db *db, const char *more, struct tables *ret)
{
    ok(db_exec(db, schema, &err));
    ok(db_exec(db, more, &err));
    ok(db_bulk_open(db, "numbered", "i, t, b, f", 4, &ret->numbered, &err));
    ok(db_bulk_open(db, "ided", "id, t, b, n", 4, &ret->ided, &err));
    ok(db_bulk_open(db, "by_number", "a, b, v", 3, &ret->by_number, &err));
    ok(db_bulk_open(db, "by_bytes", "k, chunk, v", 3, &ret->by_bytes, &err));
}

static void close_tables(struct tables *tables)
{
    ok(db_bulk_close(&tables->numbered, &err));
    ok(db_bulk_close(&tables->ided, &err));
    ok(db_bulk_close(&tables->by_number, &err));
    ok(db_bulk_close(&tables->by_bytes, &err));
}

/* out_of_order: how many in a hundred keys come later than their turn. */
static void fill(struct tables *tables, uint64_t seed, int rows, unsigned out_of_order)
{
    static const int64_t kinds[] = { 2, 1, 3 };
    state = seed;
    for (int i = 0; i < rows; i++) {
        db_bulk_i64(tables->numbered, some_number());
        if (below(5))
            db_bulk_text(tables->numbered, some_bytes());
        else
            db_bulk_null(tables->numbered);
        db_bulk_blob(tables->numbered, some_bytes());
        db_bulk_f64(tables->numbered, (double)some_number() / 1024);
        ok(db_bulk_row(tables->numbered, &err));

        int64_t turn = below(100) < out_of_order ? (int64_t)below(1 << 30) : 0;
        db_bulk_i64(tables->ided, (kinds[(int64_t)i * 3 / rows] << 60) + i * 7 + (turn << 20));
        db_bulk_text(tables->ided, some_bytes());
        db_bulk_blob(tables->ided, some_bytes());
        db_bulk_i64(tables->ided, below(2) ? some_number() : i % 7);
        ok(db_bulk_row(tables->ided, &err));

        turn = below(100) < out_of_order ? (int64_t)below(1 << 30) : 0;
        db_bulk_i64(tables->by_number, i % 3);
        db_bulk_i64(tables->by_number, i / 3 - turn);
        db_bulk_text(tables->by_number, some_bytes());
        ok(db_bulk_row(tables->by_number, &err));

        char key[5000];
        memset(key, 'k', sizeof(key));
        snprintf(key, sizeof(key), "%06d", below(100) < out_of_order ? rows - i : i);
        db_bulk_blob(tables->by_bytes, (struct text){ key, 6 + (i % 5 == 0 ? below(4000) : 0) });
        db_bulk_i64(tables->by_bytes, i + 100);
        db_bulk_blob(tables->by_bytes, some_bytes());
        ok(db_bulk_row(tables->by_bytes, &err));
    }
}

static struct text one_text(struct db *db, const char *sql, char ret[100])
{
    struct db_stmt *stmt;
    ok(db_prepare(db, sql, &stmt, &err));
    assert_true(db_next(stmt));
    snprintf(ret, 100, "%.*s", TEXT_ARG(db_text(stmt, 0)));
    ok(db_end(stmt, &err));
    return text_from(ret);
}

static void check_round(const char *folder, uint64_t seed, int rows, unsigned out_of_order, const char *more)
{
    static const char *const names[] = { "numbered", "ided", "by_number", "by_bytes" };
    char path[256], sql[200], said[100];
    struct db *plain, *apart;
    struct tables tables;
    snprintf(path, sizeof(path), "%s/apart-%d-%u", folder, rows, out_of_order);
    ok(db_open("sqlite::memory:", &plain, &err));
    ok(db_begin(plain, &err));
    open_tables(plain, more, &tables);
    fill(&tables, seed, rows, out_of_order);
    close_tables(&tables);
    ok(db_commit(plain, &err));

    ok(db_open_apart(plain, path, &apart, &err));
    open_tables(apart, more, &tables);
    fill(&tables, seed, rows, out_of_order);
    close_tables(&tables);
    ok(db_exec(apart, "CREATE INDEX numbered_f ON numbered (f)", &err));
    ok(db_close_apart(&apart, &err));

    ok(db_attach(plain, path, "made", &err));
    check_text(one_text(plain, "PRAGMA made.integrity_check", said), TEXT("ok"), "integrity");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(sql, sizeof(sql), "SELECT count(*) FROM made.%s", names[i]);
        check_int(atoi(one_text(plain, sql, said).ptr), rows, names[i]);
        snprintf(sql, sizeof(sql), "SELECT count(*) FROM (SELECT * FROM made.%s EXCEPT SELECT * FROM main.%s)",
                 names[i], names[i]);
        check_text(one_text(plain, sql, said), TEXT("0"), names[i]);
    }
    check_text(one_text(plain, "SELECT count(*) FROM made.empty", said), TEXT("0"), "the empty one");
    snprintf(sql, sizeof(sql), "SELECT count(*) FROM made.ided WHERE id = %lld", (long long)(INT64_C(2) << 60));
    if (!out_of_order)
        check_text(one_text(plain, sql, said), TEXT("1"), "found by its id");
    /* and it can be changed as any other table */
    ok(db_exec(plain,
               "DELETE FROM made.by_bytes WHERE chunk % 3 = 0; DELETE FROM made.ided WHERE id % 2 = 0;"
               "INSERT INTO made.by_number VALUES ('x', 1, -7)",
               &err));
    check_text(one_text(plain, "PRAGMA made.integrity_check", said), TEXT("ok"), "integrity after changes");
    db_close(&plain);
    unlink(path);
}

static void pages_are_what_sqlite_reads(void **unused)
{
    static const int sizes[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 17, 40, 150, 1030, 4000 };
    char folder[] = "/tmp/kb-pages-XXXXXX";
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof(filler); i++)
        filler[i] = (char)('a' + i % 23);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        check_round(folder, i + 1, sizes[i], 0, i % 2 ? indexes : "");
        check_round(folder, i + 77, sizes[i], 10, indexes);
        if (i % 5 == 0)
            check_round(folder, i + 177, sizes[i], 0, index_of_text);
    }
    rmdir(folder);
}

static void a_key_that_is_twice_there_is_met(void **unused)
{
    char folder[] = "/tmp/kb-pages-XXXXXX", path[64];
    struct db *beside, *apart;
    struct db_bulk *bulk;
    struct error why = ERROR_NONE;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/apart", folder);
    ok(db_open("sqlite::memory:", &beside, &err));
    ok(db_open_apart(beside, path, &apart, &err));
    ok(db_exec(apart, schema, &err));
    ok(db_bulk_open(apart, "ided", "id, t, b, n", 4, &bulk, &err));
    for (int i = 0; i < 2; i++) {
        db_bulk_i64(bulk, 5);
        db_bulk_text(bulk, TEXT("x"));
        db_bulk_blob(bulk, TEXT("y"));
        db_bulk_i64(bulk, i);
        ok(db_bulk_row(bulk, &err));
    }
    ok(db_bulk_close(&bulk, &err));
    assert_int_equal(db_close_apart(&apart, &why), STATUS_CONFLICT);
    db_close(&beside);
    unlink(path);
    rmdir(folder);
}

/* SQLite locks by a byte at one gigabyte, and no row may lie in the page that holds it. */
static void the_page_of_the_lock_is_left_free(void **unused)
{
    enum { LOCK_PAGE = (1 << 30) / TREE_PAGE_BYTES + 1 };
    FILE *file = tmpfile();
    assert_non_null(file);
    struct page_file pages = { .fd = fileno(file), .next = LOCK_PAGE - 1 };
    struct tree tree;
    unsigned char page[TREE_PAGE_BYTES];
    tree_init(&tree, &pages, 2, false);
    for (int64_t i = 1; i < 40; i++)
        ok(tree_put(&tree, i, (struct text){ filler, i == 20 ? 90000 : 9000 }, &err));
    ok(tree_end(&tree, &err));
    ok(page_file_flush(&pages, &err));
    for (size_t i = 0; i < tree.children.len; i++)
        assert_int_not_equal(tree.children.ptr[i].page, LOCK_PAGE);
    assert_int_equal(pread(pages.fd, page, sizeof(page), (off_t)(LOCK_PAGE - 1) * TREE_PAGE_BYTES), sizeof(page));
    for (size_t i = 0; i < sizeof(page); i++)
        assert_int_equal(page[i], 0);
    tree_done(&tree);
    buf_done(&pages.out);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_what_sqlite_reads),
        cmocka_unit_test(a_key_that_is_twice_there_is_met),
        cmocka_unit_test(the_page_of_the_lock_is_left_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
