/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/event/view_event.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/event/event_detail.h"
#include "flow/event/event_write.h"
#include "flow/event/timeline.h"
#include "os/clock.h"
#include "store/house_anchor.h"
#include "store/role_anchor.h"

static const char *const state_classes[] = { "open", "done", "void" };

enum status shown_events_load(struct store *store, const uint64_t *seqs, size_t count, struct arena *arena,
                              struct shown_events *ret, struct error *err)
{
    *ret = (struct shown_events){ 0 };
    if (count == 0)
        return STATUS_OK;
    enum status status = store_events_by_seq(store, seqs, count, arena, &ret->events, &ret->count, err);
    struct event_id *ids = arena_array(arena, struct event_id, count + 1);
    size_t with_lines = 0;
    if (status == STATUS_OK && !ids)
        status = error_set(err, STATUS_LIMIT, "no memory for the events");
    for (size_t i = 0; status == STATUS_OK && i < ret->count; i++)
        if (event_kind_of(ret->events[i].kind)->fits & EVENT_FITS_LINES)
            ids[with_lines++] = ret->events[i].id;
    return status == STATUS_OK && with_lines
               ? store_event_lines(store, ids, with_lines, arena, &ret->lines, &ret->lines_count, err)
               : status;
}

void view_put_amount(struct view *view, const char *key, int64_t cents, struct json_out *json)
{
    uint64_t size = (uint64_t)(cents < 0 ? -cents : cents);
    json_put(json, key,
             arena_printf(&view->arena, "%s%llu.%02llu", cents < 0 ? "-" : "", (unsigned long long)(size / 100),
                          (unsigned long long)(size % 100)));
}

/* A day when it is midnight, as most terms are, else a moment. */
static void put_when(struct json_out *json, const char *key, int64_t ms)
{
    char at[CLOCK_TEXT_LEN + 1];
    if (ms == 0)
        return;
    clock_text(ms, at);
    if (ms % DAY_MS == 0)
        at[10] = '\0';
    json_put_str(json, key, at);
}

static void put_details(struct view *view, const struct event_fact *event, enum language lang, struct json_out *json)
{
    if (event->details.len == 0)
        return;
    struct event_details details;
    event_details_read(event->details, &view->arena, &details);
    json_key(json, "details");
    json_array(json);
    for (int f = FIELD_EVENT_PRODUCT; f < FIELD_COUNT; f++) {
        if (!event_detail_is((enum field)f) || event_detail_of(&details, (enum field)f)->len == 0)
            continue;
        json_object(json);
        json_put_str(json, "field", event_detail_name((enum field)f));
        json_put_str(json, "label", field_label((enum field)f, lang));
        json_put(json, "value", *event_detail_of(&details, (enum field)f));
        json_end(json);
    }
    json_end(json);
}

static int by_parent(const void *a, const void *b)
{
    const struct event_fact *x = a, *y = b;
    if (x->parent.v != y->parent.v)
        return x->parent.v < y->parent.v ? -1 : 1;
    if (x->source_key.len != y->source_key.len)
        return x->source_key.len < y->source_key.len ? -1 : 1;
    return text_compare(x->source_key, y->source_key);
}

void shown_lines_sort(struct shown_events *shown)
{
    if (shown->lines_count)
        qsort(shown->lines, shown->lines_count, sizeof(*shown->lines), by_parent);
}

static void put_code(struct json_out *json, const char *key, const struct event_code *code, struct text raw,
                     enum language lang)
{
    view_put_some(json, key, code ? text_from(code->name) : raw);
    if (code && strcmp(key, "channel") == 0)
        json_put_str(json, "channel_label", code->label[lang]);
}

static void put_state(const struct event_kind *kind, struct text status, enum language lang, struct json_out *json)
{
    const struct event_state *state = event_state_find(kind, status);
    view_put_some(json, "status", status);
    if (!state)
        return;
    json_put_str(json, "state", state->name);
    json_put_str(json, "state_label", state->label[lang]);
    json_put_str(json, "state_class", state_classes[state->class]);
}

static bool line_cents(struct view *view, const struct event_fact *event, int64_t *ret)
{
    return event_cents_read(event_detail_get(event->details, FIELD_EVENT_LINE_AMOUNT, &view->arena), ret);
}

static void put_line(struct view *view, const struct event_fact *line, bool is_first, enum language lang,
                     struct json_out *json)
{
    int64_t cents = line->amount_cents, own;
    bool has_amount = line->has_amount;
    if (is_first && line_cents(view, line, &own)) {
        cents = own;
        has_amount = true;
    }
    json_object(json);
    json_put_str(json, "id", event_id_text(line->id).s);
    if (has_amount)
        view_put_amount(view, "amount", cents, json);
    view_put_some(json, "currency", line->currency);
    put_state(event_kind_of(line->kind), line->status, lang, json);
    put_details(view, line, lang, json);
    json_end(json);
}

