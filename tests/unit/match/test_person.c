/*
 * Two people: which level they have, in what is more than one value beside another.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

#include "test.h"

#include "base/scoped.h"
#include "match/compare.h"
#include "match/prepare.h"
#include "match/sentences.h"

struct someone {
    const char *given, *surname, *city, *mail, *phone, *age;
};

static void level_two(const struct someone *a, const struct someone *b, struct table *table, struct pair_levels *ret)
{
    const struct someone *both[] = { a, b };
    assert_int_equal(table_open(table, PARTY_PERSON, NULL), STATUS_OK);
    for (uint64_t i = 0; i < 2; i++) {
        const struct someone *one = both[i];
        struct address address = { .city = text_from(one->city ? one->city : "") };
        struct email email = { .address = text_from(one->mail ? one->mail : ""),
                               .key = text_from(one->mail ? one->mail : "") };
        struct phone phone = { .e164 = text_from(one->phone ? one->phone : "") };
        struct attribute age = { .field = { .field = FIELD_PERSON_AGE },
                                 .kind = ATTRIBUTE_NUMBER,
                                 .value = text_from(one->age ? one->age : "") };
        struct mention mention = {
            .kind = PARTY_PERSON,
            .name = { .given = text_from(one->given), .surname = text_from(one->surname) },
            .addresses = &address,
            .addresses_count = one->city != NULL,
            .emails = &email,
            .emails_count = one->mail != NULL,
            .phones = &phone,
            .phones_count = one->phone != NULL,
            .attributes = &age,
            .attributes_count = one->age != NULL,
        };
        assert_int_equal(table_add(table, (struct mention_id){ i + 1 }, 0, &mention, NULL), STATUS_OK);
    }
    table_finish(table, 1);
    for (size_t i = 0; i < table->columns_count; i++)
        table->columns[i].is_used = true; /* two rows are too few to judge a column by */
    compare_pair(table, &table->preps.ptr[0], &table->preps.ptr[1], ret);
}

/* An initial that fits is in doubt when what else is known of both differs, and only then. */
static void a_bare_name_is_in_doubt_where_something_could_have_confirmed_it(void **state)
{
    (void)state;
    static const struct {
        struct someone a, b;
        unsigned level;
    } cases[] = {
        { { "j", "akkerman", .city = "emmen" }, { "joke", "akkerman", .city = "breda" }, CONTRADICTION_DOUBT },
        { { "j", "akkerman", .city = "emmen" }, { "joke", "akkerman", .city = "emmen" }, CONTRADICTION_NONE },
        { { "j", "akkerman", .city = "emmen" },
          { "joke", "akkerman", .mail = "joke@post.example" },
          CONTRADICTION_NONE },
        { { "j", "akkerman", .mail = "tulp@post.example" },
          { "joke", "akkerman", .mail = "roos@brief.example" },
          CONTRADICTION_DOUBT },
        { { "j", "akkerman", .phone = "+31612345678" },
          { "joke", "akkerman", .phone = "+31687654321" },
          CONTRADICTION_DOUBT },
        { { "joke", "akkerman", .city = "emmen" }, { "joke", "akkerman", .city = "breda" }, CONTRADICTION_NONE },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(table_done) struct table table;
        SCOPED(table_done) struct table back;
        struct pair_levels levels, turned;
        level_two(&cases[i].a, &cases[i].b, &table, &levels);
        level_two(&cases[i].b, &cases[i].a, &back, &turned);
        if (levels.level[COMPARE_CONTRADICTION] != cases[i].level ||
            turned.level[COMPARE_CONTRADICTION] != cases[i].level)
            fail_msg("case %zu: level %u and %u, not %u", i, levels.level[COMPARE_CONTRADICTION],
                     turned.level[COMPARE_CONTRADICTION], cases[i].level);
    }
}

static void an_age_is_that_of_the_day_it_was_noted(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b, *level;
    } cases[] = {
        { "28", "28", "equal" },     { "28", "29", "near" },     { "28", "40", "near" }, { "40", "28", "near" },
        { "28", "41", "different" }, { "8", "88", "different" }, { "0", "12", "near" },  { "28", "28.5", "near" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct someone a = { "joke", "akkerman", .age = cases[i].a }, b = { "joke", "akkerman", .age = cases[i].b };
        SCOPED(table_done) struct table table;
        struct pair_levels levels;
        level_two(&a, &b, &table, &levels);
        const struct sentence *said =
            sentence_of(COMPARE_ATTRIBUTE, &table.columns[0], CODE_LEVELS, levels.level[COMPARE_ATTRIBUTE]);
        if (strcmp(said->level, cases[i].level) != 0)
            fail_msg("%s and %s: %s, not %s", cases[i].a, cases[i].b, said->level, cases[i].level);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bare_name_is_in_doubt_where_something_could_have_confirmed_it),
        cmocka_unit_test(an_age_is_that_of_the_day_it_was_noted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
