/*
 * What must be in order is looked up before anything is written, and all that
 * a step writes is in one transaction: a customer with a number that nobody
 * was told of, or the other way about, cannot be.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/steward/stage.h"

#include <inttypes.h>

#include "base/scoped.h"
#include "flow/job/pick.h"
#include "flow/outbox/hand_over.h"
#include "flow/profile/norms.h"
#include "flow/profile/profile_json.h"
#include "flow/resolve/resolve.h"
#include "flow/snapshot/view_snapshot.h"
#include "flow/steward/choose.h"

enum { STAGE_ARENA_BYTES = 64 * 1024 * 1024, NUMBERS_TRIED_MAX = 10000 };

static const struct text field_stage = { "customer.stage", 14 }, field_number = { "customer.number", 15 };

/* ---- where a party stands ---- */

/* Of one party: what it is, and what the tables say of it. */
struct standing {
    struct store *store;
    const struct job *job;
    struct arena arena;
    struct stored_party party;
    enum party_kind kind;
    struct mention_id anchor; /* facts hang on the mention of its smallest record */
    struct text stage;
    struct stages stages;
    struct norms norms;
    struct norm_value *values;
    size_t values_count;
    uint64_t reviews;
    struct customer_number *numbers;
    size_t numbers_count;
};

#define STANDING_OF(store_, job_)                                                                                      \
    ((struct standing){ .store = (store_), .job = (job_), .arena = ARENA_UP_TO(STAGE_ARENA_BYTES) })

static void standing_done(struct standing *s)
{
    arena_done(&s->arena);
}

static struct mention_id founder(const struct picked *picked)
{
    const struct stored_link *first = &picked->links[0]; /* its party is the one that is meant */
    for (size_t i = 1; i < picked->count; i++) {
        const struct stored_link *link = &picked->links[i];
        if (link->party.v == picked->party.v &&
            (link->record.v < first->record.v || (link->record.v == first->record.v && link->ordinal < first->ordinal)))
            first = link;
    }
    return first->mention;
}

static enum status read_tables(struct standing *s, struct error *err)
{
    struct text norms = TEXT_EMPTY;
    struct ruleset stages = { 0 };
    enum status status = stages_table(s->store, &s->arena, &stages, err);
    if (status == STATUS_OK)
        status = stages_read(stages.body, &s->arena, &s->stages, err);
    if (status == STATUS_OK)
        status = norms_body(s->store, &s->arena, &norms, err);
    return status == STATUS_OK ? norms_read(norms, &s->arena, &s->norms, err) : status;
}

static enum status find_standing(struct standing *s, struct text asked, struct error *err)
{
    struct picked picked = { 0 };
    enum status status = pick_mentions(s->store, asked, &s->arena, &picked, err);
    if (status == STATUS_OK)
        status = store_party_get(s->store, picked.party, &s->arena, &s->party, err);
    if (status == STATUS_OK)
        status = store_party_reviews_count(s->store, picked.party, &s->reviews, err);
    if (status == STATUS_OK)
        status = store_party_customer_numbers(s->store, picked.party, STORE_NOW, &s->arena, &s->numbers,
                                              &s->numbers_count, err);
    if (status == STATUS_OK)
        status = read_tables(s, err);
    if (status != STATUS_OK)
        return status;
    s->kind = party_id_kind(picked.party);
    s->anchor = founder(&picked);
    s->stage = profile_json_text(s->party.profile, "stage", &s->arena);
    s->values = arena_array(&s->arena, struct norm_value, NORM_VALUES_MAX);
    if (!s->values)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the values of a party");
    s->values_count = norm_values_of(s->party.profile, &s->arena, s->values, NORM_VALUES_MAX);
    return STATUS_OK;
}

/* ---- what is not in order ---- */

struct unmet {
    const struct norm *norm; /* NULL: the cases for review */
    enum norm_verdict verdict;
    struct text sentence;
};

/* A norm may name the first parts of a field: "addr" is any address. */
static struct text label_of(struct text field, enum language lang, struct arena *arena)
{
    struct field_ref ref = { 0 };
    return profile_label(field_ref_read(field, &ref) ? field : arena_printf(arena, "%.*s.full", TEXT_ARG(field)), lang,
                         arena);
}

