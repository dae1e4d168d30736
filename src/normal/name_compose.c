/*
 * The rules of the population register in one place: which surnames by name
 * use, where a capital stands, what a person of unknown gender is called.
 * The first letter of a surname that opens a line or follows "heer" gets a
 * capital; "'t", "'s" and "d'" never do.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "normal/name_compose.h"

#include <string.h>

#include "lang/utf8.h"
#include "normal/name_case.h"

static bool is_known(struct text surname)
{
    return surname.len > 0 && !text_equal(surname, TEXT("."));
}

/* a and b with sep between them when both are there. */
static struct text joined(struct arena *arena, struct text a, const char *sep, struct text b)
{
    if (a.len == 0 || b.len == 0)
        return a.len > 0 ? a : b;
    const struct text parts[] = { a, text_from(sep), b };
    return arena_join(arena, parts, 3);
}

static struct text with_prefix(struct arena *arena, struct text prefix, struct text surname)
{
    return joined(arena, prefix, text_ends(prefix, TEXT("'")) ? "" : " ", surname);
}

enum name_custom name_custom_of(const char country[3])
{
    return strcmp(country, "BE") == 0 || strcmp(country, "LU") == 0 ? NAME_CUSTOM_BE : NAME_CUSTOM_NL;
}

struct text name_initials(struct text given, struct arena *arena)
{
    char *into = arena_take(arena, given.len * 2 + 1, 1);
    size_t len = 0;
    struct text name;
    bool bare = false; /* the one before was a single letter, without a full stop */
    if (!into)
        return TEXT_EMPTY;
    while (text_next(&given, ' ', &name)) {
        uint32_t code = 0;
        struct text rest = name;
        if (!utf8_next(&rest, &code) || !utf8_is_letter(code))
            continue;
        if (bare)
            into[len++] = ' ';
        bare = rest.len == 0;
        len += utf8_put(utf8_to_upper(code), into + len);
        if (!bare)
            into[len++] = '.';
    }
    into[len] = '\0';
    return (struct text){ into, len };
}

/* What stands in front of the surname in a letter: the initials as received, or made from the given names. */
static struct text initials_of(const struct person_name *name, struct arena *arena)
{
    if (name->initials.len > 0)
        return name->initials;
    return name_initials(name->given.len > 0 ? name->given : name->call_name, arena);
}

struct text name_surname(const struct person_name *name, struct arena *arena)
{
    struct text own = with_prefix(arena, name->prefix, name->surname);
    struct text partner = with_prefix(arena, name->partner_prefix, name->partner_surname);
    if (!is_known(name->partner_surname))
        return is_known(name->surname) ? own : TEXT_EMPTY;
    switch (name->use) {
    case NAME_USE_OWN: return is_known(name->surname) ? own : TEXT_EMPTY;
    case NAME_USE_PARTNER: return partner;
    case NAME_USE_PARTNER_OWN: return joined(arena, partner, "-", own);
    case NAME_USE_OWN_PARTNER:
    case NAME_USE_UNKNOWN: /* as people wrote it */
    default: return joined(arena, own, "-", partner);
    }
}

/* ---- nobility ---- */

static const struct {
    const char *code, *text, *salutation;
    bool predicate; /* stands before the initials */
    bool female;
} nobility[] = {
    { "B", "baron", "Hoogwelgeboren heer", false, false },
    { "BS", "barones", "Hoogwelgeboren vrouwe", false, true },
    { "G", "graaf", "Hooggeboren heer", false, false },
    { "GI", "gravin", "Hooggeboren vrouwe", false, true },
    { "H", "hertog", "Hoogwelgeboren heer", false, false },
    { "HI", "hertogin", "Hoogwelgeboren vrouwe", false, true },
    { "JH", "jhr.", "Hoogwelgeboren heer", true, false },
    { "JV", "jkvr.", "Hoogwelgeboren vrouwe", true, true },
    { "M", "markies", "Hoogwelgeboren heer", false, false },
    { "MI", "markiezin", "Hoogwelgeboren vrouwe", false, true },
    { "P", "prins", "Hoogheid", false, false },
    { "PS", "prinses", "Hoogheid", false, true },
    { "R", "ridder", "Hoogwelgeboren heer", false, false },
};

struct text name_nobility_text(const struct person_name *name)
{
    for (size_t i = 0; name->nobility[0] && i < sizeof(nobility) / sizeof(nobility[0]); i++)
        if (strcmp(nobility[i].code, name->nobility) == 0)
            return text_from(nobility[i].text);
    return TEXT_EMPTY;
}

