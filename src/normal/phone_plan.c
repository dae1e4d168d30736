/*
 * Netherlands: nine digits after the 0; area codes of two (10, 13, 15 …) or
 * three digits (111 … 599).  Belgium: eight digits, mobile nine.  The plans are
 * public (ACM, BIPT); the blocks in use follow libphonenumber's metadata, with
 * which a test compares this file.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/phone_plan.h"

#include <stdio.h>
#include <string.h>

/* "0", then the digits of d in groups of a, b and c with a space between; NUL-ended. */
static void put_groups(char *into, const char *d, size_t a, size_t b, size_t c)
{
    *into++ = '0';
    memcpy(into, d, a);
    into[a] = ' ';
    memcpy(into + a + 1, d + a, b);
    into[a + 1 + b] = ' ';
    memcpy(into + a + b + 2, d + a + b, c);
    into[a + b + 2 + c] = '\0';
}

/* ---- Netherlands: d is what follows the 0 ---- */

static bool in(char c, const char *set)
{
    return strchr(set, c) != NULL;
}

static bool is_fixed_nl(const char *d)
{
    char b = d[1], c = d[2];
    switch (d[0]) {
    case '1':
        return in(b, "035") || (b == '1' && in(c, "134578")) || (b == '6' && in(c, "1245678")) ||
               (b == '7' && in(c, "24")) || (b == '8' && in(c, "0123467"));
    case '2':
        return in(b, "0346") || (b == '2' && in(c, "2346789")) || (b == '5' && in(c, "125")) ||
               (b == '9' && in(c, "479"));
    case '3':
        return in(b, "03568") || (b == '1' && in(c, "345678")) || (b == '2' && in(c, "01")) ||
               (b == '4' && in(c, "12345678"));
    case '4':
        return in(b, "0356") || (b == '1' && in(c, "12368")) || (b == '7' && in(c, "58")) ||
               (b == '8' && in(c, "15678")) || (b == '9' && in(c, "23579"));
    case '5':
        return in(b, "0358") || (in(b, "19") && in(c, "123456789")) || (b == '2' && in(c, "12345789")) ||
               (b == '4' && in(c, "1345678")) || (b == '6' && in(c, "126")) || (b == '7' && in(c, "0123578"));
    case '7': return true;
    default: return false;
    }
}

static bool has_short_area_nl(const char *d)
{
    return d[0] == '7' || d[0] == '8' || (d[0] == '1' && in(d[1], "035")) || (d[0] == '2' && in(d[1], "0346")) ||
           (d[0] == '3' && in(d[1], "03568")) || (d[0] == '4' && in(d[1], "0356")) || (d[0] == '5' && in(d[1], "0358"));
}

/* Writes into ret_national, false when d is not of the plan. */
static bool read_nl(const char *d, size_t len, char *ret_national, enum phone_kind *ret_kind)
{
    if (len == 9 && d[0] == '6' && in(d[1], "123458")) {
        *ret_kind = PHONE_MOBILE;
        memcpy(ret_national, "06 ", 3);
        memcpy(ret_national + 3, d + 1, 9);
        return true;
    }
    if (len == 9 && d[0] == '6' && d[1] == '6') {
        *ret_kind = PHONE_PAGER;
        snprintf(ret_national, 40, "066 %s", d + 2);
        return true;
    }
    if (len == 11 && memcmp(d, "970", 3) == 0) {
        *ret_kind = PHONE_MACHINE;
        snprintf(ret_national, 40, "0%.3s %.3s %.5s", d, d + 3, d + 6);
        return true;
    }
    if ((len == 7 || len == 10) && (memcmp(d, "800", 3) == 0 || memcmp(d, "900", 3) == 0 || memcmp(d, "906", 3) == 0 ||
                                    memcmp(d, "909", 3) == 0)) {
        *ret_kind = d[0] == '8' ? PHONE_TOLL_FREE : PHONE_PREMIUM;
        snprintf(ret_national, 40, "0%.3s %s", d, d + 3);
        return true;
    }
    if (len != 9)
        return false;
    if (d[0] == '8' && in(d[1], "4578"))
        *ret_kind = d[1] == '5' ? PHONE_VOIP : PHONE_UAN;
    else if (is_fixed_nl(d))
        *ret_kind = PHONE_FIXED;
    else
        return false;
    if (has_short_area_nl(d))
        put_groups(ret_national, d, 2, 3, 4);
    else
        put_groups(ret_national, d, 3, 3, 3);
    return true;
}

/* ---- Belgium ---- */

static bool is_fixed_be(const char *d)
{
    switch (d[0]) {
    case '1': return in(d[1], "0123456 9");
    case '2':
    case '3': return in(d[1], "2345678");
    case '4': return in(d[1], "23");
    case '5': return true;
    case '6': return in(d[1], "01345789");
    case '7': return d[1] == '1';
    case '8': return in(d[1], "12345679");
    case '9': return in(d[1], "234");
    default: return false;
    }
}

