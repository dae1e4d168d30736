/*
 * GET and POST /api/v1/parties/{id}/stage, GET /api/v1/parties/{id}/keys,
 * GET and POST /api/v1/hand-overs…: a customer's life, and who was told of it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"
#include "base/scoped.h"
#include "flow/hand_over.h"
#include "flow/key_ring.h"
#include "flow/stage.h"

enum { WORD_BYTES_MAX = 20, KEY_BYTES_MAX = 500 };

static bool read_party(struct api_call *call, struct party_id *ret)
{
    if (!party_id_read(call->match.params[0], ret))
        return false;
    call->audit_object = arena_copy(call->request->arena, text_from(party_id_text(*ret).s));
    return true;
}

static enum status refuse_party(struct api_call *call)
{
    return api_refuse(call, PROBLEM_BAD_PARAMETER,
                      api_say(call, "Dit is geen nummer van een relatie.", "This is no id of a party."));
}

static enum status no_party(struct api_call *call)
{
    return api_refuse(call, PROBLEM_NOT_FOUND,
                      api_say(call, "Er is geen relatie met dit nummer.", "There is no party with this id."));
}

enum status api_get_stage(struct api_call *call, struct error *err)
{
    struct party_id id;
    struct job job = api_job(call);
    if (!read_party(call, &id))
        return refuse_party(call);
    enum status status = view_stage(call->store, &job, call->match.params[0], &call->json, err);
    return status == STATUS_NOT_FOUND ? no_party(call) : status;
}

enum status api_create_stage(struct api_call *call, struct error *err)
{
    static const char *const members[] = { "to", "reason", "resolve", NULL };
    struct stage_asked asked = { .party = call->match.params[0] };
    struct stage_report report = { 0 };
    struct job job = api_job(call);
    struct party_id id;
    bool resolve = false;
    if (!read_party(call, &id))
        return refuse_party(call);
    enum status status = body_only(&call->body, members, err);
    if (status == STATUS_OK)
        status = body_text(&call->body, "to", WORD_BYTES_MAX, &asked.to, err);
    if (status == STATUS_OK)
        status = body_text(&call->body, "reason", CHOICE_REASON_BYTES_MAX, &asked.reason, err);
    if (status == STATUS_OK)
        status = body_bool(&call->body, "resolve", &resolve, err);
    if (status == STATUS_OK)
        status = stage_change(call->store, &job, &asked, false, call->request->arena, &report, err);
    if (status == STATUS_NOT_FOUND)
        return no_party(call);
    if (status == STATUS_OK)
        status = api_audit(call, err);
    if (status != STATUS_OK)
        return status;
    call->reply->status = 201;
    json_object(&call->json);
    json_key(&call->json, "stage");
    status = view_stage(call->store, &job, call->match.params[0], &call->json, err);
    json_key(&call->json, "sentence");
    json_text(&call->json, report.sentence);
    api_put_job(call, resolve);
    json_end(&call->json);
    return status;
}

enum status api_get_keys(struct api_call *call, struct error *err)
{
    struct party_id id;
    if (!read_party(call, &id))
        return refuse_party(call);
    enum status status = view_key_ring(call->store, id, &call->json, err);
    return status == STATUS_NOT_FOUND ? no_party(call) : status;
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

enum status api_create_hand_over_step(struct api_call *call, struct error *err)
{
    static const char *const members[] = { "state", "key", NULL };
    struct text word = TEXT_EMPTY, key = TEXT_EMPTY;
    struct job job = api_job(call);
    enum hand_over_state state = HAND_OVER_OPEN;
    uint64_t id;
    char letter;
    if (!id_read(call->match.params[0], &letter, &id) || letter != 'B')
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een overdracht.", "This is no id of a hand-over."));
    call->audit_object = arena_copy(call->request->arena, text_from(id_text_of('B', id).s));
    enum status status = body_only(&call->body, members, err);
    if (status == STATUS_OK)
        status = body_text(&call->body, "state", WORD_BYTES_MAX, &word, err);
    if (status == STATUS_OK && body_get(&call->body, "key") && body_get(&call->body, "key")->kind != BODY_ABSENT)
        status = body_text(&call->body, "key", KEY_BYTES_MAX, &key, err);
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
