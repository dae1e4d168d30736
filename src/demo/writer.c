/*
 * Who is in which source is drawn per person and source, so a source can be
 * written alone; nobody is in none, because the webshop takes those who are
 * in no other.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "demo/writer.h"

#include <assert.h>

/* Per mille: people with a job, people without, children, organisations by themselves. */
static const struct {
    uint16_t working, private, child, organisation;
} presence[DEMO_SOURCES] = {
    [DEMO_CRM] = { 880, 60, 10, 140 },  [DEMO_BOOKS] = { 0, 260, 60, 860 }, [DEMO_SHOP] = { 260, 640, 560, 0 },
    [DEMO_NEWS] = { 480, 470, 330, 0 }, [DEMO_ANJA] = { 210, 60, 20, 0 },   [DEMO_PIET] = { 220, 40, 10, 0 },
    [DEMO_MAIL] = { 260, 230, 120, 0 },
};
/* How many records of one person in one system: 1, 2, 3, 5. */
static const uint16_t COPIES[] = { 905, 72, 18, 5 };
/* Mails are more often more than one. */
static const uint16_t MAILS[] = { 560, 240, 130, 70 };
static const int COUNTS[] = { 1, 2, 3, 5 };

static bool is_in(const struct walk *walk, enum demo_source source, uint64_t person, int member, bool works)
{
    struct chance chance = chance_of(walk->writer->world->seed, ABOUT_PRESENCE + 16 * (unsigned)source, person);
    return chance_hits(&chance, works        ? presence[source].working
                                : member > 1 ? presence[source].child
                                             : presence[source].private);
}

static int copies_of(struct walk *walk, uint64_t person, int member, bool works)
{
    bool in = is_in(walk, walk->source, person, member, works);
    if (!in && walk->source == DEMO_SHOP) {
        in = true;
        for (int source = 0; source < DEMO_SOURCES && in; source++)
            in = !is_in(walk, (enum demo_source)source, person, member, works);
    }
    if (!in)
        return 0;
    return COUNTS[chance_among(&walk->waiting, walk->source == DEMO_MAIL ? MAILS : COPIES, 4)];
}

static void add(struct walk *walk, struct stop stop)
{
    if (walk->here_count < (int)(sizeof(walk->here) / sizeof(*walk->here)))
        walk->here[walk->here_count++] = stop;
}

/* The jobs a source knows of: the CRM all present ones and some past, others the first. */
static void add_member(struct walk *walk, uint64_t unit, int member)
{
    struct placement jobs[JOBS_MAX + 1];
    int count = person_placements(walk->writer->world, unit, member, jobs);
    int present = 0;
    while (present < count && !jobs[present].is_past)
        present++;
    int copies = copies_of(walk, unit * UNIT_PERSONS_MAX + (uint64_t)member, member, present > 0);
    bool is_private = present == 0 || (walk->source == DEMO_SHOP && chance_hits(&walk->waiting, 350)) ||
                      (walk->source == DEMO_NEWS && chance_hits(&walk->waiting, 300));
    for (int copy = 0; copy < copies; copy++) {
        int job = is_private ? -1 : copy % present;
        if (count > present && mess_hits(MESS_PAST_JOB, walk->source, &walk->waiting) && copy == copies - 1)
            job = present;
        add(walk,
            (struct stop){
                .index = unit, .member = member, .job = job, .copy = copy, .placement = jobs[job < 0 ? 0 : job] });
    }
    if (walk->source == DEMO_CRM && copies == 1 && !is_private)
        for (int job = 1; job < present; job++)
            add(walk,
                (struct stop){ .index = unit, .member = member, .job = job, .copy = job, .placement = jobs[job] });
}

void walk_start(struct walk *walk, struct demo_writer *writer, enum demo_source source)
{
    const struct world *world = writer->world;
    walk->writer = writer;
    walk->source = source;
    walk->at = 0;
    walk->total = world->units + world->organisations;
    walk->order = shuffle_of(world->seed, ABOUT_SOURCE_ORDER + 16 * (unsigned)source, walk->total);
    walk->waiting = chance_of(world->seed, ABOUT_SOURCE_ORDER, 1000 + (unsigned)source);
    walk->here_count = walk->here_at = walk->later_count = 0;
    walk->unit.index = UINT64_MAX;
}

