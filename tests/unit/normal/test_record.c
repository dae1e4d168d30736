/*
 * Rows to mentions: who is named, what is whose, what is odd.
 */
#include "base/limits.h"
#include "base/scoped.h"
#include "model/date.h"
#include "normal/record.h"
#include "test.h"

static const int64_t NOW = 1795340400000; /* 2026-11-22 */

enum { COLUMNS_MAX = 24 };

/* "person.family=Bos", … NULL-ended. */
static struct normal_record read_row(const char *const *cells, const char *country, struct arena *arena)
{
    struct field_ref refs[COLUMNS_MAX];
    struct text values[COLUMNS_MAX];
    size_t count = 0;
    for (; cells[count]; count++) {
        struct text cell = text_from(cells[count]);
        size_t eq = text_find_char(cell, '=');
        refs[count] = (struct field_ref){ 0 };
        if (eq > 0 && text_slice(cell, 0, eq).ptr[0] != '?')
            assert_true(field_ref_read(text_slice(cell, 0, eq), &refs[count]));
        values[count] = text_from_offset(cell, eq + 1);
    }
    /* refs must outlive nothing: values point into cells */
    struct mapping mapping = { .refs = refs, .count = count };
    struct row row = { .cells = values, .count = count, .number = 1 };
    struct normal_options options = { .now_ms = NOW, .keep_unrecognised = true };
    memcpy(options.country, country, 3);
    struct normal_record record;
    assert_int_equal(
        normal_record_read(&mapping, &row, record_id_of(TEXT("t"), TEXT("1")), &options, arena, &record, NULL),
        STATUS_OK);
    return record;
}

#define ROW(...) read_row((const char *const[]){ __VA_ARGS__, NULL }, "NL", &arena)

static bool has_finding(const struct normal_record *record, enum finding finding)
{
    for (uint16_t i = 0; i < record->findings_count; i++)
        if (record->findings[i].finding == finding)
            return true;
    return false;
}

static const struct mention *mention_of(const struct normal_record *record, enum party_kind kind)
{
    for (uint16_t i = 0; i < record->mentions_count; i++)
        if (record->mentions[i].kind == kind)
            return &record->mentions[i];
    return NULL;
}

static void a_contact_row_is_a_person_an_organisation_and_a_role(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r =
        ROW("person.title=Mevr.", "person.initials=A.B.", "person.prefix=van den", "person.family=Berg",
            "org.name=Bakkerij De Graan B.V.", "role.title=Inkoper", "role.since=01-02-2019", "addr.street=Kerkstraat",
            "addr.number=12a", "addr.postcode=3511aa", "addr.city=UTRECHT", "email=a.vandenberg@degraan.example",
            "phone=030 1234567", "phone.mobile=06-12345678", "org.kvk=69599084", "customer.number=D1",
            "bank.iban=NL20INGB0001234567", "consent.email=ja");
    assert_int_equal(r.mentions_count, 2);
    assert_int_equal(r.roles_count, 1);
    const struct mention *p = mention_of(&r, PARTY_PERSON), *o = mention_of(&r, PARTY_ORGANISATION);
    check_text(p->name.surname, TEXT("Berg"), "surname");
    check_text(p->name.prefix, TEXT("van den"), "prefix");
    assert_int_equal(p->gender, GENDER_FEMALE);
    check_text(o->org.legal_form, TEXT("B.V."), "legal form");
    check_text(r.roles[0].title, TEXT("Inkoper"), "title");
    assert_int_equal(r.roles[0].since.year, 2019);
    assert_int_equal(p->addresses_count, 0);
    assert_int_equal(o->addresses_count, 1);
    check_text(o->addresses[0].key, TEXT("3511AA|12|A|"), "key");
    assert_int_equal(p->emails_count, 1);
    assert_int_equal(o->emails_count, 1);
    assert_int_equal(p->phones_count, 2);
    assert_int_equal(o->phones_count, 1);
    assert_int_equal(p->identifiers_count, 0);
    assert_int_equal(o->identifiers_count, 3);
    assert_int_equal(p->attributes_count, 1);
}

