/*
 * The server over a real socket: what is refused before a handler sees it,
 * what every reply carries, slow requests, and a clean end.
 */
#include <arpa/inet.h>
#include <libdeflate.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "http/http.h"
#include "test.h"

static const struct embedded files[] = {
    { "assets/app.js", { "plain script", 12 }, "t1" },
    { "assets/app.js.br", { "br", 2 }, "t2" },
    { "assets/app.js.gz", { "gz", 2 }, "t3" },
    { "index.html", { "<html>", 6 }, "t4" },
    { 0 },
};

enum { SPOOL_MAX = 3 * 1024 * 1024 };

struct fixture {
    struct http_server *server;
    atomic_int handled, observed, ended;
    atomic_bool gate_open;
    int port;
};

static void handle(void *ctx, struct http_request *request, struct http_reply *reply)
{
    struct fixture *fixture = ctx;
    atomic_fetch_add(&fixture->handled, 1);
    if (!*request->thread_slot)
        *request->thread_slot = malloc(1);
    struct text path = request->path;
    if (text_starts(path, TEXT("/file/"))) {
        if (!http_reply_file(request, reply, files, text_from_offset(path, 6)))
            http_reply_problem(request, reply, PROBLEM_NOT_FOUND, NULL);
        return;
    }
    if (text_equal(path, TEXT("/slow")))
        poll(NULL, 0, 20);
    while (text_equal(path, TEXT("/gate")) && !atomic_load(&fixture->gate_open))
        poll(NULL, 0, 1);
    reply->content_type = "application/json";
    if (request->file)
        buf_printf(&reply->body, "file=%llu ", (unsigned long long)request->file->size);
    uint64_t bytes;
    if (text_equal(path, TEXT("/long")) && http_query_u64(request, "bytes", 0, 10000, 5000, &bytes))
        for (uint64_t i = 0; i < bytes; i++)
            buf_put_char(&reply->body, "0123456789"[i % 10]);
    else
        buf_printf(&reply->body, "%s %.*s q=%.*s cookie=%.*s body=%zu lang=%d head=%d", request->is_head ? "HEAD" : "",
                   TEXT_ARG(path), TEXT_ARG(http_query(request, "q")), TEXT_ARG(http_cookie(request, "s")),
                   request->body.len, request->lang, request->is_head);
    http_reply_header(request, reply, "X-Echo", TEXT("one\r\nX-Injected: two"));
}

static bool is_slow(void *ctx, const struct http_request *request)
{
    return text_equal(request->path, TEXT("/slow")) || text_equal(request->path, TEXT("/gate"));
}

static enum problem spool(void *ctx, struct http_request *request, struct http_spool *ret)
{
    if (text_equal(request->path, TEXT("/denied")))
        return PROBLEM_DENIED;
    if (text_equal(request->path, TEXT("/nowhere")))
        *ret = (struct http_spool){ "/no/such/folder/file", SPOOL_MAX };
    else if (text_starts(request->path, TEXT("/spool")))
        *ret = (struct http_spool){ NULL, SPOOL_MAX };
    return PROBLEM_NONE;
}

static void observe(void *ctx, const struct http_request *request, const struct http_reply *reply, uint64_t ns)
{
    atomic_fetch_add(&((struct fixture *)ctx)->observed, 1);
}

static void thread_end(void *ctx, void *slot)
{
    atomic_fetch_add(&((struct fixture *)ctx)->ended, 1);
    free(slot);
}

static int start(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct http_options options = {
        .listen = "127.0.0.1:0",
        .threads = 4,
        .body_bytes_max = 1000,
        .lang = LANGUAGE_EN,
        .handle = handle,
        .is_slow = is_slow,
        .spool = spool,
        .observe = observe,
        .thread_end = thread_end,
        .ctx = fixture,
    };
    struct error err = ERROR_NONE;
    if (http_server_start(&options, &fixture->server, &err) != STATUS_OK) {
        print_error("%s\n", err.message);
        return -1;
    }
    fixture->port = atoi(strrchr(http_server_url(fixture->server), ':') + 1);
    *state = fixture;
    return 0;
}

