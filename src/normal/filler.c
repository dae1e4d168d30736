/*
 * What people and programs type where nothing is known: "n.v.t.", "-", "xxx",
 * 01-01-1900, 0612345.  It is asked of every cell, so the first letter or
 * digit and the number of them are looked at before anything else: that is
 * enough to let nearly every cell pass.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/look.h"
#include "normal/clean.h"

enum { FILLER_BYTES_MAX = 24 };

/* What a byte is in a filler: 0 nothing, itself in lower case, or OTHER. */
enum { OTHER = 0xFF };
#define LETTER(upper, lower) [upper] = lower, [lower] = lower
static const unsigned char squeezed[256] = {
    LETTER('A', 'a'),
    LETTER('B', 'b'),
    LETTER('C', 'c'),
    LETTER('D', 'd'),
    LETTER('E', 'e'),
    LETTER('F', 'f'),
    LETTER('G', 'g'),
    LETTER('H', 'h'),
    LETTER('I', 'i'),
    LETTER('J', 'j'),
    LETTER('K', 'k'),
    LETTER('L', 'l'),
    LETTER('M', 'm'),
    LETTER('N', 'n'),
    LETTER('O', 'o'),
    LETTER('P', 'p'),
    LETTER('Q', 'q'),
    LETTER('R', 'r'),
    LETTER('S', 's'),
    LETTER('T', 't'),
    LETTER('U', 'u'),
    LETTER('V', 'v'),
    LETTER('W', 'w'),
    LETTER('X', 'x'),
    LETTER('Y', 'y'),
    LETTER('Z', 'z'),
    ['0'] = '0',
    ['1'] = '1',
    ['2'] = '2',
    ['3'] = '3',
    ['4'] = '4',
    ['5'] = '5',
    ['6'] = '6',
    ['7'] = '7',
    ['8'] = '8',
    ['9'] = '9',
    [0x80 ... 0xFF] = OTHER,
};
#undef LETTER

/* Letters and digits only, lower case, of a value of at most FILLER_BYTES_MAX; -1 when it has another letter. */
static int squeeze(struct text t, char to[FILLER_BYTES_MAX])
{
    int len = 0;
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = squeezed[(unsigned char)t.ptr[i]];
        if (c == OTHER)
            return -1;
        to[len] = (char)c;
        len += c != 0;
    }
    return len;
}

static bool is_filler_word(const char *word, size_t len)
{
    static const struct text words[] = {
        TEXT("asdf"),
        TEXT("aucun"),
        TEXT("aucune"),
        TEXT("blank"),
        TEXT("dummy"),
        TEXT("empty"),
        TEXT("entfaellt"),
        TEXT("geen"),
        TEXT("geenidee"),
        TEXT("inconnu"),
        TEXT("inconnue"),
        TEXT("invullen"),
        TEXT("keine"),
        TEXT("keiner"),
        TEXT("keines"),
        TEXT("leeg"),
        TEXT("nan"),
        TEXT("nietbekend"),
        TEXT("nietingevuld"),
        TEXT("nietopgegeven"),
        TEXT("nietvantoepassing"),
        TEXT("nil"),
        TEXT("nnb"),
        TEXT("none"),
        TEXT("notapplicable"),
        TEXT("notavailable"),
        TEXT("notknown"),
        TEXT("ntb"),
        TEXT("ntbepalen"),
        TEXT("null"),
        TEXT("nvt"),
        TEXT("onbekend"),
        TEXT("qwerty"),
        TEXT("sansobjet"),
        TEXT("tbd"),
        TEXT("test"),
        TEXT("unbekannt"),
        TEXT("undefined"),
        TEXT("unknown"),
        TEXT("volgt"),
        TEXT("vultin"),
        TEXT("weetniet"),
        TEXT("xx"),
        TEXT("xxx"),
        TEXT("xxxx"),
        TEXT("xxxxx"),
        TEXT("zzz"),
    };
    /* where the words begin that begin with a letter, and one past the last */
    static const uint8_t from['z' - 'a' + 2] = { 0,  3,  4,  4,  5,  7,  7,  9,  9,  12, 12, 15, 16, 16,
                                                 31, 32, 32, 33, 33, 34, 36, 39, 41, 42, 46, 46, 47 };
    if (!char_is_lower(word[0]))
        return false;
    for (size_t i = from[word[0] - 'a']; i < from[word[0] - 'a' + 1]; i++)
        if (words[i].len == len && memcmp(word, words[i].ptr, len) == 0)
            return true;
    return false;
}

