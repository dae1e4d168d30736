/*
 * Each comparison reads a few numbers of both sides, and texts only when the
 * numbers differ.  Of values that a mention has several of, the best pair
 * counts: a moved customer still has the old address in one system.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/compare.h"

#include <string.h>

#include "match/edit.h"
#include "match/fold.h"
#include "match/jaro.h"
#include "match/nickname.h"
#include "match/words.h"

unsigned compare_levels(const struct table *table, enum comparison comparison)
{
    bool person = table->kind == PARTY_PERSON;
    switch ((unsigned)comparison) {
    case COMPARE_GIVEN: return person ? GIVEN_LEVELS : 0;
    case COMPARE_MIDDLE: return person ? MIDDLE_LEVELS : 0;
    case COMPARE_SURNAME: return person ? SURNAME_LEVELS : 0;
    case COMPARE_GENERATION: return person ? TWO_LEVELS : 0;
    case COMPARE_BIRTH: return person ? BIRTH_LEVELS : 0;
    case COMPARE_GENDER: return person ? TWO_LEVELS : 0;
    case COMPARE_ORG: return person ? 0 : ORG_LEVELS;
    case COMPARE_ADDRESS: return ADDRESS_LEVELS;
    case COMPARE_UNIT: return TWO_LEVELS;
    case COMPARE_EXTRA: return TEXT_LEVELS;
    case COMPARE_EMAIL: return EMAIL_LEVELS;
    case COMPARE_PHONE:
    case COMPARE_FAX: return PHONE_LEVELS;
    case COMPARE_CONTRADICTION: return CONTRADICTION_LEVELS;
    case COMPARE_SOURCE: return table->has_sources ? TWO_LEVELS : 0;
    default: break;
    }
    if (comparison < COMPARE_ATTRIBUTE)
        return comparison == COMPARE_IDENTIFIER ? 0 : CODE_LEVELS;
    size_t column = comparison - COMPARE_ATTRIBUTE;
    if (column >= table->columns_count || !table->columns[column].is_used)
        return 0;
    return table->columns[column].kind == ATTRIBUTE_TEXT ? TEXT_LEVELS : CODE_LEVELS;
}

static int16_t bits_of(const struct table *table, enum domain domain, uint32_t number)
{
    return number ? table_value(table, domain, number)->bits : 0;
}

/* What two addresses share, before it becomes one level. */
enum street_level {
    STREET_EQUAL = 1,
    STREET_NEAR,
    STREET_PART,
    STREET_NUMBER_NEAR,
    STREET_ONLY,
    STREET_NUMBER_ONLY,
    STREET_NEAR_ONLY,
    STREET_DIFFERENT,
};
enum place_level {
    PLACE_POSTCODE = 1,
    PLACE_POSTCODE_NEAR,
    PLACE_CITY,
    PLACE_POSTCODE_OTHER_CITY,
    PLACE_CITY_OTHER_POSTCODE,
    PLACE_CITY_NEAR,
    PLACE_REGION,
    PLACE_DIFFERENT,
};

/* names */

static bool has_given(const struct prep *p, uint32_t number)
{
    for (size_t i = 0; i < p->given_count; i++)
        if (p->given[i] == number)
            return true;
    return p->call == number;
}

static bool is_initial(struct text t)
{
    return t.len == 1;
}

/*
 * A typing error makes a word that hardly anybody has.  Two usual names that
 * differ by a letter ("Mila", "Milan") are two names, unless they sound alike.
 */
static bool are_both_usual(const struct table *table, enum domain domain, uint32_t a, uint32_t b)
{
    enum { USUAL_PER = 1000, USUAL_MIN = 3 };
    const struct values *values = &table->values[domain];
    uint64_t usual = values->total / USUAL_PER + USUAL_MIN;
    bool known = domain == DOMAIN_GIVEN && (values->about.ptr[a].flags & VALUE_KNOWN) &&
                 (values->about.ptr[b].flags & VALUE_KNOWN);
    return (known || (values->about.ptr[a].count > usual && values->about.ptr[b].count > usual)) &&
           fold_sound(values_text(values, a)) != fold_sound(values_text(values, b));
}

/* A man's name and a woman's. */
static bool are_of_two_genders(const struct table *table, uint32_t a, uint32_t b)
{
    uint8_t x = table_value(table, DOMAIN_GIVEN, a)->flags, y = table_value(table, DOMAIN_GIVEN, b)->flags;
    return ((x & VALUE_MALE) && (y & VALUE_FEMALE)) || ((x & VALUE_FEMALE) && (y & VALUE_MALE));
}

