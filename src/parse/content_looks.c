/*
 * Under a header that nobody knows, the words are all there is.  Each look asks
 * for a form and for words at once, and one cell proves nothing: a town is
 * called like a family, a firm like its owner.  mapping_content.c weighs the
 * shares of a column against those of its neighbours.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/content_looks.h"

#include <string.h>

#include "lang/fold.h"
#include "lang/given_names.h"
#include "lang/legal_forms.h"
#include "lang/org_words.h"
#include "lang/places.h"
#include "parse/content_codes.h"

enum { WORDS_MAX = 12, KEY_MAX = 40, FIRM_SURE = 70, PLACE_WORDS_MAX = 4 };

struct word {
    struct text raw;
    char key[KEY_MAX];
    size_t key_len;
    size_t digits, letters;
    struct given_name given;
    uint8_t surname;
};

struct looked {
    struct word words[WORDS_MAX];
    size_t count;
    size_t digits, letters, bytes, commas;
    bool too_many;
};

static struct text key_of(const struct word *word)
{
    return (struct text){ word->key, word->key_len };
}

static struct looked look(struct text cell)
{
    struct looked looked = { .bytes = cell.len };
    for (size_t at = 0; at < cell.len;) {
        size_t end = at;
        while (end < cell.len && cell.ptr[end] != ' ' && cell.ptr[end] != ',' && cell.ptr[end] != ';' &&
               cell.ptr[end] != '\n' && cell.ptr[end] != '\t')
            end++;
        looked.commas += end < cell.len && cell.ptr[end] == ',';
        if (end > at && looked.count == WORDS_MAX) {
            looked.too_many = true;
        } else if (end > at) {
            struct word *word = &looked.words[looked.count++];
            word->raw = text_slice(cell, at, end);
            word->key_len = word->raw.len < KEY_MAX ? fold_key(word->raw, word->key, KEY_MAX) : 0;
            for (size_t i = 0; i < word->raw.len; i++) {
                word->digits += char_is_digit(word->raw.ptr[i]);
                word->letters += char_is_alpha(word->raw.ptr[i]) || (unsigned char)word->raw.ptr[i] >= 0xc0;
            }
            if (word->key_len > 0 && word->digits == 0) {
                uint32_t hash = word_hash(key_of(word));
                word->given = given_name_find_hashed(key_of(word), hash);
                word->surname = surname_strength_hashed(key_of(word), hash);
            }
            looked.digits += word->digits;
            looked.letters += word->letters;
        }
        at = end + 1;
    }
    return looked;
}

/* "J.", "J.A.", "JA", "Th." */
static bool is_initials(const struct word *word)
{
    if (word->letters == 0 || word->letters > 4 || word->digits > 0)
        return false;
    bool has_point = text_find_char(word->raw, '.') < word->raw.len;
    for (size_t i = 0; i < word->raw.len; i++)
        if (char_is_lower(word->raw.ptr[i]) && !(has_point && i == 1))
            return false;
    return has_point || word->letters == 1;
}

static bool is_prefix(const struct word *word)
{
    static const char *const small[] = { "van", "de",  "der", "den", "het", "t",  "ter", "ten", "te", "von",
                                         "zu",  "zum", "la",  "le",  "du",  "vd", "in",  "op",  "el", "di" };
    for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
        if (text_equal(key_of(word), text_from(small[i])))
            return true;
    return false;
}

/* "Mrs Jones": how one is addressed is no name. */
static bool is_address(const struct word *word)
{
    static const char *const titles[] = { "mr",      "mrs", "ms",   "miss", "dr",      "prof", "dhr", "mevr",
                                          "mevrouw", "mw",  "heer", "fam",  "familie", "herr", "frau" };
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
        if (text_equal(key_of(word), text_from(titles[i])))
            return true;
    return false;
}

static bool is_given(const struct word *word)
{
    if (word->given.strength > 0)
        return word->given.strength >= word->surname || word->given.strength >= 5;
    size_t dash = text_find_char(word->raw, '-'); /* Anne-Marie */
    char key[KEY_MAX];
    if (dash == 0 || dash >= word->raw.len || word->raw.len >= KEY_MAX)
        return false;
    size_t len = fold_key(text_slice(word->raw, 0, dash), key, sizeof(key));
    return given_name_find((struct text){ key, len }).strength > 0;
}

