/*
 * Where a header alone does not decide.
 *
 * "Naam", "name", "nom": is it a person or an organisation?  In this order:
 *   - beside a column of given names and none of surnames: the surname;
 *   - more than one value in seven holds a common given name or initials: the
 *     person, for normal/ finds the organisations among persons, not the
 *     reverse;
 *   - beside other columns of a person: the organisation only when half of the
 *     values hold a legal form or a word of organisations;
 *   - beside organisation numbers or a legal form, or when one value in six
 *     holds such a word, or one in three is a single word: the organisation;
 *   - otherwise the person.
 *
 * "Titel", "title": a salutation; M, V, 0, 1, 2 are a gender; beside given
 * and surname columns, what holds legal forms is the organisation and other
 * words are the function; without any person it is of a book or a product.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/mapping_rules.h"

#include <string.h>

#include "parse/header.h"

enum {
    UNSURE = 60,
    SURE = 85,
    FEW = 10, /* filled cells from which a share says something */
    BY_VALUES = 75,
};

static unsigned share(const struct judging *judging, size_t column, size_t offset)
{
    const struct content *content = &judging->contents[column];
    unsigned count = *(const unsigned *)((const char *)content + offset);
    return content_share(content, count);
}
#define SHARE(judging, column, what) share((judging), (column), offsetof(struct content, what))

static void propose(struct judging *judging, size_t column, enum field field, uint8_t confidence)
{
    judging->proposals[column].ref = (struct field_ref){ .field = field };
    judging->proposals[column].confidence = confidence;
}

static void drop(struct judging *judging, size_t column)
{
    propose(judging, column, FIELD_NONE, 0);
}

static bool key_is_one_of(const struct judging *judging, size_t column, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (judging_key_is(judging, column, keys[i]))
            return true;
    return false;
}
#define KEY_IS_ONE_OF(judging, column, keys)                                                                           \
    key_is_one_of((judging), (column), (keys), sizeof(keys) / sizeof((keys)[0]))

static bool has_person_columns(const struct judging *judging)
{
    static const enum field fields[] = { FIELD_PERSON_GIVEN,     FIELD_PERSON_FAMILY, FIELD_PERSON_INITIALS,
                                         FIELD_PERSON_BIRTHDATE, FIELD_PERSON_GENDER, FIELD_PERSON_AGE,
                                         FIELD_PERSON_NICKNAME };
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        if (judging_has(judging, fields[i]))
            return true;
    return false;
}

static bool has_organisation_columns(const struct judging *judging)
{
    static const enum field fields[] = { FIELD_ORG_KVK,  FIELD_ORG_VAT,    FIELD_ORG_KBO,       FIELD_ORG_LEGAL_FORM,
                                         FIELD_ORG_LEI,  FIELD_ORG_BRANCH, FIELD_ORG_RSIN,      FIELD_ORG_SECTOR,
                                         FIELD_ORG_DUNS, FIELD_ORG_GLN,    FIELD_ORG_TRADE_NAME };
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        if (judging_has(judging, fields[i]))
            return true;
    return false;
}

static void weigh_name(struct judging *judging, size_t i)
{
    static const char *const keys[] = { "naam",         "name",       "nom",         "fullname",    "klantnaam",
                                        "customername", "naamklant",  "naamrelatie", "relatienaam", "displayname",
                                        "namefull",     "membername", "recipient",   "lid",         "naam1",
                                        "name1",        "nom1",       "klant",       "kunde",       "customer",
                                        "client",       "relatie" };
    if (!KEY_IS_ONE_OF(judging, i, keys))
        return;
    const struct content *content = &judging->contents[i];
    unsigned organisations = SHARE(judging, i, organisation), persons = SHARE(judging, i, person);
    if (SHARE(judging, i, firm) >= 30 && SHARE(judging, i, full_name) < persons)
        persons = SHARE(judging, i, full_name); /* "Jansen B.V." is no person */
    if (SHARE(judging, i, firm) > organisations)
        organisations = SHARE(judging, i, firm);
    bool has_given = judging_has(judging, FIELD_PERSON_GIVEN) || judging_has(judging, FIELD_PERSON_INITIALS);
    bool has_family = false;
    for (size_t j = 0; j < judging->layout.count; j++)
        has_family |= j != i && judging->proposals[j].ref.field == FIELD_PERSON_FAMILY;
    if (has_given && !has_family && (content->filled == 0 || SHARE(judging, i, single) >= 40) && organisations < 20) {
        propose(judging, i, FIELD_PERSON_FAMILY, SURE);
        return;
    }
    if (judging_key_is(judging, i, "nom") && (has_given || content->filled < FEW))
        return; /* the surname, in French */
    bool few_persons = content->filled >= FEW ? persons < 15 : persons == 0;
    bool is_organisation =
        few_persons && (has_person_columns(judging) ? organisations >= 50 && !judging_has(judging, FIELD_ORG_NAME)
                                                    : has_organisation_columns(judging) || organisations >= 16 ||
                                                          (content->filled >= FEW && SHARE(judging, i, single) >= 33));
    if (content->filled == 0)
        return;
    propose(judging, i, is_organisation ? FIELD_ORG_NAME : FIELD_PERSON_FULL, is_organisation ? SURE : 90);
}

