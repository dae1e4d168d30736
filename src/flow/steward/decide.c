/*
 * A decision is kept between two mentions of one kind; of more that are the
 * same, between the first and each other; of more that differ, between each two.  Of two records that
 * both name a person it is about the persons: two colleagues are different
 * people at the same organisation.
 *
 * "Same" is one decision, between the founding mentions.  "Different" is one
 * for each pair of mentions, up to a bound, so that no single record can slip
 * over to the other side; beyond the bound it is between the founding mentions,
 * which is enough to keep the two parties from being one.
 *
 * Decisions that cannot all be true are refused: the chain of "same" is
 * followed before anything is put.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/steward/decide.h"

#include <assert.h>
#include <string.h>

#include "base/scoped.h"
#include "base/vec.h"
#include "flow/job/pick.h"
#include "flow/resolve/resolve.h"

enum { DECIDE_ARENA_BYTES = 256 * 1024 * 1024, DECIDE_PAIRS_MAX = 400, DECIDE_REASON_BYTES_MAX = 1000 };

struct deciding {
    struct store *store;
    const struct job *job;
    struct arena arena;
    struct picked picked[DECIDE_IDS_MAX];
    size_t picked_count;
    struct decision *standing; /* not withdrawn */
    size_t standing_count;
    VEC(struct decision) fresh; /* of this call: they stand too */
    struct text reason;
};

static void deciding_done(struct deciding *d)
{
    arena_done(&d->arena);
    vec_done(&d->fresh);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for decisions");
}

static bool has_kind(const struct picked *picked, enum party_kind kind)
{
    for (size_t i = 0; i < picked->count; i++)
        if (picked->links[i].kind == kind)
            return true;
    return false;
}

/* The mention of that kind in the smallest record. */
static struct mention_id founding(const struct picked *picked, enum party_kind kind)
{
    const struct stored_link *first = NULL;
    for (size_t i = 0; i < picked->count; i++) {
        const struct stored_link *link = &picked->links[i];
        if (link->kind == kind && (!first || link->record.v < first->record.v ||
                                   (link->record.v == first->record.v && link->ordinal < first->ordinal)))
            first = link;
    }
    assert(first); /* the caller has seen one of that kind */
    return first->mention;
}

/* ---- what stands already ---- */

static bool is_pair(const struct decision *d, struct mention_id a, struct mention_id b)
{
    return (d->a.v == a.v && d->b.v == b.v) || (d->a.v == b.v && d->b.v == a.v);
}

static size_t standing_count(const struct deciding *d)
{
    return d->standing_count + d->fresh.len;
}

static const struct decision *standing_at(const struct deciding *d, size_t i)
{
    return i < d->standing_count ? &d->standing[i] : &d->fresh.ptr[i - d->standing_count];
}

static const struct decision *standing(const struct deciding *d, struct mention_id a, struct mention_id b)
{
    for (size_t i = 0; i < standing_count(d); i++)
        if (is_pair(standing_at(d, i), a, b))
            return standing_at(d, i);
    return NULL;
}

static bool set_has(const uint64_t *set, size_t count, uint64_t v)
{
    for (size_t i = 0; i < count; i++)
        if (set[i] == v)
            return true;
    return false;
}

/* All mentions that decisions of "same" tie to this one; set holds one more than there are that stand. */
static size_t tied_to(const struct deciding *d, struct mention_id start, uint64_t *set)
{
    size_t count = 0;
    set[count++] = start.v;
    for (size_t at = 0; at < count; at++)
        for (size_t i = 0; i < standing_count(d); i++) {
            const struct decision *s = standing_at(d, i);
            uint64_t other = s->a.v == set[at] ? s->b.v : s->b.v == set[at] ? s->a.v : 0;
            if (s->kind == DECISION_SAME && other && !set_has(set, count, other))
                set[count++] = other;
        }
    return count;
}

static enum status refuse(const struct decision *other, struct error *err)
{
    error_set(err, STATUS_CONFLICT, "decision %s says the opposite", id_text_of('D', other->id).s);
    error_hint(err, "Withdraw it first: klantbeeld decide withdraw %s %s --reason …", mention_id_text(other->a).s,
               mention_id_text(other->b).s);
    return STATUS_CONFLICT;
}