/* "-", "?", "n.v.t.", "N/A" but not the name Na; word and len are value squeezed. */
static bool is_filler(struct text value, const char *word, int len)
{
    if (len <= 0)
        return len == 0;
    if (len == 2 && word[0] == 'n' && (word[1] == 'a' || word[1] == 'b'))
        return value.len > 2;
    return is_filler_word(word, (size_t)len);
}

bool clean_is_filler(struct text value)
{
    char word[FILLER_BYTES_MAX];
    return value.len > 0 && value.len <= FILLER_BYTES_MAX && is_filler(value, word, squeeze(value, word));
}

static bool is_one_sign_repeated(const char *word, int len)
{
    for (int i = 1; i < len; i++)
        if (word[i] != word[0])
            return false;
    return true;
}

/* The list ends with a text without letters. */
static bool is_one_of(struct text word, const struct text *words)
{
    for (; words->len; words++)
        if (words->len == word.len && words->ptr[0] == word.ptr[0] &&
            words->ptr[word.len - 1] == word.ptr[word.len - 1] && memcmp(words->ptr, word.ptr, word.len) == 0)
            return true;
    return false;
}

static const struct text phones[] = { TEXT("0"),          TEXT("00"),         TEXT("000"),     TEXT("0000"),
                                      TEXT("06"),         TEXT("31"),         TEXT("0031"),    TEXT("123456"),
                                      TEXT("1234567890"), TEXT("0123456789"), TEXT("0612345"), TEXT("") };
static const struct text postcodes[] = { TEXT("0000"),   TEXT("0000aa"), TEXT("0000xx"), TEXT("0000zz"), TEXT("9999xx"),
                                         TEXT("9999zz"), TEXT("9999aa"), TEXT("1111xx"), TEXT("1234xx"), TEXT("00000"),
                                         TEXT("99999"),  TEXT("000000"), TEXT("xxxxxx"), TEXT("0"),      TEXT("") };
static const struct text addresses[] = {
    TEXT("0"),   TEXT("00"),   TEXT("000"), TEXT("adresonbekend"), TEXT("straatonbekend"),
    TEXT("vow"), TEXT("zwov"), TEXT("")
};
static const struct text mailboxes[] = { TEXT("xx"),
                                         TEXT("xxnl"),
                                         TEXT("testtest"),
                                         TEXT("testtestnl"),
                                         TEXT("testtestcom"),
                                         TEXT("geengeen"),
                                         TEXT("geengeennl"),
                                         TEXT("nvtnvt"),
                                         TEXT("nvtnvtnl"),
                                         TEXT("geenemail"),
                                         TEXT("geenmail"),
                                         TEXT("noemail"),
                                         TEXT("aaa"),
                                         TEXT("aanl"),
                                         TEXT("heeftgeenemail"),
                                         TEXT("naamemailnl"),
                                         TEXT("") };

/* ---- a first look ---- */

enum filler_list {
    FILLER_WORD = 0,
    FILLER_DATE,
    FILLER_PHONE,
    FILLER_CODE,
    FILLER_POSTCODE,
    FILLER_ADDRESS,
    FILLER_MAIL,
    FILLER_LISTS,
};

static enum filler_list list_of(enum field field)
{
    static const uint8_t lists[] = { [FIELD_KIND_DATE] = FILLER_DATE,
                                     [FIELD_KIND_PHONE] = FILLER_PHONE,
                                     [FIELD_KIND_CODE] = FILLER_CODE,
                                     [FIELD_KIND_ADDRESS] = FILLER_ADDRESS,
                                     [FIELD_KIND_EMAIL] = FILLER_MAIL };
    enum field_kind kind = field_kind_of(field);
    return field == FIELD_ADDR_POSTCODE ? FILLER_POSTCODE : kind < sizeof(lists) ? lists[kind] : FILLER_WORD;
}

enum { SIGNS = 36 };
#define PLACE(sign) ((sign) >= 'a' ? (sign) - 'a' : (sign) - '0' + 26)

/* How long the fillers of a list are that begin with a sign, one bit each: nearly every cell is none of them by this.
 */