static struct text norm_sentence(struct standing *s, const struct norm *norm, enum norm_verdict verdict)
{
    bool nl = s->job->lang == LANGUAGE_NL;
    struct text label = label_of(norm->field, s->job->lang, &s->arena);
    const char *what = verdict == NORM_MISSING    ? (nl ? "ontbreekt" : "is missing")
                       : verdict == NORM_NOTATION ? (nl ? "is niet goed geschreven" : "is not in its notation")
                                                  : (nl ? "moet opnieuw worden bevestigd" : "is to be confirmed again");
    return arena_printf(&s->arena, "%.*s %s.", TEXT_ARG(label), what);
}

static struct text reviews_sentence(struct standing *s)
{
    if (s->job->lang == LANGUAGE_NL)
        return arena_printf(&s->arena, "Beoordeel eerst of dit dezelfde is als een ander: %" PRIu64 " %s.", s->reviews,
                            s->reviews == 1 ? "geval" : "gevallen");
    return arena_printf(&s->arena, "First judge whether this is the same as another: %" PRIu64 " %s.", s->reviews,
                        s->reviews == 1 ? "case" : "cases");
}

enum { UNMET_MAX = 20 };

/* What a step wants and the party has not; at most UNMET_MAX. */
static size_t find_unmet(struct standing *s, const struct stage_step *step, struct unmet ret[UNMET_MAX])
{
    size_t count = 0;
    for (size_t i = 0; step->needs_norms && i < s->norms.count && count < UNMET_MAX; i++) {
        enum norm_verdict verdict =
            norm_judge(&s->norms, i, s->kind, step->to, s->values, s->values_count, s->job->now_ms);
        if (s->norms.list[i].required && verdict != NORM_MET && verdict != NORM_NOT_ASKED) {
            const struct norm *norm = &s->norms.list[i];
            ret[count++] = (struct unmet){ norm, verdict, norm_sentence(s, norm, verdict) };
        }
    }
    if (step->needs_no_duplicate && s->reviews && count < UNMET_MAX)
        ret[count++] = (struct unmet){ .sentence = reviews_sentence(s) };
    return count;
}

static enum status refuse_step(const struct standing *s, struct text to, struct error *err)
{
    SCOPED(buf_done) struct buf hint = BUF_EMPTY;
    error_set(err, STATUS_CONFLICT, "from %.*s there is no step to '%.*s'", TEXT_ARG(s->stage),
              TEXT_ARG(text_slice(to, 0, 40)));
    for (size_t i = 0; i < s->stages.count; i++)
        if (text_equal(s->stages.steps[i].from, s->stage))
            buf_printf(&hint, "%s%.*s", hint.len ? ", " : "It leads to: ", TEXT_ARG(s->stages.steps[i].to));
    if (hint.len)
        error_hint(err, "%.*s.", TEXT_ARG(buf_text(&hint)));
    return STATUS_CONFLICT;
}

static enum status refuse_unmet(const struct unmet *unmet, size_t count, struct error *err)
{
    SCOPED(buf_done) struct buf all = BUF_EMPTY;
    for (size_t i = 0; i < count; i++)
        buf_printf(&all, "%s%.*s", i ? " " : "", TEXT_ARG(unmet[i].sentence));
    error_set(err, STATUS_CONFLICT, "%.*s", TEXT_ARG(buf_text(&all)));
    error_hint(err, "See it with: klantbeeld stage PARTY");
    return STATUS_CONFLICT;
}

/* ---- the step ---- */

static enum status choose(struct standing *s, struct text field, struct text value, struct text reason,
                          struct error *err)
{
    struct field_ref ref = { 0 };
    struct shown_value shown = { 0 };
    uint64_t id;
    if (field_ref_read(field, &ref))
        shown_value_of(s->party.profile, s->kind, ref, &s->arena, &shown);
    struct choice choice = { .mention = s->anchor,
                             .field = field,
                             .value = value,
                             .otherwise = shown.otherwise,
                             .reason = reason,
                             .author = s->job->author,
                             .recorded_ms = s->job->now_ms };
    return store_choice_put(s->store, &choice, &id, err);
}

/* Does a source use this number for somebody already? */
static enum status is_taken(struct standing *s, struct text shown, bool *ret, struct error *err)
{
    struct search_hit *hits = NULL;
    size_t count = 0, more = 0;
    struct text as_number = arena_printf(&s->arena, "customer:%.*s", TEXT_ARG(shown));
    struct text as_key = arena_printf(&s->arena, "key:%.*s", TEXT_ARG(shown));
    enum status status = store_search_key(s->store, as_number, 1, &s->arena, &hits, &count, err);
    if (status == STATUS_OK)
        status = store_search_key(s->store, as_key, 1, &s->arena, &hits, &more, err);
    *ret = count + more > 0;
    return status;
}

