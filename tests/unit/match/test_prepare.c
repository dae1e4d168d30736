/*
 * Mentions into a table: many at once on any number of threads is the same as
 * one by one, and what people write otherwise becomes one value.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "test.h"

#include "base/hash.h"
#include "match/match.h"
#include "match/prepare.h"

enum { CROWD = 5000 /* more than one round of drafts */ };

struct person {
    struct mention mention;
    struct address address;
    struct email email;
    struct phone phones[2];
    struct attribute attributes[2];
    char text[6][40];
};

static struct person *crowd_of(size_t count)
{
    static const char *const givens[] = { "Anna Maria", "B.", "C.D.", "Dirk jr", "Eva", "" };
    static const char *const streets[] = { "Dorpsstraat", "Oude Kerkstr.", "Molen Weg 12", "" };
    struct person *crowd = test_calloc(count, sizeof(*crowd));
    for (uint64_t i = 0; i < count; i++) {
        struct person *p = &crowd[i];
        uint64_t home = i % 3 == 0 ? i / 2 : i; /* some share all but their name */
        snprintf(p->text[0], sizeof(p->text[0]), "Naam%u", (unsigned)(hash_pair(i, 1) % 900));
        snprintf(p->text[1], sizeof(p->text[1]), "%u AB", (unsigned)(1000 + hash_pair(home, 2) % 700));
        snprintf(p->text[2], sizeof(p->text[2]), "P%u@mail.example", (unsigned)(hash_pair(home, 3) % 4000));
        snprintf(p->text[3], sizeof(p->text[3]), "+316%08u", (unsigned)(hash_pair(home, 4) % 9000));
        snprintf(p->text[4], sizeof(p->text[4]), "%05u", (unsigned)(hash_pair(home, 5) % 90000));
        snprintf(p->text[5], sizeof(p->text[5]), "%u bis", (unsigned)(hash_pair(home, 6) % 50));
        p->address = (struct address){ .street = text_from(streets[hash_pair(home, 7) % 4]),
                                       .number = text_from(hash_pair(home, 8) % 5 ? p->text[5] : ""),
                                       .addition = text_from(hash_pair(home, 9) % 4 ? "" : "II"),
                                       .extra = text_from(hash_pair(home, 10) % 4 ? "" : "Hof van Oude Straat"),
                                       .postcode = text_from(p->text[1]),
                                       .city = TEXT("Veenstad") };
        p->email = (struct email){ .key = text_from(p->text[2]), .is_free = home % 2 };
        p->phones[0] = (struct phone){ .e164 = text_from(p->text[3]) };
        p->phones[1] = (struct phone){ .national = text_from(p->text[4]) };
        p->attributes[0] = (struct attribute){ .column = 3, .kind = ATTRIBUTE_CODE, .value = text_from(p->text[4]) };
        p->attributes[1] = (struct attribute){ .column = 7, .kind = ATTRIBUTE_TEXT, .value = TEXT("Hof van Oude") };
        p->mention = (struct mention){
            .kind = PARTY_PERSON,
            .name = { .given = text_from(givens[hash_pair(i, 11) % 6]),
                      .surname = text_from(p->text[0]),
                      .raw = text_from("Groot, Karel") },
            .birth = { (int16_t)(1950 + i % 50), (uint8_t)(1 + i % 12), 0 },
            .addresses = &p->address,
            .addresses_count = 1,
            .emails = &p->email,
            .emails_count = home % 4 != 0,
            .phones = p->phones,
            .phones_count = (uint16_t)(home % 3),
            .attributes = p->attributes,
            .attributes_count = (uint16_t)(1 + home % 2),
        };
    }
    return crowd;
}

static void same_value(const struct table *a, const struct table *b, enum domain domain, uint32_t x, uint32_t y)
{
    assert_true(values_hash(&a->values[domain], x) == values_hash(&b->values[domain], y));
    assert_int_equal(a->values[domain].counts.ptr[x], b->values[domain].counts.ptr[y]);
    assert_int_equal(*values_bits(&a->values[domain], x), *values_bits(&b->values[domain], y));
    if (a->values[domain].is_bare)
        return;
    assert_int_equal(table_value(a, domain, x)->words_count, table_value(b, domain, y)->words_count);
    check_text(table_text(a, domain, x), table_text(b, domain, y), "text");
}

