/*
 * Word lists of data/, compiled in: a folded word in, what is known of it out.
 *
 * tools/make_words.py writes each table with its hash slots, so that a look-up
 * is one hash and, nearly always, one compare: about 10 ns, no allocation, no
 * start-up work.  A caller that asks several tables hashes the word once.
 */
#pragma once

#include "base/text.h"

struct word_entry {
    uint32_t word;  /* place in blob */
    uint32_t value; /* place in blob */
    uint8_t len;    /* of the word */
    uint8_t number; /* what it means, the data file says */
    char code[4];   /* likewise, NUL-ended */
};

struct word_table {
    const struct word_entry *entries; /* by word */
    const char *blob;                 /* NUL-ended words and values */
    const uint16_t *slots;            /* entry + 1, or 0 */
    uint32_t count;
    uint32_t mask;
};

extern const struct word_table words_given_names;
extern const struct word_table words_surnames;
extern const struct word_table words_name_prefixes;
extern const struct word_table words_name_words;
extern const struct word_table words_nicknames;
extern const struct word_table words_legal_forms;
extern const struct word_table words_org_words;
extern const struct word_table words_org_short;   /* "mfg": manufacturing */
extern const struct word_table words_org_endings; /* reversed: "sdnof" for -fonds */

/* FNV-1a, 32 bits: can be continued letter by letter from WORD_HASH_START. */
#define WORD_HASH_START 2166136261u
static inline uint32_t word_hash_step(uint32_t hash, char c)
{
    return (hash ^ (unsigned char)c) * 16777619u;
}

static inline uint32_t word_hash(struct text word)
{
    uint32_t hash = WORD_HASH_START;
    for (size_t i = 0; i < word.len; i++)
        hash = word_hash_step(hash, word.ptr[i]);
    return hash;
}

/* NULL when the table does not have it. hash is word_hash(word). */
const struct word_entry *word_find_hashed(const struct word_table *table, struct text word, uint32_t hash);
const struct word_entry *word_find(const struct word_table *table, struct text word);

/* The value as the data file gives it; lives as long as the program. */
struct text word_value(const struct word_table *table, const struct word_entry *entry);
