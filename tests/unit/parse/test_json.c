#include "base/limits.h"
#include "parse/refuse.h"
#include "parse/rows.h"

static void objects_are_read(void **state)
{
    static const struct {
        const char *label, *file, *want;
    } cases[] = {
        { "lines", "{\"naam\":\"Jan\",\"nr\":1}\n{\"nr\":2,\"plaats\":\"Ede\"}\n", "naam|nr|plaats\nJan|1|\n|2|Ede" },
        { "an array", "[{\"a\":1},\n {\"a\":2}]", "a\n1\n2" },
        { "objects over lines", "{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n", "a\n1\n2" },
        { "array as lines", "[\n{\"a\":1},\n{\"a\":2}\n]\n", "a\n1\n2" },
        { "nested", "{\"a\":{\"b\":{\"c\":\"x\"}},\"d\":\"y\"}\n", "a.b.c|d\nx|y" },
        { "array of scalars", "{\"mail\":[\"a\",\"b\",3,null,true]}\n", "mail\na ::: b ::: 3 ::: true" },
        { "list of addresses", "{\"adres\":[{\"stad\":\"Ede\",\"nr\":1},{\"stad\":\"Urk\"}]}\n",
          "adres.stad|adres.nr|adres.2.stad\nEde|1|Urk" },
        { "list of properties", "{\"f\":[{\"naam\":\"Jan\"},{\"tel\":\"1\"},{\"tel\":\"2\"}]}\n",
          "f.naam|f.tel|f.2.tel\nJan|1|2" },
        { "numbers keep their spelling", "{\"a\":12345678901234567890,\"b\":1.50,\"c\":-1e5}\n",
          "a|b|c\n12345678901234567890|1.50|-1e5" },
        { "null and words", "{\"a\":null,\"b\":true,\"c\":false}\n", "a|b|c\n|true|false" },
        { "escapes", "{\"a\":\"\\\"\\\\\\/\\n\\u00e9\\ud83d\\ude00\"}\n", "a\n\"\\/\n\xc3\xa9\xf0\x9f\x98\x80" },
        { "lone surrogate", "{\"a\":\"x\\ud83dy\"}\n", "a\nx\xef\xbf\xbdy" },
        { "escaped nul", "{\"a\":\"x\\u0000y\"}\n", "a\nxy" },
        { "broken line", "{\"a\":1}\n{\"a\":}\n{\"a\":3}\n", "a\n1\n!row_unreadable {\"a\":}\n3" },
        { "line with something behind it", "{\"a\":1}\n{\"a\":2} x\n", "a\n1\n!row_unreadable {\"a\":2} x" },
        { "empty lines", "\n{\"a\":1}\n\n\n{\"a\":2}\n\n", "a\n1\n2" },
        { "same key twice: the last", "{\"a\":1,\"a\":2}\n", "a\n2" },
        { "empty key", "{\"\":1,\"b\":2}\n", "1|b\n1|2" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(buf_done) struct buf got = BUF_EMPTY;
        check_int(rows_read(text_from(cases[i].file), &got), STATUS_OK, cases[i].label);
        check_text(buf_text(&got), text_from(cases[i].want), cases[i].label);
    }
}

static void broken_characters_are_repaired(void **state)
{
    SCOPED(reader_close) struct reader *reader = NULL;
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    struct row row;
    for (int i = 0; i < 100; i++)
        buf_put_str(&file, "{\"a\":\"\xc3\xa9\"}\n");
    buf_put_str(&file, "{\"a\":\"caf\xe9\"}\n");
    assert_int_equal(reader_over(buf_text(&file), &reader, NULL), STATUS_OK);
    for (int i = 0; i < 100; i++)
        assert_int_equal(reader_next(reader, &row), ROW_GOOD);
    assert_int_equal(reader_next(reader, &row), ROW_GOOD);
    check_text(row.cells[0], TEXT("caf\xc3\xa9"), "cell");
    assert_int_equal(row.findings[0].finding, FINDING_ENCODING_REPAIRED);
}

static void a_broken_array_ends_with_an_error(void **state)
{
    SCOPED(buf_done) struct buf got = BUF_EMPTY;
    assert_int_equal(rows_read(TEXT("[{\"a\":1},{\"a\":2},{\"a\":3"), &got), STATUS_INVALID);
    check_text(buf_text(&got), TEXT("a\n1\n2"), "rows before it");
}

static void deep_nesting_is_kept_as_text(void **state)
{
    SCOPED(buf_done) struct buf file = BUF_EMPTY;
    SCOPED(reader_close) struct reader *reader = NULL;
    for (int i = 0; i < 60; i++)
        buf_put_str(&file, "{\"a\":");
    buf_put_str(&file, "1");
    for (int i = 0; i < 60; i++)
        buf_put_str(&file, "}");
    buf_put_str(&file, "\n");
    assert_int_equal(reader_over(buf_text(&file), &reader, NULL), STATUS_OK);
    assert_int_equal(reader_layout(reader).count, 1);
}

static void limits_make_bad_rows(void **state)
{
    static const struct {
        size_t len;
        enum row_state state;
    } cases[] = {
        { FIELD_BYTES_MAX - 1, ROW_GOOD }, { FIELD_BYTES_MAX, ROW_GOOD },  { FIELD_BYTES_MAX + 1, ROW_BAD },
        { ROW_BYTES_MAX + 10, ROW_BAD },   { 3 * ROW_BYTES_MAX, ROW_BAD },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(buf_done) struct buf file = BUF_EMPTY;
        SCOPED(reader_close) struct reader *reader = NULL;
        struct row row;
        buf_put_str(&file, "{\"a\":\"voor\"}\n{\"a\":\"");
        char *into = buf_reserve(&file, cases[i].len);
        assert_non_null(into);
        memset(into, 'x', cases[i].len);
        file.len += cases[i].len;
        buf_put_str(&file, "\"}\n{\"a\":\"na\"}\n");
        assert_int_equal(reader_over(buf_text(&file), &reader, NULL), STATUS_OK);
        assert_int_equal(reader_next(reader, &row), ROW_GOOD);
        check_int(reader_next(reader, &row), cases[i].state, "long");
        assert_int_equal(reader_next(reader, &row), ROW_GOOD);
        check_text(row.cells[0], TEXT("na"), "after");
    }
}

static void columns_are_read_on_with_in_other_bytes(void **state)
{
    struct reader *reader = NULL;
    struct row row;
    assert_int_equal(reader_over(TEXT("{\"naam\":\"Bos\",\"nummer x\":\"1\"}\n"), &reader, NULL), STATUS_OK);
    assert_int_equal(reader_next(reader, &row), ROW_GOOD);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(reader_again(reader,
                                      TEXT("{\"naam\":\"Vos\",\"nummer x\":\"2\"}\n"
                                           "{\"naam\":\"Mol\",\"nummer x\":\"3\"}\n"),
                                      NULL),
                         STATUS_OK);
        assert_int_equal(reader_next(reader, &row), ROW_GOOD);
        assert_int_equal(row.number, 1);
        assert_true(text_equal(row.cells[0], TEXT("Vos")));
        assert_int_equal(reader_next(reader, &row), ROW_GOOD);
        assert_true(text_equal(row.cells[1], TEXT("3")));
        assert_int_equal(reader_next(reader, &row), ROW_NONE);
        assert_int_equal(reader_status(reader, NULL), STATUS_OK);
    }
    assert_int_equal(reader_again(reader, TEXT("{\"naam\":\"M\xfcller\",\"nummer x\":\"\xe9\xe8\"}\n"), NULL),
                     STATUS_NOT_FOUND); /* not UTF-8 */
    reader_close(&reader);
    assert_int_equal(reader_over(TEXT("naam;nummer\nBos;1\n"), &reader, NULL), STATUS_OK);
    assert_int_equal(reader_again(reader, TEXT("naam;nummer\nVos;2\n"), NULL), STATUS_NOT_FOUND); /* not NDJSON */
    reader_close(&reader);
}

