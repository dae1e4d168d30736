/*
 * A file written from front to end in large pieces: exports and made-up tables.
 *
 * Like base/buf.h it does not fail half-way in the caller's face: the first
 * trouble is remembered and told by out_close().  file_replace() is for what
 * must be whole or not at all; this is for what does not fit in memory.
 */
#pragma once

#include <string.h>

#include "base/status.h"
#include "base/text.h"

enum { OUT_BUFFER_BYTES = 256 * 1024 };

struct out {
    int fd; /* -1 when closed */
    char *buffer;
    size_t len;
    uint64_t bytes; /* written so far, the buffered ones included */
    int failed;     /* errno of the first failure, 0 when well */
};

#define OUT_CLOSED ((struct out){ .fd = -1 })

enum status out_open(const char *path, struct out *ret, struct error *err); /* an older file is overwritten */
void out_flush(struct out *out);
void out_put_long(struct out *out, const char *ptr, size_t len); /* out_put() when the buffer fills up */

static inline void out_put(struct out *out, const char *ptr, size_t len)
{
    if (len >= OUT_BUFFER_BYTES - out->len) {
        out_put_long(out, ptr, len);
        return;
    }
    if (len > 0)
        memcpy(out->buffer + out->len, ptr, len);
    out->len += len;
    out->bytes += len;
}

enum status out_close(struct out *out, struct error *err); /* flushes; says what failed on the way */
void out_done(struct out *out);                            /* as a clean-up handler: closes, says nothing */
