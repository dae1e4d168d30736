/*
 * The engine behind klantbeeld.h: columns, records in batches, the matcher,
 * and its answers under the numbers the caller gave.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "library/engine.h"

#include <stdlib.h>
#include <string.h>

#include "os/clock.h"
#include "os/threads.h"

enum { BATCH_BYTES_MAX = 1024 * 1024 * 1024, SLICE_BYTES_MAX = 256 * 1024 * 1024, MS_PER_DAY = 86400000 };

enum kb_status tell(enum status status, const struct error *why, struct kb_error *err)
{
    static const enum kb_status told[] = {
        [STATUS_OK] = KB_OK,           [STATUS_USAGE] = KB_USAGE,         [STATUS_NOT_FOUND] = KB_USAGE,
        [STATUS_INVALID] = KB_INVALID, [STATUS_CONFLICT] = KB_INVALID,    [STATUS_DENIED] = KB_FAILED,
        [STATUS_LIMIT] = KB_LIMIT,     [STATUS_NO_MEMORY] = KB_NO_MEMORY, [STATUS_IO] = KB_FAILED,
        [STATUS_STORE] = KB_FAILED,    [STATUS_BROKEN] = KB_INVALID,      [STATUS_INTERRUPTED] = KB_FAILED,
    };
    if (err) {
        size_t len = status == STATUS_OK ? 0 : strlen(why->message);
        len = len < sizeof(err->message) ? len : sizeof(err->message) - 1;
        memcpy(err->message, why->message, len);
        err->message[len] = '\0';
    }
    return told[status];
}

const char *kb_version(void)
{
    return KLANTBEELD_VERSION;
}

static enum status set_options(struct kb_engine *engine, const struct kb_options *options, struct match_options *match,
                               struct error *err)
{
    struct text country = text_from(options->country ? options->country : "NL");
    if (country.len != 2 || !char_is_upper(country.ptr[0]) || !char_is_upper(country.ptr[1]))
        return error_set(err, STATUS_USAGE, "a country is two capitals as in ISO 3166-1, not '%.*s'",
                         TEXT_ARG(text_slice(country, 0, 40)));
    memcpy(engine->normal.country, country.ptr, 2);
    engine->normal.now_ms = options->today ? options->today * MS_PER_DAY : clock_now_ms();
    engine->threads = options->threads > 0 ? options->threads : threads_default();
    match->threads = engine->threads;
    if (options->without_rules && !match_rules_read(text_from(options->without_rules), &match->without_rules))
        return match_rules_refuse(text_from(options->without_rules), err);
    engine->without_rules = match->without_rules;
    return STATUS_OK;
}

enum kb_status kb_open(const struct kb_options *options, struct kb_engine **ret, struct kb_error *err)
{
    static const struct kb_options usual = { 0 };
    struct error why = ERROR_NONE;
    struct match_options match = { 0 };
    struct kb_engine *engine = calloc(1, sizeof(*engine));
    *ret = NULL;
    if (!engine)
        return tell(error_set(&why, STATUS_NO_MEMORY, "no memory for an engine"), &why, err);
    engine->batch.arena = ARENA_UP_TO(BATCH_BYTES_MAX);
    for (size_t i = 0; i < SLICES; i++)
        engine->batch.slices[i] = ARENA_UP_TO(SLICE_BYTES_MAX);
    enum status status = set_options(engine, options ? options : &usual, &match, &why);
    if (status == STATUS_OK)
        status = matcher_open(&match, &engine->matcher, &why);
    if (status == STATUS_OK)
        *ret = engine;
    else
        kb_close(engine);
    return tell(status, &why, err);
}

void kb_close(struct kb_engine *engine)
{
    if (!engine)
        return;
    matcher_close(&engine->matcher);
    match_index_close(&engine->index);
    match_model_close(&engine->model);
    columns_done(&engine->columns);
    arena_done(&engine->batch.arena);
    for (size_t i = 0; i < SLICES; i++)
        arena_done(&engine->batch.slices[i]);
    map_done(&engine->records);
    map_done(&engine->places);
    vec_done(&engine->mentions);
    vec_done(&engine->items);
    vec_done(&engine->decisions);
    vec_done(&engine->links);
    vec_done(&engine->reviews);
    buf_done(&engine->model_bytes);
    vec_done(&engine->clean_sources);
    vec_done(&engine->hits);
    vec_done(&engine->evidence);
    free(engine);
}

/* After a run nothing is added; after a failure half of what was given may be there, so nothing goes on. */
enum status engine_check_open(const struct kb_engine *engine, struct error *err)
{
    if (engine->has_failed)
        return error_set(err, STATUS_USAGE, "this engine failed before; close it");
    return engine->has_run ? error_set(err, STATUS_USAGE, "this engine has run; open another") : STATUS_OK;
}