/* The row of the title as it may be used: not with the partner's name, no predicate for a married woman. */
static int nobility_of(const struct person_name *name)
{
    if (name->use == NAME_USE_PARTNER || name->nobility[0] == '\0')
        return -1;
    for (size_t i = 0; i < sizeof(nobility) / sizeof(nobility[0]); i++)
        if (strcmp(nobility[i].code, name->nobility) == 0)
            return strcmp(name->nobility, "JV") == 0 && is_known(name->partner_surname) ? -1 : (int)i;
    return -1;
}

/* Initials or given names with a title such as "baron" behind them. */
static struct text with_nobility(const struct person_name *name, struct text before, struct arena *arena)
{
    int row = nobility_of(name);
    if (row < 0)
        return before;
    return nobility[row].predicate ? before : joined(arena, before, " ", text_from(nobility[row].text));
}

/* "jhr. mr.": the predicate goes before the titles. */
static struct text titles_of(const struct person_name *name, struct arena *arena)
{
    int row = nobility_of(name);
    if (row < 0 || !nobility[row].predicate)
        return name->titles_before;
    return joined(arena, text_from(nobility[row].text), " ", name->titles_before);
}

/* ---- lines ---- */

struct text name_address_line(const struct person_name *name, enum gender gender, struct arena *arena)
{
    struct text surname = name_surname(name, arena);
    struct text before = with_nobility(name, initials_of(name, arena), arena);
    (void)gender;
    before = joined(arena, titles_of(name, arena), " ", before);
    struct text line = joined(arena, before, " ", surname);
    line = joined(arena, line, " ", name->suffix);
    return name_upper_first(joined(arena, line, " ", name->titles_after), arena);
}

/* "heer Van Velzen": a capital, since nothing of the name stands before it. */
static struct text surname_alone(const struct person_name *name, struct arena *arena)
{
    return name_upper_first(name_surname(name, arena), arena);
}

struct text name_salutation(const struct person_name *name, enum gender gender, struct arena *arena)
{
    struct text surname = name_surname(name, arena);
    int row = nobility_of(name);
    if (surname.len == 0)
        return TEXT_EMPTY;
    if (row >= 0 && strcmp(nobility[row].salutation, "Hoogheid") == 0)
        return TEXT("Hoogheid");
    if (row >= 0 && gender != GENDER_OTHER)
        return joined(arena, text_from(nobility[row].salutation), " ", surname_alone(name, arena));
    switch (gender) {
    case GENDER_MALE: return joined(arena, TEXT("Geachte heer"), " ", surname_alone(name, arena));
    case GENDER_FEMALE: return joined(arena, TEXT("Geachte mevrouw"), " ", surname_alone(name, arena));
    default: break;
    }
    struct text initials = initials_of(name, arena);
    if (initials.len == 0)
        surname = name_upper_first(surname, arena);
    return joined(arena, TEXT("Geachte"), " ", joined(arena, initials, " ", surname));
}

struct text name_running_text(const struct person_name *name, enum gender gender, struct arena *arena)
{
    struct text surname = name_surname(name, arena);
    if (surname.len == 0)
        return TEXT_EMPTY;
    switch (gender) {
    case GENDER_MALE: return joined(arena, TEXT("de heer"), " ", surname_alone(name, arena));
    case GENDER_FEMALE: return joined(arena, TEXT("mevrouw"), " ", surname_alone(name, arena));
    default: break;
    }
    struct text initials = initials_of(name, arena);
    return initials.len == 0 ? name_upper_first(surname, arena) : joined(arena, initials, " ", surname);
}

struct text name_display(const struct person_name *name, struct arena *arena)
{
    struct text first = name->call_name.len > 0 ? name->call_name : name->given.len > 0 ? name->given : name->initials;
    struct text surname = name_surname(name, arena);
    if (first.len == 0)
        surname = name_upper_first(surname, arena);
    return joined(arena, joined(arena, first, " ", surname), " ", name->suffix);
}

struct text name_full(const struct person_name *name, struct arena *arena)
{
    struct text first = name->initials;
    bool both = name->initials.len > 0 && name->given.len > 0;
    if (!both && name->given.len > 0)
        first = name->given;
    first = with_nobility(name, first, arena);
    if (name->call_name.len > 0 || both) {
        struct text call = name->call_name.len > 0 ? name->call_name : name->given;
        first = joined(arena, first, " ", arena_printf(arena, "(%.*s)", TEXT_ARG(call)));
    }
    struct text salutation = name->gender == GENDER_MALE && nobility_of(name) < 0     ? TEXT("de heer")
                             : name->gender == GENDER_FEMALE && nobility_of(name) < 0 ? TEXT("mevrouw")
                                                                                      : TEXT_EMPTY;
    struct text line = joined(arena, joined(arena, salutation, " ", titles_of(name, arena)), " ", first);
    line = joined(arena, joined(arena, line, " ", name_surname(name, arena)), " ", name->suffix);
    return joined(arena, line, first.len > 0 ? " " : ", ", name->titles_after);
}

