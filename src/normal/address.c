/*
 * Columns are believed in this order: what stands in one cell is spread over
 * them (address_full.c); the country decides how the rest is read; the
 * postcode is taken from its column, or from the line or the city it was
 * written with; street and number come from theirs, or from a line.
 *
 * An address that does not name its country is read as the organisation's own
 * unless its postcode, state or place can only be of another.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/address.h"

#include <assert.h>
#include <string.h>

#include "lang/countries.h"
#include "lang/places.h"
#include "lang/street_words.h"
#include "normal/address_line.h"
#include "normal/postcode.h"

struct work {
    struct address_parts parts; /* shrinks as parts are understood */
    struct findings *findings;
    struct arena *arena;
    struct address *ret;
    const char *home;
    uint8_t doubt;

    struct postcode code; /* what the postcode was last read as, … */
    enum finding code_finding;
    struct text code_raw; /* … from this … */
    char code_country[3]; /* … for whom */
};

static struct field_ref ref_of(const struct work *w, enum field field)
{
    return (struct field_ref){ .field = field, .group = w->parts.group, .slot = w->parts.slot };
}

static void note(struct work *w, enum finding finding, enum field field, struct text proposal)
{
    findings_add(w->findings, finding, ref_of(w, field), proposal);
}

static struct text join(const struct work *w, struct text a, struct text b)
{
    return address_join(a, b, w->arena);
}

static void set_country(struct work *w, const char *country, bool assumed)
{
    memcpy(w->ret->country, country, strlen(country) + 1);
    w->ret->country_assumed = assumed;
}

static bool is(const struct work *w, const char *country)
{
    return strcmp(w->ret->country, country) == 0;
}

/* The postcode as a country has it: asked for home, for the town and for good, and nearly always the same. */
static enum finding read_code(struct work *w, const char *country)
{
    struct text raw = w->parts.postcode;
    bool is_read = w->code_raw.ptr == raw.ptr && w->code_raw.len == raw.len && strcmp(w->code_country, country) == 0;
    if (!is_read) {
        w->code_finding = postcode_read(raw, country, &w->code);
        w->code_raw = raw;
        memcpy(w->code_country, country, strlen(country) + 1);
    }
    return w->code_finding;
}

/* ---- country ---- */

static bool fits_home(struct work *w)
{
    return w->parts.postcode.len == 0 || read_code(w, w->home) == FINDING_NONE;
}

static void find_country(struct work *w)
{
    char country[3];
    if (country_read(w->parts.country, country)) {
        set_country(w, country, false);
        return;
    }
    if (w->parts.country.len > 0) {
        note(w, FINDING_COUNTRY_UNKNOWN, FIELD_ADDR_COUNTRY, TEXT_EMPTY);
        w->ret->extra = join(w, w->ret->extra, w->parts.country);
    }
    set_country(w, w->home, true);
    struct text code = w->parts.postcode;
    bool at_home = fits_home(w);
    if (code.len > 0 && !at_home) {
        const char *told = postcode_country(code);
        if (told[0]) {
            set_country(w, told, true);
            return;
        }
    }
    const char *state = w->parts.region.len ? address_state_country(w->parts.region) : "";
    if (state[0] && strcmp(w->home, state) != 0) {
        struct postcode read;
        if (code.len == 0 || postcode_read(code, state, &read) == FINDING_NONE) {
            set_country(w, state, true);
            return;
        }
        if (strcmp(state, "US") == 0 && text_equal_nocase(text_trim(w->parts.region), TEXT("WA")) &&
            postcode_read(code, "AU", &read) == FINDING_NONE && strcmp(w->home, "NL") == 0) {
            set_country(w, "AU", true);
            return;
        }
    }
    if (code.len == 0 || at_home)
        return;
    /* a code that home does not have, of a form many have */
    struct text place = w->parts.city;
    char of_place[3];
    place_spelling(place, of_place);
    struct postcode read;
    bool is_dutch = strcmp(w->home, "NL") == 0;
    if (of_place[0] && strcmp(of_place, w->home) != 0 && postcode_read(code, of_place, &read) == FINDING_NONE)
        set_country(w, of_place, true);
    else if (is_dutch && postcode_read(code, "BE", &read) == FINDING_NONE && place.len &&
             place_has_postcode(place, "BE", text_from(read.code)) &&
             !place_has_postcode(place, "NL", text_from(read.code)))
        set_country(w, "BE", true);
    else if (postcode_read(code, "DE", &read) == FINDING_NONE) {
        struct text street = w->parts.street.len ? w->parts.street : w->parts.line1;
        enum street_language language = street_language_of(street);
        set_country(w,
                    language == STREET_GERMAN    ? "DE"
                    : language == STREET_FRENCH  ? "FR"
                    : language == STREET_ENGLISH ? "US"
                                                 : "",
                    true);
    }
}

