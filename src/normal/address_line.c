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
#include "normal/address_tokens.h"

#include <string.h>

#include "lang/street_words.h"

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
    static const struct {
        const char *word;
        enum address_kind kind;
    } words[] = {
        { "vrij antwoordnummer", ADDRESS_REPLY_NUMBER },
        { "antwoordnummer", ADDRESS_REPLY_NUMBER },
        { "antwoordnr", ADDRESS_REPLY_NUMBER },
        { "antw.nr", ADDRESS_REPLY_NUMBER },
        { "antw. nr", ADDRESS_REPLY_NUMBER },
        { "antwnr", ADDRESS_REPLY_NUMBER },
        { "antw nr", ADDRESS_REPLY_NUMBER },
        { "antwoord nummer", ADDRESS_REPLY_NUMBER },
        { "antw.nummer", ADDRESS_REPLY_NUMBER },
        { "business reply", ADDRESS_REPLY_NUMBER },
        { "postbusnummer", ADDRESS_PO_BOX },
        { "postbusnr", ADDRESS_PO_BOX },
        { "postbus nr", ADDRESS_PO_BOX },
        { "postbus", ADDRESS_PO_BOX },
        { "post bus", ADDRESS_PO_BOX },
        { "p.o. box", ADDRESS_PO_BOX },
        { "p.o.box", ADDRESS_PO_BOX },
        { "p.o box", ADDRESS_PO_BOX },
        { "po box", ADDRESS_PO_BOX },
        { "p o box", ADDRESS_PO_BOX },
        { "pobox", ADDRESS_PO_BOX },
        { "post office box", ADDRESS_PO_BOX },
        { "postbox", ADDRESS_PO_BOX },
        { "p.b.", ADDRESS_PO_BOX },
        { "p.b", ADDRESS_PO_BOX },
        { "pb.", ADDRESS_PO_BOX },
        { "pb", ADDRESS_PO_BOX },
        { "boîte postale", ADDRESS_PO_BOX },
        { "boite postale", ADDRESS_PO_BOX },
        { "b.p.", ADDRESS_PO_BOX },
        { "bp", ADDRESS_PO_BOX },
        { "postfach", ADDRESS_PO_BOX },
        { "case postale", ADDRESS_PO_BOX },
        { "locked bag", ADDRESS_PO_BOX },
        { "gpo box", ADDRESS_PO_BOX },
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (char_to_lower(line.ptr[0]) != words[i].word[0])
            continue;
        struct text word = text_from(words[i].word);
        if (!text_starts_nocase(line, word))
            continue;
        struct text rest = token_strip(text_from_offset(line, word.len), " .:-,#");
        if (text_starts_nocase(rest, TEXT("nr")) || text_starts_nocase(rest, TEXT("no")))
            rest = token_strip(text_from_offset(rest, 2), " .:");
        char number[16];
        size_t len = 0, at = 0;
        for (; at < rest.len && len < sizeof(number); at++)
            if (char_is_digit(rest.ptr[at]))
                number[len++] = rest.ptr[at];
            else if (!((rest.ptr[at] == ' ' || rest.ptr[at] == '.') && at + 1 < rest.len &&
                       char_is_digit(rest.ptr[at + 1])))
                break;
        if (len == 0 || len > 8 || (at < rest.len && char_is_alpha(rest.ptr[at])))
            continue;
        ret->kind = words[i].kind;
        ret->number = arena_copy(arena, (struct text){ number, len });
        ret->extra = token_strip(text_from_offset(rest, at), " ,-");
        return true;
    }
    return false;
}

/* ---- number last ---- */

/* " bij 15201", " t/o 3": beside or opposite something; the words and the byte where the street ends. */
static const char *find_by_to(const struct tokens *t, size_t number_at)
{
    static const char *const by[] = { "bij", "b/", "by", NULL }, *const to[] = { "t/o", "t.o", "tegenover", "to",
                                                                                 NULL };
    if (number_at < 2)
        return "";
    return token_is_word(t->at[number_at - 1], by) ? "by" : token_is_word(t->at[number_at - 1], to) ? "to" : "";
}

static bool tail_is_additions(const struct tokens *t, size_t at)
{
    for (size_t i = at + 1; i < t->count; i++) {
        bool last_short = i + 1 == t->count && t->at[i].len <= 4; /* the register allows four signs, any */
        if (!token_is_addition(t->at[i]) && !token_is_number(t->at[i]) && !last_short)
            return false;
    }
    return true;
}

