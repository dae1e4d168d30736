/*
 * A row is read in three steps.  Gather: every cell is washed and put with its
 * like, names with names, the lines of one address together.  Name: what the
 * names say decides who is there, a person, an organisation, both or a couple
 * (record_names.c).  Divide: addresses, mailboxes, phones and numbers go to
 * whom they belong (record_contacts.c).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/record.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "lang/decision_part.h"
#include "normal/clean.h"
#include "normal/date.h"
#include "normal/email.h"
#include "normal/identifier.h"
#include "normal/number.h"
#include "normal/record_parts.h"
#include "normal/sector.h"
#include "normal/tags.h"
#include "normal/web.h"

/* ---- learning ---- */

static uint8_t learn_names(const struct row *rows, size_t rows_count, size_t c)
{
    struct name_column column = { 0 };
    for (size_t r = 0; r < rows_count; r++)
        if (c < rows[r].count)
            name_column_add(&column, rows[r].cells[c]);
    return name_column_is_surname_first(&column) ? NAME_ORDER_SURNAME_FIRST : DATE_ORDER_UNKNOWN;
}

void normal_learn(const struct mapping *mapping, const struct row *rows, size_t rows_count, uint8_t *ret_date_orders)
{
    assert(mapping && (rows || rows_count == 0) && ret_date_orders);

    for (size_t c = 0; c < mapping->count; c++) {
        struct date_column column = { 0 };
        enum field field = mapping->refs[c].field;
        if (field == FIELD_PERSON_FULL) {
            ret_date_orders[c] = learn_names(rows, rows_count, c);
            continue;
        }
        if (field == FIELD_NONE || field_kind_of(field) == FIELD_KIND_DATE)
            for (size_t r = 0; r < rows_count; r++)
                if (c < rows[r].count)
                    date_order_add(&column, rows[r].cells[c]);
        ret_date_orders[c] = (uint8_t)date_order_of(&column);
    }
}

static enum date_order order_of(const struct gathered *g, size_t column)
{
    enum date_order order = g->date_orders ? (enum date_order)g->date_orders[column] : DATE_ORDER_UNKNOWN;
    if (order == DATE_ORDER_MIXED)
        order = DATE_ORDER_UNKNOWN;
    if (order == DATE_ORDER_UNKNOWN && strcmp(g->options->country, "US") == 0)
        return DATE_ORDER_MDY;
    return order;
}

static bool comma_decimals(const struct gathered *g)
{
    static const char *const point[] = { "US", "GB", "IE", "CA", "AU", "NZ", "MT", "CY", "IN" };
    for (size_t i = 0; i < sizeof(point) / sizeof(point[0]); i++)
        if (strcmp(g->options->country, point[i]) == 0)
            return false;
    return true;
}

/* ---- gather ---- */

static void put_first(struct text *to, struct text value)
{
    if (to->len == 0)
        *to = value;
}

static void put_cell(struct cell *cells, uint8_t *count, uint8_t max, const struct cell *cell)
{
    if (*count < max)
        cells[(*count)++] = *cell;
}

static struct address_parts *address_of(struct gathered *g, struct field_ref ref)
{
    for (uint8_t i = 0; i < g->addresses_count; i++)
        if (g->addresses[i].group == ref.group && g->addresses[i].slot == ref.slot)
            return &g->addresses[i];
    if (g->addresses_count == ADDRESSES_MAX)
        return NULL;
    struct address_parts *parts = &g->addresses[g->addresses_count++];
    *parts = (struct address_parts){ .group = ref.group, .slot = ref.slot, .without_key = g->options->for_matching };
    return parts;
}

