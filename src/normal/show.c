/*
 * The columns are those of the tables of cases people exchange; a cell is
 * empty where nothing is certain.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/show.h"

#include <string.h>

#include "lang/countries.h"
#include "normal/address.h"
#include "normal/email.h"
#include "normal/date.h"
#include "normal/identifier.h"
#include "normal/name_compose.h"
#include "normal/number.h"
#include "normal/organisation.h"
#include "normal/person_name.h"
#include "normal/phone.h"
#include "normal/postcode.h"
#include "normal/sector.h"
#include "normal/web.h"

static void reason(struct show_result *ret, enum finding finding, struct field_ref field, struct text proposal)
{
    if (finding != FINDING_NONE && ret->reasons_count < SHOW_REASONS_MAX)
        ret->reasons[ret->reasons_count++] = (struct show_reason){ .finding = finding, .field = field, .to = proposal };
}

static void step(struct show_result *ret, const char *what, struct text from, struct text to)
{
    if (ret->reasons_count < SHOW_REASONS_MAX)
        ret->reasons[ret->reasons_count++] = (struct show_reason){ .what = what, .from = from, .to = to };
}

static void reasons_of(struct show_result *ret, const struct findings *findings)
{
    for (uint16_t i = 0; i < findings->count; i++)
        reason(ret, findings->items[i].finding, findings->items[i].field, findings->items[i].proposal);
}

/* A country column in words or codes, else the one given. ret holds 3. */
static void country_of(struct text cell, const char *given, char ret[3])
{
    if (!country_read(text_trim(cell), ret))
        memcpy(ret, given, strlen(given) + 1);
}

/* ---- the kinds ---- */

static void run_name(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    char there[3];
    struct person_parse parse;
    country_of(in[1], country, there);
    enum finding finding = person_name_parse(in[0], there, arena, &parse);
    for (uint8_t i = 0; i < parse.steps_count; i++)
        step(ret, parse.steps[i].what, parse.steps[i].from, parse.steps[i].to);
    reason(ret, finding, (struct field_ref){ .field = FIELD_PERSON_FULL }, TEXT_EMPTY);
    person_parse_columns(&parse, arena, ret->cells + 2);
    enum gender genders[2] = { parse.names[0].gender, parse.names[1].gender };
    for (uint8_t i = 0; i < parse.names_count; i++) {
        const struct person_name *name = &parse.names[i];
        step(ret, i == 0 ? "address line" : "second person", TEXT_EMPTY, name_address_line(name, name->gender, arena));
        step(ret, "salutation line", TEXT_EMPTY, name_salutation(name, name->gender, arena));
    }
    if (parse.is_household || parse.names_count == 2) {
        step(ret, "household", TEXT_EMPTY, name_household(parse.names, genders, parse.names_count, arena));
        step(ret, "household salutation", TEXT_EMPTY,
             name_household_salutation(parse.names, genders, parse.names_count, arena));
    }
    if (parse.names_count > 0)
        step(ret, "confidence", TEXT_EMPTY, arena_printf(arena, "%u", parse.confidence));
}

static void run_organisation(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    char there[3];
    struct org_parse parse;
    country_of(in[1], country, there);
    enum finding finding = org_name_parse(in[0], there, arena, &parse);
    for (uint8_t i = 0; i < parse.steps_count; i++)
        step(ret, parse.steps[i].what, parse.steps[i].from, parse.steps[i].to);
    reason(ret, finding, (struct field_ref){ .field = FIELD_ORG_NAME }, TEXT_EMPTY);
    ret->cells[2] = parse.name.name;
    ret->cells[3] = parse.name.core;
    ret->cells[4] = parse.name.legal_form;
    ret->cells[5] = arena_copy(arena, text_from(parse.name.elf));
    ret->cells[6] = parse.name.trade_name;
    ret->cells[7] = parse.name.former_name;
    ret->cells[8] = parse.name.department;
    ret->cells[9] = parse.branch;
    ret->cells[10] = parse.name.attention;
    step(ret, "organisation rather than person", TEXT_EMPTY, arena_printf(arena, "%u", org_test(in[0], there)));
}

static void run_date(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    struct date today = { 0 }, date;
    date_read(in[1], DATE_ORDER_UNKNOWN, 0, false, &today);
    enum date_order order = strcmp(country, "US") == 0 ? DATE_ORDER_MDY : DATE_ORDER_UNKNOWN;
    enum finding finding = date_read(in[0], order, date_to_ms(today), true, &date);
    reason(ret, finding, (struct field_ref){ .field = FIELD_PERSON_BIRTHDATE }, TEXT_EMPTY);
    ret->cells[2] = arena_copy(arena, text_from(date_text(date).s));
}

