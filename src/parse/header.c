/*
 * Marks are folded by a table of Latin-1 and Latin Extended-A: the letters of
 * the languages our header names are in.  Letters of other scripts stay as
 * they are, so that a Greek header still equals itself.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/header.h"

#include <string.h>

#include "lang/utf8.h"
#include "parse/encoding.h"

/* U+00C0 … U+017F by their base letter; a blank is no letter. */
static const char latin[] = "AAAAAAACEEEEIIIIDNOOOOO OUUUUYTs"
                            "aaaaaaaceeeeiiiidnooooo ouuuuyty"
                            "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRr"
                            "SsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

enum kind { KIND_BREAK, KIND_LOWER, KIND_UPPER, KIND_DIGIT };

static enum kind letter_of(uint32_t cp, char *ret)
{
    char c = cp < 0x80 ? (char)cp : cp >= 0xc0 && cp <= 0x17f ? latin[cp - 0xc0] : ' ';
    *ret = char_to_lower(c);
    return char_is_digit(c) ? KIND_DIGIT : char_is_upper(c) ? KIND_UPPER : char_is_lower(c) ? KIND_LOWER : KIND_BREAK;
}

static bool is_foreign(uint32_t cp)
{
    return cp >= 0x180 && !(cp >= 0x2000 && cp <= 0x206f) && cp != 0xfeff && cp != 0xfffd && cp != 0x3000;
}

/* "firstName" breaks before N, "VATNumber" before N, "KvK" not at all, "Address1" before 1. */
static bool word_breaks(enum kind before, enum kind here, enum kind next, size_t word_len)
{
    if (before == KIND_BREAK)
        return true;
    if ((before == KIND_DIGIT) != (here == KIND_DIGIT))
        return true;
    if (before == KIND_LOWER && here == KIND_UPPER)
        return word_len > 2;
    return before == KIND_UPPER && here == KIND_UPPER && next == KIND_LOWER && word_len > 1;
}

void header_fold(struct text name, struct header *ret)
{
    *ret = (struct header){ 0 };
    enum kind before = KIND_BREAK;
    while (name.len > 0) {
        uint32_t cp = 0, cp_next = 0;
        char c = 0, c_next = 0;
        size_t len = encoding_utf8_len(name, &cp);
        if (len == 0) {
            len = 1;
            cp = ' ';
        }
        name = text_from_offset(name, len);
        enum kind here = letter_of(cp, &c), next = KIND_BREAK;
        if (encoding_utf8_len(name, &cp_next) > 0)
            next = letter_of(cp_next, &c_next);
        char bytes[4] = { c };
        size_t bytes_len = 1;
        if (here == KIND_BREAK && is_foreign(cp)) {
            here = KIND_LOWER;
            bytes_len = utf8_put(cp, bytes);
        }
        if (here == KIND_BREAK) {
            if (cp != '\'' && cp != 0x2019) /* Manager's */
                before = KIND_BREAK;
            continue;
        }
        struct text *word = ret->count > 0 ? &ret->words[ret->count - 1] : NULL;
        if (!word || word_breaks(before, here, next, word->len)) {
            if (ret->count == HEADER_WORDS_MAX)
                return;
            word = &ret->words[ret->count++];
            *word = (struct text){ ret->bytes + ret->len, 0 };
        }
        if (ret->len + bytes_len > HEADER_KEY_MAX)
            return;
        memcpy(ret->bytes + ret->len, bytes, bytes_len);
        ret->len += bytes_len;
        word->len += bytes_len;
        before = here;
    }
}

bool header_has_word(const struct header *header, const char *word)
{
    for (size_t i = 0; i < header->count; i++)
        if (text_equal(header->words[i], text_from(word)))
            return true;
    return false;
}
