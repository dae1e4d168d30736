/*
 * GET and POST /api/v1/choices…, POST /api/v1/parties/{id}/choices and
 * /changes, GET and POST /api/v1/proposals…: values people choose, and changes
 * they ask of the systems that lead.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "api/api_routes.h"
#include "api/app.h"
#include "base/scoped.h"
#include "flow/history/restore.h"
#include "flow/job/day.h"
#include "flow/outbox/proposals.h"
#include "flow/steward/choose.h"

enum { FIELD_NAME_BYTES_MAX = 64, ID_BYTES_MAX = 40, AS_BYTES_MAX = 200, DAY_BYTES_MAX = 24 };

static enum status put_choice(struct api_call *call, uint64_t id, struct text sentence, bool resolve, struct error *err)
{
    struct job job = api_job(call);
    json_object(&call->json);
    json_key(&call->json, "choice");
    enum status status = view_choice(call->store, id, &job, &call->json, err);
    json_put(&call->json, "sentence", sentence);
    api_put_job(call, resolve);
    json_end(&call->json);
    return status;
}

/* ---- choices ---- */

/* With as_of, a day, the value is the one the field had then. */
static enum status value_of_then(struct api_call *call, const struct job *job, struct text day,
                                 struct choose_asked *asked, struct error *err)
{
    int64_t at_ms;
    if (!day.ptr)
        return STATUS_OK;
    if (asked->value.len || asked->record.len)
        return error_set(err, STATUS_INVALID, "give one of value, record and as_of");
    if (!day_read(day, &at_ms))
        return error_set(err, STATUS_INVALID, "as_of is a day as 2026-03-01 or a moment as 2026-03-01T12:00:00Z");
    return restore_value(call->store, job, asked->party, asked->field, at_ms, call->request->arena, &asked->value, err);
}

enum status api_create_choice(struct api_call *call, struct error *err)
{
    struct choose_asked asked = { .party = call->match.params[0] };
    struct choose_report report = { 0 };
    struct job job = api_job(call);
    struct party_id party;
    struct text day = TEXT_EMPTY;
    bool resolve = false;
    if (!party_id_read(asked.party, &party))
        return api_bad_party(call);
    const struct body_want wants[] = {
        BODY_NEEDED("field", FIELD_NAME_BYTES_MAX, &asked.field),
        BODY_TEXT_IF("value", CHOICE_VALUE_BYTES_MAX, &asked.value),
        BODY_TEXT_IF("record", ID_BYTES_MAX, &asked.record),
        BODY_TEXT_IF("as_of", DAY_BYTES_MAX, &day),
        BODY_NEEDED("reason", CHOICE_REASON_BYTES_MAX, &asked.reason),
        BODY_BOOL_IF("resolve", &resolve),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = value_of_then(call, &job, day, &asked, err);
    if (status == STATUS_OK)
        status = choose_value(call->store, &job, &asked, false, &report, err);
    if (status != STATUS_OK)
        return status;
    call->audit_object =
        arena_printf(call->request->arena, "%s %s", party_id_text(party).s, id_text_of('C', report.id).s);
    status = api_audit(call, err);
    call->reply->status = 201;
    return status == STATUS_OK ? put_choice(call, report.id, report.sentence, resolve, err) : status;
}

enum status api_withdraw_choice(struct api_call *call, struct error *err)
{
    struct choose_report report = { 0 };
    struct job job = api_job(call);
    struct text reason = TEXT_EMPTY;
    bool resolve = false;
    uint64_t id;
    if (!api_read_id(call, 'C', &id))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een keuze.", "This is no id of a choice."));
    const struct body_want wants[] = {
        BODY_NEEDED("reason", CHOICE_REASON_BYTES_MAX, &reason),
        BODY_BOOL_IF("resolve", &resolve),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = choose_withdraw(call->store, &job, id, reason, false, &report, err);
    if (status == STATUS_OK)
        status = api_audit(call, err);
    return status == STATUS_OK ? put_choice(call, id, report.sentence, resolve, err) : status;
}

/* ?party= as an id; false when it is none. */
static bool query_party(struct api_call *call, struct party_id *ret)
{
    struct text asked = http_query(call->request, "party");
    *ret = (struct party_id){ 0 };
    if (!asked.ptr)
        return true;
    if (!party_id_read(asked, ret))
        return false;
    call->audit_object = arena_copy(call->request->arena, text_from(party_id_text(*ret).s));
    return true;
}

enum status api_list_choices(struct api_call *call, struct error *err)
{
    struct job job = api_job(call);
    struct text review = http_query(call->request, "review");
    struct party_id party;
    if (!query_party(call, &party))
        return api_bad_party(call);
    if (review.ptr && !text_equal(review, TEXT("true")) && !text_equal(review, TEXT("false")))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "review is true of false.", "review is true or false."));
    enum status status = view_choices(call->store, party, text_equal(review, TEXT("true")), &job, &call->json, err);
    return status == STATUS_NOT_FOUND ? api_no_party(call) : status;
}

