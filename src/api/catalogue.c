/*
 * GET /api/v1/catalogue, GET and PUT /api/v1/norms
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"
#include "base/log.h"
#include "flow/profile/catalogue.h"
#include "flow/profile/norms.h"

enum { NORMS_BYTES_MAX = 256 * 1024 };

enum status api_get_catalogue(struct api_call *call, struct error *err)
{
    struct error why = ERROR_NONE;
    struct job job = api_job(call);
    if (!jobs_running(&call->api->jobs) && /* a resolve may hold the store */
        looks_keep(&call->api->looks, call->store, call->now_ms, &why) != STATUS_OK)
        log_event(LOG_WARN, "looks_not_kept", "message=\"%s\"", why.message);
    return view_catalogue_use(call->store, &job, CATALOGUE_SAMPLE, &call->json, err);
}

enum status api_get_norms(struct api_call *call, struct error *err)
{
    struct job job = api_job(call);
    return view_norms(call->store, &job, true, &call->json, err);
}

enum status api_set_norms(struct api_call *call, struct error *err)
{
    struct job job = api_job(call);
    struct text table = TEXT_EMPTY;
    bool resolve = false;
    uint64_t version = 0;
    const struct body_want wants[] = { BODY_NEEDED("table", NORMS_BYTES_MAX, &table),
                                       BODY_BOOL_IF("resolve", &resolve) };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = norms_set(call->store, &job, table, &version, err);
    if (status == STATUS_OK)
        status = api_audit(call, err);
    if (status != STATUS_OK)
        return status;
    json_object(&call->json);
    json_key(&call->json, "version");
    json_u64(&call->json, version);
    api_put_job(call, resolve);
    json_end(&call->json);
    return STATUS_OK;
}
