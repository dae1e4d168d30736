/*
 * Households: who lives together, under an id that stays.
 *
 * A household is identified as persons are: its mentions are those of its
 * members, each member standing in it by the founding mention of the person
 * (the one in the smallest record) under the kind household.  So a child that
 * moves out leaves the id with the rest, and a divorce leaves it with the
 * larger part.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "base/search.h"
#include "flow/resolve/piece.h"
#include "flow/resolve/resolve_inside.h"
#include "golden/household_said.h"
#include "os/relay.h"
#include "store/change.h"
#include "store/choice.h"
#include "store/history.h"
#include "store/tie.h"

enum { HOUSEHOLD_ARENA_BYTES = 64 * 1024 * 1024, TIES_ARENA_BYTES = 256 * 1024 * 1024 };

/* ---- who lives together ---- */

/* A person who was in a household. While it is looked for: a mention of his that stood in it, and its id. */
struct left {
    uint64_t mention, party;
    uint32_t household, cluster;
};

struct living {
    struct resolve *resolve;
    struct resident *residents;
    uint32_t *of;                      /* household of each home */
    struct identity_mention *mentions; /* of those in one */
    size_t mentions_count;
    uint32_t count;             /* households */
    uint32_t *starts, *members; /* homes of each household */
    struct arena arena;
    const struct household_tie *ties; /* in arena */
    size_t ties_count;
    VEC(struct left) left; /* who were in a household once, by household and person */
};

static void living_done(struct living *living)
{
    free(living->residents);
    free(living->of);
    free(living->mentions);
    free(living->starts);
    free(living->members);
    arena_done(&living->arena);
    vec_done(&living->left);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for households");
}

static int compare_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static int compare_mentions(const void *a, const void *b)
{
    return compare_u64(&((const struct identity_mention *)a)->mention.v,
                       &((const struct identity_mention *)b)->mention.v);
}

/* Homes are those of all persons; of a piece the first so many. */
static size_t residents_of(const struct resolve *resolve)
{
    return resolve->piece ? resolve->piece->residents : resolve->homes.len;
}

/* Who people said live together, or apart. A tie on a mention no record holds any more waits. */
static enum status heed_said(struct living *living, struct error *err)
{
    const struct resolve *resolve = living->resolve;
    struct tie *ties = NULL;
    size_t count = 0, standing = 0;
    enum status status = store_ties(resolve->store, STORE_NOW, &living->arena, &ties, &count, err);
    struct living_said *said = arena_array(&living->arena, struct living_said, count + 1);
    struct household_tie *kept = arena_array(&living->arena, struct household_tie, count + 1);
    if (status == STATUS_OK && (!said || !kept))
        return no_memory(err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct seen *a = resolve_seen(resolve, ties[i].a.v), *b = resolve_seen(resolve, ties[i].b.v);
        struct household_tie *tie = &kept[living->ties_count];
        if (!a || !b || a->kind != PARTY_PERSON || b->kind != PARTY_PERSON || a->cluster == b->cluster ||
            a->cluster >= residents_of(resolve) || b->cluster >= residents_of(resolve) ||
            !household_tie_of(&ties[i], resolve_party(resolve, a), resolve_party(resolve, b), resolve->newest_ms, tie))
            continue;
        if (!tie->is_over)
            said[standing++] = (struct living_said){ a->cluster, b->cluster, tie->apart };
        living->ties_count++;
    }
    living->ties = kept;
    return status == STATUS_OK ? households_said(living->residents, residents_of(resolve), said, standing, living->of,
                                                 &living->count, err)
                               : status;
}

