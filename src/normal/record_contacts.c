/*
 * Whose is what.  With a person and an organisation in one row, work, visiting
 * and invoice addresses are the organisation's and home is the person's; a
 * plain address is the organisation's, because a row that names a firm gives
 * the firm's address.  A personal mobile or free-mail address never goes to
 * the firm: it would join everybody who ever gave it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "lang/countries.h"
#include "normal/email.h"
#include "normal/identifier.h"
#include "normal/phone.h"
#include "normal/record_parts.h"
#include "normal/web.h"

static void read_addresses(struct gathered *g, struct contacts *ret)
{
    ret->addresses = arena_room(g->arena, struct address, g->addresses_count);
    for (uint8_t i = 0; ret->addresses && i < g->addresses_count; i++)
        if (address_read(&g->addresses[i], g->options->country, &g->findings, &ret->addresses[ret->addresses_count]))
            ret->addresses_count++;
}

static bool has_email(const struct contacts *contacts, struct text key)
{
    for (uint16_t i = 0; i < contacts->emails_count; i++)
        if (text_equal(contacts->emails[i].key, key))
            return true;
    return false;
}

static void take_email(struct gathered *g, const struct cell *from, enum finding finding, struct text proposal,
                       struct email *email, struct contacts *ret)
{
    findings_add(&g->findings, finding, from->ref, proposal);
    email->group = from->ref.group;
    if (email->address.len > 0 && !has_email(ret, email->key))
        ret->emails[ret->emails_count++] = *email;
}

static void read_emails(struct gathered *g, struct contacts *ret)
{
    ret->emails = arena_room(g->arena, struct email, g->emails_count * EMAILS_PER_CELL_MAX);
    for (uint8_t i = 0; ret->emails && i < g->emails_count; i++) {
        const struct cell *cell = &g->emails[i];
        struct email email;
        enum finding finding;
        if (email_read_plain(cell->value, g->arena, &email, &finding)) {
            take_email(g, cell, finding, TEXT_EMPTY, &email, ret);
            continue;
        }
        struct text parts[EMAILS_PER_CELL_MAX], proposal;
        size_t count = email_split(cell->value, parts);
        if (count > 1)
            findings_add(&g->findings, FINDING_SEVERAL_VALUES, cell->ref, TEXT_EMPTY);
        for (size_t p = 0; p < count; p++) {
            finding = email_read(parts[p], g->arena, &email, &proposal);
            take_email(g, cell, finding, proposal, &email, ret);
        }
    }
}

/* Where a number without country code is dialled from: the first address that says so. */
static const char *dialled_from(const struct gathered *g, const struct contacts *contacts)
{
    for (uint16_t i = 0; i < contacts->addresses_count; i++)
        if (contacts->addresses[i].country[0] && !contacts->addresses[i].country_assumed)
            return contacts->addresses[i].country;
    return g->options->country;
}

static bool has_phone(const struct contacts *contacts, const struct phone *phone)
{
    for (uint16_t i = 0; i < contacts->phones_count; i++)
        if (text_equal(contacts->phones[i].e164, phone->e164) &&
            text_equal(contacts->phones[i].national, phone->national) &&
            text_equal(contacts->phones[i].extension, phone->extension))
            return true;
    return false;
}

static void read_phones(struct gathered *g, struct contacts *ret)
{
    const char *country = dialled_from(g, ret);
    ret->phones = arena_room(g->arena, struct phone, g->phones_count * PHONES_PER_CELL_MAX);
    ret->phone_fields = arena_room(g->arena, enum field, g->phones_count * PHONES_PER_CELL_MAX);
    for (uint8_t i = 0; ret->phones && ret->phone_fields && i < g->phones_count; i++) {
        struct phone read[PHONES_PER_CELL_MAX];
        size_t count = 0;
        enum finding finding = phone_read(g->phones[i].value, country, g->arena, read, &count);
        struct text proposal = finding == FINDING_PHONE_LOST_ZERO && count > 0 ? read[0].national : TEXT_EMPTY;
        findings_add(&g->findings, finding, g->phones[i].ref, proposal);
        for (size_t p = 0; p < count; p++) {
            read[p].group = g->phones[i].ref.group;
            if (g->phones[i].ref.field == FIELD_PHONE_FAX)
                read[p].kind = PHONE_FAX;
            if (has_phone(ret, &read[p]))
                continue;
            ret->phone_fields[ret->phones_count] = g->phones[i].ref.field;
            ret->phones[ret->phones_count++] = read[p];
        }
    }
}

