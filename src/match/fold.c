/*
 * The sound key errs on the side of meeting: it only proposes candidates, and
 * a wrong candidate costs a comparison, a missed one a link.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/fold.h"

#include <string.h>

#include "base/hash.h"
#include "base/look.h"
#include "lang/fold.h"

void fold_value(struct text raw, struct folded *ret)
{
    ret->len = fold_ascii(raw, ret->s, sizeof(ret->s));
}

/* A letter that stands alone between spaces or ends. */
static bool is_lone_letter(const struct folded *f, size_t i)
{
    return i < f->len && char_is_alpha(f->s[i]) && (i == 0 || f->s[i - 1] == ' ') &&
           (i + 1 == f->len || f->s[i + 1] == ' ');
}

void fold_name(struct text raw, struct folded *ret)
{
    struct folded spaced;
    fold_value(raw, &spaced);
    if (!memchr(spaced.s, ' ', spaced.len)) { /* one word */
        memcpy(ret->s, spaced.s, spaced.len);
        ret->len = spaced.len;
        return;
    }
    ret->len = 0;
    for (size_t i = 0; i < spaced.len; i++)
        if (spaced.s[i] != ' ' || i == 0 || !is_lone_letter(&spaced, i - 1) || !is_lone_letter(&spaced, i + 1))
            ret->s[ret->len++] = spaced.s[i];
}

/* What a digit among letters was before a scanner read it; 0 when it is a digit. */
static char letter_of(char digit)
{
    return digit == '0' ? 'o' : digit == '1' ? 'l' : digit == '3' ? 'e' : digit == '5' ? 's' : 0;
}

static bool has_digit(const struct folded *f)
{
    if (f->len <= LOOK_BYTES_MAX)
        return text_look(folded_text(f)).digit != 0;
    for (size_t i = 0; i < f->len; i++)
        if (char_is_digit(f->s[i]))
            return true;
    return false;
}

void fold_person(struct text raw, struct folded *ret)
{
    fold_value(raw, ret);
    if (!has_digit(ret))
        return;
    for (size_t from = 0, to; from < ret->len; from = to + 1) {
        size_t letters = 0;
        for (to = from; to < ret->len && ret->s[to] != ' '; to++)
            letters += char_is_alpha(ret->s[to]);
        for (size_t i = from; i < to && letters * 2 > to - from; i++)
            if (letter_of(ret->s[i]))
                ret->s[i] = letter_of(ret->s[i]);
    }
}

void fold_joined(struct text raw, struct folded *ret)
{
    fold_value(raw, ret);
    if (!memchr(ret->s, ' ', ret->len))
        return;
    size_t kept = 0;
    for (size_t i = 0; i < ret->len; i++)
        if (ret->s[i] != ' ')
            ret->s[kept++] = ret->s[i];
    ret->len = kept;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' || c == 'j';
}

/* One letter for all that sound like it; 0 is not heard. */
static char sound_of(struct text t, size_t i)
{
    char c = t.ptr[i];
    char next = i + 1 < t.len ? t.ptr[i + 1] : 0;
    switch (c) {
    case 'c': return next == 'h' ? 'g' : next == 'e' || next == 'i' || next == 'y' ? 's' : 'k';
    case 'q':
    case 'k':
    case 'x': return 'k';
    case 'p': return next == 'h' ? 'f' : 'p';
    case 'v':
    case 'w':
    case 'f': return 'f';
    case 'z':
    case 's': return 's';
    case 'd':
    case 't': return 't';
    case 'b': return i + 1 == t.len ? 'p' : 'b';
    case 'm':
    case 'n': return 'n';
    case 'h':
    case ' ': return 0;
    default: return c;
    }
}

uint64_t fold_sound(struct text folded)
{
    char key[8];
    size_t len = 0;
    for (size_t i = 0; i < folded.len && len < sizeof(key); i++) {
        if (is_vowel(folded.ptr[i])) {
            if (i == 0)
                key[len++] = 'a';
            continue;
        }
        char c = sound_of(folded, i);
        if (c && (len == 0 || key[len - 1] != c))
            key[len++] = c;
    }
    return hash_text_seeded((struct text){ key, len }, 0x50);
}
