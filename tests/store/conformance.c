/*
 * The store's promises, checked call by call on whichever engine is named.
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

/* ---- imports and records ---- */

static bool count_places(void *ctx, const struct stored_reference *row)
{
    struct text *places = ctx;
    places[0].len++;
    char *into = (char *)places[1].ptr;
    into[places[1].len++] = row->place.ptr[0];
    return true;
}

static enum status load_register(struct world *world, struct text kind, const char *places, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct reference_register loaded = { kind, TEXT("r.csv"), TEXT("t"), strlen(places), 5 };
    enum status status = store_begin(world->store, &tx, err);
    if (status == STATUS_OK)
        status = store_reference_begin(world->store, kind, err);
    for (size_t i = 0; places[i] && status == STATUS_OK; i++) {
        struct stored_reference row = { TEXT("NL"), TEXT("1234AB"), TEXT("Kade"), { &places[i], 1 }, 1, 9 };
        if (places[i] == '!')
            return error_set(err, STATUS_INVALID, "a broken file");
        status = store_reference_put(world->store, kind, i + 1, &row, err);
    }
    if (status == STATUS_OK)
        status = store_reference_end(world->store, &loaded, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

static void a_register_is_replaced_whole_or_not_at_all(void **state)
{
    static const struct {
        const char *kind, *load, *want;
        bool broken;
        size_t registers;
    } cases[] = {
        { "bag", "cab", "abc", false, 1 }, { "bag", "zy!x", "abc", true, 1 }, { "bag", "de", "de", false, 1 },
        { "pc4", "c", "cde", false, 2 },   { "bag", "", "c", false, 2 },
    };
    WORLD;
    world_make(&world);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char got[8] = "";
        struct text seen[2] = { { NULL, 0 }, { got, 0 } };
        struct reference_register *registers;
        size_t count;
        enum status status = load_register(&world, text_from(cases[i].kind), cases[i].load, NULL);
        assert_int_equal(status, cases[i].broken ? STATUS_INVALID : STATUS_OK);
        ok(store_reference_each(world.store, count_places, seen, &err));
        assert_string_equal(got, cases[i].want);
        ok(store_references(world.store, &world.arena, &registers, &count, &err));
        assert_int_equal(count, cases[i].registers);
        assert_true(text_equal(registers[0].kind, TEXT("bag")) && registers[0].loaded_ms == 5);
    }
}

static void an_import_keeps_its_counts(void **state)
{
    WORLD;
    world_make(&world);
    struct import_counts counts = { 7, 1, 2, 3, 4, 5, 6 };
    struct digest digest = digest_of(TEXT("file"));
    ok(store_import_update(world.store, world.import_id, IMPORT_DONE, counts, 9000, &err));
    ok(store_import_digest(world.store, world.import_id, digest, &err));
    refused(store_import_update(world.store, 77, IMPORT_DONE, counts, 9000, &err), STATUS_NOT_FOUND);
    struct import_run *runs;
    size_t count;
    ok(store_imports(world.store, &world.arena, &runs, &count, &err));
    assert_int_equal(count, 1);
    assert_true(runs[0].state == IMPORT_DONE && runs[0].finished_ms == 9000 && runs[0].started_ms == 2000);
    assert_memory_equal(&runs[0].counts, &counts, sizeof(counts));
    assert_memory_equal(&runs[0].file_digest, &digest, sizeof(digest));
    check_text(runs[0].file_name, TEXT("klanten.csv"), "file");
}

static void a_bad_row_is_kept_with_any_bytes(void **state)
{
    WORLD;
    world_make(&world);
    struct text raw = { "a\0\xff\xfe\"", 5 };
    ok(store_reject(world.store, world.import_id, 3, FINDING_NONE + 1, raw, &err));
    ok(store_reject(world.store, world.import_id, 3, FINDING_NONE + 1, raw, &err));
    struct store_counts counts;
    ok(store_count(world.store, &counts, &err));
    assert_int_equal(counts.rejected, 1);
}

static void records_grow_versions_only_when_they_differ(void **state)
{
    WORLD;
    world_make(&world);
    /* records n with edition, put one batch a line; what each must do */
    static const struct {
        unsigned n, edition;
        enum change change;
        int batch;
    } cases[] = {
        { 1, 0, CHANGE_CREATED, 1 },   { 2, 0, CHANGE_CREATED, 1 }, { 1, 0, CHANGE_UNCHANGED, 1 },
        { 1, 1, CHANGE_UPDATED, 1 },   { 1, 0, CHANGE_UPDATED, 1 }, { 1, 0, CHANGE_UNCHANGED, 2 },
        { 2, 5, CHANGE_UPDATED, 2 },   { 3, 0, CHANGE_CREATED, 2 }, { 3, 1, CHANGE_UPDATED, 2 },
        { 3, 1, CHANGE_UNCHANGED, 3 },
    };
    enum { CASES = sizeof(cases) / sizeof(cases[0]) };
    for (size_t at = 0; at < CASES;) {
        struct record_fact facts[CASES];
        enum change compared[CASES], put[CASES];
        size_t count = 0;
        for (int batch = cases[at].batch; at + count < CASES && cases[at + count].batch == batch; count++)
            facts[count] = world_record(&world, cases[at + count].n, cases[at + count].edition);
        ok(store_records_compare(world.store, facts, count, compared, &err));
        ok(store_records_put(world.store, world.import_id, facts, count, 3000, put, &err));
        for (size_t i = 0; i < count; i++) {
            check_int(put[i], cases[at + i].change, "put");
            check_int(compared[i], cases[at + i].change, "compare");
        }
        at += count;
    }
    struct stored_record record;
    ok(store_record_get(world.store, world_record(&world, 1, 0).id, &world.arena, &record, &err));
    assert_int_equal(record.version, 3);
    check_text(record.cells, world_record(&world, 1, 0).cells, "cells");
    check_text(record.source_key, TEXT("k00001"), "key");
    assert_true(record.observed_ms == 1500 && record.recorded_ms == 3000);
    ok(store_record_by_seq(world.store, 1, &world.arena, &record, &err));
    assert_int_equal(record.version, 1);
    refused(store_record_by_seq(world.store, 99, &world.arena, &record, &err), STATUS_NOT_FOUND);
    refused(store_record_get(world.store, world_record(&world, 9, 0).id, &world.arena, &record, &err),
            STATUS_NOT_FOUND);
    struct store_counts counts;
    ok(store_count(world.store, &counts, &err));
    assert_true(counts.records == 3 && counts.versions == 7);
    ok(store_check(world.store, never_called, NULL, &err));
}

/* Whoever fills an empty store remembers what it put: that must not hide what others put, or what was rolled back. */
static void what_another_connection_put_is_seen(void **state)
{
    struct world world = { 0 };
    world_make(&world);
    struct store *first = world.store, *other = NULL;
    ok(store_open(world.url, NULL, &other, &err));
    ok(world_put(&world, 0, 10, 1, &err));
    world.store = other;
    ok(world_put(&world, 10, 20, 1, &err));
    world.store = first;
    ok(world_put(&world, 5, 20, 1, &err));
    assert_int_equal(store_records_count(first), 20);

    struct store_tx tx = STORE_TX_NONE;
    ok(store_begin(first, &tx, &err));
    ok(world_put(&world, 20, 30, 1, &err));
    store_rollback(&tx);
    world.store = other;
    ok(world_put(&world, 30, 40, 1, &err));
    ok(world_put(&world, 20, 30, 1, &err));
    world.store = first;
    ok(world_put(&world, 20, 40, 1, &err));
    assert_int_equal(store_records_count(first), 40);
    store_close(&other);
    world_remove(&world);
}

static void when_it_was_observed_changes_nothing(void **state)
{
    WORLD;
    world_make(&world);
    struct record_fact fact = world_record(&world, 1, 0);
    enum change change;
    ok(store_records_put(world.store, world.import_id, &fact, 1, 3000, &change, &err));
    fact.observed_ms += 999;
    ok(store_records_put(world.store, world.import_id, &fact, 1, 4000, &change, &err));
    assert_int_equal(change, CHANGE_UNCHANGED);
    fact.layout_id = 0;
    uint32_t layout;
    struct text columns[] = { TEXT("id") };
    ok(store_layout_put(world.store, world.source, (struct layout){ columns, 1 }, &layout, &err));
    fact.layout_id = layout;
    ok(store_records_put(world.store, world.import_id, &fact, 1, 4000, &change, &err));
    assert_int_equal(change, CHANGE_UPDATED);
}

static void one_id_for_two_keys_is_told_and_nothing_kept(void **state)
{
    WORLD;
    world_make(&world);
    struct record_fact facts[] = { world_record(&world, 1, 0), world_record(&world, 2, 0), world_record(&world, 3, 0) };
    enum change changes[3];
    facts[2].id = facts[0].id;
    refused(store_records_put(world.store, world.import_id, facts, 3, 3000, changes, &err), STATUS_CONFLICT);
    refused(store_records_compare(world.store, facts, 3, changes, &err), STATUS_CONFLICT);
    assert_int_equal(store_records_count(world.store), 0);
    ok(store_records_put(world.store, world.import_id, facts, 2, 3000, changes, &err));
    refused(store_records_put(world.store, world.import_id, &facts[2], 1, 3000, changes, &err), STATUS_CONFLICT);
    assert_int_equal(store_records_count(world.store), 2);
}

static void a_nul_byte_is_refused(void **state)
{
    WORLD;
    world_make(&world);
    struct record_fact fact = world_record(&world, 1, 0);
    enum change change;
    fact.cells = (struct text){ "[\"a\0b\"]", 7 };
    refused(store_records_put(world.store, world.import_id, &fact, 1, 3000, &change, &err), STATUS_INVALID);
    assert_int_equal(store_records_count(world.store), 0);
}

static void a_large_batch_is_put_in_order(void **state)
{
    enum { MANY = 12345 };
    WORLD;
    world_make(&world);
    ok(world_put(&world, 0, MANY, 0, &err));
    ok(world_put(&world, 5000, 5010, 1, &err));
    ok(world_put(&world, 0, MANY, 0, &err)); /* the ten go back to their first edition */
    uint64_t last = 0, seen = 0, third = 0;
    struct stored_record record;
    ok(store_records_begin(world.store, &err));
    while (store_records_next(world.store, &record)) {
        assert_true(record.seq > last);
        last = record.seq;
        seen++;
        third += record.version == 3;
    }
    ok(store_records_end(world.store, &err));
    assert_int_equal(seen, MANY);
    assert_int_equal(third, 10);
    static uint64_t seqs[6000];
    static struct stored_record many[6000];
    for (unsigned i = 0; i < 6000; i++)
        seqs[i] = i % 7 ? 6000 - i : 12000 + i % 300;
    ok(store_records_by_seq(world.store, seqs, 6000, &world.arena, many, &err));
    for (unsigned i = 0; i < 6000; i++)
        assert_true(many[i].seq == seqs[i] && many[i].cells.len > 5);
    seqs[100] = 999999;
    refused(store_records_by_seq(world.store, seqs, 6000, &world.arena, many, &err), STATUS_NOT_FOUND);
    assert_int_equal(store_records_count(world.store), MANY);
    ok(store_check(world.store, never_called, NULL, &err));
}

static void a_walk_and_writing_go_together_in_a_transaction(void **state)
{
    enum { MANY = 9000 };
    WORLD;
    world_make(&world);
    ok(world_put(&world, 0, MANY, 0, &err));
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct stored_record record;
    unsigned n = 0;
    ok(store_begin(world.store, &tx, &err));
    ok(store_derived_begin(world.store, &err));
    ok(store_records_begin(world.store, &err));
    while (store_records_next(world.store, &record)) {
        struct stored_link link = { world_mention(n), record.id, PARTY_PERSON, 0, world_person(n), 0, 0, { 0 } };
        struct stored_party party = { world_person(n), 1,          record.cells,     record.source_key,
                                      TEXT(""),        TEXT("{}"), record.source_key };
        ok(store_link_put(world.store, &link, &err));
        ok(store_party_put(world.store, &party, &err));
        n++;
    }
    ok(store_records_end(world.store, &err));
    ok(store_derived_end(world.store, &err));
    ok(store_commit(&tx, &err));
    assert_int_equal(n, MANY);
    struct store_counts counts;
    ok(store_count(world.store, &counts, &err));
    assert_true(counts.persons == MANY && counts.mentions == MANY);
}

static void a_walk_may_be_left_early(void **state)
{
    WORLD;
    world_make(&world);
    ok(world_put(&world, 0, 500, 0, &err));
    struct stored_record record;
    ok(store_records_begin(world.store, &err));
    assert_true(store_records_next(world.store, &record));
    ok(store_records_end(world.store, &err));
    ok(world_put(&world, 500, 501, 0, &err));
    assert_int_equal(store_records_count(world.store), 501);
}

/* ---- events ---- */

static struct event_fact event_of(struct world *world, unsigned n, unsigned record, int64_t at_ms)
{
    struct text key = number_text(&world->arena, "e%u", n);
    return (struct event_fact){ .id = event_id_of(TEXT("crm"), key),
                                .source_id = world->source,
                                .source_key = key,
                                .record = world_record(world, record, 0).id,
                                .kind = TEXT("order"),
                                .at_ms = at_ms,
                                .amount_cents = 1250,
                                .has_amount = n % 2 == 0,
                                .currency = TEXT("EUR"),
                                .subject = TEXT("Kaas \xf0\x9f\xa7\x80") };
}

static void events_are_seen_on_the_parties_of_their_record(void **state)
{
    WORLD;
    world_make(&world);
    ok(world_put(&world, 0, 3, 0, &err));
    struct event_fact facts[] = { event_of(&world, 1, 0, 100), event_of(&world, 2, 1, 300), event_of(&world, 3, 0, 200),
                                  event_of(&world, 4, 9, 400) };
    enum change changes[5];
    ok(store_events_put(world.store, world.import_id, facts, 4, 3000, changes, &err));
    assert_int_equal(changes[3], CHANGE_CREATED);
    ok(store_events_put(world.store, world.import_id, facts, 4, 3000, changes, &err));
    assert_int_equal(changes[0], CHANGE_UNCHANGED);
    struct event_fact again[] = { facts[0], facts[0], facts[1] };
    again[1].status = TEXT("paid");
    again[2].has_amount = !again[2].has_amount;
    ok(store_events_put(world.store, world.import_id, again, 3, 3000, changes, &err));
    assert_true(changes[0] == CHANGE_UNCHANGED && changes[1] == CHANGE_UPDATED && changes[2] == CHANGE_UPDATED);

    struct store_tx tx;
    struct party_id organisation = world_organisation(0), household = party_id_of(PARTY_HOUSEHOLD, world_mention(1), 0);
    ok(store_begin(world.store, &tx, &err));
    ok(store_derived_begin(world.store, &err));
    for (unsigned i = 0; i < 3; i++)
        ok(store_link_put(
            world.store,
            &(struct stored_link){
                world_mention(i), world_record(&world, i, 0).id, PARTY_PERSON, 0, world_person(i), 0, 0, { 0 } },
            &err));
    struct record_id role_record = world_record(&world, 0, 0).id;
    ok(store_link_put(world.store,
                      &(struct stored_link){ mention_id_of(role_record, PARTY_ORGANISATION, 0),
                                             role_record,
                                             PARTY_ORGANISATION,
                                             0,
                                             organisation,
                                             0,
                                             0,
                                             { 0 } },
                      &err));
    ok(store_role_put(world.store,
                      &(struct stored_role){ world_person(0), organisation, TEXT("baas"), TEXT(""),
                                             world_record(&world, 0, 0).id, TEXT("2020-01-01"), TEXT("") },
                      &err));
    ok(store_member_put(
        world.store,
        &(struct stored_member){ .household = household, .person = world_person(1), .place = TEXT("head") }, &err));
    ok(store_member_put(
        world.store,
        &(struct stored_member){ .household = household, .person = world_person(0), .place = TEXT("partner") }, &err));
    ok(store_derived_end(world.store, &err));
    ok(store_commit(&tx, &err));

    const struct {
        struct party_id party;
        size_t limit, count;
        const char *first;
    } cases[] = { { world_person(0), 10, 2, "e3" }, { world_person(1), 10, 1, "e2" }, { world_person(2), 10, 0, "" },
                  { organisation, 10, 2, "e3" },    { household, 10, 1, "e2" },       { household, 2, 1, "e2" } };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct event_fact *events;
        size_t count;
        ok(party_events(world.store, cases[i].party, cases[i].limit, &world.arena, &events, &count, &err));
        check_int(count, cases[i].count, "events");
        if (count > 0)
            check_text(events[0].source_key, text_from(cases[i].first), "newest event");
    }
    struct event_fact *events;
    size_t count;
    ok(party_events(world.store, world_person(0), 10, &world.arena, &events, &count, &err));
    check_text(events[1].status, TEXT("paid"), "the newest version");
    check_text(events[1].subject, TEXT("Kaas \xf0\x9f\xa7\x80"), "subject");
    assert_false(events[1].has_amount);
    struct store_counts counts;
    ok(store_count(world.store, &counts, &err));
    assert_int_equal(counts.events, 4);
}