/* ---- identifiers ---- */

static enum identifier_kind kind_of(enum field field)
{
    for (int kind = IDENTIFIER_KVK; kind < IDENTIFIER_KINDS; kind++)
        if (identifier_field((enum identifier_kind)kind) == field)
            return (enum identifier_kind)kind;
    return IDENTIFIER_NONE;
}

/* Forms that are no legal person: their owner's number may stand inside the VAT number. */
static bool is_legal_person(struct text legal_form)
{
    static const char *const natural[] = { "eenmanszaak",        "zzp", "v.o.f.", "vof", "maatschap", "c.v.", "cv",
                                           "natuurlijk persoon", "" };
    for (size_t i = 0; i < sizeof(natural) / sizeof(natural[0]); i++)
        if (text_equal_nocase(legal_form, text_from(natural[i])))
            return false;
    return true;
}

/* Legal persons' numbers begin with 8 or 00; those of people do not. */
static bool holds_national_number(struct text vat, struct text legal_form)
{
    if (!vat_may_hold_national_number(vat) || is_legal_person(legal_form))
        return false;
    if (text_equal_nocase(legal_form, TEXT("eenmanszaak")) || text_equal_nocase(legal_form, TEXT("zzp")))
        return true;
    return vat.ptr[2] != '8' && memcmp(vat.ptr + 2, "00", 2) != 0;
}

static enum finding read_identifier(struct gathered *g, const struct cell *cell, const char *country,
                                    struct text legal_form, struct identifier *ret, struct text *ret_proposal)
{
    *ret_proposal = TEXT_EMPTY;
    enum identifier_kind kind = kind_of(cell->ref.field);
    if (kind == IDENTIFIER_SOCIAL) {
        *ret = (struct identifier){ .kind = kind, .valid = true };
        return social_read(cell->value, TEXT_EMPTY, g->arena, &ret->value);
    }
    enum finding finding = identifier_read(kind, cell->value, country, g->arena, ret);
    if (kind == IDENTIFIER_VAT && ret->valid && holds_national_number(ret->value, legal_form)) {
        *ret = (struct identifier){ .kind = IDENTIFIER_NONE };
        return FINDING_VAT_OF_PERSON;
    }
    if (finding == FINDING_KVK_WITH_BRANCH)
        *ret_proposal = ret->value;
    /* a number of one kind in the column of another, as bookkeeping exports have */
    if (finding == FINDING_MALFORMED &&
        (kind == IDENTIFIER_KVK || kind == IDENTIFIER_VAT || kind == IDENTIFIER_BIC || kind == IDENTIFIER_IBAN)) {
        static const enum identifier_kind others[] = { IDENTIFIER_VAT, IDENTIFIER_IBAN, IDENTIFIER_KBO };
        for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
            struct identifier other;
            if (others[i] == kind || identifier_read(others[i], cell->value, "", g->arena, &other) != FINDING_NONE)
                continue;
            if (others[i] == IDENTIFIER_VAT && holds_national_number(other.value, legal_form))
                return FINDING_VAT_OF_PERSON;
            *ret = other;
            return FINDING_WRONG_FIELD;
        }
    }
    return finding;
}

