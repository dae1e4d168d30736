/*
 * GET /api/v1/retention, POST /api/v1/retention/erasure, GET /api/v1/parties/{id}/export
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"
#include "flow/privacy/erase.h"
#include "flow/privacy/retention.h"
#include "flow/privacy/subject.h"

enum { FIELD_BYTES_MAX = 100 };

enum status api_list_overdue(struct api_call *call, struct error *err)
{
    struct retention_asked asked = { .only = text_trim(http_query(call->request, "field")) };
    struct job job = api_job(call);
    struct error why = ERROR_NONE;
    enum status status = retention_run(call->store, &job, &asked, &call->json, &why);
    if (status == STATUS_USAGE)
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Geen rij van de catalogus met deze naam heeft een termijn.",
                                  "No row of the catalogue by this name has a term."));
    if (status != STATUS_OK)
        *err = why;
    return status;
}

enum status api_erase_overdue(struct api_call *call, struct error *err)
{
    struct retention_asked asked = { .erase = true, .facts_only = true };
    struct job job = api_job(call);
    const struct body_want wants[] = {
        BODY_TEXT_IF("field", FIELD_BYTES_MAX, &asked.only),
        BODY_NEEDED("reason", ERASE_REASON_BYTES_MAX, &asked.reason),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK && jobs_running(&call->api->jobs))
        return api_refuse_running(call);
    if (status == STATUS_OK)
        status = api_audit(call, err);
    if (status == STATUS_OK)
        status = api_as_invalid(retention_run(call->store, &job, &asked, &call->json, err));
    if (status != STATUS_OK)
        return status;
    api_settle_erasure(call);
    call->reply->status = 201;
    return STATUS_OK;
}

enum status api_export_party(struct api_call *call, struct error *err)
{
    struct party_id id;
    struct job job = api_job(call);
    if (!api_read_party(call, &id))
        return api_bad_party(call);
    struct text name = text_from(party_id_text(id).s);
    enum status status = subject_export(call->store, &job, name, &call->json, err);
    if (status == STATUS_NOT_FOUND)
        return api_no_party(call);
    http_reply_header(call->request, call->reply, "Content-Disposition",
                      arena_printf(call->request->arena, "attachment; filename=\"%.*s.json\"", TEXT_ARG(name)));
    return status;
}
