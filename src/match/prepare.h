/*
 * A mention made ready to be compared many times.
 *
 * Everything is a number in a set of values or a packed date; what a mention
 * has several of stands in a pool, one after another.  A mention takes 72
 * bytes, an address 32, an e-mail address 16, a phone 12, an attribute 8.
 */
#pragma once

#include "base/status.h"
#include "match/fillers.h"
#include "match/values.h"
#include "model/mention.h"

/* Sets of values: equal texts in one set have one number. */
enum domain {
    DOMAIN_GIVEN,
    DOMAIN_SURNAME,
    DOMAIN_ORG,
    DOMAIN_ORG_WORD,
    DOMAIN_STREET,
    DOMAIN_STREET_WORD,
    DOMAIN_EXTRA,
    DOMAIN_DELIVERY,
    DOMAIN_POSTCODE,
    DOMAIN_CITY,
    DOMAIN_REGION,
    DOMAIN_EMAIL,
    DOMAIN_LOCAL,
    DOMAIN_HOST,
    DOMAIN_PHONE,
    DOMAIN_IDENTIFIER,
    DOMAIN_ATTRIBUTE,
    DOMAIN_ATTRIBUTE_WORD,
    DOMAIN_COUNT,
};

enum { GIVEN_MAX = 4, WORDS_MAX = 24, MULTI_MAX = 12, COLUMNS_MAX = 40, COLUMN_PREFIX_LEN = 3 };

struct prep_address {
    uint32_t street, extra, unit, postcode, city, region;
    uint32_t delivery; /* street, number and place together */
    uint32_t number;   /* the house number, 0 unknown */
};

struct prep_email {
    uint32_t address, local, host;
    bool is_free, is_role;
};

struct prep_phone {
    uint32_t full, tail; /* tail: the last seven digits */
    bool is_fax;
};

struct prep_identifier {
    uint32_t value;
    uint8_t kind; /* enum identifier_kind */
};

struct prep_attribute {
    uint32_t value;
    uint16_t column; /* in table.columns */
};

/* What of a name a mailbox says, where the mention itself says nothing (match/draft_mailbox.c). */
enum { MAILBOX_GIVEN = 1, MAILBOX_CALL = 2, MAILBOX_SURNAME = 4 };

struct prep {
    uint64_t id;
    uint32_t source;
    union {
        uint32_t birth; /* year * 10000 + month * 100 + day; parts may be 0 */
        uint32_t form;  /* of an organisation: the words of its legal form, a bit each; 0 not said */
    };
    uint32_t call;
    uint32_t surname, partner;
    union {
        uint32_t given[GIVEN_MAX]; /* so many as given_count says, in order; initials are values of one letter */
        struct {                   /* of an organisation, which has none */
            uint32_t no_given;
            uint32_t org, org_trade, org_former;
        };
    };
    uint32_t addresses_at, emails_at, phones_at, identifiers_at, attributes_at;
    uint8_t given_count, addresses_count, emails_count, phones_count, identifiers_count, attributes_count;
    uint8_t gender : 4, of_mailbox : 4;
    uint8_t generation; /* 1 senior, 2 junior, 3 third …; 0 not said */
};

/*
 * An attribute column: unrecognised, or a field that needs no parsing.
 *
 * A known field is one column wherever a source has it; an unrecognised one
 * is its place in the layout.
 */
struct prep_column {
    struct field_ref field;
    uint16_t number; /* its place in the layout, 0 of a known field */
    enum attribute_kind kind;
    uint32_t filled, distinct;
    bool is_used; /* worth comparing: neither constant nor a row number */
    bool is_key;  /* a value of it nearly identifies: customer, member or account number */
};

/* All mentions of one kind. */
struct table {
    enum party_kind kind;
    struct values values[DOMAIN_COUNT];
    VEC(struct prep) preps;
    VEC(struct prep_address) addresses;
    VEC(struct prep_email) emails;
    VEC(struct prep_phone) phones;
    VEC(struct prep_identifier) identifiers;
    VEC(struct prep_attribute) attributes;
    struct prep_column columns[COLUMNS_MAX];
    size_t columns_count;
    bool has_sources;                   /* more than one */
    int16_t usual_given, usual_surname; /* a name of fewer bits is one that many have */
    int16_t usual_word;                 /* of organisations' names */
    struct fillers fillers;             /* dates of birth that say nothing */
    size_t expected;                    /* mentions in all, about; 0: nobody knows */
    struct drafts *drafts; /* inside table_add_all(): room for mentions on their way; NULL when there is none */
};

struct match_item;

