/*
 * GET /api/v1/traits, POST /api/v1/parties/{id}/traits, POST /api/v1/traits/{id}/withdrawal
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "flow/steward/traits.h"

enum { ID_BYTES_MAX = 40, DATE_BYTES_MAX = 10, REASON_BYTES_MAX = 1000 };

static enum status put_id(struct api_call *call, uint64_t id, bool withdrawn)
{
    json_object(&call->json);
    json_put_str(&call->json, "id", id_text_of('K', id).s);
    json_put_bool(&call->json, "withdrawn", withdrawn);
    json_end(&call->json);
    return STATUS_OK;
}

enum status api_list_traits(struct api_call *call, struct error *err)
{
    return view_traits_used(call->store, &call->json, err);
}

enum status api_create_trait(struct api_call *call, struct error *err)
{
    struct trait_asked asked = { .party = call->match.params[0] };
    struct job job = api_job(call);
    struct party_id party;
    uint64_t id = 0;
    if (!party_id_read(asked.party, &party))
        return api_bad_party(call);
    const struct body_want wants[] = {
        BODY_NEEDED("name", TRAIT_NAME_BYTES_MAX, &asked.name),
        BODY_NEEDED("value", TRAIT_VALUE_BYTES_MAX, &asked.value),
        BODY_TEXT_IF("at", ID_BYTES_MAX, &asked.at),
        BODY_TEXT_IF("since", DATE_BYTES_MAX, &asked.since),
        BODY_TEXT_IF("until", DATE_BYTES_MAX, &asked.until),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
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
    struct job job = api_job(call);
    struct text reason = TEXT_EMPTY;
    uint64_t id = 0;
    if (!api_read_id(call, 'K', &id))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een kenmerk.", "This is no id of a trait."));
    const struct body_want wants[] = {
        BODY_NEEDED("reason", REASON_BYTES_MAX, &reason),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = trait_withdraw(call->store, &job, id, reason, err);
    if (status != STATUS_OK)
        return status;
    return put_id(call, id, true);
}