static void weigh_title(struct judging *judging, size_t i)
{
    static const char *const keys[] = { "title", "titel", "titre" };
    const struct content *content = &judging->contents[i];
    if (!KEY_IS_ONE_OF(judging, i, keys) || content->filled == 0)
        return;
    bool has_person = judging_has(judging, FIELD_PERSON_GIVEN) || judging_has(judging, FIELD_PERSON_FAMILY) ||
                      judging_has(judging, FIELD_PERSON_FULL);
    if (SHARE(judging, i, salutation) >= 60)
        propose(judging, i, FIELD_PERSON_TITLE, 95);
    else if (SHARE(judging, i, gender) >= 80)
        propose(judging, i, FIELD_PERSON_GENDER, 90);
    else if (has_person && SHARE(judging, i, legal_form) + SHARE(judging, i, organisation) >= 40 &&
             !judging_has(judging, FIELD_ORG_NAME))
        propose(judging, i, FIELD_ORG_NAME, BY_VALUES + 5);
    else if (has_person && !judging_has(judging, FIELD_ROLE_TITLE) && content->words < content->filled * 5)
        propose(judging, i, FIELD_ROLE_TITLE, UNSURE + 5);
    else
        drop(judging, i);
}

/* "Prefix": van, de — or Mr., Dr. */
static void weigh_prefix(struct judging *judging, size_t i)
{
    enum field field = judging->proposals[i].ref.field;
    if (judging->contents[i].filled == 0)
        return;
    if (field == FIELD_PERSON_TITLE && SHARE(judging, i, prefix) >= 80 && SHARE(judging, i, salutation) < 50)
        propose(judging, i, FIELD_PERSON_PREFIX, SURE);
    if (field == FIELD_PERSON_PREFIX && SHARE(judging, i, salutation) >= 80 && SHARE(judging, i, prefix) < 50)
        propose(judging, i, FIELD_PERSON_TITLE, SURE);
}

static void weigh_status(struct judging *judging, size_t i)
{
    static const char *const keys[] = { "status", "relatiestatus", "type", "soort", "klantsoort" };
    if (KEY_IS_ONE_OF(judging, i, keys) && judging->contents[i].filled >= 3 && SHARE(judging, i, stage) >= 80)
        propose(judging, i, FIELD_CUSTOMER_STAGE, 80);
}

/* "Rol": what somebody is, or the part he has in decisions. */
static void weigh_role(struct judging *judging, size_t i)
{
    static const char *const keys[] = { "rol", "role", "rolle", "contactrole", "contactrol", "accountrole" };
    if (KEY_IS_ONE_OF(judging, i, keys) && judging->contents[i].filled >= 3 && SHARE(judging, i, decision_part) >= 80)
        propose(judging, i, FIELD_ROLE_PART, SURE);
}

/* Short words that mean a house number, a letter or a box only beside a street. */
static void weigh_small_words(struct judging *judging, size_t i)
{
    static const char *const keys[] = { "nr",    "no",       "number", "numero", "letter",   "box",
                                        "bus",   "flat",     "unit",   "suite",  "addition", "st",
                                        "place", "premises", "letter", "postal", "bp",       "premise" };
    bool has_street = judging_has(judging, FIELD_ADDR_STREET) || judging_has(judging, FIELD_ADDR_LINE1);
    static const char *const numbers[] = { "nr", "no", "number", "numero" };
    if (KEY_IS_ONE_OF(judging, i, numbers)) /* of the row, where the house has its own */
        for (size_t j = 0; j < judging->layout.count; j++)
            has_street &= j == i || judging->proposals[j].ref.field != FIELD_ADDR_NUMBER;
    if (KEY_IS_ONE_OF(judging, i, keys) && !has_street)
        drop(judging, i);
}

