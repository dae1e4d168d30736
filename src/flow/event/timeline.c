/*
 * Marks come from the store in order and are judged by kind; texts are loaded
 * for as many as a page may need, and judged by words after that.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/event/timeline.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/event/timeline_inside.h"
#include "flow/event/view_event.h"
#include "lang/fold.h"
#include "os/clock.h"

enum { CHUNK_MARKS = 256, CURSOR_BYTES_MAX = 48 };

/* ---- what is asked ---- */

static bool add_kind(struct text name, uint64_t *kinds)
{
    bool known = false;
    struct text area = text_starts(name, TEXT("area:")) ? text_from_offset(name, 5) : TEXT_EMPTY;
    assert(event_kinds_count <= EVENT_KINDS_MAX);
    for (size_t i = 0; i < event_kinds_count; i++)
        if (text_equal(name, text_from(event_kinds[i].name)) ||
            (area.len && text_equal(area, text_from(area_name(event_kinds[i].area))))) {
            *kinds |= UINT64_C(1) << i;
            known = true;
        }
    for (int a = 0; a < AREA_COUNT; a++)
        known = known || (area.len && text_equal(area, text_from(area_name((enum area)a))));
    return known;
}

enum status timeline_kinds_read(struct text list, struct timeline_asked *ret, struct error *err)
{
    struct text name;
    list = text_trim(list);
    ret->only_some_kinds = list.len > 0;
    while (list.len && text_next(&list, ',', &name))
        if (!add_kind(text_trim(name), &ret->kinds))
            return error_set(err, STATUS_INVALID, "there is no kind of event '%.*s'", TEXT_ARG(name));
    return STATUS_OK;
}

enum status timeline_scopes_read(struct text list, struct timeline_asked *ret, struct error *err)
{
    struct text name;
    enum event_scope scope;
    list = text_trim(list);
    if (text_equal(list, TEXT("all")))
        ret->scopes = SCOPE_ALL;
    while (list.len && ret->scopes != SCOPE_ALL && text_next(&list, ',', &name)) {
        if (!event_scope_read(text_trim(name), &scope))
            return error_set(err, STATUS_INVALID, "a scope is self, roles, organisation, household or all");
        ret->scopes |= scope;
    }
    return STATUS_OK;
}

enum status timeline_period_read(struct text from, struct text to, struct timeline_asked *ret, struct error *err)
{
    from = text_trim(from);
    to = text_trim(to);
    if ((from.len && !clock_read(from, &ret->from_ms)) || (to.len && !clock_read(to, &ret->to_ms)))
        return error_set(err, STATUS_INVALID, "from and to are dates: 2026-11-22");
    if (to.len == 10) /* a day ends with the day */
        ret->to_ms += DAY_MS - 1;
    return STATUS_OK;
}

struct text timeline_cursor_write(int64_t at_ms, struct event_id id, struct arena *arena)
{
    return arena_printf(arena, "%lld.%s", (long long)at_ms, event_id_text(id).s);
}

enum status timeline_cursor_read(struct text cursor, int64_t *ret_ms, struct event_id *ret_id, struct error *err)
{
    char letter;
    struct text ms;
    struct text rest = cursor;
    if (cursor.len <= CURSOR_BYTES_MAX && text_next(&rest, '.', &ms) && text_to_i64(ms, ret_ms) &&
        id_read(rest, &letter, &ret_id->v) && letter == 'E')
        return STATUS_OK;
    return error_set(err, STATUS_INVALID, "the cursor is not one of ours");
}

/* ---- words ---- */

static bool all_words_in(struct text folded, struct text words)
{
    struct text word;
    while (words.len && text_next(&words, ' ', &word))
        if (word.len && text_find(folded, word) == folded.len)
            return false;
    return true;
}

bool timeline_has_words(const struct event_fact *event, struct text words, struct arena *row)
{
    arena_reset(row);
    struct text whole = arena_printf(row, "%.*s %.*s %.*s %.*s %.*s %.*s %.*s", TEXT_ARG(event->subject),
                                     TEXT_ARG(event->body), TEXT_ARG(event->status), TEXT_ARG(event->owner),
                                     TEXT_ARG(event->details), TEXT_ARG(event->source_key), TEXT_ARG(event->extra));
    return all_words_in(fold_text(whole, row), words);
}

/* ---- a page ---- */

struct page {
    struct view *view;
    const struct timeline_asked *asked;
    struct text words; /* folded */
    struct scoped_record *records;
    size_t records_count;
    struct event_mark chunk[CHUNK_MARKS];
    size_t chunk_count, chunk_max;
    bool ended; /* the marks have come to their end */
    uint64_t *seqs;
    struct event_mark *marks;
    size_t count; /* of those that are shown, and one more when there is more */
};

bool timeline_wants_kind(const struct timeline_asked *asked, struct text kind)
{
    return !asked->only_some_kinds || (asked->kinds >> (event_kind_of(kind) - event_kinds) & 1);
}

