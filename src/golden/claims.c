/*
 * Which words of a mention take part, under which field, and how usable and
 * complete each is.  The weights below only order values of one field among
 * themselves; their size means nothing else.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "golden/claims.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "golden/spelling.h"

enum { USABLE = 1, NOT_USABLE = 0 };

const char *golden_gender_word(enum gender gender)
{
    static const char *const words[] = { "", "male", "female", "other" };
    return words[gender];
}

enum gender golden_gender_read(struct text word)
{
    for (int g = GENDER_MALE; g <= GENDER_OTHER; g++)
        if (text_equal(word, text_from(golden_gender_word((enum gender)g))))
            return (enum gender)g;
    return GENDER_UNKNOWN;
}

static void put_two(char *at, unsigned n)
{
    at[0] = (char)('0' + n / 10 % 10);
    at[1] = (char)('0' + n % 10);
}

struct golden_date golden_date_text(struct date date)
{
    struct golden_date ret = { .s = "" };
    unsigned year = (unsigned)date.year;
    if (date.year == 0)
        return ret;
    if (date.year < 0 || date.year > 9999) {
        snprintf(ret.s, sizeof(ret.s), "%04d", date.year);
    } else {
        put_two(ret.s, year / 100);
        put_two(ret.s + 2, year % 100);
    }
    size_t len = strlen(ret.s);
    if (date.month) {
        ret.s[len] = '-';
        put_two(ret.s + len + 1, date.month);
    }
    if (date.month && date.day) {
        ret.s[len + 3] = '-';
        put_two(ret.s + len + 4, date.day);
    }
    return ret;
}

static bool is_one_of(struct text word, const char *const *words)
{
    for (; *words; words++)
        if (text_equal_nocase(word, text_from(*words)))
            return true;
    return false;
}

enum consent consent_read(struct text raw)
{
    static const char *const refused[] = { "refused",       "withdrawn",
                                           "objection",     "no",
                                           "nee",           "n",
                                           "false",         "0",
                                           "non",           "nein",
                                           "opt-out",       "optout",
                                           "opted out",     "unsubscribed",
                                           "uitgeschreven", "afgemeld",
                                           "cleaned",       "bounced",
                                           "complained",    "blocked",
                                           "geblokkeerd",   "bezwaar",
                                           "geweigerd",     "geweigerd door klant",
                                           "onwaar",        "geen",
                                           "niet",          "inactive",
                                           "inactief",      NULL };
    static const char *const granted[] = {
        "granted",   "yes",       "ja",        "j",           "y",          "true",   "1",      "oui",
        "opt-in",    "optin",     "opted in",  "soft opt-in", "subscribed", "active", "actief", "ingeschreven",
        "aangemeld", "confirmed", "bevestigd", "waar",        "x",          NULL
    };
    raw = text_trim(raw);
    return is_one_of(raw, refused) ? CONSENT_REFUSED : is_one_of(raw, granted) ? CONSENT_GRANTED : CONSENT_UNKNOWN;
}

const char *consent_name(enum consent consent)
{
    static const char *const names[] = { "unknown", "granted", "refused" };
    return names[consent];
}

bool stage_read(struct text raw, enum stage *ret)
{
    static const char *const suspect[] = { "suspect", "s", "subscriber", "koud", "cold", NULL };
    static const char *const prospect[] = { "prospect",           "lead", "p",           "potential",
                                            "potentieel",         "warm", "opportunity", "marketingqualifiedlead",
                                            "salesqualifiedlead", NULL };
    static const char *const customer[] = { "customer",      "klant",   "c",        "active", "actief",
                                            "actieve klant", "afnemer", "debiteur", "client", NULL };
    static const char *const former[] = { "former",   "ex-klant", "ex-customer", "oud-klant", "voormalig",
                                          "inactive", "inactief", "opgezegd",    "churned",   NULL };
    raw = text_trim(raw);
    const char *const *const stages[STAGE_COUNT] = { suspect, prospect, customer, former };
    for (int s = 0; s < STAGE_COUNT; s++)
        if (is_one_of(raw, stages[s])) {
            *ret = (enum stage)s;
            return true;
        }
    return false;
}

static void put(struct claims *claims, struct claim claim)
{
    if (claim.key.len == 0)
        return;
    if (claims->count == claims->cap) {
        size_t cap = claims->cap ? claims->cap * 2 : 32;
        struct claim *items = arena_take(claims->arena, cap * sizeof(*items), _Alignof(struct claim));
        if (!items) {
            claims->failed = true;
            return;
        }
        if (claims->count)
            memcpy(items, claims->items, claims->count * sizeof(*items));
        claims->items = items;
        claims->cap = cap;
    }
    claims->items[claims->count++] = claim;
}

static void put_text(struct claims *claims, const struct witness *witness, enum field field, struct text value,
                     unsigned usable, unsigned complete)
{
    struct field_ref ref = { .field = field };
    put(claims, (struct claim){ .witness = witness,
                                .contest = ref,
                                .field = ref,
                                .key = value,
                                .value = value,
                                .usable = (uint16_t)usable,
                                .complete = (uint16_t)complete });
}

/* ---- names ---- */

