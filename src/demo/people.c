/*
 * Households and their people.
 *
 * First the kind of household, then the head, then who belongs to the head:
 * names run through a family as they do in life, with the partner's name in
 * four uses, twins with one birthday, and now and then a father and son of
 * exactly one name, which is what matching must not fall for.
 *
 * Shares are estimates after what Statistics Netherlands publishes about
 * households; they only have to be plausible.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>

#include "demo/world.h"

/* alone, couple, family, one parent, father and son, housemates */
static const uint16_t UNIT_WEIGHTS[] = { 340, 250, 285, 70, 30, 25 };
/* the Netherlands, Belgium, Turkey, Morocco, Suriname, Poland, Germany */
static const uint16_t CIRCLE_WEIGHTS[CIRCLE_COUNT] = { 842, 24, 26, 26, 24, 28, 30 };
enum {
    COMPOUND_NAME = 180, /* per mille of Dutch surnames made of parts: the long tail */
    MIXED_COUPLE = 70,   /* partners of different circles */
    SAME_GENDER_COUPLE = 35,
    MARRIED = 680,
    TWINS = 80, /* of households with two or more children */
    MOVED = 120,
    LANDLINE = 420,
    SHARED_MAILBOX = 200,
};

void surname_read(const struct words *words, enum circle circle, struct chance *chance, struct surname *ret)
{
    cell_clear(&ret->name);
    if (circle != CIRCLE_NL || !chance_hits(chance, COMPOUND_NAME)) {
        const struct surname_word *word = words_surname(words, circle, chance);
        ret->prefix = word->prefix;
        cell_put(&ret->name, word->surname);
        return;
    }
    static const char *const prefixes[] = { "",    "",        "",        "",       "",    "",    "van",
                                            "van", "van der", "van den", "van de", "ter", "ten", "de" };
    ret->prefix = text_from(prefixes[chance_below(chance, sizeof(prefixes) / sizeof(*prefixes))]);
    cell_put(&ret->name, words_pick(words, WORD_NAME_FIRST, chance));
    cell_put(&ret->name, words_pick(words, WORD_NAME_LAST, chance));
}

static void mobile_read(struct chance *chance, char ret[10])
{
    static const char second[] = "1123458";
    ret[0] = '6';
    ret[1] = second[chance_below(chance, sizeof(second) - 1)];
    for (int i = 2; i < 9; i++)
        ret[i] = (char)('0' + chance_below(chance, 10));
    ret[9] = '\0';
}

static void landline_read(const struct world *world, const struct address *address, struct chance *chance, char ret[10])
{
    struct text code = world->words->places[address->place].area_code;
    size_t len = 0;
    for (size_t i = 1; i < code.len && len < 9; i++)
        ret[len++] = code.ptr[i];
    ret[len++] = (char)('2' + chance_below(chance, 7));
    while (len < 9)
        ret[len++] = (char)('0' + chance_below(chance, 10));
    ret[9] = '\0';
}

static void email_read(const struct world *world, const struct person *person, struct chance *chance, struct cell *ret)
{
    static const uint16_t shapes[] = { 30, 18, 12, 10, 10, 8, 6, 6 };
    struct cell given = { 0 }, surname = { 0 };
    slug_put(&given, person->call_name, 0);
    if (person->name_use == 'P' && person->has_partner_name && chance_hits(chance, 600)) {
        slug_put(&surname, person->partner_surname.prefix, 0);
        slug_put(&surname, cell_text(&person->partner_surname.name), 0);
    } else {
        slug_put(&surname, person->surname.prefix, 0);
        slug_put(&surname, cell_text(&person->surname.name), 0);
    }
    int shape = chance_among(chance, shapes, 8);
    cell_clear(ret);
    switch (shape) {
    case 0:
    case 4:
    case 5:
        cell_put(ret, cell_text(&given));
        cell_put_char(ret, shape == 5 ? '_' : '.');
        cell_put(ret, cell_text(&surname));
        break;
    case 1:
        cell_put_char(ret, given.s[0]);
        cell_put_char(ret, '.');
        cell_put(ret, cell_text(&surname));
        break;
    case 2:
        cell_put(ret, cell_text(&given));
        cell_put(ret, cell_text(&surname));
        break;
    case 3:
        cell_put_char(ret, given.s[0]);
        cell_put(ret, cell_text(&surname));
        break;
    case 6:
        cell_put(ret, cell_text(&surname));
        cell_put_char(ret, '.');
        cell_put(ret, cell_text(&given));
        break;
    default: cell_put(ret, cell_text(&given)); break;
    }
    if (shape == 4 || shape == 7)
        cell_put_number(ret, (uint64_t)(person->birth_year % 100), 2);
    else if (shape != 0 || chance_hits(chance, 350))
        cell_put_number(ret, chance_below(chance, shape == 7 ? 900 : 90) + 1, 0);
    cell_put_char(ret, '@');
    cell_put(ret, words_pick(world->words, WORD_MAIL_DOMAIN, chance));
}

