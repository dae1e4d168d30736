/*
 * GET /api/v1/explanations, /api/v1/parties/{id}/built, /api/v1/reviews, /api/v1/model, POST /api/v1/decisions:
 * why records are one, which pairs a person should judge, what the matching learned, and the judgement.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "api/app.h"
#include "flow/steward/decide.h"
#include "flow/view/view.h"

enum {
    REASON_BYTES_MAX = 1000,
    ID_BYTES_MAX = 40,
    REVIEWS_MAX = 100,
    REVIEWS_USUAL = 20,
    OFFSET_MAX = 1000000,
    VERSION_MAX = 1000000000
};

/* "R-…", "M-…" or a party, in the form we print it. */
static bool read_any_id(struct text t, struct arena *arena, struct text *ret)
{
    char letter;
    uint64_t v;
    if (!id_read(t, &letter, &v) || letter == 'E' || letter == 'D')
        return false;
    *ret = arena_copy(arena, text_from(id_text_of(letter, v).s));
    return ret->ptr != NULL;
}

enum status api_get_explanation(struct api_call *call, struct error *err)
{
    struct arena *arena = call->request->arena;
    struct text a, b;
    if (!read_any_id(http_query(call->request, "a"), arena, &a) ||
        !read_any_id(http_query(call->request, "b"), arena, &b))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "a en b zijn elk het nummer van een record, vermelding of relatie.",
                                  "a and b are each the id of a record, mention or party."));
    call->audit_object = arena_printf(arena, "%.*s %.*s", TEXT_ARG(a), TEXT_ARG(b));
    struct job job = api_job(call);
    return view_explain(call->store, &job, a, b, &call->json, err);
}

enum status api_get_built(struct api_call *call, struct error *err)
{
    struct party_id id;
    if (!party_id_read(call->match.params[0], &id))
        return api_bad_party(call);
    struct text party = arena_copy(call->request->arena, text_from(party_id_text(id).s));
    call->audit_object = party;
    struct job job = api_job(call);
    enum status status = view_built(call->store, &job, party, &call->json, err);
    if (status == STATUS_USAGE) /* a household */
        return api_bad_party(call);
    return status == STATUS_NOT_FOUND ? api_no_party(call) : status;
}

enum status api_list_reviews(struct api_call *call, struct error *err)
{
    uint64_t limit, offset;
    if (!http_query_u64(call->request, "limit", 1, REVIEWS_MAX, REVIEWS_USUAL, &limit) ||
        !http_query_u64(call->request, "offset", 0, OFFSET_MAX, 0, &offset))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "limit is 1 tot en met 100, offset 0 tot en met 1000000.",
                                  "limit is 1 to 100, offset 0 to 1000000."));
    return view_reviews(call->store, limit, offset, call->request->lang, &call->json, err);
}

enum status api_get_model(struct api_call *call, struct error *err)
{
    uint64_t version;
    if (!http_query_u64(call->request, "version", 1, VERSION_MAX, 0, &version))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call, "version is een getal vanaf 1.", "version is a number from 1."));
    enum status status = view_model(call->store, version, call->request->lang, &call->json, err);
    return status == STATUS_NOT_FOUND
               ? api_refuse(call, PROBLEM_NOT_FOUND, api_say(call, "Dat model is er niet.", "There is no such model."))
               : status;
}

/* ---- decisions ---- */

struct decision_asked {
    enum decide_what what;
    struct text word, ids[DECIDE_IDS_MAX], reason;
    size_t ids_count;
    bool resolve;
};

/* Ids with spaces between them. */
static bool read_others(struct text others, struct arena *arena, struct decision_asked *ret)
{
    for (others = text_trim(others); others.len; others = text_trim(others)) {
        size_t end = text_find_char(others, ' ');
        end = end < others.len ? end : others.len;
        if (ret->ids_count == DECIDE_IDS_MAX ||
            !read_any_id(text_slice(others, 0, end), arena, &ret->ids[ret->ids_count++]))
            return false;
        others = text_from_offset(others, end);
    }
    return true;
}

static enum status read_decision(struct api_call *call, struct decision_asked *ret, struct error *err)
{
    static const struct {
        const char *word;
        enum decide_what what;
    } words[] = {
        { "same", DECIDE_SAME },
        { "different", DECIDE_DIFFERENT },
        { "withdraw", DECIDE_WITHDRAW },
    };
    struct text what, a, b, others = TEXT_EMPTY;
    const struct body_want wants[] = {
        BODY_NEEDED("what", 20, &what),
        BODY_NEEDED("a", ID_BYTES_MAX, &a),
        BODY_NEEDED("b", ID_BYTES_MAX, &b),
        BODY_TEXT_IF("others", DECIDE_IDS_MAX * ID_BYTES_MAX, &others),
        BODY_NEEDED("reason", REASON_BYTES_MAX, &ret->reason),
        BODY_BOOL_IF("resolve", &ret->resolve),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status != STATUS_OK)
        return status;
    ret->ids_count = 2;
    if (!read_any_id(a, call->request->arena, &ret->ids[0]) || !read_any_id(b, call->request->arena, &ret->ids[1]) ||
        !read_others(others, call->request->arena, ret))
        return error_set(err, STATUS_INVALID, "a, b and others must be ids of records, mentions or parties, at most %d",
                         DECIDE_IDS_MAX);
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (text_equal(what, text_from(words[i].word))) {
            ret->what = words[i].what;
            ret->word = text_from(words[i].word);
            return STATUS_OK;
        }
    return error_set(err, STATUS_INVALID, "what must be 'same', 'different' or 'withdraw'");
}

enum status api_create_decision(struct api_call *call, struct error *err)
{
    struct decision_asked asked = { 0 };
    struct decide_report report = { 0 };
    struct job job = api_job(call);
    enum status status = read_decision(call, &asked, err);
    if (status == STATUS_OK)
        status =
            decide_among(call->store, &job, asked.what, asked.ids, asked.ids_count, asked.reason, false, &report, err);
    if (status != STATUS_OK)
        return status;
    call->audit_object = asked.word;
    for (size_t i = 0; i < asked.ids_count; i++)
        call->audit_object =
            arena_printf(call->request->arena, "%.*s %.*s", TEXT_ARG(call->audit_object), TEXT_ARG(asked.ids[i]));
    status = api_audit(call, err);
    if (status != STATUS_OK)
        return status;
    call->reply->status = 201;
    json_object(&call->json);
    json_put_u64(&call->json, "decisions", report.decisions);
    json_put(&call->json, "sentence", report.sentence);
    api_put_job(call, asked.resolve);
    json_end(&call->json);
    return STATUS_OK;
}