static unsigned given_words(const struct table *table, uint32_t a, uint32_t b)
{
    struct text x = table_text(table, DOMAIN_GIVEN, a), y = table_text(table, DOMAIN_GIVEN, b);
    if (x.ptr[0] == y.ptr[0] && (is_initial(x) || is_initial(y)))
        return GIVEN_INITIAL;
    if (is_initial(x) || is_initial(y))
        return GIVEN_DIFFERENT;
    struct text shorter = x.len < y.len ? x : y, longer = x.len < y.len ? y : x;
    unsigned apart = edit_distance(x, y, 2);
    if (apart == 1 && shorter.len >= 3)
        return are_of_two_genders(table, a, b)             ? GIVEN_SAME_LETTER
               : are_both_usual(table, DOMAIN_GIVEN, a, b) ? GIVEN_NEAR
                                                           : GIVEN_TYPO;
    if (nickname_related(table_value(table, DOMAIN_GIVEN, a)->mark, table_value(table, DOMAIN_GIVEN, b)->mark))
        return GIVEN_NICK;
    if (are_of_two_genders(table, a, b))
        return x.ptr[0] == y.ptr[0] ? GIVEN_SAME_LETTER : GIVEN_DIFFERENT;
    if (shorter.len >= 3 && text_starts(longer, shorter))
        return are_both_usual(table, DOMAIN_GIVEN, a, b) ? GIVEN_NEAR : GIVEN_PREFIX;
    unsigned alike = jaro_winkler(x, y);
    if ((apart == 2 && shorter.len >= 6) || alike >= 900)
        return are_both_usual(table, DOMAIN_GIVEN, a, b) ? GIVEN_SAME_LETTER : apart <= 2 ? GIVEN_TYPO : GIVEN_NEAR;
    if (are_both_usual(table, DOMAIN_GIVEN, a, b))
        return x.ptr[0] == y.ptr[0] ? GIVEN_SAME_LETTER : GIVEN_DIFFERENT;
    if (alike >= 820 || (apart == 2 && shorter.len >= 4))
        return GIVEN_NEAR;
    return x.ptr[0] == y.ptr[0] ? GIVEN_SAME_LETTER : GIVEN_DIFFERENT;
}

static void compare_given(const struct table *table, const struct prep *a, const struct prep *b,
                          struct pair_levels *ret)
{
    uint32_t x = a->given_count ? a->given[0] : a->call, y = b->given_count ? b->given[0] : b->call;
    if (!x || !y)
        return;
    unsigned level = GIVEN_DIFFERENT;
    struct text tx = table_text(table, DOMAIN_GIVEN, x), ty = table_text(table, DOMAIN_GIVEN, y);
    if (x == y && !is_initial(tx)) {
        level = GIVEN_EQUAL;
        ret->bits[COMPARE_GIVEN] = bits_of(table, DOMAIN_GIVEN, x);
    } else if ((!is_initial(tx) && has_given(b, x)) || (!is_initial(ty) && has_given(a, y)) ||
               (a->call && a->call == b->call)) {
        level = GIVEN_CALL;
    } else {
        level = given_words(table, x, y);
        if (a->call && level > GIVEN_NICK) {
            unsigned other = given_words(table, a->call, y);
            level = other < level ? other : level;
        }
        if (b->call && level > GIVEN_NICK) {
            unsigned other = given_words(table, x, b->call);
            level = other < level ? other : level;
        }
    }
    ret->level[COMPARE_GIVEN] = (uint8_t)level;
}

static void compare_middle(const struct table *table, const struct prep *a, const struct prep *b,
                           struct pair_levels *ret)
{
    if (a->given_count < 2 || b->given_count < 2)
        return;
    uint32_t x = a->given[1], y = b->given[1];
    struct text tx = table_text(table, DOMAIN_GIVEN, x), ty = table_text(table, DOMAIN_GIVEN, y);
    unsigned level = MIDDLE_DIFFERENT;
    if (x == y) {
        level = MIDDLE_EQUAL;
        ret->bits[COMPARE_MIDDLE] = bits_of(table, DOMAIN_GIVEN, x);
    } else if (tx.ptr[0] == ty.ptr[0] && (is_initial(tx) || is_initial(ty))) {
        level = MIDDLE_INITIAL;
    } else if (!is_initial(tx) && !is_initial(ty) && edit_distance(tx, ty, 2) <= 2) {
        level = MIDDLE_NEAR;
    }
    ret->level[COMPARE_MIDDLE] = (uint8_t)level;
}

/* A word of one double name that is the other name, or one of its words. */
static bool shares_part(struct text x, struct text y)
{
    if (x.len == 0 || y.len == 0)
        return false;
    struct text rest = x, word = TEXT_EMPTY;
    while (text_next(&rest, ' ', &word)) {
        if (word.len < 4)
            continue;
        struct text other = y, other_word = TEXT_EMPTY;
        while (text_next(&other, ' ', &other_word))
            if (text_equal(word, other_word))
                return true;
    }
    return false;
}

/* "van den berg" and "vandenberg". */
static bool equal_joined(struct text x, struct text y)
{
    size_t i = 0, j = 0;
    for (;;) {
        while (i < x.len && x.ptr[i] == ' ')
            i++;
        while (j < y.len && y.ptr[j] == ' ')
            j++;
        if (i == x.len || j == y.len)
            return i == x.len && j == y.len;
        if (x.ptr[i++] != y.ptr[j++])
            return false;
    }
}

static bool alike_words(struct text x, struct text y)
{
    return text_equal(x, y) || (x.len >= 4 && y.len >= 4 && edit_distance(x, y, 1) <= 1);
}

enum { JOINED_MAX = 64 };

/* All given names as one word, "alexa rose" → "alexarose". */
static struct text joined_given(const struct table *table, const struct prep *p, char into[JOINED_MAX])
{
    size_t len = 0;
    for (size_t i = 0; i < p->given_count; i++) {
        struct text word = table_text(table, DOMAIN_GIVEN, p->given[i]);
        for (size_t k = 0; k < word.len && len < JOINED_MAX; k++)
            into[len++] = word.ptr[k];
    }
    return (struct text){ into, len };
}

