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

#include "http/guard.h"
#include "http/http.h"

struct http_server;
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
    size_t body_seen;    /* bytes, also those past the limit */
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

/* Headers that every reply has, compression, and off it goes. */
enum MHD_Result exchange_send(struct exchange *exchange, struct http_thread *thread, bool last);
