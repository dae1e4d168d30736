/*
 * On SQLite the view lies in a file of its own beside the store, and the facts
 * name which one it is.  A new view grows under the next number, unseen and
 * without journal; the commit that names it is the moment it is there.
 *
 *     klantbeeld.db            schema_version: view = 7
 *     klantbeeld.db-view-7     attached as "derived" by whoever reads
 *     klantbeeld.db-view-8     grows; thrown away unless a commit names it
 *     klantbeeld.db-view.lock  held by the one who makes a view
 *
 * So a view is written once and not through the write-ahead log, the facts
 * stay open for writing meanwhile, and a killed writer leaves a file that
 * nobody names: whoever makes the next view removes it.  A reader inside a
 * snapshot keeps the file it has open, also when its name is gone.
 *
 * The view may be older than the facts (that is what it is between an import
 * and a resolve), never newer: a snapshot takes the view first, and a commit
 * writes the facts first.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "store/inside.h"
#include "store/piece.h"

enum { TRIES_MAX = 100, LOCK_WAIT_MS = 10 * 1000, NUMBER_DIGITS_MAX = 20 };

static const char attached[] = "derived";

static enum status name_of(const struct store *store, uint64_t number, char ret[PATH_MAX], struct error *err)
{
    int len = snprintf(ret, PATH_MAX, "%s-%" PRIu64, store->view_path, number);
    return len > 0 && len < PATH_MAX ? STATUS_OK : error_set(err, STATUS_LIMIT, "the path of the store is too long");
}

enum status view_file_init(struct store *store, const char *path, struct error *err)
{
    store->apart_lock = FILE_LOCK_NONE;
    if (strcmp(path, ":memory:") == 0)
        return STATUS_OK;
    store->view_path = malloc(strlen(path) + sizeof("-view"));
    if (!store->view_path)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the store");
    sprintf(store->view_path, "%s-view", path);
    return STATUS_OK;
}

void view_file_done(struct store *store)
{
    free(store->view_path);
    store->view_path = NULL;
}

/* ---- which one ---- */

enum status facts_head_read(struct store *store, struct facts_head *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query_as_is(store, "head", &stmt, err);
    *ret = (struct facts_head){ 0 };
    if (status != STATUS_OK)
        return status;
    while (db_next(stmt)) {
        struct text part = db_text(stmt, 0);
        uint64_t *into = text_equal(part, TEXT("view"))         ? &ret->view
                         : text_equal(part, TEXT("change"))     ? &ret->change
                         : text_equal(part, TEXT("view_stamp")) ? &ret->stamp
                                                                : NULL;
        if (into)
            text_to_u64(db_text(stmt, 1), into);
    }
    return db_end(stmt, err);
}

/* The number the facts name; 0 when they name none. */
static enum status named(struct store *store, uint64_t *ret, struct error *err)
{
    struct facts_head head;
    enum status status = facts_head_read(store, &head, err);
    *ret = head.view;
    return status;
}

static enum status attach(struct store *store, uint64_t number, struct error *err)
{
    char path[PATH_MAX];
    enum status status = name_of(store, number, path, err);
    if (status == STATUS_OK)
        status = db_attach(store->db, path, attached, err);
    if (status == STATUS_OK) {
        store->view = number;
        store->view_hastens = false;
    }
    return status;
}

enum status view_lasting(struct store *store, bool lasting, struct error *err)
{
    if (!store->view || store->view_hastens == !lasting)
        return STATUS_OK;
    enum status status =
        db_exec(store->db, lasting ? "PRAGMA derived.synchronous=FULL" : "PRAGMA derived.synchronous=NORMAL", err);
    if (status == STATUS_OK)
        store->view_hastens = !lasting;
    return status;
}

enum status view_follow(struct store *store, struct error *err)
{
    struct error why = ERROR_NONE;
    enum status status = STATUS_OK;
    if (!store->view_path || store->unmade)
        return STATUS_OK;
    for (int i = 0; i < TRIES_MAX; i++) { /* a view may be replaced between reading its number and opening it */
        uint64_t number = 0, before = 0;
        status = named(store, &number, err);
        if (status != STATUS_OK || number == store->view || number == 0)
            return status;
        if (store->view && db_detach(store->db, attached, NULL) != STATUS_OK)
            return STATUS_OK; /* rows of it are being read: the next question finds the new one */
        store->view = 0;
        before = number;
        status = attach(store, number, &why);
        if (status == STATUS_OK)
            return status;
        if (named(store, &number, err) == STATUS_OK && number == before)
            break; /* it is named and not there */
    }
    if (err) {
        *err = why;
        error_within(err, status, "the view beside the store");
        error_hint(err, "Make it again with: klantbeeld rebuild");
    }
    return status;
}

bool view_is_missing(struct store *store)
{
    char path[PATH_MAX];
    uint64_t number = 0;
    return store->view_path && named(store, &number, NULL) == STATUS_OK && number &&
           name_of(store, number, path, NULL) == STATUS_OK && !file_exists(path);
}

enum status view_is_named(struct store *store, bool *ret, struct error *err)
{
    enum status status = STATUS_OK;
    *ret = true;
    if (!store->view_path || store->unmade)
        return STATUS_OK;
    status = facts_head_read(store, &store->head, err);
    *ret = store->head.view == store->view;
    return status;
}

