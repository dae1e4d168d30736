/*
 * Which of its kind a mention is in its record.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "model/mention.h"

unsigned mention_ordinal(const struct normal_record *normal, size_t index)
{
    unsigned ordinal = 0;
    for (size_t i = 0; i < index; i++)
        ordinal += normal->mentions[i].kind == normal->mentions[index].kind;
    return ordinal;
}

struct mention_id mention_id_at(struct record_id record, const struct normal_record *normal, size_t index)
{
    return mention_id_of(record, normal->mentions[index].kind, mention_ordinal(normal, index));
}
