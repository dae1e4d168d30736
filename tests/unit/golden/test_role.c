/*
 * Roles put together from what several records say.
 */
#include "golden/role.h"
#include "test.h"

static const struct golden_source sources[] = { { { "mail", 4 }, { "mailbox", 7 } }, { { "sales", 5 }, { "crm", 3 } } };
enum { MAIL, CRM };

static size_t merge(const struct role_seen *seen, size_t count, struct arena *arena, struct role **ret)
{
    struct leading leading = { 0 };
    size_t roles = 0;
    assert_int_equal(leading_read(leading_default(), sources, 2, arena, &leading, NULL), STATUS_OK);
    assert_int_equal(roles_merge(&leading, seen, count, arena, ret, &roles, NULL), STATUS_OK);
    return roles;
}

static void two_jobs_are_two_roles(void **state)
{
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct role *roles = NULL;
    const struct role_seen seen[] = {
        { .organisation = { 20 }, .title = TEXT("Penningmeester"), .record = { 2 }, .source = CRM },
        { .organisation = { 10 }, .title = TEXT("Directeur"), .record = { 1 }, .source = CRM }
    };
    assert_int_equal(merge(seen, 2, &arena, &roles), 2);
    assert_int_equal(roles[0].organisation.v, 10);
    check_text(roles[1].title, TEXT("Penningmeester"), "title");
    arena_done(&arena);
}

static void one_function_from_many_records_is_one_role(void **state)
{
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct role *roles = NULL;
    const struct role_seen seen[] = {
        { .organisation = { 10 }, .record = { 1 }, .source = MAIL, .observed_ms = 900, .department = TEXT("Inkoop") },
        { .organisation = { 10 }, .title = TEXT("INKOPER"), .record = { 2 }, .source = MAIL, .observed_ms = 800 },
        { .organisation = { 10 },
          .title = TEXT("Inkoper"),
          .record = { 3 },
          .source = CRM,
          .observed_ms = 100,
          .since = { 2020, 1, 0 } },
    };
    assert_int_equal(merge(seen, 3, &arena, &roles), 1);
    check_text(roles[0].title, TEXT("Inkoper"), "as the leading source writes it");
    check_text(roles[0].department.value, TEXT("Inkoop"), "what another adds");
    assert_int_equal(roles[0].record.v, 3);
    assert_int_equal(roles[0].records, 3);
    assert_int_equal(roles[0].since.year, 2020);
    arena_done(&arena);
}

static void two_functions_at_one_organisation_are_two_roles(void **state)
{
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct role *roles = NULL;
    const struct role_seen seen[] = {
        { .organisation = { 10 }, .title = TEXT("Directeur"), .record = { 1 }, .source = CRM },
        { .organisation = { 10 }, .title = TEXT("Preventiemedewerker"), .record = { 2 }, .source = CRM }
    };
    assert_int_equal(merge(seen, 2, &arena, &roles), 2);
    arena_done(&arena);
}

static void a_next_employer_ends_a_role(void **state)
{
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct role *roles = NULL;
    const struct role_seen seen[] = {
        { .organisation = { 10 },
          .title = TEXT("Inkoper"),
          .record = { 1 },
          .source = CRM,
          .until = { 2026, 5, 4 },
          .end = ROLE_ENDED_NEXT,
          .observed_ms = 500 },
        { .organisation = { 20 }, .title = TEXT("Inkoper"), .record = { 1 }, .source = CRM, .observed_ms = 500 },
        /* a source that does not lead still has the old one, and a phone with it */
        { .organisation = { 10 }, .record = { 2 }, .source = MAIL, .observed_ms = 900, .phone = TEXT("+31201234567") },
    };
    assert_int_equal(merge(seen, 3, &arena, &roles), 2);
    assert_int_equal(roles[0].end, ROLE_ENDED_NEXT);
    assert_int_equal(roles[0].until.year, 2026);
    assert_int_equal(roles[0].until_record.v, 1);
    check_text(roles[0].phone.value, TEXT("+31201234567"), "what another adds");
    assert_int_equal(roles[0].phone.record.v, 2);
    assert_int_equal(roles[1].end, ROLE_STANDS);
    arena_done(&arena);
}

