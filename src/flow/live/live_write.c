/*
 * Records of whoever waits go in together: one transaction, one wait for the
 * disk.  The first who comes writes for all who came while the one before him
 * was writing.
 *
 *     begin ─▶ take in what others kept ─▶ all rows ─▶ the index ─▶ the view follows ─▶ commit
 *
 * Rows of one source and writer with the same columns are read as one file,
 * whoever's call they came in.
 *
 * When one of them fails, the others must not: everything is rolled back and
 * each goes in alone.  When the view cannot follow (it is being made anew, or
 * too much hangs together) the facts go in without it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/scoped.h"
#include "flow/live/live_inside.h"
#include "flow/outbox/hand_over.h"
#include "flow/outbox/proposals.h"
#include "store/piece.h"

enum {
    TOGETHER_ROWS_MAX = 200,
    ROW_BYTES_MAX = 16 * 1024 * 1024,
    GATHER_WAIT_NS = 300 * 1000, /* that the first in the line waits for those who wrote lately */
};

/* ---- rows ---- */

/* Rows of one source with the same columns, of one call or of several that follow each other. */
struct keeping {
    const struct live_batch *first; /* their run of the import log is his */
    int64_t now_ms;                 /* the latest */
    VEC(struct live_row *) rows;
    VEC(uint64_t) calls; /* of each */
    size_t at;           /* rows that were read */
    bool failed;         /* without memory */
};

static void keeping_done(struct keeping *keeping)
{
    vec_done(&keeping->rows);
    vec_done(&keeping->calls);
}

static void row_made(void *ctx, struct record_id record, struct text key)
{
    struct keeping *keeping = ctx;
    if (keeping->at == keeping->rows.len)
        return;
    struct live_row *row = keeping->rows.ptr[keeping->at++];
    row->record = record;
    row->answer.key = arena_copy(row->answer.arena, key);
    keeping->failed = keeping->failed || !row->answer.key.ptr;
}

static void row_put(void *ctx, struct record_id record, enum change change)
{
    struct keeping *keeping = ctx;
    for (size_t i = 0; i < keeping->at; i++)
        if (keeping->rows.ptr[i]->record.v == record.v && keeping->rows.ptr[i]->change == 0)
            keeping->rows.ptr[i]->change = change;
}

/* A row is a line (live_line()), so its number says which. */
static uint64_t row_call(void *ctx, uint64_t row)
{
    const struct keeping *keeping = ctx;
    return row >= 1 && row <= keeping->calls.len ? keeping->calls.ptr[row - 1] : UINT64_MAX;
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

static bool same_writer(const struct live_batch *a, const struct live_batch *b)
{
    return text_equal(a->source, b->source) && text_equal(a->job->author, b->job->author) &&
           strcmp(a->job->country, b->job->country) == 0;
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for records");
}

/* What is gathered, as a file of its own. */
static enum status keep_rows(struct live *live, struct store *store, struct keeping *keeping, struct error *err)
{
    SCOPED(buf_done) struct buf lines = BUF_EMPTY;
    struct import_report report = { 0 };
    if (keeping->rows.len == 0)
        return STATUS_OK;
    struct live_run *run = run_of(live, keeping->first);
    struct job job = *keeping->first->job;
    if (!run)
        return no_memory(err);
    for (size_t i = 0; i < keeping->rows.len; i++)
        live_line(keeping->rows.ptr[i]->values, &lines);
    enum status status = buf_status(&lines, err);
    struct import_within within = {
        .run = run->run,
        .so_far = run->counts,
        .row = row_made,
        .put = row_put,
        .call = row_call,
        .ctx = keeping,
        .source = live_columns_of(live, keeping->first->source, keeping->rows.ptr[0]->values),
    };
    const struct import_options options = {
        .source = keeping->first->source, .path = "-", .bytes = buf_text(&lines), .within = &within
    };
    job.now_ms = keeping->now_ms;
    if (status == STATUS_OK)
        status = import_file(store, &job, &options, &report, err);
    if (status == STATUS_OK && keeping->failed)
        status = no_memory(err);
    run->run = within.run;
    run->counts = within.so_far;
    keeping->rows.len = keeping->calls.len = keeping->at = 0;
    return status;
}

/* Together with what is gathered, or after it. */
static enum status gather(struct live *live, struct store *store, struct keeping *keeping,
                          const struct live_batch *batch, struct live_row *row, uint64_t call, struct error *err)
{
    bool fits = keeping->rows.len > 0 && same_writer(keeping->first, batch) &&
                same_names(keeping->rows.ptr[0]->values, row->values);
    enum status status = fits ? STATUS_OK : keep_rows(live, store, keeping, err);
    if (keeping->rows.len == 0) {
        keeping->first = batch;
        keeping->now_ms = batch->job->now_ms;
    }
    if (batch->job->now_ms > keeping->now_ms)
        keeping->now_ms = batch->job->now_ms;
    if (status == STATUS_OK && (!vec_push(&keeping->rows, row) || !vec_push(&keeping->calls, call)))
        return no_memory(err);
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
    row->answer.key = arena_copy(row->answer.arena, record.source_key);
    if (status == STATUS_OK && !row->answer.key.ptr)
        return no_memory(err);
    run->counts.rows++;
    run->counts.updated += row->change == CHANGE_UPDATED;
    run->counts.unchanged += row->change == CHANGE_UNCHANGED;
    return status == STATUS_OK ? store_import_update(store, run->run, IMPORT_DONE, run->counts, batch->job->now_ms, err)
                               : status;
}

static void forget_outcome(struct live_batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        batch->rows[i].record.v = 0;
        batch->rows[i].change = (enum change)0;
        batch->rows[i].was_count = 0;
    }
    live_answers_begin(batch);
}

