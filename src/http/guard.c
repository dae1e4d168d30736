/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http/guard.h"

#include <stdio.h>

static bool is_host_char(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
}

bool guard_read_public_url(struct text url, struct guard *guard)
{
    bool https = text_starts_nocase(url, TEXT("https://"));
    if (!https && !text_starts_nocase(url, TEXT("http://")))
        return false;
    struct text host = text_from_offset(url, https ? 8 : 7);
    if (text_ends(host, TEXT("/")))
        host = text_slice(host, 0, host.len - 1);
    if (host.len == 0 || host.len >= sizeof(guard->public_host))
        return false;
    for (size_t i = 0; i < host.len; i++)
        if (!is_host_char(host.ptr[i]))
            return false;
    snprintf(guard->public_host, sizeof(guard->public_host), "%.*s", TEXT_ARG(host));
    guard->public_https = https;
    return true;
}

/* "name" or "name:port" with our port. */
static bool is_name_here(const struct guard *guard, struct text host, struct text name)
{
    if (!text_starts_nocase(host, name))
        return false;
    struct text rest = text_from_offset(host, name.len);
    uint64_t port;
    if (rest.len == 0)
        return guard->port == 80;
    return rest.ptr[0] == ':' && text_to_u64(text_from_offset(rest, 1), &port) && port == guard->port;
}

bool guard_host_is_ours(const struct guard *guard, struct text host)
{
    if (guard->any_host)
        return true;
    if (guard->public_host[0] && text_equal_nocase(host, text_from(guard->public_host)))
        return true;
    return is_name_here(guard, host, TEXT("127.0.0.1")) || is_name_here(guard, host, TEXT("localhost")) ||
           is_name_here(guard, host, TEXT("[::1]"));
}

bool guard_origin_is_ours(const struct guard *guard, struct text host, struct text origin, struct text fetch_site)
{
    if (fetch_site.ptr && !text_equal(fetch_site, TEXT("same-origin")) && !text_equal(fetch_site, TEXT("none")))
        return false;
    if (!origin.ptr)
        return true;
    bool https = text_starts(origin, TEXT("https://"));
    if (!https && !text_starts(origin, TEXT("http://")))
        return false; /* "null": a sandboxed page or a file */
    struct text name = text_from_offset(origin, https ? 8 : 7);
    if (guard->public_host[0] && https == guard->public_https && text_equal_nocase(name, text_from(guard->public_host)))
        return true;
    return name.len > 0 && text_equal_nocase(name, host) && guard_host_is_ours(guard, host);
}