enum kb_status kb_columns(struct kb_engine *engine, const char *const *names, const char *const *fields, size_t count,
                          struct kb_error *err)
{
    struct error why = ERROR_NONE;
    enum status status = engine_check_open(engine, &why);
    struct text *texts = count ? calloc(count, sizeof(*texts)) : NULL;
    if (status == STATUS_OK && count && !texts)
        status = error_set(&why, STATUS_NO_MEMORY, "no memory for the columns");
    for (size_t i = 0; i < count && texts; i++)
        texts[i] = text_from(names[i]);
    if (status == STATUS_OK)
        status = columns_name(&engine->columns, texts, fields, count, &why);
    free(texts);
    if (status != STATUS_OK && !engine->has_run && status != STATUS_USAGE)
        engine->has_failed = true;
    else if (status == STATUS_USAGE && !engine->columns.layout.columns)
        columns_done(&engine->columns); /* may be told again, better */
    return tell(status, &why, err);
}

const char *kb_column_field(const struct kb_engine *engine, size_t column)
{
    if (column >= engine->columns.layout.count)
        return NULL;
    return engine->columns.is_settled ? engine->columns.fields[column] : "";
}

enum kb_status kb_add(struct kb_engine *engine, uint64_t record, uint32_t source, const struct kb_text *cells,
                      size_t count, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    enum status status = engine_check_open(engine, &why);
    if (status == STATUS_OK && (!engine->columns.layout.columns || count != engine->columns.layout.count))
        status = error_set(&why, STATUS_USAGE, "a record of %zu cells, where %zu columns were told", count,
                           engine->columns.layout.count);
    if (status != STATUS_OK)
        return tell(status, &why, err);
    for (size_t i = 0; i < count; i++)
        engine->columns.room[i] = (struct text){ cells[i].ptr, cells[i].len };
    status = batch_put(engine, record, source, engine->columns.room, &why);
    engine->has_failed |= status == STATUS_NO_MEMORY;
    return tell(status, &why, err);
}

struct mention_id engine_id_of(struct kb_mention mention)
{
    return mention_id_of((struct record_id){ mention.record }, (enum party_kind)mention.kind, mention.place);
}

enum kb_status kb_decide(struct kb_engine *engine, struct kb_mention a, struct kb_mention b, bool same,
                         struct kb_error *err)
{
    struct error why = ERROR_NONE;
    enum status status = engine_check_open(engine, &why);
    if (status == STATUS_OK && (a.kind != b.kind || (a.kind != KB_PERSON && a.kind != KB_ORGANISATION)))
        status = error_set(&why, STATUS_USAGE, "a decision is on two persons or two organisations");
    struct decision decision = { engine_id_of(a), engine_id_of(b), same ? VERDICT_SAME : VERDICT_DIFFERENT };
    if (status == STATUS_OK && decision.a.v == decision.b.v)
        status = error_set(&why, STATUS_USAGE, "a decision is on two mentions, not on one");
    if (status == STATUS_OK && !vec_push(&engine->decisions, decision))
        status = error_set(&why, STATUS_NO_MEMORY, "no memory for a decision");
    engine->has_new_verdict |= status == STATUS_OK;
    return tell(status, &why, err);
}

enum kb_status kb_clean_source(struct kb_engine *engine, uint32_t source, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    enum status status = engine_check_open(engine, &why);
    if (status == STATUS_OK)
        status = engine->index ? match_index_clean_source(engine->index, source, &why)
                               : matcher_clean_source(engine->matcher, source, &why);
    if (status == STATUS_OK && !vec_push(&engine->clean_sources, source))
        status = error_set(&why, STATUS_NO_MEMORY, "no memory for a source");
    return tell(status, &why, err);
}

enum kb_status kb_use_model(struct kb_engine *engine, const void *bytes, size_t size, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    struct match_model *model = NULL;
    enum status status = engine_check_open(engine, &why);
    if (status == STATUS_OK && engine->model)
        status = error_set(&why, STATUS_USAGE, "the engine has a model");
    if (status == STATUS_OK)
        status = match_model_read((struct text){ bytes, size }, &model, &why);
    if (status == STATUS_OK) {
        engine->model = model;
        matcher_use_model(engine->matcher, model);
    }
    return tell(status, &why, err);
}

/* ---- the run, and its answers ---- */

static int compare_mentions(struct kb_mention a, struct kb_mention b)
{
    if (a.record != b.record)
        return a.record < b.record ? -1 : 1;
    if (a.kind != b.kind)
        return a.kind < b.kind ? -1 : 1;
    return (a.place > b.place) - (a.place < b.place);
}

static int compare_links(const void *a, const void *b)
{
    return compare_mentions(((const struct kb_link *)a)->mention, ((const struct kb_link *)b)->mention);
}

struct kb_mention engine_mention_of(const struct kb_engine *engine, struct mention_id id)
{
    return engine->mentions.ptr[*map_get(&engine->places, id.v)];
}