static void a_job_that_the_source_still_gives_stays(void **state)
{
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct role *roles = NULL;
    const struct role_seen seen[] = {
        { .organisation = { 10 },
          .title = TEXT("Inkoper"),
          .record = { 1 },
          .source = CRM,
          .until = { 2026, 5, 4 },
          .end = ROLE_ENDED_NEXT,
          .observed_ms = 500 },
        { .organisation = { 10 }, .record = { 3 }, .source = CRM, .observed_ms = 100 },
    };
    assert_int_equal(merge(seen, 2, &arena, &roles), 1);
    assert_int_equal(roles[0].end, ROLE_STANDS);
    assert_int_equal(roles[0].until.year, 0);
    arena_done(&arena);
}

static void a_last_day_counts_when_the_leading_source_gives_it(void **state)
{
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct role *roles = NULL;
    const struct role_seen by_crm[] = {
        { .organisation = { 10 }, .record = { 1 }, .source = CRM, .until = { 2025, 12, 31 } },
        { .organisation = { 10 }, .record = { 2 }, .source = MAIL, .observed_ms = 900 },
    };
    const struct role_seen by_mail[] = {
        { .organisation = { 10 }, .record = { 1 }, .source = CRM },
        { .organisation = { 10 }, .record = { 2 }, .source = MAIL, .until = { 2025, 12, 31 }, .observed_ms = 900 },
    };
    assert_int_equal(merge(by_crm, 2, &arena, &roles), 1);
    assert_int_equal(roles[0].end, ROLE_ENDED_SAID);
    assert_int_equal(merge(by_mail, 2, &arena, &roles), 1);
    assert_int_equal(roles[0].end, ROLE_STANDS);
    arena_done(&arena);
}

static void a_date_that_is_given_goes_before_the_day_of_a_change(void **state)
{
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct role *roles = NULL;
    const struct role_seen seen[] = {
        { .organisation = { 10 }, .record = { 1 }, .source = CRM, .since = { 2026, 5, 4 }, .began_after = true },
        { .organisation = { 10 }, .record = { 2 }, .source = MAIL, .since = { 2026, 4, 1 } },
    };
    assert_int_equal(merge(seen, 2, &arena, &roles), 1);
    assert_int_equal(roles[0].since.month, 4);
    assert_int_equal(roles[0].since_record.v, 2);
    arena_done(&arena);
}

static void a_job_taken_up_again_has_two_periods(void **state)
{
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct role *roles = NULL;
    const struct role_seen seen[] = {
        { .organisation = { 10 },
          .title = TEXT("Inkoper"),
          .until = { 2024, 3, 1 },
          .end = ROLE_ENDED_EMPTIED,
          .resumed = true,
          .record = { 1 },
          .source = CRM },
        { .organisation = { 10 },
          .title = TEXT("Inkoper"),
          .since = { 2025, 6, 1 },
          .began_after = true,
          .record = { 1 },
          .source = CRM },
        { .organisation = { 10 }, .title = TEXT("Inkoper"), .record = { 2 }, .source = MAIL },
    };
    assert_int_equal(merge(seen, 3, &arena, &roles), 2);
    size_t now = roles[0].until.year ? 1 : 0;
    assert_int_equal(roles[now].until.year, 0);
    assert_int_equal(roles[now].since.year, 2025);
    assert_int_equal(roles[now].records, 2); /* what stands gathers what others say */
    assert_int_equal(roles[1 - now].until.year, 2024);
    assert_int_equal(roles[1 - now].end, ROLE_ENDED_EMPTIED);
    arena_done(&arena);
}

static void nothing_seen_is_no_role(void **state)
{
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct role *roles = NULL;
    assert_int_equal(merge(NULL, 0, &arena, &roles), 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_jobs_are_two_roles),
        cmocka_unit_test(one_function_from_many_records_is_one_role),
        cmocka_unit_test(two_functions_at_one_organisation_are_two_roles),
        cmocka_unit_test(a_next_employer_ends_a_role),
        cmocka_unit_test(a_job_that_the_source_still_gives_stays),
        cmocka_unit_test(a_last_day_counts_when_the_leading_source_gives_it),
        cmocka_unit_test(a_date_that_is_given_goes_before_the_day_of_a_change),
        cmocka_unit_test(a_job_taken_up_again_has_two_periods),
        cmocka_unit_test(nothing_seen_is_no_role),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
