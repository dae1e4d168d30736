/*
 * A household splits: ties "apart" between each who leaves and each who stays.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/scoped.h"
#include "flow/pick.h"
#include "flow/tie_write.h"

static enum status split_sentence(const struct job *job, struct arena *arena, size_t leaving, size_t staying,
                                  struct text *ret)
{
    bool larger = staying > leaving || staying == leaving;
    *ret = job->lang == LANGUAGE_NL
               ? arena_printf(arena,
                              "Vastgelegd: %zu vertrekt, %zu blijft. %s houden het nummer van het huishouden; adres en "
                              "status volgen de bronnen, contracten en contacten blijven bij wie ze afsloot of voerde. "
                              "Het geldt vanaf de volgende resolve.",
                              leaving, staying, larger ? "De blijvers" : "De vertrekkers")
               : arena_printf(arena,
                              "Kept: %zu leave, %zu stay. Those who %s keep the household's id; address and status "
                              "follow the sources, contracts and contacts stay with who made them. It holds from the "
                              "next resolve.",
                              leaving, staying, larger ? "stay" : "leave");
    return STATUS_OK;
}

enum status household_split(struct store *store, const struct job *job, const struct household_split *asked,
                            struct arena *arena, struct text *ret_sentence, struct error *err)
{
    struct party_id household = { 0 }, leaving[64] = { 0 };
    struct stored_member *members = NULL;
    size_t count = 0, found = 0;
    if (!party_id_read(asked->household, &household) || party_id_kind(household) != PARTY_HOUSEHOLD)
        return error_set(err, STATUS_USAGE, "this is no id of a household; they begin with H-");
    if (asked->leaving_count == 0 || asked->leaving_count > 64)
        return error_set(err, STATUS_USAGE, "name 1 to 64 persons who leave");
    SCOPED(store_rollback) struct store_tx tx = STORE_TX_NONE;
    enum status status = store_begin(store, &tx, err);
    if (status == STATUS_OK)
        status = store_party_resolve(store, household, &household, err);
    if (status == STATUS_OK)
        status = store_party_members(store, household, arena, &members, &count, err);
    for (size_t i = 0; i < asked->leaving_count && status == STATUS_OK; i++) {
        struct picked picked = { 0 };
        bool is_member = false;
        status = pick_mentions(store, asked->leaving[i], arena, &picked, err);
        for (size_t l = 0; l < picked.count && !is_member; l++)
            for (size_t m = 0; m < count && !is_member; m++) {
                is_member = members[m].person.v == picked.links[l].party.v;
                leaving[i] = members[m].person;
            }
        if (status == STATUS_OK && !is_member)
            return error_set(err, STATUS_USAGE, "'%.*s' is no member of that household", TEXT_ARG(asked->leaving[i]));
    }
    if (status == STATUS_OK && asked->leaving_count >= count)
        return error_set(err, STATUS_USAGE, "somebody must stay, or there is nothing to split");
    for (size_t m = 0; m < count && status == STATUS_OK; m++) {
        bool leaves = false;
        for (size_t i = 0; i < asked->leaving_count; i++)
            leaves = leaves || leaving[i].v == members[m].person.v;
        if (leaves)
            continue;
        found++;
        for (size_t i = 0; i < asked->leaving_count && status == STATUS_OK; i++) {
            uint64_t tie_id = 0;
            struct error why = ERROR_NONE;
            struct tie_asked tie = { .a = arena_copy(arena, text_from(party_id_text(leaving[i]).s)),
                                     .b = arena_copy(arena, text_from(party_id_text(members[m].person).s)),
                                     .kind = TEXT("apart"),
                                     .since = asked->at,
                                     .reason = asked->reason };
            status = tie_put(store, job, &tie, arena, &tie_id, &why);
            if (status == STATUS_CONFLICT) /* said before */
                status = STATUS_OK;
            else if (status != STATUS_OK && err)
                *err = why;
        }
    }
    if (status == STATUS_OK)
        status = store_commit(&tx, err);
    return status == STATUS_OK ? split_sentence(job, arena, asked->leaving_count, found, ret_sentence) : status;
}
