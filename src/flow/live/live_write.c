/*
 * Records of whoever waits go in together: one transaction, one wait for the
 * disk.  The first who comes writes for all who came while the one before him
 * was writing.
 *
 *     begin ─▶ take in what others kept ─▶ each one's rows ─▶ the index ─▶ the view follows ─▶ commit
 *
 * When one of them fails, the others must not: everything is rolled back and
 * each goes in alone.  When the view cannot follow (it is being made anew, or
 * too much hangs together) the facts go in without it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/scoped.h"
#include "flow/live/live_inside.h"
#include "flow/outbox/hand_over.h"
#include "flow/outbox/proposals.h"
#include "store/piece.h"

enum { TOGETHER_ROWS_MAX = 200, ROW_BYTES_MAX = 16 * 1024 * 1024 };

/* ---- rows of one writer ---- */

struct keeping {
    struct live_batch *batch;
    size_t at, left; /* the rows from at on */
};

static void row_made(void *ctx, struct record_id record)
{
    struct keeping *keeping = ctx;
    if (keeping->left == 0)
        return;
    keeping->batch->rows[keeping->at++].record = record;
    keeping->left--;
}

static void row_put(void *ctx, struct record_id record, enum change change)
{
    struct keeping *keeping = ctx;
    for (size_t i = 0; i < keeping->at; i++)
        if (keeping->batch->rows[i].record.v == record.v && keeping->batch->rows[i].change == 0)
            keeping->batch->rows[i].change = change;
}

static struct live_run *run_of(struct live *live, const struct live_batch *batch)
{
    uint64_t source = hash_text(batch->source), author = hash_text(batch->job->author);
    for (size_t i = 0; i < live->runs.len; i++)
        if (live->runs.ptr[i].source == source && live->runs.ptr[i].author == author)
            return &live->runs.ptr[i];
    return vec_push(&live->runs, (struct live_run){ .source = source, .author = author })
               ? &live->runs.ptr[live->runs.len - 1]
               : NULL;
}

static bool same_names(const struct live_question *a, const struct live_question *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!text_equal(a->values[i].name, b->values[i].name))
            return false;
    return true;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for records");
}

/* Rows with the same columns, as a file of their own. */
static enum status keep_rows(struct live *live, struct store *store, struct live_batch *batch, size_t from, size_t to,
                             struct error *err)
{
    SCOPED(buf_done) struct buf lines = BUF_EMPTY;
    struct keeping keeping = { batch, from, to - from };
    struct import_report report = { 0 };
    struct live_run *run = run_of(live, batch);
    if (!run)
        return no_memory(err);
    for (size_t i = from; i < to; i++)
        live_line(batch->rows[i].values, &lines);
    enum status status = buf_status(&lines, err);
    struct import_within within = {
        .run = run->run, .so_far = run->counts, .row = row_made, .put = row_put, .ctx = &keeping
    };
    const struct import_options options = {
        .source = batch->source, .path = "-", .bytes = buf_text(&lines), .within = &within
    };
    if (status == STATUS_OK)
        status = import_file(store, batch->job, &options, &report, err);
    run->run = within.run;
    run->counts = within.so_far;
    return status;
}

