/*
 * Clusters from scores: averages, chains, and what a person decided.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "test.h"

#include "match/cluster.h"

enum { BITS = 256 };

static int32_t stranger(void *ctx, uint32_t a, uint32_t b)
{
    (void)ctx, (void)a, (void)b;
    return -20 * BITS;
}

static void run(struct cluster_task task, uint32_t *ret)
{
    struct error err = ERROR_NONE;
    task.score = stranger;
    assert_int_equal(cluster_run(&task, ret, &err), STATUS_OK);
}

static void pairs_above_the_threshold_join(void **state)
{
    (void)state;
    const struct scored_pair pairs[] = { { 0, 2, 9 * BITS }, { 1, 3, -1 * BITS } };
    uint32_t ret[4];
    run((struct cluster_task){ .count = 4, .pairs = pairs, .pairs_count = 2 }, ret);
    const uint32_t want[] = { 0, 1, 0, 3 };
    assert_memory_equal(ret, want, sizeof(want));
}

static void a_weak_chain_does_not_hold_strangers_together(void **state)
{
    (void)state;
    const struct scored_pair pairs[] = { { 0, 1, 8 * BITS }, { 1, 2, 2 * BITS } };
    uint32_t ret[3];
    run((struct cluster_task){ .count = 3, .pairs = pairs, .pairs_count = 2 }, ret);
    const uint32_t want[] = { 0, 0, 2 };
    assert_memory_equal(ret, want, sizeof(want));
}

static void a_decision_that_two_are_the_same_joins_them(void **state)
{
    (void)state;
    const uint64_t must[] = { (uint64_t)0 << 32 | 3 };
    uint32_t ret[4];
    run((struct cluster_task){ .count = 4, .must = must, .must_count = 1 }, ret);
    const uint32_t want[] = { 0, 1, 2, 0 };
    assert_memory_equal(ret, want, sizeof(want));
}

static void a_decision_that_two_differ_keeps_their_groups_apart(void **state)
{
    (void)state;
    const struct scored_pair pairs[] = { { 0, 1, 9 * BITS }, { 0, 2, 8 * BITS }, { 1, 2, 9 * BITS } };
    const uint64_t cannot[] = { (uint64_t)0 << 32 | 2 };
    uint32_t ret[3];
    run((struct cluster_task){ .count = 3, .pairs = pairs, .pairs_count = 3, .cannot = cannot, .cannot_count = 1 },
        ret);
    assert_int_not_equal(ret[0], ret[2]);
}

static void a_giant_chain_ends(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    static struct scored_pair pairs[COUNT - 1];
    static uint32_t ret[COUNT];
    for (uint32_t i = 0; i + 1 < COUNT; i++)
        pairs[i] = (struct scored_pair){ i, i + 1, 5 * BITS };
    run((struct cluster_task){ .count = COUNT, .pairs = pairs, .pairs_count = COUNT - 1 }, ret);
    for (uint32_t i = 0; i < COUNT; i++)
        assert_true(ret[i] <= i && i - ret[i] < 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_above_the_threshold_join),
        cmocka_unit_test(a_weak_chain_does_not_hold_strangers_together),
        cmocka_unit_test(a_decision_that_two_are_the_same_joins_them),
        cmocka_unit_test(a_decision_that_two_differ_keeps_their_groups_apart),
        cmocka_unit_test(a_giant_chain_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