/* ---- decisions and identity ---- */

static void a_decision_stands_until_it_is_withdrawn(void **state)
{
    WORLD;
    world_make(&world);
    struct decision same = { .a = world_mention(1),
                             .b = world_mention(2),
                             .kind = DECISION_SAME,
                             .reason = TEXT("same phone"),
                             .author = TEXT("ada"),
                             .recorded_ms = 5 };
    struct decision itself = same;
    itself.b = itself.a;
    uint64_t first, second;
    ok(store_decision_put(world.store, &same, &first, &err));
    same.kind = DECISION_DIFFERENT;
    ok(store_decision_put(world.store, &same, &second, &err));
    refused(store_decision_put(world.store, &itself, &second, &err), STATUS_USAGE);
    ok(store_decision_withdraw(world.store, first, TEXT("mistake"), TEXT("bob"), 6, &err));
    refused(store_decision_withdraw(world.store, first, TEXT("again"), TEXT("bob"), 7, &err), STATUS_CONFLICT);
    refused(store_decision_withdraw(world.store, 99, TEXT(""), TEXT("bob"), 7, &err), STATUS_NOT_FOUND);
    struct decision *decisions;
    size_t count;
    ok(store_decisions(world.store, false, &world.arena, &decisions, &count, &err));
    assert_int_equal(count, 1);
    assert_true(decisions[0].id == 2 && decisions[0].kind == DECISION_DIFFERENT && !decisions[0].withdrawn);
    assert_true(decisions[0].a.v == world_mention(1).v && decisions[0].recorded_ms == 5);
    ok(store_decisions(world.store, true, &world.arena, &decisions, &count, &err));
    assert_true(count == 2 && decisions[0].withdrawn);
    check_text(decisions[0].reason, TEXT("same phone"), "reason");
}

