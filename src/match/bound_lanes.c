/*
 * Eight pairs of cards at once, one in each lane of AVX2.
 *
 * The cards of eight are turned, so that one register holds one thing of all
 * of them; then what bound.c asks of two is asked of eight, always whole and
 * without a branch: a crowd of strangers keeps no branch guessed.  What leads
 * elsewhere in memory (how rare an equal name is, which numbers both have) is
 * looked up lane by lane, where it is so.
 *
 * Each part below is the part of bound.c with the same name, and gives the
 * same number: that one is its slow twin (tests/unit/match/test_bound.c), and
 * is what other processors do.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/bound_inside.h"

#ifdef __x86_64__
#include <immintrin.h>

typedef int32_t lanes __attribute__((vector_size(32)));
typedef uint32_t unsigned_lanes __attribute__((vector_size(32)));

#define INLINE static inline __attribute__((always_inline, target("avx2,popcnt")))

enum { CARD_WORDS = sizeof(struct card) / sizeof(int32_t) };

/* Eight cards, turned: the k-th four bytes of each. */
struct turned {
    lanes words[CARD_WORDS];
};

/* What is kept of eight texts, as struct shape of one. */
struct shapes {
    lanes sketch, start, len;
};

#define WORD_OF(cards, field) ((cards)->words[offsetof(struct card, field) / sizeof(int32_t)])
#define SHIFT_OF(field)       (offsetof(struct card, field) % sizeof(int32_t) * 8)
#define HALF_OF(cards, field) (down(WORD_OF(cards, field), SHIFT_OF(field)) & 0xffff)
#define BYTE_OF(cards, field) (down(WORD_OF(cards, field), SHIFT_OF(field)) & 0xff)

/* ---- lanes; a mask is all ones or nothing ---- */

INLINE lanes all(int32_t number)
{
    return (lanes)_mm256_set1_epi32(number);
}

INLINE lanes down(lanes x, unsigned bits)
{
    return (lanes)((unsigned_lanes)x >> bits);
}

INLINE lanes pick(lanes mask, lanes yes, lanes no)
{
    return (lanes)_mm256_blendv_epi8((__m256i)no, (__m256i)yes, (__m256i)mask);
}

INLINE lanes least_of(lanes x, lanes y)
{
    return (lanes)_mm256_min_epi32((__m256i)x, (__m256i)y);
}

INLINE lanes most_of_two(lanes x, lanes y)
{
    return (lanes)_mm256_max_epi32((__m256i)x, (__m256i)y);
}

INLINE lanes apart_by(lanes x, lanes y)
{
    return (lanes)_mm256_abs_epi32((__m256i)(x - y));
}

/* A bit per lane. */
INLINE unsigned bits_of_mask(lanes mask)
{
    return (unsigned)_mm256_movemask_ps((__m256)mask);
}

INLINE lanes any_bit(lanes x, int32_t bits)
{
    return (x & bits) != 0;
}

INLINE lanes look_up(const int32_t *table, lanes at)
{
    return (lanes)_mm256_i32gather_epi32(table, (__m256i)at, sizeof(*table));
}

/* Bits set in each: four by four from a table, then summed. */
INLINE lanes count_bits(lanes x)
{
    const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1,
                                            2, 2, 3, 2, 3, 3, 4);
    const __m256i fours = _mm256_set1_epi8(15);
    __m256i low = _mm256_shuffle_epi8(counts, _mm256_and_si256((__m256i)x, fours));
    __m256i high = _mm256_shuffle_epi8(counts, _mm256_and_si256((__m256i)down(x, 4), fours));
    __m256i twos = _mm256_maddubs_epi16(_mm256_add_epi8(low, high), _mm256_set1_epi8(1));
    return (lanes)_mm256_madd_epi16(twos, _mm256_set1_epi16(1));
}

/* ---- turning ---- */

