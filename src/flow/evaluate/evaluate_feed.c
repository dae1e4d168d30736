/*
 * A table's rows to the matcher, batch by batch, four of them under way: one
 * is read, one normalised and drafted, one has its values taken by the matcher,
 * one the rest.  What there is to do of all four is one heap of work for all
 * threads, so none waits for another before the heap is done.  A slice of rows is made mentions and drafted
 * by one thread in memory that is used again for its next slice, so a table of
 * a million rows passes through a few megabytes, and what is drafted lies near
 * the processor still.
 *
 *     read 1 │ read 2             │ read 3             │ read 4             │
 *            │ normalise, draft 1 │ normalise, draft 2 │ normalise, draft 3 │
 *            │                    │ take 1             │ take 2             │ take 3
 *            │                    │                    │ end 1              │ end 2
 *
 * Batches and slices are numbers of rows, and batches are taken in order, so
 * threads change nothing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/evaluate/evaluate_inside.h"
#include "os/threads.h"
#include "parse/reader.h"

enum { SLICE_ROWS = 48, BATCH_ROWS = FEED_SLICES * SLICE_ROWS };

enum { BATCHES = 4, FETCH_AHEAD = 16 };

/* Rows on their way: of the kept table, or copies of what was read; then what is known of them. */
struct batch {
    struct arena arena;
    struct row copies[BATCH_ROWS];
    uint32_t sources[BATCH_ROWS];
    const struct row *rows;
    size_t count;
    enum status status; /* of reading it */
    struct error err;
    struct record_id ids[BATCH_ROWS];
    uint8_t kinds[BATCH_ROWS];
    enum status slice_status[FEED_SLICES];
    struct error slice_err[FEED_SLICES];
    struct match_drafts *drafts;
    struct mention *kept; /* where mentions are kept */
};

/* What one thread makes of a slice before it is drafted. */
struct hand {
    struct arena arena;
    struct mention mentions[SLICE_ROWS];
    struct match_item items[SLICE_ROWS];
};

struct feed {
    const struct feed_options *options;
    struct listing *listing;
    struct labelled *labelled;
    struct matcher *matcher;
    size_t kept_at; /* rows of the listing that have been taken */
    struct batch batches[BATCHES];
    struct batch *next, *now, *last, *gone; /* to read, to normalise, to take, to end the taking of */
    struct hand *hands;                     /* by thread */
    enum status names_status, end_status;   /* of taking the names of the records, and of the end */
    struct error names_err, end_err;
    struct intern sources;
    struct crew *crew, *crew_before;
};

static struct feed *feed_new(const struct feed_options *options)
{
    struct feed *feed = calloc(1, sizeof(*feed));
    if (!feed)
        return NULL;
    feed->options = options;
    for (size_t i = 0; i < BATCHES; i++) {
        feed->batches[i].arena = ARENA_UP_TO(SIZE_MAX / 4);
        feed->batches[i].drafts = match_drafts_open(FEED_SLICES);
        feed->batches[i].kept = options->keep_mentions ? calloc(BATCH_ROWS, sizeof(struct mention)) : NULL;
    }
    feed->sources = (struct intern)INTERN_UP_TO(1 << 26);
    feed->hands = calloc((size_t)options->threads, sizeof(*feed->hands));
    for (int i = 0; feed->hands && i < options->threads; i++)
        feed->hands[i].arena = ARENA_UP_TO(SIZE_MAX / 4);
    feed->crew = crew_open(options->threads);
    feed->crew_before = crew_use(feed->crew);
    return feed;
}

static bool feed_is_whole(const struct feed *feed)
{
    bool is_whole = feed && feed->hands;
    for (size_t i = 0; is_whole && i < BATCHES; i++)
        is_whole = feed->batches[i].drafts && (feed->batches[i].kept || !feed->options->keep_mentions);
    return is_whole;
}

static void feed_free(struct feed **feed)
{
    struct feed *gone = *feed;
    *feed = NULL;
    if (!gone)
        return;
    crew_use(gone->crew_before);
    crew_close(&gone->crew);
    for (size_t i = 0; i < BATCHES; i++) {
        arena_done(&gone->batches[i].arena);
        match_drafts_close(&gone->batches[i].drafts);
        free(gone->batches[i].kept);
    }
    for (int i = 0; gone->hands && i < gone->options->threads; i++)
        arena_done(&gone->hands[i].arena);
    intern_done(&gone->sources);
    free(gone->hands);
    free(gone);
}

