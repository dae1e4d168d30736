/*
 * The calendar arithmetic is Howard Hinnant's (chrono-compatible low-level
 * date algorithms): years start in March, so a leap day ends one.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "os/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int32_t days_from_date(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void date_from_days(int32_t days, int *year, int *month, int *day)
{
    days += 719468;
    int era = (days >= 0 ? days : days - 146096) / 146097;
    int day_of_era = days - era * 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    *day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    *month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

int64_t clock_now_ms(void)
{
    int64_t fixed = 0;
    const char *now = getenv("KLANTBEELD_NOW");
    if (now && clock_read(text_from(now), &fixed))
        return fixed;
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

uint64_t clock_elapsed_ns(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static void put_two(char *at, unsigned n)
{
    at[0] = (char)('0' + n / 10 % 10);
    at[1] = (char)('0' + n % 10);
}

void clock_text(int64_t ms, char ret[CLOCK_TEXT_LEN + 1])
{
    int64_t seconds = ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000);
    int64_t days = seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
    int rest = (int)(seconds - days * 86400);
    int year, month, day;
    date_from_days((int32_t)days, &year, &month, &day);
    memcpy(ret, "0000-00-00T00:00:00Z", CLOCK_TEXT_LEN + 1);
    put_two(ret, (unsigned)year % 10000u / 100);
    put_two(ret + 2, (unsigned)year % 100u);
    put_two(ret + 5, (unsigned)month);
    put_two(ret + 8, (unsigned)day);
    put_two(ret + 11, (unsigned)rest / 3600);
    put_two(ret + 14, (unsigned)rest / 60 % 60);
    put_two(ret + 17, (unsigned)rest % 60);
}

static bool two_digits(struct text t, size_t at, int least, int most, int *ret)
{
    uint64_t n = 0;
    if (at + 2 > t.len || !text_to_u64(text_slice(t, at, at + 2), &n) || (int)n < least || (int)n > most)
        return false;
    *ret = (int)n;
    return true;
}

bool clock_read(struct text t, int64_t *ret_ms)
{
    uint64_t year = 0;
    int month, day, hour = 0, minute = 0, second = 0;
    if (t.len < 10 || !text_to_u64(text_slice(t, 0, 4), &year) || t.ptr[4] != '-' || t.ptr[7] != '-')
        return false;
    if (!two_digits(t, 5, 1, 12, &month) || !two_digits(t, 8, 1, 31, &day))
        return false;
    if (t.len > 10) {
        bool separated = t.ptr[10] == 'T' || t.ptr[10] == ' ';
        if (!separated || t.len < 16 || t.ptr[13] != ':' || !two_digits(t, 11, 0, 23, &hour) ||
            !two_digits(t, 14, 0, 59, &minute))
            return false;
        if (t.len >= 19 && (t.ptr[16] != ':' || !two_digits(t, 17, 0, 60, &second)))
            return false;
    }
    *ret_ms = ((int64_t)days_from_date((int)year, month, day) * 86400 + hour * 3600 + minute * 60 + second) * 1000;
    return true;
}
