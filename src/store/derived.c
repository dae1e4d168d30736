/*
 * The view, written whole: others see the earlier one until the commit, and a
 * killed writer leaves it as it was.
 *
 * One sort per index at the end is several times faster than a search per
 * row, and the order of writing shows in nothing that is asked.
 *
 * On SQLite the new tables grow in a file of their own (view_file.c), on
 * PostgreSQL in a schema of their own that takes the earlier one's place at
 * the end, so readers are not kept waiting.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>

#include "base/scoped.h"
#include "store/change.h"
#include "store/inside.h"

enum { LASTING_PARTIES = 1 << 16 }; /* after so many the disk is set to work on them: some 60 MB */

enum status store_derived_begin(struct store *store, struct error *err)
{
    if (!db_writing(store->db) && !(db_in_transaction(store->db) && store->apart_lock.fd >= 0))
        return error_set(err, STATUS_USAGE, "the view is written inside a transaction");
    assert(!store->walk && !store->derived_open);
    bulk_abort(store, BULK_LINK, BULK_TABLES);
    known_forget(store); /* its memory is wanted */
    word_index_free(&store->words);
    key_index_free(&store->keys);
    store->words = word_index_new();
    store->keys = key_index_new();
    enum status status =
        store->words && store->keys ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "no memory for the search index");
    if (status == STATUS_OK && store->view_path)
        status = view_grow(store, err);
    if (status == STATUS_OK)
        status = run_in_view(store, "derived", err);
    if (status == STATUS_OK && store->apart) /* they grow with their tables */
        status = run_in_view(store, "derived_settled", err);
    if (status == STATUS_OK && store->apart)
        status = run_in_view(store, "derived_indexes", err);
    store->derived_open = status == STATUS_OK;
    return status;
}

enum status store_derived_full(struct store *store, struct error *err)
{
    assert(store->derived_open);
    return view_stamp_next(store, err);
}

enum status store_derived_end(struct store *store, struct error *err)
{
    enum status status = store_derived_full(store, err);
    return status == STATUS_OK ? store_derived_finish(store, 1, err) : status;
}

enum status store_derived_settle(struct store *store, struct error *err)
{
    static const enum bulk_table settled[] = { BULK_LINK, BULK_KEY, BULK_ROLE, BULK_FINDING, BULK_REVIEW };
    assert(store->derived_open && store->keys);
    enum status status = key_index_write(store, store->keys, err);
    key_index_free(&store->keys);
    for (size_t i = 0; i < sizeof(settled) / sizeof(settled[0]) && status == STATUS_OK; i++)
        status = bulk_flush(store, settled[i], settled[i] + 1, err);
    if (status == STATUS_OK && !store->apart && db_engine_of(store->db) == DB_SQLITE)
        status = run_in_view(store, "derived_settled", err);
    view_begin_lasting(store);
    return status;
}

