/*
 * From what is so to what is written down.
 *
 *     person ─▶ name form ─▶ prefix ─▶ typing ─┐
 *     home or work ─▶ address ─▶ damage ───────┼─▶ sighting
 *     mailbox, telephone ─▶ notation, damage ──┘
 *
 * Each step draws its own chances in a fixed order, so the same seed gives
 * the same row.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "demo/sighting_inside.h"

#include <assert.h>

static void clear(struct sighting *s)
{
    struct cell *const cells[] = { &s->salutation, &s->title,  &s->initials, &s->given,        &s->prefix,
                                   &s->surname,    &s->suffix, &s->birth,    &s->full,         &s->organisation_name,
                                   &s->kvk,        &s->vat,    &s->iban,     &s->web,          &s->title_at_work,
                                   &s->department, &s->street, &s->number,   &s->addition,     &s->postcode,
                                   &s->city,       &s->po_box, &s->email,    &s->email_second, &s->phone,
                                   &s->mobile };
    for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
        cell_clear(cells[i]);
    s->person = s->organisation = s->household = s->partner = DEMO_NOBODY;
    s->gender = 0;
}

static void postcode_put(const struct address *address, enum demo_source source, struct chance *chance,
                         struct cell *ret)
{
    static const uint16_t styles[] = { 62, 28, 6, 4 };
    cell_clear(ret);
    cell_put_number(ret, address->area, 4);
    if (mess_hits(MESS_POSTCODE_NO_LETTERS, source, chance))
        return;
    int style = chance_among(chance, styles, 4);
    if (style == 0 || style == 3)
        cell_put_char(ret, ' ');
    for (int i = 0; i < 2; i++)
        cell_put_char(ret, style >= 2 ? char_to_lower(address->letters[i]) : address->letters[i]);
    if (mess_hits(MESS_POSTCODE_WRONG, source, chance)) {
        if (chance_hits(chance, 150))
            cell_set_str(ret, "0000 AA");
        else
            mess_digit(ret, chance);
    }
}

/* "Kerkstraat" as "Kerkstr." */
static void street_short(struct cell *street)
{
    static const char *const pairs[][2] = { { "straat", "str." }, { "laan", "ln" },     { "plein", "pln" },
                                            { "weg", "wg" },      { "singel", "sngl" }, { "plantsoen", "plnts" } };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        if (text_ends(cell_text(street), text_from(pairs[i][0]))) {
            street->len = (uint16_t)(street->len - strlen(pairs[i][0]));
            cell_put_str(street, pairs[i][1]);
            return;
        }
}

static void address_put(const struct world *world, const struct address *address, enum demo_source source,
                        struct chance *chance, struct sighting *s)
{
    if (mess_hits(MESS_BLANK_ADDRESS, source, chance))
        return;
    s->street = address->street;
    cell_put_number(&s->number, address->number, 1);
    cell_put_str(&s->addition, address->addition);
    postcode_put(address, source, chance, &s->postcode);
    cell_set(&s->city, world->words->places[address->place].name);
    if (chance_hits(chance, 40) || (source == DEMO_BOOKS && chance_hits(chance, 300)))
        mess_caps(&s->city);
    if (mess_hits(MESS_STREET_SHORT, source, chance))
        street_short(&s->street);
    if (mess_hits(MESS_TYPO_STREET, source, chance))
        mess_typo(&s->street, chance);
    if (mess_hits(MESS_TYPO_CITY, source, chance))
        mess_typo(&s->city, chance);
    if (mess_hits(MESS_WRONG_DIGIT, source, chance))
        mess_digit(&s->number, chance);
    if (mess_hits(MESS_OCR, source, chance))
        mess_ocr(&s->street, chance);
}

void line_put(struct cell *cell, const struct sighting *s, struct chance *chance)
{
    *cell = s->street;
    cell_put_word(cell, cell_text(&s->number));
    if (s->addition.len == 0)
        return;
    if (char_is_digit(s->addition.s[0]) || chance_hits(chance, 300))
        cell_put_char(cell, chance_hits(chance, 700) ? '-' : ' ');
    cell_put(cell, cell_text(&s->addition));
}

static void number_in_street(enum demo_source source, struct chance *chance, struct sighting *s)
{
    if (s->street.len == 0 || !mess_hits(MESS_NUMBER_IN_STREET, source, chance))
        return;
    struct cell line;
    line_put(&line, s, chance);
    s->street = line;
    cell_clear(&s->number);
    cell_clear(&s->addition);
}

