/*
 * GET /api/v1/parties/{id}/timeline, /api/v1/follow-ups, /api/v1/event-kinds,
 * POST /api/v1/parties/{id}/events, GET /api/v1/events/{id} and its document,
 * POST /api/v1/events/{id}/done
 *
 * A document goes out as what it is only for kinds that a browser shows
 * without running anything; all go out to be saved.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "api/api_routes.h"
#include "base/limits.h"
#include "base/scoped.h"
#include "flow/event/event_write.h"
#include "flow/event/timeline.h"
#include "flow/job/day.h"
#include "flow/view/view.h"
#include "lang/utf8.h"

static enum status refuse_parameter(struct api_call *call, const struct error *err)
{
    const char *detail = err->message[0] ? arena_printf(call->request->arena, "%s.", err->message).ptr : NULL;
    return api_refuse(call, PROBLEM_BAD_PARAMETER, detail);
}

static enum status read_page(struct api_call *call, struct timeline_asked *ret, struct error *err)
{
    uint64_t limit;
    struct text words = text_trim(http_query(call->request, "q"));
    if (!http_query_u64(call->request, "limit", 1, TIMELINE_LIMIT_MAX, TIMELINE_LIMIT_USUAL, &limit))
        return error_set(err, STATUS_INVALID, "limit is a number from 1 to %d", TIMELINE_LIMIT_MAX);
    if (utf8_length(words) > TIMELINE_WORDS_MAX)
        return error_set(err, STATUS_INVALID, "q is longer than %d characters", TIMELINE_WORDS_MAX);
    ret->limit = limit;
    ret->words = words;
    ret->cursor = http_query(call->request, "cursor");
    return STATUS_OK;
}

enum status api_get_timeline(struct api_call *call, struct error *err)
{
    struct party_id id;
    struct timeline_asked asked = { 0 };
    if (!api_read_party(call, &id))
        return api_bad_party(call);
    enum status status = read_page(call, &asked, err);
    if (status == STATUS_OK)
        status = timeline_scopes_read(http_query(call->request, "scope"), &asked, err);
    if (status == STATUS_OK)
        status = timeline_kinds_read(http_query(call->request, "kind"), &asked, err);
    if (status == STATUS_OK)
        status = timeline_period_read(http_query(call->request, "from"), http_query(call->request, "to"), &asked, err);
    struct job job = api_job(call);
    struct text day = http_query(call->request, "as_of");
    int64_t at_ms = 0;
    if (status == STATUS_OK && day.ptr && !day_read(day, &at_ms))
        status = error_set(err, STATUS_INVALID, "as_of is a day (2026-03-01) or a moment (2026-03-01T12:00:00Z)");
    if (status == STATUS_OK)
        status = day.ptr ? view_timeline_as_of(call->store, &job, id, &asked, at_ms, &call->json, err)
                         : view_timeline(call->store, &job, id, &asked, &call->json, err);
    if (status == STATUS_INVALID)
        return refuse_parameter(call, err);
    if (status == STATUS_NOT_FOUND)
        return api_no_party(call);
    return status;
}

enum status api_list_follow_ups(struct api_call *call, struct error *err)
{
    struct timeline_asked asked = { 0 };
    struct text owner = text_trim(http_query(call->request, "owner"));
    enum status status = read_page(call, &asked, err);
    if (status == STATUS_OK && utf8_length(owner) > TIMELINE_WORDS_MAX)
        status = error_set(err, STATUS_INVALID, "owner is longer than %d characters", TIMELINE_WORDS_MAX);
    if (status == STATUS_OK)
        status = timeline_period_read(TEXT_EMPTY, http_query(call->request, "to"), &asked, err);
    struct job job = api_job(call);
    if (status == STATUS_OK)
        status = view_follow_ups(call->store, &job, owner, asked.to_ms, asked.cursor, asked.limit, &call->json, err);
    return status == STATUS_INVALID ? refuse_parameter(call, err) : status;
}

enum status api_list_event_kinds(struct api_call *call, struct error *err)
{
    view_event_kinds(call->request->lang, &call->json);
    return STATUS_OK;
}

/* ---- one event ---- */

static bool read_event_id(struct api_call *call, struct event_id *ret)
{
    if (!event_id_read(call->match.params[0], ret))
        return false;
    call->audit_object = arena_copy(call->request->arena, text_from(event_id_text(*ret).s));
    return true;
}

