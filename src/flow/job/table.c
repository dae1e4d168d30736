/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/job/table.h"

#include <inttypes.h>

#include "base/scoped.h"
#include "os/clock.h"

enum status table_get(struct store *store, const char *kind, struct text own, struct arena *arena, struct ruleset *ret,
                      struct error *err)
{
    struct error why = ERROR_NONE;
    enum status status = store_ruleset_get(store, text_from(kind), TEXT("default"), arena, ret, &why);
    if (status == STATUS_NOT_FOUND) {
        *ret = (struct ruleset){ .body = own };
        return STATUS_OK;
    }
    if (status != STATUS_OK && err)
        *err = why;
    return status;
}

enum status table_put(struct store *store, const struct job *job, const char *kind, const char *audit, struct text own,
                      struct text body, uint64_t made_of, struct arena *arena, struct ruleset *ret_before,
                      uint64_t *ret_version, struct error *err)
{
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    struct ruleset before = { 0 };
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = table_get(store, kind, own, arena, &before, err);
    if (status == STATUS_OK && made_of != TABLE_OF_ANY && made_of != before.version)
        return error_set(err, STATUS_CONFLICT,
                         "this is a change of version %" PRIu64 " of the table, and version %" PRIu64 " is in force",
                         made_of, before.version);
    if (status == STATUS_OK)
        status = store_ruleset_put(store, text_from(kind), TEXT("default"), body, job->author, job->now_ms, ret_version,
                                   err);
    if (status == STATUS_OK)
        status = store_audit(store, job->now_ms, job->author, text_from(audit), TEXT("default"), TEXT_EMPTY, err);
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    if (status == STATUS_OK && ret_before)
        *ret_before = before;
    return status;
}

void table_head_put(const struct ruleset *table, struct json_out *json)
{
    char at[CLOCK_TEXT_LEN + 1] = "";
    clock_text(table->recorded_ms, at);
    json_put_u64(json, "version", table->version);
    json_put(json, "author", table->author);
    json_put_str(json, "at", table->version ? at : NULL);
}
