/*
 * Who takes part, and the steps.  What is looked at is closed: with a mention
 * come all that hang together with it and all of the party it stood in, until
 * nobody is new; so ids and clusters are what they would be among all.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/resolve/piece_inside.h"

#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "base/scoped.h"
#include "store/change.h"
#include "store/history.h"

enum { ROUNDS_MAX = 20 };
#define PIECE_ARENA_BYTES ((size_t)512 << 20)

/* A mention that is looked at. */
struct looked {
    struct seen seen;
    struct match_link link;
    uint64_t stood; /* the party it is linked to in the view; 0: none */
    bool is_quiet;  /* nothing it hangs together with is new: it stays where it is */
    bool is_rival;  /* … and one who comes back has a right to the id of its party too */
};

struct gathering {
    struct piece *piece;
    struct resolve *resolve;
    struct arena arena;
    VEC(struct looked) looked;
    struct map places;             /* mention → place in looked */
    struct map parties;            /* whose links were read: 1 */
    VEC(uint64_t) moving;          /* of those: parties whose mentions may go elsewhere */
    struct map quiet;              /* quiet party → its cluster */
    struct map was_old;            /* mentions in piece->old */
    VEC(struct mention_id) from;   /* to walk around from */
    VEC(struct mention_id) absent; /* mentions of touched records that are no more */
    struct match_around around;
    uint32_t clusters;
};

static void gathering_done(struct gathering *g)
{
    arena_done(&g->arena);
    vec_done(&g->looked);
    map_done(&g->places);
    map_done(&g->parties);
    vec_done(&g->moving);
    map_done(&g->quiet);
    map_done(&g->was_old);
    vec_done(&g->from);
    vec_done(&g->absent);
    match_around_done(&g->around);
}

static void piece_done(struct piece *piece)
{
    vec_done(&piece->old);
    vec_done(&piece->old_reviews);
    vec_done(&piece->reviews);
    vec_done(&piece->people);
    map_done(&piece->noted);
    vec_done(&piece->gone);
    vec_done(&piece->left);
    vec_done(&piece->seats);
    vec_done(&piece->ended);
    vec_done(&piece->made);
    vec_done(&piece->leaving);
    arena_done(&piece->names);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for a change of the view");
}

static struct looked *find(struct gathering *g, uint64_t mention)
{
    const uint64_t *place = map_get(&g->places, mention);
    return place ? &g->looked.ptr[*place] : NULL;
}

static bool look_at(struct gathering *g, struct looked looked)
{
    bool is_new = false;
    return map_put(&g->places, looked.seen.mention, g->looked.len, &is_new) &&
           (!is_new || vec_push(&g->looked, looked));
}

static bool keep_old(struct gathering *g, const struct stored_link *link)
{
    bool is_new = false;
    return map_put(&g->was_old, link->mention.v, 1, &is_new) && (!is_new || vec_push(&g->piece->old, *link));
}

static struct looked looked_of(const struct stored_link *link)
{
    return (struct looked){ .seen = { .mention = link->mention.v,
                                      .record = link->record.v,
                                      .kind = (uint8_t)link->kind,
                                      .ordinal = link->ordinal },
                            .stood = link->party.v };
}

/* ---- the records that came ---- */

static enum status take_findings(struct resolve *resolve, const struct stored_record *record,
                                 const struct normal_record *normal, struct error *err)
{
    if (!vec_push(&resolve->changes.records, record->id.v))
        return no_memory(err);
    for (size_t i = 0; i < normal->findings_count; i++) {
        struct stored_finding finding = { .record = record->id,
                                          .finding = normal->findings[i].finding,
                                          .field = field_ref_text(normal->findings[i].field),
                                          .proposal = normal->findings[i].proposal };
        if (!vec_push(&resolve->changes.findings, finding))
            return no_memory(err);
    }
    return STATUS_OK;
}

/* The party a mention stands in now may lose it, and all of its mentions may go elsewhere. */
static enum status take_party(struct gathering *g, struct party_id party, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    bool is_new = false;
    if (!map_put(&g->parties, party.v, 1, &is_new))
        return no_memory(err);
    if (!is_new)
        return STATUS_OK;
    enum status status = store_party_links(g->piece->task->store, party, &g->arena, &links, &count, err);
    if (status == STATUS_OK && !vec_push(&g->moving, party.v))
        return no_memory(err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool known = find(g, links[i].mention.v) != NULL;
        if (!keep_old(g, &links[i]))
            return no_memory(err);
        if (known || !match_index_has(g->piece->task->index, links[i].mention))
            continue;
        if (!look_at(g, looked_of(&links[i])) || !vec_push(&g->from, links[i].mention))
            return no_memory(err);
    }
    return status;
}

