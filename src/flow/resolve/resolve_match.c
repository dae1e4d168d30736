/*
 * From mentions to parties: decisions in, clusters out, each with its id.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/log.h"
#include "base/scoped.h"
#include "base/search.h"
#include "base/spread.h"
#include "flow/resolve/kept_model.h"
#include "flow/resolve/resolve_inside.h"
#include "os/memory.h"
#include "os/process.h"
#include "store/history.h"

enum { DECISIONS_BYTES_MAX = 256 * 1024 * 1024, CLUSTERS_AHEAD = 8 };

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for links");
}

static int compare_seen(const void *a, const void *b)
{
    const struct seen *x = a, *y = b;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

static int in_order(const void *a, const void *b, void *ctx)
{
    return compare_seen(a, b);
}

static enum status sort_seen(struct resolve *resolve, struct error *err)
{
    return spread_sort(resolve->seen.ptr, resolve->seen.len, sizeof(struct seen), offsetof(struct seen, mention), false,
                       in_order, NULL)
               ? STATUS_OK
               : no_memory(err);
}

const struct seen *resolve_seen(const struct resolve *resolve, uint64_t mention)
{
    struct seen wanted = { .mention = mention };
    if (resolve->seen.len == 0)
        return NULL;
    return bsearch(&wanted, resolve->seen.ptr, resolve->seen.len, sizeof(wanted), compare_seen);
}

const struct stood *resolve_before(const struct resolve *resolve, uint64_t mention)
{
    const struct stood *stood = resolve->before.ptr;
    size_t at = LOWER_BOUND(i, 0, resolve->before.len, stood[i].mention < mention);
    return at < resolve->before.len && stood[at].mention == mention ? &stood[at] : NULL;
}

/* ---- decisions ---- */

static enum status constrain(struct resolve *resolve, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(DECISIONS_BYTES_MAX);
    struct decision *decisions = NULL;
    size_t count = 0;
    enum status status = store_decisions(resolve->store, false, &arena, &decisions, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct seen *a = resolve_seen(resolve, decisions[i].a.v), *b = resolve_seen(resolve, decisions[i].b.v);
        if (!a || !b || a->kind != b->kind) /* about a mention no record holds any more: it waits */
            continue;
        status = matcher_constrain(resolve->matcher, decisions[i].a, decisions[i].b,
                                   decisions[i].kind == DECISION_SAME ? VERDICT_SAME : VERDICT_DIFFERENT, err);
    }
    return status;
}

/* ---- clusters ---- */

/* The matcher numbers clusters over all kinds; here each kind counts its own, in order of smallest mention. */
static enum status number_clusters(struct resolve *resolve, const struct match_link *links, uint32_t total,
                                   struct error *err)
{
    uint32_t *own = malloc((total + 1u) * sizeof(*own));
    if (!own)
        return no_memory(err);
    memset(own, 0xff, (total + 1u) * sizeof(*own));
    for (size_t i = 0; i < resolve->seen.len; i++) {
        struct seen *seen = &resolve->seen.ptr[i];
        if (own[links[i].cluster] == UINT32_MAX)
            own[links[i].cluster] = resolve->clusters[seen->kind].count++;
        seen->cluster = own[links[i].cluster];
    }
    free(own);
    return STATUS_OK;
}

enum status resolve_list_members(struct resolve *resolve, enum party_kind kind, struct error *err)
{
    struct clusters *clusters = &resolve->clusters[kind];
    uint32_t *starts = calloc(clusters->count + 2u, sizeof(*starts));
    uint32_t *members = malloc((resolve->seen.len + 1) * sizeof(*members));
    resolve->starts[kind] = starts;
    resolve->members[kind] = members;
    if (!starts || !members)
        return no_memory(err);
    for (size_t i = 0; i < resolve->seen.len; i++)
        if (resolve->seen.ptr[i].kind == kind)
            starts[resolve->seen.ptr[i].cluster + 2]++;
    for (uint32_t c = 2; c < clusters->count + 2u; c++)
        starts[c] += starts[c - 1];
    for (size_t i = 0; i < resolve->seen.len; i++) /* starts[c + 1] runs to the start of c + 1 while c is filled */
        if (resolve->seen.ptr[i].kind == kind)
            members[starts[resolve->seen.ptr[i].cluster + 1]++] = (uint32_t)i;
    clusters->kind = kind;
    clusters->starts = starts;
    clusters->members = members;
    return STATUS_OK;
}

