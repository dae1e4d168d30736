/*
 * A date is cut into runs of digits and words; what is left then fits one of
 * a few forms.  Nothing is guessed where the value itself decides: a run of
 * four digits is the year, a number over 12 is no month, a word is a month.
 *
 * Spreadsheets count days from 30 December 1899 (Excel keeps a 29 February
 * 1900 that never was, which this epoch makes up for from 1 March 1900 on).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/date.h"

#include <assert.h>
#include <string.h>

#include "normal/clean.h"

enum { RUNS_MAX = 8, YEAR_MIN = 1800, YEAR_MAX = 2200 };

struct run {
    uint32_t number;
    uint8_t digits;
    uint8_t month; /* of a word; digits is then 0 */
};

struct cut {
    struct run runs[RUNS_MAX];
    int count;
    int words; /* months named */
    bool time_of_day;
    size_t date_end; /* byte after the date part */
    bool failed;
};

/* ---- words ---- */

/* The month a word names, by its first letters, in nl, en, fr and de; 0 for none. */
static uint8_t month_of_word(struct text word)
{
    static const struct {
        const char *start;
        uint8_t month;
    } starts[] = {
        { "jan", 1 },
        { "feb", 2 },
        { "fev", 2 },
        { "f\xc3\xa9v", 2 },
        { "fév", 2 },
        { "maart", 3 },
        { "mrt", 3 },
        { "mar", 3 },
        { "m\xc3\xa4r", 3 },
        { "maerz", 3 },
        { "mrz", 3 },
        { "maa", 3 },
        { "apr", 4 },
        { "avr", 4 },
        { "mei", 5 },
        { "may", 5 },
        { "mai", 5 },
        { "jun", 6 },
        { "juin", 6 },
        { "juil", 7 },
        { "jul", 7 },
        { "aug", 8 },
        { "ao\xc3\xbb", 8 },
        { "aout", 8 },
        { "sep", 9 },
        { "okt", 10 },
        { "oct", 10 },
        { "nov", 11 },
        { "dec", 12 },
        { "d\xc3\xa9"
          "c",
          12 },
        { "dez", 12 },
        { "j\xc3\xa4n", 1 },
    };
    if (word.len > 12)
        return 0;
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (text_starts_nocase(word, text_from(starts[i].start)))
            return starts[i].month;
    return 0;
}

/* Words that may stand in a date and say nothing: "21st", "de 3e", weekdays. */
static bool is_noise(struct text word)
{
    static const char *const words[] = {
        "st",        "nd",       "rd",        "th",       "e",        "de",         "of",      "le",
        "er",        "den",      "der",       "am",       "om",       "at",         "the",     "maandag",
        "dinsdag",   "woensdag", "donderdag", "vrijdag",  "zaterdag", "zondag",     "monday",  "tuesday",
        "wednesday", "thursday", "friday",    "saturday", "sunday",   "ma",         "di",      "wo",
        "do",        "vr",       "za",        "zo",       "mon",      "tue",        "wed",     "thu",
        "fri",       "sat",      "sun",       "lundi",    "mardi",    "mercredi",   "jeudi",   "vendredi",
        "samedi",    "dimanche", "montag",    "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
        "sonntag",   "geboren",  "geb",       "per",      "vanaf",    "sinds",      "t",       NULL
    };
    for (const char *const *w = words; *w; w++)
        if (text_equal_nocase(word, text_from(*w)))
            return true;
    return false;
}

static bool is_letter(unsigned char c)
{
    return char_is_alpha((char)c) || c >= 0x80;
}

/* ---- cutting ---- */

/* From a run that is followed by ":" on, the rest is time of day. */
static bool is_time_at(struct text t, size_t at)
{
    size_t i = at;
    while (i < t.len && char_is_digit(t.ptr[i]))
        i++;
    return i - at <= 2 && i - at >= 1 && i + 2 < t.len && t.ptr[i] == ':' && char_is_digit(t.ptr[i + 1]) &&
           char_is_digit(t.ptr[i + 2]);
}

