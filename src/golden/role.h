/*
 * Roles: what a person is at an organisation, put together from every record that says so.
 *
 * One organisation and one function is one role, however many records give
 * it; a record without a function adds to the role there is.  Two functions
 * at one organisation are two roles.  The record a role shows as its origin is
 * the one of the leading source (field role.title), then the newest, then the
 * smallest id.
 */
#pragma once

#include "golden/leading.h"
#include "model/mention.h"

/* One record's word about one person. */
struct role_seen {
    struct party_id organisation;
    struct text title, department;
    struct date since, until;
    struct record_id record;
    uint32_t source;
    int64_t observed_ms;
};

struct role {
    struct party_id organisation;
    struct text title, department;
    struct date since, until;
    struct record_id record; /* origin */
    uint16_t records;        /* that say so */
};

/* In order of organisation id, then origin. Everything lives in arena or in seen's texts. */
enum status roles_merge(const struct leading *leading, const struct role_seen *seen, size_t count, struct arena *arena,
                        struct role **ret, size_t *ret_count, struct error *err);
