/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/serve.h"

#include <stdio.h>
#include <stdlib.h>

#include "access/first.h"
#include "api/app.h"
#include "base/limits.h"
#include "base/scoped.h"
#include "flow/job/index_place.h"
#include "flow/live/live.h"
#include "os/clock.h"
#include "os/process.h"

enum { LINK_BYTES = 512 };

/* The store must be there and usable before anything listens; the token for the link is made here. */
static enum status prepare_store(const struct serve_options *options, struct token *ret_token, char beside[PATH_MAX],
                                 struct error *err)
{
    SCOPED(store_close) struct store *store = NULL;
    enum status status = store_open(options->store_url, NULL, &store, err);
    if (status == STATUS_OK)
        (void)live_mend(store, &options->job, NULL); /* else it waits for a resolve, and says so in the log */
    if (status == STATUS_OK)
        status = index_place(store, beside, err);
    return status == STATUS_OK ? first_login(store, options->new_link, options->job.now_ms, ret_token, err) : status;
}

static enum status listen_and_wait(const struct serve_options *options, struct api *api, struct token token,
                                   struct error *err)
{
    SCOPED(http_server_stop) struct http_server *server = NULL;
    struct http_options http = {
        .listen = options->listen ? options->listen : SERVE_LISTEN_USUAL,
        .public_url = options->public_url,
        .allow_remote = options->allow_remote,
        .lang = options->job.lang,
        .handle = api_handle,
        .is_slow = api_is_slow,
        .body_max = api_body_max,
        .spool = api_spool,
        .observe = api_observe,
        .thread_end = api_thread_end,
        .ctx = api,
    };
    enum status status = http_server_start(&http, &server, err);
    if (status != STATUS_OK)
        return status;
    char link[LINK_BYTES] = "";
    if (token.s[0])
        snprintf(link, sizeof(link), "%s/login#%s", http_server_url(server), token.s);
    if (options->ready)
        options->ready(options->ctx, http_server_url(server), link);
    process_wait_for_interrupt();
    return STATUS_OK;
}

/* What was counted since the last time; a store that is gone costs some counts and nothing else. */
static void keep_looks(struct api *api)
{
    SCOPED(store_close) struct store *store = NULL;
    if (store_open(api->store_url, NULL, &store, NULL) == STATUS_OK)
        looks_keep(&api->looks, store, clock_now_ms(), NULL);
}

enum status serve_run(const struct serve_options *options, struct error *err)
{
    struct token token;
    char beside[PATH_MAX] = ""; /* the store is where room for its data is */
    enum status status = prepare_store(options, &token, beside, err);
    if (status != STATUS_OK)
        return status;

    process_keep_memory();
    struct api *api = calloc(1, sizeof(*api));
    if (!api)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the server");
    api->store_url = options->store_url;
    api->job = options->job;
    api->pages = ui_files;
    api->https = options->public_url && text_starts_nocase(text_from(options->public_url), TEXT("https://"));
    api->ready = ready_new();
    if (!api->ready)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for the server");
    if (status == STATUS_OK)
        status = audit_start(options->store_url, &api->audit, err);
    if (status == STATUS_OK) {
        access_init(&api->access, api->audit);
        uploads_init(&api->uploads, beside, options->upload_bytes_max ? options->upload_bytes_max : UPLOAD_BYTES_USUAL);
        jobs_init(&api->jobs, options->store_url, options->job, &api->uploads);
        looks_init(&api->looks);
        pthread_mutex_init(&api->live_lock, NULL);
        status = listen_and_wait(options, api, token, err);
        jobs_done(&api->jobs);
        uploads_done(&api->uploads);
        keep_looks(api);
        looks_done(&api->looks);
        live_close(&api->live);
        pthread_mutex_destroy(&api->live_lock);
        access_done(&api->access);
    }
    audit_stop(&api->audit);
    ready_free(&api->ready);
    free(api);
    return status;
}