static enum status refuse_alone(const struct live_batch *batch, struct error *err)
{
    if (batch->count != 1 || batch->rows[0].record.v)
        return STATUS_OK;
    error_set(err, STATUS_INVALID, "the source's record was refused");
    error_hint(err, "It has no key or value that says who it is, or whoever it names was erased.");
    return STATUS_INVALID;
}

static enum status keep_all(struct live *live, struct store *store, struct live_batch *first, struct error *err)
{
    SCOPED(keeping_done) struct keeping keeping = { .first = first };
    enum status status = STATUS_OK;
    uint64_t call = 0;
    for (struct live_batch *batch = first; batch && status == STATUS_OK; batch = batch->next, call++) {
        forget_outcome(batch);
        for (size_t i = 0; i < batch->count && status == STATUS_OK; i++) {
            struct live_row *row = &batch->rows[i];
            if (row->values) {
                status = gather(live, store, &keeping, batch, row, call, err);
                continue;
            }
            status = keep_rows(live, store, &keeping, err);
            if (status == STATUS_OK)
                status = keep_removed(live, store, batch, row, err);
        }
    }
    if (status == STATUS_OK)
        status = keep_rows(live, store, &keeping, err);
    for (struct live_batch *batch = first; batch && status == STATUS_OK; batch = batch->next)
        status = refuse_alone(batch, err);
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

static enum status find_answers(struct store *store, struct live_batch *first, struct error *err)
{
    bool any = false;
    enum status status = store_anything_asked(store, &any, err);
    for (struct live_batch *batch = first; batch && status == STATUS_OK; batch = batch->next) {
        batch->may_settle = any;
        status = live_answers_find(store, batch, err);
    }
    return status;
}

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
    if (status == STATUS_OK)
        status = keep_all(live, store, first, err);
    for (struct live_batch *batch = first; batch && status == STATUS_OK; batch = batch->next)
        status = remember(store, batch, err);
    if (status == STATUS_OK)
        status = live_take_in(live, store, job, err);
    if (status == STATUS_OK && fits)
        status = live_view_change(live, store, job, age, err);
    if (status == STATUS_OK && fits)
        status = find_answers(store, first, err);
    *ret_current = status == STATUS_OK && fits;
    return status;
}

static size_t count_rows(const struct live_batch *first)
{
    size_t rows = 0;
    for (const struct live_batch *batch = first; batch; batch = batch->next)
        rows += batch->count;
    return rows;
}

/*
 * One try. With the lock for writing held.  The disk is waited for with the
 * facts each time, with the view before more records could be missing from it
 * than the next put takes along.
 */