static struct cut cut_date(struct text t)
{
    struct cut cut = { .date_end = t.len };
    for (size_t at = 0; at < t.len;) {
        char c = t.ptr[at];
        if (char_is_digit(c)) {
            if (cut.count > 0 && is_time_at(t, at)) {
                cut.time_of_day = true;
                cut.date_end = at;
                break;
            }
            struct run run = { 0 };
            for (; at < t.len && char_is_digit(t.ptr[at]); at++) {
                if (run.digits == 9) {
                    cut.failed = true;
                    return cut;
                }
                run.number = run.number * 10 + (uint32_t)(t.ptr[at] - '0');
                run.digits++;
            }
            if (cut.count == RUNS_MAX) {
                cut.failed = true;
                return cut;
            }
            cut.runs[cut.count++] = run;
        } else if (is_letter((unsigned char)c)) {
            size_t from = at;
            while (at < t.len && is_letter((unsigned char)t.ptr[at]))
                at++;
            struct text word = text_slice(t, from, at);
            uint8_t month = is_noise(word) ? 0 : month_of_word(word);
            if (month && cut.count < RUNS_MAX) {
                cut.runs[cut.count++] = (struct run){ .month = month };
                cut.words++;
            } else if (!is_noise(word)) {
                cut.failed = true;
                return cut;
            }
        } else if (c == '-' || c == '/' || c == '.' || c == ' ' || c == ',' || c == '\'' || c == '\\' || c == '(' ||
                   c == ')') {
            at++;
        } else {
            cut.failed = true;
            return cut;
        }
    }
    return cut;
}

/* ---- learning a column ---- */

void date_order_add(struct date_column *column, struct text raw)
{
    if (raw.len < 6 || raw.len > 40)
        return;
    struct cut cut = cut_date(text_trim(raw));
    if (cut.failed || cut.count != 3 || cut.words > 0 || cut.runs[0].digits > 2 || cut.runs[1].digits > 2)
        return;
    if (cut.runs[0].number > 12 && cut.runs[0].number <= 31 && cut.runs[1].number <= 12)
        column->dmy++;
    if (cut.runs[1].number > 12 && cut.runs[1].number <= 31 && cut.runs[0].number <= 12)
        column->mdy++;
}

enum date_order date_order_of(const struct date_column *column)
{
    if (column->dmy == column->mdy)
        return DATE_ORDER_UNKNOWN;
    /* typing errors cross over now and then; a tenth is taken for those */
    if (column->dmy > 10 * column->mdy)
        return DATE_ORDER_DMY;
    return column->mdy > 10 * column->dmy ? DATE_ORDER_MDY : DATE_ORDER_UNKNOWN;
}

/* ---- fitting ---- */

/* The century in which a two-digit year lies closest before now (or up to ten years after). */
static int full_year(uint32_t two, int64_t now_ms, bool is_past)
{
    int now_year = date_of_ms(now_ms).year;
    if (now_year < 1970)
        now_year = 1970;
    int year = now_year - now_year % 100 + (int)two;
    if (year > now_year + (is_past ? 0 : 10))
        year -= 100;
    return year;
}

static enum finding put(struct date *ret, int year, int month, int day)
{
    if (year && (year < YEAR_MIN || year > YEAR_MAX))
        return FINDING_MALFORMED;
    if (month < 0 || month > 12 || day < 0 || day > 31)
        return FINDING_MALFORMED;
    if (day && month && day > date_days_in_month(year, month))
        return FINDING_DATE_IMPOSSIBLE;
    *ret = (struct date){ (int16_t)year, (uint8_t)month, (uint8_t)day };
    return FINDING_NONE;
}

static enum finding put_serial(uint32_t serial, struct date *ret)
{
    *ret = date_of_ms(((int64_t)serial - 25569) * 86400000);
    return FINDING_NONE;
}

