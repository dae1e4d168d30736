/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "flow/job/pick.h"

static enum status not_resolved(struct text id, struct error *err)
{
    error_set(err, STATUS_NOT_FOUND, "'%.*s' is in no party", TEXT_ARG(id));
    error_hint(err, "Run `klantbeeld resolve` when it was imported after the last one.");
    return STATUS_NOT_FOUND;
}

static enum status pick_record(struct store *store, struct record_id record, struct arena *arena, struct picked *ret,
                               struct error *err)
{
    return store_record_links(store, record, arena, &ret->links, &ret->count, err);
}

static enum status pick_party(struct store *store, struct party_id party, struct arena *arena, struct picked *ret,
                              struct error *err)
{
    enum status status = store_party_resolve(store, party, &party, err);
    if (status != STATUS_OK)
        return status;
    if (party_id_kind(party) == PARTY_HOUSEHOLD)
        return error_set(err, STATUS_USAGE, "a household is made of its members; name two of them");
    return store_party_links(store, party, arena, &ret->links, &ret->count, err);
}

static enum status pick_mention(struct store *store, uint64_t v, struct arena *arena, struct picked *ret,
                                struct error *err)
{
    ret->links = arena_new(arena, struct stored_link);
    if (!ret->links)
        return error_set(err, STATUS_NO_MEMORY, "no memory for a link");
    enum status status = store_mention_link(store, (struct mention_id){ v }, ret->links, err);
    ret->count = status == STATUS_OK;
    return status;
}

enum status pick_mentions(struct store *store, struct text id, struct arena *arena, struct picked *ret,
                          struct error *err)
{
    struct picked picked = { 0 };
    enum status status = STATUS_OK;
    uint64_t v = 0;
    size_t slash = text_find_char(id, '/');
    if (slash > 0 && slash + 1 < id.len) {
        picked.letter = 'R';
        status = pick_record(store, record_id_of(text_slice(id, 0, slash), text_from_offset(id, slash + 1)), arena,
                             &picked, err);
    } else if (!id_read(id, &picked.letter, &v)) {
        error_set(err, STATUS_USAGE, "'%.*s' is no id", TEXT_ARG(id));
        error_hint(err, "Ids look like P-0A1B2C3D4E5F6; a record may also be named as source/key.");
        return STATUS_USAGE;
    } else if (picked.letter == 'R') {
        status = pick_record(store, (struct record_id){ v }, arena, &picked, err);
    } else if (picked.letter == 'M') {
        status = pick_mention(store, v, arena, &picked, err);
    } else {
        struct party_id party = { 0 };
        if (!party_id_read(id, &party))
            return error_set(err, STATUS_USAGE, "'%.*s' is no id of a record, mention or party", TEXT_ARG(id));
        status = pick_party(store, party, arena, &picked, err);
    }
    if (status != STATUS_OK)
        return status;
    if (picked.count == 0)
        return not_resolved(id, err);
    picked.party = picked.links[0].party;
    *ret = picked;
    return STATUS_OK;
}

struct mention_id pick_founding(const struct picked *picked, enum party_kind kind)
{
    const struct stored_link *first = NULL;
    for (size_t i = 0; i < picked->count; i++)
        if (picked->links[i].kind == kind && (!first || picked->links[i].record.v < first->record.v))
            first = &picked->links[i];
    return first ? first->mention : (struct mention_id){ 0 };
}

enum status pick_members(struct store *store, struct party_id household, struct arena *arena, size_t max,
                         struct mention_id *ret, size_t *ret_count, struct error *err)
{
    struct stored_member *members = NULL;
    size_t count = 0;
    enum status status = store_party_resolve(store, household, &household, err);
    if (status == STATUS_OK)
        status = store_party_members(store, household, arena, &members, &count, err);
    *ret_count = 0;
    for (size_t i = 0; i < count && status == STATUS_OK && *ret_count < max; i++) {
        struct picked picked = { 0 };
        status = store_party_links(store, members[i].person, arena, &picked.links, &picked.count, err);
        struct mention_id mention = pick_founding(&picked, PARTY_PERSON);
        if (status == STATUS_OK && mention.v)
            ret[(*ret_count)++] = mention;
    }
    return status;
}
