/*
 * Endings are kept backwards, so that one walk from the last letter finds the
 * longest: the hash grows letter by letter.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/org_words.h"

#include <string.h>

enum { ENDING_MIN = 4, ENDING_MAX = 14, BEFORE_ENDING_MIN = 3 };

struct org_word org_word_find(struct text word, uint32_t hash)
{
    const struct word_entry *entry = word.len > 0 ? word_find_hashed(&words_org_words, word, hash) : NULL;
    if (!entry)
        return (struct org_word){ 0 };
    return (struct org_word){
        .sure = entry->number,
        .filler = strchr(entry->code, 'f') != NULL,
        .mark = strchr(entry->code, 'm') != NULL,
        .surname_too = strchr(entry->code, 's') != NULL,
    };
}

struct text org_word_full(struct text word)
{
    const struct word_entry *entry = word.len > 0 ? word_find(&words_org_short, word) : NULL;
    return entry ? word_value(&words_org_short, entry) : word;
}

uint8_t org_ending_sure(struct text word)
{
    char back[ENDING_MAX];
    uint32_t hash = WORD_HASH_START;
    uint8_t sure = 0;
    for (size_t len = 1; len <= ENDING_MAX && len + BEFORE_ENDING_MIN <= word.len; len++) {
        back[len - 1] = word.ptr[word.len - len];
        hash = word_hash_step(hash, back[len - 1]);
        if (len < ENDING_MIN)
            continue;
        const struct word_entry *entry = word_find_hashed(&words_org_endings, (struct text){ back, len }, hash);
        sure = entry ? entry->number : sure;
    }
    return sure;
}