/* Clusters get numbers in order of their first mention as the caller sees it. */
static enum status number_parties(struct kb_engine *engine, struct error *err)
{
    uint32_t clusters = engine->stats.clusters, next = 0;
    uint32_t *numbers = malloc((clusters + (size_t)1) * sizeof(*numbers));
    if (!numbers)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the links");
    memset(numbers, 0xff, (clusters + (size_t)1) * sizeof(*numbers));
    for (size_t i = 0; i < engine->links.len; i++) {
        struct kb_link *link = &engine->links.ptr[i];
        if (numbers[link->party] == UINT32_MAX)
            numbers[link->party] = next++;
        link->party = numbers[link->party];
    }
    free(numbers);
    return STATUS_OK;
}

static enum status take_answers(struct kb_engine *engine, struct error *err)
{
    static const enum kb_reason reasons[] = {
        [LINK_ALONE] = KB_ALONE, [LINK_SCORE] = KB_EVIDENCE, [LINK_DECISION] = KB_DECISION
    };
    size_t count = 0;
    const struct match_link *links = matcher_links(engine->matcher, &count);
    for (size_t i = 0; i < count; i++) {
        struct kb_mention mention = engine_mention_of(engine, links[i].mention);
        struct kb_link link = { mention, links[i].cluster, links[i].score, reasons[links[i].reason],
                                links[i].best.v ? engine_mention_of(engine, links[i].best) : mention };
        if (!vec_push(&engine->links, link))
            return error_set(err, STATUS_NO_MEMORY, "no memory for the links");
    }
    const struct match_review *reviews = matcher_reviews(engine->matcher, &count);
    for (size_t i = 0; i < count; i++) {
        struct kb_mention a = engine_mention_of(engine, reviews[i].a), b = engine_mention_of(engine, reviews[i].b);
        bool turn = compare_mentions(a, b) > 0;
        if (!vec_push(&engine->reviews, (struct kb_review){ turn ? b : a, turn ? a : b, reviews[i].score }))
            return error_set(err, STATUS_NO_MEMORY, "no memory for the reviews");
    }
    if (engine->links.len)
        qsort(engine->links.ptr, engine->links.len, sizeof(*engine->links.ptr), compare_links);
    engine->stats = matcher_stats(engine->matcher);
    return number_parties(engine, err);
}

static enum status run(struct kb_engine *engine, struct error *err)
{
    enum status status = engine_check_open(engine, err);
    if (status == STATUS_OK && engine->index)
        return error_set(err, STATUS_USAGE, "this engine keeps an index: it is asked, not run");
    if (status == STATUS_OK)
        status = batch_flush(engine, err);
    for (size_t i = 0; i < engine->decisions.len && status == STATUS_OK; i++) {
        const struct decision *decision = &engine->decisions.ptr[i];
        if (!map_get(&engine->places, decision->a.v) || !map_get(&engine->places, decision->b.v))
            return error_set(err, STATUS_INVALID, "decision %zu is on a mention that no record has", i + 1);
        status = matcher_constrain(engine->matcher, decision->a, decision->b, decision->verdict, err);
    }
    if (status == STATUS_OK)
        status = matcher_run(engine->matcher, err);
    return status == STATUS_OK ? take_answers(engine, err) : status;
}

enum kb_status kb_run(struct kb_engine *engine, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    bool had_run = engine->has_run || engine->index;
    enum status status = run(engine, &why);
    engine->has_run |= status == STATUS_OK;
    engine->has_failed |= status != STATUS_OK && !had_run;
    return tell(status, &why, err);
}

const struct kb_link *kb_links(const struct kb_engine *engine, size_t *ret_count)
{
    *ret_count = engine->links.len;
    return engine->links.ptr;
}

const struct kb_review *kb_reviews(const struct kb_engine *engine, size_t *ret_count)
{
    *ret_count = engine->reviews.len;
    return engine->reviews.ptr;
}

uint32_t kb_parties(const struct kb_engine *engine)
{
    return engine->stats.clusters;
}

int32_t kb_threshold(const struct kb_engine *engine)
{
    return engine->stats.threshold;
}

bool kb_trained(const struct kb_engine *engine)
{
    return engine->has_run && engine->stats.trained;
}

const void *kb_model(struct kb_engine *engine, size_t *ret_size, struct kb_error *err)
{
    struct error why = ERROR_NONE;
    enum status status = engine->has_run ? STATUS_OK : error_set(&why, STATUS_USAGE, "there is a model after kb_run");
    if (status == STATUS_OK && engine->model_bytes.len == 0) {
        status = matcher_model_write(engine->matcher, &engine->model_bytes, &why);
        if (status == STATUS_OK)
            status = buf_status(&engine->model_bytes, &why);
    }
    tell(status, &why, err);
    *ret_size = status == STATUS_OK ? engine->model_bytes.len : 0;
    return status == STATUS_OK ? engine->model_bytes.ptr : NULL;
}
