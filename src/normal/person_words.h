/*
 * The words around a person's name put in their places, the name itself left:
 * the first half of person_name_parse().  Used by person_name.c and
 * person_parts.c only.
 */
#pragma once

#include "normal/name_tokens.h"
#include "normal/person_name.h"

enum { NAME_AROUND_MAX = 10 };

/* What stays the same for all persons in one value. */
struct name_reading {
    const struct name_token *tokens;
    struct arena *arena;
    struct person_parse *ret;
    const char *country;
    bool dutch;         /* Dutch customs: capitals by place, partner after a hyphen */
    bool belgian;       /* as registered */
    bool french;        /* "M." is a salutation */
    bool english;       /* "Mr." is a salutation */
    bool all_upper;     /* the name has no lower-case word, or no capital: */
    bool all_lower;     /* case says nothing and is repaired */
    bool surname_first; /* the column has them so */
};

static inline const struct name_token *reading_token(const struct name_reading *reading, uint8_t index)
{
    return &reading->tokens[index];
}

struct person_words {
    uint8_t core[NAME_TOKENS_MAX]; /* tokens of the name itself, in order */
    uint8_t count;
    uint8_t comma;                 /* core words before the first comma that tells surname from given; 0 is none */
    uint8_t call[NAME_TOKENS_MAX]; /* in brackets or quotes */
    uint8_t call_count;
    uint8_t rest[NAME_TOKENS_MAX]; /* not understood */
    uint8_t rest_count;
    const struct word_entry *before[NAME_AROUND_MAX]; /* titles */
    const struct word_entry *after[NAME_AROUND_MAX];
    uint8_t before_count, after_count;
    const struct word_entry *suffix;
    const struct word_entry *nobility;
    bool male, female, other; /* by salutation or title */
    bool salutation;          /* one stood before the name: no given name is needed */
    bool household, estate, widow;
    uint8_t born;   /* in core: the own surname starts here ("geb.") */
    uint8_t spouse; /* in core: the partner's surname starts here ("e.v.") */
    bool has_born, has_spouse;
};

/* tokens[from, to) */
void person_words_read(const struct name_reading *reading, size_t from, size_t to, struct person_words *ret);

/* Past what stands before a name (routing, salutation, titles, household words), from on. */
size_t person_words_lead(const struct name_reading *reading, size_t from, size_t to, struct person_words *words);

/* Looks of a word of the name (person_looks.c). */
bool pieces_are_initials(const struct name_reading *reading, struct text t);
bool token_is_initials(const struct name_reading *reading, const struct name_token *token);

/* How many tokens of which[at, count) make the longest prefix that is followed by a word; 0 for none. With to_end it
 * may also end the list. */
size_t name_prefix_at(const struct name_reading *reading, const uint8_t *which, size_t at, size_t count, bool to_end,
                      const struct word_entry **ret_entry);

void name_step(struct person_parse *parse, const char *what, struct text from, struct text to);
