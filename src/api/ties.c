/*
 * GET and POST /api/v1/parties/{id}/ties, POST /api/v1/ties/{id}/withdrawal,
 * POST /api/v1/ties/{id}/end, POST /api/v1/parties/{id}/split and join, GET /api/v1/parties/{id}/path/{other}
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/view/ties.h"

#include "flow/job/day.h"
#include "flow/view/household_move.h"

#include "api/api_routes.h"

enum { WORD_BYTES_MAX = 40, LEAVING_BYTES_MAX = 1000 };

enum status api_list_ties(struct api_call *call, struct error *err)
{
    struct party_id id;
    struct job job = api_job(call);
    struct text day = http_query(call->request, "as_of");
    int64_t at_ms = STORE_NOW;
    if (!api_read_party(call, &id))
        return api_bad_party(call);
    if (day.ptr && !day_read(day, &at_ms))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "as_of is een dag (2026-03-01) of een tijdstip (2026-03-01T12:00:00Z).",
                                  "as_of is a day (2026-03-01) or a moment (2026-03-01T12:00:00Z)."));
    enum status status = ties_view(call->store, &job, id, at_ms, &call->json, err);
    return status == STATUS_NOT_FOUND ? api_no_party(call) : status;
}

static enum status put_made(struct api_call *call, const struct tie_report *report, int code, bool resolve,
                            struct error *err)
{
    call->audit_object = arena_copy(call->request->arena, text_from(id_text_of('T', report->id).s));
    enum status status = api_audit(call, err);
    call->reply->status = code;
    json_object(&call->json);
    json_put_str(&call->json, "tie", id_text_of('T', report->id).s);
    json_put(&call->json, "sentence", report->sentence);
    api_put_job(call, resolve);
    json_end(&call->json);
    return status;
}

enum status api_create_tie(struct api_call *call, struct error *err)
{
    struct tie_asked asked = { .a = call->match.params[0] };
    struct tie_report report = { 0 };
    struct job job = api_job(call);
    struct party_id id;
    bool resolve = false;
    if (!party_id_read(asked.a, &id))
        return api_bad_party(call);
    const struct body_want wants[] = {
        BODY_NEEDED("other", WORD_BYTES_MAX, &asked.b),
        BODY_NEEDED("kind", WORD_BYTES_MAX, &asked.kind),
        BODY_TEXT_IF("title", TIE_TITLE_BYTES_MAX, &asked.title),
        BODY_TEXT_IF("part", WORD_BYTES_MAX, &asked.part),
        BODY_TEXT_IF("since", WORD_BYTES_MAX, &asked.since),
        BODY_TEXT_IF("until", WORD_BYTES_MAX, &asked.until),
        BODY_NEEDED("reason", TIE_REASON_BYTES_MAX, &asked.reason),
        BODY_TEXT_IF("department", TIE_TITLE_BYTES_MAX, &asked.department),
        BODY_TEXT_IF("email", TIE_TITLE_BYTES_MAX, &asked.email),
        BODY_TEXT_IF("phone", TIE_TITLE_BYTES_MAX, &asked.phone),
        BODY_TEXT_IF("address", TIE_TITLE_BYTES_MAX, &asked.address),
        BODY_TEXT_IF("instead_of", WORD_BYTES_MAX, &asked.instead_of),
        BODY_BOOL_IF("resolve", &resolve),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = api_as_invalid(tie_add(call->store, &job, &asked, call->request->arena, &report, err));
    return status == STATUS_OK ? put_made(call, &report, 201, resolve, err) : status;
}

static enum status no_tie_id(struct api_call *call)
{
    return api_refuse(call, PROBLEM_BAD_PARAMETER,
                      api_say(call, "Dit is geen nummer van een band.", "This is no id of a tie."));
}

enum status api_withdraw_tie(struct api_call *call, struct error *err)
{
    struct tie_report report = { 0 };
    struct job job = api_job(call);
    struct text reason = TEXT_EMPTY;
    bool resolve = false;
    uint64_t id;
    if (!api_read_id(call, 'T', &id))
        return no_tie_id(call);
    const struct body_want wants[] = {
        BODY_NEEDED("reason", TIE_REASON_BYTES_MAX, &reason),
        BODY_BOOL_IF("resolve", &resolve),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = api_as_invalid(tie_withdraw(call->store, &job, id, reason, &report, err));
    return status == STATUS_OK ? put_made(call, &report, 200, resolve, err) : status;
}

enum status api_end_tie(struct api_call *call, struct error *err)
{
    struct tie_report report = { 0 };
    struct job job = api_job(call);
    struct text until = TEXT_EMPTY, reason = TEXT_EMPTY;
    bool resolve = false;
    uint64_t id;
    if (!api_read_id(call, 'T', &id))
        return no_tie_id(call);
    const struct body_want wants[] = {
        BODY_NEEDED("until", WORD_BYTES_MAX, &until),
        BODY_NEEDED("reason", TIE_REASON_BYTES_MAX, &reason),
        BODY_BOOL_IF("resolve", &resolve),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = api_as_invalid(tie_end(call->store, &job, id, until, reason, call->request->arena, &report, err));
    return status == STATUS_OK ? put_made(call, &report, 201, resolve, err) : status;
}

typedef enum status move_fn(struct store *, const struct job *, const struct household_move *, struct arena *,
                            struct text *, struct error *);

static enum status move_household(struct api_call *call, const char *who, move_fn *move, struct error *err)
{
    struct text persons[HOUSEHOLD_MOVERS_MAX], rest = TEXT_EMPTY, sentence = TEXT_EMPTY;
    struct household_move asked = { .household = call->match.params[0], .persons = persons };
    struct job job = api_job(call);
    struct party_id id;
    bool resolve = false;
    if (!party_id_read(asked.household, &id))
        return api_bad_party(call);
    const struct body_want wants[] = {
        BODY_NEEDED(who, LEAVING_BYTES_MAX, &rest),
        BODY_TEXT_IF("at", WORD_BYTES_MAX, &asked.at),
        BODY_NEEDED("reason", TIE_REASON_BYTES_MAX, &asked.reason),
        BODY_BOOL_IF("resolve", &resolve),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    asked.resolve_after = resolve;
    while (asked.persons_count < HOUSEHOLD_MOVERS_MAX && text_next(&rest, ',', &persons[asked.persons_count])) {
        persons[asked.persons_count] = text_trim(persons[asked.persons_count]);
        asked.persons_count++;
    }
    if (status == STATUS_OK)
        status = api_as_invalid(move(call->store, &job, &asked, call->request->arena, &sentence, err));
    if (status != STATUS_OK)
        return status;
    call->audit_object = arena_copy(call->request->arena, text_from(party_id_text(id).s));
    status = api_audit(call, err);
    call->reply->status = 201;
    json_object(&call->json);
    json_put(&call->json, "sentence", sentence);
    api_put_job(call, resolve);
    json_end(&call->json);
    return status;
}

enum status api_split_household(struct api_call *call, struct error *err)
{
    return move_household(call, "leaving", household_split, err);
}

enum status api_join_household(struct api_call *call, struct error *err)
{
    return move_household(call, "joining", household_join, err);
}

enum status api_get_path(struct api_call *call, struct error *err)
{
    struct party_id a, b;
    struct job job = api_job(call);
    if (!party_id_read(call->match.params[0], &a) || !party_id_read(call->match.params[1], &b))
        return api_bad_party(call);
    call->audit_object = arena_printf(call->request->arena, "%s %s", party_id_text(a).s, party_id_text(b).s);
    enum status status = path_view(call->store, &job, a, b, &call->json, err);
    return status == STATUS_NOT_FOUND ? api_no_party(call) : status;
}
