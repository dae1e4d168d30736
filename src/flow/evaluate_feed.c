/*
 * A table's rows to the matcher, batch by batch: while one batch is
 * normalised on all threads but one, that one reads the next; then the
 * matcher takes it, on all threads again.  What a batch made is given back
 * when the matcher has taken what it needs, so a table of a million rows
 * passes through a few megabytes.
 *
 *     read 1 │ read 2      │       │ read 3      │
 *            │ normalise 1 │ add 1 │ normalise 2 │ add 2 …
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
#include "flow/evaluate_inside.h"
#include "os/threads.h"
#include "parse/reader.h"

enum { SLICE_ROWS = 48, BATCH_ROWS = FEED_SLICES * SLICE_ROWS };

enum { BATCHES = FEED_BATCHES, FIRST_SLICE = 1 /* slice 0 reads */, FETCH_AHEAD = 16 };

/* Rows on their way: of the kept table, or copies of what was read; then what was made of them. */
struct batch {
    struct arena arena;
    struct row copies[BATCH_ROWS];
    const struct row *rows;
    size_t count;
    enum status status; /* of reading it */
    struct error err;
    struct arena *arenas; /* of slices */
    enum status slice_status[FEED_SLICES];
    struct error slice_err[FEED_SLICES];
    struct record_id ids[BATCH_ROWS];
    struct mention mentions[BATCH_ROWS];
};

struct feed {
    const struct feed_options *options;
    struct listing *listing;
    struct labelled *labelled;
    struct matcher *matcher;
    size_t kept_at; /* rows of the listing that have been taken */
    struct batch batches[BATCHES];
    struct batch *next, *now; /* to read, to normalise and add */
    struct match_item items[BATCH_ROWS];
    struct intern sources;
    struct crew *crew, *crew_before;
};

static struct feed *feed_new(int threads)
{
    struct feed *feed = calloc(1, sizeof(*feed));
    if (!feed)
        return NULL;
    feed->crew = crew_open(threads);
    feed->crew_before = crew_use(feed->crew);
    for (size_t i = 0; i < BATCHES; i++)
        feed->batches[i].arena = ARENA_UP_TO(SIZE_MAX / 4);
    feed->sources = (struct intern)INTERN_UP_TO(1 << 26);
    return feed;
}

static void feed_free(struct feed **feed)
{
    if (!*feed)
        return;
    crew_use((*feed)->crew_before);
    crew_close(&(*feed)->crew);
    for (size_t i = 0; i < BATCHES; i++)
        arena_done(&(*feed)->batches[i].arena);
    intern_done(&(*feed)->sources);
    free(*feed);
    *feed = NULL;
}

/* The next rows into batch; none at the end. */
static void read_batch(struct feed *feed, struct batch *batch)
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

static void normalise_slice(const struct feed *feed, struct batch *batch, size_t slice)
{
    struct arena *arena = &batch->arenas[slice];
    if (!feed->options->keep_mentions)
        arena_reset(arena);
    enum status status = STATUS_OK;
    for (size_t i = slice * SLICE_ROWS; i < (slice + 1) * SLICE_ROWS && i < batch->count && status == STATUS_OK; i++) {
        bool is_organisation = false;
        batch->ids[i] = id_list_id(listing_cell(&batch->rows[i], feed->listing->id_column));
        status =
            record_mention(feed->listing, &batch->rows[i], batch->ids[i], feed->options->subject, feed->options->normal,
                           arena, &batch->mentions[i], &is_organisation, &batch->slice_err[slice]);
    }
    batch->slice_status[slice] = status;
}

static enum status add_batch(struct feed *feed, const struct batch *batch, struct error *err)
{
    const struct listing *listing = feed->listing;
    struct labelled *ret = feed->labelled;
    for (size_t i = 0; i * SLICE_ROWS < batch->count; i++)
        if (batch->slice_status[i] != STATUS_OK) {
            *err = batch->slice_err[i];
            return error_within(err, batch->slice_status[i], "rows from %zu on", ret->kinds.len + i * SLICE_ROWS + 1);
        }
    for (size_t i = 0; i < batch->count; i++) {
        const struct row *row = &batch->rows[i];
        if (i + FETCH_AHEAD < batch->count)
            id_list_fetch(&ret->ids, batch->ids[i + FETCH_AHEAD]);
        uint32_t number = id_list_put(&ret->ids, batch->ids[i], listing_cell(row, listing->id_column));
        if (number == ID_NONE)
            return listing_too_large(err);
        if (number < ret->kinds.len)
            return error_set(err, STATUS_INVALID, "row %zu has the id of an earlier row", ret->kinds.len + 1);
        uint32_t source = 0;
        if (listing->source_column != SIZE_MAX)
            source = intern_put(&feed->sources, listing_cell(row, listing->source_column));
        if (!vec_push(&ret->kinds, (uint8_t)batch->mentions[i].kind) || !vec_push(&ret->sources, source) ||
            (feed->options->keep_mentions && !vec_push(&ret->mentions, batch->mentions[i])))
            return listing_too_large(err);
        feed->items[i] = (struct match_item){ labelled_mention_id(ret, number), source, &batch->mentions[i] };
    }
    return matcher_add_all(feed->matcher, feed->items, batch->count, err);
}

static void work_slice(void *ctx, size_t number, int thread)
{
    (void)thread;
    struct feed *feed = ctx;
    if (number == 0)
        read_batch(feed, feed->next);
    else
        normalise_slice(feed, feed->now, number - FIRST_SLICE);
}

enum status feed_matcher(const struct feed_options *options, struct matcher *matcher, struct labelled *ret,
                         struct error *err)
{
    SCOPED(feed_free) struct feed *feed = feed_new(options->threads);
    if (!feed)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a batch of rows");
    assert(ret->listing.is_whole || !options->keep_mentions);
    feed->options = options;
    feed->listing = &ret->listing;
    feed->labelled = ret;
    feed->matcher = matcher;
    for (size_t i = 0; i < BATCHES * FEED_SLICES; i++)
        ret->normal[i] = ARENA_UP_TO(SIZE_MAX / 4);
    for (size_t i = 0; i < BATCHES; i++)
        feed->batches[i].arenas = ret->normal + i * FEED_SLICES;
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
    for (size_t i = 0; i < BATCHES * FEED_SLICES && !options->keep_mentions; i++)
        arena_done(&ret->normal[i]);
    return status;
}
