/*
 * A table's rows to the matcher, batch by batch: while one batch is
 * normalised on all threads, one of them reads the next.  What a batch made
 * is given back when the matcher has taken what it needs, so a table of a
 * million rows passes through a few megabytes.
 *
 *     read 2 │ read 3       │ read 4
 *            │ normalise 2  │ normalise 3
 *            └ add 2        └ add 3
 *
 * Batches and slices are numbers of rows, so threads change nothing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "flow/evaluate_inside.h"
#include "os/clock.h"
#include "os/threads.h"
#include "parse/reader.h"

enum { SLICE_ROWS = 256, BATCH_ROWS = FEED_SLICES * SLICE_ROWS };

/* Rows on their way: of the kept table, or copies of what was read. */
struct raw_batch {
    struct arena arena;
    struct row copies[BATCH_ROWS];
    const struct row *rows;
    size_t count;
    enum status status; /* of reading it */
    struct error err;
};

struct feed_slice {
    enum status status;
    struct error err;
};

struct feed {
    const struct feed_options *options;
    const struct listing *listing;
    struct arena *arenas;  /* of slices */
    struct reader *reader; /* NULL: the listing has all rows */
    size_t kept_at;        /* rows of the listing that have been taken */
    struct raw_batch raw[2];
    const struct raw_batch *now;
    struct raw_batch *next;
    struct feed_slice slices[FEED_SLICES];
    struct mention mentions[BATCH_ROWS];
    struct match_item items[BATCH_ROWS];
    struct intern sources;
};

static struct feed *feed_new(void)
{
    struct feed *feed = calloc(1, sizeof(*feed));
    if (!feed)
        return NULL;
    for (size_t i = 0; i < 2; i++)
        feed->raw[i].arena = ARENA_UP_TO(SIZE_MAX / 4);
    feed->sources = (struct intern)INTERN_UP_TO(1 << 26);
    return feed;
}

static void feed_free(struct feed **feed)
{
    if (!*feed)
        return;
    for (size_t i = 0; i < 2; i++)
        arena_done(&(*feed)->raw[i].arena);
    intern_done(&(*feed)->sources);
    reader_close(&(*feed)->reader);
    free(*feed);
    *feed = NULL;
}

/* The next rows into batch; none at the end. */
static void read_batch(struct feed *feed, struct raw_batch *batch)
{
    batch->count = 0;
    batch->status = STATUS_OK;
    if (!feed->reader) {
        size_t left = feed->listing->rows.len - feed->kept_at;
        batch->rows = feed->listing->rows.ptr + feed->kept_at;
        batch->count = left < BATCH_ROWS ? left : BATCH_ROWS;
        feed->kept_at += batch->count;
        return;
    }
    arena_reset(&batch->arena);
    batch->rows = batch->copies;
    struct row row;
    for (enum row_state state; batch->count < BATCH_ROWS && (state = reader_next(feed->reader, &row)) != ROW_NONE;) {
        if (state == ROW_BAD)
            continue;
        batch->status = listing_copy_row(&row, &batch->arena, &batch->copies[batch->count], &batch->err);
        if (batch->status != STATUS_OK)
            return;
        batch->count++;
    }
    if (batch->count < BATCH_ROWS)
        batch->status = reader_status(feed->reader, &batch->err);
}

/* Slice 0 reads ahead; the others normalise. */
static void work_slice(void *ctx, size_t number, int thread)
{
    (void)thread;
    struct feed *feed = ctx;
    if (number == 0) {
        read_batch(feed, feed->next);
        return;
    }
    struct feed_slice *slice = &feed->slices[number - 1];
    size_t from = (number - 1) * SLICE_ROWS, to = from + SLICE_ROWS;
    struct arena *arena = &feed->arenas[number - 1];
    if (!feed->options->keep_mentions)
        arena_reset(arena);
    slice->status = STATUS_OK;
    for (size_t i = from; i < to && i < feed->now->count && slice->status == STATUS_OK; i++) {
        bool is_organisation = false;
        slice->status = record_mention(feed->listing, &feed->now->rows[i], feed->options->subject,
                                       feed->options->normal, arena, &feed->mentions[i], &is_organisation, &slice->err);
    }
}

static enum status add_batch(struct feed *feed, struct matcher *matcher, struct labelled *ret, struct error *err)
{
    const struct listing *listing = feed->listing;
    size_t count = feed->now->count;
    for (size_t i = 0; i < (count + SLICE_ROWS - 1) / SLICE_ROWS; i++)
        if (feed->slices[i].status != STATUS_OK) {
            if (err)
                *err = feed->slices[i].err;
            return error_within(err, feed->slices[i].status, "rows from %zu on", ret->kinds.len + i * SLICE_ROWS + 1);
        }
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &feed->now->rows[i];
        uint32_t number = intern_put(&ret->ids, listing_cell(row, listing->id_column));
        if (number == INTERN_NONE)
            return listing_too_large(err);
        if (number < ret->kinds.len)
            return error_set(err, STATUS_INVALID, "row %zu has the id of an earlier row", ret->kinds.len + 1);
        uint32_t source = 0;
        if (listing->source_column != SIZE_MAX)
            source = intern_put(&feed->sources, listing_cell(row, listing->source_column));
        if (!vec_push(&ret->kinds, (uint8_t)feed->mentions[i].kind) || !vec_push(&ret->sources, source) ||
            (feed->options->keep_mentions && !vec_push(&ret->mentions, feed->mentions[i])))
            return listing_too_large(err);
        feed->items[i] = (struct match_item){ labelled_mention_id(ret, number), source, &feed->mentions[i] };
    }
    return matcher_add_all(matcher, feed->items, count, err);
}

enum status feed_matcher(const struct feed_options *options, struct matcher *matcher, struct labelled *ret,
                         struct error *err)
{
    SCOPED(feed_free) struct feed *feed = feed_new();
    if (!feed)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a batch of rows");
    assert(ret->listing.is_whole || !options->keep_mentions);
    feed->options = options;
    feed->listing = &ret->listing;
    feed->arenas = ret->normal;
    for (size_t i = 0; i < FEED_SLICES; i++)
        ret->normal[i] = ARENA_UP_TO(SIZE_MAX / 4);
    enum status status = ret->listing.is_whole ? STATUS_OK : reader_open(options->path, &feed->reader, err);
    if (status != STATUS_OK)
        return status;
    read_batch(feed, &feed->raw[0]);
    for (size_t turn = 0; status == STATUS_OK; turn++) {
        feed->now = &feed->raw[turn % 2];
        feed->next = &feed->raw[(turn + 1) % 2];
        if (feed->now->status != STATUS_OK) {
            if (err)
                *err = feed->now->err;
            return feed->now->status;
        }
        if (feed->now->count == 0)
            break;
        uint64_t start = clock_elapsed_ns();
        threads_run(options->threads, 1 + (feed->now->count + SLICE_ROWS - 1) / SLICE_ROWS, work_slice, feed);
        ret->seconds_read += (double)(clock_elapsed_ns() - start) / 1e9;
        status = add_batch(feed, matcher, ret, err);
    }
    for (size_t i = 0; i < FEED_SLICES && !options->keep_mentions; i++)
        arena_done(&ret->normal[i]);
    return status;
}