static unsigned name_fullness(const struct person_name *name)
{
    unsigned given = name->given.len > 1 || name->call_name.len ? 3 : name->initials.len || name->given.len ? 2 : 1;
    return given * 16 + (name->partner_surname.len ? 4 : 0) + (name->prefix.len ? 2 : 0) +
           (name->given.len > 1 && name->call_name.len ? 1 : 0);
}

static void put_name(struct claims *claims, const struct spellings *spellings, const struct witness *witness)
{
    const struct person_name *name = &witness->mention->name;
    struct text bar = TEXT("|");
    const struct text parts[] = { name->given,          bar, name->call_name, bar, name->initials,       bar,
                                  name->prefix,         bar, name->surname,   bar, name->partner_prefix, bar,
                                  name->partner_surname };
    struct text key = arena_join(claims->arena, parts, sizeof(parts) / sizeof(parts[0]));
    if (!key.ptr) {
        claims->failed = true;
        return;
    }
    if (key.len == 6 && name->raw.len == 0) /* nothing but the bars */
        return;
    struct field_ref field = { .field = FIELD_PERSON_FULL };
    put(claims, (struct claim){ .witness = witness,
                                .contest = field,
                                .field = field,
                                .key = key.len > 6 ? key : name->raw,
                                .value = name->raw,
                                .block = name,
                                .usable = name->surname.len > 0 ? USABLE : NOT_USABLE,
                                .misspelled = spelling_is_outvoted(spellings, witness->mention, claims->arena),
                                .complete = (uint16_t)name_fullness(name) });
}

static void put_org(struct claims *claims, const struct spellings *spellings, const struct witness *witness)
{
    const struct org_name *org = &witness->mention->org;
    struct field_ref field = { .field = FIELD_ORG_NAME };
    put(claims, (struct claim){ .witness = witness,
                                .contest = field,
                                .field = field,
                                .key = org->name,
                                .value = org->name,
                                .block = org,
                                .usable = USABLE,
                                .misspelled = spelling_is_outvoted(spellings, witness->mention, claims->arena),
                                .complete = org->legal_form.len > 0 });
    put_text(claims, witness, FIELD_ORG_LEGAL_FORM, org->legal_form, USABLE, 0);
    put_text(claims, witness, FIELD_ORG_TRADE_NAME, org->trade_name, USABLE, 0);
    put_text(claims, witness, FIELD_ORG_FORMER_NAME, org->former_name, USABLE, 0);
}

/* ---- the rest ---- */

static void put_date(struct claims *claims, const struct witness *witness, enum field field, struct date date)
{
    struct golden_date text = golden_date_text(date);
    unsigned parts = (date.year != 0) + (date.month != 0) + (date.day != 0);
    if (text.s[0])
        put_text(claims, witness, field, arena_copy(claims->arena, text_from(text.s)), parts == 3, parts);
}

