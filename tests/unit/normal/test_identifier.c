/*
 * Numbers of registers, banks and networks: form, then check.
 */
#include "base/scoped.h"
#include "normal/identifier.h"
#include "test.h"

#include "normal/vectors.h"

enum { NONE = FINDING_NONE, FORM = FINDING_MALFORMED, CHECK = FINDING_CHECK_DIGIT };

static const struct {
    enum identifier_kind kind;
    const char *raw, *country, *value;
    int finding;
} cases[] = {
    { IDENTIFIER_KVK, "69599084", "", "69599084", NONE },
    { IDENTIFIER_KVK, "KvK-nummer: 69599084", "", "69599084", NONE },
    { IDENTIFIER_KVK, "KVK nr. 69 59 90 84", "", "69599084", NONE },
    { IDENTIFIER_KVK, "1234567", "", "01234567", FINDING_REPAIRED },
    { IDENTIFIER_KVK, "271376310000", "", "27137631", FINDING_KVK_WITH_BRANCH },
    { IDENTIFIER_KVK, "00000000", "", "", FORM },
    { IDENTIFIER_KVK, "123", "", "", FORM },
    { IDENTIFIER_KVK, "nvt", "", "", FINDING_PLACEHOLDER },
    { IDENTIFIER_KVK, "", "", "", FINDING_EMPTY },
    { IDENTIFIER_BRANCH, "000012345678", "", "000012345678", NONE },
    { IDENTIFIER_BRANCH, "12345678", "", "000012345678", NONE },
    { IDENTIFIER_BRANCH, "2.123.456.726", "", "2123456726", CHECK },
    { IDENTIFIER_RSIN, "111222333", "", "111222333", NONE },
    { IDENTIFIER_RSIN, "12345672", "", "012345672", NONE },
    { IDENTIFIER_RSIN, "111222334", "", "111222334", CHECK },
    { IDENTIFIER_RSIN, "000000000", "", "", FORM },
    { IDENTIFIER_VAT, "NL004495445B01", "", "NL004495445B01", NONE },
    { IDENTIFIER_VAT, "nl 0044.95.445.B.01", "", "NL004495445B01", NONE },
    { IDENTIFIER_VAT, "BTW: NL004495445B01", "", "NL004495445B01", NONE },
    { IDENTIFIER_VAT, "004495445B01", "NL", "NL004495445B01", NONE },
    { IDENTIFIER_VAT, "004495445B01", "", "", FORM },
    { IDENTIFIER_VAT, "NL123456789B13", "", "NL123456789B13", NONE },
    { IDENTIFIER_VAT, "NL000099998B57", "", "NL000099998B57", NONE },
    { IDENTIFIER_VAT, "NL002455799B11", "", "NL002455799B11", NONE },
    { IDENTIFIER_VAT, "NL123456789B90", "", "NL123456789B90", CHECK },
    { IDENTIFIER_VAT, "NL004495445B00", "", "NL004495445B00", CHECK },
    { IDENTIFIER_VAT, "BE0403.019.261", "", "BE0403019261", NONE },
    { IDENTIFIER_VAT, "BE403019261", "", "BE0403019261", NONE },
    { IDENTIFIER_VAT, "0403019261", "BE", "BE0403019261", NONE },
    { IDENTIFIER_VAT, "BE0403019262", "", "BE0403019262", CHECK },
    { IDENTIFIER_VAT, "DE136695976", "", "DE136695976", NONE },
    { IDENTIFIER_VAT, "DE136695978", "", "DE136695978", CHECK },
    { IDENTIFIER_VAT, "FR40303265045", "", "FR40303265045", NONE },
    { IDENTIFIER_VAT, "FR23334175221", "", "FR23334175221", NONE },
    { IDENTIFIER_VAT, "FR84323140391", "", "FR84323140391", CHECK },
    { IDENTIFIER_VAT, "ATU13585627", "", "ATU13585627", NONE },
    { IDENTIFIER_VAT, "ATU13585626", "", "ATU13585626", CHECK },
    { IDENTIFIER_VAT, "PL8567346215", "", "PL8567346215", NONE },
    { IDENTIFIER_VAT, "PL8567346216", "", "PL8567346216", CHECK },
    { IDENTIFIER_VAT, "DK13585628", "", "DK13585628", NONE },
    { IDENTIFIER_VAT, "SE123456789701", "", "SE123456789701", NONE },
    { IDENTIFIER_VAT, "FI20774740", "", "FI20774740", NONE },
    { IDENTIFIER_VAT, "FI20774741", "", "FI20774741", CHECK },
    { IDENTIFIER_VAT, "LU15027442", "", "LU15027442", NONE },
    { IDENTIFIER_VAT, "LU15027443", "", "LU15027443", CHECK },
    { IDENTIFIER_VAT, "IT00743110157", "", "IT00743110157", NONE },
    { IDENTIFIER_VAT, "IT00743110158", "", "IT00743110158", CHECK },
    { IDENTIFIER_VAT, "ES54362315K", "", "ES54362315K", NONE },
    { IDENTIFIER_VAT, "ESX2482300W", "", "ESX2482300W", NONE },
    { IDENTIFIER_VAT, "ESJ99216582", "", "ESJ99216582", NONE },
    { IDENTIFIER_VAT, "ESX2482300A", "", "ESX2482300A", CHECK },
    { IDENTIFIER_VAT, "PT501964843", "", "PT501964843", NONE },
    { IDENTIFIER_VAT, "PT501964842", "", "PT501964842", CHECK },
    { IDENTIFIER_VAT, "IE6433435F", "", "IE6433435F", NONE },
    { IDENTIFIER_VAT, "IE6433435OA", "", "IE6433435OA", NONE },
    { IDENTIFIER_VAT, "IE6433435E", "", "IE6433435E", CHECK },
    { IDENTIFIER_VAT, "IE8D79739I", "", "IE8D79739I", NONE },
    { IDENTIFIER_VAT, "GB980780684", "", "GB980780684", NONE },
    { IDENTIFIER_VAT, "GB802311781", "", "GB802311781", CHECK },
    { IDENTIFIER_VAT, "EL094259216", "", "EL094259216", NONE },
    { IDENTIFIER_VAT, "GR094259216", "", "EL094259216", NONE },
    { IDENTIFIER_VAT, "EL123456781", "", "EL123456781", CHECK },
    { IDENTIFIER_VAT, "HU12892312", "", "HU12892312", NONE },
    { IDENTIFIER_VAT, "HU12892313", "", "HU12892313", CHECK },
    { IDENTIFIER_VAT, "CZ25123891", "", "CZ25123891", NONE },
    { IDENTIFIER_VAT, "CZ25123890", "", "CZ25123890", CHECK },
    { IDENTIFIER_VAT, "SK2022749619", "", "SK2022749619", NONE },
    { IDENTIFIER_VAT, "SK2022749618", "", "SK2022749618", CHECK },
    { IDENTIFIER_VAT, "SI50223054", "", "SI50223054", NONE },
    { IDENTIFIER_VAT, "SI50223055", "", "SI50223055", CHECK },
    { IDENTIFIER_VAT, "HR33392005961", "", "HR33392005961", NONE },
    { IDENTIFIER_VAT, "HR33392005962", "", "HR33392005962", CHECK },
    { IDENTIFIER_VAT, "RO18547290", "", "RO18547290", NONE },
    { IDENTIFIER_VAT, "RO18547291", "", "RO18547291", CHECK },
    { IDENTIFIER_VAT, "BG175074752", "", "BG175074752", NONE },
    { IDENTIFIER_VAT, "BG175074751", "", "BG175074751", CHECK },
    { IDENTIFIER_VAT, "EE100931558", "", "EE100931558", NONE },
    { IDENTIFIER_VAT, "EE100594103", "", "EE100594103", CHECK },
    { IDENTIFIER_VAT, "LT119511515", "", "LT119511515", NONE },
    { IDENTIFIER_VAT, "LT100001919017", "", "LT100001919017", NONE },
    { IDENTIFIER_VAT, "LT100001919018", "", "LT100001919018", CHECK },
    { IDENTIFIER_VAT, "LV40003521600", "", "LV40003521600", NONE },
    { IDENTIFIER_VAT, "LV40003521601", "", "LV40003521601", CHECK },
    { IDENTIFIER_VAT, "MT11679112", "", "MT11679112", NONE },
    { IDENTIFIER_VAT, "MT11679113", "", "MT11679113", CHECK },
    { IDENTIFIER_VAT, "CY10259033P", "", "CY10259033P", NONE },
    { IDENTIFIER_VAT, "CY10259033Z", "", "CY10259033Z", CHECK },
    { IDENTIFIER_VAT, "CHE-107.787.577 MWST", "", "CHE107787577MWST", NONE },
    { IDENTIFIER_VAT, "XX12345", "", "", FORM },
    { IDENTIFIER_VAT, "NL12", "", "", FORM },
    { IDENTIFIER_KBO, "0403.019.261", "", "0403019261", NONE },
    { IDENTIFIER_KBO, "BE 0403.019.261", "", "0403019261", NONE },
    { IDENTIFIER_KBO, "403019261", "", "0403019261", NONE },
    { IDENTIFIER_KBO, "KBO 0403019261", "", "0403019261", NONE },
    { IDENTIFIER_KBO, "0403019262", "", "0403019262", CHECK },
    { IDENTIFIER_KBO, "9403019261", "", "", FORM },
    { IDENTIFIER_IBAN, "NL20 INGB 0001 2345 67", "", "NL20INGB0001234567", NONE },
    { IDENTIFIER_IBAN, "iban: nl20ingb0001234567", "", "NL20INGB0001234567", NONE },
    { IDENTIFIER_IBAN, "NL21INGB0001234567", "", "NL21INGB0001234567", CHECK },
    { IDENTIFIER_IBAN, "BE68 5390 0754 7034", "", "BE68539007547034", NONE },
    { IDENTIFIER_IBAN, "NL20INGB000123456", "", "", FORM },
    { IDENTIFIER_IBAN, "NL20123B0001234567", "", "", FORM },
    { IDENTIFIER_IBAN, "GB29 NWBK 6016 1331 9268 19", "", "GB29NWBK60161331926819", NONE },
    { IDENTIFIER_IBAN, "CH9300762011623852957", "", "CH9300762011623852957", NONE },
    { IDENTIFIER_IBAN, "XK051212012345678906", "", "XK051212012345678906", NONE },
    { IDENTIFIER_IBAN, "1234567", "", "", FORM },
    { IDENTIFIER_BIC, "INGBNL2A", "", "INGBNL2A", NONE },
    { IDENTIFIER_BIC, "bic ingbnl2axxx", "", "INGBNL2AXXX", NONE },
    { IDENTIFIER_BIC, "Rotterdam", "", "", FORM },
    { IDENTIFIER_GLN, "8712345000004", "", "8712345000004", NONE },
    { IDENTIFIER_GLN, "8712345000005", "", "8712345000005", CHECK },
    { IDENTIFIER_LEI, "529900T8BM49AURSDO55", "", "529900T8BM49AURSDO55", NONE },
    { IDENTIFIER_LEI, "529900T8BM49AURSDO56", "", "529900T8BM49AURSDO56", CHECK },
    { IDENTIFIER_EORI, "NL004495445", "", "NL004495445", NONE },
    { IDENTIFIER_EORI, "NL4495445", "", "NL004495445", NONE },
    { IDENTIFIER_EORI, "12345", "", "", FORM },
    { IDENTIFIER_OIN, "00000001003214345000", "", "00000001003214345000", NONE },
    { IDENTIFIER_OIN, "00000003273766400000", "", "00000003273766400000", NONE },
    { IDENTIFIER_OIN, "12345678901234567890", "", "", FORM },
    { IDENTIFIER_DUNS, "15-048-3782", "", "150483782", NONE },
    { IDENTIFIER_DUNS, "12345", "", "", FORM },
    { IDENTIFIER_CUSTOMER_NUMBER, " D00012 ", "", "D00012", NONE },
    { IDENTIFIER_CUSTOMER_NUMBER, "'00012", "", "00012", NONE },
};

