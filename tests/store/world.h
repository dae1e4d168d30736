/*
 * A small world for the tests of the store: one source, some records, events,
 * and a view of them.  Persons are invented.
 *
 * The engine is PostgreSQL when KLANTBEELD_TEST_POSTGRES names one
 * (with_postgres.sh), else SQLite in a temporary folder.
 */
#pragma once

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/db.h"
#include "os/file.h"
#include "store/event.h"
#include "store/store.h"
#include "test.h"

struct world {
    char url[PATH_MAX];
    char folder[64];
    struct store *store;
    struct arena arena;
    uint32_t source, layout;
    uint64_t import_id;
};

/* Fails the test with what the store said. */
#define ok(call)                                                                                                       \
    do {                                                                                                               \
        struct error err = ERROR_NONE;                                                                                 \
        enum status status_ = (call);                                                                                  \
        if (status_ != STATUS_OK)                                                                                      \
            fail_msg("%s:%d: %s: %s [%s]", __FILE__, __LINE__, #call, err.message, err.hint);                          \
    } while (0)

#define refused(call, want)                                                                                            \
    do {                                                                                                               \
        struct error err = ERROR_NONE;                                                                                 \
        enum status status_ = (call);                                                                                  \
        if (status_ != (want))                                                                                         \
            fail_msg("%s:%d: %s gives %s, want %s: %s", __FILE__, __LINE__, #call, status_name(status_),               \
                     status_name(want), err.message);                                                                  \
        if (err.message[0] == '\0' || err.status != (want))                                                            \
            fail_msg("%s:%d: %s tells nothing", __FILE__, __LINE__, #call);                                            \
    } while (0)

/* Where a fresh store may be made; anything left there is gone. */
static inline void world_place(struct world *world)
{
    const char *postgres = getenv("KLANTBEELD_TEST_POSTGRES");
    *world = (struct world){ .arena = ARENA_UP_TO((size_t)64 << 20) };
    if (postgres && postgres[0]) {
        struct db *db;
        snprintf(world->url, sizeof(world->url), "%s", postgres);
        ok(db_open(world->url, &db, &err));
        ok(db_exec(db,
                   "DROP SCHEMA IF EXISTS klantbeeld CASCADE; DROP SCHEMA IF EXISTS klantbeeld_view CASCADE;"
                   "DROP SCHEMA IF EXISTS klantbeeld_next CASCADE; DROP SCHEMA IF EXISTS klantbeeld_old CASCADE;",
                   &err));
        db_close(&db);
        return;
    }
    snprintf(world->folder, sizeof(world->folder), "/tmp/klantbeeld-store-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    snprintf(world->url, sizeof(world->url), "sqlite:%s/a/store.db", world->folder);
}

static inline bool world_is_sqlite(const struct world *world)
{
    return strncmp(world->url, "sqlite:", 7) == 0;
}

static inline void world_remove(struct world *world)
{
    char command[128];
    store_close(&world->store);
    arena_done(&world->arena);
    if (!world->folder[0])
        return;
    snprintf(command, sizeof(command), "rm -rf '%s'", world->folder);
    assert_int_equal(system(command), 0);
}

/* A source, a layout and an import to put records under. */
static inline enum status world_prepare(struct world *world, struct error *err)
{
    struct text columns[] = { TEXT("id"), TEXT("naam") };
    struct layout layout = { columns, 2 };
    enum status status = store_source_add(world->store, TEXT("crm"), SOURCE_CRM, true, 1000, &world->source, err);
    if (status == STATUS_OK)
        status = store_layout_put(world->store, world->source, layout, &world->layout, err);
    if (status == STATUS_OK)
        status = store_import_begin(world->store, world->source, TEXT("klanten.csv"), 2000, &world->import_id, err);
    return status;
}

static inline void world_make(struct world *world)
{
    world_place(world);
    ok(store_open(world->url, &(struct store_options){ .create = true }, &world->store, &err));
    ok(world_prepare(world, &err));
}

static inline struct text number_text(struct arena *arena, const char *fmt, unsigned n)
{
    struct text t = arena_printf(arena, fmt, n);
    assert_non_null(t.ptr);
    return t;
}

/* Record n of the source; edition changes its cells. */
static inline struct record_fact world_record(struct world *world, unsigned n, unsigned edition)
{
    struct text key = number_text(&world->arena, "k%05u", n);
    struct text cells = arena_printf(&world->arena, "[\"k%05u\",\"Caf\xc3\xa9 \xe2\x80\x99t Hof %u\"]", n, edition);
    return (struct record_fact){ record_id_of(TEXT("crm"), key), world->source, world->layout, key, cells, 1500 };
}

static inline struct mention_id world_mention(unsigned n)
{
    char key[16];
    snprintf(key, sizeof(key), "k%05u", n);
    return mention_id_of(record_id_of(TEXT("crm"), text_from(key)), PARTY_PERSON, 0);
}

static inline struct party_id world_person(unsigned n)
{
    return party_id_of(PARTY_PERSON, world_mention(n), 0);
}

static inline struct party_id world_organisation(unsigned n)
{
    return party_id_of(PARTY_ORGANISATION, world_mention(n), 0);
}

static inline enum status world_put(struct world *world, unsigned from, unsigned to, unsigned edition,
                                    struct error *err)
{
    size_t count = to - from;
    struct record_fact *facts = calloc(count, sizeof(*facts));
    enum change *changes = calloc(count, sizeof(*changes));
    for (unsigned i = 0; i < count; i++)
        facts[i] = world_record(world, from + i, edition);
    enum status status = store_records_put(world->store, world->import_id, facts, count, 3000, changes, err);
    free(facts);
    free(changes);
    return status;
}

/* A view of records [0, people): a person each, and an organisation for all, with the identity log beside it. */
static inline enum status world_derive(struct world *world, unsigned people, uint64_t run, struct error *err)
{
    struct store *store = world->store;
    struct party_id none = { 0 };
    enum status status = store_derived_begin(store, err);
    for (unsigned i = 0; i < people && status == STATUS_OK; i++) {
        struct record_id record = world_record(world, i, 0).id;
        struct stored_link link = { world_mention(i), record, PARTY_PERSON, 0, world_person(i), -5, 2, { 0 } };
        struct stored_key key = { number_text(&world->arena, "email:jan%u@post.example", i), world_person(i) };
        struct stored_party party = { world_person(i),
                                      1 + i % 3,
                                      number_text(&world->arena, "Jan Jansen %u", i),
                                      number_text(&world->arena, "jansen jan %05u", i),
                                      TEXT("Utrecht"),
                                      TEXT("{\"a\":1}"),
                                      number_text(&world->arena, "jan jansen n%u utrecht", i),
                                      &key,
                                      1 };
        struct assignment assignment = { world_mention(i), world_person(i) };
        status = store_link_put(store, &link, err);
        if (status == STATUS_OK)
            status = store_party_put(store, &party, err);
        if (status == STATUS_OK)
            status = store_assignments_put(store, run, &assignment, 1, err);
        if (status == STATUS_OK)
            status = store_identity_event_put(store, run, IDENTITY_GIVEN, world_person(i), none, 4000, err);
    }
    return status == STATUS_OK ? store_derived_end(store, err) : status;
}

/* The same without what belongs among the facts. */
static inline enum status world_derive_view(struct world *world, unsigned people, struct error *err)
{
    enum status status = store_derived_begin(world->store, err);
    for (unsigned i = 0; i < people && status == STATUS_OK; i++) {
        struct stored_party party = { world_person(i), 1, TEXT("Jan"), TEXT("jan"), TEXT(""), TEXT("{}"), TEXT("jan") };
        status = store_party_put(world->store, &party, err);
    }
    return status;
}

static inline void never_called(void *ctx, const char *what, const char *id)
{
    fail_msg("the check says: %s %s", what, id);
}

static inline struct digest world_digest(struct world *world)
{
    struct digest digest;
    ok(store_state_digest(world->store, &digest, &err));
    return digest;
}

struct marked {
    uint64_t seqs[64];
    size_t count, limit;
};

static inline bool keep_mark(void *ctx, const struct event_mark *mark)
{
    struct marked *marked = ctx;
    marked->seqs[marked->count++] = mark->seq;
    return marked->count < marked->limit;
}

/* The newest events that are the party's own or its roles', of a household its members'. */
static inline enum status party_events(struct store *store, struct party_id party, size_t limit, struct arena *arena,
                                       struct event_fact **ret, size_t *ret_count, struct error *err)
{
    struct scoped_record *records = NULL;
    struct marked marked = { .limit = limit < 64 ? limit : 64 };
    size_t count = 0;
    unsigned scopes = party_id_kind(party) == PARTY_HOUSEHOLD ? SCOPE_HOUSEHOLD : SCOPE_SELF | SCOPE_ROLES;
    enum status status = store_party_records(store, party, scopes, arena, &records, &count, err);
    if (status == STATUS_OK)
        status = store_event_marks(store, records, count, INT64_MIN, INT64_MAX, (struct event_id){ 0 }, keep_mark,
                                   &marked, err);
    *ret_count = 0;
    return status == STATUS_OK ? store_events_by_seq(store, marked.seqs, marked.count, arena, ret, ret_count, err)
                               : status;
}
