/*
 * A card never says less than the pair scores: on a crowd made of few values
 * and many slips, against weights drawn blindly.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "test.h"

#include "base/hash.h"
#include "match/bound.h"
#include "match/bound_inside.h"

enum { CROWD = 420, MODELS = 6, LEN_MAX = 48 };

struct crowd {
    struct table table;
    struct mention mentions[CROWD];
    struct address addresses[CROWD][2];
    struct email emails[CROWD][2];
    struct phone phones[CROWD][2];
    struct identifier identifiers[CROWD];
    char text[CROWD][40][LEN_MAX * 2];
    size_t texts;
};

/* A draw from 0 to below; what is drawn for differs by salt. */
static unsigned drawn(uint64_t n, unsigned salt, unsigned below)
{
    return (unsigned)(hash_pair(n, salt) % below);
}

/* One of few words, now and then with a slip of the pen. */
static struct text written(struct crowd *crowd, size_t n, const char *const *words, unsigned count, unsigned salt)
{
    char *room = crowd->text[n][salt];
    snprintf(room, LEN_MAX * 2, "%s", words[drawn(n, salt, count)]);
    size_t len = strlen(room), at = len ? drawn(n, salt + 100, (unsigned)len) : 0;
    if (len < 2 || drawn(n, salt + 200, 3))
        return text_from(room);
    switch (drawn(n, salt + 300, 5)) {
    case 0: room[at] = (char)('a' + drawn(n, salt + 400, 26)); break;
    case 1: memmove(room + at, room + at + 1, len - at); break;
    case 2: room[len - 1] = '\0'; break;
    case 3:
        memmove(room + at + 1, room + at, len - at + 1);
        room[at] = (char)('a' + drawn(n, salt + 500, 26));
        break;
    default:
        if (at + 1 < len) {
            char c = room[at];
            room[at] = room[at + 1];
            room[at + 1] = c;
        }
    }
    return text_from(room);
}

static const char *const givens[] = { "Jan",    "Johannes", "Jan Willem", "J.",    "J.W.", "Mila", "Milan",  "Wim",
                                      "Willem", "Berg",     "Anna Maria", "Anna",  "A",    "Rosa", "Logan",  "",
                                      "Peter",  "Piet",     "Alexa-Rose", "Alexa", "Xi",   "Bo",   "Robert", "Bob" };
static const char *const surnames[] = {
    "van den Berg",
    "vandenberg",
    "Berg",
    "Jansen",
    "Janssen",
    "Bakker",
    "Bakker-Smit",
    "Smit",
    "Smith",
    "de Vries",
    "Vries",
    "Logan",
    "Rose",
    "Jan",
    "van der Meer",
    "Meer",
    "Meyer",
    "Maier",
    "",
    "Willem",
    "Achterberg",
    "Anna",
    "van der Achterbergen tot Voorbergen en Tussenbergen van Onderbergen op de Heuvel"
};
static const char *const streets[] = { "Dorpsstraat",    "Dorpsstr",   "Molenweg",  "Molenlaan",
                                       "van Goghstraat", "Goghstraat", "Kerkplein", "Kerk plein",
                                       "Main Street",    "Main St",    "",          "M",
                                       "Burg. de Wit 3", "Dorpweg" };
static const char *const postcodes[] = {
    "1234 AB", "1234", "1243 AB", "9999 ZZ", "60607", "60607-1234", "", "1235 AB"
};
static const char *const cities[] = {
    "Utrecht", "Den Haag", "'s-Gravenhage", "Denhaag", "Maarn", "Maarssen", "", "Ut"
};
static const char *const regions[] = { "", "Utrecht", "Gelderland" };
static const char *const locals[] = { "jan.jansen", "janjansen",   "berg78",     "berg79",   "info", "anna",
                                      "r",          "w.smit.1950", "rosa.meyer", "pbakker2", "milan" };
static const char *const hosts[] = { "thuis.example", "thuis2.example", "firma.example", "post.example" };
static const char *const phones[] = { "0612345678", "0612345679", "0612354678", "0201234567", "1234567",
                                      "201234567",  "12345",      "0612345",    "31612345678" };
static const char *const firms[] = { "Bakkerij De Graan", "De Graan Bakkery", "Graan BV",
                                     "Dallas Tools",      "Dallas Foods",     "" };

