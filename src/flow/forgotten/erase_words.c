/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/forgotten/erase_words.h"

#include <stdlib.h>

#include "normal/name_compose.h"

void erase_words_done(struct erase_words *words)
{
    vec_done(&words->words);
    vec_done(&words->phones);
}

/* ---- gathering ---- */

void erase_words_add(struct erase_words *words, struct text text, bool tells)
{
    text = text_trim(text);
    if (text.len < ERASE_WORD_BYTES_MIN)
        return;
    for (size_t i = 0; i < words->words.len; i++)
        if (text_equal_nocase(words->words.ptr[i].text, text)) {
            words->words.ptr[i].tells |= tells;
            return;
        }
    struct text kept = arena_copy(words->arena, text);
    if (!kept.ptr || !vec_push(&words->words, (struct erase_word){ kept, tells }))
        words->failed = true;
}

static void add_each_word(struct erase_words *words, struct text text, bool tells)
{
    struct text word = TEXT_EMPTY;
    while (text_next(&text, ' ', &word))
        erase_words_add(words, word, tells);
}

void erase_words_add_phone(struct erase_words *words, struct text number)
{
    char digits[ERASE_PHONE_DIGITS];
    size_t len = 0;
    for (size_t i = number.len; i > 0 && len < sizeof(digits); i--)
        if (char_is_digit(number.ptr[i - 1]))
            digits[sizeof(digits) - ++len] = number.ptr[i - 1];
    if (len < sizeof(digits))
        return;
    struct text kept = arena_copy(words->arena, (struct text){ digits, sizeof(digits) });
    if (!kept.ptr || !vec_push(&words->phones, kept))
        words->failed = true;
}

static void add_name(struct erase_words *words, const struct person_name *name)
{
    erase_words_add(words, name->raw, true);
    erase_words_add(words, name_display(name, words->arena), true);
    erase_words_add(words, name_surname(name, words->arena), true);
    erase_words_add(words, name->surname, true);
    erase_words_add(words, name->partner_surname, true);
    if (name->surname.len && name->initials.len)
        erase_words_add(
            words, arena_printf(words->arena, "%.*s %.*s", TEXT_ARG(name->initials), TEXT_ARG(name->surname)), true);
    add_each_word(words, name->given, false);
    add_each_word(words, name->call_name, false);
}

void erase_words_of(struct erase_words *words, const struct mention *mention)
{
    if (mention->kind == PARTY_PERSON) {
        add_name(words, &mention->name);
    } else {
        erase_words_add(words, mention->org.name, true);
        erase_words_add(words, mention->org.trade_name, true);
    }
    for (size_t i = 0; i < mention->emails_count; i++)
        if (mention->kind == PARTY_ORGANISATION || !mention->emails[i].is_role)
            erase_words_add(words, mention->emails[i].address, true);
    for (size_t i = 0; i < mention->phones_count; i++)
        if (mention->kind == PARTY_ORGANISATION || mention->phones[i].kind == PHONE_MOBILE ||
            mention->phones[i].group == GROUP_HOME)
            erase_words_add_phone(words, mention->phones[i].e164);
    for (size_t i = 0; i < mention->identifiers_count; i++)
        if (mention->identifiers[i].kind == IDENTIFIER_SOCIAL || mention->kind == PARTY_ORGANISATION)
            erase_words_add(words, mention->identifiers[i].value, true);
}

static int longest_first(const void *a, const void *b)
{
    const struct erase_word *x = a, *y = b;
    if (x->text.len != y->text.len)
        return x->text.len > y->text.len ? -1 : 1;
    return text_compare(x->text, y->text);
}

void erase_words_sort(struct erase_words *words)
{
    if (words->words.len)
        qsort(words->words.ptr, words->words.len, sizeof(words->words.ptr[0]), longest_first);
}

/* ---- finding ---- */

/* Bytes above 127 belong to letters. */
static bool is_of_word(char c)
{
    return char_is_alpha(c) || char_is_digit(c) || (unsigned char)c >= 0x80;
}

static bool stands_at(struct text text, size_t at, struct text word)
{
    if (word.len > text.len - at || !text_equal_nocase(text_slice(text, at, at + word.len), word))
        return false;
    bool before = at > 0 && is_of_word(text.ptr[at - 1]) && is_of_word(word.ptr[0]);
    bool after = at + word.len < text.len && is_of_word(text.ptr[at + word.len]) && is_of_word(word.ptr[word.len - 1]);
    return !before && !after;
}

/* The length of the phone number that begins here and is one of theirs, else 0. */
static size_t phone_at(const struct erase_words *words, struct text text, size_t at)
{
    char digits[32];
    size_t count = 0, end = at;
    if (words->phones.len == 0 || (at > 0 && (char_is_digit(text.ptr[at - 1]) || text.ptr[at - 1] == '+')))
        return 0;
    if (!char_is_digit(text.ptr[at]) && text.ptr[at] != '+')
        return 0;
    for (size_t i = at; i < text.len && count < sizeof(digits); i++) {
        char c = text.ptr[i];
        if (char_is_digit(c)) {
            digits[count++] = c;
            end = i + 1;
        } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')' && c != '/' && !(c == '+' && i == at)) {
            break;
        }
    }
    for (size_t i = 0; i < words->phones.len && count >= ERASE_PHONE_DIGITS; i++) {
        struct text last = { digits + count - ERASE_PHONE_DIGITS, ERASE_PHONE_DIGITS };
        if (text_equal(last, words->phones.ptr[i]))
            return end - at;
    }
    return 0;
}

static size_t word_at(const struct erase_words *words, struct text text, size_t at, bool telling)
{
    for (size_t i = 0; i < words->words.len; i++)
        if ((!telling || words->words.ptr[i].tells) && stands_at(text, at, words->words.ptr[i].text))
            return words->words.ptr[i].text.len;
    return phone_at(words, text, at);
}

bool erase_words_replace(const struct erase_words *words, struct text text, struct text by, struct buf *ret)
{
    bool found = false, just = false;
    for (size_t at = 0; at < text.len;) {
        size_t len = word_at(words, text, at, false);
        if (len == 0) {
            if (!just || text.ptr[at] != ' ')
                just = false;
            buf_put_char(ret, text.ptr[at++]);
            continue;
        }
        if (!just) /* "Jan" and "Jansen" side by side become one pseudonym */
            buf_put(ret, by);
        else if (ret->len && ret->ptr[ret->len - 1] == ' ')
            ret->len--;
        found = just = true;
        at += len;
    }
    return found;
}

bool erase_words_tell(const struct erase_words *words, struct text text)
{
    for (size_t at = 0; at < text.len; at++)
        if (word_at(words, text, at, true))
            return true;
    return false;
}
