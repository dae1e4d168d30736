/*
 * Opening, transactions, and the bulk inserts that belong to them.
 *
 * A bulk insert holds rows back, so every reader of such a table flushes it first, and a commit flushes them all.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/store.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "os/file.h"
#include "store/inside.h"
#include "store/piece.h"
#include "store/version.h"

/* ---- open and close ---- */

/* Whoever copied the store without its view goes on with an empty one, to be filled by the next resolve. */
static enum status put_empty_view(struct store *store, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = db_begin(store->db, err);
    if (status != STATUS_OK)
        return status;
    tx.store = store;
    status = store_derived_begin(store, err);
    if (status == STATUS_OK)
        status = store_derived_end(store, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

static const char scheme[] = "sqlite:";

/* The file's folder is made only when the store is to be made. */
static enum status sqlite_path_check(const char *path, bool create, struct error *err)
{
    if (strcmp(path, ":memory:") == 0 || path[0] == '\0' || file_exists(path))
        return STATUS_OK;
    if (!create) {
        error_set(err, STATUS_NOT_FOUND, "there is no store in '%s'", path);
        error_hint(err, "Make one with: klantbeeld init");
        return STATUS_NOT_FOUND;
    }
    const char *name = path_base(path);
    if (name == path)
        return STATUS_OK;
    char folder[PATH_MAX];
    if ((size_t)snprintf(folder, sizeof(folder), "%.*s", (int)(name - path), path) >= sizeof(folder))
        return error_set(err, STATUS_LIMIT, "the path of the store is too long");
    return folder_make(folder, err);
}

static enum status default_url(char *ret, size_t len, struct error *err)
{
    char home[PATH_MAX];
    enum status status = path_data_home(home, sizeof(home), err);
    if (status != STATUS_OK)
        return status;
    if ((size_t)snprintf(ret, len, "%s%s/klantbeeld.db", scheme, home) >= len)
        return error_set(err, STATUS_LIMIT, "the path of the store is too long");
    return STATUS_OK;
}

enum status store_open(const char *url, const struct store_options *options, struct store **ret, struct error *err)
{
    static const struct store_options plain = { 0 };
    assert(ret);

    *ret = NULL;
    options = options ? options : &plain;
    char own[PATH_MAX + 64];
    enum status status = STATUS_OK;
    if (!url || !url[0]) {
        status = default_url(own, sizeof(own), err);
        url = own;
    }
    if (status == STATUS_OK && strncmp(url, scheme, strlen(scheme)) == 0)
        status = sqlite_path_check(url + strlen(scheme), options->create, err);
    if (status != STATUS_OK)
        return status;

    struct store *store = calloc(1, sizeof(*store));
    if (!store)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the store");
    store->read_only = options->read_only;
    store->url = strdup(url);
    store->unmade = true;
    store->apart_lock = FILE_LOCK_NONE;
    if (!store->url)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for the store");
    if (status == STATUS_OK && strncmp(url, scheme, strlen(scheme)) == 0)
        status = view_file_init(store, url + strlen(scheme), err);
    if (status == STATUS_OK)
        status = db_open(url, &store->db, err);
    if (status == STATUS_OK)
        db_fail_after(store->db, options->fail_after);
    if (status == STATUS_OK)
        status = queries_read(store, err);
    if (status == STATUS_OK)
        status = run_embedded(store, "session", err);
    if (status == STATUS_OK)
        status = migrate(store, options->create, err);
    store->unmade = false;
    if (status == STATUS_OK && !options->read_only && view_is_missing(store))
        status = put_empty_view(store, err);
    if (status == STATUS_OK)
        status = view_follow(store, err);
    if (status == STATUS_OK && options->read_only)
        status = run_embedded(store, "read_only", err);
    if (status != STATUS_OK) {
        struct error kept = err ? *err : ERROR_NONE;
        if (store->db)
            error_within(&kept, status, "store '%s'", db_url(store->db));
        if (err)
            *err = kept;
        store_close(&store);
        return status;
    }
    *ret = store;
    return STATUS_OK;
}

enum status store_open_beside(const struct store *store, struct store **ret, struct error *err)
{
    const struct store_options options = { .read_only = store->read_only };
    if (db_engine_of(store->db) == DB_SQLITE && !store->view_path)
        return STATUS_NOT_FOUND;
    return store_open(store->url, &options, ret, err);
}

void store_log_left(struct store *store, void (*full)(void *ctx, uint64_t pages), void *ctx)
{
    db_log_left(store->db, full, ctx);
}

enum status store_log_put_in(struct store *store, struct error *err)
{
    enum status status = view_follow(store, err);
    return status == STATUS_OK ? db_log_put_in(store->db, err) : status;
}

void store_close(struct store **store)
{
    struct store *gone = *store;
    *store = NULL;
    if (!gone)
        return;
    bulk_abort(gone, 0, BULK_TABLES);
    known_forget(gone);
    word_index_free(&gone->words);
    key_index_free(&gone->keys);
    if (gone->db)
        view_drop(gone);
    db_close(&gone->db);
    queries_done(gone);
    view_file_done(gone);
    store_keep(gone, NULL, NULL);
    free(gone->url);
    free(gone);
}

const char *store_url(const struct store *store)
{
    return db_url(store->db);
}

const char *store_engine_name(const struct store *store)
{
    return engine_suffix(store);
}

void store_fail_after(struct store *store, uint64_t steps)
{
    db_fail_after(store->db, steps);
}

/* ---- transactions ---- */

/*
 * A transaction that sees the view the facts name: which one may change until
 * it has begun.  Mostly it is the one that is attached, so we look afterwards.
 */
static enum status begin_with_view(struct store *store, enum status (*begin_db)(struct db *, struct error *),
                                   struct error *err)
{
    enum { TRIES_MAX = 100 };
    bool same = false;
    for (int i = 0; i < TRIES_MAX; i++) {
        enum status status = i == 0 && store->view ? STATUS_OK : view_follow(store, err);
        if (status == STATUS_OK)
            status = begin_db(store->db, err);
        if (status != STATUS_OK)
            return status;
        if (store->view) { /* the view first: it may be older than the facts, not newer */
            int64_t there;
            status = query_named_number(store, "view_touch", &there, err);
        }
        if (status == STATUS_OK)
            status = view_is_named(store, &same, err);
        if (status == STATUS_OK && same)
            return status;
        db_rollback(store->db);
        if (status != STATUS_OK)
            return status;
    }
    return error_set(err, STATUS_STORE, "the view is replaced faster than it can be read");
}

/* One writer at a time on both engines: SQLite locks its file, here a row is locked. */
static enum status begin_as(struct store *store, bool lasting, struct error *err)
{
    if (store->read_only)
        return error_set(err, STATUS_DENIED, "the store was opened for reading only");
    if (db_in_transaction(store->db))
        return db_begin(store->db, err); /* says that they do not nest */
    enum status status = view_lasting(store, lasting, err);
    if (status != STATUS_OK)
        return status;
    if (db_engine_of(store->db) == DB_SQLITE)
        return begin_with_view(store, db_begin, err);
    status = db_begin(store->db, err);
    if (status != STATUS_OK)
        return status;
    int64_t version;
    status = query_named_number(store, "write_lock", &version, err);
    if (status != STATUS_OK)
        db_rollback(store->db);
    return status;
}

static enum status begin(struct store *store, struct error *err)
{
    return begin_as(store, true, err);
}

static void roll_back(struct store *store)
{
    for (int kind = 0; kind < KNOWN_KINDS; kind++)
        store->known[kind].all = false;
    bulk_abort(store, 0, BULK_TABLES);
    db_rollback(store->db);
    store->walk = NULL;
    view_drop(store);
    word_index_free(&store->words);
    key_index_free(&store->keys);
    store->derived_open = store->derived_done = store->changing = store->tracing = store->audit_known = false;
    store->run = 0;
}

static enum status commit(struct store *store, struct error *err)
{
    assert(!store->derived_open);
    bool new_file = store->derived_done && store->view_path;
    enum status status = bulk_flush(store, 0, BULK_TABLES, err);
    if (status == STATUS_OK && store->changing)
        status = fresh_fold(store, err);
    if (status == STATUS_OK && (store->derived_done || store->changing))
        status = view_stamp(store, err);
    if (status == STATUS_OK && new_file)
        status = view_name(store, err);
    if (status == STATUS_OK && !store->tracing)
        status = version_next(store, err);
    if (status == STATUS_OK)
        status = db_commit(store->db, err);
    if (status != STATUS_OK)
        roll_back(store);
    else if (new_file)
        view_adopt(store);
    else if (store->derived_done)
        (void)run_embedded(store, "derived_done", NULL); /* what stays behind goes with the next view */
    if (status == STATUS_OK && !new_file)
        view_drop(store); /* nothing grew: others may make the next view */
    store->version = store->tracing ? store->version : 0;
    store->derived_done = store->changing = store->tracing = store->audit_known = false;
    store->walk = NULL;
    return status;
}

enum status store_begin(struct store *store, struct store_tx *ret, struct error *err)
{
    *ret = STORE_TX_NONE;
    enum status status = begin(store, err);
    if (status == STATUS_OK)
        ret->store = store;
    return status;
}

enum status store_begin_hasty(struct store *store, struct store_tx *ret, struct error *err)
{
    *ret = STORE_TX_NONE;
    enum status status = begin_as(store, false, err);
    if (status == STATUS_OK)
        ret->store = store;
    return status;
}

enum status store_commit(struct store_tx *tx, struct error *err)
{
    assert(tx->store);
    struct store *store = tx->store;
    *tx = STORE_TX_NONE;
    return commit(store, err);
}

void store_rollback(struct store_tx *tx)
{
    if (tx->store)
        roll_back(tx->store);
    *tx = STORE_TX_NONE;
}

enum status store_read_begin(struct store *store, struct error *err)
{
    if (db_in_transaction(store->db))
        return db_begin_read(store->db, err); /* says that they do not nest */
    enum status status = begin_with_view(store, db_begin_read, err);
    if (status == STATUS_OK && db_engine_of(store->db) == DB_POSTGRES)
        status = run_embedded(store, "read_begin", err);
    if (status != STATUS_OK)
        db_rollback(store->db);
    return status;
}

void store_read_end(struct store *store)
{
    roll_back(store);
}

/* ---- a view that is being made ---- */

bool store_view_is_apart(const struct store *store)
{
    return store->view_path != NULL;
}

const char *store_view_path(const struct store *store)
{
    return store->view_path;
}

enum status store_view_begin(struct store *store, struct store_tx *ret, struct error *err)
{
    *ret = STORE_TX_NONE;
    if (!store_view_is_apart(store))
        return store_begin(store, ret, err);
    if (store->read_only)
        return error_set(err, STATUS_DENIED, "the store was opened for reading only");
    enum status status = view_hold(store, err);
    if (status == STATUS_OK)
        status = store_read_begin(store, err);
    if (status != STATUS_OK)
        view_drop(store);
    else
        ret->store = store;
    return status;
}

enum status store_view_facts(struct store_tx *tx, struct error *err)
{
    struct store *store = tx->store;
    if (db_writing(store->db))
        return STATUS_OK;
    db_rollback(store->db);   /* the snapshot; the view's end may still be made by another thread */
    return begin(store, err); /* without it, the roll back of tx throws the view away */
}

enum status write_begin(struct store *store, struct write *ret, struct error *err)
{
    ret->own = false;
    if (db_writing(store->db))
        return STATUS_OK;
    enum status status = begin(store, err);
    ret->own = status == STATUS_OK;
    return status;
}

enum status write_end(struct store *store, struct write *write, enum status status, struct error *err)
{
    if (!write->own)
        return status;
    if (status == STATUS_OK)
        return commit(store, err);
    roll_back(store);
    return status;
}

static enum status check_standing(struct store *store, const char *what, uint64_t id, struct error *err)
{
    char name[40];
    struct db_stmt *stmt;
    snprintf(name, sizeof(name), "%s_standing", what);
    enum status status = query(store, name, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id);
    bool found = db_next(stmt);
    bool withdrawn = found && db_i64(stmt, 0) != 0;
    status = db_end(stmt, err);
    if (status != STATUS_OK)
        return status;
    if (!found)
        return error_set(err, STATUS_NOT_FOUND, "there is no such %s", what);
    return withdrawn ? error_set(err, STATUS_CONFLICT, "this %s was withdrawn before", what) : STATUS_OK;
}

static enum status put_withdrawal(struct store *store, const char *what, uint64_t id, struct text reason,
                                  struct text author, int64_t now_ms, struct error *err)
{
    char name[40];
    struct db_stmt *stmt;
    snprintf(name, sizeof(name), "%s_withdraw", what);
    enum status status = query(store, name, &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id);
    db_bind_text(stmt, 2, reason);
    db_bind_text(stmt, 3, author);
    db_bind_i64(stmt, 4, now_ms);
    return db_run(stmt, NULL, err);
}

enum status fact_withdraw(struct store *store, const char *what, uint64_t id, struct text reason, struct text author,
                          int64_t now_ms, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = check_standing(store, what, id, err);
    if (status == STATUS_OK)
        status = put_withdrawal(store, what, id, reason, author, now_ms, err);
    return write_end(store, &write, status, err);
}

enum status reading_begin(struct store *store, struct reading *ret, struct error *err)
{
    ret->own = false;
    if (db_in_transaction(store->db))
        return STATUS_OK;
    enum status status = store_read_begin(store, err);
    ret->own = status == STATUS_OK;
    return status;
}

enum status reading_end(struct store *store, struct reading *reading, enum status status)
{
    if (reading->own)
        store_read_end(store);
    reading->own = false;
    return status;
}

/* ---- bulk ---- */

static const struct {
    const char *table, *columns;
    int count;
} bulk_tables[BULK_TABLES] = {
    [BULK_RECORD] = { "record",
                      "seq, record_id, version, replaces, source_id, layout_id, import_id, observed_ms, recorded_ms, "
                      "source_key, cells",
                      11 },
    [BULK_EVENT] = { "event",
                     "seq, event_id, version, replaces, source_id, import_id, record_id, at_ms, amount_cents, "
                     "recorded_ms, source_key, kind, currency, channel, direction, subject, body, status, extra, "
                     "owner, details, author, parent_id, until_ms, follow_up_ms, done_ms",
                     26 },
    [BULK_ASSIGNMENT] = { "identity_assignment", "mention_id, run, party_id, before_id, record_id", 5 },
    [BULK_IDENTITY_EVENT] = { "identity_event", "party_id, run, step, event, other, recorded_ms", 6 },
    [BULK_REFERENCE] = { "reference_address",
                         "kind, row_number, country, postcode, street, place, number_from, number_to", 8 },
    [BULK_LINK] = { "link", "mention_id, party_id, record_id, kind, ordinal, score, reason, best", 8 },
    [BULK_PARTY] = { "party", "party_id, records, name, sort_name, summary, words, keys, profile", 8 },
    [BULK_KEY] = { "party_key", "key_hash, party_id, key", 3 },
    [BULK_ROLE] = { "role",
                    "person_id, organisation_id, record_id, title, department, part, since_date, until_date, email, "
                    "phone, address, ended, gone_name, origins",
                    14 },
    [BULK_MEMBER] = { "member",
                      "household_id, person_id, place, has_left, since_date, until_date, ended, since_origin, "
                      "until_origin",
                      9 },
    [BULK_FINDING] = { "finding", "record_id, code, field, proposal", 4 },
    [BULK_REVIEW] = { "review", "mention_a, mention_b, party_a, party_b, score, worth", 6 },
    [BULK_RANK] = { "search_rank", "block, parties", 2 },
    [BULK_WORD] = { "search_word", "word, chunk, ranks", 3 },
    [BULK_PREFIX] = { "search_prefix", "prefix, chunk, ranks", 3 },
    [BULK_HOME] = { "home", "party_id, body", 2 },
    [BULK_STATE] = { "view_state", "name, value", 2 },
};

enum status bulk(struct store *store, enum bulk_table table, struct db_bulk **ret, struct error *err)
{
    enum status status = STATUS_OK;
    if (!store->bulks[table]) {
        char name[80];
        struct db *db = table >= BULK_LINK && store->apart ? store->apart : store->db;
        bool next_view = table >= BULK_LINK && db_engine_of(store->db) == DB_POSTGRES && !store->changing;
        snprintf(name, sizeof(name), "%s%s", next_view ? "klantbeeld_next." : "", bulk_tables[table].table);
        status =
            db_bulk_open(db, name, bulk_tables[table].columns, bulk_tables[table].count, &store->bulks[table], err);
    }
    *ret = store->bulks[table];
    return status;
}

enum status bulk_flush(struct store *store, enum bulk_table from, enum bulk_table to, struct error *err)
{
    enum status status = STATUS_OK;
    for (unsigned i = from; i < to && status == STATUS_OK; i++)
        status = db_bulk_close(&store->bulks[i], err);
    return status;
}

void bulk_abort(struct store *store, enum bulk_table from, enum bulk_table to)
{
    for (unsigned i = from; i < to; i++)
        db_bulk_abort(&store->bulks[i]);
}
