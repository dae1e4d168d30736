/* Which route an address names, who may call us by which name, and where we listen. */
#include "base/scoped.h"
#include "http/guard.h"
#include "http/listen.h"
#include "http/router.h"
#include "test.h"

static const struct http_route routes[] = {
    { HTTP_GET, "/api/v1/parties" },        { HTTP_GET, "/api/v1/parties/{id}" },
    { HTTP_GET, "/api/v1/parties/newest" }, { HTTP_POST, "/api/v1/session" },
    { HTTP_GET, "/api/v1/session" },        { HTTP_DELETE, "/api/v1/session" },
    { HTTP_GET, "/a/{one}/b/{two}" },       { HTTP_GET, "/healthz" },
};

static void routes_are_found_by_path_and_method(void **state)
{
    static const struct {
        enum http_method method;
        const char *path;
        enum http_found found;
        int route;
        const char *params[2];
    } cases[] = {
        { HTTP_GET, "/api/v1/parties", HTTP_FOUND, 0, { NULL } },
        { HTTP_GET, "/api/v1/parties/P-1", HTTP_FOUND, 1, { "P-1" } },
        { HTTP_GET, "/api/v1/parties/P%2D1", HTTP_FOUND, 1, { "P-1" } },
        { HTTP_GET, "/api/v1/parties/a%2Fb", HTTP_FOUND, 1, { "a/b" } },
        { HTTP_GET, "/api/v1/parties/newest", HTTP_FOUND, 2, { NULL } },
        { HTTP_GET, "/api/v1/parties/a/b", HTTP_FOUND_NOTHING, 0, { NULL } },
        { HTTP_GET, "/api/v1/parties/%00", HTTP_FOUND_NOTHING, 0, { NULL } },
        { HTTP_POST, "/api/v1/parties", HTTP_FOUND_OTHER_METHOD, 0, { NULL } },
        { HTTP_POST, "/api/v1/session", HTTP_FOUND, 3, { NULL } },
        { HTTP_DELETE, "/api/v1/session", HTTP_FOUND, 5, { NULL } },
        { HTTP_GET, "/a/x/b/y", HTTP_FOUND, 6, { "x", "y" } },
        { HTTP_GET, "/a//b/y", HTTP_FOUND_NOTHING, 0, { NULL } },
        { HTTP_GET, "/", HTTP_FOUND_NOTHING, 0, { NULL } },
        { HTTP_GET, "", HTTP_FOUND_NOTHING, 0, { NULL } },
        { HTTP_GET, "/HEALTHZ", HTTP_FOUND_NOTHING, 0, { NULL } },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
        struct http_match match;
        unsigned allowed;
        enum http_found found = http_route_find(routes, sizeof(routes) / sizeof(*routes), cases[i].method,
                                                text_from(cases[i].path), &arena, &match, &allowed);
        check_int(found, cases[i].found, cases[i].path);
        if (found != HTTP_FOUND)
            continue;
        check_int(match.route, cases[i].route, cases[i].path);
        for (size_t p = 0; p < 2 && cases[i].params[p]; p++)
            check_text(match.params[p], text_from(cases[i].params[p]), cases[i].path);
    }
}

static void allow_names_the_methods_of_a_path(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 16);
    struct http_match match;
    unsigned allowed;
    http_route_find(routes, sizeof(routes) / sizeof(*routes), HTTP_PATCH, TEXT("/api/v1/session"), &arena, &match,
                    &allowed);
    check_text(http_allow_text(allowed, &arena), TEXT("GET, HEAD, POST, DELETE, OPTIONS"), "session");
    assert_int_equal(http_method_read(TEXT("HEAD")), HTTP_GET);
    assert_int_equal(http_method_read(TEXT("get")), HTTP_METHOD_OTHER);
    assert_int_equal(http_method_read(TEXT("TRACE")), HTTP_METHOD_OTHER);
    assert_int_equal(http_method_read(TEXT("")), HTTP_METHOD_OTHER);
}

