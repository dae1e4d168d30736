#include "base/base64.h"
#include "base/json_out.h"
#include "base/scoped.h"
#include "test.h"

static void nesting_gets_its_commas(void **state)
{
    struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    json_object(&json);
    json_key(&json, "a");
    json_u64(&json, 1);
    json_key(&json, "b");
    json_array(&json);
    json_text(&json, TEXT("x"));
    json_object(&json);
    json_end(&json);
    json_null(&json);
    json_end(&json);
    json_key(&json, "c");
    json_bool(&json, true);
    json_key(&json, "d");
    json_fixed(&json, 0.125, 2);
    json_end(&json);
    check_text(buf_text(&buf), TEXT("{\"a\":1,\"b\":[\"x\",{},null],\"c\":true,\"d\":0.12}"), "document");
    buf_done(&buf);
}

static void text_is_escaped_and_always_utf8(void **state)
{
    static const struct {
        const char *raw, *json;
    } cases[] = {
        { "a\"b\\c", "\"a\\\"b\\\\c\"" },
        { "regel\neen\t", "\"regel\\neen\\t\"" },
        { "\x01", "\"\\u0001\"" },
        { "caf\xc3\xa9", "\"caf\xc3\xa9\"" },
        { "caf\xe9!", "\"caf\xef\xbf\xbd!\"" },
        { "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" }, /* a surrogate is no character */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct buf buf = BUF_EMPTY;
        struct json_out json = json_out_over(&buf);
        json_text(&json, text_from(cases[i].raw));
        check_text(buf_text(&buf), text_from(cases[i].json), cases[i].raw);
        buf_done(&buf);
    }
}

/* Wherever the odd byte stands, and however much that is plain stands before and after it. */
static void one_odd_byte_is_met_anywhere(void **state)
{
    static const char odd[] = { '\n', '"', '\\', 0x1f, 0 };
    for (size_t len = 1; len < 80; len++)
        for (size_t at = 0; at < len; at++)
            for (size_t o = 0; o < sizeof(odd); o++) {
                struct buf buf = BUF_EMPTY;
                struct json_out json = json_out_over(&buf);
                char text[80];
                memset(text, 'a', len);
                text[at] = odd[o];
                json_text(&json, (struct text){ text, len });
                for (size_t i = 1; i + 1 < buf.len; i++) {
                    assert_true((unsigned char)buf.ptr[i] >= 0x20);
                    if (buf.ptr[i] == '\\')
                        i++;
                    else
                        assert_int_not_equal(buf.ptr[i], '"');
                }
                assert_true(buf.len > len + 2);
                buf_done(&buf);
            }
}

static void base64_reads_back_what_it_writes(void **state)
{
    char bytes[256];
    for (int i = 0; i < 256; i++)
        bytes[i] = (char)i;
    for (size_t len = 0; len <= 256; len++) {
        SCOPED(buf_done) struct buf text = BUF_EMPTY;
        SCOPED(buf_done) struct buf back = BUF_EMPTY;
        base64_write((struct text){ bytes, len }, &text);
        assert_int_equal(base64_read(buf_text(&text), &back, NULL), 0);
        check_text(buf_text(&back), ((struct text){ bytes, len }), "bytes");
    }
    SCOPED(buf_done) struct buf back = BUF_EMPTY;
    assert_int_equal(base64_read(TEXT("ab!="), &back, NULL), STATUS_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nesting_gets_its_commas),
        cmocka_unit_test(text_is_escaped_and_always_utf8),
        cmocka_unit_test(one_odd_byte_is_met_anywhere),
        cmocka_unit_test(base64_reads_back_what_it_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
