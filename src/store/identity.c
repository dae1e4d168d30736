/*
 * Which party a mention was given to, and what became of party ids.
 *
 *     run 1   M-a → P-1   M-b → P-2     given P-1, given P-2
 *     run 2               M-b → P-1     redirected P-2 → P-1
 *     run 3               M-b → P-2     revived P-2
 *     run 4               M-b → none                        its record names nobody any more
 *
 * Only changes are written.  The newest row of a mention or party stands.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/inside.h"

enum { REDIRECTS_MAX = 1000 }; /* in one chain; more is a circle */

static enum status flush(struct store *store, struct error *err)
{
    return bulk_flush(store, BULK_ASSIGNMENT, BULK_IDENTITY_EVENT + 1, err);
}

uint64_t store_next_run(struct store *store, struct error *err)
{
    int64_t last;
    return query_named_number(store, "identity_run_last", &last, err) == STATUS_OK ? (uint64_t)last + 1 : 0;
}

/* The first change of a run writes its number down, and finds how far an earlier part of it came. */
static enum status enter_run(struct store *store, uint64_t run, struct error *err)
{
    if (store->run == run)
        return STATUS_OK;
    struct db_stmt *stmt;
    int64_t step = 0;
    enum status status = flush(store, err);
    if (status == STATUS_OK)
        status = query(store, "identity_run_put", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)run);
    uint64_t added;
    status = db_run(stmt, &added, err);
    if (status == STATUS_OK && !added) {
        status = query(store, "identity_step_last", &stmt, err);
        if (status != STATUS_OK)
            return status;
        db_bind_i64(stmt, 1, (int64_t)run);
        status = query_number(stmt, &step, err);
    }
    if (status == STATUS_OK) {
        store->run = run;
        store->run_step = (uint64_t)step;
    }
    return status;
}

/* In order of mention, so that the table grows at its end instead of all over. */
static int by_mention(const void *a, const void *b)
{
    uint64_t left = ((const struct assignment *)a)->mention.v, right = ((const struct assignment *)b)->mention.v;
    return (left > right) - (left < right);
}

static enum status assignments_put(struct store *store, uint64_t run, const struct assignment *sorted, size_t count,
                                   struct error *err)
{
    struct db_bulk *into;
    enum status status = enter_run(store, run, err);
    if (status == STATUS_OK)
        status = bulk(store, BULK_ASSIGNMENT, &into, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        db_bulk_i64(into, (int64_t)sorted[i].mention.v);
        db_bulk_i64(into, (int64_t)run);
        db_bulk_i64(into, (int64_t)sorted[i].party.v);
        db_bulk_i64(into, (int64_t)sorted[i].before.v);
        db_bulk_i64(into, (int64_t)sorted[i].record.v);
        status = db_bulk_row(into, err);
    }
    return status;
}

static bool is_sorted(const struct assignment *changed, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (changed[i].mention.v < changed[i - 1].mention.v)
            return false;
    return true;
}

enum status store_assignments_put(struct store *store, uint64_t run, const struct assignment *changed, size_t count,
                                  struct error *err)
{
    if (count == 0)
        return STATUS_OK;
    struct assignment *sorted = NULL; /* a copy, when they come in another order */
    if (!is_sorted(changed, count)) {
        sorted = calloc(count, sizeof(*sorted));
        if (!sorted)
            return error_set(err, STATUS_NO_MEMORY, "no memory for the identity log");
        memcpy(sorted, changed, count * sizeof(*sorted));
        qsort(sorted, count, sizeof(*sorted), by_mention);
    }
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status == STATUS_OK)
        status = write_end(store, &write, assignments_put(store, run, sorted ? sorted : changed, count, err), err);
    free(sorted);
    return status;
}

static enum status assignment_end(struct store *store, uint64_t run, struct mention_id mention, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = enter_run(store, run, err);
    if (status == STATUS_OK)
        status = flush(store, err);
    if (status == STATUS_OK)
        status = query(store, "assignment_end", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)mention.v);
    db_bind_i64(stmt, 2, (int64_t)run);
    return db_run(stmt, NULL, err);
}

enum status store_assignment_end(struct store *store, uint64_t run, struct mention_id mention, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    return status == STATUS_OK ? write_end(store, &write, assignment_end(store, run, mention, err), err) : status;
}

