/*
 * For those who run the server: /healthz, /metrics, and the contract itself.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"
#include "api/serve.h"
#include "os/process.h"

enum status api_get_health(struct api_call *call, struct error *err)
{
    struct json_out *json = &call->json;
    uint64_t users;
    enum status status = api_store(call, err);
    if (status == STATUS_OK)
        status = store_users_count(call->store, &users, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_put_str(json, "status", "ok");
    json_put_str(json, "store", store_engine_name(call->store));
    json_put_str(json, "version", KLANTBEELD_VERSION);
    json_end(json);
    return STATUS_OK;
}

static const char *operation_name(size_t operation)
{
    return api_operations[operation].name;
}

enum status api_get_metrics(struct api_call *call, struct error *err)
{
    struct buf *buf = &call->reply->body;
    struct audit_figures figures = audit_figures(call->api->audit);
    call->reply->content_type = "text/plain; version=0.0.4; charset=utf-8";
    metrics_write(&call->api->metrics, API_ROUTES, operation_name, buf);
    buf_printf(buf,
               "# HELP klantbeeld_audit_entries_total Entries written to the audit chain.\n"
               "# TYPE klantbeeld_audit_entries_total counter\n"
               "klantbeeld_audit_entries_total %llu\n"
               "# HELP klantbeeld_audit_waiting Entries that wait to be written.\n"
               "# TYPE klantbeeld_audit_waiting gauge\n"
               "klantbeeld_audit_waiting %llu\n"
               "# HELP klantbeeld_audit_failures_total Times that writing failed and was tried again.\n"
               "# TYPE klantbeeld_audit_failures_total counter\n"
               "klantbeeld_audit_failures_total %llu\n"
               "# HELP klantbeeld_peak_memory_bytes Most memory this process has held.\n"
               "# TYPE klantbeeld_peak_memory_bytes gauge\n"
               "klantbeeld_peak_memory_bytes %.0f\n",
               (unsigned long long)figures.written, (unsigned long long)figures.waiting,
               (unsigned long long)figures.failures, process_peak_rss_mb() * 1024 * 1024);
    return STATUS_OK;
}

static enum status give_spec(struct api_call *call, struct text name)
{
    call->reply->content_type = NULL;
    if (!http_reply_file(call->request, call->reply, spec_files, name))
        return api_refuse(call, PROBLEM_NOT_FOUND, NULL);
    return STATUS_OK;
}

enum status api_get_spec_json(struct api_call *call, struct error *err)
{
    return give_spec(call, TEXT("openapi.json"));
}

enum status api_get_spec_yaml(struct api_call *call, struct error *err)
{
    return give_spec(call, TEXT("openapi.yaml"));
}
