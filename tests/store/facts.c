/*
 * What the store promises of facts on both engines: records and their
 * versions, events, decisions, identities.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "store/erasure.h"
#include "store/house_anchor.h"
#include "world.h"

#define WORLD SCOPED(world_remove) struct world world

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

/* What was put before is known without asking, of one batch after another, however large each is. */
static void what_stood_is_known_from_batch_to_batch(void **state)
{
    enum { IDS = 6000, BATCH_MAX = 1500 };
    static const size_t sizes[] = { 1500, 1, 1200, 3, 1500, 700, 2, 1500 };
    static unsigned editions[IDS]; /* that stand; 0 none */
    static struct record_fact facts[BATCH_MAX];
    static enum change changes[BATCH_MAX], expected[BATCH_MAX];
    uint64_t random = 88172645463325252u;
    WORLD;
    world_make(&world);
    memset(editions, 0, sizeof(editions));
    for (size_t b = 0; b < sizeof(sizes) / sizeof(sizes[0]); b++) {
        for (size_t i = 0; i < sizes[b]; i++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            unsigned n = (unsigned)(random % IDS), edition = 1 + (unsigned)(random >> 40) % 2;
            facts[i] = world_record(&world, n, edition);
            expected[i] = editions[n] == 0         ? CHANGE_CREATED
                          : editions[n] == edition ? CHANGE_UNCHANGED
                                                   : CHANGE_UPDATED;
            editions[n] = edition;
        }
        ok(store_records_put(world.store, world.import_id, facts, sizes[b], 3000, changes, &err));
        for (size_t i = 0; i < sizes[b]; i++)
            if (changes[i] != expected[i])
                fail_msg("batch %zu, fact %zu: %d, not %d", b, i, changes[i], expected[i]);
    }
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
                      &(struct stored_role){ .person = world_person(0),
                                             .organisation = organisation,
                                             .title = TEXT("baas"),
                                             .record = world_record(&world, 0, 0).id,
                                             .since = TEXT("2020-01-01") },
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

    /* a household has what hangs on more than half of its mentions, or on the half with the smallest */
    const struct mention_id both[] = { world_mention(1), world_mention(0) },
                            all[] = { world_mention(0), world_mention(1), world_mention(2) },
                            other[] = { world_mention(2) }, half[] = { world_mention(2), world_mention(0) };
    const struct {
        const struct mention_id *mentions;
        size_t count;
        bool is_there;
    } houses[] = {
        { both, 2, true }, { all, 3, true }, { other, 1, false }, { half, 2, world_mention(0).v < world_mention(2).v }
    };
    size_t there = 0;
    for (size_t i = 0; i < sizeof(houses) / sizeof(houses[0]); i++) {
        struct record_id record = house_record_id(houses[i].mentions, houses[i].count);
        struct party_id of = { 0 };
        ok(store_begin(world.store, &tx, &err));
        ok(store_house_record_put(world.store, record, houses[i].mentions, houses[i].count, 5000, &err));
        ok(store_house_record_put(world.store, record, houses[i].mentions, houses[i].count, 6000, &err));
        ok(store_commit(&tx, &err));
        ok(store_house_of(world.store, record, &of, &err));
        check_int(of.v, houses[i].is_there ? household.v : 0, "the household of a record");
        there += houses[i].is_there;
    }
    struct scoped_record *records;
    ok(store_party_records(world.store, household, SCOPE_SELF, &world.arena, &records, &count, &err));
    assert_int_equal(count, there);
    ok(store_party_records(world.store, world_person(0), SCOPE_SELF | SCOPE_ROLES, &world.arena, &records, &count,
                           &err));
    for (size_t i = 0; i < count; i++)
        assert_true(records[i].record.v == role_record.v);
    struct record_id reversed = house_record_id((const struct mention_id[]){ both[1], both[0] }, 2);
    assert_true(reversed.v == house_record_id(both, 2).v);

    /* who is erased leaves it, and the mentions of the others stay */
    struct house_record *of_mention;
    uint64_t gone = 0;
    ok(store_begin(world.store, &tx, &err));
    ok(store_mention_forget(world.store, world_mention(2), &gone, &err));
    ok(store_commit(&tx, &err));
    ok(store_house_records(world.store, world_mention(2), &world.arena, &of_mention, &count, &err));
    assert_int_equal(count, 0);
    ok(store_house_records(world.store, world_mention(0), &world.arena, &of_mention, &count, &err));
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(of_mention[i].mentions, of_mention[i].record.v == house_record_id(half, 2).v ? 1 : 2);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_register_is_replaced_whole_or_not_at_all),
        cmocka_unit_test(an_import_keeps_its_counts),
        cmocka_unit_test(a_bad_row_is_kept_with_any_bytes),
        cmocka_unit_test(records_grow_versions_only_when_they_differ),
        cmocka_unit_test(what_another_connection_put_is_seen),
        cmocka_unit_test(when_it_was_observed_changes_nothing),
        cmocka_unit_test(one_id_for_two_keys_is_told_and_nothing_kept),
        cmocka_unit_test(a_nul_byte_is_refused),
        cmocka_unit_test(a_large_batch_is_put_in_order),
        cmocka_unit_test(what_stood_is_known_from_batch_to_batch),
        cmocka_unit_test(a_walk_and_writing_go_together_in_a_transaction),
        cmocka_unit_test(a_walk_may_be_left_early),
        cmocka_unit_test(events_are_seen_on_the_parties_of_their_record),
        cmocka_unit_test(a_decision_stands_until_it_is_withdrawn),
        cmocka_unit_test(the_identity_log_tells_the_newest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
