/*
 * A profile is a network and a handle; the rest of a link (country host,
 * tracking, "about" pages) says nothing of who it is.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/web.h"

#include <string.h>

#include "lang/utf8.h"
#include "normal/clean.h"

enum { WEB_BYTES_MAX = 500, HANDLE_BYTES_MAX = 100 };

static struct text strip_scheme(struct text t)
{
    static const struct text starts[] = { TEXT("https://"), TEXT("http://"), TEXT("//"), TEXT("www.") };
    for (size_t before = t.len + 1; t.len < before;) { /* "http://https://www.…" is pasted often */
        before = t.len;
        for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
            if (text_starts_nocase(t, starts[i]))
                t = text_trim(text_from_offset(t, starts[i].len));
    }
    return t;
}

/* "utm_source=x&id=3" keeps "id=3". */
static bool is_tracking(struct text parameter)
{
    static const char *const names[] = { "utm_",   "fbclid", "gclid",   "mc_",  "trk", "ref=",
                                         "igshid", "_ga",    "msclkid", "hsa_", "si=", "original" };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (text_starts_nocase(parameter, text_from(names[i])))
            return true;
    return parameter.len == 0;
}

static size_t spaces_at_end(struct text t)
{
    struct text trimmed = text_trim(t);
    return trimmed.len == 0 ? t.len : (size_t)(t.ptr + t.len - (trimmed.ptr + trimmed.len));
}

static bool is_host(struct text host)
{
    size_t dots = 0;
    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        dots += c == '.';
        if (!char_is_alpha(c) && !char_is_digit(c) && c != '.' && c != '-' && (unsigned char)c < 0x80)
            return false;
        if (c == '.' && (i == 0 || host.ptr[i - 1] == '.'))
            return false;
    }
    return dots > 0 && host.len > 3 && host.ptr[host.len - 1] != '.';
}

enum finding web_read(struct text raw, struct arena *arena, struct text *ret)
{
    *ret = TEXT_EMPTY;
    raw = text_trim(raw);
    if (raw.len == 0)
        return FINDING_EMPTY;
    if (clean_is_filler(raw))
        return FINDING_PLACEHOLDER;
    if (raw.len > WEB_BYTES_MAX)
        return FINDING_TOO_LONG;
    if (!utf8_valid(raw))
        return FINDING_MALFORMED;
    struct text t = strip_scheme(raw);
    if (text_equal_nocase(t, TEXT("")))
        return FINDING_PLACEHOLDER; /* "http://" alone */
    size_t host_len = 0;
    while (host_len < t.len && t.ptr[host_len] != '/' && t.ptr[host_len] != '?' && t.ptr[host_len] != '#' &&
           t.ptr[host_len] != ':')
        host_len++;
    struct text host = text_slice(t, 0, host_len);
    while (host.len && host.ptr[host.len - 1] == '.')
        host.len--;
    if (!is_host(host) || spaces_at_end(host) > 0)
        return FINDING_MALFORMED;
    char *out = arena_take(arena, t.len + 2, 1);
    if (!out)
        return FINDING_TOO_LONG;
    size_t len = 0;
    for (size_t i = 0; i < host.len; i++)
        out[len++] = char_to_lower(host.ptr[i]);
    struct text rest = text_from_offset(t, host_len);
    rest = text_slice(rest, 0, text_find_char(rest, '#'));
    size_t query = text_find_char(rest, '?');
    struct text path = text_slice(rest, 0, query), parameters = text_from_offset(rest, query + 1), parameter;
    for (size_t before = path.len + 1; path.len < before;) {
        before = path.len;
        path.len = path.len && path.ptr[path.len - 1] == '/' ? path.len - 1 : path.len;
        path.len -= spaces_at_end(path);
    }
    memcpy(out + len, path.ptr ? path.ptr : "", path.len);
    len += path.len;
    char join = '?';
    while (text_next(&parameters, '&', &parameter)) {
        parameter = text_trim(parameter);
        if (is_tracking(parameter))
            continue;
        out[len++] = join;
        memcpy(out + len, parameter.ptr, parameter.len);
        len += parameter.len;
        join = '&';
    }
    out[len] = '\0';
    if (clean_is_filler((struct text){ out, len }))
        return FINDING_PLACEHOLDER;
    *ret = (struct text){ out, len };
    return FINDING_NONE;
}

/* ---- social ---- */

struct network {
    const char *name;
    const char *host;
    const char *paths[4]; /* what stands before the handle; "" is nothing */
    const char *marks;    /* signs a handle may hold besides letters and digits */
    uint8_t handle_max;
};

static const struct network networks[] = {
    { "linkedin", "linkedin.com", { "in/", "pub/", NULL }, "-_.", 100 },
    { "linkedin-company", "linkedin.com", { "company/", "school/", "showcase/", NULL }, "-_.&", 100 },
    { "x", "twitter.com", { "", NULL }, "_", 15 },
    { "x", "x.com", { "", NULL }, "_", 15 },
    { "instagram", "instagram.com", { "", NULL }, "._", 30 },
    { "facebook", "facebook.com", { "pages/", "people/", "", NULL }, ".-", 60 },
    { "facebook", "fb.com", { "", NULL }, ".-", 60 },
    { "youtube", "youtube.com", { "@", "user/", "channel/", "c/" }, "-_.", 60 },
    { "tiktok", "tiktok.com", { "@", NULL }, "._", 24 },
};

enum { NETWORKS = sizeof(networks) / sizeof(networks[0]), FACEBOOK = 5 };

