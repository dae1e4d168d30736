/*
 * Secrets that stand for a user: the one-time link, the session cookie, the
 * key of a program.  256 bits of chance each; the store keeps their SHA-256
 * only, so that whoever reads the store cannot log in with it.  A fast hash
 * is right here: there is nothing to guess in 256 random bits.
 */
#pragma once

#include "base/hash.h"

enum token_kind { TOKEN_LOGIN, TOKEN_SESSION, TOKEN_API };

enum { TOKEN_TEXT_MAX = 48 };
struct token {
    char s[TOKEN_TEXT_MAX];
}; /* base64url; a key begins with "kb_" */

struct token token_make(enum token_kind kind);
struct text token_kind_name(enum token_kind kind); /* as the store knows it: "login", "session", "api" */

/* Could it be one of ours? Keeps rubbish away from the store. */
bool token_is_shaped(struct text token);
struct digest token_digest(struct text token);

/*
 * The form key of a session: another site can make a browser send the cookie,
 * but cannot read it, so it cannot know this hash of it.
 */
struct token csrf_of(struct text session_token);
bool csrf_matches(struct text session_token, struct text given); /* in constant time */
