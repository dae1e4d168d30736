/*
 * The golden profile of one party, without what lies behind it: for programs
 * that ask for values and for many parties.  It is one row of the view and the
 * traits people gave.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "flow/profile/profile_json.h"
#include "flow/steward/traits.h"
#include "flow/view/view_inside.h"
#include "store/version.h"

enum status view_own_profile(struct view *view, struct party_id party, int64_t until_ms, struct text profile,
                             struct buf *ret, struct error *err)
{
    SCOPED(buf_done) struct buf traits = BUF_EMPTY;
    SCOPED(buf_done) struct buf with_traits = BUF_EMPTY;
    enum status status = traits_write(view->store, party, until_ms, &view->arena, &traits, err);
    if (status == STATUS_OK && traits.len) {
        profile_with_fields(profile, AREA_EXTRA, buf_text(&traits), &with_traits);
        status = buf_status(&with_traits, err);
        profile = buf_text(&with_traits);
    }
    if (status != STATUS_OK)
        return status;
    if (view->hides)
        profile_json_for(profile, &view->catalogue, view->sees, ret);
    else
        buf_put(ret, profile);
    return buf_status(ret, err);
}

void view_put_head(struct view *view, const struct stored_party *party, struct party_id asked, struct json_out *json)
{
    json_put_str(json, "id", party_id_text(party->party).s);
    json_put_str(json, "kind", party_kind_name(party_id_kind(party->party)));
    json_put(json, "name", party->name);
    json_put(json, "sort_name", party->sort_name);
    json_put(json, "summary", party->summary);
    if (asked.v != party->party.v)
        json_put_str(json, "redirected_from", party_id_text(asked).s);
    view_put_some(json, "salutation", profile_json_text(party->profile, "salutation", &view->arena));
    view_put_some(json, "address_line", profile_json_text(party->profile, "address_line", &view->arena));
}

/* A party that is in the view of these facts lives: only who is not there may have become another. */
enum status view_find_party(struct view *view, struct party_id asked, struct stored_party *ret, struct error *err)
{
    uint64_t version = 0;
    struct party_id live = { 0 };
    struct error absent = ERROR_NONE;
    enum status status = store_version(view->store, &version, err);
    if (status == STATUS_OK && version && store_party_get(view->store, asked, &view->arena, ret, &absent) == STATUS_OK)
        return STATUS_OK;
    if (status == STATUS_OK)
        status = store_party_resolve(view->store, asked, &live, err);
    return status == STATUS_OK ? store_party_get(view->store, live, &view->arena, ret, err) : status;
}

enum status view_profile(struct store *store, const struct job *job, struct party_id id, struct json_out *json,
                         struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    SCOPED(buf_done) struct buf profile = BUF_EMPTY;
    SCOPED(buf_done) struct buf labelled = BUF_EMPTY;
    struct stored_party party = { 0 };
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&view, job, err);
    if (status == STATUS_OK)
        status = view_find_party(&view, id, &party, err);
    if (status == STATUS_OK)
        status = view_own_profile(&view, party.party, STORE_NOW, party.profile, &profile, err);
    struct profile_labels *labels = status == STATUS_OK ? view_kept_labels(&view, job->lang) : NULL;
    if (status == STATUS_OK && !labels)
        status = error_set(err, STATUS_NO_MEMORY, "no memory for labels");
    if (status != STATUS_OK)
        return status;
    party.profile = buf_text(&profile);
    profile_json_labelled(party.profile, labels, &labelled);
    status = buf_status(&labelled, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    view_put_head(&view, &party, id, json);
    json_key(json, "areas");
    json_raw(json, buf_text(&labelled));
    json_end(json);
    return STATUS_OK;
}
