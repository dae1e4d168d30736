/*
 * libmicrohttpd behind http.h: a pool of threads, each with its own epoll set
 * and its own connections, calls us once per request when its headers are
 * there, then for each piece of body, then to answer.  Quick requests are
 * answered on that thread; slow ones are suspended, answered by one of a few
 * slow threads and taken up again (measured at about 5 us more).
 *
 * http-1  handle() runs at most once per request, and observe() exactly once
 *         per reply.
 * http-2  A suspended request is always resumed: by its slow thread, or not
 *         suspended at all when the queue is full.
 * http-3  A body is kept up to the limit; beyond it the request is refused,
 *         and beyond eight times the limit the line is cut.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <libdeflate.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/scoped.h"
#include "http/exchange.h"
#include "os/clock.h"
#include "os/process.h"
#include "os/threads.h"

enum {
    SPARES_MAX = 64,              /* exchanges kept by a thread for its next requests */
    CONNECTION_BYTES = 32 * 1024, /* the library's memory per connection: the largest head; zeroed at each request */
    STOP_WAIT_MS = 5000,          /* for requests that were begun */
    MIB = 1024 * 1024,
};

/* ---- what a thread keeps ---- */

static void exchange_free(struct exchange *exchange)
{
    arena_done(&exchange->arena);
    buf_done(&exchange->body);
    buf_done(&exchange->reply.body);
    free(exchange);
}

static void thread_end(void *value)
{
    struct http_thread *thread = value;
    struct http_server *server = thread->server;
    if (thread->slot && server->options.thread_end)
        server->options.thread_end(server->options.ctx, thread->slot);
    libdeflate_free_compressor(thread->gzip);
    for (struct exchange *spare = thread->spare, *next; spare; spare = next) {
        next = spare->next;
        exchange_free(spare);
    }
    free(thread);
}

/* NULL only without memory. */
static struct http_thread *thread_here(struct http_server *server)
{
    struct http_thread *thread = pthread_getspecific(server->thread_key);
    if (thread)
        return thread;
    thread = calloc(1, sizeof(*thread));
    if (!thread || pthread_setspecific(server->thread_key, thread) != 0) {
        free(thread);
        return NULL;
    }
    thread->server = server;
    return thread;
}

static struct exchange *exchange_take(struct http_server *server)
{
    struct http_thread *thread = thread_here(server);
    struct exchange *exchange = thread ? thread->spare : NULL;
    if (exchange) {
        thread->spare = exchange->next;
        thread->spares--;
    } else {
        exchange = thread ? calloc(1, sizeof(*exchange)) : NULL;
        if (!exchange)
            return NULL;
        exchange->arena = ARENA_UP_TO(HTTP_REQUEST_ARENA_BYTES_MAX);
    }
    exchange->server = server;
    exchange->spool = FILE_CLOSED;
    exchange->started_ns = clock_elapsed_ns();
    atomic_fetch_add(&server->in_flight, 1);
    return exchange;
}

static void exchange_give_back(struct exchange *exchange)
{
    struct http_server *server = exchange->server;
    struct http_thread *thread = thread_here(server);
    atomic_fetch_sub(&server->in_flight, 1);
    if (exchange->is_large)
        atomic_fetch_sub(&server->large, 1);
    if (exchange->is_spooled)
        atomic_fetch_sub(&server->spools, 1);
    file_close(&exchange->spool);
    buf_done(&exchange->reply.body);
    http_reply_let_go(&exchange->reply);
    if (!thread || thread->spares == SPARES_MAX) {
        exchange_free(exchange);
        return;
    }
    struct arena arena = exchange->arena;
    arena_reset(&arena);
    buf_done(&exchange->body);
    *exchange = (struct exchange){ .arena = arena, .next = thread->spare };
    thread->spare = exchange;
    thread->spares++;
}

/* ---- answering ---- */

/* The whole target as it was sent, before the library takes it apart. */
static void *on_target(void *ctx, const char *target, struct MHD_Connection *connection)
{
    struct exchange *exchange = exchange_take(ctx);
    if (!exchange)
        return NULL;
    exchange->connection = connection;
    exchange->request.arena = &exchange->arena;
    exchange_set_target(exchange, target);
    return exchange;
}

/* What is too large is told with what would not be. */
static const char *detail_of(struct exchange *exchange, enum problem refused)
{
    bool in_mib = exchange->body_max >= MIB;
    if (refused != PROBLEM_TOO_LARGE || exchange->body_max == 0)
        return NULL;
    return arena_printf(&exchange->arena, "%s %s %llu %s.", problem_detail(refused, exchange->request.lang),
                        exchange->request.lang == LANGUAGE_NL ? "Hoogstens" : "At most",
                        (unsigned long long)(in_mib ? exchange->body_max / MIB : exchange->body_max),
                        in_mib ? "MiB" : "bytes")
        .ptr;
}

