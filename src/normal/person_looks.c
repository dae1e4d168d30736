/*
 * What a word of a name looks like: initials, a prefix.  "JAM" is a set of
 * initials only where case says something; "in" is a prefix only when it is
 * written small; "V.D." only in a name of capitals.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "lang/given_names.h"
#include "lang/utf8.h"
#include "normal/person_words.h"

static bool has_vowel(struct text key)
{
    for (size_t i = 0; i < key.len; i++)
        if (strchr("aeiou", key.ptr[i]))
            return true;
    return false;
}

/* "J.A.M.", "Th.", "J.-P.", "Chr.Joh.": each piece short and with a capital. */
bool pieces_are_initials(const struct name_reading *reading, struct text t)
{
    bool ends_dot = t.ptr[t.len - 1] == '.';
    size_t letters = 0;
    bool upper = false, any = false;
    for (uint32_t code; t.len > 0;) {
        utf8_next(&t, &code);
        if (code == '.' || code == '-') {
            if (letters > 2 && !(ends_dot && letters <= 4))
                return false;
            letters = 0;
            continue;
        }
        if (!utf8_is_letter(code))
            return false;
        if (letters == 0)
            upper = utf8_is_upper(code);
        else if (utf8_is_upper(code) && letters >= 2)
            return false; /* "DIJ." */
        any = true;
        letters++;
        if (!upper && !(reading->all_lower && letters == 1))
            return false;
    }
    return any && (letters <= 2);
}

bool token_is_initials(const struct name_reading *reading, const struct name_token *token)
{
    if (token->letters == 0 || token->has_digit || token->has_slash || token->has_apostrophe)
        return false;
    if (token->has_dot) {
        if ((token_is(token, "st") && !name_token_is_dotted(token)) ||
            (token->letters > 2 && token->t.len == (size_t)token->letters + 1 &&
             given_name_find_hashed(token_key(token), token->hash).strength > 0))
            return false; /* "Jan." is a name with a full stop */
        return pieces_are_initials(reading, token->t);
    }
    if (token->letters == 1)
        return token->first_upper || reading->all_lower;
    if (memchr(token->t.ptr, '-', token->t.len))
        return token->letters == 2 && token->all_upper && token->t.len == 3; /* "J-P" */
    if (!token->all_upper || token->letters > 4)
        return false;
    if (token_is(token, "ij") || !has_vowel(token_key(token)))
        return token->letters <= 4;
    if (reading->all_upper || token->letters > 3)
        return false;
    return true; /* "JAM van Dijk" */
}

/* The entry may be used for these words, written as they are. */
static bool prefix_fits(const struct name_reading *reading, const struct word_entry *entry, const uint8_t *which,
                        size_t at, size_t len)
{
    const struct name_token *first = &reading->tokens[which[at]];
    bool lower = true, apostrophe = false;
    for (size_t i = at; i < at + len; i++) {
        lower &= !reading->tokens[which[i]].first_upper;
        apostrophe |= reading->tokens[which[i]].has_apostrophe;
        for (size_t c = 0; c < reading->tokens[which[i]].t.len && strchr("nw", entry->code[0]); c++)
            if ((unsigned char)reading->tokens[which[i]].t.ptr[c] >= 0x80)
                return false; /* "Văn" is no "van" */
        if (reading->tokens[which[i]].has_digit || (reading->tokens[which[i]].comma_after && i + 1 < at + len))
            return false;
    }
    switch (entry->code[0]) {
    case 'n': return true;
    case 'f': return true;
    case 'w': return lower || reading->all_upper;
    case 'y': return (lower && !reading->all_lower) || at > 0;
    case 'z': return lower && !reading->all_lower;
    case 'q': return apostrophe;
    case 'a':
        if (first->has_slash || (lower && (first->has_dot || len > 1 || first->key_len > 1)))
            return true;
        if (lower && at > 0 && first->key_len == 1) /* "J v Dijk" */
            return true;
        if (reading->all_upper) /* "V.D." in a name of capitals */
            return first->has_dot && first->key[0] == 'v' && (first->key_len > 1 || len > 1);
        return at > 0 && (first->has_dot || len > 1) && first->first_upper && !first->all_upper; /* "V.d." */
    default: return false;
    }
}

size_t name_prefix_at(const struct name_reading *reading, const uint8_t *which, size_t at, size_t count, bool to_end,
                      const struct word_entry **ret_entry)
{
    enum { WORDS_MAX = 4 };
    const struct name_token *first = &reading->tokens[which[at]];
    const struct word_entry *entry = first->prefix;
    size_t best = 0, last = to_end ? count : count - 1;
    if (!entry)
        return 0;
    if (at + 1 <= last && prefix_fits(reading, entry, which, at, 1)) {
        best = 1;
        *ret_entry = entry;
    }
    char key[4 * (NAME_KEY_MAX + 1)];
    size_t len = first->key_len;
    memcpy(key, first->key, len);
    uint32_t hash = first->hash;
    for (size_t words = 2; words <= WORDS_MAX && at + words <= last; words++) {
        const struct name_token *next = &reading->tokens[which[at + words - 1]];
        if (next->key_len == 0 || next->key_len > 4)
            break;
        hash = word_hash_step(hash, ' ');
        key[len++] = ' ';
        for (size_t i = 0; i < next->key_len; i++)
            hash = word_hash_step(hash, key[len++] = next->key[i]);
        entry = word_find_hashed(&words_name_prefixes, (struct text){ key, len }, hash);
        if (entry && prefix_fits(reading, entry, which, at, words)) {
            best = words;
            *ret_entry = entry;
        }
    }
    return best;
}
