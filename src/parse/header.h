/*
 * Header names, folded so that "E-mail_Adres" and "emailadres" are one.
 *
 * A header is cut into words ("AddressLine1" → address line 1): small letters
 * without marks, digits apart.  Its key is the words without the blanks; names
 * people use are looked up by key (header_names.def).
 */
#pragma once

#include "base/text.h"

enum { HEADER_WORDS_MAX = 12, HEADER_KEY_MAX = 96 };

struct header {
    char bytes[HEADER_KEY_MAX];          /* the words after each other: the key */
    struct text words[HEADER_WORDS_MAX]; /* into bytes: a header is not copied by assignment */
    size_t count;
    size_t len; /* of the key */
};

void header_fold(struct text name, struct header *ret);
static inline struct text header_key(const struct header *header)
{
    return (struct text){ header->bytes, header->len };
}
bool header_has_word(const struct header *header, const char *word);
