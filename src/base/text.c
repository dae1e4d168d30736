/*
 * Plain loops over bytes.  memcmp and memchr do the work where they fit; the
 * rest is short on purpose, because everything above stands on it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/text.h"

#include <string.h>

struct text text_from(const char *cstr)
{
    return (struct text){ cstr, cstr ? strlen(cstr) : 0 };
}

bool text_equal(struct text a, struct text b)
{
    return a.len == b.len && (a.len == 0 || (a.ptr[0] == b.ptr[0] && memcmp(a.ptr, b.ptr, a.len) == 0));
}

bool text_equal_nocase(struct text a, struct text b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (char_to_lower(a.ptr[i]) != char_to_lower(b.ptr[i]))
            return false;
    return true;
}

int text_compare(struct text a, struct text b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool text_starts(struct text t, struct text with)
{
    return t.len >= with.len && (with.len == 0 || (t.ptr[0] == with.ptr[0] && memcmp(t.ptr, with.ptr, with.len) == 0));
}

/* Lists of endings are tried one by one: the last byte tells nearly all of them. */
bool text_ends(struct text t, struct text with)
{
    return t.len >= with.len && (with.len == 0 || (t.ptr[t.len - 1] == with.ptr[with.len - 1] &&
                                                   memcmp(t.ptr + t.len - with.len, with.ptr, with.len) == 0));
}

bool text_starts_nocase(struct text t, struct text with)
{
    return t.len >= with.len && text_equal_nocase((struct text){ t.ptr, with.len }, with);
}

bool text_ends_nocase(struct text t, struct text with)
{
    if (t.len < with.len || with.len == 0)
        return with.len == 0;
    return char_to_lower(t.ptr[t.len - 1]) == char_to_lower(with.ptr[with.len - 1]) &&
           text_equal_nocase((struct text){ t.ptr + t.len - with.len, with.len }, with);
}

size_t text_find(struct text t, struct text needle)
{
    if (needle.len == 0)
        return 0;
    if (needle.len > t.len)
        return t.len;
    const char *hit = memmem(t.ptr, t.len, needle.ptr, needle.len);
    return hit ? (size_t)(hit - t.ptr) : t.len;
}

size_t text_find_nocase(struct text t, struct text needle)
{
    for (size_t i = 0; i + needle.len <= t.len; i++)
        if (text_equal_nocase(text_slice(t, i, i + needle.len), needle))
            return i;
    return t.len;
}

size_t text_find_char(struct text t, char c)
{
    const char *hit = t.len ? memchr(t.ptr, c, t.len) : NULL;
    return hit ? (size_t)(hit - t.ptr) : t.len;
}

bool text_has_digit(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (char_is_digit(t.ptr[i]))
            return true;
    return false;
}

/* How many bytes of white space t starts with. */
static size_t space_at_start(struct text t)
{
    if (t.len >= 1 && char_is_space(t.ptr[0]))
        return 1;
    if (t.len == 0 || (unsigned char)t.ptr[0] < 0x80)
        return 0;
    if (text_starts(t, TEXT("\xc2\xa0")))
        return 2;
    if (text_starts(t, TEXT("\xef\xbb\xbf")))
        return 3;
    return 0;
}

static size_t space_at_end(struct text t)
{
    if (t.len >= 1 && char_is_space(t.ptr[t.len - 1]))
        return 1;
    if (t.len == 0 || (unsigned char)t.ptr[t.len - 1] < 0x80)
        return 0;
    if (text_ends(t, TEXT("\xc2\xa0")))
        return 2;
    if (text_ends(t, TEXT("\xef\xbb\xbf")))
        return 3;
    return 0;
}

struct text text_trim_ends(struct text t)
{
    for (size_t n; (n = space_at_start(t)) > 0;)
        t = text_from_offset(t, n);
    for (size_t n; (n = space_at_end(t)) > 0;)
        t = text_slice(t, 0, t.len - n);
    return t;
}

bool text_next(struct text *rest, char sep, struct text *ret)
{
    if (!rest->ptr)
        return false;
    size_t end = text_find_char(*rest, sep);
    *ret = text_slice(*rest, 0, end);
    *rest = end < rest->len ? text_from_offset(*rest, end + 1) : TEXT_EMPTY;
    return true;
}

bool text_to_u64(struct text t, uint64_t *ret)
{
    uint64_t sum = 0;
    if (t.len == 0)
        return false;
    for (size_t i = 0; i < t.len; i++) {
        if (!char_is_digit(t.ptr[i]))
            return false;
        if (__builtin_mul_overflow(sum, 10, &sum) || __builtin_add_overflow(sum, t.ptr[i] - '0', &sum))
            return false;
    }
    *ret = sum;
    return true;
}

bool text_to_i64(struct text t, int64_t *ret)
{
    bool negative = t.len > 0 && t.ptr[0] == '-';
    uint64_t size = 0;
    if (!text_to_u64(text_from_offset(t, negative), &size) || size > (uint64_t)INT64_MAX)
        return false;
    *ret = negative ? -(int64_t)size : (int64_t)size;
    return true;
}
