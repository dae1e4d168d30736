/*
 * Some sixty routes: walking the table costs less than a microsecond, and a
 * table that is read from top to bottom can be understood.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http/router.h"

#include <assert.h>

#include "http/params.h"

static const char *const method_names[HTTP_METHODS] = {
    [HTTP_GET] = "GET",       [HTTP_POST] = "POST",       [HTTP_PUT] = "PUT",       [HTTP_PATCH] = "PATCH",
    [HTTP_DELETE] = "DELETE", [HTTP_OPTIONS] = "OPTIONS", [HTTP_METHOD_OTHER] = "",
};

const char *http_method_name(enum http_method method)
{
    return method_names[method];
}

enum http_method http_method_read(struct text name)
{
    if (text_equal(name, TEXT("HEAD")))
        return HTTP_GET;
    for (int m = 0; m < HTTP_METHOD_OTHER; m++)
        if (text_equal(name, text_from(method_names[m])))
            return m;
    return HTTP_METHOD_OTHER;
}

/* Do template and path have the same parts?  One look at each sign: most routes are not it. */
static bool path_fits(const char *template, struct text path)
{
    size_t at = 0;
    for (const char *t = template; *t; t++) {
        if (*t != '{') {
            if (at == path.len || path.ptr[at++] != *t)
                return false;
            continue;
        }
        size_t part = at;
        while (at < path.len && path.ptr[at] != '/')
            at++;
        if (at == part)
            return false;
        while (*t != '}')
            t++;
    }
    return at == path.len;
}

/* The number of {parts} is the measure of how exact the route was. False for an escape that is none. */
static bool read_params(struct text template, struct text path, struct arena *arena, struct http_match *ret)
{
    struct text want, have;
    *ret = (struct http_match){ 0 };
    while (text_next(&template, '/', &want) && text_next(&path, '/', &have)) {
        if (want.len == 0 || want.ptr[0] != '{')
            continue;
        assert(ret->params_count < HTTP_PARAMS_MAX);
        if (!params_decode(have, false, arena, &ret->params[ret->params_count++]))
            return false;
    }
    return true;
}

enum http_found http_route_find(const struct http_route *routes, size_t count, enum http_method method,
                                struct text path, struct arena *arena, struct http_match *ret, unsigned *ret_allowed)
{
    bool found = false;
    *ret_allowed = 0;
    for (size_t i = 0; i < count; i++) {
        struct http_match match;
        if (!path_fits(routes[i].path, path) || !read_params(text_from(routes[i].path), path, arena, &match))
            continue;
        *ret_allowed |= 1u << routes[i].method;
        if (routes[i].method != method || (found && ret->params_count <= match.params_count))
            continue;
        found = true;
        match.route = i;
        *ret = match;
    }
    return found ? HTTP_FOUND : *ret_allowed ? HTTP_FOUND_OTHER_METHOD : HTTP_FOUND_NOTHING;
}

struct text http_allow_text(unsigned allowed, struct arena *arena)
{
    struct text list = TEXT("OPTIONS");
    for (int m = HTTP_METHOD_OTHER - 1; m >= 0; m--)
        if (m != HTTP_OPTIONS && (allowed & 1u << m))
            list = arena_printf(arena, "%s%s, %.*s", method_names[m], m == HTTP_GET ? ", HEAD" : "", TEXT_ARG(list));
    return list.ptr ? list : TEXT("OPTIONS");
}