static void add(struct crowd *crowd, size_t n, enum party_kind kind)
{
#define WRITTEN(words, salt) written(crowd, n, words, sizeof(words) / sizeof(words[0]), salt)
    struct mention *m = &crowd->mentions[n];
    *m = (struct mention){ .kind = kind };
    m->name = (struct person_name){ .given = WRITTEN(givens, 1), .surname = WRITTEN(surnames, 2) };
    if (drawn(n, 30, 5) == 0)
        m->name.partner_surname = WRITTEN(surnames, 3);
    if (drawn(n, 31, 6) == 0)
        m->name.call_name = WRITTEN(givens, 4);
    if (drawn(n, 32, 9) == 0)
        m->name.suffix = drawn(n, 33, 2) ? TEXT("jr") : TEXT("III");
    m->org = (struct org_name){ .name = WRITTEN(firms, 5), .core = WRITTEN(firms, 6) };
    m->gender = (enum gender)drawn(n, 34, 4);
    if (drawn(n, 35, 5))
        m->birth = (struct date){ (int16_t)(1950 + drawn(n, 36, 4) * 9), (uint8_t)drawn(n, 37, 13),
                                  (uint8_t)(drawn(n, 38, 6) * 5) };
    m->addresses = crowd->addresses[n];
    m->addresses_count = drawn(n, 39, 8) == 0 ? 2 : drawn(n, 39, 8) < 7;
    for (unsigned i = 0; i < m->addresses_count; i++) {
        static const char *const numbers[] = { "3", "13", "31", "", "12", "120", "3 a", "3" };
        crowd->addresses[n][i] = (struct address){ .street = WRITTEN(streets, 7 + 20 * i),
                                                   .number = text_from(numbers[drawn(n, 40 + i, 8)]),
                                                   .addition = drawn(n, 42, 5) ? TEXT_EMPTY : TEXT("bis"),
                                                   .extra = drawn(n, 43, 7) ? TEXT_EMPTY : TEXT("Huize Rust"),
                                                   .postcode = WRITTEN(postcodes, 8 + 20 * i),
                                                   .city = WRITTEN(cities, 9 + 20 * i),
                                                   .region = text_from(regions[drawn(n, 44 + i, 3)]) };
    }
    m->emails = crowd->emails[n];
    m->emails_count = drawn(n, 46, 8) == 0 ? 2 : drawn(n, 46, 8) < 6;
    for (unsigned i = 0; i < m->emails_count; i++) {
        char *room = crowd->text[n][14 + i];
        struct text local = WRITTEN(locals, 10 + i);
        snprintf(room, LEN_MAX * 2, "%.*s@%s", TEXT_ARG(local), hosts[drawn(n, 47 + i, 4)]);
        crowd->emails[n][i] =
            (struct email){ .address = text_from(room), .key = text_from(room), .is_free = drawn(n, 47 + i, 4) < 2 };
    }
    m->phones = crowd->phones[n];
    m->phones_count = drawn(n, 50, 8) == 0 ? 2 : drawn(n, 50, 8) < 6;
    for (unsigned i = 0; i < m->phones_count; i++)
        crowd->phones[n][i] =
            (struct phone){ .e164 = WRITTEN(phones, 12 + i), .kind = drawn(n, 51 + i, 9) ? PHONE_MOBILE : PHONE_FAX };
    static const char *const numbers[] = { "12345678", "12345679", "87654321" };
    m->identifiers = crowd->identifiers + n;
    m->identifiers_count = drawn(n, 53, 3) == 0;
    crowd->identifiers[n] = (struct identifier){ .kind = drawn(n, 54, 2) ? IDENTIFIER_KVK : IDENTIFIER_CUSTOMER_NUMBER,
                                                 .value = text_from(numbers[drawn(n, 55, 3)]) };
#undef WRITTEN
}

/* Weights of no sense: what holds for these holds for all. */
static void draw_model(const struct table *table, uint64_t seed, struct model *ret)
{
    *ret = (struct model){ .kind = table->kind, .prior = -18 * BIT, .prior_like = { -19 * BIT, -20 * BIT } };
    for (unsigned c = 0; c < COMPARE_COUNT; c++) {
        struct comparison_model *comparison = &ret->comparisons[c];
        comparison->levels = (uint8_t)compare_levels(table, (enum comparison)c);
        for (unsigned l = 1; l <= comparison->levels; l++) {
            comparison->weight[l] = (int16_t)(drawn(seed, c * 64 + l, 24 * BIT) - 8 * BIT);
            for (int k = 0; k < LIKENESSES; k++)
                comparison->like[k][l] =
                    (int16_t)(drawn(seed, c * 64 + l + 16u + 16u * (unsigned)k, 12 * BIT) - 6 * BIT);
            comparison->mean_bits[l] = (int16_t)(drawn(seed, c * 64 + l + 48, 2) * drawn(seed, c + l, 16 * BIT));
        }
    }
}

