/*
 * Ties as they are shown: typed ones, those the records of organisations give, roles and households.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/view/ties.h"

#include <string.h>

#include "base/scoped.h"
#include "flow/history/as_of.h"
#include "flow/job/tie_kinds.h"
#include "flow/profile/org_ties.h"
#include "flow/view/view_inside.h"
#include "os/clock.h"
#include "store/choice.h"
#include "store/history.h"

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

static void put_reach(struct showing *s, const struct tie *tie)
{
    const struct {
        const char *key, *field;
        struct text value;
    } reach[] = { { "email", "email", tie->email },
                  { "phone", "phone", tie->phone },
                  { "address", "addr", tie->address } };
    for (size_t i = 0; i < sizeof(reach) / sizeof(reach[0]); i++)
        if (view_shows_field(&s->view, text_from(reach[i].field)))
            view_put_some(s->json, reach[i].key, reach[i].value);
}

/* A typed role with a last day says so of the role that records give at that organisation. */
enum status roles_as_said(struct view *view, const struct as_of *then, struct party_id id,
                          const struct stored_role *roles, size_t count, const struct stored_role **ret,
                          struct error *err)
{
    struct typed *typed = NULL;
    size_t typed_count = 0;
    *ret = roles;
    if (count == 0)
        return STATUS_OK;
    struct stored_role *told = arena_array(&view->arena, struct stored_role, count);
    if (!told)
        return error_set(err, STATUS_NO_MEMORY, "no memory for roles");
    enum status status = read_typed(view, then, id, &typed, &typed_count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        told[i] = roles[i];
        told[i].said = 0;
        for (size_t t = 0; t < typed_count && told[i].until.len == 0; t++)
            if (text_equal(typed[t].tie->kind, TEXT("role")) && typed[t].tie->until.len &&
                typed[t].a.v == roles[i].person.v && typed[t].b.v == roles[i].organisation.v &&
                (roles[i].since.len == 0 || text_compare(roles[i].since, typed[t].tie->until) <= 0)) {
                told[i].until = typed[t].tie->until;
                told[i].ended = TEXT("next");
                told[i].said = typed[t].tie->id;
            }
    }
    if (status == STATUS_OK)
        *ret = told;
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
        view_put_some(s->json, "department", tie->department);
        view_put_some(s->json, "part", tie->part);
        put_reach(s, tie);
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
    if (status == STATUS_OK)
        status = roles_as_said(&s->view, s->then, s->id, roles, count, &roles, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool out = roles[i].person.v == s->id.v;
        struct party_id other = out ? roles[i].organisation : roles[i].person;
        const struct tie_kind *kind = tie_kind_find(TEXT("role"), PARTY_PERSON, PARTY_ORGANISATION);
        struct text name = out && roles[i].gone_name.len ? roles[i].gone_name : view_party_name(&s->view, other);
        begin_tie(s, "role", out, other, name, tie_kind_sentence(kind, out, s->job->lang, name, &s->view.arena),
                  view_role_is_former(&roles[i], s->today));
        view_put_some(s->json, "title", roles[i].title);
        view_put_some(s->json, "department", roles[i].department);
        view_put_some(s->json, "part", roles[i].part);
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
    *ret_count = 0;
    if (party_id_kind(s->id) == PARTY_ORGANISATION)
        return STATUS_OK;
    if (s->then) {
        enum status status = as_of_party(s->then, s->id, &party, err);
        return status == STATUS_OK ? as_of_members(s->then, party, ret, ret_count, err) : status;
    }
    enum status status = store_party_members_ever(s->view.store, s->id, &s->view.arena, &now, ret_count, err);
    *ret = now;
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
