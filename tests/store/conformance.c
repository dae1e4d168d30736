/*
 * What the store promises of itself on both engines: opening, transactions,
 * sources and who may come in. Of facts: facts.c; of the view: view.c.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "world.h"

#define WORLD SCOPED(world_remove) struct world world

/* ---- opening ---- */

static void a_store_is_made_only_when_asked(void **state)
{
    WORLD;
    world_place(&world);
    struct error told = ERROR_NONE;
    assert_int_equal(store_open(world.url, NULL, &world.store, &told), STATUS_NOT_FOUND);
    assert_non_null(strstr(told.hint, "klantbeeld init"));
    assert_null(world.store);
    ok(store_open(world.url, &(struct store_options){ .create = true }, &world.store, &err));
    store_close(&world.store);
    ok(store_open(world.url, NULL, &world.store, &err));
    assert_string_equal(store_engine_name(world.store), world_is_sqlite(&world) ? "sqlite" : "postgres");
    struct store_counts counts;
    ok(store_count(world.store, &counts, &err));
    assert_true(counts.records == 0 && counts.persons == 0 && counts.sources == 0);
}

static void a_reader_cannot_write(void **state)
{
    WORLD;
    world_make(&world);
    store_close(&world.store);
    ok(store_open(world.url, &(struct store_options){ .read_only = true }, &world.store, &err));
    uint32_t id;
    refused(store_source_add(world.store, TEXT("more"), SOURCE_OTHER, false, 1, &id, &err), STATUS_DENIED);
    struct source source;
    ok(store_source_get(world.store, TEXT("crm"), &world.arena, &source, &err));
}

static void a_store_of_a_newer_program_is_refused(void **state)
{
    WORLD;
    world_make(&world);
    store_close(&world.store);
    struct db *db;
    ok(db_open(world.url, &db, &err));
    ok(db_exec(db,
               world_is_sqlite(&world) ? "UPDATE schema_version SET version = '99' WHERE part = 'facts'"
                                       : "UPDATE klantbeeld.schema_version SET version = '99' WHERE part = 'facts'",
               &err));
    db_close(&db);
    refused(store_open(world.url, &(struct store_options){ .create = true }, &world.store, &err), STATUS_CONFLICT);
}

static void a_view_of_another_schema_is_made_anew(void **state)
{
    WORLD;
    world_make(&world);
    ok(world_put(&world, 0, 10, 0, &err));
    store_close(&world.store);
    struct db *db;
    ok(db_open(world.url, &db, &err));
    ok(db_exec(db,
               world_is_sqlite(&world) ? "UPDATE schema_version SET version = 'old' WHERE part = 'derived'"
                                       : "UPDATE klantbeeld.schema_version SET version = 'old' WHERE part = 'derived'",
               &err));
    db_close(&db);
    refused(store_open(world.url, NULL, &world.store, &err), STATUS_CONFLICT);
    ok(store_open(world.url, &(struct store_options){ .create = true }, &world.store, &err));
    assert_int_equal(store_records_count(world.store), 10);
    ok(store_check(world.store, never_called, NULL, &err));
}

/* ---- transactions ---- */

static void what_is_rolled_back_was_never_there(void **state)
{
    WORLD;
    world_make(&world);
    struct digest before = world_digest(&world), after;
    {
        SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
        ok(store_begin(world.store, &tx, &err));
        ok(world_put(&world, 0, 100, 0, &err));
        ok(world_derive(&world, 100, 1, &err));
        assert_int_equal(store_records_count(world.store), 100);
    }
    assert_int_equal(store_records_count(world.store), 0);
    after = world_digest(&world);
    assert_memory_equal(&before, &after, sizeof(before));
    ok(store_check(world.store, never_called, NULL, &err));
}

static void transactions_do_not_nest(void **state)
{
    WORLD;
    world_make(&world);
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct store_tx inner;
    ok(store_begin(world.store, &tx, &err));
    refused(store_begin(world.store, &inner, &err), STATUS_STORE);
    assert_null(inner.store);
    ok(store_commit(&tx, &err));
    assert_null(tx.store);
}

