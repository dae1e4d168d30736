/*
 * From request to operation and back.  In this order, so that a refusal tells
 * as little as it can: is there such a route, who asks, may he, did his own
 * page ask (CSRF), can the body be read, the operation itself, the audit.
 *
 * api-1  An operation runs only for a caller its policy allows.
 * api-2  With a session, nothing changes without the session's form key.
 * api-3  What an operation with x-audit answered is in the audit queue before
 *        it is sent, and when it changed something, in the store.
 * api-4  A problem of the store or of ours is told by request id, not by text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/api_routes.h"
#include "api/app.h"
#include "base/log.h"
#include "base/scoped.h"
#include "http/params.h"
#include "os/clock.h"
#include "store/version.h"

/* Where a request goes; found once and kept with it. */
struct routed {
    enum http_found found;
    struct http_match match;
    unsigned allowed;
};

/* What a thread of the server keeps between requests. */
struct worker {
    struct store *store;
    struct known known;
};

static const struct routed *route_of(const struct http_request *request)
{
    struct http_request *kept = (struct http_request *)(uintptr_t)request;
    if (kept->user)
        return kept->user;
    struct routed *routed = arena_new(request->arena, struct routed);
    if (!routed)
        return NULL;
    routed->found = http_route_find(api_routes, API_ROUTES, request->method, request->path, request->arena,
                                    &routed->match, &routed->allowed);
    kept->user = routed;
    return routed;
}

/* ---- the thread's store ---- */

enum status api_store(struct api_call *call, struct error *err)
{
    if (call->store)
        return STATUS_OK;
    struct worker *worker = *call->request->thread_slot;
    if (!worker) {
        worker = calloc(1, sizeof(*worker));
        if (!worker)
            return error_set(err, STATUS_NO_MEMORY, "no memory for a worker");
        *call->request->thread_slot = worker;
    }
    if (!worker->store) {
        enum status status = store_open(call->api->store_url, NULL, &worker->store, err);
        if (status != STATUS_OK)
            return status == STATUS_NOT_FOUND ? STATUS_STORE : status;
    }
    call->store = worker->store;
    return STATUS_OK;
}

/* After a failure of the store the handle may be dead: the next request opens another. */
static void drop_store(struct api_call *call)
{
    struct worker *worker = *call->request->thread_slot;
    if (worker)
        store_close(&worker->store);
    call->store = NULL;
}

void api_thread_end(void *ctx, void *slot)
{
    struct worker *worker = slot;
    store_close(&worker->store);
    free(worker);
}

/* ---- what may go wrong ---- */

enum status api_refuse(struct api_call *call, enum problem problem, const char *detail)
{
    http_reply_problem(call->request, call->reply, problem, detail);
    return STATUS_DENIED;
}

static bool was_told(const struct api_call *call)
{
    return call->reply->problem != PROBLEM_NONE;
}

/* The sentence for a person: what happened below, in his language as far as we have it. */
static const char *detail_of(struct api_call *call, enum problem problem, const struct error *err)
{
    if (problem == PROBLEM_INTERNAL || problem == PROBLEM_BUSY || !err->message[0])
        return NULL;
    struct arena *arena = call->request->arena;
    if (call->request->lang == LANGUAGE_NL)
        return arena_printf(arena, "%s (%s)", problem_detail(problem, LANGUAGE_NL), err->message).ptr;
    return arena_printf(arena, "%s.%s%s", err->message, err->hint[0] ? " " : "", err->hint).ptr;
}

static void tell_failure(struct api_call *call, enum status status, const struct error *err)
{
    enum problem problem = problem_of_status(status);
    if (problem == PROBLEM_INTERNAL || problem == PROBLEM_BUSY)
        log_event(LOG_ERROR, "request_failed", "request=%.*s operation=%s status=%s message=\"%s\"",
                  TEXT_ARG(call->request->id), call->operation->name, status_name(status), err->message);
    http_reply_problem(call->request, call->reply, problem, detail_of(call, problem, err));
    if (status == STATUS_STORE || status == STATUS_IO)
        drop_store(call);
}

