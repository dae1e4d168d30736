/*
 * Rules over several fields, one by one: broken, kept, and silent when a side is unknown.
 */
#include "base/scoped.h"
#include "check/check.h"
#include "check/rules.h"
#include "test.h"

static const int64_t NOW = 1795340400000; /* 2026-11-22 */

/* Findings of a record with one mention. */
static struct normal_record check_one(const struct mention *mention, struct arena *arena)
{
    struct normal_record record = { .mentions = mention, .mentions_count = 1 };
    assert_int_equal(check_record(&record, &(struct check_options){ .now_ms = NOW }, arena, NULL), STATUS_OK);
    return record;
}

static const struct record_finding *find(const struct normal_record *record, enum finding finding)
{
    for (uint16_t i = 0; i < record->findings_count; i++)
        if (record->findings[i].finding == finding)
            return &record->findings[i];
    return NULL;
}

static const struct email mailbox = { .address = TEXT("a@b.example"), .key = TEXT("a@b.example") };

/* A person who can be reached, so that only what the case says is odd. */
static struct mention somebody(void)
{
    return (struct mention){ .kind = PARTY_PERSON, .emails = &mailbox, .emails_count = 1 };
}

static void every_line_of_the_table_is_a_rule(void **state)
{
    bool seen[RULE_COUNT] = { false };
    for (size_t i = 0; i < rules_count; i++) {
        enum finding finding;
        struct field_ref ref;
        assert_true(rules[i].rule < RULE_COUNT && !seen[rules[i].rule]);
        seen[rules[i].rule] = true;
        if (!finding_read(text_from(rules[i].finding), &finding) || !field_ref_read(text_from(rules[i].field), &ref))
            fail_msg("rule %s: '%s' or '%s' is not known", rules[i].name, rules[i].finding, rules[i].field);
        assert_true(strlen(rules[i].says[LANGUAGE_NL]) > 10 && strlen(rules[i].says[LANGUAGE_EN]) > 10);
    }
}

static void postcode_and_place_belong_together(void **state)
{
    static const struct {
        const char *country, *postcode, *city;
        bool broken;
        const char *proposal;
    } cases[] = {
        { "NL", "1012 VG", "Amsterdam", false, "" }, { "NL", "1012 VG", "Utrecht", true, "Amsterdam" },
        { "NL", "2511 CR", "Den Haag", false, "" },  { "NL", "2511 CR", "'s-Gravenhage", false, "" },
        { "NL", "5211 JX", "Den Bosch", false, "" }, { "NL", "", "Utrecht", false, "" },
        { "NL", "1012 VG", "", false, "" },          { "BE", "1050", "Ixelles", false, "" },
        { "BE", "1050", "Elsene", false, "" },       { "BE", "1050", "Gent", true, "Elsene" },
        { "BE", "9000", "Gand", false, "" },         { "DE", "10115", "Utrecht", false, "" },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct address a = { .postcode = text_from(cases[i].postcode),
                             .city = text_from(cases[i].city),
                             .group = GROUP_HOME };
        memcpy(a.country, cases[i].country, 3);
        struct mention m = somebody();
        m.addresses = &a;
        m.addresses_count = 1;
        struct normal_record r = check_one(&m, &arena);
        const struct record_finding *f = find(&r, FINDING_POSTCODE_PLACE);
        check_int(f != NULL, cases[i].broken, cases[i].city);
        if (f) {
            check_text(f->proposal, text_from(cases[i].proposal), cases[i].city);
            assert_int_equal(f->field.group, GROUP_HOME);
        }
    }
}

