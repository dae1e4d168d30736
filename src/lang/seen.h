/*
 * Texts that some function gave back as they came, remembered per thread: of a
 * million streets a few thousand differ, and nearly none of them needs mending.
 *
 * A table is an array of SEEN_SLOTS words that its owner keeps _Thread_local.
 * A text is known by 55 bits of its hash, as a value is known by 64
 * (docs/adr/0100); the owner's note takes the rest of the word.  So a table is
 * 64 KiB and stays near the processor, where texts themselves would not.  A
 * text that shares a slot replaces the one before it.
 *
 * Only the answer "unchanged" is kept, so a hit and a miss give the same bytes.
 */
#pragma once

#include <string.h>

#include "base/text.h"

enum { SEEN_SLOTS = 8192, SEEN_NOTE_MAX = 255 };

/* A text and where it is remembered. */
struct seen {
    uint64_t *slot; /* NULL: of an empty text nothing is */
    uint64_t known; /* what the slot holds when it is remembered, without the note */
};

/* In a table of count slots, a power of two. tag: what else the answer hangs on, as a country. */
static inline struct seen seen_in(uint64_t *slots, size_t count, struct text t, const char tag[4])
{
    if (t.len == 0)
        return (struct seen){ 0 };
    /* eight bytes at a time; the last eight may hold some of the eight before */
    static const uint64_t mix = 0x9E3779B97F4A7C15u, mix_last = 0xD6E8FEB86659FD93u;
    uint64_t word = 0, hash = t.len;
    uint32_t half = 0;
    memcpy(&half, tag, 4);
    hash = (hash ^ (uint64_t)half << 8) * mix;
    if (t.len >= 8) {
        for (size_t i = 0; i + 8 < t.len; i += 8) {
            memcpy(&word, t.ptr + i, 8);
            hash = ((hash ^ hash >> 32) ^ word) * mix;
        }
        memcpy(&word, t.ptr + t.len - 8, 8);
    } else if (t.len >= 4) {
        memcpy(&half, t.ptr, 4);
        word = half;
        memcpy(&half, t.ptr + t.len - 4, 4);
        word = word << 32 | half;
    } else {
        word = (uint64_t)(unsigned char)t.ptr[0] << 16 | (uint64_t)(unsigned char)t.ptr[t.len / 2] << 8 |
               (unsigned char)t.ptr[t.len - 1];
    }
    hash = ((hash ^ hash >> 32) ^ word) * mix;
    hash = (hash ^ hash >> 29) * mix_last;
    hash ^= hash >> 32;
    enum { NOT_FREE = SEEN_NOTE_MAX + 1 };
    return (struct seen){ &slots[hash >> 9 & (count - 1)], (hash & ~(uint64_t)SEEN_NOTE_MAX) | NOT_FREE };
}

static inline struct seen seen_of(uint64_t slots[SEEN_SLOTS], struct text t, const char tag[4])
{
    return seen_in(slots, SEEN_SLOTS, t, tag);
}

static inline bool seen_is(struct seen seen)
{
    return seen.slot && (*seen.slot & ~(uint64_t)SEEN_NOTE_MAX) == seen.known;
}

/* Of what is remembered. */
static inline uint8_t seen_note(struct seen seen)
{
    return (uint8_t)(*seen.slot & SEEN_NOTE_MAX);
}

static inline void seen_put(struct seen seen, uint8_t note)
{
    if (seen.slot)
        *seen.slot = seen.known | note;
}
