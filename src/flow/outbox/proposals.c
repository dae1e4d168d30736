/*
 * What becomes of proposals after they were put.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/outbox/proposals.h"

#include <stdio.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/job/csv_cell.h"
#include "flow/profile/corpus.h"
#include "flow/profile/profile_json.h"
#include "flow/snapshot/view_snapshot.h"
#include "os/clock.h"

enum { SETTLE_ARENA_BYTES = 64 * 1024 * 1024, DECIDE_ARENA_BYTES = 1024 * 1024 };

/* ---- a person decides ---- */

static enum status may(struct store *store, const struct job *job, const struct proposal *proposal,
                       enum proposal_state state, struct proposal_by by, struct arena *arena, struct error *err)
{
    struct text owner = TEXT_EMPTY;
    enum status status = store_source_owner(store, proposal->source_id, STORE_NOW, arena, &owner, err);
    if (status != STATUS_OK || by.is_master)
        return status;
    if (state == PROPOSAL_WITHDRAWN)
        return text_equal(proposal->author, job->author)
                   ? STATUS_OK
                   : error_set(err, STATUS_DENIED, "only who made a proposal withdraws it");
    return owner.len == 0 || text_equal(owner, by.name)
               ? STATUS_OK
               : error_set(err, STATUS_DENIED, "only the owner of the source decides on this proposal");
}

enum status proposal_decide(struct store *store, const struct job *job, uint64_t id, enum proposal_state state,
                            struct text reason, struct proposal_by by, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(DECIDE_ARENA_BYTES);
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct proposal proposal = { 0 };
    char action[32];
    if (state != PROPOSAL_ACCEPTED && state != PROPOSAL_REFUSED && state != PROPOSAL_WITHDRAWN)
        return error_set(err, STATUS_USAGE, "a proposal is accepted, refused or withdrawn");
    if (reason.len > CHOICE_REASON_BYTES_MAX || (text_trim(reason).len == 0 && state == PROPOSAL_REFUSED))
        return error_set(err, STATUS_USAGE, "a refusal needs a reason of at most %d bytes", CHOICE_REASON_BYTES_MAX);
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_proposal_get(store, id, STORE_NOW, &arena, &proposal, err);
    if (status == STATUS_OK)
        status = may(store, job, &proposal, state, by, &arena, err);
    if (status == STATUS_OK)
        status = store_proposal_step(store, id, state, text_trim(reason), job->author, job->now_ms, err);
    snprintf(action, sizeof(action), "proposal.%s", proposal_state_name(state));
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, text_from(action),
                             arena_copy(&arena, text_from(id_text_of('V', id).s)), TEXT_EMPTY, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

/* ---- the source delivers ---- */

struct settling {
    struct store *store;
    const struct job *job;
    struct arena arena;
    struct corpus corpus;
};

static void settling_done(struct settling *s)
{
    arena_done(&s->arena);
    corpus_close(&s->corpus);
}

/* Does the newest version of this record give the value that was asked? */
static enum status carries(struct settling *s, const struct proposal *proposal, const struct stored_link *link,
                           bool *ret, struct error *err)
{
    struct stored_record record = { 0 };
    struct normal_record normal = { 0 };
    struct mention asked = { 0 };
    struct field_ref field = { 0 };
    struct text shown = TEXT_EMPTY, want = TEXT_EMPTY, have = TEXT_EMPTY;
    enum party_kind kind = (enum party_kind)link->kind;
    *ret = false;
    enum status status = store_record_get(s->store, link->record, &s->arena, &record, err);
    if (status != STATUS_OK || record.source_id != proposal->source_id || record.recorded_ms < proposal->recorded_ms)
        return status;
    if (said_field_read(proposal->field, kind, &field, NULL) != STATUS_OK)
        return STATUS_OK; /* no longer a field of ours: it stays open for a person */
    status =
        said_value_read(s->corpus.country, kind, field, proposal->value, proposal->recorded_ms, &s->arena, &asked, err);
    if (status == STATUS_OK)
        status = said_value_show(&s->corpus.leading, field, &asked, &s->arena, &shown, &want, err);
    if (status == STATUS_OK)
        status = corpus_normalise(&s->corpus, &record, &s->arena, &normal, err);
    for (size_t i = 0; i < normal.mentions_count && status == STATUS_OK; i++) {
        if (normal.mentions[i].kind != kind || mention_ordinal(&normal, i) != link->ordinal)
            continue;
        status = said_value_show(&s->corpus.leading, field, &normal.mentions[i], &s->arena, &shown, &have, err);
        *ret = want.len && text_equal_nocase(want, have);
    }
    return status;
}

static enum status settle_one(struct settling *s, const struct proposal *proposal, bool *ret, struct error *err)
{
    struct stored_link link = { 0 }, *links = NULL;
    size_t count = 0;
    struct error why = ERROR_NONE;
    arena_reset(&s->arena);
    *ret = false;
    enum status status = store_mention_link(s->store, proposal->mention, &link, &why);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status == STATUS_OK)
        status = store_party_links(s->store, link.party, &s->arena, &links, &count, &why);
    for (size_t i = 0; i < count && status == STATUS_OK && !*ret; i++)
        status = carries(s, proposal, &links[i], ret, &why);
    if (status == STATUS_INVALID)
        return STATUS_OK;
    if (status != STATUS_OK && err)
        *err = why;
    return status;
}

