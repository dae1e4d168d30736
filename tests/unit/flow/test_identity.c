/*
 * Party ids stay: through merges, splits and both taken back.
 */
#include "flow/resolve/identity.h"
#include "test.h"

/* A little world that plays runs one after another, as resolve does. */
struct world {
    VEC(struct identity_known) known;
    VEC(struct assignment) assigned;
    struct party_id of[16]; /* party of mention number i */
    size_t changes;         /* written in the last run */
};

static struct mention_id mention(size_t number)
{
    return (struct mention_id){ 1000 + number };
}

static struct party_id before(const struct world *world, struct mention_id id)
{
    for (size_t i = 0; i < world->assigned.len; i++)
        if (world->assigned.ptr[i].mention.v == id.v)
            return world->assigned.ptr[i].party;
    return (struct party_id){ 0 };
}

static void learn(struct world *world, const struct identity_plan *plan)
{
    for (size_t i = 0; i < plan->assignments.len; i++) {
        struct assignment now = plan->assignments.ptr[i];
        size_t at = 0;
        while (at < world->assigned.len && world->assigned.ptr[at].mention.v != now.mention.v)
            at++;
        if (at < world->assigned.len)
            world->assigned.ptr[at] = now;
        else
            assert_true(vec_push(&world->assigned, now));
    }
    for (size_t i = 0; i < plan->changes.len; i++) {
        struct identity_known now = { plan->changes.ptr[i].party, plan->changes.ptr[i].event,
                                      plan->changes.ptr[i].other };
        size_t at = 0;
        while (at < world->known.len && world->known.ptr[at].party.v < now.party.v)
            at++;
        if (at < world->known.len && world->known.ptr[at].party.v == now.party.v) {
            world->known.ptr[at] = now;
            continue;
        }
        assert_true(vec_push(&world->known, now));
        for (size_t m = world->known.len - 1; m > at; m--)
            world->known.ptr[m] = world->known.ptr[m - 1];
        world->known.ptr[at] = now;
    }
}

/* groups: one sign per mention; the same sign is the same cluster, '.' is a mention that is not there. */
static void run(struct world *world, const char *groups)
{
    struct identity_mention mentions[16] = { 0 };
    uint32_t numbers[128], clusters = 0;
    size_t count = 0;
    memset(numbers, 0xff, sizeof(numbers));
    for (size_t i = 0; groups[i]; i++) {
        unsigned sign = (unsigned char)groups[i];
        if (sign == '.')
            continue;
        if (numbers[sign] == UINT32_MAX)
            numbers[sign] = clusters++;
        mentions[count++] = (struct identity_mention){ mention(i), numbers[sign], before(world, mention(i)) };
    }
    struct identity_plan plan = IDENTITY_PLAN_EMPTY;
    assert_int_equal(
        identity_plan_make(PARTY_PERSON, mentions, count, clusters, world->known.ptr, world->known.len, &plan, NULL),
        STATUS_OK);
    memset(world->of, 0, sizeof(world->of));
    for (size_t i = 0, m = 0; groups[i]; i++)
        if (groups[i] != '.')
            world->of[i] = plan.parties[mentions[m++].cluster];
    for (uint32_t a = 0; a < clusters; a++) /* identity-1 */
        for (uint32_t b = 0; b < clusters; b++)
            assert_true(plan.parties[a].v && (a == b || plan.parties[a].v != plan.parties[b].v));
    world->changes = plan.assignments.len + plan.changes.len;
    learn(world, &plan);
    identity_plan_done(&plan);
}

static enum identity_event last(const struct world *world, struct party_id party, struct party_id *ret_other)
{
    for (size_t i = 0; i < world->known.len; i++)
        if (world->known.ptr[i].party.v == party.v) {
            if (ret_other)
                *ret_other = world->known.ptr[i].other;
            return world->known.ptr[i].last;
        }
    fail_msg("party never given");
    return IDENTITY_GIVEN;
}

static void done(struct world *world)
{
    vec_done(&world->known);
    vec_done(&world->assigned);
}

static void nothing_changed_writes_nothing(void **state)
{
    struct world world = { 0 };
    run(&world, "aabbc");
    assert_int_equal(world.changes, 5 + 3);
    run(&world, "xxyyz");
    assert_int_equal(world.changes, 0);
    done(&world);
}

static void larger_part_keeps_the_id_in_a_merge(void **state)
{
    struct world world = { 0 };
    run(&world, "abbb");
    struct party_id small = world.of[0], large = world.of[1], other = { 0 };
    run(&world, "aaaa");
    assert_int_equal(world.of[0].v, large.v);
    assert_int_equal(last(&world, small, &other), IDENTITY_REDIRECTED);
    assert_int_equal(other.v, large.v);
    done(&world);
}

