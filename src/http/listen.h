/*
 * The socket we listen on, opened by ourselves so that a taken port or a
 * wrong address can be told in words.
 */
#pragma once

#include <stdbool.h>

#include "base/status.h"
#include "base/text.h"

struct listen_socket {
    int fd; /* -1 when closed */
    bool is_loopback;
    uint16_t port; /* as it became */
    char host[64]; /* "127.0.0.1", "[::1]" */
};

#define LISTEN_CLOSED ((struct listen_socket){ .fd = -1 })

/* "127.0.0.1:8360", "localhost:8360", "[::1]:8360", ":8360" (= 127.0.0.1) or "8360". */
enum status listen_open(struct text address, bool allow_remote, struct listen_socket *ret, struct error *err);
void listen_close(struct listen_socket *socket);

/* "::1" or 127.x.y.z */
bool listen_is_loopback(struct text host);