static void countries_of_address_phone_and_numbers_agree(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct address dutch = { .country = "NL" }, assumed = { .country = "NL", .country_assumed = true };
    struct phone belgian = { .e164 = TEXT("+32470123456"), .valid = true },
                 american = { .e164 = TEXT("+17029191300"), .valid = true };
    struct identifier vat = { IDENTIFIER_VAT, TEXT("BE0403019261"), true },
                      greek = { IDENTIFIER_VAT, TEXT("EL094259216"), true },
                      iban = { IDENTIFIER_IBAN, TEXT("DE89370400440532013000"), true },
                      kbo = { IDENTIFIER_KBO, TEXT("0403019261"), true };
    struct mention m = somebody();
    m.addresses = &dutch;
    m.addresses_count = 1;
    m.phones = &belgian;
    m.phones_count = 1;
    struct normal_record r = check_one(&m, &arena);
    assert_non_null(find(&r, FINDING_COUNTRY_PHONE));
    m.phones = &american; /* shared by many countries: says nothing */
    r = check_one(&m, &arena);
    assert_null(find(&r, FINDING_COUNTRY_PHONE));
    m.phones = &belgian;
    m.addresses = &assumed;
    r = check_one(&m, &arena);
    assert_null(find(&r, FINDING_COUNTRY_PHONE));
    m.phones_count = 0;
    m.addresses = &dutch;
    const struct identifier *odd[] = { &vat, &greek, &iban, &kbo };
    for (size_t i = 0; i < 4; i++) {
        m.identifiers = odd[i];
        m.identifiers_count = 1;
        r = check_one(&m, &arena);
        assert_non_null(find(&r, FINDING_IDENTIFIER_COUNTRY));
    }
    struct address there = { .country = "GR" };
    m.addresses = &there;
    m.identifiers = &greek;
    r = check_one(&m, &arena);
    assert_null(find(&r, FINDING_IDENTIFIER_COUNTRY));
}

static void gender_and_initials_agree_with_the_name(void **state)
{
    static const struct {
        enum gender told, column;
        const char *initials, *given;
        bool gender, initial;
    } cases[] = {
        { GENDER_MALE, GENDER_FEMALE, "J.", "Jan", true, false },
        { GENDER_MALE, GENDER_MALE, "J.", "Jan", false, false },
        { GENDER_UNKNOWN, GENDER_FEMALE, "J.", "Anna", false, true },
        { GENDER_OTHER, GENDER_FEMALE, "", "Anna", false, false },
        { GENDER_FEMALE, GENDER_UNKNOWN, "IJ.", "Ysbrand", false, false },
        { GENDER_FEMALE, GENDER_FEMALE, "É.", "Eric", false, false },
        { GENDER_UNKNOWN, GENDER_UNKNOWN, "K.", "Cornelis", false, false },
        { GENDER_UNKNOWN, GENDER_UNKNOWN, "P.", "", false, false },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct mention m = somebody();
        m.gender = cases[i].column;
        m.name = (struct person_name){ .gender = cases[i].told,
                                       .initials = text_from(cases[i].initials),
                                       .given = text_from(cases[i].given) };
        struct normal_record r = check_one(&m, &arena);
        check_int(find(&r, FINDING_GENDER_SALUTATION) != NULL, cases[i].gender, cases[i].given);
        check_int(find(&r, FINDING_INITIALS_GIVEN) != NULL, cases[i].initial, cases[i].given);
    }
}

