/*
 * Who belongs together at home.
 *
 * A household is two or more persons at one private delivery point who share
 * a surname, or of whom one carries the other's surname as partner's name, or
 * who share a landline or mailbox, or whom one record names as a couple.  The
 * address alone never joins: an address with more surnames or more people
 * than a family has is a flat, a student house or an institution, and only
 * couples are joined there.  Where an organisation sits too, a shared phone or
 * mailbox says colleague and not family, and does not count.
 *
 * Persons are given resolved: one resident per person party.
 */
#pragma once

#include "golden/survive.h"

enum { RESIDENT_CONTACTS_MAX = 6, HOUSEHOLD_SURNAMES_MAX = 4, HOUSEHOLD_RESIDENTS_MAX = 16 };

enum household_place { PLACE_UNKNOWN = 0, PLACE_HEAD, PLACE_PARTNER, PLACE_CHILD, PLACE_OTHER };
const char *household_place_name(enum household_place place); /* "head" …, "" for unknown and other */

/* Equality is all that counts, so texts are hashes here (base/hash.h); 0 is not known. */
struct resident {
    uint64_t order;   /* the person's own number, unlike any other's: a party id, or a cluster number + 1 */
    uint64_t address; /* of the private delivery point */
    uint64_t surname;
    uint64_t partner;                         /* partner's surname */
    uint64_t contacts[RESIDENT_CONTACTS_MAX]; /* landlines and mailboxes */
    int16_t born;                             /* year */
    uint8_t gender;                           /* enum gender */
    uint8_t said;                             /* enum household_place, as a source says */
};

/* What golden_survive() found of a person, as a resident. */
void resident_of(const struct golden *person, uint64_t order, struct arena *arena, struct resident *ret);

/* The hash resident.address has for an address; 0 when it is no place to live (PO box, no key). */
uint64_t resident_address(const struct address *address);

/* Two persons whom one record names as a couple: places in the array of residents. */
struct couple {
    uint32_t a, b;
};

#define HOUSEHOLD_NONE UINT32_MAX

/*
 * ret_of[i] is the household of residents[i], numbered 0, 1, 2 … in order of
 * each household's smallest resident.order, or HOUSEHOLD_NONE.
 * business are addresses (as resident.address) where organisations sit, ascending; may be NULL.
 */
enum status households_find(const struct resident *residents, size_t count, const struct couple *couples,
                            size_t couples_count, const uint64_t *business, size_t business_count, uint32_t *ret_of,
                            uint32_t *ret_count, struct error *err);

/* The place of each member of one household; members as pointers into residents. */
void household_places(const struct resident *const *members, size_t count, enum household_place *ret);
