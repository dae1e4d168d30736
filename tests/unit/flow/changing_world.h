/*
 * A store of its own with two sources, for tests of the flow that change it
 * again and again.
 *
 * The engine is PostgreSQL when KLANTBEELD_TEST_POSTGRES names one, else SQLite.
 */
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include "db/db.h"
#include "flow/job/job.h"
#include "flow/live/live.h"
#include "store/store.h"
#include "test.h"

#define NOW_MS INT64_C(1795000000000)

struct world {
    char folder[64], url[160];
    struct store *store;
    struct live *live; /* closed with the world, when it was opened */
    struct job job;
    uint64_t chance;
    unsigned current, waited; /* answers to puts, by whether the view followed */
};

static inline unsigned draw(struct world *world, unsigned below)
{
    world->chance = world->chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(world->chance >> 33) % below;
}

static inline void make_world(struct world *world, unsigned seed)
{
    const char *postgres = getenv("KLANTBEELD_TEST_POSTGRES");
    struct error err = ERROR_NONE;
    *world = (struct world){ .folder = "/tmp/kb-world-XXXXXX", .chance = seed + 1 };
    assert_non_null(mkdtemp(world->folder));
    setenv("XDG_DATA_HOME", world->folder, 1);
    snprintf(world->url, sizeof(world->url), "sqlite:%s/store.db", world->folder);
    if (postgres && postgres[0]) {
        struct db *db;
        snprintf(world->url, sizeof(world->url), "%s", postgres);
        assert_int_equal(db_open(world->url, &db, &err), STATUS_OK);
        assert_int_equal(
            db_exec(db,
                    "DROP SCHEMA IF EXISTS klantbeeld CASCADE; DROP SCHEMA IF EXISTS klantbeeld_view CASCADE;"
                    "DROP SCHEMA IF EXISTS klantbeeld_next CASCADE; DROP SCHEMA IF EXISTS klantbeeld_old CASCADE;",
                    &err),
            STATUS_OK);
        db_close(&db);
    }
    world->job =
        (struct job){ .threads = 2, .now_ms = NOW_MS, .lang = LANGUAGE_EN, .country = "NL", .author = TEXT("test") };
    if (store_open(world->url, &(struct store_options){ .create = true }, &world->store, &err) != STATUS_OK)
        fail_msg("%s", err.message);
    uint32_t id = 0;
    assert_int_equal(store_source_add(world->store, TEXT("crm"), SOURCE_CRM, false, 1, &id, NULL), STATUS_OK);
    assert_int_equal(store_source_add(world->store, TEXT("shop"), SOURCE_WEBSHOP, false, 1, &id, NULL), STATUS_OK);
}

static inline void drop_world(struct world *world)
{
    char command[128];
    live_close(&world->live);
    store_close(&world->store);
    snprintf(command, sizeof(command), "rm -rf '%s'", world->folder);
    assert_int_equal(system(command), 0);
}

/* The answer to a put, or to several. */
static inline void heard(struct world *world, const struct buf *said)
{
    bool current = text_find(buf_text(said), TEXT("\"current\":true")) < said->len;
    world->current += current;
    world->waited += !current;
}
