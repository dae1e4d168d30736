/*
 * Each part below mirrors a part of compare_*.c: where that reads texts, this
 * asks whether they could be alike at all, and where they could, takes the
 * best level that is left.  A comparison that no part knows of counts for its
 * best level always, so a new one makes this slower, not wrong.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/bound.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "os/memory.h"
#include "os/threads.h"

enum { SLICE_MENTIONS = 8192, DATE_DIGITS = 8, PHONE_DIGITS = 8 };

_Static_assert(sizeof(struct card) == 128, "a card is two lines");
_Static_assert((int)IDENTIFIER_KINDS <= 32, "a bit per kind");

enum card_flag {
    CARD_GIVENS = 1 << 0,   /* more than one given name, or a call name beside */
    CARD_MIDDLE = 1 << 1,   /* two given names or more */
    CARD_NO_GIVEN = 1 << 2, /* a surname alone */
    CARD_GENERATION = 1 << 3,
    CARD_PARTNER = 1 << 4,
    CARD_KNOWN = 1 << 5, /* a usual given name */
    CARD_BIRTH_WHOLE = 1 << 6,
    CARD_BIRTH_ODD = 1 << 7, /* of more than eight digits */
    CARD_GENDER = 3 << 8,
    CARD_NAME = 1 << 12, /* of an organisation */
    CARD_EMAIL = 1 << 13,
    CARD_EMAILS = 1 << 14, /* more than one */
    CARD_EMAIL_FREE = 1 << 15,
    CARD_PHONE = 1 << 16,
    CARD_PHONES = 1 << 17, /* more than one, or a fax */
    CARD_FAX = 1 << 18,
    CARD_ADDRESS = 1 << 19,
    CARD_ADDRESSES = 1 << 20, /* more than one */
    CARD_UNIT = 1 << 21,
    CARD_EXTRA = 1 << 22,
    CARD_ONE_WORD = 1 << 23, /* the street's name */
    CARD_ATTRIBUTES = 1 << 24,
};
enum { GENDER_SHIFT = 8 };

/* What cards tell of two streets with their numbers, and of two places. */
enum seen_street {
    SEEN_NO_STREET,
    SEEN_NUMBER,
    SEEN_APART,
    SEEN_EQUAL,
    SEEN_SAME_NO_NUMBER,
    SEEN_SAME_OTHER,
    SEEN_SAME_ONE,
    SEEN_MAYBE_EQUAL,
    SEEN_MAYBE_NO_NUMBER,
    SEEN_MAYBE_OTHER,
    SEEN_STREETS,
};

enum seen_place {
    SEEN_NO_PLACE,
    SEEN_CODE,
    SEEN_CODE_MAYBE,
    SEEN_CODE_OTHER_CITY,
    SEEN_CITY,
    SEEN_CITY_OTHER_CODE,
    SEEN_CITY_NEAR_CODE,
    SEEN_CITY_MAYBE,
    SEEN_NEAR_CODE,
    SEEN_REGION,
    SEEN_PLACE_APART,
    SEEN_PLACES,
};

/* What is sure to differ. */
enum apart { APART_GIVEN = 1 << 0, APART_SURNAME = 1 << 1, APART_BIRTH = 1 << 2, APART_GENDER = 1 << 3 };

#define BIT_OF(level) (1u << (level))

/* ---- weights ---- */

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