static void old_id_follows_its_founder_out_of_a_merge(void **state)
{
    struct world world = { 0 };
    run(&world, "ab");
    struct party_id first = world.of[0], second = world.of[1], other = { 0 };
    run(&world, "aa.");
    bool first_kept = world.of[0].v == first.v;
    struct party_id gone = first_kept ? second : first;
    run(&world, "aab"); /* a record of the one who is gone comes in, as a party of its own */
    run(&world, first_kept ? "abb" : "bab");
    assert_int_equal(last(&world, gone, &other), IDENTITY_REDIRECTED);
    assert_int_equal(other.v, world.of[2].v);
    run(&world, first_kept ? "abb" : "bab");
    assert_int_equal(world.changes, 0);
    done(&world);
}

static void merge_taken_back_gives_the_old_ids(void **state)
{
    struct world world = { 0 };
    run(&world, "aabb");
    struct party_id a = world.of[0], b = world.of[2];
    run(&world, "aaaa");
    struct party_id kept = world.of[0];
    assert_true(kept.v == a.v || kept.v == b.v);
    run(&world, "aabb");
    assert_int_equal(world.of[0].v, a.v);
    assert_int_equal(world.of[2].v, b.v);
    assert_int_equal(last(&world, kept.v == a.v ? b : a, NULL), IDENTITY_REVIVED);
    run(&world, "aabb");
    assert_int_equal(world.changes, 0);
    done(&world);
}

static void part_that_grew_goes_back_to_its_own_id(void **state)
{
    struct world world = { 0 };
    run(&world, "aabbb....");
    struct party_id a = world.of[0], b = world.of[2];
    run(&world, "aaaaa....");
    assert_int_equal(world.of[0].v, b.v);
    run(&world, "aaaaaaaaa"); /* four more, of a */
    run(&world, "aabbbaaaa");
    assert_int_equal(world.of[0].v, a.v);
    assert_int_equal(world.of[2].v, b.v);
    done(&world);
}

static void equal_halves_keep_what_they_founded(void **state)
{
    struct world world = { 0 };
    for (size_t start = 0; start < 8; start++) { /* whichever id is the smaller */
        char apart[16] = "........", together[16] = "........";
        apart[start] = 'a';
        apart[start + 1] = 'b';
        together[start] = together[start + 1] = 'a';
        run(&world, apart);
        struct party_id a = world.of[start], b = world.of[start + 1];
        run(&world, together);
        run(&world, apart);
        assert_int_equal(world.of[start].v, a.v);
        assert_int_equal(world.of[start + 1].v, b.v);
    }
    done(&world);
}

static void larger_part_keeps_the_id_in_a_split(void **state)
{
    struct world world = { 0 };
    run(&world, "aaaaa");
    struct party_id whole = world.of[0];
    run(&world, "baaab");
    assert_int_equal(world.of[1].v, whole.v);
    assert_int_not_equal(world.of[0].v, whole.v);
    assert_int_equal(world.of[0].v, world.of[4].v);
    done(&world);
}

static void vanished_party_is_retired_and_comes_back(void **state)
{
    struct world world = { 0 };
    run(&world, "aabb");
    struct party_id gone = world.of[2];
    run(&world, "aa..");
    assert_int_equal(last(&world, gone, NULL), IDENTITY_RETIRED);
    run(&world, "aabb");
    assert_int_equal(world.of[2].v, gone.v);
    assert_int_equal(last(&world, gone, NULL), IDENTITY_REVIVED);
    done(&world);
}

static void members_that_change_place_keep_two_ids(void **state)
{
    struct world world = { 0 };
    run(&world, "aaabbb");
    struct party_id a = world.of[0], b = world.of[3];
    run(&world, "aabbba"); /* one of each goes over */
    assert_int_equal(world.of[0].v, a.v);
    assert_int_equal(world.of[3].v, b.v);
    assert_int_equal(world.of[2].v, b.v);
    assert_int_equal(world.of[5].v, a.v);
    done(&world);
}

static void id_of_a_living_party_is_never_given_again(void **state)
{
    struct world world = { 0 };
    run(&world, "a");
    struct party_id a = world.of[0];
    run(&world, "aaa");
    run(&world, "baa"); /* the founder leaves; the larger part keeps the id that is made of it */
    assert_int_equal(world.of[1].v, a.v);
    assert_int_not_equal(world.of[0].v, a.v);
    struct party_id founder = world.of[0];
    run(&world, "baa");
    assert_int_equal(world.of[0].v, founder.v);
    assert_int_equal(world.changes, 0);
    done(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changed_writes_nothing),
        cmocka_unit_test(larger_part_keeps_the_id_in_a_merge),
        cmocka_unit_test(old_id_follows_its_founder_out_of_a_merge),
        cmocka_unit_test(merge_taken_back_gives_the_old_ids),
        cmocka_unit_test(part_that_grew_goes_back_to_its_own_id),
        cmocka_unit_test(equal_halves_keep_what_they_founded),
        cmocka_unit_test(larger_part_keeps_the_id_in_a_split),
        cmocka_unit_test(vanished_party_is_retired_and_comes_back),
        cmocka_unit_test(members_that_change_place_keep_two_ids),
        cmocka_unit_test(id_of_a_living_party_is_never_given_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