static void run_number(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    bool comma = strcmp(country, "GB") != 0 && strcmp(country, "US") != 0 && strcmp(country, "IE") != 0;
    reason(ret, number_read(in[0], comma, arena, &ret->cells[1]),
           (struct field_ref){ .field = FIELD_CUSTOMER_CREDIT_LIMIT }, TEXT_EMPTY);
}

static void run_web(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    enum finding social = social_read(in[0], in[1], arena, &ret->cells[3]);
    if (social == FINDING_NONE)
        return;
    enum finding finding = in[1].len > 0 ? social : web_read(in[0], arena, &ret->cells[2]);
    reason(ret, finding, (struct field_ref){ .field = in[1].len > 0 ? FIELD_SOCIAL : FIELD_WEB }, TEXT_EMPTY);
}

static void run_sector(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    char code[SECTOR_TEXT_MAX];
    reason(ret, sector_read(in[0], code), (struct field_ref){ .field = FIELD_ORG_SECTOR }, TEXT_EMPTY);
    if (code[0] == '\0')
        return;
    char section = sector_section(code);
    ret->cells[1] = arena_copy(arena, text_from(code));
    ret->cells[2] = arena_copy(arena, (struct text){ &section, 1 });
}

static void run_compose(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    struct person_name name = { .given = in[2],
                                .prefix = in[3],
                                .surname = in[4],
                                .partner_prefix = in[5],
                                .partner_surname = in[6],
                                .use = name_use_read(in[1]) };
    enum gender gender = gender_read(in[0]);
    name.gender = gender;
    name.initials = name_initials(name.given, arena);
    ret->cells[7] = name.initials;
    ret->cells[8] = name_address_line(&name, gender, arena);
    ret->cells[9] = name_salutation(&name, gender, arena);
    ret->cells[10] = name_running_text(&name, gender, arena);
}

static void run_address(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    struct findings findings = FINDINGS_IN(arena);
    struct address_parts parts = { .line1 = in[0], .line2 = in[1], .country = in[2] };
    if (in[1].len == 0) {
        parts.full = in[0];
        parts.line1 = TEXT_EMPTY;
    }
    struct address a;
    if (!address_read(&parts, country, &findings, &a))
        return;
    bool box = a.kind == ADDRESS_PO_BOX || a.kind == ADDRESS_REPLY_NUMBER;
    reasons_of(ret, &findings);
    ret->cells[2] = in[2].len ? in[2] : arena_copy(arena, text_from(a.country));
    ret->cells[3] = a.street;
    ret->cells[4] = box ? TEXT_EMPTY : a.number;
    ret->cells[5] = a.letter;
    ret->cells[6] = a.addition;
    ret->cells[7] = box ? a.number : arena_copy(arena, text_from(a.by_to));
    ret->cells[8] = a.postcode;
    ret->cells[9] = a.city;
    step(ret, "key", TEXT_EMPTY, a.key);
    struct text rest = address_print(&a, country, arena), line;
    while (text_next(&rest, '\n', &line))
        if (line.len > 0)
            step(ret, "on the envelope", TEXT_EMPTY, line);
}

static struct text phone_type(const struct phone *phone)
{
    if (phone->valid && phone->kind == PHONE_UNKNOWN)
        return TEXT("fixed_or_mobile");
    return text_from(phone->kind == PHONE_MACHINE ? "mobile" : phone_kind_name(phone->kind));
}

static void run_phone(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    char there[3];
    struct phone phones[PHONES_PER_CELL_MAX];
    size_t count = 0;
    country_of(in[0], country, there);
    reason(ret, phone_read(in[1], there, arena, phones, &count), (struct field_ref){ .field = FIELD_PHONE },
           TEXT_EMPTY);
    ret->cells[3] = TEXT("0");
    ret->cells[4] = TEXT("unparseable");
    if (count == 0)
        return;
    ret->cells[2] = phones[0].e164;
    ret->cells[3] = phones[0].valid ? TEXT("1") : TEXT("0");
    ret->cells[4] = phone_type(&phones[0]);
    ret->cells[5] = phones[0].extension;
    ret->cells[6] = phones[0].national;
}

static void run_email(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    struct email email;
    struct text proposal;
    reason(ret, email_read(in[0], arena, &email, &proposal), (struct field_ref){ .field = FIELD_EMAIL }, proposal);
    ret->cells[1] = email.address;
    ret->cells[2] = email.key;
    ret->cells[3] = email.address.len ? TEXT("1") : TEXT("0");
}

