/*
 * What all threads of the server share: where the store is, who is logged in,
 * the jobs, the counters.  Made by serve.c, handed to every call.
 */
#pragma once

#include "access/audit.h"
#include "access/session.h"
#include "api/jobs.h"
#include "api/looks.h"
#include "api/metrics.h"
#include "api/ready.h"
#include "api/uploads.h"
#include "flow/live/live.h"
#include "http/http.h"

struct api {
    const char *store_url; /* may be NULL: the default */
    struct job job;        /* threads, language, country for work that is started here */
    const struct embedded *pages;
    bool https; /* as people see it: cookies are Secure */
    struct audit *audit;
    struct access access;
    struct uploads uploads;
    struct jobs jobs;
    struct metrics metrics;
    struct looks looks;
    struct ready *ready;
    pthread_mutex_t live_lock;
    struct live *live; /* made at the first question, matches.c */
};

/* Answer one request: route, caller, policy, operation, audit. For struct http_options; ctx is a struct api. */
void api_handle(void *ctx, struct http_request *request, struct http_reply *reply);
size_t api_body_max(void *ctx, const struct http_request *request);
enum problem api_spool(void *ctx, struct http_request *request, struct http_spool *ret);
bool api_is_slow(void *ctx, const struct http_request *request);
void api_observe(void *ctx, const struct http_request *request, const struct http_reply *reply, uint64_t ns);
void api_thread_end(void *ctx, void *slot);
