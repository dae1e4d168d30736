#include "base/look.h"
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
    assert_true(text_has_digit(TEXT("Dorpsstraat 1")));
    assert_false(text_has_digit(TEXT("Dorpsstraat")));
    assert_false(text_has_digit(TEXT_EMPTY));
}

static void order_is_by_bytes_then_length(void **state)
{
    assert_true(text_compare(TEXT("a"), TEXT("b")) < 0);
    assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
    assert_true(text_compare(TEXT("a"), TEXT("a")) == 0);
    assert_true(text_equal_nocase(TEXT("Jan"), TEXT("jAN")));
    assert_false(text_equal(TEXT("Jan"), TEXT("jan")));
}

/* Bytes of all kinds at all places, in a room of just their size so that a byte too many is seen by the sanitizer. */
static void a_look_sees_what_its_slow_twin_sees(void **state)
{
    uint64_t random = 1;
    for (size_t round = 0; round < 200000; round++) {
        size_t len = round % (LOOK_BYTES_MAX + 1);
        char *bytes = malloc(len + 1);
        for (size_t i = 0; i < len; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = (char)(round % 3 ? " aZ09-m."[random >> 61] : (char)(random >> 56));
        }
        struct text t = { bytes, len };
        struct text_look fast = text_look(t), slow = text_look_slow(t);
        assert_memory_equal(&fast, &slow, sizeof(fast));
        char lower[LOOK_BYTES_MAX];
        text_lower(t, lower);
        for (size_t i = 0; i < len; i++)
            assert_int_equal(lower[i], char_to_lower(bytes[i]));
        free(bytes);
    }
    struct text_look trim = text_look(TEXT("Jan de Wit")), doubled = text_look(TEXT("Jan  de")),
                     end = text_look(TEXT("Jan "));
    assert_true(look_is_trim(&trim, 10));
    assert_false(look_is_trim(&doubled, 7));
    assert_false(look_is_trim(&end, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all), cmocka_unit_test(trim_takes_all_white_space),
        cmocka_unit_test(parts_are_cut_at_the_separator),       cmocka_unit_test(finding_gives_the_length_when_absent),
        cmocka_unit_test(order_is_by_bytes_then_length),        cmocka_unit_test(a_look_sees_what_its_slow_twin_sees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
