#include "lang/decision_part.h"
#include "test.h"

static void words_of_systems_and_people_are_one_of_five(void **state)
{
    static const struct {
        const char *cell, *part;
    } cases[] = {
        { "Beslisser", "decides" },
        { "beslist", "decides" },
        { "DECISION_MAKER", "decides" },
        { "Decision Maker", "decides" },
        { "Entscheidungsträger", "decides" },
        { "Décideur", "decides" },
        { "Beïnvloeder", "influences" },
        { "Influencer", "influences" },
        { "Technical Evaluator", "influences" },
        { "eindgebruiker", "uses" },
        { "End User", "uses" },
        { "Anwender", "uses" },
        { "Economic Buyer", "pays" },
        { "budgethouder", "pays" },
        { "Einkäufer", "pays" },
        { "Poortwachter", "gatekeeper" },
        { "Türsteher", "gatekeeper" },
        { "gate-keeper", "gatekeeper" },
        { "DECISION_MAKER;BUDGET_HOLDER", "decides" },
        { "? / gebruiker", "uses" },
        { "geen beslisser", "" },
        { "kent de beslisser", "" },
        { "", "" },
        { ";,/|", "" },
        { "\xff\xc3(", "" },
        { "dec", "" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_text(text_from(decision_part_name(decision_part_read(text_from(cases[i].cell)))),
                   text_from(cases[i].part), cases[i].cell);
}

static void codes_read_as_themselves(void **state)
{
    for (int i = DECISION_PART_NONE; i < DECISION_PARTS; i++)
        check_int(decision_part_read(text_from(decision_part_name((enum decision_part)i))), i, "code");
}

static void a_long_cell_and_a_zero_byte_are_taken(void **state)
{
    char cell[4000];
    memset(cell, 'x', sizeof(cell));
    cell[2000] = '\0';
    check_int(decision_part_read((struct text){ cell, sizeof(cell) }), DECISION_PART_NONE, "long");
    memcpy(cell + 2001, "user", 4);
    cell[2005] = ';';
    check_int(decision_part_read((struct text){ cell, sizeof(cell) }), DECISION_USES, "behind a zero");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_systems_and_people_are_one_of_five),
        cmocka_unit_test(codes_read_as_themselves),
        cmocka_unit_test(a_long_cell_and_a_zero_byte_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
