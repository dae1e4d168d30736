/*
 * The model as people read it: what each agreement and difference is worth in
 * this base, from where two are joined, and which rules stand above it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/job/settings.h"
#include "flow/resolve/kept_model.h"
#include "flow/snapshot/view_snapshot.h"
#include "flow/view/view.h"
#include "store/history.h"

enum { WEIGHTS_MAX = 1024, HEADS_READ_MAX = 10000, VERSIONS_SHOWN = 50 };

struct model_page {
    struct arena arena;
    struct match_model *model, *before;                                    /* before: the one before it, or NULL */
    const struct ruleset_head *shown, *earlier, *versions[VERSIONS_SHOWN]; /* newest first */
    size_t versions_count;
    struct text drift, earlier_drift;
    struct digest digest, earlier_digest;
    uint64_t records; /* that the newest was trained on */
    uint32_t rules_off;
};

static void model_page_done(struct model_page *page)
{
    match_model_close(&page->model);
    match_model_close(&page->before);
    arena_done(&page->arena);
}

static enum status read_versions(struct model_page *page, struct store *store, uint64_t version, struct error *err)
{
    struct ruleset_head *heads = NULL;
    size_t count = 0;
    enum status status = store_ruleset_heads(store, INT64_MAX, HEADS_READ_MAX, &page->arena, &heads, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (!text_equal(heads[i].kind, TEXT("model")) || !text_equal(heads[i].name, TEXT("default")))
            continue;
        if (page->versions_count < VERSIONS_SHOWN)
            page->versions[page->versions_count++] = &heads[i];
        if (page->shown && !page->earlier)
            page->earlier = &heads[i];
        if (!page->shown && (version == 0 || heads[i].version == version))
            page->shown = &heads[i];
    }
    if (status == STATUS_OK && !page->shown)
        status = version ? error_set(err, STATUS_NOT_FOUND, "there is no model of version %" PRIu64, version)
                         : error_set(err, STATUS_NOT_FOUND, "there is no model yet: nothing was resolved");
    return status;
}

struct weights {
    struct match_weight *ptr;
    size_t count;
};

static enum status read_weights(struct model_page *page, const struct match_model *model, enum party_kind kind,
                                enum language lang, struct weights *ret, struct error *err)
{
    *ret = (struct weights){ .ptr = arena_array(&page->arena, struct match_weight, WEIGHTS_MAX) };
    if (!ret->ptr)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the model");
    if (model)
        ret->count = match_model_weights(model, kind, lang, ret->ptr, WEIGHTS_MAX);
    ret->count = ret->count < WEIGHTS_MAX ? ret->count : WEIGHTS_MAX;
    return STATUS_OK;
}

/* "before": what it was, when it moved as far as drift is told of. */
static void put_moved(const struct match_weight *weight, const struct weights *before, struct json_out *json)
{
    for (size_t i = 0; i < before->count; i++) {
        const struct match_weight *was = &before->ptr[i];
        if (was->comparison != weight->comparison || was->level != weight->level || was->number != weight->number ||
            strcmp(was->label, weight->label) != 0)
            continue;
        if (abs(was->score - weight->score) >= MATCH_DRIFT_LEAST)
            view_put_bits(json, "before", was->score);
        return;
    }
}

