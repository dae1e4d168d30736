/*
 * Where is the house number?  In most of Europe it is the first number that
 * is followed by nothing but additions ("Straat van 3 oktober 12 a"), a year
 * that belongs to the name being passed over when another number follows
 * ("Plein 1944 12").  In English-speaking countries, France and Luxembourg it
 * comes first.  What does not fit is looked at the other way round.
 *
 * The rest of the line is the addition, whose words each country has its own.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/address_line.h"

#include <string.h>

#include "lang/street_words.h"

enum { TOKENS_MAX = 32, DIGITS_MAX = 5, ADDITION_BYTES_MAX = 12 };

struct tokens {
    struct text at[TOKENS_MAX];
    size_t count;
};

static struct tokens cut(struct text line)
{
    struct tokens tokens = { .count = 0 };
    for (size_t at = 0; at < line.len;) {
        size_t end = at;
        while (end < line.len && line.ptr[end] != ' ')
            end++;
        if (end > at) {
            if (tokens.count == TOKENS_MAX - 1)
                end = line.len;
            tokens.at[tokens.count++] = text_slice(line, at, end);
        }
        at = end + 1;
    }
    return tokens;
}

/* From the start of one token to the end of another, as they stand in the line. */
static struct text span(const struct tokens *tokens, size_t from, size_t to)
{
    if (from >= to)
        return TEXT_EMPTY;
    const char *end = tokens->at[to - 1].ptr + tokens->at[to - 1].len;
    return (struct text){ tokens->at[from].ptr, (size_t)(end - tokens->at[from].ptr) };
}

static bool is_word(struct text word, const char *const *list)
{
    if (word.len > 1 && word.ptr[word.len - 1] == '.')
        word.len--;
    if (word.len == 0)
        return false;
    for (char first = char_to_lower(word.ptr[0]); *list; list++)
        if (first == (*list)[0] && text_equal_nocase(word, text_from(*list)))
            return true;
    return false;
}

static struct text strip(struct text t, const char *signs)
{
    while (t.len > 0 && t.ptr[0] && strchr(signs, t.ptr[0]))
        t = text_from_offset(t, 1);
    while (t.len > 0 && t.ptr[t.len - 1] && strchr(signs, t.ptr[t.len - 1]))
        t.len--;
    return t;
}

static size_t digits_at(struct text t)
{
    size_t n = 0;
    while (n < t.len && char_is_digit(t.ptr[n]))
        n++;
    return n;
}

bool address_number_comes_first(const char *country)
{
    static const char *const first[] = { "GB", "IE", "US", "CA", "AU", "NZ", "ZA", "FR", "LU", "MC", "IN", "SG", "HK" };
    for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
        if (country[0] == first[i][0] && country[1] == first[i][1])
            return true;
    return false;
}

/* ---- boxes ---- */

