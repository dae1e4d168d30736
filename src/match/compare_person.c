/*
 * Names as people write them, birth dates, and what speaks against two people
 * being one.  Given name and surname are looked at together where they may
 * have changed places.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/compare_parts.h"

#include <string.h>

#include "lang/nicknames.h"
#include "match/digits.h"
#include "match/edit.h"
#include "match/fold.h"
#include "match/near.h"

static bool has_given(const struct prep *p, uint32_t number, uint32_t call)
{
    for (size_t i = 0; i < p->given_count; i++)
        if (p->given[i] == number)
            return true;
    return call == number;
}

/* Both have one mailbox, or nearly. */
static bool shares_mailbox(const struct pair_levels *levels)
{
    return levels->level[COMPARE_EMAIL] && levels->level[COMPARE_EMAIL] < EMAIL_HOST;
}

/* A call name that a mailbox says is no second witness beside that mailbox. */
static uint32_t call_of(const struct prep *p, const struct pair_levels *levels)
{
    return (p->of_mailbox & MAILBOX_CALL) && shares_mailbox(levels) ? 0 : p->call;
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
    const struct values *values = &table->values[domain];
    int16_t usual = domain == DOMAIN_GIVEN ? table->usual_given : table->usual_surname;
    bool known = domain == DOMAIN_GIVEN && (values->about.ptr[a].flags & VALUE_KNOWN) &&
                 (values->about.ptr[b].flags & VALUE_KNOWN);
    return (known || (values->about.ptr[a].bits < usual && values->about.ptr[b].bits < usual)) &&
           fold_sound(values_text(values, a)) != fold_sound(values_text(values, b));
}

/* A man's name and a woman's. */
static bool are_of_two_genders(const struct table *table, uint32_t a, uint32_t b)
{
    uint8_t x = table_value(table, DOMAIN_GIVEN, a)->flags, y = table_value(table, DOMAIN_GIVEN, b)->flags;
    return ((x & VALUE_MALE) && (y & VALUE_FEMALE)) || ((x & VALUE_FEMALE) && (y & VALUE_MALE));
}

/* Nothing alike: two names that people have, or one that may be a slip. */
static unsigned given_apart(const struct table *table, uint32_t a, uint32_t b)
{
    bool known = table_value(table, DOMAIN_GIVEN, a)->flags & table_value(table, DOMAIN_GIVEN, b)->flags & VALUE_KNOWN;
    return known ? GIVEN_TWO_NAMES : GIVEN_DIFFERENT;
}

static unsigned given_words(const struct table *table, uint32_t a, uint32_t b)
{
    struct text x = table_text(table, DOMAIN_GIVEN, a), y = table_text(table, DOMAIN_GIVEN, b);
    if (x.ptr[0] == y.ptr[0] && (is_initial(x) || is_initial(y)))
        return GIVEN_INITIAL;
    if (is_initial(x) || is_initial(y))
        return GIVEN_DIFFERENT;
    struct text shorter = x.len < y.len ? x : y, longer = x.len < y.len ? y : x;
    bool possible = near_possible(&table->values[DOMAIN_GIVEN], a, b, 2, 820);
    unsigned apart = possible ? near_distance(&table->values[DOMAIN_GIVEN], a, b, 2) : 3;
    if (apart == 1 && shorter.len >= 3)
        return are_of_two_genders(table, a, b)             ? GIVEN_SAME_LETTER
               : are_both_usual(table, DOMAIN_GIVEN, a, b) ? GIVEN_NEAR
                                                           : GIVEN_TYPO;
    if ((table_value(table, DOMAIN_GIVEN, a)->mark & table_value(table, DOMAIN_GIVEN, b)->mark) && nickname_same(x, y))
        return GIVEN_NICK;
    if (are_of_two_genders(table, a, b))
        return x.ptr[0] == y.ptr[0] ? GIVEN_SAME_LETTER : given_apart(table, a, b);
    if (shorter.len >= 3 && text_starts(longer, shorter))
        return are_both_usual(table, DOMAIN_GIVEN, a, b) ? GIVEN_NEAR : GIVEN_PREFIX;
    unsigned alike = possible ? near_jaro(&table->values[DOMAIN_GIVEN], a, b, 820) : 0;
    if ((apart == 2 && shorter.len >= 6) || alike >= 900)
        return are_both_usual(table, DOMAIN_GIVEN, a, b) ? GIVEN_SAME_LETTER : apart <= 2 ? GIVEN_TYPO : GIVEN_NEAR;
    if ((alike >= 820 || (apart == 2 && shorter.len >= 4)) && !are_both_usual(table, DOMAIN_GIVEN, a, b))
        return GIVEN_NEAR;
    return x.ptr[0] == y.ptr[0] ? GIVEN_SAME_LETTER : given_apart(table, a, b);
}