struct text golden_address_line(const struct address *a, struct arena *arena)
{
    size_t number_len = a->number.len + a->letter.len + a->addition.len;
    bool is_abroad = a->country[0] && !a->country_assumed && !text_equal(text_from(a->country), TEXT("NL"));
    struct text street = a->street, none = TEXT_EMPTY;
    if (a->kind == ADDRESS_PO_BOX)
        street = TEXT("Postbus");
    else if (a->kind == ADDRESS_REPLY_NUMBER)
        street = TEXT("Antwoordnummer");
    const struct text parts[] = {
        street,
        street.len && number_len ? TEXT(" ") : none,
        a->number,
        a->letter,
        a->addition.len ? TEXT("-") : none,
        a->addition,
        street.len + number_len && a->postcode.len + a->city.len ? TEXT(", ") : none,
        a->postcode,
        a->postcode.len && a->city.len ? TEXT(" ") : none,
        a->city,
        is_abroad ? TEXT(", ") : none,
        is_abroad ? text_from(a->country) : none,
    };
    return arena_join(arena, parts, sizeof(parts) / sizeof(parts[0]));
}

static void put_address(struct claims *claims, const struct witness *witness, const struct address *address)
{
    bool is_private = witness->mention->kind == PARTY_PERSON && address->group == GROUP_NONE;
    struct field_ref field = { .field = FIELD_ADDR_FULL, .group = is_private ? GROUP_HOME : address->group };
    struct text line = golden_address_line(address, claims->arena);
    if (!line.ptr) {
        claims->failed = true;
        return;
    }
    unsigned parts =
        (address->street.len > 0) + (address->number.len > 0) + (address->postcode.len > 0) + (address->city.len > 0);
    put(claims,
        (struct claim){ .witness = witness,
                        .contest = field,
                        .field = field,
                        .key = address->key.len ? address->key : line,
                        .value = line,
                        .block = address,
                        .usable = address->key.len > 0,
                        .complete = (uint16_t)(parts * 4 + (address->addition.len > 0) + (address->letter.len > 0)) });
}

/* A person's own mailbox before a shared one, a lasting one before a throw-away. */
static void put_email(struct claims *claims, const struct witness *witness, const struct email *email)
{
    struct field_ref contest = { .field = FIELD_EMAIL };
    struct field_ref field = { .field = FIELD_EMAIL, .group = email->group };
    bool fits = witness->mention->kind == PARTY_PERSON ? !email->is_role : !email->is_free;
    put(claims, (struct claim){ .witness = witness,
                                .contest = contest,
                                .field = field,
                                .key = email->key.len ? email->key : email->address,
                                .value = email->address,
                                .block = email,
                                .usable = (uint16_t)(email->is_throwaway ? 0
                                                     : fits              ? 2
                                                                         : 1) });
}

static void put_phone(struct claims *claims, const struct witness *witness, const struct phone *phone)
{
    bool is_fax = phone->kind == PHONE_FAX;
    struct field_ref contest = { .field = is_fax ? FIELD_PHONE_FAX : FIELD_PHONE };
    struct field_ref field = { .field = is_fax                        ? FIELD_PHONE_FAX
                                        : phone->kind == PHONE_MOBILE ? FIELD_PHONE_MOBILE
                                                                      : FIELD_PHONE,
                               .group = phone->group };
    put(claims, (struct claim){ .witness = witness,
                                .contest = contest,
                                .field = field,
                                .key = phone->e164,
                                .value = phone->e164,
                                .block = phone,
                                .usable = phone->valid,
                                .complete = phone->extension.len > 0 });
}

static enum field identifier_field(enum identifier_kind kind)
{
    static const enum field fields[IDENTIFIER_KINDS] = {
        [IDENTIFIER_KVK] = FIELD_ORG_KVK,
        [IDENTIFIER_BRANCH] = FIELD_ORG_BRANCH,
        [IDENTIFIER_RSIN] = FIELD_ORG_RSIN,
        [IDENTIFIER_VAT] = FIELD_ORG_VAT,
        [IDENTIFIER_KBO] = FIELD_ORG_KBO,
        [IDENTIFIER_IBAN] = FIELD_BANK_IBAN,
        [IDENTIFIER_BIC] = FIELD_BANK_BIC,
        [IDENTIFIER_GLN] = FIELD_ORG_GLN,
        [IDENTIFIER_LEI] = FIELD_ORG_LEI,
        [IDENTIFIER_EORI] = FIELD_ORG_EORI,
        [IDENTIFIER_OIN] = FIELD_ORG_OIN,
        [IDENTIFIER_DUNS] = FIELD_ORG_DUNS,
        [IDENTIFIER_CUSTOMER_NUMBER] = FIELD_CUSTOMER_NUMBER,
        [IDENTIFIER_SOCIAL] = FIELD_SOCIAL,
    };
    return fields[kind];
}