static struct text joined_surname(const struct table *table, const struct prep *p, char into[JOINED_MAX])
{
    struct text whole = table_text(table, DOMAIN_SURNAME, p->surname);
    size_t len = 0;
    for (size_t k = 0; k < whole.len && len < JOINED_MAX; k++)
        if (whole.ptr[k] != ' ')
            into[len++] = whole.ptr[k];
    return (struct text){ into, len };
}

static bool is_swapped(const struct table *table, const struct prep *a, const struct prep *b)
{
    if (!a->given_count || !b->given_count || !a->surname || !b->surname)
        return false;
    char room[4][JOINED_MAX];
    struct text given_a = joined_given(table, a, room[0]), given_b = joined_given(table, b, room[1]);
    struct text surname_a = joined_surname(table, a, room[2]), surname_b = joined_surname(table, b, room[3]);
    return given_a.len > 1 && given_b.len > 1 && alike_words(given_a, surname_b) && alike_words(given_b, surname_a) &&
           !alike_words(given_a, given_b);
}

static void compare_surname(const struct table *table, const struct prep *a, const struct prep *b,
                            struct pair_levels *ret)
{
    if (!a->surname || !b->surname)
        return;
    unsigned level = SURNAME_DIFFERENT;
    struct text x = table_text(table, DOMAIN_SURNAME, a->surname), y = table_text(table, DOMAIN_SURNAME, b->surname);
    if (a->surname == b->surname || equal_joined(x, y)) {
        level = SURNAME_EQUAL;
        ret->bits[COMPARE_SURNAME] = bits_of(table, DOMAIN_SURNAME, a->surname);
    } else if (is_swapped(table, a, b)) {
        level = SURNAME_SWAPPED;
        ret->level[COMPARE_GIVEN] = GIVEN_SWAPPED;
        ret->bits[COMPARE_GIVEN] = 0;
    } else if ((a->partner && (a->partner == b->surname || a->partner == b->partner)) ||
               (b->partner && b->partner == a->surname) || shares_part(x, y)) {
        level = SURNAME_PART;
    } else {
        size_t shorter = x.len < y.len ? x.len : y.len;
        unsigned apart = edit_distance(x, y, 3);
        unsigned alike = jaro_winkler(x, y);
        if (apart == 1 && shorter >= 3)
            level = are_both_usual(table, DOMAIN_SURNAME, a->surname, b->surname) ? SURNAME_SOUND : SURNAME_TYPO;
        else if ((apart == 2 && shorter >= 5) || (apart == 3 && shorter >= 9) || (alike >= 930 && shorter >= 4))
            level = SURNAME_NEAR;
        else if (alike >= 850 || (x.ptr[0] == y.ptr[0] && table_value(table, DOMAIN_SURNAME, a->surname)->mark ==
                                                              table_value(table, DOMAIN_SURNAME, b->surname)->mark))
            level = SURNAME_SOUND;
    }
    ret->level[COMPARE_SURNAME] = (uint8_t)level;
}

/* dates */

static unsigned digits_apart(uint32_t x, uint32_t y)
{
    char a[9], b[9];
    for (int i = 7; i >= 0; i--, x /= 10, y /= 10) {
        a[i] = (char)('0' + x % 10);
        b[i] = (char)('0' + y % 10);
    }
    return edit_distance((struct text){ a, 8 }, (struct text){ b, 8 }, 3);
}

static unsigned birth_level(uint32_t x, uint32_t y)
{
    uint32_t year_x = x / 10000, month_x = x / 100 % 100, day_x = x % 100;
    uint32_t year_y = y / 10000, month_y = y / 100 % 100, day_y = y % 100;
    /* a day without a month is a month with a wrong digit */
    bool whole = year_x && day_x && year_y && day_y;
    if (x == y)
        return whole ? BIRTH_EQUAL : BIRTH_PARTIAL;
    if (!whole) {
        bool fits = (!year_x || !year_y || year_x == year_y) && (!month_x || !month_y || month_x == month_y) &&
                    (!day_x || !day_y || day_x == day_y);
        return fits ? BIRTH_PARTIAL : year_x == year_y ? BIRTH_YEAR : BIRTH_DIFFERENT;
    }
    if (year_x == year_y && month_x == day_y && day_x == month_y)
        return BIRTH_SWAPPED;
    unsigned apart = digits_apart(x, y);
    if (apart == 1)
        return BIRTH_TYPO;
    unsigned same = (year_x == year_y) + (month_x == month_y) + (day_x == day_y);
    if (same == 2)
        return BIRTH_TWO_PARTS;
    if (apart == 2)
        return BIRTH_NEAR;
    return year_x == year_y ? BIRTH_YEAR : BIRTH_DIFFERENT;
}

/*
 * One slip of the pen changes one thing.  That the same person's given name
 * and birth date are both quite different is much rarer than the two shares
 * multiplied, so it is seen as a thing of its own.
 */
