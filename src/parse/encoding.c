/*
 * Nearly every byte a customer file holds is ASCII, so each question is first
 * asked of sixteen bytes at once; what is left goes character by character.
 *
 * The table of well-formed sequences is table 3-7 of the Unicode standard.
 * The upper half of Windows-1252 is as Microsoft and WHATWG publish it; its
 * five unused bytes become U+FFFD.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/encoding.h"

#include <assert.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "lang/utf8.h"

enum { UTF16_LOOK_BYTES = 4096 };

static const uint16_t windows_1252_80_9f[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

bool bytes_are_plain(const char *ptr, size_t len)
{
    size_t i = 0;
#ifdef __SSE2__
    const __m128i zero = _mm_setzero_si128();
    for (; i + 16 <= len; i += 16) {
        __m128i block = _mm_loadu_si128((const __m128i *)(ptr + i));
        /* a byte is plain when it is, as a signed number, above 0 */
        if (_mm_movemask_epi8(_mm_cmpgt_epi8(block, zero)) != 0xffff)
            return false;
    }
#endif
    for (; i < len; i++)
        if ((signed char)ptr[i] <= 0)
            return false;
    return true;
}

static bool is_tail(unsigned char c)
{
    return (c & 0xc0) == 0x80;
}

size_t encoding_utf8_len(struct text t, uint32_t *code_point)
{
    const unsigned char *p = (const unsigned char *)t.ptr;
    uint32_t cp = 0;
    size_t len = 0;
    if (t.len == 0)
        return 0;
    if (p[0] < 0x80) {
        cp = p[0];
        len = 1;
    } else if (p[0] >= 0xc2 && p[0] <= 0xdf && t.len >= 2 && is_tail(p[1])) {
        cp = (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
        len = 2;
    } else if ((p[0] & 0xf0) == 0xe0 && t.len >= 3 && is_tail(p[1]) && is_tail(p[2])) {
        cp = (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
        len = cp >= 0x800 && (cp < 0xd800 || cp > 0xdfff) ? 3 : 0;
    } else if (p[0] >= 0xf0 && p[0] <= 0xf4 && t.len >= 4 && is_tail(p[1]) && is_tail(p[2]) && is_tail(p[3])) {
        cp = (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 | (uint32_t)(p[2] & 0x3f) << 6 |
             (p[3] & 0x3f);
        len = cp >= 0x10000 && cp <= 0x10ffff ? 4 : 0;
    }
    if (len > 0 && code_point)
        *code_point = cp;
    return len;
}

bool encoding_utf8_is_valid(struct text t)
{
    while (t.len > 0) {
        if (t.len >= 16 && bytes_are_plain(t.ptr, 16)) {
            t = text_from_offset(t, 16);
            continue;
        }
        size_t len = t.ptr[0] == '\0' ? 0 : encoding_utf8_len(t, NULL);
        if (len == 0)
            return false;
        t = text_from_offset(t, len);
    }
    return true;
}

struct text encoding_repair(struct text t, bool keep_utf8, struct arena *arena)
{
    char *into = arena_take(arena, t.len * 3 + 1, 1);
    size_t len = 0;
    if (!into)
        return TEXT_EMPTY;
    for (size_t i = 0; i < t.len;) {
        unsigned char c = (unsigned char)t.ptr[i];
        size_t whole = keep_utf8 && c >= 0x80 ? encoding_utf8_len(text_from_offset(t, i), NULL) : 0;
        if (whole > 0) {
            memcpy(into + len, t.ptr + i, whole);
            len += whole;
            i += whole;
            continue;
        }
        if (c != '\0')
            len += utf8_put(c >= 0x80 && c < 0xa0 ? windows_1252_80_9f[c - 0x80] : c, into + len);
        i++;
    }
    into[len] = '\0';
    return (struct text){ into, len };
}

size_t utf16_to_utf8(struct text units, bool big_endian, bool at_end, char *into, size_t *ret_used)
{
    const unsigned char *p = (const unsigned char *)units.ptr;
    size_t len = 0, i = 0;
    while (i + 2 <= units.len) {
        uint32_t cp = big_endian ? (uint32_t)p[i] << 8 | p[i + 1] : (uint32_t)p[i + 1] << 8 | p[i];
        size_t took = 2;
        if (cp >= 0xd800 && cp <= 0xdbff) {
            if (i + 4 > units.len && !at_end)
                break;
            uint32_t low = 0;
            if (i + 4 <= units.len)
                low = big_endian ? (uint32_t)p[i + 2] << 8 | p[i + 3] : (uint32_t)p[i + 3] << 8 | p[i + 2];
            if (low >= 0xdc00 && low <= 0xdfff) {
                cp = 0x10000 + ((cp - 0xd800) << 10) + (low - 0xdc00);
                took = 4;
            }
        }
        len += utf8_put(cp, into + len);
        i += took;
    }
    if (at_end && i + 1 == units.len)
        i = units.len; /* half a unit at the very end is dropped */
    *ret_used = i;
    return len;
}

/* Western text in UTF-16 has a zero byte in nearly every unit, always on the same side. */
static bool looks_utf16(struct text sample, bool big_endian)
{
    size_t units = sample.len / 2, zero_high = 0, zero_low = 0;
    if (units > UTF16_LOOK_BYTES / 2)
        units = UTF16_LOOK_BYTES / 2;
    for (size_t i = 0; i < units; i++) {
        zero_high += sample.ptr[2 * i + (big_endian ? 0 : 1)] == '\0';
        zero_low += sample.ptr[2 * i + (big_endian ? 1 : 0)] == '\0';
    }
    return units >= 4 && zero_high * 10 >= units * 6 && zero_low * 20 <= units;
}

/* Drop a character that the end of the sample cuts off. */
static struct text without_cut_tail(struct text t)
{
    for (size_t back = 1; back <= 3 && back <= t.len; back++) {
        unsigned char c = (unsigned char)t.ptr[t.len - back];
        if (is_tail(c))
            continue;
        size_t need = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
        return need > back ? text_slice(t, 0, t.len - back) : t;
    }
    return t;
}

/*
 * Whether the sample is UTF-8, if need be with a few bytes that are not.  In
 * Windows-1252 two letters that make a well-formed sequence hardly ever stand
 * together, so a file of which most are is UTF-8 with damage, and its rows are
 * repaired one by one.  NUL bytes are dropped in either encoding.
 */
static bool is_mostly_utf8(struct text t)
{
    size_t good = 0, broken = 0;
    while (t.len > 0) {
        if (t.len >= 16 && bytes_are_plain(t.ptr, 16)) {
            t = text_from_offset(t, 16);
            continue;
        }
        size_t len = encoding_utf8_len(t, NULL);
        good += len > 1;
        broken += len == 0;
        t = text_from_offset(t, len > 0 ? len : 1);
    }
    return broken == 0 || good > 2 * broken;
}

enum encoding encoding_detect(struct text sample, bool whole)
{
    if (text_starts(sample, TEXT("\xef\xbb\xbf")))
        return ENCODING_UTF8_BOM;
    if (text_starts(sample, TEXT("\xff\xfe")))
        return ENCODING_UTF16LE;
    if (text_starts(sample, TEXT("\xfe\xff")))
        return ENCODING_UTF16BE;
    if (looks_utf16(sample, false))
        return ENCODING_UTF16LE;
    if (looks_utf16(sample, true))
        return ENCODING_UTF16BE;
    return is_mostly_utf8(whole ? sample : without_cut_tail(sample)) ? ENCODING_UTF8 : ENCODING_WINDOWS_1252;
}
