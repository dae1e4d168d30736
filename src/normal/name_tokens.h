/*
 * A name, cleaned and cut into words, each with what its letters look like and
 * the key to look it up by.  What person_name.c and organisation.c start from.
 */
#pragma once

#include <string.h>

#include "base/arena.h"
#include "lang/words.h"

enum {
    NAME_TOKENS_MAX = 48, /* the last one takes what is left */
    NAME_KEY_MAX = 40,    /* longer words are in no list */
};

/* The words of a token are views on one cleaned text. */
struct name_token {
    struct text t;
    uint32_t hash;   /* of key */
    uint8_t key_len; /* 0: no letter or digit, or longer than NAME_KEY_MAX */
    uint8_t letters; /* at most 255 */
    bool all_upper;  /* every letter is a capital; false without letters */
    bool all_lower;
    bool first_upper; /* the first letter is */
    bool has_digit;
    bool has_dot;
    bool has_slash;
    bool has_apostrophe;
    bool comma_after;
    bool glued;                      /* no space stands before it */
    char bracket;                    /* '(' or '"' when it stood inside, else 0 */
    char key[NAME_KEY_MAX];          /* folded, without spaces: "v.d." is "vd" */
    const struct word_entry *word;   /* in words_name_words, or NULL */
    const struct word_entry *prefix; /* in words_name_prefixes as a word of its own, or NULL */
};

static inline struct text token_key(const struct name_token *token)
{
    return (struct text){ token->key, token->key_len };
}

/* "J.R.": two capitals or more, each with its full stop. */
bool name_token_is_dotted(const struct name_token *token);

/* Is the key this literal? Without a call when the lengths differ. */
#define token_is(token, literal) token_is_len((token), "" literal, sizeof(literal) - 1)
static inline bool token_is_len(const struct name_token *token, const char *key, size_t len)
{
    return token->key_len == len && memcmp(token->key, key, len) == 0;
}

/*
 * One spelling of white space, quotes and dashes, no control or invisible
 * characters, no emoji, composed letters (NFC); bytes that are no UTF-8 are
 * read as Windows-1252.  t itself when nothing had to change.  Cleaning twice
 * is cleaning once.  False when the arena is full.
 */
bool name_clean(struct text raw, struct arena *arena, struct text *ret);

/*
 * Cut a cleaned name at spaces, commas, brackets and quotes, "&" and "+"
 * apart; split_dots also takes "Drs.J.P.de Vries" and "d'Ancona" apart.
 * Returns how many of NAME_TOKENS_MAX were filled.
 */
size_t name_tokens(struct text clean, bool split_dots, struct name_token *ret);

/* Which of tokens (by index) stand together again, as they stood: one space, or none where there was none. */
struct text name_join(const struct name_token *tokens, const uint8_t *which, size_t count, struct arena *arena);

/* A filler such as "nvt", "onbekend", "-", "xxx". */
bool name_is_placeholder(const struct name_token *tokens, size_t count);
