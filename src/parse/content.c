/*
 * Each question is a small function on a trimmed cell, cheap and a little too
 * kind: a form is counted, and shares decide.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/content.h"

#include <string.h>

#include "base/hash.h"
#include "lang/decision_part.h"
#include "parse/encoding.h"
#include "parse/content_looks.h"
#include "parse/header.h"

enum { CELL_LOOK_MAX = 300, WORD_MAX = 24 };

#define WORDS(list, text) static const char list##_words[] = text;
#include "parse/content_words.def"
#undef WORDS

/* Counts of the kinds of characters in a cell. */
struct shape {
    size_t digits, letters, blanks, others, words;
    bool has_at, has_point;
};

static struct shape shape_of(struct text t)
{
    struct shape shape = { 0 };
    bool in_word = false;
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.ptr[i];
        bool blank = char_is_space((char)c);
        shape.digits += char_is_digit((char)c);
        shape.letters += char_is_alpha((char)c) || c >= 0xc0;
        shape.blanks += blank;
        shape.others += !blank && !char_is_digit((char)c) && !char_is_alpha((char)c) && c < 0x80;
        shape.has_at |= c == '@';
        shape.has_point |= c == '.';
        shape.words += !blank && !in_word;
        in_word = !blank;
    }
    return shape;
}

static bool all_in(struct text t, const char *allowed)
{
    for (size_t i = 0; i < t.len; i++)
        if (!char_is_digit(t.ptr[i]) && (t.ptr[i] == '\0' || !strchr(allowed, t.ptr[i])))
            return false;
    return t.len > 0;
}

/* Whether word, folded, stands in a list of words with blanks between them. */
static bool in_words(struct text word, const char *list)
{
    char needle[WORD_MAX + 3] = " ";
    size_t len = 1;
    if (word.len == 0 || word.len > WORD_MAX)
        return false;
    for (size_t i = 0; i < word.len; i++)
        needle[len++] = char_to_lower(word.ptr[i]);
    needle[len] = '\0';
    for (const char *at = list; (at = strstr(at, needle + 1)) != NULL; at++)
        if ((at == list || at[-1] == ' ') && (at[len - 1] == ' ' || at[len - 1] == '\0'))
            return true;
    return false;
}

static bool next_word(struct text *rest, struct text *ret)
{
    while (rest->len > 0 && (char_is_space(rest->ptr[0]) || rest->ptr[0] == ','))
        *rest = text_from_offset(*rest, 1);
    size_t len = 0;
    while (len < rest->len && !char_is_space(rest->ptr[len]) && rest->ptr[len] != ',')
        len++;
    *ret = text_slice(*rest, 0, len);
    *rest = text_from_offset(*rest, len);
    return len > 0;
}

static bool any_word_in(struct text t, const char *list)
{
    struct text word;
    while (next_word(&t, &word))
        if (in_words(word, list))
            return true;
    return false;
}

static bool is_email(struct text t, const struct shape *shape)
{
    size_t at = text_find_char(t, '@');
    return shape->has_at && at > 0 && at + 3 < t.len && shape->words <= 3 &&
           text_find_char(text_from_offset(t, at), '.') < t.len - at;
}

static bool is_phone(struct text t, const struct shape *shape)
{
    if (shape->digits < 6 || shape->digits > 16 || shape->letters > 4)
        return false;
    size_t marks = 0;
    for (size_t i = 0; i < t.len; i++)
        marks += char_is_alpha(t.ptr[i]) || (!char_is_digit(t.ptr[i]) && strchr("+()-./ '\n", t.ptr[i]) != NULL);
    return marks + shape->digits == t.len;
}

static bool is_web(struct text t, const struct shape *shape)
{
    if (shape->has_at || shape->words != 1)
        return false;
    if (text_starts_nocase(t, TEXT("http")) || text_starts_nocase(t, TEXT("www.")))
        return true;
    size_t dot = text_find_char(t, '.');
    struct text tail = text_slice(text_from_offset(t, dot + 1), 0, 8);
    return dot > 1 && dot + 2 < t.len && shape->letters * 2 > t.len && tail.len >= 2 && char_is_lower(tail.ptr[0]) &&
           !char_is_digit(tail.ptr[0]);
}

