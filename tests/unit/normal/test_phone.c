/*
 * Phone numbers to E.164: the plans of the Netherlands and Belgium by our own
 * tables, the rest by libphonenumber, with which the tables must agree.
 */
#include "base/scoped.h"
#include "normal/phone.h"
#include "normal/phone_plan.h"
#include "normal/phone_shim.h"
#include "test.h"

#include "normal/vectors.h"

static const struct {
    const char *country, *raw, *e164;
    bool valid;
    const char *kind, *extension, *national;
    enum finding finding;
} cases[] = {
    { "NL", "06 1234 5678 tst. 12", "+31612345678", true, "mobile", "12", "06 12345678", FINDING_NONE },
    { "NL", "020-1234567 toestel 123", "+31201234567", true, "fixed", "123", "020 123 4567", FINDING_NONE },
    { "NL", "tel. 020 1234567 ext 5", "+31201234567", true, "fixed", "5", "020 123 4567", FINDING_NONE },
    { "NL", "020 123 45 67 / 06-12345678", "+31201234567", true, "fixed", "", "020 123 4567", FINDING_SEVERAL_VALUES },
    { "NL", "0201234567; 0612345678", "+31201234567", true, "fixed", "", "020 123 4567", FINDING_SEVERAL_VALUES },
    { "NL", "020-1234567 of 06-12345678", "+31201234567", true, "fixed", "", "020 123 4567", FINDING_SEVERAL_VALUES },
    { "NL", "020-1234567/68", "+31201234567", true, "fixed", "", "020 123 4567", FINDING_NONE },
    { "NL", "31612345678", "+31612345678", true, "mobile", "", "06 12345678", FINDING_REPAIRED },
    { "NL", "612345678", "+31612345678", true, "mobile", "", "06 12345678", FINDING_PHONE_LOST_ZERO },
    { "NL", "6,12E+08", "", false, "unparseable", "", "", FINDING_PHONE_SCIENTIFIC },
    { "NL", "6.12345678E+08", "", false, "unparseable", "", "", FINDING_PHONE_SCIENTIFIC },
    { "NL", "112", "", false, "unparseable", "", "", FINDING_PHONE_EMERGENCY },
    { "NL", "14 020", "+3114020", true, "uan", "", "14 020", FINDING_NONE },
    { "NL", "1234567", "", false, "unknown", "", "1234567", FINDING_PHONE_WITHOUT_AREA },
    { "NL", "+44 20 7946 0018", "+442079460018", true, "fixed", "", "020 7946 0018", FINDING_NONE },
    { "NL", "0044 20 7946 0018", "+442079460018", true, "fixed", "", "020 7946 0018", FINDING_NONE },
    { "NL", "(020) 1234567", "+31201234567", true, "fixed", "", "020 123 4567", FINDING_NONE },
    { "NL", "+31 (0)20 123 45 67", "+31201234567", true, "fixed", "", "020 123 4567", FINDING_NONE },
    { "NL", "+31(0)612345678", "+31612345678", true, "mobile", "", "06 12345678", FINDING_NONE },
    { "NL", "+31 0612345678", "+31612345678", true, "mobile", "", "06 12345678", FINDING_NONE },
    { "NL", "mob: 06 12 34 56 78", "+31612345678", true, "mobile", "", "06 12345678", FINDING_NONE },
    { "NL", "0900-8844", "+319008844", true, "premium", "", "0900 8844", FINDING_NONE },
    { "NL", "0031-20-1234567", "+31201234567", true, "fixed", "", "020 123 4567", FINDING_NONE },
    { "NL", "040/1234567", "+31401234567", true, "fixed", "", "040 123 4567", FINDING_NONE },
    { "NL", "06 - 9585858585", "+3169585858585", false, "unknown", "", "69585858585", FINDING_PHONE_INVALID },
    { "NL", "0316 123 456", "+31316123456", true, "fixed", "", "0316 123 456", FINDING_NONE },
    { "NL", "0316-123456", "+31316123456", true, "fixed", "", "0316 123 456", FINDING_NONE },
    { "NL", "0570 123456", "+31570123456", true, "fixed", "", "0570 123 456", FINDING_NONE },
    { "NL", "+32 470 12 34 56", "+32470123456", true, "mobile", "", "0470 12 34 56", FINDING_NONE },
    { "NL", "'0612345678", "+31612345678", true, "mobile", "", "06 12345678", FINDING_NONE },
    { "NL", "geen", "", false, "unparseable", "", "", FINDING_PLACEHOLDER },
    { "NL", "-", "", false, "unparseable", "", "", FINDING_PLACEHOLDER },
    { "NL", "000", "", false, "unparseable", "", "", FINDING_MALFORMED },
    { "NL", "06-12345678 (privé)", "+31612345678", true, "mobile", "", "06 12345678", FINDING_NONE },
    { "NL", "06–12345678", "+31612345678", true, "mobile", "", "06 12345678", FINDING_NONE },
    { "NL", "tel:+31-6-12345678", "+31612345678", true, "mobile", "", "06 12345678", FINDING_NONE },
    { "NL", "+31612345678;ext=12", "+31612345678", true, "mobile", "12", "06 12345678", FINDING_NONE },
    { "NL", "0667123456", "+31667123456", true, "pager", "", "066 7123456", FINDING_NONE },
    { "NL", "0676123456", "+31676123456", false, "unknown", "", "06 76123456", FINDING_PHONE_INVALID },
    { "NL", "0911234567", "+31911234567", true, "voip", "", "091 123 4567", FINDING_NONE },
    { "NL", "085-8881234", "+31858881234", true, "voip", "", "085 888 1234", FINDING_NONE },
    { "NL", "+49 171 1234567", "+491711234567", true, "mobile", "", "0171 1234567", FINDING_NONE },
    { "BE", "02 512 34 56", "+3225123456", true, "fixed", "", "02 512 34 56", FINDING_NONE },
    { "BE", "+32(0)2/512.34.56", "+3225123456", true, "fixed", "", "02 512 34 56", FINDING_NONE },
    { "BE", "0032 2 512 34 56", "+3225123456", true, "fixed", "", "02 512 34 56", FINDING_NONE },
    { "BE", "470123456", "+32470123456", true, "mobile", "", "0470 12 34 56", FINDING_PHONE_LOST_ZERO },
    { "BE", "0800 12 345", "+3280012345", true, "toll_free", "", "0800 12 345", FINDING_NONE },
    { "BE", "0900 12 345", "+3290012345", true, "premium", "", "0900 12 345", FINDING_NONE },
    { "BE", "03/123.45.67", "+3231234567", false, "unknown", "", "03 123 45 67", FINDING_PHONE_INVALID },
    { "BE", "011 12 34 56", "+3211123456", true, "fixed", "", "011 12 34 56", FINDING_NONE },
    { "BE", "32470123456", "+32470123456", true, "mobile", "", "0470 12 34 56", FINDING_REPAIRED },
    { "BE", "070 12 34 56", "+3270123456", false, "unknown", "", "070 12 34 56", FINDING_PHONE_INVALID },
    { "BE", "014 12 34 56", "+3214123456", true, "fixed", "", "014 12 34 56", FINDING_NONE },
    { "BE", "0485/12.34.56 of 014/123456", "+32485123456", true, "mobile", "", "0485 12 34 56",
      FINDING_SEVERAL_VALUES },
    { "DE", "030/901820-0", "+49309018200", true, "fixed", "", "030 9018200", FINDING_NONE },
    { "DE", "+49 (0)30 901820", "+4930901820", true, "fixed", "", "030 901820", FINDING_NONE },
    { "DE", "0171 1234567", "+491711234567", true, "mobile", "", "0171 1234567", FINDING_NONE },
    { "DE", "0049 89 1234567", "+49891234567", true, "fixed", "", "089 1234567", FINDING_NONE },
    { "FR", "06 12 34 56 78", "+33612345678", true, "mobile", "", "06 12 34 56 78", FINDING_NONE },
    { "FR", "01.23.45.67.89", "+33123456789", true, "fixed", "", "01 23 45 67 89", FINDING_NONE },
    { "FR", "+33 (0)1 23 45 67 89", "+33123456789", true, "fixed", "", "01 23 45 67 89", FINDING_NONE },
    { "GB", "020 7946 0018", "+442079460018", true, "fixed", "", "020 7946 0018", FINDING_NONE },
    { "GB", "07700 900123", "+447700900123", false, "unknown", "", "07700 900123", FINDING_PHONE_INVALID },
    { "GB", "+44 (0)7700 900123", "+447700900123", false, "unknown", "", "07700 900123", FINDING_PHONE_INVALID },
    { "US", "702-919-1300", "+17029191300", true, "fixed_or_mobile", "", "(702) 919-1300", FINDING_NONE },
    { "US", "(312) 555-0123 x123", "+13125550123", true, "fixed_or_mobile", "123", "(312) 555-0123", FINDING_NONE },
    { "US", "1-800-555-0199", "+18005550199", true, "toll_free", "", "(800) 555-0199", FINDING_REPAIRED },
    { "US", "6371708", "", false, "unknown", "", "6371708", FINDING_PHONE_WITHOUT_AREA },
    { "US", "637-1708", "", false, "unknown", "", "6371708", FINDING_PHONE_WITHOUT_AREA },
    { "LU", "26 12 34 56", "+35226123456", true, "fixed", "", "26 12 34 56", FINDING_NONE },
    { "ES", "612 34 56 78", "+34612345678", true, "mobile", "", "612 34 56 78", FINDING_NONE },
};

