/*
 * What a large table is trained on: groups of random pairs, in strides.  A
 * small town has none of it (match/test_match.c).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "test.h"

#include <math.h>

#include "base/hash.h"
#include "match/match.h"
#include "match/train_random.h"

enum { PERSONS = 6000, ALL = 2 * PERSONS, GIVENS = 40, SURNAMES = 400 };

struct city {
    struct mention mentions[ALL];
    struct address addresses[ALL];
    char given[GIVENS][8], surname[SURNAMES][12], number[ALL][8], postcode[ALL][8];
};

/* Syllables, so that names differ in more than a letter. */
static void spell(uint64_t n, size_t syllables, char *ret)
{
    static const char *const of[] = { "ba", "der", "fin", "gol", "hus", "jak", "lem", "mor", "nit", "pus" };
    *ret = '\0';
    for (size_t i = 0; i < syllables; i++, n /= 10)
        strcat(ret, of[n % 10]);
}

/* Each person twice, one in eight with another home. */
static struct city *city_made(void)
{
    struct city *city = test_calloc(1, sizeof(*city));
    for (size_t i = 0; i < GIVENS; i++)
        spell(i, 2, city->given[i]);
    for (size_t i = 0; i < SURNAMES; i++)
        spell(i, 3, city->surname[i]);
    for (size_t i = 0; i < ALL; i++) {
        uint64_t p = i / 2, home = hash_pair(p, i % 2 && hash_pair(p, 6) % 8 == 0 ? 8 : 7);
        snprintf(city->number[i], sizeof(city->number[i]), "%u", (unsigned)(home % 90 + 1));
        snprintf(city->postcode[i], sizeof(city->postcode[i]), "%04u AB", (unsigned)(1000 + home / 90 % 2000));
        city->addresses[i] = (struct address){ .street = TEXT("Dorpsstraat"),
                                               .number = text_from(city->number[i]),
                                               .postcode = text_from(city->postcode[i]) };
        city->mentions[i] = (struct mention){
            .kind = PARTY_PERSON,
            .name = { .given = text_from(city->given[hash_pair(p, 4) % GIVENS]),
                      .surname = text_from(city->surname[hash_pair(p, 5) % SURNAMES]) },
            .birth = { (int16_t)(1940 + hash_pair(p, 1) % 60), (uint8_t)(1 + hash_pair(p, 2) % 12),
                       (uint8_t)(1 + hash_pair(p, 3) % 28) },
            .addresses = &city->addresses[i],
            .addresses_count = 1,
        };
    }
    return city;
}

static struct mention_id id_of(size_t i)
{
    return (struct mention_id){ 1 + i * 7919 % 1000003 };
}

static void open_table(const struct city *city, struct table *table)
{
    struct error err = ERROR_NONE;
    assert_int_equal(table_open(table, PARTY_PERSON, &err), STATUS_OK);
    for (size_t i = 0; i < ALL; i++)
        assert_int_equal(table_add(table, id_of(i), 0, &city->mentions[i], &err), STATUS_OK);
    table_finish(table, 2);
}

static void groups_of_random_pairs_tell_what_all_pairs_would(void **state)
{
    (void)state;
    struct city *city = city_made();
    struct table table;
    struct model model = { .kind = PARTY_PERSON };
    struct randoms random;
    open_table(city, &table);
    for (unsigned c = 0; c < COMPARE_COUNT; c++)
        model.comparisons[c].levels = (uint8_t)compare_levels(&table, (enum comparison)c);
    assert_true(randoms_draw(&table, 2, &model, &random));

    double surnames = 0, births = 0, count[SURNAMES] = { 0 };
    for (size_t p = 0; p < PERSONS; p++)
        count[hash_pair(p, 5) % SURNAMES] += 2;
    for (size_t i = 0; i < SURNAMES; i++)
        surnames += count[i] * (count[i] - 1) / ((double)ALL * (ALL - 1));
    births = 1.0 / (60 * 12 * 28);
    assert_true(fabs(log2(random.shares.at[COMPARE_SURNAME][SURNAME_EQUAL] / surnames)) < .2);
    assert_true(random.shares.at[COMPARE_BIRTH][BIRTH_EQUAL] < 12 * births);
    assert_true(random.known[COMPARE_BIRTH] > .99);

    table_done(&table);
    test_free(city);
}

static void model_of(const struct city *city, int threads, bool backwards, struct buf *ret)
{
    struct error err = ERROR_NONE;
    struct matcher *matcher = NULL;
    assert_int_equal(matcher_open(&(struct match_options){ .threads = threads }, &matcher, &err), STATUS_OK);
    for (size_t n = 0; n < ALL; n++) {
        size_t i = backwards ? ALL - 1 - n : n;
        assert_int_equal(matcher_add(matcher, id_of(i), 0, &city->mentions[i], &err), STATUS_OK);
    }
    assert_int_equal(matcher_run(matcher, &err), STATUS_OK);
    assert_int_equal(matcher_model_write(matcher, ret, &err), STATUS_OK);
    matcher_close(&matcher);
}

static void a_large_table_gives_one_model(void **state)
{
    (void)state;
    struct city *city = city_made();
    struct buf one = BUF_EMPTY, other = BUF_EMPTY;
    model_of(city, 1, false, &one);
    model_of(city, 5, true, &other);
    assert_int_equal(one.len, other.len);
    assert_memory_equal(one.ptr, other.ptr, one.len);
    buf_done(&one);
    buf_done(&other);
    test_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_of_random_pairs_tell_what_all_pairs_would),
        cmocka_unit_test(a_large_table_gives_one_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
