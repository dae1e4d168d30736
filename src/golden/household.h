/*
 * Who belongs together at home.
 *
 * A household is two or more persons at one private delivery point who share
 * a surname, or of whom one carries the other's surname as partner's name, or
 * who share a phone or mailbox, or whom one record names as a couple.
 *
 * Who shares nothing but the door joins too where the door is a home: nobody
 * does business there, no other doors of the building are known by a letter or
 * box this one lacks, a handful of people with few surnames live there, and
 * both were seen there in the same time, so that who moved in after somebody
 * is not his family.  Where a source names one head of the household, all who
 * live with the head are of it; who is said to be a child or partner, or shares
 * a phone or mailbox, and stands alone, belongs to the namesakes whose address
 * is a slip of the pen away.
 *
 * An address with more surnames or more people than a family has is a flat, a
 * student house or an institution, and only couples are joined there.  Where
 * an organisation sits too, a shared phone or mailbox says colleague and not
 * family, and does not count.
 *
 * Persons are given resolved: one resident per person party, or one for each
 * of the homes of a person where several are asked about.
 */
#pragma once

#include "golden/survive.h"

enum {
    RESIDENT_CONTACTS_MAX = 6,
    HOUSEHOLD_SURNAMES_MAX = 4, /* of people who are joined by their names and contacts */
    HOUSEHOLD_RESIDENTS_MAX = 16,
    DOOR_SURNAMES_MAX = 3, /* of people who are joined by their door alone */
    DOOR_RESIDENTS_MAX = 6,
    DOOR_DAYS_APART_MAX = 3 * 365, /* between the times they were seen there */
};

enum household_place { PLACE_UNKNOWN = 0, PLACE_HEAD, PLACE_PARTNER, PLACE_CHILD, PLACE_OTHER };
const char *household_place_name(enum household_place place); /* "head" …, "" for unknown */

/* Equality is all that counts, so texts are hashes here (base/hash.h); 0 is not known. */
struct resident {
    uint64_t order;   /* the person's own number, unlike any other's: a party id, or a cluster number + 1 */
    uint64_t address; /* of the private delivery point */
    uint64_t surname;
    uint64_t partner;                         /* partner's surname */
    uint64_t contacts[RESIDENT_CONTACTS_MAX]; /* phones and mailboxes */
    int16_t born;                             /* year */
    uint8_t gender;                           /* enum gender */
    uint8_t said;                             /* enum household_place, as a source says */
    bool has_door;                            /* the address has a letter, addition or box */
    int32_t seen_days;                        /* when the address was said last, days since 1970; 0 unknown */
    uint64_t building;                        /* the address without letter, addition and box */
    uint64_t street, place;                   /* parts of the address, known also where the whole is not */
    uint32_t digits;                          /* of the house number; 0 unknown */
    uint32_t street_start;                    /* the first four letters of the street, in one number */
};

/* What golden_survive() found of a person, as a resident. */
void resident_of(const struct golden *person, uint64_t order, struct arena *arena, struct resident *ret);

/* The same of one mention, at one of its addresses (NULL: none), where nothing is resolved. */
void resident_of_mention(const struct mention *person, const struct address *address, uint64_t order,
                         struct arena *arena, struct resident *ret);

/* The address of a mention that may be its home: the first private one; NULL. */
const struct address *resident_home(const struct mention *person);

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

/*
 * The same of some residents out of many: whoever could be joined to one of
 * them, and all others of their buildings, are given too.
 */
struct household_others {
    const uint64_t *crowded; /* household_slip_key() that more than HOUSEHOLD_NEAR_MAX of all share, ascending */
    size_t crowded_count;
};
enum status households_find_among(const struct resident *residents, size_t count, const struct couple *couples,
                                  size_t couples_count, const uint64_t *business, size_t business_count,
                                  const struct household_others *others, uint32_t *ret_of, uint32_t *ret_count,
                                  struct error *err);

/* The place of each member of one household; members as pointers into residents. */
void household_places(const struct resident *const *members, size_t count, enum household_place *ret);