static enum status take_record(struct gathering *g, struct record_id id, struct error *err)
{
    const struct piece_task *task = g->piece->task;
    struct stored_record record = { 0 };
    struct normal_record normal = { 0 };
    struct stored_link *links = NULL;
    size_t count = 0;
    enum status status = store_record_get(task->store, id, &g->arena, &record, err);
    if (status == STATUS_OK)
        status = corpus_normalise(task->corpus, &record, &g->arena, &normal, err);
    if (status == STATUS_OK)
        status = take_findings(g->resolve, &record, &normal, err);
    for (size_t i = 0; i < normal.mentions_count && i < MENTIONS_PER_RECORD_MAX && status == STATUS_OK; i++) {
        unsigned ordinal = mention_ordinal(&normal, i);
        struct looked looked = { .seen = { .mention = mention_id_of(id, normal.mentions[i].kind, ordinal).v,
                                           .record = id.v,
                                           .seq = record.seq,
                                           .kind = (uint8_t)normal.mentions[i].kind,
                                           .ordinal = (uint8_t)ordinal } };
        if (!look_at(g, looked) || !vec_push(&g->from, (struct mention_id){ looked.seen.mention }))
            status = no_memory(err);
    }
    if (status == STATUS_OK)
        status = store_record_links(task->store, id, &g->arena, &links, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct looked *looked = find(g, links[i].mention.v);
        if (looked)
            looked->stood = links[i].party.v;
        else if (!vec_push(&g->absent, links[i].mention) ||
                 !vec_push(&g->piece->ended, mention_id_of(id, PARTY_HOUSEHOLD, links[i].ordinal).v))
            status = no_memory(err);
        if (status == STATUS_OK)
            status = take_party(g, links[i].party, err);
    }
    return status;
}

/* ---- those around ---- */

/* STATUS_LIMIT: the view does not know it, and no record that came says it: more is waiting than we were told. */
static enum status take_mention(struct gathering *g, struct mention_id mention, struct error *err)
{
    struct stored_link link = { 0 };
    struct error why = ERROR_NONE;
    enum status status = store_mention_link(g->piece->task->store, mention, &link, &why);
    if (status == STATUS_NOT_FOUND)
        return error_set(err, STATUS_LIMIT, "other records wait for a resolve");
    if (status != STATUS_OK && err)
        *err = why;
    if (status == STATUS_OK && !look_at(g, looked_of(&link)))
        return no_memory(err);
    return status == STATUS_OK ? take_party(g, link.party, err) : status;
}

static enum status walk_around(struct gathering *g, struct error *err)
{
    enum status status = STATUS_OK;
    for (int round = 0; round < ROUNDS_MAX && status == STATUS_OK; round++) {
        size_t known = g->from.len;
        match_around_done(&g->around);
        status = match_index_around(g->piece->task->index, g->from.ptr, g->from.len, NULL, &g->around, err);
        for (size_t i = 0; i < g->around.links.len && status == STATUS_OK; i++)
            if (!find(g, g->around.links.ptr[i].mention.v))
                status = take_mention(g, g->around.links.ptr[i].mention, err);
        if (status != STATUS_OK || g->from.len == known)
            return status;
    }
    return error_set(err, STATUS_LIMIT, "too much hangs together");
}

static enum status take_clusters(struct gathering *g, struct error *err)
{
    for (size_t i = 0; i < g->around.links.len; i++) {
        const struct match_link *link = &g->around.links.ptr[i];
        struct looked *looked = find(g, link->mention.v);
        looked->link = *link;
        if (link->cluster >= g->clusters)
            g->clusters = link->cluster + 1;
    }
    for (size_t i = 0; i < g->looked.len; i++)
        if (g->looked.ptr[i].link.mention.v == 0) /* the index lacks what the records say */
            return error_set(err, STATUS_BROKEN, "the index lacks a mention");
    return STATUS_OK;
}

/* ---- those who stay where they are ---- */