/* ---- changes and proposals ---- */

enum status api_create_change(struct api_call *call, struct error *err)
{
    struct change_asked asked = { .party = call->match.params[0],
                                  .by = { call->visitor.name, call->visitor.role == ROLE_ADMIN } };
    struct change_report report = { 0 };
    struct job job = api_job(call);
    struct party_id party;
    bool resolve = false;
    if (!party_id_read(asked.party, &party))
        return api_bad_party(call);
    const struct body_want wants[] = {
        BODY_NEEDED("field", FIELD_NAME_BYTES_MAX, &asked.field),
        BODY_NEEDED("value", CHOICE_VALUE_BYTES_MAX, &asked.value),
        BODY_NEEDED("as", AS_BYTES_MAX, &asked.as),
        BODY_NEEDED("reason", CHOICE_REASON_BYTES_MAX, &asked.reason),
        BODY_BOOL_IF("resolve", &resolve),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = change_value(call->store, &job, &asked, false, call->request->arena, &report, err);
    if (status != STATUS_OK)
        return status;
    call->audit_object = arena_printf(call->request->arena, "%s %s", party_id_text(party).s,
                                      id_text_of(report.is_proposal ? 'V' : 'C', report.id).s);
    status = api_audit(call, err);
    if (status != STATUS_OK)
        return status;
    call->reply->status = 201;
    json_object(&call->json);
    json_put_str(&call->json, "done", report.is_proposal ? "proposal" : "choice");
    json_key(&call->json, report.is_proposal ? "proposal" : "choice");
    status = report.is_proposal ? view_proposal(call->store, report.id, &job, &call->json, err)
                                : view_choice(call->store, report.id, &job, &call->json, err);
    json_put(&call->json, "sentence", report.sentence);
    api_put_job(call, resolve && !report.is_proposal);
    json_end(&call->json);
    return status;
}

enum status api_list_proposals(struct api_call *call, struct error *err)
{
    struct proposals_wanted wanted = { .source = http_query(call->request, "source") };
    struct job job = api_job(call);
    struct text state = http_query(call->request, "state");
    if (!query_party(call, &wanted.party))
        return api_bad_party(call);
    if (state.ptr && !proposal_state_read(state, &wanted.state))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "state is open, accepted, refused, withdrawn of applied.",
                                  "state is open, accepted, refused, withdrawn or applied."));
    enum status status = view_proposals(call->store, &wanted, &job, &call->json, err);
    return status == STATUS_NOT_FOUND ? api_no_party(call) : status;
}

enum status api_create_proposal_step(struct api_call *call, struct error *err)
{
    struct proposal_by by = { .name = call->visitor.name, .is_master = call->visitor.role == ROLE_ADMIN };
    struct text word = TEXT_EMPTY, reason = TEXT_EMPTY;
    struct job job = api_job(call);
    enum proposal_state state = PROPOSAL_OPEN;
    uint64_t id;
    if (!api_read_id(call, 'V', &id))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een voorstel.", "This is no id of a proposal."));
    const struct body_want wants[] = {
        BODY_NEEDED("state", 20, &word),
        BODY_TEXT_IF("reason", CHOICE_REASON_BYTES_MAX, &reason),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK &&
        (!proposal_state_read(word, &state) || state == PROPOSAL_OPEN || state == PROPOSAL_APPLIED))
        status = error_set(err, STATUS_INVALID, "state must be 'accepted', 'refused' or 'withdrawn'");
    if (status == STATUS_OK)
        status = proposal_decide(call->store, &job, id, state, reason, by, err);
    if (status == STATUS_OK)
        status = api_audit(call, err);
    return status == STATUS_OK ? view_proposal(call->store, id, &job, &call->json, err) : status;
}

enum status api_export_proposals(struct api_call *call, struct error *err)
{
    struct text source = http_query(call->request, "source");
    uint64_t count = 0;
    if (!source.len)
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "source ontbreekt: noem een bron.", "source is missing: name a source."));
    SCOPED(buf_done) struct buf csv = BUF_EMPTY;
    enum status status = proposals_export(call->store, source, &csv, &count, err);
    if (status != STATUS_OK)
        return status;
    call->audit_object = arena_copy(call->request->arena, source);
    call->reply->content_type = "text/csv";
    buf_put(&call->reply->body, buf_text(&csv));
    return buf_status(&call->reply->body, err);
}