static void run_identifier(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    static const struct {
        const char *type;
        enum identifier_kind kind;
        const char *country;
    } types[] = {
        { "bsn_or_rsin", IDENTIFIER_RSIN, "NL" },
        { "rsin", IDENTIFIER_RSIN, "NL" },
        { "nl_btw", IDENTIFIER_VAT, "NL" },
        { "vat", IDENTIFIER_VAT, "" },
        { "eu_vat", IDENTIFIER_VAT, "" },
        { "be_vat", IDENTIFIER_KBO, "BE" },
        { "be_btw", IDENTIFIER_KBO, "BE" },
        { "be_kbo", IDENTIFIER_KBO, "BE" },
        { "kbo", IDENTIFIER_KBO, "BE" },
        { "iban", IDENTIFIER_IBAN, "" },
        { "bic", IDENTIFIER_BIC, "" },
        { "gln", IDENTIFIER_GLN, "" },
        { "ean", IDENTIFIER_GLN, "" },
        { "kvk", IDENTIFIER_KVK, "NL" },
        { "branch", IDENTIFIER_BRANCH, "NL" },
        { "vestiging", IDENTIFIER_BRANCH, "NL" },
        { "lei", IDENTIFIER_LEI, "" },
        { "eori", IDENTIFIER_EORI, "" },
        { "oin", IDENTIFIER_OIN, "NL" },
        { "duns", IDENTIFIER_DUNS, "" },
        { "customer_number", IDENTIFIER_CUSTOMER_NUMBER, "" },
    };
    ret->cells[3] = TEXT("0");
    if (text_equal_nocase(in[0], TEXT("be_national_number"))) {
        char digits[12];
        if (national_number_be(in[1], digits)) {
            ret->cells[2] = arena_copy(arena, text_from(digits));
            ret->cells[3] = TEXT("1");
            reason(ret, FINDING_NATIONAL_NUMBER_REFUSED, (struct field_ref){ .field = FIELD_REFUSE_NATIONAL_ID },
                   TEXT_EMPTY);
        }
        return;
    }
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (!text_equal_nocase(in[0], text_from(types[i].type)))
            continue;
        struct identifier identifier;
        enum finding finding = identifier_read(types[i].kind, in[1], types[i].country, arena, &identifier);
        struct field_ref field = { .field = identifier_field(types[i].kind) };
        reason(ret, finding, field, finding == FINDING_KVK_WITH_BRANCH ? identifier.value : TEXT_EMPTY);
        if (identifier.valid && finding != FINDING_KVK_WITH_BRANCH) {
            ret->cells[2] = identifier.value;
            ret->cells[3] = TEXT("1");
        }
        return;
    }
}

static void run_postcode(const struct text *in, const char *country, struct arena *arena, struct show_result *ret)
{
    char there[3];
    struct postcode code;
    country_of(in[0], country, there);
    enum finding finding = postcode_read(in[1], there, &code);
    reason(ret, finding, (struct field_ref){ .field = FIELD_ADDR_POSTCODE }, TEXT_EMPTY);
    ret->cells[3] = TEXT("0");
    if (finding == FINDING_NONE) {
        ret->cells[2] = arena_copy(arena, text_from(code.code));
        ret->cells[3] = TEXT("1");
    }
}

const struct show_kind show_kinds[] = {
    { "name",
      { "raw", "country", "gender_or_ORG", "titles", "initials", "given", "prefix", "surname", "partner_prefix",
        "partner_surname", "suffix", "sort_nl", "sort_be" },
      3,
      "raw",
      run_name },
    { "name-compose",
      { "gender", "naamgebruik", "voornamen", "voorvoegsel", "geslachtsnaam", "partner_voorvoegsel",
        "partner_geslachtsnaam", "voorletters", "aanschrijfwijze", "aanhef", "lopende_tekst" },
      127,
      "geslachtsnaam",
      run_compose },
    { "address",
      { "line1", "line2", "country", "street", "number", "letter", "addition_or_box", "pobox_or_by_to", "postcode",
        "city" },
      7,
      "line1",
      run_address },
    { "phone", { "default_country", "raw", "e164", "valid", "type", "extension", "national" }, 3, "raw", run_phone },
    { "email", { "raw", "deliverable_form", "match_key", "valid" }, 1, "raw", run_email },
    { "identifier", { "type", "raw", "normalized", "valid", "note" }, 3, "raw", run_identifier },
    { "postcode", { "country", "raw", "normalized", "valid" }, 3, "raw", run_postcode },
    { "organisation",
      { "raw", "country", "name", "core", "legal_form", "elf", "trade_name", "former_name", "department", "branch",
        "attention" },
      3,
      "raw",
      run_organisation },
    { "date", { "raw", "today", "date" }, 3, "raw", run_date },
    { "number", { "raw", "number" }, 1, "raw", run_number },
    { "web", { "raw", "network", "address", "profile" }, 3, "raw", run_web },
    { "sector", { "raw", "code", "section" }, 1, "raw", run_sector },
    { .name = NULL },
};

const struct show_kind *show_kind_find(struct text name)
{
    for (const struct show_kind *kind = show_kinds; kind->name; kind++)
        if (text_equal(name, text_from(kind->name)))
            return kind;
    return NULL;
}

size_t show_columns_count(const struct show_kind *kind)
{
    size_t count = 0;
    while (count < SHOW_COLUMNS_MAX && kind->columns[count])
        count++;
    return count;
}
