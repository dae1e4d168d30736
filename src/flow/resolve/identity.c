/*
 * Wishes, not votes: for each pair of a cluster and an id that some of its
 * mentions had, one wish with the number of those mentions.  Wishes are
 * granted largest first, by mentions whose record did not change, then by all (of equal ones the cluster with the id's
 * founder, then the smaller id, then the cluster with the smaller mention), each if neither side is taken yet.  Most
 * clusters have one wish and get it; the sorting is for the few that merged or split.
 *
 * A part that splits off and holds the founder of an id that was merged into
 * this one goes back to that id, whatever its size: its wish comes last, save
 * when the founder of this one is in it too.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/resolve/identity.h"

#include <assert.h>
#include <string.h>

#include "base/map.h"
#include "base/scoped.h"
#include "base/search.h"

struct wish {
    struct party_id party;
    uint32_t cluster;
    uint32_t mentions, stayed; /* stayed: of those, with a record that did not change */
    bool returns;              /* the cluster has an earlier id to go back to */
    bool founder;              /* it holds the mention the id was made of */
};

struct work {
    enum party_kind kind;
    const struct identity_mention *mentions;
    size_t count;
    uint32_t clusters_count;
    const struct identity_known *known;
    size_t known_count;
    VEC(struct wish) wishes;
    struct map taken; /* party id -> cluster */
    struct party_id *parties;
};

static void work_done(struct work *work)
{
    vec_done(&work->wishes);
    map_done(&work->taken);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for party ids");
}

static int compare_u64(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_pair(const void *a, const void *b)
{
    const struct wish *x = a, *y = b;
    int order = compare_u64(x->party.v, y->party.v);
    return order ? order : compare_u64(x->cluster, y->cluster);
}

/* Clusters are numbered by their smallest mention, so the smaller number has the smaller mention. */
static int by_weight(const void *a, const void *b)
{
    const struct wish *x = a, *y = b;
    int order = compare_u64(x->returns && !x->founder, y->returns && !y->founder);
    if (order == 0)
        order = compare_u64(y->stayed, x->stayed);
    if (order == 0)
        order = compare_u64(y->mentions, x->mentions);
    if (order == 0)
        order = compare_u64(y->founder, x->founder);
    return order ? order : by_pair(a, b);
}

static const struct identity_known *known_find(const struct work *work, struct party_id party)
{
    size_t at = LOWER_BOUND(i, 0, work->known_count, work->known[i].party.v < party.v);
    return at < work->known_count && work->known[at].party.v == party.v ? &work->known[at] : NULL;
}

static bool is_dead(const struct identity_known *known)
{
    return known->last == IDENTITY_REDIRECTED || known->last == IDENTITY_RETIRED;
}

static enum status gather(struct work *work, struct error *err)
{
    for (size_t i = 0; i < work->count; i++)
        if (work->mentions[i].before.v &&
            !vec_push(&work->wishes, (struct wish){ .party = work->mentions[i].before,
                                                    .cluster = work->mentions[i].cluster,
                                                    .mentions = 1,
                                                    .stayed = !work->mentions[i].is_changed }))
            return no_memory(err);
    if (work->wishes.len == 0)
        return STATUS_OK;
    qsort(work->wishes.ptr, work->wishes.len, sizeof(*work->wishes.ptr), by_pair);
    size_t last = 0;
    for (size_t i = 1; i < work->wishes.len; i++) {
        if (by_pair(&work->wishes.ptr[last], &work->wishes.ptr[i]) == 0) {
            work->wishes.ptr[last].mentions++;
            work->wishes.ptr[last].stayed += work->wishes.ptr[i].stayed;
        } else
            work->wishes.ptr[++last] = work->wishes.ptr[i];
    }
    work->wishes.len = last + 1;
    return STATUS_OK;
}

static struct wish *wish_find(struct work *work, struct party_id party, uint32_t cluster)
{
    struct wish wanted = { .party = party, .cluster = cluster };
    return bsearch(&wanted, work->wishes.ptr, work->wishes.len, sizeof(wanted), by_pair);
}

/* Where more than one cluster wishes for an id: who founded it, and who has another to go back to. wishes are by pair.
 */
static enum status mark_splits(struct work *work, struct error *err)
{
    SCOPED(map_done) struct map split = MAP_EMPTY;
    for (size_t i = 1; i < work->wishes.len; i++)
        if (work->wishes.ptr[i].party.v == work->wishes.ptr[i - 1].party.v &&
            !map_put(&split, work->wishes.ptr[i].party.v, 1, NULL))
            return no_memory(err);
    for (size_t i = 0; i < work->count && split.count; i++) {
        struct party_id was = work->mentions[i].before, own = party_id_of(work->kind, work->mentions[i].mention, 0);
        if (!was.v || !map_get(&split, was.v))
            continue;
        const struct identity_known *known = known_find(work, own);
        struct wish *wish = wish_find(work, was, work->mentions[i].cluster);
        wish->founder = wish->founder || own.v == was.v;
        wish->returns = wish->returns || (known && is_dead(known) && known->other.v == was.v);
    }
    return STATUS_OK;
}

static enum status take(struct work *work, struct party_id party, uint32_t cluster, struct error *err)
{
    bool is_new = false;
    if (!map_put(&work->taken, party.v, cluster, &is_new))
        return no_memory(err);
    assert(is_new);
    work->parties[cluster] = party;
    return STATUS_OK;
}

static enum status grant(struct work *work, struct error *err)
{
    enum status status = STATUS_OK;
    if (work->wishes.len)
        qsort(work->wishes.ptr, work->wishes.len, sizeof(*work->wishes.ptr), by_weight);
    for (size_t i = 0; i < work->wishes.len && status == STATUS_OK; i++) {
        const struct wish *wish = &work->wishes.ptr[i];
        if (work->parties[wish->cluster].v == 0 && !map_get(&work->taken, wish->party.v))
            status = take(work, wish->party, wish->cluster, err);
    }
    return status;
}

/* Ids that earlier merges took away: a mention's own first id, when it is known and free. */
static enum status revive(struct work *work, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < work->count && work->known_count && status == STATUS_OK; i++) {
        if (work->parties[work->mentions[i].cluster].v)
            continue;
        struct party_id own = party_id_of(work->kind, work->mentions[i].mention, 0);
        const struct identity_known *known = known_find(work, own);
        if (known && is_dead(known) && !map_get(&work->taken, own.v))
            status = take(work, own, work->mentions[i].cluster, err);
    }
    return status;
}