static void answer(struct exchange *exchange, enum problem refused)
{
    struct http_server *server = exchange->server;
    if (refused == PROBLEM_NONE)
        server->options.handle(server->options.ctx, &exchange->request, &exchange->reply);
    else
        http_reply_problem(&exchange->request, &exchange->reply, refused, detail_of(exchange, refused));
    exchange->state = EXCHANGE_ANSWERED;
    if (server->options.observe)
        server->options.observe(server->options.ctx, &exchange->request, &exchange->reply,
                                clock_elapsed_ns() - exchange->started_ns);
}

static enum MHD_Result send_answer(struct exchange *exchange)
{
    struct http_server *server = exchange->server;
    return exchange_send(exchange, thread_here(server), atomic_load(&server->stopping));
}

static void *slow_main(void *ctx)
{
    struct http_server *server = ctx;
    pthread_mutex_lock(&server->lock);
    for (;;) {
        struct exchange *exchange = server->first;
        if (!exchange && atomic_load(&server->stopping))
            break;
        if (!exchange) {
            pthread_cond_wait(&server->wake, &server->lock);
            continue;
        }
        server->first = exchange->next;
        if (!server->first)
            server->last = NULL;
        server->waiting--;
        pthread_mutex_unlock(&server->lock);

        struct http_thread *thread = thread_here(server);
        exchange->request.thread_slot = thread ? &thread->slot : NULL;
        answer(exchange, thread ? PROBLEM_NONE : PROBLEM_BUSY);
        MHD_resume_connection(exchange->connection);

        pthread_mutex_lock(&server->lock);
    }
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

/* Suspend the request and give it to a slow thread; false when too many wait already. */
static bool hand_over(struct exchange *exchange)
{
    struct http_server *server = exchange->server;
    pthread_mutex_lock(&server->lock);
    bool room = server->waiting < HTTP_SLOW_WAITING_MAX && server->slow_count > 0 && !atomic_load(&server->stopping);
    if (room) {
        exchange->state = EXCHANGE_WAITING;
        exchange->next = NULL;
        MHD_suspend_connection(exchange->connection);
        if (server->last)
            server->last->next = exchange;
        else
            server->first = exchange;
        server->last = exchange;
        server->waiting++;
        pthread_cond_signal(&server->wake);
    }
    pthread_mutex_unlock(&server->lock);
    return room;
}

static enum MHD_Result on_body_end(struct exchange *exchange)
{
    struct http_server *server = exchange->server;
    exchange->request.body = buf_text(&exchange->body);
    bool too_large = exchange->body_seen > exchange->body_max;
    if (too_large || exchange->body.failed) {
        answer(exchange, too_large ? PROBLEM_TOO_LARGE : PROBLEM_BUSY);
    } else if (exchange->spool_failed) {
        answer(exchange, PROBLEM_NO_ROOM);
    } else if (server->options.is_slow && server->options.is_slow(server->options.ctx, &exchange->request)) {
        if (hand_over(exchange))
            return MHD_YES;
        answer(exchange, PROBLEM_BUSY);
    } else {
        answer(exchange, PROBLEM_NONE);
    }
    return send_answer(exchange);
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *piece, size_t *piece_len, void **slot)
{
    struct exchange *exchange = *slot;
    if (!exchange)
        return MHD_NO;
    switch (exchange->state) {
    case EXCHANGE_NEW: {
        exchange->state = EXCHANGE_READING;
        enum problem refused = exchange_begin(exchange, thread_here(exchange->server), method);
        if (refused == PROBLEM_NONE)
            return MHD_YES;
        answer(exchange, refused);
        return send_answer(exchange);
    }
    case EXCHANGE_READING:
        if (*piece_len == 0)
            return on_body_end(exchange);
        if (!exchange_take_body(exchange, (struct text){ piece, *piece_len }))
            return MHD_NO;
        *piece_len = 0;
        return MHD_YES;
    case EXCHANGE_WAITING: return MHD_YES;
    case EXCHANGE_ANSWERED: return send_answer(exchange);
    }
    return MHD_NO;
}

static void on_completed(void *ctx, struct MHD_Connection *connection, void **slot,
                         enum MHD_RequestTerminationCode code)
{
    if (*slot)
        exchange_give_back(*slot);
    *slot = NULL;
}

/* We decode targets ourselves (http/params.h); the library is to leave them alone. */
static size_t leave_escapes(void *ctx, struct MHD_Connection *connection, char *text)
{
    return strlen(text);
}

static void log_library(void *ctx, const char *format, va_list args)
{
    char line[200];
    vsnprintf(line, sizeof(line), format, args);
    for (char *c = line; *c; c++)
        if (*c == '\n' || *c == '"')
            *c = ' ';
    log_event(LOG_DEBUG, "http_library", "says=\"%s\"", line);
}

/* ---- life ---- */

const char *http_server_url(const struct http_server *server)
{
    return server->url;
}

bool http_server_is_https(const struct http_server *server)
{
    return server->guard.public_https;
}

static enum status read_options(const struct http_options *options, struct http_server *server, struct error *err)
{
    assert(options->handle && options->listen);
    server->options = *options;
    if (server->options.threads <= 0)
        server->options.threads = 2 * threads_default() > 4 ? 2 * threads_default() : 4;
    if (server->options.body_bytes_max == 0)
        server->options.body_bytes_max = HTTP_BODY_BYTES_MAX;
    if (options->public_url && !guard_read_public_url(text_from(options->public_url), &server->guard)) {
        error_set(err, STATUS_USAGE, "'%s' is no address of a website", options->public_url);
        error_hint(err, "Give it as people type it, as in --public-url https://klanten.example.");
        return STATUS_USAGE;
    }
    return STATUS_OK;
}

static void tell_url(struct http_server *server)
{
    if (server->guard.public_host[0])
        snprintf(server->url, sizeof(server->url), "%s://%s", server->guard.public_https ? "https" : "http",
                 server->guard.public_host);
    else
        snprintf(server->url, sizeof(server->url), "http://%s:%u", server->listening.host, server->listening.port);
}

static enum status start_library(struct http_server *server, struct error *err)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG | MHD_USE_ITC;
    if (server->listening.host[0] == '[')
        flags |= MHD_USE_IPv6;
    unsigned per_address = server->listening.is_loopback ? 0 : HTTP_CONNECTIONS_PER_ADDRESS_MAX;
    server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, server,                       //
                                      MHD_OPTION_EXTERNAL_LOGGER, log_library, server,                //
                                      MHD_OPTION_LISTEN_SOCKET, server->listening.fd,                 //
                                      MHD_OPTION_THREAD_POOL_SIZE, (unsigned)server->options.threads, //
                                      MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS_MAX,    //
                                      MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_address,                //
                                      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_IDLE_SECONDS_MAX, //
                                      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,   //
                                      MHD_OPTION_URI_LOG_CALLBACK, on_target, server,                 //
                                      MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, server,            //
                                      MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,              //
                                      MHD_OPTION_END);
    if (!server->daemon)
        return error_set(err, STATUS_IO, "cannot start the web server on %s:%u", server->listening.host,
                         server->listening.port);
    server->listening.fd = -1; /* the library closes it */
    return STATUS_OK;
}

