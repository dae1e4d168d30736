/*
 * Case is repaired only when the source had none (all upper, all lower): a
 * capital that somebody chose is never touched, "Mohamed El Rafi" stays.
 * A Dutch IJ is one letter with two capitals; it is one only before a
 * consonant ("IJsbrand", not "Ijaz").
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/name_case.h"

#include <string.h>

#include "lang/fold.h"
#include "lang/utf8.h"
#include "lang/words.h"

struct text name_lower(struct text t, struct arena *arena)
{
    char *into = arena_take(arena, t.len * 2 + 1, 1);
    size_t len = 0;
    if (!into)
        return TEXT_EMPTY;
    for (uint32_t code; utf8_next(&t, &code);)
        len += utf8_put(utf8_to_lower(code), into + len);
    into[len] = '\0';
    return (struct text){ into, len };
}

static bool is_vowel(char c)
{
    return c && strchr("aeiouyAEIOUY", c) != NULL;
}

/* Does a Dutch IJ start here? It stands before a consonant. */
static bool is_ij(struct text rest)
{
    return rest.len > 2 && (rest.ptr[0] == 'i' || rest.ptr[0] == 'I') && (rest.ptr[1] == 'j' || rest.ptr[1] == 'J') &&
           char_is_alpha(rest.ptr[2]) && !is_vowel(rest.ptr[2]);
}

struct text name_upper_first(struct text t, struct arena *arena)
{
    uint32_t code = 0;
    struct text rest = t;
    if (!utf8_next(&rest, &code) || !utf8_is_lower(code) || (t.len > 1 && t.ptr[1] == '\''))
        return t; /* "'s Jongers", "d'Ancona" stay */
    char first[UTF8_BYTES_MAX];
    size_t len = utf8_put(utf8_to_upper(code), first);
    char *into = arena_take(arena, len + rest.len + 1, 1);
    if (!into)
        return TEXT_EMPTY;
    memcpy(into, first, len);
    if (rest.len > 0)
        memcpy(into + len, rest.ptr, rest.len);
    into[len + rest.len] = '\0';
    if (is_ij(t))
        into[1] = 'J';
    return (struct text){ into, len + rest.len };
}

struct text name_lower_first(struct text t, struct arena *arena)
{
    uint32_t code = 0;
    struct text rest = t;
    if (!utf8_next(&rest, &code) || !utf8_is_upper(code))
        return t;
    char first[UTF8_BYTES_MAX];
    size_t len = utf8_put(utf8_to_lower(code), first);
    char *into = arena_take(arena, len + rest.len + 1, 1);
    if (!into)
        return TEXT_EMPTY;
    memcpy(into, first, len);
    if (rest.len > 0)
        memcpy(into + len, rest.ptr, rest.len);
    into[len + rest.len] = '\0';
    return (struct text){ into, len + rest.len };
}

struct text name_fix_ij(struct text t, struct arena *arena)
{
    char *copy = NULL;
    for (size_t i = 0; i + 2 < t.len; i++) {
        bool starts = i == 0 || t.ptr[i - 1] == ' ' || t.ptr[i - 1] == '-';
        if (!starts || t.ptr[i] != 'I' || t.ptr[i + 1] != 'j' || !is_ij(text_from_offset(t, i)))
            continue;
        if (!copy) {
            struct text made = arena_copy(arena, t);
            if (!made.ptr)
                return t;
            copy = (char *)made.ptr;
        }
        copy[i + 1] = 'J';
    }
    return copy ? (struct text){ copy, t.len } : t;
}

/* A word inside a surname that is written small: "van", "de", "van 't". */
static bool is_small_word(struct text word, bool first)
{
    char key[16];
    if (word.len > 12)
        return false;
    if (text_equal(word, TEXT("'T")) || text_equal(word, TEXT("'t")) || text_equal(word, TEXT("'S")) ||
        text_equal(word, TEXT("'s")))
        return true;
    size_t len = fold_key(word, key, sizeof(key));
    const struct word_entry *entry = word_find(&words_name_prefixes, (struct text){ key, len });
    return entry && !first && len == word.len &&
           (entry->code[0] == 'n' || entry->code[0] == 'f' || entry->code[0] == 'w');
}

/* Letters of one word into the arena's buffer: capital first, after ' - and Mc. */
static size_t title_word(struct text word, bool small, char *into)
{
    size_t len = 0, letters = 0;
    bool capital = !small;
    struct text rest = word;
    for (uint32_t code; rest.len > 0;) {
        struct text here = rest;
        utf8_next(&rest, &code);
        bool ij = capital && is_ij(here);
        len += utf8_put(capital ? utf8_to_upper(code) : utf8_to_lower(code), into + len);
        if (ij) {
            into[len++] = 'J';
            rest = text_from_offset(rest, 1);
        }
        letters = utf8_is_letter(code) ? letters + 1 : 0;
        capital = !small && (code == '-' || code == '.' || code == '/' || code == '(' || (code == '\'' && len <= 3));
        if (code == '\'' && len == 2 && (into[0] == 'D' || into[0] == 'L'))
            into[0] = char_to_lower(into[0]); /* "d'Ancona" */
        if (len == 2 && letters == 2 && into[0] == 'M' && into[1] == 'c' && rest.len > 1)
            capital = true;
        if (code == '-') /* each half is a word of its own */
            letters = 0;
    }
    return len;
}

struct text name_title_case(struct text t, struct arena *arena)
{
    char *into = arena_take(arena, t.len * 2 + 1, 1);
    size_t len = 0;
    bool first = true;
    if (!into)
        return TEXT_EMPTY;
    while (t.len > 0) {
        size_t end = 0;
        while (end < t.len && t.ptr[end] != ' ' && t.ptr[end] != '-')
            end++;
        struct text word = text_slice(t, 0, end);
        len += title_word(word, is_small_word(word, first && (end == t.len || t.ptr[end] == '-')), into + len);
        if (end < t.len)
            into[len++] = t.ptr[end];
        t = text_from_offset(t, end + 1);
        first = false;
    }
    into[len] = '\0';
    return (struct text){ into, len };
}