/* Rows to columns, of eight by eight. */
INLINE void turn(const __m256i rows[8], lanes ret[8])
{
    __m256i two[8], four[8];
    for (int i = 0; i < 8; i += 2) {
        two[i] = _mm256_unpacklo_epi32(rows[i], rows[i + 1]);
        two[i + 1] = _mm256_unpackhi_epi32(rows[i], rows[i + 1]);
    }
    for (int i = 0; i < 8; i += 4) {
        four[i] = _mm256_unpacklo_epi64(two[i], two[i + 2]);
        four[i + 1] = _mm256_unpackhi_epi64(two[i], two[i + 2]);
        four[i + 2] = _mm256_unpacklo_epi64(two[i + 1], two[i + 3]);
        four[i + 3] = _mm256_unpackhi_epi64(two[i + 1], two[i + 3]);
    }
    for (int i = 0; i < 4; i++) {
        ret[i] = (lanes)_mm256_permute2x128_si256(four[i], four[i + 4], 0x20);
        ret[i + 4] = (lanes)_mm256_permute2x128_si256(four[i], four[i + 4], 0x31);
    }
}

INLINE void turn_cards(const struct card *const cards[BOUND_LANES], struct turned *ret)
{
    __m256i rows[BOUND_LANES];
    for (unsigned half = 0; half < 2; half++) {
        for (unsigned i = 0; i < BOUND_LANES; i++)
            rows[i] = _mm256_loadu_si256((const __m256i *)cards[i] + half);
        turn(rows, ret->words + half * 8);
    }
}

/* ---- two shapes ---- */

INLINE lanes sketches_apart(lanes a, lanes b)
{
    return count_bits((a ^ b) & ~SKETCH_SPACE);
}

INLINE lanes within(lanes longer, lanes apart, int32_t most)
{
    return (longer <= most) & (apart <= 2 * most);
}

INLINE lanes shapes_within(const struct shapes *a, const struct shapes *b, int32_t most)
{
    return within(apart_by(a->len, b->len), sketches_apart(a->sketch, b->sketch), most);
}

/* What shape_may_be_alike() works out for any bar: whether it is met is all that is left. */
struct likeness_of {
    lanes is_odd, met, area, p;
};

INLINE struct likeness_of likeness_of(const struct shapes *a, const struct shapes *b, lanes apart)
{
    enum { SLACK = 4, JARO_LEN_MAX = 64 };
    lanes both = a->len + b->len, met = least_of(down(both - apart, 1), least_of(a->len, b->len));
    lanes differ = a->start ^ b->start, equal = ~differ & (differ - 1); /* the bits below the first that differs */
    lanes p = least_of((count_bits(equal) >> 3), a->len), area = a->len * b->len;
    return (struct likeness_of){
        .is_odd = (a->len == 0) | (b->len == 0) | (a->len > JARO_LEN_MAX) | (b->len > JARO_LEN_MAX),
        .met = (1000 * met * both + SLACK * area) * (10 - p),
        .area = area,
        .p = p,
    };
}

INLINE lanes may_be_alike(const struct likeness_of *of, int32_t least)
{
    lanes share = 30 * (least - 100 * of->p) - 1000 * (10 - of->p);
    return of->is_odd | (of->met >= share * of->area);
}

INLINE lanes same_letter(const struct shapes *x, const struct shapes *y)
{
    return ((x->start ^ y->start) & 0xff) == 0;
}

INLINE struct shapes given_shapes(const struct turned *cards)
{
    return (struct shapes){ WORD_OF(cards, given_sketch), WORD_OF(cards, given_start), BYTE_OF(cards, given_len) };
}

INLINE struct shapes surname_shapes(const struct turned *cards)
{
    return (struct shapes){ WORD_OF(cards, surname_sketch), WORD_OF(cards, surname_start),
                            BYTE_OF(cards, surname_len) };
}

/* ---- the most of each thing ---- */

/* Where mask says so the weight of names that agree, by how rare they are; the rest stays as it is. */
INLINE lanes weigh_names(const struct bound *bound, enum comparison comparison, enum domain domain, unsigned level,
                         lanes mask, lanes here, lanes there, lanes rest)
{
    for (unsigned bits = bits_of_mask(mask); bits; bits &= bits - 1) {
        unsigned i = (unsigned)__builtin_ctz(bits);
        rest[i] = model_weight(&bound->model->comparisons[comparison], level,
                               bits_of_either(bound->table, domain, (uint32_t)here[i], (uint32_t)there[i]));
    }
    return rest;
}

/* Where mask says so the more of two. */
INLINE lanes or_more(lanes mask, lanes more, lanes rest)
{
    return pick(mask, most_of_two(more, rest), rest);
}

