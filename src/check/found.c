/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "check/found.h"

#include <string.h>

static bool is_known(const struct record_finding *findings, size_t count, const struct record_finding *one)
{
    for (size_t i = 0; i < count; i++)
        if (findings[i].finding == one->finding && findings[i].field.field == one->field.field &&
            findings[i].field.group == one->field.group && findings[i].field.slot == one->field.slot)
            return true;
    return false;
}

void found_add(struct found *found, const struct normal_record *record, struct record_finding one)
{
    if (found->count < FOUND_MAX && !is_known(record->findings, record->findings_count, &one) &&
        !is_known(found->list, found->count, &one))
        found->list[found->count++] = one;
}

enum status found_keep(const struct found *found, struct normal_record *record, struct arena *arena, struct error *err)
{
    if (found->count == 0)
        return STATUS_OK;
    size_t all = record->findings_count + found->count;
    struct record_finding *findings = arena_array(arena, struct record_finding, all);
    if (!findings || all > UINT16_MAX)
        return error_set(err, STATUS_LIMIT, "a record has more findings than fit");
    if (record->findings_count > 0)
        memcpy(findings, record->findings, record->findings_count * sizeof(*findings));
    memcpy(findings + record->findings_count, found->list, found->count * sizeof(found->list[0]));
    record->findings = findings;
    record->findings_count = (uint16_t)all;
    return STATUS_OK;
}
