/*
 * The number that says whether what was made of the store may still be shown
 * (store/version.h), on whichever engine is named.
 */
#include "store/version.h"

#include "base/scoped.h"
#include "store/change.h"
#include "store/field_use.h"
#include "world.h"

#define WORLD SCOPED(world_remove) struct world world

static uint64_t version(struct store *store)
{
    uint64_t number = 0;
    ok(store_version(store, &number, &err));
    return number;
}

static void trace(struct store *store, const char *action)
{
    struct store_tx tx = STORE_TX_NONE;
    ok(store_begin(store, &tx, &err));
    store_trace(store);
    ok(store_audit(store, 1, TEXT("a"), text_from(action), TEXT_EMPTY, TEXT_EMPTY, &err));
    ok(store_commit(&tx, &err));
}

static void derive(struct world *world, unsigned people, uint64_t run)
{
    struct store_tx tx = STORE_TX_NONE;
    ok(store_begin(world->store, &tx, &err));
    ok(world_derive(world, people, run, &err));
    ok(store_commit(&tx, &err));
}

static void rule(struct store *store, const char *body)
{
    uint64_t ignored;
    ok(store_ruleset_put(store, TEXT("norms"), TEXT("default"), text_from(body), TEXT("a"), 1, &ignored, &err));
}

static void every_write_gives_another_number(void **state)
{
    WORLD;
    world_make(&world);
    SCOPED(store_close) struct store *other = NULL;
    ok(store_open(world.url, NULL, &other, &err));
    for (unsigned i = 0; i < 3; i++) {
        uint64_t own = version(world.store), others = version(other);
        assert_true(own > 0 && own == others);
        assert_int_equal(version(world.store), own);
        ok(world_put(&world, i * 10, i * 10 + 10, 0, &err));
        assert_true(version(world.store) > own);
        assert_int_equal(version(other), version(world.store));
        rule(other, i == 0 ? "a" : i == 1 ? "b" : "c");
        assert_true(version(world.store) > own + 1);
    }
}

static void a_trace_leaves_the_number(void **state)
{
    WORLD;
    world_make(&world);
    SCOPED(store_close) struct store *other = NULL;
    ok(store_open(world.url, NULL, &other, &err));
    uint64_t before = version(other);
    const struct field_use use = { TEXT("email"), 3 };
    trace(world.store, "a");
    assert_int_equal(version(other), before);
    ok(store_field_uses_put(world.store, &use, 1, 1, &err));
    assert_int_equal(version(other), before);
    assert_int_equal(version(world.store), before);
    rule(world.store, "a"); /* the one after a trace counts again */
    assert_true(version(other) > before);
}

static void what_was_rolled_back_leaves_the_number(void **state)
{
    WORLD;
    world_make(&world);
    uint64_t before = version(world.store);
    struct store_tx tx = STORE_TX_NONE;
    ok(store_begin(world.store, &tx, &err));
    rule(world.store, "a");
    store_rollback(&tx);
    assert_int_equal(version(world.store), before);
}

static void a_snapshot_keeps_its_number(void **state)
{
    WORLD;
    world_make(&world);
    SCOPED(store_close) struct store *other = NULL;
    ok(store_open(world.url, NULL, &other, &err));
    ok(store_read_begin(other, &err));
    uint64_t before = version(other);
    rule(world.store, "a");
    assert_int_equal(version(other), before);
    store_read_end(other);
    assert_true(version(other) > before);
}

static void a_new_view_and_a_changed_one_give_another(void **state)
{
    WORLD;
    world_make(&world);
    SCOPED(store_close) struct store *other = NULL;
    ok(store_open(world.url, NULL, &other, &err));
    ok(world_put(&world, 0, 10, 0, &err));
    uint64_t before = version(other);
    derive(&world, 10, 1);
    uint64_t made = version(other);
    assert_true(made > before);
    struct store_tx tx = STORE_TX_NONE;
    ok(store_begin(world.store, &tx, &err));
    ok(store_change_begin(world.store, &err));
    ok(store_party_drop(world.store, world_person(1), &err));
    ok(store_commit(&tx, &err));
    assert_true(version(other) > made);
    assert_int_equal(version(other), version(world.store));
}

/* As a crash leaves them: the facts were committed and the view was not. */
static void between_facts_and_view_nothing_is_kept(void **state)
{
    WORLD;
    world_make(&world);
    if (!world_is_sqlite(&world))
        return; /* there they are one */
    struct db *db;
    assert_true(version(world.store) > 0);
    ok(db_open(world.url, &db, &err));
    ok(db_exec(db,
               "UPDATE schema_version SET version = CAST(version AS bigint) + 1 WHERE part IN ('change', 'view_stamp')",
               &err));
    db_close(&db);
    assert_int_equal(version(world.store), 0);
    assert_int_equal(version(world.store), 0);
    derive(&world, 0, 1);
    assert_true(version(world.store) > 0);
}

static void count_drops(void *kept)
{
    ++*(int *)kept;
}

static void what_is_kept_is_dropped_once(void **state)
{
    WORLD;
    world_make(&world);
    int first = 0, second = 0;
    assert_null(store_kept(world.store));
    store_keep(world.store, &first, count_drops);
    store_keep(world.store, &first, count_drops);
    assert_ptr_equal(store_kept(world.store), &first);
    store_keep(world.store, &second, count_drops);
    assert_true(first == 1 && second == 0);
    store_close(&world.store);
    assert_true(first == 1 && second == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_write_gives_another_number),
        cmocka_unit_test(a_trace_leaves_the_number),
        cmocka_unit_test(what_was_rolled_back_leaves_the_number),
        cmocka_unit_test(a_snapshot_keeps_its_number),
        cmocka_unit_test(a_new_view_and_a_changed_one_give_another),
        cmocka_unit_test(between_facts_and_view_nothing_is_kept),
        cmocka_unit_test(what_is_kept_is_dropped_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
