/*
 * The party is made at each moment that may have changed it (flow/profile/moments.h)
 * and held against how it was at the moment before: what differs is a change.
 * So the history cannot tell another story than the view did.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/history/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/history/as_of.h"
#include "flow/history/changes_said.h"
#include "flow/history/history_state.h"
#include "flow/profile/moments.h"
#include "flow/profile/profile_json.h"
#include "flow/snapshot/view_snapshot.h"

/* A party asked at two views: how it was before, and then. */
struct telling {
    const struct job *job;
    const struct history_options *options;
    struct view view;
    struct moments moments;
    struct decision_told *decisions;
    size_t decisions_count;
    struct history_state before, then;
    struct json_out *json;
    size_t changes; /* told of this moment */
};

static void telling_done(struct telling *t)
{
    history_state_close(&t->before);
    history_state_close(&t->then);
    moments_done(&t->moments);
    view_close(&t->view);
}

#define SAY(t, nl, en) ((t)->job->lang == LANGUAGE_NL ? (nl) : (en))

/* ---- who did it ---- */

struct cause {
    struct text by, reason, file;
    uint64_t decision;
};

static bool in_moment(const struct telling *t, int64_t ms)
{
    return ms != 0 && ms > t->before.made_ms && ms <= t->then.made_ms;
}

/* The decision, made or taken back at this moment, that touches one of the mentions that moved. */
static struct cause cause_of_move(const struct telling *t, struct party_id other)
{
    struct cause cause = { .by = TEXT("model") };
    for (size_t m = 0; m < t->moments.moves.len; m++) {
        const struct assignment_run *move = &t->moments.moves.ptr[m];
        if (!history_state_holds(&t->before, &t->then, move->run) ||
            (move->party.v != other.v && move->before.v != other.v))
            continue;
        for (size_t i = 0; i < t->decisions_count; i++) {
            const struct decision_told *told = &t->decisions[i];
            const struct decision *d = &told->decision;
            /* a decision is between two mentions, of which one may have stayed where it was */
            if (d->a.v != move->mention.v && d->b.v != move->mention.v)
                continue;
            if (in_moment(t, told->taken_back.ms))
                cause = (struct cause){ told->taken_back.author, told->taken_back.reason, TEXT_EMPTY, d->id };
            else if (in_moment(t, d->recorded_ms))
                cause = (struct cause){ d->author, d->reason, TEXT_EMPTY, d->id };
        }
    }
    return cause;
}

/* A value changed: by a choice, else by the import that brought the version it comes from. */
static struct cause cause_of_value(struct telling *t, struct text field, const struct history_value *value)
{
    struct cause cause = { 0 };
    for (size_t i = 0; i < t->moments.choices.len; i++) {
        const struct choice_told *choice = &t->moments.choices.ptr[i];
        if (!history_same_field(choice->field, field))
            continue;
        if (in_moment(t, choice->taken_back.ms))
            return (struct cause){ choice->taken_back.author, choice->taken_back.reason };
        if (in_moment(t, choice->recorded_ms))
            return (struct cause){ choice->author, choice->reason };
    }
    struct record_import import = { 0 };
    if (value &&
        store_record_import(t->view.store, value->record, value->version, &t->view.arena, &import, NULL) == STATUS_OK) {
        cause.by = import.author;
        cause.file = import.file_name;
    }
    return cause;
}

/* ---- a change ---- */

static void begin_change(struct telling *t, const char *kind, struct text sentence)
{
    if (text_ends(sentence, TEXT(".."))) /* a name may end with one of its own */
        sentence.len--;
    if (t->changes++ == 0) {
        json_object(t->json);
        json_key(t->json, "view");
        json_u64(t->json, t->then.as_of.view.id);
        view_put_time(t->json, "at", t->then.made_ms);
        json_key(t->json, "changes");
        json_array(t->json);
    }
    json_object(t->json);
    json_key(t->json, "kind");
    json_str(t->json, kind);
    json_key(t->json, "sentence");
    json_text(t->json, sentence);
}

