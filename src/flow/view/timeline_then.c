/*
 * The timeline as it was known on an earlier day: the same shape, filters and
 * cursor as today's (flow/event/timeline.c), over the events of that day.  A
 * party's events of then come whole, for what happened on a record says only
 * by its later versions whether it stood.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "base/scoped.h"
#include "flow/event/timeline_inside.h"
#include "flow/event/view_event.h"
#include "flow/view/events_then.h"
#include "flow/view/view.h"
#include "lang/fold.h"

struct then {
    struct as_of as_of;
    struct view view;
    const struct timeline_asked *asked;
    const struct as_of_party *party;
    struct scoped_record *records;
    size_t records_count;
    struct shown_events shown; /* all of them, newest first; lines by event */
};

static void then_done(struct then *then)
{
    as_of_close(&then->as_of);
    view_close(&then->view);
}

static bool name_then(void *ctx, struct party_id id, struct text *ret)
{
    const struct as_of_party *party = NULL;
    if (as_of_party(ctx, id, &party, NULL) != STATUS_OK)
        return false;
    *ret = party->party.name;
    return true;
}

static int newest_first(const void *a, const void *b)
{
    const struct event_fact *x = a, *y = b;
    if (x->at_ms != y->at_ms)
        return x->at_ms > y->at_ms ? -1 : 1;
    return (x->id.v > y->id.v) - (x->id.v < y->id.v);
}

static bool is_wanted(struct then *then, const struct event_fact *event, int64_t before_ms, struct event_id after,
                      struct text words, struct arena *row)
{
    const struct timeline_asked *asked = then->asked;
    bool is_below = event->at_ms < before_ms || (event->at_ms == before_ms && event->id.v > after.v);
    return is_below && event->at_ms >= asked->from_ms && (asked->to_ms == 0 || event->at_ms <= asked->to_ms) &&
           timeline_wants_kind(asked, event->kind) && view_shows_event(&then->view, event->kind) &&
           (words.len == 0 || timeline_has_words(event, words, row));
}

/* Those of the page, and whether there is more. */
static enum status pick_page(struct then *then, struct event_fact *facts, size_t count, bool *ret_more,
                             struct error *err)
{
    SCOPED(arena_done) struct arena row = ARENA_UP_TO(VIEW_ARENA_BYTES);
    struct shown_events *shown = &then->shown;
    struct event_id after = { 0 };
    int64_t before_ms = INT64_MAX;
    struct text words = fold_text(then->asked->words, &then->view.arena);
    shown->events = arena_array(&then->view.arena, struct event_fact, count + 1);
    shown->lines = arena_array(&then->view.arena, struct event_fact, count + 1);
    if (!shown->events || !shown->lines)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a timeline");
    enum status status =
        then->asked->cursor.len ? timeline_cursor_read(then->asked->cursor, &before_ms, &after, err) : STATUS_OK;
    if (count)
        qsort(facts, count, sizeof(*facts), newest_first);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (facts[i].parent.v)
            shown->lines[shown->lines_count++] = facts[i];
        else if (shown->count <= then->asked->limit && is_wanted(then, &facts[i], before_ms, after, words, &row))
            shown->events[shown->count++] = facts[i];
    shown_lines_sort(shown);
    *ret_more = shown->count > then->asked->limit;
    shown->count -= *ret_more;
    return status;
}

static enum status put(struct then *then, struct party_id asked, unsigned scopes, bool more, enum language lang,
                       struct json_out *json, struct error *err)
{
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    const struct shown_events *shown = &then->shown;
    json_object(&inner);
    json_put_str(&inner, "party", party_id_text(then->party->id).s);
    if (then->party->id.v != asked.v)
        json_put_str(&inner, "redirected_from", party_id_text(asked).s);
    timeline_put_scopes(scopes, &inner);
    json_key(&inner, "events");
    json_array(&inner);
    for (size_t i = 0; i < shown->count; i++)
        view_put_event(
            &then->view, shown, i,
            scoped_record_at(then->records, then->records_count, shown->events[i].record, shown->events[i].at_ms), lang,
            &inner);
    json_end(&inner);
    if (more && shown->count)
        json_put(&inner, "next",
                 timeline_cursor_write(shown->events[shown->count - 1].at_ms, shown->events[shown->count - 1].id,
                                       &then->view.arena));
    json_end(&inner);
    enum status status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}

enum status view_timeline_as_of(struct store *store, const struct job *job, struct party_id id,
                                const struct timeline_asked *asked, int64_t at_ms, struct json_out *json,
                                struct error *err)
{
    SCOPED(then_done) struct then then = { .as_of = AS_OF_CLOSED, .view = VIEW_CLOSED, .asked = asked };
    struct event_fact *facts = NULL;
    enum as_of_fate fate = AS_OF_GONE;
    struct party_id shown = { 0 };
    size_t count = 0;
    bool more = false;
    enum status status = view_open(store, &then.view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&then.view, job, err);
    if (status == STATUS_OK)
        status = as_of_open(store, job, at_ms, &then.as_of, err);
    if (status == STATUS_OK)
        status = as_of_identity(&then.as_of, id, &fate, &shown, err);
    if (status == STATUS_OK && (fate == AS_OF_GONE || fate == AS_OF_NOT_YET))
        status = error_set(err, STATUS_NOT_FOUND, "%s was not there then", party_id_text(id).s);
    if (status == STATUS_OK)
        status = as_of_party(&then.as_of, shown, &then.party, err);
    if (status != STATUS_OK)
        return status;
    then.view.name_then = name_then;
    then.view.name_ctx = &then.as_of;
    unsigned scopes = asked->scopes ? asked->scopes : timeline_usual_scopes(shown);
    struct arena *arena = &then.view.arena;
    status = records_then(&then.as_of, then.party, scopes, arena, &then.records, &then.records_count, err);
    if (status == STATUS_OK)
        status = events_then(&then.as_of, then.records, then.records_count, arena, &facts, &count, err);
    if (status == STATUS_OK)
        status = pick_page(&then, facts, count, &more, err);
    return status == STATUS_OK ? put(&then, id, scopes, more, job->lang, json, err) : status;
}
