/*
 * The hash grows with the text, so that each longer start costs one look-up.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/surname_prefix.h"

enum { PREFIX_WORDS_MAX = 4 };

size_t surname_prefix_length(struct text folded)
{
    uint32_t hash = WORD_HASH_START;
    size_t best = 0, words = 0;
    for (size_t i = 0; i < folded.len && words < PREFIX_WORDS_MAX; i++) {
        if (folded.ptr[i] == ' ' && i > 0) {
            const struct word_entry *entry = word_find_hashed(&words_name_prefixes, text_slice(folded, 0, i), hash);
            if (entry && entry->code[0] != 'i' && i + 1 < folded.len)
                best = i;
            words++;
        }
        hash = word_hash_step(hash, folded.ptr[i]);
    }
    return best;
}

uint8_t surname_prefix_class(struct text folded)
{
    const struct word_entry *entry = word_find(&words_name_prefixes, folded);
    return entry ? entry->number : 0;
}

bool surname_prefix_same(struct text folded_a, struct text folded_b, bool *ret_exact)
{
    bool equal = text_equal(folded_a, folded_b);
    if (ret_exact)
        *ret_exact = equal;
    if (equal)
        return true;
    uint8_t class_a = surname_prefix_class(folded_a);
    return class_a != 0 && class_a == surname_prefix_class(folded_b);
}
