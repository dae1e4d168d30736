/*
 * GET /api/v1/catalogue: what each field is for, and what use it is.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"
#include "base/log.h"
#include "flow/profile/catalogue.h"

enum status api_get_catalogue(struct api_call *call, struct error *err)
{
    struct error why = ERROR_NONE;
    struct job job = api_job(call);
    if (!jobs_running(&call->api->jobs) && /* a resolve may hold the store */
        looks_keep(&call->api->looks, call->store, call->now_ms, &why) != STATUS_OK)
        log_event(LOG_WARN, "looks_not_kept", "message=\"%s\"", why.message);
    return view_catalogue_use(call->store, &job, CATALOGUE_SAMPLE, &call->json, err);
}