static const uint32_t lengths[FILLER_LISTS][SIGNS] = {
    [FILLER_WORD] = { [PLACE('a')] = 0x70,
                      [PLACE('b')] = 0x20,
                      [PLACE('d')] = 0x20,
                      [PLACE('e')] = 0x220,
                      [PLACE('g')] = 0x110,
                      [PLACE('i')] = 0x180,
                      [PLACE('k')] = 0x60,
                      [PLACE('l')] = 0x10,
                      [PLACE('n')] = 0x2371c,
                      [PLACE('o')] = 0x100,
                      [PLACE('q')] = 0x40,
                      [PLACE('s')] = 0x200,
                      [PLACE('t')] = 0x18,
                      [PLACE('u')] = 0x280,
                      [PLACE('v')] = 0x60,
                      [PLACE('w')] = 0x100,
                      [PLACE('x')] = 0x3c,
                      [PLACE('z')] = 0x8 },
    [FILLER_DATE] = { [PLACE('0')] = 0x15e, [PLACE('1')] = 0x140, [PLACE('3')] = 0x100, [PLACE('9')] = 0x100 },
    [FILLER_PHONE] = { [PLACE('0')] = 0x1ffffde,
                       [PLACE('1')] = 0x1ffffc0,
                       [PLACE('2')] = 0x1ffffc0,
                       [PLACE('3')] = 0x1ffffc4,
                       [PLACE('4')] = 0x1ffffc0,
                       [PLACE('5')] = 0x1ffffc0,
                       [PLACE('6')] = 0x1ffffc0,
                       [PLACE('7')] = 0x1ffffc0,
                       [PLACE('8')] = 0x1ffffc0,
                       [PLACE('9')] = 0x1ffffc0 },
    [FILLER_CODE] = { [PLACE('0')] = 0x1ffffc0, [PLACE('9')] = 0x1ffffc0, [PLACE('x')] = 0x1ffffc0 },
    [FILLER_POSTCODE] = { [PLACE('0')] = 0x72, [PLACE('1')] = 0x40, [PLACE('9')] = 0x60, [PLACE('x')] = 0x40 },
    [FILLER_ADDRESS] = { [PLACE('0')] = 0xe,
                         [PLACE('a')] = 0x2000,
                         [PLACE('s')] = 0x4000,
                         [PLACE('v')] = 0x8,
                         [PLACE('z')] = 0x10 },
    [FILLER_MAIL] = { [PLACE('a')] = 0x18,
                      [PLACE('g')] = 0x700,
                      [PLACE('h')] = 0x4000,
                      [PLACE('n')] = 0x9c0,
                      [PLACE('t')] = 0xd00,
                      [PLACE('x')] = 0x14 },
};

/*
 * The fillers of a list once more, one bit for first sign, last sign and length together: a number or a date that
 * begins as a filler does and is as long mostly ends otherwise.  What is not listed here is let through by its first
 * sign.
 */
#define ENDS(first, last, len) ((uint64_t)1 << ((PLACE(first) * 5 + PLACE(last) * 11 + (len)*17) & 63))
static const uint64_t ends[FILLER_LISTS] = {
    [FILLER_WORD] = UINT64_MAX,
    [FILLER_DATE] = ENDS('0', '0', 8) | ENDS('1', '0', 6) | ENDS('1', '1', 8) | ENDS('0', '0', 6) | ENDS('0', '0', 4) |
                    ENDS('0', '0', 3) | ENDS('0', '0', 2) | ENDS('0', '0', 1) | ENDS('3', '9', 8) | ENDS('9', '1', 8) |
                    ENDS('0', '1', 8) | ENDS('0', '3', 8) | ENDS('1', '0', 8) | ENDS('1', '9', 8) | ENDS('9', '9', 8),
    [FILLER_PHONE] = ENDS('0', '0', 1) | ENDS('0', '0', 2) | ENDS('0', '0', 3) | ENDS('0', '0', 4) | ENDS('0', '6', 2) |
                     ENDS('3', '1', 2) | ENDS('0', '1', 4) | ENDS('1', '6', 6) | ENDS('1', '0', 10) |
                     ENDS('0', '9', 10) | ENDS('0', '5', 7),
    [FILLER_CODE] = 0,
    [FILLER_POSTCODE] = ENDS('0', '0', 4) | ENDS('0', 'a', 6) | ENDS('0', 'x', 6) | ENDS('0', 'z', 6) |
                        ENDS('9', 'x', 6) | ENDS('9', 'z', 6) | ENDS('9', 'a', 6) | ENDS('1', 'x', 6) |
                        ENDS('0', '0', 5) | ENDS('9', '9', 5) | ENDS('0', '0', 6) | ENDS('x', 'x', 6) |
                        ENDS('0', '0', 1),
    [FILLER_ADDRESS] = UINT64_MAX,
    [FILLER_MAIL] = UINT64_MAX,
};

