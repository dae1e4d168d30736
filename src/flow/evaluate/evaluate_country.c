/*
 * A labelled table seldom says which country it is of, and much hangs on it:
 * what 0911 is in front of a number, whether 48231 is a postcode, which of
 * 03/04 is the month.  So the whole table is asked: each row gives points to
 * the countries whose postcodes, states, places, streets, dialling codes and
 * legal forms it shows, and the country with clearly the most is the table's.
 * A row that names its own country is still believed above it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "flow/evaluate/evaluate_inside.h"
#include "lang/countries.h"
#include "lang/fold.h"
#include "lang/legal_forms.h"
#include "lang/places.h"
#include "lang/street_words.h"
#include "normal/address_line.h"
#include "normal/postcode.h"

enum { ROWS_MAX = 1000, SHARE_MIN = 15 /* points per hundred rows */, CELL_MAX = 120 };

static const char *const countries[] = { "NL", "BE", "DE", "US", "GB", "FR", "AU", "AT", "CH", "IE", "CA", "NZ", "LU" };
enum { COUNTRIES = sizeof(countries) / sizeof(countries[0]) };

struct votes {
    unsigned points[COUNTRIES];
};

static void vote(struct votes *votes, const char *country, unsigned points)
{
    for (size_t i = 0; i < COUNTRIES; i++)
        if (strcmp(countries[i], country) == 0)
            votes->points[i] += points;
}

static size_t digits_of(struct text t)
{
    size_t digits = 0;
    for (size_t i = 0; i < t.len; i++)
        digits += char_is_digit(t.ptr[i]);
    return digits;
}

static void vote_postcode(struct votes *votes, struct text code)
{
    static const char *const five[] = { "DE", "US", "FR" }, *const four[] = { "BE", "AU", "AT", "CH" };
    vote(votes, postcode_country(code), 3);
    bool plain = digits_of(code) == code.len;
    for (size_t i = 0; plain && code.len == 5 && i < sizeof(five) / sizeof(five[0]); i++)
        vote(votes, five[i], 1);
    for (size_t i = 0; plain && code.len == 4 && i < sizeof(four) / sizeof(four[0]); i++)
        vote(votes, four[i], 1);
}

static void vote_place(struct votes *votes, struct text place)
{
    char country[3];
    if (place_is_known(place, country))
        vote(votes, country, 2);
}

/* "Las Vegas NV 89132", "38395 Braunschweig", "Leeds LS1 7XD": each word for what it is. */
static void vote_town_line(struct votes *votes, struct text line)
{
    struct text words[16], rest = line, word;
    size_t count = 0;
    while (count < 16 && text_next(&rest, ' ', &word)) {
        while (word.len > 0 && (word.ptr[word.len - 1] == ',' || word.ptr[word.len - 1] == ';'))
            word.len--;
        if (word.len > 0)
            words[count++] = word;
    }
    for (size_t i = 0; i < count; i++) {
        struct text next = i + 1 < count ? words[i + 1] : TEXT_EMPTY;
        struct text two = next.len ? (struct text){ words[i].ptr, (size_t)(next.ptr + next.len - words[i].ptr) } : next;
        if (two.len > 0 && digits_of(two) > 0 && postcode_country(two)[0])
            vote(votes, postcode_country(two), 3);
        else if (digits_of(words[i]) == words[i].len && words[i].len >= 4 && count > 1)
            vote_postcode(votes, words[i]);
        if (next.len && digits_of(next) == next.len && next.len >= 4)
            vote(votes, address_state_country(words[i]), 3);
        if (digits_of(words[i]) == 0 && words[i].len > 3)
            vote_place(votes, words[i]);
    }
}

static void vote_street(struct votes *votes, struct text street)
{
    while (street.len > 0 && (char_is_digit(street.ptr[street.len - 1]) || street.ptr[street.len - 1] == ' '))
        street.len--;
    switch (street_language_of(street)) {
    case STREET_DUTCH:
        vote(votes, "NL", 1);
        vote(votes, "BE", 1);
        break;
    case STREET_FRENCH:
        vote(votes, "FR", 1);
        vote(votes, "BE", 1);
        break;
    case STREET_GERMAN: vote(votes, "DE", 2); break;
    case STREET_ENGLISH:
        vote(votes, "US", 1);
        vote(votes, "GB", 1);
        vote(votes, "AU", 1);
        break;
    case STREET_UNKNOWN: break;
    }
}

