/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "db/sqlite_record.h"

#include <string.h>

#include "db/sqlite_tree.h"

/* Bytes of a whole number, and the code of that many. */
static size_t whole_len(int64_t n, uint64_t *ret_code)
{
    static const size_t lens[] = { 0, 1, 2, 3, 4, 6, 8 };
    uint64_t folded = n < 0 ? ~(uint64_t)n : (uint64_t)n;
    *ret_code = folded < 0x80                       ? 1
                : folded < 0x8000                   ? 2
                : folded < 0x800000                 ? 3
                : folded < 0x80000000               ? 4
                : folded < UINT64_C(0x800000000000) ? 5
                                                    : 6;
    size_t len = lens[*ret_code];
    if (n == 0 || n == 1) { /* told by the code alone */
        *ret_code = n ? 9 : 8;
        len = 0;
    }
    return len;
}

static void put_big_endian(unsigned char *into, uint64_t n, size_t len)
{
    for (size_t i = 0; i < len; i++)
        into[i] = (unsigned char)(n >> (8 * (len - 1 - i)));
}

static uint64_t code_of(const struct sqlite_value *value, size_t *ret_len)
{
    uint64_t code = 0;
    *ret_len = 0;
    if (!value)
        return 0;
    switch (value->type) {
    case SQLITE_INTEGER: *ret_len = whole_len(value->i64, &code); return code;
    case SQLITE_FLOAT: *ret_len = 8; return 7;
    case SQLITE_TEXT: *ret_len = value->len; return 13 + 2 * (uint64_t)value->len;
    case SQLITE_BLOB: *ret_len = value->len; return 12 + 2 * (uint64_t)value->len;
    default: return 0;
    }
}

enum status record_make(const struct sqlite_value *const *parts, int count, const char *bytes, struct buf *into,
                        struct error *err)
{
    unsigned char codes[RECORD_PARTS_MAX * VARINT_MAX], first[VARINT_MAX];
    size_t lens[RECORD_PARTS_MAX], codes_len = 0, body = 0;
    for (int i = 0; i < count; i++) {
        codes_len += varint_put(codes + codes_len, code_of(parts[i], &lens[i]));
        body += lens[i];
    }
    size_t first_len = varint_put(first, codes_len + 1); /* counts itself */
    if (first_len > 1)
        first_len = varint_put(first, codes_len + first_len);
    buf_reset(into);
    unsigned char *at = (unsigned char *)buf_reserve(into, first_len + codes_len + body);
    if (!at)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the rows of a view");
    memcpy(at, first, first_len);
    memcpy(at + first_len, codes, codes_len);
    at += first_len + codes_len;
    for (int i = 0; i < count; at += lens[i++]) {
        const struct sqlite_value *value = parts[i];
        uint64_t bits = 0;
        if (!value || lens[i] == 0)
            continue;
        if (value->type == SQLITE_TEXT || value->type == SQLITE_BLOB) {
            memcpy(at, bytes + value->at, lens[i]);
            continue;
        }
        memcpy(&bits, value->type == SQLITE_FLOAT ? (const void *)&value->f64 : (const void *)&value->i64,
               sizeof(bits));
        put_big_endian(at, bits, lens[i]);
    }
    into->len = first_len + codes_len + body;
    return STATUS_OK;
}
