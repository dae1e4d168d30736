/*
 * The parts of a name as they are to be kept: capitals repaired, a surname cut
 * in prefix, surname and partner's surname, initials in one form, titles in
 * one spelling.
 *
 * "Jansen-Bakker": in the Netherlands the second half is another surname; in
 * other countries only when it has a prefix of its own.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/person_order.h"

#include <string.h>

#include "lang/utf8.h"
#include "normal/name_case.h"

/* As it is to be shown: capitals repaired when the source had none, or this word has none but capitals. */
static struct text shown(const struct name_reading *reading, struct text t, bool upper)
{
    if (t.len == 0)
        return t;
    if (reading->all_upper || reading->all_lower || upper)
        return name_title_case(t, reading->arena);
    return reading->dutch || reading->belgian ? name_fix_ij(t, reading->arena) : t;
}

struct text person_order_prefix(const struct name_reading *reading, const uint8_t *which, size_t from, size_t len,
                                const struct word_entry *entry, bool first)
{
    struct text value = word_value(&words_name_prefixes, entry);
    if (entry->code[0] == 'a')
        return value;
    bool upper = true;
    for (size_t i = from; i < from + len; i++)
        upper &= reading_token(reading, which[i])->all_upper && reading_token(reading, which[i])->letters > 1;
    if (reading->all_upper || reading->all_lower || (upper && reading_token(reading, which[from])->letters > 1))
        return reading->belgian && !reading->all_lower && entry->code[0] != 'q'
                   ? name_upper_first(value, reading->arena)
                   : value;
    struct text as_is = name_join(reading->tokens, which + from, len, reading->arena);
    size_t apostrophe = text_find_char(value, '\'');
    if (len == 1 ? text_find_char(value, ' ') < value.len
                 : apostrophe < value.len && text_find_char(as_is, '\'') == as_is.len)
        as_is = reading_token(reading, which[from])->first_upper ? name_upper_first(value, reading->arena)
                                                                 : value; /* "van't", "van t" */
    if (!first || reading->belgian || !reading_token(reading, which[from])->first_upper)
        return as_is;
    bool german = text_starts(value, TEXT("von")) || text_starts(value, TEXT("vom")) || text_starts(value, TEXT("zu"));
    if ((entry->code[0] == 'n' && reading->dutch) || german)
        return name_lower(as_is, reading->arena);
    return as_is;
}

/* The prefix words of a text such as "op den Kamp"; the rest of it. */
static bool split_prefix(const struct name_reading *outer, struct text t, struct text *ret_prefix,
                         struct text *ret_rest)
{
    struct name_token tokens[NAME_TOKENS_MAX];
    struct name_reading reading = *outer;
    reading.tokens = tokens;
    uint8_t which[NAME_TOKENS_MAX];
    size_t count = name_tokens(t, true, tokens);
    for (size_t i = 0; i < count; i++)
        which[i] = (uint8_t)i;
    const struct word_entry *entry = NULL;
    size_t len = count > 1 ? name_prefix_at(&reading, which, 0, count, false, &entry) : 0;
    if (len == 0)
        return false;
    *ret_prefix = person_order_prefix(&reading, which, 0, len, entry, false);
    const char *start = tokens[len].t.ptr;
    *ret_rest = (struct text){ start, (size_t)(t.ptr + t.len - start) };
    return true;
}

/* "El-Amrani", "Saint-Just", "'s-Gravesande": the first part is no surname. */
static bool is_whole(const struct name_reading *reading, struct text left)
{
    char key[NAME_KEY_MAX];
    size_t len = 0;
    for (size_t i = 0; i < left.len && len < sizeof(key); i++)
        if (char_is_alpha(left.ptr[i]))
            key[len++] = char_to_lower(left.ptr[i]);
    struct text folded = { key, len };
    static const char *const starts[] = { "saint", "sainte", "sint", "st",  "ste", "abd", "abdel", "abdul", "mac", "mc",
                                          "san",   "santa",  "al",   "ben", "bin", "ibn", "abu",   "abou",  "ait" };
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
        if (text_equal(folded, text_from(starts[i])))
            return true;
    const struct word_entry *entry = word_find(&words_name_prefixes, folded);
    return len < 2 || (entry && strchr("nfq", entry->code[0]));
}

