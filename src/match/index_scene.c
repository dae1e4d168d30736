/*
 * The small table a question is answered in: mentions are unpacked into it as
 * they are met, each once, and weighed as the kept model weighs them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "match/few.h"
#include "match/fold.h"
#include "match/index_inside.h"

enum { UNPACKED_BYTES = 4 * 1024 * 1024 };

bool scene_open(const struct match_index *index, int k, struct scene *ret)
{
    const struct match_model *model = index->model;
    *ret = (struct scene){ .index = index, .half = &index->halves[k], .k = k, .unpacked = ARENA_UP_TO(UNPACKED_BYTES) };
    if (!few_side_open(model, k, index->halves[k].kind, &ret->side))
        return false;
    ret->side.model.without_rules = index->without_rules;
    return true;
}

void scene_done(struct scene *scene)
{
    table_done(&scene->side.table);
    free(scene->side.pairs);
    free(scene->side.clusters);
    vec_done(&scene->side.must);
    vec_done(&scene->side.cannot);
    key_sounds_done(&scene->sounds);
    map_done(&scene->at);
    vec_done(&scene->of);
    arena_done(&scene->unpacked);
}

uint32_t scene_add(struct scene *scene, uint64_t id, uint32_t source, const struct mention *mention)
{
    uint32_t here = (uint32_t)scene->side.table.preps.len;
    if (table_add(&scene->side.table, (struct mention_id){ id }, source, mention, NULL) != STATUS_OK ||
        !vec_push(&scene->of, SCENE_GUEST))
        return UINT32_MAX;
    return here;
}

uint32_t scene_add_place(struct scene *scene, uint32_t place)
{
    const uint64_t *known = map_get(&scene->at, place);
    if (known)
        return (uint32_t)*known;
    const struct spot *spot = &scene->half->spots.ptr[place];
    struct text packed = { scene->half->bytes.ptr + spot->at, spot->len };
    struct mention mention;
    arena_reset(&scene->unpacked);
    if (!mention_unpack(packed, scene->half->kind, &scene->unpacked, &mention))
        return UINT32_MAX;
    uint32_t here = scene_add(scene, spot->id, spot->source, &mention);
    if (here == UINT32_MAX || !map_put(&scene->at, place, here, NULL))
        return UINT32_MAX;
    scene->of.ptr[here] = place;
    return here;
}

static bool sound(struct scene *scene, int which, enum domain domain, uint32_t **sounds)
{
    const struct values *values = &scene->side.table.values[domain];
    uint32_t count = (uint32_t)values->hashes.len;
    if (count > scene->sounds_cap[which]) {
        uint32_t *moved = realloc(*sounds, 2 * count * sizeof(*moved));
        if (!moved)
            return false;
        *sounds = moved;
        scene->sounds_cap[which] = 2 * count;
    }
    for (uint32_t i = scene->sounded[which]; i < count; i++)
        (*sounds)[i] = i ? (uint32_t)fold_sound(values_text(values, i)) | 1 : 0;
    scene->sounded[which] = count;
    return true;
}

bool scene_weigh(struct scene *scene)
{
    struct table *table = &scene->side.table;
    const struct match_index *index = scene->index;
    kept_weigh(index->model, scene->k, table, scene->weighed);
    scene->side.rules = (struct veto_rules){ &scene->side.model, table, index->clean.ptr, (uint32_t)index->clean.len };
    return sound(scene, 0, DOMAIN_GIVEN, &scene->sounds.given) &&
           sound(scene, 1, DOMAIN_SURNAME, &scene->sounds.surname);
}

static void put_key(struct scene_keys *keys, uint32_t key, bool is_value)
{
    size_t at = keys->count;
    for (; at > 0 && keys->keys[at - 1] > key; at--)
        ;
    if (at > 0 && keys->keys[at - 1] == key) {
        keys->is_value[at - 1] |= is_value;
        return;
    }
    memmove(keys->keys + at + 1, keys->keys + at, (keys->count - at) * sizeof(*keys->keys));
    memmove(keys->is_value + at + 1, keys->is_value + at, (keys->count - at) * sizeof(*keys->is_value));
    keys->keys[at] = key;
    keys->is_value[at] = is_value;
    keys->count++;
}

void scene_keys(const struct scene *scene, uint32_t here, enum block_family family, struct scene_keys *ret)
{
    uint32_t keys[KEYS_MAX];
    ret->count = 0;
    if (!block_family_is_of(family, &scene->side.table))
        return;
    size_t count = block_keys(&scene->side.table, &scene->sounds, here, family, keys);
    for (size_t i = 0; i < count; i++)
        put_key(ret, keys[i], false);
    count = family == BLOCK_ATTRIBUTE ? block_keys_of_values(&scene->side.table, here, keys) : 0;
    for (size_t i = 0; i < count; i++)
        put_key(ret, keys[i], true);
}
