/*
 * GET /api/v1/summary, GET /api/v1/sources
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "api/api_routes.h"
#include "flow/view/view.h"
#include "store/proposal.h"

enum status api_get_summary(struct api_call *call, struct error *err)
{
    return view_summary(call->store, &call->json, err);
}

static int by_name(const void *a, const void *b)
{
    return text_compare(((const struct source *)a)->name, ((const struct source *)b)->name);
}

enum status api_list_sources(struct api_call *call, struct error *err)
{
    struct json_out *json = &call->json;
    struct source *sources;
    size_t count;
    enum status status = store_sources(call->store, call->request->arena, &sources, &count, err);
    if (status != STATUS_OK)
        return status;
    if (count > 0)
        qsort(sources, count, sizeof(*sources), by_name);
    json_object(json);
    json_key(json, "sources");
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_object(json);
        json_key(json, "name");
        json_text(json, sources[i].name);
        json_key(json, "kind");
        json_str(json, source_kind_name(sources[i].kind));
        json_key(json, "one_per_party");
        json_bool(json, sources[i].one_per_party);
        json_key(json, "created");
        api_json_time(json, sources[i].created_ms);
        struct text owner = TEXT_EMPTY;
        status = store_source_owner(call->store, sources[i].id, STORE_NOW, call->request->arena, &owner, err);
        if (status != STATUS_OK)
            return status;
        if (owner.len) {
            json_key(json, "owner");
            json_text(json, owner);
        }
        json_end(json);
    }
    json_end(json);
    json_end(json);
    return STATUS_OK;
}