INLINE lanes are_of_two_genders(lanes flags, lanes others)
{
    return any_bit(((flags & others << 1) | (others & flags << 1)) & ~(flags & others), CARD_GIVEN_FEMALE);
}

/* Where ask says so; apart there gains what is sure to differ. */
INLINE lanes most_of_words(const struct bound *bound, const struct turned *a, const struct turned *b, lanes ask,
                           lanes *apart)
{
    const struct bound_weights *most = &bound->most;
    const struct shapes x = given_shapes(a), y = given_shapes(b);
    lanes flags = WORD_OF(a, flags), others = WORD_OF(b, flags), here = WORD_OF(a, given), there = WORD_OF(b, given);
    lanes shorter = least_of(x.len, y.len), longer = apart_by(x.len, y.len);
    lanes differ = sketches_apart(x.sketch, y.sketch), two = within(longer, differ, 2);
    const struct likeness_of likeness = likeness_of(&x, &y, differ);
    lanes one_gender = ~are_of_two_genders(flags, others);
    lanes nick = (HALF_OF(a, given_mark) & HALF_OF(b, given_mark)) != 0;
    lanes slip = (shorter >= 3) & within(longer, differ, 1);
    lanes typo = one_gender & two & ((shorter >= 6) | slip | may_be_alike(&likeness, 900));
    lanes prefix = one_gender & (shorter >= 3) & (likeness.p >= least_of(shorter, all(4)));
    lanes near = slip | typo | prefix | (one_gender & ((two & (shorter >= 4)) | may_be_alike(&likeness, 820)));
    *apart |= ask & ~nick & ~(one_gender & near) & APART_GIVEN;
    lanes sum = pick(any_bit(flags & others, CARD_KNOWN), all(most->given_two), all(most->given_apart));
    sum = pick(same_letter(&x, &y), all(most->given_letter), sum);
    sum = or_more(near, all(most->given_near), sum);
    sum = or_more(prefix, all(most->given_prefix), sum);
    sum = most_of_two(sum, weigh_names(bound, COMPARE_GIVEN, DOMAIN_GIVEN, GIVEN_NICK, nick & ask, here, there, sum));
    return most_of_two(sum, weigh_names(bound, COMPARE_GIVEN, DOMAIN_GIVEN, GIVEN_TYPO, typo & ask, here, there, sum));
}

INLINE lanes most_given(const struct bound *bound, const struct turned *a, const struct turned *b, lanes *apart)
{
    const struct bound_weights *most = &bound->most;
    lanes here = WORD_OF(a, given), there = WORD_OF(b, given), len = BYTE_OF(a, given_len),
          other = BYTE_OF(b, given_len);
    lanes none = (here == 0) | (there == 0), equal = (here == there) & (len > 1) & ~none;
    lanes several = any_bit(WORD_OF(a, flags) | WORD_OF(b, flags), CARD_GIVENS) & ~(none | equal);
    lanes initial = ((len == 1) | (other == 1)) & ~(none | equal | several);
    lanes letter = ((WORD_OF(a, given_start) ^ WORD_OF(b, given_start)) & 0xff) == 0;
    lanes sum = most_of_words(bound, a, b, ~(none | equal | several | initial), apart) & ~none;
    *apart |= initial & ~letter & APART_GIVEN;
    sum = pick(initial, pick(letter, all(most->given_initial), all(most->given_apart)), sum);
    sum = pick(several, all(most->given_any), sum);
    return weigh_names(bound, COMPARE_GIVEN, DOMAIN_GIVEN, GIVEN_EQUAL, equal, here, there, sum);
}

INLINE lanes may_be_lone_given(const struct turned *lone, const struct turned *whole)
{
    const struct shapes name = surname_shapes(lone), given = given_shapes(whole);
    return any_bit(WORD_OF(lone, flags), CARD_NO_GIVEN) & (WORD_OF(whole, given) != 0) &
           shapes_within(&name, &given, 1);
}

INLINE lanes may_be_part(const struct turned *a, const struct turned *b)
{
    lanes flags = WORD_OF(a, flags) | WORD_OF(b, flags);
    lanes has_parts =
        any_bit(flags, CARD_PARTNER) | any_bit(WORD_OF(a, surname_sketch) | WORD_OF(b, surname_sketch), SKETCH_SPACE);
    lanes part = has_parts & ((WORD_OF(a, surname_words) & WORD_OF(b, surname_words)) != 0);
    if (bits_of_mask(any_bit(flags, CARD_NO_GIVEN)))
        part |= may_be_lone_given(a, b) | may_be_lone_given(b, a);
    return part;
}

