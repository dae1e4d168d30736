/*
 * A tie hangs on the founding mentions of its two parties: those in their
 * smallest records, as decisions do.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/ties.h"

#include <string.h>

#include "base/scoped.h"
#include "flow/as_of.h"
#include "flow/org_ties.h"
#include "flow/pick.h"
#include "flow/tie_kinds.h"
#include "flow/view_inside.h"
#include "os/clock.h"
#include "store/choice.h"
#include "store/history.h"

enum { TIES_ARENA_BYTES = 64 * 1024 * 1024 };

/* ---- putting ---- */

struct end {
    struct mention_id mention;
    enum party_kind kind;
};

/* Of a record that names both, the person: the organisation has an id of its own to be named by. */
static enum status find_end(struct store *store, struct text id, struct arena *arena, struct end *ret,
                            struct error *err)
{
    struct picked picked = { 0 };
    const struct stored_link *best = NULL;
    enum status status = pick_mentions(store, id, arena, &picked, err);
    for (size_t i = 0; i < picked.count && status == STATUS_OK; i++) {
        const struct stored_link *link = &picked.links[i];
        bool is_before =
            best &&
            (link->kind < best->kind ||
             (link->kind == best->kind && (link->record.v < best->record.v ||
                                           (link->record.v == best->record.v && link->ordinal < best->ordinal))));
        if (!best || is_before)
            best = link;
    }
    if (status == STATUS_OK)
        *ret = (struct end){ best->mention, best->kind };
    return status;
}

static bool is_date(struct text t)
{
    static const struct text shapes[] = { { "dddd-dd-dd", 10 }, { "dddd-dd", 7 }, { "dddd", 4 } };
    if (t.len == 0)
        return true;
    for (size_t s = 0; s < 3; s++) {
        bool fits = t.len == shapes[s].len;
        for (size_t i = 0; fits && i < t.len; i++)
            fits = shapes[s].ptr[i] == 'd' ? char_is_digit(t.ptr[i]) : t.ptr[i] == shapes[s].ptr[i];
        if (fits)
            return true;
    }
    return false;
}

