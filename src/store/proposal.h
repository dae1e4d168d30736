/*
 * Changes asked of the system that leads a value, and who owns that system.
 *
 *            ┌──▶ refused
 *   open ────┼──▶ withdrawn            by who asked
 *            ├──▶ accepted ──▶ applied when the source delivers the value
 *            └──▶ applied
 *
 * A proposal hangs on a mention as a choice does (store/choice.h); each step
 * is a fact of its own, and the last one stands.
 */
#pragma once

#include "store/choice.h"

enum proposal_state {
    PROPOSAL_OPEN = 1,
    PROPOSAL_ACCEPTED,
    PROPOSAL_REFUSED,
    PROPOSAL_WITHDRAWN,
    PROPOSAL_APPLIED,
    PROPOSAL_STATES,
};
const char *proposal_state_name(enum proposal_state state); /* "open" */
bool proposal_state_read(struct text name, enum proposal_state *ret);

struct proposal {
    uint64_t id; /* printed with letter V (voorstel) */
    struct mention_id mention;
    struct text field, value, was;
    uint32_t source_id;   /* that leads, and is asked */
    struct text asked_by; /* source on whose behalf */
    struct text reason, author;
    int64_t recorded_ms;
    enum proposal_state state;
    struct text state_reason, state_author; /* empty while open */
    int64_t state_ms;
};

enum status store_proposal_put(struct store *store, const struct proposal *proposal, uint64_t *ret_id,
                               struct error *err);
/* STATUS_CONFLICT when it does not lead from the state there is to this one. */
enum status store_proposal_step(struct store *store, uint64_t id, enum proposal_state state, struct text reason,
                                struct text author, int64_t now_ms, struct error *err);
enum status store_proposal_get(struct store *store, uint64_t id, int64_t until_ms, struct arena *arena,
                               struct proposal *ret, struct error *err); /* STATUS_NOT_FOUND */
/* In order of asking. */
enum status store_proposals(struct store *store, int64_t until_ms, struct arena *arena, struct proposal **ret,
                            size_t *ret_count, struct error *err);
/* Was a system ever asked for a change, or told of a customer? */
enum status store_anything_asked(struct store *store, bool *ret, struct error *err);
enum status store_party_proposals(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                                  struct proposal **ret, size_t *ret_count, struct error *err);

/* Who answers for a source: a user's name, empty for nobody. Nothing is added when it is that already. */
enum status store_source_owner_put(struct store *store, uint32_t source_id, struct text owner, struct text author,
                                   int64_t now_ms, struct error *err);
enum status store_source_owner(struct store *store, uint32_t source_id, int64_t until_ms, struct arena *arena,
                               struct text *ret, struct error *err);
