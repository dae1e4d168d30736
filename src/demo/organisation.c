/*
 * Organisations: companies, sole traders who are somebody, foundations and
 * clubs, and next to some of them a holding or a branch.
 *
 * Who works where goes through shuffles of "the first two of each unit", so
 * that it can be asked from both sides: place o × CONTACTS_MAX + c of the
 * shuffle is contact c of organisation o (world-3).
 *
 * Numbers pass their check digits and belong to nobody we know of: Chamber of
 * Commerce numbers are drawn at random, VAT ids are of the mod-97 kind.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>

#include "demo/world.h"

enum {
    HOLDINGS = 40,
    BRANCHES = 60, /* per mille, of the organisation before */
    SOLE_TRADERS = 200,
    PUBLIC = 110,
    MOVED_ORGANISATION = 70,
    PO_BOXES = 160,
};

static void digits_put(struct chance *chance, char *into, int count)
{
    for (int i = 0; i < count; i++)
        into[i] = (char)('0' + chance_below(chance, 10));
    into[count] = '\0';
}

/* NL + 9 digits + B + 2 so that the whole is 1 mod 97. */
static void vat_read(struct chance *chance, char ret[15])
{
    memcpy(ret, "NL", 2);
    do {
        digits_put(chance, ret + 2, 9);
    } while (elfproef(ret + 2)); /* never the kind that might be somebody's number */
    unsigned rest = 23 * 100 + 21;
    rest %= 97;
    for (int i = 2; i < 11; i++)
        rest = (rest * 10 + (unsigned)(ret[i] - '0')) % 97;
    rest = (rest * 100 + 11) % 97;
    rest = rest * 100 % 97;
    unsigned check = (97 + 1 - rest) % 97;
    if (check == 0)
        check = 97;
    ret[11] = 'B';
    ret[12] = (char)('0' + check / 10);
    ret[13] = (char)('0' + check % 10);
    ret[14] = '\0';
}

/* Of a bank code that is nobody's. */
static void iban_read(struct chance *chance, char ret[19])
{
    static const char banks[][5] = { "NLBA", "DEMO", "HOUT", "POLD" };
    char account[17] = "NL";
    memcpy(account + 2, banks[chance_below(chance, 4)], 4);
    account[6] = '0';
    digits_put(chance, account + 7, 9);
    int check = iban_check_digits(account);
    memcpy(ret, "NL", 2);
    ret[2] = (char)('0' + check / 10);
    ret[3] = (char)('0' + check % 10);
    memcpy(ret + 4, account + 2, 15);
}

static void phone_read(const struct world *world, const struct address *address, struct chance *chance, char ret[10])
{
    struct text code = chance_hits(chance, 180) ? TEXT("088") : world->words->places[address->place].area_code;
    size_t len = 0;
    for (size_t i = 1; i < code.len; i++)
        ret[len++] = code.ptr[i];
    ret[len++] = (char)('2' + chance_below(chance, 7));
    digits_put(chance, ret + len, 9 - (int)len);
}

static bool depends_by_chance(const struct world *world, uint64_t index)
{
    struct chance chance = chance_of(world->seed, ABOUT_DEPENDENT, index);
    return index > 0 && chance_hits(&chance, HOLDINGS + BRANCHES);
}

/* On the organisation one lower, which itself depends on none. */
static bool depends(const struct world *world, uint64_t index)
{
    return depends_by_chance(world, index) && !depends_by_chance(world, index - 1);
}

static enum organisation_kind kind_of(const struct world *world, uint64_t index)
{
    struct chance chance = chance_of(world->seed, ABOUT_KIND, index);
    if (depends(world, index))
        return chance_hits(&chance, 1000 * HOLDINGS / (HOLDINGS + BRANCHES)) ? ORGANISATION_HOLDING
                                                                             : ORGANISATION_BRANCH;
    if (index + 1 < world->organisations && depends(world, index + 1))
        return ORGANISATION_COMPANY;
    uint32_t draw = chance_below(&chance, 1000);
    return draw < SOLE_TRADERS            ? ORGANISATION_SOLE
           : draw < SOLE_TRADERS + PUBLIC ? ORGANISATION_PUBLIC
                                          : ORGANISATION_COMPANY;
}