static enum status refuse_event_id(struct api_call *call)
{
    return api_refuse(call, PROBLEM_BAD_PARAMETER,
                      api_say(call, "Dit is geen nummer van een gebeurtenis.", "This is no id of an event."));
}

static enum status no_event(struct api_call *call)
{
    return api_refuse(call, PROBLEM_NOT_FOUND,
                      api_say(call, "Er is geen gebeurtenis met dit nummer.", "There is no event with this id."));
}

enum status api_get_event(struct api_call *call, struct error *err)
{
    struct event_id id;
    struct job job = api_job(call);
    if (!read_event_id(call, &id))
        return refuse_event_id(call);
    enum status status = view_event(call->store, &job, id, &call->json, err);
    return status == STATUS_NOT_FOUND ? no_event(call) : status;
}

static enum status read_typed(struct api_call *call, struct event_typed *ret, struct error *err)
{
    struct text role = TEXT_EMPTY;
    const struct body_want wants[] = {
        BODY_NEEDED("kind", EVENT_WORD_BYTES_MAX, &ret->kind),
        BODY_TEXT_IF("at", EVENT_WORD_BYTES_MAX, &ret->at),
        BODY_TEXT_IF("channel", EVENT_WORD_BYTES_MAX, &ret->channel),
        BODY_TEXT_IF("direction", EVENT_WORD_BYTES_MAX, &ret->direction),
        BODY_TEXT_IF("subject", EVENT_WORD_BYTES_MAX, &ret->subject),
        BODY_TEXT_IF("text", EVENT_TEXT_BYTES_MAX, &ret->body),
        BODY_TEXT_IF("status", EVENT_WORD_BYTES_MAX, &ret->status),
        BODY_TEXT_IF("until", EVENT_WORD_BYTES_MAX, &ret->until),
        BODY_TEXT_IF("amount", EVENT_WORD_BYTES_MAX, &ret->amount),
        BODY_TEXT_IF("currency", EVENT_WORD_BYTES_MAX, &ret->currency),
        BODY_TEXT_IF("follow_up", EVENT_WORD_BYTES_MAX, &ret->follow_up),
        BODY_TEXT_IF("owner", EVENT_WORD_BYTES_MAX, &ret->owner),
        BODY_TEXT_IF("product", EVENT_WORD_BYTES_MAX, &ret->product),
        BODY_TEXT_IF("priority", EVENT_WORD_BYTES_MAX, &ret->priority),
        BODY_TEXT_IF("reason", EVENT_WORD_BYTES_MAX, &ret->reason),
        BODY_TEXT_IF("about", EVENT_WORD_BYTES_MAX, &ret->about),
        BODY_TEXT_IF("origin", EVENT_WORD_BYTES_MAX, &ret->origin),
        BODY_TEXT_IF("participants", EVENT_WORD_BYTES_MAX, &ret->participants),
        BODY_TEXT_IF("outcome", EVENT_TEXT_BYTES_MAX, &ret->outcome),
        BODY_TEXT_IF("role", EVENT_WORD_BYTES_MAX, &role),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK && role.len && !party_id_read(role, &ret->role))
        status = error_set(err, STATUS_INVALID, "role is the id of an organisation");
    if (status == STATUS_OK && ret->subject.len == 0 && ret->body.len == 0 && ret->product.len == 0)
        status = error_set(err, STATUS_INVALID, "subject, text or product must say what happened");
    return status;
}

static enum status put_event(struct api_call *call, const struct job *job, struct event_id id, struct error *err)
{
    enum status status = api_audit(call, err);
    return status == STATUS_OK ? view_event(call->store, job, id, &call->json, err) : status;
}

enum status api_create_event(struct api_call *call, struct error *err)
{
    struct party_id party;
    struct event_typed typed = { 0 };
    struct event_id id = { 0 };
    struct job job = api_job(call);
    if (!party_id_read(call->match.params[0], &party))
        return api_bad_party(call);
    enum status status = read_typed(call, &typed, err);
    if (status == STATUS_OK)
        status = event_add(call->store, &job, party, &typed, &id, err);
    if (status != STATUS_OK)
        return status;
    call->audit_object = arena_printf(call->request->arena, "%s %s", party_id_text(party).s, event_id_text(id).s);
    call->reply->status = 201;
    return put_event(call, &job, id, err);
}

