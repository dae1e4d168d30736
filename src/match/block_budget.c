/*
 * One with too many partners keeps its rarest runs and leaves the others to
 * those it meets there.
 *
 * Counting the partners of everybody means a place in memory per member of
 * each run, so it is only done for those whose number of keys leaves it open:
 * a key puts a mention in one run, or in the few windows that hold its place.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/block_inside.h"

#include <stdlib.h>

#include "os/threads.h"

struct counting {
    const struct block_index *index;
    const uint64_t *in_doubt; /* bits */
    uint32_t *partners;       /* by mention, of those in doubt */
};

static void count_slice(void *ctx, size_t slice, int thread)
{
    (void)thread;
    const struct counting *counting = ctx;
    const struct block_index *index = counting->index;
    size_t to = run_slice_start(index, slice + 1);
    for (size_t at = run_slice_start(index, slice), end; at < to; at = end) {
        end = run_end(index, at);
        for (size_t i = at; i < end; i++) {
            uint32_t mention = member_mention(index->members.ptr[i]);
            if (bit_at(counting->in_doubt, mention)) /* sums do not depend on who adds first */
                __atomic_fetch_add(&counting->partners[mention], (uint32_t)(end - at - 1), __ATOMIC_RELAXED);
        }
    }
}

/* A run of one that is over its budget, and where it stands in it. */
struct held_run {
    uint32_t at, size;
};

/* A mention over its budget keeps its rarest runs, the first of equals. */
static void keep_to_budget(struct block_index *index, const struct held_run *runs, size_t count)
{
    uint32_t sizes[RUN_MAX + 1] = { 0 }, partners = 0, most = 0;
    for (size_t i = 0; i < count; i++)
        sizes[runs[i].size] += runs[i].size - 1;
    while (most < RUN_MAX && partners + sizes[most + 1] <= PARTNERS_MAX)
        partners += sizes[++most];
    for (size_t i = 0; i < count; i++) {
        uint32_t size = runs[i].size;
        if (size <= most)
            continue;
        if (size == most + 1 && partners + size - 1 <= PARTNERS_MAX) {
            partners += size - 1;
            continue;
        }
        index->members.ptr[runs[i].at] |= BLOCK_LEFT;
    }
    index->budget_hits++;
}

/* over says for each mention which of those over their budget it is, from 1; 0 for the others. */
static bool leave_runs(struct block_index *index, const uint32_t *over, size_t count)
{
    size_t *starts = calloc(count + 2, sizeof(*starts));
    if (!starts)
        return false;
    for (size_t i = 0; i < index->members.len; i++)
        starts[over[member_mention(index->members.ptr[i])]]++; /* place 0 takes those that are not asked for */
    starts[0] = 0;
    for (size_t i = 1; i <= count; i++)
        starts[i] += starts[i - 1];
    struct held_run *runs = malloc((starts[count] + 1) * sizeof(*runs));
    if (runs) {
        for (size_t at = 0, end; at < index->members.len; at = end) {
            end = run_end(index, at);
            for (size_t i = at; i < end; i++) {
                uint32_t who = over[member_mention(index->members.ptr[i])];
                if (who)
                    runs[starts[who - 1]++] = (struct held_run){ (uint32_t)i, (uint32_t)(end - at) };
            }
        }
        for (size_t i = 0; i < count; i++)
            keep_to_budget(index, runs + (i ? starts[i - 1] : 0), starts[i] - (i ? starts[i - 1] : 0));
    }
    bool good = runs != NULL;
    free(runs);
    free(starts);
    return good;
}

/* Of those who may have too many: the sum over their runs, and then who they are. */
static bool count_and_leave(struct block_index *index, const uint64_t *in_doubt, int threads)
{
    uint32_t *partners = calloc(index->mentions, sizeof(*partners));
    if (!partners)
        return false;
    struct counting counting = { index, in_doubt, partners };
    threads_run(threads, RUN_SLICES, count_slice, &counting);
    uint32_t over = 0;
    for (uint32_t m = 0; m < index->mentions; m++)
        partners[m] = partners[m] > PARTNERS_MAX ? ++over : 0;
    bool good = !over || leave_runs(index, partners, over);
    free(partners);
    return good;
}

bool block_hold_budgets(struct block_index *index, const uint16_t *keys, int threads)
{
    size_t window = block_window(index->run_most), step = window / 2;
    size_t runs_per_key = (window + step - 1) / step;
    uint64_t *in_doubt = calloc(index->mentions / 64 + 1u, sizeof(*in_doubt));
    if (!in_doubt)
        return false;
    bool any = false;
    for (uint32_t m = 0; m < index->mentions; m++) {
        if (keys[m] * runs_per_key * (index->run_most - 1) <= PARTNERS_MAX)
            continue;
        in_doubt[m / 64] |= UINT64_C(1) << m % 64;
        any = true;
    }
    bool good = !any || count_and_leave(index, in_doubt, threads);
    free(in_doubt);
    return good;
}