/* The year alone says less than the whole date beside it. */
static void weigh_birth_year(struct judging *judging, size_t i)
{
    static const char *const keys[] = { "birthyear",   "yearofbirth", "yob",      "geboortejaar",
                                        "geburtsjahr", "jahrgang",    "yearborn", "anneedenaissance" };
    if (!KEY_IS_ONE_OF(judging, i, keys))
        return;
    for (size_t j = 0; j < judging->layout.count; j++)
        if (j != i && judging->proposals[j].ref.field == FIELD_PERSON_BIRTHDATE && !KEY_IS_ONE_OF(judging, j, keys) &&
            judging->contents[j].filled >= judging->contents[i].filled) {
            drop(judging, i);
            return;
        }
}

void names_weigh(struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count; i++) {
        if (judging->is_preset[i] || judging->proposals[i].confidence == 100)
            continue;
        weigh_title(judging, i);
        weigh_prefix(judging, i);
        weigh_status(judging, i);
        weigh_role(judging, i);
        weigh_small_words(judging, i);
        weigh_birth_year(judging, i);
    }
    for (size_t i = 0; i < judging->layout.count; i++)
        if (!judging->is_preset[i] && judging->proposals[i].confidence < 100)
            weigh_name(judging, i);
}

/* ---- values ---- */

/* The share of values that have the form of the field; 100 when any form will do. */
static unsigned fit(const struct judging *judging, size_t i)
{
    const struct content *content = &judging->contents[i];
    unsigned digits_free = SHARE(judging, i, letters);
    switch ((int)judging->proposals[i].ref.field) {
    case FIELD_EMAIL: return SHARE(judging, i, email);
    case FIELD_PHONE:
    case FIELD_PHONE_MOBILE:
    case FIELD_PHONE_WORK:
    case FIELD_PHONE_HOME:
    case FIELD_PHONE_FAX: return SHARE(judging, i, phone);
    case FIELD_WEB:
    case FIELD_SOCIAL: return content->filled < FEW ? 100 : 100 - SHARE(judging, i, email) - SHARE(judging, i, yes_no);
    case FIELD_BANK_IBAN: return SHARE(judging, i, iban) + SHARE(judging, i, whole) + SHARE(judging, i, phone);
    case FIELD_ADDR_POSTCODE: return SHARE(judging, i, postcode);
    case FIELD_ADDR_NUMBER: return SHARE(judging, i, house_number);
    case FIELD_ADDR_CITY:
    case FIELD_ADDR_COUNTRY:
    case FIELD_ADDR_REGION:
        return content->filled >= FEW ? 100 - SHARE(judging, i, email) - SHARE(judging, i, date) : 100;
    case FIELD_ORG_KVK: return SHARE(judging, i, kvk);
    case FIELD_ORG_VAT: return SHARE(judging, i, vat_id) + SHARE(judging, i, whole) + SHARE(judging, i, kbo);
    case FIELD_ORG_KBO: return SHARE(judging, i, kbo) + SHARE(judging, i, vat_id);
    case FIELD_PERSON_BIRTHDATE:
    case FIELD_PERSON_DEATHDATE:
    case FIELD_ROLE_SINCE:
    case FIELD_ROLE_UNTIL:
    case FIELD_CUSTOMER_SINCE:
    case FIELD_SOURCE_CREATED:
    case FIELD_SOURCE_MODIFIED:
    case FIELD_CONSENT_OPTIN_TIME:
    case FIELD_CONSENT_CONFIRM_TIME:
    case FIELD_CONSENT_OPTOUT_TIME:
    case FIELD_EVENT_UNTIL:
    case FIELD_EVENT_FOLLOW_UP:
    case FIELD_EVENT_TIME: return SHARE(judging, i, date) + SHARE(judging, i, whole);
    case FIELD_PERSON_AGE: return SHARE(judging, i, age);
    case FIELD_PERSON_GENDER: return SHARE(judging, i, gender);
    case FIELD_CONSENT_OPTIN_IP:
    case FIELD_CONSENT_CONFIRM_IP: return SHARE(judging, i, ip);
    case FIELD_METRIC_TOTAL_SPENT:
    case FIELD_METRIC_ORDER_COUNT:
    case FIELD_METRIC_ENGAGEMENT:
    case FIELD_CUSTOMER_BALANCE:
    case FIELD_CUSTOMER_CREDIT_LIMIT:
    case FIELD_EVENT_QUANTITY:
    case FIELD_EVENT_LINE_AMOUNT:
    case FIELD_EVENT_AMOUNT: return SHARE(judging, i, number);
    case FIELD_PERSON_FULL:
    case FIELD_PERSON_GIVEN:
    case FIELD_PERSON_FAMILY:
    case FIELD_PERSON_NICKNAME:
    case FIELD_PERSON_INITIALS:
    case FIELD_PERSON_PREFIX:
    case FIELD_PERSON_TITLE:
    case FIELD_PERSON_MIDDLE_OR_PREFIX: return digits_free;
    case FIELD_ORG_NAME:
    case FIELD_ROLE_TITLE:
    case FIELD_ROLE_DEPARTMENT: return 100 - SHARE(judging, i, number) - SHARE(judging, i, date);
    case FIELD_ADDR_LINE1:
    case FIELD_ADDR_STREET:
    case FIELD_ADDR_FULL: return 100 - SHARE(judging, i, number) - SHARE(judging, i, email);
    default: return 100;
    }
}