/* One run of digits: 19800321, 21031980, 210380, a serial, a year. */
static enum finding fit_one(struct run run, enum date_order order, int64_t now_ms, bool is_past, struct date *ret)
{
    uint32_t n = run.number;
    if (run.digits == 8) {
        uint32_t year_first = n / 10000, month_mid = n / 100 % 100, day_last = n % 100;
        if (year_first >= YEAR_MIN && year_first <= YEAR_MAX && month_mid <= 12 && day_last <= 31)
            return put(ret, (int)year_first, (int)month_mid, (int)day_last);
        uint32_t first = n / 1000000, second = n / 10000 % 100, year = n % 10000;
        bool month_first = second > 12 || (order == DATE_ORDER_MDY && first <= 12);
        return put(ret, (int)year, (int)(month_first ? first : second), (int)(month_first ? second : first));
    }
    if (run.digits == 6) {
        uint32_t a = n / 10000, b = n / 100 % 100, c = n % 100;
        if (order == DATE_ORDER_YMD || a > 31 || b > 12)
            return put(ret, full_year(a, now_ms, is_past), (int)b, (int)c) ?: FINDING_DATE_TWO_DIGIT_YEAR;
        if (n >= 190001 && n <= 210012 && b >= 1 && c >= 1 && c <= 12 && a >= 19 && a <= 20 && b > 12)
            return put(ret, (int)(n / 100), (int)c, 0);
        return put(ret, full_year(c, now_ms, is_past), (int)b, (int)a) ?: FINDING_DATE_TWO_DIGIT_YEAR;
    }
    if (run.digits == 5 && n >= 3000 && n <= 80000) /* 1908 … 2119 */
        return put_serial(n, ret);
    if (run.digits == 4 && n >= YEAR_MIN && n <= YEAR_MAX)
        return put(ret, (int)n, 0, 0);
    return FINDING_MALFORMED;
}

/* Three runs of digits, the year last or first. */
static enum finding fit_three(const struct run *r, enum date_order order, int64_t now_ms, bool is_past,
                              struct date *ret)
{
    if (r[0].digits >= 3) /* 1980-03-21 */
        return r[1].digits <= 2 && r[2].digits <= 2 && r[0].digits == 4
                   ? (r[1].number > 12 && r[2].number <= 12
                          ? put(ret, (int)r[0].number, (int)r[2].number, (int)r[1].number)
                          : put(ret, (int)r[0].number, (int)r[1].number, (int)r[2].number))
                   : FINDING_MALFORMED;
    if (r[1].digits > 2 || r[0].digits > 2 || (r[2].digits != 4 && r[2].digits > 2))
        return FINDING_MALFORMED;
    uint32_t a = r[0].number, b = r[1].number, c = r[2].number;
    bool short_year = r[2].digits <= 2;
    if (short_year && (order == DATE_ORDER_YMD || (a > 31 && c <= 31)))
        return put(ret, full_year(a, now_ms, is_past), (int)b, (int)c) ?: FINDING_DATE_TWO_DIGIT_YEAR;
    int year = short_year ? full_year(c, now_ms, is_past) : (int)c;
    bool month_first = (b > 12 && a <= 12) || (order == DATE_ORDER_MDY && a <= 12);
    enum finding finding = put(ret, year, (int)(month_first ? a : b), (int)(month_first ? b : a));
    if (finding != FINDING_NONE)
        return finding;
    if (order == DATE_ORDER_UNKNOWN && a <= 12 && b <= 12 && a != b && a && b)
        return FINDING_DATE_AMBIGUOUS;
    return short_year ? FINDING_DATE_TWO_DIGIT_YEAR : FINDING_NONE;
}

/* A month in letters with a day and a year in some order, or one of them. */
static enum finding fit_named(const struct cut *cut, int64_t now_ms, bool is_past, struct date *ret)
{
    int year = 0, month = 0, day = 0;
    bool short_year = false;
    for (int i = 0; i < cut->count; i++) {
        const struct run *r = &cut->runs[i];
        if (r->digits == 0)
            month = r->month;
        else if (r->digits == 4)
            year = (int)r->number;
        else if (r->digits <= 2 && day == 0 && r->number >= 1 && r->number <= 31)
            day = (int)r->number;
        else if (r->digits == 2 && year == 0) {
            year = full_year(r->number, now_ms, is_past);
            short_year = true;
        } else
            return FINDING_MALFORMED;
    }
    enum finding finding = put(ret, year, month, day);
    return finding == FINDING_NONE && short_year ? FINDING_DATE_TWO_DIGIT_YEAR : finding;
}