/* The stops of the next unit or organisation. */
static void gather(struct walk *walk)
{
    const struct world *world = walk->writer->world;
    uint64_t index = shuffle_at(&walk->order, walk->at++);
    walk->here_count = walk->here_at = 0;
    if (walk->writer->options->progress && walk->at % 65536 == 0)
        walk->writer->options->progress(walk->writer->options->progress_ctx, "demo", walk->writer->report.records,
                                        walk->writer->options->records);
    if (index >= world->units) {
        struct chance chance = chance_of(world->seed, ABOUT_PRESENCE + 16 * (unsigned)walk->source, ~index);
        if (chance_hits(&chance, presence[walk->source].organisation))
            for (int copies = chance_hits(&chance, 40) ? 2 : 1, copy = 0; copy < copies; copy++)
                add(walk,
                    (struct stop){ .is_organisation = true, .index = index - world->units, .job = -1, .copy = copy });
        return;
    }
    int count = unit_count(world, index);
    for (int member = 0; member < count; member++)
        add_member(walk, index, member);
}

static void arrive(struct walk *walk, struct stop stop)
{
    const struct world *world = walk->writer->world;
    walk->stop = stop;
    uint64_t about = ABOUT_SIGHTING + 16 * (uint64_t)walk->source + 256 * (uint64_t)(stop.copy + 1);
    if (stop.is_organisation) {
        walk->chance = chance_of(world->seed, about, ~stop.index);
        organisation_read(world, stop.index, &walk->organisation);
        return;
    }
    if (walk->unit.index != stop.index)
        unit_read(world, stop.index, &walk->unit);
    walk->chance = chance_of(world->seed, about, walk->unit.persons[stop.member].id);
    if (stop.job >= 0) {
        organisation_read(world, stop.placement.organisation, &walk->organisation);
        job_read(world, &walk->unit.persons[stop.member], &stop.placement, &walk->organisation, &walk->job);
    }
}

bool walk_next(struct walk *walk)
{
    for (;;) {
        bool all_seen = walk->here_at == walk->here_count && walk->at == walk->total;
        if (walk->later_count > 0 && (all_seen || walk->later_count == LATER_MAX || chance_hits(&walk->waiting, 8))) {
            struct stop stop = walk->later[0];
            memmove(walk->later, walk->later + 1, (size_t)--walk->later_count * sizeof(stop));
            arrive(walk, stop);
            return true;
        }
        if (all_seen)
            return false;
        if (walk->here_at == walk->here_count) {
            gather(walk);
            continue;
        }
        struct stop stop = walk->here[walk->here_at++];
        if (stop.copy > 0 && walk->later_count < LATER_MAX) {
            walk->later[walk->later_count++] = stop;
            continue;
        }
        arrive(walk, stop);
        return true;
    }
}

void walk_look(struct walk *walk, struct sighting *ret)
{
    const struct world *world = walk->writer->world;
    if (walk->stop.is_organisation)
        sighting_organisation(world, &walk->organisation, walk->source, &walk->chance, ret);
    else
        sighting_person(world, &walk->unit, walk->stop.member, walk_job(walk),
                        walk->stop.job >= 0 ? &walk->organisation : NULL, walk->source, &walk->chance, ret);
}

static void put_entity(struct sheet *sheet, char letter, uint64_t number)
{
    struct cell cell = { 0 };
    if (number != DEMO_NOBODY) {
        cell_put_char(&cell, letter);
        cell_put_number(&cell, number + 1, 1);
    }
    sheet_put_cell(sheet, &cell);
}

static void note_truth(struct demo_writer *writer, const char *source, const struct cell *key, uint64_t person,
                       uint64_t organisation, uint64_t household)
{
    sheet_put_str(&writer->truth, source);
    sheet_put_cell(&writer->truth, key);
    put_entity(&writer->truth, 'P', person);
    put_entity(&writer->truth, 'O', organisation);
    put_entity(&writer->truth, 'H', household);
    sheet_end(&writer->truth);
}

static void note_cluster(struct sheet *sheet, uint64_t id, char letter, uint64_t entity)
{
    sheet_put_number(sheet, id);
    put_entity(sheet, letter, entity);
    sheet_end(sheet);
}

static void note_person(struct demo_writer *writer, const char *source, const struct sighting *s)
{
    struct sheet *sheet = &writer->persons;
    uint64_t id = ++writer->report.person_mentions;
    const struct cell *const cells[] = {
        &s->salutation,   &s->title, &s->initials, &s->given,  &s->prefix, &s->surname,
        &s->suffix,       &s->full,  &s->birth,    &s->street, &s->number, &s->addition,
        &s->postcode,     &s->city,  &s->email,    &s->phone,  &s->mobile, &s->organisation_name,
        &s->title_at_work
    };
    sheet_put_number(sheet, id);
    sheet_put_str(sheet, source);
    for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
        sheet_put_cell(sheet, cells[i]);
    sheet_end(sheet);
    note_cluster(&writer->persons_truth, id, 'P', s->person);
}

