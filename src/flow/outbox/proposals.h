/*
 * A change of a value that another system leads: asked of that system's
 * owner, carried there as a file, and closed when its next delivery has it.
 *
 *   change_value ──▶ own field, or not locked ──▶ a choice (flow/steward/choose.h)
 *                └─▶ led elsewhere and locked ──▶ a proposal (store/proposal.h)
 *
 * Who leads: of the sources that hold a record of the party, the one the
 * leading table puts first for the field at the party's stage.  Whether that
 * locks the value is the table's last column.
 *
 * ProposalList
 *   { "proposals": [Proposal] }                newest first
 * Proposal
 *   { "id", "party": {id, name} | null, "field", "label", "value", "was", "source", "owner", "key"?: in the source,
 *     "asked_by", "reason", "author", "at", "state", "state_reason"?, "state_author"?, "state_at" }
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/proposal.h"

/* Who does it. */
struct proposal_by {
    struct text name; /* of the user, as owners are named */
    bool is_master;
};

struct change_asked {
    struct text party, field, value; /* as in struct choose_asked */
    struct text as;                  /* a source, or the owner of sources, on whose behalf */
    struct proposal_by by;           /* who may speak for a source with an owner: that owner, or a master */
    struct text reason;
};
struct change_report {
    bool is_proposal;
    uint64_t id;               /* of the choice or the proposal */
    struct text source, owner; /* of a proposal: whom it is addressed to; in the arena handed in */
    struct text sentence;      /* in the arena handed in */
};
enum status change_value(struct store *store, const struct job *job, const struct change_asked *asked,
                         bool resolve_after, struct arena *arena, struct change_report *ret, struct error *err);

/*
 * Accept, refuse or withdraw.  A master may do all, else
 * the owner of the source accepts and refuses and the author withdraws:
 * STATUS_DENIED for others.
 */
enum status proposal_decide(struct store *store, const struct job *job, uint64_t id, enum proposal_state state,
                            struct text reason, struct proposal_by by, struct error *err);

/*
 * Which open and accepted proposals do the newest records of their source
 * carry out?  Those become applied.  source_id 0 is every source.
 */
enum status proposals_settle(struct store *store, const struct job *job, uint32_t source_id, uint64_t *ret_applied,
                             struct error *err);

/* What view_proposals shows; an empty member asks nothing. */
struct proposals_wanted {
    struct party_id party;
    struct text source;
    enum proposal_state state; /* 0 is every */
};
enum status view_proposals(struct store *store, const struct proposals_wanted *wanted, const struct job *job,
                           struct json_out *json, struct error *err);
enum status view_proposal(struct store *store, uint64_t id, const struct job *job, struct json_out *json,
                          struct error *err);

/* Those open or accepted of a source, as CSV with a header, for who keeps that system. */
enum status proposals_export(struct store *store, struct text source, struct buf *buf, uint64_t *ret_count,
                             struct error *err);