static void put_weights(const struct match_model *model, enum party_kind kind, const struct weights *weights,
                        const struct weights *before, struct json_out *json)
{
    json_object(json);
    json_put(json, "kind", text_from(party_kind_name(kind)));
    view_put_bits(json, "threshold", match_threshold(model, kind));
    view_put_bits(json, "review", match_review_from(model, kind));
    json_key(json, "comparisons");
    json_array(json);
    for (size_t i = 0; i < weights->count;) {
        json_object(json);
        json_put(json, "comparison", text_from(weights->ptr[i].comparison));
        json_put(json, "label", text_from(weights->ptr[i].label));
        json_key(json, "levels");
        json_array(json);
        do {
            json_object(json);
            json_put(json, "level", text_from(weights->ptr[i].level));
            json_put(json, "sentence", text_from(weights->ptr[i].sentence));
            view_put_bits(json, "bits", weights->ptr[i].score);
            put_moved(&weights->ptr[i], before, json);
            json_end(json);
            i++;
        } while (i < weights->count && weights->ptr[i].number > 1);
        json_end(json);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static enum status put_kinds(struct model_page *page, enum language lang, struct json_out *json, struct error *err)
{
    enum status status = STATUS_OK;
    json_key(json, "kinds");
    json_array(json);
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION && status == STATUS_OK; kind++) {
        struct weights weights, before = { 0 };
        status = read_weights(page, page->model, kind, lang, &weights, err);
        if (status == STATUS_OK)
            status = read_weights(page, page->before, kind, lang, &before, err);
        if (status == STATUS_OK && weights.count > 0) /* a base without organisations says nothing of them */
            put_weights(page->model, kind, &weights, &before, json);
    }
    json_end(json);
    return status;
}

static void put_rules(const struct model_page *page, enum language lang, struct json_out *json)
{
    json_key(json, "rules");
    json_array(json);
    for (unsigned rule = 1; rule < MATCH_RULES; rule++) {
        json_object(json);
        json_put(json, "name", text_from(match_rule_name(rule)));
        json_put(json, "sentence", text_from(match_rule_sentence(rule, lang)));
        json_put_bool(json, "enabled", !(page->rules_off & UINT32_C(1) << rule));
        json_end(json);
    }
    json_end(json);
}

static void put_versions(const struct model_page *page, struct json_out *json)
{
    json_key(json, "versions");
    json_array(json);
    for (size_t i = 0; i < page->versions_count; i++) {
        json_object(json);
        json_put_u64(json, "version", page->versions[i]->version);
        view_put_time(json, "at", page->versions[i]->recorded_ms);
        json_end(json);
    }
    json_end(json);
}

static enum status put_page(struct model_page *page, enum language lang, struct json_out *json, struct error *err)
{
    char hex[65];
    digest_hex(page->digest, hex);
    json_object(json);
    json_put_u64(json, "version", page->shown->version);
    json_put(json, "hash", text_from(hex));
    view_put_time(json, "at", page->shown->recorded_ms);
    if (page->shown == page->versions[0] && page->records)
        json_put_u64(json, "records", page->records);
    json_put(json, "drift", page->drift);
    enum status status = put_kinds(page, lang, json, err);
    put_rules(page, lang, json);
    put_versions(page, json);
    json_end(json);
    return status;
}

enum status view_model(struct store *store, uint64_t version, enum language lang, struct json_out *json,
                       struct error *err)
{
    SCOPED(model_page_done) struct model_page page = { .arena = ARENA_UP_TO(VIEW_ARENA_BYTES) };
    SCOPED(buf_done) struct buf whole = BUF_EMPTY;
    struct json_out inner = json_out_over(&whole);
    enum status status = read_versions(&page, store, version, err);
    if (status == STATUS_OK)
        status = kept_model_at(store, page.shown->id, &page.arena, &page.model, &page.drift, &page.digest, err);
    if (status == STATUS_OK && page.earlier && /* one that an older program wrote cannot be read, and is left out */
        kept_model_at(store, page.earlier->id, &page.arena, &page.before, &page.earlier_drift, &page.earlier_digest,
                      NULL) != STATUS_OK)
        match_model_close(&page.before);
    if (status == STATUS_OK)
        status = kept_model_records(store, &page.records, err);
    if (status == STATUS_OK)
        status = settings_rules_off(store, &page.rules_off, err);
    if (status == STATUS_OK)
        status = put_page(&page, lang, &inner, err);
    if (status == STATUS_OK)
        status = buf_status(&whole, err);
    if (status == STATUS_OK)
        json_raw(json, buf_text(&whole));
    return status;
}
