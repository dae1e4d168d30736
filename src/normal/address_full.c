/*
 * An address in one cell.  Where the code stands decides: on the continent
 * between house number and town, often without a comma; elsewhere in a part
 * of its own.  What is found goes to the columns that are still empty, and the
 * cell is then read like any other address.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "lang/countries.h"
#include "lang/places.h"
#include "normal/address_line.h"
#include "normal/postcode.h"

enum { FULL_PARTS_MAX = 8 };

/* The last line or comma part, when it names a country. */
static struct text country_line(struct text full, size_t *ret_before)
{
    char country[3];
    size_t i = full.len;
    while (i > 0 && full.ptr[i - 1] != ',' && full.ptr[i - 1] != '\n')
        i--;
    struct text last = text_trim(text_from_offset(full, i));
    if (i == 0 || !country_read(last, country) || (last.len == 2 && address_state_country(last)[0]))
        return TEXT_EMPTY;
    *ret_before = i - 1;
    return last;
}

static size_t cut_full(struct text full, struct text parts[FULL_PARTS_MAX])
{
    size_t count = 0, from = 0;
    for (size_t i = 0; i <= full.len; i++) {
        if (i < full.len && !memchr("\n,;|", full.ptr[i], 4))
            continue;
        struct text part = text_trim(text_slice(full, from, i));
        if (part.len > 0 && count < FULL_PARTS_MAX)
            parts[count++] = part;
        from = i + 1;
    }
    return count;
}

/* A house number stands before a code and a town, if anything, behind: "Plein 1944 nr 12" has none. */
static bool stands_as_code(struct text full, size_t at, size_t len)
{
    return text_has_digit(text_slice(full, 0, at)) && !text_has_digit(text_from_offset(full, at + len));
}

/* "Kerkstraat 12 1234 AB Utrecht": a Dutch postcode inside a line; its byte, or len. */
static size_t find_dutch_postcode(struct text t, size_t *ret_len)
{
    for (size_t i = 1; i + 6 <= t.len; i++) {
        if (t.ptr[i - 1] != ' ' || !char_is_digit(t.ptr[i]))
            continue;
        for (size_t n = 7; n >= 6; n--) {
            struct postcode code;
            if (i + n > t.len || (i + n < t.len && t.ptr[i + n] != ' ' && t.ptr[i + n] != ','))
                continue;
            if (postcode_read(text_slice(t, i, i + n), "NL", &code) == FINDING_NONE && stands_as_code(t, i, n))
                return *ret_len = n, i;
        }
    }
    return t.len;
}

/*
 * "Dorfweg 21 26597 Oldenburg": a code of digits between house number and
 * town, without a comma; its byte, or len.  Only five digits are a code
 * without a town behind them too: four may as well be a house number.
 */
static size_t find_code_before_town(struct text t, const char *country, size_t *ret_len)
{
    static const char *const code_first[] = { "DE", "AT", "CH", "BE", "FR", "IT", "ES", "DK", "LU" };
    bool fits = false;
    for (size_t c = 0; c < sizeof(code_first) / sizeof(code_first[0]); c++)
        fits |= strcmp(country, code_first[c]) == 0;
    for (size_t i = 1, end; fits && i < t.len; i = end + 1) {
        for (end = i; end < t.len && char_is_digit(t.ptr[end]);)
            end++;
        struct postcode code;
        bool is_word = end > i && t.ptr[i - 1] == ' ' && (end == t.len || t.ptr[end] == ' ');
        if (is_word && (end - i == 5 || t.len - end > 3) &&
            postcode_read(text_slice(t, i, end), country, &code) == FINDING_NONE && stands_as_code(t, i, end - i))
            return *ret_len = end - i, i;
    }
    return t.len;
}