/* Mentions come in order, so the first of a cluster without id is its smallest: its founder. */
static enum status give(struct work *work, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < work->count && status == STATUS_OK; i++) {
        uint32_t cluster = work->mentions[i].cluster;
        if (work->parties[cluster].v)
            continue;
        unsigned attempt = 0;
        struct party_id party = party_id_of(work->kind, work->mentions[i].mention, attempt);
        while (map_get(&work->taken, party.v) || known_find(work, party) || party.v << 4 == 0)
            party = party_id_of(work->kind, work->mentions[i].mention, ++attempt);
        status = take(work, party, cluster, err);
    }
    return status;
}

static int by_party(const void *a, const void *b)
{
    return compare_u64(((const struct identity_change *)a)->party.v, ((const struct identity_change *)b)->party.v);
}

/* The largest wish for an id that was not granted says where its mentions went. wishes are by weight. */
static enum status tell_lost(struct work *work, struct identity_plan *plan, struct error *err)
{
    SCOPED(map_done) struct map heir = MAP_EMPTY;
    bool is_new = false;
    for (size_t i = 0; i < work->wishes.len; i++) {
        const struct wish *wish = &work->wishes.ptr[i];
        if (!map_put(&heir, wish->party.v, wish->cluster, &is_new))
            return no_memory(err);
    }
    for (size_t i = 0; i < work->known_count; i++) {
        const struct identity_known *known = &work->known[i];
        if (party_id_kind(known->party) != work->kind || is_dead(known) || known->is_elsewhere ||
            map_get(&work->taken, known->party.v))
            continue;
        const uint64_t *cluster = map_get(&heir, known->party.v);
        struct identity_change change = { .event = cluster ? IDENTITY_REDIRECTED : IDENTITY_RETIRED,
                                          .party = known->party,
                                          .other = cluster ? work->parties[*cluster] : (struct party_id){ 0 } };
        if (!vec_push(&plan->changes, change))
            return no_memory(err);
    }
    return STATUS_OK;
}

/* Where an id that is gone leads after this plan; v 0 when nowhere. */
static struct party_id leads_to(const struct work *work, const struct map *redirects, struct party_id party)
{
    for (size_t i = 0; i <= work->known_count; i++) {
        const uint64_t *now = map_get(redirects, party.v);
        const struct identity_known *known = known_find(work, party);
        if (map_get(&work->taken, party.v) || (known && known->is_elsewhere))
            return party;
        if (now)
            party.v = *now;
        else if (known && known->last == IDENTITY_REDIRECTED)
            party = known->other;
        else
            break;
    }
    return (struct party_id){ 0 };
}

