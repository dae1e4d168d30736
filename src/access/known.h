/*
 * Who was behind a cookie or a key a moment ago, so that not every request
 * asks the store.  Of one thread.
 *
 * known-1  What is known was read at the same version of the store
 *          (store/version.h): after a logout, a new role or a withdrawn key,
 *          here or in another program, nobody is known any more.
 * known-2  Nobody is known for longer than KNOWN_MS_MAX without being looked
 *          up again: by so much may a token outlive its own end.
 */
#pragma once

#include "access/token.h"
#include "base/arena.h"
#include "store/store.h"

enum { KNOWN_SLOTS = 64, KNOWN_MS_MAX = 5000, KNOWN_NAME_BYTES = 72 };

struct known {
    struct known_user {
        struct digest digest;
        enum token_kind kind;
        uint64_t version; /* 0: an empty slot */
        int64_t at_ms;
        bool disabled;
        char name[KNOWN_NAME_BYTES], role[16];
    } users[KNOWN_SLOTS];
};

/* False when he must be looked up. Texts of *ret live in the arena. */
bool known_find(const struct known *known, struct digest digest, enum token_kind kind, uint64_t version, int64_t now_ms,
                struct arena *arena, struct user *ret);
/* version 0, or a name too long to keep: he is looked up the next time too. */
void known_put(struct known *known, struct digest digest, enum token_kind kind, uint64_t version, int64_t now_ms,
               const struct user *user);
