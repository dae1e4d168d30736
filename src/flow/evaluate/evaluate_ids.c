/*
 * Open addressing, linear, at most 3/4 full.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/evaluate/evaluate_ids.h"

#include <string.h>

enum { SLOTS_MIN = 1024 };

struct record_id id_list_id(struct text name)
{
    return record_id_of(TEXT("evaluate"), name);
}

/* The slot of a hash, or the free one where it belongs. */
static uint32_t *slot_of(const struct id_list *list, uint64_t hash)
{
    size_t mask = list->slots_size - 1, i = hash & mask;
    while (list->slots[i] && list->hashes.ptr[list->slots[i] - 1] != hash)
        i = (i + 1) & mask;
    return &list->slots[i];
}

static bool grow(struct id_list *list)
{
    if (list->hashes.len < list->slots_size / 4 * 3)
        return true;
    size_t size = list->slots_size ? list->slots_size * 2 : SLOTS_MIN;
    uint32_t *slots = calloc(size, sizeof(*slots));
    if (!slots)
        return false;
    for (uint32_t n = 0; n < list->hashes.len; n++) {
        size_t i = list->hashes.ptr[n] & (size - 1);
        while (slots[i])
            i = (i + 1) & (size - 1);
        slots[i] = n + 1;
    }
    free(list->slots);
    list->slots = slots;
    list->slots_size = size;
    return true;
}

static bool keep_name(struct id_list *list, struct text name)
{
    size_t end = list->letters.len + name.len;
    if (end > UINT32_MAX || !vec_reserve(&list->letters, end) || !vec_push(&list->ends, (uint32_t)end))
        return false;
    if (name.len)
        memcpy(list->letters.ptr + list->letters.len, name.ptr, name.len);
    list->letters.len = end;
    return true;
}

void id_list_fetch_slot(const struct id_list *list, struct record_id id)
{
    if (list->slots_size)
        __builtin_prefetch(&list->slots[id.v & (list->slots_size - 1)]);
}

void id_list_fetch(const struct id_list *list, struct record_id id)
{
    uint32_t slot = list->slots_size ? list->slots[id.v & (list->slots_size - 1)] : 0;
    if (slot)
        __builtin_prefetch(&list->hashes.ptr[slot - 1]);
}

uint32_t id_list_put(struct id_list *list, struct record_id id, struct text name)
{
    if (!grow(list))
        return ID_NONE;
    uint64_t hash = id.v;
    uint32_t *slot = slot_of(list, hash);
    if (*slot)
        return *slot - 1;
    size_t number = list->hashes.len;
    if (number >= ID_NONE - 1 || (list->keeps_names && !keep_name(list, name)) || !vec_push(&list->hashes, hash))
        return ID_NONE;
    *slot = (uint32_t)number + 1;
    return (uint32_t)number;
}

uint32_t id_list_get(const struct id_list *list, struct record_id id)
{
    return list->slots_size ? *slot_of(list, id.v) - 1 : ID_NONE; /* a free slot is 0, and gives ID_NONE */
}

struct text id_list_name(const struct id_list *list, uint32_t number)
{
    if (!list->keeps_names)
        return TEXT_EMPTY;
    uint32_t from = number ? list->ends.ptr[number - 1] : 0;
    return (struct text){ list->letters.ptr + from, list->ends.ptr[number] - from };
}

void id_list_done(struct id_list *list)
{
    vec_done(&list->hashes);
    vec_done(&list->ends);
    vec_done(&list->letters);
    free(list->slots);
    *list = (struct id_list){ 0 };
}
