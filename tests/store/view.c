/*
 * What the store promises of the view on both engines: written whole, asked,
 * found in, checked.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "store/history.h"
#include "world.h"

#define WORLD SCOPED(world_remove) struct world world

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
                      &(struct stored_role){ .person = world_person(0),
                                             .organisation = work,
                                             .title = TEXT("inkoper"),
                                             .department = TEXT("inkoop"),
                                             .part = TEXT("pays"),
                                             .record = world_record(&world, 0, 0).id,
                                             .since = TEXT("2020"),
                                             .until = TEXT("2021-05") },
                      &err));
    ok(store_role_put(world.store,
                      &(struct stored_role){ .person = world_person(0),
                                             .organisation = world_organisation(2),
                                             .title = TEXT("lid"),
                                             .record = world_record(&world, 1, 0).id },
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
    check_text(roles[0].part, TEXT("pays"), "part");
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

static void the_view_before_a_record_is_found_among_many(void **state)
{
    SCOPED(world_remove) struct world world;
    enum { VIEWS = 40 };
    world_make(&world);
    for (unsigned i = 1; i <= VIEWS; i++) /* each knows ten records more, and every fourth none */
        ok(store_view_made_put(world.store, 10 * (i - i / 4), 1000 + i, &err));
    struct view_made *views, found;
    size_t count;
    ok(store_views_made(world.store, &world.arena, &views, &count, &err));
    for (uint64_t seq = 1; seq < 10 * VIEWS; seq++) {
        const struct view_made *want = NULL;
        for (size_t i = 0; i < count; i++)
            if (views[i].record_seq < seq)
                want = &views[i];
        struct error err = ERROR_NONE;
        enum status status = store_view_made_before(world.store, seq, &found, &err);
        assert_int_equal(status, want ? STATUS_OK : STATUS_NOT_FOUND);
        if (want)
            assert_int_equal(found.id, want->id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_view_is_written_inside_a_transaction),
        cmocka_unit_test(a_profile_that_was_put_in_brief_comes_back_as_json),
        cmocka_unit_test(a_party_comes_back_as_it_was_put),
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
        cmocka_unit_test(a_full_arena_is_a_status),
        cmocka_unit_test(the_view_before_a_record_is_found_among_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