struct seen {
    struct assignment assignments[8];
    size_t count;
};

static bool see_assignment(void *ctx, struct assignment assignment)
{
    struct seen *seen = ctx;
    seen->assignments[seen->count++] = assignment;
    return true;
}

static bool see_identity(void *ctx, struct party_id party, enum identity_event last, struct party_id other)
{
    struct seen *seen = ctx;
    seen->assignments[seen->count++] = (struct assignment){ { (uint64_t)last << 32 | (other.v != 0) }, party };
    return true;
}

static void the_identity_log_tells_the_newest(void **state)
{
    WORLD;
    world_make(&world);
    struct party_id none = { 0 }, p[] = { world_person(0), world_person(1), world_person(2), world_person(3) };
    struct assignment first[] = { { world_mention(0), p[0] }, { world_mention(1), p[1] }, { world_mention(2), p[2] } };
    struct assignment then[] = { { world_mention(1), p[0] } };
    assert_int_equal(store_next_run(world.store, NULL), 1);
    ok(store_assignments_put(world.store, 1, first, 3, &err));
    for (int i = 0; i < 3; i++)
        ok(store_identity_event_put(world.store, 1, IDENTITY_GIVEN, p[i], none, 1, &err));
    assert_int_equal(store_next_run(world.store, NULL), 2);
    ok(store_assignments_put(world.store, 2, then, 1, &err));
    ok(store_identity_event_put(world.store, 2, IDENTITY_REDIRECTED, p[1], p[0], 2, &err));
    ok(store_identity_event_put(world.store, 3, IDENTITY_REDIRECTED, p[0], p[2], 3, &err));
    ok(store_assignments_put(world.store, 3, NULL, 0, &err));
    assert_int_equal(store_next_run(world.store, NULL), 4);

    struct party_id got;
    for (int i = 0; i < 3; i++) {
        ok(store_party_resolve(world.store, p[i], &got, &err));
        assert_true(got.v == p[2].v);
    }
    refused(store_party_resolve(world.store, p[3], &got, &err), STATUS_NOT_FOUND);
    ok(store_identity_event_put(world.store, 4, IDENTITY_RETIRED, p[2], none, 4, &err));
    refused(store_party_resolve(world.store, p[1], &got, &err), STATUS_NOT_FOUND);
    ok(store_identity_event_put(world.store, 5, IDENTITY_REVIVED, p[0], none, 5, &err));
    ok(store_party_resolve(world.store, p[1], &got, &err));
    assert_true(got.v == p[0].v);

    struct seen seen = { 0 };
    ok(store_assignments_each(world.store, see_assignment, &seen, &err));
    assert_int_equal(seen.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_true(i == 0 || seen.assignments[i].mention.v > seen.assignments[i - 1].mention.v);
        bool moved = seen.assignments[i].mention.v == world_mention(1).v;
        assert_true(!moved || seen.assignments[i].party.v == p[0].v);
    }
    struct seen parties = { 0 };
    ok(store_identities_each(world.store, see_identity, &parties, &err));
    assert_int_equal(parties.count, 3);
    for (size_t i = 0; i < 3; i++) {
        struct party_id party = parties.assignments[i].party;
        uint64_t want = party.v == p[0].v   ? (uint64_t)IDENTITY_REVIVED << 32
                        : party.v == p[1].v ? (uint64_t)IDENTITY_REDIRECTED << 32 | 1
                                            : (uint64_t)IDENTITY_RETIRED << 32;
        assert_true(parties.assignments[i].mention.v == want);
    }
}