static void end_change(struct telling *t, const struct cause *cause)
{
    view_put_some(t->json, "by", cause->by);
    view_put_some(t->json, "reason", cause->reason);
    if (cause->decision) {
        json_key(t->json, "decision");
        json_str(t->json, id_text_of('D', cause->decision).s);
    }
    view_put_some(t->json, "file", cause->file);
    json_end(t->json);
}

static void put_party(struct telling *t, struct party_id id, struct text name)
{
    json_key(t->json, "party");
    json_object(t->json);
    json_key(t->json, "id");
    json_str(t->json, party_id_text(id).s);
    json_key(t->json, "name");
    json_text(t->json, name);
    json_end(t->json);
}

static struct text shown(struct telling *t, const struct history_value *value)
{
    struct text words = profile_words(value->field, value->value, t->job->lang);
    return words.len ? words : value->value;
}

static void put_value(struct telling *t, const struct history_value *now, const struct history_value *was)
{
    struct arena *arena = &t->view.arena;
    const struct history_value *one = now ? now : was;
    struct text label = profile_label(one->field, t->job->lang, arena), sentence;
    struct cause cause = cause_of_value(t, one->field, now);
    if (now && was)
        sentence = arena_printf(arena, SAY(t, "%.*s is %.*s geworden, was %.*s.", "%.*s became %.*s, was %.*s."),
                                TEXT_ARG(label), TEXT_ARG(shown(t, now)), TEXT_ARG(shown(t, was)));
    else if (now)
        sentence =
            arena_printf(arena, SAY(t, "%.*s is %.*s.", "%.*s is %.*s."), TEXT_ARG(label), TEXT_ARG(shown(t, now)));
    else
        sentence = arena_printf(arena, SAY(t, "%.*s %.*s geldt niet meer.", "%.*s %.*s holds no more."),
                                TEXT_ARG(label), TEXT_ARG(shown(t, was)));
    begin_change(t, "value", sentence);
    json_key(t->json, "field");
    json_text(t->json, one->field);
    json_key(t->json, "label");
    json_text(t->json, label);
    if (now) {
        json_key(t->json, "value");
        json_text(t->json, now->value);
        view_put_some(t->json, "text", profile_words(now->field, now->value, t->job->lang));
    }
    if (was) {
        json_key(t->json, "before");
        json_text(t->json, was->value);
        view_put_some(t->json, "before_text", profile_words(was->field, was->value, t->job->lang));
    }
    if (now) {
        json_key(t->json, "origin");
        json_object(t->json);
        json_key(t->json, "record");
        json_str(t->json, record_id_text(now->record).s);
        json_key(t->json, "source");
        json_text(t->json, now->source);
        if (now->version) { /* of a choice there is none */
            json_key(t->json, "version");
            json_u64(t->json, now->version);
        }
        json_key(t->json, "rule");
        json_text(t->json, now->rule);
        json_key(t->json, "at");
        json_text(t->json, now->at);
        json_end(t->json);
    }
    end_change(t, &cause);
}

/* Fields stand together and in order; of one that holds several values, those that are new and those that are gone. */
static void tell_values(struct telling *t)
{
    const struct history_state *a = &t->before, *b = &t->then;
    for (size_t i = 0; i < b->values_count; i++) {
        const struct history_value *now = &b->values[i];
        if (!history_wanted(t->options->field, now->field) || !view_shows_field(&t->view, now->field) ||
            history_state_has(a, now))
            continue;
        const struct history_value *was = history_state_single(a, now->field);
        put_value(t, now, was && history_state_single(b, now->field) ? was : NULL);
    }
    for (size_t i = 0; i < a->values_count; i++) {
        const struct history_value *was = &a->values[i];
        if (!history_wanted(t->options->field, was->field) || !view_shows_field(&t->view, was->field) ||
            history_state_has(b, was) || !b->is_there)
            continue;
        if (!history_state_single(a, was->field) || !history_state_single(b, was->field))
            put_value(t, NULL, was);
    }
}

/* ---- records and identities ---- */