/* How many places there are at an organisation: 1 for a sole trader, else 1 … CONTACTS_MAX. */
static uint64_t places_at(const struct world *world, uint64_t index)
{
    static const uint16_t weights[CONTACTS_MAX] = { 25, 25, 22, 16, 12 };
    if (kind_of(world, index) == ORGANISATION_SOLE)
        return 1;
    struct chance chance = chance_of(world->seed, ABOUT_DEPENDENT, ~index);
    return 1 + (uint64_t)chance_among(&chance, weights, CONTACTS_MAX);
}

/* The unit and member at a place of a job shuffle. */
static bool at_place(const struct world *world, const struct shuffle *shuffle, uint64_t place, struct unit *ret,
                     int *ret_member)
{
    if (place >= shuffle->count)
        return false;
    uint64_t who = shuffle_back(shuffle, place);
    *ret_member = (int)(who % 2);
    if (*ret_member >= unit_count(world, who / 2))
        return false;
    unit_read(world, who / 2, ret);
    return true;
}

bool organisation_contact(const struct world *world, const struct organisation *organisation, int contact,
                          struct unit *ret_unit, int *ret_member)
{
    if ((uint64_t)contact >= places_at(world, organisation->id))
        return false;
    return at_place(world, &world->jobs, organisation->id * CONTACTS_MAX + (uint64_t)contact, ret_unit, ret_member);
}

static void surname_put(struct cell *cell, const struct surname *surname, bool at_start)
{
    if (surname->prefix.len > 0) {
        cell_put_word(cell, surname->prefix);
        if (at_start)
            cell->s[0] = char_to_upper(cell->s[0]);
    }
    cell_put_word(cell, cell_text(&surname->name));
}

static void sole_name(const struct world *world, struct organisation *organisation, struct chance *chance)
{
    struct unit unit;
    int member = 0;
    if (!organisation_contact(world, organisation, 0, &unit, &member)) {
        organisation->kind = ORGANISATION_COMPANY; /* nobody there: an ordinary company */
        return;
    }
    const struct person *owner = &unit.persons[member];
    int shape = chance_between(chance, 0, 9);
    organisation->is_plain_name = shape >= 8;
    cell_clear(&organisation->name);
    if (shape < 8)
        cell_put(&organisation->name, words_pick(world->words, WORD_OWNER_TRADE, chance));
    if (shape < 4) {
        for (int g = 0; g < owner->given_count; g++) {
            if (g == 0)
                cell_put_char(&organisation->name, ' ');
            cell_put_char(&organisation->name,
                          owner->given[g].ptr[0] & 0x80 ? owner->call_name.ptr[0] & 0x7F : owner->given[g].ptr[0]);
            cell_put_char(&organisation->name, '.');
        }
    } else if (shape >= 7) {
        cell_put_word(&organisation->name, owner->call_name);
    }
    surname_put(&organisation->name, &owner->surname, organisation->name.len == 0);
}

