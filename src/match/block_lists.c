/*
 * Runs turned round: which runs each mention is in, and which of them one
 * with too many partners leaves to the others.
 *
 * Entries are written here and there, so the mentions are cut in a few ranges
 * and each range reads all runs and writes its own: what is written lies
 * close together, and ranges go to threads.  Their number is fixed, so reading
 * grows with the runs alone.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/block.h"

#include <stdlib.h>
#include <string.h>

#include "os/memory.h"
#include "os/threads.h"

enum { RANGES = 8, SLICE_MENTIONS = 8192 };

/* Read here and there from now on. */
static void into_large_pages(uint32_t **numbers, size_t *cap, size_t len)
{
    uint32_t *moved = memory_take(len * sizeof(*moved));
    if (!moved)
        return;
    memcpy(moved, *numbers, len * sizeof(*moved));
    free(*numbers);
    *numbers = moved;
    *cap = len;
}

static uint32_t range_start(const struct block_index *index, size_t range)
{
    return (uint32_t)((uint64_t)index->mentions * range / RANGES);
}

/* lists_at[m + 2] becomes how many runs m is in. */
static void count_range(void *ctx, size_t range, int thread)
{
    (void)thread;
    struct block_index *index = ctx;
    uint32_t from = range_start(index, range), width = range_start(index, range + 1) - from;
    for (size_t i = 0; i < index->members.len; i++)
        if (index->members.ptr[i] - from < width)
            index->lists_at[index->members.ptr[i] + 2]++;
}

/* lists_at[m + 1], where m starts, runs on to where it ends. */
static void fill_range(void *ctx, size_t range, int thread)
{
    (void)thread;
    struct block_index *index = ctx;
    uint32_t from = range_start(index, range), width = range_start(index, range + 1) - from;
    for (uint32_t run = 0; run + 1 < index->runs_at.len; run++)
        for (uint32_t i = index->runs_at.ptr[run]; i < index->runs_at.ptr[run + 1]; i++)
            if (index->members.ptr[i] - from < width)
                index->lists[index->lists_at[index->members.ptr[i] + 1]++] = run;
}

static bool turn_round(struct block_index *index, int threads)
{
    into_large_pages(&index->members.ptr, &index->members.cap, index->members.len);
    into_large_pages(&index->runs_at.ptr, &index->runs_at.cap, index->runs_at.len);
    index->lists_at = calloc(index->mentions + 2u, sizeof(*index->lists_at));
    index->lists = memory_take((index->members.len + 1) * sizeof(*index->lists));
    if (!index->lists_at || !index->lists)
        return false;
    threads_run(threads, RANGES, count_range, index);
    for (uint32_t m = 2; m < index->mentions + 2u; m++)
        index->lists_at[m] += index->lists_at[m - 1];
    threads_run(threads, RANGES, fill_range, index);
    return true;
}

static uint32_t run_size(const struct block_index *index, uint32_t run)
{
    return index->runs_at.ptr[run + 1] - index->runs_at.ptr[run];
}

/* A mention over its budget keeps its rarest runs, the first of equals. */
static void keep_to_budget(struct block_index *index, uint32_t mention, uint32_t *list, size_t count)
{
    uint32_t sizes[RUN_MAX + 1] = { 0 }, partners = 0, most = 0;
    for (size_t i = 0; i < count; i++)
        sizes[run_size(index, list[i])] += run_size(index, list[i]) - 1;
    while (most < RUN_MAX && partners + sizes[most + 1] <= PARTNERS_MAX)
        partners += sizes[++most];
    for (size_t i = 0; i < count; i++) {
        uint32_t run = list[i], size = run_size(index, run);
        if (size <= most)
            continue;
        if (size == most + 1 && partners + size - 1 <= PARTNERS_MAX) {
            partners += size - 1;
            continue;
        }
        list[i] |= BLOCK_LEFT;
        uint32_t at = index->runs_at.ptr[run];
        while ((index->members.ptr[at] & ~BLOCK_LEFT) != mention)
            at++;
        index->members.ptr[at] |= BLOCK_LEFT;
    }
    index->budget_hits++;
}

/* Mentions of a slice over their budget, and the most partners of one. */
struct budget_slice {
    VEC(uint32_t) over;
    uint32_t partners_most;
    bool failed;
};

struct budget_task {
    const struct block_index *index;
    struct budget_slice *slices;
};

static void count_partners(void *ctx, size_t number, int thread)
{
    (void)thread;
    const struct budget_task *task = ctx;
    const struct block_index *index = task->index;
    struct budget_slice *slice = &task->slices[number];
    size_t end = (number + 1) * SLICE_MENTIONS < index->mentions ? (number + 1) * SLICE_MENTIONS : index->mentions;
    for (size_t m = number * SLICE_MENTIONS; m < end; m++) {
        uint32_t partners = 0;
        for (uint32_t i = index->lists_at[m]; i < index->lists_at[m + 1]; i++)
            partners += run_size(index, index->lists[i]) - 1;
        if (partners > PARTNERS_MAX)
            slice->failed |= !vec_push(&slice->over, (uint32_t)m);
        slice->partners_most = partners > slice->partners_most ? partners : slice->partners_most;
    }
}

/* Those over budget are few: they leave their runs one after another. */
static bool hold_budgets(struct block_index *index, int threads)
{
    size_t slices = (index->mentions + SLICE_MENTIONS - 1u) / SLICE_MENTIONS;
    struct budget_task task = { .index = index, .slices = calloc(slices + 1, sizeof(*task.slices)) };
    if (!task.slices)
        return false;
    threads_run(threads, slices, count_partners, &task);
    bool good = true;
    for (size_t s = 0; s < slices; s++) {
        struct budget_slice *slice = &task.slices[s];
        for (size_t i = 0; i < slice->over.len; i++) {
            uint32_t m = slice->over.ptr[i];
            keep_to_budget(index, m, index->lists + index->lists_at[m], index->lists_at[m + 1] - index->lists_at[m]);
        }
        if (slice->partners_most > index->partners_most)
            index->partners_most = slice->partners_most;
        good &= !slice->failed;
        vec_done(&slice->over);
    }
    free(task.slices);
    return good;
}

bool block_turn_round(struct block_index *index, int threads)
{
    return turn_round(index, threads) && hold_budgets(index, threads);
}
