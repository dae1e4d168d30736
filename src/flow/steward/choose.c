/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/steward/choose.h"

#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/job/pick.h"
#include "flow/profile/corpus.h"
#include "flow/profile/profile_json.h"
#include "flow/resolve/resolve.h"
#include "flow/snapshot/view_snapshot.h"
#include "os/clock.h"

enum { CHOOSE_ARENA_BYTES = 64 * 1024 * 1024 };

/* ---- what is shown now ---- */

/* The text under a key of one field object; keys stand before any value of others. */
static struct text text_under(struct text json, struct text key, struct arena *arena)
{
    size_t at = text_find(text_slice(json, 0, text_find(json, TEXT("\"others\":["))), key);
    if (at + key.len > json.len)
        return TEXT_EMPTY;
    size_t end = at + key.len;
    while (end < json.len && json.ptr[end] != '"')
        end += json.ptr[end] == '\\' ? 2 : 1;
    struct text list = arena_printf(arena, "[\"%.*s\"]", TEXT_ARG(text_slice(json, at + key.len, end)));
    struct text value = TEXT_EMPTY;
    if (list.len == 0 || cells_read(list, arena, &value, 1, NULL) != STATUS_OK)
        return TEXT_EMPTY;
    return value;
}

static bool has(struct text json, struct text key)
{
    struct text own = text_slice(json, 0, text_find(json, TEXT("\"others\":[")));
    return text_find(own, key) < own.len;
}

enum status shown_value_of(struct text profile, enum party_kind kind, struct field_ref field, struct arena *arena,
                           struct shown_value *ret)
{
    struct profile_field found = { 0 };
    *ret = (struct shown_value){ 0 };
    while (profile_json_next(&profile, arena, &found)) {
        struct field_ref ref = { 0 }, contest = { 0 };
        if (!field_ref_read(found.field, &ref) || !golden_contest_field(kind, ref, &contest) ||
            contest.field != field.field || contest.group != field.group)
            continue;
        ret->value = ret->otherwise = found.value;
        ret->is_chosen = has(found.json, TEXT("\"chosen\":\""));
        if (ret->is_chosen) {
            ret->author = text_under(found.json, TEXT("\"author\":\""), arena);
            ret->chosen = text_under(found.json, TEXT("\"chosen\":\""), arena);
            ret->review = has(found.json, TEXT("\"review\":true"));
        }
        if (has(found.json, TEXT("\"otherwise\":\"")))
            ret->otherwise = text_under(found.json, TEXT("\"otherwise\":\""), arena);
        return STATUS_OK;
    }
    return STATUS_NOT_FOUND;
}

/* ---- choosing ---- */

struct choosing {
    struct store *store;
    const struct job *job;
    const struct choose_asked *asked;
    struct arena arena;
    struct corpus corpus;
    struct picked picked;
    enum party_kind kind;
    struct field_ref field;
    struct choice choice;
    struct text key; /* of the value */
};

static void choosing_done(struct choosing *c)
{
    arena_done(&c->arena);
    corpus_close(&c->corpus);
}

static bool has_kind(const struct picked *picked, enum party_kind kind)
{
    for (size_t i = 0; i < picked->count; i++)
        if (picked->links[i].kind == kind)
            return true;
    return false;
}

/* A record that names two is meant as whichever of them has the field. */
static enum status find_field(struct choosing *c, struct error *err)
{
    enum status status = STATUS_USAGE;
    for (int kind = PARTY_PERSON; kind <= PARTY_ORGANISATION && status != STATUS_OK; kind++)
        if (has_kind(&c->picked, (enum party_kind)kind)) {
            c->kind = (enum party_kind)kind;
            status = said_field_read(c->asked->field, c->kind, &c->field, err);
        }
    if (status == STATUS_OK)
        c->choice.field = arena_copy(&c->arena, text_from(field_ref_text(c->field).s));
    return status;
}

/* Of the mentions meant, the one in the smallest record. */
static const struct stored_link *founding(const struct choosing *c)
{
    const struct stored_link *first = NULL;
    for (size_t i = 0; i < c->picked.count; i++) {
        const struct stored_link *link = &c->picked.links[i];
        if (link->kind == c->kind && (!first || link->record.v < first->record.v ||
                                      (link->record.v == first->record.v && link->ordinal < first->ordinal)))
            first = link;
    }
    return first;
}

