/*
 * simdjson behind a C face: one JSON object to a flat list of keys and values.
 *
 *     {"name":"Bos","address":{"city":"Ede"},"mail":["a","b"],"tel":[{"nr":"1"},{"nr":"2"}]}
 *
 *     name = Bos   address.city = Ede   mail = a ::: b   tel.nr = 1   tel.2.nr = 2
 *
 * Numbers keep their spelling, null is empty.  Objects in an array get the
 * number of the first place where none of their keys is taken, so a list of
 * addresses stays apart and a list of loose properties becomes one set.
 */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

#include "base/arena.h"

enum {
    JSON_KEY_MAX = 200,     /* bytes of a flattened key */
    JSON_FIELDS_MAX = 3000, /* fields of one object, flattened */
    JSON_NESTING_MAX = 24,  /* deeper values are kept as their JSON text */
};

struct json_field {
    struct text key;
    struct text value;
};

enum json_result {
    JSON_READ,      /* fields are filled */
    JSON_BROKEN,    /* not one JSON object, or a key above its limit */
    JSON_NOT_UTF8,  /* broken characters: repair and try again */
    JSON_TOO_LARGE, /* more fields than the limit, or the arena is full */
};

struct json_shim;
struct json_shim *json_shim_open(void); /* NULL without memory */
void json_shim_close(struct json_shim *shim);

/* t is followed by 64 readable bytes. fields has room for JSON_FIELDS_MAX; texts live in arena or in t. */
enum json_result json_shim_flatten(struct json_shim *shim, struct text t, struct arena *arena,
                                   struct json_field *fields, size_t *ret_count);

#ifdef __cplusplus
}
#endif