INLINE lanes most_surname(const struct bound *bound, const struct turned *a, const struct turned *b, lanes *apart)
{
    const struct bound_weights *most = &bound->most;
    const struct shapes x = surname_shapes(a), y = surname_shapes(b);
    lanes here = WORD_OF(a, surname), there = WORD_OF(b, surname);
    lanes none = (here == 0) | (there == 0), equal = (here == there) & ~none;
    lanes shorter = least_of(x.len, y.len), longer = apart_by(x.len, y.len);
    lanes differ = sketches_apart(x.sketch, y.sketch);
    const struct likeness_of likeness = likeness_of(&x, &y, differ);
    lanes alike = may_be_alike(&likeness, 850);
    lanes two = ((shorter >= 5) & within(longer, differ, 2)) | ((shorter >= 9) & within(longer, differ, 3)) |
                (alike & may_be_alike(&likeness, 930));
    lanes sound = alike | (same_letter(&x, &y) & (BYTE_OF(a, surname_mark) == BYTE_OF(b, surname_mark)));
    lanes typo = (shorter >= 3) & within(longer, differ, 1), part = may_be_part(a, b), joined = differ == 0;
    lanes words = pick(sound, all(most->surname[SURNAME_MAY_SOUND]), all(most->surname[0]));
    words = pick(two, all(most->surname[SURNAME_MAY_BE_TWO]), words);
    words = pick(typo, all(most->surname[SURNAME_MAY_BE_TYPO]), words);
    words = pick(part, all(most->surname[SURNAME_MAY_BE_PART]), words);
    words = pick(joined, all(most->surname[SURNAME_MAY_BE_JOINED]), words);
    *apart |= ~(none | equal | sound | two | typo | part | joined) & APART_SURNAME;
    return weigh_names(bound, COMPARE_SURNAME, DOMAIN_SURNAME, SURNAME_EQUAL, equal, here, there, words & ~none);
}

INLINE lanes may_be_swapped(const struct turned *a, const struct turned *b)
{
    lanes here = WORD_OF(a, surname), there = WORD_OF(b, surname);
    lanes first = sketches_apart(WORD_OF(a, givens_sketch), WORD_OF(b, surnames_sketch)) <= 2,
          second = sketches_apart(WORD_OF(b, givens_sketch), WORD_OF(a, surnames_sketch)) <= 2;
    return (here != 0) & (there != 0) & (here != there) &
           ((first & second) | (first & any_bit(WORD_OF(a, flags), CARD_SURNAME_NICK)) |
            (second & any_bit(WORD_OF(b, flags), CARD_SURNAME_NICK)));
}

INLINE lanes most_names(const struct bound *bound, const struct turned *a, const struct turned *b, lanes *apart)
{
    lanes given = most_given(bound, a, b, apart), surname = most_surname(bound, a, b, apart);
    lanes flags = WORD_OF(a, flags), others = WORD_OF(b, flags), swapped = may_be_swapped(a, b);
    lanes mailbox = any_bit(flags | others, CARD_MAILBOX), nothing = all(0);
    lanes most = pick(mailbox, most_of_two(given, nothing) + most_of_two(surname, nothing), given + surname);
    most = pick(swapped, most_of_two(most, all(bound->most.given_swapped + bound->most.surname_swapped)), most);
    *apart &= ~(mailbox | swapped);
    return most + (any_bit(flags & others, CARD_MIDDLE) & bound->most.middle);
}

/* As digits_may_be_near() of each. */
INLINE lanes dates_may_be_near(lanes x, lanes y)
{
    lanes odd = all(0), one = all(1);
    for (unsigned i = 0; i < 32; i += 4)
        odd ^= (one << (down(x, i) & 15)) ^ (one << (down(y, i) & 15));
    return count_bits(odd) <= 2;
}

INLINE lanes digits_differ_in(lanes x, lanes y)
{
    lanes apart = x ^ y;
    apart |= down(apart, 2);
    apart |= down(apart, 1);
    return apart & 0x11111111;
}