static void a_snapshot_does_not_move(void **state)
{
    WORLD;
    world_make(&world);
    struct store *other;
    ok(world_put(&world, 0, 10, 0, &err));
    ok(store_open(world.url, NULL, &other, &err));
    ok(store_read_begin(other, &err));
    assert_int_equal(store_records_count(other), 10);
    ok(world_put(&world, 10, 20, 0, &err));
    assert_int_equal(store_records_count(other), 10);
    refused(store_audit(other, 1, TEXT("a"), TEXT("b"), TEXT("c"), TEXT("d"), &err), STATUS_STORE);
    store_read_end(other);
    assert_int_equal(store_records_count(other), 20);
    store_close(&other);
}

/* ---- sources, layouts, rulesets ---- */

static void source_names_are_taken_once(void **state)
{
    WORLD;
    world_make(&world);
    uint32_t id = 0;
    refused(store_source_add(world.store, TEXT("crm"), SOURCE_OTHER, false, 1, &id, &err), STATUS_CONFLICT);
    static const char *const bad[] = { "", "CRM", "a b", "caf\xc3\xa9",
                                       "a1234567890123456789012345678901234567890123456789012345678901234" };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        refused(store_source_add(world.store, text_from(bad[i]), SOURCE_OTHER, false, 1, &id, &err), STATUS_USAGE);
    ok(store_source_add(world.store, TEXT("a123456789012345678901234567890123456789012345678901234567890123"),
                        SOURCE_BY_HAND, false, 7, &id, &err));
    assert_int_equal(id, 2);
    struct source source, *sources;
    size_t count;
    ok(store_source_get(world.store, TEXT("crm"), &world.arena, &source, &err));
    assert_true(source.id == 1 && source.kind == SOURCE_CRM && source.one_per_party && source.created_ms == 1000);
    refused(store_source_get(world.store, TEXT("none"), &world.arena, &source, &err), STATUS_NOT_FOUND);
    ok(store_sources(world.store, &world.arena, &sources, &count, &err));
    assert_int_equal(count, 2);
    check_text(sources[0].name, TEXT("crm"), "source");
    assert_int_equal(sources[1].kind, SOURCE_BY_HAND);
    for (int kind = SOURCE_OTHER; kind <= SOURCE_BY_HAND; kind++) {
        enum source_kind again;
        assert_true(source_kind_read(text_from(source_kind_name(kind)), &again));
        assert_int_equal(again, kind);
    }
}

static void equal_columns_are_one_layout(void **state)
{
    WORLD;
    world_make(&world);
    struct text columns[] = { TEXT("id"), TEXT("naam"), TEXT(""), TEXT("") };
    uint32_t same, wider, other_source, source;
    ok(store_source_add(world.store, TEXT("shop"), SOURCE_WEBSHOP, false, 1, &source, &err));
    ok(store_layout_put(world.store, world.source, (struct layout){ columns, 2 }, &same, &err));
    ok(store_layout_put(world.store, world.source, (struct layout){ columns, 4 }, &wider, &err));
    ok(store_layout_put(world.store, source, (struct layout){ columns, 2 }, &other_source, &err));
    assert_int_equal(same, world.layout);
    assert_true(wider != same && other_source != same && other_source != wider);
    struct stored_layout *layouts;
    size_t count;
    ok(store_layouts(world.store, &world.arena, &layouts, &count, &err));
    assert_int_equal(count, 3);
    assert_int_equal(layouts[1].layout.count, 4);
    check_text(layouts[1].layout.columns[1], TEXT("naam"), "column");
    check_text(layouts[1].layout.columns[3], TEXT(""), "column");
}

static void a_ruleset_gets_a_version_only_when_it_differs(void **state)
{
    WORLD;
    world_make(&world);
    static const struct {
        const char *name, *body;
        uint64_t version;
    } cases[] = {
        { "a", "1", 1 }, { "a", "1", 1 }, { "a", "2", 2 }, { "b", "2", 1 }, { "a", "1", 3 }, { "a", "1", 3 }
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint64_t version = 0;
        ok(store_ruleset_put(world.store, TEXT("norms"), text_from(cases[i].name), text_from(cases[i].body),
                             TEXT("ada"), (int64_t)i, &version, &err));
        check_int(version, cases[i].version, cases[i].body);
    }
    struct ruleset ruleset = { 0 };
    ok(store_ruleset_get(world.store, TEXT("norms"), TEXT("a"), &world.arena, &ruleset, &err));
    check_text(ruleset.body, TEXT("1"), "body");
    check_text(ruleset.author, TEXT("ada"), "author");
    struct digest digest = digest_of(TEXT("1"));
    assert_memory_equal(&ruleset.digest, &digest, sizeof(digest));
    refused(store_ruleset_get(world.store, TEXT("norms"), TEXT("c"), &world.arena, &ruleset, &err), STATUS_NOT_FOUND);
}

