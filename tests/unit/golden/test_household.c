/*
 * Who belongs together at home, and who only seems to.
 */
#include "golden/household.h"
#include "test.h"

enum { BAKKER = 11, VRIES = 12, JANSEN = 13, SMIT = 14, BOS = 15, PEETERS = 16, HOME = 100, OTHER_HOME = 101 };

static uint32_t find(const struct resident *residents, size_t count, const struct couple *couples, size_t couples_count,
                     const uint64_t *business, size_t business_count, uint32_t *of)
{
    uint32_t households = 0;
    assert_int_equal(
        households_find(residents, count, couples, couples_count, business, business_count, of, &households, NULL),
        STATUS_OK);
    return households;
}

static void same_home_and_a_tie_make_a_household(void **state)
{
    static const struct {
        const char *label;
        struct resident a, b;
        bool together;
    } cases[] = {
        { "same surname", { 1, HOME, BAKKER }, { 2, HOME, BAKKER }, true },
        { "partner's surname", { 1, HOME, BAKKER }, { 2, HOME, VRIES, BAKKER }, true },
        { "both carry one partner's name", { 1, HOME, VRIES, BAKKER }, { 2, HOME, SMIT, BAKKER }, true },
        { "shared landline", { 1, HOME, BAKKER, 0, { 7 } }, { 2, HOME, VRIES, 0, { 8, 7 } }, true },
        { "a home of two, by its door", { 1, HOME, BAKKER }, { 2, HOME, VRIES }, true },
        { "one after the other",
          { 1, HOME, BAKKER, .seen_days = 15000 },
          { 2, HOME, VRIES, .seen_days = 19000 },
          false },
        { "namesakes one after the other",
          { 1, HOME, BAKKER, .seen_days = 15000 },
          { 2, HOME, BAKKER, .seen_days = 19000 },
          true },
        { "surname alone", { 1, HOME, BAKKER }, { 2, OTHER_HOME, BAKKER }, false },
        { "no address at all", { 1, 0, BAKKER, 0, { 7 } }, { 2, 0, BAKKER, 0, { 7 } }, false },
        { "no surname known", { 1, HOME, 0 }, { 2, HOME, 0 }, false },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct resident residents[] = { cases[i].a, cases[i].b };
        uint32_t of[2];
        uint32_t households = find(residents, 2, NULL, 0, NULL, 0, of);
        check_int(households, cases[i].together, cases[i].label);
        check_int(of[0] != HOUSEHOLD_NONE && of[0] == of[1], cases[i].together, cases[i].label);
    }
}

static void institution_is_no_household(void **state)
{
    struct resident residents[] = { { 1, HOME, BAKKER }, { 2, HOME, VRIES },  { 3, HOME, JANSEN },
                                    { 4, HOME, SMIT },   { 5, HOME, BAKKER }, { 6, HOME, PEETERS } };
    uint32_t of[6];
    assert_int_equal(find(residents, 5, NULL, 0, NULL, 0, of), 1); /* four surnames, one twice */
    assert_int_equal(find(residents, 6, NULL, 0, NULL, 0, of), 0); /* five surnames */
    struct couple couple = { 0, 1 };
    assert_int_equal(find(residents, 6, &couple, 1, NULL, 0, of), 1); /* but a couple is one there too */
    assert_int_equal(of[0], of[1]);
    assert_int_equal(of[4], HOUSEHOLD_NONE);
}

static void crowd_at_one_door_is_no_household(void **state)
{
    struct resident residents[HOUSEHOLD_RESIDENTS_MAX + 1];
    uint32_t of[HOUSEHOLD_RESIDENTS_MAX + 1];
    for (size_t i = 0; i <= HOUSEHOLD_RESIDENTS_MAX; i++)
        residents[i] = (struct resident){ .order = i + 1, .address = HOME, .surname = BAKKER };
    assert_int_equal(find(residents, HOUSEHOLD_RESIDENTS_MAX - 1, NULL, 0, NULL, 0, of), 1);
    assert_int_equal(find(residents, HOUSEHOLD_RESIDENTS_MAX, NULL, 0, NULL, 0, of), 1);
    assert_int_equal(find(residents, HOUSEHOLD_RESIDENTS_MAX + 1, NULL, 0, NULL, 0, of), 0);
}