enum status http_server_start(const struct http_options *options, struct http_server **ret, struct error *err)
{
    SCOPED(http_server_stop) struct http_server *server = calloc(1, sizeof(*server));
    if (!server)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the web server");
    server->listening = LISTEN_CLOSED;
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->wake, NULL);
    process_secret_bytes(&server->id_seed, sizeof(server->id_seed));

    enum status status = read_options(options, server, err);
    if (status == STATUS_OK)
        status = listen_open(text_from(options->listen), options->allow_remote, &server->listening, err);
    if (status != STATUS_OK)
        return status;
    server->guard.port = server->listening.port;
    server->guard.any_host = !server->listening.is_loopback && !server->guard.public_host[0];
    tell_url(server);
    server->has_key = pthread_key_create(&server->thread_key, thread_end) == 0;
    if (!server->has_key)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the web server");
    while (server->slow_count < SLOW_THREADS &&
           pthread_create(&server->slow[server->slow_count], NULL, slow_main, server) == 0)
        server->slow_count++;
    status = start_library(server, err);
    if (status != STATUS_OK)
        return status;
    *ret = server;
    server = NULL;
    return STATUS_OK;
}

/* Give requests that were begun the time to end. */
static void wait_for_last(struct http_server *server)
{
    for (int ms = 0; ms < STOP_WAIT_MS && atomic_load(&server->in_flight) > 0; ms += 10)
        poll(NULL, 0, 10);
}

void http_server_stop(struct http_server **server_at)
{
    struct http_server *server = *server_at;
    *server_at = NULL;
    if (!server)
        return;
    if (server->daemon) {
        MHD_socket listening = MHD_quiesce_daemon(server->daemon);
        if (listening != MHD_INVALID_SOCKET)
            server->listening.fd = listening; /* ours again */
    }
    pthread_mutex_lock(&server->lock);
    atomic_store(&server->stopping, true);
    pthread_cond_broadcast(&server->wake);
    pthread_mutex_unlock(&server->lock);
    for (int i = 0; i < server->slow_count; i++)
        pthread_join(server->slow[i], NULL);
    if (server->daemon) {
        wait_for_last(server);
        MHD_stop_daemon(server->daemon);
    }
    listen_close(&server->listening);
    if (server->has_key) {
        struct http_thread *here =
            pthread_getspecific(server->thread_key); /* the library may close lines on this thread */
        if (here) {
            pthread_setspecific(server->thread_key, NULL);
            thread_end(here);
        }
        pthread_key_delete(server->thread_key);
    }
    pthread_cond_destroy(&server->wake);
    pthread_mutex_destroy(&server->lock);
    free(server);
}
