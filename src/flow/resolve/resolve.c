/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/resolve/resolve.h"

#include <stdlib.h>

#include "base/log.h"
#include "base/scoped.h"
#include "flow/forgotten/erased.h"
#include "flow/job/settings.h"
#include "flow/outbox/hand_over.h"
#include "flow/outbox/proposals.h"
#include "flow/resolve/resolve_inside.h"
#include "os/relay.h"
#include "store/change.h"

#define KEPT_BYTES_MAX ((size_t)8 << 30) /* names and addresses of residents */

void resolve_part_done(struct resolve *resolve)
{
    matcher_close(&resolve->matcher);
    file_unmap(&resolve->packed_bytes);
    file_close(&resolve->packed);
    vec_done(&resolve->seen);
    vec_done(&resolve->couples);
    free(resolve->links);
    vec_done(&resolve->known);
    vec_done(&resolve->before);
    vec_done(&resolve->ended);
    buf_done(&resolve->model);
    vec_done(&resolve->homes);
    vec_done(&resolve->business);
    vec_done(&resolve->called);
    arena_done(&resolve->kept);
    free(resolve->organisation_names);
    free(resolve->seats);
    match_model_close(&resolve->used);
    vec_done(&resolve->changes.records);
    vec_done(&resolve->changes.called);
    vec_done(&resolve->changes.findings);
    vec_done(&resolve->changes.touched_list);
    map_done(&resolve->changes.dropped);
    map_done(&resolve->changes.touched);
    map_done(&resolve->changes.names);
    map_done(&resolve->changes.households);
    for (int kind = 0; kind < PARTY_HOUSEHOLD; kind++)
        free(resolve->changes.dirty[kind]);
    for (int kind = 0; kind <= PARTY_HOUSEHOLD; kind++) {
        identity_plan_done(&resolve->plans[kind]);
        free(resolve->starts[kind]);
        free(resolve->members[kind]);
        free(resolve->clusters[kind].by_party);
    }
}

static void resolve_done(struct resolve *resolve)
{
    corpus_close(&resolve->corpus);
    resolve_part_done(resolve);
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
        status = resolve_base(resolve, err);
    if (status == STATUS_OK)
        status = settings_rules_off(resolve->store, &options.without_rules, err);
    if (status == STATUS_OK)
        status = matcher_open(&options, &resolve->matcher, err);
    for (uint32_t i = 0; i < resolve->corpus.sources_count && status == STATUS_OK; i++)
        if (resolve->corpus.sources[i].one_per_party)
            status = matcher_clean_source(resolve->matcher, i, err);
    if (status == STATUS_OK && resolve->used)
        matcher_use_model(resolve->matcher, resolve->used);
    if (status == STATUS_OK && resolve->whole)
        status = store_derived_begin(resolve->store, err);
    if (status == STATUS_OK)
        status = resolve_read(resolve, err);
    resolve->newest_ms = resolve_moment(resolve->newest_ms);
    resolve->corpus.leading.as_of_ms = resolve->newest_ms;
    if (status == STATUS_OK)
        status = resolve_match(resolve, err);
    if (status == STATUS_OK && resolve->restart)
        return STATUS_OK;
    if (status == STATUS_OK)
        status = resolve_golden(resolve, err);
    if (status == STATUS_OK)
        status = resolve_households(resolve, err);
    if (status == STATUS_OK)
        status = resolve_base_put(resolve, err);
    return status;
}

struct ending {
    struct store *store;
    int threads;
    enum status status;
    struct error err;
};

static void work_ending(void *ctx, void *item)
{
    struct ending *ending = item;
    ending->status = store_derived_finish(ending->store, ending->threads, &ending->err);
}

/* The view is whole but for its search and indexes: those are made beside the writing of facts. */
static enum status finish(struct resolve *resolve, struct store_tx *tx, struct error *err)
{
    struct stopwatch watch = stopwatch_start();
    struct ending ending = { .store = resolve->store, .threads = resolve->job->threads };
    SCOPED(relay_close)
    struct relay *relay =
        relay_open(store_view_is_apart(resolve->store) && resolve->job->threads > 1, work_ending, NULL);
    tell(&resolve->teller, "write", 0, 0);
    enum status status = relay ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "no memory for the end of the view");
    if (status == STATUS_OK && resolve->whole)
        status = store_derived_full(resolve->store, err);
    if (status == STATUS_OK && resolve->whole)
        relay_give(relay, &ending);
    if (status == STATUS_OK)
        status = store_view_facts(tx, err);
    if (status == STATUS_OK)
        status = resolve_keep(resolve, err);
    if (relay)
        relay_wait(relay);
    if (status == STATUS_OK && ending.status != STATUS_OK) {
        status = ending.status;
        if (err)
            *err = ending.err;
    }
    if (status == STATUS_OK)
        status = store_commit(tx, err);
    stopwatch_read(&watch, &resolve->report->seconds_write, &resolve->report->cpu_write);
    return status;
}