static enum status event_put(struct store *store, uint64_t run, enum identity_event event, struct party_id party,
                             struct party_id other, int64_t now_ms, struct error *err)
{
    struct db_bulk *into;
    enum status status = enter_run(store, run, err);
    if (status == STATUS_OK)
        status = bulk(store, BULK_IDENTITY_EVENT, &into, err);
    if (status != STATUS_OK)
        return status;
    db_bulk_i64(into, (int64_t)party.v);
    db_bulk_i64(into, (int64_t)run);
    db_bulk_i64(into, (int64_t)++store->run_step);
    db_bulk_i64(into, event);
    db_bulk_i64(into, event == IDENTITY_REDIRECTED ? (int64_t)other.v : 0);
    db_bulk_i64(into, now_ms);
    return db_bulk_row(into, err);
}

enum status store_identity_event_put(struct store *store, uint64_t run, enum identity_event event,
                                     struct party_id party, struct party_id other, int64_t now_ms, struct error *err)
{
    assert(event != IDENTITY_REDIRECTED || (other.v != 0 && other.v != party.v));
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = event_put(store, run, event, party, other, now_ms, err);
    return write_end(store, &write, status, err);
}

/* Rows come by mention and run: the last of each mention is the newest. */
enum status store_assignments_each(struct store *store, bool (*each)(void *ctx, struct assignment assignment),
                                   void *ctx, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = flush(store, err);
    if (status == STATUS_OK)
        status = query(store, "assignments", &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    struct assignment newest = { 0 };
    bool more = true;
    while (more && db_next(stmt)) {
        struct assignment row = { .mention = { (uint64_t)db_i64(stmt, 0) }, .party = { (uint64_t)db_i64(stmt, 2) } };
        if (newest.mention.v && newest.mention.v != row.mention.v)
            more = each(ctx, newest);
        if (row.party.v == 0 && newest.mention.v == row.mention.v)
            row.before = newest.party.v ? newest.party : newest.before;
        newest = row;
    }
    status = db_end(stmt, err);
    if (status == STATUS_OK && more && newest.mention.v)
        each(ctx, newest);
    return status;
}

enum status store_identities_each(struct store *store,
                                  bool (*each)(void *ctx, struct party_id party, enum identity_event last,
                                               struct party_id other),
                                  void *ctx, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = flush(store, err);
    if (status == STATUS_OK)
        status = query(store, "identities", &stmt, err);
    if (status == STATUS_OK)
        status = db_walk(stmt, err);
    if (status != STATUS_OK)
        return status;
    struct party_id party = { 0 }, other = { 0 };
    enum identity_event last = IDENTITY_GIVEN;
    bool more = true;
    while (more && db_next(stmt)) {
        struct party_id row = { (uint64_t)db_i64(stmt, 0) };
        if (party.v && party.v != row.v)
            more = each(ctx, party, last, other);
        party = row;
        last = (enum identity_event)db_i64(stmt, 1);
        other.v = (uint64_t)db_i64(stmt, 2);
    }
    status = db_end(stmt, err);
    if (status == STATUS_OK && more && party.v)
        each(ctx, party, last, other);
    return status;
}

enum status store_party_resolve(struct store *store, struct party_id id, struct party_id *ret, struct error *err)
{
    enum status status = flush(store, err);
    for (int i = 0; i < REDIRECTS_MAX && status == STATUS_OK; i++) {
        struct db_stmt *stmt;
        status = query(store, "identity_newest", &stmt, err);
        if (status != STATUS_OK)
            return status;
        db_bind_i64(stmt, 1, (int64_t)id.v);
        bool found = db_next(stmt);
        enum identity_event event = found ? (enum identity_event)db_i64(stmt, 0) : IDENTITY_RETIRED;
        struct party_id other = { found ? (uint64_t)db_i64(stmt, 1) : 0 };
        status = db_end(stmt, err);
        if (status != STATUS_OK)
            return status;
        if (event == IDENTITY_RETIRED)
            return error_set(err, STATUS_NOT_FOUND, found ? "this party is gone" : "there is no such party");
        if (event != IDENTITY_REDIRECTED) {
            *ret = id;
            return STATUS_OK;
        }
        id = other;
    }
    return status == STATUS_OK ? error_set(err, STATUS_BROKEN, "party %s redirects in a circle", party_id_text(id).s)
                               : status;
}