static bool read_box(struct text line, struct arena *arena, struct address_line *ret)
{
    static const struct { const char *word; enum address_kind kind; } words[] = {
        { "vrij antwoordnummer", ADDRESS_REPLY_NUMBER }, { "antwoordnummer", ADDRESS_REPLY_NUMBER }, { "antwoordnr", ADDRESS_REPLY_NUMBER },
        { "antw.nr", ADDRESS_REPLY_NUMBER }, { "antw. nr", ADDRESS_REPLY_NUMBER }, { "antwnr", ADDRESS_REPLY_NUMBER }, { "antw nr", ADDRESS_REPLY_NUMBER },
        { "antwoord nummer", ADDRESS_REPLY_NUMBER }, { "antw.nummer", ADDRESS_REPLY_NUMBER }, { "business reply", ADDRESS_REPLY_NUMBER },
        { "postbusnummer", ADDRESS_PO_BOX }, { "postbusnr", ADDRESS_PO_BOX }, { "postbus nr", ADDRESS_PO_BOX }, { "postbus", ADDRESS_PO_BOX },
        { "post bus", ADDRESS_PO_BOX }, { "p.o. box", ADDRESS_PO_BOX }, { "p.o.box", ADDRESS_PO_BOX }, { "p.o box", ADDRESS_PO_BOX }, { "po box", ADDRESS_PO_BOX },
        { "p o box", ADDRESS_PO_BOX }, { "pobox", ADDRESS_PO_BOX }, { "post office box", ADDRESS_PO_BOX }, { "postbox", ADDRESS_PO_BOX },
        { "p.b.", ADDRESS_PO_BOX }, { "p.b", ADDRESS_PO_BOX }, { "pb.", ADDRESS_PO_BOX }, { "pb", ADDRESS_PO_BOX },
        { "boîte postale", ADDRESS_PO_BOX }, { "boite postale", ADDRESS_PO_BOX }, { "b.p.", ADDRESS_PO_BOX }, { "bp", ADDRESS_PO_BOX },
        { "postfach", ADDRESS_PO_BOX }, { "case postale", ADDRESS_PO_BOX }, { "locked bag", ADDRESS_PO_BOX }, { "gpo box", ADDRESS_PO_BOX },
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (char_to_lower(line.ptr[0]) != words[i].word[0])
            continue;
        struct text word = text_from(words[i].word);
        if (!text_starts_nocase(line, word))
            continue;
        struct text rest = strip(text_from_offset(line, word.len), " .:-,#");
        if (text_starts_nocase(rest, TEXT("nr")) || text_starts_nocase(rest, TEXT("no")))
            rest = strip(text_from_offset(rest, 2), " .:");
        char number[16];
        size_t len = 0, at = 0;
        for (; at < rest.len && len < sizeof(number); at++)
            if (char_is_digit(rest.ptr[at]))
                number[len++] = rest.ptr[at];
            else if (!((rest.ptr[at] == ' ' || rest.ptr[at] == '.') && at + 1 < rest.len && char_is_digit(rest.ptr[at + 1])))
                break;
        if (len == 0 || len > 8 || (at < rest.len && char_is_alpha(rest.ptr[at])))
            continue;
        ret->kind = words[i].kind;
        ret->number = arena_copy(arena, (struct text){ number, len });
        ret->extra = strip(text_from_offset(rest, at), " ,-");
        return true;
    }
    return false;
}

/* ---- the number and what follows ---- */

static const char *const box_words[] = { "bus", "busnr", "bte", "boîte", "boite", "bt", "b", "box", "postbus", NULL };
static const char *const unit_words[] = { "apt", "apartment", "appartement", "app", "appt", "unit", "flat", "suite", "ste", "room", "rm", "kamer", "k",
                                          "lot", "shop", "office", "bureau", "wohnung", "whg", "floor", "fl", "#", "no", "villa", "unt", NULL };
static const char *const number_words[] = { "nr", "no", "num", "nummer", "huisnr", "huisnummer", "#", "n°", "nº", "numero", "numéro", "hnr", NULL };
static const char *const floor_words[] = { "hoog", "hg", "etage", "verdieping", "verd", "og", "eg", "floor", "stock", "étage", "woonlaag", NULL };
static const char *const addition_words[] = { "hs", "huis", "bis", "ter", "quater", "zwart", "zw", "rood", "rd", "bg", "bgg", "boven", "beneden", "bov",
                                              "ben", "achter", "voor", "links", "rechts", "li", "re", "a/d", "sous", "sout", "souterrain", "parterre",
                                              "begane", "grond", "zn", "z/n", "tot", "t/m", "tm", "en", "&", "toe", "wit", "geel", "groen", "blauw",
                                              "hoofdgebouw", "toren", "blok", "gebouw", "gebw", "geb", "unit", "app", "kmr", NULL };

static bool is_short_code(struct text t)
{
    if (t.len == 0 || t.len > 6)
        return false;
    bool digit = false;
    size_t letters = 0;
    for (size_t i = 0; i < t.len; i++) {
        digit |= char_is_digit(t.ptr[i]);
        letters += char_is_alpha(t.ptr[i]);
        if (!char_is_alpha(t.ptr[i]) && !char_is_digit(t.ptr[i]) && t.ptr[i] != '-' && t.ptr[i] != '/' && t.ptr[i] != '.' &&
            t.ptr[i] != '+')
            return false;
    }
    return digit || letters <= 2;
}