/* Couples named in one record, as places in homes: homes stand in order of cluster, one each. */
static enum status find(struct living *living, struct error *err)
{
    struct resolve *resolve = living->resolve;
    VEC(struct couple) couples = { 0 };
    enum status status = STATUS_OK;
    const struct household_others none = { 0 };
    size_t count = residents_of(resolve);
    for (size_t i = 0; i < resolve->homes.len; i++)
        living->of[i] = HOUSEHOLD_NONE;
    for (size_t i = 0; i < count; i++)
        living->residents[i] = resolve->homes.ptr[i].resident;
    for (size_t i = 0; i < resolve->couples.len && status == STATUS_OK; i++) {
        const struct seen *a = resolve_seen(resolve, resolve->couples.ptr[i].a),
                          *b = resolve_seen(resolve, resolve->couples.ptr[i].b);
        if (a->kind == PARTY_PERSON && b->kind == PARTY_PERSON && a->cluster != b->cluster &&
            !vec_push(&couples, (struct couple){ a->cluster, b->cluster }))
            status = no_memory(err);
    }
    if (resolve->business.len)
        qsort(resolve->business.ptr, resolve->business.len, sizeof(uint64_t), compare_u64);
    if (status == STATUS_OK)
        status = households_find_among(living->residents, count, couples.ptr, couples.len, resolve->business.ptr,
                                       resolve->business.len, resolve->piece ? &resolve->piece->others : &none,
                                       living->of, &living->count, err);
    vec_done(&couples);
    return status == STATUS_OK ? heed_said(living, err) : status;
}

/* A person in a household: by his mention in the smallest record. */
static const struct seen *founding(const struct resolve *resolve, uint32_t cluster)
{
    const struct clusters *persons = &resolve->clusters[PARTY_PERSON];
    const struct seen *first = NULL;
    for (uint32_t m = persons->starts[cluster]; m < persons->starts[cluster + 1]; m++) {
        const struct seen *seen = &resolve->seen.ptr[persons->members[m]];
        if (!first || seen->record < first->record || (seen->record == first->record && seen->ordinal < first->ordinal))
            first = seen;
    }
    assert(first); /* a party has a mention */
    return first;
}

/* Mentions in order, households numbered by their smallest. */
static enum status list(struct living *living, struct error *err)
{
    struct resolve *resolve = living->resolve;
    uint32_t *renumber = malloc((living->count + 1u) * sizeof(*renumber));
    if (!renumber)
        return no_memory(err);
    for (size_t i = 0; i < resolve->homes.len; i++)
        if (living->of[i] != HOUSEHOLD_NONE) {
            const struct seen *first = founding(resolve, (uint32_t)i);
            struct record_id record = { first->record };
            struct mention_id mention = mention_id_of(record, PARTY_HOUSEHOLD, first->ordinal);
            const struct stood *before = resolve_before(resolve, mention.v);
            living->mentions[living->mentions_count++] =
                (struct identity_mention){ .mention = mention,
                                           .cluster = living->of[i],
                                           .before = { before ? before->party : 0 },
                                           .ended = before && before->ended,
                                           .record = record };
        }
    if (living->mentions_count)
        qsort(living->mentions, living->mentions_count, sizeof(*living->mentions), compare_mentions);
    memset(renumber, 0xff, (living->count + 1u) * sizeof(*renumber));
    uint32_t next = 0;
    for (size_t i = 0; i < living->mentions_count; i++) {
        uint32_t *number = &renumber[living->mentions[i].cluster];
        if (*number == UINT32_MAX)
            *number = next++;
        living->mentions[i].cluster = *number;
    }
    for (size_t i = 0; i < resolve->homes.len; i++)
        if (living->of[i] != HOUSEHOLD_NONE) {
            living->of[i] = renumber[living->of[i]];
            living->starts[living->of[i] + 2]++;
        }
    for (uint32_t h = 2; h < living->count + 2u; h++)
        living->starts[h] += living->starts[h - 1];
    for (size_t i = 0; i < resolve->homes.len; i++)
        if (living->of[i] != HOUSEHOLD_NONE)
            living->members[living->starts[living->of[i] + 1]++] = (uint32_t)i;
    free(renumber);
    return STATUS_OK;
}

