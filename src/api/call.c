/*
 * What operations share: what a job below is told, and time as text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>

#include "api/api.h"
#include "api/app.h"
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
