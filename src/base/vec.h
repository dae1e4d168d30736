/*
 * A typed growing array, as macros over one small function.
 *
 *     VEC(struct pair) pairs = { 0 };
 *     if (!vec_push(&pairs, pair)) return error_set(err, STATUS_NO_MEMORY, …);
 *     for (size_t i = 0; i < pairs.len; i++) use(pairs.ptr[i]);
 *     vec_done(&pairs);
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#define VEC(type)                                                                                                      \
    struct {                                                                                                           \
        type *ptr;                                                                                                     \
        size_t len;                                                                                                    \
        size_t cap;                                                                                                    \
    }

/* False when memory is gone; the vector is then as it was. */
#define vec_push(vec, ...)                                                                                             \
    (vec_grow((void **)&(vec)->ptr, &(vec)->cap, (vec)->len + 1, sizeof(*(vec)->ptr)) &&                               \
     ((vec)->ptr[(vec)->len++] = (__VA_ARGS__), true))

/* Room for n items in all. */
#define vec_reserve(vec, n) vec_grow((void **)&(vec)->ptr, &(vec)->cap, (n), sizeof(*(vec)->ptr))

#define vec_done(vec) (free((vec)->ptr), (vec)->ptr = NULL, (vec)->len = (vec)->cap = 0, (void)0)

static inline bool vec_grow(void **ptr, size_t *cap, size_t need, size_t item)
{
    if (need <= *cap)
        return true;
    size_t grown = *cap ? *cap : 16;
    while (grown < need)
        grown *= 2;
    size_t bytes = 0;
    void *moved = __builtin_mul_overflow(grown, item, &bytes) ? NULL : realloc(*ptr, bytes);
    if (!moved)
        return false;
    *ptr = moved;
    *cap = grown;
    return true;
}
