/*
 * Telling other systems of a customer, and knowing that they heard.
 *
 *   a step of stage puts a line in the outbox           open
 *   hand_overs_export carries it there as CSV           sent
 *   the system says what the customer is called there,
 *   or delivers a record that carries the number        acknowledged
 *
 * What the other system calls the customer is then decided to be the same
 * party, so both keep one customer number.
 *
 * HandOverList
 *   { "hand_overs": [HandOver] }                newest first
 * HandOver
 *   { "id", "party": {id, name} | null, "source", "number", "state", "key"?, "author", "at", "state_author"?,
 *     "state_at" }
 */
#pragma once

#include "base/json_out.h"
#include "flow/job/job.h"
#include "store/stage.h"

/* What is shown; an empty member asks nothing. */
struct hand_overs_wanted {
    struct text source;
    enum hand_over_state state; /* 0 is every */
};
enum status view_hand_overs(struct store *store, const struct hand_overs_wanted *wanted, struct json_out *json,
                            struct error *err);
enum status view_hand_over(struct store *store, uint64_t id, struct json_out *json, struct error *err);

/*
 * Those open of a source as CSV with a header, with the golden values a system
 * needs to open an account; they become sent.  again: those sent before too.
 */
enum status hand_overs_export(struct store *store, const struct job *job, struct text source, bool again,
                              struct buf *buf, uint64_t *ret_count, struct error *err);

/* A person, or the other system by the API. key: with acknowledged, what the customer is called there. */
enum status hand_over_answer(struct store *store, const struct job *job, uint64_t id, enum hand_over_state state,
                             struct text key, struct error *err);

/*
 * Which hand-overs did the records that came in answer?  After a resolve.
 * *ret_decided: in how many cases the record was in another party and was
 * decided to be the same; then resolve again.
 */
enum status hand_overs_settle(struct store *store, const struct job *job, uint64_t *ret_decided, struct error *err);

/* Inside flow/: one as JSON. */
struct view;
void hand_over_put(struct view *view, const struct hand_over *hand_over, struct json_out *json);
