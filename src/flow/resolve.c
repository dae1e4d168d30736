/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/resolve.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/scoped.h"
#include "flow/hand_over.h"
#include "flow/proposals.h"
#include "flow/resolve_inside.h"
#include "flow/settings.h"

#define KEPT_BYTES_MAX ((size_t)8 << 30) /* names and addresses of residents */

static void resolve_done(struct resolve *resolve)
{
    corpus_close(&resolve->corpus);
    matcher_close(&resolve->matcher);
    vec_done(&resolve->seen);
    vec_done(&resolve->couples);
    vec_done(&resolve->known);
    vec_done(&resolve->before);
    vec_done(&resolve->ended);
    buf_done(&resolve->model);
    vec_done(&resolve->homes);
    vec_done(&resolve->business);
    arena_done(&resolve->kept);
    free(resolve->organisation_names);
    for (int kind = 0; kind <= PARTY_HOUSEHOLD; kind++) {
        identity_plan_done(&resolve->plans[kind]);
        free(resolve->starts[kind]);
        free(resolve->members[kind]);
    }
}

static enum status steps(struct resolve *resolve, struct error *err)
{
    const struct job *job = resolve->job;
    struct match_options options = { .threads = job->threads,
                                     .progress = job->progress,
                                     .progress_ctx = job->progress_ctx };
    enum status status = corpus_open(resolve->store, job, &resolve->corpus, err);
    if (status == STATUS_OK)
        status = corpus_read_registers(resolve->store, &resolve->corpus, err);
    if (status == STATUS_OK)
        status = settings_rules_off(resolve->store, &options.without_rules, err);
    if (status == STATUS_OK)
        status = matcher_open(&options, &resolve->matcher, err);
    for (uint32_t i = 0; i < resolve->corpus.sources_count && status == STATUS_OK; i++)
        if (resolve->corpus.sources[i].one_per_party)
            status = matcher_clean_source(resolve->matcher, i, err);
    if (status == STATUS_OK)
        status = store_derived_begin(resolve->store, err);
    if (status == STATUS_OK)
        status = resolve_read(resolve, err);
    resolve->corpus.leading.as_of_ms = resolve->newest_ms;
    if (status == STATUS_OK)
        status = resolve_match(resolve, err);
    if (status == STATUS_OK)
        status = resolve_golden(resolve, err);
    if (status == STATUS_OK)
        status = resolve_households(resolve, err);
    return status;
}

/* The view is whole but for its indexes; from here on the facts are written. */
static enum status finish(struct resolve *resolve, struct store_tx *tx, struct error *err)
{
    struct stopwatch watch = stopwatch_start();
    tell(&resolve->teller, "write", 0, 0);
    enum status status = store_derived_end(resolve->store, err);
    if (status == STATUS_OK)
        status = store_view_facts(tx, err);
    if (status == STATUS_OK)
        status = resolve_keep(resolve, err);
    if (status == STATUS_OK)
        status = store_commit(tx, err);
    stopwatch_read(&watch, &resolve->report->seconds_write, &resolve->report->cpu_write);
    return status;
}

static enum status run(struct store *store, const struct job *job, struct resolve_report *ret, struct error *err)
{
    struct stopwatch watch = stopwatch_start();
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    SCOPED(resolve_done)
    struct resolve resolve = { .store = store,
                               .job = job,
                               .corpus = CORPUS_CLOSED,
                               .report = ret,
                               .teller = { .job = job },
                               .kept = ARENA_UP_TO(KEPT_BYTES_MAX) };
    *ret = (struct resolve_report){ 0 };
    enum status status = store_view_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = steps(&resolve, err);
    if (status == STATUS_OK)
        status = finish(&resolve, &tx, err);
    stopwatch_read(&watch, &ret->seconds, &ret->cpu);
    if (status == STATUS_OK)
        log_event(LOG_INFO, "resolve_done", "records=%llu persons=%llu organisations=%llu households=%llu",
                  (unsigned long long)ret->records, (unsigned long long)ret->persons,
                  (unsigned long long)ret->organisations, (unsigned long long)ret->households);
    return status;
}

/*
 * A proposal whose value a source delivered is done with, and so is a customer it was told of; only now is a new
 * record known to be of the party.  Where a customer's number came back on somebody else, the two are one after all.
 */
static enum status run_and_settle(struct store *store, const struct job *job, struct resolve_report *ret,
                                  struct error *err)
{
    uint64_t applied = 0, decided = 0;
    enum status status = run(store, job, ret, err);
    if (status == STATUS_OK)
        status = proposals_settle(store, job, 0, &applied, err);
    if (status == STATUS_OK)
        status = hand_overs_settle(store, job, &decided, err);
    return status == STATUS_OK && decided ? run(store, job, ret, err) : status;
}

enum status resolve_run(struct store *store, const struct job *job, struct resolve_report *ret, struct error *err)
{
    return run_and_settle(store, job, ret, err);
}

/* Every resolve makes its tables anew beside the old ones, so what stood there cannot have helped. */
enum status rebuild_run(struct store *store, const struct job *job, struct resolve_report *ret, struct error *err)
{
    return run_and_settle(store, job, ret, err);
}
