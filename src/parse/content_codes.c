/*
 * Ten digits are a phone number, an order or a contract; four are a year of
 * birth, of building or of joining.  One cell cannot tell, a column can: phones
 * are written in more than one way or keep to a numbering plan, orders rise
 * from row to row, and years of birth lie over many decades, few of them of
 * late.  Here this is counted; mapping_codes.c judges.
 *
 * The plans are the coarse part of what the regulators publish (ACM, BIPT,
 * BNetzA, ARCEP, Ofcom, NANPA): enough to see that a column keeps to one.
 * Numbers one by one are read in normal/phone_plan.c.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/content_codes.h"

#include <string.h>

#include "lang/dialling.h"

enum { BARE_LEAST = 9, BARE_MOST = 14, INTERNATIONAL_LEAST = 11 };

bool is_digits(struct text t, size_t count)
{
    size_t digits = 0;
    for (size_t i = 0; i < t.len; i++)
        digits += char_is_digit(t.ptr[i]);
    return digits == t.len && digits == count;
}

/* "SW1A 1AA" in two words or one: letters and a digit, then a digit and two letters. */
bool is_postcode_gb(struct text out, struct text in)
{
    if (out.len < 2 || out.len > 4 || in.len != 3 || !char_is_alpha(out.ptr[0]) || !char_is_digit(in.ptr[0]) ||
        !char_is_alpha(in.ptr[1]) || !char_is_alpha(in.ptr[2]))
        return false;
    size_t digits = 0;
    for (size_t i = 0; i < out.len; i++)
        digits += char_is_digit(out.ptr[i]);
    return digits >= 1 && digits <= 2 && digits < out.len;
}

static bool is_postcode_of_gb(struct text cell)
{
    size_t blank = text_find_char(cell, ' ');
    if (blank < cell.len)
        return is_postcode_gb(text_slice(cell, 0, blank), text_trim(text_from_offset(cell, blank)));
    return cell.len >= 5 && cell.len <= 7 &&
           is_postcode_gb(text_slice(cell, 0, cell.len - 3), text_from_offset(cell, cell.len - 3));
}

/* ---- phones ---- */

static bool in(char c, const char *set)
{
    return strchr(set, c) != NULL;
}

/* d is what follows the trunk 0. */
static bool is_dutch(const char *d, size_t len)
{
    if (len != 9)
        return false;
    char b = d[1], c = d[2];
    switch (d[0]) {
    case '1': return in(b, "035") || (in(b, "1678") && c != '9');
    case '2': return in(b, "0346") || (b == '2' && in(c, "2346789")) || (b == '5' && in(c, "125")) || b == '9';
    case '3': return in(b, "03568") || (b == '1' && in(c, "345678")) || (b == '2' && in(c, "01")) || b == '4';
    case '4': return in(b, "0356") || (in(b, "1789") && c != '0');
    case '5': return in(b, "012345678") && !(b == '6' && !in(c, "126"));
    case '6': return in(b, "123458");
    case '7': return true;
    case '8': return in(b, "4578");
    default: return false;
    }
}

static bool is_belgian(const char *d, size_t len)
{
    if (len == 9)
        return d[0] == '4' && in(d[1], "56789");
    return len == 8 && (d[0] == '2'   ? in(d[1], "2345678")
                        : d[0] == '3' ? in(d[1], "2345678")
                        : d[0] == '4' ? in(d[1], "23")
                        : d[0] == '7' ? d[1] == '1'
                        : d[0] == '9' ? in(d[1], "234")
                                      : in(d[0], "1568"));
}

static bool is_british(const char *d, size_t len)
{
    return (len == 10 && (in(d[0], "1237") || (d[0] == '8' && in(d[1], "047")))) || (len == 9 && d[0] == '1');
}

static bool is_north_american(const char *d, size_t len)
{
    return len == 10 && in(d[0], "23456789") && in(d[1], "012345678") && !(d[1] == '1' && d[2] == '1') &&
           in(d[3], "23456789");
}

