/* Away from home and back, as versions of records tell it. */
#include "flow/profile/party_homes.h"
#include "test.h"

enum { HOME = 1, ELSEWHERE = 2, THIRD = 3 };

static const struct {
    const char *what;
    struct lived lived[8];
    size_t count;
    struct absence absences[3];
    size_t absences_count;
} cases[] = {
    { "never away", { { HOME, 10, { 7 } }, { HOME, 20, { 7 } }, { HOME, 30, { 7 } } }, 3, { { 0 } }, 0 },
    { "left and back",
      { { HOME, 10, { 7 } }, { ELSEWHERE, 20, { 7 } }, { HOME, 30, { 7 } } },
      3,
      { { 20, 30, { 7 } } },
      1 },
    { "heard in another order, by way of a third",
      { { HOME, 40, { 7 } }, { ELSEWHERE, 20, { 7 } }, { THIRD, 30, { 7 } }, { HOME, 10, { 7 } } },
      4,
      { { 20, 40, { 7 } } },
      1 },
    { "left and not back", { { HOME, 10, { 7 } }, { ELSEWHERE, 20, { 7 } }, { THIRD, 30, { 7 } } }, 3, { { 0 } }, 0 },
    { "came from elsewhere", { { ELSEWHERE, 10, { 7 } }, { HOME, 20, { 7 } }, { HOME, 30, { 7 } } }, 3, { { 0 } }, 0 },
    { "another source lags", { { HOME, 10, { 7 } }, { ELSEWHERE, 20, { 8 } }, { HOME, 30, { 9 } } }, 3, { { 0 } }, 0 },
    { "a second home beside it is no absence",
      { { HOME, 10, { 7 } }, { HOME, 20, { 7 } }, { ELSEWHERE, 20, { 7 } }, { HOME, 30, { 7 } } },
      4,
      { { 0 } },
      0 },
    { "two records tell of one time",
      { { HOME, 10, { 7 } },
        { ELSEWHERE, 20, { 7 } },
        { HOME, 40, { 7 } },
        { HOME, 12, { 8 } },
        { ELSEWHERE, 30, { 8 } },
        { HOME, 50, { 8 } } },
      6,
      { { 20, 50, { 7 } } },
      1 },
    { "twice",
      { { HOME, 10, { 7 } },
        { ELSEWHERE, 20, { 7 } },
        { HOME, 30, { 7 } },
        { ELSEWHERE, 40, { 7 } },
        { HOME, 50, { 7 } } },
      5,
      { { 20, 30, { 7 } }, { 40, 50, { 7 } } },
      2 },
};

static void absences_are_told_by_one_record(void **state)
{
    for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
        struct arena arena = ARENA_UP_TO(1 << 20);
        struct lived lived[8];
        struct absence found[ABSENCES_MAX];
        size_t count = 0;
        memcpy(lived, cases[c].lived, sizeof(lived));
        struct party_homes homes = { .scratch = &arena, .items = lived, .count = cases[c].count };
        assert_true(party_homes_absences(&homes, HOME, found, &count));
        if (count != cases[c].absences_count)
            fail_msg("%s: %zu absences", cases[c].what, count);
        for (size_t i = 0; i < count; i++)
            if (found[i].from_ms != cases[c].absences[i].from_ms ||
                found[i].until_ms != cases[c].absences[i].until_ms ||
                found[i].record.v != cases[c].absences[i].record.v)
                fail_msg("%s: absence %zu", cases[c].what, i);
        arena_done(&arena);
    }
}

static void the_last_absences_are_kept(void **state)
{
    struct arena arena = ARENA_UP_TO(1 << 20);
    struct lived lived[2 * ABSENCES_MAX + 5];
    struct absence found[ABSENCES_MAX];
    size_t count = 0, n = sizeof(lived) / sizeof(lived[0]);
    for (size_t i = 0; i < n; i++)
        lived[i] = (struct lived){ i % 2 ? ELSEWHERE : HOME, (int64_t)i, { 7 } };
    struct party_homes homes = { .scratch = &arena, .items = lived, .count = n };
    assert_true(party_homes_absences(&homes, HOME, found, &count));
    assert_int_equal(count, ABSENCES_MAX);
    assert_int_equal(found[ABSENCES_MAX - 1].until_ms, n - 1);
    assert_true(party_homes_absences(&homes, 0, found, &count) && count == 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absences_are_told_by_one_record),
        cmocka_unit_test(the_last_absences_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
