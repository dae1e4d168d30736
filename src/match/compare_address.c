/*
 * Two addresses: street and number to one level, place to another, and the two
 * to the level of the whole (adr 0032).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/compare_parts.h"

#include "match/digits.h"
#include "match/near.h"
#include "match/words.h"

/* Two streets of one word each, which then has what is kept of the street. */
static bool are_one_word(const struct value *x, const struct value *y)
{
    return x->words_count == 1 && y->words_count == 1 && !((x->sketch | y->sketch) & SKETCH_SPACE);
}

static unsigned street_alike(const struct table *table, uint32_t x, uint32_t y)
{
    const struct values *streets = &table->values[DOMAIN_STREET];
    const struct value *a = &streets->about.ptr[x], *b = &streets->about.ptr[y];
    if (x != y && are_one_word(a, b) && !near_word_possible(a, b))
        return 0;
    if (x == y || near_joined(streets, x, y))
        return 1000;
    size_t shorter = a->len < b->len ? a->len : b->len;
    if (shorter >= 6 && near_distance(streets, x, y, 2) <= (shorter >= 9 ? 2 : 1))
        return 940;
    struct words_alike alike = words_compare(streets, &table->values[DOMAIN_STREET_WORD], x, y);
    return alike.contained >= 950 && alike.shared < 800 ? 800 : alike.shared;
}

static unsigned street_level(const struct table *table, const struct prep_address *a, const struct prep_address *b)
{
    if (!a->street || !b->street) {
        if (!a->number || !b->number)
            return 0;
        return a->number == b->number ? STREET_NUMBER_ONLY : STREET_DIFFERENT;
    }
    unsigned alike = street_alike(table, a->street, b->street);
    bool both = a->number && b->number, equal = both && a->number == b->number;
    if (equal && alike == 1000)
        return STREET_EQUAL;
    if (!a->number && !b->number)
        return alike == 1000  ? STREET_NEAR
               : alike >= 800 ? STREET_PART
               : alike >= 600 ? STREET_NEAR_ONLY
                              : STREET_DIFFERENT;
    if (equal)
        return alike >= 800 ? STREET_NEAR : alike >= 450 ? STREET_PART : STREET_NUMBER_ONLY;
    if (both && alike >= 800 && numbers_near(a->number, b->number))
        return STREET_NUMBER_NEAR;
    return alike == 1000 ? STREET_ONLY : alike >= 800 ? STREET_NEAR_ONLY : STREET_DIFFERENT;
}

static bool postcode_near(const struct values *postcodes, uint32_t a, uint32_t b)
{
    const struct value *x = &postcodes->about.ptr[a], *y = &postcodes->about.ptr[b];
    size_t shorter = x->len < y->len ? x->len : y->len;
    if (shorter < 4)
        return false;
    if (x->len == y->len)
        return near_distance(postcodes, a, b, 1) <= 1;
    struct text tx = values_text(postcodes, a), ty = values_text(postcodes, b);
    return text_starts(tx, ty) || text_starts(ty, tx) || /* "60607" and "60607-1234", "1234" and "1234AB" */
           near_distance(postcodes, a, b, 1) <= 1;
}

static unsigned place_level(const struct table *table, const struct prep_address *a, const struct prep_address *b,
                            int16_t *ret_bits)
{
    *ret_bits = 0;
    bool codes = a->postcode && b->postcode, cities = a->city && b->city;
    const struct values *names = &table->values[DOMAIN_CITY];
    bool possible = cities && a->city != b->city && near_possible(names, a->city, b->city, 2, 900);
    bool same_city = cities && (a->city == b->city || (possible && near_joined(names, a->city, b->city)));
    bool near_city = possible && !same_city &&
                     (near_distance(names, a->city, b->city, 2) <= (names->about.ptr[a->city].len >= 8 ? 2u : 1u) ||
                      near_jaro(names, a->city, b->city, 900) >= 900);
    if (codes && a->postcode == b->postcode) {
        *ret_bits = bits_of(table, DOMAIN_POSTCODE, a->postcode);
        return !cities || same_city || near_city ? PLACE_POSTCODE : PLACE_POSTCODE_OTHER_CITY;
    }
    bool near_code = codes && postcode_near(&table->values[DOMAIN_POSTCODE], a->postcode, b->postcode);
    if (same_city) {
        *ret_bits = bits_of(table, DOMAIN_CITY, a->city);
        return near_code ? PLACE_POSTCODE_NEAR : codes ? PLACE_CITY_OTHER_POSTCODE : PLACE_CITY;
    }
    if (near_city)
        return near_code ? PLACE_CITY_OTHER_POSTCODE : PLACE_CITY_NEAR;
    if (near_code)
        return cities ? PLACE_REGION : PLACE_CITY_NEAR;
    if (codes || cities)
        return a->region && a->region == b->region ? PLACE_REGION : PLACE_DIFFERENT;
    return !a->region || !b->region ? 0 : a->region == b->region ? PLACE_REGION : PLACE_DIFFERENT;
}

