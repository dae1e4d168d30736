/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access/known.h"

#include <string.h>

static size_t slot_of(struct digest digest)
{
    return digest.bytes[0] % KNOWN_SLOTS;
}

bool known_find(const struct known *known, struct digest digest, enum token_kind kind, uint64_t version, int64_t now_ms,
                struct arena *arena, struct user *ret)
{
    const struct known_user *slot = &known->users[slot_of(digest)];
    if (version == 0 || slot->version != version || slot->kind != kind || now_ms < slot->at_ms ||
        now_ms - slot->at_ms >= KNOWN_MS_MAX || memcmp(&slot->digest, &digest, sizeof(digest)) != 0)
        return false;
    *ret = (struct user){ .disabled = slot->disabled,
                          .name = arena_copy(arena, text_from(slot->name)),
                          .role = text_from(slot->role) };
    return ret->name.ptr != NULL;
}

static void keep(char *into, struct text t)
{
    memcpy(into, t.ptr, t.len);
    into[t.len] = '\0';
}

void known_put(struct known *known, struct digest digest, enum token_kind kind, uint64_t version, int64_t now_ms,
               const struct user *user)
{
    struct known_user *slot = &known->users[slot_of(digest)];
    if (version == 0 || user->name.len >= sizeof(slot->name) || user->role.len >= sizeof(slot->role))
        return;
    *slot = (struct known_user){
        .digest = digest, .kind = kind, .version = version, .at_ms = now_ms, .disabled = user->disabled
    };
    keep(slot->name, user->name);
    keep(slot->role, user->role);
}