/* ---- access ---- */

static void audit_entries_are_chained(void **state)
{
    WORLD;
    world_make(&world);
    for (int i = 0; i < 5; i++)
        ok(store_audit(world.store, i, TEXT("ada"), TEXT("read"), TEXT("P-1"), TEXT("x"), &err));
    struct audit_entry *entries;
    size_t count;
    ok(store_audit_entries(world.store, 3, &world.arena, &entries, &count, &err));
    assert_true(count == 3 && entries[0].seq == 5 && entries[2].seq == 3 && entries[0].at_ms == 4);
    ok(store_check(world.store, never_called, NULL, &err));
}

static void users_and_tokens(void **state)
{
    WORLD;
    world_make(&world);
    uint64_t id, again, count;
    struct user user;
    ok(store_users_count(world.store, &count, &err));
    assert_int_equal(count, 0);
    ok(store_user_put(world.store, TEXT("ada"), TEXT("admin"), TEXT("h1"), 1, &id, &err));
    ok(store_user_put(world.store, TEXT("ada"), TEXT("reader"), TEXT("h2"), 2, &again, &err));
    assert_int_equal(id, again);
    ok(store_user_get(world.store, TEXT("ada"), &world.arena, &user, &err));
    check_text(user.role, TEXT("reader"), "role");
    check_text(user.password_hash, TEXT("h2"), "hash");
    refused(store_user_get(world.store, TEXT("bob"), &world.arena, &user, &err), STATUS_NOT_FOUND);

    struct digest token = digest_of(TEXT("t")), unknown = digest_of(TEXT("u"));
    ok(store_token_put(world.store, token, TEXT("login"), id, 10, 100, &err));
    refused(store_token_put(world.store, token, TEXT("login"), id, 10, 100, &err), STATUS_CONFLICT);
    const struct {
        struct digest digest;
        const char *kind;
        int64_t now_ms;
        bool once;
        enum status status;
    } cases[] = {
        { unknown, "login", 20, true, STATUS_DENIED }, { token, "session", 20, true, STATUS_DENIED },
        { token, "login", 100, true, STATUS_DENIED },  { token, "login", 99, false, STATUS_OK },
        { token, "login", 99, true, STATUS_OK },       { token, "login", 99, true, STATUS_DENIED },
        { token, "login", 99, false, STATUS_DENIED },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        check_int(store_token_use(world.store, cases[i].digest, text_from(cases[i].kind), cases[i].now_ms,
                                  cases[i].once, &world.arena, &user, NULL),
                  cases[i].status, cases[i].kind);
        if (cases[i].status == STATUS_OK)
            check_text(user.name, TEXT("ada"), "name");
    }
    ok(store_token_put(world.store, unknown, TEXT("session"), id, 10, 100, &err));
    ok(store_token_use(world.store, unknown, TEXT("session"), 50, false, &world.arena, &user, &err));
    ok(store_token_drop(world.store, unknown, &err));
    refused(store_token_use(world.store, unknown, TEXT("session"), 50, false, &world.arena, &user, &err),
            STATUS_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_store_is_made_only_when_asked),
        cmocka_unit_test(a_reader_cannot_write),
        cmocka_unit_test(a_store_of_a_newer_program_is_refused),
        cmocka_unit_test(a_view_of_another_schema_is_made_anew),
        cmocka_unit_test(what_is_rolled_back_was_never_there),
        cmocka_unit_test(transactions_do_not_nest),
        cmocka_unit_test(a_snapshot_does_not_move),
        cmocka_unit_test(source_names_are_taken_once),
        cmocka_unit_test(equal_columns_are_one_layout),
        cmocka_unit_test(a_ruleset_gets_a_version_only_when_it_differs),
        cmocka_unit_test(audit_entries_are_chained),
        cmocka_unit_test(users_and_tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
