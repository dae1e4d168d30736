/*
 * A profile is some two dozen short texts put together; glibc's printf sets up
 * a stream for each of them and takes about a thousand instructions, most of
 * them for directives we do not use.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/format.h"

#include <string.h>

struct out {
    char *into; /* NULL: only count */
    size_t len;
};

static void put(struct out *out, const char *from, size_t len)
{
    if (out->into && len)
        memcpy(out->into + out->len, from, len);
    out->len += len;
}

static void put_unsigned(struct out *out, unsigned n)
{
    char digits[12];
    size_t at = sizeof(digits);
    do
        digits[--at] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    put(out, digits + at, sizeof(digits) - at);
}

int format_plain(char *into, const char *fmt, va_list args)
{
    struct out out = { .into = into };
    for (;;) {
        size_t plain = 0; /* a few bytes between directives: no call pays */
        while (fmt[plain] != '%' && fmt[plain] != '\0')
            plain++;
        put(&out, fmt, plain);
        fmt += plain;
        if (*fmt == '\0')
            break;
        fmt++;
        if (fmt[0] == '.' && fmt[1] == '*' && fmt[2] == 's') {
            int most = va_arg(args, int);
            const char *s = va_arg(args, const char *);
            if (most < 0)
                return -1;
            put(&out, s, most ? strnlen(s, (size_t)most) : 0);
            fmt += 3;
            continue;
        }
        switch (*fmt++) {
        case 's': {
            const char *s = va_arg(args, const char *);
            put(&out, s, strlen(s));
            break;
        }
        case 'c': {
            char c = (char)va_arg(args, int);
            put(&out, &c, 1);
            break;
        }
        case 'u': put_unsigned(&out, va_arg(args, unsigned)); break;
        case 'd': {
            int n = va_arg(args, int);
            if (n < 0)
                put(&out, "-", 1);
            put_unsigned(&out, n < 0 ? 0u - (unsigned)n : (unsigned)n);
            break;
        }
        case '%': put(&out, "%", 1); break;
        default: return -1;
        }
    }
    if (into)
        into[out.len] = '\0';
    return (int)out.len;
}
