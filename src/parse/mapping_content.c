/*
 * Headers that nobody knows: "field_7", "c3", "Spalte 4".
 *
 * A column is taken only when its values speak clearly and nothing else in the
 * file has its place yet: a name read wrongly is worse than a name read as
 * text.  The order is that of certainty.  Codes and whole addresses show
 * themselves; a postcode of digits alone needs a place beside it, a house
 * number its street; and of what is left, words alone, names are told from
 * places by our tables and from each other by their shares.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/mapping_shares.h"

enum {
    NEAR = 3, /* columns: parts of one thing stand together */
};

static bool has_any(const struct judging *judging, const enum field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (judging_has(judging, fields[i]))
            return true;
    return false;
}
#define HAS_ANY(judging, ...)                                                                                          \
    has_any((judging), (const enum field[]){ __VA_ARGS__ }, sizeof((enum field[]){ __VA_ARGS__ }) / sizeof(enum field))

/* Filled often enough to be what the file is about. */
static bool is_main(const struct judging *judging, size_t i)
{
    return is_open(judging, i) && judging->contents[i].filled * 4 >= judging->samples_count;
}

/* Who serves the customers, which branch they go to: a few values over and over. */
static bool is_of_few(const struct judging *judging, size_t i)
{
    enum { DIFFERENT_LEAST = 6 };
    return judging->contents[i].distinct < DISTINCT_MIN || different(judging, i) < DIFFERENT_LEAST;
}

/* The open column of many values with the largest share, of at least least, in most rows; SIZE_MAX when there is none.
 */
static size_t most(const struct judging *judging, size_t offset, unsigned least)
{
    size_t best = SIZE_MAX;
    unsigned best_points = 0;
    for (size_t i = 0; i < judging->layout.count; i++) {
        unsigned share = is_main(judging, i) && !is_of_few(judging, i) ? share_at(judging, i, offset) : 0;
        unsigned points = share * judging->contents[i].filled;
        if (share >= least && points > best_points) {
            best = i;
            best_points = points;
        }
    }
    return best;
}
#define MOST(judging, what, least) most((judging), offsetof(struct content, what), (least))

static bool is_within(const struct judging *judging, size_t i, size_t reach, enum field field)
{
    for (size_t c = i > reach ? i - reach : 0; c <= i + reach && c < judging->layout.count; c++)
        if (judging->proposals[c].ref.field == field)
            return true;
    return false;
}

static bool is_near(const struct judging *judging, size_t i, enum field field)
{
    return is_within(judging, i, NEAR, field);
}

static bool is_near_street(const struct judging *judging, size_t i, size_t reach)
{
    return is_within(judging, i, reach, FIELD_ADDR_LINE1) || is_within(judging, i, reach, FIELD_ADDR_STREET);
}

/* ---- addresses ---- */

static bool has_street(const struct judging *judging)
{
    return HAS_ANY(judging, FIELD_ADDR_LINE1, FIELD_ADDR_STREET, FIELD_ADDR_FULL);
}

/* The same town has the same first digits: the two columns are of one address. */
static bool goes_with_codes(const struct judging *judging, size_t towns, size_t codes)
{
    unsigned same = 0, other = 0;
    for (size_t a = 0; a < judging->samples_count; a++) {
        const struct row *x = &judging->samples[a];
        if (towns >= x->count || codes >= x->count || x->cells[towns].len == 0 || x->cells[codes].len < 3)
            continue;
        for (size_t b = a + 1; b < judging->samples_count && b < a + 200; b++) {
            const struct row *y = &judging->samples[b];
            if (towns >= y->count || codes >= y->count || y->cells[codes].len < 3 ||
                !text_equal_nocase(x->cells[towns], y->cells[towns]))
                continue;
            bool agrees = text_equal(text_slice(x->cells[codes], 0, 2), text_slice(y->cells[codes], 0, 2));
            same += agrees;
            other += !agrees;
        }
    }
    return same >= FEW && same > 4 * other;
}

/* More of them are known as places than as names of people. */
static bool is_town(const struct judging *judging, size_t i)
{
    return SHARE(judging, i, town) > SHARE(judging, i, given) && SHARE(judging, i, town) > SHARE(judging, i, surname);
}

