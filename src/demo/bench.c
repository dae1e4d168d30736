/*
 * One flat table of persons with duplicates, for measuring speed and accuracy.
 *
 * Who is in it: 25% live in households of two to five with one surname,
 * address and telephone, 8% of those households with twins; 12% moved, 5%
 * carry a married name, 6% of later records have initials only, 3% swapped
 * names.  Every record loses values (2-25% by field); a later record of a
 * person also gets typing errors (6-16% by field).
 *
 * How it is written: round 0 holds everybody once, round 1 those with a
 * second record, and so on, each round in an order of its own; what is missing
 * to the number of rows asked for is filled with new people.  So duplicates
 * lie far apart and nothing has to be remembered.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <limits.h>
#include <stdio.h>

#include "base/scoped.h"
#include "demo/demo.h"
#include "demo/sheet.h"
#include "demo/sighting.h"

enum { ROUNDS_MAX = 5, UNIT_PERSONS = 5 };

/* Per mille. */
enum {
    UNITS_WITH_HOUSEHOLD = 92, /* of units: 25% of persons, at 3.3 a household */
    BENCH_TWINS = 80,
    BENCH_MOVED = 120,
    BENCH_MARRIED = 50,
    BENCH_INITIALS = 60,
    BENCH_SWAPPED = 30,
};

enum column {
    GIVEN,
    PREFIX,
    SURNAME,
    BIRTH,
    STREET,
    NUMBER,
    ADDITION,
    POSTCODE,
    CITY,
    EMAIL,
    PHONE,
    GENDER,
    COLUMNS,
};

/* Per mille of records without the value, and of later records with a typing error in it. */
static const struct {
    uint16_t blank, typo;
} rates[COLUMNS] = {
    [GIVEN] = { 20, 110 },  [PREFIX] = { 20, 0 },  [SURNAME] = { 20, 120 }, [BIRTH] = { 120, 80 },
    [STREET] = { 60, 160 }, [NUMBER] = { 60, 60 }, [ADDITION] = { 250, 0 }, [POSTCODE] = { 80, 90 },
    [CITY] = { 60, 110 },   [EMAIL] = { 250, 90 }, [PHONE] = { 250, 80 },   [GENDER] = { 100, 0 },
};

/* How many records of a person: 1 … 5; 1.72 on average. */
static const uint16_t COPIES[ROUNDS_MAX] = { 520, 300, 130, 40, 10 };

struct bench {
    const struct world *world;
    struct sheet records, truth, households;
    uint64_t rows, wanted;
};

/* A unit of the benchmark: one person, or a household. */
struct bench_unit {
    int count;
    struct unit unit;
};

static void birth_draw(struct person *person, int low, int high, struct chance *chance)
{
    person->birth_year = chance_between(chance, low, high);
    person->birth_month = chance_between(chance, 1, 12);
    person->birth_day = chance_between(chance, 1, 28);
}

static void digits_draw(struct chance *chance, char ret[10])
{
    ret[0] = '6';
    for (int i = 1; i < 9; i++)
        ret[i] = (char)('0' + chance_below(chance, 10));
    ret[9] = '\0';
}

static void mailbox_draw(const struct words *words, struct person *person, struct chance *chance)
{
    struct cell *email = &person->email;
    cell_clear(email);
    slug_put(email, chance_hits(chance, 700) ? person->given[0] : text_slice(person->given[0], 0, 1), 0);
    cell_put_char(email, "._-"[chance_below(chance, 3)]);
    slug_put(email, person->surname.prefix, 0);
    slug_put(email, cell_text(&person->surname.name), 0);
    if (chance_hits(chance, 600))
        cell_put_number(email, chance_below(chance, 990) + 1, 1);
    cell_put_char(email, '@');
    cell_put(email, words_pick(words, WORD_MAIL_DOMAIN, chance));
}

