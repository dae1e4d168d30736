/*
 * From a struct http_reply to bytes on the line.
 *
 * The headers below are on every reply, also on refusals: a browser may run
 * only our own scripts, may not be framed, may not guess at types, and keeps
 * nothing of a customer on disk (OWASP Secure Headers Project).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <libdeflate.h>
#include <string.h>

#include "base/json_out.h"
#include "base/limits.h"
#include "http/exchange.h"
#include "http/params.h"

enum { GZIP_LEVEL = 4, NOT_MODIFIED = 304 };

static const char content_policy[] = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
                                     "form-action 'self'; frame-ancestors 'none'";

void http_reply_header(struct http_request *request, struct http_reply *reply, const char *name, struct text value)
{
    if (reply->headers_count == HTTP_REPLY_HEADERS_MAX)
        return;
    size_t len = 0;
    while (len < value.len && (unsigned char)value.ptr[len] >= ' ' && value.ptr[len] != 0x7f)
        len++; /* a line break would begin a header of its own */
    struct text copy = arena_copy(request->arena, text_slice(value, 0, len));
    if (copy.ptr)
        reply->headers[reply->headers_count++] = (struct http_reply_header){ name, copy };
}

void http_reply_let_go(struct http_reply *reply)
{
    if (reply->release)
        reply->release(reply->owner);
    reply->release = NULL;
    reply->borrowed = TEXT_EMPTY;
}

void http_reply_problem(struct http_request *request, struct http_reply *reply, enum problem problem,
                        const char *detail)
{
    const char *code = problem_code(problem);
    buf_reset(&reply->body);
    http_reply_let_go(reply);
    reply->status = problem_http_status(problem);
    reply->problem = problem;
    reply->content_type = "application/problem+json";
    reply->cache = "no-store";

    struct json_out json = json_out_over(&reply->body);
    json_object(&json);
    json_put(&json, "type", arena_printf(request->arena, "urn:klantbeeld:problem:%s", code));
    json_put_str(&json, "title", problem_title(problem, request->lang));
    json_put_i64(&json, "status", reply->status);
    json_put_str(&json, "code", code);
    json_put_str(&json, "detail", detail ? detail : problem_detail(problem, request->lang));
    json_put(&json, "request_id", request->id);
    json_end(&json);
    if (problem == PROBLEM_LOGIN_NEEDED)
        http_reply_header(request, reply, "WWW-Authenticate", TEXT("Bearer"));
    if (problem == PROBLEM_BUSY)
        http_reply_header(request, reply, "Retry-After", TEXT("2"));
}

static const char *type_of(struct text path)
{
    static const struct {
        const char *end, *type;
    } types[] = {
        { ".html", "text/html; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" },
        { ".mjs", "text/javascript; charset=utf-8" },
        { ".css", "text/css; charset=utf-8" },
        { ".json", "application/json" },
        { ".yaml", "application/yaml" },
        { ".webmanifest", "application/manifest+json" },
        { ".svg", "image/svg+xml" },
        { ".png", "image/png" },
        { ".jpg", "image/jpeg" },
        { ".webp", "image/webp" },
        { ".ico", "image/x-icon" },
        { ".woff2", "font/woff2" },
        { ".txt", "text/plain; charset=utf-8" },
        { ".map", "application/json" },
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
        if (text_ends(path, text_from(types[i].end)))
            return types[i].type;
    return "application/octet-stream";
}

/* The smallest form of a file that the other side can read. */
static const struct embedded *best_variant(struct http_request *request, const struct embedded *files, struct text path,
                                           const char **ret_encoding)
{
    static const struct {
        const char *coding, *end;
    } forms[] = { { "br", ".br" }, { "gzip", ".gz" } };
    struct text accepted = http_header(request, "Accept-Encoding");
    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        if (params_accept(accepted, text_from(forms[i].coding)) <= 0)
            continue;
        const struct embedded *file =
            embedded_find(files, arena_printf(request->arena, "%.*s%s", TEXT_ARG(path), forms[i].end));
        *ret_encoding = forms[i].coding;
        if (file)
            return file;
    }
    *ret_encoding = NULL;
    return embedded_find(files, path);
}

bool http_reply_tag(struct http_request *request, struct http_reply *reply, struct text tag)
{
    http_reply_header(request, reply, "ETag", arena_printf(request->arena, "\"%.*s\"", TEXT_ARG(tag)));
    if (!params_etag_matches(http_header(request, "If-None-Match"), tag))
        return false;
    reply->status = NOT_MODIFIED;
    return true;
}