/* Where the first name was left blank, the initial of another stands in its place: "J. Willert", "Anthony J. Willert".
 */
static bool is_later_initial(const struct table *table, const struct prep *p, const struct prep *other)
{
    struct text initial = p->given_count == 1 ? table_text(table, DOMAIN_GIVEN, p->given[0]) : TEXT_EMPTY;
    for (size_t i = 1; i < other->given_count && is_initial(initial); i++)
        if (table_text(table, DOMAIN_GIVEN, other->given[i]).ptr[0] == initial.ptr[0])
            return true;
    return false;
}

static void compare_given(const struct table *table, const struct prep *a, const struct prep *b,
                          struct pair_levels *ret)
{
    uint32_t call_a = call_of(a, ret), call_b = call_of(b, ret);
    uint32_t x = a->given_count ? a->given[0] : call_a, y = b->given_count ? b->given[0] : call_b;
    if (!x || !y)
        return;
    unsigned level = GIVEN_TWO_NAMES;
    struct text tx = table_text(table, DOMAIN_GIVEN, x), ty = table_text(table, DOMAIN_GIVEN, y);
    if (x == y && !is_initial(tx)) {
        level = GIVEN_EQUAL;
        ret->bits[COMPARE_GIVEN] = bits_of(table, DOMAIN_GIVEN, x);
    } else if ((!is_initial(tx) && has_given(b, x, call_b)) || (!is_initial(ty) && has_given(a, y, call_a)) ||
               (call_a && call_a == call_b)) {
        level = GIVEN_CALL;
    } else {
        level = given_words(table, x, y);
        if (call_a && level > GIVEN_NICK) {
            unsigned other = given_words(table, call_a, y);
            level = other < level ? other : level;
        }
        if (call_b && level > GIVEN_NICK) {
            unsigned other = given_words(table, x, call_b);
            level = other < level ? other : level;
        }
    }
    if (level >= GIVEN_DIFFERENT && (is_later_initial(table, a, b) || is_later_initial(table, b, a)))
        return;
    ret->level[COMPARE_GIVEN] = (uint8_t)level;
    if (level == GIVEN_INITIAL && x == y)
        ret->bits[COMPARE_GIVEN] = bits_of(table, DOMAIN_GIVEN, x);
    if (level == GIVEN_CALL || level == GIVEN_NICK || level == GIVEN_TYPO)
        ret->bits[COMPARE_GIVEN] = bits_of_either(table, DOMAIN_GIVEN, x, y);
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
    } else if (!is_initial(tx) && !is_initial(ty) && near_distance(&table->values[DOMAIN_GIVEN], x, y, 2) <= 2) {
        level = MIDDLE_NEAR;
    }
    ret->level[COMPARE_MIDDLE] = (uint8_t)level;
}

