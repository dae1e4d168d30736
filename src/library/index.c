/*
 * One record against all: an engine that keeps an index (match/index.h) in
 * place of a run.  Records added first are taken in batches, as for a run;
 * from the first question on each comes, goes and is asked alone.
 *
 * The index knows mentions by ids made of the caller's numbers.  Which number
 * an id stands for is remembered also when the record has gone: a list that
 * only grows, 16 bytes a mention, and the same id never means another.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "base/limits.h"
#include "base/scoped.h"
#include "library/engine.h"

enum { NUMBER_NONE = 0 };

enum status index_check(const struct kb_engine *engine, struct error *err)
{
    enum status status = engine_check_open(engine, err);
    if (status == STATUS_OK && !engine->index)
        return error_set(err, STATUS_USAGE, "this engine keeps no index; see kb_index");
    return status;
}

static enum status tell_decisions(struct kb_engine *engine, struct error *err)
{
    size_t count = engine->decisions.len;
    struct match_decided *decided = calloc(count + 1, sizeof(*decided));
    if (!decided)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the decisions");
    for (size_t i = 0; i < count; i++) {
        const struct decision *decision = &engine->decisions.ptr[i];
        decided[i] = (struct match_decided){ decision->a, decision->b, decision->verdict };
    }
    enum status status = match_index_decide(engine->index, decided, count, err);
    free(decided);
    return status;
}

enum status index_settle(struct kb_engine *engine, struct error *err)
{
    enum status status = index_check(engine, err);
    if (status == STATUS_OK && !engine->is_filled) {
        status = batch_flush(engine, err);
        if (status == STATUS_OK)
            status = match_index_settle(engine->index, engine->threads, err);
        engine->has_failed |= status != STATUS_OK;
        engine->is_filled = status == STATUS_OK;
    }
    if (status == STATUS_OK && engine->has_new_verdict) {
        status = tell_decisions(engine, err);
        engine->has_new_verdict = status != STATUS_OK;
    }
    return status;
}

static enum status open_index(struct kb_engine *engine, struct error *err)
{
    enum status status = engine_check_open(engine, err);
    if (status != STATUS_OK)
        return status;
    if (engine->index)
        return error_set(err, STATUS_USAGE, "this engine keeps an index already");
    if (engine->records.count > 0)
        return error_set(err, STATUS_USAGE, "an index is opened before the first record");
    if (!engine->model)
        return error_set(err, STATUS_USAGE, "an index weighs with a model: hand it to kb_use_model first");
    status = match_index_open(engine->model, engine->without_rules, &engine->index, err);
    for (size_t i = 0; i < engine->clean_sources.len && status == STATUS_OK; i++)
        status = match_index_clean_source(engine->index, engine->clean_sources.ptr[i], err);
    return status;
}

enum kb_status kb_index(struct kb_engine *engine, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    return tell(open_index(engine, &why), &why, err);
}

/* ---- asking ---- */

static enum status check_width(const struct kb_engine *engine, size_t count, struct error *err)
{
    size_t width = engine->columns.layout.count;
    return width && count == width
               ? STATUS_OK
               : error_set(err, STATUS_USAGE, "a record of %zu cells, where %zu columns were told", count, width);
}

/* The cluster that a mention stands in; UINT32_MAX when it was not reached. */
static uint32_t cluster_in(const struct match_around *around, struct mention_id id)
{
    for (size_t i = 0; i < around->links.len; i++)
        if (around->links.ptr[i].mention.v == id.v)
            return around->links.ptr[i].cluster;
    return UINT32_MAX;
}

static enum status ask_mention(struct kb_engine *engine, const struct match_item *guest, uint32_t place,
                               struct error *err)
{
    SCOPED(match_around_done) struct match_around around = { 0 };
    enum status status = match_index_around(engine->index, NULL, 0, guest, &around, err);
    uint32_t of_guest = status == STATUS_OK ? cluster_in(&around, guest->id) : UINT32_MAX;
    for (size_t i = 0; status == STATUS_OK && i < around.hits.len; i++) {
        struct match_hit hit = around.hits.ptr[i];
        uint32_t cluster = cluster_in(&around, hit.mention);
        if (!map_get(&engine->places, hit.mention.v))
            return error_set(err, STATUS_BROKEN, "the index holds a record that nobody added; make it anew");
        if (!vec_push(&engine->hits, (struct kb_hit){ .place = place,
                                                      .with = engine_mention_of(engine, hit.mention),
                                                      .score = hit.score,
                                                      .is_joined = cluster != UINT32_MAX && cluster == of_guest }))
            status = error_set(err, STATUS_NO_MEMORY, "no memory for the answer");
    }
    return status;
}