static void put_address_part(struct gathered *g, const struct cell *cell)
{
    struct address_parts *parts = address_of(g, cell->ref);
    if (!parts)
        return;
    switch ((int)cell->ref.field) {
    case FIELD_ADDR_LINE1: put_first(&parts->line1, cell->value); break;
    case FIELD_ADDR_LINE2: put_first(&parts->line2, cell->value); break;
    case FIELD_ADDR_FULL: put_first(&parts->full, cell->value); break;
    case FIELD_ADDR_STREET: put_first(&parts->street, cell->value); break;
    case FIELD_ADDR_NUMBER: put_first(&parts->number, cell->value); break;
    case FIELD_ADDR_LETTER: put_first(&parts->letter, cell->value); break;
    case FIELD_ADDR_ADDITION: put_first(&parts->addition, cell->value); break;
    case FIELD_ADDR_POBOX: put_first(&parts->pobox, cell->value); break;
    case FIELD_ADDR_POSTCODE: put_first(&parts->postcode, cell->value); break;
    case FIELD_ADDR_CITY: put_first(&parts->city, cell->value); break;
    case FIELD_ADDR_REGION: put_first(&parts->region, cell->value); break;
    case FIELD_ADDR_COUNTRY: put_first(&parts->country, cell->value); break;
    default: break;
    }
}

static struct date read_date(struct gathered *g, const struct cell *cell, bool is_past)
{
    struct date date;
    enum finding finding = date_read(cell->value, order_of(g, cell->column), g->options->now_ms, is_past, &date);
    struct text proposal = TEXT_EMPTY;
    if (finding == FINDING_DATE_AMBIGUOUS || finding == FINDING_DATE_TWO_DIGIT_YEAR)
        proposal = arena_copy(g->arena, text_from(date_text(date).s));
    findings_add(&g->findings, finding, cell->ref, proposal);
    return date;
}

/* What somebody's part in decisions is, in one of the few words there are; another word is kept in the record alone. */
static void read_part(struct gathered *g, const struct cell *cell)
{
    enum decision_part part = decision_part_read(cell->value);
    put_first(&g->role_part, text_from(decision_part_name(part)));
    findings_add(&g->findings, part ? FINDING_NONE : FINDING_UNLIKELY, cell->ref, TEXT_EMPTY);
}

static struct text stamp_text(struct gathered *g, const struct cell *cell)
{
    struct date date = read_date(g, cell, false);
    int64_t ms = date_is_whole(date) && text_find_char(cell->value, ':') < cell->value.len
                     ? date_time_read_ms(cell->value, order_of(g, cell->column), g->options->now_ms)
                     : 0;
    int64_t in_day = ms % 86400000;
    if (ms <= 0 || in_day == 0)
        return arena_copy(g->arena, text_from(date_text(date).s));
    return arena_printf(g->arena, "%sT%02d:%02d:%02dZ", date_text(date_of_ms(ms)).s, (int)(in_day / 3600000),
                        (int)(in_day / 60000 % 60), (int)(in_day / 1000 % 60));
}

static void add_attribute(struct gathered *g, struct attribute attribute)
{
    if (!g->attributes)
        g->attributes = arena_room(g->arena, struct attribute, g->attributes_max);
    if (g->attributes)
        g->attributes[g->attributes_count++] = attribute;
}

static void put_attribute(struct gathered *g, const struct cell *cell, enum attribute_kind kind)
{
    struct attribute attribute = { .field = cell->ref, .column = cell->column, .kind = kind, .value = cell->value };
    if (kind == ATTRIBUTE_DATE) {
        attribute.value = stamp_text(g, cell);
    } else if (kind == ATTRIBUTE_NUMBER) {
        struct text number;
        enum finding finding = number_read(cell->value, comma_decimals(g), g->arena, &number);
        if (finding == FINDING_NONE)
            attribute.value = number;
        else
            attribute.kind = ATTRIBUTE_TEXT;
        findings_add(&g->findings, finding, cell->ref, TEXT_EMPTY);
    }
    if (attribute.value.len > 0)
        add_attribute(g, attribute);
}

