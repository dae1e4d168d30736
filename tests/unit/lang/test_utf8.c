#include "lang/utf8.h"
#include "test.h"

static void code_points_come_back_as_written(void **state)
{
    static const uint32_t codes[] = { 0,      'a',    0x7F,   0x80,   0xE9,    0x7FF,   0x800,
                                      0x20AC, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF };
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        char bytes[UTF8_BYTES_MAX];
        uint32_t code = 1, last = 1;
        struct text t = { bytes, utf8_put(codes[i], bytes) };
        assert_true(utf8_valid(t));
        check_int(utf8_last(t, &last), t.len, "last");
        assert_true(utf8_next(&t, &code));
        check_int(code, codes[i], "code");
        check_int(last, codes[i], "last code");
        check_int(t.len, 0, "all taken");
        assert_false(utf8_next(&t, &code));
    }
}

static void broken_bytes_are_passed_one_by_one(void **state)
{
    static const struct {
        const char *bytes;
        size_t len, codes;
    } cases[] = {
        { "\xff", 1, 1 },
        { "\xc3", 1, 1 },
        { "\xc3(", 2, 2 },
        { "\xc0\x80", 2, 2 },
        { "\xe0\x80\x80", 3, 3 },
        { "\xed\xa0\x80", 3, 3 },
        { "\xf4\x90\x80\x80", 4, 4 },
        { "\xf8\x88\x80\x80\x80", 5, 5 },
        { "a\x80z", 3, 3 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct text t = { cases[i].bytes, cases[i].len };
        assert_false(utf8_valid(t));
        check_int(utf8_length(t), cases[i].codes, "codes");
    }
    assert_true(utf8_valid(TEXT("\xef\xbf\xbd"))); /* U+FFFD itself */
}

static void a_cut_never_halves_a_letter(void **state)
{
    struct text t = TEXT("aé€😀");
    for (size_t max = 0; max <= t.len + 1; max++) {
        struct text cut = utf8_cut(t, max);
        assert_true(cut.len <= max || cut.len == t.len);
        assert_true(utf8_valid(cut));
    }
    check_int(utf8_cut(t, 2).len, 1, "é does not fit");
}

static void letters_are_known(void **state)
{
    assert_true(utf8_is_letter('a') && utf8_is_letter(0xE9) && utf8_is_letter(0x416) && utf8_is_letter(0x738B));
    assert_false(utf8_is_letter('1') || utf8_is_letter(0xD7) || utf8_is_letter(' ') || utf8_is_letter(0x1F600));
    assert_true(utf8_is_mark(0x301) && !utf8_is_mark('a'));
    assert_true(utf8_is_space(0xA0) && utf8_is_space('\t') && utf8_is_space(0x2003) && !utf8_is_space('x'));
    check_int(utf8_to_upper(0xE9), 0xC9, "É");
    check_int(utf8_to_lower(0x416), 0x436, "ж");
    check_int(utf8_to_upper(0xDF), 0xDF, "ß has no capital of one letter");
    assert_true(utf8_is_upper('A') && utf8_is_lower('a') && utf8_is_upper(0x130) && utf8_is_digit('5') &&
                utf8_is_digit(0x665));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_points_come_back_as_written),
        cmocka_unit_test(broken_bytes_are_passed_one_by_one),
        cmocka_unit_test(a_cut_never_halves_a_letter),
        cmocka_unit_test(letters_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