/* Spaces around a hyphen go: "Bos - de Vries" → "Bos-de Vries". */
static struct text close_hyphens(const struct name_reading *reading, struct text t)
{
    if (text_find_char(t, '-') == t.len || (text_find(t, TEXT(" -")) == t.len && text_find(t, TEXT("- ")) == t.len))
        return t;
    char *into = arena_take(reading->arena, t.len + 1, 1);
    size_t len = 0;
    if (!into)
        return TEXT_EMPTY;
    for (size_t i = 0; i < t.len; i++) {
        bool beside = (i > 0 && t.ptr[i - 1] == '-') || (i + 1 < t.len && t.ptr[i + 1] == '-');
        if (!(t.ptr[i] == ' ' && beside) && !(t.ptr[i] == '-' && len > 0 && into[len - 1] == '-'))
            into[len++] = t.ptr[i];
    }
    into[len] = '\0';
    return (struct text){ into, len };
}

/* Cut "Jansen-Bakker" where the rules allow it. */
static void split_partner(const struct name_reading *reading, struct text whole, bool upper, struct person_name *ret)
{
    size_t hyphen = whole.len;
    for (size_t i = whole.len; i-- > 1;)
        if (whole.ptr[i] == '-' && i + 1 < whole.len) {
            hyphen = i;
            break;
        }
    struct text left = text_trim(text_slice(whole, 0, hyphen)), right = text_trim(text_from_offset(whole, hyphen + 1));
    struct text prefix = TEXT_EMPTY, rest = right;
    bool apart = hyphen < whole.len && left.len > 1 && right.len > 1 && !is_whole(reading, left);
    bool own_prefix = apart && split_prefix(reading, right, &prefix, &rest);
    if (!apart || !(own_prefix || reading->dutch)) {
        ret->surname = shown(reading, whole, upper);
        return;
    }
    ret->surname = shown(reading, left, upper);
    ret->partner_prefix = prefix;
    ret->partner_surname = shown(reading, rest, upper);
    name_step(reading->ret, "second surname", right, rest);
}

void person_order_surname_part(const struct name_reading *reading, const uint8_t *which, size_t from, size_t to,
                               bool first, struct person_name *ret)
{
    const struct word_entry *entry = NULL;
    if (from >= to)
        return;
    size_t len = to - from > 1 ? name_prefix_at(reading, which + from, 0, to - from, false, &entry) : 0;
    if (len > 0 && entry) {
        ret->prefix = person_order_prefix(reading, which + from, 0, len, entry, first);
        name_step(reading->ret, "prefix", name_join(reading->tokens, which + from, len, reading->arena), ret->prefix);
    }
    bool upper = true;
    for (size_t i = from + len; i < to; i++)
        upper &= reading_token(reading, which[i])->all_upper && reading_token(reading, which[i])->letters > 1;
    struct text whole = name_join(reading->tokens, which + from + len, to - from - len, reading->arena);
    split_partner(reading, close_hyphens(reading, whole), upper, ret);
    name_step(reading->ret, "surname", whole, ret->surname);
}

/* "HJ" → "H.J.", "J. A." → "J.A.", "j." → "J."; "Th.", "J.-P." and "IJ." as they are. */
static struct text format_initials(const struct name_reading *reading, const uint8_t *which, size_t count)
{
    size_t room = 1, len = 0;
    for (size_t i = 0; i < count; i++)
        room += reading_token(reading, which[i])->t.len * 2 + 2;
    char *into = arena_take(reading->arena, room, 1);
    if (!into)
        return TEXT_EMPTY;
    for (size_t i = 0; i < count; i++) {
        const struct name_token *token = reading_token(reading, which[i]);
        struct text rest = token->t;
        bool whole = token->has_dot || (token->letters == 2 && token->key[0] == 'i' && token->key[1] == 'j');
        bool starts = true;
        for (uint32_t code; utf8_next(&rest, &code);) {
            if (code == '-' && len > 0 && into[len - 1] != '.')
                into[len++] = '.';
            bool upper = !whole || (starts && reading->all_lower);
            len += utf8_put(upper ? utf8_to_upper(code) : code, into + len);
            if (!whole && code != '-')
                into[len++] = '.';
            starts = code == '.' || code == '-';
        }
        if (into[len - 1] != '.')
            into[len++] = '.';
    }
    into[len] = '\0';
    return (struct text){ into, len };
}