/* "SBI 6201" is 62.01; words stay as they are. */
static void put_sector(struct gathered *g, const struct cell *from)
{
    struct cell cell = *from;
    char code[SECTOR_TEXT_MAX];
    findings_add(&g->findings, sector_read(cell.value, code), cell.ref, TEXT_EMPTY);
    if (code[0])
        cell.value = arena_copy(g->arena, text_from(code));
    put_attribute(g, &cell, ATTRIBUTE_CODE);
}

static void put_tags(struct gathered *g, const struct cell *from)
{
    struct cell cell = *from;
    struct text tags[TAGS_PER_RECORD_MAX];
    size_t room = TAGS_PER_RECORD_MAX - g->tags_count;
    size_t count = room > 0 ? tags_split(cell.value, tags, room) : 0;
    for (size_t i = 0; i < count; i++) {
        cell.value = tags[i];
        put_attribute(g, &cell, ATTRIBUTE_TEXT);
    }
    g->tags_count = (uint8_t)(g->tags_count + count);
}

static enum attribute_kind attribute_kind_of(enum field field)
{
    switch (field_kind_of(field)) {
    case FIELD_KIND_DATE: return ATTRIBUTE_DATE;
    case FIELD_KIND_NUMBER: return ATTRIBUTE_NUMBER;
    case FIELD_KIND_CODE: return ATTRIBUTE_CODE;
    default: return ATTRIBUTE_TEXT;
    }
}

static void put_name_part(struct gathered *g, const struct cell *cell, struct text *part)
{
    put_first(part, cell->value);
    g->has_name = true;
}

static void put_web(struct gathered *g, const struct cell *from)
{
    struct cell cell = *from;
    struct text web;
    if (social_read(cell.value, TEXT_EMPTY, g->arena, &web) == FINDING_NONE) { /* a profile in the website column */
        cell.ref.field = FIELD_SOCIAL;
        put_cell(g->identifiers, &g->identifiers_count, IDENTIFIERS_MAX, &cell);
        return;
    }
    enum finding finding = web_read(cell.value, g->arena, &web);
    findings_add(&g->findings, finding, cell.ref, TEXT_EMPTY);
    if (web.len > 0)
        add_attribute(
            g, (struct attribute){ .field = cell.ref, .column = cell.column, .kind = ATTRIBUTE_TEXT, .value = web });
}

/* As a phone number is written: digits and the signs between them, no mailbox. */
static bool looks_like_phone(struct text t)
{
    enum { DIGITS_LEAST = 8, DIGITS_MOST = 15 };
    size_t digits = 0;
    for (size_t i = 0; i < t.len; i++) {
        digits += char_is_digit(t.ptr[i]);
        if (!char_is_digit(t.ptr[i]) && !strchr("+()-./ ", t.ptr[i]))
            return false;
    }
    return digits >= DIGITS_LEAST && digits <= DIGITS_MOST;
}

/* A mailbox or a phone number, whichever it is: people fill in what a form has room for. */
static void put_contact(struct gathered *g, const struct cell *from)
{
    struct cell cell = *from;
    bool is_email = cell.ref.field == FIELD_EMAIL;
    if (is_email && looks_like_phone(cell.value))
        cell.ref.field = FIELD_PHONE;
    else if (!is_email && text_find_char(cell.value, '@') < cell.value.len &&
             text_find_char(cell.value, ' ') == cell.value.len)
        cell.ref.field = FIELD_EMAIL;
    if (cell.ref.field == FIELD_EMAIL)
        put_cell(g->emails, &g->emails_count, EMAILS_MAX, &cell);
    else
        put_cell(g->phones, &g->phones_count, PHONES_MAX, &cell);
}

