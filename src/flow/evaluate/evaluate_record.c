/*
 * A row as one mention.  A record is one entity here, whichever of its
 * mentions is its subject; what the record says of another is kept with it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/evaluate/evaluate_inside.h"

#include <string.h>

#include "normal/clean.h"

static const struct mention *mention_of(const struct normal_record *record, enum party_kind kind)
{
    for (size_t i = 0; i < record->mentions_count; i++)
        if (record->mentions[i].kind == kind)
            return &record->mentions[i];
    return NULL;
}

static bool person_has_name(const struct mention *m)
{
    return m && (m->name.given.len || m->name.surname.len || m->name.initials.len || m->name.call_name.len ||
                 m->name.raw.len);
}

static bool organisation_has_name(const struct mention *m)
{
    return m && (m->org.name.len || m->org.core.len);
}

/* All of two lists in one; either may be empty. */
#define JOINED(arena, type, a, a_count, b, b_count, ret, ret_count)                                                    \
    do {                                                                                                               \
        type *joined_ = arena_array((arena), type, (size_t)(a_count) + (b_count) + 1);                                 \
        if (!joined_)                                                                                                  \
            return listing_too_large(err);                                                                             \
        if (a_count)                                                                                                   \
            memcpy(joined_, (a), (a_count) * sizeof(type));                                                            \
        if (b_count)                                                                                                   \
            memcpy(joined_ + (a_count), (b), (b_count) * sizeof(type));                                                \
        (ret) = joined_;                                                                                               \
        (ret_count) = (uint16_t)((a_count) + (b_count));                                                               \
    } while (0)

/* The subject with everything the record says. */
static enum status join_mentions(const struct listing *listing, const struct mention *main, const struct mention *other,
                                 struct arena *arena, struct mention *ret, struct error *err)
{
    *ret = *main;
    if (!other)
        return STATUS_OK;
    JOINED(arena, struct address, main->addresses, main->addresses_count, other->addresses, other->addresses_count,
           ret->addresses, ret->addresses_count);
    JOINED(arena, struct email, main->emails, main->emails_count, other->emails, other->emails_count, ret->emails,
           ret->emails_count);
    JOINED(arena, struct phone, main->phones, main->phones_count, other->phones, other->phones_count, ret->phones,
           ret->phones_count);
    JOINED(arena, struct identifier, main->identifiers, main->identifiers_count, other->identifiers,
           other->identifiers_count, ret->identifiers, ret->identifiers_count);
    struct attribute *attributes =
        arena_array(arena, struct attribute, main->attributes_count + other->attributes_count + 2u);
    if (!attributes)
        return listing_too_large(err);
    size_t count = 0;
    for (size_t i = 0; i < main->attributes_count; i++)
        attributes[count++] = main->attributes[i];
    for (size_t i = 0; i < other->attributes_count; i++)
        attributes[count++] = other->attributes[i];
    struct text beside = other->kind == PARTY_ORGANISATION ? other->org.name : other->name.raw;
    if (beside.len)
        attributes[count++] = (struct attribute){
            .field = { .field = other->kind == PARTY_ORGANISATION ? FIELD_ORG_NAME : FIELD_PERSON_FULL },
            .column = (uint16_t)(listing->layout.count + 1),
            .kind = ATTRIBUTE_TEXT,
            .value = beside,
        };
    ret->attributes = attributes;
    ret->attributes_count = (uint16_t)count;
    return STATUS_OK;
}

/* An organisation that a file about persons must take for a person: its name as it stands. */
static void make_person(const struct listing *listing, const struct row *row, struct mention *mention)
{
    if (mention->kind == PARTY_PERSON)
        return;
    struct text given = listing_first(listing, row, FIELD_PERSON_GIVEN),
                family = listing_first(listing, row, FIELD_PERSON_FAMILY);
    mention->kind = PARTY_PERSON;
    mention->name = (struct person_name){ .given = given,
                                          .surname = family,
                                          .raw = listing_first(listing, row, FIELD_PERSON_FULL) };
    if (!given.len && !family.len && !mention->name.raw.len)
        mention->name.raw = mention->org.name;
}

/* A birth date that is no date but has eight digits still has seven or eight right ones. */
static void keep_wrong_birth(const struct listing *listing, const struct row *row, struct mention *mention)
{
    if (mention->birth.year || mention->birth.month || mention->birth.day)
        return;
    struct text cell = listing_first(listing, row, FIELD_PERSON_BIRTHDATE);
    if (clean_is_filler_of(cell, FIELD_PERSON_BIRTHDATE))
        return;
    char digits[8];
    size_t count = 0, signs = 0;
    for (size_t i = 0; i < cell.len; i++) {
        if (!char_is_digit(cell.ptr[i])) {
            signs++;
            continue;
        }
        if (count == 8)
            return;
        digits[count++] = cell.ptr[i];
    }
    bool year_first = cell.len >= 5 && (signs == 0 || !char_is_digit(cell.ptr[4]));
    if (count != 8 || signs > 2 || !year_first)
        return;
    mention->birth.year =
        (int16_t)((digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + digits[3] - '0');
    mention->birth.month = (uint8_t)((digits[4] - '0') * 10 + digits[5] - '0');
    mention->birth.day = (uint8_t)((digits[6] - '0') * 10 + digits[7] - '0');
}

enum status record_mention(const struct listing *listing, const struct row *row, struct record_id id,
                           enum subject subject, const struct normal_options *options, struct arena *arena,
                           struct mention *ret, bool *ret_is_organisation, struct error *err)
{
    struct mapping mapping = { .refs = listing->refs, .count = listing->layout.count };
    struct normal_record record = { 0 };
    enum status status = normal_record_read(&mapping, row, id, options, arena, &record, err);
    if (status != STATUS_OK)
        return status;
    const struct mention *person = mention_of(&record, PARTY_PERSON),
                         *organisation = mention_of(&record, PARTY_ORGANISATION);
    bool org_first =
        organisation_has_name(organisation) && (!person_has_name(person) || subject == SUBJECT_ORGANISATION);
    static const struct mention nobody_p = { .kind = PARTY_PERSON }, nobody_o = { .kind = PARTY_ORGANISATION };
    const struct mention *main = org_first ? organisation : person ? person : organisation;
    if (!main)
        main = subject == SUBJECT_ORGANISATION ? &nobody_o : &nobody_p;
    *ret_is_organisation = main->kind == PARTY_ORGANISATION;
    status = join_mentions(listing, main, main == person ? organisation : person, arena, ret, err);
    if (status != STATUS_OK)
        return status;
    if (subject == SUBJECT_PERSON)
        make_person(listing, row, ret);
    if (subject == SUBJECT_ORGANISATION && ret->kind == PARTY_PERSON) {
        ret->kind = PARTY_ORGANISATION;
        ret->org = (struct org_name){ .name = ret->name.raw, .core = ret->name.raw };
    }
    if (ret->kind == PARTY_PERSON)
        keep_wrong_birth(listing, row, ret);
    return STATUS_OK;
}
