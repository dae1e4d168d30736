/*
 * One household from its members: name, address, who has which place.  A pure
 * function of the members, as party_make() is of records, so that resolve and
 * the view of an earlier day make the same one.
 */
#pragma once

#include "flow/party.h"

enum { HOUSEHOLD_MEMBERS_MAX = 64 /* shown of one; couples may chain beyond what an address gives */ };

/* A person at home: all that a household needs of him, in few bytes. */
struct home {
    struct resident resident; /* order: the party id */
    struct text name;         /* packed */
    struct text address_line;
    struct record_id address_record;
    int64_t address_ms;
    uint32_t address_source, mentions;
    uint32_t cluster; /* in resolve */
};

/* Texts are copied to arena; false without memory. */
bool home_of(const struct party_made *made, uint32_t mentions, struct arena *arena, struct home *ret);

struct household_made {
    struct stored_party party;
    struct stored_member members[HOUSEHOLD_MEMBERS_MAX]; /* head and partner first, then by party id */
    size_t count;
};

/* count is at most HOUSEHOLD_MEMBERS_MAX; homes in any order. Everything lives in arena or in homes. */
enum status household_make(const struct corpus *corpus, struct party_id id, const struct home *const *homes,
                           size_t count, struct arena *arena, struct household_made *ret, struct error *err);