static void gather_cell(struct gathered *g, const struct cell *cell)
{
    switch ((enum field)cell->ref.field) {
    case FIELD_PERSON_FULL:
        if (g->full.len > 0) {
            put_cell(g->more_names, &g->more_names_count, MORE_NAMES_MAX, cell);
            break;
        }
        g->full_ref = cell->ref;
        g->surname_first = g->date_orders && g->date_orders[cell->column] == NAME_ORDER_SURNAME_FIRST;
        put_name_part(g, cell, &g->full);
        break;
    case FIELD_PERSON_GIVEN: put_name_part(g, cell, &g->name.given); break;
    case FIELD_PERSON_NICKNAME: put_name_part(g, cell, &g->name.nickname); break;
    case FIELD_PERSON_INITIALS: put_name_part(g, cell, &g->name.initials); break;
    case FIELD_PERSON_PREFIX: put_first(&g->name.prefix, cell->value); break;
    case FIELD_PERSON_MIDDLE_OR_PREFIX: put_first(&g->name.middle_or_prefix, cell->value); break;
    case FIELD_PERSON_FAMILY: put_name_part(g, cell, &g->name.family); break;
    case FIELD_PERSON_PARTNER_PREFIX: put_first(&g->name.partner_prefix, cell->value); break;
    case FIELD_PERSON_PARTNER_FAMILY: put_first(&g->name.partner_family, cell->value); break;
    case FIELD_PERSON_NAME_USE: put_first(&g->name.name_use, cell->value); break;
    case FIELD_PERSON_TITLE: put_first(&g->name.title, cell->value); break;
    case FIELD_PERSON_SUFFIX: put_first(&g->name.suffix, cell->value); break;
    case FIELD_PERSON_GENDER: put_first(&g->gender, cell->value); break;
    case FIELD_PERSON_BIRTHDATE: g->birth = read_date(g, cell, true); break;
    case FIELD_PERSON_DEATHDATE: g->death = read_date(g, cell, true); break;
    case FIELD_ORG_NAME:
        if (g->org_name.len == 0)
            g->org_ref = cell->ref;
        put_first(&g->org_name, cell->value);
        break;
    case FIELD_ORG_TRADE_NAME: put_first(&g->org_trade_name, cell->value); break;
    case FIELD_ORG_FORMER_NAME: put_first(&g->org_former_name, cell->value); break;
    case FIELD_ORG_LEGAL_FORM: put_first(&g->org_legal_form, cell->value); break;
    case FIELD_ORG_VAT_COUNTRY: put_first(&g->vat_country, cell->value); break;
    case FIELD_ORG_KVK:
    case FIELD_ORG_BRANCH:
    case FIELD_ORG_RSIN:
    case FIELD_ORG_VAT:
    case FIELD_ORG_KBO:
    case FIELD_ORG_LEI:
    case FIELD_ORG_GLN:
    case FIELD_ORG_OIN:
    case FIELD_ORG_EORI:
    case FIELD_ORG_DUNS:
    case FIELD_BANK_IBAN:
    case FIELD_BANK_BIC:
    case FIELD_CUSTOMER_NUMBER:
    case FIELD_SOCIAL: put_cell(g->identifiers, &g->identifiers_count, IDENTIFIERS_MAX, cell); break;
    case FIELD_ROLE_TITLE: put_first(&g->role_title, cell->value); break;
    case FIELD_ROLE_DEPARTMENT: put_first(&g->role_department, cell->value); break;
    case FIELD_ROLE_PART: read_part(g, cell); break;
    case FIELD_ROLE_SINCE: g->role_since = read_date(g, cell, false); break;
    case FIELD_ROLE_UNTIL: g->role_until = read_date(g, cell, false); break;
    case FIELD_ADDR_LINE1:
    case FIELD_ADDR_LINE2:
    case FIELD_ADDR_FULL:
    case FIELD_ADDR_STREET:
    case FIELD_ADDR_NUMBER:
    case FIELD_ADDR_LETTER:
    case FIELD_ADDR_ADDITION:
    case FIELD_ADDR_POBOX:
    case FIELD_ADDR_POSTCODE:
    case FIELD_ADDR_CITY:
    case FIELD_ADDR_REGION:
    case FIELD_ADDR_COUNTRY: put_address_part(g, cell); break;
    case FIELD_EMAIL:
    case FIELD_PHONE:
    case FIELD_PHONE_MOBILE:
    case FIELD_PHONE_WORK:
    case FIELD_PHONE_HOME:
    case FIELD_PHONE_FAX: put_contact(g, cell); break;
    case FIELD_WEB: put_web(g, cell); break;
    case FIELD_TAG: put_tags(g, cell); break;
    case FIELD_ORG_SECTOR: put_sector(g, cell); break;
    case FIELD_SOURCE_MODIFIED:
        g->modified_ms = date_time_read_ms(cell->value, order_of(g, cell->column), g->options->now_ms);
        break;
    case FIELD_SOURCE_ID:
    case FIELD_SOURCE_CREATED:
    case FIELD_PHONE_TYPE:
    case FIELD_ADDR_KIND:
    case FIELD_REFUSE_NATIONAL_ID: break; /* of the record, not of who is named */
    case FIELD_NONE:
        if (g->options->keep_unrecognised)
            put_attribute(g, cell,
                          g->options->contents ? (enum attribute_kind)g->options->contents[cell->column]
                                               : ATTRIBUTE_TEXT);
        break;
    default:
        if (!field_is_of_event(cell->ref.field))
            put_attribute(g, cell, attribute_kind_of(cell->ref.field));
        break;
    }
}

