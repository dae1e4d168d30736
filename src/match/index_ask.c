/*
 * A question, and the walk around a mention.  Both are answered in a scene: a
 * small table of just those who take part, numbered as they come, so that the
 * code that scores and clusters a whole run serves here as it is.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "base/search.h"
#include "match/index_meet.h"

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "out of memory while looking up a mention");
}

void match_asked_done(struct match_asked *asked)
{
    vec_done(&asked->hits);
    asked->met = 0;
}

void match_around_done(struct match_around *around)
{
    vec_done(&around->links);
    vec_done(&around->doubts);
    vec_done(&around->hits);
}

/* As a whole run scores them: the smaller id first. */
static int32_t score_of(const struct scene *scene, uint32_t a, uint32_t b)
{
    const struct prep *preps = scene->side.table.preps.ptr;
    return preps[a].id < preps[b].id ? side_score_of(&scene->side, a, b, NULL)
                                     : side_score_of(&scene->side, b, a, NULL);
}

static int by_score(const void *a, const void *b)
{
    const struct match_hit *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->mention.v > y->mention.v) - (x->mention.v < y->mention.v);
}

static bool ask(struct meeting *meeting, uint64_t id, int32_t least, struct match_asked *ret)
{
    struct scene *scene = meeting->scene;
    if (!meeting_of(meeting, meeting->guest))
        return false;
    for (size_t i = 0; i < meeting->found.len; i++)
        if (scene_add_place(scene, meeting->found.ptr[i]) == UINT32_MAX)
            return false;
    if (!scene_weigh(scene))
        return false;
    for (size_t i = 0; i < meeting->found.len; i++) {
        uint32_t here = scene_add_place(scene, meeting->found.ptr[i]);
        struct match_hit hit = { { scene->side.table.preps.ptr[here].id }, score_of(scene, meeting->guest, here) };
        if (hit.mention.v == id)
            continue;
        ret->met++;
        if (hit.score >= least && !vec_push(&ret->hits, hit))
            return false;
    }
    if (ret->hits.len > 1)
        qsort(ret->hits.ptr, ret->hits.len, sizeof(*ret->hits.ptr), by_score);
    return true;
}

enum status match_index_ask(const struct match_index *index, const struct match_item *item, int32_t least,
                            struct match_asked *ret, struct error *err)
{
    SCOPED(scene_done) struct scene scene = { 0 };
    SCOPED(meeting_done) struct meeting meeting = { 0 };
    *ret = (struct match_asked){ 0 };
    bool good = scene_open(index, kind_at(item->mention->kind), &scene) &&
                scene_add(&scene, item->id.v, item->source, item->mention) == 0 && scene_weigh(&scene) &&
                meeting_open(&scene, 0, &meeting) && ask(&meeting, item->id.v, least, ret);
    if (!good)
        match_asked_done(ret);
    return good ? STATUS_OK : no_memory(err);
}

/* ---- around ---- */

struct walk {
    struct scene scene;
    struct meeting meeting;
    VEC(uint32_t) reached; /* places in the scene, in order of being reached */
    struct map is_reached;
    VEC(struct scored_pair) pairs; /* of places in the scene */
    struct map scored;
    bool too_many;
    struct match_around *ret;
};

static void walk_done(struct walk *walk)
{
    scene_done(&walk->scene);
    meeting_done(&walk->meeting);
    vec_done(&walk->reached);
    map_done(&walk->is_reached);
    vec_done(&walk->pairs);
    map_done(&walk->scored);
}

static bool reach(struct walk *walk, uint32_t place)
{
    bool is_new = false;
    uint32_t here = scene_add_place(&walk->scene, place);
    if (here == UINT32_MAX || !map_put(&walk->is_reached, here, 1, &is_new))
        return false;
    walk->too_many |= walk->reached.len >= MATCH_AROUND_MAX;
    return !is_new || vec_push(&walk->reached, here);
}

static size_t first_decided(const struct match_index *index, uint64_t id)
{
    return LOWER_BOUND(i, 0, index->decided.len, index->decided.ptr[i].a.v < id);
}

/* Its place in this half; SCENE_GUEST when it is not in it. */
static uint32_t place_of(const struct match_index *index, int k, uint64_t id)
{
    const uint64_t *at = map_get(&index->places, id);
    return at && *at && (int)((*at - 1) >> 32) == k ? (uint32_t)(*at - 1) : SCENE_GUEST;
}

static bool reach_decided(struct walk *walk, uint64_t id)
{
    const struct match_index *index = walk->scene.index;
    for (size_t i = first_decided(index, id); i < index->decided.len && index->decided.ptr[i].a.v == id; i++) {
        uint32_t place = place_of(index, walk->scene.k, index->decided.ptr[i].b.v);
        if (index->decided.ptr[i].verdict == VERDICT_SAME && place != SCENE_GUEST && !reach(walk, place))
            return false;
    }
    return true;
}

