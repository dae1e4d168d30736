/*
 * POST /api/v1/parties/{id}/erasure, GET /api/v1/erasures,
 * POST /api/v1/erasures/messages/{id}/done
 *
 * The facts are rewritten before the reply is sent, and the view follows them
 * where it can; cleaning the files, and making the view anew where it could
 * not follow, is begun at once.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/privacy/erase.h"

#include "api/api_routes.h"
#include "api/app.h"

enum { GROUND_BYTES_MAX = 20 };

enum status api_create_erasure(struct api_call *call, struct error *err)
{
    struct erase_asked asked = { .who = call->match.params[0], .facts_only = true };
    struct job job = api_job(call);
    struct live *live = NULL;
    struct party_id id;
    if (!party_id_read(asked.who, &id)) /* the audit chain gets no id of somebody who is no more */
        return api_bad_party(call);
    const struct body_want wants[] = {
        BODY_NEEDED("ground", GROUND_BYTES_MAX, &asked.ground),
        BODY_NEEDED("reason", ERASE_REASON_BYTES_MAX, &asked.reason),
        BODY_BOOL_IF("dry_run", &asked.dry_run),
        BODY_BOOL_IF("drop_texts", &asked.drop_texts),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK && jobs_running(&call->api->jobs) && !asked.dry_run)
        return api_refuse_running(call);
    if (status == STATUS_OK && !asked.dry_run)
        status = api_audit(call, err);
    if (status == STATUS_OK)
        (void)api_live(call, &job, &live, NULL); /* without it the view is made anew */
    if (status == STATUS_OK)
        status = api_as_invalid(erase_run(call->store, &job, live, &asked, &call->json, err));
    if (status == STATUS_NOT_FOUND)
        return api_no_party(call);
    if (status == STATUS_OK && !asked.dry_run) {
        api_settle_erasure(call);
        call->reply->status = 201;
    }
    return status;
}

enum status api_list_erasures(struct api_call *call, struct error *err)
{
    struct job job = api_job(call);
    return view_erasures(call->store, &job, &call->json, err);
}

enum status api_finish_erasure_message(struct api_call *call, struct error *err)
{
    struct job job = api_job(call);
    struct error why = ERROR_NONE;
    uint64_t id;
    if (!api_read_id(call, 'Y', &id))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een bericht.", "This is no id of a message."));
    enum status status = erase_told(call->store, &job, id, &why);
    if (status == STATUS_NOT_FOUND)
        return api_refuse(call, PROBLEM_NOT_FOUND,
                          api_say(call, "Er is geen open bericht met dit nummer.", "There is no such open message."));
    if (status != STATUS_OK && status != STATUS_CONFLICT) { /* a conflict: the files wait for a reader */
        *err = why;
        return status;
    }
    return view_erasures(call->store, &job, &call->json, err);
}