static const char *kind_shown(const struct phone *phone)
{
    if (phone->valid && phone->kind == PHONE_UNKNOWN)
        return "fixed_or_mobile";
    return phone->kind == PHONE_MACHINE ? "mobile" : phone_kind_name(phone->kind);
}

static void numbers_are_read(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct phone phones[PHONES_PER_CELL_MAX] = { 0 };
        size_t count = 0;
        check_int(phone_read(text_from(cases[i].raw), cases[i].country, &arena, phones, &count), cases[i].finding,
                  cases[i].raw);
        check_text(phones[0].e164, text_from(cases[i].e164), cases[i].raw);
        check_int(phones[0].valid, cases[i].valid, cases[i].raw);
        check_text(text_from(count ? kind_shown(&phones[0]) : "unparseable"), text_from(cases[i].kind), cases[i].raw);
        check_text(phones[0].extension, text_from(cases[i].extension), cases[i].raw);
        check_text(phones[0].national, text_from(cases[i].national), cases[i].raw);
        arena_reset(&arena);
    }
}

static void reading_the_form_gives_the_form(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct phone once[PHONES_PER_CELL_MAX] = { 0 }, twice[PHONES_PER_CELL_MAX] = { 0 };
        size_t count = 0;
        phone_read(text_from(cases[i].raw), cases[i].country, &arena, once, &count);
        if (count == 0 || once[0].e164.len == 0 || !once[0].valid)
            continue;
        phone_read(once[0].e164, cases[i].country, &arena, twice, &count);
        check_text(twice[0].e164, once[0].e164, cases[i].raw);
        phone_read(once[0].national, phone_country(once[0].e164), &arena, twice, &count);
        if (phone_country(once[0].e164)[0])
            check_text(twice[0].e164, once[0].e164, cases[i].raw);
        arena_reset(&arena);
    }
}

