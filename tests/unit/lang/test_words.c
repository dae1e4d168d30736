#include "base/scoped.h"
#include <string.h>

#include "lang/fold.h"
#include "lang/given_names.h"
#include "lang/legal_forms.h"
#include "lang/nicknames.h"
#include "lang/org_words.h"
#include "lang/phonetic.h"
#include "lang/surname_prefix.h"
#include "test.h"

static const struct word_table *const tables[] = {
    &words_given_names, &words_surnames,    &words_name_prefixes, &words_name_words,
    &words_nicknames,   &words_legal_forms, &words_org_words,     &words_org_endings,
};

static void every_word_of_a_table_is_found(void **state)
{
    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
        assert_true(tables[t]->count > 20);
        for (uint32_t i = 0; i < tables[t]->count; i++) {
            const struct word_entry *entry = &tables[t]->entries[i];
            struct text word = { tables[t]->blob + entry->word, entry->len };
            assert_ptr_equal(word_find(tables[t], word), entry);
            if (i > 0)
                assert_true(text_compare((struct text){ tables[t]->blob + entry[-1].word, entry[-1].len }, word) < 0);
        }
        assert_null(word_find(tables[t], TEXT("zzqqxx")));
        assert_null(word_find(tables[t], TEXT_EMPTY));
    }
}

static void words_stand_folded(void **state)
{
    char folded[128];
    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
        for (uint32_t i = 0; i < tables[t]->count; i++) {
            const struct word_entry *entry = &tables[t]->entries[i];
            struct text word = { tables[t]->blob + entry->word, entry->len };
            check_text(((struct text){ folded, fold_ascii(word, folded, sizeof(folded)) }), word, "folded");
        }
}

static void call_names_share_a_group_with_their_formal_name(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        { "jan", "johannes", true },   { "hans", "johannes", true },
        { "kees", "cornelis", true },  { "bob", "robert", true },
        { "bill", "william", true },   { "willem", "wim", true },
        { "piet", "petrus", true },    { "truus", "geertruida", true },
        { "staf", "gustaaf", true },   { "mon", "edmond", true },
        { "stan", "constant", true },  { "tist", "janbaptist", true },
        { "guy", "guido", true },      { "bep", "elisabeth", true },
        { "liz", "elizabeth", true },  { "jack", "john", true },
        { "peggy", "margaret", true }, { "sjaak", "jacobus", true },
        { "daan", "daniel", true },    { "bas", "sebastiaan", true },
        { "jan", "jan", true },        { "xyz", "xyz", true },
        { "jan", "kees", false },      { "bob", "william", false },
        { "anna", "petra", false },    { "", "", false },
        { "xyz", "jan", false },       { "bert", "albertus", true },
        { "bert", "hubertus", true },  { "albertus", "hubertus", false },
        { "heinz", "heinrich", true }, { "uschi", "ursula", true },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        check_int(nickname_same(text_from(cases[i].a), text_from(cases[i].b)), cases[i].same, cases[i].a);
        check_int(nickname_same(text_from(cases[i].b), text_from(cases[i].a)), cases[i].same, cases[i].b);
        uint32_t both = nickname_mark(text_from(cases[i].a)) & nickname_mark(text_from(cases[i].b));
        if (cases[i].same && strcmp(cases[i].a, cases[i].b) != 0)
            assert_int_not_equal(both, 0); /* a mark never hides a shared group */
    }
    struct nickname_groups groups = nickname_group(TEXT("bert"));
    assert_true(groups.count > 2);
    for (size_t i = 1; i < groups.count; i++)
        assert_true(groups.id[i - 1] < groups.id[i]);
}

static void given_names_and_surnames_are_known(void **state)
{
    check_int(given_name_find(TEXT("jan")).gender, GIVEN_MALE, "jan");
    check_int(given_name_find(TEXT("karin")).gender, GIVEN_FEMALE, "karin");
    check_int(given_name_find(TEXT("robin")).gender, GIVEN_BOTH, "robin");
    check_int(given_name_find(TEXT("jansen")).strength, 0, "jansen");
    assert_true(given_name_find(TEXT("thomas")).is_surname_too && !given_name_find(TEXT("karin")).is_surname_too);
    assert_true(surname_strength(TEXT("jansen")) == 9 && surname_strength(TEXT("berg")) == 9 &&
                surname_strength(TEXT("karin")) == 0);
}