/* ---- postcode and city ---- */

/* "3511 Utrecht", "351I AA Utrecht", "Utrecht": a Dutch town line without a whole postcode. */
static bool take_dutch_town(struct work *w, struct text line)
{
    struct postcode code;
    if (!text_has_digit(line)) {
        w->parts.city = line;
        return true;
    }
    if (w->parts.postcode.len > 0)
        return false;
    for (size_t i = 4; i < line.len && i <= 8; i++) {
        struct text start = text_slice(line, 0, i), rest = text_trim(text_from_offset(line, i));
        bool at_end = line.ptr[i] == ' ' && rest.len > 1 && !text_has_digit(rest);
        if (at_end && (postcode_repair_nl(start, &code) ||
                       (start.len == 4 && rest.len > 2 &&
                        postcode_read(start, "NL", &code) == FINDING_POSTCODE_WITHOUT_LETTERS))) {
            w->parts.postcode = start;
            w->parts.city = rest;
            return true;
        }
    }
    return false;
}

/* "UTRECHT Nederland": a country behind the town. */
static struct text without_country(struct work *w, struct text line)
{
    char country[3];
    size_t at = line.len;
    while (at > 0 && line.ptr[at - 1] != ' ')
        at--;
    struct text last = text_from_offset(line, at);
    if (at < 2 || last.len < 4 || !country_read(last, country) ||
        (w->ret->country[0] && strcmp(country, w->ret->country) != 0))
        return line;
    size_t letters = 0; /* "L-1536 Luxembourg" is a town */
    for (size_t i = 0; i < at; i++)
        letters += char_is_alpha(line.ptr[i]);
    if (letters < 4)
        return line;
    set_country(w, country, false);
    line = text_trim(text_slice(line, 0, at));
    while (line.len && (line.ptr[line.len - 1] == ',' || line.ptr[line.len - 1] == '-'))
        line = text_trim(text_slice(line, 0, line.len - 1));
    return line;
}

static void take_town(struct work *w)
{
    w->parts.city = without_country(w, w->parts.city);
    w->parts.line2 = without_country(w, w->parts.line2);
    struct address_town town;
    char told[3];
    struct text *places[] = { &w->parts.city, &w->parts.line2, &w->parts.postcode };
    if (w->parts.postcode.len > 0 && read_code(w, w->ret->country) == FINDING_NONE)
        return;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (places[i]->len < 4)
            continue;
        bool found = address_town_read(*places[i], w->ret->country, w->arena, &town, told);
        if (!found && w->ret->country_assumed &&
            address_town_read(*places[i], address_guess_country(*places[i], ""), w->arena, &town, told)) {
            set_country(w, told, true);
            found = true;
        }
        if (!found && w->ret->country_assumed && places[i] != &w->parts.postcode && w->parts.postcode.len == 0) {
            const char *near[] = { "BE", "DE" };
            for (size_t n = 0; n < 2 && !found; n++)
                if (address_town_read(*places[i], near[n], w->arena, &town, told) && town.city.len > 0 &&
                    strcmp(w->home, "NL") == 0 && (n == 1 || place_has_postcode(town.city, "BE", town.postcode))) {
                    set_country(w, near[n], true);
                    found = true;
                }
        }
        if (!found || (w->parts.postcode.len > 0 && places[i] != &w->parts.postcode))
            continue;
        bool city_apart = places[i] != &w->parts.city && w->parts.city.len > 0;
        if (town.city.len == 0 && places[i] != &w->parts.postcode && places[i] != &w->parts.line2)
            *places[i] = TEXT_EMPTY;
        w->parts.postcode = town.postcode;
        w->parts.region = w->parts.region.len ? w->parts.region : town.region;
        if (places[i] == &w->parts.line2)
            w->parts.line2 = TEXT_EMPTY;
        if (city_apart)
            w->ret->extra =
                text_equal_nocase(town.city, w->parts.city) ? w->ret->extra : join(w, w->ret->extra, town.city);
        else
            w->parts.city = town.city;
        return;
    }
    if (is(w, "NL") && w->parts.city.len == 0 && w->parts.line2.len > 0 &&
        w->parts.line1.len + w->parts.street.len > 0) {
        if (take_dutch_town(w, w->parts.line2))
            w->parts.line2 = TEXT_EMPTY;
    } else if (w->parts.city.len == 0 && w->parts.postcode.len == 0 && w->parts.line2.len > 2 &&
               !text_has_digit(w->parts.line2) && text_has_digit(w->parts.line1)) {
        w->parts.city = w->parts.line2;
        w->parts.line2 = TEXT_EMPTY;
    }
}