unsigned address_level(unsigned street, unsigned place)
{
    bool code = place == PLACE_POSTCODE || place == PLACE_POSTCODE_OTHER_CITY;
    bool city = code || (place >= PLACE_POSTCODE_NEAR && place <= PLACE_CITY_OTHER_POSTCODE);
    switch (street) {
    case STREET_EQUAL:
    case STREET_NEAR:
        if (!place)
            return ADDRESS_NO_PLACE;
        if (place == PLACE_POSTCODE || place == PLACE_CITY)
            return street == STREET_EQUAL ? ADDRESS_EQUAL : ADDRESS_NEAR_STREET;
        return place < PLACE_REGION ? ADDRESS_NEAR_PLACE : ADDRESS_OTHER_PLACE;
    case STREET_PART:
        return !place                 ? ADDRESS_NO_PLACE
               : city                 ? ADDRESS_NEAR_STREET
               : place < PLACE_REGION ? ADDRESS_NEAR_PLACE
                                      : ADDRESS_OTHER_PLACE;
    case STREET_NUMBER_NEAR:
        return !place || city ? ADDRESS_NUMBER_NEAR : place < PLACE_REGION ? ADDRESS_SAME_STREET : ADDRESS_REGION;
    case STREET_ONLY: return !place || place < PLACE_REGION ? ADDRESS_SAME_STREET : ADDRESS_REGION;
    case STREET_NUMBER_ONLY:
        if (code)
            return ADDRESS_NUMBER_POSTCODE;
        return !place                  ? 0
               : place < PLACE_REGION  ? ADDRESS_NUMBER_CITY
               : place == PLACE_REGION ? ADDRESS_REGION
                                       : ADDRESS_DIFFERENT;
    case 0:
        return code                    ? ADDRESS_POSTCODE
               : !place                ? 0
               : place < PLACE_REGION  ? ADDRESS_CITY
               : place == PLACE_REGION ? ADDRESS_REGION
                                       : ADDRESS_DIFFERENT;
    default:
        if (code)
            return ADDRESS_OTHER_STREET;
        return !place                  ? ADDRESS_DIFFERENT
               : place < PLACE_REGION  ? ADDRESS_CITY_OTHER_STREET
               : place == PLACE_REGION ? ADDRESS_REGION
                                       : ADDRESS_DIFFERENT;
    }
}

/* How rare what the level rests on is. */
static int16_t address_bits(const struct table *table, unsigned level, const struct prep_address *a, int16_t place_bits)
{
    if (level <= ADDRESS_NEAR_STREET)
        return bits_of(table, DOMAIN_DELIVERY, a->delivery);
    if (level <= ADDRESS_OTHER_PLACE)
        return bits_of(table, DOMAIN_STREET, a->street);
    return level == ADDRESS_SAME_STREET || level == ADDRESS_NUMBER_CITY ? 0 : level < ADDRESS_REGION ? place_bits : 0;
}

/* Of all addresses of both, the pair that agrees most. */
void compare_addresses(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret)
{
    for (size_t i = 0; i < a->addresses_count; i++) {
        for (size_t j = 0; j < b->addresses_count; j++) {
            const struct prep_address *x = &table->addresses.ptr[a->addresses_at + i];
            const struct prep_address *y = &table->addresses.ptr[b->addresses_at + j];
            int16_t place_bits = 0;
            unsigned place = place_level(table, x, y, &place_bits), street = street_level(table, x, y);
            unsigned level = address_level(street, place);
            if (!level || (ret->level[COMPARE_ADDRESS] && level >= ret->level[COMPARE_ADDRESS]))
                continue;
            ret->level[COMPARE_ADDRESS] = (uint8_t)level;
            ret->bits[COMPARE_ADDRESS] = address_bits(table, level, x, place_bits);
            bool one_house = level <= ADDRESS_NO_PLACE;
            ret->level[COMPARE_UNIT] = !one_house || !x->unit || !y->unit ? 0
                                       : x->unit == y->unit               ? TWO_EQUAL
                                                                          : TWO_DIFFERENT;
            ret->level[COMPARE_EXTRA] =
                !x->extra || !y->extra
                    ? 0
                    : (uint8_t)text_level_of(table, DOMAIN_EXTRA, DOMAIN_STREET_WORD, x->extra, y->extra);
            ret->bits[COMPARE_EXTRA] = x->extra == y->extra ? bits_of(table, DOMAIN_EXTRA, x->extra) : 0;
        }
    }
}
