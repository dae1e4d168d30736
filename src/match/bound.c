/*
 * Two cards.  Each part below mirrors a part of compare_*.c: where that reads
 * texts, this asks whether they could be alike at all, and where they could,
 * takes the best level that is left.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <string.h>

#include "match/bound_inside.h"
#include "match/digits.h"
#include "os/memory.h"

/* All of it is compiled into each of the walks below, for the processor that the walk is for. */
#define INLINE static inline __attribute__((always_inline))

bool bound_open(const struct table *table, const struct model *model, int threads, struct bound *ret)
{
    *ret = (struct bound){ .model = model, .cards = memory_take((table->preps.len + 1) * sizeof(struct card)) };
    if (!ret->cards)
        return false;
    bound_fill(table, threads, ret->cards);
    bound_weigh(model, &ret->most);
    return true;
}

void bound_done(struct bound *bound)
{
    free(bound->cards);
    *bound = (struct bound){ 0 };
}

INLINE struct shape shape_from(uint32_t sketch, const char start[4], unsigned len)
{
    struct shape shape = { .sketch = sketch, .len = len };
    memcpy(shape.start, start, sizeof(shape.start));
    return shape;
}

INLINE struct shape given_shape(const struct card *card)
{
    return shape_from(card->given_sketch, card->given_start, card->given_len);
}

INLINE struct shape surname_shape(const struct card *card)
{
    return shape_from(card->surname_sketch, card->surname_start, card->surname_len);
}

INLINE bool starts_alike(const struct shape *x, const struct shape *y)
{
    return memcmp(x->start, y->start, 3) == 0;
}

/* apart gains what is sure to differ. */
INLINE int32_t most_given(const struct bound *bound, const struct card *a, const struct card *b, uint32_t *apart)
{
    const struct bound_weights *most = &bound->most;
    if (!a->given || !b->given)
        return 0;
    if (a->given == b->given && a->given_len > 1)
        return model_weight(&bound->model->comparisons[COMPARE_GIVEN], GIVEN_EQUAL, a->given_bits);
    if ((a->flags | b->flags) & CARD_GIVENS)
        return most->given_any > 0 ? most->given_any : 0;
    bool same_letter = a->given_start[0] == b->given_start[0];
    if (same_letter && (a->given_len == 1 || b->given_len == 1))
        return most->given_initial;
    if (a->given_len == 1 || b->given_len == 1) {
        *apart |= APART_GIVEN;
        return most->given_apart;
    }
    struct shape x = given_shape(a), y = given_shape(b);
    unsigned shorter = x.len < y.len ? x.len : y.len;
    bool two = shape_may_be_within(&x, &y, 2);
    if (two && (shorter >= 6 || shape_may_be_within(&x, &y, 1) || shape_may_be_alike(&x, &y, 900)))
        return most->given_typo;
    if ((two && shorter >= 4) || (a->given_mark & b->given_mark) || starts_alike(&x, &y) ||
        shape_may_be_alike(&x, &y, 820))
        return most->given_near;
    *apart |= APART_GIVEN;
    return same_letter ? most->given_letter : a->flags & b->flags & CARD_KNOWN ? most->given_two : most->given_apart;
}

/* A surname alone may be the other's given name. */
INLINE bool may_be_lone_given(const struct card *lone, const struct card *whole)
{
    struct shape name = surname_shape(lone), given = given_shape(whole);
    return (lone->flags & CARD_NO_GIVEN) && whole->given && shape_may_be_within(&name, &given, 1);
}

INLINE bool may_be_part(const struct card *a, const struct card *b)
{
    bool has_parts = ((a->flags | b->flags) & CARD_PARTNER) || ((a->surname_sketch | b->surname_sketch) & SKETCH_SPACE);
    return (has_parts && (a->surname_words & b->surname_words)) || may_be_lone_given(a, b) || may_be_lone_given(b, a);
}