static void put_consent(struct claims *claims, const struct witness *witness, enum field field, enum consent consent)
{
    put_text(claims, witness, field, text_from(consent_name(consent)), consent, 0);
}

/* What already has a place of its own in the mention, or belongs to the record and not to the party. */
static bool is_no_profile_field(enum field field)
{
    return field == FIELD_NONE || (field >= FIELD_SOURCE_ID && field <= FIELD_REFUSE_NATIONAL_ID) ||
           (field >= FIELD_ADDR_LINE1 && field <= FIELD_ADDR_KIND) || field == FIELD_PHONE_TYPE ||
           (field >= FIELD_ROLE_TITLE && field <= FIELD_ROLE_UNTIL) || field == FIELD_PERSON_GENDER ||
           field == FIELD_PERSON_BIRTHDATE || field == FIELD_PERSON_DEATHDATE || field == FIELD_ORG_LEGAL_FORM ||
           field == FIELD_ORG_TRADE_NAME;
}

static void put_attribute(struct claims *claims, const struct witness *witness, const struct attribute *attribute)
{
    enum field field = attribute->field.field;
    switch (field) {
    case FIELD_CONSENT_EMAIL:
    case FIELD_CONSENT_SMS:
    case FIELD_CONSENT_PHONE:
    case FIELD_CONSENT_POST:
        if (attribute->value.len)
            put_consent(claims, witness, field, consent_read(attribute->value));
        return;
    case FIELD_CONSENT_EMAIL_OPTOUT:
    case FIELD_CONSENT_SMS_OPTOUT:
    case FIELD_CONSENT_PHONE_OPTOUT:
    case FIELD_CONSENT_POST_OPTOUT: {
        bool out = attribute->value.len && consent_read(attribute->value) != CONSENT_REFUSED; /* "no" is no opt-out */
        if (out)
            put_consent(claims, witness, (enum field)(field - FIELD_CONSENT_EMAIL_OPTOUT + FIELD_CONSENT_EMAIL),
                        CONSENT_REFUSED);
        put_text(claims, witness, field, attribute->value, out ? USABLE : NOT_USABLE, 0);
        return;
    }
    case FIELD_CONSENT_OPTOUT_TIME: /* who left the list said no, whatever the column beside it says */
        if (attribute->value.len)
            put_consent(claims, witness, FIELD_CONSENT_EMAIL, CONSENT_REFUSED);
        break;
    default:
        if (is_no_profile_field(field))
            return;
    }
    struct field_ref ref = attribute->field;
    if (field != FIELD_CUSTOM) /* whose slot tells which of an installation's own it is */
        ref.slot = 0;
    put(claims, (struct claim){ .witness = witness,
                                .contest = { .field = field, .group = ref.group, .slot = ref.slot },
                                .field = ref,
                                .key = attribute->value,
                                .value = attribute->value,
                                .usable = USABLE });
}

static void gather_one(struct claims *claims, const struct spellings *spellings, const struct witness *witness)
{
    const struct mention *mention = witness->mention;
    if (mention->kind == PARTY_PERSON) {
        put_name(claims, spellings, witness);
        enum gender gender = mention->gender ? mention->gender : mention->name.gender;
        put_text(claims, witness, FIELD_PERSON_GENDER, text_from(golden_gender_word(gender)), USABLE, 0);
        put_date(claims, witness, FIELD_PERSON_BIRTHDATE, mention->birth);
        put_date(claims, witness, FIELD_PERSON_DEATHDATE, mention->death);
    } else {
        put_org(claims, spellings, witness);
    }
    for (size_t i = 0; i < mention->addresses_count; i++)
        put_address(claims, witness, &mention->addresses[i]);
    for (size_t i = 0; i < mention->emails_count; i++)
        put_email(claims, witness, &mention->emails[i]);
    for (size_t i = 0; i < mention->phones_count; i++)
        put_phone(claims, witness, &mention->phones[i]);
    for (size_t i = 0; i < mention->identifiers_count; i++)
        if (mention->identifiers[i].kind != IDENTIFIER_NONE)
            put_text(claims, witness, identifier_field(mention->identifiers[i].kind), mention->identifiers[i].value,
                     mention->identifiers[i].valid || mention->identifiers[i].kind == IDENTIFIER_CUSTOMER_NUMBER, 0);
    for (size_t i = 0; i < mention->attributes_count; i++)
        put_attribute(claims, witness, &mention->attributes[i]);
}

