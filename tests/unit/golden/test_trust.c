/*
 * Choices, trust and signals: who wins, and that the order of facts changes nothing.
 */
#include "golden/survive.h"
#include "test.h"

#include "golden/leading.h"

enum { CRM, BILLING, SHOP, SOURCES, ROUNDS = 300, WITNESSES = 6, CHOICES = 3 };
#define DAY INT64_C(86400000)

static const struct golden_source sources[SOURCES] = {
    [CRM] = { { "sales", 5 }, { "crm", 3 } },
    [BILLING] = { { "books", 5 }, { "billing", 7 } },
    [SHOP] = { { "shop", 4 }, { "webshop", 7 } },
};

static const char table[] = "*\t*\tcrm:80 billing:70 shop\n"
                            "account.owner\t*\tcrm billing webshop\tlocked\n"
                            "!reliability\t*\tcrm:90\n"
                            "!half-life\taccount.owner\t12 20\n"
                            "!signal\temail\tbounce:100 campaign/bounced:50\n";

struct world {
    struct arena arena;
    struct leading leading;
};

static struct world world_make(const char *body)
{
    struct world world = { .arena = ARENA_UP_TO(256 * 1024 * 1024) };
    struct error err = ERROR_NONE;
    if (leading_read(text_from(body), sources, SOURCES, &world.arena, &world.leading, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return world;
}

static struct golden survive(struct world *world, const struct witness *witnesses, size_t count)
{
    struct golden golden = { 0 };
    struct error err = ERROR_NONE;
    if (golden_survive(&world->leading, witnesses, count, &world->arena, &golden, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    return golden;
}

static struct mention owner(struct world *world, const char *name)
{
    struct attribute *attribute = arena_new(&world->arena, struct attribute);
    *attribute = (struct attribute){ .field = { .field = FIELD_ACCOUNT_OWNER }, .value = text_from(name) };
    return (struct mention){ .kind = PARTY_PERSON, .attributes = attribute, .attributes_count = 1 };
}

static const struct field_ref of_owner = { .field = FIELD_ACCOUNT_OWNER };

static void choice_goes_before_who_leads_and_tells_what_the_rules_give(void **state)
{
    struct world world = world_make(table);
    struct mention anna = owner(&world, "Anna"), bert = owner(&world, "Bert"), cees = owner(&world, "Cees");
    struct said_choice typed = { of_owner, &cees, TEXT("Anna"), TEXT("user:x"), TEXT("why"), 9 };
    struct witness witnesses[] = { { { 1 }, 0, CRM, 5, &anna }, { { 2 }, 0, SHOP, 6, &bert, &typed, 1 } };
    struct golden golden = survive(&world, witnesses, 2);
    assert_int_equal(golden.values_count, 1);
    check_text(golden.values[0].best.value, TEXT("Cees"), "chosen");
    assert_int_equal(golden.values[0].best.rule, GOLDEN_CHOSEN);
    assert_true(golden.values[0].best.typed);
    check_text(golden.values[0].otherwise->value, TEXT("Anna"), "what the rules give");

    typed.mention = NULL; /* what the record it hangs on gives */
    golden = survive(&world, witnesses, 2);
    check_text(golden.values[0].best.value, TEXT("Bert"), "of the record");
    assert_false(golden.values[0].best.typed);

    struct said_choice later = { of_owner, &anna, TEXT(""), TEXT("user:y"), TEXT("no"), 10 };
    witnesses[0].choices = &later;
    witnesses[0].choices_count = 1;
    golden = survive(&world, witnesses, 2);
    check_text(golden.values[0].best.value, TEXT("Anna"), "the newest choice stands");
    assert_null(golden.values[0].otherwise);
    arena_done(&world.arena);
}

static void no_is_not_chosen_away(void **state)
{
    struct world world = world_make(table);
    struct attribute no = { .field = { .field = FIELD_CONSENT_EMAIL }, .value = TEXT("nee") };
    struct attribute yes = { .field = { .field = FIELD_CONSENT_EMAIL }, .value = TEXT("ja") };
    struct mention refuses = { .kind = PARTY_PERSON, .attributes = &no, .attributes_count = 1 };
    struct mention grants = { .kind = PARTY_PERSON, .attributes = &yes, .attributes_count = 1 };
    struct said_choice choice = {
        { .field = FIELD_CONSENT_EMAIL }, &grants, TEXT_EMPTY, TEXT("user:x"), TEXT("why"), 9
    };
    struct witness witnesses[] = { { { 1 }, 0, CRM, 5, &grants, &choice, 1 }, { { 2 }, 0, SHOP, 6, &refuses } };
    struct golden golden = survive(&world, witnesses, 2);
    check_text(golden.values[0].best.value, TEXT("refused"), "the strictest");
    arena_done(&world.arena);
}

static void opt_out_column_refuses_and_its_no_does_not_grant(void **state)
{
    struct world world = world_make(table);
    struct attribute out = { .field = { .field = FIELD_CONSENT_POST_OPTOUT }, .value = TEXT("ja") };
    struct mention mention = { .kind = PARTY_PERSON, .attributes = &out, .attributes_count = 1 };
    struct witness witness = { { 1 }, 0, CRM, 5, &mention };
    struct golden golden = survive(&world, &witness, 1);
    assert_int_equal(golden.values_count, 2);
    assert_int_equal(golden.values[0].field.field, FIELD_CONSENT_POST);
    check_text(golden.values[0].best.value, TEXT("refused"), "opted out");
    out.value = TEXT("nee");
    golden = survive(&world, &witness, 1);
    assert_int_equal(golden.values_count, 1);
    arena_done(&world.arena);
}

static void value_too_old_lets_the_runner_up_lead(void **state)
{
    struct world world = world_make(table);
    struct mention anna = owner(&world, "Anna"), bert = owner(&world, "Bert");
    struct witness witnesses[] = { { { 1 }, 0, CRM, 1000 * DAY, &anna }, { { 2 }, 0, BILLING, 2900 * DAY, &bert } };
    world.leading.as_of_ms = 1500 * DAY;
    check_text(survive(&world, witnesses, 2).values[0].best.value, TEXT("Anna"), "still trusted");
    world.leading.as_of_ms = 3000 * DAY;
    struct golden golden = survive(&world, witnesses, 2);
    check_text(golden.values[0].best.value, TEXT("Bert"), "the runner-up");
    assert_int_equal(golden.values[0].best.rule, GOLDEN_TRUSTED);
    assert_in_range(golden.values[0].best.trust, 60, 85);
    /* the day it tells is the last on which it leads */
    int32_t until = golden.values[0].others[0].trusted_until;
    world.leading.as_of_ms = until * DAY;
    check_text(survive(&world, witnesses, 2).values[0].best.value, TEXT("Anna"), "on its last day");
    world.leading.as_of_ms = (until + 1) * DAY;
    check_text(survive(&world, witnesses, 2).values[0].best.value, TEXT("Bert"), "the day after");
    arena_done(&world.arena);
}

static void bounce_lowers_at_once_and_only_what_it_is_about(void **state)
{
    struct world world = world_make(table);
    struct email first = { .address = TEXT("a@x.example"), .key = TEXT("a@x.example") };
    struct email second = { .address = TEXT("b@x.example"), .key = TEXT("b@x.example") };
    struct mention one = { .kind = PARTY_PERSON, .emails = &first, .emails_count = 1 };
    struct mention two = { .kind = PARTY_PERSON, .emails = &second, .emails_count = 1 };
    struct said_signal bounce = { TEXT("bounce"), TEXT_EMPTY, TEXT_EMPTY, 20 };
    struct witness witnesses[] = { { { 1 }, 0, CRM, 10, &one, NULL, 0, &bounce, 1 }, { { 2 }, 0, SHOP, 11, &two } };
    struct golden golden = survive(&world, witnesses, 2);
    check_text(golden.values[0].best.value, TEXT("b@x.example"), "the runner-up is lifted");
    assert_int_equal(golden.values[1].best.trust, 0);
    assert_ptr_equal(golden.values[1].best.lowered, &bounce);

    bounce.about = TEXT("550 unknown user c@x.example");
    check_text(survive(&world, witnesses, 2).values[0].best.value, TEXT("a@x.example"), "it names another mailbox");
    bounce.about = TEXT("550 unknown user A@X.example");
    check_text(survive(&world, witnesses, 2).values[0].best.value, TEXT("b@x.example"), "it names this one");
    bounce.about = TEXT_EMPTY;
    witnesses[0].observed_ms = 30; /* the source held it so after the bounce */
    check_text(survive(&world, witnesses, 2).values[0].best.value, TEXT("a@x.example"), "said again since");
    witnesses[0].observed_ms = 10;
    bounce.kind = TEXT("campaign"), bounce.status = TEXT("opened");
    check_text(survive(&world, witnesses, 2).values[0].best.value, TEXT("a@x.example"), "no signal");
    bounce.status = TEXT("bounced"); /* half of it goes: 36 of 72, above the minimum */
    golden = survive(&world, witnesses, 2);
    check_text(golden.values[0].best.value, TEXT("a@x.example"), "a little less");
    assert_int_equal(golden.values[0].best.trust, 36);
    arena_done(&world.arena);
}

static void reading_error_of_bookkeeping_does_not_lead(void **state)
{
    struct world world = world_make("*\t*\tbilling crm webshop\n");
    struct mention right = { .kind = PARTY_ORGANISATION,
                             .org = { .name = TEXT("Drukkerij Zonneveld"), .core = TEXT("drukkerij zonneveld") } };
    struct mention wrong = { .kind = PARTY_ORGANISATION,
                             .org = { .name = TEXT("Drukkerij Zonneveid"), .core = TEXT("drukkerij zonneveid") } };
    struct mention branch = { .kind = PARTY_ORGANISATION,
                              .org = { .name = TEXT("Zonneveld 12"), .core = TEXT("zonneveld 12") } };
    struct mention other = { .kind = PARTY_ORGANISATION,
                             .org = { .name = TEXT("Zonneveld 13"), .core = TEXT("zonneveld 13") } };
    struct witness witnesses[] = { { { 1 }, 0, CRM, 5, &right },
                                   { { 2 }, 0, SHOP, 5, &right },
                                   { { 3 }, 0, BILLING, 9, &wrong } };
    check_text(survive(&world, witnesses, 3).name->best.value, TEXT("Drukkerij Zonneveld"), "two against one");
    check_text(survive(&world, &witnesses[1], 2).name->best.value, TEXT("Drukkerij Zonneveid"), "one against one");
    struct witness numbered[] = { { { 1 }, 0, CRM, 5, &branch },
                                  { { 2 }, 0, SHOP, 5, &branch },
                                  { { 3 }, 0, BILLING, 9, &other } };
    check_text(survive(&world, numbered, 3).name->best.value, TEXT("Zonneveld 13"), "a number is no reading error");
    arena_done(&world.arena);
}

static void a_misread_usual_word_makes_another_core_and_is_an_error_still(void **state)
{
    static const char *const tables[] = { "*\t*\tbilling crm webshop\n",
                                          "*\t*\tbilling crm webshop\n!spelling\torg.name\toff\n" };
    struct mention right = { .kind = PARTY_ORGANISATION,
                             .org = { .name = TEXT("Firma Jansen Bouw"), .core = TEXT("jansen bouw") } };
    struct mention wrong = { .kind = PARTY_ORGANISATION,
                             .org = { .name = TEXT("Firrna Jansen Bouw"), .core = TEXT("firrna jansen bouw") } };
    struct mention bv = {
        .kind = PARTY_ORGANISATION,
        .org = { .name = TEXT("Jansen Bouw B.V."), .core = TEXT("jansen bouw"), .legal_form = TEXT("B.V.") }
    };
    struct mention nv = {
        .kind = PARTY_ORGANISATION,
        .org = { .name = TEXT("Jansen Bouw N.V."), .core = TEXT("jansen bouw"), .legal_form = TEXT("N.V.") }
    };
    for (size_t i = 0; i < 2; i++) {
        struct world world = world_make(tables[i]);
        struct witness read[] = { { { 1 }, 0, CRM, 5, &right },
                                  { { 2 }, 0, SHOP, 5, &right },
                                  { { 3 }, 0, BILLING, 9, &wrong } };
        struct witness forms[] = { { { 1 }, 0, CRM, 5, &bv },
                                   { { 2 }, 0, SHOP, 5, &bv },
                                   { { 3 }, 0, BILLING, 9, &nv } };
        struct golden golden = survive(&world, read, 3);
        check_text(golden.name->best.value, i ? wrong.org.name : right.org.name, "misread by bookkeeping");
        assert_int_equal(golden.name->best.rule, i ? GOLDEN_LEADING : GOLDEN_SPELLING);
        check_text(survive(&world, forms, 3).name->best.value, nv.org.name, "another legal form is no error");
        arena_done(&world.arena);
    }
}

/* A small generator, the same on every machine. */
static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void shuffle(struct witness *witnesses, size_t count, uint32_t *seed)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = next(seed) % i;
        struct witness moved = witnesses[i - 1];
        witnesses[i - 1] = witnesses[j];
        witnesses[j] = moved;
    }
}

static void order_of_facts_changes_nothing(void **state)
{
    static const char *const names[] = { "Anna", "Bert", "Cees", "Dora" };
    uint32_t seed = 7;
    for (int round = 0; round < ROUNDS; round++) {
        struct world world = world_make(table);
        struct mention mentions[4];
        struct said_choice choices[WITNESSES][CHOICES], turned[WITNESSES][CHOICES];
        struct witness witnesses[WITNESSES], other[WITNESSES];
        world.leading.as_of_ms = (int64_t)(next(&seed) % 4000) * DAY;
        for (size_t i = 0; i < 4; i++)
            mentions[i] = owner(&world, names[i]);
        for (size_t i = 0; i < WITNESSES; i++) {
            size_t count = next(&seed) % (CHOICES + 1);
            for (size_t c = 0; c < count; c++)
                choices[i][c] = (struct said_choice){ .field = of_owner,
                                                      .mention = next(&seed) % 2 ? &mentions[next(&seed) % 4] : NULL,
                                                      .author = text_from(names[next(&seed) % 4]),
                                                      .reason = text_from(names[next(&seed) % 4]),
                                                      .recorded_ms = next(&seed) % 1000 };
            for (size_t c = 0; c < count; c++)
                turned[i][c] = choices[i][count - 1 - c];
            witnesses[i] = (struct witness){ { 1 + i },
                                             0,
                                             next(&seed) % SOURCES,
                                             (int64_t)(next(&seed) % 4000) * DAY,
                                             &mentions[next(&seed) % 4],
                                             choices[i],
                                             count };
            other[i] = witnesses[i];
            other[i].choices = turned[i];
        }
        shuffle(other, WITNESSES, &seed);
        struct golden a = survive(&world, witnesses, WITNESSES), b = survive(&world, other, WITNESSES);
        assert_int_equal(a.values_count, 1);
        assert_int_equal(b.values_count, 1);
        check_text(a.values[0].best.value, b.values[0].best.value, "value");
        assert_int_equal(a.values[0].best.rule, b.values[0].best.rule);
        assert_int_equal(a.values[0].best.trust, b.values[0].best.trust);
        assert_int_equal(a.values[0].best.trusted_until, b.values[0].best.trusted_until);
        assert_int_equal(a.values[0].others_count, b.values[0].others_count);
        for (size_t i = 0; i < a.values[0].others_count; i++)
            check_text(a.values[0].others[i].value, b.values[0].others[i].value, "runner-up");
        arena_done(&world.arena);
    }
}

static void table_that_cannot_be_used_names_its_line(void **state)
{
    static const char *const wrong[] = {
        "*\t*\tcrm:0\n",
        "*\t*\tcrm:101\n",
        "*\t*\tcrm:90/0\n",
        "*\t*\tcrm:90/5/101\n",
        "*\t*\tcrm:90/5/10/1\n",
        "*\t*\tcrm\topen\n",
        "!half-life\temail\tx\n",
        "!half-life\tmail\t5\n",
        "!half-life\temail\t5 x\n",
        "!signal\temail\tbounce\n",
        "!signal\temail\tbounce:101\n",
        "!reliability\t*\tcrm:90/5\n",
        "!nothing\t*\tcrm\n",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        struct arena arena = ARENA_UP_TO(64 * 1024 * 1024);
        struct leading leading = { 0 };
        struct error err = ERROR_NONE;
        check_int(leading_read(text_from(wrong[i]), sources, SOURCES, &arena, &leading, &err), STATUS_INVALID,
                  wrong[i]);
        assert_non_null(strstr(err.message, "line 1"));
        arena_done(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choice_goes_before_who_leads_and_tells_what_the_rules_give),
        cmocka_unit_test(no_is_not_chosen_away),
        cmocka_unit_test(opt_out_column_refuses_and_its_no_does_not_grant),
        cmocka_unit_test(value_too_old_lets_the_runner_up_lead),
        cmocka_unit_test(bounce_lowers_at_once_and_only_what_it_is_about),
        cmocka_unit_test(reading_error_of_bookkeeping_does_not_lead),
        cmocka_unit_test(a_misread_usual_word_makes_another_core_and_is_an_error_still),
        cmocka_unit_test(order_of_facts_changes_nothing),
        cmocka_unit_test(table_that_cannot_be_used_names_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