INLINE int32_t most_surname(const struct bound *bound, const struct card *a, const struct card *b, uint32_t *apart)
{
    const struct bound_weights *most = &bound->most;
    if (!a->surname || !b->surname)
        return 0;
    if (a->surname == b->surname)
        return model_weight(&bound->model->comparisons[COMPARE_SURNAME], SURNAME_EQUAL, a->surname_bits);
    struct shape x = surname_shape(a), y = surname_shape(b);
    unsigned shorter = x.len < y.len ? x.len : y.len;
    if (sketch_apart(x.sketch, y.sketch) == 0)
        return most->surname_any;
    if (may_be_part(a, b))
        return most->surname_part;
    if (shorter >= 3 && shape_may_be_within(&x, &y, 1))
        return most->surname_typo;
    bool alike = shape_may_be_alike(&x, &y, 850);
    if ((shorter >= 5 && shape_may_be_within(&x, &y, 2)) || (shorter >= 9 && shape_may_be_within(&x, &y, 3)) ||
        (alike && shape_may_be_alike(&x, &y, 930)))
        return most->surname_two;
    if (alike || (x.start[0] == y.start[0] && a->surname_mark == b->surname_mark))
        return most->surname_sound;
    *apart |= APART_SURNAME;
    return most->surname_apart;
}

INLINE bool may_be_swapped(const struct card *a, const struct card *b)
{
    return a->surname && b->surname && a->surname != b->surname &&
           (sketch_apart(a->givens_sketch, b->surnames_sketch) <= 2 ||
            sketch_apart(b->givens_sketch, a->surnames_sketch) <= 2);
}

/* Names that mailboxes say are passed over where they speak against. */
INLINE int32_t at_least_nothing(int32_t most)
{
    return most > 0 ? most : 0;
}

INLINE int32_t most_names(const struct bound *bound, const struct card *a, const struct card *b, uint32_t *apart)
{
    int32_t given = most_given(bound, a, b, apart), surname = most_surname(bound, a, b, apart), most = given + surname;
    if ((a->flags | b->flags) & CARD_MAILBOX) {
        most = at_least_nothing(given) + at_least_nothing(surname);
        *apart = 0;
    }
    if (may_be_swapped(a, b)) {
        int32_t swapped = bound->most.given_swapped + bound->most.surname_swapped;
        most = swapped > most ? swapped : most;
        *apart = 0;
    }
    return most + (a->flags & b->flags & CARD_MIDDLE ? bound->most.middle : 0);
}

INLINE int32_t most_birth(const struct bound_weights *most, const struct card *a, const struct card *b, uint32_t *apart)
{
    if ((a->flags | b->flags) & CARD_BIRTH_ODD)
        return most->birth_any;
    if (!a->birth || !b->birth)
        return 0;
    if (!(a->flags & b->flags & CARD_BIRTH_WHOLE))
        return most->birth_parts;
    if (a->birth == b->birth)
        return most->birth_equal;
    uint32_t x = a->birth, y = b->birth, differ = digits_differ(x, y);
    bool year = !(differ >> 16), month = !(differ & 0xff00), day = !(differ & 0xff);
    if (year && (x >> 8 & 0xff) == (y & 0xff) && (x & 0xff) == (y >> 8 & 0xff))
        return most->birth_swapped;
    unsigned count = digits_count(differ);
    if (count == 1 || (count == 2 && digits_swapped(x, y, differ)))
        return most->birth_typo;
    if (year + month + day == 2)
        return most->birth_two;
    *apart |= APART_BIRTH;
    if (count == 2 || digits_may_be_near(x, y))
        return most->birth_near;
    return year ? most->birth_year : most->birth_apart;
}

INLINE int32_t most_email(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    if (!(a->flags & b->flags & CARD_EMAIL))
        return 0;
    bool same_host = a->host == b->host;
    if (((a->flags | b->flags) & CARD_EMAILS) || (a->local == b->local && same_host))
        return most->email_any;
    if (a->local == b->local)
        return most->email_local;
    struct shape x = { .sketch = a->local_sketch, .len = a->local_len },
                 y = { .sketch = b->local_sketch, .len = b->local_len };
    if (x.len >= 5 && y.len >= 5 && shape_may_be_within(&x, &y, 2))
        return most->email_near;
    return same_host && !(a->flags & b->flags & CARD_EMAIL_FREE) ? most->email_host : most->email_apart;
}

