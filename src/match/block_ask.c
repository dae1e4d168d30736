/*
 * The partners of one mention at a time, each once: a small table remembers
 * who was met in this turn, and a new turn forgets them all at once.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/block.h"

#include <stdlib.h>

bool block_partners_open(const struct block_index *index, struct block_partners *ret)
{
    size_t most = index->partners_most + 1u, size = 64;
    while (!index->is_whole && size < 2 * most)
        size *= 2;
    *ret = (struct block_partners){
        .found = malloc(most * sizeof(*ret->found)),
        .seen = calloc(size, sizeof(*ret->seen)),
        .seen_mask = (uint32_t)size - 1,
    };
    return ret->found && ret->seen;
}

void block_partners_done(struct block_partners *partners)
{
    free(partners->found);
    free(partners->seen);
    *partners = (struct block_partners){ 0 };
}

/* New in this turn, and noted. */
static bool is_new(struct block_partners *partners, uint32_t mention)
{
    uint64_t mark = (uint64_t)partners->turn << 32 | mention;
    for (uint32_t i = mention * 2654435761u >> 8 & partners->seen_mask;; i = (i + 1) & partners->seen_mask) {
        if (partners->seen[i] == mark)
            return false;
        if (partners->seen[i] >> 32 != partners->turn) {
            partners->seen[i] = mark;
            return true;
        }
    }
}

void block_fetch(const struct block_index *index, uint32_t mention, int step)
{
    if (index->is_whole || mention >= index->mentions)
        return;
    for (uint32_t i = index->lists_at[mention]; i < index->lists_at[mention + 1]; i++) {
        const uint32_t *run = &index->runs_at.ptr[index->lists[i] & ~BLOCK_LEFT];
        __builtin_prefetch(step ? (const void *)&index->members.ptr[*run] : (const void *)run);
    }
}

void block_partners_of(const struct block_index *index, uint32_t mention, struct block_partners *ret)
{
    ret->count = 0;
    if (index->is_whole) {
        for (uint32_t i = mention + 1; i < index->mentions; i++)
            ret->found[ret->count++] = i;
        return;
    }
    ret->turn++; /* one per mention of a table: it cannot come round to 0 */
    for (uint32_t i = index->lists_at[mention]; i < index->lists_at[mention + 1]; i++) {
        uint32_t run = index->lists[i] & ~BLOCK_LEFT, left = index->lists[i] & BLOCK_LEFT;
        for (uint32_t at = index->runs_at.ptr[run + 1]; at-- > index->runs_at.ptr[run];) {
            uint32_t other = index->members.ptr[at] & ~BLOCK_LEFT;
            if (other <= mention)
                break;
            bool both_left = left && (index->members.ptr[at] & BLOCK_LEFT);
            if (!both_left && is_new(ret, other))
                ret->found[ret->count++] = other;
        }
    }
}

bool block_meets(const struct block_index *index, uint32_t a, uint32_t b)
{
    if (index->is_whole || a == b)
        return a != b;
    uint32_t i = index->lists_at[a], j = index->lists_at[b];
    while (i < index->lists_at[a + 1] && j < index->lists_at[b + 1]) {
        uint32_t x = index->lists[i], y = index->lists[j];
        uint32_t run_x = x & ~BLOCK_LEFT, run_y = y & ~BLOCK_LEFT;
        if (run_x == run_y && !(x & y & BLOCK_LEFT))
            return true;
        i += run_x <= run_y;
        j += run_y <= run_x;
    }
    return false;
}
