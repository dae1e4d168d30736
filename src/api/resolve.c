/*
 * POST /api/v1/resolve, GET /api/v1/jobs/{id}
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"

enum status api_start_resolve(struct api_call *call, struct error *err)
{
    uint64_t id;
    enum status status = jobs_running(&call->api->jobs) ? STATUS_CONFLICT : api_audit(call, err);
    if (status == STATUS_OK)
        status = jobs_start_resolve(&call->api->jobs, call->now_ms, call->visitor.actor, &id, err);
    return api_put_begun(call, id, status);
}

enum status api_get_job(struct api_call *call, struct error *err)
{
    uint64_t id;
    struct job_seen seen;
    if (!text_to_u64(call->match.params[0], &id) || !jobs_get(&call->api->jobs, id, &seen))
        return api_refuse(call, PROBLEM_NOT_FOUND, NULL);
    job_write(&seen, &call->json);
    return STATUS_OK;
}