static void given_read(const struct world *world, struct person *person, struct chance *chance)
{
    static const uint16_t old_counts[] = { 40, 45, 15 }, young_counts[] = { 62, 30, 8 };
    int more = person->circle == CIRCLE_NL || person->circle == CIRCLE_BE
                   ? chance_among(chance, person->birth_year < 1975 ? old_counts : young_counts, 3)
                   : chance_hits(chance, 120);
    const struct given_name *first =
        words_given(world->words, person->circle, (char)person->gender, person->birth_year, chance);
    person->given[0] = first->name;
    person->given_count = 1;
    for (int i = 0; i < more; i++) {
        /* Catholic families: Johannes Maria */
        struct text name =
            chance_hits(chance, person->birth_year < 1975 ? 300 : 60)
                ? TEXT("Maria")
                : words_given(world->words, person->circle, (char)person->gender, person->birth_year - 25, chance)
                      ->name;
        if (!text_equal(name, person->given[0]))
            person->given[person->given_count++] = name;
    }
    person->call_name = first->name;
    if (first->call_names.len > 0 && chance_hits(chance, person->birth_year < 1975 ? 800 : 350)) {
        struct text rest = first->call_names, name, chosen = { 0 };
        uint32_t seen = 0;
        while (text_next(&rest, ' ', &name))
            if (chance_below(chance, ++seen) == 0)
                chosen = name;
        person->call_name = chosen;
        person->has_call_name = true;
    }
}

static void birth_read(struct person *person, int low, int high, struct chance *chance)
{
    int last = DEMO_TODAY_YEAR - 16; /* younger people are in no system */
    high = high < last ? high : last;
    low = low < high ? low : high;
    person->birth_year = chance_between(chance, low, high);
    person->birth_month = chance_between(chance, 1, 12);
    person->birth_day = chance_between(chance, 1, 28);
}

/* Name, telephone; the surname is set before. */
static void person_finish(const struct world *world, struct person *person, struct chance *chance)
{
    given_read(world, person, chance);
    mobile_read(chance, person->mobile);
    if (!person->name_use)
        person->name_use = 'E';
}

static void child_read(const struct world *world, struct unit *unit, struct person *child, struct chance *chance)
{
    const struct person *head = &unit->persons[0];
    int youngest = head->birth_year + 20, oldest = head->birth_year + 36;
    *child = (struct person){ .gender = chance_hits(chance, 505) ? 'm' : 'v',
                              .circle = head->circle,
                              .surname = head->surname };
    if (unit->kind == UNIT_FAMILY && chance_hits(chance, 60))
        child->surname = unit->persons[1].surname;
    birth_read(child, youngest, oldest, chance);
    person_finish(world, child, chance);
}

static void twin_read(const struct world *world, const struct person *first, struct person *second,
                      struct chance *chance)
{
    second->is_twin = true;
    second->surname = first->surname;
    second->birth_year = first->birth_year;
    second->birth_month = first->birth_month;
    second->birth_day = first->birth_day;
    if (chance_hits(chance, 650))
        second->gender = first->gender;
    do
        given_read(world, second, chance);
    while (text_equal(second->given[0], first->given[0]));
}

static void partner_read(const struct world *world, struct unit *unit, struct chance *chance)
{
    struct person *head = &unit->persons[0], *partner = &unit->persons[1];
    *partner = (struct person){ .circle = head->circle };
    if (chance_hits(chance, MIXED_COUPLE))
        partner->circle = (uint8_t)chance_among(chance, CIRCLE_WEIGHTS, CIRCLE_COUNT);
    partner->gender = (head->gender == 'm') ^ chance_hits(chance, SAME_GENDER_COUPLE) ? 'v' : 'm';
    surname_read(world->words, partner->circle, chance, &partner->surname);
    birth_read(partner, head->birth_year - 4, head->birth_year + 6, chance);
    if (chance_hits(chance, MARRIED)) {
        /* own, partner's, partner's-own, own-partner's */
        static const uint16_t woman[] = { 300, 220, 440, 40 }, man[] = { 955, 10, 15, 20 };
        head->has_partner_name = partner->has_partner_name = true;
        head->partner_surname = partner->surname;
        partner->partner_surname = head->surname;
        head->name_use = "EPVN"[chance_among(chance, head->gender == 'v' ? woman : man, 4)];
        partner->name_use = "EPVN"[chance_among(chance, partner->gender == 'v' ? woman : man, 4)];
    }
    person_finish(world, partner, chance);
}

static void son_of_same_name_read(const struct world *world, struct unit *unit, struct chance *chance)
{
    struct person *father = &unit->persons[0], *son = &unit->persons[1];
    father->gender = 'm';
    father->generation = 's';
    *son = *father;
    son->generation = 'j';
    birth_read(son, father->birth_year + 22, father->birth_year + 34, chance);
    mobile_read(chance, son->mobile);
}