enum kb_status kb_ask(struct kb_engine *engine, uint32_t source, const struct kb_text *cells, size_t count,
                      const struct kb_hit **ret, size_t *ret_count, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    enum status status = index_settle(engine, &why);
    *ret = NULL;
    *ret_count = engine->hits.len = 0;
    if (status == STATUS_OK)
        status = check_width(engine, count, &why);
    if (status == STATUS_OK)
        status = batch_read(engine, NUMBER_NONE, source, &cells, 1, &why);
    const struct normal_record *normal = &engine->batch.normals[0];
    for (size_t i = 0; status == STATUS_OK && i < normal->mentions_count; i++) {
        const struct match_item guest = { { 0 }, source, &normal->mentions[i] }; /* id 0 is nobody's */
        status = ask_mention(engine, &guest, mention_ordinal(normal, i), &why);
    }
    if (status == STATUS_OK) {
        *ret = engine->hits.ptr;
        *ret_count = engine->hits.len;
    }
    return tell(status, &why, err);
}

/* ---- coming and going ---- */

static enum status remove_record(struct kb_engine *engine, uint64_t record, struct error *err)
{
    enum status status = STATUS_OK;
    for (enum kb_kind kind = KB_PERSON; kind <= KB_ORGANISATION; kind++)
        for (uint32_t place = 0; place < MENTIONS_PER_RECORD_MAX && status == STATUS_OK; place++)
            status = match_index_remove(engine->index, engine_id_of((struct kb_mention){ record, kind, place }), err);
    return status;
}

static enum status put_items(struct kb_engine *engine, uint64_t record, struct error *err)
{
    engine->items.len = 0;
    enum status status = batch_list(engine, 0, err);
    for (size_t i = 0; i < engine->items.len && status == STATUS_OK; i++)
        if (!match_index_fits(engine->index, engine->items.ptr[i].mention))
            return error_set(err, STATUS_INVALID, "the model was not trained on such columns");
    if (status == STATUS_OK)
        status = remove_record(engine, record, err);
    for (size_t i = 0; i < engine->items.len && status == STATUS_OK; i++)
        status = match_index_add(engine->index, &engine->items.ptr[i], err);
    engine->has_failed |= status != STATUS_OK;
    return status;
}

enum kb_status kb_put(struct kb_engine *engine, uint64_t record, uint32_t source, const struct kb_text *cells,
                      size_t count, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    enum status status = index_settle(engine, &why);
    if (status == STATUS_OK)
        status = check_width(engine, count, &why);
    if (status == STATUS_OK && record >> RECORD_BITS)
        status = error_set(&why, STATUS_USAGE, "record numbers are below 2^%d", RECORD_BITS);
    if (status == STATUS_OK)
        status = batch_read(engine, record, source, &cells, 1, &why);
    if (status == STATUS_OK)
        status = put_items(engine, record, &why);
    return tell(status, &why, err);
}

enum kb_status kb_remove(struct kb_engine *engine, uint64_t record, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    enum status status = index_settle(engine, &why);
    if (status == STATUS_OK)
        status = remove_record(engine, record, &why);
    return tell(status, &why, err);
}

/* ---- reasons ---- */

/* Of a kind the mention at that place; NULL when the record names none. */
static const struct mention *mention_at(const struct normal_record *normal, enum kb_kind kind, uint32_t place)
{
    size_t at = mention_place(normal, (enum party_kind)kind, place);
    return at < normal->mentions_count ? &normal->mentions[at] : NULL;
}

static enum status explain(struct kb_engine *engine, enum kb_kind kind, struct error *err)
{
    struct match_explanation found = { 0 };
    const struct mention *a = mention_at(&engine->batch.normals[0], kind, 0),
                         *b = mention_at(&engine->batch.normals[1], kind, 0);
    if (!a || !b)
        return error_set(err, STATUS_USAGE, "one of the two names nobody of that kind");
    match_explain(engine->model, &(struct match_side){ a, 0, false }, &(struct match_side){ b, 0, false }, &found);
    if (!vec_reserve(&engine->evidence, found.evidence_count + 1))
        return error_set(err, STATUS_NO_MEMORY, "no memory for the reasons");
    for (size_t i = 0; i < found.evidence_count; i++) {
        const struct match_evidence *line = &found.evidence[i];
        engine->evidence.ptr[engine->evidence.len++] =
            (struct kb_evidence){ line->comparison, line->level, line->sentence_en, line->score };
    }
    return STATUS_OK;
}

enum kb_status kb_explain(struct kb_engine *engine, enum kb_kind kind, const struct kb_text *a, const struct kb_text *b,
                          size_t count, const struct kb_evidence **ret, size_t *ret_count, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    enum status status = index_settle(engine, &why);
    *ret = NULL;
    *ret_count = engine->evidence.len = 0;
    if (status == STATUS_OK)
        status = check_width(engine, count, &why);
    if (status == STATUS_OK && kind != KB_PERSON && kind != KB_ORGANISATION)
        status = error_set(&why, STATUS_USAGE, "two persons or two organisations are explained");
    if (status == STATUS_OK)
        status = batch_read(engine, NUMBER_NONE, 0, (const struct kb_text *const[]){ a, b }, 2, &why);
    if (status == STATUS_OK)
        status = explain(engine, kind, &why);
    if (status == STATUS_OK) {
        *ret = engine->evidence.ptr;
        *ret_count = engine->evidence.len;
    }
    return tell(status, &why, err);
}
