/*
 * Who takes part.  It is closed: with a mention come all that hang together
 * with it and all of the party it stood in, until nobody is new; so ids and
 * clusters are what they would be among all.  Those who only stand beside keep
 * their links.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/limits.h"
#include "base/scoped.h"
#include "flow/resolve/piece_inside.h"

enum { ROUNDS_MAX = 20 };

void piece_gathering_done(struct gathering *g)
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

struct looked *piece_looked(struct gathering *g, uint64_t mention)
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
        return piece_no_memory(err);
    for (size_t i = 0; i < normal->findings_count; i++) {
        struct stored_finding finding = { .record = record->id,
                                          .finding = normal->findings[i].finding,
                                          .field = field_ref_text(normal->findings[i].field),
                                          .proposal = normal->findings[i].proposal };
        if (!vec_push(&resolve->changes.findings, finding))
            return piece_no_memory(err);
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
        return piece_no_memory(err);
    if (!is_new)
        return STATUS_OK;
    enum status status = store_party_links(g->piece->task->store, party, &g->arena, &links, &count, err);
    if (status == STATUS_OK && !vec_push(&g->moving, party.v))
        return piece_no_memory(err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool known = piece_looked(g, links[i].mention.v) != NULL;
        if (!keep_old(g, &links[i]))
            return piece_no_memory(err);
        if (known || !match_index_has(g->piece->task->index, links[i].mention))
            continue;
        if (!look_at(g, looked_of(&links[i])) || !vec_push(&g->from, links[i].mention))
            return piece_no_memory(err);
    }
    return status;
}

/* Where the record's mentions stand in the view, which knows it as was; it is called is now. */
static enum status take_stood(struct gathering *g, struct record_id was, struct record_id is, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    enum status status = store_record_links(g->piece->task->store, was, &g->arena, &links, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct mention_id now = mention_id_of(is, links[i].kind, links[i].ordinal);
        struct looked *looked = piece_looked(g, now.v);
        if (looked)
            looked->stood = links[i].party.v;
        else if (!vec_push(&g->absent, now) ||
                 !vec_push(&g->piece->ended, mention_id_of(is, PARTY_HOUSEHOLD, links[i].ordinal).v))
            status = piece_no_memory(err);
        if (status == STATUS_OK)
            status = take_party(g, links[i].party, err);
    }
    return status;
}

static enum status take_record(struct gathering *g, struct record_id id, struct error *err)
{
    const struct piece_task *task = g->piece->task;
    struct stored_record record = { 0 };
    struct normal_record normal = { 0 };
    enum status status = store_record_get(task->store, id, &g->arena, &record, err);
    if (status == STATUS_OK)
        status = corpus_normalise(task->corpus, &record, &g->arena, &normal, err);
    if (status == STATUS_OK)
        status = take_findings(g->resolve, &record, &normal, err);
    for (size_t i = 0; i < normal.mentions_count && i < MENTIONS_PER_RECORD_MAX && status == STATUS_OK; i++) {
        unsigned ordinal = mention_ordinal(&normal, i);
        struct looked looked = { .seen = { .mention = mention_id_of(id, normal.mentions[i].kind, ordinal).v,
                                           .record = id.v,
                                           .seq = record.seq > task->age.record_seq ? record.seq
                                                                                    : task->age.record_seq + 1,
                                           .kind = (uint8_t)normal.mentions[i].kind,
                                           .ordinal = (uint8_t)ordinal } };
        if (!look_at(g, looked) || !vec_push(&g->from, (struct mention_id){ looked.seen.mention }))
            status = piece_no_memory(err);
    }
    return status == STATUS_OK ? take_stood(g, id, id, err) : status;
}

/* Of an erased one nothing is left but what the view and the identity log say, and at times a pseudonym. */
static enum status take_renamed(struct gathering *g, const struct piece_renamed *renamed, struct error *err)
{
    return vec_push(&g->resolve->changes.records, renamed->was.v) ? take_stood(g, renamed->was, renamed->is, err)
                                                                  : piece_no_memory(err);
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
        return piece_no_memory(err);
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
            if (!piece_looked(g, g->around.links.ptr[i].mention.v))
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
        struct looked *looked = piece_looked(g, link->mention.v);
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
        return piece_no_memory(err);
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
            return piece_no_memory(err);
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
        if (!piece_looked(g, links[i].mention.v))
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
            if (piece_looked(g, end.v))
                continue;
            status = store_mention_link(g->piece->task->store, end, &link, err);
            if (status == STATUS_OK)
                status = take_quiet(g, link.party, false, err);
        }
    }
    return status;
}

/* ---- who they were ---- */

/* Also of who is out of a party and comes back: those who are in it have as much right to its id. */
static enum status read_stood(struct gathering *g, struct error *err)
{
    struct resolve *resolve = g->resolve;
    enum status status = STATUS_OK;
    for (size_t known = SIZE_MAX; known != g->looked.len && status == STATUS_OK;) {
        struct mention_id *mentions = arena_array(&g->arena, struct mention_id, g->looked.len + g->absent.len + 1);
        size_t count = 0;
        if (!mentions)
            return piece_no_memory(err);
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

/* ---- all ---- */

enum status piece_gather(struct gathering *g, struct error *err)
{
    const struct piece_task *task = g->piece->task;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < task->around_count; i++)
        if (match_index_has(task->index, task->around[i]) && !vec_push(&g->from, task->around[i]))
            return piece_no_memory(err);
    for (size_t i = 0; i < task->gone_count; i++)
        if (!vec_push(&g->absent, task->gone[i]))
            return piece_no_memory(err);
    for (size_t i = 0; i < task->records_count && status == STATUS_OK; i++)
        status = take_record(g, (struct record_id){ task->records[i] }, err);
    for (size_t i = 0; i < task->renamed_count && status == STATUS_OK; i++)
        status = take_renamed(g, &task->renamed[i], err);
    if (status == STATUS_OK)
        status = walk_around(g, err);
    if (status == STATUS_OK)
        status = take_clusters(g, err);
    if (status == STATUS_OK)
        status = take_neighbours(g, err);
    return status == STATUS_OK ? read_identities(g, err) : status;
}
