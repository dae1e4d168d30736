/*
 * SPDX-License-Identifier: Apache-2.0
 */
#include "demo/belongs.h"

/* Per mille of those that have one. */
enum { BRANCH_SAID = 900, PARENT_SAID = 850, THROUGH_BASE = 500, THROUGH_OTHER = 60, TAKEN_OVER = 70, TRIES = 8 };

static void name_put(struct cell *cell, const struct organisation *organisation)
{
    *cell = organisation->name;
    cell_put_word(cell, organisation->form);
}

static void note(struct demo_writer *writer, const char *kind, uint64_t a, uint64_t b, const struct cell *key)
{
    writer_note_tie(
        writer,
        &(struct demo_tie){
            .kind = kind, .a = { 'O', a }, .b = { 'O', b }, .source = demo_source_name(DEMO_BOOKS), .key = key });
}

/* A company of its own, near in number; false when there is none. */
static bool other_company(const struct world *world, uint64_t own, struct chance *chance, struct organisation *ret)
{
    for (int i = 0; i < TRIES; i++) {
        organisation_read(world, (own + 2 + chance_below(chance, 40)) % world->organisations, ret);
        if (ret->kind == ORGANISATION_COMPANY && ret->id != own)
            return true;
    }
    return false;
}

void belonging_read(struct demo_writer *writer, const struct organisation *organisation, const struct cell *key,
                    struct belonging *ret)
{
    const struct world *world = writer->world;
    struct chance chance = chance_of(world->seed, ABOUT_BELONGING, organisation->id);
    struct organisation other;
    bool is_branch = organisation->kind == ORGANISATION_BRANCH;
    *ret = (struct belonging){ 0 };
    if (is_branch && chance_hits(&chance, BRANCH_SAID)) {
        cell_set_str(&ret->branch, organisation->branch);
        note(writer, "branch", organisation->id, organisation->id - 1, key);
    }
    if (is_branch && chance_hits(&chance, THROUGH_BASE)) {
        organisation_read(world, organisation->id - 1, &other);
        name_put(&ret->through, &other);
        note(writer, "buys-through", organisation->id, other.id, key);
    } else if (!is_branch && chance_hits(&chance, THROUGH_OTHER) &&
               other_company(world, organisation->id, &chance, &other)) {
        name_put(&ret->through, &other);
        note(writer, "buys-through", organisation->id, other.id, key);
    }
    if (organisation->kind != ORGANISATION_COMPANY)
        return;
    if (organisation->id + 1 < world->organisations) {
        organisation_read(world, organisation->id + 1, &other);
        if (other.kind == ORGANISATION_HOLDING && chance_hits(&chance, PARENT_SAID)) {
            name_put(&ret->parent, &other);
            note(writer, "parent", other.id, organisation->id, key);
        }
    }
    if (chance_hits(&chance, TAKEN_OVER) && other_company(world, organisation->id, &chance, &other)) {
        ret->former = other.name;
        note(writer, "predecessor", other.id, organisation->id, key);
    }
}