static void colleagues_at_a_business_address_are_no_household(void **state)
{
    struct resident residents[] = { { 1, HOME, BAKKER, 0, { 7 } }, { 2, HOME, VRIES, 0, { 7 } }, { 3, HOME, BAKKER } };
    const uint64_t business[] = { 5, HOME, 300 };
    uint32_t of[3];
    assert_int_equal(find(residents, 3, NULL, 0, business, 3, of), 1);
    assert_int_equal(of[0], of[2]); /* a family firm at home */
    assert_int_equal(of[1], HOUSEHOLD_NONE);
}

static void couple_with_two_homes_is_apart(void **state)
{
    struct resident residents[] = { { 1, HOME, BAKKER }, { 2, OTHER_HOME, VRIES }, { 3, 0, SMIT } };
    const struct couple couples[] = { { 0, 1 }, { 1, 2 } };
    uint32_t of[3];
    assert_int_equal(find(residents, 3, couples, 2, NULL, 0, of), 1);
    assert_int_equal(of[0], HOUSEHOLD_NONE);
    assert_int_equal(of[1], of[2]);
}

static void a_door_of_a_building_with_more_doors_joins_nobody(void **state)
{
    struct resident residents[] = { { 1, HOME, BAKKER, .building = 7 },
                                    { 2, HOME, VRIES, .building = 7 },
                                    { 3, OTHER_HOME, JANSEN, .building = 7, .has_door = true },
                                    { 4, OTHER_HOME, SMIT, .building = 7, .has_door = true } };
    uint32_t of[4];
    assert_int_equal(find(residents, 4, NULL, 0, NULL, 0, of), 1);
    assert_int_equal(of[0], HOUSEHOLD_NONE);
    assert_int_equal(of[1], HOUSEHOLD_NONE);
    assert_int_equal(of[2], of[3]);
}

static void who_lives_with_the_head_a_source_names_is_of_the_household(void **state)
{
    struct resident residents[] = {
        { 1, HOME, BAKKER, .said = PLACE_HEAD },  { 2, HOME, VRIES, .said = PLACE_OTHER },
        { 3, HOME, JANSEN, .said = PLACE_OTHER }, { 4, HOME, SMIT, .said = PLACE_OTHER },
        { 5, HOME, BOS, .said = PLACE_OTHER },    { 6, HOME, PEETERS, .said = PLACE_OTHER }
    };
    uint32_t of[6];
    assert_int_equal(find(residents, 6, NULL, 0, NULL, 0, of), 1);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(of[i], 0);
    residents[3].said = PLACE_HEAD; /* two heads: not one household of all */
    assert_int_equal(find(residents, 6, NULL, 0, NULL, 0, of), 0);
}

static void a_slip_in_the_address_is_mended_where_a_tie_is_known(void **state)
{
    static const struct {
        const char *label;
        struct resident b;
        bool together;
    } cases[] = {
        { "number",
          { 2, 201, BAKKER, .said = PLACE_CHILD, .street = 5, .place = 9, .digits = 113, .street_start = 1 },
          true },
        { "far number",
          { 2, 201, BAKKER, .said = PLACE_CHILD, .street = 5, .place = 9, .digits = 780, .street_start = 1 },
          false },
        { "place",
          { 2, 201, BAKKER, .said = PLACE_CHILD, .street = 5, .place = 8, .digits = 123, .street_start = 1 },
          true },
        { "no address key", { 2, 0, BAKKER, .said = PLACE_CHILD, .street = 5, .place = 9, .street_start = 1 }, true },
        { "street",
          { 2, 201, BAKKER, .said = PLACE_PARTNER, .street = 6, .place = 9, .digits = 123, .street_start = 2 },
          true },
        { "nobody says so", { 2, 201, BAKKER, .street = 5, .place = 9, .digits = 113, .street_start = 1 }, false },
        { "another name",
          { 2, 201, VRIES, .said = PLACE_CHILD, .street = 5, .place = 9, .digits = 113, .street_start = 1 },
          false },
        { "another head",
          { 2, 201, BAKKER, .said = PLACE_HEAD, .street = 5, .place = 9, .digits = 113, .street_start = 1 },
          false },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct resident residents[] = { { 1, HOME, BAKKER, .said = PLACE_HEAD, .street = 5, .place = 9, .digits = 123,
                                          .street_start = 1 },
                                        cases[i].b };
        uint32_t of[2];
        check_int(find(residents, 2, NULL, 0, NULL, 0, of), cases[i].together, cases[i].label);
    }
}

