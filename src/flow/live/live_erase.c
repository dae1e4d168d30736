/*
 *     take in what is new ─▶ rewrite the facts ─▶ the index and the model forget ─▶ the view follows ─▶ commit
 *
 * The position of the store moves by an erasure, which to others means: read
 * everything anew.  Here the index is led there by hand.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/live/live_erase.h"

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/forgotten/erased.h"
#include "flow/job/index_place.h"
#include "flow/live/live_inside.h"
#include "flow/resolve/kept_model.h"
#include "store/change.h"
#include "store/erasure.h"
#include "store/piece.h"

#define RECORD_BYTES    ((size_t)64 << 20)
#define DECISIONS_BYTES ((size_t)256 << 20)

void live_erased_done(struct live_erased *erased)
{
    vec_done(&erased->records);
    vec_done(&erased->renamed);
    vec_done(&erased->went);
    vec_done(&erased->ended);
    vec_done(&erased->said);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for who is erased");
}

static bool went(const struct live_erased *erased, struct mention_id mention)
{
    for (size_t i = 0; i < erased->went.len; i++)
        if (erased->went.ptr[i].v == mention.v)
            return true;
    return false;
}

/* Whom to look at besides. */
struct around {
    VEC(struct mention_id) mentions;
};

/* Whom people decided on together with them: what held them together or apart goes. */
static bool note_decided(const struct live *live, const struct live_erased *erased, struct around *around)
{
    bool fits = true;
    for (size_t i = 0; i < live->decided.len && fits; i++) {
        const struct match_decided *decided = &live->decided.ptr[i];
        if (went(erased, decided->a) || went(erased, decided->b))
            fits = vec_push(&around->mentions, decided->a) && vec_push(&around->mentions, decided->b);
    }
    return fits;
}

/* The records as they are called now. */
static bool list_records(const struct live_erased *erased, struct arena *arena, uint64_t **ret, size_t *ret_count)
{
    *ret_count = 0;
    *ret = arena_array(arena, uint64_t, erased->records.len + erased->renamed.len + 1);
    for (size_t i = 0; *ret && i < erased->records.len; i++)
        (*ret)[(*ret_count)++] = erased->records.ptr[i];
    for (size_t i = 0; *ret && i < erased->renamed.len; i++)
        (*ret)[(*ret_count)++] = erased->renamed.ptr[i].is.v;
    return *ret != NULL;
}

static enum status forget_in_index(struct live *live, struct store *store, const struct live_erased *erased,
                                   const uint64_t *records, size_t count, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < erased->renamed.len && status == STATUS_OK; i++)
        for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION; kind++)
            for (unsigned ordinal = 0; ordinal < MENTIONS_PER_RECORD_MAX && status == STATUS_OK; ordinal++)
                status = match_index_remove(live->index, mention_id_of(erased->renamed.ptr[i].was, kind, ordinal), err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(RECORD_BYTES);
        struct stored_record record = { 0 };
        status = store_record_get(store, (struct record_id){ records[i] }, &arena, &record, err);
        if (status == STATUS_OK)
            status = live_take_record(live, &record, &arena, err);
    }
    return status;
}

/* Its body goes in again: all bodies were wiped (store/erasure.h). */
static enum status forget_in_model(struct live *live, struct store *store, const struct job *job,
                                   const struct live_erased *erased, struct error *err)
{
    SCOPED(buf_done) struct buf body = BUF_EMPTY;
    char hex[65];
    bool forgot = false;
    uint64_t records = 0;
    enum status status =
        match_index_forget(live->index, live->model, erased->said.ptr, erased->said.len, job->threads, &forgot, err);
    if (status == STATUS_OK)
        status = kept_model_records(store, &records, err);
    if (status == STATUS_OK)
        status = kept_model_body(live->model, &body, err);
    if (status == STATUS_OK)
        status = kept_model_put(store, buf_text(&body), records, job->now_ms, err);
    live->model_digest = digest_of(buf_text(&body));
    digest_hex(live->model_digest, hex);
    return status == STATUS_OK ? store_view_state_put(store, "model", text_from(hex), err) : status;
}

