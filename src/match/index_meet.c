/*
 * block.c makes all runs of a table at once; here are those of one mention,
 * by the same rules in the same order:
 *
 *     a key's list is at most run_most     ──▶ one run
 *     longer: the stretch that shares more and more of his refine word
 *                                          ──▶ one run as soon as it fits
 *     still too long                       ──▶ the windows he stands in
 *     all runs over PARTNERS_MAX partners  ──▶ the rarest stay, the rest is
 *                                              left to the other side
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/index_meet.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/search.h"

/* A key's list with the guest in his place. */
struct line {
    const struct meeting *meeting;
    struct key_list list;
    size_t guest_at; /* SIZE_MAX: he is not in it */
};

static size_t line_len(const struct line *line)
{
    return line->list.len + (line->guest_at != SIZE_MAX);
}

static uint32_t line_place(const struct line *line, size_t i)
{
    return i < line->guest_at ? line->list.ptr[i] : i == line->guest_at ? SCENE_GUEST : line->list.ptr[i - 1];
}

static uint64_t line_word(const struct line *line, size_t i)
{
    uint32_t place = line_place(line, i);
    return place == SCENE_GUEST ? line->meeting->guest_word : line->meeting->scene->half->spots.ptr[place].word;
}

/* First in the list at or after a word and id. */
static size_t first_from(const struct half *half, struct key_list list, uint64_t word, uint64_t id)
{
    return LOWER_BOUND(i, 0, list.len, spot_is_before(&half->spots.ptr[list.ptr[i]], word, id));
}

/* First in a stretch whose word without its last bits is at least prefix. */
static size_t first_of_prefix(const struct line *line, size_t low, size_t high, unsigned shift, uint64_t prefix)
{
    return LOWER_BOUND(i, low, high, line_word(line, i) >> shift < prefix);
}

static struct line line_of(const struct meeting *meeting, uint64_t key)
{
    const struct scene *scene = meeting->scene;
    struct line line = { meeting, postings_get(&scene->half->postings, key), SIZE_MAX };
    if (meeting->guest != SCENE_GUEST && map_get(&meeting->guest_keys, key))
        line.guest_at =
            first_from(scene->half, line.list, meeting->guest_word, scene->side.table.preps.ptr[meeting->guest].id);
    return line;
}

static bool put_run(struct meeting *meeting, uint64_t key, size_t from, size_t size, size_t own)
{
    if (size < 2)
        return true;
    return vec_push(&meeting->runs, (struct run){ key, (uint32_t)from, (uint32_t)size, (uint32_t)own, false });
}

static bool put_windows(struct meeting *meeting, uint64_t key, size_t low, size_t high, size_t own, size_t run_most)
{
    size_t count = high - low, at = own - low, window = block_window(run_most), half = window / 2;
    for (size_t from = at < window ? 0 : (at - window) / half * half + half; from <= at && from + half < count;
         from += half)
        if (at < from + window &&
            !put_run(meeting, key, low + from, count - from < window ? count - from : window, own))
            return false;
    return true;
}

/* The runs of one key that the one at own of its line stands in. */
static bool put_runs(struct meeting *meeting, const struct line *line, uint64_t key, size_t own, size_t run_most)
{
    size_t low = 0, high = line_len(line);
    uint64_t word = line_word(line, own);
    if (high <= run_most)
        return put_run(meeting, key, low, high, own);
    for (size_t step = 0; step < BLOCK_REFINEMENTS; step++) {
        unsigned shift = 64u - block_refine_bits[meeting->scene->half->kind != PARTY_PERSON][step];
        low = first_of_prefix(line, low, high, shift, word >> shift);
        high = first_of_prefix(line, low, high, shift, (word >> shift) + 1);
        if (high - low <= run_most)
            return put_run(meeting, key, low, high - low, own);
    }
    return put_windows(meeting, key, low, high, own, run_most);
}

static size_t mentions_of(const struct meeting *meeting)
{
    return meeting->scene->half->count + (meeting->guest != SCENE_GUEST);
}

/* block.c, keep_to_budget(): the rarest runs stay, the first of equals. */
static void hold_budget(struct meeting *meeting)
{
    uint32_t sizes[RUN_MAX + 1] = { 0 }, partners = 0, most = 0, all = 0;
    for (size_t i = 0; i < meeting->runs.len; i++) {
        sizes[meeting->runs.ptr[i].size] += meeting->runs.ptr[i].size - 1;
        all += meeting->runs.ptr[i].size - 1;
    }
    if (all <= PARTNERS_MAX)
        return;
    while (most < RUN_MAX && partners + sizes[most + 1] <= PARTNERS_MAX)
        partners += sizes[++most];
    for (size_t i = 0; i < meeting->runs.len; i++) {
        struct run *run = &meeting->runs.ptr[i];
        if (run->size <= most)
            continue;
        if (run->size == most + 1 && partners + run->size - 1 <= PARTNERS_MAX) {
            partners += run->size - 1;
            continue;
        }
        run->is_left = true;
    }
}

