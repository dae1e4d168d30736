/*
 * The table of norms as JSON, with or without who meets it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "flow/profile/catalogue.h"
#include "flow/profile/norms.h"
#include "flow/profile/profile_json.h"
#include "golden/catalogue.h"

#define NORMS_VIEW_BYTES ((size_t)16 << 20)

static void put_norm(const struct norm *norm, struct text label, struct json_out *json)
{
    json_put(json, "kind", text_from(party_kind_name(norm->kind)));
    json_put(json, "stage", norm->stage);
    json_put(json, "field", norm->field);
    json_put(json, "label", label);
    json_put_bool(json, "required", norm->required);
    json_put(json, "notation", text_from(notation_name(norm->notation)));
    json_put(json, "owner", norm->owner);
    json_put_u64(json, "months", norm->months);
    json_put_u64(json, "limit", norm->limit);
}

static void put_count(const struct norm_count *count, struct json_out *json)
{
    json_put_u64(json, "asked", count->asked);
    json_put_u64(json, "met", count->of[NORM_MET]);
    json_put_u64(json, "missing", count->of[NORM_MISSING]);
    json_put_u64(json, "other_notation", count->of[NORM_NOTATION]);
    json_put_u64(json, "old", count->of[NORM_OLD]);
    json_put_bool(json, "ok", norm_is_met(count));
    json_key(json, "parties");
    json_array(json);
    for (unsigned i = 0; i < count->first_count; i++)
        json_str(json, party_id_text(count->first[i]).s);
    json_end(json);
}

enum status view_norms(struct store *store, const struct job *job, bool counted, struct json_out *json,
                       struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(NORMS_VIEW_BYTES);
    struct ruleset ruleset = { 0 };
    struct text body = TEXT_EMPTY;
    struct norms norms = { 0 };
    struct norm_count *counts = NULL;
    struct catalogue catalogue = { 0 };
    enum status status = norms_ruleset(store, &arena, &ruleset, err);
    if (status == STATUS_OK)
        status = norms_read(ruleset.body, &arena, &norms, err);
    if (status == STATUS_OK)
        status = catalogue_body(store, &arena, &body, err);
    if (status == STATUS_OK)
        status = catalogue_read(body, &arena, &catalogue, err);
    if (status == STATUS_OK && counted)
        status = norms_check(store, job, &arena, &counts, &norms.count, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    json_put_u64(json, "version", ruleset.version);
    json_key(json, "norms");
    json_array(json);
    for (size_t i = 0; i < norms.count; i++) {
        const struct norm *norm = counted ? counts[i].norm : &norms.list[i];
        json_object(json);
        put_norm(norm, catalogue_label(&catalogue, norm->field, job->lang, &arena), json);
        if (counted)
            put_count(&counts[i], json);
        json_end(json);
    }
    json_end(json);
    if (counted)
        json_put(json, "table", ruleset.body);
    json_end(json);
    return STATUS_OK;
}