static bool read_be(const char *d, size_t len, char *ret_national, enum phone_kind *ret_kind)
{
    if (len == 9 && d[0] == '4' && in(d[1], "56789")) {
        *ret_kind = PHONE_MOBILE;
        snprintf(ret_national, 40, "0%.3s %.2s %.2s %.2s", d, d + 3, d + 5, d + 7);
        return true;
    }
    if (len != 8)
        return false;
    if (is_fixed_be(d))
        *ret_kind = PHONE_FIXED;
    else
        return false;
    if (in(d[0], "2349"))
        snprintf(ret_national, 40, "0%.1s %.3s %.2s %.2s", d, d + 1, d + 4, d + 6);
    else
        snprintf(ret_national, 40, "0%.2s %.2s %.2s %.2s", d, d + 2, d + 4, d + 6);
    return true;
}

/* "6075212762", where the 0 got a place further on; "31…" may be a number with its country. */
static bool is_misplaced_nl(const char *d, size_t len)
{
    return len == 10 && d[0] >= '1' && d[0] <= '7' && !(d[0] == '3' && d[1] == '1');
}

/* The country a number is of, and its national digits without trunk 0; NULL when it is of none of ours. */
static const char *country_of(const char **digits, size_t *len, const char *country, const char **ret_code)
{
    static const struct {
        char country[3];
        char code[4];
        bool trunk_zero;
    } plans[] = { { "NL", "31", true }, { "BE", "32", true },   { "DE", "49", true }, { "FR", "33", true },
                  { "GB", "44", true }, { "LU", "352", false }, { "US", "1", false } };
    enum { PLANS = sizeof(plans) / sizeof(plans[0]) };
    if (strcmp(country, "US") == 0 && digits[0][0] >= '2' && *len == 10) {
        *ret_code = "1";
        return country;
    }
    bool is_dutch = country[0] == 'N' && country[1] == 'L';
    if (is_dutch && digits[0][0] == '0' && *len >= 2) { /* "06…", "020…": nearly all there are */
        ++*digits;
        --*len;
        *ret_code = "31";
        return digits[0][0] == '0' ? NULL : "NL";
    }
    if (is_dutch && is_misplaced_nl(*digits, *len)) {
        *ret_code = "31";
        return country;
    }
    for (size_t i = 0; i < PLANS; i++) {
        size_t code_len = strlen(plans[i].code);
        const char *d = *digits;
        size_t left = *len;
        if (d[0] == '+') {
            if (left < code_len + 2 || memcmp(d + 1, plans[i].code, code_len) != 0)
                continue;
            d += code_len + 1;
            left -= code_len + 1;
            if (i < 2 && d[0] == '0') /* "+31 020 …" */
                d++, left--;
        } else {
            if (strcmp(plans[i].country, country) != 0 || !plans[i].trunk_zero || d[0] != '0' || left < 2)
                continue;
            d++, left--;
        }
        if (d[0] == '0')
            return NULL;
        *digits = d;
        *len = left;
        *ret_code = plans[i].code;
        return plans[i].country;
    }
    return NULL;
}

/* A digit too few or too many: no number, and written as it came. */
static bool is_misdialled_nl(const char *d, size_t len, char *ret_national)
{
    if ((len != 8 && len != 10) || d[0] < '1' || d[0] > '7')
        return false;
    memcpy(ret_national, d, len);
    ret_national[len] = '\0';
    return true;
}

/* Nine digits that begin as an area or a mobile number does, and are none. */
static bool is_no_number_nl(const char *d, size_t len, char *ret_national)
{
    if (len != 9 || (d[0] == '8' && d[1] == '0') || d[0] == '9')
        return false;
    if (d[0] == '6')
        snprintf(ret_national, 40, "06 %s", d + 1);
    else if ((d[0] == '1' && in(d[1], "1678")) || (d[0] == '2' && in(d[1], "259")) ||
             (d[0] == '3' && in(d[1], "124")) || (d[0] == '4' && in(d[1], "1789")) ||
             (d[0] == '5' && in(d[1], "124679")))
        put_groups(ret_national, d, 3, 3, 3);
    else
        put_groups(ret_national, d, 2, 3, 4);
    return true;
}

enum plan_answer phone_plan_read(const char *digits, size_t len, const char *country, char *ret_e164,
                                 char *ret_national, enum phone_kind *ret_kind)
{
    const char *code = "";
    const char *of = country_of(&digits, &len, country, &code);
    char national[40] = { 0 };
    enum plan_answer answer = PLAN_NOT_OURS;
    if (!of)
        return PLAN_NOT_OURS;
    if (of[0] == 'N')
        answer = read_nl(digits, len, national, ret_kind)                                            ? PLAN_VALID
                 : is_no_number_nl(digits, len, national) || is_misdialled_nl(digits, len, national) ? PLAN_INVALID
                                                                                                     : PLAN_NOT_OURS;
    else if (of[0] == 'B')
        answer = read_be(digits, len, national, ret_kind) ? PLAN_VALID : PLAN_NOT_OURS;
    else
        answer = phone_plan_abroad(of, digits, len, national, ret_kind) ? PLAN_VALID : PLAN_NOT_OURS;
    if (answer == PLAN_NOT_OURS)
        return answer;
    size_t code_len = strlen(code);
    memcpy(ret_national, national, sizeof(national));
    ret_e164[0] = '+';
    memcpy(ret_e164 + 1, code, code_len);
    memcpy(ret_e164 + 1 + code_len, digits, len);
    ret_e164[1 + code_len + len] = '\0';
    return answer;
}
