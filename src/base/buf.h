/*
 * A byte buffer that grows: what replies, exports and reports are written to.
 *
 * Writing cannot fail half-way in the caller's face: when memory is gone the
 * buffer remembers it, further writes do nothing, and buf_status() tells at
 * the end.
 */
#pragma once

#include "base/status.h"
#include "base/text.h"

struct buf {
    char *ptr; /* NUL-ended once something was written */
    size_t len;
    size_t cap;
    bool failed;
};

#define BUF_EMPTY ((struct buf){ 0 })

void buf_put(struct buf *buf, struct text t);
void buf_put_str(struct buf *buf, const char *cstr);
void buf_put_char(struct buf *buf, char c);
void buf_put_u64(struct buf *buf, uint64_t n);
void buf_put_i64(struct buf *buf, int64_t n);
void buf_printf(struct buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Room for at least extra more bytes at the end, NULL without memory; the
 * caller writes there and adds to len. */
char *buf_reserve(struct buf *buf, size_t extra);

static inline struct text buf_text(const struct buf *buf)
{
    return (struct text){ buf->ptr, buf->len };
}
enum status buf_status(const struct buf *buf, struct error *err);

void buf_reset(struct buf *buf); /* empty, memory kept */
void buf_done(struct buf *buf);