static enum status check_conflict(struct deciding *d, enum decision_kind kind, struct mention_id a, struct mention_id b,
                                  struct error *err)
{
    uint64_t *with_a = arena_array(&d->arena, uint64_t, standing_count(d) + 2),
             *with_b = arena_array(&d->arena, uint64_t, standing_count(d) + 2);
    if (!with_a || !with_b)
        return no_memory(err);
    size_t na = tied_to(d, a, with_a), nb = tied_to(d, b, with_b);
    for (size_t i = 0; i < d->standing_count; i++) {
        const struct decision *s = &d->standing[i];
        bool across = (set_has(with_a, na, s->a.v) && set_has(with_b, nb, s->b.v)) ||
                      (set_has(with_a, na, s->b.v) && set_has(with_b, nb, s->a.v));
        if (kind == DECISION_SAME && s->kind == DECISION_DIFFERENT && across)
            return refuse(s, err);
        if (kind == DECISION_DIFFERENT && s->kind == DECISION_SAME && set_has(with_a, na, b.v) && across)
            return refuse(s, err);
    }
    return STATUS_OK;
}

/* ---- same and different ---- */

static enum status add(struct deciding *d, enum decision_kind kind, struct mention_id a, struct mention_id b,
                       struct error *err)
{
    if (a.v == b.v)
        return error_set(err, STATUS_USAGE, "that is one and the same mention");
    const struct decision *before = standing(d, a, b);
    if (before && before->kind == kind)
        return STATUS_OK;
    enum status status = check_conflict(d, kind, a, b, err);
    if (status != STATUS_OK)
        return status;
    struct decision fresh = { .a = a.v < b.v ? a : b,
                              .b = a.v < b.v ? b : a,
                              .kind = kind,
                              .reason = d->reason,
                              .author = d->job->author,
                              .recorded_ms = d->job->now_ms };
    return vec_push(&d->fresh, fresh) ? STATUS_OK : no_memory(err);
}

static size_t count_kind(const struct picked *picked, enum party_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < picked->count; i++)
        count += picked->links[i].kind == kind;
    return count;
}

static enum status gather_two(struct deciding *d, enum decision_kind kind, const struct picked *a,
                              const struct picked *b, struct error *err)
{
    enum party_kind about = has_kind(a, PARTY_PERSON) && has_kind(b, PARTY_PERSON) ? PARTY_PERSON : PARTY_ORGANISATION;
    if (!has_kind(a, about) || !has_kind(b, about))
        return error_set(err, STATUS_USAGE, "one is a person and the other an organisation; those are never one");
    if (kind == DECISION_SAME || count_kind(a, about) * count_kind(b, about) > DECIDE_PAIRS_MAX)
        return add(d, kind, founding(a, about), founding(b, about), err);
    if (a->letter != 'R' && a->letter != 'M' && a->party.v == b->party.v)
        return error_set(err, STATUS_USAGE, "both ids are party %s; name the records that should be apart",
                         party_id_text(a->party).s);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count && status == STATUS_OK; j++)
            if (a->links[i].kind == about && b->links[j].kind == about)
                status = add(d, kind, a->links[i].mention, b->links[j].mention, err);
    return status;
}

/* All are one with the first; or each is different from each. */
static enum status gather(struct deciding *d, enum decision_kind kind, struct error *err)
{
    enum status status = STATUS_OK;
    size_t firsts = kind == DECISION_SAME ? 1 : d->picked_count;
    for (size_t i = 0; i < firsts; i++)
        for (size_t j = i + 1; j < d->picked_count && status == STATUS_OK; j++)
            status = gather_two(d, kind, &d->picked[i], &d->picked[j], err);
    return status;
}

static enum status audit(const struct deciding *d, const char *action, struct mention_id a, struct mention_id b,
                         struct error *err)
{
    struct arena *arena = (struct arena *)&d->arena;
    struct text object = arena_printf(arena, "%s %s", mention_id_text(a).s, mention_id_text(b).s);
    return store_audit(d->store, d->job->now_ms, d->job->author, text_from(action), object, TEXT_EMPTY, err);
}

