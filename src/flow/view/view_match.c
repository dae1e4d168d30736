/*
 * Why two are one, why not, and which pairs wait for a look.
 *
 * The evidence is made again, with the model that was kept by the last
 * resolve, on the records as they are now.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdio.h>
#include <string.h>

#include "base/base64.h"
#include "base/limits.h"
#include "base/scoped.h"
#include "flow/job/pick.h"
#include "flow/profile/corpus.h"
#include "flow/resolve/kept_model.h"
#include "flow/view/view.h"
#include "flow/view/view_apart.h"
#include "flow/view/view_side.h"
#include "match/match.h"
#include "normal/name_compose.h"

enum { COMPARED_MAX = 40, PATH_MAX_LINKS = 2000, DECISIONS_SHOWN = 50 };

/* ---- explain ---- */

struct explaining {
    struct view *view;
    struct corpus *corpus;
    struct match_model *model;
    enum language lang;
    struct picked a, b;
    struct view_side left, right;
    bool same_kind;
    struct match_explanation found;
    struct decision *decisions;
    size_t decisions_count;
};

static bool names_person(const struct picked *picked)
{
    for (size_t i = 0; i < picked->count; i++)
        if (picked->links[i].kind == PARTY_PERSON)
            return true;
    return false;
}

/*
 * Two parties are shown by the pair that speaks loudest for them being one; two records that both name a
 * person by their persons, as decisions are (decide.c).
 */
static enum status choose_pair(struct explaining *e, struct error *err)
{
    enum status status = STATUS_OK;
    bool any = false, persons = names_person(&e->a) && names_person(&e->b);
    size_t na = e->a.count < COMPARED_MAX ? e->a.count : COMPARED_MAX,
           nb = e->b.count < COMPARED_MAX ? e->b.count : COMPARED_MAX;
    struct view_side *left = arena_array(&e->view->arena, struct view_side, na),
                     *right = arena_array(&e->view->arena, struct view_side, nb);
    struct match_explanation *found = arena_new(&e->view->arena, struct match_explanation);
    if (!left || !right || !found)
        return error_set(err, STATUS_LIMIT, "the records are larger than their memory");
    for (size_t i = 0; i < na && status == STATUS_OK; i++)
        status = view_side_read(e->view, e->corpus, &e->a.links[i], &left[i], err);
    for (size_t i = 0; i < nb && status == STATUS_OK; i++)
        status = view_side_read(e->view, e->corpus, &e->b.links[i], &right[i], err);
    if (status != STATUS_OK)
        return status;
    e->left = left[0];
    e->right = right[0];
    for (size_t i = 0; i < na; i++)
        for (size_t j = 0; j < nb; j++) {
            if (left[i].link.kind != right[j].link.kind || left[i].link.mention.v == right[j].link.mention.v)
                continue;
            if (persons && left[i].link.kind != PARTY_PERSON)
                continue;
            memset(found, 0, sizeof(*found));
            if (e->model)
                view_side_explain(e->corpus, e->model, &left[i], &right[j], found);
            if (any && found->score <= e->found.score)
                continue;
            any = true;
            e->left = left[i];
            e->right = right[j];
            e->found = *found;
        }
    e->same_kind = any;
    if (any) { /* a record may name a person and an organisation: the parties are those of the two that are shown */
        e->a.party = e->left.link.party;
        e->b.party = e->right.link.party;
    }
    return STATUS_OK;
}

static bool holds(const struct picked *picked, struct mention_id mention)
{
    for (size_t i = 0; i < picked->count; i++)
        if (picked->links[i].mention.v == mention.v)
            return true;
    return false;
}

static const struct decision *decided(const struct explaining *e)
{
    for (size_t i = e->decisions_count; i-- > 0;) {
        const struct decision *d = &e->decisions[i];
        if (!d->withdrawn && ((holds(&e->a, d->a) && holds(&e->b, d->b)) || (holds(&e->a, d->b) && holds(&e->b, d->a))))
            return d;
    }
    return NULL;
}

