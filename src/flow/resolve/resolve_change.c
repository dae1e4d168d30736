/*
 * A small import changes little: which parties, and then only those.
 *
 * All mentions are matched, with the model that is kept, so the links are what
 * they would be in a view made anew.  They are held against the links of the
 * view that stands:
 *
 *     record is new, or a mention of it goes to another party
 *         ──▶ all parties of its mentions, those before and those now, are dirty
 *     score or best partner of a link is another    ──▶ the link alone is written
 *     somebody chose a value of a mention           ──▶ its party is dirty
 *     a dirty organisation got another name         ──▶ persons with a role there are dirty
 *     an organisation is made again or gone         ──▶ persons who left it are dirty, or one
 *                                                       that is called so (resolve_named.c)
 *
 * Dirty parties are dropped and made again by the code that makes a whole view.
 * Households are found over all persons and written when they say something
 * else.  When rules, sources, registers or the program changed, or much came
 * in, the view is made whole.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/scoped.h"
#include "flow/resolve/kept_model.h"
#include "flow/resolve/piece.h"
#include "flow/resolve/resolve_inside.h"
#include "store/change.h"
#include "store/position.h"

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for what changed");
}

/* ---- may it be changed? ---- */

int64_t resolve_moment(int64_t newest_ms)
{
    enum { MONDAY = 4 }; /* days from 1970-01-01 to one */
    int64_t days = newest_ms / 86400000 - (newest_ms % 86400000 < 0) - MONDAY;
    return newest_ms ? (days - ((days % 7) + 7) % 7 + MONDAY) * 86400000 : 0;
}

static enum status read_model(struct resolve *resolve, struct error *err)
{
    uint64_t trained_on = 0;
    struct error why = ERROR_NONE;
    enum status status = kept_model_records(resolve->store, &trained_on, err);
    if (status != STATUS_OK || resolve->retrain || trained_on == 0 || resolve->records_now >= 2 * trained_on)
        return status;
    status = kept_model_get(resolve->store, &resolve->used, &why);
    if (status == STATUS_INVALID || status == STATUS_BROKEN) /* of another version of the program: train */
        return STATUS_OK;
    if (status != STATUS_OK && err)
        *err = why;
    return status;
}

static bool same_state(struct resolve *resolve, const char *name, struct text now, struct arena *arena)
{
    struct text before = TEXT_EMPTY;
    return store_view_state_get(resolve->store, name, arena, &before, NULL) == STATUS_OK && text_equal(before, now);
}

static struct text hex_of(const struct digest *digest, struct arena *arena)
{
    struct buf hex = BUF_EMPTY;
    for (size_t i = 0; i < sizeof(digest->bytes); i++)
        buf_printf(&hex, "%02x", digest->bytes[i]);
    struct text t = arena_copy(arena, buf_text(&hex));
    buf_done(&hex);
    return t;
}

static enum status model_version(struct resolve *resolve, struct arena *arena, struct text *ret, struct error *err)
{
    struct ruleset ruleset = { 0 };
    enum status status = store_ruleset_get(resolve->store, TEXT("model"), TEXT("default"), arena, &ruleset, err);
    if (status == STATUS_OK)
        *ret = hex_of(&ruleset.digest, arena);
    return status;
}

