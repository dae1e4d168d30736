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

/* One letter more, less or another, or two that changed places. */
static bool is_one_slip(struct text a, struct text b)
{
    size_t same = 0, least = a.len < b.len ? a.len : b.len;
    while (same < least && a.ptr[same] == b.ptr[same])
        same++;
    struct text x = text_from_offset(a, same), y = text_from_offset(b, same);
    if (x.len == y.len + 1)
        return text_equal(text_from_offset(x, 1), y);
    if (y.len == x.len + 1)
        return text_equal(text_from_offset(y, 1), x);
    if (x.len != y.len || x.len == 0)
        return false;
    return text_equal(text_from_offset(x, 1), text_from_offset(y, 1)) ||
           (x.len > 1 && x.ptr[0] == y.ptr[1] && x.ptr[1] == y.ptr[0] &&
            text_equal(text_from_offset(x, 2), text_from_offset(y, 2)));
}

/* Entries stand in order of their words: the first that begins with this letter, or a later one. */
static size_t first_with(const struct word_table *table, char letter)
{
    size_t from = 0, to = table->count;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (table->blob[table->entries[middle].word] < letter)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Of a table the word that this one is with one slip; the first letter is mostly right. */
static struct text slip_of(const struct word_table *table, struct text word, const char *codes)
{
    enum { LEAST = 7 };
    for (size_t i = first_with(table, word.ptr[0]); i < table->count; i++) {
        const struct word_entry *entry = &table->entries[i];
        struct text known = { table->blob + entry->word, entry->len };
        if (known.ptr[0] != word.ptr[0])
            break;
        if (known.len < LEAST || known.len + 1 < word.len || word.len + 1 < known.len)
            continue;
        if ((!codes || strpbrk(entry->code, codes)) && is_one_slip(known, word))
            return known;
    }
    return TEXT_EMPTY;
}

struct text org_word_meant(struct text word)
{
    enum { SHORTEST = 6 };
    uint32_t hash = word_hash(word);
    if (word.len < SHORTEST || text_has_digit(word) || word_find_hashed(&words_org_words, word, hash) ||
        word_find_hashed(&words_org_short, word, hash) || word_find_hashed(&words_surnames, word, hash) ||
        word_find_hashed(&words_given_names, word, hash))
        return TEXT_EMPTY;
    struct text meant = slip_of(&words_org_words, word, "fm");
    return meant.len ? meant : slip_of(&words_org_short, word, NULL);
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
