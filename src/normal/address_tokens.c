/*
 * Words that stand beside house numbers in Dutch, French, German and English,
 * and how a number is told from a year or a count.  Our own lists.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/address_tokens.h"

#include <string.h>

struct tokens tokens_cut(struct text line)
{
    struct tokens tokens = { .count = 0 };
    for (size_t at = 0; at < line.len;) {
        size_t end = at;
        while (end < line.len && line.ptr[end] != ' ')
            end++;
        if (end > at) {
            if (tokens.count == TOKENS_MAX - 1)
                end = line.len;
            tokens.at[tokens.count++] = text_slice(line, at, end);
        }
        at = end + 1;
    }
    return tokens;
}

/* From the start of one token to the end of another, as they stand in the line. */
struct text tokens_span(const struct tokens *tokens, size_t from, size_t to)
{
    if (from >= to)
        return TEXT_EMPTY;
    const char *end = tokens->at[to - 1].ptr + tokens->at[to - 1].len;
    return (struct text){ tokens->at[from].ptr, (size_t)(end - tokens->at[from].ptr) };
}

bool token_is_word(struct text word, const char *const *list)
{
    if (word.len > 1 && word.ptr[word.len - 1] == '.')
        word.len--;
    if (word.len == 0)
        return false;
    for (char first = char_to_lower(word.ptr[0]); *list; list++)
        if (first == (*list)[0] && text_equal_nocase(word, text_from(*list)))
            return true;
    return false;
}

struct text token_strip(struct text t, const char *signs)
{
    while (t.len > 0 && t.ptr[0] && strchr(signs, t.ptr[0]))
        t = text_from_offset(t, 1);
    while (t.len > 0 && t.ptr[t.len - 1] && strchr(signs, t.ptr[t.len - 1]))
        t.len--;
    return t;
}

size_t token_digits(struct text t)
{
    size_t n = 0;
    while (n < t.len && char_is_digit(t.ptr[n]))
        n++;
    return n;
}

/* ---- the number and what follows ---- */

const char *const address_box_words[] = { "bus", "busnr", "bte", "boîte", "boite", "bt", "b", "box", "postbus", NULL };
const char *const address_unit_words[] = { "apt",   "apartment", "appartement", "app",     "appt",  "unit",  "flat",
                                           "suite", "ste",       "room",        "rm",      "kamer", "k",     "lot",
                                           "shop",  "office",    "bureau",      "wohnung", "whg",   "floor", "fl",
                                           "#",     "no",        "villa",       "unt",     NULL };
const char *const address_number_words[] = { "nr", "no", "num",    "nummer", "huisnr", "huisnummer", "#",
                                             "n°", "nº", "numero", "numéro", "hnr",    NULL };
const char *const address_floor_words[] = { "hoog", "hg",    "etage", "verdieping", "verd",     "og",
                                            "eg",   "floor", "stock", "étage",      "woonlaag", NULL };
const char *const address_addition_words[] = {
    "hs",          "huis",  "bis",     "ter",    "quater",     "zwart",    "zw",     "rood",  "rd",     "bg",
    "bgg",         "boven", "beneden", "bov",    "ben",        "achter",   "voor",   "links", "rechts", "li",
    "re",          "a/d",   "sous",    "sout",   "souterrain", "parterre", "begane", "grond", "zn",     "z/n",
    "tot",         "t/m",   "tm",      "en",     "&",          "toe",      "wit",    "geel",  "groen",  "blauw",
    "hoofdgebouw", "toren", "blok",    "gebouw", "gebw",       "geb",      "unit",   "app",   "kmr",    NULL
};

bool token_is_code(struct text t)
{
    if (t.len == 0 || t.len > 6)
        return false;
    bool digit = false;
    size_t letters = 0;
    for (size_t i = 0; i < t.len; i++) {
        digit |= char_is_digit(t.ptr[i]);
        letters += char_is_alpha(t.ptr[i]);
        if (!char_is_alpha(t.ptr[i]) && !char_is_digit(t.ptr[i]) && t.ptr[i] != '-' && t.ptr[i] != '/' &&
            t.ptr[i] != '.' && t.ptr[i] != '+')
            return false;
    }
    return digit || letters <= 2;
}

bool token_is_roman(struct text t)
{
    if (t.len == 0 || t.len > 4)
        return false;
    for (size_t i = 0; i < t.len; i++)
        if (t.ptr[i] != 'I' && t.ptr[i] != 'V' && t.ptr[i] != 'X')
            return false;
    return true;
}

/* Could this stand behind a house number? */
bool token_is_addition(struct text t)
{
    t = token_strip(t, ",-/()");
    return t.len == 0 || token_is_code(t) || token_is_roman(t) || token_is_word(t, address_addition_words) ||
           token_is_word(t, address_floor_words) || token_is_word(t, address_box_words) ||
           token_is_word(t, address_unit_words);
}

/* "2e", "1ste", "3de": counts, is no house number. */
bool token_is_ordinal(struct text t)
{
    size_t n = token_digits(t);
    struct text rest = text_from_offset(t, n);
    static const char *const ends[] = { "e",  "ste", "de",  "ste.", "st",   "nd", "rd",
                                        "th", "er",  "ère", "ème",  "ième", NULL };
    return n > 0 && n <= 3 && token_is_word(rest, ends);
}

bool token_is_number(struct text t)
{
    t = token_strip(t, "(,");
    size_t n = token_digits(t);
    if (n == 0 || n > NUMBER_DIGITS_MAX || t.ptr[0] == '0')
        return false;
    if (n < t.len && char_is_alpha(t.ptr[n])) { /* "12a", "12bis", "101hs" but not "3daagse" */
        size_t letters = 0;
        while (n + letters < t.len && char_is_alpha(t.ptr[n + letters]))
            letters++;
        struct text word = text_slice(t, n, n + letters);
        return letters <= 2 || token_is_roman(word) || token_is_word(word, address_addition_words) ||
               token_is_word(word, address_box_words);
    }
    return true;
}

bool token_is_year(struct text t)
{
    t = token_strip(t, ",");
    uint64_t year = 0;
    if (text_equal(t, TEXT("40-45")) || text_equal(t, TEXT("'40-'45")) || text_equal(t, TEXT("14-18")))
        return true;
    if (t.len == 9 && t.ptr[4] == '-' && token_digits(t) == 4 && token_digits(text_from_offset(t, 5)) == 4)
        t.len = 4;
    return t.len == 4 && text_to_u64(t, &year) && year >= 1500 && year <= 2099;
}