/* The value that the mention of a link gives in the field. */
static enum status value_of_link(struct choosing *c, const struct stored_link *link, struct text *ret,
                                 struct error *err)
{
    struct stored_record record = { 0 };
    struct normal_record normal = { 0 };
    enum status status = store_record_get(c->store, link->record, &c->arena, &record, err);
    if (status == STATUS_OK)
        status = corpus_normalise(&c->corpus, &record, &c->arena, &normal, err);
    *ret = TEXT_EMPTY;
    for (size_t i = 0; i < normal.mentions_count && status == STATUS_OK; i++)
        if (normal.mentions[i].kind == (enum party_kind)link->kind && mention_ordinal(&normal, i) == link->ordinal)
            return said_value_show(&c->corpus.leading, c->field, &normal.mentions[i], &c->arena, ret, &c->key, err);
    return status;
}

static enum status choose_record(struct choosing *c, struct error *err)
{
    struct picked record = { 0 };
    enum status status = pick_mentions(c->store, c->asked->record, &c->arena, &record, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < record.count && record.letter == 'R'; i++)
        if (record.links[i].kind == c->kind && record.links[i].party.v == founding(c)->party.v) {
            c->choice.mention = record.links[i].mention;
            c->choice.record = record.links[i].record;
            status = value_of_link(c, &record.links[i], &c->choice.value, err);
            if (status == STATUS_OK && c->choice.value.len == 0)
                status = error_set(err, STATUS_INVALID, "that record gives no %s", field_ref_text(c->field).s);
            return status;
        }
    return error_set(err, STATUS_USAGE, "that is no record of this party");
}

static enum status choose_typed(struct choosing *c, struct error *err)
{
    struct mention mention = { 0 };
    c->choice.mention = founding(c)->mention;
    enum status status = said_value_read(c->corpus.country, c->kind, c->field, c->asked->value, c->job->now_ms,
                                         &c->arena, &mention, err);
    struct text shown = TEXT_EMPTY;
    if (status == STATUS_OK)
        status = said_value_show(&c->corpus.leading, c->field, &mention, &c->arena, &shown, &c->key, err);
    if (status == STATUS_OK && shown.len == 0)
        status = error_set(err, STATUS_INVALID, "the value cannot be read as %s", field_ref_text(c->field).s);
    c->choice.value = c->asked->value;
    return status;
}

static bool is_consent(struct field_ref field)
{
    return field.field >= FIELD_CONSENT_EMAIL && field.field <= FIELD_CONSENT_POST;
}

static enum status compare_with_rules(struct choosing *c, struct error *err)
{
    struct stored_party party = { 0 };
    struct shown_value shown = { 0 };
    enum status status = store_party_get(c->store, founding(c)->party, &c->arena, &party, err);
    if (status != STATUS_OK)
        return status;
    if (shown_value_of(party.profile, c->kind, c->field, &c->arena, &shown) == STATUS_OK)
        c->choice.otherwise = shown.otherwise;
    if (is_consent(c->field) && text_equal(shown.value, TEXT("refused")) && !text_equal(c->key, TEXT("refused"))) {
        error_set(err, STATUS_CONFLICT, "somebody said no, and a no is not chosen away");
        error_hint(err, "Let the source that holds the refusal withdraw it.");
        return STATUS_CONFLICT;
    }
    return STATUS_OK;
}

static enum status may_change(const struct choosing *c, struct error *err)
{
    const struct catalogue_row *row = catalogue_find(&c->corpus.catalogue, c->choice.field);
    if (!row || c->job->sees == CATALOGUE_ALL || c->job->sees >= row->change)
        return STATUS_OK;
    return error_set(err, STATUS_DENIED, "%.*s is changed by role %s", TEXT_ARG(c->choice.field),
                     catalogue_role_name(row->change));
}