static void bench_unit_read(const struct world *world, uint64_t index, struct bench_unit *ret)
{
    static const uint16_t sizes[] = { 250, 350, 260, 140 }; /* 2 … 5 */
    struct chance chance = chance_of(world->seed, ABOUT_BENCH, index);
    bool household = chance_hits(&chance, UNITS_WITH_HOUSEHOLD);
    ret->count = household ? 2 + chance_among(&chance, sizes, 4) : 1;
    struct unit *unit = &ret->unit;
    world_address_read(world, 2 * index, &unit->home);
    world_address_read(world, 2 * index + 1, &unit->old_home);
    struct surname surname, maiden;
    surname_read(world->words, CIRCLE_NL, &chance, &surname);
    char landline[10];
    digits_draw(&chance, landline);
    landline[0] = "1234578"[chance_below(&chance, 7)];
    bool twins = household && ret->count > 2 && chance_hits(&chance, BENCH_TWINS * 4 / 3); /* of all households */
    for (int m = 0; m < ret->count; m++) {
        struct person *person = &unit->persons[m];
        person->id = index * UNIT_PERSONS + (uint64_t)m;
        person->gender = chance_hits(&chance, 500) ? 'm' : 'v';
        person->circle = (uint8_t)(chance_hits(&chance, 850) ? CIRCLE_NL : chance_below(&chance, CIRCLE_COUNT));
        if (m == 0 && person->circle != CIRCLE_NL)
            surname_read(world->words, person->circle, &chance, &surname);
        if (m > 0)
            person->circle = unit->persons[0].circle;
        person->surname = surname;
        if (m == 0 || (m == 1 && household))
            birth_draw(person, 1936, 1996, &chance);
        else
            birth_draw(person, 1985, 2012, &chance);
        person->is_twin = twins && m == 3 - (ret->count < 4);
        do
            person->given[0] =
                words_given(world->words, person->circle, person->gender, person->birth_year, &chance)->name;
        while (m > 0 && text_equal(person->given[0], unit->persons[m - 1].given[0]));
        if (person->is_twin) {
            person->birth_year = unit->persons[m - 1].birth_year;
            person->birth_month = unit->persons[m - 1].birth_month;
            person->birth_day = unit->persons[m - 1].birth_day;
        }
        person->moved = chance_hits(&chance, BENCH_MOVED);
        person->has_partner_name = person->gender == 'v' && chance_hits(&chance, BENCH_MARRIED * 2);
        surname_read(world->words, CIRCLE_NL, &chance, &maiden);
        person->partner_surname = maiden;
        mailbox_draw(world->words, person, &chance);
        digits_draw(&chance, person->mobile);
        if (household && chance_hits(&chance, 600))
            memcpy(person->mobile, landline, sizeof(landline)); /* one telephone for the house */
        if (household && m == 1 && chance_hits(&chance, 250))
            person->email = unit->persons[0].email;
    }
}

static void date_put(struct cell *cell, const struct person *person)
{
    cell_put_number(cell, (uint64_t)person->birth_year, 4);
    cell_put_char(cell, '-');
    cell_put_number(cell, (uint64_t)person->birth_month, 2);
    cell_put_char(cell, '-');
    cell_put_number(cell, (uint64_t)person->birth_day, 2);
}

static void name_put(const struct person *person, bool later, struct chance *chance, struct cell cells[COLUMNS])
{
    cell_set(&cells[GIVEN], person->given[0]);
    cell_set(&cells[PREFIX], person->surname.prefix);
    cells[SURNAME] = person->surname.name;
    if (later && chance_hits(chance, BENCH_INITIALS)) {
        cell_set(&cells[GIVEN], text_slice(person->given[0], 0, (unsigned char)person->given[0].ptr[0] & 0x80 ? 2 : 1));
        cell_put_char(&cells[GIVEN], '.');
    }
    if (person->has_partner_name && chance_hits(chance, 500)) {
        cell_set(&cells[PREFIX], person->partner_surname.prefix);
        cells[SURNAME] = person->partner_surname.name;
        if (chance_hits(chance, 600)) {
            cell_put_char(&cells[SURNAME], '-');
            if (person->surname.prefix.len > 0) {
                cell_put(&cells[SURNAME], person->surname.prefix);
                cell_put_char(&cells[SURNAME], ' ');
            }
            cell_put(&cells[SURNAME], cell_text(&person->surname.name));
        }
    }
    if (later && chance_hits(chance, BENCH_SWAPPED)) {
        struct cell given = cells[GIVEN];
        cells[GIVEN] = cells[SURNAME];
        cells[SURNAME] = given;
    }
}

