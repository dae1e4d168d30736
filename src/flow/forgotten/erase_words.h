/*
 * The words by which somebody can be met in texts that stay: names, mailboxes,
 * numbers.  They are looked for at word bounds, without case; phone numbers by
 * their last eight digits, however they are written.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"
#include "model/mention.h"

enum { ERASE_WORD_BYTES_MIN = 3, ERASE_PHONE_DIGITS = 8 };

struct erase_word {
    struct text text;
    bool tells; /* alone it points at the person: a surname, a mailbox; not a given name */
};

struct erase_words {
    struct arena *arena;
    VEC(struct erase_word) words;
    VEC(struct text) phones; /* last eight digits */
    bool failed;
};
#define ERASE_WORDS_IN(into) ((struct erase_words){ .arena = (into) })
void erase_words_done(struct erase_words *words);

void erase_words_add(struct erase_words *words, struct text text, bool tells);
/* A number of at least eight digits, however it is written. */
void erase_words_add_phone(struct erase_words *words, struct text number);
/* All a mention is called and reached by. */
void erase_words_of(struct erase_words *words, const struct mention *mention);
void erase_words_sort(struct erase_words *words); /* longest first, once; before the two below */

/* The text with each of them replaced, appended to ret; true when there was one. */
bool erase_words_replace(const struct erase_words *words, struct text text, struct text by, struct buf *ret);
/* Does one stand in it that tells? */
bool erase_words_tell(const struct erase_words *words, struct text text);