enum status resolve_base(struct resolve *resolve, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)2 << 30);
    struct text seq = TEXT_EMPTY, said = TEXT_EMPTY, model = TEXT_EMPTY;
    uint64_t came_in = 0, changed = 0;
    int64_t newest_ms = 0;
    resolve->records_now = store_records_count(resolve->store);
    resolve->base_moment = resolve->corpus.leading.as_of_ms; /* of the newest view */
    struct store_position position = { 0 };
    enum status status = store_position(resolve->store, &position, err);
    resolve->decisions = position.decisions;
    if (status == STATUS_OK)
        status = store_rules_digest(resolve->store, &resolve->rules, err);
    if (status == STATUS_OK)
        status = read_model(resolve, err);
    if (status != STATUS_OK)
        return status;
    if (!resolve->used)
        resolve->whole = true;
    if (resolve->whole)
        return STATUS_OK;
    resolve->whole = store_view_state_get(resolve->store, "seq", &arena, &seq, NULL) != STATUS_OK ||
                     !text_to_u64(seq, &resolve->base_seq) ||
                     store_view_state_get(resolve->store, "said", &arena, &said, NULL) != STATUS_OK ||
                     model_version(resolve, &arena, &model, NULL) != STATUS_OK ||
                     !same_state(resolve, "rules", hex_of(&resolve->rules, &arena), &arena) ||
                     !same_state(resolve, "program", TEXT(KLANTBEELD_VERSION), &arena) ||
                     !same_state(resolve, "model", model, &arena);
    if (resolve->whole)
        return STATUS_OK;
    snprintf(resolve->base_said.s, sizeof(resolve->base_said.s), "%.*s", TEXT_ARG(said));
    status = store_records_after(resolve->store, resolve->base_seq, &came_in, &newest_ms, err);
    if (status == STATUS_OK)
        status = store_changes_count(resolve->store, &changed, err);
    resolve->whole = came_in > CHANGES_MAX || came_in + changed > ALL_CHANGES_MAX ||
                     resolve_moment(newest_ms) > resolve->base_moment;
    return status;
}

enum status resolve_base_put(struct resolve *resolve, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)2 << 30);
    struct said_state said = said_state_of(&resolve->corpus.said);
    struct text model = TEXT_EMPTY;
    struct digest trained = digest_of(buf_text(&resolve->model));
    char seq[24], decisions[24];
    enum status status = STATUS_OK;
    snprintf(seq, sizeof(seq), "%llu", (unsigned long long)resolve->newest_seq);
    snprintf(decisions, sizeof(decisions), "%llu", (unsigned long long)resolve->decisions);
    if (resolve->report->trained)
        model = hex_of(&trained, &arena);
    else
        status = model_version(resolve, &arena, &model, err);
    const struct {
        const char *name;
        struct text value;
    } states[] = {
        { "seq", text_from(seq) }, { "decisions", text_from(decisions) },        { "said", text_from(said.s) },
        { "model", model },        { "rules", hex_of(&resolve->rules, &arena) }, { "program", TEXT(KLANTBEELD_VERSION) }
    };
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]) && status == STATUS_OK; i++)
        status = store_view_state_put(resolve->store, states[i].name, states[i].value, err);
    return status;
}

/* ---- what is dirty ---- */

struct old_link {
    uint64_t mention, record, party, hash;
};

struct comparing {
    struct resolve *resolve;
    VEC(struct old_link) old;
    struct map dirty_records;
    bool failed;
};

static void comparing_done(struct comparing *comparing)
{
    vec_done(&comparing->old);
    map_done(&comparing->dirty_records);
}

static uint64_t link_hash(const struct stored_link *link)
{
    uint64_t hash = hash_pair(link->record.v, link->party.v);
    hash = hash_pair(hash, (uint64_t)link->kind << 16 | (uint64_t)link->ordinal << 8 | link->reason);
    return hash_pair(hash, hash_pair((uint64_t)(int64_t)link->score, link->best.v));
}

static bool keep_old(void *ctx, const struct stored_link *link)
{
    struct comparing *comparing = ctx;
    comparing->failed = !vec_push(&comparing->old,
                                  (struct old_link){ link->mention.v, link->record.v, link->party.v, link_hash(link) });
    return !comparing->failed;
}

static int compare_old(const void *a, const void *b)
{
    const struct old_link *x = a, *y = b;
    return x->mention < y->mention ? -1 : x->mention > y->mention;
}

static bool note(struct map *map, uint64_t key)
{
    return map_put(map, key, 1, NULL) != NULL;
}

bool resolve_is_dirty(const struct resolve *resolve, enum party_kind kind, uint32_t cluster)
{
    return resolve->changes.dirty[kind][cluster];
}

static bool touch(struct changes *changes, uint64_t record)
{
    bool is_new = false;
    return map_put(&changes->touched, record, 1, &is_new) && (!is_new || vec_push(&changes->touched_list, record));
}

