/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/leaders.h"

#include "flow/profile/rules.h"

enum status leaders_read(struct store *store, struct arena *arena, struct leading *ret, struct error *err)
{
    struct ruleset ruleset = { 0 };
    struct source *sources = NULL;
    size_t count = 0;
    enum status status = store_sources(store, arena, &sources, &count, err);
    if (status == STATUS_OK)
        status = rules_body(store, arena, &ruleset, err);
    if (status != STATUS_OK)
        return status;
    struct golden_source *golden = arena_array(arena, struct golden_source, count + 1);
    if (!golden)
        return error_set(err, STATUS_NO_MEMORY, "no memory for the leading sources");
    for (size_t i = 0; i < count; i++)
        golden[i] = (struct golden_source){ sources[i].name, text_from(source_kind_name(sources[i].kind)) };
    return leading_read(ruleset.body, golden, count, arena, ret, err);
}

bool leaders_field(struct text field, struct arena *arena, struct field_ref *ret)
{
    static const char *const shapes[] = { "%.*s", "%.*s.full", "%.*s.name", "%.*s.title", "%.*s.iban" };
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
        if (field_ref_read(arena_printf(arena, shapes[i], TEXT_ARG(field)), ret))
            return true;
    return false;
}

static void put_stage(const struct leading *leading, struct field_ref ref, enum stage stage, struct json_out *json)
{
    json_object(json);
    json_put_str(json, "stage", stage_name(stage));
    json_key(json, "sources");
    json_array(json);
    for (unsigned rank = 0; rank < LEADING_RANK_LAST; rank++) {
        bool more = false;
        for (uint32_t i = 0; i < leading->sources_count; i++) {
            unsigned of = leading_rank(leading, ref, stage, i);
            if (of == rank)
                json_text(json, leading->sources[i].name);
            more |= of > rank && of < LEADING_RANK_LAST;
        }
        if (!more)
            break;
    }
    json_end(json);
    json_put_bool(json, "locked", leading_is_locked(leading, ref, stage));
    json_end(json);
}

void leaders_put(const struct leading *leading, struct text field, struct arena *arena, struct json_out *json)
{
    struct field_ref ref = { 0 };
    json_array(json);
    if (leaders_field(field, arena, &ref) && !field_is_of_event(ref.field) && !text_starts(field, TEXT("consent")))
        for (enum stage stage = STAGE_SUSPECT; stage < STAGE_COUNT; stage++)
            put_stage(leading, ref, stage, json);
    json_end(json);
}