static void read_postcode(struct work *w)
{
    struct text raw = w->parts.postcode;
    if (raw.len == 0)
        return;
    enum finding finding = read_code(w, w->ret->country);
    struct postcode code = w->code;
    if (finding == FINDING_MALFORMED && is(w, "NL") && postcode_repair_nl(raw, &code)) {
        note(w, FINDING_REPAIRED, FIELD_ADDR_POSTCODE, arena_copy(w->arena, text_from(code.code)));
        finding = FINDING_NONE;
        w->doubt += 10;
    }
    if (finding == FINDING_POSTCODE_WITHOUT_LETTERS)
        w->doubt += 20;
    if (code.code[0])
        w->ret->postcode = arena_copy(w->arena, text_from(code.code));
    else if (finding == FINDING_MALFORMED) {
        const char *told = postcode_country(raw);
        if (told[0])
            finding = FINDING_POSTCODE_COUNTRY;
        w->ret->postcode = raw.len <= 12 ? raw : TEXT_EMPTY; /* kept: matching may still use it */
        w->ret->extra = raw.len <= 12 ? w->ret->extra : join(w, w->ret->extra, raw);
        w->doubt += 30;
    }
    note(w, finding, FIELD_ADDR_POSTCODE, TEXT_EMPTY);
}

/* "Utrecht (NL)", "Amsterdam, Noord-Holland": what follows goes to the region. */
static void read_city(struct work *w)
{
    char country[3];
    struct text city = text_trim(w->parts.city);
    size_t comma = text_find_char(city, ',');
    if (comma > 0 && comma < city.len) {
        struct text rest = text_trim(text_from_offset(city, comma + 1));
        if (w->parts.region.len == 0)
            w->parts.region = rest;
        else
            w->ret->extra = join(w, w->ret->extra, rest);
        city = text_trim(text_slice(city, 0, comma));
    }
    city = place_spelling(name_case(city, w->ret->country, w->arena), country);
    w->ret->city = city;
    w->ret->region = w->parts.region.len == 2 || w->parts.region.len == 3
                         ? w->parts.region
                         : name_case(w->parts.region, w->ret->country, w->arena);
    if (w->parts.region.len >= 2 && w->parts.region.len <= 3 && address_state_country(w->parts.region)[0]) {
        char upper[4] = { 0 };
        for (size_t i = 0; i < w->parts.region.len; i++)
            upper[i] = char_to_upper(w->parts.region.ptr[i]);
        w->ret->region = arena_copy(w->arena, (struct text){ upper, w->parts.region.len });
    }
}

/* ---- street ---- */

static void use_line(struct work *w, const struct address_line *line)
{
    w->ret->kind = line->kind;
    w->ret->street = line->street;
    w->ret->number = line->number;
    w->ret->letter = line->letter;
    w->ret->addition = line->addition;
    if (line->by_to[0])
        memcpy(w->ret->by_to, line->by_to, 3);
    w->ret->extra = join(w, w->ret->extra, line->extra);
    w->doubt = (uint8_t)(w->doubt + line->doubt);
    if (line->number_was_first)
        note(w, FINDING_ADDRESS_NUMBER_FIRST, w->parts.line1.len ? FIELD_ADDR_LINE1 : FIELD_ADDR_STREET, TEXT_EMPTY);
}