const char *address_guess_country(struct text town, const char *home)
{
    size_t run = 0, longest = 0;
    for (size_t i = 0; i < town.len; i++) {
        run = char_is_digit(town.ptr[i]) ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    struct text last = TEXT_EMPTY, before = TEXT_EMPTY, rest = town, word;
    while (text_next(&rest, ' ', &word))
        if (word.len > 0) {
            before = last;
            last = word;
        }
    if (longest == 5 && address_state_country(before)[0])
        return address_state_country(before);
    if (longest == 5 && before.len == 2 && char_is_upper(before.ptr[0]) && char_is_upper(before.ptr[1]))
        return "US";
    if (longest == 4 && (address_state_country(before)[0] == 'A' || text_equal_nocase(before, TEXT("SA")) ||
                         text_equal_nocase(before, TEXT("WA"))))
        return "AU";
    return home;
}

/* "1000 Bruxelles" on a Dutch desk: four digits and a place that has them in Belgium. */
static bool is_belgian_town(struct text part, const char *home, struct arena *arena, struct address_town *ret,
                            char ret_country[3])
{
    return strcmp(home, "BE") != 0 && address_town_read(part, "BE", arena, ret, ret_country) && ret->city.len > 0 &&
           place_has_postcode(ret->city, "BE", ret->postcode) && !place_has_postcode(ret->city, "NL", ret->postcode);
}

struct text address_join(struct text a, struct text b, struct arena *arena)
{
    if (a.len == 0 || b.len == 0)
        return a.len ? a : b;
    return arena_printf(arena, "%.*s, %.*s", TEXT_ARG(a), TEXT_ARG(b));
}

static void fill(struct text *column, struct text with)
{
    if (column->len == 0)
        *column = with;
}

static void add_lines(struct address_parts *parts, const struct text *lines, size_t count, struct arena *arena)
{
    for (size_t i = 0; i < count; i++)
        parts->line1 = address_join(parts->line1, lines[i], arena);
}

/* A code inside the text parts street from town. */
static bool take_at_code(struct address_parts *parts, struct text full, const char *told, const char *country,
                         struct arena *arena)
{
    size_t len = 0, at = (told[0] == '\0' || strcmp(told, "NL") == 0) ? find_dutch_postcode(full, &len) : full.len;
    if (at == full.len)
        at = find_code_before_town(full, country, &len);
    if (at == full.len)
        return false;
    struct text city = text_trim(text_from_offset(full, at + len)), street = text_trim(text_slice(full, 0, at));
    while (street.len && (street.ptr[street.len - 1] == ',' || street.ptr[street.len - 1] == ';'))
        street = text_trim(text_slice(street, 0, street.len - 1));
    while (city.len && (city.ptr[0] == ',' || city.ptr[0] == '\n'))
        city = text_trim(text_from_offset(city, 1));
    fill(&parts->postcode, text_slice(full, at, at + len));
    if (parts->city.len > 0 && city.len > 0 && !text_equal_nocase(parts->city, city))
        parts->line2 = address_join(parts->line2, city, arena);
    fill(&parts->city, city);
    fill(&parts->line1, street);
    return true;
}

/* "Kerkstraat 1, 1234 AB" in the column of the street, the town in its own. */
static void take_line(struct address_parts *parts, const char *home, struct arena *arena)
{
    struct text line = parts->line1;
    if (line.len == 0 || parts->street.len > 0 || parts->number.len > 0 || parts->postcode.len > 0)
        return;
    char told[3] = "";
    if (!country_read(parts->country, told))
        told[0] = '\0';
    parts->line1 = TEXT_EMPTY;
    if (!take_at_code(parts, line, told, told[0] ? told : home, arena))
        parts->line1 = line;
}

/* The part behind which no code comes any more holds it; what stands before is street, beside it the town. */
static bool take_at_part(struct address_parts *parts, const struct text *cut, size_t count, const char *told,
                         const char *home, struct arena *arena)
{
    if (count == 1)
        return false; /* a code could as well be the house number */
    for (size_t i = count; i-- > 0;) {
        struct address_town town;
        char of_code[3];
        if (!address_town_read(cut[i], told[0] ? told : address_guess_country(cut[i], home), arena, &town, of_code) &&
            !address_town_read(cut[i], "", arena, &town, of_code) &&
            !(told[0] == '\0' && is_belgian_town(cut[i], home, arena, &town, of_code)))
            continue;
        if (told[0] == '\0' && strcmp(of_code, home) != 0)
            fill(&parts->country, arena_copy(arena, text_from(of_code)));
        parts->postcode = town.postcode;
        fill(&parts->region, town.region);
        parts->city = town.city;
        size_t street_to = i;
        if (town.city.len == 0 && i + 1 < count) /* the code before the city, apart */
            parts->city = cut[i + 1];
        else if (town.city.len == 0 && i > 1)
            parts->city = cut[street_to = i - 1];
        add_lines(parts, cut, street_to, arena);
        return true;
    }
    return false;
}

void address_take_full(struct address_parts *parts, const char *home, struct arena *arena)
{
    struct text full = parts->full, cut[FULL_PARTS_MAX];
    parts->full = TEXT_EMPTY;
    if (full.len == 0) {
        take_line(parts, home, arena);
        return;
    }
    size_t before = 0;
    struct text country = country_line(full, &before);
    if (country.len > 0) {
        fill(&parts->country, country);
        full = text_trim(text_slice(full, 0, before));
    }
    char told[3] = "";
    if (!country_read(parts->country, told))
        told[0] = '\0';
    if (take_at_code(parts, full, told, told[0] ? told : home, arena))
        return;
    size_t count = cut_full(full, cut);
    if (take_at_part(parts, cut, count, told, home, arena))
        return;
    /* "21 View St, Phoenix, AZ" */
    const char *state = count > 2 && text_has_digit(cut[0]) ? address_state_country(cut[count - 1]) : "";
    if (state[0] && (told[0] == '\0' || strcmp(told, state) == 0))
        fill(&parts->region, cut[--count]);
    /* no code: the first part is the street, the last the city when nothing in it is a number */
    if (count > 1 && text_has_digit(cut[0]) && !text_has_digit(cut[count - 1]) && cut[count - 1].len > 2) {
        fill(&parts->city, cut[count - 1]);
        add_lines(parts, cut, count - 1, arena);
    } else
        fill(&parts->line1, full);
}
