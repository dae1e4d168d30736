/*
 * Two small tables: numbers to numbers, and texts to dense numbers.
 *
 * Open addressing with linear probing, at most 3/4 full, never shrinking.
 * Walking a map in slot order is not offered: order must never come from a
 * hash table (same facts, same bytes).
 */
#pragma once

#include "base/arena.h"

/* uint64 -> uint64. All keys are allowed. */
struct map_slot;
struct map {
    struct map_slot *slots;
    size_t count;
    size_t size; /* a power of two, or 0 */
    bool has_zero;
    uint64_t zero_value;
};

#define MAP_EMPTY ((struct map){ 0 })

/* The value's place, NULL when absent. It holds until the next map_put. */
uint64_t *map_get(const struct map *map, uint64_t key);

/* The value's place, made with value when absent (*ret_new says so); NULL without memory. */
uint64_t *map_put(struct map *map, uint64_t key, uint64_t value, bool *ret_new);
bool map_reserve(struct map *map, size_t count);
void map_done(struct map *map);

/* text -> 0, 1, 2 … in order of first sight; texts are copied. */
struct intern {
    struct arena copies;
    struct text *texts; /* by number */
    uint32_t *slots;    /* number + 1 */
    uint64_t *hashes;   /* by number */
    uint32_t count;
    uint32_t cap;
    size_t size;
    bool is_frozen;
};

#define INTERN_NONE UINT32_MAX

#define INTERN_UP_TO(cap_bytes) ((struct intern){ .copies = ARENA_UP_TO(cap_bytes) })

uint32_t intern_put(struct intern *intern, struct text t);       /* INTERN_NONE without memory */
uint32_t intern_get(const struct intern *intern, struct text t); /* INTERN_NONE when absent */
void intern_freeze(struct intern *intern); /* all are in: what finds them by text is given back, numbers stay */
void intern_done(struct intern *intern);
