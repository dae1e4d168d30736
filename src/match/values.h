/*
 * Each distinct value once: its text, how many mentions hold it, its words.
 *
 * A value is compared by its number first, which settles most pairs; texts
 * are looked at only when the numbers differ.  Number 0 is the empty text,
 * "not known".  Numbers depend on the order of adding, so nothing that leaves
 * the matcher may depend on them (match-1).
 */
#pragma once

#include "base/map.h"
#include "base/vec.h"

enum { VALUE_MALE = 1, VALUE_FEMALE = 2, VALUE_KNOWN = 4 /* a usual given name */ };

struct value {
    uint32_t count; /* mentions that hold it */
    union {
        uint32_t words_at; /* in words, when the set has words */
        uint32_t mark;     /* of a given name its nickname mark, of a surname its sound key */
    };
    uint32_t sketch; /* match/near.h */
    char start[4];   /* its first letters, NUL after a short one */
    int16_t bits;    /* log2(mentions with any value / count) in 1/256 bit: how telling equality is */
    uint8_t len;     /* bytes, at most 255 */
    uint8_t words_count : 5, flags : 3; /* flags: of a given name */
};

struct values {
    struct intern texts;
    VEC(struct value) about;
    VEC(uint32_t) words; /* numbers in another set, of all values one after another */
    uint64_t total;      /* mentions that hold any value */
};

bool values_open(struct values *values, size_t bytes_max); /* false without memory */
void values_done(struct values *values);

/* Its number, made when new; INTERN_NONE without memory. Empty is 0. */
uint32_t values_put(struct values *values, struct text t, bool *ret_new);
void values_count(struct values *values, uint32_t number);
void value_weigh(struct value *value, uint64_t total);
void values_settle(struct values *values); /* fills bits, once all are counted */

static inline struct text values_text(const struct values *values, uint32_t number)
{
    return values->texts.texts[number];
}

/* Of its text, never 0; 0 of "not known". */
static inline uint64_t values_hash(const struct values *values, uint32_t number)
{
    return number ? values->texts.hashes[number] | 1 : 0;
}
