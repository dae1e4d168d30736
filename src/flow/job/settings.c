/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/job/settings.h"

#include <string.h>

#include "base/scoped.h"
#include "match/match.h"

enum { SETTING_BYTES_MAX = 64 * 1024 };

static enum status get(struct store *store, const char *name, struct arena *arena, struct text *ret, struct error *err)
{
    struct ruleset ruleset = { 0 };
    struct error why = ERROR_NONE;
    enum status status = store_ruleset_get(store, TEXT("settings"), text_from(name), arena, &ruleset, &why);
    *ret = ruleset.body;
    if (status == STATUS_NOT_FOUND) {
        *ret = TEXT_EMPTY;
        return STATUS_OK;
    }
    if (status != STATUS_OK && err)
        *err = why;
    return status;
}

enum status settings_country(struct store *store, const struct job *job, char ret[3], struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(SETTING_BYTES_MAX);
    struct text set = TEXT_EMPTY;
    enum status status = get(store, "country", &arena, &set, err);
    memcpy(ret, job->country, 3);
    if (status == STATUS_OK && set.len == 2) {
        memcpy(ret, set.ptr, 2);
        ret[2] = '\0';
    }
    return status;
}

enum status settings_country_first(struct store *store, const struct job *job, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(SETTING_BYTES_MAX);
    struct text set = TEXT_EMPTY;
    uint64_t version = 0;
    enum status status = get(store, "country", &arena, &set, err);
    if (status != STATUS_OK || set.len)
        return status;
    return store_ruleset_put(store, TEXT("settings"), TEXT("country"), text_from(job->country), job->author,
                             job->now_ms, &version, err);
}

enum status settings_rules_off(struct store *store, uint32_t *ret, struct error *err)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(SETTING_BYTES_MAX);
    struct text set = TEXT_EMPTY;
    enum status status = get(store, "rules_off", &arena, &set, err);
    *ret = 0;
    if (status == STATUS_OK && !match_rules_read(set, ret))
        *ret = 0; /* of a version that had other rules */
    return status;
}

enum status settings_rules_off_put(struct store *store, const struct job *job, struct text names, struct error *err)
{
    uint32_t rules = 0;
    uint64_t version = 0;
    if (text_equal(names, TEXT("none")))
        names = TEXT_EMPTY;
    else if (!match_rules_read(names, &rules))
        return match_rules_refuse(names, err);
    return store_ruleset_put(store, TEXT("settings"), TEXT("rules_off"), names, job->author, job->now_ms, &version,
                             err);
}
