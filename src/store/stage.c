/*
 * Each fact is one row that is never changed; what stands is the last.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "store/stage.h"

#include <assert.h>

#include "base/scoped.h"
#include "store/inside.h"

enum { HAND_OVER_ARENA_BYTES = 64 * 1024 };

/* ---- stages ---- */

static enum status stage_add(struct store *store, const struct stage_fact *fact, struct error *err)
{
    int64_t last;
    struct db_stmt *stmt;
    enum status status = query_named_number(store, "stage_step_last", &last, err);
    if (status == STATUS_OK)
        status = query(store, "stage_step_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, last + 1);
    db_bind_i64(stmt, 2, (int64_t)fact->mention.v);
    db_bind_text(stmt, 3, fact->from);
    db_bind_text(stmt, 4, fact->to);
    db_bind_text(stmt, 5, fact->reason);
    db_bind_text(stmt, 6, fact->author);
    db_bind_i64(stmt, 7, fact->recorded_ms);
    return db_run(stmt, NULL, err);
}

enum status store_stage_put(struct store *store, const struct stage_fact *fact, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = stage_add(store, fact, err);
    return write_end(store, &write, status, err);
}

static bool stage_fact_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct stage_fact *fact = item;
    fact->id = (uint64_t)db_i64(stmt, 0);
    fact->mention.v = (uint64_t)db_i64(stmt, 1);
    fact->recorded_ms = db_i64(stmt, 6);
    return column_keep(stmt, 2, arena, &fact->from) && column_keep(stmt, 3, arena, &fact->to) &&
           column_keep(stmt, 4, arena, &fact->reason) && column_keep(stmt, 5, arena, &fact->author);
}

enum status store_party_stages(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                               struct stage_fact **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "party_stages", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)party.v);
    db_bind_i64(stmt, 2, until_ms);
    return query_collect(stmt, arena, sizeof(struct stage_fact), stage_fact_read, (void **)ret, ret_count, err);
}

/* ---- customer numbers ---- */

enum status store_customer_number_next(struct store *store, uint64_t first, uint64_t *ret, struct error *err)
{
    int64_t last;
    enum status status = query_named_number(store, "customer_number_last", &last, err);
    if (status == STATUS_OK)
        *ret = (uint64_t)last + 1 > first ? (uint64_t)last + 1 : first;
    return status;
}

static enum status number_add(struct store *store, const struct customer_number *number, struct error *err)
{
    int64_t there;
    struct db_stmt *stmt;
    enum status status = query(store, "customer_number_there", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)number->number);
    status = query_number(stmt, &there, err);
    if (status != STATUS_OK)
        return status;
    if (there)
        return error_set(err, STATUS_CONFLICT, "this customer number was given before");
    status = query(store, "customer_number_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)number->number);
    db_bind_text(stmt, 2, number->shown);
    db_bind_i64(stmt, 3, (int64_t)number->mention.v);
    db_bind_text(stmt, 4, number->author);
    db_bind_i64(stmt, 5, number->recorded_ms);
    return db_run(stmt, NULL, err);
}

enum status store_customer_number_put(struct store *store, const struct customer_number *number, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = number_add(store, number, err);
    return write_end(store, &write, status, err);
}

static bool number_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct customer_number *number = item;
    number->number = (uint64_t)db_i64(stmt, 0);
    number->mention.v = (uint64_t)db_i64(stmt, 2);
    number->recorded_ms = db_i64(stmt, 4);
    return column_keep(stmt, 1, arena, &number->shown) && column_keep(stmt, 3, arena, &number->author);
}

enum status store_party_customer_numbers(struct store *store, struct party_id party, int64_t until_ms,
                                         struct arena *arena, struct customer_number **ret, size_t *ret_count,
                                         struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "party_customer_numbers", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)party.v);
    db_bind_i64(stmt, 2, until_ms);
    return query_collect(stmt, arena, sizeof(struct customer_number), number_read, (void **)ret, ret_count, err);
}

/* ---- the outbox ---- */

static const char *const states[HAND_OVER_STATES] = {
    [HAND_OVER_OPEN] = "open",
    [HAND_OVER_SENT] = "sent",
    [HAND_OVER_ACKNOWLEDGED] = "acknowledged",
    [HAND_OVER_WITHDRAWN] = "withdrawn",
};

const char *hand_over_state_name(enum hand_over_state state)
{
    assert(state >= HAND_OVER_OPEN && state < HAND_OVER_STATES);
    return states[state];
}

bool hand_over_state_read(struct text name, enum hand_over_state *ret)
{
    for (int s = HAND_OVER_OPEN; s < HAND_OVER_STATES; s++)
        if (text_equal(name, text_from(states[s]))) {
            *ret = (enum hand_over_state)s;
            return true;
        }
    return false;
}

