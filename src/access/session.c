/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access/session.h"

#include <string.h>

#include "access/first.h"

void access_init(struct access *access, struct audit *audit)
{
    *access = (struct access){ .audit = audit };
    attempts_init(&access->attempts);
    pthread_mutex_init(&access->lock, NULL);
}

void access_done(struct access *access)
{
    attempts_done(&access->attempts);
    pthread_mutex_destroy(&access->lock);
}

/* When the session's use was told last; now, and *ret_due, when that is long ago or not known. */
static int64_t told_at(struct access *access, struct digest session, int64_t now_ms, bool *ret_due)
{
    uint64_t key;
    memcpy(&key, session.bytes, sizeof(key));
    pthread_mutex_lock(&access->lock);
    size_t slot = key % SESSION_SLOTS;
    *ret_due = access->told[slot].session != key || now_ms - access->told[slot].at_ms >= SESSION_TELL_MS ||
               now_ms < access->told[slot].at_ms;
    if (*ret_due) {
        access->told[slot].session = key;
        access->told[slot].at_ms = now_ms;
    }
    int64_t at_ms = access->told[slot].at_ms;
    pthread_mutex_unlock(&access->lock);
    return at_ms;
}

static int64_t extend(struct access *access, struct digest session, int64_t now_ms)
{
    bool due;
    int64_t at_ms = told_at(access, session, now_ms, &due);
    if (due)
        audit_extend_session(access->audit, session, now_ms, now_ms + SESSION_MS);
    return at_ms + SESSION_MS;
}

static struct visitor visitor_of(const struct user *user, const char *how, struct arena *arena)
{
    return (struct visitor){
        .role = user->disabled ? ROLE_NOBODY : role_read(user->role),
        .name = user->name,
        .actor = arena_printf(arena, "%s:%.*s", how, TEXT_ARG(user->name)),
    };
}

/* What a question is about, apart from its token. */
struct asked {
    struct store *store;
    struct known *known;
    uint64_t version;
    int64_t now_ms;
    struct arena *arena;
};

static enum status user_of(const struct asked *asked, struct digest digest, enum token_kind kind, struct user *ret,
                           struct error *err)
{
    if (known_find(asked->known, digest, kind, asked->version, asked->now_ms, asked->arena, ret))
        return STATUS_OK;
    enum status status =
        store_token_use(asked->store, digest, token_kind_name(kind), asked->now_ms, false, asked->arena, ret, err);
    if (status == STATUS_OK)
        known_put(asked->known, digest, kind, asked->version, asked->now_ms, ret);
    return status;
}

static enum status by_token(const struct asked *asked, struct text token, enum token_kind kind, struct visitor *ret,
                            struct error *err)
{
    struct user user;
    if (!token_is_shaped(token))
        return STATUS_OK;
    enum status status = user_of(asked, token_digest(token), kind, &user, err);
    if (status == STATUS_OK)
        *ret = visitor_of(&user, kind == TOKEN_API ? "key" : "user", asked->arena);
    return status == STATUS_DENIED ? STATUS_OK : status;
}

enum status access_visitor(struct access *access, struct store *store, struct known *known, uint64_t version,
                           struct text cookie, struct text authorization, int64_t now_ms, struct arena *arena,
                           struct visitor *ret, struct error *err)
{
    const struct asked asked = { store, known, version, now_ms, arena };
    *ret = (struct visitor){ 0 };
    if (text_starts_nocase(authorization, TEXT("Bearer ")))
        return by_token(&asked, text_trim(text_from_offset(authorization, 7)), TOKEN_API, ret, err);
    enum status status = by_token(&asked, cookie, TOKEN_SESSION, ret, err);
    if (status != STATUS_OK || ret->role == ROLE_NOBODY)
        return status;
    ret->session = cookie;
    ret->until_ms = extend(access, token_digest(cookie), now_ms);
    return STATUS_OK;
}

static enum status session_begin(struct store *store, struct text token, int64_t now_ms, struct arena *arena,
                                 struct token *ret_session, struct user *ret_user, struct error *err)
{
    struct store_tx tx = STORE_TX_NONE;
    struct token session = token_make(TOKEN_SESSION);
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_token_use(store, token_digest(token), token_kind_name(TOKEN_LOGIN), now_ms, true, arena,
                                 ret_user, err);
    if (status == STATUS_OK)
        status = store_token_put(store, token_digest(text_from(session.s)), token_kind_name(TOKEN_SESSION),
                                 ret_user->id, now_ms, now_ms + SESSION_MS, err);
    if (status == STATUS_OK)
        status = first_login_happened(store, ret_user, now_ms, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    store_rollback(&tx);
    *ret_session = session;
    return status;
}

enum status access_login(struct access *access, struct store *store, struct text token, struct text peer,
                         int64_t now_ms, struct arena *arena, struct token *ret_session, struct visitor *ret,
                         int *ret_wait_s, struct error *err)
{
    if (!attempts_take(&access->attempts, peer, now_ms, ret_wait_s))
        return error_set(err, STATUS_LIMIT, "too many attempts to log in");
    if (!token_is_shaped(token))
        return error_set(err, STATUS_DENIED, "this is no login token");
    struct user user;
    enum status status = session_begin(store, token, now_ms, arena, ret_session, &user, err);
    if (status != STATUS_OK)
        return status;
    attempts_forget(&access->attempts, peer);
    *ret = visitor_of(&user, "user", arena);
    ret->session = arena_copy(arena, text_from(ret_session->s));
    ret->until_ms = now_ms + SESSION_MS;
    bool due;
    told_at(access, token_digest(ret->session), now_ms, &due);
    return audit_put(access->audit, now_ms, ret->actor, TEXT("session.begin"), TEXT_EMPTY, AUDIT_NOW, err);
}

enum status access_logout(struct access *access, struct store *store, const struct visitor *visitor, int64_t now_ms,
                          struct error *err)
{
    if (visitor->session.len == 0)
        return STATUS_OK;
    return store_token_drop(store, token_digest(visitor->session), err);
}

struct text access_cookie(struct text token, bool secure, struct arena *arena)
{
    return arena_printf(arena, SESSION_COOKIE "=%.*s; Path=/; HttpOnly; SameSite=Lax%s%s", TEXT_ARG(token),
                        secure ? "; Secure" : "", token.len == 0 ? "; Max-Age=0" : "");
}
