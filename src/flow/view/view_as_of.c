/*
 * The customer view of one party on an earlier day, in the shape of view.h.
 *
 * An id may have meant something else then, or nothing; what the reader gets
 * to see is said in a sentence, so that nobody takes one for the other.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/event/timeline_inside.h"
#include "flow/history/as_of.h"
#include "flow/job/day.h"
#include "flow/view/events_then.h"
#include "flow/view/view_areas.h"
#include "flow/view/view_inside.h"
#include "match/match.h"

struct then {
    struct as_of as_of;
    struct view view;
    const struct job *job;
    struct party_view party;
    struct party_events events;
    struct view_then told;
    const struct as_of_party *found;
    struct decision *decisions; /* made until then */
    size_t decisions_count;
};

static void then_done(struct then *then)
{
    as_of_close(&then->as_of);
    view_close(&then->view);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_NO_MEMORY, "no memory for the view of an earlier day");
}

static bool name_then(void *ctx, struct party_id id, struct text *ret)
{
    struct as_of *as_of = ctx;
    const struct as_of_party *party = NULL;
    if (as_of_party(as_of, id, &party, NULL) != STATUS_OK)
        return false;
    *ret = party->party.name;
    return true;
}

/* In the order of store_record_findings(). */
static int compare_findings(const void *a, const void *b)
{
    const struct stored_finding *x = a, *y = b;
    int order = strcmp(x->field.s, y->field.s);
    order = order ? order : strcmp(finding_code(x->finding), finding_code(y->finding));
    return order ? order : text_compare(x->proposal, y->proposal);
}

static enum status findings_then(void *ctx, const struct stored_record *record, struct arena *arena,
                                 struct stored_finding **ret, size_t *ret_count, struct error *err)
{
    struct then *then = ctx;
    struct normal_record normal = { 0 };
    enum status status = corpus_normalise(&then->as_of.corpus, record, arena, &normal, err);
    if (status != STATUS_OK)
        return status;
    struct stored_finding *findings = arena_array(arena, struct stored_finding, normal.findings_count + 1);
    if (!findings)
        return no_memory(err);
    for (size_t i = 0; i < normal.findings_count; i++)
        findings[i] = (struct stored_finding){ .record = record->id,
                                               .finding = normal.findings[i].finding,
                                               .field = field_ref_text(normal.findings[i].field),
                                               .proposal = normal.findings[i].proposal };
    qsort(findings, normal.findings_count, sizeof(*findings), compare_findings);
    *ret = findings;
    *ret_count = normal.findings_count;
    return STATUS_OK;
}

/* ---- what the id meant ---- */

static struct text id_text(struct then *then, struct party_id id)
{
    return arena_copy(&then->view.arena, text_from(party_id_text(id).s));
}

/* The day the id was first given, empty when never. */
static struct text first_day(struct then *then, struct party_id id)
{
    struct identity_told *told = NULL;
    size_t count = 0;
    if (store_identity_of(then->view.store, id, &then->view.arena, &told, &count, NULL) != STATUS_OK || count == 0)
        return TEXT_EMPTY;
    return day_text(told[0].recorded_ms, &then->view.arena);
}

static enum status not_there(struct then *then, enum as_of_fate fate, struct party_id id, struct error *err)
{
    struct text day = day_text(then->as_of.at_ms, &then->view.arena), first = first_day(then, id);
    bool nl = then->job->lang == LANGUAGE_NL;
    if (fate == AS_OF_GONE)
        return error_set(err, STATUS_NOT_FOUND, nl ? "%s was op %.*s al vervallen" : "%s was gone already on %.*s",
                         party_id_text(id).s, TEXT_ARG(day));
    if (first.len == 0)
        return error_set(err, STATUS_NOT_FOUND, nl ? "er is geen relatie %s" : "there is no party %s",
                         party_id_text(id).s);
    return error_set(err, STATUS_NOT_FOUND,
                     nl ? "%s bestond nog niet op %.*s; bekend sinds %.*s"
                        : "%s did not exist yet on %.*s; it is known since %.*s",
                     party_id_text(id).s, TEXT_ARG(day), TEXT_ARG(first));
}