static void numbers_pass_or_say_why(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct identifier id, again;
        check_int(identifier_read(cases[i].kind, text_from(cases[i].raw), cases[i].country, &arena, &id),
                  cases[i].finding, cases[i].raw);
        check_text(id.value, text_from(cases[i].value), cases[i].raw);
        check_int(id.valid,
                  cases[i].finding == NONE || cases[i].finding == FINDING_KVK_WITH_BRANCH ||
                      cases[i].finding == FINDING_REPAIRED,
                  cases[i].raw);
        if (id.value.len == 0)
            continue;
        identifier_read(cases[i].kind, id.value, "", &arena, &again);
        check_text(again.value, id.value, cases[i].raw);
        check_int(again.valid, id.valid, cases[i].raw);
    }
}

/* One digit wrong or two neighbours swapped never passes mod 97. */
static void mod_97_finds_every_slip(void **state)
{
    static const char *const ibans[] = { "NL20INGB0001234567", "BE68539007547034", "DE89370400440532013000" };
    for (size_t i = 0; i < sizeof(ibans) / sizeof(ibans[0]); i++)
        for (size_t at = 4; ibans[i][at]; at++) {
            char wrong[IBAN_TEXT_MAX], ret[IBAN_TEXT_MAX];
            strcpy(wrong, ibans[i]);
            if (!char_is_digit(wrong[at]))
                continue;
            for (char digit = '0'; digit <= '9'; digit++) {
                wrong[at] = digit;
                assert_int_equal(iban_read(text_from(wrong), ret) == FINDING_NONE, digit == ibans[i][at]);
            }
            strcpy(wrong, ibans[i]);
            if (char_is_digit(wrong[at + 1]) && wrong[at] != wrong[at + 1]) {
                char c = wrong[at];
                wrong[at] = wrong[at + 1];
                wrong[at + 1] = c;
                assert_true(iban_read(text_from(wrong), ret) != FINDING_NONE);
            }
        }
}

