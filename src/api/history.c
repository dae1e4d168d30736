/*
 * GET /api/v1/parties/{id}/history
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/history.h"

#include "api/api_routes.h"

enum { FIELD_BYTES = 64 };

enum status api_get_party_history(struct api_call *call, struct error *err)
{
    struct party_id id;
    struct history_options options = { .field = text_trim(http_query(call->request, "field")) };
    uint64_t limit;
    if (!party_id_read(call->match.params[0], &id))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een relatie.", "This is no id of a party."));
    if (options.field.len > FIELD_BYTES)
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "field is langer dan 64 tekens.", "field is longer than 64 characters."));
    if (!http_query_u64(call->request, "limit", 1, HISTORY_MOMENTS_MAX, HISTORY_MOMENTS_USUAL, &limit) ||
        !http_query_u64(call->request, "before", 1, INT64_MAX, 0, &options.before))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "limit is 1 tot en met 100; before is een getal uit next.",
                                  "limit is 1 to 100; before is a number from next."));
    options.limit = limit;
    call->audit_object = arena_copy(call->request->arena, text_from(party_id_text(id).s));
    struct job job = api_job(call);
    enum status status = history_view(call->store, &job, id, &options, &call->json, err);
    if (status == STATUS_NOT_FOUND)
        return api_refuse(call, PROBLEM_NOT_FOUND,
                          api_say(call, "Er is geen relatie met dit nummer.", "There is no party with this id."));
    return status;
}
