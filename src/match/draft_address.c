/*
 * A street loses what people shorten at will: "Kerkstr. 12", "Kerkstraat 12"
 * and "12 Kerk Straat" share words and number.  A house number that hides in
 * the street is taken out of it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/look.h"
#include "match/draft.h"
#include "match/fold.h"

/* Words of streets that are shortened at will, in one spelling. */
static struct text street_word(struct text word)
{
    static const struct {
        struct text from, to;
    } whole[] = {
        { TEXT("street"), TEXT("st") },    { TEXT("str"), TEXT("st") },        { TEXT("straat"), TEXT("st") },
        { TEXT("strasse"), TEXT("st") },   { TEXT("avenue"), TEXT("av") },     { TEXT("ave"), TEXT("av") },
        { TEXT("road"), TEXT("rd") },      { TEXT("drive"), TEXT("dr") },      { TEXT("lane"), TEXT("ln") },
        { TEXT("laan"), TEXT("ln") },      { TEXT("boulevard"), TEXT("bd") },  { TEXT("blvd"), TEXT("bd") },
        { TEXT("court"), TEXT("ct") },     { TEXT("crt"), TEXT("ct") },        { TEXT("place"), TEXT("pl") },
        { TEXT("plein"), TEXT("pl") },     { TEXT("square"), TEXT("sq") },     { TEXT("terrace"), TEXT("tce") },
        { TEXT("ter"), TEXT("tce") },      { TEXT("crescent"), TEXT("cres") }, { TEXT("circuit"), TEXT("cct") },
        { TEXT("close"), TEXT("cl") },     { TEXT("highway"), TEXT("hwy") },   { TEXT("parkway"), TEXT("pkwy") },
        { TEXT("trail"), TEXT("trl") },    { TEXT("circle"), TEXT("cir") },    { TEXT("north"), TEXT("n") },
        { TEXT("south"), TEXT("s") },      { TEXT("east"), TEXT("e") },        { TEXT("west"), TEXT("w") },
        { TEXT("northeast"), TEXT("ne") }, { TEXT("northwest"), TEXT("nw") },  { TEXT("southeast"), TEXT("se") },
        { TEXT("southwest"), TEXT("sw") }, { TEXT("saint"), TEXT("st") },      { TEXT("sankt"), TEXT("st") },
        { TEXT("sint"), TEXT("st") },      { TEXT("apartment"), TEXT("apt") }, { TEXT("suite"), TEXT("ste") },
        { TEXT("floor"), TEXT("fl") },     { TEXT("building"), TEXT("bldg") }, { TEXT("unit"), TEXT("unit") },
        { TEXT("mount"), TEXT("mt") },     { TEXT("fort"), TEXT("ft") },       { TEXT("first"), TEXT("1") },
        { TEXT("second"), TEXT("2") },     { TEXT("third"), TEXT("3") },
    };
    enum { SHORTEST = 3, LONGEST = 9 };
    for (size_t i = 0; word.len >= SHORTEST && word.len <= LONGEST && i < sizeof(whole) / sizeof(whole[0]); i++)
        if (whole[i].from.ptr[0] == word.ptr[0] && whole[i].from.len == word.len &&
            memcmp(whole[i].from.ptr, word.ptr, word.len) == 0)
            return whole[i].to;
    static const char *const ordinals[] = { "st", "nd", "rd", "th" };
    if (word.len > 2 && char_is_digit(word.ptr[0]))
        for (size_t i = 0; i < 4; i++)
            if (memcmp(word.ptr + word.len - 2, ordinals[i], 2) == 0)
                return text_slice(word, 0, word.len - 2);
    return word;
}

/* "hauptstrasse", "hauptstr" → "hauptst"; writes at most the word's own length. */
static size_t put_street_word(char *at, struct text word)
{
    static const struct text endings[] = { TEXT("strasse"), TEXT("straat"), TEXT("str") };
    struct text known = street_word(word);
    for (size_t i = 0; i < 3; i++) {
        struct text ending = endings[i];
        if (known.len > ending.len + 2 && memcmp(known.ptr + known.len - ending.len, ending.ptr, ending.len) == 0) {
            size_t stem = known.len - ending.len;
            memcpy(at, known.ptr, stem);
            memcpy(at + stem, "st", 2);
            return stem + 2;
        }
    }
    memcpy(at, known.ptr, known.len);
    return known.len;
}

static uint32_t leading_number(struct text word)
{
    uint64_t n = 0;
    for (size_t i = 0; i < word.len && char_is_digit(word.ptr[i]) && n < 100000000; i++)
        n = n * 10 + (unsigned)(word.ptr[i] - '0');
    return (uint32_t)n;
}