static enum status take_quiet(struct gathering *g, struct party_id party, bool is_rival, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    bool is_new = false;
    if (map_get(&g->parties, party.v))
        return STATUS_OK;
    if (!map_put(&g->parties, party.v, 1, NULL) || !map_put(&g->quiet, party.v, g->clusters, &is_new))
        return no_memory(err);
    enum status status = store_party_links(g->piece->task->store, party, &g->arena, &links, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct looked looked = looked_of(&links[i]);
        looked.is_quiet = true;
        looked.is_rival = is_rival;
        looked.link = (struct match_link){ .mention = links[i].mention,
                                           .cluster = g->clusters,
                                           .score = links[i].score,
                                           .reason = (enum link_reason)links[i].reason,
                                           .best = links[i].best };
        if (!keep_old(g, &links[i]) || !look_at(g, looked))
            return no_memory(err);
    }
    g->clusters += count > 0;
    return status;
}

static enum status take_others_of_record(struct gathering *g, struct record_id record, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    enum status status = store_record_links(g->piece->task->store, record, &g->arena, &links, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (!find(g, links[i].mention.v))
            status = take_quiet(g, links[i].party, false, err);
    return status;
}

/* Who is named in one record with them, or may be one with them. */
static enum status take_neighbours(struct gathering *g, struct error *err)
{
    enum status status = STATUS_OK;
    size_t count = g->looked.len;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (g->looked.ptr[i].seen.seq == 0)
            status = take_others_of_record(g, (struct record_id){ g->looked.ptr[i].seen.record }, err);
    for (size_t i = 0; i < g->around.doubts.len && status == STATUS_OK; i++) {
        const struct match_review *doubt = &g->around.doubts.ptr[i];
        for (int e = 0; e < 2 && status == STATUS_OK; e++) {
            struct mention_id end = e ? doubt->b : doubt->a;
            struct stored_link link = { 0 };
            if (find(g, end.v))
                continue;
            status = store_mention_link(g->piece->task->store, end, &link, err);
            if (status == STATUS_OK)
                status = take_quiet(g, link.party, false, err);
        }
    }
    return status;
}

/* ---- who they were ---- */

static int compare_looked(const void *a, const void *b)
{
    const struct looked *x = a, *y = b;
    return x->seen.mention < y->seen.mention ? -1 : x->seen.mention > y->seen.mention;
}

static int compare_stood(const void *a, const void *b)
{
    const struct stood *x = a, *y = b;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

static int compare_known(const void *a, const void *b)
{
    const struct identity_known *x = a, *y = b;
    return x->party.v < y->party.v ? -1 : x->party.v > y->party.v;
}

enum status piece_stood(struct resolve *resolve, const struct mention_id *mentions, size_t count, struct arena *arena,
                        struct error *err)
{
    struct assignment_run *runs = NULL;
    size_t runs_count = 0;
    enum status status =
        count ? store_mentions_assignments(resolve->store, mentions, count, arena, &runs, &runs_count, err) : STATUS_OK;
    for (size_t i = 0; i < runs_count && status == STATUS_OK; i++) {
        if (i + 1 < runs_count && runs[i + 1].mention.v == runs[i].mention.v)
            continue;
        bool ended = runs[i].party.v == 0;
        struct stood stood = { runs[i].mention.v, ended ? runs[i].before.v : runs[i].party.v, ended };
        if (!vec_push(&resolve->before, stood))
            status = no_memory(err);
    }
    if (resolve->before.len)
        qsort(resolve->before.ptr, resolve->before.len, sizeof(*resolve->before.ptr), compare_stood);
    return status;
}

enum status piece_know(struct resolve *resolve, struct map *asked, struct party_id id, bool elsewhere,
                       struct error *err)
{
    enum status status = STATUS_OK;
    for (int i = 0; id.v && i < REDIRECTS_MAX && status == STATUS_OK; i++) {
        struct identity_told told = { 0 };
        struct error why = ERROR_NONE;
        bool is_new = false;
        if (!map_put(asked, id.v, 1, &is_new))
            return no_memory(err);
        if (!is_new)
            return STATUS_OK;
        status = store_identity_at(resolve->store, id, INT64_MAX, &told, &why);
        if (status == STATUS_NOT_FOUND) {
            *map_get(asked, id.v) = 0; /* it was never given */
            return STATUS_OK;
        }
        if (status != STATUS_OK && err)
            *err = why;
        bool dead = told.event == IDENTITY_REDIRECTED || told.event == IDENTITY_RETIRED;
        struct identity_known known = { id, told.event, told.other, elsewhere && !dead };
        if (status == STATUS_OK && !vec_push(&resolve->known, known))
            return no_memory(err);
        id = told.event == IDENTITY_REDIRECTED ? told.other : (struct party_id){ 0 };
        elsewhere = true;
    }
    return status;
}

enum status piece_know_own(struct resolve *resolve, struct map *asked, enum party_kind kind, struct mention_id mention,
                           struct error *err)
{
    enum status status = STATUS_OK;
    for (unsigned attempt = 0; status == STATUS_OK; attempt++) {
        struct party_id own = party_id_of(kind, mention, attempt);
        status = piece_know(resolve, asked, own, true, err);
        const uint64_t *there = map_get(asked, own.v);
        if (!there || *there == 0)
            break;
    }
    return status;
}

void piece_sort_known(struct resolve *resolve)
{
    if (resolve->known.len)
        qsort(resolve->known.ptr, resolve->known.len, sizeof(*resolve->known.ptr), compare_known);
}

/* Also of who is out of a party and comes back: those who are in it have as much right to its id. */
static enum status read_stood(struct gathering *g, struct error *err)
{
    struct resolve *resolve = g->resolve;
    enum status status = STATUS_OK;
    for (size_t known = SIZE_MAX; known != g->looked.len && status == STATUS_OK;) {
        struct mention_id *mentions = arena_array(&g->arena, struct mention_id, g->looked.len + g->absent.len + 1);
        size_t count = 0;
        if (!mentions)
            return no_memory(err);
        known = g->looked.len;
        for (size_t i = 0; i < g->looked.len; i++)
            mentions[count++] = (struct mention_id){ g->looked.ptr[i].seen.mention };
        for (size_t i = 0; i < g->absent.len; i++)
            mentions[count++] = g->absent.ptr[i];
        resolve->before.len = 0;
        status = piece_stood(resolve, mentions, count, &g->arena, err);
        for (size_t i = 0; i < resolve->before.len && status == STATUS_OK; i++)
            status = take_quiet(g, (struct party_id){ resolve->before.ptr[i].party }, true, err);
    }
    return status;
}

static enum status read_identities(struct gathering *g, struct error *err)
{
    SCOPED(map_done) struct map asked = MAP_EMPTY;
    struct resolve *resolve = g->resolve;
    enum status status = read_stood(g, err);
    for (size_t i = 0; i < resolve->before.len && status == STATUS_OK; i++)
        status = piece_know(resolve, &asked, (struct party_id){ resolve->before.ptr[i].party }, false, err);
    for (size_t i = 0; i < g->piece->old.len && status == STATUS_OK; i++)
        status = piece_know(resolve, &asked, g->piece->old.ptr[i].party, false, err);
    for (size_t i = 0; i < g->looked.len && status == STATUS_OK; i++)
        if (!g->looked.ptr[i].is_quiet || g->looked.ptr[i].is_rival)
            status = piece_know_own(resolve, &asked, (enum party_kind)g->looked.ptr[i].seen.kind,
                                    (struct mention_id){ g->looked.ptr[i].seen.mention }, err);
    piece_sort_known(resolve);
    if (status == STATUS_OK)
        resolve->run = store_next_run(resolve->store, err);
    return status == STATUS_OK && resolve->run == 0 ? STATUS_STORE : status;
}

/* ---- pairs in doubt ---- */

struct doubt {
    uint32_t low, high;
    struct match_review review;
};

static int compare_doubts(const void *a, const void *b)
{
    const struct doubt *x = a, *y = b;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    if (x->high != y->high)
        return x->high < y->high ? -1 : 1;
    if (x->review.score != y->review.score)
        return x->review.score > y->review.score ? -1 : 1;
    if (x->review.a.v != y->review.a.v)
        return x->review.a.v < y->review.a.v ? -1 : 1;
    return x->review.b.v < y->review.b.v ? -1 : x->review.b.v > y->review.b.v;
}

static bool note_apart(struct gathering *g, struct map *apart)
{
    const struct piece_task *task = g->piece->task;
    for (size_t i = 0; i < task->decided_count; i++) {
        const struct looked *a = find(g, task->decided[i].a.v), *b = find(g, task->decided[i].b.v);
        if (task->decided[i].verdict != VERDICT_DIFFERENT || !a || !b)
            continue;
        uint32_t x = a->link.cluster, y = b->link.cluster;
        if (!map_put(apart, x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x, 1, NULL))
            return false;
    }
    return true;
}

/* As match/links.c: the best pair of each two clusters that nobody decided on. */
static enum status pick_reviews(struct gathering *g, struct error *err)
{
    SCOPED(map_done) struct map apart = MAP_EMPTY;
    size_t count = g->around.doubts.len;
    struct doubt *doubts = arena_array(&g->arena, struct doubt, count + 1);
    uint32_t *sizes = arena_array(&g->arena, uint32_t, g->clusters + 1u);
    if (!doubts || !sizes || !note_apart(g, &apart))
        return no_memory(err);
    memset(sizes, 0, (g->clusters + 1u) * sizeof(*sizes));
    for (size_t i = 0; i < g->looked.len; i++)
        sizes[g->looked.ptr[i].link.cluster]++;
    for (size_t i = 0; i < count; i++) {
        uint32_t a = find(g, g->around.doubts.ptr[i].a.v)->link.cluster,
                 b = find(g, g->around.doubts.ptr[i].b.v)->link.cluster;
        doubts[i] = (struct doubt){ a < b ? a : b, a < b ? b : a, g->around.doubts.ptr[i] };
    }
    qsort(doubts, count, sizeof(*doubts), compare_doubts);
    for (size_t i = 0; i < count; i++) {
        struct doubt *doubt = &doubts[i];
        if ((i > 0 && doubt[-1].low == doubt->low && doubt[-1].high == doubt->high) ||
            map_get(&apart, (uint64_t)doubt->low << 32 | doubt->high))
            continue;
        doubt->review.worth = match_review_worth(doubt->review.score, sizes[doubt->low], sizes[doubt->high]);
        if (!vec_push(&g->piece->reviews, doubt->review))
            return no_memory(err);
    }
    return STATUS_OK;
}

static enum status read_old_reviews(struct gathering *g, struct error *err)
{
    SCOPED(map_done) struct map seen = MAP_EMPTY;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < g->moving.len && status == STATUS_OK; i++) {
        struct stored_review *reviews = NULL;
        size_t count = 0;
        status = store_party_reviews(g->piece->task->store, (struct party_id){ g->moving.ptr[i] }, &g->arena, &reviews,
                                     &count, err);
        for (size_t r = 0; r < count && status == STATUS_OK; r++) {
            bool is_new = false;
            if (!map_put(&seen, hash_pair(reviews[r].a.v, reviews[r].b.v), 1, &is_new) ||
                (is_new && !vec_push(&g->piece->old_reviews, reviews[r])))
                status = no_memory(err);
        }
    }
    return status;
}

/* ---- the steps ---- */

struct resolve piece_resolve(struct piece *piece, struct resolve_report *report)
{
    const struct piece_task *task = piece->task;
    return (struct resolve){ .store = task->store,
                             .piece = piece,
                             .job = task->job,
                             .corpus = *task->corpus, /* lent: it is not closed with this resolve */
                             .packed = FILE_CLOSED,
                             .report = report,
                             .teller = { .job = task->job },
                             .kept = ARENA_UP_TO(PIECE_ARENA_BYTES),
                             .called_lock = PTHREAD_MUTEX_INITIALIZER,
                             .newest_ms = task->corpus->leading.as_of_ms,
                             .newest_seq = 1, /* records with earlier versions there may be (resolve_named.c) */
                             .base_seq = task->age.record_seq,
                             .known_seq = task->age.record_seq };
}

static enum status gather(struct gathering *g, struct error *err)
{
    const struct piece_task *task = g->piece->task;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < task->around_count; i++)
        if (match_index_has(task->index, task->around[i]) && !vec_push(&g->from, task->around[i]))
            return no_memory(err);
    for (size_t i = 0; i < task->records_count && status == STATUS_OK; i++)
        status = take_record(g, (struct record_id){ task->records[i] }, err);
    if (status == STATUS_OK)
        status = walk_around(g, err);
    if (status == STATUS_OK)
        status = take_clusters(g, err);
    if (status == STATUS_OK)
        status = take_neighbours(g, err);
    if (status == STATUS_OK)
        status = read_identities(g, err);
    if (status == STATUS_OK)
        status = pick_reviews(g, err);
    return status == STATUS_OK ? read_old_reviews(g, err) : status;
}

