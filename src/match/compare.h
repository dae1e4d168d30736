/*
 * Two prepared mentions to a vector of levels: one per comparison, 0 for
 * "not known", 1 for the best agreement, the last for "different".
 *
 * The list of comparisons is fixed but for the attribute columns.  What a
 * level is worth is the model's business (match/model.h); here is only what
 * is seen.
 */
#pragma once

#include "match/prepare.h"

enum comparison {
    COMPARE_GIVEN, COMPARE_MIDDLE, COMPARE_SURNAME, COMPARE_GENERATION, COMPARE_BIRTH, COMPARE_GENDER, COMPARE_ORG,
    COMPARE_STREET, COMPARE_UNIT, COMPARE_EXTRA, COMPARE_PLACE, COMPARE_EMAIL, COMPARE_PHONE, COMPARE_FAX,
    COMPARE_CONTRADICTION, /* how much of what marks a person differs at once */
    COMPARE_SOURCE, /* whether one source gave both: a clean source seldom names somebody twice */
    COMPARE_IDENTIFIER, /* one per enum identifier_kind from here */
    COMPARE_ATTRIBUTE = COMPARE_IDENTIFIER + IDENTIFIER_KINDS,
    COMPARE_COUNT = COMPARE_ATTRIBUTE + COLUMNS_MAX,
};

enum { LEVELS_MAX = 16 };

enum given_level {
    GIVEN_EQUAL = 1, GIVEN_CALL, GIVEN_SWAPPED, GIVEN_TYPO, GIVEN_NICK, GIVEN_PREFIX, GIVEN_INITIAL, GIVEN_NEAR,
    GIVEN_SAME_LETTER, GIVEN_DIFFERENT, GIVEN_LEVELS = GIVEN_DIFFERENT,
};
enum middle_level { MIDDLE_EQUAL = 1, MIDDLE_INITIAL, MIDDLE_NEAR, MIDDLE_DIFFERENT, MIDDLE_LEVELS = MIDDLE_DIFFERENT };
enum surname_level {
    SURNAME_EQUAL = 1, SURNAME_SWAPPED, SURNAME_TYPO, SURNAME_PART, SURNAME_NEAR, SURNAME_SOUND, SURNAME_DIFFERENT,
    SURNAME_LEVELS = SURNAME_DIFFERENT,
};
enum birth_level {
    BIRTH_EQUAL = 1, BIRTH_SWAPPED, BIRTH_TYPO, BIRTH_PARTIAL, BIRTH_TWO_PARTS, BIRTH_NEAR, BIRTH_YEAR, BIRTH_DIFFERENT,
    BIRTH_LEVELS = BIRTH_DIFFERENT,
};
enum org_level {
    ORG_EQUAL = 1, ORG_JOINED, ORG_TYPO, ORG_ALIKE_90, ORG_CONTAINED, ORG_ALIKE_75, ORG_ALIKE_60, ORG_ALIKE_45,
    ORG_RARE_WORD, ORG_ALIKE_25, ORG_DIFFERENT, ORG_LEVELS = ORG_DIFFERENT,
};
enum street_level {
    STREET_EQUAL = 1, STREET_NEAR, STREET_PART, STREET_NUMBER_NEAR, STREET_ONLY, STREET_NUMBER_ONLY, STREET_NEAR_ONLY,
    STREET_DIFFERENT, STREET_LEVELS = STREET_DIFFERENT,
};
enum place_level {
    PLACE_POSTCODE = 1, PLACE_POSTCODE_NEAR, PLACE_CITY, PLACE_POSTCODE_OTHER_CITY, PLACE_CITY_OTHER_POSTCODE,
    PLACE_CITY_NEAR, PLACE_REGION, PLACE_DIFFERENT, PLACE_LEVELS = PLACE_DIFFERENT,
};
enum email_level { EMAIL_EQUAL = 1, EMAIL_LOCAL, EMAIL_NEAR, EMAIL_LOCAL_NEAR, EMAIL_HOST, EMAIL_DIFFERENT, EMAIL_LEVELS = EMAIL_DIFFERENT };
enum phone_level { PHONE_EQUAL = 1, PHONE_TAIL, PHONE_NEAR, PHONE_DIFFERENT, PHONE_LEVELS = PHONE_DIFFERENT };
enum code_level { CODE_EQUAL = 1, CODE_NEAR, CODE_DIFFERENT, CODE_LEVELS = CODE_DIFFERENT };
enum text_level { TEXT_EQUAL = 1, TEXT_ALIKE_85, TEXT_ALIKE_60, TEXT_ALIKE_35, TEXT_ALIKE_10, TEXT_DIFFERENT, TEXT_LEVELS = TEXT_DIFFERENT };
enum contradiction_level { CONTRADICTION_NONE = 1, CONTRADICTION_TWO, CONTRADICTION_THREE, CONTRADICTION_LEVELS = CONTRADICTION_THREE };
enum two_level { TWO_EQUAL = 1, TWO_DIFFERENT, TWO_LEVELS = TWO_DIFFERENT };

struct pair_levels {
    uint8_t level[COMPARE_COUNT];
    int16_t bits[COMPARE_COUNT]; /* how rare what agrees is, 1/256 bit; 0 where that says nothing */
};

/* How many levels a comparison has, "not known" not counted; 0 when it is not in use for this table. */
unsigned compare_levels(const struct table *table, enum comparison comparison);

void compare_pair(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret);
