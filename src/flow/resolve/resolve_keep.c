/*
 * What a resolve leaves among the facts: which mention went to which party,
 * what became of ids, the model, and which facts the view is made of.
 *
 * It goes in at the end, in a short transaction: others write facts while a
 * view is being made.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>

#include "flow/resolve/kept_model.h"
#include "flow/resolve/resolve_inside.h"
#include "store/history.h"

static enum status put_identities(struct resolve *resolve, enum party_kind kind, struct error *err)
{
    const struct identity_plan *plan = &resolve->plans[kind];
    enum status status = STATUS_OK;
    if (plan->assignments.len)
        status = store_assignments_put(resolve->store, resolve->run, plan->assignments.ptr, plan->assignments.len, err);
    for (size_t i = 0; i < plan->changes.len && status == STATUS_OK; i++) {
        const struct identity_change *change = &plan->changes.ptr[i];
        status = store_identity_event_put(resolve->store, resolve->run, change->event, change->party, change->other,
                                          resolve->job->now_ms, err);
    }
    return status;
}

/* Which records the view knows, so that fsck can tell what waits from what is wrong. */
static enum status put_view(struct resolve *resolve, struct error *err)
{
    char body[24];
    uint64_t version = 0;
    snprintf(body, sizeof(body), "%" PRIu64, resolve->newest_seq);
    enum status status = store_ruleset_put(resolve->store, TEXT("view"), TEXT("default"), text_from(body),
                                           TEXT("resolve"), resolve->job->now_ms, &version, err);
    struct said_state said = said_state_of(&resolve->corpus.said);
    if (status == STATUS_OK)
        status = store_ruleset_put(resolve->store, TEXT("view"), TEXT("said"), text_from(said.s), TEXT("resolve"),
                                   resolve->job->now_ms, &version, err);
    snprintf(body, sizeof(body), "%" PRId64, resolve->newest_ms);
    if (status == STATUS_OK)
        status = store_ruleset_put(resolve->store, TEXT("view"), TEXT("moment"), text_from(body), TEXT("resolve"),
                                   resolve->job->now_ms, &version, err);
    if (status == STATUS_OK)
        status = store_view_made_put(resolve->store, resolve->newest_seq, resolve->job->now_ms, err);
    return status;
}

enum status resolve_keep_identities(struct resolve *resolve, struct error *err)
{
    enum status status = STATUS_OK;
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_HOUSEHOLD && status == STATUS_OK; kind++)
        status = put_identities(resolve, kind, err);
    for (size_t i = 0; i < resolve->ended.len && status == STATUS_OK; i++)
        status = store_assignment_end(resolve->store, resolve->run, (struct mention_id){ resolve->ended.ptr[i] }, err);
    return status;
}

enum status resolve_keep(struct resolve *resolve, struct error *err)
{
    enum status status = resolve_keep_identities(resolve, err);
    if (status == STATUS_OK && resolve->report->trained)
        status = kept_model_put(resolve->store, buf_text(&resolve->model), resolve->report->records,
                                resolve->job->now_ms, err);
    return status == STATUS_OK ? put_view(resolve, err) : status;
}
