/*
 * A value as comparison sees it, on top of lang/fold.h: single letters in a
 * row made one word, and a sound key.
 */
#pragma once

#include "base/text.h"

enum { FOLD_BYTES_MAX = 400 };

struct folded {
    char s[FOLD_BYTES_MAX];
    size_t len;
};

static inline struct text folded_text(const struct folded *f)
{
    return (struct text){ f->s, f->len };
}

void fold_value(struct text raw, struct folded *ret);  /* "J.P. Morgan" → "j p morgan" */
void fold_name(struct text raw, struct folded *ret);   /* "J.P. Morgan" → "jp morgan" */
void fold_person(struct text raw, struct folded *ret); /* "Jel1e" → "jelle", as a scanner reads it */
void fold_joined(struct text raw, struct folded *ret); /* "van den Berg" → "vandenberg" */

/*
 * A rough sound key for Dutch, German and English names: letters that are
 * heard alike become one, vowels after the first go.  Names that differ in
 * spelling only ("Meijer", "Meyer", "Maier") meet in one key.
 */
uint64_t fold_sound(struct text folded);
