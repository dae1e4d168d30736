/*
 * The customer view of one party, in the shape of view.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/scoped.h"
#include "flow/profile/profile_json.h"
#include "flow/steward/traits.h"
#include "flow/view/view_areas.h"
#include "flow/view/view_inside.h"
#include "os/clock.h"

/* ---- records ---- */

static enum status put_cells(struct party_view *v, const struct stored_record *record, struct error *err)
{
    const struct stored_layout *layout = view_layout(v->view, record->layout_id);
    if (!layout)
        return error_set(err, STATUS_BROKEN, "record %s is of a layout that is not there",
                         record_id_text(record->id).s);
    size_t count = layout->layout.count;
    struct text *cells = arena_array(&v->view->arena, struct text, count + 1);
    if (!cells)
        return error_set(err, STATUS_LIMIT, "a record is larger than its memory");
    enum status status = cells_read(record->cells, &v->view->arena, cells, count, err);
    if (status != STATUS_OK)
        return status;
    json_key(v->json, "cells");
    json_object(v->json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool shown = true;
        if (text_trim(cells[i]).len == 0)
            continue;
        status = view_shows_column(v->view, layout, i, &shown, err);
        if (status != STATUS_OK || !shown)
            continue;
        json_key_text(v->json, layout->layout.columns[i]);
        json_text(v->json, cells[i]);
    }
    json_end(v->json);
    return status;
}

static enum status put_record(struct party_view *v, const struct stored_link *link, const struct stored_record *record,
                              struct error *err)
{
    json_object(v->json);
    json_put_str(v->json, "record", record_id_text(link->record).s);
    json_put_str(v->json, "mention", mention_id_text(link->mention).s);
    json_put(v->json, "source", view_source_name(v->view, record->source_id));
    json_put(v->json, "key", record->source_key);
    view_put_time(v->json, "observed", record->observed_ms);
    json_put_u64(v->json, "version", record->version);
    if (!v->then) /* evidence is kept of the newest view alone */
        view_put_bits(v->json, "bits", link->score);
    json_put_str(v->json, "reason", view_reason_name(link->reason));
    if (link->best.v)
        json_put_str(v->json, "best", mention_id_text(link->best).s);
    enum status status = put_cells(v, record, err);
    json_end(v->json);
    return status;
}

static enum status put_records(struct party_view *v, struct error *err)
{
    enum status status = STATUS_OK;
    json_key(v->json, "records");
    json_array(v->json);
    for (size_t i = 0; i < v->links_count && status == STATUS_OK; i++)
        status = put_record(v, &v->links[i], &v->records[i], err);
    json_end(v->json);
    return status;
}

/* ---- findings ---- */

static void put_finding(struct party_view *v, const struct stored_record *of, enum finding finding, struct text field,
                        struct text proposal)
{
    json_object(v->json);
    json_put_str(v->json, "record", record_id_text(of->id).s);
    json_put(v->json, "source", view_source_name(v->view, of->source_id));
    json_put(v->json, "field", field);
    json_put(v->json, "label", profile_label(field, v->lang, &v->view->arena));
    json_put_str(v->json, "code", finding_code(finding));
    json_put_str(v->json, "severity", severity_name(finding_severity(finding)));
    json_put_str(v->json, "sentence", finding_sentence(finding, v->lang));
    if (catalogue_shows(&v->view->catalogue, field, v->view->sees))
        view_put_some(v->json, "proposal", proposal);
    json_end(v->json);
}

