/*
 * Where one claim speaks of a field no contest is held; what comes of it is what the contest gives.  Parties of one to
 * four records with random values in every kind of field, under several tables, with signals and choices.
 */
#include "golden/claims.h"
#include "test.h"

#include "golden/leading.h"

enum { SOURCES = 4, TABLES = 3, ROUNDS = 4000, WITNESSES_MAX = 4, FEW = 3 };
#define DAY INT64_C(86400000)

static const struct golden_source sources[SOURCES] = {
    { { "sales", 5 }, { "crm", 3 } },
    { { "books", 5 }, { "billing", 7 } },
    { { "shop", 4 }, { "webshop", 7 } },
    { { "news", 4 }, { "newsletter", 10 } },
};

static const char *const tables[TABLES] = {
    NULL, /* the program's own */
    "*\t*\tcrm:80 billing:70/12/60 webshop\nemail\tcustomer\tnewsletter\n!half-life\tphone\t2 50\n"
    "!signal\temail\tbounce:60\n!signal\taddr\treturned:100\n",
    "*\tprospect\twebshop\n*\t*\tbilling crm\norg\t*\t=shop:10/1/5\n!reliability\t*\tcrm:40\n!half-life\tperson\t3\n",
};

static uint64_t state = 1;

static unsigned below(unsigned n)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(state >> 33) % n;
}

static struct text one_of(const char *const *words, unsigned count)
{
    return text_from(words[below(count)]);
}

