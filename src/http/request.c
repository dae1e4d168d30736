/*
 * From what the library heard to a struct http_request, and the first
 * judgement on it: sizes, whether it speaks to us, whether our own page sent it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/hash.h"
#include "base/limits.h"
#include "http/exchange.h"
#include "http/params.h"
#include "http/router.h"

enum {
    CUT_AFTER = 8,                      /* times the body limit: then the line is cut */
    SPOOL_CUT_AFTER = 16 * 1024 * 1024, /* bytes past the limit of a body that goes to a file */
    ID_DIGITS = 16,
};

struct text http_header(const struct http_request *request, const char *name)
{
    return text_from(MHD_lookup_connection_value(exchange_of(request)->connection, MHD_HEADER_KIND, name));
}

struct text http_query(const struct http_request *request, const char *name)
{
    struct text value;
    return params_query(request->query, text_from(name), request->arena, &value) ? value : TEXT_EMPTY;
}

struct text http_cookie(const struct http_request *request, const char *name)
{
    struct text value;
    return params_cookie(http_header(request, "Cookie"), text_from(name), &value) ? value : TEXT_EMPTY;
}

bool http_query_u64(const struct http_request *request, const char *name, uint64_t min, uint64_t max, uint64_t fallback,
                    uint64_t *ret)
{
    struct text value = http_query(request, name);
    *ret = fallback;
    if (!value.ptr)
        return true;
    uint64_t n;
    if (!text_to_u64(value, &n) || n < min || n > max)
        return false;
    *ret = n;
    return true;
}

void exchange_set_target(struct exchange *exchange, const char *target)
{
    struct http_request *request = &exchange->request;
    struct text all = arena_copy(&exchange->arena, text_slice(text_from(target), 0, HTTP_TARGET_BYTES_MAX + 1));
    exchange->target_bytes = all.len;
    size_t mark = text_find_char(all, '?');
    request->path = text_slice(all, 0, mark);
    request->query = text_from_offset(all, mark + 1);
}

static enum MHD_Result add_size(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
    *(size_t *)ctx += strlen(name) + (value ? strlen(value) : 0);
    return MHD_YES;
}

static bool id_is_fit(struct text id)
{
    if (id.len < 8 || id.len > 64)
        return false;
    for (size_t i = 0; i < id.len; i++)
        if (!char_is_alpha(id.ptr[i]) && !char_is_digit(id.ptr[i]) && id.ptr[i] != '-' && id.ptr[i] != '_')
            return false;
    return true;
}

static struct text id_for(struct http_server *server, const struct http_request *request)
{
    struct text given = http_header(request, "X-Request-Id");
    if (id_is_fit(given))
        return arena_copy(request->arena, given);
    uint64_t n = hash_pair(server->id_seed, atomic_fetch_add(&server->id_next, 1));
    char *id = arena_take(request->arena, ID_DIGITS + 1, 1);
    if (!id)
        return TEXT_EMPTY;
    for (int i = ID_DIGITS; i-- > 0; n >>= 4)
        id[i] = "0123456789abcdef"[n & 15];
    id[ID_DIGITS] = '\0';
    return (struct text){ id, ID_DIGITS };
}

/* Who is at the other end; behind a proxy of ours, whom the proxy says. */
static struct text peer_of(struct http_server *server, const struct http_request *request)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange_of(request)->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char plain[INET6_ADDRSTRLEN] = "";
    if (info && info->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((struct sockaddr_in *)(void *)info->client_addr)->sin_addr, plain, sizeof(plain));
    else if (info && info->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((struct sockaddr_in6 *)(void *)info->client_addr)->sin6_addr, plain, sizeof(plain));
    struct text peer = text_from(plain);
    if (server->guard.public_host[0] && listen_is_loopback(peer)) {
        struct text forwarded = http_header(request, "X-Forwarded-For"), item;
        while (text_next(&forwarded, ',', &item))
            peer = text_slice(text_trim(item), 0, INET6_ADDRSTRLEN);
    }
    return arena_copy(request->arena, peer);
}

static enum language language_of(struct http_server *server, const struct http_request *request)
{
    struct text asked = http_query(request, "lang");
    if (text_equal(asked, TEXT("nl")))
        return LANGUAGE_NL;
    if (text_equal(asked, TEXT("en")))
        return LANGUAGE_EN;
    return params_language(http_header(request, "Accept-Language"), server->options.lang);
}

static bool changes_something(enum http_method method)
{
    return method != HTTP_GET && method != HTTP_OPTIONS;
}

