/*
 * What a source makes of a person's name and date of birth.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>

#include "demo/sighting_inside.h"

static void put_first_letter(struct cell *cell, struct text name)
{
    size_t len = name.len > 1 && ((unsigned char)name.ptr[0] & 0x80) ? 2 : 1;
    cell_put(cell, text_slice(name, 0, len));
}

static void initials_read(const struct person *person, enum demo_source source, struct chance *chance, struct cell *ret)
{
    static const uint16_t styles[] = { 70, 15, 10, 5 }; /* "J.M." "JM" "J. M." "J M" */
    int style = chance_among(chance, styles, 4);
    int count = source == DEMO_SHOP || source == DEMO_NEWS ? 1 : person->given_count;
    cell_clear(ret);
    for (int g = 0; g < count; g++) {
        if (g > 0 && style >= 2)
            cell_put_char(ret, ' ');
        put_first_letter(ret, person->given[g]);
        if (style == 0 || style == 2)
            cell_put_char(ret, '.');
    }
}

/* The surname in the use a source makes of it. */
static void surname_in_use(const struct person *person, char use, struct text *prefix, struct cell *ret)
{
    const struct surname *first = &person->surname, *second = &person->partner_surname;
    if (!person->has_partner_name)
        use = 'E';
    if (use == 'P' || use == 'V') {
        first = &person->partner_surname;
        second = &person->surname;
    }
    *prefix = first->prefix;
    cell_set(ret, cell_text(&first->name));
    if (use == 'V' || use == 'N') {
        cell_put_char(ret, '-');
        if (second->prefix.len > 0) {
            cell_put(ret, second->prefix);
            cell_put_char(ret, ' ');
        }
        cell_put(ret, cell_text(&second->name));
    }
}

static struct text prefix_short(struct text prefix, struct chance *chance)
{
    static const struct {
        const char *whole, *shorts[3];
    } table[] = { { "van de", { "v.d.", "vd", "v/d" } },  { "van der", { "v.d.", "v.der", "vdr" } },
                  { "van den", { "v.d.", "v/d", "vd" } }, { "van", { "v.", "v", "v." } },
                  { "de", { "d.", "d", "d." } },          { "van 't", { "v.'t", "v 't", "v't" } },
                  { "in 't", { "i.'t", "i/t", "in t" } }, { "ten", { "t.", "ten", "t." } },
                  { "ter", { "t.", "ter", "t." } } };
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
        if (text_equal(prefix, text_from(table[i].whole)))
            return text_from(table[i].shorts[chance_below(chance, 3)]);
    return prefix;
}

static void prefix_mess(enum demo_source source, struct chance *chance, struct sighting *s)
{
    if (s->prefix.len == 0)
        return;
    if (mess_hits(MESS_PREFIX_SHORT, source, chance))
        cell_set(&s->prefix, prefix_short(cell_text(&s->prefix), chance));
    struct cell made = { 0 };
    if (mess_hits(MESS_PREFIX_MISSING, source, chance)) {
        cell_clear(&s->prefix);
    } else if (mess_hits(MESS_PREFIX_IN_SURNAME, source, chance)) {
        cell_put(&made, cell_text(&s->prefix));
        cell_put_word(&made, cell_text(&s->surname));
        if (chance_hits(chance, 300))
            made.s[0] = char_to_upper(made.s[0]);
        s->surname = made;
        cell_clear(&s->prefix);
    } else if (mess_hits(MESS_PREFIX_IN_GIVEN, source, chance)) {
        cell_put_word(&s->given, cell_text(&s->prefix));
        cell_clear(&s->prefix);
    } else if (mess_hits(MESS_PREFIX_BEHIND, source, chance)) {
        cell_put_str(&s->surname, chance_hits(chance, 600) ? ", " : " ");
        cell_put(&s->surname, cell_text(&s->prefix));
        cell_clear(&s->prefix);
    }
}