static struct text name_in(struct telling *t, struct history_state *state, struct party_id id)
{
    const struct as_of_party *party = NULL;
    if (state->is_open && as_of_party(&state->as_of, id, &party, NULL) == STATUS_OK)
        return party->party.name;
    return arena_copy(&t->view.arena, text_from(party_id_text(id).s));
}

static void tell_party(struct telling *t, const char *kind, const char *nl, const char *en, struct party_id id,
                       struct history_state *named)
{
    struct text name = name_in(t, named, id);
    struct cause cause = cause_of_move(t, id);
    begin_change(t, kind, arena_printf(&t->view.arena, SAY(t, nl, en), TEXT_ARG(name), party_id_text(id).s));
    put_party(t, id, name);
    end_change(t, &cause);
}

/* Each other party that mentions came from or went to, once. */
static void tell_moves(struct telling *t)
{
    const struct moments *moments = &t->moments;
    struct party_id self = moments->party;
    for (size_t i = 0; i < moments->moves.len; i++) {
        const struct assignment_run *move = &moments->moves.ptr[i];
        struct party_id other = move->party.v == self.v ? move->before : move->party;
        bool came = move->party.v == self.v, told = false;
        if (!history_state_holds(&t->before, &t->then, move->run) || other.v == 0)
            continue;
        for (size_t k = 0; k < i && !told; k++) {
            const struct assignment_run *earlier = &moments->moves.ptr[k];
            told = history_state_holds(&t->before, &t->then, earlier->run) &&
                   (came ? earlier->before.v == other.v && earlier->party.v == self.v
                         : earlier->party.v == other.v && earlier->before.v == self.v);
        }
        if (told)
            continue;
        if (came)
            tell_party(t, "merged", "%.*s (%s) is hierbij gevoegd.", "%.*s (%s) was merged into this.", other,
                       &t->before);
        else if (t->then.is_there)
            tell_party(t, "split", "Een deel is losgemaakt en is nu %.*s (%s).",
                       "A part was split off and is %.*s (%s).", other, &t->then);
    }
}

static void tell_record(struct telling *t, const struct as_of_mention *mention, const char *kind, const char *nl,
                        const char *en)
{
    const struct stored_record *record = &mention->record;
    struct record_import import = { 0 };
    struct cause cause = { 0 };
    if (store_record_import(t->view.store, record->id, record->version, &t->view.arena, &import, NULL) == STATUS_OK)
        cause = (struct cause){ .by = import.author, .file = import.file_name };
    begin_change(t, kind,
                 arena_printf(&t->view.arena, SAY(t, nl, en), TEXT_ARG(view_source_name(&t->view, record->source_id)),
                              TEXT_ARG(record->source_key)));
    json_key(t->json, "record");
    json_str(t->json, record_id_text(record->id).s);
    end_change(t, &cause);
}

static bool came_from_elsewhere(const struct telling *t, struct mention_id mention, bool into)
{
    for (size_t i = 0; i < t->moments.moves.len; i++) {
        const struct assignment_run *move = &t->moments.moves.ptr[i];
        if (move->mention.v == mention.v && history_state_holds(&t->before, &t->then, move->run) &&
            (into ? move->before.v : move->party.v))
            return true;
    }
    return false;
}

static void tell_records(struct telling *t)
{
    const struct as_of_party *was = t->before.party, *now = t->then.party;
    for (size_t i = 0; now && i < now->mentions_count; i++)
        if (!history_party_holds(was, now->mentions[i].mention) &&
            !came_from_elsewhere(t, now->mentions[i].mention, true))
            tell_record(t, &now->mentions[i], "record", "Bronrecord %.*s/%.*s is erbij gekomen.",
                        "Source record %.*s/%.*s came in.");
    for (size_t i = 0; was && now && i < was->mentions_count; i++)
        if (!history_party_holds(now, was->mentions[i].mention) &&
            !came_from_elsewhere(t, was->mentions[i].mention, false))
            tell_record(t, &was->mentions[i], "record_gone", "Bronrecord %.*s/%.*s noemt deze relatie niet meer.",
                        "Source record %.*s/%.*s does not name this party any more.");
}

