/*
 * Two prepared mentions to a vector of levels: one per comparison, 0 for
 * "not known", 1 for the best agreement, the last for "different".
 *
 * The list of comparisons is fixed but for the attribute columns.  What a
 * level is worth is the model's business (match/model.h); here is only what
 * is seen.
 */
#pragma once

#include <string.h>

#include "match/prepare.h"

enum comparison {
    COMPARE_GIVEN,
    COMPARE_MIDDLE,
    COMPARE_SURNAME,
    COMPARE_GENERATION,
    COMPARE_BIRTH,
    COMPARE_GENDER,
    COMPARE_ORG,
    COMPARE_ADDRESS,
    COMPARE_UNIT,
    COMPARE_EXTRA,
    COMPARE_EMAIL,
    COMPARE_PHONE,
    COMPARE_FAX,
    COMPARE_CONTRADICTION, /* how much of what marks a person differs at once */
    COMPARE_SOURCE,        /* whether one source gave both: a clean source seldom names somebody twice */
    COMPARE_FORM,          /* legal forms of organisations */
    COMPARE_IDENTIFIER,    /* one per enum identifier_kind from here */
    COMPARE_ATTRIBUTE = COMPARE_IDENTIFIER + IDENTIFIER_KINDS,
    COMPARE_COUNT = COMPARE_ATTRIBUTE + COLUMNS_MAX,
};

enum { LEVELS_MAX = 16 };

enum given_level {
    GIVEN_EQUAL = 1,
    GIVEN_CALL,
    GIVEN_SWAPPED,
    GIVEN_TYPO,
    GIVEN_NICK,
    GIVEN_PREFIX,
    GIVEN_INITIAL,
    GIVEN_NEAR,
    GIVEN_SAME_LETTER,
    GIVEN_DIFFERENT,
    GIVEN_TWO_NAMES, /* both are names that people have */
    GIVEN_LEVELS = GIVEN_TWO_NAMES,
};
enum middle_level { MIDDLE_EQUAL = 1, MIDDLE_INITIAL, MIDDLE_NEAR, MIDDLE_DIFFERENT, MIDDLE_LEVELS = MIDDLE_DIFFERENT };
enum surname_level {
    SURNAME_EQUAL = 1,
    SURNAME_SWAPPED,
    SURNAME_TYPO,
    SURNAME_PART,
    SURNAME_NEAR,
    SURNAME_SOUND,
    SURNAME_DIFFERENT,
    SURNAME_LEVELS = SURNAME_DIFFERENT,
};
enum birth_level {
    BIRTH_EQUAL = 1,
    BIRTH_SWAPPED,
    BIRTH_TYPO,
    BIRTH_PARTIAL,
    BIRTH_TWO_PARTS,
    BIRTH_NEAR,
    BIRTH_YEAR,
    BIRTH_DIFFERENT,
    BIRTH_LEVELS = BIRTH_DIFFERENT,
};
enum org_level {
    ORG_EQUAL = 1,
    ORG_JOINED,
    ORG_TYPO,
    ORG_ALIKE_90,
    ORG_CONTAINED,
    ORG_INITIALS,   /* one is the other's first letters */
    ORG_OTHER_MARK, /* the same but for "holding", "vastgoed" and the like behind them */
    ORG_ALIKE_75,
    ORG_ALIKE_60,
    ORG_ALIKE_45,
    ORG_RARE_WORD,
    ORG_ALIKE_25,
    ORG_OTHER_TOWN, /* the same but for the towns behind them */
    ORG_DIFFERENT,
    ORG_LEVELS = ORG_DIFFERENT,
};
/* Street, number and place at once: a postcode says nearly all that its streets do, so they are one witness. */
enum address_level {
    ADDRESS_EQUAL = 1,       /* street, number and postcode (or city when there is none) */
    ADDRESS_NEAR_PLACE,      /* street and number; the place with an error */
    ADDRESS_NEAR_STREET,     /* number and place; the street with an error */
    ADDRESS_NUMBER_NEAR,     /* street and place; the number with an error */
    ADDRESS_NO_PLACE,        /* street and number; no place known */
    ADDRESS_OTHER_PLACE,     /* street and number; another place */
    ADDRESS_SAME_STREET,     /* street and place; another number */
    ADDRESS_POSTCODE,        /* postcode; no street known */
    ADDRESS_NUMBER_POSTCODE, /* postcode and number; another street */
    ADDRESS_OTHER_STREET,    /* postcode; another street */
    ADDRESS_CITY,            /* city; no street known */
    ADDRESS_NUMBER_CITY,     /* city and number, another street */
    ADDRESS_CITY_OTHER_STREET,
    ADDRESS_REGION,
    ADDRESS_DIFFERENT,
    ADDRESS_LEVELS = ADDRESS_DIFFERENT,
};
enum email_level {
    EMAIL_EQUAL = 1,
    EMAIL_LOCAL,
    EMAIL_NEAR,
    EMAIL_LOCAL_NEAR,
    EMAIL_HOST,
    EMAIL_DIFFERENT,
    EMAIL_LEVELS = EMAIL_DIFFERENT
};
enum phone_level { PHONE_EQUAL = 1, PHONE_TAIL, PHONE_NEAR, PHONE_DIFFERENT, PHONE_LEVELS = PHONE_DIFFERENT };
enum code_level { CODE_EQUAL = 1, CODE_NEAR, CODE_DIFFERENT, CODE_LEVELS = CODE_DIFFERENT };
enum text_level {
    TEXT_EQUAL = 1,
    TEXT_ALIKE_85,
    TEXT_ALIKE_60,
    TEXT_ALIKE_35,
    TEXT_ALIKE_10,
    TEXT_DIFFERENT,
    TEXT_LEVELS = TEXT_DIFFERENT
};
enum contradiction_level {
    CONTRADICTION_NONE = 1,
    CONTRADICTION_DOUBT,
    CONTRADICTION_TWO,
    CONTRADICTION_THREE,
    CONTRADICTION_LEVELS = CONTRADICTION_THREE
};
enum form_level { FORM_EQUAL = 1, FORM_PART, FORM_DIFFERENT, FORM_LEVELS = FORM_DIFFERENT };
enum two_level { TWO_EQUAL = 1, TWO_DIFFERENT, TWO_LEVELS = TWO_DIFFERENT };

struct pair_levels {
    uint8_t level[COMPARE_COUNT];
    int16_t bits[COMPARE_COUNT]; /* how rare what agrees is, 1/256 bit; 0 where that says nothing */
};

/* The first comparison from here on of which something is known; COMPARE_COUNT when there is none. */
static inline size_t levels_next(const struct pair_levels *levels, size_t from)
{
    /* most are of columns that a table has not */
    for (uint64_t eight; from + sizeof(eight) <= COMPARE_COUNT; from += sizeof(eight)) {
        memcpy(&eight, &levels->level[from], sizeof(eight));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        eight = __builtin_bswap64(eight);
#endif
        if (eight)
            return from + (size_t)__builtin_ctzll(eight) / 8;
    }
    while (from < COMPARE_COUNT && !levels->level[from])
        from++;
    return from;
}

/* How many levels a comparison has, "not known" not counted; 0 when it is not in use for this table. */
unsigned compare_levels(const struct table *table, enum comparison comparison);

/* The column that a comparison is of; NULL when it is of none. */
static inline const struct prep_column *compare_column(const struct table *table, size_t comparison)
{
    return comparison >= COMPARE_ATTRIBUTE ? &table->columns[comparison - COMPARE_ATTRIBUTE] : NULL;
}

void compare_pair(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret);