static bool agrees_elsewhere(const struct pair_levels *levels)
{
    static const struct {
        enum comparison comparison;
        unsigned worst;
    } signs[] = {
        { COMPARE_ADDRESS, ADDRESS_NO_PLACE },
        { COMPARE_EMAIL, EMAIL_NEAR },
        { COMPARE_PHONE, PHONE_NEAR },
    };
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (levels->level[signs[i].comparison] && levels->level[signs[i].comparison] <= signs[i].worst)
            return true;
    for (size_t c = COMPARE_IDENTIFIER; c < COMPARE_ATTRIBUTE; c++)
        if (levels->level[c] == CODE_EQUAL)
            return true;
    return false;
}

static bool has_more_than_name(const struct prep *p)
{
    return p->birth || p->addresses_count || p->emails_count || p->phones_count || p->identifiers_count;
}

/* Both say more than a name, none of it agrees, and the names are not quite equal either. */
static bool is_bare_name(const struct prep *a, const struct prep *b, const struct pair_levels *levels)
{
    unsigned birth = levels->level[COMPARE_BIRTH], address = levels->level[COMPARE_ADDRESS];
    bool close = levels->level[COMPARE_GIVEN] <= GIVEN_TYPO && levels->level[COMPARE_SURNAME] <= SURNAME_TYPO;
    if (close || !has_more_than_name(a) || !has_more_than_name(b) || agrees_elsewhere(levels))
        return false;
    bool some = (birth && birth <= BIRTH_NEAR) || (address && address <= ADDRESS_CITY_OTHER_STREET) ||
                (levels->level[COMPARE_EMAIL] && levels->level[COMPARE_EMAIL] < EMAIL_DIFFERENT);
    return !some;
}

static void compare_contradictions(const struct table *table, const struct prep *a, const struct prep *b,
                                   struct pair_levels *ret)
{
    unsigned given = ret->level[COMPARE_GIVEN] >= GIVEN_SAME_LETTER, birth = ret->level[COMPARE_BIRTH] >= BIRTH_NEAR;
    unsigned gender = ret->level[COMPARE_GENDER] == TWO_DIFFERENT,
             surname = ret->level[COMPARE_SURNAME] >= SURNAME_DIFFERENT;
    unsigned moved = ret->level[COMPARE_ADDRESS] >= ADDRESS_NUMBER_CITY;
    /* brother and sister, husband and wife */
    bool two_genders = given && a->given_count && b->given_count && are_of_two_genders(table, a->given[0], b->given[0]);
    if (birth && moved && !agrees_elsewhere(ret))
        birth = 2; /* only the name agrees: a namesake */
    unsigned count = given + birth + gender + surname;
    if (!ret->level[COMPARE_GIVEN] && !ret->level[COMPARE_BIRTH])
        return;
    ret->level[COMPARE_CONTRADICTION] = count >= 3                               ? CONTRADICTION_THREE
                                        : given + birth + gender >= 2            ? CONTRADICTION_TWO
                                        : two_genders || is_bare_name(a, b, ret) ? CONTRADICTION_DOUBT
                                                                                 : CONTRADICTION_NONE;
}

/* organisations */

static unsigned org_pair(const struct table *table, uint32_t x, uint32_t y, int16_t *ret_bits)
{
    *ret_bits = 0;
    if (x == y) {
        const struct value *value = table_value(table, DOMAIN_ORG, x);
        *ret_bits = value->bits;
        return ORG_EQUAL;
    }
    struct text tx = table_text(table, DOMAIN_ORG, x), ty = table_text(table, DOMAIN_ORG, y);
    if (equal_joined(tx, ty)) {
        *ret_bits = bits_of(table, DOMAIN_ORG, x);
        return ORG_JOINED;
    }
    struct words_alike alike = words_compare(&table->values[DOMAIN_ORG], &table->values[DOMAIN_ORG_WORD], x, y);
    *ret_bits = (int16_t)alike.rarest;
    unsigned shorter = (unsigned)(tx.len < ty.len ? tx.len : ty.len);
    if (alike.shared >= 970 || (shorter >= 6 && edit_distance(tx, ty, 2) <= (shorter >= 10 ? 2 : 1)))
        return ORG_TYPO;
    if (alike.shared >= 880)
        return ORG_ALIKE_90;
    if (alike.contained >= 950)
        return ORG_CONTAINED;
    if (alike.shared >= 740)
        return ORG_ALIKE_75;
    if (alike.shared >= 600)
        return ORG_ALIKE_60;
    if (alike.shared >= 450)
        return ORG_ALIKE_45;
    if (alike.contained >= 600)
        return ORG_RARE_WORD;
    return alike.shared >= 250 ? ORG_ALIKE_25 : ORG_DIFFERENT;
}

static void compare_org(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret)
{
    uint32_t left[] = { a->org, a->org_trade, a->org_former }, right[] = { b->org, b->org_trade, b->org_former };
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 3; j++) {
            if (!left[i] || !right[j])
                continue;
            int16_t bits = 0;
            unsigned level = org_pair(table, left[i], right[j], &bits);
            if (ret->level[COMPARE_ORG] == 0 || level < ret->level[COMPARE_ORG]) {
                ret->level[COMPARE_ORG] = (uint8_t)level;
                ret->bits[COMPARE_ORG] = bits;
            }
        }
    }
}

