/*
 * Ties between organisations that their records give.
 *
 *   branch        the same Chamber of Commerce or enterprise number, one with a branch number and one without
 *   same-company  … both with a branch number
 *   parent        a column names the parent, by name, number or key in that source
 *   buys-through  a column names whom they buy through, likewise
 *   predecessor   a name "v/h …", or a column of former names, that is another party's name
 *
 * They are not kept: a party has keys for what it is called and for what it
 * names (flow/profile/party_find.h), so both sides are found when they are asked for,
 * and nothing is left over when a record changes.  A name that fits several
 * parties ties none.  What people typed goes before all of this (flow/view/ties.h).
 */
#pragma once

#include "flow/job/job.h"
#include "store/store.h"

struct org_tie {
    const char *kind; /* of tie_kinds.h */
    bool out;         /* the party asked for is a, as in "a KIND b" */
    struct party_id other;
    const char *rule; /* "number", "column", "former_name" */
    struct record_id record;
    struct text since; /* the day the source held it so */
};

/* Where profiles are asked, so that an earlier day can answer with its own. */
struct org_profiles {
    struct store *store;
    const char *country;
    /* False when there is no such party. */
    bool (*profile)(void *ctx, struct party_id id, struct text *ret);
    void *ctx;
};
/* In order of kind, direction and id; at most ORG_TIES_MAX. Everything lives in arena. */
enum { ORG_TIES_MAX = 200 };
enum status org_ties_of(const struct org_profiles *profiles, struct party_id id, struct arena *arena,
                        struct org_tie **ret, size_t *ret_count, struct error *err);

/* What an organisation is called as others name it: folded, without legal form; empty when nothing is left. */
struct text org_tie_core(struct text name, const char *country, struct arena *arena);