static void a_consumer_row_is_one_person(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r =
        ROW("person.full=Dhr. J. de Vries", "addr.line1=Singel 101-hs", "addr.postcode=1012VG", "addr.city=Amsterdam",
            "email=j.devries@gmail.com", "phone=0612345678", "customer.number=12", "person.birthdate=21-3-1980");
    assert_int_equal(r.mentions_count, 1);
    assert_int_equal(r.roles_count, 0);
    const struct mention *p = &r.mentions[0];
    assert_int_equal(p->kind, PARTY_PERSON);
    assert_int_equal(p->gender, GENDER_MALE);
    assert_int_equal(p->addresses_count, 1);
    assert_int_equal(p->identifiers_count, 1);
    assert_int_equal(p->birth.year, 1980);
    assert_true(p->emails[0].is_free);
}

static void home_belongs_to_the_person_and_work_to_the_organisation(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r =
        ROW("person.given=Jan", "person.family=Bos", "org.name=Stichting De Boom", "addr.home.line1=Kerkstraat 1",
            "addr.home.postcode=3511AA", "addr.work.line1=Plein 2", "addr.work.postcode=2511CR",
            "addr.invoice.line1=Postbus 3", "addr.invoice.postcode=2500AA", "phone.work=070-1234567",
            "phone.home=030-1234567", "email=info@deboom.example", "email#2=jan@gmail.com");
    const struct mention *p = mention_of(&r, PARTY_PERSON), *o = mention_of(&r, PARTY_ORGANISATION);
    assert_int_equal(p->addresses_count, 1);
    assert_int_equal(p->addresses[0].group, GROUP_HOME);
    assert_int_equal(o->addresses_count, 2);
    assert_int_equal(o->addresses[1].kind, ADDRESS_PO_BOX);
    assert_int_equal(p->phones_count, 2);
    assert_int_equal(o->phones_count, 1);
    assert_int_equal(p->emails_count, 2);
    assert_int_equal(o->emails_count, 1);
    assert_true(o->emails[0].is_role);
}

static void a_couple_is_two_persons_in_one_household(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r =
        ROW("person.full=dhr. J. Bos en mevr. A. de Vries", "addr.line1=Kerkstraat 1", "addr.postcode=3511AA");
    assert_true(r.is_couple);
    assert_int_equal(r.mentions_count, 2);
    check_text(r.mentions[0].name.surname, TEXT("Bos"), "first");
    check_text(r.mentions[1].name.surname, TEXT("Vries"), "second");
    assert_int_equal(r.mentions[0].gender, GENDER_MALE);
    assert_int_equal(r.mentions[1].gender, GENDER_FEMALE);
    assert_int_equal(r.mentions[1].addresses_count, 1);
}

static void an_organisation_in_a_person_field_is_an_organisation(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r = ROW("person.full=Bakkerij De Graan B.V.", "phone=030-1234567");
    assert_int_equal(r.mentions_count, 1);
    assert_int_equal(r.mentions[0].kind, PARTY_ORGANISATION);
    check_text(r.mentions[0].org.legal_form, TEXT("B.V."), "legal form");
    assert_true(has_finding(&r, FINDING_NAME_ORGANISATION));
}

static void a_person_named_beside_an_organisation_works_there(void **state)
{
    static const struct {
        const char *label, *cells[4];
        const char *organisation, *surname, *initials;
    } cases[] = {
        { "attention column",
          { "person.full=Bakkerij De Graan B.V.", "person.full#2=mw. J. de Vries" },
          "Bakkerij De Graan B.V.",
          "Vries",
          "J." },
        { "the other way round",
          { "person.full=C. van den Huizendrecht", "person.full#2=Kuiper Restaurant bv" },
          "Kuiper Restaurant B.V.",
          "Huizendrecht",
          "C." },
        { "t.a.v. in the name",
          { "org.name=Bakkerij De Graan B.V. t.a.v. mw. J. de Vries" },
          "Bakkerij De Graan B.V.",
          "Vries",
          "J." },
        { "t.a.v. in a person's column",
          { "person.full=Bakkerij De Graan B.V. t.a.v. mw. J. de Vries" },
          "Bakkerij De Graan B.V.",
          "Vries",
          "J." },
        { "surname first",
          { "org.name=Bakkerij De Graan B.V.", "person.full=MEVR. NIJLAND, W.M.W." },
          "Bakkerij De Graan B.V.",
          "Nijland",
          "W.M.W." },
        { "prefix last",
          { "person.full=Stichting De Boom", "person.full#2=Haanhoeve, W.J.M. van" },
          "Stichting De Boom",
          "Haanhoeve",
          "W.J.M." },
        { "an empty cell first",
          { "person.full=Stichting De Boom", "person.full#2=-", "person.full#3=P. Bos" },
          "Stichting De Boom",
          "Bos",
          "P." },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
        struct normal_record r = read_row(cases[i].cells, "NL", &arena);
        const struct mention *p = mention_of(&r, PARTY_PERSON), *o = mention_of(&r, PARTY_ORGANISATION);
        print_message("%s\n", cases[i].label);
        assert_int_equal(r.mentions_count, 2);
        assert_true(p && o);
        check_text(o->org.name, text_from(cases[i].organisation), cases[i].label);
        check_text(p->name.surname, text_from(cases[i].surname), cases[i].label);
        check_text(p->name.initials, text_from(cases[i].initials), cases[i].label);
        assert_int_equal(r.roles_count, 1);
        assert_ptr_equal(&r.mentions[r.roles[0].person], p);
        assert_ptr_equal(&r.mentions[r.roles[0].organisation], o);
        assert_int_equal(r.roles[0].title.len, 0);
    }
}