static bool take_mark(void *ctx, const struct event_mark *mark)
{
    struct page *page = ctx;
    if (!timeline_wants_kind(page->asked, mark->kind) || !view_shows_event(page->view, mark->kind))
        return true;
    page->chunk[page->chunk_count++] = *mark;
    page->ended = page->chunk_count < page->chunk_max;
    return page->ended;
}

static enum status judge_words(struct page *page, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(VIEW_ARENA_BYTES);
    SCOPED(arena_done) struct arena row = ARENA_UP_TO(VIEW_ARENA_BYTES);
    struct event_fact *events = NULL;
    size_t count = 0, kept = 0;
    uint64_t seqs[CHUNK_MARKS];
    for (size_t i = 0; i < page->chunk_count; i++)
        seqs[i] = page->chunk[i].seq;
    enum status status = store_events_by_seq(page->view->store, seqs, page->chunk_count, &arena, &events, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (timeline_has_words(&events[i], page->words, &row))
            page->chunk[kept++] = page->chunk[i];
    page->chunk_count = kept;
    return status;
}

static enum status fill_page(struct page *page, struct error *err)
{
    const struct timeline_asked *asked = page->asked;
    int64_t to_ms = asked->to_ms ? asked->to_ms : INT64_MAX, before_ms;
    struct event_id after = { 0 };
    size_t most = asked->limit + 1;
    enum status status = STATUS_OK;
    if (asked->cursor.len) {
        status = timeline_cursor_read(asked->cursor, &before_ms, &after, err);
        if (status == STATUS_OK && before_ms > to_ms)
            after.v = 0;
        else if (status == STATUS_OK)
            to_ms = before_ms;
    }
    while (status == STATUS_OK && !page->ended && page->count < most) {
        size_t want = page->words.len ? CHUNK_MARKS : most - page->count;
        page->chunk_max = want < CHUNK_MARKS ? want : CHUNK_MARKS;
        page->chunk_count = 0;
        page->ended = true;
        status = store_event_marks(page->view->store, page->records, page->records_count, asked->from_ms, to_ms, after,
                                   take_mark, page, err);
        if (page->chunk_count) {
            to_ms = page->chunk[page->chunk_count - 1].at_ms;
            after = page->chunk[page->chunk_count - 1].id;
        }
        if (status == STATUS_OK && page->words.len && page->chunk_count)
            status = judge_words(page, err);
        for (size_t i = 0; i < page->chunk_count && page->count < most; i++) {
            page->seqs[page->count] = page->chunk[i].seq;
            page->marks[page->count++] = page->chunk[i];
        }
    }
    return status;
}

void timeline_put_scopes(unsigned scopes, struct json_out *json)
{
    json_key(json, "scopes");
    json_array(json);
    for (unsigned scope = SCOPE_SELF; scope <= SCOPE_HOUSEHOLD; scope *= 2)
        if (scopes & scope)
            json_str(json, event_scope_name((enum event_scope)scope));
    json_end(json);
}

static enum status put_page(struct page *page, const struct job *job, struct json_out *json, struct error *err)
{
    struct shown_events shown = { 0 };
    size_t count = page->count < page->asked->limit ? page->count : page->asked->limit;
    enum status status = shown_events_load(page->view->store, page->seqs, count, &page->view->arena, &shown, err);
    if (status != STATUS_OK)
        return status;
    json_key(json, "events");
    json_array(json);
    for (size_t i = 0; i < shown.count; i++)
        view_put_event(
            page->view, &shown, i,
            scoped_record_at(page->records, page->records_count, shown.events[i].record, shown.events[i].at_ms),
            job->lang, json);
    json_end(json);
    if (page->count > count && count > 0) {
        json_put(json, "next",
                 timeline_cursor_write(page->marks[count - 1].at_ms, page->marks[count - 1].id, &page->view->arena));
    }
    return STATUS_OK;
}

unsigned timeline_usual_scopes(struct party_id party)
{
    return party_id_kind(party) == PARTY_HOUSEHOLD ? SCOPE_SELF | SCOPE_HOUSEHOLD : SCOPE_SELF | SCOPE_ROLES;
}

static enum status make_page(struct page *page, struct party_id party, unsigned scopes, struct error *err)
{
    struct arena *arena = &page->view->arena;
    page->seqs = arena_array(arena, uint64_t, page->asked->limit + 1);
    page->marks = arena_array(arena, struct event_mark, page->asked->limit + 1);
    page->words = fold_text(page->asked->words, arena);
    if (!page->seqs || !page->marks)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a timeline");
    enum status status =
        store_party_records(page->view->store, party, scopes, arena, &page->records, &page->records_count, err);
    return status == STATUS_OK ? fill_page(page, err) : status;
}

enum status view_timeline(struct store *store, const struct job *job, struct party_id id,
                          const struct timeline_asked *asked, struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    SCOPED(buf_done) struct buf whole = BUF_EMPTY; /* so that a failure half-way leaves json as it was */
    struct json_out inner = json_out_over(&whole);
    struct party_id party = { 0 };
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&view, job, err);
    struct page *page = arena_new(&view.arena, struct page);
    if (status == STATUS_OK && !page)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for a timeline");
    if (status == STATUS_OK)
        status = store_party_resolve(store, id, &party, err);
    if (status != STATUS_OK)
        return status;
    unsigned scopes = asked->scopes ? asked->scopes : timeline_usual_scopes(party);
    page->view = &view;
    page->asked = asked;
    status = make_page(page, party, scopes, err);
    if (status != STATUS_OK)
        return status;
    json_object(&inner);
    json_put_str(&inner, "party", party_id_text(party).s);
    if (party.v != id.v)
        json_put_str(&inner, "redirected_from", party_id_text(id).s);
    timeline_put_scopes(scopes, &inner);
    status = put_page(page, job, &inner, err);
    json_end(&inner);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}