static bool is_roman(struct text t)
{
    if (t.len == 0 || t.len > 4)
        return false;
    for (size_t i = 0; i < t.len; i++)
        if (t.ptr[i] != 'I' && t.ptr[i] != 'V' && t.ptr[i] != 'X')
            return false;
    return true;
}

/* Could this stand behind a house number? */
static bool is_addition(struct text t)
{
    t = strip(t, ",-/()");
    return t.len == 0 || is_short_code(t) || is_roman(t) || is_word(t, addition_words) || is_word(t, floor_words) ||
           is_word(t, box_words) || is_word(t, unit_words);
}

/* "2e", "1ste", "3de": counts, is no house number. */
static bool is_ordinal(struct text t)
{
    size_t n = digits_at(t);
    struct text rest = text_from_offset(t, n);
    static const char *const ends[] = { "e", "ste", "de", "ste.", "st", "nd", "rd", "th", "er", "ère", "ème", "ième", NULL };
    return n > 0 && n <= 3 && is_word(rest, ends);
}

static bool is_number_token(struct text t)
{
    t = strip(t, "(,");
    size_t n = digits_at(t);
    if (n == 0 || n > DIGITS_MAX || t.ptr[0] == '0')
        return false;
    if (n < t.len && char_is_alpha(t.ptr[n])) { /* "12a", "12bis", "101hs" but not "3daagse" */
        size_t letters = 0;
        while (n + letters < t.len && char_is_alpha(t.ptr[n + letters]))
            letters++;
        struct text word = text_slice(t, n, n + letters);
        return letters <= 2 || is_roman(word) || is_word(word, addition_words) || is_word(word, box_words);
    }
    return true;
}

static bool is_year(struct text t)
{
    t = strip(t, ",");
    uint64_t year = 0;
    if (text_equal(t, TEXT("40-45")) || text_equal(t, TEXT("'40-'45")) || text_equal(t, TEXT("14-18")))
        return true;
    if (t.len == 9 && t.ptr[4] == '-' && digits_at(t) == 4 && digits_at(text_from_offset(t, 5)) == 4)
        t.len = 4;
    return t.len == 4 && text_to_u64(t, &year) && year >= 1500 && year <= 2099;
}

/* ---- additions by country ---- */

/* Additions are short; longer ones go to the extra line. */
static void put_addition(struct text t, struct address_line *ret)
{
    t = strip(t, " ,-/.()");
    if (t.len == 0)
        return;
    if (t.len > ADDITION_BYTES_MAX || ret->addition.len > 0)
        ret->extra = t;
    else
        ret->addition = t;
}

