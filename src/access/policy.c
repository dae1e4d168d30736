/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "access/policy.h"

#include <assert.h>

static const char *const role_names[ROLES] = { "", "reader", "steward", "admin" };
static const char *const policy_names[POLICIES] = { "", "public", "read", "decide", "admin" };

static const bool allowed[POLICIES][ROLES] = {
    /*                  nobody reader steward admin */
    [POLICY_PUBLIC] = { true, true, true, true },
    [POLICY_READ] = { false, true, true, true },
    [POLICY_DECIDE] = { false, false, true, true },
    [POLICY_ADMIN] = { false, false, false, true },
};

bool policy_allows(enum policy policy, enum role role)
{
    assert(policy > 0 && policy < POLICIES && role < ROLES);
    return allowed[policy][role];
}

const char *policy_name(enum policy policy)
{
    assert(policy < POLICIES);
    return policy_names[policy];
}

const char *role_name(enum role role)
{
    assert(role < ROLES);
    return role_names[role];
}

enum role role_read(struct text name)
{
    for (int r = ROLE_NOBODY + 1; r < ROLES; r++)
        if (text_equal(name, text_from(role_names[r])))
            return r;
    return ROLE_NOBODY;
}