/* A street of this name cannot well end in a number of its own. */
static bool has_street_type(struct text word)
{
    static const char *const types[] = { "straat",   "weg",  "laan",      "plein", "gracht", "kade",      "dijk",
                                         "singel",   "hof",  "park",      "steeg", "markt",  "pad",       "dreef",
                                         "str",      "str.", "ln",        "wal",   "haven",  "plantsoen", "dwarsstraat",
                                         "steenweg", "lei",  "baan",      "berg",  "dorp",   "erf",       "hoek",
                                         "veld",     "ring", "boulevard", "allee", "rak",    "brink",     "kamp",
                                         "oord",     "zoom", "wei",       "wijk" };
    word = token_strip(word, ",");
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (text_ends_nocase(word, text_from(types[i])))
            return true;
    return false;
}

/* "Randstad 21 15": two bare numbers behind a name without a type of street; the last is the house's. */
static bool street_ends_in_number(const struct tokens *t, size_t i)
{
    return i + 2 == t->count && token_digits(t->at[i]) == t->at[i].len && token_digits(t->at[i + 1]) > 0 &&
           token_is_number(t->at[i + 1]) && !has_street_type(t->at[i - 1]);
}

/* Index of the token with the house number; count when there is none. */
static size_t find_number(const struct tokens *t)
{
    size_t fallback = t->count;
    for (size_t i = 1; i < t->count; i++) {
        if (token_is_word(t->at[i - 1], address_number_words) && i >= 2 &&
            token_digits(token_strip(t->at[i], "(,")) > 0)
            return i;
        if (!token_is_number(t->at[i]) ||
            (token_is_ordinal(t->at[i]) && i + 1 < t->count && !token_is_word(t->at[i + 1], address_floor_words)))
            continue;
        bool number_later = false;
        for (size_t j = i + 1; j < t->count; j++)
            number_later |= token_is_number(t->at[j]);
        if (number_later && (token_is_year(t->at[i]) || street_ends_in_number(t, i)))
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
    while (at < token.len && (char_is_alpha(token.ptr[at]) || (unsigned char)token.ptr[at] >= 0x80 ||
                              token.ptr[at] == '.' || token.ptr[at] == '-'))
        at++;
    return at >= 4 && at < token.len && token_is_number(text_from_offset(token, at)) ? at : 0;
}

static void read_number_last(struct text line, const char *country, struct arena *arena, struct address_line *ret)
{
    struct tokens t = tokens_cut(line);
    size_t at = find_number(&t);
    bool first_is_number = t.count > 1 && token_is_number(t.at[0]) && !token_is_ordinal(t.at[0]);
    if (at < t.count) {
        size_t street_end = at;
        if (at > 1 && token_is_word(t.at[at - 1], address_number_words))
            street_end--;
        ret->by_to = find_by_to(&t, street_end);
        if (ret->by_to[0])
            street_end--;
        size_t tail_end = t.count;
        if (!tail_is_additions(&t, at)) { /* words behind the number that are no addition */
            tail_end = at + 1;
            while (tail_end < t.count && token_is_addition(t.at[tail_end]))
                tail_end++;
            ret->extra = token_strip(tokens_span(&t, tail_end, t.count), " ,-()");
            ret->doubt = 40;
        }
        struct text kept = ret->extra;
        ret->street = token_strip(tokens_span(&t, 0, street_end), " ,");
        address_tail_read(tokens_span(&t, at, tail_end), country, arena, ret);
        if (kept.len > 0 && ret->extra.ptr != kept.ptr)
            ret->extra =
                ret->extra.len ? arena_printf(arena, "%.*s, %.*s", TEXT_ARG(ret->extra), TEXT_ARG(kept)) : kept;
        return;
    }
    size_t glued = t.count > 0 ? find_glued(t.at[t.count - 1]) : 0;
    if (glued > 0) {
        struct text last = t.at[t.count - 1];
        ret->street = token_strip((struct text){ t.at[0].ptr, (size_t)(last.ptr + glued - t.at[0].ptr) }, " ,-");
        address_tail_read(text_from_offset(last, glued), country, arena, ret);
        return;
    }
    if (first_is_number) {
        size_t street_from = 1;
        while (street_from + 1 < t.count &&
               (token_is_word(t.at[street_from], address_addition_words) ||
                (token_strip(t.at[street_from], ",").len == 1 && char_is_alpha(t.at[street_from].ptr[0]))))
            street_from++;
        ret->street = token_strip(tokens_span(&t, street_from, t.count), " ,");
        address_tail_read(token_strip(tokens_span(&t, 0, street_from), " ,"), country, arena, ret);
        ret->number_was_first = street_language_of(ret->street) != STREET_FRENCH;
        return;
    }
    ret->street = token_strip(line, " ,");
    ret->doubt = 50;
}

/* ---- number first ---- */

/* "Flat 3", "Unit 4,", "Apt. 5B", "#12", "Suite 100": how many tokens from at on; 0 for none. */
static size_t unit_at(const struct tokens *t, size_t at, struct text *ret)
{
    struct text word = token_strip(t->at[at], ",.");
    if (word.len > 1 && word.ptr[0] == '#')
        return *ret = text_from_offset(word, 1), 1;
    if (at + 1 < t->count && token_is_word(word, address_unit_words) &&
        token_is_code(token_strip(t->at[at + 1], ",.#"))) {
        *ret = token_strip(t->at[at + 1], ",.#");
        return 2;
    }
    return 0;
}

static void read_number_first(struct text line, const char *country, struct arena *arena, struct address_line *ret)
{
    struct tokens t = tokens_cut(line);
    size_t from = 0, to = t.count;
    struct text unit = TEXT_EMPTY;
    if (t.count > 2 && (from = unit_at(&t, 0, &unit)) > 0 && from < t.count && t.at[from].len == 1 &&
        t.at[from].ptr[0] == '-')
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
    if (from < to && !token_is_number(t.at[from]) && to > 1) { /* no number in front: perhaps behind, as abroad */
        struct text street = tokens_span(&t, from, to);
        read_number_last(street, country, arena, ret);
        ret->number_was_first = false;
        if (unit.len > 0 && ret->addition.len == 0)
            ret->addition = unit;
        return;
    }
    if (from + 1 >= to) { /* one word, or a number alone */
        if (from < to && token_is_number(t.at[from]))
            address_tail_read(t.at[from], country, arena, ret);
        else
            ret->street = token_strip(line, " ,");
        ret->addition = unit.len ? unit : ret->addition;
        ret->doubt = 50;
        return;
    }
    struct text number = token_strip(t.at[from], ",");
    size_t street_from = from + 1;
    /* "1/23 Smith St": unit 1 of number 23 */
    size_t slash = text_find_char(number, '/');
    if (slash < number.len && token_digits(text_from_offset(number, slash + 1)) > 0 &&
        (strcmp(country, "AU") == 0 || strcmp(country, "NZ") == 0)) {
        unit = text_slice(number, 0, slash);
        number = text_from_offset(number, slash + 1);
    }
    address_tail_read(number, country, arena, ret);
    static const char *const repeats[] = { "bis", "ter", "quater", NULL };
    if (street_from + 1 < to &&
        (token_is_word(token_strip(t.at[street_from], ","), repeats) ||
         (t.at[street_from].len == 1 && char_is_alpha(t.at[street_from].ptr[0]) && strcmp(country, "FR") == 0))) {
        ret->addition = token_strip(t.at[street_from], ",");
        street_from++;
    }
    ret->street = token_strip(tokens_span(&t, street_from, to), " ,-");
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
    struct tokens before_tokens = tokens_cut(before);
    bool number_alone = before_tokens.count <= 2 && before_tokens.count > 0 && token_is_number(before_tokens.at[0]);
    if (number_alone || (!before_has_digit && token_digits(after) > 0)) {
        size_t more = text_find_char(after, ',');
        *ret_rest = text_trim(text_from_offset(after, more + 1));
        return arena_printf(arena, "%.*s %.*s", TEXT_ARG(before), TEXT_ARG(text_slice(after, 0, more)));
    }
    struct text unit;
    if (unit_at(&before_tokens, 0, &unit) == before_tokens.count && before_tokens.count > 0 &&
        after.len > 0) /* "Flat 3, 12 High Street" */
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
        struct tokens after_tokens = tokens_cut(after);
        /* "Kerkstraat 12, bus 3": an addition behind the comma */
        bool addition = after_tokens.count > 0 && after_tokens.count <= 3;
        for (size_t i = 0; i < after_tokens.count; i++)
            addition &= token_is_addition(after_tokens.at[i]);
        if (best.len > 0 && addition)
            return arena_printf(arena, "%.*s %.*s", TEXT_ARG(before), TEXT_ARG(after));
        /* "Rose Cottage, Mill Lane": a house with a name stands before its street */
        bool house_first = best.len == 0 && text_find_char(after, ',') == after.len &&
                           street_language_of(after) != STREET_UNKNOWN && street_language_of(before) == STREET_UNKNOWN;
        *ret_rest = house_first ? before : after;
        return house_first ? after : before;
    }
    size_t at = (size_t)(best.ptr - line.ptr);
    struct text left = token_strip(text_slice(line, 0, at), " ,"),
                right = token_strip(text_from_offset(line, at + best.len), " ,");
    *ret_rest = left.len && right.len ? arena_printf(arena, "%.*s, %.*s", TEXT_ARG(left), TEXT_ARG(right))
                : left.len            ? left
                                      : right;
    return best;
}

void address_line_read(struct text line, const char *country, struct arena *arena, struct address_line *ret)
{
    *ret = (struct address_line){ .by_to = "" };
    line = token_strip(line, " ,;-");
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