enum verdict_word {
    ONE_MENTION,
    OTHER_KIND,
    DECIDED_SAME,
    DECIDED_DIFFERENT,
    SAME,
    SAME_BY_OTHERS,
    VETOED,
    REVIEW,
    DIFFERENT
};

static const struct {
    const char *word, *sentence[LANGUAGE_COUNT];
} verdicts[] = {
    [ONE_MENTION] = { "one_mention", { "Dit is een en dezelfde vermelding.", "This is one and the same mention." } },
    [OTHER_KIND] = { "other_kind",
                     { "De een is een persoon en de ander een organisatie; die worden nooit samengevoegd.",
                       "One is a person and the other an organisation; those are never joined." } },
    [DECIDED_SAME] = { "decided_same",
                       { "Dezelfde, omdat iemand dat heeft besloten.", "The same, because somebody decided so." } },
    [DECIDED_DIFFERENT] = { "decided_different",
                            { "Niet dezelfde, omdat iemand dat heeft besloten.",
                              "Not the same, because somebody decided so." } },
    [SAME] = { "same",
               { "Dezelfde: hun gegevens komen meer overeen dan toeval verklaart.",
                 "The same: their data agree more than chance explains." } },
    [SAME_BY_OTHERS] = { "same_by_others",
                         { "Dezelfde, maar niet door deze twee alleen: andere vermeldingen verbinden ze.",
                           "The same, though not by these two alone: other mentions connect them." } },
    [VETOED] = { "vetoed",
                 { "Niet dezelfde: een regel verbiedt het samenvoegen.",
                   "Not the same: a rule forbids joining them." } },
    [REVIEW] = { "review",
                 { "Misschien dezelfde: te veel overeenkomst om te negeren, te weinig om samen te voegen.",
                   "Perhaps the same: too much agrees to ignore, too little to join." } },
    [DIFFERENT] = { "different",
                    { "Niet dezelfde: er is te weinig dat overeenkomt.", "Not the same: too little agrees." } },
};

static enum verdict_word verdict_of(const struct explaining *e)
{
    const struct decision *decision = decided(e);
    bool same = e->a.party.v == e->b.party.v;
    if (e->left.link.mention.v == e->right.link.mention.v)
        return ONE_MENTION;
    if (!e->same_kind)
        return OTHER_KIND;
    if (decision && (decision->kind == DECISION_SAME) == same)
        return same ? DECIDED_SAME : DECIDED_DIFFERENT;
    if (same)
        return e->model && !e->found.veto && e->found.score >= e->found.threshold ? SAME : SAME_BY_OTHERS;
    if (e->found.veto)
        return VETOED;
    return e->model && e->found.score >= e->found.review ? REVIEW : DIFFERENT;
}

/* Each mention points at the one its best evidence is with; a walk over those from b back to a. */
static enum status put_path(struct explaining *e, struct json_out *json, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    enum status status = store_party_links(e->view->store, e->a.party, &e->view->arena, &links, &count, err);
    if (status != STATUS_OK || count > PATH_MAX_LINKS)
        return status;
    size_t *from = arena_array(&e->view->arena, size_t, count + 1),
           *queue = arena_array(&e->view->arena, size_t, count + 1);
    size_t head = 0, tail = 0, goal = count;
    if (!from || !queue)
        return error_set(err, STATUS_LIMIT, "the party is larger than its memory");
    for (size_t i = 0; i < count; i++) {
        from[i] = count;                                     /* not met yet */
        if (links[i].mention.v == e->right.link.mention.v) { /* from b, so that going back reads from a */
            from[i] = i;
            queue[tail++] = i;
        }
    }
    while (head < tail && goal == count) {
        size_t at = queue[head++];
        if (links[at].mention.v == e->left.link.mention.v)
            goal = at;
        for (size_t i = 0; i < count; i++)
            if (from[i] == count &&
                (links[i].best.v == links[at].mention.v || links[at].best.v == links[i].mention.v)) {
                from[i] = at;
                queue[tail++] = i;
            }
    }
    for (size_t at = goal; at < count && from[at] != at; at = from[at]) {
        const struct stored_link *x = &links[at], *y = &links[from[at]];
        json_object(json);
        json_put_str(json, "a", mention_id_text(x->mention).s);
        json_put_str(json, "b", mention_id_text(y->mention).s);
        view_put_bits(json, "bits", x->best.v == y->mention.v ? x->score : y->score);
        json_end(json);
    }
    return STATUS_OK;
}