/* The next rows into batch; none at the end. */
static void read_rows(struct feed *feed, struct batch *batch)
{
    batch->count = 0;
    batch->status = STATUS_OK;
    size_t left = feed->listing->rows.len - feed->kept_at;
    if (left > 0 || feed->listing->is_whole) {
        batch->rows = feed->listing->rows.ptr + feed->kept_at;
        batch->count = left < BATCH_ROWS ? left : BATCH_ROWS;
        feed->kept_at += batch->count;
        return;
    }
    arena_reset(&batch->arena);
    batch->rows = batch->copies;
    struct row row;
    struct reader *reader = feed->listing->rest;
    for (enum row_state state; batch->count < BATCH_ROWS && (state = reader_next(reader, &row)) != ROW_NONE;) {
        if (state == ROW_BAD)
            continue;
        batch->status = listing_copy_row(&row, &batch->arena, &batch->copies[batch->count], &batch->err);
        if (batch->status != STATUS_OK)
            return;
        batch->count++;
    }
    if (batch->count < BATCH_ROWS)
        batch->status = reader_status(reader, &batch->err);
}

static void read_batch(struct feed *feed, struct batch *batch)
{
    read_rows(feed, batch);
    size_t column = feed->listing->source_column;
    for (size_t i = 0; i < batch->count; i++)
        batch->sources[i] = column != SIZE_MAX ? intern_put(&feed->sources, listing_cell(&batch->rows[i], column)) : 0;
}

/* A slice to mentions and to drafts of them. */
static void normalise_slice(const struct feed *feed, struct batch *batch, size_t slice, struct hand *hand)
{
    size_t from = slice * SLICE_ROWS, left = batch->count - from, count = left < SLICE_ROWS ? left : SLICE_ROWS;
    bool keep = feed->options->keep_mentions;
    struct arena *arena = keep ? &feed->labelled->normal[slice] : &hand->arena;
    struct mention *mentions = keep ? batch->kept + from : hand->mentions;
    enum status status = STATUS_OK;
    if (!keep)
        arena_reset(arena);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct row *row = &batch->rows[from + i];
        bool is_organisation = false;
        struct record_id id = id_list_id(listing_cell(row, feed->listing->id_column));
        status = record_mention(feed->listing, row, id, feed->options->subject, feed->options->normal, arena,
                                &mentions[i], &is_organisation, &batch->slice_err[slice]);
        batch->ids[from + i] = id;
        batch->kinds[from + i] = (uint8_t)mentions[i].kind;
        hand->items[i] =
            (struct match_item){ mention_id_of(id, mentions[i].kind, 0), batch->sources[from + i], &mentions[i] };
    }
    batch->slice_status[slice] = status;
    match_draft(batch->drafts, slice, hand->items, status == STATUS_OK ? count : 0);
}

static size_t slices_of(const struct batch *batch)
{
    return (batch->count + SLICE_ROWS - 1) / SLICE_ROWS;
}

/* The records of a batch behind those that are known. */
static enum status take_names(struct feed *feed, const struct batch *batch, struct error *err)
{
    struct labelled *ret = feed->labelled;
    for (size_t i = 0; i < batch->count; i++) {
        if (i + FETCH_AHEAD < batch->count)
            id_list_fetch_slot(&ret->ids, batch->ids[i + FETCH_AHEAD]);
        struct text name = listing_cell(&batch->rows[i], feed->listing->id_column);
        uint32_t number = id_list_put(&ret->ids, batch->ids[i], name);
        if (number == ID_NONE)
            return listing_too_large(err);
        if (number < ret->kinds.len)
            return error_set(err, STATUS_INVALID, "row %zu has the id of an earlier row", ret->kinds.len + 1);
        if (!vec_push(&ret->kinds, batch->kinds[i]))
            return listing_too_large(err);
        if (batch->kept && (!vec_push(&ret->sources, batch->sources[i]) || !vec_push(&ret->mentions, batch->kept[i])))
            return listing_too_large(err);
    }
    return STATUS_OK;
}

