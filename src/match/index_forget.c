/*
 * What a model holds of somebody alone.
 *
 * A model lists hashes of values that stood more than once.  Whose values
 * nobody else has, of him it tells: who knows a mailbox can ask whether it was
 * there.  Those go from the list, and then count as values that stand once,
 * which moves no score, since nobody is left to agree on them.  A value that
 * more than HELD_BITS says had, when the model was trained, is everybody's.
 *
 * Values are known by what prepare.c makes of a mention, so all mentions of
 * the index are prepared again, by slices in tables of their own.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "base/scoped.h"
#include "match/few.h"
#include "match/index_inside.h"
#include "os/threads.h"

enum { SLICE_PLACES = 4096, HELD_BITS = 6 * BIT /* of 64 mentions */ };
#define UNPACKED_BYTES ((size_t)4 << 20)

struct listed {
    enum domain domain;
    uint64_t hash;
};

struct forgetting {
    const struct match_index *index;
    int k;
    VEC(struct listed) listed;
    struct map numbers[DOMAIN_COUNT]; /* hash → number in listed, plus 1 */
    uint8_t *is_held;
    uint8_t failed;
};

static void forgetting_done(struct forgetting *f)
{
    vec_done(&f->listed);
    for (int d = 0; d < DOMAIN_COUNT; d++)
        map_done(&f->numbers[d]);
    free(f->is_held);
}

static bool is_rare(const struct rarities *rarities, uint64_t hash)
{
    int16_t bits = model_file_bits(rarities, hash);
    return bits >= rarities->unseen - HELD_BITS;
}

static bool list_value(struct forgetting *f, enum domain domain, uint64_t hash)
{
    bool is_new = false;
    uint64_t *number = map_put(&f->numbers[domain], hash, f->listed.len + 1, &is_new);
    return number && (!is_new || vec_push(&f->listed, (struct listed){ domain, hash }));
}

/* Their values, of those that are rare. */
static bool list_values(struct forgetting *f, const struct match_model *model, const struct match_item *items,
                        size_t count)
{
    SCOPED(scene_done) struct scene scene;
    bool fits = scene_open(f->index, f->k, &scene);
    for (size_t i = 0; i < count && fits; i++)
        if (kind_at(items[i].mention->kind) == f->k)
            fits = scene_add(&scene, items[i].id.v + i, items[i].source, items[i].mention) != UINT32_MAX;
    for (int d = 0; d < DOMAIN_COUNT && fits; d++) {
        const struct values *values = &scene.side.table.values[d];
        for (size_t i = 1; i < values->hashes.len && fits; i++)
            if (is_rare(&model->rarities[f->k][d], values->hashes.ptr[i]))
                fits = list_value(f, (enum domain)d, values->hashes.ptr[i]);
    }
    return fits;
}

static bool add_slice(const struct half *half, size_t number, struct scene *scene)
{
    size_t end = (number + 1) * SLICE_PLACES < half->spots.len ? (number + 1) * SLICE_PLACES : half->spots.len;
    for (size_t i = number * SLICE_PLACES; i < end; i++)
        if (half->spots.ptr[i].len && scene_add_place(scene, (uint32_t)i) == UINT32_MAX)
            return false;
    return true;
}

static void see_slice(void *ctx, size_t number, int thread)
{
    (void)thread;
    struct forgetting *f = ctx;
    SCOPED(scene_done) struct scene scene;
    if (!scene_open(f->index, f->k, &scene) || !add_slice(scene.half, number, &scene)) {
        __atomic_store_n(&f->failed, 1, __ATOMIC_RELAXED);
        return;
    }
    for (int d = 0; d < DOMAIN_COUNT; d++) {
        const struct values *values = &scene.side.table.values[d];
        for (size_t i = 1; f->numbers[d].count && i < values->hashes.len; i++) {
            const uint64_t *found = map_get(&f->numbers[d], values->hashes.ptr[i]);
            if (found)
                __atomic_store_n(&f->is_held[*found - 1], 1, __ATOMIC_RELAXED);
        }
    }
}

static enum status forget_of(const struct match_index *index, struct match_model *model, int k,
                             const struct match_item *items, size_t count, int threads, bool *ret, struct error *err)
{
    SCOPED(forgetting_done) struct forgetting f = { .index = index, .k = k };
    size_t slices = (index->halves[k].spots.len + SLICE_PLACES - 1) / SLICE_PLACES;
    for (int d = 0; d < DOMAIN_COUNT; d++)
        f.numbers[d] = MAP_EMPTY;
    if (!list_values(&f, model, items, count))
        return error_set(err, STATUS_NO_MEMORY, "no memory for what a model forgets");
    if (f.listed.len == 0)
        return STATUS_OK;
    f.is_held = calloc(f.listed.len, 1);
    if (f.is_held)
        threads_run(threads, slices, see_slice, &f);
    if (!f.is_held || f.failed)
        return error_set(err, STATUS_NO_MEMORY, "no memory for what a model forgets");
    for (size_t i = 0; i < f.listed.len; i++)
        if (!f.is_held[i] && model_file_forget(&model->rarities[k][f.listed.ptr[i].domain], f.listed.ptr[i].hash))
            *ret = true;
    return STATUS_OK;
}

enum status match_index_forget(const struct match_index *index, struct match_model *model,
                               const struct match_item *items, size_t count, int threads, bool *ret, struct error *err)
{
    enum status status = STATUS_OK;
    *ret = false;
    for (int k = 0; k < KINDS && status == STATUS_OK; k++)
        status = forget_of(index, model, k, items, count, threads, ret, err);
    for (int k = 0; k < KINDS; k++) /* who is added next is weighed by the model as it is now */
        if (index->adding[k])
            index->adding[k]->added = SCENE_ADDED_MAX;
    return status;
}
