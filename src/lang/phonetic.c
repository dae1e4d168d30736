/*
 * The Dutch key follows the spelling rules of names: y, ij and ei are one
 * sound; long vowels are written double or not; c is s or k by what follows;
 * final d sounds t; z and v are s and f to many ears.  The old Flemish
 * spellings (ae, uy, ck, ckx, gh) fall out of the same rules.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "lang/phonetic.h"

#include <string.h>

struct key {
    char *into;
    size_t len, cap;
};

/* The same sound twice is one. */
static void put_sound(struct key *key, char sound)
{
    if (key->len < key->cap && (key->len == 0 || key->into[key->len - 1] != sound))
        key->into[key->len++] = sound;
}

static char letter_at(struct text word, size_t i)
{
    return i < word.len ? word.ptr[i] : '\0';
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool starts(struct text word, size_t i, const char *with)
{
    return text_starts(text_from_offset(word, i), text_from(with));
}

/* Letters that are one sound together, the longest; 0 when the letter stands alone. */
static size_t dutch_group(struct text word, size_t i, char *ret)
{
    char b = letter_at(word, i + 1), c = letter_at(word, i + 2);
#define GROUP(len, sound) return *ret = (sound), (size_t)(len)
    switch (word.ptr[i]) {
    case 'a':
        if (b == 'a' || b == 'e')
            GROUP(2, 'A');
        if (b == 'u')
            GROUP(2, 'O');
        return 0;
    case 'e':
        if (b == 'i' || b == 'y')
            GROUP(2 + (c == 'j'), 'Y');
        if (b == 'e')
            GROUP(2, 'E');
        return 0;
    case 'i':
        if (b == 'j')
            GROUP(2, 'Y');
        if (b == 'e')
            GROUP(2, 'I');
        return 0;
    case 'o':
        if (b == 'o' || b == 'u')
            GROUP(2, 'O');
        return 0;
    case 'u':
        if (b == 'i' || b == 'y')
            GROUP(2 + (b == 'i' && c == 'j'), 'U');
        if (b == 'u')
            GROUP(2, 'U');
        return 0;
    case 'c':
        if (b == 'k' && (c == 'x' || c == 's'))
            GROUP(3, 'X');
        if (b == 'k')
            GROUP(2, 'k');
        if (b == 'h')
            GROUP(2, 'g');
        return 0;
    case 'k':
        if (b == 's' || b == 'x')
            GROUP(2, 'X');
        return 0;
    case 's':
        if (b == 'c' && c == 'h')
            GROUP(3, 's');
        return 0;
    case 'q':
        if (b == 'u')
            GROUP(2, 'k');
        return 0;
    case 'p':
        if (b == 'h')
            GROUP(2, 'f');
        return 0;
    case 't':
        if (b == 'h')
            GROUP(2, 't');
        return 0;
    case 'd':
        if (b == 't')
            GROUP(2, 't');
        return 0;
    case 'g':
        if (b == 'h')
            GROUP(2, 'g');
        return 0;
    default: return 0;
    }
#undef GROUP
}

static char dutch_letter(struct text word, size_t i)
{
    char c = word.ptr[i], next = letter_at(word, i + 1);
    switch (c) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u': return (char)(c - 32);
    case 'y': return 'Y';
    case 'c': return next == 'e' || next == 'i' || next == 'y' ? 's' : 'k';
    case 'q': return 'k';
    case 'x': return 'X';
    case 'z': return 's';
    case 'v': return 'f';
    case 'd': return i + 1 == word.len ? 't' : 'd';
    case 'h': return i > 0 && !is_vowel(word.ptr[i - 1]) ? '\0' : 'h';
    default: return c;
    }
}

size_t phonetic_nl(struct text folded, char *into, size_t len)
{
    struct key key = { into, 0, len };
    struct text word;
    while (text_next(&folded, ' ', &word))
        for (size_t i = 0; i < word.len;) {
            char sound = 0;
            size_t letters = dutch_group(word, i, &sound);
            if (letters == 0) {
                sound = dutch_letter(word, i);
                letters = 1;
            }
            if (sound)
                put_sound(&key, sound);
            i += letters;
        }
    return key.len;
}

/* ---- European ---- */

static bool is_in(char c, const char *set)
{
    return c && strchr(set, c);
}

/* The digit of a letter in its surroundings; 0 for none, 'X' for two ("48"). */
static char cologne_digit(struct text word, size_t i)
{
    char c = word.ptr[i], next = letter_at(word, i + 1), before = i > 0 ? word.ptr[i - 1] : '\0';
    switch (c) {
    case 'a':
    case 'e':
    case 'i':
    case 'j':
    case 'o':
    case 'u':
    case 'y': return '0';
    case 'b': return '1';
    case 'p': return next == 'h' ? '3' : '1';
    case 'd':
    case 't': return is_in(next, "csz") ? '8' : '2';
    case 'f':
    case 'v':
    case 'w': return '3';
    case 'g':
    case 'k':
    case 'q': return '4';
    case 'x': return is_in(before, "ckq") ? '8' : 'X';
    case 'l': return '5';
    case 'm':
    case 'n': return '6';
    case 'r': return '7';
    case 's':
    case 'z': return '8';
    case 'c':
        if (i == 0)
            return is_in(next, "ahklorqux") ? '4' : '8';
        return !is_in(before, "sz") && is_in(next, "ahkoqux") ? '4' : '8';
    default: return char_is_digit(c) ? c : '\0';
    }
}

/* Letters at the start of a word that English does not say. */
static size_t silent_start(struct text word)
{
    static const char *const silent[] = { "kn", "wr", "gn", "ps" };
    for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
        if (word.len > 2 && starts(word, 0, silent[i]))
            return 1;
    return 0;
}

size_t phonetic_eu(struct text folded, char *into, size_t len)
{
    struct key key = { into, 0, len };
    struct text word;
    char last = '\0'; /* vowels part two equal sounds, then go */
    bool first = true;
    while (text_next(&folded, ' ', &word))
        for (size_t i = silent_start(word); i < word.len; i++) {
            char digit = cologne_digit(word, i);
            if (starts(word, i, "sch")) {
                digit = '8';
                i += 2;
            }
            if (!digit)
                continue;
            if (digit == 'X') {
                if (last != '4' && key.len < key.cap)
                    key.into[key.len++] = '4';
                digit = '8';
                last = '4';
            }
            if (digit != last && (digit != '0' || first) && key.len < key.cap)
                key.into[key.len++] = digit;
            last = digit;
            first = false;
        }
    return key.len;
}