/* ---- the steps ---- */

static enum status know_caller(struct api_call *call, struct error *err)
{
    const struct api_operation *operation = call->operation;
    if (operation->policy == POLICY_PUBLIC)
        return STATUS_OK;
    enum status status = api_store(call, err);
    if (status == STATUS_OK)
        status = store_version(call->store, &call->version, err);
    if (status == STATUS_OK) {
        struct worker *worker = *call->request->thread_slot;
        status = access_visitor(&call->api->access, call->store, &worker->known, call->version,
                                http_cookie(call->request, SESSION_COOKIE), http_header(call->request, "Authorization"),
                                call->now_ms, call->request->arena, &call->visitor, err);
    }
    if (status != STATUS_OK)
        return status;
    if (!policy_allows(operation->policy, call->visitor.role))
        return api_refuse(call, call->visitor.role == ROLE_NOBODY ? PROBLEM_LOGIN_NEEDED : PROBLEM_DENIED, NULL);
    if (call->request->method != HTTP_GET && call->visitor.session.len > 0 &&
        !csrf_matches(call->visitor.session, http_header(call->request, "X-CSRF-Token")))
        return api_refuse(call, PROBLEM_BAD_CSRF, NULL);
    return STATUS_OK;
}

static bool is_json_type(struct text type)
{
    return text_equal_nocase(text_trim(text_slice(type, 0, text_find_char(type, ';'))), TEXT("application/json"));
}

static enum status read_body(struct api_call *call, struct error *err)
{
    if (!call->operation->has_body)
        return STATUS_OK;
    if (!is_json_type(http_header(call->request, "Content-Type")))
        return api_refuse(call, PROBLEM_UNSUPPORTED_TYPE, NULL);
    if (body_read(call->request->body, call->request->arena, &call->body, err) == STATUS_OK)
        return STATUS_OK;
    return api_refuse(call, PROBLEM_BAD_REQUEST, detail_of(call, PROBLEM_BAD_REQUEST, err));
}

enum status api_audit(struct api_call *call, struct error *err)
{
    if (!call->operation->audit || call->audited)
        return STATUS_OK;
    bool read_only = call->request->method == HTTP_GET;
    call->audited = true;
    return audit_put(call->api->audit, call->now_ms, call->visitor.actor, text_from(call->operation->audit),
                     call->audit_object, read_only ? AUDIT_LATER : AUDIT_NOW, err);
}

static void run_operation(struct api *api, const struct http_match *match, struct http_request *request,
                          struct http_reply *reply)
{
    struct api_call call = {
        .api = api,
        .request = request,
        .reply = reply,
        .operation = &api_operations[match->route],
        .match = *match,
        .now_ms = clock_now_ms(),
        .json = json_out_over(&reply->body),
    };
    struct error err = ERROR_NONE;
    reply->content_type = "application/json";
    enum status status = know_caller(&call, &err);
    if (status == STATUS_OK)
        status = read_body(&call, &err);
    if (status == STATUS_OK)
        status = call.operation->run(&call, &err);
    if (status == STATUS_OK && !was_told(&call))
        status = api_hide(&call, &err);
    if (status == STATUS_OK && !was_told(&call))
        status = api_audit(&call, &err);
    if (status != STATUS_OK && !was_told(&call))
        tell_failure(&call, status, &err);
    if (reply->body.len == 0 && !reply->borrowed.ptr)
        reply->content_type = NULL;
}

/* ---- pages ---- */