static bool keep_hit(struct walk *walk, uint32_t other, int32_t score)
{
    return vec_push(&walk->ret->hits, (struct match_hit){ { walk->scene.side.table.preps.ptr[other].id }, score });
}

/* Those it meets, scored once each, and on to those it may be one with. */
static bool reach_from(struct walk *walk, uint32_t here)
{
    struct scene *scene = &walk->scene;
    if (!scene_weigh(scene) || !meeting_of(&walk->meeting, here))
        return false;
    for (size_t i = 0; i < walk->meeting.found.len; i++)
        if (scene_add_place(scene, walk->meeting.found.ptr[i]) == UINT32_MAX)
            return false;
    if (!scene_weigh(scene))
        return false;
    for (size_t i = 0; i < walk->meeting.found.len; i++) {
        uint32_t place = walk->meeting.found.ptr[i], other = scene_add_place(scene, place);
        bool is_new = false;
        if (!map_put(&walk->scored, pair_pack(here, other), 1, &is_new))
            return false;
        if (!is_new)
            continue;
        int32_t score = score_of(scene, here, other);
        if (score >= scene->side.model.review && (!vec_push(&walk->pairs, (struct scored_pair){ here, other, score }) ||
                                                  (here == walk->meeting.guest && !keep_hit(walk, other, score))))
            return false;
        if (score >= scene->side.model.threshold && !reach(walk, place))
            return false;
    }
    return reach_decided(walk, scene->side.table.preps.ptr[here].id);
}

/* ---- clustering what was reached ---- */

struct ranked {
    uint64_t id;
    uint32_t here;
};

