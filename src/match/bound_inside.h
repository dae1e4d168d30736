/* Inside match/bound*.c: what a card marks, and what two of them tell of streets and places. */
#pragma once

#include "match/bound.h"

_Static_assert(sizeof(struct card) == 64, "a card is a line");
_Static_assert(sizeof(struct place_card) == 16, "four to a line");
_Static_assert((int)IDENTIFIER_KINDS <= SEEN_MARKS, "a bit per kind");

enum card_flag {
    CARD_GIVENS = 1 << 0,   /* more than one given name, or a call name beside */
    CARD_MIDDLE = 1 << 1,   /* two given names or more */
    CARD_NO_GIVEN = 1 << 2, /* a surname alone */
    CARD_GENERATION = 1 << 3,
    CARD_PARTNER = 1 << 4,
    CARD_KNOWN = 1 << 5, /* a usual given name */
    CARD_BIRTH_WHOLE = 1 << 6,
    CARD_BIRTH_ODD = 1 << 7, /* of more than eight digits */
    CARD_GENDER = 3 << 8,
    CARD_GIVEN_MALE = 1 << 10,   /* a man's name, … */
    CARD_GIVEN_FEMALE = 1 << 11, /* … a woman's: the bit above */
    CARD_NAME = 1 << 12,         /* of an organisation */
    CARD_EMAIL = 1 << 13,
    CARD_EMAILS = 1 << 14, /* more than one */
    CARD_EMAIL_FREE = 1 << 15,
    CARD_PHONE = 1 << 16,
    CARD_PHONES = 1 << 17, /* more than one, or a fax */
    CARD_FAX = 1 << 18,
    CARD_ADDRESS = 1 << 19,
    CARD_ADDRESSES = 1 << 20, /* more than one, or one with numbers beyond a card's */
    CARD_UNIT = 1 << 21,
    CARD_EXTRA = 1 << 22,
    CARD_ONE_WORD = 1 << 23, /* the street's name */
    CARD_ATTRIBUTES = 1 << 24,
    CARD_MAILBOX = 1 << 25,      /* names, or some of them, are what a mailbox says */
    CARD_SURNAME_NICK = 1 << 26, /* the surname is a given name that has other forms */
};
enum { GENDER_SHIFT = 8, PHONE_LEN_SHIFT = 28, PHONE_LEN_MOST = 15 /* in the highest bits */ };

/* What is seen of two that differ: the first that is set counts. */
enum {
    SURNAME_MAY_BE_JOINED = 1 << 0,
    SURNAME_MAY_BE_PART = 1 << 1,
    SURNAME_MAY_BE_TYPO = 1 << 2,
    SURNAME_MAY_BE_TWO = 1 << 3,
    SURNAME_MAY_SOUND = 1 << 4,
};
enum {
    BIRTH_IS_SWAPPED = 1 << 0,
    BIRTH_IS_TYPO = 1 << 1,
    BIRTH_TWO_EQUAL = 1 << 2,
    BIRTH_MAY_BE_NEAR = 1 << 3,
    BIRTH_SAME_YEAR = 1 << 4,
};
enum { EMAIL_SAME_LOCAL = 1 << 0, EMAIL_MAY_BE_NEAR = 1 << 1, EMAIL_SAME_OWN_HOST = 1 << 2 };

/* What cards tell of two streets with their numbers, and of two places. */
enum seen_street {
    SEEN_NO_STREET,
    SEEN_NUMBER,
    SEEN_APART,
    SEEN_EQUAL,
    SEEN_SAME_NO_NUMBER,
    SEEN_SAME_NEAR_NUMBER,
    SEEN_SAME_OTHER,
    SEEN_MAYBE_EQUAL,
    SEEN_MAYBE_NO_NUMBER,
    SEEN_MAYBE_NEAR_NUMBER,
    SEEN_MAYBE_OTHER,
    SEEN_STREETS,
};

enum seen_place {
    SEEN_NO_PLACE,
    SEEN_CODE,
    SEEN_CODE_MAYBE,
    SEEN_CODE_OTHER_CITY,
    SEEN_CITY,
    SEEN_CITY_OTHER_CODE,
    SEEN_CITY_NEAR_CODE,
    SEEN_CITY_MAYBE,
    SEEN_NEAR_CODE,
    SEEN_REGION,
    SEEN_PLACE_APART,
    SEEN_PLACES,
};

/* What is sure to differ. */
enum apart { APART_GIVEN = 1 << 0, APART_SURNAME = 1 << 1, APART_BIRTH = 1 << 2, APART_GENDER = 1 << 3 };

#define BIT_OF(level) (1u << (level))

/* bound.c: all but street and place of two. */
int32_t bound_beside_place(const struct bound *bound, uint32_t a, uint32_t b);

/* bound_lanes.c: the same of eight pairs at once, where the processor can. */
enum { BOUND_LANES = 8 };
bool bound_has_lanes(void);
void bound_lanes(const struct bound *bound, const uint64_t pairs[BOUND_LANES], int32_t ret[BOUND_LANES]);

/* The most of an address, looked at closer: where what agrees is known, by how rare it is. */
int32_t bound_address(const struct bound *bound, const struct place_card *first, unsigned street, unsigned place);

/* bound_weigh.c: of each thing that may be seen the most that the model gives for it. */
void bound_weigh(const struct model *model, struct bound_weights *ret);
/* bound_cards.c: cards of each mention. Whether a source's number is more than a card holds. */
bool bound_fill(const struct table *table, int threads, struct card *cards, struct place_card *places);