static enum status draw_number(struct standing *s, struct text reason, struct text *ret, struct error *err)
{
    uint64_t number = 0;
    bool taken = true;
    enum status status = store_customer_number_next(s->store, s->stages.first, &number, err);
    for (size_t tried = 0; taken && status == STATUS_OK; tried++) {
        if (tried == NUMBERS_TRIED_MAX)
            return error_set(err, STATUS_CONFLICT, "no free customer number from %" PRIu64 " on", s->stages.first);
        number += tried > 0;
        *ret = arena_printf(&s->arena, "%.*s%" PRIu64, TEXT_ARG(s->stages.prefix), number);
        status = is_taken(s, *ret, &taken, err);
    }
    struct customer_number drawn = {
        .number = number, .shown = *ret, .mention = s->anchor, .author = s->job->author, .recorded_ms = s->job->now_ms
    };
    if (status == STATUS_OK)
        status = store_customer_number_put(s->store, &drawn, err);
    return status == STATUS_OK ? choose(s, field_number, *ret, reason, err) : status;
}

static bool is_told(const struct hand_over *list, size_t count, uint32_t source_id)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].source_id == source_id && list[i].state != HAND_OVER_WITHDRAWN)
            return true;
    return false;
}

/* A line in the outbox for every source of the kind that was not told before. */
static enum status tell_sources(struct standing *s, struct text kind, struct text number, uint64_t *ret_told,
                                struct error *err)
{
    struct source *sources = NULL;
    struct hand_over *told = NULL;
    size_t count = 0, told_count = 0;
    uint64_t id;
    enum status status = store_sources(s->store, &s->arena, &sources, &count, err);
    if (status == STATUS_OK)
        status = store_party_hand_overs(s->store, s->party.party, STORE_NOW, &s->arena, &told, &told_count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!text_equal(text_from(source_kind_name(sources[i].kind)), kind) || is_told(told, told_count, sources[i].id))
            continue;
        struct hand_over hand_over = { .mention = s->anchor,
                                       .source_id = sources[i].id,
                                       .number = number,
                                       .author = s->job->author,
                                       .recorded_ms = s->job->now_ms };
        status = store_hand_over_put(s->store, &hand_over, &id, err);
        (*ret_told)++;
    }
    return status;
}

static enum status write_step(struct standing *s, const struct stage_step *step, struct text reason,
                              struct stage_report *ret, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct stage_fact fact = { .mention = s->anchor,
                               .from = s->stage,
                               .to = step->to,
                               .reason = reason,
                               .author = s->job->author,
                               .recorded_ms = s->job->now_ms };
    ret->number = s->numbers_count ? s->numbers[0].shown : TEXT_EMPTY;
    enum status status = store_begin(s->store, &tx, err);
    if (status == STATUS_OK)
        status = store_stage_put(s->store, &fact, err);
    if (status == STATUS_OK)
        status = choose(s, field_stage, step->to, reason, err);
    if (status == STATUS_OK && step->draws_number && !s->numbers_count)
        status = draw_number(s, reason, &ret->number, err);
    if (status == STATUS_OK && step->hand_over.len)
        status = tell_sources(s, step->hand_over, ret->number, &ret->hand_overs, err);
    if (status == STATUS_OK)
        status = store_audit(s->store, s->job->now_ms, s->job->author, TEXT("stage.put"),
                             text_from(party_id_text(s->party.party).s), step->to, err);
    return status == STATUS_OK ? store_commit(&tx, err) : status;
}

static struct text sentence_of(const struct job *job, const struct stage_report *report, struct arena *arena)
{
    SCOPED(buf_done) struct buf buf = BUF_EMPTY;
    bool nl = job->lang == LANGUAGE_NL;
    buf_printf(&buf, nl ? "Van %.*s naar %.*s." : "From %.*s to %.*s.",
               TEXT_ARG(profile_words(field_stage, report->from, job->lang)),
               TEXT_ARG(profile_words(field_stage, report->to, job->lang)));
    if (report->number.len)
        buf_printf(&buf, nl ? " Klantnummer %.*s." : " Customer number %.*s.", TEXT_ARG(report->number));
    if (report->hand_overs)
        buf_printf(&buf, nl ? " Over te dragen aan bronnen: %" PRIu64 "." : " Sources to be told: %" PRIu64 ".",
                   report->hand_overs);
    return arena_copy(arena, buf_text(&buf));
}

