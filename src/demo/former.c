/*
 * Drawn from a stream of chance of its own, so that the files of today do not
 * change when more happens in the year before them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "demo/former.h"

/* Per mille of the rows that could. */
enum { JOB = 300, EMPLOYED = 350, MOVED = 700, PARTED = 80, PROSPECT = 250, TRIES = 12 };

static struct chance chance_for(const struct walk *walk, unsigned what)
{
    uint64_t whom = walk->stop.is_organisation ? ~walk->stop.index : walk->unit.persons[walk->stop.member].id;
    return chance_of(walk->writer->world->seed, ABOUT_FORMER + 16 * (uint64_t)walk->source,
                     (whom * 64 + (uint64_t)walk->stop.copy) * 4 + what);
}

static bool is_before(struct moment a, struct moment b)
{
    int x = a.year * 10000 + a.month * 100 + a.day, y = b.year * 10000 + b.month * 100 + b.day;
    return x < y;
}

void former_draw(const struct walk *walk, struct moment made, const struct moment *until, struct former *ret)
{
    const struct moment then = { DEMO_FORMER_YEAR, DEMO_TODAY_MONTH, DEMO_TODAY_DAY, 12, 0 };
    struct chance chance = chance_for(walk, 0);
    *ret = (struct former){ .is_there = is_before(made, then) };
    bool works = walk->stop.job >= 0, is_old = walk->stop.placement.is_past || walk->stop.placement.is_owner;
    bool changed = until ? !is_before(*until, then) : true;
    if (!ret->is_there || !changed || walk->stop.is_organisation)
        return;
    ret->until = until ? *until
                       : (struct moment){ DEMO_TODAY_YEAR, chance_between(&chance, 1, DEMO_TODAY_MONTH - 1),
                                          chance_between(&chance, 1, 28), 12, 0 };
    ret->was_prospect = chance_hits(&chance, PROSPECT);
    const struct person *person = &walk->unit.persons[walk->stop.member];
    if (works)
        ret->change = !is_old && chance_hits(&chance, JOB) ? FORMER_JOB : FORMER_SAME;
    else if (walk->source == DEMO_CRM && walk->stop.member < 2 && chance_hits(&chance, EMPLOYED))
        ret->change = FORMER_EMPLOYED;
    else if (person->moved && chance_hits(&chance, MOVED))
        ret->change = FORMER_MOVED;
    else if (walk->unit.count == 1 && chance_hits(&chance, PARTED))
        ret->change = FORMER_PARTED;
}

/* ---- looking ---- */

/* Some other organisation with people in it; the same one when there is none near. */
static void other_employer(const struct walk *walk, struct chance *chance, struct organisation *ret)
{
    const struct world *world = walk->writer->world;
    uint64_t own = walk->stop.job >= 0 ? walk->organisation.id : chance_below(chance, (uint32_t)world->organisations);
    for (int i = 0; i < TRIES; i++) {
        organisation_read(world, (own + 1 + chance_below(chance, 97)) % world->organisations, ret);
        if (ret->id != own && (ret->kind == ORGANISATION_COMPANY || ret->kind == ORGANISATION_PUBLIC))
            return;
    }
}

static void look_at_job(const struct walk *walk, const struct former *former, const struct cell *key,
                        struct sighting *s)
{
    struct chance chance = chance_for(walk, 1);
    const struct person *person = &walk->unit.persons[walk->stop.member];
    struct organisation employer;
    struct job job;
    other_employer(walk, &chance, &employer);
    struct placement placement = { .organisation = employer.id, .is_past = true };
    job_read(walk->writer->world, person, &placement, &employer, &job);
    sighting_job_before(walk->writer->world, person, &job, &employer, walk->source, &chance, s);
    writer_note_tie(walk->writer, &(struct demo_tie){ .kind = "role",
                                                      .a = { 'P', person->id },
                                                      .b = { 'O', employer.id },
                                                      .until = former->until,
                                                      .source = demo_source_name(walk->source),
                                                      .key = key });
}

/* Somebody who lives alone now lived with another who does, in the home of the other. */
static void look_at_home_of_other(const struct walk *walk, const struct former *former, const struct cell *key,
                                  struct sighting *s)
{
    const struct world *world = walk->writer->world;
    struct chance chance = chance_for(walk, 2);
    struct unit other;
    for (int i = 0; i < TRIES; i++) {
        uint64_t index = (walk->unit.index + 1 + chance_below(&chance, 997)) % world->units;
        if (index == walk->unit.index || unit_count(world, index) != 1)
            continue;
        unit_read(world, index, &other);
        sighting_home_before(world, &other.home, walk->source, &chance, s);
        writer_note_tie(walk->writer, &(struct demo_tie){ .kind = "member",
                                                          .a = { 'P', walk->unit.persons[walk->stop.member].id },
                                                          .b = { 'H', index },
                                                          .until = former->until,
                                                          .source = demo_source_name(walk->source),
                                                          .key = key });
        return;
    }
}

void former_look(const struct walk *walk, const struct former *former, const struct cell *key, struct sighting *s)
{
    struct chance chance = chance_for(walk, 3);
    if (former->change == FORMER_JOB || former->change == FORMER_EMPLOYED)
        look_at_job(walk, former, key, s);
    if (former->change == FORMER_MOVED)
        sighting_home_before(walk->writer->world, &walk->unit.old_home, walk->source, &chance, s);
    if (former->change == FORMER_PARTED)
        look_at_home_of_other(walk, former, key, s);
}
