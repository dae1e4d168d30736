/*
 * Dates and numbers as people and programs write them.
 */
#include "base/scoped.h"
#include "normal/clean.h"
#include "normal/date.h"
#include "normal/number.h"
#include "test.h"

enum {
    NONE = FINDING_NONE,
    MALFORMED = FINDING_MALFORMED,
    FILLER = FINDING_PLACEHOLDER,
    TWO = FINDING_DATE_TWO_DIGIT_YEAR,
    AMBIGUOUS = FINDING_DATE_AMBIGUOUS,
    IMPOSSIBLE = FINDING_DATE_IMPOSSIBLE
};

static const int64_t NOW = 1795340400000; /* 2026-11-22 */

static const struct {
    const char *raw, *date;
    int finding;
} cases[] = {
    { "21-3-1980", "1980-03-21", NONE },
    { "21-03-1980", "1980-03-21", NONE },
    { "21/3/1980", "1980-03-21", NONE },
    { "21.3.1980", "1980-03-21", NONE },
    { "1980-03-21", "1980-03-21", NONE },
    { "1980/3/21", "1980-03-21", NONE },
    { "19800321", "1980-03-21", NONE },
    { "21031980", "1980-03-21", NONE },
    { "21 maart 1980", "1980-03-21", NONE },
    { "21 mrt 1980", "1980-03-21", NONE },
    { "21 mrt. '80", "1980-03-21", TWO },
    { "21 mars 1980", "1980-03-21", NONE },
    { "21. März 1980", "1980-03-21", NONE },
    { "March 21, 1980", "1980-03-21", NONE },
    { "Mar 21 1980", "1980-03-21", NONE },
    { "21st of March 1980", "1980-03-21", NONE },
    { "12 Mar 2024", "2024-03-12", NONE },
    { "1er mai 1980", "1980-05-01", NONE },
    { "3 augustus 1975", "1975-08-03", NONE },
    { "3 août 1975", "1975-08-03", NONE },
    { "15 oktober 1960", "1960-10-15", NONE },
    { "15 février 1960", "1960-02-15", NONE },
    { "15 décembre 1960", "1960-12-15", NONE },
    { "vrijdag 21 maart 1980", "1980-03-21", NONE },
    { "21-3-80", "1980-03-21", TWO },
    { "21-03-26", "2026-03-21", TWO },
    { "21-03-27", "1927-03-21", TWO },
    { "03-04-1980", "1980-04-03", AMBIGUOUS },
    { "04-04-1980", "1980-04-04", NONE },
    { "03-21-1980", "1980-03-21", NONE },
    { "31-02-1980", "", IMPOSSIBLE },
    { "29-02-2023", "", IMPOSSIBLE },
    { "29-02-2024", "2024-02-29", NONE },
    { "31-04-1999", "", IMPOSSIBLE },
    { "32-01-1980", "", MALFORMED },
    { "13-13-1980", "", MALFORMED },
    { "1980", "1980", NONE },
    { "maart 1980", "1980-03", NONE },
    { "03-1980", "1980-03", NONE },
    { "1980-03", "1980-03", NONE },
    { "--03-21", "--03-21", NONE },
    { "21 maart", "--03-21", NONE },
    { "29301", "1980-03-21", NONE },
    { "29301.5", "1980-03-21", NONE },
    { "29301,25", "1980-03-21", NONE },
    { "1980-03-21T00:00:00", "", MALFORMED },
    { "1980-03-21 00:00:00", "1980-03-21", NONE },
    { "21-03-1980 12:30", "1980-03-21", NONE },
    { "1980-03-21T12:30:00Z", "", MALFORMED },
    { "19800321T1230", "1980-03-21", NONE },
    { "01-01-1900", "", FILLER },
    { "1-1-1900", "", FILLER },
    { "00-00-0000", "", FILLER },
    { "0-0-00", "", FILLER },
    { "0/0/00", "", FILLER },
    { "31-12-9999", "", FILLER },
    { "9999-12-31", "", FILLER },
    { "1900-01-01", "", FILLER },
    { "0000-00-00", "", FILLER },
    { "onbekend", "", FILLER },
    { "-", "", FILLER },
    { "", "", FINDING_EMPTY },
    { "abc", "", MALFORMED },
    { "1-2-3-4", "", MALFORMED },
    { "12345678901", "", MALFORMED },
    { "21-03-1700", "", MALFORMED },
    { "210380", "1980-03-21", TWO },
    { "800321", "1980-03-21", TWO },
    { "geb. 21-3-1980", "1980-03-21", NONE },
    { " 21-3-1980 ", "1980-03-21", NONE },
    { "21\\3\\1980", "1980-03-21", NONE },
    { "1980-21-03", "1980-03-21", NONE },
    { "21 3 1980", "1980-03-21", NONE },
    { "(21-3-1980)", "1980-03-21", NONE },
};

