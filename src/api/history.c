/*
 * GET /api/v1/parties/{id}/history, GET /api/v1/changes
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/history/history.h"

#include "api/api_routes.h"
#include "flow/history/changes.h"
#include "flow/job/day.h"

enum { FIELD_BYTES = 64, AUTHOR_BYTES = 200 };

enum status api_get_party_history(struct api_call *call, struct error *err)
{
    struct party_id id;
    struct history_options options = { .field = text_trim(http_query(call->request, "field")) };
    uint64_t limit;
    if (!party_id_read(call->match.params[0], &id))
        return api_bad_party(call);
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
        return api_no_party(call);
    return status;
}

enum status api_list_changes(struct api_call *call, struct error *err)
{
    struct changes_asked asked = { .since_ms = INT64_MIN,
                                   .by = http_query(call->request, "by"),
                                   .cursor = http_query(call->request, "cursor") };
    struct text since = http_query(call->request, "since");
    uint64_t limit;
    if (since.ptr && !day_read_from(since, &asked.since_ms))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "since is een dag (2026-03-01) of een tijdstip (2026-03-01T12:00:00Z).",
                                  "since is a day (2026-03-01) or a moment (2026-03-01T12:00:00Z)."));
    if (!http_query_u64(call->request, "limit", 1, CHANGES_MAX, CHANGES_USUAL, &limit) || asked.by.len > AUTHOR_BYTES)
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "limit is 1 tot en met 200; by is ten hoogste 200 tekens.",
                                  "limit is 1 to 200; by is at most 200 characters."));
    asked.limit = limit;
    struct job job = api_job(call);
    enum status status = changes_view(call->store, &job, &asked, &call->json, err);
    if (status == STATUS_USAGE)
        return api_refuse(
            call, PROBLEM_BAD_PARAMETER,
            api_say(call, "cursor komt uit next van de vorige bladzijde.", "cursor is the next of the page before."));
    return status;
}
