/*
 * Who is asking: from a cookie or a key to a visitor, and the way in and out.
 *
 * A session is a row in the store, so logging out and ending the server's
 * process mean what they say.  It ends SESSION_MS after its last use; the
 * store is told of that use once in SESSION_TELL_MS, by the audit writer.
 */
#pragma once

#include <pthread.h>

#include "access/attempts.h"
#include "access/audit.h"
#include "access/known.h"
#include "access/policy.h"
#include "store/store.h"

enum {
    SESSION_MS = 12 * 3600 * 1000,
    SESSION_TELL_MS = 10 * 60 * 1000,
    LOGIN_LINK_MS = 24 * 3600 * 1000,
    SESSION_SLOTS = 1024, /* sessions whose last telling is remembered */
};

#define SESSION_COOKIE "klantbeeld_session"

/* Shared by all threads of a server. */
struct access {
    struct audit *audit; /* borrowed */
    struct attempts attempts;
    pthread_mutex_t lock; /* of told */
    struct {
        uint64_t session;
        int64_t at_ms;
    } told[SESSION_SLOTS];
};

void access_init(struct access *access, struct audit *audit);
void access_done(struct access *access);

struct visitor {
    enum role role;      /* ROLE_NOBODY: not logged in */
    struct text name;    /* "admin" */
    struct text actor;   /* "user:admin", "key:admin": for the audit chain and decisions */
    struct text session; /* the cookie's token; empty when by key */
    int64_t until_ms;    /* the session's end as it is now; 0 for a key */
};

/*
 * cookie and authorization are header values, empty when absent.  A key goes
 * before a cookie.  What is unknown or expired makes a visitor with
 * ROLE_NOBODY, not an error.  known is the thread's own memory of who it was,
 * version the store's (store/version.h).
 */
enum status access_visitor(struct access *access, struct store *store, struct known *known, uint64_t version,
                           struct text cookie, struct text authorization, int64_t now_ms, struct arena *arena,
                           struct visitor *ret, struct error *err);

/*
 * Trade a one-time token for a session; the token is used up.
 * STATUS_DENIED when it is not one, STATUS_LIMIT when tried too often (*ret_wait_s).
 */
enum status access_login(struct access *access, struct store *store, struct text token, struct text peer,
                         int64_t now_ms, struct arena *arena, struct token *ret_session, struct visitor *ret,
                         int *ret_wait_s, struct error *err);
enum status access_logout(struct access *access, struct store *store, const struct visitor *visitor, int64_t now_ms,
                          struct error *err);

/* "klantbeeld_session=…; HttpOnly; …" to set, or with an empty token to clear. In the arena. */
struct text access_cookie(struct text token, bool secure, struct arena *arena);
