/*
 * What is known of mailbox names and mail domains: role, free, throw-away, and
 * which well-known domain a mistyped one was meant to be.
 */
#pragma once

#include "base/arena.h"

bool email_local_is_role(struct text local); /* info, sales, boekhouding … */

/* "gmial.com" → "gmail.com"; the empty text when nothing is proposed. domain is lower case. */
struct text email_domain_proposal(struct text domain, struct arena *arena);
