/*
 * The most that a pair can score, seen from a card of each: a line of a
 * processor's memory, and a quarter of one for the address, instead of a
 * dozen places in the table.
 *
 * Nine in ten candidates are strangers that share a key; their score is far
 * below anything that is ever looked at again.  A card says enough to be sure
 * of that: numbers and sketches of values (match/near.h), digits of the birth
 * date and phone.  What a card leaves open counts for the best it may be.
 *
 * bound_most() is never below the score (tests/unit/match/test_bound.c), so
 * passing over pairs by it changes nothing that is found.  Whoever changes
 * what a comparison sees keeps this true.
 */
#pragma once

#include "match/block.h"
#include "match/compare_parts.h"
#include "match/model.h"
#include "match/near.h"

/* What is kept of a mention but for its address: a line of 64 bytes. */
struct card {
    uint32_t given, surname;                 /* the first given name, or the call name */
    uint32_t given_sketch, surname_sketch;   /* of these */
    uint32_t givens_sketch, surnames_sketch; /* of all given names; of surname and partner's */
    char given_start[4], surname_start[4];
    uint32_t surname_words; /* a bit per word of four letters or more, and of the surname and partner's whole */
    uint32_t birth;         /* eight digits, four bits each */
    uint32_t local_sketch;
    uint32_t phone;       /* the last eight digits, four bits each; all ones where there is none */
    uint32_t flags;       /* enum card_flag */
    uint16_t given_mark;  /* the nickname mark, its halves one on the other */
    uint16_t host;        /* the last bits of its number */
    uint16_t identifiers; /* a bit per kind */
    uint8_t surname_mark; /* of the sound key some bits */
    uint8_t birth_digits; /* a bit per digit that stands in it an odd number of times; 8 and 0, 9 and 1 share one */
    uint8_t source;       /* its last bits */
    uint8_t given_len, surname_len, local_len;
};

/* Of its address: sixteen bytes, looked at where the rest leaves it open. Numbers of values, whose shapes stand there.
 */
struct place_card {
    uint32_t street, postcode, city;
    uint16_t region, number;
};

/* The most of each thing seen, 1/256 bit. */
enum { SEEN_SURNAMES = 1 << 5, SEEN_BIRTHS = 1 << 5, SEEN_MAILS = 1 << 3, SEEN_MARKS = 16, SEEN_MOST = 16 };
struct bound_weights {
    int32_t base; /* prior, and all that cards say nothing of */
    int32_t given_any, given_initial, given_swapped;
    int32_t given_near, given_prefix, given_letter, given_two, given_apart; /* of two that differ */
    int32_t surname[SEEN_SURNAMES]; /* by what is seen of two that differ: bits, the best that is set counts */
    int32_t middle, surname_swapped, name;
    int32_t birth_any, birth_equal, birth_parts;
    int32_t birth[SEEN_BIRTHS];
    int32_t gender[4][4];
    int32_t contradiction[16]; /* by what is sure to differ */
    int32_t generation, source_equal, source_apart;
    int32_t email_any;
    int32_t email[SEEN_MAILS];
    int32_t phone_any, phone_near, phone_apart, fax;
    int32_t address_any, unit, extra, attributes;
    int32_t address[SEEN_MOST][SEEN_MOST];         /* by what is seen of street and of place */
    uint16_t address_levels[SEEN_MOST][SEEN_MOST]; /* which levels that may be, bit 0 for none */
    int32_t address_level[LEVELS_MAX];             /* the most of each */
    int32_t identifiers[SEEN_MARKS];
};

struct bound {
    const struct table *table;
    const struct model *model;
    struct card *cards;
    struct place_card *places;
    struct bound_weights most;
};

/* Cards of all mentions of a table whose model is known. false without memory: ret is then empty. */
bool bound_open(const struct table *table, const struct model *model, int threads, struct bound *ret);
void bound_done(struct bound *bound);

/* At least the score of the two, rules left aside: those only lower it. */
int32_t bound_most(const struct bound *bound, uint32_t a, uint32_t b);

/* Keeps those of pairs (block.h) whose most is low or more, in their order; how many there are. */
size_t bound_pass_over(const struct bound *bound, int32_t low, uint64_t *pairs, size_t count);
