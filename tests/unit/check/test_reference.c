/*
 * Addresses beside a register: what it knows is checked and proposed, where it knows nothing it is silent.
 */
#include "base/scoped.h"
#include "check/reference.h"
#include "test.h"

#define ROW(code, from, to, street, place)                                                                             \
    {                                                                                                                  \
        code, from, to, TEXT(street), TEXT(place)                                                                      \
    }

/* Invented streets; in order of code. */
static const struct reference_row rows[] = {
    ROW("BE1050", 0, 0, "", "Elsene"),
    ROW("BE1050", 0, 0, "", "Ixelles"),
    ROW("BE1060", 0, 0, "", "Sint-Gillis"),
    ROW("NL2510", 0, 0, "", "'s-Gravenhage"),
    ROW("NL2511AA", 1, 9, "Eendenkade", "'s-Gravenhage"),
    ROW("NL2511AB", 1, 20, "Burg. de Gansweg", "'s-Gravenhage"),
    ROW("NL2511AB", 22, 40, "Zwaanplein", "'s-Gravenhage"),
    ROW("NL2520", 0, 0, "", "'s-Gravenhage"),
    ROW("NL2520", 0, 0, "", "Rijswijk"),
};

static struct normal_record check_one(const struct address *address, struct reference reference, struct arena *arena)
{
    struct mention *mention = arena_new(arena, struct mention);
    *mention = (struct mention){ .kind = PARTY_PERSON, .addresses = address, .addresses_count = 1 };
    struct normal_record record = { .mentions = mention, .mentions_count = 1 };
    assert_int_equal(check_reference(&record, &reference, arena, NULL), STATUS_OK);
    return record;
}

/* Of cases[]: country, postcode, street, number, city; the finding and its proposal. */
static const struct {
    const char *country, *postcode, *street, *number, *city;
    enum finding want;
    const char *proposal;
} cases[] = {
    { "NL", "2511 AA", "Eendenkade", "3", "Den Haag", FINDING_NONE, "" },
    { "NL", "2511 AA", "EENDEN KADE", "3", "'s-Gravenhage", FINDING_NONE, "" },
    { "NL", "2511 AA", "Eendenkade", "", "Den Haag", FINDING_NONE, "" },
    { "NL", "2511 AB", "Burgemeester de Gansweg", "20", "Den Haag", FINDING_NONE, "" },
    { "NL", "2511 AA", "Eendekade", "3", "Den Haag", FINDING_POSTCODE_STREET, "Eendenkade" },
    { "NL", "2511 AB", "Zwanenplein", "24", "Den Haag", FINDING_POSTCODE_STREET, "Zwaanplein" },
    { "NL", "2511 AB", "Zwanenplein", "21", "Den Haag", FINDING_POSTCODE_STREET, "" },
    { "NL", "2511 AA", "Eendenkade", "10", "Den Haag", FINDING_NUMBER_RANGE, "" },
    { "NL", "2511 AB", "Zwaanplein", "20-24", "Den Haag", FINDING_NUMBER_RANGE, "" },
    { "NL", "2511 AA", "Eendenkade", "3", "Utrecht", FINDING_POSTCODE_PLACE, "'s-Gravenhage" },
    { "NL", "2511 AA", "Eendenkade", "3", "", FINDING_PLACE_MISSING, "'s-Gravenhage" },
    { "NL", "2511 AB", "", "30", "Den Haag", FINDING_STREET_MISSING, "Zwaanplein" },
    { "NL", "2511 AB", "", "", "Den Haag", FINDING_NONE, "" },
    { "NL", "2511 ZZ", "Eendenkade", "3", "Den Haag", FINDING_POSTCODE_UNKNOWN, "" },
    { "NL", "9999 ZZ", "Eendenkade", "3", "Den Haag", FINDING_NONE, "" },
    { "NL", "2510 AA", "Overal", "3", "Den Haag", FINDING_NONE, "" },
    { "NL", "2510 AA", "Overal", "3", "Utrecht", FINDING_POSTCODE_PLACE, "'s-Gravenhage" },
    { "NL", "2520 AA", "Overal", "3", "Utrecht", FINDING_POSTCODE_PLACE, "" },
    { "NL", "2530 AA", "Overal", "3", "Utrecht", FINDING_POSTCODE_UNKNOWN, "" },
    { "BE", "1050", "Overal", "3", "Ixelles", FINDING_NONE, "" },
    { "BE", "1060", "Overal", "3", "Gent", FINDING_POSTCODE_PLACE, "Sint-Gillis" },
    { "BE", "1051", "Overal", "3", "Gent", FINDING_POSTCODE_UNKNOWN, "" },
    { "BE", "9000", "Overal", "3", "Gent", FINDING_NONE, "" },
    { "DE", "2511 AA", "Overal", "3", "Gent", FINDING_NONE, "" },
    { "", "2511 AA", "Overal", "3", "Gent", FINDING_NONE, "" },
    { "NL", "25-11;AA", "Overal", "3", "Gent", FINDING_NONE, "" },
    { "NL", "2511AA2511AA2511AA", "Overal", "3", "Gent", FINDING_NONE, "" },
};