static void weigh_names(const struct model *m, struct bound_weights *ret)
{
    const uint32_t slips = BIT_OF(GIVEN_NICK) | BIT_OF(GIVEN_PREFIX) | BIT_OF(GIVEN_NEAR) | BIT_OF(GIVEN_SAME_LETTER) |
                           BIT_OF(GIVEN_DIFFERENT) | BIT_OF(GIVEN_TWO_NAMES);
    ret->given_any =
        most_of(m, COMPARE_GIVEN, all_levels(m, COMPARE_GIVEN) & ~(BIT_OF(GIVEN_EQUAL) | BIT_OF(GIVEN_SWAPPED)));
    ret->given_initial = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_INITIAL));
    ret->given_typo = most_of(m, COMPARE_GIVEN, slips | BIT_OF(GIVEN_TYPO));
    ret->given_near = most_of(m, COMPARE_GIVEN, slips);
    ret->given_letter = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_SAME_LETTER));
    ret->given_apart = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_DIFFERENT));
    ret->given_two = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_TWO_NAMES));
    ret->given_swapped = most_of(m, COMPARE_GIVEN, BIT_OF(GIVEN_SWAPPED));
    ret->middle = most_of_all(m, COMPARE_MIDDLE);
    const uint32_t sound = BIT_OF(SURNAME_SOUND) | BIT_OF(SURNAME_DIFFERENT), two = sound | BIT_OF(SURNAME_NEAR),
                   typo = two | BIT_OF(SURNAME_TYPO), part = typo | BIT_OF(SURNAME_PART);
    ret->surname_any = most_of(m, COMPARE_SURNAME, part | BIT_OF(SURNAME_EQUAL));
    ret->surname_part = most_of(m, COMPARE_SURNAME, part);
    ret->surname_typo = most_of(m, COMPARE_SURNAME, typo);
    ret->surname_two = most_of(m, COMPARE_SURNAME, two);
    ret->surname_sound = most_of(m, COMPARE_SURNAME, sound);
    ret->surname_apart = most_of(m, COMPARE_SURNAME, BIT_OF(SURNAME_DIFFERENT));
    ret->surname_swapped = most_of(m, COMPARE_SURNAME, BIT_OF(SURNAME_SWAPPED));
    ret->name = most_of_all(m, COMPARE_ORG);
}

static void weigh_birth(const struct model *m, struct bound_weights *ret)
{
    ret->birth_any = most_of_all(m, COMPARE_BIRTH);
    ret->birth_equal = most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_EQUAL));
    ret->birth_parts = most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_PARTIAL) | BIT_OF(BIRTH_YEAR) | BIT_OF(BIRTH_DIFFERENT));
    ret->birth_swapped = most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_SWAPPED));
    ret->birth_typo = most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_TYPO));
    ret->birth_two = most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_TWO_PARTS));
    ret->birth_near = most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_NEAR) | BIT_OF(BIRTH_YEAR) | BIT_OF(BIRTH_DIFFERENT));
    ret->birth_year = most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_YEAR));
    ret->birth_apart = most_of(m, COMPARE_BIRTH, BIT_OF(BIRTH_DIFFERENT));
}

static void weigh_contact(const struct model *m, struct bound_weights *ret)
{
    const uint32_t far = BIT_OF(EMAIL_HOST) | BIT_OF(EMAIL_DIFFERENT);
    ret->email_any = most_of_all(m, COMPARE_EMAIL);
    ret->email_local = most_of(m, COMPARE_EMAIL, all_levels(m, COMPARE_EMAIL) & ~BIT_OF(EMAIL_EQUAL));
    ret->email_near = most_of(m, COMPARE_EMAIL, 1 | BIT_OF(EMAIL_NEAR) | BIT_OF(EMAIL_LOCAL_NEAR) | far);
    ret->email_host = most_of(m, COMPARE_EMAIL, far);
    ret->email_apart = most_of(m, COMPARE_EMAIL, BIT_OF(EMAIL_DIFFERENT));
    ret->phone_any = most_of_all(m, COMPARE_PHONE);
    ret->phone_near = most_of(m, COMPARE_PHONE, BIT_OF(PHONE_NEAR) | BIT_OF(PHONE_DIFFERENT));
    ret->phone_apart = most_of(m, COMPARE_PHONE, BIT_OF(PHONE_DIFFERENT));
    ret->fax = most_of_all(m, COMPARE_FAX);
}

static void weigh_addresses(const struct model *m, struct bound_weights *ret)
{
    static const uint16_t streets[SEEN_STREETS] = {
        [SEEN_NO_STREET] = 1,
        [SEEN_NUMBER] = BIT_OF(STREET_NUMBER_ONLY),
        [SEEN_APART] = BIT_OF(STREET_DIFFERENT),
        [SEEN_EQUAL] = BIT_OF(STREET_EQUAL),
        [SEEN_SAME_NO_NUMBER] = BIT_OF(STREET_NEAR),
        [SEEN_SAME_OTHER] = BIT_OF(STREET_NUMBER_NEAR) | BIT_OF(STREET_ONLY),
        [SEEN_SAME_ONE] = BIT_OF(STREET_ONLY),
        [SEEN_MAYBE_EQUAL] =
            BIT_OF(STREET_EQUAL) | BIT_OF(STREET_NEAR) | BIT_OF(STREET_PART) | BIT_OF(STREET_NUMBER_ONLY),
        [SEEN_MAYBE_NO_NUMBER] =
            BIT_OF(STREET_NEAR) | BIT_OF(STREET_PART) | BIT_OF(STREET_NEAR_ONLY) | BIT_OF(STREET_DIFFERENT),
        [SEEN_MAYBE_OTHER] =
            BIT_OF(STREET_NUMBER_NEAR) | BIT_OF(STREET_ONLY) | BIT_OF(STREET_NEAR_ONLY) | BIT_OF(STREET_DIFFERENT),
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
        }
    }
    ret->address_any = most_of_all(m, COMPARE_ADDRESS);
    ret->unit = most_of_all(m, COMPARE_UNIT);
    ret->extra = most_of_all(m, COMPARE_EXTRA);
}

