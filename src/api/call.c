/*
 * What operations share: what a job below is told, and time as text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api.h"
#include "api/app.h"
#include "os/clock.h"

struct job api_job(const struct api_call *call)
{
    struct job job = call->api->job;
    job.now_ms = call->now_ms;
    job.lang = call->request->lang;
    job.author = call->visitor.actor;
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
