/*
 * Two names of organisations: which level they have.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

#include "test.h"

#include "base/scoped.h"
#include "match/compare.h"
#include "match/draft_form.h"
#include "match/draft_institute.h"
#include "match/prepare.h"

static unsigned level_of(const char *a, const char *b)
{
    /* others, so that words have a weight */
    static const char *const crowd[] = { "bakkerij smit", "transport vos",   "garage mulder",
                                         "bouw peters",   "advies bos",      "vastgoed bos",
                                         "vastgoed smit", "vastgoed mulder", "peters vastgoed" };
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
        { "klaverblad tools hoofdkantoor", "klaverblad tools arnhem", ORG_OTHER_TOWN },
        { "klaverblad tools hoofdkantoor", "klaverblad tools utrecht hoofdkantoor", ORG_TYPO },
        { "klaverblad tools 12", "klaverblad tools 14", ORG_OTHER_TOWN },
        { "klaverblad tools 12", "klaverblad tools", ORG_CONTAINED },
        { "klaverblad tools", "klaverblad tools holding", ORG_OTHER_MARK },
        { "klaverblad tools vastgoed", "klaverblad tools holding", ORG_OTHER_MARK },
        { "klaverblad tools", "klaverblad tools geschaftsfuhrungs", ORG_OTHER_MARK },
        { "klaverblad tools holding", "klaverblad tools holdings", ORG_TYPO },
        { "klaverblad tools verwaltungs", "klaverblad tools verwaltungsgesellschaft", ORG_TYPO },
        { "klaverblad tools utrecht beheer", "klaverblad tools arnhem beheer", ORG_OTHER_TOWN },
        { "klaverblad vastgoed", "vastgoed klaverblad", ORG_TYPO },
        { "klaverblad verwaltungs", "klaverblad verwaltngs", ORG_EQUAL },
        { "klaverblad verwaltungs", "klaverblad verwltngs", ORG_TYPO },
        { "klaverblad tools property", "klaverblad tools property zonnehoek", ORG_CONTAINED },
        { "klaverblad mfg", "klaverblad manufacturing", ORG_EQUAL },
        { "obs klaverblad", "openbare basisschool klaverblad", ORG_EQUAL },
        { "saint klaverblad", "sint klaverblad", ORG_EQUAL },
        { "maatschapoij klaverblad tools", "klaverblad tools", ORG_EQUAL }, /* a filler with a slip */
        { "klaverblad tools verwaltugs", "klaverblad tools", ORG_OTHER_MARK },
        { "insittuut klaverblad", "instituut klaverblad", ORG_EQUAL },
        { "maatschapoij", "zonnehoek", ORG_DIFFERENT }, /* nothing else: it stays */
        { "klaverblad holding", "zonnehoek holding", ORG_DIFFERENT },
        { "vastgoed ubbena", "klaver tools vastgoed", ORG_DIFFERENT }, /* "vastgoed" alone says nothing */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        unsigned level = level_of(cases[i].a, cases[i].b), back = level_of(cases[i].b, cases[i].a);
        if (level != cases[i].level || back != level)
            fail_msg("\"%s\" and \"%s\": level %u and %u, not %u", cases[i].a, cases[i].b, level, back, cases[i].level);
    }
}

/* A slip in a name is as rare as the name: of the two ways to write it the one that more have tells. */
static void a_slip_is_as_rare_as_the_name(void **state)
{
    (void)state;
    static const char *const names[] = { "klaverbald tools", "klaverblad tools", "klaverblad tools", "klaverblad tools",
                                         "bakkerij smit",    "transport vos",    "garage mulder",    "bouw peters" };
    SCOPED(table_done) struct table table;
    assert_int_equal(table_open(&table, PARTY_ORGANISATION, NULL), STATUS_OK);
    for (uint64_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct mention mention = { .kind = PARTY_ORGANISATION };
        mention.org.core = text_from(names[i]);
        assert_int_equal(table_add(&table, (struct mention_id){ i + 1 }, 0, &mention, NULL), STATUS_OK);
    }
    table_finish(&table, 1);
    struct pair_levels slip, equal;
    compare_pair(&table, &table.preps.ptr[0], &table.preps.ptr[1], &slip);
    compare_pair(&table, &table.preps.ptr[1], &table.preps.ptr[2], &equal);
    assert_int_equal(slip.level[COMPARE_ORG], ORG_TYPO);
    assert_int_equal(equal.level[COMPARE_ORG], ORG_EQUAL);
    assert_int_equal(slip.bits[COMPARE_ORG], equal.bits[COMPARE_ORG]);
    compare_pair(&table, &table.preps.ptr[1], &table.preps.ptr[0], &slip);
    assert_int_equal(slip.bits[COMPARE_ORG], equal.bits[COMPARE_ORG]);
}