/* The first line is the event itself, so lines are told only when there are more. */
static struct line_sum put_lines(struct view *view, const struct shown_events *shown, const struct event_fact *event,
                                 enum language lang, struct json_out *json)
{
    struct line_sum lines = { 0 };
    for (size_t i = 0; i < shown->lines_count; i++) {
        const struct event_fact *line = &shown->lines[i];
        if (line->parent.v != event->id.v)
            continue;
        if (lines.count == 0) {
            json_key(json, "lines");
            json_array(json);
            put_line(view, event, true, lang, json);
        }
        line_sum_add(&lines, line->has_amount, line->amount_cents, event->amount_cents);
        put_line(view, line, false, lang, json);
    }
    if (lines.count)
        json_end(json);
    return lines;
}

static void put_scope(struct view *view, const struct scoped_record *scope, struct json_out *json)
{
    json_put_str(json, "scope", event_scope_name(scope->scope));
    if (scope->via.v)
        view_put_id_name(view, "via", scope->via, json);
}

void view_put_event(struct view *view, const struct shown_events *shown, size_t index,
                    const struct scoped_record *scope, enum language lang, struct json_out *json)
{
    const struct event_fact *event = &shown->events[index];
    const struct event_kind *kind = event_kind_of(event->kind);
    bool is_told = event_kind_get(event->kind) != NULL;
    json_object(json);
    json_put_str(json, "id", event_id_text(event->id).s);
    json_put(json, "kind", event->kind);
    json_put(json, "label", is_told ? text_from(kind->label[lang]) : event->kind);
    json_put_str(json, "area", area_name(kind->area));
    view_put_time(json, "at", event->at_ms);
    json_put_str(json, "record", record_id_text(event->record).s);
    json_put(json, "source", view_source_name(view, event->source_id));
    json_put(json, "key", event->source_key);
    if (scope)
        put_scope(view, scope, json);
    put_code(json, "channel", event_channel_find(event->channel), event->channel, lang);
    put_code(json, "direction", event_direction_find(event->direction), event->direction, lang);
    view_put_some(json, "subject", event->subject);
    view_put_some(json, "text", event->body);
    put_state(kind, event->status, lang, json);
    struct line_sum lines = put_lines(view, shown, event, lang, json);
    int64_t own = 0, cents;
    bool has_line = line_cents(view, event, &own);
    if (event_worth(event->has_amount, event->amount_cents, has_line, own, lines, &cents))
        view_put_amount(view, "amount", cents, json);
    view_put_some(json, "currency", event->currency);
    put_when(json, "until", event->until_ms);
    put_when(json, "follow_up", event->follow_up_ms);
    put_when(json, "done", event->done_ms);
    if (event->follow_up_ms) {
        json_put_bool(
            json, "follow_up_open",
            event_follow_up_open(kind, event_state_find(kind, event->status), event->follow_up_ms, event->done_ms));
    }
    view_put_some(json, "owner", event->owner);
    view_put_some(json, "author", event->author);
    put_details(view, event, lang, json);
    if (event->extra.len) {
        json_key(json, "extra");
        json_raw(json, event->extra);
    }
    json_end(json);
}

static void put_party_of(struct view *view, struct party_id party, struct json_out *json)
{
    json_object(json);
    json_put_str(json, "id", party_id_text(party).s);
    json_put(json, "name", view_party_name(view, party));
    json_end(json);
}

/* The organisation of a record at that time: another than now when a person of it has changed employers since; v 0 when
 * no record names that one any more. */
static struct party_id organisation_then(struct view *view, const struct stored_link *links, size_t count,
                                         struct record_id record, int64_t at_ms, struct party_id now)
{
    for (size_t i = 0; i < count; i++) {
        struct scoped_record *records = NULL;
        size_t records_count = 0;
        if (party_id_kind(links[i].party) != PARTY_PERSON ||
            store_party_records(view->store, links[i].party, SCOPE_SELF | SCOPE_ROLES, &view->arena, &records,
                                &records_count, NULL) != STATUS_OK)
            continue;
        const struct scoped_record *then = scoped_record_at(records, records_count, record, at_ms);
        if (then && then->until_ms != INT64_MAX)
            return then->via;
    }
    return now;
}

/* Of what happened with a household: that, as it is now. */
static void put_house_of(struct view *view, struct record_id record, struct json_out *json)
{
    struct party_id household = { 0 };
    if (store_house_of(view->store, record, &household, NULL) == STATUS_OK && household.v)
        put_party_of(view, household, json);
}

/* Of a role that was typed its two mentions. */
static enum status links_of(struct view *view, struct record_id record, struct stored_link **ret, size_t *ret_count)
{
    struct role_anchor anchor;
    enum status status = store_record_links(view->store, record, &view->arena, ret, ret_count, NULL);
    if (status != STATUS_OK || *ret_count || store_role_anchor_get(view->store, record, &anchor, NULL) != STATUS_OK)
        return status;
    *ret = arena_array(&view->arena, struct stored_link, 2);
    if (!*ret)
        return STATUS_NO_MEMORY;
    *ret_count += store_mention_link(view->store, anchor.person, &(*ret)[*ret_count], NULL) == STATUS_OK;
    *ret_count += store_mention_link(view->store, anchor.organisation, &(*ret)[*ret_count], NULL) == STATUS_OK;
    return STATUS_OK;
}

