/*
 * GET /api/v1/parties/{id}/timeline, /api/v1/follow-ups, /api/v1/event-kinds
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "flow/timeline.h"
#include "lang/utf8.h"

static enum status refuse_parameter(struct api_call *call, const struct error *err)
{
    const char *detail = err->message[0] ? arena_printf(call->request->arena, "%s.", err->message).ptr : NULL;
    return api_refuse(call, PROBLEM_BAD_PARAMETER, detail);
}

static enum status read_page(struct api_call *call, struct timeline_asked *ret, struct error *err)
{
    uint64_t limit;
    struct text words = text_trim(http_query(call->request, "q"));
    if (!http_query_u64(call->request, "limit", 1, TIMELINE_LIMIT_MAX, TIMELINE_LIMIT_USUAL, &limit))
        return error_set(err, STATUS_INVALID, "limit is a number from 1 to %d", TIMELINE_LIMIT_MAX);
    if (utf8_length(words) > TIMELINE_WORDS_MAX)
        return error_set(err, STATUS_INVALID, "q is longer than %d characters", TIMELINE_WORDS_MAX);
    ret->limit = limit;
    ret->words = words;
    ret->cursor = http_query(call->request, "cursor");
    return STATUS_OK;
}

enum status api_get_timeline(struct api_call *call, struct error *err)
{
    struct party_id id;
    struct timeline_asked asked = { 0 };
    if (!party_id_read(call->match.params[0], &id))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een relatie.", "This is no id of a party."));
    call->audit_object = arena_copy(call->request->arena, text_from(party_id_text(id).s));
    enum status status = read_page(call, &asked, err);
    if (status == STATUS_OK)
        status = timeline_scopes_read(http_query(call->request, "scope"), &asked, err);
    if (status == STATUS_OK)
        status = timeline_kinds_read(http_query(call->request, "kind"), &asked, err);
    if (status == STATUS_OK)
        status = timeline_period_read(http_query(call->request, "from"), http_query(call->request, "to"), &asked, err);
    struct job job = api_job(call);
    if (status == STATUS_OK)
        status = view_timeline(call->store, &job, id, &asked, &call->json, err);
    if (status == STATUS_INVALID)
        return refuse_parameter(call, err);
    if (status == STATUS_NOT_FOUND)
        return api_refuse(call, PROBLEM_NOT_FOUND,
                          api_say(call, "Er is geen relatie met dit nummer.", "There is no party with this id."));
    return status;
}

enum status api_list_follow_ups(struct api_call *call, struct error *err)
{
    struct timeline_asked asked = { 0 };
    struct text owner = text_trim(http_query(call->request, "owner"));
    enum status status = read_page(call, &asked, err);
    if (status == STATUS_OK && utf8_length(owner) > TIMELINE_WORDS_MAX)
        status = error_set(err, STATUS_INVALID, "owner is longer than %d characters", TIMELINE_WORDS_MAX);
    if (status == STATUS_OK)
        status = timeline_period_read(TEXT_EMPTY, http_query(call->request, "to"), &asked, err);
    struct job job = api_job(call);
    if (status == STATUS_OK)
        status = view_follow_ups(call->store, &job, owner, asked.to_ms, asked.cursor, asked.limit, &call->json, err);
    return status == STATUS_INVALID ? refuse_parameter(call, err) : status;
}

enum status api_list_event_kinds(struct api_call *call, struct error *err)
{
    view_event_kinds(call->request->lang, &call->json);
    return STATUS_OK;
}