static void put_decision(const struct decision *decision, struct json_out *json)
{
    json_object(json);
    json_put_str(json, "id", id_text_of('D', decision->id).s);
    json_put_str(json, "kind", decision->kind == DECISION_SAME ? "same" : "different");
    json_put_str(json, "a", mention_id_text(decision->a).s);
    json_put_str(json, "b", mention_id_text(decision->b).s);
    json_put(json, "reason", decision->reason);
    json_put(json, "author", decision->author);
    view_put_time(json, "at", decision->recorded_ms);
    json_put_bool(json, "withdrawn", decision->withdrawn);
    json_end(json);
}

static enum status put_decisions(struct explaining *e, struct json_out *json, struct error *err)
{
    struct picked whole_a = e->a, whole_b = e->b;
    enum status status =
        store_party_links(e->view->store, e->a.party, &e->view->arena, &whole_a.links, &whole_a.count, err);
    if (status == STATUS_OK)
        status = store_party_links(e->view->store, e->b.party, &e->view->arena, &whole_b.links, &whole_b.count, err);
    json_key(json, "decisions");
    json_array(json);
    for (size_t i = e->decisions_count, shown = 0; i-- > 0 && shown < DECISIONS_SHOWN && status == STATUS_OK;) {
        const struct decision *d = &e->decisions[i];
        if (holds(&whole_a, d->a) || holds(&whole_a, d->b) || holds(&whole_b, d->a) || holds(&whole_b, d->b)) {
            put_decision(d, json);
            shown++;
        }
    }
    json_end(json);
    return status;
}

/* These two are enough alone, and stay apart: what is it that holds them? */
static enum status find_apart(const struct explaining *e, struct view_apart *ret, const char **ret_word,
                              struct text *ret_sentence, struct error *err)
{
    const struct view_apart_asked asked = { .view = e->view,
                                            .corpus = e->corpus,
                                            .model = e->model,
                                            .a = e->a.party,
                                            .b = e->b.party,
                                            .kind = e->left.link.kind,
                                            .decisions = e->decisions,
                                            .decisions_count = e->decisions_count,
                                            .found = &e->found };
    enum status status = view_apart(&asked, ret, err);
    *ret_word = view_apart_word(ret->reason);
    *ret_sentence = view_apart_sentence(ret, e->found.threshold, e->lang, &e->view->arena);
    return status;
}

static enum status put_explanation(struct explaining *e, struct json_out *json, struct error *err)
{
    enum verdict_word verdict = verdict_of(e);
    struct view_apart apart = { 0 };
    const char *word = verdicts[verdict].word;
    struct text sentence = text_from(verdicts[verdict].sentence[e->lang]);
    bool is_held = verdict == REVIEW && e->found.score >= e->found.threshold;
    bool same = e->a.party.v == e->b.party.v, compared = e->model && e->same_kind;
    enum status status = is_held ? find_apart(e, &apart, &word, &sentence, err) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    json_object(json);
    view_side_put(e->view, "a", &e->left, json);
    view_side_put(e->view, "b", &e->right, json);
    json_put_bool(json, "same", same);
    json_put_str(json, "verdict", word);
    json_put(json, "sentence", sentence);
    if (is_held)
        view_apart_put(&apart, e->lang, json);
    if (compared) {
        view_put_bits(json, "bits", e->found.score);
        view_put_bits(json, "threshold", e->found.threshold);
        view_put_bits(json, "review", e->found.review);
    }
    if (compared && e->found.veto) {
        json_key(json, "veto");
        json_object(json);
        json_put_str(json, "rule", e->found.veto);
        json_put_str(json, "sentence", e->lang == LANGUAGE_NL ? e->found.veto_nl : e->found.veto_en);
        json_end(json);
    }
    view_put_evidence(json, &e->found, e->lang);
    if (compared)
        view_put_keys(e->found.keys, e->lang, json);
    json_key(json, "path");
    json_array(json);
    if (same && verdict != ONE_MENTION && verdict != OTHER_KIND)
        status = put_path(e, json, err);
    json_end(json);
    if (status == STATUS_OK)
        status = put_decisions(e, json, err);
    json_end(json);
    return status;
}

