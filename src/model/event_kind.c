/*
 * Words are looked up folded, by halving sorted tables; of states there are so
 * few that each is tried.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "model/event_kind.h"

#include <stdlib.h>
#include <string.h>

#include "lang/fold.h"

enum { WORD_BYTES_MAX = 64 }; /* a longer one is no word of the tables */

/* Folded and closed by a NUL; false when nothing is left of it or it is too long to be one of ours. */
static bool fold_word(struct text word, char ret[WORD_BYTES_MAX + 1])
{
    size_t len = word.len <= 4 * WORD_BYTES_MAX ? fold_key(word, ret, WORD_BYTES_MAX) : 0;
    ret[len] = '\0';
    return len > 0;
}

const struct event_kind *event_kind_get(struct text name)
{
    for (size_t i = 0; i < event_kinds_count; i++)
        if (text_equal(name, text_from(event_kinds[i].name)))
            return &event_kinds[i];
    return NULL;
}

/* All tables begin with the word. */
static int by_word(const void *key, const void *entry)
{
    return strcmp(key, *(const char *const *)entry);
}

const struct event_word *event_word_find(struct text word)
{
    char folded[WORD_BYTES_MAX + 1];
    if (!fold_word(word, folded))
        return NULL;
    return bsearch(folded, event_words, event_words_count, sizeof(event_words[0]), by_word);
}

const struct event_state *event_state_find(const struct event_kind *kind, struct text word)
{
    char folded[WORD_BYTES_MAX + 1];
    if (!kind || !fold_word(word, folded))
        return NULL;
    for (size_t s = 0; s < kind->states_count; s++)
        for (size_t w = 0; w < kind->states[s].words_count; w++)
            if (strcmp(kind->states[s].words[w], folded) == 0)
                return &kind->states[s];
    return NULL;
}

static const struct event_code *code_find(const struct event_code_word *words, size_t count, struct text word)
{
    char folded[WORD_BYTES_MAX + 1];
    const struct event_code_word *found =
        fold_word(word, folded) ? bsearch(folded, words, count, sizeof(words[0]), by_word) : NULL;
    return found ? found->code : NULL;
}

const struct event_code *event_channel_find(struct text word)
{
    return code_find(event_channel_words, event_channel_words_count, word);
}

const struct event_code *event_direction_find(struct text word)
{
    return code_find(event_direction_words, event_direction_words_count, word);
}
