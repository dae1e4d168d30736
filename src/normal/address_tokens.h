/*
 * Inside normal/address*.c: a line as words, and what a word can be.
 */
#pragma once

#include "normal/address_line.h"

enum { TOKENS_MAX = 32, NUMBER_DIGITS_MAX = 5, ADDITION_BYTES_MAX = 12 };

struct tokens {
    struct text at[TOKENS_MAX];
    size_t count;
};

/* Words before or behind a number, NULL-ended. */
extern const char *const address_box_words[], *const address_unit_words[], *const address_number_words[],
                                                                               *const address_floor_words[],
                                                                                   *const address_addition_words[];

struct tokens tokens_cut(struct text line);
struct text tokens_span(const struct tokens *tokens, size_t from, size_t to);
bool token_is_word(struct text word, const char *const *list);
struct text token_strip(struct text t, const char *signs);
size_t token_digits(struct text t);
bool token_is_code(struct text t);
bool token_is_roman(struct text t);
bool token_is_addition(struct text t);
bool token_is_ordinal(struct text t);
bool token_is_number(struct text t);
bool token_is_year(struct text t);

/* "12a-3" of a line: number and what follows, as country writes it (address_tail.c). */
void address_tail_read(struct text tail, const char *country, struct arena *arena, struct address_line *ret);
