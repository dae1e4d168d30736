/*
 * GET /api/v1/parties, GET /api/v1/parties/{id}, GET /api/v1/parties/{id}/profile
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"
#include "api/page.h"
#include "base/limits.h"
#include "flow/job/day.h"
#include "flow/job/tie_kinds.h"
#include "flow/steward/traits.h"
#include "flow/view/view.h"
#include "lang/utf8.h"

enum { QUERY_CHARS_MAX = 200, HITS_USUAL = 20 };

static bool read_kind(struct text name, enum party_kind *ret)
{
    *ret = 0;
    if (!name.ptr)
        return true;
    for (int k = PARTY_PERSON; k <= PARTY_HOUSEHOLD; k++)
        if (text_equal(name, text_from(party_kind_name(k)))) {
            *ret = k;
            return true;
        }
    return false;
}

enum status api_list_parties(struct api_call *call, struct error *err)
{
    struct text q = text_trim(http_query(call->request, "q"));
    enum party_kind kind;
    uint64_t limit;
    struct text trait = http_query(call->request, "trait");
    struct parties_sought sought = { .part = http_query(call->request, "part"), .words = q };
    if (sought.part.len && !tie_part_is_one(sought.part))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "part is decides, influences, uses, pays of gatekeeper.",
                                  "part is decides, influences, uses, pays or gatekeeper."));
    if (trait.ptr && !trait_read(trait, &sought.trait_name, &sought.trait_value))
        return api_refuse(call, PROBLEM_BAD_PARAMETER, api_say(call, "trait is NAAM=WAARDE.", "trait is NAME=VALUE."));
    if (q.len == 0 && !trait.ptr && sought.part.len == 0)
        return api_refuse(
            call, PROBLEM_BAD_PARAMETER,
            api_say(call, "q ontbreekt: geef woorden om te zoeken.", "q is missing: give words to look for."));
    if (utf8_length(q) > QUERY_CHARS_MAX)
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "q is langer dan 200 tekens.", "q is longer than 200 characters."));
    if (!read_kind(http_query(call->request, "kind"), &kind))
        return api_refuse(
            call, PROBLEM_BAD_PARAMETER,
            api_say(call, "kind is person, organisation of household.", "kind is person, organisation or household."));
    if (!http_query_u64(call->request, "limit", 1, SEARCH_HITS_MAX, HITS_USUAL, &limit))
        return api_refuse(
            call, PROBLEM_BAD_PARAMETER,
            api_say(call, "limit is een getal van 1 tot en met 100.", "limit is a number from 1 to 100."));
    if (trait.ptr || sought.part.len) {
        struct job job = api_job(call);
        sought.kind = kind;
        sought.limit = limit;
        return view_parties_sought(call->store, &job, &sought, &call->json, err);
    }
    return view_search(call->store, q, kind, limit, &call->json, err);
}

static enum status party_as_of(struct api_call *call, struct party_id id, struct text day, struct error *err)
{
    struct job job = api_job(call);
    struct error why = ERROR_NONE;
    int64_t at_ms;
    if (!day_read(day, &at_ms))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "as_of is een dag (2026-03-01) of een tijdstip (2026-03-01T12:00:00Z).",
                                  "as_of is a day (2026-03-01) or a moment (2026-03-01T12:00:00Z)."));
    enum status status = view_party_as_of(call->store, &job, id, at_ms, &call->json, &why);
    if (status == STATUS_NOT_FOUND)
        return api_refuse(call, PROBLEM_NOT_FOUND, arena_copy(call->request->arena, text_from(why.message)).ptr);
    if (status != STATUS_OK)
        *err = why;
    return status;
}

enum status api_get_profile(struct api_call *call, struct error *err)
{
    struct party_id id;
    if (!party_id_read(call->match.params[0], &id))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "Dit is geen nummer van een relatie.", "This is no id of a party."));
    call->audit_object = arena_copy(call->request->arena, text_from(party_id_text(id).s));
    if (page_give(call, id))
        return STATUS_OK;
    struct job job = api_job(call);
    enum status status = view_profile(call->store, &job, id, &call->json, err);
    if (status == STATUS_NOT_FOUND)
        return api_no_party(call);
    if (status == STATUS_OK)
        status = api_hide(call, err);
    if (status == STATUS_OK)
        page_made(call, id);
    return status;
}

enum status api_get_party(struct api_call *call, struct error *err)
{
    struct party_id id;
    if (!api_read_party(call, &id))
        return api_bad_party(call);
    struct text day = http_query(call->request, "as_of");
    if (day.ptr)
        return party_as_of(call, id, day, err);
    if (page_give(call, id))
        return STATUS_OK;
    struct job job = api_job(call);
    enum status status = view_party(call->store, &job, id, &call->json, err);
    if (status == STATUS_NOT_FOUND)
        return api_no_party(call);
    if (status == STATUS_OK)
        status = api_hide(call, err);
    if (status == STATUS_OK)
        page_made(call, id);
    return status;
}