bool http_reply_file(struct http_request *request, struct http_reply *reply, const struct embedded *files,
                     struct text path)
{
    if (path.len == 0 || text_ends(path, TEXT(".br")) || text_ends(path, TEXT(".gz")) || !embedded_find(files, path))
        return false;
    const char *encoding;
    const struct embedded *file = best_variant(request, files, path, &encoding);
    http_reply_header(request, reply, "Vary", TEXT("Accept-Encoding"));
    /* the build puts a hash of the content into the names under assets/ */
    reply->cache = text_starts(path, TEXT("assets/")) ? "public, max-age=31536000, immutable" : "no-cache";
    if (http_reply_tag(request, reply, text_from(file->tag)))
        return true;
    reply->content_type = type_of(path);
    reply->borrowed = file->bytes;
    if (encoding)
        http_reply_header(request, reply, "Content-Encoding", text_from(encoding));
    return true;
}

static bool has_header(const struct http_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->headers_count; i++)
        if (text_equal_nocase(text_from(reply->headers[i].name), text_from(name)))
            return true;
    return false;
}

bool http_wants_gzip(const struct http_request *request)
{
    return params_accept(http_header(request, "Accept-Encoding"), TEXT("gzip")) > 0;
}

/* Replace the body by its gzip form where that is asked for and pays. */
static bool compress(struct exchange *exchange, struct http_thread *thread)
{
    struct http_reply *reply = &exchange->reply;
    if (reply->borrowed.ptr || reply->body.len < HTTP_GZIP_BYTES_MIN || has_header(reply, "Content-Encoding") ||
        !http_wants_gzip(&exchange->request))
        return false;
    if (!thread->gzip)
        thread->gzip = libdeflate_alloc_compressor(GZIP_LEVEL);
    struct buf packed = BUF_EMPTY;
    size_t room = reply->body.len - 1; /* what does not become smaller is sent as it is */
    char *into = thread->gzip ? buf_reserve(&packed, room) : NULL;
    size_t len = into ? libdeflate_gzip_compress(thread->gzip, reply->body.ptr, reply->body.len, into, room) : 0;
    if (len == 0) {
        buf_done(&packed);
        return false;
    }
    packed.len = len;
    buf_done(&reply->body);
    reply->body = packed;
    return true;
}

bool http_reply_pack(struct http_request *request, struct http_reply *reply)
{
    struct http_thread *thread = http_thread_of(request);
    return thread && reply == &exchange_of(request)->reply && compress(exchange_of(request), thread);
}

void http_reply_packed(struct http_request *request, struct http_reply *reply)
{
    http_reply_header(request, reply, "Content-Encoding", TEXT("gzip"));
    http_reply_header(request, reply, "Vary", TEXT("Accept-Encoding"));
}

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (value)
        MHD_add_response_header(response, name, value);
}

static void add_headers(struct exchange *exchange, struct MHD_Response *response, bool packed, bool last)
{
    struct http_reply *reply = &exchange->reply;
    add_header(response, "Content-Type", reply->content_type);
    add_header(response, "Cache-Control", reply->cache);
    add_header(response, "Content-Security-Policy", content_policy);
    add_header(response, "X-Content-Type-Options", "nosniff");
    add_header(response, "X-Frame-Options", "DENY");
    add_header(response, "Referrer-Policy", "same-origin");
    add_header(response, "Cross-Origin-Opener-Policy", "same-origin");
    add_header(response, "Cross-Origin-Resource-Policy", "same-origin");
    if (http_server_is_https(exchange->server))
        add_header(response, "Strict-Transport-Security", "max-age=31536000");
    add_header(response, "X-Request-Id", exchange->request.id.ptr);
    if (packed)
        add_header(response, "Content-Encoding", "gzip");
    if (packed && !has_header(reply, "Vary"))
        add_header(response, "Vary", "Accept-Encoding");
    if (last)
        add_header(response, "Connection", "close");
    for (size_t i = 0; i < reply->headers_count; i++)
        add_header(response, reply->headers[i].name, reply->headers[i].value.ptr);
}

enum MHD_Result exchange_send(struct exchange *exchange, struct http_thread *thread, bool last)
{
    struct http_reply *reply = &exchange->reply;
    if (reply->body.failed) {
        buf_done(&reply->body);
        http_reply_problem(&exchange->request, reply, PROBLEM_BUSY, NULL);
    }
    bool packed = compress(exchange, thread);
    struct MHD_Response *response;
    if (reply->borrowed.ptr && reply->release) {
        response = MHD_create_response_from_buffer_with_free_callback_cls(
            reply->borrowed.len, (void *)(uintptr_t)reply->borrowed.ptr, reply->release, reply->owner);
        if (response)
            reply->release = NULL; /* the library calls it */
    } else if (reply->borrowed.ptr) {
        response = MHD_create_response_from_buffer(reply->borrowed.len, (void *)(uintptr_t)reply->borrowed.ptr,
                                                   MHD_RESPMEM_PERSISTENT);
    } else if (reply->body.len > 0) {
        response = MHD_create_response_from_buffer(reply->body.len, reply->body.ptr, MHD_RESPMEM_MUST_FREE);
        if (response)
            reply->body = BUF_EMPTY; /* the library frees it */
    } else {
        response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    }
    if (!response)
        return MHD_NO;
    add_headers(exchange, response, packed, last);
    enum MHD_Result result = MHD_queue_response(exchange->connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return result;
}
