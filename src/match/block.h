/*
 * Which pairs of mentions are worth comparing: those that meet in at least one key.
 *
 * A key is a hash of a family and a few values.  A key that too many meet in
 * is not dropped but refined with further values, and what is still too full
 * is put in order and compared with near neighbours only.  A small table is
 * compared whole.
 */
#pragma once

#include "match/prepare.h"

enum { COMPARE_ALL_MAX = 1500, RUN_MAX = 48 }; /* mentions */

/* Families of keys, for the report. */
enum block_family {
    BLOCK_ALL,
    BLOCK_NAME_SOUND,
    BLOCK_NAME_LETTERS,
    BLOCK_GIVEN,
    BLOCK_SURNAME,
    BLOCK_BIRTH,
    BLOCK_BIRTH_PART,
    BLOCK_POSTCODE,
    BLOCK_CITY,
    BLOCK_HOUSE,
    BLOCK_STREET,
    BLOCK_EMAIL,
    BLOCK_LOCAL,
    BLOCK_PHONE,
    BLOCK_IDENTIFIER,
    BLOCK_ATTRIBUTE,
    BLOCK_ORG,
    BLOCK_ORG_WORD,
    BLOCK_ORG_WORDS,
    BLOCK_ORG_LETTERS,
    BLOCK_ORG_GRAMS,
    BLOCK_FAMILIES,
};

const char *block_family_name(enum block_family family);

struct block_key {
    uint64_t hash;    /* the family is in the lowest byte */
    uint32_t mention; /* in table.preps */
};

/* Two places in table.preps, the lower first, as one number that sorts. */
static inline uint64_t pair_pack(uint32_t a, uint32_t b)
{
    return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}
static inline uint32_t pair_first(uint64_t pair)
{
    return (uint32_t)(pair >> 32);
}
static inline uint32_t pair_second(uint64_t pair)
{
    return (uint32_t)pair;
}

struct block_pairs {
    VEC(uint64_t) pairs; /* sorted, each once */
    uint64_t keys, keys_refined, pairs_left_out;
};

void block_pairs_done(struct block_pairs *pairs);

enum status block_find(const struct table *table, struct block_pairs *ret, struct error *err);
/* All keys of one mention, at most KEYS_MAX. */
enum { KEYS_MAX = 160 };
size_t block_keys(const struct table *table, uint32_t mention, struct block_key ret[KEYS_MAX]);
