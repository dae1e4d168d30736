/*
 * Who is named in a source record, normalised: what normal/ makes, match/
 * compares and golden/ chooses from.  Data only.
 *
 * Every text lives in the arena the record was normalised in.  An empty text
 * is "not known"; a value that is odd but usable is here, with a finding
 * beside it; one that is not usable is only in the raw record.
 */
#pragma once

#include "base/arena.h"
#include "model/finding.h"
#include "model/id.h"

enum gender { GENDER_UNKNOWN = 0, GENDER_MALE, GENDER_FEMALE, GENDER_OTHER };
enum name_use {
    NAME_USE_UNKNOWN = 0,
    NAME_USE_OWN = 'E',
    NAME_USE_PARTNER = 'P',
    NAME_USE_PARTNER_OWN = 'V',
    NAME_USE_OWN_PARTNER = 'N'
};

/* A calendar date that may be partial: 0 is unknown. */
struct date {
    int16_t year;
    uint8_t month;
    uint8_t day;
};

struct person_name {
    struct text given;     /* "Johannes Maria" */
    struct text call_name; /* "Hans" */
    struct text initials;  /* "J.M." */
    struct text prefix;    /* "van den" */
    struct text surname;   /* "Berg" */
    struct text partner_prefix;
    struct text partner_surname;
    struct text titles_before; /* "prof. dr." */
    struct text titles_after;  /* "MSc" */
    struct text suffix;        /* "jr." */
    struct text raw;           /* as received, joined by a space when it came in parts */
    enum name_use use;
    enum gender gender; /* as the salutation or title says; the record's own column wins */
    char nobility[3];   /* code of the Dutch population register, "JV", or "" */
    uint8_t confidence; /* 0-100 */
};

struct org_name {
    struct text name;        /* as to be shown: "Bakkerij De Graan B.V." */
    struct text core;        /* folded, without legal form and filler: "bakkerij graan" */
    struct text marks;       /* fillers that tell companies of one owner apart: "holding" */
    struct text legal_form;  /* one spelling: "B.V." */
    struct text trade_name;  /* after h.o.d.n. */
    struct text former_name; /* after v/h */
    struct text department;
    struct text attention; /* person named after t.a.v. */
    char elf[5];           /* ISO 20275 code, or "" */
    uint8_t confidence;    /* 0-100 */
};

enum address_kind { ADDRESS_STREET = 0, ADDRESS_PO_BOX, ADDRESS_REPLY_NUMBER, ADDRESS_OTHER };

struct address {
    enum field_group group;
    enum address_kind kind;
    struct text street;   /* full spelling */
    struct text number;   /* "12", "20-40"; of a PO box the box */
    struct text letter;   /* NL: "a" */
    struct text addition; /* NL: "II", BE: the box */
    char by_to[3];        /* NL: "by", "to" or "" */
    struct text extra;    /* building, floor, care-of: what is left */
    struct text postcode; /* in the country's notation: "1234 AB" */
    struct text city;
    struct text region;
    char country[3]; /* ISO 3166-1 alpha-2, "" when unknown */
    bool country_assumed;
    struct text key;    /* equal for equal delivery points: "1234AB|12|A|2"; empty when it cannot be made */
    uint8_t confidence; /* 0-100 */
};

struct email {
    enum field_group group;
    struct text address; /* deliverable form */
    struct text key;     /* match key */
    bool is_role;        /* info@, sales@: belongs to an organisation */
    bool is_free;        /* free-mail provider */
    bool is_throwaway;
};

enum phone_kind {
    PHONE_UNKNOWN = 0,
    PHONE_FIXED,
    PHONE_MOBILE,
    PHONE_VOIP,
    PHONE_UAN,
    PHONE_TOLL_FREE,
    PHONE_PREMIUM,
    PHONE_FAX,
    PHONE_PAGER,
    PHONE_MACHINE
};

struct phone {
    enum field_group group;
    enum phone_kind kind;
    struct text e164; /* "+31612345678" */
    struct text extension;
    struct text national; /* as printed in its country */
    bool valid;           /* exists by the numbering plan, not only possible */
};

enum identifier_kind {
    IDENTIFIER_NONE = 0,
    IDENTIFIER_KVK,
    IDENTIFIER_BRANCH,
    IDENTIFIER_RSIN,
    IDENTIFIER_VAT,
    IDENTIFIER_KBO,
    IDENTIFIER_IBAN,
    IDENTIFIER_BIC,
    IDENTIFIER_GLN,
    IDENTIFIER_LEI,
    IDENTIFIER_EORI,
    IDENTIFIER_OIN,
    IDENTIFIER_DUNS,
    IDENTIFIER_CUSTOMER_NUMBER,
    IDENTIFIER_SOCIAL, /* "linkedin:slug" */
    IDENTIFIER_KINDS,
};

struct identifier {
    enum identifier_kind kind;
    struct text value; /* in its one form */
    bool valid;        /* its check passes */
};

/* A value whose column no field covers, by its content; and fields that need no parsing. */
enum attribute_kind { ATTRIBUTE_TEXT = 0, ATTRIBUTE_NUMBER, ATTRIBUTE_DATE, ATTRIBUTE_CODE };

struct attribute {
    struct field_ref field; /* FIELD_NONE for an unrecognised column */
    uint16_t column;        /* its place in the layout */
    enum attribute_kind kind;
    struct text value; /* dates as 2026-11-22, numbers with a point */
};

struct mention {
    enum party_kind kind;    /* person or organisation */
    struct person_name name; /* of a person */
    struct org_name org;     /* of an organisation */
    enum gender gender;
    struct date birth;
    struct date death;
    const struct address *addresses;
    const struct email *emails;
    const struct phone *phones;
    const struct identifier *identifiers;
    const struct attribute *attributes;
    uint16_t addresses_count, emails_count, phones_count, identifiers_count, attributes_count;
};

/* That a person of the record works at, owns or belongs to an organisation of it. */
struct role_claim {
    uint8_t person;       /* index in mentions */
    uint8_t organisation; /* index in mentions */
    struct text title;
    struct text department;
    struct text part; /* in decisions: decision_part_name(), or "" */
    struct date since, until;
};

/* A whole record, normalised and checked. */
struct normal_record {
    const struct mention *mentions;
    const struct role_claim *roles;
    const struct record_finding *findings;
    uint16_t mentions_count, roles_count, findings_count;
    bool is_couple;      /* mentions 0 and 1 were one cell: one household */
    int64_t modified_ms; /* as the source says; 0 when it does not */
};

/*
 * The id of mention number index of a record.  Ordinals count per kind, so
 * that an organisation named later does not give the person another id.
 */
unsigned mention_ordinal(const struct normal_record *normal, size_t index);
/* The place of the mention of that ordinal; mentions_count when there is none. */
size_t mention_place(const struct normal_record *normal, enum party_kind kind, unsigned ordinal);
struct mention_id mention_id_at(struct record_id record, const struct normal_record *normal, size_t index);