/* digits without the leading 0: "612345678" */
static void phone_put(const char *digits, enum demo_source source, struct chance *chance, struct cell *ret)
{
    static const uint16_t styles[] = { 30, 28, 14, 10, 10, 8 };
    cell_clear(ret);
    if (!digits[0] || mess_hits(MESS_BLANK_PHONE, source, chance))
        return;
    struct cell d = { 0 };
    cell_put_str(&d, digits);
    if (mess_hits(MESS_WRONG_DIGIT, source, chance))
        mess_digit(&d, chance);
    struct text all = cell_text(&d);
    if (mess_hits(MESS_PHONE_EXPONENT, source, chance)) { /* what Excel shows of 612345678 */
        cell_put(ret, text_slice(all, 0, 1));
        cell_put_char(ret, ',');
        cell_put(ret, text_slice(all, 1, 3));
        cell_put_str(ret, "E+08");
        return;
    }
    if (mess_hits(MESS_PHONE_NO_ZERO, source, chance)) {
        cell_put(ret, all);
        return;
    }
    size_t area = digits[0] == '6' ? 1 : strchr("12345678", digits[0]) && strchr("03568", digits[1]) ? 2 : 3;
    if (digits[0] == '7' || digits[0] == '8')
        area = 2;
    switch (chance_among(chance, styles, 6)) {
    case 0:
    case 1: {
        bool dash = chance_hits(chance, 600);
        cell_put_char(ret, '0');
        cell_put(ret, text_slice(all, 0, area));
        cell_put_char(ret, dash ? '-' : ' ');
        cell_put(ret, text_from_offset(all, area));
        break;
    }
    case 2:
        cell_put_char(ret, '0');
        cell_put(ret, all);
        break;
    case 3:
        cell_put_str(ret, "+31 ");
        cell_put(ret, text_slice(all, 0, area));
        cell_put_char(ret, ' ');
        cell_put(ret, text_from_offset(all, area));
        break;
    case 4:
        cell_put_str(ret, chance_hits(chance, 800) ? "+31" : "0031");
        cell_put(ret, all);
        break;
    default:
        cell_put_char(ret, '0');
        cell_put(ret, text_slice(all, 0, area));
        for (size_t i = area; i < all.len; i++) {
            if ((i - area) % 2 == 0)
                cell_put_char(ret, ' ');
            cell_put_char(ret, all.ptr[i]);
        }
    }
}

static void email_put(const struct cell *email, enum demo_source source, struct chance *chance, struct cell *ret)
{
    cell_clear(ret);
    if (mess_hits(MESS_BLANK_EMAIL, source, chance))
        return;
    *ret = *email;
    if (mess_hits(MESS_TYPO_EMAIL, source, chance)) {
        size_t at = text_find_char(cell_text(email), '@'); /* the domain stays one of ours */
        ret->len = (uint16_t)at;
        mess_typo(ret, chance);
        cell_put(ret, text_from_offset(cell_text(email), at));
    }
    if (chance_hits(chance, 30)) {
        ret->s[0] = char_to_upper(ret->s[0]);
    }
}

static void placeholder_mess(enum demo_source source, struct chance *chance, struct sighting *s)
{
    if (!mess_hits(MESS_PLACEHOLDER, source, chance))
        return;
    struct cell *const cells[] = { &s->given, &s->phone, &s->email, &s->street, &s->initials, &s->mobile };
    struct cell *cell = cells[chance_below(chance, 6)];
    if (cell->len == 0 || chance_hits(chance, 400))
        cell_set(cell, mess_placeholder(chance));
}

static void organisation_put(const struct organisation *organisation, enum demo_source source, struct chance *chance,
                             struct sighting *s)
{
    s->organisation_name = organisation->name;
    if (!mess_hits(MESS_ORGANISATION_SHORT, source, chance))
        cell_put_word(&s->organisation_name, organisation->form);
    if (mess_hits(MESS_TYPO_ORGANISATION, source, chance))
        mess_typo(&s->organisation_name, chance);
    if (mess_hits(MESS_OCR, source, chance))
        mess_ocr(&s->organisation_name, chance);
    if (mess_hits(MESS_ALL_CAPS, source, chance))
        mess_caps(&s->organisation_name);
    cell_set_str(&s->kvk, organisation->kvk);
    cell_set_str(&s->vat, organisation->vat);
    cell_set_str(&s->iban, organisation->iban);
    if (s->kvk.len > 0 && mess_hits(MESS_WRONG_DIGIT, source, chance))
        mess_digit(&s->kvk, chance);
    cell_set_str(&s->web, "www.");
    cell_put(&s->web, cell_text(&organisation->domain));
}

static const struct address *address_of(const struct organisation *organisation, enum demo_source source,
                                        struct chance *chance)
{
    return organisation->moved && mess_hits(MESS_OLD_HOME, source, chance) ? &organisation->old_visit
                                                                           : &organisation->visit;
}

/* Boxes have letters of their own, that no street takes (world.c). */
static void po_box_postcode(const struct organisation *organisation, struct cell *ret)
{
    static const char second[] = "ABCDEGHJKLMNPRTVWXZ";
    cell_put_number(ret, organisation->visit.area, 4);
    cell_put_str(ret, " Z");
    cell_put_char(ret, second[organisation->po_box % (sizeof(second) - 1)]);
}

