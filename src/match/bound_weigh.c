/*
 * The most of each thing, once per model.  A level that a card cannot tell
 * from another counts with it: the best of those left.  A comparison that is
 * not named here counts for its best level always, so a new one makes passing
 * over slower, not wrong.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/bound_inside.h"

/* The most of some levels, however rare what agrees may be; bit 0 is "not known". */
static int32_t most_of(const struct model *model, unsigned c, uint32_t levels)
{
    const struct comparison_model *comparison = &model->comparisons[c];
    int32_t most = levels & 1 || !comparison->levels ? 0 : INT32_MIN;
    for (unsigned l = 1; comparison->levels && l < LEVELS_MAX; l++) {
        if (!(levels >> l & 1))
            continue;
        int32_t weight = comparison->weight[l] + (comparison->mean_bits[l] ? RARITY_UP_MAX : 0);
        most = weight > most ? weight : most;
    }
    return most;
}

static uint32_t all_levels(const struct model *model, unsigned c)
{
    return (2u << model->comparisons[c].levels) - 1;
}

static int32_t most_of_all(const struct model *model, unsigned c)
{
    return most_of(model, c, all_levels(model, c));
}

/* By what is seen: that of the first bit which is set, the last of mosts where none is. */
static void weigh_seen(const int32_t *mosts, unsigned bits, int32_t *ret)
{
    for (unsigned seen = 0; seen < 1u << bits; seen++)
        ret[seen] = mosts[seen ? (unsigned)__builtin_ctz(seen) : bits];
}

static void weigh_given(const struct model *m, struct bound_weights *ret)
{
    ret->given_any =
        most_of(m, COMPARE_GIVEN, all_levels(m, COMPARE_GIVEN) & ~(BIT_OF(GIVEN_EQUAL) | BIT_OF(GIVEN_SWAPPED)));
    ret->given_any = ret->given_any > 0 ? ret->given_any : 0;
    ret->given_initial = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_INITIAL));
    ret->given_apart = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_DIFFERENT));
    ret->given_swapped = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_SWAPPED));
    ret->given_near = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_NEAR) | BIT_OF(GIVEN_SAME_LETTER));
    ret->given_prefix = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_PREFIX) | BIT_OF(GIVEN_NEAR));
    ret->given_letter = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_SAME_LETTER));
    ret->given_two = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_TWO_NAMES));
    ret->middle = most_of_all(m, COMPARE_MIDDLE);
}

static void weigh_surname(const struct model *m, struct bound_weights *ret)
{
    const uint32_t sound = BIT_OF(SURNAME_SOUND) | BIT_OF(SURNAME_DIFFERENT), two = sound | BIT_OF(SURNAME_NEAR),
                   typo = two | BIT_OF(SURNAME_TYPO), part = typo | BIT_OF(SURNAME_PART);
    const int32_t mosts[] = { most_of(m, COMPARE_SURNAME, part | BIT_OF(SURNAME_EQUAL)),
                              most_of(m, COMPARE_SURNAME, part),
                              most_of(m, COMPARE_SURNAME, typo),
                              most_of(m, COMPARE_SURNAME, two),
                              most_of(m, COMPARE_SURNAME, sound),
                              most_of(m, COMPARE_SURNAME, BIT_OF(SURNAME_DIFFERENT)) };
    weigh_seen(mosts, 5, ret->surname);
    ret->surname_swapped = most_of(m, COMPARE_SURNAME, BIT_OF(SURNAME_SWAPPED));
    ret->name = most_of_all(m, COMPARE_ORG);
}

static void weigh_birth(const struct model *m, struct bound_weights *ret)
{
    ret->birth_any = most_of_all(m, COMPARE_BIRTH);
    ret->birth_equal = most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_EQUAL));
    ret->birth_parts = most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_PARTIAL) | BIT_OF(BIRTH_YEAR) | BIT_OF(BIRTH_DIFFERENT));
    const int32_t mosts[] = {
        most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_SWAPPED)),
        most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_TYPO)),
        most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_TWO_PARTS)),
        most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_NEAR) | BIT_OF(BIRTH_YEAR) | BIT_OF(BIRTH_DIFFERENT)),
        most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_YEAR)),
        most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_DIFFERENT)),
    };
    weigh_seen(mosts, 5, ret->birth);
}