/* Two firms of one town, or of two. */
static unsigned level_in_towns(const char *a, const char *b, const char *town_a, const char *town_b)
{
    static const char *const crowd[] = { "hull bakeries", "hull timber", "lifts smit", "castings vos", "york lifts",
                                         "york castings", "peters",      "mulder",     "st peter" };
    SCOPED(table_done) struct table table;
    assert_int_equal(table_open(&table, PARTY_ORGANISATION, NULL), STATUS_OK);
    for (uint64_t i = 0; i < 2 + sizeof(crowd) / sizeof(crowd[0]); i++) {
        struct address address = { .city = text_from(i == 0 ? town_a : i == 1 ? town_b : "leeds") };
        struct mention mention = { .kind = PARTY_ORGANISATION, .addresses = &address, .addresses_count = 1 };
        mention.org.core = text_from(i == 0 ? a : i == 1 ? b : crowd[i - 2]);
        assert_int_equal(table_add(&table, (struct mention_id){ i + 1 }, 0, &mention, NULL), STATUS_OK);
    }
    table_finish(&table, 1);
    struct pair_levels levels, back;
    compare_pair(&table, &table.preps.ptr[0], &table.preps.ptr[1], &levels);
    compare_pair(&table, &table.preps.ptr[1], &table.preps.ptr[0], &back);
    assert_int_equal(levels.level[COMPARE_ORG], back.level[COMPARE_ORG]);
    return levels.level[COMPARE_ORG];
}

static void a_town_in_two_names_is_said_by_their_address(void **state)
{
    (void)state;
    assert_int_equal(level_in_towns("hull lifts", "hull castings", "Hull", "Hull"), ORG_DIFFERENT);
    assert_true(level_in_towns("hull lifts", "hull castings", "Hull", "York") < ORG_DIFFERENT);
    assert_true(level_in_towns("hull lifts products", "hull lifts", "Hull", "Hull") < ORG_DIFFERENT);
    assert_int_equal(level_in_towns("hull lifts", "hull lifts", "Hull", "Hull"), ORG_EQUAL);
    assert_int_equal(level_in_towns("hull", "hull lifts", "Hull", "Hull"),
                     level_in_towns("hull", "hull lifts", "Hull", "York")); /* nothing but its town */
}

/* Six firms under one mail domain: as their own when their names have a word in common, else a provider's. */
static unsigned level_under_one_domain(bool one_chain)
{
    static const char *const names[] = { "vos", "mulder", "peters", "bos", "smit", "jansen" };
    SCOPED(table_done) struct table table;
    assert_int_equal(table_open(&table, PARTY_ORGANISATION, NULL), STATUS_OK);
    for (uint64_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char name[64], address[64];
        snprintf(name, sizeof(name), "%s%s", one_chain ? "klaverblad " : "", names[i]);
        snprintf(address, sizeof(address), "%s%zu@mail.example", names[i], (size_t)i);
        struct email email = { .address = text_from(address) };
        struct mention mention = { .kind = PARTY_ORGANISATION, .emails = &email, .emails_count = 1 };
        mention.org.core = text_from(name);
        assert_int_equal(table_add(&table, (struct mention_id){ i + 1 }, 0, &mention, NULL), STATUS_OK);
    }
    for (uint64_t i = 0; i < 3; i++) { /* else the domain is that of all */
        struct mention mention = { .kind = PARTY_ORGANISATION };
        struct email email = { .address = TEXT("info@elsewhere.example") };
        mention.emails = &email;
        mention.emails_count = 1;
        mention.org.core = TEXT("elders");
        assert_int_equal(table_add(&table, (struct mention_id){ 100 + i }, 0, &mention, NULL), STATUS_OK);
    }
    table_finish(&table, 1);
    struct pair_levels levels;
    compare_pair(&table, &table.preps.ptr[0], &table.preps.ptr[1], &levels);
    return levels.level[COMPARE_EMAIL];
}

static void a_providers_domain_is_nobodys(void **state)
{
    (void)state;
    assert_int_equal(level_under_one_domain(true), EMAIL_HOST);
    assert_int_equal(level_under_one_domain(false), EMAIL_DIFFERENT);
}

