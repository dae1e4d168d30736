/*
 * Party ids: given once, kept for ever.
 *
 * A cluster keeps the id that most of its mentions had, those first whose
 * record did not change since; of two clusters that
 * want one id the one with more of its mentions keeps it.  An id left without
 * cluster redirects to the party most of its mentions went to, or is retired
 * when none is left.  A cluster without id gets back one that an earlier
 * merge took from one of its mentions (so taking a merge back gives the old
 * ids again), else a new one made from its smallest mention.
 *
 * A function of its arguments alone: no store, no clock, no order of arrival.
 *   identity-1  every cluster has exactly one id, and no two the same;
 *   identity-2  nothing changed means nothing to write;
 *   identity-3  an id that was merged away follows its founder out of the merge.
 */
#pragma once

#include "base/status.h"
#include "base/vec.h"
#include "store/store.h"

/* One mention of one kind of party. */
struct identity_mention {
    struct mention_id mention;
    uint32_t cluster;
    struct party_id before;  /* v 0 when it had none */
    bool ended;              /* it is out of that party, and back now */
    struct record_id record; /* that holds it */
    bool is_changed;         /* the record says something else than at the last run: it may name another now */
};

/* An id that was ever given. */
struct identity_known {
    struct party_id party;
    enum identity_event last;
    struct party_id other;
    bool is_elsewhere; /* it is there, and none of the mentions handed in has anything to do with it */
};

struct identity_change {
    enum identity_event event;
    struct party_id party, other;
};

struct identity_plan {
    struct party_id *parties;            /* of each cluster */
    VEC(struct assignment) assignments;  /* that changed, by mention */
    VEC(struct identity_change) changes; /* by party */
};

#define IDENTITY_PLAN_EMPTY ((struct identity_plan){ 0 })

/*
 * mentions in order of mention id; clusters are 0 … clusters_count - 1, each
 * with at least one mention.  known in order of party id, of all kinds.
 *
 * Of a few parties alone: all mentions that are or were in one of them, and as
 * known those parties, the ids that could be made of the mentions (attempt
 * after attempt up to one that is not known) and whatever they lead to.
 */
enum status identity_plan_make(enum party_kind kind, const struct identity_mention *mentions, size_t count,
                               uint32_t clusters_count, const struct identity_known *known, size_t known_count,
                               struct identity_plan *ret, struct error *err);
void identity_plan_done(struct identity_plan *plan);
