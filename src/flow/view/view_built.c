/*
 * How a party was built: which of its mentions came together first, by what,
 * and what came to them.
 *
 * The joins are made again with the model that is kept, on the records as they
 * are now, by the code that makes them in a resolve.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "base/scoped.h"
#include "flow/job/pick.h"
#include "flow/resolve/kept_model.h"
#include "flow/view/view.h"
#include "flow/view/view_side.h"

enum { GROUNDS_SHOWN = 3 };

struct building {
    struct view view;
    struct corpus corpus;
    struct match_model *model;
    enum language lang;
    struct stored_party party;
    struct view_side *sides;
    struct match_side *match;
    struct mention_id *ids;
    size_t count, left_out;
    struct match_decided *decided;
    size_t decided_count;
    struct match_join *joins;
    size_t joins_count;
    uint32_t *group; /* by place: the smallest place of its group so far */
};

static void building_done(struct building *b)
{
    match_model_close(&b->model);
    corpus_close(&b->corpus);
    view_close(&b->view);
}

static enum status no_memory(struct error *err)
{
    return error_set(err, STATUS_LIMIT, "the records are larger than their memory");
}

static int by_mention(const void *a, const void *b)
{
    const struct stored_link *x = a, *y = b;
    return (x->mention.v > y->mention.v) - (x->mention.v < y->mention.v);
}

static enum status read_mentions(struct building *b, struct error *err)
{
    struct stored_link *links = NULL;
    size_t count = 0;
    struct arena *arena = &b->view.arena;
    enum status status = store_party_links(b->view.store, b->party.party, arena, &links, &count, err);
    if (count > 1)
        qsort(links, count, sizeof(*links), by_mention);
    b->count = count < MATCH_PARTY_MAX ? count : MATCH_PARTY_MAX;
    b->left_out = count - b->count;
    b->sides = arena_array(arena, struct view_side, b->count + 1);
    b->match = arena_array(arena, struct match_side, b->count + 1);
    b->ids = arena_array(arena, struct mention_id, b->count + 1);
    b->joins = arena_array(arena, struct match_join, b->count + 1);
    b->group = arena_array(arena, uint32_t, b->count + 1);
    if (status == STATUS_OK && (!b->sides || !b->match || !b->ids || !b->joins || !b->group))
        return no_memory(err);
    for (size_t i = 0; i < b->count && status == STATUS_OK; i++)
        status = view_side_read(&b->view, &b->corpus, &links[i], &b->sides[i], err);
    for (size_t i = 0; i < b->count && status == STATUS_OK; i++) {
        uint32_t source = b->sides[i].record.source_id;
        b->ids[i] = links[i].mention;
        b->match[i] = (struct match_side){ b->sides[i].mention, corpus_source(&b->corpus, source),
                                           corpus_source_is_clean(&b->corpus, source) };
        b->group[i] = (uint32_t)i;
    }
    return status;
}

