/*
 * What is in the index, coming and going.  Keys hang on the model alone, so
 * those a mention had when it came are those it has when it goes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "match/index_inside.h"
#include "os/threads.h"

enum { SLICE_ITEMS = 1024, DEAD_LEAST = 1 << 20 };

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "out of memory for the index");
}

enum status match_index_open(const struct match_model *model, uint32_t without_rules, struct match_index **ret,
                             struct error *err)
{
    struct match_index *index = calloc(1, sizeof(*index));
    if (!index)
        return no_memory(err);
    index->model = model;
    index->without_rules = without_rules;
    index->halves[0].kind = PARTY_PERSON;
    index->halves[1].kind = PARTY_ORGANISATION;
    *ret = index;
    return STATUS_OK;
}

static void close_adding(struct match_index *index, int k)
{
    if (index->adding[k])
        scene_done(&index->adding[k]->scene);
    free(index->adding[k]);
    index->adding[k] = NULL;
}

void match_index_close(struct match_index **index)
{
    if (!*index)
        return;
    for (int k = 0; k < KINDS; k++) {
        struct half *half = &(*index)->halves[k];
        vec_done(&half->spots);
        vec_done(&half->free);
        vec_done(&half->bytes);
        postings_done(&half->postings);
        for (int family = 0; family < BLOCK_FAMILIES; family++)
            vec_done(&half->loading[family].keys);
    }
    for (int k = 0; k < KINDS; k++)
        close_adding(*index, k);
    map_done(&(*index)->places);
    vec_done(&(*index)->clean);
    vec_done(&(*index)->decided);
    free(*index);
    *index = NULL;
}

enum status match_index_clean_source(struct match_index *index, uint32_t source, struct error *err)
{
    while (index->clean.len <= source)
        if (!vec_push(&index->clean, 0))
            return no_memory(err);
    index->clean.ptr[source] = 1;
    return STATUS_OK;
}

static int by_ends(const void *a, const void *b)
{
    const struct match_decided *x = a, *y = b;
    return x->a.v != y->a.v ? (x->a.v > y->a.v) - (x->a.v < y->a.v) : (x->b.v > y->b.v) - (x->b.v < y->b.v);
}

enum status match_index_decide(struct match_index *index, const struct match_decided *decided, size_t count,
                               struct error *err)
{
    index->decided.len = 0;
    for (size_t i = 0; i < count; i++)
        if (!vec_push(&index->decided, decided[i]) ||
            !vec_push(&index->decided, (struct match_decided){ decided[i].b, decided[i].a, decided[i].verdict }))
            return no_memory(err);
    if (count)
        qsort(index->decided.ptr, index->decided.len, sizeof(*index->decided.ptr), by_ends);
    return STATUS_OK;
}

/* ---- many ---- */

/* What is made of some items side by side. */
struct slice {
    struct buf packed[KINDS];
    struct {
        VEC(struct spot) spots;             /* at: in packed */
        VEC(uint64_t) keys[BLOCK_FAMILIES]; /* hash << 32 | place in spots */
    } kinds[KINDS];
    bool failed;
};

struct adding {
    const struct match_index *index;
    const struct match_item *items;
    size_t count;
    struct slice *slices;
};

static bool add_keys(const struct scene *scene, uint32_t here, uint32_t place, struct slice *slice)
{
    for (enum block_family family = 0; family < BLOCK_FAMILIES; family++) {
        struct scene_keys keys;
        scene_keys(scene, here, family, &keys);
        for (size_t i = 0; i < keys.count; i++)
            if (!vec_push(&slice->kinds[scene->k].keys[family], (uint64_t)keys.keys[i] << 32 | place))
                return false;
    }
    return true;
}

static bool make_slice_of_kind(const struct adding *adding, size_t from, size_t to, int k, struct slice *slice)
{
    SCOPED(scene_done) struct scene scene;
    if (!scene_open(adding->index, k, &scene))
        return false;
    for (size_t i = from; i < to; i++) {
        const struct match_item *item = &adding->items[i];
        if (kind_at(item->mention->kind) != k)
            continue;
        struct spot spot = { .id = item->id.v, .source = item->source, .at = slice->packed[k].len };
        if (!mention_pack(adding->index->model, item->mention, &slice->packed[k]) ||
            scene_add(&scene, item->id.v, item->source, item->mention) == UINT32_MAX)
            return false;
        spot.len = (uint32_t)(slice->packed[k].len - spot.at);
        if (!vec_push(&slice->kinds[k].spots, spot))
            return false;
    }
    if (!scene_weigh(&scene))
        return false;
    for (uint32_t i = 0; i < slice->kinds[k].spots.len; i++) {
        slice->kinds[k].spots.ptr[i].word = block_refine_word(&scene.side.table, &scene.side.table.preps.ptr[i]);
        if (!add_keys(&scene, i, i, slice))
            return false;
    }
    return true;
}

