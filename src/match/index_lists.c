/*
 * Which mentions have a key: one array of all keys in order, and lists that
 * changed since beside it.
 *
 * Keys are hashes, so their first bits spread them evenly: a directory of
 * 4096 places a family leaves some hundred keys to bisect.  A list is in the
 * order in which block.c splits it, by refine word and then id, so whom a
 * mention meets in a key that thousands have is found by bisection too.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "match/index_inside.h"
#include "base/search.h"
#include "os/threads.h"

enum { GROWN_LEAST = 200000, GROWN_PART = 4, SMALL = 24 };

static size_t bucket_of(uint64_t key)
{
    return (size_t)(key >> (32 - DIRECTORY_BITS));
}

struct key_list postings_get(const struct postings *postings, uint64_t key)
{
    const uint64_t *own = map_get(&postings->own_at, key);
    if (own)
        return (struct key_list){ postings->own.ptr[*own].ptr, postings->own.ptr[*own].len };
    if (!postings->directory)
        return (struct key_list){ NULL, 0 };
    const uint32_t *bucket = &postings->directory[bucket_of(key)];
    size_t low = LOWER_BOUND(i, bucket[0], bucket[1], postings->keys.ptr[i] < key);
    if (low == postings->keys.len || postings->keys.ptr[low] != key)
        return (struct key_list){ NULL, 0 };
    uint32_t from = postings->starts.ptr[low];
    return (struct key_list){ postings->members.ptr + from, postings->starts.ptr[low + 1] - from };
}

/* The list of a key, to be changed; NULL without memory. */
static struct own_list *own_list(struct postings *postings, uint64_t key)
{
    uint64_t *at = map_get(&postings->own_at, key);
    if (at)
        return &postings->own.ptr[*at];
    struct key_list settled = postings_get(postings, key);
    struct own_list list = { .ptr = malloc((settled.len + 2) * sizeof(uint32_t)),
                             .len = (uint32_t)settled.len,
                             .cap = (uint32_t)settled.len + 2 };
    bool good = list.ptr && vec_reserve(&postings->own, postings->own.len + 1) && vec_push(&postings->own_keys, key);
    if (good && !map_put(&postings->own_at, key, postings->own.len, NULL)) {
        postings->own_keys.len--;
        good = false;
    }
    if (!good) {
        free(list.ptr);
        return NULL;
    }
    if (settled.len)
        memcpy(list.ptr, settled.ptr, settled.len * sizeof(uint32_t));
    postings->own_members += settled.len;
    postings->own.ptr[postings->own.len++] = list;
    return &postings->own.ptr[postings->own.len - 1];
}

/* Where a mention stands in a list, or would. */
static size_t place_in(const struct half *half, const struct own_list *list, const struct spot *spot)
{
    return LOWER_BOUND(i, 0, list->len, spot_is_before(&half->spots.ptr[list->ptr[i]], spot->word, spot->id));
}

bool postings_put(struct half *half, uint64_t key, uint32_t place)
{
    struct own_list *list = own_list(&half->postings, key);
    if (!list)
        return false;
    if (list->len == list->cap) {
        uint32_t cap = list->cap * 2;
        uint32_t *moved = realloc(list->ptr, cap * sizeof(*moved));
        if (!moved)
            return false;
        list->ptr = moved;
        list->cap = cap;
    }
    size_t at = place_in(half, list, &half->spots.ptr[place]);
    memmove(list->ptr + at + 1, list->ptr + at, (list->len - at) * sizeof(*list->ptr));
    list->ptr[at] = place;
    list->len++;
    half->postings.own_members++;
    return true;
}

bool postings_drop(struct half *half, uint64_t key, uint32_t place)
{
    struct own_list *list = own_list(&half->postings, key);
    if (!list)
        return false;
    size_t at = place_in(half, list, &half->spots.ptr[place]);
    if (at == list->len || list->ptr[at] != place)
        return true;
    memmove(list->ptr + at, list->ptr + at + 1, (list->len - at - 1) * sizeof(*list->ptr));
    list->len--;
    half->postings.own_members--;
    return true;
}

bool postings_is_grown(const struct postings *postings)
{
    return postings->own_members > GROWN_LEAST && postings->own_members > postings->members.len / GROWN_PART;
}

/* ---- settling: what came before the first time ---- */

static bool comes_before(const struct half *half, uint64_t a, uint64_t b)
{
    if (a >> 32 != b >> 32)
        return a < b;
    const struct spot *x = &half->spots.ptr[(uint32_t)a], *y = &half->spots.ptr[(uint32_t)b];
    return spot_is_before(x, y->word, y->id);
}