/* ---- the view ---- */

static void make_view(struct world *world, unsigned people)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    ok(world_put(world, 0, people, 0, &err));
    ok(store_begin(world->store, &tx, &err));
    ok(world_derive(world, people, store_next_run(world->store, NULL), &err));
    ok(store_commit(&tx, &err));
}

static void a_view_is_written_inside_a_transaction(void **state)
{
    WORLD;
    world_make(&world);
    refused(store_derived_begin(world.store, &err), STATUS_USAGE);
}

static void a_profile_that_was_put_in_brief_comes_back_as_json(void **state)
{
    WORLD;
    struct digest in_brief, at_length;
    struct stored_party party = { .party = world_person(1), .records = 1, .name = TEXT("A"), .sort_name = TEXT("A") };
    world_make(&world);
    for (int round = 0; round < 2; round++) {
        struct stored_party got;
        SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
        party.brief = round ? TEXT_EMPTY : TEXT("\x1c{\x0e\"A\"}\x1d,\x1e ");
        party.profile = round ? TEXT("{\"given\":\"A\"},{\"given\":\"A\"}") : TEXT_EMPTY;
        ok(store_begin(world.store, &tx, &err));
        ok(store_derived_begin(world.store, &err));
        ok(store_party_put(world.store, &party, &err));
        ok(store_derived_end(world.store, &err));
        ok(store_commit(&tx, &err));
        ok(store_party_get(world.store, party.party, &world.arena, &got, &err));
        check_text(got.profile, TEXT("{\"given\":\"A\"},{\"given\":\"A\"}"), "profile");
        ok(store_state_digest(world.store, round ? &at_length : &in_brief, &err));
    }
    assert_memory_equal(&in_brief, &at_length, sizeof(in_brief));
}

