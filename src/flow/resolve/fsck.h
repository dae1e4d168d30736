/*
 * Is the store what the facts say it is?
 *
 * First the structure (store_check: versions, links, redirects, audit chain,
 * indexes), then by making again: every mention of every record has its link
 * and no link is without mention; every person's and organisation's profile,
 * roles and search keys are, byte for byte, what their records give now.
 *
 * Households are not made again: of each it is looked whether it has two
 * members at least and whether all are persons who are there.  A mapping that
 * changed since the last resolve (also by dates it learnt) shows as problems
 * until the next one.
 *
 * Imports since the last resolve are not disorder: when records are newer
 * than the view, what hangs on them is told apart (stale), not as a problem.
 */
#pragma once

#include "flow/job/job.h"
#include "store/store.h"

enum { FSCK_QUICK_EVERY = 50 }; /* with quick, one party in so many is made again */

struct fsck_report {
    uint64_t problems;
    uint64_t stale; /* parties and mentions that wait for a resolve */
    uint64_t parties_checked;
    struct digest state; /* store_state_digest */
    double seconds;
};

/* Each problem is told once; what is a sentence, id the id it is about. */
enum status fsck_run(struct store *store, const struct job *job, bool quick,
                     void (*problem)(void *ctx, const char *what, const char *id), void *ctx, struct fsck_report *ret,
                     struct error *err);
