/*
 * A table's rows to the matcher, batch by batch: while one batch is
 * normalised and drafted on all threads but one, that one reads the next; then
 * the matcher takes the drafts, on all threads again.  A slice of rows is made
 * mentions and drafted by one thread in memory that is used again for its next
 * slice, so a table of a million rows passes through a few megabytes, and what
 * is drafted lies near the processor still.
 *
 *     read 1 │ read 2             │       │ read 3             │
 *            │ normalise, draft 1 │ add 1 │ normalise, draft 2 │ add 2 …
 *
 * Batches and slices are numbers of rows, and batches are added in order, so
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

enum { BATCHES = 2, FIRST_SLICE = 1 /* slice 0 reads */, FETCH_AHEAD = 16 };

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
    struct batch *next, *now; /* to read, to normalise and add */
    struct hand *hands;       /* by thread */
    struct match_drafts *drafts;
    struct mention *kept; /* of the batch, where mentions are kept */
    struct intern sources;
    struct crew *crew, *crew_before;
};

static struct feed *feed_new(const struct feed_options *options)
{
    struct feed *feed = calloc(1, sizeof(*feed));
    if (!feed)
        return NULL;
    feed->options = options;
    for (size_t i = 0; i < BATCHES; i++)
        feed->batches[i].arena = ARENA_UP_TO(SIZE_MAX / 4);
    feed->sources = (struct intern)INTERN_UP_TO(1 << 26);
    feed->hands = calloc((size_t)options->threads, sizeof(*feed->hands));
    for (int i = 0; feed->hands && i < options->threads; i++)
        feed->hands[i].arena = ARENA_UP_TO(SIZE_MAX / 4);
    feed->drafts = match_drafts_open(FEED_SLICES);
    feed->kept = options->keep_mentions ? calloc(BATCH_ROWS, sizeof(*feed->kept)) : NULL;
    feed->crew = crew_open(options->threads);
    feed->crew_before = crew_use(feed->crew);
    return feed;
}

static bool feed_is_whole(const struct feed *feed)
{
    return feed && feed->hands && feed->drafts && (feed->kept || !feed->options->keep_mentions);
}

static void feed_free(struct feed **feed)
{
    struct feed *gone = *feed;
    *feed = NULL;
    if (!gone)
        return;
    crew_use(gone->crew_before);
    crew_close(&gone->crew);
    for (size_t i = 0; i < BATCHES; i++)
        arena_done(&gone->batches[i].arena);
    for (int i = 0; gone->hands && i < gone->options->threads; i++)
        arena_done(&gone->hands[i].arena);
    match_drafts_close(&gone->drafts);
    intern_done(&gone->sources);
    free(gone->hands);
    free(gone->kept);
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
    struct mention *mentions = keep ? feed->kept + from : hand->mentions;
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
    match_draft(feed->drafts, slice, hand->items, status == STATUS_OK ? count : 0);
}

static enum status add_batch(struct feed *feed, const struct batch *batch, struct error *err)
{
    const struct listing *listing = feed->listing;
    struct labelled *ret = feed->labelled;
    size_t slices = (batch->count + SLICE_ROWS - 1) / SLICE_ROWS;
    for (size_t i = 0; i < slices; i++)
        if (batch->slice_status[i] != STATUS_OK) {
            *err = batch->slice_err[i];
            return error_within(err, batch->slice_status[i], "rows from %zu on", ret->kinds.len + i * SLICE_ROWS + 1);
        }
    for (size_t i = 0; i < batch->count; i++) {
        if (i + FETCH_AHEAD < batch->count)
            id_list_fetch(&ret->ids, batch->ids[i + FETCH_AHEAD]);
        uint32_t number = id_list_put(&ret->ids, batch->ids[i], listing_cell(&batch->rows[i], listing->id_column));
        if (number == ID_NONE)
            return listing_too_large(err);
        if (number < ret->kinds.len)
            return error_set(err, STATUS_INVALID, "row %zu has the id of an earlier row", ret->kinds.len + 1);
        if (!vec_push(&ret->kinds, batch->kinds[i]) || !vec_push(&ret->sources, batch->sources[i]) ||
            (feed->options->keep_mentions && !vec_push(&ret->mentions, feed->kept[i])))
            return listing_too_large(err);
    }
    return matcher_add_drafts(feed->matcher, feed->drafts, slices, err);
}

static void work_slice(void *ctx, size_t number, int thread)
{
    struct feed *feed = ctx;
    if (number == 0)
        read_batch(feed, feed->next);
    else
        normalise_slice(feed, feed->now, number - FIRST_SLICE, &feed->hands[thread]);
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
    read_batch(feed, &feed->batches[0]);
    for (size_t turn = 0; status == STATUS_OK; turn++) {
        feed->now = &feed->batches[turn % BATCHES];
        feed->next = &feed->batches[(turn + 1) % BATCHES];
        if (feed->now->status != STATUS_OK && err)
            *err = feed->now->err;
        status = feed->now->status;
        if (status != STATUS_OK || feed->now->count == 0)
            break;
        threads_run(options->threads, FIRST_SLICE + (feed->now->count + SLICE_ROWS - 1) / SLICE_ROWS, work_slice, feed);
        status = add_batch(feed, feed->now, err);
        bool was_kept = feed->now->rows != feed->now->copies, is_kept = feed->next->rows != feed->next->copies;
        if (was_kept && !is_kept) { /* the first rows are through */
            listing_forget(feed->listing);
            feed->kept_at = 0;
        }
    }
    return status;
}