static void note_organisation(struct demo_writer *writer, const char *source, const struct sighting *s)
{
    struct sheet *sheet = &writer->organisations;
    uint64_t id = ++writer->report.organisation_mentions;
    const struct cell *const cells[] = {
        &s->organisation_name, &s->kvk,      &s->vat,  &s->iban,  &s->street, &s->number,
        &s->addition,          &s->postcode, &s->city, &s->email, &s->phone,  &s->web
    };
    sheet_put_number(sheet, id);
    sheet_put_str(sheet, source);
    for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
        sheet_put_cell(sheet, cells[i]);
    sheet_end(sheet);
    note_cluster(&writer->organisations_truth, id, 'O', s->organisation);
}

void writer_note(struct demo_writer *writer, const char *source, const struct cell *key, const struct sighting *s)
{
    writer->report.records++;
    note_truth(writer, source, key, s->person, s->organisation, s->household);
    if (s->partner != DEMO_NOBODY)
        note_truth(writer, source, key, s->partner, s->organisation, s->household);
    else if (s->person != DEMO_NOBODY)
        note_person(writer, source, s);
    if (s->organisation != DEMO_NOBODY)
        note_organisation(writer, source, s);
}

const char *demo_source_name(enum demo_source source)
{
    static const char *const names[DEMO_SOURCES] = { "crm",         "boekhouding",    "webshop",
                                                     "nieuwsbrief", "adresboek-anja", "adresboek-piet",
                                                     "servicemail" };
    return names[source];
}

void writer_note_tie(struct demo_writer *writer, const struct demo_tie *tie)
{
    struct cell until = { 0 };
    if (tie->until.year) {
        cell_put_number(&until, (uint64_t)tie->until.year, 4);
        cell_put_char(&until, '-');
        cell_put_number(&until, (uint64_t)tie->until.month, 2);
        cell_put_char(&until, '-');
        cell_put_number(&until, (uint64_t)tie->until.day, 2);
    }
    sheet_put_str(&writer->ties, tie->kind);
    put_entity(&writer->ties, tie->a.letter, tie->a.number);
    put_entity(&writer->ties, tie->b.letter, tie->b.number);
    sheet_put_cell(&writer->ties, &until);
    sheet_put_str(&writer->ties, tie->source);
    sheet_put_cell(&writer->ties, tie->key);
    sheet_end(&writer->ties);
}

struct moment moment_draw(struct chance *chance, int from_year)
{
    static const uint16_t hours[] = { 2,  1,  1,  1,  1,  2,  4, 8,  16, 20, 20, 18,
                                      14, 16, 18, 18, 16, 12, 8, 10, 12, 10, 6,  3 };
    struct moment moment = { .year = chance_between(chance, from_year > 2021 ? from_year : 2021, DEMO_TODAY_YEAR) };
    moment.month = chance_between(chance, 1, moment.year == DEMO_TODAY_YEAR ? DEMO_TODAY_MONTH - 1 : 12);
    moment.day = chance_between(chance, 1, 28);
    moment.hour = chance_among(chance, hours, 24);
    moment.minute = chance_between(chance, 0, 59);
    return moment;
}

struct moment moment_after(struct chance *chance, struct moment moment)
{
    struct moment later = moment_draw(chance, moment.year);
    if (later.year > moment.year)
        return later;
    if (later.month < moment.month || (later.month == moment.month && later.day < moment.day))
        return moment;
    return later;
}

void moment_put(struct cell *cell, struct moment moment)
{
    cell_put_number(cell, (uint64_t)moment.year, 4);
    cell_put_char(cell, '-');
    cell_put_number(cell, (uint64_t)moment.month, 2);
    cell_put_char(cell, '-');
    cell_put_number(cell, (uint64_t)moment.day, 2);
    cell_put_char(cell, ' ');
    cell_put_number(cell, (uint64_t)moment.hour, 2);
    cell_put_char(cell, ':');
    cell_put_number(cell, (uint64_t)moment.minute, 2);
}

void moment_put_date(struct cell *cell, struct moment moment)
{
    birth_put(cell, moment.year, moment.month, moment.day);
}

void euros_put(struct cell *cell, uint64_t cents, char point)
{
    cell_put_number(cell, cents / 100, 1);
    cell_put_char(cell, point);
    cell_put_number(cell, cents % 100, 2);
}
