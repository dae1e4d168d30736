#include "test.h"

static void numbers_are_read_whole_or_not_at_all(void **state)
{
    static const struct {
        const char *raw;
        int ok;
        uint64_t n;
    } cases[] = {
        { "0", 1, 0 },
        { "18446744073709551615", 1, UINT64_MAX },
        { "18446744073709551616", 0, 0 },
        { "", 0, 0 },
        { "1a", 0, 0 },
        { "-1", 0, 0 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        uint64_t n = 0;
        check_int(text_to_u64(text_from(cases[i].raw), &n), cases[i].ok, cases[i].raw);
        assert_true(!cases[i].ok || n == cases[i].n);
    }
}

static void trim_takes_all_white_space(void **state)
{
    check_text(text_trim(TEXT(" \t\xc2\xa0 a b \r\n\xef\xbb\xbf")), TEXT("a b"), "both ends");
    check_text(text_trim(TEXT(" \n ")), TEXT(""), "only space");
    check_text(text_trim(TEXT_EMPTY), TEXT(""), "nothing");
}

static void parts_are_cut_at_the_separator(void **state)
{
    struct text rest = TEXT("a,,b"), part;
    const char *want[] = { "a", "", "b" };
    int n = 0;
    while (text_next(&rest, ',', &part)) {
        assert_true(n < 3);
        check_text(part, text_from(want[n]), "part");
        n++;
    }
    assert_int_equal(n, 3);
}

static void finding_gives_the_length_when_absent(void **state)
{
    assert_int_equal(text_find(TEXT("tante Bep"), TEXT("Bep")), 6);
    assert_int_equal(text_find(TEXT("tante"), TEXT("oom")), 5);
    assert_int_equal(text_find_nocase(TEXT("TANTE BEP"), TEXT("bep")), 6);
    assert_int_equal(text_find_char(TEXT_EMPTY, 'x'), 0);
}

static void order_is_by_bytes_then_length(void **state)
{
    assert_true(text_compare(TEXT("a"), TEXT("b")) < 0);
    assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
    assert_true(text_compare(TEXT("a"), TEXT("a")) == 0);
    assert_true(text_equal_nocase(TEXT("Jan"), TEXT("jAN")));
    assert_false(text_equal(TEXT("Jan"), TEXT("jan")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all), cmocka_unit_test(trim_takes_all_white_space),
        cmocka_unit_test(parts_are_cut_at_the_separator),       cmocka_unit_test(finding_gives_the_length_when_absent),
        cmocka_unit_test(order_is_by_bytes_then_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
