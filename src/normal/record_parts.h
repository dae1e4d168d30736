/*
 * Inside normal/record*.c: what was gathered from the cells of one row, before
 * it is known whose it is.
 */
#pragma once

#include "normal/address.h"
#include "normal/findings.h"
#include "normal/organisation.h"
#include "normal/person_name.h"
#include "normal/record.h"

enum {
    ADDRESSES_MAX = 8,
    EMAILS_MAX = 16,
    PHONES_MAX = 16,
    IDENTIFIERS_MAX = 32,
    ATTRIBUTE_BYTES_MAX = 64 * 1024,
    MORE_NAMES_MAX = 3,
};

struct cell {
    struct text value;
    struct field_ref ref;
    uint16_t column;
};

struct gathered {
    const struct normal_options *options;
    const uint8_t *date_orders; /* per column, or NULL */
    struct arena *arena;
    struct findings findings;

    /* names */
    struct person_parts name;
    struct text full;
    bool has_name;      /* any of the two */
    bool surname_first; /* in full, as its column says */
    struct text gender;
    struct date birth, death;
    struct text org_name, org_trade_name, org_former_name, org_legal_form;
    struct text role_title, role_department, role_part;
    struct date role_since, role_until;
    struct text vat_country;
    struct field_ref full_ref, org_ref;

    uint8_t more_names_count, addresses_count, emails_count, phones_count, identifiers_count, tags_count;

    struct attribute *attributes; /* room for attributes_max, made for the first */
    uint16_t attributes_count;
    size_t attributes_max; /* every column, and the tags */
    int64_t modified_ms;

    /* contact points, raw until the country is known; not cleared, the counts say what is filled */
    struct address_parts addresses[ADDRESSES_MAX];
    struct cell more_names[MORE_NAMES_MAX]; /* whole names after the first */
    struct cell emails[EMAILS_MAX], phones[PHONES_MAX], identifiers[IDENTIFIERS_MAX];
};

/* Who is there, by the names. */
struct named {
    struct person_parse person;
    struct org_parse org;
    struct person_name other; /* a second person, named beside the organisation */
    bool has_person, has_org, is_couple, has_other;
};

/* record_names.c */
void names_read(struct gathered *gathered, struct named *ret);

/* Made of them. */
struct contacts {
    struct address *addresses;
    struct email *emails;
    struct phone *phones;
    enum field *phone_fields; /* FIELD_PHONE_WORK …, beside phones */
    struct identifier *identifiers;
    uint16_t addresses_count, emails_count, phones_count, identifiers_count;
};

/* record_contacts.c: read what was gathered. legal_form is the organisation's, for the VAT rule. */
void contacts_read(struct gathered *gathered, struct text legal_form, struct contacts *ret);

/* … and divide it: who is there decides what is whose. Each gives false when the arena is full. */
enum whose { WHOSE_PERSON = 1, WHOSE_ORGANISATION = 2, WHOSE_BOTH = 3 };
bool contacts_divide(const struct contacts *contacts, bool has_person, bool has_organisation, struct arena *arena,
                     struct mention *person, struct mention *organisation);
