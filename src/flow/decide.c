/*
 * A decision is kept between two mentions of one kind.  Of two records that
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
#include "flow/decide.h"

#include <assert.h>
#include <string.h>

#include "base/scoped.h"
#include "base/vec.h"
#include "flow/pick.h"
#include "flow/resolve.h"

enum { DECIDE_ARENA_BYTES = 256 * 1024 * 1024, DECIDE_PAIRS_MAX = 400, DECIDE_REASON_BYTES_MAX = 1000 };

struct deciding {
    struct store *store;
    const struct job *job;
    struct arena arena;
    struct picked a, b;
    struct decision *standing; /* not withdrawn */
    size_t standing_count;
    VEC(struct decision) fresh;
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

static const struct decision *standing(const struct deciding *d, struct mention_id a, struct mention_id b)
{
    for (size_t i = 0; i < d->standing_count; i++)
        if (is_pair(&d->standing[i], a, b))
            return &d->standing[i];
    return NULL;
}

static bool set_has(const uint64_t *set, size_t count, uint64_t v)
{
    for (size_t i = 0; i < count; i++)
        if (set[i] == v)
            return true;
    return false;
}

/* All mentions that decisions of "same" tie to this one; set holds standing_count + 1. */
static size_t tied_to(const struct deciding *d, struct mention_id start, uint64_t *set)
{
    size_t count = 0;
    set[count++] = start.v;
    for (size_t at = 0; at < count; at++)
        for (size_t i = 0; i < d->standing_count; i++) {
            const struct decision *s = &d->standing[i];
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
    uint64_t *with_a = arena_array(&d->arena, uint64_t, d->standing_count + 2),
             *with_b = arena_array(&d->arena, uint64_t, d->standing_count + 2);
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

static enum status gather(struct deciding *d, enum decision_kind kind, struct error *err)
{
    enum party_kind about =
        has_kind(&d->a, PARTY_PERSON) && has_kind(&d->b, PARTY_PERSON) ? PARTY_PERSON : PARTY_ORGANISATION;
    if (!has_kind(&d->a, about) || !has_kind(&d->b, about))
        return error_set(err, STATUS_USAGE, "one is a person and the other an organisation; those are never one");
    if (kind == DECISION_SAME || count_kind(&d->a, about) * count_kind(&d->b, about) > DECIDE_PAIRS_MAX)
        return add(d, kind, founding(&d->a, about), founding(&d->b, about), err);
    if (d->a.letter != 'R' && d->a.letter != 'M' && d->a.party.v == d->b.party.v)
        return error_set(err, STATUS_USAGE, "both ids are party %s; name the records that should be apart",
                         party_id_text(d->a.party).s);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < d->a.count; i++)
        for (size_t j = 0; j < d->b.count && status == STATUS_OK; j++)
            if (d->a.links[i].kind == about && d->b.links[j].kind == about)
                status = add(d, kind, d->a.links[i].mention, d->b.links[j].mention, err);
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

static enum status withdraw(struct deciding *d, uint64_t *ret_count, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(d->store, &tx, err);
    *ret_count = 0;
    for (size_t i = 0; i < d->standing_count && status == STATUS_OK; i++) {
        const struct decision *s = &d->standing[i];
        bool between = (holds(&d->a, s->a) && holds(&d->b, s->b)) || (holds(&d->a, s->b) && holds(&d->b, s->a));
        if (!between)
            continue;
        status = store_decision_withdraw(d->store, s->id, d->reason, d->job->author, d->job->now_ms, err);
        if (status == STATUS_OK)
            status = audit(d, "decide.withdraw", s->a, s->b, err);
        (*ret_count)++;
    }
    if (status == STATUS_OK && *ret_count == 0)
        status = error_set(err, STATUS_NOT_FOUND, "no decision stands between these two");
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

enum status decide_pair(struct store *store, const struct job *job, enum decide_what what, struct text a, struct text b,
                        struct text reason, bool resolve_after, struct decide_report *ret, struct error *err)
{
    SCOPED(deciding_done)
    struct deciding d = {
        .store = store, .job = job, .arena = ARENA_UP_TO(DECIDE_ARENA_BYTES), .reason = text_trim(reason)
    };
    struct resolve_report resolved = { 0 };
    uint64_t count = 0;
    if (d.reason.len == 0 || d.reason.len > DECIDE_REASON_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a decision needs a reason of at most %d bytes", DECIDE_REASON_BYTES_MAX);
    enum status status = pick_mentions(store, a, &d.arena, &d.a, err);
    if (status == STATUS_OK)
        status = pick_mentions(store, b, &d.arena, &d.b, err);
    if (status == STATUS_OK)
        status = read_standing(&d, err);
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