static void dates_stand_in_order(void **state)
{
    static const struct {
        struct date birth, death;
        const char *age;
        enum finding want;
    } cases[] = {
        { { 1980, 3, 21 }, { 0 }, NULL, FINDING_NONE },
        { { 2027, 1, 1 }, { 0 }, NULL, FINDING_DATE_FUTURE },
        { { 2026, 11, 23 }, { 0 }, NULL, FINDING_DATE_FUTURE },
        { { 2026, 11, 22 }, { 0 }, NULL, FINDING_NONE },
        { { 1980, 0, 0 }, { 2027, 0, 0 }, NULL, FINDING_DATE_FUTURE },
        { { 1980, 3, 21 }, { 1979, 3, 21 }, NULL, FINDING_BIRTH_AFTER_DEATH },
        { { 1980, 3, 21 }, { 1980, 0, 0 }, NULL, FINDING_NONE },
        { { 1916, 11, 22 }, { 0 }, NULL, FINDING_NONE },
        { { 1915, 11, 22 }, { 0 }, NULL, FINDING_AGE_UNLIKELY },
        { { 1890, 1, 1 }, { 1950, 1, 1 }, NULL, FINDING_NONE },
        { { 1980, 3, 21 }, { 0 }, "46", FINDING_NONE },
        { { 1980, 3, 21 }, { 0 }, "47", FINDING_NONE },
        { { 1980, 3, 21 }, { 0 }, "48", FINDING_AGE_DIFFERS },
        { { 1980, 3, 21 }, { 0 }, "abc", FINDING_NONE },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct mention m = somebody();
        struct attribute age = { .field = { .field = FIELD_PERSON_AGE },
                                 .kind = ATTRIBUTE_NUMBER,
                                 .value = text_from(cases[i].age) };
        char label[16];
        snprintf(label, sizeof(label), "case %zu", i);
        m.birth = cases[i].birth;
        m.death = cases[i].death;
        m.attributes = &age;
        m.attributes_count = cases[i].age != NULL;
        struct normal_record r = check_one(&m, &arena);
        check_int(r.findings_count, cases[i].want != FINDING_NONE, label);
        if (r.findings_count)
            check_int(r.findings[0].finding, cases[i].want, label);
    }
}

static void a_role_does_not_end_before_it_starts(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct mention m[2] = { somebody(), { .kind = PARTY_ORGANISATION } };
    struct role_claim role = { .person = 0, .organisation = 1, .since = { 2020, 1, 1 }, .until = { 2019, 1, 1 } };
    struct normal_record r = { .mentions = m, .mentions_count = 2, .roles = &role, .roles_count = 1 };
    assert_int_equal(check_record(&r, &(struct check_options){ .now_ms = NOW }, &arena, NULL), STATUS_OK);
    assert_non_null(find(&r, FINDING_PERIOD_REVERSED));
    role.until.year = 0;
    r.findings_count = 0;
    assert_int_equal(check_record(&r, &(struct check_options){ .now_ms = NOW }, &arena, NULL), STATUS_OK);
    assert_null(find(&r, FINDING_PERIOD_REVERSED));
}

static void who_cannot_be_reached_is_found(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct mention m = { .kind = PARTY_PERSON };
    struct normal_record r = check_one(&m, &arena);
    assert_non_null(find(&r, FINDING_UNREACHABLE));
    m = somebody();
    r = check_one(&m, &arena);
    assert_null(find(&r, FINDING_UNREACHABLE));
}

static void what_was_found_before_stays_first(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct record_finding before = { .finding = FINDING_REPAIRED, .field = { .field = FIELD_PHONE } };
    struct mention m = { .kind = PARTY_PERSON };
    struct normal_record r = { .mentions = &m, .mentions_count = 1, .findings = &before, .findings_count = 1 };
    for (int round = 0; round < 2; round++) { /* a second check adds nothing */
        assert_int_equal(check_record(&r, &(struct check_options){ .now_ms = NOW }, &arena, NULL), STATUS_OK);
        assert_int_equal(r.findings_count, 2);
        assert_int_equal(r.findings[0].finding, FINDING_REPAIRED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_of_the_table_is_a_rule),
        cmocka_unit_test(postcode_and_place_belong_together),
        cmocka_unit_test(countries_of_address_phone_and_numbers_agree),
        cmocka_unit_test(gender_and_initials_agree_with_the_name),
        cmocka_unit_test(dates_stand_in_order),
        cmocka_unit_test(a_role_does_not_end_before_it_starts),
        cmocka_unit_test(who_cannot_be_reached_is_found),
        cmocka_unit_test(what_was_found_before_stays_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
