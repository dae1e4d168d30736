/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/findings.h"

#include <assert.h>
#include <string.h>

static bool is_same(const struct record_finding *a, enum finding finding, struct field_ref field)
{
    return a->finding == finding && a->field.field == field.field && a->field.group == field.group &&
           a->field.slot == field.slot;
}

/* Doubled arrays are left behind in the arena: they go with the row. */
static bool grow(struct findings *findings)
{
    uint16_t cap = findings->cap ? findings->cap * 2 : 8;
    struct record_finding *items = arena_array(findings->arena, struct record_finding, cap);
    if (!items)
        return false;
    if (findings->count > 0)
        memcpy(items, findings->items, findings->count * sizeof(*items));
    findings->items = items;
    findings->cap = cap;
    return true;
}

void findings_put(struct findings *findings, enum finding finding, struct field_ref field, struct text proposal)
{
    assert(findings && findings->arena);

    if (findings->count == FINDINGS_PER_RECORD_MAX)
        return;
    for (uint16_t i = 0; i < findings->count; i++)
        if (is_same(&findings->items[i], finding, field))
            return;
    if (findings->count == findings->cap && !grow(findings))
        return;
    findings->items[findings->count++] =
        (struct record_finding){ .finding = finding, .field = field, .proposal = proposal };
}
