/*
 * A form is a picture: 9 a digit, A a letter, * either, anything else itself;
 * forms with a choice stand on several lines.  People leave out spaces and
 * dashes, or put them elsewhere, so we compare without them and print them in.
 *
 * A Dutch postcode is four digits, the first not 0, and two letters; the pairs
 * SA, SD and SS were never issued.
 *
 * Forms: the national posts' own, as gathered in the Universal Postal Union's
 * addressing sheets.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/postcode.h"

#include <assert.h>
#include <string.h>

#include "normal/clean.h"

struct form {
    char country[3];
    const char *picture; /* as printed */
    const char *first;   /* allowed first sign, NULL for any */
};

static const struct form forms[] = {
    { "NL", "9999 AA", "123456789" },
    { "BE", "9999", "123456789" },
    { "DE", "99999", NULL },
    { "FR", "99999", NULL },
    { "LU", "9999", "123456789" },
    { "GB", "A9 9AA", NULL },
    { "GB", "A99 9AA", NULL },
    { "GB", "AA9 9AA", NULL },
    { "GB", "AA99 9AA", NULL },
    { "GB", "A9A 9AA", NULL },
    { "GB", "AA9A 9AA", NULL },
    { "US", "99999", NULL },
    { "US", "99999-9999", NULL },
    { "AT", "9999", "123456789" },
    { "BG", "9999", "123456789" },
    { "CH", "9999", "123456789" },
    { "CY", "9999", "123456789" },
    { "DK", "9999", NULL },
    { "HU", "9999", "123456789" },
    { "NO", "9999", NULL },
    { "SI", "9999", "123456789" },
    { "AU", "9999", NULL },
    { "NZ", "9999", NULL },
    { "ZA", "9999", NULL },
    { "EE", "99999", NULL },
    { "ES", "99999", "012345" },
    { "FI", "99999", NULL },
    { "IT", "99999", NULL },
    { "SM", "99999", NULL },
    { "VA", "99999", NULL },
    { "HR", "99999", NULL },
    { "LT", "99999", NULL },
    { "TR", "99999", NULL },
    { "UA", "99999", NULL },
    { "RS", "99999", NULL },
    { "MC", "99999", NULL },
    { "CZ", "999 99", "1234567" },
    { "GR", "999 99", "12345678" },
    { "SE", "999 99", "123456789" },
    { "SK", "999 99", "089" },
    { "PL", "99-999", NULL },
    { "PT", "9999-999", "123456789" },
    { "RO", "999999", NULL },
    { "LV", "LV-9999", NULL },
    { "MT", "AAA 9999", NULL },
    { "MT", "AAA 99", NULL },
    { "IE", "A99 ****", NULL },
    { "IE", "D6W ****", NULL },
    { "LI", "9999", "9" },
    { "IS", "999", NULL },
    { "CA", "A9A 9A9", NULL },
    { "IN", "999999", "123456789" },
    { "BR", "99999-999", NULL },
    { "JP", "999-9999", NULL },
};

enum { FORMS = sizeof(forms) / sizeof(forms[0]), SIGNS_MAX = 12 };

static bool is_country(const char *a, const char *b)
{
    return a[0] == b[0] && a[1] == b[1];
}

/* Letters and digits of raw in capitals; 0 when there are too many or other letters. */
static size_t squeeze(struct text raw, char *to)
{
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        char c = char_to_upper(raw.ptr[i]);
        if (c == ' ' || c == '-' || c == '.' || c == '_')
            continue;
        if ((!char_is_digit(c) && !char_is_upper(c)) || len == SIGNS_MAX)
            return 0;
        to[len++] = c;
    }
    return len;
}

static bool fits_sign(char picture, char c)
{
    if (picture == '9')
        return char_is_digit(c);
    if (picture == 'A')
        return char_is_upper(c);
    return picture == '*' ? char_is_digit(c) || char_is_upper(c) : picture == c;
}

static bool is_layout(char picture)
{
    return picture == ' ' || picture == '-';
}

static bool fits(const struct form *form, const char *signs, size_t len, struct postcode *ret)
{
    size_t at = 0, out = 0;
    if (len == 0 || (form->first && !strchr(form->first, signs[0])))
        return false;
    for (const char *p = form->picture; *p; p++) {
        if (is_layout(*p)) {
            ret->code[out++] = *p;
            continue;
        }
        if (at == len || !fits_sign(*p, signs[at]))
            return false;
        ret->code[out++] = signs[at++];
    }
    ret->code[out] = '\0';
    return at == len;
}

