/*
 * POST /api/v1/matches: is this somebody we know?  Asked by who is about to
 * make a record, so that he need not.  POST /api/v1/sources/{source}/records:
 * the record, kept, and whose it is; many in one call, and one taken back.
 *
 * The index is one for the whole server, opened at the first question; who
 * asks while it is being made waits for it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "api/api_routes.h"
#include "api/app.h"
#include "flow/live/live.h"

enum { PARTIES_USUAL = 5 };

enum status api_live(struct api_call *call, const struct job *job, struct live **ret, struct error *err)
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

static enum status read_question(const struct body *body, struct live_question *ret, struct error *err)
{
    _Static_assert((int)LIVE_VALUES_MAX >= (int)BODY_MEMBERS_MAX, "a body holds no more than a question");
    for (size_t i = 0; i < body->count; i++) {
        const struct body_member *member = &body->members[i];
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
    enum status status = read_question(&call->body, &question, err);
    if (status == STATUS_OK)
        status = api_live(call, &job, &live, err);
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
    enum status status = read_question(&call->body, &values, err);
    if (status == STATUS_OK)
        status = api_live(call, &job, &live, err);
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

/* ---- many in one call ---- */

/* The next object of a list of flat ones, and what is behind it. */
static bool next_object(struct text *rest, bool is_first, struct text *ret)
{
    *rest = text_trim(*rest);
    if (!is_first && rest->len && rest->ptr[0] == ',')
        *rest = text_trim(text_from_offset(*rest, 1));
    else if (!is_first)
        return false;
    bool in_text = false;
    for (size_t i = 0; i < rest->len; i++) {
        char c = rest->ptr[i];
        if (in_text && c == '\\')
            i++;
        else if (c == '"')
            in_text = !in_text;
        else if (!in_text && c == '}') {
            *ret = text_slice(*rest, 0, i + 1);
            *rest = text_trim(text_from_offset(*rest, i + 1));
            return true;
        }
    }
    return false;
}

static enum status read_rows(struct api_call *call, struct live_question *rows, size_t *ret_count, struct error *err)
{
    struct text rest = text_trim(call->request->body), object;
    *ret_count = 0;
    if (rest.len < 2 || rest.ptr[0] != '[' || rest.ptr[rest.len - 1] != ']')
        return api_refuse(call, PROBLEM_BAD_REQUEST, NULL);
    rest = text_slice(rest, 1, rest.len - 1);
    while (text_trim(rest).len) {
        struct body body;
        if (*ret_count == LIVE_RECORDS_MAX)
            return error_set(err, STATUS_INVALID, "more than %d records in one call", LIVE_RECORDS_MAX);
        if (!next_object(&rest, *ret_count == 0, &object) ||
            body_read(object, call->request->arena, &body, NULL) != STATUS_OK)
            return api_refuse(call, PROBLEM_BAD_REQUEST, NULL);
        enum status status = read_question(&body, &rows[(*ret_count)++], err);
        if (status != STATUS_OK)
            return error_within(err, status, "record %zu", *ret_count);
    }
    return *ret_count ? STATUS_OK : error_set(err, STATUS_INVALID, "a record at least must be given");
}

enum status api_put_records(struct api_call *call, struct error *err)
{
    struct live_question *rows = arena_array(call->request->arena, struct live_question, LIVE_RECORDS_MAX);
    struct job job = api_job(call);
    struct live *live = NULL;
    size_t count = 0;
    if (!rows)
        return error_set(err, STATUS_NO_MEMORY, "no memory for records");
    memset(rows, 0, LIVE_RECORDS_MAX * sizeof(*rows));
    enum status status = read_rows(call, rows, &count, err);
    if (status != STATUS_OK || count == 0)
        return status;
    status = api_live(call, &job, &live, err);
    json_object(&call->json);
    if (status == STATUS_OK)
        status = live_put_all(live, call->store, &job, call->match.params[0], rows, count, &call->json, err);
    if (status != STATUS_OK)
        return status;
    json_end(&call->json);
    call->audit_object = call->match.params[0];
    call->reply->status = 201;
    return api_audit(call, err);
}

enum status api_remove_record(struct api_call *call, struct error *err)
{
    struct job job = api_job(call);
    struct live *live = NULL;
    enum status status = api_live(call, &job, &live, err);
    json_object(&call->json);
    if (status == STATUS_OK)
        status = live_remove(live, call->store, &job, call->match.params[0], call->match.params[1], &call->json, err);
    if (status != STATUS_OK)
        return status;
    api_put_job(call, false);
    json_end(&call->json);
    call->audit_object = call->match.params[0];
    return api_audit(call, err);
}
