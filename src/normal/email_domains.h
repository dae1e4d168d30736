/*
 * What is known of mailbox names and mail domains: role, free, throw-away, and
 * which well-known domain a mistyped one was meant to be.
 */
#pragma once

#include "base/arena.h"

bool email_local_is_role(struct text local); /* info, sales, boekhouding … */

/* What a domain, in lower case, is; remembered per thread. */
struct domain_look {
    struct text proposal; /* "gmial.com" → "gmail.com"; empty when nothing is proposed */
    bool is_free;
    bool is_throwaway; /* and not free */
    bool is_one;       /* email_domain_is_one() */
};
bool email_domain_is_one(struct text t); /* by its form: labels of letters, digits and dashes, two or more */
struct domain_look email_domain_look(struct text domain, struct arena *arena);