static unsigned level_of_mailboxes(const char *a, const char *b, bool is_role)
{
    const char *const addresses[] = { a, b };
    SCOPED(table_done) struct table table;
    assert_int_equal(table_open(&table, PARTY_ORGANISATION, NULL), STATUS_OK);
    for (uint64_t i = 0; i < 2; i++) {
        struct email email = { .address = text_from(addresses[i]), .is_role = is_role };
        struct mention mention = { .kind = PARTY_ORGANISATION, .emails = &email, .emails_count = 1 };
        mention.org.core = i ? TEXT("klaverblad") : TEXT("zonneveld");
        assert_int_equal(table_add(&table, (struct mention_id){ i + 1 }, 0, &mention, NULL), STATUS_OK);
    }
    table_finish(&table, 1);
    struct pair_levels levels;
    compare_pair(&table, &table.preps.ptr[0], &table.preps.ptr[1], &levels);
    return levels.level[COMPARE_EMAIL];
}

/* However small the table: that both have an info@ says nothing. */
static void a_mailbox_for_all_is_no_likeness(void **state)
{
    (void)state;
    assert_int_equal(level_of_mailboxes("info@klaverblad.example", "info@zonneveld.example", true), EMAIL_DIFFERENT);
    assert_int_equal(level_of_mailboxes("contact@klaverblad.example", "contact@zonneveld.example", true),
                     EMAIL_DIFFERENT);
    assert_int_equal(level_of_mailboxes("info@klaverblad.example", "info@klaverbald.example", true), EMAIL_NEAR);
    assert_int_equal(level_of_mailboxes("info@klaverblad.example", "info@klaverblad.example", true), EMAIL_EQUAL);
    assert_int_equal(level_of_mailboxes("hj.ubbena@klaverblad.example", "hj.ubbena@zonneveld.example", false),
                     EMAIL_LOCAL);
}

static const struct {
    const char *name, *department, *institute, *town;
} institutes[] = {
    { "Dept. of Physics, University of Hull, Hull, UK", "", "university hull", "hull" },
    { "Lopez College; Division of Oncology; 57101 Siegen; Germany", "", "lopez college", "siegen" },
    { "Physics, Trier Universität", "", "trier universitat", "" },
    { "Center for Law", "History, Norwich University, UK", "norwich university", "" },
    { "Department of Sales, Klaverblad Foods", "", "klaverblad foods", "" },
    { "Klaverblad Research Center, San Jose, CA, USA", "", "klaverblad research center", "san jose" },
    { "Department of Physics", "", NULL, "" },   /* of nobody we know */
    { "Klaverblad Group, Ltd", "", NULL, "" },   /* a form is no name */
    { "Jansen, Bakker & Bos", "", NULL, "" },    /* partners */
    { "of Property, Centre Inc", "", NULL, "" }, /* words turned round */
    { "Klaverblad, Utrecht", "", NULL, "" },     /* a branch: see ORG_OTHER_TOWN */
    { ",,;,", "", NULL, "" },
};

static void the_institute_is_who_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(institutes) / sizeof(institutes[0]); i++) {
        struct institute read;
        bool found = institute_read(text_from(institutes[i].name), text_from(institutes[i].department), &read);
        if (found != (institutes[i].institute != NULL))
            fail_msg("'%s' is %s", institutes[i].name, found ? "one" : "none");
        if (!found)
            continue;
        struct text institute = { read.name, read.len };
        check_text(institute, text_from(institutes[i].institute), institutes[i].name);
        check_text(read.town, text_from(institutes[i].town), institutes[i].name);
    }
}

static void forms_are_told_by_their_words(void **state)
{
    (void)state;
    uint32_t gmbh = form_words(TEXT("GmbH")), kg = form_words(TEXT("GmbH & Co. KG"));
    assert_int_equal(form_words(TEXT("")), 0);
    assert_int_equal(form_words(TEXT("Rederij")), 0); /* not told, as if it were not there */
    assert_true(gmbh != 0 && gmbh != kg && (gmbh & kg) == gmbh);
    assert_int_equal(form_words(TEXT("BV")), form_words(TEXT("SRL")));
    assert_int_equal(form_words(TEXT("UG (haftungsbeschränkt)")), form_words(TEXT("UG")));
    assert_int_equal(form_words(TEXT("Inc.")) & form_words(TEXT("LLC")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(levels_are_as_people_see_them),
                                        cmocka_unit_test(a_slip_is_as_rare_as_the_name),
                                        cmocka_unit_test(a_town_in_two_names_is_said_by_their_address),
                                        cmocka_unit_test(the_institute_is_who_it_is),
                                        cmocka_unit_test(forms_are_told_by_their_words),
                                        cmocka_unit_test(a_providers_domain_is_nobodys),
                                        cmocka_unit_test(a_mailbox_for_all_is_no_likeness) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
