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
    size_t count = table->preps.len + 1;
    *ret = (struct bound){ .table = table,
                           .model = model,
                           .cards = memory_take(count * sizeof(struct card)),
                           .places = memory_take(count * sizeof(struct place_card)) };
    if (!ret->cards || !ret->places) {
        bound_done(ret);
        return false;
    }
    bool is_beyond = bound_fill(table, threads, ret->cards, ret->places);
    bound_weigh(model, &ret->most);
    if (is_beyond && ret->most.source_equal < ret->most.source_apart)
        ret->most.source_equal = ret->most.source_apart; /* two that look the same may not be */
    return true;
}

void bound_done(struct bound *bound)
{
    free(bound->cards);
    free(bound->places);
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

/* 1 << at, or nothing. */
INLINE unsigned seen(bool is_so, unsigned bit)
{
    return is_so ? bit : 0;
}

/* apart gains what is sure to differ. */
/* Equal names, or one a form of the other: as rare as the one that more have. */
INLINE int32_t weigh_given(const struct bound *bound, enum given_level level, uint32_t a, uint32_t b)
{
    return model_weight(&bound->model->comparisons[COMPARE_GIVEN], level,
                        bits_of_either(bound->table, DOMAIN_GIVEN, a, b));
}

INLINE int32_t most_of_two(int32_t x, int32_t y)
{
    return x > y ? x : y;
}

/* A man's name and a woman's. */
INLINE bool are_of_two_genders(uint32_t flags, uint32_t others)
{
    return ((flags & others << 1) | (others & flags << 1)) & CARD_GIVEN_FEMALE & ~(flags & others);
}

/* Two whole given names that differ. */
INLINE int32_t most_of_words(const struct bound *bound, const struct card *a, const struct card *b, uint32_t *apart)
{
    const struct bound_weights *most = &bound->most;
    struct shape x = given_shape(a), y = given_shape(b);
    unsigned shorter = x.len < y.len ? x.len : y.len;
    bool same_letter = x.start[0] == y.start[0], nick = a->given_mark & b->given_mark;
    bool two_genders = are_of_two_genders(a->flags, b->flags), two = shape_may_be_within(&x, &y, 2);
    bool slip = (shorter >= 3) & shape_may_be_within(&x, &y, 1), prefix = false, typo = false, near = slip;
    if (!two_genders) {
        typo = two && ((shorter >= 6) | slip || shape_may_be_alike(&x, &y, 900));
        prefix = (shorter >= 3) & (shape_equal_start(&x, &y) >= (shorter < 4 ? shorter : 4));
        near = typo || prefix || (two & (shorter >= 4)) || shape_may_be_alike(&x, &y, 820);
        *apart |= seen(!near & !nick, APART_GIVEN);
    } else {
        *apart |= seen(!nick, APART_GIVEN);
    }
    int32_t sum = same_letter                          ? most->given_letter
                  : (a->flags & b->flags & CARD_KNOWN) ? most->given_two
                                                       : most->given_apart;
    sum = near ? most_of_two(sum, most->given_near) : sum;
    sum = prefix ? most_of_two(sum, most->given_prefix) : sum;
    sum = nick ? most_of_two(sum, weigh_given(bound, GIVEN_NICK, a->given, b->given)) : sum;
    return typo ? most_of_two(sum, weigh_given(bound, GIVEN_TYPO, a->given, b->given)) : sum;
}

/* apart gains what is sure to differ. */
INLINE int32_t most_given(const struct bound *bound, const struct card *a, const struct card *b, uint32_t *apart)
{
    const struct bound_weights *most = &bound->most;
    if (!a->given || !b->given)
        return 0;
    if (a->given == b->given && a->given_len > 1)
        return weigh_given(bound, GIVEN_EQUAL, a->given, b->given);
    if ((a->flags | b->flags) & CARD_GIVENS)
        return most->given_any;
    bool same_letter = a->given_start[0] == b->given_start[0];
    if (a->given_len == 1 || b->given_len == 1) {
        *apart |= seen(!same_letter, APART_GIVEN);
        return same_letter ? most->given_initial : most->given_apart;
    }
    return most_of_words(bound, a, b, apart);
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
    return (has_parts & ((a->surname_words & b->surname_words) != 0)) ||
           (((a->flags | b->flags) & CARD_NO_GIVEN) && (may_be_lone_given(a, b) || may_be_lone_given(b, a)));
}

INLINE int32_t most_surname(const struct bound *bound, const struct card *a, const struct card *b, uint32_t *apart)
{
    const struct bound_weights *most = &bound->most;
    if (!a->surname || !b->surname)
        return 0;
    if (a->surname == b->surname)
        return model_weight(&bound->model->comparisons[COMPARE_SURNAME], SURNAME_EQUAL,
                            bits_of(bound->table, DOMAIN_SURNAME, a->surname));
    struct shape x = surname_shape(a), y = surname_shape(b);
    unsigned shorter = x.len < y.len ? x.len : y.len;
    bool alike = shape_may_be_alike(&x, &y, 850);
    bool two = ((shorter >= 5) & shape_may_be_within(&x, &y, 2)) | ((shorter >= 9) & shape_may_be_within(&x, &y, 3)) |
               (alike && shape_may_be_alike(&x, &y, 930));
    bool sound = alike | ((x.start[0] == y.start[0]) & (a->surname_mark == b->surname_mark));
    unsigned what = seen(sketch_apart(x.sketch, y.sketch) == 0, SURNAME_MAY_BE_JOINED) |
                    seen(may_be_part(a, b), SURNAME_MAY_BE_PART) |
                    seen((shorter >= 3) & shape_may_be_within(&x, &y, 1), SURNAME_MAY_BE_TYPO) |
                    seen(two, SURNAME_MAY_BE_TWO) | seen(sound, SURNAME_MAY_SOUND);
    *apart |= seen(!what, APART_SURNAME);
    return most->surname[what];
}

/* Both names stand in the other's place, or one of them and the other is a form of it. */
INLINE bool may_be_swapped(const struct card *a, const struct card *b)
{
    bool first = sketch_apart(a->givens_sketch, b->surnames_sketch) <= 2,
         second = sketch_apart(b->givens_sketch, a->surnames_sketch) <= 2;
    return (a->surname != 0) & (b->surname != 0) & (a->surname != b->surname) &
           ((first & second) | (first & ((a->flags & CARD_SURNAME_NICK) != 0)) |
            (second & ((b->flags & CARD_SURNAME_NICK) != 0)));
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
    unsigned count = digits_count(differ);
    bool swapped = year & ((x >> 8 & 0xff) == (y & 0xff)) & ((x & 0xff) == (y >> 8 & 0xff));
    bool typo = (count == 1) | ((count == 2) & digits_swapped(x, y, differ));
    unsigned same =
        seen(swapped, BIRTH_IS_SWAPPED) | seen(typo, BIRTH_IS_TYPO) | seen(year + month + day == 2, BIRTH_TWO_EQUAL);
    bool near = count == 2 ||
                (sketch_apart((uint32_t)(a->birth_digits ^ b->birth_digits) << 1, 0) <= 2 && digits_may_be_near(x, y));
    *apart |= seen(!same, APART_BIRTH);
    return most->birth[same | seen(near, BIRTH_MAY_BE_NEAR) | seen(year, BIRTH_SAME_YEAR)];
}

INLINE int32_t most_email(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    if (!(a->flags & b->flags & CARD_EMAIL))
        return 0;
    struct shape x = { .sketch = a->local_sketch, .len = a->local_len },
                 y = { .sketch = b->local_sketch, .len = b->local_len };
    bool same_host = a->host == b->host, same_local = (x.sketch == y.sketch) & (x.len == y.len); /* as far as is seen */
    if (((a->flags | b->flags) & CARD_EMAILS) || (same_local & same_host))
        return most->email_any;
    unsigned shorter = x.len < y.len ? x.len : y.len;
    bool near = (shorter >= 5) & shape_may_be_within(&x, &y, shorter >= 8 ? 2 : 1);
    return most->email[seen(same_local, EMAIL_SAME_LOCAL) | seen(near, EMAIL_MAY_BE_NEAR) |
                       seen(same_host & !(a->flags & b->flags & CARD_EMAIL_FREE), EMAIL_SAME_OWN_HOST)];
}

INLINE int32_t most_phone(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    uint32_t both = a->flags & b->flags;
    if (!(both & CARD_PHONE))
        return 0;
    int32_t fax = both & CARD_FAX ? most->fax : 0;
    if (((a->flags | b->flags) & CARD_PHONES) || ((a->phone ^ b->phone) & 0x0fffffff) == 0)
        return most->phone_any + fax;
    unsigned m = a->flags >> PHONE_LEN_SHIFT, n = b->flags >> PHONE_LEN_SHIFT, longer = m > n ? m - n : n - m;
    if (longer == 1)
        return most->phone_near;
    uint32_t differ = digits_differ(a->phone, b->phone);
    unsigned count = digits_count(differ);
    bool may_be_near = longer == 0 && (count <= 1 || (count == 2 && digits_swapped(a->phone, b->phone, differ)));
    return may_be_near ? most->phone_near : most->phone_apart;
}

INLINE struct shape shape_at(const struct bound *bound, enum domain domain, uint32_t number)
{
    return shape_of(table_value(bound->table, domain, number));
}

/* Whether the names of two streets that are not one, of one word each, may be alike. */
INLINE bool streets_may_be_alike(const struct bound *bound, uint32_t a, uint32_t b)
{
    struct shape x = shape_at(bound, DOMAIN_STREET, a), y = shape_at(bound, DOMAIN_STREET, b);
    bool same_start = x.start[0] == y.start[0] && (x.len == 1 || y.len == 1 || starts_alike(&x, &y));
    bool with_column = x.start[2] == ':' || y.start[2] == ':';
    return same_start || with_column || shape_may_be_within(&x, &y, 2) || shape_may_be_alike(&x, &y, 930);
}

INLINE enum seen_street see_street(const struct bound *bound, const struct place_card *a, const struct place_card *b,
                                   bool one_word)
{
    bool both = a->number && b->number, equal = both && a->number == b->number, none = !a->number && !b->number;
    if (!a->street || !b->street)
        return equal ? SEEN_NUMBER : both ? SEEN_APART : SEEN_NO_STREET;
    bool near = both && !equal && numbers_near(a->number, b->number);
    if (a->street == b->street)
        return equal ? SEEN_EQUAL : none ? SEEN_SAME_NO_NUMBER : near ? SEEN_SAME_NEAR_NUMBER : SEEN_SAME_OTHER;
    if (one_word && !streets_may_be_alike(bound, a->street, b->street))
        return equal ? SEEN_NUMBER : SEEN_APART;
    return equal ? SEEN_MAYBE_EQUAL : none ? SEEN_MAYBE_NO_NUMBER : near ? SEEN_MAYBE_NEAR_NUMBER : SEEN_MAYBE_OTHER;
}

INLINE bool cities_may_be_near(const struct bound *bound, uint32_t a, uint32_t b)
{
    struct shape x = shape_at(bound, DOMAIN_CITY, a), y = shape_at(bound, DOMAIN_CITY, b);
    return sketch_apart(x.sketch, y.sketch) == 0 || shape_may_be_within(&x, &y, 2) || shape_may_be_alike(&x, &y, 900);
}

INLINE bool codes_may_be_near(const struct bound *bound, uint32_t a, uint32_t b)
{
    struct shape x = shape_at(bound, DOMAIN_POSTCODE, a), y = shape_at(bound, DOMAIN_POSTCODE, b);
    unsigned shorter = x.len < y.len ? x.len : y.len;
    return shorter >= 4 && (x.len != y.len || sketch_apart(x.sketch, y.sketch) <= 2);
}

INLINE enum seen_place see_place(const struct bound *bound, const struct place_card *a, const struct place_card *b)
{
    bool codes = a->postcode && b->postcode, cities = a->city && b->city, same_city = cities && a->city == b->city;
    if (codes && a->postcode == b->postcode)
        return !cities || same_city                          ? SEEN_CODE
               : cities_may_be_near(bound, a->city, b->city) ? SEEN_CODE_MAYBE
                                                             : SEEN_CODE_OTHER_CITY;
    if (same_city)
        return !codes                                               ? SEEN_CITY
               : codes_may_be_near(bound, a->postcode, b->postcode) ? SEEN_CITY_NEAR_CODE
                                                                    : SEEN_CITY_OTHER_CODE;
    if (cities && cities_may_be_near(bound, a->city, b->city))
        return SEEN_CITY_MAYBE;
    if (codes && codes_may_be_near(bound, a->postcode, b->postcode))
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

/* Of two that have an address, when nothing below least is asked after: looked at closer only where that may matter. */
INLINE int32_t most_address(const struct bound *bound, uint32_t a, uint32_t b, int32_t least)
{
    uint32_t x = bound->cards[a].flags, y = bound->cards[b].flags;
    if ((x | y) & CARD_ADDRESSES)
        return bound->most.address_any;
    const struct place_card *here = &bound->places[a], *there = &bound->places[b];
    enum seen_street street = see_street(bound, here, there, x & y & CARD_ONE_WORD);
    enum seen_place place = see_place(bound, here, there);
    int32_t most = bound->most.address[street][place];
    return most < least ? most : bound_address(bound, here, street, place);
}

INLINE int32_t most_of_marks(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    int32_t sum = a->flags & b->flags & CARD_ATTRIBUTES ? most->attributes : 0;
    for (uint32_t kinds = a->identifiers & b->identifiers; kinds; kinds &= kinds - 1)
        sum += most->identifiers[__builtin_ctz(kinds)];
    return sum;
}

INLINE int32_t most_of_firm(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    return most->contradiction[0] + (a->flags & b->flags & CARD_NAME ? most->name : 0);
}

INLINE int32_t most_of_person(const struct bound *bound, const struct card *a, const struct card *b)
{
    const struct bound_weights *most = &bound->most;
    uint32_t apart = 0;
    int32_t sum = most_names(bound, a, b, &apart) + most_birth(most, a, b, &apart);
    unsigned x = (a->flags & CARD_GENDER) >> GENDER_SHIFT, y = (b->flags & CARD_GENDER) >> GENDER_SHIFT;
    apart |= seen((x != 0) & (y != 0) & (x != y), APART_GENDER);
    return sum + most->gender[x][y] + most->contradiction[apart] +
           ((a->flags | b->flags) & CARD_GENERATION ? most->generation : 0);
}

/* All but street and place. */
INLINE int32_t most_beside_place(const struct bound *bound, const struct card *a, const struct card *b)
{
    const struct bound_weights *most = &bound->most;
    return most->base + most_email(most, a, b) + most_phone(most, a, b) + most_of_marks(most, a, b) +
           most_beside_street(most, a, b) + (a->source == b->source ? most->source_equal : most->source_apart) +
           (bound->model->kind == PARTY_PERSON ? most_of_person(bound, a, b) : most_of_firm(most, a, b));
}

int32_t bound_most(const struct bound *bound, uint32_t a_place, uint32_t b_place)
{
    const struct card *a = &bound->cards[a_place], *b = &bound->cards[b_place];
    return most_beside_place(bound, a, b) +
           (a->flags & b->flags & CARD_ADDRESS ? most_address(bound, a_place, b_place, INT32_MIN) : 0);
}

int32_t bound_beside_place(const struct bound *bound, uint32_t a, uint32_t b)
{
    return most_beside_place(bound, &bound->cards[a], &bound->cards[b]);
}

enum { AT_ONCE = 256 }; /* pairs */

/* Of some pairs the most of all but street and place; their cards are called for, and of those that follow up to rest.
 */
INLINE void sum_cards(const struct bound *bound, const uint64_t *pairs, size_t count, size_t rest,
                      int32_t sums[AT_ONCE])
{
    enum { AHEAD = 8 };
    for (size_t i = 0; i < count; i++) {
        if (i + AHEAD < rest)
            __builtin_prefetch(&bound->cards[pair_second(pairs[i + AHEAD])]);
        sums[i] = most_beside_place(bound, &bound->cards[pair_first(pairs[i])], &bound->cards[pair_second(pairs[i])]);
    }
}

/* The same eight by eight; the last eight are filled up with the last of pairs. */
INLINE void sum_cards_in_lanes(const struct bound *bound, const uint64_t *pairs, size_t count, size_t rest,
                               int32_t sums[AT_ONCE])
{
    enum { AHEAD = 2 * BOUND_LANES };
    for (size_t i = 0; i < count; i += BOUND_LANES) {
        for (size_t k = i + AHEAD; k < i + AHEAD + BOUND_LANES && k < rest; k++)
            __builtin_prefetch(&bound->cards[pair_second(pairs[k])]);
        if (i + BOUND_LANES <= count) {
            bound_lanes(bound, pairs + i, sums + i);
            continue;
        }
        uint64_t last[BOUND_LANES];
        for (size_t k = 0; k < BOUND_LANES; k++)
            last[k] = pairs[i + k < count ? i + k : count - 1];
        bound_lanes(bound, last, sums + i);
    }
}

/* Those of some pairs that may be worth a look whatever their addresses say; their places are called for. */
INLINE size_t pass_by_cards(const struct bound *bound, int32_t low, const uint64_t *pairs, size_t count, uint64_t *left,
                            int32_t *sums)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t both = bound->cards[pair_first(pairs[i])].flags & bound->cards[pair_second(pairs[i])].flags;
        int32_t sum = sums[i], address = both & CARD_ADDRESS ? bound->most.address_any : 0;
        left[kept] = pairs[i];
        sums[kept] = address ? sum : INT32_MAX;
        __builtin_prefetch(&bound->places[pair_second(pairs[i])]);
        kept += sum + address >= low;
    }
    return kept;
}

