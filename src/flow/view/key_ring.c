/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/view/key_ring.h"

#include "base/scoped.h"
#include "flow/snapshot/view_snapshot.h"
#include "store/history.h"
#include "store/stage.h"

enum { IDS_MAX = 10000 };

static void put_id(struct party_id id, bool is_current, struct json_out *json)
{
    json_object(json);
    json_put_str(json, "id", party_id_text(id).s);
    json_put_bool(json, "current", is_current);
    json_end(json);
}

/* Merged into one that was merged into this: breadth first, each id once. */
static enum status put_ids(struct view *view, struct party_id now, struct json_out *json, struct error *err)
{
    struct party_id *ids = arena_array(&view->arena, struct party_id, IDS_MAX);
    size_t count = 0;
    enum status status = STATUS_OK;
    if (!ids)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the ids of a party");
    ids[count++] = now;
    json_key(json, "ids");
    json_array(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct party_id *merged = NULL;
        size_t merged_count = 0;
        put_id(ids[i], i == 0, json);
        status = store_redirects_to(view->store, ids[i], &view->arena, &merged, &merged_count, err);
        for (size_t m = 0; m < merged_count && status == STATUS_OK && count < IDS_MAX; m++)
            ids[count++] = merged[m];
    }
    json_end(json);
    return status;
}

static enum status put_numbers(struct view *view, struct party_id now, struct json_out *json, struct error *err)
{
    struct customer_number *numbers = NULL;
    size_t count = 0;
    enum status status = store_party_customer_numbers(view->store, now, STORE_NOW, &view->arena, &numbers, &count, err);
    json_key(json, "numbers");
    json_array(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        json_object(json);
        json_put(json, "number", numbers[i].shown);
        json_put_bool(json, "current", i == 0);
        view_put_time(json, "at", numbers[i].recorded_ms);
        json_end(json);
    }
    json_end(json);
    return status;
}

static enum status put_key(struct view *view, struct record_id record_id, bool is_current, struct json_out *json,
                           struct error *err)
{
    struct stored_record record = { 0 };
    struct error why = ERROR_NONE;
    enum status status = store_record_get(view->store, record_id, &view->arena, &record, &why);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK; /* erased */
    if (status != STATUS_OK) {
        *err = why;
        return status;
    }
    json_object(json);
    json_put(json, "source", view_source_name(view, record.source_id));
    json_put(json, "key", record.source_key);
    json_put_str(json, "record", record_id_text(record.id).s);
    json_put_bool(json, "current", is_current);
    json_end(json);
    return STATUS_OK;
}

static bool has_record(const struct stored_link *links, size_t count, struct record_id record)
{
    for (size_t i = 0; i < count; i++)
        if (links[i].record.v == record.v)
            return true;
    return false;
}

static enum status put_keys(struct view *view, struct party_id now, struct json_out *json, struct error *err)
{
    struct stored_link *links = NULL;
    struct mention_id *left = NULL;
    size_t count = 0, left_count = 0;
    enum status status = store_party_links(view->store, now, &view->arena, &links, &count, err);
    if (status == STATUS_OK)
        status = store_party_left(view->store, now, &view->arena, &left, &left_count, err);
    json_key(json, "keys");
    json_array(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (!has_record(links, i, links[i].record))
            status = put_key(view, links[i].record, true, json, err);
    for (size_t i = 0; i < left_count && status == STATUS_OK; i++) {
        struct stored_link elsewhere = { 0 };
        if (store_mention_link(view->store, left[i], &elsewhere, NULL) == STATUS_OK &&
            !has_record(links, count, elsewhere.record))
            status = put_key(view, elsewhere.record, false, json, err);
    }
    json_end(json);
    return status;
}

enum status view_key_ring(struct store *store, struct party_id id, struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    struct party_id now = { 0 };
    struct stored_party party = { 0 };
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_party_resolve(store, id, &now, err);
    if (status == STATUS_OK)
        status = store_party_get(store, now, &view.arena, &party, err);
    if (status != STATUS_OK)
        return status;
    json_object(&inner);
    view_put_id_name(&view, "party", now, &inner);
    status = put_ids(&view, now, &inner, err);
    if (status == STATUS_OK)
        status = put_numbers(&view, now, &inner, err);
    if (status == STATUS_OK)
        status = put_keys(&view, now, &inner, err);
    json_end(&inner);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}
