/*
 * Opening a snapshot, and the small things put in nearly every reply.  What
 * hardly ever changes is kept for the next one (view_kept.c).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/snapshot/view_snapshot.h"

#include "os/clock.h"

enum status view_open(struct store *store, struct view *ret, struct error *err)
{
    enum status status = store_read_begin(store, err);
    ret->store = store;
    ret->reading = status == STATUS_OK;
    return status == STATUS_OK ? view_kept_read(ret, err) : status;
}

void view_close(struct view *view)
{
    if (view->reading)
        store_read_end(view->store);
    arena_done(&view->arena);
    *view = VIEW_CLOSED;
}

enum status view_catalogue(struct view *view, const struct job *job, struct error *err)
{
    view_kept_catalogue(view, (enum catalogue_role)job->sees);
    return STATUS_OK;
}

struct text view_source_name(const struct view *view, uint32_t source_id)
{
    for (size_t i = 0; i < view->sources_count; i++)
        if (view->sources[i].id == source_id)
            return view->sources[i].name;
    return TEXT_EMPTY;
}

const struct stored_layout *view_layout(const struct view *view, uint32_t layout_id)
{
    for (size_t i = 0; i < view->layouts_count; i++)
        if (view->layouts[i].id == layout_id)
            return &view->layouts[i];
    return NULL;
}

struct text view_party_name(struct view *view, struct party_id id)
{
    struct text now;
    if (view->name_then) {
        struct text name;
        if (view->name_then(view->name_ctx, id, &name))
            return name;
    } else if (store_party_name(view->store, id, &view->arena, &now, NULL) == STATUS_OK) {
        return now;
    }
    return arena_copy(&view->arena, text_from(party_id_text(id).s));
}

void view_put_id_name(struct view *view, const char *key, struct party_id id, struct json_out *json)
{
    json_key(json, key);
    json_object(json);
    json_put_str(json, "id", party_id_text(id).s);
    json_put(json, "name", view_party_name(view, id));
    json_end(json);
}

void view_put_time(struct json_out *json, const char *key, int64_t ms)
{
    char at[CLOCK_TEXT_LEN + 1];
    clock_text(ms, at);
    json_put_str(json, key, at);
}

void view_put_bits(struct json_out *json, const char *key, int32_t score)
{
    json_key(json, key);
    json_fixed(json, score / 256.0, 2);
}

void view_put_evidence(struct json_out *json, const struct match_explanation *found, enum language lang)
{
    json_key(json, "evidence");
    json_array(json);
    for (size_t i = 0; i < found->evidence_count; i++) {
        const struct match_evidence *evidence = &found->evidence[i];
        json_object(json);
        json_put_str(json, "comparison", evidence->comparison);
        json_put_str(json, "level", evidence->level);
        json_put_str(json, "sentence", lang == LANGUAGE_NL ? evidence->sentence_nl : evidence->sentence_en);
        json_put(json, "a", evidence->a);
        json_put(json, "b", evidence->b);
        view_put_bits(json, "bits", evidence->score);
        json_end(json);
    }
    json_end(json);
}

void view_put_some(struct json_out *json, const char *key, struct text value)
{
    if (value.len == 0)
        return;
    json_put(json, key, value);
}

const char *view_reason_name(uint8_t reason)
{
    return reason == LINK_DECISION ? "decision" : reason == LINK_SCORE ? "score" : "alone";
}