void view_put_event_of(struct view *view, const struct shown_events *shown, size_t index, enum language lang,
                       struct json_out *json)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    json_object(json);
    json_key(json, "event");
    view_put_event(view, shown, index, NULL, lang, json);
    json_key(json, "parties");
    json_array(json);
    if (links_of(view, shown->events[index].record, &links, &count) == STATUS_OK)
        for (size_t i = 0; i < count; i++) {
            struct party_id party = links[i].party;
            if (party_id_kind(party) == PARTY_ORGANISATION)
                party = organisation_then(view, links, count, shown->events[index].record, shown->events[index].at_ms,
                                          party);
            if (party.v == 0)
                continue;
            put_party_of(view, party, json);
        }
    if (count == 0)
        put_house_of(view, shown->events[index].record, json);
    json_end(json);
    json_end(json);
}

enum status view_event(struct store *store, const struct job *job, struct event_id id, struct json_out *json,
                       struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct shown_events shown = { 0 };
    uint64_t seq = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_event_seq(store, id, &seq, err);
    if (status == STATUS_OK)
        status = view_catalogue(&view, job, err);
    if (status == STATUS_OK)
        status = shown_events_load(store, &seq, 1, &view.arena, &shown, err);
    if (status == STATUS_OK && !view_shows_event(&view, shown.events[0].kind))
        status = error_set(err, STATUS_NOT_FOUND, "there is no such event");
    if (status == STATUS_OK)
        view_put_event_of(&view, &shown, 0, job->lang, json);
    return status;
}

enum status event_is_shown(struct store *store, const struct job *job, struct event_id id, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct event_fact event = { 0 };
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&view, job, err);
    if (status == STATUS_OK)
        status = store_event_get(store, id, &view.arena, &event, err);
    if (status == STATUS_OK && !view_shows_event(&view, event.kind))
        status = error_set(err, STATUS_NOT_FOUND, "there is no such event");
    return status;
}

void view_put_total(struct view *view, const struct event_total *total, enum language lang, struct json_out *json)
{
    static const char *const units[] = { "count", "amount", "date", "percent" };
    json_object(json);
    json_put_str(json, "name", total->name);
    json_put_str(json, "label", total->label[lang]);
    json_put_str(json, "unit", units[total->unit]);
    switch (total->unit) {
    case TOTAL_COUNT: json_put(json, "value", arena_printf(&view->arena, "%lld", (long long)total->value)); break;
    case TOTAL_AMOUNT: view_put_amount(view, "value", total->value, json); break;
    case TOTAL_DATE: {
        char at[CLOCK_TEXT_LEN + 1];
        clock_text(total->value, at);
        at[10] = '\0';
        json_put_str(json, "value", at);
        break;
    }
    case TOTAL_PERCENT:
        json_put(
            json, "value",
            arena_printf(&view->arena, "%lld.%lld", (long long)(total->value / 10), (long long)(total->value % 10)));
    }
    if (total->currency[0])
        json_put_str(json, "currency", total->currency);
    json_end(json);
}

/* ---- the kinds ---- */

static void put_two(struct json_out *json, const char *key, const char *value, const char *label)
{
    json_put_str(json, key, value);
    json_put_str(json, "label", label);
}

static void put_kind(const struct event_kind *kind, enum language lang, struct json_out *json)
{
    static const char *const fits[] = { "amount", "term", "follow_up", "lines" };
    json_object(json);
    put_two(json, "kind", kind->name, kind->label[lang]);
    json_put_str(json, "area", area_name(kind->area));
    json_put_str(json, "area_label", area_label(kind->area, lang));
    for (unsigned i = 0; i < sizeof(fits) / sizeof(fits[0]); i++)
        json_put_bool(json, fits[i], kind->fits >> i & 1);
    json_key(json, "fields");
    json_array(json);
    for (size_t i = 0; i < kind->fields_count; i++) {
        char name[FIELD_REF_TEXT_MAX];
        struct field_ref ref = { 0 };
        snprintf(name, sizeof(name), "event.%s", kind->fields[i]);
        field_ref_read(text_from(name), &ref);
        json_object(json);
        put_two(json, "field", kind->fields[i], field_label(ref.field, lang));
        json_end(json);
    }
    json_end(json);
    json_key(json, "states");
    json_array(json);
    for (size_t i = 0; i < kind->states_count; i++) {
        json_object(json);
        put_two(json, "state", kind->states[i].name, kind->states[i].label[lang]);
        json_put_str(json, "class", state_classes[kind->states[i].class]);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

void view_event_kinds(enum language lang, struct json_out *json)
{
    json_object(json);
    json_key(json, "kinds");
    json_array(json);
    for (size_t i = 0; i < event_kinds_count; i++)
        put_kind(&event_kinds[i], lang, json);
    json_end(json);
    json_key(json, "channels");
    json_array(json);
    for (size_t i = 0; i < event_codes_count; i++)
        if (event_codes[i].is_channel) {
            json_object(json);
            put_two(json, "channel", event_codes[i].name, event_codes[i].label[lang]);
            json_end(json);
        }
    json_end(json);
    json_end(json);
}
