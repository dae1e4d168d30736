/*
 * The way in to a store that nobody has entered: one admin, one link.
 *
 * The token stands behind a "#", which browsers do not send: it reaches no
 * log and no proxy.  The page posts it, and it works once.
 */
#pragma once

#include "access/token.h"
#include "store/store.h"

#define FIRST_ADMIN "admin"

/*
 * Makes the admin when there are no users.  *ret_token is a fresh one-time
 * token when nobody has logged in yet or always is set, otherwise empty.
 */
enum status first_login(struct store *store, bool always, int64_t now_ms, struct token *ret_token, struct error *err);

/* Somebody logged in: from now on the start prints no link. */
enum status first_login_happened(struct store *store, const struct user *user, int64_t now_ms, struct error *err);

/* A user with a key for a program; an existing user keeps his role. *ret_key is shown once and never again. */
enum status key_add(struct store *store, struct text name, struct text role, int64_t now_ms, struct token *ret_key,
                    struct error *err);
/* A one-time login token for a user, made when absent. */
enum status link_add(struct store *store, struct text name, struct text role, int64_t now_ms, struct token *ret_token,
                     struct error *err);
