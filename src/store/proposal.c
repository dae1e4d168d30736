/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/proposal.h"

#include <assert.h>

#include "base/scoped.h"
#include "store/inside.h"

enum { OWNER_BYTES_MAX = 16 * 1024 };

static const char *const states[PROPOSAL_STATES] = {
    [PROPOSAL_OPEN] = "open",           [PROPOSAL_ACCEPTED] = "accepted", [PROPOSAL_REFUSED] = "refused",
    [PROPOSAL_WITHDRAWN] = "withdrawn", [PROPOSAL_APPLIED] = "applied",
};

const char *proposal_state_name(enum proposal_state state)
{
    assert(state >= PROPOSAL_OPEN && state < PROPOSAL_STATES);
    return states[state];
}

bool proposal_state_read(struct text name, enum proposal_state *ret)
{
    for (int s = PROPOSAL_OPEN; s < PROPOSAL_STATES; s++)
        if (text_equal(name, text_from(states[s]))) {
            *ret = (enum proposal_state)s;
            return true;
        }
    return false;
}

/* ---- proposals ---- */

static enum status proposal_add(struct store *store, const struct proposal *proposal, uint64_t *ret_id,
                                struct error *err)
{
    int64_t last;
    struct db_stmt *stmt;
    enum status status = query_named_number(store, "proposal_last", &last, err);
    if (status == STATUS_OK)
        status = query(store, "proposal_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, last + 1);
    db_bind_i64(stmt, 2, (int64_t)proposal->mention.v);
    db_bind_text(stmt, 3, proposal->field);
    db_bind_text(stmt, 4, proposal->value);
    db_bind_text(stmt, 5, proposal->was);
    db_bind_i64(stmt, 6, proposal->source_id);
    db_bind_text(stmt, 7, proposal->asked_by);
    db_bind_text(stmt, 8, proposal->reason);
    db_bind_text(stmt, 9, proposal->author);
    db_bind_i64(stmt, 10, proposal->recorded_ms);
    status = db_run(stmt, NULL, err);
    if (status == STATUS_OK)
        *ret_id = (uint64_t)last + 1;
    return status;
}

enum status store_proposal_put(struct store *store, const struct proposal *proposal, uint64_t *ret_id,
                               struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = proposal_add(store, proposal, ret_id, err);
    return write_end(store, &write, status, err);
}

static bool leads_to(enum proposal_state from, enum proposal_state to)
{
    static const bool leads[PROPOSAL_STATES][PROPOSAL_STATES] = {
        [PROPOSAL_OPEN] = { [PROPOSAL_ACCEPTED] = true,
                            [PROPOSAL_REFUSED] = true,
                            [PROPOSAL_WITHDRAWN] = true,
                            [PROPOSAL_APPLIED] = true },
        [PROPOSAL_ACCEPTED] = { [PROPOSAL_REFUSED] = true, [PROPOSAL_WITHDRAWN] = true, [PROPOSAL_APPLIED] = true },
    };
    return leads[from][to];
}

static enum status step_add(struct store *store, uint64_t id, enum proposal_state state, struct text reason,
                            struct text author, int64_t now_ms, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct proposal proposal = { 0 };
    struct db_stmt *stmt;
    enum status status = store_proposal_get(store, id, STORE_NOW, &arena, &proposal, err);
    if (status != STATUS_OK)
        return status;
    if (!leads_to(proposal.state, state))
        return error_set(err, STATUS_CONFLICT, "this proposal is %s and cannot become %s", states[proposal.state],
                         states[state]);
    status = query(store, "proposal_step_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id);
    db_bind_i64(stmt, 2, state);
    db_bind_text(stmt, 3, reason);
    db_bind_text(stmt, 4, author);
    db_bind_i64(stmt, 5, now_ms);
    return db_run(stmt, NULL, err);
}

enum status store_proposal_step(struct store *store, uint64_t id, enum proposal_state state, struct text reason,
                                struct text author, int64_t now_ms, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = step_add(store, id, state, reason, author, now_ms, err);
    return write_end(store, &write, status, err);
}

static bool proposal_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct proposal *proposal = item;
    int64_t state = db_i64(stmt, 10);
    proposal->id = (uint64_t)db_i64(stmt, 0);
    proposal->mention.v = (uint64_t)db_i64(stmt, 1);
    proposal->source_id = (uint32_t)db_i64(stmt, 5);
    proposal->recorded_ms = db_i64(stmt, 9);
    proposal->state = state > PROPOSAL_OPEN && state < PROPOSAL_STATES ? (enum proposal_state)state : PROPOSAL_OPEN;
    proposal->state_ms = db_i64(stmt, 13);
    return column_keep(stmt, 2, arena, &proposal->field) && column_keep(stmt, 3, arena, &proposal->value) &&
           column_keep(stmt, 4, arena, &proposal->was) && column_keep(stmt, 6, arena, &proposal->asked_by) &&
           column_keep(stmt, 7, arena, &proposal->reason) && column_keep(stmt, 8, arena, &proposal->author) &&
           column_keep(stmt, 11, arena, &proposal->state_reason) &&
           column_keep(stmt, 12, arena, &proposal->state_author);
}

enum status store_proposal_get(struct store *store, uint64_t id, int64_t until_ms, struct arena *arena,
                               struct proposal *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "proposal_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, until_ms);
    db_bind_i64(stmt, 2, (int64_t)id);
    return query_one(stmt, arena, proposal_read, ret, "there is no such proposal", err);
}

enum status store_proposals(struct store *store, int64_t until_ms, struct arena *arena, struct proposal **ret,
                            size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "proposals", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, until_ms);
    return query_collect(stmt, arena, sizeof(struct proposal), proposal_read, (void **)ret, ret_count, err);
}

enum status store_anything_asked(struct store *store, bool *ret, struct error *err)
{
    int64_t any = 0;
    enum status status = query_named_number(store, "anything_asked", &any, err);
    *ret = any != 0;
    return status;
}

enum status store_party_proposals(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                                  struct proposal **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "party_proposals", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, until_ms);
    db_bind_i64(stmt, 2, (int64_t)party.v);
    return query_collect(stmt, arena, sizeof(struct proposal), proposal_read, (void **)ret, ret_count, err);
}

/* ---- owners ---- */

enum status store_source_owner(struct store *store, uint32_t source_id, int64_t until_ms, struct arena *arena,
                               struct text *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "source_owner_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, source_id);
    db_bind_i64(stmt, 2, until_ms);
    bool fits = true;
    *ret = TEXT_EMPTY;
    if (db_next(stmt))
        fits = column_keep(stmt, 0, arena, ret);
    status = db_end(stmt, err);
    return status != STATUS_OK || fits ? status : error_set(err, STATUS_LIMIT, "an owner does not fit its memory");
}

static enum status owner_put(struct store *store, uint32_t source_id, struct text owner, struct text author,
                             int64_t now_ms, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(OWNER_BYTES_MAX);
    struct text before = TEXT_EMPTY;
    struct db_stmt *stmt;
    enum status status = store_source_owner(store, source_id, STORE_NOW, &arena, &before, err);
    if (status != STATUS_OK || text_equal(before, owner))
        return status;
    status = query(store, "source_owner_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, source_id);
    db_bind_text(stmt, 2, owner);
    db_bind_text(stmt, 3, author);
    db_bind_i64(stmt, 4, now_ms);
    return db_run(stmt, NULL, err);
}

enum status store_source_owner_put(struct store *store, uint32_t source_id, struct text owner, struct text author,
                                   int64_t now_ms, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = owner_put(store, source_id, owner, author, now_ms, err);
    return write_end(store, &write, status, err);
}
