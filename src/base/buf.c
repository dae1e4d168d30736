/*
 * Doubling from 256 bytes; one byte is always kept for the NUL.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *buf_reserve(struct buf *buf, size_t extra)
{
    if (buf->failed)
        return NULL;
    size_t need = 0;
    if (__builtin_add_overflow(buf->len, extra, &need) || need >= SIZE_MAX / 4)
        goto fail;
    if (need + 1 > buf->cap) {
        size_t cap = buf->cap ? buf->cap : 256;
        while (cap < need + 1)
            cap *= 2;
        char *grown = realloc(buf->ptr, cap);
        if (!grown)
            goto fail;
        buf->ptr = grown;
        buf->cap = cap;
    }
    return buf->ptr + buf->len;
fail:
    buf->failed = true;
    return NULL;
}

void buf_put(struct buf *buf, struct text t)
{
    char *at = buf_reserve(buf, t.len);
    if (!at)
        return;
    if (t.len > 0)
        memcpy(at, t.ptr, t.len);
    at[t.len] = '\0';
    buf->len += t.len;
}

void buf_put_str(struct buf *buf, const char *cstr)
{
    buf_put(buf, text_from(cstr));
}

void buf_put_char(struct buf *buf, char c)
{
    char *at = buf->len + 2 <= buf->cap && !buf->failed ? buf->ptr + buf->len : buf_reserve(buf, 1);
    if (!at)
        return;
    at[0] = c;
    at[1] = '\0';
    buf->len++;
}

void buf_put_u64(struct buf *buf, uint64_t n)
{
    char digits[20];
    size_t at = sizeof(digits);
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    buf_put(buf, (struct text){ digits + at, sizeof(digits) - at });
}

void buf_put_i64(struct buf *buf, int64_t n)
{
    if (n < 0)
        buf_put_char(buf, '-');
    buf_put_u64(buf, n < 0 ? 0 - (uint64_t)n : (uint64_t)n);
}

void buf_printf(struct buf *buf, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *at = len < 0 ? NULL : buf_reserve(buf, (size_t)len);
    if (!at)
        return;
    va_start(args, fmt);
    vsnprintf(at, (size_t)len + 1, fmt, args);
    va_end(args);
    buf->len += (size_t)len;
}

enum status buf_status(const struct buf *buf, struct error *err)
{
    return buf->failed ? error_set(err, STATUS_NO_MEMORY, "out of memory after %zu bytes", buf->len) : STATUS_OK;
}

void buf_reset(struct buf *buf)
{
    buf->len = 0;
    buf->failed = false;
    if (buf->ptr)
        buf->ptr[0] = '\0';
}

void buf_done(struct buf *buf)
{
    free(buf->ptr);
    *buf = BUF_EMPTY;
}