static void an_address_is_compared_with_the_register(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct reference reference = reference_over(rows, sizeof(rows) / sizeof(rows[0]));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct address a = { .street = text_from(cases[i].street),
                             .number = text_from(cases[i].number),
                             .postcode = text_from(cases[i].postcode),
                             .city = text_from(cases[i].city) };
        char label[64];
        snprintf(label, sizeof(label), "case %zu %s", i, cases[i].postcode);
        memcpy(a.country, cases[i].country, strlen(cases[i].country) + 1);
        struct normal_record r = check_one(&a, reference, &arena);
        check_int(r.findings_count, cases[i].want != FINDING_NONE, label);
        if (r.findings_count) {
            check_int(r.findings[0].finding, cases[i].want, label);
            check_text(r.findings[0].proposal, text_from(cases[i].proposal), label);
        }
    }
}

static void without_a_register_nothing_changes(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct address a = { .country = "NL", .postcode = TEXT("2511 ZZ"), .city = TEXT("Utrecht") };
    struct normal_record r = check_one(&a, reference_over(NULL, 0), &arena);
    assert_int_equal(r.findings_count, 0);
}

static void a_box_needs_no_building(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct address a = { .country = "NL",
                         .kind = ADDRESS_PO_BOX,
                         .number = TEXT("300"),
                         .postcode = TEXT("2511 ZZ"),
                         .city = TEXT("Den Haag") };
    struct reference buildings = reference_over(rows + 4, 3);
    struct normal_record r = check_one(&a, buildings, &arena);
    assert_int_equal(r.findings_count, 0);
}

static void the_order_of_street_and_place_is_kept_and_nothing_told_twice(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct address a = { .country = "NL",
                         .street = TEXT("Dam"),
                         .number = TEXT("1"),
                         .postcode = TEXT("2511 AA"),
                         .city = TEXT("Gent"),
                         .group = GROUP_INVOICE };
    struct reference reference = reference_over(rows, sizeof(rows) / sizeof(rows[0]));
    struct normal_record r = check_one(&a, reference, &arena);
    assert_int_equal(check_reference(&r, &reference, &arena, NULL), STATUS_OK);
    assert_int_equal(r.findings_count, 2);
    assert_int_equal(r.findings[0].finding, FINDING_POSTCODE_STREET);
    assert_int_equal(r.findings[1].finding, FINDING_POSTCODE_PLACE);
    assert_int_equal(r.findings[1].field.group, GROUP_INVOICE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_compared_with_the_register),
        cmocka_unit_test(without_a_register_nothing_changes),
        cmocka_unit_test(a_box_needs_no_building),
        cmocka_unit_test(the_order_of_street_and_place_is_kept_and_nothing_told_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
