/*
 * Stages, customer numbers and the outbox: facts that hang on a mention.
 */
#include "base/scoped.h"
#include "store/stage.h"
#include "world.h"

#define WORLD SCOPED(world_remove) struct world world

/* A view of three people. */
static void make_view(struct world *world)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    world_make(world);
    ok(world_put(world, 0, 3, 0, &err));
    ok(store_begin(world->store, &tx, &err));
    ok(world_derive(world, 3, 1, &err));
    ok(store_commit(&tx, &err));
}

static void the_last_stage_of_a_party_comes_last(void **state)
{
    WORLD;
    make_view(&world);
    struct stage_fact fact = { .mention = world_mention(1),
                               .from = TEXT("prospect"),
                               .to = TEXT("customer"),
                               .reason = TEXT("signed"),
                               .author = TEXT("ada"),
                               .recorded_ms = 10 };
    ok(store_stage_put(world.store, &fact, &err));
    fact.from = TEXT("customer");
    fact.to = TEXT("former");
    fact.recorded_ms = 20;
    ok(store_stage_put(world.store, &fact, &err));
    fact.mention = world_mention(2);
    ok(store_stage_put(world.store, &fact, &err));
    struct stage_fact *facts;
    size_t count;
    ok(store_party_stages(world.store, world_person(1), STORE_NOW, &world.arena, &facts, &count, &err));
    assert_true(count == 2 && facts[1].mention.v == world_mention(1).v && facts[1].recorded_ms == 20);
    check_text(facts[0].to, TEXT("customer"), "first");
    check_text(facts[1].to, TEXT("former"), "last");
    check_text(facts[1].author, TEXT("ada"), "author");
    ok(store_party_stages(world.store, world_person(1), 19, &world.arena, &facts, &count, &err));
    assert_int_equal(count, 1);
    ok(store_party_stages(world.store, world_person(0), STORE_NOW, &world.arena, &facts, &count, &err));
    assert_int_equal(count, 0);
}

static void a_number_is_drawn_once(void **state)
{
    WORLD;
    make_view(&world);
    uint64_t next = 0;
    ok(store_customer_number_next(world.store, 100001, &next, &err));
    assert_int_equal(next, 100001);
    struct customer_number number = {
        .number = next, .shown = TEXT("K100001"), .mention = world_mention(0), .author = TEXT("ada"), .recorded_ms = 10
    };
    ok(store_customer_number_put(world.store, &number, &err));
    refused(store_customer_number_put(world.store, &number, &err), STATUS_CONFLICT);
    ok(store_customer_number_next(world.store, 100001, &next, &err));
    assert_int_equal(next, 100002);
    ok(store_customer_number_next(world.store, 5, &next, &err)); /* never below one that was drawn */
    assert_int_equal(next, 100002);
    ok(store_customer_number_next(world.store, 200000, &next, &err));
    assert_int_equal(next, 200000);
    struct customer_number *numbers;
    size_t count;
    ok(store_party_customer_numbers(world.store, world_person(0), STORE_NOW, &world.arena, &numbers, &count, &err));
    assert_true(count == 1 && numbers[0].number == 100001);
    check_text(numbers[0].shown, TEXT("K100001"), "shown");
    ok(store_party_customer_numbers(world.store, world_person(0), 9, &world.arena, &numbers, &count, &err));
    assert_int_equal(count, 0);
}

static void a_hand_over_is_told_until_it_is_answered(void **state)
{
    WORLD;
    make_view(&world);
    uint64_t first, second;
    struct hand_over asked = { .mention = world_mention(1),
                               .source_id = world.source,
                               .number = TEXT("100001"),
                               .author = TEXT("ada"),
                               .recorded_ms = 10 };
    ok(store_hand_over_put(world.store, &asked, &first, &err));
    asked.mention = world_mention(2);
    ok(store_hand_over_put(world.store, &asked, &second, &err));
    assert_true(first != second);
    ok(store_hand_over_step(world.store, first, HAND_OVER_SENT, TEXT_EMPTY, TEXT("bob"), 20, &err));
    ok(store_hand_over_step(world.store, first, HAND_OVER_SENT, TEXT_EMPTY, TEXT("bob"), 30, &err));
    ok(store_hand_over_step(world.store, first, HAND_OVER_ACKNOWLEDGED, TEXT("D77"), TEXT("eve"), 40, &err));
    refused(store_hand_over_step(world.store, first, HAND_OVER_SENT, TEXT_EMPTY, TEXT("bob"), 50, &err),
            STATUS_CONFLICT);
    refused(store_hand_over_step(world.store, 99, HAND_OVER_SENT, TEXT_EMPTY, TEXT("bob"), 50, &err), STATUS_NOT_FOUND);
    ok(store_hand_over_step(world.store, second, HAND_OVER_WITHDRAWN, TEXT_EMPTY, TEXT("bob"), 50, &err));
    struct hand_over one = { 0 }, *all;
    size_t count;
    ok(store_hand_over_get(world.store, first, STORE_NOW, &world.arena, &one, &err));
    assert_true(one.state == HAND_OVER_ACKNOWLEDGED && one.state_ms == 40 && one.source_id == world.source);
    check_text(one.key, TEXT("D77"), "key");
    check_text(one.state_author, TEXT("eve"), "who");
    ok(store_hand_over_get(world.store, first, 35, &world.arena, &one, &err));
    assert_true(one.state == HAND_OVER_SENT && one.state_ms == 30);
    ok(store_hand_overs(world.store, STORE_NOW, &world.arena, &all, &count, &err));
    assert_true(count == 2 && all[0].id == first && all[1].state == HAND_OVER_WITHDRAWN);
    ok(store_party_hand_overs(world.store, world_person(2), STORE_NOW, &world.arena, &all, &count, &err));
    assert_true(count == 1 && all[0].id == second);
    check_text(all[0].number, TEXT("100001"), "number");
}

static void states_have_names(void **state)
{
    for (int s = HAND_OVER_OPEN; s < HAND_OVER_STATES; s++) {
        enum hand_over_state read = 0;
        assert_true(hand_over_state_read(text_from(hand_over_state_name((enum hand_over_state)s)), &read));
        assert_int_equal(read, s);
    }
    enum hand_over_state none;
    assert_false(hand_over_state_read(TEXT("lost"), &none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_stage_of_a_party_comes_last),
        cmocka_unit_test(a_number_is_drawn_once),
        cmocka_unit_test(a_hand_over_is_told_until_it_is_answered),
        cmocka_unit_test(states_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