enum status stage_change(struct store *store, const struct job *job, const struct stage_asked *asked,
                         bool resolve_after, struct arena *arena, struct stage_report *ret, struct error *err)
{
    SCOPED(standing_done) struct standing s = STANDING_OF(store, job);
    struct unmet unmet[UNMET_MAX];
    struct text reason = text_trim(asked->reason);
    if (reason.len == 0 || reason.len > CHOICE_REASON_BYTES_MAX)
        return error_set(err, STATUS_USAGE, "a step needs a reason of at most %d bytes", CHOICE_REASON_BYTES_MAX);
    enum status status = find_standing(&s, asked->party, err);
    if (status != STATUS_OK)
        return status;
    const struct stage_step *step = stages_find(&s.stages, s.stage, asked->to);
    if (!step)
        return refuse_step(&s, asked->to, err);
    size_t count = find_unmet(&s, step, unmet);
    if (count)
        return refuse_unmet(unmet, count, err);
    *ret = (struct stage_report){ .party = s.party.party };
    status = write_step(&s, step, reason, ret, err);
    if (status != STATUS_OK)
        return status;
    ret->from = arena_copy(arena, s.stage);
    ret->to = arena_copy(arena, step->to);
    ret->number = ret->number.len ? arena_copy(arena, ret->number) : TEXT_EMPTY;
    ret->sentence = sentence_of(job, ret, arena);
    struct resolve_report resolved = { 0 };
    return resolve_after ? resolve_run(store, job, &resolved, err) : STATUS_OK;
}

/* ---- shown ---- */

static void put_step(struct standing *s, const struct stage_step *step, struct json_out *json)
{
    struct unmet unmet[UNMET_MAX];
    size_t count = find_unmet(s, step, unmet);
    json_object(json);
    json_put(json, "to", step->to);
    json_put_bool(json, "ready", count == 0);
    json_key(json, "unmet");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_object(json);
        json_put_str(json, "code", unmet[i].norm ? "norm" : "duplicate");
        if (unmet[i].norm)
            view_put_some(json, "field", unmet[i].norm->field);
        json_put(json, "sentence", unmet[i].sentence);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void put_fact(const struct stage_fact *fact, struct json_out *json)
{
    json_object(json);
    json_put(json, "from", fact->from);
    json_put(json, "to", fact->to);
    json_put(json, "reason", fact->reason);
    json_put(json, "author", fact->author);
    view_put_time(json, "at", fact->recorded_ms);
    json_end(json);
}

static enum status put_past(struct standing *s, struct view *view, struct json_out *json, struct error *err)
{
    struct stage_fact *facts = NULL;
    struct hand_over *hand_overs = NULL;
    size_t count = 0, hand_overs_count = 0;
    enum status status = store_party_stages(s->store, s->party.party, STORE_NOW, &s->arena, &facts, &count, err);
    if (status == STATUS_OK)
        status =
            store_party_hand_overs(s->store, s->party.party, STORE_NOW, &s->arena, &hand_overs, &hand_overs_count, err);
    if (status != STATUS_OK)
        return status;
    json_key(json, "history");
    json_array(json);
    for (size_t i = 0; i < count; i++)
        put_fact(&facts[i], json);
    json_end(json);
    json_key(json, "hand_overs");
    json_array(json);
    for (size_t i = 0; i < hand_overs_count; i++)
        hand_over_put(view, &hand_overs[i], json);
    json_end(json);
    return STATUS_OK;
}

enum status view_stage(struct store *store, const struct job *job, struct text party, struct json_out *json,
                       struct error *err)
{
    SCOPED(standing_done) struct standing s = STANDING_OF(store, job);
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = find_standing(&s, party, err);
    if (status != STATUS_OK)
        return status;
    json_object(&inner);
    view_put_id_name(&view, "party", s.party.party, &inner);
    json_put(&inner, "stage", s.stage);
    if (s.numbers_count)
        view_put_some(&inner, "number", s.numbers[0].shown);
    json_key(&inner, "steps");
    json_array(&inner);
    for (size_t i = 0; i < s.stages.count; i++)
        if (text_equal(s.stages.steps[i].from, s.stage))
            put_step(&s, &s.stages.steps[i], &inner);
    json_end(&inner);
    status = put_past(&s, &view, &inner, err);
    json_end(&inner);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}
