/*
 * Which operation an address names.  The table is made from spec/openapi.yaml
 * (tools/spec_routes.py), so the contract and the program cannot differ.
 */
#pragma once

#include "http/http.h"

struct http_route {
    enum http_method method;
    const char *path; /* "/api/v1/parties/{id}": a {part} stands for one part that is not empty */
};

enum { HTTP_PARAMS_MAX = 4 };

struct http_match {
    size_t route;                        /* index in the table */
    struct text params[HTTP_PARAMS_MAX]; /* decoded, in order of the template */
    size_t params_count;
};

enum http_found {
    HTTP_FOUND,
    HTTP_FOUND_NOTHING,      /* no route has this path */
    HTTP_FOUND_OTHER_METHOD, /* the path is there; *ret_allowed says for which methods, a bit each */
};

/* A path that is written out goes before one with a {part} in the same place. */
enum http_found http_route_find(const struct http_route *routes, size_t count, enum http_method method,
                                struct text path, struct arena *arena, struct http_match *ret, unsigned *ret_allowed);

/* "GET, HEAD, OPTIONS, POST" of the bits above; in the arena. */
struct text http_allow_text(unsigned allowed, struct arena *arena);
const char *http_method_name(enum http_method method);
enum http_method http_method_read(struct text name); /* HEAD is HTTP_GET */
