/*
 * A customer's life in facts: which stage he was put in, the number he was
 * given, and the systems that were told of him.
 *
 * All hang on a mention, as choices do (store/choice.h).  A customer number is
 * drawn once and never given again, also when what it hangs on is gone.  The
 * outbox keeps who was to be told what; each step of telling is a fact.
 *
 *   open ──▶ sent ──▶ acknowledged      sent may be repeated: a file gets lost
 *     └────────┴────▶ withdrawn
 */
#pragma once

#include "store/choice.h"

struct stage_fact {
    uint64_t id; /* counts up; the last of a party stands */
    struct mention_id mention;
    struct text from, to; /* "prospect" */
    struct text reason, author;
    int64_t recorded_ms;
};
/* id is not looked at. */
enum status store_stage_put(struct store *store, const struct stage_fact *fact, struct error *err);
/* Of the mentions a party has in the view, in order. */
enum status store_party_stages(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                               struct stage_fact **ret, size_t *ret_count, struct error *err);

struct customer_number {
    uint64_t number;
    struct text shown; /* with its prefix */
    struct mention_id mention;
    struct text author;
    int64_t recorded_ms;
};
/* The lowest that was never drawn, from first on. */
enum status store_customer_number_next(struct store *store, uint64_t first, uint64_t *ret, struct error *err);
/* STATUS_CONFLICT when it was drawn before. */
enum status store_customer_number_put(struct store *store, const struct customer_number *number, struct error *err);
/* Of the mentions a party has in the view, in order of drawing; the first is its number. */
enum status store_party_customer_numbers(struct store *store, struct party_id party, int64_t until_ms,
                                         struct arena *arena, struct customer_number **ret, size_t *ret_count,
                                         struct error *err);

enum hand_over_state {
    HAND_OVER_OPEN = 1,
    HAND_OVER_SENT,
    HAND_OVER_ACKNOWLEDGED,
    HAND_OVER_WITHDRAWN,
    HAND_OVER_STATES,
};
const char *hand_over_state_name(enum hand_over_state state); /* "open" */
bool hand_over_state_read(struct text name, enum hand_over_state *ret);

struct hand_over {
    uint64_t id; /* printed with letter B (bericht) */
    struct mention_id mention;
    uint32_t source_id; /* who is told */
    struct text number; /* the customer number as shown */
    struct text author;
    int64_t recorded_ms;
    enum hand_over_state state;
    struct text key; /* of acknowledged: what the customer is called there */
    struct text state_author;
    int64_t state_ms;
};
/* As asked: recorded_ms, author, mention, source_id and number are looked at. */
enum status store_hand_over_put(struct store *store, const struct hand_over *hand_over, uint64_t *ret_id,
                                struct error *err);
/* STATUS_CONFLICT when it does not lead from the state there is to this one. */
enum status store_hand_over_step(struct store *store, uint64_t id, enum hand_over_state state, struct text key,
                                 struct text author, int64_t now_ms, struct error *err);
enum status store_hand_over_get(struct store *store, uint64_t id, int64_t until_ms, struct arena *arena,
                                struct hand_over *ret, struct error *err); /* STATUS_NOT_FOUND */
/* In order of asking. */
enum status store_hand_overs(struct store *store, int64_t until_ms, struct arena *arena, struct hand_over **ret,
                             size_t *ret_count, struct error *err);
enum status store_party_hand_overs(struct store *store, struct party_id party, int64_t until_ms, struct arena *arena,
                                   struct hand_over **ret, size_t *ret_count, struct error *err);

/* Cases for review that speak of this party. */
enum status store_party_reviews_count(struct store *store, struct party_id party, uint64_t *ret, struct error *err);
