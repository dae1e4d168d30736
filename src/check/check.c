/*
 * One function per rule, each true when the rule is broken.  A rule speaks
 * only when both sides are known and sure: an assumed country or an invalid
 * phone number contradicts nothing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "check/check.h"

#include <assert.h>
#include <string.h>

#include "check/found.h"
#include "check/rules.h"
#include "lang/dialling.h"
#include "lang/fold.h"
#include "lang/nicknames.h"
#include "lang/places.h"
#include "model/date.h"

struct look {
    const struct normal_record *record;
    const struct mention *mention;
    const struct rule *rule;
    struct date today;
    struct text proposal; /* of the rule that broke */
    struct field_ref field;
};

/* ---- countries ---- */

/* True when some address that says its country is there and none of them is in country. */
static bool no_address_in(const struct mention *m, const char *country)
{
    bool any = false;
    for (uint16_t i = 0; i < m->addresses_count; i++) {
        const struct address *a = &m->addresses[i];
        if (a->country_assumed || !a->country[0])
            continue;
        any = true;
        if (strcmp(a->country, country) == 0)
            return false;
    }
    return any && country[0];
}

/* The country of a VAT number or IBAN by its first letters, in ISO's code. */
static void letters_of(struct text number, char ret[3])
{
    ret[0] = '\0';
    if (number.len < 3)
        return;
    memcpy(ret, number.ptr, 2);
    ret[2] = '\0';
    if (strcmp(ret, "EL") == 0)
        memcpy(ret, "GR", 2);
    if (strcmp(ret, "XI") == 0)
        memcpy(ret, "GB", 2);
}

static bool breaks_country_of(const struct look *l, enum identifier_kind kind, const char *fixed)
{
    for (uint16_t i = 0; i < l->mention->identifiers_count; i++) {
        const struct identifier *id = &l->mention->identifiers[i];
        char country[3];
        if (id->kind != kind || !id->valid)
            continue;
        if (fixed)
            memcpy(country, fixed, 3);
        else
            letters_of(id->value, country);
        if (no_address_in(l->mention, country))
            return true;
    }
    return false;
}

static bool breaks_country_phone(const struct look *l)
{
    for (uint16_t i = 0; i < l->mention->phones_count; i++) {
        const struct phone *phone = &l->mention->phones[i];
        if (phone->valid && phone->e164.len > 1 &&
            no_address_in(l->mention, dialling_country(text_from_offset(phone->e164, 1))))
            return true;
    }
    return false;
}

/* ---- addresses ---- */

static bool breaks_postcode_place(struct look *l)
{
    for (uint16_t i = 0; i < l->mention->addresses_count; i++) {
        const struct address *a = &l->mention->addresses[i];
        struct text places = places_of_postcode(a->country, a->postcode);
        if (a->city.len == 0 || places.len == 0 || place_has_postcode(a->city, a->country, a->postcode))
            continue;
        l->proposal = text_slice(places, 0, text_find_char(places, '|'));
        l->field.group = a->group;
        return true;
    }
    return false;
}

static bool breaks_reachable(const struct look *l)
{
    const struct mention *m = l->mention;
    bool reachable = m->emails_count > 0;
    for (uint16_t i = 0; i < m->phones_count; i++)
        reachable |= m->phones[i].valid;
    for (uint16_t i = 0; i < m->addresses_count; i++)
        reachable |=
            m->addresses[i].number.len > 0 && (m->addresses[i].postcode.len > 0 || m->addresses[i].city.len > 0);
    /* a contact person is reached through the organisation of the row */
    return !reachable && l->record->mentions_count == 1;
}

/* ---- persons ---- */

static bool breaks_gender_salutation(const struct look *l)
{
    enum gender told = l->mention->name.gender, column = l->mention->gender;
    return (told == GENDER_MALE && column == GENDER_FEMALE) || (told == GENDER_FEMALE && column == GENDER_MALE);
}

static char first_letter(struct text name)
{
    char folded[8];
    if (name.len > 0 && char_is_alpha(name.ptr[0]))
        return char_to_lower(name.ptr[0]);
    if (name.len == 0)
        return '\0';
    size_t len = fold_key(text_slice(name, 0, 32), folded, sizeof(folded));
    return len > 0 && char_is_alpha(folded[0]) ? folded[0] : '\0';
}

static bool breaks_initials_given(const struct look *l)
{
    const struct person_name *name = &l->mention->name;
    char initial = first_letter(name->initials), given = first_letter(name->given);
    if (!initial || !given || initial == given)
        return false;
    /* ij and y are one letter, k and c begin the same names */
    static const char *const same[] = { "iy", "kc", "vf", "sz", "gj" };
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
        if (strchr(same[i], initial) && strchr(same[i], given))
            return false;
    char folded[32] = "";
    struct text first = text_slice(name->given, 0, text_find_char(name->given, ' '));
    size_t len = fold_key(first, folded, sizeof(folded));
    return !nickname_has_initial((struct text){ folded, len }, initial);
}

