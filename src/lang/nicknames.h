/*
 * May two given names be one person's?  Jan and Johannes, Kees and Cornelis,
 * Bob and Robert.
 *
 * A name stands in one or more groups, each a formal name with the forms
 * people use; data/nicknames.tsv.  A shared group is weak evidence: it never
 * decides alone.
 */
#pragma once

#include "lang/words.h"

enum { NICKNAME_GROUPS_MAX = 32 };

struct nickname_groups {
    uint16_t id[NICKNAME_GROUPS_MAX]; /* ascending, from 1 */
    uint8_t count;
};

/* folded is one given name; no groups when it has no other forms that we know. */
struct nickname_groups nickname_group(struct text folded);

/*
 * The groups as a mark, 0 for none: two names can share a group only when
 * their marks share a bit, so most pairs are settled without a look-up.
 */
uint32_t nickname_mark(struct text folded);

/* May somebody who is called this have an initial such as 'c' ("Toos": Catharina)? False for a name we have no other
 * forms of. */
bool nickname_has_initial(struct text folded, char initial);

/* Equal, or in one group. */
bool nickname_same(struct text folded_a, struct text folded_b);
