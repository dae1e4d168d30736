/*
 * JSON of a shape that is known, written without the book-keeping of
 * json_out.h: the writer's own literals carry the commas and brackets.
 * For the one or two shapes that are made by the million (flow/profile/profile_write.c).
 *
 *     pen_put(&buf, TEXT("{\"name\":"));  pen_text(&buf, name);  pen_put(&buf, TEXT("}"));
 *
 * No NUL is written at the end; a buffer without memory remembers it (buf.h).
 */
#pragma once

#include <string.h>

#include "base/buf.h"

/* As it is. Of a literal the length is known, so that this is a few moves. */
static inline void pen_put(struct buf *buf, struct text t)
{
    char *at = buf->cap - buf->len > t.len ? buf->ptr + buf->len : buf_reserve(buf, t.len);
    if (!at || !t.len)
        return;
    memcpy(at, t.ptr, t.len);
    buf->len += t.len;
}

/* A text with its quotes, escaped as json_text() does it. */
void pen_text(struct buf *buf, struct text t);