/* All runs of the one at a place of the scene, in block.c's order, into meeting.runs. */
static bool find_runs(struct meeting *meeting, uint32_t here)
{
    const struct scene *scene = meeting->scene;
    size_t run_most = block_run_most(mentions_of(meeting));
    uint64_t id = scene->side.table.preps.ptr[here].id;
    uint32_t place = here == meeting->guest ? SCENE_GUEST : scene->of.ptr[here];
    uint64_t word = place == SCENE_GUEST ? meeting->guest_word : scene->half->spots.ptr[place].word;
    meeting->runs.len = 0;
    for (enum block_family family = 0; family < BLOCK_FAMILIES; family++) {
        struct scene_keys keys;
        scene_keys(scene, here, family, &keys);
        size_t most = block_family_most(family, mentions_of(meeting));
        for (size_t i = 0; i < keys.count; i++) {
            uint64_t key = key_of(family, keys.keys[i]);
            struct line line = line_of(meeting, key);
            if (line_len(&line) < 2 || line_len(&line) > most || (keys.is_value[i] && line_len(&line) > RUN_MAX))
                continue;
            size_t own = place == SCENE_GUEST ? line.guest_at : first_from(scene->half, line.list, word, id);
            own += place != SCENE_GUEST && line.guest_at <= own;
            if (own >= line_len(&line) || line_place(&line, own) != place)
                continue; /* a key that is of other values now: it never is */
            if (!put_runs(meeting, &line, key, own, run_most))
                return false;
        }
    }
    hold_budget(meeting);
    return true;
}

static uint64_t left_key(uint32_t place, uint64_t key, uint32_t from)
{
    return hash_pair(hash_pair(key, from), place);
}

/* Did the other leave this run too? */
static bool is_left_by(struct meeting *meeting, uint32_t place, const struct run *run, bool *ret)
{
    uint32_t here = scene_add_place(meeting->scene, place);
    bool is_new = false;
    if (here == UINT32_MAX || !map_put(&meeting->weighed_up, here, 1, &is_new))
        return false;
    if (is_new) {
        if (!scene_weigh(meeting->scene) || !find_runs(meeting, here))
            return false;
        for (size_t i = 0; i < meeting->runs.len; i++) {
            const struct run *his = &meeting->runs.ptr[i];
            if (his->is_left && !map_put(&meeting->left, left_key(place, his->key, his->from), 1, NULL))
                return false;
        }
    }
    *ret = map_get(&meeting->left, left_key(place, run->key, run->from)) != NULL;
    return true;
}

static bool find(struct meeting *meeting, uint32_t place)
{
    bool is_new = false;
    return map_put(&meeting->seen, meeting->turn << 32 | place, 1, &is_new) &&
           (!is_new || vec_push(&meeting->found, place));
}

static bool meet_all(struct meeting *meeting, uint32_t own)
{
    const struct half *half = meeting->scene->half;
    for (uint32_t place = 0; place < half->spots.len; place++)
        if (half->spots.ptr[place].len && place != own && !vec_push(&meeting->found, place))
            return false;
    return true;
}

bool meeting_of(struct meeting *meeting, uint32_t here)
{
    uint32_t own = here == meeting->guest ? SCENE_GUEST : meeting->scene->of.ptr[here];
    meeting->found.len = 0;
    meeting->turn++;
    if (mentions_of(meeting) <= COMPARE_ALL_MAX)
        return meet_all(meeting, own);
    if (!find_runs(meeting, here))
        return false;
    size_t count = meeting->runs.len;
    struct run *runs = malloc((count + 1) * sizeof(*runs)); /* the room is wanted for the runs of others */
    bool good = runs != NULL;
    for (size_t i = 0; good && i < count; i++)
        runs[i] = meeting->runs.ptr[i];
    for (size_t i = 0; good && i < count; i++) {
        struct line line = line_of(meeting, runs[i].key);
        for (uint32_t at = runs[i].from; good && at < runs[i].from + runs[i].size; at++) {
            uint32_t place = line_place(&line, at);
            bool left = false;
            if (at == runs[i].own || place == SCENE_GUEST)
                continue;
            if (runs[i].is_left)
                good = is_left_by(meeting, place, &runs[i], &left);
            good = good && (left || find(meeting, place));
        }
    }
    free(runs);
    return good;
}

bool meeting_open(struct scene *scene, uint32_t guest, struct meeting *ret)
{
    *ret = (struct meeting){ .scene = scene, .guest = guest };
    if (guest == SCENE_GUEST)
        return true;
    ret->guest_word = block_refine_word(&scene->side.table, &scene->side.table.preps.ptr[guest]);
    for (enum block_family family = 0; family < BLOCK_FAMILIES; family++) {
        struct scene_keys keys;
        scene_keys(scene, guest, family, &keys);
        for (size_t i = 0; i < keys.count; i++)
            if (!map_put(&ret->guest_keys, key_of(family, keys.keys[i]), 1, NULL))
                return false;
    }
    return true;
}

void meeting_done(struct meeting *meeting)
{
    map_done(&meeting->guest_keys);
    map_done(&meeting->weighed_up);
    map_done(&meeting->left);
    map_done(&meeting->seen);
    vec_done(&meeting->runs);
    vec_done(&meeting->found);
}
