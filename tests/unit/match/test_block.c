/*
 * Candidates: who meets whom does not depend on threads, asking one way or
 * the other gives the same, and no key makes more work than it may.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "test.h"

#include "base/hash.h"
#include "match/block.h"

#include <string.h>

enum { CROWD = 4000, SAMPLE = 400 };

/* A crowd of few names and few years, so that most keys are too full; every eighth stands there twice. */
static void fill(struct table *table)
{
    static const char *const givens[] = { "Anna", "Bram", "Carla", "Dirk", "Eva", "Frank" };
    static const char *const surnames[] = { "Akkerman", "Bosman", "Dijkman", "Elzinga", "Fokkens" };
    struct error err = ERROR_NONE;
    assert_int_equal(table_open(table, PARTY_PERSON, &err), STATUS_OK);
    for (uint64_t i = 0; i < CROWD; i++) {
        uint64_t p = i % 8 == 1 ? i - 1 : i;
        struct address address = { .street = TEXT("Dorpsstraat"), .number = TEXT("1"), .city = TEXT("Veenstad") };
        struct mention mention = {
            .kind = PARTY_PERSON,
            .name = { .given = text_from(givens[hash_pair(p, 1) % 6]),
                      .surname = text_from(surnames[hash_pair(p, 2) % 5]) },
            .birth = { (int16_t)(1970 + hash_pair(p, 3) % 5), (uint8_t)(1 + hash_pair(p, 4) % 12),
                       (uint8_t)(1 + hash_pair(p, 5) % 28) },
            .addresses = &address,
            .addresses_count = 1,
        };
        assert_int_equal(table_add(table, (struct mention_id){ i + 1 }, 0, &mention, &err), STATUS_OK);
    }
    table_finish(table, 1);
}

static struct block_index built(const struct table *table, int threads)
{
    struct error err = ERROR_NONE;
    struct block_index index;
    assert_int_equal(block_build(table, threads, &index, &err), STATUS_OK);
    return index;
}

static void threads_change_no_run(void **state)
{
    (void)state;
    struct table table;
    fill(&table);
    struct block_index one = built(&table, 1), seven = built(&table, 7);
    assert_int_equal(one.members.len, seven.members.len);
    assert_memory_equal(one.members.ptr, seven.members.ptr, one.members.len * sizeof(uint32_t));
    block_done(&one);
    block_done(&seven);
    table_done(&table);
}

/* Pairs as they come, by slice. */
struct taken {
    VEC(uint64_t) slices[CROWD / BLOCK_SLICE + 1];
};

static void take(void *ctx, size_t slice, int thread, uint64_t *pairs, size_t count)
{
    (void)thread;
    struct taken *taken = ctx;
    assert_int_equal(taken->slices[slice].len, 0); /* once */
    for (size_t i = 0; i < count; i++) {
        assert_true(pair_first(pairs[i]) < pair_second(pairs[i]));
        assert_int_equal(pair_first(pairs[i]) / BLOCK_SLICE, slice);
        assert_true(i == 0 || pairs[i - 1] < pairs[i]); /* in order, each once */
        assert_true(vec_push(&taken->slices[slice], pairs[i]));
    }
}

static void taken_done(struct taken *taken)
{
    for (size_t s = 0; s < CROWD / BLOCK_SLICE + 1; s++)
        vec_done(&taken->slices[s]);
}

static void pairs_are_those_who_meet(void **state)
{
    (void)state;
    struct table table;
    fill(&table);
    struct block_index index = built(&table, 2);
    struct block_lists lists;
    struct taken taken = { 0 };
    assert_true(block_lists_open(&index, NULL, 2, &lists));
    assert_true(block_pairs(&index, NULL, 1, take, &taken));
    size_t at = 0;
    for (uint32_t a = 0; a < SAMPLE; a++) {
        bool met[CROWD] = { false };
        if (a % BLOCK_SLICE == 0)
            at = 0;
        for (; at < taken.slices[a / BLOCK_SLICE].len && pair_first(taken.slices[a / BLOCK_SLICE].ptr[at]) == a; at++)
            met[pair_second(taken.slices[a / BLOCK_SLICE].ptr[at])] = true;
        for (uint32_t b = a + 1; b < CROWD; b++) {
            assert_int_equal(block_meets(&lists, a, b), met[b]);
            assert_int_equal(block_meets(&lists, b, a), met[b]);
        }
        if (a % 8 == 0)
            assert_true(met[a + 1]); /* the same person twice */
    }
    taken_done(&taken);
    block_lists_done(&lists);
    block_done(&index);
    table_done(&table);
}