static void columns_are_judged_anew_in_other_bytes(void **state)
{
    static const char *const numbers[] = { "123456782", "111222333", "123456782", "111222333" };
    SCOPED(buf_done) struct buf full = BUF_EMPTY;
    struct reader *reader = NULL;
    struct row row;
    for (int i = 0; i < 40; i++)
        buf_printf(&full, "{\"naam\":\"Bos\",\"code x\":\"%s\"}\n", numbers[i % 4]);
    assert_int_equal(reader_over(TEXT("{\"naam\":\"Bos\",\"code x\":\"A1\"}\n"), &reader, NULL), STATUS_OK);
    assert_int_equal(reader_again(reader, buf_text(&full), NULL), STATUS_OK);
    assert_int_equal(reader_next(reader, &row), ROW_GOOD);
    check_text(row.cells[1], TEXT(REFUSE_MARK), "a column of national numbers");
    assert_int_equal(reader_again(reader, TEXT("{\"naam\":\"Bos\",\"code x\":\"A1\"}\n"), NULL), STATUS_OK);
    assert_int_equal(reader_next(reader, &row), ROW_GOOD);
    assert_true(text_equal(row.cells[1], TEXT("A1")));
    reader_close(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_read),
        cmocka_unit_test(broken_characters_are_repaired),
        cmocka_unit_test(a_broken_array_ends_with_an_error),
        cmocka_unit_test(deep_nesting_is_kept_as_text),
        cmocka_unit_test(limits_make_bad_rows),
        cmocka_unit_test(columns_are_read_on_with_in_other_bytes),
        cmocka_unit_test(columns_are_judged_anew_in_other_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
