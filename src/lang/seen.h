/*
 * Texts that some function gave back as they came, remembered per thread: of a
 * million streets a few thousand differ, and nearly none of them needs mending.
 *
 * A table is an array of slots that its owner keeps _Thread_local; a text that
 * shares a slot replaces the one before it.  Only the answer "unchanged" is
 * kept, so a hit and a miss give the same bytes.
 */
#pragma once

#include <string.h>

#include "base/text.h"

enum { SEEN_BYTES_MAX = 42, SEEN_SLOTS = 4096 };

struct seen_slot {
    uint8_t len;  /* 0: nothing */
    uint8_t note; /* of the owner, beside the answer */
    char tag[4];  /* what else the answer hung on: a country */
    char bytes[SEEN_BYTES_MAX];
};

/* The slot of t; NULL when t is empty or too long to be kept. */
static inline struct seen_slot *seen_slot(struct seen_slot *slots, struct text t, const char tag[4])
{
    if (t.len == 0 || t.len > SEEN_BYTES_MAX)
        return NULL;
    /* eight bytes at a time; the last eight may hold some of the eight before */
    static const uint64_t mix = 0x9E3779B97F4A7C15u;
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
    return &slots[(hash ^ hash >> 29) >> 20 & (SEEN_SLOTS - 1)];
}

static inline bool seen_is(const struct seen_slot *slot, struct text t, const char tag[4])
{
    return slot && slot->len == t.len && memcmp(slot->bytes, t.ptr, t.len) == 0 && memcmp(slot->tag, tag, 4) == 0;
}

static inline void seen_put(struct seen_slot *slot, struct text t, const char tag[4])
{
    if (!slot)
        return;
    slot->len = (uint8_t)t.len;
    memcpy(slot->tag, tag, 4);
    memcpy(slot->bytes, t.ptr, t.len);
}
