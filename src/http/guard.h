/*
 * Did a browser mean to speak to us?
 *
 * Host: a page elsewhere can make its own name lead to 127.0.0.1 (DNS
 * rebinding) and would then read our replies as its own.  So a request must
 * carry a name that is ours.  Origin: on a request that changes something, a
 * browser tells which site asked; that must be us too (OWASP, "Cross-Site
 * Request Forgery Prevention"; the token beside it is access/session.h).
 */
#pragma once

#include "base/text.h"

struct guard {
    bool any_host;         /* listening for others without a public URL: any name may be right */
    uint16_t port;         /* ours; with it localhost, 127.0.0.1 and [::1] are ours */
    char public_host[256]; /* "klanten.example" or "klanten.example:8443", "" when there is none */
    bool public_https;
};

/* Read "https://klanten.example[:port][/]"; false when it is no such URL. */
bool guard_read_public_url(struct text url, struct guard *guard);

bool guard_host_is_ours(const struct guard *guard, struct text host);

/*
 * May a request with this Host change something?  origin and fetch_site are
 * the headers Origin and Sec-Fetch-Site, with ptr NULL when absent: programs
 * send neither and are let through here.
 */
bool guard_origin_is_ours(const struct guard *guard, struct text host, struct text origin, struct text fetch_site);
