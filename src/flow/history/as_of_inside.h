/*
 * What as_of.c and as_of_household.c share.  Inside flow/history/as_of*.c only.
 */
#pragma once

#include "flow/history/as_of.h"

#define AS_OF_ARENA_BYTES ((size_t)1 << 30)

static inline int compare_u64(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static inline enum status as_of_no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the view of an earlier day");
}

/* A mention of a party at hand, with the record it stands in. */
struct as_of_place {
    struct mention_id mention;
    struct record_id record;
    unsigned ordinal;
};

struct as_of_places {
    struct as_of *as_of;
    struct party_id party;
    VEC(struct as_of_place) items;
    struct map known; /* mentions asked */
};
void as_of_places_done(struct as_of_places *places);

/* Where a mention was after the last identity run of the view; v 0: nowhere. */
enum status as_of_party_at(struct as_of *as_of, struct mention_id mention, struct assignment_run *ret,
                           struct error *err);
/* A mention's id says which of its record it is: there are few to try. False when it is none of them. */
bool as_of_ordinal(struct mention_id mention, struct record_id record, enum party_kind kind, unsigned *ret);

/* A household from the places of its members. STATUS_NOT_FOUND when it had fewer than two. */
enum status as_of_make_household(struct as_of *as_of, const struct as_of_places *places, struct as_of_party *party,
                                 struct error *err);
