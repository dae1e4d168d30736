/*
 * The last separator is the decimal one when it differs from those before it
 * or when not exactly three digits follow; only "1.234" and "1,234" are open,
 * and there the habit of the column's country decides.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/number.h"

#include <string.h>

enum { NUMBER_SIGNS_MAX = 40 };

bool number_is_scientific(struct text raw)
{
    raw = text_trim(raw);
    if (text_find_char(raw, '+') == raw.len)
        return false;
    size_t e = text_find_nocase(raw, TEXT("e+"));
    if (e == 0 || e + 2 >= raw.len || !char_is_digit(raw.ptr[0]))
        return false;
    for (size_t i = 0; i < raw.len; i++)
        if (i != e && i != e + 1 && !char_is_digit(raw.ptr[i]) && raw.ptr[i] != ',' && raw.ptr[i] != '.')
            return false;
    return true;
}

/* Currency words and signs and a percent sign go. */
static struct text strip_unit(struct text t)
{
    static const char *const units[] = { "€", "EUR", "euro", "$", "USD", "£", "GBP", "%", "st.", "stuks" };
    for (int again = 1; again;) {
        again = 0;
        t = text_trim(t);
        for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
            struct text unit = text_from(units[i]);
            if (text_starts_nocase(t, unit))
                t = text_from_offset(t, unit.len), again = 1;
            else if (text_ends_nocase(t, unit))
                t = text_slice(t, 0, t.len - unit.len), again = 1;
        }
    }
    return t;
}

struct signs {
    char s[NUMBER_SIGNS_MAX]; /* digits, and '.' or ',' or ' ' between them */
    size_t len;
    bool negative;
};

static bool gather(struct text t, struct signs *ret)
{
    if (t.len >= 2 && t.ptr[0] == '(' && t.ptr[t.len - 1] == ')') {
        ret->negative = true;
        t = text_slice(t, 1, t.len - 1);
    }
    if (text_ends(t, TEXT(",-")) || text_ends(t, TEXT(",--")) || text_ends(t, TEXT(".-")))
        t = text_slice(t, 0, text_find_char(t, t.ptr[t.len - 2] == '-' ? ',' : t.ptr[t.len - 2])); /* "12,-" */
    if (t.len && (t.ptr[0] == '-' || t.ptr[0] == '+')) {
        ret->negative |= t.ptr[0] == '-';
        t = text_trim(text_from_offset(t, 1));
    } else if (t.len && t.ptr[t.len - 1] == '-') {
        ret->negative = true;
        t = text_trim(text_slice(t, 0, t.len - 1));
    }
    t = strip_unit(t);
    for (size_t i = 0; i < t.len; i++) {
        char c = t.ptr[i];
        if (c == '\'')
            c = ' ';
        if ((!char_is_digit(c) && c != '.' && c != ',' && c != ' ') || ret->len == NUMBER_SIGNS_MAX)
            return false;
        ret->s[ret->len++] = c;
    }
    return ret->len > 0;
}

/* Place of the decimal sign, or len. */
static size_t decimal_at(const struct signs *signs, bool comma_decimals)
{
    size_t last = signs->len, count = 0;
    bool mixed = false;
    for (size_t i = 0; i < signs->len; i++)
        if (signs->s[i] == '.' || signs->s[i] == ',') {
            mixed |= last < signs->len && signs->s[last] != signs->s[i];
            last = i;
            count++;
        }
    if (count == 0)
        return signs->len;
    if (mixed)
        return last;
    if (count > 1)
        return signs->len; /* 1.234.567 */
    if (signs->len - last - 1 != 3 || last == 0 || last > 3)
        return last;
    if (signs->s[0] == '0')
        return last; /* 0.125 */
    return signs->s[last] == (comma_decimals ? ',' : '.') ? last : signs->len;
}

enum finding number_read(struct text raw, bool comma_decimals, struct arena *arena, struct text *ret)
{
    *ret = TEXT_EMPTY;
    raw = text_trim(raw);
    if (raw.len == 0)
        return FINDING_EMPTY;
    struct signs signs = { .len = 0 };
    if (!gather(strip_unit(raw), &signs))
        return FINDING_MALFORMED;
    size_t point = decimal_at(&signs, comma_decimals);
    char out[NUMBER_SIGNS_MAX + 4];
    size_t len = 0, whole_digits = 0;
    for (size_t i = 0; i < point; i++)
        if (char_is_digit(signs.s[i]) && (whole_digits > 0 || signs.s[i] != '0'))
            out[1 + whole_digits++] = signs.s[i];
    if (whole_digits == 0)
        out[1 + whole_digits++] = '0';
    len = 1 + whole_digits;
    size_t end = signs.len;
    while (end > point + 1 && signs.s[end - 1] == '0')
        end--;
    size_t before_fraction = len;
    if (end > point + 1)
        out[len++] = '.';
    for (size_t i = point + 1; i < end; i++) {
        if (!char_is_digit(signs.s[i]))
            return FINDING_MALFORMED;
        out[len++] = signs.s[i];
    }
    if (point == 0 && len == before_fraction && signs.len == 1)
        return FINDING_MALFORMED; /* a lone separator */
    if (len - 1 > NUMBER_SIGNS_MAX)
        return FINDING_MALFORMED; /* a nought before the point made it too long to be read again */
    bool is_zero = len == 2 && out[1] == '0';
    bool minus = signs.negative && !is_zero;
    out[0] = '-';
    *ret = arena_copy(arena, (struct text){ out + !minus, len - !minus });
    return FINDING_NONE;
}