enum status view_explain(struct store *store, const struct job *job, struct text a, struct text b,
                         struct json_out *json, struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    SCOPED(corpus_close) struct corpus corpus = CORPUS_CLOSED;
    SCOPED(match_model_close) struct match_model *model = NULL;
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    struct explaining *e = NULL;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK && !(e = arena_new(&view.arena, struct explaining)))
        status = error_set(err, STATUS_NO_MEMORY, "no memory for an explanation");
    if (status != STATUS_OK)
        return status;
    *e = (struct explaining){ .view = &view, .corpus = &corpus, .lang = job->lang };
    status = corpus_open(store, job, &corpus, err);
    if (status == STATUS_OK)
        status = pick_mentions(store, a, &view.arena, &e->a, err);
    if (status == STATUS_OK)
        status = pick_mentions(store, b, &view.arena, &e->b, err);
    if (status == STATUS_OK)
        status = kept_model_get(store, &e->model, err);
    model = e->model;
    if (status == STATUS_OK)
        status = store_decisions(store, true, &view.arena, &e->decisions, &e->decisions_count, err);
    if (status == STATUS_OK)
        status = choose_pair(e, err);
    if (status == STATUS_OK)
        status = put_explanation(e, &inner, err);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}

/* ---- reviews ---- */

static enum status put_review(struct view *view, const struct corpus *corpus, const struct stored_review *review,
                              struct json_out *json, struct error *err)
{
    struct stored_link a = { 0 }, b = { 0 };
    struct view_side left = { 0 }, right = { 0 };
    enum status status = store_mention_link(view->store, review->a, &a, err);
    if (status == STATUS_OK)
        status = store_mention_link(view->store, review->b, &b, err);
    if (status == STATUS_OK)
        status = view_side_read(view, corpus, &a, &left, err);
    if (status == STATUS_OK)
        status = view_side_read(view, corpus, &b, &right, err);
    if (status == STATUS_CONFLICT) /* changed since: the next resolve judges it anew */
        return STATUS_OK;
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_put_str(json, "kind", party_kind_name(a.kind));
    view_put_bits(json, "bits", review->score);
    view_side_put(view, "a", &left, json);
    view_side_put(view, "b", &right, json);
    json_end(json);
    return STATUS_OK;
}

enum status view_reviews(struct store *store, size_t limit, size_t offset, enum language lang, struct json_out *json,
                         struct error *err)
{
    SCOPED(view_close) struct view view = VIEW_CLOSED;
    SCOPED(corpus_close) struct corpus corpus = CORPUS_CLOSED;
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    struct job job = { .lang = lang, .country = "NL" };
    struct stored_review *reviews = NULL;
    size_t count = 0;
    limit = limit < SEARCH_HITS_MAX ? limit : SEARCH_HITS_MAX;
    enum status status = view_open(store, &view, err);
    if (status == STATUS_OK)
        status = corpus_open(store, &job, &corpus, err);
    if (status == STATUS_OK)
        status = store_reviews(store, limit, offset, &view.arena, &reviews, &count, err);
    if (status != STATUS_OK)
        return status;
    json_object(&inner);
    json_put_u64(&inner, "limit", limit);
    json_put_u64(&inner, "offset", offset);
    json_key(&inner, "reviews");
    json_array(&inner);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = put_review(&view, &corpus, &reviews[i], &inner, err);
    json_end(&inner);
    json_end(&inner);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}