/* Both sides in order of mention. */
static bool hold_together(struct comparing *comparing, const struct match_link *links)
{
    struct resolve *resolve = comparing->resolve;
    struct changes *changes = &resolve->changes;
    bool fits = true;
    size_t o = 0;
    for (size_t i = 0; i < resolve->seen.len && fits; i++) {
        const struct seen *seen = &resolve->seen.ptr[i];
        for (; fits && o < comparing->old.len && comparing->old.ptr[o].mention < seen->mention; o++)
            fits = note(&comparing->dirty_records, comparing->old.ptr[o].record);
        const struct old_link *old =
            o < comparing->old.len && comparing->old.ptr[o].mention == seen->mention ? &comparing->old.ptr[o++] : NULL;
        struct stored_link now = resolve_link(resolve, links, i);
        if (!old || old->party != now.party.v || old->record != now.record.v || seen->seq > resolve->base_seq)
            fits =
                note(&comparing->dirty_records, seen->record) && (!old || note(&comparing->dirty_records, old->record));
        else if (old->hash != link_hash(&now))
            fits = touch(changes, seen->record);
    }
    for (; fits && o < comparing->old.len; o++)
        fits = note(&comparing->dirty_records, comparing->old.ptr[o].record);
    return fits;
}

static bool mark(struct resolve *resolve, const struct seen *seen)
{
    resolve->changes.dirty[seen->kind][seen->cluster] = 1;
    return note(&resolve->changes.dropped, resolve_party(resolve, seen).v);
}

static bool mark_all(struct comparing *comparing)
{
    struct resolve *resolve = comparing->resolve;
    struct changes *changes = &resolve->changes;
    struct said_state said = said_state_of(&resolve->corpus.said);
    bool is_said_anew = strcmp(said.s, resolve->base_said.s) != 0, fits = true;
    for (size_t i = 0; i < comparing->old.len && fits; i++)
        if (map_get(&comparing->dirty_records, comparing->old.ptr[i].record))
            fits = note(&changes->dropped, comparing->old.ptr[i].party) && touch(changes, comparing->old.ptr[i].record);
    for (size_t i = 0; i < resolve->seen.len && fits; i++) {
        const struct seen *seen = &resolve->seen.ptr[i];
        if (map_get(&comparing->dirty_records, seen->record))
            fits = mark(resolve, seen) && touch(changes, seen->record);
        else if (is_said_anew && said_touches(&resolve->corpus.said, (struct mention_id){ seen->mention },
                                              (struct record_id){ seen->record }))
            fits = mark(resolve, seen);
    }
    /* a party that others left or joined: its other mentions make it too */
    for (size_t i = 0; i < resolve->seen.len && fits; i++)
        if (map_get(&changes->dropped, resolve_party(resolve, &resolve->seen.ptr[i]).v))
            fits = mark(resolve, &resolve->seen.ptr[i]);
    return fits;
}

enum status resolve_compare(struct resolve *resolve, const struct match_link *links, struct error *err)
{
    SCOPED(comparing_done) struct comparing comparing = { .resolve = resolve, .dirty_records = MAP_EMPTY };
    struct changes *changes = &resolve->changes;
    uint64_t changed = 0;
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION; kind++) {
        changes->dirty[kind] = calloc(resolve->clusters[kind].count + 1u, 1);
        if (!changes->dirty[kind])
            return no_memory(err);
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; resolve->piece && i < resolve->piece->old.len && !comparing.failed; i++)
        keep_old(&comparing, &resolve->piece->old.ptr[i]);
    if (!resolve->piece)
        status = store_links_each(resolve->store, keep_old, &comparing, err);
    if (status == STATUS_OK && !resolve->piece)
        status = store_changes_count(resolve->store, &changed, err);
    if (status != STATUS_OK)
        return status;
    if (comparing.old.len)
        qsort(comparing.old.ptr, comparing.old.len, sizeof(*comparing.old.ptr), compare_old);
    if (comparing.failed || !hold_together(&comparing, links) || !mark_all(&comparing))
        return no_memory(err);
    if (!resolve->piece)
        resolve->restart = changes->dropped.count > CHANGES_MAX || changes->dropped.count + changed > ALL_CHANGES_MAX ||
                           resolve->newest_ms != resolve->base_moment;
    return STATUS_OK;
}

/* ---- changing ---- */

