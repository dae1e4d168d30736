/* Inside match/block*.c: walking over runs. */
#pragma once

#include "match/block.h"

/* Runs are walked in so many slices, of about as many members each. */
enum { RUN_SLICES = 64 };

static inline uint32_t member_mention(uint32_t member)
{
    return member & BLOCK_MENTION;
}

/* Where the run that starts at start ends. */
static inline size_t run_end(const struct block_index *index, size_t start)
{
    size_t end = start + 1;
    while (end < index->members.len && !(index->members.ptr[end] & BLOCK_FIRST))
        end++;
    return end;
}

/* The first run that starts at or after the slice's share of members. */
static inline size_t run_slice_start(const struct block_index *index, size_t slice)
{
    size_t at = index->members.len * slice / RUN_SLICES;
    while (at < index->members.len && !(index->members.ptr[at] & BLOCK_FIRST))
        at++;
    return at;
}

/* Bits, one per mention. */
static inline bool bit_at(const uint64_t *bits, uint32_t i)
{
    return bits[i / 64] >> i % 64 & 1;
}