/* One that moves keeps its name, one that is renamed stays where it is. */
static void compare_org_contradictions(struct pair_levels *ret)
{
    unsigned address = ret->level[COMPARE_ADDRESS];
    unsigned name = ret->level[COMPARE_ORG] >= ORG_ALIKE_75, phone = ret->level[COMPARE_PHONE] == PHONE_DIFFERENT;
    unsigned moved =
        address == ADDRESS_SAME_STREET || address == ADDRESS_OTHER_STREET || address >= ADDRESS_NUMBER_CITY;
    unsigned count = name + moved + (name && moved && phone); /* an organisation has many phones */
    if (!ret->level[COMPARE_ORG] && !address)
        return;
    ret->level[COMPARE_CONTRADICTION] = count >= 3   ? CONTRADICTION_THREE
                                        : count == 2 ? CONTRADICTION_TWO
                                                     : CONTRADICTION_NONE;
}

/* addresses */

static bool number_near(uint32_t x, uint32_t y)
{
    char a[12], b[12];
    size_t la = 0, lb = 0;
    for (; x && la < sizeof(a); x /= 10)
        a[la++] = (char)('0' + x % 10);
    for (; y && lb < sizeof(b); y /= 10)
        b[lb++] = (char)('0' + y % 10);
    return (la >= 2 || lb >= 2) && edit_distance((struct text){ a, la }, (struct text){ b, lb }, 1) <= 1;
}

static unsigned street_alike(const struct table *table, uint32_t x, uint32_t y)
{
    if (x == y || equal_joined(table_text(table, DOMAIN_STREET, x), table_text(table, DOMAIN_STREET, y)))
        return 1000;
    struct text tx = table_text(table, DOMAIN_STREET, x), ty = table_text(table, DOMAIN_STREET, y);
    size_t shorter = tx.len < ty.len ? tx.len : ty.len;
    if (shorter >= 6 && edit_distance(tx, ty, 2) <= (shorter >= 9 ? 2 : 1))
        return 940;
    struct words_alike alike = words_compare(&table->values[DOMAIN_STREET], &table->values[DOMAIN_STREET_WORD], x, y);
    return alike.contained >= 950 && alike.shared < 800 ? 800 : alike.shared;
}

static unsigned street_level(const struct table *table, const struct prep_address *a, const struct prep_address *b)
{
    if (!a->street || !b->street) {
        if (!a->number || !b->number)
            return 0;
        return a->number == b->number ? STREET_NUMBER_ONLY : STREET_DIFFERENT;
    }
    unsigned alike = street_alike(table, a->street, b->street);
    bool both = a->number && b->number, equal = both && a->number == b->number;
    if (equal && alike == 1000)
        return STREET_EQUAL;
    if (!a->number && !b->number)
        return alike == 1000  ? STREET_NEAR
               : alike >= 800 ? STREET_PART
               : alike >= 600 ? STREET_NEAR_ONLY
                              : STREET_DIFFERENT;
    if (equal)
        return alike >= 800 ? STREET_NEAR : alike >= 450 ? STREET_PART : STREET_NUMBER_ONLY;
    if (both && alike >= 800 && number_near(a->number, b->number))
        return STREET_NUMBER_NEAR;
    return alike == 1000 ? STREET_ONLY : alike >= 800 ? STREET_NEAR_ONLY : STREET_DIFFERENT;
}

static bool postcode_near(struct text x, struct text y)
{
    size_t shorter = x.len < y.len ? x.len : y.len;
    if (shorter < 4)
        return false;
    if (text_starts(x, y) || text_starts(y, x))
        return true; /* "60607" and "60607-1234", "1234" and "1234AB" */
    return edit_distance(x, y, 1) <= 1;
}

static unsigned place_level(const struct table *table, const struct prep_address *a, const struct prep_address *b,
                            int16_t *ret_bits)
{
    *ret_bits = 0;
    bool codes = a->postcode && b->postcode, cities = a->city && b->city;
    struct text city_a = table_text(table, DOMAIN_CITY, a->city), city_b = table_text(table, DOMAIN_CITY, b->city);
    bool same_city = cities && (a->city == b->city || equal_joined(city_a, city_b));
    bool near_city =
        cities && !same_city &&
        (edit_distance(city_a, city_b, 2) <= (city_a.len >= 8 ? 2u : 1u) || jaro_winkler(city_a, city_b) >= 900);
    if (codes && a->postcode == b->postcode) {
        *ret_bits = bits_of(table, DOMAIN_POSTCODE, a->postcode);
        return !cities || same_city || near_city ? PLACE_POSTCODE : PLACE_POSTCODE_OTHER_CITY;
    }
    bool near_code = codes && postcode_near(table_text(table, DOMAIN_POSTCODE, a->postcode),
                                            table_text(table, DOMAIN_POSTCODE, b->postcode));
    if (same_city) {
        *ret_bits = bits_of(table, DOMAIN_CITY, a->city);
        return near_code ? PLACE_POSTCODE_NEAR : codes ? PLACE_CITY_OTHER_POSTCODE : PLACE_CITY;
    }
    if (near_city)
        return near_code ? PLACE_CITY_OTHER_POSTCODE : PLACE_CITY_NEAR;
    if (near_code)
        return cities ? PLACE_REGION : PLACE_CITY_NEAR;
    if (codes || cities)
        return a->region && a->region == b->region ? PLACE_REGION : PLACE_DIFFERENT;
    return !a->region || !b->region ? 0 : a->region == b->region ? PLACE_REGION : PLACE_DIFFERENT;
}