static size_t bytes_max_of(enum field field)
{
    switch (field == FIELD_NONE ? FIELD_KIND_TEXT : field_kind_of(field)) {
    case FIELD_KIND_NAME:
    case FIELD_KIND_ORG:
    case FIELD_KIND_ADDRESS: return NAME_BYTES_MAX;
    case FIELD_KIND_EMAIL: return 4 * EMAIL_BYTES_MAX;
    case FIELD_KIND_PHONE:
    case FIELD_KIND_DATE:
    case FIELD_KIND_NUMBER: return 200;
    case FIELD_KIND_WEB: return 2000;
    default: return ATTRIBUTE_BYTES_MAX;
    }
}

/* "0-0-00", "0000-00-00": how programs write that there is no date. Nobody typed it, nobody is asked to mend it. */
static bool is_empty_date(const struct cell *cell)
{
    bool noughts = field_kind_of(cell->ref.field) == FIELD_KIND_DATE;
    for (size_t i = 0; i < cell->value.len; i++)
        noughts &=
            cell->value.ptr[i] == '0' || (!char_is_digit(cell->value.ptr[i]) && !char_is_alpha(cell->value.ptr[i]));
    return noughts;
}

static void gather(struct gathered *g, const struct mapping *mapping, const struct row *row)
{
    size_t count = mapping->count < row->count ? mapping->count : row->count;
    for (size_t c = 0; c < count; c++) {
        struct cell cell = { .ref = mapping->refs[c], .column = (uint16_t)c };
        if (row->cells[c].len == 0 || (cell.ref.field == FIELD_NONE && !g->options->keep_unrecognised))
            continue;
        enum clean_state state = clean_look(row->cells[c], cell.ref.field);
        cell.value = row->cells[c];
        if (state == CLEAN_UNKNOWN) {
            bool lines = cell.ref.field == FIELD_NOTE || cell.ref.field == FIELD_ADDR_FULL;
            enum finding finding;
            cell.value = clean_value(row->cells[c], bytes_max_of(cell.ref.field), lines, g->arena, &finding);
            findings_add(&g->findings, finding, cell.ref,
                         finding == FINDING_ENCODING_REPAIRED ? cell.value : TEXT_EMPTY);
            if (cell.value.len == 0)
                continue;
        }
        if (cell.ref.field == FIELD_ORG_VAT && text_equal(cell.value, TEXT(MASKED_TEXT))) {
            findings_add(&g->findings, FINDING_VAT_OF_PERSON, cell.ref, TEXT_EMPTY);
            continue;
        }
        bool is_filler =
            state == CLEAN_UNKNOWN ? clean_is_filler_of(cell.value, cell.ref.field) : state == CLEAN_FILLER;
        if (is_filler && cell.ref.field != FIELD_NOTE) {
            if (cell.ref.field == FIELD_PERSON_GENDER || is_empty_date(&cell)) /* "onbekend" is an answer there */
                continue;
            findings_add(&g->findings, FINDING_PLACEHOLDER, cell.ref, TEXT_EMPTY);
            continue;
        }
        gather_cell(g, &cell);
    }
}