static void weigh(const struct model *m, struct bound_weights *ret)
{
    weigh_names(m, ret);
    weigh_birth(m, ret);
    weigh_contact(m, ret);
    weigh_addresses(m, ret);
    ret->gender_equal = most_of(m, COMPARE_GENDER, BIT_OF(TWO_EQUAL));
    ret->gender_apart = most_of(m, COMPARE_GENDER, BIT_OF(TWO_DIFFERENT));
    ret->generation = most_of_all(m, COMPARE_GENERATION);
    ret->source_equal = most_of(m, COMPARE_SOURCE, BIT_OF(TWO_EQUAL));
    ret->source_apart = most_of(m, COMPARE_SOURCE, BIT_OF(TWO_DIFFERENT));
    ret->contradiction_any = most_of_all(m, COMPARE_CONTRADICTION);
    ret->contradiction_two = most_of(m, COMPARE_CONTRADICTION, BIT_OF(CONTRADICTION_TWO) | BIT_OF(CONTRADICTION_THREE));
    ret->contradiction_three = most_of(m, COMPARE_CONTRADICTION, BIT_OF(CONTRADICTION_THREE));
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

/* ---- cards ---- */

static uint32_t bit_of(struct text t)
{
    return 1u << (hash_text(t) >> 59);
}

static void fill_names(const struct table *table, const struct prep *p, struct card *card)
{
    const struct value *given = table_value(table, DOMAIN_GIVEN, card->given = p->given_count ? p->given[0] : p->call);
    const struct value *surname = table_value(table, DOMAIN_SURNAME, card->surname = p->surname);
    for (size_t i = 0; i < p->given_count; i++)
        card->givens_sketch ^= table_value(table, DOMAIN_GIVEN, p->given[i])->sketch;
    card->surnames_sketch = surname->sketch ^ (p->partner ? table_value(table, DOMAIN_SURNAME, p->partner)->sketch : 0);
    card->given_sketch = given->sketch;
    card->surname_sketch = surname->sketch;
    memcpy(card->given_start, given->start, sizeof(given->start));
    memcpy(card->surname_start, surname->start, sizeof(surname->start));
    card->given_mark = given->mark;
    card->surname_mark = surname->mark;
    card->given_bits = given->bits;
    card->surname_bits = surname->bits;
    card->given_len = given->len;
    card->surname_len = surname->len;
    struct text rest = table_text(table, DOMAIN_SURNAME, p->surname), word = TEXT_EMPTY;
    card->surname_words = bit_of(rest) | (p->partner ? bit_of(table_text(table, DOMAIN_SURNAME, p->partner)) : 0);
    while (text_next(&rest, ' ', &word))
        card->surname_words |= word.len >= 4 ? bit_of(word) : 0;
    card->flags |= (p->given_count > 1 || p->call ? CARD_GIVENS : 0) | (p->given_count > 1 ? CARD_MIDDLE : 0) |
                   (!p->given_count && !p->call ? CARD_NO_GIVEN : 0) | (p->partner ? CARD_PARTNER : 0) |
                   (p->generation ? CARD_GENERATION : 0) | (given->flags & VALUE_KNOWN ? CARD_KNOWN : 0) |
                   (p->gender & 3u) << GENDER_SHIFT;
}

static uint32_t digits_of(uint32_t number, unsigned digits)
{
    uint32_t packed = 0;
    for (unsigned i = 0; i < digits; i++, number /= 10)
        packed |= number % 10 << 4 * i;
    return packed;
}

static void fill_birth(const struct prep *p, struct card *card)
{
    card->birth = digits_of(p->birth, DATE_DIGITS);
    card->flags |= (p->birth / 10000 && p->birth % 100 ? CARD_BIRTH_WHOLE : 0) |
                   (p->birth >= 100000000 || (p->birth && !card->birth) ? CARD_BIRTH_ODD : 0);
}

static void fill_contact(const struct table *table, const struct prep *p, struct card *card)
{
    card->phone = UINT32_MAX;
    if (p->emails_count) {
        const struct prep_email *email = &table->emails.ptr[p->emails_at];
        const struct value *local = table_value(table, DOMAIN_LOCAL, email->local);
        card->local = email->local;
        card->host = email->host;
        card->local_sketch = local->sketch;
        card->local_len = local->len;
        card->flags |= CARD_EMAIL | (p->emails_count > 1 ? CARD_EMAILS : 0) | (email->is_free ? CARD_EMAIL_FREE : 0);
    }
    for (size_t i = 0; i < p->phones_count; i++)
        if (table->phones.ptr[p->phones_at + i].is_fax)
            card->flags |= CARD_FAX | CARD_PHONES;
    if (p->phones_count) {
        struct text digits = table_text(table, DOMAIN_PHONE, table->phones.ptr[p->phones_at].full);
        for (unsigned i = 0; i < PHONE_DIGITS && i < digits.len; i++) {
            card->phone &= ~(15u << 4 * i);
            card->phone |= (uint32_t)(digits.ptr[digits.len - 1 - i] & 15) << 4 * i;
        }
        card->phone_len = (uint8_t)(digits.len < 255 ? digits.len : 255);
        card->flags |= CARD_PHONE | (p->phones_count > 1 ? CARD_PHONES : 0);
    }
    for (size_t i = 0; i < p->identifiers_count; i++)
        card->identifiers |= 1u << table->identifiers.ptr[p->identifiers_at + i].kind;
    card->flags |= p->attributes_count ? CARD_ATTRIBUTES : 0;
}

static void fill_address(const struct table *table, const struct prep *p, struct card *card)
{
    for (size_t i = 0; i < p->addresses_count; i++) {
        const struct prep_address *address = &table->addresses.ptr[p->addresses_at + i];
        card->flags |= CARD_ADDRESS | (i ? CARD_ADDRESSES : 0) | (address->unit ? CARD_UNIT : 0) |
                       (address->extra ? CARD_EXTRA : 0);
    }
    if (!p->addresses_count)
        return;
    const struct prep_address *address = &table->addresses.ptr[p->addresses_at];
    const struct value *street = table_value(table, DOMAIN_STREET, address->street),
                       *city = table_value(table, DOMAIN_CITY, address->city),
                       *postcode = table_value(table, DOMAIN_POSTCODE, address->postcode);
    card->street = address->street;
    card->postcode = address->postcode;
    card->city = address->city;
    card->region = address->region;
    card->number = address->number;
    card->street_sketch = street->sketch;
    card->postcode_sketch = postcode->sketch;
    card->city_sketch = city->sketch;
    memcpy(card->street_start, street->start, sizeof(street->start));
    memcpy(card->city_start, city->start, sizeof(city->start));
    card->street_len = street->len;
    card->postcode_len = postcode->len;
    card->city_len = city->len;
    card->flags |= street->words_count == 1 && !(street->sketch & SKETCH_SPACE) ? CARD_ONE_WORD : 0;
}

struct fill_task {
    const struct table *table;
    struct card *cards;
};

static void fill_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    const struct fill_task *task = ctx;
    const struct table *table = task->table;
    size_t end = (slice + 1) * SLICE_MENTIONS < table->preps.len ? (slice + 1) * SLICE_MENTIONS : table->preps.len;
    for (size_t i = slice * SLICE_MENTIONS; i < end; i++) {
        const struct prep *p = &table->preps.ptr[i];
        struct card *card = &task->cards[i];
        memset(card, 0, sizeof(*card));
        card->source = p->source;
        if (table->kind == PARTY_PERSON) {
            fill_names(table, p, card);
            fill_birth(p, card);
        } else {
            card->flags |= p->org || p->org_trade || p->org_former ? CARD_NAME : 0;
        }
        fill_contact(table, p, card);
        fill_address(table, p, card);
    }
}