static unsigned text_level_of(const struct table *table, enum domain domain, enum domain words, uint32_t x, uint32_t y)
{
    if (x == y)
        return TEXT_EQUAL;
    struct words_alike alike = words_compare(&table->values[domain], &table->values[words], x, y);
    struct text tx = table_text(table, domain, x), ty = table_text(table, domain, y);
    size_t shorter = tx.len < ty.len ? tx.len : ty.len;
    if (alike.shared >= 850 || (shorter >= 6 && edit_distance(tx, ty, 2) <= (shorter >= 10 ? 2 : 1)))
        return TEXT_ALIKE_85;
    if (alike.shared >= 600 || alike.contained >= 950)
        return TEXT_ALIKE_60;
    return alike.shared >= 350 ? TEXT_ALIKE_35 : alike.shared >= 100 ? TEXT_ALIKE_10 : TEXT_DIFFERENT;
}

/* Street and place as one level; 0 when neither is known on both sides. */
static unsigned address_level(unsigned street, unsigned place)
{
    bool code = place == PLACE_POSTCODE || place == PLACE_POSTCODE_OTHER_CITY;
    bool city = code || (place >= PLACE_POSTCODE_NEAR && place <= PLACE_CITY_OTHER_POSTCODE);
    switch (street) {
    case STREET_EQUAL:
    case STREET_NEAR:
        if (!place)
            return ADDRESS_NO_PLACE;
        if (place == PLACE_POSTCODE || place == PLACE_CITY)
            return street == STREET_EQUAL ? ADDRESS_EQUAL : ADDRESS_NEAR_STREET;
        return place < PLACE_REGION ? ADDRESS_NEAR_PLACE : ADDRESS_OTHER_PLACE;
    case STREET_PART:
        return !place                 ? ADDRESS_NO_PLACE
               : city                 ? ADDRESS_NEAR_STREET
               : place < PLACE_REGION ? ADDRESS_NEAR_PLACE
                                      : ADDRESS_OTHER_PLACE;
    case STREET_NUMBER_NEAR:
        return !place || city ? ADDRESS_NUMBER_NEAR : place < PLACE_REGION ? ADDRESS_SAME_STREET : ADDRESS_REGION;
    case STREET_ONLY: return !place || place < PLACE_REGION ? ADDRESS_SAME_STREET : ADDRESS_REGION;
    case STREET_NUMBER_ONLY:
        if (code)
            return ADDRESS_NUMBER_POSTCODE;
        return !place                  ? 0
               : place < PLACE_REGION  ? ADDRESS_NUMBER_CITY
               : place == PLACE_REGION ? ADDRESS_REGION
                                       : ADDRESS_DIFFERENT;
    case 0:
        return code                    ? ADDRESS_POSTCODE
               : !place                ? 0
               : place < PLACE_REGION  ? ADDRESS_CITY
               : place == PLACE_REGION ? ADDRESS_REGION
                                       : ADDRESS_DIFFERENT;
    default:
        if (code)
            return ADDRESS_OTHER_STREET;
        return !place                  ? ADDRESS_DIFFERENT
               : place < PLACE_REGION  ? ADDRESS_CITY_OTHER_STREET
               : place == PLACE_REGION ? ADDRESS_REGION
                                       : ADDRESS_DIFFERENT;
    }
}

/* How rare what the level rests on is. */
static int16_t address_bits(const struct table *table, unsigned level, const struct prep_address *a, int16_t place_bits)
{
    if (level <= ADDRESS_NEAR_STREET)
        return bits_of(table, DOMAIN_DELIVERY, a->delivery);
    if (level <= ADDRESS_OTHER_PLACE)
        return bits_of(table, DOMAIN_STREET, a->street);
    return level == ADDRESS_SAME_STREET || level == ADDRESS_NUMBER_CITY ? 0 : level < ADDRESS_REGION ? place_bits : 0;
}

/* Of all addresses of both, the pair that agrees most. */
static void compare_addresses(const struct table *table, const struct prep *a, const struct prep *b,
                              struct pair_levels *ret)
{
    for (size_t i = 0; i < a->addresses_count; i++) {
        for (size_t j = 0; j < b->addresses_count; j++) {
            const struct prep_address *x = &table->addresses.ptr[a->addresses_at + i];
            const struct prep_address *y = &table->addresses.ptr[b->addresses_at + j];
            int16_t place_bits = 0;
            unsigned place = place_level(table, x, y, &place_bits), street = street_level(table, x, y);
            unsigned level = address_level(street, place);
            if (!level || (ret->level[COMPARE_ADDRESS] && level >= ret->level[COMPARE_ADDRESS]))
                continue;
            ret->level[COMPARE_ADDRESS] = (uint8_t)level;
            ret->bits[COMPARE_ADDRESS] = address_bits(table, level, x, place_bits);
            bool one_house = level <= ADDRESS_NO_PLACE;
            ret->level[COMPARE_UNIT] = !one_house || !x->unit || !y->unit ? 0
                                       : x->unit == y->unit               ? TWO_EQUAL
                                                                          : TWO_DIFFERENT;
            ret->level[COMPARE_EXTRA] =
                !x->extra || !y->extra
                    ? 0
                    : (uint8_t)text_level_of(table, DOMAIN_EXTRA, DOMAIN_STREET_WORD, x->extra, y->extra);
            ret->bits[COMPARE_EXTRA] = x->extra == y->extra ? bits_of(table, DOMAIN_EXTRA, x->extra) : 0;
        }
    }
}