static void national_numbers_are_recognised(void **state)
{
    char digits[12];
    assert_true(national_number_be(TEXT("85.07.30-033 28"), digits));
    assert_string_equal(digits, "85073003328");
    assert_true(national_number_be(TEXT("17 07 30 033 84"), digits));
    assert_false(national_number_be(TEXT("85073003329"), digits));
    assert_false(national_number_be(TEXT("85133003328"), digits));
    assert_false(national_number_be(TEXT("8507300332"), digits));
    assert_true(vat_may_hold_national_number(TEXT("NL111222333B01")));
    assert_false(vat_may_hold_national_number(TEXT("NL000099998B57")));
}

static void any_bytes_are_a_number_or_a_finding(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 22);
    static const char signs[] = "0123456789NLBEDEIBAN.- /\xc3\xa9\xff";
    uint32_t seed = 9;
    for (int round = 0; round < 30000; round++) {
        char bytes[48];
        size_t len = 0;
        for (; len < sizeof(bytes) && (seed = seed * 1664525 + 1013904223) >> 27; len++)
            bytes[len] = signs[(seed >> 16) % (sizeof(signs) - 1)];
        struct identifier id;
        enum finding finding = identifier_read((enum identifier_kind)(1 + round % (IDENTIFIER_KINDS - 1)),
                                               (struct text){ bytes, len }, round % 2 ? "NL" : "", &arena, &id);
        assert_true(id.value.len > 0 || finding != FINDING_NONE);
        arena_reset(&arena);
    }
}

static void shared_cases_of_identifiers_pass(void **state)
{
    check_vectors("identifier", "identifiers.tsv", 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_pass_or_say_why),          cmocka_unit_test(mod_97_finds_every_slip),
        cmocka_unit_test(national_numbers_are_recognised),  cmocka_unit_test(any_bytes_are_a_number_or_a_finding),
        cmocka_unit_test(shared_cases_of_identifiers_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