static bool is_surname(const struct word *word)
{
    return word->surname > 0 && !(word->given.strength > word->surname);
}

static void look_at_person(struct content *content, const struct looked *l)
{
    size_t given = 0, surnames = 0, initials = 0, others = 0, prefixes = 0;
    for (size_t i = 0; i < l->count; i++) {
        const struct word *word = &l->words[i];
        if (i + 1 < l->count && is_address(word))
            continue;
        if (is_prefix(word))
            prefixes++;
        else if (is_given(word))
            given++;
        else if (is_initials(word))
            initials++;
        else if (is_surname(word))
            surnames++;
        else if (word->letters > 2)
            others++;
    }
    size_t names = given + surnames + initials + others;
    content->initials += names > 0 && initials == names && prefixes == 0;
    content->given += l->count <= 2 && given > 0 && given + initials == names;
    content->surname += names == 1 && given == 0 && initials == 0 && (surnames > 0 || prefixes > 0);
    content->full_name += names >= 2 && names <= 5 && initials < names && (given + initials > 0) && !l->too_many;
}

static bool look_at_firm(const struct looked *l)
{
    static const char nowhere[3] = "";
    struct legal_form form;
    char key[KEY_MAX];
    unsigned sure = 0;
    for (size_t i = 0; i < l->count; i++) {
        const struct word *word = &l->words[i];
        if (word->key_len == 0)
            continue;
        if (l->count > 1 && legal_form_find(key_of(word), nowhere, &form) && (form.sure || i + 1 == l->count))
            return true;
        struct org_word org = org_word_find(key_of(word), word_hash(key_of(word)));
        uint8_t ending = org_ending_sure(key_of(word));
        unsigned of_word = org.sure > ending ? org.sure : ending;
        if (org.surname_too && i > 0)
            of_word /= 2;
        sure = of_word > sure ? of_word : sure;
        if (text_equal(word->raw, TEXT("&")) && l->count > 2)
            sure = sure < FIRM_SURE ? FIRM_SURE : sure;
    }
    if (l->count >= 2) { /* "B. V." */
        struct text last = l->words[l->count - 1].raw, before = l->words[l->count - 2].raw;
        size_t len =
            fold_key((struct text){ before.ptr, (size_t)(last.ptr + last.len - before.ptr) }, key, sizeof(key));
        if (legal_form_find((struct text){ key, len }, nowhere, &form) && form.sure)
            return true;
    }
    return sure >= FIRM_SURE;
}

static bool is_state(struct text word)
{
    static const char states[] =
        " AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
        "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC NSW VIC QLD TAS ACT ";
    char wanted[6] = " ";
    if (word.len < 2 || word.len > 3)
        return false;
    for (size_t i = 0; i < word.len; i++)
        wanted[i + 1] = char_to_upper(word.ptr[i]);
    wanted[word.len + 1] = ' ';
    return strstr(states, wanted) != NULL;
}

/* Which words are a postcode: the first of them, l->count when there is none. */
static size_t postcode_at(const struct looked *l, size_t *ret_words)
{
    for (size_t i = l->count; i-- > 0;) {
        struct text word = l->words[i].raw, next = i + 1 < l->count ? l->words[i + 1].raw : TEXT_EMPTY;
        *ret_words = 2;
        if (is_digits(word, 4) && next.len == 2 && char_is_upper(next.ptr[0]) && char_is_upper(next.ptr[1]) &&
            word.ptr[0] != '0')
            return i;
        if (is_postcode_gb(word, next))
            return i;
        *ret_words = 1;
        if (word.len == 6 && is_digits(text_slice(word, 0, 4), 4) && char_is_alpha(word.ptr[4]) &&
            char_is_alpha(word.ptr[5]))
            return i;
        if (is_digits(word, 5) && (i == 0 || i + 1 == l->count || l->words[i + 1].digits == 0))
            return i;
        if (is_digits(word, 4) && i > 0 && i + 1 == l->count && is_state(l->words[i - 1].raw))
            return i; /* nsw 2390 */
        if (is_digits(word, 4) && l->count > 1 && i + 1 < l->count && l->words[i + 1].digits == 0)
            return i; /* 9000 Gent */
    }
    return l->count;
}

