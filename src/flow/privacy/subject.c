/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/privacy/subject.h"

#include "base/scoped.h"
#include "flow/event/event_write.h"
#include "flow/history/history.h"
#include "flow/job/pick.h"
#include "flow/snapshot/view_snapshot.h"
#include "flow/steward/choose.h"
#include "flow/steward/stage.h"
#include "flow/view/key_ring.h"
#include "flow/view/ties.h"
#include "flow/view/view.h"
#include "store/erasure.h"
#include "store/history.h"
#include "store/house_anchor.h"
#include "store/role_anchor.h"

#define SUBJECT_ARENA_BYTES ((size_t)512 << 20)

/* ---- records, as they were delivered ---- */

static enum status put_version(struct view *view, const struct stored_record *version, struct json_out *json,
                               struct error *err)
{
    const struct stored_layout *layout = view_layout(view, version->layout_id);
    size_t count = layout ? layout->layout.count : 0;
    struct text *cells = arena_array(&view->arena, struct text, count + 1);
    if (!cells)
        return error_set(err, STATUS_LIMIT, "a record is larger than its memory");
    enum status status = layout ? cells_read(version->cells, &view->arena, cells, count, err) : STATUS_OK;
    json_object(json);
    json_put_u64(json, "version", version->version);
    view_put_time(json, "observed", version->observed_ms);
    view_put_time(json, "recorded", version->recorded_ms);
    json_key(json, "cells");
    json_object(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (cells[i].len) {
            json_key_text(json, layout->layout.columns[i]);
            json_text(json, cells[i]);
        }
    json_end(json);
    json_end(json);
    return status;
}

static enum status put_record(struct view *view, struct record_id record, struct json_out *json, struct error *err)
{
    struct stored_record *versions = NULL;
    size_t count = 0;
    enum status status = store_record_versions(view->store, record, &view->arena, &versions, &count, err);
    if (status != STATUS_OK || count == 0)
        return status;
    json_object(json);
    json_put(json, "record", text_from(record_id_text(record).s));
    json_put(json, "source", view_source_name(view, versions[0].source_id));
    json_put(json, "key", versions[0].source_key);
    json_key(json, "versions");
    json_array(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = put_version(view, &versions[i], json, err);
    json_end(json);
    json_end(json);
    return status;
}

/* ---- events ---- */

static void put_raw(struct json_out *json, const char *key, struct text object)
{
    if (object.len == 0)
        return;
    json_key(json, key);
    json_raw(json, object);
}

static void put_event(struct view *view, const struct event_fact *event, struct json_out *json)
{
    json_object(json);
    json_put(json, "event", text_from(event_id_text(event->id).s));
    json_put(json, "kind", event->kind);
    view_put_time(json, "at", event->at_ms);
    json_put(json, "source", view_source_name(view, event->source_id));
    json_put(json, "key", event->source_key);
    view_put_some(json, "subject", event->subject);
    view_put_some(json, "text", event->body);
    view_put_some(json, "status", event->status);
    if (event->has_amount)
        json_put_i64(json, "amount_cents", event->amount_cents);
    view_put_some(json, "currency", event->currency);
    view_put_some(json, "channel", event->channel);
    view_put_some(json, "direction", event->direction);
    put_raw(json, "details", event->details);
    put_raw(json, "extra", event->extra);
    view_put_some(json, "author", event->author);
    json_end(json);
}

static enum status put_events(struct view *view, struct record_id record, struct json_out *json, struct error *err)
{
    struct event_version *versions = NULL;
    size_t count = 0;
    enum status status = store_record_event_versions(view->store, record, &view->arena, &versions, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        put_event(view, &versions[i].event, json);
    return status;
}

/* On his records, in roles that were typed, and with a household he is or was of. */
static enum status put_events_of(struct view *view, const struct stored_link *link, struct json_out *json,
                                 struct error *err)
{
    struct role_anchor *roles = NULL;
    struct house_record *houses = NULL;
    size_t roles_count = 0, houses_count = 0;
    enum status status = put_events(view, link->record, json, err);
    if (link->kind != PARTY_PERSON)
        return status;
    if (status == STATUS_OK)
        status = store_role_anchors(view->store, link->mention, &view->arena, &roles, &roles_count, err);
    for (size_t i = 0; i < roles_count && status == STATUS_OK; i++)
        status = put_events(view, roles[i].record, json, err);
    if (status == STATUS_OK)
        status = store_house_records(view->store, link->mention, &view->arena, &houses, &houses_count, err);
    for (size_t i = 0; i < houses_count && status == STATUS_OK; i++)
        status = put_events(view, houses[i].record, json, err);
    return status;
}

/* ---- the whole ---- */

static enum status put_stored(struct store *store, struct party_id party, struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct stored_link *links = NULL;
    struct audit_entry *seen = NULL;
    size_t count = 0, seen_count = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_party_links(store, party, &view.arena, &links, &count, err);
    json_key(json, "records");
    json_array(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = put_record(&view, links[i].record, json, err);
    json_end(json);
    json_key(json, "events");
    json_array(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = put_events_of(&view, &links[i], json, err);
    json_end(json);
    if (status == STATUS_OK)
        status = store_audit_of(store, text_from(party_id_text(party).s), SUBJECT_SEEN_MAX, &view.arena, &seen,
                                &seen_count, err);
    json_key(json, "seen");
    json_array(json);
    for (size_t i = 0; i < seen_count && status == STATUS_OK; i++) {
        json_object(json);
        view_put_time(json, "at", seen[i].at_ms);
        json_put(json, "by", seen[i].actor);
        json_put(json, "what", seen[i].action);
        json_end(json);
    }
    json_end(json);
    return status;
}

static enum status put_said(struct store *store, const struct job *job, struct party_id party, struct json_out *json,
                            struct error *err)
{
    struct history_options all = { .limit = HISTORY_MOMENTS_MAX };
    bool is_household = party_id_kind(party) == PARTY_HOUSEHOLD;
    json_key(json, "history");
    enum status status = history_view(store, job, party, &all, json, err);
    if (status == STATUS_OK) {
        json_key(json, "ties");
        status = ties_view(store, job, party, STORE_NOW, json, err);
    }
    if (status == STATUS_OK && !is_household) {
        json_key(json, "choices");
        status = view_choices(store, party, false, job, json, err);
    }
    if (status == STATUS_OK && !is_household) {
        json_key(json, "stage");
        status = view_stage(store, job, text_from(party_id_text(party).s), json, err);
    }
    if (status == STATUS_OK) {
        json_key(json, "keys");
        status = view_key_ring(store, party, json, err);
    }
    return status;
}

static enum status find(struct store *store, struct text who, struct party_id *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(SUBJECT_ARENA_BYTES);
    struct picked picked = { 0 };
    if (party_id_read(text_trim(who), ret))
        return store_party_resolve(store, *ret, ret, err);
    enum status status = pick_mentions(store, who, &arena, &picked, err);
    if (status == STATUS_OK)
        *ret = picked.party;
    for (size_t i = 0; i < picked.count && status == STATUS_OK; i++)
        if (picked.links[i].kind == PARTY_PERSON)
            *ret = picked.links[i].party;
    return status;
}

enum status subject_export(struct store *store, const struct job *job, struct text who, struct json_out *json,
                           struct error *err)
{
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    struct party_id party = { 0 };
    enum status status = find(store, who, &party, err);
    if (status != STATUS_OK)
        return status;
    json_object(&inner);
    json_key(&inner, "party");
    status = view_party(store, job, party, &inner, err);
    if (status == STATUS_OK)
        status = put_stored(store, party, &inner, err);
    if (status == STATUS_OK)
        status = put_said(store, job, party, &inner, err);
    json_end(&inner);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}