INLINE lanes digits_changed_places(lanes x, lanes y, lanes differ)
{
    unsigned_lanes low = (unsigned_lanes)differ & -(unsigned_lanes)differ, digit = low * 15, next = digit << 4;
    unsigned_lanes a = (unsigned_lanes)x, b = (unsigned_lanes)y;
    return (differ == (lanes)(low * 17)) & ((a & digit) << 4 == (b & next)) & ((b & digit) << 4 == (a & next));
}

INLINE lanes most_birth(const struct bound_weights *most, const struct turned *a, const struct turned *b, lanes *apart)
{
    lanes x = WORD_OF(a, birth), y = WORD_OF(b, birth), flags = WORD_OF(a, flags), others = WORD_OF(b, flags);
    lanes odd = any_bit(flags | others, CARD_BIRTH_ODD), none = (x == 0) | (y == 0), equal = x == y;
    lanes parts = ~any_bit(flags & others, CARD_BIRTH_WHOLE);
    lanes differ = digits_differ_in(x, y), count = count_bits(differ);
    lanes year = down(differ, 16) == 0, month = (differ & 0xff00) == 0, day = (differ & 0xff) == 0;
    lanes swapped = year & ((down(x, 8) & 0xff) == (y & 0xff)) & ((x & 0xff) == (down(y, 8) & 0xff));
    lanes typo = (count == 1) | ((count == 2) & digits_changed_places(x, y, differ));
    lanes two = year + month + day == -2, same = swapped | typo | two;
    lanes near = count == 2, asked = count_bits(BYTE_OF(a, birth_digits) ^ BYTE_OF(b, birth_digits)) <= 2;
    if (bits_of_mask(asked & ~(odd | none | equal | parts | near | same)))
        near |= asked & dates_may_be_near(x, y);
    lanes whole = pick(year, all(most->birth[BIRTH_SAME_YEAR]), all(most->birth[0]));
    whole = pick(near, all(most->birth[BIRTH_MAY_BE_NEAR]), whole);
    whole = pick(two, all(most->birth[BIRTH_TWO_EQUAL]), whole);
    whole = pick(typo, all(most->birth[BIRTH_IS_TYPO]), whole);
    whole = pick(swapped, all(most->birth[BIRTH_IS_SWAPPED]), whole);
    whole = pick(equal, all(most->birth_equal), whole);
    whole = pick(parts, all(most->birth_parts), whole) & ~none;
    *apart |= ~(odd | none | parts | equal | same) & APART_BIRTH;
    return pick(odd, all(most->birth_any), whole);
}

INLINE lanes most_email(const struct bound_weights *most, const struct turned *a, const struct turned *b)
{
    lanes flags = WORD_OF(a, flags), others = WORD_OF(b, flags);
    lanes len = BYTE_OF(a, local_len), other_len = BYTE_OF(b, local_len);
    lanes sketch = WORD_OF(a, local_sketch), other_sketch = WORD_OF(b, local_sketch);
    lanes same_host = HALF_OF(a, host) == HALF_OF(b, host), same_local = (sketch == other_sketch) & (len == other_len);
    lanes shorter = least_of(len, other_len), longer = apart_by(len, other_len);
    lanes differ = sketches_apart(sketch, other_sketch);
    lanes near = (shorter >= 5) & (within(longer, differ, 1) | ((shorter >= 8) & within(longer, differ, 2)));
    lanes own = same_host & ~any_bit(flags & others, CARD_EMAIL_FREE);
    lanes alike = pick(own, all(most->email[EMAIL_SAME_OWN_HOST]), all(most->email[0]));
    alike = pick(near, all(most->email[EMAIL_MAY_BE_NEAR]), alike);
    alike = pick(same_local, all(most->email[EMAIL_SAME_LOCAL]), alike);
    alike = pick(any_bit(flags | others, CARD_EMAILS) | (same_local & same_host), all(most->email_any), alike);
    return alike & any_bit(flags & others, CARD_EMAIL);
}