static enum status place(struct gathering *g, struct match_link *links, struct error *err)
{
    struct resolve *resolve = g->resolve;
    if (g->looked.len)
        qsort(g->looked.ptr, g->looked.len, sizeof(*g->looked.ptr), compare_looked);
    if (!vec_reserve(&resolve->seen, g->looked.len + 1))
        return no_memory(err);
    for (size_t i = 0; i < g->looked.len; i++) {
        resolve->seen.ptr[resolve->seen.len++] = g->looked.ptr[i].seen;
        links[i] = g->looked.ptr[i].link;
    }
    enum status status = resolve_place(resolve, links, g->clusters, err);
    return status == STATUS_OK ? resolve_compare(resolve, links, err) : status;
}

/* Where those lived and sat who are about to be dropped. */
static enum status remember_homes(struct piece *piece, const struct resolve *resolve, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < resolve->known.len && status == STATUS_OK; i++) {
        SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
        struct party_id party = resolve->known.ptr[i].party;
        struct text body = TEXT_EMPTY;
        struct resident resident;
        struct error why = ERROR_NONE;
        if (!map_get(&resolve->changes.dropped, party.v))
            continue;
        if (!vec_push(&piece->gone, party))
            return no_memory(err);
        status = store_home_get(piece->task->store, party, &arena, &body, &why);
        if (status == STATUS_NOT_FOUND) {
            status = STATUS_OK;
            continue;
        }
        if (status != STATUS_OK) {
            if (err)
                *err = why;
        } else if (party_id_kind(party) == PARTY_PERSON) {
            if (!resolve_home_resident(body, &resident) || !vec_push(&piece->left, resident))
                status = no_memory(err);
        } else if (!piece_note_seat(piece, home_seat(body))) {
            status = no_memory(err);
        }
    }
    return status;
}