enum status store_derived_finish(struct store *store, int threads, struct error *err)
{
    assert(store->derived_open);
    enum status status = store->keys ? store_derived_settle(store, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = word_index_write(store, store->words, threads, err);
    word_index_free(&store->words);
    if (status == STATUS_OK)
        status = bulk_flush(store, BULK_LINK, BULK_TABLES, err);
    if (status == STATUS_OK && !store->apart)
        status = run_in_view(store, "derived_indexes", err);
    if (status == STATUS_OK && store->apart)
        status = view_grown(store, err);
    store->derived_open = status != STATUS_OK;
    store->derived_done = status == STATUS_OK;
    return status;
}

static enum status open_bulk(struct store *store, enum bulk_table table, struct db_bulk **ret, struct error *err)
{
    assert(store->derived_open || store->changing);
    return bulk(store, table, ret, err);
}

enum status store_link_put(struct store *store, const struct stored_link *link, struct error *err)
{
    struct db_bulk *into;
    enum status status = open_bulk(store, BULK_LINK, &into, err);
    if (status != STATUS_OK)
        return status;
    db_bulk_i64(into, (int64_t)link->mention.v);
    db_bulk_i64(into, (int64_t)link->party.v);
    db_bulk_i64(into, (int64_t)link->record.v);
    db_bulk_i64(into, link->kind);
    db_bulk_i64(into, link->ordinal);
    db_bulk_i64(into, link->score);
    db_bulk_i64(into, link->reason);
    db_bulk_i64(into, (int64_t)link->best.v);
    return db_bulk_row(into, err);
}

enum status store_party_put(struct store *store, const struct stored_party *party, struct error *err)
{
    struct db_bulk *into;
    SCOPED(buf_done) struct buf words = BUF_EMPTY;
    SCOPED(buf_done) struct buf hashes = BUF_EMPTY;
    enum status status = open_bulk(store, BULK_PARTY, &into, err);
    if (status == STATUS_OK)
        status = words_join(party->search, &words, err);
    if (status == STATUS_OK && store->changing)
        status = fresh_put(store, party, buf_text(&words), err);
    else if (status == STATUS_OK)
        status = word_index_add(store->words, party, buf_text(&words), err);
    if (status == STATUS_OK)
        status = keys_put(store, party, &hashes, err);
    if (status != STATUS_OK)
        return status;
    db_bulk_i64(into, (int64_t)party->party.v);
    db_bulk_i64(into, party->records);
    db_bulk_text(into, party->name);
    db_bulk_text(into, party->sort_name);
    db_bulk_text(into, party->summary);
    db_bulk_text(into, buf_text(&words));
    db_bulk_blob(into, buf_text(&hashes));
    db_bulk_text(into, party->brief.len ? party->brief : party->profile);
    if (store->apart && ++store->apart_parties % LASTING_PARTIES == 0)
        view_begin_lasting(store);
    return db_bulk_row(into, err);
}

enum status store_role_put(struct store *store, const struct stored_role *role, struct error *err)
{
    struct db_bulk *into;
    enum status status = open_bulk(store, BULK_ROLE, &into, err);
    if (status != STATUS_OK)
        return status;
    db_bulk_i64(into, (int64_t)role->person.v);
    db_bulk_i64(into, (int64_t)role->organisation.v);
    db_bulk_i64(into, (int64_t)role->record.v);
    db_bulk_text(into, role->title);
    db_bulk_text(into, role->department);
    const struct text texts[] = { role->part,    role->since, role->until,     role->email,  role->phone,
                                  role->address, role->ended, role->gone_name, role->origins };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        db_bulk_text(into, texts[i]);
    return db_bulk_row(into, err);
}

enum status store_member_put(struct store *store, const struct stored_member *member, struct error *err)
{
    struct db_bulk *into;
    enum status status = open_bulk(store, BULK_MEMBER, &into, err);
    if (status != STATUS_OK)
        return status;
    db_bulk_i64(into, (int64_t)member->household.v);
    db_bulk_i64(into, (int64_t)member->person.v);
    db_bulk_text(into, member->place);
    db_bulk_i64(into, member->has_left);
    const struct text texts[] = { member->since, member->until, member->ended, member->since_origin,
                                  member->until_origin };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        db_bulk_text(into, texts[i]);
    return db_bulk_row(into, err);
}

enum status store_finding_put(struct store *store, const struct stored_finding *finding, struct error *err)
{
    struct db_bulk *into;
    enum status status = open_bulk(store, BULK_FINDING, &into, err);
    if (status != STATUS_OK)
        return status;
    db_bulk_i64(into, (int64_t)finding->record.v);
    db_bulk_text(into, text_from(finding_code(finding->finding)));
    db_bulk_text(into, text_from(finding->field.s));
    db_bulk_text(into, finding->proposal);
    return db_bulk_row(into, err);
}

enum status store_review_put(struct store *store, const struct stored_review *review, struct error *err)
{
    struct db_bulk *into;
    enum status status = open_bulk(store, BULK_REVIEW, &into, err);
    if (status != STATUS_OK)
        return status;
    db_bulk_i64(into, (int64_t)review->a.v);
    db_bulk_i64(into, (int64_t)review->b.v);
    db_bulk_i64(into, (int64_t)review->party_a.v);
    db_bulk_i64(into, (int64_t)review->party_b.v);
    db_bulk_i64(into, review->score);
    db_bulk_i64(into, review->worth);
    return db_bulk_row(into, err);
}

enum status store_home_put(struct store *store, struct party_id party, struct text body, struct error *err)
{
    struct db_bulk *into;
    enum status status = open_bulk(store, BULK_HOME, &into, err);
    if (status != STATUS_OK)
        return status;
    db_bulk_i64(into, (int64_t)party.v);
    db_bulk_blob(into, body);
    return db_bulk_row(into, err);
}

enum status store_view_state_put(struct store *store, const char *name, struct text value, struct error *err)
{
    struct db_bulk *into;
    struct db_stmt *stmt;
    enum status status;
    if (store->derived_open) {
        status = open_bulk(store, BULK_STATE, &into, err);
        if (status != STATUS_OK)
            return status;
        db_bulk_text(into, text_from(name));
        db_bulk_text(into, value);
        return db_bulk_row(into, err);
    }
    assert(store->changing);
    status = query(store, "view_state_put", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_text(stmt, 1, text_from(name));
    db_bind_text(stmt, 2, value);
    return db_run(stmt, NULL, err);
}
