/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/profile/rules.h"

#include "base/scoped.h"
#include "flow/job/table.h"
#include "golden/leading.h"

enum { RULES_ARENA_BYTES = 64 * 1024 * 1024 };

enum status rules_body(struct store *store, struct arena *arena, struct ruleset *ret, struct error *err)
{
    return table_get(store, "leading", leading_default(), arena, ret, err);
}

/* A table for which nobody leads anything is a file of another kind. */
static enum status check(struct text body, struct arena *arena, struct error *err)
{
    struct leading leading = { 0 };
    const struct golden_source source = { TEXT("any"), TEXT("other") };
    struct text kept = arena_copy(arena, body);
    if (!kept.ptr)
        return error_set(err, STATUS_LIMIT, "the table is larger than %d bytes", RULES_ARENA_BYTES);
    enum status status = leading_read(kept, &source, 1, arena, &leading, err);
    if (status == STATUS_OK && leading.rules_count == 0)
        status = error_set(err, STATUS_INVALID, "there is no rule in it");
    return status;
}

enum status rules_put(struct store *store, const struct job *job, struct text body, uint64_t made_of,
                      uint64_t *ret_version, bool *ret_changed, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(RULES_ARENA_BYTES);
    struct ruleset before = { 0 };
    enum status status = check(body, &arena, err);
    if (status == STATUS_OK)
        status = table_put(store, job, "leading", "rules.put", leading_default(), body, made_of, &arena, &before,
                           ret_version, err);
    if (status == STATUS_OK)
        *ret_changed = !text_equal(before.body, body);
    return status;
}
