/*
 * POST /api/v1/matches: is this somebody we know?  Asked by who is about to
 * make a record, so that he need not.  POST /api/v1/sources/{source}/records:
 * the record, kept, and whose it is.
 *
 * The index is one for the whole server, opened at the first question; who
 * asks while it is being made waits for it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"
#include "flow/live.h"

enum { PARTIES_USUAL = 5 };

static enum status open_index(struct api_call *call, const struct job *job, struct live **ret, struct error *err)
{
    struct api *api = call->api;
    enum status status = STATUS_OK;
    pthread_mutex_lock(&api->live_lock);
    if (!api->live)
        status = live_open(call->store, job, &api->live, err);
    *ret = api->live;
    pthread_mutex_unlock(&api->live_lock);
    return status;
}

static enum status read_question(const struct api_call *call, struct live_question *ret, struct error *err)
{
    _Static_assert((int)LIVE_VALUES_MAX >= (int)BODY_MEMBERS_MAX, "a body holds no more than a question");
    for (size_t i = 0; i < call->body.count; i++) {
        const struct body_member *member = &call->body.members[i];
        if (member->kind == BODY_NULL)
            continue;
        if (member->kind != BODY_TEXT && member->kind != BODY_NUMBER)
            return error_set(err, STATUS_INVALID, "member %zu must be a text or a number", i + 1);
        if (member->text.len > LIVE_VALUE_BYTES_MAX || member->name.len > LIVE_VALUE_BYTES_MAX)
            return error_set(err, STATUS_INVALID, "member %zu is longer than %d bytes", i + 1, LIVE_VALUE_BYTES_MAX);
        ret->values[ret->count++] = (struct live_value){ member->name, member->text };
    }
    return ret->count ? STATUS_OK : error_set(err, STATUS_INVALID, "a value at least must be given");
}

enum status api_find_matches(struct api_call *call, struct error *err)
{
    struct live_question question = { 0 };
    struct job job = api_job(call);
    struct live *live = NULL;
    uint64_t limit = PARTIES_USUAL;
    if (!http_query_u64(call->request, "limit", 1, LIVE_PARTIES_MAX, PARTIES_USUAL, &limit))
        return api_refuse(call, PROBLEM_BAD_PARAMETER, api_say(call, "limit is 1 tot en met 20.", "limit is 1 to 20."));
    question.limit = (size_t)limit;
    enum status status = read_question(call, &question, err);
    if (status == STATUS_OK)
        status = open_index(call, &job, &live, err);
    return status == STATUS_OK ? live_ask(live, call->store, &job, &question, &call->json, err) : status;
}

static bool read_truth(struct text t, bool *ret)
{
    *ret = text_equal(t, TEXT("true"));
    return t.len == 0 || *ret || text_equal(t, TEXT("false"));
}

enum status api_put_record(struct api_call *call, struct error *err)
{
    struct live_question values = { 0 };
    struct job job = api_job(call);
    struct live *live = NULL;
    bool resolve = false;
    if (!read_truth(http_query(call->request, "resolve"), &resolve))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "resolve is true of false.", "resolve is true or false."));
    enum status status = read_question(call, &values, err);
    if (status == STATUS_OK)
        status = open_index(call, &job, &live, err);
    json_object(&call->json);
    if (status == STATUS_OK)
        status = live_put(live, call->store, &job, call->match.params[0], &values, &call->json, err);
    if (status != STATUS_OK)
        return status;
    call->audit_object = call->match.params[0];
    status = api_audit(call, err);
    if (status != STATUS_OK)
        return status;
    call->reply->status = 201;
    api_put_job(call, resolve);
    json_end(&call->json);
    return STATUS_OK;
}