static void dates_are_read(void **state)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct date date, again;
        struct text raw = text_from(cases[i].raw);
        if (text_find_char(raw, 'T') < raw.len && raw.len > 13)
            continue; /* stamps: below */
        check_int(date_read(raw, DATE_ORDER_UNKNOWN, NOW, true, &date), cases[i].finding, cases[i].raw);
        check_text(text_from(date_text(date).s), text_from(cases[i].date), cases[i].raw);
        if (!date_is_known(date))
            continue;
        /* what is printed reads back as the same */
        check_int(date_read(text_from(date_text(date).s), DATE_ORDER_UNKNOWN, NOW, true, &again), FINDING_NONE,
                  cases[i].raw);
        check_text(text_from(date_text(again).s), text_from(cases[i].date), cases[i].raw);
    }
}

static void a_column_decides_the_order(void **state)
{
    static const char *const american[] = { "03/04/1980", "12/25/1979", "01/13/2001", "02/02/2000" };
    static const char *const european[] = { "03-04-1980", "25-12-1979", "13-01-2001" };
    struct date_column column = { 0 };
    for (size_t i = 0; i < 4; i++)
        date_order_add(&column, text_from(american[i]));
    assert_int_equal(date_order_of(&column), DATE_ORDER_MDY);
    struct date date;
    check_int(date_read(TEXT("03/04/1980"), DATE_ORDER_MDY, NOW, true, &date), FINDING_NONE, "mdy");
    check_text(text_from(date_text(date).s), TEXT("1980-03-04"), "mdy");
    check_int(date_read(TEXT("03041980"), DATE_ORDER_MDY, NOW, true, &date), FINDING_NONE, "mdy, no signs");
    check_text(text_from(date_text(date).s), TEXT("1980-03-04"), "mdy, no signs");
    column = (struct date_column){ 0 };
    for (size_t i = 0; i < 3; i++)
        date_order_add(&column, text_from(european[i]));
    assert_int_equal(date_order_of(&column), DATE_ORDER_DMY);
    check_int(date_read(TEXT("03/04/1980"), DATE_ORDER_DMY, NOW, true, &date), FINDING_NONE, "dmy");
    check_text(text_from(date_text(date).s), TEXT("1980-04-03"), "dmy");
    column = (struct date_column){ 0 };
    date_order_add(&column, TEXT("1980-03-21"));
    date_order_add(&column, TEXT("x"));
    assert_int_equal(date_order_of(&column), DATE_ORDER_UNKNOWN);
}

static void stamps_are_read(void **state)
{
    static const struct {
        const char *raw;
        int64_t ms;
    } stamps[] = {
        { "2024-03-01T12:30:00Z", 1709296200000 },
        { "2024-03-01 12:30:00", 1709296200000 },
        { "2024-03-01T12:30:00+01:00", 1709292600000 },
        { "01-03-2024 12:30", 1709296200000 },
        { "2024-03-01", 1709251200000 },
        { "2024-03-01T12:30:00.123Z", 1709296200000 },
        { "3/15/2024 1:05 PM", 1710507900000 },
        { "1709296200", 1709296200000 },
        { "1709296200000", 1709296200000 },
        { "onzin", 0 },
        { "", 0 },
        { "2024-03-01T12:30:00-0500", 1709314200000 },
        { "29 feb 2024 00:00", 1709164800000 },
        { "15-3-2024 9:05", 1710493500000 },
    };
    for (size_t i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++)
        check_int(date_time_read_ms(text_from(stamps[i].raw), DATE_ORDER_UNKNOWN, NOW), stamps[i].ms, stamps[i].raw);
}

