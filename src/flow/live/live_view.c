/*
 * Does the view that stands fit what we keep, and what it takes to have it
 * follow: which records it does not know, and which decisions.
 *
 * It fits when it was made of the same model, rules and program, as
 * resolve_change.c asks too.  What one put itself adds to the rules is the
 * mapping of columns nobody sent before, which says nothing of other records.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/scoped.h"
#include "flow/live/live_inside.h"
#include "store/change.h"
#include "store/history.h"

enum { STATE_BYTES_MAX = 64 * 1024, DECIDED_MAX = 500 };
#define DECISIONS_BYTES ((size_t)256 << 20)

static bool state_is(struct store *store, const char *name, struct text wanted)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(STATE_BYTES_MAX);
    struct text value = TEXT_EMPTY;
    return store_piece_state(store, name, &arena, &value, NULL) == STATUS_OK && text_equal(value, wanted);
}

static bool digest_is(struct store *store, const char *name, struct digest digest)
{
    char hex[65];
    digest_hex(digest, hex);
    return state_is(store, name, text_from(hex));
}

enum status live_view_fits(struct live *live, struct store *store, const struct job *job, bool *ret,
                           struct view_age *ret_age, struct error *err)
{
    struct digest rules;
    struct error why = ERROR_NONE;
    *ret = false;
    enum status status = store_view_age(store, ret_age, &why);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status != STATUS_OK) {
        if (err)
            *err = why;
        return status;
    }
    if (live->settled && live->settled == ret_age->change && live->homes.stamp == ret_age->stamp) {
        *ret = true;
        return STATUS_OK;
    }
    live->settled = 0;
    status = store_rules_digest(store, &rules, err);
    if (status != STATUS_OK || !digest_is(store, "rules", rules) || !digest_is(store, "model", live->model_digest) ||
        !state_is(store, "program", TEXT(KLANTBEELD_VERSION)))
        return status;
    uint64_t waiting = 0;
    int64_t newest_ms = 0;
    status = store_records_after(store, ret_age->record_seq, &waiting, &newest_ms, err);
    if (status != STATUS_OK || waiting > PIECE_WAITING_MAX)
        return status;
    status = live_know_rules(live, store, job, &rules, err); /* what people said may be more */
    if (status == STATUS_OK)
        status = live_homes_follow(live, store, ret_age, err);
    *ret = status == STATUS_OK;
    return status;
}

/* ---- following ---- */

struct waiting {
    VEC(uint64_t) records;
    bool failed, too_many;
};

static bool keep_waiting(void *ctx, const struct stored_record *record)
{
    struct waiting *waiting = ctx;
    waiting->too_many = waiting->records.len >= PIECE_RECORDS_MAX;
    waiting->failed = !waiting->too_many && !vec_push(&waiting->records, record->id.v);
    return !waiting->failed && !waiting->too_many;
}

/* Decisions made since: whoever they were about is looked at again. */
enum status live_view_decided(struct live *live, struct store *store, struct arena *arena, struct mention_id **ret,
                              size_t *ret_count, struct error *err)
{
    SCOPED(arena_done) struct arena log = ARENA_UP_TO(DECISIONS_BYTES);
    struct decision_told *told = NULL;
    char number[24];
    size_t count = 0;
    snprintf(number, sizeof(number), "%" PRIu64, live->position.decisions);
    *ret_count = 0;
    if (state_is(store, "decisions", text_from(number)))
        return STATUS_OK;
    enum status status = store_decision_log(store, &log, &told, &count, err);
    if (status != STATUS_OK)
        return status;
    if (count > DECIDED_MAX)
        return error_set(err, STATUS_LIMIT, "decisions wait for a resolve");
    *ret = arena_array(arena, struct mention_id, 2 * count + 1);
    if (!*ret)
        return error_set(err, STATUS_NO_MEMORY, "no memory for decisions");
    for (size_t i = 0; i < count; i++) {
        (*ret)[(*ret_count)++] = told[i].decision.a;
        (*ret)[(*ret_count)++] = told[i].decision.b;
    }
    return STATUS_OK;
}

static enum status put_states(struct live *live, struct store *store, const struct job *job, struct error *err)
{
    char seq[24], decisions[24], hex[65];
    struct digest rules;
    snprintf(seq, sizeof(seq), "%" PRIu64, live->position.record_seq);
    snprintf(decisions, sizeof(decisions), "%" PRIu64, live->position.decisions);
    enum status status = store_view_state_put(store, "seq", text_from(seq), err);
    if (status == STATUS_OK)
        status = store_view_state_put(store, "decisions", text_from(decisions), err);
    if (status == STATUS_OK && live->ruleset_fitted != live->position.ruleset_id) {
        status = store_rules_digest(store, &rules, err);
        digest_hex(rules, hex);
        if (status == STATUS_OK)
            status = store_view_state_put(store, "rules", text_from(hex), err);
    }
    return status == STATUS_OK ? store_view_made_put(store, live->position.record_seq, job->now_ms, err) : status;
}

enum status live_view_piece(struct live *live, struct store *store, const struct job *job,
                            const struct piece_task *asked, struct error *err)
{
    struct piece_report report = { 0 };
    struct job alone = *job; /* the store is this thread's */
    enum status status = live->has_registers ? STATUS_OK : corpus_read_registers(store, &live->corpus, err);
    live->has_registers = status == STATUS_OK;
    alone.threads = 1;
    struct piece_task task = *asked;
    task.store = store;
    task.job = &alone;
    task.corpus = &live->corpus;
    task.index = live->index;
    task.homes = &live->homes;
    task.decided = live->decided.ptr;
    task.decided_count = live->decided.len;
    if (status == STATUS_OK && (task.records_count || task.renamed_count || task.around_count))
        status = piece_run(&task, &report, err);
    return status == STATUS_OK ? put_states(live, store, job, err) : status;
}

enum status live_view_change(struct live *live, struct store *store, const struct job *job, const struct view_age *age,
                             struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(DECISIONS_BYTES);
    struct waiting waiting = { 0 };
    struct mention_id *decided = NULL;
    size_t decided_count = 0;
    enum status status = store_records_since(store, age->record_seq, keep_waiting, &waiting, err);
    if (status == STATUS_OK && waiting.failed)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for records");
    if (status == STATUS_OK && waiting.too_many)
        status = error_set(err, STATUS_LIMIT, "more than %d records wait for a resolve", PIECE_RECORDS_MAX);
    if (status == STATUS_OK)
        status = live_view_decided(live, store, &arena, &decided, &decided_count, err);
    struct piece_task task = { .age = *age,
                               .records = waiting.records.ptr,
                               .records_count = waiting.records.len,
                               .around = decided,
                               .around_count = decided_count };
    if (status == STATUS_OK)
        status = live_view_piece(live, store, job, &task, err);
    vec_done(&waiting.records);
    return status;
}