/* What cards are for: of pairs that score low most are seen to, also in this crowd of look-alikes. */
static void see_strangers(const struct table *table)
{
    struct model model = { .kind = table->kind, .prior = -18 * BIT };
    for (unsigned c = 0; c < COMPARE_COUNT; c++) {
        struct comparison_model *comparison = &model.comparisons[c];
        comparison->levels = (uint8_t)compare_levels(table, (enum comparison)c);
        for (unsigned l = 1; l <= comparison->levels; l++)
            comparison->weight[l] = (int16_t)(BIT * (8 - (int)(13 * (l - 1) / comparison->levels)));
        comparison->weight[comparison->levels] = -5 * BIT;
        comparison->weight[1] = c == COMPARE_CONTRADICTION ? 0 : comparison->weight[1];
    }
    struct bound bound;
    size_t low = 0, seen = 0;
    assert_true(bound_open(table, &model, 1, &bound));
    for (uint32_t a = 0; a < CROWD; a++) {
        for (uint32_t b = a + 1; b < CROWD; b++) {
            struct pair_levels levels;
            compare_pair(table, &table->preps.ptr[a], &table->preps.ptr[b], &levels);
            bool is_low = model_score(&model, &levels).total < -12 * BIT;
            low += is_low;
            seen += is_low && bound_most(&bound, a, b) < -12 * BIT;
        }
    }
    bound_done(&bound);
    assert_true(low > CROWD * CROWD / 10);
    if (table->kind == PARTY_PERSON)
        assert_true(seen * 5 > low);
}

/* Eight at once, where the processor can, give what one after another gives. */
static void hold_lanes(const struct bound *bound)
{
    for (uint32_t a = 0; a < CROWD && bound_has_lanes(); a++) {
        for (uint32_t b = 0; b + BOUND_LANES <= CROWD; b += BOUND_LANES) {
            uint64_t pairs[BOUND_LANES];
            int32_t sums[BOUND_LANES];
            for (uint32_t i = 0; i < BOUND_LANES; i++) /* in whatever order, and whoever stands first */
                pairs[i] = (uint64_t)((a + i * (a & 1)) % CROWD) << 32 | ((b + i * 7) % CROWD);
            bound_lanes(bound, pairs, sums);
            for (uint32_t i = 0; i < BOUND_LANES; i++) {
                int32_t one = bound_beside_place(bound, pair_first(pairs[i]), pair_second(pairs[i]));
                if (sums[i] != one)
                    fail_msg("mentions %u and %u: %d in a lane, %d alone", pair_first(pairs[i]), pair_second(pairs[i]),
                             sums[i], one);
            }
        }
    }
}

/* Of any number of pairs those are kept whose most is high enough, in their order. */
static void hold_passing(const struct bound *bound, int32_t low)
{
    for (uint32_t a = 0; a < CROWD; a++) {
        uint64_t pairs[CROWD], kept[CROWD];
        size_t count = 0, kept_count = 0;
        for (uint32_t b = a + 1; b < CROWD; b++) {
            pairs[count++] = pair_pack(a, b);
            if (bound_most(bound, a, b) >= low)
                kept[kept_count++] = pair_pack(a, b);
        }
        assert_int_equal(bound_pass_over(bound, low, pairs, count), kept_count);
        assert_memory_equal(pairs, kept, kept_count * sizeof(*kept));
    }
}

static void hold(enum party_kind kind)
{
    struct error err = ERROR_NONE;
    struct crowd *crowd = test_calloc(1, sizeof(*crowd));
    assert_int_equal(table_open(&crowd->table, kind, &err), STATUS_OK);
    for (size_t n = 0; n < CROWD; n++) {
        add(crowd, n, kind);
        assert_int_equal(
            table_add(&crowd->table, (struct mention_id){ n + 1 }, drawn(n, 60, 2), &crowd->mentions[n], &err),
            STATUS_OK);
    }
    table_finish(&crowd->table, 2);
    crowd->table.fillers = (struct fillers){ { crowd->table.preps.ptr[0].birth } }; /* of persons: one date is none */
    for (uint64_t seed = 0; seed < MODELS; seed++) {
        struct model model;
        struct bound bound;
        draw_model(&crowd->table, seed, &model);
        assert_true(bound_open(&crowd->table, &model, 2, &bound));
        for (uint32_t a = 0; a < CROWD; a++) {
            for (uint32_t b = a + 1; b < CROWD; b++) {
                struct pair_levels levels;
                compare_pair(&crowd->table, &crowd->table.preps.ptr[a], &crowd->table.preps.ptr[b], &levels);
                int32_t score = model_score(&model, &levels).total, most = bound_most(&bound, a, b);
                if (most < score)
                    fail_msg("mentions %u and %u under weights %d: %d is below %d", a, b, (int)seed, most, score);
            }
        }
        hold_lanes(&bound);
        hold_passing(&bound, (int32_t)seed * 4 * BIT - 20 * BIT);
        bound_done(&bound);
    }
    if (!bound_has_lanes())
        print_message("eight cards at once are not tested: this processor has no AVX2\n");
    see_strangers(&crowd->table);
    table_done(&crowd->table);
    test_free(crowd);
}

static void cards_of_people_never_say_less_than_they_score(void **state)
{
    (void)state;
    hold(PARTY_PERSON);
}

static void cards_of_organisations_never_say_less_than_they_score(void **state)
{
    (void)state;
    hold(PARTY_ORGANISATION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cards_of_people_never_say_less_than_they_score),
        cmocka_unit_test(cards_of_organisations_never_say_less_than_they_score),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