static void a_second_person_counts_only_beside_an_organisation(void **state)
{
    static const struct {
        const char *label, *cells[4];
        int mentions, roles;
    } cases[] = {
        { "two at one firm",
          { "org.name=Bakkerij De Graan B.V.", "person.full=J. Bos", "person.full#2=A. de Vries",
            "role.title=Inkoper" },
          3,
          2 },
        { "t.a.v. of another",
          { "org.name=Bakkerij De Graan B.V. t.a.v. A. de Vries", "person.full=J. Bos", "role.title=Inkoper" },
          3,
          2 },
        { "the same one twice",
          { "org.name=Bakkerij De Graan B.V.", "person.full=J. Bos", "person.full#2=Jan Bos" },
          2,
          1 },
        { "a department", { "person.full=Bakkerij De Graan B.V.", "person.full#2=Crediteurenadministratie" }, 1, 0 },
        { "two persons alone", { "person.full=J. Bos", "person.full#2=A. de Vries" }, 1, 0 },
        { "parts and a shown name",
          { "person.given=Jan", "person.family=Bos", "person.full=Bos, Jan", "person.full#2=J. de Vries" },
          1,
          0 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
        const char *cells[5] = { 0 };
        memcpy(cells, cases[i].cells, sizeof(cases[i].cells));
        struct normal_record r = read_row(cells, "NL", &arena);
        print_message("%s\n", cases[i].label);
        assert_int_equal(r.mentions_count, cases[i].mentions);
        assert_int_equal(r.roles_count, cases[i].roles);
        if (r.mentions_count == 3) {
            check_text(r.mentions[0].name.surname, TEXT("Bos"), "first");
            check_text(r.mentions[1].name.surname, TEXT("Vries"), "second");
            assert_int_equal(r.mentions[2].kind, PARTY_ORGANISATION);
            check_text(r.roles[0].title, TEXT("Inkoper"), "the function is the first's");
            assert_int_equal(r.roles[1].person, 1);
            assert_int_equal(r.roles[1].organisation, 2);
            assert_int_equal(r.roles[1].title.len, 0);
            assert_false(r.is_couple);
        }
    }
}

static void fillers_are_empty(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r = ROW("person.full=Jan Bos", "person.birthdate=01-01-1900", "phone=0000000000", "email=geen",
                                 "addr.postcode=0000 AA", "addr.city=onbekend", "org.kvk=99999999");
    const struct mention *p = &r.mentions[0];
    assert_int_equal(r.mentions_count, 1);
    assert_false(date_is_known(p->birth));
    assert_int_equal(p->phones_count + p->emails_count + p->addresses_count + p->identifiers_count, 0);
    assert_true(has_finding(&r, FINDING_PLACEHOLDER));
}

static void a_gender_that_is_left_open_is_no_finding(void **state)
{
    static const struct {
        const char *cell;
        enum gender gender;
        bool finding;
    } cases[] = {
        { "person.gender=Unspecified", GENDER_UNKNOWN, false },
        { "person.gender=U", GENDER_UNKNOWN, false },
        { "person.gender=onbekend", GENDER_UNKNOWN, false },
        { "person.gender=9", GENDER_UNKNOWN, false },
        { "person.gender=0", GENDER_UNKNOWN, false },
        { "person.gender=-", GENDER_UNKNOWN, false },
        { "person.gender=Keine Angabe", GENDER_UNKNOWN, false },
        { "person.gender=X", GENDER_OTHER, false },
        { "person.gender=O", GENDER_OTHER, false },
        { "person.gender=V", GENDER_FEMALE, false },
        { "person.gender=Utrecht", GENDER_UNKNOWN, true },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct normal_record r =
            ROW("person.family=Bos", "person.initials=A.", cases[i].cell, "person.birthdate=1980-03-21");
        check_int(r.mentions[0].gender, cases[i].gender, cases[i].cell);
        check_int(r.findings_count, cases[i].finding, cases[i].cell);
    }
}

static void tags_of_one_cell_are_tags_by_themselves(void **state)
{
    static const struct {
        const char *cell, *tags;
    } cases[] = {
        { "tag=Klant;Nieuwsbrief", "Klant|Nieuwsbrief" },
        { "tag=vip, b2b, vip", "vip|b2b" },
        { "tag=\"Klant\",\"Beurs, 2026\"", "Klant|Beurs, 2026" },
        { "tag=* myContacts ::: * Klant", "myContacts|Klant" },
        { "tag=Vriend van de zaak", "Vriend van de zaak" },
        { "tag=;;", "" },
        { "tag=5\" scherm; b", "5\" scherm|b" },
        { "tag=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34",
          "1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|31|32,33,34" },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct normal_record r = ROW("person.full=J. Bos", cases[i].cell);
        struct text joined = TEXT_EMPTY;
        for (uint16_t a = 0; a < r.mentions[0].attributes_count; a++) {
            struct text value = r.mentions[0].attributes[a].value;
            joined = joined.len ? arena_printf(&arena, "%.*s|%.*s", TEXT_ARG(joined), TEXT_ARG(value)) : value;
        }
        check_text(joined, text_from(cases[i].tags), cases[i].cell);
    }
}

static void broken_letters_are_repaired(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r = ROW("person.given=RenÃ©", "person.family=Bos");
    check_text(r.mentions[0].name.given, TEXT("René"), "given");
    assert_true(has_finding(&r, FINDING_ENCODING_REPAIRED));
}

static void a_sole_traders_old_vat_number_is_erased(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r =
        ROW("org.name=Schildersbedrijf Bos", "org.legal_form=eenmanszaak", "org.vat=NL111222333B01");
    assert_int_equal(r.mentions[0].identifiers_count, 0);
    assert_true(has_finding(&r, FINDING_VAT_OF_PERSON));
    for (uint16_t i = 0; i < r.findings_count; i++)
        assert_true(text_find(r.findings[i].proposal, TEXT("111222333")) == r.findings[i].proposal.len);
    r = ROW("org.name=Schildersbedrijf Bos", "org.vat=" MASKED_TEXT); /* erased by the reader already */
    assert_int_equal(r.mentions[0].identifiers_count, 0);
    assert_int_equal(r.findings_count, 1);
    assert_true(has_finding(&r, FINDING_VAT_OF_PERSON));
    r = ROW("org.name=Bakkerij De Graan B.V.", "org.vat=NL004495445B01");
    assert_int_equal(r.mentions[0].identifiers_count, 1);
    r = ROW("org.name=Schildersbedrijf Bos", "org.vat=NL000099998B57"); /* the new kind holds no such number */
    assert_int_equal(r.mentions[0].identifiers_count, 1);
}

static void a_mailbox_alone_is_somebody(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r = ROW("email=jan@gmail.com");
    assert_int_equal(r.mentions_count, 1);
    assert_int_equal(r.mentions[0].kind, PARTY_PERSON);
    r = ROW("email=info@bos.example");
    assert_int_equal(r.mentions[0].kind, PARTY_ORGANISATION);
    r = ROW("email=");
    assert_int_equal(r.mentions_count, 0);
}

static void unknown_columns_become_attributes(void **state)
{
    static const struct field_ref refs[] = { { .field = FIELD_PERSON_FULL }, { 0 }, { 0 }, { 0 } };
    static const struct text cells[] = { TEXT("Jan Bos"), TEXT("1.234,50"), TEXT("03-04-2020"), TEXT("blauw") };
    static const uint8_t contents[] = { 0, ATTRIBUTE_NUMBER, ATTRIBUTE_DATE, ATTRIBUTE_TEXT };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct mapping mapping = { .refs = refs, .count = 4 };
    struct row row = { .cells = cells, .count = 4 };
    struct normal_options options = { .country = "NL", .now_ms = NOW, .keep_unrecognised = true, .contents = contents };
    struct normal_record r;
    assert_int_equal(normal_record_read(&mapping, &row, (struct record_id){ 1 }, &options, &arena, &r, NULL),
                     STATUS_OK);
    assert_int_equal(r.mentions[0].attributes_count, 3);
    check_text(r.mentions[0].attributes[0].value, TEXT("1234.5"), "number");
    check_text(r.mentions[0].attributes[1].value, TEXT("2020-04-03"), "date");
    check_text(r.mentions[0].attributes[2].value, TEXT("blauw"), "text");
    assert_int_equal(r.mentions[0].attributes[2].column, 3);
    options.keep_unrecognised = false;
    normal_record_read(&mapping, &row, (struct record_id){ 1 }, &options, &arena, &r, NULL);
    assert_int_equal(r.mentions[0].attributes_count, 0);
}

static void the_order_of_dates_is_learnt_from_the_column(void **state)
{
    static const struct field_ref refs[] = { { .field = FIELD_PERSON_FULL }, { .field = FIELD_PERSON_BIRTHDATE } };
    static const struct text a[] = { TEXT("Jan Bos"), TEXT("03/04/1980") },
                             b[] = { TEXT("Piet Bos"), TEXT("12/25/1979") };
    const struct row rows[] = { { .cells = a, .count = 2 }, { .cells = b, .count = 2 } };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct mapping mapping = { .refs = refs, .count = 2 };
    uint8_t orders[2];
    normal_learn(&mapping, rows, 2, orders);
    struct normal_options options = { .country = "NL", .now_ms = NOW, .date_orders = orders };
    struct normal_record r;
    normal_record_read(&mapping, &rows[0], (struct record_id){ 1 }, &options, &arena, &r, NULL);
    assert_int_equal(r.mentions[0].birth.month, 3);
    assert_false(has_finding(&r, FINDING_DATE_AMBIGUOUS));
    options.date_orders = NULL;
    normal_record_read(&mapping, &rows[0], (struct record_id){ 1 }, &options, &arena, &r, NULL);
    assert_int_equal(r.mentions[0].birth.month, 4);
    assert_true(has_finding(&r, FINDING_DATE_AMBIGUOUS));
}

static void which_name_stands_first_is_learnt_from_the_column(void **state)
{
    static const struct field_ref refs[] = { { .field = FIELD_PERSON_FULL } };
    static const struct text names[] = {
        TEXT("Feldhaus Andreas"),   TEXT("Altbrandt-Bauer Jana"), TEXT("Martin Thomas"),      TEXT("Eichenhorst Bernd"),
        TEXT("Grünwaldt Matthias"), TEXT("Hochmüller Hildegard"), TEXT("von der Löwe Karin"), TEXT("Berg Jan van den"),
        TEXT("Smithers John A"),    TEXT("Karin Becker"),         TEXT("Garcia Lopez Maria"), TEXT("Solo")
    };
    static const char *const expect[] = { "Feldhaus",  "Altbrandt-Bauer", "Martin",       "Eichenhorst",
                                          "Grünwaldt", "Hochmüller",      "Löwe",         "Berg",
                                          "Smithers",  "Becker",          "Garcia Lopez", "Solo" };
    enum { COUNT = sizeof(names) / sizeof(names[0]) };
    struct row rows[COUNT];
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct mapping mapping = { .refs = refs, .count = 1 };
    uint8_t order = 0;
    for (size_t i = 0; i < COUNT; i++)
        rows[i] = (struct row){ .cells = &names[i], .count = 1 };
    normal_learn(&mapping, rows, 3, &order); /* too few to tell */
    assert_int_equal(order, DATE_ORDER_UNKNOWN);
    normal_learn(&mapping, rows, COUNT, &order);
    assert_int_equal(order, NAME_ORDER_SURNAME_FIRST);
    struct normal_options options = { .country = "DE", .now_ms = NOW, .date_orders = &order };
    for (size_t i = 0; i < COUNT; i++) {
        struct normal_record r;
        normal_record_read(&mapping, &rows[i], (struct record_id){ 1 }, &options, &arena, &r, NULL);
        check_text(r.mentions[0].name.surname, text_from(expect[i]), expect[i]);
    }
}

static void phones_are_dialled_from_the_address(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r =
        ROW("person.full=Jan Peeters", "addr.line1=Kerkstraat 5 bus 3", "addr.postcode=2000", "addr.city=Antwerpen",
            "addr.country=België", "phone=0470 12 34 56", "phone#2=020-1234567 / 06-12345678");
    check_text(r.mentions[0].phones[0].e164, TEXT("+32470123456"), "mobile");
    check_text(r.mentions[0].addresses[0].addition, TEXT("3"), "bus");
    assert_int_equal(r.mentions[0].phones_count, 3);
}

static void a_mailbox_or_a_phone_is_read_as_what_it_is(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r = ROW("person.full=Jan Peeters", "phone=jan.peeters@post.example", "email=06-12345678");
    check_text(r.mentions[0].emails[0].address, TEXT("jan.peeters@post.example"), "mailbox");
    check_text(r.mentions[0].phones[0].e164, TEXT("+31612345678"), "phone");
    r = ROW("person.full=Jan Peeters", "phone=0612345678 (na 18u)", "phone#2=201234567.0");
    check_text(r.mentions[0].phones[0].e164, TEXT("+31612345678"), "a word behind");
    check_text(r.mentions[0].phones[1].e164, TEXT("+31201234567"), "a fraction");
}

static void numbers_in_the_wrong_column_are_found(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct normal_record r = ROW("org.name=Bakkerij De Graan B.V.", "org.kvk=NL004495445B01",
                                 "bank.bic=NL20INGB0001234567", "web=linkedin.com/company/degraan");
    const struct mention *o = &r.mentions[0];
    assert_true(has_finding(&r, FINDING_WRONG_FIELD));
    assert_int_equal(o->identifiers_count, 3);
    assert_int_equal(o->identifiers[0].kind, IDENTIFIER_VAT);
    assert_int_equal(o->identifiers[1].kind, IDENTIFIER_IBAN);
    check_text(o->identifiers[2].value, TEXT("linkedin-company:degraan"), "social");
}

static void the_same_row_gives_the_same_record(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    for (int round = 0; round < 3; round++) {
        struct normal_record r = ROW("person.full=Jan Bos", "email=jan@gmial.com",
                                     "addr.full=Kerkstraat 12, 3511 AA Utrecht", "phone=612345678");
        check_text(r.mentions[0].addresses[0].key, TEXT("3511AA|12||"), "key");
        check_text(r.mentions[0].phones[0].e164, TEXT("+31612345678"), "phone");
        assert_int_equal(r.findings_count, 2);
        check_text(r.findings[0].proposal, TEXT("jan@gmail.com"), "proposal");
        arena_reset(&arena);
    }
}

static void a_row_larger_than_the_arena_is_a_limit(void **state)
{
    static const struct field_ref refs[] = { { .field = FIELD_NOTE } };
    char note[40000];
    memset(note, 'a', sizeof(note));
    struct text cells[] = { { note, sizeof(note) } };
    struct mapping mapping = { .refs = refs, .count = 1 };
    struct row row = { .cells = cells, .count = 1 };
    struct normal_options options = { .country = "NL", .now_ms = NOW };
    struct normal_record r;
    SCOPED(arena_done) struct arena small = ARENA_UP_TO(100 * 1024), large = ARENA_UP_TO(1 << 20);
    assert_int_equal(normal_record_read(&mapping, &row, (struct record_id){ 1 }, &options, &small, &r, NULL),
                     STATUS_LIMIT);
    assert_int_equal(normal_record_read(&mapping, &row, (struct record_id){ 1 }, &options, &large, &r, NULL),
                     STATUS_OK);
}

/* Every field with every kind of bytes: no crash, nothing longer than it may be. */
static void for_matching_an_address_has_no_key(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct field_ref refs[] = { { .field = FIELD_PERSON_FAMILY },
                                { .field = FIELD_ADDR_STREET },
                                { .field = FIELD_ADDR_NUMBER },
                                { .field = FIELD_ADDR_POSTCODE } };
    struct text cells[] = { TEXT("Bos"), TEXT("Kerkstraat"), TEXT("12"), TEXT("3511AA") };
    struct mapping mapping = { .refs = refs, .count = 4 };
    struct row row = { .cells = cells, .count = 4, .number = 1 };
    for (int for_matching = 0; for_matching < 2; for_matching++) {
        struct normal_options options = { .country = "NL", .now_ms = NOW, .for_matching = for_matching };
        struct normal_record record;
        assert_int_equal(
            normal_record_read(&mapping, &row, record_id_of(TEXT("t"), TEXT("1")), &options, &arena, &record, NULL),
            STATUS_OK);
        const struct address *address = &mention_of(&record, PARTY_PERSON)->addresses[0];
        check_text(address->key, for_matching ? TEXT_EMPTY : TEXT("3511AA|12||"), "key");
        check_text(address->street, TEXT("Kerkstraat"), "street");
    }
}

static void any_bytes_are_a_record(void **state)
{
    static const char signs[] = "aBcd 0159-/,.'#()@\xc3\xa9\x80\xff\n\tnlNLbv&";
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_ARENA_BYTES_MAX);
    struct field_ref refs[FIELD_COUNT];
    struct text cells[FIELD_COUNT];
    static char bytes[FIELD_COUNT][40];
    for (int f = 0; f < FIELD_COUNT; f++)
        refs[f] = (struct field_ref){ .field = (enum field)f };
    struct mapping mapping = { .refs = refs, .count = FIELD_COUNT };
    struct normal_options options = { .country = "NL", .now_ms = NOW, .keep_unrecognised = true };
    uint32_t seed = 11;
    for (int round = 0; round < 3000; round++) {
        for (int f = 0; f < FIELD_COUNT; f++) {
            size_t len = 0;
            for (; len < sizeof(bytes[f]) && (seed = seed * 1664525 + 1013904223) >> 28; len++)
                bytes[f][len] = signs[(seed >> 16) % (sizeof(signs) - 1)];
            cells[f] = (struct text){ bytes[f], len };
        }
        struct row row = { .cells = cells, .count = FIELD_COUNT };
        struct normal_record r;
        assert_int_equal(normal_record_read(&mapping, &row, (struct record_id){ 1 }, &options, &arena, &r, NULL),
                         STATUS_OK);
        assert_true(r.mentions_count <= MENTIONS_PER_RECORD_MAX);
        for (uint16_t m = 0; m < r.mentions_count; m++)
            assert_true(r.mentions[m].name.surname.len <= NAME_BYTES_MAX &&
                        r.mentions[m].org.name.len <= NAME_BYTES_MAX + 8);
        arena_reset(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_contact_row_is_a_person_an_organisation_and_a_role),
        cmocka_unit_test(a_consumer_row_is_one_person),
        cmocka_unit_test(home_belongs_to_the_person_and_work_to_the_organisation),
        cmocka_unit_test(a_couple_is_two_persons_in_one_household),
        cmocka_unit_test(an_organisation_in_a_person_field_is_an_organisation),
        cmocka_unit_test(a_person_named_beside_an_organisation_works_there),
        cmocka_unit_test(a_second_person_counts_only_beside_an_organisation),
        cmocka_unit_test(fillers_are_empty),
        cmocka_unit_test(a_gender_that_is_left_open_is_no_finding),
        cmocka_unit_test(tags_of_one_cell_are_tags_by_themselves),
        cmocka_unit_test(broken_letters_are_repaired),
        cmocka_unit_test(a_sole_traders_old_vat_number_is_erased),
        cmocka_unit_test(a_mailbox_alone_is_somebody),
        cmocka_unit_test(unknown_columns_become_attributes),
        cmocka_unit_test(the_order_of_dates_is_learnt_from_the_column),
        cmocka_unit_test(which_name_stands_first_is_learnt_from_the_column),
        cmocka_unit_test(phones_are_dialled_from_the_address),
        cmocka_unit_test(a_mailbox_or_a_phone_is_read_as_what_it_is),
        cmocka_unit_test(numbers_in_the_wrong_column_are_found),
        cmocka_unit_test(the_same_row_gives_the_same_record),
        cmocka_unit_test(a_row_larger_than_the_arena_is_a_limit),
        cmocka_unit_test(for_matching_an_address_has_no_key),
        cmocka_unit_test(any_bytes_are_a_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
