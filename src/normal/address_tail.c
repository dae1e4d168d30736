/*
 * Behind a house number each country has its own custom: a letter and an
 * addition (NL), a letter that joins the number and a box (BE), a number that
 * keeps its letter and range (DE and the rest).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "normal/address_tokens.h"

/* ---- additions by country ---- */

/* Additions are short; longer ones go to the extra line. */
static void put_addition(struct text t, struct address_line *ret)
{
    t = token_strip(t, " ,-/.()");
    if (t.len == 0)
        return;
    if (t.len > ADDITION_BYTES_MAX || ret->addition.len > 0)
        ret->extra = t;
    else
        ret->addition = t;
}

static struct text known_addition(struct text t)
{
    static const struct {
        const char *from, *to;
    } known[] = {
        { "huis", "HS" },         { "hs", "HS" },     { "zwart", "ZW" },     { "zw", "ZW" },
        { "rood", "RD" },         { "rd", "RD" },     { "bg", "BG" },        { "bgg", "BG" },
        { "begane grond", "BG" }, { "bis", "BIS" },   { "parterre", "PRT" }, { "sous", "SOUS" },
        { "souterrain", "SOUT" }, { "sout", "SOUT" }, { "boven", "BOV" },    { "beneden", "BEN" },
        { "achter", "ACHT" },     { "voor", "VOOR" },
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (text_equal_nocase(t, text_from(known[i].from)))
            return text_from(known[i].to);
    return t;
}

/* "1e hoog", "2-hoog", "3hg", "1e etage" → "1", "2", "3". */
static struct text floor_number(struct text t)
{
    size_t n = token_digits(t);
    struct text rest = token_strip(text_from_offset(t, n), " -.");
    if (text_starts_nocase(rest, TEXT("e ")) || text_starts_nocase(rest, TEXT("e.")) ||
        text_starts_nocase(rest, TEXT("de ")))
        rest = token_strip(text_from_offset(rest, text_find_char(rest, ' ') + 1), " ");
    if (n > 0 && n <= 2 && token_is_word(rest, address_floor_words))
        return text_slice(t, 0, n);
    return TEXT_EMPTY;
}

static void read_dutch_tail(struct text t, struct arena *arena, struct address_line *ret)
{
    bool glued = t.len > 0 && char_is_alpha(t.ptr[0]);
    bool range = t.len > 1 && (t.ptr[0] == '-' || t.ptr[0] == '/') && char_is_digit(t.ptr[1]);
    t = token_strip(t, " ,-/.");
    if (t.len == 0)
        return;
    struct text whole = known_addition(t);
    if (whole.ptr != t.ptr) {
        ret->addition = whole;
        return;
    }
    struct text floor = floor_number(t);
    if (floor.len > 0 || range) {
        put_addition(floor.len > 0 ? floor : t, ret);
        return;
    }
    if (t.len > 2 && char_is_upper(t.ptr[0]) && char_is_upper(t.ptr[1]) &&
        char_is_lower(t.ptr[2])) { /* "LToe": letter L */
        ret->letter = text_slice(t, 0, 1);
        put_addition(text_from_offset(t, 1), ret);
        return;
    }
    if (!glued && t.len == 1 && t.ptr[0] == 'I') { /* first floor; a letter I is hardly given out */
        ret->addition = t;
        return;
    }
    if (char_is_alpha(t.ptr[0]) && (t.len == 1 || !char_is_alpha(t.ptr[1])) &&
        !(t.len > 1 && (unsigned char)t.ptr[1] >= 0x80)) {
        ret->letter = text_slice(t, 0, 1);
        t = token_strip(text_from_offset(t, 1), " ,-/.");
        floor = floor_number(t);
        put_addition(floor.len ? floor : known_addition(t), ret);
        return;
    }
    struct tokens words = tokens_cut(t);
    if (words.count > 1 &&
        (token_is_word(words.at[0], address_unit_words) || token_is_word(words.at[0], address_box_words)) &&
        token_is_code(words.at[1])) {
        put_addition(words.at[1], ret);
        if (words.count > 2)
            ret->extra = tokens_span(&words, 2, words.count);
        return;
    }
    /* a known word glued to something: "101hs-2" stays as it is */
    put_addition(t, ret);
}

static bool is_box_word_at(struct text t, size_t *ret_len)
{
    static const char *const words[] = { "busnummer", "busnr.", "busnr", "bus nr.", "bus nr", "bus", "bte.", "bte",
                                         "boîte",     "boite",  "bt.",   "bt",      "box",    "b.",  "b" };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct text word = text_from(words[i]);
        if (!text_starts_nocase(t, word) || t.len <= word.len)
            continue;
        char next = t.ptr[word.len];
        if (word.len == 1 ? char_is_digit(next) || (next == ' ' && t.len > 2 && char_is_digit(t.ptr[2]))
                          : !char_is_alpha(next) || word.len > 2)
            return *ret_len = word.len, true;
    }
    return false;
}