bool bound_open(const struct table *table, const struct model *model, int threads, struct bound *ret)
{
    *ret = (struct bound){ .model = model, .cards = memory_take((table->preps.len + 1) * sizeof(struct card)) };
    if (!ret->cards)
        return false;
    struct fill_task task = { table, ret->cards };
    threads_run(threads, (table->preps.len + SLICE_MENTIONS - 1) / SLICE_MENTIONS, fill_slice, &task);
    weigh(model, &ret->most);
    return true;
}

void bound_done(struct bound *bound)
{
    free(bound->cards);
    *bound = (struct bound){ 0 };
}

/* ---- two cards ---- */

static struct shape shape_from(uint32_t sketch, const char start[4], unsigned len)
{
    struct shape shape = { .sketch = sketch, .len = len };
    memcpy(shape.start, start, sizeof(shape.start));
    return shape;
}

static struct shape given_shape(const struct card *card)
{
    return shape_from(card->given_sketch, card->given_start, card->given_len);
}

static struct shape surname_shape(const struct card *card)
{
    return shape_from(card->surname_sketch, card->surname_start, card->surname_len);
}

static bool starts_alike(const struct shape *x, const struct shape *y)
{
    return memcmp(x->start, y->start, 3) == 0;
}

/* apart gains what is sure to differ. */
static int32_t most_given(const struct bound *bound, const struct card *a, const struct card *b, uint32_t *apart)
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
static bool may_be_lone_given(const struct card *lone, const struct card *whole)
{
    struct shape name = surname_shape(lone), given = given_shape(whole);
    return (lone->flags & CARD_NO_GIVEN) && whole->given && shape_may_be_within(&name, &given, 1);
}

