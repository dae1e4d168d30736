/*
 * Candidates: who meets whom does not depend on threads, asking one way or
 * the other gives the same, and no key makes more work than it may.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "test.h"

#include "base/hash.h"
#include "match/block.h"

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
    assert_int_equal(one.runs_at.len, seven.runs_at.len);
    assert_memory_equal(one.members.ptr, seven.members.ptr, one.members.len * sizeof(uint32_t));
    assert_memory_equal(one.runs_at.ptr, seven.runs_at.ptr, one.runs_at.len * sizeof(uint32_t));
    assert_memory_equal(one.lists, seven.lists, one.members.len * sizeof(uint32_t));
    block_done(&one);
    block_done(&seven);
    table_done(&table);
}

static void partners_are_those_who_meet(void **state)
{
    (void)state;
    struct table table;
    fill(&table);
    struct block_index index = built(&table, 2);
    struct block_partners partners;
    assert_true(block_partners_open(&index, &partners));
    for (uint32_t a = 0; a < SAMPLE; a++) {
        block_partners_of(&index, a, &partners);
        bool met[CROWD] = { false };
        for (size_t i = 0; i < partners.count; i++) {
            assert_true(partners.found[i] > a);
            assert_false(met[partners.found[i]]); /* each once */
            met[partners.found[i]] = true;
        }
        for (uint32_t b = a + 1; b < CROWD; b++) {
            assert_int_equal(block_meets(&index, a, b), met[b]);
            assert_int_equal(block_meets(&index, b, a), met[b]);
        }
        if (a % 8 == 0)
            assert_true(met[a + 1]); /* the same person twice */
    }
    block_partners_done(&partners);
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
    for (size_t run = 0; run + 1 < index.runs_at.len; run++) {
        uint32_t size = index.runs_at.ptr[run + 1] - index.runs_at.ptr[run];
        assert_true(size >= 2 && size <= index.run_most);
        for (uint32_t i = index.runs_at.ptr[run] + 1; i < index.runs_at.ptr[run + 1]; i++)
            assert_true((index.members.ptr[i - 1] & ~BLOCK_LEFT) < (index.members.ptr[i] & ~BLOCK_LEFT));
    }
    block_done(&index);
    table_done(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_no_run),
        cmocka_unit_test(partners_are_those_who_meet),
        cmocka_unit_test(full_keys_are_split_and_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
