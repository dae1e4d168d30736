/*
 * The spellings stand in data/countries.tsv, compiled in (lang/words.h).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/countries.h"

#include <string.h>

#include "lang/fold.h"
#include "lang/words.h"

extern const struct word_table words_countries;

bool country_read(struct text raw, char ret[3])
{
    ret[0] = '\0';
    if (raw.len == 2 && char_is_upper(raw.ptr[0]) && char_is_upper(raw.ptr[1]) &&
        (memcmp(raw.ptr, "NL", 2) == 0 || memcmp(raw.ptr, "BE", 2) == 0)) {
        memcpy(ret, raw.ptr, 2);
        ret[2] = '\0';
        return true;
    }
    char key[64];
    if (raw.len == 0 || raw.len > 60)
        return false;
    struct text word = { key, fold_key(raw, key, sizeof(key)) };
    const struct word_entry *entry = word_find(&words_countries, word);
    if (!entry)
        return false;
    memcpy(ret, entry->code, 2);
    ret[2] = '\0';
    return true;
}

struct text country_name(const char *country, bool dutch)
{
    char code[2] = { char_to_lower(country[0]), country[0] ? char_to_lower(country[1]) : '\0' };
    const struct word_entry *entry = word_find(&words_countries, (struct text){ code, 2 });
    struct text names = entry ? word_value(&words_countries, entry) : TEXT_EMPTY;
    if (names.len == 0)
        return text_from(country);
    size_t bar = text_find_char(names, '|');
    return dutch ? text_from_offset(names, bar + 1) : text_slice(names, 0, bar);
}