/* Digits alone: in which plans would they be a number? */
static void count_bare(struct content *content, struct text cell)
{
    char d[BARE_MOST + 1] = { 0 };
    memcpy(d, cell.ptr, cell.len);
    content->bare++;
    content->bare_of_length[cell.len - BARE_LEAST]++;
    bool international = d[0] == '0' && d[1] == '0' && cell.len >= INTERNATIONAL_LEAST &&
                         (d[2] == '1' || dialling_country(text_from_offset(cell, 2))[0] != '\0');
    bool trunk = d[0] == '0' && d[1] != '0';
    size_t len = cell.len - 1;
    bool of[PHONE_PLANS] = {
        [PHONE_PLAN_NL] = trunk && is_dutch(d + 1, len),
        [PHONE_PLAN_BE] = trunk && is_belgian(d + 1, len),
        [PHONE_PLAN_DE] = trunk && (d[1] != '1' || in(d[2], "567")),
        [PHONE_PLAN_DE_MOBILE] = trunk && d[1] == '1' && in(d[2], "567") && len >= 10 && len <= 11,
        [PHONE_PLAN_FR] = trunk && len == 9 && d[1] != '8',
        [PHONE_PLAN_GB] = trunk && is_british(d + 1, len),
        [PHONE_PLAN_NA] = is_north_american(d, cell.len) || (d[0] == '1' && is_north_american(d + 1, len)),
    };
    for (int plan = 0; plan < PHONE_PLANS; plan++)
        content->in_plan[plan] += international || of[plan];
    if (of[PHONE_PLAN_NA]) {
        const char *area = d[0] == '1' ? d + 1 : d;
        unsigned number = (unsigned)(area[0] - '0') * 100 + (unsigned)(area[1] - '0') * 10 + (unsigned)(area[2] - '0');
        uint64_t *seen = &content->areas_seen[number / 64], bit = UINT64_C(1) << number % 64;
        content->areas += !(*seen & bit);
        *seen |= bit;
    }
}

static void look_at_phone(struct content *content, struct text cell, size_t digits)
{
    size_t marks = 0, dashes = 0;
    for (size_t i = 0; i < cell.len; i++) {
        marks += strchr("+()-./ ", cell.ptr[i]) != NULL && cell.ptr[i] != '\0';
        dashes += strchr("()-./ ", cell.ptr[i]) != NULL && cell.ptr[i] != '\0';
    }
    bool only = marks + digits == cell.len;
    bool trunk = cell.ptr[0] == '+' || cell.ptr[0] == '0' || cell.ptr[0] == '(';
    bool is_date = cell.len == 10 && dashes == 2 && digits == 8;
    content->phone_sure += only && !is_date &&
                           ((trunk && digits >= 9 && digits <= (marks > 0 || text_starts(cell, TEXT("00")) ? 14 : 11) &&
                             !text_starts(cell, TEXT("000"))) ||
                            (digits == 10 && (dashes >= 2 || dashes == 0)) || (digits == 11 && cell.ptr[0] == '1'));
    if (marks == 0 && digits == cell.len && digits >= BARE_LEAST && digits <= BARE_MOST)
        count_bare(content, cell);
}

/* ---- years and rows ---- */

/* "12-03-1967", "1967-03-12", "19670312", "12 mrt 1967", "1967", "3-4-67": the year of it, 0 when there is none. */
static unsigned year_of(struct text cell, size_t digits)
{
    if (digits < 4 || digits > 14)
        return 0;
    bool flat = cell.len == 8 && digits == 8;
    for (size_t i = 0; i + 4 <= cell.len; i++) {
        bool alone =
            (i == 0 || !char_is_digit(cell.ptr[i - 1])) && (i + 4 == cell.len || !char_is_digit(cell.ptr[i + 4]));
        uint64_t year = 0;
        if ((alone || (flat && (i == 0 || i == 4))) && text_to_u64(text_slice(cell, i, i + 4), &year) &&
            is_digits(text_slice(cell, i, i + 4), 4) && year >= YEARS_FROM && year < YEARS_FROM + 10 * YEARS_DECADES)
            return (unsigned)year;
    }
    size_t len = cell.len;
    if (len >= 6 && len <= 8 && digits < len && is_digits(text_slice(cell, len - 2, len), 2) &&
        !char_is_digit(cell.ptr[len - 3])) {
        unsigned year = (unsigned)(cell.ptr[len - 2] - '0') * 10 + (unsigned)(cell.ptr[len - 1] - '0');
        return year >= 30 ? 1900 + year : 2000 + year;
    }
    return 0;
}

/* Whether numbers were given out one after the other. */
static void look_at_order(struct content *content, struct text cell)
{
    uint64_t number = 0;
    if (cell.len > 18 || !text_to_u64(cell, &number))
        return;
    content->rising += content->last != 0 && number > content->last;
    content->numbers++;
    content->last = number;
}

void content_codes(struct content *content, struct text cell, size_t digits)
{
    content->digits_5 += is_digits(cell, 5) || (cell.len == 10 && cell.ptr[5] == '-' && digits == 9);
    content->digits_4 += is_digits(cell, 4);
    content->postcode_gb += is_postcode_of_gb(cell);
    look_at_phone(content, cell, digits);
    look_at_order(content, cell);
    unsigned year = year_of(cell, digits);
    content->birth += year >= 1900 && year < 2000;
    if (year != 0)
        content->decades[(year - YEARS_FROM) / 10]++;
}