enum status api_finish_follow_up(struct api_call *call, struct error *err)
{
    struct event_id id;
    struct text outcome = TEXT_EMPTY;
    struct job job = api_job(call);
    if (!read_event_id(call, &id))
        return refuse_event_id(call);
    const struct body_want wants[] = {
        BODY_TEXT_IF("outcome", EVENT_TEXT_BYTES_MAX, &outcome),
    };
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK)
        status = event_follow_up_done(call->store, &job, id, outcome, err);
    if (status == STATUS_NOT_FOUND)
        return no_event(call);
    return status == STATUS_OK ? put_event(call, &job, id, err) : status;
}

/* ---- documents ---- */

enum { DOCUMENT_NAME_BYTES_MAX = 200, DOCUMENT_FORM_BYTES_MAX = 60 };

static const char *safe_type(struct text media_type)
{
    static const char *const types[] = { "application/pdf", "image/png", "image/jpeg", "text/plain" };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (text_equal(media_type, text_from(types[i])))
            return types[i];
    return "application/octet-stream";
}

/* RFC 8187: letters and digits as they are, all else by its bytes. */
static struct text disposition_of(struct text name, struct arena *arena)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    buf_put_str(&buf, "attachment; filename*=UTF-8''");
    for (size_t i = 0; i < name.len; i++) {
        static const char digits[] = "0123456789ABCDEF";
        unsigned char c = (unsigned char)name.ptr[i];
        if (char_is_alpha(name.ptr[i]) || char_is_digit(name.ptr[i]) || c == '.' || c == '-' || c == '_') {
            buf_put_char(&buf, (char)c);
            continue;
        }
        buf_put_char(&buf, '%');
        buf_put_char(&buf, digits[c >> 4]);
        buf_put_char(&buf, digits[c & 15]);
    }
    return arena_copy(arena, buf_text(&buf));
}

enum status api_create_document(struct api_call *call, struct error *err)
{
    struct document_added added = { .name = text_trim(http_query(call->request, "name")),
                                    .form = text_trim(http_query(call->request, "form")),
                                    .subject = text_trim(http_query(call->request, "subject")),
                                    .at = text_trim(http_query(call->request, "at")) };
    struct text role = http_query(call->request, "role");
    struct document_kept kept = { 0 };
    struct job job = api_job(call);
    if (!party_id_read(call->match.params[0], &added.party))
        return api_bad_party(call);
    bool fits = added.name.len && added.name.len <= DOCUMENT_NAME_BYTES_MAX &&
                added.form.len <= DOCUMENT_FORM_BYTES_MAX && added.subject.len <= EVENT_WORD_BYTES_MAX;
    if (!fits || (role.len && !party_id_read(role, &added.role)))
        return api_refuse(call, PROBLEM_BAD_PARAMETER,
                          api_say(call,
                                  "name, de naam van het bestand, is nodig; role is het nummer van een organisatie.",
                                  "name, that of the file, is needed; role is the id of an organisation."));
    if (added.form.len == 0)
        added.form = TEXT("letter");
    enum status status = document_put(call->store, &job, &added, call->request->body, &kept, err);
    if (status == STATUS_LIMIT)
        return api_refuse(call, PROBLEM_TOO_LARGE, NULL);
    if (status != STATUS_OK)
        return status;
    call->audit_object =
        arena_printf(call->request->arena, "%s %s", party_id_text(added.party).s, event_id_text(kept.event).s);
    call->reply->status = 201;
    return put_event(call, &job, kept.event, err);
}

enum status api_get_document(struct api_call *call, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO((size_t)2 * DOCUMENT_BYTES_MAX);
    struct document document = { 0 };
    struct event_id id;
    struct text name = TEXT_EMPTY;
    if (!read_event_id(call, &id))
        return refuse_event_id(call);
    struct job job = api_job(call);
    enum status status = event_is_shown(call->store, &job, id, err);
    if (status == STATUS_OK)
        status = document_of_event(call->store, id, &arena, &document, &name, err);
    if (status == STATUS_NOT_FOUND)
        return api_refuse(call, PROBLEM_NOT_FOUND,
                          api_say(call, "Deze gebeurtenis heeft geen document.", "This event has no document."));
    if (status != STATUS_OK)
        return status;
    call->reply->content_type = safe_type(document.media_type);
    http_reply_header(call->request, call->reply, "Content-Disposition", disposition_of(name, call->request->arena));
    buf_put(&call->reply->body, document.content);
    return buf_status(&call->reply->body, err);
}