static bool initials_start_with(struct text initials, const struct name_token *given)
{
    struct text rest = given->t;
    uint32_t first = 0, code = 0;
    utf8_next(&rest, &first);
    first = utf8_to_upper(first);
    bool starts = true;
    while (utf8_next(&initials, &code)) {
        if (starts && code == first)
            return true;
        starts = code == '.' || code == '-' || code == ' ';
    }
    return false;
}

void person_order_given_part(const struct name_reading *reading, const uint8_t *which, size_t from, size_t to,
                             struct person_name *ret)
{
    size_t initials = from;
    while (initials < to && token_is_initials(reading, reading_token(reading, which[initials])))
        initials++;
    if (initials > from) {
        ret->initials = format_initials(reading, which + from, initials - from);
        name_step(reading->ret, "initials", name_join(reading->tokens, which + from, initials - from, reading->arena),
                  ret->initials);
    }
    if (initials == to)
        return;
    bool upper = true;
    for (size_t i = initials; i < to; i++)
        upper &= reading_token(reading, which[i])->all_upper && reading_token(reading, which[i])->letters > 2;
    struct text given = name_join(reading->tokens, which + initials, to - initials, reading->arena);
    struct text whole = shown(reading, given, upper);
    if (initials > from && to - initials == 1 && ret->call_name.len == 0 &&
        initials_start_with(ret->initials, reading_token(reading, which[initials])) && reading->dutch) {
        ret->call_name = whole;
        name_step(reading->ret, "call name", given, whole);
    } else if (initials > from && !reading->dutch) { /* "J. Robert Smith" */
        ret->given = shown(reading, name_join(reading->tokens, which + from, to - from, reading->arena), upper);
        ret->initials = TEXT_EMPTY;
        name_step(reading->ret, "given name", given, ret->given);
    } else {
        ret->given = whole;
        name_step(reading->ret, "given name", given, whole);
    }
}

/* ---- around ---- */

static struct text join_values(const struct name_reading *reading, const struct word_entry *const *entries,
                               size_t count)
{
    if (count == 1)
        return word_value(&words_name_words, entries[0]);
    struct text out = TEXT_EMPTY;
    for (size_t i = 0; i < count; i++) {
        struct text value = word_value(&words_name_words, entries[i]);
        out = out.len == 0 ? value : arena_printf(reading->arena, "%.*s %.*s", TEXT_ARG(out), TEXT_ARG(value));
    }
    return out;
}

static enum gender gender_of(const struct person_words *words)
{
    if (words->male != words->female)
        return words->male ? GENDER_MALE : GENDER_FEMALE;
    return words->other && !words->male ? GENDER_OTHER : GENDER_UNKNOWN;
}

void person_order_around(const struct name_reading *reading, const struct person_words *words, struct person_name *ret)
{
    const struct word_entry *before[NAME_AROUND_MAX + 1];
    size_t count = words->before_count;
    memcpy(before, words->before, sizeof(words->before));
    ret->titles_before = join_values(reading, before, count);
    ret->titles_after = join_values(reading, words->after, words->after_count);
    if (words->suffix)
        ret->suffix = word_value(&words_name_words, words->suffix);
    ret->gender = gender_of(words);
    if (words->nobility) {
        struct text code = word_value(&words_name_words, words->nobility);
        memcpy(ret->nobility, code.ptr, code.len < sizeof(ret->nobility) ? code.len : sizeof(ret->nobility) - 1);
    }
    if (words->call_count > 0) {
        struct text call = name_join(reading->tokens, words->call, words->call_count, reading->arena);
        ret->call_name = shown(reading, call, reading_token(reading, words->call[0])->all_upper && call.len > 2);
        name_step(reading->ret, "call name", call, ret->call_name);
    }
}