static int stop(void **state)
{
    struct fixture *fixture = *state;
    http_server_stop(&fixture->server);
    free(fixture);
    return 0;
}

static int dial(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct timeval wait = { .tv_sec = 10 };
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

/* Send bytes as they are and read until the other side closes. */
static void talk(struct fixture *fixture, const char *request, size_t len, struct buf *reply)
{
    int fd = dial(fixture->port);
    buf_reset(reply);
    for (size_t sent = 0; sent < len;) {
        ssize_t n = send(fd, request + sent, len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            break;
        sent += (size_t)n;
    }
    for (;;) {
        char *at = buf_reserve(reply, 4096);
        ssize_t n = recv(fd, at, 4096, 0);
        if (n <= 0)
            break;
        reply->len += (size_t)n;
        reply->ptr[reply->len] = '\0';
    }
    close(fd);
}

/* method, target and further header lines; closes afterwards. */
static int ask(struct fixture *fixture, const char *line, const char *headers, const char *body, struct buf *reply)
{
    SCOPED(buf_done) struct buf request = BUF_EMPTY;
    buf_printf(&request, "%s HTTP/1.1\r\nConnection: close\r\n%s", line, headers);
    if (!strstr(headers, "Host:"))
        buf_printf(&request, "Host: 127.0.0.1:%d\r\n", fixture->port);
    buf_printf(&request, "\r\n%s", body);
    talk(fixture, request.ptr, request.len, reply);
    return reply->len > 12 ? atoi(reply->ptr + 9) : 0;
}

static bool has(const struct buf *reply, const char *what)
{
    return reply->ptr && strstr(reply->ptr, what);
}

static void a_request_reaches_its_handler(void **state)
{
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    assert_int_equal(ask(*state, "GET /x%20y?q=a%26b&q=c", "Cookie: t=1; s=42\r\n", "", &reply), 200);
    assert_true(has(&reply, "/x%20y q=a&b cookie=42 body=0"));
    assert_int_equal(ask(*state, "POST /x", "Content-Length: 5\r\n", "hello", &reply), 200);
    assert_true(has(&reply, "body=5"));
    assert_int_equal(
        ask(*state, "POST /x", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n3\r\nyou\r\n0\r\n\r\n", &reply), 200);
    assert_true(has(&reply, "body=8"));
}

static void every_reply_carries_the_security_headers(void **state)
{
    static const char *const lines[] = { "GET /x", "GET /file/nothing", "GET /file/index.html", "GET /slow" };
    static const char *const headers[] = {
        "Content-Security-Policy: default-src 'self'",
        "frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: same-origin",
        "X-Frame-Options: DENY",
        "X-Request-Id: ",
        "Cache-Control: no-",
    };
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
        ask(*state, lines[i], "", "", &reply);
        for (size_t h = 0; h < sizeof(headers) / sizeof(*headers); h++)
            if (!has(&reply, headers[h]))
                fail_msg("%s: no %s", lines[i], headers[h]);
    }
}

static void a_header_value_cannot_begin_another_header(void **state)
{
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    ask(*state, "GET /x", "", "", &reply);
    assert_true(has(&reply, "X-Echo: one\r\n"));
    assert_false(has(&reply, "X-Injected"));
}

static void strangers_are_refused_before_the_handler(void **state)
{
    struct fixture *fixture = *state;
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    int before = atomic_load(&fixture->handled);
    assert_int_equal(ask(fixture, "GET /x", "Host: evil.example\r\n", "", &reply), 421);
    assert_true(has(&reply, "\"code\":\"bad_host\""));
    assert_int_equal(ask(fixture, "POST /x", "Origin: http://evil.example\r\nContent-Length: 2\r\n", "{}", &reply),
                     403);
    assert_true(has(&reply, "\"code\":\"bad_origin\""));
    assert_int_equal(ask(fixture, "DELETE /x", "Sec-Fetch-Site: cross-site\r\n", "", &reply), 403);
    assert_int_equal(ask(fixture, "GET http://127.0.0.1/x", "", "", &reply), 400);
    assert_int_equal(atomic_load(&fixture->handled), before);
}

static void bodies_are_kept_up_to_the_limit(void **state)
{
    struct fixture *fixture = *state;
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    static const struct {
        size_t len;
        int status;
    } cases[] = { { 0, 200 }, { 999, 200 }, { 1000, 200 }, { 1001, 413 }, { 7000, 413 } };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        for (int chunked = 0; chunked < 2; chunked++) {
            SCOPED(buf_done) struct buf body = BUF_EMPTY;
            char headers[64];
            if (chunked && cases[i].len > 0)
                buf_printf(&body, "%zx\r\n", cases[i].len);
            for (size_t n = 0; n < cases[i].len; n++)
                buf_put_char(&body, 'x');
            if (chunked)
                buf_put_str(&body, cases[i].len > 0 ? "\r\n0\r\n\r\n" : "0\r\n\r\n");
            snprintf(headers, sizeof(headers), "Content-Length: %zu\r\n", cases[i].len);
            int status = ask(fixture, "POST /x", chunked ? "Transfer-Encoding: chunked\r\n" : headers,
                             body.ptr ? body.ptr : "", &reply);
            check_int(status, cases[i].status, chunked ? "chunked" : headers);
        }
    assert_int_equal(ask(fixture, "POST /x", "Content-Length: -1\r\n", "", &reply), 400);
}

static void a_body_may_go_to_a_file_up_to_its_own_limit(void **state)
{
    struct fixture *fixture = *state;
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    static const struct {
        size_t len;
        int status;
        const char *says;
    } cases[] = {
        { 0, 200, "file=0 " },
        { 5000, 200, "file=5000 " },
        { SPOOL_MAX, 200, "file=3145728 " },
        { SPOOL_MAX + 1, 413, "At most 3 MiB." },
        { 2 * SPOOL_MAX, 413, "At most 3 MiB." },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        SCOPED(buf_done) struct buf body = BUF_EMPTY;
        char headers[64];
        for (size_t n = 0; n < cases[i].len; n++)
            buf_put_char(&body, 'x');
        snprintf(headers, sizeof(headers), "Content-Length: %zu\r\n", cases[i].len);
        check_int(ask(fixture, "POST /spool", headers, body.ptr ? body.ptr : "", &reply), cases[i].status, headers);
        assert_true(has(&reply, cases[i].says));
        assert_true(cases[i].status != 200 || has(&reply, "body=0"));
    }
    int before = atomic_load(&fixture->handled);
    assert_int_equal(ask(fixture, "POST /denied", "Content-Length: 2\r\n", "{}", &reply), 403);
    assert_int_equal(ask(fixture, "POST /nowhere", "Content-Length: 2\r\n", "{}", &reply), 507);
    assert_true(has(&reply, "\"code\":\"no_room\""));
    assert_int_equal(ask(fixture, "POST /spool", "Content-Length: 99999999999\r\n", "", &reply), 413);
    assert_int_equal(atomic_load(&fixture->handled), before);
    assert_int_equal(ask(fixture, "GET /spool", "", "", &reply), 200);
    assert_false(has(&reply, "file="));
}

/* Who began to send a file and stops keeps a place no longer than his line. */
static void few_files_come_at_once_and_a_place_comes_free(void **state)
{
    struct fixture *fixture = *state;
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    char begun[120];
    int len = snprintf(begun, sizeof(begun),
                       "POST /spool HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 10\r\n\r\nabc", fixture->port);
    int lines[HTTP_SPOOLS_MAX];
    for (int i = 0; i < HTTP_SPOOLS_MAX; i++) {
        lines[i] = dial(fixture->port);
        assert_true(send(lines[i], begun, (size_t)len, MSG_NOSIGNAL) > 0);
    }
    int status = 200;
    for (int tries = 0; tries < 200 && status == 200; tries++) {
        poll(NULL, 0, 5);
        status = ask(fixture, "POST /spool", "Content-Length: 2\r\n", "{}", &reply);
    }
    assert_int_equal(status, 503);
    for (int i = 0; i < HTTP_SPOOLS_MAX; i++)
        close(lines[i]);
    for (int tries = 0; tries < 400 && status == 503; tries++) {
        poll(NULL, 0, 5);
        status = ask(fixture, "POST /spool", "Content-Length: 2\r\n", "{}", &reply);
    }
    assert_int_equal(status, 200);
}

static void targets_and_headers_are_kept_up_to_the_limit(void **state)
{
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    static const struct {
        size_t target, headers;
        int status;
    } cases[] = {
        { HTTP_TARGET_BYTES_MAX - 1, 0, 200 }, { HTTP_TARGET_BYTES_MAX, 0, 200 },
        { HTTP_TARGET_BYTES_MAX + 1, 0, 414 }, { 1, HTTP_HEADER_BYTES_MAX - 200, 200 },
        { 1, HTTP_HEADER_BYTES_MAX + 1, 431 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        SCOPED(buf_done) struct buf line = BUF_EMPTY, headers = BUF_EMPTY;
        buf_put_str(&line, "GET /");
        for (size_t n = 1; n < cases[i].target; n++)
            buf_put_char(&line, 'a');
        buf_put_str(&headers, "X-Long: ");
        for (size_t n = 0; n < cases[i].headers; n++)
            buf_put_char(&headers, 'a');
        buf_put_str(&headers, "\r\n");
        check_int(ask(*state, line.ptr, headers.ptr, "", &reply), cases[i].status, "limit");
    }
}

static void files_come_in_the_best_form(void **state)
{
    static const struct {
        const char *headers, *want;
        int status;
    } cases[] = {
        { "", "\r\n\r\nplain script", 200 },
        { "Accept-Encoding: gzip, br\r\n", "\r\n\r\nbr", 200 },
        { "Accept-Encoding: gzip\r\n", "\r\n\r\ngz", 200 },
        { "Accept-Encoding: br;q=0, gzip;q=0\r\n", "\r\n\r\nplain script", 200 },
        { "If-None-Match: \"t1\"\r\n", "ETag: \"t1\"", 304 },
        { "If-None-Match: \"other\"\r\n", "plain script", 200 },
        { "Accept-Encoding: br\r\nIf-None-Match: W/\"t2\"\r\n", "ETag: \"t2\"", 304 },
    };
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        check_int(ask(*state, "GET /file/assets/app.js", cases[i].headers, "", &reply), cases[i].status,
                  cases[i].headers);
        if (!has(&reply, cases[i].want))
            fail_msg("%s: %s", cases[i].headers, reply.ptr);
        assert_true(has(&reply, "Cache-Control: public, max-age=31536000, immutable"));
    }
    assert_int_equal(ask(*state, "GET /file/index.html", "", "", &reply), 200);
    assert_true(has(&reply, "Cache-Control: no-cache") && has(&reply, "Content-Type: text/html"));
    assert_int_equal(ask(*state, "GET /file/assets/app.js.br", "", "", &reply), 404);
    assert_int_equal(ask(*state, "GET /file/", "", "", &reply), 404);
}

static void long_json_is_packed_when_that_is_asked(void **state)
{
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    assert_int_equal(ask(*state, "GET /long", "Accept-Encoding: gzip\r\n", "", &reply), 200);
    assert_true(has(&reply, "Content-Encoding: gzip") && has(&reply, "Vary: Accept-Encoding"));
    const char *body = strstr(reply.ptr, "\r\n\r\n") + 4;
    char unpacked[6000];
    size_t len = 0;
    struct libdeflate_decompressor *gunzip = libdeflate_alloc_decompressor();
    assert_int_equal(libdeflate_gzip_decompress(gunzip, body, reply.len - (size_t)(body - reply.ptr), unpacked,
                                                sizeof(unpacked), &len),
                     LIBDEFLATE_SUCCESS);
    libdeflate_free_decompressor(gunzip);
    assert_int_equal(len, 5000);
    assert_int_equal(ask(*state, "GET /long", "", "", &reply), 200);
    assert_false(has(&reply, "Content-Encoding"));
    for (int bytes = HTTP_GZIP_BYTES_MIN - 1; bytes <= HTTP_GZIP_BYTES_MIN + 1; bytes++) {
        char line[40];
        snprintf(line, sizeof(line), "GET /long?bytes=%d", bytes);
        assert_int_equal(ask(*state, line, "Accept-Encoding: gzip\r\n", "", &reply), 200);
        check_int(has(&reply, "Content-Encoding: gzip"), bytes >= HTTP_GZIP_BYTES_MIN, line);
    }
}

static void head_has_the_length_and_no_body(void **state)
{
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    assert_int_equal(ask(*state, "HEAD /long", "", "", &reply), 200);
    assert_true(has(&reply, "Content-Length: 5000"));
    assert_string_equal(strstr(reply.ptr, "\r\n\r\n"), "\r\n\r\n");
}

static void problems_speak_the_readers_language(void **state)
{
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    ask(*state, "GET /file/no", "Accept-Language: nl-NL,en;q=0.5\r\n", "", &reply);
    assert_true(has(&reply, "application/problem+json") && has(&reply, "\"title\":\"Niet gevonden\""));
    ask(*state, "GET /file/no?lang=en", "Accept-Language: nl\r\n", "", &reply);
    assert_true(has(&reply, "\"title\":\"Not found\",\"status\":404,\"code\":\"not_found\""));
}

static void a_fit_request_id_is_kept(void **state)
{
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    ask(*state, "GET /x", "X-Request-Id: abc-123_DEF\r\n", "", &reply);
    assert_true(has(&reply, "X-Request-Id: abc-123_DEF\r\n"));
    ask(*state, "GET /x", "X-Request-Id: <script>\r\n", "", &reply);
    assert_false(has(&reply, "<script>"));
}

static void rubbish_is_answered_or_cut_and_hurts_nobody(void **state)
{
    static const char *const rubbish[] = {
        "\r\n\r\n\r\n",
        "GET\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET / HTTP/1.1\r\nHost\r\n\r\n",
    };
    struct fixture *fixture = *state;
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    for (size_t i = 0; i < sizeof(rubbish) / sizeof(*rubbish); i++) {
        int fd = dial(fixture->port);
        assert_true(send(fd, rubbish[i], strlen(rubbish[i]), MSG_NOSIGNAL) > 0);
        shutdown(fd, SHUT_WR);
        char rest[512];
        while (recv(fd, rest, sizeof(rest), 0) > 0)
            ;
        close(fd);
    }
    assert_int_equal(ask(fixture, "GET /x", "", "", &reply), 200);
}

struct crowd {
    struct fixture *fixture;
    atomic_int fine;
};

static void *visit(void *ctx)
{
    struct crowd *crowd = ctx;
    SCOPED(buf_done) struct buf reply = BUF_EMPTY;
    for (int i = 0; i < 20; i++)
        if (ask(crowd->fixture, i % 4 == 0 ? "GET /slow" : "GET /x", "", "", &reply) == 200)
            atomic_fetch_add(&crowd->fine, 1);
    return NULL;
}

static void many_at_once_are_all_answered_and_observed_once(void **state)
{
    struct fixture *fixture = *state;
    struct crowd crowd = { .fixture = fixture };
    pthread_t visitors[8];
    int handled = atomic_load(&fixture->handled), observed = atomic_load(&fixture->observed);
    for (int i = 0; i < 8; i++)
        pthread_create(&visitors[i], NULL, visit, &crowd);
    for (int i = 0; i < 8; i++)
        pthread_join(visitors[i], NULL);
    assert_int_equal(atomic_load(&crowd.fine), 160);
    assert_int_equal(atomic_load(&fixture->handled) - handled, 160);
    assert_int_equal(atomic_load(&fixture->observed) - observed, 160);
}

/* Four run, HTTP_SLOW_WAITING_MAX wait, and who comes then is told to come back. */
static void the_slow_queue_is_bounded(void **state)
{
    enum { RUNNING = 4, MORE = 3, ALL = RUNNING + HTTP_SLOW_WAITING_MAX + MORE };
    struct fixture *fixture = *state;
    struct pollfd lines[ALL];
    char request[128], reply[1024];
    int len = snprintf(request, sizeof(request),
                       "GET /gate HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n", fixture->port);
    int before = atomic_load(&fixture->handled), told = 0, fine = 0;
    for (int i = 0; i < ALL; i++) {
        lines[i] = (struct pollfd){ .fd = dial(fixture->port), .events = POLLIN };
        assert_int_equal(send(lines[i].fd, request, (size_t)len, 0), len);
        while (i == RUNNING - 1 && atomic_load(&fixture->handled) - before < RUNNING)
            poll(NULL, 0, 1);
    }
    for (int waits = 0; waits < 1000 && told < MORE; waits++) {
        told = 0;
        poll(NULL, 0, 5);
        if (poll(lines, ALL, 0) > 0)
            for (int i = 0; i < ALL; i++)
                told += lines[i].revents != 0;
    }
    assert_int_equal(told, MORE);
    atomic_store(&fixture->gate_open, true);
    told = 0;
    for (int i = 0; i < ALL; i++) {
        ssize_t got = recv(lines[i].fd, reply, sizeof(reply) - 1, 0);
        assert_true(got > 12);
        reply[got] = '\0';
        fine += atoi(reply + 9) == 200;
        told += atoi(reply + 9) == 503;
        close(lines[i].fd);
    }
    assert_int_equal(fine, RUNNING + HTTP_SLOW_WAITING_MAX);
    assert_int_equal(told, MORE);
}

static void a_stop_answers_what_was_begun(void **state)
{
    void *other = NULL;
    assert_int_equal(start(&other), 0);
    struct fixture *own = other;
    int fd = dial(own->port);
    char request[128], reply[2048] = "";
    snprintf(request, sizeof(request), "GET /slow HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", own->port);
    assert_true(send(fd, request, strlen(request), 0) > 0);
    while (atomic_load(&own->handled) == 0)
        poll(NULL, 0, 1);
    http_server_stop(&own->server);
    assert_true(recv(fd, reply, sizeof(reply) - 1, 0) > 0);
    assert_non_null(strstr(reply, "200 OK"));
    close(fd);
    assert_true(atomic_load(&own->ended) > 0); /* what threads kept was handed back */
    free(own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_reaches_its_handler),
        cmocka_unit_test(every_reply_carries_the_security_headers),
        cmocka_unit_test(a_header_value_cannot_begin_another_header),
        cmocka_unit_test(strangers_are_refused_before_the_handler),
        cmocka_unit_test(bodies_are_kept_up_to_the_limit),
        cmocka_unit_test(a_body_may_go_to_a_file_up_to_its_own_limit),
        cmocka_unit_test(few_files_come_at_once_and_a_place_comes_free),
        cmocka_unit_test(targets_and_headers_are_kept_up_to_the_limit),
        cmocka_unit_test(files_come_in_the_best_form),
        cmocka_unit_test(long_json_is_packed_when_that_is_asked),
        cmocka_unit_test(head_has_the_length_and_no_body),
        cmocka_unit_test(problems_speak_the_readers_language),
        cmocka_unit_test(a_fit_request_id_is_kept),
        cmocka_unit_test(rubbish_is_answered_or_cut_and_hurts_nobody),
        cmocka_unit_test(many_at_once_are_all_answered_and_observed_once),
        cmocka_unit_test(the_slow_queue_is_bounded),
        cmocka_unit_test(a_stop_answers_what_was_begun),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
