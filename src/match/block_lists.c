/*
 * Runs turned round: which runs each mention is in, for those who ask whether
 * two meet (`evaluate`).  Scoring has no need of it (match/block_pairs.c).
 *
 * Entries are written here and there, so the mentions are cut in a few ranges
 * and each range reads all runs and writes its own: what is written lies
 * close together, and ranges go to threads.  Their number is fixed, so reading
 * grows with the runs alone.
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
    struct block_lists *lists;
};

static uint32_t range_start(const struct block_index *index, size_t range)
{
    return (uint32_t)((uint64_t)index->mentions * range / RANGES);
}

/* at[m + 2] becomes how many runs m is in. */
static void count_range(void *ctx, size_t range, int thread)
{
    (void)thread;
    const struct turning *turning = ctx;
    const struct block_index *index = turning->index;
    uint32_t from = range_start(index, range), width = range_start(index, range + 1) - from;
    for (size_t i = 0; i < index->members.len; i++)
        if (member_mention(index->members.ptr[i]) - from < width)
            turning->lists->at[member_mention(index->members.ptr[i]) + 2]++;
}

/* at[m + 1], where m starts, runs on to where it ends. */
static void fill_range(void *ctx, size_t range, int thread)
{
    (void)thread;
    const struct turning *turning = ctx;
    const struct block_index *index = turning->index;
    uint32_t from = range_start(index, range), width = range_start(index, range + 1) - from, run = 0;
    for (uint32_t i = 0; i < index->members.len; i++) {
        uint32_t member = index->members.ptr[i], mention = member_mention(member);
        run = member & BLOCK_FIRST ? i : run;
        if (mention - from < width)
            turning->lists->runs[turning->lists->at[mention + 1]++] = run | (member & BLOCK_LEFT);
    }
}

bool block_lists_open(const struct block_index *index, int threads, struct block_lists *ret)
{
    *ret = (struct block_lists){ .is_whole = index->is_whole };
    if (index->is_whole)
        return true;
    ret->at = calloc(index->mentions + 2u, sizeof(*ret->at));
    ret->runs = memory_take((index->members.len + 1) * sizeof(*ret->runs));
    if (!ret->at || !ret->runs) {
        block_lists_done(ret);
        return false;
    }
    struct turning turning = { index, ret };
    threads_run(threads, RANGES, count_range, &turning);
    for (uint32_t m = 2; m < index->mentions + 2u; m++)
        ret->at[m] += ret->at[m - 1];
    threads_run(threads, RANGES, fill_range, &turning);
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