/* Its home goes with it, and who works there must know whether it is called otherwise afterwards. */
static enum status keep_name(struct resolve *resolve, struct party_id party, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)64 << 20);
    struct stored_party was = { 0 };
    if (party_id_kind(party) != PARTY_ORGANISATION ||
        store_party_get(resolve->store, party, &arena, &was, NULL) != STATUS_OK)
        return STATUS_OK;
    return map_put(&resolve->changes.names, party.v, hash_text(was.name), NULL) ? STATUS_OK : no_memory(err);
}

static enum status drop_all(struct resolve *resolve, struct error *err)
{
    struct changes *changes = &resolve->changes;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < resolve->known.len && status == STATUS_OK; i++) /* a map has no order of its own */
        if (map_get(&changes->dropped, resolve->known.ptr[i].party.v)) {
            status = keep_name(resolve, resolve->known.ptr[i].party, err);
            if (status == STATUS_OK)
                status = resolve_named_drop(resolve, resolve->known.ptr[i].party, err);
            if (status == STATUS_OK)
                status = store_party_drop(resolve->store, resolve->known.ptr[i].party, err);
        }
    return status;
}

static enum status change_links(struct resolve *resolve, const struct match_link *links, struct error *err)
{
    const struct map *touched = &resolve->changes.touched;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < resolve->changes.touched_list.len && status == STATUS_OK; i++)
        status =
            store_record_links_drop(resolve->store, (struct record_id){ resolve->changes.touched_list.ptr[i] }, err);
    for (size_t i = 0; i < resolve->seen.len && status == STATUS_OK; i++) {
        if (!map_get(touched, resolve->seen.ptr[i].record))
            continue;
        struct stored_link link = resolve_link(resolve, links, i);
        status = store_link_put(resolve->store, &link, err);
    }
    return status;
}

static enum status change_findings(struct resolve *resolve, struct error *err)
{
    const struct changes *changes = &resolve->changes;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < changes->records.len && status == STATUS_OK; i++)
        status = store_record_findings_drop(resolve->store, (struct record_id){ changes->records.ptr[i] }, err);
    for (size_t i = 0; i < changes->findings.len && status == STATUS_OK; i++)
        status = store_finding_put(resolve->store, &changes->findings.ptr[i], err);
    return status;
}

/* ---- pairs in doubt ---- */

struct reviews {
    VEC(struct stored_review) all;
    bool failed;
};

static void reviews_done(struct reviews *reviews)
{
    vec_done(&reviews->all);
}

static bool keep_review(void *ctx, const struct stored_review *review)
{
    struct reviews *reviews = ctx;
    reviews->failed = !vec_push(&reviews->all, *review);
    return !reviews->failed;
}

