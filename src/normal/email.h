/*
 * E-mail addresses: the form mail is sent to, and the key by which two of
 * them are one mailbox.  Never send to the key.
 */
#pragma once

#include "base/arena.h"
#include "model/mention.h"

enum { EMAILS_PER_CELL_MAX = 4, EMAIL_BYTES_MAX = 254, EMAIL_LOCAL_BYTES_MAX = 64 };

/*
 * Read one address, with what people put around it ("Jan <jan@x.example>",
 * "mailto:").  A cell with several addresses is FINDING_MALFORMED here.
 *
 * FINDING_NONE; FINDING_EMPTY, FINDING_PLACEHOLDER and FINDING_MALFORMED leave
 * *ret empty; FINDING_EMAIL_TYPO (ret_proposal holds the address meant),
 * FINDING_EMAIL_THROWAWAY, FINDING_REPAIRED and FINDING_UNLIKELY come with a value.
 */
enum finding email_read(struct text raw, struct arena *arena, struct email *ret, struct text *ret_proposal);

/* The same for a cell as nearly all are: one address in small letters, at a domain that needs nothing. False: not such
 * a one, and both functions beside it must look. */
bool email_read_plain(struct text t, struct arena *arena, struct email *ret, enum finding *ret_finding);

/* The addresses of one cell, split on ; , / " of " and the like; at most EMAILS_PER_CELL_MAX. */
size_t email_split(struct text raw, struct text ret[EMAILS_PER_CELL_MAX]);

struct text email_domain(struct text address);

/* The part of a domain that an organisation registers: "mail.bos.co.uk" → "bos.co.uk"
 * (public suffix list); the domain itself when the list says nothing. */
struct text domain_registrable(struct text domain);

bool email_domain_is_free(struct text domain);
bool email_domain_is_throwaway(struct text domain);
