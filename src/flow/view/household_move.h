/*
 * Somebody leaves a household, or comes to live in it, because people say so.
 *
 *   split   who leaves is said to live apart from each who stays, from a day on
 *   join    who comes is said to live together with each who is there, from a day on; what was said of
 *           living apart from them held until that day
 *
 * The rest follows at the next resolve.  Who keeps what:
 *   - the id stays with the larger part, with those who stay when both are as large (flow/resolve/identity.h);
 *   - the address is the home that the sources of who stays give; nobody's own address changes by this;
 *   - status, classification and traits of the household go with its id, those of a person with the person;
 *   - contracts, orders and contact moments hang on records and stay with whose records they are; those of the
 *     household itself with the larger part (store/house_anchor.h).
 */
#pragma once

#include "base/arena.h"
#include "flow/job/job.h"
#include "store/store.h"

enum { HOUSEHOLD_MOVERS_MAX = 64 };

struct household_move {
    struct text household;
    const struct text *persons; /* ids, or source/key */
    size_t persons_count;
    struct text reason, at; /* at: a date; empty: for a split not known, for a join today */
    bool resolve_after;     /* the caller makes the view anew at once */
};
/* STATUS_USAGE with what is wrong with the question. */
enum status household_split(struct store *store, const struct job *job, const struct household_move *asked,
                            struct arena *arena, struct text *ret_sentence, struct error *err);
enum status household_join(struct store *store, const struct job *job, const struct household_move *asked,
                           struct arena *arena, struct text *ret_sentence, struct error *err);