static enum status put_record_findings(struct party_view *v, const struct stored_record *of, struct error *err)
{
    struct stored_finding *findings = NULL;
    size_t count = 0;
    enum status status = v->findings(v->findings_ctx, of, &v->view->arena, &findings, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        put_finding(v, of, findings[i].finding, text_from(findings[i].field.s), findings[i].proposal);
    return status;
}

/* Of the party as a whole: what the norms ask of it. They are told with its first record. */
static void put_norm_findings(struct party_view *v)
{
    struct text rest = v->party.profile, field = TEXT_EMPTY;
    enum finding finding = FINDING_NONE;
    while (v->links_count > 0 && profile_json_next_norm(&rest, &v->view->arena, &field, &finding))
        put_finding(v, &v->records[0], finding, field, TEXT_EMPTY);
}

static enum status put_findings(struct party_view *v, struct error *err)
{
    enum status status = STATUS_OK;
    json_key(v->json, "findings");
    json_array(v->json);
    for (size_t i = 0; i < v->links_count && status == STATUS_OK; i++) {
        bool seen = false;
        for (size_t before = 0; before < i; before++)
            seen = seen || v->links[before].record.v == v->links[i].record.v;
        if (!seen)
            status = put_record_findings(v, &v->records[i], err);
    }
    put_norm_findings(v);
    json_end(v->json);
    return status;
}

/* ---- the whole ---- */

static enum status put_head(struct party_view *v, struct error *err)
{
    view_put_head(v->view, &v->party, v->asked, v->json);
    json_key(v->json, "areas");
    return view_put_areas(v->view, v->events, v->party.profile, v->lang, v->json, err);
}

static void put_then(struct party_view *v)
{
    const struct view_then *then = v->then;
    json_key(v->json, "as_of");
    json_object(v->json);
    view_put_time(v->json, "at", then->at_ms);
    view_put_time(v->json, "made", then->made_ms);
    json_put(v->json, "sentence", then->sentence);
    if (then->now.v) {
        json_key(v->json, "now");
        json_object(v->json);
        json_put_str(v->json, "id", party_id_text(then->now).s);
        json_put(v->json, "name", then->now_name);
        json_end(v->json);
    }
    json_end(v->json);
}

enum status view_party_put(const struct party_view *asked, struct json_out *json, struct error *err)
{
    struct party_view own = *asked, *v = &own;     /* with a profile for this reader, and where to write */
    SCOPED(buf_done) struct buf whole = BUF_EMPTY; /* so that a failure half-way leaves json as it was */
    struct json_out inner = json_out_over(&whole);
    SCOPED(buf_done) struct buf profile = BUF_EMPTY;
    v->json = &inner;
    enum status status =
        view_own_profile(v->view, v->id, v->then ? v->then->at_ms : STORE_NOW, v->party.profile, &profile, err);
    v->party.profile = buf_text(&profile);
    v->party.party = v->id;
    json_object(&inner);
    if (status == STATUS_OK)
        status = put_head(v, err);
    if (status == STATUS_OK && v->then)
        put_then(v);
    if (status == STATUS_OK)
        status = put_records(v, err);
    if (status == STATUS_OK) {
        view_put_roles(v);
        view_put_households(v);
        json_key(v->json, "events");
        view_put_newest(v->view, v->events, v->lang, v->json);
        status = put_findings(v, err);
    }
    if (status != STATUS_OK)
        return status;
    json_end(&inner);
    status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}

/* ---- of now: what the store holds ---- */

static enum status findings_now(void *ctx, const struct stored_record *record, struct arena *arena,
                                struct stored_finding **ret, size_t *ret_count, struct error *err)
{
    return store_record_findings(ctx, record->id, arena, ret, ret_count, err);
}

static enum status read_records(struct party_view *v, struct error *err)
{
    struct stored_record *records = arena_array(&v->view->arena, struct stored_record, v->links_count + 1);
    enum status status = STATUS_OK;
    if (!records)
        return error_set(err, STATUS_LIMIT, "a party is larger than its memory");
    for (size_t i = 0; i < v->links_count && status == STATUS_OK; i++)
        status = store_record_get(v->view->store, v->links[i].record, &v->view->arena, &records[i], err);
    v->records = records;
    return status;
}

static enum status read_party(struct party_view *v, struct error *err)
{
    struct store *store = v->view->store;
    struct arena *arena = &v->view->arena;
    struct stored_link *links = NULL;
    struct stored_role *roles = NULL;
    struct stored_member *members = NULL;
    enum status status = store_party_links(store, v->id, arena, &links, &v->links_count, err);
    v->links = links;
    if (status == STATUS_OK)
        status = read_records(v, err);
    if (status == STATUS_OK)
        status = store_party_roles(store, v->id, arena, &roles, &v->roles_count, err);
    if (status == STATUS_OK && party_id_kind(v->id) != PARTY_ORGANISATION)
        status = store_party_members_ever(store, v->id, arena, &members, &v->members_count, err);
    v->members = members;
    return status == STATUS_OK ? roles_as_said(v->view, NULL, v->id, roles, v->roles_count, &v->roles, err) : status;
}

enum status view_party(struct store *store, const struct job *job, struct party_id id, struct json_out *json,
                       struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct party_events events;
    char today[CLOCK_TEXT_LEN + 1];
    clock_text(job->now_ms, today);
    struct party_view v = { .view = &view,
                            .asked = id,
                            .today = { today, 10 },
                            .lang = job->lang,
                            .events = &events,
                            .findings = findings_now,
                            .findings_ctx = store };
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&view, job, err);
    if (status == STATUS_OK)
        status = view_find_party(&view, id, &v.party, err);
    v.id = v.party.party;
    if (status == STATUS_OK)
        status = read_party(&v, err);
    if (status == STATUS_OK)
        status = party_events_read(&view, v.id, job->now_ms, &events, err);
    return status == STATUS_OK ? view_party_put(&v, json, err) : status;
}