static bool is_after_today(const struct look *l, struct date date)
{
    return l->today.year && date.year && date_compare(date, l->today) > 0;
}

static bool breaks_age_limit(const struct look *l)
{
    return l->today.year && !l->mention->death.year && date_age_years(l->mention->birth, l->today) > l->rule->limit;
}

static const struct attribute *attribute_of(const struct mention *m, enum field field)
{
    for (uint16_t i = 0; i < m->attributes_count; i++)
        if (m->attributes[i].field.field == field)
            return &m->attributes[i];
    return NULL;
}

static bool breaks_age_birth(const struct look *l)
{
    const struct attribute *age = attribute_of(l->mention, FIELD_PERSON_AGE);
    uint64_t years = 0;
    int by_birth = date_age_years(l->mention->birth, l->today);
    if (!age || by_birth < 0 || l->mention->death.year || !text_to_u64(age->value, &years) || years > 200)
        return false;
    int differ = (int)years - by_birth;
    /* an age is noted once and not kept; only one that is too high, or long out of date, is a contradiction */
    return differ > l->rule->limit || differ < -20;
}

/* "2026-11-22…" of an attribute that was read as a date. */
static bool breaks_since_past(const struct look *l)
{
    const struct attribute *since = attribute_of(l->mention, FIELD_CUSTOMER_SINCE);
    uint64_t year = 0, month = 0, day = 0;
    if (!since || since->kind != ATTRIBUTE_DATE || since->value.len < 10 ||
        !text_to_u64(text_slice(since->value, 0, 4), &year) || !text_to_u64(text_slice(since->value, 5, 7), &month) ||
        !text_to_u64(text_slice(since->value, 8, 10), &day))
        return false;
    return is_after_today(l, (struct date){ (int16_t)year, (uint8_t)month, (uint8_t)day });
}

/* ---- the record ---- */

static bool breaks_role_period(const struct look *l)
{
    for (uint16_t i = 0; i < l->record->roles_count; i++) {
        const struct role_claim *role = &l->record->roles[i];
        if (&l->record->mentions[role->person] == l->mention && role->since.year && role->until.year &&
            date_compare(role->since, role->until) > 0)
            return true;
    }
    return false;
}

static bool is_broken(struct look *l)
{
    const struct mention *m = l->mention;
    bool person = m->kind == PARTY_PERSON;
    switch (l->rule->rule) {
    case RULE_POSTCODE_PLACE: return breaks_postcode_place(l);
    case RULE_COUNTRY_PHONE: return breaks_country_phone(l);
    case RULE_COUNTRY_VAT: return breaks_country_of(l, IDENTIFIER_VAT, NULL);
    case RULE_COUNTRY_IBAN: return breaks_country_of(l, IDENTIFIER_IBAN, NULL);
    case RULE_COUNTRY_KVK:
        return breaks_country_of(l, IDENTIFIER_KVK, "NL") || breaks_country_of(l, IDENTIFIER_KBO, "BE");
    case RULE_GENDER_SALUTATION: return person && breaks_gender_salutation(l);
    case RULE_INITIALS_GIVEN: return person && breaks_initials_given(l);
    case RULE_BIRTH_PAST: return person && is_after_today(l, m->birth);
    case RULE_DEATH_PAST: return person && is_after_today(l, m->death);
    case RULE_BIRTH_DEATH: return person && m->birth.year && m->death.year && date_compare(m->birth, m->death) > 0;
    case RULE_AGE_LIMIT: return person && breaks_age_limit(l);
    case RULE_AGE_BIRTH: return person && breaks_age_birth(l);
    case RULE_ROLE_PERIOD: return person && breaks_role_period(l);
    case RULE_SINCE_PAST: return breaks_since_past(l);
    case RULE_REACHABLE: return breaks_reachable(l);
    case RULE_COUNT: break;
    }
    return false;
}

enum status check_record(struct normal_record *record, const struct check_options *options, struct arena *arena,
                         struct error *err)
{
    assert(record && options && arena);

    struct found found = { .count = 0 };
    struct look look = { .record = record };
    if (options->now_ms > 0)
        look.today = date_of_ms(options->now_ms);
    for (uint16_t m = 0; m < record->mentions_count; m++) {
        look.mention = &record->mentions[m];
        for (size_t r = 0; r < rules_count; r++) {
            struct record_finding one = { 0 };
            look.rule = &rules[r];
            look.proposal = TEXT_EMPTY;
            look.field = (struct field_ref){ 0 };
            if (!is_broken(&look))
                continue;
            bool read = finding_read(text_from(rules[r].finding), &one.finding) &&
                        field_ref_read(text_from(rules[r].field), &one.field);
            assert(read); /* a test reads every line of the table */
            one.field.group = look.field.group;
            one.proposal = look.proposal;
            found_add(&found, record, one);
        }
    }
    return found_keep(&found, record, arena, err);
}