INLINE int32_t most_phone(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    uint32_t both = a->flags & b->flags;
    if (!(both & CARD_PHONE))
        return 0;
    int32_t fax = both & CARD_FAX ? most->fax : 0;
    if (((a->flags | b->flags) & CARD_PHONES) || ((a->phone ^ b->phone) & 0x0fffffff) == 0)
        return most->phone_any + fax;
    unsigned longer = a->phone_len > b->phone_len ? a->phone_len - b->phone_len : b->phone_len - a->phone_len;
    if (longer == 1)
        return most->phone_near;
    uint32_t differ = digits_differ(a->phone, b->phone);
    unsigned count = digits_count(differ);
    bool may_be_near = longer == 0 && (count <= 1 || (count == 2 && digits_swapped(a->phone, b->phone, differ)));
    return may_be_near ? most->phone_near : most->phone_apart;
}

/* Whether the names of two streets that are not one may be alike. */
INLINE bool streets_may_be_alike(const struct card *a, const struct card *b)
{
    if (!(a->flags & b->flags & CARD_ONE_WORD))
        return true;
    struct shape x = shape_from(a->street_sketch, a->street_start, a->street_len),
                 y = shape_from(b->street_sketch, b->street_start, b->street_len);
    bool same_start = x.start[0] == y.start[0] && (x.len == 1 || y.len == 1 || starts_alike(&x, &y));
    bool with_column = x.start[2] == ':' || y.start[2] == ':';
    return same_start || with_column || shape_may_be_within(&x, &y, 2) || shape_may_be_alike(&x, &y, 930);
}

INLINE enum seen_street see_street(const struct card *a, const struct card *b)
{
    bool both = a->number && b->number, equal = both && a->number == b->number, none = !a->number && !b->number;
    if (!a->street || !b->street)
        return equal ? SEEN_NUMBER : both ? SEEN_APART : SEEN_NO_STREET;
    if (a->street == b->street)
        return equal ? SEEN_EQUAL : none ? SEEN_SAME_NO_NUMBER : both ? SEEN_SAME_OTHER : SEEN_SAME_ONE;
    if (!streets_may_be_alike(a, b))
        return equal ? SEEN_NUMBER : SEEN_APART;
    return equal ? SEEN_MAYBE_EQUAL : none ? SEEN_MAYBE_NO_NUMBER : SEEN_MAYBE_OTHER;
}

INLINE bool cities_may_be_near(const struct card *a, const struct card *b)
{
    struct shape x = shape_from(a->city_sketch, a->city_start, a->city_len),
                 y = shape_from(b->city_sketch, b->city_start, b->city_len);
    return sketch_apart(x.sketch, y.sketch) == 0 || shape_may_be_within(&x, &y, 2) || shape_may_be_alike(&x, &y, 900);
}

INLINE bool codes_may_be_near(const struct card *a, const struct card *b)
{
    unsigned shorter = a->postcode_len < b->postcode_len ? a->postcode_len : b->postcode_len;
    return shorter >= 4 &&
           (a->postcode_len != b->postcode_len || sketch_apart(a->postcode_sketch, b->postcode_sketch) <= 2);
}

INLINE enum seen_place see_place(const struct card *a, const struct card *b)
{
    bool codes = a->postcode && b->postcode, cities = a->city && b->city, same_city = cities && a->city == b->city;
    if (codes && a->postcode == b->postcode)
        return !cities || same_city ? SEEN_CODE : cities_may_be_near(a, b) ? SEEN_CODE_MAYBE : SEEN_CODE_OTHER_CITY;
    if (same_city)
        return !codes ? SEEN_CITY : codes_may_be_near(a, b) ? SEEN_CITY_NEAR_CODE : SEEN_CITY_OTHER_CODE;
    if (cities && cities_may_be_near(a, b))
        return SEEN_CITY_MAYBE;
    if (codes && codes_may_be_near(a, b))
        return SEEN_NEAR_CODE;
    bool regions = a->region && b->region;
    if (!codes && !cities && !regions)
        return SEEN_NO_PLACE;
    return regions && a->region == b->region ? SEEN_REGION : SEEN_PLACE_APART;
}