static void damage_name(enum demo_source source, struct chance *chance, struct sighting *s)
{
    if (mess_hits(MESS_TYPO_GIVEN, source, chance))
        mess_typo(&s->given, chance);
    if (mess_hits(MESS_TYPO_SURNAME, source, chance))
        mess_typo(&s->surname, chance);
    if (mess_hits(MESS_PHONETIC, source, chance))
        mess_phonetic(chance_hits(chance, 750) ? &s->surname : &s->given, chance);
    if (mess_hits(MESS_OCR, source, chance))
        mess_ocr(&s->surname, chance);
    if (mess_hits(MESS_MOJIBAKE, source, chance)) {
        mess_mojibake(&s->given);
        mess_mojibake(&s->surname);
    }
    if (mess_hits(MESS_NAMES_SWAPPED, source, chance) && s->given.len > 0) {
        struct cell other = s->given;
        s->given = s->surname;
        s->surname = other;
    }
    if (mess_hits(MESS_ALL_CAPS, source, chance)) {
        mess_caps(&s->given);
        mess_caps(&s->prefix);
        mess_caps(&s->surname);
    } else if (mess_hits(MESS_ALL_SMALL, source, chance)) {
        mess_small(&s->given);
        mess_small(&s->prefix);
        mess_small(&s->surname);
    }
}

static void title_read(const struct person *person, struct chance *chance, struct cell *ret)
{
    /* a title belongs to the person: the same draw in every source */
    struct chance own = chance_of(person->id, ABOUT_SIGHTING, 7);
    static const char *const titles[] = { "drs.", "ing.", "ir.", "mr.", "dr.", "prof. dr." };
    static const uint16_t weights[] = { 35, 22, 18, 12, 11, 2 };
    cell_clear(ret);
    int title = chance_among(&own, weights, 6);
    if (chance_hits(&own, 70))
        cell_set_str(ret, titles[title]);
}

void sighting_name(const struct person *person, enum demo_source source, struct chance *chance, struct sighting *s)
{
    static const char uses[] = "EPVN";
    initials_read(person, source, chance, &s->initials);
    if (mess_hits(MESS_INITIALS_ONLY, source, chance)) {
        if (source == DEMO_SHOP || source == DEMO_NEWS || source == DEMO_MAIL)
            cell_set(&s->given, cell_text(&s->initials));
    } else if (person->has_call_name && mess_hits(MESS_OFFICIAL_NAME, source, chance)) {
        for (int g = 0; g < person->given_count; g++)
            cell_put_word(&s->given, person->given[g]);
    } else {
        cell_set(&s->given, person->call_name);
    }
    char use = person->name_use;
    if (person->has_partner_name && mess_hits(MESS_OTHER_NAME_USE, source, chance))
        use = uses[chance_below(chance, person->gender == 'v' ? 3 : 1)];
    struct text prefix;
    surname_in_use(person, use, &prefix, &s->surname);
    cell_set(&s->prefix, prefix);
    if (person->generation && mess_hits(MESS_GENERATION_SHOWN, source, chance))
        cell_set_str(&s->suffix, person->generation == 's' ? "sr." : "jr.");
    title_read(person, chance, &s->title);
    if (!mess_hits(MESS_TITLE_SHOWN, source, chance))
        cell_clear(&s->title);
    prefix_mess(source, chance, s);
    damage_name(source, chance, s);
    cell_set_str(&s->salutation, person->gender == 'm' ? "Dhr." : chance_hits(chance, 600) ? "Mevr." : "Mw.");
    if (mess_hits(MESS_SALUTATION_IN_NAME, source, chance) && source != DEMO_BOOKS && source != DEMO_MAIL) {
        struct cell made = s->salutation;
        struct cell *into = s->given.len > 0 ? &s->given : &s->surname;
        cell_put_word(&made, cell_text(into));
        *into = made;
    }
}

void birth_put(struct cell *cell, int year, int month, int day)
{
    cell_put_number(cell, (uint64_t)day, 2);
    cell_put_char(cell, '-');
    cell_put_number(cell, (uint64_t)month, 2);
    cell_put_char(cell, '-');
    cell_put_number(cell, (uint64_t)year, 4);
}

