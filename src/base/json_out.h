/*
 * Writes JSON (RFC 8259) to a buffer, commas and escapes included.
 *
 *     struct json_out json = json_out_over(&buf);
 *     json_object(&json);
 *     json_put(&json, "name", name);
 *     json_put_u64(&json, "count", 3);
 *     json_end(&json);
 *
 * Bytes that are not UTF-8 become U+FFFD, so the output is always valid.
 * 64-bit ids are written as text by their printed form (model/id.h).
 */
#pragma once

#include "base/buf.h"

enum { JSON_DEPTH_MAX = 32 };

struct json_out {
    struct buf *buf; /* borrowed */
    bool is_object[JSON_DEPTH_MAX];
    bool has_item[JSON_DEPTH_MAX];
    int depth;
};

struct json_out json_out_over(struct buf *buf);

void json_object(struct json_out *json);
void json_array(struct json_out *json);
void json_end(struct json_out *json);                  /* of the innermost object or array */
void json_key(struct json_out *json, const char *key); /* plain ASCII keys of ours */
void json_key_text(struct json_out *json, struct text key);

void json_text(struct json_out *json, struct text t);
void json_str(struct json_out *json, const char *cstr); /* NULL writes null */
void json_u64(struct json_out *json, uint64_t n);
void json_i64(struct json_out *json, int64_t n);
void json_fixed(struct json_out *json, double n, int decimals); /* not finite writes null */
void json_bool(struct json_out *json, bool b);
void json_null(struct json_out *json);
void json_raw(struct json_out *json, struct text value); /* a value that is JSON already */

/* A key with its value. */
static inline void json_put(struct json_out *json, const char *key, struct text value)
{
    json_key(json, key);
    json_text(json, value);
}
static inline void json_put_str(struct json_out *json, const char *key, const char *value)
{
    json_key(json, key);
    json_str(json, value);
}
static inline void json_put_i64(struct json_out *json, const char *key, int64_t value)
{
    json_key(json, key);
    json_i64(json, value);
}
static inline void json_put_u64(struct json_out *json, const char *key, uint64_t value)
{
    json_key(json, key);
    json_u64(json, value);
}
static inline void json_put_bool(struct json_out *json, const char *key, bool value)
{
    json_key(json, key);
    json_bool(json, value);
}