static void company_name(const struct world *world, struct organisation *organisation, struct chance *chance)
{
    const struct words *words = world->words;
    struct cell *name = &organisation->name;
    struct surname surname;
    cell_clear(name);
    switch (chance_between(chance, 0, 9)) {
    case 0:
    case 1:
    case 2:
        cell_put(name, words_pick(words, WORD_TRADE, chance));
        cell_put_word(name, words_pick(words, WORD_BRAND, chance));
        break;
    case 3:
    case 4:
        cell_put(name, words_pick(words, WORD_TRADE, chance));
        surname_read(words, CIRCLE_NL, chance, &surname);
        surname_put(name, &surname, false);
        if (chance_hits(chance, 250))
            cell_put_str(name, chance_hits(chance, 500) ? " & Zn." : " en Zonen");
        break;
    case 5:
    case 6:
        surname_read(words, CIRCLE_NL, chance, &surname);
        surname_put(name, &surname, true);
        cell_put_word(name, words_pick(words, WORD_TRADE, chance));
        break;
    case 7:
        cell_put_str(name, chance_hits(chance, 500) ? "Gebr." : "Firma");
        surname_read(words, CIRCLE_NL, chance, &surname);
        surname_put(name, &surname, false);
        break;
    case 8:
        cell_put(name, words_pick(words, WORD_BRAND, chance));
        cell_put_word(name, words->places[organisation->visit.place].name);
        break;
    default:
        cell_put(name, words_pick(words, WORD_NAME_FIRST, chance));
        cell_put(name, words_pick(words, WORD_NAME_LAST, chance));
        cell_put_word(name, words_pick(words, WORD_TRADE, chance));
        break;
    }
    organisation->form = words_pick(words, WORD_FORM, chance);
}

static void public_name(const struct world *world, struct organisation *organisation, struct chance *chance)
{
    cell_set(&organisation->name, words_pick(world->words, WORD_PUBLIC, chance));
    if (chance_hits(chance, 550))
        cell_put_word(&organisation->name, world->words->places[organisation->visit.place].name);
    else
        cell_put_word(&organisation->name, words_pick(world->words, WORD_BRAND, chance));
    organisation->form = TEXT_EMPTY;
}

static void name_read(const struct world *world, struct organisation *organisation, struct chance *chance)
{
    if (organisation->kind == ORGANISATION_SOLE)
        sole_name(world, organisation, chance);
    if (organisation->kind == ORGANISATION_PUBLIC)
        public_name(world, organisation, chance);
    if (organisation->kind == ORGANISATION_COMPANY)
        company_name(world, organisation, chance);
    cell_clear(&organisation->domain);
    slug_put(&organisation->domain, cell_text(&organisation->name), chance_hits(chance, 600) ? '-' : 0);
    if (organisation->domain.len > 50)
        organisation->domain.len = 50;
    while (organisation->domain.len > 0 && organisation->domain.s[organisation->domain.len - 1] == '-')
        organisation->domain.len--;
    cell_put_str(&organisation->domain, ".example");
}

/* What a holding or branch shares with its working company. */
static void depend_on(const struct world *world, struct organisation *organisation)
{
    struct organisation base;
    organisation_read(world, organisation->id - 1, &base);
    organisation->name = base.name;
    organisation->domain = base.domain;
    organisation->form = base.form;
    if (organisation->kind == ORGANISATION_HOLDING) {
        cell_put_str(&organisation->name, " Holding");
        organisation->form = TEXT("B.V.");
        organisation->visit = base.visit;
        memcpy(organisation->phone, base.phone, sizeof(base.phone));
        return;
    }
    cell_put_word(&organisation->name, world->words->places[organisation->visit.place].name);
    memcpy(organisation->kvk, base.kvk, sizeof(base.kvk));
    memcpy(organisation->vat, base.vat, sizeof(base.vat));
    memcpy(organisation->iban, base.iban, sizeof(base.iban));
}