/* ---- what people chose ---- */

static bool same_field(struct field_ref a, struct field_ref b)
{
    return a.field == b.field && a.group == b.group && a.slot == b.slot;
}

/* The record's own word in this field; of several (mailboxes) the first. */
static void choose_own(struct claims *claims, const struct said_choice *choice, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (same_field(claims->items[i].contest, choice->field)) {
            struct claim *own = &claims->items[i];
            own->choice = own->choice && choice_before(own->choice, choice) ? own->choice : choice;
            return;
        }
}

/* A value that was typed is read as a record of its own would be; of its claims the one in this field counts. */
static void choose_typed(struct claims *claims, const struct spellings *spellings, const struct witness *anchor,
                         const struct said_choice *choice)
{
    struct witness *typed = arena_new(claims->arena, struct witness);
    if (!typed) {
        claims->failed = true;
        return;
    }
    *typed = *anchor;
    typed->mention = choice->mention;
    typed->observed_ms = choice->recorded_ms;
    size_t from = claims->count;
    gather_one(claims, spellings, typed);
    for (size_t i = from; i < claims->count && !claims->failed; i++)
        if (same_field(claims->items[i].contest, choice->field)) {
            claims->items[from] = claims->items[i];
            claims->items[from].choice = choice;
            claims->items[from].typed = true;
            claims->count = from + 1;
            return;
        }
    claims->count = from;
}

void claims_gather(struct claims *claims, const struct witness *witnesses, size_t count)
{
    struct spellings spellings = { 0 };
    if (!claims->any_spelling)
        claims->failed = !spellings_read(witnesses, count, claims->arena, &spellings);
    for (size_t i = 0; i < count && !claims->failed; i++) {
        size_t from = claims->count;
        gather_one(claims, &spellings, &witnesses[i]);
        for (size_t c = 0, to = claims->count; c < witnesses[i].choices_count && !claims->failed; c++) {
            const struct said_choice *choice = &witnesses[i].choices[c];
            if (choice->mention)
                choose_typed(claims, &spellings, &witnesses[i], choice);
            else
                choose_own(claims, choice, from, to);
        }
    }
}

bool golden_contest_field(enum party_kind kind, struct field_ref asked, struct field_ref *ret)
{
    enum field field = asked.field;
    bool is_name_part = field > FIELD_PERSON_FULL && field <= FIELD_PERSON_SUFFIX;
    bool is_org = field >= FIELD_ORG_NAME && field <= FIELD_ORG_DUNS;
    asked.slot = 0;
    *ret = asked;
    switch (field) {
    case FIELD_PHONE:
    case FIELD_PHONE_MOBILE:
    case FIELD_PHONE_WORK:
    case FIELD_PHONE_HOME: *ret = (struct field_ref){ .field = FIELD_PHONE }; return true;
    case FIELD_PHONE_FAX: *ret = (struct field_ref){ .field = FIELD_PHONE_FAX }; return true;
    case FIELD_EMAIL: *ret = (struct field_ref){ .field = FIELD_EMAIL }; return true;
    case FIELD_ADDR_FULL:
        if (kind == PARTY_PERSON && asked.group == GROUP_NONE)
            ret->group = GROUP_HOME;
        return true;
    case FIELD_PERSON_GENDER:
    case FIELD_PERSON_BIRTHDATE:
    case FIELD_PERSON_DEATHDATE: return kind == PARTY_PERSON;
    case FIELD_ORG_LEGAL_FORM:
    case FIELD_ORG_TRADE_NAME: return kind == PARTY_ORGANISATION;
    default: break;
    }
    if (is_name_part || is_no_profile_field(field) || (is_org && kind != PARTY_ORGANISATION))
        return false;
    return field != FIELD_PERSON_FULL || kind == PARTY_PERSON;
}
