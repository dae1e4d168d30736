/*
 * Households of an earlier day: each member stands in one by his founding
 * mention under the kind household (flow/resolve/resolve_household.c), so the identity
 * log tells who was of it, and who had been of it and was no more.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "flow/history/as_of_inside.h"
#include "store/tie.h"

/* Persons who had been of a household by then and were no more, each once. */
struct gone_by {
    struct as_of *as_of;
    struct party_id household;
    struct map seen; /* persons; members of then too */
    VEC(struct home) homes;
};

static void gone_by_done(struct gone_by *gone)
{
    map_done(&gone->seen);
    vec_done(&gone->homes);
}

/* The person whose founding mention this was; v 0 when that is not known any more. */
static enum status person_of(struct as_of *as_of, struct mention_id mention, struct record_id record,
                             struct party_id *ret, struct error *err)
{
    unsigned ordinal = 0;
    struct assignment_run then = { 0 };
    ret->v = 0;
    if (record.v == 0 || !as_of_ordinal(mention, record, PARTY_HOUSEHOLD, &ordinal))
        return STATUS_OK;
    enum status status = as_of_party_at(as_of, mention_id_of(record, PARTY_PERSON, ordinal), &then, err);
    *ret = then.party;
    return status;
}

static enum status try_gone(struct gone_by *gone, struct mention_id mention, struct error *err)
{
    struct as_of *as_of = gone->as_of;
    struct assignment_run *runs = NULL;
    struct record_id record = { 0 };
    struct party_id person = { 0 };
    const struct as_of_party *made = NULL;
    size_t count = 0;
    bool had = false, is_new = false;
    enum status status = store_mention_assignments(as_of->store, mention, &as_of->arena, &runs, &count, err);
    for (size_t i = 0; i < count; i++) {
        had = had || (runs[i].run <= as_of->view.identity_run && runs[i].party.v == gone->household.v);
        record = runs[i].record.v ? runs[i].record : record;
    }
    if (status == STATUS_OK && had)
        status = person_of(as_of, mention, record, &person, err);
    if (status != STATUS_OK || person.v == 0)
        return status;
    if (!map_put(&gone->seen, person.v, 1, &is_new))
        return as_of_no_memory(err);
    if (!is_new)
        return STATUS_OK;
    status = as_of_party(as_of, person, &made, err);
    struct home home = { 0 };
    if (status == STATUS_OK &&
        (!home_of(&made->made, (uint32_t)made->mentions_count, &as_of->arena, &home) || !vec_push(&gone->homes, home)))
        return as_of_no_memory(err);
    return status;
}

static enum status find_gone(struct gone_by *gone, const struct home *const *members, size_t count, struct error *err)
{
    struct mention_id *left = NULL;
    size_t left_count = 0;
    for (size_t i = 0; i < count; i++)
        if (!map_put(&gone->seen, members[i]->resident.order, 1, NULL))
            return as_of_no_memory(err);
    enum status status =
        store_party_left(gone->as_of->store, gone->household, &gone->as_of->arena, &left, &left_count, err);
    for (size_t i = 0; i < left_count && status == STATUS_OK; i++)
        status = try_gone(gone, left[i], err);
    return status;
}

/* Who was said then to live together or apart. */
static enum status ties_then(struct as_of *as_of, struct household_around *around, struct error *err)
{
    struct tie *ties = NULL;
    size_t count = 0;
    enum status status = store_ties(as_of->store, as_of->view.recorded_ms, &as_of->arena, &ties, &count, err);
    struct household_tie *kept = arena_array(&as_of->arena, struct household_tie, count + 1);
    if (status == STATUS_OK && !kept)
        return as_of_no_memory(err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct assignment_run a = { 0 }, b = { 0 };
        status = as_of_party_at(as_of, ties[i].a, &a, err);
        if (status == STATUS_OK)
            status = as_of_party_at(as_of, ties[i].b, &b, err);
        if (household_tie_of(&ties[i], a.party, b.party, as_of->corpus.leading.as_of_ms, &kept[around->ties_count]))
            around->ties_count++;
    }
    around->ties = kept;
    return status;
}

/* With who left, and what was said. */
static enum status make_around(struct as_of *as_of, struct party_id id, const struct home *const *members, size_t count,
                               struct household_made *ret, struct error *err)
{
    SCOPED(gone_by_done) struct gone_by gone = { .as_of = as_of, .household = id };
    const struct home *left[HOUSEHOLD_LEFT_MAX];
    struct household_around around = { .left = left };
    enum status status = find_gone(&gone, members, count, err);
    for (size_t i = 0; i < gone.homes.len && i < HOUSEHOLD_LEFT_MAX; i++)
        left[around.left_count++] = &gone.homes.ptr[i];
    if (status == STATUS_OK)
        status = ties_then(as_of, &around, err);
    return status == STATUS_OK ? household_make(&as_of->corpus, id, members, count, &around, &as_of->arena, ret, err)
                               : status;
}

static int compare_members(const void *a, const void *b)
{
    return compare_u64(((const struct stored_member *)a)->person.v, ((const struct stored_member *)b)->person.v);
}

