/*
 * Who may do what: three roles, four policies, one table.
 *
 * The policy of each operation stands in spec/openapi.yaml (x-policy); an
 * operation without one is not built.
 */
#pragma once

#include "base/text.h"

enum role { ROLE_NOBODY = 0, ROLE_READER, ROLE_STEWARD, ROLE_ADMIN, ROLES };

enum policy {
    POLICY_PUBLIC = 1, /* anyone */
    POLICY_READ,       /* look at customers */
    POLICY_DECIDE,     /* judge matches, start a resolve */
    POLICY_ADMIN,      /* users, keys, settings */
    POLICIES,
};

bool policy_allows(enum policy policy, enum role role);
const char *policy_name(enum policy policy); /* "read" */
const char *role_name(enum role role);       /* "steward"; "" for ROLE_NOBODY */
enum role role_read(struct text name);       /* ROLE_NOBODY when it is none */