static void tell_town(struct judging *judging)
{
    if (judging_has(judging, FIELD_ADDR_CITY))
        return;
    size_t town = judging_has(judging, FIELD_ADDR_POSTCODE) ? SIZE_MAX : MOST(judging, town_line, 60);
    if (town == SIZE_MAX)
        town = MOST(judging, town, 40);
    if (town != SIZE_MAX && !is_town(judging, town) && SHARE(judging, town, town_line) < 60)
        town = SIZE_MAX;
    for (size_t codes = 0; codes < judging->layout.count && town == SIZE_MAX; codes++) {
        bool is_code = judging->contents[codes].distinct >= DISTINCT_MIN &&
                       (judging->proposals[codes].ref.field == FIELD_ADDR_POSTCODE ||
                        (is_open(judging, codes) && SHARE(judging, codes, digits_5) >= 85));
        for (size_t i = 0; is_code && i < judging->layout.count && town == SIZE_MAX; i++)
            if (i != codes && is_main(judging, i) && SHARE(judging, i, letters) >= 95 && different(judging, i) < 70 &&
                SHARE(judging, i, firm) < 20 && judging->contents[i].distinct >= DISTINCT_MIN &&
                SHARE(judging, i, full_name) < 30 && SHARE(judging, i, given) < 30 &&
                goes_with_codes(judging, i, codes))
                town = i;
    }
    for (size_t i = 0; i < judging->layout.count && town == SIZE_MAX; i++) /* between street and postcode or state */
        if (is_main(judging, i) && SHARE(judging, i, letters) >= 90 && judging->contents[i].distinct >= DISTINCT_MIN &&
            SHARE(judging, i, given) < 20 && SHARE(judging, i, surname) < 15 && SHARE(judging, i, street) < 20 &&
            SHARE(judging, i, firm) < 20 && SHARE(judging, i, full_name) < 30 && is_near_street(judging, i, NEAR) &&
            (is_within(judging, i, 1, FIELD_ADDR_POSTCODE) || is_within(judging, i, 1, FIELD_ADDR_REGION)))
            town = i;
    if (town != SIZE_MAX)
        take(judging, town, FIELD_ADDR_CITY);
}

static bool may_be_house_number(const struct judging *judging, size_t i)
{
    return i < judging->layout.count && is_open(judging, i) && SHARE(judging, i, house_number) >= 85 &&
           bytes_of(judging, i) <= 4 && SHARE(judging, i, digits_5) < 30 && SHARE(judging, i, digits_4) < 60 &&
           judging->contents[i].distinct > 5;
}

/* "12", "104", "7a", "17 hs": some have a letter, which hardly any other number has. */
static bool has_additions(const struct judging *judging, size_t i)
{
    unsigned bare = SHARE(judging, i, whole);
    return bare >= 50 && bare <= 97 && judging->contents[i].distinct >= 2 * DISTINCT_MIN;
}

static void tell_house_number(struct judging *judging, size_t street)
{
    static const int places[] = { 1, -1, 2, 3 }; /* behind it, or before it as in English */
    for (size_t p = 0; p < sizeof(places) / sizeof(places[0]); p++)
        if (may_be_house_number(judging, street + (size_t)places[p])) {
            take(judging, street + (size_t)places[p], FIELD_ADDR_NUMBER);
            return;
        }
    for (size_t i = 0; i < judging->layout.count; i++)
        if (may_be_house_number(judging, i) && has_additions(judging, i)) {
            take(judging, i, FIELD_ADDR_NUMBER);
            return;
        }
}

/* A street by its header, which has no numbers in it. */
static size_t bare_street(const struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count; i++)
        if ((judging->proposals[i].ref.field == FIELD_ADDR_LINE1 ||
             judging->proposals[i].ref.field == FIELD_ADDR_STREET) &&
            judging->contents[i].filled >= FEW && SHARE(judging, i, with_number) < 30)
            return i;
    return SIZE_MAX;
}

static void tell_street(struct judging *judging)
{
    if (has_street(judging)) {
        size_t bare = judging_has(judging, FIELD_ADDR_NUMBER) ? SIZE_MAX : bare_street(judging);
        if (bare != SIZE_MAX)
            tell_house_number(judging, bare);
        return;
    }
    size_t street = MOST(judging, street, 40);
    if (street == SIZE_MAX || SHARE(judging, street, firm) >= 60)
        return;
    take(judging, street, SHARE(judging, street, with_number) >= 50 ? FIELD_ADDR_LINE1 : FIELD_ADDR_STREET);
    if (judging->proposals[street].ref.field == FIELD_ADDR_LINE1)
        return;
    tell_house_number(judging, street);
}

/* Digits alone are a postcode only beside the rest of an address. */
static void tell_postcode(struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count && !judging_has(judging, FIELD_ADDR_POSTCODE); i++) {
        if (!is_main(judging, i) || different(judging, i) < 5 || judging->contents[i].distinct <= 5)
            continue;
        bool five = SHARE(judging, i, digits_5) >= 80;
        bool four = SHARE(judging, i, digits_4) >= 90 && !codes_are_years(judging, i);
        bool beside = is_near(judging, i, FIELD_ADDR_CITY) || is_within(judging, i, 1, FIELD_ADDR_REGION);
        if (((five || four) && beside) || (five && is_near_street(judging, i, 2) && different(judging, i) < 80))
            take(judging, i, FIELD_ADDR_POSTCODE);
    }
}