/* Taken back: its next version names nobody. */
static enum status keep_removed(struct live *live, struct store *store, struct live_batch *batch, struct live_row *row,
                                struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_BYTES_MAX);
    struct stored_record record = { 0 };
    struct error why = ERROR_NONE;
    struct live_run *run = run_of(live, batch);
    if (!run)
        return no_memory(err);
    enum status status = store_record_get(store, record_id_of(batch->source, row->removed), &arena, &record, &why);
    if (status == STATUS_NOT_FOUND)
        return error_set(err, status, "source '%.*s' has no record '%.*s'", TEXT_ARG(text_slice(batch->source, 0, 64)),
                         TEXT_ARG(text_slice(row->removed, 0, 64)));
    if (status != STATUS_OK) {
        if (err)
            *err = why;
        return status;
    }
    if (run->run == 0) {
        status = store_import_begin(store, record.source_id, TEXT("-"), batch->job->now_ms, &run->run, err);
        if (status == STATUS_OK)
            status = store_import_author(store, run->run, batch->job->author, err);
    }
    struct record_fact fact = { .id = record.id,
                                .source_id = record.source_id,
                                .layout_id = record.layout_id,
                                .source_key = record.source_key,
                                .cells = TEXT("[]"),
                                .observed_ms = batch->job->now_ms };
    if (status == STATUS_OK)
        status = store_records_put(store, run->run, &fact, 1, batch->job->now_ms, &row->change, err);
    row->record = record.id;
    run->counts.rows++;
    run->counts.updated += row->change == CHANGE_UPDATED;
    run->counts.unchanged += row->change == CHANGE_UNCHANGED;
    return status == STATUS_OK ? store_import_update(store, run->run, IMPORT_DONE, run->counts, batch->job->now_ms, err)
                               : status;
}

static enum status keep_batch(struct live *live, struct store *store, struct live_batch *batch, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < batch->count; i++) {
        batch->rows[i].record.v = 0;
        batch->rows[i].change = (enum change)0;
        batch->rows[i].was_count = 0;
    }
    for (size_t from = 0, to; from < batch->count && status == STATUS_OK; from = to) {
        to = from + 1;
        if (!batch->rows[from].values) {
            status = keep_removed(live, store, batch, &batch->rows[from], err);
            continue;
        }
        while (to < batch->count && batch->rows[to].values &&
               same_names(batch->rows[from].values, batch->rows[to].values))
            to++;
        status = keep_rows(live, store, batch, from, to, err);
    }
    if (status == STATUS_OK && batch->count == 1 && batch->rows[0].record.v == 0) {
        status = error_set(err, STATUS_INVALID, "the source's record was refused");
        error_hint(err, "It has no key or value that says who it is, or whoever it names was erased.");
    }
    return status;
}

/* The parties its records were of. */
static enum status remember(struct store *store, struct live_batch *batch, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < batch->count && status == STATUS_OK; i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(ROW_BYTES_MAX);
        struct live_row *row = &batch->rows[i];
        struct stored_link *links = NULL;
        size_t count = 0;
        if (row->record.v && row->change != CHANGE_CREATED)
            status = store_record_links(store, row->record, &arena, &links, &count, err);
        for (size_t l = 0; l < count && row->was_count < ROW_PARTIES_MAX; l++)
            row->was[row->was_count++] = links[l].party;
    }
    return status;
}

/* ---- together ---- */

static enum status write_in(struct live *live, struct store *store, struct live_batch *first, bool follows,
                            bool *ret_current, struct view_age *age, struct error *err)
{
    const struct job *job = first->job;
    bool fits = false;
    enum status status = live_take_in(live, store, job, err);
    if (status == STATUS_OK && follows)
        status = live_view_fits(live, store, job, &fits, age, err);
    if (status == STATUS_OK && fits) {
        status = store_piece_begin(store, err);
        fits = status == STATUS_OK;
        status = status == STATUS_CONFLICT ? STATUS_OK : status; /* the view is being made anew: it will know of them */
    }
    if (status == STATUS_OK)
        live->ruleset_fitted = live->position.ruleset_id;
    for (struct live_batch *batch = first; batch && status == STATUS_OK; batch = batch->next) {
        status = keep_batch(live, store, batch, err);
        if (status == STATUS_OK)
            status = remember(store, batch, err);
    }
    if (status == STATUS_OK)
        status = live_take_in(live, store, job, err);
    if (status == STATUS_OK && fits)
        status = live_view_change(live, store, job, age, err);
    *ret_current = status == STATUS_OK && fits;
    return status;
}