/* e-mail, phones, codes */

static unsigned email_level_of(const struct table *table, const struct prep_email *x, const struct prep_email *y,
                               int16_t *ret_bits)
{
    *ret_bits = 0;
    if (x->address == y->address) {
        *ret_bits = bits_of(table, DOMAIN_EMAIL, x->address);
        return EMAIL_EQUAL;
    }
    bool same_host = x->host == y->host;
    struct text local_x = table_text(table, DOMAIN_LOCAL, x->local),
                local_y = table_text(table, DOMAIN_LOCAL, y->local);
    if (x->local && x->local == y->local && local_x.len >= 3) {
        *ret_bits = bits_of(table, DOMAIN_LOCAL, x->local);
        return EMAIL_LOCAL;
    }
    size_t shorter = local_x.len < local_y.len ? local_x.len : local_y.len;
    bool near_local = shorter >= 5 && edit_distance(local_x, local_y, 2) <= (shorter >= 8 ? 2u : 1u);
    if (near_local && (same_host || edit_distance(table_text(table, DOMAIN_HOST, x->host),
                                                  table_text(table, DOMAIN_HOST, y->host), 2) <= 2))
        return EMAIL_NEAR;
    if (near_local)
        return EMAIL_LOCAL_NEAR;
    if (same_host && !x->is_free) {
        *ret_bits = bits_of(table, DOMAIN_HOST, x->host);
        return EMAIL_HOST;
    }
    return EMAIL_DIFFERENT;
}

/* What is left of a mailbox name without the words of its owner's name: "isla.maas78" → "78". */
static bool is_of_name(const struct table *table, const struct prep *p, struct text local, struct text *ret_rest)
{
    struct text words[] = {
        table_text(table, DOMAIN_SURNAME, p->surname),
        p->given_count ? table_text(table, DOMAIN_GIVEN, p->given[0]) : TEXT_EMPTY,
    };
    size_t taken = 0;
    for (size_t i = 0; i < 2; i++) {
        size_t last = words[i].len;
        while (last > 0 && words[i].ptr[last - 1] != ' ')
            last--;
        struct text word = text_slice(text_from_offset(words[i], last), 0, 5);
        if (word.len >= 3 && text_find(local, word) < local.len)
            taken += words[i].len - last;
    }
    size_t digits = 0;
    while (digits < local.len && char_is_digit(local.ptr[local.len - 1 - digits]))
        digits++;
    *ret_rest = text_slice(local, local.len - digits, local.len);
    return taken >= 4 || (taken > 0 && taken * 2 >= local.len - digits);
}

/*
 * Two people of one name have alike mailboxes, so a likeness that the names
 * explain is no evidence: then only what follows the name tells them apart.
 */
static unsigned email_beside_name(const struct table *table, const struct prep *a, const struct prep *b,
                                  uint32_t local_a, uint32_t local_b, unsigned level)
{
    struct text x = table_text(table, DOMAIN_LOCAL, local_a), y = table_text(table, DOMAIN_LOCAL, local_b);
    struct text rest_x = TEXT_EMPTY, rest_y = TEXT_EMPTY;
    if (level == EMAIL_EQUAL || level >= EMAIL_HOST || table->kind != PARTY_PERSON)
        return level;
    bool of_a = is_of_name(table, a, x, &rest_x), of_b = is_of_name(table, b, y, &rest_y);
    if (!of_a && !of_b)
        return level;
    if (edit_distance(rest_x, rest_y, 1) > (rest_x.len >= 3 && rest_y.len >= 3))
        return EMAIL_DIFFERENT;
    return rest_x.len >= 2 || level == EMAIL_NEAR ? level : 0;
}

static void compare_emails(const struct table *table, const struct prep *a, const struct prep *b,
                           struct pair_levels *ret)
{
    for (size_t i = 0; i < a->emails_count; i++) {
        for (size_t j = 0; j < b->emails_count; j++) {
            int16_t bits = 0;
            unsigned level = email_level_of(table, &table->emails.ptr[a->emails_at + i],
                                            &table->emails.ptr[b->emails_at + j], &bits);
            level = email_beside_name(table, a, b, table->emails.ptr[a->emails_at + i].local,
                                      table->emails.ptr[b->emails_at + j].local, level);
            if (level == 0)
                continue;
            if (ret->level[COMPARE_EMAIL] == 0 || level < ret->level[COMPARE_EMAIL]) {
                ret->level[COMPARE_EMAIL] = (uint8_t)level;
                ret->bits[COMPARE_EMAIL] = bits;
            }
        }
    }
}

