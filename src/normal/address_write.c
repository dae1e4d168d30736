/*
 * The key is made for comparing only.  In the Netherlands postcode and number
 * are a delivery point; elsewhere a postcode covers a town, so the street
 * joins in.  Additions are brought to one form: I and 1e hoog are 1, huis is H.
 *
 * Print: NEN 5825 (NL), bpost, DIN 5008, La Poste, Royal Mail and USPS
 * Publication 28; other countries as the Universal Postal Union's default.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "lang/countries.h"
#include "lang/fold.h"
#include "lang/places.h"
#include "lang/street_words.h"
#include "lang/utf8.h"
#include "normal/address.h"

enum { KEY_MAX = 400, LINES_MAX = 1200 };

struct out {
    char s[LINES_MAX];
    size_t len;
};

static void put(struct out *out, struct text t)
{
    size_t n = t.len <= sizeof(out->s) - out->len ? t.len : 0;
    memcpy(out->s + out->len, t.ptr ? t.ptr : "", n);
    out->len += n;
}

static void put_char(struct out *out, char c)
{
    if (out->len < sizeof(out->s))
        out->s[out->len++] = c;
}

/* ---- key ---- */

/* Letters and digits in capitals. */
static void put_code(struct out *out, struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (char_is_alpha(t.ptr[i]) || char_is_digit(t.ptr[i]))
            put_char(out, char_to_upper(t.ptr[i]));
}

static void put_number(struct out *out, struct text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (char_is_alpha(t.ptr[i]) || char_is_digit(t.ptr[i]) || t.ptr[i] == '-' || t.ptr[i] == '/')
            put_char(out, char_to_upper(t.ptr[i]));
}

/* "II" → 2, "HS" → H, "1-HOOG" → 1. */
static void put_addition(struct out *out, struct text t)
{
    static const struct {
        const char *from, *to;
    } same[] = {
        { "I", "1" },  { "II", "2" },   { "III", "3" }, { "IV", "4" },    { "V", "5" },      { "VI", "6" },
        { "HS", "H" }, { "HUIS", "H" }, { "BG", "H" },  { "ROOD", "RD" }, { "ZWART", "ZW" },
    };
    if (t.len == 0)
        return;
    struct out code;
    code.len = 0;
    put_code(&code, t);
    struct text key = { code.s, code.len };
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
        if (text_equal(key, text_from(same[i].from)))
            key = text_from(same[i].to);
    put(out, key);
}

static void put_folded(struct out *out, struct text t)
{
    char folded[200];
    put(out, (struct text){ folded, fold_key(t, folded, sizeof(folded)) });
}

/* "straße", "str" … of a street that was not opened stay; the fold makes ß ss. */
static void put_place(struct out *out, struct text city)
{
    char key[PLACE_KEY_MAX];
    put(out, (struct text){ key, place_key(city, key) });
}

struct text address_key(const struct address *a, struct arena *arena)
{
    struct out key = { .len = 0 };
    bool dutch = strcmp(a->country, "NL") == 0;
    bool whole_postcode = a->postcode.len >= (dutch ? 7u : 3u);
    if (a->number.len == 0 && !(strcmp(a->country, "GB") == 0 && a->street.len > 0 && whole_postcode))
        return TEXT_EMPTY;
    if (!whole_postcode && (a->city.len == 0 || (a->street.len == 0 && a->kind == ADDRESS_STREET)))
        return TEXT_EMPTY;
    if (!dutch) {
        put(&key, text_from(a->country));
        put_char(&key, '|');
    }
    if (whole_postcode) {
        put_code(&key, strcmp(a->country, "US") == 0 ? text_slice(a->postcode, 0, 5) : a->postcode);
    } else
        put_place(&key, a->city);
    put_char(&key, '|');
    if (a->kind == ADDRESS_PO_BOX || a->kind == ADDRESS_REPLY_NUMBER) {
        put(&key, a->kind == ADDRESS_PO_BOX ? TEXT("PB") : TEXT("AN"));
        put_code(&key, a->number);
        return arena_copy(arena, (struct text){ key.s, key.len });
    }
    bool street_in_key =
        !(dutch && whole_postcode) && !(strcmp(a->country, "GB") == 0 && a->number.len > 0 && whole_postcode);
    if (street_in_key) {
        put_folded(&key, a->street);
        put_char(&key, '|');
    }
    put_number(&key, a->number);
    if (dutch) {
        put_char(&key, '|');
        bool ground =
            a->addition.len == 0 && a->letter.len == 1 && (a->letter.ptr[0] == 'H' || a->letter.ptr[0] == 'h');
        if (!ground)
            put_code(&key, a->letter);
        put_char(&key, '|');
        put_addition(&key, ground ? a->letter : a->addition);
        if (a->by_to[0])
            put(&key, a->by_to[0] == 'b' ? TEXT("|by") : TEXT("|to"));
    } else {
        put_char(&key, '|');
        put_addition(&key, a->addition);
    }
    return arena_copy(arena, (struct text){ key.s, key.len });
}

/* ---- print ---- */

static void put_upper(struct out *out, struct text t)
{
    uint32_t code;
    char sign[UTF8_BYTES_MAX];
    while (utf8_next(&t, &code)) {
        size_t len = utf8_put(utf8_to_upper(code), sign);
        put(out, (struct text){ sign, len });
    }
}