static void a_party_comes_back_as_it_was_put(void **state)
{
    WORLD;
    world_make(&world);
    make_view(&world, 20);
    struct stored_party party;
    ok(store_party_get(world.store, world_person(7), &world.arena, &party, &err));
    check_text(party.name, TEXT("Jan Jansen 7"), "name");
    check_text(party.profile, TEXT("{\"a\":1}"), "profile");
    check_text(party.search, TEXT("jan jansen n7 utrecht"), "words");
    check_text(party.summary, TEXT("Utrecht"), "summary");
    assert_int_equal(party.records, 2);
    refused(store_party_get(world.store, world_person(77), &world.arena, &party, &err), STATUS_NOT_FOUND);
    struct stored_link *links, link;
    size_t count;
    ok(store_party_links(world.store, world_person(7), &world.arena, &links, &count, &err));
    assert_true(count == 1 && links[0].score == -5 && links[0].reason == 2 && links[0].kind == PARTY_PERSON);
    ok(store_record_links(world.store, world_record(&world, 7, 0).id, &world.arena, &links, &count, &err));
    assert_true(count == 1 && links[0].mention.v == world_mention(7).v);
    ok(store_mention_link(world.store, world_mention(7), &link, &err));
    assert_true(link.party.v == world_person(7).v);
    refused(store_mention_link(world.store, world_mention(77), &link, &err), STATUS_NOT_FOUND);
    ok(store_check(world.store, never_called, NULL, &err));
}

static void a_new_view_replaces_the_old_one_whole(void **state)
{
    WORLD;
    world_make(&world);
    struct store *reader;
    struct store_counts counts;
    struct store_tx tx;
    make_view(&world, 50);
    ok(store_open(world.url, NULL, &reader, &err));
    ok(store_begin(world.store, &tx, &err));
    ok(world_derive(&world, 0, 0, &err));
    ok(store_count(reader, &counts, &err)); /* others still see the earlier one */
    assert_int_equal(counts.persons, 50);
    ok(store_commit(&tx, &err));
    ok(store_count(reader, &counts, &err));
    assert_int_equal(counts.persons, 0);
    struct search_hit *hits;
    size_t count;
    ok(store_search(reader, TEXT("jan"), 0, 10, &world.arena, &hits, &count, NULL, &err));
    assert_int_equal(count, 0);
    store_close(&reader);
}

static void facts_go_on_while_a_view_is_made(void **state)
{
    WORLD;
    world_make(&world);
    struct store *other;
    struct store_counts counts;
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    make_view(&world, 50);
    ok(store_open(world.url, NULL, &other, &err));
    ok(store_view_begin(world.store, &tx, &err));
    ok(store_derived_begin(world.store, &err));
    if (store_view_is_apart(world.store))
        ok(store_audit(other, 1, TEXT("a"), TEXT("b"), TEXT("c"), TEXT("d"), &err));
    ok(store_derived_end(world.store, &err));
    ok(store_view_facts(&tx, &err));
    ok(store_count(other, &counts, &err));
    assert_int_equal(counts.persons, 50);
    ok(store_commit(&tx, &err));
    ok(store_count(other, &counts, &err));
    assert_int_equal(counts.persons, 0);

    ok(store_view_begin(world.store, &tx, &err)); /* given up half-way: nothing changes, and another may begin */
    ok(world_derive_view(&world, 5, &err));
    store_rollback(&tx);
    ok(store_count(world.store, &counts, &err));
    assert_int_equal(counts.persons, 0);
    ok(store_view_begin(other, &tx, &err));
    store_rollback(&tx);
    store_close(&other);
}

static void a_store_without_its_view_gets_an_empty_one(void **state)
{
    WORLD;
    world_make(&world);
    struct store_counts counts;
    char view[PATH_MAX + 128];
    if (!world_is_sqlite(&world))
        return; /* there it is no file that can be left behind */
    make_view(&world, 50);
    store_close(&world.store);
    snprintf(view, sizeof(view), "%s-view-2", world.url + strlen("sqlite:"));
    assert_true(file_exists(view));
    ok(file_remove(view, &err));
    refused(store_open(world.url, &(struct store_options){ .read_only = true }, &world.store, &err), STATUS_IO);
    ok(store_open(world.url, NULL, &world.store, &err));
    ok(store_count(world.store, &counts, &err));
    assert_true(counts.persons == 0 && counts.records == 50);
}

static void a_snapshot_keeps_its_view(void **state)
{
    WORLD;
    world_make(&world);
    struct store *reader;
    struct store_counts counts;
    struct store_tx tx;
    if (!world_is_sqlite(&world))
        return; /* there the new view waits for the snapshot to end: one thread cannot show that */
    make_view(&world, 50);
    ok(store_open(world.url, NULL, &reader, &err));
    ok(store_read_begin(reader, &err));
    ok(store_count(reader, &counts, &err));
    ok(store_begin(world.store, &tx, &err));
    ok(world_derive(&world, 10, 2, &err));
    ok(store_commit(&tx, &err));
    ok(store_count(reader, &counts, &err));
    assert_int_equal(counts.persons, 50);
    store_read_end(reader);
    ok(store_count(reader, &counts, &err));
    assert_int_equal(counts.persons, 10);
    store_close(&reader);
}