static void the_calendar_counts(void **state)
{
    for (int64_t day = -60000; day < 60000; day += 7) {
        struct date date = date_of_ms(day * 86400000);
        assert_int_equal(date_to_ms(date), day * 86400000);
        assert_true(date.day <= date_days_in_month(date.year, date.month));
    }
    struct date a = { 1980, 3, 21 }, b = { 1980, 3, 0 }, c = { 1981, 0, 0 };
    assert_int_equal(date_compare(a, b), 0);
    assert_true(date_compare(a, c) < 0);
    assert_int_equal(date_age_years(a, (struct date){ 2026, 3, 20 }), 45);
    assert_int_equal(date_age_years(a, (struct date){ 2026, 3, 21 }), 46);
    assert_int_equal(date_age_years((struct date){ 0 }, a), -1);
}

static const struct {
    const char *raw;
    bool comma;
    const char *number;
    int finding;
} numbers[] = {
    { "1.234,56", true, "1234.56", NONE },
    { "1,234.56", true, "1234.56", NONE },
    { "1 234,56", true, "1234.56", NONE },
    { "1234", true, "1234", NONE },
    { "1.234", true, "1234", NONE },
    { "1,234", false, "1234", NONE },
    { "1,234", true, "1.234", NONE },
    { "1.234", false, "1.234", NONE },
    { "1.234.567", true, "1234567", NONE },
    { "€ 12,50", true, "12.5", NONE },
    { "EUR 12,50", true, "12.5", NONE },
    { "12,50 €", true, "12.5", NONE },
    { "-12,50", true, "-12.5", NONE },
    { "12,50-", true, "-12.5", NONE },
    { "(12,50)", true, "-12.5", NONE },
    { "12,-", true, "12", NONE },
    { "12,--", true, "12", NONE },
    { "0,50", true, "0.5", NONE },
    { "0.125", true, "0.125", NONE },
    { "007", true, "7", NONE },
    { "0", true, "0", NONE },
    { "-0", true, "0", NONE },
    { "12 %", true, "12", NONE },
    { "1'234.50", true, "1234.5", NONE },
    { "abc", true, "", MALFORMED },
    { "", true, "", FINDING_EMPTY },
    { ",", true, "", MALFORMED },
    { "1,2,3.4", true, "123.4", NONE },
    { "+5", true, "5", NONE },
    { "1.50", true, "1.5", NONE },
    { "12-34", true, "", MALFORMED },
    { "-", true, "", MALFORMED },
    { "€", true, "", MALFORMED },
};

static void numbers_are_read(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        struct text number, again;
        check_int(number_read(text_from(numbers[i].raw), numbers[i].comma, &arena, &number), numbers[i].finding,
                  numbers[i].raw);
        check_text(number, text_from(numbers[i].number), numbers[i].raw);
        if (number.len > 0) {
            check_int(number_read(number, false, &arena, &again), FINDING_NONE, numbers[i].raw);
            check_text(again, number, numbers[i].raw);
        }
    }
    assert_true(number_is_scientific(TEXT("6,12E+08")));
    assert_true(number_is_scientific(TEXT("6.12345678e+8")));
    assert_false(number_is_scientific(TEXT("0612345678")));
    assert_false(number_is_scientific(TEXT("e+1")));
}

static const struct {
    const char *raw, *clean;
    int finding;
} washed[] = {
    { "Jan", "Jan", NONE },
    { "  Jan  Bos ", "Jan Bos", NONE },
    { "Jan\xc2\xa0"
      "Bos",
      "Jan Bos", NONE },
    { "Jan\tBos\r\nUtrecht", "Jan Bos, Utrecht", NONE },
    { "\xef\xbb\xbfJan", "Jan", NONE },
    { "Jos\xc3\xa9", "José", NONE },
    { "Jos\xe9", "José", FINDING_ENCODING_REPAIRED },
    { "JosÃ©", "José", FINDING_ENCODING_REPAIRED },
    { "ReneÃ«", "Reneë", FINDING_ENCODING_REPAIRED },
    { "â‚¬ 12", "€ 12", FINDING_ENCODING_REPAIRED },
    { "dâ€™Ancona", "d’Ancona", FINDING_ENCODING_REPAIRED },
    { "Jose\xcc\x81", "José", NONE },
    { "S\xc3\xa3o", "São", NONE },
    { "Zo\xc3\xab", "Zoë", NONE },
    { "J\xe2\x80\x8b"
      "an",
      "Jan", NONE },
    { "\x80 5", "€ 5", FINDING_ENCODING_REPAIRED },
    { "", "", NONE },
};