/* In which lists it may be. */
enum { IN_WORDS = 1, IN_FIELD = 2 };

/* Ones in a mask; processors of the oldest kind we run on have no instruction for it. */
static inline int bits_in(uint32_t mask)
{
    mask -= mask >> 1 & 0x55555555u;
    mask = (mask & 0x33333333u) + (mask >> 2 & 0x33333333u);
    return (int)(((mask + (mask >> 4)) & 0x0F0F0F0Fu) * 0x01010101u >> 24);
}

static unsigned may_be_filler(struct text value, const struct text_look *look, enum field field)
{
    uint32_t kept = look->lower | look->upper | look->digit;
    if (look->rest || kept == 0)
        return IN_WORDS | IN_FIELD; /* to be looked at in full */
    char first = char_to_lower(value.ptr[__builtin_ctz(kept)]);
    int len = look->sign | look->space ? bits_in(kept) : (int)value.len;
    unsigned words = lengths[FILLER_WORD][PLACE(first)] >> len & 1 ? IN_WORDS : 0;
    enum filler_list list = list_of(field);
    if (!(lengths[list][PLACE(first)] >> len & 1))
        return words;
    char last = char_to_lower(value.ptr[31 - __builtin_clz(kept)]);
    bool repeats = first == last && (list == FILLER_PHONE || list == FILLER_CODE); /* "000000" of any length */
    return words | (repeats || (ends[list] & ENDS(first, last, len)) ? IN_FIELD : 0);
}

static bool is_filler_in(struct text value, unsigned lists, enum field field)
{
    char buf[FILLER_BYTES_MAX];
    int len = squeeze(value, buf);
    if (len < 0)
        return false;
    if ((lists & IN_WORDS) && is_filler(value, buf, len))
        return true;
    if (!(lists & IN_FIELD))
        return false;
    struct text word = { buf, (size_t)len };
    switch (field_kind_of(field)) {
    case FIELD_KIND_DATE: {
        static const struct text dates[] = { TEXT("01011900"), TEXT("111900"),   TEXT("19000101"), TEXT("00000000"),
                                             TEXT("000000"),   TEXT("0000"),     TEXT("000"),      TEXT("00"),
                                             TEXT("0"),        TEXT("31129999"), TEXT("99991231"), TEXT("01010001"),
                                             TEXT("00010101"), TEXT("01011753"), TEXT("17530101"), TEXT("30121899"),
                                             TEXT("18991230"), TEXT("12301899"), TEXT("99999999"), TEXT("31122999"),
                                             TEXT("") };
        return is_one_of(word, dates);
    }
    case FIELD_KIND_PHONE:
        if (len >= 6 && is_one_sign_repeated(buf, len) && char_is_digit(buf[0]))
            return true;
        return is_one_of(word, phones);
    case FIELD_KIND_CODE:
        return field != FIELD_PERSON_GENDER && len >= 6 && is_one_sign_repeated(buf, len) &&
               (buf[0] == '0' || buf[0] == '9' || buf[0] == 'x');
    case FIELD_KIND_ADDRESS:
        if (field == FIELD_ADDR_POSTCODE)
            return is_one_of(word, postcodes);
        return is_one_of(word, addresses) && (field != FIELD_ADDR_NUMBER || buf[0] == '0' || len > 3);
    case FIELD_KIND_EMAIL: return value.len <= 24 && is_one_of(word, mailboxes);
    default: return false;
    }
}

enum clean_state clean_look(struct text raw, enum field field)
{
    if (raw.len == 0 || raw.len > LOOK_BYTES_MAX)
        return CLEAN_UNKNOWN;
    struct text_look look = text_look(raw);
    if (look.rest || !look_is_trim(&look, raw.len))
        return CLEAN_UNKNOWN;
    unsigned lists = raw.len <= FILLER_BYTES_MAX ? may_be_filler(raw, &look, field) : 0;
    return lists && is_filler_in(raw, lists, field) ? CLEAN_FILLER : CLEAN_VALUE;
}

bool clean_is_filler_of(struct text value, enum field field)
{
    if (value.len == 0 || value.len > FILLER_BYTES_MAX)
        return false;
    struct text_look look = text_look(value);
    unsigned lists = may_be_filler(value, &look, field);
    return lists && is_filler_in(value, lists, field);
}