static struct text known_addition(struct text t)
{
    static const struct { const char *from, *to; } known[] = {
        { "huis", "HS" }, { "hs", "HS" }, { "zwart", "ZW" }, { "zw", "ZW" }, { "rood", "RD" }, { "rd", "RD" }, { "bg", "BG" }, { "bgg", "BG" },
        { "begane grond", "BG" }, { "bis", "BIS" }, { "parterre", "PRT" }, { "sous", "SOUS" }, { "souterrain", "SOUT" }, { "sout", "SOUT" },
        { "boven", "BOV" }, { "beneden", "BEN" }, { "achter", "ACHT" }, { "voor", "VOOR" },
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (text_equal_nocase(t, text_from(known[i].from)))
            return text_from(known[i].to);
    return t;
}

/* "1e hoog", "2-hoog", "3hg", "1e etage" → "1", "2", "3". */
static struct text floor_number(struct text t)
{
    size_t n = digits_at(t);
    struct text rest = strip(text_from_offset(t, n), " -.");
    if (text_starts_nocase(rest, TEXT("e ")) || text_starts_nocase(rest, TEXT("e.")) || text_starts_nocase(rest, TEXT("de ")))
        rest = strip(text_from_offset(rest, text_find_char(rest, ' ') + 1), " ");
    if (n > 0 && n <= 2 && is_word(rest, floor_words))
        return text_slice(t, 0, n);
    return TEXT_EMPTY;
}

static void read_dutch_tail(struct text t, struct arena *arena, struct address_line *ret)
{
    bool glued = t.len > 0 && char_is_alpha(t.ptr[0]);
    bool range = t.len > 1 && (t.ptr[0] == '-' || t.ptr[0] == '/') && char_is_digit(t.ptr[1]);
    t = strip(t, " ,-/.");
    if (t.len == 0)
        return;
    struct text whole = known_addition(t);
    if (whole.ptr != t.ptr) {
        ret->addition = whole;
        return;
    }
    struct text floor = floor_number(t);
    if (floor.len > 0 || range) {
        put_addition(floor.len > 0 ? floor : t, ret);
        return;
    }
    if (t.len > 2 && char_is_upper(t.ptr[0]) && char_is_upper(t.ptr[1]) && char_is_lower(t.ptr[2])) { /* "LToe": letter L */
        ret->letter = text_slice(t, 0, 1);
        put_addition(text_from_offset(t, 1), ret);
        return;
    }
    if (!glued && t.len == 1 && t.ptr[0] == 'I') { /* first floor; a letter I is hardly given out */
        ret->addition = t;
        return;
    }
    if (char_is_alpha(t.ptr[0]) && (t.len == 1 || !char_is_alpha(t.ptr[1])) && !(t.len > 1 && (unsigned char)t.ptr[1] >= 0x80)) {
        ret->letter = text_slice(t, 0, 1);
        t = strip(text_from_offset(t, 1), " ,-/.");
        floor = floor_number(t);
        put_addition(floor.len ? floor : known_addition(t), ret);
        return;
    }
    struct tokens words = cut(t);
    if (words.count > 1 && (is_word(words.at[0], unit_words) || is_word(words.at[0], box_words)) && is_short_code(words.at[1])) {
        put_addition(words.at[1], ret);
        if (words.count > 2)
            ret->extra = span(&words, 2, words.count);
        return;
    }
    /* a known word glued to something: "101hs-2" stays as it is */
    put_addition(t, ret);
}

static bool is_box_word_at(struct text t, size_t *ret_len)
{
    static const char *const words[] = { "busnummer", "busnr.", "busnr", "bus nr.", "bus nr", "bus", "bte.", "bte", "boîte", "boite", "bt.", "bt", "box", "b.", "b" };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct text word = text_from(words[i]);
        if (!text_starts_nocase(t, word) || t.len <= word.len)
            continue;
        char next = t.ptr[word.len];
        if (word.len == 1 ? char_is_digit(next) || (next == ' ' && t.len > 2 && char_is_digit(t.ptr[2])) : !char_is_alpha(next) || word.len > 2)
            return *ret_len = word.len, true;
    }
    return false;
}

/* number holds the digits; the letter joins it, what follows bus or "/" is the box. */
static void read_belgian_tail(struct text digits, struct text t, struct arena *arena, struct address_line *ret)
{
    size_t used = 0, word = 0;
    ret->number = digits;
    struct text rest = strip(t, " ");
    if (rest.len > 1 && rest.ptr[0] == '-' && digits_at(text_from_offset(rest, 1)) > 0) { /* "12-14" */
        used = 1 + digits_at(text_from_offset(rest, 1));
        ret->number = arena_printf(arena, "%.*s%.*s", TEXT_ARG(digits), TEXT_ARG(text_slice(rest, 0, used)));
        rest = text_from_offset(rest, used);
    }
    struct text bare = strip(rest, " -");
    if (bare.len > 0 && char_is_alpha(bare.ptr[0]) && (bare.len == 1 || !char_is_alpha(bare.ptr[1])) && !is_box_word_at(bare, &word)) {
        ret->number = arena_printf(arena, "%.*s%c", TEXT_ARG(ret->number), char_to_upper(bare.ptr[0]));
        rest = text_from_offset(bare, 1);
    } else if (bare.len > 2 && (text_equal_nocase(bare, TEXT("bis")) || text_equal_nocase(bare, TEXT("ter")))) {
        ret->number = arena_printf(arena, "%.*s%.*s", TEXT_ARG(ret->number), TEXT_ARG(bare));
        rest = TEXT_EMPTY;
    }
    rest = strip(rest, " ,/-.");
    if (is_box_word_at(rest, &word))
        rest = strip(text_from_offset(rest, word), " .:,");
    put_addition(rest, ret);
}