enum status as_of_make_household(struct as_of *as_of, const struct as_of_places *places, struct as_of_party *party,
                                 struct error *err)
{
    struct home homes[HOUSEHOLD_MEMBERS_MAX];
    const struct home *members[HOUSEHOLD_MEMBERS_MAX];
    struct household_made *made = arena_new(&as_of->arena, struct household_made);
    size_t count = 0;
    enum status status = made ? STATUS_OK : as_of_no_memory(err);
    for (size_t i = 0; i < places->items.len && count < HOUSEHOLD_MEMBERS_MAX && status == STATUS_OK; i++) {
        const struct as_of_place *place = &places->items.ptr[i];
        const struct as_of_party *person = NULL;
        struct assignment_run then;
        status = as_of_party_at(as_of, mention_id_of(place->record, PARTY_PERSON, place->ordinal), &then, err);
        if (status != STATUS_OK || then.party.v == 0)
            continue;
        status = as_of_party(as_of, then.party, &person, err);
        if (status == STATUS_OK &&
            !home_of(&person->made, (uint32_t)person->mentions_count, &as_of->arena, &homes[count]))
            status = as_of_no_memory(err);
        members[count] = &homes[count];
        count++;
    }
    if (status == STATUS_OK && count < 2)
        status = error_set(err, STATUS_NOT_FOUND, "household %s had no members then", party_id_text(party->id).s);
    if (status == STATUS_OK)
        status = make_around(as_of, party->id, members, count, made, err);
    if (status != STATUS_OK)
        return status;
    qsort(made->members, made->count, sizeof(made->members[0]), compare_members);
    status = party_profile(&made->party, &as_of->arena, &made->party.profile, err);
    party->party = made->party;
    party->members = made->members;
    party->members_count = made->count;
    return status;
}

enum status as_of_household(struct as_of *as_of, const struct as_of_party *person, struct party_id *ret,
                            struct error *err)
{
    struct assignment_run then;
    ret->v = 0;
    if (party_id_kind(person->id) != PARTY_PERSON || person->mentions_count == 0)
        return STATUS_OK;
    const struct as_of_mention *founding = &person->mentions[0];
    enum status status =
        as_of_party_at(as_of, mention_id_of(founding->record.id, PARTY_HOUSEHOLD, founding->ordinal), &then, err);
    if (status == STATUS_OK)
        *ret = then.party;
    return status;
}

/* ---- of a person, with those he left ---- */

/* Those his founding mention was given to until then, as they stood then; each once. */
static enum status households_of(struct as_of *as_of, const struct as_of_party *person, struct party_id *ret,
                                 size_t *ret_count, struct error *err)
{
    const struct as_of_mention *founding = &person->mentions[0];
    struct assignment_run *runs = NULL;
    size_t count = 0;
    enum status status =
        store_mention_assignments(as_of->store, mention_id_of(founding->record.id, PARTY_HOUSEHOLD, founding->ordinal),
                                  &as_of->arena, &runs, &count, err);
    *ret_count = 0;
    for (size_t i = 0; i < count && status == STATUS_OK && *ret_count < AS_OF_HOUSEHOLDS_MAX; i++) {
        enum as_of_fate fate = AS_OF_GONE;
        struct party_id then = { 0 };
        if (runs[i].run > as_of->view.identity_run || runs[i].party.v == 0)
            continue;
        status = as_of_identity(as_of, runs[i].party, &fate, &then, err);
        bool again = fate != AS_OF_LIVE && fate != AS_OF_MERGED;
        for (size_t k = 0; k < *ret_count && !again; k++)
            again = ret[k].v == then.v;
        if (!again)
            ret[(*ret_count)++] = then;
    }
    return status;
}

static bool shows(const struct as_of_party *household, struct party_id person)
{
    for (size_t i = 0; i < household->members_count; i++)
        if (household->members[i].person.v == person.v)
            return true;
    return false;
}

enum status as_of_members(struct as_of *as_of, const struct as_of_party *party, const struct stored_member **ret,
                          size_t *ret_count, struct error *err)
{
    struct party_id households[AS_OF_HOUSEHOLDS_MAX] = { party->id };
    VEC(struct stored_member) all = { 0 };
    size_t count = party_id_kind(party->id) == PARTY_HOUSEHOLD;
    enum status status = STATUS_OK;
    *ret_count = 0;
    if (party_id_kind(party->id) == PARTY_PERSON && party->mentions_count)
        status = households_of(as_of, party, households, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct as_of_party *household = NULL;
        struct error why = ERROR_NONE;
        status = as_of_party(as_of, households[i], &household, &why);
        if (status == STATUS_NOT_FOUND) { /* it had fallen apart */
            status = STATUS_OK;
            continue;
        }
        if (status != STATUS_OK && err)
            *err = why;
        bool is_his = status == STATUS_OK && (household == party || shows(household, party->id));
        for (size_t m = 0; is_his && m < household->members_count && status == STATUS_OK; m++)
            if (!vec_push(&all, household->members[m]))
                status = as_of_no_memory(err);
    }
    struct stored_member *members = arena_array(&as_of->arena, struct stored_member, all.len + 1);
    if (status == STATUS_OK && !members)
        status = as_of_no_memory(err);
    if (status == STATUS_OK) {
        if (all.len)
            memcpy(members, all.ptr, all.len * sizeof(*members));
        *ret = members;
        *ret_count = all.len;
    }
    vec_done(&all);
    return status;
}