/* ---- the whole ---- */

/* A mailbox, phone or number without a name still names somebody. */
static void name_the_nameless(struct gathered *g, const struct contacts *contacts, struct named *named)
{
    if (named->has_person || named->has_org)
        return;
    bool org_number = false, role_mail = contacts->emails_count > 0;
    for (uint16_t i = 0; i < contacts->identifiers_count; i++)
        org_number |=
            contacts->identifiers[i].kind < IDENTIFIER_IBAN ||
            (contacts->identifiers[i].kind >= IDENTIFIER_GLN && contacts->identifiers[i].kind <= IDENTIFIER_DUNS);
    for (uint16_t i = 0; i < contacts->emails_count; i++)
        role_mail &= contacts->emails[i].is_role;
    bool anything = contacts->emails_count || contacts->phones_count || contacts->addresses_count ||
                    contacts->identifiers_count || g->attributes_count || date_is_known(g->birth);
    named->has_org = anything && (org_number || role_mail);
    named->has_person = anything && !named->has_org;
    findings_add(&g->findings, FINDING_NAME_MISSING, (struct field_ref){ .field = FIELD_PERSON_FULL }, TEXT_EMPTY);
}

static bool goes_to_organisation(enum field field)
{
    return field == FIELD_ORG_SECTOR || field == FIELD_ORG_PARENT || field == FIELD_ORG_BUYS_THROUGH ||
           field == FIELD_WEB || field == FIELD_CUSTOMER_CREDIT_LIMIT || field == FIELD_CUSTOMER_PAYMENT_DAYS ||
           field == FIELD_CUSTOMER_BALANCE || field == FIELD_BANK_HOLDER;
}

/* Attributes of the organisation stand after those of the person, so that each has one slice. */
static bool divide_attributes(struct gathered *g, struct mention *person, struct mention *organisation)
{
    if (g->attributes_count == 0)
        return true;
    if (!person || !organisation) {
        struct mention *one = person ? person : organisation;
        if (one) {
            one->attributes = g->attributes;
            one->attributes_count = g->attributes_count;
        }
        return true;
    }
    struct attribute *split = arena_array(g->arena, struct attribute, g->attributes_count);
    if (!split)
        return false;
    uint16_t first = 0, last = g->attributes_count;
    for (uint16_t i = 0; i < g->attributes_count; i++)
        if (!goes_to_organisation(g->attributes[i].field.field))
            split[first++] = g->attributes[i];
    uint16_t from = first;
    for (uint16_t i = 0; i < g->attributes_count; i++)
        if (goes_to_organisation(g->attributes[i].field.field))
            split[from++] = g->attributes[i];
    person->attributes = split;
    person->attributes_count = first;
    organisation->attributes = split + first;
    organisation->attributes_count = (uint16_t)(last - first);
    return true;
}

static void fill_person(struct gathered *g, const struct named *named, struct mention *person)
{
    person->kind = PARTY_PERSON;
    if (named->person.names_count > 0)
        person->name = named->person.names[0];
    person->gender = gender_read(g->gender);
    if (person->gender == GENDER_UNKNOWN) {
        person->gender = person->name.gender;
        if (g->gender.len > 0 && !gender_is_left_open(g->gender))
            findings_add(&g->findings, FINDING_MALFORMED, (struct field_ref){ .field = FIELD_PERSON_GENDER },
                         TEXT_EMPTY);
    }
    person->birth = g->birth;
    person->death = g->death;
}

