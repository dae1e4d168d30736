/*
 * The table of steps: read, shown, and another put in force.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "flow/job/table.h"
#include "flow/profile/rules.h"
#include "flow/steward/stage.h"

#define STAGE_RULES_BYTES ((size_t)4 << 20)

enum status stages_table(struct store *store, struct arena *arena, struct ruleset *ret, struct error *err)
{
    return table_get(store, "stages", stages_default(), arena, ret, err);
}

enum status stages_put(struct store *store, const struct job *job, struct text body, uint64_t made_of,
                       uint64_t *ret_version, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1024 * 1024);
    struct stages stages;
    enum status status = stages_read(body, &arena, &stages, err);
    return status == STATUS_OK ? table_put(store, job, "stages", "stages.put", stages_default(), body, made_of, &arena,
                                           NULL, ret_version, err)
                               : status;
}

static void put_step(const struct stage_step *step, struct json_out *json)
{
    json_object(json);
    json_put(json, "from", step->from);
    json_put(json, "to", step->to);
    json_put_bool(json, "norms", step->needs_norms);
    json_put_bool(json, "no_duplicate", step->needs_no_duplicate);
    json_put_bool(json, "number", step->draws_number);
    if (step->hand_over.len)
        json_put(json, "hand_over", step->hand_over);
    json_end(json);
}

enum status view_stage_rules(struct store *store, struct json_out *json, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(STAGE_RULES_BYTES);
    struct ruleset table = { 0 };
    struct stages stages = { 0 };
    enum status status = stages_table(store, &arena, &table, err);
    if (status == STATUS_OK)
        status = stages_read(table.body, &arena, &stages, err);
    if (status != STATUS_OK)
        return status;
    json_object(json);
    table_head_put(&table, json);
    json_key(json, "steps");
    json_array(json);
    for (size_t i = 0; i < stages.count; i++)
        put_step(&stages.steps[i], json);
    json_end(json);
    json_put(json, "prefix", stages.prefix);
    json_put_u64(json, "first", stages.first);
    json_put(json, "table", table.body);
    json_end(json);
    return STATUS_OK;
}
