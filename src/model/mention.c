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

size_t mention_place(const struct normal_record *normal, enum party_kind kind, unsigned ordinal)
{
    size_t place = 0;
    while (place < normal->mentions_count &&
           (normal->mentions[place].kind != kind || mention_ordinal(normal, place) != ordinal))
        place++;
    return place;
}

struct mention_id mention_id_at(struct record_id record, const struct normal_record *normal, size_t index)
{
    return mention_id_of(record, normal->mentions[index].kind, mention_ordinal(normal, index));
}