static void read_identifiers(struct gathered *g, struct text legal_form, struct contacts *ret)
{
    char country[3] = "";
    if (!country_read(g->vat_country, country))
        memcpy(country, dialled_from(g, ret), 3);
    ret->identifiers = arena_room(g->arena, struct identifier, g->identifiers_count);
    for (uint8_t i = 0; ret->identifiers && i < g->identifiers_count; i++) {
        struct identifier identifier;
        struct text proposal;
        enum finding finding = read_identifier(g, &g->identifiers[i], country, legal_form, &identifier, &proposal);
        findings_add(&g->findings, finding, g->identifiers[i].ref, proposal);
        if (identifier.value.len > 0 && identifier.kind != IDENTIFIER_NONE)
            ret->identifiers[ret->identifiers_count++] = identifier;
    }
}

void contacts_read(struct gathered *g, struct text legal_form, struct contacts *ret)
{
    *ret = (struct contacts){ 0 };
    read_addresses(g, ret);
    read_emails(g, ret);
    read_phones(g, ret);
    read_identifiers(g, legal_form, ret);
}

/* ---- dividing ---- */

static enum whose whose_address(const struct address *address)
{
    return address->group == GROUP_HOME ? WHOSE_PERSON : WHOSE_ORGANISATION;
}

static enum whose whose_email(const struct email *email)
{
    if (email->group == GROUP_HOME || (email->is_free && !email->is_role) || email->is_throwaway)
        return WHOSE_PERSON;
    return WHOSE_BOTH;
}

static enum whose whose_phone(const struct phone *phone, enum field field)
{
    if (field == FIELD_PHONE_WORK || field == FIELD_PHONE_FAX || phone->group == GROUP_WORK)
        return WHOSE_BOTH;
    if (field == FIELD_PHONE_MOBILE || field == FIELD_PHONE_HOME || phone->group == GROUP_HOME ||
        phone->kind == PHONE_MOBILE)
        return WHOSE_PERSON;
    return WHOSE_BOTH;
}

static enum whose whose_identifier(const struct identifier *identifier)
{
    if (identifier->kind == IDENTIFIER_SOCIAL && !text_starts(identifier->value, TEXT("linkedin-company:")))
        return WHOSE_PERSON;
    return WHOSE_ORGANISATION;
}

bool contacts_divide(const struct contacts *all, bool has_person, bool has_organisation, struct arena *arena,
                     struct mention *person, struct mention *organisation)
{
    struct mention *owners[2] = { person, organisation };
    for (int o = 0; o < 2; o++) {
        if (o == 0 ? !has_person : !has_organisation)
            continue;
        enum whose mine = o == 0 ? WHOSE_PERSON : WHOSE_ORGANISATION;
        bool alone = !(has_person && has_organisation);
        struct mention *to = owners[o];
        if (alone) {
            to->addresses = all->addresses;
            to->emails = all->emails;
            to->phones = all->phones;
            to->identifiers = all->identifiers;
            to->addresses_count = all->addresses_count;
            to->emails_count = all->emails_count;
            to->phones_count = all->phones_count;
            to->identifiers_count = all->identifiers_count;
            continue;
        }
        struct address *addresses = arena_array(arena, struct address, all->addresses_count);
        struct email *emails = arena_array(arena, struct email, all->emails_count);
        struct phone *phones = arena_array(arena, struct phone, all->phones_count);
        struct identifier *identifiers = arena_array(arena, struct identifier, all->identifiers_count);
        if (!addresses || !emails || !phones || !identifiers)
            return false;
        for (uint16_t i = 0; i < all->addresses_count; i++)
            if (whose_address(&all->addresses[i]) & mine)
                addresses[to->addresses_count++] = all->addresses[i];
        for (uint16_t i = 0; i < all->emails_count; i++)
            if (whose_email(&all->emails[i]) & mine)
                emails[to->emails_count++] = all->emails[i];
        for (uint16_t i = 0; i < all->phones_count; i++)
            if (whose_phone(&all->phones[i], all->phone_fields[i]) & mine)
                phones[to->phones_count++] = all->phones[i];
        for (uint16_t i = 0; i < all->identifiers_count; i++)
            if (whose_identifier(&all->identifiers[i]) & mine)
                identifiers[to->identifiers_count++] = all->identifiers[i];
        to->addresses = addresses;
        to->emails = emails;
        to->phones = phones;
        to->identifiers = identifiers;
    }
    return true;
}
