/*
 * Two names of organisations: which level they have.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

#include "test.h"

#include "base/scoped.h"
#include "match/compare.h"
#include "match/prepare.h"

static unsigned level_of(const char *a, const char *b)
{
    /* others, so that words have a weight */
    static const char *const crowd[] = { "bakkerij smit", "transport vos", "garage mulder", "bouw peters",
                                         "advies bos" };
    SCOPED(table_done) struct table table;
    assert_int_equal(table_open(&table, PARTY_ORGANISATION, NULL), STATUS_OK);
    for (uint64_t i = 0; i < 2 + sizeof(crowd) / sizeof(crowd[0]); i++) {
        struct mention mention = { .kind = PARTY_ORGANISATION };
        mention.org.core = text_from(i == 0 ? a : i == 1 ? b : crowd[i - 2]);
        assert_int_equal(table_add(&table, (struct mention_id){ i + 1 }, 0, &mention, NULL), STATUS_OK);
    }
    table_finish(&table, 1);
    struct pair_levels levels;
    compare_pair(&table, &table.preps.ptr[0], &table.preps.ptr[1], &levels);
    return levels.level[COMPARE_ORG];
}

static void levels_are_as_people_see_them(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        unsigned level;
    } cases[] = {
        { "maatschappij advies techniek", "mat", ORG_INITIALS },
        { "dhp", "van den heuvel prins", ORG_INITIALS },
        { "dhp utrecht", "van den heuvel prins", ORG_INITIALS },
        { "van den heuvel prins", "dph", ORG_DIFFERENT },
        { "de groot", "dg", ORG_DIFFERENT }, /* two letters are many */
        { "klaverblad tools utrecht", "klaverblad tools arnhem", ORG_OTHER_TOWN },
        { "klaverblad tools utrecht", "klaverblad tools den haag", ORG_OTHER_TOWN },
        { "klaverblad tools nijmegen", "klaverblad tools nymegen", ORG_TYPO },
        { "klaverblad tools utrecht", "klaverblad tools", ORG_CONTAINED },
        { "vastgoed voorburg", "bouw voorburg", ORG_DIFFERENT },
        { "utrecht", "arnhem", ORG_DIFFERENT }, /* a whole name is no town behind one */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        unsigned level = level_of(cases[i].a, cases[i].b), back = level_of(cases[i].b, cases[i].a);
        if (level != cases[i].level || back != level)
            fail_msg("\"%s\" and \"%s\": level %u and %u, not %u", cases[i].a, cases[i].b, level, back, cases[i].level);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(levels_are_as_people_see_them) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