static void make_slice(void *ctx, size_t number, int thread)
{
    (void)thread;
    const struct adding *adding = ctx;
    struct slice *slice = &adding->slices[number];
    size_t from = number * SLICE_ITEMS, to = from + SLICE_ITEMS < adding->count ? from + SLICE_ITEMS : adding->count;
    for (int k = 0; k < KINDS && !slice->failed; k++)
        slice->failed = !make_slice_of_kind(adding, from, to, k, slice);
}

static bool take_kind(struct match_index *index, int k, struct slice *slice)
{
    struct half *half = &index->halves[k];
    uint32_t first = (uint32_t)half->spots.len;
    size_t at = half->bytes.len, count = slice->kinds[k].spots.len;
    if (count == 0)
        return true;
    if (!vec_reserve(&half->bytes, at + slice->packed[k].len) || !vec_reserve(&half->spots, first + count))
        return false;
    memcpy(half->bytes.ptr + at, slice->packed[k].ptr, slice->packed[k].len);
    half->bytes.len += slice->packed[k].len;
    for (size_t i = 0; i < count; i++) {
        struct spot spot = slice->kinds[k].spots.ptr[i];
        spot.at += at;
        if (!map_put(&index->places, spot.id, ((uint64_t)k << 32 | (first + i)) + 1, NULL))
            return false;
        half->spots.ptr[half->spots.len++] = spot;
    }
    half->count += count;
    for (int family = 0; family < BLOCK_FAMILIES; family++)
        for (size_t i = 0; i < slice->kinds[k].keys[family].len; i++)
            if (!vec_push(&half->loading[family].keys, slice->kinds[k].keys[family].ptr[i] + first))
                return false;
    return true;
}

static void slice_done(struct slice *slice)
{
    for (int k = 0; k < KINDS; k++) {
        buf_done(&slice->packed[k]);
        vec_done(&slice->kinds[k].spots);
        for (int family = 0; family < BLOCK_FAMILIES; family++)
            vec_done(&slice->kinds[k].keys[family]);
    }
}

enum status match_index_add_all(struct match_index *index, const struct match_item *items, size_t count, int threads,
                                struct error *err)
{
    assert(!index->is_settled);
    size_t slices = (count + SLICE_ITEMS - 1) / SLICE_ITEMS;
    struct adding adding = { index, items, count, calloc(slices + 1, sizeof(*adding.slices)) };
    if (!adding.slices)
        return no_memory(err);
    threads_run(threads, slices, make_slice, &adding);
    bool good = true;
    for (size_t s = 0; s < slices; s++) {
        good = good && !adding.slices[s].failed;
        for (int k = 0; good && k < KINDS; k++)
            good = take_kind(index, k, &adding.slices[s]);
        slice_done(&adding.slices[s]);
    }
    free(adding.slices);
    return good ? STATUS_OK : no_memory(err);
}

/* Bytes of those that went are given back when they are many. */
static bool pack_bytes(struct half *half)
{
    if (half->bytes_dead < DEAD_LEAST || half->bytes_dead < half->bytes.len / 4)
        return true;
    VEC(char) packed = { 0 };
    if (!vec_reserve(&packed, half->bytes.len - half->bytes_dead + 1))
        return false;
    for (size_t i = 0; i < half->spots.len; i++) {
        struct spot *spot = &half->spots.ptr[i];
        if (spot->len == 0)
            continue;
        memcpy(packed.ptr + packed.len, half->bytes.ptr + spot->at, spot->len);
        spot->at = packed.len;
        packed.len += spot->len;
    }
    vec_done(&half->bytes);
    half->bytes.ptr = packed.ptr;
    half->bytes.len = packed.len;
    half->bytes.cap = packed.cap;
    half->bytes_dead = 0;
    return true;
}

enum status match_index_settle(struct match_index *index, int threads, struct error *err)
{
    for (int k = 0; k < KINDS; k++)
        if (!pack_bytes(&index->halves[k]) || !postings_settle(&index->halves[k], threads))
            return no_memory(err);
    index->is_settled = true;
    return STATUS_OK;
}

/* ---- one ---- */

static bool put_keys(struct half *half, const struct scene *scene, uint32_t here, uint32_t place, bool drop)
{
    for (enum block_family family = 0; family < BLOCK_FAMILIES; family++) {
        struct scene_keys keys;
        scene_keys(scene, here, family, &keys);
        for (size_t i = 0; i < keys.count; i++)
            if (!(drop ? postings_drop : postings_put)(half, key_of(family, keys.keys[i]), place))
                return false;
    }
    return true;
}

static bool take_place(struct half *half, struct spot spot, uint32_t *ret)
{
    if (half->free.len) {
        *ret = half->free.ptr[--half->free.len];
        half->spots.ptr[*ret] = spot;
        return true;
    }
    *ret = (uint32_t)half->spots.len;
    return vec_push(&half->spots, spot);
}

static enum status settle_grown(struct match_index *index, struct half *half, struct error *err)
{
    if (!postings_is_grown(&half->postings))
        return STATUS_OK;
    (void)index;
    return pack_bytes(half) && postings_settle(half, 1) ? STATUS_OK : no_memory(err);
}

