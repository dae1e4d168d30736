/*
 * One household from its members: name, address, who has which place, since
 * when.  A pure function of the members, as party_make() is of records, so that
 * resolve and the view of an earlier day make the same one.
 *
 * Periods.  A member is of it since the first record that gives his present
 * home; who lives elsewhere and was said to live together, since then.  Who
 * was of it once (the identity log knows) and is no more, is a former member
 * when there is a reason, and its date is the day he left:
 *
 *   apart   somebody says he does not live with one of those who stay
 *   move    they had one home and have two: since the one that parted them was first given
 *
 * Without a reason the evidence was mended, and he never was of it.  A member
 * who died stays in it until that day (death).
 *
 * Who left and came back has a former period for each time before: his record
 * gave another home in between while somebody stayed, or he was said to live
 * apart until a day ("a lives apart from b" is read as: a is who went).
 *
 *     Sjoerd   2026-01-10 ── 2026-05-04        2026-07-01 ──▶
 */
#pragma once

#include "flow/profile/party.h"

enum {
    HOUSEHOLD_MEMBERS_MAX = 64, /* shown of one; couples may chain beyond what an address gives */
    HOUSEHOLD_LEFT_MAX = 64,
    HOUSEHOLD_RETURNS_MAX = 64, /* former periods of who came back */
};

/* A person at home: all that a household needs of him, in few bytes. */
struct home {
    struct resident resident; /* order: the party id */
    struct text name;         /* packed */
    struct text address_line;
    struct record_id address_record;
    int64_t address_ms;
    uint32_t address_source, mentions;
    struct lived home, home_before;
    const struct absence *absences; /* as in party_made, in the arena of the texts */
    uint32_t absences_count;
    uint32_t died;    /* as in party_made */
    uint32_t cluster; /* in resolve */
};

/* What people said of two persons, by party: that they live together, or apart. */
struct household_tie {
    struct party_id a, b;
    bool apart;
    bool is_over;      /* it held until a day that is past */
    struct text since; /* a date, or empty */
    struct text until;
    int64_t recorded_ms;
    uint64_t tie;
};
struct tie;
/* False when it says nothing of who shares a household. moment_ms: the newest day the records know of. */
bool household_tie_of(const struct tie *tie, struct party_id a, struct party_id b, int64_t moment_ms,
                      struct household_tie *ret);

/* What is known around the members. */
struct household_around {
    const struct home *const *left; /* who were of it once */
    size_t left_count;
    const struct household_tie *ties; /* in order of tie; of others too */
    size_t ties_count;
};

/* Texts are copied to arena; false without memory. */
bool home_of(const struct party_made *made, uint32_t mentions, struct arena *arena, struct home *ret);

struct household_made {
    struct stored_party party;
    /* head and partner first, then by party id; after them who left by party id, then times before a return */
    struct stored_member members[HOUSEHOLD_MEMBERS_MAX + HOUSEHOLD_LEFT_MAX + HOUSEHOLD_RETURNS_MAX];
    size_t count;
};

/* count is at most HOUSEHOLD_MEMBERS_MAX; homes and left in any order. Everything lives in arena, homes or ties. */
enum status household_make(const struct corpus *corpus, struct party_id id, const struct home *const *homes,
                           size_t count, const struct household_around *around, struct arena *arena,
                           struct household_made *ret, struct error *err);