static enum status settle_all(struct settling *s, const struct proposal *proposals, size_t count, uint32_t source_id,
                              uint64_t *ret_applied, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(s->store, &tx, err);
    if (status == STATUS_OK)
        status = corpus_open(s->store, s->job, &s->corpus, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool applied = false;
        const struct proposal *proposal = &proposals[i];
        if ((proposal->state != PROPOSAL_OPEN && proposal->state != PROPOSAL_ACCEPTED) ||
            (source_id && proposal->source_id != source_id))
            continue;
        status = settle_one(s, proposal, &applied, err);
        if (status != STATUS_OK || !applied)
            continue;
        status = store_proposal_step(s->store, proposal->id, PROPOSAL_APPLIED, TEXT("delivered"), s->job->author,
                                     s->job->now_ms, err);
        (*ret_applied)++;
    }
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

enum status proposals_settle(struct store *store, const struct job *job, uint32_t source_id, uint64_t *ret_applied,
                             struct error *err)
{
    SCOPED(settling_done)
    struct settling settling = {
        .store = store, .job = job, .arena = ARENA_UP_TO(SETTLE_ARENA_BYTES), .corpus = CORPUS_CLOSED
    };
    SCOPED(arena_done) struct arena kept = ARENA_UP_TO(SETTLE_ARENA_BYTES);
    struct proposal *proposals = NULL;
    size_t count = 0;
    bool any = false;
    *ret_applied = 0;
    enum status status = store_proposals(store, STORE_NOW, &kept, &proposals, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        any = any || proposals[i].state == PROPOSAL_OPEN || proposals[i].state == PROPOSAL_ACCEPTED;
    return status == STATUS_OK && any ? settle_all(&settling, proposals, count, source_id, ret_applied, err) : status;
}

/* ---- shown ---- */

static enum status put_proposal(struct view *view, const struct proposal *proposal, enum language lang,
                                struct json_out *json, struct error *err)
{
    struct stored_link link = { 0 };
    struct stored_record record = { 0 };
    struct text owner = TEXT_EMPTY;
    bool linked = store_mention_link(view->store, proposal->mention, &link, NULL) == STATUS_OK;
    enum status status = store_source_owner(view->store, proposal->source_id, STORE_NOW, &view->arena, &owner, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_put_str(json, "id", id_text_of('V', proposal->id).s);
    if (linked) {
        view_put_id_name(view, "party", link.party, json);
    } else {
        json_key(json, "party");
        json_null(json);
    }
    json_put(json, "field", proposal->field);
    json_put(json, "label", profile_label(proposal->field, lang, &view->arena));
    json_put(json, "value", proposal->value);
    json_put(json, "was", proposal->was);
    json_put(json, "source", view_source_name(view, proposal->source_id));
    json_put(json, "owner", owner);
    if (linked && store_record_get(view->store, link.record, &view->arena, &record, NULL) == STATUS_OK)
        view_put_some(json, "key", record.source_key);
    json_put(json, "asked_by", proposal->asked_by);
    json_put(json, "reason", proposal->reason);
    json_put(json, "author", proposal->author);
    view_put_time(json, "at", proposal->recorded_ms);
    json_put_str(json, "state", proposal_state_name(proposal->state));
    view_put_some(json, "state_reason", proposal->state_reason);
    view_put_some(json, "state_author", proposal->state_author);
    view_put_time(json, "state_at", proposal->state_ms);
    json_end(json);
    return STATUS_OK;
}

static enum status read_proposals(struct view *view, const struct proposals_wanted *wanted, struct proposal **ret,
                                  size_t *ret_count, struct error *err)
{
    struct party_id now = { 0 };
    enum status status = wanted->party.v ? store_party_resolve(view->store, wanted->party, &now, err) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    return wanted->party.v ? store_party_proposals(view->store, now, STORE_NOW, &view->arena, ret, ret_count, err)
                           : store_proposals(view->store, STORE_NOW, &view->arena, ret, ret_count, err);
}

static bool is_wanted(const struct view *view, const struct proposals_wanted *wanted, const struct proposal *proposal)
{
    return catalogue_shows(&view->catalogue, proposal->field, view->sees) &&
           (!wanted->state || proposal->state == wanted->state) &&
           (!wanted->source.len || text_equal(view_source_name(view, proposal->source_id), wanted->source));
}

enum status view_proposals(struct store *store, const struct proposals_wanted *wanted, const struct job *job,
                           struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct proposal *proposals = NULL;
    size_t count = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&view, job, err);
    if (status == STATUS_OK)
        status = read_proposals(&view, wanted, &proposals, &count, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_key(json, "proposals");
    json_array(json);
    for (size_t i = count; i-- > 0 && status == STATUS_OK;)
        if (is_wanted(&view, wanted, &proposals[i]))
            status = put_proposal(&view, &proposals[i], job->lang, json, err);
    json_end(json);
    json_end(json);
    return status;
}

enum status view_proposal(struct store *store, uint64_t id, const struct job *job, struct json_out *json,
                          struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct proposal proposal = { 0 };
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_proposal_get(store, id, STORE_NOW, &view.arena, &proposal, err);
    return status == STATUS_OK ? put_proposal(&view, &proposal, job->lang, json, err) : status;
}

/* ---- carried to the source ---- */

static void put_line(struct view *view, const struct proposal *proposal, struct buf *buf)
{
    struct stored_link link = { 0 };
    struct stored_record record = { 0 };
    char at[CLOCK_TEXT_LEN + 1];
    if (store_mention_link(view->store, proposal->mention, &link, NULL) == STATUS_OK &&
        store_record_get(view->store, link.record, &view->arena, &record, NULL) != STATUS_OK)
        record = (struct stored_record){ 0 };
    clock_text(proposal->recorded_ms, at);
    csv_cell_put(buf, text_from(id_text_of('V', proposal->id).s), false);
    csv_cell_put(buf, record.source_key, false);
    csv_cell_put(buf, proposal->field, false);
    csv_cell_put(buf, proposal->was, false);
    csv_cell_put(buf, proposal->value, false);
    csv_cell_put(buf, proposal->reason, false);
    csv_cell_put(buf, proposal->asked_by, false);
    csv_cell_put(buf, proposal->author, false);
    csv_cell_put(buf, text_from(at), false);
    csv_cell_put(buf, text_from(proposal_state_name(proposal->state)), true);
}

enum status proposals_export(struct store *store, struct text source, struct buf *buf, uint64_t *ret_count,
                             struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct proposal *proposals = NULL;
    struct source wanted = { 0 };
    size_t count = 0;
    *ret_count = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_source_get(store, source, &view.arena, &wanted, err);
    if (status == STATUS_OK)
        status = store_proposals(store, STORE_NOW, &view.arena, &proposals, &count, err);
    if (status != STATUS_OK)
        return status;
    buf_put_str(buf, "proposal,key,field,was,value,reason,asked_by,author,at,state\r\n");
    for (size_t i = 0; i < count; i++)
        if (proposals[i].source_id == wanted.id &&
            (proposals[i].state == PROPOSAL_OPEN || proposals[i].state == PROPOSAL_ACCEPTED)) {
            put_line(&view, &proposals[i], buf);
            (*ret_count)++;
        }
    return buf_status(buf, err);
}