static void several_in_a_cell_are_split(void **state)
{
    static const struct {
        const char *raw;
        size_t count;
        const char *e164[3];
    } cells[] = {
        { "020 1234567 / 06-12345678", 2, { "+31201234567", "+31612345678" } },
        { "0201234567 ; 0612345678 , 0101234567", 3, { "+31201234567", "+31612345678", "+31101234567" } },
        { "020-1234567 of 06-12345678", 2, { "+31201234567", "+31612345678" } },
        { "020-1234567 ::: 06-12345678", 2, { "+31201234567", "+31612345678" } },
        { "040/1234567", 1, { "+31401234567" } },
        { "020-1234567/68", 1, { "+31201234567" } },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        struct phone phones[PHONES_PER_CELL_MAX];
        size_t count = 0;
        phone_read(text_from(cells[i].raw), "NL", &arena, phones, &count);
        check_int(count, cells[i].count, cells[i].raw);
        for (size_t p = 0; p < count; p++)
            check_text(phones[p].e164, text_from(cells[i].e164[p]), cells[i].raw);
    }
}

/* What our tables call valid or not, libphonenumber does too, with the same kind and print. */
static void own_plans_agree_with_the_library(void **state)
{
    static const struct {
        const char *country, *code;
        size_t len_min, len_max;
    } plans[] = { { "NL", "31", 8, 10 },  { "BE", "32", 8, 9 },  { "DE", "49", 10, 11 }, { "FR", "33", 9, 9 },
                  { "GB", "44", 10, 10 }, { "LU", "352", 6, 9 }, { "US", "1", 10, 10 } };
    uint32_t seed = 1;
    size_t ours = 0;
    for (size_t c = 0; c < sizeof(plans) / sizeof(plans[0]); c++)
        for (int prefix = 100; prefix < 1000; prefix++)
            for (size_t len = plans[c].len_min; len <= plans[c].len_max; len++) {
                char digits[24], e164[24] = "", national[40] = "";
                enum phone_kind kind = PHONE_UNKNOWN;
                int at = snprintf(digits, sizeof(digits), "+%s%03d", plans[c].code, prefix);
                for (size_t i = 3; i < len; i++)
                    digits[at++] = (char)('0' + ((seed = seed * 1664525 + 1013904223) >> 16) % 10);
                digits[at] = '\0';
                enum plan_answer answer = phone_plan_read(digits, (size_t)at, "NL", e164, national, &kind);
                if (answer == PLAN_NOT_OURS)
                    continue;
                ours++;
                struct phone_shim_number number;
                assert_true(phone_shim_read(digits, (size_t)at, "NL", &number));
                if (number.valid != (answer == PLAN_VALID) || strcmp(number.e164, e164) != 0 ||
                    strcmp(number.national, national) != 0)
                    fail_msg("%s: %d '%s' '%s', library %d '%s' '%s'", digits, answer, e164, national, number.valid,
                             number.e164, number.national);
                assert_true((kind == PHONE_MOBILE) == (number.type == PHONE_SHIM_MOBILE));
                assert_true((kind == PHONE_FIXED) == (number.type == PHONE_SHIM_FIXED));
            }
    assert_true(ours > 2000);
}