static enum status full(struct error *err)
{
    return error_set(err, STATUS_LIMIT, "a record is too large to be normalised");
}

enum status normal_record_read(const struct mapping *mapping, const struct row *row, struct record_id record,
                               const struct normal_options *options, struct arena *arena, struct normal_record *ret,
                               struct error *err)
{
    assert(mapping && row && options && arena && ret);

    /* Values are copied at most a few times; with this much room none of it fails half-way. */
    size_t bytes = 0;
    for (size_t i = 0; i < row->count; i++)
        bytes += row->cells[i].len;
    size_t need = 64 * 1024 + 4 * bytes +
                  (row->count + TAGS_PER_RECORD_MAX) * (sizeof(struct attribute) + sizeof(struct record_finding));
    if (arena->used > arena->cap || arena->cap - arena->used < need)
        return full(err);

    *ret = (struct normal_record){ 0 };
    struct gathered g;
    memset(&g, 0, offsetof(struct gathered, addresses)); /* the rest is large and counted */
    g.options = options;
    g.date_orders = options->date_orders ? options->date_orders : mapping->date_orders;
    g.arena = arena;
    g.findings = FINDINGS_IN(arena);
    g.attributes_max = mapping->count + 1 + TAGS_PER_RECORD_MAX;

    struct named named;
    struct contacts contacts = { 0 };
    gather(&g, mapping, row);
    names_read(&g, &named);
    contacts_read(&g, named.org.name.legal_form.len ? named.org.name.legal_form : g.org_legal_form, &contacts);
    name_the_nameless(&g, &contacts, &named);

    uint16_t people = named.has_person ? (named.is_couple ? 2 : 1) : 0;
    uint16_t organisation_at = (uint16_t)(people + named.has_other);
    struct mention *mentions = arena_array(arena, struct mention, organisation_at + named.has_org);
    struct role_claim *roles = arena_array(arena, struct role_claim, named.has_org + named.has_other);
    if (!mentions || !roles)
        return full(err);
    struct mention *person = named.has_person ? &mentions[0] : NULL;
    struct mention *organisation = named.has_org ? &mentions[organisation_at] : NULL;
    if (person)
        fill_person(&g, &named, person);
    if (organisation) {
        organisation->kind = PARTY_ORGANISATION;
        organisation->org = named.org.name;
        if (organisation->org.former_name.len == 0)
            organisation->org.former_name = g.org_former_name;
    }
    if (!contacts_divide(&contacts, person != NULL, organisation != NULL, arena, person, organisation) ||
        !divide_attributes(&g, person, organisation))
        return full(err);
    if (named.is_couple) { /* one household: the same letterbox and mailbox, another name */
        mentions[1] = mentions[0];
        mentions[1].name = named.person.names[1];
        mentions[1].gender = named.person.names[1].gender;
        mentions[1].birth = mentions[1].death = (struct date){ 0 };
        mentions[0].gender = named.person.names[0].gender;
        ret->is_couple = true;
    }
    ret->roles = roles;
    if (person && organisation)
        roles[ret->roles_count++] = (struct role_claim){ .person = 0,
                                                         .organisation = (uint8_t)organisation_at,
                                                         .title = g.role_title,
                                                         .department = g.role_department,
                                                         .part = g.role_part,
                                                         .since = g.role_since,
                                                         .until = g.role_until };
    if (named.has_other) { /* of him the row gives the name and where he works, no more */
        mentions[people] = (struct mention){ .kind = PARTY_PERSON, .name = named.other, .gender = named.other.gender };
        roles[ret->roles_count++] =
            (struct role_claim){ .person = (uint8_t)people, .organisation = (uint8_t)organisation_at };
    }
    ret->mentions = mentions;
    ret->mentions_count = (uint16_t)(organisation_at + named.has_org);
    ret->findings = g.findings.items;
    ret->findings_count = g.findings.count;
    ret->modified_ms = g.modified_ms;
    return STATUS_OK;
}