/* ---- identity ---- */

static bool keep_before(void *ctx, struct assignment assignment)
{
    struct resolve *resolve = ctx;
    bool ended = assignment.party.v == 0;
    struct stood stood = { assignment.mention.v, ended ? assignment.before.v : assignment.party.v, ended };
    resolve->failed = !vec_push(&resolve->before, stood);
    return !resolve->failed;
}

static bool keep_known(void *ctx, struct party_id party, enum identity_event last, struct party_id other)
{
    struct resolve *resolve = ctx;
    resolve->failed = !vec_push(&resolve->known, (struct identity_known){ party, last, other });
    return !resolve->failed;
}

/* Up to where the last view knew the records. */
static enum status read_known_seq(struct resolve *resolve, struct error *err)
{
    struct view_made last = { 0 };
    struct error why = ERROR_NONE;
    enum status status = store_view_made_at(resolve->store, INT64_MAX, &last, &why);
    resolve->known_seq = last.record_seq;
    if (status != STATUS_OK && status != STATUS_NOT_FOUND && err)
        *err = why;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status read_identities(struct resolve *resolve, struct error *err)
{
    enum status status = store_assignments_each(resolve->store, keep_before, resolve, err);
    if (status == STATUS_OK && !resolve->failed)
        status = store_identities_each(resolve->store, keep_known, resolve, err);
    if (status == STATUS_OK && resolve->failed)
        return no_memory(err);
    if (status == STATUS_OK)
        status = read_known_seq(resolve, err);
    if (status == STATUS_OK)
        resolve->run = store_next_run(resolve->store, err);
    return status == STATUS_OK && resolve->run == 0 ? STATUS_STORE : status;
}

/* Mentions of this kind that no record holds any more are in no party. Both are in order of mention. */
static enum status end_absent(struct resolve *resolve, enum party_kind kind, const struct identity_mention *mentions,
                              size_t count, struct error *err)
{
    for (size_t i = 0, at = 0; i < resolve->before.len; i++) {
        const struct stood *before = &resolve->before.ptr[i];
        while (at < count && mentions[at].mention.v < before->mention)
            at++;
        if (before->ended || party_id_kind((struct party_id){ before->party }) != kind ||
            (at < count && mentions[at].mention.v == before->mention))
            continue;
        if (!vec_push(&resolve->ended, before->mention))
            return no_memory(err);
    }
    return STATUS_OK;
}

enum status resolve_identify(struct resolve *resolve, enum party_kind kind, const struct identity_mention *mentions,
                             size_t count, uint32_t clusters_count, struct error *err)
{
    struct identity_plan *plan = &resolve->plans[kind];
    enum status status =
        identity_plan_make(kind, mentions, count, clusters_count, resolve->known.ptr, resolve->known.len, plan, err);
    if (status == STATUS_OK)
        status = end_absent(resolve, kind, mentions, count, err);
    for (size_t i = 0; i < plan->changes.len && status == STATUS_OK; i++) {
        const struct identity_change *change = &plan->changes.ptr[i];
        resolve->report->parties_given += change->event == IDENTITY_GIVEN || change->event == IDENTITY_REVIVED;
        resolve->report->parties_redirected += change->event == IDENTITY_REDIRECTED;
    }
    return status;
}

int resolve_by_party(const void *a, const void *b)
{
    const struct cluster_by_id *x = a, *y = b;
    return x->party < y->party ? -1 : x->party > y->party;
}

struct cluster_by_id *resolve_order_of(const struct party_id *parties, uint32_t count)
{
    struct cluster_by_id *order = malloc((count + 1u) * sizeof(*order));
    for (uint32_t c = 0; order && c < count; c++)
        order[c] = (struct cluster_by_id){ parties[c].v, c };
    if (order)
        qsort(order, count, sizeof(*order), resolve_by_party);
    return order;
}

static enum status order_by_party(struct resolve *resolve, enum party_kind kind, struct error *err)
{
    struct clusters *clusters = &resolve->clusters[kind];
    clusters->by_party = resolve_order_of(clusters->parties, clusters->count);
    return clusters->by_party ? STATUS_OK : no_memory(err);
}

static enum status identify(struct resolve *resolve, enum party_kind kind, struct error *err)
{
    struct clusters *clusters = &resolve->clusters[kind];
    struct identity_mention *mentions = malloc((resolve->seen.len + 1) * sizeof(*mentions));
    size_t count = 0, at = 0;
    if (!mentions)
        return no_memory(err);
    for (size_t i = 0; i < resolve->seen.len; i++) { /* both in order of mention: one pass over each */
        const struct seen *seen = &resolve->seen.ptr[i];
        if (seen->kind != kind)
            continue;
        while (at < resolve->before.len && resolve->before.ptr[at].mention < seen->mention)
            at++;
        bool had = at < resolve->before.len && resolve->before.ptr[at].mention == seen->mention;
        mentions[count++] = (struct identity_mention){ .mention = { seen->mention },
                                                       .cluster = seen->cluster,
                                                       .before = { had ? resolve->before.ptr[at].party : 0 },
                                                       .ended = had && resolve->before.ptr[at].ended,
                                                       .record = { seen->record },
                                                       .is_changed = seen->seq > resolve->known_seq };
    }
    enum status status = resolve_identify(resolve, kind, mentions, count, clusters->count, err);
    free(mentions);
    clusters->parties = resolve->plans[kind].parties;
    return status == STATUS_OK ? order_by_party(resolve, kind, err) : status;
}

enum status resolve_place(struct resolve *resolve, const struct match_link *links, uint32_t clusters, struct error *err)
{
    enum status status = number_clusters(resolve, links, clusters, err);
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION && status == STATUS_OK; kind++) {
        status = resolve_list_members(resolve, kind, err);
        if (status == STATUS_OK)
            status = identify(resolve, kind, err);
    }
    return status;
}