/* Where the party that is shown is today: v 0 when it is itself. */
static enum status look_now(struct then *then, struct party_id shown, struct error *err)
{
    struct error why = ERROR_NONE;
    struct stored_party party = { 0 };
    struct party_id now = { 0 };
    enum status status = store_party_resolve(then->view.store, shown, &now, &why);
    if (status == STATUS_NOT_FOUND || (status == STATUS_OK && now.v == shown.v))
        return STATUS_OK;
    if (status == STATUS_OK)
        status = store_party_get(then->view.store, now, &then->view.arena, &party, &why);
    if (status != STATUS_OK && err)
        *err = why;
    then->told.now = now;
    then->told.now_name = party.name;
    return status;
}

static struct text sentence_of(struct then *then, enum as_of_fate fate, struct party_id asked, struct party_id shown)
{
    struct arena *arena = &then->view.arena;
    struct text day = day_text(then->as_of.at_ms, arena), first = first_day(then, asked);
    struct text of = id_text(then, asked), to = id_text(then, shown), now = id_text(then, then->told.now);
    bool nl = then->job->lang == LANGUAGE_NL;
    struct text sentence = arena_printf(arena, nl ? "Zoals bekend op %.*s." : "As known on %.*s.", TEXT_ARG(day));
    if (fate == AS_OF_OTHER)
        sentence = arena_printf(arena,
                                nl ? "Zoals bekend op %.*s. %.*s is pas gegeven op %.*s; de gegevens stonden toen "
                                     "onder %.*s."
                                   : "As known on %.*s. %.*s was given only on %.*s; what it holds stood under %.*s "
                                     "then.",
                                TEXT_ARG(day), TEXT_ARG(of), TEXT_ARG(first), TEXT_ARG(to));
    else if (fate == AS_OF_MERGED)
        sentence = arena_printf(arena,
                                nl ? "Zoals bekend op %.*s. %.*s was toen samengevoegd met %.*s."
                                   : "As known on %.*s. %.*s was merged into %.*s then.",
                                TEXT_ARG(day), TEXT_ARG(of), TEXT_ARG(to));
    if (then->told.now.v && then->told.now.v != asked.v)
        sentence = arena_printf(arena, nl ? "%.*s Vandaag hoort %.*s bij %.*s." : "%.*s Today %.*s is part of %.*s.",
                                TEXT_ARG(sentence), TEXT_ARG(to), TEXT_ARG(now));
    return sentence;
}

/* ---- what it held ---- */

static bool was_decided(const struct then *then, struct mention_id mention)
{
    for (size_t i = 0; i < then->decisions_count; i++) {
        const struct decision *d = &then->decisions[i];
        if (d->kind == DECISION_SAME && (d->a.v == mention.v || d->b.v == mention.v))
            return true;
    }
    return false;
}

static enum status read_links(struct then *then, struct error *err)
{
    const struct as_of_party *found = then->found;
    struct arena *arena = &then->view.arena;
    struct stored_link *links = arena_array(arena, struct stored_link, found->mentions_count + 1);
    struct stored_record *records = arena_array(arena, struct stored_record, found->mentions_count + 1);
    if (!links || !records)
        return no_memory(err);
    enum status status = store_decisions_at(then->view.store, then->as_of.view.recorded_ms, arena, &then->decisions,
                                            &then->decisions_count, err);
    for (size_t i = 0; i < found->mentions_count; i++) {
        const struct as_of_mention *mention = &found->mentions[i];
        bool alone = found->mentions_count == 1;
        links[i] = (struct stored_link){ .mention = mention->mention,
                                         .record = mention->record.id,
                                         .kind = party_id_kind(found->id),
                                         .ordinal = (uint8_t)mention->ordinal,
                                         .party = found->id,
                                         .reason = alone                                 ? LINK_ALONE
                                                   : was_decided(then, mention->mention) ? LINK_DECISION
                                                                                         : LINK_SCORE };
        records[i] = mention->record;
    }
    then->party.links = links;
    then->party.records = records;
    then->party.links_count = found->mentions_count;
    return status;
}