/* What values say that nobody can mistake; FIELD_NONE when they do not. */
static enum field by_values(const struct judging *judging, size_t i)
{
    const struct content *content = &judging->contents[i];
    if (content->filled < 3)
        return FIELD_NONE;
    if (SHARE(judging, i, email) >= 80 && (content->filled < FEW || content->distinct * 20 > content->filled))
        return FIELD_EMAIL; /* not those of the sellers */
    if (SHARE(judging, i, iban) >= 80)
        return FIELD_BANK_IBAN;
    if (SHARE(judging, i, postcode_nl) >= 80)
        return FIELD_ADDR_POSTCODE;
    if (SHARE(judging, i, kbo) >= 80 && content->distinct * 2 > content->filled)
        return FIELD_ORG_KBO;
    return FIELD_NONE;
}

void values_weigh(struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count; i++) {
        struct mapping_proposal *proposal = &judging->proposals[i];
        const struct content *content = &judging->contents[i];
        if (content->filled == 0 || proposal->ref.field == FIELD_REFUSE_NATIONAL_ID || proposal->confidence == 100)
            continue;
        enum field plain = by_values(judging, i);
        if (proposal->ref.field == FIELD_NONE) {
            if (proposal->confidence == 0 && plain != FIELD_NONE)
                propose(judging, i, plain, BY_VALUES);
            continue;
        }
        /* a Belgian number under a header of VAT: the enterprise number */
        if (proposal->ref.field == FIELD_ORG_VAT && SHARE(judging, i, kbo) >= 80) {
            propose(judging, i, FIELD_ORG_KBO, SURE + 5);
            continue;
        }
        unsigned fits = fit(judging, i);
        if (fits > 100)
            fits = 100;
        if (fits >= 80) {
            proposal->confidence += proposal->confidence < 97 && content->filled >= FEW ? 2 : 0;
        } else if (fits < 50 && plain != FIELD_NONE && plain != proposal->ref.field) {
            propose(judging, i, plain, UNSURE);
        } else if (fits < 20) {
            proposal->confidence -= proposal->confidence > 55 ? 55 : proposal->confidence;
        } else if (fits < 50) {
            proposal->confidence -= proposal->confidence > 25 ? 25 : proposal->confidence;
        }
    }
}

/* ---- addresses ---- */

static bool same_family(struct field_ref a, struct field_ref b)
{
    return a.group == b.group && a.slot == b.slot;
}

/* The column that is this part of the same address, SIZE_MAX when there is none. */
static size_t part_of(const struct judging *judging, size_t column, enum field field)
{
    for (size_t i = 0; i < judging->layout.count; i++)
        if (i != column && judging->proposals[i].ref.field == field &&
            same_family(judging->proposals[i].ref, judging->proposals[column].ref))
            return i;
    return SIZE_MAX;
}

/* Of the rows where column is filled, how many in a hundred have other filled too. */
static unsigned filled_together(const struct judging *judging, size_t column, size_t other)
{
    unsigned filled = 0, both = 0;
    for (size_t r = 0; r < judging->samples_count; r++) {
        const struct row *row = &judging->samples[r];
        if (column >= row->count || other >= row->count || text_trim(row->cells[column]).len == 0)
            continue;
        filled++;
        both += text_trim(row->cells[other]).len > 0;
    }
    return filled > 0 ? both * 100 / filled : 100;
}