static enum status try(struct live *live, struct store *store, struct live_batch *first, bool follows,
                       struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct view_age age = { 0 };
    bool current = false;
    size_t rows = count_rows(first);
    bool hasty = rows && live_keeper_allows(live, rows);
    enum status status = hasty ? store_begin_hasty(store, &tx, err) : store_begin(store, &tx, err);
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
    live_keeper_put(live, rows, !hasty);
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
    store = live_keeper_writer(live, store);
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

enum status live_mend(struct store *store, const struct job *job, struct error *err)
{
    SCOPED(live_close) struct live *live = NULL;
    struct live_batch none = { .job = job };
    struct view_age age = { 0 };
    struct error why = ERROR_NONE;
    enum status status = store_view_age(store, &age, &why);
    if (status == STATUS_NOT_FOUND || (status == STATUS_OK && age.stamp == age.facts))
        return STATUS_OK;
    if (status == STATUS_OK)
        status = live_open(store, job, &live, &why);
    if (status == STATUS_OK)
        status = live_write(live, store, &none, &why);
    log_event(LOG_INFO, "view_mended", "mended=%s", status == STATUS_OK && none.is_current ? "yes" : "no");
    if (status != STATUS_OK && err)
        *err = why;
    return status;
}

/* ---- the line; its lock is held ---- */

/* Those who wait, oldest first, as many as go together. */
static struct live_batch *take_queue(struct live *live)
{
    struct live_batch *first = live->queue, *last = first;
    size_t rows = first ? first->count : 0;
    live->waiting -= first != NULL;
    while (last && last->next && rows + last->next->count <= TOGETHER_ROWS_MAX) {
        last = last->next;
        rows += last->count;
        live->waiting--;
    }
    live->queue = last ? last->next : NULL;
    if (last)
        last->next = NULL;
    return first;
}

static void join_queue(struct live *live, struct live_batch *batch)
{
    struct live_batch **end = &live->queue;
    while (*end)
        end = &(*end)->next;
    batch->next = NULL;
    batch->is_done = false;
    pthread_cond_init(&batch->moved, NULL);
    *end = batch;
    live->waiting++;
    if (live->is_gathering && live->waiting >= live->together)
        pthread_cond_signal(&live->gathered);
}

/*
 * Who was written for a moment ago is on his way with the next record: two
 * groups that write by turns wait for the disk twice where one would do once.
 */
static void gather_others(struct live *live)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += GATHER_WAIT_NS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    live->is_gathering = true;
    while (live->waiting < live->together)
        if (pthread_cond_timedwait(&live->gathered, &live->queue_lock, &until) != 0)
            break;
    live->is_gathering = false;
}

/* The first in the line writes for all who stand in it. */
static void write_queue(struct live *live, struct store *store)
{
    live->is_writing = true;
    if (live->waiting < live->together)
        gather_others(live);
    struct live_batch *first = take_queue(live);
    size_t wrote = 0;
    pthread_mutex_unlock(&live->queue_lock);
    write_list(live, store, first);
    pthread_mutex_lock(&live->queue_lock);
    live->is_writing = false;
    for (struct live_batch *done = first, *next; done; done = next) {
        next = done->next; /* its owner may be gone with the lock */
        done->is_done = true;
        pthread_cond_signal(&done->moved);
        wrote++;
    }
    live->together = wrote + live->waiting;
    if (live->queue)
        pthread_cond_signal(&live->queue->moved);
}

enum status live_write(struct live *live, struct store *store, struct live_batch *batch, struct error *err)
{
    pthread_mutex_lock(&live->queue_lock);
    join_queue(live, batch);
    while (!batch->is_done)
        if (live->is_writing)
            pthread_cond_wait(&batch->moved, &live->queue_lock);
        else
            write_queue(live, store);
    pthread_mutex_unlock(&live->queue_lock);
    pthread_cond_destroy(&batch->moved);
    if (batch->status != STATUS_OK && err)
        *err = batch->err;
    return batch->status == STATUS_OK && batch->is_current && batch->may_settle && batch->count
               ? settle(live, store, batch->job, err)
               : batch->status;
}