static enum status read_decisions(struct building *b, struct error *err)
{
    struct decision *standing = NULL;
    size_t count = 0;
    enum status status = store_decisions(b->view.store, false, &b->view.arena, &standing, &count, err);
    b->decided = arena_array(&b->view.arena, struct match_decided, count + 1);
    if (status == STATUS_OK && !b->decided)
        return no_memory(err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        b->decided[b->decided_count++] =
            (struct match_decided){ standing[i].a, standing[i].b,
                                    standing[i].kind == DECISION_SAME ? VERDICT_SAME : VERDICT_DIFFERENT };
    return status;
}

static void put_group(struct building *b, const char *key, uint32_t group, struct json_out *json)
{
    json_key(json, key);
    json_array(json);
    for (size_t i = 0; i < b->count; i++)
        if (b->group[i] == group)
            view_side_put(&b->view, NULL, &b->sides[i], json);
    json_end(json);
}

/* The lines that weigh most for a pair, heaviest first. */
static void put_grounds(struct building *b, const struct match_join *join, struct json_out *json)
{
    struct match_explanation *found = arena_new(&b->view.arena, struct match_explanation);
    json_key(json, "grounds");
    json_array(json);
    if (found)
        match_explain(b->model, &b->match[join->best_a], &b->match[join->best_b], found);
    for (size_t shown = 0; found && shown < GROUNDS_SHOWN; shown++) {
        struct match_evidence *most = NULL;
        for (size_t i = 0; i < found->evidence_count; i++)
            if (found->evidence[i].score > 0 && (!most || found->evidence[i].score > most->score))
                most = &found->evidence[i];
        if (!most)
            break;
        json_str(json, b->lang == LANGUAGE_NL ? most->sentence_nl : most->sentence_en);
        most->score = 0;
    }
    json_end(json);
}

static void put_joins(struct building *b, struct json_out *json)
{
    json_key(json, "steps");
    json_array(json);
    for (size_t s = 0; s < b->joins_count; s++) {
        const struct match_join *join = &b->joins[s];
        json_object(json);
        put_group(b, "a", join->a, json);
        put_group(b, "b", join->b, json);
        json_put_str(json, "reason", view_reason_name(join->is_decided ? LINK_DECISION : LINK_SCORE));
        json_put_u64(json, "pairs", join->pairs);
        if (!join->is_decided)
            view_put_bits(json, "mean", join->mean);
        json_key(json, "best");
        json_object(json);
        json_put_str(json, "a", mention_id_text(b->ids[join->best_a]).s);
        json_put_str(json, "b", mention_id_text(b->ids[join->best_b]).s);
        view_put_bits(json, "bits", join->best);
        json_end(json);
        put_grounds(b, join, json);
        json_end(json);
        for (size_t i = 0; i < b->count; i++)
            if (b->group[i] == join->b)
                b->group[i] = join->a;
    }
    json_end(json);
}

/* Those that no step reached: they would not be joined today. */
static void put_apart(struct building *b, struct json_out *json)
{
    json_key(json, "apart");
    json_array(json);
    for (size_t i = 0; i < b->count; i++)
        if (b->group[i] != b->group[0])
            view_side_put(&b->view, NULL, &b->sides[i], json);
    json_end(json);
}

static struct text sentence_of(const struct building *b)
{
    struct arena *arena = (struct arena *)&b->view.arena;
    bool nl = b->lang == LANGUAGE_NL;
    if (b->count == 1)
        return text_from(nl ? "Er is een vermelding, dus er was niets samen te voegen."
                            : "There is one mention, so there was nothing to join.");
    if (b->joins_count + 1 < b->count)
        return text_from(nl ? "Niet alles hiervan zou vandaag nog worden samengevoegd: voer een resolve uit."
                            : "Not all of this would be joined today: run a resolve.");
    if (b->count == 2)
        return text_from(nl ? "Uit twee vermeldingen." : "Of two mentions.");
    return arena_printf(arena,
                        nl ? "Uit %zu vermeldingen, in %zu stappen, het sterkste eerst."
                           : "Of %zu mentions, in %zu steps, the strongest first.",
                        b->count, b->joins_count);
}

enum status view_built(struct store *store, const struct job *job, struct text id, struct json_out *json,
                       struct error *err)
{
    SCOPED(building_done)
    struct building b = { .view = VIEW_CLOSED, .corpus = CORPUS_CLOSED, .lang = job->lang };
    struct picked picked = { 0 };
    enum status status = view_open(store, &b.view, err);
    if (status == STATUS_OK)
        status = corpus_open(store, job, &b.corpus, err);
    if (status == STATUS_OK)
        status = pick_mentions(store, id, &b.view.arena, &picked, err);
    if (status == STATUS_OK && picked.letter == 'H')
        status = error_set(err, STATUS_USAGE, "a household is made of persons; ask of one of them");
    if (status == STATUS_OK)
        status = store_party_get(store, picked.party, &b.view.arena, &b.party, err);
    if (status == STATUS_OK)
        status = kept_model_get(store, &b.model, err);
    if (status == STATUS_OK && !b.model)
        status = error_set(err, STATUS_CONFLICT, "there is no model yet; run `klantbeeld resolve` first");
    if (status == STATUS_OK)
        status = read_mentions(&b, err);
    if (status == STATUS_OK)
        status = read_decisions(&b, err);
    if (status != STATUS_OK)
        return status;
    struct match_party party = { b.match, b.ids, b.count, b.decided, b.decided_count };
    status = match_build(b.model, &party, b.joins, &b.joins_count, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    view_put_id_name(&b.view, "party", b.party.party, json);
    json_put(json, "sentence", sentence_of(&b));
    view_put_bits(json, "threshold", match_threshold(b.model, b.sides[0].mention->kind));
    json_put_u64(json, "left_out", b.left_out);
    put_joins(&b, json);
    put_apart(&b, json);
    json_end(json);
    return STATUS_OK;
}