static void compare_phones(const struct table *table, const struct prep *a, const struct prep *b,
                           struct pair_levels *ret)
{
    for (size_t i = 0; i < a->phones_count; i++) {
        for (size_t j = 0; j < b->phones_count; j++) {
            const struct prep_phone *x = &table->phones.ptr[a->phones_at + i],
                                    *y = &table->phones.ptr[b->phones_at + j];
            unsigned level = PHONE_DIFFERENT;
            int16_t bits = 0;
            if (x->full == y->full)
                level = PHONE_EQUAL;
            else if (x->tail == y->tail)
                level = PHONE_TAIL;
            else if (edit_distance(table_text(table, DOMAIN_PHONE, x->full), table_text(table, DOMAIN_PHONE, y->full),
                                   1) <= 1)
                level = PHONE_NEAR;
            if (level <= PHONE_TAIL)
                bits = bits_of(table, DOMAIN_PHONE, x->tail);
            enum comparison where = x->is_fax && y->is_fax ? COMPARE_FAX : COMPARE_PHONE;
            if (x->is_fax != y->is_fax && level == PHONE_DIFFERENT)
                continue; /* a fax and a phone differ as a matter of course */
            if (ret->level[where] == 0 || level < ret->level[where]) {
                ret->level[where] = (uint8_t)level;
                ret->bits[where] = bits;
            }
        }
    }
}

static unsigned code_level_of(struct text x, struct text y)
{
    size_t shorter = x.len < y.len ? x.len : y.len;
    return shorter >= 5 && edit_distance(x, y, 1) <= 1 ? CODE_NEAR : CODE_DIFFERENT;
}

static void compare_identifiers(const struct table *table, const struct prep *a, const struct prep *b,
                                struct pair_levels *ret)
{
    for (size_t i = 0; i < a->identifiers_count; i++) {
        for (size_t j = 0; j < b->identifiers_count; j++) {
            const struct prep_identifier *x = &table->identifiers.ptr[a->identifiers_at + i];
            const struct prep_identifier *y = &table->identifiers.ptr[b->identifiers_at + j];
            if (x->kind != y->kind)
                continue;
            size_t where = COMPARE_IDENTIFIER + x->kind;
            unsigned level = x->value == y->value ? CODE_EQUAL
                                                  : code_level_of(table_text(table, DOMAIN_IDENTIFIER, x->value),
                                                                  table_text(table, DOMAIN_IDENTIFIER, y->value));
            if (ret->level[where] == 0 || level < ret->level[where])
                ret->level[where] = (uint8_t)level;
        }
    }
}

static unsigned attribute_level(const struct table *table, const struct prep_column *column, uint32_t x, uint32_t y)
{
    if (column->kind == ATTRIBUTE_TEXT)
        return text_level_of(table, DOMAIN_ATTRIBUTE, DOMAIN_ATTRIBUTE_WORD, x, y);
    if (x == y)
        return CODE_EQUAL;
    if (column->kind == ATTRIBUTE_NUMBER)
        return CODE_DIFFERENT;
    return code_level_of(text_from_offset(table_text(table, DOMAIN_ATTRIBUTE, x), 3),
                         text_from_offset(table_text(table, DOMAIN_ATTRIBUTE, y), 3));
}

static void compare_attributes(const struct table *table, const struct prep *a, const struct prep *b,
                               struct pair_levels *ret)
{
    for (size_t i = 0; i < a->attributes_count; i++) {
        const struct prep_attribute *x = &table->attributes.ptr[a->attributes_at + i];
        if (!table->columns[x->column].is_used)
            continue;
        for (size_t j = 0; j < b->attributes_count; j++) {
            const struct prep_attribute *y = &table->attributes.ptr[b->attributes_at + j];
            if (x->column != y->column)
                continue;
            size_t where = COMPARE_ATTRIBUTE + x->column;
            ret->level[where] = (uint8_t)attribute_level(table, &table->columns[x->column], x->value, y->value);
            ret->bits[where] = x->value == y->value ? bits_of(table, DOMAIN_ATTRIBUTE, x->value) : 0;
            break;
        }
    }
}

/* "Morris I" beside "Morris II": here the I is no initial. */
static bool is_the_first(const struct table *table, const struct prep *a, const struct prep *b)
{
    return a->generation == 0 && b->generation > 1 && a->given_count > 1 &&
           text_equal(table_text(table, DOMAIN_GIVEN, a->given[a->given_count - 1]), TEXT("i"));
}

void compare_pair(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret)
{
    memset(ret, 0, sizeof(*ret));
    if (table->kind == PARTY_PERSON) {
        compare_given(table, a, b, ret);
        compare_middle(table, a, b, ret);
        compare_surname(table, a, b, ret);
        if (a->birth && b->birth)
            ret->level[COMPARE_BIRTH] = (uint8_t)birth_level(a->birth, b->birth);
        if (a->gender && b->gender)
            ret->level[COMPARE_GENDER] = a->gender == b->gender ? TWO_EQUAL : TWO_DIFFERENT;
        if (a->generation && b->generation)
            ret->level[COMPARE_GENERATION] = a->generation == b->generation ? TWO_EQUAL : TWO_DIFFERENT;
        else if (is_the_first(table, a, b) || is_the_first(table, b, a))
            ret->level[COMPARE_GENERATION] = TWO_DIFFERENT;
    } else {
        compare_org(table, a, b, ret);
    }
    if (table->has_sources)
        ret->level[COMPARE_SOURCE] = a->source == b->source ? TWO_EQUAL : TWO_DIFFERENT;
    compare_addresses(table, a, b, ret);
    compare_emails(table, a, b, ret);
    compare_phones(table, a, b, ret);
    compare_identifiers(table, a, b, ret);
    if (table->kind == PARTY_ORGANISATION)
        compare_org_contradictions(ret);
    else
        compare_contradictions(table, a, b, ret);
    compare_attributes(table, a, b, ret);
}