static void put_spaced(struct out *out, struct text t)
{
    if (t.len == 0)
        return;
    if (out->len > 0 && out->s[out->len - 1] != '\n' && out->s[out->len - 1] != ' ')
        put_char(out, ' ');
    put(out, t);
}

static void print_dutch(struct out *out, const struct address *a)
{
    put(out, a->street);
    if (a->by_to[0])
        put_spaced(out, a->by_to[0] == 'b' ? TEXT("bij") : TEXT("t/o"));
    put_spaced(out, a->number);
    put_spaced(out, a->letter);
    if (a->addition.len > 0) {
        if (a->letter.len == 0)
            put_char(out, char_is_digit(a->addition.ptr[0]) ? '-' : ' ');
        put(out, a->addition);
    }
    put_char(out, '\n');
    put(out, a->postcode);
    if (a->postcode.len > 0 && a->city.len > 0)
        put(out, TEXT("  "));
    put_upper(out, a->city);
}

static void print_box(struct out *out, const struct address *a)
{
    bool reply = a->kind == ADDRESS_REPLY_NUMBER,
         french = strcmp(a->country, "FR") == 0 || strcmp(a->country, "LU") == 0;
    bool english = strcmp(a->country, "GB") == 0 || strcmp(a->country, "US") == 0 || strcmp(a->country, "IE") == 0;
    put(out, reply                           ? TEXT("Antwoordnummer")
             : french                        ? TEXT("BP")
             : strcmp(a->country, "DE") == 0 ? TEXT("Postfach")
             : english                       ? TEXT("PO Box")
                                             : TEXT("Postbus"));
    put_spaced(out, a->number);
}

/* "12 High Street" and its town; lines differ by country. */
static void print_number_first(struct out *out, const struct address *a)
{
    bool american = strcmp(a->country, "US") == 0 || strcmp(a->country, "CA") == 0 || strcmp(a->country, "AU") == 0;
    bool british = strcmp(a->country, "GB") == 0 || strcmp(a->country, "IE") == 0;
    if (british && a->addition.len > 0) {
        put(out, TEXT("Flat "));
        put(out, a->addition);
        put_char(out, '\n');
    }
    put(out, a->number);
    if (!american && !british)
        put_spaced(out, a->addition);
    if (strcmp(a->country, "LU") == 0 && a->number.len > 0)
        put_char(out, ',');
    put_spaced(out, a->street);
    if (american && a->addition.len > 0) {
        put_spaced(out, TEXT("Unit"));
        put_spaced(out, a->addition);
    }
    put_char(out, '\n');
    if (british) {
        put_upper(out, a->city);
        put_char(out, '\n');
        put(out, a->postcode);
    } else if (american) {
        put_upper(out, a->city);
        put_spaced(out, a->region);
        put_spaced(out, a->postcode);
    } else {
        if (strcmp(a->country, "LU") == 0 && a->postcode.len > 0)
            put(out, TEXT("L-"));
        put(out, a->postcode);
        if (a->postcode.len > 0 && a->city.len > 0)
            put_char(out, ' ');
        if (strcmp(a->country, "FR") == 0)
            put_upper(out, a->city);
        else
            put(out, a->city);
    }
}

static void print_number_last(struct out *out, const struct address *a)
{
    put(out, a->street);
    put_spaced(out, a->number);
    put(out, a->letter);
    if (a->addition.len > 0) {
        put_spaced(out, strcmp(a->country, "BE") != 0                    ? TEXT("/")
                        : street_language_of(a->street) == STREET_FRENCH ? TEXT("bte")
                                                                         : TEXT("bus"));
        put_spaced(out, a->addition);
    }
    put_char(out, '\n');
    put(out, a->postcode);
    put_spaced(out, a->city);
}

static bool comes_first(const char *country)
{
    static const char *const first[] = { "GB", "IE", "US", "CA", "AU", "FR", "LU" };
    for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
        if (strcmp(country, first[i]) == 0)
            return true;
    return false;
}

struct text address_print(const struct address *a, const char *home, struct arena *arena)
{
    struct out out = { .len = 0 };
    if (a->extra.len > 0) {
        put(&out, a->extra);
        put_char(&out, '\n');
    }
    if (a->kind == ADDRESS_PO_BOX || a->kind == ADDRESS_REPLY_NUMBER) {
        struct address town = *a;
        print_box(&out, a);
        town.street = town.number = town.letter = town.addition = TEXT_EMPTY;
        town.by_to[0] = '\0';
        if (strcmp(a->country, "NL") == 0)
            print_dutch(&out, &town);
        else if (comes_first(a->country))
            print_number_first(&out, &town);
        else
            print_number_last(&out, &town);
    } else if (strcmp(a->country, "NL") == 0)
        print_dutch(&out, a);
    else if (comes_first(a->country))
        print_number_first(&out, a);
    else
        print_number_last(&out, a);
    if (a->country[0] && strcmp(a->country, home) != 0) {
        put_char(&out, '\n');
        put_upper(&out, country_name(a->country, false));
    }
    while (out.len > 0 && out.s[out.len - 1] == '\n')
        out.len--;
    return arena_copy(arena, (struct text){ out.s, out.len });
}