/* "5a", "20-40", "5 a-c", "12 Haus 3": number and letter stay one. */
static void read_plain_tail(struct text digits, struct text t, struct arena *arena, struct address_line *ret)
{
    size_t len = digits.len, at = 0;
    char number[24];
    memcpy(number, digits.ptr, digits.len);
    while (at < t.len && len < sizeof(number) - 2) {
        char c = t.ptr[at];
        size_t next = at + 1;
        while (next < t.len && t.ptr[next] == ' ')
            next++;
        bool joins = (c == '-' || c == '/' || c == '+') && next < t.len && (char_is_digit(t.ptr[next]) || (next + 1 == t.len && char_is_alpha(t.ptr[next])));
        bool letter = char_is_alpha(c) && (at + 1 == t.len || !char_is_alpha(t.ptr[at + 1]));
        if (c == ' ' && next < t.len && (t.ptr[next] == '-' || t.ptr[next] == '/' || (char_is_alpha(t.ptr[next]) && (next + 1 == t.len || (!char_is_alpha(t.ptr[next + 1]) && (unsigned char)t.ptr[next + 1] < 0x80))))) {
            at = next;
            continue;
        }
        if (!joins && !letter && !char_is_digit(c))
            break;
        number[len++] = letter && char_is_alpha(c) ? char_to_lower(c) : c;
        at = joins ? next : at + 1;
    }
    ret->number = arena_copy(arena, (struct text){ number, len });
    put_addition(text_from_offset(t, at), ret);
}

static void read_tail(struct text tail, const char *country, struct arena *arena, struct address_line *ret)
{
    tail = strip(tail, " (,");
    size_t n = digits_at(tail);
    struct text digits = text_slice(tail, 0, n), rest = text_from_offset(tail, n);
    while (digits.len > 1 && digits.ptr[0] == '0')
        digits = text_from_offset(digits, 1);
    ret->number = digits;
    if (strcmp(country, "NL") == 0)
        read_dutch_tail(rest, arena, ret);
    else if (strcmp(country, "BE") == 0)
        read_belgian_tail(digits, rest, arena, ret);
    else
        read_plain_tail(digits, rest, arena, ret);
}

bool address_number_read(struct text raw, const char *country, struct arena *arena, struct address_line *ret)
{
    raw = strip(raw, " ,.#'");
    struct tokens tokens = cut(raw);
    if (tokens.count > 1 && is_word(tokens.at[0], number_words))
        raw = span(&tokens, 1, tokens.count);
    size_t n = digits_at(raw);
    if (n == 0 || n > DIGITS_MAX)
        return false;
    if (text_ends(raw, TEXT(".0"))) /* a spreadsheet's number */
        raw.len -= 2;
    read_tail(raw, country, arena, ret);
    return true;
}

/* ---- number last ---- */

/* " bij 15201", " t/o 3": beside or opposite something; the words and the byte where the street ends. */
static const char *find_by_to(const struct tokens *t, size_t number_at)
{
    static const char *const by[] = { "bij", "b/", "by", NULL }, *const to[] = { "t/o", "t.o", "tegenover", "to", NULL };
    if (number_at < 2)
        return "";
    return is_word(t->at[number_at - 1], by) ? "by" : is_word(t->at[number_at - 1], to) ? "to" : "";
}

