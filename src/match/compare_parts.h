/*
 * Inside match/compare*.c: each part of a mention to its levels.
 *
 * A part writes the levels and bits of its own comparisons; ret starts as
 * zeros.  The contradictions read what the parts before them have seen.
 */
#pragma once

#include "match/compare.h"

void compare_person(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret);
void compare_organisation(const struct table *table, const struct prep *a, const struct prep *b,
                          struct pair_levels *ret);
void compare_addresses(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret);
void compare_emails(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret);
void compare_phones(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret);
void compare_identifiers(const struct table *table, const struct prep *a, const struct prep *b,
                         struct pair_levels *ret);
void compare_attributes(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret);

/* After all others. */
void compare_person_contradictions(const struct table *table, const struct prep *a, const struct prep *b,
                                   struct pair_levels *ret);
void compare_organisation_contradictions(struct pair_levels *ret);
void compare_organisation_town(const struct table *table, const struct prep *a, const struct prep *b,
                               struct pair_levels *ret);

/* What two addresses share, before it becomes one level. */
enum street_level {
    STREET_EQUAL = 1,
    STREET_NEAR,
    STREET_PART,
    STREET_NUMBER_NEAR,
    STREET_ONLY,
    STREET_NUMBER_ONLY,
    STREET_NEAR_ONLY,
    STREET_DIFFERENT,
};

enum place_level {
    PLACE_POSTCODE = 1,
    PLACE_POSTCODE_NEAR,
    PLACE_CITY,
    PLACE_POSTCODE_OTHER_CITY,
    PLACE_CITY_OTHER_POSTCODE,
    PLACE_CITY_NEAR,
    PLACE_REGION,
    PLACE_DIFFERENT,
};

/* Street and place as one level of enum address_level; 0 when neither is known on both sides. */
unsigned address_level(unsigned street, unsigned place);

/* "van den berg" and "vandenberg". */
bool equal_joined(struct text x, struct text y);

/* The surname as one word; a double one whole, as a double given name ("Alexa-Rose") was taken for one. */
enum { JOINED_MAX = 64 };
struct text joined_surname(const struct table *table, const struct prep *p, char into[JOINED_MAX]);

/* Texts by their words; one of enum text_level. */
unsigned text_level_of(const struct table *table, enum domain domain, enum domain words, uint32_t x, uint32_t y);

/* How rare a value is, 0 for none. */
static inline int16_t bits_of(const struct table *table, enum domain domain, uint32_t number)
{
    return number ? *values_bits(&table->values[domain], number) : 0;
}

/* Of two values that are ways to write one: as rare as the one that more have. */
static inline int16_t bits_of_either(const struct table *table, enum domain domain, uint32_t a, uint32_t b)
{
    int16_t x = bits_of(table, domain, a), y = bits_of(table, domain, b);
    return x < y ? x : y;
}