static int by_id(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static int by_place(const void *a, const void *b)
{
    const struct scored_pair *x = a, *y = b;
    return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

static int by_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Reached ones stand first in the scene's table, by id; *rank gives each its place there, UINT32_MAX to others. */
static bool rank_reached(struct walk *walk, uint32_t *rank)
{
    struct table *table = &walk->scene.side.table;
    struct ranked *order = malloc((walk->reached.len + 1) * sizeof(*order));
    struct prep *preps = malloc((table->preps.len + 1) * sizeof(*preps));
    bool good = order && preps;
    for (size_t i = 0; good && i < table->preps.len; i++)
        rank[i] = UINT32_MAX;
    for (size_t i = 0; good && i < walk->reached.len; i++)
        order[i] = (struct ranked){ table->preps.ptr[walk->reached.ptr[i]].id, walk->reached.ptr[i] };
    if (good)
        qsort(order, walk->reached.len, sizeof(*order), by_id);
    for (uint32_t i = 0; good && i < walk->reached.len; i++) {
        rank[order[i].here] = i;
        preps[i] = table->preps.ptr[order[i].here];
    }
    if (good && walk->reached.len)
        memcpy(table->preps.ptr, preps, walk->reached.len * sizeof(*preps));
    if (good)
        table->preps.len = walk->reached.len;
    free(order);
    free(preps);
    return good;
}

static bool put_decided(struct walk *walk)
{
    const struct match_index *index = walk->scene.index;
    struct side *side = &walk->scene.side;
    for (uint32_t i = 0; i < side->table.preps.len; i++) {
        uint64_t id = side->table.preps.ptr[i].id;
        for (size_t d = first_decided(index, id); d < index->decided.len && index->decided.ptr[d].a.v == id; d++) {
            size_t other = side_place(side, index->decided.ptr[d].b.v);
            if (other == SIZE_MAX || other <= i)
                continue;
            uint64_t pair = pair_pack(i, (uint32_t)other);
            if (!(index->decided.ptr[d].verdict == VERDICT_SAME ? vec_push(&side->must, pair)
                                                                : vec_push(&side->cannot, pair)))
                return false;
        }
    }
    if (side->must.len)
        qsort(side->must.ptr, side->must.len, sizeof(uint64_t), by_u64);
    if (side->cannot.len)
        qsort(side->cannot.ptr, side->cannot.len, sizeof(uint64_t), by_u64);
    return true;
}

/* Pairs between reached ones to the side, in order; what leads elsewhere is for a person to look at. */
static bool put_pairs(struct walk *walk, const uint32_t *rank, const uint64_t *ids, struct match_around *ret)
{
    struct side *side = &walk->scene.side;
    side->pairs = malloc((walk->pairs.len + 1) * sizeof(*side->pairs));
    if (!side->pairs)
        return false;
    for (size_t i = 0; i < walk->pairs.len; i++) {
        const struct scored_pair *pair = &walk->pairs.ptr[i];
        uint32_t a = rank[pair->a], b = rank[pair->b];
        uint64_t x = ids[pair->a], y = ids[pair->b];
        if (a != UINT32_MAX && b != UINT32_MAX)
            side->pairs[side->pairs_count++] = (struct scored_pair){ a < b ? a : b, a < b ? b : a, pair->score };
        else if (!vec_push(&ret->doubts, (struct match_review){ { x < y ? x : y }, { x < y ? y : x }, pair->score, 0 }))
            return false;
    }
    if (side->pairs_count > 1)
        qsort(side->pairs, side->pairs_count, sizeof(*side->pairs), by_place);
    return true;
}

static bool cluster_reached(struct walk *walk, struct matcher *matcher, struct match_around *ret, struct error *err)
{
    struct side *side = &walk->scene.side;
    size_t count = side->table.preps.len;
    uint32_t *rank = malloc((count + 1) * sizeof(*rank));
    uint64_t *ids = malloc((count + 1) * sizeof(*ids));
    bool good = rank && ids;
    for (size_t i = 0; good && i < count; i++)
        ids[i] = side->table.preps.ptr[i].id;
    good = good && rank_reached(walk, rank) && put_decided(walk) && put_pairs(walk, rank, ids, ret) &&
           side_cluster(side, 1, err) == STATUS_OK && side_link(side, matcher, err) == STATUS_OK;
    for (size_t i = 0; good && i < side->pairs_count; i++) {
        const struct scored_pair *pair = &side->pairs[i];
        if (side->clusters[pair->a] != side->clusters[pair->b])
            good = vec_push(&ret->doubts, (struct match_review){ { side->table.preps.ptr[pair->a].id },
                                                                 { side->table.preps.ptr[pair->b].id },
                                                                 pair->score,
                                                                 0 });
    }
    free(rank);
    free(ids);
    return good;
}

/* The guest stands first in the scene, and is reached first. */
static bool welcome(struct walk *walk, const struct match_item *guest)
{
    struct scene *scene = &walk->scene;
    if (!guest)
        return meeting_open(scene, SCENE_GUEST, &walk->meeting);
    return scene_add(scene, guest->id.v, guest->source, guest->mention) == 0 && scene_weigh(scene) &&
           meeting_open(scene, 0, &walk->meeting) && map_put(&walk->is_reached, 0, 1, NULL) &&
           vec_push(&walk->reached, 0) && reach_from(walk, 0);
}

static enum status around(const struct match_index *index, int k, const struct mention_id *from, size_t count,
                          const struct match_item *guest, struct matcher *matcher, struct match_around *ret,
                          struct error *err)
{
    bool any = guest != NULL;
    for (size_t i = 0; i < count && !any; i++)
        any = place_of(index, k, from[i].v) != SCENE_GUEST;
    if (!any)
        return STATUS_OK;
    SCOPED(walk_done) struct walk walk = { .ret = ret };
    bool good = scene_open(index, k, &walk.scene) && welcome(&walk, guest);
    ret->met += guest && good ? walk.meeting.found.len : 0;
    for (size_t i = 0; good && i < count; i++) {
        uint32_t place = place_of(index, k, from[i].v);
        good = place == SCENE_GUEST || reach(&walk, place);
    }
    for (size_t i = guest != NULL; good && !walk.too_many && i < walk.reached.len; i++)
        good = reach_from(&walk, walk.reached.ptr[i]);
    if (good && walk.too_many)
        return error_set(err, STATUS_LIMIT, "more than %d mentions hang together", MATCH_AROUND_MAX);
    return good && cluster_reached(&walk, matcher, ret, err) ? STATUS_OK : no_memory(err);
}

enum status match_index_around(const struct match_index *index, const struct mention_id *from, size_t count,
                               const struct match_item *guest, struct match_around *ret, struct error *err)
{
    struct matcher matcher = { 0 };
    enum status status = STATUS_OK;
    *ret = (struct match_around){ 0 };
    for (int k = 0; k < KINDS && status == STATUS_OK; k++) {
        const struct match_item *of_kind = guest && kind_at(guest->mention->kind) == k ? guest : NULL;
        status = of_kind || count ? around(index, k, from, count, of_kind, &matcher, ret, err) : STATUS_OK;
    }
    if (status == STATUS_OK)
        status = links_finish(&matcher, err);
    if (ret->hits.len > 1)
        qsort(ret->hits.ptr, ret->hits.len, sizeof(*ret->hits.ptr), by_score);
    ret->links.ptr = matcher.links.ptr;
    ret->links.len = matcher.links.len;
    ret->links.cap = matcher.links.cap;
    vec_done(&matcher.reviews);
    if (status != STATUS_OK)
        match_around_done(ret);
    return status;
}
