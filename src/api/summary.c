/*
 * GET /api/v1/summary, GET and POST /api/v1/sources
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "api/api_routes.h"
#include "base/scoped.h"
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

static enum status put_source(struct api_call *call, const struct source *source, struct error *err)
{
    struct json_out *json = &call->json;
    struct text owner = TEXT_EMPTY;
    enum status status = store_source_owner(call->store, source->id, STORE_NOW, call->request->arena, &owner, err);
    json_object(json);
    json_put(json, "name", source->name);
    json_put(json, "kind", text_from(source_kind_name(source->kind)));
    json_put_bool(json, "one_per_party", source->one_per_party);
    json_key(json, "created");
    api_json_time(json, source->created_ms);
    if (owner.len)
        json_put(json, "owner", owner);
    json_end(json);
    return status;
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
        status = put_source(call, &sources[i], err);
        if (status != STATUS_OK)
            return status;
    }
    json_end(json);
    json_end(json);
    return STATUS_OK;
}

enum { SOURCE_NAME_BYTES_MAX = 64, SOURCE_KIND_BYTES_MAX = 40, SOURCE_OWNER_BYTES_MAX = 200 };

enum status api_create_source(struct api_call *call, struct error *err)
{
    struct text name = TEXT_EMPTY, kind_word = TEXT_EMPTY, owner = TEXT_EMPTY;
    struct source source = { 0 };
    enum source_kind kind = SOURCE_OTHER;
    bool one_per_party = false;
    uint32_t id = 0;
    const struct body_want wants[] = { BODY_NEEDED("name", SOURCE_NAME_BYTES_MAX, &name),
                                       BODY_TEXT_IF("kind", SOURCE_KIND_BYTES_MAX, &kind_word),
                                       BODY_TEXT_IF("owner", SOURCE_OWNER_BYTES_MAX, &owner),
                                       BODY_BOOL_IF("one_per_party", &one_per_party) };
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = BODY_TAKE(&call->body, wants, err);
    if (status == STATUS_OK && kind_word.len && !source_kind_read(kind_word, &kind))
        status = error_set(err, STATUS_INVALID, "there is no such kind of source");
    if (status == STATUS_OK)
        status = store_begin(call->store, &tx, err);
    if (status == STATUS_OK)
        status = store_source_add(call->store, name, kind, one_per_party, call->now_ms, &id, err);
    if (status == STATUS_OK && owner.len)
        status = store_source_owner_put(call->store, id, owner, call->visitor.actor, call->now_ms, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    if (status == STATUS_CONFLICT)
        return api_refuse(
            call, PROBLEM_CONFLICT,
            api_say(call, "Er is al een bron met deze naam.", "There is a source with this name already."));
    if (status == STATUS_OK)
        status = store_source_get(call->store, name, call->request->arena, &source, err);
    if (status != STATUS_OK)
        return api_as_invalid(status);
    call->audit_object = source.name;
    call->reply->status = 201;
    return put_source(call, &source, err);
}