/* What is told of a whole view is counted on the way; of one that was changed, afterwards. */
static enum status count_all(struct resolve *resolve, struct error *err)
{
    struct store_counts counts = { 0 };
    enum status status = resolve->whole ? STATUS_OK : store_change_flush(resolve->store, err);
    if (status == STATUS_OK && !resolve->whole)
        status = store_count(resolve->store, &counts, err);
    if (status == STATUS_OK && !resolve->whole)
        resolve->report->roles = counts.roles;
    return status;
}

enum how { AS_NEEDED, WHOLE, RETRAIN };

/* *ret_again: all of the view must be made, which showed only on the way. */
static enum status attempt(struct store *store, const struct job *job, enum how how, struct resolve_report *ret,
                           bool *ret_again, struct error *err)
{
    struct stopwatch watch = stopwatch_start();
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    SCOPED(resolve_done)
    struct resolve resolve = { .store = store,
                               .tx = &tx,
                               .job = job,
                               .retrain = how == RETRAIN,
                               .whole = how != AS_NEEDED,
                               .corpus = CORPUS_CLOSED,
                               .packed = FILE_CLOSED,
                               .report = ret,
                               .teller = { .job = job },
                               .kept = ARENA_UP_TO(KEPT_BYTES_MAX),
                               .called_lock = PTHREAD_MUTEX_INITIALIZER };
    *ret = (struct resolve_report){ 0 };
    enum status status = store_view_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = steps(&resolve, err);
    *ret_again = status == STATUS_OK && resolve.restart;
    if (*ret_again)
        return STATUS_OK;
    if (status == STATUS_OK)
        status = count_all(&resolve, err);
    if (status == STATUS_OK)
        status = finish(&resolve, &tx, err);
    ret->whole = resolve.whole;
    stopwatch_read(&watch, &ret->seconds, &ret->cpu);
    return status;
}

static enum status run(struct store *store, const struct job *job, enum how how, struct resolve_report *ret,
                       struct error *err)
{
    bool again = false;
    enum status status = attempt(store, job, how, ret, &again, err);
    if (again)
        status = attempt(store, job, WHOLE, ret, &again, err);
    if (status == STATUS_OK)
        log_event(LOG_INFO, "resolve_done", "records=%llu persons=%llu organisations=%llu households=%llu made=%llu",
                  (unsigned long long)ret->records, (unsigned long long)ret->persons,
                  (unsigned long long)ret->organisations, (unsigned long long)ret->households,
                  (unsigned long long)ret->parties_made);
    return status;
}

/* Whoever was erased is out of the view now, so the files can be cleaned; a reader may make that wait. */
static enum status settle_erasures(struct store *store, const struct job *job, bool view_too, struct error *err)
{
    struct error why = ERROR_NONE;
    enum status status = erased_settle(store, job->now_ms, (struct erased_files){ .view = view_too }, &why);
    if (status == STATUS_CONFLICT)
        return STATUS_OK;
    if (status != STATUS_OK && err)
        *err = why;
    return status;
}

/*
 * A proposal whose value a source delivered is done with, and so is a customer it was told of; only now is a new
 * record known to be of the party.  Where a customer's number came back on somebody else, the two are one after all.
 */
static enum status run_and_settle(struct store *store, const struct job *job, enum how how, struct resolve_report *ret,
                                  struct error *err)
{
    uint64_t applied = 0, decided = 0, erased = 0;
    bool follows = false;
    enum status status = store_erasures_open(store, &erased, err);
    if (status == STATUS_OK && erased)
        status = erased_view_follows(store, &follows, err);
    if (status == STATUS_OK)
        status = run(store, job, erased && !follows ? RETRAIN : how, ret, err);
    if (status == STATUS_OK && erased)
        status = settle_erasures(store, job, !ret->whole, err);
    if (status == STATUS_OK)
        status = proposals_settle(store, job, 0, &applied, err);
    if (status == STATUS_OK)
        status = hand_overs_settle(store, job, &decided, err);
    return status == STATUS_OK && decided ? run(store, job, how, ret, err) : status;
}

enum status resolve_run(struct store *store, const struct job *job, struct resolve_report *ret, struct error *err)
{
    return run_and_settle(store, job, AS_NEEDED, ret, err);
}

enum status resolve_retrain(struct store *store, const struct job *job, struct resolve_report *ret, struct error *err)
{
    return run_and_settle(store, job, RETRAIN, ret, err);
}

enum status rebuild_run(struct store *store, const struct job *job, struct resolve_report *ret, struct error *err)
{
    return run_and_settle(store, job, WHOLE, ret, err);
}