static void weigh_contact(const struct model *m, struct bound_weights *ret)
{
    const uint32_t far = BIT_OF(EMAIL_HOST) | BIT_OF(EMAIL_DIFFERENT);
    ret->email_any = most_of_all(m, COMPARE_EMAIL);
    const int32_t mosts[] = { most_of(m, COMPARE_EMAIL, all_levels(m, COMPARE_EMAIL) & ~BIT_OF(EMAIL_EQUAL)),
                              most_of(m, COMPARE_EMAIL, 1 | BIT_OF(EMAIL_NEAR) | BIT_OF(EMAIL_LOCAL_NEAR) | far),
                              most_of(m, COMPARE_EMAIL, far), most_of(m, COMPARE_EMAIL, BIT_OF(EMAIL_DIFFERENT)) };
    weigh_seen(mosts, 3, ret->email);
    ret->phone_any = most_of_all(m, COMPARE_PHONE);
    ret->phone_near = most_of(m, COMPARE_PHONE, BIT_OF(PHONE_NEAR) | BIT_OF(PHONE_DIFFERENT));
    ret->phone_apart = most_of(m, COMPARE_PHONE, BIT_OF(PHONE_DIFFERENT));
    ret->fax = most_of_all(m, COMPARE_FAX);
}

/* Gender, and how much of what marks a person is sure to differ at once. */
static void weigh_person(const struct model *m, struct bound_weights *ret)
{
    for (unsigned x = 1; x < 4; x++) /* a gender is not looked at where given names agree */
        for (unsigned y = 1; y < 4; y++)
            ret->gender[x][y] = most_of(m, COMPARE_GENDER, x == y ? 1 | BIT_OF(TWO_EQUAL) : BIT_OF(TWO_DIFFERENT));
    for (unsigned x = 0; x < 4; x++)
        ret->gender[x][0] = ret->gender[0][x] = 0;
    for (unsigned apart = 0; apart < 16; apart++) {
        unsigned all = (unsigned)__builtin_popcount(apart), of_one = all - (apart & APART_SURNAME ? 1 : 0);
        uint32_t three = BIT_OF(CONTRADICTION_THREE), two = BIT_OF(CONTRADICTION_TWO) | three;
        ret->contradiction[apart] = most_of(m, COMPARE_CONTRADICTION,
                                            all >= 3      ? three
                                            : of_one >= 2 ? two
                                                          : all_levels(m, COMPARE_CONTRADICTION));
    }
    ret->generation = most_of_all(m, COMPARE_GENERATION);
}

static void weigh_addresses(const struct model *m, struct bound_weights *ret)
{
    static const uint16_t streets[SEEN_STREETS] = {
        [SEEN_NO_STREET] = 1,
        [SEEN_NUMBER] = BIT_OF(STREET_NUMBER_ONLY),
        [SEEN_APART] = BIT_OF(STREET_DIFFERENT),
        [SEEN_EQUAL] = BIT_OF(STREET_EQUAL),
        [SEEN_SAME_NO_NUMBER] = BIT_OF(STREET_NEAR),
        [SEEN_SAME_NEAR_NUMBER] = BIT_OF(STREET_NUMBER_NEAR),
        [SEEN_SAME_OTHER] = BIT_OF(STREET_ONLY),
        [SEEN_MAYBE_EQUAL] =
            BIT_OF(STREET_EQUAL) | BIT_OF(STREET_NEAR) | BIT_OF(STREET_PART) | BIT_OF(STREET_NUMBER_ONLY),
        [SEEN_MAYBE_NO_NUMBER] =
            BIT_OF(STREET_NEAR) | BIT_OF(STREET_PART) | BIT_OF(STREET_NEAR_ONLY) | BIT_OF(STREET_DIFFERENT),
        [SEEN_MAYBE_NEAR_NUMBER] = BIT_OF(STREET_NUMBER_NEAR) | BIT_OF(STREET_DIFFERENT),
        [SEEN_MAYBE_OTHER] = BIT_OF(STREET_ONLY) | BIT_OF(STREET_NEAR_ONLY) | BIT_OF(STREET_DIFFERENT),
    };
    static const uint16_t places[SEEN_PLACES] = {
        [SEEN_NO_PLACE] = 1,
        [SEEN_CODE] = BIT_OF(PLACE_POSTCODE),
        [SEEN_CODE_MAYBE] = BIT_OF(PLACE_POSTCODE) | BIT_OF(PLACE_POSTCODE_OTHER_CITY),
        [SEEN_CODE_OTHER_CITY] = BIT_OF(PLACE_POSTCODE_OTHER_CITY),
        [SEEN_CITY] = BIT_OF(PLACE_CITY),
        [SEEN_CITY_OTHER_CODE] = BIT_OF(PLACE_CITY_OTHER_POSTCODE),
        [SEEN_CITY_NEAR_CODE] = BIT_OF(PLACE_POSTCODE_NEAR) | BIT_OF(PLACE_CITY_OTHER_POSTCODE),
        [SEEN_CITY_MAYBE] = BIT_OF(PLACE_POSTCODE_NEAR) | BIT_OF(PLACE_CITY) | BIT_OF(PLACE_CITY_OTHER_POSTCODE) |
                            BIT_OF(PLACE_CITY_NEAR) | BIT_OF(PLACE_REGION) | BIT_OF(PLACE_DIFFERENT),
        [SEEN_NEAR_CODE] = BIT_OF(PLACE_REGION) | BIT_OF(PLACE_CITY_NEAR) | BIT_OF(PLACE_DIFFERENT),
        [SEEN_REGION] = BIT_OF(PLACE_REGION),
        [SEEN_PLACE_APART] = BIT_OF(PLACE_DIFFERENT),
    };
    for (size_t s = 0; s < SEEN_STREETS; s++) {
        for (size_t p = 0; p < SEEN_PLACES; p++) {
            uint32_t levels = 0;
            for (unsigned street = 0; street <= STREET_DIFFERENT; street++)
                for (unsigned place = 0; place <= PLACE_DIFFERENT; place++)
                    if ((streets[s] >> street & 1) && (places[p] >> place & 1))
                        levels |= BIT_OF(address_level(street, place));
            ret->address[s][p] = most_of(m, COMPARE_ADDRESS, levels);
            ret->address_levels[s][p] = (uint16_t)levels;
        }
    }
    for (unsigned l = 0; l <= ADDRESS_LEVELS; l++)
        ret->address_level[l] = most_of(m, COMPARE_ADDRESS, BIT_OF(l));
    ret->address_any = most_of_all(m, COMPARE_ADDRESS);
    ret->unit = most_of_all(m, COMPARE_UNIT);
    ret->extra = most_of_all(m, COMPARE_EXTRA);
}