static bool may_be_part(const struct card *a, const struct card *b)
{
    bool has_parts = ((a->flags | b->flags) & CARD_PARTNER) || ((a->surname_sketch | b->surname_sketch) & SKETCH_SPACE);
    return (has_parts && (a->surname_words & b->surname_words)) || may_be_lone_given(a, b) || may_be_lone_given(b, a);
}

static int32_t most_surname(const struct bound *bound, const struct card *a, const struct card *b, uint32_t *apart)
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

static bool may_be_swapped(const struct card *a, const struct card *b)
{
    return a->surname && b->surname && a->surname != b->surname &&
           sketch_apart(a->givens_sketch, b->surnames_sketch) <= 2 &&
           sketch_apart(b->givens_sketch, a->surnames_sketch) <= 2;
}

static int32_t most_names(const struct bound *bound, const struct card *a, const struct card *b, uint32_t *apart)
{
    int32_t most = most_given(bound, a, b, apart) + most_surname(bound, a, b, apart);
    if (may_be_swapped(a, b)) {
        int32_t swapped = bound->most.given_swapped + bound->most.surname_swapped;
        most = swapped > most ? swapped : most;
        *apart = 0;
    }
    return most + (a->flags & b->flags & CARD_MIDDLE ? bound->most.middle : 0);
}

/* Which of eight digits differ: a bit in each four. */
static uint32_t digits_differ(uint32_t x, uint32_t y)
{
    uint32_t apart = x ^ y;
    apart |= apart >> 2;
    apart |= apart >> 1;
    return apart & 0x11111111;
}

static unsigned digits_count(uint32_t differ)
{
    return differ * 0x11111111u >> 28; /* eight at most: a sum of four bits holds it */
}

/* Two digits that differ are neighbours that changed places. */
static bool is_swap(uint32_t x, uint32_t y, uint32_t differ)
{
    unsigned at = (unsigned)__builtin_ctz(differ);
    return differ == 0x11u << at && (x >> at & 15) == (y >> (at + 4) & 15) && (y >> at & 15) == (x >> (at + 4) & 15);
}

/* The least number of odd digits of both, of eight: more than two is more than two edits. */
static bool digits_may_be_near(uint32_t x, uint32_t y)
{
    uint32_t odd = 0;
    for (unsigned i = 0; i < 32; i += 4)
        odd ^= 1u << (x >> i & 15) ^ 1u << (y >> i & 15);
    return sketch_apart(odd << 1, 0) <= 2;
}