/* One try. With the lock for writing held. */
static enum status try(struct live *live, struct store *store, struct live_batch *first, bool follows,
                       struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct view_age age = { 0 };
    bool current = false;
    enum status status = store_begin(store, &tx, err);
    if (status != STATUS_OK)
        return status;
    status = write_in(live, store, first, follows, &current, &age, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    if (status != STATUS_OK) {
        store_rollback(&tx);
        live_doubt(live);
        return status;
    }
    if (current) {
        live->homes.stamp = age.facts + 1;
        live->settled = age.change + 1;
    }
    for (struct live_batch *batch = first; batch; batch = batch->next)
        batch->is_current = current;
    return STATUS_OK;
}

static enum status try_both(struct live *live, struct store *store, struct live_batch *first, struct error *err)
{
    struct error why = ERROR_NONE;
    enum status status = try(live, store, first, true, &why);
    if (status == STATUS_LIMIT || status == STATUS_CONFLICT) {
        log_event(LOG_INFO, "live_waits", "why='%s'", why.message);
        return try(live, store, first, false, err);
    }
    if (status != STATUS_OK && err)
        *err = why;
    return status;
}

static void write_list(struct live *live, struct store *store, struct live_batch *first)
{
    struct error err = ERROR_NONE;
    pthread_rwlock_wrlock(&live->lock);
    enum status status = try_both(live, store, first, &err);
    if (status == STATUS_OK || !first->next) {
        for (struct live_batch *batch = first; batch; batch = batch->next)
            batch->status = status;
        first->err = err;
    } else {
        for (struct live_batch *batch = first, *next; batch; batch = next) { /* one of them: each alone */
            next = batch->next;
            batch->next = NULL;
            batch->status = try_both(live, store, batch, &batch->err);
            batch->next = next;
        }
    }
    pthread_rwlock_unlock(&live->lock);
}

/* What only now is known: a proposal that a record carries out, a customer whose number came back. */
static enum status settle(struct live *live, struct store *store, const struct job *job, struct error *err)
{
    uint64_t applied = 0, decided = 0;
    enum status status = proposals_settle(store, job, 0, &applied, err);
    if (status == STATUS_OK)
        status = hand_overs_settle(store, job, &decided, err);
    if (status != STATUS_OK || decided == 0)
        return status;
    struct live_batch none = { .job = job };
    return live_write(live, store, &none, err);
}

/* Those who wait, oldest first, as many as go together. The queue's lock is held. */
static struct live_batch *take_queue(struct live *live)
{
    struct live_batch *first = live->queue, *last = first;
    size_t rows = first ? first->count : 0;
    while (last && last->next && rows + last->next->count <= TOGETHER_ROWS_MAX) {
        last = last->next;
        rows += last->count;
    }
    live->queue = last ? last->next : NULL;
    if (last)
        last->next = NULL;
    return first;
}

enum status live_write(struct live *live, struct store *store, struct live_batch *batch, struct error *err)
{
    pthread_mutex_lock(&live->queue_lock);
    struct live_batch **end = &live->queue;
    while (*end)
        end = &(*end)->next;
    batch->next = NULL;
    batch->is_done = false;
    *end = batch;
    while (!batch->is_done) {
        if (live->is_writing) {
            pthread_cond_wait(&live->queue_moved, &live->queue_lock);
            continue;
        }
        struct live_batch *first = take_queue(live);
        live->is_writing = true;
        pthread_mutex_unlock(&live->queue_lock);
        write_list(live, store, first);
        pthread_mutex_lock(&live->queue_lock);
        live->is_writing = false;
        for (struct live_batch *done = first, *next; done; done = next) {
            next = done->next; /* its owner may be gone with the lock */
            done->is_done = true;
        }
        pthread_cond_broadcast(&live->queue_moved);
    }
    pthread_mutex_unlock(&live->queue_lock);
    if (batch->status != STATUS_OK && err)
        *err = batch->err;
    return batch->status == STATUS_OK && batch->is_current && batch->count ? settle(live, store, batch->job, err)
                                                                           : batch->status;
}