static bool tail_is_additions(const struct tokens *t, size_t at)
{
    for (size_t i = at + 1; i < t->count; i++) {
        bool last_short = i + 1 == t->count && t->at[i].len <= 4; /* the register allows four signs, any */
        if (!is_addition(t->at[i]) && !is_number_token(t->at[i]) && !last_short)
            return false;
    }
    return true;
}

/* A street of this name cannot well end in a number of its own. */
static bool has_street_type(struct text word)
{
    static const char *const types[] = { "straat", "weg", "laan", "plein", "gracht", "kade", "dijk", "singel", "hof", "park", "steeg", "markt", "pad",
                                         "dreef", "str", "str.", "ln", "wal", "haven", "plantsoen", "dwarsstraat", "steenweg", "lei", "baan", "berg",
                                         "dorp", "erf", "hoek", "veld", "ring", "boulevard", "allee", "rak", "brink", "kamp", "oord", "zoom", "wei", "wijk" };
    word = strip(word, ",");
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (text_ends_nocase(word, text_from(types[i])))
            return true;
    return false;
}

/* "Randstad 21 15": two bare numbers behind a name without a type of street; the last is the house's. */
static bool street_ends_in_number(const struct tokens *t, size_t i)
{
    return i + 2 == t->count && digits_at(t->at[i]) == t->at[i].len && digits_at(t->at[i + 1]) > 0 && is_number_token(t->at[i + 1]) &&
           !has_street_type(t->at[i - 1]);
}

/* Index of the token with the house number; count when there is none. */
static size_t find_number(const struct tokens *t)
{
    size_t fallback = t->count;
    for (size_t i = 1; i < t->count; i++) {
        if (is_word(t->at[i - 1], number_words) && i >= 2 && digits_at(strip(t->at[i], "(,")) > 0)
            return i;
        if (!is_number_token(t->at[i]) || (is_ordinal(t->at[i]) && i + 1 < t->count && !is_word(t->at[i + 1], floor_words)))
            continue;
        bool number_later = false;
        for (size_t j = i + 1; j < t->count; j++)
            number_later |= is_number_token(t->at[j]);
        if (number_later && (is_year(t->at[i]) || street_ends_in_number(t, i)))
            continue;
        if (tail_is_additions(t, i))
            return i;
        fallback = i;
    }
    return fallback;
}

/* "Kerkstraat12a": where letters end and digits start; 0 when they do not. */
static size_t find_glued(struct text token)
{
    size_t at = 0;
    while (at < token.len && (char_is_alpha(token.ptr[at]) || (unsigned char)token.ptr[at] >= 0x80 || token.ptr[at] == '.' || token.ptr[at] == '-'))
        at++;
    return at >= 4 && at < token.len && is_number_token(text_from_offset(token, at)) ? at : 0;
}

static void read_number_last(struct text line, const char *country, struct arena *arena, struct address_line *ret)
{
    struct tokens t = cut(line);
    size_t at = find_number(&t);
    bool first_is_number = t.count > 1 && is_number_token(t.at[0]) && !is_ordinal(t.at[0]);
    if (at < t.count) {
        size_t street_end = at;
        if (at > 1 && is_word(t.at[at - 1], number_words))
            street_end--;
        ret->by_to = find_by_to(&t, street_end);
        if (ret->by_to[0])
            street_end--;
        size_t tail_end = t.count;
        if (!tail_is_additions(&t, at)) { /* words behind the number that are no addition */
            tail_end = at + 1;
            while (tail_end < t.count && is_addition(t.at[tail_end]))
                tail_end++;
            ret->extra = strip(span(&t, tail_end, t.count), " ,-()");
            ret->doubt = 40;
        }
        struct text kept = ret->extra;
        ret->street = strip(span(&t, 0, street_end), " ,");
        read_tail(span(&t, at, tail_end), country, arena, ret);
        if (kept.len > 0 && ret->extra.ptr != kept.ptr)
            ret->extra = ret->extra.len ? arena_printf(arena, "%.*s, %.*s", TEXT_ARG(ret->extra), TEXT_ARG(kept)) : kept;
        return;
    }
    size_t glued = t.count > 0 ? find_glued(t.at[t.count - 1]) : 0;
    if (glued > 0) {
        struct text last = t.at[t.count - 1];
        ret->street = strip((struct text){ t.at[0].ptr, (size_t)(last.ptr + glued - t.at[0].ptr) }, " ,-");
        read_tail(text_from_offset(last, glued), country, arena, ret);
        return;
    }
    if (first_is_number) {
        size_t street_from = 1;
        while (street_from + 1 < t.count && (is_word(t.at[street_from], addition_words) || (strip(t.at[street_from], ",").len == 1 && char_is_alpha(t.at[street_from].ptr[0]))))
            street_from++;
        ret->street = strip(span(&t, street_from, t.count), " ,");
        read_tail(strip(span(&t, 0, street_from), " ,"), country, arena, ret);
        ret->number_was_first = street_language_of(ret->street) != STREET_FRENCH;
        return;
    }
    ret->street = strip(line, " ,");
    ret->doubt = 50;
}