/* ---- who left ---- */

static int compare_mentions_left(const void *a, const void *b)
{
    const struct left *x = a, *y = b;
    int order = compare_u64(&x->mention, &y->mention);
    return order ? order : compare_u64(&x->party, &y->party);
}

static int compare_left(const void *a, const void *b)
{
    const struct left *x = a, *y = b;
    if (x->household != y->household)
        return x->household < y->household ? -1 : 1;
    return x->cluster < y->cluster ? -1 : x->cluster > y->cluster;
}

struct leaving {
    VEC(struct left) all; /* by mention */
    bool failed;
};

static void leaving_done(struct leaving *leaving)
{
    vec_done(&leaving->all);
}

static bool keep_leaving(void *ctx, struct mention_id mention, struct party_id household)
{
    struct leaving *leaving = ctx;
    leaving->failed = !vec_push(&leaving->all, (struct left){ .mention = mention.v, .party = household.v });
    return !leaving->failed;
}

/* Those the log knows of, and those of this run, which it will know of. */
static enum status read_leaving(const struct resolve *resolve, struct leaving *leaving, struct error *err)
{
    const struct identity_plan *plan = &resolve->plans[PARTY_HOUSEHOLD];
    const struct piece *piece = resolve->piece;
    enum status status = STATUS_OK;
    for (size_t i = 0; piece && i < piece->leaving.len && !leaving->failed; i++)
        keep_leaving(leaving, piece->leaving.ptr[i].mention, piece->leaving.ptr[i].household);
    if (!piece)
        status = store_households_left(resolve->store, keep_leaving, leaving, err);
    for (size_t i = 0; i < plan->assignments.len && !leaving->failed; i++)
        if (plan->assignments.ptr[i].before.v)
            keep_leaving(leaving, plan->assignments.ptr[i].mention, plan->assignments.ptr[i].before);
    for (size_t i = 0; i < resolve->ended.len && !leaving->failed; i++) {
        const struct stood *before = resolve_before(resolve, resolve->ended.ptr[i]);
        if (before && party_id_kind((struct party_id){ before->party }) == PARTY_HOUSEHOLD)
            keep_leaving(leaving, (struct mention_id){ before->mention }, (struct party_id){ before->party });
    }
    if (status == STATUS_OK && leaving->failed)
        return no_memory(err);
    if (leaving->all.len)
        qsort(leaving->all.ptr, leaving->all.len, sizeof(*leaving->all.ptr), compare_mentions_left);
    return status;
}

/* What a household's id leads to now, as a place in the plan; HOUSEHOLD_NONE when it is gone. */
static uint32_t household_now(const struct resolve *resolve, const struct map *places, struct party_id id)
{
    for (int i = 0; id.v && i < REDIRECTS_MAX; i++, id = resolve_leads_to(resolve, PARTY_HOUSEHOLD, id)) {
        const uint64_t *place = map_get(places, id.v);
        if (place)
            return (uint32_t)*place;
    }
    return HOUSEHOLD_NONE;
}

