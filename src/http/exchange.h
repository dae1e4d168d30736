/*
 * Inside http/ only: one request and its reply on their way through the
 * library, and what a thread keeps between them.
 *
 *     NEW ──headers──▶ READING ──body──▶ handle() ──────────▶ ANSWERED ──▶ sent
 *      │                  │                                      ▲
 *      └── refused ───────┼───────────────────────────────────▶ │
 *                         └─ slow: WAITING on a slow thread ─────┘
 */
#pragma once

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#include "http/guard.h"
#include "http/http.h"
#include "http/listen.h"

enum { SLOW_THREADS = 4 };

struct exchange;

struct http_server {
    struct http_options options;
    struct guard guard;
    struct listen_socket listening;
    struct MHD_Daemon *daemon;
    char url[320];
    pthread_key_t thread_key;
    bool has_key;
    uint64_t id_seed;
    atomic_uint_fast64_t id_next;
    atomic_int in_flight;
    atomic_int large;  /* bodies past the usual size that are being taken */
    atomic_int spools; /* bodies that go to files */
    atomic_bool stopping;

    pthread_mutex_t lock; /* of the slow queue */
    pthread_cond_t wake;
    struct exchange *first, *last;
    int waiting;
    pthread_t slow[SLOW_THREADS];
    int slow_count;
};

struct libdeflate_compressor;

enum exchange_state { EXCHANGE_NEW, EXCHANGE_READING, EXCHANGE_WAITING, EXCHANGE_ANSWERED };

struct exchange {
    struct http_request request; /* first, so that a request leads to its exchange */
    struct http_reply reply;
    struct arena arena;
    struct buf body;
    struct http_server *server;
    struct MHD_Connection *connection;
    enum exchange_state state;
    size_t target_bytes; /* path and query; one past the limit for anything longer */
    uint64_t body_max;   /* bytes; more is refused */
    uint64_t body_cut;   /* bytes; beyond it the line is cut */
    uint64_t body_seen;  /* bytes, also those past the limit */
    struct file spool;   /* the body, when it goes to a file */
    bool is_spooled;     /* it has one of the places for those */
    bool spool_failed;
    bool is_large; /* it has one of the places for large bodies */
    uint64_t started_ns;
    struct exchange *next; /* in the slow queue, or among the spare ones */
};

/* Of one thread of ours or the library's; made at its first request, ended with it. */
struct http_thread {
    struct http_server *server;
    void *slot; /* the handler's */
    struct libdeflate_compressor *gzip;
    struct exchange *spare;
    int spares;
};

static inline struct exchange *exchange_of(const struct http_request *request)
{
    return (struct exchange *)(void *)request;
}

/* NULL for a request that has not begun. */
static inline struct http_thread *http_thread_of(const struct http_request *request)
{
    return request->thread_slot
               ? (struct http_thread *)(void *)((char *)request->thread_slot - offsetof(struct http_thread, slot))
               : NULL;
}

/* ---- request.c ---- */

/* Path and query as they were sent, before the library takes them apart. */
void exchange_set_target(struct exchange *exchange, const char *target);
/* The headers are there: fill in the request. Returns why it is refused at once, if it is. */
enum problem exchange_begin(struct exchange *exchange, struct http_thread *thread, const char *method);
/* False when the line must be cut. */
bool exchange_take_body(struct exchange *exchange, struct text piece);

/* ---- reply.c ---- */

/* Bytes that were lent and are not sent. */
void http_reply_let_go(struct http_reply *reply);
/* Headers that every reply has, compression, and off it goes. */
enum MHD_Result exchange_send(struct exchange *exchange, struct http_thread *thread, bool last);
