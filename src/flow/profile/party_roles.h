/*
 * The roles of one person: what each of his records says now, and what it said
 * before it named another employer.  A part of party_make().
 *
 * A record whose employer changed tells of a job that ended: where the new one
 * began, when the record says that, else on the day its source first held it
 * so.  One whose employer was emptied tells the same; a file that has no column
 * for an employer tells nothing.  The same employer under another spelling, number or name is no change,
 * and neither is another function there, unless the record says since when.
 */
#pragma once

#include "flow/profile/party.h"
#include "golden/role.h"

struct heard_role;

struct party_roles {
    const struct corpus *corpus;
    const struct party_links *links;
    struct arena *scratch;
    struct heard_role *items;
    size_t count, cap;
};

/* person: place of the mention in normal; then: its earlier versions, as many as mention has. */
enum status party_roles_hear(struct party_roles *roles, const struct party_mention *mention,
                             const struct normal_record *normal, size_t person, uint32_t source,
                             const struct normal_record *then, struct error *err);
/* Everything in ret lives in arena. */
enum status party_roles_end(struct party_roles *roles, struct party_id person, struct arena *arena,
                            struct stored_role **ret, size_t *ret_count, struct error *err);
/* As it was heard; empty when it was not. */
struct text party_roles_organisation(const struct party_roles *roles, struct party_id organisation);