/* A household's mentions are hashes of records and ordinals: each person's are made again and looked up. */
static enum status find_left(struct living *living, struct error *err)
{
    SCOPED(leaving_done) struct leaving leaving = { 0 };
    SCOPED(map_done) struct map places = MAP_EMPTY;
    const struct resolve *resolve = living->resolve;
    enum status status = read_leaving(resolve, &leaving, err);
    if (status != STATUS_OK || leaving.all.len == 0)
        return status;
    for (uint32_t h = 0; h < living->count; h++)
        if (!map_put(&places, resolve->plans[PARTY_HOUSEHOLD].parties[h].v, h, NULL))
            return no_memory(err);
    for (size_t i = 0; i < resolve->seen.len; i++) {
        const struct seen *seen = &resolve->seen.ptr[i];
        if (seen->kind != PARTY_PERSON)
            continue;
        uint64_t mention = mention_id_of((struct record_id){ seen->record }, PARTY_HOUSEHOLD, seen->ordinal).v;
        size_t from = LOWER_BOUND(l, 0, leaving.all.len, leaving.all.ptr[l].mention < mention);
        for (; from < leaving.all.len && leaving.all.ptr[from].mention == mention; from++) {
            uint32_t household = household_now(resolve, &places, (struct party_id){ leaving.all.ptr[from].party });
            if (household != HOUSEHOLD_NONE && living->of[seen->cluster] != household &&
                !vec_push(&living->left, (struct left){ .household = household, .cluster = seen->cluster }))
                return no_memory(err);
        }
    }
    if (living->left.len)
        qsort(living->left.ptr, living->left.len, sizeof(*living->left.ptr), compare_left);
    return STATUS_OK;
}

/* Of one household, each once. */
static size_t left_of(const struct living *living, uint32_t household, const struct home *ret[HOUSEHOLD_LEFT_MAX])
{
    size_t count = 0;
    size_t from = LOWER_BOUND(i, 0, living->left.len, living->left.ptr[i].household < household);
    for (; from < living->left.len && living->left.ptr[from].household == household; from++) {
        const struct left *left = &living->left.ptr[from];
        bool again = from > 0 && compare_left(left, left - 1) == 0;
        if (!again && count < HOUSEHOLD_LEFT_MAX)
            ret[count++] = &living->resolve->homes.ptr[left->cluster];
    }
    return count;
}

/* ---- one household ---- */

/* Of all that is kept of it. */
static uint64_t hash_of(const struct household_made *made)
{
    const struct text texts[] = { made->party.name, made->party.sort_name, made->party.summary, made->party.brief,
                                  made->party.search };
    uint64_t hash = hash_pair(made->party.party.v, made->party.records);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        hash = hash_pair(hash, hash_text(texts[i]));
    for (size_t i = 0; i < made->count; i++) {
        const struct stored_member *member = &made->members[i];
        const struct text parts[] = { member->place, member->since,        member->until,
                                      member->ended, member->since_origin, member->until_origin };
        hash = hash_pair(hash, hash_pair(member->person.v, member->has_left));
        for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++)
            hash = hash_pair(hash, hash_text(parts[p]));
    }
    return hash;
}

/* Nothing to do for one that stands in the view as it is; what is left in changes.households at the end is gone. */
static enum status put(struct resolve *resolve, const struct household_made *made, struct error *err)
{
    uint64_t hash = hash_of(made), bytes = htole64(hash);
    enum status status = STATUS_OK;
    if (!resolve->whole) {
        uint64_t *before = map_get(&resolve->changes.households, made->party.party.v);
        bool same = before && *before == hash;
        if (before)
            *before = 0;
        if (same)
            return STATUS_OK;
        status = store_party_drop(resolve->store, made->party.party, err);
    }
    if (status == STATUS_OK)
        status = store_party_put(resolve->store, &made->party, err);
    for (size_t i = 0; i < made->count && status == STATUS_OK; i++)
        status = store_member_put(resolve->store, &made->members[i], err);
    if (status == STATUS_OK)
        status = store_home_put(resolve->store, made->party.party, (struct text){ (const char *)&bytes, sizeof(bytes) },
                                err);
    resolve->report->parties_made++;
    return status;
}

static enum status drop_gone(struct resolve *resolve, struct error *err)
{
    const struct map *households = &resolve->changes.households;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < resolve->known.len && status == STATUS_OK; i++) { /* each that ever was, in order of id */
        struct party_id party = resolve->known.ptr[i].party;
        const uint64_t *hash = party_id_kind(party) == PARTY_HOUSEHOLD ? map_get(households, party.v) : NULL;
        if (hash && *hash)
            status = store_party_drop(resolve->store, party, err);
    }
    return status;
}