/* ---- the heap of work ---- */

enum { STEP_READ, STEP_END, STEP_NAMES, STEP_TAKE };

static void work_step(void *ctx, size_t step, int thread)
{
    struct feed *feed = ctx;
    size_t take_steps = matcher_take_steps();
    if (step == STEP_READ)
        read_batch(feed, feed->next);
    else if (step == STEP_END)
        feed->end_status = matcher_take_end(feed->matcher, feed->gone->drafts, slices_of(feed->gone), &feed->end_err);
    else if (step == STEP_NAMES)
        feed->names_status = take_names(feed, feed->last, &feed->names_err);
    else if (step - STEP_TAKE < take_steps)
        matcher_take_step(feed->matcher, feed->last->drafts, slices_of(feed->last), step - STEP_TAKE);
    else
        normalise_slice(feed, feed->now, step - STEP_TAKE - take_steps, &feed->hands[thread]);
}

static enum status give_error(enum status status, const struct error *from, struct error *err)
{
    if (err)
        *err = *from;
    return status;
}

/* What went wrong with the batch that was taken, or else with the one that was normalised. */
static enum status end_turn(struct feed *feed, struct error *err)
{
    if (feed->end_status != STATUS_OK)
        return give_error(feed->end_status, &feed->end_err, err);
    if (feed->names_status != STATUS_OK)
        return give_error(feed->names_status, &feed->names_err, err);
    enum status status = STATUS_OK;
    struct batch *now = feed->now;
    for (size_t i = 0; i < slices_of(now) && status == STATUS_OK; i++)
        if (now->slice_status[i] != STATUS_OK)
            status = error_within(err, give_error(now->slice_status[i], &now->slice_err[i], err), "rows from %zu on",
                                  feed->labelled->kinds.len + i * SLICE_ROWS + 1);
    return status;
}

/* The first rows are through: from now on all are copies. */
static void forget_kept(struct feed *feed)
{
    bool was_kept = feed->last->count > 0 && feed->last->rows != feed->last->copies;
    bool is_kept = feed->now->rows != feed->now->copies;
    if (was_kept && !is_kept) {
        listing_forget(feed->listing);
        feed->kept_at = 0;
    }
}

/* As many in all as there are in each byte so far. */
static size_t rows_expected(const struct listing *listing)
{
    uint64_t done = listing->is_whole ? 0 : reader_bytes_done(listing->rest);
    double times = done ? (double)reader_bytes_total(listing->rest) / (double)done : 1;
    return (size_t)((double)listing->rows.len * times);
}

enum status feed_matcher(const struct feed_options *options, struct matcher *matcher, struct labelled *ret,
                         struct error *err)
{
    SCOPED(feed_free) struct feed *feed = feed_new(options);
    if (!feed_is_whole(feed))
        return error_set(err, STATUS_NO_MEMORY, "no memory for a batch of rows");
    assert(ret->listing.is_whole || !options->keep_mentions);
    feed->listing = &ret->listing;
    feed->labelled = ret;
    feed->matcher = matcher;
    for (size_t i = 0; i < FEED_SLICES; i++)
        ret->normal[i] = ARENA_UP_TO(SIZE_MAX / 4);
    enum status status = STATUS_OK;
    matcher_expect(matcher, rows_expected(&ret->listing));
    feed->now = &feed->batches[0];
    feed->last = &feed->batches[BATCHES - 1];
    feed->gone = &feed->batches[BATCHES - 2];
    read_batch(feed, feed->now);
    for (size_t turn = 1; status == STATUS_OK && feed->now->count + feed->last->count + feed->gone->count > 0; turn++) {
        enum status was_read = feed->now->status;
        if (was_read != STATUS_OK)
            feed->now->count = 0;
        feed->next = &feed->batches[turn % BATCHES];
        threads_run(options->threads, STEP_TAKE + matcher_take_steps() + slices_of(feed->now), work_step, feed);
        status = end_turn(feed, err);
        if (status == STATUS_OK && was_read != STATUS_OK)
            status = give_error(was_read, &feed->now->err, err);
        forget_kept(feed);
        feed->gone = feed->last;
        feed->last = feed->now;
        feed->now = feed->next;
    }
    return status;
}
