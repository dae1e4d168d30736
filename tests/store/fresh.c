/*
 * Parties that changed since the lists of words were made, more than are
 * looked through one by one: a search finds what it finds in a view made
 * anew, in the same order.
 */
#include "base/scoped.h"
#include "store/change.h"
#include "store/erasure.h"
#include "store/inside.h"
#include "world.h"

enum { PARTIES = 3000, CHANGES = 48, A_CHANGE = 90 };

struct parties {
    struct stored_party all[PARTIES];
    bool there[PARTIES];
};

static unsigned draw(unsigned *chance, unsigned below)
{
    *chance = *chance * 1103515245u + 12345u;
    return (*chance >> 8) % below;
}

static struct stored_party party_of(struct world *world, unsigned number, unsigned edition)
{
    static const char *const given[] = { "jan", "johanna", "pieter", "els", "müllertje" };
    static const char *const family[] = { "jansen", "janssen", "bakker", "bakkering", "oldenkamp", "van dijk" };
    static const char *const towns[] = { "utrecht", "amsterdam", "zwolle" };
    const char *first = given[(number + edition) % 5], *last = family[(number / 5 + edition * 7) % 6];
    struct text name = arena_printf(&world->arena, "%s %s", first, last);
    return (struct stored_party){ .party = world_person(number),
                                  .records = 1 + (number + edition) % 4,
                                  .name = name,
                                  .sort_name = arena_printf(&world->arena, "%s %s", last, first),
                                  .summary = TEXT(""),
                                  .profile = TEXT("{}"),
                                  .search = arena_printf(&world->arena, "%.*s %s p%u", TEXT_ARG(name),
                                                         towns[number % 3], number) };
}

static void make_whole(struct world *world, const struct parties *parties)
{
    struct store_tx tx = STORE_TX_NONE;
    ok(store_begin(world->store, &tx, &err));
    ok(store_derived_begin(world->store, &err));
    for (unsigned i = 0; i < PARTIES; i++)
        if (parties->there[i])
            ok(store_party_put(world->store, &parties->all[i], &err));
    ok(store_derived_end(world->store, &err));
    ok(store_commit(&tx, &err));
}

static void change_some(struct world *world, struct parties *parties, unsigned *chance, unsigned edition)
{
    struct store_tx tx = STORE_TX_NONE;
    ok(store_begin(world->store, &tx, &err));
    ok(store_change_begin(world->store, &err));
    for (unsigned i = 0; i < A_CHANGE; i++) {
        unsigned number = draw(chance, PARTIES);
        if (parties->there[number])
            ok(store_party_drop(world->store, world_person(number), &err));
        parties->there[number] = draw(chance, 6) > 0;
        parties->all[number] = party_of(world, number, edition);
        if (parties->there[number])
            ok(store_party_put(world->store, &parties->all[number], &err));
    }
    ok(store_change_flush(world->store, &err));
    ok(store_commit(&tx, &err));
}

/* As when somebody was erased: no word stays that nobody has, and what is found stays. */
static void forget_some(struct world *world, struct parties *parties)
{
    struct store_tx tx = STORE_TX_NONE;
    ok(store_begin(world->store, &tx, &err));
    ok(store_change_begin(world->store, &err));
    for (unsigned i = 0; i < PARTIES; i += 7) {
        if (parties->there[i])
            ok(store_party_drop(world->store, world_person(i), &err));
        parties->there[i] = false;
    }
    ok(store_search_forget(world->store, &err));
    int64_t lists = 1;
    ok(query_named_number(world->store, "fresh_lists", &lists, &err));
    assert_int_equal(lists, 0);
    ok(store_commit(&tx, &err));
}

static const char *const asked[] = { "jan",          "jansen",        "jan jansen",    "utrecht",
                                     "p1",           "p17",           "p2999",         "oldenkmap",
                                     "mullertje",    "bakk zwol",     "bakker",        "jan utrehct",
                                     "van dijk els", "johana jansen", "nobody at all", "pieter p12" };
enum { ASKED = sizeof(asked) / sizeof(asked[0]), HITS = 20 };

struct said {
    uint64_t hits[ASKED][HITS];
    size_t counts[ASKED];
    bool near[ASKED];
};

static void ask_all(struct world *world, struct said *ret)
{
    memset(ret, 0, sizeof(*ret));
    for (size_t i = 0; i < ASKED; i++) {
        struct search_hit *hits;
        ok(store_search(world->store, text_from(asked[i]), PARTY_PERSON, HITS, &world->arena, &hits, &ret->counts[i],
                        &ret->near[i], &err));
        for (size_t h = 0; h < ret->counts[i]; h++)
            ret->hits[i][h] = hits[h].party.v;
    }
}

static void changed_parties_are_found_as_in_a_view_made_anew(void **state)
{
    SCOPED(world_remove) struct world world;
    struct parties *parties = calloc(1, sizeof(*parties));
    struct said *changed = calloc(2, sizeof(*changed)), *whole = changed + 1;
    unsigned chance = 11;
    (void)state;
    world_make(&world);
    for (unsigned i = 0; i < PARTIES; i++) {
        parties->all[i] = party_of(&world, i, 0);
        parties->there[i] = i % 3 > 0;
    }
    make_whole(&world, parties);
    for (unsigned round = 0; round < 2; round++) {
        for (unsigned c = 0; c < CHANGES / 2; c++)
            change_some(&world, parties, &chance, 1 + round * CHANGES + c);
        if (round == 0)
            forget_some(&world, parties);
        ask_all(&world, changed);
        if (round == 0)
            continue;
        int64_t lists = 0;
        ok(query_named_number(world.store, "fresh_lists", &lists, &err));
        assert_true(lists > 100);
        make_whole(&world, parties);
        ask_all(&world, whole);
    }
    for (size_t i = 0; i < ASKED; i++) {
        check_int(changed->counts[i], whole->counts[i], asked[i]);
        check_int(changed->near[i], whole->near[i], asked[i]);
        assert_memory_equal(changed->hits[i], whole->hits[i], sizeof(changed->hits[i]));
    }
    free(changed);
    free(parties);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changed_parties_are_found_as_in_a_view_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