static void tell_identity(struct telling *t)
{
    for (size_t i = 0; i < t->moments.told_count; i++) {
        const struct identity_told *told = &t->moments.told[i];
        struct cause cause = { 0 };
        if (!history_state_holds(&t->before, &t->then, told->run))
            continue;
        if (told->event == IDENTITY_REDIRECTED) {
            tell_party(t, "redirected", "Dit is samengevoegd met %.*s (%s).", "This was merged into %.*s (%s).",
                       told->other, &t->then);
            continue;
        }
        begin_change(t,
                     told->event == IDENTITY_GIVEN     ? "given"
                     : told->event == IDENTITY_REVIVED ? "revived"
                                                       : "retired",
                     text_from(told->event == IDENTITY_GIVEN ? SAY(t, "Voor het eerst bekend.", "First known.")
                               : told->event == IDENTITY_REVIVED
                                   ? SAY(t, "Weer op zichzelf.", "On its own again.")
                                   : SAY(t, "Er is niets meer van over.", "Nothing is left of it.")));
        end_change(t, &cause);
    }
}

/* ---- ties and rules ---- */

static void tell_role(struct telling *t, const struct stored_role *role, struct history_state *state, const char *kind,
                      const char *nl, const char *en)
{
    struct party_id other = role->person.v == t->moments.party.v ? role->organisation : role->person;
    struct text title = role->title.len ? role->title : TEXT("–"),
                name =
                    role->gone_name.len && other.v == role->organisation.v ? role->gone_name : name_in(t, state, other);
    struct cause cause = { 0 };
    begin_change(t, kind, arena_printf(&t->view.arena, SAY(t, nl, en), TEXT_ARG(title), TEXT_ARG(name)));
    put_party(t, other, name);
    json_key(t->json, "record");
    json_str(t->json, record_id_text(role->record).s);
    end_change(t, &cause);
}

static void tell_ties(struct telling *t)
{
    struct history_state *a = &t->before, *b = &t->then;
    struct cause cause = { 0 };
    for (size_t i = 0; i < b->roles_count; i++) {
        const struct stored_role *role = &b->roles[i];
        bool had = history_state_has_role(a, role), made_place = role_was_left(role->ended);
        if (had ? role->until.len && !history_state_ended(a, role) : made_place)
            tell_role(t, role, b, "role_ended", "Rol geëindigd: %.*s bij %.*s.", "Role ended: %.*s at %.*s.");
        else if (had && history_state_changed_part(a, role))
            tell_role(t, role, b, "role_part", "Rol bij besluiten veranderd: %.*s bij %.*s.",
                      "Part in decisions changed: %.*s at %.*s.");
        else if (!had)
            tell_role(t, role, b, "role", "Rol: %.*s bij %.*s.", "Role: %.*s at %.*s.");
    }
    for (size_t i = 0; i < a->roles_count && b->is_there; i++)
        if (!history_state_has_role(b, &a->roles[i]))
            tell_role(t, &a->roles[i], a, "role_gone", "Rol niet meer: %.*s bij %.*s.", "Role no more: %.*s at %.*s.");
    if (a->household.v == b->household.v || !b->is_there)
        return;
    struct party_id id = b->household.v ? b->household : a->household;
    struct text name = name_in(t, b->household.v ? b : a, id);
    begin_change(t, b->household.v ? "household" : "household_gone",
                 arena_printf(&t->view.arena,
                              b->household.v
                                  ? SAY(t, "Woont in huishouden %.*s.", "Lives in household %.*s.")
                                  : SAY(t, "Woont niet meer in huishouden %.*s.", "Lives in household %.*s no more."),
                              TEXT_ARG(name)));
    put_party(t, id, name);
    end_change(t, &cause);
}

static void tell_rules(struct telling *t)
{
    for (size_t i = 0; i < t->moments.rulesets.len; i++) {
        const struct ruleset_head *head = &t->moments.rulesets.ptr[i];
        struct cause cause = { .by = head->author };
        if (head->version < 2 || head->id <= t->before.as_of.view.ruleset_id ||
            head->id > t->then.as_of.view.ruleset_id)
            continue;
        struct text sentence = changes_rules_sentence(head, t->job->lang, &t->view.arena);
        if (sentence.len == 0)
            continue;
        begin_change(t, "rules", sentence);
        end_change(t, &cause);
    }
}

