/*
 * GET and POST /api/v1/parties/{id}/stage, GET /api/v1/parties/{id}/keys,
 * GET and POST /api/v1/hand-overs…: a customer's life, and who was told of it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"
#include "base/scoped.h"
#include "flow/outbox/hand_over.h"
#include "flow/steward/stage.h"
#include "flow/view/key_ring.h"

enum { WORD_BYTES_MAX = 20, KEY_BYTES_MAX = 500 };

enum status api_get_stage(struct api_call *call, struct error *err)
{
    struct party_id id;
    struct job job = api_job(call);
    if (!api_read_party(call, &id))
        return api_bad_party(call);
    enum status status = view_stage(call->store, &job, call->match.params[0], &call->json, err);
    return status == STATUS_NOT_FOUND ? api_no_party(call) : status;
}

enum status api_create_stage(struct api_call *call, struct error *err)
{
    struct stage_asked asked = { .party = call->match.params[0] };
    struct stage_report report = { 0 };
    struct job job = api_job(call);
    struct party_id id;
    bool resolve = false;
    if (!api_read_party(call, &id))
        return api_bad_party(call);
    const struct body_want wants[] = {
        BODY_NEEDED("to", WORD_BYTES_MAX, &asked.to),
        BODY_NEEDED("reason", CHOICE_REASON_BYTES_MAX, &asked.reason),
        BODY_BOOL_IF("resolve", &resolve),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = stage_change(call->store, &job, &asked, false, call->request->arena, &report, err);
    if (status == STATUS_NOT_FOUND)
        return api_no_party(call);
    if (status == STATUS_OK)
        status = api_audit(call, err);
    if (status != STATUS_OK)
        return status;
    call->reply->status = 201;
    json_object(&call->json);
    json_key(&call->json, "stage");
    status = view_stage(call->store, &job, call->match.params[0], &call->json, err);
    json_put(&call->json, "sentence", report.sentence);
    api_put_job(call, resolve);
    json_end(&call->json);
    return status;
}

enum status api_get_keys(struct api_call *call, struct error *err)
{
    struct party_id id;
    if (!api_read_party(call, &id))
        return api_bad_party(call);
    enum status status = view_key_ring(call->store, id, &call->json, err);
    return status == STATUS_NOT_FOUND ? api_no_party(call) : status;
}

/* ---- the outbox ---- */

enum status api_list_hand_overs(struct api_call *call, struct error *err)
{
    struct hand_overs_wanted wanted = { .source = http_query(call->request, "source") };
    struct text state = http_query(call->request, "state");
    if (state.ptr && !hand_over_state_read(state, &wanted.state))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "state is open, sent, acknowledged of withdrawn.",
                                  "state is open, sent, acknowledged or withdrawn."));
    return view_hand_overs(call->store, &wanted, &call->json, err);
}

enum status api_export_hand_overs(struct api_call *call, struct error *err)
{
    SCOPED(buf_done) struct buf csv = BUF_EMPTY;
    struct job job = api_job(call);
    struct text source = http_query(call->request, "source");
    uint64_t count = 0;
    if (!source.len)
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "source ontbreekt: noem een bron.", "source is missing: name a source."));
    bool again = text_equal(http_query(call->request, "again"), TEXT("true"));
    enum status status = hand_overs_export(call->store, &job, source, again, &csv, &count, err);
    if (status != STATUS_OK)
        return status;
    call->audit_object = arena_copy(call->request->arena, source);
    call->reply->content_type = "text/csv";
    buf_put(&call->reply->body, buf_text(&csv));
    return buf_status(&call->reply->body, err);
}

enum status api_create_hand_over_step(struct api_call *call, struct error *err)
{
    struct text word = TEXT_EMPTY, key = TEXT_EMPTY;
    struct job job = api_job(call);
    enum hand_over_state state = HAND_OVER_OPEN;
    uint64_t id;
    if (!api_read_id(call, 'B', &id))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een overdracht.", "This is no id of a hand-over."));
    const struct body_want wants[] = {
        BODY_NEEDED("state", WORD_BYTES_MAX, &word),
        BODY_TEXT_IF("key", KEY_BYTES_MAX, &key),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK && (!hand_over_state_read(word, &state) || state == HAND_OVER_OPEN))
        status = error_set(err, STATUS_INVALID, "state must be 'sent', 'acknowledged' or 'withdrawn'");
    if (status == STATUS_OK && (text_trim(key).len > 0) != (state == HAND_OVER_ACKNOWLEDGED))
        status = error_set(err, STATUS_INVALID, "key goes with 'acknowledged', and only with it");
    if (status == STATUS_OK)
        status = hand_over_answer(call->store, &job, id, state, key, err);
    if (status == STATUS_OK)
        status = api_audit(call, err);
    return status == STATUS_OK ? view_hand_over(call->store, id, &call->json, err) : status;
}
