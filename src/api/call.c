/*
 * What operations share: whom a call is about, what a job below is told, and time as text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "api/api.h"
#include "api/app.h"
#include "flow/snapshot/hidden.h"
#include "golden/catalogue.h"
#include "os/clock.h"

static enum catalogue_role catalogue_of_role(enum role role)
{
    return role == ROLE_ADMIN ? CATALOGUE_ADMIN : role == ROLE_STEWARD ? CATALOGUE_STEWARD : CATALOGUE_READER;
}

struct job api_job(const struct api_call *call)
{
    struct job job = call->api->job;
    job.now_ms = call->now_ms;
    job.lang = call->request->lang;
    job.author = call->visitor.actor;
    job.sees = (uint8_t)catalogue_of_role(call->visitor.role);
    job.progress = NULL;
    job.progress_ctx = NULL;
    return job;
}

enum status api_hide(struct api_call *call, struct error *err)
{
    struct text type = text_from(call->reply->content_type);
    bool is_json = text_starts(type, TEXT("application/json")), is_csv = text_starts(type, TEXT("text/csv"));
    if (call->hidden || call->operation->policy == POLICY_PUBLIC || call->reply->borrowed.ptr || !(is_json || is_csv))
        return STATUS_OK;
    struct job job = api_job(call);
    call->hidden = true;
    return hidden_free(call->store, &job, is_json, &call->reply->body, err);
}

bool api_read_party(struct api_call *call, struct party_id *ret)
{
    if (!party_id_read(call->match.params[0], ret))
        return false;
    call->audit_object = arena_copy(call->request->arena, text_from(party_id_text(*ret).s));
    return true;
}

enum status api_bad_party(struct api_call *call)
{
    return api_refuse(call, PROBLEM_BAD_PARAMETER,
                      api_say(call, "Dit is geen nummer van een relatie.", "This is no id of a party."));
}

enum status api_no_party(struct api_call *call)
{
    return api_refuse(call, PROBLEM_NOT_FOUND,
                      api_say(call, "Er is geen relatie met dit nummer.", "There is no party with this id."));
}

bool api_read_id(struct api_call *call, char letter, uint64_t *ret)
{
    char found = 0;
    if (!id_read(call->match.params[0], &found, ret) || found != letter)
        return false;
    call->audit_object = arena_copy(call->request->arena, text_from(id_text_of(letter, *ret).s));
    return true;
}

enum status api_refuse_running(struct api_call *call)
{
    return api_refuse(call, PROBLEM_CONFLICT,
                      api_say(call, "Er loopt een import of koppeling; wacht tot die klaar is.",
                              "An import or resolve is running; wait until it is done."));
}

enum status api_put_begun(struct api_call *call, uint64_t id, enum status status)
{
    struct job_seen seen;
    if (status == STATUS_CONFLICT)
        return api_refuse_running(call);
    if (status != STATUS_OK || !jobs_get(&call->api->jobs, id, &seen))
        return status;
    call->reply->status = 202;
    http_reply_header(call->request, call->reply, "Location",
                      arena_printf(call->request->arena, "/api/v1/jobs/%llu", (unsigned long long)id));
    job_write(&seen, &call->json);
    return STATUS_OK;
}

enum status api_as_invalid(enum status status)
{
    return status == STATUS_USAGE ? STATUS_INVALID : status;
}

void api_settle_erasure(struct api_call *call)
{
    uint64_t started;
    struct error running = ERROR_NONE;
    jobs_start_settling(&call->api->jobs, call->now_ms, call->visitor.actor, &started, &running);
}

void api_json_time(struct json_out *json, int64_t ms)
{
    char text[CLOCK_TEXT_LEN + 1];
    if (ms == 0) {
        json_null(json);
        return;
    }
    clock_text(ms, text);
    json_str(json, text);
}

/* One that runs already is no failure of what was kept. */
void api_put_job(struct api_call *call, bool resolve)
{
    char id[24] = "";
    uint64_t started;
    struct error running = ERROR_NONE;
    if (resolve &&
        jobs_start_resolve(&call->api->jobs, call->now_ms, call->visitor.actor, &started, &running) == STATUS_OK)
        snprintf(id, sizeof(id), "%llu", (unsigned long long)started);
    json_key(&call->json, "job");
    json_str(&call->json, id[0] ? id : NULL);
}
