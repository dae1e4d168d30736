/*
 * That somebody has logged in is kept as a ruleset ("access", "first_login"):
 * a small fact with an author and a time, which needs no table of its own.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access/first.h"

#include "access/policy.h"
#include "access/session.h"
#include "base/scoped.h"

enum { SCRATCH_BYTES = 64 * 1024, NAME_MAX_CHARS = 64 };

static const int64_t key_life_ms = 365LL * 24 * 3600 * 1000;

static enum status somebody_was_here(struct store *store, bool *ret, struct error *err)
{
    SCOPED(arena_done) struct arena scratch = ARENA_UP_TO(SCRATCH_BYTES);
    struct ruleset ruleset;
    enum status status = store_ruleset_get(store, TEXT("access"), TEXT("first_login"), &scratch, &ruleset, err);
    *ret = status == STATUS_OK;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status first_login_happened(struct store *store, const struct user *user, int64_t now_ms, struct error *err)
{
    bool known;
    uint64_t version;
    enum status status = somebody_was_here(store, &known, err);
    if (status != STATUS_OK || known)
        return status;
    return store_ruleset_put(store, TEXT("access"), TEXT("first_login"), TEXT("{}"), user->name, now_ms, &version, err);
}

/* The user's id; made with the role when absent. */
static enum status user_id_of(struct store *store, struct text name, struct text role, int64_t now_ms, uint64_t *ret,
                              struct error *err)
{
    SCOPED(arena_done) struct arena scratch = ARENA_UP_TO(SCRATCH_BYTES);
    struct user user;
    enum status status = store_user_get(store, name, &scratch, &user, err);
    if (status == STATUS_NOT_FOUND)
        return store_user_put(store, name, role, TEXT_EMPTY, now_ms, ret, err);
    *ret = user.id;
    return status;
}

static enum status token_add(struct store *store, struct text name, struct text role, enum token_kind kind,
                             int64_t life_ms, int64_t now_ms, struct token *ret, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct token token = token_make(kind);
    uint64_t user_id;
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = user_id_of(store, name, role, now_ms, &user_id, err);
    if (status == STATUS_OK)
        status = store_token_put(store, token_digest(text_from(token.s)), token_kind_name(kind), user_id, now_ms,
                                 now_ms + life_ms, err);
    if (status == STATUS_OK)
        status = store_audit(store, now_ms, TEXT("cli"), kind == TOKEN_API ? TEXT("key.add") : TEXT("link.add"), name,
                             TEXT_EMPTY, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    if (status == STATUS_OK)
        *ret = token;
    return status;
}

static enum status check_user(struct text name, struct text role, struct error *err)
{
    bool fits = name.len > 0 && name.len <= NAME_MAX_CHARS;
    for (size_t i = 0; i < name.len; i++)
        fits = fits && (char_is_lower(name.ptr[i]) || char_is_digit(name.ptr[i]) || name.ptr[i] == '-' ||
                        name.ptr[i] == '.' || name.ptr[i] == '_');
    if (!fits) {
        error_set(err, STATUS_USAGE, "'%.*s' is no name for a user", TEXT_ARG(name));
        error_hint(err, "Use up to 64 small letters, digits, '-', '.' and '_'.");
        return STATUS_USAGE;
    }
    if (role_read(role) == ROLE_NOBODY) {
        error_set(err, STATUS_USAGE, "'%.*s' is no role", TEXT_ARG(role));
        error_hint(err, "Choose reader, steward or admin.");
        return STATUS_USAGE;
    }
    return STATUS_OK;
}

enum status key_add(struct store *store, struct text name, struct text role, int64_t now_ms, struct token *ret_key,
                    struct error *err)
{
    enum status status = check_user(name, role, err);
    return status == STATUS_OK ? token_add(store, name, role, TOKEN_API, key_life_ms, now_ms, ret_key, err) : status;
}

enum status link_add(struct store *store, struct text name, struct text role, int64_t now_ms, struct token *ret_token,
                     struct error *err)
{
    enum status status = check_user(name, role, err);
    return status == STATUS_OK ? token_add(store, name, role, TOKEN_LOGIN, LOGIN_LINK_MS, now_ms, ret_token, err)
                               : status;
}

enum status first_login(struct store *store, bool always, int64_t now_ms, struct token *ret_token, struct error *err)
{
    *ret_token = (struct token){ 0 };
    bool known = false;
    enum status status = always ? STATUS_OK : somebody_was_here(store, &known, err);
    if (status != STATUS_OK || known)
        return status;
    return link_add(store, TEXT(FIRST_ADMIN), text_from(role_name(ROLE_ADMIN)), now_ms, ret_token, err);
}
