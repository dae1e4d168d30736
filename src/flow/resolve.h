/*
 * Facts to the view: normalise, match, give ids, choose golden values, write the derived tables.
 *
 * One transaction: a stopped resolve leaves the view as it was.  The outcome
 * is a function of the facts alone (flow-1), whatever the threads.
 */
#pragma once

#include "flow/job.h"
#include "store/store.h"

struct resolve_report {
    char drift[400]; /* weights of the model that moved most since the one before; "" when none did */
    uint64_t records, mentions, persons, organisations, households, roles, duplicates, reviews, findings;
    uint64_t pairs_scored, parties_given, parties_redirected;
    double seconds_read, seconds_match, seconds_golden, seconds_write, seconds;
    double cpu_read, cpu_match, cpu_golden, cpu_write, cpu; /* seconds of processor, all threads */
};

enum status resolve_run(struct store *store, const struct job *job, struct resolve_report *ret, struct error *err);
/* The same, with the derived tables dropped first: proves that they hang on facts only. */
enum status rebuild_run(struct store *store, const struct job *job, struct resolve_report *ret, struct error *err);
