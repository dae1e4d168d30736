/*
 * The running server: store, audit, sessions, pages and API, until Ctrl-C.
 */
#pragma once

#include "base/embedded.h"
#include "base/status.h"
#include "flow/job/job.h"

#define SERVE_LISTEN_USUAL "127.0.0.1:8360"

struct serve_options {
    const char *store_url;  /* NULL: the default store; it must be there */
    const char *listen;     /* NULL: SERVE_LISTEN_USUAL */
    const char *public_url; /* what people type when a proxy stands in front, or NULL */
    bool allow_remote;
    uint64_t upload_bytes_max; /* of one file to be imported; 0: UPLOAD_BYTES_USUAL */
    bool new_link;             /* a one-time link also when somebody has logged in before */
    struct job job;            /* threads, language and country for work started from the pages */
    /* It runs: url without a slash at the end; link is "" when nobody needs one. */
    void (*ready)(void *ctx, const char *url, const char *link);
    void *ctx;
};

/* Returns when the process was interrupted; needs process_catch_interrupts() first. */
enum status serve_run(const struct serve_options *options, struct error *err);

extern const struct embedded ui_files[];   /* ui/dist, or one page that says how to make it */
extern const struct embedded spec_files[]; /* openapi.json, openapi.yaml */