static enum finding fit_two(const struct run *r, enum date_order order, struct text raw, struct date *ret)
{
    if (r[0].digits == 4 && r[1].digits <= 2)
        return put(ret, (int)r[0].number, (int)r[1].number, 0);
    if (r[1].digits == 4 && r[0].digits <= 2)
        return put(ret, (int)r[1].number, (int)r[0].number, 0);
    if (r[0].digits <= 2 && r[1].digits <= 2 && text_starts(raw, TEXT("--"))) /* vCard */
        return put(ret, 0, (int)r[0].number, (int)r[1].number);
    if (r[0].digits > 2 || r[1].digits > 2)
        return FINDING_MALFORMED;
    bool month_first = (r[1].number > 12 && r[0].number <= 12) || order == DATE_ORDER_MDY;
    return put(ret, 0, (int)r[month_first ? 0 : 1].number, (int)r[month_first ? 1 : 0].number);
}

/* "29301.5", "29301,0": a serial with a time of day. */
static bool is_serial_with_time(struct text raw, const struct cut *cut)
{
    return cut->count == 2 && cut->words == 0 && cut->runs[0].digits == 5 && raw.len > 5 &&
           (raw.ptr[5] == '.' || raw.ptr[5] == ',') && cut->runs[0].number >= 3000 && cut->runs[0].number <= 80000;
}

static bool all_zero(const struct cut *cut)
{
    for (int i = 0; i < cut->count; i++)
        if (cut->runs[i].number != 0 || cut->runs[i].month != 0)
            return false;
    return cut->count > 0;
}

/* The first and last days of programs, which they write for an empty cell. */
static bool stands_for_nothing(struct date date)
{
    if (date.year == 9999)
        return true;
    if (date.year != 1 && date.year != 1753 && date.year != 1899 && date.year != 1900 && date.year != 2999)
        return false;
    struct date_text text = date_text(date);
    return clean_is_filler_of(text_from(text.s), FIELD_PERSON_BIRTHDATE);
}

/* "1980-03-21", which programs write: the same answer as below, without the search. */
static bool is_plain_iso(struct text raw, struct date *ret)
{
    int number[3] = { 0 };
    if (raw.len != 10 || raw.ptr[4] != '-' || raw.ptr[7] != '-')
        return false;
    for (size_t i = 0, part = 0; i < raw.len; i++) {
        if (i == 4 || i == 7)
            part++;
        else if (char_is_digit(raw.ptr[i]))
            number[part] = number[part] * 10 + (raw.ptr[i] - '0');
        else
            return false;
    }
    return number[0] > 1900 && number[1] > 0 && number[2] > 0 && number[1] <= 12 &&
           put(ret, number[0], number[1], number[2]) == FINDING_NONE;
}

enum finding date_read(struct text raw, enum date_order order, int64_t now_ms, bool is_past, struct date *ret)
{
    assert(ret);

    *ret = (struct date){ 0 };
    if (is_plain_iso(raw, ret))
        return FINDING_NONE;
    raw = text_trim(raw);
    if (raw.len == 0)
        return FINDING_EMPTY;
    if (raw.len > 60)
        return FINDING_MALFORMED;
    if (clean_is_filler_of(raw, FIELD_PERSON_BIRTHDATE))
        return FINDING_PLACEHOLDER;