/* NULL without memory. */
static struct scene_adding *open_adding(struct match_index *index, int k)
{
    if (index->adding[k] && index->adding[k]->added >= SCENE_ADDED_MAX)
        close_adding(index, k);
    if (!index->adding[k]) {
        index->adding[k] = calloc(1, sizeof(*index->adding[k]));
        if (index->adding[k] && !scene_open(index, k, &index->adding[k]->scene))
            close_adding(index, k);
    }
    return index->adding[k];
}

enum status match_index_add(struct match_index *index, const struct match_item *item, struct error *err)
{
    assert(index->is_settled);
    enum status status = match_index_remove(index, item->id, err);
    if (status != STATUS_OK)
        return status;
    int k = kind_at(item->mention->kind);
    struct half *half = &index->halves[k];
    SCOPED(buf_done) struct buf packed = BUF_EMPTY;
    struct scene_adding *adding = open_adding(index, k);
    uint32_t place = 0;
    if (!adding)
        return no_memory(err);
    struct scene *scene = &adding->scene;
    unsigned added = adding->added + 1;
    adding->added = SCENE_ADDED_MAX; /* until it went well */
    uint32_t here = scene_add(scene, item->id.v, item->source, item->mention);
    if (here == UINT32_MAX || !scene_weigh(scene) || !mention_pack(index->model, item->mention, &packed) ||
        !vec_reserve(&half->bytes, half->bytes.len + packed.len))
        return no_memory(err);
    struct spot spot = { .id = item->id.v,
                         .word = block_refine_word(&scene->side.table, &scene->side.table.preps.ptr[here]),
                         .at = half->bytes.len,
                         .len = (uint32_t)packed.len,
                         .source = item->source };
    if (!take_place(half, spot, &place) || !map_put(&index->places, item->id.v, 0, NULL))
        return no_memory(err);
    memcpy(half->bytes.ptr + half->bytes.len, packed.ptr, packed.len);
    half->bytes.len += packed.len;
    half->count++;
    *map_get(&index->places, item->id.v) = ((uint64_t)k << 32 | place) + 1;
    if (!put_keys(half, scene, here, place, false))
        return no_memory(err);
    adding->added = added;
    return settle_grown(index, half, err);
}

enum status match_index_remove(struct match_index *index, struct mention_id id, struct error *err)
{
    assert(index->is_settled);
    uint64_t *at = map_get(&index->places, id.v);
    if (!at || !*at)
        return STATUS_OK;
    int k = (int)((*at - 1) >> 32);
    uint32_t place = (uint32_t)(*at - 1);
    struct half *half = &index->halves[k];
    SCOPED(scene_done) struct scene scene;
    if (!scene_open(index, k, &scene) || scene_add_place(&scene, place) == UINT32_MAX || !scene_weigh(&scene) ||
        !vec_reserve(&half->free, half->free.len + 1) || !put_keys(half, &scene, 0, place, true))
        return no_memory(err);
    half->bytes_dead += half->spots.ptr[place].len;
    memset(half->bytes.ptr + half->spots.ptr[place].at, 0, half->spots.ptr[place].len); /* also in the file */
    half->spots.ptr[place] = (struct spot){ 0 };
    half->free.ptr[half->free.len++] = place;
    half->count--;
    *at = 0;
    return STATUS_OK;
}

/* ---- asked of it ---- */

size_t match_index_count(const struct match_index *index, enum party_kind kind)
{
    return index->halves[kind_at(kind)].count;
}

bool match_index_has(const struct match_index *index, struct mention_id id)
{
    const uint64_t *at = map_get(&index->places, id.v);
    return at && *at;
}

void match_index_bounds(const struct match_index *index, enum party_kind kind, int32_t *ret_threshold,
                        int32_t *ret_review)
{
    *ret_threshold = index->model->models[kind_at(kind)].threshold;
    *ret_review = index->model->models[kind_at(kind)].review;
}

bool match_index_fits(const struct match_index *index, const struct mention *mention)
{
    int k = kind_at(mention->kind);
    bool has_seen = false;
    for (int d = 0; d < DOMAIN_COUNT; d++)
        has_seen |= index->model->rarities[k][d].unseen > 0;
    SCOPED(scene_done) struct scene scene;
    return scene_open(index, k, &scene) && scene_add(&scene, 1, 0, mention) != UINT32_MAX && has_seen &&
           scene.side.table.columns_count == index->model->columns_count[k];
}

uint64_t match_index_bytes(const struct match_index *index)
{
    uint64_t bytes = sizeof(*index) + index->places.size * 16;
    for (int k = 0; k < KINDS; k++) {
        const struct half *half = &index->halves[k];
        const struct postings *postings = &half->postings;
        bytes += half->spots.cap * sizeof(struct spot) + half->free.cap * 4 + half->bytes.cap;
        bytes += postings->keys.cap * 8 + postings->starts.cap * 4 + postings->members.cap * 4;
        bytes += DIRECTORY_SIZE * 4 + postings->own_at.size * 16 + postings->own.cap * sizeof(struct own_list) +
                 postings->own_members * 8;
    }
    return bytes;
}