/* A file of the pages; any other address is a place inside them, which index.html shows. */
static void answer_page(struct api *api, struct http_request *request, struct http_reply *reply)
{
    struct text path;
    if (request->method == HTTP_OPTIONS) {
        reply->status = 204;
        http_reply_header(request, reply, "Allow", TEXT("GET, HEAD, OPTIONS"));
        return;
    }
    if (request->method != HTTP_GET) {
        http_reply_problem(request, reply, PROBLEM_METHOD_NOT_ALLOWED, NULL);
        http_reply_header(request, reply, "Allow", TEXT("GET, HEAD, OPTIONS"));
        return;
    }
    if (!params_decode(text_from_offset(request->path, 1), false, request->arena, &path)) {
        http_reply_problem(request, reply, PROBLEM_BAD_REQUEST, NULL);
        return;
    }
    if (http_reply_file(request, reply, api->pages, path))
        return;
    if (text_starts(path, TEXT("assets/")) || !http_reply_file(request, reply, api->pages, TEXT("index.html")))
        http_reply_problem(request, reply, PROBLEM_NOT_FOUND, NULL);
}

/* ---- for the server ---- */

void api_handle(void *ctx, struct http_request *request, struct http_reply *reply)
{
    struct api *api = ctx;
    const struct routed *routed = route_of(request);
    if (!routed) {
        http_reply_problem(request, reply, PROBLEM_BUSY, NULL);
        return;
    }
    switch (routed->found) {
    case HTTP_FOUND: run_operation(api, &routed->match, request, reply); return;
    case HTTP_FOUND_OTHER_METHOD:
        if (request->method == HTTP_OPTIONS)
            reply->status = 204;
        else
            http_reply_problem(request, reply, PROBLEM_METHOD_NOT_ALLOWED, NULL);
        http_reply_header(request, reply, "Allow", http_allow_text(routed->allowed, request->arena));
        return;
    case HTTP_FOUND_NOTHING:
        if (text_starts(request->path, TEXT("/api/")))
            http_reply_problem(request, reply, PROBLEM_NOT_FOUND, NULL);
        else
            answer_page(api, request, reply);
    }
}

/* Who does not even say who he is sends no large body. */
size_t api_body_max(void *ctx, const struct http_request *request)
{
    const struct routed *routed = route_of(request);
    bool is_somebody = http_header(request, "Authorization").ptr || http_header(request, "X-CSRF-Token").ptr;
    return routed && routed->found == HTTP_FOUND && is_somebody ? api_operations[routed->match.route].body_max : 0;
}

/* Before the first byte of a file is taken it is known who sends it, and that he may. */
enum problem api_spool(void *ctx, struct http_request *request, struct http_spool *ret)
{
    struct api *api = ctx;
    const struct routed *routed = route_of(request);
    if (!routed || routed->found != HTTP_FOUND || !api_operations[routed->match.route].to_file)
        return PROBLEM_NONE;
    struct error err = ERROR_NONE;
    struct http_reply reply = { 0 };
    struct api_call call = { .api = api,
                             .request = request,
                             .reply = &reply,
                             .operation = &api_operations[routed->match.route],
                             .now_ms = clock_now_ms() };
    enum status status = know_caller(&call, &err);
    enum problem problem = status == STATUS_OK || was_told(&call) ? reply.problem : problem_of_status(status);
    if (status == STATUS_STORE || status == STATUS_IO)
        drop_store(&call);
    buf_done(&reply.body);
    *ret = (struct http_spool){ api->uploads.beside[0] ? api->uploads.beside : NULL, api->uploads.bytes_max };
    return problem;
}

bool api_is_slow(void *ctx, const struct http_request *request)
{
    const struct routed *routed = route_of(request);
    if (!routed || routed->found != HTTP_FOUND)
        return false;
    /* an earlier day is made on the spot, whatever is asked of it */
    return api_operations[routed->match.route].slow || http_query(request, "as_of").ptr;
}

void api_observe(void *ctx, const struct http_request *request, const struct http_reply *reply, uint64_t ns)
{
    struct api *api = ctx;
    const struct routed *routed = request->user;
    size_t operation = routed && routed->found == HTTP_FOUND ? routed->match.route : METRICS_OPERATIONS_MAX;
    metrics_count(&api->metrics, operation, reply->status, ns);
    if (operation < METRICS_OPERATIONS_MAX)
        log_event(LOG_DEBUG, "request", "request=%.*s operation=%s status=%d us=%llu", TEXT_ARG(request->id),
                  api_operations[operation].name, reply->status, (unsigned long long)(ns / 1000));
}