/* ---- what is kept ---- */

struct party_id resolve_party(const struct resolve *resolve, const struct seen *seen)
{
    return resolve->clusters[seen->kind].parties[seen->cluster];
}

struct stored_link resolve_link(const struct resolve *resolve, const struct match_link *links, size_t place)
{
    const struct seen *seen = &resolve->seen.ptr[place];
    return (struct stored_link){ .mention = { seen->mention },
                                 .record = { seen->record },
                                 .kind = (enum party_kind)seen->kind,
                                 .ordinal = seen->ordinal,
                                 .party = resolve_party(resolve, seen),
                                 .score = links[place].score,
                                 .reason = (uint8_t)links[place].reason,
                                 .best = links[place].best };
}

/* In order of id clusters lie anywhere: what the next ones are is called for in three steps, each by what came before.
 */
void resolve_look_ahead(const struct resolve *resolve, const struct clusters *clusters, uint32_t i)
{
    const struct cluster_by_id *order = clusters->by_party;
    if (i + 3 * CLUSTERS_AHEAD >= clusters->count)
        return;
    __builtin_prefetch(&clusters->starts[order[i + 3 * CLUSTERS_AHEAD].cluster]);
    __builtin_prefetch(&clusters->parties[order[i + 3 * CLUSTERS_AHEAD].cluster]);
    __builtin_prefetch(&clusters->members[clusters->starts[order[i + 2 * CLUSTERS_AHEAD].cluster]]);
    __builtin_prefetch(&resolve->seen.ptr[clusters->members[clusters->starts[order[i + CLUSTERS_AHEAD].cluster]]]);
}

enum status resolve_put_links(struct resolve *resolve, struct error *err)
{
    enum status status = STATUS_OK;
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION; kind++) {
        const struct clusters *clusters = &resolve->clusters[kind];
        for (uint32_t i = 0; i < clusters->count && status == STATUS_OK; i++) {
            uint32_t cluster = clusters->by_party[i].cluster;
            resolve_look_ahead(resolve, clusters, i);
            for (uint32_t m = clusters->starts[cluster]; m < clusters->starts[cluster + 1] && status == STATUS_OK;
                 m++) {
                struct stored_link link = resolve_link(resolve, resolve->links, clusters->members[m]);
                status = store_link_put(resolve->store, &link, err);
            }
        }
    }
    return status;
}

/* The matcher is closed before they are put. */
static enum status keep_links(struct resolve *resolve, const struct match_link *links, size_t count, struct error *err)
{
    resolve->links = malloc((count + 1) * sizeof(*links));
    if (!resolve->links)
        return no_memory(err);
    if (count)
        memcpy(resolve->links, links, count * sizeof(*links));
    return STATUS_OK;
}