static void prefixes_are_taken_longest_first(void **state)
{
    static const struct {
        const char *name;
        size_t length;
    } cases[] = {
        { "van den berg", 7 }, { "van berg", 3 }, { "de berg", 2 }, { "van t hof", 5 }, { "in t veld", 4 },
        { "berg", 0 },         { "van", 0 },      { "", 0 },        { "v d berg", 3 },  { "van de l ecluse", 8 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_int(surname_prefix_length(text_from(cases[i].name)), cases[i].length, cases[i].name);
    bool exact = true;
    assert_true(surname_prefix_same(TEXT("v d"), TEXT("van der"), &exact) && !exact);
    assert_true(surname_prefix_same(TEXT("van den"), TEXT("van den"), &exact) && exact);
    assert_true(surname_prefix_same(TEXT("van t"), TEXT("van het"), NULL));
    assert_true(surname_prefix_same(TEXT_EMPTY, TEXT_EMPTY, &exact) && exact);
    assert_false(surname_prefix_same(TEXT("van"), TEXT("de"), NULL));
    assert_false(surname_prefix_same(TEXT("van"), TEXT_EMPTY, NULL));
}

static void legal_forms_depend_on_the_country(void **state)
{
    struct legal_form form;
    assert_true(legal_form_find(TEXT("bv"), "NL", &form) && form.sure && form.country_fits);
    check_text(form.display, TEXT("B.V."), "NL");
    check_text(text_from(form.elf), TEXT("54M6"), "NL");
    assert_true(legal_form_find(TEXT("bv"), "BE", &form));
    check_text(form.display, TEXT("BV"), "BE");
    check_text(text_from(form.elf), TEXT("3W7E"), "BE");
    assert_true(legal_form_find(TEXT("gmbh"), "NL", &form) && !form.country_fits);
    check_text(text_from(form.country), TEXT("DE"), "the first one listed");
    assert_true(legal_form_find(TEXT("ag"), "DE", &form) && !form.sure);
    assert_false(legal_form_find(TEXT("jansen"), "NL", &form));
}

static void words_of_organisations_are_weighed(void **state)
{

    assert_true(org_word_find(TEXT("bakkerij"), word_hash(TEXT("bakkerij"))).sure >= 80);
    assert_true(org_word_find(TEXT("holding"), word_hash(TEXT("holding"))).filler);
    assert_true(org_word_find(TEXT("kerk"), word_hash(TEXT("kerk"))).surname_too);
    assert_true(org_ending_sure(TEXT("schildersbedrijf")) >= 80 && org_ending_sure(TEXT("voorbeeldfonds")) >= 80);
    assert_true(org_ending_sure(TEXT("jansen")) == 0 && org_ending_sure(TEXT("fonds")) == 0 &&
                org_ending_sure(TEXT_EMPTY) == 0);
}

static void a_word_of_firms_with_a_slip_is_meant(void **state)
{
    (void)state;
    static const struct {
        const char *word, *meant;
    } cases[] = {
        { "gesellschagft", "gesellschaft" }, /* one letter more, … */
        { "gesellshaft", "gesellschaft" },   /* … less, … */
        { "maatschaooij", "" },              /* two are too many */
        { "maatschapoij", "maatschappij" },  /* … another, … */
        { "hodling", "holding" },            /* … two that changed places */
        { "insittuut", "instituut" },        /* a short form, so to say */
        { "holding", "" },                   /* as it should be */
        { "services", "" },                  /* a word of its own */
        { "olding", "" },                    /* the first letter is mostly right */
        { "franke", "" },                    /* a surname */
        { "holdin9", "" },                   /* a number */
        { "klaverblad", "" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct text meant = org_word_meant(text_from(cases[i].word));
        if (!text_equal(meant, text_from(cases[i].meant)))
            fail_msg("\"%s\": \"%.*s\", not \"%s\"", cases[i].word, TEXT_ARG(meant), cases[i].meant);
    }
}

static void names_that_sound_alike_have_one_key(void **state)
{
    static const struct {
        const char *a, *b;
        bool dutch, european;
    } cases[] = {
        { "heijden", "heyden", true, true },
        { "heijden", "heiden", true, true },
        { "cuypers", "kuipers", true, true },
        { "schmidt", "smit", true, true },
        { "schmidt", "smid", true, true },
        { "jansen", "janssen", true, true },
        { "van den berg", "vandenberg", true, true },
        { "dierckx", "dirks", true, true },
        { "philips", "filips", true, true },
        { "bakker", "backer", true, true },
        { "claes", "klaas", true, true },
        { "dierckx", "diercks", true, true },
        { "meier", "mayer", false, true },
        { "visser", "fisser", true, true },
        { "maes", "maas", true, true },
        { "wright", "right", false, true },
        { "jansen", "bakker", false, false },
        { "vermeulen", "vermeer", false, false },
        { "thijs", "tijs", true, true },
        { "gheysen", "geijsen", true, true },
        { "bruyn", "bruin", true, true },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char a[64], b[64];
        struct text nl_a = { a, phonetic_nl(text_from(cases[i].a), a, sizeof(a)) };
        struct text nl_b = { b, phonetic_nl(text_from(cases[i].b), b, sizeof(b)) };
        check_int(text_equal(nl_a, nl_b), cases[i].dutch, cases[i].b);
        struct text eu_a = { a, phonetic_eu(text_from(cases[i].a), a, sizeof(a)) };
        struct text eu_b = { b, phonetic_eu(text_from(cases[i].b), b, sizeof(b)) };
        check_int(text_equal(eu_a, eu_b), cases[i].european, cases[i].a);
    }
    char small[3];
    check_int(phonetic_nl(TEXT("vermeulen"), small, sizeof(small)), 3, "never more than there is room");
    check_int(phonetic_eu(TEXT("vermeulen"), small, 0), 0, "no room");
    /* the paper's own examples */
    static const struct {
        const char *name, *key;
    } cologne[] = { { "wikipedia", "3412" }, { "breschnew", "17863" }, { "mueller ludenscheidt", "65752682" } };
    for (size_t i = 0; i < sizeof(cologne) / sizeof(cologne[0]); i++) {
        char key[64];
        check_text(((struct text){ key, phonetic_eu(text_from(cologne[i].name), key, sizeof(key)) }),
                   text_from(cologne[i].key), cologne[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_of_a_table_is_found),
        cmocka_unit_test(words_stand_folded),
        cmocka_unit_test(call_names_share_a_group_with_their_formal_name),
        cmocka_unit_test(given_names_and_surnames_are_known),
        cmocka_unit_test(prefixes_are_taken_longest_first),
        cmocka_unit_test(legal_forms_depend_on_the_country),
        cmocka_unit_test(words_of_organisations_are_weighed),
        cmocka_unit_test(a_word_of_firms_with_a_slip_is_meant),
        cmocka_unit_test(names_that_sound_alike_have_one_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