/* number holds the digits; the letter joins it, what follows bus or "/" is the box. */
static void read_belgian_tail(struct text digits, struct text t, struct arena *arena, struct address_line *ret)
{
    size_t used = 0, word = 0;
    ret->number = digits;
    struct text rest = token_strip(t, " ");
    if (rest.len > 1 && rest.ptr[0] == '-' && token_digits(text_from_offset(rest, 1)) > 0) { /* "12-14" */
        used = 1 + token_digits(text_from_offset(rest, 1));
        ret->number = arena_printf(arena, "%.*s%.*s", TEXT_ARG(digits), TEXT_ARG(text_slice(rest, 0, used)));
        rest = text_from_offset(rest, used);
    }
    struct text bare = token_strip(rest, " -");
    if (bare.len > 0 && char_is_alpha(bare.ptr[0]) && (bare.len == 1 || !char_is_alpha(bare.ptr[1])) &&
        !is_box_word_at(bare, &word)) {
        ret->number = arena_printf(arena, "%.*s%c", TEXT_ARG(ret->number), char_to_upper(bare.ptr[0]));
        rest = text_from_offset(bare, 1);
    } else if (bare.len > 2 && (text_equal_nocase(bare, TEXT("bis")) || text_equal_nocase(bare, TEXT("ter")))) {
        ret->number = arena_printf(arena, "%.*s%.*s", TEXT_ARG(ret->number), TEXT_ARG(bare));
        rest = TEXT_EMPTY;
    }
    rest = token_strip(rest, " ,/-.");
    if (is_box_word_at(rest, &word))
        rest = token_strip(text_from_offset(rest, word), " .:,");
    put_addition(rest, ret);
}

/* "5a", "20-40", "5 a-c", "12 Haus 3": number and letter stay one. */
static void read_plain_tail(struct text digits, struct text t, struct arena *arena, struct address_line *ret)
{
    size_t len = digits.len, at = 0;
    char number[24];
    memcpy(number, digits.ptr, digits.len);
    while (at < t.len && len < sizeof(number) - 2) {
        char c = t.ptr[at];
        size_t next = at + 1;
        while (next < t.len && t.ptr[next] == ' ')
            next++;
        bool joins = (c == '-' || c == '/' || c == '+') && next < t.len &&
                     (char_is_digit(t.ptr[next]) || (next + 1 == t.len && char_is_alpha(t.ptr[next])));
        bool letter = char_is_alpha(c) && (at + 1 == t.len || !char_is_alpha(t.ptr[at + 1]));
        if (c == ' ' && next < t.len &&
            (t.ptr[next] == '-' || t.ptr[next] == '/' ||
             (char_is_alpha(t.ptr[next]) &&
              (next + 1 == t.len || (!char_is_alpha(t.ptr[next + 1]) && (unsigned char)t.ptr[next + 1] < 0x80))))) {
            at = next;
            continue;
        }
        if (!joins && !letter && !char_is_digit(c))
            break;
        number[len++] = letter && char_is_alpha(c) ? char_to_lower(c) : c;
        at = joins ? next : at + 1;
    }
    ret->number = arena_copy(arena, (struct text){ number, len });
    put_addition(text_from_offset(t, at), ret);
}

void address_tail_read(struct text tail, const char *country, struct arena *arena, struct address_line *ret)
{
    tail = token_strip(tail, " (,");
    size_t n = token_digits(tail);
    if (n > 2 * NUMBER_DIGITS_MAX) { /* "nr. 1111…": no house has it */
        ret->number = TEXT_EMPTY;
        ret->extra = ret->extra.len ? arena_printf(arena, "%.*s, %.*s", TEXT_ARG(ret->extra), TEXT_ARG(tail)) : tail;
        return;
    }
    struct text digits = text_slice(tail, 0, n), rest = text_from_offset(tail, n);
    while (digits.len > 1 && digits.ptr[0] == '0')
        digits = text_from_offset(digits, 1);
    ret->number = digits;
    if (strcmp(country, "NL") == 0)
        read_dutch_tail(rest, arena, ret);
    else if (strcmp(country, "BE") == 0)
        read_belgian_tail(digits, rest, arena, ret);
    else
        read_plain_tail(digits, rest, arena, ret);
}

/* Nothing but digits, as most are: there is no tail to read. */
static bool is_bare_number(struct text t)
{
    size_t digits = 0;
    while (digits < t.len && char_is_digit(t.ptr[digits]))
        digits++;
    return digits > 0 && digits == t.len && digits <= NUMBER_DIGITS_MAX && t.ptr[0] != '0';
}

bool address_number_read(struct text raw, const char *country, struct arena *arena, struct address_line *ret)
{
    if (is_bare_number(raw)) {
        ret->number = raw;
        return true;
    }
    raw = token_strip(raw, " ,.#'");
    struct tokens tokens = tokens_cut(raw);
    if (tokens.count > 1 && token_is_word(tokens.at[0], address_number_words))
        raw = tokens_span(&tokens, 1, tokens.count);
    size_t n = token_digits(raw);
    if (n == 0 || n > NUMBER_DIGITS_MAX)
        return false;
    if (text_ends(raw, TEXT(".0"))) /* a spreadsheet's number */
        raw.len -= 2;
    address_tail_read(raw, country, arena, ret);
    return true;
}