static enum status put_fresh(struct deciding *d, const char *action, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    uint64_t id = 0;
    enum status status = store_begin(d->store, &tx, err);
    for (size_t i = 0; i < d->fresh.len && status == STATUS_OK; i++) {
        status = store_decision_put(d->store, &d->fresh.ptr[i], &id, err);
        if (status == STATUS_OK)
            status = audit(d, action, d->fresh.ptr[i].a, d->fresh.ptr[i].b, err);
    }
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

/* ---- withdraw ---- */

static bool holds(const struct picked *picked, struct mention_id mention)
{
    for (size_t i = 0; i < picked->count; i++)
        if (picked->links[i].mention.v == mention.v)
            return true;
    return false;
}

static bool is_between(const struct deciding *d, const struct decision *s)
{
    for (size_t i = 0; i < d->picked_count; i++)
        for (size_t j = 0; j < d->picked_count; j++)
            if (i != j && holds(&d->picked[i], s->a) && holds(&d->picked[j], s->b))
                return true;
    return false;
}

static enum status withdraw(struct deciding *d, uint64_t *ret_count, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(d->store, &tx, err);
    *ret_count = 0;
    for (size_t i = 0; i < d->standing_count && status == STATUS_OK; i++) {
        const struct decision *s = &d->standing[i];
        if (!is_between(d, s))
            continue;
        status = store_decision_withdraw(d->store, s->id, d->reason, d->job->author, d->job->now_ms, err);
        if (status == STATUS_OK)
            status = audit(d, "decide.withdraw", s->a, s->b, err);
        (*ret_count)++;
    }
    if (status == STATUS_OK && *ret_count == 0)
        status = error_set(err, STATUS_NOT_FOUND, "no decision stands between these");
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

/* ---- the whole ---- */

static struct text sentence_for(enum decide_what what, uint64_t decisions, bool resolved, enum language lang)
{
    static const char *const done[][LANGUAGE_COUNT] = {
        [DECIDE_SAME] = { "Vastgelegd: deze zijn dezelfde.", "Kept: these are the same." },
        [DECIDE_DIFFERENT] = { "Vastgelegd: deze zijn niet dezelfde.", "Kept: these are not the same." },
        [DECIDE_WITHDRAW] = { "Het besluit is ingetrokken.", "The decision was withdrawn." },
    };
    static const char *const later[][LANGUAGE_COUNT] = {
        [DECIDE_SAME] = { "Vastgelegd: deze zijn dezelfde. Het geldt vanaf de volgende resolve.",
                          "Kept: these are the same. It holds from the next resolve." },
        [DECIDE_DIFFERENT] = { "Vastgelegd: deze zijn niet dezelfde. Het geldt vanaf de volgende resolve.",
                               "Kept: these are not the same. It holds from the next resolve." },
        [DECIDE_WITHDRAW] = { "Het besluit is ingetrokken. Het geldt vanaf de volgende resolve.",
                              "The decision was withdrawn. It holds from the next resolve." },
    };
    if (decisions == 0)
        return text_from(lang == LANGUAGE_NL ? "Dit was al zo besloten." : "This had been decided already.");
    return text_from(resolved ? done[what][lang] : later[what][lang]);
}

static enum status read_standing(struct deciding *d, struct error *err)
{
    return store_decisions(d->store, false, &d->arena, &d->standing, &d->standing_count, err);
}

enum status decide_among(struct store *store, const struct job *job, enum decide_what what, const struct text *ids,
                         size_t count_ids, struct text reason, bool resolve_after, struct decide_report *ret,
                         struct error *err)
{
    SCOPED(deciding_done)
    struct deciding d = {
        .store = store, .job = job, .arena = ARENA_UP_TO(DECIDE_ARENA_BYTES), .reason = text_trim(reason)
    };
    struct resolve_report resolved = { 0 };
    uint64_t count = 0;
    if (d.reason.len == 0 || d.reason.len > DECIDE_REASON_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a decision needs a reason of at most %d bytes", DECIDE_REASON_BYTES_MAX);
    if (count_ids < 2 || count_ids > DECIDE_IDS_MAX)
        return error_set(err, STATUS_USAGE, "a decision is about two to %d ids", DECIDE_IDS_MAX);
    enum status status = read_standing(&d, err);
    for (; d.picked_count < count_ids && status == STATUS_OK; d.picked_count++)
        status = pick_mentions(store, ids[d.picked_count], &d.arena, &d.picked[d.picked_count], err);
    if (status != STATUS_OK)
        return status;
    if (what == DECIDE_WITHDRAW) {
        status = withdraw(&d, &count, err);
    } else {
        status = gather(&d, what == DECIDE_SAME ? DECISION_SAME : DECISION_DIFFERENT, err);
        if (status == STATUS_OK)
            status = put_fresh(&d, what == DECIDE_SAME ? "decide.same" : "decide.different", err);
        count = d.fresh.len;
    }
    if (status == STATUS_OK && resolve_after && count)
        status = resolve_run(store, job, &resolved, err);
    if (status == STATUS_OK)
        *ret = (struct decide_report){ count, sentence_for(what, count, resolve_after, job->lang) };
    return status;
}

enum status decide_pair(struct store *store, const struct job *job, enum decide_what what, struct text a, struct text b,
                        struct text reason, bool resolve_after, struct decide_report *ret, struct error *err)
{
    const struct text both[] = { a, b };
    return decide_among(store, job, what, both, 2, reason, resolve_after, ret, err);
}
