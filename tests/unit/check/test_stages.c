/*
 * Stages: the table read line by line, and asked which step leads where.
 */
#include "base/scoped.h"
#include "check/stages.h"
#include "test.h"

static void the_default_can_be_read(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct stages stages;
    assert_int_equal(stages_read(stages_default(), &arena, &stages, NULL), STATUS_OK);
    assert_int_equal(stages.first, 100001);
    assert_int_equal(stages.prefix.len, 0);
    const struct stage_step *step = stages_find(&stages, TEXT("prospect"), TEXT("customer"));
    assert_non_null(step);
    assert_true(step->needs_norms && step->needs_no_duplicate && step->draws_number);
    check_text(step->hand_over, TEXT("billing"), "told");
    step = stages_find(&stages, TEXT("customer"), TEXT("former"));
    assert_true(step && !step->needs_norms && !step->draws_number && step->hand_over.len == 0);
    assert_null(stages_find(&stages, TEXT("customer"), TEXT("suspect")));
}

static void words_stand_in_any_order(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct stages stages;
    struct text body =
        TEXT("number\tK-\t7\r\nstep\tsuspect\tcustomer\t no-duplicate , norms \thand-over:crm, number\r\n");
    assert_int_equal(stages_read(body, &arena, &stages, NULL), STATUS_OK);
    assert_true(stages.count == 1 && stages.first == 7);
    check_text(stages.prefix, TEXT("K-"), "prefix");
    assert_true(stages.steps[0].needs_norms && stages.steps[0].needs_no_duplicate && stages.steps[0].draws_number);
    check_text(stages.steps[0].hand_over, TEXT("crm"), "told");
}

static void a_wrong_line_is_told_with_its_number(void **state)
{
    static const struct {
        const char *body, *told;
    } cases[] = {
        { "", "there is no step in it" },
        { "# only words\n", "there is no step in it" },
        { "stap\tsuspect\tprospect\t-\t-\n", "stages line 1: a line begins with step or number, not 'stap'" },
        { "step\tsuspect\tprospect\t-\n", "stages line 1 has not five columns" },
        { "step\tsuspect\tprospect\t-\t-\tx\n", "stages line 1 has more than five columns" },
        { "\nstep\tlead\tprospect\t-\t-\n", "stages line 2: no stage 'lead'" },
        { "step\tprospect\tklant\t-\t-\n", "stages line 1: no stage 'klant'" },
        { "step\tformer\tformer\t-\t-\n", "stages line 1: a step to itself: 'former'" },
        { "step\tsuspect\tprospect\tluck\t-\n", "stages line 1: needs are norms and no-duplicate, not 'luck'" },
        { "step\tsuspect\tprospect\t-\tparty\n", "stages line 1: it does number and hand-over:KIND, not 'party'" },
        { "step\tsuspect\tprospect\t-\thand-over:\n",
          "stages line 1: it does number and hand-over:KIND, not 'hand-over:'" },
        { "step\tsuspect\tprospect\t-\t-\nstep\tsuspect\tprospect\tnorms\t-\n",
          "stages line 2: this step stands there already: 'prospect'" },
        { "number\t-\t0\n", "stages line 1: the first number is 1 to 999999999999, not '0'" },
        { "number\t-\t1000000000000\n", "stages line 1: the first number is 1 to 999999999999, not '1000000000000'" },
        { "number\tCUSTOMERS\t1\n", "stages line 1: the prefix is too long: 'CUSTOMERS'" },
        { "number\t-\n", "stages line 1: number has a prefix and a first number" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
        struct stages stages;
        struct error err = ERROR_NONE;
        assert_int_equal(stages_read(text_from(cases[i].body), &arena, &stages, &err), STATUS_INVALID);
        assert_string_equal(err.message, cases[i].told);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_can_be_read),
        cmocka_unit_test(words_stand_in_any_order),
        cmocka_unit_test(a_wrong_line_is_told_with_its_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