/* ---- lists ---- */

/* The surname that is used first, as name_surname() has it. */
static bool partner_first(const struct person_name *name)
{
    return is_known(name->partner_surname) && (name->use == NAME_USE_PARTNER || name->use == NAME_USE_PARTNER_OWN);
}

struct text name_sort_surname(const struct person_name *name, enum name_custom custom, struct arena *arena)
{
    bool partner = partner_first(name);
    struct text prefix = partner ? name->partner_prefix : name->prefix;
    struct text surname = partner ? name->partner_surname : name->surname;
    if (custom == NAME_CUSTOM_NL)
        return name_upper_first(surname, arena);
    return name_upper_first(with_prefix(arena, prefix, surname), arena);
}

struct text name_sort(const struct person_name *name, enum name_custom custom, struct arena *arena)
{
    struct text key = name_sort_surname(name, custom, arena);
    struct text first = name->given.len > 0 ? name->given : initials_of(name, arena);
    if (custom == NAME_CUSTOM_NL)
        first = joined(arena, first, " ", partner_first(name) ? name->partner_prefix : name->prefix);
    return joined(arena, key, ", ", first);
}

/* ---- households ---- */

static bool share_surname(const struct person_name *names, size_t count, struct arena *arena)
{
    return count == 1 || text_equal(name_surname(&names[0], arena), name_surname(&names[1], arena));
}

static struct text one_of_two(const struct person_name *name, enum gender gender, struct arena *arena)
{
    struct text word = gender == GENDER_MALE ? TEXT("de heer") : gender == GENDER_FEMALE ? TEXT("mevrouw") : TEXT_EMPTY;
    struct text initials = initials_of(name, arena);
    struct text surname = initials.len == 0 ? surname_alone(name, arena) : name_surname(name, arena);
    return joined(arena, word, " ", joined(arena, initials, " ", surname));
}

struct text name_household(const struct person_name *names, const enum gender *genders, size_t count,
                           struct arena *arena)
{
    if (count == 0 || name_surname(&names[0], arena).len == 0)
        return TEXT_EMPTY;
    bool shared = share_surname(names, count, arena);
    bool pair = count > 1 && ((genders[0] == GENDER_MALE && genders[1] == GENDER_FEMALE) ||
                              (genders[0] == GENDER_FEMALE && genders[1] == GENDER_MALE));
    if (count == 1 || (shared && !pair && initials_of(&names[1], arena).len == 0))
        return joined(arena, TEXT("Familie"), " ", surname_alone(&names[0], arena));
    if (shared && pair && initials_of(&names[0], arena).len == 0 && initials_of(&names[1], arena).len == 0)
        return joined(arena, TEXT("De heer en mevrouw"), " ", surname_alone(&names[0], arena));
    struct text first = one_of_two(&names[0], genders[0], arena);
    return name_upper_first(joined(arena, first, " en ", one_of_two(&names[1], genders[1], arena)), arena);
}

struct text name_household_salutation(const struct person_name *names, const enum gender *genders, size_t count,
                                      struct arena *arena)
{
    if (count == 0 || name_surname(&names[0], arena).len == 0)
        return TEXT_EMPTY;
    bool pair = count > 1 && genders[0] != genders[1] && (genders[0] == GENDER_MALE || genders[0] == GENDER_FEMALE) &&
                (genders[1] == GENDER_MALE || genders[1] == GENDER_FEMALE);
    if (share_surname(names, count, arena))
        return joined(arena, pair ? TEXT("Geachte heer en mevrouw") : TEXT("Geachte familie"), " ",
                      surname_alone(&names[0], arena));
    struct text first = name_salutation(&names[0], genders[0], arena);
    struct text second = name_lower_first(name_salutation(&names[1], genders[1], arena), arena);
    return joined(arena, first, ", ", second);
}

struct text name_estate(const struct person_name *name, struct arena *arena)
{
    struct text who = one_of_two(name, GENDER_UNKNOWN, arena);
    return who.len == 0 ? TEXT_EMPTY : joined(arena, TEXT("Aan de erven van"), " ", who);
}