bool resolve_review(const struct resolve *resolve, const struct match_review *review, struct stored_review *ret)
{
    const struct seen *a = resolve_seen(resolve, review->a.v), *b = resolve_seen(resolve, review->b.v);
    if (!a || !b)
        return false;
    *ret = (struct stored_review){ .a = review->a,
                                   .b = review->b,
                                   .party_a = resolve_party(resolve, a),
                                   .party_b = resolve_party(resolve, b),
                                   .score = review->score,
                                   .worth = review->worth };
    return true;
}

static enum status put_reviews(struct resolve *resolve, struct error *err)
{
    size_t count = 0;
    const struct match_review *reviews = matcher_reviews(resolve->matcher, &count);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stored_review review;
        if (!resolve_review(resolve, &reviews[i], &review))
            continue;
        status = store_review_put(resolve->store, &review, err);
        resolve->report->reviews++;
    }
    return status;
}

enum status resolve_match(struct resolve *resolve, struct error *err)
{
    struct stopwatch watch = stopwatch_start();
    enum status status = sort_seen(resolve, err);
    if (status == STATUS_OK)
        status = constrain(resolve, err);
    if (status == STATUS_OK)
        status = matcher_run(resolve->matcher, err);
    if (status != STATUS_OK)
        return status;
    if (process_interrupted())
        return error_set(err, STATUS_INTERRUPTED, "stopped; the view is as it was");

    size_t links_count = 0;
    const struct match_link *links = matcher_links(resolve->matcher, &links_count);
    if (links_count != resolve->seen.len)
        return error_set(err, STATUS_BROKEN, "%zu mentions went in and %zu links came out", resolve->seen.len,
                         links_count);
    status = read_identities(resolve, err);
    if (status == STATUS_OK)
        status = resolve_place(resolve, links, matcher_stats(resolve->matcher).clusters, err);
    resolve->report->trained = matcher_stats(resolve->matcher).trained;
    if (status == STATUS_OK && !resolve->whole && resolve->report->trained)
        resolve->restart = true; /* the model did not fit what came in */
    if (status == STATUS_OK && !resolve->whole && !resolve->restart)
        status = resolve_compare(resolve, links, err);
    if (status == STATUS_OK && resolve->restart)
        return STATUS_OK;
    if (status == STATUS_OK && resolve->whole)
        status = keep_links(resolve, links, links_count, err);
    else if (status == STATUS_OK)
        status = resolve_change(resolve, links, err);
    if (status == STATUS_OK && resolve->whole)
        status = put_reviews(resolve, err);
    if (status == STATUS_OK && resolve->report->trained)
        status = kept_model_write(resolve->matcher, &resolve->model, err);
    SCOPED(buf_done) struct buf drift = BUF_EMPTY;
    if (status == STATUS_OK && resolve->report->trained)
        status = kept_model_drift(resolve->store, buf_text(&resolve->model), &drift, err);
    if (drift.len)
        buf_printf(&resolve->model, "\n%.*s\n", TEXT_ARG(buf_text(&drift)));
    snprintf(resolve->report->drift, sizeof(resolve->report->drift), "%.*s", TEXT_ARG(buf_text(&drift)));

    struct match_stats stats = matcher_stats(resolve->matcher);
    if (drift.len)
        log_event(LOG_INFO, "match_drift", "moved='%s'", resolve->report->drift);
    if (stats.reviews_left_out)
        log_event(LOG_INFO, "match_reviews", "kept=%llu left_out=%llu", (unsigned long long)resolve->report->reviews,
                  (unsigned long long)stats.reviews_left_out);
    for (unsigned rule = 1; rule < MATCH_RULES; rule++)
        if (stats.stopped[rule])
            log_event(LOG_INFO, "match_rule", "rule='%s' kept_apart=%llu", match_rule_name(rule),
                      (unsigned long long)stats.stopped[rule]);
    resolve->report->pairs_scored = stats.pairs_scored;
    resolve->report->matching = stats;
    resolve->report->persons = resolve->clusters[PARTY_PERSON].count;
    resolve->report->organisations = resolve->clusters[PARTY_ORGANISATION].count;
    resolve->report->duplicates = resolve->seen.len - resolve->report->persons - resolve->report->organisations;
    stopwatch_read(&watch, &resolve->report->seconds_match, &resolve->report->cpu_match);
    matcher_close(&resolve->matcher);
    if (resolve->whole)
        memory_give_back(); /* of other shapes than what follows will take */
    return status;
}
