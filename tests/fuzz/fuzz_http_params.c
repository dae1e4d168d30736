/*
 * Addresses, cookies and Accept headers from anybody.  Every byte sequence is
 * read by all readers: nothing may be read past the end, a decoded value is
 * never longer than it was written and never holds a NUL, and what is found
 * twice is the same.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "http/guard.h"
#include "http/params.h"
#include "http/router.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct http_route routes[] = {
    { HTTP_GET, "/api/v1/parties" },
    { HTTP_GET, "/api/v1/parties/{id}" },
    { HTTP_POST, "/a/{b}/{c}/d" },
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    char *exact = malloc(size ? size : 1); /* the sanitizer sees one byte too far */
    memcpy(exact, data, size);
    struct text raw = { exact, size }, value, again;

    for (int plus = 0; plus < 2; plus++)
        if (params_decode(raw, plus, &arena, &value))
            assert(value.len <= raw.len && !memchr(value.ptr, '\0', value.len) == !memchr(raw.ptr, '\0', raw.len));
    if (params_query(raw, TEXT("q"), &arena, &value)) {
        assert(params_query(raw, TEXT("q"), &arena, &again) && text_equal(value, again));
        assert(value.len < raw.len);
    }
    if (params_cookie(raw, TEXT("s"), &value))
        assert(value.len == 0 || (value.ptr >= raw.ptr && value.ptr + value.len <= raw.ptr + raw.len));
    int weight = params_accept(raw, TEXT("gzip"));
    assert(weight >= -1 && weight <= 1000);
    enum language lang = params_language(raw, LANGUAGE_EN);
    assert(lang == LANGUAGE_NL || lang == LANGUAGE_EN);
    params_etag_matches(raw, TEXT("tag"));

    struct http_match match;
    unsigned allowed;
    enum http_found found = http_route_find(routes, 3, HTTP_GET, raw, &arena, &match, &allowed);
    assert((found == HTTP_FOUND_NOTHING) == (allowed == 0));
    if (found == HTTP_FOUND)
        for (size_t i = 0; i < match.params_count; i++)
            assert(match.params[i].ptr && match.params[i].len > 0);

    struct guard guard = { .port = 8360 };
    if (guard_host_is_ours(&guard, raw))
        assert(raw.len >= 10);
    assert(!guard_origin_is_ours(&guard, TEXT("localhost:8360"), raw, TEXT("cross-site")));
    if (guard_read_public_url(raw, &guard))
        assert(strlen(guard.public_host) < raw.len);
    free(exact);
    return 0;
}