#define ONE_OF(...)                                                                                                    \
    one_of((const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static struct mention random_mention(struct arena *arena, enum party_kind kind)
{
    static const enum field attributes_of[] = { FIELD_CONSENT_EMAIL,
                                                FIELD_CONSENT_EMAIL_OPTOUT,
                                                FIELD_CUSTOMER_STAGE,
                                                FIELD_TAG,
                                                FIELD_NOTE,
                                                FIELD_ACCOUNT_OWNER,
                                                FIELD_CUSTOM,
                                                FIELD_CONSENT_OPTOUT_TIME,
                                                FIELD_WEB };
    static const enum field_group groups[] = { GROUP_NONE, GROUP_HOME, GROUP_WORK, GROUP_INVOICE };
    struct mention m = { .kind = kind };
    struct address *addresses = arena_array(arena, struct address, FEW);
    struct email *emails = arena_array(arena, struct email, FEW);
    struct phone *phones = arena_array(arena, struct phone, FEW);
    struct identifier *identifiers = arena_array(arena, struct identifier, FEW);
    struct attribute *attributes = arena_array(arena, struct attribute, 2 * FEW);
    if (kind == PARTY_PERSON) {
        m.name = (struct person_name){ .given = ONE_OF("", "Johanna", "Jo"),
                                       .initials = ONE_OF("", "J.", "J.M."),
                                       .prefix = ONE_OF("", "van den"),
                                       .surname = ONE_OF("", "Brouwershof", "Brouwershoff", "Jansen"),
                                       .raw = ONE_OF("", "Mevr. Brouwershof") };
        m.gender = (enum gender)below(4);
        m.birth = (struct date){ (int16_t)(below(2) * (1900 + below(100))), (uint8_t)below(13), (uint8_t)below(29) };
    } else {
        m.org = (struct org_name){ .name = ONE_OF("", "Bakkerij De Graan", "Bakkerij De Gra8n"),
                                   .core = ONE_OF("", "bakkerij graan", "bakkerij gran", "firrna graan"),
                                   .legal_form = ONE_OF("", "BV") };
    }
    m.addresses = addresses, m.emails = emails, m.phones = phones, m.identifiers = identifiers;
    m.attributes = attributes;
    for (unsigned n = below(FEW + 1); m.addresses_count < n; m.addresses_count++)
        addresses[m.addresses_count] = (struct address){ .group = groups[below(4)],
                                                         .street = ONE_OF("", "Dorpsstraat"),
                                                         .number = ONE_OF("", "1", "12"),
                                                         .addition = ONE_OF("", "B"),
                                                         .postcode = ONE_OF("", "1234 AB"),
                                                         .city = ONE_OF("", "Delft"),
                                                         .country = "NL",
                                                         .key = ONE_OF("", "1234AB|1", "1234AB|12") };
    for (unsigned n = below(FEW + 1); m.emails_count < n; m.emails_count++)
        emails[m.emails_count] = (struct email){ .group = groups[below(4)],
                                                 .address = ONE_OF("a@x.example", "b@x.example", "info@x.example"),
                                                 .key = ONE_OF("", "a@x.example", "b@x.example"),
                                                 .is_role = below(2),
                                                 .is_throwaway = below(4) == 0 };
    for (unsigned n = below(FEW + 1); m.phones_count < n; m.phones_count++)
        phones[m.phones_count] = (struct phone){ .kind = (enum phone_kind)below(4),
                                                 .e164 = ONE_OF("", "+31612345678", "+31201234567"),
                                                 .valid = below(2) };
    for (unsigned n = below(FEW + 1); m.identifiers_count < n; m.identifiers_count++)
        identifiers[m.identifiers_count] = (struct identifier){ .kind = (enum identifier_kind)below(IDENTIFIER_KINDS),
                                                                .value = ONE_OF("", "12345678", "10023"),
                                                                .valid = below(2) };
    for (unsigned n = below(2 * FEW + 1); m.attributes_count < n; m.attributes_count++)
        attributes[m.attributes_count] = (struct attribute){
            .field = { .field = attributes_of[below(9)], .group = groups[below(4)], .slot = (uint8_t)below(2) },
            .value = ONE_OF("", "yes", "no", "klant", "ex-klant", "2026-01-01"),
        };
    return m;
}

static struct witness random_witness(struct arena *arena, enum party_kind kind, unsigned number)
{
    struct mention *mention = arena_new(arena, struct mention), *typed = arena_new(arena, struct mention);
    struct said_signal *signal = arena_new(arena, struct said_signal);
    struct said_choice *choice = arena_new(arena, struct said_choice);
    static const enum field chosen[] = { FIELD_EMAIL, FIELD_PERSON_FULL, FIELD_CUSTOMER_STAGE, FIELD_ACCOUNT_OWNER };
    *mention = random_mention(arena, kind);
    *typed = random_mention(arena, kind);
    *signal = (struct said_signal){ .kind = ONE_OF("bounce", "returned", "call"),
                                    .about = ONE_OF("", "550 a@x.example"),
                                    .at_ms = below(3000) * DAY };
    *choice = (struct said_choice){ .field = { .field = chosen[below(4)] },
                                    .mention = below(2) ? typed : NULL,
                                    .author = TEXT("user:x"),
                                    .recorded_ms = below(3000) * DAY,
                                    .id = number };
    return (struct witness){ .record = { 1 + below(3) * WITNESSES_MAX + number },
                             .ordinal = number,
                             .source = below(SOURCES),
                             .observed_ms = below(3000) * DAY,
                             .mention = mention,
                             .signals = signal,
                             .signals_count = below(2),
                             .choices = choice,
                             .choices_count = below(4) == 0 };
}

static void check_candidate(const struct golden_candidate *a, const struct golden_candidate *b)
{
    check_text(a->value, b->value, "value");
    check_text(a->key, b->key, "key");
    assert_ptr_equal(a->block, b->block);
    assert_int_equal(a->witness->record.v, b->witness->record.v);
    assert_int_equal(a->witness->ordinal, b->witness->ordinal);
    assert_int_equal(a->support, b->support);
    assert_int_equal(a->rule, b->rule);
    assert_memory_equal(&a->field, &b->field, sizeof(a->field));
    assert_ptr_equal(a->choice, b->choice);
    assert_int_equal(a->typed, b->typed);
    assert_int_equal(a->trust, b->trust);
    assert_int_equal(a->trusted_until, b->trusted_until);
    assert_ptr_equal(a->lowered, b->lowered);
}

static void check_same(const struct golden *a, const struct golden *b)
{
    assert_int_equal(a->stage, b->stage);
    assert_int_equal(a->gender, b->gender);
    assert_int_equal(a->values_count, b->values_count);
    assert_int_equal(a->name ? a->name - a->values : -1, b->name ? b->name - b->values : -1);
    assert_int_equal(a->home ? a->home - a->values : -1, b->home ? b->home - b->values : -1);
    for (size_t i = 0; i < a->values_count; i++) {
        const struct golden_value *x = &a->values[i], *y = &b->values[i];
        assert_memory_equal(&x->field, &y->field, sizeof(x->field));
        assert_int_equal(x->block, y->block);
        assert_int_equal(x->others_count, y->others_count);
        assert_int_equal(x->more, y->more);
        assert_int_equal(!x->otherwise, !y->otherwise);
        check_candidate(&x->best, &y->best);
        for (size_t o = 0; o < x->others_count; o++)
            check_candidate(&x->others[o], &y->others[o]);
    }
}

static void short_cut_gives_what_the_contest_gives(void **unused)
{
    struct arena lasting = ARENA_UP_TO(64 << 20), arena = ARENA_UP_TO(64 << 20);
    struct leading leading[TABLES];
    size_t alone = 0;
    for (size_t t = 0; t < TABLES; t++) {
        struct error err = ERROR_NONE;
        struct text body = tables[t] ? text_from(tables[t]) : leading_default();
        if (leading_read(body, sources, SOURCES, &lasting, &leading[t], &err) != STATUS_OK)
            fail_msg("%s", err.message);
    }
    for (unsigned round = 0; round < ROUNDS; round++) {
        arena_reset(&arena);
        enum party_kind kind = below(3) ? PARTY_PERSON : PARTY_ORGANISATION;
        unsigned count = below(2) ? 1 : 1 + below(WITNESSES_MAX);
        struct witness witnesses[WITNESSES_MAX];
        struct golden quick = { 0 }, slow = { 0 };
        for (unsigned i = 0; i < count; i++)
            witnesses[i] = random_witness(&arena, kind, i);
        struct leading *table = &leading[below(TABLES)];
        table->as_of_ms = below(2) * below(4000) * DAY;
        assert_int_equal(golden_survive(table, witnesses, count, &arena, &quick, NULL), STATUS_OK);
        assert_int_equal(golden_survive_at_length(table, witnesses, count, &arena, &slow, NULL), STATUS_OK);
        check_same(&quick, &slow);
        alone += count == 1;
    }
    assert_true(alone > ROUNDS / 3);
    arena_done(&arena);
    arena_done(&lasting);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(short_cut_gives_what_the_contest_gives) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
