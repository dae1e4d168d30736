/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/base64.h"

#include <sodium.h>

void base64_write(struct text bytes, struct buf *buf)
{
    size_t len = sodium_base64_ENCODED_LEN(bytes.len, sodium_base64_VARIANT_ORIGINAL); /* with its NUL */
    char *at = buf_reserve(buf, len);
    if (!at)
        return;
    sodium_bin2base64(at, len, (const unsigned char *)bytes.ptr, bytes.len, sodium_base64_VARIANT_ORIGINAL);
    buf->len += len - 1;
}

enum status base64_read(struct text text, struct buf *buf, struct error *err)
{
    size_t len = 0;
    char *at = buf_reserve(buf, text.len / 4 * 3 + 3);
    if (!at)
        return buf_status(buf, err);
    if (sodium_base642bin((unsigned char *)at, text.len / 4 * 3 + 3, text.ptr, text.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return error_set(err, STATUS_INVALID, "a text that should be base 64 is not");
    buf->len += len;
    buf->ptr[buf->len] = '\0';
    return STATUS_OK;
}
