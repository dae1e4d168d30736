/*
 * The line with the postcode.  On the continent the code comes first, in
 * English-speaking countries last, before it often a state.  We try both ends,
 * with one and with two words, and take what the country's form accepts.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/address_line.h"

#include <string.h>

#include "normal/postcode.h"

static const struct {
    char code[5];
    char country[3];
} states[] = {
    { "NSW", "AU" }, { "VIC", "AU" }, { "QLD", "AU" }, { "TAS", "AU" }, { "ACT", "AU" }, { "WA", "AU" }, { "SA", "AU" },
    { "NT", "AU" },  { "AL", "US" },  { "AK", "US" },  { "AZ", "US" },  { "AR", "US" },  { "CA", "US" }, { "CO", "US" },
    { "CT", "US" },  { "DE", "US" },  { "FL", "US" },  { "GA", "US" },  { "HI", "US" },  { "ID", "US" }, { "IL", "US" },
    { "IN", "US" },  { "IA", "US" },  { "KS", "US" },  { "KY", "US" },  { "LA", "US" },  { "ME", "US" }, { "MD", "US" },
    { "MA", "US" },  { "MI", "US" },  { "MN", "US" },  { "MS", "US" },  { "MO", "US" },  { "MT", "US" }, { "NE", "US" },
    { "NV", "US" },  { "NH", "US" },  { "NJ", "US" },  { "NM", "US" },  { "NY", "US" },  { "NC", "US" }, { "ND", "US" },
    { "OH", "US" },  { "OK", "US" },  { "OR", "US" },  { "PA", "US" },  { "RI", "US" },  { "SC", "US" }, { "SD", "US" },
    { "TN", "US" },  { "TX", "US" },  { "UT", "US" },  { "VT", "US" },  { "VA", "US" },  { "WA", "US" }, { "WV", "US" },
    { "WI", "US" },  { "WY", "US" },  { "DC", "US" },  { "PR", "US" },  { "ON", "CA" },  { "QC", "CA" }, { "BC", "CA" },
    { "AB", "CA" },  { "MB", "CA" },  { "SK", "CA" },  { "NS", "CA" },  { "NB", "CA" },  { "NL", "CA" }, { "PE", "CA" },
};

static bool is_state(struct text t, const char *country)
{
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
        if (text_equal_nocase(t, text_from(states[i].code)) && (!country || strcmp(country, states[i].country) == 0))
            return true;
    return false;
}

/* Only codes no Dutch or Belgian province, and no second country, shares: "WA" is America's or Australia's. */
const char *address_state_country(struct text region)
{
    static const char *const also_here[] = { "NH", "FL", "UT", "NB", "DE", "LA", "NL", "MB", "SK", "SA", "NT" };
    region = text_trim(region);
    if (region.len < 2 || region.len > 3)
        return "";
    for (size_t i = 0; i < sizeof(also_here) / sizeof(also_here[0]); i++)
        if (text_equal_nocase(region, text_from(also_here[i])))
            return "";
    if (text_equal_nocase(region, TEXT("WA")))
        return "US";
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
        if (text_equal_nocase(region, text_from(states[i].code)))
            return states[i].country;
    return "";
}

struct words {
    struct text at[12];
    size_t count;
};

static struct words cut(struct text line)
{
    struct words words = { .count = 0 };
    for (size_t at = 0; at < line.len;) {
        size_t end = at;
        while (end < line.len && line.ptr[end] != ' ')
            end++;
        if (end > at) {
            if (words.count == 11)
                end = line.len;
            words.at[words.count++] = text_slice(line, at, end);
        }
        at = end + 1;
    }
    return words;
}

static struct text span(const struct words *w, size_t from, size_t to)
{
    if (from >= to)
        return TEXT_EMPTY;
    const char *end = w->at[to - 1].ptr + w->at[to - 1].len;
    return (struct text){ w->at[from].ptr, (size_t)(end - w->at[from].ptr) };
}

static struct text strip(struct text t)
{
    while (t.len > 0 && (t.ptr[0] == ',' || t.ptr[0] == ' ' || t.ptr[0] == '-' || t.ptr[0] == ';'))
        t = text_from_offset(t, 1);
    while (t.len > 0 &&
           (t.ptr[t.len - 1] == ',' || t.ptr[t.len - 1] == ' ' || t.ptr[t.len - 1] == '-' || t.ptr[t.len - 1] == ';'))
        t.len--;
    return t;
}

/* Is it a postcode of country, or, when that is "", of one that its form tells? */
static bool is_postcode(struct text t, const char *country, char ret_country[3])
{
    struct postcode code;
    t = strip(t);
    const char *told = postcode_country(t);
    ret_country[0] = '\0';
    if (country[0] && postcode_read(t, country, &code) == FINDING_NONE && postcode_form_is_known(country)) {
        memcpy(ret_country, country, 3);
        return true;
    }
    if (!country[0] && told[0]) {
        memcpy(ret_country, told, 3);
        return true;
    }
    return false;
}

bool address_town_read(struct text line, const char *country, struct arena *arena, struct address_town *ret,
                       char ret_country[3])
{
    *ret = (struct address_town){ 0 };
    ret_country[0] = '\0';
    if (!text_has_digit(line)) /* every code has one */
        return false;
    struct words w = cut(strip(line));
    if (w.count == 0)
        return false;
    bool last_first = strcmp(country, "GB") == 0 || strcmp(country, "US") == 0 || strcmp(country, "CA") == 0 ||
                      strcmp(country, "AU") == 0 || strcmp(country, "IE") == 0 || strcmp(country, "NZ") == 0;
    for (int round = 0; round < 2; round++) {
        bool at_end = (round == 0) == last_first;
        for (size_t n = w.count < 3 ? w.count : 3; n >= 1; n--) {
            struct text code = at_end ? span(&w, w.count - n, w.count) : span(&w, 0, n);
            if (!text_has_digit(code) || !is_postcode(code, country, ret_country))
                continue;
            ret->postcode = strip(code);
            struct words left = w;
            if (at_end)
                left.count = w.count - n;
            size_t from = at_end ? 0 : n;
            if (left.count > from && is_state(strip(left.at[left.count - 1]), ret_country)) {
                ret->region = strip(left.at[left.count - 1]);
                left.count--;
            }
            ret->city = strip(span(&left, from, left.count));
            return true;
        }
    }
    return false;
}