static enum status hand_over_add(struct store *store, const struct hand_over *hand_over, uint64_t *ret_id,
                                 struct error *err)
{
    int64_t last;
    struct db_stmt *stmt;
    enum status status = query_named_number(store, "hand_over_last", &last, err);
    if (status == STATUS_OK)
        status = query(store, "hand_over_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, last + 1);
    db_bind_i64(stmt, 2, (int64_t)hand_over->mention.v);
    db_bind_i64(stmt, 3, hand_over->source_id);
    db_bind_text(stmt, 4, hand_over->number);
    db_bind_text(stmt, 5, hand_over->author);
    db_bind_i64(stmt, 6, hand_over->recorded_ms);
    status = db_run(stmt, NULL, err);
    if (status == STATUS_OK)
        *ret_id = (uint64_t)last + 1;
    return status;
}

enum status store_hand_over_put(struct store *store, const struct hand_over *hand_over, uint64_t *ret_id,
                                struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = hand_over_add(store, hand_over, ret_id, err);
    return write_end(store, &write, status, err);
}

/* To be sent again is a step too; what was answered or taken back stays so. */
static bool leads_to(enum hand_over_state from, enum hand_over_state to)
{
    return (from == HAND_OVER_OPEN || from == HAND_OVER_SENT) && to != HAND_OVER_OPEN;
}

static enum status step_add(struct store *store, uint64_t id, enum hand_over_state state, struct text key,
                            struct text author, int64_t now_ms, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HAND_OVER_ARENA_BYTES);
    struct hand_over hand_over = { 0 };
    struct db_stmt *stmt;
    enum status status = store_hand_over_get(store, id, STORE_NOW, &arena, &hand_over, err);
    if (status != STATUS_OK)
        return status;
    if (!leads_to(hand_over.state, state))
        return error_set(err, STATUS_CONFLICT, "this hand-over is %s and cannot become %s", states[hand_over.state],
                         states[state]);
    status = query(store, "hand_over_step_add", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)id);
    db_bind_i64(stmt, 2, state);
    db_bind_text(stmt, 3, key);
    db_bind_text(stmt, 4, author);
    db_bind_i64(stmt, 5, now_ms);
    return db_run(stmt, NULL, err);
}

enum status store_hand_over_step(struct store *store, uint64_t id, enum hand_over_state state, struct text key,
                                 struct text author, int64_t now_ms, struct error *err)
{
    struct write write;
    enum status status = write_begin(store, &write, err);
    if (status != STATUS_OK)
        return status;
    status = step_add(store, id, state, key, author, now_ms, err);
    return write_end(store, &write, status, err);
}

static bool hand_over_read(const struct db_stmt *stmt, struct arena *arena, void *item)
{
    struct hand_over *hand_over = item;
    int64_t state = db_i64(stmt, 6);
    hand_over->id = (uint64_t)db_i64(stmt, 0);
    hand_over->mention.v = (uint64_t)db_i64(stmt, 1);
    hand_over->source_id = (uint32_t)db_i64(stmt, 2);
    hand_over->recorded_ms = db_i64(stmt, 5);
    hand_over->state =
        state > HAND_OVER_OPEN && state < HAND_OVER_STATES ? (enum hand_over_state)state : HAND_OVER_OPEN;
    hand_over->state_ms = db_i64(stmt, 9);
    return column_keep(stmt, 3, arena, &hand_over->number) && column_keep(stmt, 4, arena, &hand_over->author) &&
           column_keep(stmt, 7, arena, &hand_over->key) && column_keep(stmt, 8, arena, &hand_over->state_author);
}

enum status store_hand_over_get(struct store *store, uint64_t id, int64_t until_ms, struct arena *arena,
                                struct hand_over *ret, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "hand_over_get", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, until_ms);
    db_bind_i64(stmt, 2, (int64_t)id);
    return query_one(stmt, arena, hand_over_read, ret, "there is no such hand-over", err);
}

enum status store_hand_overs(struct store *store, int64_t until_ms, struct arena *arena, struct hand_over **ret,
                             size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "hand_overs", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, until_ms);
    return query_collect(stmt, arena, sizeof(struct hand_over), hand_over_read, (void **)ret, ret_count, err);
}

enum status store_party_hand_overs(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                                   struct hand_over **ret, size_t *ret_count, struct error *err)
{
    struct db_stmt *stmt;
    enum status status = query(store, "party_hand_overs", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, until_ms);
    db_bind_i64(stmt, 2, (int64_t)party.v);
    return query_collect(stmt, arena, sizeof(struct hand_over), hand_over_read, (void **)ret, ret_count, err);
}

enum status store_party_reviews_count(struct store *store, struct party_id party, uint64_t *ret, struct error *err)
{
    int64_t count = 0;
    struct db_stmt *stmt;
    enum status status = query(store, "party_reviews_count", &stmt, err);
    if (status != STATUS_OK)
        return status;
    db_bind_i64(stmt, 1, (int64_t)party.v);
    status = query_number(stmt, &count, err);
    *ret = (uint64_t)count;
    return status;
}
