/*
 * Key 0 marks a free slot, so a real key 0 is kept beside the table.  Hashes
 * of interned texts are kept, which makes growing cheap and most unequal
 * probes a comparison of two numbers.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/map.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

struct map_slot {
    uint64_t key; /* 0 = free */
    uint64_t value;
};

static struct map_slot *slot_of(const struct map *map, uint64_t key)
{
    size_t mask = map->size - 1;
    for (size_t i = hash_u64(key) & mask;; i = (i + 1) & mask)
        if (map->slots[i].key == key || map->slots[i].key == 0)
            return &map->slots[i];
}

uint64_t *map_get(const struct map *map, uint64_t key)
{
    if (key == 0)
        return map->has_zero ? (uint64_t *)&map->zero_value : NULL;
    if (map->size == 0)
        return NULL;
    struct map_slot *slot = slot_of(map, key);
    return slot->key ? &slot->value : NULL;
}

bool map_reserve(struct map *map, size_t count)
{
    size_t size = map->size ? map->size : 16;
    while (size / 4 * 3 < count)
        size *= 2;
    if (size == map->size)
        return true;
    struct map grown = { .slots = calloc(size, sizeof(struct map_slot)), .size = size };
    if (!grown.slots)
        return false;
    for (size_t i = 0; i < map->size; i++)
        if (map->slots[i].key)
            *slot_of(&grown, map->slots[i].key) = map->slots[i];
    free(map->slots);
    map->slots = grown.slots;
    map->size = size;
    return true;
}

uint64_t *map_put(struct map *map, uint64_t key, uint64_t value, bool *ret_new)
{
    bool is_new = false;
    uint64_t *place = NULL;
    if (key == 0) {
        is_new = !map->has_zero;
        if (is_new)
            map->zero_value = value;
        map->has_zero = true;
        place = &map->zero_value;
    } else {
        if (!map_reserve(map, map->count + 1))
            return NULL;
        struct map_slot *slot = slot_of(map, key);
        is_new = slot->key == 0;
        if (is_new) {
            *slot = (struct map_slot){ key, value };
            map->count++;
        }
        place = &slot->value;
    }
    if (ret_new)
        *ret_new = is_new;
    return place;
}

void map_done(struct map *map)
{
    free(map->slots);
    *map = MAP_EMPTY;
}

static size_t intern_slot(const struct intern *intern, struct text t, uint64_t hash)
{
    size_t mask = intern->size - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        uint32_t number = intern->slots[i];
        if (number == 0 || (intern->hashes[number - 1] == hash && text_equal(intern->texts[number - 1], t)))
            return i;
    }
}

uint32_t intern_get(const struct intern *intern, struct text t)
{
    assert(!intern->is_frozen);
    if (intern->size == 0)
        return INTERN_NONE;
    uint32_t number = intern->slots[intern_slot(intern, t, hash_text(t))];
    return number ? number - 1 : INTERN_NONE;
}

static bool intern_grow(struct intern *intern)
{
    if (intern->count == intern->cap) {
        uint32_t cap = intern->cap ? intern->cap * 2 : 64;
        struct text *texts = realloc(intern->texts, cap * sizeof(*texts));
        if (!texts)
            return false;
        intern->texts = texts;
        uint64_t *hashes = realloc(intern->hashes, cap * sizeof(*hashes));
        if (!hashes)
            return false;
        intern->hashes = hashes;
        intern->cap = cap;
    }
    if (intern->count + 1 <= intern->size / 4 * 3)
        return true;
    size_t size = intern->size ? intern->size * 2 : 128;
    uint32_t *slots = calloc(size, sizeof(*slots));
    if (!slots)
        return false;
    for (uint32_t n = 0; n < intern->count; n++) {
        size_t i = intern->hashes[n] & (size - 1);
        while (slots[i])
            i = (i + 1) & (size - 1);
        slots[i] = n + 1;
    }
    free(intern->slots);
    intern->slots = slots;
    intern->size = size;
    return true;
}

uint32_t intern_put(struct intern *intern, struct text t)
{
    assert(!intern->is_frozen);
    if (!intern_grow(intern))
        return INTERN_NONE;
    uint64_t hash = hash_text(t);
    size_t slot = intern_slot(intern, t, hash);
    if (intern->slots[slot])
        return intern->slots[slot] - 1;
    struct text copy = arena_copy(&intern->copies, t);
    if (!copy.ptr)
        return INTERN_NONE;
    uint32_t number = intern->count++;
    intern->texts[number] = copy;
    intern->hashes[number] = hash;
    intern->slots[slot] = number + 1;
    return number;
}

void intern_freeze(struct intern *intern)
{
    free(intern->slots);
    intern->slots = NULL;
    intern->is_frozen = true;
}

void intern_done(struct intern *intern)
{
    arena_done(&intern->copies);
    free(intern->texts);
    free(intern->slots);
    free(intern->hashes);
    *intern = (struct intern){ 0 };
}