static void tell_address(struct judging *judging)
{
    size_t whole = SIZE_MAX; /* "location" may be one too, where it says nothing by itself */
    for (size_t i = 0; i < judging->layout.count; i++)
        if (!judging->is_preset[i] && judging->proposals[i].ref.field == FIELD_NONE &&
            judging->contents[i].filled >= FEW && SHARE(judging, i, whole_address) >= 30 &&
            SHARE(judging, i, with_number) >= 80 &&
            (whole == SIZE_MAX || SHARE(judging, i, whole_address) > SHARE(judging, whole, whole_address)))
            whole = i;
    if (whole != SIZE_MAX && !has_street(judging)) {
        take(judging, whole, FIELD_ADDR_FULL);
        return;
    }
    tell_street(judging);
    for (size_t i = 1; i < judging->layout.count; i++)
        if (is_open(judging, i) && judging->proposals[i - 1].ref.field == FIELD_ADDR_NUMBER &&
            bytes_of(judging, i) <= 4 && judging->contents[i].filled * 2 < judging->samples_count &&
            !judging_has(judging, FIELD_ADDR_ADDITION))
            take(judging, i, FIELD_ADDR_ADDITION);
    for (size_t round = 0; round < 2; round++) { /* each helps to see the others */
        tell_town(judging);
        for (size_t i = 0; i < judging->layout.count; i++)
            if (is_open(judging, i) && SHARE(judging, i, region) >= 85 && !judging_has(judging, FIELD_ADDR_REGION) &&
                (is_near(judging, i, FIELD_ADDR_CITY) || is_near_street(judging, i, NEAR + 2)))
                take(judging, i, FIELD_ADDR_REGION);
        tell_postcode(judging);
    }
}

/* ---- names ---- */

static bool is_words(const struct judging *judging, size_t i)
{
    return is_main(judging, i) && SHARE(judging, i, letters) >= 85 &&
           judging->contents[i].words < 6 * judging->contents[i].filled &&
           judging->contents[i].distinct >= DISTINCT_MIN && different(judging, i) >= 10;
}

static void tell_firms(struct judging *judging)
{
    size_t best = SIZE_MAX;
    unsigned best_share = 0;
    for (size_t i = 0; i < judging->layout.count; i++) {
        unsigned share = is_main(judging, i) ? SHARE(judging, i, firm) : 0;
        bool text = share >= 30 && SHARE(judging, i, whole_address) < 30 && SHARE(judging, i, street) < 40 &&
                    judging->contents[i].words < 9 * judging->contents[i].filled && different(judging, i) >= 20;
        if (text && share > SHARE(judging, i, full_name) && share > best_share) {
            best = i;
            best_share = share;
        }
    }
    if (best != SIZE_MAX && !HAS_ANY(judging, FIELD_ORG_NAME, FIELD_ORG_TRADE_NAME, FIELD_PERSON_FULL))
        take(judging, best, FIELD_ORG_NAME);
}

/* "A", "B" and "C" of branches or classes: initials of people are of many kinds. */
static bool is_code_of_few(const struct judging *judging, size_t i)
{
    enum { INITIALS_LEAST = 12, EACH = 4 };
    const struct content *content = &judging->contents[i];
    return content->distinct < INITIALS_LEAST && content->distinct * EACH < content->filled;
}

static void tell_small_words(struct judging *judging)
{
    for (size_t i = 0; i < judging->layout.count; i++) {
        if (!is_open(judging, i))
            continue;
        if (SHARE(judging, i, prefix) >= 80 && !HAS_ANY(judging, FIELD_PERSON_PREFIX, FIELD_PERSON_MIDDLE_OR_PREFIX))
            take(judging, i, FIELD_PERSON_PREFIX);
        else if (SHARE(judging, i, initials) >= 80 && bytes_of(judging, i) <= 8 && SHARE(judging, i, region) < 60 &&
                 !is_code_of_few(judging, i) && !HAS_ANY(judging, FIELD_PERSON_INITIALS, FIELD_PERSON_MIDDLE_OR_PREFIX))
            take(judging, i,
                 judging_has(judging, FIELD_PERSON_GIVEN) && bytes_of(judging, i) <= 2 ? FIELD_PERSON_MIDDLE_OR_PREFIX
                                                                                       : FIELD_PERSON_INITIALS);
        else if (SHARE(judging, i, salutation) >= 80 && !judging_has(judging, FIELD_PERSON_TITLE))
            take(judging, i, FIELD_PERSON_TITLE);
        else if (SHARE(judging, i, gender) >= 95 && SHARE(judging, i, letters) >= 95 &&
                 judging->contents[i].distinct <= 4 && judging->contents[i].distinct >= 2 &&
                 !judging_has(judging, FIELD_PERSON_GENDER))
            take(judging, i, FIELD_PERSON_GENDER);
    }
}