static void cells_are_washed(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(washed) / sizeof(washed[0]); i++) {
        enum finding finding, again;
        struct text clean = clean_value(text_from(washed[i].raw), 400, false, &arena, &finding);
        check_text(clean, text_from(washed[i].clean), washed[i].raw);
        check_int(finding, washed[i].finding, washed[i].raw);
        check_text(clean_value(clean, 400, false, &arena, &again), clean, washed[i].raw);
        check_int(again, FINDING_NONE, washed[i].raw);
    }
    char longest[402];
    enum finding finding;
    memset(longest, 'a', sizeof(longest));
    for (size_t len = 399; len <= 401; len++) {
        struct text clean = clean_value((struct text){ longest, len }, 400, false, &arena, &finding);
        assert_true(clean.len == (len <= 400 ? len : 0) && finding == (len <= 400 ? FINDING_NONE : FINDING_TOO_LONG));
    }
}

static void fillers_are_told_from_values(void **state)
{
    static const char *const fillers[] = { "nvt", "n.v.t.", "N.V.T", "onbekend", "Unknown", "-",    "--", "?",
                                           "???", "xxx",    "geen",  "test",     "N/A",     "n.a.", ".",  "null" };
    static const char *const values[] = { "Na", "Nguyen", "Geense", "X", "Jan", "0", "Testa", "Onbekende Straat", "1" };
    for (size_t i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++)
        if (!clean_is_filler(text_from(fillers[i])))
            fail_msg("%s is a filler", fillers[i]);
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        if (clean_is_filler(text_from(values[i])))
            fail_msg("%s is a value", values[i]);
    static const struct {
        const char *raw;
        enum field field;
    } of_field[] = {
        { "0000 AA", FIELD_ADDR_POSTCODE },
        { "0000XX", FIELD_ADDR_POSTCODE },
        { "9999 ZZ", FIELD_ADDR_POSTCODE },
        { "00000", FIELD_ADDR_POSTCODE },
        { "01-01-1900", FIELD_PERSON_BIRTHDATE },
        { "999999999", FIELD_ORG_KVK },
        { "00000000", FIELD_ORG_KVK },
        { "0000000000", FIELD_PHONE },
        { "0", FIELD_ADDR_NUMBER },
        { "x@x", FIELD_EMAIL },
        { "geen@geen.nl", FIELD_EMAIL },
    };
    for (size_t i = 0; i < sizeof(of_field) / sizeof(of_field[0]); i++)
        if (!clean_is_filler_of(text_from(of_field[i].raw), of_field[i].field))
            fail_msg("%s is a filler", of_field[i].raw);
    assert_false(clean_is_filler_of(TEXT("1234 AB"), FIELD_ADDR_POSTCODE));
    assert_false(clean_is_filler_of(TEXT("12"), FIELD_ADDR_NUMBER));
    assert_false(clean_is_filler_of(TEXT("0612345678"), FIELD_PHONE));
}

static void any_bytes_are_a_date_or_a_finding(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 22);
    static const char signs[] = "0123456789-/. :TZmarjandec'\xc3\xa9\xff,+E";
    uint32_t seed = 5;
    for (int round = 0; round < 50000; round++) {
        char bytes[40];
        size_t len = 0;
        for (; len < sizeof(bytes) && (seed = seed * 1664525 + 1013904223) >> 27; len++)
            bytes[len] = signs[(seed >> 16) % (sizeof(signs) - 1)];
        struct text raw = { bytes, len }, number;
        struct date date;
        enum finding finding;
        date_read(raw, (enum date_order)(round % 4), NOW, round % 2, &date);
        assert_true(date.month <= 12 && date.day <= 31);
        date_time_read_ms(raw, DATE_ORDER_UNKNOWN, NOW);
        number_read(raw, round % 2, &arena, &number);
        struct text clean = clean_value(raw, 400, round % 2, &arena, &finding);
        assert_true(clean.len <= 400);
        arena_reset(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(a_column_decides_the_order),
        cmocka_unit_test(stamps_are_read),
        cmocka_unit_test(the_calendar_counts),
        cmocka_unit_test(numbers_are_read),
        cmocka_unit_test(cells_are_washed),
        cmocka_unit_test(fillers_are_told_from_values),
        cmocka_unit_test(any_bytes_are_a_date_or_a_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
