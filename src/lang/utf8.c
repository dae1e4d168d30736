/*
 * Strict decoding by RFC 3629: no overlong forms, no surrogates, nothing above
 * U+10FFFF.  Properties come from ICU (Unicode), ASCII and Latin-1 apart,
 * because nearly every letter we meet is one of those.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/utf8.h"

#include <unicode/uchar.h>

/* Bytes of the sequence that starts with this byte; 0 when none does. */
static size_t sequence_len(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if ((first & 0xF0) == 0xE0)
        return 3;
    return first >= 0xF0 && first <= 0xF4 ? 4 : 0;
}

static uint32_t broken_byte(struct text *rest)
{
    *rest = text_from_offset(*rest, 1);
    return UTF8_BROKEN;
}

bool utf8_next(struct text *rest, uint32_t *ret_code)
{
    if (rest->len == 0)
        return false;
    unsigned char first = (unsigned char)rest->ptr[0];
    if (first < 0x80) {
        *ret_code = first;
        rest->ptr++;
        rest->len--;
        return true;
    }
    size_t len = sequence_len(first);
    if (len == 0 || len > rest->len) {
        *ret_code = broken_byte(rest);
        return true;
    }
    static const unsigned char first_mask[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    uint32_t code = first & first_mask[len];
    for (size_t i = 1; i < len; i++) {
        unsigned char byte = (unsigned char)rest->ptr[i];
        if ((byte & 0xC0) != 0x80) {
            *ret_code = broken_byte(rest);
            return true;
        }
        code = code << 6 | (byte & 0x3F);
    }
    if (code < least[len] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        *ret_code = broken_byte(rest);
        return true;
    }
    rest->ptr += len;
    rest->len -= len;
    *ret_code = code;
    return true;
}

size_t utf8_last(struct text t, uint32_t *ret_code)
{
    for (size_t back = 1; back <= UTF8_BYTES_MAX && back <= t.len; back++) {
        struct text tail = text_from_offset(t, t.len - back);
        if (((unsigned char)tail.ptr[0] & 0xC0) == 0x80)
            continue;
        if (utf8_next(&tail, ret_code) && tail.len == 0)
            return back;
        break;
    }
    *ret_code = UTF8_BROKEN;
    return t.len > 0;
}

size_t utf8_put(uint32_t code, char into[UTF8_BYTES_MAX])
{
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = UTF8_BROKEN;
    if (code < 0x80) {
        into[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        into[0] = (char)(0xC0 | code >> 6);
        into[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        into[0] = (char)(0xE0 | code >> 12);
        into[1] = (char)(0x80 | (code >> 6 & 0x3F));
        into[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    into[0] = (char)(0xF0 | code >> 18);
    into[1] = (char)(0x80 | (code >> 12 & 0x3F));
    into[2] = (char)(0x80 | (code >> 6 & 0x3F));
    into[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

bool utf8_valid(struct text t)
{
    uint32_t code = 0;
    while (t.len > 0) {
        const char *before = t.ptr;
        utf8_next(&t, &code);
        if (code == UTF8_BROKEN && t.ptr - before != 3) /* U+FFFD itself is three bytes */
            return false;
    }
    return true;
}

size_t utf8_length(struct text t)
{
    size_t count = 0;
    for (uint32_t code; utf8_next(&t, &code);)
        count++;
    return count;
}

struct text utf8_cut(struct text t, size_t max)
{
    if (t.len <= max)
        return t;
    while (max > 0 && ((unsigned char)t.ptr[max] & 0xC0) == 0x80)
        max--;
    return text_slice(t, 0, max);
}

bool utf8_is_letter(uint32_t code)
{
    if (code < 0x80)
        return char_is_alpha((char)code);
    if (code >= 0xC0 && code <= 0x24F)
        return code != 0xD7 && code != 0xF7;
    return u_isalpha((UChar32)code);
}

bool utf8_is_mark(uint32_t code)
{
    if (code < 0x300)
        return false;
    return code <= 0x36F || (U_GET_GC_MASK((UChar32)code) & U_GC_M_MASK) != 0;
}

bool utf8_is_digit(uint32_t code)
{
    return code < 0x80 ? char_is_digit((char)code) : u_isdigit((UChar32)code);
}

bool utf8_is_space(uint32_t code)
{
    if (code < 0x80)
        return char_is_space((char)code);
    return code == 0xFEFF || code == 0x85 || u_isUWhiteSpace((UChar32)code);
}

bool utf8_is_upper(uint32_t code)
{
    return code < 0x80 ? char_is_upper((char)code) : u_isupper((UChar32)code) || u_istitle((UChar32)code);
}

bool utf8_is_lower(uint32_t code)
{
    return code < 0x80 ? char_is_lower((char)code) : u_islower((UChar32)code);
}

uint32_t utf8_to_upper(uint32_t code)
{
    return code < 0x80 ? (uint32_t)char_to_upper((char)code) : (uint32_t)u_toupper((UChar32)code);
}

uint32_t utf8_to_lower(uint32_t code)
{
    return code < 0x80 ? (uint32_t)char_to_lower((char)code) : (uint32_t)u_tolower((UChar32)code);
}
