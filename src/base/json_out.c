/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/json_out.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/json_pen.h"

struct json_out json_out_over(struct buf *buf)
{
    return (struct json_out){ .buf = buf };
}

/* A comma where one is due. Inside an object the key has written it. */
static void before_value(struct json_out *json)
{
    if (json->is_object[json->depth])
        return;
    if (json->has_item[json->depth] && json->depth > 0)
        buf_put_char(json->buf, ',');
    json->has_item[json->depth] = true;
}

static void open_scope(struct json_out *json, bool is_object)
{
    before_value(json);
    assert(json->depth + 1 < JSON_DEPTH_MAX);
    json->depth++;
    json->is_object[json->depth] = is_object;
    json->has_item[json->depth] = false;
    buf_put_char(json->buf, is_object ? '{' : '[');
}

void json_object(struct json_out *json)
{
    open_scope(json, true);
}

void json_array(struct json_out *json)
{
    open_scope(json, false);
}

void json_end(struct json_out *json)
{
    assert(json->depth > 0);
    buf_put_char(json->buf, json->is_object[json->depth] ? '}' : ']');
    json->depth--;
}

/* Length of the well-formed UTF-8 sequence at the start of t, 0 if malformed. */
static size_t sequence_len(struct text t)
{
    const unsigned char *s = (const unsigned char *)t.ptr;
    size_t len = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;
    if (len == 0 || len > t.len)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] >= 0xa0) || (s[0] == 0xf0 && s[1] < 0x90) ||
        (s[0] == 0xf4 && s[1] >= 0x90))
        return 0;
    return len;
}

static void put_escaped(struct buf *buf, unsigned char c)
{
    switch (c) {
    case '"': buf_put(buf, TEXT("\\\"")); return;
    case '\\': buf_put(buf, TEXT("\\\\")); return;
    case '\n': buf_put(buf, TEXT("\\n")); return;
    case '\r': buf_put(buf, TEXT("\\r")); return;
    case '\t': buf_put(buf, TEXT("\\t")); return;
    default: buf_printf(buf, "\\u%04x", c);
    }
}

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

/* No byte of the eight is a control, a quote, a backslash or above 0x7f. May say no once too often, never yes. */
static bool eight_are_plain(const char *eight)
{
    uint64_t word;
    memcpy(&word, eight, sizeof(word));
    uint64_t quote = word ^ EACH_BYTE('"'), backslash = word ^ EACH_BYTE('\\');
    uint64_t odd = word | (word - EACH_BYTE(0x20)) | (quote - EACH_BYTE(1)) | (backslash - EACH_BYTE(1));
    return (odd & EACH_BYTE(0x80)) == 0;
}

/* Bytes at the start that go out as they are. */
static size_t plain_bytes(struct text t)
{
    size_t plain = 0;
    while (t.len - plain >= 8 && eight_are_plain(t.ptr + plain))
        plain += 8;
    if (plain && t.len - plain < 8 && eight_are_plain(t.ptr + t.len - 8)) /* the rest, with some of what was seen */
        return t.len;
    while (plain < t.len) {
        unsigned char c = (unsigned char)t.ptr[plain];
        if (c < 0x80) {
            if (c < 0x20 || c == '"' || c == '\\')
                break;
            plain++;
            continue;
        }
        size_t len = sequence_len(text_from_offset(t, plain));
        if (len == 0)
            break;
        plain += len;
    }
    return plain;
}

/* The usual text goes out in one piece: quote, bytes, quote. */
void pen_text(struct buf *buf, struct text t)
{
    size_t plain = plain_bytes(t);
    if (plain == t.len) {
        char *at = buf_reserve(buf, t.len + 2);
        if (!at)
            return;
        at[0] = '"';
        if (t.len)
            memcpy(at + 1, t.ptr, t.len);
        at[t.len + 1] = '"';
        at[t.len + 2] = '\0';
        buf->len += t.len + 2;
        return;
    }
    buf_put_char(buf, '"');
    while (plain < t.len) {
        unsigned char c = (unsigned char)t.ptr[plain];
        buf_put(buf, text_slice(t, 0, plain));
        if (c >= 0x80)
            buf_put(buf, TEXT("\xef\xbf\xbd"));
        else
            put_escaped(buf, c);
        t = text_from_offset(t, plain + 1);
        plain = plain_bytes(t);
    }
    buf_put(buf, t);
    buf_put_char(buf, '"');
}

void json_key_text(struct json_out *json, struct text key)
{
    assert(json->is_object[json->depth]);
    if (json->has_item[json->depth])
        buf_put_char(json->buf, ',');
    json->has_item[json->depth] = true;
    pen_text(json->buf, key);
    buf_put_char(json->buf, ':');
}

/* Keys in our own code are plain words, nothing to escape. */
void json_key(struct json_out *json, const char *key)
{
    assert(json->is_object[json->depth]);
    size_t len = strlen(key), comma = json->has_item[json->depth];
    char *at = buf_reserve(json->buf, len + 3 + comma);
    json->has_item[json->depth] = true;
    if (!at)
        return;
    if (comma)
        *at++ = ',';
    *at++ = '"';
    memcpy(at, key, len);
    memcpy(at + len, "\":", 3);
    json->buf->len += len + 3 + comma;
}

void json_text(struct json_out *json, struct text t)
{
    before_value(json);
    pen_text(json->buf, t);
}

void json_str(struct json_out *json, const char *cstr)
{
    if (cstr)
        json_text(json, text_from(cstr));
    else
        json_null(json);
}

void json_u64(struct json_out *json, uint64_t n)
{
    before_value(json);
    buf_put_u64(json->buf, n);
}

void json_i64(struct json_out *json, int64_t n)
{
    before_value(json);
    buf_put_i64(json->buf, n);
}

void json_fixed(struct json_out *json, double n, int decimals)
{
    if (!isfinite(n)) {
        json_null(json);
        return;
    }
    before_value(json);
    buf_printf(json->buf, "%.*f", decimals, n);
}

void json_bool(struct json_out *json, bool b)
{
    before_value(json);
    buf_put(json->buf, b ? TEXT("true") : TEXT("false"));
}

void json_null(struct json_out *json)
{
    before_value(json);
    buf_put(json->buf, TEXT("null"));
}

void json_raw(struct json_out *json, struct text value)
{
    before_value(json);
    buf_put(json->buf, value);
}