void addresses_arrange(struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count; i++) {
        struct mapping_proposal *proposal = &judging->proposals[i];
        if (judging->is_preset[i] || proposal->confidence == 100)
            continue;
        size_t line = part_of(judging, i, FIELD_ADDR_LINE1), street = part_of(judging, i, FIELD_ADDR_STREET);
        bool has_number = part_of(judging, i, FIELD_ADDR_NUMBER) != SIZE_MAX;
        bool has_place =
            part_of(judging, i, FIELD_ADDR_CITY) != SIZE_MAX || part_of(judging, i, FIELD_ADDR_POSTCODE) != SIZE_MAX;
        switch ((int)proposal->ref.field) {
        case FIELD_ADDR_CITY: /* "Residence" may be the whole of it */
            if (line == SIZE_MAX && street == SIZE_MAX && SHARE(judging, i, whole_address) >= 50)
                proposal->ref.field = FIELD_ADDR_FULL;
            break;
        case FIELD_ADDR_LINE1:
            if (has_number && street == SIZE_MAX)
                proposal->ref.field = FIELD_ADDR_STREET;
            else if (has_number)
                drop(judging, i); /* the parts are there already */
            else if (!has_place && ((SHARE(judging, i, with_number) >= 50 &&
                                     judging->contents[i].words >= 5 * judging->contents[i].filled) ||
                                    SHARE(judging, i, whole_address) >= 30))
                proposal->ref.field = FIELD_ADDR_FULL;
            break;
        case FIELD_ADDR_NUMBER:
        case FIELD_ADDR_LETTER:
        case FIELD_ADDR_ADDITION:
            if (line == SIZE_MAX && street == SIZE_MAX)
                drop(judging, i); /* "Company Number" */
            break;
        case FIELD_ADDR_STREET:
            if (!has_number && line == SIZE_MAX)
                proposal->ref.field = FIELD_ADDR_LINE1;
            break;
        case FIELD_ADDR_FULL: {
            size_t parts = line != SIZE_MAX ? line : street;
            if (parts != SIZE_MAX && has_place && filled_together(judging, i, parts) >= 50)
                drop(judging, i);
            break;
        }
        case FIELD_ADDR_LINE2:
            /* "Address 2" alone holds the address when there is no first line */
            if (line == SIZE_MAX && street == SIZE_MAX && SHARE(judging, i, with_number) >= 80)
                proposal->ref.field = FIELD_ADDR_LINE1;
            break;
        default: break;
        }
    }
}

/* ---- events ---- */

/* Headers that mean something else in a file of customers, or nothing there. */
static const struct {
    const char *key;
    enum field field;
} of_events[] = {
    { "datum", FIELD_EVENT_TIME },
    { "date", FIELD_EVENT_TIME },
    { "startdatum", FIELD_EVENT_TIME },
    { "start", FIELD_EVENT_TIME },
    { "createdat", FIELD_EVENT_TIME },
    { "aangemaaktop", FIELD_EVENT_TIME },
    { "einddatum", FIELD_EVENT_UNTIL },
    { "einde", FIELD_EVENT_UNTIL },
    { "end", FIELD_EVENT_UNTIL },
    { "enddate", FIELD_EVENT_UNTIL },
    { "status", FIELD_EVENT_STATUS },
    { "state", FIELD_EVENT_STATUS },
    { "fase", FIELD_EVENT_STATUS },
    { "type", FIELD_EVENT_KIND },
    { "soort", FIELD_EVENT_KIND },
    { "kind", FIELD_EVENT_KIND },
    { "omschrijving", FIELD_EVENT_SUBJECT },
    { "description", FIELD_EVENT_SUBJECT },
    { "titel", FIELD_EVENT_SUBJECT },
    { "title", FIELD_EVENT_SUBJECT },
    { "notitie", FIELD_EVENT_TEXT },
    { "note", FIELD_EVENT_TEXT },
    { "notes", FIELD_EVENT_TEXT },
    { "opmerking", FIELD_EVENT_TEXT },
    { "opmerkingen", FIELD_EVENT_TEXT },
    { "toelichting", FIELD_EVENT_TEXT },
    { "medewerker", FIELD_EVENT_OWNER },
    { "eigenaar", FIELD_EVENT_OWNER },
    { "owner", FIELD_EVENT_OWNER },
    { "verantwoordelijke", FIELD_EVENT_OWNER },
    { "locatie", FIELD_EVENT_LOCATION },
    { "location", FIELD_EVENT_LOCATION },
    { "prioriteit", FIELD_EVENT_PRIORITY },
    { "priority", FIELD_EVENT_PRIORITY },
    { "paymentmethod", FIELD_EVENT_PAYMENT },
    { "betaalmethode", FIELD_EVENT_PAYMENT },
    { "url", FIELD_EVENT_URL },
    { "aantal", FIELD_EVENT_QUANTITY },
    { "unit", FIELD_EVENT_UNIT },
    { "kpi", FIELD_EVENT_NAME },
    { "campagne", FIELD_EVENT_CAMPAIGN },
};

