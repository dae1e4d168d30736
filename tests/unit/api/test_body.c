/* The flat JSON objects of request bodies, and the counters. */
#include "api/body.h"
#include "api/metrics.h"
#include "base/scoped.h"
#include "test.h"

static void flat_objects_are_read(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
    struct error err = ERROR_NONE;
    struct body body;
    struct text t;
    bool truth;
    const char *json = " { \"a\" : \"x\\n\\u00e9\\ud83d\\ude00\\\"\" , "
                       "\"b\":true,\"c\":false,\"d\":null,\"e\":-1.5e+3,\"\":\"n\" } \n";
    assert_int_equal(body_read(text_from(json), &arena, &body, &err), STATUS_OK);
    assert_int_equal(body.count, 6);
    assert_int_equal(body_text(&body, "a", 100, &t, &err), STATUS_OK);
    check_text(t, TEXT("x\n\xc3\xa9\xf0\x9f\x98\x80\""), "a");
    assert_true(body_bool(&body, "b", &truth, &err) == STATUS_OK && truth);
    assert_true(body_bool(&body, "c", &truth, &err) == STATUS_OK && !truth);
    assert_true(body_bool(&body, "absent", &truth, &err) == STATUS_OK && !truth);
    assert_int_equal(body_bool(&body, "d", &truth, &err), STATUS_INVALID);
    assert_int_equal(body_get(&body, "d")->kind, BODY_NULL);
    check_text(body_get(&body, "e")->text, TEXT("-1.5e+3"), "e");
    assert_int_equal(body_read(TEXT("{}"), &arena, &body, &err), STATUS_OK);
    assert_int_equal(body.count, 0);
}

static void anything_else_is_refused(void **state)
{
    static const char *const cases[] = {
        "",
        " ",
        "{",
        "}",
        "[]",
        "null",
        "\"a\"",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1}x",
        "{\"a\":{}}",
        "{\"a\":[]}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":+1}",
        "{\"a\":1e}",
        "{\"a\":-}",
        "{\"a\":tru}",
        "{\"a\":True}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\ud800\\u0041\"}",
        "{\"a\":\"\\udc00\"}",
        "{\"a\":\"\\",
        "{\"a\":\"\xff\"}",
        "{\"a\":\"\xc3\"}",
        "{\"a\":\"x}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"a\":\"\\ud83d\"}",
        "{\"a\":1}}",
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
        struct error err = ERROR_NONE;
        struct body body;
        check_int(body_read(text_from(cases[i]), &arena, &body, &err), STATUS_INVALID, cases[i]);
    }
}

static void members_are_counted_to_the_limit(void **state)
{
    for (int count = BODY_MEMBERS_MAX - 1; count <= BODY_MEMBERS_MAX + 1; count++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
        SCOPED(buf_done) struct buf json = BUF_EMPTY;
        struct error err = ERROR_NONE;
        struct body body;
        for (int i = 0; i < count; i++)
            buf_printf(&json, "%c\"m%d\":%d", i ? ',' : '{', i, i);
        buf_put_char(&json, '}');
        check_int(body_read(buf_text(&json), &arena, &body, &err),
                  count <= BODY_MEMBERS_MAX ? STATUS_OK : STATUS_INVALID, "members");
    }
}

static void every_start_of_a_body_is_refused_without_reading_past_it(void **state)
{
    const char json[] = "{\"what\":\"same\\u00e9\",\"resolve\":true,\"n\":-12.5e3}";
    for (size_t len = 0; len < sizeof(json) - 1; len++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
        struct error err = ERROR_NONE;
        struct body body;
        char *exact = malloc(len ? len : 1); /* the sanitizer sees one byte too far */
        memcpy(exact, json, len);
        assert_int_equal(body_read((struct text){ exact, len }, &arena, &body, &err), STATUS_INVALID);
        free(exact);
    }
}

static void texts_have_limits_and_names_are_known(void **state)
{
    static const char *const names[] = { "a", "b", NULL };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
    struct error err = ERROR_NONE;
    struct body body;
    struct text t;
    body_read(TEXT("{\"a\":\"  12345 \",\"b\":\"  \"}"), &arena, &body, &err);
    assert_int_equal(body_only(&body, names, &err), STATUS_OK);
    assert_int_equal(body_text(&body, "a", 4, &t, &err), STATUS_INVALID);
    assert_int_equal(body_text(&body, "a", 5, &t, &err), STATUS_OK);
    check_text(t, TEXT("12345"), "trimmed");
    assert_int_equal(body_text(&body, "b", 5, &t, &err), STATUS_INVALID);
    assert_int_equal(body_text(&body, "c", 5, &t, &err), STATUS_INVALID);
    body_read(TEXT("{\"a\":\"1\",\"z\":1}"), &arena, &body, &err);
    assert_int_equal(body_only(&body, names, &err), STATUS_INVALID);
}

static const char *operation_name(size_t operation)
{
    return operation == 0 ? "unused" : "second";
}

static void counters_are_written_for_prometheus(void **state)
{
    struct metrics *metrics = calloc(1, sizeof(*metrics));
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    metrics_count(metrics, 1, 200, 1500000);
    metrics_count(metrics, 1, 200, 500000);
    metrics_count(metrics, 1, 404, 0);
    metrics_count(metrics, METRICS_OPERATIONS_MAX, 418, 1000000000);
    metrics_write(metrics, 2, operation_name, &buf);
    assert_non_null(strstr(buf.ptr, "klantbeeld_http_requests_total{operation=\"second\",status=\"200\"} 2\n"));
    assert_non_null(strstr(buf.ptr, "klantbeeld_http_requests_total{operation=\"second\",status=\"404\"} 1\n"));
    assert_non_null(strstr(buf.ptr, "klantbeeld_http_requests_total{operation=\"other\",status=\"0\"} 1\n"));
    assert_non_null(strstr(buf.ptr, "klantbeeld_http_request_seconds_sum{operation=\"second\"} 0.002000\n"));
    assert_non_null(strstr(buf.ptr, "klantbeeld_http_request_seconds_count{operation=\"other\"} 1\n"));
    assert_null(strstr(buf.ptr, "unused"));
    free(metrics);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flat_objects_are_read),
        cmocka_unit_test(anything_else_is_refused),
        cmocka_unit_test(members_are_counted_to_the_limit),
        cmocka_unit_test(every_start_of_a_body_is_refused_without_reading_past_it),
        cmocka_unit_test(texts_have_limits_and_names_are_known),
        cmocka_unit_test(counters_are_written_for_prometheus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