static void same_mention(const struct table *a, const struct table *b, size_t i)
{
    const struct prep *x = &a->preps.ptr[i], *y = &b->preps.ptr[i];
    assert_true(x->id == y->id);
    assert_int_equal(x->birth, y->birth);
    assert_int_equal(x->generation, y->generation);
    assert_int_equal(x->given_count, y->given_count);
    for (size_t g = 0; g < x->given_count; g++)
        same_value(a, b, DOMAIN_GIVEN, x->given[g], y->given[g]);
    same_value(a, b, DOMAIN_SURNAME, x->surname, y->surname);
    assert_int_equal(x->addresses_count, y->addresses_count);
    const struct prep_address *m = &a->addresses.ptr[x->addresses_at], *n = &b->addresses.ptr[y->addresses_at];
    assert_int_equal(m->number, n->number);
    same_value(a, b, DOMAIN_STREET, m->street, n->street);
    same_value(a, b, DOMAIN_EXTRA, m->extra, n->extra);
    same_value(a, b, DOMAIN_EXTRA, m->unit, n->unit);
    same_value(a, b, DOMAIN_POSTCODE, m->postcode, n->postcode);
    same_value(a, b, DOMAIN_DELIVERY, m->delivery, n->delivery);
    assert_int_equal(x->emails_count, y->emails_count);
    for (size_t e = 0; e < x->emails_count; e++)
        same_value(a, b, DOMAIN_EMAIL, a->emails.ptr[x->emails_at + e].address,
                   b->emails.ptr[y->emails_at + e].address);
    assert_int_equal(x->phones_count, y->phones_count);
    for (size_t p = 0; p < x->phones_count; p++) {
        const struct prep_phone *s = &a->phones.ptr[x->phones_at + p], *t = &b->phones.ptr[y->phones_at + p];
        same_value(a, b, DOMAIN_PHONE, s->full, t->full);
        same_value(a, b, DOMAIN_PHONE, s->tail, t->tail);
    }
    assert_int_equal(x->attributes_count, y->attributes_count);
    for (size_t c = 0; c < x->attributes_count; c++)
        same_value(a, b, DOMAIN_ATTRIBUTE, a->attributes.ptr[x->attributes_at + c].value,
                   b->attributes.ptr[y->attributes_at + c].value);
}

static void many_at_once_are_as_one_by_one(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    struct person *crowd = crowd_of(CROWD);
    struct match_item *items = test_calloc(CROWD, sizeof(*items));
    struct table one;
    assert_int_equal(table_open(&one, PARTY_PERSON, &err), STATUS_OK);
    for (size_t i = 0; i < CROWD; i++) {
        items[i] = (struct match_item){ { i + 1 }, (uint32_t)(i % 3), &crowd[i].mention };
        assert_int_equal(table_add(&one, items[i].id, items[i].source, items[i].mention, &err), STATUS_OK);
    }
    table_finish(&one, 1);
    static const int threads[] = { 1, 2, 7, 64 };
    for (size_t t = 0; t < sizeof(threads) / sizeof(threads[0]); t++) {
        struct table all;
        assert_int_equal(table_open(&all, PARTY_PERSON, &err), STATUS_OK);
        /* in two parts, the second first: order is that of ids after all */
        size_t half = CROWD / 3;
        assert_int_equal(table_add_all(&all, items + half, CROWD - half, threads[t], &err), STATUS_OK);
        assert_int_equal(table_add_all(&all, items, half, threads[t], &err), STATUS_OK);
        table_finish(&all, threads[t]);
        assert_int_equal(all.preps.len, CROWD);
        assert_int_equal(all.columns_count, one.columns_count);
        for (size_t c = 0; c < one.columns_count; c++) {
            assert_int_equal(all.columns[c].filled, one.columns[c].filled);
            assert_int_equal(all.columns[c].distinct, one.columns[c].distinct);
        }
        for (size_t i = 0; i < CROWD; i++)
            same_mention(&one, &all, i);
        table_done(&all);
    }
    table_done(&one);
    test_free(items);
    test_free(crowd);
}