/* ---- follow-ups ---- */

struct following {
    struct view *view;
    struct text owner; /* folded, empty: everybody's */
    struct event_mark marks[CHUNK_MARKS];
    size_t count;
};

static bool take_follow_up(void *ctx, const struct event_mark *mark)
{
    struct following *following = ctx;
    following->marks[following->count++] = *mark;
    return following->count < CHUNK_MARKS;
}

static bool is_wanted(const struct following *following, const struct event_fact *event)
{
    const struct event_kind *kind = event_kind_of(event->kind);
    if (!view_shows_event(following->view, event->kind) ||
        !event_follow_up_open(kind, event_state_find(kind, event->status), event->follow_up_ms, event->done_ms))
        return false;
    return following->owner.len == 0 || text_equal(fold_text(event->owner, &following->view->arena), following->owner);
}

/* Write those of a chunk that are wanted; *ret_last is the place of the last one written. */
static enum status put_follow_ups(struct following *following, size_t limit, size_t *written, enum language lang,
                                  struct json_out *json, size_t *ret_seen, struct error *err)
{
    uint64_t seqs[CHUNK_MARKS];
    struct shown_events shown = { 0 };
    for (size_t i = 0; i < following->count; i++)
        seqs[i] = following->marks[i].seq;
    enum status status =
        shown_events_load(following->view->store, seqs, following->count, &following->view->arena, &shown, err);
    size_t i = 0;
    for (; status == STATUS_OK && i < shown.count && *written < limit; i++)
        if (is_wanted(following, &shown.events[i])) {
            view_put_event_of(following->view, &shown, i, lang, json);
            (*written)++;
        }
    *ret_seen = i;
    return status;
}

enum status view_follow_ups(struct store *store, const struct job *job, struct text owner, int64_t to_ms,
                            struct text cursor, size_t limit, struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    struct event_id after = { 0 };
    int64_t after_ms = INT64_MIN;
    size_t written = 0, seen = 0;
    bool more = true;
    enum status status = cursor.len ? timeline_cursor_read(cursor, &after_ms, &after, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&view, job, err);
    struct following *following = arena_new(&view.arena, struct following);
    if (status == STATUS_OK && !following)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for follow-ups");
    if (status != STATUS_OK)
        return status;
    following->view = &view;
    following->owner = fold_text(owner, &view.arena);
    json_object(&inner);
    json_key(&inner, "follow_ups");
    json_array(&inner);
    while (status == STATUS_OK && more && written < limit) {
        following->count = 0;
        status = store_follow_ups(store, after_ms, after, to_ms ? to_ms : INT64_MAX, take_follow_up, following, err);
        if (status == STATUS_OK && following->count)
            status = put_follow_ups(following, limit, &written, job->lang, &inner, &seen, err);
        more = following->count == CHUNK_MARKS || seen < following->count;
        if (following->count && seen) {
            after_ms = following->marks[seen - 1].at_ms;
            after = following->marks[seen - 1].id;
        }
    }
    json_end(&inner);
    if (more && written == limit)
        json_put(&inner, "next", timeline_cursor_write(after_ms, after, &view.arena));
    json_end(&inner);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}

/* ---- waiting ---- */

struct waiting {
    uint64_t seqs[TIMELINE_LIMIT_MAX];
    size_t count;
};

static bool take_waiting(void *ctx, const struct event_mark *mark)
{
    struct waiting *waiting = ctx;
    waiting->seqs[waiting->count++] = mark->seq;
    return waiting->count < TIMELINE_LIMIT_MAX;
}

enum status view_events_waiting(struct store *store, const struct job *job, size_t limit, struct json_out *json,
                                struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct shown_events shown = { 0 };
    struct waiting waiting = { .count = 0 };
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_events_waiting(store, limit, take_waiting, &waiting, err);
    if (status == STATUS_OK)
        status = shown_events_load(store, waiting.seqs, waiting.count, &view.arena, &shown, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_key(json, "waiting");
    json_array(json);
    for (size_t i = 0; i < shown.count; i++)
        view_put_event(&view, &shown, i, NULL, job->lang, json);
    json_end(json);
    json_end(json);
    return STATUS_OK;
}