enum status table_open(struct table *table, enum party_kind kind, struct error *err);
void table_done(struct table *table);
enum status table_add(struct table *table, struct mention_id id, uint32_t source, const struct mention *mention,
                      struct error *err);
/* The same as table_add of each in turn, on all threads. */
enum status table_add_all(struct table *table, const struct match_item *items, size_t count, int threads,
                          struct error *err);

/* After the last one: sorted by id, columns in a fixed order and judged, values weighed. */
void table_finish(struct table *table, int threads);

/* Once keys are made and the model is learnt: the hashes of values, which a model's file is written from. */
void table_drop_hashes(struct table *table);
/* All but who stands where: nothing is compared any more. */
void table_drop_values(struct table *table);

/* Inside table_finish() and table_done(): the room for mentions on their way given back. */
void drafts_close(struct drafts **drafts);

/* Inside table_finish(): mentions by id, all that is theirs beside them; values weighed but those of attributes. */
void table_pack(struct table *table, int threads);

static inline const struct value *table_value(const struct table *table, enum domain domain, uint32_t number)
{
    return &table->values[domain].about.ptr[number];
}

static inline struct text table_text(const struct table *table, enum domain domain, uint32_t number)
{
    return values_text(&table->values[domain], number);
}

/*
 * A mention's memory called for before it is wanted: a partner may stand
 * anywhere in the table, and waiting for it would take longer than comparing.
 * Each step reads what the one before has called for.
 */
static inline void table_fetch(const struct table *table, uint32_t place)
{
    const char *prep = (const char *)&table->preps.ptr[place];
    __builtin_prefetch(prep);
    __builtin_prefetch(prep + sizeof(struct prep) - 1);
}

static inline void table_fetch_parts(const struct table *table, uint32_t place)
{
    const struct prep *p = &table->preps.ptr[place];
    __builtin_prefetch(&table->addresses.ptr[p->addresses_at]);
    __builtin_prefetch(&table->emails.ptr[p->emails_at]);
    __builtin_prefetch(&table->phones.ptr[p->phones_at]);
    if (p->attributes_count)
        __builtin_prefetch(&table->attributes.ptr[p->attributes_at]);
    __builtin_prefetch(&table->values[DOMAIN_SURNAME].about.ptr[p->surname]);
    values_fetch_start(&table->values[DOMAIN_SURNAME], p->surname);
    if (p->given_count) {
        __builtin_prefetch(&table->values[DOMAIN_GIVEN].about.ptr[p->given[0]]);
        values_fetch_start(&table->values[DOMAIN_GIVEN], p->given[0]);
    }
}

static inline void table_fetch_values(const struct table *table, uint32_t place)
{
    const struct prep *p = &table->preps.ptr[place];
    values_fetch_text(&table->values[DOMAIN_SURNAME], p->surname);
    if (p->given_count)
        values_fetch_text(&table->values[DOMAIN_GIVEN], p->given[0]);
    if (p->addresses_count) {
        const struct prep_address *address = &table->addresses.ptr[p->addresses_at];
        __builtin_prefetch(&table->values[DOMAIN_STREET].about.ptr[address->street]);
        __builtin_prefetch(&table->values[DOMAIN_POSTCODE].about.ptr[address->postcode]);
        __builtin_prefetch(&table->values[DOMAIN_CITY].about.ptr[address->city]);
    }
    if (p->emails_count) {
        uint32_t local = table->emails.ptr[p->emails_at].local;
        __builtin_prefetch(&table->values[DOMAIN_LOCAL].about.ptr[local]);
        values_fetch_start(&table->values[DOMAIN_LOCAL], local);
    }
    if (p->phones_count)
        __builtin_prefetch(&table->values[DOMAIN_PHONE].about.ptr[table->phones.ptr[p->phones_at].full]);
}

static inline void table_fetch_texts(const struct table *table, uint32_t place)
{
    const struct prep *p = &table->preps.ptr[place];
    if (p->emails_count)
        values_fetch_text(&table->values[DOMAIN_LOCAL], table->emails.ptr[p->emails_at].local);
}

/* The same for a walk from front to back, up to end: what mention i reads was called for some mentions before. */
static inline void table_fetch_ahead(const struct table *table, size_t i, size_t end)
{
    enum { PARTS = 15, VALUES = 10, TEXTS = 5 };
    if (i + PARTS < end)
        table_fetch_parts(table, (uint32_t)(i + PARTS));
    if (i + VALUES < end)
        table_fetch_values(table, (uint32_t)(i + VALUES));
    if (i + TEXTS < end)
        table_fetch_texts(table, (uint32_t)(i + TEXTS));
}