    struct cut cut = cut_date(raw);
    if (cut.failed || cut.count == 0)
        return FINDING_MALFORMED;
    if (all_zero(&cut))
        return FINDING_PLACEHOLDER;
    if (is_serial_with_time(raw, &cut))
        return put_serial(cut.runs[0].number, ret);
    /* 2024-03-01T00:00:00 leaves a "T"; 20240301T1230 leaves a run after the date */
    if (cut.count == 2 && cut.runs[0].digits == 8 && (cut.runs[1].digits == 4 || cut.runs[1].digits == 6))
        cut.count = 1;
    struct date date = { 0 };
    enum finding finding = cut.words == 1   ? fit_named(&cut, now_ms, is_past, &date)
                           : cut.words > 1  ? FINDING_MALFORMED
                           : cut.count == 1 ? fit_one(cut.runs[0], order, now_ms, is_past, &date)
                           : cut.count == 2 ? fit_two(cut.runs, order, raw, &date)
                           : cut.count == 3 ? fit_three(cut.runs, order, now_ms, is_past, &date)
                                            : FINDING_MALFORMED;
    if (finding == FINDING_MALFORMED || finding == FINDING_DATE_IMPOSSIBLE)
        return finding;
    if (stands_for_nothing(date))
        return FINDING_PLACEHOLDER;
    *ret = date;
    return finding;
}

/* ---- stamps ---- */

/* The number of one or two digits at *at, which moves behind it; 100 when there is none. */
static uint32_t next_number(struct text t, size_t *at)
{
    uint32_t number = 0;
    size_t from = *at;
    while (*at < t.len && *at - from < 2 && char_is_digit(t.ptr[*at]))
        number = number * 10 + (uint32_t)(t.ptr[(*at)++] - '0');
    return *at > from ? number : 100;
}

static bool skip_colon(struct text t, size_t *at)
{
    if (*at >= t.len || t.ptr[*at] != ':')
        return false;
    (*at)++;
    return true;
}

/* "12:30", "1:05 PM", "12:30:59.123 +01:00" as ms after midnight UTC; 0 when it is no time. */
static int64_t time_ms(struct text t)
{
    size_t at = 0;
    t = text_trim(t);
    uint32_t hour = next_number(t, &at), minute = skip_colon(t, &at) ? next_number(t, &at) : 0;
    uint32_t second = skip_colon(t, &at) ? next_number(t, &at) : 0;
    if (hour > 24 || minute > 59 || second > 60)
        return 0;
    struct text rest = text_from_offset(t, at);
    if (text_find_nocase(rest, TEXT("pm")) < rest.len && hour < 12)
        hour += 12;
    else if (text_find_nocase(rest, TEXT("am")) < rest.len && hour == 12)
        hour = 0;
    int64_t ms = ((int64_t)hour * 3600 + minute * 60 + second) * 1000;
    for (size_t i = 0; i < rest.len; i++) {
        if (rest.ptr[i] != '+' && rest.ptr[i] != '-')
            continue;
        size_t zone_at = i + 1;
        uint32_t zone_hour = next_number(rest, &zone_at),
                 zone_minute = (skip_colon(rest, &zone_at), next_number(rest, &zone_at));
        if (zone_hour <= 14) {
            int64_t zone = ((int64_t)zone_hour * 60 + (zone_minute < 60 ? zone_minute : 0)) * 60000;
            ms += rest.ptr[i] == '+' ? -zone : zone;
        }
        break;
    }
    return ms;
}

int64_t date_time_read_ms(struct text raw, enum date_order order, int64_t now_ms)
{
    struct date date;
    raw = text_trim(raw);
    uint64_t number = 0;
    if (text_to_u64(raw, &number) && raw.len >= 10 && raw.len <= 13 &&
        number > 100000000) /* seconds or ms since 1970 */
        return raw.len == 10 ? (int64_t)number * 1000 : raw.len == 13 ? (int64_t)number : 0;
    struct cut cut = raw.len <= 60 ? cut_date(raw) : (struct cut){ .failed = true };
    size_t end = cut.failed ? text_find_char(raw, 'T') : cut.date_end;
    struct text day = text_slice(raw, 0, end),
                time = text_from_offset(raw, end + (end < raw.len && raw.ptr[end] == 'T'));
    enum finding finding = date_read(day, order, now_ms, false, &date);
    if (!date.year || finding == FINDING_MALFORMED)
        return 0;
    return date_to_ms(date) + (time.len >= 4 ? time_ms(time) : 0);
}