/* "NL91 ABNA 0417 1643 00": the right signs and ISO 7064 mod 97-10. */
static bool is_iban(struct text t)
{
    char flat[40];
    size_t len = 0;
    for (size_t i = 0; i < t.len; i++) {
        char c = char_to_upper(t.ptr[i]);
        if (c == ' ' || c == '.')
            continue;
        if (len == 34 || !(char_is_digit(c) || char_is_upper(c)))
            return false;
        flat[len++] = c;
    }
    if (len < 15 || !char_is_upper(flat[0]) || !char_is_upper(flat[1]) || !char_is_digit(flat[2]) ||
        !char_is_digit(flat[3]))
        return false;
    unsigned rest = 0;
    for (size_t i = 0; i < len; i++) {
        char c = flat[(i + 4) % len];
        rest = char_is_digit(c) ? (rest * 10 + (unsigned)(c - '0')) % 97 : (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
    }
    return rest == 1;
}

/* "NL123456789B01", "BE0123456749", "DE123456789": a country and what follows it. */
static bool is_vat_id(struct text t, const struct shape *shape)
{
    return t.len >= 8 && t.len <= 20 && char_is_alpha(t.ptr[0]) && char_is_alpha(t.ptr[1]) && shape->digits >= 7 &&
           shape->letters <= 4 && char_is_digit(t.ptr[t.len - 1]);
}

/* A Belgian enterprise number, without a country before it: the last two are 97 less the rest of the others. */
static bool is_kbo(struct text t, const struct shape *shape)
{
    uint64_t number = 0;
    if ((shape->digits != 10 && shape->digits != 9) || !all_in(t, ". "))
        return false;
    for (size_t i = 0; i < t.len; i++)
        if (char_is_digit(t.ptr[i]))
            number = number * 10 + (uint64_t)(t.ptr[i] - '0');
    return number < UINT64_C(2000000000) && number > 0 && number % 100 == 97 - number / 100 % 97;
}

static bool is_postcode_nl(struct text t)
{
    if (t.len < 6 || t.len > 7 || t.ptr[0] < '1' || t.ptr[0] > '9')
        return false;
    return char_is_digit(t.ptr[1]) && char_is_digit(t.ptr[2]) && char_is_digit(t.ptr[3]) &&
           (t.len == 6 || t.ptr[4] == ' ') && char_is_alpha(t.ptr[t.len - 2]) && char_is_alpha(t.ptr[t.len - 1]);
}

static bool is_postcode(struct text t, const struct shape *shape)
{
    return t.len >= 3 && t.len <= 10 && shape->digits >= 2 && shape->letters <= 5 && shape->words <= 2 &&
           !shape->has_point && all_in(t, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz -");
}

/* A calendar date with dividers or without, perhaps with a time behind it. */
static bool is_date(struct text t, const struct shape *shape)
{
    unsigned parts[3] = { 0 };
    size_t count = 0, lens[3] = { 0 };
    struct text day = text_slice(t, 0, 10);
    if (t.len > 35 || shape->digits < 3)
        return false;
    if (shape->letters >= 3 && shape->letters <= 14 && shape->digits <= 14 && shape->words >= 2 && shape->words <= 5)
        return any_word_in(
            t, "jan feb mar mrt apr may mei jun jul aug sep oct okt nov dec januari februari maart april juni juli "
               "augustus "
               "september oktober november december january february march june july august october december mrt. "
               "janvier fevrier mars avril mai juin juillet janvier. januar februar marz dezember");
    if (shape->digits == t.len && t.len == 8) {
        unsigned first = (unsigned)(t.ptr[0] - '0') * 10 + (unsigned)(t.ptr[1] - '0');
        unsigned third = (unsigned)(t.ptr[4] - '0') * 10 + (unsigned)(t.ptr[5] - '0');
        return first == 19 || first == 20 || ((third == 19 || third == 20) && first >= 1 && first <= 31);
    }
    for (size_t i = 0; i < day.len && count < 3; i++) {
        if (char_is_digit(day.ptr[i])) {
            parts[count] = parts[count] * 10 + (unsigned)(day.ptr[i] - '0');
            lens[count]++;
        } else if (strchr("-/. ", day.ptr[i]) && lens[count] > 0) {
            count++;
        } else {
            break;
        }
    }
    if (count < 2 || lens[2] == 0)
        return false;
    bool year_first = lens[0] == 4, year_last = lens[2] == 4 || lens[2] == 2;
    unsigned a = year_first ? parts[1] : parts[0], b = year_first ? parts[2] : parts[1];
    return (year_first || year_last) && lens[1] <= 2 && a <= 31 && b <= 31 && (a <= 12 || b <= 12);
}

static bool is_number(struct text t)
{
    size_t digits = 0, dividers = 0;
    if (text_starts(t, TEXT("\xe2\x82\xac")))
        t = text_trim(text_from_offset(t, 3));
    if (t.len > 0 && (t.ptr[0] == '-' || t.ptr[0] == '+'))
        t = text_from_offset(t, 1);
    for (size_t i = 0; i < t.len; i++) {
        digits += char_is_digit(t.ptr[i]);
        dividers += t.ptr[i] == '.' || t.ptr[i] == ',';
    }
    return digits > 0 && digits + dividers == t.len && dividers <= 4;
}

/* "12", "12a", "12-14", "4-III", "7 hs": begins with a number and is short. */
static bool is_house_number(struct text t, const struct shape *shape)
{
    return t.len <= 10 && char_is_digit(t.ptr[0]) && shape->digits <= 8 && shape->letters <= 4;
}

/* "Dorpsstraat 12", "12 Main Street": words, and a number at one end. */
static bool is_with_number(struct text t, const struct shape *shape)
{
    if (shape->digits == 0 || shape->letters < 3 || shape->words < 2)
        return false;
    struct text word, last = TEXT_EMPTY, rest = t;
    size_t number = 0;
    while (next_word(&rest, &word)) {
        last = word;
        number += char_is_digit(word.ptr[0]);
    }
    return number > 0 && (char_is_digit(t.ptr[0]) || char_is_digit(last.ptr[0]) || shape->words > 2);
}

static bool is_uuid(struct text t)
{
    size_t hex = 0, dashes = 0;
    for (size_t i = 0; i < t.len; i++) {
        char c = char_to_lower(t.ptr[i]);
        hex += char_is_digit(c) || (c >= 'a' && c <= 'f');
        dashes += c == '-';
    }
    return hex == 32 && hex + dashes == t.len;
}

static bool is_all_words_in(struct text t, const char *list, size_t words_max)
{
    struct text word;
    size_t count = 0;
    while (next_word(&t, &word)) {
        if (++count > words_max || !in_words(word, list))
            return false;
    }
    return count > 0;
}

/* "J. de Vries", "Vries, J.A. de": a word of letters that each have a full stop. */
static bool has_initials(struct text t)
{
    struct text word;
    while (next_word(&t, &word)) {
        bool all = word.len >= 2 && word.len % 2 == 0;
        for (size_t i = 0; all && i < word.len; i++)
            all = i % 2 == 0 ? char_is_upper(word.ptr[i]) : word.ptr[i] == '.';
        if (all)
            return true;
    }
    return false;
}

static bool first_time(struct text t, uint64_t *seen)
{
    uint64_t hash = hash_text(t) | 1;
    for (size_t i = 0; i < CONTENT_SEEN_SIZE; i++) {
        uint64_t *slot = &seen[(hash + i) % CONTENT_SEEN_SIZE];
        if (*slot == hash)
            return false;
        if (*slot == 0) {
            *slot = hash;
            return true;
        }
    }
    return false;
}

void content_add(struct content *content, struct text cell, uint64_t *seen)
{
    struct text t = text_trim(cell);
    if (t.len > 1 && t.ptr[0] == '\'') /* how Excel is told that this is text */
        t = text_from_offset(t, 1);
    if (t.len == 0)
        return;
    content->filled++;
    content->distinct += content->filled <= CONTENT_SEEN_SIZE / 2 && first_time(t, seen);
    content->bytes += (unsigned)(t.len > 10000 ? 10000 : t.len);
    struct text part = text_slice(t, 0, CELL_LOOK_MAX);
    size_t joined = text_find(part, TEXT(" ::: ")); /* several values in one cell: the first */
    part = text_slice(part, 0, joined);
    struct shape shape = shape_of(part);
    content->words += (unsigned)shape.words;
    if (part.len == 0)
        return;
    content->single += shape.words == 1;
    content->letters += shape.digits == 0 && shape.letters > 0 && !shape.has_at;
    content->whole += shape.digits == part.len;
    content->number += is_number(part);
    content->email += is_email(part, &shape);
    content->phone += is_phone(part, &shape);
    content->web += is_web(part, &shape);
    content->iban += is_iban(part);
    content->vat_id += is_vat_id(part, &shape);
    content->kbo += is_kbo(part, &shape);
    content->kvk += (shape.digits == 8 || shape.digits == 12 || shape.digits == 7) && all_in(part, ". ");
    content->ip += shape.digits >= 4 && shape.digits <= 12 && shape.others == 3 && all_in(part, ".");
    content->uuid += is_uuid(part);
    content->postcode_nl += is_postcode_nl(part);
    content->postcode += is_postcode(part, &shape);
    content->date += is_date(part, &shape);
    content->house_number += is_house_number(part, &shape);
    content->with_number += is_with_number(part, &shape);
    uint64_t age = 0;
    content->age += part.len <= 3 && text_to_u64(part, &age) && age <= 120;
    content->yes_no += in_words(part, yes_no_words);
    content->gender += in_words(part, gender_words) || text_equal(part, TEXT("0")) || text_equal(part, TEXT("1")) ||
                       text_equal(part, TEXT("2"));
    content->salutation += is_all_words_in(part, salutation_words, 4);
    content->prefix += is_all_words_in(part, prefix_words, 4);
    content->stage += in_words(part, stage_words);
    content->decision_part += decision_part_read(part) != DECISION_PART_NONE;
    content->legal_form += in_words(part, legal_words);
    bool is_organisation = any_word_in(part, organisation_words) || text_find(part, TEXT("'s ")) < part.len;
    content->organisation += is_organisation;
    content->person += !is_organisation && (any_word_in(part, given_words) || has_initials(part));
    content_look(content, part);
}