static void address_cells(const struct world *world, const struct address *address, struct cell cells[COLUMNS])
{
    cells[STREET] = address->street;
    cell_put_number(&cells[NUMBER], address->number, 1);
    cell_put_str(&cells[ADDITION], address->addition);
    cell_put_number(&cells[POSTCODE], address->area, 4);
    cell_put_str(&cells[POSTCODE], address->letters);
    cell_set(&cells[CITY], world->words->places[address->place].name);
}

static void damage(bool later, struct chance *chance, struct cell cells[COLUMNS])
{
    for (int c = 0; c < COLUMNS; c++) {
        if (chance_hits(chance, rates[c].blank)) {
            cell_clear(&cells[c]);
            continue;
        }
        if (!later || !chance_hits(chance, rates[c].typo))
            continue;
        if (c == BIRTH || c == NUMBER || c == PHONE || (c == POSTCODE && chance_hits(chance, 600)))
            mess_digit(&cells[c], chance);
        else if (c == EMAIL) {
            size_t at = text_find_char(cell_text(&cells[c]), '@');
            struct cell whole = cells[c];
            cells[c].len = (uint16_t)at;
            mess_typo(&cells[c], chance);
            cell_put(&cells[c], text_from_offset(cell_text(&whole), at));
        } else
            mess_typo(&cells[c], chance);
    }
}

static void row_write(struct bench *bench, const struct bench_unit *unit, uint64_t index, int member, int copy)
{
    const struct person *person = &unit->unit.persons[member];
    struct chance chance = chance_of(bench->world->seed, ABOUT_SIGHTING + 16 * (uint64_t)(copy + 1), person->id);
    struct cell cells[COLUMNS];
    for (int c = 0; c < COLUMNS; c++)
        cell_clear(&cells[c]);
    bool later = copy > 0;
    name_put(person, later, &chance, cells);
    date_put(&cells[BIRTH], person);
    bool old = person->moved && (copy == 0 || chance_hits(&chance, 400));
    address_cells(bench->world, old ? &unit->unit.old_home : &unit->unit.home, cells);
    cells[EMAIL] = person->email;
    cell_put_char(&cells[PHONE], '0');
    cell_put_str(&cells[PHONE], person->mobile);
    cell_put_char(&cells[GENDER], person->gender);
    damage(later, &chance, cells);

    uint64_t id = ++bench->rows;
    sheet_put_number(&bench->records, id);
    for (int c = 0; c < COLUMNS; c++)
        sheet_put_cell(&bench->records, &cells[c]);
    sheet_end(&bench->records);
    sheet_put_number(&bench->truth, id);
    sheet_put_number(&bench->truth, person->id + 1);
    sheet_end(&bench->truth);
    sheet_put_number(&bench->households, id);
    sheet_put_number(&bench->households, index + 1);
    sheet_end(&bench->households);
}

static int copies_of(const struct world *world, uint64_t person)
{
    struct chance chance = chance_of(world->seed, ABOUT_PRESENCE, person);
    return 1 + chance_among(&chance, COPIES, ROUNDS_MAX);
}

/* All persons of some units that have a record in this round. */
static void round_write(struct bench *bench, uint64_t units, int round, struct demo_bench_report *report)
{
    struct shuffle order = shuffle_of(bench->world->seed, ABOUT_SOURCE_ORDER + (uint64_t)round, units);
    for (uint64_t i = 0; i < units && bench->rows < bench->wanted; i++) {
        uint64_t index = shuffle_at(&order, i);
        bool any = round == 0;
        for (int m = 0; m < UNIT_PERSONS && !any; m++)
            any = copies_of(bench->world, index * UNIT_PERSONS + (uint64_t)m) > round;
        if (!any)
            continue;
        struct bench_unit unit;
        bench_unit_read(bench->world, index, &unit);
        for (int m = 0; m < unit.count && bench->rows < bench->wanted; m++) {
            if (round == 0)
                report->persons++;
            if (copies_of(bench->world, unit.unit.persons[m].id) > round)
                row_write(bench, &unit, index, m, round);
        }
        if (round == 0)
            report->households += unit.count > 1;
    }
}