struct gathered {
    VEC(uint64_t) pairs;
};

static void gather(void *ctx, size_t slice, int thread, uint64_t *pairs, size_t count)
{
    struct gathered *gathered = ctx;
    (void)slice;
    (void)thread;
    for (size_t i = 0; i < count; i++)
        assert_true(vec_push(&gathered->pairs, pairs[i]));
}

/* 32 bits hold a pair in its slice: of more mentions a slice is fewer, down to four. */
static void places_of_very_large_tables_fit_their_slices(void **state)
{
    (void)state;
    static const uint32_t mentions[] = { 1u << 24, (1u << 24) + 1, (1u << 26) - 3 }, widths[] = { 256, 128, 64 };
    for (int i = 0; i < 3; i++) {
        uint32_t last = mentions[i] - 1, run[] = { 5, 260, 70001, last - 1, last };
        struct block_index index = { .mentions = mentions[i], .run_most = 6 };
        assert_int_equal(block_slice_width(&index), widths[i]);
        for (int twice = 0; twice < 2; twice++)
            for (size_t r = 0; r < 5; r++)
                assert_true(vec_push(&index.members, run[r] | (r ? 0 : BLOCK_FIRST)));
        struct gathered gathered = { 0 };
        assert_true(block_pairs(&index, NULL, 1, gather, &gathered));
        assert_int_equal(gathered.pairs.len, 10);
        size_t at = 0;
        for (size_t a = 0; a < 5; a++)
            for (size_t b = a + 1; b < 5; b++)
                assert_true(gathered.pairs.ptr[at++] == pair_pack(run[a], run[b]));
        vec_done(&gathered.pairs);
        block_done(&index);
    }
    assert_int_equal(block_slice_width(&(struct block_index){ .mentions = BLOCK_MENTION }), 4);
}

static void threads_and_drawing_change_no_pair(void **state)
{
    (void)state;
    struct table table;
    fill(&table);
    struct block_index index = built(&table, 2);
    struct taken one = { 0 }, seven = { 0 }, some = { 0 };
    uint64_t drawn[CROWD / 64 + 1];
    memset(drawn, 0x24, sizeof(drawn)); /* the third and the sixth of eight */
    assert_true(block_pairs(&index, NULL, 1, take, &one));
    assert_true(block_pairs(&index, NULL, 7, take, &seven));
    assert_true(block_pairs(&index, drawn, 3, take, &some));
    for (size_t s = 0; s < block_slices(&index); s++) {
        assert_int_equal(one.slices[s].len, seven.slices[s].len);
        size_t at = 0;
        for (size_t i = 0; i < one.slices[s].len; i++) {
            uint64_t pair = one.slices[s].ptr[i];
            assert_true(pair == seven.slices[s].ptr[i]);
            if (0x24 >> pair_first(pair) % 8 & 1)
                assert_true(at < some.slices[s].len && some.slices[s].ptr[at++] == pair);
        }
        assert_int_equal(at, some.slices[s].len);
    }
    taken_done(&one);
    taken_done(&seven);
    taken_done(&some);
    block_done(&index);
    table_done(&table);
}