/* One of the places, or PROBLEM_BUSY. */
static enum problem take_place(atomic_int *taken, int max, bool *ret)
{
    *ret = atomic_fetch_add(taken, 1) < max;
    if (!*ret)
        atomic_fetch_sub(taken, 1);
    return *ret ? PROBLEM_NONE : PROBLEM_BUSY;
}

/* Few large bodies are taken at once, so that memory is bounded whoever asks. */
static enum problem find_body_max(struct exchange *exchange, uint64_t body_bytes)
{
    struct http_server *server = exchange->server;
    size_t usual = server->options.body_bytes_max, most = 0;
    exchange->body_max = usual;
    if (server->options.body_max && body_bytes > usual)
        most = server->options.body_max(server->options.ctx, &exchange->request);
    if (most <= usual)
        return PROBLEM_NONE;
    exchange->body_max = most;
    return take_place(&server->large, HTTP_LARGE_BODIES_MAX, &exchange->is_large);
}

/* Nothing is read of a body whose sender may not send it. */
static enum problem open_spool(struct exchange *exchange)
{
    struct http_server *server = exchange->server;
    struct http_spool spool = { 0 };
    if (!server->options.spool || !changes_something(exchange->request.method))
        return PROBLEM_NONE;
    enum problem refused = server->options.spool(server->options.ctx, &exchange->request, &spool);
    if (refused != PROBLEM_NONE || spool.bytes_max == 0)
        return refused;
    exchange->body_max = spool.bytes_max;
    refused = take_place(&server->spools, HTTP_SPOOLS_MAX, &exchange->is_spooled);
    if (refused == PROBLEM_NONE && file_scratch(spool.beside, &exchange->spool, NULL) != STATUS_OK)
        refused = PROBLEM_NO_ROOM;
    if (refused == PROBLEM_NONE)
        exchange->request.file = &exchange->spool;
    return refused;
}

enum problem exchange_begin(struct exchange *exchange, struct http_thread *thread, const char *method)
{
    struct http_server *server = exchange->server;
    struct http_request *request = &exchange->request;
    exchange->reply = (struct http_reply){ .status = 200, .cache = "no-store" };
    request->thread_slot = &thread->slot;
    request->method = http_method_read(text_from(method));
    request->is_head = strcmp(method, "HEAD") == 0;
    request->id = id_for(server, request);
    request->peer = peer_of(server, request);
    request->lang = language_of(server, request);

    size_t header_bytes = 0;
    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, add_size, &header_bytes);
    struct text host = http_header(request, "Host");
    struct text length = http_header(request, "Content-Length");
    uint64_t body_bytes = 0;
    if (!request->path.ptr || !request->id.ptr)
        return PROBLEM_BUSY;
    if (exchange->target_bytes > HTTP_TARGET_BYTES_MAX)
        return PROBLEM_URI_TOO_LONG;
    if (header_bytes > HTTP_HEADER_BYTES_MAX)
        return PROBLEM_HEADERS_TOO_LARGE;
    if (request->path.len == 0 || request->path.ptr[0] != '/')
        return PROBLEM_BAD_REQUEST;
    if (!guard_host_is_ours(&server->guard, host))
        return PROBLEM_BAD_HOST;
    if (changes_something(request->method) &&
        !guard_origin_is_ours(&server->guard, host, http_header(request, "Origin"),
                              http_header(request, "Sec-Fetch-Site")))
        return PROBLEM_BAD_ORIGIN;
    if (length.ptr && !text_to_u64(length, &body_bytes))
        return PROBLEM_TOO_LARGE;
    bool in_pieces = http_header(request, "Transfer-Encoding").ptr != NULL;
    enum problem refused = open_spool(exchange);
    if (refused == PROBLEM_NONE && !exchange->is_spooled)
        refused = find_body_max(exchange, in_pieces ? UINT64_MAX : body_bytes);
    /* what is a little too large is read to its end, so that the other side hears why it was refused */
    exchange->body_cut = exchange->is_spooled ? exchange->body_max + SPOOL_CUT_AFTER : exchange->body_max * CUT_AFTER;
    return refused == PROBLEM_NONE && body_bytes > exchange->body_cut ? PROBLEM_TOO_LARGE : refused;
}

bool exchange_take_body(struct exchange *exchange, struct text piece)
{
    exchange->body_seen += piece.len;
    if (exchange->body_seen > exchange->body_max)
        return exchange->body_seen <= exchange->body_cut;
    if (!exchange->is_spooled)
        buf_put(&exchange->body, piece);
    else if (!exchange->spool_failed)
        exchange->spool_failed = file_append(&exchange->spool, piece, NULL) != STATUS_OK;
    return true;
}
