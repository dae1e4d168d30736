/*
 * A writer killed at any moment, and two writers at once.
 *
 * The child does what an import and a resolve do, again and again, until it
 * is killed; whoever opens the store then finds whole transactions only.
 */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "base/scoped.h"
#include "world.h"

enum { KILLS = 12, BATCH = 300, ROUNDS = 40, WRITERS = 2 };

static void must(enum status status)
{
    if (status != STATUS_OK)
        _exit(1);
}

/* Batches of records and, each time, a view of all of them in a transaction with them. */
static void write_for_ever(struct world *world)
{
    struct error err;
    must(store_open(world->url, NULL, &world->store, &err));
    for (unsigned round = 0;; round++) {
        struct store_tx tx;
        uint64_t run = store_next_run(world->store, &err);
        must(store_begin(world->store, &tx, &err));
        must(world_put(world, 0, BATCH, round, &err));
        must(world_derive(world, BATCH, run, &err));
        must(store_commit(&tx, &err));
        arena_reset(&world->arena);
    }
}

static void wait_ms(long ms)
{
    nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

static void a_killed_writer_leaves_whole_transactions(void **state)
{
    SCOPED(world_remove) struct world world;
    world_make(&world);
    store_close(&world.store);
    uint64_t seen = 0;
    for (int kill_number = 0; kill_number < KILLS; kill_number++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            write_for_ever(&world);
        wait_ms(30 + 37 * kill_number);
        int how;
        assert_int_equal(waitpid(child, &how, WNOHANG), 0); /* still at work */
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &how, 0), child);

        struct store_counts counts;
        ok(store_open(world.url, NULL, &world.store, &err));
        ok(store_check(world.store, never_called, NULL, &err));
        ok(store_count(world.store, &counts, &err));
        assert_true(counts.records == counts.persons && counts.records % BATCH == 0);
        assert_true(counts.versions % BATCH == 0 && counts.versions >= seen);
        seen = counts.versions;
        store_close(&world.store);
    }
    assert_true(seen > 0);
}

static void write_rounds(struct world *world, unsigned writer)
{
    struct error err;
    must(store_open(world->url, NULL, &world->store, &err));
    for (unsigned round = 0; round < ROUNDS; round++) {
        must(world_put(world, writer * 1000, writer * 1000 + 50, round, &err));
        must(store_audit(world->store, round, TEXT("w"), TEXT("put"), TEXT("r"), TEXT(""), &err));
    }
    store_close(&world->store);
    arena_done(&world->arena);
    _exit(0);
}

static void two_writers_wait_for_each_other(void **state)
{
    SCOPED(world_remove) struct world world;
    world_make(&world);
    store_close(&world.store);
    pid_t children[WRITERS];
    for (unsigned i = 0; i < WRITERS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            write_rounds(&world, i);
    }
    for (unsigned i = 0; i < WRITERS; i++) {
        int how;
        assert_int_equal(waitpid(children[i], &how, 0), children[i]);
        assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    }
    struct store_counts counts;
    ok(store_open(world.url, NULL, &world.store, &err));
    ok(store_count(world.store, &counts, &err));
    assert_int_equal(counts.versions, WRITERS * ROUNDS * 50);
    struct audit_entry *entries;
    size_t count;
    ok(store_audit_entries(world.store, 1000, &world.arena, &entries, &count, &err));
    assert_int_equal(count, WRITERS * ROUNDS);
    ok(store_check(world.store, never_called, NULL, &err));
}

static void two_makers_make_one_store(void **state)
{
    SCOPED(world_remove) struct world world;
    world_place(&world);
    pid_t children[4];
    for (int i = 0; i < 4; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            struct error err;
            _exit(store_open(world.url, &(struct store_options){ .create = true }, &world.store, &err));
        }
    }
    for (int i = 0; i < 4; i++) {
        int how;
        assert_int_equal(waitpid(children[i], &how, 0), children[i]);
        assert_true(WIFEXITED(how));
        check_int(WEXITSTATUS(how), STATUS_OK, "status of a maker");
    }
    ok(store_open(world.url, NULL, &world.store, &err));
    ok(store_check(world.store, never_called, NULL, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_writer_leaves_whole_transactions),
        cmocka_unit_test(two_writers_wait_for_each_other),
        cmocka_unit_test(two_makers_make_one_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