static void nobody_is_asked_for_more_than_his_budget(void **state)
{
    (void)state;
    struct table table;
    fill(&table);
    struct block_index index = built(&table, 2);
    uint32_t partners[CROWD] = { 0 };
    size_t left = 0;
    for (size_t at = 0, end; at < index.members.len; at = end) {
        for (end = at + 1; end < index.members.len && !(index.members.ptr[end] & BLOCK_FIRST);)
            end++;
        for (size_t i = at; i < end; i++) {
            bool leaves = index.members.ptr[i] & BLOCK_LEFT;
            partners[index.members.ptr[i] & BLOCK_MENTION] += leaves ? 0 : (uint32_t)(end - at - 1);
            left += leaves;
        }
    }
    for (size_t m = 0; m < CROWD; m++)
        assert_true(partners[m] <= PARTNERS_MAX);
    assert_true(left > 0 && index.budget_hits > 0);
    block_done(&index);
    table_done(&table);
}

static void full_keys_are_split_and_told(void **state)
{
    (void)state;
    struct table table;
    fill(&table);
    struct block_index index = built(&table, 2);
    uint64_t refined = 0, left_out = 0;
    for (size_t f = 0; f < BLOCK_FAMILIES; f++) {
        refined += index.families[f].refined;
        left_out += index.families[f].left_out;
    }
    assert_true(refined > 0 && left_out > 0);
    for (size_t at = 0, end; at < index.members.len; at = end) {
        for (end = at + 1; end < index.members.len && !(index.members.ptr[end] & BLOCK_FIRST); end++)
            assert_true((index.members.ptr[end - 1] & BLOCK_MENTION) < (index.members.ptr[end] & BLOCK_MENTION));
        assert_true(end - at >= 2 && end - at <= index.run_most);
    }
    block_done(&index);
    table_done(&table);
}

/* Surnames alone, beside enough others that not everybody meets everybody. */
static void a_value_alone_is_enough_where_few_have_it(void **state)
{
    (void)state;
    static const struct {
        const char *surname;
        size_t holders;
        bool meet;
    } cases[] = { { "Zeldzaam", 2, true }, { "Schaars", LONE_MAX, true }, { "Talrijk", LONE_MAX + 1, false } };
    struct error err = ERROR_NONE;
    struct table table;
    assert_int_equal(table_open(&table, PARTY_PERSON, &err), STATUS_OK);
    uint64_t id = 0;
    uint32_t first[3], second[3];
    for (size_t i = 0; i < 3; i++)
        for (size_t n = 0; n < cases[i].holders; n++) {
            struct mention mention = { .kind = PARTY_PERSON, .name.surname = text_from(cases[i].surname) };
            (n == 0 ? first : second)[i] = (uint32_t)id; /* places stand in order of id */
            assert_int_equal(table_add(&table, (struct mention_id){ ++id }, 0, &mention, &err), STATUS_OK);
        }
    while (id < COMPARE_ALL_MAX + 1) {
        struct mention mention = { .kind = PARTY_PERSON, .name = { .given = TEXT("Anna"), .surname = TEXT("Bosman") } };
        assert_int_equal(table_add(&table, (struct mention_id){ ++id }, 0, &mention, &err), STATUS_OK);
    }
    table_finish(&table, 1);
    struct block_index index = built(&table, 2);
    struct block_lists lists;
    assert_true(block_lists_open(&index, NULL, 2, &lists));
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(block_meets(&lists, first[i], second[i]), cases[i].meet);
    block_lists_done(&lists);
    block_done(&index);
    table_done(&table);
    assert_int_equal(block_family_most(BLOCK_LONE, LONE_UP_TO), LONE_MAX);
    assert_int_equal(block_family_most(BLOCK_LONE, LONE_UP_TO + 1), 0);
    assert_true(block_family_most(BLOCK_SURNAME, LONE_UP_TO + 1) > LONE_UP_TO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_no_run),
        cmocka_unit_test(pairs_are_those_who_meet),
        cmocka_unit_test(threads_and_drawing_change_no_pair),
        cmocka_unit_test(places_of_very_large_tables_fit_their_slices),
        cmocka_unit_test(nobody_is_asked_for_more_than_his_budget),
        cmocka_unit_test(full_keys_are_split_and_told),
        cmocka_unit_test(a_value_alone_is_enough_where_few_have_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