static enum status put(struct choosing *c, uint64_t *ret_id, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct text object =
        arena_printf(&c->arena, "%s %s", mention_id_text(c->choice.mention).s, field_ref_text(c->field).s);
    enum status status = store_begin(c->store, &tx, err);
    if (status == STATUS_OK)
        status = store_choice_put(c->store, &c->choice, ret_id, err);
    if (status == STATUS_OK)
        status = store_audit(c->store, c->job->now_ms, c->job->author, TEXT("choice.put"), object, TEXT_EMPTY, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

static enum status check_words(struct text reason, struct text value, struct error *err)
{
    if (text_trim(reason).len == 0 || reason.len > CHOICE_REASON_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a choice needs a reason of at most %d bytes", CHOICE_REASON_BYTES_MAX);
    if (value.len > CHOICE_VALUE_BYTES_MAX)
        return error_set(err, STATUS_LIMIT, "a value is at most %d bytes", CHOICE_VALUE_BYTES_MAX);
    return STATUS_OK;
}

static enum status then_resolve(struct store *store, const struct job *job, bool resolve_after, struct error *err)
{
    struct resolve_report resolved = { 0 };
    return resolve_after ? resolve_run(store, job, &resolved, err) : STATUS_OK;
}

enum status choose_value(struct store *store, const struct job *job, const struct choose_asked *asked,
                         bool resolve_after, struct choose_report *ret, struct error *err)
{
    SCOPED(choosing_done)
    struct choosing c = { .store = store,
                          .job = job,
                          .asked = asked,
                          .arena = ARENA_UP_TO(CHOOSE_ARENA_BYTES),
                          .corpus = CORPUS_CLOSED,
                          .choice = {
                              .reason = text_trim(asked->reason), .author = job->author, .recorded_ms = job->now_ms } };
    uint64_t id = 0;
    enum status status = check_words(asked->reason, asked->value, err);
    if (status == STATUS_OK && (asked->record.len > 0) == (text_trim(asked->value).len > 0))
        status = error_set(err, STATUS_USAGE, "give a value, or the record whose value it is");
    if (status == STATUS_OK)
        status = pick_mentions(store, asked->party, &c.arena, &c.picked, err);
    if (status == STATUS_OK)
        status = find_field(&c, err);
    if (status == STATUS_OK)
        status = corpus_open(store, job, &c.corpus, err);
    if (status == STATUS_OK)
        status = asked->record.len ? choose_record(&c, err) : choose_typed(&c, err);
    if (status == STATUS_OK)
        status = may_change(&c, err);
    if (status == STATUS_OK)
        status = compare_with_rules(&c, err);
    if (status == STATUS_OK)
        status = put(&c, &id, err);
    if (status == STATUS_OK)
        status = then_resolve(store, job, resolve_after, err);
    if (status != STATUS_OK)
        return status;
    bool nl = job->lang == LANGUAGE_NL;
    ret->id = id;
    ret->sentence = resolve_after
                        ? (nl ? TEXT("Vastgelegd: dit is de gekozen waarde.") : TEXT("Kept: this is the chosen value."))
                        : (nl ? TEXT("Vastgelegd: dit is de gekozen waarde. Ze geldt vanaf de volgende resolve.")
                              : TEXT("Kept: this is the chosen value. It holds from the next resolve."));
    return STATUS_OK;
}

enum status choose_withdraw(struct store *store, const struct job *job, uint64_t id, struct text reason,
                            bool resolve_after, struct choose_report *ret, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(4096);
    struct text object = arena_copy(&arena, text_from(id_text_of('C', id).s));
    enum status status = check_words(reason, TEXT_EMPTY, err);
    if (status == STATUS_OK)
        status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_choice_withdraw(store, id, text_trim(reason), job->author, job->now_ms, err);
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, TEXT("choice.withdraw"), object, TEXT_EMPTY, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    if (status == STATUS_OK)
        status = then_resolve(store, job, resolve_after, err);
    if (status != STATUS_OK)
        return status;
    ret->id = id;
    ret->sentence = job->lang == LANGUAGE_NL ? TEXT("De keuze is ingetrokken.") : TEXT("The choice was withdrawn.");
    return STATUS_OK;
}

/* ---- listing ---- */

static enum status put_choice(struct view *view, const struct choice *choice, enum language lang, bool review_only,
                              struct json_out *json, struct error *err)
{
    struct stored_link link = { 0 };
    struct stored_party party = { 0 };
    struct shown_value shown = { 0 };
    struct field_ref field = { 0 };
    char at[CLOCK_TEXT_LEN + 1];
    struct error why = ERROR_NONE;
    enum status status = store_mention_link(view->store, choice->mention, &link, &why);
    bool linked = status == STATUS_OK;
    if (linked)
        status = store_party_get(view->store, link.party, &view->arena, &party, &why);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        if (err)
            *err = why;
        return status;
    }
    clock_text(choice->recorded_ms, at);
    if (linked && field_ref_read(choice->field, &field))
        shown_value_of(party.profile, (enum party_kind)link.kind, field, &view->arena, &shown);
    bool is_shown = shown.is_chosen && !choice->withdrawn && text_equal(shown.chosen, text_from(at)) &&
                    text_equal(shown.author, choice->author);
    bool review = is_shown && shown.review;
    if (review_only && !review)
        return STATUS_OK;
    json_object(json);
    json_put_str(json, "id", id_text_of('C', choice->id).s);
    json_key(json, "party");
    if (linked) {
        json_object(json);
        json_put_str(json, "id", party_id_text(link.party).s);
        json_put(json, "name", party.name);
        json_end(json);
    } else {
        json_null(json);
    }
    json_put(json, "field", choice->field);
    json_put(json, "label", profile_label(choice->field, lang, &view->arena));
    json_put(json, "value", is_shown ? shown.value : choice->value);
    if (choice->record.v)
        json_put_str(json, "record", record_id_text(choice->record).s);
    json_put(json, "otherwise", choice->otherwise);
    if (is_shown && !text_equal(shown.otherwise, shown.value))
        view_put_some(json, "now", shown.otherwise);
    json_put(json, "reason", choice->reason);
    json_put(json, "author", choice->author);
    view_put_time(json, "at", choice->recorded_ms);
    json_put_bool(json, "shown", is_shown);
    json_put_bool(json, "review", review);
    json_put_bool(json, "withdrawn", choice->withdrawn);
    json_end(json);
    return STATUS_OK;
}

/* Newest first; of one moment the later one. */
static int compare_choices(const void *a, const void *b)
{
    const struct choice *x = a, *y = b;
    if (x->recorded_ms != y->recorded_ms)
        return x->recorded_ms > y->recorded_ms ? -1 : 1;
    return x->id > y->id ? -1 : x->id < y->id;
}

static enum status read_choices(struct view *view, struct party_id party, struct choice **ret, size_t *ret_count,
                                struct error *err)
{
    struct party_id now = { 0 };
    enum status status = party.v ? store_party_resolve(view->store, party, &now, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = party.v ? store_party_choices(view->store, now, STORE_NOW, &view->arena, ret, ret_count, err)
                         : store_choices(view->store, STORE_NOW, &view->arena, ret, ret_count, err);
    if (status == STATUS_OK && *ret_count)
        qsort(*ret, *ret_count, sizeof(**ret), compare_choices);
    return status;
}

enum status view_choices(struct store *store, struct party_id party, bool review_only, const struct job *job,
                         struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct choice *choices = NULL;
    size_t count = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&view, job, err);
    if (status == STATUS_OK)
        status = read_choices(&view, party, &choices, &count, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_key(json, "choices");
    json_array(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (!choices[i].withdrawn && catalogue_shows(&view.catalogue, choices[i].field, view.sees))
            status = put_choice(&view, &choices[i], job->lang, review_only, json, err);
    json_end(json);
    json_end(json);
    return status;
}

enum status view_choice(struct store *store, uint64_t id, const struct job *job, struct json_out *json,
                        struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    struct choice *choices = NULL;
    size_t count = 0;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = store_choices(store, STORE_NOW, &view.arena, &choices, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (choices[i].id == id)
            return put_choice(&view, &choices[i], job->lang, false, json, err);
    return status == STATUS_OK ? error_set(err, STATUS_NOT_FOUND, "there is no such choice") : status;
}