/* ---- the whole ---- */

static void tell_moment(struct telling *t)
{
    t->changes = 0;
    if (t->options->field.len == 0) {
        tell_identity(t);
        tell_moves(t);
        tell_records(t);
    }
    if (t->then.is_there)
        tell_values(t);
    if (t->options->field.len == 0) {
        tell_ties(t);
        if (t->before.is_open && t->changes)
            tell_rules(t);
    }
    if (t->changes) {
        json_end(t->json);
        json_end(t->json);
    }
}

/* Each pair of neighbouring moments, newest first: the earlier state of one is the later of the next. */
static enum status tell_page(struct telling *t, size_t from, size_t count, struct error *err)
{
    const struct moments *moments = &t->moments;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        size_t place = from - i;
        if (i == 0)
            status = history_state_open(t->view.store, t->job, moments->party,
                                        &moments->views[moments->changed.ptr[place]], &t->then, err);
        if (status == STATUS_OK && place > 0)
            status = history_state_open(t->view.store, t->job, moments->party,
                                        &moments->views[moments->changed.ptr[place - 1]], &t->before, err);
        if (status != STATUS_OK)
            break;
        tell_moment(t);
        history_state_close(&t->then);
        t->then = t->before;
        t->before = HISTORY_STATE_CLOSED;
    }
    return status;
}

static enum status put_all(struct telling *t, struct party_id asked, struct error *err)
{
    const struct moments *moments = &t->moments;
    size_t last = moments->changed.len;
    while (t->options->before && last > 0 && moments->views[moments->changed.ptr[last - 1]].id >= t->options->before)
        last--;
    size_t count = last < t->options->limit ? last : t->options->limit;
    json_object(t->json);
    json_key(t->json, "id");
    json_str(t->json, party_id_text(moments->party).s);
    json_key(t->json, "name");
    json_text(t->json, view_party_name(&t->view, moments->party));
    if (asked.v != moments->party.v) {
        json_key(t->json, "redirected_from");
        json_str(t->json, party_id_text(asked).s);
    }
    view_put_some(t->json, "field", t->options->field);
    json_key(t->json, "moments");
    json_array(t->json);
    enum status status = count ? tell_page(t, last - 1, count, err) : STATUS_OK;
    json_end(t->json);
    if (last > count) {
        json_key(t->json, "next");
        json_u64(t->json, moments->views[moments->changed.ptr[last - count]].id);
    }
    json_end(t->json);
    return status;
}

enum status history_view(struct store *store, const struct job *job, struct party_id id,
                         const struct history_options *options, struct json_out *json, struct error *err)
{
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    SCOPED(telling_done)
    struct telling t = { .job = job,
                         .options = options,
                         .view = VIEW_CLOSED,
                         .moments = MOMENTS_CLOSED,
                         .before = HISTORY_STATE_CLOSED,
                         .then = HISTORY_STATE_CLOSED,
                         .json = &inner };
    struct party_id party = id;
    struct error why = ERROR_NONE;
    enum status status = view_open(store, &t.view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&t.view, job, err);
    if (status == STATUS_OK) {
        status = store_party_resolve(store, id, &party, &why);
        if (status == STATUS_NOT_FOUND) {
            party = id;
            status = STATUS_OK;
        } else if (status != STATUS_OK && err) {
            *err = why;
        }
    }
    if (status == STATUS_OK)
        status = moments_find(store, party, &t.moments, err);
    if (status == STATUS_OK && t.moments.told_count == 0)
        return error_set(err, STATUS_NOT_FOUND, "there is no such party");
    if (status == STATUS_OK)
        status = store_decision_log(store, &t.view.arena, &t.decisions, &t.decisions_count, err);
    if (status == STATUS_OK)
        status = put_all(&t, id, err);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}
