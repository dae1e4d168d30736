/*
 * The web server, as the rest of the program sees it: requests come in as
 * plain views, replies go out as a status, a few headers and a body.
 *
 * The library underneath (libmicrohttpd, docs/adr/0060) is named in no header,
 * so that another can take its place.  What every reply needs is done here and
 * cannot be forgotten: security headers, request id, gzip, problem documents
 * (RFC 9457) for what is refused, and the check that a browser meant to speak
 * to us (http/guard.h).
 *
 * Life: http_server_start(), handle() is called on the server's own threads,
 * http_server_stop().  A request, its texts and its reply live until the reply
 * is sent; everything in request->arena goes then.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/embedded.h"
#include "base/status.h"
#include "http/problem.h"
#include "model/field.h"
#include "os/file.h"

enum http_method {
    HTTP_GET,
    HTTP_POST,
    HTTP_PUT,
    HTTP_PATCH,
    HTTP_DELETE,
    HTTP_OPTIONS,
    HTTP_METHOD_OTHER,
    HTTP_METHODS
};

/* What was asked. HEAD is shown as HTTP_GET: the server leaves the body out itself. */
struct http_request {
    enum http_method method;
    bool is_head;
    struct text path;   /* as sent, still percent-encoded, begins with "/" */
    struct text query;  /* after the "?", as sent */
    struct text body;   /* whole; at most the server's body_bytes_max */
    struct file *file;  /* where the body is instead, when spool() said so; who keeps it leaves FILE_CLOSED behind */
    struct text peer;   /* address of the other side: "127.0.0.1" */
    struct text id;     /* of this request, in the reply and the log */
    enum language lang; /* ?lang=, else Accept-Language, else the server's */
    struct arena *arena;
    void **thread_slot; /* the same pointer for every request on this thread; NULL inside at first */
    void *user;         /* for the handler's own use between handle() and observe() */
};

/* A body that goes to a file without a name (os/file.h), so that memory does not grow with it. */
struct http_spool {
    const char *beside; /* as file_scratch(); outlives the server */
    uint64_t bytes_max; /* 0: this body is kept in memory, as others */
};

enum { HTTP_REPLY_HEADERS_MAX = 8 };

/* What is answered. body is taken over by the server; content_type NULL with an empty body sends none. */
struct http_reply {
    int status;               /* 200 until set */
    const char *content_type; /* static text */
    struct buf body;
    struct text borrowed;         /* sent instead of body when ptr is set: bytes that outlive the server, or … */
    void (*release)(void *owner); /* … that live until this is called, once, after they were sent */
    void *owner;
    const char *cache;    /* Cache-Control; "no-store" until set */
    enum problem problem; /* which, when it is one; PROBLEM_NONE */
    struct http_reply_header {
        const char *name;
        struct text value;
    } headers[HTTP_REPLY_HEADERS_MAX];
    size_t headers_count;
};

struct http_options {
    const char *listen;     /* "127.0.0.1:8360", "[::1]:0"; port 0 takes a free one */
    const char *public_url; /* what people type when a proxy stands in front, or NULL */
    bool allow_remote;      /* without it an address that is not loopback is refused */
    int threads;            /* 0: twice the processors, at least 4 */
    size_t body_bytes_max;  /* 0: HTTP_BODY_BYTES_MAX */
    enum language lang;     /* for who states none */

    /* Answer one request. Called on several threads at once, never twice at once with one thread_slot. */
    void (*handle)(void *ctx, struct http_request *request, struct http_reply *reply);
    /* The most bytes of body of this request, when more than body_bytes_max; else 0. Asked when its head is there.
     * HTTP_LARGE_BODIES_MAX such bodies are taken at once; more are told to come back. May be NULL. */
    size_t (*body_max)(void *ctx, const struct http_request *request);
    /* Does the body of this request go to a file, and who asks may send one?  Asked when its head is there, of what may
     * have a body; anything but PROBLEM_NONE refuses it before the body is read.  HTTP_SPOOLS_MAX at once; more are
     * told to come back.  May be NULL. */
    enum problem (*spool)(void *ctx, struct http_request *request, struct http_spool *ret);
    /* True for what may take longer than ~5 ms: it then runs on a thread where it keeps nobody waiting. May be NULL. */
    bool (*is_slow)(void *ctx, const struct http_request *request);
    /* Every reply that was made, refusals included. May be NULL. */
    void (*observe)(void *ctx, const struct http_request *request, const struct http_reply *reply, uint64_t ns);
    /* A thread ends that left something in its slot. May be NULL. */
    void (*thread_end)(void *ctx, void *slot);
    void *ctx;
};

struct http_server;

/* STATUS_USAGE for an address that cannot be used, STATUS_CONFLICT when the port is taken. */
enum status http_server_start(const struct http_options *options, struct http_server **ret, struct error *err);
/* Takes no new requests, answers those that were begun, then ends. NULL is fine. */
void http_server_stop(struct http_server **server);
/* "http://127.0.0.1:8360" as it really became, or the public URL; no slash at the end. */
const char *http_server_url(const struct http_server *server);
bool http_server_is_https(const struct http_server *server); /* as people see it: cookies may be Secure */

/* Empty text with ptr NULL when there is none. Query values are decoded; the first of a name counts. */
struct text http_header(const struct http_request *request, const char *name);
struct text http_query(const struct http_request *request, const char *name);
struct text http_cookie(const struct http_request *request, const char *name);
/* A whole number from the query: fallback when absent, false when it is no number or outside [min, max]. */
bool http_query_u64(const struct http_request *request, const char *name, uint64_t min, uint64_t max, uint64_t fallback,
                    uint64_t *ret);

/* name is a static text; value is copied into the request's arena. Control characters end the value. */
void http_reply_header(struct http_request *request, struct http_reply *reply, const char *name, struct text value);
/* The form in which the other side should get the body: true for gzip. */
bool http_wants_gzip(const struct http_request *request);
/* Make the body smaller now, for a caller who keeps it; false when it stays as it is. */
bool http_reply_pack(struct http_request *request, struct http_reply *reply);
/* Says that this is the form the bytes have. */
void http_reply_packed(struct http_request *request, struct http_reply *reply);
/* The ETag of what is sent; true when the other side has it already: the reply is then a 304 without a body. */
bool http_reply_tag(struct http_request *request, struct http_reply *reply, struct text tag);
/* A problem document in the reader's language; detail NULL takes the problem's own sentence. */
void http_reply_problem(struct http_request *request, struct http_reply *reply, enum problem problem,
                        const char *detail);
/* The file at path with its ETag, the br or gz variant where it is accepted; false when there is none. */
bool http_reply_file(struct http_request *request, struct http_reply *reply, const struct embedded *files,
                     struct text path);
