/* What a browser may put into an address, a cookie and an Accept header. */
#include "base/limits.h"
#include "base/scoped.h"
#include "http/params.h"
#include "test.h"

static void escapes_are_decoded_once(void **state)
{
    static const struct {
        const char *raw;
        bool plus;
        const char *want; /* NULL: refused */
    } cases[] = {
        { "", false, "" },
        { "abc", false, "abc" },
        { "a%20b", false, "a b" },
        { "a+b", false, "a+b" },
        { "a+b", true, "a b" },
        { "%2541", false, "%41" },
        { "caf%C3%A9", false, "caf\xc3\xa9" },
        { "%c3%a9", false, "\xc3\xa9" },
        { "%2F..%2f", false, "/../" },
        { "%", false, NULL },
        { "%4", false, NULL },
        { "a%4", false, NULL },
        { "%4g", false, NULL },
        { "%zz", false, NULL },
        { "%00", false, NULL },
        { "a%00b", true, NULL },
        { "%ff%fe", false, "\xff\xfe" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
        struct text got;
        bool fine = params_decode(text_from(cases[i].raw), cases[i].plus, &arena, &got);
        check_int(fine, cases[i].want != NULL, cases[i].raw);
        if (fine)
            check_text(got, text_from(cases[i].want), cases[i].raw);
    }
}

static void first_value_of_a_query_counts(void **state)
{
    static const struct {
        const char *query, *name, *want;
    } cases[] = {
        { "q=jan", "q", "jan" },
        { "a=1&q=jan&q=piet", "q", "jan" },
        { "q=a%26b+c", "q", "a&b c" },
        { "q", "q", "" },
        { "q=", "q", "" },
        { "%71=jan", "q", "jan" },
        { "&&&q=x", "q", "x" },
        { "q=a=b", "q", "a=b" },
        { "qq=1", "q", NULL },
        { "", "q", NULL },
        { "q=%zz", "q", NULL },
        { "%zz=1&q=2", "q", "2" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
        struct text got;
        bool found = params_query(text_from(cases[i].query), text_from(cases[i].name), &arena, &got);
        check_int(found, cases[i].want != NULL, cases[i].query);
        if (found)
            check_text(got, text_from(cases[i].want), cases[i].query);
    }
}

static void cookies_are_found_by_their_whole_name(void **state)
{
    static const struct {
        const char *header, *want;
    } cases[] = {
        { "s=1", "1" },     { "a=0; s=1; b=2", "1" }, { "s=\"1\"", "1" }, { "xs=0;s=1", "1" },
        { " s = 1 ", "1" }, { "s=1; s=2", "1" },      { "s=", "" },       { "s=a=b", "a=b" },
        { "s", NULL },      { "xs=1", NULL },         { "S=1", NULL },    { "", NULL },
        { ";;;", NULL },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct text got;
        bool found = params_cookie(text_from(cases[i].header), TEXT("s"), &got);
        check_int(found, cases[i].want != NULL, cases[i].header);
        if (found)
            check_text(got, text_from(cases[i].want), cases[i].header);
    }
}

static void accept_weights_are_thousandths(void **state)
{
    static const struct {
        const char *header;
        int want;
    } cases[] = {
        { "gzip", 1000 },
        { "br, gzip;q=0.5", 500 },
        { "gzip;q=0", 0 },
        { "gzip; q=0.125", 125 },
        { "GZIP", 1000 },
        { "*;q=0.1", 100 },
        { "*;q=0.1, gzip", 1000 },
        { "br", -1 },
        { "", -1 },
        { "gzipx", -1 },
        { "gzip;q=0.12345", 123 },
        { "gzip;q=rubbish", 1000 },
        { "gzip;x=1;q=0.3", 300 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        check_int(params_accept(text_from(cases[i].header), TEXT("gzip")), cases[i].want, cases[i].header);
}

static void language_is_the_heaviest_of_ours(void **state)
{
    static const struct {
        const char *header;
        enum language want;
    } cases[] = {
        { "nl", LANGUAGE_NL },
        { "nl-BE,nl;q=0.9,en;q=0.8", LANGUAGE_NL },
        { "de, en;q=0.7, nl;q=0.3", LANGUAGE_EN },
        { "en-GB", LANGUAGE_EN },
        { "fr", LANGUAGE_EN },
        { "nlx", LANGUAGE_EN },
        { "nl;q=0", LANGUAGE_EN },
        { "", LANGUAGE_EN },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        check_int(params_language(text_from(cases[i].header), LANGUAGE_EN), cases[i].want, cases[i].header);
}

static void tags_match_weak_or_strong(void **state)
{
    assert_true(params_etag_matches(TEXT("\"a\""), TEXT("a")));
    assert_true(params_etag_matches(TEXT("\"b\", W/\"a\""), TEXT("a")));
    assert_true(params_etag_matches(TEXT("*"), TEXT("a")));
    assert_false(params_etag_matches(TEXT("a"), TEXT("a")));
    assert_false(params_etag_matches(TEXT("\"ab\""), TEXT("a")));
    assert_false(params_etag_matches(TEXT("\""), TEXT("")));
    assert_false(params_etag_matches(TEXT(""), TEXT("a")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_are_decoded_once),
        cmocka_unit_test(first_value_of_a_query_counts),
        cmocka_unit_test(cookies_are_found_by_their_whole_name),
        cmocka_unit_test(accept_weights_are_thousandths),
        cmocka_unit_test(language_is_the_heaviest_of_ours),
        cmocka_unit_test(tags_match_weak_or_strong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