void sighting_organisation(const struct world *world, const struct organisation *organisation, enum demo_source source,
                           struct chance *chance, struct sighting *ret)
{
    clear(ret);
    ret->organisation = organisation->id;
    organisation_put(organisation, source, chance, ret);
    address_put(world, address_of(organisation, source, chance), source, chance, ret);
    if (source == DEMO_BOOKS && organisation->po_box && chance_hits(chance, 600)) {
        cell_set_str(&ret->po_box, "Postbus ");
        cell_put_number(&ret->po_box, organisation->po_box, 1);
        cell_clear(&ret->postcode);
        po_box_postcode(organisation, &ret->postcode);
    }
    number_in_street(source, chance, ret);
    email_put(&organisation->email, source, chance, &ret->email);
    phone_put(organisation->phone, source, chance, &ret->phone);
    placeholder_mess(source, chance, ret);
}

/* At work: the organisation's address and switchboard, a mailbox of one's own or info@. */
static void reach_at_work(const struct world *world, const struct person *person, const struct job *job,
                          const struct organisation *organisation, enum demo_source source, struct chance *chance,
                          struct sighting *s)
{
    address_put(world, address_of(organisation, source, chance), source, chance, s);
    const struct cell *email = &job->email;
    if (mess_hits(MESS_ROLE_MAILBOX, source, chance))
        email = &organisation->email;
    else if (mess_hits(MESS_OTHER_EMAIL, source, chance))
        email = &person->email;
    email_put(email, source, chance, &s->email);
    phone_put(job->phone[0] && chance_hits(chance, 600) ? job->phone : organisation->phone, source, chance, &s->phone);
    if (chance_hits(chance, source == DEMO_SHOP ? 300 : 650))
        phone_put(person->mobile, source, chance, &s->mobile);
}

static void reach_at_home(const struct world *world, const struct unit *unit, const struct person *person,
                          enum demo_source source, struct chance *chance, struct sighting *s)
{
    bool old = person->moved && mess_hits(MESS_OLD_HOME, source, chance);
    address_put(world, old ? &unit->old_home : &unit->home, source, chance, s);
    const struct cell *email = &person->email;
    if (person->email_second.len > 0 && mess_hits(MESS_OTHER_EMAIL, source, chance))
        email = &person->email_second;
    email_put(email, source, chance, &s->email);
    if (chance_hits(chance, source == DEMO_SHOP ? 250 : 550))
        phone_put(person->landline, source, chance, &s->phone);
    if (chance_hits(chance, 750))
        phone_put(person->mobile, source, chance, &s->mobile);
}

void sighting_person(const struct world *world, const struct unit *unit, int member, const struct job *job,
                     const struct organisation *organisation, enum demo_source source, struct chance *chance,
                     struct sighting *ret)
{
    assert(member < unit->count && !job == !organisation);
    const struct person *person = &unit->persons[member];
    clear(ret);
    ret->person = person->id;
    ret->household = unit->index;
    ret->gender = person->gender;
    sighting_name(person, source, chance, ret);
    sighting_birth(person, source, chance, &ret->birth);
    if (job) {
        ret->organisation = organisation->id;
        organisation_put(organisation, source, chance, ret);
        cell_set(&ret->title_at_work, job->title);
        cell_set(&ret->department, job->department);
        reach_at_work(world, person, job, organisation, source, chance, ret);
    } else {
        reach_at_home(world, unit, person, source, chance, ret);
    }
    number_in_street(source, chance, ret);
    placeholder_mess(source, chance, ret);
}

void sighting_job_before(const struct world *world, const struct person *person, const struct job *job,
                         const struct organisation *organisation, enum demo_source source, struct chance *chance,
                         struct sighting *s)
{
    struct cell *const of_work[] = {
        &s->organisation_name, &s->kvk,      &s->vat,  &s->iban,   &s->web,   &s->street, &s->number,
        &s->addition,          &s->postcode, &s->city, &s->po_box, &s->email, &s->phone,  &s->department
    };
    struct cell mobile = s->mobile;
    for (size_t i = 0; i < sizeof(of_work) / sizeof(*of_work); i++)
        cell_clear(of_work[i]);
    s->organisation = organisation->id;
    organisation_put(organisation, source, chance, s);
    cell_set(&s->title_at_work, job->title);
    cell_set(&s->department, job->department);
    reach_at_work(world, person, job, organisation, source, chance, s);
    number_in_street(source, chance, s);
    s->mobile = mobile;
}

void sighting_home_before(const struct world *world, const struct address *home, enum demo_source source,
                          struct chance *chance, struct sighting *s)
{
    struct cell *const of_home[] = { &s->street, &s->number, &s->addition, &s->postcode, &s->city };
    for (size_t i = 0; i < sizeof(of_home) / sizeof(*of_home); i++)
        cell_clear(of_home[i]);
    address_put(world, home, source, chance, s);
    number_in_street(source, chance, s);
}
