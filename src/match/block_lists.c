/*
 * Runs turned round: which runs each mention is in, for those who ask whether
 * two meet (`evaluate`).  Scoring has no need of it (match/block_pairs.c).
 *
 * Entries are written here and there, so the mentions are cut in a few ranges
 * and each range reads all runs and writes its own: what is written lies
 * close together, and ranges go to threads.  Their number is fixed, so reading
 * grows with the runs alone.  Where few are asked for, one range will do.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/block_inside.h"

#include <stdlib.h>

#include "os/memory.h"
#include "os/threads.h"

enum { RANGES = 8 };

struct turning {
    const struct block_index *index;
    const uint64_t *asked; /* bits; NULL for everybody */
    size_t ranges;
    struct block_lists *lists;
};

static bool is_asked(const struct turning *turning, uint32_t mention)
{
    return !turning->asked || bit_at(turning->asked, mention);
}

static uint32_t range_start(const struct turning *turning, size_t range)
{
    return (uint32_t)((uint64_t)turning->index->mentions * range / turning->ranges);
}

/* at[m + 2] becomes how many runs m is in. */
static void count_range(void *ctx, size_t range, int thread)
{
    (void)thread;
    const struct turning *turning = ctx;
    const struct block_index *index = turning->index;
    uint32_t from = range_start(turning, range), width = range_start(turning, range + 1) - from;
    for (size_t i = 0; i < index->members.len; i++) {
        uint32_t mention = member_mention(index->members.ptr[i]);
        if (mention - from < width && is_asked(turning, mention))
            turning->lists->at[mention + 2]++;
    }
}

/* at[m + 1], where m starts, runs on to where it ends. */
static void fill_range(void *ctx, size_t range, int thread)
{
    (void)thread;
    const struct turning *turning = ctx;
    const struct block_index *index = turning->index;
    uint32_t from = range_start(turning, range), width = range_start(turning, range + 1) - from, run = 0;
    for (uint32_t i = 0; i < index->members.len; i++) {
        uint32_t member = index->members.ptr[i], mention = member_mention(member);
        run = member & BLOCK_FIRST ? i : run;
        if (mention - from < width && is_asked(turning, mention))
            turning->lists->runs[turning->lists->at[mention + 1]++] = run | (member & BLOCK_LEFT);
    }
}

bool block_lists_open(const struct block_index *index, const uint64_t *asked, int threads, struct block_lists *ret)
{
    *ret = (struct block_lists){ .is_whole = index->is_whole };
    if (index->is_whole)
        return true;
    ret->at = calloc(index->mentions + 2u, sizeof(*ret->at));
    if (!ret->at)
        return false;
    struct turning turning = { index, asked, asked ? 1 : RANGES, ret };
    threads_run(threads, turning.ranges, count_range, &turning);
    for (uint32_t m = 2; m < index->mentions + 2u; m++)
        ret->at[m] += ret->at[m - 1];
    ret->runs = memory_take((ret->at[index->mentions + 1] + 1u) * sizeof(*ret->runs));
    if (!ret->runs) {
        block_lists_done(ret);
        return false;
    }
    threads_run(threads, turning.ranges, fill_range, &turning);
    return true;
}

void block_lists_done(struct block_lists *lists)
{
    free(lists->at);
    free(lists->runs);
    *lists = (struct block_lists){ 0 };
}

bool block_meets(const struct block_lists *lists, uint32_t a, uint32_t b)
{
    if (lists->is_whole || a == b)
        return a != b;
    uint32_t i = lists->at[a], j = lists->at[b];
    while (i < lists->at[a + 1] && j < lists->at[b + 1]) {
        uint32_t x = lists->runs[i], y = lists->runs[j];
        uint32_t run_x = x & ~BLOCK_LEFT, run_y = y & ~BLOCK_LEFT;
        if (run_x == run_y && !(x & y & BLOCK_LEFT))
            return true;
        i += run_x <= run_y;
        j += run_y <= run_x;
    }
    return false;
}
