/*
 * The profile holds its areas as JSON already (profile_json.h); totals and
 * events are put into each object before its last brace.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/view/view_areas.h"

#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/profile/profile_json.h"

/* ---- which events ---- */

enum { PICKED_MAX = EVENTS_SHOWN + AREA_COUNT * AREA_EVENTS_SHOWN };

/* The newest of all, then of each area those that are not among them. */
static size_t pick(const struct summed_event *events, size_t count, uint64_t ret[PICKED_MAX], size_t *ret_newest)
{
    size_t picked = 0, of_area[AREA_COUNT] = { 0 };
    for (size_t i = 0; i < count; i++) {
        if (events[i].parent.v)
            continue;
        enum area area = events[i].kind->area;
        bool is_newest = picked < EVENTS_SHOWN;
        if (is_newest || of_area[area] < AREA_EVENTS_SHOWN)
            ret[picked++] = events[i].seq;
        of_area[area]++;
        if (is_newest)
            *ret_newest = picked;
    }
    return picked;
}

/* Kinds the asker may not see: neither shown nor added up. */
static size_t those_shown(const struct view *view, struct summed_event *events, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (view_shows_event(view, text_from(events[i].kind->name)))
            events[kept++] = events[i];
    return kept;
}

enum status party_events_read(struct view *view, struct party_id party, int64_t now_ms, struct party_events *ret,
                              struct error *err)
{
    struct summed_event *events = NULL;
    size_t count = 0;
    uint64_t seqs[PICKED_MAX];
    *ret = (struct party_events){ 0 };
    enum status status = event_sums_read(view->store, party, &view->arena, &events, &count, err);
    if (status == STATUS_OK && view->hides)
        count = those_shown(view, events, count);
    if (status == STATUS_OK)
        status = event_totals(events, count, now_ms, &view->arena, &ret->totals, &ret->totals_count, err);
    if (status != STATUS_OK)
        return status;
    size_t picked = pick(events, count, seqs, &ret->newest);
    return shown_events_load(view->store, seqs, picked, &view->arena, &ret->shown, err);
}

enum status party_events_of(struct view *view, struct event_fact *facts, size_t count, int64_t now_ms,
                            struct party_events *ret, struct error *err)
{
    struct summed_event *events = NULL;
    uint64_t places[PICKED_MAX];
    *ret = (struct party_events){ 0 };
    enum status status = event_sums_of(facts, count, &view->arena, &events, err);
    size_t summed = status == STATUS_OK && view->hides ? those_shown(view, events, count) : count;
    if (status == STATUS_OK)
        status = event_totals(events, summed, now_ms, &view->arena, &ret->totals, &ret->totals_count, err);
    if (status != STATUS_OK)
        return status;
    size_t picked = pick(events, summed, places, &ret->newest);
    ret->shown.events = arena_array(&view->arena, struct event_fact, picked + 1);
    ret->shown.lines = arena_array(&view->arena, struct event_fact, count + 1);
    if (!ret->shown.events || !ret->shown.lines)
        return error_set(err, STATUS_LIMIT, "the events of a party do not fit in their memory");
    for (size_t i = 0; i < picked; i++)
        ret->shown.events[ret->shown.count++] = facts[places[i]];
    for (size_t i = 0; i < count; i++)
        if (facts[i].parent.v)
            ret->shown.lines[ret->shown.lines_count++] = facts[i];
    shown_lines_sort(&ret->shown);
    return STATUS_OK;
}

/* ---- writing ---- */

void view_put_newest(struct view *view, const struct party_events *events, enum language lang, struct json_out *json)
{
    json_array(json);
    for (size_t i = 0; i < events->newest && i < events->shown.count; i++)
        view_put_event(view, &events->shown, i, NULL, lang, json);
    json_end(json);
}

static bool has_anything(const struct party_events *events, enum area area)
{
    for (size_t i = 0; i < events->totals_count; i++)
        if (events->totals[i].area == area)
            return true;
    for (size_t i = 0; i < events->shown.count; i++)
        if (event_kind_of(events->shown.events[i].kind)->area == area)
            return true;
    return false;
}

/* ,"totals":[…],"events":[…] */
static enum status put_of_area(struct view *view, const struct party_events *events, enum area area, enum language lang,
                               struct buf *into, struct error *err)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    struct json_out json = json_out_over(&buf);
    size_t told = 0;
    json_object(&json);
    json_key(&json, "totals");
    json_array(&json);
    for (size_t i = 0; i < events->totals_count; i++)
        if (events->totals[i].area == area)
            view_put_total(view, &events->totals[i], lang, &json);
    json_end(&json);
    json_key(&json, "events");
    json_array(&json);
    for (size_t i = 0; i < events->shown.count && told < AREA_EVENTS_SHOWN; i++)
        if (event_kind_of(events->shown.events[i].kind)->area == area) {
            view_put_event(view, &events->shown, i, NULL, lang, &json);
            told++;
        }
    json_end(&json);
    json_end(&json);
    enum status status = buf_status(&buf, err);
    if (status != STATUS_OK)
        return status;
    struct text inside = buf_text(&buf);
    buf_put_char(into, ',');
    buf_put(into, text_slice(inside, 1, inside.len - 1));
    return STATUS_OK;
}

/* The object of an area in the list as the profile has it, without its last brace; empty when it has none. */
static struct text area_piece(struct text list, enum area area, struct arena *arena)
{
    const struct text start = TEXT("{\"area\":\"");
    struct text mark = arena_printf(arena, "{\"area\":\"%s\"", area_name(area));
    size_t at = text_find(list, mark);
    if (mark.len == 0 || at == list.len)
        return TEXT_EMPTY;
    struct text rest = text_from_offset(list, at);
    size_t next = text_find(text_from_offset(rest, start.len), start);
    struct text piece = text_slice(rest, 0, start.len + next);
    /* what follows the object is "," before another and "]" at the end */
    return text_slice(piece, 0, piece.len - 2);
}

enum status view_put_areas(struct view *view, const struct party_events *events, struct text profile,
                           enum language lang, struct json_out *json, struct error *err)
{
    SCOPED(buf_done) struct buf labelled = BUF_EMPTY;
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    bool any = false;
    enum status status = STATUS_OK;
    struct profile_labels *labels = view_kept_labels(view, lang);
    if (!labels)
        return error_set(err, STATUS_NO_MEMORY, "no memory for labels");
    profile_json_labelled(profile, labels, &labelled);
    status = buf_status(&labelled, err);
    buf_put_char(&whole, '[');
    for (int a = 0; a < AREA_COUNT && status == STATUS_OK; a++) {
        enum area area = (enum area)a;
        struct text piece = area_piece(buf_text(&labelled), area, &view->arena);
        if (piece.len == 0 && !has_anything(events, area))
            continue;
        if (any)
            buf_put_char(&whole, ',');
        any = true;
        if (piece.len) {
            buf_put(&whole, piece);
        } else {
            buf_put_str(&whole, "{\"area\":\"");
            buf_put_str(&whole, area_name(area));
            buf_put_str(&whole, "\",\"label\":");
            struct json_out label = json_out_over(&whole);
            json_str(&label, area_label(area, lang));
            buf_put_str(&whole, ",\"fields\":[]");
        }
        status = put_of_area(view, events, area, lang, &whole, err);
        buf_put_char(&whole, '}');
    }
    buf_put_char(&whole, ']');
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}