/* By key, then refine word and id; other has room for as many. */
static void sort_keys(const struct half *half, uint64_t *list, size_t count, uint64_t *other)
{
    if (count <= SMALL) {
        for (size_t i = 1; i < count; i++) {
            uint64_t here = list[i];
            size_t at = i;
            for (; at > 0 && comes_before(half, here, list[at - 1]); at--)
                list[at] = list[at - 1];
            list[at] = here;
        }
        return;
    }
    size_t middle = count / 2;
    sort_keys(half, list, middle, other);
    sort_keys(half, list + middle, count - middle, other);
    memcpy(other, list, middle * sizeof(*other));
    for (size_t i = 0, j = middle, at = 0; i < middle; at++)
        list[at] = j < count && comes_before(half, list[j], other[i]) ? list[j++] : other[i++];
}

struct sorting {
    struct half *half;
    bool failed[BLOCK_FAMILIES];
};

static void sort_family(void *ctx, size_t family, int thread)
{
    (void)thread;
    struct sorting *sorting = ctx;
    size_t count = sorting->half->loading[family].keys.len;
    uint64_t *list = sorting->half->loading[family].keys.ptr, *other = count ? malloc(count * sizeof(*other)) : NULL;
    sorting->failed[family] = count && !other;
    if (other)
        sort_keys(sorting->half, list, count, other);
    free(other);
}

/* What is being put together, in order of key. */
struct settled {
    struct postings into;
    bool good;
};

static void begin_key(struct settled *settled, uint64_t key)
{
    settled->good = settled->good && vec_push(&settled->into.keys, key) &&
                    vec_push(&settled->into.starts, (uint32_t)settled->into.members.len);
}

static void put_members(struct settled *settled, const uint32_t *places, size_t count)
{
    size_t first = settled->into.members.len;
    settled->good = settled->good && first + count < UINT32_MAX && vec_reserve(&settled->into.members, first + count);
    if (!settled->good || count == 0)
        return;
    memcpy(settled->into.members.ptr + first, places, count * sizeof(uint32_t));
    settled->into.members.len += count;
}

static void put_loaded(struct settled *settled, struct half *half, enum block_family family)
{
    const uint64_t *keys = half->loading[family].keys.ptr;
    for (size_t i = 0; i < half->loading[family].keys.len; i++) {
        uint32_t place = (uint32_t)keys[i];
        if (i == 0 || keys[i] >> 32 != keys[i - 1] >> 32)
            begin_key(settled, key_of(family, (uint32_t)(keys[i] >> 32)));
        put_members(settled, &place, 1);
    }
    vec_done(&half->loading[family].keys);
}

static int by_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* What stood before, with the lists that changed in their places. */
static void put_merged(struct settled *settled, struct postings *from)
{
    if (from->own_keys.len)
        qsort(from->own_keys.ptr, from->own_keys.len, sizeof(uint64_t), by_u64);
    for (size_t i = 0, o = 0; i < from->keys.len || o < from->own_keys.len;) {
        bool is_own = o < from->own_keys.len && (i == from->keys.len || from->own_keys.ptr[o] <= from->keys.ptr[i]);
        uint64_t key = is_own ? from->own_keys.ptr[o] : from->keys.ptr[i];
        struct key_list list = postings_get(from, key);
        i += i < from->keys.len && from->keys.ptr[i] == key;
        o += is_own;
        if (list.len == 0)
            continue;
        begin_key(settled, key);
        put_members(settled, list.ptr, list.len);
    }
}

bool postings_direct(struct postings *postings)
{
    postings->directory = malloc(DIRECTORY_SIZE * sizeof(*postings->directory));
    if (!postings->directory)
        return false;
    size_t bucket = 0;
    for (size_t i = 0; i < postings->keys.len; i++)
        for (size_t until = bucket_of(postings->keys.ptr[i]); bucket <= until; bucket++)
            postings->directory[bucket] = (uint32_t)i;
    for (; bucket < DIRECTORY_SIZE; bucket++)
        postings->directory[bucket] = (uint32_t)postings->keys.len;
    return true;
}

bool postings_settle(struct half *half, int threads)
{
    struct sorting sorting = { .half = half };
    struct settled settled = { .good = true };
    bool is_first = half->postings.keys.len == 0 && half->postings.own_keys.len == 0;
    if (is_first)
        threads_run(threads, BLOCK_FAMILIES, sort_family, &sorting);
    for (int family = 0; family < BLOCK_FAMILIES; family++) {
        settled.good = settled.good && !sorting.failed[family];
        if (is_first)
            put_loaded(&settled, half, (enum block_family)family);
    }
    if (!is_first)
        put_merged(&settled, &half->postings);
    settled.good = settled.good && vec_push(&settled.into.starts, (uint32_t)settled.into.members.len) &&
                   postings_direct(&settled.into);
    if (!settled.good) {
        postings_done(&settled.into);
        return false;
    }
    postings_done(&half->postings);
    half->postings = settled.into;
    return true;
}

void postings_done(struct postings *postings)
{
    vec_done(&postings->keys);
    vec_done(&postings->starts);
    vec_done(&postings->members);
    free(postings->directory);
    map_done(&postings->own_at);
    for (size_t i = 0; i < postings->own.len; i++)
        free(postings->own.ptr[i].ptr);
    vec_done(&postings->own);
    vec_done(&postings->own_keys);
    *postings = (struct postings){ 0 };
}
