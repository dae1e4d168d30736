/*
 * Each distinct value once: its text, how many mentions hold it, its words.
 *
 * A value is compared by its number first, which settles most pairs; texts
 * are looked at only when the numbers differ.  Number 0 is the empty text,
 * "not known".  Numbers depend on the order of adding, so nothing that leaves
 * the matcher may depend on them (match-1).
 *
 * A value is known by 64 bits of hash: of ten million in a set, two share
 * theirs once in 400,000 such sets (docs/adr/0100).  A set of which nothing
 * but equality is ever asked keeps no texts.
 */
#pragma once

#include "base/text.h"
#include "base/vec.h"

enum { VALUE_MALE = 1, VALUE_FEMALE = 2, VALUE_KNOWN = 4 /* a usual given name */ };
enum { VALUE_MARK = 1 /* of a word of an organisation: "holding" */ };

struct value {
    union {
        uint32_t words_at; /* in words, when the set has words */
        uint32_t mark;     /* of a given name its nickname mark, of a surname its sound key */
    };
    uint32_t sketch; /* match/near.h */
    char start[4];   /* its first letters, NUL after a short one */
    int16_t bits;    /* log2(mentions with any value / count) in 1/256 bit: how telling equality is */
    uint8_t len;     /* bytes, at most 255 */
    uint8_t words_count : 5, flags : 3; /* flags: of a given name; of an organisation how many last words are a town */
};

_Static_assert(sizeof(struct value) == 16, "four to a line of memory");

#define VALUE_NONE UINT32_MAX

/* All that is asked of a value while values come, in one place of memory: a find waits once. */
struct values_slot {
    uint64_t hash;
    uint32_t number; /* 0: free */
    uint32_t count;  /* mentions that hold it, as far as they were counted here */
};

struct values {
    VEC(struct value) about; /* by number; of a set without texts nothing … */
    VEC(int16_t) bits;       /* … but this, by number, and of others nothing here */
    VEC(uint32_t) counts;    /* by number: mentions that hold it */
    VEC(uint64_t) hashes;    /* by number: of its text, as hash_text() gives it */
    VEC(uint32_t) starts;    /* by number, and one past the last: its text in letters */
    VEC(char) letters;       /* texts, one after another */
    VEC(uint32_t) words;     /* numbers in another set, of all values one after another */
    struct values_slot *slots;
    size_t slots_size;         /* 0 before the first and when frozen */
    uint64_t total;            /* mentions that hold any value */
    size_t mentions, expected; /* so far, and in the end; 0: nobody knows */
    struct values_mark {
        size_t mentions, values;
    } before, half; /* how many values there were at two earlier moments */
    bool is_bare;   /* keeps no texts */
};

enum values_kind { VALUES_WITH_TEXT = 0, VALUES_BARE };
bool values_open(struct values *values, enum values_kind kind); /* false without memory */
void values_done(struct values *values);

/* Its number, made when new; VALUE_NONE without memory. Empty is 0. */
uint32_t values_put(struct values *values, struct text t, bool *ret_new);
/* Not empty, and one more mention holds it; hash is hash_text() of it. */
uint32_t values_put_held(struct values *values, struct text t, uint64_t hash, bool *ret_new);
bool values_reserve(struct values *values, size_t count); /* slots for so many more */
/* The values of so many more mentions follow, of those expected in the end: this tells how many values there will be.
 */
void values_expect(struct values *values, size_t more, size_t expected);
void values_count(struct values *values, uint32_t number, uint32_t more); /* so many more mentions hold it */
int16_t values_weight(uint32_t count, uint64_t total); /* what a value that so many of all hold has as bits */
/* All are in: those held are counted, and what finds values is given back; numbers stay. */
void values_freeze(struct values *values);
void values_settle(struct values *values); /* after it: fills bits */

/* How telling a value is. */
static inline int16_t *values_bits(const struct values *values, uint32_t number)
{
    return values->is_bare ? &values->bits.ptr[number] : &values->about.ptr[number].bits;
}

/* Of a set with texts. It holds until the next one is put. */
static inline struct text values_text(const struct values *values, uint32_t number)
{
    uint32_t at = values->starts.ptr[number];
    return (struct text){ values->letters.ptr + at, values->starts.ptr[number + 1] - at };
}

/* Where the search for a hash begins: slots stand in order of hash, nearly, so that they grow by one walk over both. */
static inline size_t values_slot_at(size_t slots_size, uint64_t hash)
{
    return (hash >> 32) * slots_size >> 32;
}

/* To find one in a set of a million is to wait for memory, so it is called for some values before. */
static inline void values_fetch(const struct values *values, uint64_t hash)
{
    __builtin_prefetch(&values->slots[values_slot_at(values->slots_size, hash)], 1);
}

/* Before a text is read: where it starts, then (that being at hand) its letters. */
static inline void values_fetch_start(const struct values *values, uint32_t number)
{
    __builtin_prefetch(&values->starts.ptr[number]);
}

static inline void values_fetch_text(const struct values *values, uint32_t number)
{
    __builtin_prefetch(&values->letters.ptr[values->starts.ptr[number]]);
}

/* Of its text, never 0; 0 of "not known". */
static inline uint64_t values_hash(const struct values *values, uint32_t number)
{
    return number ? values->hashes.ptr[number] | 1 : 0;
}
