/*
 * What people said of who lives together goes before what addresses say.
 */
#include "golden/household_said.h"
#include "test.h"

enum { PEOPLE = 5 };

/* Five residents of orders 10, 20 … 50; of: the households that were found. */
static uint32_t heed(const uint32_t found[PEOPLE], uint32_t households, const struct living_said *said, size_t count,
                     uint32_t ret_of[PEOPLE])
{
    struct resident residents[PEOPLE] = { 0 };
    for (uint32_t i = 0; i < PEOPLE; i++) {
        residents[i].order = (i + 1) * 10;
        ret_of[i] = found[i];
    }
    assert_int_equal(households_said(residents, PEOPLE, said, count, ret_of, &households, NULL), STATUS_OK);
    return households;
}

#define NO HOUSEHOLD_NONE

static void what_is_said_goes_before_addresses(void **state)
{
    static const struct {
        const char *label;
        uint32_t found[PEOPLE], households;
        struct living_said said[4];
        size_t said_count;
        uint32_t of[PEOPLE], left;
    } cases[] = {
        { "nothing is said", { 0, 0, NO, 1, 1 }, 2, { { 0, 0, false } }, 0, { 0, 0, NO, 1, 1 }, 2 },
        { "one of three leaves",
          { 0, 0, 0, NO, NO },
          1,
          { { 0, 2, true }, { 1, 2, true } },
          2,
          { 0, 0, NO, NO, NO },
          1 },
        { "a couple parts: no household is left",
          { 0, 0, NO, NO, NO },
          1,
          { { 1, 0, true } },
          1,
          { NO, NO, NO, NO, NO },
          0 },
        { "two pairs part as pairs",
          { 0, 0, 0, 0, NO },
          1,
          { { 0, 2, true }, { 0, 3, true }, { 1, 2, true }, { 1, 3, true } },
          4,
          { 0, 0, 1, 1, NO },
          2 },
        { "who is not spoken of joins the most",
          { 0, 0, 0, 0, NO },
          1,
          { { 0, 2, true }, { 0, 3, true } },
          2,
          { NO, 0, 0, 0, NO },
          1 },
        { "said together", { NO, NO, NO, NO, NO }, 0, { { 3, 1, false } }, 1, { NO, 0, NO, 0, NO }, 1 },
        { "households said together become one", { 0, 0, 1, 1, NO }, 2, { { 1, 2, false } }, 1, { 0, 0, 0, 0, NO }, 1 },
        { "apart outranks together",
          { 0, 0, NO, NO, NO },
          1,
          { { 0, 1, true }, { 0, 1, false } },
          2,
          { NO, NO, NO, NO, NO },
          0 },
        { "together does not bring two who are apart under one roof",
          { NO, NO, NO, NO, NO },
          0,
          { { 0, 1, false }, { 1, 2, false }, { 0, 2, true } },
          3,
          { 0, 0, NO, NO, NO },
          1 },
        { "apart of two who are not together says nothing",
          { 0, 0, 1, 1, NO },
          2,
          { { 0, 2, true } },
          1,
          { 0, 0, 1, 1, NO },
          2 },
        { "he leaves one and lives with another",
          { 0, 0, 0, NO, NO },
          1,
          { { 2, 0, true }, { 2, 1, true }, { 2, 4, false } },
          3,
          { 0, 0, 1, NO, 1 },
          2 },
    };
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        uint32_t of[PEOPLE];
        uint32_t households = heed(cases[c].found, cases[c].households, cases[c].said, cases[c].said_count, of);
        for (size_t i = 0; i < PEOPLE; i++)
            if (of[i] != cases[c].of[i] || households != cases[c].left)
                fail_msg("%s: resident %zu is in %d, not %d; %u households", cases[c].label, i, (int)of[i],
                         (int)cases[c].of[i], households);
    }
}

static void the_order_of_saying_does_not_matter(void **state)
{
    static const struct living_said said[] = {
        { 0, 3, true }, { 1, 3, true }, { 3, 4, false }, { 2, 4, true }, { 0, 1, false }
    };
    enum { SAID = sizeof(said) / sizeof(said[0]) };
    const uint32_t found[PEOPLE] = { 0, 0, 0, 0, NO };
    uint32_t first[PEOPLE], of[PEOPLE];
    uint32_t households = heed(found, 1, said, SAID, first);
    for (size_t turn = 1; turn < SAID; turn++) {
        struct living_said turned[SAID];
        for (size_t i = 0; i < SAID; i++)
            turned[i] = said[(i + turn) % SAID];
        assert_int_equal(heed(found, 1, turned, SAID, of), households);
        assert_memory_equal(of, first, sizeof(first));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_goes_before_addresses),
        cmocka_unit_test(the_order_of_saying_does_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