/*
 * An id that was merged away follows its founder.  Where he comes out of the
 * merge into a cluster that has an id already, the old id cannot be revived,
 * and must not go on leading to those he was taken from.
 */
static enum status tell_followed(struct work *work, struct identity_plan *plan, struct error *err)
{
    SCOPED(map_done) struct map redirects = MAP_EMPTY;
    for (size_t i = 0; i < work->known_count; i++)
        if (work->known[i].last == IDENTITY_REDIRECTED && party_id_kind(work->known[i].party) == work->kind &&
            !map_get(&work->taken, work->known[i].party.v) &&
            !map_put(&redirects, work->known[i].party.v, work->known[i].other.v, NULL))
            return no_memory(err);
    if (redirects.count == 0)
        return STATUS_OK;
    for (size_t i = 0; i < plan->changes.len; i++)
        if (plan->changes.ptr[i].event == IDENTITY_REDIRECTED &&
            !map_put(&redirects, plan->changes.ptr[i].party.v, plan->changes.ptr[i].other.v, NULL))
            return no_memory(err);
    for (size_t i = 0; i < work->count; i++) {
        struct party_id was = work->mentions[i].before, party = work->parties[work->mentions[i].cluster];
        if (was.v == 0 || was.v == party.v)
            continue;
        struct party_id own = party_id_of(work->kind, work->mentions[i].mention, 0);
        uint64_t *leads = map_get(&redirects, own.v);
        const struct identity_known *known = leads ? known_find(work, own) : NULL;
        if (!known || known->last != IDENTITY_REDIRECTED ||
            leads_to(work, &redirects, own).v != leads_to(work, &redirects, was).v ||
            leads_to(work, &redirects, own).v == party.v)
            continue;
        *leads = party.v;
        if (!vec_push(&plan->changes, (struct identity_change){ IDENTITY_REDIRECTED, own, party }))
            return no_memory(err);
    }
    return STATUS_OK;
}

static enum status tell_given(struct work *work, struct identity_plan *plan, struct error *err)
{
    for (uint32_t c = 0; c < work->clusters_count; c++) {
        const struct identity_known *known = known_find(work, work->parties[c]);
        if (known && !is_dead(known))
            continue;
        struct identity_change change = { .event = known ? IDENTITY_REVIVED : IDENTITY_GIVEN,
                                          .party = work->parties[c] };
        if (!vec_push(&plan->changes, change))
            return no_memory(err);
    }
    return STATUS_OK;
}

enum status identity_plan_make(enum party_kind kind, const struct identity_mention *mentions, size_t count,
                               uint32_t clusters_count, const struct identity_known *known, size_t known_count,
                               struct identity_plan *ret, struct error *err)
{
    SCOPED(work_done)
    struct work work = { .kind = kind,
                         .mentions = mentions,
                         .count = count,
                         .clusters_count = clusters_count,
                         .known = known,
                         .known_count = known_count };
    *ret = IDENTITY_PLAN_EMPTY;
    ret->parties = work.parties = calloc(clusters_count + 1u, sizeof(*work.parties));
    if (!work.parties)
        return no_memory(err);
    enum status status = gather(&work, err);
    if (status == STATUS_OK)
        status = mark_splits(&work, err);
    if (status == STATUS_OK)
        status = grant(&work, err);
    if (status == STATUS_OK)
        status = revive(&work, err);
    if (status == STATUS_OK)
        status = give(&work, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct identity_mention *mention = &mentions[i];
        struct assignment now = { .mention = mention->mention,
                                  .party = work.parties[mention->cluster],
                                  .before = mention->ended ? (struct party_id){ 0 } : mention->before,
                                  .record = mention->record };
        if (now.party.v != now.before.v && !vec_push(&ret->assignments, now))
            status = no_memory(err);
    }
    if (status == STATUS_OK)
        status = tell_lost(&work, ret, err);
    if (status == STATUS_OK)
        status = tell_followed(&work, ret, err);
    if (status == STATUS_OK)
        status = tell_given(&work, ret, err);
    if (status == STATUS_OK && ret->changes.len)
        qsort(ret->changes.ptr, ret->changes.len, sizeof(*ret->changes.ptr), by_party);
    if (status != STATUS_OK)
        identity_plan_done(ret);
    return status;
}

void identity_plan_done(struct identity_plan *plan)
{
    free(plan->parties);
    vec_done(&plan->assignments);
    vec_done(&plan->changes);
    plan->parties = NULL;
}