void bound_weigh(const struct model *m, struct bound_weights *ret)
{
    weigh_given(m, ret);
    weigh_surname(m, ret);
    weigh_birth(m, ret);
    weigh_person(m, ret);
    weigh_contact(m, ret);
    weigh_addresses(m, ret);
    ret->source_equal = most_of(m, COMPARE_SOURCE, BIT_OF(TWO_EQUAL));
    ret->source_apart = most_of(m, COMPARE_SOURCE, BIT_OF(TWO_DIFFERENT));
    ret->base = m->prior;
    for (unsigned c = 0; c < COMPARE_COUNT; c++) {
        switch (c) {
        case COMPARE_GIVEN:
        case COMPARE_MIDDLE:
        case COMPARE_SURNAME:
        case COMPARE_GENERATION:
        case COMPARE_BIRTH:
        case COMPARE_GENDER:
        case COMPARE_ORG:
        case COMPARE_ADDRESS:
        case COMPARE_UNIT:
        case COMPARE_EXTRA:
        case COMPARE_EMAIL:
        case COMPARE_PHONE:
        case COMPARE_FAX:
        case COMPARE_CONTRADICTION:
        case COMPARE_SOURCE: break;
        default:
            if (c >= COMPARE_ATTRIBUTE)
                ret->attributes += most_of_all(m, c);
            else if (c >= COMPARE_IDENTIFIER)
                ret->identifiers[c - COMPARE_IDENTIFIER] = most_of_all(m, c);
            else
                ret->base += most_of_all(m, c);
        }
    }
}

/* How rare what agrees is, as match/compare_address.c has it: of a whole address nothing is known here. */
static int16_t address_bits(const struct bound *bound, const struct place_card *first, unsigned level, unsigned place)
{
    if (level <= ADDRESS_OTHER_PLACE)
        return bits_of(bound->table, DOMAIN_STREET, first->street);
    if (level == ADDRESS_SAME_STREET || level == ADDRESS_NUMBER_CITY || level >= ADDRESS_REGION)
        return 0;
    switch (place) {
    case SEEN_CODE:
    case SEEN_CODE_MAYBE:
    case SEEN_CODE_OTHER_CITY: return bits_of(bound->table, DOMAIN_POSTCODE, first->postcode);
    case SEEN_CITY:
    case SEEN_CITY_OTHER_CODE:
    case SEEN_CITY_NEAR_CODE: return bits_of(bound->table, DOMAIN_CITY, first->city);
    default: return 0;
    }
}

int32_t bound_address(const struct bound *bound, const struct place_card *first, unsigned street, unsigned place)
{
    const struct comparison_model *comparison = &bound->model->comparisons[COMPARE_ADDRESS];
    uint32_t levels = bound->most.address_levels[street][place];
    int32_t most = levels & 1 ? 0 : INT32_MIN;
    for (levels &= ~UINT32_C(1); levels; levels &= levels - 1) {
        unsigned level = (unsigned)__builtin_ctz(levels);
        bool is_open = level <= ADDRESS_NEAR_STREET || place == SEEN_CITY_MAYBE;
        int32_t here = is_open ? bound->most.address_level[level]
                               : model_weight(comparison, level, address_bits(bound, first, level, place));
        most = here > most ? here : most;
    }
    return most;
}
