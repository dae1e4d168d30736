/*
 * GET and POST /api/v1/parties/{id}/ties, POST /api/v1/ties/{id}/withdrawal,
 * POST /api/v1/parties/{id}/split, GET /api/v1/parties/{id}/path/{other}
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/ties.h"

#include "api/api_routes.h"

enum { WORD_BYTES_MAX = 40, LEAVING_BYTES_MAX = 1000, LEAVING_MAX = 64 };

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

static enum status text_when_given(const struct body *body, const char *name, size_t bytes_max, struct text *ret,
                                   struct error *err)
{
    const struct body_member *member = body_get(body, name);
    return member && member->kind != BODY_ABSENT ? body_text(body, name, bytes_max, ret, err) : STATUS_OK;
}

/* What is wrong with the words of a request, not with the request. */
static enum status as_invalid(enum status status)
{
    return status == STATUS_USAGE ? STATUS_INVALID : status;
}

enum status api_list_ties(struct api_call *call, struct error *err)
{
    struct party_id id;
    struct job job = api_job(call);
    if (!party_id_read(call->match.params[0], &id))
        return refuse_party(call);
    call->audit_object = arena_copy(call->request->arena, text_from(party_id_text(id).s));
    enum status status = ties_view(call->store, &job, id, &call->json, err);
    return status == STATUS_NOT_FOUND ? no_party(call) : status;
}

static enum status put_made(struct api_call *call, const struct tie_report *report, int code, struct error *err)
{
    call->audit_object = arena_copy(call->request->arena, text_from(id_text_of('T', report->id).s));
    enum status status = api_audit(call, err);
    call->reply->status = code;
    json_object(&call->json);
    json_key(&call->json, "tie");
    json_str(&call->json, id_text_of('T', report->id).s);
    json_key(&call->json, "sentence");
    json_text(&call->json, report->sentence);
    json_end(&call->json);
    return status;
}

enum status api_create_tie(struct api_call *call, struct error *err)
{
    static const char *const members[] = { "other", "kind", "title", "part", "since", "until", "reason", NULL };
    const struct body *body = &call->body;
    struct tie_asked asked = { .a = call->match.params[0] };
    struct tie_report report = { 0 };
    struct job job = api_job(call);
    struct party_id id;
    if (!party_id_read(asked.a, &id))
        return refuse_party(call);
    enum status status = body_only(body, members, err);
    if (status == STATUS_OK)
        status = body_text(body, "other", WORD_BYTES_MAX, &asked.b, err);
    if (status == STATUS_OK)
        status = body_text(body, "kind", WORD_BYTES_MAX, &asked.kind, err);
    if (status == STATUS_OK)
        status = text_when_given(body, "title", TIE_TITLE_BYTES_MAX, &asked.title, err);
    if (status == STATUS_OK)
        status = text_when_given(body, "part", WORD_BYTES_MAX, &asked.part, err);
    if (status == STATUS_OK)
        status = text_when_given(body, "since", WORD_BYTES_MAX, &asked.since, err);
    if (status == STATUS_OK)
        status = text_when_given(body, "until", WORD_BYTES_MAX, &asked.until, err);
    if (status == STATUS_OK)
        status = body_text(body, "reason", TIE_REASON_BYTES_MAX, &asked.reason, err);
    if (status == STATUS_OK)
        status = as_invalid(tie_add(call->store, &job, &asked, call->request->arena, &report, err));
    return status == STATUS_OK ? put_made(call, &report, 201, err) : status;
}

enum status api_withdraw_tie(struct api_call *call, struct error *err)
{
    static const char *const members[] = { "reason", NULL };
    struct tie_report report = { 0 };
    struct job job = api_job(call);
    struct text reason = TEXT_EMPTY;
    char letter = 0;
    uint64_t id;
    if (!id_read(call->match.params[0], &letter, &id) || letter != 'T')
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een band.", "This is no id of a tie."));
    enum status status = body_only(&call->body, members, err);
    if (status == STATUS_OK)
        status = body_text(&call->body, "reason", TIE_REASON_BYTES_MAX, &reason, err);
    if (status == STATUS_OK)
        status = as_invalid(tie_withdraw(call->store, &job, id, reason, &report, err));
    return status == STATUS_OK ? put_made(call, &report, 200, err) : status;
}

enum status api_split_household(struct api_call *call, struct error *err)
{
    static const char *const members[] = { "leaving", "at", "reason", NULL };
    struct text leaving[LEAVING_MAX], rest = TEXT_EMPTY, sentence = TEXT_EMPTY;
    struct household_split asked = { .household = call->match.params[0], .leaving = leaving };
    struct job job = api_job(call);
    struct party_id id;
    if (!party_id_read(asked.household, &id))
        return refuse_party(call);
    enum status status = body_only(&call->body, members, err);
    if (status == STATUS_OK)
        status = body_text(&call->body, "leaving", LEAVING_BYTES_MAX, &rest, err);
    if (status == STATUS_OK)
        status = text_when_given(&call->body, "at", WORD_BYTES_MAX, &asked.at, err);
    if (status == STATUS_OK)
        status = body_text(&call->body, "reason", TIE_REASON_BYTES_MAX, &asked.reason, err);
    while (asked.leaving_count < LEAVING_MAX && text_next(&rest, ',', &leaving[asked.leaving_count])) {
        leaving[asked.leaving_count] = text_trim(leaving[asked.leaving_count]);
        asked.leaving_count++;
    }
    if (status == STATUS_OK)
        status = as_invalid(household_split(call->store, &job, &asked, call->request->arena, &sentence, err));
    if (status != STATUS_OK)
        return status;
    call->audit_object = arena_copy(call->request->arena, text_from(party_id_text(id).s));
    status = api_audit(call, err);
    call->reply->status = 201;
    json_object(&call->json);
    json_key(&call->json, "sentence");
    json_text(&call->json, sentence);
    json_end(&call->json);
    return status;
}

enum status api_get_path(struct api_call *call, struct error *err)
{
    struct party_id a, b;
    struct job job = api_job(call);
    if (!party_id_read(call->match.params[0], &a) || !party_id_read(call->match.params[1], &b))
        return refuse_party(call);
    call->audit_object = arena_printf(call->request->arena, "%s %s", party_id_text(a).s, party_id_text(b).s);
    enum status status = path_view(call->store, &job, a, b, &call->json, err);
    return status == STATUS_NOT_FOUND ? no_party(call) : status;
}