void sighting_birth(const struct person *person, enum demo_source source, struct chance *chance, struct cell *ret)
{
    cell_clear(ret);
    if (mess_hits(MESS_BIRTH_UNKNOWN, source, chance)) {
        if (mess_hits(MESS_BIRTH_PLACEHOLDER, source, chance))
            cell_set_str(ret, chance_hits(chance, 700) ? "01-01-1900" : "01-01-1970");
        return;
    }
    bool swapped = person->birth_day <= 12 && mess_hits(MESS_BIRTH_SWAPPED, source, chance);
    birth_put(ret, person->birth_year, swapped ? person->birth_day : person->birth_month,
              swapped ? person->birth_month : person->birth_day);
    if (mess_hits(MESS_WRONG_DIGIT, source, chance))
        mess_digit(ret, chance);
}

void sighting_full(struct sighting *s, enum full_style style, enum demo_source source, struct chance *chance)
{
    struct cell full = { 0 };
    bool salutation = mess_hits(MESS_SALUTATION_IN_NAME, source, chance);
    const struct cell *first = style == FULL_GIVEN && s->given.len > 0 ? &s->given : &s->initials;
    if (salutation)
        cell_put(&full, cell_text(&s->salutation));
    if (style == FULL_SURNAME_FIRST) {
        cell_put_word(&full, cell_text(&s->surname));
        cell_put_str(&full, ", ");
        cell_put(&full, cell_text(first));
        cell_put_word(&full, cell_text(&s->prefix));
    } else {
        cell_put_word(&full, cell_text(&s->title));
        cell_put_word(&full, cell_text(first));
        cell_put_word(&full, cell_text(&s->prefix));
        cell_put_word(&full, cell_text(&s->surname));
    }
    cell_put_word(&full, cell_text(&s->suffix));
    if (source == DEMO_BOOKS && mess_hits(MESS_ALL_CAPS, source, chance))
        mess_caps(&full);
    s->full = full;
}

/* "Dhr. en mw. P. Jansen-Bakker", "J. Bos en A. de Vries", "Fam. Jansen" stays out: it names nobody. */
void sighting_couple(const struct world *world, const struct unit *unit, struct chance *chance, struct sighting *s)
{
    assert(unit->count > 1);
    const struct person *head = &unit->persons[0], *partner = &unit->persons[1];
    struct cell full = { 0 }, initials = { 0 }, surname = { 0 };
    struct text prefix;
    s->person = head->id;
    s->partner = partner->id;
    initials_read(head, DEMO_SHOP, chance, &initials);
    bool one_name = head->has_partner_name && chance_hits(chance, 650);
    if (one_name) {
        cell_put_str(&full, chance_hits(chance, 500) ? "Dhr. en mw." : "De heer en mevrouw");
        cell_put_word(&full, cell_text(&initials));
        surname_in_use(head, chance_hits(chance, 500) ? 'N' : 'E', &prefix, &surname);
        cell_put_word(&full, prefix);
        cell_put_word(&full, cell_text(&surname));
    } else {
        cell_put(&full, cell_text(&initials));
        surname_in_use(head, 'E', &prefix, &surname);
        cell_put_word(&full, prefix);
        cell_put_word(&full, cell_text(&surname));
        cell_put_str(&full, chance_hits(chance, 500) ? " en" : " &");
        initials_read(partner, DEMO_SHOP, chance, &initials);
        cell_put_word(&full, cell_text(&initials));
        surname_in_use(partner, 'E', &prefix, &surname);
        cell_put_word(&full, prefix);
        cell_put_word(&full, cell_text(&surname));
    }
    s->full = full;
}

void sighting_forget_parts(struct sighting *s)
{
    struct cell *const parts[] = { &s->salutation, &s->title,   &s->initials, &s->given,
                                   &s->prefix,     &s->surname, &s->suffix };
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        cell_clear(parts[i]);
}
