/*
 * The n-th step of the database fails, for every n: each call then gives an
 * error, whatever was begun is rolled back, and the store is as it was.
 * Leaks show in the sanitizer run.
 */
#include "base/scoped.h"
#include "world.h"

enum { PEOPLE = 4, STEPS_MAX = 5000 };

/* What an import and a resolve do, smaller. */
static enum status work(struct world *world, struct error *err)
{
    struct store *store = world->store;
    struct event_fact event = { .id = event_id_of(TEXT("crm"), TEXT("e")),
                                .source_id = world->source,
                                .source_key = TEXT("e"),
                                .record = world_record(world, 0, 0).id,
                                .kind = TEXT("order") };
    struct decision decision = { .a = world_mention(0), .b = world_mention(1), .kind = DECISION_DIFFERENT };
    enum change change;
    uint64_t id, version;
    uint32_t layout;
    struct text columns[] = { TEXT("x") };
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_layout_put(store, world->source, (struct layout){ columns, 1 }, &layout, err);
    if (status == STATUS_OK)
        status = store_ruleset_put(store, TEXT("k"), TEXT("n"), TEXT("b"), TEXT("a"), 1, &version, err);
    if (status == STATUS_OK)
        status = world_put(world, 0, PEOPLE, 1, err);
    if (status == STATUS_OK)
        status = store_events_put(store, world->import_id, &event, 1, 1, &change, err);
    if (status == STATUS_OK)
        status = store_reject(store, world->import_id, 9, FINDING_NONE + 1, TEXT("raw"), err);
    if (status == STATUS_OK)
        status = store_decision_put(store, &decision, &id, err);
    if (status == STATUS_OK)
        status = world_derive(world, PEOPLE, 2, err);
    if (status == STATUS_OK)
        status = store_audit(store, 1, TEXT("a"), TEXT("b"), TEXT("c"), TEXT("d"), err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

static bool each_party(void *ctx, const struct stored_party *party)
{
    return true;
}

static bool each_assignment(void *ctx, struct assignment assignment)
{
    return true;
}

static void say_nothing(void *ctx, const char *what, const char *id) {}

/* Each kind of question once. */
static enum status ask(struct world *world, struct error *err)
{
    struct store *store = world->store;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct search_hit *hits;
    struct stored_record record;
    struct stored_party party;
    struct event_fact *events;
    struct store_counts counts;
    struct digest digest;
    struct party_id end;
    size_t count;
    enum status status = store_search(store, TEXT("jan utr"), PARTY_PERSON, 10, &arena, &hits, &count, NULL, err);
    if (status == STATUS_OK)
        status = store_search_key(store, TEXT("email:jan1@post.example"), 10, &arena, &hits, &count, err);
    if (status == STATUS_OK)
        status = store_party_get(store, world_person(1), &arena, &party, err);
    if (status == STATUS_OK)
        status = party_events(store, world_person(0), 10, &arena, &events, &count, err);
    if (status == STATUS_OK)
        status = store_party_resolve(store, world_person(0), &end, err);
    if (status == STATUS_OK)
        status = store_records_begin(store, err);
    if (status == STATUS_OK) {
        while (store_records_next(store, &record))
            ;
        status = store_records_end(store, err);
    }
    if (status == STATUS_OK)
        status = store_parties_each(store, 0, each_party, NULL, err);
    if (status == STATUS_OK)
        status = store_assignments_each(store, each_assignment, NULL, err);
    if (status == STATUS_OK)
        status = store_count(store, &counts, err);
    if (status == STATUS_OK)
        status = store_state_digest(store, &digest, err);
    if (status == STATUS_OK)
        status = store_check(store, say_nothing, NULL, err);
    return status;
}

static void told(enum status status, const struct error *err, int step)
{
    if (status != STATUS_STORE || err->status != status || !err->message[0])
        fail_msg("step %d: %s, '%s'", step, status_name(status), err->message);
}

static void every_failing_write_leaves_the_store_as_it_was(void **state)
{
    SCOPED(world_remove) struct world world;
    world_make(&world);
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    ok(store_begin(world.store, &tx, &err));
    ok(world_put(&world, 0, 2, 0, &err));
    ok(world_derive(&world, 2, 1, &err));
    ok(store_commit(&tx, &err));
    struct digest before = world_digest(&world), after;
    struct store_counts counts, counts_after;
    ok(store_count(world.store, &counts, &err));

    int step = 1;
    for (; step < STEPS_MAX; step++) {
        struct error told_by = ERROR_NONE;
        store_fail_after(world.store, (uint64_t)step);
        enum status status = work(&world, &told_by);
        store_fail_after(world.store, 0);
        if (status == STATUS_OK)
            break;
        told(status, &told_by, step);
        after = world_digest(&world);
        if (memcmp(&before, &after, sizeof(before)) != 0)
            fail_msg("step %d left something behind", step);
        if (step % 10 == 0)
            ok(store_check(world.store, never_called, NULL, &err));
    }
    assert_in_range(step, 60, STEPS_MAX - 1);
    ok(store_count(world.store, &counts_after, &err));
    assert_true(counts_after.decisions == 1 && counts_after.events == 1 &&
                counts_after.versions == counts.versions + 4);
    ok(store_check(world.store, never_called, NULL, &err));
}

static void every_failing_question_is_told_and_can_be_asked_again(void **state)
{
    SCOPED(world_remove) struct world world;
    world_make(&world);
    ok(work(&world, &err));
    struct digest before = world_digest(&world), after;
    int step = 1;
    for (; step < STEPS_MAX; step++) {
        struct error told_by = ERROR_NONE;
        store_fail_after(world.store, (uint64_t)step);
        enum status status = ask(&world, &told_by);
        store_fail_after(world.store, 0);
        if (status == STATUS_OK)
            break;
        told(status, &told_by, step);
    }
    assert_in_range(step, 60, STEPS_MAX - 1);
    after = world_digest(&world);
    assert_memory_equal(&before, &after, sizeof(before));
}

static void a_store_that_could_not_be_made_can_be_made_again(void **state)
{
    SCOPED(world_remove) struct world world;
    world_place(&world);
    int step = 1;
    for (; step < STEPS_MAX; step++) {
        struct error told_by = ERROR_NONE;
        struct store_options options = { .create = true, .fail_after = (uint64_t)step };
        enum status status = store_open(world.url, &options, &world.store, &told_by);
        if (status == STATUS_OK)
            break;
        told(status, &told_by, step);
        assert_null(world.store);
    }
    assert_in_range(step, 8, STEPS_MAX - 1);
    store_fail_after(world.store, 0);
    ok(world_prepare(&world, &err));
    ok(work(&world, &err));
    ok(store_check(world.store, never_called, NULL, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failing_write_leaves_the_store_as_it_was),
        cmocka_unit_test(every_failing_question_is_told_and_can_be_asked_again),
        cmocka_unit_test(a_store_that_could_not_be_made_can_be_made_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
