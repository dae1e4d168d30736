/*
 * Facts grow by numbered migrations, facts/0001_first.sqlite.sql and on; an
 * older store is brought up to date when it is opened to be created or
 * upgraded.  Derived tables have one schema, known by the tag of its file:
 * another tag, and they are dropped and made empty, to be filled by the next
 * resolve.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/scoped.h"
#include "store/inside.h"

extern const struct embedded store_sql[];

const char *engine_suffix(const struct store *store)
{
    return db_engine_of(store->db) == DB_SQLITE ? "sqlite" : "postgres";
}

static enum status run_file(struct db *db, const struct embedded *file, struct error *err)
{
    char *sql = strndup(file->bytes.ptr, file->bytes.len);
    if (!sql)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the store");
    enum status status = db_exec(db, sql, err);
    free(sql);
    return status == STATUS_OK ? status : error_within(err, status, "%s", file->path);
}

static const struct embedded *embedded_for(const struct store *store, const char *name)
{
    char path[64];
    snprintf(path, sizeof(path), "%s.%s.sql", name, engine_suffix(store));
    const struct embedded *file = embedded_find(store_sql, text_from(path));
    assert(file);
    return file;
}

enum status run_embedded(struct store *store, const char *name, struct error *err)
{
    return run_file(store->db, embedded_for(store, name), err);
}

enum status run_in_view(struct store *store, const char *name, struct error *err)
{
    return run_file(store->apart ? store->apart : store->db, embedded_for(store, name), err);
}

/* The file of migration n, NULL when the program knows fewer. */
static const struct embedded *migration(const struct store *store, unsigned n)
{
    char start[32], end[32];
    snprintf(start, sizeof(start), "facts/%04u_", n);
    snprintf(end, sizeof(end), ".%s.sql", engine_suffix(store));
    for (const struct embedded *file = store_sql; file->path; file++)
        if (text_starts(text_from(file->path), text_from(start)) && text_ends(text_from(file->path), text_from(end)))
            return file;
    return NULL;
}

static enum status version_get(struct store *store, const char *part, char *ret, size_t len, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "schema_version_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, text_from(part));
    ret[0] = '\0';
    if (db_next(stmt))
        snprintf(ret, len, "%.*s", TEXT_ARG(db_text(stmt, 0)));
    return db_end(stmt, err);
}

enum status version_put(struct store *store, const char *part, const char *version, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "schema_version_put", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, text_from(part));
    db_bind_text(stmt, 2, text_from(version));
    return db_run(stmt, NULL, err);
}

static const char *derived_tag(const struct store *store)
{
    return embedded_for(store, "derived")->tag;
}

static enum status bring_up_to_date(struct store *store, unsigned from, bool derived, struct error *err)
{
    enum status status = STATUS_OK;
    for (const struct embedded *file; status == STATUS_OK && (file = migration(store, from + 1)); from++) {
        char version[16];
        status = run_file(store->db, file, err);
        snprintf(version, sizeof(version), "%u", from + 1);
        if (status == STATUS_OK)
            status = version_put(store, "facts", version, err);
    }
    if (status == STATUS_OK && derived)
        status = run_embedded(store, "derived_before", err);
    if (status == STATUS_OK && derived)
        status = store_derived_begin(store, err);
    if (status == STATUS_OK && derived)
        status = store_derived_end(store, err);
    if (status == STATUS_OK && derived)
        status = view_stamp(store, err);
    if (status == STATUS_OK && derived && store->view_path)
        status = view_name(store, err);
    if (status == STATUS_OK && derived)
        status = version_put(store, "derived", derived_tag(store), err);
    return status == STATUS_OK ? version_next(store, err) : status;
}

struct standing {
    bool there;
    unsigned facts;       /* newest migration it has */
    bool derived_differs; /* from this program's */
};

static enum status look(struct store *store, struct standing *ret, struct error *err)
{
    int64_t there = 0;
    char facts[64] = "0", derived[64] = "";
    enum status status = query_named_number(store, "has_schema", &there, err);
    if (status == STATUS_OK && there)
        status = version_get(store, "facts", facts, sizeof(facts), err);
    if (status == STATUS_OK && there)
        status = version_get(store, "derived", derived, sizeof(derived), err);
    *ret =
        (struct standing){ there != 0, (unsigned)strtoul(facts, NULL, 10), strcmp(derived, derived_tag(store)) != 0 };
    return status;
}

static unsigned newest_migration(const struct store *store)
{
    unsigned newest = 0;
    while (migration(store, newest + 1))
        newest++;
    return newest;
}

/* Another program may have been here since we looked, so look again once nobody else can write. */
static enum status bring_up_to_date_alone(struct store *store, struct error *err)
{
    struct standing standing;
    enum status status = db_begin(store->db, err);
    if (status == STATUS_OK)
        status = look(store, &standing, err);
    if (status == STATUS_OK && standing.there && db_engine_of(store->db) == DB_POSTGRES) {
        int64_t one;
        status = query_named_number(store, "write_lock", &one, err);
        if (status == STATUS_OK)
            status = look(store, &standing, err);
    }
    if (status == STATUS_OK)
        status = bring_up_to_date(store, standing.facts, standing.derived_differs, err);
    if (status == STATUS_OK)
        status = db_commit(store->db, err);
    store->derived_open = store->derived_done = false;
    if (status == STATUS_OK && store->apart_number)
        view_adopt(store);
    db_rollback(store->db);
    view_drop(store);
    return status;
}

static enum status not_ours(struct store *store, bool create, struct error *err)
{
    int64_t others = 0;
    enum status status = query_named_number(store, "has_other_tables", &others, err);
    if (status != STATUS_OK)
        return status;
    if (others) {
        error_set(err, STATUS_INVALID, "this is a database, but not a store of klantbeeld");
        error_hint(err, "Name the store's own file, or another path to make a new one.");
        return STATUS_INVALID;
    }
    if (!create) {
        error_set(err, STATUS_NOT_FOUND, "nothing has been made here yet");
        error_hint(err, "Make one with: klantbeeld init");
        return STATUS_NOT_FOUND;
    }
    return STATUS_OK;
}

enum status migrate(struct store *store, bool create, struct error *err)
{
    struct standing standing;
    unsigned newest = newest_migration(store);
    enum status status = look(store, &standing, err);
    if (status == STATUS_OK && !standing.there) {
        status = not_ours(store, create, err);
        /* somebody may have made it between the two questions */
        if (status != STATUS_OK && (look(store, &standing, NULL) != STATUS_OK || !standing.there))
            return status;
        status = STATUS_OK;
    }
    if (status != STATUS_OK)
        return status;
    if (standing.facts > newest) {
        error_set(err, STATUS_CONFLICT, "the store has version %u, this program knows up to %u", standing.facts,
                  newest);
        error_hint(err, "Use a newer klantbeeld for this store.");
        return STATUS_CONFLICT;
    }
    if (standing.facts == newest && !standing.derived_differs)
        return STATUS_OK;
    if (!create || store->read_only) {
        error_set(err, STATUS_CONFLICT, "the store was made by an older version of this program");
        error_hint(err, "Bring it up to date with: klantbeeld init");
        return STATUS_CONFLICT;
    }
    status = bring_up_to_date_alone(store, err);
    if (status == STATUS_OK || standing.there)
        return status;
    /* two makers at once: PostgreSQL lets both begin and stops the later one; then it is there now */
    struct standing after;
    if (look(store, &after, NULL) == STATUS_OK && after.facts == newest && !after.derived_differs)
        return STATUS_OK;
    return status;
}