/* One word beside the given names: the surname, where most of them are in our table or it stands next to it. */
static void tell_family(struct judging *judging, size_t given)
{
    size_t best = SIZE_MAX;
    unsigned best_points = 0;
    for (size_t i = 0; i < judging->layout.count; i++) {
        if (!is_words(judging, i) || i == given || SHARE(judging, i, given) >= 50 || SHARE(judging, i, town) >= 35 ||
            SHARE(judging, i, street) >= 35)
            continue;
        unsigned surname = SHARE(judging, i, surname);
        bool beside = given != SIZE_MAX && i + NEAR >= given && i <= given + NEAR;
        unsigned points = surname + (beside ? 20 : 0) + different(judging, i) / 5;
        bool good = surname >= 20 || (beside && surname >= 8 && different(judging, i) >= 25);
        if (good && points > best_points) {
            best = i;
            best_points = points;
        }
    }
    if (best != SIZE_MAX)
        take(judging, best, FIELD_PERSON_FAMILY);
}

/* Nothing but a surname beside a phone number or a mailbox: most of them have to be in our table. */
static void tell_family_alone(struct judging *judging)
{
    size_t family = MOST(judging, surname, 40);
    if (family != SIZE_MAX && is_words(judging, family) && SHARE(judging, family, given) < 30 &&
        SHARE(judging, family, town) < 35 && SHARE(judging, family, firm) < 10)
        take(judging, family, FIELD_PERSON_FAMILY);
}

/* Rows of one source have the name in one cell, those of another in parts: the columns are never filled together. */
static bool stands_in_for(const struct judging *judging, size_t i, enum field field)
{
    unsigned both = 0, alone = 0;
    for (size_t r = 0; r < judging->samples_count; r++) {
        const struct row *row = &judging->samples[r];
        if (i >= row->count || text_trim(row->cells[i]).len == 0)
            continue;
        bool other = false;
        for (size_t c = 0; c < row->count && c < judging->layout.count; c++)
            other |= judging->proposals[c].ref.field == field && text_trim(row->cells[c]).len > 0;
        both += other;
        alone += !other;
    }
    return alone > 9 * both;
}

static void tell_names(struct judging *judging)
{
    if (HAS_ANY(judging, FIELD_PERSON_FULL)) {
        size_t part = MOST(judging, given, 40);
        if (part == SIZE_MAX || HAS_ANY(judging, FIELD_PERSON_GIVEN, FIELD_PERSON_FAMILY) ||
            !stands_in_for(judging, part, FIELD_PERSON_FULL))
            return;
    }
    bool has_given = HAS_ANY(judging, FIELD_PERSON_GIVEN, FIELD_PERSON_NICKNAME, FIELD_PERSON_INITIALS);
    bool has_family = judging_has(judging, FIELD_PERSON_FAMILY);
    size_t given = has_given ? SIZE_MAX : MOST(judging, given, 40);
    size_t full =
        has_given || has_family || HAS_ANY(judging, FIELD_PERSON_FULL) ? SIZE_MAX : MOST(judging, full_name, 45);
    if (given != SIZE_MAX &&
        (full == SIZE_MAX || judging->contents[given].given >= judging->contents[full].full_name)) {
        take(judging, given, FIELD_PERSON_GIVEN);
        full = SIZE_MAX;
    }
    if (full != SIZE_MAX && !HAS_ANY(judging, FIELD_ORG_NAME)) {
        take(judging, full, FIELD_PERSON_FULL);
        return;
    }
    for (size_t i = 0; i < judging->layout.count && given == SIZE_MAX; i++)
        if (judging->proposals[i].ref.field == FIELD_PERSON_GIVEN ||
            judging->proposals[i].ref.field == FIELD_PERSON_INITIALS)
            given = i;
    if (!has_family && (given != SIZE_MAX || HAS_ANY(judging, FIELD_PERSON_BIRTHDATE, FIELD_PERSON_GENDER)))
        tell_family(judging, given);
    else if (!has_family && HAS_ANY(judging, FIELD_PHONE, FIELD_EMAIL) && !HAS_ANY(judging, FIELD_ORG_NAME))
        tell_family_alone(judging);
    if (HAS_ANY(judging, FIELD_PERSON_FAMILY, FIELD_PERSON_GIVEN))
        tell_small_words(judging);
}

void contents_tell(struct judging *judging)
{
    codes_tell(judging);
    tell_address(judging);
    tell_firms(judging);
    tell_names(judging);
}