static void roles_and_households_are_asked_from_both_sides(void **state)
{
    WORLD;
    world_make(&world);
    struct store_tx tx;
    struct party_id home = party_id_of(PARTY_HOUSEHOLD, world_mention(0), 0), work = world_organisation(1);
    ok(store_begin(world.store, &tx, &err));
    ok(store_derived_begin(world.store, &err));
    ok(store_role_put(world.store,
                      &(struct stored_role){ world_person(0), work, TEXT("inkoper"), TEXT("inkoop"),
                                             world_record(&world, 0, 0).id, TEXT("2020"), TEXT("2021-05") },
                      &err));
    ok(store_role_put(world.store,
                      &(struct stored_role){ world_person(0), world_organisation(2), TEXT("lid"), TEXT(""),
                                             world_record(&world, 1, 0).id, TEXT(""), TEXT("") },
                      &err));
    for (unsigned i = 0; i < 3; i++)
        ok(store_member_put(world.store,
                            &(struct stored_member){ .household = home,
                                                     .person = world_person(i),
                                                     .place = i ? TEXT("child") : TEXT("head") },
                            &err));
    ok(store_member_put(world.store,
                        &(struct stored_member){ .household = home,
                                                 .person = world_person(3),
                                                 .has_left = true,
                                                 .until = TEXT("2026-05-04"),
                                                 .ended = TEXT("apart"),
                                                 .until_origin = TEXT("T-1") },
                        &err));
    ok(store_derived_end(world.store, &err));
    ok(store_commit(&tx, &err));
    struct stored_role *roles;
    struct stored_member *members;
    size_t count;
    ok(store_party_roles(world.store, world_person(0), &world.arena, &roles, &count, &err));
    assert_int_equal(count, 2);
    ok(store_party_roles(world.store, work, &world.arena, &roles, &count, &err));
    assert_int_equal(count, 1);
    check_text(roles[0].title, TEXT("inkoper"), "title");
    check_text(roles[0].department, TEXT("inkoop"), "department");
    check_text(roles[0].until, TEXT("2021-05"), "until");
    ok(store_party_members(world.store, home, &world.arena, &members, &count, &err));
    assert_int_equal(count, 3);
    ok(store_party_members(world.store, world_person(2), &world.arena, &members, &count, &err));
    assert_true(count == 3 && members[2].household.v == home.v);
    ok(store_party_members(world.store, world_person(9), &world.arena, &members, &count, &err));
    assert_int_equal(count, 0);
    /* who left is shown on both sides, and counts on neither */
    ok(store_party_members(world.store, world_person(3), &world.arena, &members, &count, &err));
    assert_int_equal(count, 0);
    ok(store_party_members_ever(world.store, world_person(3), &world.arena, &members, &count, &err));
    assert_int_equal(count, 4);
    ok(store_party_members_ever(world.store, home, &world.arena, &members, &count, &err));
    assert_int_equal(count, 4);
    const struct stored_member *left = members; /* members come in order of id */
    while (left->person.v != world_person(3).v)
        left++;
    assert_true(left->has_left && left < members + count);
    check_text(left->until, TEXT("2026-05-04"), "until");
    check_text(left->until_origin, TEXT("T-1"), "origin");
}

static void findings_and_reviews_come_in_order(void **state)
{
    WORLD;
    world_make(&world);
    struct store_tx tx;
    struct record_id record = world_record(&world, 0, 0).id;
    ok(store_begin(world.store, &tx, &err));
    ok(store_derived_begin(world.store, &err));
    for (int f = FINDING_COUNT - 1; f > FINDING_NONE; f--)
        ok(store_finding_put(
            world.store, &(struct stored_finding){ record, (enum finding)f, { "email" }, TEXT("a@b.example") }, &err));
    for (unsigned i = 0; i < 30; i++)
        ok(store_review_put(world.store,
                            &(struct stored_review){ world_mention(i), world_mention(i + 1), world_person(i),
                                                     world_person(i + 1), (int32_t)(i % 7) - 3 },
                            &err));
    ok(store_derived_end(world.store, &err));
    ok(store_commit(&tx, &err));
    struct stored_finding *findings;
    struct stored_review *reviews, *rest;
    size_t count, more;
    ok(store_record_findings(world.store, record, &world.arena, &findings, &count, &err));
    assert_int_equal(count, FINDING_COUNT - 1);
    assert_string_equal(findings[0].field.s, "email");
    for (size_t i = 1; i < count; i++)
        assert_true(strcmp(finding_code(findings[i - 1].finding), finding_code(findings[i].finding)) < 0);
    ok(store_reviews(world.store, 20, 0, &world.arena, &reviews, &count, &err));
    ok(store_reviews(world.store, 20, 20, &world.arena, &rest, &more, &err));
    assert_true(count == 20 && more == 10);
    for (size_t i = 1; i < count; i++)
        assert_true(reviews[i - 1].score >= reviews[i].score);
    assert_true(reviews[19].score >= rest[0].score && rest[9].score == -3);
}

