/*
 * When something of a party changed: which of the views that were made differ
 * from the one before in what this party is made of.
 *
 * Of a party count: the record versions of every mention it ever had, where
 * those mentions went, what was chosen on them, and the rules it is made by.
 * A view in this list may still show the same party; one that is not in it
 * shows the same for certain (moments-1).
 */
#pragma once

#include "base/vec.h"
#include "flow/job/job.h"
#include "store/history.h"

enum { MOMENTS_MENTIONS_MAX = 5000 /* ever in one party */ };

struct moments {
    struct arena arena;
    struct store *store;
    struct party_id party;
    const struct view_made *views; /* all, oldest first */
    size_t views_count;
    VEC(uint32_t) changed;             /* places in views, ascending */
    VEC(struct assignment_run) moves;  /* of its mentions, into it and out of it, in order of run and mention */
    VEC(struct choice_told) choices;   /* on its mentions */
    VEC(struct ruleset_head) rulesets; /* that it is made by, newest first */
    struct identity_told *told;        /* what became of the id, oldest first */
    size_t told_count;
};

#define MOMENTS_BYTES_MAX ((size_t)512 * 1024 * 1024)
#define MOMENTS_CLOSED    ((struct moments){ .arena = ARENA_UP_TO(MOMENTS_BYTES_MAX) })

/* STATUS_LIMIT for a party that had more mentions than MOMENTS_MENTIONS_MAX. */
enum status moments_find(struct store *store, struct party_id party, struct moments *ret, struct error *err);
void moments_done(struct moments *moments);