static void head_read(const struct world *world, struct unit *unit, struct chance *chance)
{
    struct person *head = &unit->persons[0];
    *head = (struct person){ .gender = chance_hits(chance, 520) ? 'm' : 'v',
                             .circle = (uint8_t)chance_among(chance, CIRCLE_WEIGHTS, CIRCLE_COUNT) };
    if (unit->kind == UNIT_FATHER_SON)
        head->gender = 'm';
    surname_read(world->words, head->circle, chance, &head->surname);
    int oldest = unit->kind == UNIT_HOUSEMATES ? 1990 : 1938;
    int youngest = unit->kind == UNIT_FAMILY || unit->kind == UNIT_ONE_PARENT ? 1986
                   : unit->kind == UNIT_FATHER_SON                            ? 1980
                                                                              : 2006;
    birth_read(head, oldest, youngest, chance);
    person_finish(world, head, chance);
}

/* What kind of household and how many; cheap, for who only wants to know whether somebody is there. */
static int shape_read(struct chance *chance, enum unit_kind *ret)
{
    static const uint16_t children[] = { 520, 380, 100 };
    *ret = (enum unit_kind)chance_among(chance, UNIT_WEIGHTS, 6);
    switch (*ret) {
    case UNIT_ALONE: return 1;
    case UNIT_COUPLE:
    case UNIT_FATHER_SON: return 2;
    case UNIT_FAMILY: return 3 + chance_among(chance, children, 3);
    case UNIT_ONE_PARENT: return 2 + chance_among(chance, children, 3);
    case UNIT_HOUSEMATES: return 2 + (int)chance_below(chance, 2);
    }
    return 1;
}

int unit_count(const struct world *world, uint64_t index)
{
    struct chance chance = chance_of(world->seed, ABOUT_UNIT, index);
    enum unit_kind kind;
    return shape_read(&chance, &kind);
}

static void mate_read(const struct world *world, struct person *mate, struct chance *chance)
{
    *mate = (struct person){ .gender = chance_hits(chance, 500) ? 'm' : 'v',
                             .circle = (uint8_t)chance_among(chance, CIRCLE_WEIGHTS, CIRCLE_COUNT) };
    surname_read(world->words, mate->circle, chance, &mate->surname);
    birth_read(mate, 1990, 2006, chance);
    person_finish(world, mate, chance);
}

static void members_read(const struct world *world, struct unit *unit, struct chance *chance)
{
    int at = 1;
    if (unit->kind == UNIT_COUPLE || unit->kind == UNIT_FAMILY)
        partner_read(world, unit, chance);
    if (unit->kind == UNIT_FATHER_SON)
        son_of_same_name_read(world, unit, chance);
    at += unit->kind == UNIT_COUPLE || unit->kind == UNIT_FAMILY || unit->kind == UNIT_FATHER_SON;
    for (int first = at; at < unit->count; at++) {
        if (unit->kind == UNIT_HOUSEMATES) {
            mate_read(world, &unit->persons[at], chance);
            continue;
        }
        child_read(world, unit, &unit->persons[at], chance);
        if (at == first + 1 && chance_hits(chance, TWINS)) {
            unit->persons[first].is_twin = true;
            twin_read(world, &unit->persons[first], &unit->persons[at], chance);
        }
    }
}

void unit_read(const struct world *world, uint64_t index, struct unit *ret)
{
    assert(index < world->units);
    struct chance chance = chance_of(world->seed, ABOUT_UNIT, index);
    ret->index = index;
    ret->count = shape_read(&chance, &ret->kind);
    head_read(world, ret, &chance);
    members_read(world, ret, &chance);
    world_address_read(world, 2 * index, &ret->home);
    bool moved = chance_hits(&chance, MOVED);
    if (moved)
        world_address_read(world, 2 * index + 1, &ret->old_home);

    char landline[10] = "";
    if (chance_hits(&chance, ret->persons[0].birth_year < 1970 ? LANDLINE + 300 : LANDLINE - 200))
        landline_read(world, &ret->home, &chance, landline);
    bool shared = ret->kind != UNIT_ALONE && ret->kind != UNIT_HOUSEMATES && chance_hits(&chance, SHARED_MAILBOX);
    for (int m = 0; m < ret->count; m++) {
        struct person *person = &ret->persons[m];
        person->id = index * UNIT_PERSONS_MAX + (uint64_t)m;
        person->moved = moved;
        memcpy(person->landline, landline, sizeof(landline));
        if (shared && m == 1) {
            person->shares_mailbox = ret->persons[0].shares_mailbox = true;
            person->email = ret->persons[0].email;
            cell_clear(&person->email_second);
            continue;
        }
        email_read(world, person, &chance, &person->email);
        cell_clear(&person->email_second);
        if (chance_hits(&chance, 140))
            email_read(world, person, &chance, &person->email_second);
    }
}
