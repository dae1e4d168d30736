/*
 * Open addressing with linear probing, half full at most; the slots come ready
 * from tools/make_words.py, which hashes as word_hash() does.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/words.h"

#include <string.h>

const struct word_entry *word_find_hashed(const struct word_table *table, struct text word, uint32_t hash)
{
    for (uint32_t slot = hash & table->mask; table->slots[slot] != 0; slot = (slot + 1) & table->mask) {
        const struct word_entry *entry = &table->entries[table->slots[slot] - 1];
        if (entry->len == word.len && memcmp(table->blob + entry->word, word.ptr, word.len) == 0)
            return entry;
    }
    return NULL;
}

const struct word_entry *word_find(const struct word_table *table, struct text word)
{
    return word.len == 0 ? NULL : word_find_hashed(table, word, word_hash(word));
}

struct text word_value(const struct word_table *table, const struct word_entry *entry)
{
    return text_from(table->blob + entry->value);
}