/* A word of one double name that is the other name, or one of its words. */
static bool shares_part(const struct values *values, uint32_t a, uint32_t b)
{
    if (!((values->about.ptr[a].sketch | values->about.ptr[b].sketch) & SKETCH_SPACE))
        return false; /* one word each, and they differ */
    struct text x = values_text(values, a), y = values_text(values, b);
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

static bool alike_words(struct text x, struct text y)
{
    return text_equal(x, y) || (x.len >= 4 && y.len >= 4 && edit_distance(x, y, 1) <= 1);
}

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

static size_t join_word(struct text word, char into[JOINED_MAX], size_t len)
{
    for (size_t k = 0; k < word.len && len < JOINED_MAX; k++)
        if (word.ptr[k] != ' ')
            into[len++] = word.ptr[k];
    return len;
}

struct text joined_surname(const struct table *table, const struct prep *p, char into[JOINED_MAX])
{
    size_t len = join_word(table_text(table, DOMAIN_SURNAME, p->surname), into, 0);
    return (struct text){ into, join_word(table_text(table, DOMAIN_SURNAME, p->partner), into, len) };
}

static uint32_t surname_sketch(const struct table *table, const struct prep *p)
{
    uint32_t sketch = table_value(table, DOMAIN_SURNAME, p->surname)->sketch;
    return p->partner ? sketch ^ table_value(table, DOMAIN_SURNAME, p->partner)->sketch : sketch;
}

/* Of all given names as one word. */
static uint32_t given_sketch(const struct table *table, const struct prep *p)
{
    uint32_t sketch = 0;
    for (size_t i = 0; i < p->given_count; i++)
        sketch ^= table_value(table, DOMAIN_GIVEN, p->given[i])->sketch;
    return sketch;
}

static bool is_swapped(const struct table *table, const struct prep *a, const struct prep *b)
{
    if (!a->given_count || !b->given_count || !a->surname || !b->surname)
        return false;
    enum { MOST = 2 }; /* one typing error */
    if (sketch_apart(given_sketch(table, a), surname_sketch(table, b)) > MOST &&
        sketch_apart(given_sketch(table, b), surname_sketch(table, a)) > MOST)
        return false; /* one of them at least is no call name: "Ken Sanders" and "Sanders Kenneth" */
    char room[4][JOINED_MAX];
    struct text given_a = joined_given(table, a, room[0]), given_b = joined_given(table, b, room[1]);
    struct text surname_a = joined_surname(table, a, room[2]), surname_b = joined_surname(table, b, room[3]);
    if (given_a.len <= 1 || given_b.len <= 1 || alike_words(given_a, given_b))
        return false;
    bool first = alike_words(given_a, surname_b), second = alike_words(given_b, surname_a);
    return (first && second) || (first && nickname_same(given_b, surname_a)) ||
           (second && nickname_same(given_a, surname_b));
}

/* One name alone that is the other's given name: "Morgan" and "Morgan Logan", where fields change places. */
static bool is_lone_given(const struct table *table, const struct prep *lone, const struct prep *whole)
{
    if (lone->given_count || lone->call || !whole->given_count || !whole->surname)
        return false;
    struct text name = table_text(table, DOMAIN_SURNAME, lone->surname);
    struct text given = table_text(table, DOMAIN_GIVEN, whole->given[0]);
    return given.len > 1 && alike_words(name, given);
}

static void compare_surname(const struct table *table, const struct prep *a, const struct prep *b,
                            struct pair_levels *ret)
{
    if (!a->surname || !b->surname)
        return;
    unsigned level = SURNAME_DIFFERENT;
    const struct values *surnames = &table->values[DOMAIN_SURNAME];
    const struct value *x = &surnames->about.ptr[a->surname], *y = &surnames->about.ptr[b->surname];
    bool possible = near_possible(surnames, a->surname, b->surname, 3, 850);
    if (a->surname == b->surname || (possible && near_joined(surnames, a->surname, b->surname))) {
        level = SURNAME_EQUAL;
        ret->bits[COMPARE_SURNAME] = bits_of(table, DOMAIN_SURNAME, a->surname);
    } else if (is_swapped(table, a, b)) {
        level = SURNAME_SWAPPED;
        ret->level[COMPARE_GIVEN] = GIVEN_SWAPPED;
        ret->bits[COMPARE_GIVEN] = bits_of_either(table, DOMAIN_GIVEN, a->given[0], b->given[0]);
        ret->bits[COMPARE_SURNAME] = bits_of_either(table, DOMAIN_SURNAME, a->surname, b->surname);
    } else if ((a->partner && (a->partner == b->surname || a->partner == b->partner)) ||
               (b->partner && b->partner == a->surname) || shares_part(surnames, a->surname, b->surname) ||
               is_lone_given(table, a, b) || is_lone_given(table, b, a)) {
        level = SURNAME_PART;
    } else {
        size_t shorter = x->len < y->len ? x->len : y->len;
        unsigned apart = possible ? near_distance(surnames, a->surname, b->surname, 3) : 4;
        unsigned alike = possible ? near_jaro(surnames, a->surname, b->surname, 850) : 0;
        if (apart == 1 && shorter >= 3)
            level = are_both_usual(table, DOMAIN_SURNAME, a->surname, b->surname) ? SURNAME_SOUND : SURNAME_TYPO;
        else if ((apart == 2 && shorter >= 5) || (apart == 3 && shorter >= 9) || (alike >= 930 && shorter >= 4))
            level = SURNAME_NEAR;
        else if (alike >= 850 || (x->start[0] == y->start[0] && x->mark == y->mark))
            level = SURNAME_SOUND;
    }
    ret->level[COMPARE_SURNAME] = (uint8_t)level;
}

/*
 * Up to 2; what is more is 3.  Where more than two places differ, a way of two
 * edits has a letter moved or two swapped in it, so the digits are the same but
 * for one.
 */
static unsigned digits_apart(uint32_t x, uint32_t y)
{
    enum { DIGITS = 8, MOST = 2 };
    uint32_t packed_x = digits_of(x), packed_y = digits_of(y), differ = digits_differ(packed_x, packed_y);
    unsigned count = digits_count(differ);
    if (count <= MOST)
        return count == MOST && digits_swapped(packed_x, packed_y, differ) ? 1 : count;
    if (!digits_may_be_near(packed_x, packed_y))
        return MOST + 1;
    char a[DIGITS], b[DIGITS];
    for (int i = 0; i < DIGITS; i++) {
        a[i] = (char)(packed_x >> 4 * (DIGITS - 1 - i) & 15);
        b[i] = (char)(packed_y >> 4 * (DIGITS - 1 - i) & 15);
    }
    return edit_distance((struct text){ a, DIGITS }, (struct text){ b, DIGITS }, MOST);
}

/* Years alone: the next one, one of ten years off, or its last digits changed about; a father is further off. */
static bool are_near_years(uint32_t x, uint32_t y)
{
    uint32_t apart = x < y ? y - x : x - y;
    bool turned = x / 100 == y / 100 && x / 10 % 10 == y % 10 && x % 10 == y / 10 % 10;
    return apart == 1 || apart == 10 || (turned && x != y);
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
        if (fits)
            return BIRTH_PARTIAL;
        return year_x == year_y                                     ? BIRTH_YEAR
               : year_x && year_y && are_near_years(year_x, year_y) ? BIRTH_NEAR
                                                                    : BIRTH_DIFFERENT;
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
    for (size_t c = levels_next(levels, COMPARE_IDENTIFIER); c < COMPARE_ATTRIBUTE; c = levels_next(levels, c + 1))
        if (levels->level[c] == CODE_EQUAL)
            return true;
    return false;
}

static bool has_more_than_name(const struct prep *p)
{
    return p->birth || p->addresses_count || p->emails_count || p->phones_count || p->identifiers_count;
}

/* Both say more than a name and of what both say none agrees, and the names are not quite equal either. */
static bool is_bare_name(const struct prep *a, const struct prep *b, const struct pair_levels *levels)
{
    unsigned birth = levels->level[COMPARE_BIRTH], address = levels->level[COMPARE_ADDRESS];
    bool close = levels->level[COMPARE_GIVEN] <= GIVEN_TYPO && levels->level[COMPARE_SURNAME] <= SURNAME_TYPO;
    bool compared = birth || address || (a->emails_count && b->emails_count) || (a->phones_count && b->phones_count);
    if (close || !compared || !has_more_than_name(a) || !has_more_than_name(b) || agrees_elsewhere(levels))
        return false;
    bool some = (birth && birth <= BIRTH_NEAR) || (address && address <= ADDRESS_CITY_OTHER_STREET) ||
                (levels->level[COMPARE_EMAIL] && levels->level[COMPARE_EMAIL] < EMAIL_DIFFERENT);
    return !some;
}

void compare_person_contradictions(const struct table *table, const struct prep *a, const struct prep *b,
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

/* "Morris I" beside "Morris II": here the I is no initial. */
static bool is_the_first(const struct table *table, const struct prep *a, const struct prep *b)
{
    return a->generation == 0 && b->generation > 1 && a->given_count > 1 &&
           text_equal(table_text(table, DOMAIN_GIVEN, a->given[a->given_count - 1]), TEXT("i"));
}

/* One given name is of one gender nearly always: that the gender agrees too says nothing more. */
static bool tells_gender(unsigned given)
{
    return given && given <= GIVEN_NICK;
}

/*
 * A name that a mailbox says is no second witness beside that mailbox, and people use the mailbox of somebody else: it
 * is believed where it agrees with another's name.
 */
static void doubt_mailbox_names(unsigned said, struct pair_levels *ret)
{
    bool alike = shares_mailbox(ret);
    if ((said & MAILBOX_GIVEN) && (alike || ret->level[COMPARE_GIVEN] >= GIVEN_NEAR))
        ret->level[COMPARE_GIVEN] = 0;
    if ((said & MAILBOX_SURNAME) && (alike || ret->level[COMPARE_SURNAME] >= SURNAME_SOUND))
        ret->level[COMPARE_SURNAME] = 0;
}

void compare_person(const struct table *table, const struct prep *a, const struct prep *b, struct pair_levels *ret)
{
    compare_given(table, a, b, ret);
    compare_middle(table, a, b, ret);
    compare_surname(table, a, b, ret);
    if (a->of_mailbox | b->of_mailbox)
        doubt_mailbox_names(a->of_mailbox | b->of_mailbox, ret);
    if (a->birth && b->birth && !fillers_have(&table->fillers, a->birth) && !fillers_have(&table->fillers, b->birth))
        ret->level[COMPARE_BIRTH] = (uint8_t)birth_level(a->birth, b->birth);
    if (a->gender && b->gender && !(a->gender == b->gender && tells_gender(ret->level[COMPARE_GIVEN])))
        ret->level[COMPARE_GENDER] = a->gender == b->gender ? TWO_EQUAL : TWO_DIFFERENT;
    if (a->generation && b->generation)
        ret->level[COMPARE_GENERATION] = a->generation == b->generation ? TWO_EQUAL : TWO_DIFFERENT;
    else if (is_the_first(table, a, b) || is_the_first(table, b, a))
        ret->level[COMPARE_GENERATION] = TWO_DIFFERENT;
}