/* "B-1050", "DK-8660", "NL 1012 VG": the country's own letters before the code. */
static struct text without_prefix(struct text raw, const char *country)
{
    static const struct {
        char country[3];
        const char *prefix;
    } prefixes[] = {
        { "BE", "B" }, { "DE", "D" },   { "FR", "F" },  { "LU", "L" },  { "AT", "A" },  { "IT", "I" },
        { "ES", "E" }, { "FI", "FIN" }, { "SE", "S" },  { "NO", "N" },  { "PT", "P" },  { "PL", "PL" },
        { "HU", "H" }, { "LI", "FL" },  { "NL", "NL" }, { "BE", "BE" }, { "DE", "DE" }, { "SI", "SLO" },
    };
    if (raw.len > 3 && char_to_upper(raw.ptr[0]) == country[0] && char_to_upper(raw.ptr[1]) == country[1] &&
        strcmp(country, "LV") != 0 &&
        (raw.ptr[2] == '-' || raw.ptr[2] == ' ' ||
         (char_is_digit(raw.ptr[2]) && strcmp(country, "GB") != 0 && strcmp(country, "IE") != 0 &&
          strcmp(country, "MT") != 0 && strcmp(country, "CA") != 0)))
        return text_from_offset(raw, 2);
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]) && !char_is_digit(raw.ptr[0]); i++) {
        size_t n = strlen(prefixes[i].prefix);
        if (!is_country(prefixes[i].country, country) || raw.len < n + 2 ||
            !text_starts_nocase(raw, text_from(prefixes[i].prefix)))
            continue;
        char next = raw.ptr[n];
        if (next == '-' || next == ' ' || char_is_digit(next))
            return text_from_offset(raw, n);
    }
    return raw;
}

static bool pair_was_issued(const char *pair)
{
    return pair[0] != 'S' || (pair[1] != 'A' && pair[1] != 'D' && pair[1] != 'S');
}

static bool is_right_number(const char *country, const struct postcode *code)
{
    if (strcmp(country, "NL") == 0)
        return pair_was_issued(&code->code[5]);
    if (strcmp(country, "DE") == 0)
        return strcmp(code->code, "01000") > 0;
    if (strcmp(country, "FR") == 0)
        return strcmp(code->code, "01000") >= 0 && strcmp(code->code, "98999") <= 0;
    if (strcmp(country, "LI") == 0)
        return strcmp(code->code, "9485") >= 0 && strcmp(code->code, "9498") <= 0;
    if (strcmp(country, "ES") == 0)
        return strcmp(code->code, "01000") > 0 && strcmp(code->code, "53000") < 0;
    return true;
}

static enum finding read_unknown_form(struct text raw, struct postcode *ret)
{
    size_t len = 0;
    bool digit = false;
    for (size_t i = 0; i < raw.len; i++) {
        char c = char_to_upper(raw.ptr[i]);
        if ((!char_is_digit(c) && !char_is_upper(c) && c != ' ' && c != '-') || len == POSTCODE_TEXT_MAX - 1)
            return *ret = (struct postcode){ "" }, FINDING_MALFORMED;
        digit |= char_is_digit(c);
        ret->code[len++] = c;
    }
    ret->code[len] = '\0';
    return digit ? FINDING_NONE : (*ret = (struct postcode){ "" }, FINDING_MALFORMED);
}

bool postcode_form_is_known(const char *country)
{
    for (size_t i = 0; i < FORMS; i++)
        if (is_country(forms[i].country, country))
            return true;
    return false;
}

/* "1234AB" and "1234 AB", as nearly all are written. */
static bool is_plain_dutch(struct text raw, struct postcode *ret)
{
    if ((raw.len != 6 && raw.len != 7) || (raw.len == 7 && raw.ptr[4] != ' '))
        return false;
    const char *pair = raw.ptr + raw.len - 2;
    bool fits = raw.ptr[0] != '0' && char_is_upper(pair[0]) && char_is_upper(pair[1]) && pair_was_issued(pair);
    for (size_t i = 0; i < 4; i++)
        fits &= char_is_digit(raw.ptr[i]);
    if (fits) {
        memcpy(ret->code, raw.ptr, 4);
        ret->code[4] = ' ';
        memcpy(ret->code + 5, pair, 2);
    }
    return fits;
}