static enum status follow(struct live *live, struct store *store, const struct job *job, const struct view_age *age,
                          const struct live_erased *erased, const struct around *around, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(RECORD_BYTES);
    uint64_t *records = NULL;
    size_t count = 0;
    if (!list_records(erased, &arena, &records, &count))
        return no_memory(err);
    enum status status = forget_in_index(live, store, erased, records, count, err);
    if (status == STATUS_OK)
        status = forget_in_model(live, store, job, erased, err);
    if (status == STATUS_OK)
        status = store_position(store, &live->position, err);
    if (status == STATUS_OK)
        status = live_take_decisions(live, store, err);
    struct piece_task task = { .age = *age,
                               .records = records,
                               .records_count = count,
                               .renamed = erased->renamed.ptr,
                               .renamed_count = erased->renamed.len,
                               .gone = erased->ended.ptr,
                               .gone_count = erased->ended.len,
                               .around = around->mentions.ptr,
                               .around_count = around->mentions.len };
    if (status == STATUS_OK)
        status = live_view_piece(live, store, job, &task, err);
    if (status == STATUS_OK)
        status = store_search_forget(store, err);
    return status == STATUS_OK ? erased_view_put(store, erased->erasure, err) : status;
}

static enum status rewrite_in(struct live *live, struct store *store, const struct job *job, live_rewrite *rewrite,
                              void *ctx, struct view_age *age, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(DECISIONS_BYTES);
    SCOPED(live_erased_done) struct live_erased erased = { 0 };
    struct around around = { 0 };
    struct mention_id *waiting = NULL;
    size_t waiting_count = 0;
    uint64_t newest = 0, open = 0;
    bool fits = false;
    enum status status = live_take_in(live, store, job, err);
    if (status == STATUS_OK)
        status = live_view_fits(live, store, job, &fits, age, err);
    if (status == STATUS_OK)
        status = store_record_last(store, &newest, err);
    if (status == STATUS_OK)
        status = store_erasures_open(store, &open, err);
    if (status == STATUS_OK && (!fits || newest > age->record_seq || open))
        status = error_set(err, STATUS_LIMIT, "the view is behind");
    if (status == STATUS_OK)
        status = store_piece_begin(store, err);
    live->ruleset_fitted = live->position.ruleset_id;
    if (status == STATUS_OK)
        status = live_view_decided(live, store, &arena, &waiting, &waiting_count, err);
    for (size_t i = 0; i < waiting_count && status == STATUS_OK; i++)
        status = vec_push(&around.mentions, waiting[i]) ? STATUS_OK : no_memory(err);
    if (status == STATUS_OK)
        status = rewrite(ctx, &erased, err);
    if (status == STATUS_OK && !note_decided(live, &erased, &around))
        status = no_memory(err);
    if (status == STATUS_OK)
        status = follow(live, store, job, age, &erased, &around, err);
    vec_done(&around.mentions);
    return status;
}

enum status live_erase(struct live *live, struct store *store, const struct job *job, live_rewrite *rewrite, void *ctx,
                       bool *ret_index_kept, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct view_age age = { 0 };
    *ret_index_kept = false;
    pthread_rwlock_wrlock(&live->lock);
    live->homes.is_filled = false; /* who is erased may stand in them */
    enum status status = live->path[0] ? index_drop_homes(live->path, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = rewrite_in(live, store, job, rewrite, ctx, &age, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    if (status == STATUS_OK) {
        live->homes.stamp = age.facts + 1;
        live->settled = age.change + 1;
        *ret_index_kept = live_save(live, store);
    } else {
        store_rollback(&tx);
        live_doubt(live);
    }
    pthread_rwlock_unlock(&live->lock);
    return status;
}
