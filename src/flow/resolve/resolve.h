/*
 * Facts to the view: normalise, match, give ids, choose golden values, write the derived tables.
 *
 * A stopped resolve leaves the view as it was.  The outcome is a function of
 * the facts alone (flow-1), whatever the threads.
 *
 * The model that was trained is one of the facts: it is kept, and used again,
 * until there are twice as many records as it was trained on (or another kind
 * of column, or somebody asks).  While model and rules stay and little came in,
 * only what changed is made and written again; the outcome is the same as that
 * of rebuild_run.
 */
#pragma once

#include "flow/job/job.h"
#include "match/match.h"
#include "store/store.h"

struct resolve_report {
    char drift[400]; /* weights of the model that moved most since the one before; "" when none did */
    uint64_t records, mentions, persons, organisations, households, roles, duplicates, reviews, findings;
    uint64_t pairs_scored, parties_given, parties_redirected;
    struct match_stats matching; /* what was left out, and why */
    uint64_t parties_made;       /* written by this run: all of them, or those that changed */
    bool whole, trained;         /* the view was made anew; the model too */
    double seconds_read, seconds_match, seconds_golden, seconds_households, seconds_write, seconds;
    /* seconds of processor, all threads */
    double cpu_read, cpu_match, cpu_golden, cpu_households, cpu_write, cpu;
};

enum status resolve_run(struct store *store, const struct job *job, struct resolve_report *ret, struct error *err);
/* The same, after training anew on all there is. */
enum status resolve_retrain(struct store *store, const struct job *job, struct resolve_report *ret, struct error *err);
/* The same, with all of the view made anew beside the old one: proves that it hangs on facts only. */
enum status rebuild_run(struct store *store, const struct job *job, struct resolve_report *ret, struct error *err);
