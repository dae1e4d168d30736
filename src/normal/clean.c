/*
 * What breaks cells on their way between programs is nearly always one of
 * three things: bytes of Windows-1252 in a file that says UTF-8, UTF-8 that
 * was read as Windows-1252 and written again ("Ã«", "â‚¬"), and marks that
 * stand beside their letter instead of on it.  Each has a telling pattern, and
 * each is undone here; a text that does not become whole by it is left alone.
 *
 * Windows-1252: the 27 signs at 80-9F are facts of the WHATWG encoding standard.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/clean.h"

#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/look.h"

static const uint16_t high_signs[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* Length of the well-formed UTF-8 sign at t, with its code point; 0 when it is broken. */
static size_t sign_at(struct text t, size_t at, uint32_t *ret)
{
    const unsigned char *p = (const unsigned char *)t.ptr + at;
    size_t left = t.len - at;
    if (p[0] < 0x80)
        return *ret = p[0], 1;
    size_t len = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || len > left)
        return 0;
    uint32_t cp = p[0] & (0xFF >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        cp = cp << 6 | (p[i] & 0x3F);
    }
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (cp < least[len] || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        return 0;
    *ret = cp;
    return len;
}

static size_t sign_put(char *to, uint32_t cp)
{
    if (cp < 0x80)
        return to[0] = (char)cp, 1;
    if (cp < 0x800)
        return to[0] = (char)(0xC0 | cp >> 6), to[1] = (char)(0x80 | (cp & 0x3F)), 2;
    if (cp < 0x10000) {
        to[0] = (char)(0xE0 | cp >> 12);
        to[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        to[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | cp >> 18);
    to[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    to[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    to[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

static uint32_t from_windows_1252(unsigned char byte)
{
    if (byte < 0x80 || byte >= 0xA0)
        return byte;
    return high_signs[byte - 0x80] ? high_signs[byte - 0x80] : 0xFFFD;
}

/* The byte of Windows-1252 that stands for cp; -1 when none does. */
static int to_windows_1252(uint32_t cp)
{
    if (cp < 0x80 || (cp >= 0xA0 && cp < 0x100))
        return (int)cp;
    for (int i = 0; i < 32; i++)
        if (high_signs[i] == cp || (high_signs[i] == 0 && cp == 0x80u + (unsigned)i))
            return 0x80 + i;
    return -1;
}

/* Printable ASCII, no two spaces together, none at the ends. */
static bool is_plain(struct text t)
{
    if (t.len == 0)
        return true;
    if (t.ptr[0] == ' ' || t.ptr[t.len - 1] == ' ')
        return false;
    for (size_t at = 0; at < t.len; at += LOOK_BYTES_MAX - 1) { /* one byte twice: no pair of spaces falls between */
        size_t len = t.len - at < LOOK_BYTES_MAX ? t.len - at : LOOK_BYTES_MAX;
        struct text_look look = text_look((struct text){ t.ptr + at, len });
        if (look.rest || (look.space & look.space >> 1))
            return false;
    }
    return true;
}

/* "Ã«" and "â‚¬": the sign of a lead byte, then the signs of as many following bytes as it wants. */
static bool has_double_encoding(struct text t)
{
    for (size_t i = 0; i + 1 < t.len; i++) {
        unsigned char c = (unsigned char)t.ptr[i], d = (unsigned char)t.ptr[i + 1];
        if (c == 0xC3 && (d == 0x82 || d == 0x83 || d == 0x84 || d == 0x85 || d == 0xA2) && i + 2 < t.len &&
            (unsigned char)t.ptr[i + 2] >= 0xC2)
            return true;
    }
    return false;
}

/* Undo one round of "UTF-8 read as Windows-1252", run by run; false when no run becomes whole. */
static bool undo_double_encoding(struct text t, struct arena *arena, struct text *ret)
{
    char *out = arena_take(arena, t.len + 1, 1);
    if (!out)
        return false;
    size_t len = 0;
    bool changed = false;
    for (size_t at = 0; at < t.len;) {
        uint32_t cp = 0;
        size_t n = sign_at(t, at, &cp);
        int lead = to_windows_1252(cp);
        size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
        if (want > 0 && lead <= 0xF4) {
            char run[4] = { (char)lead };
            size_t got = 1, end = at + n;
            while (got < want && end < t.len) {
                uint32_t next = 0;
                size_t m = sign_at(t, end, &next);
                int byte = to_windows_1252(next);
                if (byte < 0x80 || byte > 0xBF)
                    break;
                run[got++] = (char)byte;
                end += m;
            }
            uint32_t whole = 0;
            if (got == want && sign_at((struct text){ run, want }, 0, &whole) == want) {
                len += sign_put(out + len, whole);
                at = end;
                changed = true;
                continue;
            }
        }
        memcpy(out + len, t.ptr + at, n);
        len += n;
        at += n;
    }
    *ret = (struct text){ out, len };
    return changed;
}

static bool is_space_sign(uint32_t cp)
{
    return cp == ' ' || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x3000 || cp == 0x2028;
}

/* Signs nobody sees: byte order mark, zero-width, soft hyphen, direction marks. */
static bool is_invisible(uint32_t cp)
{
    return cp == 0xFEFF || (cp >= 0x200B && cp <= 0x200F) || cp == 0xAD || (cp >= 0x202A && cp <= 0x202E) ||
           cp == 0x2060;
}

static bool has_loose_mark(struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if ((unsigned char)t.ptr[i] == 0xCC || (unsigned char)t.ptr[i] == 0xCD)
            return true;
    return false;
}

/* NFC by ICU; the text itself when ICU has nothing to say. */
static struct text join_marks(struct text t, struct arena *arena)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&code);
    size_t room = t.len + 1;
    UChar *wide = arena_take(arena, room * sizeof(UChar), 2), *joined = arena_take(arena, room * sizeof(UChar), 2);
    char *out = arena_take(arena, 3 * room, 1);
    if (!wide || !joined || !out || U_FAILURE(code))
        return t;
    int32_t wide_len = 0, joined_len, out_len = 0;
    u_strFromUTF8(wide, (int32_t)room, &wide_len, t.ptr, (int32_t)t.len, &code);
    joined_len = unorm2_normalize(nfc, wide, wide_len, joined, (int32_t)room, &code);
    if (U_FAILURE(code))
        return t;
    u_strToUTF8(out, (int32_t)(3 * room), &out_len, joined, joined_len, &code);
    return U_FAILURE(code) || (size_t)out_len > t.len ? t : (struct text){ out, (size_t)out_len };
}

/* One wash. What was broken twice over comes out broken once: clean_value() repeats until nothing changes. */
static struct text wash(struct text raw, size_t bytes_max, bool lines, struct arena *arena, enum finding *ret_finding)
{
    if (is_plain(raw)) {
        if (raw.len <= bytes_max)
            return raw;
        *ret_finding = FINDING_TOO_LONG;
        return TEXT_EMPTY;
    }
    raw = text_trim(raw);
    if (raw.len > 3 * bytes_max) { /* spaces may still go, but not that many */
        *ret_finding = FINDING_TOO_LONG;
        return TEXT_EMPTY;
    }

    /* a byte of Windows-1252 becomes at most three; ", " for a line end adds one */
    char *out = arena_take(arena, 3 * raw.len + 1, 1);
    if (!out)
        return TEXT_EMPTY;
    size_t len = 0;
    bool space = false, line = false;
    for (size_t at = 0; at < raw.len;) {
        uint32_t cp = 0;
        size_t n = sign_at(raw, at, &cp);
        if (n == 0) {
            cp = from_windows_1252((unsigned char)raw.ptr[at]);
            n = 1;
            *ret_finding = FINDING_ENCODING_REPAIRED;
        }
        at += n;
        if (cp == '\n' || cp == '\r') {
            line = true;
            continue;
        }
        if (is_space_sign(cp) || cp == '\t' || cp == '\v' || cp == '\f') {
            space = true;
            continue;
        }
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || is_invisible(cp))
            continue;
        if (len > 0 && line && lines)
            out[len++] = '\n';
        else if (len > 0 && line && out[len - 1] == ',')
            out[len++] = ' ';
        else if (len > 0 && line)
            out[len++] = ',', out[len++] = ' ';
        else if (len > 0 && space)
            out[len++] = ' ';
        space = line = false;
        len += sign_put(out + len, cp);
    }
    struct text ret = { out, len };
    struct text undone = ret;
    if (has_double_encoding(ret) && undo_double_encoding(ret, arena, &undone)) {
        ret = undone;
        *ret_finding = FINDING_ENCODING_REPAIRED;
    }
    if (has_loose_mark(ret))
        ret = join_marks(ret, arena);
    if (ret.len > bytes_max) {
        *ret_finding = FINDING_TOO_LONG;
        return TEXT_EMPTY;
    }
    return ret;
}

struct text clean_value(struct text raw, size_t bytes_max, bool lines, struct arena *arena, enum finding *ret_finding)
{
    *ret_finding = FINDING_NONE;
    struct text clean = wash(raw, bytes_max, lines, arena, ret_finding);
    /* after the first every wash that changes something makes it shorter, so this ends */
    while (*ret_finding == FINDING_ENCODING_REPAIRED) {
        struct text again = wash(clean, bytes_max, lines, arena, ret_finding);
        if (text_equal(again, clean))
            break;
        clean = again;
    }
    return clean;
}