static int32_t most_birth(const struct bound_weights *most, const struct card *a, const struct card *b, uint32_t *apart)
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
    if (count == 1 || (count == 2 && is_swap(x, y, differ)))
        return most->birth_typo;
    if (year + month + day == 2)
        return most->birth_two;
    *apart |= APART_BIRTH;
    if (count == 2 || digits_may_be_near(x, y))
        return most->birth_near;
    return year ? most->birth_year : most->birth_apart;
}

static int32_t most_email(const struct bound_weights *most, const struct card *a, const struct card *b)
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

static int32_t most_phone(const struct bound_weights *most, const struct card *a, const struct card *b)
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
    bool may_be_near = longer == 0 && (count <= 1 || (count == 2 && is_swap(a->phone, b->phone, differ)));
    return may_be_near ? most->phone_near : most->phone_apart;
}

/* Whether the names of two streets that are not one may be alike. */
static bool streets_may_be_alike(const struct card *a, const struct card *b)
{
    if (!(a->flags & b->flags & CARD_ONE_WORD))
        return true;
    struct shape x = shape_from(a->street_sketch, a->street_start, a->street_len),
                 y = shape_from(b->street_sketch, b->street_start, b->street_len);
    bool same_start = x.start[0] == y.start[0] && (x.len == 1 || y.len == 1 || starts_alike(&x, &y));
    bool with_column = x.start[2] == ':' || y.start[2] == ':';
    return same_start || with_column || shape_may_be_within(&x, &y, 2) || shape_may_be_alike(&x, &y, 930);
}

static enum seen_street see_street(const struct card *a, const struct card *b)
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

static bool cities_may_be_near(const struct card *a, const struct card *b)
{
    struct shape x = shape_from(a->city_sketch, a->city_start, a->city_len),
                 y = shape_from(b->city_sketch, b->city_start, b->city_len);
    return sketch_apart(x.sketch, y.sketch) == 0 || shape_may_be_within(&x, &y, 2) || shape_may_be_alike(&x, &y, 900);
}

static bool codes_may_be_near(const struct card *a, const struct card *b)
{
    unsigned shorter = a->postcode_len < b->postcode_len ? a->postcode_len : b->postcode_len;
    return shorter >= 4 &&
           (a->postcode_len != b->postcode_len || sketch_apart(a->postcode_sketch, b->postcode_sketch) <= 2);
}

static enum seen_place see_place(const struct card *a, const struct card *b)
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
static int32_t most_beside_street(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    uint32_t both = a->flags & b->flags;
    return (both & CARD_UNIT ? most->unit : 0) + (both & CARD_EXTRA ? most->extra : 0);
}

static int32_t most_address(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    if (!(a->flags & b->flags & CARD_ADDRESS))
        return 0;
    int32_t beside = most_beside_street(most, a, b);
    if ((a->flags | b->flags) & CARD_ADDRESSES)
        return most->address_any + beside;
    return most->address[see_street(a, b)][see_place(a, b)] + beside;
}

static int32_t most_of_marks(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    int32_t sum = a->flags & b->flags & CARD_ATTRIBUTES ? most->attributes : 0;
    for (uint32_t kinds = a->identifiers & b->identifiers; kinds; kinds &= kinds - 1)
        sum += most->identifiers[__builtin_ctz(kinds)];
    return sum;
}

/* How much of what marks a person is sure to differ at once. */
static int32_t most_contradiction(const struct bound_weights *most, uint32_t apart)
{
    unsigned of_one = (apart & APART_GIVEN ? 1 : 0) + (apart & APART_BIRTH ? 1 : 0) + (apart & APART_GENDER ? 1 : 0);
    return of_one + (apart & APART_SURNAME ? 1 : 0) >= 3 ? most->contradiction_three
           : of_one >= 2                                 ? most->contradiction_two
                                                         : most->contradiction_any;
}

static int32_t most_of_firm(const struct bound_weights *most, const struct card *a, const struct card *b)
{
    return most->contradiction_any + (a->flags & b->flags & CARD_NAME ? most->name : 0);
}

static int32_t most_of_person(const struct bound *bound, const struct card *a, const struct card *b)
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
static int32_t most_beside_address(const struct bound *bound, const struct card *a, const struct card *b)
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

static inline __attribute__((always_inline)) size_t pass_over(const struct bound *bound, int32_t low, uint64_t *pairs,
                                                              size_t count)
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

size_t bound_pass_over(const struct bound *bound, int32_t low, uint64_t *pairs, size_t count)
{
    return pass_over(bound, low, pairs, count);
}
