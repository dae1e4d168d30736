/*
 * The most that a pair can score, seen from a card of each: two lines of a
 * processor's memory instead of a dozen places in the table.
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

/* What is kept of a mention; sizes are chosen so that it fits two lines of 64 bytes. */
struct card {
    uint32_t given, surname;                 /* the first given name, or the call name */
    uint32_t given_sketch, surname_sketch;   /* of these */
    uint32_t givens_sketch, surnames_sketch; /* of all given names; of surname and partner's */
    char given_start[4], surname_start[4];
    uint32_t given_mark, surname_mark;
    uint32_t surname_words; /* a bit per word of four letters or more, and of the surname and partner's whole */
    uint32_t birth;         /* eight digits, four bits each */
    int16_t given_bits, surname_bits;
    uint8_t given_len, surname_len, local_len, phone_len;
    uint32_t flags; /* enum card_flag */
    uint32_t source;

    uint32_t local, host, local_sketch;
    uint32_t phone; /* the last eight digits, four bits each; all ones where there is none */
    uint32_t street, postcode, city, region, number;
    uint32_t street_sketch, postcode_sketch, city_sketch;
    char street_start[4], city_start[4];
    uint8_t street_len, postcode_len, city_len, pad;
    uint32_t identifiers; /* a bit per kind */
};

/* The most of each thing seen, 1/256 bit. */
struct bound_weights {
    int32_t base; /* prior, and all that cards say nothing of */
    int32_t given_any, given_initial, given_typo, given_near, given_letter, given_apart, given_two, given_swapped;
    int32_t middle, surname_any, surname_part, surname_typo, surname_two, surname_sound, surname_apart, surname_swapped,
        name;
    int32_t birth_any, birth_equal, birth_parts, birth_swapped, birth_typo, birth_two, birth_near, birth_year,
        birth_apart;
    int32_t contradiction_any, contradiction_two, contradiction_three;
    int32_t gender_equal, gender_apart, generation, source_equal, source_apart;
    int32_t email_any, email_local, email_near, email_host, email_apart;
    int32_t phone_any, phone_near, phone_apart, fax;
    int32_t address_any, unit, extra, attributes;
    int32_t address[16][16]; /* by what is seen of street and of place */
    int32_t identifiers[32];
};

struct bound {
    const struct model *model;
    struct card *cards;
    struct bound_weights most;
};

/* Cards of all mentions of a table whose model is known. false without memory: ret is then empty. */
bool bound_open(const struct table *table, const struct model *model, int threads, struct bound *ret);
void bound_done(struct bound *bound);

/* At least the score of the two, rules left aside: those only lower it. */
int32_t bound_most(const struct bound *bound, uint32_t a, uint32_t b);

/* Keeps those of pairs (block.h) whose most is low or more, in their order; how many there are. */
size_t bound_pass_over(const struct bound *bound, int32_t low, uint64_t *pairs, size_t count);

static inline void bound_fetch(const struct bound *bound, uint32_t place)
{
    const char *card = (const char *)&bound->cards[place];
    __builtin_prefetch(card);
    __builtin_prefetch(card + sizeof(struct card) / 2);
}
