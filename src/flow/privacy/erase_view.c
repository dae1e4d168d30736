/*
 * What an erasure changed, as the view must know it to follow
 * (flow/live/live_erase.h).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/privacy/erase_inside.h"

bool erase_view_say(struct erase *erase, const struct erase_target *target, const struct stored_record *version,
                    const struct normal_record *normal, unsigned number)
{
    return vec_push(&erase->said, (struct match_item){ mention_id_at(target->record, normal, number),
                                                       version->source_id, &normal->mentions[number] });
}

static bool list_target(const struct erase *erase, const struct erase_target *target, struct live_erased *ret)
{
    bool fits = target->whole ? vec_push(&ret->renamed, (struct piece_renamed){ target->record, target->renamed })
                              : vec_push(&ret->records, target->record.v);
    for (enum party_kind kind = PARTY_PERSON; kind <= PARTY_ORGANISATION; kind++)
        for (unsigned ordinal = 0; ordinal < ERASE_ORDINALS && fits; ordinal++) {
            struct mention_id mention = mention_id_of(target->record, kind, ordinal);
            if (!(target->gone[kind] >> ordinal & 1))
                continue;
            fits =
                vec_push(&ret->went, mention) && (target->whole || vec_push(&ret->ended, erase_nobody(erase, mention)));
        }
    return fits;
}

enum status erase_in_view(void *ctx, struct live_erased *ret, struct error *err)
{
    struct erase *erase = ctx;
    bool fits = true;
    enum status status = erase_facts(erase, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < erase->targets.len && fits; i++)
        fits = list_target(erase, &erase->targets.ptr[i], ret);
    for (size_t i = 0; i < erase->said.len && fits; i++)
        fits = vec_push(&ret->said, erase->said.ptr[i]);
    ret->erasure = erase->counts.id;
    return fits ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "no memory for what is erased");
}