/* The street in one spelling, into spelled; a number in it becomes the house number when there is none yet. */
static struct text read_street(struct text raw, char spelled[2 * FOLD_BYTES_MAX], uint32_t *number)
{
    struct folded folded;
    fold_name(raw, &folded);
    bool take_number = *number == 0;
    size_t len = 0;
    struct text rest = folded_text(&folded), word = TEXT_EMPTY;
    while (text_next(&rest, ' ', &word)) {
        if (word.len == 0)
            continue;
        if (take_number && *number == 0 && char_is_digit(word.ptr[0]) && leading_number(word) > 0 &&
            (word.len < 3 || char_is_digit(word.ptr[word.len - 1]))) {
            *number = leading_number(word);
            continue;
        }
        if (len > 0)
            spelled[len++] = ' ';
        len += put_street_word(spelled + len, word);
    }
    return (struct text){ spelled, len };
}

enum { NUMBER_DIGITS_MAX = 10 };

/* number in decimal: how many digits. */
static size_t put_digits(char *at, uint32_t number)
{
    char digits[NUMBER_DIGITS_MAX];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    for (size_t i = 0; i < count; i++)
        at[i] = digits[count - 1 - i];
    return count;
}

/* t behind what is there: the new length. */
static size_t append(char *at, size_t len, struct text t)
{
    if (t.len)
        memcpy(at + len, t.ptr, t.len);
    return len + t.len;
}

/* How many live at one address is known by the whole of it. */
static void put_delivery(struct draft *draft, struct text street, uint32_t number, struct text place, uint32_t *to)
{
    if (street.len == 0)
        return;
    char whole[3 * FOLD_BYTES_MAX];
    _Static_assert(sizeof(whole) >= 2 * FOLD_BYTES_MAX + NUMBER_DIGITS_MAX + 2, "all of it fits");
    size_t len = append(whole, 0, street);
    whole[len++] = '|';
    len += put_digits(whole + len, number);
    whole[len++] = '|';
    len = append(whole, len, place);
    draft_put(draft, DOMAIN_DELIVERY, (struct text){ whole, len }, to);
}

static void put_unit(struct draft *draft, const struct address *from, uint32_t *to)
{
    enum { LETTER_MAX = 20, ADDITION_MAX = 40 };
    if (from->letter.len == 0 && from->addition.len == 0)
        return;
    char unit[LETTER_MAX + 1 + ADDITION_MAX];
    size_t len = append(unit, 0, text_slice(from->letter, 0, LETTER_MAX));
    unit[len++] = ' ';
    len = append(unit, len, text_slice(from->addition, 0, ADDITION_MAX));
    struct folded folded;
    fold_joined((struct text){ unit, len }, &folded);
    draft_put(draft, DOMAIN_EXTRA, folded_text(&folded), to);
}

/* "12", "1234 AB": letters and digits of ASCII in small letters without spaces, as fold_joined() has them. */
static struct text join_code(struct text raw, struct folded *ret)
{
    ret->len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        char c = char_to_lower(raw.ptr[i]);
        bool is_kept = char_is_lower(c) || char_is_digit(c);
        if ((!is_kept && c != ' ') || raw.len > LOOK_BYTES_MAX) {
            fold_joined(raw, ret);
            break;
        }
        ret->s[ret->len] = c;
        ret->len += is_kept;
    }
    return folded_text(ret);
}

void draft_address(struct draft *draft, const struct address *from, struct prep_address *ret)
{
    *ret = (struct prep_address){ 0 };
    struct folded folded, postcode, city;
    char spelled[2 * FOLD_BYTES_MAX];
    ret->number = leading_number(join_code(from->number, &folded));
    bool is_extra = from->street.len == 0 && from->extra.len > 0;
    struct text street = read_street(is_extra ? from->extra : from->street, spelled, &ret->number);
    draft_put(draft, DOMAIN_STREET, street, &ret->street);
    if (!is_extra && from->extra.len > 0) {
        fold_value(from->extra, &folded);
        draft_put(draft, DOMAIN_EXTRA, folded_text(&folded), &ret->extra);
    }
    put_unit(draft, from, &ret->unit);
    draft_put(draft, DOMAIN_POSTCODE, join_code(from->postcode, &postcode), &ret->postcode);
    fold_value(from->city, &city);
    draft_put(draft, DOMAIN_CITY, folded_text(&city), &ret->city);
    draft_put(draft, DOMAIN_REGION, join_code(from->region, &folded), &ret->region);
    put_delivery(draft, street, ret->number, postcode.len ? folded_text(&postcode) : folded_text(&city),
                 &ret->delivery);
}