static void streets_have_one_spelling(void **state)
{
    (void)state;
    static const struct {
        const char *street, *number, *text;
        uint32_t house;
    } cases[] = {
        { "Kerkstr.", "12", "kerkst", 12 },
        { "Kerkstraat 12", "", "kerkst", 12 },
        { "Kerk Straat", "12 bis", "kerk st", 12 },
        { "12 Main Street", "", "main st", 12 },
        { "West 42nd Street", "", "w 42 st", 0 },
        { "Hauptstraße", "7a", "hauptst", 7 },
        { "Plein 1940-1945", "3", "pl 1940 1945", 3 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = ERROR_NONE;
        struct address address = { .street = text_from(cases[i].street), .number = text_from(cases[i].number) };
        struct mention mention = { .kind = PARTY_PERSON, .addresses = &address, .addresses_count = 1 };
        struct table table;
        assert_int_equal(table_open(&table, PARTY_PERSON, &err), STATUS_OK);
        assert_int_equal(table_add(&table, (struct mention_id){ 1 }, 0, &mention, &err), STATUS_OK);
        check_text(table_text(&table, DOMAIN_STREET, table.addresses.ptr[0].street), text_from(cases[i].text),
                   cases[i].street);
        assert_int_equal(table.addresses.ptr[0].number, cases[i].house);
        table_done(&table);
    }
}

static void a_short_number_is_its_own_tail(void **state)
{
    (void)state;
    struct error err = ERROR_NONE;
    struct phone phones[] = { { .national = TEXT("1234") },
                              { .national = TEXT("12-34567") },
                              { .e164 = TEXT("+31201234567") } };
    struct mention mention = { .kind = PARTY_ORGANISATION, .phones = phones, .phones_count = 3 };
    struct table table;
    assert_int_equal(table_open(&table, PARTY_ORGANISATION, &err), STATUS_OK);
    assert_int_equal(table_add(&table, (struct mention_id){ 1 }, 0, &mention, &err), STATUS_OK);
    table_finish(&table, 1);                              /* counted then */
    assert_int_equal(table.preps.ptr[0].phones_count, 2); /* four digits are too few */
    assert_int_equal(table.phones.ptr[0].tail, table.phones.ptr[0].full);
    assert_int_equal(table.phones.ptr[1].tail, table.phones.ptr[0].full);
    check_text(table_text(&table, DOMAIN_PHONE, table.phones.ptr[1].full), TEXT("31201234567"), "whole number");
    assert_int_equal(table.values[DOMAIN_PHONE].counts.ptr[table.phones.ptr[0].full], 2);
    table_done(&table);
}

/* As ids should be, and as they are in nobody's table: close together, and larger than an id can be. */
static void mentions_stand_by_id(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    for (int kind = 0; kind < 3; kind++) {
        struct error err = ERROR_NONE;
        struct table table;
        assert_int_equal(table_open(&table, PARTY_PERSON, &err), STATUS_OK);
        table.expected = COUNT / 2; /* which is wrong, and only slower */
        uint64_t sum = 0;
        for (uint64_t i = 0; i < COUNT; i++) {
            uint64_t id = kind == 0   ? hash_pair(i, 7) >> 2
                          : kind == 1 ? 1 + i * 7919 % COUNT
                                      : UINT64_MAX - i * 7919 % COUNT;
            struct phone phone = { .e164 = i % 2 ? TEXT("+31201234567") : TEXT("+31101234567") };
            struct mention mention = { .kind = PARTY_PERSON, .phones = &phone, .phones_count = 1 };
            assert_int_equal(table_add(&table, (struct mention_id){ id }, i % 2, &mention, &err), STATUS_OK);
            sum += id;
        }
        table_finish(&table, 2);
        for (size_t i = 0; i < COUNT; i++) {
            const struct prep *prep = &table.preps.ptr[i];
            assert_true(i == 0 || table.preps.ptr[i - 1].id < prep->id);
            struct text phone = table_text(&table, DOMAIN_PHONE, table.phones.ptr[prep->phones_at].full);
            assert_int_equal(phone.ptr[2], prep->source ? '2' : '1');
            sum -= prep->id;
        }
        assert_true(sum == 0);
        table_done(&table);
    }
}

/* "given surname call" of a mention with this name and this mailbox, a dot for what is blank. */
static void check_mailbox(const char *given, const char *surname, const char *mailbox, const char *expect)
{
    struct error err = ERROR_NONE;
    struct table table;
    struct email email = { .key = text_from(mailbox) };
    struct mention mention = {
        .kind = PARTY_PERSON, .name = { .surname = text_from(surname) }, .emails = &email, .emails_count = 1
    };
    if (strlen(given) == 2)
        mention.name.initials = text_from(given);
    else
        mention.name.given = text_from(given);
    assert_int_equal(table_open(&table, PARTY_PERSON, &err), STATUS_OK);
    assert_int_equal(table_add(&table, (struct mention_id){ 1 }, 0, &mention, &err), STATUS_OK);
    table_finish(&table, 1);
    const struct prep *p = &table.preps.ptr[0];
    struct text parts[] = { p->given_count ? table_text(&table, DOMAIN_GIVEN, p->given[0]) : TEXT("."),
                            p->surname ? table_text(&table, DOMAIN_SURNAME, p->surname) : TEXT("."),
                            p->call ? table_text(&table, DOMAIN_GIVEN, p->call) : TEXT(".") };
    char got[100];
    snprintf(got, sizeof(got), "%.*s %.*s %.*s", TEXT_ARG(parts[0]), TEXT_ARG(parts[1]), TEXT_ARG(parts[2]));
    check_text(text_from(got), text_from(expect), mailbox);
    table_done(&table);
}

static void a_mailbox_says_what_is_blank(void **state)
{
    (void)state;
    static const char *const cases[][4] = {
        { "", "Snijder", "rita.snijder35@post.example", "rita snijder ." },
        { "", "Haaswal", "vandenhaaswal206@post.example", ". haaswal ." },
        { "Sam", "", "sam_dalhof42@post.example", "sam dalhof ." },
        { "Sam", "", "vantdalhof.sam@post.example", "sam dalhof ." },
        { "J.", "", "jvanolmschot@post.example", "j olmschot ." },
        { "J.", "Bakker", "johanna.bakker@post.example", "j bakker johanna" },
        { "J.", "Bakker", "piet.bakker@post.example", "j bakker ." }, /* somebody else's */
        { "", "Bakker", "rita.snijder@post.example", ". bakker ." },  /* of another surname */
        { "", "", "bakker_piet82@post.example", "piet bakker ." },
        { "", "", "p.bakker@post.example", "p bakker ." },
        { "", "", "pietbakker@post.example", "piet bakker ." },
        { "", "", "karin1961@post.example", "karin . ." },
        { "", "", "anja.arie@post.example", ". . ." }, /* a couple */
        { "Anja", "", "anja.arie@post.example", "anja . ." },
        { "", "", "zonmaan.88@post.example", ". . ." }, /* a fancy */
        { "", "", "familie.jansen@post.example", ". jansen ." },
        { "Rita", "Snijder", "piet.bakker@post.example", "rita snijder ." }, /* nothing is blank */
        { "", "", "@post.example", ". . ." },
        { "", "", "", ". . ." },
        { "", "", "p@", ". . ." },
        { "", "", "a.b.c.d.e.f@post.example", ". . ." },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        check_mailbox(cases[i][0], cases[i][1], cases[i][2], cases[i][3]);
}

/* Told how many mentions come, a set has slots for more or fewer values than there will be; each is found all the same.
 */
static void what_is_expected_changes_no_number(void **state)
{
    (void)state;
    enum { VALUES = 40000, PERIOD = 15000, ROUND = 100 };
    static const size_t expected[] = { 0, 1000, VALUES, 50 * VALUES };
    for (size_t e = 0; e < sizeof(expected) / sizeof(expected[0]); e++) {
        struct values set;
        bool is_new = false;
        assert_true(values_open(&set, VALUES_WITH_TEXT));
        for (uint32_t i = 0; i < VALUES; i++) {
            char name[24];
            uint32_t of = i % PERIOD; /* what comes late has been there */
            struct text t = { name, (size_t)snprintf(name, sizeof(name), "value %u", of) };
            if (i % ROUND == 0) {
                values_expect(&set, ROUND, expected[e]);
                assert_true(values_reserve(&set, ROUND));
            }
            assert_int_equal(values_put_held(&set, t, hash_text(t), &is_new), of + 1);
            assert_int_equal(is_new, i < PERIOD);
            check_text(values_text(&set, of + 1), t, name);
        }
        values_freeze(&set);
        assert_int_equal(set.total, VALUES);
        assert_int_equal(set.counts.ptr[1], VALUES / PERIOD + 1);
        values_done(&set);
    }
}

/* So many of one whole date among so many others, each of its own. */
static void dates_that_stand_for_nothing_are_found(void **state)
{
    static const struct {
        const char *label;
        uint32_t date;
        unsigned rows, others;
        bool is_filler;
    } cases[] = {
        { "two dozen of a few", 19700101, 24, 100, true },
        { "one fewer", 19700101, 23, 100, false },
        { "three in a hundred", 19800101, 300, 9700, true },
        { "hardly three in a hundred", 19800101, 299, 9701, false },
        { "a year alone", 19700000, 300, 300, false },
        { "a year that nobody was born in", 99990101, 300, 300, false },
        { "nobody says one", 0, 300, 0, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct fillers_count *count = fillers_open();
        assert_non_null(count);
        for (unsigned n = 0; n < cases[i].rows; n++)
            fillers_add(count, cases[i].date);
        for (unsigned n = 0; n < cases[i].others; n++)
            fillers_add(count, (1930 + n / 330 % 70) * 10000 + (1 + n / 27 % 12) * 100 + 2 + n % 27);
        struct fillers found = fillers_found(&count);
        assert_null(count);
        if (fillers_have(&found, cases[i].date) != cases[i].is_filler || (!cases[i].is_filler && found.births[0]))
            fail_msg("%s", cases[i].label);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_expected_changes_no_number),
        cmocka_unit_test(many_at_once_are_as_one_by_one),
        cmocka_unit_test(streets_have_one_spelling),
        cmocka_unit_test(a_short_number_is_its_own_tail),
        cmocka_unit_test(mentions_stand_by_id),
        cmocka_unit_test(a_mailbox_says_what_is_blank),
        cmocka_unit_test(dates_that_stand_for_nothing_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