static int compare_reviews(const void *a, const void *b)
{
    const struct stored_review *x = a, *y = b;
    const uint64_t
        left[] = { x->a.v, x->b.v, x->party_a.v, x->party_b.v, (uint64_t)(int64_t)x->score, (uint64_t)x->worth },
        right[] = { y->a.v, y->b.v, y->party_a.v, y->party_b.v, (uint64_t)(int64_t)y->score, (uint64_t)y->worth };
    for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

static bool list_reviews(const struct resolve *resolve, struct reviews *ret)
{
    size_t count = resolve->piece ? resolve->piece->reviews.len : 0;
    const struct match_review *reviews =
        resolve->piece ? resolve->piece->reviews.ptr : matcher_reviews(resolve->matcher, &count);
    for (size_t i = 0; i < count; i++) {
        struct stored_review review;
        if (resolve_review(resolve, &reviews[i], &review) && !vec_push(&ret->all, review))
            return false;
    }
    return true;
}

static enum status change_reviews(struct resolve *resolve, struct error *err)
{
    SCOPED(reviews_done) struct reviews old = { 0 };
    SCOPED(reviews_done) struct reviews now = { 0 };
    enum status status = STATUS_OK;
    for (size_t i = 0; resolve->piece && i < resolve->piece->old_reviews.len && !old.failed; i++)
        keep_review(&old, &resolve->piece->old_reviews.ptr[i]);
    if (!resolve->piece)
        status = store_reviews_each(resolve->store, keep_review, &old, err);
    if (status != STATUS_OK)
        return status;
    if (old.failed || !list_reviews(resolve, &now))
        return no_memory(err);
    if (old.all.len)
        qsort(old.all.ptr, old.all.len, sizeof(*old.all.ptr), compare_reviews);
    if (now.all.len)
        qsort(now.all.ptr, now.all.len, sizeof(*now.all.ptr), compare_reviews);
    resolve->report->reviews = now.all.len;
    /* what goes first, for a pair may come back with another score */
    for (size_t o = 0, n = 0; o < old.all.len && status == STATUS_OK; o++) {
        while (n < now.all.len && compare_reviews(&now.all.ptr[n], &old.all.ptr[o]) < 0)
            n++;
        if (n == now.all.len || compare_reviews(&now.all.ptr[n], &old.all.ptr[o]) != 0)
            status = store_review_drop(resolve->store, &old.all.ptr[o], err);
    }
    for (size_t o = 0, n = 0; n < now.all.len && status == STATUS_OK; n++) {
        while (o < old.all.len && compare_reviews(&old.all.ptr[o], &now.all.ptr[n]) < 0)
            o++;
        if (o == old.all.len || compare_reviews(&old.all.ptr[o], &now.all.ptr[n]) != 0)
            status = store_review_put(resolve->store, &now.all.ptr[n], err);
    }
    return status;
}

enum status resolve_change(struct resolve *resolve, const struct match_link *links, struct error *err)
{
    enum status status = store_view_facts(resolve->tx, err);
    if (status == STATUS_OK)
        status = resolve->piece ? STATUS_OK : store_change_begin(resolve->store, err);
    if (status == STATUS_OK)
        status = change_reviews(resolve, err);
    if (status == STATUS_OK)
        status = change_links(resolve, links, err);
    if (status == STATUS_OK)
        status = change_findings(resolve, err);
    return status == STATUS_OK ? drop_all(resolve, err) : status;
}

/* ---- organisations that persons show ---- */

/* Its cluster is that of one of its mentions. */
enum status resolve_person_again(struct resolve *resolve, struct party_id person, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)1 << 30);
    struct stored_link *links = NULL;
    size_t count = 0;
    enum status status = store_party_links(resolve->store, person, &arena, &links, &count, err);
    const struct seen *seen = status == STATUS_OK && count ? resolve_seen(resolve, links[0].mention.v) : NULL;
    if (status == STATUS_OK && !seen && resolve->piece && party_id_kind(person) == PARTY_PERSON)
        return piece_note_person(resolve, person, err); /* made again when the rest stands */
    if (!seen || seen->kind != PARTY_PERSON || resolve_is_dirty(resolve, PARTY_PERSON, seen->cluster))
        return status;
    resolve->changes.dirty[PARTY_PERSON][seen->cluster] = 1;
    return store_party_drop(resolve->store, person, err);
}

static enum status mark_people(struct resolve *resolve, struct party_id organisation, bool who_left, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)1 << 30);
    struct stored_role *roles = NULL;
    size_t count = 0;
    enum status status = store_party_roles(resolve->store, organisation, &arena, &roles, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (who_left && !role_was_left(roles[i].ended))
            continue;
        status = resolve_person_again(resolve, roles[i].person, err);
    }
    return status;
}

enum status resolve_renamed(struct resolve *resolve, struct error *err)
{
    const struct clusters *organisations = &resolve->clusters[PARTY_ORGANISATION];
    enum status status = store_change_flush(resolve->store, err);
    for (uint32_t c = 0; c < organisations->count && status == STATUS_OK; c++) {
        const uint64_t *before = map_get(&resolve->changes.names, organisations->parties[c].v);
        if (resolve_is_dirty(resolve, PARTY_ORGANISATION, c) && before &&
            *before != hash_text(resolve->organisation_names[c]))
            status = mark_people(resolve, organisations->parties[c], false, err);
    }
    /* whoever works there has a record that names it and changed with it; of who left only the identity log knows */
    for (size_t i = 0; i < resolve->known.len && status == STATUS_OK; i++)
        if (party_id_kind(resolve->known.ptr[i].party) == PARTY_ORGANISATION &&
            map_get(&resolve->changes.dropped, resolve->known.ptr[i].party.v))
            status = mark_people(resolve, resolve->known.ptr[i].party, true, err);
    return status == STATUS_OK ? resolve_named_seekers(resolve, err) : status;
}