INLINE lanes most_phone(const struct bound_weights *most, const struct turned *a, const struct turned *b)
{
    lanes flags = WORD_OF(a, flags), others = WORD_OF(b, flags), both = flags & others;
    lanes x = WORD_OF(a, phone), y = WORD_OF(b, phone);
    lanes any = any_bit(flags | others, CARD_PHONES) | (((x ^ y) & 0x0fffffff) == 0);
    lanes longer = apart_by(down(flags, PHONE_LEN_SHIFT), down(others, PHONE_LEN_SHIFT));
    lanes differ = digits_differ_in(x, y), count = count_bits(differ);
    lanes near =
        (longer == 1) | ((longer == 0) & ((count <= 1) | ((count == 2) & digits_changed_places(x, y, differ))));
    lanes one = pick(near, all(most->phone_near), all(most->phone_apart));
    one = pick(any, most->phone_any + (any_bit(both, CARD_FAX) & most->fax), one);
    return one & any_bit(both, CARD_PHONE);
}

INLINE lanes most_of_marks(const struct bound_weights *most, const struct turned *a, const struct turned *b)
{
    lanes sum = any_bit(WORD_OF(a, flags) & WORD_OF(b, flags), CARD_ATTRIBUTES) & most->attributes;
    lanes kinds = HALF_OF(a, identifiers) & HALF_OF(b, identifiers);
    for (unsigned bits = bits_of_mask(kinds != 0); bits; bits &= bits - 1) {
        unsigned i = (unsigned)__builtin_ctz(bits);
        for (uint32_t left = (uint32_t)kinds[i]; left; left &= left - 1)
            sum[i] += most->identifiers[__builtin_ctz(left)];
    }
    return sum;
}

INLINE lanes most_of_firm(const struct bound_weights *most, const struct turned *a, const struct turned *b)
{
    return most->contradiction[0] + (any_bit(WORD_OF(a, flags) & WORD_OF(b, flags), CARD_NAME) & most->name);
}

INLINE lanes most_of_person(const struct bound *bound, const struct turned *a, const struct turned *b)
{
    const struct bound_weights *most = &bound->most;
    lanes apart = all(0), flags = WORD_OF(a, flags), others = WORD_OF(b, flags);
    lanes sum = most_names(bound, a, b, &apart) + most_birth(most, a, b, &apart);
    lanes x = down(flags & CARD_GENDER, GENDER_SHIFT), y = down(others & CARD_GENDER, GENDER_SHIFT);
    apart |= (x != 0) & (y != 0) & (x != y) & APART_GENDER;
    return sum + look_up(&most->gender[0][0], x * 4 + y) + look_up(most->contradiction, apart) +
           (any_bit(flags | others, CARD_GENERATION) & most->generation);
}

INLINE lanes most_beside_place(const struct bound *bound, const struct turned *a, const struct turned *b)
{
    const struct bound_weights *most = &bound->most;
    lanes both = WORD_OF(a, flags) & WORD_OF(b, flags);
    lanes street = (any_bit(both, CARD_UNIT) & most->unit) + (any_bit(both, CARD_EXTRA) & most->extra);
    lanes source = pick(BYTE_OF(a, source) == BYTE_OF(b, source), all(most->source_equal), all(most->source_apart));
    return most->base + most_email(most, a, b) + most_phone(most, a, b) + most_of_marks(most, a, b) + street + source +
           (bound->model->kind == PARTY_PERSON ? most_of_person(bound, a, b) : most_of_firm(most, a, b));
}

bool bound_has_lanes(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
}

__attribute__((target("avx2,popcnt"))) void bound_lanes(const struct bound *bound, const uint64_t pairs[BOUND_LANES],
                                                        int32_t ret[BOUND_LANES])
{
    const struct card *first[BOUND_LANES], *second[BOUND_LANES];
    for (unsigned i = 0; i < BOUND_LANES; i++) {
        first[i] = &bound->cards[pair_first(pairs[i])];
        second[i] = &bound->cards[pair_second(pairs[i])];
    }
    struct turned a, b;
    turn_cards(first, &a);
    turn_cards(second, &b);
    lanes sums = most_beside_place(bound, &a, &b);
    _mm256_storeu_si256((__m256i *)ret, (__m256i)sums);
}

#else

bool bound_has_lanes(void)
{
    return false;
}

void bound_lanes(const struct bound *bound, const uint64_t pairs[BOUND_LANES], int32_t ret[BOUND_LANES])
{
    for (unsigned i = 0; i < BOUND_LANES; i++)
        ret[i] = bound_beside_place(bound, pair_first(pairs[i]), pair_second(pairs[i]));
}

#endif