static int hex(char c)
{
    return char_is_digit(c)                                     ? c - '0'
           : char_to_lower(c) >= 'a' && char_to_lower(c) <= 'f' ? char_to_lower(c) - 'a' + 10
                                                                : -1;
}

/* Lower case, percent signs decoded; 0 when a sign does not belong in a handle. */
static size_t read_handle(struct text t, const struct network *network, char *to)
{
    size_t len = 0;
    for (size_t i = 0; i < t.len; i++) {
        char c = t.ptr[i];
        if (c == '%' && i + 2 < t.len && hex(t.ptr[i + 1]) >= 0 && hex(t.ptr[i + 2]) >= 0) {
            c = (char)(hex(t.ptr[i + 1]) * 16 + hex(t.ptr[i + 2]));
            i += 2;
        }
        if (!char_is_alpha(c) && !char_is_digit(c) && (unsigned char)c < 0x80 && (!c || !strchr(network->marks, c)))
            return 0;
        if (len == network->handle_max || len == HANDLE_BYTES_MAX)
            return 0;
        to[len++] = char_to_lower(c);
    }
    return utf8_valid((struct text){ to, len }) ? len : 0;
}

static bool host_is(struct text host, const char *name)
{
    struct text want = text_from(name);
    return text_equal_nocase(host, want) ||
           (host.len > want.len && text_ends_nocase(host, want) && host.ptr[host.len - want.len - 1] == '.');
}

static enum finding put(const struct network *network, struct text handle, struct arena *arena, struct text *ret)
{
    static const char *const no_handles[] = { "home",    "search", "share",       "sharer", "intent",    "watch",
                                              "p",       "reel",   "profile.php", "groups", "login",     "hashtag",
                                              "explore", "pages",  "events",      "feed",   "sharer.php" };
    char text[HANDLE_BYTES_MAX];
    if (handle.len && handle.ptr[0] == '@')
        handle = text_from_offset(handle, 1);
    size_t len = read_handle(text_trim(handle), network, text);
    if (text_trim((struct text){ text, len }).len < len) /* a space came out of percent signs */
        len = 0;
    for (size_t i = 0; i < sizeof(no_handles) / sizeof(no_handles[0]); i++)
        if (text_equal((struct text){ text, len }, text_from(no_handles[i])))
            len = 0;
    if (len == 0)
        return FINDING_SOCIAL_UNKNOWN;
    *ret = arena_printf(arena, "%s:%.*s", network->name, (int)len, text);
    return FINDING_NONE;
}

/* "facebook.com/profile.php?id=1000123" has its number behind the question mark. */
static struct text facebook_number(struct text path)
{
    struct text id = text_from_offset(path, text_find(path, TEXT("id=")) + 3);
    size_t digits = 0;
    while (digits < id.len && char_is_digit(id.ptr[digits]))
        digits++;
    return text_starts_nocase(path, TEXT("profile.php?")) ? text_slice(id, 0, digits) : TEXT_EMPTY;
}

/* "linkedin:piet-bos", as this file writes it. */
static bool read_own_form(struct text t, struct arena *arena, struct text *ret)
{
    size_t colon = text_find_char(t, ':');
    for (size_t i = 0; i < NETWORKS && colon < t.len; i++)
        if (text_equal(text_slice(t, 0, colon), text_from(networks[i].name)))
            return put(&networks[i], text_from_offset(t, colon + 1), arena, ret) == FINDING_NONE;
    return false;
}

static bool is_network(struct text told, const struct network *network)
{
    return network->name[1] ? text_find_nocase(told, text_from(network->name)) < told.len
                            : text_equal_nocase(text_trim(told), text_from(network->name));
}

enum finding social_read(struct text raw, struct text network, struct arena *arena, struct text *ret)
{
    *ret = TEXT_EMPTY;
    raw = text_trim(raw);
    if (raw.len == 0)
        return FINDING_EMPTY;
    if (read_own_form(raw, arena, ret))
        return FINDING_NONE;
    if (clean_is_filler(raw))
        return FINDING_PLACEHOLDER;
    if (raw.len > WEB_BYTES_MAX)
        return FINDING_TOO_LONG;
    struct text t = strip_scheme(raw);
    size_t slash = text_find_char(t, '/');
    struct text host = text_slice(t, 0, slash), path = text_from_offset(t, slash + 1);
    struct text number = host_is(host, "facebook.com") ? facebook_number(path) : TEXT_EMPTY;
    if (number.len > 0)
        return put(&networks[FACEBOOK], number, arena, ret);
    path = text_slice(path, 0, text_find_char(path, '?'));
    path = text_slice(path, 0, text_find_char(path, '#'));
    for (size_t i = 0; i < NETWORKS; i++) {
        if (!host_is(host, networks[i].host) || path.len == 0)
            continue;
        for (int p = 0; p < 4 && networks[i].paths[p]; p++) {
            struct text before = text_from(networks[i].paths[p]);
            if (!text_starts_nocase(path, before))
                continue;
            struct text handle = text_from_offset(path, before.len);
            handle = text_slice(handle, 0, text_find_char(handle, '/'));
            return put(&networks[i], handle, arena, ret);
        }
    }
    if (slash < t.len)
        return FINDING_SOCIAL_UNKNOWN;
    for (size_t i = 0; i < NETWORKS; i++)
        if (network.len && is_network(network, &networks[i]))
            return put(&networks[i], t, arena, ret);
    if (raw.ptr[0] == '@' || text_find_nocase(network, TEXT("twitter")) < network.len)
        return put(&networks[2], t, arena, ret);
    return FINDING_SOCIAL_UNKNOWN;
}
