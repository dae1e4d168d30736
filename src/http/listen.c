/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/scoped.h"

struct address {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } at;
    socklen_t len;
};

/* host and port, of which either may be left out. */
static bool split(struct text address, struct text *ret_host, struct text *ret_port)
{
    *ret_host = TEXT("127.0.0.1");
    size_t colon = address.len;
    while (colon > 0 && address.ptr[colon - 1] != ':' && address.ptr[colon - 1] != ']')
        colon--;
    if (colon == 0 || address.ptr[colon - 1] == ']') {
        *ret_port = address;
        return colon == 0 && address.len > 0;
    }
    *ret_port = text_from_offset(address, colon);
    struct text host = text_slice(address, 0, colon - 1);
    if (host.len > 0)
        *ret_host = host;
    return ret_port->len > 0;
}

static bool read_host(struct text host, uint16_t port, struct address *ret)
{
    char plain[64];
    if (text_equal_nocase(host, TEXT("localhost")))
        host = TEXT("127.0.0.1");
    if (host.len >= 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']')
        host = text_slice(host, 1, host.len - 1);
    if (snprintf(plain, sizeof(plain), "%.*s", TEXT_ARG(host)) >= (int)sizeof(plain))
        return false;
    *ret = (struct address){ 0 };
    if (inet_pton(AF_INET, plain, &ret->at.v4.sin_addr) == 1) {
        ret->at.v4.sin_family = AF_INET;
        ret->at.v4.sin_port = htons(port);
        ret->len = sizeof(ret->at.v4);
        return true;
    }
    if (inet_pton(AF_INET6, plain, &ret->at.v6.sin6_addr) == 1) {
        ret->at.v6.sin6_family = AF_INET6;
        ret->at.v6.sin6_port = htons(port);
        ret->len = sizeof(ret->at.v6);
        return true;
    }
    return false;
}

bool listen_is_loopback(struct text host)
{
    struct address address;
    if (!read_host(host, 0, &address))
        return false;
    if (address.at.any.sa_family == AF_INET)
        return ntohl(address.at.v4.sin_addr.s_addr) >> 24 == 127;
    return IN6_IS_ADDR_LOOPBACK(&address.at.v6.sin6_addr) ||
           (IN6_IS_ADDR_V4MAPPED(&address.at.v6.sin6_addr) && address.at.v6.sin6_addr.s6_addr[12] == 127);
}

/* What became of it: the port the system chose, the host as a URL writes it. */
static void tell_name(struct listen_socket *made)
{
    struct address address = { .len = sizeof(address.at) };
    char plain[INET6_ADDRSTRLEN] = "";
    if (getsockname(made->fd, &address.at.any, &address.len) != 0)
        return;
    bool v6 = address.at.any.sa_family == AF_INET6;
    inet_ntop(address.at.any.sa_family, v6 ? (void *)&address.at.v6.sin6_addr : (void *)&address.at.v4.sin_addr, plain,
              sizeof(plain));
    snprintf(made->host, sizeof(made->host), v6 ? "[%s]" : "%s", plain);
    made->port = ntohs(v6 ? address.at.v6.sin6_port : address.at.v4.sin_port);
}

enum status listen_open(struct text address, bool allow_remote, struct listen_socket *ret, struct error *err)
{
    SCOPED(listen_close) struct listen_socket made = LISTEN_CLOSED;
    struct text host, port_text;
    struct address at;
    uint64_t port;
    if (!split(address, &host, &port_text) || !text_to_u64(port_text, &port) || port > 65535 ||
        !read_host(host, (uint16_t)port, &at)) {
        error_set(err, STATUS_USAGE, "'%.*s' is no address to listen on", TEXT_ARG(address));
        error_hint(err, "Give a numeric address and a port, as in --listen 127.0.0.1:8360.");
        return STATUS_USAGE;
    }
    made.is_loopback = listen_is_loopback(host);
    if (!made.is_loopback && !allow_remote) {
        error_set(err, STATUS_USAGE, "'%.*s' can be reached from other machines", TEXT_ARG(address));
        error_hint(
            err,
            "Put a proxy with TLS in front and keep to 127.0.0.1, or say --allow-remote if that is what you want.");
        return STATUS_USAGE;
    }

    made.fd = socket(at.at.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made.fd < 0)
        return error_system(err, "cannot make a socket");
    int on = 1;
    setsockopt(made.fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(made.fd, &at.at.any, at.len) != 0 || listen(made.fd, SOMAXCONN) != 0) {
        if (errno != EADDRINUSE)
            return error_system(err, "cannot listen on %.*s", TEXT_ARG(address));
        error_set(err, STATUS_CONFLICT, "%.*s is in use by another program", TEXT_ARG(address));
        error_hint(err, "Stop that program, or choose another port with --listen 127.0.0.1:%u.",
                   (unsigned)(port < 65535 ? port + 1 : 8361));
        return STATUS_CONFLICT;
    }
    tell_name(&made);
    *ret = made;
    made = LISTEN_CLOSED;
    return STATUS_OK;
}

void listen_close(struct listen_socket *listening)
{
    if (listening->fd >= 0)
        close(listening->fd);
    *listening = LISTEN_CLOSED;
}