static void only_our_own_names_are_hosts(void **state)
{
    struct guard guard = { .port = 8360 };
    static const struct {
        const char *host;
        bool ours, ours_behind_proxy;
    } cases[] = {
        { "127.0.0.1:8360", true, true },        { "localhost:8360", true, true },
        { "LocalHost:8360", true, true },        { "[::1]:8360", true, true },
        { "127.0.0.1", false, false },           { "127.0.0.1:80", false, false },
        { "localhost:8361", false, false },      { "localhost.evil.example:8360", false, false },
        { "evil.example", false, false },        { "klanten.example", false, true },
        { "klanten.example:443", false, false }, { "", false, false },
        { "localhost:", false, false },          { "localhost:99999999999999999999", false, false },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        check_int(guard_host_is_ours(&guard, text_from(cases[i].host)), cases[i].ours, cases[i].host);
    assert_true(guard_read_public_url(TEXT("https://klanten.example/"), &guard));
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        check_int(guard_host_is_ours(&guard, text_from(cases[i].host)), cases[i].ours_behind_proxy, cases[i].host);
}

static void a_change_must_come_from_our_own_page(void **state)
{
    struct guard guard = { .port = 8360 };
    assert_true(guard_read_public_url(TEXT("https://klanten.example"), &guard));
    static const struct {
        const char *host, *origin, *site;
        bool ours;
    } cases[] = {
        { "localhost:8360", "http://localhost:8360", "same-origin", true },
        { "localhost:8360", "http://localhost:8360", NULL, true },
        { "localhost:8360", NULL, NULL, true },
        { "localhost:8360", NULL, "none", true },
        { "localhost:8360", NULL, "cross-site", false },
        { "localhost:8360", NULL, "same-site", false },
        { "localhost:8360", "http://localhost:8361", NULL, false },
        { "localhost:8360", "http://evil.example", NULL, false },
        { "localhost:8360", "null", NULL, false },
        { "localhost:8360", "", NULL, false },
        { "localhost:8360", "http://", NULL, false },
        { "klanten.example", "https://klanten.example", "same-origin", true },
        { "127.0.0.1:8360", "https://klanten.example", NULL, true }, /* the proxy kept its own Host */
        { "klanten.example", "https://klanten.example.evil.example", NULL, false },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        check_int(guard_origin_is_ours(&guard, text_from(cases[i].host), text_from(cases[i].origin),
                                       text_from(cases[i].site)),
                  cases[i].ours, cases[i].origin ? cases[i].origin : "no origin");
}

static void a_public_url_is_a_website(void **state)
{
    struct guard guard = { 0 };
    assert_false(guard_read_public_url(TEXT("klanten.example"), &guard));
    assert_false(guard_read_public_url(TEXT("ftp://klanten.example"), &guard));
    assert_false(guard_read_public_url(TEXT("https://"), &guard));
    assert_false(guard_read_public_url(TEXT("https://a/b"), &guard));
    assert_false(guard_read_public_url(TEXT("https://a b"), &guard));
    assert_true(guard_read_public_url(TEXT("http://klanten.example:8443/"), &guard));
    assert_string_equal(guard.public_host, "klanten.example:8443");
    assert_false(guard.public_https);
}

static void addresses_are_read_and_strangers_kept_out(void **state)
{
    static const struct {
        const char *address;
        bool remote;
        enum status status;
    } cases[] = {
        { "127.0.0.1:0", false, STATUS_OK },
        { "localhost:0", false, STATUS_OK },
        { ":0", false, STATUS_OK },
        { "0", false, STATUS_OK },
        { "127.9.9.9:0", false, STATUS_OK },
        { "0.0.0.0:0", false, STATUS_USAGE },
        { "0.0.0.0:0", true, STATUS_OK },
        { "192.0.2.1:0", false, STATUS_USAGE },
        { "[::]:0", false, STATUS_USAGE },
        { "example.com:80", false, STATUS_USAGE },
        { "127.0.0.1:65536", false, STATUS_USAGE },
        { "127.0.0.1:", false, STATUS_USAGE },
        { "127.0.0.1", false, STATUS_USAGE },
        { "", false, STATUS_USAGE },
        { "[::1]", false, STATUS_USAGE },
        { "127.0.0.1:x", false, STATUS_USAGE },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        SCOPED(listen_close) struct listen_socket listening = LISTEN_CLOSED;
        struct error err = ERROR_NONE;
        enum status status = listen_open(text_from(cases[i].address), cases[i].remote, &listening, &err);
        check_int(status, cases[i].status, cases[i].address);
        if (status == STATUS_OK)
            assert_true(listening.port > 0);
        else
            assert_true(err.hint[0]);
    }
}

static void a_port_in_use_is_told(void **state)
{
    SCOPED(listen_close) struct listen_socket first = LISTEN_CLOSED, second = LISTEN_CLOSED;
    struct error err = ERROR_NONE;
    assert_int_equal(listen_open(TEXT("127.0.0.1:0"), false, &first, &err), STATUS_OK);
    char address[80];
    snprintf(address, sizeof(address), "%s:%u", first.host, first.port);
    assert_int_equal(listen_open(text_from(address), false, &second, &err), STATUS_CONFLICT);
    assert_non_null(strstr(err.message, "in use"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes_are_found_by_path_and_method),
        cmocka_unit_test(allow_names_the_methods_of_a_path),
        cmocka_unit_test(only_our_own_names_are_hosts),
        cmocka_unit_test(a_change_must_come_from_our_own_page),
        cmocka_unit_test(a_public_url_is_a_website),
        cmocka_unit_test(addresses_are_read_and_strangers_kept_out),
        cmocka_unit_test(a_port_in_use_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
