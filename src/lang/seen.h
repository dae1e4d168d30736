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

enum { SEEN_BYTES_MAX = 43, SEEN_SLOTS = 4096 };

struct seen_slot {
    uint8_t len; /* 0: nothing */
    char tag[4]; /* what else the answer hung on: a country */
    char bytes[SEEN_BYTES_MAX];
};

/* The slot of t; NULL when t is empty or too long to be kept. */
static inline struct seen_slot *seen_slot(struct seen_slot *slots, struct text t, const char tag[4])
{
    uint32_t hash = 2166136261u ^ (uint32_t)(unsigned char)tag[0] << 8 ^ (uint32_t)(unsigned char)tag[1];
    if (t.len == 0 || t.len > SEEN_BYTES_MAX)
        return NULL;
    for (size_t i = 0; i < t.len; i++)
        hash = (hash ^ (unsigned char)t.ptr[i]) * 16777619u;
    return &slots[(hash ^ hash >> 15) % SEEN_SLOTS];
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
