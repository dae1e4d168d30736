/*
 * Which value survives, and by what rule.
 */
#include "golden/survive.h"
#include "test.h"

#include "golden/leading.h"

enum { CRM, BILLING, SHOP, NEWS, BOOK, SOURCES };

static const struct golden_source sources[SOURCES] = {
    [CRM] = { { "sales", 5 }, { "crm", 3 } },           [BILLING] = { { "books", 5 }, { "billing", 7 } },
    [SHOP] = { { "shop", 4 }, { "webshop", 7 } },       [NEWS] = { { "news", 4 }, { "newsletter", 10 } },
    [BOOK] = { { "piet", 4 }, { "address-book", 12 } },
};

struct world {
    struct arena arena;
    struct leading leading;
};

static struct world world_make(void)
{
    struct world world = { .arena = ARENA_UP_TO(64 * 1024 * 1024) };
    struct error err = ERROR_NONE;
    if (leading_read(leading_default(), sources, SOURCES, &world.arena, &world.leading, &err) != STATUS_OK)
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

static const struct golden_value *find(const struct golden *golden, const char *name)
{
    for (size_t i = 0; i < golden->values_count; i++)
        if (strcmp(field_ref_text(golden->values[i].best.field).s, name) == 0)
            return &golden->values[i];
    return NULL;
}

static struct witness person(uint64_t record, uint32_t source, int64_t observed_ms, const struct mention *mention)
{
    return (struct witness){ .record = { record }, .source = source, .observed_ms = observed_ms, .mention = mention };
}

/* ---- names ---- */

static void most_complete_name_survives_as_a_block(void **state)
{
    struct world world = world_make();
    struct mention full = { .kind = PARTY_PERSON, .name = { .given = TEXT("Johanna"), .surname = TEXT("Berg") } };
    struct mention initials = {
        .kind = PARTY_PERSON, .name = { .initials = TEXT("J.M."), .prefix = TEXT("van den"), .surname = TEXT("Berg") }
    };
    struct witness witnesses[] = { person(1, CRM, 100, &initials), person(2, SHOP, 50, &full) };
    struct golden golden = survive(&world, witnesses, 2);
    const struct person_name *name = golden.name->best.block;
    check_text(name->given, TEXT("Johanna"), "given");
    check_text(name->prefix, TEXT(""), "no prefix from the other block");
    assert_int_equal(golden.name->best.rule, GOLDEN_COMPLETE);
    assert_int_equal(golden.name->others_count, 1);
    arena_done(&world.arena);
}

static void surname_that_others_contradict_is_a_typing_error(void **state)
{
    struct world world = world_make();
    struct mention right = { .kind = PARTY_PERSON, .name = { .initials = TEXT("J."), .surname = TEXT("Brouwershof") } };
    struct mention typo = { .kind = PARTY_PERSON,
                            .name = { .given = TEXT("Johanna"), .surname = TEXT("Brouwershoff") } };
    struct witness witnesses[] = { person(1, NEWS, 1, &right), person(2, SHOP, 1, &right), person(3, CRM, 9, &typo) };
    struct golden golden = survive(&world, witnesses, 3);
    check_text(((const struct person_name *)golden.name->best.block)->surname, TEXT("Brouwershof"), "surname");
    assert_int_equal(golden.name->best.rule, GOLDEN_SPELLING);
    arena_done(&world.arena);
}

static void another_surname_is_no_typing_error(void **state)
{
    struct world world = world_make();
    struct mention before = { .kind = PARTY_PERSON, .name = { .given = TEXT("Els"), .surname = TEXT("Bakker") } };
    struct mention after = { .kind = PARTY_PERSON, .name = { .given = TEXT("Els"), .surname = TEXT("Jansen") } };
    struct witness witnesses[] = { person(1, NEWS, 1, &before), person(2, SHOP, 1, &before),
                                   person(3, CRM, 9, &after) };
    struct golden golden = survive(&world, witnesses, 3);
    check_text(((const struct person_name *)golden.name->best.block)->surname, TEXT("Jansen"), "the leading source's");
    arena_done(&world.arena);
}

/* ---- the steps, one by one ---- */

static void steps_decide_in_their_order(void **state)
{
    static const struct {
        const char *label, *a, *b, *want;
        uint32_t source_a, source_b;
        int64_t ms_a, ms_b;
        enum golden_rule rule;
    } cases[] = {
        { "leading source", "klm", "xyz", "klm", CRM, SHOP, 1, 9, GOLDEN_LEADING },
        { "newest of equal sources", "klm", "xyz", "xyz", CRM, CRM, 1, 9, GOLDEN_NEWEST },
        { "smallest record of all equal", "klm", "xyz", "klm", CRM, CRM, 5, 5, GOLDEN_FIRST },
        { "said twice", "klm", "KLM", "klm", CRM, CRM, 5, 5, GOLDEN_AGREED },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world = world_make();
        struct attribute one = { .field = { .field = FIELD_ACCOUNT_OWNER }, .value = text_from(cases[i].a) };
        struct attribute two = { .field = { .field = FIELD_ACCOUNT_OWNER }, .value = text_from(cases[i].b) };
        struct mention a = { .kind = PARTY_PERSON, .attributes = &one, .attributes_count = 1 };
        struct mention b = { .kind = PARTY_PERSON, .attributes = &two, .attributes_count = 1 };
        struct witness witnesses[] = { person(1, cases[i].source_a, cases[i].ms_a, &a),
                                       person(2, cases[i].source_b, cases[i].ms_b, &b) };
        struct golden golden = survive(&world, witnesses, 2);
        const struct golden_value *owner = find(&golden, "account.owner");
        assert_non_null(owner);
        check_text(owner->best.value, text_from(cases[i].want), cases[i].label);
        check_int(owner->best.rule, cases[i].rule, cases[i].label);
        arena_done(&world.arena);
    }
}

static void invoice_address_is_of_bookkeeping_once_a_customer(void **state)
{
    struct world world = world_make();
    struct identifier number = { .kind = IDENTIFIER_CUSTOMER_NUMBER, .value = TEXT("1001"), .valid = true };
    struct address sales = { .group = GROUP_INVOICE, .street = TEXT("Markt"), .number = TEXT("1"), .key = TEXT("A|1") };
    struct address books = { .group = GROUP_INVOICE, .street = TEXT("Kade"), .number = TEXT("2"), .key = TEXT("B|2") };
    struct mention crm = { .kind = PARTY_ORGANISATION, .addresses = &sales, .addresses_count = 1 };
    struct mention billing = { .kind = PARTY_ORGANISATION,
                               .addresses = &books,
                               .addresses_count = 1,
                               .identifiers = &number,
                               .identifiers_count = 1 };
    struct witness witnesses[] = { person(1, CRM, 900, &crm), person(2, BILLING, 1, &billing) };
    struct golden golden = survive(&world, witnesses, 2);
    assert_int_equal(golden.stage, STAGE_CUSTOMER);
    check_text(find(&golden, "addr.invoice.full")->best.value, TEXT("Kade 2"), "bookkeeping's address");
    arena_done(&world.arena);
}

static void address_survives_whole(void **state)
{
    struct world world = world_make();
    struct address partial = { .group = GROUP_HOME, .city = TEXT("Zwolle") };
    struct address whole = { .group = GROUP_HOME,
                             .street = TEXT("Laan"),
                             .number = TEXT("7"),
                             .postcode = TEXT("8011 AB"),
                             .city = TEXT("Assen"),
                             .key = TEXT("8011AB|7") };
    struct mention crm = { .kind = PARTY_PERSON, .addresses = &partial, .addresses_count = 1 };
    struct mention news = { .kind = PARTY_PERSON, .addresses = &whole, .addresses_count = 1 };
    struct witness witnesses[] = { person(1, CRM, 9, &crm), person(2, NEWS, 1, &news) };
    struct golden golden = survive(&world, witnesses, 2);
    check_text(find(&golden, "addr.home.full")->best.value, TEXT("Laan 7, 8011 AB Assen"), "not mixed");
    assert_int_equal(find(&golden, "addr.home.full")->best.rule, GOLDEN_USABLE);
    arena_done(&world.arena);
}

/* ---- consent ---- */

static void words_of_consent_are_understood(void **state)
{
    static const struct {
        const char *raw;
        enum consent consent;
    } cases[] = {
        { "Ja", CONSENT_GRANTED },         { "yes", CONSENT_GRANTED },          { "1", CONSENT_GRANTED },
        { "subscribed", CONSENT_GRANTED }, { "nee", CONSENT_REFUSED },          { " No ", CONSENT_REFUSED },
        { "0", CONSENT_REFUSED },          { "Unsubscribed", CONSENT_REFUSED }, { "uitgeschreven", CONSENT_REFUSED },
        { "", CONSENT_UNKNOWN },           { "misschien", CONSENT_UNKNOWN },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        check_int(consent_read(text_from(cases[i].raw)), cases[i].consent, cases[i].raw);
}

static void strictest_consent_wins_over_leading_and_newest(void **state)
{
    struct world world = world_make();
    struct attribute yes = { .field = { .field = FIELD_CONSENT_EMAIL }, .value = TEXT("ja") };
    struct attribute left = { .field = { .field = FIELD_CONSENT_OPTOUT_TIME }, .value = TEXT("2023-04-02") };
    struct mention crm = { .kind = PARTY_PERSON, .attributes = &yes, .attributes_count = 1 };
    struct mention news = { .kind = PARTY_PERSON, .attributes = &left, .attributes_count = 1 };
    struct witness witnesses[] = { person(1, CRM, 900, &crm), person(2, SHOP, 800, &crm), person(3, NEWS, 1, &news) };
    struct golden golden = survive(&world, witnesses, 3);
    const struct golden_value *consent = find(&golden, "consent.email");
    check_text(consent->best.value, TEXT("refused"), "consent");
    assert_int_equal(consent->best.rule, GOLDEN_STRICTEST);
    assert_int_equal(consent->best.witness->record.v, 3);
    arena_done(&world.arena);
}

/* ---- lists, order, bounds ---- */

static void mailboxes_stand_side_by_side_best_first(void **state)
{
    struct world world = world_make();
    struct email mails[] = { { .address = TEXT("info@bos.example"), .key = TEXT("info@bos.example"), .is_role = true },
                             { .address = TEXT("els@bos.example"), .key = TEXT("els@bos.example") } };
    struct mention crm = { .kind = PARTY_PERSON, .emails = mails, .emails_count = 2 };
    struct witness witness = person(1, CRM, 1, &crm);
    struct golden golden = survive(&world, &witness, 1);
    assert_int_equal(golden.values_count, 2);
    check_text(golden.values[0].best.value, TEXT("els@bos.example"), "own mailbox first");
    assert_int_equal(golden.values[0].others_count, 0);
    arena_done(&world.arena);
}

static void order_of_witnesses_changes_nothing(void **state)
{
    struct world world = world_make();
    struct identifier numbers[6];
    struct mention mentions[6];
    struct witness forward[6], backward[6];
    char values[6][8];
    for (size_t i = 0; i < 6; i++) {
        snprintf(values[i], sizeof(values[i]), "%zu", i % 3);
        numbers[i] = (struct identifier){ IDENTIFIER_CUSTOMER_NUMBER, text_from(values[i]), true };
        mentions[i] = (struct mention){
            .kind = PARTY_PERSON, .identifiers = &numbers[i], .identifiers_count = 1, .gender = (enum gender)(1 + i % 2)
        };
        forward[i] = person(10 + i, (uint32_t)(i % SOURCES), 7, &mentions[i]);
        backward[5 - i] = forward[i];
    }
    struct golden a = survive(&world, forward, 6), b = survive(&world, backward, 6);
    assert_int_equal(a.values_count, b.values_count);
    for (size_t i = 0; i < a.values_count; i++) {
        check_text(a.values[i].best.value, b.values[i].best.value, "value");
        assert_int_equal(a.values[i].best.witness->record.v, b.values[i].best.witness->record.v);
        assert_int_equal(a.values[i].best.support, b.values[i].best.support);
        assert_int_equal(a.values[i].others_count, b.values[i].others_count);
    }
    arena_done(&world.arena);
}

static void runners_up_are_bounded_and_counted(void **state)
{
    static const size_t counts[] = { GOLDEN_OTHERS_MAX, GOLDEN_OTHERS_MAX + 1, GOLDEN_OTHERS_MAX + 2, 20 };
    for (size_t c = 0; c < 4; c++) {
        struct world world = world_make();
        struct attribute owners[20];
        struct mention mentions[20];
        struct witness witnesses[20];
        char values[20][8];
        for (size_t i = 0; i < counts[c]; i++) {
            snprintf(values[i], sizeof(values[i]), "v%zu", i);
            owners[i] = (struct attribute){ .field = { .field = FIELD_ACCOUNT_OWNER }, .value = text_from(values[i]) };
            mentions[i] = (struct mention){ .kind = PARTY_PERSON, .attributes = &owners[i], .attributes_count = 1 };
            witnesses[i] = person(1 + i, CRM, 1, &mentions[i]);
        }
        struct golden golden = survive(&world, witnesses, counts[c]);
        size_t others = counts[c] - 1;
        assert_int_equal(golden.values[0].others_count, others < GOLDEN_OTHERS_MAX ? others : GOLDEN_OTHERS_MAX);
        assert_int_equal(golden.values[0].more, others > GOLDEN_OTHERS_MAX ? others - GOLDEN_OTHERS_MAX : 0);
        arena_done(&world.arena);
    }
}

static void full_arena_is_a_limit(void **state)
{
    struct world world = world_make();
    struct attribute owner = { .field = { .field = FIELD_ACCOUNT_OWNER }, .value = TEXT("x") };
    struct mention mention = {
        .kind = PARTY_PERSON, .attributes = &owner, .attributes_count = 1, .name = { .surname = TEXT("Bos") }
    };
    struct witness witness = person(1, CRM, 1, &mention);
    for (size_t cap = 0; cap < 4000; cap += 40) {
        struct arena small = ARENA_UP_TO(cap);
        struct golden golden = { 0 };
        struct error err = ERROR_NONE;
        enum status status = golden_survive(&world.leading, &witness, 1, &small, &golden, &err);
        assert_true(status == STATUS_OK || status == STATUS_LIMIT);
        arena_done(&small);
    }
    arena_done(&world.arena);
}

/* ---- the leading table ---- */

static void wrong_table_names_its_line(void **state)
{
    static const struct {
        const char *body, *part;
    } cases[] = {
        { "person\t*\tcrm\nadr.invoice\t*\tcrm\n", "line 2" },
        { "person\tmorgen\tcrm\n", "no stage" },
        { "person\n", "line 1" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct arena arena = ARENA_UP_TO(1024 * 1024);
        struct leading leading = { 0 };
        struct error err = ERROR_NONE;
        assert_int_equal(leading_read(text_from(cases[i].body), sources, SOURCES, &arena, &leading, &err),
                         STATUS_INVALID);
        assert_non_null(strstr(err.message, cases[i].part));
        arena_done(&arena);
    }
}

static void longest_name_and_stage_decide(void **state)
{
    static const char body[] =
        "*\t*\tcrm billing\naddr\t*\twebshop\naddr.invoice\tcustomer\tbilling\naddr.invoice\t*\t=piet crm\n";
    struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct leading leading = { 0 };
    struct field_ref email = { .field = FIELD_EMAIL }, invoice = { .field = FIELD_ADDR_FULL, .group = GROUP_INVOICE };
    struct field_ref home = { .field = FIELD_ADDR_FULL, .group = GROUP_HOME };
    assert_int_equal(leading_read(text_from(body), sources, SOURCES, &arena, &leading, NULL), STATUS_OK);
    assert_int_equal(leading_rank(&leading, email, STAGE_CUSTOMER, BILLING), 1);
    assert_int_equal(leading_rank(&leading, home, STAGE_CUSTOMER, SHOP), 0);
    assert_int_equal(leading_rank(&leading, home, STAGE_CUSTOMER, CRM), LEADING_RANK_LAST);
    assert_int_equal(leading_rank(&leading, invoice, STAGE_CUSTOMER, BILLING), 0);
    assert_int_equal(leading_rank(&leading, invoice, STAGE_PROSPECT, BOOK), 0);
    assert_int_equal(leading_rank(&leading, invoice, STAGE_PROSPECT, BILLING), LEADING_RANK_LAST);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_complete_name_survives_as_a_block),
        cmocka_unit_test(surname_that_others_contradict_is_a_typing_error),
        cmocka_unit_test(another_surname_is_no_typing_error),
        cmocka_unit_test(steps_decide_in_their_order),
        cmocka_unit_test(invoice_address_is_of_bookkeeping_once_a_customer),
        cmocka_unit_test(address_survives_whole),
        cmocka_unit_test(words_of_consent_are_understood),
        cmocka_unit_test(strictest_consent_wins_over_leading_and_newest),
        cmocka_unit_test(mailboxes_stand_side_by_side_best_first),
        cmocka_unit_test(order_of_witnesses_changes_nothing),
        cmocka_unit_test(runners_up_are_bounded_and_counted),
        cmocka_unit_test(full_arena_is_a_limit),
        cmocka_unit_test(wrong_table_names_its_line),
        cmocka_unit_test(longest_name_and_stage_decide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