/* ---- growing ---- */

struct sweep {
    const struct store *store;
    uint64_t kept;
};

/* "store.db-view-8", "store.db-view-8-wal": of a view that is not the one that stands. */
static void sweep_one(void *ctx, const char *folder, const char *name)
{
    const struct sweep *sweep = ctx;
    const char *digits = name + strlen(path_base(sweep->store->view_path));
    char path[PATH_MAX], *end = NULL;
    if (digits[0] != '-' || digits[1] < '0' || digits[1] > '9')
        return;
    uint64_t number = strtoull(digits + 1, &end, 10);
    if (number != sweep->kept && snprintf(path, sizeof(path), "%s/%s", folder, name) < (int)sizeof(path))
        (void)file_remove(path, NULL);
}

static void remove_all_but(const struct store *store, uint64_t number)
{
    struct sweep sweep = { store, number };
    (void)file_siblings(store->view_path, sweep_one, &sweep, NULL); /* what stays behind goes with the next view */
}

static enum status hold(struct store *store, int wait_ms, enum status when_held, struct error *err)
{
    char path[PATH_MAX];
    bool held = false;
    if (store->apart_lock.fd >= 0)
        return STATUS_OK;
    if ((size_t)snprintf(path, sizeof(path), "%s.lock", store->view_path) >= sizeof(path))
        return error_set(err, STATUS_LIMIT, "the path of the store is too long");
    enum status status = file_lock(path, wait_ms, &store->apart_lock, &held, err);
    if (status != STATUS_OK || held)
        return status;
    error_set(err, when_held, "another program is making the view of this store");
    error_hint(err, "Wait until the other job is done, or stop it, and try again.");
    return when_held;
}

enum status view_hold(struct store *store, struct error *err)
{
    return hold(store, LOCK_WAIT_MS, STATUS_STORE, err);
}

enum status view_try_hold(struct store *store, struct error *err)
{
    return hold(store, 0, STATUS_CONFLICT, err);
}

enum status view_grow(struct store *store, struct error *err)
{
    char path[PATH_MAX];
    uint64_t standing = 0;
    assert(store->view_path && !store->apart);
    assert(db_writing(store->db) || store->apart_lock.fd >= 0); /* so nobody names another one meanwhile */
    enum status status = view_hold(store, err);
    if (status == STATUS_OK)
        status = named(store, &standing, err);
    if (status == STATUS_OK) {
        remove_all_but(store, standing);
        store->apart_number = standing + 1;
        store->apart_parties = 0;
        status = name_of(store, store->apart_number, path, err);
    }
    if (status == STATUS_OK)
        status = db_open_apart(store->db, path, &store->apart, err);
    if (status != STATUS_OK)
        view_drop(store);
    return status;
}

enum status view_grown(struct store *store, struct error *err)
{
    char path[PATH_MAX];
    enum status status = db_close_apart(&store->apart, err);
    if (status == STATUS_OK)
        status = name_of(store, store->apart_number, path, err);
    return status == STATUS_OK ? file_make_lasting(path, err) : status;
}

enum status store_view_make_lasting(struct store *store, struct error *err)
{
    char path[PATH_MAX];
    enum status status = view_follow(store, err);
    if (status != STATUS_OK || !store->view)
        return status;
    status = name_of(store, store->view, path, err);
    size_t len = strlen(path);
    if (status == STATUS_OK && len + sizeof("-wal") > sizeof(path))
        status = error_set(err, STATUS_LIMIT, "the path of the store is too long");
    if (status != STATUS_OK)
        return status;
    strcpy(path + len, "-wal");
    return file_exists(path) ? file_make_lasting(path, err)
                             : STATUS_OK; /* without a log, what it held is in the file */
}

void view_begin_lasting(struct store *store)
{
    char path[PATH_MAX];
    if (store->apart && name_of(store, store->apart_number, path, NULL) == STATUS_OK)
        file_begin_lasting(path);
}

enum status view_name(struct store *store, struct error *err)
{
    char version[NUMBER_DIGITS_MAX + 4];
    snprintf(version, sizeof(version), "%" PRIu64, store->apart_number);
    return version_put(store, "view", version, err);
}

void view_adopt(struct store *store)
{
    (void)view_follow(store, NULL); /* or at the next question */
    remove_all_but(store, store->apart_number);
    store->apart_number = 0;
    file_unlock(&store->apart_lock);
}

void view_drop(struct store *store)
{
    char path[PATH_MAX];
    if (store->apart)
        bulk_abort(store, BULK_LINK, BULK_TABLES);
    db_close(&store->apart);
    if (store->apart_number && name_of(store, store->apart_number, path, NULL) == STATUS_OK) {
        static const char *const ends[] = { "", "-wal", "-shm" };
        size_t len = strlen(path);
        for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
            if (snprintf(path + len, sizeof(path) - len, "%s", ends[i]) < (int)(sizeof(path) - len))
                (void)file_remove(path, NULL);
    }
    store->apart_number = 0;
    file_unlock(&store->apart_lock);
}