static enum status check(const struct tie_asked *asked, struct error *err)
{
    if (text_trim(asked->reason).len == 0 || asked->reason.len > TIE_REASON_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a tie needs a reason of at most %d bytes", TIE_REASON_BYTES_MAX);
    if (!tie_kind_is_one(asked->kind)) {
        error_set(err, STATUS_USAGE, "there is no kind of tie of that name");
        error_hint(err, "partner, parent, guardian, represents, together, apart, role, branch, predecessor, "
                        "buys-through, same-company; not-parent and the like to deny one that records give");
        return STATUS_USAGE;
    }
    if (!tie_part_is_one(asked->part))
        return error_set(err, STATUS_USAGE, "a part in decisions is decides, influences, uses, pays or gatekeeper");
    if (asked->title.len > TIE_TITLE_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a title has at most %d bytes", TIE_TITLE_BYTES_MAX);
    if (!is_date(asked->since) || !is_date(asked->until))
        return error_set(err, STATUS_USAGE, "since and until are dates as 2026-03-01, 2026-03 or 2026");
    return STATUS_OK;
}

static enum status refuse_standing(struct store *store, const struct tie *tie, struct arena *arena, struct error *err)
{
    struct tie *ties = NULL;
    size_t count = 0;
    enum status status = store_ties(store, STORE_NOW, arena, &ties, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (ties[i].a.v == tie->a.v && ties[i].b.v == tie->b.v && text_equal(ties[i].kind, tie->kind) &&
            text_equal(ties[i].title, tie->title) && text_equal(ties[i].since, tie->since))
            return error_set(err, STATUS_CONFLICT, "tie %s says so already", id_text_of('T', ties[i].id).s);
    return status;
}

/* In the caller's transaction. */
static enum status put_tie(struct store *store, const struct job *job, const struct tie_asked *asked,
                           struct arena *arena, uint64_t *ret_id, struct error *err)
{
    struct end a = { { 0 }, 0 }, b = { { 0 }, 0 };
    enum status status = check(asked, err);
    if (status == STATUS_OK)
        status = find_end(store, asked->a, arena, &a, err);
    if (status == STATUS_OK)
        status = find_end(store, asked->b, arena, &b, err);
    if (status != STATUS_OK)
        return status;
    if (a.mention.v == b.mention.v)
        return error_set(err, STATUS_USAGE, "that is one and the same");
    if (!tie_kind_find(asked->kind, a.kind, b.kind))
        return error_set(err, STATUS_USAGE, "'%.*s' is no tie between these two", TEXT_ARG(asked->kind));
    struct tie tie = { .a = a.mention,
                       .b = b.mention,
                       .kind = asked->kind,
                       .title = asked->title,
                       .part = asked->part,
                       .since = asked->since,
                       .until = asked->until,
                       .reason = text_trim(asked->reason),
                       .author = job->author,
                       .recorded_ms = job->now_ms };
    status = refuse_standing(store, &tie, arena, err);
    if (status == STATUS_OK)
        status = store_tie_put(store, &tie, ret_id, err);
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, TEXT("tie.add"),
                             arena_copy(arena, text_from(id_text_of('T', *ret_id).s)), TEXT_EMPTY, err);
    return status;
}

enum status tie_add(struct store *store, const struct job *job, const struct tie_asked *asked, struct arena *arena,
                    struct tie_report *ret, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = put_tie(store, job, asked, arena, &ret->id, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    ret->sentence = text_from(job->lang == LANGUAGE_NL ? "Vastgelegd." : "Kept.");
    return status;
}

enum status tie_withdraw(struct store *store, const struct job *job, uint64_t id, struct text reason,
                         struct tie_report *ret, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    reason = text_trim(reason);
    if (reason.len == 0 || reason.len > TIE_REASON_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a withdrawal needs a reason of at most %d bytes", TIE_REASON_BYTES_MAX);
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_tie_withdraw(store, id, reason, job->author, job->now_ms, err);
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, TEXT("tie.withdraw"), text_from(id_text_of('T', id).s),
                             TEXT_EMPTY, err);
    *ret = (struct tie_report){ id, text_from(job->lang == LANGUAGE_NL ? "De band is ingetrokken."
                                                                       : "The tie was withdrawn.") };
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

/* ---- a household splits ---- */

static enum status split_sentence(const struct job *job, struct arena *arena, size_t leaving, size_t staying,
                                  struct text *ret)
{
    bool larger = staying > leaving || staying == leaving;
    *ret = job->lang == LANGUAGE_NL
               ? arena_printf(arena,
                              "Vastgelegd: %zu vertrekt, %zu blijft. %s houden het nummer van het huishouden; adres en "
                              "status volgen de bronnen, contracten en contacten blijven bij wie ze afsloot of voerde. "
                              "Het geldt vanaf de volgende resolve.",
                              leaving, staying, larger ? "De blijvers" : "De vertrekkers")
               : arena_printf(arena,
                              "Kept: %zu leave, %zu stay. Those who %s keep the household's id; address and status "
                              "follow the sources, contracts and contacts stay with who made them. It holds from the "
                              "next resolve.",
                              leaving, staying, larger ? "stay" : "leave");
    return STATUS_OK;
}

enum status household_split(struct store *store, const struct job *job, const struct household_split *asked,
                            struct arena *arena, struct text *ret_sentence, struct error *err)
{
    struct party_id household = { 0 }, leaving[64] = { 0 };
    struct stored_member *members = NULL;
    size_t count = 0, found = 0;
    if (!party_id_read(asked->household, &household) || party_id_kind(household) != PARTY_HOUSEHOLD)
        return error_set(err, STATUS_USAGE, "this is no id of a household; they begin with H-");
    if (asked->leaving_count == 0 || asked->leaving_count > 64)
        return error_set(err, STATUS_USAGE, "name 1 to 64 persons who leave");
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_party_resolve(store, household, &household, err);
    if (status == STATUS_OK)
        status = store_party_members(store, household, arena, &members, &count, err);
    for (size_t i = 0; i < asked->leaving_count && status == STATUS_OK; i++) {
        struct picked picked = { 0 };
        bool is_member = false;
        status = pick_mentions(store, asked->leaving[i], arena, &picked, err);
        for (size_t l = 0; l < picked.count && !is_member; l++)
            for (size_t m = 0; m < count && !is_member; m++) {
                is_member = members[m].person.v == picked.links[l].party.v;
                leaving[i] = members[m].person;
            }
        if (status == STATUS_OK && !is_member)
            return error_set(err, STATUS_USAGE, "'%.*s' is no member of that household", TEXT_ARG(asked->leaving[i]));
    }
    if (status == STATUS_OK && asked->leaving_count >= count)
        return error_set(err, STATUS_USAGE, "somebody must stay, or there is nothing to split");
    for (size_t m = 0; m < count && status == STATUS_OK; m++) {
        bool leaves = false;
        for (size_t i = 0; i < asked->leaving_count; i++)
            leaves = leaves || leaving[i].v == members[m].person.v;
        if (leaves)
            continue;
        found++;
        for (size_t i = 0; i < asked->leaving_count && status == STATUS_OK; i++) {
            uint64_t tie_id = 0;
            struct error why = ERROR_NONE;
            struct tie_asked tie = { .a = arena_copy(arena, text_from(party_id_text(leaving[i]).s)),
                                     .b = arena_copy(arena, text_from(party_id_text(members[m].person).s)),
                                     .kind = TEXT("apart"),
                                     .since = asked->at,
                                     .reason = asked->reason };
            status = put_tie(store, job, &tie, arena, &tie_id, &why);
            if (status == STATUS_CONFLICT) /* said before */
                status = STATUS_OK;
            else if (status != STATUS_OK && err)
                *err = why;
        }
    }
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    return status == STATUS_OK ? split_sentence(job, arena, asked->leaving_count, found, ret_sentence) : status;
}

/* ---- showing ---- */

struct showing {
    struct view view;
    const struct job *job;
    struct party_id id;
    struct json_out *json;
    struct text today;
    struct as_of *then; /* of an earlier day; NULL: of now */
};

static void showing_done(struct showing *s)
{
    view_close(&s->view);
}

static void begin_tie(struct showing *s, const char *kind, bool out, struct party_id other, struct text name,
                      struct text sentence, bool is_former)
{
    json_object(s->json);
    json_key(s->json, "kind");
    json_str(s->json, kind);
    json_key(s->json, "direction");
    json_str(s->json, out ? "out" : "in");
    json_key(s->json, "party");
    json_object(s->json);
    json_key(s->json, "id");
    json_str(s->json, party_id_text(other).s);
    json_key(s->json, "name");
    json_text(s->json, name);
    json_end(s->json);
    json_key(s->json, "sentence");
    json_text(s->json, sentence);
    json_key(s->json, "status");
    json_str(s->json, is_former ? "former" : "active");
}

/* A typed tie with the parties its mentions are of. */
struct typed {
    const struct tie *tie;
    struct party_id a, b;
};

/* v 0: no record of then, or of now, holds it. */
static struct party_id party_of(struct view *view, const struct as_of *then, struct mention_id mention)
{
    struct stored_link link = { 0 };
    struct assignment_run at = { 0 };
    if (then)
        return store_assignment_at(view->store, mention, then->view.identity_run, &at, NULL) == STATUS_OK
                   ? at.party
                   : (struct party_id){ 0 };
    return store_mention_link(view->store, mention, &link, NULL) == STATUS_OK ? link.party : (struct party_id){ 0 };
}

/* Of the party, as they stand or stood; not those whose both sides became one. */
static enum status read_typed(struct view *view, const struct as_of *then, struct party_id id, struct typed **ret,
                              size_t *ret_count, struct error *err)
{
    struct tie *ties = NULL;
    size_t count = 0;
    *ret_count = 0;
    enum status status = then ? store_ties(view->store, then->at_ms, &view->arena, &ties, &count, err)
                              : store_party_ties(view->store, id, STORE_NOW, &view->arena, &ties, &count, err);
    *ret = arena_array(&view->arena, struct typed, count + 1);
    if (status == STATUS_OK && !*ret)
        return error_set(err, STATUS_NO_MEMORY, "no memory for ties");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct typed typed = { &ties[i], party_of(view, then, ties[i].a), party_of(view, then, ties[i].b) };
        if (typed.a.v && typed.b.v && typed.a.v != typed.b.v && (typed.a.v == id.v || typed.b.v == id.v))
            (*ret)[(*ret_count)++] = typed;
    }
    return status;
}

static enum status put_typed(struct showing *s, struct error *err)
{
    struct typed *typed = NULL;
    size_t count = 0;
    enum status status = read_typed(&s->view, s->then, s->id, &typed, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct tie *tie = typed[i].tie;
        bool out = typed[i].a.v == s->id.v;
        struct party_id other = out ? typed[i].b : typed[i].a;
        const struct tie_kind *kind = tie_kind_find(tie->kind, party_id_kind(typed[i].a), party_id_kind(typed[i].b));
        if (!kind)
            continue; /* written by a newer program */
        struct text name = view_party_name(&s->view, other);
        begin_tie(s, kind->name, out, other, name, tie_kind_sentence(kind, out, s->job->lang, name, &s->view.arena),
                  view_is_past(tie->until, s->today));
        view_put_some(s->json, "title", tie->title);
        view_put_some(s->json, "part", tie->part);
        view_put_some(s->json, "since", tie->since);
        view_put_some(s->json, "until", tie->until);
        json_key(s->json, "tie");
        json_str(s->json, id_text_of('T', tie->id).s);
        json_key(s->json, "by");
        json_text(s->json, tie->author);
        view_put_time(s->json, "at", tie->recorded_ms);
        json_key(s->json, "reason");
        json_text(s->json, tie->reason);
        json_end(s->json);
    }
    return status;
}

static bool profile_now(void *ctx, struct party_id id, struct text *ret)
{
    struct view *view = ctx;
    struct stored_party party = { 0 };
    if (store_party_get(view->store, id, &view->arena, &party, NULL) != STATUS_OK)
        return false;
    *ret = party.profile;
    return true;
}

static bool profile_then(void *ctx, struct party_id id, struct text *ret)
{
    const struct as_of_party *party = NULL;
    if (as_of_party(ctx, id, &party, NULL) != STATUS_OK)
        return false;
    *ret = party->party.profile;
    return true;
}

/* Did somebody type this tie, or that it is none? */
static bool is_typed(struct party_id id, const struct org_tie *tie, const struct typed *typed, size_t count)
{
    bool either_way = strcmp(tie->kind, "same-company") == 0, found = false;
    struct party_id from = tie->out ? id : tie->other, to = tie->out ? tie->other : id;
    for (size_t i = 0; i < count && !found; i++) {
        struct text kind = typed[i].tie->kind;
        if (text_starts(kind, TEXT("not-")))
            kind = text_from_offset(kind, 4);
        found =
            text_equal(kind, text_from(tie->kind)) && ((typed[i].a.v == from.v && typed[i].b.v == to.v) ||
                                                       (either_way && typed[i].a.v == to.v && typed[i].b.v == from.v));
    }
    return found;
}

/* Of an earlier day those are found that today's keys still lead to; what they say is asked as it was. */
static enum status of_records(struct view *view, const struct job *job, struct as_of *then, struct party_id id,
                              struct org_tie **ret, size_t *ret_count, struct error *err)
{
    const struct org_profiles now = { view->store, job->country, profile_now, view },
                              earlier = { view->store, job->country, profile_then, then };
    struct typed *typed = NULL;
    size_t count = 0, kept = 0;
    *ret_count = 0;
    if (party_id_kind(id) != PARTY_ORGANISATION)
        return STATUS_OK;
    enum status status = org_ties_of(then ? &earlier : &now, id, &view->arena, ret, ret_count, err);
    if (status == STATUS_OK)
        status = read_typed(view, then, id, &typed, &count, err);
    for (size_t i = 0; i < *ret_count && status == STATUS_OK; i++)
        if (!is_typed(id, &(*ret)[i], typed, count))
            (*ret)[kept++] = (*ret)[i];
    *ret_count = kept;
    return status;
}

enum status ties_of_records(struct view *view, const struct job *job, struct party_id id, struct org_tie **ret,
                            size_t *ret_count, struct error *err)
{
    return of_records(view, job, NULL, id, ret, ret_count, err);
}

static enum status put_derived(struct showing *s, struct error *err)
{
    struct org_tie *ties = NULL;
    size_t count = 0;
    enum status status = of_records(&s->view, s->job, s->then, s->id, &ties, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct tie_kind *kind = tie_kind_find(text_from(ties[i].kind), PARTY_ORGANISATION, PARTY_ORGANISATION);
        struct text name = view_party_name(&s->view, ties[i].other);
        begin_tie(s, kind->name, ties[i].out, ties[i].other, name,
                  tie_kind_sentence(kind, ties[i].out, s->job->lang, name, &s->view.arena), false);
        view_put_some(s->json, "since", ties[i].since);
        json_key(s->json, "rule");
        json_str(s->json, ties[i].rule);
        json_key(s->json, "record");
        json_str(s->json, record_id_text(ties[i].record).s);
        json_end(s->json);
    }
    return status;
}

static enum status put_roles(struct showing *s, struct error *err)
{
    const struct as_of_party *party = NULL;
    const struct stored_role *roles = NULL;
    struct stored_role *now = NULL;
    size_t count = 0;
    enum status status = s->then ? as_of_party(s->then, s->id, &party, err)
                                 : store_party_roles(s->view.store, s->id, &s->view.arena, &now, &count, err);
    roles = now;
    if (status == STATUS_OK && s->then)
        status = as_of_roles(s->then, party, &roles, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool out = roles[i].person.v == s->id.v;
        struct party_id other = out ? roles[i].organisation : roles[i].person;
        const struct tie_kind *kind = tie_kind_find(TEXT("role"), PARTY_PERSON, PARTY_ORGANISATION);
        struct text name = out && roles[i].gone_name.len ? roles[i].gone_name : view_party_name(&s->view, other);
        begin_tie(s, "role", out, other, name, tie_kind_sentence(kind, out, s->job->lang, name, &s->view.arena),
                  view_role_is_former(&roles[i], s->today));
        view_put_some(s->json, "title", roles[i].title);
        view_put_some(s->json, "department", roles[i].department);
        view_put_some(s->json, "since", roles[i].since);
        view_put_some(s->json, "until", roles[i].until);
        json_key(s->json, "record");
        json_str(s->json, record_id_text(roles[i].record).s);
        json_end(s->json);
    }
    return status;
}

static enum status read_members(struct showing *s, const struct stored_member **ret, size_t *ret_count,
                                struct error *err)
{
    const struct as_of_party *party = NULL;
    struct stored_member *now = NULL;
    struct party_id household = s->id;
    enum status status = STATUS_OK;
    *ret_count = 0;
    if (party_id_kind(s->id) == PARTY_ORGANISATION)
        return STATUS_OK;
    if (!s->then) {
        status = store_party_members_ever(s->view.store, s->id, &s->view.arena, &now, ret_count, err);
        *ret = now;
        return status;
    }
    status = as_of_party(s->then, s->id, &party, err);
    if (status == STATUS_OK && party_id_kind(s->id) == PARTY_PERSON)
        status = as_of_household(s->then, party, &household, err);
    if (status == STATUS_OK && household.v)
        status = as_of_party(s->then, household, &party, err);
    if (status == STATUS_OK && household.v) {
        *ret = party->members;
        *ret_count = party->members_count;
    }
    return status;
}

static enum status put_members(struct showing *s, struct error *err)
{
    const struct stored_member *members = NULL;
    size_t count = 0;
    enum status status = read_members(s, &members, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool out = members[i].person.v == s->id.v;
        if (!out && members[i].household.v != s->id.v)
            continue;
        struct party_id other = out ? members[i].household : members[i].person;
        begin_tie(s, "member", out, other, view_party_name(&s->view, other),
                  text_from(out ? s->job->lang == LANGUAGE_NL ? "lid van het huishouden" : "member of the household"
                            : s->job->lang == LANGUAGE_NL ? "heeft als lid"
                                                          : "has as member"),
                  view_member_is_former(&members[i], s->today));
        view_put_some(s->json, "title", members[i].place);
        view_put_some(s->json, "since", members[i].since);
        view_put_some(s->json, "until", members[i].until);
        view_put_some(s->json, "ended", members[i].ended);
        json_end(s->json);
    }
    return status;
}

static bool name_then(void *ctx, struct party_id id, struct text *ret)
{
    const struct as_of_party *party = NULL;
    if (as_of_party(ctx, id, &party, NULL) != STATUS_OK)
        return false;
    *ret = party->party.name;
    return true;
}

static enum status find_then(struct showing *s, struct party_id id, int64_t at_ms, struct error *err)
{
    enum as_of_fate fate = AS_OF_GONE;
    enum status status = as_of_open(s->view.store, s->job, at_ms, s->then, err);
    if (status == STATUS_OK)
        status = as_of_identity(s->then, id, &fate, &s->id, err);
    if (status == STATUS_OK && (fate == AS_OF_GONE || fate == AS_OF_NOT_YET))
        return error_set(err, STATUS_NOT_FOUND, "%s was not there then", party_id_text(id).s);
    s->view.name_then = name_then;
    s->view.name_ctx = s->then;
    return status;
}

enum status ties_view(struct store *store, const struct job *job, struct party_id id, int64_t at_ms,
                      struct json_out *json, struct error *err)
{
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    SCOPED(as_of_close) struct as_of then = AS_OF_CLOSED;
    struct json_out inner = json_out_over(&whole);
    char today[CLOCK_TEXT_LEN + 1];
    clock_text(at_ms == STORE_NOW ? job->now_ms : at_ms, today);
    SCOPED(showing_done)
    struct showing s = { .view = VIEW_CLOSED,
                         .job = job,
                         .json = &inner,
                         .today = { today, 10 },
                         .then = at_ms == STORE_NOW ? NULL : &then };
    enum status status = view_open(store, &s.view, err);
    if (status == STATUS_OK)
        status = s.then ? find_then(&s, id, at_ms, err) : store_party_resolve(store, id, &s.id, err);
    if (status != STATUS_OK)
        return status;
    json_object(&inner);
    json_key(&inner, "id");
    json_str(&inner, party_id_text(s.id).s);
    json_key(&inner, "name");
    json_text(&inner, view_party_name(&s.view, s.id));
    json_key(&inner, "ties");
    json_array(&inner);
    status = put_typed(&s, err);
    if (status == STATUS_OK)
        status = put_derived(&s, err);
    if (status == STATUS_OK)
        status = put_roles(&s, err);
    if (status == STATUS_OK)
        status = put_members(&s, err);
    json_end(&inner);
    json_end(&inner);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}