static struct text span(const struct looked *l, size_t from, size_t to)
{
    struct text last = l->words[to - 1].raw;
    return (struct text){ l->words[from].raw.ptr, (size_t)(last.ptr + last.len - l->words[from].raw.ptr) };
}

/* Some words in a row, at the begin or at the end, that are a place. */
static bool has_place(const struct looked *l, size_t from, size_t to)
{
    char country[3];
    for (size_t n = 1; n <= PLACE_WORDS_MAX && from + n <= to; n++)
        if (place_is_known(span(l, to - n, to), country) || place_is_known(span(l, from, from + n), country))
            return true;
    return false;
}

static bool is_one_of(struct text word, const char *const *list)
{
    for (; *list; list++)
        if (text_equal(word, text_from(*list)))
            return true;
    return false;
}

/* "Hauptstr.", "Main St", "rue de la Loi": Dutch and German end so, English and French have a word apart. */
static bool has_street_word(const struct looked *l)
{
    static const char *const ends[] = { "straat",    "laan",  "plein",    "gracht", "kade", "singel",  "dijk",
                                        "steeg",     "weg",   "hof",      "pad",    "str",  "strasse", "gasse",
                                        "platz",     "allee", "ring",     "damm",   "ufer", "steig",   "markt",
                                        "plantsoen", "dreef", "steenweg", "baan",   "lei",  NULL };
    static const char *const english[] = { "street",  "st",        "road",    "rd",     "avenue", "ave",      "lane",
                                           "ln",      "drive",     "dr",      "court",  "ct",     "crescent", "terrace",
                                           "ter",     "boulevard", "blvd",    "place",  "pl",     "highway",  "hwy",
                                           "close",   "circle",    "cir",     "parade", "way",    "square",   "circuit",
                                           "parkway", "pkwy",      "gardens", "grove",  NULL };
    static const char *const french[] = { "rue",   "avenue",  "av",    "boulevard", "bd",     "chaussee", "place",
                                          "allee", "impasse", "route", "quai",      "chemin", "square",   NULL };
    size_t words = 0;
    for (size_t i = 0; i < l->count; i++)
        words += l->words[i].letters > 0;
    for (size_t i = 0; i < l->count; i++) {
        struct text key = key_of(&l->words[i]);
        if (l->words[i].digits > 0 || key.len < 2)
            continue;
        for (const char *const *end = ends; *end; end++)
            if (text_ends_nocase(key, text_from(*end)) && (key.len > strlen(*end) + 1 || words > 1))
                return true;
        if ((words > 1 && i > 0 && is_one_of(key, english)) || (i == 0 && words > 1 && is_one_of(key, french)))
            return true;
    }
    return false;
}

static void look_at_address(struct content *content, struct text cell, const struct looked *l)
{
    char country[3];
    content->street += l->letters > 2 && has_street_word(l);
    content->town += l->digits == 0 && l->count <= 6 && place_is_known(cell, country);
    content->region += l->count == 1 && is_state(cell);
    size_t code_words = 0, code = l->count > 1 ? postcode_at(l, &code_words) : l->count;
    if (code == l->count &&
        !(l->commas > 0 && l->digits > 0 && has_place(l, l->count > 3 ? l->count - 3 : 0, l->count)))
        return;
    size_t digits_apart = 0, letters_apart = 0;
    for (size_t i = 0; i < l->count; i++)
        if (i < code || i >= code + code_words) {
            digits_apart += l->words[i].digits;
            letters_apart += l->words[i].letters;
        }
    bool starts = code == 0 && code_words == 1; /* "9000 Gent", but "9000 Main Street" and "22430 Gulf Dr" too */
    bool is_place =
        letters_apart > 2 &&
        !(starts && (has_street_word(l) || (l->words[0].digits == 4 && l->count > 1 && !has_place(l, 1, l->count))));
    if (code < l->count && is_place && digits_apart == 0)
        content->town_line++;
    else if (is_place && digits_apart > 0 && l->count >= 4)
        content->whole_address++;
}

void content_look(struct content *content, struct text cell)
{
    if (cell.len == 0)
        return;
    struct looked looked = look(cell);
    content_codes(content, cell, looked.digits);
    look_at_address(content, cell, &looked);
    bool is_firm = look_at_firm(&looked);
    content->firm += is_firm;
    if (looked.digits == 0 && looked.count > 0 && !is_firm)
        look_at_person(content, &looked);
}
