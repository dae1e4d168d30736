/*
 * What the bytes of a short text are, all at once.
 *
 * Most cells are a few letters or digits.  To ask each of their bytes in turn
 * is what cleaning, folding and looking for fillers spent their time on, so a
 * text of up to LOOK_BYTES_MAX bytes is looked at in one or two blocks of
 * sixteen and the answer is a mask per kind of byte: bit i tells of byte i.
 *
 *     "Jan 12"   lower .an...   upper J.....   digit ....12   space ...·..
 *
 * text_look() has a slow twin, text_look_slow(), which asks byte by byte; it is
 * what other processors use and what the test compares with.
 */
#pragma once

#include <string.h>

#include "base/text.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { LOOK_BYTES_MAX = 32 };

struct text_look {
    uint32_t lower, upper, digit, space;
    uint32_t sign; /* other printable ASCII */
    uint32_t rest; /* control characters and bytes of other alphabets */
};

/* t.len is at most LOOK_BYTES_MAX. */
static inline struct text_look text_look_slow(struct text t)
{
    struct text_look look = { 0 };
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.ptr[i];
        uint32_t bit = (uint32_t)1 << i;
        *(char_is_lower((char)c)   ? &look.lower
          : char_is_upper((char)c) ? &look.upper
          : char_is_digit((char)c) ? &look.digit
          : c == ' '               ? &look.space
          : c > ' ' && c < 0x7F    ? &look.sign
                                   : &look.rest) |= bit;
    }
    return look;
}

static inline uint32_t look_all(size_t len)
{
    return len >= 32 ? UINT32_MAX : ((uint32_t)1 << len) - 1;
}

#ifdef __SSE2__
/* The first len (at most 16) bytes and noughts behind them, without reading past them. */
static inline __m128i look_block(const char *at, size_t len)
{
    uint64_t low = 0, high = 0;
    uint32_t start = 0, end = 0;
    if (len >= 8) {
        memcpy(&low, at, 8);
        memcpy(&high, at + len - 8, 8);
        high = len == 8 ? 0 : high >> (8 * (16 - len));
    } else if (len >= 4) {
        memcpy(&start, at, 4);
        memcpy(&end, at + len - 4, 4);
        low = start | (uint64_t)end << (8 * (len - 4));
    } else if (len > 0) {
        low = (uint64_t)(unsigned char)at[0] | (uint64_t)(unsigned char)at[len / 2] << (8 * (len / 2)) |
              (uint64_t)(unsigned char)at[len - 1] << (8 * (len - 1));
    }
    return _mm_set_epi64x((long long)high, (long long)low);
}

/* Bytes from first on, count of them. */
static inline __m128i look_range(__m128i block, char first, char count)
{
    __m128i from = _mm_sub_epi8(block, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(from, _mm_set1_epi8((char)(count - 1))), from);
}

static inline uint32_t look_mask(__m128i of)
{
    return (uint32_t)_mm_movemask_epi8(of);
}

static inline struct text_look text_look(struct text t)
{
    __m128i block = look_block(t.ptr, t.len < 16 ? t.len : 16);
    struct text_look look = { .lower = look_mask(look_range(block, 'a', 26)),
                              .upper = look_mask(look_range(block, 'A', 26)),
                              .digit = look_mask(look_range(block, '0', 10)),
                              .space = look_mask(_mm_cmpeq_epi8(block, _mm_set1_epi8(' '))) };
    uint32_t printable = look_mask(look_range(block, ' ', 95));
    if (t.len > 16) {
        block = look_block(t.ptr + 16, t.len - 16);
        look.lower |= look_mask(look_range(block, 'a', 26)) << 16;
        look.upper |= look_mask(look_range(block, 'A', 26)) << 16;
        look.digit |= look_mask(look_range(block, '0', 10)) << 16;
        look.space |= look_mask(_mm_cmpeq_epi8(block, _mm_set1_epi8(' '))) << 16;
        printable |= look_mask(look_range(block, ' ', 95)) << 16;
    }
    look.sign = printable & ~(look.lower | look.upper | look.digit | look.space);
    look.rest = look_all(t.len) & ~printable;
    return look;
}
#else
static inline struct text_look text_look(struct text t)
{
    return text_look_slow(t);
}
#endif

/* No two spaces together, none at the ends. */
static inline bool look_is_trim(const struct text_look *look, size_t len)
{
    return (look->space & (look->space >> 1 | 1 | (uint32_t)1 << (len - 1))) == 0;
}

/* t with its capitals made small, into room for LOOK_BYTES_MAX; t.len is at most that. Bytes behind it are not kept. */
static inline void text_lower(struct text t, char *into)
{
#ifdef __SSE2__
    for (size_t at = 0; at < t.len; at += 16) {
        __m128i block = look_block(t.ptr + at, t.len - at < 16 ? t.len - at : 16);
        __m128i capitals = _mm_and_si128(look_range(block, 'A', 26), _mm_set1_epi8(32));
        _mm_storeu_si128((__m128i *)(into + at), _mm_add_epi8(block, capitals));
    }
#else
    for (size_t i = 0; i < t.len; i++)
        into[i] = char_to_lower(t.ptr[i]);
#endif
}
