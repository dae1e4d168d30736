/*
 * How trust fades: known points, and never upwards.
 */
#include "golden/decay.h"
#include "test.h"

static void halves_at_each_half_life(void **state)
{
    static const struct {
        const char *label;
        uint32_t trust, age, half, left;
    } cases[] = {
        { "new", 9000, 0, 365, 9000 },
        { "one half-life", 9000, 365, 365, 4500 },
        { "two", 8000, 730, 365, 2000 },
        { "half of one: the root of a half", 10000, 50, 100, 7071 },
        { "does not fade", 5000, 100000, 0, 5000 },
        { "long gone", 10000, 36500, 365, 0 },
        { "nothing stays nothing", 0, 10, 100, 0 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        uint32_t left = decay(cases[i].trust, cases[i].age, cases[i].half);
        check_int(left >= cases[i].left ? left - cases[i].left <= 1 : cases[i].left - left <= 1, 1, cases[i].label);
    }
}

static void never_rises(void **state)
{
    for (uint32_t half = 1; half < 4000; half = half * 3 + 1)
        for (uint32_t age = 0, last = TRUST_WHOLE; age < 9000; age++) {
            uint32_t left = decay(TRUST_WHOLE, age, half);
            assert_true(left <= last);
            last = left;
        }
}

static void last_day_of_trust_is_the_last(void **state)
{
    assert_int_equal(decay_days(2000, 2500, 365), -1);
    assert_int_equal(decay_days(9000, 2500, 0), DECAY_NEVER);
    assert_int_equal(decay_days(9000, 0, 365), DECAY_NEVER);
    for (uint32_t half = 1; half < 5000; half = half * 2 + 3)
        for (uint32_t trust = 2500; trust <= TRUST_WHOLE; trust += 1500) {
            int32_t days = decay_days(trust, 2500, half);
            assert_true(days >= 0);
            assert_true(decay(trust, (uint32_t)days, half) >= 2500);
            assert_true(decay(trust, (uint32_t)days + 1, half) < 2500);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(halves_at_each_half_life),
        cmocka_unit_test(never_rises),
        cmocka_unit_test(last_day_of_trust_is_the_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
