/*
 * POST /api/v1/parties/{id}/traits, POST /api/v1/traits/{id}/withdrawal
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "flow/traits.h"

enum { ID_BYTES_MAX = 40, DATE_BYTES_MAX = 10, REASON_BYTES_MAX = 1000 };

static enum status text_when_given(const struct body *body, const char *name, size_t bytes_max, struct text *ret,
                                   struct error *err)
{
    const struct body_member *member = body_get(body, name);
    return member && member->kind != BODY_ABSENT ? body_text(body, name, bytes_max, ret, err) : STATUS_OK;
}

static enum status put_id(struct api_call *call, uint64_t id, bool withdrawn)
{
    json_object(&call->json);
    json_key(&call->json, "id");
    json_str(&call->json, id_text_of('K', id).s);
    json_key(&call->json, "withdrawn");
    json_bool(&call->json, withdrawn);
    json_end(&call->json);
    return STATUS_OK;
}

enum status api_create_trait(struct api_call *call, struct error *err)
{
    static const char *const members[] = { "name", "value", "at", "since", "until", NULL };
    struct trait_asked asked = { .party = call->match.params[0] };
    struct job job = api_job(call);
    struct party_id party;
    uint64_t id = 0;
    if (!party_id_read(asked.party, &party))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een relatie.", "This is no id of a party."));
    enum status status = body_only(&call->body, members, err);
    if (status == STATUS_OK)
        status = body_text(&call->body, "name", TRAIT_NAME_BYTES_MAX, &asked.name, err);
    if (status == STATUS_OK)
        status = body_text(&call->body, "value", TRAIT_VALUE_BYTES_MAX, &asked.value, err);
    if (status == STATUS_OK)
        status = text_when_given(&call->body, "at", ID_BYTES_MAX, &asked.at, err);
    if (status == STATUS_OK)
        status = text_when_given(&call->body, "since", DATE_BYTES_MAX, &asked.since, err);
    if (status == STATUS_OK)
        status = text_when_given(&call->body, "until", DATE_BYTES_MAX, &asked.until, err);
    if (status == STATUS_OK)
        status = trait_set(call->store, &job, &asked, &id, err);
    if (status != STATUS_OK)
        return status;
    call->audit_object = arena_printf(call->request->arena, "%s %s", party_id_text(party).s, id_text_of('K', id).s);
    call->reply->status = 201;
    return put_id(call, id, false);
}

enum status api_withdraw_trait(struct api_call *call, struct error *err)
{
    static const char *const members[] = { "reason", NULL };
    struct job job = api_job(call);
    struct text reason = TEXT_EMPTY;
    char letter = 0;
    uint64_t id = 0;
    if (!id_read(call->match.params[0], &letter, &id) || letter != 'K')
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een kenmerk.", "This is no id of a trait."));
    enum status status = body_only(&call->body, members, err);
    if (status == STATUS_OK)
        status = body_text(&call->body, "reason", REASON_BYTES_MAX, &reason, err);
    if (status == STATUS_OK)
        status = trait_withdraw(call->store, &job, id, reason, err);
    if (status != STATUS_OK)
        return status;
    call->audit_object = arena_copy(call->request->arena, text_from(id_text_of('K', id).s));
    return put_id(call, id, true);
}