/* Where those live and sit who were made. */
static enum status follow_homes(struct piece *piece, const struct resolve *resolve, struct error *err)
{
    struct homes *homes = piece->task->homes;
    bool fits = true;
    for (uint32_t c = 0; c < resolve->clusters[PARTY_PERSON].count && fits; c++)
        if (resolve_is_dirty(resolve, PARTY_PERSON, c))
            fits = homes_add(homes, &resolve->homes.ptr[c].resident) &&
                   vec_push(&piece->made, resolve->clusters[PARTY_PERSON].parties[c]);
    for (uint32_t c = 0; c < resolve->clusters[PARTY_ORGANISATION].count && fits; c++)
        if (resolve_is_dirty(resolve, PARTY_ORGANISATION, c))
            fits = homes_add_seat(homes, resolve->clusters[PARTY_ORGANISATION].parties[c], resolve->seats[c]) &&
                   piece_note_seat(piece, resolve->seats[c]);
    return fits ? STATUS_OK : no_memory(err);
}

static enum status change(struct gathering *g, const struct match_link *links, struct piece_report *ret,
                          struct error *err)
{
    struct piece *piece = g->piece;
    struct resolve *resolve = g->resolve;
    enum status status = remember_homes(piece, resolve, err);
    if (status == STATUS_OK)
        status = resolve_change(resolve, links, err);
    if (status == STATUS_OK)
        status = resolve_golden(resolve, err);
    if (status == STATUS_OK)
        status = resolve_keep_identities(resolve, err);
    if (status == STATUS_OK)
        status = follow_homes(piece, resolve, err);
    if (status == STATUS_OK)
        status = store_change_flush(resolve->store, err);
    if (status == STATUS_OK)
        status = piece_people(piece, &ret->parties_made, err);
    if (status == STATUS_OK)
        status = piece_households(piece, resolve->run, ret, err);
    ret->parties_made += resolve->report->parties_made;
    ret->parties_given += resolve->report->parties_given;
    ret->parties_redirected += resolve->report->parties_redirected;
    ret->links += resolve->changes.touched.count;
    return status;
}

enum status piece_run(const struct piece_task *task, struct piece_report *ret, struct error *err)
{
    SCOPED(piece_done) struct piece piece = { .task = task, .names = ARENA_UP_TO(PIECE_ARENA_BYTES) };
    struct resolve_report report = { 0 };
    SCOPED(resolve_part_done) struct resolve resolve = piece_resolve(&piece, &report);
    struct store_tx tx = { task->store }; /* of the caller, who commits */
    SCOPED(gathering_done)
    struct gathering g = { .piece = &piece, .resolve = &resolve, .arena = ARENA_UP_TO(PIECE_ARENA_BYTES) };
    *ret = (struct piece_report){ 0 };
    resolve.tx = &tx;
    enum status status = gather(&g, err);
    struct match_link *links = arena_array(&g.arena, struct match_link, g.looked.len + 1);
    if (status == STATUS_OK && !links)
        status = no_memory(err);
    if (status == STATUS_OK)
        status = place(&g, links, err);
    return status == STATUS_OK ? change(&g, links, ret, err) : status;
}