/* ---- number first ---- */

/* "Flat 3", "Unit 4,", "Apt. 5B", "#12", "Suite 100": how many tokens from at on; 0 for none. */
static size_t unit_at(const struct tokens *t, size_t at, struct text *ret)
{
    struct text word = strip(t->at[at], ",.");
    if (word.len > 1 && word.ptr[0] == '#')
        return *ret = text_from_offset(word, 1), 1;
    if (at + 1 < t->count && is_word(word, unit_words) && is_short_code(strip(t->at[at + 1], ",.#"))) {
        *ret = strip(t->at[at + 1], ",.#");
        return 2;
    }
    return 0;
}

static void read_number_first(struct text line, const char *country, struct arena *arena, struct address_line *ret)
{
    struct tokens t = cut(line);
    size_t from = 0, to = t.count;
    struct text unit = TEXT_EMPTY;
    if (t.count > 2 && (from = unit_at(&t, 0, &unit)) > 0 && from < t.count && t.at[from].len == 1 && t.at[from].ptr[0] == '-')
        from++;
    if (from == 0 && t.count > 3)
        for (size_t i = 2; i < t.count; i++) {
            size_t used = unit_at(&t, i, &unit);
            if (used > 0 && i + used == t.count) {
                to = i;
                break;
            }
            unit = TEXT_EMPTY;
        }
    if (from < to && !is_number_token(t.at[from]) && to > 1) { /* no number in front: perhaps behind, as abroad */
        struct text street = span(&t, from, to);
        read_number_last(street, country, arena, ret);
        ret->number_was_first = false;
        if (unit.len > 0 && ret->addition.len == 0)
            ret->addition = unit;
        return;
    }
    if (from + 1 >= to) { /* one word, or a number alone */
        if (from < to && is_number_token(t.at[from]))
            read_tail(t.at[from], country, arena, ret);
        else
            ret->street = strip(line, " ,");
        ret->addition = unit.len ? unit : ret->addition;
        ret->doubt = 50;
        return;
    }
    struct text number = strip(t.at[from], ",");
    size_t street_from = from + 1;
    /* "1/23 Smith St": unit 1 of number 23 */
    size_t slash = text_find_char(number, '/');
    if (slash < number.len && digits_at(text_from_offset(number, slash + 1)) > 0 && (strcmp(country, "AU") == 0 || strcmp(country, "NZ") == 0)) {
        unit = text_slice(number, 0, slash);
        number = text_from_offset(number, slash + 1);
    }
    read_tail(number, country, arena, ret);
    static const char *const repeats[] = { "bis", "ter", "quater", NULL };
    if (street_from + 1 < to && (is_word(strip(t.at[street_from], ","), repeats) || (t.at[street_from].len == 1 && char_is_alpha(t.at[street_from].ptr[0]) && strcmp(country, "FR") == 0))) {
        ret->addition = strip(t.at[street_from], ",");
        street_from++;
    }
    ret->street = strip(span(&t, street_from, to), " ,-");
    if (unit.len > 0)
        ret->addition = unit;
}

/* ---- the line ---- */

