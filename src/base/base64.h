/*
 * Bytes as text and back: base 64 of RFC 4648 with padding.
 */
#pragma once

#include "base/buf.h"

void base64_write(struct text bytes, struct buf *buf);
/* Appends to buf; STATUS_INVALID when it is not base 64. */
enum status base64_read(struct text text, struct buf *buf, struct error *err);