static void order_of_residents_changes_nothing(void **state)
{
    struct resident residents[] = {
        { 9, HOME, BAKKER }, { 3, OTHER_HOME, VRIES }, { 5, HOME, BAKKER }, { 4, OTHER_HOME, VRIES }, { 1, 500, JANSEN }
    };
    struct resident turned[5];
    uint32_t of[5], of_turned[5];
    for (size_t i = 0; i < 5; i++)
        turned[i] = residents[4 - i];
    assert_int_equal(find(residents, 5, NULL, 0, NULL, 0, of), 2);
    assert_int_equal(find(turned, 5, NULL, 0, NULL, 0, of_turned), 2);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(of[i], of_turned[4 - i]);
    assert_int_equal(of[1], 0); /* numbered by the smallest member */
    assert_int_equal(of[0], 1);
}

static void nobody_is_no_household(void **state)
{
    uint32_t households = 7;
    assert_int_equal(households_find(NULL, 0, NULL, 0, NULL, 0, NULL, &households, NULL), STATUS_OK);
    assert_int_equal(households, 0);
}

static void places_follow_age_and_names(void **state)
{
    struct resident father = { .order = 1, .surname = BAKKER, .born = 1972 };
    struct resident mother = { .order = 2, .surname = VRIES, .partner = BAKKER, .born = 1974 };
    struct resident child = { .order = 3, .surname = BAKKER, .born = 2003 };
    struct resident grandfather = { .order = 4, .surname = BAKKER, .born = 1940 };
    enum household_place places[4];
    household_places((const struct resident *const[]){ &child, &mother, &father }, 3, places);
    assert_int_equal(places[0], PLACE_CHILD);
    assert_int_equal(places[1], PLACE_PARTNER);
    assert_int_equal(places[2], PLACE_HEAD);
    struct resident said = father;
    said.said = PLACE_HEAD;
    household_places((const struct resident *const[]){ &grandfather, &said }, 2, places);
    assert_int_equal(places[1], PLACE_HEAD); /* the source's word before our guess */
    assert_int_equal(places[0], PLACE_UNKNOWN);
    struct resident one = { .order = 1, .surname = BAKKER }, two = { .order = 2, .surname = BAKKER };
    household_places((const struct resident *const[]){ &one, &two }, 2, places);
    assert_int_equal(places[0], PLACE_UNKNOWN); /* nothing known, nothing guessed */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_home_and_a_tie_make_a_household),
        cmocka_unit_test(institution_is_no_household),
        cmocka_unit_test(crowd_at_one_door_is_no_household),
        cmocka_unit_test(colleagues_at_a_business_address_are_no_household),
        cmocka_unit_test(couple_with_two_homes_is_apart),
        cmocka_unit_test(a_door_of_a_building_with_more_doors_joins_nobody),
        cmocka_unit_test(who_lives_with_the_head_a_source_names_is_of_the_household),
        cmocka_unit_test(a_slip_in_the_address_is_mended_where_a_tie_is_known),
        cmocka_unit_test(order_of_residents_changes_nothing),
        cmocka_unit_test(nobody_is_no_household),
        cmocka_unit_test(places_follow_age_and_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