enum finding postcode_read(struct text raw, const char *country, struct postcode *ret)
{
    assert(country && ret);

    *ret = (struct postcode){ "" };
    if (is_country(country, "NL") && is_plain_dutch(raw, ret))
        return FINDING_NONE;
    raw = text_trim(raw);
    if (raw.len == 0)
        return FINDING_EMPTY;
    if (!is_country(country, "NL") && !postcode_form_is_known(country))
        return read_unknown_form(raw, ret);
    char signs[SIGNS_MAX];
    size_t len = squeeze(without_prefix(raw, country), signs);
    if (strcmp(country, "LV") == 0 && len == 4) {
        memmove(signs + 2, signs, 4);
        memcpy(signs, "LV", 2);
        len = 6;
    }
    struct postcode read = { "" };
    bool dutch = is_country(country, "NL");
    for (size_t i = 0; i < (dutch ? 1 : FORMS); i++)
        if (is_country(forms[i].country, country) && fits(&forms[i], signs, len, &read)) {
            if (!is_right_number(country, &read))
                return FINDING_MALFORMED;
            *ret = read;
            return FINDING_NONE;
        }
    if (strcmp(country, "NL") == 0 && fits(&forms[1], signs, len, &read)) {
        *ret = read;
        return FINDING_POSTCODE_WITHOUT_LETTERS;
    }
    return FINDING_MALFORMED;
}

bool postcode_repair_nl(struct text raw, struct postcode *ret)
{
    char signs[SIGNS_MAX];
    if (squeeze(text_trim(raw), signs) != 6)
        return false;
    for (int i = 0; i < 6; i++)
        if (i < 4)
            signs[i] = signs[i] == 'O' ? '0' : signs[i] == 'I' || signs[i] == 'L' ? '1' : signs[i];
        else
            signs[i] = signs[i] == '0' ? 'O' : signs[i] == '1' ? 'I' : signs[i];
    struct postcode read = { "" };
    if (!fits(&forms[0], signs, 6, &read) || !is_right_number("NL", &read))
        return false;
    *ret = read;
    return true;
}

/* Only forms that no other country shares tell a country. */
const char *postcode_country(struct text raw)
{
    static const char telling[][3] = { "NL", "GB", "PL", "PT", "LV", "IE", "CA", "MT" };
    raw = text_trim(raw);
    if (raw.len < 5 || raw.len > 12)
        return "";
    struct postcode code;
    for (size_t i = 0; i < sizeof(telling) / sizeof(telling[0]); i++) {
        bool dashed = strcmp(telling[i], "PL") == 0 || strcmp(telling[i], "PT") == 0;
        if (dashed && text_find_char(raw, '-') == raw.len)
            continue;
        if (strcmp(telling[i], "MT") == 0 && raw.len < 7)
            continue;
        if (strcmp(telling[i], "LV") == 0 && !text_starts_nocase(raw, TEXT("LV")))
            continue;
        if (postcode_read(raw, telling[i], &code) == FINDING_NONE)
            return telling[i];
    }
    static const struct {
        const char *prefix;
        char country[3];
    } prefixes[] = {
        { "B-", "BE" },  { "D-", "DE" },  { "F-", "FR" },  { "L-", "LU" },  { "A-", "AT" },  { "CH-", "CH" },
        { "DK-", "DK" }, { "I-", "IT" },  { "E-", "ES" },  { "S-", "SE" },  { "N-", "NO" },  { "FI-", "FI" },
        { "SE-", "SE" }, { "NO-", "NO" }, { "BE-", "BE" }, { "DE-", "DE" }, { "FR-", "FR" }, { "LU-", "LU" },
        { "AT-", "AT" }, { "ES-", "ES" }, { "IT-", "IT" }, { "FL-", "LI" }, { "SI-", "SI" }, { "SK-", "SK" },
        { "CZ-", "CZ" }, { "HR-", "HR" },
    };
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
        if (text_starts_nocase(raw, text_from(prefixes[i].prefix)) &&
            postcode_read(raw, prefixes[i].country, &code) == FINDING_NONE)
            return prefixes[i].country;
    return "";
}