/* A digit too few, too many or the 0 in another place: we say at once what the library takes long to say. */
static void misdialled_numbers_are_none_to_the_library_either(void **state)
{
    uint32_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        char digits[16], e164[24] = "", national[40] = "";
        enum phone_kind kind = PHONE_UNKNOWN;
        size_t len = round % 3 == 0 ? 9 : round % 3 == 1 ? 11 : 10, first = round % 3 < 2;
        for (size_t i = 0; i < len; i++)
            digits[i] = (char)('0' + ((seed = seed * 1664525 + 1013904223) >> 16) % 10);
        digits[len] = '\0';
        digits[0] = '0';
        digits[first] = (char)('1' + round % 7);
        if (phone_plan_read(digits, len, "NL", e164, national, &kind) == PLAN_NOT_OURS)
            continue; /* "31…" may be a number with its country */
        struct phone_shim_number number;
        assert_true(phone_shim_read(digits, len, "NL", &number));
        check_int(number.valid, false, digits);
        check_int(number.type, PHONE_SHIM_UNKNOWN, digits);
        check_text(text_from(e164), text_from(number.e164), digits);
        check_text(text_from(national), text_from(number.national), digits);
    }
}

static void any_bytes_are_a_number_or_a_finding(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 22);
    static const char signs[] = "0123456789+-/ ().;,xext\xc3\xa9\xff#\n";
    uint32_t seed = 3;
    for (int round = 0; round < 5000; round++) {
        char bytes[40];
        size_t len = 0, count = 0;
        for (; len < sizeof(bytes) && (seed = seed * 1664525 + 1013904223) >> 27; len++)
            bytes[len] = signs[(seed >> 16) % (sizeof(signs) - 1)];
        struct phone phones[PHONES_PER_CELL_MAX];
        enum finding finding = phone_read((struct text){ bytes, len }, round % 2 ? "NL" : "", &arena, phones, &count);
        assert_true(count > 0 || finding != FINDING_NONE);
        arena_reset(&arena);
    }
}

static void countries_of_numbers(void **state)
{
    assert_string_equal(phone_country(TEXT("+31612345678")), "NL");
    assert_string_equal(phone_country(TEXT("+35226123456")), "LU");
    assert_string_equal(phone_country(TEXT("+17029191300")), "");
    assert_string_equal(phone_country(TEXT("")), "");
}

static void shared_cases_of_phones_pass(void **state)
{
    check_vectors("phone", "phones.tsv", 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read),
        cmocka_unit_test(reading_the_form_gives_the_form),
        cmocka_unit_test(several_in_a_cell_are_split),
        cmocka_unit_test(own_plans_agree_with_the_library),
        cmocka_unit_test(misdialled_numbers_are_none_to_the_library_either),
        cmocka_unit_test(any_bytes_are_a_number_or_a_finding),
        cmocka_unit_test(countries_of_numbers),
        cmocka_unit_test(shared_cases_of_phones_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
