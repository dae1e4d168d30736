/*
 * Until 2020 the Dutch VAT number of a sole trader was his citizen service
 * number with B01 behind it.  Those numbers still stand in every bookkeeping.
 *
 * The number of a legal person (RSIN) passes the same 11-test, so the test
 * alone decides nothing.  What does: numbers of legal persons begin with 8 or
 * 00 and those of people do not, and legal persons and partnerships mostly
 * have a legal form in their name.  So a number outside those ranges, in a row
 * that names no legal form, is erased; where "eenmanszaak" is named it is
 * erased in any range.  What this leaves and what it costs: docs/adr/0017.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/look.h"
#include "lang/fold.h"
#include "lang/legal_forms.h"
#include "parse/refuse.h"

enum {
    BODY_DIGITS = 9,
    BODY_DIGITS_MIN = 6,  /* noughts in front are lost in spreadsheets */
    CELL_BYTES_MAX = 400, /* a longer cell is no name */
    WORD_BYTES_MAX = 40,
};

/* The nine digits of "NL123456782B01", however it is divided; false for anything else. */
static bool vat_body(struct text cell, char digits[BODY_DIGITS])
{
    char s[BODY_DIGITS + 3];
    size_t len = 0;
    cell = text_trim(cell);
    if (text_starts_nocase(cell, TEXT("NL")))
        cell = text_from_offset(cell, 2);
    if (cell.len < BODY_DIGITS_MIN + 3 || cell.len > 2 * sizeof(s))
        return false;
    for (size_t i = 0; i < cell.len; i++) {
        char c = char_to_upper(cell.ptr[i]);
        if (c == ' ' || c == '.' || c == '-')
            continue;
        if (len == sizeof(s) || (!char_is_digit(c) && c != 'B'))
            return false;
        s[len++] = c;
    }
    if (len < BODY_DIGITS_MIN + 3 || memchr(s, 'B', len) != s + len - 3 || memcmp(s + len - 2, "00", 2) == 0)
        return false;
    memset(digits, '0', BODY_DIGITS);
    memcpy(digits + BODY_DIGITS - (len - 3), s, len - 3);
    return true;
}

enum refuse_vat refuse_vat_of(struct text cell)
{
    char digits[BODY_DIGITS];
    if (!refuse_may_be_vat(cell))
        return REFUSE_VAT_NONE;
    struct text_look look = text_look(cell);
    if (!(look.upper | look.lower)) /* a phone, a date */
        return REFUSE_VAT_NONE;
    if (!vat_body(cell, digits) || !refuse_is_dutch(digits))
        return REFUSE_VAT_NONE;
    return digits[0] == '8' || memcmp(digits, "00", 2) == 0 ? REFUSE_VAT_LEGAL_RANGE : REFUSE_VAT_PERSON_RANGE;
}

static enum refuse_form form_of_word(struct text key)
{
    static const struct text sole[] = { TEXT("eenmanszaak"), TEXT("zzp"), TEXT("zzper"), TEXT("emz") };
    struct legal_form form;
    for (size_t i = 0; i < sizeof(sole) / sizeof(sole[0]); i++)
        if (text_equal(key, sole[i]))
            return REFUSE_FORM_SOLE;
    if (text_ends(key, TEXT("vereniging")) || text_ends(key, TEXT("stichting")))
        return REFUSE_FORM_OTHER; /* "muziekvereniging" */
    return legal_form_find(key, "NL", &form) && (form.sure || form.country_fits) ? REFUSE_FORM_OTHER : REFUSE_FORM_NONE;
}

enum refuse_form refuse_form_in(struct text cell)
{
    enum refuse_form found = REFUSE_FORM_NONE;
    char keys[2 * WORD_BYTES_MAX]; /* this word's behind that of the one before: "besloten vennootschap" */
    size_t before = 0;
    if (cell.len > CELL_BYTES_MAX)
        return found;
    for (size_t from = 0; from < cell.len;) {
        size_t to = from;
        while (to < cell.len && !strchr(" ,;()/&\t\n", cell.ptr[to]))
            to++;
        size_t len = fold_key(text_slice(cell, from, to), keys + before, WORD_BYTES_MAX);
        if (len > 0) {
            enum refuse_form one = form_of_word((struct text){ keys + before, len });
            enum refuse_form two = before ? form_of_word((struct text){ keys, before + len }) : REFUSE_FORM_NONE;
            if (one == REFUSE_FORM_SOLE)
                return one;
            if (one == REFUSE_FORM_OTHER || two == REFUSE_FORM_OTHER)
                found = REFUSE_FORM_OTHER;
            memmove(keys, keys + before, len);
            before = len;
        }
        from = to + 1;
    }
    return found;
}