/* SIZE_MAX when it is no such header, or another column has its place for sure. */
static size_t meaning_in_events(const struct judging *judging, size_t column)
{
    for (size_t i = 0; i < sizeof(of_events) / sizeof(of_events[0]); i++)
        if (judging_key_is(judging, column, of_events[i].key) && !judging->is_preset[column] &&
            !judging_has(judging, of_events[i].field))
            return i;
    return SIZE_MAX;
}

static bool looks_like(const struct judging *judging, size_t column, enum field field)
{
    const struct content *content = &judging->contents[column];
    return field_kind_of(field) != FIELD_KIND_DATE || content->filled == 0 ||
           SHARE(judging, column, date) + SHARE(judging, column, whole) >= 50;
}

static bool has_date_by_name(const struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count; i++) {
        size_t meaning = meaning_in_events(judging, i);
        if (meaning != SIZE_MAX && of_events[meaning].field == FIELD_EVENT_TIME &&
            looks_like(judging, i, FIELD_EVENT_TIME))
            return true;
    }
    return false;
}

static void general_headers_take(struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count; i++) {
        size_t meaning = meaning_in_events(judging, i);
        if (meaning != SIZE_MAX && looks_like(judging, i, of_events[meaning].field))
            propose(judging, i, of_events[meaning].field, SURE);
    }
}

/*
 * A file is of events when it has a key or a kind of event and a time.  In
 * any other file those headers mean something else and are not taken.
 */
void events_arrange(struct judging *judging)
{
    size_t with_key = SIZE_MAX, id = SIZE_MAX, ref = SIZE_MAX;
    bool has_time = false, has_kind = false, has_more = false;
    for (size_t i = 0; i < judging->layout.count; i++) {
        const struct mapping_proposal *proposal = &judging->proposals[i];
        if (proposal->confidence < 50)
            continue;
        if (proposal->ref.field == FIELD_EVENT_ID && with_key == SIZE_MAX)
            with_key = i;
        if (proposal->ref.field == FIELD_SOURCE_ID && id == SIZE_MAX)
            id = i;
        if (proposal->ref.field == FIELD_CUSTOMER_NUMBER && ref == SIZE_MAX)
            ref = i;
        has_time |= proposal->ref.field == FIELD_EVENT_TIME;
        has_kind |= proposal->ref.field == FIELD_EVENT_KIND;
        has_more |= proposal->ref.field == FIELD_EVENT_SUBJECT || proposal->ref.field == FIELD_EVENT_CAMPAIGN ||
                    proposal->ref.field == FIELD_EVENT_PRODUCT;
    }
    has_time = has_time || (with_key != SIZE_MAX && (ref != SIZE_MAX || id != SIZE_MAX) && has_date_by_name(judging));
    bool is_event_file =
        judging->of_events || (has_time && (with_key != SIZE_MAX || (id != SIZE_MAX && (has_kind || has_more))));
    if (!is_event_file) {
        for (size_t i = 0; i < judging->layout.count; i++)
            if (field_is_of_event(judging->proposals[i].ref.field) && judging->proposals[i].confidence < 100) {
                drop(judging, i);
                judging->is_unknown[i] = true; /* "location", "van", "from" say something else here */
            }
        return;
    }
    if (with_key == SIZE_MAX && id != SIZE_MAX && (ref != SIZE_MAX || !judging->of_events))
        judging->proposals[id].ref = (struct field_ref){ .field = FIELD_EVENT_ID };
    bool has_ref = false;
    for (size_t i = 0; i < judging->layout.count; i++)
        has_ref |= judging->proposals[i].ref.field == FIELD_EVENT_REF && judging->proposals[i].confidence >= 50;
    if (!has_ref && ref != SIZE_MAX)
        judging->proposals[ref].ref = (struct field_ref){ .field = FIELD_EVENT_REF };
    else if (!has_ref && (with_key != SIZE_MAX || judging->of_events) && id != SIZE_MAX)
        judging->proposals[id].ref =
            (struct field_ref){ .field = FIELD_EVENT_REF }; /* the customer's, beside the event's own */
    general_headers_take(judging);
}
