/*
 * Tables: data/place_variants.tsv, pc4_nl.tsv, pc_be.tsv and towns.tsv, compiled in.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/places.h"

#include <string.h>

#include "lang/fold.h"
#include "lang/seen.h"
#include "lang/words.h"

extern const struct word_table words_place_variants;
extern const struct word_table words_pc4_nl;
extern const struct word_table words_pc_be;
extern const struct word_table words_towns;

enum { KIND_SPELLING = 1 };

static const struct word_entry *find(struct text place)
{
    static _Thread_local uint64_t slots[SEEN_SLOTS]; /* places with one name, as nearly all */
    char folded[PLACE_KEY_MAX];
    if (place.len == 0 || place.len > PLACE_KEY_MAX)
        return NULL;
    struct seen seen = seen_of(slots, place, "   ");
    if (seen_is(seen))
        return NULL;
    size_t len = fold_ascii(place, folded, sizeof(folded));
    const struct word_entry *entry = word_find(&words_place_variants, (struct text){ folded, len });
    if (!entry)
        seen_put(seen, 0);
    return entry;
}

struct text place_spelling(struct text place, char ret_country[3])
{
    ret_country[0] = '\0';
    const struct word_entry *entry = find(place);
    if (!entry)
        return place;
    memcpy(ret_country, entry->code, 2);
    ret_country[2] = '\0';
    return entry->number == KIND_SPELLING ? word_value(&words_place_variants, entry) : place;
}

size_t place_key(struct text place, char into[PLACE_KEY_MAX])
{
    const struct word_entry *entry = find(place);
    if (entry)
        place = word_value(&words_place_variants, entry);
    return fold_key(place, into, PLACE_KEY_MAX);
}

struct text places_of_postcode(const char *country, struct text postcode)
{
    const struct word_table *table = strcmp(country, "NL") == 0   ? &words_pc4_nl
                                     : strcmp(country, "BE") == 0 ? &words_pc_be
                                                                  : NULL;
    const struct word_entry *entry = table && postcode.len >= 4 ? word_find(table, text_slice(postcode, 0, 4)) : NULL;
    return entry ? word_value(table, entry) : TEXT_EMPTY;
}

bool place_has_postcode(struct text place, const char *country, struct text postcode)
{
    char key[PLACE_KEY_MAX], other[PLACE_KEY_MAX];
    struct text places = places_of_postcode(country, postcode), rest = places, name;
    while (text_next(&rest, '|', &name))
        if (text_equal_nocase(name, place))
            return true;
    if (places.len == 0)
        return false;
    size_t len = place_key(place, key);
    for (rest = places; text_next(&rest, '|', &name);) {
        size_t other_len = place_key(name, other);
        if (len == other_len && memcmp(key, other, len) == 0)
            return true;
    }
    return false;
}

bool place_is_known(struct text place, char ret_country[3])
{
    char folded[PLACE_KEY_MAX];
    ret_country[0] = '\0';
    if (place.len < 2 || place.len > PLACE_KEY_MAX)
        return false;
    size_t len = fold_ascii(place, folded, sizeof(folded));
    const struct word_entry *entry = len > 0 ? word_find(&words_towns, (struct text){ folded, len }) : NULL;
    if (!entry)
        return false;
    memcpy(ret_country, entry->code, 2);
    ret_country[2] = '\0';
    return true;
}