static enum status read_events(struct then *then, struct error *err)
{
    struct scoped_record *records = NULL;
    struct event_fact *events = NULL;
    size_t records_count = 0, count = 0;
    struct arena *arena = &then->view.arena;
    enum status status = records_then(&then->as_of, then->found, timeline_usual_scopes(then->found->id), arena,
                                      &records, &records_count, err);
    if (status == STATUS_OK)
        status = events_then(&then->as_of, records, records_count, arena, &events, &count, err);
    int64_t today = then->as_of.at_ms < then->job->now_ms ? then->as_of.at_ms : then->job->now_ms;
    if (status == STATUS_OK)
        status = party_events_of(&then->view, events, count, today, &then->events, err);
    then->party.events = &then->events;
    return status;
}

/* ---- the whole ---- */

static enum status find(struct then *then, struct party_id asked, int64_t at_ms, struct error *err)
{
    enum as_of_fate fate = AS_OF_LIVE;
    struct party_id shown = { 0 };
    struct error why = ERROR_NONE;
    enum status status = as_of_open(then->view.store, then->job, at_ms, &then->as_of, &why);
    if (status == STATUS_NOT_FOUND)
        return error_set(err, status,
                         then->job->lang == LANGUAGE_NL ? "op %.*s was hier nog niets bekend"
                                                        : "nothing was known here yet on %.*s",
                         TEXT_ARG(day_text(at_ms, &then->view.arena)));
    if (status == STATUS_OK)
        status = as_of_identity(&then->as_of, asked, &fate, &shown, &why);
    if (status == STATUS_OK && (fate == AS_OF_GONE || fate == AS_OF_NOT_YET))
        return not_there(then, fate, asked, err);
    if (status == STATUS_OK)
        status = as_of_party(&then->as_of, shown, &then->found, &why);
    if (status != STATUS_OK) {
        if (err)
            *err = why;
        return status;
    }
    status = look_now(then, shown, err);
    then->told.at_ms = at_ms;
    then->told.made_ms = then->as_of.view.recorded_ms;
    then->told.sentence = sentence_of(then, fate, asked, shown);
    return status;
}

static enum status gather(struct then *then, struct party_id asked, struct error *err)
{
    const struct stored_role *roles = NULL;
    size_t roles_count = 0;
    then->view.name_then = name_then;
    then->view.name_ctx = &then->as_of;
    then->party = (struct party_view){ .view = &then->view,
                                       .today = day_text(then->as_of.at_ms, &then->view.arena),
                                       .id = then->found->id,
                                       .asked = asked,
                                       .lang = then->job->lang,
                                       .then = &then->told,
                                       .party = then->found->party,
                                       .findings = findings_then,
                                       .findings_ctx = then };
    enum status status = read_links(then, err);
    if (status == STATUS_OK)
        status = as_of_roles(&then->as_of, then->found, &roles, &roles_count, err);
    if (status == STATUS_OK)
        status = roles_as_said(&then->view, &then->as_of, then->found->id, roles, roles_count, &then->party.roles, err);
    then->party.roles_count = roles_count;
    if (status == STATUS_OK)
        status = as_of_members(&then->as_of, then->found, &then->party.members, &then->party.members_count, err);
    return status == STATUS_OK ? read_events(then, err) : status;
}

enum status view_party_as_of(struct store *store, const struct job *job, struct party_id id, int64_t at_ms,
                             struct json_out *json, struct error *err)
{
    SCOPED(then_done) struct then then = { .as_of = AS_OF_CLOSED, .view = VIEW_CLOSED, .job = job };
    enum status status = view_open(store, &then.view, err);
    if (status == STATUS_OK)
        status = view_catalogue(&then.view, job, err);
    if (status == STATUS_OK)
        status = find(&then, id, at_ms, err);
    if (status == STATUS_OK)
        status = gather(&then, id, err);
    return status == STATUS_OK ? view_party_put(&then.party, json, err) : status;
}