/* New people, one record each, until the number of rows is reached. */
static void fill_up(struct bench *bench, uint64_t from, struct demo_bench_report *report)
{
    for (uint64_t index = from; bench->rows < bench->wanted; index++) {
        struct bench_unit unit;
        bench_unit_read(bench->world, index, &unit);
        report->persons++;
        row_write(bench, &unit, index, 0, 0);
    }
}

/* "x.csv" and "_waarheid" to "x_waarheid.csv". */
static bool beside(const char *path, const char *what, char *ret, size_t len)
{
    size_t stem = strlen(path);
    if (stem > 4 && strcmp(path + stem - 4, ".csv") == 0)
        stem -= 4;
    int written = snprintf(ret, len, "%.*s%s.csv", (int)stem, path, what);
    return written > 0 && (size_t)written < len;
}

static void bench_done(struct bench *bench)
{
    sheet_done(&bench->records);
    sheet_done(&bench->truth);
    sheet_done(&bench->households);
}

static enum status bench_open(struct bench *bench, const char *path, struct error *err)
{
    char truth[PATH_MAX], households[PATH_MAX];
    if (!beside(path, "_waarheid", truth, sizeof(truth)) ||
        !beside(path, "_huishoudens", households, sizeof(households)))
        return error_set(err, STATUS_USAGE, "the name of the file is too long");
    enum status status = sheet_open(
        NULL,
        &(struct sheet_options){
            .name = path,
            .separator = ',',
            .header =
                "id|voornaam|tussenvoegsel|achternaam|geboortedatum|straat|huisnummer|toevoeging|postcode|woonplaats|"
                "email|telefoon|geslacht" },
        &bench->records, err);
    if (status == STATUS_OK)
        status = sheet_open(NULL, &(struct sheet_options){ .name = truth, .separator = ',', .header = "id|cluster" },
                            &bench->truth, err);
    if (status == STATUS_OK)
        status =
            sheet_open(NULL, &(struct sheet_options){ .name = households, .separator = ',', .header = "id|household" },
                       &bench->households, err);
    return status;
}

enum status demo_write_bench(const struct demo_bench_options *options, struct demo_bench_report *ret, struct error *err)
{
    assert(options && options->path && ret);
    if (options->records < DEMO_RECORDS_MIN || options->records > DEMO_RECORDS_MAX)
        return error_set(err, STATUS_LIMIT, "a benchmark table has between %d and %d records", DEMO_RECORDS_MIN,
                         DEMO_RECORDS_MAX);
    SCOPED(words_done) struct words words = WORDS_EMPTY;
    enum status status = words_load(&words, err);
    if (status != STATUS_OK)
        return status;
    /* 1.72 records a person, 1.21 persons a unit; a few units fewer, the rest is filled up */
    uint64_t units = options->records * 1000 / 2150 + 1;
    struct world world;
    world_init(&world, &words, options->seed, options->records * 10 / 8);
    SCOPED(bench_done)
    struct bench bench = { .world = &world,
                           .records = SHEET_CLOSED,
                           .truth = SHEET_CLOSED,
                           .households = SHEET_CLOSED,
                           .wanted = options->records };
    status = bench_open(&bench, options->path, err);
    if (status != STATUS_OK)
        return status;
    struct demo_bench_report report = { 0 };
    for (int round = 0; round < ROUNDS_MAX; round++)
        round_write(&bench, units, round, &report);
    fill_up(&bench, units, &report);
    report.records = bench.rows;
    report.bytes = bench.records.out.bytes;
    status = sheet_close(&bench.records, err);
    if (status == STATUS_OK)
        status = sheet_close(&bench.truth, err);
    if (status == STATUS_OK)
        status = sheet_close(&bench.households, err);
    if (status == STATUS_OK)
        *ret = report;
    return status;
}