INLINE void fetch_shapes(const struct bound *bound, uint32_t place)
{
    const struct place_card *card = &bound->places[place];
    __builtin_prefetch(table_value(bound->table, DOMAIN_STREET, card->street));
    __builtin_prefetch(table_value(bound->table, DOMAIN_POSTCODE, card->postcode));
}

INLINE size_t pass_over(const struct bound *bound, int32_t low, uint64_t *pairs, size_t count, bool in_lanes)
{
    enum { AHEAD = 6 };
    uint64_t left[AT_ONCE];
    int32_t sums[AT_ONCE];
    size_t kept = 0;
    for (size_t at = 0; at < count; at += AT_ONCE) {
        size_t some = count - at < AT_ONCE ? count - at : AT_ONCE;
        if (in_lanes)
            sum_cards_in_lanes(bound, pairs + at, some, count - at, sums);
        else
            sum_cards(bound, pairs + at, some, count - at, sums);
        some = pass_by_cards(bound, low, pairs + at, some, left, sums);
        for (size_t i = 0; i < some; i++) {
            if (i + AHEAD < some)
                fetch_shapes(bound, pair_second(left[i + AHEAD]));
            uint32_t a = pair_first(left[i]), b = pair_second(left[i]);
            if (sums[i] == INT32_MAX || most_address(bound, a, b, low - sums[i]) >= low - sums[i])
                pairs[kept++] = left[i];
        }
    }
    return kept;
}

#ifdef __x86_64__
/* Most of what tells two cards apart is how many bits of sketches differ: nearly every processor counts them itself. */
__attribute__((target("popcnt"))) static size_t pass_over_counting(const struct bound *bound, int32_t low,
                                                                   uint64_t *pairs, size_t count)
{
    return bound_has_lanes() ? pass_over(bound, low, pairs, count, true) : pass_over(bound, low, pairs, count, false);
}
#endif

size_t bound_pass_over(const struct bound *bound, int32_t low, uint64_t *pairs, size_t count)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("popcnt"))
        return pass_over_counting(bound, low, pairs, count);
#endif
    return pass_over(bound, low, pairs, count, false);
}