static void search_finds_whole_words_first_and_then_more_records(void **state)
{
    WORLD;
    world_make(&world);
    static const struct {
        const char *name, *search;
        uint32_t records;
        enum party_kind kind;
    } parties[] = {
        { "Jan Bak", "jan bak utrecht", 1, PARTY_PERSON },
        { "Jansen Bakkerij", "jansen bakkerij", 9, PARTY_ORGANISATION },
        { "Jan Bakker", "jan bakker jan", 5, PARTY_PERSON },
        { "Anna O'Neil", "anna o'neil", 1, PARTY_PERSON },
        { "Anna Oneil", "anna oneil", 1, PARTY_PERSON },
        { "Bak en Zoon", "bak zoon", 1, PARTY_ORGANISATION },
        { "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "\xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd", 1, PARTY_PERSON },
        { "Nobody", "", 1, PARTY_PERSON },
        { "Long", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          1, PARTY_PERSON },
    };
    struct store_tx tx;
    ok(store_begin(world.store, &tx, &err));
    ok(store_derived_begin(world.store, &err));
    for (unsigned i = 0; i < sizeof(parties) / sizeof(parties[0]); i++) {
        struct stored_party party = { party_id_of(parties[i].kind, world_mention(i), 0),
                                      parties[i].records,
                                      text_from(parties[i].name),
                                      text_from(parties[i].name),
                                      TEXT("s"),
                                      TEXT("{}"),
                                      text_from(parties[i].search) };
        ok(store_party_put(world.store, &party, &err));
    }
    ok(store_derived_end(world.store, &err));
    ok(store_commit(&tx, &err));
    static const struct {
        const char *words, *names; /* in order, by | */
        enum party_kind kind;
        size_t limit;
    } cases[] = {
        { "jan", "Jan Bakker|Jan Bak|Jansen Bakkerij", 0, 10 },
        { "ja", "Jansen Bakkerij|Jan Bakker|Jan Bak", 0, 10 },
        { "j", "Jansen Bakkerij|Jan Bakker|Jan Bak", 0, 10 },
        { "jan bak", "Jan Bak|Jansen Bakkerij|Jan Bakker", 0, 10 },
        { "bak jan", "Jan Bak|Jansen Bakkerij|Jan Bakker", 0, 10 },
        { "bak", "Bak en Zoon|Jan Bak|Jansen Bakkerij|Jan Bakker", 0, 10 },
        { "bak", "Bak en Zoon|Jansen Bakkerij", PARTY_ORGANISATION, 10 },
        { "jan", "Jan Bakker|Jan Bak", PARTY_PERSON, 10 },
        { "jan", "", PARTY_HOUSEHOLD, 10 },
        { "jan", "Jan Bakker", 0, 1 },
        { "jan", "", 0, 0 },
        { "jan jan", "Jan Bakker|Jan Bak|Jansen Bakkerij", 0, 10 },
        { "o'neil", "Anna O'Neil", 0, 10 },
        { "neil anna", "Anna O'Neil", 0, 10 },
        { "\xd0\xb8\xd0\xb2", "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", 0, 10 },
        { "zzz", "", 0, 10 },
        { "jan zzz", "", 0, 10 },
        { "", "", 0, 10 },
        { " \"*'&|!:()-", "", 0, 10 },
        { "jan' | 'bak", "Jan Bak|Jansen Bakkerij|Jan Bakker", 0, 10 },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Long", 0, 10 },
        { "a", "Anna O'Neil|Anna Oneil|Long", 0, 10 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct search_hit *hits;
        size_t count;
        struct text names = text_from(cases[i].names), name;
        ok(store_search(world.store, text_from(cases[i].words), cases[i].kind, cases[i].limit, &world.arena, &hits,
                        &count, NULL, &err));
        size_t n = 0;
        for (; cases[i].names[0] && text_next(&names, '|', &name); n++) {
            if (n >= count)
                fail_msg("'%s': %zu hits, want '%.*s' too", cases[i].words, count, TEXT_ARG(name));
            check_text(hits[n].name, name, cases[i].words);
        }
        check_int(count, n, cases[i].words);
    }
    ok(store_search(world.store, TEXT("jan \xff\xfe"), 0, 10, &world.arena, &(struct search_hit *){ 0 }, &(size_t){ 0 },
                    NULL, &err));
}

static void a_key_finds_exactly(void **state)
{
    WORLD;
    world_make(&world);
    make_view(&world, 30);
    struct search_hit *hits;
    size_t count;
    ok(store_search_key(world.store, TEXT("email:jan7@post.example"), 10, &world.arena, &hits, &count, &err));
    assert_true(count == 1 && hits[0].party.v == world_person(7).v && hits[0].records == 2);
    ok(store_search_key(world.store, TEXT("email:jan7@post"), 10, &world.arena, &hits, &count, &err));
    assert_int_equal(count, 0);
}

struct export
{
    uint64_t last;
    size_t count, stop_at;
};

static bool see_party(void *ctx, const struct stored_party *party)
{
    struct export *export = ctx;
    assert_true(party->party.v > export->last);
    assert_true(party->profile.len == 7);
    export->last = party->party.v;
    return ++export->count != export->stop_at;
}

static void every_party_comes_once_by_id(void **state)
{
    WORLD;
    world_make(&world);
    make_view(&world, 700);
    const struct {
        enum party_kind kind;
        size_t stop_at, count;
    } cases[] = { { 0, 0, 700 }, { PARTY_PERSON, 0, 700 }, { PARTY_ORGANISATION, 0, 0 }, { 0, 5, 5 } };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct export export = { .stop_at = cases[i].stop_at };
        ok(store_parties_each(world.store, cases[i].kind, see_party, &export, &err));
        check_int(export.count, cases[i].count, "parties");
    }
}

/* ---- the state as one number ---- */

static void equal_facts_give_an_equal_digest(void **state)
{
    enum { PEOPLE = 120 };
    struct digest first, second, other;
    {
        WORLD;
        world_make(&world);
        make_view(&world, PEOPLE);
        first = world_digest(&world);
        ok(world_put(&world, 3, 4, 9, &err));
        other = world_digest(&world);
    }
    {
        WORLD;
        world_make(&world);
        /* the same facts in other batches, and in another order */
        ok(world_put(&world, 60, PEOPLE, 0, &err));
        ok(world_put(&world, 0, 60, 0, &err));
        make_view(&world, PEOPLE);
        second = world_digest(&world);
    }
    assert_memory_equal(&first, &second, sizeof(first));
    assert_memory_not_equal(&first, &other, sizeof(first));
    /* the same on both engines: this is what either gives */
    char hex[65];
    digest_hex(first, hex);
    assert_string_equal(hex, "6a176e2522cb79c77ceb963515ca53cddaa2df6a703352c114b58b639b9aea7f");
}

/* ---- the check ---- */

struct told {
    char first[80];
    size_t count;
    const char *want;
    bool found;
};

static void keep_told(void *ctx, const char *what, const char *id)
{
    struct told *told = ctx;
    if (told->count++ == 0)
        snprintf(told->first, sizeof(told->first), "%s", what);
    told->found |= strcmp(what, told->want) == 0;
    assert_true(id[0] != '\0');
}

static void disorder_is_told(void **state)
{
    static const struct {
        const char *sql, *what;
    } cases[] = {
        { "DELETE FROM link WHERE ordinal = 0 AND mention_id = (SELECT min(mention_id) FROM link)",
          "a party without a link" },
        { "DELETE FROM party WHERE party_id = (SELECT max(party_id) FROM party)",
          "a link to a party that is not there" },
        { "UPDATE link SET kind = 2 WHERE mention_id = (SELECT min(mention_id) FROM link)",
          "a link to a party of another kind" },
        { "DELETE FROM identity_assignment WHERE run = 1", "a link that the identity log does not know" },
        { "UPDATE identity_event SET event = 3", "a party that the identity log does not call live" },
        { "UPDATE identity_event SET event = 2, other = party_id", "a party redirects in a circle" },
        { "UPDATE record SET version = 2 WHERE seq = 1", "the versions of a record have a gap" },
        { "UPDATE record SET layout_id = 99 WHERE seq = 3",
          "a record whose source, layout or import is not there or not its own" },
        { "UPDATE party SET words = 'other' WHERE party_id = (SELECT max(party_id) FROM party)",
          "the search index does not hold the words of the parties" },
        { "UPDATE party SET records = 77 WHERE party_id = (SELECT max(party_id) FROM party)",
          "the order of the search index is not that of the parties" },
        { "DELETE FROM search_word WHERE word = (SELECT word FROM search_word ORDER BY word DESC LIMIT 1)",
          "the search index does not hold the words of the parties" },
        { "UPDATE audit SET actor = 'eve' WHERE seq = 2", "the audit chain is broken at this entry" },
        { "DELETE FROM audit WHERE seq = 2", "the audit chain is broken at this entry" },
        { "UPDATE party_key SET party_id = 5", "a search key of a party that is not there" },
        { "INSERT INTO member VALUES (4, 5, '', 0, '', '', '', '', '')", "a household member that is not there" },
        { "INSERT INTO finding (record_id, code, field, proposal) VALUES (1, 'x', 'y', '')",
          "a finding on a record that is not there" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        WORLD;
        world_make(&world);
        make_view(&world, 10);
        for (int n = 0; n < 4; n++)
            ok(store_audit(world.store, 5, TEXT("ada"), TEXT("read"), TEXT("P-1"), TEXT(""), &err));
        ok(store_check(world.store, never_called, NULL, &err));
        store_close(&world.store);
        struct db *db;
        ok(db_open(world.url, &db, &err));
        if (!world_is_sqlite(&world))
            ok(db_exec(db, "SET search_path = klantbeeld, klantbeeld_view", &err));
        else {
            char view[PATH_MAX + 128];
            snprintf(view, sizeof(view), "%s-view-2", world.url + strlen("sqlite:")); /* the first was empty */
            ok(db_attach(db, view, "derived", &err));
        }
        ok(db_exec(db, cases[i].sql, &err));
        db_close(&db);
        ok(store_open(world.url, NULL, &world.store, &err));
        struct told told = { .want = cases[i].what };
        ok(store_check(world.store, keep_told, &told, &err));
        if (!told.found)
            fail_msg("%s: %zu problems, the first '%s', want '%s'", cases[i].sql, told.count, told.first,
                     cases[i].what);
    }
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

static void a_full_arena_is_a_status(void **state)
{
    WORLD;
    world_make(&world);
    make_view(&world, 40);
    SCOPED(arena_done) struct arena tiny = ARENA_UP_TO(16);
    struct stored_party party;
    struct source *sources;
    struct search_hit *hits;
    size_t count;
    refused(store_party_get(world.store, world_person(1), &tiny, &party, &err), STATUS_LIMIT);
    refused(store_sources(world.store, &tiny, &sources, &count, &err), STATUS_LIMIT);
    refused(store_search(world.store, TEXT("jan"), 0, 10, &tiny, &hits, &count, NULL, &err), STATUS_LIMIT);
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
        cmocka_unit_test(a_register_is_replaced_whole_or_not_at_all),
        cmocka_unit_test(an_import_keeps_its_counts),
        cmocka_unit_test(a_bad_row_is_kept_with_any_bytes),
        cmocka_unit_test(records_grow_versions_only_when_they_differ),
        cmocka_unit_test(what_another_connection_put_is_seen),
        cmocka_unit_test(when_it_was_observed_changes_nothing),
        cmocka_unit_test(one_id_for_two_keys_is_told_and_nothing_kept),
        cmocka_unit_test(a_nul_byte_is_refused),
        cmocka_unit_test(a_large_batch_is_put_in_order),
        cmocka_unit_test(a_walk_and_writing_go_together_in_a_transaction),
        cmocka_unit_test(a_walk_may_be_left_early),
        cmocka_unit_test(events_are_seen_on_the_parties_of_their_record),
        cmocka_unit_test(a_decision_stands_until_it_is_withdrawn),
        cmocka_unit_test(the_identity_log_tells_the_newest),
        cmocka_unit_test(a_view_is_written_inside_a_transaction),
        cmocka_unit_test(a_party_comes_back_as_it_was_put),
        cmocka_unit_test(a_profile_that_was_put_in_brief_comes_back_as_json),
        cmocka_unit_test(a_new_view_replaces_the_old_one_whole),
        cmocka_unit_test(facts_go_on_while_a_view_is_made),
        cmocka_unit_test(a_store_without_its_view_gets_an_empty_one),
        cmocka_unit_test(a_snapshot_keeps_its_view),
        cmocka_unit_test(roles_and_households_are_asked_from_both_sides),
        cmocka_unit_test(findings_and_reviews_come_in_order),
        cmocka_unit_test(search_finds_whole_words_first_and_then_more_records),
        cmocka_unit_test(a_key_finds_exactly),
        cmocka_unit_test(every_party_comes_once_by_id),
        cmocka_unit_test(equal_facts_give_an_equal_digest),
        cmocka_unit_test(disorder_is_told),
        cmocka_unit_test(audit_entries_are_chained),
        cmocka_unit_test(users_and_tokens),
        cmocka_unit_test(a_full_arena_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
