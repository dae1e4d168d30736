/*
 * The proleptic Gregorian calendar by Howard Hinnant's "chrono-compatible
 * low-level date algorithms": no table of days, no loop over years.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "model/date.h"

#include <stdio.h>

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_days_in_month(int year, int month)
{
    static const uint8_t days[13] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && (year == 0 || is_leap(year)) ? 29 : days[month];
}

/* Days since 1970-01-01, by Howard Hinnant's "days_from_civil". */
static int64_t days_of(int year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static struct date date_of_days(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (struct date){ (int16_t)(yoe + era * 400 + (month <= 2)), (uint8_t)month,
                          (uint8_t)(doy - (153 * mp + 2) / 5 + 1) };
}

struct date date_of_ms(int64_t ms)
{
    int64_t days = ms / 86400000 - (ms % 86400000 < 0);
    if (days < -700000 || days > 2900000)
        return (struct date){ 0 };
    return date_of_days(days);
}

int64_t date_to_ms(struct date date)
{
    return days_of(date.year, date.month ? date.month : 1, date.day ? date.day : 1) * 86400000;
}

bool date_is_known(struct date date)
{
    return date.year || date.month || date.day;
}
bool date_is_whole(struct date date)
{
    return date.year && date.month && date.day;
}

int date_compare(struct date a, struct date b)
{
    if (!a.year || !b.year || a.year != b.year)
        return a.year && b.year ? (a.year > b.year) - (a.year < b.year) : 0;
    if (!a.month || !b.month || a.month != b.month)
        return a.month && b.month ? (a.month > b.month) - (a.month < b.month) : 0;
    return a.day && b.day ? (a.day > b.day) - (a.day < b.day) : 0;
}

int date_age_years(struct date birth, struct date on)
{
    if (!birth.year || !on.year)
        return -1;
    int age = on.year - birth.year;
    bool before =
        birth.month && on.month && (on.month < birth.month || (on.month == birth.month && on.day < birth.day));
    return age - before;
}

struct date_text date_text(struct date date)
{
    struct date_text ret = { "" };
    if (date.year && date.month && date.day)
        snprintf(ret.s, sizeof(ret.s), "%04d-%02u-%02u", date.year, date.month, date.day);
    else if (date.year && date.month)
        snprintf(ret.s, sizeof(ret.s), "%04d-%02u", date.year, date.month);
    else if (date.year)
        snprintf(ret.s, sizeof(ret.s), "%04d", date.year);
    else if (date.month && date.day)
        snprintf(ret.s, sizeof(ret.s), "--%02u-%02u", date.month, date.day);
    else if (date.month)
        snprintf(ret.s, sizeof(ret.s), "--%02u", date.month);
    return ret;
}

int64_t date_text_ms(struct text t)
{
    uint64_t year = 0, month = 1, day = 1;
    bool is_date =
        (t.len == 4 || (t.len == 7 && t.ptr[4] == '-') || (t.len == 10 && t.ptr[4] == '-' && t.ptr[7] == '-')) &&
        text_to_u64(text_slice(t, 0, 4), &year) && year > 0 &&
        (t.len < 7 || text_to_u64(text_slice(t, 5, 7), &month)) &&
        (t.len < 10 || text_to_u64(text_slice(t, 8, 10), &day)) && month >= 1 && month <= 12 && day >= 1 &&
        day <= (uint64_t)date_days_in_month((int)year, (int)month);
    return is_date ? date_to_ms((struct date){ (int16_t)year, (uint8_t)month, (uint8_t)day }) : 0;
}