static enum status put_all(struct living *living, struct error *err)
{
    struct resolve *resolve = living->resolve;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(HOUSEHOLD_ARENA_BYTES);
    struct cluster_by_id *order = resolve_order_of(resolve->plans[PARTY_HOUSEHOLD].parties, living->count);
    enum status status = order ? STATUS_OK : no_memory(err);
    for (uint32_t i = 0; i < living->count && status == STATUS_OK; i++) {
        uint32_t h = order[i].cluster;
        const struct home *homes[HOUSEHOLD_MEMBERS_MAX], *left[HOUSEHOLD_LEFT_MAX];
        struct household_around around = { .left = left, .ties = living->ties, .ties_count = living->ties_count };
        struct household_made made;
        size_t count = 0;
        for (uint32_t m = living->starts[h]; m < living->starts[h + 1] && count < HOUSEHOLD_MEMBERS_MAX; m++)
            homes[count++] = &resolve->homes.ptr[living->members[m]];
        around.left_count = left_of(living, h, left);
        arena_reset(&arena);
        status = household_make(&resolve->corpus, resolve->plans[PARTY_HOUSEHOLD].parties[h], homes, count, &around,
                                &arena, &made, err);
        if (status == STATUS_OK)
            status = put(resolve, &made, err);
    }
    free(order);
    resolve->report->households = living->count;
    return status == STATUS_OK && !resolve->whole ? drop_gone(resolve, err) : status;
}

struct settling {
    struct store *store;
    enum status status;
    struct error err;
};

static void work_settling(void *ctx, void *item)
{
    struct settling *settling = item;
    settling->status = store_derived_settle(settling->store, &settling->err);
}

/* Who lives together, and what they are as one. */
static enum status find_and_put(struct living *living, struct error *err)
{
    struct resolve *resolve = living->resolve;
    enum status status = find(living, err);
    if (status == STATUS_OK)
        status = list(living, err);
    if (status == STATUS_OK)
        status =
            resolve_identify(resolve, PARTY_HOUSEHOLD, living->mentions, living->mentions_count, living->count, err);
    if (status == STATUS_OK)
        status = find_left(living, err);
    return status == STATUS_OK ? put_all(living, err) : status;
}

/* Meanwhile the tables that households do not touch are finished. */
static enum status look_for_all(struct living *living, struct error *err)
{
    struct resolve *resolve = living->resolve;
    struct settling settling = { .store = resolve->store };
    SCOPED(relay_close)
    struct relay *relay =
        relay_open(store_view_is_apart(resolve->store) && resolve->job->threads > 1, work_settling, NULL);
    if (!relay)
        return no_memory(err);
    if (resolve->whole)
        relay_give(relay, &settling);
    enum status status = find_and_put(living, err);
    relay_wait(relay);
    if (status == STATUS_OK && settling.status != STATUS_OK) {
        status = settling.status;
        if (err)
            *err = settling.err;
    }
    return status;
}

enum status resolve_households(struct resolve *resolve, struct error *err)
{
    struct stopwatch watch = stopwatch_start();
    size_t count = resolve->homes.len;
    SCOPED(living_done) struct living living = { .resolve = resolve, .arena = ARENA_UP_TO(TIES_ARENA_BYTES) };
    living.residents = malloc((count + 1) * sizeof(*living.residents));
    living.of = malloc((count + 1) * sizeof(*living.of));
    living.mentions = malloc((count + 1) * sizeof(*living.mentions));
    living.starts = calloc(count / 2 + 3, sizeof(*living.starts)); /* a household has two at least */
    living.members = malloc((count + 1) * sizeof(*living.members));
    if (!living.residents || !living.of || !living.mentions || !living.starts || !living.members)
        return no_memory(err);
    enum status status = look_for_all(&living, err);
    stopwatch_read(&watch, &resolve->report->seconds_households, &resolve->report->cpu_households);
    return status;
}
