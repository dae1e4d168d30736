/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "parse/mapping.h"

#include <assert.h>
#include <string.h>

#include "parse/names.h"
#include "parse/refuse.h"

void mapping_propose(struct layout layout, const struct row *samples, size_t samples_count,
                     struct mapping_proposal *ret)
{
    for (size_t i = 0; i < layout.count; i++) {
        struct name_found found = name_find(layout.columns[i]);
        ret[i] = (struct mapping_proposal){ .ref = found.ref, .confidence = found.confidence };
        if (refuse_of_header(layout.columns[i]) == REFUSE_WHOLE)
            ret[i] = (struct mapping_proposal){ { .field = FIELD_REFUSE_NATIONAL_ID }, 99, PROPOSED_TEXT };
        for (size_t j = 0; j < i; j++)
            if (ret[i].ref.field != FIELD_NONE && ret[j].ref.field == ret[i].ref.field &&
                ret[j].ref.group == ret[i].ref.group && ret[j].ref.slot == ret[i].ref.slot)
                ret[i].ref.slot++;
    }
}