/* House addition, and what else an address says. */
INLINE int32_t most_beside_street(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    uint32_t both = a->flags & b->flags;
    return (both & CARD_UNIT ? most->unit : 0) + (both & CARD_EXTRA ? most->extra : 0);
}

INLINE int32_t most_address(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    if (!(a->flags & b->flags & CARD_ADDRESS))
        return 0;
    int32_t beside = most_beside_street(most, a, b);
    if ((a->flags | b->flags) & CARD_ADDRESSES)
        return most->address_any + beside;
    return most->address[see_street(a, b)][see_place(a, b)] + beside;
}

INLINE int32_t most_of_marks(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    int32_t sum = a->flags & b->flags & CARD_ATTRIBUTES ? most->attributes : 0;
    for (uint32_t kinds = a->identifiers & b->identifiers; kinds; kinds &= kinds - 1)
        sum += most->identifiers[__builtin_ctz(kinds)];
    return sum;
}

/* How much of what marks a person is sure to differ at once. */
INLINE int32_t most_contradiction(const struct bound_weights *most, uint32_t apart)
{
    unsigned of_one = (apart & APART_GIVEN ? 1 : 0) + (apart & APART_BIRTH ? 1 : 0) + (apart & APART_GENDER ? 1 : 0);
    return of_one + (apart & APART_SURNAME ? 1 : 0) >= 3 ? most->contradiction_three
           : of_one >= 2                                 ? most->contradiction_two
                                                         : most->contradiction_any;
}

INLINE int32_t most_of_firm(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    return most->contradiction_any + (a->flags & b->flags & CARD_NAME ? most->name : 0);
}

INLINE int32_t most_of_person(const struct bound *bound, const struct card *a, const struct card *b)
{
    const struct bound_weights *most = &bound->most;
    uint32_t apart = 0;
    int32_t sum = most_names(bound, a, b, &apart) + most_birth(most, a, b, &apart);
    uint32_t x = a->flags & CARD_GENDER, y = b->flags & CARD_GENDER;
    if (x && y) {
        sum += x == y ? most->gender_equal : most->gender_apart;
        apart |= x == y ? 0 : APART_GENDER;
    }
    return sum + most_contradiction(most, apart) + ((a->flags | b->flags) & CARD_GENERATION ? most->generation : 0);
}

/* All but the address. */
INLINE int32_t most_beside_address(const struct bound *bound, const struct card *a, const struct card *b)
{
    const struct bound_weights *most = &bound->most;
    return most->base + most_email(most, a, b) + most_phone(most, a, b) + most_of_marks(most, a, b) +
           (a->source == b->source ? most->source_equal : most->source_apart) +
           (bound->model->kind == PARTY_PERSON ? most_of_person(bound, a, b) : most_of_firm(most, a, b));
}

int32_t bound_most(const struct bound *bound, uint32_t a_place, uint32_t b_place)
{
    const struct card *a = &bound->cards[a_place], *b = &bound->cards[b_place];
    return most_beside_address(bound, a, b) + most_address(&bound->most, a, b);
}

INLINE size_t pass_over(const struct bound *bound, int32_t low, uint64_t *pairs, size_t count)
{
    enum { AHEAD = 8 };
    const struct bound_weights *most = &bound->most;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < count)
            bound_fetch(bound, pair_second(pairs[i + AHEAD]));
        const struct card *a = &bound->cards[pair_first(pairs[i])], *b = &bound->cards[pair_second(pairs[i])];
        int32_t sum = most_beside_address(bound, a, b);
        if (sum + most_beside_street(most, a, b) + most->address_any >= low && sum + most_address(most, a, b) >= low)
            pairs[kept++] = pairs[i];
    }
    return kept;
}

#ifdef __x86_64__
/* Most of what tells two cards apart is how many bits of sketches differ: nearly every processor counts them itself. */
__attribute__((target("popcnt"))) static size_t pass_over_counting(const struct bound *bound, int32_t low,
                                                                   uint64_t *pairs, size_t count)
{
    return pass_over(bound, low, pairs, count);
}
#endif

size_t bound_pass_over(const struct bound *bound, int32_t low, uint64_t *pairs, size_t count)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("popcnt"))
        return pass_over_counting(bound, low, pairs, count);
#endif
    return pass_over(bound, low, pairs, count);
}
