/*
 * Norms: the table read line by line, and judged value by value.
 */
#include "base/scoped.h"
#include "check/norms.h"
#include "test.h"

static const int64_t NOW = 1795340400000; /* 2026-11-22 */
static const int64_t YEAR = INT64_C(31556952) * 1000;

static void the_default_can_be_read(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct norms norms;
    assert_int_equal(norms_read(norms_default(), &arena, &norms, NULL), STATUS_OK);
    assert_true(norms.count > 8);
}

static void a_wrong_line_is_told_with_its_number(void **state)
{
    static const struct {
        const char *body, *told;
    } cases[] = {
        { "# c\nperson\t*\temail\tyes\temail\tx\t1\t101\n",
          "norms line 2: limit is a whole number up to 100, not '101'" },
        { "person\t*\tadr\tyes\tany\tx\t1\t1\n", "norms line 1: no field begins with 'adr'" },
        { "person\t*\temail\tyes\tfax\tx\t1\t1\n", "norms line 1: no notation 'fax'" },
        { "person\tlead\temail\tyes\tany\tx\t1\t1\n", "norms line 1: no stage 'lead'" },
        { "household\t*\temail\tyes\tany\tx\t1\t1\n", "norms line 1: no kind of party 'household'" },
        { "person\t*\temail\tja\tany\tx\t1\t1\n", "norms line 1: required is yes or no, not 'ja'" },
        { "person\t*\temail\tno\tany\tx\t-1\t1\n", "norms line 1: months is a whole number up to 1200, not '-1'" },
        { "person\t*\temail\n", "norms line 1 has not eight columns" },
        { "person\t*\temail\tno\tany\tx\t1\t1\tz\n", "norms line 1 has not eight columns" },
        { "person\t*\temail\tno\tany\tx\t1\t1\nperson\t*\temail\tno\tany\ty\t1\t1\n",
          "norms line 2: kind and stage have a norm already for 'email'" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
        struct norms norms;
        struct error err = ERROR_NONE;
        assert_int_equal(norms_read(text_from(cases[i].body), &arena, &norms, &err), STATUS_INVALID);
        assert_string_equal(err.message, cases[i].told);
    }
}

static void a_notation_is_looked_at(void **state)
{
    static const struct {
        enum notation notation;
        const char *value;
        bool fits;
    } cases[] = {
        { NOTATION_ANY, "x", true },
        { NOTATION_ANY, " ", false },
        { NOTATION_DATE, "1980-03-21", true },
        { NOTATION_DATE, "1980", true },
        { NOTATION_DATE, "21-03-1980", false },
        { NOTATION_DIGITS, "0123", true },
        { NOTATION_DIGITS, "12a", false },
        { NOTATION_EMAIL, "a@b.example", true },
        { NOTATION_EMAIL, "a@b", false },
        { NOTATION_EMAIL, "@b.example", false },
        { NOTATION_EMAIL, "a@b@c.example", false },
        { NOTATION_E164, "+31612345678", true },
        { NOTATION_E164, "0612345678", false },
        { NOTATION_E164, "+", false },
        { NOTATION_IBAN, "NL02ABNA0123456789", true },
        { NOTATION_IBAN, "NL02 ABNA", false },
        { NOTATION_DATE, "", false },
        { NOTATION_IBAN, "", false },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_int(notation_fits(cases[i].notation, text_from(cases[i].value)), cases[i].fits, cases[i].value);
}

static void one_value_that_meets_it_is_enough(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct norms norms;
    assert_int_equal(norms_read(TEXT("person\t*\tphone\tyes\te164\tx\t24\t50\n"
                                     "person\tformer\tphone\tno\te164\tx\t24\t0\n"),
                                &arena, &norms, NULL),
                     STATUS_OK);
    struct norm_value fresh = { TEXT("phone.mobile"), TEXT("+31612345678"), NOW - YEAR },
                      old = { TEXT("phone"), TEXT("+31612345678"), NOW - 3 * YEAR },
                      odd = { TEXT("phone"), TEXT("612"), NOW },
                      other = { TEXT("phonetic"), TEXT("+31612345678"), NOW };
    struct norm_value values[] = { other, odd, old, fresh };
    static const struct {
        size_t norm, from, count;
        enum party_kind kind;
        const char *stage;
        enum norm_verdict want;
    } cases[] = {
        { 0, 0, 4, PARTY_PERSON, "customer", NORM_MET },
        { 0, 0, 3, PARTY_PERSON, "customer", NORM_OLD },
        { 0, 0, 2, PARTY_PERSON, "customer", NORM_NOTATION },
        { 0, 0, 1, PARTY_PERSON, "customer", NORM_MISSING },
        { 0, 0, 0, PARTY_PERSON, "prospect", NORM_MISSING },
        { 0, 0, 4, PARTY_ORGANISATION, "customer", NORM_NOT_ASKED },
        { 0, 0, 4, PARTY_PERSON, "former", NORM_NOT_ASKED },
        { 1, 0, 0, PARTY_PERSON, "former", NORM_NOT_ASKED },
        { 1, 0, 2, PARTY_PERSON, "former", NORM_NOTATION },
        { 1, 3, 1, PARTY_PERSON, "former", NORM_MET },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char label[16];
        snprintf(label, sizeof(label), "case %zu", i);
        check_int(norm_judge(&norms, cases[i].norm, cases[i].kind, text_from(cases[i].stage), values + cases[i].from,
                             cases[i].count, NOW),
                  cases[i].want, label);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_can_be_read),
        cmocka_unit_test(a_wrong_line_is_told_with_its_number),
        cmocka_unit_test(a_notation_is_looked_at),
        cmocka_unit_test(one_value_that_meets_it_is_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