static void vote_phone(struct votes *votes, struct text phone)
{
    static const struct {
        const char *code, *country;
    } codes[] = { { "31", "NL" }, { "32", "BE" }, { "49", "DE" },  { "44", "GB" },  { "33", "FR" }, { "61", "AU" },
                  { "43", "AT" }, { "41", "CH" }, { "353", "IE" }, { "352", "LU" }, { "64", "NZ" }, { "1", "US" } };
    struct text rest = text_starts(phone, TEXT("+"))    ? text_from_offset(phone, 1)
                       : text_starts(phone, TEXT("00")) ? text_from_offset(phone, 2)
                                                        : TEXT_EMPTY;
    for (size_t i = 0; rest.len > 8 && i < sizeof(codes) / sizeof(codes[0]); i++)
        if (text_starts(rest, text_from(codes[i].code))) {
            vote(votes, codes[i].country, 2);
            return;
        }
    size_t digits = digits_of(phone);
    if (digits == 10 && phone.ptr[0] != '0' && phone.ptr[0] != '+')
        vote(votes, "US", 1);
    if (digits == 10 && text_starts(phone, TEXT("06")))
        vote(votes, "NL", 1);
    if (digits == 11 &&
        (text_starts(phone, TEXT("015")) || text_starts(phone, TEXT("016")) || text_starts(phone, TEXT("017"))))
        vote(votes, "DE", 1);
    if (digits == 11 && text_starts(phone, TEXT("07")))
        vote(votes, "GB", 1);
}

static void vote_firm(struct votes *votes, struct text name)
{
    static const char nowhere[3] = "";
    struct legal_form form;
    char key[40];
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != ' ')
        at--;
    struct text last = text_from_offset(name, at);
    if (at == 0 || last.len > sizeof(key))
        return;
    size_t len = fold_key(last, key, sizeof(key));
    if (legal_form_find((struct text){ key, len }, nowhere, &form) && form.sure)
        vote(votes, form.country, 1);
}

static void vote_cell(struct votes *votes, enum field field, struct text cell)
{
    char country[3];
    switch ((int)field) {
    case FIELD_ADDR_COUNTRY:
        if (country_read(cell, country))
            vote(votes, country, 4);
        break;
    case FIELD_ADDR_POSTCODE: vote_postcode(votes, cell); break;
    case FIELD_ADDR_REGION: vote(votes, address_state_country(cell), 3); break;
    case FIELD_ADDR_CITY:
        if (digits_of(cell) > 0)
            vote_town_line(votes, cell);
        else
            vote_place(votes, cell);
        break;
    case FIELD_ADDR_LINE2:
    case FIELD_ADDR_FULL: vote_town_line(votes, cell); break;
    case FIELD_ADDR_LINE1:
    case FIELD_ADDR_STREET: vote_street(votes, cell); break;
    case FIELD_PHONE:
    case FIELD_PHONE_HOME:
    case FIELD_PHONE_WORK:
    case FIELD_PHONE_MOBILE: vote_phone(votes, cell); break;
    case FIELD_ORG_NAME:
    case FIELD_PERSON_FULL: vote_firm(votes, cell); break;
    default: break;
    }
}

void country_find(const struct listing *listing, const char *home, char ret[3])
{
    struct votes votes = { 0 };
    size_t rows = listing->rows.len < ROWS_MAX ? listing->rows.len : ROWS_MAX;
    for (size_t r = 0; r < rows; r++) /* from all of the table: its parts may be of one source each */
        for (size_t c = 0; c < listing->layout.count; c++) {
            struct text cell = listing_cell(&listing->rows.ptr[r * listing->rows.len / rows], c);
            if (cell.len > 0 && cell.len <= CELL_MAX)
                vote_cell(&votes, listing->refs[c].field, cell);
        }
    size_t best = 0;
    unsigned at_home = 0;
    for (size_t i = 0; i < COUNTRIES; i++) {
        if (votes.points[i] > votes.points[best])
            best = i;
        if (strcmp(countries[i], home) == 0)
            at_home = votes.points[i];
    }
    bool clear = votes.points[best] * 100 >= rows * SHARE_MIN && votes.points[best] > at_home + at_home / 4;
    memcpy(ret, clear ? countries[best] : home, 3);
}