/* Parts at commas: the street line is the one with a number, or the first. */
static struct text street_part(struct text line, struct arena *arena, struct text *ret_rest, bool number_first)
{
    struct text rest = line, part, best = TEXT_EMPTY;
    *ret_rest = TEXT_EMPTY;
    if (text_find_char(line, ',') == line.len)
        return line;
    size_t comma = text_find_char(line, ',');
    struct text before = text_trim(text_slice(line, 0, comma)), after = text_trim(text_from_offset(line, comma + 1));
    /* "Kerkstraat, 12 bus 3" and "12, rue X" are one */
    bool before_has_digit = false;
    for (size_t i = 0; i < before.len; i++)
        before_has_digit |= char_is_digit(before.ptr[i]);
    struct tokens before_tokens = cut(before);
    bool number_alone = before_tokens.count <= 2 && before_tokens.count > 0 && is_number_token(before_tokens.at[0]);
    if (number_alone || (!before_has_digit && digits_at(after) > 0)) {
        size_t more = text_find_char(after, ',');
        *ret_rest = text_trim(text_from_offset(after, more + 1));
        return arena_printf(arena, "%.*s %.*s", TEXT_ARG(before), TEXT_ARG(text_slice(after, 0, more)));
    }
    struct text unit;
    if (unit_at(&before_tokens, 0, &unit) == before_tokens.count && before_tokens.count > 0 && after.len > 0) /* "Flat 3, 12 High Street" */
        return arena_printf(arena, "%.*s %.*s", TEXT_ARG(before), TEXT_ARG(after));
    while (text_next(&rest, ',', &part)) {
        part = text_trim(part);
        bool digit = false;
        for (size_t i = 0; i < part.len; i++)
            digit |= char_is_digit(part.ptr[i]);
        if (digit) {
            best = part;
            break;
        }
    }
    if (best.len == 0 || best.ptr == line.ptr) {
        struct tokens after_tokens = cut(after);
        /* "Kerkstraat 12, bus 3": an addition behind the comma */
        bool addition = after_tokens.count > 0 && after_tokens.count <= 3;
        for (size_t i = 0; i < after_tokens.count; i++)
            addition &= is_addition(after_tokens.at[i]);
        if (best.len > 0 && addition)
            return arena_printf(arena, "%.*s %.*s", TEXT_ARG(before), TEXT_ARG(after));
        /* "Rose Cottage, Mill Lane": a house with a name stands before its street */
        bool house_first = best.len == 0 && text_find_char(after, ',') == after.len && street_language_of(after) != STREET_UNKNOWN &&
                           street_language_of(before) == STREET_UNKNOWN;
        *ret_rest = house_first ? before : after;
        return house_first ? after : before;
    }
    size_t at = (size_t)(best.ptr - line.ptr);
    struct text left = strip(text_slice(line, 0, at), " ,"), right = strip(text_from_offset(line, at + best.len), " ,");
    *ret_rest = left.len && right.len ? arena_printf(arena, "%.*s, %.*s", TEXT_ARG(left), TEXT_ARG(right)) : left.len ? left : right;
    return best;
}

void address_line_read(struct text line, const char *country, struct arena *arena, struct address_line *ret)
{
    *ret = (struct address_line){ .by_to = "" };
    line = strip(line, " ,;-");
    if (line.len == 0 || read_box(line, arena, ret))
        return;
    bool number_first = address_number_comes_first(country);
    struct text rest;
    struct text street = street_part(line, arena, &rest, number_first);
    struct address_line box = { .by_to = "" };
    if (rest.len > 0 && street.ptr == line.ptr && read_box(street, arena, &box)) {
        *ret = box;
        ret->extra = rest;
        return;
    }
    if (number_first)
        read_number_first(street, country, arena, ret);
    else
        read_number_last(street, country, arena, ret);
    if (rest.len > 0)
        ret->extra = ret->extra.len ? arena_printf(arena, "%.*s, %.*s", TEXT_ARG(ret->extra), TEXT_ARG(rest)) : rest;
}