void organisation_read(const struct world *world, uint64_t index, struct organisation *ret)
{
    assert(index < world->organisations);
    static const char *const boxes[] = { "info",          "info",    "info",   "info",
                                         "administratie", "contact", "inkoop", "receptie" };
    struct chance chance = chance_of(world->seed, ABOUT_ORGANISATION, index);
    ret->id = index;
    ret->kind = kind_of(world, index);
    ret->form = TEXT_EMPTY;
    ret->is_plain_name = false;
    uint64_t slot = 2 * (world->units + index);
    world_address_read(world, slot, &ret->visit);
    ret->moved = chance_hits(&chance, MOVED_ORGANISATION);
    if (ret->moved)
        world_address_read(world, slot + 1, &ret->old_visit);
    ret->po_box = chance_hits(&chance, PO_BOXES) ? (uint16_t)chance_between(&chance, 11, 9800) : 0;
    ret->kvk[0] = (char)('1' + chance_below(&chance, 9));
    digits_put(&chance, ret->kvk + 1, 7);
    memcpy(ret->branch, "0000", 4);
    digits_put(&chance, ret->branch + 4, 8);
    vat_read(&chance, ret->vat);
    iban_read(&chance, ret->iban);
    phone_read(world, &ret->visit, &chance, ret->phone);
    if (ret->kind == ORGANISATION_HOLDING || ret->kind == ORGANISATION_BRANCH)
        depend_on(world, ret);
    else
        name_read(world, ret, &chance);
    cell_set_str(&ret->email, ret->kind == ORGANISATION_BRANCH ? "filiaal" : boxes[chance_below(&chance, 8)]);
    cell_put_char(&ret->email, '@');
    cell_put(&ret->email, cell_text(&ret->domain));
}

void job_read(const struct world *world, const struct person *person, const struct placement *placement,
              const struct organisation *employer, struct job *ret)
{
    assert(employer->id == placement->organisation);
    struct chance chance = chance_of(world->seed, ABOUT_JOB, employer->id * 8191 + person->id);
    ret->organisation = employer->id;
    ret->title = placement->is_owner ? TEXT("Eigenaar") : words_pick(world->words, WORD_JOB, &chance);
    ret->department = placement->is_owner || chance_hits(&chance, 450)
                          ? TEXT_EMPTY
                          : words_pick(world->words, WORD_DEPARTMENT, &chance);
    ret->since_year = chance_between(&chance, 2008, placement->is_past ? 2019 : 2024);
    ret->until_year = placement->is_past ? chance_between(&chance, 2021, 2025) : 0;
    cell_clear(&ret->email);
    struct cell given;
    cell_clear(&given);
    slug_put(&given, person->call_name, 0);
    bool whole = chance_hits(&chance, 350);
    cell_put(&ret->email, text_slice(cell_text(&given), 0, whole ? given.len : 1));
    if (!whole || chance_hits(&chance, 600)) {
        cell_put_char(&ret->email, '.');
        slug_put(&ret->email, person->surname.prefix, 0);
        slug_put(&ret->email, cell_text(&person->surname.name), 0);
    }
    cell_put_char(&ret->email, '@');
    cell_put(&ret->email, cell_text(&employer->domain));
    ret->phone[0] = '\0';
    if (chance_hits(&chance, 400)) {
        memcpy(ret->phone, employer->phone, sizeof(ret->phone));
        digits_put(&chance, ret->phone + 7, 2);
    }
}

int person_placements(const struct world *world, uint64_t unit, int member, struct placement ret[JOBS_MAX + 1])
{
    if (member > 1)
        return 0;
    uint64_t who = 2 * unit + (uint64_t)member;
    int count = 0;
    uint64_t place = shuffle_at(&world->jobs, who), organisation = place / CONTACTS_MAX;
    if (organisation < world->organisations && place % CONTACTS_MAX < places_at(world, organisation))
        ret[count++] = (struct placement){ .organisation = organisation,
                                           .is_owner = kind_of(world, organisation) == ORGANISATION_SOLE };
    const struct {
        const struct shuffle *shuffle;
        uint64_t places; /* organisations that have one such */
        bool is_past;
    } more[] = {
        { &world->second_jobs, world->organisations * 45 / 100, false },
        { &world->third_jobs, world->organisations * 8 / 100, false },
        { &world->past_jobs, world->organisations * 35 / 100, true },
    };
    for (int i = 0; i < 3; i++) {
        organisation = shuffle_at(more[i].shuffle, who);
        if (organisation >= more[i].places || kind_of(world, organisation) == ORGANISATION_SOLE)
            continue;
        bool again = false;
        for (int j = 0; j < count; j++)
            again |= ret[j].organisation == organisation;
        if (!again)
            ret[count++] = (struct placement){ .organisation = organisation, .is_past = more[i].is_past };
    }
    return count;
}