static void read_street(struct work *w)
{
    struct address_parts *p = &w->parts;
    struct address_line line = { .by_to = "" };
    bool from_street = p->street.len > 0;
    struct text raw = from_street ? p->street : p->line1;
    struct text second = from_street ? join(w, p->line1, p->line2) : p->line2;

    if (p->number.len > 0 && address_number_read(p->number, w->ret->country, w->arena, &line)) {
        struct address_line whole = { .by_to = "", .street = raw };
        if (text_has_digit(raw))
            address_line_read(raw, w->ret->country, w->arena, &whole);
        if (whole.kind != ADDRESS_STREET) {
            line = whole;
        } else if (text_equal(whole.number, line.number) && whole.street.len > 0) {
            /* the number stands in both columns */
            line.street = whole.street;
            line.letter = line.letter.len ? line.letter : whole.letter;
            line.addition = line.addition.len ? line.addition : whole.addition;
        } else {
            line.street = raw;
        }
        use_line(w, &line);
    } else {
        address_line_read(raw, w->ret->country, w->arena, &line);
        struct address_line other = { .by_to = "" };
        if (!from_street && line.kind == ADDRESS_STREET && line.number.len == 0 && text_has_digit(second)) {
            /* building on the first line, street on the second */
            address_line_read(second, w->ret->country, w->arena, &other);
            if (other.number.len > 0 && (other.street.len > 0 || other.kind != ADDRESS_STREET)) {
                use_line(w, &other);
                w->ret->extra = join(w, w->ret->extra, raw);
                second = TEXT_EMPTY;
            } else if (other.number.len > 0 && raw.len > 0) { /* the number alone on the second line */
                other.street = line.street;
                use_line(w, &other);
                second = TEXT_EMPTY;
            } else
                use_line(w, &line);
        } else
            use_line(w, &line);
        if (p->number.len > 0 && w->ret->number.len == 0)
            w->ret->extra = join(w, w->ret->extra, p->number);
        else if (p->number.len > 0)
            w->ret->extra = join(w, w->ret->extra, p->number);
    }
    w->ret->extra = join(w, w->ret->extra, second);

    if (p->letter.len > 0 && w->ret->letter.len == 0) {
        if (is(w, "NL") && p->letter.len == 1)
            w->ret->letter = p->letter;
        else if (is(w, "NL"))
            w->ret->addition = w->ret->addition.len ? w->ret->addition : p->letter;
        else if (w->ret->number.len > 0)
            w->ret->number = arena_printf(w->arena, "%.*s%.*s", TEXT_ARG(w->ret->number), TEXT_ARG(p->letter));
    }
    if (p->addition.len > 0) {
        /* "a", "2", "bus 3": read as what follows a number */
        struct address_line tail = { .by_to = "" };
        struct text joined = arena_printf(w->arena, "1 %.*s", TEXT_ARG(p->addition));
        address_number_read(joined, w->ret->country, w->arena, &tail);
        if (is(w, "NL") && tail.letter.len > 0 && w->ret->letter.len == 0 && w->ret->addition.len == 0) {
            w->ret->letter = tail.letter;
            w->ret->addition = tail.addition;
        } else if (w->ret->addition.len == 0)
            w->ret->addition = tail.letter.len == 0 && tail.addition.len > 0 ? tail.addition : p->addition;
        else if (!text_equal_nocase(w->ret->addition, p->addition))
            w->ret->extra = join(w, w->ret->extra, p->addition);
    }
    if (p->pobox.len > 0) {
        struct address_line box = { .by_to = "" };
        struct text named = text_has_digit(p->pobox) && char_is_digit(p->pobox.ptr[0])
                                ? arena_printf(w->arena, "Postbus %.*s", TEXT_ARG(p->pobox))
                                : p->pobox;
        address_line_read(named, w->ret->country, w->arena, &box);
        if (w->ret->street.len == 0 && box.kind != ADDRESS_STREET)
            use_line(w, &box);
        else
            w->ret->extra = join(w, w->ret->extra, p->pobox);
    }
    w->ret->street = street_spelling(w->ret->street, w->ret->country[0] ? w->ret->country : w->home, w->arena);
}

/* ---- the whole ---- */

static uint8_t confidence(const struct work *w)
{
    const struct address *a = w->ret;
    int sure = 100 - w->doubt;
    sure -= a->country_assumed ? 3 : 0;
    sure -= a->postcode.len == 0 ? 15 : 0;
    sure -= a->city.len == 0 ? 10 : 0;
    sure -= a->number.len == 0 ? 30 : 0;
    return (uint8_t)(sure < 0 ? 0 : sure);
}

bool address_read(const struct address_parts *parts, const char *country, struct findings *findings,
                  struct address *ret)
{
    assert(parts && country && strlen(country) <= 2 && findings && ret);

    *ret = (struct address){ .group = parts->group };
    struct work w = { .parts = *parts, .findings = findings, .arena = findings->arena, .ret = ret, .home = country };
    address_take_full(&w.parts, country, w.arena);
    find_country(&w);
    take_town(&w);
    read_postcode(&w);
    read_city(&w);
    read_street(&w);
    if (ret->street.len == 0 && ret->number.len == 0 && ret->postcode.len == 0 && ret->city.len == 0 &&
        ret->extra.len == 0 && ret->region.len == 0 && (ret->country_assumed || ret->country[0] == '\0'))
        return false;
    if (ret->number.len == 0 && ret->street.len > 0)
        note(&w, FINDING_ADDRESS_WITHOUT_NUMBER, parts->street.len ? FIELD_ADDR_STREET : FIELD_ADDR_LINE1, TEXT_EMPTY);
    else if (w.doubt >= 40)
        note(&w, FINDING_ADDRESS_UNCLEAR, parts->street.len ? FIELD_ADDR_STREET : FIELD_ADDR_LINE1, TEXT_EMPTY);
    ret->confidence = confidence(&w);
    if (!parts->without_key)
        ret->key = address_key(ret, w.arena);
    return true;
}
